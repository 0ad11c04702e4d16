//! [`Bsr`]: compressed rows of dense blocks.

use crate::compressed::{Csr, check_starts};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::packed::{PART, Packed};
use nd_core::{Array, ArrayLike, ShapeError, View, threads};

/// A sparse matrix of dense blocks of one size: what a mesh with several unknowns a node makes.
///
/// The blocks of a row of blocks ascend, none stands there twice. What a block holds is stored, zeros too: they
/// count in [`nnz`](Self::nnz).
///
/// # SciPy
/// `scipy.sparse.bsr_array`.
///
/// # Examples
/// ```
/// use nd_sparse::{Bsr, Csr};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0, 0.0, 0.0], [0.0, 3.0, 0.0, 0.0]]);
/// let blocks = Bsr::from_csr(&a, [2, 2]);
/// assert_eq!((blocks.blocks(), blocks.nnz()), (1, 4));
/// assert_eq!(blocks.matvec(&[1.0, 1.0, 1.0, 1.0]), nd_core::array![3.0, 3.0]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Bsr<T, I = u32> {
    shape: [usize; 2],
    block: [usize; 2],
    starts: Vec<usize>,
    indices: Vec<I>,
    /// Block after block, each in C order.
    values: Vec<T>,
}

impl<T: SparseElement<I>, I: Index> Bsr<T, I> {
    /// A matrix from where each row of blocks starts, the column of each block (counted in blocks), and the
    /// elements, block after block in C order.
    ///
    /// # Errors
    /// [`SparseError::Shape`] if `block` does not divide `shape`, or has an axis of length 0; the errors of
    /// [`Csr::from_parts`] for starts and indices; [`SparseError::EntryCount`] if the values do not fill the
    /// blocks.
    ///
    /// # SciPy
    /// `bsr_array((data, indices, indptr), shape=shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Bsr;
    ///
    /// let a = Bsr::<i32>::from_parts([2, 4], [2, 2], vec![0, 1], vec![1], vec![1, 2, 3, 4])?;
    /// assert_eq!(a.to_dense(), nd_core::array![[0, 0, 1, 2], [0, 0, 3, 4]]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn from_parts(
        shape: [usize; 2],
        block: [usize; 2],
        starts: Vec<usize>,
        indices: Vec<I>,
        values: Vec<T>,
    ) -> Result<Self, SparseError> {
        const OP: &str = "from_parts";
        SparseError::check_axes::<I>(OP, &shape)?;
        check_block(OP, shape, block)?;
        let [rows, columns] = [shape[0] / block[0], shape[1] / block[1]];
        check_starts(OP, &starts, rows, indices.len())?;
        if indices.len().checked_mul(block[0] * block[1]) != Some(values.len()) {
            let (indices, values) = (indices.len(), values.len());
            return Err(SparseError::EntryCount { op: OP, indices, values });
        }
        let places = vec![(); indices.len()];
        let (starts, indices, _) =
            Csr::from_parts([rows, columns], starts, indices, places)?.into_parts();
        Ok(Bsr { shape, block, starts, indices, values })
    }

    /// The same matrix in blocks; every block with an entry is stored as a whole.
    ///
    /// # Panics
    /// If `block` does not divide the shape, or has an axis of length 0.
    ///
    /// # SciPy
    /// `a.tobsr(blocksize=block)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Bsr, Csr};
    ///
    /// assert_eq!(Bsr::from_csr(&Csr::<u8>::eye(4), [2, 2]).blocks(), 2);
    /// ```
    #[track_caller]
    pub fn from_csr(a: &Csr<T, I>, block: [usize; 2]) -> Self {
        let shape = a.shape();
        ok(check_block("from_csr", shape, block));
        let size = block[0] * block[1];
        let mut made = Bsr { shape, block, starts: vec![0], indices: vec![], values: vec![] };
        let mut place = vec![usize::MAX; shape[1] / block[1]];
        for rows in (0..shape[0]).step_by(block[0]) {
            let first = made.indices.len();
            let rows = rows..rows + block[0];
            let entries = || rows.clone().flat_map(|row| a.row(row).iter());
            let mut columns: Vec<usize> = entries().map(|(at, _)| at / block[1]).collect();
            columns.sort_unstable();
            columns.dedup();
            for (at, &column) in columns.iter().enumerate() {
                place[column] = first + at;
                made.indices.push(I::from_position(column));
            }
            made.values.resize(made.indices.len() * size, T::ZERO);
            for (inner, row) in rows.enumerate() {
                for (column, value) in a.row(row).iter() {
                    let start = place[column / block[1]] * size;
                    made.values[start + inner * block[1] + column % block[1]] = value;
                }
            }
            made.starts.push(made.indices.len());
        }
        made
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// assert_eq!(Bsr::from_csr(&Csr::<u8>::eye(4), [2, 2]).shape(), [4, 4]);
    /// ```
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// The number of rows and of columns of a block.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// assert_eq!(Bsr::from_csr(&Csr::<u8>::eye(4), [2, 1]).block_shape(), [2, 1]);
    /// ```
    pub fn block_shape(&self) -> [usize; 2] {
        self.block
    }

    /// How many blocks are stored.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// assert_eq!(Bsr::from_csr(&Csr::<u8>::eye(4), [4, 4]).blocks(), 1);
    /// ```
    pub fn blocks(&self) -> usize {
        self.indices.len()
    }

    /// How many elements are stored: those of all blocks.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// assert_eq!(Bsr::from_csr(&Csr::<u8>::eye(4), [4, 4]).nnz(), 16);
    /// ```
    pub fn nnz(&self) -> usize {
        self.values.len()
    }

    /// Starts of the rows of blocks, columns of the blocks, elements: as [`from_parts`](Self::from_parts) takes
    /// them.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// let a = Bsr::from_csr(&Csr::<u8>::eye(2), [2, 2]);
    /// assert_eq!(a.into_parts(), (vec![0, 1], vec![0], vec![1, 0, 0, 1]));
    /// ```
    pub fn into_parts(self) -> (Vec<usize>, Vec<I>, Vec<T>) {
        (self.starts, self.indices, self.values)
    }

    /// Each element of each block: row, column, value.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// let a = Bsr::from_csr(&Csr::<u8>::eye(2), [2, 2]);
    /// assert_eq!(a.iter().filter(|&(_, _, value)| value == 0).count(), 2);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, T)> + '_ {
        let [height, width] = self.block;
        let rows = self.starts.windows(2).enumerate();
        let blocks = rows.flat_map(|(row, ends)| (ends[0]..ends[1]).map(move |at| (row, at)));
        blocks.flat_map(move |(row, at)| {
            let first = [row * height, self.indices[at].position() * width];
            let block = &self.values[at * height * width..(at + 1) * height * width];
            let place = move |at: usize| (first[0] + at / width, first[1] + at % width);
            block.iter().enumerate().map(move |(at, &value)| (place(at).0, place(at).1, value))
        })
    }

    /// The same with compressed rows: all elements of the blocks, zeros too.
    ///
    /// # SciPy
    /// `a.tocsr()`.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// let a = Bsr::from_csr(&Csr::<u8>::eye(4), [2, 2]);
    /// assert_eq!(a.to_csr().nnz(), 8);
    /// assert!(a.to_csr().prune() == Csr::eye(4));
    /// ```
    pub fn to_csr(&self) -> Csr<T, I> {
        let [height, width] = self.block;
        let mut packed = Packed::empty(self.shape[0], self.shape[1]);
        for (row, ends) in self.starts.windows(2).enumerate() {
            for inner in 0..height {
                for at in ends[0]..ends[1] {
                    let column = self.indices[at].position() * width;
                    packed.indices.extend((column..column + width).map(I::from_position));
                    let start = (at * height + inner) * width;
                    packed.values.extend_from_slice(&self.values[start..start + width]);
                }
                packed.starts[row * height + inner + 1] = packed.indices.len();
            }
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
    /// # use nd_sparse::{Bsr, Csr};
    /// let a = Bsr::from_csr(&Csr::<u8>::eye(2), [1, 2]);
    /// assert_eq!(a.to_dense(), nd_core::array![[1, 0], [0, 1]]);
    /// ```
    #[track_caller]
    pub fn to_dense(&self) -> Array<T> {
        self.to_csr().to_dense()
    }

    /// The product with a vector. Each element of the result is added up by one thread.
    ///
    /// # Panics
    /// If `x` does not have one axis, of as many elements as there are columns.
    ///
    /// # SciPy
    /// `a @ x`.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Bsr, Csr};
    /// let a = Bsr::from_csr(&Csr::<i32>::from_dense([[1, 2], [3, 4]]), [2, 2]);
    /// assert_eq!(a.matvec(&[1, 10]), nd_core::array![21, 43]);
    /// ```
    #[track_caller]
    pub fn matvec(&self, x: impl ArrayLike<Elem = T>) -> Array<T> {
        let x = x.view();
        ok(crate::products::check_vector("matvec", self.shape, x.shape()));
        let x = x.ravel();
        self.times(x.view())
    }

    fn times(&self, x: View<'_, T>) -> Array<T> {
        let x = x.to_array().into_vec();
        let [height, width] = self.block;
        let mut out = vec![T::ZERO; self.shape[0]];
        let rows = (PART * self.starts.len() / (self.values.len() + 1)).clamp(1, PART);
        threads::chunks(&mut out, rows * height, &|start, out| {
            for (row, out) in out.chunks_exact_mut(height).enumerate() {
                let row = start / height + row;
                for at in self.starts[row]..self.starts[row + 1] {
                    let x = &x[self.indices[at].position() * width..][..width];
                    let block = &self.values[at * height * width..][..height * width];
                    for (out, elements) in out.iter_mut().zip(block.chunks_exact(width)) {
                        for (&element, &x) in elements.iter().zip(x) {
                            *out = out.added(element.multiplied(x));
                        }
                    }
                }
            }
        });
        Array::from_vec(out)
    }
}

/// Blocks fill the matrix.
pub(crate) fn check_block(
    op: &'static str,
    shape: [usize; 2],
    block: [usize; 2],
) -> Result<(), ShapeError> {
    let divides = |axis: usize| block[axis] > 0 && shape[axis].is_multiple_of(block[axis]);
    if divides(0) && divides(1) {
        return Ok(());
    }
    let op = format!("{op} in blocks that fill the matrix").into();
    Err(ShapeError::Mismatch { op, left: shape.into(), right: block.into() })
}
