//! [`CompressedView`]: a compressed matrix, borrowed.

use super::{Compressed, SparseLane};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::{Columns, Orientation, Rows};
use crate::packed::PackedRef;
use nd_core::{Array, ShapeError};
use std::marker::PhantomData;

/// A [`Compressed`] matrix, borrowed: what the transpose of one is.
///
/// # Examples
/// ```
/// use nd_sparse::{CscView, Csr};
///
/// let a = Csr::<i32>::from_dense([[1, 2], [0, 3]]);
/// let t: CscView<'_, i32> = a.t();
/// assert_eq!(t.to_dense(), nd_core::array![[1, 0], [2, 3]]);
/// ```
#[derive(Debug)]
pub struct CompressedView<'a, T, I = u32, O = Rows> {
    packed: PackedRef<'a, T, I>,
    orientation: PhantomData<O>,
}

/// A [`Csr`](super::Csr), borrowed.
///
/// # Examples
/// ```
/// let a = nd_sparse::Csr::<f64>::eye(2);
/// let view: nd_sparse::CsrView<'_, f64> = a.view();
/// assert_eq!(view.nnz(), 2);
/// ```
pub type CsrView<'a, T, I = u32> = CompressedView<'a, T, I, Rows>;

/// A [`Csc`](super::Csc), borrowed.
///
/// # Examples
/// ```
/// let a = nd_sparse::Csr::<f64>::eye(2);
/// let view: nd_sparse::CscView<'_, f64> = a.t();
/// assert_eq!(view.nnz(), 2);
/// ```
pub type CscView<'a, T, I = u32> = CompressedView<'a, T, I, Columns>;

impl<T, I, O> Clone for CompressedView<'_, T, I, O> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, I, O> Copy for CompressedView<'_, T, I, O> {}

impl<'a, T, I: Index, O: Orientation> From<&'a Compressed<T, I, O>>
    for CompressedView<'a, T, I, O>
{
    fn from(a: &'a Compressed<T, I, O>) -> Self {
        a.view()
    }
}

impl<'a, T, I: Index, O: Orientation> CompressedView<'a, T, I, O> {
    #[inline(always)]
    pub(crate) fn from_packed(packed: PackedRef<'a, T, I>) -> Self {
        CompressedView { packed, orientation: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn packed(self) -> PackedRef<'a, T, I> {
        self.packed
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<u8>::zeros([2, 3]).t().shape(), [3, 2]);
    /// ```
    #[inline]
    pub fn shape(self) -> [usize; 2] {
        O::shape_of(self.packed.lanes(), self.packed.across)
    }

    /// How many entries are stored, zeros among them.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<u8>::eye(3).view().nnz(), 3);
    /// ```
    #[inline]
    pub fn nnz(self) -> usize {
        self.packed.nnz()
    }

    /// The transpose, as free as the view.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<u8>::zeros([2, 3]).t().t().shape(), [2, 3]);
    /// ```
    #[inline]
    pub fn t(self) -> CompressedView<'a, T, I, O::Other> {
        CompressedView::from_packed(self.packed)
    }

    /// Every entry with its row and column, in the order in which they are stored.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.t().iter().next(), Some((1, 0, 7)));
    /// ```
    pub fn iter(self) -> impl Iterator<Item = (usize, usize, T)> + use<'a, T, I, O>
    where
        T: Copy,
    {
        (0..self.packed.lanes()).flat_map(move |lane| {
            let (indices, values) = self.packed.lane(lane);
            indices.iter().zip(values).map(move |(index, &value)| {
                let [row, column] = O::shape_of(lane, index.position());
                (row, column, value)
            })
        })
    }

    /// A copy that owns its arrays.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::eye(2);
    /// assert!(a.view().to_owned() == a);
    /// ```
    pub fn to_owned(self) -> Compressed<T, I, O>
    where
        T: Copy,
    {
        Compressed::from_packed(self.packed.to_owned())
    }

    #[track_caller]
    pub(super) fn lane(self, op: &'static str, lane: usize) -> SparseLane<'a, T, I> {
        let axis = usize::from(!O::ROWS);
        ok(check_index(op, lane, axis, self.packed.lanes()));
        let (indices, values) = self.packed.lane(lane);
        SparseLane { indices, values, len: self.packed.across }
    }
}

/// An index within its axis.
pub(crate) fn check_index(
    op: &'static str,
    index: usize,
    axis: usize,
    len: usize,
) -> Result<(), ShapeError> {
    let given = isize::try_from(index).unwrap_or(isize::MAX);
    if index < len { Ok(()) } else { Err(ShapeError::Index { op, index: given, axis, len }) }
}

impl<'a, T: SparseElement<I>, I: Index, O: Orientation> CompressedView<'a, T, I, O> {
    /// The element at a place: zero where none is stored.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[0.0, 7.0]]);
    /// assert_eq!(a.t().get(1, 0), 7.0);
    /// ```
    #[track_caller]
    pub fn get(self, row: usize, column: usize) -> T {
        let shape = self.shape();
        ok(check_index("get", row, 0, shape[0]));
        ok(check_index("get", column, 1, shape[1]));
        let [lane, across] = O::lanes_of([row, column]);
        let (indices, values) = self.packed.lane(lane);
        match indices.binary_search_by(|index| index.position().cmp(&across)) {
            Ok(at) => values[at],
            Err(_) => T::ZERO,
        }
    }

    /// All elements, in an array.
    ///
    /// # Panics
    /// If they do not fit the address space.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.t().to_dense(), nd_core::array![[0, 8], [7, 9]]);
    /// ```
    #[track_caller]
    pub fn to_dense(self) -> Array<T> {
        let [lanes, across] = [self.packed.lanes(), self.packed.across];
        let size = lanes.checked_mul(across).and_then(|n| n.checked_mul(size_of::<T>()));
        if size.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            let shape = self.shape().as_slice().into();
            ok::<(), _>(Err(ShapeError::Overflow { op: "to_dense", shape }));
        }
        let dense = Array::from_shape_vec([lanes, across], T::densified(self.packed));
        if O::ROWS { dense } else { dense.into_transposed() }
    }

    /// The same with compressed rows; a copy of what has them already.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.t().to_csr().indices(), [1, 0, 1]);
    /// ```
    pub fn to_csr(self) -> Compressed<T, I, Rows> {
        self.to_oriented()
    }

    /// The same with compressed columns; a copy of what has them already.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.view().to_csc().indices(), [1, 0, 1]);
    /// ```
    pub fn to_csc(self) -> Compressed<T, I, Columns> {
        self.to_oriented()
    }

    pub(crate) fn to_oriented<P: Orientation>(self) -> Compressed<T, I, P> {
        Compressed::from_packed(if O::ROWS == P::ROWS {
            self.packed.to_owned()
        } else {
            T::transposed(self.packed)
        })
    }
}
