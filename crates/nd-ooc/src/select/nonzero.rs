//! `nonzero`, `flatnonzero` and `argwhere`: where elements are not zero.

use crate::arrange::stack;
use crate::chunked::Chunked;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::run::RunOptions;
use nd_core::{Typed, zip};
use nd_ops::Truth;

impl<T: Typed + Truth> Chunked<T> {
    /// Where elements are not zero, by axis: one array of places for each, in C order of the elements.
    ///
    /// NaN is not zero. Elements are counted when this is called, and looked at again when places are wanted; see
    /// [`select`](Self::select).
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the pass that counts.
    ///
    /// # NumPy
    /// `np.nonzero(a)`, `np.where(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let places = Chunked::from(array![[0, 7], [8, 0]]).nonzero()?;
    /// assert_eq!(places[0].compute()?, array![0, 1]);
    /// assert_eq!(places[1].compute()?, array![1, 0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn nonzero(&self) -> Result<Vec<Chunked<i64>>> {
        self.nonzero_with(&RunOptions::default())
    }

    /// As [`nonzero`](Self::nonzero), counted as told.
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`nonzero`](Self::nonzero).
    #[track_caller]
    pub fn nonzero_with(&self, options: &RunOptions) -> Result<Vec<Chunked<i64>>> {
        assert!(self.ndim() > 0, "nonzero: a 0-d array has no axes; use flatnonzero");
        let found = self.flatnonzero_with(options)?;
        if self.ndim() == 1 {
            return Ok(vec![found]);
        }
        let mut period = self.size();
        let axes = self.shape().iter().map(|&n| {
            period = period.checked_div(n).unwrap_or(0);
            let (step, n) = (period.max(1) as i64, n.max(1) as i64);
            lift1("place along an axis", format!("{step} {n}"), &found, move |places| {
                zip((&places,)).map(|(place,)| place / step % n)
            })
        });
        Ok(axes.collect())
    }

    /// Where elements are not zero, counted in C order.
    ///
    /// As [`nonzero`](Self::nonzero) otherwise.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the pass that counts.
    ///
    /// # NumPy
    /// `np.flatnonzero(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0, 7], [8, 0]]);
    /// assert_eq!(x.flatnonzero()?.compute()?, array![1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn flatnonzero(&self) -> Result<Chunked<i64>> {
        self.flatnonzero_with(&RunOptions::default())
    }

    /// As [`flatnonzero`](Self::flatnonzero), counted as told.
    ///
    /// # Errors
    /// As [`flatnonzero`](Self::flatnonzero).
    pub fn flatnonzero_with(&self, options: &RunOptions) -> Result<Chunked<i64>> {
        let mask = lift1("is nonzero", "", &self.ravel(), |a| T::truths_of(a.view()));
        let places = crate::arange(0, mask.size() as i64, 1);
        places.select_with(&mask, options)
    }

    /// Where elements are not zero: a row of places along each axis for every one, in C order.
    ///
    /// `(…)` → `(count, ndim)`. As [`nonzero`](Self::nonzero) otherwise.
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the pass that counts.
    ///
    /// # NumPy
    /// `np.argwhere(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0, 7], [8, 0]]);
    /// assert_eq!(x.argwhere()?.compute()?, array![[0, 1], [1, 0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn argwhere(&self) -> Result<Chunked<i64>> {
        self.argwhere_with(&RunOptions::default())
    }

    /// As [`argwhere`](Self::argwhere), counted as told.
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`argwhere`](Self::argwhere).
    #[track_caller]
    pub fn argwhere_with(&self, options: &RunOptions) -> Result<Chunked<i64>> {
        let axes = self.nonzero_with(options)?;
        Ok(stack(&axes[..], 1))
    }
}
