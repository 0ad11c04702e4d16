//! Which runs of two rows are neighbours.

use super::runs::Row;
use nd_core::simd::{Isa, Kernel};

/// Finds the pairs of runs of two rows that hold neighbours, each at least once.
///
/// A pair is found where its runs begin to lie side by side. The number of a run is the count of the
/// starts before: nothing but the number of pairs in a word is a branch.
pub(super) struct Pairs<'a> {
    pub(super) before: Row<'a>,
    pub(super) here: Row<'a>,
    /// By how much, from least to most, pixels of `before` are further along than their neighbours.
    pub(super) interval: [isize; 2],
    pub(super) pairs: &'a mut Vec<[u32; 2]>,
}

/// Words of a row side by side: of each row the bits of the pixels, and those that a pixel before them in
/// the same run has.
#[derive(Clone, Copy, Default)]
struct Word {
    set: u64,
    joined: u64,
    starts: u64,
}

impl Word {
    #[inline(always)]
    fn of(bits: &[[u64; 2]], i: usize) -> Word {
        let [set, starts] = bits.get(i).copied().unwrap_or_default();
        Word { set, joined: set & !starts, starts }
    }
}

/// The bits one place further, of what follows a word.
#[inline(always)]
fn next(word: u64, after: u64) -> u64 {
    word >> 1 | after << 63
}

#[inline(always)]
fn previous(word: u64, before: u64) -> u64 {
    word << 1 | before >> 63
}

impl Kernel for Pairs<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Pairs { before, here, interval: [lo, hi], pairs } = self;
        let has = |step: isize| (lo..=hi).contains(&step);
        let level = has(0);
        // Beside a pair at the same place, or one along, the runs are the same two.
        let unless_level = |bits: u64| if level { !bits } else { u64::MAX };
        let (mut first, mut ours) = (before.first, here.first);
        let (mut last, mut old, mut new) =
            (Word::default(), Word::of(before.bits, 0), Word::of(here.bits, 0));
        for i in 0..here.bits.len() {
            let (old_next, new_next) = (Word::of(before.bits, i + 1), Word::of(here.bits, i + 1));
            let mut found = |mut bits: u64, further: u64, closer: u64| {
                while bits != 0 {
                    let x = bits.trailing_zeros();
                    let upto = u64::MAX >> (63 - x);
                    let a = first + (old.starts & upto).count_ones();
                    let a = a + (further >> x & 1) as u32 - (closer >> x & 1) as u32;
                    pairs.push([a - 1, ours + (new.starts & upto).count_ones() - 1]);
                    bits &= bits - 1;
                }
            };
            if level {
                found(new.set & old.set & !(new.joined & old.joined), 0, 0);
            }
            if has(-1) {
                let (set, joined) =
                    (previous(old.set, last.set), previous(old.joined, last.joined));
                let bits = new.set & set & !(new.joined & joined);
                found(bits & unless_level(new.joined | old.joined), 0, old.starts);
            }
            if has(1) {
                let (set, joined) =
                    (next(old.set, old_next.set), next(old.joined, old_next.joined));
                let bits = new.set & set & !(new.joined & joined);
                let meets = unless_level(joined | next(new.joined, new_next.joined));
                found(bits & meets, next(old.starts, old_next.starts), 0);
            }
            first += old.starts.count_ones();
            ours += new.starts.count_ones();
            (last, old, new) = (old, old_next, new_next);
        }
    }
}
