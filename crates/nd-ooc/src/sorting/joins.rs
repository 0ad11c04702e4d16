//! `inner_join` and `left_join`: pairs of equal elements of two sorted arrays.
//!
//! The first array is cut into buckets. Three passes say what is in each: its first and its last element; between which
//! places of the second array these lie; how many pairs there are.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Walk};
use crate::node::{Need, Node, Pull};
use crate::reduce::folded;
use crate::regions::dense;
use crate::run::RunOptions;
use crate::select::{Piece, Table};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, DType, Shape, Slice, SliceItem, Typed, View, s};
use nd_io::Region;
use nd_ops::Sortable;
use std::marker::PhantomData;
use std::sync::Arc;

/// The most buckets.
const BUCKETS: usize = 1 << 15;
/// Elements of a bucket, if there are not more than that many.
const LEAST: usize = 1 << 10;
/// Pairs that are made together, at most.
const TOGETHER: usize = 1 << 17;
/// Bytes of elements that are looked at for them, where fewer pairs need fewer.
const LOOKED_AT: usize = 4 << 20;

/// Pairs of places of equal elements, in the order of the first array, then of the second; from
/// [`Chunked::inner_join`] and [`Chunked::left_join`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedJoin {
    /// Places in the first array.
    pub left: Chunked<i64>,
    /// Places in the second array; -1 for an element that is not there.
    pub right: Chunked<i64>,
}

/// The elements of buckets, which follow each other.
fn of_buckets(region: &Region, every: usize, len: usize) -> Region {
    let buckets = dense(region);
    let (start, stop) = (buckets.start()[0] * every, (buckets.stop(0) * every).min(len));
    Region::new([start], [stop - start])
}

/// The first and the last element of each bucket.
struct Ends<T> {
    every: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed> Pull for Ends<T> {
    fn name(&self) -> String {
        "ends of buckets".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, of_buckets(region, self.every, node.inputs[0].shape[0]))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let elements = inputs[0].gapless::<T>();
        let elements = elements.view().as_slice().expect("without gaps");
        let buckets = elements.chunks(self.every).step_by(region.step()[0]);
        let both: Vec<T> =
            buckets.flat_map(|bucket| [bucket[0], bucket[bucket.len() - 1]]).collect();
        let both = Array::from_shape_vec([both.len() / 2, 2], both);
        let start = region.start()[1] as isize;
        let stop = region.stop(1) as isize;
        let step = region.step()[1] as isize;
        let part = SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step });
        Ok(both.slice([SliceItem::from(..), part]).to_array().into())
    }

    fn weight(&self, _: &Node) -> usize {
        self.every * size_of::<T>()
    }
}

/// How many elements of a sorted array are smaller than some keys, and how many not larger than others.
struct Ranks<T> {
    axes: Axes,
    firsts: Array<T>,
    lasts: Array<T>,
}

impl<T: Typed + Sortable> Ranks<T> {
    /// Adds how many elements of a cell are before each key. Keys are sorted: few lie within the cell.
    fn add(ranks: &mut [i64], keys: &Array<T>, cell: View<'_, T>, right: bool) {
        let ends = Array::from_vec(vec![cell[[0]], cell[[cell.size() - 1]]]);
        // Before the first of these no element is counted, behind the last one all are.
        let from = T::searchsorted_of(keys.view(), ends.view(), false)[[0]];
        let to = T::searchsorted_of(keys.view(), ends.view(), true)[[1]];
        let within = keys.slice(s![from as isize..to as isize]);
        let found = T::searchsorted_of(cell, within, right);
        ranks[from..to].iter_mut().zip(found.iter()).for_each(|(rank, &more)| *rank += more as i64);
        ranks[to..].iter_mut().for_each(|rank| *rank += cell.size() as i64);
    }
}

impl<T: Typed + Sortable> Folding for Ranks<T> {
    type State = Vec<i64>;

    fn name(&self) -> String {
        "ranks of buckets".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([2, self.firsts.size()]), dtype: DType::I64 }]
    }

    fn walk(&self) -> Walk {
        Walk::Pool
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Vec<i64>> {
        let (n, cell) = (self.firsts.size(), inputs[0].typed::<T>());
        let mut ranks = vec![0; 2 * n];
        Self::add(&mut ranks[..n], &self.firsts, cell, false);
        Self::add(&mut ranks[n..], &self.lasts, cell, true);
        Ok(ranks)
    }

    fn merge(&self, earlier: &mut Vec<i64>, later: Vec<i64>) {
        earlier.iter_mut().zip(later).for_each(|(a, b)| *a += b);
    }

    fn finish(&self, state: Option<Vec<i64>>, _: &Region) -> Result<Vec<AnyArray>> {
        let n = self.firsts.size();
        Ok(vec![Array::from_shape_vec([2, n], state.unwrap_or_else(|| vec![0; 2 * n])).into()])
    }

    fn wire(&self) -> Wire<Vec<i64>> {
        Wire::list()
    }

    fn state_bytes(&self, _: usize) -> usize {
        // What is there, and that of a cell.
        4 * self.firsts.size() * size_of::<i64>()
    }

    fn scratch(&self, cell: &Region) -> usize {
        (cell.size() + self.firsts.size()) * (size_of::<T>() + 2 * size_of::<i64>())
    }
}

/// Buckets of the first array, and what of the second belongs to each.
struct Buckets {
    every: usize,
    len: usize,
    /// Where the first element that is not smaller than all of a bucket is, and where the first that is larger.
    from: Vec<usize>,
    to: Vec<usize>,
}

impl Buckets {
    /// What of the second array belongs to the buckets of some elements of the first.
    fn of_others(&self, start: usize, len: usize) -> (usize, usize) {
        let from = self.from[start / self.every];
        (from, self.to[(start + len).div_ceil(self.every) - 1].max(from))
    }

    /// What is needed for the buckets of some elements: these, and of the second array those between.
    fn needs(&self, start: usize, len: usize) -> impl Iterator<Item = Need> {
        let (from, to) = self.of_others(start, len);
        let others = (to > from).then(|| Need::new(1, Region::new([from], [to - from])));
        [Need::new(0, Region::new([start], [len]))].into_iter().chain(others)
    }

    /// The most elements of the second array that belong to so many of the first.
    fn most_others(&self, elements: usize, all: usize) -> usize {
        let most = self.from.iter().zip(&self.to).map(|(from, to)| to.saturating_sub(*from)).max();
        most.unwrap_or(0).saturating_mul(elements.div_ceil(self.every)).min(all)
    }
}

/// How many pairs there are of each bucket.
struct Pairs<T> {
    buckets: Arc<Buckets>,
    all: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Sortable> Pull for Pairs<T> {
    fn name(&self) -> String {
        "count pairs".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let elements = of_buckets(region, self.buckets.every, self.buckets.len);
        self.buckets.needs(elements.start()[0], elements.size()).collect()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let nothing = Array::<T>::zeros([0]);
        let b = inputs.get(1).map_or(nothing.view(), Block::typed::<T>);
        let a = inputs[0].typed::<T>();
        let (low, high) = (T::searchsorted_of(b, a, false), T::searchsorted_of(b, a, true));
        let least = usize::from(self.all);
        let pairs: Vec<i64> =
            low.iter().zip(high.iter()).map(|(low, high)| (high - low).max(least) as i64).collect();
        let counts = pairs.chunks(self.buckets.every).map(|some| some.iter().sum());
        Ok(Array::from_vec(counts.step_by(region.step()[0]).collect::<Vec<i64>>()).into())
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        let elements = of_buckets(region, self.buckets.every, self.buckets.len);
        3 * elements.size() * size_of::<i64>()
    }

    fn weight(&self, node: &Node) -> usize {
        let [a, b] = [0, 1].map(|input| node.inputs[input].shape[0]);
        self.buckets.every.saturating_mul(size_of::<T>()).saturating_mul(1 + b / a.max(1))
    }
}

/// The places of pairs, in one of the arrays.
struct Joined<T> {
    buckets: Arc<Buckets>,
    table: Arc<Table>,
    all: bool,
    right: bool,
    /// Pairs that are made together.
    together: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Sortable> Joined<T> {
    fn pieces(&self, region: &Region) -> Vec<Piece> {
        self.table.pieces((region.start()[0], region.shape()[0], region.step()[0]))
    }

    /// How many pairs are made together: a few megabytes of elements are looked at for them, if there are pairs enough.
    fn together(table: &Table, buckets: &Buckets, others: usize) -> usize {
        let looked_at = |pairs: usize| {
            let elements = table.looked_at(pairs);
            (elements + buckets.most_others(elements, others)).saturating_mul(size_of::<T>())
        };
        let mut pairs = 1;
        while pairs < TOGETHER && looked_at(2 * pairs) <= LOOKED_AT {
            pairs *= 2;
        }
        pairs
    }
}

impl<T: Typed + Sortable> Pull for Joined<T> {
    fn name(&self) -> String {
        (if self.all { "left join" } else { "inner join" }).into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let needs = |piece: Piece| self.buckets.needs(piece.start, piece.len);
        self.pieces(region).into_iter().flat_map(needs).collect()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let nothing = Array::<T>::zeros([0]);
        let mut made = Vec::with_capacity(region.size());
        let mut inputs = inputs.iter();
        for piece in self.pieces(region) {
            let a = inputs.next().expect("one block for each need").typed::<T>();
            let (from, to) = self.buckets.of_others(piece.start, piece.len);
            let b = if to > from { inputs.next().map(Block::typed::<T>) } else { None };
            let pairs = T::joined_of(a, b.unwrap_or(nothing.view()), self.all);
            let (places, start) = match self.right {
                true => (pairs.right, from as i64),
                false => (pairs.left, piece.start as i64),
            };
            let wanted = places.iter().skip(piece.first).step_by(region.step()[0]);
            let moved = |&place: &i64| if place < 0 { place } else { place + start };
            made.extend(wanted.take(piece.count).map(moved));
        }
        Ok(Array::from_vec(made).into())
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let others = node.inputs[1].shape[0];
        let here: usize = self.needs(node, region).iter().map(|need| need.region.size()).sum();
        let span = dense(region).size();
        let elements = self.table.looked_at(span);
        let most = elements + self.buckets.most_others(elements, others);
        // Elsewhere more may be looked at; lists of pairs grow to twice their length, those of whole buckets.
        let pairs = span + 2 * self.table.largest();
        most.saturating_sub(here).saturating_mul(size_of::<T>())
            + pairs.saturating_mul(4 * size_of::<i64>())
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.together]))
    }

    fn identity(&self) -> String {
        format!("join {} {} {:016x}", self.all, self.right, self.table.digest())
    }
}

impl<T: Typed + Sortable> Chunked<T> {
    /// The buckets of the elements, by those of another array.
    fn buckets(&self, other: &Chunked<T>, options: &RunOptions) -> Result<Buckets> {
        let len = self.size();
        let every = len.div_ceil(BUCKETS).next_power_of_two().max(LEAST);
        let count = len.div_ceil(every);
        let op = Ends::<T> { every, of: PhantomData };
        let ends = Node::new(op, vec![Arc::clone(&self.node)], Shape::from([count, 2]), T::DTYPE);
        let ends = Chunked::<T>::of(ends).compute_with(options)?;
        let part = |at: isize| ends.slice(s![.., at]).to_array();
        let fold = Ranks { axes: Axes::from([0]), firsts: part(0), lasts: part(1) };
        let ranks = Chunked::<i64>::of(folded(fold, &[&other.node]).remove(0));
        let ranks = ranks.compute_with(options)?;
        let row = |at: isize| ranks.slice(s![at, ..]).iter().map(|&rank| rank as usize).collect();
        Ok(Buckets { every, len, from: row(0), to: row(1) })
    }

    #[track_caller]
    fn joined(&self, other: &Chunked<T>, all: bool, options: &RunOptions) -> Result<ChunkedJoin> {
        let op = if all { "left_join" } else { "inner_join" };
        let (left, right) = (self.shape(), other.shape());
        assert!(
            left.len() == 1 && right.len() == 1,
            "{op}: keys of shapes {left:?} and {right:?}, not one axis"
        );
        let options = options.for_itself()?;
        let inputs = || vec![Arc::clone(&self.node), Arc::clone(&other.node)];
        let buckets = Arc::new(self.buckets(other, &options)?);
        let count = Shape::from([buckets.from.len()]);
        let pairs = Pairs::<T> { buckets: Arc::clone(&buckets), all, of: PhantomData };
        let counts = Chunked::<i64>::of(Node::new(pairs, inputs(), count, DType::I64));
        let counts = counts.compute_with(&options)?;
        let counts = counts.iter().map(|&count| count as u64);
        let table = Arc::new(Table::of_counts(buckets.every, buckets.len, counts));
        let together = Joined::<T>::together(&table, &buckets, other.size());
        let node = |right| {
            let (buckets, table) = (Arc::clone(&buckets), Arc::clone(&table));
            let shape = Shape::from([table.count()]);
            let op = Joined::<T> { buckets, table, all, right, together, of: PhantomData };
            let chunks = Shape::from([together]);
            Chunked::of(Node::chunked(op, inputs(), shape, DType::I64, chunks))
        };
        Ok(ChunkedJoin { left: node(false), right: node(true) })
    }

    /// All pairs of equal elements of two sorted arrays, by their places: of elements that occur several times in both each
    /// with each.
    ///
    /// `self: (n,)` and `other: (m,)` → as many pairs as there are, those of [`nd_ops::inner_join`]. NaN is equal to NaN.
    /// Pairs are counted when this is called, in two passes over this array and one or two over the other; what
    /// [`take_chunked`](Self::take_chunked) makes of places are the rows that belong together. Elements of `other` between
    /// the first and the last of a bucket of neighbours are in memory together. Where an array is not in order, results mean
    /// nothing.
    ///
    /// # Panics
    /// If one of them has not one axis.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the passes that count.
    ///
    /// # NumPy
    /// pandas' `merge(a, b, how="inner")` of sorted keys, with the places that it takes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (a, b) = (Chunked::from(array![1, 2, 2, 5]), Chunked::from(array![2, 3, 5, 5]));
    /// let pairs = a.inner_join(&b)?;
    /// assert_eq!(pairs.left.compute()?, array![1, 2, 3, 3]);
    /// assert_eq!(pairs.right.compute()?, array![0, 0, 2, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn inner_join(&self, other: &Chunked<T>) -> Result<ChunkedJoin> {
        self.joined(other, false, &RunOptions::default())
    }

    /// As [`inner_join`](Self::inner_join), counted as told.
    ///
    /// # Panics
    /// As [`inner_join`](Self::inner_join).
    ///
    /// # Errors
    /// As [`inner_join`](Self::inner_join).
    #[track_caller]
    pub fn inner_join_with(&self, other: &Chunked<T>, options: &RunOptions) -> Result<ChunkedJoin> {
        self.joined(other, false, options)
    }

    /// As [`inner_join`](Self::inner_join), with those elements too that are not in `other`, for which -1 stands there.
    ///
    /// # Panics
    /// As [`inner_join`](Self::inner_join).
    ///
    /// # Errors
    /// As [`inner_join`](Self::inner_join).
    ///
    /// # NumPy
    /// pandas' `merge(a, b, how="left")` of sorted keys, with the places that it takes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (a, b) = (Chunked::from(array![1, 2, 5]), Chunked::from(array![2, 2, 3]));
    /// let pairs = a.left_join(&b)?;
    /// assert_eq!(pairs.left.compute()?, array![0, 1, 1, 2]);
    /// assert_eq!(pairs.right.compute()?, array![-1, 0, 1, -1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn left_join(&self, other: &Chunked<T>) -> Result<ChunkedJoin> {
        self.joined(other, true, &RunOptions::default())
    }

    /// As [`left_join`](Self::left_join), counted as told.
    ///
    /// # Panics
    /// As [`inner_join`](Self::inner_join).
    ///
    /// # Errors
    /// As [`inner_join`](Self::inner_join).
    #[track_caller]
    pub fn left_join_with(&self, other: &Chunked<T>, options: &RunOptions) -> Result<ChunkedJoin> {
        self.joined(other, true, options)
    }
}
