//! `trend_axis`.

use crate::chunked::Chunked;
use nd_core::{ArrayLike, CastTo, ShapeError, Typed, normalize_axes};

impl<T: Typed + CastTo<f64>> Chunked<T> {
    /// The straight lines that fit each lane along an axis best, by least squares: slopes and intercepts, computed in
    /// `f64` in one pass.
    ///
    /// `(…, n, …)`, coordinates `(n)` → twice `(…, …)`: `slope · coordinate + intercept`. A NaN makes the results of
    /// its lane NaN. Where all coordinates are equal, or there are none, all are NaN.
    ///
    /// # Panics
    /// If there is no such axis, or not one coordinate for each of its positions.
    ///
    /// # NumPy
    /// `np.polyfit(coordinates, a, 1)` of each lane; the last bits may differ. xarray's `x.polyfit('time', 1)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 7.0], [3.0, 7.0], [7.0, 7.0]]);
    /// let (slope, intercept) = x.trend_axis(&[0.0, 1.0, 3.0], 0);
    /// let (slope, intercept) = nd_ooc::compute((&slope, &intercept))?; // one pass
    /// assert!((slope - array![2.0, 0.0]).iter().all(|far| far.abs() < 1e-14));
    /// assert!((intercept - array![1.0, 7.0]).iter().all(|far| far.abs() < 1e-14));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn trend_axis(
        &self,
        coordinates: impl ArrayLike<Elem = f64>,
        axis: isize,
    ) -> (Chunked<f64>, Chunked<f64>) {
        self.try_trend_axis(coordinates, axis).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`trend_axis`](Self::trend_axis), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`] if there is no such axis, [`ShapeError::Inner`] if there is not one coordinate for each of
    /// its positions.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::full([3, 2], 1.0).try_trend_axis(&[0.0, 1.0], 0).is_err());
    /// ```
    pub fn try_trend_axis(
        &self,
        coordinates: impl ArrayLike<Elem = f64>,
        axis: isize,
    ) -> Result<(Chunked<f64>, Chunked<f64>), ShapeError> {
        let (coordinates, op) = (coordinates.view(), "trend_axis");
        let at = normalize_axes(op, &[axis], self.ndim())?[0];
        let n = self.shape()[at];
        if coordinates.shape() != [n] {
            let (left, right) = (self.shape().into(), coordinates.shape().into());
            return Err(ShapeError::Inner { op, left, right, lengths: [n, coordinates.size()] });
        }
        let mean = nd_ops::mean(coordinates);
        let apart = coordinates.map(|at| at - mean);
        let spread: f64 = apart.iter().map(|far| far * far).sum();
        let mut shape = vec![1; self.ndim()];
        shape[at] = n;
        // As the distances add up to 0, the means of the lanes need not be taken off before.
        let weights = (apart / spread).into_reshaped(&shape[..]);
        let x = self.cast::<f64>();
        let slope = (&x * &weights).sum_axis(axis);
        let slope = if n == 0 { slope * f64::NAN } else { slope };
        let intercept = x.mean_axis(axis) - &slope * mean;
        Ok((slope, intercept))
    }
}
