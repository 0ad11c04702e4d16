//! Missing values, which are NaN: where they are, and what to put in their place.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::missing::{Fill, Method, count_missing, fill_missing, interp_missing};
//!
//! let a = [1.0, f64::NAN, f64::NAN, 4.0];
//! assert_eq!(count_missing(&a), 2);
//! assert_eq!(fill_missing(&a, Fill::Forward, 0), array![1.0, 1.0, 1.0, 4.0]);
//! assert_eq!(interp_missing(&a, Method::Linear, 0)?, array![1.0, 2.0, 3.0, 4.0]);
//! # Ok::<(), nd_ops::interpolate::InterpolateError>(())
//! ```

mod between;
mod fill;
mod found;
mod gaps;

pub use between::{Direction, InterpMissingOptions, Method, interp_missing, interp_missing_with};
pub use fill::{Fill, FillOptions, fill_missing, fill_missing_with};
pub use found::{
    DropOptions, How, count_missing, count_missing_axis, drop_missing, drop_missing_with,
    is_missing,
};
pub use gaps::Area;

use half::{bf16, f16};
use nd_core::{Array, Complex, Number, View, zip};

/// The bodies, compiled here once for each type.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn missing_of(a: View<'_, Self>) -> Array<bool> {
            zip((&a,)).map(|(x,)| x.missing())
        }
        $($hidden)*
        #[inline(never)]
        fn filled_of(rows: gaps::Rows<Self>, fill: Fill<Self>, options: &FillOptions) -> Vec<Self> {
            fill::filled(rows, fill, options)
        }
        $($hidden)*
        #[inline(never)]
        fn kept_of(a: View<'_, Self>, axis: usize, keep: &[bool]) -> Array<Self> {
            found::kept(a, axis, keep)
        }
    };
}

/// Numbers that can be missing, which NaN is: floats, and complex numbers with a NaN in either part.
///
/// # Examples
/// ```
/// use nd_ops::missing::Missing;
///
/// assert!(f32::NAN.missing() && !f32::INFINITY.missing());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no missing values",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Missing: Number {
    /// Whether this one is.
    fn missing(self) -> bool;

    kernels!(#[doc(hidden)]);
}

macro_rules! missing {
    ($($T:ty, $missing:expr;)*) => {$(
        impl Missing for $T {
            #[inline(always)]
            fn missing(self) -> bool {
                let missing: fn($T) -> bool = $missing;
                missing(self)
            }
            kernels!();
        }
    )*};
}
missing! {
    f16, |x| x.is_nan();
    bf16, |x| x.is_nan();
    f32, |x| x.is_nan();
    f64, |x| x.is_nan();
    Complex<f32>, |z| z.re.is_nan() || z.im.is_nan();
    Complex<f64>, |z| z.re.is_nan() || z.im.is_nan();
}
