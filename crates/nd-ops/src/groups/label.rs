//! [`Label`]: integers that name groups, and the groups that they name.

use nd_core::{CastTo, Integer, View};

/// The groups that labels name: what the functions of this subject work with, and what
/// reductions that see the labels once and the values block by block share.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Codes<L> {
    /// Each label that there is, in rising order.
    pub labels: Vec<L>,
    /// For each position the place of its label among `labels`.
    pub codes: Vec<usize>,
}

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn codes_of(labels: View<'_, Self>) -> Codes<Self> {
            codes(&labels.iter().copied().collect::<Vec<_>>())
        }
    };
}

/// Integers that can name groups: all of nd's.
///
/// # Examples
/// ```
/// use nd_ops::{Grouped, Label, grouped_sum};
///
/// fn totals<L: Label>(prices: &[f64], shops: &[L]) -> Grouped<L, f64> {
///     grouped_sum(prices, shops, 0)
/// }
/// assert_eq!(totals(&[1.0, 2.0, 4.0], &[7u8, 3, 7]).labels, [3, 7]);
/// ```
pub trait Label: Integer + CastTo<i64> {
    kernels!(#[doc(hidden)]);
}

macro_rules! label {
    ($($T:ty)*) => {$(
        impl Label for $T {
            kernels!();
        }
    )*};
}
label!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

fn codes<L: Label>(all: &[L]) -> Codes<L> {
    let (Some(&least), Some(&most)) = (all.iter().min(), all.iter().max()) else {
        return Codes { labels: Vec::new(), codes: Vec::new() };
    };
    let place = |label: L| -> u64 {
        let (label, least): (i64, i64) = (label.cast_to(), least.cast_to());
        label.wrapping_sub(least) as u64 // right for u64 too: differences are taken modulo 2⁶⁴
    };
    // A table of all labels that there could be, where it is no larger than what it is for.
    match usize::try_from(place(most)) {
        Ok(range) if range <= 4 * all.len() + 1024 => tabled(all, range + 1, |x| place(x) as usize),
        _ => sorted(all),
    }
}

fn tabled<L: Label>(all: &[L], range: usize, place: impl Fn(L) -> usize) -> Codes<L> {
    let mut seen = vec![None; range];
    all.iter().for_each(|&label| seen[place(label)] = Some(label));
    let labels: Vec<L> = seen.iter().flatten().copied().collect();
    let mut code = vec![0; range];
    labels.iter().enumerate().for_each(|(k, &label)| code[place(label)] = k);
    Codes { codes: all.iter().map(|&label| code[place(label)]).collect(), labels }
}

fn sorted<L: Label>(all: &[L]) -> Codes<L> {
    let mut labels = all.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let code = |label: &L| labels.partition_point(|other| other < label);
    Codes { codes: all.iter().map(code).collect(), labels }
}
