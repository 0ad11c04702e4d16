//! [`Plan`]: results that are wanted together, what has to be done for them, and doing it.

use super::fingerprint::described;
use super::fold::FoldPass;
use super::folder::{RunFolder, Scratch};
use super::freed::{self, Freed};
use super::journal::Journal;
use super::map::MapPass;
use super::options::RunOptions;
use super::order::{groups, reached};
use super::peak::Peak;
use super::report::{Report, StageReport};
use super::sink::Sink;
use super::unpack::{ReadAgain, read_again};
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
use std::time::Instant;

/// Stage results up to this part of the budget stay in memory.
const KEPT: usize = 4;

/// How often a larger budget is tried, to name one that is enough.
const ROUNDS: usize = 32;

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
pub(super) struct Target {
    pub(super) node: Arc<Node>,
    pub(super) file: Option<(PathBuf, CreateOptions)>,
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
        let (node, mut options) = (array.into().node, options.clone());
        // Chunks of the array where it has some, so that `rechunk` says how it is stored.
        let is_zarr = nd_io::Format::from_extension(&path) == Some(nd_io::Format::Zarr);
        if is_zarr
            && options.chunks.is_none()
            && options.shards.is_none()
            && node.chunks != node.shape
        {
            options.chunks = Some(node.chunks);
        }
        self.targets.push(Target { node, file: Some((path.as_ref().to_owned(), options)) });
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
        let folder = self.folder(options)?;
        // Memory is asked for once it is known that it may be.
        let file = |(at, target): (usize, &Target)| target.file_sink(at, folder.as_ref());
        let files: Vec<Option<Sink>> =
            self.targets.iter().enumerate().map(file).collect::<Result<_>>()?;
        let chunks: Vec<Option<Shape>> =
            files.iter().map(|sink| sink.as_ref().and_then(Sink::chunks)).collect();
        let schedule = self.schedule(&chunks, options, folder.as_ref())?;
        let _freed = Freed::within(options.bytes());
        let sinks = files
            .into_iter()
            .zip(&self.targets)
            .map(|(sink, target)| sink.map_or_else(|| target.memory_sink(), Ok));
        let sinks = sinks.collect::<Result<_>>()?;
        self.execute(schedule, sinks, options, folder)
    }

    /// The folder of a run that can be gone on with.
    fn folder(&self, options: &RunOptions) -> Result<Option<RunFolder>> {
        let beside = || {
            let (path, _) = self.targets.iter().find_map(|target| target.file.as_ref())?;
            let mut name = path.file_name()?.to_owned();
            name.push(".nd-run");
            // A result inside a file or store has its folder beside that.
            let inside = |folder: &&Path| {
                folder.is_file() || folder.join("zarr.json").exists() || !folder.exists()
            };
            let outer = path.ancestors().skip(1).take_while(inside).last();
            Some(outer.map_or_else(|| path.with_file_name(&name), |at| at.with_file_name(&name)))
        };
        let Some(resume) = &options.resume else { return Ok(None) };
        let Some(path) = resume.clone().or_else(beside) else {
            let what = "resume: no result is saved, beside which to keep what is done";
            return Err(ErrorKind::Values(format!("{what}; name a folder with resume_in")).into());
        };
        let plan = described(&self.targets, options);
        RunFolder::open(&path, &plan, options.durable).map(Some)
    }

    fn nodes(&self) -> Vec<Arc<Node>> {
        self.targets.iter().map(|target| Arc::clone(&target.node)).collect()
    }

    /// Refuses files that changed since they were opened.
    fn check_sources(&self) -> Result<()> {
        let nodes = all_nodes(&self.nodes());
        nodes.iter().filter_map(crate::source::stored).try_for_each(crate::source::Stored::check)
    }

    /// What has to be done, within the budget; or a budget that is enough.
    fn schedule(
        &self,
        chunks: &[Option<Shape>],
        options: &RunOptions,
        folder: Option<&RunFolder>,
    ) -> Result<Schedule> {
        let within = |budget: usize| self.schedule_within(budget, chunks, options, folder);
        let refused = match within(options.bytes()) {
            Err(error) if error.needed().is_some() => error,
            other => return other,
        };
        // With more memory pieces are larger: what was missing is not all that will be.
        let mut enough = refused.needed().unwrap_or_default();
        for _ in 0..ROUNDS {
            let Err(again) = within(enough) else { break };
            let Some(needed) = again.needed() else { break };
            enough = needed.max(enough.saturating_add(enough / 4));
        }
        Err(refused.needing(enough))
    }

    fn schedule_within(
        &self,
        budget: usize,
        chunks: &[Option<Shape>],
        options: &RunOptions,
        folder: Option<&RunFolder>,
    ) -> Result<Schedule> {
        let members = options.members();
        let share = budget / (2 * members);
        let mut schedule = Schedule::default();
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
            let nodes: Vec<Arc<Node>> = nodes;
            let mut pass = MapPass::new(nodes, chunks, share, &schedule.copied);
            let again = read_again(&pass, &schedule.copied);
            for again in &again {
                schedule.unpack(again, resident, (budget, members))?;
            }
            if !again.is_empty() {
                pass = MapPass::new(pass.nodes, chunks, share, &schedule.copied);
            }
            if let Some(folder) = folder {
                let begun = folder.blocks(targets[0], &pass.shape)?;
                pass.blocks = begun.unwrap_or(pass.blocks);
            }
            let each = pass.bytes(&schedule.on_disk);
            let report = StageReport {
                operations: pass.nodes.iter().map(|node| node.name()).collect(),
                pieces: pass.blocks.len(),
                written: pass.nodes.iter().map(|n| n.nbytes(&all_of(n)) as u64).sum(),
                ..StageReport::default()
            };
            let needed = freed::with_freed(resident.saturating_add(each));
            if resident.saturating_add(each) > budget - freed::most(budget) {
                let room = (budget - freed::most(budget)).saturating_sub(resident);
                let fits = chunks.and_then(|chunks| fitting(&pass, chunks, &schedule, share, room));
                return Err(over_budget(&report, needed, budget, fits));
            }
            schedule.add(Pass::Map(pass, targets), report, (resident, each), budget, members)?;
        }
        let stages = schedule.reports.len();
        schedule.reports.iter_mut().for_each(|report| report.stages = stages);
        Ok(schedule)
    }

    /// Bytes of the results that stay in memory.
    fn resident(&self) -> usize {
        let whole = |target: &&Target| {
            target.file.as_ref().is_none_or(|(path, _)| super::sink::is_picture(path))
        };
        self.targets
            .iter()
            .filter(whole)
            .map(|target| target.node.nbytes(&all_of(&target.node)))
            .sum()
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
        mut schedule: Schedule,
        sinks: Vec<Sink>,
        options: &RunOptions,
        folder: Option<RunFolder>,
    ) -> Result<Results> {
        let mut results: HashMap<Id, Vec<Kept>> = HashMap::new();
        let peak = Peak::new();
        let chunks: Vec<Option<Shape>> = sinks.iter().map(Sink::chunks).collect();
        self.describe(&mut schedule, &chunks);
        let Schedule { passes, mut reports, on_disk, .. } = schedule;
        let mut scratch = None;
        for (number, (pass, report)) in passes.iter().zip(&mut reports).enumerate() {
            if folder.as_ref().is_some_and(RunFolder::is_complete) {
                report.done = report.pieces;
                continue;
            }
            let journal = match (&folder, pass) {
                (Some(folder), Pass::Map(pass, targets)) => {
                    Some(folder.journal(targets[0], &pass.blocks)?)
                }
                _ => None,
            };
            if let (Some(folder), Pass::Fold(pass)) = (&folder, pass)
                && let Some(kept) = pass.kept(folder, number, &on_disk)?
            {
                results.extend(pass.stages.iter().map(id).zip(kept));
                report.done = report.pieces;
                continue;
            }
            let begun = Instant::now();
            let uses = match pass {
                Pass::Fold(pass) => pass.uses.clone(),
                Pass::Map(pass, _) | Pass::Copy(pass, _) => pass.uses.clone(),
            };
            let shared = Shared { results: &results, uses, read: AtomicU64::new(0) };
            let finished = AtomicUsize::new(journal.as_ref().map_or(0, Journal::count));
            let done = |_: usize| {
                peak.look();
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
                    let path = |stage: usize, output: usize| match &folder {
                        Some(folder) => Ok(folder.stage(number, stage, output)),
                        None => self.scratch(options, &mut scratch, (number, stage, output)),
                    };
                    let stores = stores(pass, &on_disk, path)?;
                    let run = pass.run(&shared, report.threads, &stores, &done);
                    run.map_err(|error| self.because(error))?;
                    let finish = |sinks: Vec<Sink>| sinks.into_iter().map(Sink::finish).collect();
                    let kept: Vec<Vec<Kept>> =
                        stores.into_iter().map(finish).collect::<Result<_>>()?;
                    if let Some(folder) = &folder {
                        folder.keep(number, &kept)?;
                    }
                    made.extend(pass.stages.iter().map(id).zip(kept));
                }
                Pass::Map(pass, targets) => {
                    let sinks: Vec<&Sink> = targets.iter().map(|&at| &sinks[at]).collect();
                    let run = pass.run(&shared, report.threads, &sinks, journal.as_ref(), &done);
                    run.map_err(|error| self.because(error))?;
                }
                Pass::Copy(pass, source) => {
                    let path = match &folder {
                        Some(folder) => folder.unpacked(&source.name()),
                        None => self.scratch(options, &mut scratch, (number, 0, 0))?,
                    };
                    if !path.exists() {
                        let sink = Sink::file(
                            &path,
                            source.dtype,
                            source.shape,
                            &CreateOptions::default(),
                        )?;
                        let run = pass.run(&shared, report.threads, &[&sink], None, &done);
                        run.map_err(|error| self.because(error))?;
                        sink.finish()?;
                    }
                    made.push((id(source), vec![Kept::File(nd_io::open(path)?)]));
                }
            }
            (report.done, report.elapsed) = (finished.load(Ordering::Relaxed), begun.elapsed());
            report.read = shared.read.load(Ordering::Relaxed);
            report.peak = peak.take();
            results.extend(made);
        }
        self.check_sources()?;
        if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_complete()) {
            folder.set_complete()?;
        }
        // Files of these may be replaced now.
        results.clear();
        let mut arrays = Vec::new();
        for (sink, target) in sinks.into_iter().zip(&self.targets) {
            arrays.push(match (sink.finish()?, &target.file) {
                (Kept::Memory(array), None) => Some(array),
                _ => None,
            });
        }
        folder.map_or(Ok(()), RunFolder::remove)?;
        Ok(Results { arrays, report: Report { stages: reports, budget: options.bytes() } })
    }

    /// What went wrong first, where a source was changed during the run.
    fn because(&self, error: crate::error::Error) -> crate::error::Error {
        match (error.kind(), self.check_sources()) {
            (ErrorKind::Io(_) | ErrorKind::Values(_), Err(changed)) => changed,
            _ => error,
        }
    }

    /// Where a result of a stage goes that does not fit memory.
    fn scratch(
        &self,
        options: &RunOptions,
        scratch: &mut Option<Scratch>,
        (pass, stage, output): (usize, usize, usize),
    ) -> Result<PathBuf> {
        let beside = || {
            let (path, _) = self.targets.iter().find_map(|target| target.file.as_ref())?;
            path.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned)
        };
        let scratch = match scratch {
            Some(scratch) => scratch,
            none => {
                let place = options.scratch.clone().or_else(beside);
                none.insert(Scratch::new(&place.unwrap_or_else(std::env::temp_dir))?)
            }
        };
        Ok(scratch.file(&format!("stage-{pass}-{stage}-{output}.npy")))
    }

    /// The passes that would be run, for [`explain`](Self::explain).
    pub(super) fn dry(&self, options: &RunOptions) -> Result<(Schedule, Vec<Option<Shape>>)> {
        let chunks: Vec<Option<Shape>> = self.targets.iter().map(Target::chunks).collect();
        Ok((self.schedule(&chunks, options, None)?, chunks))
    }

    /// A result, and the file that it goes to.
    pub(super) fn target(&self, at: usize) -> (&Arc<Node>, Option<&Path>) {
        let Target { node, file } = &self.targets[at];
        (node, file.as_ref().map(|(path, _)| path.as_path()))
    }
}

impl Schedule {
    /// Adds a pass that unpacks a source which would be read again and again.
    fn unpack(
        &mut self,
        again: &ReadAgain,
        resident: usize,
        (budget, members): (usize, usize),
    ) -> Result<()> {
        let (node, share) = (&again.node, budget / (2 * members));
        let pass = MapPass::new(vec![Arc::clone(node)], None, share, &self.copied);
        let report = StageReport {
            operations: vec![format!("unpack ({})", node.name())],
            pieces: pass.blocks.len(),
            written: node.nbytes(&all_of(node)) as u64,
            reason: format!("its chunks would be read {} times over", again.times),
            ..StageReport::default()
        };
        let each = pass.bytes(&self.on_disk);
        self.add(Pass::Copy(pass, Arc::clone(node)), report, (resident, each), budget, members)?;
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
        budget: usize,
        members: usize,
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
        let shared = fixed + kept.min(threads * each);
        let projected = shared + threads * each;
        let report = StageReport { number, threads, projected, shared, each, ..report };
        self.reports.push(report);
        Ok(())
    }
}

impl Target {
    /// Where it goes, if that takes no memory.
    fn file_sink(&self, number: usize, folder: Option<&RunFolder>) -> Result<Option<Sink>> {
        let (dtype, shape) = (self.node.dtype, self.node.shape);
        match (folder, &self.file) {
            (Some(folder), file) => {
                Sink::partial(folder, number, file.as_ref(), dtype, shape).map(Some)
            }
            (None, Some((path, options))) if !super::sink::is_picture(path) => {
                Sink::file(path, dtype, shape, options).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Where it goes, if that takes memory.
    fn memory_sink(&self) -> Result<Sink> {
        match &self.file {
            Some((path, _)) => Sink::picture(path, self.node.dtype, self.node.shape),
            None => Sink::memory(self.node.dtype, self.node.shape),
        }
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

/// Chunks of the result with which a pass would fit: those asked for, the longest axis halved until it does.
fn fitting(
    pass: &MapPass,
    mut chunks: Shape,
    schedule: &Schedule,
    share: usize,
    room: usize,
) -> Option<Vec<usize>> {
    loop {
        let longest = (0..chunks.ndim()).max_by_key(|&axis| chunks[axis])?;
        if chunks[longest] <= 1 {
            return None;
        }
        chunks[longest] = chunks[longest].div_ceil(2);
        let smaller = MapPass::new(pass.nodes.clone(), Some(chunks), share, &schedule.copied);
        if smaller.bytes(&schedule.on_disk) <= room {
            return Some(chunks.to_vec());
        }
    }
}

/// Where the results of a pass go; `path` says it for those that do not fit memory.
fn stores(
    pass: &FoldPass,
    on_disk: &HashSet<Id>,
    mut path: impl FnMut(usize, usize) -> Result<PathBuf>,
) -> Result<Vec<Vec<Sink>>> {
    let mut all = Vec::new();
    for (number, stage) in pass.stages.iter().enumerate() {
        let mut stores = Vec::new();
        for (at, output) in stage.fold.outputs().iter().enumerate() {
            let shape = stage.output_shape(output);
            stores.push(match on_disk.contains(&id(stage)) {
                false => Sink::memory(output.dtype, shape)?,
                true => {
                    let path = path(number, at)?;
                    Sink::file(&path, output.dtype, shape, &CreateOptions::default())?
                }
            });
        }
        all.push(stores);
    }
    Ok(all)
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
