//! Functions of each element: any, and those that have a result for every element.

use super::{Maskable, MaskedArray, MaskedLike, MaskedOperand, MaskedView};
use nd_core::{Array, Element, Number, View, zip};

/// The mask of what two operands give: where either is masked.
pub(super) fn joined(
    a: Option<View<'_, bool>>,
    b: Option<View<'_, bool>>,
    shape: &[usize],
) -> Option<Array<bool>> {
    let mask = match (a, b) {
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => one.broadcast_to(shape).to_array(),
        (Some(a), Some(b)) => a | b,
    };
    // Without its mask an operand may be the one that is longer.
    Some(if mask.shape() == shape { mask } else { mask.broadcast_to(shape).to_array() })
}

/// A function of two whole arrays, masked where either is.
#[track_caller]
pub(super) fn both<T: Copy, U: Copy, R>(
    a: MaskedView<'_, T>,
    b: MaskedView<'_, U>,
    fill: Option<R>,
    f: impl FnOnce(View<'_, T>, View<'_, U>) -> Array<R>,
) -> MaskedArray<R> {
    let data = f(a.data, b.data);
    let mask = joined(a.mask, b.mask, data.shape());
    MaskedArray { data, mask, fill }
}

/// A function of a whole array, masked where that is.
pub(super) fn each<T: Copy, R>(
    a: MaskedView<'_, T>,
    fill: Option<R>,
    f: impl FnOnce(View<'_, T>) -> Array<R>,
) -> MaskedArray<R> {
    MaskedArray { data: f(a.data), mask: a.mask.map(View::to_array), fill }
}

/// Any function of nd-ops of whole arrays, element by element, masked where `a` is.
///
/// The function sees what is stored beneath the mask, too: of one that has no result for some elements use
/// [`apply_within`](super::apply_within).
///
/// # Panics
/// If the function changes the shape.
///
/// # NumPy
/// `f(a)` for a ufunc `f`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([8.0, 27.0], [false, true]);
/// assert_eq!(ma::apply(&a, |a| nd_ops::cbrt(a)).to_string(), "[2.0 --]");
/// ```
#[track_caller]
pub fn apply<A: MaskedLike<Elem: Element>, R: Element>(
    a: A,
    f: impl FnOnce(View<'_, A::Elem>) -> Array<R>,
) -> MaskedArray<R> {
    let a = a.masked();
    same_shape("apply", each(a, None, f), a.shape())
}

#[track_caller]
fn same_shape<R>(op: &str, result: MaskedArray<R>, shape: &[usize]) -> MaskedArray<R> {
    if result.shape() != shape {
        panic!("{op}: a function of each element makes shape {:?} of {shape:?}", result.shape());
    }
    result
}

/// Any function of two whole arrays, element by element, masked where `a` or `b` is.
///
/// # Panics
/// If the shapes do not broadcast together, or the function gives another shape.
///
/// # NumPy
/// `f(a, b)` for a ufunc `f`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([12, 9], [false, true]);
/// assert_eq!(ma::apply_pair(&a, 8, |a, b| nd_ops::gcd(a, b)).to_string(), "[4 --]");
/// ```
#[track_caller]
pub fn apply_pair<A: MaskedLike<Elem: Element>, R: Element>(
    a: A,
    b: impl MaskedOperand<A::Elem>,
    f: impl FnOnce(View<'_, A::Elem>, View<'_, A::Elem>) -> Array<R>,
) -> MaskedArray<R> {
    let (a, b) = (a.masked(), b.masked_operand());
    let shape = nd_core::broadcast_shapes(&[a.shape(), b.shape()]);
    let shape = shape.unwrap_or_else(|error| panic!("apply_pair: {error}"));
    same_shape("apply_pair", both(a, b, None, f), &shape)
}

/// A function of each element that is not masked.
///
/// # NumPy
/// `np.ma` has none: a Python function sees what is beneath the mask.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([2, 0], [false, true]);
/// assert_eq!(ma::map(&a, |x| 100 / x).to_string(), "[50 --]"); // 0 is not divided by
/// ```
pub fn map<A: MaskedLike<Elem: Element>, R: Element + Default>(
    a: A,
    f: impl Fn(A::Elem) -> R + Sync,
) -> MaskedArray<R> {
    let a = a.masked();
    let data = match a.mask {
        None => a.data.map(f),
        Some(mask) => {
            zip((&a.data, &mask)).map(|(x, masked)| if masked { R::default() } else { f(x) })
        }
    };
    MaskedArray { data, mask: a.mask.map(View::to_array), fill: None }
}

macro_rules! unary {
    ($($name:ident: $Bound:path, $numpy:literal, $given:literal, $masked:literal, $result:literal;)*) => {$(
        #[doc = concat!("[`crate::", stringify!($name), "`] of each element, masked where `a` is.")]
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", $numpy, "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        #[doc = concat!("let a = MaskedArray::new(", $given, ", ", $masked, ");")]
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a).to_string(), \"", $result, "\");")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: $Bound>>(a: A) -> MaskedArray<A::Elem> {
            let a = a.masked();
            each(a, a.fill, |data| crate::$name(data))
        }
    )*};
}
unary! {
    exp: crate::Analytic, "exp", "[0.0, 1.0]", "[false, true]", "[1.0 --]";
    sin: crate::Analytic, "sin", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    cos: crate::Analytic, "cos", "[0.0, 1.0]", "[false, true]", "[1.0 --]";
    tan: crate::Analytic, "tan", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    sinh: crate::Analytic, "sinh", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    cosh: crate::Analytic, "cosh", "[0.0, 1.0]", "[false, true]", "[1.0 --]";
    tanh: crate::Analytic, "tanh", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    atan: crate::Analytic, "arctan", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    asinh: crate::Analytic, "arcsinh", "[0.0, 1.0]", "[false, true]", "[0.0 --]";
    floor: crate::Rounded, "floor", "[1.5, 2.5]", "[false, true]", "[1.0 --]";
    ceil: crate::Rounded, "ceil", "[1.5, 2.5]", "[false, true]", "[2.0 --]";
    round: crate::Rounded, "round", "[1.5, 2.5]", "[true, false]", "[-- 2.0]";
    conj: crate::Parts, "conjugate", "[1.5, 2.5]", "[false, true]", "[1.5 --]";
}

/// [`crate::round_to`] of each element, masked where `a` is.
///
/// # NumPy
/// `np.ma.round(a, decimals)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1.25, 5.5], [false, true]);
/// assert_eq!(ma::round_to(&a, 1).to_string(), "[1.2 --]");
/// ```
pub fn round_to<A: MaskedLike<Elem: crate::Rounded>>(a: A, decimals: i32) -> MaskedArray<A::Elem> {
    let a = a.masked();
    each(a, a.fill, |data| crate::round_to(data, decimals))
}

macro_rules! part {
    ($($name:ident: $Bound:path, $Out:ident, $numpy:literal, $given:literal, $result:literal;)*) => {$(
        #[doc = concat!("[`crate::", stringify!($name), "`] of each element, masked where `a` is.")]
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::Complex;
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        #[doc = concat!("let a = MaskedArray::new(", $given, ", [false, true]);")]
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a).to_string(), \"", $result, "\");")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: $Bound>>(
            a: A,
        ) -> MaskedArray<<A::Elem as $Bound>::$Out> {
            each(a.masked(), None, |data| crate::$name(data))
        }
    )*};
}
part! {
    abs: crate::Magnitude, Size, "np.ma.abs(a)", "[-1.5, 2.0]", "[1.5 --]";
    real: crate::Parts, Part, "a.real", "[Complex::new(1.0, 2.0); 2]", "[1.0 --]";
    imag: crate::Parts, Part, "a.imag", "[Complex::new(1.0, 2.0); 2]", "[2.0 --]";
    angle: crate::Parts, Angle, "np.ma.angle(a)", "[Complex::new(1.0, 0.0); 2]", "[0.0 --]";
}

macro_rules! pairs {
    ($($name:ident: $Bound:path, $numpy:literal, $result:literal;)*) => {$(
        #[doc = concat!("[`crate::", stringify!($name), "`] of each element of `a` and the matching one of `b`, masked where either is.")]
        ///
        /// `a`, `b`: any shapes that broadcast.
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([3.0, 0.0, 1.0], [false, false, true]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a, 4.0).to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: $Bound>>(
            a: A,
            b: impl MaskedOperand<A::Elem>,
        ) -> MaskedArray<A::Elem> {
            let (a, b) = (a.masked(), b.masked_operand());
            both(a, b, a.fill.or(b.fill), |a, b| crate::$name(a, b))
        }
    )*};
}
pairs! {
    add: Number, "np.ma.add(a, b)", "[7.0 4.0 --]";
    subtract: Number, "np.ma.subtract(a, b)", "[-1.0 -4.0 --]";
    multiply: Number, "np.ma.multiply(a, b)", "[12.0 0.0 --]";
    maximum: crate::Ordered, "np.ma.maximum(a, b)", "[4.0 4.0 --]";
    minimum: crate::Ordered, "np.ma.minimum(a, b)", "[3.0 0.0 --]";
    hypot: crate::Real, "np.ma.hypot(a, b)", "[5.0 4.0 --]";
    atan2: crate::Real, "np.ma.arctan2(a, b)", "[0.6435011087932844 0.0 --]";
}

/// Each element, but not less than `low` and not more than `high`; masked where one of the three is.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.clip(a, low, high)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 5, 9], [false, true, false]);
/// assert_eq!(ma::clip(&a, 2, 6).to_string(), "[2 -- 6]");
/// ```
#[track_caller]
pub fn clip<A: MaskedLike<Elem: crate::Ordered>>(
    a: A,
    low: impl MaskedOperand<A::Elem>,
    high: impl MaskedOperand<A::Elem>,
) -> MaskedArray<A::Elem> {
    let (a, low, high) = (a.masked(), low.masked_operand(), high.masked_operand());
    let data = crate::clip(a.data, low.data, high.data);
    let mask = joined(a.mask, low.mask, data.shape());
    let mask = joined(mask.as_ref().map(Array::view), high.mask, data.shape());
    MaskedArray::of(data, mask, a.fill)
}

macro_rules! comparisons {
    ($($name:ident: $Bound:path, $result:literal;)*) => {$(
        #[doc = concat!("[`nd_core::", stringify!($name), "`] of each element of `a` and the matching one of `b`, masked where either is.")]
        ///
        /// `a`, `b`: any shapes that broadcast.
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($name), "(a, b)`.")]
        /// What NumPy stores beneath the mask is true where both are masked.
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([1, 2, 3], [false, false, true]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a, 2).to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Element + $Bound>>(
            a: A,
            b: impl MaskedOperand<A::Elem>,
        ) -> MaskedArray<bool> {
            both(a.masked(), b.masked_operand(), None, |a, b| nd_core::$name(a, b))
        }
    )*};
}
comparisons! {
    equal: PartialEq, "[False True --]";
    not_equal: PartialEq, "[True False --]";
    less: PartialOrd, "[True False --]";
    less_equal: PartialOrd, "[True True --]";
    greater: PartialOrd, "[False False --]";
    greater_equal: PartialOrd, "[False True --]";
}

/// Elements of `a` where `condition` holds, of `b` elsewhere; masked where the one that is taken is, or the condition.
///
/// `condition`, `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.where(condition, a, b)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let condition = MaskedArray::new([true, false, true], [false, false, true]);
/// let a = MaskedArray::new([1, 2, 3], [true, false, false]);
/// assert_eq!(ma::where_(&condition, &a, 9).to_string(), "[-- 9 --]");
/// ```
#[track_caller]
pub fn where_<T: Maskable>(
    condition: impl MaskedLike<Elem = bool>,
    a: impl MaskedOperand<T>,
    b: impl MaskedOperand<T>,
) -> MaskedArray<T> {
    let (condition, a, b) = (condition.masked(), a.masked_operand(), b.masked_operand());
    let data = crate::where_(condition.data, a.data, b.data);
    if condition.mask.is_none() && a.mask.is_none() && b.mask.is_none() {
        return MaskedArray::of(data, None, a.fill.or(b.fill));
    }
    let taken = crate::where_(condition.data, a.mask_array(), b.mask_array());
    let mask = joined(condition.mask, Some(taken.view()), data.shape());
    MaskedArray::of(data, mask, a.fill.or(b.fill))
}

/// Of each place, the element there of the choice that its index says; masked where the index is, or what it chooses.
///
/// # Panics
/// If there is no choice, the shapes do not broadcast together, or an index that is not masked is no number of a choice.
///
/// # NumPy
/// `np.ma.choose(indices, choices)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let indices = MaskedArray::new([0, 1, 7], [false, false, true]);
/// let choices = [MaskedArray::new([1, 2, 3], [true, false, false]), nd_core::array![10, 20, 30].into()];
/// assert_eq!(ma::choose(&indices, &choices).to_string(), "[-- 20 --]");
/// ```
#[track_caller]
pub fn choose<I, A>(indices: I, choices: &[A]) -> MaskedArray<A::Elem>
where
    I: MaskedLike<Elem: nd_core::IndexElement + Maskable>,
    A: MaskedLike<Elem: Maskable>,
{
    let indices = indices.masked();
    let chosen = indices.filled_with(I::Elem::default());
    let choices: Vec<_> = choices.iter().map(A::masked).collect();
    let data: Vec<_> = choices.iter().map(|choice| choice.data).collect();
    let data = crate::choose(&chosen, &data);
    let masks: Vec<_> = choices.iter().map(|choice| choice.mask_array()).collect();
    let masks = crate::choose(&chosen, &masks);
    let mask = joined(indices.mask, Some(masks.view()), data.shape());
    MaskedArray::of(data, mask, choices[0].fill)
}
