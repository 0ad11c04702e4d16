//! [`EigenOptions`] and [`Which`]: what is looked for, and how closely.

use crate::compressed::Csr;
use crate::linalg::scalar::Scalar;

/// Which eigenvalues are looked for. Near a number it says which of `1 / (λ - σ)`: [`Magnitude`](Self::Magnitude) is
/// what is nearest.
///
/// # SciPy
/// `which`, whose names are given.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{EigenOptions, Which};
///
/// assert_eq!(EigenOptions::<f64>::default().which, Which::Magnitude);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Which {
    /// The largest magnitude: `LM`.
    #[default]
    Magnitude,
    /// The smallest magnitude: `SM`. Slow; the nearest to zero are found faster by `eigsh_near(a, k, 0.0)`.
    Smallest,
    /// The largest, or the largest real part: `LA`, `LR`.
    Largest,
    /// The least, or the least real part: `SA`, `SR`.
    Least,
    /// Half from either end, one more of the largest: `BE`. Of `eigs` the largest and the smallest real parts.
    Both,
}

/// How eigenvalues and singular values are calculated.
///
/// # SciPy
/// `which`, `tol`, `ncv`, `maxiter`, `v0`, `M`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{EigenOptions, Which};
///
/// let options = EigenOptions::<f64>::default().which(Which::Least).tolerance(1e-8).seed(7);
/// assert_eq!(options.restarts, 1000);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EigenOptions<'a, T: Scalar> {
    /// Which are looked for.
    pub which: Which,
    /// How far a residual may be from zero, as a share of the eigenvalue; the precision of the type by default.
    pub tolerance: f64,
    /// How many vectors are kept; the larger of 20 and twice the wanted ones and one by default.
    pub basis: Option<usize>,
    /// The most restarts; 1000 by default.
    pub restarts: usize,
    /// What the first vector is made from; the same one gives the same bits.
    pub seed: u64,
    /// The Hermitian positive definite matrix on the right of `A·x = λ·M·x`; the identity by default.
    pub mass: Option<&'a Csr<T>>,
}

impl<T: Scalar> Default for EigenOptions<'_, T> {
    fn default() -> Self {
        EigenOptions {
            which: Which::Magnitude,
            tolerance: 0.0,
            basis: None,
            restarts: 1000,
            seed: 0,
            mass: None,
        }
    }
}

impl<'a, T: Scalar> EigenOptions<'a, T> {
    /// Sets which eigenvalues are looked for.
    #[must_use]
    pub fn which(self, which: Which) -> Self {
        EigenOptions { which, ..self }
    }

    /// Sets how far a residual may be from zero.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::EigenOptions;
    ///
    /// assert_eq!(EigenOptions::<f64>::default().tolerance(1e-8).tolerance, 1e-8);
    /// ```
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> Self {
        EigenOptions { tolerance, ..self }
    }

    /// Sets how many vectors are kept.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::EigenOptions;
    ///
    /// assert_eq!(EigenOptions::<f64>::default().basis(40).basis, Some(40));
    /// ```
    #[must_use]
    pub fn basis(self, basis: usize) -> Self {
        EigenOptions { basis: Some(basis), ..self }
    }

    /// Sets the most restarts.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::EigenOptions;
    ///
    /// assert_eq!(EigenOptions::<f64>::default().restarts(5).restarts, 5);
    /// ```
    #[must_use]
    pub fn restarts(self, restarts: usize) -> Self {
        EigenOptions { restarts, ..self }
    }

    /// Sets what the first vector is made from.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::EigenOptions;
    ///
    /// assert_eq!(EigenOptions::<f64>::default().seed(7).seed, 7);
    /// ```
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        EigenOptions { seed, ..self }
    }

    /// Sets the matrix on the right.
    #[must_use]
    pub fn mass(self, mass: &'a Csr<T>) -> Self {
        EigenOptions { mass: Some(mass), ..self }
    }
}
