//! Curves through points: values between given ones, along any axis.
//!
//! | | smooth | overshoots | beyond the points |
//! |---|---|---|---|
//! | [`CubicSpline`] | twice | yes | goes on |
//! | [`PchipInterpolator`] | once | never | goes on |
//! | [`Akima1DInterpolator`] | once | little | NaN |
//! | [`CubicHermiteSpline`] | once, with slopes of your own | | goes on |
//! | [`BSpline`], [`make_interp_spline`] | any degree | yes | goes on |
//! | [`Interp1d`] | lines, or steps | never | an error |
//! | [`BarycentricInterpolator`], [`KroghInterpolator`] | one polynomial for all | wildly, if points are many | goes on |
//! | [`RegularGridInterpolator`], [`interpn`] | lines or steps in a grid of any rank | never | an error |
//!
//! All but the last take coordinates `x: (n,)` that increase, values `y` of any rank, and the axis of `y` that `x`
//! is for; [`eval`](PPoly::eval) puts the axes of the coordinates that are asked for in the place of that axis.
//! Everything is computed in `f64`, whatever is given; complex values are interpolated part by part. The cubic ones
//! are [`PPoly`]s and have its methods: derivatives, integrals, roots. Functions like [`cubic_spline`] do it in one call.
//!
//! Results have the same bits on any number of threads.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::interpolate::{CubicSpline, pchip};
//!
//! let (x, y) = ([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 4.0, 9.0]);
//! let spline = CubicSpline::new(&x, &y, 0)?;
//! assert!((spline.eval(2.5)[[]] - 6.25).abs() < 1e-14);
//! assert!((spline.eval_derivative(2.0, 1)[[]] - 4.0).abs() < 1e-14);
//! assert_eq!(pchip(&x, &y, &[1.0, 3.0], 0)?, array![1.0, 9.0]);
//! # Ok::<(), nd_ops::interpolate::InterpolateError>(())
//! ```

mod akima;
mod bspline;
mod cubic;
mod error;
mod functions;
mod grid;
mod hermite;
mod lines;
mod pchip;
mod ppoly;
mod samples;
mod search;
mod tridiagonal;
mod whole;

pub use akima::{Akima1DInterpolator, AkimaMethod, AkimaOptions};
pub use bspline::{BSpline, make_interp_spline, try_make_interp_spline};
pub use cubic::{Boundary, CubicSpline, CubicSplineOptions};
pub use error::InterpolateError;
pub use functions::{
    akima, barycentric_interpolate, cubic_spline, cubic_spline_with, krogh_interpolate, linear,
    makima, nearest, next, pchip, pchip_interpolate, previous,
};
pub use grid::{
    GridMethod, GridOptions, GridOutside, RegularGridInterpolator, interpn, interpn_with,
};
pub use hermite::CubicHermiteSpline;
pub use lines::{Interp1d, Interp1dOptions, Kind, Outside};
pub use pchip::PchipInterpolator;
pub use ppoly::{Extrapolate, PPoly};
pub use whole::{BarycentricInterpolator, KroghInterpolator};

pub(crate) use samples::increasing;

use crate::bins::wide;

/// A type that is a piecewise polynomial: it has all of its methods.
macro_rules! piecewise {
    ($Type:ident) => {
        impl std::ops::Deref for $Type {
            type Target = PPoly;

            fn deref(&self) -> &PPoly {
                &self.0
            }
        }

        impl From<$Type> for PPoly {
            fn from(of: $Type) -> PPoly {
                of.0
            }
        }

        impl $Type {
            /// The same curve with something else beyond the points.
            ///
            /// # SciPy
            /// The argument `extrapolate`.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::interpolate::{Extrapolate, ", stringify!($Type), "};")]
            ///
            #[doc = concat!("let change: fn(", stringify!($Type), ") -> ", stringify!($Type), " =")]
            ///     |curve| curve.extrapolate(Extrapolate::Nan);
            /// # let _ = change;
            /// ```
            #[must_use]
            pub fn extrapolate(self, extrapolate: super::Extrapolate) -> $Type {
                $Type(self.0.extrapolate(extrapolate))
            }
        }
    };
}
pub(crate) use piecewise;

/// `new` and `try_new` of curves through points.
macro_rules! constructors {
    ($Type:ident, $points:literal, $example:literal) => {
        impl $Type {
            /// The curve through points.
            ///
            /// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`. Computed in `f64`.
            ///
            /// # Panics
            #[doc = concat!("If `x` has not one axis, there is no such axis, lengths differ, or there are fewer than ", $points, ".")]
            ///
            /// # Errors
            /// [`InterpolateError::NotIncreasing`] and [`InterpolateError::NotFinite`].
            ///
            /// # SciPy
            #[doc = concat!("`", stringify!($Type), "(x, y, axis)`.")]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::interpolate::", stringify!($Type), ";")]
            ///
            #[doc = $example]
            /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
            /// ```
            #[track_caller]
            pub fn new(
                x: impl ArrayLike<Elem: Binned>,
                y: impl ArrayLike<Elem: Binned>,
                axis: isize,
            ) -> Result<$Type, InterpolateError> {
                shaped($Type::try_new(x, y, axis))
            }

            /// As [`new`](Self::new), for shapes that come from users.
            ///
            /// # Errors
            /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::interpolate::", stringify!($Type), ";")]
            ///
            #[doc = concat!("let error = ", stringify!($Type), "::try_new(&[0.0, 1.0], &[1.0], 0).unwrap_err();")]
            #[doc = concat!("assert_eq!(error.to_string(), \"", stringify!($Type), ": shapes [2] and [1] differ\");")]
            /// ```
            pub fn try_new(
                x: impl ArrayLike<Elem: Binned>,
                y: impl ArrayLike<Elem: Binned>,
                axis: isize,
            ) -> Result<$Type, InterpolateError> {
                $Type::made(wide(x.view()).view(), wide(y.view()).view(), axis)
            }
        }
    };
}
pub(crate) use constructors;
