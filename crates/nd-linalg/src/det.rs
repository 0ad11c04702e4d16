//! [`det`] and [`slogdet`]: determinants.

use crate::elimination::{MAX_SMALL, Small};
use crate::error::ok;
use crate::field::{Field, FieldOf, LinalgElement, RealOf};
use crate::lu::{all, factored};
use crate::output;
use crate::par::{self, Blocks};
use crate::prepare::contiguous;
use crate::quotient;
use crate::solve::elements;
use crate::stack::Stack;
use crate::{LinalgError, lu};
use nd_core::{Array, ArrayLike, ShapeError, View};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};

/// Determinants as signs and logarithms, from [`slogdet`]: `det = sign · exp(logabsdet)`.
#[derive(Clone, Debug)]
pub struct SlogDet<T: Field> {
    /// 1, -1 or 0; for complex matrices a number of absolute value 1, or 0: shape `(…)`.
    pub sign: Array<T>,
    /// The logarithm of the absolute value, -∞ for a singular matrix: shape `(…)`.
    pub logabsdet: Array<T::R>,
}

/// The determinants of square matrices.
///
/// `a: (…, n, n)` → `(…)`, 0-d for a single matrix. That of an empty matrix is 1, that of a
/// singular one 0 (or nearly, where rounding hides it). NaN and infinities go into the result.
/// It overflows, or underflows, only if the determinant itself does. 2/3 n³ operations.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # NumPy
/// `np.linalg.det(a)`, by multiplying the pivots instead of adding their logarithms, which is
/// more accurate.
///
/// # Examples
/// ```
/// assert_eq!(nd_linalg::det([[2.0, 1.0], [4.0, 4.0]])[[]], 4.0);
/// assert_eq!(nd_linalg::det(nd_core::zeros::<f64>([3, 0, 0])), nd_core::array![1.0, 1.0, 1.0]);
/// ```
#[track_caller]
pub fn det<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Array<FieldOf<A>> {
    ok(try_det(a))
}

/// As [`det`], for shapes that come from users.
///
/// # Errors
/// Where [`det`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_det([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_det<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, ShapeError> {
    let a = LinalgElement::promoted(a.view());
    let stack = Stack::square("det", a.view())?;
    if stack.rows() > MAX_SMALL {
        return Ok(values_only(factored("det", a.view()))?.det());
    }
    let mut out = output::zeros(stack.shape_of(&[])?)?;
    small(a.view(), stack, &mut out, |small| determinant(small.pivots(), small.odd()));
    Ok(out)
}

/// The signs and logarithms of determinants, which do not overflow.
///
/// `a: (…, n, n)` → both `(…)`. A singular matrix has sign 0 and logarithm -∞, an empty one 1
/// and 0. NaN and infinities go into the result. 2/3 n³ operations.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # NumPy
/// `np.linalg.slogdet(a)`.
///
/// # Examples
/// ```
/// let d = nd_linalg::slogdet([[1e-200_f64, 0.0], [0.0, -1e-200]]);
/// assert_eq!(d.sign[[]], -1.0);
/// assert!((d.logabsdet[[]] + 400.0 * 10f64.ln()).abs() < 1e-12);
/// assert_eq!(nd_linalg::slogdet([[0.0]]).logabsdet[[]], f64::NEG_INFINITY);
/// ```
#[track_caller]
pub fn slogdet<A: ArrayLike<Elem: LinalgElement>>(a: A) -> SlogDet<FieldOf<A>> {
    ok(try_slogdet(a))
}

/// As [`slogdet`], for shapes that come from users.
///
/// # Errors
/// Where [`slogdet`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_slogdet([1.0]).is_err()); // one axis
/// ```
pub fn try_slogdet<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<SlogDet<FieldOf<A>>, ShapeError> {
    let a = LinalgElement::promoted(a.view());
    let stack = Stack::square("slogdet", a.view())?;
    if stack.rows() > MAX_SMALL {
        return Ok(values_only(factored("slogdet", a.view()))?.slogdet());
    }
    let shape = stack.shape_of(&[])?;
    let zero = (FieldOf::<A>::zero(), RealOf::<A>::zero());
    let mut both = Array::full(shape, zero);
    small(a.view(), stack, &mut both, |small| logarithm(small.pivots(), small.odd()));
    Ok(SlogDet {
        sign: Array::from_shape_vec(shape, both.iter().map(|x| x.0).collect()),
        logabsdet: Array::from_shape_vec(shape, both.iter().map(|x| x.1).collect()),
    })
}

/// Factors fail for shapes alone.
fn values_only<T>(result: Result<lu::Lu<T>, LinalgError>) -> Result<lu::Lu<T>, ShapeError> {
    result.map_err(|error| match error {
        LinalgError::Shape(error) => error,
        other => unreachable!("elimination has no other errors: {other}"),
    })
}

fn small<T: Field, R: Send>(
    a: View<'_, T>,
    stack: Stack<'_, T>,
    out: &mut Array<R>,
    value: impl Fn(&Small<T>) -> R + Sync,
) {
    let n = stack.rows();
    let a = contiguous(a);
    let a = elements(&a);
    let blocks = Blocks::new(stack.count(), (n * n * n) as f64 + 50.0);
    let pieces = blocks.pieces(all(out), 1);
    let done = blocks.run(par::free, |block, range, _| {
        let mut small = Small::new(n);
        for (i, out) in range.zip(pieces.take(block)) {
            small.factor(&a[i * n * n..][..n * n]);
            *out = value(&small);
        }
        Ok(())
    });
    done.expect("nothing here has an error");
}

/// The determinant from the pivots and the parity of the permutation.
#[inline(always)]
pub(crate) fn determinant<T: Field>(pivots: impl Iterator<Item = T> + Clone, odd: bool) -> T {
    let det = quotient::product(pivots);
    if odd { -det } else { det }
}

/// The same as sign and logarithm.
pub(crate) fn logarithm<T: Field>(pivots: impl Iterator<Item = T>, odd: bool) -> (T, T::R) {
    let mut sign = if odd { -T::one() } else { T::one() };
    let mut log = T::R::zero();
    for pivot in pivots {
        let size = ComplexFloat::abs(pivot);
        if size.is_zero() {
            return (T::zero(), T::R::neg_infinity());
        }
        sign *= if T::IS_COMPLEX {
            quotient::quotient(pivot, T::from_real(size))
        } else if ComplexFloat::re(pivot) < T::R::zero() {
            -T::one()
        } else if Float::is_nan(size) {
            pivot
        } else {
            T::one()
        };
        log += Float::ln(size);
    }
    (sign, log)
}
