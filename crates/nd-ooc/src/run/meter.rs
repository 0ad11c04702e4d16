//! How much memory it takes to make a region: the making, gone through with sizes instead of elements.

use crate::cx::{Id, SPARE, id};
use crate::node::{Kind, Node};
use crate::regions::{cover, holds};
use crate::source::stored;
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The parts of packed sources that a region is made of, each read as a whole.
#[derive(Default)]
pub(crate) struct Staging {
    pub(crate) parts: Vec<(Arc<Node>, Region)>,
}

impl Staging {
    /// What some nodes need for a region.
    pub(crate) fn of(nodes: &[(Arc<Node>, Region)]) -> Staging {
        let (mut staging, mut seen) = (Staging::default(), HashSet::new());
        for (node, region) in nodes {
            staging.add(node, region, &mut seen);
        }
        staging
    }

    fn add(&mut self, node: &Arc<Node>, region: &Region, seen: &mut HashSet<(Id, Vec<usize>)>) {
        let place = [region.start(), region.shape(), region.step()].concat();
        if !seen.insert((id(node), place)) {
            return;
        }
        if stored(node).is_some_and(|source| source.is_packed()) {
            let dense = cover(region, region);
            let beside = |(other, part): &&mut (Arc<Node>, Region)| {
                id(other) == id(node) && near(node, part, &dense)
            };
            match self.parts.iter_mut().find(beside) {
                Some((_, part)) => *part = cover(part, &dense),
                None => self.parts.push((Arc::clone(node), dense)),
            }
        }
        if let Kind::Pull(op) = &node.kind {
            for need in op.needs(node, region) {
                self.add(&node.inputs[need.input], &need.region, seen);
            }
        }
    }

    /// Bytes of all parts, and what reading one of them takes besides.
    pub(crate) fn bytes(&self) -> usize {
        let parts: usize = self.parts.iter().map(|(node, region)| node.nbytes(region)).sum();
        let reading = self.parts.iter().map(|(node, region)| match &node.kind {
            Kind::Pull(op) => op.scratch(node, region),
            Kind::Output(..) => 0,
        });
        parts.saturating_add(reading.max().unwrap_or(0))
    }
}

/// Whether two parts of a packed source are read as one: if little lies between, or all in a chunk.
fn near(node: &Node, a: &Region, b: &Region) -> bool {
    let together = cover(a, b).size();
    together / 2 <= a.size().saturating_add(b.size()) || together <= Region::all(node.chunks).size()
}

/// Bytes that are alive, gone through as they will be.
pub(crate) struct Meter<'a> {
    uses: &'a HashMap<Id, usize>,
    /// Stages whose results are in files.
    on_disk: &'a HashSet<Id>,
    staging: &'a Staging,
    live: usize,
    peak: usize,
    largest: usize,
    made: Vec<(Id, Region, usize, usize)>,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(
        uses: &'a HashMap<Id, usize>,
        on_disk: &'a HashSet<Id>,
        staging: &'a Staging,
    ) -> Meter<'a> {
        Meter { uses, on_disk, staging, live: 0, peak: 0, largest: 0, made: Vec::new() }
    }

    /// The most that was alive, buffers that a thread keeps included.
    pub(crate) fn peak(&self) -> usize {
        // What is kept was alive before; only after the last strip is all of it spare.
        self.peak.max((SPARE * self.largest).min(2 * self.peak))
    }

    /// Takes some bytes.
    pub(crate) fn take(&mut self, bytes: usize) {
        self.live += bytes;
        self.peak = self.peak.max(self.live);
    }

    /// Gives some bytes back.
    pub(crate) fn give(&mut self, bytes: usize) {
        self.live = self.live.saturating_sub(bytes);
    }

    /// Bytes that the caller holds once a region is made.
    pub(crate) fn pull(&mut self, node: &Arc<Node>, region: &Region) -> usize {
        let uses = self.uses.get(&id(node)).copied().unwrap_or(1);
        let made = self.made.iter().position(|made| made.0 == id(node) && made.1 == *region);
        if let Some(at) = made {
            self.made[at].2 -= 1;
            return if self.made[at].2 == 0 { self.made.swap_remove(at).3 } else { 0 };
        }
        let bytes = self.make(node, region);
        if uses == 1 {
            return bytes;
        }
        self.made.push((id(node), *region, uses - 1, bytes));
        0
    }

    fn make(&mut self, node: &Arc<Node>, region: &Region) -> usize {
        let bytes = node.nbytes(region);
        let op = match &node.kind {
            Kind::Output(stage, _) if !self.on_disk.contains(&id(stage)) => return 0,
            Kind::Output(..) => {
                self.take(bytes);
                return bytes;
            }
            Kind::Pull(op) => op,
        };
        let mut staged = self.staging.parts.iter().filter(|(other, _)| id(other) == id(node));
        if staged.any(|(_, part)| holds(part, region)) {
            return 0;
        }
        let mut held: Vec<usize> = Vec::new();
        for need in op.needs(node, region) {
            held.push(self.pull(&node.inputs[need.input], &need.region));
        }
        if op.lends() {
            return held.iter().sum();
        }
        let scratch = op.scratch(node, region);
        let reused = op.reuses(node).filter(|&at| held.get(at).is_some_and(|&held| held >= bytes));
        self.take(scratch + if reused.is_some() { 0 } else { bytes });
        self.largest = self.largest.max(bytes);
        self.give(scratch);
        let rest = held.iter().enumerate().filter(|&(at, _)| Some(at) != reused);
        let rest: usize = rest.map(|(_, &held)| held).sum();
        self.give(rest);
        bytes
    }

    /// Forgets what was made for one strip.
    pub(crate) fn next(&mut self) {
        let made = std::mem::take(&mut self.made);
        made.into_iter().for_each(|made| self.give(made.3));
    }
}
