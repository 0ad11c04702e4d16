//! Columns that follow from the tensor of inertia.

use super::Regions;
use crate::measure::moments;
use nd_core::Array;
use std::f64::consts::FRAC_PI_4;

impl Regions {
    fn tensor_of(&self, region: usize) -> Vec<f64> {
        moments::tensor(&self.central(region), self.ndim(), 3)
    }

    fn values_of(&self, region: usize) -> Vec<f64> {
        moments::eigenvalues(self.tensor_of(region), self.ndim())
    }

    /// The tensor of inertia of each region about its centroid, for a mass of 1: `(n, ndim, ndim)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.inertia_tensor(), nd_core::array![[[2.0 / 3.0, 0.0], [0.0, 0.0]]]);
    /// ```
    #[must_use]
    pub fn inertia_tensor(&self) -> Array<f64> {
        self.cells(&[self.ndim(); 2], &|region| self.tensor_of(region))
    }

    /// The eigenvalues of the tensor of inertia of each region, largest first: `(n, ndim)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.inertia_tensor_eigvals().into_vec(), [2.0 / 3.0, 0.0]);
    /// ```
    #[must_use]
    pub fn inertia_tensor_eigvals(&self) -> Array<f64> {
        self.cells(&[self.ndim()], &|region| self.values_of(region))
    }

    /// The length of the longest axis of the ellipse or ellipsoid of the same second moments: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.axis_major_length()[[0]], 4.0 * (2.0f64 / 3.0).sqrt());
    /// ```
    #[must_use]
    pub fn axis_major_length(&self) -> Array<f64> {
        self.column(&|region| match self.values_of(region)[..] {
            [a, b, c] => (10.0 * (a + b - c)).max(0.0).sqrt(),
            ref plane => 4.0 * plane[0].sqrt(),
        })
    }

    /// The length of the shortest axis of the ellipse or ellipsoid of the same second moments: `(n)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.axis_minor_length().into_vec(), [0.0]);
    /// ```
    #[must_use]
    pub fn axis_minor_length(&self) -> Array<f64> {
        self.column(&|region| match self.values_of(region)[..] {
            [a, b, c] => (10.0 * (b + c - a)).max(0.0).sqrt(),
            ref plane => 4.0 * plane[1].sqrt(),
        })
    }

    /// How far each region's ellipse of the same second moments is from a circle, 0 to 1: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 2, 2, 2]]);
    /// assert_eq!(table.eccentricity().into_vec(), [0.0, 1.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn eccentricity(&self) -> Array<f64> {
        self.plane("eccentricity");
        self.column(&|region| {
            let values = self.values_of(region);
            if values[0] == 0.0 { 0.0 } else { (1.0 - values[1] / values[0]).sqrt() }
        })
    }

    /// The angle between the first axis and each region's longest, -π/2 to π/2, counter-clockwise: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 0], [1, 2], [1, 2]]);
    /// assert_eq!(table.orientation().into_vec(), [0.0, 0.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn orientation(&self) -> Array<f64> {
        self.plane("orientation");
        self.column(&|region| {
            let tensor = self.tensor_of(region);
            let (a, b, c) = (tensor[0], tensor[1], tensor[3]);
            if a == c {
                if b < 0.0 { FRAC_PI_4 } else { -FRAC_PI_4 }
            } else {
                0.5 * (-2.0 * b).atan2(c - a)
            }
        })
    }
}
