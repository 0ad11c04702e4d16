//! Masks by conditions: `masked_where` and its kind.

use super::domains::without;
use super::{Maskable, MaskedArray, MaskedLike, MaskedOperand};
use crate::{Classified, Close, CloseOptions};
use nd_core::{Array, Element};

/// The elements of `a`, masked where they were and where `condition` is true.
///
/// A condition that is masked masks, too. `condition` broadcasts to the shape of `a`.
///
/// # Panics
/// If it does not.
///
/// # NumPy
/// `np.ma.masked_where(condition, a)`, for conditions of the same shape.
///
/// # Examples
/// ```
/// use nd_ops::ma;
///
/// assert_eq!(ma::masked_where([true, false], [1, 2]).to_string(), "[-- 2]");
/// ```
/// ```should_panic
/// nd_ops::ma::masked_where([true, false], [1, 2, 3]);
/// ```
#[track_caller]
pub fn masked_where<A: MaskedLike<Elem: Maskable>>(
    condition: impl MaskedOperand<bool>,
    a: A,
) -> MaskedArray<A::Elem> {
    let (condition, a) = (condition.masked_operand(), a.masked());
    let condition = condition.filled_with(true);
    let outside = condition.try_broadcast_to(a.shape());
    let outside = outside.unwrap_or_else(|error| panic!("masked_where: condition: {error}"));
    without(a.to_owned(), outside.to_array())
}

macro_rules! masked {
    ($($name:ident, $compare:ident, $Bound:path, $said:literal, $result:literal;)*) => {$(
        #[doc = concat!("The elements of `a`, masked where they were and where they are ", $said, " `value`.")]
        ///
        /// A value that is masked masks. `value` broadcasts to the shape of `a`.
        ///
        /// # Panics
        /// If it does not.
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($name), "(a, value)`; the fill value stays, where `masked_equal` sets it to `value`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("let a = nd_ops::ma::", stringify!($name), "([1, 2, 3], 2);")]
        #[doc = concat!("assert_eq!(a.to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Maskable + $Bound>>(
            a: A,
            value: impl MaskedOperand<A::Elem>,
        ) -> MaskedArray<A::Elem> {
            let (a, value) = (a.masked(), value.masked_operand());
            masked_where(super::$compare(a, value), a)
        }
    )*};
}
masked! {
    masked_equal, equal, PartialEq, "equal to", "[1 -- 3]";
    masked_not_equal, not_equal, PartialEq, "not equal to", "[-- 2 --]";
    masked_less, less, PartialOrd, "less than", "[-- 2 3]";
    masked_less_equal, less_equal, PartialOrd, "less than or equal to", "[-- -- 3]";
    masked_greater, greater, PartialOrd, "greater than", "[1 2 --]";
    masked_greater_equal, greater_equal, PartialOrd, "greater than or equal to", "[1 -- --]";
}

/// The elements of `a`, masked where they were and from `low` to `high`, ends included; either end may be the lower one.
///
/// NaN is not inside.
///
/// # NumPy
/// `np.ma.masked_inside(a, low, high)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::masked_inside([1, 2, 3, 4], 3, 2).to_string(), "[1 -- -- 4]");
/// ```
pub fn masked_inside<A: MaskedLike<Elem: Maskable + PartialOrd>>(
    a: A,
    low: A::Elem,
    high: A::Elem,
) -> MaskedArray<A::Elem> {
    let (a, [low, high]) = (a.masked(), ordered(low, high));
    let inside = nd_core::greater_equal(a.data, low) & nd_core::less_equal(a.data, high);
    without(a.to_owned(), inside)
}

/// The elements of `a`, masked where they were and below `low` or above `high`; either end may be the lower one.
///
/// NaN is neither.
///
/// # NumPy
/// `np.ma.masked_outside(a, low, high)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::masked_outside([1, 2, 3, 4], 3, 2).to_string(), "[-- 2 3 --]");
/// ```
pub fn masked_outside<A: MaskedLike<Elem: Maskable + PartialOrd>>(
    a: A,
    low: A::Elem,
    high: A::Elem,
) -> MaskedArray<A::Elem> {
    let (a, [low, high]) = (a.masked(), ordered(low, high));
    let outside = nd_core::less(a.data, low) | nd_core::greater(a.data, high);
    without(a.to_owned(), outside)
}

fn ordered<T: PartialOrd>(low: T, high: T) -> [T; 2] {
    if high < low { [high, low] } else { [low, high] }
}

/// The elements of `a`, masked where they were and where they are close to `value`.
///
/// Close is what [`isclose`](crate::isclose) says it is.
///
/// # NumPy
/// `np.ma.masked_values(a, value)`, with an absolute tolerance of 1e-8; the fill value becomes `value` there and here.
///
/// # Examples
/// ```
/// let a = nd_ops::ma::masked_values([1.0, 1.1, 2.0], 1.1);
/// assert_eq!(a.to_string(), "[1.0 -- 2.0]");
/// assert_eq!(a.fill_value(), 1.1);
/// ```
pub fn masked_values<A: MaskedLike<Elem: Maskable + Close>>(
    a: A,
    value: A::Elem,
) -> MaskedArray<A::Elem> {
    masked_values_with(a, value, &CloseOptions::default())
}

/// As [`masked_values`], with tolerances.
///
/// # NumPy
/// `np.ma.masked_values(a, value, rtol, atol)`.
///
/// # Examples
/// ```
/// use nd_ops::CloseOptions;
///
/// let a = nd_ops::ma::masked_values_with([1.0, 1.5], 1.1, &CloseOptions::default().atol(0.2));
/// assert_eq!(a.to_string(), "[-- 1.5]");
/// ```
pub fn masked_values_with<A: MaskedLike<Elem: Maskable + Close>>(
    a: A,
    value: A::Elem,
    options: &CloseOptions,
) -> MaskedArray<A::Elem> {
    let a = a.masked();
    let close = crate::isclose_with(a.data, value, options);
    without(a.to_owned(), close).with_fill_value(value)
}

/// The elements of `a`, masked where they were and where they are NaN or infinite.
///
/// # NumPy
/// `np.ma.masked_invalid(a)`. Only NaN: [`from_nan`](super::from_nan()).
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::masked_invalid([1.0, f64::NAN, f64::INFINITY]).to_string(), "[1.0 -- --]");
/// ```
pub fn masked_invalid<A: MaskedLike<Elem: Maskable + Classified>>(a: A) -> MaskedArray<A::Elem> {
    let a = a.masked();
    without(a.to_owned(), invalid(a.data))
}

fn invalid<T: Classified>(a: nd_core::View<'_, T>) -> Array<bool> {
    !crate::isfinite(a)
}

/// As [`masked_invalid`], with the fill value stored where elements are NaN or infinite.
///
/// # NumPy
/// `np.ma.fix_invalid(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = nd_ops::ma::fix_invalid([1.0, f64::NAN]);
/// assert_eq!(a.data(), array![1.0, 1e20]);
/// assert_eq!(a.mask_array(), array![false, true]);
/// ```
pub fn fix_invalid<A: MaskedLike<Elem: Maskable + Classified>>(a: A) -> MaskedArray<A::Elem> {
    let a = a.masked();
    let invalid = invalid(a.data);
    let data = A::Elem::filled_of(a.data, invalid.view(), a.fill_value());
    let fixed = MaskedArray::of(data, a.mask.map(nd_core::View::to_array), a.fill);
    without(fixed, invalid)
}

/// The mask of what is masked in either of two masks; `None` where neither masks anything.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.mask_or(a, b)`, which fails for lists.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::mask_or;
///
/// assert_eq!(mask_or([false, true], [false, false]), Some(array![false, true]));
/// assert_eq!(mask_or([false, false], false), None);
/// ```
#[track_caller]
pub fn mask_or(
    a: impl nd_core::ArrayLike<Elem = bool>,
    b: impl nd_core::Operand<bool>,
) -> Option<Array<bool>> {
    super::array::kept(a.view() | b.operand())
}

/// A mask of whatever has a truth: true where an element is not 0; `None` if none is.
///
/// # NumPy
/// `np.ma.make_mask(a)`; with `shrink=False` it is `not_equal(a, 0)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::make_mask;
///
/// assert_eq!(make_mask([0, 2, 0]), Some(array![false, true, false]));
/// assert_eq!(make_mask([0, 0]), None);
/// ```
pub fn make_mask<A>(a: A) -> Option<Array<bool>>
where
    A: nd_core::ArrayLike<Elem: Element + Default + PartialEq>,
{
    super::array::kept(nd_core::not_equal(a.view(), A::Elem::default()))
}
