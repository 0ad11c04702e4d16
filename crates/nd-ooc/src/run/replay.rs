//! Plans that several processes run together: one leads, others follow, each with the same plan.

use super::execute::Execution;
use super::fingerprint::{described, difference, without_files};
use super::folder::{FINISHED, RunFolder};
use super::freed::Freed;
use super::options::RunOptions;
use super::plan::{Plan, Results};
use super::report::Report;
use super::sink::Sink;
use crate::cx::Kept;
use crate::engine::{Dispatcher, Failure, Job, Link, Role, Session, Told};
use crate::error::{Error, ErrorKind, Result};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a process ends with that has said what is to be done next.
const NEXT: i32 = 75;

/// Whoever has tasks done.
pub(super) type Hands<'h> = dyn FnMut(&Job, &mut Told<'_>) -> Result<()> + 'h;

/// A compute that several processes do.
struct Turn<'t> {
    session: &'t Session,
    number: usize,
    path: PathBuf,
    options: RunOptions,
}

impl Plan {
    /// Runs it with others.
    pub(super) fn run_in(&self, session: &Session, options: &RunOptions) -> Result<Results> {
        let (number, path) = session.compute();
        let turn = Turn { session, number, path, options: options.in_session(session) };
        let done = match &session.role {
            Role::Driver(dispatcher) => {
                self.lead(&turn, &mut |job, tell| dispatched(dispatcher, job, tell))
            }
            Role::Next => self.lead(&turn, &mut |job, _| say_next(session, job)),
            Role::Worker(link) => self.follow(&turn, link),
            Role::Range { compute, pass, tasks } => self.some(&turn, *compute, (*pass, tasks)),
        };
        if done.is_err() {
            session.note_failure();
        }
        done
    }

    /// Has its tasks done by others.
    fn lead(&self, turn: &Turn<'_>, hands: &mut Hands<'_>) -> Result<Results> {
        let plan = described(&self.targets, &turn.options);
        if turn.path.join(FINISHED).exists() {
            let before = fs::read_to_string(turn.path.join("plan.txt")).unwrap_or_default();
            let changed = difference(&without_files(&before), &without_files(&plan));
            if let Some(changed) = changed {
                let (path, what) = (turn.path.display(), "holds the results of another plan");
                let what =
                    format!("{path}: {what}; delete the folder of the run to begin anew{changed}");
                return Err(ErrorKind::Changed(what).into());
            }
            if self
                .targets
                .iter()
                .all(|target| target.file.as_ref().is_none_or(|(at, _)| is_there(at)))
            {
                return self.finished(turn);
            }
            // Somebody has removed a result: all that comes after it is made again, too.
            let begun = (turn.number..).map(|number| turn.session.folder_of(number));
            for path in begun.take_while(|path| path.exists()) {
                fs::remove_dir_all(&path).map_err(crate::error::on_file("remove", &path))?;
            }
        }
        self.check_sources()?;
        let folder = RunFolder::open(&turn.path, &plan, turn.options.durable)?;
        let (execution, sinks) = self.prepared(&turn.options, Some(folder))?;
        let _freed = Freed::within(turn.options.bytes());
        let hands: &mut Hands<'_> =
            &mut |job, tell| hands(&Job { compute: turn.number, ..job.clone() }, tell);
        let (arrays, report) = execution.run(sinks, Some(hands))?;
        Ok(Results { arrays, report })
    }

    /// Does the tasks that it is told to, until somebody asks for a later compute's.
    fn follow(&self, turn: &Turn<'_>, link: &Mutex<Link>) -> Result<Results> {
        let mut link = link.lock().unwrap_or_else(PoisonError::into_inner);
        let _freed = Freed::within(turn.options.bytes());
        let mut prepared: Option<(Execution<'_>, Vec<Sink>)> = None;
        loop {
            if turn.path.join(FINISHED).exists() {
                return self.finished(turn);
            }
            let order = link.order();
            if order.compute != turn.number {
                if turn.path.join(FINISHED).exists() {
                    link.put_back(order);
                    return self.finished(turn);
                }
                let (at, wanted) = (turn.number, order.compute);
                let what = format!(
                    "asked for compute {wanted}, but at compute {at}: does the program always do the same?"
                );
                link.failed(&Failure { is_final: true, message: what, ..Failure::default() });
                continue;
            }
            let mut done = || {
                if prepared.is_none() {
                    prepared = Some(self.joined(turn)?);
                }
                let (execution, sinks) = prepared.as_mut().expect("just made");
                execution.task(order.pass, &order.tasks, sinks)
            };
            match done() {
                Ok(stats) => link.done(&stats),
                Err(error) => {
                    let is_final = matches!(
                        error.kind(),
                        ErrorKind::Changed(_) | ErrorKind::OverBudget { .. }
                    );
                    link.failed(&failure_of(&error, is_final));
                }
            }
        }
    }

    /// Does some tasks of a pass, and ends the process.
    fn some(
        &self,
        turn: &Turn<'_>,
        compute: usize,
        (pass, tasks): (usize, &Range<usize>),
    ) -> Result<Results> {
        if turn.number < compute {
            if turn.path.join(FINISHED).exists() {
                return self.finished(turn);
            }
            let what = format!(
                "compute {} is not done; ND_RANGE=next says what is to be done",
                turn.number
            );
            return Err(ErrorKind::Engine(what).into());
        }
        let _freed = Freed::within(turn.options.bytes());
        let (mut execution, sinks) = self.joined(turn)?;
        execution.task(pass, tasks, &sinks)?;
        std::process::exit(0);
    }

    /// All that is needed to do tasks of a run that another process began.
    fn joined<'t>(&'t self, turn: &'t Turn<'_>) -> Result<(Execution<'t>, Vec<Sink>)> {
        self.check_sources()?;
        let plan = described(&self.targets, &turn.options);
        let folder = RunFolder::join(&turn.path, &plan, turn.options.durable)?;
        self.prepared(&turn.options, Some(folder))
    }

    /// The results of a compute that is done.
    fn finished(&self, turn: &Turn<'_>) -> Result<Results> {
        let mut arrays = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            arrays.push(match &target.file {
                Some(_) => None,
                None => {
                    Some(Arc::new(nd_io::load_any(turn.path.join(format!("result-{at}.npy")))?))
                }
            });
        }
        let report = Report { stages: Vec::new(), budget: turn.options.bytes() };
        Ok(Results { arrays, report })
    }
}

fn dispatched(dispatcher: &Mutex<Dispatcher>, job: &Job, tell: &mut Told<'_>) -> Result<()> {
    dispatcher.lock().unwrap_or_else(PoisonError::into_inner).run(job, tell)
}

/// Writes what is to be done into a file, a line for each process that should be started, and ends this one.
fn say_next(session: &Session, job: &Job) -> Result<()> {
    let jobs: usize =
        std::env::var("ND_RANGE_JOBS").ok().and_then(|n| n.parse().ok()).unwrap_or(16);
    let all: usize = job.todo.iter().map(ExactSizeIterator::len).sum();
    let each = all.div_ceil(jobs.max(1)).max(1);
    let mut text = String::new();
    for todo in &job.todo {
        for first in todo.clone().step_by(each) {
            let last = todo.end.min(first + each);
            text += &format!("{}.{} {first} {last}\n", job.compute, job.pass);
        }
    }
    let file = session.next_file();
    super::parts::place(&file, false, |out| std::io::Write::write_all(out, text.as_bytes()))
        .map_err(crate::error::on_file("write", &file))?;
    // What is there stays, for those that come.
    session.note_failure();
    std::process::exit(NEXT);
}

/// Whether a result is there: a file, or an array in one.
fn is_there(path: &Path) -> bool {
    path.exists() || nd_io::open(path).is_ok()
}

/// What went wrong, as it is told to whoever leads.
pub(crate) fn failure_of(error: &Error, is_final: bool) -> Failure {
    let region = error.region().filter(|region| region.ndim() > 0).map(|region| {
        let stops = (0..region.ndim()).map(|axis| region.stop(axis)).collect();
        (region.start().to_vec(), stops)
    });
    let (is_panic, message) = match error.kind() {
        ErrorKind::Panicked(message) => (true, message.clone()),
        ErrorKind::Changed(message) => (false, message.clone()),
        kind => (false, kind.to_string()),
    };
    Failure { is_final, is_panic, operation: error.operation().map(Into::into), region, message }
}

impl Kept {
    /// What a stage left in a file.
    pub(super) fn file(path: &Path) -> Result<Kept> {
        Ok(Kept::File(nd_io::open(path)?))
    }
}
