//! Results put together of parts of others along an axis: which, and in which order.

use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, with_axis};
use nd_core::{AnyArray, AnyView, Shape, Slice, SliceItem, View, with_dtype};
use nd_io::Region;
use std::sync::Arc;

/// Where the positions of an axis come from.
#[derive(Clone, Debug)]
pub(super) enum Course {
    /// One array after the other; where each starts, and where the last one ends.
    Joined(Vec<usize>),
    /// The array again and again, from a position of it on.
    Wrapped { from: usize, len: usize },
    /// So many copies of the first element, the array, copies of the last one.
    Edge { before: usize, len: usize },
    /// The array between images of itself; whether the elements at the ends are in them.
    Mirrored { before: usize, len: usize, ends: bool },
}

/// Positions that come from neighbours.
struct Run {
    input: usize,
    first: usize,
    /// 1, -1, or 0 for the same again and again.
    step: isize,
    len: usize,
}

impl Course {
    /// The positions from one on.
    fn run(&self, at: usize) -> Run {
        let run = |first, step, len| Run { input: 0, first, step, len };
        match *self {
            Course::Joined(ref starts) => {
                let input = starts.partition_point(|&start| start <= at) - 1;
                let (first, len) = (at - starts[input], starts[input + 1] - at);
                Run { input, first, step: 1, len }
            }
            Course::Wrapped { from, len } => {
                let first = (from + at) % len;
                run(first, 1, len - first)
            }
            Course::Edge { before, .. } if at < before => run(0, 0, before - at),
            Course::Edge { before, len } | Course::Mirrored { before, len, .. }
                if (before..before + len).contains(&at) =>
            {
                run(at - before, 1, before + len - at)
            }
            Course::Edge { len, .. } => run(len - 1, 0, usize::MAX),
            Course::Mirrored { len: 1, .. } => run(0, 0, usize::MAX),
            Course::Mirrored { before, len, ends } => {
                // Up through the array, and down again: without the elements at the turns, or with them.
                let (up, twice) = if ends { (len, 2 * len) } else { (len - 1, 2 * (len - 1)) };
                let place = (at + twice - before % twice) % twice;
                match place < up {
                    true => run(place, 1, up - place),
                    false => run(twice - place - usize::from(ends), -1, twice - place),
                }
            }
        }
    }

    /// What some positions are made of: start, count and step.
    fn pieces(&self, (start, count, by): (usize, usize, usize)) -> Vec<Piece> {
        let (mut pieces, mut at) = (Vec::new(), 0);
        while at < count {
            let run = self.run(start + at * by);
            let len = ((run.len - 1) / by + 1).min(count - at);
            let turned = run.step < 0 && len > 1;
            let first = if turned { run.first - (len - 1) * by } else { run.first };
            let taken = if run.step == 0 { 1 } else { len };
            let step = if taken > 1 { by } else { 1 };
            pieces.push(Piece { input: run.input, along: (first, taken, step), at, len, turned });
            at += len;
        }
        pieces
    }
}

/// Positions of a region that are made of one region of an input.
struct Piece {
    input: usize,
    /// Start, count and step in the input.
    along: (usize, usize, usize),
    /// The first of the positions, and how many.
    at: usize,
    len: usize,
    /// Whether they go backwards.
    turned: bool,
}

impl Piece {
    /// Whether the elements are taken as they come.
    fn is_plain(&self) -> bool {
        !self.turned && self.along.1 == self.len
    }
}

/// An array whose positions along an axis come from those of others.
pub(super) struct Parts {
    pub(super) name: &'static str,
    pub(super) axis: usize,
    pub(super) course: Course,
}

impl Parts {
    fn pieces(&self, region: &Region) -> Vec<Piece> {
        let axis = self.axis;
        self.course.pieces((region.start()[axis], region.shape()[axis], region.step()[axis]))
    }

    /// The array, in the chunks of the longest input.
    pub(super) fn node(self, inputs: Vec<Arc<Node>>, len: usize) -> Arc<Node> {
        let (first, axis) = (&inputs[0], self.axis);
        let shape =
            per_axis(first.shape.ndim(), |at| if at == axis { len } else { first.shape[at] });
        let longest = inputs.iter().max_by_key(|input| input.shape[axis]).unwrap_or(first);
        let (chunks, dtype) = (longest.chunks, first.dtype);
        Node::chunked(self, inputs, shape, dtype, chunks)
    }
}

impl Pull for Parts {
    fn name(&self) -> String {
        format!("{} axis {}", self.name, self.axis)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let need = |piece: Piece| Need::new(piece.input, with_axis(region, self.axis, piece.along));
        self.pieces(region).into_iter().map(need).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let pieces = self.pieces(region);
        if pieces.len() == 1 && pieces[0].is_plain() {
            return Ok(inputs.remove(0));
        }
        let mut made = cx.buffer(node.dtype, Shape::from(region.shape()))?;
        for (piece, block) in pieces.iter().zip(&*inputs) {
            let mut to = vec![SliceItem::Range(Slice::ALL); region.ndim()];
            to[self.axis] = span(piece.at, piece.len);
            let from = block.view();
            match piece.turned {
                true => put(&mut made, &to, from.flip(self.axis as isize)),
                false => put(&mut made, &to, from),
            }
        }
        Ok(Block::Owned(made))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        match &self.pieces(region)[..] {
            [piece] if piece.turned => node.nbytes(region),
            _ => 0,
        }
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        Some(0)
    }

    fn identity(&self) -> String {
        format!("{} {} {:?}", self.name, self.axis, self.course)
    }
}

/// So many positions from one on.
pub(super) fn span(start: usize, len: usize) -> SliceItem {
    let (start, stop) = (start as isize, (start + len) as isize);
    SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step: 1 })
}

/// Copies elements, which stretch, to a part of an array.
pub(super) fn put(to: &mut AnyArray, slices: &[SliceItem], from: AnyView<'_>) {
    with_dtype!(to, |to: T| {
        let from = View::<T>::try_from(from).expect("parts are of the type of the whole");
        let mut to = to.slice_mut(slices);
        let shape = Shape::from(to.view().shape());
        to.assign(from.broadcast_to(shape));
    });
}

/// Every so-manieth position along each axis of what reaches from the first to the last element of a region.
pub(super) fn thinned(region: &Region) -> Vec<SliceItem> {
    let step = region.step().iter();
    step.map(|&step| SliceItem::Range(Slice::ALL.step_by(step as isize))).collect()
}
