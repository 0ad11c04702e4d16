//! Hankel transforms of functions that are known at logarithmic distances.
//!
//! A. J. S. Hamilton, "Uncorrelated modes of the non-linear power spectrum", MNRAS 312 (2000), 257 (FFTLog).

use super::gamma::log_gamma;
use super::numbers::RealTransformable;
use super::options::FftOptions;
use super::symmetric::{irfft_with, rfft};
use nd_core::{Array, ArrayLike, Complex, zip};
use std::f64::consts::{LN_2, PI};
use std::fmt;

/// Where the results of Hankel transforms are, and which power law is divided out.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FhtOptions, fht_with};
///
/// let options = FhtOptions::default().bias(0.5);
/// let a = fht_with(&[1.0, 2.0, 1.0], 0.5, 0.0, &options).unwrap();
/// assert_eq!(a.shape(), [3]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FhtOptions {
    /// The logarithm of the product of the central distance and the central wave number.
    pub offset: f64,
    /// The exponent of the power law.
    pub bias: f64,
}

impl FhtOptions {
    /// The logarithm of the product of the central distance and the central wave number.
    ///
    /// # SciPy
    /// `offset`; `initial` of `fhtoffset`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::fft::FhtOptions::default().offset(0.5).offset, 0.5);
    /// ```
    pub fn offset(self, offset: f64) -> FhtOptions {
        FhtOptions { offset, ..self }
    }

    /// The exponent of the power law.
    ///
    /// # SciPy
    /// `bias`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::fft::FhtOptions::default().bias(-0.1).bias, -0.1);
    /// ```
    pub fn bias(self, bias: f64) -> FhtOptions {
        FhtOptions { bias, ..self }
    }
}

/// A Hankel transform that does not exist: the first of its coefficients is infinite.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FhtOptions, ifht_with};
///
/// let error = ifht_with(&[1.0, 2.0], 0.5, -1.0, &FhtOptions::default().bias(2.0)).unwrap_err();
/// assert_eq!(error.to_string(), "ifht: the transform of order -1 with the bias 2 is singular");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SingularTransform {
    /// The operation.
    pub op: &'static str,
    /// The order of the transform.
    pub mu: f64,
    /// The exponent of the power law.
    pub bias: f64,
}

impl fmt::Display for SingularTransform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SingularTransform { op, mu, bias } = self;
        write!(f, "{op}: the transform of order {mu} with the bias {bias} is singular")
    }
}

impl std::error::Error for SingularTransform {}

/// The Hankel transform of order `mu` along the last axis, of a function at distances whose logarithms are `dln` apart.
///
/// `a: (…, n)` → `(…, n)`, at wave numbers whose logarithms are as far apart, in `f64`:
/// `out(k) = ∫ a(r) J(kr) k dr` with the Bessel function of that order, of a function that goes round. NaN spreads along its lane.
///
/// # Errors
/// [`SingularTransform`] where Γ((mu + 1 + bias) / 2) is infinite.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.fht(a, dln, mu)`, which goes on without the first coefficient, with a warning, where ours is an error.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::fht(&[5.0], 0.1, 2.0).unwrap();
/// assert!((a[[0]] - 5.0f64).abs() < 1e-14);
/// ```
#[track_caller]
pub fn fht<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    dln: f64,
    mu: f64,
) -> Result<Array<f64>, SingularTransform> {
    fht_with(a, dln, mu, &FhtOptions::default())
}

/// As [`fht`], around other wave numbers, or with a power law divided out.
///
/// # Errors
/// As [`fht`].
///
/// # Panics
/// As [`fht`].
///
/// # SciPy
/// `scipy.fft.fht(a, dln, mu, offset, bias)`, but for singular transforms.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FhtOptions, fht_with, ifht_with};
///
/// let options = FhtOptions::default().offset(0.2).bias(0.3);
/// let there = fht_with(&[1.0, 2.0, 4.0], 0.5, 1.5, &options).unwrap();
/// let back = ifht_with(&there, 0.5, 1.5, &options).unwrap();
/// assert!((back[[2]] - 4.0).abs() < 1e-14);
/// ```
#[track_caller]
pub fn fht_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    dln: f64,
    mu: f64,
    options: &FhtOptions,
) -> Result<Array<f64>, SingularTransform> {
    transform("fht", A::Elem::wide(a.view()), [dln, mu], options, false)
}

/// The inverse of [`fht`].
///
/// `a: (…, n)` → `(…, n)`, in `f64`.
///
/// # Errors
/// [`SingularTransform`] where Γ((mu + 1 - bias) / 2) is infinite.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.ifht(a, dln, mu)`, which goes on with a warning where ours is an error.
///
/// # Examples
/// ```
/// use nd_ops::fft::{fht, ifht};
///
/// let back = ifht(fht(&[1.0, 2.0], 0.5, 0.0).unwrap(), 0.5, 0.0).unwrap();
/// assert!((back[[1]] - 2.0).abs() < 1e-14);
/// ```
#[track_caller]
pub fn ifht<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    dln: f64,
    mu: f64,
) -> Result<Array<f64>, SingularTransform> {
    ifht_with(a, dln, mu, &FhtOptions::default())
}

/// As [`ifht`], around other wave numbers, or with a power law divided out.
///
/// # Errors
/// As [`ifht`].
///
/// # Panics
/// As [`ifht`].
///
/// # SciPy
/// `scipy.fft.ifht(a, dln, mu, offset, bias)`, but for singular transforms.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FhtOptions, ifht_with};
///
/// let a = ifht_with(&[5.0], 0.1, 2.0, &FhtOptions::default()).unwrap();
/// assert!((a[[0]] - 5.0).abs() < 1e-14);
/// ```
#[track_caller]
pub fn ifht_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    dln: f64,
    mu: f64,
    options: &FhtOptions,
) -> Result<Array<f64>, SingularTransform> {
    transform("ifht", A::Elem::wide(a.view()), [dln, mu], options, true)
}

/// The offset nearest to 0 with which [`fht`] rings the least.
///
/// NaN if an argument is.
///
/// # SciPy
/// `scipy.fft.fhtoffset(dln, mu)`.
///
/// # Examples
/// ```
/// assert!((nd_ops::fft::fhtoffset(0.5, 0.0) - -0.157_875_391_166_816_93).abs() < 1e-14);
/// ```
pub fn fhtoffset(dln: f64, mu: f64) -> f64 {
    fhtoffset_with(dln, mu, &FhtOptions::default())
}

/// As [`fhtoffset`], nearest to another offset, and with a bias.
///
/// # SciPy
/// `scipy.fft.fhtoffset(dln, mu, initial, bias)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FhtOptions, fhtoffset_with};
///
/// let offset = fhtoffset_with(0.5, 1.5, &FhtOptions::default().offset(0.2).bias(0.3));
/// assert!((offset - 0.187_572_079_938_688_7).abs() < 1e-14);
/// ```
pub fn fhtoffset_with(dln: f64, mu: f64, options: &FhtOptions) -> f64 {
    let [plus, minus] = halves(mu, options.bias);
    let y = PI / (2.0 * dln);
    let angle = log_gamma(Complex::new(plus, y)).im + log_gamma(Complex::new(minus, y)).im;
    let turns = (LN_2 - options.offset) / dln + angle / PI;
    options.offset + (turns - turns.round_ties_even()) * dln
}

fn halves(mu: f64, bias: f64) -> [f64; 2] {
    [(mu + 1.0 + bias) / 2.0, (mu + 1.0 - bias) / 2.0]
}

#[track_caller]
fn transform(
    op: &'static str,
    a: Array<f64>,
    [dln, mu]: [f64; 2],
    options: &FhtOptions,
    inverse: bool,
) -> Result<Array<f64>, SingularTransform> {
    let Some(&n) = a.shape().last() else { panic!("{op}: an array without axes has no lanes") };
    assert!(n > 0, "{op}: there is no transform of 0 elements");
    let u = coefficients(n, dln, mu, options);
    let singular = if inverse { u[0].re == 0.0 } else { u[0].re.is_infinite() };
    if singular {
        return Err(SingularTransform { op, mu, bias: options.bias });
    }
    let inverted = |u: &Complex<f64>| {
        if u.re.is_infinite() { Complex::new(0.0, 0.0) } else { u.conj().inv() }
    };
    let u = if inverse { u.iter().map(inverted).collect() } else { u };
    let sign = if inverse { 1.0 } else { -1.0 };
    let place = |j: usize| (j as f64 - (n - 1) as f64 / 2.0) * dln;
    let power =
        |shift: f64| Array::from_fn([n], |at| (sign * options.bias * (place(at[0]) + shift)).exp());
    // The power law is of distances on one side, of wave numbers on the other.
    let shifts = if inverse { [options.offset, 0.0] } else { [0.0, options.offset] };
    let [before, after] = shifts.map(power);
    let spectrum = rfft(&a * &before);
    let product = zip((&spectrum, &Array::from_vec(u))).map(|(a, u)| a * u);
    let lanes = irfft_with(product, &FftOptions::default().n(n));
    Ok(lanes.flip(-1) * after)
}

/// The factors of the frequencies.
fn coefficients(n: usize, dln: f64, mu: f64, options: &FhtOptions) -> Vec<Complex<f64>> {
    let [plus, minus] = halves(mu, options.bias);
    let factor = |m: usize| {
        if m == 0 {
            return Complex::new(first(plus, minus, options.bias), 0.0);
        }
        let y = PI * m as f64 / (n as f64 * dln);
        let (over, under) = (log_gamma(Complex::new(plus, y)), log_gamma(Complex::new(minus, y)));
        let log = Complex::new(over.re - under.re, over.im + under.im);
        let turned = Complex::new(LN_2 * options.bias, 2.0 * y * (LN_2 - options.offset));
        let u = (log + turned).exp();
        if 2 * m == n { Complex::new(u.re, 0.0) } else { u }
    };
    (0..=n / 2).map(factor).collect()
}

/// `2^bias · Γ(plus) / Γ(minus)`, also where both are infinite.
fn first(plus: f64, minus: f64, bias: f64) -> f64 {
    let pole = |x: f64| x <= 0.0 && x == x.round();
    match (pole(plus), pole(minus)) {
        (true, false) => f64::INFINITY,
        (false, true) => 0.0,
        (true, true) => {
            // Residues: of -m it is (-1)^m / m!.
            let log = |x: f64| log_gamma(Complex::new(1.0 - x, 0.0)).re;
            let sign = if (plus - minus) % 2.0 == 0.0 { 1.0 } else { -1.0 };
            sign * (log(minus) - log(plus) + LN_2 * bias).exp()
        }
        _ => {
            let log = log_gamma(Complex::new(plus, 0.0)) - log_gamma(Complex::new(minus, 0.0));
            (log + LN_2 * bias).exp().re
        }
    }
}
