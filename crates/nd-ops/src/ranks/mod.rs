//! Order statistics: quantiles, percentiles, medians, and the distance between the extremes.

mod lanes;
mod long;
mod median;
mod method;
mod percentile;
mod ptp;
mod quantile;
mod weighted;

pub use median::{median, median_axis, nanmedian, nanmedian_axis};
#[doc(hidden)]
pub use method::Place;
pub use method::{Quantile, QuantileMethod};
pub use percentile::{
    nanpercentile, nanpercentile_axis, nanpercentiles, nanpercentiles_axis, percentile,
    percentile_axis, percentiles, percentiles_axis,
};
pub use ptp::{ptp, ptp_axis};
pub use quantile::{
    nanquantile, nanquantile_axis, nanquantiles, nanquantiles_axis, quantile, quantile_axis,
    quantiles, quantiles_axis,
};

pub use weighted::{WeightError, quantile_weighted, quantile_weighted_axis};

use crate::moments::Averaged;
use crate::order::Ordered;
use crate::over::Over;
use crate::sorting::Sortable;
use crate::sums::AddedIn;
use half::{bf16, f16};
use nd_core::{Array, Number, View};

/// What is to be found in each lane.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// The middle element, or the mean of two.
    Median,
    /// A quantile.
    One(Quantile),
    /// Some quantiles, along a new first axis.
    Several(&'a [Quantile]),
}

impl Wanted<'_> {
    fn count(&self) -> usize {
        if let Wanted::Several(quantiles) = self { quantiles.len() } else { 1 }
    }
}

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    (@ranks $op:expr, $a:expr, $over:expr, $wanted:expr, $skip_nan:expr) => {
        lanes::over_lanes($op, $a, $over, $wanted, $skip_nan)
    };
    // Of a wider type, whose elements have the same order and distances.
    (@ranks $op:expr, $a:expr, $over:expr, $wanted:expr, $skip_nan:expr, $Wide:ty) => {
        <$Wide>::ranks_axis_of($op, $a.cast().view(), $over, $wanted, $skip_nan).cast()
    };
    ([$($hidden:tt)*] $($Wide:ty)?) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn ranks_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
            wanted: Wanted<'_>,
            skip_nan: bool,
        ) -> Array<Self::Mean> {
            kernels!(@ranks op, a, over, wanted, skip_nan $(, $Wide)?)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn weighted_of(
            a: View<'_, Self>,
            weights: View<'_, f64>,
            q: f64,
            axis: usize,
        ) -> Result<Array<Self::Mean>, WeightError> {
            weighted::along(a, weights, q, axis)
        }
        /// What lies at a place between two elements: a median or a quantile.
        $($hidden)*
        #[inline(never)]
        fn at_place_of(low: Self, high: Self, place: &Place, median: bool) -> Self::Mean {
            if median { lanes::middle(low, high, place) } else { lanes::value(low, high, place) }
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn ptp_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            Self::max_axis_of(a, over) - Self::min_axis_of(a, over)
        }
    };
}

/// Numbers with an order and means between them: the real types of nd.
///
/// # Examples
/// ```
/// use nd_ops::Ranked;
///
/// fn middle<T: Ranked>(a: &nd_core::Array<T>) -> T::Mean {
///     nd_ops::median(a)
/// }
/// assert_eq!(middle(&nd_core::array![4u8, 1, 2, 9]), 3.0);
/// ```
pub trait Ranked: Ordered + Averaged + Number + Sortable {
    /// A fraction in the type that is computed in.
    fn real(fraction: f64) -> Self::Real;

    /// An element in the type that is computed in.
    #[doc(hidden)]
    #[inline(always)]
    fn widened(self) -> Self::Work {
        <Self as AddedIn<Self::Work>>::widen(self)
    }

    kernels!([#[doc(hidden)]]);
}

macro_rules! ranked {
    ($Real:ty; $($T:ty $(: $Wide:ty)?),*) => {$(
        impl Ranked for $T {
            #[inline(always)]
            fn real(fraction: f64) -> $Real {
                fraction as $Real
            }
            kernels!([] $($Wide)?);
        }
    )*};
}
ranked!(f64; i8: i32, i16: i32, i32, i64, isize: i64);
ranked!(f64; u8: i32, u16: i32, u32, u64, usize: u64, f64);
ranked!(f32; f16: f32, bf16: f32, f32);
