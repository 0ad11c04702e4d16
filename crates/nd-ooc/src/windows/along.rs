//! [`Along`]: what of one axis a block and its neighbours are made of.

use super::boundary::Boundary;

/// The places of one axis that a block and its neighbours on either side are made of.
pub(super) struct Along {
    /// Runs of places that are needed, in ascending order: where they start, and how many.
    pub(super) runs: Vec<(usize, usize)>,
    /// For each place of the grown block the one among those of all runs; `None` where the runs are the block.
    picked: Option<Vec<Option<usize>>>,
    /// Places in front of the block proper.
    pub(super) before: usize,
    /// Places of the grown block.
    pub(super) len: usize,
}

impl Along {
    /// What `len` places from `start` are made of, on an axis of `n`.
    pub(super) fn new<T>(
        (start, len): (usize, usize),
        (before, after): (usize, usize),
        n: usize,
        boundary: &Boundary<T>,
    ) -> Along {
        if let Boundary::None = boundary {
            return Along::inside((start, len), (before, after), n);
        }
        let stop = start + len + after;
        if before <= start && stop <= n {
            let len = before + len + after;
            return Along { runs: vec![(start - before, len)], picked: None, before, len };
        }
        let first = start as isize - before as isize;
        let places: Vec<Option<usize>> =
            (first..stop as isize).map(|at| boundary.place(at, n)).collect();
        let mut sorted: Vec<usize> = places.iter().flatten().copied().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let runs = runs(&sorted);
        let among = |place: usize| sorted.partition_point(|&other| other < place);
        let picked = places.iter().map(|place| place.map(among)).collect();
        Along { runs, len: places.len(), picked: Some(picked), before }
    }

    /// The part of the neighbourhood that is on the axis.
    ///
    /// As much of an end that is seen is seen at once as the neighbourhood is deep, so that a function that makes
    /// up its own elements beyond the end makes up the same ones for every block.
    fn inside((start, len): (usize, usize), (before, after): (usize, usize), n: usize) -> Along {
        let (mut from, mut to) = (start.saturating_sub(before), (start + len + after).min(n));
        if from == 0 {
            to = to.max((before + 1).min(n));
        }
        if to == n {
            from = from.min(n.saturating_sub(after + 1));
        }
        Along { runs: vec![(from, to - from)], picked: None, before: start - from, len: to - from }
    }

    /// For each place of the grown block the one among those of all runs, if they are not the same.
    pub(super) fn picked(&self) -> Option<&[Option<usize>]> {
        self.picked.as_deref()
    }
}

/// Runs of places that follow each other.
pub(crate) fn runs(sorted: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &place in sorted {
        match runs.last_mut() {
            Some((start, len)) if *start + *len == place => *len += 1,
            _ => runs.push((place, 1)),
        }
    }
    runs
}
