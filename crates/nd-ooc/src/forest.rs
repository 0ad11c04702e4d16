//! [`Forest`]: partial results, merged in a tree that depends on their number alone.

use std::collections::HashMap;

/// The leaves `0..count` of a tree, given in any order, merged with their neighbours as soon as both
/// are there: leaf 0 with 1, 2 with 3, then the pairs, and so on. The result is the same in any order.
pub(crate) struct Forest<S> {
    /// By level and number, the leaves being level 0; `None` stands for no elements.
    waiting: HashMap<(u32, usize), Option<S>>,
    levels: u32,
}

impl<S> Forest<S> {
    /// A forest of `count` leaves, rounded up to a power of two; what is missing has to be given as
    /// `None`.
    pub(crate) fn new(count: usize) -> Forest<S> {
        Forest { waiting: HashMap::new(), levels: count.max(1).next_power_of_two().ilog2() }
    }

    /// Puts a partial result in its place, and merges what then stands together.
    pub(crate) fn put(
        &mut self,
        mut level: u32,
        mut number: usize,
        mut state: Option<S>,
        merge: &mut dyn FnMut(&mut S, S),
    ) {
        while level < self.levels {
            let Some(other) = self.waiting.remove(&(level, number ^ 1)) else { break };
            let (left, right) = if number & 1 == 0 { (state, other) } else { (other, state) };
            state = match (left, right) {
                (Some(mut left), Some(right)) => {
                    merge(&mut left, right);
                    Some(left)
                }
                (one, None) | (None, one) => one,
            };
            (level, number) = (level + 1, number / 2);
        }
        self.waiting.insert((level, number), state);
    }

    /// Moves all partial results of another forest of as many leaves here.
    pub(crate) fn take(&mut self, other: Forest<S>, merge: &mut dyn FnMut(&mut S, S)) {
        let mut parts: Vec<_> = other.waiting.into_iter().collect();
        parts.sort_by_key(|part| part.0);
        for ((level, number), state) in parts {
            self.put(level, number, state, merge);
        }
    }

    /// What waits, in order: where, and what.
    pub(crate) fn waiting(&self) -> Vec<((u32, usize), &Option<S>)> {
        let mut all: Vec<_> = self.waiting.iter().map(|(&place, state)| (place, state)).collect();
        all.sort_by_key(|one| one.0);
        all
    }

    /// The result; `None` while leaves are missing, or where no leaf has elements.
    pub(crate) fn result(&mut self) -> Option<S> {
        self.waiting.remove(&(self.levels, 0)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_does_not_depend_on_the_order_of_the_leaves() {
        let mut merge = |a: &mut String, b: String| *a = format!("({a}{b})");
        let tree = |order: &[usize], merge: &mut dyn FnMut(&mut String, String)| {
            let mut forest = Forest::new(5);
            let leaf = |at: usize| (at < 5).then(|| at.to_string());
            order.iter().for_each(|&at| forest.put(0, at, leaf(at), merge));
            forest.result().unwrap()
        };
        let forwards = tree(&[0, 1, 2, 3, 4, 5, 6, 7], &mut merge);
        assert_eq!(forwards, "(((01)(23))4)");
        assert_eq!(tree(&[7, 2, 4, 0, 5, 3, 6, 1], &mut merge), forwards);
    }

    #[test]
    fn forests_of_parts_join_to_the_same() {
        let mut merge = |a: &mut String, b: String| *a = format!("({a}{b})");
        let mut whole = Forest::new(8);
        for part in [4..8, 0..4] {
            let mut some = Forest::new(8);
            part.for_each(|at| some.put(0, at, Some(at.to_string()), &mut merge));
            whole.take(some, &mut merge);
        }
        assert_eq!(whole.result().unwrap(), "(((01)(23))((45)(67)))");
    }
}
