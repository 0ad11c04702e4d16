//! [`Field`]: the numbers that matrices are factored over; [`LinalgElement`]: what becomes them.

use crate::eigen::Eigen;
use crate::functions::Functions;
use crate::kernels::{DoubleKernels, Kernels};
use crate::norms::Norms;
use crate::orthogonal::Orthogonal;
use crate::polynomials::Polynomials;
use crate::products::Arithmetic;
use crate::singular::Singular;
use crate::solving::Solving;
use crate::solving::elimination::Exchange;
use nd_core::{Array, ArrayLike, CastTo, Complex, CowArray, Inexact, Typed, View};
use num_complex::ComplexFloat;
use num_traits::{Float, FromPrimitive, NumAssign};

/// Numbers that matrices are factored over: `f32`, `f64` and the complex numbers of both.
///
/// Sealed. [`ComplexFloat`] has what one calculates with: `conj`, `abs`, `re`, `is_finite`.
pub trait Field:
    Inexact
    + Typed
    + ComplexFloat<Real = <Self as Field>::R>
    + NumAssign
    + Arithmetic
    + Kernels
    + Solving
    + Exchange
    + Orthogonal
    + Singular
    + Eigen
    + Polynomials
    + Functions
    + Norms
{
    /// The real numbers among these; also called `Real`, by [`ComplexFloat`].
    type R: Real<Complex = Self::Complex, Wide = f64>;
    /// The complex numbers over the same reals; the type of eigenvalues.
    type Complex: Field<R = Self::R, Complex = Self::Complex, Wide = Complex<f64>>;
    /// The same numbers in double precision.
    #[doc(hidden)]
    type Wide: Double;
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
    /// The numbers in double precision, without a copy if they are such.
    #[doc(hidden)]
    fn widened(view: View<'_, Self>) -> CowArray<'_, Self::Wide>;
    /// Numbers in double precision, rounded: infinite where they are too large.
    #[doc(hidden)]
    fn narrowed(wide: Array<Self::Wide>) -> Array<Self>;
}

/// The fields of double precision. What is used rarely, eigenvalues of matrices of any kind and
/// functions of matrices, is compiled for these two alone; single precision passes through
/// them, which makes it more exact too.
pub trait Double:
    Field<R = f64, Complex = Complex<f64>, Wide = Self> + CastTo<Self> + DoubleKernels
{
}

impl Double for f64 {}
impl Double for Complex<f64> {}

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

macro_rules! wide {
    (itself $T:ty) => {
        type Wide = $T;
        #[inline(always)]
        fn widened(view: View<'_, $T>) -> CowArray<'_, $T> {
            CowArray::View(view)
        }
        #[inline(always)]
        fn narrowed(wide: Array<$T>) -> Array<$T> {
            wide
        }
    };
    ($T:ty as $Wide:ty) => {
        type Wide = $Wide;
        #[inline(never)]
        fn widened(view: View<'_, $T>) -> CowArray<'_, $Wide> {
            CowArray::Owned(view.cast())
        }
        #[inline(never)]
        fn narrowed(wide: Array<$Wide>) -> Array<$T> {
            wide.cast()
        }
    };
}

macro_rules! fields {
    ($($R:ty: ($($real:tt)*), ($($complex:tt)*);)*) => {$(
        impl Field for $R {
            type R = $R;
            type Complex = Complex<$R>;
            const IS_COMPLEX: bool = false;
            wide!($($real)*);
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
            wide!($($complex)*);
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
fields! {
    f32: (f32 as f64), (Complex<f32> as Complex<f64>);
    f64: (itself f64), (itself Complex<f64>);
}

macro_rules! themselves {
    ($($T:ty)*) => {$(
        impl LinalgElement for $T {
            type Field = $T;
            #[inline(always)]
            fn promoted(view: View<'_, $T>) -> CowArray<'_, $T> { CowArray::View(view) }
        }
    )*};
}
themselves!(f32 f64 Complex<f32> Complex<f64>);

macro_rules! as_f64 {
    ($($T:ty)*) => {$(
        impl LinalgElement for $T {
            type Field = f64;
            #[inline(never)]
            fn promoted(view: View<'_, $T>) -> CowArray<'_, f64> { CowArray::Owned(view.cast()) }
        }
    )*};
}
as_f64!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
