//! How bright regions are.

use super::Regions;
use crate::labels::groups::middle;
use nd_core::Array;

impl Regions {
    /// A column of what `f` makes of a region's pixels, run by run.
    #[track_caller]
    fn folded<S: Send>(
        &self,
        op: &str,
        start: &(dyn Fn() -> S + Sync),
        take: &(dyn Fn(&mut S, &[f64]) + Sync),
        finish: &(dyn Fn(usize, S) -> f64 + Sync),
    ) -> Array<f64> {
        let picture = self.brightness(op);
        self.column(&|region| {
            let mut state = start();
            self.runs_of(region).iter().for_each(|run| take(&mut state, self.pixels(run, picture)));
            finish(region, state)
        })
    }

    fn count(&self, region: usize) -> f64 {
        self.runs_of(region).iter().map(super::Run::len).sum::<usize>() as f64
    }

    /// The brightest pixel of each region: `(n)`; NaN if one is.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 2]]).intensity([[5, 7, 2]]);
    /// assert_eq!(table.intensity_max().into_vec(), [7.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity_max(&self) -> Array<f64> {
        let larger = |most: &mut f64, pixels: &[f64]| {
            *most = pixels.iter().fold(*most, |m, &x| if x > m || x.is_nan() { x } else { m });
        };
        self.folded("intensity_max", &|| f64::NEG_INFINITY, &larger, &|_, most| most)
    }

    /// The darkest pixel of each region: `(n)`; NaN if one is.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 2]]).intensity([[5, 7, 2]]);
    /// assert_eq!(table.intensity_min().into_vec(), [5.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity_min(&self) -> Array<f64> {
        let smaller = |least: &mut f64, pixels: &[f64]| {
            *least = pixels.iter().fold(*least, |m, &x| if x < m || x.is_nan() { x } else { m });
        };
        self.folded("intensity_min", &|| f64::INFINITY, &smaller, &|_, least| least)
    }

    /// The mean brightness of each region: `(n)`.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 2]]).intensity([[5, 7, 2]]);
    /// assert_eq!(table.intensity_mean().into_vec(), [6.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity_mean(&self) -> Array<f64> {
        let add = |sum: &mut f64, pixels: &[f64]| *sum += pixels.iter().sum::<f64>();
        let mean = |region: usize, sum: f64| sum / self.count(region);
        self.folded("intensity_mean", &|| 0.0, &add, &mean)
    }

    /// The standard deviation of the brightness of each region: `(n)`.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 2]]).intensity([[5, 7, 2]]);
    /// assert_eq!(table.intensity_std().into_vec(), [1.0, 0.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity_std(&self) -> Array<f64> {
        let picture = self.brightness("intensity_std");
        let means = self.intensity_mean();
        self.column(&|region| {
            let mean = means[[region]];
            let square = |x: &f64| (x - mean) * (x - mean);
            let runs = self.runs_of(region).iter();
            let sum: f64 = runs.flat_map(|run| self.pixels(run, picture)).map(square).sum();
            (sum / self.count(region)).sqrt()
        })
    }

    /// The median brightness of each region: `(n)`; NaN if a pixel is.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]).intensity([[5, 7, 100]]);
    /// assert_eq!(table.intensity_median().into_vec(), [7.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity_median(&self) -> Array<f64> {
        let collect = |all: &mut Vec<f64>, pixels: &[f64]| all.extend_from_slice(pixels);
        let median = |_, mut all: Vec<f64>| middle(&mut all);
        self.folded("intensity_median", &Vec::new, &collect, &median)
    }

    /// The brightness within a region's box, 0 where it is not of the region, by the number of its row.
    ///
    /// # Panics
    /// If there is no such row, or no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 2, 1]]).intensity([[5, 7, 9]]);
    /// assert_eq!(table.image_intensity(0), nd_core::array![[5.0, 0.0, 9.0]]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn image_intensity(&self, row: usize) -> Array<f64> {
        let picture = self.brightness("image_intensity");
        let inside = self.image(row);
        let mut pixels = self.runs_of(row).iter().flat_map(|run| self.pixels(run, picture));
        let brightness = inside
            .iter()
            .map(|&inside| if inside { *pixels.next().expect("a pixel of a run") } else { 0.0 });
        Array::from_shape_vec(inside.shape(), brightness.collect())
    }
}
