//! Which numbers are transformed, and in which precision.

use super::body;
use super::cosine_job::{CosineJob, transformed};
use super::halves::Half;
use super::job::Job;
use super::long::Long;
use super::plans::{Cache, Plan};
use half::{bf16, f16};
use nd_core::simd::FusedMulAdd;
use nd_core::{Array, ArrayLike, Complex, CowArray, Element, Number, Shape, View, zip};
use num_traits::{Float, FloatConst};
use std::cell::RefCell;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// The precisions of transforms: `f32` and `f64`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{Precision, fftfreq};
///
/// fn highest<T: Precision>() -> T {
///     fftfreq(4, T::from(0.5).unwrap())[[1]]
/// }
/// assert_eq!(highest::<f32>(), 0.5);
/// ```
pub trait Precision: Number + Float + FloatConst + FusedMulAdd + sealed::Sealed {
    /// How many fit into a register.
    #[doc(hidden)]
    const LANES: usize;
    /// The nearest number.
    #[doc(hidden)]
    fn of(x: f64) -> Self;
    /// The plans that were made.
    #[doc(hidden)]
    fn plans() -> &'static Cache<Plan<Self>>;
    /// Those of long lanes.
    #[doc(hidden)]
    fn longs() -> &'static Cache<Long<Self>>;
    /// Those of real numbers.
    #[doc(hidden)]
    fn halves() -> &'static Cache<Half<Self>>;
    /// Buffers of this thread that are not in use.
    #[doc(hidden)]
    fn spare<R>(with: impl FnOnce(&RefCell<Vec<Vec<Self>>>) -> R) -> R;
    #[doc(hidden)]
    fn zeros(shape: Shape) -> Array<Complex<Self>>;
    /// See `body::fitted`.
    #[doc(hidden)]
    fn fitted(a: CowArray<'_, Complex<Self>>, shape: &Shape) -> Array<Complex<Self>>;
    #[doc(hidden)]
    fn complex_of(a: Input<'_, Self>, job: &Job) -> Array<Complex<Self>>;
    #[doc(hidden)]
    fn half_of(a: CowArray<'_, Self>, job: &Job) -> Array<Complex<Self>>;
    #[doc(hidden)]
    fn real_of(a: Input<'_, Self>, job: &Job) -> Array<Self>;
    #[doc(hidden)]
    fn cosine_of(a: CowArray<'_, Self>, job: &CosineJob) -> Array<Self>;
}

macro_rules! precisions {
    ($($T:ident)*) => {$(
        impl Precision for $T {
            const LANES: usize = 32 / size_of::<$T>();

            #[inline(always)]
            fn of(x: f64) -> $T {
                x as $T
            }
            fn plans() -> &'static Cache<Plan<$T>> {
                static PLANS: Cache<Plan<$T>> = Cache::new();
                &PLANS
            }
            fn longs() -> &'static Cache<Long<$T>> {
                static LONGS: Cache<Long<$T>> = Cache::new();
                &LONGS
            }
            fn halves() -> &'static Cache<Half<$T>> {
                static HALVES: Cache<Half<$T>> = Cache::new();
                &HALVES
            }
            fn spare<R>(with: impl FnOnce(&RefCell<Vec<Vec<$T>>>) -> R) -> R {
                thread_local!(static SPARE: RefCell<Vec<Vec<$T>>> = const { RefCell::new(Vec::new()) });
                SPARE.with(with)
            }
            fn zeros(shape: Shape) -> Array<Complex<$T>> {
                Array::zeros(shape)
            }
            #[inline(never)]
            fn fitted(a: CowArray<'_, Complex<$T>>, shape: &Shape) -> Array<Complex<$T>> {
                body::fitted(a, shape)
            }
            #[inline(never)]
            fn complex_of(a: Input<'_, $T>, job: &Job) -> Array<Complex<$T>> {
                body::complex(a, job)
            }
            #[inline(never)]
            fn half_of(a: CowArray<'_, $T>, job: &Job) -> Array<Complex<$T>> {
                body::half(a, job)
            }
            #[inline(never)]
            fn real_of(a: Input<'_, $T>, job: &Job) -> Array<$T> {
                body::real(a, job)
            }
            #[inline(never)]
            fn cosine_of(a: CowArray<'_, $T>, job: &CosineJob) -> Array<$T> {
                transformed(a, job)
            }
        }
    )*};
}
precisions!(f32 f64);

/// What is transformed, in the precision of the transform.
#[doc(hidden)]
pub enum Input<'a, T> {
    Real(CowArray<'a, T>),
    Complex(CowArray<'a, Complex<T>>),
}

impl<T> Input<'_, T> {
    pub(super) fn shape(&self) -> &[usize] {
        match self {
            Input::Real(a) => a.layout().shape(),
            Input::Complex(a) => a.layout().shape(),
        }
    }
}

/// Elements that can be transformed: all of nd's.
///
/// `f32`, `Complex<f32>` and the 16-bit floats are transformed in single precision, everything else in double
/// precision, as SciPy does it.
///
/// # Examples
/// ```
/// use nd_core::{Array, Complex};
/// use nd_ops::fft::{Transformable, fft};
///
/// fn twice<T: Transformable>(a: &[T]) -> Array<Complex<T::Float>> {
///     fft([a, a].concat())
/// }
/// assert_eq!(twice(&[1u8, 2]).map(|x| x.re), nd_core::array![6.0, 0.0, -2.0, 0.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "there is no Fourier transform of `{Self}`",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Transformable: Element {
    /// The precision of the transform.
    type Float: Precision;
    /// What cosine transforms give: real for real numbers, complex for complex ones, in that precision.
    type Same: Element;
    #[doc(hidden)]
    fn cosine_of(a: View<'_, Self>, job: &CosineJob) -> Array<Self::Same>;
    #[doc(hidden)]
    fn input(a: View<'_, Self>) -> Input<'_, Self::Float>;
}

/// Elements that are real numbers, whose transforms are symmetric: [`rfft`](super::rfft) calculates half of them.
///
/// # Examples
/// ```
/// use nd_ops::fft::{RealTransformable, rfft};
///
/// fn power<T: RealTransformable<Float = f64>>(a: &[T]) -> nd_core::Array<f64> {
///     rfft(a).map(|x| x.norm_sqr())
/// }
/// assert_eq!(power(&[1, 1]), nd_core::array![4.0, 0.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a transform of real numbers takes no `{Self}`",
    note = "complex numbers are transformed by `fft`; their real parts are `nd_ops::real(a)`"
)]
pub trait RealTransformable: Transformable {
    #[doc(hidden)]
    fn real_input(a: View<'_, Self>) -> CowArray<'_, Self::Float>;
    #[doc(hidden)]
    fn wide(a: View<'_, Self>) -> Array<f64>;
}

macro_rules! real {
    ($Float:ident, $how:expr; $($T:ty)*) => {$(
        impl Transformable for $T {
            type Float = $Float;
            type Same = $Float;
            fn cosine_of(a: View<'_, $T>, job: &CosineJob) -> Array<$Float> {
                <$Float as Precision>::cosine_of(Self::real_input(a), job)
            }
            fn input(a: View<'_, $T>) -> Input<'_, $Float> {
                Input::Real(Self::real_input(a))
            }
        }
        impl RealTransformable for $T {
            fn real_input(a: View<'_, $T>) -> CowArray<'_, $Float> {
                $how(a)
            }
            fn wide(a: View<'_, $T>) -> Array<f64> {
                a.cast::<f64>()
            }
        }
    )*};
}
real!(f32, CowArray::View; f32);
real!(f64, CowArray::View; f64);
real!(f32, |a: View<'_, _>| CowArray::Owned(a.cast::<f32>()); f16 bf16);
real!(f64, |a: View<'_, _>| CowArray::Owned(a.cast::<f64>()); bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! complex {
    ($($Float:ident)*) => {$(
        impl Transformable for Complex<$Float> {
            type Float = $Float;
            type Same = Self;
            #[inline(never)]
            fn cosine_of(a: View<'_, Self>, job: &CosineJob) -> Array<Self> {
                let part = |a| <$Float as Precision>::cosine_of(CowArray::Owned(a), job);
                let (re, im) = (part(a.map(|x| x.re)), part(a.map(|x| x.im)));
                zip((&re, &im)).map(|(re, im)| Complex::new(re, im))
            }
            fn input(a: View<'_, Self>) -> Input<'_, $Float> {
                Input::Complex(CowArray::View(a))
            }
        }
    )*};
}
complex!(f32 f64);

/// What a transform of an array `A` is: complex, in the precision of its elements.
pub type Complexes<A> = Array<Complex<<<A as ArrayLike>::Elem as Transformable>::Float>>;

/// What a transform of an array `A` to real numbers is.
pub type Reals<A> = Array<<<A as ArrayLike>::Elem as Transformable>::Float>;

/// What a cosine transform of an array `A` is: as real or complex as its elements.
pub type Kept<A> = Array<<<A as ArrayLike>::Elem as Transformable>::Same>;
