//! Matrices put together from matrices.

use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::{Packed, PackedRef};
use nd_core::ShapeError;

/// Matrices side by side: `(m, n₁)`, `(m, n₂)`, … → `(m, n₁ + n₂ + …)`. Zeros that are stored stay.
///
/// # Panics
/// If there are none, their numbers of rows differ, or the result is too long for the indices.
///
/// # SciPy
/// `hstack(blocks)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, hstack};
///
/// let a = Csr::<i32>::eye(2);
/// assert_eq!(hstack(&[&a, &a]).to_dense(), nd_core::array![[1, 0, 1, 0], [0, 1, 0, 1]]);
/// ```
#[track_caller]
pub fn hstack<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Compressed<T, I, O> {
    ok(try_hstack(blocks))
}

/// As [`hstack`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`], [`SparseError::AxisTooLong`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, try_hstack};
///
/// assert!(try_hstack(&[&Csr::<i32>::eye(2), &Csr::eye(3)]).is_err());
/// ```
pub fn try_hstack<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Result<Compressed<T, I, O>, SparseError> {
    stacked("hstack", 1, blocks)
}

/// Matrices one below the other: `(m₁, n)`, `(m₂, n)`, … → `(m₁ + m₂ + …, n)`. Zeros that are stored stay.
///
/// # Panics
/// If there are none, their numbers of columns differ, or the result is too long for the indices.
///
/// # SciPy
/// `vstack(blocks)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, vstack};
///
/// let a = Csr::<i32>::from_dense([[1, 2]]);
/// assert_eq!(vstack(&[&a, &a]).to_dense(), nd_core::array![[1, 2], [1, 2]]);
/// ```
#[track_caller]
pub fn vstack<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Compressed<T, I, O> {
    ok(try_vstack(blocks))
}

/// As [`vstack`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`], [`SparseError::AxisTooLong`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, try_vstack};
///
/// assert!(try_vstack::<i32, u32, nd_sparse::Rows>(&[]).is_err());
/// ```
pub fn try_vstack<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Result<Compressed<T, I, O>, SparseError> {
    stacked("vstack", 0, blocks)
}

/// Matrices one after the other along an axis.
fn stacked<T: SparseElement<I>, I: Index, O: Orientation>(
    op: &'static str,
    axis: usize,
    blocks: &[&Compressed<T, I, O>],
) -> Result<Compressed<T, I, O>, SparseError> {
    let Some((first, rest)) = blocks.split_first() else {
        return Err(ShapeError::NoArrays { op }.into());
    };
    let mut shape = first.shape();
    for block in rest {
        let other = block.shape();
        if other[1 - axis] != shape[1 - axis] {
            let (left, right) = (first.shape().into(), other.into());
            return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
        }
        shape[axis] = shape[axis].saturating_add(other[axis]);
    }
    SparseError::check_axes::<I>(op, &shape)?;
    let packed: Vec<PackedRef<'_, T, I>> = blocks.iter().map(|block| block.packed()).collect();
    let along_lanes = (axis == 0) == O::ROWS;
    Ok(Compressed::from_packed(if along_lanes {
        end_to_end(&packed)
    } else {
        let [lanes, across] = O::lanes_of(shape);
        side_by_side(&packed, lanes, across)
    }))
}

/// Lanes after lanes.
fn end_to_end<T: Copy, I: Index>(blocks: &[PackedRef<'_, T, I>]) -> Packed<T, I> {
    let entries = blocks.iter().map(|block| block.nnz()).sum();
    let mut packed = Packed::empty(0, blocks[0].across);
    packed.indices.reserve_exact(entries);
    packed.values.reserve_exact(entries);
    for block in blocks {
        let before = packed.indices.len();
        packed.starts.extend(block.starts[1..].iter().map(|start| before + start));
        packed.indices.extend_from_slice(block.indices);
        packed.values.extend_from_slice(block.values);
    }
    packed
}

/// Lanes beside lanes.
fn side_by_side<T: Copy, I: Index>(
    blocks: &[PackedRef<'_, T, I>],
    lanes: usize,
    across: usize,
) -> Packed<T, I> {
    let entries = blocks.iter().map(|block| block.nnz()).sum();
    let mut packed = Packed::empty(lanes, across);
    packed.indices.reserve_exact(entries);
    packed.values.reserve_exact(entries);
    for lane in 0..lanes {
        let mut before = 0;
        for block in blocks {
            let (indices, values) = block.lane(lane);
            let moved = indices.iter().map(|index| I::from_position(before + index.position()));
            packed.indices.extend(moved);
            packed.values.extend_from_slice(values);
            before += block.across;
        }
        packed.starts[lane + 1] = packed.indices.len();
    }
    packed
}

/// A row of blocks, of which some are left out.
///
/// # Examples
/// ```
/// use nd_sparse::{BlockRow, Csr, block_array};
///
/// let a = Csr::<i32>::eye(1);
/// let rows: [BlockRow<'_, i32, u32, nd_sparse::Rows>; 2] = [&[Some(&a), None], &[None, Some(&a)]];
/// assert!(block_array(&rows) == Csr::eye(2));
/// ```
pub type BlockRow<'a, T, I, O> = &'a [Option<&'a Compressed<T, I, O>>];

/// A matrix from a table of blocks, of which some may be left out: they are zero, and as large as their row and
/// column of the table say.
///
/// # Panics
/// If the table is empty or its rows have different lengths; if the blocks of a row (column) have different
/// numbers of rows (columns), or there is none to say how many; if the result is too long for the indices.
///
/// # SciPy
/// `block_array(blocks)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, block_array};
///
/// let (a, b) = (Csr::<i32>::from_dense([[1, 2], [3, 4]]), Csr::from_dense([[5], [6]]));
/// let c = Csr::<i32>::from_dense([[7]]);
/// let whole = block_array(&[&[Some(&a), Some(&b)], &[None, Some(&c)]]);
/// assert_eq!(whole.to_dense(), nd_core::array![[1, 2, 5], [3, 4, 6], [0, 0, 7]]);
/// ```
#[track_caller]
pub fn block_array<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[BlockRow<'_, T, I, O>],
) -> Compressed<T, I, O> {
    ok(try_block_array(blocks))
}

/// As [`block_array`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`], [`SparseError::AxisTooLong`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, try_block_array};
///
/// let a = Csr::<i32>::eye(2);
/// assert!(try_block_array(&[&[Some(&a), None], &[None, None]]).is_err());
/// ```
pub fn try_block_array<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[BlockRow<'_, T, I, O>],
) -> Result<Compressed<T, I, O>, SparseError> {
    const OP: &str = "block_array";
    let width = blocks.first().map_or(0, |row| row.len());
    let mut heights: Vec<Option<usize>> = vec![None; blocks.len()];
    let mut widths: Vec<Option<usize>> = vec![None; width];
    for (row, list) in blocks.iter().enumerate() {
        if list.len() != width {
            let (left, right) = ([width].into(), [list.len()].into());
            return Err(ShapeError::Mismatch { op: OP.into(), left, right }.into());
        }
        for (column, block) in list.iter().enumerate() {
            let Some(block) = block else { continue };
            let [rows, columns] = block.shape();
            let expected = [heights[row].unwrap_or(rows), widths[column].unwrap_or(columns)];
            if expected != [rows, columns] {
                let op = format!("{OP}: row {row}, column {column}").into();
                let (left, right) = (expected.into(), [rows, columns].into());
                return Err(ShapeError::Mismatch { op, left, right }.into());
            }
            (heights[row], widths[column]) = (Some(rows), Some(columns));
        }
    }
    let known = |list: Vec<Option<usize>>| list.into_iter().collect::<Option<Vec<usize>>>();
    let (Some(heights), Some(widths)) = (known(heights), known(widths)) else {
        return Err(ShapeError::NoArrays { op: OP }.into());
    };
    let mut rows = Vec::with_capacity(blocks.len());
    for (&height, list) in heights.iter().zip(blocks) {
        let mut row = Vec::with_capacity(width);
        for (&width, block) in widths.iter().zip(*list) {
            let zeros = || Compressed::try_zeros([height, width]);
            row.push(block.map_or_else(zeros, |block| Ok(block.clone()))?);
        }
        rows.push(stacked(OP, 1, &row.iter().collect::<Vec<_>>())?);
    }
    stacked(OP, 0, &rows.iter().collect::<Vec<_>>())
}

/// Matrices along the diagonal of one that is zero elsewhere.
///
/// # Panics
/// If there are none, or the result is too long for the indices.
///
/// # SciPy
/// `block_diag(blocks)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, block_diag};
///
/// let (a, b) = (Csr::<i32>::from_dense([[1, 2]]), Csr::from_dense([[3]]));
/// assert_eq!(block_diag(&[&a, &b]).to_dense(), nd_core::array![[1, 2, 0], [0, 0, 3]]);
/// ```
#[track_caller]
pub fn block_diag<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Compressed<T, I, O> {
    ok(try_block_diag(blocks))
}

/// As [`block_diag`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`SparseError::AxisTooLong`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, Rows, try_block_diag};
///
/// assert!(try_block_diag::<i32, u32, Rows>(&[]).is_err());
/// ```
pub fn try_block_diag<T: SparseElement<I>, I: Index, O: Orientation>(
    blocks: &[&Compressed<T, I, O>],
) -> Result<Compressed<T, I, O>, SparseError> {
    if blocks.is_empty() {
        return Err(ShapeError::NoArrays { op: "block_diag" }.into());
    }
    let length =
        |axis: usize| blocks.iter().fold(0, |sum: usize, a| sum.saturating_add(a.shape()[axis]));
    let shape = [length(0), length(1)];
    SparseError::check_axes::<I>("block_diag", &shape)?;
    let mut packed = Packed::empty(0, O::lanes_of(shape)[1]);
    let mut before = 0;
    for block in blocks.iter().map(|block| block.packed()) {
        let entries = packed.indices.len();
        packed.starts.extend(block.starts[1..].iter().map(|start| entries + start));
        let moved = block.indices.iter().map(|index| I::from_position(before + index.position()));
        packed.indices.extend(moved);
        packed.values.extend_from_slice(block.values);
        before += block.across;
    }
    Ok(Compressed::from_packed(packed))
}
