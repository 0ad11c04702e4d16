//! `median`, and how quantiles are found: exact, in bounded memory.
//!
//! Lanes up to a megabyte are looked at as a whole, by the functions for arrays in memory. Of longer ones the first
//! 16 bits of keys in the order of the elements are counted, and then those elements are collected that begin as the
//! wanted ones do, or, if they are too many, the next 16 bits are counted: two passes as a rule.

use super::keys::Keyed;
use super::lanes::{Asked, LANE, whole_cells};
use super::merged::{counts, only_axes, over, refuse_empty};
use super::over::folded;
use super::refine::{Refine, rows};
use super::survey::{DIGIT, EACH, HEAD, SETTLED, Survey};
use crate::arrange::keep_axes;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::node::{Need, Node, Pull};
use crate::regions::{per_axis, place, without};
use nd_core::{AnyArray, Array, Axes, Shape, SliceItem, Typed};
use nd_io::Region;
use nd_ops::{Averaged, Over, Quantile};
use std::marker::PhantomData;
use std::sync::Arc;

/// Quantiles of lanes that are looked at as a whole.
struct Whole<T> {
    asked: Asked,
    axes: Axes,
    of: PhantomData<fn() -> T>,
}

/// What there is of a lane without elements.
fn missing<T: Averaged>() -> T::Mean {
    T::mean(T::Work::default(), 0)
}

impl<T: Keyed + Averaged<Mean: Typed>> Folding for Whole<T> {
    type State = Array<T::Mean>;

    fn name(&self) -> String {
        self.asked.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.asked.results()]), dtype: T::Mean::DTYPE }]
    }

    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells> {
        Some(whole_cells(shape, &self.axes, itemsize))
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Array<T::Mean>> {
        let Asked { name, skip_nan, one, .. } = self.asked;
        let view = inputs[0].typed::<T>();
        let found = T::ranks_axis_of(name, view, &over(&self.axes), self.asked.wanted(), skip_nan);
        if !one && self.asked.quantiles.is_some() {
            let last = found.ndim() as isize;
            let order: Vec<isize> = (1..last).chain([0]).collect();
            return Ok(found.view().permute_dims(&order).to_array());
        }
        let kept = without(cell.region.shape(), &self.axes);
        Ok(found.into_reshaped(&[&kept[..], &[1]].concat()[..]))
    }

    fn merge(&self, _: &mut Array<T::Mean>, _: Array<T::Mean>) {
        unreachable!("a lane is in one cell");
    }

    fn finish(&self, state: Option<Array<T::Mean>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let shape = [tile.shape(), &[self.asked.results()]].concat();
        Ok(vec![state.unwrap_or_else(|| Array::full(&shape[..], missing::<T>())).into()])
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.asked.results() * size_of::<T::Mean>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        // Lanes one after the other, copied once more to be sorted in place.
        cell.size().saturating_mul(2 * size_of::<T>())
    }

    fn identity(&self) -> String {
        format!("{:?} {:?} {}", self.asked, self.axes, T::DTYPE)
    }
}

/// Quantiles from what the looks at the digits of long lanes gave.
struct Settled<T> {
    asked: Asked,
    of: PhantomData<fn() -> T>,
}

impl<T: Keyed + Averaged<Mean: Typed>> Settled<T> {
    fn value(&self, looks: &[&[u64]], result: usize) -> T::Mean {
        let (numbers, nans) = (looks[0][0], looks[0][1]);
        if numbers == 0 || (nans > 0 && !self.asked.skip_nan) {
            return missing::<T>();
        }
        let element = |number: usize| {
            let each = |row: &&[u64]| {
                let each = &row[HEAD + number * EACH..][..EACH];
                (each[3] == SETTLED).then(|| T::of_key(each[0]))
            };
            looks.iter().find_map(each).expect("the last digit settles it")
        };
        let place = self.asked.place(result, numbers);
        let median = self.asked.quantiles.is_none();
        T::at_place_of(element(2 * result), element(2 * result + 1), &place, median)
    }
}

impl<T: Keyed + Averaged<Mean: Typed>> Pull for Settled<T> {
    fn name(&self) -> String {
        self.asked.name.into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let rows = rows(region, region.ndim() - 1, self.asked.width());
        (0..node.inputs.len()).map(|input| Need::new(input, rows)).collect()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let looks: Vec<Array<u64>> =
            inputs.iter().map(|look| look.typed::<u64>().to_array()).collect();
        let looks: Vec<&[u64]> =
            looks.iter().map(|look| look.as_slice().expect("a copy is contiguous")).collect();
        let (width, last) = (self.asked.width(), region.ndim() - 1);
        let values = (0..region.size()).map(|at| {
            let index = place(at, region.shape());
            let result = region.start()[last] + index[last] * region.step()[last];
            let lane = at / region.shape()[last];
            let rows: Vec<&[u64]> =
                looks.iter().map(|look| &look[lane * width..(lane + 1) * width]).collect();
            self.value(&rows, result)
        });
        Ok(Array::from_shape_vec(region.shape(), values.collect()).into())
    }

    fn identity(&self) -> String {
        format!("settled {:?} {}", self.asked, T::DTYPE)
    }
}

/// One look after the other at the digits of long lanes.
fn by_digits<T: Keyed + Averaged<Mean: Typed>>(
    x: &Arc<Node>,
    asked: &Asked,
    axes: Axes,
) -> Arc<Node> {
    let of = PhantomData;
    let mut looks = folded(Survey::<T> { asked: asked.clone(), axes, of }, &[x]);
    for digits in 1..T::BITS.div_ceil(DIGIT) {
        let look = Refine::<T> { asked: asked.clone(), axes, digits, of: PhantomData };
        let before = Arc::clone(looks.last().expect("there was a first look"));
        looks.extend(Stage::nodes(look, vec![Arc::clone(x)], vec![before], x.shape));
    }
    let kept = without(&x.shape, &axes);
    let shape = [&kept[..], &[asked.results()]].concat();
    let op = Settled::<T> { asked: asked.clone(), of: PhantomData };
    Node::new(op, looks, Shape::from(&shape[..]), T::Mean::DTYPE)
}

impl<T: Keyed + Averaged<Mean: Typed>> Chunked<T> {
    #[track_caller]
    pub(super) fn ranks(&self, asked: Asked, over: &Over) -> Chunked<T::Mean> {
        let axes = only_axes(asked.name, over, self.ndim());
        let (count, lanes) = counts(self.shape(), &axes);
        if asked.quantiles.is_some() && !asked.skip_nan {
            refuse_empty(asked.name, self.shape(), &axes);
        }
        if asked.results() == 0 {
            return none(self.shape(), &axes, over);
        }
        let is_short = count.saturating_mul(size_of::<T>()) <= LANE;
        let node = if is_short || lanes == 0 {
            let fold = Whole::<T> { asked: asked.clone(), axes, of: PhantomData };
            folded(fold, &[&self.node]).remove(0)
        } else {
            by_digits::<T>(&self.node, &asked, axes)
        };
        let node = if over.keeps() { keep_axes(&node, &axes) } else { node };
        let all = Chunked::<T::Mean>::of(node);
        let last = all.ndim() as isize - 1;
        if asked.one {
            return all.slice([SliceItem::Ellipsis, SliceItem::Index(0)]);
        }
        let order: Vec<isize> = [last].into_iter().chain(0..last).collect();
        all.permute_dims(&order)
    }
}

/// No quantile at all of each lane.
fn none<U: Typed>(shape: &[usize], axes: &Axes, over: &Over) -> Chunked<U> {
    let lanes = match over.keeps() {
        true => per_axis(shape.len(), |axis| if axes.contains(&axis) { 1 } else { shape[axis] }),
        false => without(shape, axes),
    };
    Chunked::from(Array::zeros(&[&[0], &lanes[..]].concat()[..]))
}

/// Quantiles checked to be fractions.
#[track_caller]
pub(super) fn fractions<Q: Into<Quantile>>(
    name: &'static str,
    whole: f64,
    q: impl IntoIterator<Item = Q>,
) -> Option<Vec<Quantile>> {
    let mut all = Vec::new();
    for q in q {
        all.push(q.into().fraction(name, whole));
    }
    Some(all)
}

impl<T: Keyed + Averaged<Mean: Typed>> Chunked<T> {
    /// The median of all elements, as an array without axes; NaN if there is one.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # NumPy
    /// `np.median(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0f64, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.median().value()?, 3.5);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn median(&self) -> Chunked<T::Mean> {
        self.median_axis(..)
    }

    /// As [`median`](Self::median), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.median(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.median_axis(0).compute()?, array![2.0, 5.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn median_axis(&self, axes: impl Into<Over>) -> Chunked<T::Mean> {
        let quantiles = None;
        let asked = Asked { name: "median", quantiles, one: true, skip_nan: false };
        self.ranks(asked, &axes.into())
    }

    /// The median of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// Exact, whatever the chunks; of arrays over a megabyte by two passes as a rule, at most one for each 16 bits of
    /// an element, in some megabytes of memory.
    ///
    /// # NumPy
    /// `np.nanmedian(a)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanmedian().value()?, 3.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nanmedian(&self) -> Chunked<T::Mean> {
        self.nanmedian_axis(..)
    }

    /// As [`nanmedian`](Self::nanmedian), over some axes.
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nanmedian(a, axis)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0], [2.0, 6.0]]);
    /// assert_eq!(x.nanmedian_axis(0).compute()?, array![2.0, 5.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanmedian_axis(&self, axes: impl Into<Over>) -> Chunked<T::Mean> {
        let quantiles = None;
        let asked = Asked { name: "nanmedian", quantiles, one: true, skip_nan: true };
        self.ranks(asked, &axes.into())
    }
}
