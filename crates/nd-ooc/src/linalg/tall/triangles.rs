//! The triangles of panels.

use super::{Cut, panels};
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::linalg::MatrixElement;
use crate::linalg::element::{grown, not_finite, placed, too_large};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape};
use nd_io::Region;
use nd_linalg::qr_r;
use std::marker::PhantomData;
use std::sync::Arc;

/// `(panels, height, p)` → `(panels, k, p)`.
struct Triangles<T> {
    op: &'static str,
    axes: Axes,
    cut: Cut,
    /// Whether they are of the matrix itself, and not of triangles.
    first: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: MatrixElement> Folding for Triangles<T> {
    type State = Array<T>;

    fn name(&self) -> String {
        self.op.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.cut.kept(), self.cut.columns]), dtype: T::DTYPE }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[1, self.cut.height, self.cut.columns]))
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Array<T>> {
        let panel = inputs[0].typed::<T>().squeeze_axes(&[0]);
        let first = cell.region.start()[0] * self.cut.height;
        let r = qr_r(panel).map_err(|error| match self.first {
            true => placed(error, self.op, [first, 0]),
            false => grown(error, self.op),
        })?;
        // The length of a column may be larger than any number.
        match not_finite(r.view()) {
            Some(_) => Err(too_large(self.op)),
            None => Ok(r),
        }
    }

    fn merge(&self, _: &mut Array<T>, _: Array<T>) {
        unreachable!("a panel is one cell");
    }

    fn finish(&self, state: Option<Array<T>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let shape = [tile.shape()[0], self.cut.kept(), self.cut.columns];
        let made = state.map(|r| r.into_reshaped(shape));
        Ok(vec![made.unwrap_or_else(|| Array::zeros(shape)).into()])
    }

    fn wire(&self) -> Wire<Array<T>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        let elements = self.cut.kept().saturating_mul(self.cut.columns).saturating_mul(places);
        elements.saturating_mul(size_of::<T>())
    }

    fn scratch(&self, _: &Region) -> usize {
        // The panel as columns, and the reflections.
        let panel = self.cut.height.saturating_mul(self.cut.columns);
        panel.saturating_mul(2 * size_of::<T>()).saturating_add(around::<T>(self.cut))
    }

    fn identity(&self) -> String {
        format!("{} triangles {:?} {}", self.op, self.cut, T::DTYPE)
    }
}

/// Bytes that applying a block of reflections takes.
pub(super) fn around<T: MatrixElement>(cut: Cut) -> usize {
    crate::linalg::beside::<T>(cut.height.saturating_add(2 * cut.columns), 1)
}

/// The triangles of a matrix's panels, one below the other: `(panels · k, p)`.
pub(super) fn of<T: MatrixElement>(
    op: &'static str,
    x: &Chunked<T>,
    cut: Cut,
    first: bool,
) -> Chunked<T> {
    let panels = panels::of(x, cut);
    let fold = Triangles::<T> { op, axes: Axes::from([1, 2]), cut, first, of: PhantomData };
    let shape = panels.node.shape;
    let made = Stage::nodes(fold, vec![Arc::clone(&panels.node)], Vec::new(), shape).remove(0);
    Chunked::<T>::of(made).reshape([cut.count * cut.kept(), cut.columns])
}
