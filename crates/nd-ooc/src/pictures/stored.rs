//! [`Pieces`]: an array in files, one for each of its pieces, that can be stored anew.

use super::bands::Bands;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis};
use crate::run::{Scratch, stored_part};
use nd_core::{Array, Shape, Typed, View};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// Pieces of an array, each in a file.
pub(super) struct Pieces<T> {
    pub(super) bands: Bands,
    name: &'static str,
    place: Arc<Scratch>,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed> Pieces<T> {
    pub(super) fn new(bands: &Bands, name: &'static str, place: &Arc<Scratch>) -> Pieces<T> {
        Pieces { bands: bands.clone(), name, place: Arc::clone(place), of: PhantomData }
    }

    fn file(&self, at: usize) -> String {
        format!("{}-{at}", self.name)
    }

    /// Stores a piece.
    pub(super) fn put(&self, at: usize, piece: View<'_, T>) -> Result<()> {
        self.place.store(&self.file(at), piece).map(drop)
    }

    /// A region without gaps, all pieces of which are stored.
    pub(super) fn read(&self, region: &Region) -> Result<Array<T>> {
        let mut made = Array::<T>::zeros(region.shape());
        for at in self.bands.holding(region) {
            let piece = self.bands.region(at);
            let common = common(&piece, region);
            let dataset = nd_io::open(self.place.path().join(self.file(at) + ".npy"))?;
            let start = per_axis(common.ndim(), |axis| common.start()[axis] - piece.start()[axis]);
            let part = stored_part::<T>(&dataset, &Region::new(start, common.shape()))?;
            made.slice_mut(inside(region, &common)).assign(&part);
        }
        Ok(made)
    }
}

/// What two regions without gaps that meet have in common.
pub(super) fn common(a: &Region, b: &Region) -> Region {
    let ndim = a.ndim();
    let low = |axis: usize| a.start()[axis].max(b.start()[axis]);
    let high = |axis: usize| a.stop(axis).min(b.stop(axis));
    let len = |axis: usize| high(axis).saturating_sub(low(axis));
    Region::new(per_axis(ndim, low), per_axis(ndim, len))
}

/// Stored pieces as an array.
struct Stored<T> {
    pieces: Pieces<T>,
    /// What they are the pieces of.
    said: String,
}

impl<T: Typed> Pull for Stored<T> {
    fn name(&self) -> String {
        "stored pieces".into()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let whole = dense(region);
        let made = self.pieces.read(&whole)?;
        Ok(Block::cropped(made, &whole, region))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // What a piece holds of it, and all of which it is a part.
        2 * node.nbytes(&dense(region))
    }

    fn identity(&self) -> String {
        self.said.clone()
    }
}

/// Stored pieces as an array in such chunks.
pub(super) fn stored<T: Typed>(pieces: Pieces<T>, said: String, chunks: Shape) -> Chunked<T> {
    let shape = pieces.bands.shape;
    Chunked::of(Node::chunked(Stored { pieces, said }, Vec::new(), shape, T::DTYPE, chunks))
}
