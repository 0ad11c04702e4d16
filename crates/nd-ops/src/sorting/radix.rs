//! Sorting words: by their leading digits into buckets, these by the next ones, small ones by comparisons.
//!
//! Digits are those of the distance from the smallest word, so that they say something of any range of numbers. Words go
//! into buckets in the order in which they stand.

use super::word::Word;
use nd_core::threads;
use std::ops::Range;

/// Words that are sorted by comparisons, at most.
const FEW: usize = 192;
/// Bits of a digit on one thread.
const DIGIT: u32 = 8;
/// Bits of the first digit where threads share the work.
const FIRST: u32 = 10;
/// Words that one thread sorts alone, at most.
pub(super) const ALONE: usize = 1 << 16;
/// Words of a part that one thread puts into buckets, at least.
const PART: usize = 1 << 16;
/// The most such parts.
const PARTS: usize = 64;
/// A bucket with more than this part of all is sorted on all threads.
const LARGE: usize = 8;

/// Which digit of words is looked at.
#[derive(Clone, Copy)]
struct Digit {
    least: u64,
    shift: u32,
}

impl Digit {
    /// The digit of so many bits that tells most about words whose heads go from `least` to `most`.
    fn of((least, most): (u64, u64), bits: u32) -> Digit {
        let known = u64::BITS - (most - least).leading_zeros();
        Digit { least, shift: known.saturating_sub(bits) }
    }

    #[inline(always)]
    fn bucket<W: Word>(self, word: W) -> usize {
        ((word.head() - self.least) >> self.shift) as usize
    }
}

/// Sorts words; `spare` is room for as many.
pub(super) fn sort_within<W: Word>(words: &mut [W], spare: &mut [W]) {
    if words.len() <= ALONE {
        alone(words, spare);
    } else if !words.is_sorted() {
        together(words, spare);
    }
}

/// Sorts words on all threads.
pub(super) fn sort<W: Word>(words: &mut [W]) {
    if words.len() <= FEW {
        return words.sort_unstable();
    }
    if words.is_sorted() {
        return;
    }
    let mut spare = vec![W::default(); words.len()];
    sort_within(words, &mut spare);
}

/// The smallest and the largest head.
fn range<W: Word>(words: &[W]) -> (u64, u64) {
    words.iter().fold((u64::MAX, 0), |(least, most), word| {
        let head = word.head();
        (least.min(head), most.max(head))
    })
}

/// Sorts words on this thread.
pub(super) fn alone<W: Word>(words: &mut [W], spare: &mut [W]) {
    if words.len() <= FEW {
        return words.sort_unstable();
    }
    if words.is_sorted() {
        return;
    }
    let found = range(words);
    if found.0 == found.1 {
        if !W::EXACT {
            words.sort_unstable();
        }
        return;
    }
    let digit = Digit::of(found, DIGIT);
    let mut starts = [0usize; 1 << DIGIT];
    words.iter().for_each(|&word| starts[digit.bucket(word) & 0xff] += 1);
    let mut ends = starts;
    let mut sum = 0;
    for (start, end) in starts.iter_mut().zip(&mut ends) {
        *start = sum;
        sum += *end;
        *end = sum;
    }
    let mut next = starts;
    let spare = &mut spare[..words.len()];
    for &word in &*words {
        let at = &mut next[digit.bucket(word) & 0xff];
        spare[*at] = word;
        *at += 1;
    }
    words.copy_from_slice(spare);
    if digit.shift == 0 && W::EXACT {
        return;
    }
    for (&start, &end) in starts.iter().zip(&ends) {
        if end - start > 1 {
            let bucket = start..end;
            alone(&mut words[bucket.clone()], &mut spare[bucket]);
        }
    }
}

/// Sorts words on all threads: parts are put into buckets, and the buckets of all parts sorted.
fn together<W: Word>(words: &mut [W], spare: &mut [W]) {
    let n = words.len();
    let spare = &mut spare[..n];
    let len = n.div_ceil((n / PART).clamp(1, PARTS));
    let ranges = threads::map(words.chunks(len).collect(), &|part: &[W]| range(part));
    let found = ranges.iter().fold((u64::MAX, 0), |all, one| (all.0.min(one.0), all.1.max(one.1)));
    if found.0 == found.1 {
        if !W::EXACT {
            words.sort_unstable();
        }
        return;
    }
    let digit = Digit::of(found, FIRST);
    let parts: Vec<(&[W], &mut [W])> = words.chunks(len).zip(spare.chunks_mut(len)).collect();
    let starts = threads::map(parts, &|(from, to)| scattered(from, to, digit));
    let buckets = gathered(words, spare, &starts, len);
    let mut large = Vec::new();
    let mut tasks: Vec<(&mut [W], &mut [W])> = Vec::new();
    let (mut left, mut room) = (&mut *words, &mut *spare);
    let mut at = 0;
    for bucket in buckets {
        let (skipped, rest) = left.split_at_mut(bucket.start - at);
        let (unused, after) = room.split_at_mut(bucket.start - at);
        debug_assert!(skipped.is_empty() && unused.is_empty());
        let (here, rest) = rest.split_at_mut(bucket.len());
        let (beside, after) = after.split_at_mut(bucket.len());
        (left, room, at) = (rest, after, bucket.end);
        match bucket.len() {
            0 | 1 => {}
            many if many > ALONE && many > n / LARGE => large.push((here, beside)),
            _ => tasks.push((here, beside)),
        }
    }
    threads::items(tasks, &|_, (words, spare)| alone(words, spare));
    if digit.shift > 0 || !W::EXACT {
        large.into_iter().for_each(|(words, spare)| sort_within(words, spare));
    }
}

/// Puts words into buckets, one behind the other; where each begins, and the end.
fn scattered<W: Word>(from: &[W], to: &mut [W], digit: Digit) -> Vec<usize> {
    let mut starts = vec![0; (1 << FIRST) + 1];
    from.iter().for_each(|&word| starts[digit.bucket(word) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    for &word in from {
        let at = &mut next[digit.bucket(word)];
        to[*at] = word;
        *at += 1;
    }
    starts
}

/// Moves the words of each bucket of all parts next to each other, and tells where they are.
fn gathered<W: Word>(
    words: &mut [W],
    parts: &[W],
    starts: &[Vec<usize>],
    len: usize,
) -> Vec<Range<usize>> {
    let mut buckets = Vec::with_capacity(1 << FIRST);
    let (mut tasks, mut left, mut at) = (Vec::with_capacity(1 << FIRST), words, 0);
    for bucket in 0..1 << FIRST {
        let size = starts.iter().map(|starts| starts[bucket + 1] - starts[bucket]).sum();
        let (here, rest) = left.split_at_mut(size);
        left = rest;
        buckets.push(at..at + size);
        at += size;
        tasks.push(here);
    }
    threads::items(tasks, &|bucket, here| {
        let mut left = here;
        for (part, starts) in starts.iter().enumerate() {
            let from = &parts[part * len..][starts[bucket]..starts[bucket + 1]];
            let (here, rest) = left.split_at_mut(from.len());
            here.copy_from_slice(from);
            left = rest;
        }
    });
    buckets
}
