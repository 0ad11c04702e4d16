//! Threads: the one file of this crate that knows rayon.

use rayon::prelude::*;

/// What `task` makes of each item, in their order, on the threads of the current pool.
pub(crate) fn each<T: Send, A: Send>(items: Vec<T>, task: impl Fn(T) -> A + Sync + Send) -> Vec<A> {
    items.into_par_iter().map(task).collect()
}
