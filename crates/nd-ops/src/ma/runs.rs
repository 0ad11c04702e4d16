//! Stretches of what is masked and what is not.

use super::{Maskable, MaskedArray, MaskedLike};
use crate::Over;
use nd_core::{Array, Element, normalize_axis};
use std::ops::Range;

/// The stretches of places where `mask` is `wanted`.
fn stretches(mask: &Array<bool>, wanted: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, &masked) in mask.iter().enumerate() {
        match found.last_mut() {
            _ if masked != wanted => {}
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// The stretches of elements that are masked, in C order.
///
/// # NumPy
/// `np.ma.clump_masked(a)`, for one axis.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 3, 4], [false, true, true, false]);
/// assert_eq!(ma::clump_masked(&a), [1..3]);
/// ```
pub fn clump_masked<A: MaskedLike<Elem: Element>>(a: A) -> Vec<Range<usize>> {
    stretches(&a.masked().mask_array(), true)
}

/// The stretches of elements that are not masked, in C order.
///
/// # NumPy
/// `np.ma.clump_unmasked(a)`, for one axis; `np.ma.flatnotmasked_contiguous(a)`, for any number.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 3, 4], [false, true, true, false]);
/// assert_eq!(ma::clump_unmasked(&a), [0..1, 3..4]);
/// ```
pub fn clump_unmasked<A: MaskedLike<Elem: Element>>(a: A) -> Vec<Range<usize>> {
    stretches(&a.masked().mask_array(), false)
}

/// The stretches of elements that are not masked, of each lane along an axis, lanes in C order of the other axes.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.notmasked_contiguous(a, axis)`, for two axes.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2, 3], [4, 5, 6]], [[true, false, false], [true, true, true]]);
/// assert_eq!(ma::notmasked_contiguous(&a, 1), [vec![1..3], vec![]]);
/// ```
#[track_caller]
pub fn notmasked_contiguous<A: MaskedLike<Elem: Element>>(
    a: A,
    axis: isize,
) -> Vec<Vec<Range<usize>>> {
    let mask = a.masked().mask_array();
    if let Err(error) = normalize_axis("notmasked_contiguous", axis, mask.ndim()) {
        panic!("{error}");
    }
    mask.lanes(axis).map(|lane| stretches(&lane.to_array(), false)).collect()
}

/// The first and the last place in C order that is not masked; `None` if all are.
///
/// # NumPy
/// `np.ma.flatnotmasked_edges(a)`, `np.ma.notmasked_edges(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 3], [true, false, false]);
/// assert_eq!(ma::flatnotmasked_edges(&a), Some([1, 2]));
/// ```
pub fn flatnotmasked_edges<A: MaskedLike<Elem: Element>>(a: A) -> Option<[usize; 2]> {
    let known = clump_unmasked(a);
    Some([known.first()?.start, known.last()?.end - 1])
}

/// The first and the last place along an axis that is not masked, of each lane; masked where a whole lane is.
///
/// `a: (…, n, …)` → twice `(…, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.notmasked_edges(a, axis)`, which gives the indices of both ends of those lanes that have some.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2, 3], [4, 5, 6]], [[true, false, false], [true, true, true]]);
/// let [first, last] = ma::notmasked_edges(&a, 1);
/// assert_eq!((first.to_string(), last.to_string()), ("[1 --]".into(), "[2 --]".into()));
/// ```
#[track_caller]
pub fn notmasked_edges<A: MaskedLike<Elem: Element>>(a: A, axis: isize) -> [MaskedArray<usize>; 2] {
    let a = a.masked();
    let lanes = notmasked_contiguous(a, axis);
    let mut shape = a.shape().to_vec();
    shape.remove(normalize_axis("notmasked_edges", axis, shape.len()).expect("the axis exists"));
    let edges = |of: fn(&Vec<Range<usize>>) -> Option<usize>| {
        let edges = lanes.iter().map(of).collect();
        MaskedArray::from_options(Array::from_shape_vec(shape.as_slice(), edges))
    };
    [
        edges(|known| known.first().map(|range| range.start)),
        edges(|known| known.last().map(|range| range.end - 1)),
    ]
}

/// The elements without the places along an axis at which one is masked.
///
/// `a: (…, n, …)` → `(…, k, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.compress_nd(a, axis)`; `np.ma.compress_rows` is axis 0, `np.ma.compress_cols` is axis 1.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 4]], [[true, false], [false, false]]);
/// assert_eq!(ma::compress_nd(&a, 0), array![[3, 4]]);
/// assert_eq!(ma::compress_nd(&a, 1), array![[2], [4]]);
/// ```
#[track_caller]
pub fn compress_nd<A: MaskedLike<Elem: Element>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    let (a, over) = (a.masked(), axes.into());
    let Some(mask) = a.mask else { return a.data.to_array() };
    let axes = super::lanes::axes_of("compress_nd", &over, a.data.ndim());
    axes.iter()
        .fold(a.data.to_array(), |kept, &axis| kept.compress(!spoilt(mask, axis), axis as isize))
}

/// Where along an axis an element is masked.
fn spoilt(mask: nd_core::View<'_, bool>, axis: usize) -> Array<bool> {
    let others: Vec<isize> = (0..mask.ndim()).filter(|&k| k != axis).map(|k| k as isize).collect();
    crate::any_axis(mask, others.as_slice())
}

macro_rules! matrices {
    ($($compress:ident $mask:ident, $axes:expr, $what:literal, $compressed:literal, $masked:literal;)*) => {$(
        #[doc = concat!("A matrix without the ", $what, " that have a masked element.")]
        ///
        /// # Panics
        /// If `a` does not have two axes.
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($compress), "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 2], [3, 4]], [[true, false], [false, false]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($compress), "(&a).to_string(), \"", $compressed, "\");")]
        /// ```
        #[track_caller]
        pub fn $compress<A: MaskedLike<Elem: Element>>(a: A) -> Array<A::Elem> {
            matrix(stringify!($compress), a.masked().shape());
            compress_nd(a, $axes)
        }

        #[doc = concat!("A matrix with the ", $what, " masked that have a masked element.")]
        ///
        /// # Panics
        /// If `a` does not have two axes.
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($mask), "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 2], [3, 4]], [[true, false], [false, false]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($mask), "(&a).to_string(), \"", $masked, "\");")]
        /// ```
        #[track_caller]
        pub fn $mask<A: MaskedLike<Elem: Maskable>>(a: A) -> MaskedArray<A::Elem> {
            matrix(stringify!($mask), a.masked().shape());
            spread(a, &$axes)
        }
    )*};
}
matrices! {
    compress_rows mask_rows, [0], "rows", "[[3 4]]", "[[-- --]\\n [3 4]]";
    compress_cols mask_cols, [1], "columns", "[[2]\\n [4]]", "[[-- 2]\\n [-- 4]]";
    compress_rowcols mask_rowcols, [0, 1], "rows and columns", "[[4]]", "[[-- --]\\n [-- 4]]";
}

#[track_caller]
fn matrix(op: &str, shape: &[usize]) {
    if shape.len() != 2 {
        panic!("{op}: shape {shape:?} has {} axes, and 2 are needed", shape.len());
    }
}

/// Masks the rows (0) and columns (1) of which an element is.
fn spread<A: MaskedLike<Elem: Maskable>>(a: A, axes: &[isize]) -> MaskedArray<A::Elem> {
    let a = a.masked();
    let mut result = a.to_owned();
    if let Some(mask) = a.mask {
        for &axis in axes {
            result.mask_where(spoilt(mask, axis as usize).expand_dims(1 - axis));
        }
    }
    result
}
