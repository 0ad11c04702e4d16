//! Arithmetic as functions, for results that go into arrays that exist, and for the
//! divisions of integers that the operators do not do.

use nd_core::{Array, ArrayLike, Integer, Number, Operand, ViewMut, zip};

macro_rules! arithmetic {
    ($($name:ident $into:ident $method:ident, $op:literal, $zero:literal, $a:literal $b:literal $c:literal;)*) => {$(
        #[doc = concat!("`a ", $op, " b`, element by element.")]
        ///
        /// `a`, `b`: any shapes that broadcast. Integers wrap.
        ///
        /// # Panics
        #[doc = concat!("If the shapes do not broadcast together", $zero, ".")]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $a, "], ", $b, "), array![", $c, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $name<A: ArrayLike<Elem: Number>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
            zip((&a.view(), &b.operand())).map(|(a, b)| a.$method(b))
        }

        #[doc = concat!("[`", stringify!($name), "`] into an array that exists.")]
        ///
        /// # Panics
        #[doc = concat!("If the shapes do not broadcast together to that of `out`", $zero, ".")]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b, out=out)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("let mut out = array![", $c, "];")]
        /// out.fill(Default::default());
        #[doc = concat!("nd_ops::", stringify!($into), "(&array![", $a, "], ", $b, ", out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $c, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $into<A: ArrayLike<Elem: Number>>(
            a: A,
            b: impl Operand<A::Elem>,
            out: ViewMut<'_, A::Elem>,
        ) {
            zip((&a.view(), &b.operand())).map_into(|(a, b)| a.$method(b), out)
        }
    )*};
}
arithmetic! {
    add add_into plus, "+", "", "1, 2" "10" "11, 12";
    subtract subtract_into minus, "-", "", "1, 2" "1" "0, 1";
    multiply multiply_into times, "*", "", "1, 2" "10" "10, 20";
    divide divide_into divided, "/", ", or an integer is divided by 0 (integers truncate; NumPy's `divide` makes floats)",
        "1.0, 2.0" "4.0" "0.25, 0.5";
}

/// `floor(a / b)` of integers: 0 where `b` is 0.
///
/// `a`, `b`: any shapes that broadcast. Wraps for the smallest integer divided by -1.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.floor_divide(a, b)`, `a // b`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::floor_divide(&array![7, -7, 1], &array![2, 2, 0]), array![3, -4, 0]);
/// ```
#[track_caller]
pub fn floor_divide<A: ArrayLike<Elem: Integer>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    zip((&a.view(), &b.operand())).map(|(a, b)| floored(a, b).0)
}

/// What is left after [`floor_divide`], with the sign of `b`: 0 where `b` is 0.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.remainder(a, b)`, `a % b`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::remainder(&array![7, -7, 1], &array![2, 2, 0]), array![1, 1, 0]);
/// ```
#[track_caller]
pub fn remainder<A: ArrayLike<Elem: Integer>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    zip((&a.view(), &b.operand())).map(|(a, b)| floored(a, b).1)
}

/// Quotient rounded down, and remainder with the sign of the divisor.
#[inline(always)]
fn floored<T: Integer>(a: T, b: T) -> (T, T) {
    let zero = T::zero();
    if b == zero {
        return (zero, zero);
    }
    let (quotient, rest) = (a.divided(b), a.remainder(b));
    if rest != zero && (rest < zero) != (b < zero) {
        (quotient.minus(T::one()), rest.plus(b))
    } else {
        (quotient, rest)
    }
}
