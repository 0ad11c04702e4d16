//! [`svds`]: some singular values.

use super::Spectral;
use super::dense::{Dense, SMALL, Triplets, elements};
use super::eigsh::{Problem, check_tolerance};
use super::options::{EigenOptions, Which};
use super::{columns, combined, eigsh, with_fixed_sign};
use crate::linalg::combine::{Adjoint, Product};
use crate::linalg::error::SolverError;
use crate::linalg::operator::{LinearOperator, Operator};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{scale, zeros};
use nd_core::Array;

/// Singular values and their vectors: `A ≈ U·diag(s)·Vᴴ`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::svds};
///
/// let triplets = svds(&Csr::<f64>::from_dense([[3.0, 0.0], [0.0, -4.0], [0.0, 0.0]]), 1)?;
/// assert_eq!((triplets.u.shape(), triplets.vh.shape()), (&[3, 1][..], &[1, 2][..]));
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SingularTriplets<T: Scalar> {
    /// `(m, k)`: orthonormal columns, the largest element of each positive.
    pub u: Array<T>,
    /// `(k)`, descending.
    pub s: Array<f64>,
    /// `(k, n)`: orthonormal rows.
    pub vh: Array<T>,
}

/// The triplets that are asked for.
pub(crate) fn triplets<T: Spectral>(
    a: &Operator<'_, T>,
    k: usize,
    options: &EigenOptions<'_, T>,
) -> Result<SingularTriplets<T>, SolverError> {
    const OP: &str = "svds";
    let [rows, across] = a.shape();
    let shorter = rows.min(across);
    if k > shorter {
        return Err(SolverError::Option {
            op: OP,
            what: "there are fewer singular values than are wanted",
        });
    }
    check_tolerance(OP, options.tolerance)?;
    if options.mass.is_some() {
        return Err(SolverError::Option { op: OP, what: "singular values have no mass" });
    }
    let least = match options.which {
        Which::Magnitude | Which::Largest => false,
        Which::Smallest | Which::Least => true,
        Which::Both => {
            return Err(SolverError::Option {
                op: OP,
                what: "singular values are taken from one end",
            });
        }
    };
    if shorter == 0 || k == 0 {
        let (u, vh) = (Array::zeros([rows, k]), Array::zeros([k, across]));
        return Ok(SingularTriplets { u, s: Array::zeros([k]), vh });
    }
    if shorter <= SMALL && rows * across <= 1 << 22 {
        let all = elements(a);
        if all.iter().any(|x| !x.finite()) {
            return Err(SolverError::NotFinite { op: OP, what: "a product with the operator" });
        }
        let mut found = T::Double::singular(OP, &all)?;
        let from = if least { shorter - k } else { 0 };
        found.values = found.values.split_off(from);
        found.left = found.left.split_off(from);
        found.right = found.right.split_off(from);
        return Ok(finished(narrowed(found), k, [rows, across]));
    }
    let which = if least { Which::Least } else { Which::Largest };
    let refined = if rows >= across {
        refined(OP, a, k, &options.which(which))?
    } else {
        let swapped = refined(OP, &Adjoint::new(a), k, &options.which(which))?;
        Triplets { left: swapped.right, values: swapped.values, right: swapped.left }
    };
    Ok(finished(refined, k, [rows, across]))
}

fn narrowed<T: Scalar>(wide: Triplets<T::Double>) -> Triplets<T> {
    let of = |vectors: Vec<Vec<T::Double>>| {
        vectors.into_iter().map(|x| x.into_iter().map(T::from_double).collect()).collect()
    };
    Triplets { left: of(wide.left), values: wide.values, right: of(wide.right) }
}

/// Right vectors as eigenvectors of `Aᴴ·A`; then the singular values of A on their space, which squares nothing.
fn refined<T: Spectral>(
    op: &'static str,
    a: &Operator<'_, T>,
    k: usize,
    options: &EigenOptions<'_, T>,
) -> Result<Triplets<T>, SolverError> {
    let normal = Product::new(Adjoint::new(a), a)?;
    let found = eigsh::pairs(&Problem::plain(op, &normal), k, options)?;
    let right = found.eigenvectors.t().flatten().into_vec();
    let right: Vec<Vec<T>> = right.chunks(a.shape()[1]).map(<[T]>::to_vec).collect();
    let mut images = Vec::with_capacity(k * a.shape()[0]);
    for v in &right {
        let mut image = zeros(a.shape()[0]);
        a.apply(v, &mut image);
        images.extend(image.iter().map(|x| x.to_double()));
    }
    let images = Array::from_shape_vec([k, a.shape()[0]], images).into_transposed();
    let inner = T::Double::singular(op, &images)?;
    let right = inner.right.iter().map(|w| combined(&right, w)).collect();
    let left =
        inner.left.into_iter().map(|x| x.into_iter().map(T::from_double).collect()).collect();
    Ok(Triplets { left, values: inner.values, right })
}

fn finished<T: Scalar>(
    mut found: Triplets<T>,
    k: usize,
    [rows, across]: [usize; 2],
) -> SingularTriplets<T> {
    found.left.truncate(k);
    found.right.truncate(k);
    found.values.truncate(k);
    for (u, v) in found.left.iter_mut().zip(&mut found.right) {
        let turn = with_fixed_sign(u);
        scale(v, turn);
        v.iter_mut().for_each(|v| *v = v.conjugate());
    }
    let vh = Array::from_shape_vec([k, across], found.right.concat());
    SingularTriplets { u: columns(rows, found.left), s: Array::from_vec(found.values), vh }
}

/// The `k` largest singular values of an operator `(m, n)`, descending, and their vectors.
///
/// By [`eigsh`](super::eigsh()) of `Aᴴ·A` (or `A·Aᴴ`, if that is smaller), and dense singular values on the space that it
/// finds, so that vectors are orthonormal, those of zero too. Where the shorter side has at most 64 elements, they are
/// calculated densely. Same bits for any number of threads and each time.
///
/// # Errors
/// [`SolverError::NoAdjoint`], [`SolverError::NotFinite`], [`SolverError::NoConvergence`]; [`SolverError::Option`] if `k`
/// is more than `min(m, n)`.
///
/// # SciPy
/// `scipy.sparse.linalg.svds(a, k)`, whose values ascend, and whose signs differ from call to call; there `k` is less
/// than `min(m, n)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::svds};
///
/// let triplets = svds(&Csr::<f64>::from_dense([[3.0, 0.0], [0.0, -4.0]]), 2)?;
/// assert_eq!(triplets.s, array![4.0, 3.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn svds<A: LinearOperator>(a: &A, k: usize) -> Result<SingularTriplets<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    svds_with(a, k, &EigenOptions::default())
}

/// As [`svds`], with options. The least ones come slowly, and with half the digits: those of zero may be `1e-8` times
/// the largest on their way.
///
/// # Errors
/// The same; [`SolverError::Option`] for [`Which::Both`] or a mass.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::{EigenOptions, Which, svds_with}};
///
/// let a = Csr::<f64>::from_dense([[3.0, 0.0], [0.0, -4.0]]);
/// let least = svds_with(&a, 1, &EigenOptions::default().which(Which::Least))?;
/// assert_eq!(least.s, array![3.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn svds_with<A: LinearOperator>(
    a: &A,
    k: usize,
    options: &EigenOptions<'_, A::Elem>,
) -> Result<SingularTriplets<A::Elem>, SolverError>
where
    A::Elem: Spectral,
{
    if !a.has_adjoint() {
        return Err(SolverError::NoAdjoint { op: "svds" });
    }
    A::Elem::singular(a, k, options)
}
