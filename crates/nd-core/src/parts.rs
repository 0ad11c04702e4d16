//! Parts along axes that have names: rows, columns, layers, and an axis taken apart.

use crate::error::ShapeError;
use crate::view::View;

impl<'a, T> View<'a, T> {
    /// Cut into `parts` views of equal length along axis 0.
    ///
    /// # Panics
    /// If there are fewer than two axes, or the length of axis 0 is not a multiple of `parts`.
    ///
    /// # NumPy
    /// `np.vsplit(a, parts)`; for a list of positions
    /// [`split_at_indices`](Self::split_at_indices)`(positions, 0)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].vsplit(2), [array![[1, 2]], array![[3, 4]]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].vsplit(2); // a vector has no rows
    /// ```
    #[track_caller]
    pub fn vsplit(self, parts: usize) -> Vec<View<'a, T>> {
        self.least("vsplit", 2).split(parts, 0)
    }

    /// Cut into `parts` views of equal length along axis 1, or along the only axis.
    ///
    /// # Panics
    /// If there is no axis, or its length is not a multiple of `parts`.
    ///
    /// # NumPy
    /// `np.hsplit(a, parts)`; for a list of positions
    /// [`split_at_indices`](Self::split_at_indices)`(positions, 1)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].hsplit(2), [array![[1], [3]], array![[2], [4]]]);
    /// assert_eq!(array![1, 2, 3, 4].hsplit(2), [array![1, 2], array![3, 4]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2, 3]].hsplit(2);
    /// ```
    #[track_caller]
    pub fn hsplit(self, parts: usize) -> Vec<View<'a, T>> {
        let axis = isize::from(self.ndim() > 1);
        self.least("hsplit", 1).split(parts, axis)
    }

    /// Cut into `parts` views of equal length along axis 2.
    ///
    /// # Panics
    /// If there are fewer than three axes, or the length of axis 2 is not a multiple of `parts`.
    ///
    /// # NumPy
    /// `np.dsplit(a, parts)`; for a list of positions
    /// [`split_at_indices`](Self::split_at_indices)`(positions, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[[1, 2]], [[3, 4]]].dsplit(2)[1], array![[[2]], [[4]]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2]].dsplit(2);
    /// ```
    #[track_caller]
    pub fn dsplit(self, parts: usize) -> Vec<View<'a, T>> {
        self.least("dsplit", 3).split(parts, 2)
    }

    /// The sub-arrays at each position of `axis`, which goes away.
    ///
    /// `[…, n, …]` → `n` views `[…, …]`. As an iterator it is [`axis_iter`](Self::axis_iter).
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.unstack(a, axis=axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.unstack(1), [array![1, 3], array![2, 4]]);
    /// let [first, second] = a.unstack(0).try_into().unwrap();
    /// assert_eq!((first, second), (array![1, 2].view(), array![3, 4].view()));
    /// ```
    /// ```should_panic
    /// nd_core::array![1].unstack(1);
    /// ```
    #[track_caller]
    pub fn unstack(self, axis: isize) -> Vec<View<'a, T>> {
        if let Err(error) = crate::normalize_axis("unstack", axis, self.ndim()) {
            error.panic();
        }
        self.axis_iter(axis).collect()
    }

    #[track_caller]
    fn least(self, op: &'static str, least: usize) -> Self {
        if self.ndim() < least {
            ShapeError::TooFewAxes { op, least, shape: self.shape().into() }.panic();
        }
        self
    }
}
