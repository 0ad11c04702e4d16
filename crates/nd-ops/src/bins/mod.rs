//! Numbers sorted into bins: histograms, counts of whole numbers, places among edges.

mod counts;
mod edges;
mod histogram;
mod many;
mod places;
mod rules;
mod steps;

pub use counts::{Counted, bincount, bincount_weighted};
pub use edges::{BinError, Bins, histogram_bin_edges};
#[doc(hidden)]
pub use edges::{Edges, Kind as BinKind};
pub use histogram::{Histogram, histogram, histogram_weighted};
pub use many::{HistogramDd, histogram2d, histogramdd, histogramdd_weighted};
pub use places::{digitize, digitize_right};
pub use rules::BinRule;

use crate::order::Ordered;
use crate::sums::AddedIn;
use half::{bf16, f16};
use nd_core::{Array, Number, View, linspace};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn bin_counts_of(a: View<'_, Self>, edges: &Edges) -> Vec<usize> {
            histogram::counts(a, edges)
        }
        $($hidden)*
        #[inline(never)]
        fn bin_weights_of(a: View<'_, Self>, weights: View<'_, f64>, edges: &Edges) -> Vec<f64> {
            histogram::weights(a, weights, edges)
        }
        $($hidden)*
        #[inline(never)]
        fn f64s_of(a: View<'_, Self>) -> Array<f64> {
            <Self as AddedIn<f64>>::widened_of(a).into_array()
        }
    };
}

/// The elements as `f64`s; those that are need no copy.
#[cfg(any(feature = "interpolate", feature = "polynomial"))]
pub(crate) fn wide<T: Binned>(a: View<'_, T>) -> nd_core::CowArray<'_, f64> {
    <T as AddedIn<f64>>::widened_of(a)
}

/// Real numbers, which go into bins between edges that are `f64`s.
///
/// # Examples
/// ```
/// use nd_ops::Binned;
///
/// assert_eq!(<f32 as Binned>::spaced(0.0, 1.0, 2)[..], [0.0, 0.5, 1.0]);
/// ```
pub trait Binned: Ordered + Number + AddedIn<f64> {
    /// Whether bins that are less than 1 wide make no sense.
    const WHOLE: bool = false;

    /// The edges of `n` equal bins, rounded to numbers of the type where it has fractions.
    fn spaced(first: f64, last: f64, n: usize) -> Vec<f64> {
        linspace(first, last, n + 1).into_vec()
    }

    /// As [`spaced`](Self::spaced), between numbers of the type, and computed in it.
    fn spaced_between(first: Self, last: Self, n: usize) -> Vec<f64> {
        Self::spaced(first.widen(), last.widen(), n)
    }

    kernels!(#[doc(hidden)]);
}

macro_rules! binned_integers {
    ($($T:ty)*) => {$(
        impl Binned for $T {
            const WHOLE: bool = true;
            kernels!();
        }
    )*};
}
binned_integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

impl Binned for f64 {
    kernels!();
}

macro_rules! binned_floats {
    ($($T:ty, $narrow:expr;)*) => {$(
        impl Binned for $T {
            fn spaced(first: f64, last: f64, n: usize) -> Vec<f64> {
                let narrow: fn(f64) -> $T = $narrow;
                linspace(first, last, n + 1).iter().map(|&x| f64::from(narrow(x))).collect()
            }
            kernels!();
        }
    )*};
}
binned_floats! {
    f16, f16::from_f64;
    bf16, bf16::from_f64;
}

impl Binned for f32 {
    fn spaced(first: f64, last: f64, n: usize) -> Vec<f64> {
        linspace(first, last, n + 1).iter().map(|&x| f64::from(x as f32)).collect()
    }
    fn spaced_between(first: f32, last: f32, n: usize) -> Vec<f64> {
        linspace(first, last, n + 1).iter().map(|&x| f64::from(x)).collect()
    }
    kernels!();
}
