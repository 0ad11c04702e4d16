//! Axes in another order, more of them, or fewer.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, without_axes};
use nd_core::{Axes, Shape, normalize_axes};
use nd_io::Region;
use std::sync::Arc;

/// Axes of length 1, put in.
struct Expanded {
    axes: Axes,
}

impl Pull for Expanded {
    fn name(&self) -> String {
        format!("expand_dims {:?}", self.axes)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, without_axes(region, &self.axes))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        Ok(match inputs.remove(0) {
            Block::Stretched(whole, _) => Block::Stretched(whole, region.shape().into()),
            block => Block::Owned(block.into_array().into_reshaped(region.shape())),
        })
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        Some(0)
    }
}

/// A reduced array with the axes that were reduced, of length 1.
pub(crate) fn keep_axes(node: &Arc<Node>, axes: &Axes) -> Arc<Node> {
    let ndim = node.shape.ndim() + axes.len();
    let mut kept = node.shape.iter();
    let lengths: Vec<usize> = (0..ndim)
        .map(|axis| if axes.contains(&axis) { 1 } else { kept.next().copied().unwrap_or(1) })
        .collect();
    let op = Expanded { axes: *axes };
    Node::new(op, vec![Arc::clone(node)], Shape::from(&lengths[..]), node.dtype)
}

/// Axes in another order.
struct Permuted {
    axes: Axes,
}

impl Pull for Permuted {
    fn name(&self) -> String {
        format!("permute_dims {:?}", self.axes)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let back = |values: &[usize]| {
            let mut out = Shape::from(values);
            self.axes.iter().zip(values).for_each(|(&from, &value)| out[from] = value);
            out
        };
        let region =
            Region::new(back(region.start()), back(region.shape())).with_step(back(region.step()));
        vec![Need::new(0, region)]
    }

    fn compute(
        &self,
        _: &Node,
        _: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let axes: Vec<isize> = self.axes.iter().map(|&axis| axis as isize).collect();
        Ok(Block::Owned(inputs[0].view().permute_dims(&axes).to_array()))
    }
}

impl<T: nd_core::Typed> Chunked<T> {
    /// The axes in another order.
    ///
    /// # Panics
    /// If `axes` does not name every axis once.
    ///
    /// # NumPy
    /// `np.permute_dims(a, axes)`, `np.transpose(a, axes)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::from_fn([2, 3, 4], |at| at[0] * 100 + at[1] * 10 + at[2]).cast::<i64>();
    /// let y = x.permute_dims(&[2, 0, 1]);
    /// assert_eq!(y.shape(), [4, 2, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn permute_dims(&self, axes: &[isize]) -> Chunked<T> {
        let ndim = self.ndim();
        let order = normalize_axes("permute_dims", axes, ndim).unwrap_or_else(|e| panic!("{e}"));
        assert!(order.ndim() == ndim, "permute_dims: axes {axes:?} of an array of {ndim}");
        let shape = per_axis(ndim, |axis| self.node.shape[order[axis]]);
        let chunks = per_axis(ndim, |axis| self.node.chunks[order[axis]]);
        let op = Permuted { axes: order };
        Chunked::of(Node::chunked(op, vec![Arc::clone(&self.node)], shape, T::DTYPE, chunks))
    }

    /// The axes in the opposite order.
    ///
    /// # NumPy
    /// `a.T`.
    #[must_use]
    pub fn t(&self) -> Chunked<T> {
        let back: Vec<isize> = (0..self.ndim() as isize).rev().collect();
        self.permute_dims(&back)
    }
}
