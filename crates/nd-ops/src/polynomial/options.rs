//! The options of the methods of [`Series`](super::Series).

/// Which values the integrals of a series have, and where.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::{IntegOptions, Polynomial};
///
/// let p = Polynomial::new(&[2.0]).with_domain([0.0, 2.0]); // 0 of the window is at 1
/// assert_eq!(p.integ_with(1, &IntegOptions::default()), p.integ(1));
/// assert_eq!(p.integ(1).eval(1.0)[[]], 0.0);
/// let at_0 = p.integ_with(1, &IntegOptions::default().lower_bound(0.0));
/// assert_eq!(at_0.eval(0.0)[[]], 0.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct IntegOptions<C> {
    /// The values of the integrals at the lower bound, in turn; 0 where there are none.
    pub constants: Vec<C>,
    /// Where integrals have those values: by default at what is mapped to 0 of the window.
    pub lower_bound: Option<C>,
}

impl<C> IntegOptions<C> {
    /// The values of the integrals at the lower bound, that of the first integral first.
    ///
    /// # NumPy
    /// `k`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{IntegOptions, Polynomial};
    ///
    /// let options = IntegOptions::default().constants([3.0]);
    /// assert_eq!(Polynomial::new(&[1.0]).integ_with(1, &options).coef(), [3.0, 1.0]);
    /// ```
    #[must_use]
    pub fn constants(self, constants: impl Into<Vec<C>>) -> Self {
        IntegOptions { constants: constants.into(), ..self }
    }

    /// Where integrals have the values of the constants.
    ///
    /// # NumPy
    /// `lbnd`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{IntegOptions, Polynomial};
    ///
    /// let options = IntegOptions::default().lower_bound(1.0);
    /// assert_eq!(Polynomial::new(&[1.0]).integ_with(1, &options).coef(), [-1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn lower_bound(self, lower_bound: C) -> Self {
        IntegOptions { lower_bound: Some(lower_bound), ..self }
    }
}

/// The domain and the window of the series that another is converted to.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::{Chebyshev, ConvertOptions, Polynomial};
///
/// let p = Polynomial::new(&[0.0, 1.0]);
/// let t: Chebyshev = p.convert_with(&ConvertOptions::default().domain([0.0, 4.0]));
/// assert_eq!((t.coef(), t.domain(), t.window()), ([2.0, 2.0].as_slice(), [0.0, 4.0], [-1.0, 1.0]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ConvertOptions {
    /// The domain: that of the new basis by default.
    pub domain: Option<[f64; 2]>,
    /// The window: that of the new basis by default.
    pub window: Option<[f64; 2]>,
}

impl ConvertOptions {
    /// The domain.
    ///
    /// # NumPy
    /// `domain`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::ConvertOptions;
    ///
    /// assert_eq!(ConvertOptions::default().domain([0.0, 1.0]).domain, Some([0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn domain(self, domain: [f64; 2]) -> ConvertOptions {
        ConvertOptions { domain: Some(domain), ..self }
    }

    /// The window.
    ///
    /// # NumPy
    /// `window`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{ConvertOptions, Polynomial};
    ///
    /// let p = Polynomial::new(&[0.0, 1.0]);
    /// let q: Polynomial = p.convert_with(&ConvertOptions::default().window([0.0, 1.0]));
    /// assert_eq!((q.coef(), q.window()), ([-1.0, 2.0].as_slice(), [0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn window(self, window: [f64; 2]) -> ConvertOptions {
        ConvertOptions { window: Some(window), ..self }
    }
}
