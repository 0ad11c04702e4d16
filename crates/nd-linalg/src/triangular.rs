//! [`solve_triangular`]: systems whose matrices are triangles already.

use crate::LinalgError;
use crate::dense::conjugate;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::lu::all;
use crate::mat::{to_faer, to_faer_mut};
use crate::par::{self, Blocks};
use crate::right_side::RightSide;
use crate::stack::Stack;
use nd_core::{Array, ArrayLike, ShapeError, View, ViewMut};
use num_complex::ComplexFloat;

/// Which triangle of a matrix a system is made of, and how: the other one is not read.
///
/// # Examples
/// ```
/// use nd_linalg::Triangle;
///
/// let lower = Triangle::lower().unit(); // ones on the diagonal, whatever stands there
/// assert!(lower != Triangle::upper());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Triangle {
    lower: bool,
    unit: bool,
    form: Form,
}

/// What is solved with: the matrix itself or a form of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Transposed,
    Adjoint,
}

impl Triangle {
    /// What is on and below the diagonal.
    pub fn lower() -> Triangle {
        Triangle { lower: true, unit: false, form: Form::Plain }
    }

    /// What is on and above the diagonal.
    pub fn upper() -> Triangle {
        Triangle { lower: false, ..Triangle::lower() }
    }

    /// With ones on the diagonal, which is not read.
    pub fn unit(self) -> Triangle {
        Triangle { unit: true, ..self }
    }

    /// `aᵀ·x = b` instead of `a·x = b`.
    pub fn transposed(self) -> Triangle {
        Triangle { form: Form::Transposed, ..self }
    }

    /// `aᴴ·x = b`, the conjugate transpose, instead of `a·x = b`.
    pub fn adjoint(self) -> Triangle {
        Triangle { form: Form::Adjoint, ..self }
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
/// `scipy.linalg.solve_triangular(a, b, lower=…, trans=…, unit_diagonal=…)`. There, the upper
/// triangle is the default; here it is named.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Triangle, solve_triangular};
///
/// let a = [[2.0, 1.0], [7.0, 4.0]];
/// assert_eq!(solve_triangular(a, [4.0, 8.0], Triangle::upper())?, array![1.0, 2.0]);
/// assert_eq!(solve_triangular(a, [4.0, 8.0], Triangle::lower().unit())?, array![4.0, -20.0]);
/// assert!(solve_triangular([[0.0]], [1.0], Triangle::upper()).is_err()); // singular
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
/// assert!(try_solve_triangular([[1.0, 2.0]], [1.0], Triangle::upper()).is_err());
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
    let a = LinalgElement::promoted(a.view());
    let b = LinalgElement::promoted(b.view());
    solved(a.view(), b.view(), triangle)
}

fn solved<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    triangle: Triangle,
) -> Result<Array<T>, LinalgError> {
    const OP: &str = "solve_triangular";
    let stack = Stack::square(OP, a)?;
    let n = stack.rows();
    let b = RightSide::new(OP, a.shape(), b)?;
    for i in 0..stack.count() {
        finite_triangle(OP, &stack, i, triangle.lower, triangle.unit)?;
        let zero = |&k: &usize| stack.get(i)[[k, k]].is_zero();
        if let (false, Some(pivot)) = (triangle.unit, (0..n).find(zero)) {
            return Err(LinalgError::Singular { op: OP, pivot, matrix: stack.index(i) });
        }
    }
    let stack = stack.broadcast(&b.batch)?;
    let mut out = b.solutions(n)?;
    let blocks = Blocks::new(stack.count(), (n * n) as f64 * b.columns() as f64);
    let pieces = blocks.pieces(all(&mut out), n * b.columns());
    blocks.run(par::free, |block, matrices, par| {
        for (i, x) in matrices.zip(pieces.each(block)) {
            substituted(stack.get(i), b.stack.get(i), x, triangle, par)?;
        }
        Ok(())
    })?;
    Ok(b.shaped(out))
}

fn substituted<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    x: &mut [T],
    triangle: Triangle,
    par: faer::Par,
) -> Result<(), ShapeError> {
    let shape = [b.shape()[0], b.shape()[1]];
    ViewMut::try_from_shape_slice(shape, x)?.assign(b);
    // conj(Aᵀ)·x = b is Aᵀ·conj(x) = conj(b).
    let adjoint = triangle.form == Form::Adjoint;
    if adjoint {
        conjugate(x);
    }
    let (a, lower) = match triangle.form {
        Form::Plain => (a, triangle.lower),
        _ => (a.t(), !triangle.lower),
    };
    let out = to_faer_mut(ViewMut::try_from_shape_slice(shape, x)?);
    if lower {
        T::solve_lower(to_faer(a), triangle.unit, out, par);
    } else {
        T::solve_upper(to_faer(a), triangle.unit, out, par);
    }
    if adjoint {
        conjugate(x);
    }
    Ok(())
}

/// Refuses a NaN or an infinity in one triangle of a matrix, with or without the diagonal.
pub(crate) fn finite_triangle<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    i: usize,
    lower: bool,
    without_diagonal: bool,
) -> Result<(), LinalgError> {
    let a = stack.get(i);
    let n = stack.rows();
    let skip = usize::from(without_diagonal);
    for row in 0..n {
        let columns = if lower { 0..(row + 1).saturating_sub(skip) } else { row + skip..n };
        for column in columns {
            if !ComplexFloat::is_finite(a[[row, column]]) {
                let index = [&stack.index(i)[..], &[row, column]].concat().into();
                return Err(LinalgError::NonFinite { op, index });
            }
        }
    }
    Ok(())
}
