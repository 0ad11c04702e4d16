//! [`Report`]: what a run is expected to take, and what it took, for people.

use super::amounts::{Bytes, Extents, Rate, Time};
use super::steps::{Role, Step};
use std::fmt;
use std::time::Duration;

/// What a run is expected to take, and, once it is done, what it took, stage by stage.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Every pass, in the order in which they are run.
    pub stages: Vec<StageReport>,
    /// The most bytes of memory that there may be at once.
    pub budget: usize,
}

/// One pass: what it does, what it is expected to take, and, once it has begun, what it took.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StageReport {
    /// Its number, from 0.
    pub number: usize,
    /// How many passes there are.
    pub stages: usize,
    /// What it makes.
    pub operations: Vec<String>,
    /// Everything that it does in one go, from sources to results.
    pub steps: Vec<Step>,
    /// How many pieces it is done in.
    pub pieces: usize,
    /// How many of them are done.
    pub done: usize,
    /// Bytes of memory that it is expected to have at once, results included: `shared`, and `each` for every thread.
    pub projected: usize,
    /// Bytes of results that are kept, of partial ones that wait for others, and of freed buffers that are kept for
    /// the next ones, a sixteenth of the budget at most.
    pub shared: usize,
    /// Bytes that each thread works with.
    pub each: usize,
    /// The most bytes of anonymous memory that the process was seen to have beyond what it had before the run,
    /// looked at when pieces end, where the system says it (Linux).
    pub peak: Option<usize>,
    /// Threads that take part.
    pub threads: usize,
    /// Bytes that are expected to come out of sources; about, where there are very many pieces.
    pub to_read: u64,
    /// Bytes of whole chunks that have to be unpacked for them.
    pub to_unpack: u64,
    /// Bytes that came out of sources.
    pub read: u64,
    /// Bytes of results.
    pub written: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Why it has to be done before what follows.
    pub reason: String,
}

impl Report {
    /// Bytes of memory that are expected at once, at most.
    #[must_use]
    pub fn projected(&self) -> usize {
        self.stages.iter().map(|stage| stage.projected).max().unwrap_or(0)
    }

    /// The most bytes of memory that were measured; see [`StageReport::peak`].
    #[must_use]
    pub fn peak(&self) -> Option<usize> {
        self.stages.iter().filter_map(|stage| stage.peak).max()
    }

    /// How long all of it took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.stages.iter().map(|stage| stage.elapsed).sum()
    }
}

impl StageReport {
    fn is_run(&self) -> bool {
        self.elapsed > Duration::ZERO
    }
}

impl fmt::Display for Report {
    /// A few lines a stage.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |of: fn(&StageReport) -> u64| Bytes(self.stages.iter().map(of).sum());
        let s = if self.stages.len() == 1 { "" } else { "s" };
        write!(f, "{} stage{s}: ", self.stages.len())?;
        write!(f, "reads {}, ", sum(|stage| stage.to_read))?;
        write!(f, "makes {}, ", sum(|stage| stage.written))?;
        write!(f, "has at most {} at once", Bytes(self.projected() as u64))?;
        write!(f, " (budget {})", Bytes(self.budget as u64))?;
        self.stages.iter().try_for_each(|stage| write!(f, "\n{stage}"))
    }
}

impl fmt::Display for StageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stage {} of {}", self.number + 1, self.stages)?;
        let width = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0);
        for step in &self.steps {
            write!(f, "\n  {:<width$}  {step}", step.name, width = width.min(40))?;
        }
        let (s, each) = (if self.threads == 1 { "" } else { "s" }, Bytes(self.each as u64));
        let pieces = if self.pieces == 1 { "piece" } else { "pieces" };
        write!(f, "\n  {} {pieces} on {} thread{s}; ", self.pieces, self.threads)?;
        write!(f, "reads {}", Bytes(self.to_read))?;
        if self.to_unpack > 0 {
            write!(f, " (unpacks {})", Bytes(self.to_unpack))?;
        }
        write!(f, ", makes {}", Bytes(self.written))?;
        write!(f, "\n  {} at once: ", Bytes(self.projected as u64))?;
        if self.shared > 0 {
            write!(f, "{} of results and spare buffers, and ", Bytes(self.shared as u64))?;
        }
        write!(f, "{each} a thread")?;
        if !self.reason.is_empty() {
            write!(f, "\n  a pass of its own: {}", self.reason)?;
        }
        if self.is_run() {
            self.measured(f)?;
        }
        Ok(())
    }
}

impl StageReport {
    /// What was measured.
    fn measured(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moved = self.read.max(self.written);
        write!(f, "\n  took {}: read {}, ", Time(self.elapsed), Bytes(self.read))?;
        write!(f, "made {}, {}", Bytes(self.written), Rate(moved, self.elapsed))?;
        if self.done < self.pieces {
            write!(f, ", {} of {} pieces", self.done, self.pieces)?;
        }
        match self.peak {
            Some(peak) => write!(f, "; {} more memory at its peak", Bytes(peak as u64)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Step {
    /// What its result is: shape, element type, bytes, chunks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Extents(&self.shape), self.dtype)?;
        if self.role != Role::Operation {
            write!(f, ", {}", Bytes(self.nbytes() as u64))?;
        }
        match &self.chunks {
            Some(chunks) => write!(f, ", in chunks of {}", Extents(chunks)),
            None => Ok(()),
        }
    }
}
