//! [`Field`]: the numbers that matrices are factored over; [`LinalgElement`]: what becomes them.

use crate::kernels::Kernels;
use crate::product::Arithmetic;
use nd_core::{ArrayLike, CastTo, Complex, CowArray, Inexact, Typed, View};
use num_complex::ComplexFloat;
use num_traits::{Float, FromPrimitive, NumAssign};

/// Numbers that matrices are factored over: `f32`, `f64` and the complex numbers of both.
///
/// Sealed. [`ComplexFloat`] has what one calculates with: `conj`, `abs`, `re`, `is_finite`.
pub trait Field:
    Inexact + Typed + ComplexFloat<Real = <Self as Field>::R> + NumAssign + Arithmetic + Kernels
{
    /// The real numbers among these; also called `Real`, by [`ComplexFloat`].
    type R: Real<Complex = Self::Complex>;
    /// The complex numbers over the same reals; the type of eigenvalues.
    type Complex: Field<R = Self::R, Complex = Self::Complex>;
    /// Whether these are complex numbers.
    const IS_COMPLEX: bool;
    /// The number of two parts; real numbers are the first alone.
    fn from_parts(re: Self::R, im: Self::R) -> Self;
    /// A real number among these.
    fn from_real(x: Self::R) -> Self;
    /// This number among the complex ones.
    fn to_complex(self) -> Self::Complex;
    /// The complex number `re + i·im`.
    fn complex(re: Self::R, im: Self::R) -> Self::Complex;
}

/// The real numbers among them: `f32` and `f64`.
pub trait Real: Field<R = Self> + Float + FromPrimitive + CastTo<f64> {}

/// Elements of matrices: those of a [`Field`], and bool and integers, which are taken as `f64`.
///
/// # NumPy
/// The same, and as there, 16-bit floats are not among them: cast to `f32` first.
#[diagnostic::on_unimplemented(
    message = "matrices of `{Self}` have no linear algebra",
    note = "it is done for bool, integers (as f64), f32, f64 and complex numbers; cast other \
            types first: `a.cast::<f32>()`"
)]
pub trait LinalgElement: CastTo<Self::Field> {
    /// What they are calculated with.
    type Field: Field;

    /// The elements as numbers of the field, without a copy if they are such.
    fn promoted(view: View<'_, Self>) -> CowArray<'_, Self::Field>;
}

/// The field of an array's elements.
pub(crate) type FieldOf<A> = <<A as ArrayLike>::Elem as LinalgElement>::Field;
/// The real numbers of that field.
pub(crate) type RealOf<A> = <FieldOf<A> as Field>::R;
/// The complex numbers over that field.
pub(crate) type ComplexOf<A> = <FieldOf<A> as Field>::Complex;

macro_rules! fields {
    ($($R:ty)*) => {$(
        impl Field for $R {
            type R = $R;
            type Complex = Complex<$R>;
            const IS_COMPLEX: bool = false;
            #[inline(always)]
            fn from_parts(re: $R, _: $R) -> $R { re }
            #[inline(always)]
            fn from_real(x: $R) -> $R { x }
            #[inline(always)]
            fn to_complex(self) -> Complex<$R> { Complex::new(self, 0.0) }
            #[inline(always)]
            fn complex(re: $R, im: $R) -> Complex<$R> { Complex::new(re, im) }
        }
        impl Real for $R {}

        impl Field for Complex<$R> {
            type R = $R;
            type Complex = Complex<$R>;
            const IS_COMPLEX: bool = true;
            #[inline(always)]
            fn from_parts(re: $R, im: $R) -> Complex<$R> { Complex::new(re, im) }
            #[inline(always)]
            fn from_real(x: $R) -> Complex<$R> { Complex::new(x, 0.0) }
            #[inline(always)]
            fn to_complex(self) -> Complex<$R> { self }
            #[inline(always)]
            fn complex(re: $R, im: $R) -> Complex<$R> { Complex::new(re, im) }
        }
    )*};
}
fields!(f32 f64);

macro_rules! themselves {
    ($($T:ty)*) => {$(
        impl LinalgElement for $T {
            type Field = $T;
            fn promoted(view: View<'_, $T>) -> CowArray<'_, $T> { CowArray::View(view) }
        }
    )*};
}
themselves!(f32 f64 Complex<f32> Complex<f64>);

macro_rules! as_f64 {
    ($($T:ty)*) => {$(
        impl LinalgElement for $T {
            type Field = f64;
            fn promoted(view: View<'_, $T>) -> CowArray<'_, f64> { CowArray::Owned(view.cast()) }
        }
    )*};
}
as_f64!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
