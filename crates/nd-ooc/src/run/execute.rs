//! [`Execution`]: doing what a schedule says, pass by pass.

use super::fold::FoldPass;
use super::folder::{RunFolder, Scratch};
use super::journal::Journal;
use super::map::MapPass;
use super::options::RunOptions;
use super::peak::Peak;
use super::plan::Plan;
use super::report::{Report, StageReport};
use super::schedule::{Pass, Schedule};
use super::sink::Sink;
use crate::cx::{Id, Kept, Shared, id};
use crate::error::{Error, ErrorKind, Result};
use crate::node::Node;
use nd_core::AnyArray;
use nd_io::CreateOptions;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

/// What a pass is told to call when a piece is done.
type Done<'d> = dyn Fn(usize) -> Result<()> + Sync + 'd;

/// A run: what is to be done, and what is there already.
pub(super) struct Execution<'p> {
    plan: &'p Plan,
    options: &'p RunOptions,
    folder: Option<RunFolder>,
    passes: Vec<Pass>,
    reports: Vec<StageReport>,
    /// Stages whose results do not fit memory, and sources that are unpacked.
    on_disk: HashSet<Id>,
    /// Results of stages that were run.
    results: HashMap<Id, Vec<Kept>>,
    scratch: Option<Scratch>,
    peak: Peak,
}

/// The arrays that were wanted in memory, and what it took.
type Made = (Vec<Option<Arc<AnyArray>>>, Report);

impl<'p> Execution<'p> {
    pub(super) fn new(
        plan: &'p Plan,
        schedule: Schedule,
        options: &'p RunOptions,
        folder: Option<RunFolder>,
    ) -> Execution<'p> {
        let Schedule { passes, reports, on_disk, .. } = schedule;
        let (results, scratch, peak) = (HashMap::new(), None, Peak::new());
        Execution { plan, options, folder, passes, reports, on_disk, results, scratch, peak }
    }

    /// Does all passes, and puts the results in their places.
    pub(super) fn run(mut self, sinks: Vec<Sink>) -> Result<Made> {
        let passes = std::mem::take(&mut self.passes);
        for (number, pass) in passes.iter().enumerate() {
            if self.is_done(number, pass)? {
                self.reports[number].done = self.reports[number].pieces;
            } else {
                self.pass(number, pass, &sinks)?;
            }
        }
        self.plan.check_sources()?;
        if let Some(folder) = self.folder.as_ref().filter(|folder| !folder.is_complete()) {
            folder.set_complete()?;
        }
        // Files of these may be replaced now.
        self.results.clear();
        let mut arrays = Vec::new();
        for (at, sink) in sinks.into_iter().enumerate() {
            arrays.push(match (sink.finish()?, self.plan.target(at).1) {
                (Kept::Memory(array), None) => Some(array),
                _ => None,
            });
        }
        self.folder.map_or(Ok(()), RunFolder::remove)?;
        Ok((arrays, Report { stages: self.reports, budget: self.options.bytes() }))
    }

    /// Whether an earlier process finished a pass; its results are taken then.
    fn is_done(&mut self, number: usize, pass: &Pass) -> Result<bool> {
        let Some(folder) = &self.folder else { return Ok(false) };
        if folder.is_complete() {
            return Ok(true);
        }
        let Pass::Fold(pass) = pass else { return Ok(false) };
        let Some(kept) = pass.kept(folder, number, &self.on_disk)? else { return Ok(false) };
        self.results.extend(pass.stages.iter().map(id).zip(kept));
        Ok(true)
    }

    /// Does a pass, and notes what it took.
    fn pass(&mut self, number: usize, pass: &Pass, sinks: &[Sink]) -> Result<()> {
        let begun = Instant::now();
        let journal = match (&self.folder, pass) {
            (Some(folder), Pass::Map(pass, targets)) => {
                Some(folder.journal(targets[0], &pass.blocks)?)
            }
            _ => None,
        };
        let path = self.paths(number, pass)?;
        let uses = pass.uses().clone();
        let shared = Shared { results: &self.results, uses, read: AtomicU64::new(0) };
        let finished = AtomicUsize::new(journal.as_ref().map_or(0, Journal::count));
        let report = &self.reports[number];
        let done = |_: usize| {
            self.peak.look();
            let done = finished.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(watcher) = &self.options.watcher {
                let (read, elapsed) = (shared.read.load(Ordering::Relaxed), begun.elapsed());
                watcher(&StageReport { done, read, elapsed, ..report.clone() });
            }
            Ok(())
        };
        let made = match pass {
            Pass::Fold(pass) => self.fold(pass, number, &shared, &path, &done),
            Pass::Map(pass, targets) => {
                let sinks: Vec<&Sink> = targets.iter().map(|&at| &sinks[at]).collect();
                let run = pass.run(&shared, report.threads, &sinks, journal.as_ref(), &done);
                run.map(|()| Vec::new())
            }
            Pass::Copy(pass, source) => {
                let copied = copy(pass, source, &path(0, 0), report.threads, &shared, &done);
                copied.map(|kept| vec![(id(source), vec![kept])])
            }
        };
        let made = made.map_err(|error| self.because(error))?;
        let (read, elapsed) = (shared.read.into_inner(), begun.elapsed());
        let (done, peak) = (finished.into_inner(), self.peak.take());
        let report = &mut self.reports[number];
        (report.read, report.elapsed, report.done, report.peak) = (read, elapsed, done, peak);
        self.results.extend(made);
        Ok(())
    }

    /// Does a pass of stages.
    fn fold(
        &self,
        pass: &FoldPass,
        number: usize,
        shared: &Shared<'_>,
        path: &dyn Fn(usize, usize) -> PathBuf,
        done: &Done<'_>,
    ) -> Result<Vec<(Id, Vec<Kept>)>> {
        let stores = stores(pass, &self.on_disk, path)?;
        pass.run(shared, self.reports[number].threads, &stores, done)?;
        let finish = |sinks: Vec<Sink>| sinks.into_iter().map(Sink::finish).collect();
        let kept: Vec<Vec<Kept>> = stores.into_iter().map(finish).collect::<Result<_>>()?;
        if let Some(folder) = &self.folder {
            folder.keep(number, &kept)?;
        }
        Ok(pass.stages.iter().map(id).zip(kept).collect())
    }

    /// What went wrong first, where a source was changed during the run.
    fn because(&self, error: Error) -> Error {
        match (error.kind(), self.plan.check_sources()) {
            (ErrorKind::Io(_) | ErrorKind::Values(_), Err(changed)) => changed,
            _ => error,
        }
    }

    /// Where results of a pass go that do not fit memory, by stage and output.
    fn paths(
        &mut self,
        number: usize,
        pass: &Pass,
    ) -> Result<impl Fn(usize, usize) -> PathBuf + use<>> {
        let name = move |stage, output| format!("stage-{number}-{stage}-{output}.npy");
        let whole = match (&self.folder, pass) {
            (Some(folder), Pass::Copy(_, source)) => Some(folder.unpacked(source)),
            _ => None,
        };
        let folder = match (&self.folder, self.needs_scratch(pass)) {
            (Some(folder), _) => folder.path().to_owned(),
            (None, false) => PathBuf::new(),
            (None, true) => self.scratch()?,
        };
        Ok(move |stage, output| whole.clone().unwrap_or_else(|| folder.join(name(stage, output))))
    }

    /// Whether a pass has results that do not fit memory.
    fn needs_scratch(&self, pass: &Pass) -> bool {
        match pass {
            Pass::Fold(pass) => pass.stages.iter().any(|stage| self.on_disk.contains(&id(stage))),
            Pass::Copy(..) => true,
            Pass::Map(..) => false,
        }
    }

    /// The folder of what does not fit memory; made when it is needed first.
    fn scratch(&mut self) -> Result<PathBuf> {
        let scratch = match &self.scratch {
            Some(scratch) => scratch,
            None => {
                let place = self.options.scratch.clone().or_else(|| self.plan.beside());
                let place = place.unwrap_or_else(std::env::temp_dir);
                self.scratch.insert(Scratch::new(&place)?)
            }
        };
        Ok(scratch.path().to_owned())
    }
}

/// Unpacks a source, unless that was done.
fn copy(
    pass: &MapPass,
    source: &Arc<Node>,
    path: &Path,
    threads: usize,
    shared: &Shared<'_>,
    done: &Done<'_>,
) -> Result<Kept> {
    if !path.exists() {
        let sink =
            Sink::file(path, source.dtype, source.shape, &CreateOptions::default().durable(false))?;
        pass.run(shared, threads, &[&sink], None, done)?;
        sink.finish()?;
    }
    Ok(Kept::File(nd_io::open(path)?))
}

/// Where the results of a pass go; `path` says it for those that do not fit memory.
fn stores(
    pass: &FoldPass,
    on_disk: &HashSet<Id>,
    path: &dyn Fn(usize, usize) -> PathBuf,
) -> Result<Vec<Vec<Sink>>> {
    let mut all = Vec::new();
    for (number, stage) in pass.stages.iter().enumerate() {
        let mut stores = Vec::new();
        for (at, output) in stage.fold.outputs().iter().enumerate() {
            let shape = stage.output_shape(output);
            stores.push(match on_disk.contains(&id(stage)) {
                false => Sink::memory(output.dtype, shape)?,
                true => Sink::file(
                    &path(number, at),
                    output.dtype,
                    shape,
                    &CreateOptions::default().durable(false),
                )?,
            });
        }
        all.push(stores);
    }
    Ok(all)
}
