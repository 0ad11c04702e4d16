//! Functions of whole lanes along an axis.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis, with_axis};
use nd_core::{Array, Shape, SliceItem, Typed, View, normalize_axis};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// A function of lanes, which become as long as is said.
struct Lanes<T, U, F> {
    name: &'static str,
    said: &'static str,
    axis: usize,
    len: usize,
    f: F,
    of: PhantomData<fn(T) -> U>,
}

impl<T, U, F> Lanes<T, U, F> {
    /// The lanes of which a region is made.
    fn whole(&self, node: &Node, region: &Region) -> Region {
        with_axis(region, self.axis, (0, node.inputs[0].shape[self.axis], 1))
    }
}

impl<T: Typed, U: Typed, F> Pull for Lanes<T, U, F>
where
    F: Fn(View<'_, T>) -> Result<Array<U>> + Send + Sync,
{
    fn name(&self) -> String {
        self.name.into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, self.whole(node, region))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (block, axis) = (inputs[0].typed::<T>(), self.axis);
        let of_lane = with_axis(region, axis, (0, self.len, 1));
        let asked = dense(region);
        let mut made = Array::<U>::zeros(region.shape());
        let others = per_axis(region.ndim(), |at| if at == axis { 1 } else { region.shape()[at] });
        let along = Region::new(asked.start()[axis], region.shape()[axis]);
        let along = inside(&Region::all([self.len]), &along.with_step(region.step()[axis]));
        debug_assert_eq!(of_lane.shape()[axis], self.len);
        for at in crate::cells::places(per_axis(region.ndim(), |_| 0), others) {
            let lane = |whole: SliceItem| -> Vec<SliceItem> {
                let one = |k: usize| if k == axis { whole } else { SliceItem::from(at[k] as isize) };
                (0..region.ndim()).map(one).collect()
            };
            let result = (self.f)(block.slice(&lane(SliceItem::from(..))[..]))?;
            if result.shape() != [self.len] {
                let (found, wanted) = (result.shape().to_vec(), vec![self.len]);
                return Err(ErrorKind::BlockShape { found, wanted }.into());
            }
            made.slice_mut(&lane(SliceItem::from(..))[..]).assign(&result.slice(&along[..]));
        }
        Ok(made.into())
    }

    fn weight(&self, node: &Node) -> usize {
        let (n, itemsize) = (node.inputs[0].shape[self.axis], node.inputs[0].dtype.itemsize());
        n.saturating_mul(itemsize).div_ceil(self.len.max(1)).max(node.dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("{} {} axis {} to {}", self.name, self.said, self.axis, self.len)
    }
}

impl<T: Typed> Chunked<T> {
    #[track_caller]
    fn lanes<U: Typed>(
        &self,
        axis: isize,
        len: usize,
        said: &'static str,
        f: impl Fn(View<'_, T>) -> Result<Array<U>> + Send + Sync + 'static,
    ) -> (Arc<Node>, usize) {
        let name = "apply_along_axis";
        let axis = normalize_axis(name, axis, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let op = Lanes { name, said, axis, len, f, of: PhantomData };
        let put = |lengths: &Shape| {
            per_axis(lengths.ndim(), |at| if at == axis { len } else { lengths[at] })
        };
        let (shape, chunks) = (put(&self.node.shape), put(&self.node.chunks));
        (Node::chunked(op, vec![Arc::clone(&self.node)], shape, U::DTYPE, chunks), axis)
    }

    /// What a function makes of each lane along an axis: `(…, n, …)` → `(…, …)`.
    ///
    /// Lanes are whole, however they are chunked: so many are read at once as the budget allows.
    ///
    /// # Panics
    /// If there is no such axis. If `f` panics the run is an error.
    ///
    /// # NumPy
    /// `np.apply_along_axis(f, axis, a)` of a function that returns a number.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, array};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0, 2.0], [7.0, 8.0, 9.0]]);
    /// let range = x.apply_along_axis(1, |lane: View<'_, f64>| nd_ops::max(lane) - nd_ops::min(lane));
    /// assert_eq!(range.compute()?, array![4.0, 2.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn apply_along_axis<U: Typed>(
        &self,
        axis: isize,
        f: impl Fn(View<'_, T>) -> U + Send + Sync + 'static,
    ) -> Chunked<U> {
        let said = std::any::type_name_of_val(&f);
        let one = move |lane: View<'_, T>| Ok(Array::from_vec(vec![f(lane)]));
        let (node, axis) = self.lanes(axis, 1, said, one);
        Chunked::of(crate::arrange::drop_axis(&node, axis))
    }

    /// What a function makes of each lane along an axis, which is an array of `len` elements: `(…, n, …)` → `(…, len, …)`.
    ///
    /// # Panics
    /// If there is no such axis. If `f` panics, or returns an array of another shape, the run is an error.
    ///
    /// # NumPy
    /// `np.apply_along_axis(f, axis, a)` of a function that returns an array of one axis.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, array};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1, 5, 2], [7, 8, 9]]);
    /// let ends = x.apply_along_axis_to(1, 2, |lane: View<'_, i32>| array![lane[[0]], lane[[2]]]);
    /// assert_eq!(ends.compute()?, array![[1, 2], [7, 9]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn apply_along_axis_to<U: Typed>(
        &self,
        axis: isize,
        len: usize,
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        let said = std::any::type_name_of_val(&f);
        Chunked::of(self.lanes(axis, len, said, move |lane| Ok(f(lane))).0)
    }
}
