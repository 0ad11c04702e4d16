//! [`Node`]: an array that is not there yet, and how any region of it is made from regions of others.
//!
//! A plan is a graph of nodes. Nothing in it knows how many chunks there are: a node says, for a
//! region of its result, which regions of its inputs it [needs](Pull::needs), and
//! [makes](Pull::compute) one from the others. Following the needs down to the sources is fusion.

use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::Stage;
use crate::regions::per_axis;
use nd_core::{DType, Shape};
use nd_io::Region;
use std::any::type_name;
use std::sync::Arc;

/// A region of one of a node's inputs.
pub(crate) struct Need {
    pub(crate) input: usize,
    pub(crate) region: Region,
}

impl Need {
    pub(crate) fn new(input: usize, region: Region) -> Need {
        Need { input, region }
    }
}

/// How a region of a node is made.
pub(crate) trait Pull: Send + Sync {
    /// What people call it.
    fn name(&self) -> String;

    /// What a region is made of. All regions hold elements.
    fn needs(&self, node: &Node, region: &Region) -> Vec<Need>;

    /// What is pulled while a region is made, where values say which: one after the other, none larger than these.
    fn pulls(&self, _node: &Node, _region: &Region) -> Vec<Need> {
        Vec::new()
    }

    /// Makes a region from what it needs, in that order. The result has the region's shape.
    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block>;

    /// Bytes that making it takes besides inputs and result.
    fn scratch(&self, _node: &Node, _region: &Region) -> usize {
        0
    }

    /// Which input's memory becomes the result's where nobody else needs it.
    fn reuses(&self, _node: &Node) -> Option<usize> {
        None
    }

    /// Whether the result takes no memory of its own.
    fn lends(&self) -> bool {
        false
    }

    /// How many elements more than a region has it needs along each axis, where neighbours are needed: of
    /// small regions much is made twice.
    fn reach(&self) -> Option<Shape> {
        None
    }

    /// Extents of the pieces that are made whole, where a part of one costs as much.
    fn pieces(&self) -> Option<Shape> {
        None
    }

    /// Bytes of input that go into an element of the result, where they are more than its own.
    fn weight(&self, node: &Node) -> usize {
        node.dtype.itemsize()
    }

    /// What is read, for nodes that read.
    fn source(&self) -> Option<&crate::source::Stored> {
        None
    }

    /// All that makes it another operation, for telling whether a plan is the one of before.
    fn identity(&self) -> String {
        format!("{} {}", self.name(), type_name::<Self>())
    }
}

/// What stands behind a node.
pub(crate) enum Kind {
    /// Regions can be made at any time.
    Pull(Box<dyn Pull>),
    /// A result of a stage that has to be run before.
    Output(Arc<Stage>, usize),
}

/// An array that is not there yet.
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) inputs: Vec<Arc<Node>>,
    pub(crate) shape: Shape,
    pub(crate) dtype: DType,
    /// Extents of the chunks people think of: those of the sources, unless told.
    pub(crate) chunks: Shape,
}

impl Node {
    /// A node over others, in the chunks of the largest.
    pub(crate) fn new(
        op: impl Pull + 'static,
        inputs: Vec<Arc<Node>>,
        shape: Shape,
        dtype: DType,
    ) -> Arc<Node> {
        let chunks = inherited(&inputs, &shape);
        Node::chunked(op, inputs, shape, dtype, chunks)
    }

    /// As [`new`](Self::new), in chunks of its own.
    pub(crate) fn chunked(
        op: impl Pull + 'static,
        inputs: Vec<Arc<Node>>,
        shape: Shape,
        dtype: DType,
        chunks: Shape,
    ) -> Arc<Node> {
        let kind = Kind::Pull(Box::new(op));
        Arc::new(Node { kind, inputs, shape, dtype, chunks: clipped(&chunks, &shape) })
    }

    /// What people call it.
    pub(crate) fn name(&self) -> String {
        match &self.kind {
            Kind::Pull(op) => op.name(),
            Kind::Output(stage, _) => stage.fold.name(),
        }
    }

    /// All that makes what it does another operation.
    pub(crate) fn identity(&self) -> String {
        match &self.kind {
            Kind::Pull(op) => op.identity(),
            Kind::Output(stage, output) => format!("{} {output}", stage.fold.identity()),
        }
    }

    /// Bytes of a region's elements.
    pub(crate) fn nbytes(&self, region: &Region) -> usize {
        region.size().saturating_mul(self.dtype.itemsize())
    }

    /// The nodes that it is made of, in this stage or an earlier one.
    pub(crate) fn parents(&self) -> Vec<Arc<Node>> {
        match &self.kind {
            Kind::Pull(_) => self.inputs.clone(),
            Kind::Output(stage, _) => stage.parents().cloned().collect(),
        }
    }
}

impl Drop for Node {
    /// Without recursion: expressions may be longer than a stack is deep.
    fn drop(&mut self) {
        let mut todo = std::mem::take(&mut self.inputs);
        while let Some(node) = todo.pop() {
            if let Some(mut node) = Arc::into_inner(node) {
                todo.append(&mut node.inputs);
            }
        }
    }
}

/// Chunks at least 1 and at most an axis long.
pub(crate) fn clipped(chunks: &[usize], shape: &[usize]) -> Shape {
    per_axis(shape.len(), |axis| chunks[axis].clamp(1, shape[axis].max(1)))
}

/// The chunks of what a result is stretched from: those of the input with most elements.
fn inherited(inputs: &[Arc<Node>], shape: &Shape) -> Shape {
    let largest = inputs
        .iter()
        .filter(|input| input.shape.ndim() == shape.ndim())
        .max_by_key(|input| Region::all(input.shape).size());
    per_axis(shape.ndim(), |axis| match largest {
        Some(input) if input.shape[axis] == shape[axis] => input.chunks[axis],
        _ => shape[axis],
    })
}
