//! Sorting words: into buckets by their leading bits, which threads share, and these by digits.

use super::buckets::Buckets;
use super::digits;
use super::source::Source;
use super::word::Word;
use nd_core::threads;

/// Words that one thread sorts alone, at most.
pub(super) const ALONE: usize = 1 << 15;
/// A bucket with more than this part of all is sorted on all threads.
const LARGE: usize = 8;

/// Sorts words on all threads.
#[inline(never)]
pub(super) fn sort<W: Word>(words: &mut [W]) {
    if words.is_sorted() {
        return;
    }
    if words.len() <= ALONE {
        return digits::sort(words);
    }
    let read = |start, block: &mut [W]| block.copy_from_slice(&words[start..][..block.len()]);
    let source = Source::new(words.len(), &read);
    let (mut filled, sizes) = Buckets::of(source).filled(source);
    each(&mut filled, &sizes, words, &sizes, &|from, to| to.copy_from_slice(from));
}

/// What `made` writes of the words of a source, sorted, into the same places.
pub(super) fn sorted<W: Word, R: Send>(
    words: Source<'_, W>,
    out: &mut [R],
    made: &(dyn Fn(&[W], &mut [R]) + Sync),
) {
    if words.len() <= ALONE {
        let mut all = vec![W::default(); words.len()];
        words.read(0, &mut all);
        sort(&mut all);
        return made(&all, out);
    }
    if words.is_sorted() {
        return made(&words.to_vec(), out);
    }
    let (mut filled, sizes) = Buckets::of(words).filled(words);
    each(&mut filled, &sizes, out, &sizes, made);
}

/// What `f` makes of the words of a source, sorted: of parts of them, in their order.
pub(super) fn parts<W: Word, A: Send>(
    words: Source<'_, W>,
    f: &(dyn Fn(&[W]) -> A + Sync),
) -> Vec<A> {
    if words.len() <= ALONE {
        let mut all = words.to_vec();
        sort(&mut all);
        return vec![f(&all)];
    }
    let (mut filled, sizes) = Buckets::of(words).filled(words);
    let mut made: Vec<Option<A>> = sizes.iter().map(|_| None).collect();
    let ones = vec![1; sizes.len()];
    each(&mut filled, &sizes, &mut made, &ones, &|words, made| made[0] = Some(f(words)));
    made.into_iter().map(|made| made.expect("each part is done")).collect()
}

/// Sorts each bucket, and hands it to `done` with what follows in `out`, of so many slots for each.
fn each<W: Word, R: Send>(
    words: &mut [W],
    sizes: &[usize],
    out: &mut [R],
    slots: &[usize],
    done: &(dyn Fn(&[W], &mut [R]) + Sync),
) {
    let n = words.len();
    let (mut large, mut tasks) = (Vec::new(), Vec::with_capacity(sizes.len()));
    let (mut left, mut unused) = (words, out);
    for (&size, &slots) in sizes.iter().zip(slots) {
        let (here, rest) = left.split_at_mut(size);
        let (out, after) = unused.split_at_mut(slots);
        (left, unused) = (rest, after);
        // One that holds all is not told apart by buckets.
        let many = size > ALONE && size > n / LARGE && size < n;
        if many { large.push((here, out)) } else { tasks.push((here, out)) }
    }
    threads::items(tasks, &|_, (words, out)| {
        digits::sort(words);
        done(words, out);
    });
    for (words, out) in large {
        sort(words);
        done(words, out);
    }
}
