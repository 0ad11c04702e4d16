//! Structuring elements as rows of intervals of steps.

use crate::axiswise::Axiswise;
use nd_core::View;

/// A structuring element: which steps from a pixel lead to those that it sees.
#[derive(Clone, Debug)]
pub struct Steps {
    /// Steps along all axes but the last, and the intervals of steps along the last, both ends in it.
    pub(crate) rows: Vec<(Vec<isize>, Vec<[isize; 2]>)>,
}

impl Steps {
    /// Those of a structure whose middle is moved by `origin`.
    #[track_caller]
    pub(crate) fn new(
        op: &str,
        structure: View<'_, bool>,
        origin: &Axiswise<isize>,
        ndim: usize,
    ) -> Steps {
        let shape = structure.shape();
        assert!(
            shape.len() == ndim,
            "{op}: a structure of {} axes for an array of {ndim}",
            shape.len()
        );
        assert!(!structure.is_empty(), "{op}: the structure of shape {shape:?} is empty");
        let origin = origin.expand(op, "origin", ndim);
        for (&n, &origin) in shape.iter().zip(&origin) {
            assert!(
                (0..n as isize).contains(&((n / 2) as isize + origin)),
                "{op}: origin {origin} moves the middle off a structure of length {n}"
            );
        }
        let mut rows: Vec<(Vec<isize>, Vec<[isize; 2]>)> = Vec::new();
        for (at, _) in structure.indexed_iter().filter(|(_, set)| **set) {
            let mut step: Vec<isize> =
                (0..ndim).map(|k| at[k] as isize - (shape[k] / 2) as isize - origin[k]).collect();
            let last = step.pop().unwrap_or(0);
            match rows.last_mut() {
                Some((before, intervals)) if *before == step => match intervals.last_mut() {
                    Some([_, end]) if *end + 1 == last => *end = last,
                    _ => intervals.push([last, last]),
                },
                _ => rows.push((step, vec![[last, last]])),
            }
        }
        Steps { rows }
    }

    /// The steps the other way.
    pub(crate) fn reflected(&self) -> Steps {
        let back = |(step, intervals): &(Vec<isize>, Vec<[isize; 2]>)| {
            let turned = intervals.iter().rev().map(|&[lo, hi]| [-hi, -lo]).collect();
            (step.iter().map(|s| -s).collect(), turned)
        };
        Steps { rows: self.rows.iter().rev().map(back).collect() }
    }

    /// As far as a picture of this shape is wide: further steps lead outside like these.
    pub(crate) fn within(mut self, shape: &[usize]) -> Steps {
        let clamp = |step: isize, axis: usize| {
            let n = shape.get(axis).map_or(1, |&n| n as isize);
            step.clamp(-n, n)
        };
        for (step, intervals) in &mut self.rows {
            step.iter_mut().enumerate().for_each(|(k, s)| *s = clamp(*s, k));
            let last = step.len();
            intervals.iter_mut().for_each(|i| *i = i.map(|x| clamp(x, last)));
        }
        self
    }

    /// The longest step along the last axis.
    pub(crate) fn reach(&self) -> usize {
        let ends = self.rows.iter().flat_map(|r| &r.1).flatten();
        ends.map(|s| s.unsigned_abs()).max().unwrap_or(0)
    }

    /// Whether a pixel sees itself.
    pub(crate) fn has_middle(&self) -> bool {
        let here = |(step, intervals): &(Vec<isize>, Vec<[isize; 2]>)| {
            step.iter().all(|&s| s == 0) && intervals.iter().any(|&[lo, hi]| lo <= 0 && 0 <= hi)
        };
        self.rows.iter().any(here)
    }

    /// All steps, each by itself; without axes the one that leads nowhere.
    pub(crate) fn each(&self, ndim: usize) -> Vec<Vec<isize>> {
        let mut all = Vec::new();
        for (step, intervals) in &self.rows {
            for along in intervals.iter().flat_map(|&[lo, hi]| lo..=hi) {
                all.push(step.iter().copied().chain([along]).take(ndim).collect());
            }
        }
        all
    }
}
