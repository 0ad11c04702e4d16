//! The fold of grouped reductions.

use super::grouped::Groups;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output};
use crate::reduce::folded;
use crate::regions::per_axis;
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Element, Shape, Typed, View, zip};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// A cell reaches at least so many times as far along the axis as there are groups, so that its partial result is smaller than
/// itself.
const DEPTH: usize = 4;
/// Positions of a cell along the axis, at least.
const LEAST: usize = 64;
/// Bytes of a cell, if its rows are not too short then.
const BYTES: usize = 1 << 20;
/// Bytes of a cell at most.
const MOST: usize = 4 << 20;
/// Elements of a row that is worth reading.
const ROW: usize = 512;

/// What is made of a block, of two partial results, and of the last one.
pub(super) struct Rule<W, P, M, F> {
    pub(super) name: &'static str,
    /// Numbers that it was given.
    pub(super) said: String,
    pub(super) partial: P,
    pub(super) merge: M,
    pub(super) wire: Wire<Array<W>>,
    pub(super) finish: F,
}

/// A reduction of groups along one axis.
struct GroupFold<T, W, U, P, M, F> {
    rule: Rule<W, P, M, F>,
    axes: Axes,
    codes: Arc<[usize]>,
    groups: usize,
    of: PhantomData<fn(T, W) -> U>,
}

impl<T, W, U, P, M, F> Folding for GroupFold<T, W, U, P, M, F>
where
    T: Typed,
    W: Element,
    U: Typed,
    P: Fn(View<'_, T>, &[usize], usize, usize) -> Array<W> + Send + Sync + 'static,
    M: Fn(W, W) -> W + Send + Sync + 'static,
    F: Fn(Array<W>) -> Array<U> + Send + Sync + 'static,
{
    type State = Array<W>;

    fn name(&self) -> String {
        self.rule.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.groups]), dtype: U::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Array<W>> {
        let axis = self.axes[0];
        let from = cell.region.start()[axis];
        let codes = &self.codes[from..from + cell.region.shape()[axis]];
        Ok((self.rule.partial)(inputs[0].gapless().view(), codes, self.groups, axis))
    }

    fn merge(&self, earlier: &mut Array<W>, later: Array<W>) {
        zip((earlier, &later)).for_each(|(a, b)| *a = (self.rule.merge)(*a, b));
    }

    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells> {
        let axis = self.axes[0];
        let depth = (DEPTH * self.groups).max(LEAST).min(shape[axis]).max(1);
        let row = depth * itemsize.max(1);
        let mut room = (BYTES / row).max(ROW.min(MOST / row)).max(1);
        let mut extents = per_axis(shape.len(), |_| depth);
        for at in (0..shape.len()).rev().filter(|&at| at != axis) {
            extents[at] = shape[at].min(room).max(1);
            room = (room / extents[at]).max(1);
        }
        Some(Cells::of_extents(shape, &self.axes, &extents))
    }

    fn finish(&self, state: Option<Array<W>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let Some(state) = state else {
            // There is no position, and so no group.
            let shape = [tile.shape(), &[0]].concat();
            return Ok(vec![Array::<U>::from_shape_vec(&shape[..], Vec::new()).into()]);
        };
        let last: Vec<isize> = moved(state.ndim(), self.axes[0], state.ndim() - 1);
        Ok(vec![(self.rule.finish)(state).view().permute_dims(&last).to_array().into()])
    }

    fn wire(&self) -> Wire<Array<W>> {
        self.rule.wire
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.groups).saturating_mul(size_of::<W>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        // The elements without gaps.
        cell.size().saturating_mul(size_of::<T>())
    }

    fn identity(&self) -> String {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.codes.hash(&mut hasher);
        let Rule { name, said, .. } = &self.rule;
        format!("{name} {said} {:?} {:x}", self.axes, hasher.finish())
    }
}

/// The order of axes in which axis `from` has become axis `to`.
fn moved(ndim: usize, from: usize, to: usize) -> Vec<isize> {
    let mut order: Vec<isize> = (0..ndim as isize).collect();
    let axis = order.remove(from);
    order.insert(to, axis);
    order
}

/// The result of a rule for each group.
pub(super) fn reduced<L, T: Typed, W: Element, U: Typed>(
    x: &Chunked<T>,
    groups: &Groups<L>,
    rule: Rule<
        W,
        impl Fn(View<'_, T>, &[usize], usize, usize) -> Array<W> + Send + Sync + 'static,
        impl Fn(W, W) -> W + Send + Sync + 'static,
        impl Fn(Array<W>) -> Array<U> + Send + Sync + 'static,
    >,
) -> Chunked<U> {
    let codes = Arc::clone(&groups.codes);
    let (axes, groups) = (Axes::from([groups.axis]), groups.labels.len());
    let axis = axes[0];
    let fold = GroupFold { rule, axes, codes, groups, of: PhantomData };
    let node = folded(fold, &[&x.node]).remove(0);
    let ndim = x.ndim();
    Chunked::of(node).permute_dims(&moved(ndim, ndim - 1, axis))
}
