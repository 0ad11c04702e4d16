//! Equalisation by tiles with limited contrast, in the arithmetic of scikit-image.

use crate::canvas::canvas;
use crate::level::{Level, plane};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike, threads};

/// Levels that pictures are counted in.
const LEVELS: usize = 1 << 14;

/// How [`equalize_adapthist_with`] equalises.
///
/// # Examples
/// ```
/// use nd_image::exposure::AdapthistOptions;
/// assert_eq!(AdapthistOptions::default().clip_limit, 0.01);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct AdapthistOptions {
    /// The size of tiles; by default an eighth of the picture.
    pub kernel_size: Option<[usize; 2]>,
    /// The share of a tile's samples that one bin may count; 0.01 by default. 0: no limit.
    pub clip_limit: f64,
    /// The number of bins; 256 by default.
    pub bins: usize,
}

impl Default for AdapthistOptions {
    fn default() -> AdapthistOptions {
        AdapthistOptions { kernel_size: None, clip_limit: 0.01, bins: 256 }
    }
}

impl AdapthistOptions {
    /// Sets the size of tiles.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::AdapthistOptions;
    /// assert_eq!(AdapthistOptions::default().kernel_size([4, 5]).kernel_size, Some([4, 5]));
    /// ```
    #[must_use]
    pub fn kernel_size(self, kernel_size: [usize; 2]) -> AdapthistOptions {
        AdapthistOptions { kernel_size: Some(kernel_size), ..self }
    }

    /// Sets the share of a tile's samples that one bin may count.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::AdapthistOptions;
    /// assert_eq!(AdapthistOptions::default().clip_limit(0.5).clip_limit, 0.5);
    /// ```
    #[must_use]
    pub fn clip_limit(self, clip_limit: f64) -> AdapthistOptions {
        AdapthistOptions { clip_limit, ..self }
    }

    /// Sets the number of bins.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::AdapthistOptions;
    /// assert_eq!(AdapthistOptions::default().bins(64).bins, 64);
    /// ```
    #[must_use]
    pub fn bins(self, bins: usize) -> AdapthistOptions {
        AdapthistOptions { bins, ..self }
    }
}

/// Equalises each part of a picture by the levels around it: `(h, w) -> (h, w)`, contrast limited
/// (CLAHE: Zuiderveld, Graphics Gems IV, 1994).
///
/// `range` is the range of levels that the curves map onto itself; samples outside count as its
/// ends. Tiles are an eighth of the picture; the picture is mirrored beyond its edges. NaN counts as
/// the lower end. An empty picture gives an empty one.
///
/// # Panics
/// If the picture is not `(h, w)`, or the range is empty or not finite.
///
/// # scikit-image
/// `skimage.exposure.equalize_adapthist(a)`, which takes the picture's least and largest level for the
/// range, and stretches the result to `[0, 1]`. Colours: equalise the value of
/// [`rgb_to_hsv`](crate::color::rgb_to_hsv). [`clahe`](super::clahe) is OpenCV's, and fast.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let dark = Array::from_fn([64, 64], |i| 0.2 + 0.01 * ((i[0] * i[1]) % 7) as f64);
/// let clear = nd_image::exposure::equalize_adapthist(&dark, [0.0, 1.0]);
/// let spread = |a: &Array<f64>| a.iter().fold(0.0f64, |m, &x| m.max((x - a[[0, 0]]).abs()));
/// assert!(spread(&clear) > 2.0 * spread(&dark));
/// ```
#[track_caller]
pub fn equalize_adapthist<A>(a: A, range: [f64; 2]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    equalize_adapthist_with(a, range, &AdapthistOptions::default())
}

/// [`equalize_adapthist`] with other tiles, another limit or number of bins.
///
/// # Panics
/// As [`equalize_adapthist`]; if tiles have no pixels or more than 2³² of them or are larger than the
/// picture, or there are fewer than 2 bins or more than 16,384, or more than 2²⁶ bins of all tiles, or
/// the limit is negative or NaN.
///
/// # scikit-image
/// `skimage.exposure.equalize_adapthist(a, kernel_size, clip_limit, nbins)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{AdapthistOptions, equalize_adapthist_with};
/// let a = nd_core::Array::from_fn([20, 20], |i| (i[0] + i[1]) as u8);
/// let options = AdapthistOptions::default().kernel_size([10, 10]);
/// assert_eq!(equalize_adapthist_with(&a, [0.0, 255.0], &options).shape(), [20, 20]);
/// ```
#[track_caller]
pub fn equalize_adapthist_with<A>(
    a: A,
    range: [f64; 2],
    options: &AdapthistOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    const OP: &str = "equalize_adapthist";
    let a = a.view();
    let [h, w] = plane(OP, a.shape());
    let [low, high] = range;
    let finite = low < high && (high - low).is_finite();
    assert!(finite, "{OP}: a range from {low} to {high}");
    let AdapthistOptions { clip_limit, bins, .. } = *options;
    assert!(clip_limit >= 0.0, "{OP}: clip_limit is {clip_limit}, must not be negative");
    assert!((2..=LEVELS).contains(&bins), "{OP}: {bins} bins");
    if a.is_empty() {
        return Array::zeros(a.shape());
    }
    let size = options.kernel_size.unwrap_or([(h / 8).max(1), (w / 8).max(1)]);
    let [p, q] = size;
    let fits = (1..=h).contains(&p) && (1..=w).contains(&q) && p.saturating_mul(q) <= 1 << 32;
    assert!(fits, "{OP}: tiles of {p} by {q} in a picture of {h} by {w}");
    let grid = Grid { size, tiles: [h.div_ceil(p), w.div_ceil(q)], shape: [h, w], bins };
    let counts = (grid.tiles[0] * grid.tiles[1]).saturating_mul(bins);
    assert!(counts <= 1 << 26, "{OP}: {bins} bins of {:?} tiles", grid.tiles);
    let levels = equalized(&grid, binned(A::Elem::wide(a), range, bins), clip_limit);
    let step = (high - low) / (LEVELS - 1) as f64;
    // The levels are put where they belong by the type's own rounding.
    let wide = f64::curved(levels.view(), &|s| s.iter_mut().for_each(|x| *x = *x * step + low));
    let samples = wide.iter().map(|&x| A::Elem::level(x)).collect();
    Array::from_shape_vec([h, w], samples)
}

/// The bin of each sample.
fn binned(samples: Array<f64>, [low, high]: [f64; 2], bins: usize) -> Vec<u16> {
    let top = (LEVELS - 1) as f64;
    let width = 1 + LEVELS / bins;
    let level = |x: f64| ((x.clamp(low, high) - low) / (high - low) * top).round_ties_even();
    samples.iter().map(|&x| (level(x) as usize / width) as u16).collect()
}

struct Grid {
    size: [usize; 2],
    tiles: [usize; 2],
    shape: [usize; 2],
    bins: usize,
}

fn equalized(grid: &Grid, samples: Vec<u16>, clip_limit: f64) -> Array<f64> {
    let [down, across] = grid.tiles;
    let [h, w] = grid.shape;
    let curves = threads::collect(down * across, &|tile| {
        grid.curve(&samples, tile / across, tile % across, clip_limit)
    });
    let columns: Vec<_> = (0..w).map(|x| grid.between(x, 1)).collect();
    let mut out = canvas::<f64>([h, w]);
    let slice = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(slice, 16 * w, &|start, out| {
        for (y, out) in (start / w..).zip(out.chunks_mut(w)) {
            let (rows, shares) = grid.between(y, 0);
            let row = &samples[y * w..][..w];
            for ((out, &bin), (columns, across_shares)) in out.iter_mut().zip(row).zip(&columns) {
                let mut sum = 0f32;
                for (i, &share) in rows.iter().zip(&shares) {
                    for (j, &across_share) in columns.iter().zip(across_shares) {
                        let level = curves[i * across + j][bin as usize];
                        sum += (f64::from(level) * (share * across_share)) as f32;
                    }
                }
                *out = f64::from(sum as u16);
            }
        }
    });
    out
}

impl Grid {
    /// The tiles before and behind a position, and their shares in it.
    fn between(&self, position: usize, axis: usize) -> ([usize; 2], [f64; 2]) {
        let size = self.size[axis];
        let block = (position + size / 2) / size;
        let share = ((position + size / 2) % size) as f64 / size as f64;
        let last = self.tiles[axis] - 1;
        ([block.saturating_sub(1).min(last), block.min(last)], [1.0 - share, share])
    }

    /// The levels that a tile turns bins into.
    fn curve(&self, samples: &[u16], i: usize, j: usize, clip_limit: f64) -> Vec<u16> {
        let ([h, w], [height, width]) = (self.shape, self.size);
        let mut counts = vec![0i64; self.bins];
        for y in i * height..(i + 1) * height {
            let y = Mode::Mirror.index(y as isize, h).expect("mirrored");
            for x in j * width..(j + 1) * width {
                let x = Mode::Mirror.index(x as isize, w).expect("mirrored");
                counts[samples[y * w + x] as usize] += 1;
            }
        }
        let area = (height * width) as f64;
        let limit = if clip_limit > 0.0 { (clip_limit * area).max(1.0).min(area) } else { area };
        spread(&mut counts, limit as i64);
        let top = (LEVELS - 1) as f64;
        let scale = top / area;
        let mut sum = 0;
        counts
            .iter()
            .map(|&count| {
                sum += count;
                (sum as f64 * scale).min(top) as u16
            })
            .collect()
    }
}

/// Spreads what is above the limit over bins that are below it.
fn spread(counts: &mut [i64], limit: i64) {
    let bins = counts.len() as i64;
    let mut above: i64 = counts.iter().map(|&count| (count - limit).max(0)).sum();
    let each = above / bins;
    for count in counts.iter_mut() {
        let before = (*count).min(limit);
        *count = (before + each).min(limit);
        above -= *count - before;
    }
    while above > 0 {
        let before = above;
        for start in 0..counts.len() {
            let below = counts.iter().filter(|&&count| count < limit).count() as i64;
            let step = (below / above).max(1) as usize;
            for count in counts[start..].iter_mut().step_by(step).filter(|count| **count < limit) {
                *count += 1;
                above -= 1;
            }
            if above <= 0 {
                break;
            }
        }
        if above == before {
            break;
        }
    }
}
