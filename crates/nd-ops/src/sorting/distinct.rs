//! [`Distinct`]: the distinct elements of an array, or of a part of one.

use super::lanes::{is_beyond, placed, placed_far};
use super::searchsorted::gapless;
use super::source::{Source, words};
use super::{Sortable, Word, radix, tally};
use nd_core::{View, huge};

/// Each element once, in order, and how often it occurs.
#[derive(Clone, Debug)]
pub struct Distinct<T> {
    /// The elements; of equal ones the bits that sorting puts first.
    pub values: Vec<T>,
    /// How often each occurs.
    pub counts: Vec<usize>,
    /// Where each is first, if that was asked.
    pub firsts: Vec<usize>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { values: Vec::new(), counts: Vec::new(), firsts: Vec::new() }
    }
}

/// Whether two elements next to each other in order are one.
#[inline(always)]
fn is_same<T: Sortable>(a: T, b: T, equal_nan: bool) -> bool {
    match (a.is_missing(), b.is_missing()) {
        (false, false) => a.rank() == b.rank(),
        (true, true) => equal_nan,
        _ => false,
    }
}

impl<T: Sortable> Distinct<T> {
    /// Takes up an element that comes after those that are there, or is the last one of them.
    #[inline(always)]
    pub(super) fn take(&mut self, (x, count, first): (T, usize, Option<usize>), equal_nan: bool) {
        match self.values.last_mut() {
            Some(last) if is_same(*last, x, equal_nan) => {
                if x.word() < last.word() {
                    *last = x;
                }
                *self.counts.last_mut().expect("as many as values") += count;
                if let (Some(known), Some(first)) = (self.firsts.last_mut(), first) {
                    *known = first.min(*known);
                }
            }
            _ => {
                self.values.push(x);
                self.counts.push(count);
                self.firsts.extend(first);
            }
        }
    }

    fn at(&self, at: usize) -> (T, usize, Option<usize>) {
        (self.values[at], self.counts[at], self.firsts.get(at).copied())
    }
}

pub(super) fn of<T: Sortable>(
    a: View<'_, T>,
    equal_nan: bool,
    firsts: Option<usize>,
) -> Distinct<T> {
    let elements = gapless(a);
    let elements = elements.view().as_slice().expect("without gaps");
    let Some(start) = firsts else { return counted(elements, equal_nan) };
    let mut found = Distinct::default();
    let mut take = |at: usize| found.take((elements[at], 1, Some(start + at)), equal_nan);
    if is_beyond::<T::Rank>(elements.len()) {
        let read = placed_far(elements);
        let mut order = Source::new(elements.len(), &read).to_vec();
        radix::sort(&mut order);
        order.into_iter().for_each(|placed| take(u64::place(placed)));
    } else {
        let read = placed(elements);
        let mut order = Source::new(elements.len(), &read).to_vec();
        radix::sort(&mut order);
        order.into_iter().for_each(|placed| take(T::Rank::place(placed)));
    }
    found
}

/// Distinct elements and how often each occurs.
fn counted<T: Sortable>(elements: &[T], equal_nan: bool) -> Distinct<T> {
    let read = words(elements);
    let source = Source::new(elements.len(), &read);
    if let Some(words) = tally::of(source) {
        return of_words(words.into_iter(), equal_nan);
    }
    let parts = radix::parts(source, &|words: &[T::Word]| {
        let runs = words.chunk_by(|a, b| a == b).map(|run| (run[0], run.len()));
        of_words(runs, equal_nan)
    });
    let many: usize = parts.iter().map(|part| part.values.len()).sum();
    let (values, counts) = (huge::room(many), huge::room(many));
    let mut all = Distinct { values, counts, firsts: Vec::new() };
    for part in parts {
        // What is first in a part may be equal to what was last in the one before, and nothing else.
        let mut rest = part.values.iter().zip(&part.counts).skip(1).map(|(&x, &count)| (x, count));
        if !part.values.is_empty() {
            all.take(part.at(0), equal_nan);
        }
        if let Some((x, count)) = rest.next() {
            all.take((x, count, None), equal_nan);
            all.values.extend_from_slice(&part.values[2..]);
            all.counts.extend_from_slice(&part.counts[2..]);
        }
    }
    all
}

/// Distinct elements, of words in order and how often each occurs.
fn of_words<T: Sortable>(
    words: impl Iterator<Item = (T::Word, usize)>,
    equal_nan: bool,
) -> Distinct<T> {
    let mut found = Distinct::default();
    for (word, count) in words {
        let x = T::of_word(word);
        if x.is_missing() {
            (0..count).for_each(|_| found.take((x, 1, None), equal_nan));
        } else {
            found.take((x, count, None), equal_nan);
        }
    }
    found
}

pub(super) fn in_both<T: Sortable>(
    a: &Distinct<T>,
    b: &Distinct<T>,
    equal_nan: bool,
) -> Distinct<T> {
    let mut both = Distinct::default();
    let (mut i, mut j) = (0, 0);
    while i < a.values.len() || j < b.values.len() {
        // NaN of either part go by their bits, so that the parts may come in any order.
        let left = match (a.values.get(i), b.values.get(j)) {
            (Some(x), Some(y)) => x.word() <= y.word(),
            (x, _) => x.is_some(),
        };
        if left {
            both.take(a.at(i), equal_nan);
            i += 1;
        } else {
            both.take(b.at(j), equal_nan);
            j += 1;
        }
    }
    both
}
