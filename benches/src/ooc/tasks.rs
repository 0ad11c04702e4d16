//! Numbered tasks on as many threads as there are processors, each thread with buffers of its own.

use std::io;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Processors that we may use.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Runs the tasks `0..count`; a thread takes the next when it is free. The results are in the order of the tasks.
///
/// # Errors
/// The first error of a task, by number, after all threads have ended.
///
/// # Panics
/// As a task does.
pub fn run<B, R: Send>(
    count: usize,
    buffers: impl Fn() -> B + Sync,
    task: impl Fn(&mut B, usize) -> io::Result<R> + Sync,
) -> io::Result<Vec<R>> {
    let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)));
    let work = || {
        let (mut buffers, mut mine) = (buffers(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            mine.push((at, task(&mut buffers, at)));
        }
        results.lock().expect("nobody panics with the lock").extend(mine);
    };
    std::thread::scope(|scope| {
        for _ in 0..threads().min(count) {
            scope.spawn(work);
        }
    });
    let mut results = results.into_inner().expect("nobody panics with the lock");
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_tasks() {
        let squares = run(100, || 0, |_, at| Ok(at * at)).unwrap();
        assert_eq!(squares, (0..100).map(|at| at * at).collect::<Vec<_>>());
        assert!(run(0, || 0, |_: &mut i32, at: usize| Ok(at)).unwrap().is_empty());
    }

    #[test]
    fn the_first_error_is_returned() {
        let task = |_: &mut (), at: usize| {
            if at < 7 { Ok(at) } else { Err(io::Error::other(at.to_string())) }
        };
        assert_eq!(run(20, || (), task).unwrap_err().to_string(), "7");
    }
}
