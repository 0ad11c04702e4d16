//! [`Source`]: where words come from, a block at a time.

use super::Sortable;
use super::word::Word;
use nd_core::{huge, threads};

/// Words that are read together.
pub(super) const BLOCK: usize = 256;
/// Elements that become words in one task.
const TASK: usize = 1 << 16;

/// So many words, which are made of elements where they are needed.
///
/// Behind a pointer, so that what sorts is compiled for words only.
#[derive(Clone, Copy)]
pub(super) struct Source<'a, W> {
    len: usize,
    read: &'a (dyn Fn(usize, &mut [W]) + Sync),
}

/// Elements as a [`Source`] of what `word` makes of them and of their places.
#[inline(always)]
pub(super) fn of<T: Copy + Sync, W: Word>(
    elements: &[T],
    word: impl Fn(T, usize) -> W + Sync,
) -> impl Fn(usize, &mut [W]) + Sync {
    move |start, words| {
        for (at, (slot, &x)) in words.iter_mut().zip(&elements[start..]).enumerate() {
            *slot = word(x, start + at);
        }
    }
}

/// Elements as a source of words that tell the bits of any two apart.
pub(super) fn words<T: Sortable>(elements: &[T]) -> impl Fn(usize, &mut [T::Word]) + Sync {
    of(elements, |x, _| x.word())
}

impl<'a, W: Word> Source<'a, W> {
    pub(super) fn new(len: usize, read: &'a (dyn Fn(usize, &mut [W]) + Sync)) -> Self {
        Source { len, read }
    }

    pub(super) fn len(self) -> usize {
        self.len
    }

    /// Writes the words from a place on.
    pub(super) fn read(self, start: usize, words: &mut [W]) {
        (self.read)(start, words);
    }

    /// The word at a place.
    pub(super) fn at(self, at: usize) -> W {
        let mut word = [W::default()];
        (self.read)(at, &mut word);
        word[0]
    }

    /// Hands the words of a range to `f`, in blocks.
    #[inline(always)]
    pub(super) fn blocks(self, range: std::ops::Range<usize>, mut f: impl FnMut(&[W])) {
        let mut block = [W::default(); BLOCK];
        for start in range.clone().step_by(BLOCK) {
            let words = &mut block[..BLOCK.min(range.end - start)];
            (self.read)(start, words);
            f(words);
        }
    }

    /// Whether all words are in order.
    pub(super) fn is_sorted(self) -> bool {
        let mut last = W::default();
        let mut block = [W::default(); BLOCK];
        (0..self.len).step_by(BLOCK).all(|start| {
            let words = &mut block[..BLOCK.min(self.len - start)];
            (self.read)(start, words);
            let sorted = last <= words[0] && words.is_sorted();
            last = words[words.len() - 1];
            sorted
        })
    }

    /// All words.
    pub(super) fn to_vec(self) -> Vec<W> {
        let mut words = huge::advised(vec![W::default(); self.len]);
        threads::chunks(&mut words, TASK, &|start, words| (self.read)(start, words));
        words
    }

    /// What `f` makes of each of the parts of at most `part` words, told as ranges, in their order.
    pub(super) fn in_parts<A: Send>(
        self,
        part: usize,
        f: &(dyn Fn(std::ops::Range<usize>) -> A + Sync),
    ) -> Vec<A> {
        let parts = self.len.div_ceil(part);
        threads::collect(parts, &|at| f(at * part..self.len.min((at + 1) * part)))
    }
}
