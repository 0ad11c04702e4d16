//! [`Multigrid`]: the same matrix on ever coarser levels.

use super::aggregate::{filtered, prolongation, restriction};
use super::coarse::Coarse;
use super::cycle::{Last, Level, cycle, radius};
use super::square_rows;
use crate::compressed::{Compressed, CompressedView, Csr};
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::Split;
use crate::orientation::Orientation;

/// What makes the rough part of an error smaller.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{MultigridOptions, Smoother};
///
/// assert_eq!(MultigridOptions::default().smoother, Smoother::GaussSeidel);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Smoother {
    /// A sweep down before the coarser level and one up after it; on one thread.
    GaussSeidel,
    /// A step of Jacobi's before and after, on all threads.
    Jacobi,
    /// So many products with a Chebyshev polynomial before and after, on all threads.
    Chebyshev(usize),
}

/// How a [`Multigrid`] is made.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{MultigridOptions, Smoother};
///
/// let options = MultigridOptions::default().smoother(Smoother::Chebyshev(2)).coarsest(100);
/// assert_eq!(options.levels, 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct MultigridOptions {
    /// How strong a coupling has to be to count: `|a_ij| > θ·√(a_ii·a_jj)`, half of it with each level; 0.08 by
    /// default.
    pub strength: f64,
    /// What smooths.
    pub smoother: Smoother,
    /// How many unknowns are solved for densely; 200 by default.
    pub coarsest: usize,
    /// The most levels; 20 by default.
    pub levels: usize,
}

impl Default for MultigridOptions {
    fn default() -> Self {
        MultigridOptions {
            strength: 0.08,
            smoother: Smoother::GaussSeidel,
            coarsest: 200,
            levels: 20,
        }
    }
}

impl MultigridOptions {
    /// Sets how strong a coupling has to be to count.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::MultigridOptions;
    ///
    /// assert_eq!(MultigridOptions::default().strength(0.25).strength, 0.25);
    /// ```
    #[must_use]
    pub fn strength(self, strength: f64) -> Self {
        MultigridOptions { strength, ..self }
    }

    /// Sets what smooths.
    #[must_use]
    pub fn smoother(self, smoother: Smoother) -> Self {
        MultigridOptions { smoother, ..self }
    }

    /// Sets how many unknowns are solved for densely.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::MultigridOptions;
    ///
    /// assert_eq!(MultigridOptions::default().coarsest(50).coarsest, 50);
    /// ```
    #[must_use]
    pub fn coarsest(self, coarsest: usize) -> Self {
        MultigridOptions { coarsest, ..self }
    }

    /// Sets the most levels.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::MultigridOptions;
    ///
    /// assert_eq!(MultigridOptions::default().levels(3).levels, 3);
    /// ```
    #[must_use]
    pub fn levels(self, levels: usize) -> Self {
        MultigridOptions { levels, ..self }
    }
}

/// Algebraic multigrid by smoothed aggregation (P. Vaněk, J. Mandel and M. Brezina, 1996), for Hermitian positive
/// definite or semidefinite matrices whose null space is near the constant: Laplacians of meshes and graphs,
/// diffusion.
///
/// Applying it is one V-cycle, which is Hermitian and positive definite: a preconditioner for [`cg`](super::super::cg)
/// and [`minres`](super::super::minres), with which the number of iterations hardly grows with the matrix.
///
/// # SciPy
/// None; `pyamg.smoothed_aggregation_solver(a).aspreconditioner()`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, kronsum, linalg::{Multigrid, SolverOptions, cg_with}};
///
/// let line = Csr::<f64>::diags([40, 40], &[(-1, &[-1.0; 39]), (0, &[2.0; 40]), (1, &[-1.0; 39])]);
/// let laplacian = kronsum(&line, &line);
/// let multigrid = Multigrid::new(&laplacian)?;
/// assert!(multigrid.levels() >= 2 && multigrid.complexity() < 2.0);
/// let options = SolverOptions::default().rtol(1e-8).preconditioner(&multigrid);
/// assert!(cg_with(&laplacian, &[1.0; 1600], &options)?.iterations < 25);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone)]
pub struct Multigrid<T> {
    n: usize,
    levels: Vec<Level<T>>,
    last: Last<T>,
    smoother: Smoother,
    entries: usize,
    entries_of_all: usize,
}

const OP: &str = "multigrid";

/// Unknowns beyond which a last level is not factored densely.
const DENSE: usize = 2000;

impl<T: Scalar> Multigrid<T> {
    /// The preconditioner of a Hermitian matrix `(n, n)`.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`]; [`SolverError::ZeroDiagonal`] and
    /// [`SolverError::NotPositiveDefinite`] if a diagonal element is not positive.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Multigrid};
    ///
    /// assert!(Multigrid::new(&Csr::<f64>::eye(3)).is_ok());
    /// assert!(Multigrid::new(&Csr::<f64>::zeros([3, 3])).is_err());
    /// ```
    pub fn new<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
    ) -> Result<Self, SolverError> {
        Self::new_with(a, &MultigridOptions::default())
    }

    /// As [`new`](Self::new), with options.
    ///
    /// # Errors
    /// The same; [`SolverError::Option`] if the strength is negative or NaN.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::{Multigrid, MultigridOptions, Smoother}};
    ///
    /// let options = MultigridOptions::default().smoother(Smoother::Jacobi);
    /// assert_eq!(Multigrid::new_with(&Csr::<f64>::eye(3), &options)?.levels(), 1);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn new_with<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
        options: &MultigridOptions,
    ) -> Result<Self, SolverError> {
        if !(options.strength >= 0.0 && options.strength.is_finite()) {
            return Err(SolverError::Option { op: OP, what: "the strength is not negative" });
        }
        T::multigrid(square_rows(OP, a.into())?, options)
    }

    /// How many levels there are, the matrix itself among them.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Multigrid};
    ///
    /// assert_eq!(Multigrid::new(&Csr::<f64>::eye(3))?.levels(), 1);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn levels(&self) -> usize {
        self.levels.len() + 1
    }

    /// How many entries all levels have for each of the matrix: what a cycle costs, in products.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Multigrid};
    ///
    /// assert_eq!(Multigrid::new(&Csr::<f64>::eye(3))?.complexity(), 1.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn complexity(&self) -> f64 {
        self.entries_of_all as f64 / self.entries.max(1) as f64
    }
}

/// All levels of a matrix.
pub(crate) fn levels<T: Scalar>(
    mut a: Split<T>,
    options: &MultigridOptions,
) -> Result<Multigrid<T>, SolverError> {
    a.inverse_diagonal(OP)?;
    if let Some(row) = a.diagonal().iter().position(|d| d.real() <= 0.0) {
        return Err(SolverError::NotPositiveDefinite { op: OP, row });
    }
    let (n, entries) = (a.n(), a.rows.indices.len());
    let (mut levels, mut entries_of_all) = (Vec::new(), entries);
    let mut theta = options.strength;
    while a.n() > options.coarsest && levels.len() + 1 < options.levels {
        let Some((level, coarser)) = coarsened(a.clone(), theta) else { break };
        entries_of_all += coarser.rows.indices.len();
        levels.push(level);
        a = coarser;
        theta *= 0.5;
    }
    let last = last(a);
    Ok(Multigrid { n, levels, last, smoother: options.smoother, entries, entries_of_all })
}

/// One cycle.
pub(crate) fn applied<T: Scalar>(multigrid: &Multigrid<T>, x: &[T]) -> Vec<T> {
    cycle(multigrid.smoother, &multigrid.levels, &multigrid.last, x)
}

/// A level and the matrix of the next coarser one.
fn coarsened<T: Scalar>(a: Split<T>, theta: f64) -> Option<(Level<T>, Split<T>)> {
    let diagonal = a.diagonal();
    let inverse: Vec<T> = diagonal.iter().map(|&d| inverted(d)).collect();
    let radius = radius(&a, &inverse);
    let prolongation = prolongation(filtered(&a, &diagonal, theta), &inverse, radius)?;
    let restriction = restriction(&prolongation);
    let rows: Csr<T> = Compressed::from_packed(a.rows.clone());
    let coarser = restriction.matmul(&rows.matmul(&prolongation));
    let coarser = Split::new(coarser.into_packed());
    Some((Level { a, inverse, radius, prolongation, restriction }, coarser))
}

/// On coarse levels of semidefinite matrices a diagonal element may vanish: its unknown is left alone.
fn inverted<T: Scalar>(d: T) -> T {
    let inverse = T::ONE / d;
    if d.is_zero() || !inverse.finite() { T::ZERO } else { inverse }
}

fn last<T: Scalar>(a: Split<T>) -> Last<T> {
    if a.n() <= DENSE {
        return Last::Dense(Coarse::new(&a.rows));
    }
    let inverse: Vec<T> = a.diagonal().iter().map(|&d| inverted(d)).collect();
    let radius = radius(&a, &inverse);
    Last::Smoothed { a, inverse, radius }
}

impl<T: Scalar> std::fmt::Debug for Multigrid<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Multigrid")
            .field("n", &self.n)
            .field("levels", &self.levels())
            .field("complexity", &self.complexity())
            .field("smoother", &self.smoother)
            .finish()
    }
}

impl<T: Scalar> LinearOperator for Multigrid<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.n; 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(&T::multigrid_cycle(self, x));
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        self.apply(x, y);
    }
}
