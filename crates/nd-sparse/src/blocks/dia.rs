//! [`Dia`]: whole diagonals.

use crate::compressed::Csr;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::packed::{PART, Packed};
use nd_core::{Array, ArrayLike, ShapeError, threads};
use std::marker::PhantomData;
use std::ops::Range;

/// A matrix of whole diagonals: what finite differences on a regular grid make.
///
/// Diagonal `k` holds the elements `(i, i + k)`; those below the main one have negative offsets. What a diagonal
/// holds within the matrix is stored and counts in [`nnz`](Self::nnz), zeros too.
///
/// # SciPy
/// `scipy.sparse.dia_array`, whose storage this is: element `j` of a diagonal is that of column `j`.
///
/// # Examples
/// ```
/// use nd_sparse::Dia;
///
/// let a = Dia::<f64>::from_parts([3, 3], vec![0, 1], nd_core::array![[2.0, 2.0, 2.0], [0.0, 1.0, 1.0]])?;
/// assert_eq!(a.to_dense(), nd_core::array![[2.0, 1.0, 0.0], [0.0, 2.0, 1.0], [0.0, 0.0, 2.0]]);
/// # Ok::<(), nd_sparse::SparseError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Dia<T, I = u32> {
    shape: [usize; 2],
    offsets: Vec<isize>,
    /// A row for each diagonal: `data[[d, j]]` stands in column `j`.
    data: Vec<T>,
    width: usize,
    index: PhantomData<I>,
}

impl<T: SparseElement<I>, I: Index> Dia<T, I> {
    /// A matrix from the offsets of its diagonals and an array with a row for each: its element `[d, j]` stands
    /// in column `j`. Elements outside of the matrix are ignored.
    ///
    /// # Errors
    /// [`SparseError::Shape`] if `data` does not have two axes, with a row for each offset;
    /// [`SparseError::RepeatedDiagonal`]; [`SparseError::AxisTooLong`].
    ///
    /// # SciPy
    /// `dia_array((data, offsets), shape=shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Dia;
    ///
    /// let a = Dia::<i32>::from_parts([2, 3], vec![-1], nd_core::array![[7, 8, 9]])?;
    /// assert_eq!(a.to_dense(), nd_core::array![[0, 0, 0], [7, 0, 0]]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn from_parts(
        shape: [usize; 2],
        offsets: Vec<isize>,
        data: impl ArrayLike<Elem = T>,
    ) -> Result<Self, SparseError> {
        const OP: &str = "from_parts";
        SparseError::check_axes::<I>(OP, &shape)?;
        let data = data.view();
        let &[rows, width] = data.shape() else {
            let shape = data.shape().into();
            return Err(ShapeError::Rank { op: OP, expected: "2", shape }.into());
        };
        if rows != offsets.len() {
            let (axis, expected, shape) = (0, offsets.len(), data.shape().into());
            return Err(ShapeError::Length { op: OP, axis, expected, shape }.into());
        }
        let mut sorted = offsets.clone();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(SparseError::RepeatedDiagonal { op: OP, offset: twice[0] });
        }
        let data = data.to_array().into_vec();
        Ok(Dia { shape, offsets, data, width, index: PhantomData })
    }

    /// The same matrix by its diagonals: each that has an entry is stored as a whole.
    ///
    /// # Panics
    /// If the diagonals do not fit memory that can be addressed.
    ///
    /// # SciPy
    /// `a.todia()`, which warns where there are many diagonals.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, Dia};
    ///
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::eye(3)).offsets(), [0]);
    /// ```
    #[track_caller]
    pub fn from_csr(a: &Csr<T, I>) -> Self {
        let shape = a.shape();
        let offset = |(row, column, _): (usize, usize, T)| column as isize - row as isize;
        let mut offsets: Vec<isize> = a.iter().map(offset).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let width = shape[1];
        if offsets.len().checked_mul(width).is_none() {
            let shape = [offsets.len(), width].into();
            ok::<(), _>(Err(ShapeError::Overflow { op: "from_csr", shape }));
        }
        let mut data = vec![T::ZERO; offsets.len() * width];
        for entry in a.iter() {
            let diagonal = offsets.partition_point(|&other| other < offset(entry));
            data[diagonal * width + entry.1] = entry.2;
        }
        Dia { shape, offsets, data, width, index: PhantomData }
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::zeros([2, 3])).shape(), [2, 3]);
    /// ```
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// The offsets of the diagonals, in the order in which they were given.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::from_dense([[0, 1], [1, 0]])).offsets(), [-1, 1]);
    /// ```
    pub fn offsets(&self) -> &[isize] {
        &self.offsets
    }

    /// The elements of the diagonals: a row for each, `[d, j]` in column `j`.
    ///
    /// # SciPy
    /// `a.data`.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::eye(2)).data(), nd_core::array![[1, 1]]);
    /// ```
    pub fn data(&self) -> nd_core::View<'_, T> {
        nd_core::View::from_shape_slice([self.offsets.len(), self.width], &self.data)
    }

    /// How many elements are stored: those of the diagonals within the matrix.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::eye(4)).nnz(), 4);
    /// ```
    pub fn nnz(&self) -> usize {
        self.offsets.iter().map(|&offset| self.columns(offset).len()).sum()
    }

    /// The columns in which a diagonal has elements.
    fn columns(&self, offset: isize) -> Range<usize> {
        let first = usize::try_from(offset).unwrap_or(0);
        let rows = isize::try_from(self.shape[0]).unwrap_or(isize::MAX);
        let last = usize::try_from(rows.saturating_add(offset)).unwrap_or(0);
        let last = last.min(self.shape[1]).min(self.width);
        first.min(last)..last
    }

    /// Each element of each diagonal: row, column, value.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// let a = Dia::from_csr(&Csr::<u8>::eye(2));
    /// assert_eq!(a.iter().collect::<Vec<_>>(), [(0, 0, 1), (1, 1, 1)]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, T)> + '_ {
        self.offsets.iter().enumerate().flat_map(move |(d, &offset)| {
            self.columns(offset).map(move |column| {
                let row = column.wrapping_add_signed(offset.wrapping_neg());
                (row, column, self.data[d * self.width + column])
            })
        })
    }

    /// The same with compressed rows; zeros, which fill diagonals up, are not stored.
    ///
    /// # SciPy
    /// `a.tocsr()`.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// let a = Csr::<u8>::from_dense([[1, 2], [0, 0]]);
    /// assert!(Dia::from_csr(&a).to_csr() == a);
    /// ```
    pub fn to_csr(&self) -> Csr<T, I> {
        let mut order: Vec<usize> = (0..self.offsets.len()).collect();
        order.sort_unstable_by_key(|&d| self.offsets[d]);
        let mut packed = Packed::empty(self.shape[0], self.shape[1]);
        for row in 0..self.shape[0] {
            for &d in &order {
                let column = row.checked_add_signed(self.offsets[d]);
                let column = column.filter(|column| *column < self.shape[1].min(self.width));
                let value = column.map_or(T::ZERO, |column| self.data[d * self.width + column]);
                if let Some(column) = column.filter(|_| !value.is_zero()) {
                    packed.indices.push(I::from_position(column));
                    packed.values.push(value);
                }
            }
            packed.starts[row + 1] = packed.indices.len();
        }
        Csr::from_packed(packed)
    }

    /// All elements in an array.
    ///
    /// # Panics
    /// If they do not fit the address space.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// assert_eq!(Dia::from_csr(&Csr::<u8>::eye(2)).to_dense(), nd_core::array![[1, 0], [0, 1]]);
    /// ```
    #[track_caller]
    pub fn to_dense(&self) -> Array<T> {
        self.to_csr().to_dense()
    }

    /// The product with a vector. Each element of the result is added up by one thread, by ascending offset.
    ///
    /// # Panics
    /// If `x` does not have one axis, of as many elements as there are columns.
    ///
    /// # SciPy
    /// `a @ x`.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, Dia};
    /// let a = Dia::from_csr(&Csr::<i32>::from_dense([[1, 2], [0, 4]]));
    /// assert_eq!(a.matvec(&[1, 10]), nd_core::array![21, 40]);
    /// ```
    #[track_caller]
    pub fn matvec(&self, x: impl ArrayLike<Elem = T>) -> Array<T> {
        let x = x.view();
        ok(crate::products::check_vector("matvec", self.shape, x.shape()));
        let x = x.to_array().into_vec();
        let mut order: Vec<usize> = (0..self.offsets.len()).collect();
        order.sort_unstable_by_key(|&d| self.offsets[d]);
        let mut out = vec![T::ZERO; self.shape[0]];
        threads::chunks(&mut out, PART, &|start, out| {
            for &d in &order {
                let offset = self.offsets[d];
                let columns = self.columns(offset);
                let row = |column: usize| column.wrapping_add_signed(offset.wrapping_neg());
                let rows = row(columns.start)..row(columns.end);
                let (low, high) = (rows.start.max(start), rows.end.min(start + out.len()));
                if columns.is_empty() || low >= high {
                    continue;
                }
                let first = low.wrapping_add_signed(offset);
                let data = &self.data[d * self.width + first..][..high - low];
                let terms = data.iter().zip(&x[first..]);
                for (out, (&value, &x)) in out[low - start..high - start].iter_mut().zip(terms) {
                    *out = out.added(value.multiplied(x));
                }
            }
        });
        Array::from_vec(out)
    }
}
