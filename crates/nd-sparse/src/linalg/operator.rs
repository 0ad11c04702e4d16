//! [`LinearOperator`]: what can be multiplied by a vector, and nothing else is asked of it.

use super::scalar::Scalar;
use super::vectors::dot;
use crate::blocks::{Bsr, Dia};
use crate::compressed::{Compressed, CompressedView};
use crate::element::SparseElement;
use crate::index::Index;
use crate::kernels::multiply;
use crate::orientation::Orientation;
use crate::packed::{PART, PackedRef};
use nd_core::{Array, View, s, threads};

/// An operator whose type does not matter.
pub type Operator<'a, T> = dyn LinearOperator<Elem = T> + 'a;

/// A matrix of which nothing is known but what it makes of a vector.
///
/// All sparse matrices and dense arrays `(m, n)` are some, as are preconditioners, factors, and what
/// [`FromFn`](super::FromFn) and its neighbours make of them. References are, too.
///
/// # SciPy
/// `scipy.sparse.linalg.LinearOperator`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{LinearOperator, cg};
///
/// /// -1, 2, -1 along the diagonal.
/// struct Laplace(usize);
///
/// impl LinearOperator for Laplace {
///     type Elem = f64;
///     fn shape(&self) -> [usize; 2] {
///         [self.0, self.0]
///     }
///     fn apply(&self, x: &[f64], y: &mut [f64]) {
///         let at = |i: usize| x.get(i).copied().unwrap_or(0.0);
///         for (i, y) in y.iter_mut().enumerate() {
///             *y = 2.0 * x[i] - at(i.wrapping_sub(1)) - at(i + 1);
///         }
///     }
/// }
/// let solution = cg(&Laplace(9), &[1.0; 9])?;
/// assert!((solution.x[[4]] - 12.5).abs() < 1e-6);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub trait LinearOperator: Sync {
    /// The elements of the matrix and of vectors.
    type Elem: Scalar;

    /// The number of rows and of columns.
    fn shape(&self) -> [usize; 2];

    /// `y = A·x`; `x` has as many elements as there are columns, `y` as there are rows, and its old values do not
    /// count.
    fn apply(&self, x: &[Self::Elem], y: &mut [Self::Elem]);

    /// Whether [`apply_adjoint`](Self::apply_adjoint) may be called; not, unless you say so.
    fn has_adjoint(&self) -> bool {
        false
    }

    /// `y = Aᴴ·x`: the conjugate transpose.
    ///
    /// # Panics
    /// If the operator has none. Nothing here calls it then.
    fn apply_adjoint(&self, x: &[Self::Elem], y: &mut [Self::Elem]) {
        let _ = (x, y);
        panic!("apply_adjoint: this operator of shape {:?} has no adjoint", self.shape());
    }
}

impl<A: LinearOperator + ?Sized> LinearOperator for &A {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        (**self).shape()
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        (**self).apply(x, y);
    }
    fn has_adjoint(&self) -> bool {
        (**self).has_adjoint()
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        (**self).apply_adjoint(x, y);
    }
}

/// Lanes by a vector, or their transpose.
fn multiply<T: Scalar + SparseElement<I>, I: Index>(
    a: PackedRef<'_, T, I>,
    by_lanes: bool,
    x: &[T],
    y: &mut [T],
) {
    if by_lanes {
        return multiply::rows_by_vector_into(a, x, y);
    }
    y.copy_from_slice(&<T as SparseElement<I>>::matvec_columns(a, x));
}

/// The adjoint of lanes by a vector: the transpose of what is conjugated twice.
fn multiply_adjoint<T: Scalar + SparseElement<I>, I: Index>(
    a: PackedRef<'_, T, I>,
    by_lanes: bool,
    x: &[T],
    y: &mut [T],
) {
    if !T::IS_COMPLEX {
        return multiply(a, by_lanes, x, y);
    }
    let x: Vec<T> = x.iter().map(|x| x.conjugate()).collect();
    multiply(a, by_lanes, &x, y);
    y.iter_mut().for_each(|y| *y = y.conjugate());
}

impl<T: Scalar + SparseElement<I>, I: Index, O: Orientation> LinearOperator
    for CompressedView<'_, T, I, O>
{
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        CompressedView::shape(*self)
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        multiply(self.packed(), O::ROWS, x, y);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        multiply_adjoint(self.packed(), !O::ROWS, x, y);
    }
}

impl<T: Scalar + SparseElement<I>, I: Index, O: Orientation> LinearOperator
    for Compressed<T, I, O>
{
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        Compressed::shape(self)
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        self.view().apply(x, y);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        self.view().apply_adjoint(x, y);
    }
}

/// Operators whose products make an array, and whose adjoints walk over their entries, on one thread.
macro_rules! of_groups {
    ($($Matrix:ident)*) => {$(
        impl<T: Scalar + SparseElement<I>, I: Index> LinearOperator for $Matrix<T, I> {
            type Elem = T;
            fn shape(&self) -> [usize; 2] {
                $Matrix::shape(self)
            }
            fn apply(&self, x: &[T], y: &mut [T]) {
                let product = self.matvec(View::from_slice(x)).into_vec();
                y.copy_from_slice(&product);
            }
            fn has_adjoint(&self) -> bool {
                true
            }
            fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
                y.fill(T::ZERO);
                for (row, column, value) in self.iter() {
                    y[column] += value.conjugate() * x[row];
                }
            }
        }
    )*};
}
of_groups!(Bsr Dia);

impl<T: Scalar> LinearOperator for View<'_, T> {
    type Elem = T;
    /// # Panics
    /// If the array does not have two axes.
    fn shape(&self) -> [usize; 2] {
        self.dims()
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        let [_, columns] = self.dims();
        let rows = (PART / columns.max(1)).max(1);
        // The dot product conjugates its first factor.
        let x: Vec<T> = x.iter().map(|x| x.conjugate()).collect();
        threads::chunks(y, rows, &|start, y| {
            for (i, y) in y.iter_mut().enumerate() {
                let row = self.slice(s![start + i, ..]);
                *y = match row.as_slice() {
                    Some(row) => dot(&x, row),
                    None => dot(&x, &row.flatten().into_vec()),
                };
            }
        });
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        let x: Vec<T> = x.iter().map(|x| x.conjugate()).collect();
        self.t().apply(&x, y);
        y.iter_mut().for_each(|y| *y = y.conjugate());
    }
}

impl<T: Scalar> LinearOperator for Array<T> {
    type Elem = T;
    /// # Panics
    /// If the array does not have two axes.
    fn shape(&self) -> [usize; 2] {
        LinearOperator::shape(&self.view())
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        self.view().apply(x, y);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        self.view().apply_adjoint(x, y);
    }
}
