//! Functions of whole lanes along an axis.

use crate::block::Block;
use crate::cells::places;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::{inside, per_axis, with_axis};
use nd_core::{Array, Shape, SliceItem, Typed, View, normalize_axis};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// A function of lanes, which become as long as is said.
struct Lanes<T, U, F> {
    said: &'static str,
    axis: usize,
    /// How long a lane becomes.
    len: usize,
    /// Whether the axis is gone from the result.
    dropped: bool,
    f: F,
    of: PhantomData<fn(T) -> U>,
}

impl<T, U, F> Lanes<T, U, F> {
    /// A region with the axis of the lanes in it.
    fn with_lanes(&self, region: &Region) -> Region {
        if !self.dropped {
            return *region;
        }
        let put = |values: &[usize], value| {
            let mut all = values.to_vec();
            all.insert(self.axis, value);
            Shape::from(&all[..])
        };
        Region::new(put(region.start(), 0), put(region.shape(), 1)).with_step(put(region.step(), 1))
    }
}

impl<T: Typed, U: Typed, F> Pull for Lanes<T, U, F>
where
    F: Fn(View<'_, T>) -> Array<U> + Send + Sync,
{
    fn name(&self) -> String {
        "apply_along_axis".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let whole = (0, node.inputs[0].shape[self.axis], 1);
        if whole.1 == 0 {
            // Nothing is asked of an array without elements.
            return Vec::new();
        }
        vec![Need::new(0, with_axis(&self.with_lanes(region), self.axis, whole))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (block, axis) = (inputs.first().map(Block::typed::<T>), self.axis);
        let nothing = Array::<T>::from_vec(Vec::new());
        let asked = self.with_lanes(region);
        let ndim = asked.ndim();
        let part = Region::new([asked.start()[axis]], [asked.shape()[axis]])
            .with_step([asked.step()[axis]]);
        let part = inside(&Region::all([self.len]), &part);
        let others = per_axis(ndim, |at| if at == axis { 1 } else { asked.shape()[at] });
        let mut made = Array::<U>::zeros(asked.shape());
        for at in places(per_axis(ndim, |_| 0), others) {
            let one = |k: usize| match k == axis {
                true => SliceItem::from(..),
                false => SliceItem::from(at[k] as isize),
            };
            let lane: Vec<SliceItem> = (0..ndim).map(one).collect();
            let lanes = block.map_or(nothing.view(), |block| block.slice(&lane[..]));
            let result = (self.f)(lanes);
            if result.shape() != [self.len] {
                let (found, wanted) = (result.shape().to_vec(), vec![self.len]);
                return Err(ErrorKind::BlockShape { found, wanted }.into());
            }
            made.slice_mut(&lane[..]).assign(result.slice(&part[..]));
        }
        Ok(made.into_reshaped(region.shape()).into())
    }

    fn weight(&self, node: &Node) -> usize {
        let (n, itemsize) = (node.inputs[0].shape[self.axis], node.inputs[0].dtype.itemsize());
        n.saturating_mul(itemsize).div_ceil(self.len.max(1)).max(node.dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("{} {} {} {} {}", self.name(), self.said, self.axis, self.len, self.dropped)
    }
}

impl<T: Typed> Chunked<T> {
    #[track_caller]
    fn lanes<U: Typed>(
        &self,
        axis: isize,
        (len, dropped): (usize, bool),
        said: &'static str,
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        let name = "apply_along_axis";
        let axis = normalize_axis(name, axis, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let put = |lengths: &Shape| {
            let mut all = lengths.to_vec();
            all[axis] = len;
            if dropped {
                all.remove(axis);
            }
            Shape::from(&all[..])
        };
        let (shape, chunks) = (put(&self.node.shape), put(&self.node.chunks));
        let op = Lanes { said, axis, len, dropped, f, of: PhantomData };
        Chunked::of(Node::chunked(op, vec![Arc::clone(&self.node)], shape, U::DTYPE, chunks))
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
        self.lanes(axis, (1, true), said, move |lane| Array::from_vec(vec![f(lane)]))
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
        self.lanes(axis, (len, false), said, f)
    }
}
