//! Into the enums and out of them again, for each element type.

use super::{AnyArray, AnyView};
use crate::array::Array;
use crate::dtype::DType;
use crate::view::View;
use half::{bf16, f16};
use num_complex::Complex;

/// An element type and its variant of [`AnyArray`] and [`AnyView`].
///
/// Public in a private module: a bound of [`Typed`](crate::Typed) that seals it.
pub trait Held: Sized {
    fn hold(array: Array<Self>) -> AnyArray;
    fn held(any: AnyArray) -> Option<Array<Self>>;
    fn held_ref(any: &AnyArray) -> Option<&Array<Self>>;
    fn held_mut(any: &mut AnyArray) -> Option<&mut Array<Self>>;
    fn hold_view(view: View<'_, Self>) -> AnyView<'_>;
    fn held_view<'a>(any: AnyView<'a>) -> Option<View<'a, Self>>;
    fn held_view_ref<'b, 'a>(any: &'b AnyView<'a>) -> Option<&'b View<'a, Self>>;
}

macro_rules! held {
    ($($Variant:ident $T:ty;)*) => {
        $(
            impl Held for $T {
                #[inline]
                fn hold(array: Array<$T>) -> AnyArray {
                    AnyArray::$Variant(array)
                }
                #[inline]
                fn held(any: AnyArray) -> Option<Array<$T>> {
                    if let AnyArray::$Variant(array) = any { Some(array) } else { None }
                }
                #[inline]
                fn held_ref(any: &AnyArray) -> Option<&Array<$T>> {
                    if let AnyArray::$Variant(array) = any { Some(array) } else { None }
                }
                #[inline]
                fn held_mut(any: &mut AnyArray) -> Option<&mut Array<$T>> {
                    if let AnyArray::$Variant(array) = any { Some(array) } else { None }
                }
                #[inline]
                fn hold_view(view: View<'_, $T>) -> AnyView<'_> {
                    AnyView::$Variant(view)
                }
                #[inline]
                fn held_view<'a>(any: AnyView<'a>) -> Option<View<'a, $T>> {
                    if let AnyView::$Variant(view) = any { Some(view) } else { None }
                }
                #[inline]
                fn held_view_ref<'b, 'a>(any: &'b AnyView<'a>) -> Option<&'b View<'a, $T>> {
                    if let AnyView::$Variant(view) = any { Some(view) } else { None }
                }
            }
        )*

        impl AnyArray {
            /// The element type.
            ///
            /// # NumPy
            /// `a.dtype`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{AnyArray, DType, array};
            ///
            /// assert_eq!(AnyArray::from(array![true]).dtype(), DType::Bool);
            /// ```
            #[inline]
            pub const fn dtype(&self) -> DType {
                match self {
                    $(AnyArray::$Variant(_) => DType::$Variant,)*
                }
            }
        }

        impl AnyView<'_> {
            /// The element type.
            ///
            /// # NumPy
            /// `a.dtype`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{AnyView, DType, array};
            ///
            /// assert_eq!(AnyView::from(&array![1i8]).dtype(), DType::I8);
            /// ```
            #[inline]
            pub const fn dtype(self) -> DType {
                match self {
                    $(AnyView::$Variant(_) => DType::$Variant,)*
                }
            }
        }
    };
}
held! {
    Bool bool;
    I8 i8;
    I16 i16;
    I32 i32;
    I64 i64;
    U8 u8;
    U16 u16;
    U32 u32;
    U64 u64;
    F16 f16;
    BF16 bf16;
    F32 f32;
    F64 f64;
    C64 Complex<f32>;
    C128 Complex<f64>;
}
