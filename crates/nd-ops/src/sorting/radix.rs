//! Sorting words: by their leading digits into buckets, which threads share, and these by comparisons.
//!
//! Digits are those of the distance from the smallest word, so that they say something of any range of numbers.

use super::word::Word;
use nd_core::threads;

/// Bits of a digit.
const DIGIT: u32 = 10;
/// Words that one thread sorts alone, at most.
pub(super) const ALONE: usize = 1 << 17;
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
    /// The digit that tells most about words whose heads go from `least` to `most`.
    fn of((least, most): (u64, u64)) -> Digit {
        let known = u64::BITS - (most - least).leading_zeros();
        Digit { least, shift: known.saturating_sub(DIGIT) }
    }

    #[inline(always)]
    fn bucket<W: Word>(self, word: W) -> usize {
        ((word.head() - self.least) >> self.shift) as usize
    }
}

/// Sorts words on all threads, of which one needs no room for buckets.
pub(super) fn sort<W: Word>(words: &mut [W]) {
    if words.len() <= ALONE || threads::count() == 1 {
        words.sort_unstable();
    } else if !words.is_sorted() {
        together(words, &mut vec![W::default(); words.len()]);
    }
}

/// The smallest and the largest head.
fn range<W: Word>(words: &[W]) -> (u64, u64) {
    words.iter().fold((u64::MAX, 0), |(least, most), word| {
        let head = word.head();
        (least.min(head), most.max(head))
    })
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
    let digit = Digit::of(found);
    let parts: Vec<(&[W], &mut [W])> = words.chunks(len).zip(spare.chunks_mut(len)).collect();
    let starts = threads::map(parts, &|(from, to)| scattered(from, to, digit));
    let buckets = gathered(words, spare, &starts, len);
    let mut large = Vec::new();
    let mut tasks: Vec<&mut [W]> = Vec::new();
    let (mut left, mut room) = (words, spare);
    for bucket in buckets {
        let (here, rest) = left.split_at_mut(bucket);
        let (beside, after) = room.split_at_mut(bucket);
        (left, room) = (rest, after);
        match bucket {
            0 | 1 => {}
            many if many > ALONE && many > n / LARGE => large.push((here, beside)),
            _ => tasks.push(here),
        }
    }
    threads::items(tasks, &|_, words| words.sort_unstable());
    if digit.shift > 0 || !W::EXACT {
        large.into_iter().for_each(|(words, spare)| together(words, spare));
    }
}

/// Puts words into buckets, one behind the other; where each begins, and the end.
fn scattered<W: Word>(from: &[W], to: &mut [W], digit: Digit) -> Vec<usize> {
    let mut starts = vec![0; (1 << DIGIT) + 1];
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

/// Moves the words of each bucket of all parts next to each other, and tells how many there are.
fn gathered<W: Word>(
    words: &mut [W],
    parts: &[W],
    starts: &[Vec<usize>],
    len: usize,
) -> Vec<usize> {
    let size = |bucket: usize| starts.iter().map(|at| at[bucket + 1] - at[bucket]).sum();
    let buckets: Vec<usize> = (0..1 << DIGIT).map(size).collect();
    let (mut tasks, mut left) = (Vec::with_capacity(1 << DIGIT), words);
    for &size in &buckets {
        let (here, rest) = left.split_at_mut(size);
        left = rest;
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
