//! [`Linked`]: a graph as communities see it.

use crate::index::Index;
use crate::packed::{Packed, PackedRef};

/// How much weight there is between two nodes, there and back, and what leaves and arrives in all.
pub(super) struct Linked<I> {
    /// Loops may be there, and mean nothing.
    both: Packed<f64, I>,
    pub(super) leaving: Vec<f64>,
    pub(super) arriving: Vec<f64>,
    /// All weight.
    pub(super) total: f64,
}

impl<I: Index> Linked<I> {
    pub(super) fn new(both: Packed<f64, I>, leaving: Vec<f64>, arriving: Vec<f64>) -> Linked<I> {
        let total = leaving.iter().sum();
        Linked { both, leaving, arriving, total }
    }

    pub(super) fn nodes(&self) -> usize {
        self.leaving.len()
    }

    pub(super) fn links(&self) -> PackedRef<'_, f64, I> {
        self.both.view()
    }

    /// The graph whose nodes are the communities of this one.
    pub(super) fn condensed(&self, count: usize, labels: &[usize]) -> Linked<I> {
        let mut members: Vec<usize> = (0..self.nodes()).collect();
        members.sort_by_key(|&node| labels[node]);
        let (mut leaving, mut arriving) = (vec![0.0; count], vec![0.0; count]);
        let mut both = Packed::empty(count, count);
        let mut tally = Tally::new(count);
        for community in members.chunk_by(|&a, &b| labels[a] == labels[b]) {
            let label = labels[community[0]];
            tally.clear();
            for &node in community {
                leaving[label] += self.leaving[node];
                arriving[label] += self.arriving[node];
                tally.add_links(self.links(), node, labels);
            }
            tally.met.sort_unstable();
            let others = || tally.met.iter().copied().filter(|&other| other != label);
            both.indices.extend(others().map(I::from_position));
            both.values.extend(others().map(|other| tally.weight(other)));
            both.starts[label + 1] = both.indices.len();
        }
        Linked { both, leaving, arriving, total: self.total }
    }
}

/// How much weight leads from a node, or from some, to each community.
pub(super) struct Tally {
    /// Negative for communities that were not met.
    weights: Vec<f64>,
    /// The communities that were met, in that order.
    pub(super) met: Vec<usize>,
}

const UNMET: f64 = -1.0;

impl Tally {
    pub(super) fn new(communities: usize) -> Tally {
        Tally { weights: vec![UNMET; communities], met: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        for community in self.met.drain(..) {
            self.weights[community] = UNMET;
        }
    }

    /// Adds what leads from a node to others.
    pub(super) fn add_links<I: Index>(
        &mut self,
        links: PackedRef<'_, f64, I>,
        node: usize,
        labels: &[usize],
    ) {
        let (indices, weights) = links.lane(node);
        for (to, &weight) in indices.iter().zip(weights) {
            let to = to.position();
            if to == node {
                continue;
            }
            let sum = &mut self.weights[labels[to]];
            if *sum < 0.0 {
                *sum = 0.0;
                self.met.push(labels[to]);
            }
            *sum += weight;
        }
    }

    pub(super) fn weight(&self, community: usize) -> f64 {
        self.weights[community].max(0.0)
    }
}
