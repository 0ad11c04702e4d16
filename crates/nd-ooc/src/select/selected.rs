//! `select` and `compress`: the elements that a mask picks.

use super::table::{Piece, Table};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, with_axis};
use crate::run::{RunOptions, reached};
use nd_core::{
    AnyArray, AnyView, Shape, ShapeError, Slice, SliceItem, View, normalize_axis, with_dtype,
};
use nd_io::Region;
use std::sync::Arc;

/// Bytes that go into a strip, if a strip of one element does not take more.
const STRIP: usize = 4 << 20;
/// True entries of a strip, at most.
const MOST: usize = 1 << 16;

/// The positions along an axis of the first input at which the second, a mask, is true.
struct Selected {
    name: &'static str,
    axis: usize,
    table: Table,
    /// Bytes that go into an element.
    weight: usize,
    /// Bytes that a position of the inputs takes on its way, for each byte of a position of the result.
    around: usize,
}

impl Selected {
    fn pieces(&self, region: &Region) -> Vec<Piece> {
        let axis = self.axis;
        self.table.pieces((region.start()[axis], region.shape()[axis], region.step()[axis]))
    }

    /// How many times over the bytes of a result go into it, where as much as can be is looked at for a strip.
    fn weight(table: &Table, itemsize: usize) -> usize {
        let mut span = 1;
        while span < MOST.min(table.count()) && table.looked_at(2 * span) * itemsize <= STRIP {
            span *= 2;
        }
        table.looked_at(span).div_ceil(span).saturating_mul(itemsize)
    }
}

/// The elements of a block that a mask picks, and of these those that are wanted.
fn picked(block: AnyView<'_>, mask: View<'_, bool>, axis: usize, wanted: SliceItem) -> AnyArray {
    let mut slices = vec![SliceItem::Range(Slice::ALL); block.ndim()];
    slices[axis] = wanted;
    with_dtype!(block, |a| {
        let all = if axis == 0 { a.select(mask) } else { a.compress(mask, axis as isize) };
        let part = all.slice(&slices);
        if part.size() == all.size() { all.into() } else { part.to_array().into() }
    })
}

impl Pull for Selected {
    fn name(&self) -> String {
        match self.name {
            "select" => "select".into(),
            name => format!("{name} axis {}", self.axis),
        }
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let both = |piece: Piece| {
            let along = (piece.start, piece.len, 1);
            let mask = Region::new([piece.start], [piece.len]);
            [Need::new(0, with_axis(region, self.axis, along)), Need::new(1, mask)]
        };
        self.pieces(region).into_iter().flat_map(both).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let (pieces, step) = (self.pieces(region), region.step()[self.axis]);
        let made = |piece: &Piece, both: &[Block]| {
            let stop = piece.first + (piece.count - 1) * step + 1;
            let (start, stop) = (Some(piece.first as isize), Some(stop as isize));
            let wanted = SliceItem::Range(Slice { start, stop, step: step as isize });
            picked(both[0].view(), both[1].typed::<bool>(), self.axis, wanted)
        };
        if let [piece] = &pieces[..] {
            return Ok(Block::Owned(made(piece, inputs)));
        }
        let mut whole = cx.buffer(node.dtype, Shape::from(region.shape()))?;
        let mut to = vec![SliceItem::Range(Slice::ALL); region.ndim()];
        let mut at = 0;
        for (piece, both) in pieces.iter().zip(inputs.chunks(2)) {
            let (start, stop) = (at as isize, (at + piece.count) as isize);
            to[self.axis] =
                SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step: 1 });
            let part = made(piece, both);
            with_dtype!(&mut whole, |a: T| {
                let part = View::<T>::try_from(part.view()).expect("parts are of the whole's type");
                a.slice_mut(&to).assign(part);
            });
            at += piece.count;
        }
        Ok(Block::Owned(whole))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let axis = self.axis;
        let row = node.nbytes(region) / region.shape()[axis].max(1);
        let span = (region.shape()[axis] - 1) * region.step()[axis] + 1;
        let most = self.table.looked_at(span);
        let here: usize = self.pieces(region).iter().map(|piece| piece.len).sum();
        // Elsewhere more may be looked at for as many.
        let more = most.saturating_sub(here);
        let inputs = more.saturating_mul(row).saturating_mul(self.around);
        inputs.saturating_add(most.saturating_mul(row + 1)).saturating_add(self.table.nbytes())
    }

    fn weight(&self, _: &Node) -> usize {
        self.weight
    }

    fn identity(&self) -> String {
        format!("{} {} {:016x}", self.name, self.axis, self.table.digest())
    }
}

/// The positions along an axis at which a mask with one axis is true.
pub(super) fn selected(
    name: &'static str,
    node: &Arc<Node>,
    mask: &Chunked<bool>,
    axis: usize,
    options: &RunOptions,
) -> Result<Arc<Node>> {
    let itemsize = node.dtype.itemsize();
    let row: usize =
        (0..node.shape.ndim()).filter(|&at| at != axis).map(|at| node.shape[at]).product();
    let table = Table::of(mask, row.saturating_mul(itemsize), options)?;
    let all = reached(&[Arc::clone(node), Arc::clone(&mask.node)]);
    let bytes: usize = all.iter().map(|node| node.dtype.itemsize()).sum();
    let count = table.count();
    let put = |lengths: &Shape, len| {
        per_axis(lengths.ndim(), |at| if at == axis { len } else { lengths[at] })
    };
    // As many as a chunk has of them, about.
    let share = node.chunks[axis] as u128 * count as u128 / node.shape[axis].max(1) as u128;
    let chunks = put(&node.chunks, (share as usize).max(1));
    let around = bytes.div_ceil(itemsize);
    let op = Selected { name, axis, weight: Selected::weight(&table, itemsize), table, around };
    let inputs = vec![Arc::clone(node), Arc::clone(&mask.node)];
    Ok(Node::chunked(op, inputs, put(&node.shape, count), node.dtype, chunks))
}

/// The array with the axes of a mask made one.
#[track_caller]
fn flat(op: &str, shape: &Shape, mask: &Shape) -> Shape {
    if !shape.starts_with(mask) {
        let (left, right) = ((*shape)[..].into(), mask[..].into());
        panic!(
            "{}",
            ShapeError::Mismatch { op: format!("{op} (array, then mask)").into(), left, right }
        )
    }
    let size = Region::all(*mask).size();
    Shape::from(&[&[size], &shape[mask.ndim()..]].concat()[..])
}

macro_rules! selecting {
    ($($Type:ty: [$($generic:tt)*];)*) => {$(
        impl $($generic)* $Type {
            /// The elements where `mask` is true, in C order.
            ///
            /// `mask`: the shape of `self` → 1-d `[count]`; or the shape of its leading axes → the sub-arrays behind them,
            /// `[count, *rest]`. The true entries are counted when this is called, in one pass over the mask that keeps at
            /// most some 65,000 numbers; the elements are read when they are wanted, those parts that have any.
            ///
            /// # Panics
            /// If the shape of `mask` is not that of the leading axes: a mask is not broadcast.
            ///
            /// # Errors
            /// As [`Plan::run`](crate::Plan::run), of the pass that counts.
            ///
            /// # NumPy
            /// `a[mask]`, `np.extract(mask, a)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            /// let x = Chunked::from(array![[1, 2], [3, 4], [5, 6]]);
            /// assert_eq!(x.select(&x.greater(3))?.compute()?, array![4, 5, 6]);
            /// let rows = Chunked::from(array![true, false, true]);
            /// assert_eq!(x.select(&rows)?.compute()?, array![[1, 2], [5, 6]]);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn select(&self, mask: &Chunked<bool>) -> Result<Self> {
                self.select_with(mask, &RunOptions::default())
            }

            /// As [`select`](Self::select), counted as told.
            ///
            /// # Panics
            /// As [`select`](Self::select).
            ///
            /// # Errors
            /// As [`select`](Self::select).
            #[track_caller]
            pub fn select_with(&self, mask: &Chunked<bool>, options: &RunOptions) -> Result<Self> {
                let shape = flat("select", &self.node.shape, &mask.node.shape);
                let (x, mask) = (self.reshape(&shape[..]), mask.reshape([shape[0]]));
                Ok(Self::of(selected("select", &x.node, &mask, 0, options)?))
            }

            /// The sub-arrays along `axis` where `mask`, which has one axis, is true.
            ///
            /// Entries missing at the end of the mask count as false. Counted and read as for [`select`](Self::select).
            ///
            /// # Panics
            /// If there is no such axis, `mask` has not one axis, or more entries than the axis.
            ///
            /// # Errors
            /// As [`Plan::run`](crate::Plan::run), of the pass that counts.
            ///
            /// # NumPy
            /// `np.compress(mask, a, axis)`, which takes a longer mask if it ends with false.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            /// let x = Chunked::from(array![[1, 2, 3], [4, 5, 6]]);
            /// let mask = Chunked::from(array![true, false, true]);
            /// assert_eq!(x.compress(&mask, 1)?.compute()?, array![[1, 3], [4, 6]]);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn compress(&self, mask: &Chunked<bool>, axis: isize) -> Result<Self> {
                self.compress_with(mask, axis, &RunOptions::default())
            }

            /// As [`compress`](Self::compress), counted as told.
            ///
            /// # Panics
            /// As [`compress`](Self::compress).
            ///
            /// # Errors
            /// As [`compress`](Self::compress).
            #[track_caller]
            pub fn compress_with(
                &self,
                mask: &Chunked<bool>,
                axis: isize,
                options: &RunOptions,
            ) -> Result<Self> {
                let axis = normalize_axis("compress", axis, self.ndim());
                let axis = axis.unwrap_or_else(|error| panic!("{error}"));
                let (n, shape) = (self.shape()[axis], mask.shape());
                assert!(
                    shape.len() == 1 && shape[0] <= n,
                    "compress: a mask of shape {shape:?} for axis {axis} with length {n}"
                );
                Ok(Self::of(selected("compress", &self.node, mask, axis, options)?))
            }
        }
    )*};
}
selecting! {
    Chunked<T>: [<T: nd_core::Typed>];
    crate::AnyChunked: [];
}
