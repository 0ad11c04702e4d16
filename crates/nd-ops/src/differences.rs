//! `diff` and `ediff1d`.

use crate::slab::slab;
use nd_core::{Array, ArrayLike, Number, View, concat, normalize_axis};

/// What stands before and after the elements that [`diff_with`] takes differences of.
///
/// # Examples
/// ```
/// use nd_core::{View, array};
/// use nd_ops::{DiffOptions, diff_with};
///
/// let zero = DiffOptions::default().prepend(View::from_ref(&0));
/// assert_eq!(diff_with(&[3, 5, 4], 1, 0, &zero), array![3, 2, -1]);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DiffOptions<'a, T> {
    /// What stands before: an array that is joined along the axis, or one element (0-d).
    pub prepend: Option<View<'a, T>>,
    /// What stands after.
    pub append: Option<View<'a, T>>,
}

impl<T> Default for DiffOptions<'_, T> {
    fn default() -> Self {
        DiffOptions { prepend: None, append: None }
    }
}

impl<'a, T> DiffOptions<'a, T> {
    /// What stands before.
    ///
    /// # NumPy
    /// `prepend`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, array};
    /// use nd_ops::{DiffOptions, diff_with};
    ///
    /// let a = array![[1, 4], [2, 9]];
    /// let zero = DiffOptions::default().prepend(View::from_ref(&0)); // before each row
    /// assert_eq!(diff_with(&a, 1, 1, &zero), array![[1, 3], [2, 7]]);
    /// ```
    pub fn prepend(self, prepend: View<'a, T>) -> Self {
        DiffOptions { prepend: Some(prepend), ..self }
    }

    /// What stands after.
    ///
    /// # NumPy
    /// `append`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{DiffOptions, diff_with};
    ///
    /// let (a, last) = (array![[1, 4], [2, 9]], array![[0], [10]]);
    /// let options = DiffOptions::default().append(last.view());
    /// assert_eq!(diff_with(&a, 1, 1, &options), array![[3, -4], [7, 1]]);
    /// ```
    pub fn append(self, append: View<'a, T>) -> Self {
        DiffOptions { append: Some(append), ..self }
    }
}

/// The differences of neighbours along `axis`, `n` times over; the elements for `n` 0.
///
/// `a: (…, len, …)` → `(…, len - n, …)`, of length 0 if there are not more elements than `n`.
/// Integers wrap; NaN and infinities propagate.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.diff(a, n, axis)`. Of `bool`, whose differences are whether neighbours differ, it is
/// `not_equal` of two slices.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::diff(&[1, 4, 9, 16], 1, 0), array![3, 5, 7]);
/// assert_eq!(nd_ops::diff(&[1, 4, 9, 16], 2, 0), array![2, 2]);
/// assert_eq!(nd_ops::diff(&array![[1.0, 4.0], [5.0, 5.5]], 1, -1), array![[3.0], [0.5]]);
/// ```
/// ```should_panic
/// nd_ops::diff(&[1, 2], 1, 1);
/// ```
#[track_caller]
pub fn diff<A: ArrayLike<Elem: Number>>(a: A, n: usize, axis: isize) -> Array<A::Elem> {
    diff_with(a, n, axis, &DiffOptions::default())
}

/// As [`diff`], of elements that have others before or after them.
///
/// # Panics
/// If there is no such axis, or what is joined differs in shape on another axis.
///
/// # NumPy
/// `np.diff(a, n, axis, prepend, append)`.
///
/// # Examples
/// ```
/// use nd_core::{View, array};
/// use nd_ops::{DiffOptions, diff_with};
///
/// let more = [10, 20];
/// let options = DiffOptions::default().append(View::from_slice(&more));
/// assert_eq!(diff_with(&[3, 5], 1, 0, &options), array![2, 5, 10]);
/// ```
#[track_caller]
pub fn diff_with<A: ArrayLike<Elem: Number>>(
    a: A,
    n: usize,
    axis: isize,
    options: &DiffOptions<'_, A::Elem>,
) -> Array<A::Elem> {
    let a = a.view();
    let axis = normalize_axis("diff", axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    if n == 0 {
        return a.to_array();
    }
    let mut single = a.shape().to_vec();
    single[axis] = 1;
    let stretched = |view: View<'_, A::Elem>| match view.ndim() {
        0 => view.broadcast_to(single.as_slice()).to_array(),
        _ => view.to_array(),
    };
    let (before, after) = (options.prepend.map(stretched), options.append.map(stretched));
    let views = [before.as_ref().map(Array::view), Some(a), after.as_ref().map(Array::view)];
    let views: Vec<_> = views.into_iter().flatten().collect();
    match views[..] {
        [alone] => repeated(alone, n, axis),
        _ => repeated(concat(&views, axis as isize).view(), n, axis),
    }
}

fn repeated<T: Number>(a: View<'_, T>, n: usize, axis: usize) -> Array<T> {
    let len = a.shape()[axis];
    let once =
        crate::subtract(slab(a, axis, 1.min(len)..len), slab(a, axis, 0..len.saturating_sub(1)));
    (1..n.min(len)).fold(once, |a, _| repeated(a.view(), 1, axis))
}

/// The differences of neighbours of all elements in C order, with `to_begin` before and `to_end`
/// after them.
///
/// Integers wrap; NaN and infinities propagate.
///
/// # NumPy
/// `np.ediff1d(a, to_end, to_begin)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::ediff1d(&array![[1, 2], [4, 8]], &[], &[]), array![1, 2, 4]);
/// assert_eq!(nd_ops::ediff1d(&[5, 3], &[0], &[9, 9]), array![0, -2, 9, 9]);
/// ```
pub fn ediff1d<A: ArrayLike<Elem: Number>>(
    a: A,
    to_begin: &[A::Elem],
    to_end: &[A::Elem],
) -> Array<A::Elem> {
    let flat = a.view().ravel();
    let differences = repeated(flat.view(), 1, 0);
    let (begin, end) = (View::from_slice(to_begin), View::from_slice(to_end));
    concat(&[begin, differences.view(), end], 0)
}
