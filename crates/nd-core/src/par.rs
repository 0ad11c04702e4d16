//! Threads: the one file of this crate that knows rayon.
//!
//! Work is a range of task numbers, halved until one task is left and merged on the way
//! back. The tree depends on the number of tasks only, so the result has the same bits on
//! any number of threads, including one.

use std::ops::Range;

/// Runs `leaf` for every task of a non-empty range and merges the results in a fixed tree,
/// on the threads of the current rayon pool.
pub(crate) fn tree<A: Send>(
    tasks: Range<usize>,
    leaf: &(impl Fn(usize) -> A + Sync),
    merge: &(impl Fn(A, A) -> A + Sync),
) -> A {
    if rayon::current_num_threads() == 1 {
        return tree_here(tasks, leaf, merge);
    }
    fork(tasks, leaf, merge)
}

fn fork<A: Send>(
    tasks: Range<usize>,
    leaf: &(impl Fn(usize) -> A + Sync),
    merge: &(impl Fn(A, A) -> A + Sync),
) -> A {
    if tasks.len() == 1 {
        return leaf(tasks.start);
    }
    let middle = tasks.start + tasks.len() / 2;
    let (left, right) = rayon::join(
        || fork(tasks.start..middle, leaf, merge),
        || fork(middle..tasks.end, leaf, merge),
    );
    merge(left, right)
}

/// As [`tree`], on the calling thread alone.
pub(crate) fn tree_here<A>(
    tasks: Range<usize>,
    leaf: &impl Fn(usize) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    if tasks.len() == 1 {
        return leaf(tasks.start);
    }
    let middle = tasks.start + tasks.len() / 2;
    let left = tree_here(tasks.start..middle, leaf, merge);
    let right = tree_here(middle..tasks.end, leaf, merge);
    merge(left, right)
}

/// Both results, computed on two threads if one is free.
pub(crate) fn join<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(left, right)
}
