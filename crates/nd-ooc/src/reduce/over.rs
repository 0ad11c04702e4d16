//! Which axes a reduction goes over, and the nodes that it makes.

use crate::arrange::keep_axes;
use crate::fold::{Folding, Stage};
use crate::node::Node;
use nd_core::{Axes, broadcast_shapes};
use nd_ops::Over;
use std::sync::Arc;

/// The axes counted from the front.
#[track_caller]
pub(crate) fn resolved(op: &'static str, over: &Over, ndim: usize) -> Axes {
    over.resolve(op, ndim).unwrap_or_else(|error| panic!("{error}"))
}

/// The results of a fold of inputs that broadcast together, over the axes that stay.
#[track_caller]
pub(crate) fn folded(fold: impl Folding, inputs: &[&Arc<Node>]) -> Vec<Arc<Node>> {
    let shapes: Vec<&[usize]> = inputs.iter().map(|input| &input.shape[..]).collect();
    let shape = broadcast_shapes(&shapes).unwrap_or_else(|error| panic!("{error}"));
    Stage::nodes(fold, inputs.iter().map(|&input| Arc::clone(input)).collect(), Vec::new(), shape)
}

/// A reduced array with the axes put back that are to stay, with length 1.
pub(crate) fn restored(node: Arc<Node>, over: &Over, axes: &Axes) -> Arc<Node> {
    if over.keeps() { keep_axes(&node, axes) } else { node }
}
