//! [`logm`]: the principal logarithm of a matrix.
//!
//! Al-Mohy and Higham, "Improved inverse scaling and squaring algorithms for the matrix
//! logarithm" (2012): roots of the Schur form until it is near 1, then a Padé approximant as
//! partial fractions, with diagonals by their own formulas.

use crate::LinalgError;
use crate::eigen::schur;
use crate::error::shaped;
use crate::field::{ComplexOf, Double, Field, FieldOf, LinalgElement};
use crate::functions::Functions;
use crate::functions::each::{Failure, over_squares};
use crate::functions::sqrtm::{back, by_triangle, triangular_root};
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::quotient::quotient;
use crate::solving::elimination::divide;
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, Complex, View};
use num_traits::{Float, Zero};

/// How near 1 a matrix must be for the approximant of degree 1 to 7.
const NEAR: [f64; 7] = [1.59e-5, 2.31e-3, 1.94e-2, 6.21e-2, 1.28e-1, 2.06e-1, 2.88e-1];
/// Roots after which every number is near 1: each halves the logarithm.
const ROOTS: usize = 100;

/// The principal logarithm of square matrices: the one whose eigenvalues have imaginary parts
/// in (-π, π]. Its exponential is the matrix.
///
/// `a: (…, n, n)` → `(…, n, n)`, complex; of a real matrix without negative eigenvalues, all
/// imaginary parts are exactly zero. About `30n³` operations, and `n³` for each root taken.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`]; [`LinalgError::Singular`] if an eigenvalue is 0;
/// [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.logm(a)`, which returns real numbers where it can, and an arbitrary matrix
/// with a warning where the logarithm does not exist.
///
/// # Examples
/// ```
/// use nd_linalg::{LinalgError, logm};
///
/// let l = logm([[1.0f64, 1.0], [0.0, 1.0]])?;
/// assert!((l[[0, 1]].re - 1.0).abs() < 1e-15 && l[[0, 1]].im == 0.0);
/// assert!((logm([[-1.0f64]])?[[0, 0]].im - std::f64::consts::PI).abs() < 1e-15);
/// assert!(matches!(logm([[0.0f64]]), Err(LinalgError::Singular { .. })));
/// # Ok::<(), LinalgError>(())
/// ```
#[track_caller]
pub fn logm<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<ComplexOf<A>>, LinalgError> {
    shaped(try_logm(a))
}

/// As [`logm`], for shapes that come from users.
///
/// # Errors
/// As [`logm`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_logm([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_logm<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    FieldOf::<A>::logm(LinalgElement::promoted(a.view()).view())
}

/// The body of [`logm`].
pub(crate) fn of_stack<T: Field>(a: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    over_squares("logm", T::widened(a).view(), 40.0, logarithm).map(T::Complex::narrowed)
}

fn logarithm<T: Double>(a: View<'_, T>, par: Par) -> Result<Mat<Complex<f64>>, Failure> {
    if let Some(log) = by_triangle(to_faer(a), |t| triangular_log(t, par)) {
        return log;
    }
    let found = schur::at_scale(a, |a| schur::decompose_complex(a, par));
    let ([t, z], scale) = found.map_err(Failure::NoConvergence)?;
    let mut log = triangular_log(&t, par)?;
    // log(2ᵏ·t) = log t + k·log 2.
    let shift = f64::from(scale.exponent()) * std::f64::consts::LN_2;
    for i in 0..t.nrows() {
        log[(i, i)] += <T::Complex as Field>::from_real(shift);
    }
    Ok(back::<T>(&log, &t, &z, par))
}

fn triangular_log<C: Double>(t: &Mat<C>, par: Par) -> Result<Mat<C>, Failure> {
    let n = t.nrows();
    if let Some(i) = (0..n).find(|&i| t[(i, i)].is_zero()) {
        return Err(Failure::Singular(i));
    }
    let diagonal = (0..n).all(|j| (0..j).all(|i| t[(i, j)].is_zero()));
    if diagonal {
        return Ok(Mat::from_fn(n, n, |i, j| if i == j { t[(i, i)].ln() } else { C::zero() }));
    }
    let (near, roots, degree) = near_one(t, par)?;
    let mut log = approximant(&difference(t, &near, roots), degree, par)?;
    let scale = C::from_real(Float::powi(2.0, roots as i32));
    for j in 0..n {
        (0..n).for_each(|i| log[(i, j)] *= scale);
    }
    for i in 0..n {
        log[(i, i)] = t[(i, i)].ln();
    }
    for i in 1..n {
        log[(i - 1, i)] = beside(t[(i - 1, i - 1)], t[(i, i)], t[(i - 1, i)]);
    }
    Ok(log)
}

/// The matrix after so many roots that an approximant of the degree returned will do.
fn near_one<C: Double>(t: &Mat<C>, par: Par) -> Result<(Mat<C>, usize, usize), Failure> {
    let mut root = dense::copy(t.as_ref());
    let (mut roots, mut again) = (0, 0);
    let near = |degree: usize| NEAR[degree - 1];
    while roots < ROOTS {
        let n = root.nrows();
        let off = |i: usize| (root[(i, i)] - C::one()).abs();
        let farthest = (0..n).map(off).fold(C::R::zero(), Float::max);
        if farthest <= near(7) {
            let mut x = dense::copy(root.as_ref());
            (0..n).for_each(|i| x[(i, i)] -= C::one());
            let norms = PowerNorms::of(&x, par);
            if let Some(degree) = [1, 2].into_iter().find(|&m| norms.two_three <= near(m)) {
                return Ok((root, roots, degree));
            }
            let enough = (3..=7).find(|&m| norms.three_four <= near(m));
            if let Some(degree) = enough.filter(|&m| m <= 6) {
                return Ok((root, roots, degree));
            }
            // A root now saves more than the degrees it costs, but not over and over.
            let pays = norms.three_four / 2.0 <= near(5) && again < 2;
            if enough.is_some() && !pays {
                return Ok((root, roots, 7));
            }
            if enough.is_some() {
                again += 1;
            } else {
                let eta = Float::min(norms.three_four, norms.four_five);
                if let Some(degree) = [6, 7].into_iter().find(|&m| eta <= near(m)) {
                    return Ok((root, roots, degree));
                }
            }
        }
        root = triangular_root(root.as_ref()).map_err(Failure::Singular)?;
        roots += 1;
    }
    Err(Failure::NoConvergence(ROOTS))
}

/// The larger of two neighbouring `‖xᵏ‖^(1/k)`.
struct PowerNorms {
    two_three: f64,
    three_four: f64,
    four_five: f64,
}

impl PowerNorms {
    fn of<C: Double>(x: &Mat<C>, par: Par) -> PowerNorms {
        let two = dense::product(x.as_ref(), x.as_ref(), par);
        let three = dense::product(two.as_ref(), x.as_ref(), par);
        let four = dense::product(two.as_ref(), two.as_ref(), par);
        let root = |m: &Mat<C>, k: f64| Float::powf(dense::norm_one(m.as_ref()), 1.0 / k);
        let (d2, d3, d4) = (root(&two, 2.0), root(&three, 3.0), root(&four, 4.0));
        // ‖x⁵‖ is at most ‖x²‖·‖x³‖.
        let d5 = Float::powf(d2, 0.4) * Float::powf(d3, 0.6);
        PowerNorms {
            two_three: Float::max(d2, d3),
            three_four: Float::max(d3, d4),
            four_five: Float::max(d4, d5),
        }
    }
}

/// `t^(1/2^roots) - 1`, with the diagonal and what is beside it as exact as can be.
fn difference<C: Double>(t: &Mat<C>, root: &Mat<C>, roots: usize) -> Mat<C> {
    let n = t.nrows();
    let mut x = dense::copy(root.as_ref());
    for i in 0..n {
        x[(i, i)] = root_less_one(t[(i, i)], roots);
    }
    if roots > 0 {
        let power = Float::powi(0.5, roots as i32);
        for i in 1..n {
            x[(i - 1, i)] = power_beside(t[(i - 1, i - 1)], t[(i, i)], t[(i - 1, i)], power);
        }
    }
    x
}

/// `a^(1/2^roots) - 1` without the cancellation: Briggs, as Al-Mohy (2012) has him.
fn root_less_one<C: Double>(a: C, roots: usize) -> C {
    if roots == 0 {
        return a - C::one();
    }
    let (mut a, mut roots) = (a, roots);
    if a.re() < C::R::zero() {
        a = a.sqrt();
        roots -= 1;
        if roots == 0 {
            return a - C::one();
        }
    }
    let start = a - C::one();
    a = a.sqrt();
    let mut product = C::one() + a;
    for _ in 1..roots {
        a = a.sqrt();
        product *= C::one() + a;
    }
    quotient(start, product)
}

/// How far apart two eigenvalues are: how the divided difference is best found.
enum Distance<C> {
    None,
    /// `atanh((y - x) / (y + x))`, which is half of `log y - log x` with its right branch.
    Near(C),
    Far,
}

fn distance<C: Double>(x: C, y: C) -> Distance<C> {
    if x == y {
        return Distance::None;
    }
    if (y - x).abs() > (x + y).abs() / 2.0 {
        return Distance::Far;
    }
    let pi = std::f64::consts::PI;
    let turns = (y.ln() - x.ln()).im() - pi;
    let turns = Float::ceil(turns / (2.0 * pi));
    let branch = C::from_parts(C::R::zero(), pi * turns);
    Distance::Near(quotient(y - x, y + x).atanh() + branch)
}

/// The element beside the diagonal of the logarithm of `[x, t; 0, y]`.
fn beside<C: Double>(x: C, y: C, t: C) -> C {
    match distance(x, y) {
        Distance::None => quotient(t, x),
        Distance::Near(half) => quotient(t * (half + half), y - x),
        Distance::Far => t * quotient(y.ln() - x.ln(), y - x),
    }
}

/// The same of its power, which is positive and small.
fn power_beside<C: Double>(x: C, y: C, t: C, power: C::R) -> C {
    let p = C::from_real(power);
    let raise = |x: C| (x.ln() * p).exp();
    match distance(x, y) {
        Distance::None => quotient(t * p * raise(x), x),
        Distance::Near(half) => {
            let mean = ((x.ln() + y.ln()) * p * C::from_real(0.5)).exp();
            let sinh = (half * p).sinh();
            quotient(t * mean * (sinh + sinh), y - x)
        }
        Distance::Far => t * quotient(raise(y) - raise(x), y - x),
    }
}

/// `log(1 + x)` by Gauss and Legendre's quadrature of `∫ x·(1 + s·x)⁻¹ ds`, which is Padé's
/// approximant.
fn approximant<C: Double>(x: &Mat<C>, degree: usize, par: Par) -> Result<Mat<C>, Failure> {
    let n = x.nrows();
    let mut sum = dense::zeros(n, n);
    for (node, weight) in gauss_legendre(degree) {
        let (s, w) = (C::from_real(node), C::from_real(weight));
        let mut denominator = Mat::from_fn(n, n, |i, j| x[(i, j)] * s);
        (0..n).for_each(|i| denominator[(i, i)] += C::one());
        let mut term = dense::copy(x.as_ref());
        divide(denominator.as_mut(), term.as_mut(), par).map_err(Failure::Singular)?;
        sum = dense::combination(&[(C::one(), &sum), (w, &term)]);
    }
    Ok(sum)
}

/// Nodes and weights on [0, 1], by Newton's iteration for the roots of Legendre's polynomial.
fn gauss_legendre(degree: usize) -> Vec<(f64, f64)> {
    let one = |i: usize| {
        let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (degree as f64 + 0.5)).cos();
        let mut slope = 1.0;
        // Quadratic convergence from a start this good: five steps reach rounding.
        for _ in 0..8 {
            let (mut last, mut now) = (1.0, x);
            for k in 2..=degree {
                let k = k as f64;
                (last, now) = (now, ((2.0 * k - 1.0) * x * now - (k - 1.0) * last) / k);
            }
            slope = degree as f64 * (x * now - last) / (x * x - 1.0);
            x -= now / slope;
        }
        ((1.0 + x) / 2.0, 1.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..degree).map(one).collect()
}
