//! [`Fold`]: how the cells of an array become a result, and [`Stage`]: a fold that has to be run
//! before what is made of its result.

use crate::block::Block;
use crate::cells::Cells;
use crate::error::Result;
use crate::node::Node;
use crate::regions::{stretched, without};
use crate::wire::Wire;
use nd_core::{AnyArray, Axes, DType, Shape};
use nd_io::Region;
use std::any::Any;
use std::sync::Arc;

/// A partial result, of whatever type the fold has.
pub(crate) type State = Box<dyn Any + Send>;

/// What a fold makes: one or more arrays over the axes that are kept.
#[derive(Clone)]
pub(crate) struct Output {
    /// Lengths that follow those of the kept axes.
    pub(crate) extra: Shape,
    pub(crate) dtype: DType,
}

/// A cell that is being folded.
pub(crate) struct Cell<'a> {
    /// The shape of the whole array.
    pub(crate) shape: &'a Shape,
    pub(crate) region: Region,
}

/// In which order partial results are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Walk {
    /// In a tree of the cells' numbers, so that rounding does not depend on who makes which.
    Tree,
    /// In any order: the result is the same.
    Pool,
    /// One after the other along the reduced axes, by one thread for each tile.
    Chain,
}

/// How cells become a partial result, and partial results the whole one.
///
/// Partial results are merged in a tree of the cells' numbers, so the bits do not depend on who
/// makes which.
pub(crate) trait Folding: Send + Sync + 'static {
    /// A partial result.
    type State: Send + 'static;

    /// What people call it.
    fn name(&self) -> String;
    /// The axes that are reduced.
    fn axes(&self) -> &Axes;
    /// What is made.
    fn outputs(&self) -> Vec<Output>;
    /// The partial result of a cell. `inputs` have the cell's shape, or stretch to it; behind them come the
    /// [wholes](Stage::wholes).
    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Self::State>;
    /// Puts later cells' result to earlier ones'.
    fn merge(&self, earlier: &mut Self::State, later: Self::State);
    /// In which order that is done.
    fn walk(&self) -> Walk {
        Walk::Tree
    }
    /// Puts a cell to what is there already, for walks that are no trees.
    fn absorb(
        &self,
        state: &mut Option<Self::State>,
        inputs: &[Block],
        cell: &Cell<'_>,
    ) -> Result<()> {
        let later = self.partial(inputs, cell)?;
        match state {
            Some(earlier) => self.merge(earlier, later),
            None => *state = Some(later),
        }
        Ok(())
    }
    /// The cells, where they are not [those of all folds](Cells::of_fold): of the shape and the element size alone.
    fn cells(&self, _shape: &[usize], _itemsize: usize) -> Option<Cells> {
        None
    }
    /// Whether the [wholes](Stage::wholes) say that no element has to be looked at: then there is no partial result.
    /// Asked of those that are walked over in any order.
    fn is_idle(&self, _wholes: &[Block]) -> bool {
        false
    }
    /// The results for a tile of the kept axes; `None` where the reduced axes have no elements.
    fn finish(&self, state: Option<Self::State>, tile: &Region) -> Result<Vec<AnyArray>>;
    /// Bytes of a partial result for a tile of so many places.
    fn state_bytes(&self, places: usize) -> usize;
    /// How a partial result is kept in a file.
    fn wire(&self) -> Wire<Self::State>;
    /// Bytes that making a partial result takes besides.
    fn scratch(&self, _cell: &Region) -> usize {
        0
    }
    /// All that makes it another operation.
    fn identity(&self) -> String {
        format!("{} {} {:?}", self.name(), std::any::type_name::<Self>(), self.axes())
    }
}

/// A [`Folding`] whose state's type is forgotten.
pub(crate) trait Fold: Send + Sync {
    fn name(&self) -> String;
    fn axes(&self) -> &Axes;
    fn outputs(&self) -> Vec<Output>;
    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<State>;
    fn merge(&self, earlier: &mut State, later: State);
    fn walk(&self) -> Walk;
    fn absorb(&self, state: &mut Option<State>, inputs: &[Block], cell: &Cell<'_>) -> Result<()>;
    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells>;
    fn is_idle(&self, wholes: &[Block]) -> bool;
    fn finish(&self, state: Option<State>, tile: &Region) -> Result<Vec<AnyArray>>;
    fn state_bytes(&self, places: usize) -> usize;
    fn put_state(&self, state: &State, out: &mut Vec<u8>);
    fn get_state(&self, from: &mut &[u8]) -> Option<State>;
    fn scratch(&self, cell: &Region) -> usize;
    fn identity(&self) -> String;
}

const OWN: &str = "a fold is given its own partial results";

impl<F: Folding> Fold for F {
    fn name(&self) -> String {
        Folding::name(self)
    }
    fn axes(&self) -> &Axes {
        Folding::axes(self)
    }
    fn outputs(&self) -> Vec<Output> {
        Folding::outputs(self)
    }
    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<State> {
        Ok(Box::new(Folding::partial(self, inputs, cell)?))
    }
    fn merge(&self, earlier: &mut State, later: State) {
        let earlier = earlier.downcast_mut::<F::State>().expect(OWN);
        Folding::merge(self, earlier, *later.downcast::<F::State>().expect(OWN));
    }
    fn walk(&self) -> Walk {
        Folding::walk(self)
    }
    fn absorb(&self, state: &mut Option<State>, inputs: &[Block], cell: &Cell<'_>) -> Result<()> {
        let mut own = state.take().map(|state| *state.downcast::<F::State>().expect(OWN));
        Folding::absorb(self, &mut own, inputs, cell)?;
        *state = own.map(|own| Box::new(own) as State);
        Ok(())
    }
    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells> {
        Folding::cells(self, shape, itemsize)
    }
    fn is_idle(&self, wholes: &[Block]) -> bool {
        Folding::is_idle(self, wholes)
    }
    fn finish(&self, state: Option<State>, tile: &Region) -> Result<Vec<AnyArray>> {
        let state = state.map(|state| *state.downcast::<F::State>().expect(OWN));
        Folding::finish(self, state, tile)
    }
    fn state_bytes(&self, places: usize) -> usize {
        Folding::state_bytes(self, places)
    }
    fn put_state(&self, state: &State, out: &mut Vec<u8>) {
        (self.wire().put)(state.downcast_ref::<F::State>().expect(OWN), out);
    }
    fn get_state(&self, from: &mut &[u8]) -> Option<State> {
        (self.wire().get)(from).map(|state| Box::new(state) as State)
    }
    fn scratch(&self, cell: &Region) -> usize {
        Folding::scratch(self, cell)
    }
    fn identity(&self) -> String {
        Folding::identity(self)
    }
}

/// A fold and what it folds: has to be run before what is made of its results.
pub(crate) struct Stage {
    pub(crate) fold: Box<dyn Fold>,
    /// Arrays that stretch to `shape`.
    pub(crate) inputs: Vec<Arc<Node>>,
    /// Arrays of any shape, results of earlier stages as a rule, of which every cell sees all.
    pub(crate) wholes: Vec<Arc<Node>>,
    /// The shape that is folded.
    pub(crate) shape: Shape,
}

impl Stage {
    /// All nodes that are pulled for a cell.
    pub(crate) fn parents(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.inputs.iter().chain(&self.wholes)
    }

    /// What is pulled for a region of the shape that is folded.
    pub(crate) fn needs(&self, region: &Region) -> impl Iterator<Item = (Arc<Node>, Region)> {
        let inputs = self.inputs.iter().map(|input| (input, stretched(region, &input.shape)));
        let wholes = self.wholes.iter().map(|whole| (whole, Region::all(whole.shape)));
        inputs.chain(wholes).map(|(node, region)| (Arc::clone(node), region))
    }

    /// The shape of one of the results.
    pub(crate) fn output_shape(&self, output: &Output) -> Shape {
        let kept = without(&self.shape, self.fold.axes());
        Shape::from(&[&kept[..], &output.extra[..]].concat()[..])
    }

    /// The nodes of all results of a fold.
    pub(crate) fn nodes(
        fold: impl Folding,
        inputs: Vec<Arc<Node>>,
        wholes: Vec<Arc<Node>>,
        shape: Shape,
    ) -> Vec<Arc<Node>> {
        let stage = Arc::new(Stage { fold: Box::new(fold), inputs, wholes, shape });
        let outputs = stage.fold.outputs();
        let node = |(number, output): (usize, &Output)| {
            let shape = stage.output_shape(output);
            let kind = crate::node::Kind::Output(Arc::clone(&stage), number);
            Arc::new(Node { kind, inputs: Vec::new(), shape, dtype: output.dtype, chunks: shape })
        };
        outputs.iter().enumerate().map(node).collect()
    }
}
