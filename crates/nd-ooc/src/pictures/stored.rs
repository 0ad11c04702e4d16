//! [`Pieces`]: an array in files, one for each of its pieces, that can be stored anew.

use super::bands::Bands;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis};
use crate::run::Scratch;
use nd_core::{AnyArray, Array, Shape, Typed, View, with_dtype};
use nd_io::{CreateOptions, Region};
use std::marker::PhantomData;
use std::path::PathBuf;
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

    fn path(&self, at: usize) -> PathBuf {
        self.place.path().join(format!("{}-{at}.npy", self.name))
    }

    /// Stores a piece.
    pub(super) fn put(&self, at: usize, piece: View<'_, T>) -> Result<()> {
        let path = self.path(at);
        let options = CreateOptions::default().durable(false);
        let writer = nd_io::create(&path, piece.shape(), T::DTYPE, &options)?;
        writer.write_region_any(&Region::all(piece.shape()), piece)?;
        writer.finish()?;
        Ok(())
    }

    /// A region without gaps, all pieces of which are stored.
    pub(super) fn read(&self, region: &Region) -> Result<Array<T>> {
        let mut made = Array::<T>::zeros(region.shape());
        for at in self.bands.holding(region) {
            let piece = self.bands.region(at);
            let common = common(&piece, region);
            let dataset = nd_io::open(self.path(at))?;
            let start = per_axis(common.ndim(), |axis| common.start()[axis] - piece.start()[axis]);
            let mut part = AnyArray::from(Array::<T>::zeros(common.shape()));
            let wanted = Region::new(start, common.shape());
            with_dtype!(&mut part, |a| dataset.read_into(&wanted, a.view_mut()))?;
            let part: Array<T> = part.try_into().expect("stored as what it is");
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
        if whole == *region {
            return Ok(made.into());
        }
        Ok(made.slice(inside(&whole, region)).to_array().into())
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
