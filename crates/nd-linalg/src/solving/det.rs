//! [`det`] and [`slogdet`]: determinants.

use crate::LinalgError;
use crate::error::ok;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::prepare::{packed, slice};
use crate::matrices::quotient;
use crate::matrices::stack::{Stack, the_one};
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::elimination::{MAX_SMALL, Small, determinants};
use crate::solving::lu::{Lu, factored};
use nd_core::{Array, ArrayLike, ShapeError, View};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};

/// A determinant as sign and logarithm, from [`slogdet`]: `det = sign · exp(logabsdet)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlogDet<T: Field> {
    /// 1, -1 or 0; for complex matrices a number of absolute value 1, or 0.
    pub sign: T,
    /// The logarithm of the absolute value, -∞ for a singular matrix.
    pub logabsdet: T::R,
}

/// Determinants of a stack as signs and logarithms, from [`slogdet_stack`].
#[derive(Clone, Debug)]
pub struct SlogDetStack<T: Field> {
    /// 1, -1 or 0; for complex matrices numbers of absolute value 1, or 0: shape `(…)`.
    pub sign: Array<T>,
    /// The logarithms of the absolute values, -∞ for a singular matrix: shape `(…)`.
    pub logabsdet: Array<T::R>,
}

/// The determinant of a square matrix.
///
/// `a: (n, n)`. That of an empty matrix is 1, that of a singular one 0 (or nearly, where
/// rounding hides it). NaN and infinities go into the result. It overflows, or underflows, only
/// if the determinant itself does. 2/3 n³ operations. For several: [`det_stack`].
///
/// # Panics
/// If `a` is not a square matrix.
///
/// # NumPy
/// `np.linalg.det(a)`, by multiplying the pivots instead of adding their logarithms, which is
/// more accurate.
///
/// # Examples
/// ```
/// assert_eq!(nd_linalg::det([[2.0, 1.0], [4.0, 4.0]]), 4.0);
/// assert_eq!(nd_linalg::det([[1, 2], [3, 4]]), -2.0); // integers are taken as f64
/// ```
/// ```should_panic
/// nd_linalg::det([[1.0, 2.0]]); // not square
/// ```
#[track_caller]
pub fn det<A: ArrayLike<Elem: LinalgElement>>(a: A) -> FieldOf<A> {
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
pub fn try_det<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<FieldOf<A>, ShapeError> {
    FieldOf::<A>::det("det", LinalgElement::promoted(a.view()).view())
}

/// The determinants of the square matrices of a stack.
///
/// `a: (…, n, n)` → `(…)`. Each as by [`det`].
///
/// # Panics
/// If `a` is not square matrices.
///
/// # NumPy
/// `np.linalg.det(a)`.
///
/// # Examples
/// ```
/// let a = nd_core::array![[[2.0, 0.0], [0.0, 3.0]], [[0.0, 1.0], [1.0, 0.0]]];
/// assert_eq!(nd_linalg::det_stack(&a), nd_core::array![6.0, -1.0]);
/// assert_eq!(nd_linalg::det_stack(nd_core::zeros::<f64>([2, 0, 0])), nd_core::array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn det_stack<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Array<FieldOf<A>> {
    ok(try_det_stack(a))
}

/// As [`det_stack`], for shapes that come from users.
///
/// # Errors
/// Where [`det_stack`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_det_stack([1.0]).is_err()); // one axis
/// ```
pub fn try_det_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<FieldOf<A>>, ShapeError> {
    FieldOf::<A>::det_stack("det_stack", LinalgElement::promoted(a.view()).view())
}

/// The sign and the logarithm of a determinant, which do not overflow.
///
/// `a: (n, n)`. A singular matrix has sign 0 and logarithm -∞, an empty one 1 and 0. NaN and
/// infinities go into the result. 2/3 n³ operations. For several: [`slogdet_stack`].
///
/// # Panics
/// If `a` is not a square matrix.
///
/// # NumPy
/// `np.linalg.slogdet(a)`.
///
/// # Examples
/// ```
/// let d = nd_linalg::slogdet([[1e-200_f64, 0.0], [0.0, -1e-200]]);
/// assert_eq!(d.sign, -1.0);
/// assert!((d.logabsdet + 400.0 * 10f64.ln()).abs() < 1e-12);
/// assert_eq!(nd_linalg::slogdet([[0.0]]).logabsdet, f64::NEG_INFINITY);
/// ```
/// ```should_panic
/// nd_linalg::slogdet([1.0]); // one axis
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
    FieldOf::<A>::slogdet("slogdet", LinalgElement::promoted(a.view()).view())
}

/// The signs and logarithms of the determinants of a stack.
///
/// `a: (…, n, n)` → both `(…)`. Each as by [`slogdet`].
///
/// # Panics
/// If `a` is not square matrices.
///
/// # NumPy
/// `np.linalg.slogdet(a)`.
///
/// # Examples
/// ```
/// let d = nd_linalg::slogdet_stack(nd_core::array![[[1.0]], [[-1.0]], [[0.0]]]);
/// assert_eq!(d.sign, nd_core::array![1.0, -1.0, 0.0]);
/// assert_eq!(d.logabsdet, nd_core::array![0.0, 0.0, f64::NEG_INFINITY]);
/// ```
#[track_caller]
pub fn slogdet_stack<A: ArrayLike<Elem: LinalgElement>>(a: A) -> SlogDetStack<FieldOf<A>> {
    ok(try_slogdet_stack(a))
}

/// As [`slogdet_stack`], for shapes that come from users.
///
/// # Errors
/// Where [`slogdet_stack`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_slogdet_stack([1.0]).is_err()); // one axis
/// ```
pub fn try_slogdet_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<SlogDetStack<FieldOf<A>>, ShapeError> {
    FieldOf::<A>::slogdet_stack("slogdet_stack", LinalgElement::promoted(a.view()).view())
}

/// The body of [`det`].
pub(crate) fn one<T: Field>(op: &'static str, a: View<'_, T>) -> Result<T, ShapeError> {
    Ok(each(op, Stack::single(op, a)?.view())?[[]])
}

/// The body of [`det_stack`].
pub(crate) fn each<T: Field>(op: &'static str, a: View<'_, T>) -> Result<Array<T>, ShapeError> {
    let stack = Stack::square(op, a)?;
    if stack.rows() > MAX_SMALL {
        return Ok(of_factors(&shapes_alone(factored(op, a))?));
    }
    let n = stack.rows();
    let a = packed(a);
    let a = slice(&a);
    shapes_alone(Walk::free(&stack, (n * n * n) as f64 + 50.0).blocks(&[], &|range, out| {
        let a = &a[range.start * n * n..range.end * n * n];
        determinants(out, a, n, |small| determinant(small.pivots(), small.odd()));
        Ok(())
    }))
}

/// The body of [`slogdet`].
pub(crate) fn logarithm<T: Field>(
    op: &'static str,
    a: View<'_, T>,
) -> Result<SlogDet<T>, ShapeError> {
    Ok(logarithms(op, Stack::single(op, a)?.view())?.first())
}

/// The body of [`slogdet_stack`].
pub(crate) fn logarithms<T: Field>(
    op: &'static str,
    a: View<'_, T>,
) -> Result<SlogDetStack<T>, ShapeError> {
    let stack = Stack::square(op, a)?;
    if stack.rows() > MAX_SMALL {
        return Ok(logarithms_of_factors(&shapes_alone(factored(op, a))?));
    }
    let n = stack.rows();
    let a = packed(a);
    let a = slice(&a);
    let walk = Walk::free(&stack, (n * n * n) as f64 + 50.0);
    let found = walk.pairs(&|range, signs: &mut [T], logs: &mut [T::R]| {
        let mut small = Small::new(n);
        for (i, (sign, log)) in range.zip(signs.iter_mut().zip(logs)) {
            small.factor(&a[i * n * n..][..n * n]);
            (*sign, *log) = sign_and_logarithm(small.pivots(), small.odd());
        }
        Ok(())
    });
    let (sign, logabsdet) = shapes_alone(found)?;
    Ok(SlogDetStack { sign, logabsdet })
}

impl<T: Field> SlogDetStack<T> {
    fn first(&self) -> SlogDet<T> {
        SlogDet { sign: self.sign[[]], logabsdet: self.logabsdet[[]] }
    }
}

/// Elimination fails for shapes alone.
fn shapes_alone<R>(result: Result<R, LinalgError>) -> Result<R, ShapeError> {
    result.map_err(|error| match error {
        LinalgError::Shape(error) => error,
        other => unreachable!("elimination has no other errors: {other}"),
    })
}

/// The determinants from factors.
pub(crate) fn of_factors<T: Field>(lu: &Lu<T>) -> Array<T> {
    let stack = lu.stack();
    let each = (0..stack.count()).map(|i| determinant(lu.pivots(i), lu.odd(i)));
    Array::from_shape_vec(ok(stack.shape_of(&[])), each.collect())
}

/// Their signs and logarithms.
pub(crate) fn logarithms_of_factors<T: Field>(lu: &Lu<T>) -> SlogDetStack<T> {
    let stack = lu.stack();
    let shape = ok(stack.shape_of(&[]));
    let each = (0..stack.count()).map(|i| sign_and_logarithm(lu.pivots(i), lu.odd(i)));
    let (sign, logabsdet) = each.unzip();
    SlogDetStack {
        sign: Array::from_shape_vec(shape, sign),
        logabsdet: Array::from_shape_vec(shape, logabsdet),
    }
}

impl<T: Field> Lu<T> {
    /// The determinant of a single matrix. See [`det`](crate::det).
    ///
    /// # Panics
    /// If the matrix is not square, or these are the factors of a stack.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[2.0, 1.0], [4.0, 4.0]])?;
    /// assert_eq!(lu.det(), 4.0);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn det(&self) -> T {
        the_one("det", self.det_stack())
    }

    /// The determinants of a stack: shape `(…)`.
    ///
    /// # Panics
    /// If the matrices are not square.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu(nd_core::array![[[2.0]], [[3.0]]])?;
    /// assert_eq!(lu.det_stack(), nd_core::array![2.0, 3.0]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn det_stack(&self) -> Array<T> {
        ok(self.check_square("det"));
        T::lu_det(self)
    }

    /// The sign and the logarithm of a single matrix's determinant. See
    /// [`slogdet`](crate::slogdet).
    ///
    /// # Panics
    /// If the matrix is not square, or these are the factors of a stack.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[1.0, 2.0], [3.0, 4.0]])?;
    /// assert_eq!(lu.slogdet().sign, -1.0);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn slogdet(&self) -> SlogDet<T> {
        let SlogDetStack { sign, logabsdet } = self.slogdet_stack();
        SlogDet { sign: the_one("slogdet", sign), logabsdet: the_one("slogdet", logabsdet) }
    }

    /// The signs and logarithms of a stack's determinants.
    ///
    /// # Panics
    /// If the matrices are not square.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu(nd_core::array![[[1.0]], [[-1.0]]])?;
    /// assert_eq!(lu.slogdet_stack().sign, nd_core::array![1.0, -1.0]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn slogdet_stack(&self) -> SlogDetStack<T> {
        ok(self.check_square("slogdet"));
        T::lu_slogdet(self)
    }
}

/// The determinant from the pivots and the parity of the permutation.
#[inline(always)]
fn determinant<T: Field>(pivots: impl Iterator<Item = T> + Clone, odd: bool) -> T {
    let det = quotient::product(pivots);
    if odd { -det } else { det }
}

/// The same as sign and logarithm.
fn sign_and_logarithm<T: Field>(pivots: impl Iterator<Item = T>, odd: bool) -> (T, T::R) {
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
