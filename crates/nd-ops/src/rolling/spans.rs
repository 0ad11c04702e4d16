//! Where windows begin and end.

use super::{Align, Closed, RollingOptions, Window};
use std::ops::Range;

/// The windows along an axis: neither their starts nor their ends ever go back.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    kind: Kind,
    /// Positions of the axis.
    n: usize,
    count: usize,
    step: usize,
    /// What a window may have least.
    pub(super) least: usize,
    /// The length of the longest one.
    pub(super) longest: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Those of `len` elements from each position on.
    Valid { len: usize },
    /// Those of `len` elements that end `after` their position, the last one not among them if it is `open`.
    Counted { len: usize, after: usize, open: usize },
    /// All up to a position.
    Expanding,
    /// Where each begins and ends.
    Listed(Vec<Range<usize>>),
}

impl Spans {
    /// Those along an axis of length `n`.
    #[track_caller]
    pub(crate) fn new(
        op: &'static str,
        n: usize,
        window: &Window,
        options: &RollingOptions,
    ) -> Spans {
        let (kind, least) = match window {
            Window::Elements(len) => (counted(op, n, *len, options), *len),
            Window::Width { coordinate, width } => {
                let given = coordinate.len();
                assert!(given == n, "{op}: {given} coordinates for an axis of length {n}");
                (Kind::Listed(wide(coordinate, *width, options)), 1)
            }
            Window::Expanding => (Kind::Expanding, 1),
        };
        let least = options.min_periods.unwrap_or(least);
        if let Window::Elements(len) = window {
            assert!(least <= *len, "{op}: {least} elements at least, of windows of {len}");
        }
        let (longest, all) = match &kind {
            Kind::Valid { len } => (*len, n - len + 1),
            Kind::Counted { len, .. } => (n.min(*len), n),
            Kind::Expanding => (n, n),
            Kind::Listed(spans) => (spans.iter().map(Range::len).max().unwrap_or(0), n),
        };
        let (step, count) = (options.step, all.div_ceil(options.step));
        Spans { kind, n, count, step, least, longest }
    }

    #[inline(always)]
    pub(super) fn at(&self, k: usize) -> Range<usize> {
        let at = k * self.step;
        match &self.kind {
            Kind::Valid { len } => at..at + len,
            Kind::Counted { len, after, open } => {
                let end = at.saturating_add(1 + after);
                let start = end.saturating_sub(*len).min(self.n);
                start..(end - open).clamp(start, self.n)
            }
            Kind::Expanding => 0..at + 1,
            Kind::Listed(spans) => spans[at].clone(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }
}

/// Windows of a number of elements.
#[track_caller]
fn counted(op: &'static str, n: usize, len: usize, options: &RollingOptions) -> Kind {
    let closed = options.closed;
    let after = match options.align {
        Align::Valid => {
            assert!(1 <= len && len <= n, "{op}: a window of {len} does not fit an axis of {n}");
            let plain = closed == Closed::Right;
            assert!(plain, "{op}: {closed:?} ends are for windows of each position");
            return Kind::Valid { len };
        }
        Align::Trailing => 0,
        Align::Centred => len.saturating_sub(1) / 2,
    };
    let open = usize::from(!closed.right());
    Kind::Counted { len: len.saturating_add(closed.left().into()), after, open }
}

/// Windows of a width along a coordinate.
fn wide(coordinate: &[i64], width: i64, options: &RollingOptions) -> Vec<Range<usize>> {
    let n = coordinate.len();
    let falls = n > 1 && coordinate[0] > coordinate[n - 1];
    // How far a position lies before another one.
    let ahead = |from: usize, to: usize| {
        let way = i128::from(coordinate[to]) - i128::from(coordinate[from]);
        if falls { -way } else { way }
    };
    let centred = options.align == Align::Centred;
    // Half of a width may be no whole number: twice the way is compared with the width then.
    let (reach, times) = (i128::from(width), if centred { 2 } else { 1 });
    let (left, right) = (options.closed.left(), options.closed.right());
    let (mut start, mut end) = (0, 0);
    let mut spans = Vec::with_capacity(n);
    for k in 0..n {
        let out = |way: i128| way > reach || (way == reach && !left);
        while start < k && out(times * ahead(start, k)) {
            start += 1;
        }
        if centred {
            let within = |way: i128| way < reach || (way == reach && right);
            end = end.max(start);
            while end < n && within(times * ahead(k, end)) {
                end += 1;
            }
        } else if right {
            end = k + 1;
        } else {
            // Up to the first of those that have this coordinate.
            while ahead(end, k) > 0 {
                end += 1;
            }
        }
        spans.push(start..end.max(start));
    }
    spans
}
