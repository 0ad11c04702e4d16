//! [`Grouped`]: a value for each label.

use crate::chunked::Chunked;
use nd_core::{Array, ArrayLike, ShapeError, Typed, normalize_axis};
use nd_ops::{Codes, Label};
use std::sync::Arc;

/// What reductions of groups return: the labels that there are, ascending, and along the axis that was grouped a value for each.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let months = [1, 2, 3, 1, 2, 3];
/// let x = Chunked::from(array![1.0, 2.0, 3.0, 3.0, 6.0, 3.0]);
/// let climatology = x.grouped_mean(&months, 0);
/// assert_eq!(climatology.labels, [1, 2, 3]);
/// assert_eq!(climatology.values.compute()?, array![2.0, 4.0, 3.0]);
/// let anomalies = (&x - climatology.spread_back()).compute()?;
/// assert_eq!(anomalies, array![-1.0, -2.0, 0.0, 1.0, 2.0, 0.0]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Grouped<L, T> {
    /// Each label that occurs, ascending.
    pub labels: Vec<L>,
    /// Along the grouped axis one element for each label.
    pub values: Chunked<T>,
    pub(super) axis: usize,
    /// Which of the labels each position had.
    pub(super) codes: Arc<[usize]>,
}

impl<L, T: Typed> Grouped<L, T> {
    /// For each position that was grouped the value of its group: an array of the shape of the one that was grouped.
    ///
    /// # NumPy
    /// `np.take(values, codes, axis)`; what xarray's `x.groupby(…) - …` does behind one's back.
    ///
    /// # Examples
    /// See [`Grouped`].
    #[must_use]
    pub fn spread_back(&self) -> Chunked<T> {
        self.values.take(Array::from_vec(self.codes.to_vec()), self.axis as isize)
    }
}

/// The groups of an axis.
pub(super) struct Groups<L> {
    pub(super) labels: Vec<L>,
    pub(super) codes: Arc<[usize]>,
    pub(super) axis: usize,
}

impl<L: Label> Groups<L> {
    /// Those that labels make of an axis.
    #[track_caller]
    pub(super) fn new(
        op: &'static str,
        shape: &[usize],
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
    ) -> Groups<L> {
        let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|error| panic!("{error}"));
        let (n, labels) = (shape[axis], labels.view());
        if labels.shape() != [n] {
            let op = format!("{op}: labels of axis {axis}").into();
            let (left, right) = (Box::from([n]), labels.shape().into());
            panic!("{}", ShapeError::Mismatch { op, left, right });
        }
        let Codes { labels, codes } = L::codes_of(labels);
        Groups { labels, codes: codes.into(), axis }
    }

    /// How many positions each group has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.labels.len()];
        self.codes.iter().for_each(|&code| sizes[code] += 1);
        sizes
    }

    /// A value for each.
    pub(super) fn with<T>(self, values: Chunked<T>) -> Grouped<L, T> {
        let Groups { labels, codes, axis } = self;
        Grouped { labels, values, axis, codes }
    }
}
