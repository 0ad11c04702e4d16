//! A matrix as panels of rows.

use super::Cut;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, per_axis};
use nd_core::{Array, CowArray, Shape, s};
use nd_io::Region;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// `(n, p)` → `(panels, height, p)`; behind the last row there are zeros.
struct Panels<T> {
    cut: Cut,
    of: PhantomData<fn() -> T>,
}

impl<T> Panels<T> {
    /// The rows of a panel that a region without gaps needs: as rows of the matrix.
    fn rows(&self, region: &Region, panel: usize) -> Range<usize> {
        let first = panel * self.cut.height;
        let most = self.cut.rows;
        (first + region.start()[1]).min(most)..(first + region.stop(1)).min(most)
    }

    /// All rows that a region without gaps needs.
    fn all(&self, region: &Region) -> Range<usize> {
        let (first, last) = (region.start()[0], region.stop(0) - 1);
        self.rows(region, first).start..self.rows(region, last).end
    }
}

impl<T: MatrixElement> Pull for Panels<T> {
    fn name(&self) -> String {
        "panels".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let whole = dense(region);
        let rows = self.all(&whole);
        if rows.is_empty() {
            return Vec::new();
        }
        let start = [rows.start, whole.start()[2]];
        vec![Need::new(0, Region::new(start, [rows.len(), whole.shape()[2]]))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let whole = dense(region);
        let all = self.all(&whole);
        let shape = Shape::from(whole.shape());
        let is_plain = whole == *region && all.len() == shape[0] * shape[1];
        if is_plain
            && !all.is_empty()
            && let CowArray::Owned(rows) = inputs[0].take::<T>()
        {
            return Ok(rows.into_reshaped(shape).into());
        }
        let mut made = Array::<T>::zeros(shape);
        for (at, panel) in (whole.start()[0]..whole.stop(0)).enumerate() {
            let rows = self.rows(&whole, panel);
            if rows.is_empty() {
                continue;
            }
            let (from, to) = ((rows.start - all.start) as isize, (rows.end - all.start) as isize);
            let (at, count) = (at as isize, rows.len() as isize);
            let part = inputs[0].typed::<T>().slice(s![from..to, ..]);
            made.slice_mut(s![at, ..count, ..]).assign(part);
        }
        Ok(Block::cropped(made, &whole, region))
    }

    fn identity(&self) -> String {
        format!("panels {:?}", self.cut)
    }
}

/// A matrix as panels.
pub(in crate::linalg) fn of<T: MatrixElement>(x: &Chunked<T>, cut: Cut) -> Chunked<T> {
    let shape = Shape::from([cut.count, cut.height, cut.columns]);
    let chunks = x.node.chunks;
    let chunk = [chunks[0].div_ceil(cut.height.max(1)), cut.height, chunks[1]];
    let op = Panels::<T> { cut, of: PhantomData };
    let chunks = per_axis(3, |axis| chunk[axis]);
    Chunked::of(Node::chunked(op, vec![Arc::clone(&x.node)], shape, T::DTYPE, chunks))
}
