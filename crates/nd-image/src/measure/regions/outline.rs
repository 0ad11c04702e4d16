//! Outlines and holes: perimeters, Euler numbers, filled areas.

use super::{Mask, Regions};
use crate::measure::perimeter::{Neighborhood, euler_of, perimeter_of, transitions};
use nd_core::Array;

impl Regions {
    /// How many parts each region has, less its holes, neighbours being all that touch: `(n)`. With 3 axes
    /// tunnels are taken off, and cavities added.
    ///
    /// # Examples
    /// ```
    /// let ring = [[1, 1, 1], [1, 0, 1], [1, 1, 1]];
    /// assert_eq!(nd_image::measure::regionprops(ring).euler_number().into_vec(), [0]);
    /// ```
    #[must_use]
    pub fn euler_number(&self) -> Array<i64> {
        self.column(&|region| euler_of(&self.mask_of(region), self.ndim(), self.ndim()))
    }

    /// The length of each region's outline, a line through the centres of its border pixels: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes, or the spacing differs between axes.
    ///
    /// # Examples
    /// ```
    /// let square = [[1, 1, 1], [1, 1, 1], [1, 1, 1]];
    /// assert_eq!(nd_image::measure::regionprops(square).perimeter().into_vec(), [8.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn perimeter(&self) -> Array<f64> {
        let unit = self.unit("perimeter");
        self.column(&|region| unit * perimeter_of(&self.mask_of(region), Neighborhood::Four))
    }

    /// The length of each region's outline by Crofton's formula in four directions: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes, or the spacing differs between axes.
    ///
    /// # Examples
    /// ```
    /// let dot = nd_image::measure::regionprops([[1]]).perimeter_crofton();
    /// assert!((dot[[0]] - std::f64::consts::PI * (0.5 + 0.5f64.sqrt() / 2.0)).abs() < 1e-12);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn perimeter_crofton(&self) -> Array<f64> {
        let unit = self.unit("perimeter_crofton");
        self.column(&|region| unit * transitions(&self.mask_of(region)).crofton(true))
    }

    /// The one length of a pixel.
    #[track_caller]
    fn unit(&self, op: &str) -> f64 {
        self.plane(op);
        let even = self.spacing[0] == self.spacing[1];
        assert!(even, "{op}: spacing {:?} differs between axes", self.spacing);
        self.spacing[0]
    }

    /// The area (or volume) of each region with its holes filled: `(n)`.
    ///
    /// What is not connected with the outside by steps to any neighbour is a hole.
    ///
    /// # Examples
    /// ```
    /// let ring = [[1, 1, 1], [1, 0, 1], [1, 1, 1]];
    /// assert_eq!(nd_image::measure::regionprops(ring).area_filled().into_vec(), [9.0]);
    /// ```
    #[must_use]
    pub fn area_filled(&self) -> Array<f64> {
        let unit: f64 = self.spacing.iter().product();
        self.column(&|region| unit * self.mask_of(region).fill() as f64)
    }

    /// Which pixels of its box are of a region, by the number of its row.
    ///
    /// # Panics
    /// If there is no such row.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 1], [1, 0], [0, 0]]);
    /// assert_eq!(table.image(0), nd_core::array![[false, true], [true, false]]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn image(&self, row: usize) -> Array<bool> {
        self.check(row);
        self.picture(row, &self.mask_of(row))
    }

    /// Which pixels of its box are of a region or its holes, by the number of its row.
    ///
    /// # Panics
    /// If there is no such row.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1], [1, 0, 1], [1, 1, 1]]);
    /// assert!(table.image_filled(0)[[1, 1]]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn image_filled(&self, row: usize) -> Array<bool> {
        self.check(row);
        let mut mask = self.mask_of(row);
        mask.fill();
        self.picture(row, &mask)
    }

    pub(super) fn picture(&self, region: usize, mask: &Mask) -> Array<bool> {
        let inner = self.extent_of(region);
        let pixels = mask.inside(&inner);
        Array::from_shape_vec(inner, pixels)
    }

    #[track_caller]
    pub(super) fn check(&self, row: usize) {
        assert!(row < self.len(), "regions: row {row} of {}", self.len());
    }
}
