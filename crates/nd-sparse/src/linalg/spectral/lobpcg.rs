//! [`lobpcg`]: eigenvalues at one end, with a preconditioner.

use super::Spectral;
use super::dense::Dense;
use super::eigsh::HermitianEigenpairs;
use super::{columns, combined, with_fixed_sign};
use crate::linalg::error::SolverError;
use crate::linalg::operator::{LinearOperator, Operator};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, all_finite, dot, norm, scale, zeros};
use nd_core::{Array, ArrayLike, ShapeError};
use std::fmt;

/// How [`lobpcg`] iterates.
///
/// # SciPy
/// `M`, `B`, `tol`, `maxiter`, `largest`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::LobpcgOptions;
///
/// let options = LobpcgOptions::<f64>::default().largest(false).tolerance(1e-8);
/// assert_eq!(options.max_iterations, 200);
/// ```
#[non_exhaustive]
pub struct LobpcgOptions<'a, T: Scalar> {
    /// Whether the largest eigenvalues are looked for, or the least; the largest by default.
    pub largest: bool,
    /// The norm of residuals that is good enough, as a share of the largest eigenvalue; the root of the type's precision
    /// by default.
    pub tolerance: f64,
    /// The most iterations; 200 by default.
    pub max_iterations: usize,
    /// An approximation to the inverse of the matrix; none by default.
    pub preconditioner: Option<&'a Operator<'a, T>>,
    /// The Hermitian positive definite operator on the right of `A·x = λ·M·x`; the identity by default.
    pub mass: Option<&'a Operator<'a, T>>,
}

impl<T: Scalar> Default for LobpcgOptions<'_, T> {
    fn default() -> Self {
        LobpcgOptions {
            largest: true,
            tolerance: T::EPSILON.sqrt(),
            max_iterations: 200,
            preconditioner: None,
            mass: None,
        }
    }
}

impl<T: Scalar> Clone for LobpcgOptions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Scalar> Copy for LobpcgOptions<'_, T> {}

impl<T: Scalar> fmt::Debug for LobpcgOptions<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LobpcgOptions")
            .field("largest", &self.largest)
            .field("tolerance", &self.tolerance)
            .field("max_iterations", &self.max_iterations)
            .field("preconditioner", &self.preconditioner.is_some())
            .field("mass", &self.mass.is_some())
            .finish()
    }
}

impl<'a, T: Scalar> LobpcgOptions<'a, T> {
    /// Sets whether the largest eigenvalues are looked for.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::LobpcgOptions;
    ///
    /// assert_eq!(LobpcgOptions::<f64>::default().largest(false).largest, false);
    /// ```
    #[must_use]
    pub fn largest(self, largest: bool) -> Self {
        LobpcgOptions { largest, ..self }
    }

    /// Sets the norm of residuals that is good enough.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::LobpcgOptions;
    ///
    /// assert_eq!(LobpcgOptions::<f64>::default().tolerance(1e-8).tolerance, 1e-8);
    /// ```
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> Self {
        LobpcgOptions { tolerance, ..self }
    }

    /// Sets the most iterations.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::LobpcgOptions;
    ///
    /// assert_eq!(LobpcgOptions::<f64>::default().max_iterations(50).max_iterations, 50);
    /// ```
    #[must_use]
    pub fn max_iterations(self, max_iterations: usize) -> Self {
        LobpcgOptions { max_iterations, ..self }
    }

    /// Sets the preconditioner.
    #[must_use]
    pub fn preconditioner(self, preconditioner: &'a Operator<'a, T>) -> Self {
        LobpcgOptions { preconditioner: Some(preconditioner), ..self }
    }

    /// Sets the operator on the right.
    #[must_use]
    pub fn mass(self, mass: &'a Operator<'a, T>) -> Self {
        LobpcgOptions { mass: Some(mass), ..self }
    }
}

const OP: &str = "lobpcg";

/// `A·x`, or `x` itself.
fn image<T: Scalar>(a: Option<&Operator<'_, T>>, x: &[T]) -> Vec<T> {
    match a {
        None => x.to_vec(),
        Some(a) => {
            let mut y = zeros(x.len());
            a.apply(x, &mut y);
            y
        }
    }
}

/// Makes vectors orthonormal with respect to the mass, after those that are so already; what depends on others goes.
fn orthonormalised<T: Scalar>(
    mass: Option<&Operator<'_, T>>,
    basis: &mut Vec<Vec<T>>,
    more: Vec<Vec<T>>,
) {
    for mut x in more {
        let before = norm(&x);
        if before == 0.0 || !before.is_finite() {
            continue;
        }
        scale(&mut x, T::from_f64(1.0 / before));
        let mut length = 0.0;
        for _ in 0..3 {
            let weighted = image(mass, &x);
            let along: Vec<T> = basis.iter().map(|v| dot(v, &weighted)).collect();
            basis.iter().zip(along).for_each(|(v, along)| add_scaled(&mut x, -along, v));
            length = dot(&x, &image(mass, &x)).real().max(0.0).sqrt();
            if length < 1e3 * T::EPSILON {
                break;
            }
            scale(&mut x, T::from_f64(1.0 / length));
        }
        if length >= 1e3 * T::EPSILON {
            basis.push(x);
        }
    }
}

/// The eigenvalues of A on a space whose basis is orthonormal, the wanted ones first.
struct Ritz<D> {
    values: Vec<f64>,
    vectors: Vec<Vec<D>>,
}

fn ritz<T: Scalar>(
    basis: &[Vec<T>],
    images: &[Vec<T>],
    largest: bool,
) -> Result<Ritz<T::Double>, SolverError> {
    let size = basis.len();
    let inner = basis.iter().flat_map(|v| images.iter().map(|w| dot(v, w).to_double()));
    let projected = Array::from_shape_vec([size, size], inner.collect());
    if projected.iter().any(|x| !x.finite()) {
        return Err(SolverError::NotFinite { op: OP, what: "a product with the operator" });
    }
    let mut found = T::Double::hermitian(OP, &projected, None)?;
    if largest {
        found.values.reverse();
        found.vectors.reverse();
    }
    Ok(Ritz { values: found.values, vectors: found.vectors })
}

/// The pairs that vectors lead to.
pub(crate) fn pairs<T: Scalar>(
    a: &Operator<'_, T>,
    x: Vec<Vec<T>>,
    options: &LobpcgOptions<'_, T>,
) -> Result<HermitianEigenpairs<T>, SolverError> {
    let (n, k, mass) = (a.shape()[0], x.len(), options.mass);
    let mut basis = Vec::new();
    orthonormalised(mass, &mut basis, x);
    if basis.len() < k {
        return Err(SolverError::Option { op: OP, what: "the first vectors depend on each other" });
    }
    let mut directions: Vec<Vec<T>> = Vec::new();
    let mut x = basis;
    let mut worst = f64::INFINITY;
    let mut scale_of_a = 0.0f64;
    for iteration in 0..=options.max_iterations {
        let images: Vec<Vec<T>> = x.iter().map(|x| image(Some(a), x)).collect();
        let on_x = ritz(&x, &images, options.largest)?;
        let rotate = |of: &[Vec<T>]| -> Vec<Vec<T>> {
            on_x.vectors.iter().map(|q| combined(of, q)).collect()
        };
        let (rotated, images) = (rotate(&x), rotate(&images));
        x = rotated;
        scale_of_a = on_x.values.iter().fold(scale_of_a, |m, x| m.max(x.abs()));
        let residuals = residuals(&x, &images, &on_x.values, mass);
        worst = residuals.iter().map(|r| norm(r)).fold(0.0, f64::max);
        if !worst.is_finite() {
            return Err(SolverError::NotFinite { op: OP, what: "a product with the operator" });
        }
        if worst <= options.tolerance * scale_of_a || x.len() == n {
            return Ok(finished(n, on_x.values, x, iteration));
        }
        if iteration == options.max_iterations {
            break;
        }
        [x, directions] = advanced(a, options, x, residuals, directions)?;
        if x.len() < k {
            return Err(SolverError::Breakdown {
                op: OP,
                iteration,
                why: "the space has lost a dimension",
            });
        }
    }
    let (iterations, tolerance) = (options.max_iterations, options.tolerance * scale_of_a);
    Err(SolverError::NoConvergence { op: OP, iterations, residual: worst, tolerance })
}

/// The best vectors of the space that is spanned by these, their residuals and the last step; and the step to them.
fn advanced<T: Scalar>(
    a: &Operator<'_, T>,
    options: &LobpcgOptions<'_, T>,
    x: Vec<Vec<T>>,
    residuals: Vec<Vec<T>>,
    directions: Vec<Vec<T>>,
) -> Result<[Vec<Vec<T>>; 2], SolverError> {
    let (k, mass) = (x.len(), options.mass);
    let mut space = x;
    let preconditioned = residuals.iter().map(|r| image(options.preconditioner, r)).collect();
    orthonormalised(mass, &mut space, preconditioned);
    orthonormalised(mass, &mut space, directions);
    let images: Vec<Vec<T>> = space.iter().map(|x| image(Some(a), x)).collect();
    let found = ritz(&space, &images, options.largest)?;
    let next: Vec<Vec<T>> = found.vectors[..k].iter().map(|q| combined(&space, q)).collect();
    // The part of the step that does not lie in the old space is the direction of the next one.
    let step = |q: &Vec<T::Double>| combined(&space[k..], &q[k..]);
    let directions = found.vectors[..k].iter().map(step).filter(|x| !x.is_empty()).collect();
    let mut x = Vec::new();
    orthonormalised(mass, &mut x, next);
    Ok([x, directions])
}

/// `A·x - λ·M·x`.
fn residuals<T: Scalar>(
    x: &[Vec<T>],
    images: &[Vec<T>],
    values: &[f64],
    mass: Option<&Operator<'_, T>>,
) -> Vec<Vec<T>> {
    let all = x.iter().zip(images).zip(values);
    let of = |((x, image_of_x), &value): ((&Vec<T>, &Vec<T>), &f64)| {
        let mut r = image_of_x.clone();
        add_scaled(&mut r, T::from_f64(-value), &image(mass, x));
        r
    };
    all.map(of).collect()
}

fn finished<T: Scalar>(
    n: usize,
    values: Vec<f64>,
    vectors: Vec<Vec<T>>,
    restarts: usize,
) -> HermitianEigenpairs<T> {
    let mut pairs: Vec<(f64, Vec<T>)> = values.into_iter().zip(vectors).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    pairs.iter_mut().for_each(|(_, x)| {
        with_fixed_sign(x);
    });
    let (values, vectors): (Vec<f64>, Vec<Vec<T>>) = pairs.into_iter().unzip();
    let eigenvalues = Array::from_vec(values);
    HermitianEigenpairs { eigenvalues, eigenvectors: columns(n, vectors), restarts }
}

/// The `k` largest eigenvalues of a Hermitian operator `(n, n)`, ascending, from `k` vectors `x: (n, k)` that are near
/// theirs or chosen at random, by locally optimal block preconditioned conjugate gradients (A. V. Knyazev, 2001).
///
/// For the least eigenvalues with a good preconditioner, [`Multigrid`](crate::linalg::Multigrid) say, where factors do
/// not fit memory; [`eigsh`](super::eigsh()) needs no start.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::Shape`], [`SolverError::NotFinite`]; [`SolverError::Option`] if the vectors
/// are none, more than a third of `n`, or depend on each other; [`SolverError::NoConvergence`].
///
/// # SciPy
/// `scipy.sparse.linalg.lobpcg(a, x)`, which warns where it does not converge.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::lobpcg};
///
/// let a = Csr::<f64>::diags([6, 6], &[(0, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])]);
/// let start = array![[1.0], [1.0], [1.0], [1.0], [1.0], [1.0]];
/// assert!((lobpcg(&a, &start)?.eigenvalues[[0]] - 6.0).abs() < 1e-9);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn lobpcg<A: LinearOperator>(
    a: &A,
    x: impl ArrayLike<Elem = A::Elem>,
) -> Result<HermitianEigenpairs<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    lobpcg_with(a, x, &LobpcgOptions::default())
}

/// As [`lobpcg`], with options.
///
/// # Errors
/// The same.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::{Jacobi, LobpcgOptions, lobpcg_with}};
///
/// let a = Csr::<f64>::diags([6, 6], &[(0, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])]);
/// let jacobi = Jacobi::new(&a)?;
/// let options = LobpcgOptions::default().largest(false).preconditioner(&jacobi);
/// let start = array![[1.0], [1.0], [1.0], [1.0], [1.0], [1.0]];
/// assert!((lobpcg_with(&a, &start, &options)?.eigenvalues[[0]] - 1.0).abs() < 1e-9);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn lobpcg_with<A: LinearOperator>(
    a: &A,
    x: impl ArrayLike<Elem = A::Elem>,
    options: &LobpcgOptions<'_, A::Elem>,
) -> Result<HermitianEigenpairs<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    let (shape, x) = (a.shape(), x.view());
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    crate::products::check_matrices(OP, &shape, x.shape())?;
    for other in [options.preconditioner, options.mass].into_iter().flatten() {
        if other.shape() != shape {
            let (left, right) = (shape.into(), other.shape().into());
            return Err(ShapeError::Mismatch { op: OP.into(), left, right }.into());
        }
    }
    let (n, k) = (shape[0], x.shape()[1]);
    if k == 0 || 3 * k > n {
        let what = "there are between one vector and a third of the unknowns";
        return Err(SolverError::Option { op: OP, what });
    }
    super::eigsh::check_tolerance(OP, options.tolerance)?;
    let all = x.t().flatten().into_vec();
    if !all_finite(&all) {
        return Err(SolverError::NotFinite { op: OP, what: "the start" });
    }
    A::Elem::preconditioned(a, all.chunks(n).map(<[A::Elem]>::to_vec).collect(), options)
}
