//! [`Numbers`]: what components are called while they are found, and [`Renumbered`]: what they are called in the end.

use std::collections::HashMap;

/// Numbers of components, given in the order of their first pixels; those of components that turn out to be an earlier
/// one go.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// How many were given.
    given: u64,
    /// What is called otherwise now, and how, or how it was called for a time.
    gone: HashMap<u64, u64>,
}

/// Bytes that a number which is gone takes, in a table that is as empty as it can be.
const GONE: usize = 40;

impl Numbers {
    /// The next one.
    pub(super) fn fresh(&mut self) -> u64 {
        self.given += 1;
        self.given
    }

    /// What a number stands for.
    pub(super) fn find(&mut self, number: u64) -> u64 {
        let mut root = number;
        while let Some(&next) = self.gone.get(&root) {
            root = next;
        }
        let mut at = number;
        while at != root {
            at = self.gone.insert(at, root).expect("on the way to the root");
        }
        root
    }

    /// Makes one component of two; it keeps the smaller number.
    pub(super) fn join(&mut self, a: u64, b: u64) -> u64 {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.gone.insert(a.max(b), a.min(b));
        }
        a.min(b)
    }

    /// Bytes that it takes.
    pub(super) fn nbytes(&self) -> usize {
        self.gone.len() * GONE
    }

    /// The numbers without gaps.
    pub(super) fn finished(mut self) -> Renumbered {
        let mut names: Vec<u64> = self.gone.keys().copied().collect();
        names.sort_unstable();
        let roots: Vec<u64> = names.iter().map(|&name| self.find(name)).collect();
        let final_of = |root: u64| root - names.partition_point(|&name| name < root) as u64;
        let gone = names.iter().zip(&roots).map(|(&name, &root)| (name, final_of(root))).collect();
        Renumbered { count: self.given - names.len() as u64, gone }
    }
}

/// The numbers of components in the end.
#[derive(Debug)]
pub(super) struct Renumbered {
    /// How many components there are.
    pub(super) count: u64,
    /// Numbers that are gone, ascending, and which component each is.
    gone: Vec<(u64, u64)>,
}

impl Renumbered {
    /// The component that was given a number.
    pub(super) fn of(&self, number: u64) -> u64 {
        let at = self.gone.partition_point(|gone| gone.0 < number);
        match self.gone.get(at) {
            Some(&(name, component)) if name == number => component,
            _ => number - at as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_gaps_in_the_end() {
        let mut numbers = Numbers::default();
        for _ in 0..8 {
            numbers.fresh();
        }
        // 5 is 2, 7 is 5 and so 2, 2 is 1.
        for (a, b) in [(5, 2), (7, 5), (1, 2), (7, 1), (6, 8)] {
            numbers.join(a, b);
        }
        let found = numbers.finished();
        assert_eq!(found.count, 4);
        let names: Vec<u64> = (1..=8).map(|number| found.of(number)).collect();
        assert_eq!(names, [1, 1, 2, 3, 1, 4, 1, 4]);
    }
}
