//! [`Guide`]: where to look for a word among sorted ones.

use super::word::Word;
use std::ops::Range;

/// Words below which a binary search reads hardly more than the guide.
const FEW: usize = 64;
/// The most leading values that are told apart.
const PREFIXES: usize = 1 << 20;
/// Such a part of the words at either end may lie anywhere: it does not say how wide the range is.
const TAIL: usize = 512;

/// For each value of the leading bits, where words that have it begin: what is left to search is a few words long, and
/// in one line of the cache or two.
#[derive(Clone, Debug)]
pub struct Guide {
    least: u64,
    shift: u32,
    starts: Vec<u32>,
}

impl Guide {
    /// A guide to so many words; none if they are few, more than 2³², or not in order.
    pub(super) fn of<W: Word>(n: usize, word: impl Fn(usize) -> W) -> Option<Guide> {
        if n < FEW || u32::try_from(n).is_err() {
            return None;
        }
        let (least, most) = (word(n / TAIL).head(), word(n - 1 - n / TAIL).head());
        let known = u64::BITS - most.checked_sub(least)?.leading_zeros();
        let prefixes = n.next_power_of_two().min(PREFIXES);
        let shift = known.saturating_sub(prefixes.trailing_zeros());
        let mut guide = Guide { least, shift, starts: vec![0; prefixes + 1] };
        let (mut next, mut last) = (0, W::default());
        for at in 0..n {
            let word = word(at);
            if word < last {
                return None;
            }
            let prefix = guide.prefix(word.head());
            while next <= prefix {
                guide.starts[next] = at as u32;
                next += 1;
            }
            last = word;
        }
        guide.starts[next..].fill(n as u32);
        Some(guide)
    }

    #[inline(always)]
    fn prefix(&self, head: u64) -> usize {
        let most = self.starts.len() as u64 - 2;
        (head.saturating_sub(self.least) >> self.shift).min(most) as usize
    }

    /// The places of the words with the same leading bits: all before are smaller, all behind greater.
    #[inline(always)]
    pub(super) fn near<W: Word>(&self, word: W) -> Range<usize> {
        let prefix = self.prefix(word.head());
        self.starts[prefix] as usize..self.starts[prefix + 1] as usize
    }
}
