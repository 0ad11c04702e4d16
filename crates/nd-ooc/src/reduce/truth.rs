//! `any`, `all` and `count_nonzero`.

use super::merged::reduced;
use crate::chunked::Chunked;
use crate::wire::Wire;
use nd_core::{Array, Typed};
use nd_ops::{Over, Truth};

impl<T: Typed + Truth> Chunked<T> {
    /// Whether any element is not zero, as an array without axes; false if there are none.
    ///
    /// # NumPy
    /// `np.any(a)`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0, 5, 1).any().value()?);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn any(&self) -> Chunked<bool> {
        self.any_axis(..)
    }

    /// As [`any`](Self::any), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.any(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0, 0], [0, 3]]);
    /// assert_eq!(x.any_axis(0).compute()?, array![false, true]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn any_axis(&self, axes: impl Into<Over>) -> Chunked<bool> {
        let partial = |a: nd_core::View<'_, T>, over: &Over| T::found_axis_of("any", a, over, true);
        reduced(
            "any",
            &axes.into(),
            self,
            Wire::array(),
            partial,
            |a, b| a | b,
            |found, tile| found.unwrap_or_else(|| Array::full(tile.shape(), false)),
        )
    }

    /// Whether all elements are not zero, as an array without axes; true if there are none.
    ///
    /// # NumPy
    /// `np.all(a)`.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_ooc::arange(0, 5, 1).all().value()?);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn all(&self) -> Chunked<bool> {
        self.all_axis(..)
    }

    /// As [`all`](Self::all), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.all(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0, 1], [2, 3]]);
    /// assert_eq!(x.all_axis(0).compute()?, array![false, true]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn all_axis(&self, axes: impl Into<Over>) -> Chunked<bool> {
        let partial =
            |a: nd_core::View<'_, T>, over: &Over| T::found_axis_of("all", a, over, false);
        reduced(
            "all",
            &axes.into(),
            self,
            Wire::array(),
            partial,
            |a, b| a & b,
            |found, tile| found.unwrap_or_else(|| Array::full(tile.shape(), true)),
        )
    }

    /// How many elements are not zero, as an array without axes.
    ///
    /// # NumPy
    /// `np.count_nonzero(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(0, 5, 1).count_nonzero().value()?, 4);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn count_nonzero(&self) -> Chunked<i64> {
        self.count_nonzero_axis(..)
    }

    /// As [`count_nonzero`](Self::count_nonzero), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.count_nonzero(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0, 1], [2, 3]]);
    /// assert_eq!(x.count_nonzero_axis(1).compute()?, array![1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn count_nonzero_axis(&self, axes: impl Into<Over>) -> Chunked<i64> {
        let partial = |a: nd_core::View<'_, T>, over: &Over| T::count_axis_of(a, over);
        reduced(
            "count_nonzero",
            &axes.into(),
            self,
            Wire::counts(),
            partial,
            |a, b| a + b,
            |count, tile| {
                count.map_or_else(|| Array::zeros(tile.shape()), |count| count.map(|n| n as i64))
            },
        )
    }
}
