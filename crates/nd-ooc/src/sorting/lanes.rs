//! Lanes that are sorted as a whole.

use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{inside, per_axis, with_axis};
use nd_core::{Array, Shape, Typed, zip};
use nd_io::Region;
use nd_ops::{Sortable, Word};
use std::marker::PhantomData;
use std::sync::Arc;

/// Bytes of lanes that are sorted together, if one is not longer.
const TOGETHER: usize = 1 << 20;

/// What becomes of the elements of a lane.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Made {
    /// They are sorted.
    Sorted,
    /// Their places are, by them.
    Places,
}

impl Made {
    pub(super) fn name(self) -> &'static str {
        match self {
            Made::Sorted => "sort",
            Made::Places => "argsort",
        }
    }

    /// Bytes that sorting takes for each element, besides those that are there and those that are made.
    pub(super) fn bytes<T: Sortable>(self) -> usize {
        match self {
            Made::Sorted => 2 * size_of::<T::Word>(),
            // The places as numbers of either kind.
            Made::Places => 2 * size_of::<<T::Rank as Word>::Placed>() + 2 * size_of::<usize>(),
        }
    }
}

/// An array whose lanes along an axis are sorted.
struct Lanes<T> {
    made: Made,
    axis: usize,
    /// Extents of what is sorted together.
    together: Shape,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Sortable> Pull for Lanes<T> {
    fn name(&self) -> String {
        format!("{} axis {}", self.made.name(), self.axis)
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, with_axis(region, self.axis, (0, node.shape[self.axis], 1)))]
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (axis, n) = (self.axis, node.shape[self.axis]);
        let along = Region::new([region.start()[axis]], [region.shape()[axis]])
            .with_step([region.step()[axis]]);
        let mut wanted: Vec<_> = inside(&Region::all(region.shape()), &Region::all(region.shape()));
        wanted[axis] = inside(&Region::all([n]), &along)[0];
        let is_all = region.shape()[axis] == n;
        let view = inputs[0].typed::<T>();
        Ok(match self.made {
            Made::Sorted => {
                let sorted = T::sort_of(view, axis);
                let part = if is_all { sorted } else { sorted.slice(&wanted).to_array() };
                part.into()
            }
            Made::Places => {
                let places = T::argsort_of(view, axis);
                places_of(if is_all { places } else { places.slice(&wanted).to_array() }).into()
            }
        })
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let whole = with_axis(region, self.axis, (0, node.shape[self.axis], 1)).size();
        // Lanes in a row, what is made of them, and the words that are sorted.
        let each = 3 * size_of::<T>() + self.made.bytes::<T>() + node.dtype.itemsize();
        whole.saturating_mul(each)
    }

    fn pieces(&self) -> Option<Shape> {
        Some(self.together)
    }

    fn identity(&self) -> String {
        format!("{:?} {} {}", self.made, self.axis, T::DTYPE)
    }
}

/// Places as numbers of the kind that chunked arrays have.
pub(super) fn places_of(places: Array<usize>) -> Array<i64> {
    zip((&places,)).map(|(place,)| place as i64)
}

/// The array with its lanes along an axis sorted, or their places.
pub(super) fn node<T: Typed + Sortable>(x: &Arc<Node>, axis: usize, made: Made) -> Arc<Node> {
    let shape = x.shape;
    let mut room = TOGETHER / (shape[axis].max(1) * size_of::<T>()).max(1);
    let mut together = per_axis(shape.ndim(), |at| if at == axis { shape[at].max(1) } else { 1 });
    for at in (0..shape.ndim()).rev().filter(|&at| at != axis) {
        together[at] = shape[at].min(room.max(1)).max(1);
        room /= together[at];
    }
    let dtype = if made == Made::Sorted { T::DTYPE } else { i64::DTYPE };
    let op = Lanes::<T> { made, axis, together, of: PhantomData };
    Node::chunked(op, vec![Arc::clone(x)], shape, dtype, together)
}
