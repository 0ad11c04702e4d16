//! `quantile`: one or several, of all elements or over axes, also without NaN.

use super::keys::Keyed;
use super::lanes::Asked;
use super::ranks::fractions;
use crate::chunked::Chunked;
use nd_core::Typed;
use nd_ops::{Averaged, Over, Quantile};

impl<T: Keyed + Averaged<Mean: Typed>> Chunked<T> {
    /// The quantile of all elements, as an array without axes; NaN if there is one.
    ///
    /// `q` is one of the fractions from 0 to 1, or [`QuantileMethod::at`](nd_ops::QuantileMethod::at) of one.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # Panics
    /// If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.quantile(a, q)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0f64, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.quantile(0.25).value()?, 2.25);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn quantile(&self, q: impl Into<Quantile>) -> Chunked<T::Mean> {
        self.quantile_axis(q, ..)
    }

    /// As [`quantile`](Self::quantile), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.quantile(a, q, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.quantile_axis(0.25, 0).compute()?, array![1.5, 4.5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn quantile_axis(&self, q: impl Into<Quantile>, axes: impl Into<Over>) -> Chunked<T::Mean> {
        let quantiles = fractions("quantile", 1.0, [q]);
        let asked = Asked { name: "quantile", quantiles, one: true, skip_nan: false };
        self.ranks(asked, &axes.into())
    }

    /// Several quantiles of all elements, in one go: `(q,)`, at fractions from 0 to 1.
    ///
    /// # Panics
    /// If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.quantile(a, q)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.quantiles([0.25, 1.0]).compute()?, array![2.25, 6.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn quantiles<Q: Into<Quantile>>(&self, q: impl IntoIterator<Item = Q>) -> Chunked<T::Mean> {
        self.quantiles_axis(q, ..)
    }

    /// As [`quantiles`](Self::quantiles), over some axes.
    ///
    /// `(…, n, …)` → `(q, …, …)`, or `(q, …, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.quantile(a, q, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.quantiles_axis([0.25, 1.0], 0).compute()?, array![[1.5, 4.5], [3.0, 6.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn quantiles_axis<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("quantile", 1.0, q);
        let asked = Asked { name: "quantile", quantiles, one: false, skip_nan: false };
        self.ranks(asked, &axes.into())
    }

    /// The quantile of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// `q` is one of the fractions from 0 to 1, or [`QuantileMethod::at`](nd_ops::QuantileMethod::at) of one.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # Panics
    /// If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanquantile(a, q)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanquantile(0.25).value()?, 2.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanquantile(&self, q: impl Into<Quantile>) -> Chunked<T::Mean> {
        self.nanquantile_axis(q, ..)
    }

    /// As [`nanquantile`](Self::nanquantile), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanquantile(a, q, axis)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanquantile_axis(0.25, 0).compute()?, array![1.5, 4.5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanquantile_axis(
        &self,
        q: impl Into<Quantile>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("nanquantile", 1.0, [q]);
        let asked = Asked { name: "nanquantile", quantiles, one: true, skip_nan: true };
        self.ranks(asked, &axes.into())
    }

    /// Several quantiles of the elements that are not NaN, in one go: `(q,)`, at fractions from 0 to 1.
    ///
    /// # Panics
    /// If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanquantile(a, q)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanquantiles([0.25, 1.0]).compute()?, array![2.0, 6.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanquantiles<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
    ) -> Chunked<T::Mean> {
        self.nanquantiles_axis(q, ..)
    }

    /// As [`nanquantiles`](Self::nanquantiles), over some axes.
    ///
    /// `(…, n, …)` → `(q, …, …)`, or `(q, …, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanquantile(a, q, axis)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanquantiles_axis([0.25, 1.0], 0).compute()?, array![[1.5, 4.5], [3.0, 6.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanquantiles_axis<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("nanquantile", 1.0, q);
        let asked = Asked { name: "nanquantile", quantiles, one: false, skip_nan: true };
        self.ranks(asked, &axes.into())
    }
}
