//! [`Distinct`]: the distinct elements of an array, or of a part of one.

use super::lanes::{is_beyond, placed, placed_far, words};
use super::searchsorted::gapless;
use super::{Sortable, Word, radix};
use nd_core::View;

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
        let mut order = placed_far(elements, false);
        radix::sort(&mut order);
        order.into_iter().for_each(|placed| take(u64::place(placed)));
    } else {
        let mut order = placed(elements, false);
        radix::sort(&mut order);
        order.into_iter().for_each(|placed| take(T::Rank::place(placed)));
    }
    found
}

/// Without the first places: words are enough.
fn counted<T: Sortable>(elements: &[T], equal_nan: bool) -> Distinct<T> {
    let mut words = words(elements, |x, _| x.word());
    radix::sort(&mut words);
    let mut found = Distinct::default();
    let mut rest = &words[..];
    while let Some(&word) = rest.first() {
        let x = T::of_word(word);
        let run = rest.iter().take_while(|&&other| other == word).count();
        if x.is_missing() {
            (0..run).for_each(|_| found.take((x, 1, None), equal_nan));
        } else {
            found.take((x, run, None), equal_nan);
        }
        rest = &rest[run..];
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
