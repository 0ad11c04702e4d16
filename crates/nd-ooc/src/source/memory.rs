//! Arrays in memory as sources.

use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::inside;
use nd_core::{AnyArray, Array, Shape, Typed};
use nd_io::Region;
use std::sync::Arc;

/// An array in memory.
pub(crate) struct Held(pub(crate) Arc<AnyArray>);

impl Pull for Held {
    fn name(&self) -> String {
        "array".into()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let part = inside(&Region::all(node.shape), region);
        Ok(Block::Lent(Arc::clone(&self.0), Some(part)))
    }

    fn lends(&self) -> bool {
        true
    }

    fn identity(&self) -> String {
        format!("array {:016x}", Digest::of_array(self.0.view()))
    }
}

impl From<AnyArray> for AnyChunked {
    fn from(array: AnyArray) -> AnyChunked {
        let (shape, dtype) = (Shape::from(array.shape()), array.dtype());
        AnyChunked { node: Node::chunked(Held(Arc::new(array)), Vec::new(), shape, dtype, shape) }
    }
}

impl<T: Typed> From<Array<T>> for Chunked<T> {
    /// An array in memory, to go where a chunked one is wanted; it is not copied.
    fn from(array: Array<T>) -> Chunked<T> {
        Chunked::of(AnyChunked::from(AnyArray::from(array)).node)
    }
}
