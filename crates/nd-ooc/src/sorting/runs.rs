//! Sorted runs: parts of an array with one axis, each sorted by itself and stored.

use super::lanes::{Made, places_of};
use super::splits::Splits;
use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::run::{Plan, RunOptions, Scratch, fingerprint};
use nd_core::{
    AnyArray, AnyView, Array, CowArray, Shape, Slice, SliceItem, Typed, View, with_dtype, zip,
};
use nd_io::{Dataset, Region};
use nd_ops::Sortable;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Runs for which every part of the result is made of so many are not shared by threads.
const MANY: usize = 64;
/// Elements from one that is remembered to the next.
const EVERY: std::ops::RangeInclusive<usize> = 16..=1 << 16;
/// Elements of a piece of the result.
const PIECE: std::ops::RangeInclusive<usize> = 1 << 10..=1 << 20;
/// Bytes of the budget for each remembered element, at least, if that makes not too few of them.
const BYTES: usize = 128;
/// Elements of a run, at least.
const LEAST: usize = 1 << 12;

/// Every so-manieth element of each run.
type Remembered<T> = Arc<[OnceLock<Vec<T>>]>;

/// What is stored, and what is known of it.
pub(super) struct Runs {
    pub(super) keys: Arc<Node>,
    /// Where the elements stood, or what goes with them, where that is wanted.
    pub(super) carried: Option<Arc<Node>>,
    pub(super) splits: Splits,
    /// Elements of a piece in which the result is made.
    pub(super) piece: usize,
}

/// How long runs are, and what is remembered of them.
#[derive(Clone, Copy)]
struct Lengths {
    run: usize,
    every: usize,
    piece: usize,
    threads: usize,
}

impl Lengths {
    /// For `n` elements within a budget. Fewer and longer runs by one thread, which all others help to sort, where there
    /// would be many.
    fn of<T: Sortable>(n: usize, made: Made, options: &RunOptions) -> Lengths {
        let room = options.bytes() - options.bytes() / 8;
        let places = if made == Made::Places { 2 * size_of::<i64>() } else { 0 };
        let each = size_of::<T>() + made.bytes::<T>() + places;
        let run = |threads: usize| (room / (threads * each)).max(LEAST);
        let threads = (1..=options.members()).rev().find(|&m| n.div_ceil(run(m)) <= MANY);
        let threads = threads.unwrap_or(1);
        Lengths { threads, ..Lengths::with_run::<T>(n, run(threads), made, options) }
    }

    fn with_run<T: Sortable>(n: usize, run: usize, made: Made, options: &RunOptions) -> Lengths {
        let places = if made == Made::Places { 2 * size_of::<i64>() } else { 0 };
        let each = 3 * size_of::<T>() + made.bytes::<T>() + places;
        let piece = (options.bytes() / (8 * each)).clamp(*PIECE.start(), *PIECE.end());
        // So few that they are little in memory, and so many that little beside a piece is looked at.
        let least = n.saturating_mul(BYTES) / options.bytes().max(1);
        let wanted = (piece / (2 * n.div_ceil(run).max(1))).max(least);
        let every = wanted.max(1).next_power_of_two() / 2;
        let every = every.clamp(*EVERY.start(), *EVERY.end()).min(run);
        Lengths { run: (run / every).max(1) * every, every, piece, threads: 1 }
    }
}

/// The run that a region is, sorted.
struct SortedRun<T> {
    lengths: Lengths,
    remembered: Remembered<T>,
}

/// Where the elements of the run that a region is stand, by their order.
struct PlacedRun<T> {
    lengths: Lengths,
    of: PhantomData<fn() -> T>,
}

/// What is told where a run starts, and the run.
type Told = dyn Fn(usize, AnyView<'_>) + Send + Sync;

/// The elements of the run that a region is, or what goes with them, by their places.
struct TakenRun {
    lengths: Lengths,
    remember: Option<Box<Told>>,
}

/// Keeps every so-manieth element of a run.
fn remember<T: Typed>(remembered: &Remembered<T>, lengths: &Lengths, start: usize, run: &[T]) {
    let some = run.iter().skip(lengths.every - 1).step_by(lengths.every).copied();
    // A run that is made again is the same again.
    let _ = remembered[start / lengths.run].set(some.collect());
}

impl<T: Typed + Sortable> Pull for SortedRun<T> {
    fn name(&self) -> String {
        "sort runs".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, *region)]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let mut run = match inputs[0].take::<T>() {
            CowArray::Owned(run) if run.is_c_contiguous() => run,
            other => other.view().to_array(),
        };
        let mut view = run.view_mut();
        let elements = view.as_slice_mut().expect("one axis without gaps");
        T::sort_slice(elements);
        remember(&self.remembered, &self.lengths, region.start()[0], elements);
        Ok(run.into())
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        region.size() * Made::Sorted.bytes::<T>()
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        Some(0)
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.lengths.run]))
    }
}

impl<T: Typed + Sortable> Pull for PlacedRun<T> {
    fn name(&self) -> String {
        "argsort runs".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, *region)]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let start = region.start()[0] as i64;
        let places = places_of(T::argsort_of(inputs[0].typed::<T>(), 0));
        Ok(zip((&places,)).map(|(place,)| place + start).into())
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        region.size() * Made::Places.bytes::<T>()
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.lengths.run]))
    }
}

impl Pull for TakenRun {
    fn name(&self) -> String {
        "take runs".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, *region), Need::new(1, *region)]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let start = region.start()[0];
        let places = zip((inputs[1].typed::<i64>(),)).map(|(place,)| place - start as i64);
        let run: AnyArray = with_dtype!(inputs[0].view(), |a| a.take(&places, 0).into());
        if let Some(remember) = &self.remember {
            remember(start, run.view());
        }
        Ok(Block::Owned(run))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        region.size() * size_of::<i64>()
    }

    fn pieces(&self) -> Option<Shape> {
        Some(Shape::from([self.lengths.run]))
    }
}

/// Where runs are stored.
pub(super) enum Place {
    /// In a folder that is gone with the last array made of them.
    Own(Scratch),
    /// In that of a run by several processes, gone at its end.
    Shared(PathBuf),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Place::Own(scratch) => scratch.path(),
            Place::Shared(path) => path,
        }
    }
}

/// Runs in a file that is gone with the last array made of it.
struct StoredRuns {
    dataset: Dataset,
    /// What they are the runs of.
    said: String,
    _place: Arc<Place>,
}

impl Pull for StoredRuns {
    fn name(&self) -> String {
        "sorted runs".into()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        cx.read(&self.dataset, region).map(Block::Owned)
    }

    fn identity(&self) -> String {
        // The same array gives the same runs, or others of which the same is made.
        self.said.clone()
    }
}

/// Stores the runs of an array with one axis, as long as the budget allows; where places are wanted and something is
/// carried along, that instead of them.
pub(super) fn runs<T: Typed + Sortable>(
    x: &Chunked<T>,
    made: Made,
    carried: Option<&AnyChunked>,
    place: (&Arc<Place>, usize),
    options: &RunOptions,
) -> Result<Runs> {
    let mut lengths = Lengths::of::<T>(x.size(), made, options);
    loop {
        let stored = Stored::new(x, made, carried, lengths, place);
        let within = options.clone().threads(lengths.threads);
        match stored.plan.explain(&within) {
            // Whatever goes into the array takes memory too.
            Err(error) if error.needed().is_some() && lengths.run > 2 * LEAST => {
                let run = lengths.run / 2;
                lengths = Lengths::with_run::<T>(x.size(), run, made, options);
            }
            _ => return stored.run(x, &within),
        }
    }
}

/// Runs that are to be stored.
struct Stored<'s, T> {
    plan: Plan,
    made: Made,
    /// What goes with the elements: their places, unless told.
    carried: Option<&'s AnyChunked>,
    lengths: Lengths,
    remembered: Remembered<T>,
    place: &'s Arc<Place>,
    paths: [PathBuf; 2],
}

impl<'s, T: Typed + Sortable> Stored<'s, T> {
    fn new(
        x: &Chunked<T>,
        made: Made,
        carried: Option<&'s AnyChunked>,
        lengths: Lengths,
        (place, number): (&'s Arc<Place>, usize),
    ) -> Stored<'s, T> {
        let count = x.size().div_ceil(lengths.run);
        let remembered: Remembered<T> = (0..count).map(|_| OnceLock::new()).collect();
        let path = |what: &str| place.path().join(format!("{what}-{number}.npy"));
        let paths = [path("keys"), path("places")];
        let (shape, mut plan) = (x.node.shape, Plan::new());
        let like = Arc::clone(&remembered);
        let keys = match made {
            Made::Sorted => {
                let op = SortedRun { lengths, remembered: like };
                Node::new(op, vec![Arc::clone(&x.node)], shape, T::DTYPE)
            }
            Made::Places => {
                let op = PlacedRun::<T> { lengths, of: PhantomData };
                let places = Node::new(op, vec![Arc::clone(&x.node)], shape, i64::DTYPE);
                let carried = match carried {
                    None => Arc::clone(&places),
                    Some(carried) => {
                        let inputs = vec![Arc::clone(&carried.node), Arc::clone(&places)];
                        let op = TakenRun { lengths, remember: None };
                        Node::new(op, inputs, shape, carried.dtype())
                    }
                };
                plan.save(AnyChunked::of(carried), &paths[1]);
                let remember = move |start: usize, run: AnyView<'_>| {
                    let run: View<'_, T> = run.try_into().expect("elements of the array");
                    let run = run.as_slice().expect("what is taken has no gaps");
                    remember(&like, &lengths, start, run);
                };
                let op = TakenRun { lengths, remember: Some(Box::new(remember)) };
                Node::new(op, vec![Arc::clone(&x.node), places], shape, T::DTYPE)
            }
        };
        plan.save(Chunked::<T>::of(keys), &paths[0]);
        Stored { plan, made, carried, lengths, remembered, place, paths }
    }

    /// Every so-manieth element of each run, of what is stored.
    fn read_some(&self, keys: &Dataset) -> Result<Vec<T>> {
        let Lengths { run, every, .. } = self.lengths;
        let n = keys.shape()[0];
        let mut some = Vec::with_capacity(n / every);
        for start in (0..n).step_by(run) {
            let len = run.min(n - start) / every;
            if len > 0 {
                let (first, stop) = ((start + every - 1) as isize, (start + len * every) as isize);
                let step = every as isize;
                let slice = Slice { start: Some(first), stop: Some(stop), step };
                let part = Array::<T>::try_from(keys.read_any([SliceItem::Range(slice)])?);
                let part = part.map_err(|error| ErrorKind::Values(error.to_string()))?;
                some.extend_from_slice(part.as_slice().expect("read without gaps"));
            }
        }
        Ok(some)
    }

    fn run(self, x: &Chunked<T>, options: &RunOptions) -> Result<Runs> {
        self.plan.run_with(options)?;
        let Lengths { run, every, piece, .. } = self.lengths;
        let keys = nd_io::open(&self.paths[0])?;
        let some = match **self.place {
            Place::Own(_) => {
                self.remembered.iter().filter_map(OnceLock::get).flatten().copied().collect()
            }
            // Other processes sorted them.
            Place::Shared(_) => self.read_some(&keys)?,
        };
        // The same order as that of all elements, equal ones by their runs.
        let order = match self.made {
            Made::Sorted => T::order_of_bits(&some),
            Made::Places => T::argsort_of(View::from_slice(&some), 0).into_vec(),
        };
        let order = order.into_iter().map(|at| (at / (run / every)) as u32).collect();
        let digest = |node: &Arc<Node>| Digest::of(fingerprint::of_node(node).as_bytes());
        let carried = self.carried.map(|carried| digest(&carried.node));
        let said = format!("{} of {:016x} {carried:x?}", self.made.name(), digest(&x.node));
        let node = |at: usize, dtype| -> Result<Arc<Node>> {
            let dataset = nd_io::open(&self.paths[at])?;
            let said = format!("{said} {at}");
            let op = StoredRuns { dataset, said, _place: Arc::clone(self.place) };
            Ok(Node::new(op, Vec::new(), x.node.shape, dtype))
        };
        let dtype = self.carried.map_or(i64::DTYPE, AnyChunked::dtype);
        let carried = (self.made == Made::Places).then(|| node(1, dtype)).transpose()?;
        let splits = Splits::new(x.size(), run, every, order);
        Ok(Runs { keys: node(0, T::DTYPE)?, carried, splits, piece })
    }
}

/// Elements one part behind the other.
pub(super) fn joined<T: Typed>(parts: &[Block]) -> Array<T> {
    let views: Vec<View<'_, T>> = parts.iter().map(Block::typed::<T>).collect();
    nd_core::concat(&views, 0)
}
