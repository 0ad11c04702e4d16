//! `gradient`: slopes from neighbours.

use super::axes::resolved;
use super::parts::thinned;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, with_axis};
use nd_core::{ShapeError, Slice, SliceItem, Typed};
use nd_io::Region;
use nd_ops::{Averaged, EdgeOrder, GradientOptions, Spacing};
use std::marker::PhantomData;
use std::sync::Arc;

/// Slopes along an axis.
struct Slopes<T> {
    axis: usize,
    spacing: Spacing,
    options: GradientOptions,
    of: PhantomData<fn() -> T>,
}

/// A neighbour, and one more: ends need three elements, and what is not uniform is to stay so.
const HALO: usize = 3;

impl<T> Slopes<T> {
    /// The elements along the axis that a region is made of: the first, and how many.
    fn along(&self, node: &Node, region: &Region) -> (usize, usize) {
        let start = region.start()[self.axis].saturating_sub(HALO);
        let stop = (region.stop(self.axis) + HALO).min(node.shape[self.axis]);
        (start, stop - start)
    }

    /// The spacing of some elements. If all are not equally far from each other, these are not either: slopes are
    /// calculated in the same way everywhere. What is moved for this is a neighbour's neighbour.
    fn spacing(&self, (start, len): (usize, usize), wanted: usize) -> Spacing {
        let Spacing::Coordinates(all) = &self.spacing else { return self.spacing.clone() };
        let mut at = all[start..start + len].to_vec();
        let uniform = at.windows(2).all(|pair| pair[1] - pair[0] == at[1] - at[0]);
        if uniform && len < all.len() {
            match start < wanted.saturating_sub(1) {
                true => at[0] -= at[1] - at[0],
                false => at[len - 1] += at[1] - at[0],
            }
        }
        Spacing::Coordinates(at)
    }
}

impl<T: Typed + Averaged<Mean: Typed>> Pull for Slopes<T> {
    fn name(&self) -> String {
        format!("gradient axis {}", self.axis)
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let (start, len) = self.along(node, region);
        vec![Need::new(0, with_axis(region, self.axis, (start, len, 1)))]
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (axis, along) = (self.axis, self.along(node, region));
        let first = region.start()[axis];
        let spacing = self.spacing(along, first);
        let view = inputs[0].typed::<T>();
        let made = nd_ops::gradient_axis_with(view, axis as isize, spacing, &self.options);
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let from = (first - along.0) as isize;
        let stop = from + dense(region).shape()[axis] as isize;
        let step = region.step()[axis] as isize;
        let mut items = thinned(&Region::all(region.shape()));
        items[axis] = SliceItem::Range(Slice { start: Some(from), stop: Some(stop), step });
        Ok(made.slice(items).to_array().into())
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let places = self.needs(node, region)[0].region.size();
        // The elements and the slopes in the type in which they are calculated, and the slopes.
        places * (2 * size_of::<T::Work>() + node.dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("gradient {} {:?} {:?}", self.axis, self.spacing, self.options)
    }
}

impl<T: Typed + Averaged<Mean: Typed>> Chunked<T> {
    /// The slopes along one axis: from both neighbours, at the ends from one.
    ///
    /// `(…, n, …)` → `(…, n, …)` of the type of means: `f64` for integers.
    ///
    /// # Panics
    /// If there is no such axis, it has fewer than 2 elements, or coordinates are not one for each.
    ///
    /// # NumPy
    /// `np.gradient(a, spacing, axis=axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![1.0, 2.0, 4.0, 8.0]);
    /// assert_eq!(x.gradient_axis(0, 1.0).compute()?, array![1.0, 1.5, 3.0, 4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gradient_axis(&self, axis: isize, spacing: impl Into<Spacing>) -> Chunked<T::Mean> {
        self.gradient_axis_with(axis, spacing, &GradientOptions::default())
    }

    /// As [`gradient_axis`](Self::gradient_axis), with a choice at the ends.
    ///
    /// # Panics
    /// If there is no such axis, it has fewer than 2 elements (3 for [`EdgeOrder::Second`]), or coordinates are not one
    /// for each.
    ///
    /// # NumPy
    /// `np.gradient(a, spacing, axis=axis, edge_order=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    /// use nd_ops::{EdgeOrder, GradientOptions};
    ///
    /// let second = GradientOptions::default().edge_order(EdgeOrder::Second);
    /// let x = Chunked::from(array![0.0, 1.0, 4.0, 9.0]);
    /// assert_eq!(x.gradient_axis_with(0, 1.0, &second).compute()?, array![0.0, 2.0, 4.0, 6.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gradient_axis_with(
        &self,
        axis: isize,
        spacing: impl Into<Spacing>,
        options: &GradientOptions,
    ) -> Chunked<T::Mean> {
        let axis = resolved("gradient", axis, self.ndim());
        let (n, shape) = (self.shape()[axis], self.shape());
        let least = if options.edge_order == EdgeOrder::Second { 3 } else { 2 };
        assert!(
            n >= least,
            "gradient: axis {axis} of shape {shape:?} has fewer than {least} elements"
        );
        let spacing = match spacing.into() {
            Spacing::Coordinates(at) if at.len() != n => {
                let op = format!("gradient: coordinates of axis {axis}").into();
                panic!(
                    "{}",
                    ShapeError::Mismatch { op, left: [n].into(), right: [at.len()].into() }
                )
            }
            Spacing::Coordinates(at) if at.windows(2).all(|p| p[1] - p[0] == at[1] - at[0]) => {
                Spacing::Uniform(at[1] - at[0])
            }
            spacing => spacing,
        };
        let op = Slopes::<T> { axis, spacing, options: options.clone(), of: PhantomData };
        let (shape, chunks) = (self.node.shape, self.node.chunks);
        let inputs = vec![Arc::clone(&self.node)];
        Chunked::of(Node::chunked(op, inputs, shape, <T::Mean as Typed>::DTYPE, chunks))
    }

    /// The slopes along each axis, given its spacing; 1 if none is given, and the same for all axes if one is.
    ///
    /// # Panics
    /// If several spacings are not one for each axis, an axis has fewer than 2 elements, or coordinates are not one for
    /// each.
    ///
    /// # NumPy
    /// `np.gradient(a, *spacings)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::Chunked::from(nd_core::array![[1.0, 2.0], [4.0, 8.0]]);
    /// let slopes = x.gradient(&[1.0.into(), 0.5.into()]);
    /// assert_eq!(slopes[1].compute()?, nd_core::array![[2.0, 2.0], [8.0, 8.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gradient(&self, spacings: &[Spacing]) -> Vec<Chunked<T::Mean>> {
        let along = |axis: usize, spacing: Spacing| self.gradient_axis(axis as isize, spacing);
        match spacings {
            [] => (0..self.ndim()).map(|axis| along(axis, Spacing::from(1.0))).collect(),
            [one] => (0..self.ndim()).map(|axis| along(axis, one.clone())).collect(),
            each if each.len() == self.ndim() => each
                .iter()
                .enumerate()
                .map(|(axis, spacing)| along(axis, spacing.clone()))
                .collect(),
            each => {
                let (given, shape) = (each.len(), self.shape().into());
                panic!("{}", ShapeError::IndexCount { op: "gradient", given, shape });
            }
        }
    }
}
