//! Statistics of an axis, to pad with.

use crate::arrange::keep_axes;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, with_axis};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, Typed, concat, zip};
use nd_io::Region;
use nd_ops::{Averaged, PadMode, Padded, keepdims};
use std::marker::PhantomData;
use std::sync::Arc;

/// What a mode makes of all elements along an axis, which stays with length 1.
pub(super) fn of<T: Typed + Padded + Averaged<Work: Typed, Mean: Typed>>(
    a: &Chunked<T>,
    axis: usize,
    mode: &PadMode<T>,
) -> Chunked<T> {
    match mode {
        PadMode::Mean(_) => lift1("pad", "", &a.mean_axis(keepdims(axis)), |means| {
            zip((&means.view(),)).map(|(mean,)| T::from_mean(mean))
        }),
        PadMode::Median(_) => {
            let shape = per_axis(a.ndim(), |at| if at == axis { 1 } else { a.shape()[at] });
            let op = Median::<T> { axis, of: PhantomData };
            Chunked::of(Node::new(op, vec![Arc::clone(&a.node)], shape, T::DTYPE))
        }
        _ => {
            let (axes, largest) = (Axes::from([axis]), matches!(mode, PadMode::Maximum(_)));
            let fold = Extreme::<T> { axes, largest, of: PhantomData };
            let inputs = vec![Arc::clone(&a.node)];
            let node = Stage::nodes(fold, inputs, Vec::new(), a.node.shape).remove(0);
            Chunked::of(keep_axes(&node, &axes))
        }
    }
}

/// Medians of lanes, each made of all of it at once.
struct Median<T> {
    axis: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Padded> Pull for Median<T> {
    fn name(&self) -> String {
        format!("median axis {}", self.axis)
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let len = node.inputs[0].shape[self.axis];
        vec![Need::new(0, with_axis(region, self.axis, (0, len, 1)))]
    }

    fn compute(
        &self,
        _: &Node,
        _: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        Ok(T::padding_median_of(inputs[0].typed::<T>(), self.axis).into())
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        node.nbytes(&self.needs(node, region)[0].region)
    }
}

/// Largest or smallest elements along an axis, as padding orders them.
struct Extreme<T> {
    axes: Axes,
    largest: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Padded> Folding for Extreme<T> {
    type State = Array<T>;

    fn name(&self) -> String {
        if self.largest { "max".into() } else { "min".into() }
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: T::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<T>> {
        Ok(T::padding_extreme_of(inputs[0].typed::<T>(), self.axes[0], self.largest))
    }

    fn merge(&self, earlier: &mut Array<T>, later: Array<T>) {
        let axis = self.axes[0];
        let both = concat(&[earlier.view(), later.view()], axis as isize);
        *earlier = T::padding_extreme_of(both.view(), axis, self.largest);
    }

    fn finish(&self, state: Option<Array<T>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let state = state.unwrap_or_else(|| Array::zeros(tile.shape()));
        Ok(vec![state.into_reshaped(tile.shape()).into()])
    }

    fn wire(&self) -> Wire<Array<T>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(size_of::<T>())
    }
}
