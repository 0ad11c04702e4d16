//! Arithmetic as functions: for results that go into arrays that exist, and what the
//! operators do not do.

use nd_core::{Arithmetic, Array, ArrayLike, Number, Operand, View, ViewMut, arithmetic_into};

macro_rules! arithmetic {
    ($($name:ident $into:ident $Op:ident $op:tt, $notes:literal $zero:literal, $a:literal $b:literal $c:literal;)*) => {$(
        #[doc = concat!("`a ", stringify!($op), " b`, element by element.")]
        ///
        #[doc = concat!("`a`, `b`: any shapes that broadcast. Integers wrap.", $notes)]
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
            a.view() $op b.operand()
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
            arithmetic_into(Arithmetic::$Op, a.view(), b.operand(), out)
        }
    )*};
}
arithmetic! {
    add add_into Add +, "" "", "1, 2" "10" "11, 12";
    subtract subtract_into Subtract -, "" "", "1, 2" "1" "0, 1";
    multiply multiply_into Multiply *,
        " Complex numbers: the schoolbook's product, as Rust's and NumPy's, which does not recover the infinities that C99's Annex G does."
        "", "1, 2" "10" "10, 20";
    divide divide_into Divide /,
        " Complex numbers: by the larger part of the divisor (Smith), as NumPy's; by 0 as the parts by 0."
        ", or an integer is divided by 0 (integers truncate; NumPy's `divide` makes floats)",
        "1.0, 2.0" "4.0" "0.25, 0.5";
}

/// The elements as they are, in a new array.
///
/// # NumPy
/// `np.positive(a)`, `+a`; `bool` has no sign there either.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::positive(&array![3, -4]), array![3, -4]);
/// ```
/// ```compile_fail
/// nd_ops::positive(&nd_core::array![true]);
/// ```
pub fn positive<A: ArrayLike<Elem: Number>>(a: A) -> Array<A::Elem> {
    a.view().to_array()
}

/// Each element multiplied with itself; integers wrap, complex numbers are multiplied as by [`multiply`].
///
/// # NumPy
/// `np.square(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::square(&array![3, -4]), array![9, 16]);
/// ```
pub fn square<A: ArrayLike<Elem: Number>>(a: A) -> Array<A::Elem> {
    a.view() * a.view()
}

/// 1 divided by each element; for integers 0, 1 or -1.
///
/// # Panics
/// If an integer element is 0.
///
/// # NumPy
/// `np.reciprocal(a)`, whose complex reciprocal of 0 has NaN for both parts, of which here the real one
/// is infinite.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::reciprocal(&array![4.0, 0.0]), array![0.25, f64::INFINITY]);
/// ```
/// ```should_panic
/// nd_ops::reciprocal(&nd_core::array![0]);
/// ```
#[track_caller]
pub fn reciprocal<A: ArrayLike<Elem: Number>>(a: A) -> Array<A::Elem> {
    View::from_ref(&<A::Elem as num_traits::One>::one()) / a.view()
}
