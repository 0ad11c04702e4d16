//! Groups of whole numbers: which there are, and which each position has.

use nd_core::{View, huge, threads};
use std::sync::atomic::{AtomicU8, Ordering};

/// Positions that one thread takes at a time.
const TASK: usize = 1 << 18;

/// The numbers that there are, in rising order, and for each position the place of its number
/// among them.
pub(super) fn coded(numbers: &[i64]) -> (Vec<i64>, Vec<usize>) {
    let Some((least, most)) = ends(numbers) else { return (Vec::new(), Vec::new()) };
    // A table of all numbers that there could be, where it is no larger than what it is for.
    match usize::try_from(most.wrapping_sub(least) as u64) {
        Ok(range) if range <= 4 * numbers.len() + 1024 => tabled(numbers, least, range + 1),
        _ => {
            let unique = crate::unique_inverse(View::from_slice(numbers));
            (unique.values.into_vec(), unique.inverse_indices.into_vec())
        }
    }
}

/// The smallest and the largest.
fn ends(numbers: &[i64]) -> Option<(i64, i64)> {
    let parts = threads::collect(numbers.len().div_ceil(TASK), &|task| {
        let part = &numbers[task * TASK..numbers.len().min((task + 1) * TASK)];
        let first = part[0];
        part.iter().fold((first, first), |(least, most), &x| (least.min(x), most.max(x)))
    });
    parts.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn tabled(numbers: &[i64], least: i64, range: usize) -> (Vec<i64>, Vec<usize>) {
    let seen: Vec<AtomicU8> = (0..range).map(|_| AtomicU8::new(0)).collect();
    let tasks = numbers.len().div_ceil(TASK);
    let place = |x: i64| x.wrapping_sub(least) as u64 as usize;
    threads::run(tasks, &|task| {
        for &x in &numbers[task * TASK..numbers.len().min((task + 1) * TASK)] {
            let seen = &seen[place(x)];
            // Read first: what nobody writes to stays in the cache of every processor.
            if seen.load(Ordering::Relaxed) == 0 {
                seen.store(1, Ordering::Relaxed);
            }
        }
    });
    let mut kinds = Vec::new();
    let mut code = vec![0; range];
    for (k, seen) in seen.into_iter().enumerate() {
        if seen.into_inner() != 0 {
            code[k] = kinds.len();
            kinds.push(least.wrapping_add(k as i64));
        }
    }
    let all = kinds.len() == range;
    let mut codes = huge::advised(vec![0; numbers.len()]);
    threads::chunks(&mut codes, TASK, &|start, codes| {
        let numbers = &numbers[start..start + codes.len()];
        for (out, &x) in codes.iter_mut().zip(numbers) {
            let place = place(x);
            *out = if all { place } else { code[place] };
        }
    });
    (kinds, codes)
}

/// The groups of labels that know an order only: by their positions, sorted.
pub(super) fn ordered(
    n: usize,
    order: &dyn Fn(usize, usize) -> std::cmp::Ordering,
) -> (Vec<usize>, Vec<usize>) {
    let mut sorted: Vec<usize> = (0..n).collect();
    sorted.sort_by(|&a, &b| order(a, b));
    let (mut kinds, mut codes) = (Vec::<usize>::new(), vec![0; n]);
    for position in sorted {
        if kinds.last().is_none_or(|&last| order(last, position).is_ne()) {
            kinds.push(position);
        }
        codes[position] = kinds.len() - 1;
    }
    (kinds, codes)
}
