//! [`Freed`]: buffers that were freed and are kept for the next array count as memory that a run has.

use nd_core::{cache_limit, set_cache_limit};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The part of a budget that freed buffers may keep.
const SHARE: usize = 16;

/// The most bytes that freed buffers keep during a run with a budget.
pub(crate) fn most(budget: usize) -> usize {
    cache_limit().min(budget / SHARE)
}

/// What a plan needs with the part that freed buffers may keep of it.
pub(crate) fn with_freed(bytes: usize) -> usize {
    let most = cache_limit().min(bytes / (SHARE - 1) + 1);
    bytes.saturating_add(most)
}

/// How many runs there are, and the limit before the first of them.
static RUNS: Mutex<(usize, usize)> = Mutex::new((0, 0));

/// Holds freed buffers to what a budget has for them, until dropped.
pub(crate) struct Freed;

impl Freed {
    pub(crate) fn within(budget: usize) -> Freed {
        let mut runs = lock();
        if runs.0 == 0 {
            runs.1 = cache_limit();
        }
        runs.0 += 1;
        set_cache_limit(most(budget));
        Freed
    }
}

impl Drop for Freed {
    fn drop(&mut self) {
        let mut runs = lock();
        runs.0 -= 1;
        // With others still running the least of their limits stays.
        if runs.0 == 0 {
            set_cache_limit(runs.1);
        }
    }
}

fn lock() -> MutexGuard<'static, (usize, usize)> {
    RUNS.lock().unwrap_or_else(PoisonError::into_inner)
}
