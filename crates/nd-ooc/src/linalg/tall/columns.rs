//! The orthonormal columns of panels, turned by what stands above them.

use super::triangles::around;
use super::{Cut, filled, panels};
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::linalg::MatrixElement;
use crate::linalg::element::placed;
use crate::node::{Need, Node, Pull};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, View, s};
use nd_io::Region;
use nd_linalg::{matmul, qr};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// The orthonormal columns of one panel `(height, p)` times `(k, q)`.
fn turned<T: MatrixElement>(
    op: &'static str,
    panel: View<'_, T>,
    turn: View<'_, T>,
    first: usize,
) -> Result<Array<T>> {
    let factors = qr(panel).map_err(|error| placed(error, op, [first, 0]))?;
    Ok(matmul(&factors.q, turn))
}

/// Bytes that one panel takes, besides itself and the result.
fn beside<T: MatrixElement>(cut: Cut) -> usize {
    // The panel as columns, the reflections, the orthonormal columns in both orders, the triangle.
    let panel = cut.height.saturating_mul(cut.columns).saturating_mul(2);
    let columns = cut.height.saturating_mul(cut.kept()).saturating_mul(2);
    let elements = panel.saturating_add(columns).saturating_add(cut.kept() * cut.columns);
    elements.saturating_mul(size_of::<T>()).saturating_add(around::<T>(cut))
}

/// The columns of every panel, stored: a fold of `(panels, height, p, k·q)` over all but the first axis, of panels
/// `(panels, height, p, 1)` and of what turns them, `(panels, 1, 1, k·q)`.
struct Columns<T> {
    op: &'static str,
    axes: Axes,
    cut: Cut,
    made: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: MatrixElement> Folding for Columns<T> {
    type State = Array<T>;

    fn name(&self) -> String {
        format!("{}: orthonormal columns", self.op)
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.cut.height, self.made]), dtype: T::DTYPE }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[1, shape[1], shape[2], shape[3]]))
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Array<T>> {
        let panel = inputs[0].typed::<T>().squeeze_axes(&[0, 3]);
        let turn = inputs[1].gapless::<T>();
        let turn = turn.view().reshape([self.cut.kept(), self.made]).to_array();
        turned(self.op, panel, turn.view(), cell.region.start()[0] * self.cut.height)
    }

    fn merge(&self, _: &mut Array<T>, _: Array<T>) {
        unreachable!("a panel is one cell");
    }

    fn finish(&self, state: Option<Array<T>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let shape = [tile.shape()[0], self.cut.height, self.made];
        let made = state.map(|q| q.into_reshaped(shape));
        Ok(vec![made.unwrap_or_else(|| Array::zeros(shape)).into()])
    }

    fn wire(&self) -> Wire<Array<T>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        let elements = self.cut.height.saturating_mul(self.made).saturating_mul(places);
        elements.saturating_mul(size_of::<T>())
    }

    fn scratch(&self, _: &Region) -> usize {
        beside::<T>(self.cut) + self.cut.kept() * self.made * size_of::<T>()
    }

    fn identity(&self) -> String {
        format!("{} columns {:?} {} {}", self.op, self.cut, self.made, T::DTYPE)
    }
}

/// The orthonormal columns of a matrix times `next`, the rows of each panel times its own: `(n, q)`, stored.
pub(super) fn stored<T: MatrixElement>(
    op: &'static str,
    x: &Chunked<T>,
    next: &Chunked<T>,
    cut: Cut,
) -> Chunked<T> {
    let made = next.shape()[1];
    let fold = Columns::<T> { op, axes: Axes::from([1, 2, 3]), cut, made, of: PhantomData };
    let wide = cut.kept() * made;
    let turns = next.reshape([cut.count, 1, 1, wide]);
    let inputs = [panels::of(x, cut).expand_dims(3), turns].map(|input| input.node);
    let shape = Shape::from([cut.count, cut.height, cut.columns, wide]);
    let whole = Stage::nodes(fold, inputs.into(), Vec::new(), shape).remove(0);
    let whole = Chunked::<T>::of(whole).reshape([cut.count * cut.height, made]);
    if whole.shape()[0] == cut.rows { whole } else { whole.slice(s![..cut.rows as isize, ..]) }
}

/// The same, made when it is asked for, panel by panel.
struct Pulled<T> {
    op: &'static str,
    cut: Cut,
    made: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Pulled<T> {
    /// The panels in which rows lie, and all rows of these.
    fn panels(&self, region: &Region) -> (Range<usize>, Range<usize>) {
        let height = self.cut.height;
        let panels = region.start()[0] / height..region.stop(0).div_ceil(height);
        let rows = panels.start * height..(panels.end * height).min(self.cut.rows);
        (panels, rows)
    }
}

impl<T: MatrixElement> Pull for Pulled<T> {
    fn name(&self) -> String {
        format!("{}: orthonormal columns", self.op)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let (panels, rows) = self.panels(region);
        let k = self.cut.kept();
        let own = Region::new([rows.start, 0], [rows.len(), self.cut.columns]);
        let above = Region::new([panels.start * k, 0], [panels.len() * k, self.made]);
        vec![Need::new(0, own), Need::new(1, above)]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (panels, rows) = self.panels(region);
        let (height, k) = (self.cut.height, self.cut.kept() as isize);
        let mut all = Array::<T>::zeros([rows.len(), self.made]);
        for (at, panel) in panels.enumerate() {
            let (first, at) = (panel * height, at as isize);
            let own =
                (at * height as isize)..((first + height).min(rows.end) - rows.start) as isize;
            let part = inputs[0].typed::<T>().slice(s![own.clone(), ..]);
            let turn = inputs[1].typed::<T>().slice(s![at * k..(at + 1) * k, ..]);
            let made = if part.shape()[0] < height {
                turned(self.op, filled(part, height).view(), turn, first)?
            } else {
                turned(self.op, part, turn, first)?
            };
            let there = own.len() as isize;
            all.slice_mut(s![own, ..]).assign(made.slice(s![..there, ..]));
        }
        let whole = Region::new([rows.start, 0], all.shape());
        Ok(Block::cropped(all, &whole, region))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        let (_, rows) = self.panels(region);
        let made = self.made.saturating_mul(size_of::<T>());
        // A panel filled up, what is made of it, and all of which the region is a part.
        let panel = self.cut.height.saturating_mul(self.cut.columns * size_of::<T>());
        let made = made.saturating_mul(self.cut.height.saturating_add(rows.len()));
        beside::<T>(self.cut).saturating_add(panel).saturating_add(made)
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.cut.height, self.made]))
    }

    fn identity(&self) -> String {
        format!("{} columns {:?} {}", self.op, self.cut, T::DTYPE)
    }
}

/// The orthonormal columns of a matrix times `next`, the rows of each panel times its own: `(n, q)`.
pub(super) fn pulled<T: MatrixElement>(
    op: &'static str,
    x: &Chunked<T>,
    next: &Chunked<T>,
    cut: Cut,
) -> Chunked<T> {
    let made = next.shape()[1];
    let shape = Shape::from([cut.rows, made]);
    let op = Pulled::<T> { op, cut, made, of: PhantomData };
    let inputs = vec![Arc::clone(&x.node), Arc::clone(&next.node)];
    let chunks = Shape::from([cut.height, shape[1]]);
    Chunked::of(Node::chunked(op, inputs, shape, T::DTYPE, chunks))
}
