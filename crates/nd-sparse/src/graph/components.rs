//! Connected components.

use super::Graph;
use crate::index::Index;

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
        let mut parent: Vec<usize> = (0..self.nodes()).collect();
        for from in 0..self.nodes() {
            for to in self.out().lane(from).0 {
                let (a, b) = (root(&mut parent, from), root(&mut parent, to.position()));
                // The lower node is the root, so that labels ascend with the lowest nodes.
                parent[a.max(b)] = a.min(b);
            }
        }
        let mut count = 0;
        let mut labels = vec![0; self.nodes()];
        for node in 0..self.nodes() {
            let root = root(&mut parent, node);
            labels[node] = if root == node { count } else { labels[root] };
            count += usize::from(root == node);
        }
        Components { count, labels }
    }

    /// The strong components: nodes that reach each other along the edges. Numbered in reverse topological order:
    /// edges lead to components with smaller numbers. (R. Tarjan, "Depth-first search and linear graph
    /// algorithms", 1972.)
    ///
    /// # SciPy
    /// `connected_components(a, connection="strong")`, which may take another one of several such orders.
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
        let mut search = Search::new(self.nodes());
        for node in 0..self.nodes() {
            if search.low[node] == UNSEEN {
                search.from(self, node);
            }
        }
        Components { count: search.count, labels: search.labels }
    }
}

/// The root of a node, which the nodes on the way are then nearer to.
pub(super) fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

const UNSEEN: usize = usize::MAX;

/// A depth-first search without recursion.
struct Search {
    /// The lowest number that is known to be reached from a node; a large one once its component is done.
    low: Vec<usize>,
    labels: Vec<usize>,
    count: usize,
    seen: usize,
    /// Nodes whose components are not done.
    open: Vec<usize>,
    /// The path to the node at hand: each with its number and its next edge.
    path: Vec<(usize, usize, usize)>,
}

impl Search {
    fn new(nodes: usize) -> Search {
        let (low, labels) = (vec![UNSEEN; nodes], vec![0; nodes]);
        Search { low, labels, count: 0, seen: 0, open: Vec::new(), path: Vec::new() }
    }

    fn enter<I: Index>(&mut self, graph: &Graph<'_, I>, node: usize) {
        self.low[node] = self.seen;
        self.path.push((node, self.seen, graph.out().starts[node]));
        self.open.push(node);
        self.seen += 1;
    }

    fn from<I: Index>(&mut self, graph: &Graph<'_, I>, start: usize) {
        let out = graph.out();
        self.enter(graph, start);
        while let Some((node, number, edge)) = self.path.last_mut() {
            let (node, number) = (*node, *number);
            if *edge < out.starts[node + 1] {
                let to = out.indices[*edge].position();
                *edge += 1;
                if self.low[to] == UNSEEN {
                    self.enter(graph, to);
                } else {
                    self.low[node] = self.low[node].min(self.low[to]);
                }
                continue;
            }
            self.path.pop();
            let low = self.low[node];
            if low == number {
                self.close(node);
            } else if let Some(&(before, ..)) = self.path.last() {
                self.low[before] = self.low[before].min(low);
            }
        }
    }

    /// All open nodes down to this one are a component.
    fn close(&mut self, node: usize) {
        while let Some(member) = self.open.pop() {
            self.labels[member] = self.count;
            self.low[member] = UNSEEN - 1;
            if member == node {
                break;
            }
        }
        self.count += 1;
    }
}
