//! A stored picture as 8 bits in levels, each half as large as the one before.

use super::Result;
use nd::image::{Filter, resize};
use nd::io::Dataset;
use nd::prelude::*;
use nd::{AnyArray, DType};

/// Pixels of the largest level that is tried: beyond that no page of some MB has room for it.
const MOST: usize = 1 << 27;

/// Bytes of pixels that are read at once.
const BAND: usize = 64 << 20;

/// Pixels of the smallest level along its longer side, at most.
const SMALLEST: usize = 512;

/// A picture of which a page can be made.
pub(crate) struct Picture {
    /// Rows and columns of the stored one.
    pub(crate) size: [usize; 2],
    pub(crate) channels: usize,
    pub(crate) dtype: DType,
    /// What is shown as black and as white; `None` where values are shown as they are.
    pub(crate) range: Option<[f64; 2]>,
    /// `(h, w)` or `(h, w, c)`, the largest first: of the stored picture, or of half of it, and so on.
    pub(crate) levels: Vec<Array<u8>>,
}

impl Picture {
    /// Reads a picture, in bands of rows.
    pub(crate) fn read(source: &Dataset) -> Result<Self> {
        let (size, channels) = match *source.shape() {
            [h, w] => ([h, w], 1),
            [h, w, c @ 1..=4] => ([h, w], c),
            ref shape => {
                let what = "is no picture (h, w) or (h, w, c) of at most four channels";
                return Err(format!("shape {shape:?} {what}").into());
            }
        };
        if size.contains(&0) {
            return Err("there are no pixels".into());
        }
        let dtype = source.dtype();
        let mut shrunk = 1;
        while size[0].div_ceil(shrunk) * size[1].div_ceil(shrunk) > MOST {
            shrunk *= 2;
        }
        let range = match dtype {
            DType::U8 => None,
            DType::Bool => Some([0.0, 1.0]),
            _ => Some(range(source)?),
        };
        let mut parts = Vec::new();
        bands(source, shrunk, &mut |band| {
            let band = bytes(band, range);
            let [h, w] = [band.shape()[0].div_ceil(shrunk), size[1].div_ceil(shrunk)];
            parts.push(if shrunk == 1 { band } else { resize(&band, [h, w], Filter::Box) });
        })?;
        let mut largest = nd::concat(&parts.iter().map(Array::view).collect::<Vec<_>>(), 0);
        if largest.ndim() == 3 && channels == 1 {
            largest = largest.slice(s![.., .., 0]).to_array();
        }
        Ok(Self { size, channels, dtype, range, levels: halves(largest) })
    }
}

/// Labels of a picture of that size, as they are, in levels of the same sizes as the picture's.
pub(crate) fn labels(
    source: &Dataset,
    size: [usize; 2],
    like: &Picture,
) -> Result<Vec<Array<u32>>> {
    if source.shape() != size || !(source.dtype().is_integer() || source.dtype() == DType::Bool) {
        let (shape, dtype) = (source.shape(), source.dtype());
        return Err(format!("labels are integers {size:?}, not {dtype} {shape:?}").into());
    }
    let mut levels: Vec<Array<u32>> = Vec::new();
    for level in &like.levels {
        let step = (size[1] as f64 / level.shape()[1] as f64).round().max(1.0) as isize;
        let some = match levels.last() {
            None => source.read_any(s![..;step, ..;step])?.cast(DType::U32),
            Some(last) => AnyArray::from(last.slice(s![..;2, ..;2]).to_array()),
        };
        levels.push(Array::try_from(some).map_err(|_| "labels have 32 bits")?);
    }
    Ok(levels)
}

/// Hands on a picture in bands of rows, of each a multiple of `step` but for the last.
fn bands(source: &Dataset, step: usize, then: &mut dyn FnMut(AnyArray)) -> Result<()> {
    let rows = source.shape()[0];
    let row: usize = source.shape()[1..].iter().product::<usize>() * source.dtype().itemsize();
    let each = (BAND / row.max(1)).max(1).next_multiple_of(step);
    for start in (0..rows).step_by(each) {
        then(source.read_any(s![start..rows.min(start + each)])?);
    }
    Ok(())
}

/// The smallest and the largest value that is finite.
fn range(source: &Dataset) -> Result<[f64; 2]> {
    let mut range = [f64::INFINITY, f64::NEG_INFINITY];
    bands(source, 1, &mut |band| {
        let numbers = floats(band);
        for &x in numbers.iter().filter(|x| x.is_finite()) {
            range = [range[0].min(x), range[1].max(x)];
        }
    })?;
    if range[0] > range[1] {
        range = [0.0, 0.0];
    }
    // One value alone is black.
    Ok(if range[0] == range[1] { [range[0], range[0] + 1.0] } else { range })
}

fn floats(band: AnyArray) -> Array<f64> {
    band.cast(DType::F64).try_into().expect("it was cast")
}

/// Values as bytes; NaN is black.
fn bytes(band: AnyArray, range: Option<[f64; 2]>) -> Array<u8> {
    match (band, range) {
        (AnyArray::U8(band), None) => band,
        (band, range) => {
            let [low, high] = range.unwrap_or([0.0, 255.0]);
            floats(band).map(|x| ((x - low) / (high - low) * 255.0 + 0.5) as u8)
        }
    }
}

/// A picture, and halves of it down to a small one.
fn halves(largest: Array<u8>) -> Vec<Array<u8>> {
    let mut levels = vec![largest];
    loop {
        let last = &levels[levels.len() - 1];
        let [h, w] = [last.shape()[0], last.shape()[1]];
        if h.max(w) <= SMALLEST {
            return levels;
        }
        levels.push(resize(last, [h.div_ceil(2), w.div_ceil(2)], Filter::Box));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_halves_of_the_whole() {
        let a = Array::from_fn([1030, 600], |i| (i[0] / 5) as u8);
        let picture = Picture::read(&Dataset::from(AnyArray::from(a.clone()))).unwrap();
        let sizes: Vec<&[usize]> = picture.levels.iter().map(|level| level.shape()).collect();
        assert_eq!(sizes, [[1030, 600], [515, 300], [258, 150]]);
        assert_eq!((&picture.levels[0], picture.range), (&a, None));
        assert_eq!(picture.levels[1][[100, 7]], 40);
    }

    #[test]
    fn other_types_are_stretched() {
        let a = AnyArray::from(array![[-1.0, f64::NAN, 1.0, f64::INFINITY]]);
        let picture = Picture::read(&Dataset::from(a)).unwrap();
        assert_eq!(picture.range, Some([-1.0, 1.0]));
        assert_eq!(picture.levels[0], array![[0, 0, 255, 255]]);
        let flat = Picture::read(&Dataset::from(AnyArray::from(array![[7u16, 7]]))).unwrap();
        assert_eq!(flat.levels[0], array![[0, 0]]);
        let bits = Picture::read(&Dataset::from(AnyArray::from(array![[true, false]]))).unwrap();
        assert_eq!(bits.levels[0], array![[255, 0]]);
    }

    #[test]
    fn labels_are_every_second_one() {
        let a = Array::from_fn([700, 900], |i| i[0] as i64 * 1000 + i[1] as i64);
        let grey = AnyArray::from(Array::<u8>::zeros([700, 900]));
        let picture = Picture::read(&Dataset::from(grey)).unwrap();
        let source = Dataset::from(AnyArray::from(a));
        let levels = labels(&source, [700, 900], &picture).unwrap();
        assert_eq!(levels.len(), picture.levels.len());
        assert_eq!(levels[1].shape(), picture.levels[1].shape());
        assert_eq!(levels[1][[3, 4]], 6008);
        let error = labels(&source, [700, 901], &picture).unwrap_err().to_string();
        assert_eq!(error, "labels are integers [700, 901], not int64 [700, 900]");
    }

    #[test]
    fn what_is_no_picture_says_so() {
        let of = |shape: &[usize]| {
            let a = AnyArray::from(Array::<u8>::zeros(shape));
            Picture::read(&Dataset::from(a)).map(drop).unwrap_err().to_string()
        };
        assert!(of(&[2, 3, 5]).starts_with("shape [2, 3, 5] is no picture"));
        assert_eq!(of(&[0, 3]), "there are no pixels");
    }
}
