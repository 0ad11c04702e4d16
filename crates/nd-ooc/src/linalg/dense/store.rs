//! [`Store`]: panels of columns in a folder that is gone with the last array made of them.

use super::room::slices;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::node::{Need, Node, Pull};
use crate::regions::dense;
use crate::run::{Scratch, fingerprint, stored_part};
use nd_core::{Array, Shape, View};
use nd_io::{Dataset, Region};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// A stored panel: from which row on it is there, and where.
struct Panel {
    first: usize,
    dataset: Dataset,
}

/// Panels of columns.
pub(super) struct Store<T> {
    /// `(n, columns)` of all.
    pub(super) shape: [usize; 2],
    /// Columns of a panel.
    pub(super) width: usize,
    panels: Vec<Panel>,
    scratch: Arc<Scratch>,
    /// What they are the panels of.
    said: String,
    of: PhantomData<fn() -> T>,
}

/// What is seen of stored panels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    All,
    /// What is below the diagonal, and ones on it.
    UnitLower,
    /// What is on the diagonal and above it.
    Upper,
}

impl<T: MatrixElement> Store<T> {
    /// No panels yet, of a matrix that an operation makes of others.
    pub(super) fn new(
        said: &str,
        of: &[&Arc<Node>],
        shape: [usize; 2],
        width: usize,
        scratch: Arc<Scratch>,
    ) -> Store<T> {
        let digests = of.iter().map(|node| Digest::of(fingerprint::of_node(node).as_bytes()));
        let said = digests.fold(said.to_owned(), |said, digest| format!("{said} {digest:016x}"));
        Store { shape, width, panels: Vec::new(), scratch, said, of: PhantomData }
    }

    /// Stores the next panel, from row `first` on.
    pub(super) fn push(&mut self, first: usize, panel: View<'_, T>) -> Result<()> {
        let dataset = self.written(self.panels.len(), panel)?;
        self.panels.push(Panel { first, dataset });
        Ok(())
    }

    /// Stores a panel anew.
    pub(super) fn replace(&mut self, at: usize, panel: View<'_, T>) -> Result<()> {
        self.panels[at].dataset = self.written(at, panel)?;
        Ok(())
    }

    fn written(&self, at: usize, panel: View<'_, T>) -> Result<Dataset> {
        self.scratch.store(&format!("panel-{at}"), panel)
    }

    /// How many panels there are.
    pub(super) fn count(&self) -> usize {
        self.panels.len()
    }

    /// Columns of a panel.
    pub(super) fn columns(&self, at: usize) -> Range<usize> {
        at * self.width..((at + 1) * self.width).min(self.shape[1])
    }

    /// Some rows of a panel that are stored.
    pub(super) fn rows(&self, at: usize, rows: Range<usize>) -> Result<Array<T>> {
        let columns = self.columns(at).len();
        self.read(at, Region::new([rows.start, 0], [rows.len(), columns]))
    }

    /// A region of a panel, its rows counted as those of the whole.
    fn read(&self, at: usize, region: Region) -> Result<Array<T>> {
        let Panel { first, dataset } = &self.panels[at];
        let start = [region.start()[0] - first, region.start()[1]];
        stored_part(dataset, &Region::new(start, region.shape()))
    }

    /// A block of the matrix; what is above the first row of a panel is zeros.
    pub(super) fn block(&self, rows: Range<usize>, columns: Range<usize>) -> Result<Array<T>> {
        let mut made = Array::zeros([rows.len(), columns.len()]);
        if rows.is_empty() || columns.is_empty() {
            return Ok(made);
        }
        for at in columns.start / self.width..columns.end.div_ceil(self.width) {
            let own = self.columns(at);
            let (from, to) = (columns.start.max(own.start), columns.end.min(own.end));
            let top = rows.start.max(self.panels[at].first);
            if top >= rows.end {
                continue;
            }
            let start = [top, from - own.start];
            let part = self.read(at, Region::new(start, [rows.end - top, to - from]))?;
            let [down, right] = [top - rows.start, from - columns.start];
            let to = [down..rows.len(), right..right + to - from];
            made.slice_mut(slices(to)).assign(&part);
        }
        Ok(made)
    }
}

/// Stored panels as an array.
struct Stored<T> {
    store: Arc<Store<T>>,
    part: Part,
}

impl<T: MatrixElement> Pull for Stored<T> {
    fn name(&self) -> String {
        "stored panels".into()
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
        let [rows, columns] = [0, 1].map(|axis| whole.start()[axis]..whole.stop(axis));
        let mut made = self.store.block(rows.clone(), columns.clone())?;
        match self.part {
            Part::All => {}
            Part::UnitLower | Part::Upper => masked(&mut made, rows, columns.start, self.part),
        }
        Ok(Block::cropped(made, &whole, region))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // What a panel holds of it, and all of which it is a part.
        2 * node.nbytes(&dense(region))
    }

    fn identity(&self) -> String {
        format!("{} {:?}", self.store.said, self.part)
    }
}

/// Puts zeros, and ones, where a triangle has them.
fn masked<T: MatrixElement>(block: &mut Array<T>, rows: Range<usize>, left: usize, part: Part) {
    let columns = block.shape()[1];
    for (i, row) in rows.enumerate() {
        for j in 0..columns {
            let column = left + j;
            let hidden = match part {
                Part::All => false,
                Part::UnitLower => column >= row,
                Part::Upper => column < row,
            };
            if hidden {
                let is_one = part == Part::UnitLower && column == row;
                block[[i, j]] = T::from_count(usize::from(is_one));
            }
        }
    }
}

/// A part of stored panels as an array.
pub(super) fn stored<T: MatrixElement>(store: &Arc<Store<T>>, part: Part) -> Chunked<T> {
    let shape = Shape::from(store.shape);
    let chunks = Shape::from([super::ROWS, store.width]);
    let op = Stored { store: Arc::clone(store), part };
    Chunked::of(Node::chunked(op, Vec::new(), shape, T::DTYPE, chunks))
}
