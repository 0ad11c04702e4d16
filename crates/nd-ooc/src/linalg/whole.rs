//! Functions of small arrays, each seen as a whole.

use crate::block::Block;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::node::Node;
use crate::wire::Wire;
use nd_core::{AnyArray, Axes, DType, Shape};
use nd_io::Region;
use std::sync::Arc;

/// What a function makes of all of some arrays: a fold over one place.
struct Whole<F> {
    name: String,
    axes: Axes,
    outputs: Vec<Output>,
    /// Bytes that the function takes besides.
    scratch: usize,
    f: F,
}

impl<F> Folding for Whole<F>
where
    F: Fn(&[Block]) -> Result<Vec<AnyArray>> + Send + Sync + 'static,
{
    type State = Vec<AnyArray>;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        self.outputs.clone()
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Vec<AnyArray>> {
        (self.f)(inputs)
    }

    fn merge(&self, _: &mut Vec<AnyArray>, _: Vec<AnyArray>) {
        unreachable!("there is one place");
    }

    fn finish(&self, state: Option<Vec<AnyArray>>, _: &Region) -> Result<Vec<AnyArray>> {
        Ok(state.expect("there is one place"))
    }

    fn wire(&self) -> Wire<Vec<AnyArray>> {
        Wire::arrays()
    }

    fn state_bytes(&self, places: usize) -> usize {
        let bytes =
            self.outputs.iter().map(|of| of.extra.size().saturating_mul(of.dtype.itemsize()));
        bytes.fold(0, usize::saturating_add).saturating_mul(places)
    }

    fn scratch(&self, _: &Region) -> usize {
        self.scratch
    }
}

/// Arrays of shapes and types that a function makes of all of others, in `scratch` bytes besides.
pub(super) fn whole<F>(
    name: impl Into<String>,
    inputs: &[&Arc<Node>],
    outputs: &[(Shape, DType)],
    scratch: usize,
    f: F,
) -> Vec<Arc<Node>>
where
    F: Fn(&[Block]) -> Result<Vec<AnyArray>> + Send + Sync + 'static,
{
    let outputs = outputs.iter().map(|&(extra, dtype)| Output { extra, dtype }).collect();
    let fold = Whole { name: name.into(), axes: Axes::from([0]), outputs, scratch, f };
    let wholes = inputs.iter().map(|&node| Arc::clone(node)).collect();
    Stage::nodes(fold, Vec::new(), wholes, Shape::from([1]))
}
