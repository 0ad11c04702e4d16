//! The three arrays of a compressed matrix as other programs write them: their indices need not be sorted.

#[cfg(feature = "hdf5")]
use crate::compressed::Compressed;
use crate::compressed::check_starts;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
#[cfg(feature = "hdf5")]
use crate::orientation::Orientation;
use nd_io::{Error, ErrorKind, Format};

/// Rows that are believed without an entry in sight: their starts take a gigabyte.
const BELIEVED: usize = 1 << 27;

/// Room for the starts of all rows is asked for only where the file has entries in some proportion.
pub(super) fn check_rows(format: Format, rows: usize, entries: usize) -> Result<(), Error> {
    if rows > BELIEVED && rows / 1024 > entries {
        let what =
            format!("{rows} rows with {entries} entries: the rows alone would fill the memory");
        return Err(ErrorKind::unsupported(format, what).into());
    }
    Ok(())
}

/// A matrix from its arrays: without copying where they are canonical, else sorted and with equal places added.
#[cfg(feature = "hdf5")]
pub(super) fn assembled<T: SparseElement<I>, I: Index, O: Orientation>(
    op: &'static str,
    shape: [usize; 2],
    starts: Vec<usize>,
    indices: Vec<I>,
    values: Vec<T>,
) -> Result<Compressed<T, I, O>, SparseError> {
    SparseError::check_axes::<I>(op, &shape)?;
    let [lanes, across] = O::lanes_of(shape);
    check_starts(op, &starts, lanes, indices.len())?;
    let lane = |ends: &[usize]| &indices[ends[0]..ends[1]];
    if starts.windows(2).all(|ends| lane(ends).is_sorted_by(|a, b| a < b)) {
        return Compressed::from_parts(shape, starts, indices, values);
    }
    let rows = spread(op, [lanes, across], &starts, indices, values)?.to_csr();
    Ok(Compressed::from_packed(rows.into_packed()))
}

/// Entries of a matrix by lanes, as coordinates.
pub(super) fn spread<T: SparseElement<I>, I: Index>(
    op: &'static str,
    [lanes, across]: [usize; 2],
    starts: &[usize],
    indices: Vec<I>,
    values: Vec<T>,
) -> Result<Coo<T, I>, SparseError> {
    check_starts(op, starts, lanes, indices.len())?;
    SparseError::check_axes::<I>(op, &[lanes, across])?;
    let mut rows = Vec::with_capacity(indices.len());
    for (lane, end) in starts[1..].iter().enumerate() {
        rows.resize(*end, I::from_position(lane));
    }
    Coo::from_coords([lanes, across], vec![rows, indices], values)
}
