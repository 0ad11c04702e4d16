//! Pieces of a text on all threads, their results in order.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::Error;

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    More,
    Enough,
}

/// One thread's piece of work, used again and again.
pub(super) trait Job: Send + Default {
    /// Bytes it holds that not every thread should hold at once.
    fn weight(&self) -> usize;
}

/// Takes jobs one after another, does them on all threads, and finishes them in the order in which
/// they were taken.
///
/// `take` fills in a job, or returns false when there are none left; `work` does it; `finish` puts
/// its result where it belongs, and may say that it is enough. There are never more jobs than
/// threads, and of those heavier than `heavy` one at a time is done.
///
/// # Errors
/// The first one in order, of `take` or `finish`.
pub(super) fn in_order<J: Job>(
    heavy: usize,
    mut take: impl FnMut(&mut J) -> Result<bool, Error> + Send,
    work: impl Fn(&mut J) + Sync,
    mut finish: impl FnMut(&mut J) -> Result<Flow, Error> + Send,
) -> Result<(), Error> {
    let mut job = J::default();
    // Alone, as long as it may be the only one: most files are small.
    if !take(&mut job)? {
        return Ok(());
    }
    let mut second = J::default();
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
    rayon::in_place_scope(|scope| {
        for _ in 1..rayon::current_num_threads() {
            scope.spawn(|_| line.run(heavy, J::default(), &work));
        }
        line.run(heavy, job, &work);
    });
    let turn = line.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    turn.error.map_or(Ok(()), Err)
}

struct Line<J, T, F> {
    feed: Mutex<Feed<J, T>>,
    turn: Mutex<Turn<F>>,
    /// The turn went to the next job, or all is over.
    moved: Condvar,
}

struct Feed<J, T> {
    take: T,
    /// A job that was taken before there were threads.
    first: Option<J>,
    next: u64,
    ended: bool,
}

struct Turn<F> {
    /// The job that may be finished now.
    index: u64,
    over: bool,
    error: Option<Error>,
    finish: F,
}

impl<J, T, F> Line<J, T, F>
where
    J: Job,
    T: FnMut(&mut J) -> Result<bool, Error> + Send,
    F: FnMut(&mut J) -> Result<Flow, Error> + Send,
{
    fn run(&self, heavy: usize, mut job: J, work: &(impl Fn(&mut J) + Sync)) {
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
    fn take(&self, heavy: usize, job: &mut J) -> Option<(u64, Result<(), Error>)> {
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
    fn wait_for(&self, index: u64) -> MutexGuard<'_, Turn<F>> {
        let turn = self.lock_turn();
        self.moved
            .wait_while(turn, |turn| turn.index != index && !turn.over)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_turn(&self) -> MutexGuard<'_, Turn<F>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock_turn().over = true;
        self.moved.notify_all();
    }
}

struct OverOnPanic<'a, J, T, F>(&'a Line<J, T, F>)
where
    J: Job,
    T: FnMut(&mut J) -> Result<bool, Error> + Send,
    F: FnMut(&mut J) -> Result<Flow, Error> + Send;

impl<J, T, F> Drop for OverOnPanic<'_, J, T, F>
where
    J: Job,
    T: FnMut(&mut J) -> Result<bool, Error> + Send,
    F: FnMut(&mut J) -> Result<Flow, Error> + Send,
{
    fn drop(&mut self) {
        self.0.stop();
    }
}
