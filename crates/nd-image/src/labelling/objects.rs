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
    let ndim = labels.ndim();
    let mut limits = vec![0; most * 2 * ndim.max(1)];
    widen(labels, &vec![0; ndim], &mut limits);
    ranges(&limits, ndim)
}

/// Widens the box around each label by a part of a picture that begins at `start`. Of each box there is, for each axis,
/// how far its first index is before the greatest number there is, and the one behind its last index: zeros of none.
/// Without axes there are two numbers all the same. Labels beyond are left out.
pub(crate) fn widen<T: Ordinal>(labels: View<'_, T>, start: &[usize], limits: &mut [usize]) {
    if labels.is_empty() {
        return;
    }
    let ndim = labels.ndim();
    let each = 2 * ndim.max(1);
    let leading = &labels.shape()[..ndim.saturating_sub(1)];
    with_rows(labels, leading.len(), |rows| {
        let mut at = vec![0; ndim];
        for (y, row) in rows.iter().enumerate() {
            index_of(y, leading, &mut at);
            for (x, run) in equal_runs(row) {
                let label = number(run[0]);
                if label == 0 || label > (limits.len() / each) as u64 {
                    continue;
                }
                let around = &mut limits[(label as usize - 1) * each..][..each];
                let (around, _) = around.as_chunks_mut::<2>();
                let widened = |[low, high]: &mut [usize; 2], from: usize, to: usize| {
                    (*low, *high) = ((*low).max(usize::MAX - from), (*high).max(to));
                };
                for ((around, &i), start) in around.iter_mut().zip(&at[..leading.len()]).zip(start)
                {
                    widened(around, start + i, start + i + 1);
                }
                let from = start.get(leading.len()).map_or(0, |start| start + x);
                widened(&mut around[leading.len()], from, from + run.len());
            }
        }
    });
}

/// The boxes with such limits, as ranges.
pub(crate) fn ranges(limits: &[usize], ndim: usize) -> Vec<Option<Ranges>> {
    let range = |&[low, high]: &[usize; 2]| usize::MAX - low..high;
    let found = limits.chunks(2 * ndim.max(1)).map(|around| {
        let (around, _) = around.as_chunks::<2>();
        (around[0][1] > 0).then(|| around[..ndim].iter().map(range).collect())
    });
    found.collect()
}

/// [`find_objects`] of a picture that comes part by part.
///
/// # Examples
/// ```
/// use nd_image::RunningObjects;
///
/// let mut running = RunningObjects::new(&[3, 3]);
/// running.push(&[0, 0], [[0u8, 2, 0]])?;
/// running.push(&[1, 0], [[0u8, 2, 2], [0, 0, 0]])?;
/// assert_eq!(running.finish(), [None, Some(vec![0..2, 1..3])]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RunningObjects {
    shape: Vec<usize>,
    limits: Vec<usize>,
}

impl RunningObjects {
    /// Of a picture of this shape.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::RunningObjects::new(&[3, 3]).finish().is_empty());
    /// ```
    #[must_use]
    pub fn new(shape: &[usize]) -> RunningObjects {
        RunningObjects { shape: shape.to_vec(), limits: Vec::new() }
    }

    /// Bytes that it takes, and that the boxes will take at the end besides.
    ///
    /// # Examples
    /// ```
    /// let mut running = nd_image::RunningObjects::new(&[1]);
    /// running.push(&[0], [1000u16])?;
    /// assert!(running.nbytes() > 16_000);
    /// # Ok::<(), nd_image::LabelError>(())
    /// ```
    #[must_use]
    pub fn nbytes(&self) -> usize {
        let each = size_of::<Option<Ranges>>() + 16 + size_of::<usize>();
        let boxes = self.limits.len() / (2 * self.shape.len().max(1));
        2 * size_of_val(&self.limits[..]) + boxes * each
    }

    /// Takes in the labels of a part of the picture that begins at `start`.
    ///
    /// # Errors
    /// [`LabelError::TooLarge`] if a label is above both 2²⁴ and the number of elements of the picture.
    ///
    /// # Panics
    /// If the part reaches beyond the picture.
    ///
    /// # Examples
    /// ```should_panic
    /// let _ = nd_image::RunningObjects::new(&[1]).push(&[1], [1u8]);
    /// ```
    #[track_caller]
    pub fn push<A>(&mut self, start: &[usize], labels: A) -> Result<(), LabelError>
    where
        A: ArrayLike<Elem: Ordinal + Integer>,
    {
        let labels = labels.view();
        let (part, all) = (labels.shape(), &self.shape[..]);
        let fits = part.len() == all.len()
            && start.len() == all.len()
            && (0..all.len())
                .all(|k| start[k].checked_add(part[k]).is_some_and(|end| end <= all[k]));
        assert!(
            fits,
            "find_objects: a part of shape {part:?} at {start:?} of a picture of {all:?}"
        );
        let greatest = Ordinal::greatest(labels);
        let size = all.iter().fold(1u64, |size, &n| size.saturating_mul(n as u64));
        if greatest > SMALL_TABLE.max(size) {
            return Err(LabelError::TooLarge { label: greatest });
        }
        let wanted = greatest as usize * 2 * all.len().max(1);
        if wanted > self.limits.len() {
            self.limits.resize(wanted, 0);
        }
        Ordinal::widen(labels, start, &mut self.limits);
        Ok(())
    }

    /// The boxes.
    ///
    /// # Examples
    /// ```
    /// let mut running = nd_image::RunningObjects::new(&[1]);
    /// running.push(&[0], [2u8])?;
    /// assert_eq!(running.finish(), [None, Some(vec![0..1])]);
    /// # Ok::<(), nd_image::LabelError>(())
    /// ```
    #[must_use]
    pub fn finish(self) -> Vec<Option<Vec<Range<usize>>>> {
        ranges(&self.limits, self.shape.len())
    }
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
