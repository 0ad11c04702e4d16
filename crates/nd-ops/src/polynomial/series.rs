//! [`Series`]: polynomials as values, in any of the bases.

use super::PolynomialError;
use super::algebra::line;
use super::basis::Basis;
use super::coefficient::{Coefficient, Task};
use super::error::shaped;
use super::fit::{Degrees, Fit, FitOptions, fitted};
use super::options::{ConvertOptions, IntegOptions};
use super::polyutils::{mapparms, series, trimcoef};
use crate::Binned;
use crate::bins::wide;
use nd_core::{Array, ArrayLike, Complex, Operand, linspace, zip};
use std::fmt;
use std::marker::PhantomData;

/// A polynomial as a sum of the polynomials of a basis.
///
/// The coefficient of the constant comes first. What is given to it is mapped from its domain to its window, which matters
/// for fits: polynomials of high degrees are well behaved between -1 and 1 only. `{}` prints it as NumPy does, `{:#}` in
/// ASCII.
///
/// # NumPy
/// `np.polynomial.Polynomial`, `Chebyshev`, `Legendre`, `Laguerre`, `Hermite` and `HermiteE`. Equal (`==`) are series of
/// equal coefficients, domains, windows and symbols.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::polynomial::{Chebyshev, Polynomial};
///
/// let p = Polynomial::new(&[1.0, 2.0, 3.0]); // 1 + 2 x + 3 x²
/// assert_eq!(p.eval(&[0.0, 1.0]), array![1.0, 6.0]);
/// assert_eq!(p.deriv(1), Polynomial::new(&[2.0, 6.0]));
/// assert_eq!(p.to_string(), "1.0 + 2.0·x + 3.0·x²");
/// let t: Chebyshev = p.convert();
/// assert_eq!(t.coef(), [2.5, 2.0, 1.5]);
/// ```
#[derive(Clone)]
pub struct Series<B, C = f64> {
    coef: Vec<C>,
    domain: [f64; 2],
    window: [f64; 2],
    symbol: String,
    basis: PhantomData<B>,
}

impl<B: Basis, C: Coefficient> Series<B, C> {
    /// The series of these coefficients, that of the constant first.
    ///
    /// # Panics
    /// If there are none, or they have not one axis.
    ///
    /// # NumPy
    /// `Polynomial(coef)`, `Chebyshev(coef)`, …
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::Legendre;
    ///
    /// assert_eq!(Legendre::new(&[0.0, 0.0, 1.0]).eval(0.5)[[]], -0.125);
    /// ```
    #[track_caller]
    pub fn new(coef: impl ArrayLike<Elem = C>) -> Series<B, C> {
        Series::of(series(B::NAME, &coef))
    }

    fn of(coef: Vec<C>) -> Series<B, C> {
        let (domain, window) = (B::DOMAIN, B::DOMAIN);
        Series { coef, domain, window, symbol: "x".into(), basis: PhantomData }
    }

    /// Other coefficients, and the rest the same.
    pub(crate) fn like(&self, coef: Vec<C>) -> Series<B, C> {
        Series { coef, ..self.clone() }
    }

    /// The polynomial `degree` of the basis.
    ///
    /// # Panics
    /// If memory overflows.
    ///
    /// # NumPy
    /// `Chebyshev.basis(degree)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Hermite::<f64>::basis(2).coef(), [0.0, 0.0, 1.0]);
    /// ```
    pub fn basis(degree: usize) -> Series<B, C> {
        let mut coef = vec![C::default(); degree + 1];
        coef[degree] = C::of(1.0);
        Series::of(coef)
    }

    /// The series whose value is what it is given.
    ///
    /// # NumPy
    /// `Chebyshev.identity()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Laguerre::<f64>::identity().coef(), [1.0, -1.0]);
    /// ```
    pub fn identity() -> Series<B, C> {
        Series::of(line(B::KIND, C::default(), C::of(1.0)))
    }

    /// The series that is 0 at these places, and whose highest power has the coefficient 1.
    ///
    /// # Panics
    /// If `roots` has not one axis.
    ///
    /// # NumPy
    /// `Chebyshev.fromroots(roots)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::Polynomial;
    ///
    /// assert_eq!(Polynomial::fromroots(&[1.0, 2.0]).coef(), [2.0, -3.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn fromroots(roots: impl ArrayLike<Elem = C>) -> Series<B, C> {
        let roots = super::functions::flat("fromroots", roots.view());
        Series::of(C::computed(B::KIND, Task::FromRoots(&roots)).0)
    }

    /// The coefficients, that of the constant first.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Chebyshev::new(&[1.0, 2.0]).coef(), [1.0, 2.0]);
    /// ```
    pub fn coef(&self) -> &[C] {
        &self.coef
    }

    /// The ends of the interval that is mapped to the window.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Laguerre::new(&[1.0]).domain(), [0.0, 1.0]);
    /// ```
    pub fn domain(&self) -> [f64; 2] {
        self.domain
    }

    /// The ends of the interval that the domain is mapped to.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Legendre::new(&[1.0]).window(), [-1.0, 1.0]);
    /// ```
    pub fn window(&self) -> [f64; 2] {
        self.window
    }

    /// The letter in printed series.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Legendre::new(&[1.0]).symbol(), "x");
    /// ```
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The same coefficients with another domain.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[0.0, 1.0]).with_domain([0.0, 10.0]);
    /// assert_eq!(p.eval(10.0)[[]], 1.0);
    /// ```
    #[must_use]
    pub fn with_domain(self, domain: [f64; 2]) -> Series<B, C> {
        Series { domain, ..self }
    }

    /// The same coefficients with another window.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[0.0, 1.0]).with_window([-2.0, 2.0]);
    /// assert_eq!(p.eval(1.0)[[]], 2.0);
    /// ```
    #[must_use]
    pub fn with_window(self, window: [f64; 2]) -> Series<B, C> {
        Series { window, ..self }
    }

    /// The same series printed with another letter.
    ///
    /// # NumPy
    /// `symbol`, which has to be a valid name there.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[0.0, 1.0]).with_symbol("t");
    /// assert_eq!(p.to_string(), "0.0 + 1.0·t");
    /// ```
    #[must_use]
    pub fn with_symbol(self, symbol: &str) -> Series<B, C> {
        Series { symbol: symbol.into(), ..self }
    }

    /// One less than the number of coefficients, zeros at the end too.
    ///
    /// # NumPy
    /// `p.degree()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Polynomial::new(&[1.0, 0.0]).degree(), 1);
    /// ```
    pub fn degree(&self) -> usize {
        self.coef.len() - 1
    }

    /// The offset and the factor of the map from domain to window.
    ///
    /// # NumPy
    /// `p.mapparms()`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0]).with_domain([0.0, 4.0]);
    /// assert_eq!(p.mapparms(), (-1.0, 0.5));
    /// ```
    pub fn mapparms(&self) -> (f64, f64) {
        mapparms(self.domain, self.window)
    }

    /// The values at `x`: an array of any shape, or a number.
    ///
    /// # NumPy
    /// `p(x)`.
    ///
    /// # Examples
    /// ```
    /// let t2 = nd_ops::polynomial::Chebyshev::<f64>::basis(2);
    /// assert_eq!(t2.eval(&[0.0, 1.0]), nd_core::array![-1.0, 1.0]);
    /// ```
    pub fn eval(&self, x: impl Operand<C>) -> Array<C> {
        let (offset, scale) = self.mapparms();
        let x = x.operand();
        if (offset, scale) == (0.0, 1.0) {
            return C::values_of(B::KIND, &self.coef, x);
        }
        let mapped = zip((&x,)).map(move |(x,)| C::of(offset).plus(x.scaled(scale)));
        C::values_of(B::KIND, &self.coef, mapped.view())
    }

    /// `n` places at equal distances over the domain, and the values there.
    ///
    /// # Panics
    /// If memory overflows.
    ///
    /// # NumPy
    /// `p.linspace(n)`.
    ///
    /// # Examples
    /// ```
    /// let (x, y) = nd_ops::polynomial::Polynomial::new(&[0.0, 0.0, 1.0]).linspace(3);
    /// assert_eq!((x, y), (nd_core::array![-1.0, 0.0, 1.0], nd_core::array![1.0, 0.0, 1.0]));
    /// ```
    #[track_caller]
    pub fn linspace(&self, n: usize) -> (Array<f64>, Array<C>) {
        let x = linspace(self.domain[0], self.domain[1], n);
        let y = self.eval(zip((&x,)).map(|(x,)| C::of(x)));
        (x, y)
    }

    /// The derivative of order `order`.
    ///
    /// # NumPy
    /// `p.deriv(order)`.
    ///
    /// # Examples
    /// ```
    /// let t3 = nd_ops::polynomial::Chebyshev::<f64>::basis(3);
    /// assert_eq!(t3.deriv(1).coef(), [3.0, 0.0, 6.0]);
    /// ```
    #[must_use]
    pub fn deriv(&self, order: usize) -> Series<B, C> {
        let by = C::of(self.mapparms().1);
        self.like(C::computed(B::KIND, Task::Derivative(&self.coef, 1, order, by)).0)
    }

    /// The integral of order `order` that is 0 at 0 of the window.
    ///
    /// # NumPy
    /// `p.integ(order)`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0, 2.0]);
    /// assert_eq!(p.integ(1).coef(), [0.0, 1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn integ(&self, order: usize) -> Series<B, C> {
        self.integrated(order, &[], C::default())
    }

    /// As [`integ`](Self::integ), with other values, or with them elsewhere.
    ///
    /// # Panics
    /// If there are more constants than integrals.
    ///
    /// # NumPy
    /// `p.integ(order, k, lbnd)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{IntegOptions, Polynomial};
    ///
    /// let five_at_1 = IntegOptions::default().constants([5.0]).lower_bound(1.0);
    /// assert_eq!(Polynomial::new(&[2.0]).integ_with(1, &five_at_1).coef(), [3.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn integ_with(&self, order: usize, options: &IntegOptions<C>) -> Series<B, C> {
        let given = options.constants.len();
        assert!(given <= order, "integ: {given} constants for {order} integrals");
        let (offset, scale) = self.mapparms();
        let mapped = |from: C| C::of(offset).plus(from.scaled(scale));
        let from = options.lower_bound.map(mapped).unwrap_or_default();
        self.integrated(order, &options.constants, from)
    }

    fn integrated(&self, order: usize, constants: &[C], from: C) -> Series<B, C> {
        let by = C::of(1.0 / self.mapparms().1);
        let task = Task::Integral(&self.coef, 1, order, constants, from, by);
        self.like(C::computed(B::KIND, task).0)
    }

    /// Where the series is 0: complex numbers, in order of their real parts.
    ///
    /// Real roots have imaginary parts that are 0. A root that is one `k` times is known to the `k`-th root of the rounding
    /// error.
    ///
    /// # Errors
    /// [`PolynomialError::NotFinite`], [`PolynomialError::NoConvergence`].
    ///
    /// # NumPy
    /// `p.roots()`, which are real numbers there if all are.
    ///
    /// # Examples
    /// ```
    /// let roots = nd_ops::polynomial::Polynomial::new(&[2.0, -3.0, 1.0]).roots()?;
    /// assert!((roots[[0]].re - 1.0).abs() < 1e-14 && roots[[0]].im == 0.0);
    /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
    /// ```
    pub fn roots(&self) -> Result<Array<Complex<f64>>, PolynomialError> {
        let (offset, scale) = mapparms(self.window, self.domain);
        let found = super::roots::roots(B::KIND, &self.coef)?;
        Ok(Array::from_vec(found.into_iter().map(|z| z * scale + offset).collect()))
    }

    /// The same polynomial in another basis, over the domain that series of that basis usually have.
    ///
    /// # NumPy
    /// `p.convert(kind=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{Hermite, Polynomial};
    ///
    /// let h: Hermite = Polynomial::new(&[0.0, 0.0, 1.0]).convert();
    /// assert_eq!(h.coef(), [0.5, 0.0, 0.25]);
    /// ```
    #[must_use]
    pub fn convert<K: Basis>(&self) -> Series<K, C> {
        self.convert_with(&ConvertOptions::default())
    }

    /// As [`convert`](Self::convert), to another domain or window.
    ///
    /// # NumPy
    /// `p.convert(domain, kind, window)`, `Kind.cast(p, domain, window)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{ConvertOptions, Polynomial};
    ///
    /// let p = Polynomial::new(&[0.0, 1.0]);
    /// let q: Polynomial = p.convert_with(&ConvertOptions::default().domain([0.0, 2.0]));
    /// assert_eq!((q.coef(), q.eval(1.5)), ([1.0, 1.0].as_slice(), p.eval(1.5)));
    /// ```
    #[must_use]
    pub fn convert_with<K: Basis>(&self, options: &ConvertOptions) -> Series<K, C> {
        let domain = options.domain.unwrap_or(K::DOMAIN);
        let window = options.window.unwrap_or(K::DOMAIN);
        // What the other basis is given, in terms of what this one is.
        let (offset, scale) = self.mapparms();
        let (back, factor) = mapparms(window, domain);
        let inner = line(K::KIND, C::of(offset + scale * back), C::of(scale * factor));
        let coef = C::computed(B::KIND, Task::Compose(&self.coef, K::KIND, &inner)).0;
        let symbol = self.symbol.clone();
        Series { coef, domain, window, symbol, basis: PhantomData }
    }

    /// Without coefficients at the end that are at most `tol` in size.
    ///
    /// # Panics
    /// If the tolerance is negative or NaN.
    ///
    /// # NumPy
    /// `p.trim(tol)`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0, 2.0, 1e-12]);
    /// assert_eq!(p.trim(1e-9).coef(), [1.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn trim(&self, tol: f64) -> Series<B, C> {
        self.like(trimcoef(&self.coef, tol).into_vec())
    }

    /// The first `size` coefficients.
    ///
    /// # Panics
    /// If `size` is 0.
    ///
    /// # NumPy
    /// `p.truncate(size)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Polynomial::new(&[1.0, 2.0, 3.0]).truncate(2).coef(), [1.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn truncate(&self, size: usize) -> Series<B, C> {
        assert!(size > 0, "truncate: no coefficient would be left");
        self.like(self.coef[..size.min(self.coef.len())].to_vec())
    }

    /// The terms up to a degree.
    ///
    /// # NumPy
    /// `p.cutdeg(degree)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::Polynomial::new(&[1.0, 2.0, 3.0]).cutdeg(1).coef(), [1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn cutdeg(&self, degree: usize) -> Series<B, C> {
        self.truncate(degree.saturating_add(1))
    }

    /// The power.
    ///
    /// # Panics
    /// If `n` is over 100, which keeps series from running away.
    ///
    /// # NumPy
    /// `p ** n`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0, 1.0]);
    /// assert_eq!(p.pow(2).coef(), [1.0, 2.0, 1.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn pow(&self, n: usize) -> Series<B, C> {
        assert!(n <= 100, "pow: the power {n} is over 100");
        self.like(C::computed(B::KIND, Task::Power(&self.coef, n)).0)
    }

    /// Quotient and remainder.
    ///
    /// # Panics
    /// If domains, windows or symbols differ.
    ///
    /// # Errors
    /// [`PolynomialError::ZeroDivisor`].
    ///
    /// # NumPy
    /// `divmod(p, other)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::Polynomial;
    ///
    /// let (quotient, rest) = Polynomial::new(&[1.0, 2.0, 1.0]).div_rem(&Polynomial::new(&[1.0, 1.0]))?;
    /// assert_eq!((quotient.coef(), rest.coef()), ([1.0, 1.0].as_slice(), [0.0].as_slice()));
    /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
    /// ```
    #[track_caller]
    pub fn div_rem(&self, other: &Series<B, C>) -> Result<(Self, Self), PolynomialError> {
        self.check_same("div_rem", other);
        if other.coef.iter().all(|c| c.is_zero()) {
            return Err(PolynomialError::ZeroDivisor { op: "div_rem" });
        }
        let (quotient, rest) = C::computed(B::KIND, Task::Divide(&self.coef, &other.coef));
        Ok((self.like(quotient), self.like(rest)))
    }

    /// Whether another series has the same domain.
    ///
    /// # NumPy
    /// `p.has_samedomain(other)`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0]);
    /// assert!(!p.has_samedomain(&p.clone().with_domain([0.0, 1.0])));
    /// ```
    pub fn has_samedomain<K>(&self, other: &Series<K, C>) -> bool {
        self.domain == other.domain
    }

    /// Whether another series has the same window.
    ///
    /// # NumPy
    /// `p.has_samewindow(other)`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::polynomial::Polynomial::new(&[1.0]);
    /// assert!(p.has_samewindow(&p.clone().with_domain([0.0, 1.0])));
    /// ```
    pub fn has_samewindow<K>(&self, other: &Series<K, C>) -> bool {
        self.window == other.window
    }

    /// Whether another series has the same coefficients.
    ///
    /// # NumPy
    /// `p.has_samecoef(other)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{Chebyshev, Polynomial};
    ///
    /// assert!(Polynomial::new(&[1.0, 2.0]).has_samecoef(&Chebyshev::new(&[1.0, 2.0])));
    /// ```
    pub fn has_samecoef<K>(&self, other: &Series<K, C>) -> bool {
        self.coef == other.coef
    }

    #[track_caller]
    pub(crate) fn check_same(&self, op: &str, other: &Series<B, C>) {
        if self.domain != other.domain {
            panic!("{op}: the domains {:?} and {:?} differ", self.domain, other.domain);
        }
        if self.window != other.window {
            panic!("{op}: the windows {:?} and {:?} differ", self.window, other.window);
        }
        if self.symbol != other.symbol {
            panic!("{op}: the symbols {} and {} differ", self.symbol, other.symbol);
        }
    }
}

impl<B: Basis> Series<B, f64> {
    /// The series that comes nearest to points, over the domain of the points.
    ///
    /// `x`, `y: (m,)`; `degrees`: the highest, or a list of those that there are.
    ///
    /// # Panics
    /// If `x` or `y` has not one axis, lengths differ, or there is nothing.
    ///
    /// # Errors
    /// [`PolynomialError::NotFinite`].
    ///
    /// # NumPy
    /// `Polynomial.fit(x, y, degree)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::Polynomial;
    ///
    /// let line = Polynomial::fit(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0], 1)?;
    /// assert_eq!(line.domain(), [0.0, 2.0]);
    /// assert!((line.eval(10.0)[[]] - 21.0).abs() < 1e-12);
    /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
    /// ```
    #[track_caller]
    pub fn fit(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        degrees: impl Into<Degrees>,
    ) -> Result<Series<B, f64>, PolynomialError> {
        Ok(Series::fit_with(x, y, degrees, &FitOptions::default())?.0)
    }

    /// As [`fit`](Self::fit), with weights, a domain, or another bound for what counts as 0; and how well the points
    /// determine the series.
    ///
    /// # Panics
    /// As [`fit`](Self::fit), and if weights are not one for each point.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    ///
    /// # NumPy
    /// `Polynomial.fit(x, y, degree, domain, rcond, True, w, window)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{FitOptions, Polynomial};
    ///
    /// let options = FitOptions::default().domain([-1.0, 1.0]);
    /// let (line, fit) = Polynomial::fit_with(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0], 1, &options)?;
    /// assert!((line.coef()[1] - 2.0).abs() < 1e-12 && fit.rank == 2);
    /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
    /// ```
    #[track_caller]
    pub fn fit_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        degrees: impl Into<Degrees>,
        options: &FitOptions,
    ) -> Result<(Series<B, f64>, Fit), PolynomialError> {
        let (x, y, degrees) = (wide(x.view()), wide(y.view()), degrees.into());
        let (x, y) = (x.view(), y.view());
        assert!(y.ndim() == 1, "fit: shape {:?} of the values has not one axis", y.shape());
        let domain = options.domain.unwrap_or_else(|| {
            let [low, high] = super::polyutils::getdomain(x);
            if low == high { [low - 1.0, high + 1.0] } else { [low, high] }
        });
        let window = options.window.unwrap_or(B::DOMAIN);
        let (offset, scale) = mapparms(domain, window);
        let mapped = zip((&x,)).map(move |(x,)| offset + scale * x);
        let fit = shaped(fitted(B::KIND, mapped.view(), y, &degrees, options))?;
        let coef = fit.coefficients.clone().into_vec();
        Ok((Series::of(coef).with_domain(domain).with_window(window), fit))
    }
}

impl<B: Basis, C: Coefficient> PartialEq for Series<B, C> {
    fn eq(&self, other: &Series<B, C>) -> bool {
        self.coef == other.coef
            && self.domain == other.domain
            && self.window == other.window
            && self.symbol == other.symbol
    }
}

impl<B: Basis, C: Coefficient> fmt::Display for Series<B, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            super::text::series(B::KIND, &self.coef, self.mapparms(), &self.symbol, f.alternate());
        f.write_str(&text)
    }
}

impl<B: Basis, C: Coefficient> fmt::Debug for Series<B, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(B::NAME)
            .field("coef", &self.coef)
            .field("domain", &self.domain)
            .field("window", &self.window)
            .field("symbol", &self.symbol)
            .finish()
    }
}
