//! [`Merged`]: folds whose partial results are arrays over the axes that stay, merged place by place.

use super::over::{folded, resolved, restored};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output};
use crate::node::Node;
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, Typed};
use nd_io::Region;
use nd_ops::Over;
use std::marker::PhantomData;
use std::sync::Arc;

/// What a fold made of functions is called, and over what it goes.
pub(super) struct Head<S> {
    pub(super) name: &'static str,
    pub(super) axes: Axes,
    /// Bytes of a partial result for each place.
    pub(super) bytes: usize,
    /// How a partial result is kept in a file.
    pub(super) wire: Wire<S>,
}

/// A fold made of three functions.
struct Merged<S, U, P, M, F> {
    head: Head<S>,
    partial: P,
    merge: M,
    finish: F,
    of: PhantomData<fn(S) -> U>,
}

impl<S, U, P, M, F> Folding for Merged<S, U, P, M, F>
where
    S: Send + 'static,
    U: Typed,
    P: Fn(&[Block], &Cell<'_>, &Over) -> S + Send + Sync + 'static,
    M: Fn(&mut S, S) + Send + Sync + 'static,
    F: Fn(Option<S>, &Region) -> Result<Array<U>> + Send + Sync + 'static,
{
    type State = S;

    fn name(&self) -> String {
        self.head.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.head.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: U::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<S> {
        Ok((self.partial)(inputs, cell, &over(&self.head.axes)))
    }

    fn merge(&self, earlier: &mut S, later: S) {
        (self.merge)(earlier, later);
    }

    fn finish(&self, state: Option<S>, tile: &Region) -> Result<Vec<AnyArray>> {
        Ok(vec![(self.finish)(state, tile)?.into()])
    }

    fn wire(&self) -> Wire<S> {
        self.head.wire
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.head.bytes)
    }

    fn identity(&self) -> String {
        let Head { name, axes, .. } = &self.head;
        format!("{name} {axes:?} {}", std::any::type_name::<S>())
    }
}

/// The axes as what functions in memory are told.
pub(super) fn over(axes: &Axes) -> Over {
    let axes: Vec<isize> = axes.iter().map(|&axis| axis as isize).collect();
    Over::from(&axes[..])
}

/// The result of a fold made of functions: of the blocks of a cell, of two partial results, and of the last one, which
/// is not there where the reduced axes have no elements.
pub(super) fn merged<S: Send + 'static, U: Typed>(
    head: Head<S>,
    inputs: &[&Arc<Node>],
    partial: impl Fn(&[Block], &Cell<'_>, &Over) -> S + Send + Sync + 'static,
    merge: impl Fn(&mut S, S) + Send + Sync + 'static,
    finish: impl Fn(Option<S>, &Region) -> Result<Array<U>> + Send + Sync + 'static,
) -> Arc<Node> {
    folded(Merged { head, partial, merge, finish, of: PhantomData }, inputs).remove(0)
}

/// Reductions in which the partial result of a cell is the result that functions in memory have for it.
#[track_caller]
pub(super) fn reduced<T: Typed, W: nd_core::Element, U: Typed>(
    name: &'static str,
    over: &Over,
    x: &Chunked<T>,
    wire: Wire<Array<W>>,
    partial: impl Fn(nd_core::View<'_, T>, &Over) -> Array<W> + Send + Sync + 'static,
    merge: impl Fn(W, W) -> W + Send + Sync + 'static,
    finish: impl Fn(Option<Array<W>>, &Region) -> Array<U> + Send + Sync + 'static,
) -> Chunked<U> {
    let axes = only_axes(name, over, x.ndim());
    let head = Head { name, axes, bytes: size_of::<W>(), wire };
    let node = merged(
        head,
        &[&x.node],
        move |blocks, _, over| partial(blocks[0].typed::<T>(), over),
        move |earlier: &mut Array<W>, later| {
            nd_core::zip((earlier, &later)).for_each(|(a, b)| *a = merge(*a, b));
        },
        move |state, tile| Ok(finish(state, tile)),
    );
    Chunked::of(restored(node, over, &axes))
}

/// The axes of a reduction in which `ddof` has no meaning.
#[track_caller]
pub(super) fn only_axes(name: &'static str, over: &Over, ndim: usize) -> Axes {
    assert!(
        over.ddof() == 0.0,
        "{name}: ddof({}, …) has a meaning for var_axis and std_axis only",
        over.ddof()
    );
    resolved(name, over, ndim)
}

/// Whether functions in memory are told to go over all axes: those of all elements then have the bits that they have in
/// memory.
pub(super) fn is_all(over: &Over, ndim: usize) -> bool {
    over.resolve("reduce", ndim).is_ok_and(|axes| axes.len() == ndim)
}

/// How many elements go into each result, and how many results there are.
pub(super) fn counts(shape: &[usize], axes: &Axes) -> (usize, usize) {
    let part = |reduced: bool| {
        let chosen = (0..shape.len()).filter(|axis| axes.contains(axis) == reduced);
        chosen.fold(1usize, |count, axis| count.saturating_mul(shape[axis]))
    };
    (part(true), part(false))
}

/// Refuses to choose among no elements.
#[track_caller]
pub(super) fn refuse_empty(name: &str, shape: &[usize], axes: &Axes) {
    let (count, results) = counts(shape, axes);
    assert!(
        count > 0 || results == 0,
        "{name}: shape {shape:?} has no elements there to choose from"
    );
}
