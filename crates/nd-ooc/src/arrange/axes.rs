//! Axes in another order, more of them, or fewer.

use super::reshape::reshaped;
use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, without, without_axes};
use nd_core::{Axes, MAX_NDIM, Shape, ShapeError, normalize_axes, normalize_axis};
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
            // One element is the same on any axis.
            Block::Stretched(whole, _) if whole.size() == 1 => {
                Block::Stretched(whole, region.shape().into())
            }
            block => Block::Owned(block.into_array().into_reshaped(region.shape())),
        })
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        Some(0)
    }
}

/// An array with some axes of length 1 more, given by their places in the result.
pub(crate) fn keep_axes(node: &Arc<Node>, axes: &Axes) -> Arc<Node> {
    let ndim = node.shape.ndim() + axes.len();
    let filled = |values: &[usize]| {
        let mut kept = values.iter();
        let all = (0..ndim)
            .map(|axis| if axes.contains(&axis) { 1 } else { kept.next().copied().unwrap_or(1) });
        Shape::from(&all.collect::<Vec<usize>>()[..])
    };
    let (shape, chunks) = (filled(&node.shape), filled(&node.chunks));
    Node::chunked(Expanded { axes: *axes }, vec![Arc::clone(node)], shape, node.dtype, chunks)
}

/// An array with one axis of length 1 more.
pub(super) fn expanded(node: &Arc<Node>, axis: usize) -> Result<Arc<Node>, ShapeError> {
    let ndim = node.shape.ndim() + 1;
    if ndim > MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op: "expand_dims", ndim });
    }
    Ok(keep_axes(node, &Axes::from([axis])))
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

/// The axes in another order, each named once.
pub(super) fn permuted(node: &Arc<Node>, axes: Axes) -> Arc<Node> {
    if axes.iter().enumerate().all(|(to, &from)| to == from) {
        return Arc::clone(node);
    }
    let order = |values: &[usize]| per_axis(values.len(), |axis| values[axes[axis]]);
    let (shape, chunks) = (order(&node.shape), order(&node.chunks));
    Node::chunked(Permuted { axes }, vec![Arc::clone(node)], shape, node.dtype, chunks)
}

/// One axis in another place.
pub(super) fn moved(node: &Arc<Node>, from: usize, to: usize) -> Arc<Node> {
    let mut axes: Vec<usize> = (0..node.shape.ndim()).filter(|&axis| axis != from).collect();
    axes.insert(to, from);
    permuted(node, Axes::from(&axes[..]))
}

/// An axis counted from the front.
#[track_caller]
pub(super) fn resolved(op: &'static str, axis: isize, ndim: usize) -> usize {
    normalize_axis(op, axis, ndim).unwrap_or_else(|error| panic!("{error}"))
}

both! {
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
    /// let y = nd_ooc::full([2, 3, 4], 0u8).permute_dims(&[2, 0, 1]);
    /// assert_eq!(y.shape(), [4, 2, 3]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn permute_dims(&self, axes: &[isize]) -> Self {
        let ndim = self.ndim();
        let order = normalize_axes("permute_dims", axes, ndim).unwrap_or_else(|e| panic!("{e}"));
        assert!(order.ndim() == ndim, "permute_dims: axes {axes:?} of an array of {ndim}");
        Self::of(permuted(&self.node, order))
    }

    /// The axes in the opposite order.
    ///
    /// # NumPy
    /// `a.T`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([2, 3, 4], 0u8).t().shape(), [4, 3, 2]);
    /// ```
    #[must_use]
    pub fn t(&self) -> Self {
        let back: Vec<usize> = (0..self.ndim()).rev().collect();
        Self::of(permuted(&self.node, Axes::from(&back[..])))
    }

    /// Two axes in each other's place.
    ///
    /// # Panics
    /// If an axis does not exist.
    ///
    /// # NumPy
    /// `np.swapaxes(a, first, second)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([2, 3, 4], 0u8).swapaxes(0, -1).shape(), [4, 3, 2]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn swapaxes(&self, first: isize, second: isize) -> Self {
        let (first, second) =
            (resolved("swapaxes", first, self.ndim()), resolved("swapaxes", second, self.ndim()));
        let mut axes = per_axis(self.ndim(), |axis| axis);
        axes.swap(first, second);
        Self::of(permuted(&self.node, axes))
    }

    /// One axis in another place, the others in order around it.
    ///
    /// # Panics
    /// If an axis does not exist.
    ///
    /// # NumPy
    /// `np.moveaxis(a, source, destination)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([2, 3, 4], 0u8).moveaxis(0, -1).shape(), [3, 4, 2]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moveaxis(&self, source: isize, destination: isize) -> Self {
        let from = resolved("moveaxis", source, self.ndim());
        Self::of(moved(&self.node, from, resolved("moveaxis", destination, self.ndim())))
    }

    /// With a new axis of length 1, given by its place in the result.
    ///
    /// # Panics
    /// If the place does not exist, or there are as many axes as an array may have.
    ///
    /// # NumPy
    /// `np.expand_dims(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([2, 3], 0u8).expand_dims(-1).shape(), [2, 3, 1]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn expand_dims(&self, axis: isize) -> Self {
        let axis = resolved("expand_dims", axis, self.ndim() + 1);
        Self::of(expanded(&self.node, axis).unwrap_or_else(|error| panic!("{error}")))
    }

    /// Without the axes of length 1.
    ///
    /// # NumPy
    /// `np.squeeze(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([1, 3, 1], 0u8).squeeze().shape(), [3]);
    /// ```
    #[must_use]
    pub fn squeeze(&self) -> Self {
        let kept: Vec<usize> = self.shape().iter().copied().filter(|&len| len != 1).collect();
        Self::of(reshaped(&self.node, Shape::from(&kept[..])))
    }

    /// Without some axes of length 1.
    ///
    /// # Panics
    /// If an axis does not exist, is named twice, or has another length than 1.
    ///
    /// # NumPy
    /// `np.squeeze(a, axes)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([1, 3, 1], 0u8).squeeze_axes(&[-1]).shape(), [1, 3]);
    /// ```
    /// ```should_panic
    /// let _ = nd_ooc::full([1, 3, 1], 0u8).squeeze_axes(&[1]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn squeeze_axes(&self, axes: &[isize]) -> Self {
        let axes = normalize_axes("squeeze", axes, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        if let Some(&axis) = axes.iter().find(|&&axis| self.shape()[axis] != 1) {
            panic!("{}", ShapeError::NotUnit { axis, shape: self.shape().into() });
        }
        Self::of(reshaped(&self.node, without(self.shape(), &axes)))
    }
}
