//! [`Splits`]: which parts of sorted runs hold the elements of some ranks.

/// Sorted runs of an array, and the order of every so-manieth of their elements.
pub(super) struct Splits {
    /// Elements of the array, of a run but for the last one, and from one that is remembered to the next.
    pub(super) len: usize,
    pub(super) run: usize,
    pub(super) every: usize,
    /// Which run each remembered element is of, from the smallest one on.
    order: Vec<u32>,
    /// How many of each run are among the first of these: after none, after as many as there are runs, after twice as
    /// many, and so on.
    marks: Vec<u32>,
}

/// A part of the array of runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) len: usize,
}

impl Splits {
    /// The runs of an array, with the run of each remembered element from the smallest one on.
    pub(super) fn new(len: usize, run: usize, every: usize, order: Vec<u32>) -> Splits {
        let runs = len.div_ceil(run);
        let mut counts = vec![0; runs];
        let mut marks = Vec::with_capacity(order.len() + runs);
        for some in order.chunks(runs) {
            marks.extend_from_slice(&counts);
            some.iter().for_each(|&run| counts[run as usize] += 1);
        }
        marks.extend_from_slice(&counts);
        Splits { len, run, every, order, marks }
    }

    /// How many runs there are.
    pub(super) fn runs(&self) -> usize {
        self.len.div_ceil(self.run)
    }

    /// How many of each run are among the first remembered elements.
    fn among(&self, first: usize) -> Vec<usize> {
        let runs = self.runs();
        let mark = first / runs;
        let mut counts: Vec<usize> =
            self.marks[mark * runs..][..runs].iter().map(|&count| count as usize).collect();
        self.order[mark * runs..first].iter().for_each(|&run| counts[run as usize] += 1);
        counts
    }

    /// The parts of the runs that hold all elements of the ranks `start..stop`, and which rank the smallest of their
    /// elements has.
    ///
    /// Of each run all elements up to a remembered one are not larger than it. So no more than `every` elements of each
    /// run more than those that are known are: parts begin so early, and end so late, that these do not matter.
    pub(super) fn parts(&self, start: usize, stop: usize) -> (usize, Vec<Part>) {
        let runs = self.runs();
        let from = self.among((start / self.every).saturating_sub(runs));
        let last = stop.div_ceil(self.every);
        let to = (last <= self.order.len()).then(|| self.among(last));
        let (mut parts, mut before) = (Vec::new(), 0);
        for (run, from) in from.into_iter().enumerate() {
            let (first, whole) = (run * self.run, self.run.min(self.len - run * self.run));
            let from = from * self.every;
            let to = to.as_ref().map_or(whole, |to| ((to[run] + 1) * self.every).min(whole));
            before += from;
            if to > from {
                parts.push(Part { start: first + from, len: to - from });
            }
        }
        (before, parts)
    }

    /// The most elements of all parts for so many ranks.
    pub(super) fn most(&self, ranks: usize) -> usize {
        let beside = (2 * self.runs() + 2).saturating_mul(self.every);
        ranks.saturating_add(beside).min(self.len)
    }

    /// Bytes that this takes.
    pub(super) fn nbytes(&self) -> usize {
        (self.order.len() + self.marks.len()) * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements in sorted runs, and their splits.
    fn split(elements: &[u32], run: usize, every: usize) -> (Vec<u32>, Splits) {
        let mut runs = elements.to_vec();
        runs.chunks_mut(run).for_each(<[u32]>::sort_unstable);
        let mut remembered: Vec<(u32, u32, usize)> = Vec::new();
        for (number, run) in runs.chunks(run).enumerate() {
            let some = run.iter().enumerate().skip(every - 1).step_by(every);
            remembered.extend(some.map(|(at, &x)| (x, number as u32, at)));
        }
        remembered.sort_unstable();
        let order = remembered.iter().map(|one| one.1).collect();
        (runs, Splits::new(elements.len(), run, every, order))
    }

    #[test]
    fn parts_hold_all_elements_of_their_ranks() {
        let kinds: [fn(u32) -> u32; 4] = [
            |at| at.wrapping_mul(2_654_435_761) % 1000,
            |_| 7,
            |at| at,
            |at| at.wrapping_mul(97) % 5,
        ];
        for (n, kind) in [1usize, 10, 97, 256].into_iter().flat_map(|n| kinds.map(|k| (n, k))) {
            let elements: Vec<u32> = (0..n as u32).map(kind).collect();
            let mut sorted = elements.clone();
            sorted.sort_unstable();
            for (run, every) in [(8, 1), (8, 4), (32, 8), (300, 4), (16, 16), (4, 8)] {
                let (runs, splits) = split(&elements, run, every);
                for (start, stop) in [(0, n), (0, 1), (n / 2, n / 2 + 1), (n / 3, n), (n - 1, n)] {
                    let (before, parts) = splits.parts(start, stop);
                    let mut held: Vec<u32> = parts
                        .iter()
                        .flat_map(|part| runs[part.start..part.start + part.len].to_vec())
                        .collect();
                    held.sort_unstable();
                    assert_eq!(held[start - before..stop - before], sorted[start..stop]);
                    assert!(held.len() <= splits.most(stop - start), "{n} {run} {every}");
                }
            }
        }
    }
}
