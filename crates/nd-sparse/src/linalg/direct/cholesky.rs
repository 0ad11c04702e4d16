//! [`Cholesky`]: factors of Hermitian matrices, and [`CholeskySymbolic`]: what they will cost.

use super::columns::Columns;
use super::{Factored, SlogDet};
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::sides::solved;
use crate::orientation::Orientation;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::ldlt::factor::LdltError;
use faer::linalg::cholesky::llt::factor::LltError;
use faer::sparse::SparseColMatRef;
use faer::sparse::linalg::cholesky::{
    LdltRef, LltRef, SymbolicCholesky, SymbolicCholeskyRaw, SymmetricOrdering,
    factorize_symbolic_cholesky,
};
use faer::traits::ComplexField;
use faer::{Conj, MatMut, Par, Side};
use nd_core::{Array, ArrayLike};
use std::marker::PhantomData;
use std::sync::Arc;

/// Which factors are meant.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `L·Lᴴ`.
    Llt,
    /// `L·D·Lᴴ`.
    Ldlt,
}

/// The pattern of the lower triangle, and what follows from it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pattern {
    n: usize,
    starts: Vec<usize>,
    indices: Vec<usize>,
    /// None of nothing.
    symbolic: Option<SymbolicCholesky<usize>>,
}

impl Pattern {
    fn new<D: Scalar>(lower: &Columns<D>) -> Result<Self, SolverError> {
        let n = lower.columns();
        let symbolic = if n == 0 {
            None
        } else {
            let (order, options) = (SymmetricOrdering::Amd, Default::default());
            let made = factorize_symbolic_cholesky(lower.pattern(), Side::Lower, order, options);
            Some(made.map_err(|_| SolverError::Memory { op: OP })?)
        };
        Ok(Pattern { n, starts: lower.starts.clone(), indices: lower.indices.clone(), symbolic })
    }

    /// Which row comes at a place of the elimination.
    fn row(&self, place: usize) -> usize {
        let order = self.symbolic.as_ref().and_then(|symbolic| symbolic.perm());
        order.map_or(place, |order| order.arrays().0[place.min(self.n - 1)])
    }

    /// Whether factors are blocks of several columns.
    fn in_blocks(&self) -> bool {
        let raw = self.symbolic.as_ref().map(|symbolic| symbolic.raw());
        matches!(raw, Some(SymbolicCholeskyRaw::Supernodal(_)))
    }

    fn values(&self) -> usize {
        self.symbolic.as_ref().map_or(0, |symbolic| symbolic.len_val())
    }

    /// Where the diagonal of the factor stands among its values.
    fn diagonal(&self) -> Vec<usize> {
        match self.symbolic.as_ref().map(|symbolic| symbolic.raw()) {
            None => Vec::new(),
            Some(SymbolicCholeskyRaw::Simplicial(raw)) => raw.col_ptr()[..self.n].to_vec(),
            Some(SymbolicCholeskyRaw::Supernodal(raw)) => {
                let blocks = raw.supernode_begin().iter().zip(raw.supernode_end());
                let values = raw.col_ptr_for_val().windows(2);
                blocks
                    .zip(values)
                    .flat_map(|((&begin, &end), ends)| {
                        let width = end - begin;
                        let height = (ends[1] - ends[0]).checked_div(width).unwrap_or(0);
                        (0..width).map(move |at| ends[0] + at * (height + 1))
                    })
                    .collect()
            }
        }
    }
}

/// The values of the factor.
#[doc(hidden)]
#[derive(Debug)]
pub struct CholeskyCore<D> {
    pattern: Arc<Pattern>,
    kind: Kind,
    values: Vec<D>,
}

/// Factors the lower triangle of a matrix of finite numbers.
pub(super) fn factored<D: Scalar + ComplexField>(
    lower: &Columns<D>,
    pattern: Arc<Pattern>,
    kind: Kind,
) -> Result<CholeskyCore<D>, SolverError> {
    let mut values = Vec::new();
    let memory = |_| SolverError::Memory { op: kind.op() };
    values.try_reserve_exact(pattern.values()).map_err(memory)?;
    values.resize(pattern.values(), D::ZERO);
    let Some(symbolic) = &pattern.symbolic else {
        return Ok(CholeskyCore { pattern, kind, values });
    };
    let (a, par) = (SparseColMatRef::new(lower.pattern(), &lower.values), Par::Seq);
    let scratch = match kind {
        Kind::Llt => symbolic.factorize_numeric_llt_scratch::<D>(par, Default::default()),
        Kind::Ldlt => symbolic.factorize_numeric_ldlt_scratch::<D>(par, Default::default()),
    };
    let mut buffer =
        MemBuffer::try_new(scratch).map_err(|_| SolverError::Memory { op: kind.op() })?;
    let stack = MemStack::new(&mut buffer);
    let side = Side::Lower;
    let (x, y) = (Default::default(), Default::default());
    match kind {
        Kind::Llt => {
            let done = symbolic.factorize_numeric_llt(&mut values, a, side, x, par, stack, y);
            done.map(drop).map_err(|LltError::NonPositivePivot { index }| {
                // Blocks count from 0, single columns from 1.
                let place = if pattern.in_blocks() { index } else { index - 1 };
                SolverError::NotPositiveDefinite { op: kind.op(), row: pattern.row(place) }
            })?;
        }
        Kind::Ldlt => {
            let (x, y) = (Default::default(), Default::default());
            let done = symbolic.factorize_numeric_ldlt(&mut values, a, side, x, par, stack, y);
            done.map(drop).map_err(|LdltError::ZeroPivot { index }| {
                let place = if pattern.in_blocks() { index } else { index - 1 };
                SolverError::Singular { op: kind.op(), column: pattern.row(place) }
            })?;
        }
    }
    let core = CholeskyCore { pattern, kind, values };
    core.check()?;
    Ok(core)
}

impl Kind {
    fn op(self) -> &'static str {
        if self == Kind::Llt { OP } else { "ldl" }
    }
}

impl<D: Scalar> CholeskyCore<D> {
    /// What faer let pass: pivots that are no numbers to divide by.
    fn check(&self) -> Result<(), SolverError> {
        let op = self.kind.op();
        for (place, at) in self.pattern.diagonal().into_iter().enumerate() {
            let d = self.values[at];
            if !d.finite() {
                return Err(SolverError::NotFinite { op, what: "the factor" });
            }
            if d.is_zero() {
                return Err(SolverError::Singular { op, column: self.pattern.row(place) });
            }
        }
        Ok(())
    }

    fn slogdet(&self) -> SlogDet<D> {
        let diagonal = self.pattern.diagonal();
        let values = diagonal.into_iter().map(|at| D::from_f64(self.values[at].real()));
        let mut det = SlogDet::of(values, 1.0);
        if self.kind == Kind::Llt {
            det.logabsdet *= 2.0;
            det.sign = D::ONE;
        }
        det
    }
}

impl<D: Scalar + ComplexField> CholeskyCore<D> {
    pub(super) fn solve(&self, x: &mut [D]) {
        let Some(symbolic) = &self.pattern.symbolic else { return };
        let scratch = symbolic.solve_in_place_scratch::<D>(1, Par::Seq);
        let mut memory = MemBuffer::new(scratch);
        let stack = MemStack::new(&mut memory);
        let rows = x.len();
        let x = MatMut::from_column_major_slice_mut(x, rows, 1);
        match self.kind {
            Kind::Llt => LltRef::new(symbolic, &self.values).solve_in_place_with_conj(
                Conj::No,
                x,
                Par::Seq,
                stack,
            ),
            Kind::Ldlt => LdltRef::new(symbolic, &self.values).solve_in_place_with_conj(
                Conj::No,
                x,
                Par::Seq,
                stack,
            ),
        }
    }
}

const OP: &str = "cholesky";

/// The lower triangle of a square matrix.
fn lower_of<'a, T, I, O>(
    op: &'static str,
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Columns<T::Double>, SolverError>
where
    T: Scalar + SparseElement<I>,
    I: Index,
    O: Orientation,
{
    let a = a.into();
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op, shape });
    }
    let lower = <T as SparseElement<I>>::filtered(a.packed(), &|lane, across, _| {
        let [row, column] = O::shape_of(lane, across);
        column <= row
    });
    Columns::square(op, CompressedView::<T, I, O>::from_packed(lower.view()))
}

/// The order of elimination of a Hermitian matrix and the pattern of its factor: what it will cost is known before a
/// number is touched, and several matrices with one pattern share it.
///
/// # SciPy
/// None; `analyze` of `scikit-sparse`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::CholeskySymbolic};
///
/// let a = Csr::<f64>::diags([4, 4], &[(-1, &[1.0; 3]), (0, &[4.0; 4]), (1, &[1.0; 3])]);
/// let symbolic = CholeskySymbolic::new(&a)?;
/// assert_eq!(symbolic.nnz(), 7);
/// let factor = symbolic.cholesky(&a)?;
/// assert_eq!(factor.nnz(), 7);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CholeskySymbolic<T> {
    pattern: Arc<Pattern>,
    elements: PhantomData<fn(T)>,
}

impl<T: Scalar> CholeskySymbolic<T> {
    /// Of a matrix `(n, n)`, of which the pattern of the lower triangle is read. The order is AMD's.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`], [`SolverError::Memory`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::CholeskySymbolic};
    ///
    /// assert!(CholeskySymbolic::new(&Csr::<f64>::zeros([2, 3])).is_err());
    /// ```
    pub fn new<'a, I: Index, O: Orientation>(
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Self, SolverError>
    where
        T: SparseElement<I>,
    {
        let pattern = Arc::new(Pattern::new(&lower_of(OP, a)?)?);
        Ok(CholeskySymbolic { pattern, elements: PhantomData })
    }

    /// How many numbers the factor will have; zeros that its blocks hold among them.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::CholeskySymbolic};
    ///
    /// assert_eq!(CholeskySymbolic::new(&Csr::<f64>::eye(3))?.nnz(), 3);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz(&self) -> usize {
        self.pattern.values()
    }

    /// How many bytes the numbers of the factor will take.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::CholeskySymbolic};
    ///
    /// assert_eq!(CholeskySymbolic::new(&Csr::<f64>::eye(3))?.bytes(), 24);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn bytes(&self) -> usize {
        self.nnz() * size_of::<T::Double>()
    }

    /// The factor `L·Lᴴ` of a matrix with this pattern.
    ///
    /// # Errors
    /// As [`cholesky`]; [`SolverError::OtherPattern`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::CholeskySymbolic};
    ///
    /// let a = Csr::<f64>::eye(3);
    /// assert_eq!(CholeskySymbolic::new(&a)?.cholesky(&a)?.det(), 1.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn cholesky<'a, I: Index, O: Orientation>(
        &self,
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Cholesky<T>, SolverError>
    where
        T: SparseElement<I>,
    {
        self.factor(lower_of(Kind::Llt.op(), a)?, Kind::Llt)
    }

    /// The factors `L·D·Lᴴ` of a matrix with this pattern.
    ///
    /// # Errors
    /// As [`ldl`]; [`SolverError::OtherPattern`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::CholeskySymbolic};
    ///
    /// let a = Csr::<f64>::diags([2, 2], &[(0, &[1.0, -1.0])]);
    /// assert_eq!(CholeskySymbolic::new(&a)?.ldl(&a)?.det(), -1.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn ldl<'a, I: Index, O: Orientation>(
        &self,
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Cholesky<T>, SolverError>
    where
        T: SparseElement<I>,
    {
        self.factor(lower_of(Kind::Ldlt.op(), a)?, Kind::Ldlt)
    }

    fn factor(&self, lower: Columns<T::Double>, kind: Kind) -> Result<Cholesky<T>, SolverError> {
        if (&lower.starts, &lower.indices) != (&self.pattern.starts, &self.pattern.indices) {
            return Err(SolverError::OtherPattern { op: kind.op() });
        }
        let core = T::Double::cholesky_core(&lower, self.pattern.clone(), kind)?;
        Ok(Cholesky { core: Arc::new(core) })
    }
}

/// The factor of a Hermitian matrix: `L·Lᴴ` of [`cholesky`], or `L·D·Lᴴ` of [`ldl`], in an order with little fill-in.
///
/// An operator, too: applying it solves. Single precision is factored in double.
///
/// # SciPy
/// None; `scikit-sparse`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::cholesky};
///
/// let a = Csr::<f64>::from_dense([[4.0, 2.0], [2.0, 5.0]]);
/// let factor = cholesky(&a)?;
/// assert_eq!(factor.solve(&[6.0, 7.0])?, array![1.0, 1.0]);
/// assert!((factor.det() - 16.0).abs() < 1e-13);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cholesky<T: Scalar> {
    core: Arc<CholeskyCore<T::Double>>,
}

/// Factors a Hermitian positive definite matrix `(n, n)`: half the work and memory of [`lu`](super::lu), without
/// exchanges. Only the lower triangle is read.
///
/// # Errors
/// [`SolverError::NotSquare`]; [`SolverError::NotFinite`] if there is NaN or infinity in the lower triangle, or comes
/// about; [`SolverError::NotPositiveDefinite`], which names a row; [`SolverError::Memory`].
///
/// # SciPy
/// None; `sksparse.cholmod.cholesky(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, cholesky}};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 1.0]]);
/// assert!(matches!(cholesky(&a), Err(SolverError::NotPositiveDefinite { .. })));
/// ```
pub fn cholesky<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Cholesky<T>, SolverError> {
    factor_of(lower_of(Kind::Llt.op(), a)?, Kind::Llt)
}

/// Factors a Hermitian matrix `(n, n)` that need not be definite, as `L·D·Lᴴ` without exchanges: where pivots are
/// small beside what they are divided into, digits are lost, and [`lu`](super::lu) is the safer one. Only the lower
/// triangle is read.
///
/// # Errors
/// [`SolverError::NotSquare`]; [`SolverError::NotFinite`]; [`SolverError::Singular`] if a pivot is zero, which that of
/// a regular matrix may be; [`SolverError::Memory`].
///
/// # SciPy
/// None.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::ldl};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 1.0]]);
/// assert_eq!(ldl(&a)?.solve(&[3.0, 3.0])?, nd_core::array![1.0, 1.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn ldl<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Cholesky<T>, SolverError> {
    factor_of(lower_of(Kind::Ldlt.op(), a)?, Kind::Ldlt)
}

fn factor_of<T: Scalar>(lower: Columns<T::Double>, kind: Kind) -> Result<Cholesky<T>, SolverError> {
    let pattern = Arc::new(Pattern::new(&lower)?);
    Ok(Cholesky { core: Arc::new(T::Double::cholesky_core(&lower, pattern, kind)?) })
}

impl<T: Scalar> Cholesky<T> {
    /// The factor of another matrix whose entries stand at the same places: the order of elimination is kept.
    ///
    /// # Errors
    /// As [`cholesky`] or [`ldl`]; [`SolverError::OtherPattern`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::cholesky};
    ///
    /// let a = Csr::<f64>::eye(3);
    /// let factor = cholesky(&a)?.refactor(&(&a * 2.0))?;
    /// assert!((factor.det() - 8.0).abs() < 1e-13);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn refactor<'a, I: Index, O: Orientation>(
        &self,
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Cholesky<T>, SolverError>
    where
        T: SparseElement<I>,
    {
        let lower = lower_of("refactor", a)?;
        let symbolic: CholeskySymbolic<T> = self.symbolic();
        symbolic.factor(lower, self.core.kind)
    }

    /// The order of elimination and the pattern of the factor.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::cholesky};
    ///
    /// assert_eq!(cholesky(&Csr::<f64>::eye(3))?.symbolic().nnz(), 3);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn symbolic(&self) -> CholeskySymbolic<T> {
        CholeskySymbolic { pattern: self.core.pattern.clone(), elements: PhantomData }
    }

    /// The solution of `A·x = b`: `(n)` or `(n, k)` → the shape of `b`. Right sides are solved on all threads; NaN in
    /// them spreads.
    ///
    /// # Errors
    /// [`SolverError::Shape`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::cholesky};
    ///
    /// let factor = cholesky(&Csr::<f64>::from_dense([[4.0]]))?;
    /// assert_eq!(factor.solve([[1.0, 2.0]])?, nd_core::array![[0.25, 0.5]]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn solve(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, SolverError> {
        solved("solve", self.shape(), b.view(), &|b, x| self.apply(b, x))
    }

    /// The determinant; infinite or zero where it does not fit: see [`slogdet`](Self::slogdet).
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::ldl};
    ///
    /// assert_eq!(ldl(&Csr::<f64>::diags([2, 2], &[(0, &[1.0, -1.0])]))?.det(), -1.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn det(&self) -> T {
        T::from_double(self.core.slogdet().det())
    }

    /// The sign of the determinant and the logarithm of its absolute value.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::cholesky};
    ///
    /// assert_eq!(cholesky(&Csr::<f64>::eye(3))?.slogdet().logabsdet, 0.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn slogdet(&self) -> SlogDet<T> {
        let SlogDet { sign, logabsdet } = self.core.slogdet();
        SlogDet { sign: T::from_double(sign), logabsdet }
    }

    /// How many numbers the factor has; zeros that its blocks hold among them.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::cholesky};
    ///
    /// assert_eq!(cholesky(&Csr::<f64>::eye(3))?.nnz(), 3);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz(&self) -> usize {
        self.core.values.len()
    }
}

impl<T: Scalar> LinearOperator for Cholesky<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.core.pattern.n; 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        super::lu::through_double(x, y, |x| {
            let mut x = x.to_vec();
            T::Double::cholesky_solve(&self.core, &mut x);
            x
        });
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        self.apply(x, y);
    }
}
