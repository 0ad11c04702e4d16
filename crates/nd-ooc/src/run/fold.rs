//! A pass that folds: cells become partial results, which are merged in a tree of their numbers.

use super::folder::RunFolder;
use super::gathered::Gathered;
use super::map::{probes, read_ahead};
use super::meter::{Meter, Staging};
use super::order::{Group, reached, uses};
use super::sink::Sink;
use super::team;
use super::tiles::{Tile, TilesWriter, read_tiles};
use super::traffic::{Pieces, Pulled};
use crate::cells::{Cells, places};
use crate::cx::{Cx, Id, Kept, Shared, id};
use crate::error::Result;
use crate::fold::{Cell, Output, Stage, State, Walk};
use crate::node::{Kind, Node};
use crate::regions::{per_axis, place, without_axes};
use nd_core::Shape;
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// At least so many tasks, where there are enough cells: threads end at about the same time.
const TASKS: usize = 64;
/// The most cells of a task.
const CELLS: usize = 64;
/// What is looked at is at least so many times larger than the results, where what tasks give is kept.
const SMALLER: usize = 16;

/// Stages over the same cells.
pub(crate) struct FoldPass {
    pub(crate) stages: Vec<Arc<Stage>>,
    cells: Cells,
    pub(crate) shape: Shape,
    /// Cells of a block along each axis.
    block: Shape,
    /// Blocks along each axis.
    counts: Shape,
    /// Whether all blocks of the same results are one task, and follow each other.
    chained: bool,
    pub(crate) uses: HashMap<Id, usize>,
}

/// Partial results of a tile, one for each stage.
type Forests = Vec<Gathered>;
/// By the tile's number: how many of its cells are done, and what they gave.
type Open = HashMap<usize, (usize, Forests)>;

/// Where tiles go of which all cells are done.
enum To<'s> {
    /// Their results, into the sinks of each stage.
    Sinks(&'s [Vec<Sink>]),
    /// As they are, into a file.
    Part(&'s TilesWriter<'s>),
}

impl FoldPass {
    /// A pass whose blocks take at most about `most` bytes, if that is possible.
    pub(crate) fn new(group: Group, most: usize) -> FoldPass {
        let Group { stages, cells } = group;
        let shape = stages[0].shape;
        let roots: Vec<Arc<Node>> =
            stages.iter().flat_map(|stage| stage.parents().cloned()).collect();
        let mut pass = FoldPass {
            uses: uses(&roots),
            block: per_axis(shape.ndim(), |_| 1),
            counts: *cells.counts(),
            chained: stages[0].fold.walk() == Walk::Chain,
            stages,
            cells,
            shape,
        };
        pass.block = pass.block_cells(&roots, most);
        pass.counts =
            per_axis(shape.ndim(), |axis| pass.cells.counts()[axis].div_ceil(pass.block[axis]));
        pass
    }

    /// How many cells go into a block: whole chunks of packed sources, or a run of cells.
    fn block_cells(&self, roots: &[Arc<Node>], most: usize) -> Shape {
        let (ndim, counts) = (self.shape.ndim(), self.cells.counts());
        let all = reached(roots);
        let packed = all.iter().any(|node| match &node.kind {
            Kind::Pull(op) => {
                op.pieces().is_some() || op.source().is_some_and(|source| source.is_packed())
            }
            Kind::Output(..) => false,
        });
        let itemsize = all.iter().map(|node| node.dtype.itemsize()).max().unwrap_or(1);
        let mut block = per_axis(ndim, |_| 1);
        if packed {
            let chunks = roots.iter().find(|root| root.shape == self.shape).map(|root| root.chunks);
            let mut room = most / itemsize;
            let cell: usize = (0..ndim).map(|axis| self.cells.extent(axis)).product();
            room /= cell.max(1);
            for axis in (0..ndim).rev() {
                let wanted = chunks.map_or(1, |chunks| chunks[axis]);
                let times = wanted.div_ceil(self.cells.extent(axis).max(1));
                block[axis] = times.clamp(1, room.max(1)).min(counts[axis].max(1));
                room = (room / block[axis]).max(1);
            }
            return block;
        }
        let total = Region::all(*counts).size();
        let mut room = (total / TASKS).clamp(1, CELLS);
        for axis in (0..ndim).rev().filter(|&axis| self.is_reduced(axis)) {
            block[axis] = counts[axis].min(room).max(1);
            room = (room / block[axis]).max(1);
        }
        block
    }

    fn is_reduced(&self, axis: usize) -> bool {
        self.stages[0].fold.axes().contains(&axis)
    }

    /// How many tasks there are.
    pub(crate) fn tasks(&self) -> usize {
        let chain = if self.chained { self.chain() } else { 1 };
        Region::all(self.counts).size() / chain.max(1)
    }

    /// How many blocks the same results are made of.
    fn chain(&self) -> usize {
        let reduced = (0..self.shape.ndim()).filter(|&axis| self.is_reduced(axis));
        reduced.map(|axis| self.counts[axis]).product()
    }

    /// The cells of a block: the first, and how many along each axis.
    fn block(&self, number: usize) -> (Shape, Shape) {
        // Blocks of the same results follow each other, so that few results are open at a time.
        let ndim = self.shape.ndim();
        let order: Vec<usize> = (0..ndim)
            .filter(|&axis| !self.is_reduced(axis))
            .chain((0..ndim).filter(|&axis| self.is_reduced(axis)))
            .collect();
        let counts = per_axis(ndim, |at| self.counts[order[at]]);
        let index = place(number, &counts);
        let mut first = per_axis(ndim, |_| 0);
        order.iter().enumerate().for_each(|(at, &axis)| first[axis] = index[at] * self.block[axis]);
        let count =
            per_axis(ndim, |axis| self.block[axis].min(self.cells.counts()[axis] - first[axis]));
        (first, count)
    }

    /// The number of a cell in the tree of its tile, and how many leaves that tree has.
    fn leaf(&self, at: &[usize]) -> (usize, usize) {
        let axes = self.stages[0].fold.axes();
        axes.iter().fold((0, 1), |(number, count), &axis| {
            let along = self.cells.counts()[axis];
            (number * along + at[axis], count * along)
        })
    }

    /// The number of a cell's tile.
    fn tile_number(&self, at: &[usize]) -> usize {
        let kept = (0..at.len()).filter(|&axis| !self.is_reduced(axis));
        kept.fold(0, |number, axis| number * self.cells.counts()[axis] + at[axis])
    }

    /// What the stages gave, where an earlier process finished them.
    pub(super) fn kept(
        &self,
        folder: &RunFolder,
        number: usize,
        on_disk: &HashSet<Id>,
    ) -> Result<Option<Vec<Vec<Kept>>>> {
        let outputs: Vec<usize> =
            self.stages.iter().map(|stage| stage.fold.outputs().len()).collect();
        folder.kept(number, &outputs, &|stage| on_disk.contains(&id(&self.stages[stage])))
    }

    /// Bytes that one thread takes.
    pub(crate) fn bytes(&self, on_disk: &HashSet<Id>) -> usize {
        probes(self.tasks()).map(|number| self.task_bytes(number, on_disk)).max().unwrap_or(0)
    }

    fn task_bytes(&self, number: usize, on_disk: &HashSet<Id>) -> usize {
        let (first, count) = self.block(number * if self.chained { self.chain() } else { 1 });
        let staging =
            Staging::of(&self.inputs(&self.cells.region(&first, &count)), &HashSet::new());
        let mut meter = Meter::new(&self.uses, on_disk, &staging);
        meter.begin();
        let cell = self.cells.region(&first, &per_axis(first.ndim(), |_| 1));
        if cell.size() == 0 {
            return meter.peak();
        }
        let tile = without_axes(&cell, self.stages[0].fold.axes());
        let leaves: usize = (0..first.ndim())
            .filter(|&axis| self.is_reduced(axis))
            .map(|axis| count[axis])
            .product();
        let kept = (0..first.ndim()).filter(|&axis| !self.is_reduced(axis));
        let tiles: usize = if self.chained { kept.map(|axis| count[axis]).product() } else { 1 };
        for stage in &self.stages {
            let open = match stage.fold.walk() {
                Walk::Tree => leaves.max(1).ilog2() as usize + 1,
                Walk::Pool | Walk::Chain => tiles,
            };
            meter.take(open * stage.fold.state_bytes(tile.size()));
        }
        for stage in &self.stages {
            let held: usize =
                stage.needs(&cell).map(|(node, region)| meter.pull(&node, &region)).sum();
            // Others are taken up into what is open.
            let partial = match stage.fold.walk() {
                Walk::Tree => stage.fold.state_bytes(tile.size()),
                Walk::Pool | Walk::Chain => 0,
            };
            let own = stage.fold.scratch(&cell) + partial;
            meter.take(own);
            meter.give(own + held);
        }
        meter.peak()
    }

    /// Bytes of partial results that wait for others, at most.
    pub(crate) fn waiting(&self, members: usize) -> usize {
        let kept = (0..self.shape.ndim()).filter(|&axis| !self.is_reduced(axis));
        let tile: usize = kept.map(|axis| self.cells.extent(axis) * self.block[axis]).product();
        let reduced = (0..self.shape.ndim()).filter(|&axis| self.is_reduced(axis));
        let split: usize = reduced.map(|axis| self.counts[axis]).product();
        if split <= 1 || self.chained {
            return 0;
        }
        let bytes = |stage: &Arc<Stage>| {
            let open = match stage.fold.walk() {
                // What threads have of it besides is theirs.
                Walk::Pool => 1,
                Walk::Tree | Walk::Chain => split.ilog2() as usize + 1 + members,
            };
            stage.fold.state_bytes(tile) * open
        };
        self.stages.iter().map(bytes).sum()
    }

    fn inputs(&self, region: &Region) -> Vec<(Arc<Node>, Region)> {
        self.stages.iter().flat_map(|stage| stage.needs(region)).collect()
    }

    /// Folds everything and stores the results; `sinks` has those of each stage.
    pub(crate) fn run(
        &self,
        shared: &Shared<'_>,
        members: usize,
        sinks: &[Vec<Sink>],
        done: &(dyn Fn(usize) -> Result<()> + Sync),
    ) -> Result<()> {
        let reduced = self.stages[0].fold.axes();
        let kept_is_empty =
            (0..self.shape.ndim()).any(|axis| !self.is_reduced(axis) && self.shape[axis] == 0);
        if kept_is_empty {
            return Ok(());
        }
        if reduced.iter().any(|&axis| self.shape[axis] == 0) {
            return self.nothing(sinks);
        }
        let open: Mutex<Open> = Mutex::default();
        team::run(shared, members, self.tasks(), &|cx, number| {
            self.task(cx, number, &To::Sinks(sinks), &open)?;
            done(number)
        })
    }

    /// Does some tasks, and leaves what they give in a file.
    pub(crate) fn run_part(
        &self,
        shared: &Shared<'_>,
        members: usize,
        tasks: &Range<usize>,
        (path, durable): (&Path, bool),
        done: &(dyn Fn(usize) -> Result<()> + Sync),
    ) -> Result<()> {
        let open: Mutex<Open> = Mutex::default();
        let out = TilesWriter::create(path, &self.stages)?;
        team::run(shared, members, tasks.len(), &|cx, at| {
            self.task(cx, tasks.start + at, &To::Part(&out), &open)?;
            done(tasks.start + at)
        })?;
        let open = open.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (number, (seen, forests)) in open {
            out.add(&Tile { number, seen, forests })?;
        }
        out.finish(durable)
    }

    /// Whether what some tasks give is kept, for whoever goes on: it is much smaller than what they look at.
    pub(crate) fn is_kept(&self) -> bool {
        let looked_at = self.stages.iter().flat_map(|stage| &stage.inputs);
        let looked_at = looked_at.map(|node| node.nbytes(&Region::all(node.shape))).max();
        let made = self.stages.iter().flat_map(|stage| {
            let bytes = |output: &Output| {
                let size = Region::all(stage.output_shape(output)).size();
                size.saturating_mul(output.dtype.itemsize())
            };
            stage.fold.outputs().iter().map(bytes).collect::<Vec<_>>()
        });
        let made = made.fold(0, usize::saturating_add);
        !self.shape.contains(&0) && made.saturating_mul(SMALLER) <= looked_at.unwrap_or(0)
    }

    /// Stores the results of what files of all tasks hold, given in their order.
    pub(crate) fn join_parts(
        &self,
        paths: impl Iterator<Item = PathBuf>,
        sinks: &[Vec<Sink>],
    ) -> Result<()> {
        let open: Mutex<Open> = Mutex::default();
        let all = self.tile_cells();
        let (_, leaves) = self.leaf(&per_axis(self.shape.ndim(), |_| 0));
        for path in paths {
            read_tiles(
                &path,
                &self.stages,
                leaves,
                &mut |Tile { number, seen, forests }| match self.join(
                    number,
                    (seen, forests),
                    all,
                    &open,
                ) {
                    Some(whole) => self.finish(number, whole, &To::Sinks(sinks)),
                    None => Ok(()),
                },
            )?;
        }
        Ok(())
    }

    /// How the pass is cut: its tasks are told apart by that.
    pub(crate) fn extents(&self) -> Vec<usize> {
        let extents = (0..self.shape.ndim()).map(|axis| self.cells.extent(axis));
        extents.chain(self.block.iter().copied()).collect()
    }

    /// Bytes that it takes to keep what a task gives in a file, besides what it gives.
    pub(crate) fn part_bytes(&self) -> usize {
        let tile: usize = (0..self.shape.ndim())
            .filter(|&axis| !self.is_reduced(axis))
            .map(|axis| self.cells.extent(axis))
            .product();
        let bytes = self.stages.iter().map(|stage| stage.fold.state_bytes(tile));
        // All that waits in a tree, as bytes.
        bytes.sum::<usize>().saturating_mul(self.tile_cells().max(1).ilog2() as usize + 1)
    }

    fn task(&self, cx: &mut Cx<'_>, number: usize, to: &To<'_>, open: &Mutex<Open>) -> Result<()> {
        if self.chained {
            self.do_chain(cx, number, to)
        } else {
            self.do_block(cx, number, to, open)
        }
    }

    /// All blocks of the same results, one after the other.
    fn do_chain(&self, cx: &mut Cx<'_>, number: usize, to: &To<'_>) -> Result<()> {
        let open: Mutex<Open> = Mutex::default();
        let chain = self.chain();
        (number * chain..(number + 1) * chain).try_for_each(|at| self.do_block(cx, at, to, &open))
    }

    /// The results of no elements.
    fn nothing(&self, sinks: &[Vec<Sink>]) -> Result<()> {
        let tile = without_axes(&Region::all(self.shape), self.stages[0].fold.axes());
        for (stage, sinks) in self.stages.iter().zip(sinks) {
            self.store(stage, sinks, None, &tile)?;
        }
        Ok(())
    }

    fn do_block(
        &self,
        cx: &mut Cx<'_>,
        number: usize,
        to: &To<'_>,
        open: &Mutex<Open>,
    ) -> Result<()> {
        let (first, count) = self.block(number);
        let idle = self.idle(cx)?;
        let region = self.cells.region(&first, &count);
        let busy = self.stages.iter().zip(&idle).filter(|&(_, &idle)| !idle);
        let inputs: Vec<_> = busy.flat_map(|(stage, _)| stage.needs(&region)).collect();
        read_ahead(cx, &inputs, &HashSet::new())?;
        let axes = self.stages[0].fold.axes();
        let part = |keep: bool| {
            per_axis(
                first.ndim(),
                |axis| if axes.contains(&axis) == keep { 1 } else { count[axis] },
            )
        };
        for tile in places(first, part(true)) {
            let mut forests = if self.chained {
                let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
                let there = open.get_mut(&self.tile_number(&tile));
                there.map_or_else(|| self.forests(&tile), |(_, there)| std::mem::take(there))
            } else {
                self.forests(&tile)
            };
            for cell in places(tile, part(false)) {
                self.cell(cx, &cell, &mut forests, &idle)?;
            }
            self.close(&tile, &count, forests, to, open)?;
        }
        Ok(())
    }

    fn forests(&self, tile: &[usize]) -> Forests {
        let (_, leaves) = self.leaf(tile);
        self.stages.iter().map(|stage| Gathered::new(&*stage.fold, leaves)).collect()
    }

    /// Which stages have nothing to look at, by the results of earlier ones.
    fn idle(&self, cx: &mut Cx<'_>) -> Result<Vec<bool>> {
        let mut all = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            if stage.fold.walk() != Walk::Pool {
                all.push(false);
                continue;
            }
            let mut wholes = Vec::with_capacity(stage.wholes.len());
            for whole in &stage.wholes {
                wholes.push(cx.pull(whole, &Region::all(whole.shape))?);
            }
            all.push(!wholes.is_empty() && stage.fold.is_idle(&wholes));
        }
        cx.next();
        Ok(all)
    }

    /// Makes the partial results of one cell.
    fn cell(
        &self,
        cx: &mut Cx<'_>,
        at: &Shape,
        forests: &mut Forests,
        idle: &[bool],
    ) -> Result<()> {
        let region = self.cells.region(at, &per_axis(at.ndim(), |_| 1));
        let (leaf, _) = self.leaf(at);
        let cell = Cell { shape: &self.shape, region };
        for ((stage, forest), &idle) in self.stages.iter().zip(forests).zip(idle) {
            if region.size() > 0 && !idle {
                let mut blocks = Vec::with_capacity(stage.inputs.len());
                for (node, region) in stage.needs(&region) {
                    blocks.push(cx.pull(&node, &region)?);
                }
                cx.folding(stage, &region);
                let put = forest.put(&*stage.fold, leaf, Some((&blocks, &cell)));
                put.map_err(|e| e.during(|| stage.fold.name(), &region))?;
                blocks.into_iter().for_each(|block| cx.recycle(block));
            } else {
                forest.put(&*stage.fold, leaf, None)?;
            }
        }
        cx.next();
        Ok(())
    }

    /// Puts a task's partial results to those of others, and stores the result once all are there.
    fn close(
        &self,
        tile: &Shape,
        count: &Shape,
        mut forests: Forests,
        to: &To<'_>,
        open: &Mutex<Open>,
    ) -> Result<()> {
        let axes = self.stages[0].fold.axes();
        let (number, all) = (self.tile_number(tile), self.tile_cells());
        let here: usize = axes.iter().map(|&axis| count[axis]).product();
        if here < all {
            match self.join(number, (here, forests), all, open) {
                Some(whole) => forests = whole,
                None => return Ok(()),
            }
        }
        self.finish(number, forests, to)
    }

    /// How many cells a tile has.
    fn tile_cells(&self) -> usize {
        let axes = self.stages[0].fold.axes();
        axes.iter().map(|&axis| self.cells.counts()[axis]).product()
    }

    /// The first cell of the tile of a number.
    fn tile(&self, mut number: usize) -> Shape {
        let mut at = per_axis(self.shape.ndim(), |_| 0);
        for axis in (0..at.ndim()).rev().filter(|&axis| !self.is_reduced(axis)) {
            let count = self.cells.counts()[axis];
            (at[axis], number) = (number % count, number / count);
        }
        at
    }

    /// Puts a tile of which all cells are done where it goes.
    fn finish(&self, number: usize, forests: Forests, to: &To<'_>) -> Result<()> {
        let sinks = match to {
            To::Part(out) => return out.add(&Tile { number, seen: self.tile_cells(), forests }),
            To::Sinks(sinks) => *sinks,
        };
        let (tile, axes) = (self.tile(number), self.stages[0].fold.axes());
        let one = per_axis(tile.ndim(), |axis| if axes.contains(&axis) { 0 } else { 1 });
        let place = without_axes(&self.cells.region(&tile, &one), axes);
        for ((stage, sinks), forest) in self.stages.iter().zip(sinks).zip(forests) {
            self.store(stage, sinks, forest.result(), &place)?;
        }
        Ok(())
    }

    /// Joins a tile's partial results with those that wait; all of them once all are there.
    ///
    /// Merging may use threads, and is not done while the lock is held.
    fn join(
        &self,
        tile: usize,
        (mut seen, mut mine): (usize, Forests),
        all: usize,
        open: &Mutex<Open>,
    ) -> Option<Forests> {
        while seen < all {
            let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((others, waiting)) = open.remove(&tile) else {
                open.insert(tile, (seen, mine));
                return None;
            };
            drop(open);
            seen += others;
            if !waiting.is_empty() {
                for ((stage, mine), forest) in self.stages.iter().zip(&mut mine).zip(waiting) {
                    mine.take(&*stage.fold, forest);
                }
            }
        }
        Some(mine)
    }

    fn store(
        &self,
        stage: &Arc<Stage>,
        sinks: &[Sink],
        state: Option<State>,
        tile: &Region,
    ) -> Result<()> {
        let results = stage
            .fold
            .finish(state, tile)
            .map_err(|error| error.during(|| stage.fold.name(), &Region::all(self.shape)))?;
        for ((result, sink), output) in results.iter().zip(sinks).zip(stage.fold.outputs()) {
            let start = [tile.start(), &per_axis(output.extra.ndim(), |_| 0)].concat();
            let shape = [tile.shape(), &output.extra[..]].concat();
            sink.write(&Region::new(&start[..], &shape[..]), result.view())?;
        }
        Ok(())
    }
}

impl Pieces for FoldPass {
    fn pieces(&self) -> usize {
        if self.shape.contains(&0) { 0 } else { self.counts.iter().product() }
    }

    fn whole(&self, piece: usize) -> Pulled {
        let (first, count) = self.block(piece);
        self.inputs(&self.cells.region(&first, &count))
    }

    fn strips(&self, piece: usize) -> usize {
        self.block(piece).1.iter().product()
    }

    fn strip(&self, piece: usize, strip: usize) -> Pulled {
        let (first, count) = self.block(piece);
        let at = place(strip, &count);
        let at = per_axis(at.ndim(), |axis| first[axis] + at[axis]);
        self.inputs(&self.cells.region(&at, &per_axis(at.ndim(), |_| 1)))
    }

    fn uses(&self) -> &HashMap<Id, usize> {
        &self.uses
    }
}
