//! [`Batch`]: tasks that go to a worker together, and what becomes of them.

use std::ops::Range;
use std::time::Duration;

/// Tasks that go to a worker together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// Its number; no two of a run have the same.
    pub id: u64,
    /// Which of the program's computes.
    pub compute: usize,
    /// Which of that compute's passes.
    pub pass: usize,
    /// Which of that pass's tasks.
    pub tasks: Range<usize>,
    /// How often these tasks were begun before.
    pub attempt: usize,
    /// A worker that should not be given it, if there are others.
    pub avoid: Option<String>,
}

/// What workers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// How many batches are done at the same time.
    pub workers: usize,
    /// Bytes of memory of each, where that is known.
    pub bytes: Option<usize>,
    /// Whether a batch that was cancelled is not being done any more.
    pub kills: bool,
}

/// What became of a batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// It is done.
    Done {
        /// Which.
        batch: u64,
        /// Who did it.
        worker: String,
        /// What it took.
        stats: Stats,
    },
    /// It could not be done.
    Failed {
        /// Which.
        batch: u64,
        /// Whose it was.
        worker: String,
        /// Why.
        failure: Failure,
    },
    /// Its worker is gone.
    Lost {
        /// Which.
        batch: u64,
        /// Whose it was.
        worker: String,
        /// What is known of it: how it ended, the last lines that it wrote.
        why: String,
    },
    /// There may be more workers, or fewer.
    Workers,
}

/// What a batch took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// How long it took.
    pub elapsed: Duration,
    /// Bytes that came out of sources.
    pub read: u64,
    /// The most bytes of anonymous memory that the worker was seen to have beyond what it had before, where that is known.
    pub peak: Option<u64>,
}

/// Why tasks could not be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// Whether it is of no use to try again: another program, another input, another parameter.
    pub is_final: bool,
    /// Whether a function of the program failed, which does so again if it does so twice in the same way.
    pub is_panic: bool,
    /// The operation.
    pub operation: Option<String>,
    /// The part of its result: starts and stops by axis.
    pub region: Option<(Vec<usize>, Vec<usize>)>,
    /// What is wrong.
    pub message: String,
}

/// The tasks of a pass that are to be done.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) compute: usize,
    pub(crate) pass: usize,
    pub(crate) todo: Vec<Range<usize>>,
    /// Whether it does no harm if a task is being done while what follows has begun.
    pub(crate) may_linger: bool,
}
