//! [`Scalar`]: the numbers that systems are solved over, and where the solvers are compiled.

use super::error::SolverError;
use super::iterative::{Method, Outcome};
use super::operator::Operator;
use super::options::SolverOptions;
use super::precondition::{IlutOptions, Multigrid, MultigridOptions};
use super::precondition::{ilu, ilut, incomplete_cholesky, multigrid};
use super::split::{Part, Split};
use crate::element::{Entry, SparseElement};
use nd_core::{Complex, Number};
use num_traits::NumAssign;
use std::fmt::{Debug, Display};
use std::ops::Neg;

/// What loops, one a line: compiled here once for each type.
macro_rules! kernels {
    ($callback:ident $extra:tt) => {
        $callback! { $extra
            iterate(method: Method, a: &Operator<'_, Self>, b: &[Self], options: &SolverOptions<'_, Self>) -> Outcome<Self> = super::iterative::driver::solve;
            solve_part(a: &Split<Self>, part: Part, x: &mut [Self], factor: Self, inverse: Option<&[Self]>) -> () = Split::solve;
            ilu(a: &mut Split<Self>) -> Result<Vec<Self>, SolverError> = ilu::eliminate;
            ilut(a: Split<Self>, options: &IlutOptions) -> Result<(Split<Self>, Vec<Self>), SolverError> = ilut::factored;
            incomplete_cholesky(a: &mut Split<Self>) -> Result<Vec<Self>, SolverError> = incomplete_cholesky::completed;
            multigrid(a: Split<Self>, options: &MultigridOptions) -> Result<Multigrid<Self>, SolverError> = multigrid::levels;
            one_norm(a: &Operator<'_, Self>) -> f64 = super::norms::estimated;
            multigrid_cycle(a: &Multigrid<Self>, x: &[Self]) -> Vec<Self> = multigrid::applied;
        }
    };
}

macro_rules! declare {
    ([] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        /// The hidden part of [`Scalar`].
        #[doc(hidden)]
        pub trait Compiled: Sized {
            $(
                fn $name($($arg: $Arg),*) -> $Ret where Self: Scalar;
            )*
        }
    };
}

macro_rules! implement {
    ([$T:ty] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        impl Compiled for $T {
            $(
                #[inline(never)]
                fn $name($($arg: $Arg),*) -> $Ret {
                    $body($($arg),*)
                }
            )*
        }
    };
}

kernels!(declare []);

#[cfg(feature = "linalg")]
use super::direct::Factored;
#[cfg(feature = "linalg")]
use super::spectral::Dense;

/// Without the feature `linalg` nothing is factored.
#[cfg(not(feature = "linalg"))]
#[doc(hidden)]
pub trait Factored {}
#[cfg(not(feature = "linalg"))]
impl<T> Factored for T {}
/// Without the feature `linalg` there are no small dense problems.
#[cfg(not(feature = "linalg"))]
#[doc(hidden)]
pub trait Dense {}
#[cfg(not(feature = "linalg"))]
impl<T> Dense for T {}

/// The elements of matrices that are solved with: `f32`, `f64` and the complex numbers of these.
///
/// Sealed. Sums are added up in double precision for all of them; factors are made in double precision, and their
/// solutions rounded.
///
/// # SciPy
/// The same types; integers are cast to `float64` there, by you here.
///
/// # Examples
/// ```
/// use nd_core::Complex;
/// use nd_sparse::linalg::Scalar;
///
/// assert_eq!(Complex::new(3.0, 4.0).magnitude(), 5.0);
/// assert_eq!(Complex::new(3.0, 4.0).conjugate(), Complex::new(3.0, -4.0));
/// assert_eq!(f32::from_f64(0.5), 0.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "systems over `{Self}` are not solved",
    note = "f32, f64 and the complex numbers of both are; cast other types first: `a.cast::<f64>()`"
)]
pub trait Scalar:
    SparseElement<u32>
    + Compiled
    + Entry<Sum = Self>
    + Number
    + NumAssign
    + Neg<Output = Self>
    + Display
    + Debug
    + 'static
{
    /// The same numbers in double precision.
    type Double: Scalar<Double = Self::Double> + Factored + Dense;
    /// Whether these are complex numbers.
    const IS_COMPLEX: bool;
    /// The distance from 1 to the next number of the type.
    const EPSILON: f64;

    /// The complex conjugate; a real number itself.
    fn conjugate(self) -> Self;
    /// The absolute value.
    fn magnitude(self) -> f64;
    /// The square of the absolute value; overflows where that does.
    fn square(self) -> f64;
    /// The real part.
    fn real(self) -> f64;
    /// The imaginary part.
    fn imaginary(self) -> f64;
    /// A real number, rounded to the type.
    fn from_f64(x: f64) -> Self;
    /// The number of two parts; of real numbers the first alone.
    fn from_parts(re: f64, im: f64) -> Self;
    /// The number in double precision.
    fn to_double(self) -> Self::Double;
    /// A number in double precision, rounded.
    fn from_double(x: Self::Double) -> Self;
    /// Neither NaN nor infinite.
    fn finite(self) -> bool;
}

macro_rules! real_scalars {
    ($($T:ty)*) => {$(
        kernels!(implement [$T]);
        impl Scalar for $T {
            type Double = f64;
            const IS_COMPLEX: bool = false;
            const EPSILON: f64 = <$T>::EPSILON as f64;
            #[inline(always)]
            fn conjugate(self) -> Self {
                self
            }
            #[inline(always)]
            fn magnitude(self) -> f64 {
                f64::from(self).abs()
            }
            #[inline(always)]
            fn square(self) -> f64 {
                f64::from(self) * f64::from(self)
            }
            #[inline(always)]
            fn real(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn imaginary(self) -> f64 {
                0.0
            }
            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as $T
            }
            #[inline(always)]
            fn from_parts(re: f64, _: f64) -> Self {
                re as $T
            }
            #[inline(always)]
            fn to_double(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn from_double(x: f64) -> Self {
                x as $T
            }
            #[inline(always)]
            fn finite(self) -> bool {
                self.is_finite()
            }
        }
    )*};
}
real_scalars!(f32 f64);

macro_rules! complex_scalars {
    ($($T:ty)*) => {$(
        kernels!(implement [Complex<$T>]);
        impl Scalar for Complex<$T> {
            type Double = Complex<f64>;
            const IS_COMPLEX: bool = true;
            const EPSILON: f64 = <$T>::EPSILON as f64;
            #[inline(always)]
            fn conjugate(self) -> Self {
                self.conj()
            }
            #[inline(always)]
            fn magnitude(self) -> f64 {
                f64::from(self.re).hypot(f64::from(self.im))
            }
            #[inline(always)]
            fn square(self) -> f64 {
                let (re, im) = (f64::from(self.re), f64::from(self.im));
                re * re + im * im
            }
            #[inline(always)]
            fn real(self) -> f64 {
                f64::from(self.re)
            }
            #[inline(always)]
            fn imaginary(self) -> f64 {
                f64::from(self.im)
            }
            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                Complex::new(x as $T, 0.0)
            }
            #[inline(always)]
            fn from_parts(re: f64, im: f64) -> Self {
                Complex::new(re as $T, im as $T)
            }
            #[inline(always)]
            fn to_double(self) -> Complex<f64> {
                Complex::new(f64::from(self.re), f64::from(self.im))
            }
            #[inline(always)]
            fn from_double(x: Complex<f64>) -> Self {
                Complex::new(x.re as $T, x.im as $T)
            }
            #[inline(always)]
            fn finite(self) -> bool {
                self.re.is_finite() && self.im.is_finite()
            }
        }
    )*};
}
complex_scalars!(f32 f64);
