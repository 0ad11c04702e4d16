//! How much memory it takes to make a region: the making, gone through with sizes instead of elements.

use crate::cx::{Id, LARGE, SPARE, id};
use crate::node::{Kind, Need, Node};
use crate::regions::{cover, dense, holds, per_axis};
use crate::source::stored;
use nd_core::Shape;
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a region is made of that is made ahead, once, to be looked at strip by strip.
#[derive(Default)]
pub(crate) struct Staging {
    /// Parts of packed sources, each read as a whole.
    pub(crate) parts: Vec<(Arc<Node>, Region)>,
    /// Parts of nodes that are made in whole pieces, those last that others are made of.
    pub(crate) wholes: Vec<(Arc<Node>, Region)>,
}

impl Staging {
    /// What some nodes need for a region, but for sources that were unpacked.
    pub(crate) fn of(nodes: &[(Arc<Node>, Region)], copied: &HashSet<Id>) -> Staging {
        let (mut staging, mut seen) = (Staging::default(), HashSet::new());
        for (node, region) in nodes {
            staging.add(node, region, copied, &mut seen);
        }
        staging
    }

    fn add(
        &mut self,
        node: &Arc<Node>,
        region: &Region,
        copied: &HashSet<Id>,
        seen: &mut HashSet<(Id, Vec<usize>)>,
    ) {
        let mut todo = vec![(Arc::clone(node), *region)];
        while let Some((node, region)) = todo.pop() {
            let place = [region.start(), region.shape(), region.step()].concat();
            if !seen.insert((id(&node), place)) {
                continue;
            }
            if stored(&node).is_some_and(|source| source.is_packed())
                && !copied.contains(&id(&node))
            {
                self.widen(&node, &region);
            }
            if let Kind::Pull(op) = &node.kind {
                let region = match op.pieces() {
                    Some(unit) => self.whole(&node, &region, &unit),
                    None => region,
                };
                let needs = op.needs(&node, &region).into_iter();
                todo.extend(needs.map(|need| (Arc::clone(&node.inputs[need.input]), need.region)));
            }
        }
    }

    /// Makes a source's part hold a region.
    fn widen(&mut self, node: &Arc<Node>, region: &Region) {
        let dense = dense(region);
        let beside = |(other, part): &&mut (Arc<Node>, Region)| {
            id(other) == id(node) && near(node, part, &dense)
        };
        match self.parts.iter_mut().find(beside) {
            Some((_, part)) => *part = cover(part, &dense),
            None => self.parts.push((Arc::clone(node), dense)),
        }
    }

    /// Makes the part of a node that is made in whole pieces hold a region, and tells it.
    fn whole(&mut self, node: &Arc<Node>, region: &Region, unit: &Shape) -> Region {
        let start = |axis: usize| region.start()[axis] / unit[axis].max(1) * unit[axis];
        let stop = |axis: usize| {
            region.stop(axis).next_multiple_of(unit[axis].max(1)).min(node.shape[axis])
        };
        let first = per_axis(region.ndim(), start);
        let part = Region::new(first, per_axis(region.ndim(), |axis| stop(axis) - first[axis]));
        match self.wholes.iter_mut().find(|(other, _)| id(other) == id(node)) {
            Some((_, whole)) => {
                *whole = cover(whole, &part);
                *whole
            }
            None => {
                self.wholes.push((Arc::clone(node), part));
                part
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
    /// Stages whose results are in files, and sources that were unpacked.
    on_disk: &'a HashSet<Id>,
    staging: &'a Staging,
    live: usize,
    peak: usize,
    largest: usize,
    read: u64,
    made: Vec<(Id, Region, usize, usize)>,
    /// What was made ahead.
    whole: Vec<(Id, Region)>,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(
        uses: &'a HashMap<Id, usize>,
        on_disk: &'a HashSet<Id>,
        staging: &'a Staging,
    ) -> Meter<'a> {
        Meter {
            uses,
            on_disk,
            staging,
            live: 0,
            peak: 0,
            largest: 0,
            read: 0,
            made: Vec::new(),
            whole: Vec::new(),
        }
    }

    /// The most that was alive, buffers that a thread keeps included.
    pub(crate) fn peak(&self) -> usize {
        // What is kept was alive before; only after the last strip is all of it spare.
        let kept = if self.largest > LARGE { 1 } else { SPARE };
        self.peak.max((kept * self.largest).min(2 * self.peak))
    }

    /// Bytes that are read on the way.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Takes what is made ahead, and goes through making it.
    pub(crate) fn begin(&mut self) {
        let staging = self.staging;
        self.take(staging.bytes());
        for (node, part) in staging.wholes.iter().rev() {
            let held = self.pull(node, part);
            self.next();
            self.take(node.nbytes(part).saturating_sub(held));
            self.whole.push((id(node), *part));
        }
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
        if let Some(bytes) = self.ready(node, region) {
            return bytes;
        }
        let mut open = vec![Open::new(node, *region)];
        loop {
            let last = open.last_mut().expect("the first is left last");
            if let Some((input, region)) = last.next() {
                match self.ready(input, &region) {
                    Some(bytes) => last.held.push(bytes),
                    None => open.push(Open::new(input, region)),
                }
                continue;
            }
            let done = open.pop().expect("looked at above");
            let bytes = self.make(&done);
            match open.last_mut() {
                Some(waiting) => waiting.held.push(bytes),
                None => return bytes,
            }
        }
    }

    /// Bytes of what is there without being made.
    fn ready(&mut self, node: &Arc<Node>, region: &Region) -> Option<usize> {
        let made = self.made.iter().position(|made| made.0 == id(node) && made.1 == *region);
        if let Some(at) = made {
            self.made[at].2 -= 1;
            let last = self.made[at].2 == 0;
            return Some(if last { self.made.swap_remove(at).3 } else { 0 });
        }
        if let Kind::Output(stage, _) = &node.kind {
            let bytes = if self.on_disk.contains(&id(stage)) { node.nbytes(region) } else { 0 };
            self.take(bytes);
            self.read += bytes as u64;
            return Some(self.shared_out(node, region, bytes));
        }
        let mut staged = self.staging.parts.iter().filter(|(other, _)| id(other) == id(node));
        let is_staged = staged.any(|(_, part)| holds(part, region));
        let mut whole = self.whole.iter().filter(|(other, _)| *other == id(node));
        (is_staged || whole.any(|(_, part)| holds(part, region))).then_some(0)
    }

    fn make(&mut self, open: &Open<'_>) -> usize {
        let Open { node, region, held, .. } = open;
        let Kind::Pull(op) = &node.kind else { unreachable!("results of stages are ready") };
        for need in op.pulls(node, region) {
            let made = std::mem::take(&mut self.made);
            let held = self.pull(&node.inputs[need.input], &need.region);
            self.next();
            self.give(held);
            self.made = made;
        }
        let unpacked = self.on_disk.contains(&id(node));
        let scratch = if unpacked { 0 } else { op.scratch(node, region) };
        let bytes = node.nbytes(region);
        if op.lends() {
            self.take(scratch);
            return self.shared_out(node, region, scratch + held.iter().sum::<usize>());
        }
        self.read += if op.source().is_some() { bytes as u64 } else { 0 };
        let reused = op.reuses(node).filter(|&at| held.get(at).is_some_and(|&held| held >= bytes));
        self.take(scratch + if reused.is_some() { 0 } else { bytes });
        self.largest = self.largest.max(bytes);
        let rest = held.iter().enumerate().filter(|&(at, _)| Some(at) != reused);
        self.give(scratch + rest.map(|(_, &held)| held).sum::<usize>());
        self.shared_out(node, region, bytes)
    }

    fn shared_out(&mut self, node: &Arc<Node>, region: &Region, bytes: usize) -> usize {
        let uses = self.uses.get(&id(node)).copied().unwrap_or(1);
        if uses == 1 {
            return bytes;
        }
        self.made.push((id(node), *region, uses - 1, bytes));
        0
    }

    /// Forgets what was made for one strip.
    pub(crate) fn next(&mut self) {
        let made = std::mem::take(&mut self.made);
        made.into_iter().for_each(|made| self.give(made.3));
    }
}

/// A region whose making is gone through.
struct Open<'n> {
    node: &'n Arc<Node>,
    region: Region,
    needs: std::vec::IntoIter<Need>,
    held: Vec<usize>,
}

impl<'n> Open<'n> {
    fn new(node: &'n Arc<Node>, region: Region) -> Open<'n> {
        let needs = match &node.kind {
            Kind::Pull(op) => op.needs(node, &region),
            Kind::Output(..) => Vec::new(),
        };
        Open { node, region, held: Vec::new(), needs: needs.into_iter() }
    }

    fn next(&mut self) -> Option<(&'n Arc<Node>, Region)> {
        self.needs.next().map(|need| (&self.node.inputs[need.input], need.region))
    }
}
