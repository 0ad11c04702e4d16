//! [`solve_triangular`]: systems whose matrices are triangles already.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::to_faer;
use crate::matrices::dense::{conjugate, rows};
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::right_side::RightSide;
use crate::{LinalgError, Triangle};
use nd_core::{Array, ArrayLike, View, ViewMut};
use num_complex::ComplexFloat;

/// How a triangle is solved with, for [`solve_triangular_with`].
///
/// # Examples
/// ```
/// use nd_linalg::{Form, TriangularOptions};
///
/// let options = TriangularOptions::default().unit_diagonal(true).form(Form::Adjoint);
/// assert!(options.unit_diagonal);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TriangularOptions {
    /// Whether ones are on the diagonal, which is not read.
    pub unit_diagonal: bool,
    /// What is solved with.
    pub form: Form,
}

/// What is solved with: the matrix itself or a form of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// `a·x = b`.
    #[default]
    Plain,
    /// `aᵀ·x = b`.
    Transposed,
    /// `aᴴ·x = b`, the conjugate transpose.
    Adjoint,
}

impl TriangularOptions {
    /// Whether ones are on the diagonal, which is not read.
    pub fn unit_diagonal(self, unit_diagonal: bool) -> TriangularOptions {
        TriangularOptions { unit_diagonal, ..self }
    }

    /// What is solved with.
    pub fn form(self, form: Form) -> TriangularOptions {
        TriangularOptions { form, ..self }
    }
}

/// Solves `a·x = b` for triangles: only the one that `triangle` names is read.
///
/// `a: (…, n, n)`, `b: (n)` or `(…, n, k)` → `x` of `b`'s shape, the leading axes broadcast. A
/// NaN or an infinity in `b` reaches its own column alone. n² k operations.
///
/// # Panics
/// If `a` is not square matrices, `b` does not have as many rows, or the leading axes do not
/// broadcast.
///
/// # Errors
/// [`LinalgError::Singular`] if an element of the diagonal is zero,
/// [`LinalgError::NonFinite`] for a NaN or an infinity in the triangle.
///
/// # NumPy
/// `scipy.linalg.solve_triangular(a, b, lower=…)`. There, the upper
/// triangle is the default; here it is named.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Triangle, solve_triangular};
///
/// let a = [[2.0, 1.0], [7.0, 4.0]];
/// assert_eq!(solve_triangular(a, [4.0, 8.0], Triangle::Upper)?, array![1.0, 2.0]);
/// assert_eq!(solve_triangular(a, [4.0, 22.0], Triangle::Lower)?, array![2.0, 2.0]);
/// assert!(solve_triangular([[0.0]], [1.0], Triangle::Upper).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn solve_triangular<A, B>(
    a: A,
    b: B,
    triangle: Triangle,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve_triangular(a, b, triangle))
}

/// As [`solve_triangular`], for shapes that come from users.
///
/// # Errors
/// As [`solve_triangular`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, try_solve_triangular};
///
/// assert!(try_solve_triangular([[1.0, 2.0]], [1.0], Triangle::Upper).is_err());
/// ```
pub fn try_solve_triangular<A, B>(
    a: A,
    b: B,
    triangle: Triangle,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    try_solve_triangular_with(a, b, triangle, &TriangularOptions::default())
}

/// As [`solve_triangular`], with the triangle's transpose or adjoint, or a diagonal of ones.
///
/// # Panics
/// As [`solve_triangular`].
///
/// # Errors
/// As [`solve_triangular`]; a diagonal of ones is never singular.
///
/// # NumPy
/// `scipy.linalg.solve_triangular(a, b, lower=…, trans=…, unit_diagonal=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Form, Triangle, TriangularOptions, solve_triangular_with};
///
/// let a = [[2.0, 1.0], [7.0, 4.0]];
/// let unit = TriangularOptions::default().unit_diagonal(true);
/// let x = solve_triangular_with(a, [4.0, 8.0], Triangle::Lower, &unit)?;
/// assert_eq!(x, array![4.0, -20.0]);
/// let transposed = TriangularOptions::default().form(Form::Transposed);
/// let x = solve_triangular_with(a, [4.0, 10.0], Triangle::Upper, &transposed)?;
/// assert_eq!(x, array![2.0, 2.0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn solve_triangular_with<A, B>(
    a: A,
    b: B,
    triangle: Triangle,
    options: &TriangularOptions,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve_triangular_with(a, b, triangle, options))
}

/// As [`solve_triangular_with`], for shapes that come from users.
///
/// # Errors
/// As [`solve_triangular_with`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, TriangularOptions, try_solve_triangular_with};
///
/// let options = TriangularOptions::default();
/// assert!(try_solve_triangular_with([[1.0, 2.0]], [1.0], Triangle::Upper, &options).is_err());
/// ```
pub fn try_solve_triangular_with<A, B>(
    a: A,
    b: B,
    triangle: Triangle,
    options: &TriangularOptions,
) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let a = LinalgElement::promoted(a.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::solve_triangular(a.view(), b.view(), triangle, options)
}

/// The body of [`solve_triangular_with`].
pub(crate) fn solved<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    triangle: Triangle,
    options: &TriangularOptions,
) -> Result<Array<T>, LinalgError> {
    const OP: &str = "solve_triangular";
    let stack = Stack::square(OP, a)?;
    let n = stack.rows();
    let b = RightSide::new(OP, a.shape(), b)?;
    for i in 0..stack.count() {
        finite_triangle(OP, &stack, i, triangle, options.unit_diagonal)?;
        let zero = |&k: &usize| stack.get(i)[[k, k]].is_zero();
        if let (false, Some(pivot)) = (options.unit_diagonal, (0..n).find(zero)) {
            return Err(LinalgError::Singular { op: OP, pivot, matrix: stack.index(i) });
        }
    }
    let (stack, k) = (stack.broadcast(&b.batch)?, b.columns());
    let x = Walk::free(&stack, (n * n) as f64 * k as f64).one(&[n, k], &|i, x, par| {
        ViewMut::try_from_shape_slice([n, k], &mut *x)?.assign(b.stack.get(i));
        substitute(stack.get(i), x, triangle, options, par);
        Ok(())
    })?;
    Ok(b.shaped(x))
}

/// Solves for one matrix; `x` is `b` in the beginning, row by row.
fn substitute<T: Field>(
    a: View<'_, T>,
    x: &mut [T],
    triangle: Triangle,
    options: &TriangularOptions,
    par: faer::Par,
) {
    let n = a.shape()[0];
    let k = x.len().checked_div(n).unwrap_or(0);
    // conj(Aᵀ)·x = b is Aᵀ·conj(x) = conj(b).
    let adjoint = options.form == Form::Adjoint;
    if adjoint {
        conjugate(x);
    }
    let (a, lower) = match options.form {
        Form::Plain => (a, triangle == Triangle::Lower),
        _ => (a.t(), triangle == Triangle::Upper),
    };
    if lower {
        T::solve_lower(to_faer(a), options.unit_diagonal, rows(x, n, k), par);
    } else {
        T::solve_upper(to_faer(a), options.unit_diagonal, rows(x, n, k), par);
    }
    if adjoint {
        conjugate(x);
    }
}

/// An error if a NaN or an infinity is in the triangle of matrix number `i`.
pub(crate) fn finite_triangle<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    i: usize,
    triangle: Triangle,
    without_diagonal: bool,
) -> Result<(), LinalgError> {
    let a = stack.get(i);
    let n = stack.rows();
    let skip = usize::from(without_diagonal);
    for row in 0..n {
        let columns = match triangle {
            Triangle::Lower => 0..(row + 1).saturating_sub(skip),
            Triangle::Upper => row + skip..n,
        };
        for column in columns {
            if !ComplexFloat::is_finite(a[[row, column]]) {
                let index = [&stack.index(i)[..], &[row, column]].concat().into();
                return Err(LinalgError::NonFinite { op, index });
            }
        }
    }
    Ok(())
}
