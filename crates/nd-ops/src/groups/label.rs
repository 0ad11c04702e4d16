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
            codes(labels)
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

fn codes<L: Label>(labels: View<'_, L>) -> Codes<L> {
    let flat = labels.ravel();
    let all = flat.view().as_slice().expect("ravel is contiguous");
    let Some(&first) = all.first() else {
        return Codes { labels: Vec::new(), codes: Vec::new() };
    };
    let mut least = first;
    for &label in all {
        least = if label < least { label } else { least };
    }
    let least: i64 = least.cast_to();
    let mut places = Vec::with_capacity(all.len());
    for &label in all {
        let label: i64 = label.cast_to();
        places.push(label.wrapping_sub(least) as u64); // right for u64 too: taken modulo 2⁶⁴
    }
    let (kinds, codes) = coded(&places);
    let mut labels = Vec::with_capacity(kinds.len());
    for position in kinds {
        labels.push(all[position]);
    }
    Codes { labels, codes }
}

/// For each place that there is, in rising order, a position that has it; and for each position
/// the number of its place among them.
fn coded(places: &[u64]) -> (Vec<usize>, Vec<usize>) {
    let most = places.iter().copied().max().unwrap_or(0);
    // A table of all places that there could be, where it is no larger than what it is for.
    match usize::try_from(most) {
        Ok(most) if most <= 4 * places.len() + 1024 => tabled(places, most + 1),
        _ => sorted(places),
    }
}

fn tabled(places: &[u64], range: usize) -> (Vec<usize>, Vec<usize>) {
    let mut seen = vec![None; range];
    places.iter().enumerate().for_each(|(k, &place)| seen[place as usize] = Some(k));
    let mut code = vec![0; range];
    let mut kinds = Vec::new();
    for (code, position) in code.iter_mut().zip(&seen) {
        if let Some(position) = position {
            *code = kinds.len();
            kinds.push(*position);
        }
    }
    (kinds, places.iter().map(|&place| code[place as usize]).collect())
}

fn sorted(places: &[u64]) -> (Vec<usize>, Vec<usize>) {
    let mut kinds: Vec<usize> = (0..places.len()).collect();
    kinds.sort_unstable_by_key(|&k| places[k]);
    kinds.dedup_by_key(|k| places[*k]);
    let code = |place: &u64| kinds.partition_point(|&k| places[k] < *place);
    let codes = places.iter().map(code).collect();
    (kinds, codes)
}
