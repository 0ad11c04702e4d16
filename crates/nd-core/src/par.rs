//! Threads: the one file of this crate that knows rayon.
//!
//! Work is a number of tasks. Whoever is free takes the next one, the calling thread first of
//! all: it does not wait for others to wake up, which takes longer than a small task. Which
//! thread computed a result never shows, because results are merged by their numbers, in a
//! tree that depends on the number of tasks only: the same bits on any number of threads.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs `leaf` for every task of a non-empty range and merges the results in a fixed tree,
/// on the calling thread and those of the current rayon pool.
pub(crate) fn tree<A: Send>(
    tasks: Range<usize>,
    leaf: &(impl Fn(usize) -> A + Sync),
    merge: &impl Fn(A, A) -> A,
) -> A {
    if rayon::current_num_threads() == 1 || tasks.len() == 1 {
        return tree_here(tasks, leaf, merge);
    }
    let results = each(tasks.len(), &|task| leaf(tasks.start + task));
    let mut results = results.into_iter();
    let mut next = |_| results.next().expect("one result for each task");
    merged(tasks.len(), &mut next, merge)
}

/// As [`tree`], on the calling thread alone.
pub(crate) fn tree_here<A>(
    tasks: Range<usize>,
    leaf: &impl Fn(usize) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    let start = tasks.start;
    merged(tasks.len(), &mut |task| leaf(start + task), merge)
}

/// Merges the results of tasks `0..count`, which are asked for in their order.
fn merged<A>(count: usize, result: &mut impl FnMut(usize) -> A, merge: &impl Fn(A, A) -> A) -> A {
    fn part<A>(
        tasks: Range<usize>,
        result: &mut impl FnMut(usize) -> A,
        merge: &impl Fn(A, A) -> A,
    ) -> A {
        if tasks.len() == 1 {
            return result(tasks.start);
        }
        let middle = tasks.start + tasks.len() / 2;
        let left = part(tasks.start..middle, result, merge);
        let right = part(middle..tasks.end, result, merge);
        merge(left, right)
    }
    part(0..count, result, merge)
}

/// The results of tasks `0..count`, in their order.
pub(crate) fn each<A: Send>(count: usize, leaf: &(impl Fn(usize) -> A + Sync)) -> Vec<A> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        let mut mine = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= count {
                break;
            }
            mine.push((task, leaf(task)));
        }
        // Poison means that another task panicked, which the scope below passes on.
        done.lock().unwrap_or_else(|poison| poison.into_inner()).push(mine);
    };
    let helpers = (rayon::current_num_threads() - 1).min(count.saturating_sub(1));
    rayon::in_place_scope(|scope| {
        for _ in 0..helpers {
            scope.spawn(|_| work());
        }
        work();
    });
    let mut results: Vec<Option<A>> = (0..count).map(|_| None).collect();
    for (task, result) in done.into_inner().into_iter().flatten().flatten() {
        results[task] = Some(result);
    }
    results.into_iter().map(|result| result.expect("every task was taken once")).collect()
}

/// Hands chunks of `len` elements, and where each starts, to all threads.
pub(crate) fn each_chunk<T: Send>(
    elements: &mut [T],
    len: usize,
    leaf: &(impl Fn(usize, &mut [T]) + Sync),
) {
    let chunks: Vec<_> = elements.chunks_mut(len).map(|chunk| Mutex::new(Some(chunk))).collect();
    each(chunks.len(), &|task| {
        let chunk = chunks[task].lock().unwrap_or_else(|poison| poison.into_inner()).take();
        leaf(task * len, chunk.expect("every task runs once"));
    });
}
