//! Order statistics: quantiles, percentiles, medians, and the distance between the extremes.

mod lanes;
mod median;
mod method;
mod percentile;
mod ptp;
mod quantile;

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

use crate::moments::Averaged;
use crate::order::Ordered;
use crate::over::Over;
use crate::sums::AddedIn;
use half::{bf16, f16};
use nd_core::{Array, Number, View, zip};

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
    ($($hidden:tt)*) => {
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
            lanes::over_lanes(op, a, over, wanted, skip_nan)
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
            let (max, min) = (Self::max_axis_of(a, over), Self::min_axis_of(a, over));
            zip((max.view(), min.view())).map(|(max, min)| max.minus(min))
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
pub trait Ranked: Ordered + Averaged + Number {
    /// A fraction in the type that is computed in.
    fn real(fraction: f64) -> Self::Real;

    /// An element in the type that is computed in.
    #[doc(hidden)]
    #[inline(always)]
    fn widened(self) -> Self::Work {
        <Self as AddedIn<Self::Work>>::widen(self)
    }

    kernels!(#[doc(hidden)]);
}

macro_rules! ranked {
    ($Real:ty; $($T:ty)*) => {$(
        impl Ranked for $T {
            #[inline(always)]
            fn real(fraction: f64) -> $Real {
                fraction as $Real
            }
            kernels!();
        }
    )*};
}
ranked!(f64; i8 i16 i32 i64 isize u8 u16 u32 u64 usize f64);
ranked!(f32; f16 bf16 f32);
