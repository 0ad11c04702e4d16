//! Where regions are, and how large.

use super::Regions;
use nd_core::Array;
use std::f64::consts::PI;

impl Regions {
    /// The labels, ascending: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[5, 0, 2]]);
    /// assert_eq!(table.label().into_vec(), [2, 5]);
    /// ```
    #[must_use]
    pub fn label(&self) -> Array<i64> {
        Array::from_vec(self.labels.clone())
    }

    fn pixels_of(&self, region: usize) -> usize {
        self.runs_of(region).iter().map(super::Run::len).sum()
    }

    fn area_of(&self, region: usize) -> f64 {
        self.pixels_of(region) as f64 * self.spacing.iter().product::<f64>()
    }

    /// How many pixels each region has: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[2, 2, 1]]);
    /// assert_eq!(table.num_pixels().into_vec(), [1, 2]);
    /// ```
    #[must_use]
    pub fn num_pixels(&self) -> Array<u64> {
        self.column(&|region| self.pixels_of(region) as u64)
    }

    /// The area (or volume) of each region: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[2, 2, 1]]).spacing([3.0, 1.0]);
    /// assert_eq!(table.area().into_vec(), [3.0, 6.0]);
    /// ```
    #[must_use]
    pub fn area(&self) -> Array<f64> {
        self.column(&|region| self.area_of(region))
    }

    /// The first index of each region along every axis, then the first behind it: `(n, 2·ndim)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 4, 0], [0, 0, 4]]);
    /// assert_eq!(table.bbox().into_vec(), [0, 1, 2, 3]);
    /// ```
    #[must_use]
    pub fn bbox(&self) -> Array<usize> {
        let all = self.boxes.iter().flat_map(|(low, high)| low.iter().chain(high));
        Array::from_shape_vec([self.len(), 2 * self.ndim()], all.copied().collect())
    }

    fn box_area(&self, region: usize) -> f64 {
        let pixels: usize = self.extent_of(region).iter().product();
        pixels as f64 * self.spacing.iter().product::<f64>()
    }

    /// The area (or volume) of the box around each region: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 4, 0], [0, 0, 4]]);
    /// assert_eq!(table.area_bbox().into_vec(), [4.0]);
    /// ```
    #[must_use]
    pub fn area_bbox(&self) -> Array<f64> {
        self.column(&|region| self.box_area(region))
    }

    /// How much of its box each region is: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 4, 0], [0, 0, 4]]);
    /// assert_eq!(table.extent().into_vec(), [0.5]);
    /// ```
    #[must_use]
    pub fn extent(&self) -> Array<f64> {
        self.column(&|region| self.area_of(region) / self.box_area(region))
    }

    /// The diameter of the circle (or ball) that is as large as each region: `(n)`.
    ///
    /// # scikit-image
    /// The same for planes. Of volumes, `(6·V/π)^(1/3)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1, 1]]);
    /// assert_eq!(table.equivalent_diameter_area()[[0]], 4.0 / std::f64::consts::PI.sqrt());
    /// ```
    #[must_use]
    pub fn equivalent_diameter_area(&self) -> Array<f64> {
        self.column(&|region| {
            let area = self.area_of(region);
            if self.ndim() == 2 { (4.0 * area / PI).sqrt() } else { (6.0 * area / PI).cbrt() }
        })
    }

    /// The indices of a region's pixels in C order, `(pixels, ndim)`, by the number of its row.
    ///
    /// # Panics
    /// If there is no such row.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 4, 0], [0, 0, 4]]);
    /// assert_eq!(table.coords(0), nd_core::array![[0, 1], [1, 2]]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn coords(&self, row: usize) -> Array<usize> {
        self.check(row);
        let mut all = Vec::with_capacity(self.pixels_of(row) * self.ndim());
        for run in self.runs_of(row) {
            let outer = self.outer(run.line);
            for x in run.start..run.end {
                all.extend_from_slice(&outer[3 - self.ndim()..]);
                all.push(x as usize);
            }
        }
        Array::from_shape_vec([all.len() / self.ndim(), self.ndim()], all)
    }
}
