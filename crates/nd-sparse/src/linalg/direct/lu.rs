//! [`Lu`]: Gaussian elimination with exchanges of rows.

use super::columns::Columns;
use super::order::{ColumnOrder, Ordering};
use super::{Factored, SlogDet};
use crate::compressed::{Compressed, CompressedView, Csc};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::sides::solved;
use crate::orientation::Orientation;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::perm::PermRef;
use faer::sparse::linalg::LuError;
use faer::sparse::linalg::lu::simplicial;
use faer::sparse::{SparseColMatRef, SymbolicSparseColMatRef};
use faer::traits::ComplexField;
use nd_core::{Array, ArrayLike};
use std::sync::Arc;

/// How a matrix is factored.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{LuOptions, Ordering};
///
/// assert_eq!(LuOptions::default().ordering(Ordering::Colamd).ordering, Ordering::Colamd);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LuOptions {
    /// In which order columns are eliminated.
    pub ordering: Ordering,
}

impl LuOptions {
    /// Sets in which order columns are eliminated.
    #[must_use]
    pub fn ordering(self, ordering: Ordering) -> Self {
        LuOptions { ordering }
    }
}

/// Both factors by columns, whose entries may stand in any order; of L the diagonal comes first, of U last.
#[doc(hidden)]
#[derive(Debug)]
pub struct LuCore<D> {
    a: Arc<Columns<D>>,
    order: Arc<ColumnOrder>,
    /// At which place each row is eliminated.
    row_place: Vec<usize>,
    factors: simplicial::SimplicialLu<usize, D>,
}

/// A factor as slices.
struct Triangle<'a, D> {
    starts: &'a [usize],
    rows: &'a [usize],
    values: &'a [D],
}

impl<'a, D> Triangle<'a, D> {
    fn new(a: SparseColMatRef<'a, usize, D>) -> Self {
        let (pattern, values): (SymbolicSparseColMatRef<'a, usize>, &'a [D]) = a.parts();
        let (_, _, starts, _, rows) = pattern.parts();
        Triangle { starts, rows, values }
    }

    fn column(&self, column: usize) -> std::ops::Range<usize> {
        self.starts[column]..self.starts[column + 1]
    }
}

/// Factors a square matrix of finite numbers.
pub(super) fn factored<D: Scalar + ComplexField>(
    a: Arc<Columns<D>>,
    order: Arc<ColumnOrder>,
) -> Result<LuCore<D>, SolverError> {
    let n = a.columns();
    let mut factors = simplicial::SimplicialLu::new();
    let (mut row, mut row_place) = (vec![0; n], vec![0; n]);
    if n > 0 {
        let scratch = simplicial::factorize_simplicial_numeric_lu_scratch::<usize, D>(n, n);
        let mut memory = MemBuffer::try_new(scratch).map_err(|_| SolverError::Memory { op: OP })?;
        let done = simplicial::factorize_simplicial_numeric_lu(
            &mut row,
            &mut row_place,
            &mut factors,
            SparseColMatRef::new(a.pattern(), &a.values),
            PermRef::new_checked(&order.column, &order.place, n),
            MemStack::new(&mut memory),
        );
        done.map_err(|error| match error {
            LuError::SymbolicSingular { index } => singular(&order, index),
            LuError::Generic(_) => SolverError::Memory { op: OP },
        })?;
    }
    let core = LuCore { a, order, row_place, factors };
    core.check()?;
    Ok(core)
}

fn singular(order: &ColumnOrder, place: usize) -> SolverError {
    SolverError::Singular { op: OP, column: order.column[place] }
}

impl<D: Scalar> LuCore<D> {
    fn n(&self) -> usize {
        self.row_place.len()
    }

    fn upper_diagonal(&self) -> impl Iterator<Item = D> {
        let n = self.n();
        let (starts, values) = match n {
            0 => (&[][..], &[][..]),
            _ => {
                let u = Triangle::new(self.factors.u_factor_unsorted());
                (u.starts, u.values)
            }
        };
        (0..n).map(move |column| values[starts[column + 1] - 1])
    }

    /// A pivot of zero makes what follows NaN: the first one that is either says which it was.
    fn check(&self) -> Result<(), SolverError> {
        match self.upper_diagonal().enumerate().find(|(_, d)| d.is_zero() || !d.finite()) {
            None => Ok(()),
            Some((place, d)) if d.is_zero() => Err(singular(&self.order, place)),
            Some(_) => Err(SolverError::NotFinite { op: OP, what: "a factor" }),
        }
    }

    pub(super) fn solve(&self, b: &[D]) -> Vec<D> {
        let n = self.n();
        let mut y = vec![D::ZERO; n];
        for (&place, &b) in self.row_place.iter().zip(b) {
            y[place] = b;
        }
        let (l, u) = self.triangles();
        for column in 0..n {
            let factor = y[column];
            for at in l.column(column).skip(1) {
                y[l.rows[at]] -= l.values[at] * factor;
            }
        }
        for column in (0..n).rev() {
            let range = u.column(column);
            let factor = y[column] / u.values[range.end - 1];
            y[column] = factor;
            for at in range.start..range.end - 1 {
                y[u.rows[at]] -= u.values[at] * factor;
            }
        }
        let mut x = vec![D::ZERO; n];
        for (&column, y) in self.order.column.iter().zip(y) {
            x[column] = y;
        }
        x
    }

    pub(super) fn solve_adjoint(&self, b: &[D]) -> Vec<D> {
        let n = self.n();
        let mut y: Vec<D> = self.order.column.iter().map(|&column| b[column]).collect();
        let (l, u) = self.triangles();
        for column in 0..n {
            let range = u.column(column);
            let mut rest = y[column];
            for at in range.start..range.end - 1 {
                rest -= u.values[at].conjugate() * y[u.rows[at]];
            }
            y[column] = rest / u.values[range.end - 1].conjugate();
        }
        for column in (0..n).rev() {
            let mut rest = y[column];
            for at in l.column(column).skip(1) {
                rest -= l.values[at].conjugate() * y[l.rows[at]];
            }
            y[column] = rest;
        }
        self.row_place.iter().map(|&place| y[place]).collect()
    }

    fn triangles(&self) -> (Triangle<'_, D>, Triangle<'_, D>) {
        let l = Triangle::new(self.factors.l_factor_unsorted());
        (l, Triangle::new(self.factors.u_factor_unsorted()))
    }

    fn slogdet(&self) -> SlogDet<D> {
        let sign = ColumnOrder::sign(&self.row_place) * ColumnOrder::sign(&self.order.column);
        SlogDet::of(self.upper_diagonal(), sign)
    }
}

/// The factors of a square matrix: `L·U`, with its rows and columns in another order.
///
/// `(L·U)[row_place[i], column_place[j]] = A[i, j]`. An operator, too: applying it solves. Single precision is
/// factored in double.
///
/// # SciPy
/// `scipy.sparse.linalg.SuperLU`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::lu};
///
/// let a = Csr::<f64>::from_dense([[0.0, 2.0], [4.0, 1.0]]);
/// let factors = lu(&a)?;
/// assert_eq!(factors.solve(&[2.0, 5.0])?, array![1.0, 1.0]);
/// assert_eq!(factors.solve([[2.0, 4.0], [5.0, 2.0]])?, array![[1.0, 0.0], [1.0, 2.0]]);
/// assert!((factors.det() + 8.0).abs() < 1e-14);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lu<T: Scalar> {
    core: Arc<LuCore<T::Double>>,
}

const OP: &str = "lu";

/// Factors a square matrix `(n, n)` by Gaussian elimination, with exchanges of rows for the largest pivot (J. R.
/// Gilbert and T. Peierls, 1988).
///
/// # Errors
/// [`SolverError::NotSquare`]; [`SolverError::NotFinite`] if there is NaN or infinity, or comes about;
/// [`SolverError::Singular`], which names the first column without a pivot; [`SolverError::Memory`].
///
/// # SciPy
/// `scipy.sparse.linalg.splu(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, lu}};
///
/// let singular = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]]);
/// assert!(matches!(lu(&singular), Err(SolverError::Singular { .. })));
/// ```
pub fn lu<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Lu<T>, SolverError> {
    lu_with(a, &LuOptions::default())
}

/// As [`lu`], with options.
///
/// # Errors
/// The same.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{LuOptions, Ordering, lu_with}};
///
/// let a = Csr::<f64>::eye(3);
/// assert_eq!(lu_with(&a, &LuOptions::default().ordering(Ordering::Amd))?.nnz(), 6);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn lu_with<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
    options: &LuOptions,
) -> Result<Lu<T>, SolverError> {
    let a = Columns::square(OP, a.into())?;
    let order = Arc::new(ColumnOrder::new(OP, &a, options.ordering)?);
    Lu::factored(Arc::new(a), order)
}

impl<T: Scalar> Lu<T> {
    pub(super) fn factored(
        a: Arc<Columns<T::Double>>,
        order: Arc<ColumnOrder>,
    ) -> Result<Self, SolverError> {
        Ok(Lu { core: Arc::new(T::Double::lu_core(a, order)?) })
    }

    /// The factors of another matrix whose entries stand at the same places: the order of elimination is kept, rows
    /// are exchanged anew.
    ///
    /// # Errors
    /// As [`lu`]; [`SolverError::OtherPattern`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// let factors = lu(&Csr::<f64>::from_dense([[1.0, 2.0], [3.0, 4.0]]))?;
    /// let others = factors.refactor(&Csr::<f64>::from_dense([[4.0, 2.0], [3.0, 1.0]]))?;
    /// assert!((others.det() + 2.0).abs() < 1e-14);
    /// assert!(factors.refactor(&Csr::<f64>::eye(2)).is_err());
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn refactor<'a, I: Index, O: Orientation>(
        &self,
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Lu<T>, SolverError>
    where
        T: SparseElement<I>,
    {
        let a = Columns::square("refactor", a.into())?;
        if !a.same_pattern(&self.core.a) {
            return Err(SolverError::OtherPattern { op: "refactor" });
        }
        Lu::factored(Arc::new(a), self.core.order.clone())
    }

    /// The solution of `A·x = b`: `(n)` or `(n, k)` → the shape of `b`. Right sides are solved on all threads; NaN in
    /// them spreads.
    ///
    /// # Errors
    /// [`SolverError::Shape`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// let factors = lu(&Csr::<f64>::from_dense([[2.0]]))?;
    /// assert_eq!(factors.solve(&[1.0])?, nd_core::array![0.5]);
    /// assert!(factors.solve(&[1.0, 2.0]).is_err());
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn solve(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, SolverError> {
        solved("solve", self.shape(), b.view(), &|b, x| self.apply(b, x))
    }

    /// The solution of `Aᴴ·x = b`.
    ///
    /// # Errors
    /// [`SolverError::Shape`].
    ///
    /// # SciPy
    /// `factors.solve(b, "H")`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// let factors = lu(&Csr::<f64>::from_dense([[1.0, 2.0], [0.0, 1.0]]))?;
    /// assert_eq!(factors.solve_adjoint(&[1.0, 2.0])?, nd_core::array![1.0, 0.0]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn solve_adjoint(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, SolverError> {
        solved("solve_adjoint", self.shape(), b.view(), &|b, x| self.apply_adjoint(b, x))
    }

    /// The determinant; infinite or zero where it does not fit: see [`slogdet`](Self::slogdet).
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert_eq!(lu(&Csr::<f64>::diags([2, 2], &[(0, &[2.0, 1.0])]))?.det().round(), 2.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn det(&self) -> T {
        T::from_double(self.core.slogdet().det())
    }

    /// The sign of the determinant and the logarithm of its absolute value.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// let slogdet = lu(&Csr::<f64>::eye(3))?.slogdet();
    /// assert_eq!((slogdet.sign, slogdet.logabsdet), (1.0, 0.0));
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn slogdet(&self) -> SlogDet<T> {
        let SlogDet { sign, logabsdet } = self.core.slogdet();
        SlogDet { sign: T::from_double(sign), logabsdet }
    }

    /// How many entries both factors have, the diagonal of ones among them.
    ///
    /// # SciPy
    /// `factors.nnz`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert_eq!(lu(&Csr::<f64>::eye(3))?.nnz(), 6);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz(&self) -> usize {
        if self.core.n() == 0 {
            return 0;
        }
        let (l, u) = self.core.triangles();
        l.starts[self.core.n()] + u.starts[self.core.n()]
    }

    /// How many bytes the factors take.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert!(lu(&Csr::<f64>::eye(3))?.bytes() >= 6 * 16);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn bytes(&self) -> usize {
        self.nnz() * (size_of::<T::Double>() + 8) + 40 * self.core.n()
    }

    /// At which place each row was eliminated.
    ///
    /// # SciPy
    /// `factors.perm_r`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert_eq!(lu(&Csr::<f64>::eye(1))?.row_order(), [0]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn row_order(&self) -> &[usize] {
        &self.core.row_place
    }

    /// At which place each column was eliminated.
    ///
    /// # SciPy
    /// `factors.perm_c`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert_eq!(lu(&Csr::<f64>::eye(1))?.column_order(), [0]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn column_order(&self) -> &[usize] {
        &self.core.order.place
    }

    /// The lower factor, a diagonal of ones with it.
    ///
    /// # SciPy
    /// `factors.L`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert!(lu(&Csr::<f64>::eye(2))?.l() == nd_sparse::Csc::eye(2));
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn l(&self) -> Csc<T> {
        self.factor(true)
    }

    /// The upper factor.
    ///
    /// # SciPy
    /// `factors.U`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::lu};
    ///
    /// assert!(lu(&Csr::<f64>::eye(2))?.u() == nd_sparse::Csc::eye(2));
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn u(&self) -> Csc<T> {
        self.factor(false)
    }

    fn factor(&self, lower: bool) -> Csc<T> {
        let n = self.core.n();
        if n == 0 {
            return Compressed::zeros([0, 0]);
        }
        let (l, u) = self.core.triangles();
        let from = if lower { l } else { u };
        let mut entries = Coo::new([n, n]);
        for column in 0..n {
            for at in from.column(column) {
                entries.push([from.rows[at], column], T::from_double(from.values[at]));
            }
        }
        entries.to_csc()
    }
}

impl<T: Scalar> LinearOperator for Lu<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.core.n(); 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        through_double(x, y, |x| T::Double::lu_solve(&self.core, x, false));
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        through_double(x, y, |x| T::Double::lu_solve(&self.core, x, true));
    }
}

/// A solve in double precision.
pub(super) fn through_double<T: Scalar>(
    x: &[T],
    y: &mut [T],
    solve: impl FnOnce(&[T::Double]) -> Vec<T::Double>,
) {
    let x: Vec<T::Double> = x.iter().map(|x| x.to_double()).collect();
    if x.is_empty() {
        return;
    }
    for (y, x) in y.iter_mut().zip(solve(&x)) {
        *y = T::from_double(x);
    }
}
