//! Windows by states that are joined: what is in front of a place, from each element on, and what is behind it.
//!
//! When a window leaves the place behind, the place moves to the window's end, and the elements of the window are
//! joined from there backwards: each element is looked at twice, whatever the windows.

use super::spans::Spans;
use super::states::State;

/// What `finish` makes of the windows from the `first` on; `missing` of those with too few elements.
#[inline(always)]
pub(super) fn slide<S: State, R: Copy>(
    of: impl Fn(usize) -> S,
    spans: &Spans,
    first: usize,
    out: &mut [R],
    (missing, finish): (R, impl Fn(S) -> R),
) {
    let start = spans.at(first).start;
    // States of the elements from `k` to `place`, backwards: that of `k` is number `place - 1 - k`.
    let mut front: Vec<S> = Vec::with_capacity(spans.longest);
    let (mut place, mut end, mut back) = (start, start, S::EMPTY);
    for (k, out) in out.iter_mut().enumerate() {
        let window = spans.at(first + k);
        let state = if window.is_empty() {
            S::EMPTY
        } else {
            end = end.max(window.start);
            while end < window.end {
                back = back.join(of(end));
                end += 1;
            }
            if window.start >= place {
                front.clear();
                let mut state = S::EMPTY;
                for k in (window.start..end).rev() {
                    state = of(k).join(state);
                    front.push(state);
                }
                (place, back) = (end, S::EMPTY);
            }
            front[place - 1 - window.start].join(back)
        };
        *out = if state.count() < spans.least { missing } else { finish(state) };
    }
}
