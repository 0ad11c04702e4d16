//! The three arrays that a compressed matrix is made of: checked on their way in, handed out as they are.

use super::Compressed;
use crate::error::SparseError;
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;

impl<T, I: Index, O: Orientation> Compressed<T, I, O> {
    /// A matrix from its three arrays, without copying.
    ///
    /// `starts` has one element more than there are rows (columns); it begins at 0, never falls and ends at the
    /// number of entries. The indices of each row ascend and are less than the number of columns. All of this is
    /// checked, once.
    ///
    /// # Errors
    /// [`SparseError`], which names the place: [`AxisTooLong`](SparseError::AxisTooLong),
    /// [`StartCount`](SparseError::StartCount), [`Starts`](SparseError::Starts),
    /// [`EntryCount`](SparseError::EntryCount), [`OutOfRange`](SparseError::OutOfRange),
    /// [`Unsorted`](SparseError::Unsorted), which duplicates are too.
    ///
    /// # SciPy
    /// `csr_array((data, indices, indptr), shape=shape)`, which checks little: indices that are out of range
    /// are undefined behaviour later on.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SparseError};
    ///
    /// let a = Csr::<f64>::from_parts([2, 3], vec![0, 2, 3], vec![0, 2, 1], vec![1.0, 2.0, 3.0])?;
    /// assert_eq!(a.to_dense(), nd_core::array![[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]]);
    /// let twice = Csr::<f64>::from_parts([1, 3], vec![0, 2], vec![1, 1], vec![1.0, 2.0]);
    /// assert!(matches!(twice, Err(SparseError::Unsorted { lane: 0, index: 1, before: 1, .. })));
    /// # Ok::<(), SparseError>(())
    /// ```
    pub fn from_parts(
        shape: [usize; 2],
        starts: Vec<usize>,
        indices: Vec<I>,
        values: Vec<T>,
    ) -> Result<Self, SparseError> {
        const OP: &str = "from_parts";
        SparseError::check_axes::<I>(OP, &shape)?;
        let [lanes, across] = O::lanes_of(shape);
        if indices.len() != values.len() {
            let (indices, values) = (indices.len(), values.len());
            return Err(SparseError::EntryCount { op: OP, indices, values });
        }
        check_starts(OP, &starts, lanes, indices.len())?;
        check_indices(OP, &starts, &indices, across)?;
        Ok(Self::from_packed(Packed { starts, indices, values, across }))
    }

    /// The three arrays, without copying: starts, indices, values.
    ///
    /// # SciPy
    /// `a.indptr, a.indices, a.data`.
    ///
    /// # Examples
    /// ```
    /// let (starts, indices, values) = nd_sparse::Csr::<u8>::eye(2).into_parts();
    /// assert_eq!((starts, indices, values), (vec![0, 1, 2], vec![0, 1], vec![1, 1]));
    /// ```
    pub fn into_parts(self) -> (Vec<usize>, Vec<I>, Vec<T>) {
        let Packed { starts, indices, values, .. } = self.into_packed();
        (starts, indices, values)
    }
}

pub(crate) fn check_starts(
    op: &'static str,
    starts: &[usize],
    lanes: usize,
    entries: usize,
) -> Result<(), SparseError> {
    if starts.len() != lanes + 1 {
        return Err(SparseError::StartCount { op, given: starts.len(), lanes });
    }
    let wrong = |at: usize| SparseError::Starts { op, at, start: starts[at], entries };
    if starts[0] != 0 {
        return Err(wrong(0));
    }
    if let Some(fall) = starts.windows(2).position(|pair| pair[0] > pair[1]) {
        return Err(wrong(fall + 1));
    }
    if starts[lanes] != entries { Err(wrong(lanes)) } else { Ok(()) }
}

fn check_indices<I: Index>(
    op: &'static str,
    starts: &[usize],
    indices: &[I],
    across: usize,
) -> Result<(), SparseError> {
    for (lane, ends) in starts.windows(2).enumerate() {
        let mut next = 0;
        for index in &indices[ends[0]..ends[1]] {
            let index = index.position();
            if index < next {
                return Err(SparseError::Unsorted { op, lane, index, before: next - 1 });
            }
            if index >= across {
                return Err(SparseError::OutOfRange { op, lane, index, len: across });
            }
            next = index + 1;
        }
    }
    Ok(())
}
