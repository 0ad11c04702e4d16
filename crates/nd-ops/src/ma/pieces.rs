//! Reductions of what is not masked, piece by piece: elements are filled in while a piece is in the cache.
//!
//! Pieces are cut by shapes alone, and their results merged in one order.

use super::{Maskable, MaskedView};
use crate::Over;
use nd_core::{Array, Axes, Element, Slice, SliceItem, View, concat, threads};

/// Elements of a piece.
const PIECE: usize = 1 << 15;
/// So many rows a piece should have at least whose results are merged: as many times fewer are the results.
const ROWS: usize = 32;

/// How a piece is reduced, and two results are merged.
pub(super) struct Way<'a, T, W> {
    /// What stands for a masked element.
    pub(super) fill: T,
    /// The results of a piece over some axes.
    pub(super) piece: &'a (dyn Fn(View<'_, T>, &Over) -> Array<W> + Sync),
    /// Those of earlier elements, and of later ones.
    pub(super) merge: &'a (dyn Fn(Array<W>, Array<W>) -> Array<W> + Sync),
}

/// The results over some axes, which stay if `over` says so.
pub(super) fn reduced<T: Maskable, W: Element>(
    a: MaskedView<'_, T>,
    over: &Over,
    axes: &Axes,
    way: &Way<'_, T, W>,
) -> Array<W> {
    let gone: Vec<bool> = (0..a.data.ndim()).map(|axis| axes.contains(&axis)).collect();
    over.restore(pieces(a, &gone, way), a.shape(), axes)
}

fn pieces<T: Maskable, W: Element>(
    a: MaskedView<'_, T>,
    gone: &[bool],
    way: &Way<'_, T, W>,
) -> Array<W> {
    let (size, first) = (a.data.size(), a.shape().iter().position(|&n| n > 1));
    let Some(first) = first.filter(|_| size > PIECE) else { return piece(a, gone, way) };
    let row = size / a.shape()[first];
    // Results of few rows are as many as the elements: narrower pieces have more rows.
    let narrow = |axis: usize| {
        let behind: usize = a.shape()[axis + 1..].iter().product();
        (PIECE / ROWS / behind.max(1)).max(1)
    };
    let wide = |&axis: &usize| !gone[axis] && a.shape()[axis] > narrow(axis);
    let kept = (first + 1..gone.len()).find(wide);
    match kept.filter(|_| gone[first] && row > PIECE / ROWS) {
        Some(kept) => cut(a, gone, kept, narrow(kept), way),
        None => cut(a, gone, first, (PIECE / row).max(1), way),
    }
}

/// The results of parts of an axis, each `some` long.
fn cut<T: Maskable, W: Element>(
    a: MaskedView<'_, T>,
    gone: &[bool],
    axis: usize,
    some: usize,
    way: &Way<'_, T, W>,
) -> Array<W> {
    let n = a.shape()[axis];
    let results = threads::collect(n.div_ceil(some), &|part| {
        let mut items = vec![SliceItem::Range(Slice::ALL); axis];
        let ends = part * some..n.min((part + 1) * some);
        items.push(SliceItem::from(ends.start as isize..ends.end as isize));
        pieces(a.slice(items), gone, way)
    });
    if gone[axis] {
        return threads::merged(results, way.merge).expect("an axis with elements has parts");
    }
    let before = gone[..axis].iter().filter(|&&gone| !gone).count();
    concat(&results, before as isize)
}

fn piece<T: Maskable, W: Element>(
    a: MaskedView<'_, T>,
    gone: &[bool],
    way: &Way<'_, T, W>,
) -> Array<W> {
    let axes: Vec<isize> = (0..gone.len()).filter(|&k| gone[k]).map(|k| k as isize).collect();
    let over = Over::from(axes.as_slice());
    match a.mask {
        None => (way.piece)(a.data, &over),
        Some(mask) => (way.piece)(T::filled_of(a.data, mask, way.fill).view(), &over),
    }
}
