//! [`solve_toeplitz`]: systems whose matrices are constant along diagonals.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::dense::conjugate;
use crate::matrices::output;
use crate::matrices::output::elements;
use crate::matrices::prepare::finite;
use crate::matrices::quotient::quotient;
use crate::solving::Solving;
use nd_core::{Array, ArrayLike, ShapeError, View};

const OP: &str = "solve_toeplitz";

/// Solves `a·x = b` for the Hermitian Toeplitz matrix with the first column `c`.
///
/// `c: (n)`, `b: (n)` or `(n, k)` → `x` of that shape. Else as [`solve_toeplitz_with`], the first
/// row being the conjugate of `c`.
///
/// # Panics
/// As [`solve_toeplitz_with`].
///
/// # Errors
/// As [`solve_toeplitz_with`].
///
/// # NumPy
/// `scipy.linalg.solve_toeplitz(c, b)`.
///
/// # Examples
/// ```
/// // [2 1; 1 2]·x = [4 5]
/// assert_eq!(nd_linalg::solve_toeplitz([2.0, 1.0], [4.0, 5.0])?, nd_core::array![1.0, 2.0]);
/// assert!(nd_linalg::solve_toeplitz([1.0, 1.0], [1.0, 1.0]).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn solve_toeplitz<A, B>(c: A, b: B) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve_toeplitz(c, b))
}

/// As [`solve_toeplitz`], for shapes that come from users.
///
/// # Errors
/// As [`solve_toeplitz`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_solve_toeplitz([2.0, 1.0], [4.0]).is_err());
/// ```
pub fn try_solve_toeplitz<A, B>(c: A, b: B) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let c = LinalgElement::promoted(c.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::solve_toeplitz(c.view(), None, b.view())
}

/// Solves `a·x = b` for the Toeplitz matrix with the first column `c` and the first row `r`, whose
/// first element is not read.
///
/// `c: (n)`, `b: (n)` or `(n, k)`, `r: (n)` → `x` of `b`'s shape. Levinson's recursion: 6 n²
/// operations and no matrix, but it is accurate only if no leading part of the matrix is nearly
/// singular, as none is of a positive definite one; otherwise build it and [`solve`](crate::solve).
///
/// # Panics
/// If `c`, `r` and `b` do not have as many rows, `c` or `r` more than one axis, or `b` more than
/// two.
///
/// # Errors
/// [`LinalgError::Singular`] if a leading part of the matrix is singular, though the whole need
/// not be; [`LinalgError::NonFinite`] for a NaN or an infinity in `c` or `r`.
///
/// # NumPy
/// `scipy.linalg.solve_toeplitz((c, r), b)`.
///
/// # Examples
/// ```
/// use nd_linalg::solve_toeplitz_with;
///
/// // [2 0; 1 2]·x = [4 5]
/// let x = solve_toeplitz_with([2.0, 1.0], [4.0, 5.0], [2.0, 0.0])?;
/// assert_eq!(x, nd_core::array![2.0, 1.5]);
/// assert!(solve_toeplitz_with([0.0, 1.0], [1.0, 1.0], [0.0, 1.0]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn solve_toeplitz_with<A, B, R>(c: A, b: B, r: R) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    R: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve_toeplitz_with(c, b, r))
}

/// As [`solve_toeplitz_with`], for shapes that come from users.
///
/// # Errors
/// As [`solve_toeplitz_with`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_solve_toeplitz_with([2.0, 1.0], [4.0, 5.0], [2.0]).is_err());
/// ```
pub fn try_solve_toeplitz_with<A, B, R>(c: A, b: B, r: R) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    R: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let c = LinalgElement::promoted(c.view());
    let r = LinalgElement::promoted(r.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::solve_toeplitz(c.view(), Some(r.view()), b.view())
}

/// The body of [`solve_toeplitz_with`]; without `r` it is the conjugate of `c`.
pub(crate) fn solved<T: Field>(
    c: View<'_, T>,
    r: Option<View<'_, T>>,
    b: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let Some(r) = r else {
        let mut r = c.to_array();
        conjugate(elements(&mut r));
        return solved(c, Some(r.view()), b);
    };
    let fits = c.ndim() == 1
        && c.shape() == r.shape()
        && (b.ndim() == 1 || b.ndim() == 2)
        && b.shape()[0] == c.shape()[0];
    if !fits {
        let other = if c.shape() == r.shape() { b.shape() } else { r.shape() };
        let (left, right) = (c.shape().into(), other.into());
        return Err(ShapeError::Mismatch { op: OP.into(), left, right }.into());
    }
    finite(OP, c)?;
    let n = c.shape()[0];
    if n > 0 {
        finite(OP, r.slice(nd_core::s![1..]))?;
    }
    // The diagonals from the upper right to the lower left.
    let diagonals = (1..n).rev().map(|i| r[[i]]).chain(c.iter().copied()).collect();
    let b = b.to_array();
    let mut x = output::zeros(b.shape())?;
    let mut levinson = Levinson { n, a: diagonals, g: Vec::new(), h: Vec::new() };
    let b = b.view().as_slice().expect("a copy is contiguous");
    match levinson.solve(b, elements(&mut x)) {
        Some(pivot) => Err(LinalgError::Singular { op: OP, pivot, matrix: Box::new([]) }),
        None => Ok(x),
    }
}

/// Levinson's recursion, as in Press et al., "Numerical Recipes", 2.8, for any number of right
/// sides.
struct Levinson<T> {
    n: usize,
    /// Diagonal `i - j` is at `n - 1 + i - j`.
    a: Vec<T>,
    /// The solutions for the columns right of and the rows below each leading part.
    g: Vec<T>,
    h: Vec<T>,
}

impl<T: Field> Levinson<T> {
    /// Solves for the right sides `b`, row by row; or the order of a singular leading part.
    fn solve(&mut self, b: &[T], x: &mut [T]) -> Option<usize> {
        let n = self.n;
        let k = b.len().checked_div(n).unwrap_or(0);
        if n == 0 {
            return None;
        }
        let middle = self.a[n - 1];
        if middle.is_zero() {
            return Some(0);
        }
        for (x, &b) in x[..k].iter_mut().zip(b) {
            *x = quotient(b, middle);
        }
        if n > 1 {
            self.g.push(quotient(self.a[n - 2], middle));
            self.h.push(quotient(self.a[n], middle));
        }
        for m in 1..n {
            let den =
                (0..m).fold(-middle, |sum, j| sum + self.a[n + m - j - 1] * self.g[m - j - 1]);
            if den.is_zero() {
                return Some(m);
            }
            let (done, rest) = x.split_at_mut(m * k);
            let new = &mut rest[..k];
            for (x, &b) in new.iter_mut().zip(&b[m * k..]) {
                *x = -b;
            }
            for (j, row) in done.chunks_exact(k.max(1)).enumerate() {
                let factor = self.a[n + m - j - 1];
                new.iter_mut().zip(row).for_each(|(x, &y)| *x += factor * y);
            }
            new.iter_mut().for_each(|x| *x = quotient(*x, den));
            for (j, row) in done.chunks_exact_mut(k.max(1)).enumerate() {
                let factor = self.g[m - j - 1];
                row.iter_mut().zip(&*new).for_each(|(x, &y)| *x -= factor * y);
            }
            if m + 1 < n && !self.grow(m, den) {
                return Some(m);
            }
        }
        None
    }

    /// `g` and `h` of the next order; false if that cannot be.
    fn grow(&mut self, m: usize, den: T) -> bool {
        let (n, a) = (self.n, &self.a);
        let (mut g_num, mut h_num, mut g_den) = (-a[n - m - 2], -a[n + m], -a[n - 1]);
        for j in 0..m {
            g_num += a[n + j - m - 1] * self.g[j];
            h_num += a[n + m - j - 1] * self.h[j];
            g_den += a[n + j - m - 1] * self.h[m - j - 1];
        }
        if g_den.is_zero() {
            return false;
        }
        let (g, h) = (quotient(g_num, g_den), quotient(h_num, den));
        let old: Vec<T> = self.g.clone();
        for j in 0..m {
            self.g[j] -= g * self.h[m - j - 1];
        }
        for j in 0..m {
            self.h[j] -= h * old[m - j - 1];
        }
        self.g.push(g);
        self.h.push(h);
        true
    }
}
