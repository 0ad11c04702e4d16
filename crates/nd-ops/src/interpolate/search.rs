//! Where coordinates lie between points.

use std::hint::select_unpredictable;

/// Coordinates that are looked for at once.
pub(crate) const BLOCK: usize = 512;

/// Stretches of coordinates that are looked for side by side.
const SIDE_BY_SIDE: usize = 2;

/// The last of `len` points from `from` on that is not beyond `at`, or the first.
#[inline(always)]
fn place(x: &[f64], from: usize, mut len: usize, at: f64) -> usize {
    let mut place = from;
    while len > 1 {
        let half = len / 2;
        place += if x[place + half] <= at { half } else { 0 };
        len -= half;
    }
    place
}

/// For each of up to [`BLOCK`] coordinates the last of the ascending `x` that is not beyond it; the first, if all are,
/// and some place for NaN.
///
/// All are searched for in step, so that the processor need not wait for one search to go on with the next, and only
/// between the places of the smallest and the largest.
#[inline(always)]
pub(crate) fn places(x: &[f64], queries: &[f64], places: &mut [usize]) {
    let (Some(&first), Some(&last)) = (queries.first(), queries.last()) else { return };
    let ascending = queries.windows(2).fold(true, |rises, pair| rises & (pair[0] <= pair[1]));
    let (low, high) = if ascending { (first, last) } else { range(queries) };
    let from = place(x, 0, x.len(), low);
    let to = place(x, 0, x.len(), high).max(from);
    if ascending && to - from < 4 * queries.len() {
        return merge(&x[from..=to], from, queries, places);
    }
    places.fill(from);
    let mut len = to - from + 1;
    while len > 1 {
        let half = len / 2;
        for (place, &at) in places.iter_mut().zip(queries) {
            *place += select_unpredictable(x[*place + half] <= at, half, 0);
        }
        len -= half;
    }
}

/// The smallest and the largest, without NaN.
#[inline(always)]
fn range(queries: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for &at in queries {
        low = if at < low { at } else { low };
        high = if at > high { at } else { high };
    }
    (low, high)
}

/// Places of ascending coordinates, by going along both.
///
/// Which of the two goes on at a step nobody can foresee, so it is no branch; and some stretches go on side by side, so that
/// the processor need not wait for one.
#[inline(always)]
fn merge(x: &[f64], from: usize, queries: &[f64], places: &mut [usize]) {
    let last = x.len() - 1;
    let (mut at, mut next, mut end, mut steps) =
        ([0; SIDE_BY_SIDE], [0; SIDE_BY_SIDE], [0; SIDE_BY_SIDE], 0);
    for lane in 0..SIDE_BY_SIDE {
        let stretch =
            queries.len() * lane / SIDE_BY_SIDE..(queries.len() * (lane + 1) / SIDE_BY_SIDE).max(1);
        (next[lane], end[lane]) = (stretch.start.min(stretch.end - 1), stretch.end - 1);
        at[lane] = place(x, 0, x.len(), queries[next[lane]]);
        let to = place(x, 0, x.len(), queries[end[lane]]);
        steps = steps.max(to - at[lane] + end[lane] - next[lane] + 1);
    }
    // The same lengths as far as the compiler sees, so that it need not check places twice.
    let places = &mut places[..queries.len()];
    // A stretch that is done writes its last place again.
    for _ in 0..steps {
        for lane in 0..SIDE_BY_SIDE {
            let (i, k) = (at[lane], next[lane]);
            let goes_on = (i < last) & (x[(i + 1).min(last)] <= queries[k]);
            places[k] = from + i;
            at[lane] = i + usize::from(goes_on);
            next[lane] = (k + usize::from(!goes_on)).min(end[lane]);
        }
    }
}
