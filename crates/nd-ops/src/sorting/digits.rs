//! Sorting words that fit into the processor's caches: by the leading digits of their distance from the smallest.
//!
//! Two or three digits tell nearly all words of a bucket apart. They are put in order by counting, from the last digit
//! to the first, each pass keeping the order of the one before; what has the same leading digits stands side by side
//! then, and is sorted by comparisons where it is not in order yet.

use super::word::Word;

/// Words that are sorted by comparisons.
const FEW: usize = 256;
/// Words from which on digits are long.
const MANY: usize = 1 << 12;
/// Words of the same leading digits that are sorted by insertion.
const SHORT_RUN: usize = 24;

/// Which digits are looked at.
#[derive(Clone, Copy)]
struct Leading {
    least: u64,
    shift: u32,
    passes: usize,
}

impl Leading {
    /// The first `digits` of so many bits in words that are not all the same.
    fn of((least, most): (u64, u64), bits: u32, digits: usize) -> Leading {
        let known = u64::BITS - (most - least).leading_zeros();
        let looked_at = known.min(bits * digits as u32);
        Leading { least, shift: known - looked_at, passes: looked_at.div_ceil(bits) as usize }
    }

    #[inline(always)]
    fn prefix<W: Word>(self, word: W) -> u64 {
        (word.head() - self.least) >> self.shift
    }
}

/// The smallest and the largest head.
fn range<W: Word>(words: &[W]) -> (u64, u64) {
    words.iter().fold((u64::MAX, 0), |(least, most), word| {
        let head = word.head();
        (least.min(head), most.max(head))
    })
}

/// Sorts words.
pub(super) fn sort<W: Word>(words: &mut [W]) {
    if words.len() <= FEW {
        return words.sort_unstable();
    }
    sort_beside(words, &mut vec![W::default(); words.len()]);
}

/// Sorts words; `spare` is as long as they are.
#[inline(never)]
fn sort_beside<W: Word>(words: &mut [W], spare: &mut [W]) {
    if words.len() <= FEW || u32::try_from(words.len()).is_err() {
        return words.sort_unstable();
    }
    let found = range(words);
    if found.0 == found.1 {
        if !W::EXACT && !words.is_sorted() {
            words.sort_unstable();
        }
        return;
    }
    let spare = &mut spare[..words.len()];
    let leading = if words.len() < MANY {
        let leading = Leading::of(found, 8, 3);
        by_digits::<W, 256, 3>(words, spare, leading);
        leading
    } else {
        let leading = Leading::of(found, 11, 2);
        by_digits::<W, 2048, 2>(words, spare, leading);
        leading
    };
    if leading.shift > 0 || !W::EXACT {
        settle(words, spare, leading);
    }
}

/// Sorts words by up to `P` digits with `N` values each; what is equal in them stays in order.
fn by_digits<W: Word, const N: usize, const P: usize>(
    words: &mut [W],
    spare: &mut [W],
    leading: Leading,
) {
    let bits = N.trailing_zeros();
    let digit = |word: W, pass: usize| (leading.prefix(word) >> (bits * pass as u32)) as usize % N;
    let mut next = [[0u32; N]; P];
    for &word in words.iter() {
        for (pass, counts) in next.iter_mut().enumerate() {
            counts[digit(word, pass)] += 1;
        }
    }
    for (pass, next) in next.iter_mut().enumerate().take(leading.passes) {
        let mut start = 0;
        for count in next.iter_mut() {
            start += std::mem::replace(count, start);
        }
        let (from, to) =
            if pass % 2 == 0 { (&*words, &mut *spare) } else { (&*spare, &mut *words) };
        for &word in from {
            let at = &mut next[digit(word, pass)];
            to[*at as usize] = word;
            *at += 1;
        }
    }
    if leading.passes % 2 == 1 {
        words.copy_from_slice(spare);
    }
}

/// Sorts the words that have the same leading digits, where they are not in order.
fn settle<W: Word>(words: &mut [W], spare: &mut [W], leading: Leading) {
    let mut at = 1;
    while at < words.len() {
        if words[at - 1] <= words[at] {
            at += 1;
            continue;
        }
        let prefix = leading.prefix(words[at]);
        let same = |word: &W| leading.prefix(*word) == prefix;
        let start = words[..at].iter().rposition(|word| !same(word)).map_or(0, |last| last + 1);
        let end = at + words[at..].iter().take_while(|word| same(word)).count();
        let run = &mut words[start..end];
        if run.len() <= SHORT_RUN {
            insert(run)
        } else {
            sort_beside(run, spare)
        }
        at = end + 1;
    }
}

/// Sorts a few words.
fn insert<W: Word>(words: &mut [W]) {
    for at in 1..words.len() {
        let word = words[at];
        let mut to = at;
        while to > 0 && words[to - 1] > word {
            words[to] = words[to - 1];
            to -= 1;
        }
        words[to] = word;
    }
}
