//! Systems solved by iteration: nothing is asked of the matrix but its product with vectors.

mod bicg;
mod bicgstab;
mod cg;
mod cgs;
pub(crate) mod driver;
mod gmres;
mod lsmr;
mod lsqr;
mod minres;
mod monitor;
mod qmr;
mod tfqmr;

use super::error::Unsolved;
use super::operator::{LinearOperator, Operator};
use super::options::SolverOptions;
use super::scalar::Compiled;
use super::solution::Solution;
use nd_core::{ArrayLike, ShapeError};

/// What an iteration ends with.
pub(crate) type Outcome<T> = Result<Solution<T>, Unsolved<T>>;

/// The iterative methods.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Cg,
    Bicg,
    Bicgstab,
    Cgs,
    Tfqmr,
    Qmr,
    Gmres,
    Lgmres,
    Minres,
    Lsqr,
    Lsmr,
}

impl Method {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Method::Cg => "cg",
            Method::Bicg => "bicg",
            Method::Bicgstab => "bicgstab",
            Method::Cgs => "cgs",
            Method::Tfqmr => "tfqmr",
            Method::Qmr => "qmr",
            Method::Gmres => "gmres",
            Method::Lgmres => "lgmres",
            Method::Minres => "minres",
            Method::Lsqr => "lsqr",
            Method::Lsmr => "lsmr",
        }
    }

    fn is_least_squares(self) -> bool {
        matches!(self, Method::Lsqr | Method::Lsmr)
    }

    fn needs_adjoint(self) -> bool {
        self.is_least_squares() || matches!(self, Method::Qmr | Method::Bicg)
    }

    /// Whether it iterates on `A·M`, so that its result has to be multiplied by `M`.
    fn corrects_after(self) -> bool {
        !matches!(self, Method::Cg | Method::Minres)
    }
}

/// From arrays to slices.
fn begin<A: LinearOperator>(
    method: Method,
    a: &A,
    b: impl ArrayLike<Elem = A::Elem>,
    options: &SolverOptions<'_, A::Elem>,
) -> Outcome<A::Elem> {
    let b = b.view();
    if b.ndim() != 1 {
        let error = ShapeError::Rank { op: method.name(), expected: "1", shape: b.shape().into() };
        return Err(super::SolverError::from(error).into());
    }
    let a: &Operator<'_, A::Elem> = a;
    match b.as_slice() {
        Some(b) => A::Elem::iterate(method, a, b, options),
        None => A::Elem::iterate(method, a, &b.flatten().into_vec(), options),
    }
}

/// A method with its options and without.
macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident, $name_with:ident = $method:ident, $system:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// `a` is any [`LinearOperator`], `b` has one axis; `b = 0` is solved by zero. All sums are added up in one
        /// order, so that the result has the same bits for any number of threads.
        ///
        /// # Errors
        /// [`Unsolved`], with the best approximation: [`NoConvergence`](super::SolverError::NoConvergence) if the
        /// residual of `x`, which is calculated at the end, is not small enough,
        /// [`Breakdown`](super::SolverError::Breakdown), [`NotFinite`](super::SolverError::NotFinite). Without one:
        /// shapes that do not fit, a right side or a start with NaN or infinity, options without meaning, an
        /// operator without the adjoint that is needed.
        ///
        /// # SciPy
        #[doc = concat!("`scipy.sparse.linalg.", stringify!($name), "(a, b)`, which returns a number that says ")]
        /// whether it converged.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_sparse::{Csr, linalg::", stringify!($name), "};")]
        ///
        #[doc = concat!("let a = Csr::<f64>::from_dense(", $system, ");")]
        #[doc = concat!("let solution = ", stringify!($name), "(&a, a.matvec(&[1.0, 2.0]))?;")]
        /// assert!((solution.x[[0]] - 1.0).abs() < 1e-3 && (solution.x[[1]] - 2.0).abs() < 1e-3);
        /// # Ok::<(), nd_sparse::linalg::SolverError>(())
        /// ```
        pub fn $name<A: LinearOperator>(
            a: &A,
            b: impl ArrayLike<Elem = A::Elem>,
        ) -> Result<Solution<A::Elem>, Unsolved<A::Elem>> {
            begin(Method::$method, a, b, &SolverOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options.")]
        ///
        /// # Errors
        /// The same.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_sparse::{Csr, linalg::{SolverOptions, ", stringify!($name_with), "}};")]
        ///
        #[doc = concat!("let a = Csr::<f64>::from_dense(", $system, ");")]
        /// let options = SolverOptions::default().rtol(1e-10).max_iterations(50);
        #[doc = concat!("let solution = ", stringify!($name_with), "(&a, a.matvec(&[1.0, 2.0]), &options)?;")]
        /// assert!((solution.x[[0]] - 1.0).abs() < 1e-8);
        /// # Ok::<(), nd_sparse::linalg::SolverError>(())
        /// ```
        pub fn $name_with<A: LinearOperator>(
            a: &A,
            b: impl ArrayLike<Elem = A::Elem>,
            options: &SolverOptions<'_, A::Elem>,
        ) -> Result<Solution<A::Elem>, Unsolved<A::Elem>> {
            begin(Method::$method, a, b, options)
        }
    )*};
}

methods! {
    /// Solves `A·x = b` by conjugate gradients: `A` is Hermitian and positive definite, as is the preconditioner.
    cg, cg_with = Cg, "[[4.0, 1.0], [1.0, 3.0]]";
    /// Solves `A·x = b` by biconjugate gradients: any square `A` that has its adjoint. Less smooth than [`qmr`], which
    /// takes the same products.
    bicg, bicg_with = Bicg, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by stabilised biconjugate gradients: any square `A`, without its adjoint.
    bicgstab, bicgstab_with = Bicgstab, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by conjugate gradients squared: any square `A`, without its adjoint. Less smooth than
    /// [`bicgstab`].
    cgs, cgs_with = Cgs, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by quasi-minimal residuals without the adjoint: any square `A`. An iteration is two products.
    tfqmr, tfqmr_with = Tfqmr, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by quasi-minimal residuals: any square `A` that has its adjoint.
    qmr, qmr_with = Qmr, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by minimal residuals: any square `A`; the residual never grows. It keeps a vector for each of
    /// the steps between two restarts.
    gmres, gmres_with = Gmres, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` as [`gmres`] does, and keeps the last three corrections over restarts: fewer iterations where
    /// restarts cost many.
    lgmres, lgmres_with = Lgmres, "[[4.0, 1.0], [2.0, 3.0]]";
    /// Solves `A·x = b` by minimal residuals of a Hermitian `A`, definite or not; the preconditioner is positive
    /// definite. A singular `A` with a right side outside of its range is an error.
    minres, minres_with = Minres, "[[4.0, 1.0], [1.0, -3.0]]";
    /// The least squares of `A·x = b`: any `A` `(m, n)` that has its adjoint; with `damp`, those of
    /// `|A·x - b|² + damp²·|x|²`. Ends where `b` is reached, or the gradient is at most `rtol` times the norms of `A`
    /// and the residual.
    lsqr, lsqr_with = Lsqr, "[[4.0, 1.0], [2.0, 3.0], [1.0, 1.0]]";
    /// The least squares of `A·x = b` as [`lsqr`] finds them, by a method whose gradient never grows: it may be
    /// broken off earlier.
    lsmr, lsmr_with = Lsmr, "[[4.0, 1.0], [2.0, 3.0], [1.0, 1.0]]";
}
