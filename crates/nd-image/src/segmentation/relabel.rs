//! New numbers for labels, and labels that leave.

use super::watershed::frame::Frame;
use crate::labels::slots::{Slots, different};
use crate::labels::statistics::same_shapes;
use crate::measured::{Label, Labels, contiguous, read_all};
use nd_core::{Array, ArrayLike};

/// Labels without gaps, and what they were; see [`relabel_sequential`].
///
/// # Examples
/// ```
/// let found = nd_image::segmentation::relabel_sequential([9, 0, 5], 1);
/// assert_eq!(found.originals.into_vec(), [5, 9]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Relabeled<L> {
    /// The new labels.
    pub labels: Array<u32>,
    /// What each new label was before, from the first new label on.
    pub originals: Array<L>,
}

/// Labels numbered without gaps from `first` on, in the order of the old ones: `(…) -> (…)`; 0 stays.
///
/// # Panics
/// If `first` is 0, or a new label does not fit into 32 bits.
///
/// # scikit-image
/// `skimage.segmentation.relabel_sequential(labels, offset)`, which keeps the element type where it can and
/// refuses negative labels; here they are numbered like others.
///
/// # Examples
/// ```
/// let found = nd_image::segmentation::relabel_sequential([[1, 1, 5], [99, 0, 5]], 5);
/// assert_eq!(found.labels, nd_core::array![[5, 5, 6], [7, 0, 6]]);
/// ```
/// ```should_panic
/// nd_image::segmentation::relabel_sequential([1], 0);
/// ```
#[track_caller]
pub fn relabel_sequential<L>(labels: L, first: u32) -> Relabeled<L::Elem>
where
    L: ArrayLike<Elem: Label>,
{
    assert!(first > 0, "relabel_sequential: the first label is 0, the background");
    let labels = labels.view();
    let wide = read_all(&Labels(contiguous(labels)));
    let names = different(&wide, L::Elem::SIGNED);
    assert!(
        names.len() <= (u32::MAX - first) as usize,
        "relabel_sequential: {} labels from {first} on do not fit into 32 bits",
        names.len()
    );
    let numbers = numbered(&wide, &names, first);
    Relabeled {
        labels: Array::from_shape_vec(labels.shape(), numbers),
        originals: names.into_iter().map(L::Elem::of_wide).collect(),
    }
}

/// The place of every label in the list, counted from `first`; 0 of 0.
fn numbered(labels: &[i64], names: &[i64], first: u32) -> Vec<u32> {
    let slots = Slots::of(names);
    let mut new = vec![0; slots.count];
    slots.rows.iter().zip(first..).for_each(|(&row, label)| new[row as usize] = label);
    let mut numbers = vec![0; labels.len()];
    slots.each_run(labels, |row, run| numbers[run].fill(new[row]));
    numbers
}

/// Regions where both segmentations are the same, numbered without gaps from 1 on by the first label, then
/// the second: `(…), (…) -> (…)`; 0 where both are.
///
/// # Panics
/// If the shapes differ, or there are 2³² regions or more.
///
/// # scikit-image
/// `skimage.segmentation.join_segmentations(s1, s2)`, which refuses negative labels.
///
/// # Examples
/// ```
/// let joined = nd_image::segmentation::join_segmentations([0, 0, 1, 2], [0u8, 3, 3, 3]);
/// assert_eq!(joined.into_vec(), [0, 1, 2, 3]);
/// ```
#[track_caller]
pub fn join_segmentations<L, M>(left: L, right: M) -> Array<u32>
where
    L: ArrayLike<Elem: Label>,
    M: ArrayLike<Elem: Label>,
{
    let (left, right) = (left.view(), right.view());
    same_shapes("join_segmentations", left.shape(), right.shape())
        .unwrap_or_else(|e| panic!("{e}"));
    let ranks = |wide: Vec<i64>, signed: bool| {
        let mut names = different(&wide, signed);
        // Of signed labels, 0 has its place between the negative and the positive ones.
        let zero = names.partition_point(|&label| signed && label < 0);
        names.insert(zero, 0);
        (numbered(&wide, &names, 0), zero as u64)
    };
    let (a, no_a) = ranks(read_all(&Labels(contiguous(left))), L::Elem::SIGNED);
    let (b, no_b) = ranks(read_all(&Labels(contiguous(right))), M::Elem::SIGNED);
    let pair = |(&a, &b): (&u32, &u32)| (u64::from(a) << 32 | u64::from(b)) as i64;
    let pairs: Vec<i64> = a.iter().zip(&b).map(pair).collect();
    let background = (no_a << 32 | no_b) as i64;
    let mut names: Vec<i64> = pairs.chunk_by(|a, b| a == b).map(|run| run[0]).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|&name| name != background);
    Array::from_shape_vec(left.shape(), numbered(&pairs, &names, 1))
}

/// What [`clear_border_with`] takes for the border.
///
/// # Examples
/// ```
/// use nd_image::segmentation::BorderOptions;
/// assert_eq!(BorderOptions::default().buffer_size(2).buffer_size, 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BorderOptions {
    /// How many pixels the border is wider than one; 0 by default.
    pub buffer_size: usize,
    /// What is inside, in place of that; none by default.
    pub mask: Option<Array<bool>>,
}

impl BorderOptions {
    /// Sets how many pixels the border is wider than one.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{BorderOptions, clear_border_with};
    ///
    /// let wide = BorderOptions::default().buffer_size(1);
    /// assert_eq!(clear_border_with([0, 1, 0, 2, 0, 0], &wide).into_vec(), [0, 0, 0, 2, 0, 0]);
    /// ```
    #[must_use]
    pub fn buffer_size(self, buffer_size: usize) -> BorderOptions {
        BorderOptions { buffer_size, ..self }
    }

    /// Sets what is inside; everything else is border.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{BorderOptions, clear_border_with};
    ///
    /// let inside = BorderOptions::default().mask([true, true, false]);
    /// assert_eq!(clear_border_with([1, 0, 2], &inside).into_vec(), [1, 0, 0]);
    /// ```
    #[must_use]
    pub fn mask(self, mask: impl ArrayLike<Elem = bool>) -> BorderOptions {
        BorderOptions { mask: Some(mask.view().to_array()), ..self }
    }
}

/// Labels without the objects that touch the border: `(…) -> (…)`, any rank. An object is what hangs
/// together, by corners too, and has one label.
///
/// # scikit-image
/// `skimage.segmentation.clear_border(labels)`.
///
/// # Examples
/// ```
/// let labels = [[0, 0, 0, 0], [0, 1, 0, 2], [0, 0, 0, 0]];
/// let inner = nd_image::segmentation::clear_border(labels);
/// assert_eq!((inner[[1, 1]], inner[[1, 3]]), (1, 0));
/// ```
#[must_use]
pub fn clear_border<L>(labels: L) -> Array<L::Elem>
where
    L: ArrayLike<Elem: Label>,
{
    clear_border_with(labels, &BorderOptions::default())
}

/// [`clear_border`] with a wider border, or another.
///
/// # Panics
/// If the mask has another shape.
///
/// # scikit-image
/// `skimage.segmentation.clear_border(labels, buffer_size, mask=...)`, which refuses a border that leaves
/// nothing inside; here everything is cleared then.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{BorderOptions, clear_border_with};
///
/// let all = BorderOptions::default().buffer_size(9);
/// assert_eq!(clear_border_with([0, 1, 0], &all).into_vec(), [0, 0, 0]);
/// ```
#[must_use]
#[track_caller]
pub fn clear_border_with<L>(labels: L, options: &BorderOptions) -> Array<L::Elem>
where
    L: ArrayLike<Elem: Label>,
{
    let labels = labels.view();
    let shape = labels.shape();
    if let Some(mask) = &options.mask {
        same_shapes("clear_border", shape, mask.shape()).unwrap_or_else(|e| panic!("{e}"));
    }
    if labels.is_empty() {
        return labels.to_array();
    }
    let wide = read_all(&Labels(contiguous(labels)));
    let border: Vec<bool> = match &options.mask {
        Some(mask) => mask.iter().map(|&inside| !inside).collect(),
        None => edge(shape, options.buffer_size),
    };
    let cleared = cleared(&wide, &border, shape);
    Array::from_shape_vec(shape, cleared.into_iter().map(L::Elem::of_wide).collect())
}

/// Which elements are at most `buffer` away from the ends of an axis.
fn edge(shape: &[usize], buffer: usize) -> Vec<bool> {
    let near = |(mut at, axis_shape): (usize, &[usize])| {
        axis_shape.iter().rev().any(|&len| {
            let i = at % len;
            at /= len;
            i <= buffer || i.saturating_add(buffer) >= len - 1
        })
    };
    (0..shape.iter().product()).map(|at| near((at, shape))).collect()
}

fn cleared(labels: &[i64], border: &[bool], shape: &[usize]) -> Vec<i64> {
    let frame = Frame::new(shape, shape.len().max(1));
    let mut labels = frame.around(labels, 0);
    let border = frame.around(border, false);
    let mut waiting = Vec::new();
    for start in 0..frame.size {
        if !border[start] || labels[start] == 0 {
            continue;
        }
        let label = std::mem::take(&mut labels[start]);
        waiting.push(start);
        while let Some(at) = waiting.pop() {
            for &step in &frame.steps {
                let to = at.wrapping_add_signed(step);
                if labels[to] == label {
                    labels[to] = 0;
                    waiting.push(to);
                }
            }
        }
    }
    frame.inside(&labels, 0)
}
