//! [`Plan`]: results that are wanted together, what has to be done for them, and doing it.

use super::fold::FoldPass;
use super::map::MapPass;
use super::options::RunOptions;
use super::order::{groups, reached};
use super::sink::Sink;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::{Id, Kept, Shared, id};
use crate::error::{ErrorKind, Result};
use crate::fold::Stage;
use crate::node::Node;
use nd_core::{Array, Shape, Typed};
use nd_io::CreateOptions;
use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Stage results up to this part of the budget stay in memory.
const KEPT: usize = 4;

/// Results that are wanted together: passes over the same data are shared.
///
/// # Examples
/// ```
/// use nd_ooc::Plan;
///
/// let x = nd_ooc::arange(0.0, 1e6, 1.0);
/// let mut plan = Plan::new();
/// let mean = plan.compute(&x.mean());
/// let std = plan.compute(&x.std());
/// let mut results = plan.run()?; // one pass over x
/// assert_eq!(results.take(mean)[[]], 499_999.5);
/// assert!((results.take(std)[[]] - 288_675.13).abs() < 0.01);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Default)]
pub struct Plan {
    targets: Vec<Target>,
}

/// A result that is wanted, and where.
struct Target {
    node: Arc<Node>,
    file: Option<(PathBuf, CreateOptions)>,
}

/// Says which result to take; from [`Plan::compute`].
pub struct Ticket<T> {
    number: usize,
    of: PhantomData<fn() -> T>,
}

/// What a run gave.
pub struct Results {
    arrays: Vec<Option<Arc<nd_core::AnyArray>>>,
    report: Report,
}

/// What a run took, stage by stage.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Every pass, in the order in which they were run.
    pub stages: Vec<StageReport>,
}

/// One pass: what it does, what it was expected to take, and, once it has begun, what it took.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StageReport {
    /// Its number, from 0.
    pub number: usize,
    /// How many passes there are.
    pub stages: usize,
    /// The operations that it does in one go.
    pub operations: Vec<String>,
    /// How many pieces it is done in.
    pub pieces: usize,
    /// How many of them are done.
    pub done: usize,
    /// Bytes of memory that it was expected to have at once, results included.
    pub projected: usize,
    /// Threads that take part.
    pub threads: usize,
    /// Bytes that came out of sources.
    pub read: u64,
    /// Bytes of results.
    pub written: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Why it has to be done before what follows.
    pub reason: String,
}

/// One pass over the data.
pub(super) enum Pass {
    Fold(FoldPass),
    /// And which targets it stores.
    Map(MapPass, Vec<usize>),
}

/// Everything that has to be done, in order.
pub(super) struct Schedule {
    pub(super) passes: Vec<Pass>,
    pub(super) reports: Vec<StageReport>,
    /// Stages whose results do not fit memory.
    on_disk: HashSet<Id>,
}

impl Plan {
    /// No results yet.
    #[must_use]
    pub fn new() -> Plan {
        Plan::default()
    }

    /// Asks for a result in memory.
    pub fn compute<T: Typed>(&mut self, array: &Chunked<T>) -> Ticket<T> {
        self.targets.push(Target { node: Arc::clone(&array.node), file: None });
        Ticket { number: self.targets.len() - 1, of: PhantomData }
    }

    /// Asks for a result in a file, of whatever format its name says.
    pub fn save(&mut self, array: impl Into<AnyChunked>, path: impl AsRef<Path>) {
        self.save_with(array, path, &CreateOptions::default());
    }

    /// Asks for a result in a file, laid out as told.
    pub fn save_with(
        &mut self,
        array: impl Into<AnyChunked>,
        path: impl AsRef<Path>,
        options: &CreateOptions,
    ) {
        let file = Some((path.as_ref().to_owned(), options.clone()));
        self.targets.push(Target { node: array.into().node, file });
    }

    /// Does it.
    ///
    /// # Errors
    /// [`ErrorKind::OverBudget`] before anything is read; and what can go wrong with files and functions.
    pub fn run(&self) -> Result<Results> {
        self.run_with(&RunOptions::default())
    }

    /// Does it, as told.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_with(&self, options: &RunOptions) -> Result<Results> {
        self.check_sources()?;
        // Memory is asked for once it is known that it may be.
        let files: Vec<Option<Sink>> =
            self.targets.iter().map(Target::file_sink).collect::<Result<_>>()?;
        let chunks: Vec<Option<Shape>> =
            files.iter().map(|sink| sink.as_ref().and_then(Sink::chunks)).collect();
        let schedule = self.schedule(&chunks, options)?;
        let sinks = files.into_iter().zip(&self.targets).map(|(sink, target)| match sink {
            Some(sink) => Ok(sink),
            None => Sink::memory(target.node.dtype, target.node.shape),
        });
        let sinks = sinks.collect::<Result<_>>()?;
        self.execute(schedule, sinks, options)
    }

    fn nodes(&self) -> Vec<Arc<Node>> {
        self.targets.iter().map(|target| Arc::clone(&target.node)).collect()
    }

    /// Refuses files that changed since they were opened, and targets that are sources.
    fn check_sources(&self) -> Result<()> {
        for node in all_nodes(&self.nodes()) {
            let Some(source) = crate::source::stored(&node) else { continue };
            source.check()?;
            for (path, _) in self.targets.iter().filter_map(|target| target.file.as_ref()) {
                if source.is_at(path) {
                    return Err(ErrorKind::OwnSource(path.clone()).into());
                }
            }
        }
        Ok(())
    }

    /// What has to be done, within the budget.
    fn schedule(&self, chunks: &[Option<Shape>], options: &RunOptions) -> Result<Schedule> {
        let (budget, members) = (options.bytes(), options.members());
        let share = budget / (2 * members);
        let mut schedule =
            Schedule { passes: Vec::new(), reports: Vec::new(), on_disk: HashSet::new() };
        let mut resident = self.resident();
        for group in groups(&self.nodes()) {
            let pass = FoldPass::new(group, share);
            for stage in &pass.stages {
                let bytes = output_bytes(stage);
                if bytes > budget / KEPT {
                    schedule.on_disk.insert(id(stage));
                } else {
                    resident += bytes;
                }
            }
            let each = pass.bytes(&schedule.on_disk);
            let waiting = pass.waiting(members);
            let report = StageReport {
                operations: pass.stages.iter().map(|stage| stage.fold.name()).collect(),
                pieces: pass.tasks(),
                written: pass.stages.iter().map(|stage| output_bytes(stage) as u64).sum(),
                reason: "needed as a whole by what follows".into(),
                ..StageReport::default()
            };
            schedule.add(Pass::Fold(pass), report, (resident + waiting, each), budget, members)?;
        }
        for (targets, chunks) in self.together(chunks) {
            let nodes = targets.iter().map(|&at| Arc::clone(&self.targets[at].node)).collect();
            let pass = MapPass::new(nodes, chunks, share);
            let each = pass.bytes(&schedule.on_disk);
            let report = StageReport {
                operations: pass.nodes.iter().map(|node| node.name()).collect(),
                pieces: pass.blocks.len(),
                written: pass.nodes.iter().map(|n| n.nbytes(&all_of(n)) as u64).sum(),
                ..StageReport::default()
            };
            schedule.add(Pass::Map(pass, targets), report, (resident, each), budget, members)?;
        }
        let stages = schedule.reports.len();
        schedule.reports.iter_mut().for_each(|report| report.stages = stages);
        Ok(schedule)
    }

    /// Bytes of the results that stay in memory.
    fn resident(&self) -> usize {
        let kept = self.targets.iter().filter(|target| target.file.is_none());
        kept.map(|target| target.node.nbytes(&all_of(&target.node))).sum()
    }

    /// The targets that share a pass, and the chunks in which they are stored.
    fn together(&self, chunks: &[Option<Shape>]) -> Vec<(Vec<usize>, Option<Shape>)> {
        let mut all: Vec<(Shape, Option<Shape>, Vec<usize>)> = Vec::new();
        for (at, (target, &chunks)) in self.targets.iter().zip(chunks).enumerate() {
            let shape = target.node.shape;
            let fits = |group: &&mut (Shape, Option<Shape>, Vec<usize>)| {
                group.0 == shape && (chunks.is_none() || group.1 == chunks)
            };
            match all.iter_mut().find(fits) {
                Some(group) => group.2.push(at),
                None => all.push((shape, chunks, vec![at])),
            }
        }
        all.into_iter().map(|(_, chunks, targets)| (targets, chunks)).collect()
    }

    fn execute(
        &self,
        schedule: Schedule,
        sinks: Vec<Sink>,
        options: &RunOptions,
    ) -> Result<Results> {
        let mut results: HashMap<Id, Vec<Kept>> = HashMap::new();
        let Schedule { passes, mut reports, on_disk } = schedule;
        for (pass, report) in passes.iter().zip(&mut reports) {
            let begun = Instant::now();
            let uses = match pass {
                Pass::Fold(pass) => pass.uses.clone(),
                Pass::Map(pass, _) => pass.uses.clone(),
            };
            let shared = Shared { results: &results, uses, read: AtomicU64::new(0) };
            let finished = AtomicUsize::new(0);
            let done = |_: usize| {
                let done = finished.fetch_add(1, Ordering::Relaxed) + 1;
                if let Some(watcher) = &options.watcher {
                    let (read, elapsed) = (shared.read.load(Ordering::Relaxed), begun.elapsed());
                    watcher(&StageReport { done, read, elapsed, ..report.clone() });
                }
                Ok(())
            };
            let mut made = Vec::new();
            match pass {
                Pass::Fold(pass) => {
                    let stores = self.stores(pass, &on_disk, options)?;
                    pass.run(&shared, report.threads, &stores, &done)?;
                    for (stage, sinks) in pass.stages.iter().zip(stores) {
                        let kept: Result<Vec<Kept>> = sinks.into_iter().map(Sink::finish).collect();
                        made.push((id(stage), kept?));
                    }
                }
                Pass::Map(pass, targets) => {
                    let sinks: Vec<&Sink> = targets.iter().map(|&at| &sinks[at]).collect();
                    pass.run(&shared, report.threads, &sinks, &done)?;
                }
            }
            (report.done, report.elapsed) = (finished.load(Ordering::Relaxed), begun.elapsed());
            report.read = shared.read.load(Ordering::Relaxed);
            results.extend(made);
        }
        self.check_sources()?;
        let mut arrays = Vec::new();
        for (sink, target) in sinks.into_iter().zip(&self.targets) {
            arrays.push(match (sink.finish()?, &target.file) {
                (Kept::Memory(array), None) => Some(array),
                _ => None,
            });
        }
        Ok(Results { arrays, report: Report { stages: reports } })
    }

    /// Where the results of a pass go.
    fn stores(
        &self,
        pass: &FoldPass,
        on_disk: &HashSet<Id>,
        options: &RunOptions,
    ) -> Result<Vec<Vec<Sink>>> {
        let store = |stage: &Arc<Stage>| {
            let outputs = stage.fold.outputs();
            let store = |(number, output): (usize, &crate::fold::Output)| {
                let shape = stage.output_shape(output);
                if !on_disk.contains(&id(stage)) {
                    return Sink::memory(output.dtype, shape);
                }
                let path = self.scratch(options).join(format!("nd-{}-{number}.npy", id(stage)));
                Sink::file(&path, output.dtype, shape, &CreateOptions::default())
            };
            outputs.iter().enumerate().map(store).collect()
        };
        pass.stages.iter().map(store).collect()
    }

    fn scratch(&self, options: &RunOptions) -> PathBuf {
        let beside = || {
            let (path, _) = self.targets.iter().find_map(|target| target.file.as_ref())?;
            Some(path.parent().unwrap_or(Path::new(".")).to_owned())
        };
        options.scratch.clone().or_else(beside).unwrap_or_else(std::env::temp_dir)
    }

    /// The passes that would be run, for [`explain`](Self::explain).
    pub(super) fn dry(&self, options: &RunOptions) -> Result<Schedule> {
        let chunks: Vec<Option<Shape>> = self.targets.iter().map(Target::chunks).collect();
        self.schedule(&chunks, options)
    }
}

impl Schedule {
    /// Adds a pass on as many threads as fit the budget.
    fn add(
        &mut self,
        pass: Pass,
        report: StageReport,
        (fixed, each): (usize, usize),
        budget: usize,
        members: usize,
    ) -> Result<()> {
        let most = budget.saturating_sub(fixed) / each.max(1);
        if most == 0 {
            let needed = fixed.saturating_add(each);
            let kind = ErrorKind::OverBudget { needed, budget, fits: None };
            let region = nd_io::Region::new((), ());
            let error = crate::error::Error::from(kind);
            return Err(error.during(|| report.operations.join(", "), &region));
        }
        let threads = members.min(most).min(report.pieces.max(1));
        let number = self.passes.len();
        self.passes.push(pass);
        let projected = fixed + threads * each;
        self.reports.push(StageReport { number, threads, projected, ..report });
        Ok(())
    }
}

impl Target {
    fn file_sink(&self) -> Result<Option<Sink>> {
        let Some((path, options)) = &self.file else { return Ok(None) };
        Sink::file(path, self.node.dtype, self.node.shape, options).map(Some)
    }

    /// The chunks that a file is to have, as far as that is known before it is made.
    fn chunks(&self) -> Option<Shape> {
        self.file.as_ref().and_then(|(_, options)| options.shards.or(options.chunks))
    }
}

impl Results {
    /// The result that a ticket stands for.
    ///
    /// # Panics
    /// If the ticket is another plan's, or was used before.
    #[track_caller]
    pub fn take<T: Typed>(&mut self, ticket: Ticket<T>) -> Array<T> {
        let array = self.arrays.get_mut(ticket.number).and_then(Option::take);
        let array = array.expect("take: this result is not there, or was taken");
        let array = Arc::try_unwrap(array).unwrap_or_else(|array| array.view().to_array());
        array.try_into().expect("take: a ticket of another plan")
    }

    /// What the run took.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// Bytes of all results of a stage.
fn output_bytes(stage: &Stage) -> usize {
    let outputs = stage.fold.outputs();
    let bytes = |output: &crate::fold::Output| {
        let all = nd_io::Region::all(stage.output_shape(output));
        all.size().saturating_mul(output.dtype.itemsize())
    };
    outputs.iter().map(bytes).sum()
}

/// All of a node.
fn all_of(node: &Node) -> nd_io::Region {
    nd_io::Region::all(node.shape)
}

/// Every node behind others, those of earlier stages too.
fn all_nodes(targets: &[Arc<Node>]) -> Vec<Arc<Node>> {
    let mut all = reached(targets);
    for group in groups(targets) {
        for stage in group.stages {
            all.extend(reached(&stage.parents().cloned().collect::<Vec<_>>()));
        }
    }
    all
}
