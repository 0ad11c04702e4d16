//! [`Lil`]: a list of entries for each row.

use crate::compressed::{Compressed, Csr, check_index};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;
use nd_core::ShapeError;

/// A matrix that grows row by row, and whose rows are changed in place: a list of entries for each row.
///
/// Setting an element to zero removes its entry. Finding an entry takes the logarithm of its row's entries, and
/// adding one moves those after it; make a [`Csr`] of it to calculate.
///
/// # SciPy
/// `scipy.sparse.lil_array`.
///
/// # Examples
/// ```
/// use nd_sparse::Lil;
///
/// let mut a = Lil::<f64>::new([0, 3]);
/// a.push_row([(2, 5.0), (0, 1.0)]);
/// a.push_row([]);
/// a.set(1, 1, 7.0);
/// assert_eq!(a.to_csr().to_dense(), nd_core::array![[1.0, 0.0, 5.0], [0.0, 7.0, 0.0]]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Lil<T, I = u32> {
    columns: usize,
    rows: Vec<Vec<(I, T)>>,
}

impl<T: SparseElement<I>, I: Index> Lil<T, I> {
    /// A matrix of zeros.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Lil::<f64>::new([2, 3]).shape(), [2, 3]);
    /// ```
    #[track_caller]
    pub fn new(shape: [usize; 2]) -> Self {
        ok(Self::try_new(shape))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Lil::<f64>::try_new([1, 1 << 40]).is_err());
    /// ```
    pub fn try_new(shape: [usize; 2]) -> Result<Self, SparseError> {
        SparseError::check_axes::<I>("new", &shape)?;
        let [rows, columns] = shape;
        Ok(Lil { columns, rows: vec![Vec::new(); rows] })
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Lil::<f64>::new([2, 3]).shape(), [2, 3]);
    /// ```
    pub fn shape(&self) -> [usize; 2] {
        [self.rows.len(), self.columns]
    }

    /// How many entries there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Lil::<f64>::new([2, 3]).nnz(), 0);
    /// ```
    pub fn nnz(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    #[track_caller]
    fn find(&self, op: &'static str, row: usize, column: usize) -> Result<usize, usize> {
        ok(check_index(op, row, 0, self.rows.len()));
        ok(check_index(op, column, 1, self.columns));
        self.rows[row].binary_search_by(|(at, _)| at.position().cmp(&column))
    }

    /// The element at a place.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Lil::<f64>::new([2, 3]).get(1, 2), 0.0);
    /// ```
    #[track_caller]
    pub fn get(&self, row: usize, column: usize) -> T {
        self.find("get", row, column).map_or(T::ZERO, |at| self.rows[row][at].1)
    }

    /// Sets an element; zero removes its entry.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<f64>::new([2, 3]);
    /// a.set(1, 2, 7.0);
    /// assert_eq!((a.get(1, 2), a.nnz()), (7.0, 1));
    /// a.set(1, 2, 0.0);
    /// assert_eq!(a.nnz(), 0);
    /// ```
    #[track_caller]
    pub fn set(&mut self, row: usize, column: usize, value: T) {
        let found = self.find("set", row, column);
        let entries = &mut self.rows[row];
        match found {
            Ok(at) if value.is_zero() => drop(entries.remove(at)),
            Ok(at) => entries[at].1 = value,
            Err(_) if value.is_zero() => {}
            Err(at) => entries.insert(at, (I::from_position(column), value)),
        }
    }

    /// Adds to an element; a sum of zero removes its entry.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<u8>::new([2, 3]);
    /// a.add(1, 2, 200);
    /// a.add(1, 2, 56);
    /// assert_eq!(a.nnz(), 0); // 256 wraps to 0
    /// ```
    #[track_caller]
    pub fn add(&mut self, row: usize, column: usize, value: T) {
        self.set(row, column, self.get(row, column).added(value));
    }

    /// Adds a row at the end: its entries in any order, of which the last at a place counts.
    ///
    /// # Panics
    /// If a column is out of bounds, or there are more rows than the indices can number.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<u8>::new([0, 3]);
    /// a.push_row([(1, 7)]);
    /// assert_eq!(a.shape(), [1, 3]);
    /// ```
    #[track_caller]
    pub fn push_row(&mut self, entries: impl IntoIterator<Item = (usize, T)>) {
        ok(SparseError::check_axes::<I>("push_row", &[self.rows.len() + 1]));
        let row = self.rows.len();
        self.rows.push(Vec::new());
        for (column, value) in entries {
            self.set(row, column, value);
        }
    }

    /// Makes it larger or smaller; entries outside of the new shape are gone.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `a.resize(shape)`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<u8>::new([0, 3]);
    /// a.resize([2, 2]);
    /// assert_eq!(a.shape(), [2, 2]);
    /// ```
    #[track_caller]
    pub fn resize(&mut self, [rows, columns]: [usize; 2]) {
        ok(SparseError::check_axes::<I>("resize", &[rows, columns]));
        self.rows.resize(rows, Vec::new());
        self.columns = columns;
        for row in &mut self.rows {
            row.retain(|(column, _)| column.position() < columns);
        }
    }

    /// Each entry: row, column, value; by row, then column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<u8>::new([0, 3]);
    /// a.push_row([(1, 7)]);
    /// assert_eq!(a.iter().next(), Some((0, 1, 7)));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, T)> + '_ {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(row, entries)| {
            entries.iter().map(move |&(column, value)| (row, column.position(), value))
        })
    }

    /// The same with compressed rows.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Lil::<u8>::new([0, 2]);
    /// a.push_row([(1, 7)]);
    /// assert_eq!(a.to_csr().to_dense(), nd_core::array![[0, 7]]);
    /// ```
    pub fn to_csr(&self) -> Csr<T, I> {
        let mut packed = Packed::empty(self.rows.len(), self.columns);
        for (row, entries) in self.rows.iter().enumerate() {
            packed.indices.extend(entries.iter().map(|&(column, _)| column));
            packed.values.extend(entries.iter().map(|&(_, value)| value));
            packed.starts[row + 1] = packed.indices.len();
        }
        Csr::from_packed(packed)
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> From<&Compressed<T, I, O>> for Lil<T, I> {
    /// The entries of a matrix, zeros among them.
    fn from(a: &Compressed<T, I, O>) -> Self {
        let csr = a.to_csr();
        let row = |row: crate::SparseLane<'_, T, I>| {
            row.indices.iter().copied().zip(row.values.iter().copied()).collect()
        };
        let rows = csr.rows().map(row).collect();
        Lil { columns: a.shape()[1], rows }
    }
}

impl<T: SparseElement<I>, I: Index> TryFrom<&crate::Coo<T, I>> for Lil<T, I> {
    type Error = ShapeError;

    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    fn try_from(a: &crate::Coo<T, I>) -> Result<Self, ShapeError> {
        match a.try_to_csr() {
            Ok(csr) => Ok(Lil::from(&csr)),
            Err(_) => {
                let shape = a.shape().into();
                Err(ShapeError::Rank { op: "try_from", expected: "2", shape })
            }
        }
    }
}
