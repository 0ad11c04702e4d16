//! `pow`.

use crate::complex;
use crate::elementary::Pow;
use crate::powers::Power;
use crate::real::Binary;
use nd_core::simd::Isa;
use nd_core::{
    Array, ArrayLike, BlockMapper, Complex, Number, Operand, ShapeError, View, ViewMut,
    broadcast_shapes, map_blocks, map_blocks_into, zip,
};
use std::error::Error;
use std::fmt;

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($mapper:expr) => {
        #[inline(never)]
        #[track_caller]
        fn pow_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            map_blocks([a, b], &$mapper)
        }
        #[inline(never)]
        #[track_caller]
        fn pow_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            map_blocks_into([a, b], &$mapper, out)
        }
    };
}

/// The bodies for numbers without a mapper of their own.
macro_rules! plain_kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn pow_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("pow").map(|(x, y)| x.raised(y))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn pow_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a, &b)).named("pow").map_into(|(x, y)| x.raised(y), out)
        }
    };
}

/// Numbers that can be raised to powers of their own type: integers, floats and complex numbers.
///
/// # Examples
/// ```
/// use nd_core::Complex;
/// use nd_ops::Raised;
///
/// assert_eq!(Raised::raised(2, 10), 1024);
/// assert_eq!(Raised::raised(Complex::new(0.0, 1.0), Complex::new(2.0, 0.0)), Complex::new(-1.0, 0.0));
/// ```
pub trait Raised: Number {
    /// The power; integers wrap, and have 1 for an exponent below 0, which arrays refuse.
    fn raised(self, exponent: Self) -> Self;

    /// Where the first exponent is, in C order, that has no power, and which it is.
    #[doc(hidden)]
    fn refused(exponents: View<'_, Self>) -> Option<(Vec<usize>, i64)> {
        let _ = exponents;
        None
    }

    plain_kernels!(#[doc(hidden)]);
}

macro_rules! raised_floats {
    ($($T:ty)*) => {$(
        impl Raised for $T {
            #[inline(always)]
            fn raised(self, exponent: $T) -> $T {
                self.powf(exponent)
            }
            kernels!(Binary(Pow, "pow"));
        }
    )*};
}
raised_floats!(f32 f64);

/// Powers of complex numbers as what the engine maps.
struct ComplexPowers;

impl<T: complex::Float> BlockMapper<Complex<T>, 2> for ComplexPowers {
    type Out = Complex<T>;
    fn name(&self) -> &'static str {
        "pow"
    }
    #[inline(always)]
    fn block<I: Isa>(&self, _: I, [z, w]: [&[Complex<T>]; 2], out: &mut [Complex<T>]) {
        for ((out, &z), &w) in out.iter_mut().zip(z).zip(w) {
            *out = complex_power(z, w);
        }
    }
}

/// `z^w`, in double precision.
#[inline(always)]
fn complex_power<T: complex::Float>(z: Complex<T>, w: Complex<T>) -> Complex<T> {
    let [z, w] = [z, w].map(|z| Complex::new(z.re.into(), z.im.into()));
    let power = complex::pow(z, w);
    Complex::new(T::of(power.re), T::of(power.im))
}

macro_rules! raised_complex {
    ($($T:ty)*) => {$(
        impl Raised for Complex<$T> {
            #[inline(always)]
            fn raised(self, exponent: Self) -> Self {
                complex_power(self, exponent)
            }
            kernels!(ComplexPowers);
        }
    )*};
}
raised_complex!(f32 f64);

macro_rules! raised_integers {
    ($($T:ty)*) => {$(
        impl Raised for $T {
            #[inline(always)]
            fn raised(self, exponent: $T) -> $T {
                let (mut power, mut base, mut left): ($T, $T, $T) = (1, self, exponent);
                while left > 0 {
                    if left & 1 == 1 {
                        power = power.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    left >>= 1;
                }
                power
            }
            #[allow(unused_comparisons)] // the same body serves unsigned types
            #[inline(never)]
            fn refused(exponents: View<'_, Self>) -> Option<(Vec<usize>, i64)> {
                if <$T>::MIN == 0 || !zip((&exponents,)).any(|(x,)| x < 0) {
                    return None;
                }
                let mut all = exponents.indexed_iter();
                all.find(|(_, x)| **x < 0).map(|(at, &x)| (at.as_slice().to_vec(), x as i64))
            }
            #[inline(never)]
            #[track_caller]
            fn pow_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
                // The bits of one exponent need to be looked at once a block only.
                let one = b.get(&[]).map(|&exponent| u32::try_from(exponent));
                match (b.ndim(), one) {
                    (0, Some(Ok(exponent))) => <$T as Power>::powi_of(a, exponent),
                    _ => zip((&a, &b)).named("pow").map(|(x, y)| x.raised(y)),
                }
            }
            #[inline(never)]
            #[track_caller]
            fn pow_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
                zip((&a, &b)).named("pow").map_into(|(x, y)| x.raised(y), out)
            }
        }
    )*};
}
raised_integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// Why there is no power.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PowError {
    /// The shapes do not broadcast together.
    Shapes(ShapeError),
    /// An integer has no power with an exponent below 0.
    Negative {
        /// Where the exponent is.
        index: Vec<usize>,
        /// The exponent.
        exponent: i64,
    },
}

impl fmt::Display for PowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PowError::Shapes(error) => error.fmt(f),
            PowError::Negative { index, exponent } => {
                write!(f, "pow: an integer to the power of {exponent}")?;
                if !index.is_empty() {
                    write!(f, ", at index {index:?}")?;
                }
                write!(f, "; floats have fractions for that")
            }
        }
    }
}

impl Error for PowError {}

/// Refuses exponents that are met and have no power.
fn check<T: Raised>(a: View<'_, T>, b: View<'_, T>) -> Result<(), PowError> {
    match T::refused(b) {
        Some((index, exponent)) if !a.is_empty() => Err(PowError::Negative { index, exponent }),
        _ => Ok(()),
    }
}

/// Each element of `a` to the power of the matching element of `b`.
///
/// `a`, `b`: any shapes that broadcast. Integers wrap. C99's special cases for floats:
/// `pow(x, 0) = pow(1, y) = 1` even for NaN; NaN for a negative `x` with a `y` that is not whole.
/// Complex numbers: `e^(b ln a)`, products for whole powers below 100; 0 to a power is 0 where the
/// real part of the exponent is positive, 1 for 0, and NaN elsewhere.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer has an exponent below 0; [`try_pow`]
/// returns that as an error.
///
/// # NumPy
/// `np.pow(a, b)`, `a ** b`. Where a product of whole powers of a complex number overflows on the way
/// NumPy has NaN.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::pow(&array![2.0, 3.0], 2.0), array![4.0, 9.0]);
/// assert!(nd_ops::pow(&array![-1f64], 0.5)[[0]].is_nan());
/// assert_eq!(nd_ops::pow(&array![2, 3], &array![10, 4]), array![1024, 81]);
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(nd_ops::pow(&array![i], i * -i + i * i), array![Complex::new(1.0, 0.0)]);
/// ```
/// ```should_panic
/// nd_ops::pow(&nd_core::array![2], -1); // pow: an integer to the power of -1
/// ```
#[track_caller]
pub fn pow<A: ArrayLike<Elem: Raised>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    let (a, b) = (a.view(), b.operand());
    check(a, b).unwrap_or_else(|error| panic!("{error}"));
    <A::Elem as Raised>::pow_of(a, b)
}

/// [`pow`], with errors for what it panics at.
///
/// # Errors
/// If the shapes do not broadcast together, or an integer has an exponent below 0.
///
/// # NumPy
/// `np.pow(a, b)`, whose ValueError "Integers to negative integer powers are not allowed." the
/// second is.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::try_pow(&array![2, 3], 2), Ok(array![4, 9]));
/// let error = nd_ops::try_pow(&array![2, 3], &array![1, -1]).unwrap_err();
/// assert_eq!(error.to_string(), "pow: an integer to the power of -1, at index [1]; floats have fractions for that");
/// ```
pub fn try_pow<A: ArrayLike<Elem: Raised>>(
    a: A,
    b: impl Operand<A::Elem>,
) -> Result<Array<A::Elem>, PowError> {
    let (a, b) = (a.view(), b.operand());
    broadcast_shapes(&[a.shape(), b.shape()]).map_err(|error| {
        PowError::Shapes(match error {
            ShapeError::Broadcast { shapes, .. } => ShapeError::Broadcast { op: "pow", shapes },
            other => other,
        })
    })?;
    check(a, b)?;
    Ok(<A::Elem as Raised>::pow_of(a, b))
}

/// [`pow`] into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`, or an integer has an exponent below 0.
///
/// # NumPy
/// `np.pow(a, b, out=out)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let mut out = array![0.0];
/// nd_ops::pow_into(&array![2.0], 10.0, out.view_mut());
/// assert_eq!(out, array![1024.0]);
/// ```
#[track_caller]
pub fn pow_into<A: ArrayLike<Elem: Raised>>(
    a: A,
    b: impl Operand<A::Elem>,
    out: ViewMut<'_, A::Elem>,
) {
    let (a, b) = (a.view(), b.operand());
    check(a, b).unwrap_or_else(|error| panic!("{error}"));
    <A::Elem as Raised>::pow_into_of(a, b, out)
}
