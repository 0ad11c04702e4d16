//! Orders of nodes.

use super::Graph;
use crate::index::Index;

impl<I: Index> Graph<'_, I> {
    /// An order of the nodes in which neighbours are near each other, so that the matrix has a narrow band:
    /// node `order[i]` becomes the `i`th. For graphs whose edges go both ways. (E. Cuthill and J. McKee,
    /// "Reducing the bandwidth of sparse symmetric matrices", 1969, reversed.)
    ///
    /// Each component starts from a node that is far from the others; ties go to the lower node.
    ///
    /// # SciPy
    /// `reverse_cuthill_mckee(a, symmetric_mode=True)`, which starts from a node of lowest degree.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = [(0, 3, 1.0), (3, 1, 1.0), (1, 2, 1.0)];
    /// let path = Coo::<f64>::from_triplets([4, 4], edges).unwrap().to_csr();
    /// assert_eq!(Graph::undirected(&path)?.reverse_cuthill_mckee(), [0, 3, 1, 2]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn reverse_cuthill_mckee(&self) -> Vec<usize> {
        let out = self.out();
        let degree = |node: usize| out.starts[node + 1] - out.starts[node];
        let mut by_degree: Vec<usize> = (0..self.nodes()).collect();
        by_degree.sort_by_key(|&node| degree(node));
        let mut seen = vec![false; self.nodes()];
        let mut level = vec![usize::MAX; self.nodes()];
        let mut order = Vec::with_capacity(self.nodes());
        for seed in by_degree {
            if seen[seed] {
                continue;
            }
            let start = self.far_node(seed, &mut level);
            let mut at = order.len();
            order.push(start);
            seen[start] = true;
            while at < order.len() {
                let (node, first) = (order[at], order.len());
                at += 1;
                for to in out.lane(node).0 {
                    let to = to.position();
                    if !std::mem::replace(&mut seen[to], true) {
                        order.push(to);
                    }
                }
                order[first..].sort_by_key(|&node| degree(node));
            }
        }
        order.reverse();
        order
    }

    /// A node of the component that is as far from another as can be found quickly: searches from the last
    /// level of the search before, while that reaches farther. (A. George and J. W. H. Liu, 1979.)
    fn far_node(&self, seed: usize, level: &mut [usize]) -> usize {
        let (mut start, mut deepest) = (seed, None);
        loop {
            let mut reached = vec![start];
            level[start] = 0;
            let mut at = 0;
            while at < reached.len() {
                let node = reached[at];
                at += 1;
                for to in self.out().lane(node).0 {
                    let to = to.position();
                    if level[to] == usize::MAX {
                        level[to] = level[node] + 1;
                        reached.push(to);
                    }
                }
            }
            let depth = level[reached[reached.len() - 1]];
            let last = reached.iter().copied().filter(|&node| level[node] == depth);
            let out = self.out();
            let next = last.min_by_key(|&node| (out.starts[node + 1] - out.starts[node], node));
            for &node in &reached {
                level[node] = usize::MAX;
            }
            if deepest.is_some_and(|deepest| depth <= deepest) {
                return start;
            }
            deepest = Some(depth);
            match next {
                Some(next) if next != start => start = next,
                _ => return start,
            }
        }
    }
}
