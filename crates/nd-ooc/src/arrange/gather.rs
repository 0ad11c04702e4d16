//! Positions of an axis in any order, as often as they are named.

use super::axes::resolved;
use super::parts::{put, span};
use super::reshape::reshaped;
use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, with_axis};
use nd_core::{
    AnyArray, ArrayLike, IndexElement, Shape, ShapeError, Slice, SliceItem, View, normalize_axis,
    with_dtype,
};
use nd_io::Region;
use std::fmt::Write;
use std::sync::Arc;

/// Which position of the input each one of the result is.
#[derive(Clone)]
pub(super) enum Picks {
    /// As listed.
    List(Arc<[usize]>),
    /// Each one so many times.
    Times(usize),
}

impl Picks {
    fn at(&self, position: usize) -> usize {
        match self {
            Picks::List(list) => list[position],
            Picks::Times(times) => position / times,
        }
    }
}

/// An array whose positions along an axis are picked from another's.
pub(super) struct Gathered {
    pub(super) name: &'static str,
    pub(super) axis: usize,
    pub(super) picks: Picks,
}

/// Reading on over so many bytes costs no more than beginning again.
const GAP: usize = 64 << 10;

/// What a region is made of.
struct Plan {
    /// Starts, counts and steps of what is read.
    pieces: Vec<(usize, usize, usize)>,
    /// For each position of the region, which of those that are read it is; none if it is as they come.
    order: Option<Vec<usize>>,
}

impl Gathered {
    /// The array, of so many positions.
    pub(super) fn node(self, input: &Arc<Node>, len: usize) -> Arc<Node> {
        let axis = self.axis;
        let put = |values: &[usize], value| {
            per_axis(values.len(), |at| if at == axis { value } else { values[at] })
        };
        let chunk = match self.picks {
            Picks::List(_) => input.chunks[axis],
            Picks::Times(times) => input.chunks[axis].saturating_mul(times),
        };
        let (shape, chunks) = (put(&input.shape, len), put(&input.chunks, chunk));
        Node::chunked(self, vec![Arc::clone(input)], shape, input.dtype, chunks)
    }

    fn plan(&self, node: &Node, region: &Region) -> Plan {
        let axis = self.axis;
        let (start, count, by) = (region.start()[axis], region.shape()[axis], region.step()[axis]);
        let wanted: Vec<usize> = (0..count).map(|at| self.picks.at(start + at * by)).collect();
        let step = if count > 1 { wanted[1].wrapping_sub(wanted[0]) } else { 1 };
        let even = |pair: &[usize]| pair[0] < pair[1] && pair[1] - pair[0] == step;
        if wanted.windows(2).all(even) {
            return Plan { pieces: vec![(wanted[0], count, step)], order: None };
        }
        let mut sorted = wanted.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let row = region.size() / count * node.dtype.itemsize();
        let input = &node.inputs[0];
        let (chunk, chunked) = (input.chunks[axis], input.chunks[axis] < input.shape[axis]);
        let near = |a: usize, b: usize| {
            (b - a - 1).saturating_mul(row) <= GAP || chunked && a / chunk == b / chunk
        };
        let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
        for &at in &sorted {
            match pieces.last_mut() {
                Some(piece) if near(piece.0 + piece.1 - 1, at) => piece.1 = at + 1 - piece.0,
                _ => pieces.push((at, 1, 1)),
            }
        }
        let mut before = vec![0];
        before.extend(pieces.iter().scan(0, |sum, piece| {
            *sum += piece.1;
            Some(*sum)
        }));
        let place = |&at: &usize| {
            let piece = pieces.partition_point(|piece| piece.0 <= at) - 1;
            before[piece] + at - pieces[piece].0
        };
        let order = wanted.iter().map(place).collect();
        Plan { pieces, order: Some(order) }
    }
}

impl Pull for Gathered {
    fn name(&self) -> String {
        format!("{} axis {}", self.name, self.axis)
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let pieces = self.plan(node, region).pieces.into_iter();
        pieces.map(|along| Need::new(0, with_axis(region, self.axis, along))).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let Plan { pieces, order: Some(order) } = self.plan(node, region) else {
            return Ok(inputs.remove(0));
        };
        let axis = self.axis;
        let take = |view: nd_core::AnyView<'_>| -> AnyArray {
            with_dtype!(view, |a| a.take(View::from_slice(&order), axis as isize).into())
        };
        if pieces.len() == 1 {
            return Ok(Block::Owned(take(inputs[0].view())));
        }
        let read = pieces.iter().map(|piece| piece.1).sum();
        let lengths = with_axis(region, axis, (0, read, 1));
        let mut together = cx.buffer(node.dtype, Shape::from(lengths.shape()))?;
        let mut at = 0;
        for (piece, block) in pieces.iter().zip(&*inputs) {
            let mut to = vec![SliceItem::Range(Slice::ALL); region.ndim()];
            to[axis] = span(at, piece.1);
            put(&mut together, &to, block.view());
            at += piece.1;
        }
        let made = take(together.view());
        cx.recycle(Block::Owned(together));
        Ok(Block::Owned(made))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let plan = self.plan(node, region);
        let read: usize = plan.pieces.iter().map(|piece| piece.1).sum();
        let order = plan.order.map_or(0, |order| 3 * order.len() * size_of::<usize>());
        let row = node.nbytes(region) / region.shape()[self.axis];
        order + if plan.pieces.len() > 1 { read * row } else { 0 }
    }

    fn identity(&self) -> String {
        let mut said = format!("{} {}", self.name, self.axis);
        // Infallible: strings take everything.
        let _ = match &self.picks {
            Picks::Times(times) => write!(said, " times {times}"),
            Picks::List(list) => write!(said, " {list:?}"),
        };
        said
    }
}

/// Positions counted from the front, if all are there.
pub(super) fn positions<I: IndexElement>(
    op: &'static str,
    indices: View<'_, I>,
    (axis, len): (usize, usize),
) -> Result<Vec<usize>, ShapeError> {
    let position = |index: &I| {
        let index = index.to_index();
        let at = if index < 0 { index.wrapping_add_unsigned(len) } else { index };
        let outside = ShapeError::Index { op, index, axis, len };
        usize::try_from(at).ok().filter(|&at| at < len).ok_or(outside)
    };
    indices.iter().map(position).collect()
}

/// The positions of an axis that a list names.
pub(super) fn taken(
    name: &'static str,
    node: &Arc<Node>,
    axis: usize,
    list: Vec<usize>,
) -> Arc<Node> {
    let len = list.len();
    Gathered { name, axis, picks: Picks::List(list.into()) }.node(node, len)
}

both! {
    /// The elements at `indices` along `axis`, in any order, as often as they are named; negative ones count from the
    /// end.
    ///
    /// `(…, n, …)` and `indices: (k, …)` → `(…, k, …, …)`. What is wanted at a time is read in pieces that cover it,
    /// each once.
    ///
    /// # Panics
    /// If the axis does not exist, an index lies outside it, or there would be more axes than an array may have.
    ///
    /// # NumPy
    /// `np.take(a, indices, axis)`, `a[:, indices]`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0, 1_000_000, 1);
    /// assert_eq!(x.take([5, -1, 5], 0).compute()?, nd_core::array![5, 999_999, 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn take<I: IndexElement>(&self, indices: impl ArrayLike<Elem = I>, axis: isize) -> Self {
        self.try_take(indices, axis).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`take`](Self::take), for indices that come from elsewhere.
    ///
    /// # Errors
    /// If the axis does not exist, an index lies outside it, or there would be more axes than an array may have.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0, 10, 1).try_take([10], 0).is_err());
    /// ```
    pub fn try_take<I: IndexElement>(
        &self,
        indices: impl ArrayLike<Elem = I>,
        axis: isize,
    ) -> Result<Self, ShapeError> {
        let (indices, axis) = (indices.view(), normalize_axis("take", axis, self.ndim())?);
        let list = positions("take", indices, (axis, self.shape()[axis]))?;
        let (before, after) = (&self.shape()[..axis], &self.shape()[axis + 1..]);
        let shape = Shape::try_new(&[before, indices.shape(), after].concat())?;
        Ok(Self::of(reshaped(&taken("take", &self.node, axis, list), shape)))
    }

    /// Each element so many times along `axis`.
    ///
    /// `(…, n, …)` → `(…, n * times, …)`.
    ///
    /// # Panics
    /// If the axis does not exist, or the length overflows.
    ///
    /// # NumPy
    /// `np.repeat(a, times, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(0, 2, 1).repeat(2, 0).compute()?, nd_core::array![0, 0, 1, 1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn repeat(&self, times: usize, axis: isize) -> Self {
        let axis = resolved("repeat", axis, self.ndim());
        let Some(len) = self.shape()[axis].checked_mul(times) else {
            panic!("{}", ShapeError::Overflow { op: "repeat", shape: self.shape().into() })
        };
        let repeated = Gathered { name: "repeat", axis, picks: Picks::Times(times) };
        Self::of(repeated.node(&self.node, len))
    }

    /// Each element along `axis` as often as its count says.
    ///
    /// # Panics
    /// If the axis does not exist, or there are not as many counts as elements along it.
    ///
    /// # NumPy
    /// `np.repeat(a, counts, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(0, 3, 1).repeat_each([2, 0, 1], 0).compute()?, nd_core::array![0, 0, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn repeat_each(&self, counts: impl ArrayLike<Elem = usize>, axis: isize) -> Self {
        let axis = resolved("repeat_each", axis, self.ndim());
        let (counts, n) = (counts.view(), self.shape()[axis]);
        if counts.shape() != [n] {
            let op = format!("repeat_each: counts for axis {axis}").into();
            let (left, right) = ([n].into(), counts.shape().into());
            panic!("{}", ShapeError::Mismatch { op, left, right });
        }
        let each = |(at, &count): (usize, &usize)| std::iter::repeat_n(at, count);
        let list = counts.iter().enumerate().flat_map(each).collect();
        Self::of(taken("repeat_each", &self.node, axis, list))
    }
}
