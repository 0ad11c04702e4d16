//! [`Processes`]: workers that are processes on this machine.

use super::Engine;
use super::batch::{Batch, Caps, Event, Failure};
use super::child::{Answer, Program, end, name};
use crate::error::Result;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Workers that are processes on this machine, each of which does one batch at a time; one that dies is replaced.
///
/// `ND_ENGINE=processes`, or `ND_ENGINE=processes:N` for other than one a thread of this machine.
pub struct Processes {
    shared: Arc<Shared>,
    events: Receiver<Event>,
    workers: usize,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Batch>,
    /// By batch: the process that is at it.
    running: HashMap<u64, (String, Arc<Mutex<std::process::Child>>)>,
    cancelled: HashSet<u64>,
    closed: bool,
}

impl Processes {
    /// So many workers of a program; none is started before there is work.
    #[must_use]
    pub fn new(program: &Program, workers: usize) -> Processes {
        let shared = Arc::new(Shared::default());
        let (tell, events) = channel();
        for slot in 0..workers.max(1) {
            let (shared, tell, program) = (Arc::clone(&shared), tell.clone(), program.clone());
            std::thread::spawn(move || work(&shared, &tell, &program, &name(slot)));
        }
        Processes { shared, events, workers: workers.max(1) }
    }

    /// The processes that are at something, by their numbers.
    #[must_use]
    pub fn busy(&self) -> Vec<u32> {
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |(_, process): &(String, Arc<Mutex<std::process::Child>>)| {
            process.lock().unwrap_or_else(PoisonError::into_inner).id()
        };
        state.running.values().map(number).collect()
    }
}

/// What the thread of a worker does: batch after batch, by a process that is started when it is needed.
fn work(shared: &Shared, tell: &Sender<Event>, program: &Program, worker: &str) {
    let mut child = None;
    while let Some(batch) = shared.next(worker) {
        let id = batch.id;
        let worker = worker.to_owned();
        let mut one = match child.take() {
            Some(one) => one,
            None => match program.start(&worker) {
                Ok(one) => one,
                Err(error) => {
                    let why = error.to_string();
                    let _ = tell.send(Event::Lost { batch: id, worker, why });
                    continue;
                }
            },
        };
        if !shared.begin(id, &worker, one.process()) {
            child = Some(one);
            continue;
        }
        let answer = one.order(&batch);
        let is_cancelled = shared.end(id);
        let event = match answer {
            Answer::Done(stats) => {
                child = Some(one);
                Event::Done { batch: id, worker, stats }
            }
            Answer::Failed(failure) => {
                child = keeps(&failure).then_some(one);
                Event::Failed { batch: id, worker, failure }
            }
            Answer::Gone(why) => Event::Lost { batch: id, worker, why },
        };
        if !is_cancelled && tell.send(event).is_err() {
            return;
        }
    }
}

/// Whether a process can go on after it failed.
fn keeps(failure: &Failure) -> bool {
    !failure.is_final
}

impl Shared {
    /// The next batch; waits for it. `None` when there will be none.
    fn next(&self, worker: &str) -> Option<Batch> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.closed {
                return None;
            }
            let mine = |batch: &Batch| batch.avoid.as_deref() != Some(worker);
            if let Some(at) = state.waiting.iter().position(mine) {
                return state.waiting.remove(at);
            }
            // What others do not take for a while, the one takes that should not.
            let (again, waited) = self
                .changed
                .wait_timeout(state, Duration::from_secs(1))
                .unwrap_or_else(PoisonError::into_inner);
            state = again;
            if waited.timed_out() && !state.closed && !state.waiting.is_empty() {
                return state.waiting.pop_front();
            }
        }
    }

    /// Notes who is at a batch; `false` if it was cancelled.
    fn begin(&self, batch: u64, worker: &str, process: Arc<Mutex<std::process::Child>>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.cancelled.remove(&batch) {
            return false;
        }
        state.running.insert(batch, (worker.to_owned(), process));
        true
    }

    /// Notes that nobody is at a batch any more; whether it was cancelled.
    fn end(&self, batch: u64) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.remove(&batch);
        state.cancelled.remove(&batch)
    }
}

impl Engine for Processes {
    fn name(&self) -> String {
        "processes".into()
    }

    fn caps(&mut self) -> Result<Caps> {
        let bytes = nd_core::memory_limit().map(|bytes| bytes / 2 / self.workers);
        Ok(Caps { workers: self.workers, bytes, kills: true })
    }

    fn submit(&mut self, batch: &Batch) -> Result<()> {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.push_back(batch.clone());
        drop(state);
        self.shared.changed.notify_all();
        Ok(())
    }

    fn wait(&mut self, most: Duration) -> Result<Vec<Event>> {
        let first = match self.events.recv_timeout(most) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return Ok(Vec::new());
            }
        };
        Ok([first].into_iter().chain(self.events.try_iter()).collect())
    }

    fn at(&self, batch: u64) -> Option<String> {
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.get(&batch).map(|one| one.0.clone())
    }

    fn cancel(&mut self, batch: u64) {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = state.waiting.len();
        state.waiting.retain(|waiting| waiting.id != batch);
        if state.waiting.len() < before {
            return;
        }
        state.cancelled.insert(batch);
        if let Some(process) = state.running.get(&batch).map(|one| Arc::clone(&one.1)) {
            drop(state);
            end(&process);
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        let running: Vec<_> = state.running.values().map(|one| Arc::clone(&one.1)).collect();
        drop(state);
        self.shared.changed.notify_all();
        for process in running {
            end(&process);
        }
    }
}
