//! [`Schedule`]: the passes that a plan takes, each with the memory that it will have.

use super::fold::FoldPass;
use super::folder::RunFolder;
use super::freed;
use super::map::MapPass;
use super::options::RunOptions;
use super::order::{Group, groups};
use super::plan::Plan;
use super::report::StageReport;
use super::unpack::{ReadAgain, read_again};
use crate::cx::{Id, id};
use crate::error::{ErrorKind, Result};
use crate::fold::Stage;
use crate::node::Node;
use nd_core::Shape;
use std::collections::HashSet;
use std::sync::Arc;

/// Stage results up to this part of the budget stay in memory.
const KEPT: usize = 4;
/// All of them together take up to this part of it.
const TOGETHER: usize = 2;
/// But for those up to this part, which stay in any case.
const SMALL: usize = 256;

/// One pass over the data.
pub(super) enum Pass {
    Fold(FoldPass),
    /// And which targets it stores.
    Map(MapPass, Vec<usize>),
    /// And the source that is unpacked.
    Copy(MapPass, Arc<Node>),
}

/// Everything that has to be done, in order.
#[derive(Default)]
pub(super) struct Schedule {
    pub(super) passes: Vec<Pass>,
    pub(super) reports: Vec<StageReport>,
    /// Stages whose results do not fit memory, and sources that are unpacked.
    pub(super) on_disk: HashSet<Id>,
    /// Sources that are unpacked.
    copied: HashSet<Id>,
    /// Bytes of results that stay in memory.
    resident: usize,
    /// Those of stages among them.
    stages: usize,
}

/// How much there may be.
#[derive(Clone, Copy)]
struct Limits {
    budget: usize,
    members: usize,
}

impl Limits {
    /// Bytes that pieces should take at most, as far as they can be cut.
    fn share(self) -> usize {
        self.budget / (2 * self.members)
    }
}

impl Plan {
    /// What has to be done within a budget.
    pub(super) fn schedule_within(
        &self,
        budget: usize,
        chunks: &[Option<Shape>],
        options: &RunOptions,
        folder: Option<&RunFolder>,
    ) -> Result<Schedule> {
        let limits = Limits { budget, members: options.members() };
        let mut schedule = Schedule { resident: self.resident(), ..Schedule::default() };
        let shared = options.planned.is_some();
        for group in groups(&self.nodes()) {
            schedule.fold(group, limits, (shared || folder.is_some(), shared))?;
        }
        for (targets, chunks) in self.together(chunks) {
            let nodes = targets.iter().map(|&at| Arc::clone(self.target(at).0)).collect();
            schedule.store(nodes, (targets, chunks), limits, folder)?;
        }
        let stages = schedule.reports.len();
        schedule.reports.iter_mut().for_each(|report| report.stages = stages);
        Ok(schedule)
    }
}

impl Schedule {
    /// Adds a pass of stages.
    fn fold(&mut self, group: Group, limits: Limits, (kept, shared): (bool, bool)) -> Result<()> {
        let pass = FoldPass::new(group, limits.share());
        for stage in &pass.stages {
            let bytes = output_bytes(stage);
            let all = self.stages.saturating_add(bytes);
            let is_too_much = bytes > limits.budget / SMALL && all > limits.budget / TOGETHER;
            if bytes > limits.budget / KEPT || is_too_much {
                self.on_disk.insert(id(stage));
            } else {
                self.stages = all;
                self.resident = self.resident.saturating_add(bytes);
            }
        }
        let each = pass.bytes(&self.on_disk);
        // With others every partial result goes into a file.
        let kept = if kept && (shared || pass.is_kept()) { pass.part_bytes() } else { 0 };
        let fixed = self.resident.saturating_add(pass.waiting(limits.members)).saturating_add(kept);
        let report = StageReport {
            operations: pass.stages.iter().map(|stage| stage.fold.name()).collect(),
            pieces: pass.tasks(),
            written: pass.stages.iter().map(|stage| output_bytes(stage) as u64).sum(),
            reason: "needed as a whole by what follows".into(),
            ..StageReport::default()
        };
        self.add(Pass::Fold(pass), report, (fixed, each), limits)
    }

    /// Adds a pass that stores nodes, behind passes that unpack what it would read again and again.
    fn store(
        &mut self,
        nodes: Vec<Arc<Node>>,
        (targets, chunks): (Vec<usize>, Option<Shape>),
        limits: Limits,
        folder: Option<&RunFolder>,
    ) -> Result<()> {
        let mut pass = MapPass::new(nodes, chunks, limits.share(), &self.copied);
        let again = read_again(&pass, &self.copied);
        for again in &again {
            self.unpack(again, limits)?;
        }
        if !again.is_empty() {
            pass = MapPass::new(pass.nodes, chunks, limits.share(), &self.copied);
        }
        if let Some(folder) = folder {
            let begun = folder.blocks(targets[0], &pass.shape)?;
            pass.blocks = begun.unwrap_or(pass.blocks);
        }
        let each = pass.bytes(&self.on_disk);
        let report = StageReport {
            operations: pass.nodes.iter().map(|node| node.name()).collect(),
            pieces: pass.blocks.len(),
            written: pass.nodes.iter().map(|node| node.nbytes(&all_of(node)) as u64).sum(),
            ..StageReport::default()
        };
        let (needed, budget) = (self.resident.saturating_add(each), limits.budget);
        if needed > budget - freed::most(budget) {
            let room = (budget - freed::most(budget)).saturating_sub(self.resident);
            let fits = chunks.and_then(|chunks| self.fitting(&pass, chunks, limits.share(), room));
            return Err(over_budget(&report, freed::with_freed(needed), budget, fits));
        }
        self.add(Pass::Map(pass, targets), report, (self.resident, each), limits)
    }

    /// Adds a pass that unpacks a source which would be read again and again.
    fn unpack(&mut self, again: &ReadAgain, limits: Limits) -> Result<()> {
        let node = &again.node;
        let pass = MapPass::new(vec![Arc::clone(node)], None, limits.share(), &self.copied);
        let report = StageReport {
            operations: vec![format!("unpack ({})", node.name())],
            pieces: pass.blocks.len(),
            written: node.nbytes(&all_of(node)) as u64,
            reason: format!("its chunks would be read {} times over", again.times),
            ..StageReport::default()
        };
        let each = pass.bytes(&self.on_disk);
        self.add(Pass::Copy(pass, Arc::clone(node)), report, (self.resident, each), limits)?;
        self.copied.insert(id(node));
        self.on_disk.insert(id(node));
        Ok(())
    }

    /// Adds a pass on as many threads as fit the budget.
    fn add(
        &mut self,
        pass: Pass,
        report: StageReport,
        (fixed, each): (usize, usize),
        Limits { budget, members }: Limits,
    ) -> Result<()> {
        let kept = freed::most(budget);
        let most = (budget - kept).saturating_sub(fixed) / each.max(1);
        if most == 0 {
            let needed = freed::with_freed(fixed.saturating_add(each));
            return Err(over_budget(&report, needed, budget, None));
        }
        let threads = members.min(most).min(report.pieces.max(1));
        let number = self.passes.len();
        self.passes.push(pass);
        // Freed buffers are those of the threads.
        let shared = fixed.saturating_add(kept.min(threads * each));
        let projected = shared.saturating_add(threads * each);
        let report = StageReport { number, threads, projected, shared, each, ..report };
        self.reports.push(report);
        Ok(())
    }

    /// Chunks of the result with which a pass would fit: those asked for, the longest axis halved until it does.
    fn fitting(
        &self,
        pass: &MapPass,
        mut chunks: Shape,
        share: usize,
        room: usize,
    ) -> Option<Vec<usize>> {
        loop {
            let longest = (0..chunks.ndim()).max_by_key(|&axis| chunks[axis])?;
            if chunks[longest] <= 1 {
                return None;
            }
            chunks[longest] = chunks[longest].div_ceil(2);
            let smaller = MapPass::new(pass.nodes.clone(), Some(chunks), share, &self.copied);
            if smaller.bytes(&self.on_disk) <= room {
                return Some(chunks.to_vec());
            }
        }
    }
}

/// Bytes of all results of a stage.
fn output_bytes(stage: &Stage) -> usize {
    let outputs = stage.fold.outputs();
    let bytes = |output: &crate::fold::Output| {
        let all = nd_io::Region::all(stage.output_shape(output));
        all.size().saturating_mul(output.dtype.itemsize())
    };
    outputs.iter().map(bytes).fold(0, usize::saturating_add)
}

/// More memory would be needed than there may be.
fn over_budget(
    report: &StageReport,
    needed: usize,
    budget: usize,
    fits: Option<Vec<usize>>,
) -> crate::error::Error {
    let error = crate::error::Error::from(ErrorKind::OverBudget { needed, budget, fits });
    error.during(|| report.operations.join(", "), &nd_io::Region::new((), ()))
}

/// All of a node.
pub(super) fn all_of(node: &Node) -> nd_io::Region {
    nd_io::Region::all(node.shape)
}
