//! `prod`, `nanprod` and `nansum`.

use super::merged::{is_all, reduced};
use crate::chunked::Chunked;
use crate::wire::Wire;
use nd_core::{Array, Number, Typed, View, zip};
use nd_ops::{AddedIn, Over, Summable};

/// Elements as what they are multiplied in, 1 for NaN.
fn numbers_or_one<T: AddedIn<W>, W: Number>(a: View<'_, T>) -> Array<W> {
    // Only NaN differs from itself.
    zip((a,)).map(|(x,)| {
        let x: W = x.widen();
        if x.ne(&x) { W::one() } else { x }
    })
}

/// The products of a cell.
fn product<T: Summable>(a: View<'_, T>, over: &Over) -> Array<T::Work> {
    if is_all(over, a.ndim()) {
        return Array::scalar(T::product_of(a));
    }
    T::product_axis_of(a, over)
}

/// The products of no elements.
fn ones<W: Number>(shape: &[usize]) -> Array<W> {
    Array::full(shape, W::one())
}

impl<T: Typed> Chunked<T> {
    #[track_caller]
    fn multiplied(
        &self,
        name: &'static str,
        over: &Over,
        partial: impl Fn(View<'_, T>, &Over) -> Array<T::Work> + Send + Sync + 'static,
    ) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        reduced(name, over, self, Wire::array(), partial, T::Work::times, |products, tile| {
            let products = products.unwrap_or_else(|| ones(tile.shape()));
            T::narrow_all(products)
        })
    }

    /// The product of all elements, as an array without axes; 1 if there are none. Types as for
    /// [`sum`](Self::sum).
    ///
    /// # NumPy
    /// `np.prod(a)`; floats are multiplied in another order, so the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(1i64, 11, 1).prod().value()?, 3_628_800);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn prod(&self) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.prod_axis(..)
    }

    /// As [`prod`](Self::prod), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.prod(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1i64, 2], [3, 4]]);
    /// assert_eq!(x.prod_axis(0).compute()?, array![3, 8]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn prod_axis(&self, axes: impl Into<Over>) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.multiplied("prod", &axes.into(), product::<T>)
    }

    /// The product of the elements that are not NaN, as an array without axes; 1 if there are none.
    ///
    /// # NumPy
    /// `np.nanprod(a)`; floats are multiplied in another order, so the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.5, f64::NAN, 2.0]).nanprod().value()?, 3.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nanprod(&self) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed + Summable<Work = <T as Summable>::Work>, Sum: Typed>,
    {
        self.nanprod_axis(..)
    }

    /// As [`nanprod`](Self::nanprod), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nanprod(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[2.0, f64::NAN], [3.0, 4.0]]);
    /// assert_eq!(x.nanprod_axis(1).compute()?, array![2.0, 12.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanprod_axis(&self, axes: impl Into<Over>) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed + Summable<Work = <T as Summable>::Work>, Sum: Typed>,
    {
        self.multiplied("nanprod", &axes.into(), |a, over| {
            if <T as AddedIn<T::Work>>::NEVER_NAN {
                return product::<T>(a, over);
            }
            product::<T::Work>(numbers_or_one::<T, T::Work>(a).view(), over)
        })
    }

    /// The sum of the elements that are not NaN, as an array without axes; 0 if there are none. Types as for
    /// [`sum`](Self::sum).
    ///
    /// # NumPy
    /// `np.nansum(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.5, f64::NAN, 2.0]).nansum().value()?, 3.5);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nansum(&self) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.nansum_axis(..)
    }

    /// As [`nansum`](Self::nansum), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nansum(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0]]);
    /// assert_eq!(x.nansum_axis(0).compute()?, array![4.0, 4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nansum_axis(&self, axes: impl Into<Over>) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.number_sums::<T::Work, T::Sum>("nansum", &axes.into(), |sums| T::narrow_all(sums))
    }

    /// Sums of the elements that are not NaN.
    #[track_caller]
    pub(super) fn number_sums<W: Number + Typed, U: Typed>(
        &self,
        name: &'static str,
        over: &Over,
        finish: impl Fn(Array<W>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U>
    where
        T: AddedIn<W>,
    {
        let partial = |a: View<'_, T>, over: &Over| {
            if is_all(over, a.ndim()) {
                return Array::scalar(<T as AddedIn<W>>::nansum_of(a));
            }
            <T as AddedIn<W>>::nansum_axis_of("nansum", a, over)
        };
        reduced(name, over, self, Wire::array(), partial, W::plus, move |sums, tile| {
            finish(sums.unwrap_or_else(|| Array::full(tile.shape(), W::zero())))
        })
    }
}
