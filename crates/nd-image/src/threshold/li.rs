//! Li's threshold.

use super::{Levels, ThresholdError};
use crate::pixel::Pixel;
use nd_core::{ArrayLike, View};

/// Bins of integers far apart.
const BINS: usize = 65_536;

/// Rounds after which the threshold is taken as it is; usual pictures need less than twenty.
const ROUNDS: usize = 10_000;

/// Li's threshold of least cross-entropy (Li and Lee 1993), by the iteration of Li and Tam (1998).
///
/// Elements above the threshold are light. NaN and infinite elements do not count. Floats are sorted, not
/// counted in bins. A picture of one level has that level.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if none is finite.
///
/// # scikit-image
/// `skimage.filters.threshold_li(a)`.
///
/// # Examples
/// ```
/// let t = nd_image::threshold_li([1.0, 2.0, 3.0, 20.0, 21.0]).unwrap();
/// assert!(t > 3.0 && t < 20.0);
/// ```
pub fn threshold_li<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Pixel::li(a.view())
}

/// Levels in ascending order, how often they occur, and how near thresholds have to come.
struct Sorted {
    values: Vec<f64>,
    counts: Vec<f64>,
    tolerance: f64,
}

pub(crate) fn li<T: Pixel>(a: View<'_, T>) -> Result<f64, ThresholdError> {
    if a.is_empty() {
        return Err(ThresholdError::Empty);
    }
    let sorted = if T::WHOLE {
        let levels = Levels::of(a, BINS)?;
        Sorted {
            values: levels.centres().to_vec(),
            counts: levels.counts().to_vec(),
            tolerance: 0.5,
        }
    } else {
        of_floats(a.iter().map(|x| x.double()).filter(|x| x.is_finite()).collect())
    };
    let Some(&least) = sorted.values.first() else { return Err(ThresholdError::NotFinite) };
    Ok(least + if sorted.values.len() == 1 { 0.0 } else { above_least(&sorted, least) })
}

fn of_floats(mut values: Vec<f64>) -> Sorted {
    values.sort_unstable_by(f64::total_cmp);
    let mut counts: Vec<f64> = Vec::new();
    values.dedup_by(|next, kept| {
        if counts.is_empty() {
            counts.push(1.0);
        }
        let same = next == kept;
        match counts.last_mut() {
            Some(count) if same => *count += 1.0,
            _ => counts.push(1.0),
        }
        same
    });
    if counts.is_empty() {
        counts.resize(values.len(), 1.0);
    }
    let gaps = values.windows(2).map(|pair| pair[1] - pair[0]);
    Sorted { tolerance: gaps.fold(f64::INFINITY, f64::min) / 2.0, values, counts }
}

/// The threshold, counted from the least level.
fn above_least(Sorted { values, counts, tolerance }: &Sorted, least: f64) -> f64 {
    let (mut sums, mut below) = (vec![0.0], vec![0.0]);
    for (value, count) in values.iter().zip(counts) {
        sums.push(sums[sums.len() - 1] + (value - least) * count);
        below.push(below[below.len() - 1] + count);
    }
    let (total, all) = (sums[values.len()], below[values.len()]);
    let (mut next, mut current) = (total / all, -2.0 * tolerance);
    for _ in 0..ROUNDS {
        if (next - current).abs() <= *tolerance {
            break;
        }
        current = next;
        let cut = values.partition_point(|value| value - least <= current);
        let dark = sums[cut] / below[cut];
        let light = (total - sums[cut]) / (all - below[cut]);
        if dark == 0.0 || cut == values.len() {
            break; // log(0) is nothing to go by
        }
        next = (dark - light) / (dark.ln() - light.ln());
    }
    next
}
