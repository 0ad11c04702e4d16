//! Everything about every label, in one pass.

use super::index::LabelIndex;
use super::slots::Slots;
use crate::measured::{CHUNK, Chunks, Label, Labels, Measured, Values, Wide, contiguous};
use nd_core::{Array, ArrayLike, ShapeError, threads};

/// The fewest elements for which a thread gets accumulators of its own.
const PART: usize = 1 << 16;
/// The most parts that an array is cut into.
const PARTS: usize = 16;

/// What [`label_statistics`] found out: a row for each label, in the order they were asked for.
///
/// # Examples
/// ```
/// let found = nd_image::labels::label_statistics([3u8, 5, 9], [7, 7, 8], [7, 9]);
/// assert_eq!(found.sum.into_vec(), [8, 0]);
/// assert_eq!(found.mean[[0]], 4.0);
/// assert_eq!(found.minimum_position.into_vec(), [Some(0), None]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LabelStatistics<T: Measured> {
    /// How many elements have the label.
    pub count: Array<u64>,
    /// Their sum: exact for integers, and wrapped if it does not fit; 0 if there is none.
    pub sum: Array<T::Sum>,
    /// Their mean; NaN if there is none. Of integers it is calculated from the exact sum.
    pub mean: Array<f64>,
    /// Their variance, divided by how many they are; NaN if there is none.
    pub variance: Array<f64>,
    /// The smallest; NaN if one of them is.
    pub minimum: Array<Option<T>>,
    /// The largest; NaN if one of them is.
    pub maximum: Array<Option<T>>,
    /// Where the first smallest is: its flat position in C order.
    pub minimum_position: Array<Option<usize>>,
    /// Where the first largest is: its flat position in C order.
    pub maximum_position: Array<Option<usize>>,
}

impl<T: Measured> LabelStatistics<T> {
    /// The roots of the variances.
    ///
    /// # Examples
    /// ```
    /// let found = nd_image::labels::label_statistics([1.0, 3.0], [1, 1], [1]);
    /// assert_eq!(found.standard_deviation().into_vec(), [1.0]);
    /// ```
    #[must_use]
    pub fn standard_deviation(&self) -> Array<f64> {
        self.variance.iter().map(|v| v.sqrt()).collect()
    }
}

/// Counts, sums, means, variances, extremes and where these are, of the elements of each label:
/// `(…), (…) -> (n)`, in one pass.
///
/// `index` says which labels; see [`LabelIndex`]. Positions of equal elements are those of the first.
/// NaN makes its label's mean, variance, minimum and maximum NaN, and the positions are those of the
/// first NaN. Variances are measured from an element of the label, so that data far from zero keep
/// their digits and a constant has none.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.sum_labels`, `mean`, `variance`, `extrema` and the rest at once. SciPy adds integers
/// up in `f64`, takes any position among equals, and gives 0 as the extremes of a label that is missing.
///
/// # Examples
/// ```
/// use nd_image::labels::label_statistics;
///
/// let found = label_statistics([[2i64, 4], [1 << 53, 1]], [[1, 1], [2, 2]], [1, 2]);
/// assert_eq!(found.sum.into_vec(), [6, (1 << 53) + 1]);
/// assert_eq!(found.variance[[0]], 1.0);
/// assert_eq!(found.maximum_position.into_vec(), [Some(1), Some(2)]);
/// ```
/// ```should_panic
/// nd_image::labels::label_statistics([1.0, 2.0], [1, 1, 1], [1]); // 2 and 3 elements
/// ```
#[track_caller]
pub fn label_statistics<A, L>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> LabelStatistics<A::Elem>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    try_label_statistics(a, labels, index).unwrap_or_else(|e| panic!("{e}"))
}

/// [`label_statistics`] for shapes that come from users.
///
/// # Errors
/// If the shapes differ.
///
/// # Examples
/// ```
/// use nd_image::labels::try_label_statistics;
///
/// let error = try_label_statistics([1.0, 2.0], [1, 1, 1], [1]).unwrap_err();
/// assert_eq!(error.to_string(), "label_statistics: shapes [2] and [3] differ");
/// ```
pub fn try_label_statistics<A, L>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> Result<LabelStatistics<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (a, labels) = (a.view(), labels.view());
    same_shapes("label_statistics", a.shape(), labels.shape())?;
    let slots = Slots::new(&index.into());
    let (values, labels) = (Values(contiguous(a)), Labels(contiguous(labels)));
    let narrow = A::Elem::NARROW;
    Ok(columns(&Wide::statistics(&values, &labels, &slots, narrow), &slots.rows))
}

pub(crate) fn same_shapes(
    op: &'static str,
    left: &[usize],
    right: &[usize],
) -> Result<(), ShapeError> {
    if left == right {
        return Ok(());
    }
    Err(ShapeError::Mismatch { op: op.into(), left: left.into(), right: right.into() })
}

pub(crate) fn columns<T: Measured>(cells: &[Cell<T::Wide>], rows: &[u32]) -> LabelStatistics<T> {
    let found = || rows.iter().map(|&row| &cells[row as usize]);
    let some = |cell: &Cell<T::Wide>, x| (cell.count > 0).then(|| T::narrow(x));
    let place = |cell: &Cell<T::Wide>, at| (cell.count > 0).then_some(at);
    LabelStatistics {
        count: found().map(|cell| cell.count).collect(),
        sum: found().map(|cell| T::Wide::sum_of(cell.total)).collect(),
        mean: found().map(Cell::mean).collect(),
        variance: found().map(Cell::variance).collect(),
        minimum: found().map(|cell| some(cell, cell.minimum)).collect(),
        maximum: found().map(|cell| some(cell, cell.maximum)).collect(),
        minimum_position: found().map(|cell| place(cell, cell.minimum_at)).collect(),
        maximum_position: found().map(|cell| place(cell, cell.maximum_at)).collect(),
    }
}

/// What is known about a label.
#[doc(hidden)]
#[derive(Clone, Copy, Default)]
pub struct Cell<W: Wide> {
    count: u64,
    total: W::Total,
    /// The element that differences are measured from: the first that was seen.
    origin: W,
    /// The sum of the differences, and of their squares.
    first: f64,
    second: f64,
    minimum: W,
    maximum: W,
    minimum_at: usize,
    maximum_at: usize,
}

impl<W: Wide> Cell<W> {
    fn mean(&self) -> f64 {
        W::float_of(self.total) / self.count as f64
    }

    fn variance(&self) -> f64 {
        let n = self.count as f64;
        let variance = (self.second - self.first * self.first / n) / n;
        // Rounding may go below zero; NaN stays.
        if variance < 0.0 { 0.0 } else { variance }
    }

    /// Takes in elements that follow each other; `start` is the position of the first.
    #[inline(always)]
    fn take(&mut self, run: &[W], start: usize, narrow: bool) {
        if self.count == 0 {
            let first = run[0];
            (self.origin, self.minimum, self.maximum) = (first, first, first);
            (self.minimum_at, self.maximum_at) = (start, start);
        }
        self.count += run.len() as u64;
        self.total = W::added(self.total, W::summed(run, narrow));
        let (origin, mut first, mut second) = (self.origin, self.first, self.second);
        for (i, &x) in run.iter().enumerate() {
            let difference = x.less(origin);
            first += difference;
            second += difference * difference;
            if x.below(self.minimum) {
                (self.minimum, self.minimum_at) = (x, start + i);
            }
            if x.above(self.maximum) {
                (self.maximum, self.maximum_at) = (x, start + i);
            }
        }
        (self.first, self.second) = (first, second);
    }

    /// What is known of these elements and of later ones.
    fn merged(self, later: Cell<W>) -> Cell<W> {
        if self.count == 0 || later.count == 0 {
            return if self.count == 0 { later } else { self };
        }
        let (mut all, n) = (self, later.count as f64);
        let moved = later.origin.less(self.origin);
        all.count += later.count;
        all.total = W::added(self.total, later.total);
        all.first += later.first + n * moved;
        all.second += later.second + 2.0 * moved * later.first + n * moved * moved;
        if later.minimum.below(self.minimum) {
            (all.minimum, all.minimum_at) = (later.minimum, later.minimum_at);
        }
        if later.maximum.above(self.maximum) {
            (all.maximum, all.maximum_at) = (later.maximum, later.maximum_at);
        }
        all
    }
}

/// How many parts an array of so many elements is cut into for so many labels, and how long they are.
pub(crate) fn parts(size: usize, count: usize) -> (usize, usize) {
    let parts = (size / PART.max(4 * count)).clamp(1, PARTS);
    (parts, size.div_ceil(parts).next_multiple_of(CHUNK))
}

/// Takes in elements that follow each other and their labels; `start` is the position of the first.
#[inline(always)]
pub(crate) fn take_chunk<W: Wide>(
    cells: &mut [Cell<W>],
    slots: &Slots,
    (values, names): (&[W], &[i64]),
    start: usize,
    narrow: bool,
) {
    slots.each_run(names, |row, run| {
        cells[row].take(&values[run.clone()], start + run.start, narrow);
    });
}

/// Puts what later elements gave to what earlier ones did.
pub(crate) fn merge<W: Wide>(earlier: &mut [Cell<W>], later: Vec<Cell<W>>) {
    earlier.iter_mut().zip(later).for_each(|(cell, later)| *cell = cell.merged(later));
}

/// The accumulators of all rows, filled in one pass by parts of the array.
///
/// How many parts there are depends on the numbers of elements and of labels alone.
pub(crate) fn cells<W: Wide>(
    values: &dyn Chunks<W>,
    labels: &dyn Chunks<i64>,
    slots: &Slots,
    narrow: bool,
) -> Vec<Cell<W>> {
    let size = values.size();
    let (parts, len) = parts(size, slots.count);
    let work = |part: usize| {
        let mut cells = vec![Cell::default(); slots.count];
        let range = (part * len).min(size)..((part + 1) * len).min(size);
        let (mut wide, mut names) = (Vec::new(), Vec::new());
        for start in range.clone().step_by(CHUNK) {
            let chunk = start..(start + CHUNK).min(range.end);
            let values = values.read(chunk.clone(), &mut wide);
            take_chunk(&mut cells, slots, (values, labels.read(chunk, &mut names)), start, narrow);
        }
        cells
    };
    let merge = |mut earlier: Vec<Cell<W>>, later: Vec<Cell<W>>| {
        merge(&mut earlier, later);
        earlier
    };
    threads::tree(parts, &work, &merge).unwrap_or_default()
}
