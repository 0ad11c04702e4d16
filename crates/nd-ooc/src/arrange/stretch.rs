//! `broadcast_to`.

use super::reshape::reshaped_block;
use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Kind, Need, Node, Pull};
use crate::regions::{per_axis, stretched};
use nd_core::{Shape, ShapeError, View};
use nd_io::Region;
use std::sync::Arc;

/// The same elements again and again, which takes no memory.
struct Stretch;

impl Pull for Stretch {
    fn name(&self) -> String {
        "broadcast_to".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, stretched(region, &node.inputs[0].shape))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let block = inputs.remove(0);
        if block.view().size() == region.size() {
            return Ok(reshaped_block(block, region.shape()));
        }
        let whole = match block {
            Block::Lent(whole, None) => whole,
            Block::Stretched(whole, _) if whole.size() == 1 => whole,
            block => Arc::new(block.into_array()),
        };
        Ok(Block::Stretched(whole, region.shape().into()))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let input = &node.inputs[0];
        let lent = match &input.kind {
            Kind::Pull(op) => op.lends(),
            Kind::Output(..) => true,
        };
        if lent { input.nbytes(&stretched(region, &input.shape)) } else { 0 }
    }

    fn lends(&self) -> bool {
        true
    }
}

/// A node stretched to a shape that it broadcasts to.
pub(super) fn stretch(node: &Arc<Node>, shape: Shape) -> Arc<Node> {
    if node.shape == shape {
        return Arc::clone(node);
    }
    let before = shape.ndim() - node.shape.ndim();
    let chunks = per_axis(shape.ndim(), |axis| match axis.checked_sub(before) {
        Some(at) if node.shape[at] == shape[axis] => node.chunks[at],
        _ => shape[axis],
    });
    Node::chunked(Stretch, vec![Arc::clone(node)], shape, node.dtype, chunks)
}

both! {
    /// The elements again and again along new axes in front, and along axes of length 1.
    ///
    /// # Panics
    /// If an axis has another length than 1 and the one it is to have, or there would be fewer axes.
    ///
    /// # NumPy
    /// `np.broadcast_to(a, shape)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0, 3, 1).broadcast_to([2, 3]);
    /// assert_eq!(x.compute()?, nd_core::array![[0, 1, 2], [0, 1, 2]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn broadcast_to(&self, shape: impl Into<Shape>) -> Self {
        self.try_broadcast_to(shape).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`broadcast_to`](Self::broadcast_to), for shapes that come from elsewhere.
    ///
    /// # Errors
    /// If an axis has another length than 1 and the one it is to have, or there would be fewer axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0, 3, 1).try_broadcast_to([3, 2]).is_err());
    /// ```
    pub fn try_broadcast_to(&self, shape: impl Into<Shape>) -> Result<Self, ShapeError> {
        let shape = shape.into();
        View::from_ref(&0u8).broadcast_to(self.node.shape).try_broadcast_to(shape)?;
        Ok(Self::of(stretch(&self.node, shape)))
    }
}
