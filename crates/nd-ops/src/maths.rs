//! Elementary functions of whole arrays: `exp`, `log`, `sin`, `pow` and their kind.

use crate::elementary::{self as functions, Elementary, Function, Function2};
use nd_core::simd::Isa;
use nd_core::{
    Array, ArrayLike, BlockMapper, Number, Operand, ViewMut, map_blocks, map_blocks_into, zip,
};

/// A [`Function`] as what the engine maps.
struct Unary<F>(F);

impl<T: Elementary + Default, F: Function<T>> BlockMapper<T, 1> for Unary<F> {
    type Out = T;
    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [x]: [&[T]; 1], out: &mut [T]) {
        self.0.block(isa, x, out);
    }
}

/// A [`Function2`] as what the engine maps.
struct Binary<F>(F);

impl<T: Elementary + Default, F: Function2<T>> BlockMapper<T, 2> for Binary<F> {
    type Out = T;
    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [x, y]: [&[T]; 2], out: &mut [T]) {
        self.0.block(isa, x, y, out);
    }
}

/// Elements that have elementary functions: `f32` and `f64`.
///
/// NumPy converts integers to `f64` first; here the caller says so: `exp(&a.cast::<f64>())`.
#[diagnostic::on_unimplemented(
    message = "elementary functions need `f32` or `f64` elements, not `{Self}`",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Real: Elementary + Default + Number {}
impl Real for f32 {}
impl Real for f64 {}

macro_rules! unary_functions {
    ($($name:ident $into:ident $Function:ident, $numpy:literal, $said:literal, $notes:literal,
        $x:literal $y:literal;)*) => {$(
        #[doc = concat!($said, ", for each element.")]
        ///
        #[doc = $notes]
        ///
        /// # NumPy
        #[doc = concat!("`np.", $numpy, "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $x, "]), array![", $y, "]);")]
        #[doc = concat!("assert!(nd_ops::", stringify!($name), "(&array![f64::NAN])[[0]].is_nan());")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: Real>>(a: A) -> Array<A::Elem> {
            map_blocks([a.view()], &Unary(functions::$Function))
        }

        #[doc = concat!("[`", stringify!($name), "`] into an array that exists.")]
        ///
        /// # Panics
        /// If the shapes differ and that of `a` cannot be stretched.
        ///
        /// # NumPy
        #[doc = concat!("`np.", $numpy, "(a, out=out)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        /// let mut out = array![0.0];
        #[doc = concat!("nd_ops::", stringify!($into), "(&array![", $x, "], out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $y, "]);")]
        /// ```
        #[track_caller]
        pub fn $into<A: ArrayLike<Elem: Real>>(a: A, out: ViewMut<'_, A::Elem>) {
            map_blocks_into([a.view()], &Unary(functions::$Function), out)
        }
    )*};
}
unary_functions! {
    exp exp_into Exp, "exp", "`e` to the power of the element",
        "Error at most 1 ULP. Overflows to infinity, underflows through denormals to 0.", "0.0" "1.0";
    exp2 exp2_into Exp2, "exp2", "2 to the power of the element",
        "Error at most 1 ULP. Overflows to infinity, underflows through denormals to 0.", "3.0" "8.0";
    expm1 expm1_into ExpM1, "expm1", "`e` to the power of the element, minus 1",
        "Accurate for elements near zero, where `exp(x) - 1` is not.", "0.0" "0.0";
    log log_into Ln, "log", "The natural logarithm of the element",
        "Error at most 1 ULP. NaN below 0, minus infinity at 0.", "1.0" "0.0";
    log2 log2_into Log2, "log2", "The logarithm to base 2 of the element",
        "NaN below 0, minus infinity at 0.", "8.0" "3.0";
    log10 log10_into Log10, "log10", "The logarithm to base 10 of the element",
        "NaN below 0, minus infinity at 0.", "1000.0" "3.0";
    log1p log1p_into Ln1p, "log1p", "The natural logarithm of 1 plus the element",
        "Accurate for elements near zero. NaN below -1, minus infinity at -1.", "0.0" "0.0";
    sin sin_into Sin, "sin", "The sine of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "0.0";
    cos cos_into Cos, "cos", "The cosine of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "1.0";
    tan tan_into Tan, "tan", "The tangent of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "0.0";
    sinh sinh_into Sinh, "sinh", "The hyperbolic sine of the element",
        "Overflows to the infinities.", "0.0" "0.0";
    cosh cosh_into Cosh, "cosh", "The hyperbolic cosine of the element",
        "Overflows to infinity.", "0.0" "1.0";
    tanh tanh_into Tanh, "tanh", "The hyperbolic tangent of the element",
        "Between -1 and 1; keeps the sign of zero.", "0.0" "0.0";
}

/// Each element of `a` to the power of the matching element of `b`.
///
/// `a`, `b`: any shapes that broadcast. C99's special cases: `pow(x, 0) = pow(1, y) = 1` even
/// for NaN; NaN for a negative `x` with a `y` that is not whole.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.pow(a, b)`, `a ** b`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::pow(&array![2.0, 3.0], 2.0), array![4.0, 9.0]);
/// assert!(nd_ops::pow(&array![-1f64], 0.5)[[0]].is_nan());
/// ```
#[track_caller]
pub fn pow<A: ArrayLike<Elem: Real>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    map_blocks([a.view(), b.operand()], &Binary(functions::Pow))
}

/// [`pow`] into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`.
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
pub fn pow_into<A: ArrayLike<Elem: Real>>(
    a: A,
    b: impl Operand<A::Elem>,
    out: ViewMut<'_, A::Elem>,
) {
    map_blocks_into([a.view(), b.operand()], &Binary(functions::Pow), out)
}

/// Each element multiplied with itself `exponent` times; 1 for exponent 0. Integers wrap.
///
/// # NumPy
/// `a ** n` for a whole `n` that is not negative.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::powi(&array![2, -3], 3), array![8, -27]);
/// assert_eq!(nd_ops::powi(&array![16u8], 2), array![0]); // wraps
/// ```
pub fn powi<A: ArrayLike<Elem: Number>>(a: A, exponent: u32) -> Array<A::Elem> {
    zip((a.view(),)).map(move |(x,)| by_squaring(x, exponent))
}

#[inline(always)]
fn by_squaring<T: Number>(mut base: T, mut exponent: u32) -> T {
    let mut power = T::one();
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power.times(base);
        }
        base = base.times(base);
        exponent >>= 1;
    }
    power
}
