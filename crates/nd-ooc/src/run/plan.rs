//! [`Plan`]: results that are wanted together, what has to be done for them, and doing it.

use super::execute::Execution;
use super::fingerprint::described;
use super::folder::RunFolder;
use super::freed::Freed;
use super::options::RunOptions;
use super::order::{groups, reached};
use super::report::Report;
use super::schedule::{Schedule, all_of};
use super::sink::Sink;
use crate::chunked::{AnyChunked, Chunked};
use crate::error::{ErrorKind, Result};
use crate::node::Node;
use nd_core::{Array, Shape, Typed};
use nd_io::CreateOptions;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How often a larger budget is tried, to name one that is enough.
const ROUNDS: usize = 32;

/// Results that are wanted together: passes over the same data are shared.
///
/// # Examples
/// ```
/// use nd_ooc::Plan;
///
/// let x = nd_ooc::arange(0.0f64, 1e6, 1.0);
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
        let file =
            |(at, target): (usize, &Target)| target.file_sink(at, folder.as_ref(), options.durable);
        let files: Vec<Option<Sink>> =
            self.targets.iter().enumerate().map(file).collect::<Result<_>>()?;
        let chunks: Vec<Option<Shape>> =
            files.iter().map(|sink| sink.as_ref().and_then(Sink::chunks)).collect();
        let mut schedule = self.schedule(&chunks, options, folder.as_ref())?;
        self.describe(&mut schedule, &chunks);
        let _freed = Freed::within(options.bytes());
        let sinks = files
            .into_iter()
            .zip(&self.targets)
            .map(|(sink, target)| sink.map_or_else(|| target.memory_sink(), Ok));
        let sinks = sinks.collect::<Result<_>>()?;
        let execution = Execution::new(self, schedule, options, folder);
        let (arrays, report) = execution.run(sinks)?;
        Ok(Results { arrays, report })
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
        let nodes = all_nodes(&self.nodes());
        let mut sources = nodes.iter().filter_map(crate::source::stored);
        if options.params.is_empty() && sources.any(|source| !source.is_known()) {
            let what = "resume: a source that is no file cannot be told from another";
            return Err(ErrorKind::Values(format!("{what}; say with param what it is")).into());
        }
        let plan = described(&self.targets, options);
        RunFolder::open(&path, &plan, options.durable).map(Some)
    }

    /// The folder of the first result that is saved.
    pub(super) fn beside(&self) -> Option<PathBuf> {
        let (path, _) = self.targets.iter().find_map(|target| target.file.as_ref())?;
        path.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned)
    }

    pub(super) fn nodes(&self) -> Vec<Arc<Node>> {
        self.targets.iter().map(|target| Arc::clone(&target.node)).collect()
    }

    /// Refuses files that changed since they were opened.
    pub(super) fn check_sources(&self) -> Result<()> {
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

    /// Bytes of the results that stay in memory.
    pub(super) fn resident(&self) -> usize {
        let whole = |target: &&Target| {
            target.file.as_ref().is_none_or(|(path, _)| super::sink::is_picture(path))
        };
        self.targets
            .iter()
            .filter(whole)
            .map(|target| target.node.nbytes(&all_of(&target.node)))
            .fold(0, usize::saturating_add)
    }

    /// The targets that share a pass, and the chunks in which they are stored.
    pub(super) fn together(&self, chunks: &[Option<Shape>]) -> Vec<(Vec<usize>, Option<Shape>)> {
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

impl Target {
    /// Where it goes, if that takes no memory.
    fn file_sink(
        &self,
        number: usize,
        folder: Option<&RunFolder>,
        durable: bool,
    ) -> Result<Option<Sink>> {
        let (dtype, shape) = (self.node.dtype, self.node.shape);
        match (folder, &self.file) {
            (Some(folder), file) => {
                Sink::partial(folder, number, file.as_ref(), dtype, shape).map(Some)
            }
            (None, Some((path, options))) if !super::sink::is_picture(path) => {
                Sink::file(path, dtype, shape, &options.clone().durable(durable)).map(Some)
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

    /// The chunks that a file is to have; what cannot be had is told by the run.
    fn chunks(&self) -> Option<Shape> {
        let (path, options) = self.file.as_ref()?;
        let chunks = || nd_io::chunks_for(path, self.node.shape, self.node.dtype, options);
        options.shards.or_else(|| chunks().ok().flatten())
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
