//! Many words put into buckets that fit into a cache, by where a sample of them lies.

use super::source::Source;
use super::word::Word;
use nd_core::{huge, threads};

/// Leading values of words that are told apart.
const PREFIXES: usize = 1 << 16;
/// Words of a bucket, about.
const BUCKET: usize = 1 << 13;
/// The most buckets that are asked for.
const BUCKETS: usize = 1 << 8;
/// Words of the sample for each bucket.
const SAMPLED: usize = 16;
/// Such a part of the sample at either end may lie anywhere: it does not say how wide the range is.
const TAIL: usize = 512;
/// Parts that one thread puts into buckets, for each thread.
const PARTS: usize = 2;

/// Which bucket a word belongs to: buckets are in the order of their words.
pub(super) struct Buckets {
    least: u64,
    shift: u32,
    of_prefix: Vec<u16>,
    count: usize,
}

impl Buckets {
    /// Buckets that are about as full as each other if a sample of the words tells.
    pub(super) fn of<W: Word>(words: Source<'_, W>) -> Buckets {
        let wanted = (words.len() / BUCKET).clamp(2, BUCKETS);
        let sampled = places(words.len(), wanted * SAMPLED);
        let mut sample: Vec<u64> = sampled.map(|at| words.at(at).head()).collect();
        sample.sort_unstable();
        let tail = sample.len() / TAIL;
        let (mut least, mut most) = (sample[tail], sample[sample.len() - 1 - tail]);
        if least == most {
            (least, most) = (sample[0], sample[sample.len() - 1]);
        }
        let known = u64::BITS - (most - least).leading_zeros();
        let shift = known.saturating_sub(PREFIXES.trailing_zeros());
        let mut buckets = Buckets { least, shift, of_prefix: vec![0; PREFIXES], count: 1 };
        let mut counts = vec![0; PREFIXES];
        sample.iter().for_each(|&head| counts[buckets.prefix(head)] += 1);
        let mut filled = 0;
        for (bucket, count) in buckets.of_prefix.iter_mut().zip(counts) {
            if filled > 0 && filled + count > SAMPLED {
                (buckets.count, filled) = (buckets.count + 1, 0);
            }
            filled += count;
            *bucket = (buckets.count - 1) as u16;
        }
        buckets
    }

    #[inline(always)]
    fn prefix(&self, head: u64) -> usize {
        (head.saturating_sub(self.least) >> self.shift).min(PREFIXES as u64 - 1) as usize
    }

    #[inline(always)]
    fn bucket<W: Word>(&self, word: W) -> usize {
        usize::from(self.of_prefix[self.prefix(word.head())])
    }

    /// Words, those of each bucket side by side and in their order; and how many each bucket has.
    #[inline(never)]
    pub(super) fn filled<W: Word>(&self, words: Source<'_, W>) -> (Vec<W>, Vec<usize>) {
        let len = words.len().div_ceil(PARTS * threads::count());
        let counts = words.in_parts(len, &|range| {
            let mut counts = vec![0; self.count];
            words.blocks(range, |block| {
                block.iter().for_each(|&word| counts[self.bucket(word)] += 1);
            });
            counts
        });
        let mut filled = huge::advised(vec![W::default(); words.len()]);
        threads::items(rooms(&mut filled, &counts), &|part, mut rooms| {
            let mut next = vec![0; self.count];
            words.blocks(part * len..words.len().min((part + 1) * len), |block| {
                for &word in block {
                    let bucket = self.bucket(word);
                    let at: &mut usize = &mut next[bucket];
                    rooms[bucket][*at] = word;
                    *at += 1;
                }
            });
        });
        let sizes = (0..self.count).map(|bucket| counts.iter().map(|part| part[bucket]).sum());
        (filled, sizes.collect())
    }
}

/// Places in a range, spread over it without a pattern (a multiplicative generator on each stretch's number).
pub(super) fn places(n: usize, wanted: usize) -> impl Iterator<Item = usize> {
    let stretch = n / wanted.min(n).max(1);
    (0..n / stretch).map(move |at| {
        let mixed = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        at * stretch + (mixed >> 32) as usize % stretch
    })
}

/// The room of each part in each bucket.
fn rooms<'a, W>(words: &'a mut [W], counts: &[Vec<usize>]) -> Vec<Vec<&'a mut [W]>> {
    let mut rooms: Vec<Vec<&mut [W]>> = counts.iter().map(|_| Vec::new()).collect();
    let mut left = words;
    for bucket in 0..counts.first().map_or(0, Vec::len) {
        for (rooms, counts) in rooms.iter_mut().zip(counts) {
            let (here, rest) = left.split_at_mut(counts[bucket]);
            left = rest;
            rooms.push(here);
        }
    }
    rooms
}
