//! Where the pixels of each label are.

use super::error::LabelError;
use crate::axes::with_rows;
use crate::ordinal::{Key, Ordinal};
use nd_core::{ArrayLike, Integer, View};
use std::collections::BTreeMap;
use std::ops::Range;

/// A range of indices for each axis.
pub(crate) type Ranges = Vec<Range<usize>>;

/// Table lengths that are made without asking how large the array is.
const SMALL_TABLE: u64 = 1 << 24;

/// The smallest box around each label, `None` for those that do not occur: label `l` is at `l - 1`, and
/// the list ends with the greatest label.
///
/// Zero and negative labels are not objects. A box is one range of indices for each axis.
///
/// # Errors
/// [`LabelError::TooLarge`] if the greatest label is above both 2²⁴ and the number of elements.
///
/// # SciPy
/// `scipy.ndimage.find_objects(labels)`.
///
/// # Examples
/// ```
/// let boxes = nd_image::find_objects([0, 1, 1, 0, 4, -2, 4])?;
/// assert_eq!(boxes, [Some(vec![1..3]), None, None, Some(vec![4..7])]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
pub fn find_objects<A>(labels: A) -> Result<Vec<Option<Vec<Range<usize>>>>, LabelError>
where
    A: ArrayLike<Elem: Ordinal + Integer>,
{
    let labels = labels.view();
    let greatest = Ordinal::greatest(labels);
    if greatest > SMALL_TABLE.max(labels.size() as u64) {
        return Err(LabelError::TooLarge { label: greatest });
    }
    Ok(Ordinal::boxes(labels, greatest as usize))
}

/// [`find_objects`] of the labels `1..=max_label`, others left out: a list of that length.
///
/// # SciPy
/// `scipy.ndimage.find_objects(labels, max_label)`.
///
/// # Examples
/// ```
/// let boxes = nd_image::find_objects_up_to([[0, 2], [2, 9]], 3);
/// assert_eq!(boxes, [None, Some(vec![0..2, 0..2]), None]);
/// ```
pub fn find_objects_up_to<A>(labels: A, max_label: usize) -> Vec<Option<Vec<Range<usize>>>>
where
    A: ArrayLike<Elem: Ordinal + Integer>,
{
    Ordinal::boxes(labels.view(), max_label)
}

/// A label as a number; 0 for negative ones.
#[inline(always)]
fn number<T: Ordinal>(label: T) -> u64 {
    let (zero, key) = (T::saturated(0.0).rising().into(), label.rising().into());
    key.saturating_sub(zero)
}

/// The greatest label, or 0.
pub(crate) fn greatest<T: Ordinal>(labels: View<'_, T>) -> u64 {
    labels.iter().map(|&l| number(l)).max().unwrap_or(0)
}

/// The smallest box around each label `1..=most`.
pub(crate) fn boxes<T: Ordinal>(labels: View<'_, T>, most: usize) -> Vec<Option<Ranges>> {
    let mut found: Vec<Option<Ranges>> = vec![None; most];
    if labels.is_empty() {
        return found;
    }
    let ndim = labels.ndim();
    let leading = &labels.shape()[..ndim.saturating_sub(1)];
    with_rows(labels, leading.len(), |rows| {
        let mut at = vec![0; ndim];
        for (y, row) in rows.iter().enumerate() {
            index_of(y, leading, &mut at);
            for (x, run) in equal_runs(row) {
                let label = number(run[0]);
                if label == 0 || label > most as u64 {
                    continue;
                }
                let found = &mut found[label as usize - 1];
                let around =
                    found.get_or_insert_with(|| vec![Range { start: usize::MAX, end: 0 }; ndim]);
                for (around, &i) in around.iter_mut().zip(&at[..leading.len()]) {
                    *around = around.start.min(i)..around.end.max(i + 1);
                }
                if let Some(last) = around[leading.len()..].first_mut() {
                    *last = last.start.min(x)..last.end.max(x + run.len());
                }
            }
        }
    });
    found
}

/// The index of row `y` along all axes but the last.
pub(crate) fn index_of(y: usize, leading: &[usize], at: &mut [usize]) {
    let mut rest = y;
    for (i, &n) in at.iter_mut().zip(leading).rev() {
        // The index may have one axis more, which comes last.
        *i = rest % n;
        rest /= n;
    }
}

/// Stretches of equal elements, and where each starts.
fn equal_runs<T: PartialEq>(row: &[T]) -> impl Iterator<Item = (usize, &[T])> {
    row.chunk_by(|a, b| a == b).scan(0, |at, run| {
        *at += run.len();
        Some((*at - run.len(), run))
    })
}

/// Where each value is: for each axis the indices, in C order of the pixels.
///
/// Pixels of the value `ignore` are left out.
///
/// # SciPy
/// `scipy.ndimage.value_indices(a, ignore_value=ignore)`.
///
/// # Examples
/// ```
/// let places = nd_image::value_indices([[5, 0], [0, 5]], Some(0));
/// assert_eq!(places.len(), 1);
/// assert_eq!(places[&5], [[0, 1], [0, 1]]);
/// ```
pub fn value_indices<A>(a: A, ignore: Option<A::Elem>) -> BTreeMap<A::Elem, Vec<Vec<usize>>>
where
    A: ArrayLike<Elem: Ordinal + Integer + Ord>,
{
    let places = Ordinal::places(a.view(), ignore).into_iter();
    places.map(|(key, place)| (A::Elem::from_rising(Key::of(key)), place)).collect()
}

/// Where each value is, by their keys; compiled once a type.
pub(crate) fn places<T: Ordinal>(
    a: View<'_, T>,
    ignore: Option<T>,
) -> BTreeMap<u64, Vec<Vec<usize>>> {
    let mut places = BTreeMap::<u64, Vec<Vec<usize>>>::new();
    if a.is_empty() {
        return places;
    }
    let leading = &a.shape()[..a.ndim().saturating_sub(1)];
    with_rows(a, leading.len(), |rows| {
        let mut at = vec![0; a.ndim()];
        for (y, row) in rows.iter().enumerate() {
            index_of(y, leading, &mut at);
            for (x, run) in equal_runs(row).filter(|(_, run)| Some(run[0]) != ignore) {
                let key = run[0].rising().into();
                let place = places.entry(key).or_insert_with(|| vec![Vec::new(); a.ndim()]);
                for (place, &i) in place.iter_mut().zip(&at[..leading.len()]) {
                    place.extend(std::iter::repeat_n(i, run.len()));
                }
                if let Some(last) = place[leading.len()..].first_mut() {
                    last.extend(x..x + run.len());
                }
            }
        }
    });
    places
}
