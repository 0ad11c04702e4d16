//! [`Label`]: what can name groups, and the groups that labels name.

use super::codes::{coded, ordered};
use half::{bf16, f16};
use nd_core::time::Unit;
use nd_core::{Datetime64, Timedelta64, View, threads};
use std::cmp::Ordering;

/// The groups that labels name: what the functions of this subject work with, and what
/// reductions that see the labels once and the values block by block share.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Codes<L> {
    /// Each label that there is, in rising order; a missing one last.
    pub labels: Vec<L>,
    /// For each position the place of its label among `labels`.
    pub codes: Vec<usize>,
}

/// What can name groups: whole numbers, floats, `bool`, `char`, text (`&str`, `String`), dates and spans
/// of time, options and pairs and triples of these ([`label_columns`](crate::label_columns)), and whatever types have it implemented.
///
/// NaN and `None` are missing labels, and so are pairs with one; −0 and 0 are the same label.
///
/// # NumPy
/// pandas' keys of `groupby`.
///
/// # Examples
/// ```
/// use nd_ops::{Grouped, Label, grouped_sum};
/// use std::cmp::Ordering;
///
/// fn totals<L: Label>(prices: &[f64], shops: &[L]) -> Grouped<L, f64> {
///     grouped_sum(prices, shops, 0)
/// }
/// assert_eq!(totals(&[1.0, 2.0, 4.0], &[7u8, 3, 7]).labels, [3, 7]);
/// assert_eq!(totals(&[1.0, 2.0, 4.0], &["b", "a", "b"]).labels, ["a", "b"]);
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Day(i32);
/// impl Label for Day {
///     fn order(&self, other: &Day) -> Ordering {
///         self.0.cmp(&other.0)
///     }
///     fn number(&self) -> Option<i64> {
///         Some(self.0.into())
///     }
/// }
/// assert_eq!(totals(&[1.0, 2.0, 4.0], &[Day(9), Day(2), Day(9)]).labels, [Day(2), Day(9)]);
/// ```
pub trait Label: Clone + Send + Sync {
    /// Which of two labels comes first: a total order, in which equal labels, and all missing
    /// ones, are equal, and missing ones come last.
    fn order(&self, other: &Self) -> Ordering;

    /// A whole number in the order of labels, equal for equal ones only, if there is one for
    /// every label (or for none): groups are found sooner by it.
    fn number(&self) -> Option<i64> {
        None
    }

    /// Whether the label is none: NaN, `None`.
    fn is_missing(&self) -> bool {
        false
    }

    #[doc(hidden)]
    #[inline(never)]
    fn codes_of(labels: View<'_, Self>) -> Codes<Self> {
        let all: Vec<&Self> = labels.iter().collect();
        let numbers: Option<Vec<i64>> = all.iter().map(|label| label.number()).collect();
        let (kinds, codes) = match numbers {
            Some(numbers) => {
                let (kinds, codes) = coded(&numbers);
                (firsts(kinds.len(), &codes), codes)
            }
            None => ordered(all.len(), &|a, b| all[a].order(all[b])),
        };
        Codes { labels: kinds.into_iter().map(|k| all[k].clone()).collect(), codes }
    }
}

/// The first position of each code.
pub(super) fn firsts(groups: usize, codes: &[usize]) -> Vec<usize> {
    let mut first = vec![0; groups];
    codes.iter().enumerate().rev().for_each(|(k, &code)| first[code] = k);
    first
}

/// Each element of labels that lie in a row as a number.
fn numbered<L: Copy + Send + Sync>(labels: View<'_, L>, number: fn(L) -> i64) -> Vec<i64> {
    let flat = labels.ravel();
    let all = flat.view().as_slice().expect("ravel is contiguous");
    let mut numbers = nd_core::huge::advised(vec![0; all.len()]);
    threads::chunks(&mut numbers, 1 << 17, &|start, numbers| {
        for (out, &label) in numbers.iter_mut().zip(&all[start..]) {
            *out = number(label);
        }
    });
    numbers
}

/// Labels that are numbers, in the order of an `i64` each.
macro_rules! label {
    ($($T:ty, $number:expr, $of:expr $(, $missing:expr)?;)*) => {$(
        impl Label for $T {
            fn order(&self, other: &$T) -> Ordering {
                self.number().cmp(&other.number())
            }
            fn number(&self) -> Option<i64> {
                let number: fn($T) -> i64 = $number;
                Some(number(*self))
            }
            $(
                fn is_missing(&self) -> bool {
                    let missing: fn($T) -> bool = $missing;
                    missing(*self)
                }
            )?
            #[inline(never)]
            fn codes_of(labels: View<'_, $T>) -> Codes<$T> {
                let (kinds, codes) = coded(&numbered(labels, $number));
                let of: fn(i64) -> $T = $of;
                Codes { labels: kinds.into_iter().map(of).collect(), codes }
            }
        }
    )*};
}
label! {
    bool, i64::from, |k| k != 0;
    i8, i64::from, |k| k as i8;
    i16, i64::from, |k| k as i16;
    i32, i64::from, |k| k as i32;
    isize, |x| x as i64, |k| k as isize;
    u8, i64::from, |k| k as u8;
    u16, i64::from, |k| k as u16;
    u32, i64::from, |k| k as u32;
    u64, |x| (x ^ SIGN) as i64, |k| k as u64 ^ SIGN;
    usize, |x| (x as u64 ^ SIGN) as i64, |k| (k as u64 ^ SIGN) as usize;
    char, |x| i64::from(u32::from(x)), |k| char::from_u32(k as u32).unwrap_or_default();
    f64, ranked, unranked, f64::is_nan;
    f32, |x| ranked(f64::from(x)), |k| unranked(k) as f32, f32::is_nan;
    f16, |x| ranked(x.to_f64()), |k| f16::from_f64(unranked(k)), f16::is_nan;
    bf16, |x| ranked(x.to_f64()), |k| bf16::from_f64(unranked(k)), bf16::is_nan;
}

/// Times, by their counts; what is missing has the least one, and comes last.
macro_rules! times {
    ($($T:ident)*) => {$(
        impl<U: Unit> Label for $T<U> {
            fn order(&self, other: &$T<U>) -> Ordering {
                self.number().cmp(&other.number())
            }
            fn number(&self) -> Option<i64> {
                Some(self.count().wrapping_sub(1))
            }
            fn is_missing(&self) -> bool {
                self.is_nat()
            }
            fn codes_of(labels: View<'_, $T<U>>) -> Codes<$T<U>> {
                let (kinds, codes) = coded(&numbered(labels.counts(), |count| count.wrapping_sub(1)));
                let of = |number: i64| $T::new(number.wrapping_add(1));
                Codes { labels: kinds.into_iter().map(of).collect(), codes }
            }
        }
    )*};
}
times!(Datetime64 Timedelta64);

/// Those that need no other numbers.
impl Label for i64 {
    fn order(&self, other: &i64) -> Ordering {
        self.cmp(other)
    }
    fn number(&self) -> Option<i64> {
        Some(*self)
    }
    #[inline(never)]
    fn codes_of(labels: View<'_, i64>) -> Codes<i64> {
        let flat = labels.ravel();
        let (labels, codes) = coded(flat.view().as_slice().expect("ravel is contiguous"));
        Codes { labels, codes }
    }
}

const SIGN: u64 = 1 << 63;

/// A number in the order of floats, with −0 as 0, and NaN last.
fn ranked(x: f64) -> i64 {
    if x.is_nan() {
        return i64::MAX;
    }
    let bits = (x + 0.0).to_bits() as i64; // −0 + 0 is 0
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

fn unranked(rank: i64) -> f64 {
    match rank {
        i64::MAX => f64::NAN,
        0.. => f64::from_bits(rank as u64),
        _ => f64::from_bits((rank ^ i64::MAX) as u64),
    }
}
