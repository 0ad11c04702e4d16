//! Which word stands at a place among many, without sorting them.
//!
//! A sample tells two words between which the place lies, nearly always; what lies between them is a small part of all
//! and looked at closely (R. W. Floyd and R. L. Rivest, "Expected time bounds for selection", 1975).

use super::buckets::places;
use super::source::{BLOCK, Source, words};
use super::word::Word;
use super::{Sortable, radix};
use nd_core::{huge, threads};

/// Words of the sample.
const SAMPLE: usize = 1 << 13;
/// Words that one task looks at.
const TASK: usize = 1 << 16;
/// Words from which on a sample is worth its while.
pub(crate) const MANY: usize = 1 << 17;

/// Two words between which the elements of some places lie, and so these.
#[derive(Clone, Copy)]
struct Between<W> {
    low: W,
    high: W,
}

impl<W: Word> Between<W> {
    /// Those of places from `first` to `last`, if the sample does not mislead.
    fn of(words: Source<'_, W>, first: usize, last: usize) -> Between<W> {
        let n = words.len();
        let mut sample: Vec<W> = places(n, SAMPLE).map(|at| words.at(at)).collect();
        sample.sort_unstable();
        let m = sample.len();
        let at = |place: usize| (place as f64 / n as f64 * m as f64) as usize;
        // Four times what a random sample's places are off by.
        let margin = 2 * m.isqrt();
        let (least, most) = (W::default(), W::default().opposite());
        let low = at(first).checked_sub(margin).map_or(least, |at| sample[at]);
        let high = sample.get(at(last) + margin).copied().unwrap_or(most);
        Between { low, high }
    }

    /// How many words are smaller than these, and those between them.
    fn found(self, words: Source<'_, W>) -> (usize, Vec<W>) {
        let parts = words.in_parts(TASK, &|range| {
            let (mut below, mut within) = (0, Vec::new());
            words.blocks(range, |block| {
                for &word in block {
                    below += usize::from(word < self.low);
                    if word >= self.low && word <= self.high {
                        within.push(word);
                    }
                }
            });
            (below, within)
        });
        let below = parts.iter().map(|(below, _)| below).sum();
        (below, parts.into_iter().flat_map(|(_, within)| within).collect())
    }
}

/// The elements that would stand at the places `first` and `last` if all were sorted.
///
/// There are so many elements, and `first <= last`.
pub(crate) fn nth<T: Sortable>(elements: &[T], first: usize, last: usize) -> [T; 2] {
    let read = words(elements);
    nth_words(Source::new(elements.len(), &read), first, last).map(T::of_word)
}

#[inline(never)]
fn nth_words<W: Word>(words: Source<'_, W>, first: usize, last: usize) -> [W; 2] {
    let (mut below, mut some) = Between::of(words, first, last).found(words);
    if first < below || last >= below + some.len() {
        (below, some) = (0, words.to_vec());
    }
    let (_, &mut low, above) = some.select_nth_unstable(first - below);
    let high = match last - first {
        0 => low,
        further => *above.select_nth_unstable(further - 1).1,
    };
    [low, high]
}

/// The `k` smallest words, in order; there are so many.
#[inline(never)]
pub(super) fn least<W: Word>(words: Source<'_, W>, k: usize) -> Vec<W> {
    let n = words.len();
    let mut some: Vec<W> = Vec::new();
    if n >= MANY && (1..n / 2).contains(&k) {
        let Between { high, .. } = Between::of(words, k - 1, k - 1);
        some = Between { low: W::default(), high }.found(words).1;
    }
    if some.len() < k {
        some = words.to_vec();
    }
    if k < some.len() {
        some.select_nth_unstable(k);
        some.truncate(k);
    }
    radix::sort(&mut some);
    some
}

/// Writes what is made of words: that of the place `kth` in order where it stands then, those of smaller words before
/// it and those of greater ones behind.
pub(super) fn arranged<W: Word, R: Send>(
    words: Source<'_, W>,
    kth: usize,
    out: &mut [R],
    made: &(dyn Fn(&[W], &mut [R]) + Sync),
) {
    if words.len() < MANY || !arranged_by_sample(words, kth, out, made) {
        let mut words = words.to_vec();
        words.select_nth_unstable(kth);
        made(&words, out);
    }
}

/// As [`arranged`], if the sample does not mislead.
fn arranged_by_sample<W: Word, R: Send>(
    words: Source<'_, W>,
    kth: usize,
    out: &mut [R],
    made: &(dyn Fn(&[W], &mut [R]) + Sync),
) -> bool {
    let between = Between::of(words, kth, kth);
    let counts = words.in_parts(TASK, &|range| {
        let [mut below, mut above] = [0; 2];
        words.blocks(range, |block| {
            below += block.iter().filter(|word| **word < between.low).count();
            above += block.iter().filter(|word| **word > between.high).count();
        });
        [below, above]
    });
    let [below, above] = [0, 1].map(|side| counts.iter().map(|part| part[side]).sum::<usize>());
    let n = words.len();
    if kth < below || kth >= n - above {
        return false;
    }
    let mut within = huge::advised(vec![W::default(); n - below - above]);
    let (mut first, rest) = out.split_at_mut(below);
    let (middle, mut last) = rest.split_at_mut(within.len());
    let mut inside = &mut within[..];
    let tasks = (0..n).step_by(TASK).zip(&counts).map(|(start, &[below, above])| {
        let range = start..n.min(start + TASK);
        let some = range.len() - below - above;
        (range, (cut(&mut first, below), cut(&mut inside, some), cut(&mut last, above)))
    });
    threads::items(tasks.collect(), &|_, (range, (mut first, mut inside, mut last))| {
        words.blocks(range, |block| {
            let sides = Sides::of(block, between);
            made(sides.below(), cut(&mut first, sides.below().len()));
            cut(&mut inside, sides.within().len()).copy_from_slice(sides.within());
            made(sides.above(), cut(&mut last, sides.above().len()));
        });
    });
    within.select_nth_unstable(kth - below);
    made(&within, middle);
    true
}

/// A block of words, those of each side together.
struct Sides<W> {
    words: [[W; BLOCK]; 3],
    counts: [usize; 3],
}

impl<W: Word> Sides<W> {
    /// Each word is written at the end of each side, and counted on one.
    #[inline(always)]
    fn of(block: &[W], between: Between<W>) -> Self {
        let mut words = [[W::default(); BLOCK]; 3];
        let mut counts = [0; 3];
        for &word in block {
            let (below, above) = (word < between.low, word > between.high);
            for (side, here) in [below, !below & !above, above].into_iter().enumerate() {
                words[side][counts[side] % BLOCK] = word;
                counts[side] += usize::from(here);
            }
        }
        Sides { words, counts }
    }

    fn below(&self) -> &[W] {
        &self.words[0][..self.counts[0]]
    }

    fn within(&self) -> &[W] {
        &self.words[1][..self.counts[1]]
    }

    fn above(&self) -> &[W] {
        &self.words[2][..self.counts[2]]
    }
}

/// Takes so many elements off the start.
fn cut<'a, R>(left: &mut &'a mut [R], len: usize) -> &'a mut [R] {
    let (here, rest) = std::mem::take(left).split_at_mut(len);
    *left = rest;
    here
}
