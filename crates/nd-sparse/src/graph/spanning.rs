//! Minimum spanning trees.

use super::Graph;
use super::forest::Forest;
use crate::index::Index;
use nd_core::threads;

/// An edge with its weight.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let tree = Graph::undirected(&Csr::<f64>::from_dense([[0.0, 2.0], [0.0, 0.0]]))?.minimum_spanning_tree();
/// assert_eq!((tree[0].from, tree[0].to, tree[0].weight), (0, 1, 2.0));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its weight.
    pub weight: f64,
}

impl<I: Index> Graph<'_, I> {
    /// The edges of a tree of smallest total weight, or of one for each component, whichever way edges go:
    /// ascending by weight, then by nodes. Loops are never among them. (J. B. Kruskal, 1956.)
    ///
    /// # SciPy
    /// `minimum_spanning_tree(a)`, whose result is a matrix and loses edges of weight zero.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = [(0, 1, 0.0), (1, 2, 1.0), (0, 2, 1.0)];
    /// let a = Coo::<f64>::from_triplets([3, 3], edges).unwrap().to_csr();
    /// let tree = Graph::undirected(&a)?.minimum_spanning_tree();
    /// assert_eq!(tree.iter().map(|edge| (edge.from, edge.to)).collect::<Vec<_>>(), [(0, 1), (0, 2)]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn minimum_spanning_tree(&self) -> Vec<Edge> {
        let mut forest = Forest::<I>::new(self.nodes());
        let mut tree = Vec::with_capacity(self.nodes().saturating_sub(1));
        let light = self.light();
        self.grow(&mut forest, &mut tree, |order, _, _| order <= light);
        if light < u64::MAX {
            // Of the heavier edges few lead from one tree to another: only these are sorted. (V. Osipov,
            // P. Sanders and J. Singler, "The Filter-Kruskal minimum spanning tree algorithm", 2009.)
            forest.flatten();
            let roots = forest.parents().to_vec();
            let apart = |from: I, to: I| roots[from.position()] != roots[to.position()];
            self.grow(&mut forest, &mut tree, |order, from, to| light < order && apart(from, to));
        }
        tree
    }

    /// Adds those of the chosen edges that join two trees. They are given as the place of their weight in the order
    /// of weights, and their nodes.
    fn grow(
        &self,
        forest: &mut Forest<I>,
        tree: &mut Vec<Edge>,
        chosen: impl Fn(u64, I, I) -> bool + Sync,
    ) {
        let out = self.out();
        let cuts = out.cuts();
        let found = threads::collect(cuts.len() - 1, &|part| {
            let mut found: Vec<(u64, I, I)> = Vec::new();
            for from in cuts[part]..cuts[part + 1] {
                let (indices, weights) = out.lane(from);
                let from = I::from_position(from);
                for (&to, &weight) in indices.iter().zip(weights) {
                    // An edge there and back is one edge: that which leaves the lower node.
                    let counts = if self.directed { from != to } else { from < to };
                    if counts && chosen(place(weight), from, to) {
                        found.push((place(weight), from, to));
                    }
                }
            }
            found
        });
        let mut edges = found.concat();
        edges.sort_by_key(|edge| edge.0); // stable: then by nodes
        for (order, from, to) in edges {
            if forest.join(from, to) {
                let (from, to, weight) = (from.position(), to.position(), weight_at(order));
                tree.push(Edge { from, to, weight });
            }
        }
    }

    /// Up to which place in their order edges are light: some for each node; all where they are not many more.
    fn light(&self) -> u64 {
        let weights = self.out().values;
        let wanted = LIGHT * self.nodes();
        if weights.len() <= 2 * wanted {
            return u64::MAX;
        }
        let mut sample: Vec<u64> = weights
            .iter()
            .step_by(weights.len().div_ceil(SAMPLE))
            .map(|&weight| place(weight))
            .collect();
        let at = sample.len() * wanted / weights.len();
        *sample.select_nth_unstable(at).1
    }
}

/// Light edges for each node.
const LIGHT: usize = 3;
/// Weights that are looked at to find out which are light.
const SAMPLE: usize = 4096;
const SIGN: u64 = 1 << 63;

/// The place of a weight in the order of numbers, -0 and 0 at one.
fn place(weight: f64) -> u64 {
    let bits = (weight + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn weight_at(place: u64) -> f64 {
    f64::from_bits(if place & SIGN == 0 { !place } else { place ^ SIGN })
}
