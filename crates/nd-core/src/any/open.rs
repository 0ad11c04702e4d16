//! [`with_dtype!`](crate::with_dtype): from a run-time element type to a static one.

use super::{AnyArray, AnyView};
use crate::array::Array;
use crate::dtype::{DType, Typed};
use crate::view::View;

/// What [`with_dtype!`](crate::with_dtype) opens: [`AnyArray`] (by value, `&` or `&mut`) and
/// [`AnyView`].
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, Open, array};
///
/// let any = AnyArray::from(array![1, 2]);
/// let inside = Open::<i32>::open(&any);
/// assert_eq!(inside, &array![1, 2]);
/// ```
pub trait Open<T> {
    /// The array or view inside.
    type Inside;

    /// The element type, which says for which `T` [`open`](Self::open) may be called.
    fn dtype_inside(&self) -> DType;

    /// What is inside.
    ///
    /// # Panics
    /// If its elements are not of type `T`.
    fn open(self) -> Self::Inside;
}

const WRONG: &str = "with_dtype: opened as the dtype that it has";

impl<T: Typed> Open<T> for AnyArray {
    type Inside = Array<T>;
    #[inline]
    fn dtype_inside(&self) -> DType {
        self.dtype()
    }
    #[inline]
    fn open(self) -> Array<T> {
        T::held(self).expect(WRONG)
    }
}

impl<'a, T: Typed> Open<T> for &'a AnyArray {
    type Inside = &'a Array<T>;
    #[inline]
    fn dtype_inside(&self) -> DType {
        self.dtype()
    }
    #[inline]
    fn open(self) -> &'a Array<T> {
        T::held_ref(self).expect(WRONG)
    }
}

impl<'a, T: Typed> Open<T> for &'a mut AnyArray {
    type Inside = &'a mut Array<T>;
    #[inline]
    fn dtype_inside(&self) -> DType {
        self.dtype()
    }
    #[inline]
    fn open(self) -> &'a mut Array<T> {
        T::held_mut(self).expect(WRONG)
    }
}

impl<'a, T: Typed> Open<T> for AnyView<'a> {
    type Inside = View<'a, T>;
    #[inline]
    fn dtype_inside(&self) -> DType {
        self.dtype()
    }
    #[inline]
    fn open(self) -> View<'a, T> {
        T::held_view(self).expect(WRONG)
    }
}

impl<'b, 'a, T: Typed> Open<T> for &'b AnyView<'a> {
    type Inside = &'b View<'a, T>;
    #[inline]
    fn dtype_inside(&self) -> DType {
        self.dtype()
    }
    #[inline]
    fn open(self) -> &'b View<'a, T> {
        T::held_view_ref(self).expect(WRONG)
    }
}

/// Runs an expression, compiled once for each element type, for the one there is.
///
/// The one way from a [`DType`], an [`AnyArray`] or an [`AnyView`] to a static type, so that
/// no list of dtypes needs to be written anywhere else.
///
/// - `with_dtype!(any, |a| expression)`: `a` is the [`Array`] inside an `AnyArray`, `&Array`
///   inside an `&AnyArray`, `&mut Array` inside an `&mut AnyArray`, [`View`] inside an
///   `AnyView`, `&View` inside an `&AnyView`;
/// - `with_dtype!(any, |a: T| expression)`: and `T` names its element type;
/// - `with_dtype!(dtype, T => expression)`: `T` names the type that the [`DType`] stands for.
///
/// The expression must compile for all of them, with the same type.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, Array, CastTo, DType, array, with_dtype};
///
/// let any = AnyArray::from(array![2i16, 3]);
/// let first: f64 = with_dtype!(&any, |a| a[[0]].cast_to());
/// assert_eq!(first, 2.0);
///
/// let zeros = with_dtype!(DType::F16, T => AnyArray::from(Array::<T>::zeros([2, 2])));
/// assert_eq!(zeros.dtype(), DType::F16);
///
/// let back = with_dtype!(any, |a: T| a.cast::<T>().nbytes());
/// assert_eq!(back, 4);
/// ```
#[macro_export]
macro_rules! with_dtype {
    ($any:expr, |$a:ident| $body:expr) => {
        $crate::with_dtype!($any, |$a: __T| $body)
    };
    ($any:expr, |$a:ident: $T:ident| $body:expr) => {
        match $any {
            any => $crate::with_dtype!($crate::Open::<bool>::dtype_inside(&any), $T => {
                let $a = $crate::Open::<$T>::open(any);
                $body
            }),
        }
    };
    ($dtype:expr, $T:ident => $body:expr) => {
        $crate::with_dtype!(@match $dtype, $T $body;
            Bool bool, I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
            F16 $crate::f16, BF16 $crate::bf16, F32 f32, F64 f64,
            C64 $crate::Complex<f32>, C128 $crate::Complex<f64>)
    };
    (@match $dtype:expr, $T:ident $body:expr; $($Variant:ident $Type:ty),*) => {
        match $dtype {
            $($crate::DType::$Variant => {
                #[allow(dead_code)]
                type $T = $Type;
                $body
            })*
        }
    };
}
