//! Pieces of a text on all threads, their results in order.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use nd_core::threads;

use crate::error::{Error, Result};

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    More,
    Enough,
}

/// One thread's piece of work, used again and again.
pub(super) trait Job: Send {
    /// Bytes it holds that not every thread should hold at once.
    fn weight(&self) -> usize;
}

/// Fills in a job, or says that there are none left.
type Take<'a, J> = &'a mut (dyn FnMut(&mut J) -> Result<bool> + Send);

/// Puts a job's result where it belongs.
type Finish<'a, J> = &'a mut (dyn FnMut(&mut J) -> Result<Flow> + Send);

/// Takes jobs one after another, does them on all threads, and finishes them in the order in which
/// they were taken.
///
/// `new` makes a job to be filled in; `take` fills one in, or returns false when there are none left;
/// `work` does it; `finish` puts its result where it belongs, and may say that it is enough. There are
/// never more jobs than threads, and of those heavier than `heavy` one at a time is done.
///
/// # Errors
/// The first one in order, of `take` or `finish`.
pub(super) fn in_order<J: Job>(
    heavy: usize,
    new: &(dyn Fn() -> J + Sync),
    take: Take<'_, J>,
    work: &(dyn Fn(&mut J) + Sync),
    finish: Finish<'_, J>,
) -> Result<()> {
    let mut job = new();
    // Alone, as long as it may be the only one: most files are small.
    if !take(&mut job)? {
        return Ok(());
    }
    let mut second = new();
    let more = take(&mut second);
    work(&mut job);
    if finish(&mut job)? == Flow::Enough || !more? {
        return Ok(());
    }
    let line = Line {
        feed: Mutex::new(Feed { take, first: Some(second), next: 0, ended: false }),
        turn: Mutex::new(Turn { index: 0, over: false, error: None, finish }),
        moved: Condvar::new(),
    };
    let spare = Mutex::new(Some(job));
    threads::team(usize::MAX, &|| {
        let job = spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        line.run(heavy, job.unwrap_or_else(new), work);
    });
    let turn = line.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    turn.error.map_or(Ok(()), Err)
}

struct Line<'a, J> {
    feed: Mutex<Feed<'a, J>>,
    turn: Mutex<Turn<'a, J>>,
    /// The turn went to the next job, or all is over.
    moved: Condvar,
}

struct Feed<'a, J> {
    take: Take<'a, J>,
    /// A job that was taken before there were threads.
    first: Option<J>,
    next: u64,
    ended: bool,
}

struct Turn<'a, J> {
    /// The job that may be finished now.
    index: u64,
    over: bool,
    error: Option<Error>,
    finish: Finish<'a, J>,
}

impl<'a, J: Job> Line<'a, J> {
    fn run(&self, heavy: usize, mut job: J, work: &(dyn Fn(&mut J) + Sync)) {
        // If a job panics, nobody waits for its turn.
        let guard = OverOnPanic(self);
        while let Some((index, taken)) = self.take(heavy, &mut job) {
            if taken.is_ok() {
                work(&mut job);
            }
            let mut turn = self.wait_for(index);
            if turn.over {
                break;
            }
            match taken.and_then(|()| (turn.finish)(&mut job)) {
                Ok(Flow::More) => {}
                Ok(Flow::Enough) => turn.over = true,
                Err(error) => (turn.over, turn.error) = (true, Some(error)),
            }
            turn.index += 1;
            drop(turn);
            self.moved.notify_all();
        }
        std::mem::forget(guard);
    }

    /// The next job and its place in line. One that cannot be taken has a place too, so that errors
    /// keep their order.
    fn take(&self, heavy: usize, job: &mut J) -> Option<(u64, Result<()>)> {
        let mut feed = self.feed.lock().unwrap_or_else(PoisonError::into_inner);
        if feed.ended || self.lock_turn().over {
            return None;
        }
        let index = feed.next;
        let taken = match feed.first.take() {
            Some(first) => {
                *job = first;
                Ok(true)
            }
            None => (feed.take)(job),
        };
        feed.next += 1;
        if !matches!(taken, Ok(true)) {
            feed.ended = true;
        }
        let taken = match taken {
            Ok(false) => return None,
            Ok(true) => Ok(()),
            Err(error) => Err(error),
        };
        if taken.is_ok() && job.weight() > heavy {
            // Nobody takes another one, and all others are done first.
            drop(self.wait_for(index));
        }
        Some((index, taken))
    }

    /// Waits until a job may be finished, or all is over.
    fn wait_for(&self, index: u64) -> MutexGuard<'_, Turn<'a, J>> {
        let turn = self.lock_turn();
        self.moved
            .wait_while(turn, |turn| turn.index != index && !turn.over)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_turn(&self) -> MutexGuard<'_, Turn<'a, J>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock_turn().over = true;
        self.moved.notify_all();
    }
}

struct OverOnPanic<'l, 'a, J: Job>(&'l Line<'a, J>);

impl<J: Job> Drop for OverOnPanic<'_, '_, J> {
    fn drop(&mut self) {
        self.0.stop();
    }
}
