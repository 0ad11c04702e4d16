//! Division that gives whole numbers, and what it leaves.

use super::Rounded;
use nd_core::{Array, ArrayLike, DivideError, Number, Operand, View, check_quotients};

/// Quotients, and what they leave.
type Both<T> = (Array<T>, Array<T>);

/// Refuses shapes that do not fit, and integers divided by 0.
#[track_caller]
fn check<T: Number>(op: &'static str, a: View<'_, T>, b: View<'_, T>) {
    check_quotients(op, a, b).unwrap_or_else(|error| panic!("{error}"));
}

/// `floor(a / b)`.
///
/// `a`, `b`: any shapes that broadcast. Wraps for the smallest integer divided by -1. Floats
/// divided by 0 give what `a / b` gives, infinities or NaN.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer is divided by 0; [`try_floor_divide`]
/// returns that as an error.
///
/// # NumPy
/// `np.floor_divide(a, b)`, `a // b`, which is 0 for an integer divided by 0, and warns.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::floor_divide(&array![7, -7], 2), array![3, -4]);
/// assert_eq!(nd_ops::floor_divide(&array![-7.5, 1.0], &array![2.0, 0.0]), array![-4.0, f64::INFINITY]);
/// ```
/// ```should_panic
/// nd_ops::floor_divide(&nd_core::array![7], 0);
/// ```
#[track_caller]
pub fn floor_divide<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    let (a, b) = (a.view(), b.operand());
    check("floor_divide", a, b);
    <A::Elem as Rounded>::floor_divide_of(a, b)
}

/// What is left after [`floor_divide`], with the sign of `b`.
///
/// `a`, `b`: any shapes that broadcast. Floats: NaN where `b` is 0 or `a` infinite; a zero has
/// the sign of `b`.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer is divided by 0; [`try_remainder`]
/// returns that as an error.
///
/// # NumPy
/// `np.remainder(a, b)`, `np.mod(a, b)`, `a % b`, which is 0 for an integer divided by 0, and
/// warns. C's remainder is [`fmod`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::remainder(&array![7, -7], 2), array![1, 1]);
/// assert_eq!(nd_ops::remainder(&array![-7.5], 2.0), array![0.5]);
/// ```
/// ```should_panic
/// nd_ops::remainder(&nd_core::array![7], 0);
/// ```
#[track_caller]
pub fn remainder<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    a.view() % b.operand()
}

/// What is left after a division rounded towards zero, with the sign of `a`.
///
/// `a`, `b`: any shapes that broadcast. Exact. Floats: NaN where `b` is 0 or `a` infinite.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer is divided by 0; [`try_fmod`] returns
/// that as an error.
///
/// # NumPy
/// `np.fmod(a, b)`, which is 0 for an integer divided by 0, and warns; the `%` of Rust and C.
/// Python's is [`remainder`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::fmod(&array![7, -7], 2), array![1, -1]);
/// assert_eq!(nd_ops::fmod(&array![-7.5], 2.0), array![-1.5]);
/// ```
/// ```should_panic
/// nd_ops::fmod(&nd_core::array![7], 0);
/// ```
#[track_caller]
pub fn fmod<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    let (a, b) = (a.view(), b.operand());
    check("fmod", a, b);
    <A::Elem as Rounded>::fmod_of(a, b)
}

/// [`floor_divide`] and [`remainder`] in one: `(quotients, remainders)`.
///
/// `a`, `b`: any shapes that broadcast. `a = quotient · b + remainder` but for rounding; wraps for
/// the smallest integer divided by -1. Floats divided by 0 have the quotient `a / b` and the
/// remainder NaN.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer is divided by 0; [`try_divmod`] returns
/// that as an error.
///
/// # NumPy
/// `np.divmod(a, b)`, which gives 0 and 0 for an integer divided by 0, and warns.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (quotients, remainders) = nd_ops::divmod(&array![7, -7], 2);
/// assert_eq!((quotients, remainders), (array![3, -4], array![1, 1]));
/// ```
/// ```should_panic
/// nd_ops::divmod(&nd_core::array![1], 0);
/// ```
#[track_caller]
pub fn divmod<A: ArrayLike<Elem: Rounded>>(
    a: A,
    b: impl Operand<A::Elem>,
) -> (Array<A::Elem>, Array<A::Elem>) {
    let (a, b) = (a.view(), b.operand());
    check("divmod", a, b);
    A::Elem::divmod_of(a, b)
}

macro_rules! tried {
    ($($name:ident $tried:ident $op:literal, $Bound:ident, |$a:ident, $b:ident| $compute:expr, $numpy:literal $example:literal;)*) => {$(
        #[doc = concat!("[`", stringify!($name), "`](crate::", stringify!($name), "()), with errors for what it panics at.")]
        ///
        /// # Errors
        /// If the shapes do not broadcast together, or an integer is divided by 0.
        ///
        /// # NumPy
        #[doc = concat!("`np.", $numpy, "(a, b)`, which is 0 for an integer divided by 0, and warns.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($tried), "(&array![7, -7], 2), Ok(array![", $example, "]));")]
        #[doc = concat!("let error = nd_ops::", stringify!($tried), "(&array![7, -7], &array![2, 0]).unwrap_err();")]
        /// assert_eq!(
        ///     error.to_string(),
        #[doc = concat!("    \"", $op, ": an integer divided by 0, at index [1]; floats have infinity and NaN for that\"")]
        /// );
        /// ```
        pub fn $tried<A: ArrayLike<Elem: $Bound>>(
            a: A,
            b: impl Operand<A::Elem>,
        ) -> Result<Array<A::Elem>, DivideError> {
            let ($a, $b) = (a.view(), b.operand());
            check_quotients($op, $a, $b)?;
            Ok($compute)
        }
    )*};
}
tried! {
    divide try_divide "divide", Number, |a, b| a / b, "divide" "3, -3";
    floor_divide try_floor_divide "floor_divide", Rounded, |a, b| A::Elem::floor_divide_of(a, b),
        "floor_divide" "3, -4";
    remainder try_remainder "remainder", Rounded, |a, b| a % b, "remainder" "1, 1";
    fmod try_fmod "fmod", Rounded, |a, b| A::Elem::fmod_of(a, b), "fmod" "1, -1";
}

/// [`divmod`], with errors for what it panics at.
///
/// # Errors
/// If the shapes do not broadcast together, or an integer is divided by 0.
///
/// # NumPy
/// `np.divmod(a, b)`, which gives 0 and 0 for an integer divided by 0, and warns.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::try_divmod(&array![7, -7], 2), Ok((array![3, -4], array![1, 1])));
/// assert!(nd_ops::try_divmod(&array![7, -7], 0).is_err());
/// ```
pub fn try_divmod<A: ArrayLike<Elem: Rounded>>(
    a: A,
    b: impl Operand<A::Elem>,
) -> Result<Both<A::Elem>, DivideError> {
    let (a, b) = (a.view(), b.operand());
    check_quotients("divmod", a, b)?;
    Ok(A::Elem::divmod_of(a, b))
}
