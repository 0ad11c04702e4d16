//! Positions of one axis, of views that are read and written.

use nd_core::{Slice, SliceItem, View, ViewMut};
use std::ops::Range;

fn items(axis: usize, range: Range<usize>) -> Vec<SliceItem> {
    let position = |at: usize| Some(at as isize);
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    items.push(Slice { start: position(range.start), stop: position(range.end), step: 1 }.into());
    items
}

/// The positions `range` of `axis`.
pub(crate) fn slab<T>(view: View<'_, T>, axis: usize, range: Range<usize>) -> View<'_, T> {
    view.slice(items(axis, range))
}

/// As [`slab`], to be written.
pub(crate) fn slab_mut<T>(
    view: ViewMut<'_, T>,
    axis: usize,
    range: Range<usize>,
) -> ViewMut<'_, T> {
    view.into_sliced(items(axis, range))
}
