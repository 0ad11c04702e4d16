//! Heights as ranks: whole numbers without gaps in the same order.

use nd_core::threads;

/// Ranges of keys that are sorted by themselves.
const RANGES: usize = 1 << 14;
/// Tasks that share them.
const TASKS: usize = 64;

/// The bits of a height, as numbers in the same order: NaN highest, both zeros alike.
#[inline(always)]
fn key(height: f64) -> u64 {
    if height.is_nan() {
        return u64::MAX;
    }
    let bits = (height + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The rank of every height among the different ones, and how many of those there are.
pub(crate) fn ranks(heights: &[f64]) -> (Vec<u32>, usize) {
    if let Some(small) = small_ranks(heights) {
        return small;
    }
    let mut pairs: Vec<(u64, u32)> =
        heights.iter().zip(0..).map(|(&height, at)| (key(height), at)).collect();
    sort(&mut pairs);
    let mut ranks = vec![0; heights.len()];
    let (mut rank, mut last) = (0, pairs.first().map_or(0, |pair| pair.0));
    for &(key, at) in &pairs {
        rank += u32::from(key != last);
        last = key;
        ranks[at as usize] = rank;
    }
    (ranks, rank as usize + 1)
}

/// The heights less the smallest, if they are whole numbers of a small range.
fn small_ranks(heights: &[f64]) -> Option<(Vec<u32>, usize)> {
    let least = heights.iter().copied().fold(f64::INFINITY, f64::min);
    let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = most - least;
    let most_ranks = heights.len().max(1 << 16) as f64;
    if span.is_nan() || span > most_ranks || least != least.trunc() {
        return None;
    }
    let mut ranks = Vec::with_capacity(heights.len());
    let mut exact = true;
    for &height in heights {
        let rank = (height - least) as u32;
        exact &= f64::from(rank) == height - least;
        ranks.push(rank);
    }
    exact.then_some((ranks, span as usize + 1))
}

/// Sorts by keys: into ranges of keys first, which the caches can hold, then each by itself.
fn sort(pairs: &mut Vec<(u64, u32)>) {
    let low = pairs.iter().map(|pair| pair.0).min().unwrap_or(0);
    let high = pairs.iter().map(|pair| pair.0).max().unwrap_or(0);
    let span = (high - low).checked_ilog2().map_or(0, |log| log + 1);
    let shift = span.saturating_sub(RANGES.ilog2());
    let range = |key: u64| ((key - low) >> shift) as usize;
    let mut starts = vec![0; RANGES + 1];
    pairs.iter().for_each(|&(key, _)| starts[range(key) + 1] += 1);
    for i in 0..RANGES {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut sorted = vec![(0, 0); pairs.len()];
    for &pair in pairs.iter() {
        let to = &mut next[range(pair.0)];
        sorted[*to] = pair;
        *to += 1;
    }
    let mut rest = &mut sorted[..];
    let mut parts = Vec::new();
    for starts in starts.windows(RANGES / TASKS + 1).step_by(RANGES / TASKS) {
        let (part, behind) = rest.split_at_mut(starts[starts.len() - 1] - starts[0]);
        parts.push((part, starts));
        rest = behind;
    }
    threads::items(parts, &|_, (mut part, starts)| {
        for ends in starts.windows(2) {
            let (range, behind) = part.split_at_mut(ends[1] - ends[0]);
            range.sort_unstable_by_key(|pair| pair.0);
            part = behind;
        }
    });
    *pairs = sorted;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_have_the_order_of_heights() {
        let heights = [0.5, -0.0, f64::NAN, 0.0, f64::NEG_INFINITY, 1e300, -2.0, 0.5];
        let (ranks, count) = ranks(&heights);
        assert_eq!(ranks, [3, 2, 5, 2, 0, 4, 1, 3]);
        assert_eq!(count, 6);
    }

    #[test]
    fn many_heights_are_sorted() {
        let heights: Vec<f64> = (0..50_000u32)
            .map(|i| f64::from(i.wrapping_mul(2_654_435_761) % 30_011) * 0.37 - 4000.0)
            .collect();
        let (ranks, count) = ranks(&heights);
        let mut different = heights.clone();
        different.sort_by(f64::total_cmp);
        different.dedup();
        assert_eq!(count, different.len());
        for (height, rank) in heights.iter().zip(ranks) {
            assert_eq!(different[rank as usize], *height);
        }
    }

    #[test]
    fn whole_numbers_are_their_own_ranks() {
        assert_eq!(ranks(&[3.0, 7.0, 2.0]), (vec![1, 5, 0], 6));
        assert_eq!(ranks(&[3.5, 7.0, 2.0]).1, 3);
        assert_eq!(ranks(&[f64::NAN]).1, 1);
        assert!(ranks(&[]).0.is_empty());
    }
}
