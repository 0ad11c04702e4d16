//! Functions of whole lanes along one axis after another, none of which needs all of an array.
//!
//! Each pass but the last is a stage, whose results stand where there is room for them: as many lanes as fit are worked
//! on at a time, and put down with their axis last. The last pass makes any region of the result of the lanes that go
//! through it.

use crate::block::Block;
use crate::cells::Cells;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::node::{Need, Node, Pull};
use crate::regions::{inside, per_axis};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, Typed, View};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// Bytes of lanes that are worked on together, if they are not long.
const TOGETHER: usize = 2 << 20;
/// Long lanes that are worked on together: what is read of each line across them is read at once.
const BESIDE: usize = 128;
/// Lanes that nd-image reads side by side, with their margins, and bytes of what it has of each element of one.
const TILE: usize = 32;
const MARGIN: usize = 512;
const ENVELOPE: usize = 64;

/// A function of lanes along the first axis, which it puts last: `(n, …) -> (…, n)`.
pub(crate) struct Pass<I, O, F> {
    pub(crate) name: &'static str,
    /// Parameters that its name does not say.
    pub(crate) said: String,
    pub(crate) f: F,
    of: PhantomData<fn(I) -> O>,
}

impl<I: Typed, O: Typed, F> Pass<I, O, F>
where
    F: Fn(View<'_, I>) -> Array<O> + Send + Sync + 'static,
{
    pub(crate) fn new(name: &'static str, said: String, f: F) -> Self {
        Pass { name, said, f, of: PhantomData }
    }

    /// The result as a stage, its axes turned: `(n, …) -> (…, n)`.
    pub(crate) fn stage(self, input: &Arc<Node>) -> Arc<Node> {
        let n = input.shape[0];
        self.stage_of(input, n)
    }

    /// As [`stage`](Self::stage), of a function that makes lanes so long.
    pub(crate) fn stage_of(self, input: &Arc<Node>, n: usize) -> Arc<Node> {
        let shape = input.shape;
        let fold = Lines { pass: self, axes: Axes::from([0]), n };
        Stage::nodes(fold, vec![Arc::clone(input)], Vec::new(), shape).remove(0)
    }

    /// The result as an array of which any region can be made.
    pub(crate) fn last(self, input: &Arc<Node>) -> Arc<Node> {
        let ndim = input.shape.ndim();
        let turned = |lengths: &Shape| per_axis(ndim, |axis| lengths[(axis + 1) % ndim]);
        let together = turned(&together(&input.shape, size_of::<I>().max(size_of::<O>())));
        let op = Last { pass: self, together };
        let (inputs, shape) = (vec![Arc::clone(input)], turned(&input.shape));
        Node::chunked(op, inputs, shape, O::DTYPE, together)
    }

    /// Bytes that it takes for lanes of so many elements, so many elements in all, besides its result.
    fn bytes(n: usize, elements: usize) -> usize {
        let tile = (n + MARGIN).saturating_mul(TILE * size_of::<O>() + ENVELOPE);
        elements.saturating_mul(size_of::<I>() + size_of::<O>()).saturating_add(tile)
    }

    fn said(&self) -> String {
        format!("{} {} {} {}", self.name, self.said, I::DTYPE, O::DTYPE)
    }
}

/// Extents of lanes along the first axis that are worked on together.
fn together(shape: &Shape, itemsize: usize) -> Shape {
    let lanes = TOGETHER / shape[0].saturating_mul(itemsize).max(1);
    let mut room = lanes.max(BESIDE);
    let mut extents = per_axis(shape.ndim(), |axis| if axis == 0 { shape[0].max(1) } else { 1 });
    for axis in (1..shape.ndim()).rev() {
        extents[axis] = shape[axis].min(room).max(1);
        room = (room / extents[axis]).max(1);
    }
    extents
}

/// A pass as a stage. Each cell has whole lanes, so that there is nothing to merge.
struct Lines<I, O, F> {
    pass: Pass<I, O, F>,
    axes: Axes,
    /// How long lanes become.
    n: usize,
}

impl<I: Typed, O: Typed, F> Folding for Lines<I, O, F>
where
    F: Fn(View<'_, I>) -> Array<O> + Send + Sync + 'static,
{
    type State = Array<O>;

    fn name(&self) -> String {
        self.pass.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.n]), dtype: O::DTYPE }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        let itemsize = size_of::<I>().max(size_of::<O>());
        Some(Cells::of_extents(shape, &self.axes, &together(&Shape::from(shape), itemsize)))
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<O>> {
        Ok((self.pass.f)(inputs[0].gapless::<I>().view()))
    }

    fn merge(&self, _: &mut Array<O>, _: Array<O>) {
        unreachable!("cells have whole lanes");
    }

    fn finish(&self, state: Option<Array<O>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let nothing = || Array::zeros(&[tile.shape(), &[self.n]].concat()[..]);
        Ok(vec![state.unwrap_or_else(nothing).into()])
    }

    fn wire(&self) -> Wire<Array<O>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.n).saturating_mul(size_of::<O>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        Pass::<I, O, F>::bytes(self.n, cell.size())
    }

    fn identity(&self) -> String {
        self.pass.said()
    }
}

/// The last pass, whose result has its axes in order.
struct Last<I, O, F> {
    pass: Pass<I, O, F>,
    /// Extents of the pieces of the result that are made together.
    together: Shape,
}

/// What a region of the result is made of: whole lanes.
fn lanes(region: &Region, n: usize) -> Region {
    let last = region.ndim() - 1;
    let put = |values: &[usize], value: usize| {
        per_axis(values.len(), |axis| if axis == 0 { value } else { values[axis - 1] })
    };
    debug_assert!(region.start()[last] < n);
    Region::new(put(region.start(), 0), put(region.shape(), n)).with_step(put(region.step(), 1))
}

impl<I: Typed, O: Typed, F> Pull for Last<I, O, F>
where
    F: Fn(View<'_, I>) -> Array<O> + Send + Sync + 'static,
{
    fn name(&self) -> String {
        self.pass.name.into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, lanes(region, node.inputs[0].shape[0]))]
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let made = (self.pass.f)(inputs[0].gapless::<I>().view());
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let last = region.ndim() - 1;
        let n = node.shape[last];
        let along = Region::new([region.start()[last]], [region.shape()[last]])
            .with_step([region.step()[last]]);
        let all = Region::all(region.shape());
        let mut wanted = inside(&all, &all);
        wanted[last] = inside(&Region::all([n]), &along)[0];
        Ok(Block::from(made.slice(&wanted).to_array()))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let n = node.inputs[0].shape[0];
        let elements = lanes(region, n).size();
        let whole = elements.saturating_mul(size_of::<O>());
        Pass::<I, O, F>::bytes(n, elements).saturating_add(whole)
    }

    fn pieces(&self) -> Option<Shape> {
        Some(self.together)
    }

    fn identity(&self) -> String {
        self.pass.said()
    }
}
