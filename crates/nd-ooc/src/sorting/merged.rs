//! Sorted arrays, made of the parts of sorted runs that they lie in.

use super::lanes::Made;
use super::runs::{Runs, joined};
use super::splits::{Part, Splits};
use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::dense;
use nd_core::{Shape, Slice, SliceItem, Typed, with_dtype};
use nd_io::Region;
use nd_ops::Sortable;
use std::marker::PhantomData;
use std::sync::Arc;

/// The elements of some ranks, or their places, of sorted runs.
struct Merged<T> {
    made: Made,
    splits: Splits,
    piece: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Merged<T> {
    fn parts(&self, region: &Region) -> (usize, Vec<Part>) {
        let whole = dense(region);
        self.splits.parts(whole.start()[0], whole.stop(0))
    }
}

impl<T: Typed + Sortable> Pull for Merged<T> {
    fn name(&self) -> String {
        format!("{}: merge {} runs", self.made.name(), self.splits.runs())
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let (_, parts) = self.parts(region);
        let of = |input: usize| {
            parts.iter().map(move |part| Need::new(input, Region::new([part.start], [part.len])))
        };
        (0..node.inputs.len()).flat_map(of).collect()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let (before, parts) = self.parts(region);
        let (start, stop) = (region.start()[0] - before, region.stop(0) - before);
        let (start, stop) = (Some(start as isize), Some(stop as isize));
        let step = region.step()[0] as isize;
        let wanted = [SliceItem::Range(Slice { start, stop, step })];
        let mut keys = joined::<T>(&inputs[..parts.len()]);
        let made = match self.made {
            Made::Sorted => {
                let mut view = keys.view_mut();
                T::sort_slice(view.as_slice_mut().expect("one axis without gaps"));
                keys.slice(wanted).to_array().into()
            }
            Made::Places => {
                // Runs follow each other as the array goes on: what is equal stays in order.
                let order = T::argsort_of(keys.view(), 0);
                let (wanted, carried) = (order.slice(wanted), &inputs[parts.len()..]);
                with_dtype!(node.dtype, U => joined::<U>(carried).take(wanted, 0).into())
            }
        };
        cx.recycle(keys.into());
        Ok(made)
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let (_, parts) = self.parts(region);
        let here: usize = parts.iter().map(|part| part.len).sum();
        let most = self.splits.most(dense(region).size());
        let inputs = node.inputs.iter().map(|input| input.dtype.itemsize()).sum::<usize>();
        // Elsewhere there may be more; all of them next to each other; and what sorting takes.
        let each = inputs + self.made.bytes::<T>();
        most.saturating_sub(here).saturating_mul(inputs)
            + most.saturating_mul(each)
            + self.splits.nbytes()
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.piece]))
    }

    fn identity(&self) -> String {
        format!("merge {:?} {}", self.made, T::DTYPE)
    }
}

/// The array that runs are merged to.
pub(super) fn node<T: Typed + Sortable>(runs: Runs, made: Made, like: &Arc<Node>) -> Arc<Node> {
    let Runs { keys, carried, splits, piece } = runs;
    let (shape, chunks) = (like.shape, Shape::from([piece]));
    let dtype = carried.as_ref().map_or(T::DTYPE, |carried| carried.dtype);
    let inputs = [keys].into_iter().chain(carried).collect();
    Node::chunked(
        Merged::<T> { made, splits, piece, of: PhantomData },
        inputs,
        shape,
        dtype,
        chunks,
    )
}
