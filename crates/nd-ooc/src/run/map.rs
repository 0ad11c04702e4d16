//! A pass that stores nodes: block by block, each made in strips that fit the cache.

use super::blocks::{Blocks, Reads};
use super::journal::Journal;
use super::meter::{Meter, Staging};
use super::order::{reached, uses};
use super::sink::Sink;
use super::strips;
use super::team;
use super::traffic::{Pieces, Pulled};
use crate::cells::{Cells, places};
use crate::cx::{Cx, Id, Shared, id};
use crate::error::Result;
use crate::node::Node;
use crate::regions::{inside, per_axis, place};
use nd_core::{AnyArray, Shape, with_dtype};
use nd_io::{ChunkGrid, Region};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most chunks of a block that are collected each by itself.
const PIECES: usize = 64;

/// How many pieces of a pass are looked at to know how much memory it takes.
const PROBES: usize = 33;

/// Nodes of one shape, stored together.
pub(crate) struct MapPass {
    pub(crate) nodes: Vec<Arc<Node>>,
    pub(crate) shape: Shape,
    pub(crate) blocks: Blocks,
    /// Extents that have to be stored as a whole.
    sink: Option<Shape>,
    /// Sources that are there unpacked.
    copied: HashSet<Id>,
    pub(crate) uses: HashMap<Id, usize>,
    itemsize: usize,
    /// Extents of strips, where they need neighbours.
    strip: Option<Shape>,
}

impl MapPass {
    /// A pass whose blocks take at most about `most` bytes, if that is possible. `copied` are sources that are
    /// there unpacked.
    pub(crate) fn new(
        nodes: Vec<Arc<Node>>,
        sink: Option<Shape>,
        most: usize,
        copied: &HashSet<Id>,
    ) -> MapPass {
        let shape = nodes[0].shape;
        let all = reached(&nodes);
        let itemsize = all.iter().map(|node| node.dtype.itemsize()).max().unwrap_or(1);
        let is_packed = |node: &Arc<Node>| {
            crate::source::stored(node).is_some_and(|source| source.is_packed())
                && !copied.contains(&id(node))
        };
        let reads = if all.iter().any(is_packed) {
            Reads::Chunks(nodes[0].chunks)
        } else if all.iter().any(|node| crate::source::stored(node).is_some()) {
            Reads::Rows
        } else {
            Reads::Nothing
        };
        let strip = strips::wanted(&all, &shape, itemsize, most);
        let blocks = Blocks::new(&shape, sink, reads, strip, itemsize, most);
        let copied = copied.clone();
        MapPass { uses: uses(&nodes), nodes, shape, blocks, sink, itemsize, copied, strip }
    }

    /// Bytes that one thread takes.
    pub(crate) fn bytes(&self, on_disk: &HashSet<Id>) -> usize {
        probes(self.blocks.len()).map(|number| self.block_bytes(number, on_disk)).max().unwrap_or(0)
    }

    fn block_bytes(&self, number: usize, on_disk: &HashSet<Id>) -> usize {
        let region = self.blocks.region(number);
        let staging = self.staging(&region);
        let mut meter = Meter::new(&self.uses, on_disk, &staging);
        meter.begin();
        if self.sink.is_some() {
            // All chunks of the block, and one of them as bytes, and packed.
            meter.take(self.nodes.iter().map(|node| node.nbytes(&region)).sum::<usize>());
            let chunk = self.pieces(&region).first().map_or(region, |piece| *piece);
            meter.take(2 * self.nodes.iter().map(|node| node.nbytes(&chunk)).max().unwrap_or(0));
        }
        let strips = self.strips(&region);
        let first = strips.region(&per_axis(region.ndim(), |_| 0), &per_axis(region.ndim(), |_| 1));
        for node in &self.nodes {
            let held = meter.pull(node, &moved(&first, &region));
            meter.give(held);
        }
        meter.peak()
    }

    /// The parts of a block that are stored each as a whole.
    fn pieces(&self, block: &Region) -> Vec<Region> {
        let Some(unit) = self.sink else { return Vec::new() };
        let grid = ChunkGrid::new(block.shape(), unit);
        if grid.len() > PIECES {
            return vec![*block];
        }
        (0..grid.len())
            .map(|at| moved(&grid.block(&crate::regions::place(at, grid.counts())), block))
            .collect()
    }

    /// What is made ahead for a block: what is made in pieces is not, where strips are these.
    fn staging(&self, block: &Region) -> Staging {
        let mut staging = Staging::of(&self.whole(block), &self.copied);
        if self.strip.is_some() {
            staging.wholes.retain(|(node, _)| node.shape != self.shape);
        }
        staging
    }

    pub(super) fn whole(&self, region: &Region) -> Vec<(Arc<Node>, Region)> {
        self.nodes.iter().map(|node| (Arc::clone(node), *region)).collect()
    }

    fn strips(&self, block: &Region) -> Cells {
        match &self.strip {
            Some(strip) => Cells::every(block.shape(), strip),
            None => Cells::of_map(block.shape(), self.itemsize),
        }
    }

    /// Makes everything and stores it; `done` is told of each block.
    pub(crate) fn run(
        &self,
        shared: &Shared<'_>,
        members: usize,
        sinks: &[&Sink],
        journal: Option<&Journal>,
        done: &(dyn Fn(usize) -> Result<()> + Sync),
    ) -> Result<()> {
        if self.shape.contains(&0) {
            return Ok(());
        }
        let Some(journal) = journal else {
            return team::run(shared, members, self.blocks.len(), &|cx, number| {
                self.block(cx, number, sinks)?;
                done(number)
            });
        };
        let todo: Vec<usize> =
            (0..self.blocks.len()).filter(|&number| !journal.has(number)).collect();
        team::run(shared, members, todo.len(), &|cx, task| {
            self.block(cx, todo[task], sinks)?;
            let region = self.blocks.region(todo[task]);
            sinks.iter().try_for_each(|sink| sink.settle(&region))?;
            journal.add(todo[task])?;
            done(todo[task])
        })
    }

    /// Makes some blocks and stores them, whatever was stored before.
    pub(crate) fn run_some(
        &self,
        shared: &Shared<'_>,
        members: usize,
        sinks: &[&Sink],
        blocks: &std::ops::Range<usize>,
        done: &(dyn Fn(usize) -> Result<()> + Sync),
    ) -> Result<()> {
        team::run(shared, members, blocks.len(), &|cx, at| {
            let number = blocks.start + at;
            self.block(cx, number, sinks)?;
            let region = self.blocks.region(number);
            sinks.iter().try_for_each(|sink| sink.settle(&region))?;
            done(number)
        })
    }

    fn block(&self, cx: &mut Cx<'_>, number: usize, sinks: &[&Sink]) -> Result<()> {
        let region = self.blocks.region(number);
        cx.unstage();
        make_ahead(cx, self.staging(&region))?;
        let pieces = self.pieces(&region);
        let mut whole: Vec<Vec<AnyArray>> = Vec::new();
        for (node, sink) in self.nodes.iter().zip(sinks) {
            let pieces = if sink.chunks().is_some() { &pieces[..] } else { &[] };
            let buffer = |piece: &Region| cx.buffer(node.dtype, piece.shape().into());
            whole.push(pieces.iter().map(buffer).collect::<Result<_>>()?);
        }
        let strips = self.strips(&region);
        for at in places(per_axis(region.ndim(), |_| 0), *strips.counts()) {
            let strip = moved(&strips.region(&at, &per_axis(region.ndim(), |_| 1)), &region);
            for ((node, sink), whole) in self.nodes.iter().zip(sinks).zip(&mut whole) {
                let block = cx.pull(node, &strip)?;
                if whole.is_empty() {
                    sink.write(&strip, block.view())?;
                }
                for (piece, whole) in pieces.iter().zip(whole) {
                    let Some(part) = shared(piece, &strip) else { continue };
                    let (to, from) = (inside(piece, &part), inside(&strip, &part));
                    with_dtype!(whole, |a: T| {
                        a.slice_mut(&to).assign(block.typed::<T>().slice(&from));
                    });
                }
                cx.recycle(block);
            }
            cx.next();
        }
        for (sink, whole) in sinks.iter().zip(whole) {
            for (piece, whole) in pieces.iter().zip(whole) {
                sink.write(piece, whole.view())?;
                cx.recycle(crate::block::Block::Owned(whole));
            }
        }
        Ok(())
    }
}

/// The part of a region without gaps that another one has too.
fn shared(a: &Region, b: &Region) -> Option<Region> {
    let start = per_axis(a.ndim(), |axis| a.start()[axis].max(b.start()[axis]));
    let stop = per_axis(a.ndim(), |axis| a.stop(axis).min(b.stop(axis)));
    let is_some = (0..a.ndim()).all(|axis| start[axis] < stop[axis]);
    is_some.then(|| Region::new(start, per_axis(a.ndim(), |axis| stop[axis] - start[axis])))
}

/// Pieces whose memory is looked at, for that of all: spread evenly, the last one too.
pub(super) fn probes(pieces: usize) -> impl Iterator<Item = usize> {
    let some = pieces.min(PROBES);
    let spread =
        move |at: usize| (at as u128 * (pieces - 1) as u128 / (some - 1).max(1) as u128) as usize;
    (0..some).map(spread)
}

/// A region of a block, as one of what the block is part of.
fn moved(part: &Region, block: &Region) -> Region {
    let start = per_axis(part.ndim(), |axis| part.start()[axis] + block.start()[axis]);
    Region::new(start, part.shape())
}

/// Reads what is needed of packed sources, each chunk once.
pub(super) fn read_ahead(
    cx: &mut Cx<'_>,
    nodes: &[(Arc<Node>, Region)],
    copied: &HashSet<Id>,
) -> Result<()> {
    cx.unstage();
    make_ahead(cx, Staging::of(nodes, copied))
}

/// Reads and makes what is looked at strip by strip.
fn make_ahead(cx: &mut Cx<'_>, staging: Staging) -> Result<()> {
    for (node, part) in staging.parts {
        let source = crate::source::stored(&node).expect("only sources are read ahead");
        cx.stage(&node, &source.dataset, &part)?;
    }
    for (node, part) in staging.wholes.iter().rev() {
        cx.make_whole(node, part)?;
    }
    Ok(())
}

impl Pieces for MapPass {
    fn pieces(&self) -> usize {
        if self.shape.contains(&0) { 0 } else { self.blocks.len() }
    }

    fn whole(&self, piece: usize) -> Pulled {
        self.whole(&self.blocks.region(piece))
    }

    fn strips(&self, piece: usize) -> usize {
        self.strips(&self.blocks.region(piece)).counts().size()
    }

    fn strip(&self, piece: usize, strip: usize) -> Pulled {
        let block = self.blocks.region(piece);
        let strips = self.strips(&block);
        let at = place(strip, strips.counts());
        self.whole(&moved(&strips.region(&at, &per_axis(at.ndim(), |_| 1)), &block))
    }

    fn uses(&self) -> &HashMap<Id, usize> {
        &self.uses
    }
}
