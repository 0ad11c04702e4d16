//! Elements that are larger than both neighbours, and plateaus of them.

use nd_core::threads;

/// Elements that one task looks at.
const TASK: usize = 1 << 12;

/// A peak: a plateau from `left` to `right`, mostly of one element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plateau {
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Plateau {
    pub(super) fn middle(&self) -> usize {
        self.left + (self.right - self.left) / 2
    }
}

/// All peaks in order. The ends of the signal are none, nor are neighbours of NaN.
pub(super) fn plateaus(x: &[f64]) -> Vec<Plateau> {
    found(x, &|x, left| plateau(x, left))
}

/// The middles of all peaks in order.
pub(super) fn middles(x: &[f64]) -> Vec<usize> {
    found(x, &|x, left| plateau(x, left).map(|peak| peak.middle()))
}

fn found<T: Send + Clone>(x: &[f64], peak: &(dyn Fn(&[f64], usize) -> Option<T> + Sync)) -> Vec<T> {
    let tasks = x.len().div_ceil(TASK);
    let parts = threads::collect(tasks, &|task| {
        let range = (task * TASK).max(1)..((task + 1) * TASK).min(x.len().saturating_sub(1));
        let mut places = [0; TASK];
        rises(x, range, &mut places).iter().filter_map(|&at| peak(x, at)).collect::<Vec<_>>()
    });
    parts.concat()
}

/// Elements that are larger than the one before and not smaller than the next, counted from the first of `range`.
fn rises<'p>(
    x: &[f64],
    range: std::ops::Range<usize>,
    places: &'p mut [usize; TASK],
) -> &'p [usize] {
    if range.is_empty() {
        return &[];
    }
    // All are written, and counted if they are wanted, so that there is nothing to predict.
    let mut count = 0;
    for (k, three) in x[range.start - 1..=range.end].windows(3).enumerate() {
        places[count % TASK] = range.start + k;
        count += usize::from((three[0] < three[1]) & (three[1] >= three[2]));
    }
    &places[..count]
}

/// The plateau that begins at `left`, if it is one of the highest around.
#[inline]
fn plateau(x: &[f64], left: usize) -> Option<Plateau> {
    let mut right = left;
    while right + 1 < x.len() && x[right + 1] == x[left] {
        right += 1;
    }
    let higher = right + 1 < x.len() && x[right + 1] < x[left];
    higher.then_some(Plateau { left, right })
}
