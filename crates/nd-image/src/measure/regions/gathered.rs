//! Regions of pictures that do not fit memory, part by part.

use super::runs::Run;
use super::{Brightness, Regions, check_shape};
use crate::labels::statistics::same_shapes;
use crate::measured::{Chunks, Floats, Label, Labels, Measured, contiguous};
use nd_core::{ArrayLike, View};
use std::collections::HashMap;

/// The runs of a region that were seen, and the brightness of their pixels.
#[derive(Default, Debug)]
struct Open {
    runs: Vec<Run>,
    pixels: Vec<f64>,
}

/// The regions of a picture of labels that comes part by part: those that are complete can be taken away and
/// measured, so that only the others are kept.
///
/// Parts are stretches of the picture in C order, cut anywhere. What is taken has every property that
/// [`regionprops`](super::regionprops) of the whole gives, to the bit.
///
/// # Examples
/// ```
/// use nd_image::measure::GatheredRegions;
///
/// let mut gathered = GatheredRegions::new(&[3, 2]);
/// gathered.push(0, &[1u8, 1, 1, 0]); // two lines
/// gathered.push(4, &[2u8, 2]);
/// let table = gathered.take(&[1, 2]);
/// assert_eq!(table.area().into_vec(), [3.0, 2.0]);
/// assert_eq!(table.bbox(), nd_core::array![[0, 0, 2, 2], [2, 0, 3, 2]]);
/// ```
#[derive(Debug)]
pub struct GatheredRegions {
    shape: Vec<usize>,
    open: HashMap<i64, Open>,
    nbytes: usize,
}

impl GatheredRegions {
    /// Nothing yet, of a picture of this shape.
    ///
    /// # Panics
    /// If there are not 2 or 3 axes, or an axis has 2³² pixels or more.
    ///
    /// # Examples
    /// ```
    /// let mut none = nd_image::measure::GatheredRegions::new(&[4, 4]);
    /// assert!(none.take(&[]).is_empty());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(shape: &[usize]) -> GatheredRegions {
        check_shape(shape);
        GatheredRegions { shape: shape.to_vec(), open: HashMap::new(), nbytes: 0 }
    }

    /// Bytes that are kept.
    ///
    /// # Examples
    /// ```
    /// let mut gathered = nd_image::measure::GatheredRegions::new(&[1, 9]);
    /// gathered.push(0, &[1u8; 9]);
    /// assert!(gathered.nbytes() >= 16);
    /// gathered.take(&[1]);
    /// assert_eq!(gathered.nbytes(), 0);
    /// ```
    #[must_use]
    pub fn nbytes(&self) -> usize {
        self.nbytes
    }

    /// Takes in labels that follow each other in C order, from the pixel of that number on.
    ///
    /// # Panics
    /// If they reach beyond the picture.
    ///
    /// # Examples
    /// ```should_panic
    /// nd_image::measure::GatheredRegions::new(&[1, 2]).push(1, &[1u8, 1]);
    /// ```
    #[track_caller]
    pub fn push<L>(&mut self, start: usize, labels: L)
    where
        L: ArrayLike<Elem: Label>,
    {
        self.take_in(start, &Labels(contiguous(labels.view())), None);
    }

    /// As [`push`](Self::push), with the brightness of the pixels. All parts have it, or none.
    ///
    /// # Panics
    /// If they reach beyond the picture, or the shapes differ.
    ///
    /// # Examples
    /// ```
    /// let mut gathered = nd_image::measure::GatheredRegions::new(&[1, 2]);
    /// gathered.push_with(0, &[1u8, 1], &[3, 5]);
    /// assert_eq!(gathered.take(&[1]).intensity_mean().into_vec(), [4.0]);
    /// ```
    #[track_caller]
    pub fn push_with<L, A>(&mut self, start: usize, labels: L, picture: A)
    where
        L: ArrayLike<Elem: Label>,
        A: ArrayLike<Elem: Measured>,
    {
        let (labels, picture): (View<'_, L::Elem>, View<'_, A::Elem>) =
            (labels.view(), picture.view());
        let same = same_shapes("regionprops", labels.shape(), picture.shape());
        same.unwrap_or_else(|e| panic!("{e}"));
        let picture = Floats(contiguous(picture));
        self.take_in(start, &Labels(contiguous(labels)), Some(&picture));
    }

    #[track_caller]
    fn take_in(
        &mut self,
        start: usize,
        labels: &dyn Chunks<i64>,
        picture: Option<&dyn Chunks<f64>>,
    ) {
        let (given, all) = (labels.size(), self.shape.iter().product::<usize>());
        let fits = start.checked_add(given).is_some_and(|end| end <= all);
        assert!(fits, "regionprops: {given} pixels from {start} on of a picture of {all}");
        let width = self.shape[self.shape.len() - 1];
        let (mut names, mut floats) = (Vec::new(), Vec::new());
        let mut from = 0;
        while from < given {
            let (line, left) = ((start + from) / width, (start + from) % width);
            let to = given.min(from + width - left);
            let row = labels.read(from..to, &mut names);
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                let (place, len, label) = (x, run.len(), run[0]);
                x += len;
                if label <= 0 {
                    continue;
                }
                let pixels = picture
                    .map(|picture| picture.read(from + place..from + place + len, &mut floats));
                let run =
                    Run { line, start: (left + place) as u32, end: (left + place + len) as u32 };
                self.nbytes += self.open.entry(label).or_default().add(run, pixels);
            }
            from = to;
        }
    }

    /// Takes regions away, those that were seen; in the order of their labels.
    ///
    /// # Examples
    /// ```
    /// let mut gathered = nd_image::measure::GatheredRegions::new(&[1, 3]);
    /// gathered.push(0, &[5u8, 3, 9]);
    /// assert_eq!(gathered.take(&[5, 3, 4]).label().into_vec(), [3, 5]);
    /// assert_eq!(gathered.take(&[9, 5]).label().into_vec(), [9]);
    /// ```
    pub fn take(&mut self, labels: &[i64]) -> Regions {
        let mut wanted = labels.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let (mut names, mut runs, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        let (mut places, mut pixels) = (Vec::new(), Vec::new());
        let mut is_bright = false;
        for label in wanted {
            let Some(mut open) = self.open.remove(&label) else { continue };
            self.nbytes -= open.nbytes();
            is_bright |= !open.pixels.is_empty();
            let mut at = pixels.len();
            for run in open.runs.iter().filter(|_| !open.pixels.is_empty()) {
                places.push((run.line, run.start, at));
                at += run.len();
            }
            pixels.append(&mut open.pixels);
            runs.append(&mut open.runs);
            names.push(label);
            starts.push(runs.len());
        }
        places.sort_unstable();
        let mut regions = Regions::of_runs(&self.shape, names, runs, starts);
        // Of no regions there is no brightness, and columns of it are asked for all the same.
        let none = regions.is_empty();
        regions.intensity = (is_bright || none).then_some(Brightness::Runs(places, pixels));
        regions
    }
}

impl Open {
    /// Adds a run, or what goes on with the last one; says how many bytes more there are.
    fn add(&mut self, run: Run, pixels: Option<&[f64]>) -> usize {
        let before = self.nbytes();
        self.pixels.extend_from_slice(pixels.unwrap_or(&[]));
        match self.runs.last_mut() {
            Some(last) if (last.line, last.end) == (run.line, run.start) => last.end = run.end,
            _ => self.runs.push(run),
        }
        self.nbytes() - before
    }

    fn nbytes(&self) -> usize {
        self.runs.capacity() * size_of::<Run>() + self.pixels.capacity() * size_of::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::regionprops;
    use nd_core::Array;

    #[test]
    fn parts_give_the_bits_of_the_whole() {
        let mut state = 3u64;
        let mut noise = |below: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 33) as usize) % below
        };
        for shape in [vec![30, 20], vec![6, 7, 8]] {
            let size: usize = shape.iter().product();
            let labels: Vec<u16> = (0..size).map(|_| noise(4) as u16).collect();
            let picture: Vec<f32> = (0..size).map(|_| noise(1000) as f32 / 3.0).collect();
            let mut gathered = GatheredRegions::new(&shape);
            let mut from = 0;
            while from < size {
                let to = (from + 1 + noise(33)).min(size);
                gathered.push_with(from, &labels[from..to], &picture[from..to]);
                from = to;
            }
            let got = gathered.take(&[3, 2, 1]);
            let labels = Array::from_shape_vec(&shape[..], labels);
            let want = regionprops(&labels).intensity(Array::from_shape_vec(&shape[..], picture));
            let bits = |x: Array<f64>| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(got.bbox(), want.bbox());
            assert_eq!(bits(got.moments_weighted()), bits(want.moments_weighted()));
            assert_eq!(bits(got.intensity_std()), bits(want.intensity_std()));
            assert_eq!(bits(got.centroid()), bits(want.centroid()));
            assert_eq!(got.image_intensity(1), want.image_intensity(1));
            assert_eq!(got.euler_number(), want.euler_number());
        }
    }
}
