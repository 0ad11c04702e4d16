//! [`eigs`]: some eigenvalues of any square operator.

use super::Spectral;
use super::dense::{Dense, SMALL, elements};
use super::eigsh::{check_tolerance, shifted};
use super::krylov::Krylov;
use super::options::{EigenOptions, Which};
use crate::compressed::{CompressedView, Csr};
use crate::linalg::combine::Product;
use crate::linalg::direct::{Lu, lu};
use crate::linalg::error::SolverError;
use crate::linalg::operator::{LinearOperator, Operator};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale};
use crate::orientation::Orientation;
use nd_core::{Array, Complex};

/// Eigenvalues of any matrix and their vectors, in double precision.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::eigs};
///
/// let turn = Csr::<f64>::from_dense([[0.0, -1.0], [1.0, 0.0]]);
/// let pairs = eigs(&turn, 2)?;
/// assert!((pairs.eigenvalues[[0]].im - 1.0).abs() < 1e-14);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Eigenpairs {
    /// `(k)`, by descending magnitude; conjugate ones together, the one with the positive imaginary part first.
    pub eigenvalues: Array<Complex<f64>>,
    /// `(n, k)`: a column of length 1 for each, its largest element real and positive.
    pub eigenvectors: Array<Complex<f64>>,
    /// How often the iteration began anew.
    pub restarts: usize,
}

/// What is solved: `A·x = λ·x`, as it is or inverted near a number.
#[doc(hidden)]
pub struct Problem<'a, T: Scalar> {
    op: &'static str,
    a: &'a Operator<'a, T>,
    shift: Option<Complex<f64>>,
}

/// What orders eigenvalues: the most wanted have the largest.
fn key(theta: Complex<f64>, which: Which) -> f64 {
    match which {
        Which::Magnitude => theta.norm(),
        Which::Smallest => -theta.norm(),
        Which::Largest => theta.re,
        Which::Least => -theta.re,
        Which::Both => theta.re.abs(),
    }
}

/// The most wanted first; conjugate ones next to each other.
fn ordered(thetas: &[Complex<f64>], which: Which) -> Vec<usize> {
    let keys: Vec<f64> = thetas.iter().map(|&theta| key(theta, which)).collect();
    let mut order: Vec<usize> = (0..thetas.len()).collect();
    // Keys of conjugate ones differ by rounding at most: of equal ones the real part decides, then the sign.
    let near = |x: f64, y: f64| (x - y).abs() <= 1e-12 * (x.abs() + y.abs());
    order.sort_by(|&i, &j| keys[j].total_cmp(&keys[i]));
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && near(keys[order[to - 1]], keys[order[to]]) {
            to += 1;
        }
        order[from..to].sort_by(|&i, &j| {
            let (a, b) = (thetas[i], thetas[j]);
            let real =
                if near(a.re, b.re) { std::cmp::Ordering::Equal } else { b.re.total_cmp(&a.re) };
            let imaginary = b.im.abs().total_cmp(&a.im.abs());
            let imaginary =
                if near(a.im.abs(), b.im.abs()) { std::cmp::Ordering::Equal } else { imaginary };
            real.then(imaginary).then(b.im.total_cmp(&a.im)).then(i.cmp(&j))
        });
        from = to;
    }
    order
}

fn are_conjugate(a: Complex<f64>, b: Complex<f64>) -> bool {
    a.im != 0.0 && (a - b.conj()).norm() <= 1e-10 * a.norm()
}

/// How many to take so that no pair is torn apart.
fn without_torn_pair(thetas: &[Complex<f64>], order: &[usize], k: usize, real: bool) -> usize {
    let torn = real
        && k > 0
        && k < order.len()
        && are_conjugate(thetas[order[k - 1]], thetas[order[k]])
        && !(k > 1 && are_conjugate(thetas[order[k - 2]], thetas[order[k - 1]]));
    if torn { k + 1 } else { k }
}

/// An orthonormal basis of the space of some eigenvectors: of a real problem a real one.
fn spanned<T: Scalar>(vectors: &[&Vec<Complex<f64>>]) -> Vec<Vec<T::Double>> {
    let mut candidates: Vec<Vec<T::Double>> = Vec::new();
    for vector in vectors {
        if T::IS_COMPLEX {
            candidates.push(vector.iter().map(|z| T::Double::from_parts(z.re, z.im)).collect());
            continue;
        }
        candidates.push(vector.iter().map(|z| T::Double::from_f64(z.re)).collect());
        candidates.push(vector.iter().map(|z| T::Double::from_f64(z.im)).collect());
    }
    orthonormalised(candidates)
}

/// An orthonormal basis of what vectors span.
fn orthonormalised<D: Scalar>(candidates: Vec<Vec<D>>) -> Vec<Vec<D>> {
    let mut basis: Vec<Vec<D>> = Vec::new();
    for mut x in candidates {
        for _ in 0..2 {
            for q in &basis {
                let along = dot(q, &x);
                add_scaled(&mut x, -along, q);
            }
        }
        let length = norm(&x);
        // The second of a conjugate pair spans nothing new.
        if length > 1e-8 {
            scale(&mut x, D::from_f64(1.0 / length));
            basis.push(x);
        }
    }
    basis
}

/// The pairs that are asked for.
pub(crate) fn pairs<T: Scalar>(
    problem: &Problem<'_, T>,
    k: usize,
    options: &EigenOptions<'_, T>,
) -> Result<Eigenpairs, SolverError> {
    let (op, shape) = (problem.op, problem.a.shape());
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op, shape });
    }
    let n = shape[0];
    if k > n {
        return Err(SolverError::Option {
            op,
            what: "there are fewer eigenvalues than are wanted",
        });
    }
    check_tolerance(op, options.tolerance)?;
    if n <= SMALL || k == 0 {
        let all = elements(problem.a);
        if all.iter().any(|x| !x.finite()) {
            return Err(SolverError::NotFinite { op, what: "a product with the operator" });
        }
        let found = T::Double::general(op, &all)?;
        let order = ordered(&found.values, options.which);
        let pairs = order[..k].iter().map(|&at| (found.values[at], found.vectors[at].clone()));
        return finished(problem, n, pairs.collect(), 0);
    }
    iterated(problem, k, options)
}

fn iterated<T: Scalar>(
    problem: &Problem<'_, T>,
    k: usize,
    options: &EigenOptions<'_, T>,
) -> Result<Eigenpairs, SolverError> {
    let (op, n) = (problem.op, problem.a.shape()[0]);
    // A pair more may have to be kept.
    let size = Krylov::<T>::size(op, n, k + 1, options.basis.map(|basis| basis + 1))?;
    let mut krylov = Krylov::new(op, problem.a, None, options.seed);
    let tolerance = options.tolerance.max(T::EPSILON);
    for restarts in 0.. {
        krylov.extend(size)?;
        let found = T::Double::general(op, &krylov.projected())?;
        let last = krylov.residual();
        let largest = found.values.iter().fold(0.0, |m: f64, x| m.max(x.norm()));
        let error = |at: usize| last * found.vectors[at].last().map_or(0.0, |x| x.norm());
        let floor = T::EPSILON.powf(2.0 / 3.0) * largest;
        let bound = |at: usize| tolerance * found.values[at].norm().max(floor);
        let order = ordered(&found.values, options.which);
        let done = order[..k].iter().filter(|&&at| error(at) <= bound(at)).count();
        if done == k || size == n {
            let pair =
                |&at: &usize| (found.values[at], vector(&krylov.basis[..size], &found.vectors[at]));
            return finished(problem, n, order[..k].iter().map(pair).collect(), restarts);
        }
        if restarts >= options.restarts {
            let worst = order[..k].iter().map(|&at| error(at)).fold(0.0, f64::max);
            let tolerance = tolerance * largest;
            return Err(SolverError::NoConvergence {
                op,
                iterations: restarts,
                residual: worst,
                tolerance,
            });
        }
        let keep = (k + done.min((size - k) / 2).max((size - k) / 4)).min(size - 2);
        let keep = without_torn_pair(&found.values, &order, keep, !T::IS_COMPLEX);
        let chosen: Vec<_> = order[..keep].iter().map(|&at| &found.vectors[at]).collect();
        krylov.restart(&spanned::<T>(&chosen));
    }
    unreachable!("the loop has no end of its own")
}

/// A complex combination of the basis.
fn vector<T: Scalar>(basis: &[Vec<T>], coefficients: &[Complex<f64>]) -> Vec<Complex<f64>> {
    let mut x = vec![Complex::new(0.0, 0.0); basis.first().map_or(0, Vec::len)];
    for (v, &c) in basis.iter().zip(coefficients) {
        for (x, v) in x.iter_mut().zip(v) {
            *x += c * Complex::new(v.real(), v.imaginary());
        }
    }
    x
}

/// Eigenvalues by descending magnitude, vectors of length 1.
fn finished<T: Scalar>(
    problem: &Problem<'_, T>,
    n: usize,
    pairs: Vec<(Complex<f64>, Vec<Complex<f64>>)>,
    restarts: usize,
) -> Result<Eigenpairs, SolverError> {
    let eigenvalue = |theta: Complex<f64>| problem.shift.map_or(theta, |shift| shift + 1.0 / theta);
    let (values, vectors): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let values: Vec<Complex<f64>> = values.into_iter().map(eigenvalue).collect();
    if values.iter().any(|value| !value.finite()) {
        return Err(SolverError::NotFinite { op: problem.op, what: "an eigenvalue" });
    }
    let order = ordered(&values, Which::Magnitude);
    let eigenvalues = order.iter().map(|&at| values[at]).collect();
    let turned = order.iter().map(|&at| {
        let mut x: Vec<Complex<f64>> = vectors[at].clone();
        let length = norm(&x);
        x.iter_mut().for_each(|x| *x /= length);
        super::with_fixed_sign(&mut x);
        x
    });
    let eigenvectors = super::columns(n, turned.collect());
    Ok(Eigenpairs { eigenvalues: Array::from_vec(eigenvalues), eigenvectors, restarts })
}

/// Some eigenvalues of a square operator `(n, n)`: the `k` of largest magnitude, and their vectors.
///
/// By the method of Krylov and Schur (G. W. Stewart, 2001); operators of at most 64 unknowns are solved densely. Same
/// bits for any number of threads and each time.
///
/// # Errors
/// [`SolverError::NotSquare`]; [`SolverError::NotFinite`]; [`SolverError::Option`] if `k` is more than `n`;
/// [`SolverError::NoConvergence`].
///
/// # SciPy
/// `scipy.sparse.linalg.eigs(a, k)`, whose eigenvalues have no order.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::eigs};
///
/// let a = Csr::<f64>::from_dense([[9.0, 1.0, 0.0], [0.0, -10.0, 1.0], [0.0, 0.0, 8.0]]);
/// let values = eigs(&a, 2)?.eigenvalues;
/// assert!((values[[0]].re + 10.0).abs() < 1e-12 && (values[[1]].re - 9.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigs<A: LinearOperator>(a: &A, k: usize) -> Result<Eigenpairs, SolverError>
where
    A::Elem: Spectral,
{
    eigs_with(a, k, &EigenOptions::default())
}

/// As [`eigs`], with options; with a mass `A·x = λ·M·x`, of which LU factors are made.
///
/// # Errors
/// The same; [`SolverError::Singular`] if the mass is singular; [`SolverError::Shape`] if it has another shape.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{EigenOptions, Which, eigs_with}};
///
/// let a = Csr::<f64>::diags([3, 3], &[(0, &[9.0, -10.0, 8.0])]);
/// let values = eigs_with(&a, 1, &EigenOptions::default().which(Which::Largest))?.eigenvalues;
/// assert!((values[[0]].re - 9.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigs_with<A: LinearOperator>(
    a: &A,
    k: usize,
    options: &EigenOptions<'_, A::Elem>,
) -> Result<Eigenpairs, SolverError>
where
    A::Elem: Spectral,
{
    const OP: &str = "eigs";
    let a: &Operator<'_, A::Elem> = a;
    let Some(mass) = options.mass else {
        return A::Elem::general(&Problem { op: OP, a, shift: None }, k, options);
    };
    let factors: Lu<A::Elem> = lu(mass)?;
    let iterated = Product::new(&factors, a)?;
    A::Elem::general(&Problem { op: OP, a: &iterated, shift: None }, k, options)
}

/// The `k` eigenvalues of a square matrix `(n, n)` that are nearest to a number, and their vectors, by the factors of
/// `A - σ·I`. The number has to be one of the matrix's type: real for a real matrix.
///
/// # Errors
/// As [`eigs`]; [`SolverError::Singular`] if the number is an eigenvalue.
///
/// # SciPy
/// `scipy.sparse.linalg.eigs(a, k, sigma=sigma)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::eigs_near};
///
/// let a = Csr::<f64>::from_dense([[9.0, 1.0], [0.0, -10.0]]);
/// assert!((eigs_near(&a, 1, 5.0)?.eigenvalues[[0]].re - 9.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigs_near<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
    k: usize,
    sigma: T,
) -> Result<Eigenpairs, SolverError> {
    eigs_near_with(a, k, sigma, &EigenOptions::default())
}

/// As [`eigs_near`], with options: [`Which`] is meant of `1 / (λ - σ)`; with a mass the factors are those of
/// `A - σ·M`.
///
/// # Errors
/// The same.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{EigenOptions, eigs_near_with}};
///
/// let a = Csr::<f64>::from_dense([[9.0, 1.0], [0.0, -10.0]]);
/// let options = EigenOptions::default().tolerance(1e-8);
/// assert!((eigs_near_with(&a, 1, -9.0, &options)?.eigenvalues[[0]].re + 10.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigs_near_with<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
    k: usize,
    sigma: T,
    options: &EigenOptions<'_, T>,
) -> Result<Eigenpairs, SolverError> {
    const OP: &str = "eigs_near";
    let a: Csr<T> = a.into().to_csr();
    let factors: Lu<T> = lu(&shifted(OP, &a, sigma, options)?)?;
    let shift = Some(Complex::new(sigma.real(), sigma.imaginary()));
    match options.mass {
        None => T::general(&Problem { op: OP, a: &factors, shift }, k, options),
        Some(mass) => {
            let iterated = Product::new(&factors, mass)?;
            T::general(&Problem { op: OP, a: &iterated, shift }, k, options)
        }
    }
}
