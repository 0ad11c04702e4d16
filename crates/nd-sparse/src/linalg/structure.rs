//! What the pattern of a matrix says of systems with it.

use crate::compressed::CompressedView;
use crate::index::Index;
use crate::orientation::Orientation;

/// How far entries are from the diagonal, below it and above it; `[0, 0]` of nothing. Stored zeros count.
///
/// # SciPy
/// `scipy.sparse.linalg.spbandwidth(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::bandwidth};
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]]);
/// assert_eq!(bandwidth(&a), [1, 2]);
/// assert_eq!(bandwidth(&Csr::<f64>::eye(3)), [0, 0]);
/// ```
pub fn bandwidth<'a, T: Copy + 'a, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> [usize; 2] {
    let a = a.into().packed();
    let (mut before, mut after) = (0, 0);
    for lane in 0..a.lanes() {
        // Indices ascend: the outermost entries are the first and the last.
        if let [first, .., last] | [first @ last] = a.lane(lane).0 {
            before = lane.saturating_sub(first.position()).max(before);
            after = last.position().saturating_sub(lane).max(after);
        }
    }
    if O::ROWS { [before, after] } else { [after, before] }
}

/// Whether no entry is above the diagonal, and whether none is below it: a lower and an upper triangle. Stored zeros
/// count.
///
/// # SciPy
/// `scipy.sparse.linalg.is_sptriangular(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::is_triangular};
///
/// assert_eq!(is_triangular(&Csr::<f64>::from_dense([[1.0, 0.0], [2.0, 3.0]])), [true, false]);
/// assert_eq!(is_triangular(&Csr::<f64>::eye(3)), [true, true]);
/// ```
pub fn is_triangular<'a, T: Copy + 'a, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> [bool; 2] {
    let [below, above] = bandwidth(a);
    [above == 0, below == 0]
}
