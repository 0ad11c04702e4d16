//! [`ProductElement`]: what can be multiplied and added.

use crate::mat::{reinterpreted, reinterpreted_mut};
use crate::products::{Arithmetic, Products};
use crate::tensors::TensorProducts;
use nd_core::{Array, Complex, CowArray, View, ViewMut, ZeroBits, bf16, f16};

/// Elements of products: bool, integers, floats and complex numbers, as [`einsum`](crate::einsum)
/// and [`matmul`](crate::matmul) take them.
///
/// | elements | what is calculated |
/// |---|---|
/// | `bool` | times is "and", plus is "or" |
/// | integers | in their own type; wraps |
/// | `f16`, `bf16` | in `f32`, rounded at the end |
/// | `f32`, `f64`, complex | in their own type, multiplied and added with one rounding where the CPU can |
///
/// # NumPy
/// The same.
#[diagnostic::on_unimplemented(
    message = "arrays of `{Self}` have no products",
    note = "products are of bool, integers, floats and complex numbers; cast other types first: \
            `a.cast::<f64>()`"
)]
pub trait ProductElement: ZeroBits + Products + TensorProducts {
    /// What partial results are kept in.
    #[doc(hidden)]
    type Work: Arithmetic;

    /// The elements as partial results, without a copy if they are such.
    #[doc(hidden)]
    fn work(view: View<'_, Self>) -> CowArray<'_, Self::Work>;
    /// The elements in C order as partial results, if they are such and in that order.
    #[doc(hidden)]
    fn ready<'a>(_: &View<'a, Self>) -> Option<&'a [Self::Work]> {
        None
    }
    /// Partial results as elements.
    #[doc(hidden)]
    fn done(work: Array<Self::Work>) -> Array<Self>;
    /// An output that partial results can be written to as they are.
    #[doc(hidden)]
    fn direct<'o>(out: &'o mut ViewMut<'_, Self>) -> Option<&'o mut [Self::Work]>;
}

macro_rules! themselves {
    ($($T:ty)*) => {$(
        impl ProductElement for $T {
            type Work = $T;
            #[inline(always)]
            fn work(view: View<'_, $T>) -> CowArray<'_, $T> {
                CowArray::View(view)
            }
            #[inline(always)]
            fn ready<'a>(view: &View<'a, $T>) -> Option<&'a [$T]> {
                view.as_slice()
            }
            #[inline(always)]
            fn done(work: Array<$T>) -> Array<$T> {
                work
            }
            fn direct<'o>(out: &'o mut ViewMut<'_, $T>) -> Option<&'o mut [$T]> {
                out.as_slice_mut()
            }
        }
    )*};
}
themselves!(bool u32 u64 f32 f64 Complex<f32> Complex<f64>);

/// Integers of the same bits as unsigned ones, whose wrapping arithmetic is the same.
macro_rules! same_bits {
    ($($T:ty as $Work:ty,)*) => {$(
        impl ProductElement for $T {
            type Work = $Work;
            fn work(view: View<'_, $T>) -> CowArray<'_, $Work> {
                CowArray::View(reinterpreted(view))
            }
            fn done(work: Array<$Work>) -> Array<$T> {
                reinterpreted(work.view()).to_array()
            }
            fn direct<'o>(out: &'o mut ViewMut<'_, $T>) -> Option<&'o mut [$Work]> {
                out.as_slice_mut().map(reinterpreted_mut)
            }
        }
    )*};
}
same_bits!(i32 as u32, i64 as u64,);
#[cfg(target_pointer_width = "64")]
same_bits!(isize as u64, usize as u64,);
#[cfg(target_pointer_width = "32")]
same_bits!(isize as u32, usize as u32,);

/// Numbers that are calculated with in a wider type and made narrow at the end: short integers
/// wrap then as if they had wrapped at each step.
macro_rules! wider {
    ($($T:ty as $Work:ty,)*) => {$(
        impl ProductElement for $T {
            type Work = $Work;
            fn work(view: View<'_, $T>) -> CowArray<'_, $Work> {
                CowArray::Owned(view.cast())
            }
            fn done(work: Array<$Work>) -> Array<$T> {
                work.cast()
            }
            fn direct<'o>(_: &'o mut ViewMut<'_, $T>) -> Option<&'o mut [$Work]> {
                None
            }
        }
    )*};
}
wider!(i8 as u32, i16 as u32, u8 as u32, u16 as u32, f16 as f32, bf16 as f32,);
