//! The values of each label side by side: medians, histograms, and functions of the caller's.

use super::index::LabelIndex;
use super::slots::Slots;
use super::statistics::same_shapes;
use crate::measured::{CHUNK, Chunks, Floats, Label, Labels, Measured, Wide, contiguous, flat};
use nd_core::{Array, ArrayLike, Element};

/// Values sorted by the rows of their labels, each row in C order.
#[doc(hidden)]
pub struct Grouped<W> {
    values: Vec<W>,
    /// Where each row starts, and the end.
    starts: Vec<usize>,
}

impl<W> Grouped<W> {
    fn row(&mut self, row: u32) -> &mut [W] {
        let row = row as usize;
        &mut self.values[self.starts[row]..self.starts[row + 1]]
    }
}

/// Where the values of each row start, and the end.
fn starts(labels: &dyn Chunks<i64>, slots: &Slots) -> Vec<usize> {
    let mut starts = vec![0; slots.count + 1];
    each_chunk_run(labels, slots, &mut |row, run| starts[row + 1] += run.len());
    for row in 0..slots.count {
        starts[row + 1] += starts[row];
    }
    starts
}

/// Calls `body` with the row and the positions of every run of equal labels, in C order.
fn each_chunk_run(
    labels: &dyn Chunks<i64>,
    slots: &Slots,
    body: &mut dyn FnMut(usize, std::ops::Range<usize>),
) {
    let mut names = Vec::new();
    for start in (0..labels.size()).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(labels.size());
        slots.each_run(labels.read(chunk, &mut names), |row, run| {
            body(row, start + run.start..start + run.end);
        });
    }
}

/// The values in the order of the rows of their labels.
pub(crate) fn grouped<W: Wide>(
    values: &dyn Chunks<W>,
    labels: &dyn Chunks<i64>,
    slots: &Slots,
) -> Grouped<W> {
    let starts = starts(labels, slots);
    let mut next = starts.clone();
    let mut sorted = vec![W::default(); starts[slots.count]];
    let mut buffer = Vec::new();
    each_chunk_run(labels, slots, &mut |row, run| {
        let to = next[row];
        next[row] += run.len();
        sorted[to..next[row]].copy_from_slice(values.read(run, &mut buffer));
    });
    Grouped { values: sorted, starts }
}

/// The median of the elements of each label: `(…), (…) -> (n)`; the mean of the middle two of an even
/// number. NaN of a label that no element has, or that NaN has.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.median(a, labels, index)`, which answers for a label that is missing with what lies
/// between its neighbours' values.
///
/// # Examples
/// ```
/// let medians = nd_image::labels::median([10, 20, 30, 40], [1, 1, 3, 3], [1, 2, 3]);
/// assert_eq!((medians[[0]], medians[[2]]), (15.0, 35.0));
/// assert!(medians[[1]].is_nan());
/// ```
#[track_caller]
pub fn median<A, L>(a: A, labels: L, index: impl Into<LabelIndex<L::Elem>>) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (a, labels) = (a.view(), labels.view());
    same_shapes("median", a.shape(), labels.shape()).unwrap_or_else(|e| panic!("{e}"));
    let slots = Slots::new(&index.into());
    let (values, labels) = (Floats(contiguous(a)), Labels(contiguous(labels)));
    medians(<f64 as Wide>::grouped(&values, &labels, &slots), &slots.rows)
}

fn medians(mut groups: Grouped<f64>, rows: &[u32]) -> Array<f64> {
    rows.iter().map(|&row| middle(groups.row(row))).collect()
}

/// The median of the values, which are reordered.
pub(crate) fn middle(values: &mut [f64]) -> f64 {
    if values.is_empty() || values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let (half, odd) = (values.len() / 2, values.len() % 2 == 1);
    let (below, &mut upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if odd {
        return upper;
    }
    let lower = below.iter().copied().max_by(f64::total_cmp).unwrap_or(upper);
    (lower + upper) / 2.0
}

/// How many elements of each label lie in each of `bins` equal parts of `low..=high`:
/// `(…), (…) -> (n, bins)`.
///
/// An element on the border of two parts counts in the upper one, `high` in the last. What lies outside,
/// and NaN, counts nowhere.
///
/// # Panics
/// If the shapes differ, there is no bin, `low` is above `high`, or one of them is not finite.
///
/// # NumPy
/// `scipy.ndimage.histogram(a, low, high, bins, labels, index)`, an array of arrays there.
///
/// # Examples
/// ```
/// let counts = nd_image::labels::histogram([0, 1, 3, 4], 0.0, 4.0, 2, [1, 1, 1, 2], [1, 2]);
/// assert_eq!(counts, nd_core::array![[2, 1], [0, 1]]);
/// ```
/// ```should_panic
/// nd_image::labels::histogram([0], 0.0, 4.0, 0, [1], [1]); // no bin
/// ```
#[track_caller]
pub fn histogram<A, L>(
    a: A,
    low: f64,
    high: f64,
    bins: usize,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
) -> Array<u64>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (a, labels) = (a.view(), labels.view());
    same_shapes("histogram", a.shape(), labels.shape()).unwrap_or_else(|e| panic!("{e}"));
    assert!(bins > 0, "histogram: there are no bins");
    assert!(
        low <= high && (high - low).is_finite(),
        "histogram: {low} to {high} is not a range of finite numbers"
    );
    let slots = Slots::new(&index.into());
    let (values, labels) = (Floats(contiguous(a)), Labels(contiguous(labels)));
    counts(&values, &labels, &slots, &edges(low, high, bins))
}

/// The ends of the bins.
fn edges(low: f64, high: f64, bins: usize) -> Vec<f64> {
    let step = (high - low) / bins as f64;
    let mut edges: Vec<f64> = (0..=bins).map(|i| low + step * i as f64).collect();
    edges[bins] = high;
    edges
}

fn counts(
    values: &dyn Chunks<f64>,
    labels: &dyn Chunks<i64>,
    slots: &Slots,
    edges: &[f64],
) -> Array<u64> {
    let bins = edges.len() - 1;
    let mut found = Array::<u64>::zeros([slots.count, bins]);
    let (low, high) = (edges[0], edges[bins]);
    let scale = bins as f64 / (high - low);
    let mut buffer = Vec::new();
    let all = found.as_slice_mut().expect("fresh arrays are contiguous");
    each_chunk_run(labels, slots, &mut |row, run| {
        let counts = &mut all[row * bins..][..bins];
        for &x in values.read(run, &mut buffer) {
            if low <= x && x <= high {
                counts[bin(x, (x - low) * scale, edges)] += 1;
            }
        }
    });
    let mut answers = Array::<u64>::zeros([slots.rows.len(), bins]);
    let out = answers.as_slice_mut().expect("fresh arrays are contiguous");
    for (out, &row) in out.chunks_mut(bins).zip(&slots.rows) {
        out.copy_from_slice(&all[row as usize * bins..][..bins]);
    }
    answers
}

/// The bin of a value, from where it is about: rounding may have put it next to its own.
#[inline(always)]
fn bin(x: f64, about: f64, edges: &[f64]) -> usize {
    let last = edges.len() - 2;
    let mut bin = (about as usize).min(last);
    while bin > 0 && x < edges[bin] {
        bin -= 1;
    }
    while bin < last && x >= edges[bin + 1] {
        bin += 1;
    }
    bin
}

/// What `f` makes of the elements of each label and their flat positions, both in C order:
/// `(…), (…) -> n`; `None` of a label that no element has.
///
/// The elements may be of any type. A function that wants the values only ignores the second argument.
///
/// # Panics
/// If the shapes differ, or `f` does.
///
/// # NumPy
/// `scipy.ndimage.labeled_comprehension(a, labels, index, f, out_dtype, default, pass_positions=True)`,
/// with `unwrap_or(default)` on the results.
///
/// # Examples
/// ```
/// use nd_image::labels::labeled_comprehension;
///
/// let span = |values: &[i32], _: &[usize]| values[values.len() - 1] - values[0];
/// let spans = labeled_comprehension([3, 5, 9, 4], [1, 1, 2, 2], [1, 2, 7], span);
/// assert_eq!(spans, [Some(2), Some(-5), None]);
/// ```
#[track_caller]
pub fn labeled_comprehension<A, L, R>(
    a: A,
    labels: L,
    index: impl Into<LabelIndex<L::Elem>>,
    mut f: impl FnMut(&[A::Elem], &[usize]) -> R,
) -> Vec<Option<R>>
where
    A: ArrayLike<Elem: Element>,
    L: ArrayLike<Elem: Label>,
{
    let (a, labels) = (a.view(), labels.view());
    same_shapes("labeled_comprehension", a.shape(), labels.shape())
        .unwrap_or_else(|e| panic!("{e}"));
    let slots = Slots::new(&index.into());
    let a = contiguous(a);
    let (starts, order) = positions(&Labels(contiguous(labels)), &slots);
    let mut values = Vec::new();
    let mut answer = |&row: &u32| {
        let places = &order[starts[row as usize]..starts[row as usize + 1]];
        values.clear();
        values.extend(places.iter().map(|&at| flat(&a)[at]));
        (!places.is_empty()).then(|| f(&values, places))
    };
    slots.rows.iter().map(&mut answer).collect()
}

/// Where each row starts, and the positions of the elements sorted by rows.
fn positions(labels: &dyn Chunks<i64>, slots: &Slots) -> (Vec<usize>, Vec<usize>) {
    let starts = starts(labels, slots);
    let mut next = starts.clone();
    let mut order = vec![0; starts[slots.count]];
    each_chunk_run(labels, slots, &mut |row, run| {
        let to = next[row];
        next[row] += run.len();
        order[to..next[row]].iter_mut().zip(run).for_each(|(place, at)| *place = at);
    });
    (starts, order)
}
