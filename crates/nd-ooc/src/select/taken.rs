//! `take_chunked`: elements at positions that are themselves in chunks.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::elementwise::lift1;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, with_axis};
use nd_core::{
    AnyView, IndexElement, Shape, ShapeError, Slice, SliceItem, Typed, View, normalize_axis,
    with_dtype, zip,
};
use nd_io::Region;
use std::sync::Arc;

/// Reading on over so many bytes costs no more than beginning again.
const GAP: usize = 64 << 10;
/// Bytes that are read at once of what is not in chunks.
const READ: usize = 1 << 20;
/// Bytes of a result that are gathered together.
const TOGETHER: usize = 2 << 20;

/// The positions along an axis of the first input that the second one names.
struct TakenBy {
    axis: usize,
    /// Positions that are read at once, at most.
    read: usize,
    /// Extents of what is gathered together.
    together: Shape,
}

/// Which positions are read, each once and in order, and which of them every wanted one is.
struct Gathering {
    sorted: Vec<usize>,
    order: Vec<usize>,
}

impl Gathering {
    fn of(wanted: View<'_, i64>, axis: usize, len: usize) -> Result<Gathering> {
        let position = |&index: &i64| {
            let at = if index < 0 { index.checked_add_unsigned(len as u64) } else { Some(index) };
            let at = at.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
            let (op, index) = ("take_chunked", index as isize);
            at.ok_or(ErrorKind::from(ShapeError::Index { op, index, axis, len }))
        };
        let wanted: Vec<usize> = wanted.iter().map(position).collect::<Result<_, _>>()?;
        let mut sorted = wanted.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let place = |at| sorted.partition_point(|&other| other < at);
        let order = wanted.into_iter().map(place).collect();
        Ok(Gathering { sorted, order })
    }
}

impl TakenBy {
    /// The runs of positions that are read at once: of one chunk, and near each other where there are none.
    fn runs(&self, node: &Node, sorted: &[usize], row: usize) -> Vec<(usize, usize)> {
        let input = &node.inputs[0];
        let (chunk, is_cut) =
            (input.chunks[self.axis], input.chunks[self.axis] < input.shape[self.axis]);
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (number, &at) in sorted.iter().enumerate() {
            let joins = runs.last().is_some_and(|&(first, end)| {
                let (start, before) = (sorted[first], sorted[end - 1]);
                let near = match is_cut {
                    true => start / chunk == at / chunk,
                    false => (at - before).saturating_mul(row) <= GAP,
                };
                near && at - start < self.read
            });
            match runs.last_mut() {
                Some(run) if joins => run.1 = number + 1,
                _ => runs.push((number, number + 1)),
            }
        }
        runs
    }
}

/// Part of an array along an axis.
fn along(ndim: usize, axis: usize, start: usize, len: usize) -> Vec<SliceItem> {
    let mut slices = vec![SliceItem::Range(Slice::ALL); ndim];
    let (start, stop) = (Some(start as isize), Some((start + len) as isize));
    slices[axis] = SliceItem::Range(Slice { start, stop, step: 1 });
    slices
}

impl Pull for TakenBy {
    fn name(&self) -> String {
        format!("take axis {} by chunks of indices", self.axis)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let axis = self.axis;
        let indices = Region::new([region.start()[axis]], [region.shape()[axis]])
            .with_step([region.step()[axis]]);
        vec![Need::new(1, indices)]
    }

    fn pulls(&self, node: &Node, region: &Region) -> Vec<Need> {
        let len = self.read.min(node.inputs[0].shape[self.axis]);
        vec![Need::new(0, with_axis(region, self.axis, (0, len, 1)))]
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let (axis, input) = (self.axis, &node.inputs[0]);
        let found = Gathering::of(inputs[0].typed::<i64>(), axis, input.shape[axis])?;
        let row = node.nbytes(region) / region.shape()[axis];
        let lengths = with_axis(region, axis, (0, found.sorted.len(), 1));
        let mut together = cx.buffer(node.dtype, Shape::from(lengths.shape()))?;
        for (first, end) in self.runs(node, &found.sorted, row) {
            let run = &found.sorted[first..end];
            let (start, last) = (run[0], run[run.len() - 1]);
            let block =
                cx.pull_alone(input, &with_axis(region, axis, (start, last + 1 - start, 1)))?;
            let local: Vec<usize> = run.iter().map(|at| at - start).collect();
            let to = along(region.ndim(), axis, first, run.len());
            with_dtype!(&mut together, |whole: T| {
                let part = block.typed::<T>().take(View::from_slice(&local), axis as isize);
                whole.slice_mut(&to).assign(&part);
            });
            cx.recycle(block);
        }
        let take = |view: AnyView<'_>| -> nd_core::AnyArray {
            with_dtype!(view, |a| a.take(View::from_slice(&found.order), axis as isize).into())
        };
        let made = take(together.view());
        cx.recycle(Block::Owned(together));
        Ok(Block::Owned(made))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let (axis, count) = (self.axis, region.shape()[self.axis]);
        let row = node.nbytes(region) / count;
        // Each once, and those of one run once more; positions as they are wanted, in order, and by their order.
        let rows = count + self.read.min(count).min(node.inputs[0].shape[axis]);
        rows.saturating_mul(row).saturating_add(4 * count * size_of::<usize>())
    }

    fn pieces(&self) -> Option<Shape> {
        Some(self.together)
    }

    fn identity(&self) -> String {
        format!("take {} by chunks of indices", self.axis)
    }
}

macro_rules! taking {
    ($($Type:ty: [$($generic:tt)*];)*) => {$(
        impl $($generic)* $Type {
            /// The elements along `axis` at positions that are themselves in chunks; negative ones count from the end.
            ///
            /// `(…, n, …)` and `indices: (k, …)` → `(…, k, …, …)`. Some megabytes of the result are made at a time, from
            /// parts that are read each once for them: where positions are far from being in order, as often as there are
            /// such pieces.
            ///
            /// # Panics
            /// If the axis does not exist, or there would be more axes than an array may have.
            ///
            /// # Errors
            /// Those of a run: [`ErrorKind::Shape`] for an index outside the axis.
            ///
            /// # NumPy
            /// `np.take(a, indices, axis)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            /// let x = nd_ooc::arange(0, 1_000_000, 1);
            /// let indices = Chunked::from(array![5, -1, 5]);
            /// assert_eq!(x.take_chunked(&indices, 0).compute()?, array![5, 999_999, 5]);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn take_chunked<I: Typed + IndexElement>(
                &self,
                indices: &Chunked<I>,
                axis: isize,
            ) -> Self {
                let axis = normalize_axis("take_chunked", axis, self.ndim());
                let axis = axis.unwrap_or_else(|error| panic!("{error}"));
                let flat = lift1("index", "", &indices.ravel(), |indices| {
                    zip((&indices.view(),)).map(|(index,)| index.to_index() as i64)
                });
                let (before, after) = (&self.shape()[..axis], &self.shape()[axis + 1..]);
                let shape = Shape::try_new(&[before, indices.shape(), after].concat());
                let shape = shape.unwrap_or_else(|error| panic!("{error}"));
                Self::of(taken(&self.node, &flat, axis)).reshape(&shape[..])
            }
        }
    )*};
}
taking! {
    Chunked<T>: [<T: Typed>];
    crate::AnyChunked: [];
}

/// The positions along an axis that an array with one axis names.
fn taken(node: &Arc<Node>, indices: &Chunked<i64>, axis: usize) -> Arc<Node> {
    let (count, itemsize) = (indices.size(), node.dtype.itemsize());
    let put = |lengths: &Shape, len| {
        per_axis(lengths.ndim(), |at| if at == axis { len } else { lengths[at] })
    };
    let shape = put(&node.shape, count);
    // As many rows as there is room for, and of long ones parts.
    let mut room = (TOGETHER / itemsize).max(1);
    let mut together = put(&shape, 1);
    for at in (0..shape.ndim()).rev().filter(|&at| at != axis) {
        together[at] = shape[at].min(room).max(1);
        room = (room / together[at]).max(1);
    }
    let row: usize = together.iter().product();
    together[axis] = count.min(room).max(1);
    let read = match node.chunks[axis] < node.shape[axis] {
        true => node.chunks[axis],
        false => (READ / (row * itemsize)).max(1),
    };
    let op = TakenBy { axis, read, together };
    let inputs = vec![Arc::clone(node), Arc::clone(&indices.node)];
    Node::chunked(op, inputs, shape, node.dtype, together)
}
