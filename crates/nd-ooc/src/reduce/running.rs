//! `cumsum`, `cumprod`, `cummax` and `cummin`: each element made from the one before it, in the order of those in
//! memory and with their bits.
//!
//! A first pass goes along the axis and keeps what there is before every K-th element. Then any region can be made on
//! its own, from the kept place before it.

use super::over::folded;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Walk};
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, per_axis, with_axis, without_axes};
use crate::wire::{self, Wire};
use nd_core::{
    AnyArray, Array, Axes, Number, Shape, Slice, SliceItem, Typed, View, normalize_axis, zip,
};
use nd_io::Region;
use nd_ops::{AddedIn, Ordered, Summable};
use std::sync::Arc;

/// At least so many elements lie between two places that are kept.
const APART: usize = 8;
/// Bytes that are kept of a tile, if that is possible with so few elements of the last axis.
const KEPT: usize = 4 << 20;
const NARROW: usize = 64;
const WIDE: usize = 8192;
/// Bytes of a cell.
const CELL: usize = 256 << 10;

/// How a result runs along an axis: elements are widened to `W`, each is joined to the result before it, and results
/// are narrowed to `U`.
struct Rule<T, W, U> {
    name: &'static str,
    widen: fn(View<'_, T>) -> Array<W>,
    join: fn(W, W) -> W,
    run: fn(View<'_, W>, usize) -> Array<W>,
    narrow: fn(Array<W>) -> Array<U>,
}

impl<T, W, U> Clone for Rule<T, W, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, W, U> Copy for Rule<T, W, U> {}

impl<T: Typed, W: Typed, U: Typed> Rule<T, W, U> {
    /// The results of some elements after others, of which the last result is known.
    fn after(&self, elements: View<'_, T>, before: Option<View<'_, W>>, axis: usize) -> Array<W> {
        let mut values = (self.widen)(elements);
        if let Some(before) = before {
            let first = values.slice_mut(one(axis, 0));
            zip((first, before)).for_each(|(x, before)| *x = (self.join)(before, *x));
        }
        (self.run)(values.view(), axis)
    }
}

/// A slice of one element along an axis.
fn one(axis: usize, at: usize) -> Vec<SliceItem> {
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    let (start, stop) = (Some(at as isize), Some(at as isize + 1));
    items.push(SliceItem::Range(Slice { start, stop, step: 1 }));
    items
}

/// A slice without an axis.
fn at(axis: usize, at: usize) -> Vec<SliceItem> {
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    items.push(SliceItem::Index(at as isize));
    items
}

/// Results so far: the last one, and those that are kept.
struct Carried<W> {
    last: Array<W>,
    kept: Vec<Array<W>>,
}

impl<W: Typed> Carried<W> {
    fn put(&self, out: &mut Vec<u8>) {
        wire::put_view(self.last.view(), out);
        wire::put_number(self.kept.len() as u64, out);
        self.kept.iter().for_each(|one| wire::put_view(one.view(), out));
    }

    fn get(from: &mut &[u8]) -> Option<Carried<W>> {
        let last = wire::get_array(from)?;
        let kept =
            (0..wire::get_count(from)?).map(|_| wire::get_array(from)).collect::<Option<_>>();
        Some(Carried { last, kept: kept? })
    }
}

/// Keeps every K-th result.
struct Carries<T, W, U> {
    rule: Rule<T, W, U>,
    axes: Axes,
    every: usize,
    kept: usize,
}

impl<T: Typed, W: Typed, U: Typed> Folding for Carries<T, W, U> {
    type State = Carried<W>;

    fn name(&self) -> String {
        self.rule.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.kept]), dtype: W::DTYPE }]
    }

    fn walk(&self) -> Walk {
        Walk::Chain
    }

    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells> {
        let (axis, last) = (self.axes[0], shape.len() - 1);
        if axis == last {
            return None;
        }
        // Not so wide that what is kept of a tile is much.
        let wide = (KEPT / (self.kept * size_of::<W>())).clamp(NARROW, WIDE).min(shape[last]);
        let mut extents = per_axis(shape.len(), |_| 1);
        extents[last] = wide.max(1);
        extents[axis] = ((CELL / itemsize.max(1)) / wide.max(1)).max(1);
        Some(Cells::of_extents(shape, &self.axes, &extents))
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Carried<W>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.expect("a cell has elements"))
    }

    fn absorb(
        &self,
        state: &mut Option<Carried<W>>,
        inputs: &[Block],
        cell: &Cell<'_>,
    ) -> Result<()> {
        let axis = self.axes[0];
        let before = state.as_ref().map(|state| state.last.view());
        let results = self.rule.after(inputs[0].typed::<T>(), before, axis);
        let (start, stop) = (cell.region.start()[axis], cell.region.stop(axis));
        let at = |place: usize| results.slice(one(axis, place - start)).to_array();
        let mut kept = state.take().map_or_else(Vec::new, |state| state.kept);
        let next = (kept.len() + 1) * self.every - 1;
        kept.extend((next..stop).step_by(self.every).take(self.kept - kept.len()).map(at));
        *state = Some(Carried { last: at(stop - 1), kept });
        Ok(())
    }

    fn merge(&self, _: &mut Carried<W>, _: Carried<W>) {
        unreachable!("cells are taken up one after the other");
    }

    fn finish(&self, state: Option<Carried<W>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let axis = self.axes[0];
        let kept = state.map_or_else(Vec::new, |state| state.kept);
        let kept: Vec<View<'_, W>> = kept.iter().map(|one| one.slice(at(axis, 0))).collect();
        let mut all = Array::<W>::zeros(&[tile.shape(), &[self.kept]].concat()[..]);
        for (place, one) in kept.into_iter().enumerate() {
            let items = [SliceItem::Ellipsis, SliceItem::Index(place as isize)];
            all.slice_mut(items).assign(one);
        }
        Ok(vec![all.into()])
    }

    fn wire(&self) -> Wire<Carried<W>> {
        Wire { put: Carried::put, get: Carried::get }
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul((2 * self.kept + 1) * size_of::<W>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        cell.size().saturating_mul(2 * size_of::<W>())
    }

    fn identity(&self) -> String {
        let (from, to) = (T::DTYPE, W::DTYPE);
        format!("{} carries {:?} {} {from} {to}", self.rule.name, self.axes, self.every)
    }
}

/// Results, each region from the kept one before it.
struct Running<T, W, U> {
    rule: Rule<T, W, U>,
    axis: usize,
    every: usize,
}

impl<T, W, U> Running<T, W, U> {
    /// What is looked at for a region: from after the kept place before it to its last element.
    fn since_kept(&self, region: &Region) -> Region {
        let whole = dense(region);
        let start = whole.start()[self.axis] / self.every * self.every;
        with_axis(&whole, self.axis, (start, whole.stop(self.axis) - start, 1))
    }
}

impl<T: Typed, W: Typed, U: Typed> Pull for Running<T, W, U> {
    fn name(&self) -> String {
        self.rule.name.into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let whole = self.since_kept(region);
        let mut needs = vec![Need::new(0, whole)];
        let before = whole.start()[self.axis] / self.every;
        if before > 0 {
            let lanes = without_axes(&whole, &[self.axis]);
            let start = [lanes.start(), &[before - 1]].concat();
            let shape = [lanes.shape(), &[1]].concat();
            needs.push(Need::new(1, Region::new(&start[..], &shape[..])));
        }
        needs
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let before = inputs.get(1).map(|before| {
            let before = before.typed::<W>();
            let last = before.ndim() - 1;
            before.slice(at(last, 0)).expand_dims(self.axis as isize)
        });
        let results = self.rule.after(inputs[0].typed::<T>(), before, self.axis);
        let results = (self.rule.narrow)(results);
        let whole = self.since_kept(region);
        Ok(Block::cropped(results, &whole, region))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        self.since_kept(region).size().saturating_mul(2 * size_of::<W>() + size_of::<U>())
    }

    fn identity(&self) -> String {
        format!("{} {} {}", self.rule.name, self.axis, self.every)
    }
}

/// How far apart the places are that are kept: as long as the strips in which results are made.
fn apart(shape: &[usize], axis: usize, itemsize: usize) -> usize {
    Cells::of_map(shape, itemsize).extent(axis).max(APART)
}

#[track_caller]
fn running<T: Typed, W: Typed, U: Typed>(
    x: &Chunked<T>,
    rule: Rule<T, W, U>,
    axis: isize,
) -> Chunked<U> {
    let axis = normalize_axis(rule.name, axis, x.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let shape = x.node.shape;
    let every = apart(&shape, axis, W::DTYPE.itemsize());
    let mut inputs = vec![Arc::clone(&x.node)];
    // After the last kept place there is an element that needs it.
    let kept = shape[axis].saturating_sub(1) / every;
    if kept > 0 && !shape.contains(&0) {
        let fold = Carries { rule, axes: Axes::from([axis]), every, kept };
        inputs.append(&mut folded(fold, &[&x.node]));
    }
    Chunked::of(Node::new(Running { rule, axis, every }, inputs, shape, U::DTYPE))
}

/// Elements as what they are added up in.
fn widened<T: AddedIn<W>, W: Number>(a: View<'_, T>) -> Array<W> {
    zip((a,)).map(|(x,)| x.widen())
}

/// Elements as what they are added up in, NaN as another number.
fn numbers<T: AddedIn<W>, W: Number>(a: View<'_, T>, instead: W) -> Array<W> {
    // Only NaN differs from itself.
    zip((a,)).map(|(x,)| {
        let x: W = x.widen();
        if x.ne(&x) { instead } else { x }
    })
}

fn numbers_or_zero<T: AddedIn<W>, W: Number>(a: View<'_, T>) -> Array<W> {
    numbers(a, W::zero())
}

fn numbers_or_one<T: AddedIn<W>, W: Number>(a: View<'_, T>) -> Array<W> {
    numbers(a, W::one())
}

/// One running result with its documentation.
macro_rules! running {
    ($(
        $name:ident as $short:literal -> $Out:ty, $what:literal, $numpy:literal, $given:literal, $want:literal,
        $widen:expr, $join:expr, $run:expr, $narrow:expr;
    )*) => {$(
        #[doc = concat!($what, ".")]
        ///
        /// The same bits as in memory, one element after the other: where the axis is longer than the pieces in which
        /// arrays are made, a pass goes before that keeps every so many results.
        ///
        /// # Panics
        /// If the axis does not exist.
        ///
        /// # NumPy
        #[doc = concat!("`np.", $numpy, "(a, axis)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        /// use nd_ooc::Chunked;
        ///
        #[doc = concat!("let x = Chunked::from(array!", $given, ");")]
        #[doc = concat!("assert_eq!(x.", stringify!($name), "(0).compute()?, array!", $want, ");")]
        /// # Ok::<(), nd_ooc::Error>(())
        /// ```
        #[must_use]
        #[track_caller]
        pub fn $name(&self, axis: isize) -> Chunked<$Out> {
            let rule =
                Rule { name: $short, widen: $widen, join: $join, run: $run, narrow: $narrow };
            running(self, rule, axis)
        }
    )*};
}

impl<T> Chunked<T>
where
    T: Typed
        + Summable<
            Work: Typed + Summable<Work = <T as Summable>::Work, Sum = <T as Summable>::Work>,
            Sum: Typed,
        >,
{
    running! {
        cumsum_axis as "cumsum" -> T::Sum,
        "Sums so far along an axis", "cumsum", "[1i64, 2, 3]", "[1, 3, 6]",
        widened::<T, T::Work>, T::Work::plus, |a, axis| T::Work::cumsum_of(a, axis), T::narrow_all;

        cumprod_axis as "cumprod" -> T::Sum,
        "Products so far along an axis", "cumprod", "[1i64, 2, 3]", "[1, 2, 6]",
        widened::<T, T::Work>, T::Work::times, |a, axis| T::Work::cumprod_of(a, axis), T::narrow_all;

        nancumsum_axis as "nancumsum" -> T::Sum,
        "Sums so far along an axis, with 0 for NaN", "nancumsum", "[1.0, f64::NAN, 3.0]", "[1.0, 1.0, 4.0]",
        numbers_or_zero::<T, T::Work>, T::Work::plus, |a, axis| T::Work::cumsum_of(a, axis), T::narrow_all;

        nancumprod_axis as "nancumprod" -> T::Sum,
        "Products so far along an axis, with 1 for NaN", "nancumprod", "[2.0, f64::NAN, 3.0]", "[2.0, 2.0, 6.0]",
        numbers_or_one::<T, T::Work>, T::Work::times, |a, axis| T::Work::cumprod_of(a, axis), T::narrow_all;
    }
}

impl<T: Typed + Ordered> Chunked<T> {
    running! {
        cummax_axis as "cummax" -> T,
        "The largest so far along an axis; NaN from the first one on", "maximum.accumulate", "[1, 3, 2]", "[1, 3, 3]",
        |a| a.to_array(), T::larger, |a, axis| T::cummax_of(a, axis), |results| results;

        cummin_axis as "cummin" -> T,
        "The smallest so far along an axis; NaN from the first one on", "minimum.accumulate", "[3, 1, 2]", "[3, 1, 1]",
        |a| a.to_array(), T::smaller, |a, axis| T::cummin_of(a, axis), |results| results;
    }
}
