//! The largest and the smallest, and where they are; what is not stored counts as zero.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::PackedRef;
use nd_ops::Ordered;

/// Which extreme is looked for.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// The largest, or else the smallest.
    pub(crate) largest: bool,
    /// Whether NaN is passed over; otherwise it is the extreme.
    pub(crate) skip_nan: bool,
}

impl Which {
    /// The extreme of what there was and one more.
    #[inline(always)]
    fn step<T: Ordered>(self, so_far: Option<T>, next: T) -> Option<T> {
        if self.skip_nan && next.is_unordered() {
            return so_far;
        }
        let Some(best) = so_far else { return Some(next) };
        Some(if self.largest { best.larger(next) } else { best.smaller(next) })
    }

    fn of<T: Ordered + Entry>(self, values: &[T], has_zeros: bool) -> Option<T> {
        let start = has_zeros.then_some(T::ZERO);
        values.iter().fold(start, |best, &value| self.step(best, value))
    }
}

/// The extreme of everything: `None` of nothing, and NaN where everything is NaN.
pub(crate) fn total<T: Entry + Ordered, I: Index>(
    a: PackedRef<'_, T, I>,
    which: Which,
) -> Option<T> {
    let elements = a.lanes().saturating_mul(a.across);
    let best = which.of(a.values, a.nnz() < elements);
    best.or(if elements == 0 { None } else { T::UNORDERED })
}

/// The extreme of each lane, which has at least one position.
pub(crate) fn of_lanes<T: Entry + Ordered, I: Index>(
    a: PackedRef<'_, T, I>,
    which: Which,
) -> Vec<T> {
    lanes::each(T::ZERO, &a.cuts(), &|part, out| {
        for (lane, out) in part.zip(out) {
            let (_, values) = a.lane(lane);
            let best = which.of(values, values.len() < a.across);
            *out = best.or(T::UNORDERED).unwrap_or(T::ZERO);
        }
    })
}

/// Where the extreme of each lane is first.
pub(crate) fn places<T: Entry + Ordered, I: Index>(
    a: PackedRef<'_, T, I>,
    which: Which,
) -> Vec<usize> {
    lanes::each(0, &a.cuts(), &|part, out| {
        for (lane, out) in part.zip(out) {
            let (indices, values) = a.lane(lane);
            *out = place(indices, values, a.across, which);
        }
    })
}

fn place<T: Entry + Ordered, I: Index>(
    indices: &[I],
    values: &[T],
    across: usize,
    which: Which,
) -> usize {
    let mut best: Option<(usize, T)> = None;
    let mut see = |at: usize, value: T| {
        let better = match best {
            _ if which.skip_nan && value.is_unordered() => false,
            None => true,
            Some((_, best)) if best.is_unordered() => false,
            Some((_, best)) => {
                value.is_unordered() || if which.largest { value > best } else { value < best }
            }
        };
        if better {
            best = Some((at, value));
        }
    };
    // Every element that is not stored is the same zero: the first one is as good as any.
    let (mut expected, mut zero_seen) = (0, false);
    for (index, &value) in indices.iter().zip(values) {
        if index.position() > expected && !zero_seen {
            zero_seen = true;
            see(expected, T::ZERO);
        }
        see(index.position(), value);
        expected = index.position() + 1;
    }
    if expected < across && !zero_seen {
        see(expected, T::ZERO);
    }
    best.map_or(0, |(at, _)| at)
}
