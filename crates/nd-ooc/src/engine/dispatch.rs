//! [`Dispatcher`]: what is handed to an engine when, and what is done about workers that fail, die or are slow.

use super::Engine;
use super::batch::{Batch, Caps, Event, Failure, Job, Stats};
use crate::error::{Error, ErrorKind, Result};
use nd_io::Region;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::time::{Duration, Instant};

/// About how long a batch should take: what an engine does for each is little beside it (Dask 1 to 3 ms).
const BATCH: Duration = Duration::from_millis(500);
/// Batches for each worker: the next one is there when one is done.
const AHEAD: usize = 2;
/// How often tasks are begun that fail, and how often by workers that die.
const ATTEMPTS: usize = 4;
const DEATHS: usize = 4;
/// A batch is given to a second worker that takes so many times as long as others, and no less than this.
const SLOW: f64 = 3.0;
const SLOW_AFTER: Duration = Duration::from_secs(2);
/// How long there may be no workers.
const ALONE: Duration = Duration::from_secs(300);
/// How long others may go on once one failed for good.
const REST: Duration = Duration::from_secs(10);

/// Hands tasks to an engine.
pub(crate) struct Dispatcher {
    engine: Box<dyn Engine>,
    next: u64,
}

/// What is told of a batch that is done: its tasks, and what they took.
pub(crate) type Told<'t> = dyn FnMut(&Range<usize>, &Stats) + 't;

/// A batch that is with the engine.
struct Running {
    batch: Batch,
    since: Instant,
    /// The other one with the same tasks.
    twin: Option<u64>,
    past: Past,
}

/// What became of tasks before.
#[derive(Clone, Default)]
struct Past {
    messages: Vec<String>,
    deaths: usize,
}

/// A pass that is being done.
struct Going<'g> {
    engine: &'g mut dyn Engine,
    next: &'g mut u64,
    job: &'g Job,
    caps: Caps,
    todo: VecDeque<Range<usize>>,
    left: usize,
    all: usize,
    running: HashMap<u64, Running>,
    /// Seconds a task, and how long batches took.
    each: Option<f64>,
    took: Vec<f64>,
    alone: Option<Instant>,
}

impl Dispatcher {
    pub(crate) fn new(engine: Box<dyn Engine>) -> Dispatcher {
        Dispatcher { engine, next: 0 }
    }

    pub(crate) fn caps(&mut self) -> Result<Caps> {
        self.engine.caps()
    }

    /// Has all tasks of a job done; `tell` is told of each batch.
    ///
    /// # Errors
    /// What one of them failed with for good, or the engine's own. What was done stays done.
    pub(crate) fn run(&mut self, job: &Job, tell: &mut Told<'_>) -> Result<()> {
        let left = job.todo.iter().map(ExactSizeIterator::len).sum();
        let caps = self.engine.caps()?;
        let mut going = Going {
            engine: &mut *self.engine,
            next: &mut self.next,
            job,
            caps,
            todo: job.todo.iter().cloned().collect(),
            left,
            all: left,
            running: HashMap::new(),
            each: None,
            took: Vec::new(),
            alone: None,
        };
        let done = going.all(tell);
        if done.is_err() {
            going.rest(tell);
        }
        going.give_up();
        done
    }
}

impl Going<'_> {
    fn all(&mut self, tell: &mut Told<'_>) -> Result<()> {
        while self.left > 0 {
            self.fill()?;
            self.refuse_to_wait_for_ever()?;
            for event in self.engine.wait(Duration::from_millis(200))? {
                self.take(event, tell)?;
            }
            self.help_the_slow()?;
        }
        Ok(())
    }

    /// Hands batches to the engine until every worker has enough.
    fn fill(&mut self) -> Result<()> {
        while self.running.len() < AHEAD * self.caps.workers.max(1) {
            let Some(tasks) = self.some() else { return Ok(()) };
            self.submit(tasks, None, None, Past::default())?;
        }
        Ok(())
    }

    /// The next tasks, about as many as should go together.
    fn some(&mut self) -> Option<Range<usize>> {
        let todo = self.todo.pop_front()?;
        let most = match self.each {
            None => 1,
            Some(each) => {
                let wanted = (BATCH.as_secs_f64() / each.max(1e-9)) as usize;
                // The last ones are shared out.
                wanted.min(self.left.div_ceil(AHEAD * self.caps.workers.max(1))).max(1)
            }
        };
        let cut = todo.end.min(todo.start.saturating_add(most));
        if cut < todo.end {
            self.todo.push_front(cut..todo.end);
        }
        Some(todo.start..cut)
    }

    fn submit(
        &mut self,
        tasks: Range<usize>,
        avoid: Option<String>,
        twin: Option<u64>,
        past: Past,
    ) -> Result<u64> {
        let (id, &Job { compute, pass, .. }) = (*self.next, self.job);
        *self.next += 1;
        let attempt = past.messages.len() + past.deaths;
        let batch = Batch { id, compute, pass, tasks, attempt, avoid };
        self.engine.submit(&batch)?;
        self.running.insert(id, Running { batch, since: Instant::now(), twin, past });
        Ok(id)
    }

    fn take(&mut self, event: Event, tell: &mut Told<'_>) -> Result<()> {
        match event {
            Event::Workers => self.caps = self.engine.caps()?,
            Event::Done { batch, stats, .. } => {
                // Otherwise it was given up, or its twin was faster.
                let Some(done) = self.running.remove(&batch) else { return Ok(()) };
                self.drop_twin(&done);
                self.left -= done.batch.tasks.len();
                self.took.push(done.since.elapsed().as_secs_f64());
                let each = stats.elapsed.as_secs_f64() / done.batch.tasks.len() as f64;
                self.each = Some(self.each.map_or(each, |before| 0.7 * before + 0.3 * each));
                tell(&done.batch.tasks, &stats);
            }
            Event::Failed { batch, worker, failure } => {
                let Some(failed) = self.running.remove(&batch) else { return Ok(()) };
                self.drop_twin(&failed);
                self.again_unless_hopeless(failed, worker, failure)?;
            }
            Event::Lost { batch, worker, why } => {
                let Some(lost) = self.running.remove(&batch) else { return Ok(()) };
                self.caps = self.engine.caps()?;
                if let Some(twin) = lost.twin.and_then(|twin| self.running.get_mut(&twin)) {
                    twin.twin = None;
                    return Ok(());
                }
                self.again_unless_deadly(lost, worker, why)?;
            }
        }
        Ok(())
    }

    fn again_unless_deadly(&mut self, lost: Running, worker: String, why: String) -> Result<()> {
        let Running { batch, mut past, .. } = lost;
        // Which of several it was that the worker died of is found out by trying fewer.
        past.deaths += usize::from(batch.tasks.len() == 1);
        if past.deaths >= DEATHS {
            let times = past.deaths;
            let what = format!("{times} workers died of it, the last one, {worker}: {why}");
            return Err(self.failed(&batch, None, what));
        }
        self.again(batch, Some(worker), past)
    }

    fn again_unless_hopeless(
        &mut self,
        failed: Running,
        worker: String,
        failure: Failure,
    ) -> Result<()> {
        let Running { batch, mut past, .. } = failed;
        let is_same = failure.is_panic && past.messages.contains(&failure.message);
        past.messages.push(failure.message.clone());
        let attempts = past.messages.len();
        if failure.is_final || is_same || attempts >= ATTEMPTS {
            let what = match failure.is_final {
                true => failure.message.clone(),
                false => format!("{} (attempt {attempts}, worker {worker})", failure.message),
            };
            return Err(self.failed(&batch, Some(&failure), what));
        }
        self.again(batch, Some(worker), past)
    }

    /// Hands tasks out again, in two halves.
    fn again(&mut self, batch: Batch, avoid: Option<String>, past: Past) -> Result<()> {
        let Range { start, end } = batch.tasks;
        let middle = start + (end - start).div_ceil(2);
        for half in [start..middle, middle..end] {
            if !half.is_empty() {
                self.submit(half, avoid.clone(), None, past.clone())?;
            }
        }
        Ok(())
    }

    /// That tasks failed for good.
    fn failed(&self, batch: &Batch, failure: Option<&Failure>, what: String) -> Error {
        let tasks = format!("tasks {} to {}", batch.tasks.start, batch.tasks.end - 1);
        let operation = failure.and_then(|failure| failure.operation.clone());
        let region = failure.and_then(|failure| failure.region.clone());
        let region = region.map_or(Region::new((), ()), |(starts, stops)| {
            let lengths: Vec<usize> = starts.iter().zip(&stops).map(|(a, b)| b - a).collect();
            Region::new(&starts[..], &lengths[..])
        });
        let error = match failure {
            Some(failure) if failure.is_final => Error::from(ErrorKind::Changed(what)),
            Some(failure) if failure.is_panic => Error::from(ErrorKind::Panicked(what)),
            _ => Error::from(ErrorKind::Engine(what)),
        };
        error.during(|| operation.unwrap_or(tasks), &region)
    }

    /// Gives up the other batch of the same tasks.
    fn drop_twin(&mut self, done: &Running) {
        if let Some(twin) = done.twin.filter(|twin| self.running.remove(twin).is_some()) {
            self.engine.cancel(twin);
        }
    }

    /// Gives batches to a second worker that take much longer than others.
    fn help_the_slow(&mut self) -> Result<()> {
        let may = self.job.may_linger || self.caps.kills;
        if !may || !self.todo.is_empty() || 2 * self.left > self.all || self.took.is_empty() {
            return Ok(());
        }
        self.took.sort_by(f64::total_cmp);
        let usual = self.took[self.took.len() / 2];
        let limit = SLOW_AFTER.max(Duration::from_secs_f64(SLOW * usual));
        let is_slow =
            |(_, one): &(&u64, &Running)| one.twin.is_none() && one.since.elapsed() > limit;
        let slow: Vec<(u64, Range<usize>)> = self
            .running
            .iter()
            .filter(is_slow)
            .map(|(&id, one)| (id, one.batch.tasks.clone()))
            .collect();
        for (id, tasks) in slow {
            let past = self.running.get(&id).map(|one| one.past.clone()).unwrap_or_default();
            let twin = self.submit(tasks, self.engine.at(id), Some(id), past)?;
            if let Some(one) = self.running.get_mut(&id) {
                one.twin = Some(twin);
            }
        }
        Ok(())
    }

    fn refuse_to_wait_for_ever(&mut self) -> Result<()> {
        if self.caps.workers > 0 {
            self.alone = None;
            return Ok(());
        }
        self.caps = self.engine.caps()?;
        let since = *self.alone.get_or_insert_with(Instant::now);
        match since.elapsed() > ALONE {
            true => Err(ErrorKind::Engine(format!("no workers for {} s", ALONE.as_secs())).into()),
            false => Ok(()),
        }
    }

    /// Takes what is done soon, so that it need not be done again.
    fn rest(&mut self, tell: &mut Told<'_>) {
        let until = Instant::now() + REST;
        while !self.running.is_empty() && Instant::now() < until {
            let Ok(events) = self.engine.wait(Duration::from_millis(200)) else { return };
            for event in events {
                match event {
                    Event::Done { batch, stats, .. } => {
                        if let Some(done) = self.running.remove(&batch) {
                            tell(&done.batch.tasks, &stats);
                        }
                    }
                    Event::Failed { batch, .. } | Event::Lost { batch, .. } => {
                        self.running.remove(&batch);
                    }
                    Event::Workers => {}
                }
            }
        }
    }

    fn give_up(&mut self) {
        for (id, _) in self.running.drain() {
            self.engine.cancel(id);
        }
    }
}
