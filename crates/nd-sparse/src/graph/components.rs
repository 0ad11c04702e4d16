//! Connected components.

use super::Graph;
use super::forest::Forest;
use crate::index::Index;
use crate::packed::PackedRef;
use nd_core::{huge, threads};

/// Edges of each node that are looked at first.
const FEW: usize = 2;

/// Which nodes belong together.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let a = Csr::<f64>::from_dense([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
/// let components = Graph::directed(&a)?.weak_components();
/// assert_eq!((components.count, components.labels), (2, vec![0, 0, 1]));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Components {
    /// How many components there are.
    pub count: usize,
    /// The component of each node.
    pub labels: Vec<usize>,
}

impl<I: Index> Graph<'_, I> {
    /// The components, whichever way edges go; numbered by their lowest nodes.
    ///
    /// # SciPy
    /// `connected_components(a, connection="weak")`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = Coo::<f64>::from_triplets([5, 5], [(4, 0, 1.0), (3, 1, 1.0)]).unwrap().to_csr();
    /// assert_eq!(Graph::directed(&edges)?.weak_components().labels, [0, 1, 2, 1, 0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn weak_components(&self) -> Components {
        let mut forest = Forest::<I>::new(self.nodes());
        // A few edges of each node join most of what there is to join: of the others few are left to look at
        // twice. (M. Sutton, T. Ben-Nun and A. Barak, "Optimizing parallel graph connectivity computation via
        // subgraph sampling", 2018.)
        for from in 0..self.nodes() {
            let few = self.out().lane(from).0.iter().take(FEW);
            few.for_each(|&to| _ = forest.join(I::from_position(from), to));
        }
        forest.flatten();
        for (from, to) in self.between(forest.parents(), FEW) {
            forest.join(from, to);
        }
        forest.flatten();
        let mut count = 0;
        let mut labels = huge::advised(vec![0; self.nodes()]);
        for (node, root) in forest.parents().iter().enumerate() {
            let is_root = root.position() == node;
            labels[node] = if is_root { count } else { labels[root.position()] };
            count += usize::from(is_root);
        }
        Components { count, labels }
    }

    /// The edges whose nodes have other roots, without the first `skipped` ones of each node.
    fn between(&self, roots: &[I], skipped: usize) -> Vec<(I, I)> {
        let out = self.out();
        let cuts = out.cuts();
        let found = threads::collect(cuts.len() - 1, &|part| {
            let mut found = Vec::new();
            for from in cuts[part]..cuts[part + 1] {
                let root = roots[from];
                let others = out.lane(from).0.iter().skip(skipped);
                let apart = others.filter(|to| roots[to.position()] != root);
                found.extend(apart.map(|&to| (I::from_position(from), to)));
            }
            found
        });
        found.concat()
    }

    /// The strong components: nodes that reach each other along the edges. Numbered in reverse topological order:
    /// edges lead to components with smaller numbers; of several such orders, in that of a depth-first search from
    /// the lowest node on that takes the last neighbour first. (R. Tarjan, "Depth-first search and linear graph
    /// algorithms", 1972; D. J. Pearce, "An improved algorithm for finding the strongly connected components of a
    /// directed graph", 2005.)
    ///
    /// # SciPy
    /// `connected_components(a, connection="strong")`, with the same numbers where its rows are sorted.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let path = Coo::<f64>::from_triplets([3, 3], [(0, 1, 1.0), (1, 2, 1.0)]).unwrap().to_csr();
    /// assert_eq!(Graph::directed(&path)?.strong_components().labels, [2, 1, 0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn strong_components(&self) -> Components {
        // Numbers of nodes, and two that are none.
        if self.nodes() < <u32 as Index>::LONGEST - 2 {
            Search::<u32>::all(self.out())
        } else {
            Search::<usize>::all(self.out())
        }
    }
}

/// A depth-first search without recursion.
struct Search<N> {
    /// The lowest number that is known to be reached from a node.
    low: Vec<N>,
    labels: Vec<usize>,
    count: usize,
    seen: usize,
    /// Nodes whose components are not done.
    open: Vec<N>,
}

/// Where the search stands at a node of its path.
struct Step<N> {
    node: N,
    number: N,
    low: N,
    /// The edges from the node's first one to here are still to be followed, the last one first.
    rest: usize,
}

impl<N: Index> Search<N> {
    fn unseen() -> N {
        N::from_position(N::LONGEST - 1)
    }

    /// Of a node whose component is done: above all numbers, so that edges to it count for nothing.
    fn done() -> N {
        N::from_position(N::LONGEST - 2)
    }

    fn all<I: Index>(out: PackedRef<'_, f64, I>) -> Components {
        let nodes = out.lanes();
        let (low, labels) = (huge::filled(Self::unseen(), nodes), huge::advised(vec![0; nodes]));
        let mut search = Search { low, labels, count: 0, seen: 0, open: Vec::new() };
        let mut path = Vec::new();
        for node in 0..nodes {
            if search.low[node] == Self::unseen() {
                search.from(out, node, &mut path);
            }
        }
        Components { count: search.count, labels: search.labels }
    }

    fn enter<I: Index>(&mut self, out: PackedRef<'_, f64, I>, node: usize) -> Step<N> {
        let number = N::from_position(self.seen);
        self.seen += 1;
        self.low[node] = number;
        let node_number = N::from_position(node);
        self.open.push(node_number);
        Step { node: node_number, number, low: number, rest: out.starts[node + 1] }
    }

    fn from<I: Index>(
        &mut self,
        out: PackedRef<'_, f64, I>,
        start: usize,
        path: &mut Vec<Step<N>>,
    ) {
        let mut step = self.enter(out, start);
        loop {
            if let Some(next) = self.follow(out, &mut step) {
                path.push(step);
                step = self.enter(out, next);
                continue;
            }
            if step.low == step.number {
                self.close(step.node);
            } else {
                self.low[step.node.position()] = step.low;
            }
            let Some(mut before) = path.pop() else { return };
            before.low = before.low.min(self.low[step.node.position()]);
            step = before;
        }
    }

    /// Looks at a node's edges up to one that leads to a node not seen yet.
    #[inline(always)]
    fn follow<I: Index>(&self, out: PackedRef<'_, f64, I>, step: &mut Step<N>) -> Option<usize> {
        let edges = &out.indices[out.starts[step.node.position()]..step.rest];
        for to in edges.iter().rev() {
            step.rest -= 1;
            let low = self.low[to.position()];
            if low == Self::unseen() {
                return Some(to.position());
            }
            step.low = step.low.min(low);
        }
        None
    }

    /// All open nodes down to this one are a component.
    fn close(&mut self, node: N) {
        while let Some(member) = self.open.pop() {
            self.labels[member.position()] = self.count;
            self.low[member.position()] = Self::done();
            if member == node {
                break;
            }
        }
        self.count += 1;
    }
}
