//! [`Layers`]: the boxes of a graph in rows, so that all edges go down and few of them cross.
//!
//! After Sugiyama: rows by the longest way from a source, places for edges that pass a row, and
//! rows sorted a few times by the middle of each box's neighbours.

use std::collections::HashMap;

/// How often rows are sorted.
const SWEEPS: usize = 8;

/// Something in a row: a box, or a place where an edge passes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Slot {
    Box(usize),
    /// The edge between two boxes, in a row.
    Pass(usize, usize, usize),
}

/// Boxes in rows.
pub(super) struct Layers {
    pub(super) rows: Vec<Vec<Slot>>,
    /// Each edge as the slots that it leads through.
    pub(super) edges: Vec<Vec<Slot>>,
}

impl Layers {
    /// Rows of boxes, each of which lies below its inputs; inputs have smaller numbers.
    pub(super) fn new(inputs: &[Vec<usize>]) -> Layers {
        let ranks = ranks(inputs);
        let height = ranks.iter().max().map_or(0, |last| last + 1);
        let mut rows = vec![Vec::new(); height];
        ranks.iter().enumerate().for_each(|(at, &rank)| rows[rank].push(Slot::Box(at)));
        let mut edges = Vec::new();
        for (to, inputs) in inputs.iter().enumerate() {
            for &from in inputs {
                let passes = (ranks[from] + 1..ranks[to]).map(|row| Slot::Pass(from, to, row));
                for (slot, row) in passes.clone().zip(&mut rows[ranks[from] + 1..]) {
                    row.push(slot);
                }
                let ends = [Slot::Box(from), Slot::Box(to)];
                edges.push(ends[..1].iter().copied().chain(passes).chain([ends[1]]).collect());
            }
        }
        let mut layers = Layers { rows, edges };
        layers.sort();
        layers
    }

    /// Sorts every row by its neighbours' places, downwards and upwards in turn; keeps the best.
    fn sort(&mut self) {
        let (mut best, mut fewest) = (self.rows.clone(), self.crossings());
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let height = self.rows.len();
            for step in 1..height {
                let row = if down { step } else { height - 1 - step };
                let other = if down { row - 1 } else { row + 1 };
                self.sort_row(row, other);
            }
            let crossings = self.crossings();
            if crossings < fewest {
                (best, fewest) = (self.rows.clone(), crossings);
            }
        }
        self.rows = best;
    }

    fn sort_row(&mut self, row: usize, other: usize) {
        let places = places(&self.rows[other]);
        let middle = |slot: &Slot| {
            let next = self.links().filter_map(|(a, b)| match (a == *slot, b == *slot) {
                (true, _) => places.get(&b),
                (_, true) => places.get(&a),
                _ => None,
            });
            let (sum, count) = next.fold((0, 0), |(sum, count), at| (sum + at, count + 1));
            (count > 0).then(|| sum as f64 / count as f64)
        };
        let own = |at: usize| at as f64;
        let mut keyed: Vec<(f64, Slot)> = self.rows[row]
            .iter()
            .enumerate()
            .map(|(at, slot)| (middle(slot).unwrap_or(own(at)), *slot))
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.rows[row] = keyed.into_iter().map(|(_, slot)| slot).collect();
    }

    /// Edges from one row to the next.
    fn links(&self) -> impl Iterator<Item = (Slot, Slot)> {
        self.edges.iter().flat_map(|edge| edge.windows(2).map(|pair| (pair[0], pair[1])))
    }

    /// How many edges cross others.
    fn crossings(&self) -> usize {
        let pairs = self.rows.windows(2).map(|rows| {
            let (above, below) = (places(&rows[0]), places(&rows[1]));
            let links: Vec<(usize, usize)> = self
                .links()
                .filter_map(|(a, b)| Some((*above.get(&a)?, *below.get(&b)?)))
                .collect();
            let crossed = |(at, a): (usize, &(usize, usize))| {
                links[at + 1..]
                    .iter()
                    .filter(|b| a.0 < b.0 && a.1 > b.1 || a.0 > b.0 && a.1 < b.1)
                    .count()
            };
            links.iter().enumerate().map(crossed).sum::<usize>()
        });
        pairs.sum()
    }
}

fn places(row: &[Slot]) -> HashMap<Slot, usize> {
    row.iter().enumerate().map(|(at, slot)| (*slot, at)).collect()
}

/// The row of each box: below all of its inputs, and just above what first needs it.
fn ranks(inputs: &[Vec<usize>]) -> Vec<usize> {
    let mut ranks = vec![0; inputs.len()];
    for (at, inputs) in inputs.iter().enumerate() {
        ranks[at] = inputs.iter().map(|&input| ranks[input] + 1).max().unwrap_or(0);
    }
    let mut lowest = vec![usize::MAX; inputs.len()];
    for (at, inputs) in inputs.iter().enumerate().rev() {
        if lowest[at] != usize::MAX {
            ranks[at] = ranks[at].max(lowest[at]);
        }
        for &input in inputs {
            lowest[input] = lowest[input].min(ranks[at].saturating_sub(1));
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_go_down_row_by_row() {
        // A source used at once and again two rows below, and one used below only.
        let layers = Layers::new(&[vec![], vec![0], vec![], vec![0, 1], vec![2, 3]]);
        let row = |slot: &Slot| layers.rows.iter().position(|row| row.contains(slot)).unwrap();
        for edge in &layers.edges {
            let rows: Vec<usize> = edge.iter().map(row).collect();
            assert!(rows.windows(2).all(|pair| pair[1] == pair[0] + 1), "{edge:?} {rows:?}");
        }
        assert_eq!(row(&Slot::Box(2)), 2, "just above what needs it");
    }

    #[test]
    fn what_need_not_cross_does_not() {
        let layers = Layers::new(&[vec![], vec![], vec![1], vec![0]]);
        assert_eq!(layers.crossings(), 0);
    }
}
