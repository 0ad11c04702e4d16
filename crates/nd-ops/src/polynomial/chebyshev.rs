//! Series of Chebyshev polynomials: functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.chebyshev`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`Chebyshev`](super::Chebyshev).

use super::named::common;
use super::named::orthogonal;

common! {
    Chebyshev, "cheb", [-1.0, 1.0], "chebyshev":
    chebline chebadd chebsub chebmulx chebmul chebdiv chebpow chebval chebval2d chebval3d chebvalnd chebgrid2d chebgrid3d chebvander chebvander2d chebvander3d chebder chebder_with chebint chebint_with chebfromroots chebroots chebcompanion chebtrim chebfit chebfit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [0.0, 1.0];

orthogonal! {
    Chebyshev, "chebyshev", chebline: cheb2poly poly2cheb chebgauss chebweight
}

/// The `n` roots of the Chebyshev polynomial of degree `n`, ascending: the points of the first kind.
///
/// # Panics
/// If `n` is 0.
///
/// # NumPy
/// `np.polynomial.chebyshev.chebpts1(n)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::chebyshev::chebpts1(1), nd_core::array![0.0]);
/// ```
#[track_caller]
pub fn chebpts1(n: usize) -> Array<f64> {
    assert!(n > 0, "chebpts1: no points");
    let step = std::f64::consts::FRAC_PI_2 / n as f64;
    let at = |i: usize| (step * (2.0 * i as f64 + 1.0 - n as f64)).sin();
    Array::from_vec((0..n).map(at).collect())
}

/// The `n` extremes of the Chebyshev polynomial of degree `n - 1` from -1 to 1, ascending: the points of the second kind.
///
/// # Panics
/// If `n` is less than 2.
///
/// # NumPy
/// `np.polynomial.chebyshev.chebpts2(n)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::chebyshev::chebpts2(2), nd_core::array![-1.0, 1.0]);
/// ```
#[track_caller]
pub fn chebpts2(n: usize) -> Array<f64> {
    assert!(n > 1, "chebpts2: {n} points are fewer than 2");
    use std::f64::consts::PI;
    let at = |x: f64| x.cos();
    Array::from_vec(nd_core::linspace(-PI, 0.0, n).iter().map(|&x| at(x)).collect())
}

/// The series of degree `degree` that has a function's values at the points of the first kind.
///
/// # Panics
/// If memory overflows.
///
/// # NumPy
/// `np.polynomial.chebyshev.chebinterpolate(f, degree)`, where `f` is given all points at once.
///
/// # Examples
/// ```
/// let c = nd_ops::polynomial::chebyshev::chebinterpolate(|x| 1.0 + 2.0 * x, 3);
/// assert!((c[[0]] - 1.0).abs() < 1e-15 && (c[[1]] - 2.0).abs() < 1e-15 && c[[2]].abs() < 1e-15);
/// ```
pub fn chebinterpolate(f: impl Fn(f64) -> f64, degree: usize) -> Array<f64> {
    let x = chebpts1(degree + 1);
    let y: Vec<f64> = x.iter().map(|&x| f(x)).collect();
    interpolated(&x, &y, degree)
}

fn interpolated(x: &Array<f64>, y: &[f64], degree: usize) -> Array<f64> {
    let vander = chebvander(x, degree).into_vec();
    let order = degree + 1;
    let coefficient = |j: usize| {
        let sum: f64 = y.iter().zip(vander[j..].iter().step_by(order)).map(|(y, t)| y * t).sum();
        if j == 0 { sum / order as f64 } else { sum / (0.5 * order as f64) }
    };
    Array::from_vec((0..order).map(coefficient).collect())
}

impl super::Chebyshev {
    /// The series of degree `degree` that has a function's values at the points of the first kind of a domain.
    ///
    /// # Panics
    /// If memory overflows.
    ///
    /// # NumPy
    /// `Chebyshev.interpolate(f, degree, domain)`.
    ///
    /// # Examples
    /// ```
    /// let exp = nd_ops::polynomial::Chebyshev::interpolate(f64::exp, 20, [0.0, 4.0]);
    /// assert!((exp.eval(3.0)[[]] - 3f64.exp()).abs() < 1e-12);
    /// ```
    pub fn interpolate(
        f: impl Fn(f64) -> f64,
        degree: usize,
        domain: [f64; 2],
    ) -> super::Chebyshev {
        let (offset, scale) = super::polyutils::mapparms(DOMAIN, domain);
        let c = chebinterpolate(|x| f(offset + scale * x), degree);
        super::Chebyshev::new(&c).with_domain(domain)
    }
}
