//! One column of the statistics, under SciPy's names.

use super::index::LabelIndex;
use super::statistics::{LabelStatistics, label_statistics};
use crate::measured::{Label, Measured};
use nd_core::{Array, ArrayLike};

/// A function that is a column of [`label_statistics`].
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident -> $Result:ty, $found:ident => $column:expr;)*) => {$(
        $(#[$doc])*
        #[track_caller]
        pub fn $name<A, L>(
            a: A,
            labels: L,
            index: impl Into<LabelIndex<L::Elem>>,
        ) -> $Result
        where
            A: ArrayLike<Elem: Measured>,
            L: ArrayLike<Elem: Label>,
        {
            let $found = label_statistics(a, labels, index);
            $column
        }
    )*};
}

columns! {
    /// The sum of the elements of each label: `(…), (…) -> (n)`; 0 of a label that no element has.
    ///
    /// Integers are added up exactly; a sum that 64 bits do not hold is wrapped. NaN makes its label's
    /// sum NaN.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.sum_labels(a, labels, index)`, which adds up in `f64`.
    ///
    /// # Examples
    /// ```
    /// let sums = nd_image::labels::sum_labels([1u8, 255, 3], [1, 1, 2], [1, 2, 3]);
    /// assert_eq!(sums.into_vec(), [256, 3, 0]);
    /// ```
    sum_labels -> Array<<A::Elem as Measured>::Sum>, found => found.sum;

    /// The mean of the elements of each label: `(…), (…) -> (n)`; NaN of a label that no element has.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.mean(a, labels, index)`.
    ///
    /// # Examples
    /// ```
    /// let means = nd_image::labels::mean([1u8, 2, 3], [1, 1, 2], [1, 2]);
    /// assert_eq!(means.into_vec(), [1.5, 3.0]);
    /// ```
    mean -> Array<f64>, found => found.mean;

    /// The variance of the elements of each label, divided by how many they are: `(…), (…) -> (n)`; NaN
    /// of a label that no element has.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.variance(a, labels, index)`.
    ///
    /// # Examples
    /// ```
    /// let variances = nd_image::labels::variance([1.0, 3.0, 5.0], [1, 1, 2], [1, 2]);
    /// assert_eq!(variances.into_vec(), [1.0, 0.0]);
    /// ```
    variance -> Array<f64>, found => found.variance;

    /// The standard deviation of the elements of each label: `(…), (…) -> (n)`; NaN of a label that no
    /// element has.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.standard_deviation(a, labels, index)`.
    ///
    /// # Examples
    /// ```
    /// let spread = nd_image::labels::standard_deviation([1.0, 5.0], [1, 1], ..);
    /// assert_eq!(spread.into_vec(), [2.0]);
    /// ```
    standard_deviation -> Array<f64>, found => found.standard_deviation();

    /// The smallest element of each label: `(…), (…) -> (n)`; NaN if one of them is, `None` of a label
    /// that no element has.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.minimum(a, labels, index)`, which gives 0 for what is missing.
    ///
    /// # Examples
    /// ```
    /// let smallest = nd_image::labels::minimum([4u8, 2, 3], [1, 1, 2], [1, 2, 3]);
    /// assert_eq!(smallest.into_vec(), [Some(2), Some(3), None]);
    /// ```
    minimum -> Array<Option<A::Elem>>, found => found.minimum;

    /// The largest element of each label: `(…), (…) -> (n)`; NaN if one of them is, `None` of a label
    /// that no element has.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `scipy.ndimage.maximum(a, labels, index)`, which gives 0 for what is missing.
    ///
    /// # Examples
    /// ```
    /// let largest = nd_image::labels::maximum([4u8, 2, 3], [1, 1, 2], [1, 2, 3]);
    /// assert_eq!(largest.into_vec(), [Some(4), Some(3), None]);
    /// ```
    maximum -> Array<Option<A::Elem>>, found => found.maximum;
}

/// The ends of a label's values and the indices of the first element at each; see [`extrema`].
///
/// # Examples
/// ```
/// let ends = nd_image::labels::extrema([[1, 9]], [[1, 1]], [1])[0].clone().unwrap();
/// assert_eq!((ends.maximum, ends.maximum_position), (9, vec![0, 1]));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Extrema<T> {
    /// The smallest element.
    pub minimum: T,
    /// The largest element.
    pub maximum: T,
    /// The index of the first smallest.
    pub minimum_position: Vec<usize>,
    /// The index of the first largest.
    pub maximum_position: Vec<usize>,
}

/// The smallest and largest element of each label and where they are: `(…), (…) -> n`.
///
/// A label that no element has gives `None`; NaN is both ends of its label.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.extrema(a, labels, index)`: four arrays; any position among equals, and 0 for what is
/// missing.
///
/// # Examples
/// ```
/// let ends = nd_image::labels::extrema([[3, 1], [1, 2]], [[1, 1], [1, 2]], [1, 5]);
/// assert_eq!(ends[0].as_ref().unwrap().minimum_position, [0, 1]);
/// assert!(ends[1].is_none());
/// ```
#[track_caller]
pub fn extrema<A, L>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> Vec<Option<Extrema<A::Elem>>>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let a = a.view();
    let found = label_statistics(a, labels, index);
    joined(&found, a.shape())
}

fn joined<T: Measured>(found: &LabelStatistics<T>, shape: &[usize]) -> Vec<Option<Extrema<T>>> {
    let row = |i: usize| {
        Some(Extrema {
            minimum: found.minimum[[i]]?,
            maximum: found.maximum[[i]]?,
            minimum_position: multi_index(found.minimum_position[[i]]?, shape),
            maximum_position: multi_index(found.maximum_position[[i]]?, shape),
        })
    };
    (0..found.count.size()).map(row).collect()
}

/// A flat position in C order as an index.
pub(crate) fn multi_index(flat: usize, shape: &[usize]) -> Vec<usize> {
    let mut rest = flat;
    let mut index = vec![0; shape.len()];
    for (at, &len) in index.iter_mut().zip(shape).rev() {
        (*at, rest) = (rest % len, rest / len);
    }
    index
}

/// The index of the first smallest element of each label: `(…), (…) -> n`; `None` of a label that no
/// element has. NaN counts as smallest.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.minimum_position(a, labels, index)`, which takes any position among equals, and the
/// first of the array for what is missing.
///
/// # Examples
/// ```
/// let places = nd_image::labels::minimum_position([[5, 1], [1, 1]], [[1, 1], [1, 2]], [1, 2, 3]);
/// assert_eq!(places, [Some(vec![0, 1]), Some(vec![1, 1]), None]);
/// ```
#[track_caller]
pub fn minimum_position<A, L>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> Vec<Option<Vec<usize>>>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let a = a.view();
    places(&label_statistics(a, labels, index).minimum_position, a.shape())
}

/// The index of the first largest element of each label: `(…), (…) -> n`; `None` of a label that no
/// element has. NaN counts as largest.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.maximum_position(a, labels, index)`, which takes any position among equals, and the
/// first of the array for what is missing.
///
/// # Examples
/// ```
/// let places = nd_image::labels::maximum_position([1.0, 3.0, 3.0], [1, 1, 1], [1]);
/// assert_eq!(places, [Some(vec![1])]);
/// ```
#[track_caller]
pub fn maximum_position<A, L>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> Vec<Option<Vec<usize>>>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let a = a.view();
    places(&label_statistics(a, labels, index).maximum_position, a.shape())
}

fn places(flat: &Array<Option<usize>>, shape: &[usize]) -> Vec<Option<Vec<usize>>> {
    flat.iter().map(|flat| flat.map(|flat| multi_index(flat, shape))).collect()
}
