//! A pass that stores nodes: block by block, each made in strips that fit the cache.

use super::blocks::Blocks;
use super::meter::{Meter, Staging};
use super::order::{reached, uses};
use super::sink::Sink;
use super::strips;
use super::team;
use crate::cells::{Cells, places};
use crate::cx::{Cx, Id, Shared};
use crate::error::Result;
use crate::node::Node;
use crate::regions::{inside, per_axis};
use nd_core::{AnyArray, Shape, with_dtype};
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Nodes of one shape, stored together.
pub(crate) struct MapPass {
    pub(crate) nodes: Vec<Arc<Node>>,
    pub(crate) shape: Shape,
    pub(crate) blocks: Blocks,
    /// Extents that have to be stored as a whole.
    chunked: bool,
    pub(crate) uses: HashMap<Id, usize>,
    itemsize: usize,
    /// Extents of strips, where they need neighbours.
    strip: Option<Shape>,
}

impl MapPass {
    /// A pass whose blocks take at most about `most` bytes, if that is possible.
    pub(crate) fn new(nodes: Vec<Arc<Node>>, sink: Option<Shape>, most: usize) -> MapPass {
        let shape = nodes[0].shape;
        let all = reached(&nodes);
        let itemsize = all.iter().map(|node| node.dtype.itemsize()).max().unwrap_or(1);
        let packed = all
            .iter()
            .any(|node| crate::source::stored(node).is_some_and(|source| source.is_packed()));
        let sources = packed.then_some(nodes[0].chunks);
        let reach = strips::reach(&all, &shape);
        let strip = reach.map(|reach| strips::extents(&shape, &reach, itemsize, most));
        let blocks = Blocks::new(&shape, sink, sources, strip, itemsize, most);
        let chunked = sink.is_some();
        MapPass { uses: uses(&nodes), nodes, shape, blocks, chunked, itemsize, strip }
    }

    /// Bytes that one thread takes.
    pub(crate) fn bytes(&self, on_disk: &HashSet<Id>) -> usize {
        let tried = [0, self.blocks.len() / 2, self.blocks.len().saturating_sub(1)];
        let tried = tried.into_iter().filter(|&number| number < self.blocks.len());
        tried.map(|number| self.block_bytes(number, on_disk)).max().unwrap_or(0)
    }

    fn block_bytes(&self, number: usize, on_disk: &HashSet<Id>) -> usize {
        let region = self.blocks.region(number);
        let staging = Staging::of(&self.whole(&region));
        let mut meter = Meter::new(&self.uses, on_disk, &staging);
        meter.take(staging.bytes());
        if self.chunked {
            // The chunk, and the bytes that it becomes.
            meter.take(self.nodes.iter().map(|node| node.nbytes(&region)).sum::<usize>());
            meter.take(self.nodes.iter().map(|node| node.nbytes(&region)).max().unwrap_or(0));
        }
        let strips = self.strips(&region);
        let first = strips.region(&per_axis(region.ndim(), |_| 0), &per_axis(region.ndim(), |_| 1));
        for node in &self.nodes {
            let held = meter.pull(node, &moved(&first, &region));
            meter.give(held);
        }
        meter.peak()
    }

    fn whole(&self, region: &Region) -> Vec<(Arc<Node>, Region)> {
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
        done: &(dyn Fn(usize) -> Result<()> + Sync),
    ) -> Result<()> {
        if self.shape.contains(&0) {
            return Ok(());
        }
        team::run(shared, members, self.blocks.len(), &|cx, number| {
            self.block(cx, number, sinks)?;
            done(number)
        })
    }

    fn block(&self, cx: &mut Cx<'_>, number: usize, sinks: &[&Sink]) -> Result<()> {
        let region = self.blocks.region(number);
        read_ahead(cx, &self.whole(&region))?;
        let mut whole: Vec<Option<AnyArray>> = Vec::new();
        for (node, sink) in self.nodes.iter().zip(sinks) {
            let collected = sink.chunks().map(|_| cx.buffer(node.dtype, region.shape().into()));
            whole.push(collected.transpose()?);
        }
        let strips = self.strips(&region);
        for at in places(per_axis(region.ndim(), |_| 0), *strips.counts()) {
            let strip = moved(&strips.region(&at, &per_axis(region.ndim(), |_| 1)), &region);
            for ((node, sink), whole) in self.nodes.iter().zip(sinks).zip(&mut whole) {
                let block = cx.pull(node, &strip)?;
                match whole {
                    None => sink.write(&strip, block.view())?,
                    Some(whole) => {
                        let slices = inside(&region, &strip);
                        with_dtype!(whole, |a: T| a.slice_mut(&slices).assign(&block.typed::<T>()));
                    }
                }
                cx.recycle(block);
            }
            cx.next();
        }
        for (sink, whole) in sinks.iter().zip(whole) {
            if let Some(whole) = whole {
                sink.write(&region, whole.view())?;
                cx.recycle(crate::block::Block::Owned(whole));
            }
        }
        Ok(())
    }
}

/// A region of a block, as one of what the block is part of.
fn moved(part: &Region, block: &Region) -> Region {
    let start = per_axis(part.ndim(), |axis| part.start()[axis] + block.start()[axis]);
    Region::new(start, part.shape())
}

/// Reads what is needed of packed sources, each chunk once.
pub(super) fn read_ahead(cx: &mut Cx<'_>, nodes: &[(Arc<Node>, Region)]) -> Result<()> {
    cx.unstage();
    for (node, part) in Staging::of(nodes).parts {
        let source = crate::source::stored(&node).expect("only sources are read ahead");
        cx.stage(&node, &source.dataset, &part)?;
    }
    Ok(())
}
