//! Rows of an axis, and which gaps of them lie between known values.

use super::Missing;
use nd_core::{View, normalize_axis};

/// Which gaps are filled.
///
/// # pandas
/// `limit_area`: `"inside"` and `"outside"`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::missing::{Area, Fill, FillOptions, fill_missing_with};
///
/// let a = [1.0, f64::NAN, 3.0, f64::NAN];
/// let inside = fill_missing_with(&a, Fill::Forward, 0, &FillOptions::default().area(Area::Inside));
/// assert!(inside[[1]] == 1.0 && inside[[3]].is_nan());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Area {
    /// All of them.
    #[default]
    All,
    /// Those between known values.
    Inside,
    /// Those before the first and after the last known value.
    Outside,
}

/// Elements as `outer` blocks of `n` rows of `inner` elements: the rows are along the axis.
#[doc(hidden)]
pub struct Rows<T> {
    pub(crate) elements: Vec<T>,
    pub(crate) n: usize,
    pub(crate) inner: usize,
}

impl<T: Missing> Rows<T> {
    #[track_caller]
    pub(crate) fn new(op: &'static str, a: View<'_, T>, axis: isize) -> Rows<T> {
        let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
        let inner = a.shape()[axis + 1..].iter().product();
        Rows { elements: a.to_array().into_vec(), n: a.shape()[axis], inner }
    }

    /// The length of a block.
    pub(crate) fn block(&self) -> usize {
        self.n * self.inner
    }
}

/// The rows of the first and the last known value of each column of a block; the first is `usize::MAX` if there is none.
pub(crate) fn known<T: Missing>(block: &[T], inner: usize) -> Vec<(usize, usize)> {
    let mut ends = vec![(usize::MAX, 0); inner];
    for (row, elements) in block.chunks(inner).enumerate() {
        for (ends, &x) in ends.iter_mut().zip(elements) {
            if !x.missing() {
                *ends = (ends.0.min(row), row);
            }
        }
    }
    ends
}

impl Area {
    /// Whether a gap at this row is one of those.
    #[inline(always)]
    pub(crate) fn covers(self, row: usize, (first, last): (usize, usize)) -> bool {
        let inside = first < row && row < last;
        match self {
            Area::All => true,
            Area::Inside => inside,
            Area::Outside => !inside,
        }
    }
}
