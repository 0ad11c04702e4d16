//! [`AnyArray`] and [`AnyView`]: arrays whose element type is known only at run time.

mod arith;
mod compare;
mod held;
mod open;
mod read;

use crate::array::Array;
use crate::dtype::{DTypeError, Typed};
use crate::view::View;
pub use arith::Arithmetic;
pub(crate) use arith::Calculate;
pub(crate) use compare::Compare;
use half::{bf16, f16};
pub(crate) use held::Held;
use num_complex::Complex;
pub use open::Open;

/// An [`Array`] of any of the element types that have a [`DType`](crate::DType).
///
/// For the edges of a program, where files and users say what the elements are. Inside, open
/// it once with [`with_dtype!`](crate::with_dtype), or take the one type that is expected
/// with `try_into`. All read methods are those of [`AnyView`].
///
/// # NumPy
/// `numpy.ndarray`.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, Array, DType, array, with_dtype};
///
/// let any = AnyArray::from(array![1u8, 2, 3]);
/// assert_eq!(any.dtype(), DType::U8);
///
/// let bytes = with_dtype!(&any, |a| a.nbytes());
/// assert_eq!(bytes, 3);
///
/// let sum = &any + &AnyArray::from(array![0.5f32]); // promoted as NumPy does
/// let sum: Array<f32> = sum.try_into()?;
/// assert_eq!(sum, array![1.5, 2.5, 3.5]);
/// # Ok::<(), nd_core::DTypeError>(())
/// ```
#[derive(Clone)]
pub enum AnyArray {
    /// `bool`.
    Bool(Array<bool>),
    /// `int8`.
    I8(Array<i8>),
    /// `int16`.
    I16(Array<i16>),
    /// `int32`.
    I32(Array<i32>),
    /// `int64`.
    I64(Array<i64>),
    /// `uint8`.
    U8(Array<u8>),
    /// `uint16`.
    U16(Array<u16>),
    /// `uint32`.
    U32(Array<u32>),
    /// `uint64`.
    U64(Array<u64>),
    /// `float16`.
    F16(Array<f16>),
    /// `bfloat16`.
    BF16(Array<bf16>),
    /// `float32`.
    F32(Array<f32>),
    /// `float64`.
    F64(Array<f64>),
    /// `complex64`.
    C64(Array<Complex<f32>>),
    /// `complex128`.
    C128(Array<Complex<f64>>),
}

/// A [`View`] of any of the element types that have a [`DType`](crate::DType).
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, AnyView, DType, array, s};
///
/// let a = array![[1u8, 2], [3, 4]];
/// let view = AnyView::from(&a);
/// assert_eq!(view.t().slice(s![0]).to_array(), AnyArray::from(array![1u8, 3]));
/// ```
#[derive(Clone, Copy)]
pub enum AnyView<'a> {
    /// `bool`.
    Bool(View<'a, bool>),
    /// `int8`.
    I8(View<'a, i8>),
    /// `int16`.
    I16(View<'a, i16>),
    /// `int32`.
    I32(View<'a, i32>),
    /// `int64`.
    I64(View<'a, i64>),
    /// `uint8`.
    U8(View<'a, u8>),
    /// `uint16`.
    U16(View<'a, u16>),
    /// `uint32`.
    U32(View<'a, u32>),
    /// `uint64`.
    U64(View<'a, u64>),
    /// `float16`.
    F16(View<'a, f16>),
    /// `bfloat16`.
    BF16(View<'a, bf16>),
    /// `float32`.
    F32(View<'a, f32>),
    /// `float64`.
    F64(View<'a, f64>),
    /// `complex64`.
    C64(View<'a, Complex<f32>>),
    /// `complex128`.
    C128(View<'a, Complex<f64>>),
}

impl<T: Typed> From<Array<T>> for AnyArray {
    #[inline]
    fn from(array: Array<T>) -> AnyArray {
        T::hold(array)
    }
}

impl<T: Typed> TryFrom<AnyArray> for Array<T> {
    type Error = DTypeError;

    /// The array inside, if it is of that element type: nothing is converted.
    ///
    /// # Errors
    /// [`DTypeError::Mismatch`] if it is of another.
    fn try_from(any: AnyArray) -> Result<Array<T>, DTypeError> {
        let found = any.dtype();
        T::held(any).ok_or(DTypeError::Mismatch { found, wanted: T::DTYPE })
    }
}

impl<'a, T: Typed> From<View<'a, T>> for AnyView<'a> {
    #[inline]
    fn from(view: View<'a, T>) -> AnyView<'a> {
        T::hold_view(view)
    }
}

impl<'a, T: Typed> From<&'a Array<T>> for AnyView<'a> {
    #[inline]
    fn from(array: &'a Array<T>) -> AnyView<'a> {
        T::hold_view(array.view())
    }
}

impl<'a> From<&'a AnyArray> for AnyView<'a> {
    #[inline]
    fn from(any: &'a AnyArray) -> AnyView<'a> {
        any.view()
    }
}

impl<'a, T: Typed> TryFrom<AnyView<'a>> for View<'a, T> {
    type Error = DTypeError;

    /// The view inside, if it is of that element type.
    ///
    /// # Errors
    /// [`DTypeError::Mismatch`] if it is of another.
    fn try_from(any: AnyView<'a>) -> Result<View<'a, T>, DTypeError> {
        let mismatch = DTypeError::Mismatch { found: any.dtype(), wanted: T::DTYPE };
        T::held_view(any).ok_or(mismatch)
    }
}
