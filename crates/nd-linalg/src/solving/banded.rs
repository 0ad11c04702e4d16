//! [`solve_banded`]: systems whose matrices are zero outside a few diagonals.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::output::elements;
use crate::matrices::quotient::quotient;
use crate::solving::Solving;
use nd_core::{Array, ArrayLike, ShapeError, View};
use num_complex::ComplexFloat;

const OP: &str = "solve_banded";

/// Solves `a·x = b` for a matrix of which only `lower` diagonals below the main one and `upper`
/// above are not zero.
///
/// `diagonals: (lower + upper + 1, n)`, as LAPACK has them: `diagonals[upper + i - j, j]` is
/// `a[i, j]`, and what that leaves at the ends of rows is not read. `b: (n)` or `(n, k)` → `x` of
/// that shape. Partial pivoting. A NaN or an infinity in `b` reaches its own column alone.
/// 2 n · lower · (lower + upper) operations and (2 lower + upper) n numbers of memory.
///
/// # Panics
/// If `diagonals` does not have that shape, or `b` does not have one or two axes and `n` rows.
///
/// # Errors
/// [`LinalgError::Singular`] if a pivot is zero, [`LinalgError::NonFinite`] for a NaN or an
/// infinity in a diagonal.
///
/// # NumPy
/// `scipy.linalg.solve_banded((lower, upper), ab, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::solve_banded;
///
/// // [2 1 0; 1 2 1; 0 1 2]·x = [3 4 3]
/// let diagonals = [[0.0_f64, 1.0, 1.0], [2.0, 2.0, 2.0], [1.0, 1.0, 0.0]];
/// let x = solve_banded(1, 1, diagonals, [3.0, 4.0, 3.0])?;
/// assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-15));
/// assert!(solve_banded(0, 0, [[1.0, 0.0]], [1.0, 1.0]).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn solve_banded<A, B>(
    lower: usize,
    upper: usize,
    diagonals: A,
    b: B,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve_banded(lower, upper, diagonals, b))
}

/// As [`solve_banded`], for shapes that come from users.
///
/// # Errors
/// As [`solve_banded`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_solve_banded(1, 0, [[1.0]], [1.0]).is_err()); // two diagonals wanted
/// ```
pub fn try_solve_banded<A, B>(
    lower: usize,
    upper: usize,
    diagonals: A,
    b: B,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let a = LinalgElement::promoted(diagonals.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::solve_banded(lower, upper, a.view(), b.view())
}

/// The body of [`solve_banded`].
pub(crate) fn solved<T: Field>(
    lower: usize,
    upper: usize,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let fits = a.ndim() == 2
        && lower.checked_add(upper).and_then(|sum| sum.checked_add(1)) == Some(a.shape()[0])
        && (b.ndim() == 1 || b.ndim() == 2)
        && b.shape()[0] == a.shape()[1];
    if !fits {
        let (left, right) = (a.shape().into(), b.shape().into());
        return Err(ShapeError::Mismatch { op: OP.into(), left, right }.into());
    }
    let mut band = Band::new(lower, upper, a)?;
    let mut x = b.to_array();
    if let Some(pivot) = band.solve(elements(&mut x)) {
        return Err(LinalgError::Singular { op: OP, pivot, matrix: Box::new([]) });
    }
    Ok(x)
}

/// The matrix row by row, with room for what exchanges of rows bring in.
struct Band<T> {
    n: usize,
    lower: usize,
    /// How far right of the diagonal a row may reach: `lower + upper`.
    reach: usize,
    /// Element `(i, j)` is at `j - i + lower` of row `i`.
    rows: Vec<T>,
}

impl<T: Field> Band<T> {
    fn new(lower: usize, upper: usize, a: View<'_, T>) -> Result<Band<T>, LinalgError> {
        let n = a.shape()[1];
        // Diagonals outside of the matrix change nothing, but cost memory.
        let (l, u) = (lower.min(n.saturating_sub(1)), upper.min(n.saturating_sub(1)));
        let width = 2 * l + u + 1;
        let mut rows = vec![T::zero(); n * width];
        for i in 0..n {
            for j in i.saturating_sub(l)..(i + u + 1).min(n) {
                let at = [upper + i - j, j];
                let x = a[at];
                if !ComplexFloat::is_finite(x) {
                    return Err(LinalgError::NonFinite { op: OP, index: Box::new(at) });
                }
                rows[i * width + j + l - i] = x;
            }
        }
        Ok(Band { n, lower: l, reach: l + u, rows })
    }

    fn width(&self) -> usize {
        self.lower + self.reach + 1
    }

    /// `x` in place of `b`, row by row; or the place of the first zero pivot.
    fn solve(&mut self, b: &mut [T]) -> Option<usize> {
        let (n, width, lower) = (self.n, self.width(), self.lower);
        let k = b.len().checked_div(n).unwrap_or(0);
        for p in 0..n {
            let last = (p + lower).min(n - 1);
            let head = |i: usize| self.rows[i * width + p + lower - i];
            let larger = |best: usize, i: usize| {
                if head(i).l1_norm() > head(best).l1_norm() { i } else { best }
            };
            let pivot = (p..=last).fold(p, larger);
            if head(pivot).is_zero() {
                return Some(p);
            }
            let count = self.reach.min(n - 1 - p) + 1;
            if pivot != p {
                let (x, y) = (p * width + lower, pivot * width + p + lower - pivot);
                (0..count).for_each(|c| self.rows.swap(x + c, y + c));
                (0..k).for_each(|c| b.swap(p * k + c, pivot * k + c));
            }
            let (above, below) = self.rows.split_at_mut((p + 1) * width);
            let top = &above[p * width + lower..][..count];
            let (b_above, b_below) = b.split_at_mut((p + 1) * k);
            for (i, row) in (p + 1..=last).zip(below.chunks_exact_mut(width)) {
                let row = &mut row[p + lower - i..][..count];
                if row[0].is_zero() {
                    continue;
                }
                let factor = quotient(row[0], top[0]);
                subtract(&mut row[1..], factor, &top[1..]);
                subtract(&mut b_below[(i - p - 1) * k..][..k], factor, &b_above[p * k..]);
            }
        }
        self.substitute(b, k);
        None
    }

    fn substitute(&self, b: &mut [T], k: usize) {
        for i in (0..self.n).rev() {
            let row = &self.rows[i * self.width() + self.lower..];
            let (above, below) = b.split_at_mut((i + 1) * k);
            let x = &mut above[i * k..];
            for c in 1..=self.reach.min(self.n - 1 - i) {
                subtract(x, row[c], &below[(c - 1) * k..][..k]);
            }
            x.iter_mut().for_each(|x| *x = quotient(*x, row[0]));
        }
    }
}

fn subtract<T: Field>(row: &mut [T], factor: T, other: &[T]) {
    row.iter_mut().zip(other).for_each(|(x, &y)| *x -= factor * y);
}
