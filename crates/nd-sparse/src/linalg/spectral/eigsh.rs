//! [`eigsh`]: some eigenvalues of Hermitian operators.

use super::dense::{Dense, SMALL, elements};
use super::krylov::Krylov;
use super::options::{EigenOptions, Which};
use super::{Spectral, columns, combined, with_fixed_sign};
use crate::compressed::{Compressed, CompressedView, Csr};
use crate::linalg::combine::Product;
use crate::linalg::direct::{Cholesky, cholesky, lu};
use crate::linalg::error::SolverError;
use crate::linalg::operator::{LinearOperator, Operator};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{dot, norm};
use crate::orientation::Orientation;
use nd_core::{Array, ShapeError};

/// Eigenvalues of a Hermitian matrix and their vectors.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::eigsh};
///
/// let a = Csr::<f64>::diags([3, 3], &[(0, &[3.0, -5.0, 4.0])]);
/// let pairs = eigsh(&a, 2)?;
/// assert_eq!(pairs.eigenvectors.shape(), [3, 2]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct HermitianEigenpairs<T: Scalar> {
    /// `(k)`, ascending.
    pub eigenvalues: Array<f64>,
    /// `(n, k)`: a column for each, orthonormal (with respect to the mass, where there is one), its largest element
    /// positive.
    pub eigenvectors: Array<T>,
    /// How often the iteration began anew.
    pub restarts: usize,
}

/// What is solved: `A·x = λ·M·x`, as it is or inverted near a number.
#[doc(hidden)]
pub struct Problem<'a, T: Scalar> {
    pub(crate) op: &'static str,
    a: &'a Operator<'a, T>,
    /// What is iterated with, if it is not A.
    iterated: Option<&'a Operator<'a, T>>,
    mass: Option<&'a Operator<'a, T>>,
    shift: Option<f64>,
}

impl<'a, T: Scalar> Problem<'a, T> {
    pub(crate) fn plain(op: &'static str, a: &'a Operator<'a, T>) -> Self {
        Problem { op, a, iterated: None, mass: None, shift: None }
    }

    /// The eigenvalue that one of what is iterated with means.
    fn eigenvalue(&self, theta: f64) -> f64 {
        self.shift.map_or(theta, |shift| shift + 1.0 / theta)
    }

    /// The other way round.
    fn theta(&self, eigenvalue: f64) -> f64 {
        self.shift.map_or(eigenvalue, |shift| 1.0 / (eigenvalue - shift))
    }

    fn check(&self, k: usize, options: &EigenOptions<'_, T>) -> Result<(), SolverError> {
        let (op, shape) = (self.op, self.a.shape());
        if shape[0] != shape[1] {
            return Err(SolverError::NotSquare { op, shape });
        }
        if let Some(mass) = self.mass
            && mass.shape() != shape
        {
            let (left, right) = (shape.into(), mass.shape().into());
            return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
        }
        if k > shape[0] {
            return Err(SolverError::Option {
                op,
                what: "there are fewer eigenvalues than are wanted",
            });
        }
        check_tolerance(op, options.tolerance)?;
        self.check_hermitian()
    }

    /// Two products show whether `xᴴ·(A·y) = (A·x)ᴴ·y`.
    fn check_hermitian(&self) -> Result<(), SolverError> {
        let n = self.a.shape()[0];
        let wave = |i: usize, by: f64| {
            let x = (i as f64 + 1.0) * by;
            T::from_parts(x.fract() - 0.5, (1.7 * x).fract() - 0.5)
        };
        let x: Vec<T> = (0..n).map(|i| wave(i, 0.618_033_988_749_895)).collect();
        let y: Vec<T> = (0..n).map(|i| wave(i, 0.414_213_562_373_095)).collect();
        let (mut ax, mut ay) = (vec![T::ZERO; n], vec![T::ZERO; n]);
        self.a.apply(&x, &mut ax);
        self.a.apply(&y, &mut ay);
        let size = norm(&ax) * norm(&y) + norm(&ay) * norm(&x);
        if !size.is_finite() {
            return Err(SolverError::NotFinite {
                op: self.op,
                what: "a product with the operator",
            });
        }
        if (dot(&x, &ay) - dot(&ax, &y)).magnitude() > 1e3 * T::EPSILON * size {
            return Err(SolverError::NotHermitian { op: self.op });
        }
        Ok(())
    }
}

pub(super) fn check_tolerance(op: &'static str, tolerance: f64) -> Result<(), SolverError> {
    if tolerance >= 0.0 && tolerance.is_finite() {
        return Ok(());
    }
    Err(SolverError::Option { op, what: "the tolerance is not negative" })
}

/// The places of the wanted ones among values that ascend, the most wanted first.
fn wanted(thetas: &[f64], k: usize, which: Which) -> Vec<usize> {
    let mut order: Vec<usize> = (0..thetas.len()).collect();
    let by = |key: &dyn Fn(f64) -> f64, order: &mut Vec<usize>| {
        order.sort_by(|&i, &j| key(thetas[j]).total_cmp(&key(thetas[i])).then(i.cmp(&j)));
    };
    match which {
        Which::Magnitude => by(&f64::abs, &mut order),
        Which::Smallest => by(&|x| -x.abs(), &mut order),
        Which::Largest => by(&|x| x, &mut order),
        Which::Least => by(&|x| -x, &mut order),
        Which::Both => {
            let n = thetas.len();
            // From above, from below, from above, …
            order = (0..n).map(|at| if at % 2 == 0 { n - 1 - at / 2 } else { at / 2 }).collect();
        }
    }
    order.truncate(k);
    order
}

/// The pairs that are asked for.
pub(crate) fn pairs<T: Scalar>(
    problem: &Problem<'_, T>,
    k: usize,
    options: &EigenOptions<'_, T>,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    problem.check(k, options)?;
    let n = problem.a.shape()[0];
    if n <= SMALL {
        return densely(problem, k, options.which);
    }
    if k == 0 {
        return finished(problem, n, Vec::new(), 0);
    }
    let iterated = problem.iterated.unwrap_or(problem.a);
    let size = Krylov::<T>::size(problem.op, n, k, options.basis)?;
    let mut krylov = Krylov::new(problem.op, iterated, problem.mass, options.seed);
    let tolerance = options.tolerance.max(T::EPSILON);
    for restarts in 0.. {
        krylov.extend(size)?;
        let found = T::Double::hermitian(problem.op, &krylov.projected(), None)?;
        let last = krylov.residual();
        let largest = found.values.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
        let error = |at: usize| last * found.vectors[at].last().map_or(0.0, |x| x.magnitude());
        let bound = |at: usize| {
            tolerance * found.values[at].abs().max(T::EPSILON.powf(2.0 / 3.0) * largest)
        };
        let order = wanted(&found.values, size, options.which);
        let done = order[..k].iter().filter(|&&at| error(at) <= bound(at)).count();
        if done == k || size == n {
            let basis = &krylov.basis[..size];
            let pair = |&at: &usize| {
                (problem.eigenvalue(found.values[at]), combined(basis, &found.vectors[at]))
            };
            return finished(problem, n, order[..k].iter().map(pair).collect(), restarts);
        }
        if restarts >= options.restarts {
            let worst = order[..k].iter().map(|&at| error(at)).fold(0.0, f64::max);
            let (op, iterations, tolerance) = (problem.op, restarts, tolerance * largest);
            return Err(SolverError::NoConvergence { op, iterations, residual: worst, tolerance });
        }
        let keep = (k + done.min((size - k) / 2).max((size - k) / 4)).min(size - 1);
        let kept: Vec<_> = order[..keep].iter().map(|&at| found.vectors[at].clone()).collect();
        krylov.restart(&kept);
    }
    unreachable!("the loop has no end of its own")
}

/// Eigenvalues ascending, signs fixed.
fn finished<T: Scalar>(
    problem: &Problem<'_, T>,
    n: usize,
    mut pairs: Vec<(f64, Vec<T>)>,
    restarts: usize,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    if pairs.iter().any(|(value, _)| !value.is_finite()) {
        return Err(SolverError::NotFinite { op: problem.op, what: "an eigenvalue" });
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (values, mut vectors): (Vec<f64>, Vec<Vec<T>>) = pairs.into_iter().unzip();
    for vector in &mut vectors {
        with_fixed_sign(vector);
    }
    let eigenvectors = columns(n, vectors);
    Ok(HermitianEigenpairs { eigenvalues: Array::from_vec(values), eigenvectors, restarts })
}

fn densely<T: Scalar>(
    problem: &Problem<'_, T>,
    k: usize,
    which: Which,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    let n = problem.a.shape()[0];
    let mass = problem.mass.map(|mass| elements(mass));
    let found = T::Double::hermitian(problem.op, &elements(problem.a), mass.as_ref())?;
    let mut thetas: Vec<(f64, usize)> =
        found.values.iter().enumerate().map(|(at, &x)| (problem.theta(x), at)).collect();
    thetas.sort_by(|a, b| a.0.total_cmp(&b.0));
    let sorted: Vec<f64> = thetas.iter().map(|theta| theta.0).collect();
    let pair = |place: usize| {
        let at = thetas[place].1;
        (found.values[at], found.vectors[at].iter().map(|&x| T::from_double(x)).collect())
    };
    finished(problem, n, wanted(&sorted, k, which).into_iter().map(pair).collect(), 0)
}

/// Some eigenvalues of a Hermitian operator `(n, n)`: the `k` of largest magnitude, and their vectors.
///
/// By Lanczos' method with thick restarts (K. Wu and H. Simon, 2000), with full orthogonalisation; operators of at
/// most 64 unknowns are solved densely. Same bits for any number of threads and each time.
///
/// # Errors
/// [`SolverError::NotSquare`]; [`SolverError::NotHermitian`], as two products tell; [`SolverError::NotFinite`];
/// [`SolverError::Option`] if `k` is more than `n`; [`SolverError::NoConvergence`].
///
/// # SciPy
/// `scipy.sparse.linalg.eigsh(a, k)`, whose order without vectors is another, and which takes matrices that are not
/// Hermitian without a word.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::eigsh};
///
/// let a = Csr::<f64>::from_dense([[2.0, 1.0], [1.0, 2.0]]);
/// let pairs = eigsh(&a, 1)?;
/// assert!((pairs.eigenvalues[[0]] - 3.0).abs() < 1e-14);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigsh<A: LinearOperator>(
    a: &A,
    k: usize,
) -> Result<HermitianEigenpairs<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    eigsh_with(a, k, &EigenOptions::default())
}

/// As [`eigsh`], with options; with a mass `A·x = λ·M·x`, of which Cholesky's factor is made.
///
/// # Errors
/// The same; [`SolverError::NotPositiveDefinite`] if the mass is not; [`SolverError::Shape`] if it has another shape.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::{EigenOptions, Which, eigsh_with}};
///
/// let a = Csr::<f64>::diags([4, 4], &[(0, &[4.0, -1.0, 3.0, 2.0])]);
/// let pairs = eigsh_with(&a, 2, &EigenOptions::default().which(Which::Least))?;
/// assert_eq!(pairs.eigenvalues, array![-1.0, 2.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigsh_with<A: LinearOperator>(
    a: &A,
    k: usize,
    options: &EigenOptions<'_, A::Elem>,
) -> Result<HermitianEigenpairs<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    let a: &Operator<'_, A::Elem> = a;
    let Some(mass) = options.mass else {
        return A::Elem::hermitian(&Problem::plain("eigsh", a), k, options);
    };
    let factor: Cholesky<A::Elem> = cholesky(mass)?;
    let iterated = Product::new(&factor, a)?;
    let problem =
        Problem { op: "eigsh", a, iterated: Some(&iterated), mass: Some(mass), shift: None };
    A::Elem::hermitian(&problem, k, options)
}

/// The `k` eigenvalues of a Hermitian matrix `(n, n)` that are nearest to a number, and their vectors, by the factors of
/// `A - σ·I`.
///
/// # Errors
/// As [`eigsh`]; [`SolverError::Singular`] if the number is an eigenvalue.
///
/// # SciPy
/// `scipy.sparse.linalg.eigsh(a, k, sigma=sigma)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::eigsh_near};
///
/// let a = Csr::<f64>::diags([4, 4], &[(0, &[4.0, -1.0, 3.0, 2.0])]);
/// assert_eq!(eigsh_near(&a, 2, 2.6)?.eigenvalues, array![2.0, 3.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigsh_near<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
    k: usize,
    sigma: f64,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    eigsh_near_with(a, k, sigma, &EigenOptions::default())
}

/// As [`eigsh_near`], with options: [`Which`] is meant of `1 / (λ - σ)`; with a mass the factors are those of
/// `A - σ·M`.
///
/// # Errors
/// The same.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::{EigenOptions, eigsh_near_with}};
///
/// let a = Csr::<f64>::diags([3, 3], &[(0, &[4.0, 2.0, 3.0])]);
/// let mass = Csr::<f64>::diags([3, 3], &[(0, &[1.0, 4.0, 1.0])]);
/// let pairs = eigsh_near_with(&a, 1, 0.0, &EigenOptions::default().mass(&mass))?;
/// assert!((pairs.eigenvalues[[0]] - 0.5).abs() < 1e-14);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn eigsh_near_with<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
    k: usize,
    sigma: f64,
    options: &EigenOptions<'_, T>,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    const OP: &str = "eigsh_near";
    let a: Csr<T> = a.into().to_csr();
    let factors = factors(&shifted(OP, &a, T::from_f64(sigma), options)?)?;
    let mass = options.mass.map(|mass| mass as &Operator<'_, T>);
    let product;
    let iterated: &Operator<'_, T> = match options.mass {
        None => &*factors,
        Some(mass) => {
            product = Product::new(&*factors, mass)?;
            &product
        }
    };
    let problem = Problem { op: OP, a: &a, iterated: Some(iterated), mass, shift: Some(sigma) };
    T::hermitian(&problem, k, options)
}

/// The factors of a Hermitian matrix: Cholesky's if it is positive definite, as it is for shifts below the spectrum,
/// which take a fraction of the time; if not, that is seen at the first pivot that is not positive.
fn factors<T: Spectral>(a: &Csr<T>) -> Result<Box<Operator<'static, T>>, SolverError> {
    let definite: Result<Cholesky<T>, SolverError> = cholesky(a);
    Ok(match definite {
        Ok(factor) => Box::new(factor),
        Err(_) => Box::new(lu(a)?),
    })
}

/// `A - σ·M`.
pub(super) fn shifted<T: Scalar>(
    op: &'static str,
    a: &Csr<T>,
    sigma: T,
    options: &EigenOptions<'_, T>,
) -> Result<Csr<T>, SolverError> {
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op, shape });
    }
    if !sigma.finite() {
        return Err(SolverError::NotFinite { op, what: "the shift" });
    }
    let identity: Csr<T>;
    let mass = match options.mass {
        Some(mass) => mass,
        None => {
            identity = Compressed::eye(shape[0]);
            &identity
        }
    };
    let moved = mass.map_stored(|x| x * sigma);
    Ok(a.try_subtract(&moved)?)
}
