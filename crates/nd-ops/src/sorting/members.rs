//! [`Members`]: a set of words that is asked whether it has others.

use super::guide::Guide;
use super::radix;
use super::word::Word;

/// Words that are compared one by one.
const FEW: usize = 8;
/// Bits of a set for each word: as much memory as the words have, for those of 64 bits.
const BITS_EACH: u64 = 64;
/// Bits that any set may have.
const BITS: u64 = 1 << 16;

/// Words, each once, as what answers fast.
#[derive(Clone, Debug)]
pub enum Members<W> {
    /// All of them.
    Few(Vec<W>),
    /// A bit for each number from the least word on.
    Bits {
        /// What the first bit stands for.
        least: u64,
        /// Whether each number is there.
        bits: Vec<u64>,
    },
    /// In order.
    Sorted {
        /// The words.
        words: Vec<W>,
        /// Where to look for one of them.
        guide: Option<Guide>,
    },
}

impl<W: Word> Members<W> {
    pub(super) fn of(mut words: Vec<W>) -> Self {
        let (least, most) = words.iter().fold((u64::MAX, 0), |(least, most), word| {
            (word.head().min(least), word.head().max(most))
        });
        let wanted = BITS_EACH.saturating_mul(words.len() as u64).max(BITS);
        if words.len() > FEW && W::EXACT && most - least < wanted {
            let mut bits = vec![0; ((most - least) / 64 + 1) as usize];
            for word in words {
                let at = word.head() - least;
                bits[(at / 64) as usize] |= 1 << (at % 64);
            }
            return Members::Bits { least, bits };
        }
        radix::sort(&mut words);
        words.dedup();
        if words.len() <= FEW {
            return Members::Few(words);
        }
        let guide = Guide::of(words.len(), |at| words[at]);
        Members::Sorted { words, guide }
    }

    #[inline(always)]
    pub(super) fn has(&self, word: W) -> bool {
        match self {
            Members::Few(words) => words.contains(&word),
            Members::Bits { least, bits } => {
                let at = word.head().wrapping_sub(*least);
                let block = bits.get((at / 64) as usize).copied().unwrap_or(0);
                (block >> (at % 64)) & 1 == 1
            }
            Members::Sorted { words, guide } => {
                let near = guide.as_ref().map_or(0..words.len(), |guide| guide.near(word));
                words[near].binary_search(&word).is_ok()
            }
        }
    }
}
