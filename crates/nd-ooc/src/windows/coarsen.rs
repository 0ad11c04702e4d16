//! Blocks of fixed size become one element each.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis};
use nd_core::{Array, Shape, Typed, View};
use nd_io::Region;
use nd_ops::{Boundary, CoarsenOptions, Over};
use std::marker::PhantomData;
use std::sync::Arc;

/// A reduction of blocks.
struct Coarse<T, U, F> {
    lengths: Shape,
    options: CoarsenOptions,
    said: &'static str,
    f: F,
    of: PhantomData<fn(T) -> U>,
}

impl<T: Typed, U: Typed, F> Pull for Coarse<T, U, F>
where
    F: Fn(View<'_, T>, Over) -> Array<U> + Send + Sync,
{
    fn name(&self) -> String {
        "coarsen".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let (all, whole) = (&node.inputs[0].shape, dense(region));
        let start = per_axis(all.ndim(), |axis| whole.start()[axis] * self.lengths[axis]);
        let stop = |axis: usize| (whole.stop(axis) * self.lengths[axis]).min(all[axis]);
        vec![Need::new(
            0,
            Region::new(start, per_axis(all.ndim(), |axis| stop(axis) - start[axis])),
        )]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let block = inputs[0].typed::<T>();
        let made = nd_ops::coarsen_with(block, &self.lengths, &self.f, &self.options);
        if region.is_dense() {
            return Ok(made.into());
        }
        Ok(Block::from(made).part(inside(&dense(region), region)))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // Blocks are put together before they are reduced.
        let all: usize = self.lengths.iter().product();
        region.size().saturating_mul(all).saturating_mul(node.inputs[0].dtype.itemsize())
    }

    fn weight(&self, node: &Node) -> usize {
        let elements: usize = self.lengths.iter().product();
        elements.saturating_mul(node.inputs[0].dtype.itemsize()).max(node.dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("coarsen {:?} {:?} {}", self.lengths, self.options, self.said)
    }
}

impl<T: Typed> Chunked<T> {
    /// The array cut into blocks of the given length along each axis, and each block reduced to one element.
    ///
    /// `(n, …)`, lengths `(f, …)` → `(n / f, …)`. `reduce` is called as [`nd_ops::coarsen`] calls it, with some of the blocks and the
    /// axes within them: any function of nd-ops that takes axes will do. The bits are those in memory.
    ///
    /// # Panics
    /// If there is not one length for each axis, or a length is 0 or does not divide its axis. If `reduce`
    /// does not reduce the axes it is given, the run is an error.
    ///
    /// # NumPy
    /// Dask's `da.coarsen(np.mean, x, {0: f})`, whose chunks the lengths must divide.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 3.0, 5.0, 7.0], [1.0, 3.0, 5.0, 7.0]]);
    /// let means = x.coarsen(&[2, 2], |blocks, axes| nd_ops::mean_axis(blocks, axes));
    /// assert_eq!(means.compute()?, array![[2.0, 6.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn coarsen<U: Typed>(
        &self,
        lengths: &[usize],
        reduce: impl Fn(View<'_, T>, Over) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        self.coarsen_with(lengths, reduce, &CoarsenOptions::default())
    }

    /// As [`coarsen`](Self::coarsen), with a choice of what becomes of the rest of an axis.
    ///
    /// # Panics
    /// As [`coarsen`](Self::coarsen); lengths need not divide their axes where the [`Boundary`] allows.
    ///
    /// # NumPy
    /// Dask's `da.coarsen(np.mean, x, {0: f}, trim_excess=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Boundary, CoarsenOptions};
    ///
    /// let pad = CoarsenOptions::default().boundary(Boundary::Pad);
    /// let x = nd_ooc::arange(1.0, 4.0, 1.0);
    /// let sums = x.coarsen_with(&[2], |blocks, axes| nd_ops::sum_axis(blocks, axes), &pad);
    /// assert_eq!(sums.compute()?.into_vec(), [3.0, 3.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn coarsen_with<U: Typed>(
        &self,
        lengths: &[usize],
        reduce: impl Fn(View<'_, T>, Over) -> Array<U> + Send + Sync + 'static,
        options: &CoarsenOptions,
    ) -> Chunked<U> {
        let (shape, boundary) = (self.node.shape, options.boundary);
        if lengths.len() != shape.ndim() || lengths.contains(&0) {
            panic!("coarsen: blocks {lengths:?} of an array of shape {:?}", &shape[..]);
        }
        let rest = (0..shape.ndim()).any(|axis| shape[axis] % lengths[axis] > 0);
        if boundary == Boundary::Exact && rest {
            panic!("coarsen: blocks {lengths:?} leave a rest of shape {:?}", &shape[..]);
        }
        let coarse = per_axis(shape.ndim(), |axis| match boundary {
            Boundary::Pad => shape[axis].div_ceil(lengths[axis]),
            _ => shape[axis] / lengths[axis],
        });
        let chunks = per_axis(shape.ndim(), |axis| self.node.chunks[axis].div_ceil(lengths[axis]));
        let said = std::any::type_name_of_val(&reduce);
        let (lengths, options, of) = (Shape::from(lengths), options.clone(), PhantomData);
        let op = Coarse { lengths, options, said, f: reduce, of };
        Chunked::of(Node::chunked(op, vec![Arc::clone(&self.node)], coarse, U::DTYPE, chunks))
    }
}
