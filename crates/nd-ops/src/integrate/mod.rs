//! Areas under curves that are known at points, or as functions.
//!
//! [`trapezoid`](crate::trapezoid) is at the top of the crate; these are its better and its cumulative relatives. All of
//! them compute in `f64`, along an axis that may be negative; [`Spacing`] is a distance (SciPy's `dx`) or the coordinates
//! of the points (`x`), of one axis.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::integrate::{cumulative_trapezoid, simpson};
//!
//! let squares = array![0.0, 1.0, 4.0, 9.0, 16.0];
//! assert!((simpson(&squares, 1.0, 0)[[]] - 64.0 / 3.0).abs() < 1e-12); // a parabola's area is exact
//! assert_eq!(cumulative_trapezoid(&squares, 1.0, 0), array![0.5, 3.0, 9.5, 22.0]);
//! ```

mod cumulative;
mod quadrature;
mod samples;

pub use cumulative::{
    CumulativeOptions, cumulative_simpson, cumulative_simpson_with, cumulative_trapezoid,
    cumulative_trapezoid_with,
};
pub use quadrature::{IntegrateError, NewtonCotes, fixed_quad, newton_cotes, newton_cotes_at};
pub use samples::{romb, simpson};

use crate::Spacing;
use nd_core::{Array, ShapeError, View, normalize_axis};

/// Values along an axis as they are integrated: that axis between those before and those behind.
struct Rows {
    values: Vec<f64>,
    shape: Vec<usize>,
    axis: usize,
    /// How many elements there are along the axis, and behind it.
    n: usize,
    inner: usize,
}

impl Rows {
    #[track_caller]
    fn new(op: &'static str, y: View<'_, f64>, axis: isize, spacing: &Spacing) -> Rows {
        let axis = normalize_axis(op, axis, y.ndim()).unwrap_or_else(|error| panic!("{error}"));
        let n = y.shape()[axis];
        if let Spacing::Coordinates(at) = spacing
            && at.len() != n
        {
            let op = format!("{op}: coordinates of axis {axis}").into();
            let (left, right) = ([n].into(), [at.len()].into());
            panic!("{}", ShapeError::Mismatch { op, left, right });
        }
        let inner = y.shape()[axis + 1..].iter().product();
        Rows { values: y.to_array().into_vec(), shape: y.shape().to_vec(), axis, n, inner }
    }

    /// What `of` makes of each lane, `len` numbers each, along the axis.
    fn each(&self, len: usize, of: &dyn Fn(&[f64], &mut [f64])) -> Array<f64> {
        let mut shape = self.shape.clone();
        shape[self.axis] = len;
        let mut out = vec![0.0; shape.iter().product()];
        let (mut lane, mut result) = (vec![0.0; self.n], vec![0.0; len]);
        let outer: usize = self.shape[..self.axis].iter().product();
        for o in 0..outer {
            for i in 0..self.inner {
                let from = &self.values[o * self.n * self.inner..];
                lane.iter_mut().enumerate().for_each(|(k, y)| *y = from[k * self.inner + i]);
                of(&lane, &mut result);
                for (k, &y) in result.iter().enumerate() {
                    out[(o * len + k) * self.inner + i] = y;
                }
            }
        }
        Array::from_shape_vec(shape, out)
    }

    /// As [`each`](Self::each), for one number each, without the axis.
    fn total(&self, of: &dyn Fn(&[f64]) -> f64) -> Array<f64> {
        let all = self.each(1, &|lane, out| out[0] = of(lane));
        all.view().squeeze_axes(&[self.axis as isize]).to_array()
    }
}

/// The distance from element `i` to the next.
fn distance(spacing: &Spacing, i: usize) -> f64 {
    match spacing {
        Spacing::Uniform(distance) => *distance,
        Spacing::Coordinates(at) => at[i + 1] - at[i],
    }
}
