//! Breadth first and depth first.

use super::{Graph, GraphError};
use crate::compressed::Csr;
use crate::index::Index;
use crate::packed::Packed;
use nd_core::huge;

/// Rows that are asked for at once.
const AT_ONCE: usize = 16;

/// The nodes that are reached, in the order in which they are, and from where.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let a = Csr::<f64>::from_dense([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
/// let reached = Graph::directed(&a)?.bfs(0)?;
/// assert_eq!(reached.order, [0, 1]);
/// assert_eq!(reached.predecessors, [None, Some(0), None]);
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traversal {
    /// The nodes that are reached, the start first.
    pub order: Vec<usize>,
    /// The node from which each is reached; none for the start, and for what is not reached.
    pub predecessors: Vec<Option<usize>>,
}

impl<I: Index> Graph<'_, I> {
    /// Breadth first: nearer nodes before farther ones; the neighbours of a node in ascending order.
    ///
    /// # Errors
    /// [`GraphError::NoSuchNode`].
    ///
    /// # SciPy
    /// `breadth_first_order(a, start)`, in the order in which the entries are stored.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
    /// assert_eq!(Graph::directed(&a)?.bfs(0)?.order, [0, 1, 2]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn bfs(&self, start: usize) -> Result<Traversal, GraphError> {
        self.check_node(start)?;
        let out = self.out();
        // The node before each; itself where there is none.
        let mut before: Vec<I> = (0..self.nodes()).map(I::from_position).collect();
        let mut seen = huge::advised(vec![false; self.nodes()]);
        let mut order = huge::room(self.nodes());
        order.push(start);
        seen[start] = true;
        let mut done = 0;
        while done < order.len() {
            let soon = done..order.len().min(done + AT_ONCE);
            done = soon.end;
            // Rows that stand anywhere in memory come sooner if several are asked for at once.
            for at in soon.clone() {
                std::hint::black_box(out.indices.get(out.starts[order[at]]).copied());
            }
            for at in soon {
                let node = order[at];
                for to in &out.indices[out.starts[node]..out.starts[node + 1]] {
                    let to = to.position();
                    if !seen[to] {
                        seen[to] = true;
                        before[to] = I::from_position(node);
                        order.push(to);
                    }
                }
            }
        }
        let predecessors = before_or_none(&before);
        Ok(Traversal { order, predecessors })
    }

    /// Depth first: what is reached from a node's first neighbour comes before its second one; neighbours in
    /// ascending order.
    ///
    /// # Errors
    /// [`GraphError::NoSuchNode`].
    ///
    /// # SciPy
    /// `depth_first_order(a, start)`, in the order in which the entries are stored.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 1.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]);
    /// let reached = Graph::directed(&a)?.dfs(0)?;
    /// assert_eq!(reached.predecessors, [None, Some(0), Some(1)]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn dfs(&self, start: usize) -> Result<Traversal, GraphError> {
        self.check_node(start)?;
        let out = self.out();
        let mut predecessors = vec![None; self.nodes()];
        let mut seen = huge::advised(vec![false; self.nodes()]);
        let (mut order, mut path) = (vec![start], vec![(start, out.starts[start])]);
        seen[start] = true;
        while let Some((node, edge)) = path.last_mut() {
            if *edge == out.starts[*node + 1] {
                path.pop();
                continue;
            }
            let to = out.indices[*edge].position();
            *edge += 1;
            if !std::mem::replace(&mut seen[to], true) {
                predecessors[to] = Some(*node);
                order.push(to);
                path.push((to, out.starts[to]));
            }
        }
        Ok(Traversal { order, predecessors })
    }

    /// The edges along which a traversal of this graph went.
    ///
    /// # SciPy
    /// `breadth_first_tree(a, start)`, `depth_first_tree(a, start)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 2.0, 3.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]]);
    /// let graph = Graph::directed(&a)?;
    /// assert_eq!(graph.tree(&graph.bfs(0)?).values(), [2.0, 3.0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn tree(&self, traversal: &Traversal) -> Csr<f64, I> {
        let mut tree = Packed::empty(self.nodes(), self.nodes());
        for node in 0..self.nodes() {
            for (to, weight) in self.leaving(node) {
                if traversal.predecessors.get(to) == Some(&Some(node)) {
                    tree.indices.push(I::from_position(to));
                    tree.values.push(weight);
                }
            }
            tree.starts[node + 1] = tree.indices.len();
        }
        Csr::from_packed(tree)
    }
}

/// The node before each of a list in which a node stands before itself where there is none.
pub(super) fn before_or_none<I: Index>(before: &[I]) -> Vec<Option<usize>> {
    let known = |(at, before): (usize, &I)| Some(before.position()).filter(|&node| node != at);
    before.iter().enumerate().map(known).collect()
}
