//! The same elements in C order, in another shape.
//!
//! Axes whose products agree from both ends are mapped for themselves: most reshapes merge or split a few axes and
//! leave the others alone. Within such a group, a region of the result is a few loops over places in C order; runs of
//! the longest become boxes of the input: a piece of a row, whole rows, a piece of a row.

use super::parts::{put, span};
use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, place};
use nd_core::{NewShape, Shape, ShapeError, SliceItem, View};
use nd_io::Region;
use std::ops::Range;
use std::sync::Arc;

/// Axes of the input that hold the elements of some of the result.
#[derive(Clone, Debug)]
struct Group {
    from: Range<usize>,
    to: Range<usize>,
}

/// The axes, cut wherever as many elements lie before the cut on both sides.
fn groups(from: &[usize], to: &[usize]) -> Vec<Group> {
    if from.contains(&0) {
        return Vec::new();
    }
    let (mut groups, mut i, mut j) = (Vec::new(), 0, 0);
    while i < from.len() || j < to.len() {
        let first = (i, j);
        let (mut left, mut right) = (1, 1);
        while left != right || (i, j) == first {
            if i < from.len() && (left < right || j == to.len() || (i, j) == first) {
                left *= from[i];
                i += 1;
            } else {
                right *= to[j];
                j += 1;
            }
        }
        groups.push(Group { from: first.0..i, to: first.1..j });
    }
    groups
}

/// A start, a count and a step, for each axis of a group of the input.
type Along = Vec<(usize, usize, usize)>;

/// A part of a run that is a box of the input: where in the run, how long, and where in the input.
struct Piece {
    at: usize,
    len: usize,
    along: Along,
}

/// The boxes of places `first`, `first + step`, …, in C order, of axes `dims`.
fn boxes(first: usize, count: usize, step: usize, dims: &[usize]) -> Vec<Piece> {
    let Some((&n, outer)) = dims.split_last() else {
        return vec![Piece { at: 0, len: 1, along: Vec::new() }];
    };
    if outer.is_empty() || n == 0 {
        return vec![Piece { at: 0, len: count, along: vec![(first, count, step)] }];
    }
    let (row, column) = (first / n, first % n);
    if count == 1 || step.is_multiple_of(n) {
        return beside(boxes(row, count, (step / n).max(1), outer), 0, (column, 1, 1));
    }
    let in_row = |column: usize| (n - column).div_ceil(step);
    let mut pieces = Vec::new();
    let (mut at, mut row, mut column) = (0, row, column);
    while at < count {
        let (here, left) = (in_row(column), count - at);
        if column < step && n.is_multiple_of(step) && left >= here {
            // All rows that follow are alike.
            let rows = left / here;
            pieces.extend(beside(boxes(row, rows, 1, outer), at, (column, here, step)));
            (at, row) = (at + rows * here, row + rows);
            continue;
        }
        let len = here.min(left);
        pieces.extend(beside(boxes(row, 1, 1, outer), at, (column, len, step)));
        let next = column + len * step;
        (at, row, column) = (at + len, row + next / n, next % n);
    }
    pieces
}

/// Boxes of the outer axes, with the same part of the last one for each place.
fn beside(outer: Vec<Piece>, at: usize, last: (usize, usize, usize)) -> Vec<Piece> {
    let widen = |mut piece: Piece| {
        piece.along.push(last);
        Piece { at: at + piece.at * last.1, len: piece.len * last.1, along: piece.along }
    };
    outer.into_iter().map(widen).collect()
}

/// A part of a region: its places along the loops of the group, and where it is in the input.
#[derive(Clone)]
struct Part {
    to: Vec<(usize, usize)>,
    along: Along,
}

/// The loops over places of a group that a region stands for: counts and strides, as few as there can be.
fn loops(region: &Region, axes: &Range<usize>, lengths: &[usize]) -> (usize, Vec<(usize, usize)>) {
    let (mut first, mut stride) = (0, 1);
    let mut loops: Vec<(usize, usize)> = Vec::new();
    for axis in axes.clone().rev() {
        first += region.start()[axis] * stride;
        let (count, by) = (region.shape()[axis], region.step()[axis] * stride);
        match loops.last_mut() {
            _ if count == 1 => {}
            Some(inner) if by == inner.0 * inner.1 => inner.0 *= count,
            _ => loops.push((count, by)),
        }
        stride *= lengths[axis];
    }
    loops.reverse();
    (first, loops)
}

/// Reading so many neighbours costs no more than reading one element.
const NEIGHBOURS: usize = 16;

/// The parts of a group's share of a region, and the counts of its loops.
fn parts(group: &Group, region: &Region, from: &[usize], to: &[usize]) -> (Vec<usize>, Vec<Part>) {
    let (first, loops) = loops(region, &group.to, to);
    let counts: Vec<usize> = loops.iter().map(|of| of.0).collect();
    let dims = &from[group.from.clone()];
    let Some(longest) = (0..loops.len()).max_by_key(|&at| counts[at]) else {
        let along = boxes(first, 1, 1, dims).remove(0).along;
        return (counts, vec![Part { to: Vec::new(), along }]);
    };
    let last = loops.len() - 1;
    let main = if counts[last] * NEIGHBOURS >= counts[longest] { last } else { longest };
    let others: Vec<usize> =
        (0..loops.len()).map(|at| if at == main { 1 } else { counts[at] }).collect();
    let mut parts = Vec::new();
    for number in 0..others.iter().product() {
        let at = place(number, &others);
        let from: usize = at.iter().zip(&loops).map(|(&at, of)| at * of.1).sum();
        for piece in boxes(first + from, counts[main], loops[main].1, dims) {
            let mut to: Vec<(usize, usize)> = at.iter().map(|&at| (at, 1)).collect();
            to[main] = (piece.at, piece.len);
            parts.push(Part { to, along: piece.along });
        }
    }
    (counts, parts)
}

/// The same elements in another shape.
struct Reshaped {
    groups: Vec<Group>,
}

impl Reshaped {
    /// What a region is made of: the counts of all loops, and parts of them.
    fn parts(&self, node: &Node, region: &Region) -> (Vec<usize>, Vec<Part>) {
        let (from, to) = (&node.inputs[0].shape, &node.shape);
        let mut counts = Vec::new();
        let mut all = vec![Part { to: Vec::new(), along: Vec::new() }];
        for group in &self.groups {
            let (own, parts) = parts(group, region, from, to);
            counts.extend(own);
            let joined = |left: &Part, right: &Part| Part {
                to: [&left.to[..], &right.to[..]].concat(),
                along: [&left.along[..], &right.along[..]].concat(),
            };
            all = all.iter().flat_map(|left| parts.iter().map(|r| joined(left, r))).collect();
        }
        (counts, all)
    }
}

impl Pull for Reshaped {
    fn name(&self) -> String {
        "reshape".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let need = |part: Part| {
            let pick = |f: fn(&(usize, usize, usize)) -> usize| {
                per_axis(part.along.len(), |axis| f(&part.along[axis]))
            };
            let step = pick(|a| if a.1 == 1 { 1 } else { a.2 });
            Need::new(0, Region::new(pick(|a| a.0), pick(|a| a.1)).with_step(step))
        };
        self.parts(node, region).1.into_iter().map(need).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        if inputs.len() == 1 {
            return Ok(reshaped_block(inputs.remove(0), region.shape()));
        }
        let (counts, parts) = self.parts(node, region);
        let mut made = cx.buffer(node.dtype, Shape::from(&counts[..]))?;
        for (part, block) in parts.iter().zip(inputs.drain(..)) {
            let to: Vec<SliceItem> = part.to.iter().map(|&(at, len)| span(at, len)).collect();
            let lengths: Vec<usize> = part.to.iter().map(|to| to.1).collect();
            let block = reshaped_block(block, &lengths);
            put(&mut made, &to, block.view());
            cx.recycle(block);
        }
        Ok(Block::Owned(made.into_reshaped(region.shape())))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // A part that is looked at as a whole, to be re-cut.
        let (_, parts) = self.parts(node, region);
        let len = |part: &Part| part.along.iter().map(|along| along.1).product::<usize>();
        let most = parts.iter().map(len).max().unwrap_or(0);
        if parts.len() == 1 { 0 } else { most * node.dtype.itemsize() }
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        Some(0)
    }

    fn identity(&self) -> String {
        format!("reshape {:?}", self.groups)
    }
}

/// The same elements in another shape; not copied where nobody else has them.
pub(super) fn reshaped_block(block: Block, shape: &[usize]) -> Block {
    match block {
        Block::Stretched(one, _) if one.size() == 1 => {
            let one =
                if one.ndim() == 0 { one } else { Arc::new(one.view().reshape(Shape::from(()))) };
            Block::Stretched(one, shape.into())
        }
        block => Block::Owned(block.into_array().into_reshaped(shape)),
    }
}

/// As many neighbours in C order as lie in one chunk, cut to chunks of another shape.
fn chunks(node: &Node, groups: &[Group], shape: &[usize]) -> Shape {
    let mut out = Shape::from(shape);
    for group in groups {
        let mut run = 1;
        for axis in group.from.clone().rev() {
            run *= node.chunks[axis];
            if node.chunks[axis] < node.shape[axis] {
                break;
            }
        }
        for axis in group.to.clone().rev() {
            out[axis] = shape[axis].min(run).max(1);
            run /= out[axis];
        }
    }
    out
}

/// The array in another shape of as many elements.
pub(super) fn reshaped(node: &Arc<Node>, shape: Shape) -> Arc<Node> {
    if node.shape == shape {
        return Arc::clone(node);
    }
    let groups = groups(&node.shape, &shape);
    let chunks = chunks(node, &groups, &shape);
    Node::chunked(Reshaped { groups }, vec![Arc::clone(node)], shape, node.dtype, chunks)
}

both! {
    /// The same elements in C order, in another shape; one length may be -1, for what the others leave.
    ///
    /// Merging and splitting axes costs as good as nothing.
    ///
    /// # Panics
    /// If the shape has another number of elements, or -1 stands for no whole number.
    ///
    /// # NumPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0, 1_000_000, 1).reshape([-1, 1000]);
    /// assert_eq!(x.slice(nd_core::s![999, ..2]).compute()?, nd_core::array![999_000, 999_001]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<NewShape>) -> Self {
        self.try_reshape(shape).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`reshape`](Self::reshape), for shapes that come from elsewhere.
    ///
    /// # Errors
    /// If the shape has another number of elements, or -1 stands for no whole number.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0, 10, 1).try_reshape([3, -1]).is_err());
    /// ```
    pub fn try_reshape(&self, shape: impl Into<NewShape>) -> Result<Self, ShapeError> {
        let all = View::from_ref(&0u8).broadcast_to(self.node.shape);
        let shape = Shape::from(all.try_reshape_view(shape)?.shape());
        Ok(Self::of(reshaped(&self.node, shape)))
    }

    /// All elements in C order along one axis.
    ///
    /// # Panics
    /// If their number does not fit the address space.
    ///
    /// # NumPy
    /// `a.ravel()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([20, 30], 0u8).ravel().shape(), [600]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn ravel(&self) -> Self {
        self.reshape(-1)
    }
}
