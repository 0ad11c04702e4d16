//! `matmul_sparse` and `sparse_matmul`.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::inside;
use nd_core::{Array, Shape, ShapeError, Typed, View};
use nd_io::Region;
use nd_sparse::{Compressed, Csr, Index, Orientation, SparseElement};
use std::sync::Arc;

/// Bytes of a piece of a result, about.
const PIECE: usize = 4 << 20;

/// A product with a sparse matrix, on the right of rows or on the left of columns.
struct SparseProduct<T, I> {
    matrix: Arc<Csr<T, I>>,
    /// Whether rows of the chunked array go in, else columns.
    rows: bool,
    name: &'static str,
}

impl<T: Typed + SparseElement<I>, I: Index> SparseProduct<T, I> {
    /// How many lines of both arrays together go into a piece.
    fn lines(&self) -> usize {
        let longest = self.matrix.shape().into_iter().max().unwrap_or(1).max(1);
        (PIECE / longest.saturating_mul(size_of::<T>())).max(1)
    }
}

impl<T: Typed + SparseElement<I>, I: Index> Pull for SparseProduct<T, I> {
    fn name(&self) -> String {
        self.name.into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let (whole, from) = (node.inputs[0].shape, region);
        let axis = usize::from(!self.rows);
        let (mut start, mut shape, mut step) = ([0; 2], [whole[0], whole[1]], [1; 2]);
        (start[axis], shape[axis], step[axis]) =
            (from.start()[axis], from.shape()[axis], from.step()[axis]);
        vec![Need::new(0, Region::new(start, shape).with_step(step))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let x = inputs[0].typed::<T>();
        let made: Array<T> =
            if self.rows { self.matrix.dense_matmul(x) } else { self.matrix.matmul_dense(x) };
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let axis = usize::from(self.rows);
        let (mut start, mut step) = ([0; 2], [1; 2]);
        (start[axis], step[axis]) = (region.start()[axis], region.step()[axis]);
        let part = Region::new(start, region.shape()).with_step(step);
        let all = Region::all(made.shape());
        Ok(Block::from(made).part(inside(&all, &part)))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        // All of its lines, and a copy of what goes in where it does not lie in rows.
        let (lines, [n, m]) = (region.shape()[usize::from(!self.rows)], self.matrix.shape());
        lines.saturating_mul(n.saturating_add(m)).saturating_mul(size_of::<T>())
    }

    fn pieces(&self) -> Option<Shape> {
        let [n, m] = self.matrix.shape();
        let lines = self.lines();
        Some(if self.rows { [lines, m.max(1)].into() } else { [n.max(1), lines].into() })
    }

    fn identity(&self) -> String {
        let (matrix, mut places) = (&self.matrix, Digest::new());
        matrix.starts().iter().for_each(|start| places.add(&start.to_le_bytes()));
        matrix.indices().iter().for_each(|at| places.add(&at.position().to_le_bytes()));
        let values = Digest::of_array(View::from_slice(matrix.values()).into());
        let (shape, places) = (matrix.shape(), places.value());
        format!("{} {shape:?} {places:016x} {values:016x}", self.name)
    }
}

impl<T: Typed> Chunked<T> {
    /// The product with a sparse matrix that is in memory.
    ///
    /// `(n, p)`, `(p, k)` → `(n, k)`. Rows are multiplied some megabytes at a time; a sum goes through a column of the
    /// matrix from above, so that the bits are those of [`Compressed::dense_matmul`], whatever the chunks. NaN and infinities that meet no
    /// stored entry do not count.
    ///
    /// # Panics
    /// If there are not two axes, or the second is not as long as the matrix has rows.
    ///
    /// # NumPy
    /// Dask's `x.map_blocks(lambda block: block @ matrix)`, of blocks of whole rows.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    /// use nd_sparse::Csr;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let ends = Csr::<f64>::from_dense([[1.0], [0.0], [1.0]]);
    /// assert_eq!(x.matmul_sparse(&ends).compute()?, array![[4.0], [10.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn matmul_sparse<I: Index, O: Orientation>(
        &self,
        matrix: &Compressed<T, I, O>,
    ) -> Chunked<T>
    where
        T: SparseElement<I>,
    {
        self.try_matmul_sparse(matrix).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`matmul_sparse`](Self::matmul_sparse), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes, [`ShapeError::Inner`] if the second is not as long as the matrix
    /// has rows.
    pub fn try_matmul_sparse<I: Index, O: Orientation>(
        &self,
        matrix: &Compressed<T, I, O>,
    ) -> Result<Chunked<T>, ShapeError>
    where
        T: SparseElement<I>,
    {
        let [p, k] = matrix.shape();
        let n = checked("matmul_sparse", self.shape(), [p, k], |shape| [shape[1], p])?[0];
        Ok(self.times_sparse(matrix, "matmul_sparse", true, [n, k]))
    }

    /// The product of a sparse matrix that is in memory with this array.
    ///
    /// `(k, n)` the matrix, `(n, m)` → `(k, m)`. Columns are multiplied some megabytes at a time: of what is stored in chunks of rows,
    /// all chunks are read for each of these. The bits are those of [`Compressed::matmul_dense`] of compressed rows, whatever the chunks. NaN
    /// and infinities that meet no stored entry do not count.
    ///
    /// # Panics
    /// If there are not two axes, or the first is not as long as the matrix has columns.
    ///
    /// # NumPy
    /// Dask's `x.map_blocks(lambda block: matrix @ block)`, of blocks of whole columns.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    /// use nd_sparse::Csr;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [4.0, 5.0]]);
    /// let difference = Csr::<f64>::from_dense([[-1.0, 1.0]]);
    /// assert_eq!(x.sparse_matmul(&difference).compute()?, array![[3.0, 3.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn sparse_matmul<I: Index, O: Orientation>(
        &self,
        matrix: &Compressed<T, I, O>,
    ) -> Chunked<T>
    where
        T: SparseElement<I>,
    {
        self.try_sparse_matmul(matrix).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`sparse_matmul`](Self::sparse_matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes, [`ShapeError::Inner`] if the first is not as long as the matrix has
    /// columns.
    pub fn try_sparse_matmul<I: Index, O: Orientation>(
        &self,
        matrix: &Compressed<T, I, O>,
    ) -> Result<Chunked<T>, ShapeError>
    where
        T: SparseElement<I>,
    {
        let [k, n] = matrix.shape();
        let m = checked("sparse_matmul", self.shape(), [k, n], |shape| [n, shape[0]])?[1];
        Ok(self.times_sparse(matrix, "sparse_matmul", false, [k, m]))
    }

    fn times_sparse<I: Index, O: Orientation>(
        &self,
        matrix: &Compressed<T, I, O>,
        name: &'static str,
        rows: bool,
        shape: [usize; 2],
    ) -> Chunked<T>
    where
        T: SparseElement<I>,
    {
        let product = SparseProduct { matrix: Arc::new(matrix.to_csr()), rows, name };
        Chunked::of(Node::new(product, vec![Arc::clone(&self.node)], shape.into(), T::DTYPE))
    }
}

/// The shape of a chunked factor, if it has two axes and the inner ones are of one length.
fn checked(
    op: &'static str,
    shape: &[usize],
    matrix: [usize; 2],
    inner: impl Fn([usize; 2]) -> [usize; 2],
) -> Result<[usize; 2], ShapeError> {
    let &[n, m] = shape else {
        return Err(ShapeError::Rank { op, expected: "2", shape: shape.into() });
    };
    let lengths = inner([n, m]);
    if lengths[0] != lengths[1] {
        let (array, matrix) = (shape.into(), matrix[..].into());
        let (left, right) = if op == "matmul_sparse" { (array, matrix) } else { (matrix, array) };
        return Err(ShapeError::Inner { op, left, right, lengths });
    }
    Ok([n, m])
}
