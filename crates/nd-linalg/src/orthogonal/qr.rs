//! [`qr`]: orthonormal columns and a triangle, by Householder's reflections.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::dense;
use crate::matrices::prepare::finite;
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::orthogonal::Orthogonal;
use crate::orthogonal::householder::{self, Reflections};
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, View};

/// `A = Q·R`, from [`qr`] and [`qr_complete`].
#[derive(Clone, Debug)]
pub struct Qr<T> {
    /// Orthonormal columns: `(…, m, k)`, or `(…, m, m)` if complete.
    pub q: Array<T>,
    /// An upper triangle, zeros below: `(…, k, n)`, or `(…, m, n)` if complete.
    pub r: Array<T>,
}

/// `A·P = Q·R`, from [`qr_pivoted`].
#[derive(Clone, Debug)]
pub struct PivotedQr<T> {
    /// Orthonormal columns: `(…, m, k)`.
    pub q: Array<T>,
    /// An upper triangle with a diagonal that does not grow in size: `(…, k, n)`.
    pub r: Array<T>,
    /// Which column of `A` each column of `Q·R` is: `(…, n)`.
    pub perm: Array<usize>,
}

/// The reflections of [`qr_raw`], as LAPACK leaves them.
#[derive(Clone, Debug)]
pub struct RawQr<T> {
    /// `R` and the reflections, transposed: `(…, n, m)`.
    pub h: Array<T>,
    /// The factors of the reflections `1 − τ·v·vᴴ`: `(…, k)`.
    pub tau: Array<T>,
}

/// The QR factors of matrices, with as few columns as there can be.
///
/// `a: (…, m, n)` → `q: (…, m, k)`, `r: (…, k, n)`, `k = min(m, n)`. The diagonal of `r` is real,
/// and negative where the column's element there was positive, as LAPACK has it: the factors
/// are unique only up to signs (phases, for complex numbers). Rank-deficient and empty matrices
/// have factors too; any scale will do. 4 m n² − 4/3 n³ operations, for `m ≥ n`.
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity.
///
/// # NumPy
/// `np.linalg.qr(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let qr = nd_linalg::qr([[3.0_f64], [4.0]])?;
/// assert_eq!(qr.r, array![[-5.0]]);
/// assert!((qr.q[[0, 0]] + 0.6).abs() < 1e-15 && (qr.q[[1, 0]] + 0.8).abs() < 1e-15);
/// assert!(nd_linalg::qr([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn qr<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Qr<FieldOf<A>>, LinalgError> {
    shaped(try_qr(a))
}

/// As [`qr`], for shapes that come from users.
///
/// # Errors
/// As [`qr`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_qr([1.0]).is_err()); // one axis
/// ```
pub fn try_qr<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Qr<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::qr("qr", LinalgElement::promoted(a.view()).view(), false)
}

/// The QR factors of matrices, with a square `q`.
///
/// `a: (…, m, n)` → `q: (…, m, m)`, `r: (…, m, n)`. Else as [`qr`].
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// As [`qr`].
///
/// # NumPy
/// `np.linalg.qr(a, mode="complete")`.
///
/// # Examples
/// ```
/// let qr = nd_linalg::qr_complete([[3.0], [4.0]])?;
/// assert_eq!((qr.q.shape(), qr.r.shape()), (&[2, 2][..], &[2, 1][..]));
/// assert_eq!(qr.r[[1, 0]], 0.0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn qr_complete<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Qr<FieldOf<A>>, LinalgError> {
    shaped(try_qr_complete(a))
}

/// As [`qr_complete`], for shapes that come from users.
///
/// # Errors
/// As [`qr`], and [`LinalgError::Shape`] where [`qr_complete`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_qr_complete([1.0]).is_err()); // one axis
/// ```
pub fn try_qr_complete<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Qr<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::qr("qr_complete", LinalgElement::promoted(a.view()).view(), true)
}

/// The triangle `R` alone, in half of the time.
///
/// `a: (…, m, n)` → `(…, k, n)`. Else as [`qr`].
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// As [`qr`].
///
/// # NumPy
/// `np.linalg.qr(a, mode="r")`.
///
/// # Examples
/// ```
/// assert_eq!(nd_linalg::qr_r([[3.0], [4.0]])?, nd_core::array![[-5.0]]);
/// assert!(nd_linalg::qr_r([[f64::INFINITY]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn qr_r<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_qr_r(a))
}

/// As [`qr_r`], for shapes that come from users.
///
/// # Errors
/// As [`qr`], and [`LinalgError::Shape`] where [`qr_r`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_qr_r([1.0]).is_err()); // one axis
/// ```
pub fn try_qr_r<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::qr_r(LinalgElement::promoted(a.view()).view())
}

/// The reflections that make `Q`, and `R`, as LAPACK's `xGEQRF` leaves them.
///
/// `a: (…, m, n)` → `h: (…, n, m)`, `tau: (…, k)`. Else as [`qr`].
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// As [`qr`].
///
/// # NumPy
/// `np.linalg.qr(a, mode="raw")`.
///
/// # Examples
/// ```
/// let raw = nd_linalg::qr_raw([[3.0], [4.0]])?;
/// assert_eq!((raw.h[[0, 0]], raw.h[[0, 1]], raw.tau[[0]]), (-5.0, 0.5, 1.6));
/// assert!(nd_linalg::qr_raw([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn qr_raw<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<RawQr<FieldOf<A>>, LinalgError> {
    shaped(try_qr_raw(a))
}

/// As [`qr_raw`], for shapes that come from users.
///
/// # Errors
/// As [`qr`], and [`LinalgError::Shape`] where [`qr_raw`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_qr_raw([1.0]).is_err()); // one axis
/// ```
pub fn try_qr_raw<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<RawQr<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::qr_raw(LinalgElement::promoted(a.view()).view())
}

/// The QR factors of matrices whose columns are taken longest first: they show the rank.
///
/// `a: (…, m, n)` → `q: (…, m, k)`, `r: (…, k, n)`, `perm: (…, n)`, with `a[:, perm] = q·r`. The
/// diagonal of `r` does not grow in size. Cheaper than singular values, and nearly as good at
/// telling the rank. Else as [`qr`].
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// As [`qr`].
///
/// # NumPy
/// `scipy.linalg.qr(a, mode="economic", pivoting=True)`.
///
/// # Examples
/// ```
/// let qr = nd_linalg::qr_pivoted([[1.0_f64, 0.0], [0.0, 2.0]])?;
/// assert_eq!(qr.perm, nd_core::array![1, 0]);
/// assert_eq!(qr.r[[0, 0]].abs(), 2.0);
/// assert!(nd_linalg::qr_pivoted([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn qr_pivoted<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<PivotedQr<FieldOf<A>>, LinalgError> {
    shaped(try_qr_pivoted(a))
}

/// As [`qr_pivoted`], for shapes that come from users.
///
/// # Errors
/// As [`qr`], and [`LinalgError::Shape`] where [`qr_pivoted`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_qr_pivoted([1.0]).is_err()); // one axis
/// ```
pub fn try_qr_pivoted<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<PivotedQr<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::qr_pivoted(LinalgElement::promoted(a.view()).view())
}

fn checked<'a, T: Field>(op: &'static str, a: View<'a, T>) -> Result<Stack<'a, T>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    finite(op, a)?;
    Ok(stack)
}

/// About how many operations both factors take.
fn flops(m: usize, n: usize) -> f64 {
    let (long, short) = (m.max(n) as f64, m.min(n) as f64);
    4.0 * short * short * (long - short / 3.0)
}

/// One matrix, factored: near 1, whatever its scale was.
pub(crate) struct Factors<T> {
    pub(crate) scale: Scale,
    a: Mat<T>,
    pub(crate) reflections: Reflections<T>,
}

impl<T: Field> Factors<T> {
    pub(crate) fn new(a: View<'_, T>, par: Par) -> Factors<T> {
        let scale = Scale::without_squares(a);
        let mut a = scale.matrix(a);
        let reflections = householder::factor(a.as_mut(), par);
        Factors { scale, a, reflections }
    }

    /// `R`, near 1, zeros below: `(k, n)`.
    pub(crate) fn r(&self) -> Mat<T> {
        let (m, n) = self.a.shape();
        Mat::from_fn(m.min(n), n, |i, j| if i <= j { self.a[(i, j)] } else { T::zero() })
    }

    /// `R` at its own scale, row by row: as many rows of `n` as `out` has, zeros below.
    fn write_r(&self, out: &mut [T], n: usize) {
        dense::write_fn(out.len() / n.max(1), n, out, |i, j| match i <= j {
            true => self.scale.up(self.a[(i, j)]),
            false => T::zero(),
        });
    }
}

/// The body of [`qr`] and [`qr_complete`].
pub(crate) fn factored<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    complete: bool,
) -> Result<Qr<T>, LinalgError> {
    let stack = checked(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let k = if complete { m } else { m.min(n) };
    let (q, r) = Walk::free(&stack, flops(m, n)).two([&[m, k], &[k, n]], &|i, q, r, par| {
        let factors = Factors::new(stack.get(i), par);
        factors.write_r(&mut r[..m.min(n) * n], n);
        dense::write(factors.reflections.q(k, par).as_ref(), q);
        Ok(())
    })?;
    Ok(Qr { q, r })
}

/// The body of [`qr_r`].
pub(crate) fn triangles<T: Field>(a: View<'_, T>) -> Result<Array<T>, LinalgError> {
    let stack = checked("qr_r", a)?;
    let (m, n) = (stack.rows(), stack.cols());
    Walk::free(&stack, flops(m, n) / 2.0).one(&[m.min(n), n], &|i, r, par| {
        Factors::new(stack.get(i), par).write_r(r, n);
        Ok(())
    })
}

/// The body of [`qr_raw`].
pub(crate) fn raw<T: Field>(a: View<'_, T>) -> Result<RawQr<T>, LinalgError> {
    let stack = checked("qr_raw", a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let shapes: [&[usize]; 2] = [&[n, m], &[m.min(n)]];
    let (h, tau) = Walk::free(&stack, flops(m, n) / 2.0).two(shapes, &|i, h, taus, par| {
        let factors = Factors::new(stack.get(i), par);
        dense::write_fn(n, m, h, |j, i| match i <= j {
            true => factors.scale.up(factors.a[(i, j)]),
            false => factors.a[(i, j)],
        });
        taus.iter_mut().zip(factors.reflections.taus()).for_each(|(to, tau)| *to = tau);
        Ok(())
    })?;
    Ok(RawQr { h, tau })
}

/// The body of [`qr_pivoted`].
pub(crate) fn pivoted<T: Field>(a: View<'_, T>) -> Result<PivotedQr<T>, LinalgError> {
    let stack = checked("qr_pivoted", a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let k = m.min(n);
    let factor = |i: usize, q: &mut [T], r: &mut [T], perm: &mut [usize], par: Par| {
        let scale = Scale::without_squares(stack.get(i));
        let mut a = scale.matrix(stack.get(i));
        let (taus, order) = householder::pivoted(a.as_mut(), par);
        let reflections = Reflections::from_factored(a.as_ref(), &taus);
        perm.copy_from_slice(&order);
        dense::write(reflections.q(k, par).as_ref(), q);
        Factors { scale, a, reflections }.write_r(r, n);
        Ok(())
    };
    let shapes: [&[usize]; 3] = [&[m, k], &[k, n], &[n]];
    let (q, r, perm) = Walk::free(&stack, flops(m, n)).three(shapes, &factor)?;
    Ok(PivotedQr { q, r, perm })
}
