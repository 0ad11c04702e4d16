//! [`CowArray`]: what `reshape` returns, a view where that is possible and a copy otherwise.

use crate::array::Array;
use crate::index::ArrayIndex;
use crate::iter::Iter;
use crate::layout::Layout;
use crate::view::View;
use std::ops::Index;

/// Borrowed elements if no copy was needed, owned ones otherwise.
///
/// Reads like any other array: it is [`ArrayLike`](crate::ArrayLike), has all read methods,
/// operators, indices and printing; [`into_array`](Self::into_array) makes it an owner.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 2], [3, 4]];
/// assert!(a.reshape([4]).is_view());
/// assert!(!a.t().reshape([4]).is_view()); // the elements are not in that order in memory
/// assert_eq!(a.t().reshape([4]), array![1, 3, 2, 4]);
/// assert_eq!(a.reshape([4])[[2]], 3);
/// assert_eq!(-(a.reshape([4]) + 1), array![-2, -3, -4, -5]);
/// ```
pub enum CowArray<'a, T> {
    /// The same elements.
    View(View<'a, T>),
    /// A copy of them.
    Owned(Array<T>),
}

impl<T> CowArray<'_, T> {
    /// The elements, seen as an array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// let flat = a.t().reshape([4]); // a copy
    /// assert_eq!(flat.view(), array![1, 3, 2, 4]);
    /// ```
    #[inline]
    pub fn view(&self) -> View<'_, T> {
        match self {
            CowArray::View(view) => *view,
            CowArray::Owned(array) => array.view(),
        }
    }

    /// The layout of the elements in memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// let left = a.slice(s![.., ..2]); // a gap stands behind each row
    /// assert_eq!(*left.reshape([2, 1, 2]).layout().strides(), [3, 2, 1]); // a view keeps it
    /// assert_eq!(*left.reshape([4]).layout().strides(), [1]); // a copy does not
    /// ```
    #[inline]
    pub fn layout(&self) -> &Layout {
        match self {
            CowArray::View(view) => view.layout(),
            CowArray::Owned(array) => array.layout(),
        }
    }

    /// Whether no copy was needed.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![[1, 2], [3, 4]];
    /// assert!(a.ravel().is_view());
    /// assert!(!a.t().ravel().is_view());
    /// ```
    pub fn is_view(&self) -> bool {
        matches!(self, CowArray::View(_))
    }
}

impl<T: Copy + Send + Sync> CowArray<'_, T> {
    /// The elements as an owner; copies them if they are still borrowed.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// fn flat() -> Array<i32> {
    ///     let a = array![[1, 2], [3, 4]];
    ///     a.ravel().into_array() // `a` ends here
    /// }
    /// assert_eq!(flat(), array![1, 2, 3, 4]);
    /// ```
    pub fn into_array(self) -> Array<T> {
        match self {
            CowArray::View(view) => view.to_array(),
            CowArray::Owned(array) => array,
        }
    }
}

impl<T, I: ArrayIndex> Index<I> for CowArray<'_, T> {
    type Output = T;

    /// # Panics
    /// As for [`View`].
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &T {
        match self {
            CowArray::View(view) => &view[index],
            CowArray::Owned(array) => &array[index],
        }
    }
}

impl<'c, T> IntoIterator for &'c CowArray<'_, T> {
    type Item = &'c T;
    type IntoIter = Iter<'c, T>;

    fn into_iter(self) -> Iter<'c, T> {
        self.iter()
    }
}
