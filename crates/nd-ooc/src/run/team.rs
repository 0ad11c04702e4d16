//! Doing numbered tasks on several threads, until all are done or one fails.

use crate::cx::{Cx, Shared};
use crate::error::Result;
use nd_core::threads;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Does the tasks `0..tasks`, begun in that order, on at most so many threads.
///
/// # Errors
/// That of the first task, by number, that fails; no later one is begun then. A panic is an error.
pub(crate) fn run(
    shared: &Shared<'_>,
    members: usize,
    tasks: usize,
    work: &(dyn Fn(&mut Cx<'_>, usize) -> Result<()> + Sync),
) -> Result<()> {
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    let first = Mutex::new(None);
    threads::team(members.min(tasks), &|| {
        let mut cx = Cx::new(shared);
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks || task > failed.load(Ordering::Relaxed) {
                return;
            }
            let done =
                catch_unwind(AssertUnwindSafe(|| crate::engine::inside(|| work(&mut cx, task))));
            let Err(error) = done.unwrap_or_else(|panic| Err(cx.panicked(&*panic))) else {
                continue;
            };
            failed.fetch_min(task, Ordering::Relaxed);
            let mut first = first.lock().unwrap_or_else(PoisonError::into_inner);
            if first.as_ref().is_none_or(|(earliest, _)| task < *earliest) {
                *first = Some((task, error));
            }
        }
    });
    match first.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}
