//! Arrays that are made once, for whoever reads them again and again.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, Typed};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// The elements themselves, in memory or beside the result.
struct Kept<T> {
    axes: Axes,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed> Folding for Kept<T> {
    type State = Array<T>;

    fn name(&self) -> String {
        "keep".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: T::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<T>> {
        Ok(inputs[0].typed::<T>().to_array())
    }

    fn merge(&self, _: &mut Array<T>, _: Array<T>) {
        unreachable!("nothing is reduced");
    }

    fn finish(&self, state: Option<Array<T>>, _: &Region) -> Result<Vec<AnyArray>> {
        Ok(vec![state.expect("every cell is seen").into()])
    }

    fn wire(&self) -> Wire<Array<T>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(size_of::<T>())
    }

    fn identity(&self) -> String {
        format!("keep {}", T::DTYPE)
    }
}

/// The same array, made once in each run.
pub(super) fn kept<T: Typed>(x: &Chunked<T>) -> Chunked<T> {
    let fold = Kept::<T> { axes: Axes::from([]), of: PhantomData };
    let inputs = vec![Arc::clone(&x.node)];
    Chunked::of(Stage::nodes(fold, inputs, Vec::new(), x.node.shape).remove(0))
}
