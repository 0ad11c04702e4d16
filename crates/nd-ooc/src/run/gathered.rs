//! [`Gathered`]: the partial results of a tile that are there.

use crate::block::Block;
use crate::error::Result;
use crate::fold::{Cell, Fold, State, Walk};
use crate::forest::Forest;

/// The partial results of a tile, put together as its fold wants them.
pub(super) enum Gathered {
    Tree(Forest<State>),
    /// One for all that was seen, whatever it was, or whatever came before.
    One(Option<State>),
}

impl Gathered {
    /// Nothing yet, of so many cells.
    pub(super) fn new(fold: &dyn Fold, leaves: usize) -> Gathered {
        match fold.walk() {
            Walk::Tree => Gathered::Tree(Forest::new(leaves)),
            Walk::Pool | Walk::Chain => Gathered::One(None),
        }
    }

    /// Puts a cell to it; `None` for one without elements, or one that need not be looked at.
    pub(super) fn put(
        &mut self,
        fold: &dyn Fold,
        leaf: usize,
        found: Option<(&[Block], &Cell<'_>)>,
    ) -> Result<()> {
        match (self, found) {
            (Gathered::Tree(forest), found) => {
                let state = found.map(|(blocks, cell)| fold.partial(blocks, cell)).transpose()?;
                forest.put(0, leaf, state, &mut |a, b| fold.merge(a, b));
            }
            (Gathered::One(state), Some((blocks, cell))) => fold.absorb(state, blocks, cell)?,
            (Gathered::One(_), None) => {}
        }
        Ok(())
    }

    /// Moves all of another one of the same tile here.
    pub(super) fn take(&mut self, fold: &dyn Fold, other: Gathered) {
        match (self, other) {
            (Gathered::Tree(here), Gathered::Tree(other)) => {
                here.take(other, &mut |a, b| fold.merge(a, b));
            }
            (Gathered::One(Some(here)), Gathered::One(Some(other))) => fold.merge(here, other),
            (Gathered::One(here @ None), Gathered::One(other)) => *here = other,
            _ => {}
        }
    }

    /// What all cells together gave.
    pub(super) fn result(self) -> Option<State> {
        match self {
            Gathered::Tree(mut forest) => forest.result(),
            Gathered::One(state) => state,
        }
    }
}
