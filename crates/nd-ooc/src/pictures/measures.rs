//! What the pixels of each label are, and where.

use super::bands::{Bands, line_in};
use super::desk::Desk;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::run::RunOptions;
use nd_core::{Array, Integer, Typed};
use nd_image::labels::{LabelIndex, LabelStatistics, RunningCenters, RunningStatistics};
use nd_image::{Label, Measured, Ordinal, RunningObjects};
use nd_io::Region;
use std::ops::Range;

#[track_caller]
pub(super) fn same_shapes(op: &str, left: &[usize], right: &[usize]) {
    assert!(left == right, "{op}: shapes {left:?} and {right:?} differ");
}

fn count<L>(index: &LabelIndex<L>) -> usize {
    match index {
        LabelIndex::Positive => 1,
        LabelIndex::Each(list) => list.len(),
    }
}

/// Goes through a picture and its labels together, beside so many bytes.
fn together<T: Typed, L: Typed>(
    op: &'static str,
    (a, labels): (&Chunked<T>, &Chunked<L>),
    held: usize,
    run: &RunOptions,
    take: &mut dyn FnMut(Array<T>, Array<L>),
) -> Result<()> {
    let desk = Desk::new(op, run)?;
    let each = 2 * (size_of::<T>() + size_of::<L>());
    let bands = desk.bands(&[a.into(), labels.into()], each, held)?;
    for at in 0..bands.count() {
        let (a, labels) = desk.both((a, labels), &bands.region(at), held)?;
        take(a, labels);
    }
    Ok(())
}

impl<T: Typed + Measured> Chunked<T> {
    /// Counts, sums, means, variances, extremes and where these are, of the elements of each label:
    /// `(…), (…) -> (n)`, in one pass.
    ///
    /// What [`nd_image::labels::label_statistics`] of the whole gives, to the bit, whatever the chunks: elements are
    /// added up in C order, cut into parts where it cuts them. Memory is some hundred bytes a label and a piece of both
    /// arrays.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) if the labels do not fit; and as
    /// [`Plan::run`](crate::Plan::run).
    ///
    /// # SciPy
    /// `scipy.ndimage.sum_labels`, `mean`, `variance`, `extrema` and the rest at once; those of
    /// `dask_image.ndmeasure` go through the picture once for each label.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let heights = Chunked::from(array![[1.0, 5.0, 2.0], [4.0, 8.0, 2.0]]);
    /// let labels = Chunked::from(array![[1u8, 1, 0], [2, 1, 2]]);
    /// let found = heights.label_statistics(&labels, [1, 2])?;
    /// assert_eq!(found.count.into_vec(), [3, 2]);
    /// assert_eq!(found.maximum.into_vec(), [Some(8.0), Some(4.0)]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn label_statistics<L: Typed + Label>(
        &self,
        labels: &Chunked<L>,
        index: impl Into<LabelIndex<L>>,
    ) -> Result<LabelStatistics<T>> {
        self.label_statistics_with(labels, index, &RunOptions::default())
    }

    /// As [`label_statistics`](Self::label_statistics), run as told.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`label_statistics`](Self::label_statistics).
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let (a, labels) = (nd_ooc::arange(0.0f64, 9.0, 1.0), nd_ooc::full([9], 1u8));
    /// let run = RunOptions::default().budget(1 << 20);
    /// assert_eq!(a.label_statistics_with(&labels, [1], &run)?.mean.into_vec(), [4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn label_statistics_with<L: Typed + Label>(
        &self,
        labels: &Chunked<L>,
        index: impl Into<LabelIndex<L>>,
        run: &RunOptions,
    ) -> Result<LabelStatistics<T>> {
        const OP: &str = "label_statistics";
        same_shapes(OP, self.shape(), labels.shape());
        let index = index.into();
        let held = RunningStatistics::<T, L>::nbytes(count(&index));
        Desk::new(OP, run)?.hold(held)?;
        let mut running = RunningStatistics::new(self.size(), index);
        together(OP, (self, labels), held, run, &mut |a, labels| running.push(a, labels))?;
        Ok(running.finish())
    }

    /// The centre of mass of each label, elements being masses: `(…), (…) -> (n, ndim)`.
    ///
    /// What [`nd_image::labels::center_of_mass`] of the whole gives, to the bit; otherwise as
    /// [`label_statistics`](Self::label_statistics).
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`label_statistics`](Self::label_statistics).
    ///
    /// # SciPy
    /// `scipy.ndimage.center_of_mass(a, labels, index)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let a = Chunked::from(array![[1, 1], [0, 2]]);
    /// let labels = Chunked::from(array![[1u8, 1], [1, 2]]);
    /// assert_eq!(a.center_of_mass(&labels, [1, 2])?, array![[0.0, 0.5], [1.0, 1.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn center_of_mass<L: Typed + Label>(
        &self,
        labels: &Chunked<L>,
        index: impl Into<LabelIndex<L>>,
    ) -> Result<Array<f64>> {
        self.center_of_mass_with(labels, index, &RunOptions::default())
    }

    /// As [`center_of_mass`](Self::center_of_mass), run as told.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`label_statistics`](Self::label_statistics).
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let (a, labels) = (nd_ooc::full([9], 2.0f64), nd_ooc::full([9], 1u8));
    /// let run = RunOptions::default().budget(1 << 20);
    /// assert_eq!(a.center_of_mass_with(&labels, [1], &run)?.into_vec(), [4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn center_of_mass_with<L: Typed + Label>(
        &self,
        labels: &Chunked<L>,
        index: impl Into<LabelIndex<L>>,
        run: &RunOptions,
    ) -> Result<Array<f64>> {
        const OP: &str = "center_of_mass";
        same_shapes(OP, self.shape(), labels.shape());
        let index = index.into();
        let held = RunningCenters::<L>::nbytes(count(&index), self.ndim());
        Desk::new(OP, run)?.hold(held)?;
        let mut running = RunningCenters::new(self.shape(), index);
        together(OP, (self, labels), held, run, &mut |a, labels| running.push(a, labels))?;
        Ok(running.finish())
    }
}

impl<L: Typed + Ordinal + Integer> Chunked<L> {
    /// The smallest box around each label, `None` for those that do not occur: label `l` is at `l - 1`, and the list
    /// ends with the greatest label.
    ///
    /// What [`nd_image::find_objects`] of the whole gives, in one pass; memory is 50 bytes a label and 32 more for each
    /// axis, and a piece of the labels. A box is what [`slice`](Self::slice) takes, once made ranges.
    ///
    /// # Errors
    /// [`ErrorKind::Label`](crate::ErrorKind::Label) with [`LabelError::TooLarge`](nd_image::LabelError::TooLarge) if the
    /// greatest label is above both 2²⁴ and the number of elements;
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) if the boxes do not fit; and as
    /// [`Plan::run`](crate::Plan::run).
    ///
    /// # SciPy
    /// `scipy.ndimage.find_objects(labels)`.
    ///
    /// # Examples
    /// ```
    /// let labels = nd_ooc::Chunked::from(nd_core::array![0, 1, 1, 0, 3]);
    /// assert_eq!(labels.find_objects()?, [Some(vec![1..3]), None, Some(vec![4..5])]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn find_objects(&self) -> Result<Vec<Option<Vec<Range<usize>>>>> {
        self.find_objects_with(&RunOptions::default())
    }

    /// As [`find_objects`](Self::find_objects), run as told.
    ///
    /// # Errors
    /// As [`find_objects`](Self::find_objects).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// assert_eq!(nd_ooc::full([5], 1u8).find_objects_with(&run)?, [Some(vec![0..5])]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn find_objects_with(&self, run: &RunOptions) -> Result<Vec<Option<Vec<Range<usize>>>>> {
        let desk = Desk::new("find_objects", run)?;
        let half = desk.bytes() / 2;
        let bands: Bands = desk.bands(&[self.into()], 2 * size_of::<L>(), half)?;
        let mut running = RunningObjects::new(self.shape());
        for at in 0..bands.count() {
            let region = bands.region(at);
            let labels = desk.piece(self, &region, half)?;
            running.push(region.start(), &labels)?;
            desk.hold(2 * running.nbytes())?;
        }
        Ok(running.finish())
    }
}

/// The number of the first pixel of a piece, in C order.
pub(super) fn first(bands: &Bands, piece: &Region) -> usize {
    line_in(&Region::all(bands.shape), piece, 0)
}
