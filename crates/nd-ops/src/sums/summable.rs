//! [`Summable`]: the type in which NumPy adds elements up.

use super::numbers::{self, replace_nan};
use super::product::{Multiplied, NumberProduct, WideProduct};
use super::{AddedIn, running};
use crate::groups;
use crate::over::{Over, over_axes};
use half::{bf16, f16};
use nd_core::{Array, Complex, Number, View, ViewMut, reduce, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn prod_of(a: View<'_, Self>) -> Self::Sum {
            Self::narrow(Self::product_of(a))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn prod_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self::Sum> {
            Self::narrow_all(Self::product_axis_of(a, over))
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_prod_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Self::Work> {
            let a = <Self as AddedIn<Self::Work>>::widened_of(a);
            groups::fold(a.view(), codes, groups, axis, &Multiplied::<Self::Work>::NEW)
        }
        /// As `grouped_sum_into_of`, with products.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_prod_into_of(
            acc: ViewMut<'_, Self::Work>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let later = Self::grouped_prod_of(block, codes, groups, axis);
            groups::merge_into::<Self::Work, _>(acc, &later, &Multiplied::<Self::Work>::NEW);
        }
        /// A product that is not narrowed yet, to be multiplied with others.
        $($hidden)*
        #[inline(never)]
        fn product_of(a: View<'_, Self>) -> Self::Work {
            reduce(a, &WideProduct::<Self::Work>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn product_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self::Work> {
            let axes = over.axes_only("prod", a.ndim());
            over_axes(a, over, &axes, &WideProduct::<Self::Work>::NEW, |product| product)
        }
        $($hidden)*
        #[inline(never)]
        fn cumsum_of(a: View<'_, Self>, axis: usize) -> Array<Self::Sum> {
            let values = <Self as AddedIn<Self::Work>>::widened_of(a).into_array();
            Self::narrow_all(running::accumulate(values, axis, Self::Work::plus))
        }
        $($hidden)*
        #[inline(never)]
        fn cumprod_of(a: View<'_, Self>, axis: usize) -> Array<Self::Sum> {
            let values = <Self as AddedIn<Self::Work>>::widened_of(a).into_array();
            Self::narrow_all(running::accumulate(values, axis, Self::Work::times))
        }
        $($hidden)*
        #[inline(never)]
        fn nanprod_of(a: View<'_, Self>) -> Self::Sum {
            if <Self as AddedIn<Self::Work>>::NEVER_NAN {
                return Self::prod_of(a);
            }
            let a = <Self as AddedIn<Self::Work>>::widened_of(a);
            Self::narrow(reduce(a.view(), &NumberProduct::<Self::Work>::NEW))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanprod_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self::Sum> {
            if <Self as AddedIn<Self::Work>>::NEVER_NAN {
                return Self::prod_axis_of(a, over);
            }
            let axes = over.axes_only("nanprod", a.ndim());
            let a = <Self as AddedIn<Self::Work>>::widened_of(a);
            Self::narrow_all(numbers::product_axis(a.view(), over, &axes))
        }
        $($hidden)*
        #[inline(never)]
        fn nancumsum_of(a: View<'_, Self>, axis: usize) -> Array<Self::Sum> {
            if <Self as AddedIn<Self::Work>>::NEVER_NAN {
                return Self::cumsum_of(a, axis);
            }
            let mut values = <Self as AddedIn<Self::Work>>::widened_of(a).into_array();
            replace_nan(&mut values, <Self::Work as num_traits::Zero>::zero());
            Self::narrow_all(running::accumulate(values, axis, Self::Work::plus))
        }
        $($hidden)*
        #[inline(never)]
        fn nancumprod_of(a: View<'_, Self>, axis: usize) -> Array<Self::Sum> {
            if <Self as AddedIn<Self::Work>>::NEVER_NAN {
                return Self::cumprod_of(a, axis);
            }
            let mut values = <Self as AddedIn<Self::Work>>::widened_of(a).into_array();
            replace_nan(&mut values, <Self::Work as num_traits::One>::one());
            Self::narrow_all(running::accumulate(values, axis, Self::Work::times))
        }
    };
}

/// Elements that can be summed, and the types NumPy sums them in.
///
/// | elements | added up in | result |
/// |---|---|---|
/// | `bool`, signed integers | `i64` | `i64` |
/// | unsigned integers | `u64` | `u64` |
/// | `f16`, `bf16` | `f32` | the element type |
/// | `f32`, `f64`, complex | itself | itself |
///
/// # Examples
/// ```
/// use nd_ops::Summable;
///
/// fn twice<T: Summable>(a: &nd_core::Array<T>) -> T::Sum {
///     nd_ops::sum(a).plus(nd_ops::sum(a))
/// }
/// # use nd_core::Number;
/// assert_eq!(twice(&nd_core::array![200u8, 100]), 600u64);
/// ```
pub trait Summable: AddedIn<<Self as Summable>::Work> {
    /// What partial results are kept in.
    type Work: Number;
    /// The type of the result.
    type Sum: Number;
    /// A partial result as the result.
    fn narrow(work: Self::Work) -> Self::Sum;
    /// Partial results as results.
    #[inline]
    fn narrow_all(work: Array<Self::Work>) -> Array<Self::Sum> {
        zip((&work,)).map(|(work,)| Self::narrow(work))
    }

    kernels!(#[doc(hidden)]);
}

/// Types whose results are the partial results.
macro_rules! summable {
    ($($T:ty, $Work:ty;)*) => {$(
        impl Summable for $T {
            type Work = $Work;
            type Sum = $Work;
            #[inline(always)]
            fn narrow(work: $Work) -> $Work {
                work
            }
            #[inline(always)]
            fn narrow_all(work: Array<$Work>) -> Array<$Work> {
                work
            }
            kernels!();
        }
    )*};
}
summable! {
    bool, i64;
    i8, i64;
    i16, i64;
    i32, i64;
    i64, i64;
    isize, i64;
    u8, u64;
    u16, u64;
    u32, u64;
    u64, u64;
    usize, u64;
    f32, f32;
    f64, f64;
    Complex<f32>, Complex<f32>;
    Complex<f64>, Complex<f64>;
}

macro_rules! summable_halves {
    ($($T:ty)*) => {$(
        impl Summable for $T {
            type Work = f32;
            type Sum = $T;
            #[inline(always)]
            fn narrow(work: f32) -> $T {
                <$T>::from_f32(work)
            }
            #[inline(never)]
            fn narrow_all(work: Array<f32>) -> Array<$T> {
                work.cast::<$T>()
            }
            kernels!();
        }
    )*};
}
summable_halves!(f16 bf16);
