//! A rectangle of a plane and what its windows see around it.

use super::Span;
use std::ops::Range;

/// Columns of a plane with what lies to their left and right.
pub(crate) struct Frame {
    /// Columns that are copied as they are, and where in a line the first goes.
    pub(crate) inner: Range<usize>,
    pub(crate) offset: usize,
    /// Places of a line that lie beyond the plane, and the column each repeats, if any.
    pub(crate) edges: Vec<(usize, Option<usize>)>,
    /// Elements of a line.
    pub(crate) stride: usize,
}

impl Frame {
    /// The frame of `columns` of rows of `width` elements, `step` to a sample.
    pub(crate) fn new(
        width: usize,
        step: usize,
        along: Option<&Span>,
        columns: Range<usize>,
    ) -> Frame {
        let (before, after) =
            along.map_or((0, 0), |span| (span.before, span.size as isize - 1 - span.before));
        let (width, wide) = (width as isize, step as isize);
        let first = columns.start as isize - before * wide;
        let last = columns.end as isize + after * wide;
        let inner = first.clamp(0, width)..last.clamp(0, width);
        let outside = (first..inner.start.min(last)).chain(inner.end.max(first)..last);
        let edges = outside.map(|x| {
            let span = along.expect("nothing lies beyond without windows");
            let sample = span.mode.index(x.div_euclid(wide), (width / wide) as usize);
            let column = sample.map(|place| place * step + x.rem_euclid(wide) as usize);
            ((x - first) as usize, column)
        });
        Frame {
            edges: edges.collect(),
            offset: (inner.start - first).max(0) as usize,
            inner: inner.start as usize..inner.end.max(inner.start) as usize,
            stride: (last - first) as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mode::Mode;

    #[test]
    fn windows_that_miss_the_row() {
        let span = |before| Span { axis: 0, size: 2, before, mode: Mode::Nearest };
        let frame = Frame::new(3, 1, Some(&span(1)), 0..3);
        assert_eq!((frame.inner, frame.offset, frame.edges), (0..3, 1, vec![(0, Some(0))]));
        let frame = Frame::new(1, 1, Some(&span(-4)), 0..1);
        assert_eq!((frame.inner.len(), frame.stride), (0, 2));
        assert_eq!(frame.edges, [(0, Some(0)), (1, Some(0))]);
    }
}
