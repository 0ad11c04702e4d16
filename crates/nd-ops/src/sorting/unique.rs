//! Distinct elements: `unique` and the Array API's `unique_…`.

use super::distinct::Distinct;
use super::lanes::{is_beyond, placed, placed_far};
use super::searchsorted::gapless;
use super::source::Source;
use super::{Sortable, Word, radix};
use nd_core::{Array, ArrayLike, View};

/// How elements are told apart.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{UniqueOptions, unique_counts, unique_counts_with};
///
/// let a = array![f64::NAN, 1.0, f64::NAN];
/// assert_eq!(unique_counts(&a).counts, array![1, 1, 1]);
/// let once = UniqueOptions::default().equal_nan(true);
/// assert_eq!(unique_counts_with(&a, &once).counts, array![1, 2]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UniqueOptions {
    /// Whether all NaN are one element, and so all complex numbers with a part that is NaN.
    pub equal_nan: bool,
}

impl UniqueOptions {
    /// Whether all NaN are one element.
    ///
    /// # NumPy
    /// `equal_nan` of `np.unique`, which is true there unless it is given.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{UniqueOptions, unique_counts_with};
    ///
    /// let a = array![f64::NAN, 1.0, f64::NAN];
    /// let counts = |equal_nan| unique_counts_with(&a, &UniqueOptions::default().equal_nan(equal_nan)).counts;
    /// assert_eq!(counts(false), array![1, 1, 1]);
    /// assert_eq!(counts(true), array![1, 2]);
    /// ```
    #[must_use]
    pub fn equal_nan(self, equal_nan: bool) -> Self {
        Self { equal_nan }
    }
}

/// Distinct elements, and all that is known of them; from [`unique_all`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UniqueAll<T> {
    /// Each element once, in order.
    pub values: Array<T>,
    /// The first place of each, in C order.
    pub indices: Array<usize>,
    /// Which value each element is; of the shape of the array.
    pub inverse_indices: Array<usize>,
    /// How often each occurs.
    pub counts: Array<usize>,
}

/// Distinct elements, and how often each occurs; from [`unique_counts`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UniqueCounts<T> {
    /// Each element once, in order.
    pub values: Array<T>,
    /// How often each occurs.
    pub counts: Array<usize>,
}

/// Distinct elements, and which of them each element is; from [`unique_inverse`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UniqueInverse<T> {
    /// Each element once, in order.
    pub values: Array<T>,
    /// Which value each element is; of the shape of the array.
    pub inverse_indices: Array<usize>,
}

/// Everything, by the places in order.
pub(super) fn all<T: Sortable>(a: View<'_, T>, equal_nan: bool) -> UniqueAll<T> {
    let elements = gapless(a);
    let elements = elements.view().as_slice().expect("without gaps");
    if is_beyond::<T::Rank>(elements.len()) {
        let read = placed_far(elements);
        let mut order = Source::new(elements.len(), &read).to_vec();
        radix::sort(&mut order);
        return told(elements, order.into_iter().map(u64::place), a.shape(), equal_nan);
    }
    let read = placed(elements);
    let mut order = Source::new(elements.len(), &read).to_vec();
    radix::sort(&mut order);
    told(elements, order.into_iter().map(T::Rank::place), a.shape(), equal_nan)
}

fn told<T: Sortable>(
    elements: &[T],
    order: impl Iterator<Item = usize>,
    shape: &[usize],
    equal_nan: bool,
) -> UniqueAll<T> {
    let mut found = Distinct::default();
    let mut inverse = vec![0; elements.len()];
    for at in order {
        found.take((elements[at], 1, Some(at)), equal_nan);
        inverse[at] = found.values.len() - 1;
    }
    UniqueAll {
        values: Array::from_vec(found.values),
        indices: Array::from_vec(found.firsts),
        inverse_indices: Array::from_shape_vec(shape, inverse),
        counts: Array::from_vec(found.counts),
    }
}

/// Each element once, in order; all NaN are one.
///
/// Of any shape → `(m,)`. Of elements that are equal and have other bits, -0.0 and 0.0, the value is the one that sorting
/// puts first.
///
/// # NumPy
/// `np.unique(a)`, which may have the other zero.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::unique(&array![[3, 1], [2, 3]]), array![1, 2, 3]);
/// assert_eq!(nd_ops::unique(&array![f64::NAN, 1.0, f64::NAN]).size(), 2);
/// ```
pub fn unique<A: ArrayLike<Elem: Sortable>>(a: A) -> Array<A::Elem> {
    Array::from_vec(A::Elem::distinct_of(a.view(), true, None).values)
}

/// Each element once, in order; each NaN is an element of its own.
///
/// Of any shape → `(m,)`. As [`unique`] otherwise.
///
/// # NumPy
/// `np.unique_values(a)`, in order.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::unique_values(&array![f64::NAN, 1.0, f64::NAN]).size(), 3);
/// ```
pub fn unique_values<A: ArrayLike<Elem: Sortable>>(a: A) -> Array<A::Elem> {
    Array::from_vec(A::Elem::distinct_of(a.view(), false, None).values)
}

/// Each element once, in order, and how often it occurs; each NaN is an element of its own.
///
/// Of any shape → values and counts `(m,)`. As [`unique`] otherwise.
///
/// # NumPy
/// `np.unique_counts(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let found = nd_ops::unique_counts(&array![3, 1, 3]);
/// assert_eq!((found.values, found.counts), (array![1, 3], array![1, 2]));
/// ```
pub fn unique_counts<A: ArrayLike<Elem: Sortable>>(a: A) -> UniqueCounts<A::Elem> {
    unique_counts_with(a, &UniqueOptions::default())
}

/// As [`unique_counts`], told how elements are told apart.
///
/// # NumPy
/// `np.unique(a, return_counts=True, equal_nan=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let once = nd_ops::UniqueOptions::default().equal_nan(true);
/// assert_eq!(nd_ops::unique_counts_with(&array![f64::NAN, f64::NAN], &once).counts, array![2]);
/// ```
pub fn unique_counts_with<A: ArrayLike<Elem: Sortable>>(
    a: A,
    options: &UniqueOptions,
) -> UniqueCounts<A::Elem> {
    let Distinct { values, counts, .. } = A::Elem::distinct_of(a.view(), options.equal_nan, None);
    UniqueCounts { values: Array::from_vec(values), counts: Array::from_vec(counts) }
}

/// Each element once, in order, and which of them each element is; each NaN is an element of its own.
///
/// Of any shape → values `(m,)` and inverse indices of that shape. As [`unique`] otherwise.
///
/// # NumPy
/// `np.unique_inverse(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let found = nd_ops::unique_inverse(&array![30, 10, 30]);
/// assert_eq!((found.values, found.inverse_indices), (array![10, 30], array![1, 0, 1]));
/// ```
pub fn unique_inverse<A: ArrayLike<Elem: Sortable>>(a: A) -> UniqueInverse<A::Elem> {
    unique_inverse_with(a, &UniqueOptions::default())
}

/// As [`unique_inverse`], told how elements are told apart.
///
/// # NumPy
/// `np.unique(a, return_inverse=True, equal_nan=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let once = nd_ops::UniqueOptions::default().equal_nan(true);
/// let found = nd_ops::unique_inverse_with(&array![f64::NAN, f64::NAN], &once);
/// assert_eq!(found.inverse_indices, array![0, 0]);
/// ```
pub fn unique_inverse_with<A: ArrayLike<Elem: Sortable>>(
    a: A,
    options: &UniqueOptions,
) -> UniqueInverse<A::Elem> {
    let UniqueAll { values, inverse_indices, .. } = unique_all_with(a, options);
    UniqueInverse { values, inverse_indices }
}

/// Each element once, in order, where it is first, which of them each element is, and how often each occurs; each NaN is
/// an element of its own.
///
/// Of any shape → values, indices and counts `(m,)`, and inverse indices of that shape. As [`unique`] otherwise.
///
/// # NumPy
/// `np.unique_all(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let found = nd_ops::unique_all(&array![30, 10, 30]);
/// assert_eq!((found.values, found.indices), (array![10, 30], array![1, 0]));
/// assert_eq!((found.inverse_indices, found.counts), (array![1, 0, 1], array![1, 2]));
/// ```
pub fn unique_all<A: ArrayLike<Elem: Sortable>>(a: A) -> UniqueAll<A::Elem> {
    unique_all_with(a, &UniqueOptions::default())
}

/// As [`unique_all`], told how elements are told apart.
///
/// # NumPy
/// `np.unique(a, return_index=True, return_inverse=True, return_counts=True, equal_nan=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let once = nd_ops::UniqueOptions::default().equal_nan(true);
/// assert_eq!(nd_ops::unique_all_with(&array![f64::NAN, 1.0, f64::NAN], &once).indices, array![1, 0]);
/// ```
pub fn unique_all_with<A: ArrayLike<Elem: Sortable>>(
    a: A,
    options: &UniqueOptions,
) -> UniqueAll<A::Elem> {
    A::Elem::unique_all_of(a.view(), options.equal_nan)
}
