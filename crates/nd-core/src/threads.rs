//! Threads: the one place of the project that knows rayon.
//!
//! Work is a number of tasks. Whoever is free takes the next one, the calling thread first of
//! all: it does not wait for others to wake up, which takes longer than a small task, nor at the
//! end for those who are still on their way. Which
//! thread did a task never shows, because results are kept by the tasks' numbers and merged in
//! a tree that depends on their number only: the same bits on any number of threads. Cut work
//! by shapes, never by [`count`].
//!
//! The threads are those of rayon's current pool, so that
//! `rayon::ThreadPool::install(|| …)` says how many there are and which. Everything below the
//! thin generic rims is compiled once: tasks are called through a pointer, which costs nothing
//! next to a task.
//!
//! # Examples
//! ```
//! use nd_core::threads;
//!
//! let squares = threads::collect(4, &|task| task * task);
//! assert_eq!(squares, [0, 1, 4, 9]);
//! ```

use crate::team;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many threads there are: those of rayon's current pool.
///
/// # Examples
/// ```
/// assert!(nd_core::threads::count() >= 1);
/// ```
pub fn count() -> usize {
    rayon::current_num_threads()
}

/// Runs `work` on the calling thread and, at the same time, on those of the others that are
/// free, in all at most `members` times.
///
/// Returns when all that began have ended; nobody begins once the caller's own part has. So `work` may run
/// once only, and what has to be done must be shared out by `work` itself, as [`run`] does.
///
/// # Panics
/// If `work` does.
///
/// # Examples
/// ```
/// use std::sync::Mutex;
///
/// let todo = Mutex::new(vec![1, 2, 3]);
/// let sum = Mutex::new(0);
/// nd_core::threads::team(3, &|| {
///     while let Some(x) = { todo.lock().unwrap().pop() } {
///         *sum.lock().unwrap() += x;
///     }
/// });
/// assert_eq!(sum.into_inner().unwrap(), 6);
/// ```
pub fn team(members: usize, work: &(dyn Fn() + Sync)) {
    let helpers = if members <= 1 { 0 } else { (count() - 1).min(members - 1) };
    if helpers == 0 {
        return work();
    }
    if rayon::current_thread_index().is_none() {
        return invite(helpers, work);
    }
    // A thread of the pool takes back what it asked for and nobody came to do, which costs nothing.
    rayon::in_place_scope(|scope| {
        for _ in 0..helpers {
            scope.spawn(|_| work());
        }
        work();
    });
}

/// How many invitations nobody has looked at.
static INVITED: AtomicUsize = AtomicUsize::new(0);

/// Where so many for each thread lie unread, nobody is free: more would pile up.
const UNREAD: usize = 2;

/// [`team`] from outside the pool.
fn invite(helpers: usize, work: &(dyn Fn() + Sync)) {
    let room = (UNREAD * count()).saturating_sub(INVITED.load(Ordering::Relaxed));
    team::run(work, |part| {
        for _ in 0..helpers.min(room) {
            let part = part();
            INVITED.fetch_add(1, Ordering::Relaxed);
            rayon::spawn(move || {
                INVITED.fetch_sub(1, Ordering::Relaxed);
                part();
            });
        }
    });
}

/// Does the tasks `0..tasks`, each once, begun in that order.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// let sum = AtomicUsize::new(0);
/// nd_core::threads::run(5, &|task| {
///     sum.fetch_add(task, Ordering::Relaxed);
/// });
/// assert_eq!(sum.into_inner(), 10);
/// ```
pub fn run(tasks: usize, work: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    team(tasks, &|| while_some(&next, tasks, work));
}

/// Takes tasks until none is left.
fn while_some(next: &AtomicUsize, tasks: usize, mut work: impl FnMut(usize)) {
    loop {
        let task = next.fetch_add(1, Ordering::Relaxed);
        if task >= tasks {
            return;
        }
        work(task);
    }
}

/// As [`run`], where each thread has a value of its own to work with: a buffer, say. `scratch`
/// makes one for every thread that takes part.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// use std::sync::Mutex;
///
/// let longest = Mutex::new(0);
/// nd_core::threads::run_scratch(3, &Vec::new, &|buffer: &mut Vec<u8>, task| {
///     buffer.clear();
///     buffer.resize(task, 0);
///     let mut longest = longest.lock().unwrap();
///     *longest = buffer.len().max(*longest);
/// });
/// assert_eq!(longest.into_inner().unwrap(), 2);
/// ```
pub fn run_scratch<S>(
    tasks: usize,
    scratch: &(dyn Fn() -> S + Sync),
    work: &(dyn Fn(&mut S, usize) + Sync),
) {
    let next = AtomicUsize::new(0);
    team(tasks, &|| {
        let mut mine = scratch();
        while_some(&next, tasks, |task| work(&mut mine, task));
    });
}

/// As [`run`], for tasks that can fail. After a failure no later task is begun.
///
/// # Errors
/// That of the first task, by number, that has one: the same one on any number of threads.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// let even = |task: usize| if task % 2 == 0 { Ok(()) } else { Err(task) };
/// assert_eq!(nd_core::threads::try_run(6, &even), Err(1));
/// assert_eq!(nd_core::threads::try_run(1, &even), Ok(()));
/// ```
pub fn try_run<E: Send>(
    tasks: usize,
    work: &(dyn Fn(usize) -> Result<(), E> + Sync),
) -> Result<(), E> {
    try_run_scratch(tasks, &|| (), &|(), task| work(task))
}

/// As [`try_run`], where each thread has a value of its own; see [`run_scratch`].
///
/// # Errors
/// That of the first task, by number, that has one.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// let all = nd_core::threads::try_run_scratch(3, &String::new, &|text, task| {
///     text.push('x');
///     if task < 3 { Ok(()) } else { Err(text.clone()) }
/// });
/// assert!(all.is_ok());
/// ```
pub fn try_run_scratch<S, E: Send>(
    tasks: usize,
    scratch: &(dyn Fn() -> S + Sync),
    work: &(dyn Fn(&mut S, usize) -> Result<(), E> + Sync),
) -> Result<(), E> {
    // The first task, by number, that is known to have failed: those before it are still heard.
    let failed = AtomicUsize::new(usize::MAX);
    let first: Mutex<Option<(usize, E)>> = Mutex::new(None);
    run_scratch(tasks, scratch, &|mine, task| {
        if task > failed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = work(mine, task) {
            failed.fetch_min(task, Ordering::Relaxed);
            let mut first = lock(&first);
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

/// The results of the tasks `0..tasks`, in their order.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// assert_eq!(nd_core::threads::collect(3, &|task| task.to_string()), ["0", "1", "2"]);
/// ```
pub fn collect<A: Send>(tasks: usize, work: &(dyn Fn(usize) -> A + Sync)) -> Vec<A> {
    let slots: Vec<Mutex<Option<A>>> = (0..tasks).map(|_| Mutex::new(None)).collect();
    run(tasks, &|task| {
        let result = work(task);
        *lock(&slots[task]) = Some(result);
    });
    slots.into_iter().map(taken).collect()
}

/// Hands each of `items`, with its number, to `work`; begun in their order.
///
/// # Panics
/// If `work` does.
///
/// # Examples
/// ```
/// let mut sums = [0; 2];
/// let pairs: Vec<_> = sums.iter_mut().zip([[1, 2], [3, 4]]).collect();
/// nd_core::threads::items(pairs, &|_, (sum, numbers)| *sum = numbers.iter().sum());
/// assert_eq!(sums, [3, 7]);
/// ```
pub fn items<I: Send>(items: Vec<I>, work: &(dyn Fn(usize, I) + Sync)) {
    let items: Vec<Mutex<Option<I>>> = items.into_iter().map(|x| Mutex::new(Some(x))).collect();
    run(items.len(), &|task| {
        let item = lock(&items[task]).take();
        work(task, item.expect("every task runs once"));
    });
}

/// What `work` makes of each of `items`, in their order.
///
/// # Panics
/// If `work` does.
///
/// # Examples
/// ```
/// let lengths = nd_core::threads::map(vec!["a", "bcd"], &|text| text.len());
/// assert_eq!(lengths, [1, 3]);
/// ```
pub fn map<I: Send, A: Send>(items: Vec<I>, work: &(dyn Fn(I) -> A + Sync)) -> Vec<A> {
    let items: Vec<Mutex<Option<I>>> = items.into_iter().map(|x| Mutex::new(Some(x))).collect();
    collect(items.len(), &|task| {
        let item = lock(&items[task]).take();
        work(item.expect("every task runs once"))
    })
}

/// Hands `elements` in chunks of `len`, the last one shorter, and where each starts, to `work`.
///
/// # Panics
/// If `work` does, or if `len` is 0.
///
/// # Examples
/// ```
/// let mut a = [0; 5];
/// nd_core::threads::chunks(&mut a, 2, &|start, chunk| chunk.fill(start));
/// assert_eq!(a, [0, 0, 2, 2, 4]);
/// ```
pub fn chunks<T: Send>(elements: &mut [T], len: usize, work: &(dyn Fn(usize, &mut [T]) + Sync)) {
    items(elements.chunks_mut(len).collect(), &|task, chunk| work(task * len, chunk));
}

/// The results of the tasks `0..tasks`, merged in a fixed tree (halves of the range); `None` if
/// there are no tasks.
///
/// # Panics
/// If a task does.
///
/// # Examples
/// ```
/// let text = nd_core::threads::tree(3, &|task| task.to_string(), &|a, b| format!("({a}{b})"));
/// assert_eq!(text.unwrap(), "(0(12))");
/// ```
pub fn tree<A: Send>(
    tasks: usize,
    work: &(dyn Fn(usize) -> A + Sync),
    merge: &dyn Fn(A, A) -> A,
) -> Option<A> {
    if tasks > 1 && count() > 1 {
        return merged(collect(tasks, work), merge);
    }
    tree_here(tasks, &mut |task| work(task), merge)
}

/// As [`tree`], on the calling thread alone: the same merges of the same results.
///
/// # Examples
/// ```
/// let sum = nd_core::threads::tree_here(4, &mut |task| task, &|a, b| a + b);
/// assert_eq!(sum, Some(6));
/// ```
pub fn tree_here<A>(
    tasks: usize,
    work: &mut dyn FnMut(usize) -> A,
    merge: &dyn Fn(A, A) -> A,
) -> Option<A> {
    (tasks > 0).then(|| part(0..tasks, work, merge))
}

/// Results in order, merged as [`tree`] merges those of its tasks; `None` if there are none.
///
/// # Panics
/// If `merge` does.
///
/// # Examples
/// ```
/// let join = |a: String, b: String| format!("({a}{b})");
/// let parts = ["a", "b", "c"].map(String::from).to_vec();
/// assert_eq!(nd_core::threads::merged(parts, &join).unwrap(), "(a(bc))");
/// ```
pub fn merged<A>(results: Vec<A>, merge: &dyn Fn(A, A) -> A) -> Option<A> {
    let tasks = results.len();
    let mut results = results.into_iter();
    tree_here(tasks, &mut |_| results.next().expect("one result for each task"), merge)
}

fn part<A>(tasks: Range<usize>, work: &mut dyn FnMut(usize) -> A, merge: &dyn Fn(A, A) -> A) -> A {
    if tasks.len() == 1 {
        return work(tasks.start);
    }
    let middle = tasks.start + tasks.len() / 2;
    let left = part(tasks.start..middle, work, merge);
    let right = part(middle..tasks.end, work, merge);
    merge(left, right)
}

/// Poison means that a task panicked, which the team passes on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn taken<A>(slot: Mutex<Option<A>>) -> A {
    let result = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
    result.expect("every task runs once")
}
