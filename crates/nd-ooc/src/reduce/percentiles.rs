//! `percentile`: one or several, of all elements or over axes, also without NaN.

use super::keys::Keyed;
use super::lanes::Asked;
use super::ranks::fractions;
use crate::chunked::Chunked;
use nd_core::Typed;
use nd_ops::{Averaged, Over, Quantile};

impl<T: Keyed + Averaged<Mean: Typed>> Chunked<T> {
    /// The percentile of all elements, as an array without axes; NaN if there is one.
    ///
    /// `q` is one of the percentages from 0 to 100, or [`QuantileMethod::at`](nd_ops::QuantileMethod::at) of one.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # Panics
    /// If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.percentile(a, q)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0f64, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.percentile(25.0).value()?, 2.25);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn percentile(&self, q: impl Into<Quantile>) -> Chunked<T::Mean> {
        self.percentile_axis(q, ..)
    }

    /// As [`percentile`](Self::percentile), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.percentile(a, q, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.percentile_axis(25.0, 0).compute()?, array![1.5, 4.5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn percentile_axis(
        &self,
        q: impl Into<Quantile>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("percentile", 100.0, [q]);
        let asked = Asked { name: "percentile", quantiles, one: true, skip_nan: false };
        self.ranks(asked, &axes.into())
    }

    /// Several percentiles of all elements, in one go: `(q,)`, at percentages from 0 to 100.
    ///
    /// # Panics
    /// If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.percentile(a, q)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.percentiles([25.0, 100.0]).compute()?, array![2.25, 6.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn percentiles<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
    ) -> Chunked<T::Mean> {
        self.percentiles_axis(q, ..)
    }

    /// As [`percentiles`](Self::percentiles), over some axes.
    ///
    /// `(…, n, …)` → `(q, …, …)`, or `(q, …, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range, or if there is no element.
    ///
    /// # NumPy
    /// `np.percentile(a, q, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.percentiles_axis([25.0, 100.0], 0).compute()?, array![[1.5, 4.5], [3.0, 6.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn percentiles_axis<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("percentile", 100.0, q);
        let asked = Asked { name: "percentile", quantiles, one: false, skip_nan: false };
        self.ranks(asked, &axes.into())
    }

    /// The percentile of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// `q` is one of the percentages from 0 to 100, or [`QuantileMethod::at`](nd_ops::QuantileMethod::at) of one.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # Panics
    /// If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanpercentile(a, q)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanpercentile(25.0).value()?, 2.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanpercentile(&self, q: impl Into<Quantile>) -> Chunked<T::Mean> {
        self.nanpercentile_axis(q, ..)
    }

    /// As [`nanpercentile`](Self::nanpercentile), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanpercentile(a, q, axis)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanpercentile_axis(25.0, 0).compute()?, array![1.5, 4.5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanpercentile_axis(
        &self,
        q: impl Into<Quantile>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("nanpercentile", 100.0, [q]);
        let asked = Asked { name: "nanpercentile", quantiles, one: true, skip_nan: true };
        self.ranks(asked, &axes.into())
    }

    /// Several percentiles of the elements that are not NaN, in one go: `(q,)`, at percentages from 0 to 100.
    ///
    /// # Panics
    /// If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanpercentile(a, q)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanpercentiles([25.0, 100.0]).compute()?, array![2.0, 6.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanpercentiles<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
    ) -> Chunked<T::Mean> {
        self.nanpercentiles_axis(q, ..)
    }

    /// As [`nanpercentiles`](Self::nanpercentiles), over some axes.
    ///
    /// `(…, n, …)` → `(q, …, …)`, or `(q, …, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice. If `q` is not in range.
    ///
    /// # NumPy
    /// `np.nanpercentile(a, q, axis)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanpercentiles_axis([25.0, 100.0], 0).compute()?, array![[1.5, 4.5], [3.0, 6.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanpercentiles_axis<Q: Into<Quantile>>(
        &self,
        q: impl IntoIterator<Item = Q>,
        axes: impl Into<Over>,
    ) -> Chunked<T::Mean> {
        let quantiles = fractions("nanpercentile", 100.0, q);
        let asked = Asked { name: "nanpercentile", quantiles, one: false, skip_nan: true };
        self.ranks(asked, &axes.into())
    }
}
