//! Functions that have no result for some elements: they are masked there.

use super::elementwise::{both, each};
use super::{Maskable, MaskedArray, MaskedLike, MaskedOperand, MaskedView};
use nd_core::{Array, Element, Number, View, equal, greater, greater_equal, less, less_equal};
use num_traits::One;

/// Masks a result where `outside` is true, too.
pub(super) fn without<T>(a: MaskedArray<T>, outside: Array<bool>) -> MaskedArray<T> {
    if !crate::any(&outside) {
        return a;
    }
    let mask = match a.mask {
        Some(mask) => mask | outside,
        None => outside,
    };
    MaskedArray { mask: Some(mask), ..a }
}

/// Any function of whole arrays, element by element; masked where `a` is, and where `outside` says that the function
/// has no result.
///
/// # Panics
/// If `f` or `outside` change the shape.
///
/// # NumPy
/// `np.ma.core._MaskedUnaryOperation`, which masks every result that is not finite as well: `np.ma.log(np.inf)` is
/// masked, and `np.ma.exp(1000)` is not.
///
/// # Examples
/// ```
/// use nd_ops::ma;
///
/// let roots = ma::apply_within([1.0, -1.0, 16.0], |a| nd_ops::pow(a, 0.25), |a| nd_core::less(a, 0.0));
/// assert_eq!(roots.to_string(), "[1.0 -- 2.0]");
/// ```
#[track_caller]
pub fn apply_within<A: MaskedLike<Elem: Element>, R: Element>(
    a: A,
    f: impl FnOnce(View<'_, A::Elem>) -> Array<R>,
    outside: impl FnOnce(View<'_, A::Elem>) -> Array<bool>,
) -> MaskedArray<R> {
    let a = a.masked();
    without(super::apply(a, f), outside(a.data))
}

macro_rules! within {
    ($($name:ident, $numpy:literal, $outside:expr, $said:literal, $given:literal, $result:literal;)*) => {$(
        #[doc = concat!("[`crate::", stringify!($name), "`] of each element, masked where `a` is and where there is none: of elements ", $said, ".")]
        ///
        /// NaN is inside and stays NaN.
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "`, which masks NaN and whatever has no finite result as well.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("let a = nd_ops::ma::", stringify!($name), "([", $given, "]);")]
        #[doc = concat!("assert_eq!(a.to_string(), \"", $result, "\");")]
        /// ```
        pub fn $name<A>(a: A) -> MaskedArray<A::Elem>
        where
            A: MaskedLike<Elem: crate::Real + crate::Root + crate::Ordered>,
        {
            let a = a.masked();
            let outside: fn(View<'_, A::Elem>, A::Elem) -> Array<bool> = $outside;
            without(each(a, a.fill, |data| crate::$name(data)), outside(a.data, A::Elem::one()))
        }
    )*};
}
within! {
    sqrt, "np.ma.sqrt(a)", |a, one| less(a, one.minus(one)), "below 0", "4.0, -1.0", "[2.0 --]";
    log, "np.ma.log(a)", |a, one| less_equal(a, one.minus(one)), "of 0 and below", "1.0, 0.0", "[0.0 --]";
    log2, "np.ma.log2(a)", |a, one| less_equal(a, one.minus(one)), "of 0 and below", "8.0, 0.0", "[3.0 --]";
    log10, "np.ma.log10(a)", |a, one| less_equal(a, one.minus(one)), "of 0 and below", "100.0, 0.0", "[2.0 --]";
    log1p, "np.log1p(a)", |a, one| less_equal(a, one.negated()), "of -1 and below", "0.0, -1.0", "[0.0 --]";
    asin, "np.ma.arcsin(a)", |a, one| beyond(a, one), "beyond -1 and 1", "0.0, 1.5", "[0.0 --]";
    acos, "np.ma.arccos(a)", |a, one| beyond(a, one), "beyond -1 and 1", "1.0, 1.5", "[0.0 --]";
    acosh, "np.ma.arccosh(a)", |a, one| less(a, one), "below 1", "1.0, 0.5", "[0.0 --]";
    atanh, "np.ma.arctanh(a)", |a, one| greater_equal(a, one) | less_equal(a, one.negated()), "of -1, 1 and beyond", "0.0, 1.0", "[0.0 --]";
}

fn beyond<T: crate::Real + PartialOrd>(a: View<'_, T>, one: T) -> Array<bool> {
    greater(a, one) | less(a, one.negated())
}

/// A quotient of a kind, masked where the divisor is 0.
#[track_caller]
fn quotient<T: Number + Maskable>(
    a: MaskedView<'_, T>,
    b: MaskedView<'_, T>,
    f: impl FnOnce(View<'_, T>, View<'_, T>) -> Array<T>,
) -> MaskedArray<T> {
    let fill = a.fill.or(b.fill);
    let zero = equal(b.data, T::zero());
    if !crate::any(&zero) {
        return both(a, b, fill, f);
    }
    // Divided by 1 there: integers have no quotient at all.
    let divisors = T::filled_of(b.data, zero.view(), T::one());
    let mask = super::elementwise::joined(b.mask, Some(zero.view()), b.shape());
    let b = MaskedView::of(divisors.view(), mask.as_ref().map(Array::view), b.fill);
    both(a, b, fill, f)
}

macro_rules! quotients {
    ($($name:ident: [$($Bound:path),*], $numpy:literal, $what:literal, $result:literal;)*) => {$(
        #[doc = concat!($what, " of each element of `a` by the matching one of `b`, masked where either is masked or the divisor is 0.")]
        ///
        /// `a`, `b`: any shapes that broadcast. Floats that overflow or are NaN are not masked.
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "`, which masks results that are not finite as well: inf / 2, NaN / 2, 1e300 / 1e-300.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([7, 7, 7], [false, false, true]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a, [-2, 0, 2]).to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Maskable $(+ $Bound)*>>(
            a: A,
            b: impl MaskedOperand<A::Elem>,
        ) -> MaskedArray<A::Elem> {
            quotient(a.masked(), b.masked_operand(), |a, b| crate::$name(a, b))
        }
    )*};
}
quotients! {
    divide: [Number], "np.ma.true_divide(a, b)", "The quotient, truncated for integers,", "[-3 -- --]";
    floor_divide: [crate::Rounded], "np.ma.floor_divide(a, b)", "The floored quotient", "[-4 -- --]";
    fmod: [crate::Rounded], "np.ma.fmod(a, b)", "The rest of the truncated quotient", "[1 -- --]";
}

/// What the floored quotient of each element of `a` by the matching one of `b` leaves, with the sign of `b`; masked where
/// either is masked or the divisor is 0.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.remainder(a, b)`, `np.ma.mod(a, b)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::remainder([7, 7], [-2, 0]).to_string(), "[-1 --]");
/// ```
#[track_caller]
pub fn remainder<A: MaskedLike<Elem: Maskable + Number>>(
    a: A,
    b: impl MaskedOperand<A::Elem>,
) -> MaskedArray<A::Elem> {
    quotient(a.masked(), b.masked_operand(), |a, b| a % b)
}

/// Each element of `a` to the power of the matching one of `b`, masked where either is and where there is none: a
/// fraction of a negative number, 0 and an integer to a power below 0.
///
/// NaN and what overflows are not masked.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.power(a, b)`, which masks what is not finite as well; integers with exponents below 0 raise ValueError there.
///
/// # Examples
/// ```
/// use nd_ops::ma;
///
/// assert_eq!(ma::pow([-1.0, 0.0, 2.0], [0.5, -1.0, 3.0]).to_string(), "[-- -- 8.0]");
/// assert_eq!(ma::pow([2, 2], [3, -1]).to_string(), "[8 --]");
/// ```
#[track_caller]
pub fn pow<A>(a: A, b: impl MaskedOperand<A::Elem>) -> MaskedArray<A::Elem>
where
    A: MaskedLike<Elem: Maskable + crate::Raised + crate::Classified + PartialOrd>,
{
    let (a, b) = (a.masked(), b.masked_operand());
    let zero = <A::Elem as num_traits::Zero>::zero();
    let falling = less(b.data, zero);
    if A::Elem::not_a_number().is_none() {
        let exponents = A::Elem::filled_of(b.data, falling.view(), zero);
        let exponents = MaskedView::of(exponents.view(), b.mask, b.fill);
        let raised = both(a, exponents, a.fill.or(b.fill), |a, b| crate::pow(a, b));
        let outside = falling.broadcast_to(raised.shape()).to_array();
        return without(raised, outside);
    }
    let raised = both(a, b, a.fill.or(b.fill), |a, b| crate::pow(a, b));
    let undefined = crate::isnan(raised.data()) & !(crate::isnan(a.data) | crate::isnan(b.data));
    let outside = undefined | (equal(a.data, zero) & falling);
    without(raised, outside)
}
