//! [`expm_multiply`]: what the exponential of a matrix does to vectors.

use super::Spectral;
use crate::compressed::{CompressedView, Csr};
use crate::linalg::error::SolverError;
use crate::linalg::norms::{Norm, norm};
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::sides::solved;
use crate::linalg::vectors::{add_scaled, all_finite, largest, scale, zeros};
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike};

/// The norm up to which a Taylor polynomial of each degree is exact to double precision: table 3.1 of Al-Mohy and
/// Higham.
const REACH: [(usize, f64); 14] = [
    (5, 2.4e-3),
    (10, 1.44e-1),
    (15, 6.41e-1),
    (20, 1.44),
    (23, 2.01),
    (26, 2.64),
    (30, 3.54),
    (35, 4.7),
    (40, 6.0),
    (45, 7.2),
    (50, 8.5),
    (55, 9.9),
    (1, 2.29e-16),
    (3, 1.39e-5),
];

/// Degree and number of steps with the fewest products.
fn steps(size: f64) -> (usize, usize) {
    let of = |&(degree, reach): &(usize, f64)| (degree, (size / reach).ceil().max(1.0) as usize);
    let all = REACH.iter().map(of);
    all.min_by_key(|&(degree, steps)| (degree.saturating_mul(steps), steps)).unwrap_or((55, 1))
}

/// `b = exp(t·A)·b` in place.
pub(crate) fn applied<T: Scalar>(a: &Csr<T>, b: &mut [T], t: f64) {
    let n = b.len();
    // Without its mean eigenvalue the matrix is smaller.
    let mean = a.trace() / T::from_f64(n.max(1) as f64);
    let centred = a.subtract(&Csr::<T>::eye(n).map_stored(|x| x * mean));
    let size = norm(&centred, Norm::One) * t.abs();
    let (degree, count) = steps(size);
    let step = T::from_f64(t / count as f64);
    let growth = exponential(mean * step);
    for _ in 0..count {
        let mut term = b.to_vec();
        let mut before = largest(&term);
        for j in 1..=degree {
            let mut next = zeros(n);
            centred.apply(&term, &mut next);
            scale(&mut next, step / T::from_f64(j as f64));
            term = next;
            add_scaled(b, T::ONE, &term);
            let now = largest(&term);
            if before + now <= 0.5 * f64::EPSILON * largest(b) {
                break;
            }
            before = now;
        }
        scale(b, growth);
    }
}

fn exponential<T: Scalar>(x: T) -> T {
    let size = x.real().exp();
    T::from_parts(size * x.imaginary().cos(), size * x.imaginary().sin())
}

/// The exponential of `t·A` times vectors, without the exponential: `(n, n)`, `(n)` or `(n, k)` → the shape of `b` (A. H.
/// Al-Mohy and N. J. Higham, 2011).
///
/// The cost grows with the norm of `t·A`. NaN in `b` spreads; what overflows is infinite or NaN.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::Shape`]; [`SolverError::NotFinite`] if the matrix or `t` is not;
/// [`SolverError::Option`] if the norm of `t·A` is more than 1e9.
///
/// # SciPy
/// `scipy.sparse.linalg.expm_multiply(t * a, b)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::expm_multiply};
///
/// let turn = Csr::<f64>::from_dense([[0.0, -1.0], [1.0, 0.0]]);
/// let y = expm_multiply(&turn, &[1.0, 0.0], std::f64::consts::FRAC_PI_2)?;
/// assert!(y[[0]].abs() < 1e-15 && (y[[1]] - 1.0).abs() < 1e-15);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn expm_multiply<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
    b: impl ArrayLike<Elem = T>,
    t: f64,
) -> Result<Array<T>, SolverError> {
    const OP: &str = "expm_multiply";
    let a = a.into();
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    if !all_finite(a.packed().values) || !t.is_finite() {
        return Err(SolverError::NotFinite { op: OP, what: "the matrix or the time" });
    }
    let a: Csr<T> = a.to_csr();
    if norm(&a, Norm::One) * t.abs() > 1e9 {
        return Err(SolverError::Option {
            op: OP,
            what: "the norm of the matrix is more than 1e9",
        });
    }
    solved(OP, shape, b.view(), &|b, x| {
        x.copy_from_slice(b);
        T::exponential(&a, x, t);
    })
}
