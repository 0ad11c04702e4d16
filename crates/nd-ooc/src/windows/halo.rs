//! [`Halo`]: a block of the result, made of a block of the input with its neighbours on all sides.

use super::along::Along;
use super::boundary::Boundary;
use crate::block::Block;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::pieces::joined;
use crate::regions::{dense, inside, per_axis, place};
use nd_core::{Array, CowArray, Shape, SliceItem, Typed, View};
use nd_io::Region;
use std::marker::PhantomData;

/// A function of a block and its neighbours, whose result is as large as what it was given, or as the
/// block without the neighbours.
pub(crate) struct Halo<T, U, F> {
    pub(super) name: String,
    /// Parameters that its name does not say.
    pub(super) said: String,
    /// Elements before and after, for each axis.
    pub(super) depth: Vec<(usize, usize)>,
    pub(super) boundaries: Vec<Boundary<T>>,
    /// Blocks as large as what it is given that the function takes besides its result.
    pub(super) works: usize,
    pub(super) f: F,
    pub(super) of: PhantomData<fn(T) -> U>,
}

impl<T: Typed, U, F> Halo<T, U, F> {
    /// What is needed of each axis for a region without gaps.
    fn along(&self, node: &Node, region: &Region) -> Vec<Along> {
        let shape = &node.inputs[0].shape;
        let along = |axis: usize| {
            let part = (region.start()[axis], region.shape()[axis]);
            Along::new(part, self.depth[axis], shape[axis], &self.boundaries[axis])
        };
        (0..region.ndim()).map(along).collect()
    }

    /// The block with its neighbours, put together from its pieces.
    fn grown(&self, along: &[Along], pieces: &mut [Block]) -> Array<T> {
        let counts: Vec<usize> = along.iter().map(|along| along.runs.len()).collect();
        let mut whole = joined::<T>(pieces, &counts);
        for (axis, along) in along.iter().enumerate() {
            let Some(picked) = along.picked() else { continue };
            let places: Vec<usize> = picked.iter().map(|place| place.unwrap_or(0)).collect();
            whole = whole.view().take(&places, axis as isize);
            if let Boundary::Constant(value) = self.boundaries[axis] {
                fill_outside(&mut whole, axis, picked, value);
            }
        }
        whole
    }

    /// The part of a function's result that is asked for.
    fn trimmed(&self, made: Array<U>, along: &[Along], asked: &Region) -> Result<Block>
    where
        U: Typed,
    {
        let bare = dense(asked);
        let before = if made.shape() == bare.shape() {
            per_axis(asked.ndim(), |_| 0)
        } else {
            per_axis(asked.ndim(), |axis| along[axis].before)
        };
        let grown = per_axis(asked.ndim(), |axis| along[axis].len);
        if made.shape() != bare.shape() && made.shape() != &grown[..] {
            let (found, wanted) = (made.shape().to_vec(), grown.to_vec());
            return Err(ErrorKind::BlockShape { found, wanted }.into());
        }
        if made.shape() == asked.shape() {
            return Ok(made.into());
        }
        let start = per_axis(asked.ndim(), |axis| before[axis]);
        let part = Region::new(start, asked.shape()).with_step(asked.step());
        let all = Region::all(made.shape());
        Ok(Block::from(made).part(inside(&all, &part)))
    }
}

/// Writes a value over what was picked for places beyond the ends.
fn fill_outside<T: Typed>(whole: &mut Array<T>, axis: usize, picked: &[Option<usize>], value: T) {
    let outside = |place: &&Option<usize>| place.is_none();
    let head = picked.iter().take_while(outside).count();
    let tail = picked.iter().rev().take_while(outside).count();
    let len = picked.len();
    for (from, to) in [(0, head), (len - tail, len)] {
        let mut part = vec![SliceItem::from(..); whole.ndim()];
        part[axis] = SliceItem::from(from as isize..to as isize);
        whole.slice_mut(&part).fill(value);
    }
}

impl<T: Typed, U: Typed, F> Pull for Halo<T, U, F>
where
    F: Fn(CowArray<'_, T>) -> Array<U> + Send + Sync,
{
    fn name(&self) -> String {
        self.name.clone()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let along = self.along(node, &dense(region));
        let counts = per_axis(region.ndim(), |axis| along[axis].runs.len());
        let piece = |at: usize| {
            let index = place(at, &counts);
            let run = |axis: usize| along[axis].runs[index[axis]];
            let start = per_axis(region.ndim(), |axis| run(axis).0);
            Need::new(0, Region::new(start, per_axis(region.ndim(), |axis| run(axis).1)))
        };
        (0..counts.iter().product()).map(piece).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let along = self.along(node, &dense(region));
        let made = if along.iter().all(|along| along.picked().is_none()) {
            (self.f)(CowArray::View(inputs[0].typed::<T>()))
        } else {
            (self.f)(CowArray::Owned(self.grown(&along, inputs)))
        };
        self.trimmed(made, &along, region)
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let along = self.along(node, &dense(region));
        let grown = along.iter().map(|along| along.len).product::<usize>();
        let put_together = if along.iter().any(|along| along.picked().is_some()) { 2 } else { 0 };
        let made = (grown * (1 + self.works)).saturating_sub(region.size());
        (put_together * grown).saturating_mul(size_of::<T>())
            + made.saturating_mul(node.dtype.itemsize())
    }

    fn reach(&self) -> Option<Shape> {
        Some(per_axis(self.depth.len(), |axis| self.depth[axis].0 + self.depth[axis].1))
    }

    fn identity(&self) -> String {
        let Halo { name, said, depth, boundaries, .. } = self;
        format!("{name} {said} {depth:?} {boundaries:?} {}", std::any::type_name::<Self>())
    }
}

/// A view of what a function is given.
pub(super) fn viewing<T: Typed, U>(
    f: impl Fn(View<'_, T>) -> Array<U>,
) -> impl Fn(CowArray<'_, T>) -> Array<U> {
    move |block| f(block.view())
}
