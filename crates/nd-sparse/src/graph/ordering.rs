//! Orders of nodes.

use super::Graph;
use crate::index::Index;
use crate::packed::PackedRef;
use nd_core::huge;

impl<I: Index> Graph<'_, I> {
    /// An order of the nodes in which neighbours are near each other, so that the matrix has a narrow band:
    /// node `order[i]` becomes the `i`th. Edges count as if they went both ways. (E. Cuthill and J. McKee,
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
    pub fn reverse_cuthill_mckee(&self) -> Vec<usize>
    where
        f64: crate::SparseElement<I>,
    {
        if self.directed {
            return self.both_ways().reverse_cuthill_mckee();
        }
        let out = self.out();
        let degrees: Vec<usize> = out.starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let mut seen = huge::advised(vec![false; self.nodes()]);
        let mut search = Levels::new(self.nodes());
        let mut order: Vec<usize> = huge::room(self.nodes());
        for seed in by_degree(&degrees) {
            if seen[seed] {
                continue;
            }
            let start = search.far_node(out, &degrees, &seen, seed);
            let mut at = order.len();
            order.push(start);
            seen[start] = true;
            while at < order.len() {
                let (node, first) = (order[at], order.len());
                at += 1;
                for to in out.lane(node).0 {
                    let to = to.position();
                    if !seen[to] {
                        seen[to] = true;
                        order.push(to);
                    }
                }
                order[first..].sort_by_key(|&node| degrees[node]);
            }
        }
        order.reverse();
        order
    }
}

/// The nodes by degree, those of one degree ascending.
fn by_degree(degrees: &[usize]) -> Vec<usize> {
    let most = degrees.iter().copied().max().unwrap_or(0);
    let mut first = vec![0; most + 2];
    degrees.iter().for_each(|&degree| first[degree + 1] += 1);
    for degree in 0..most {
        first[degree + 1] += first[degree];
    }
    let mut order = huge::advised(vec![0; degrees.len()]);
    for (node, &degree) in degrees.iter().enumerate() {
        order[first[degree]] = node;
        first[degree] += 1;
    }
    order
}

/// Searches that go from level to level.
struct Levels {
    /// The number of the last search that came to each node.
    seen: Vec<u32>,
    searches: u32,
    reached: Vec<usize>,
}

impl Levels {
    fn new(nodes: usize) -> Levels {
        Levels { seen: huge::advised(vec![0; nodes]), searches: 0, reached: Vec::new() }
    }

    /// A node of the component that is as far from another as can be found quickly: searches from the last
    /// level of the search before, while that reaches farther. (A. George and J. W. H. Liu, 1979.)
    fn far_node<I: Index>(
        &mut self,
        out: PackedRef<'_, f64, I>,
        degrees: &[usize],
        done: &[bool],
        seed: usize,
    ) -> usize {
        let (mut start, mut deepest) = (seed, 0);
        loop {
            let (depth, last) = self.search(out, done, start);
            let next =
                self.reached[last..].iter().copied().min_by_key(|&node| (degrees[node], node));
            match next {
                Some(next) if depth > deepest => (start, deepest) = (next, depth),
                _ => return start,
            }
        }
    }

    /// How many levels there are above the start's, among nodes that are not done, and where the last one begins among the nodes reached.
    fn search<I: Index>(
        &mut self,
        out: PackedRef<'_, f64, I>,
        done: &[bool],
        start: usize,
    ) -> (usize, usize) {
        if self.searches == u32::MAX {
            self.seen.fill(0);
            self.searches = 0;
        }
        self.searches += 1;
        self.reached.clear();
        self.reached.push(start);
        self.seen[start] = self.searches;
        let (mut depth, mut level) = (0, 0);
        loop {
            let end = self.reached.len();
            for at in level..end {
                for to in out.lane(self.reached[at]).0 {
                    let to = to.position();
                    if self.seen[to] != self.searches && !done[to] {
                        self.seen[to] = self.searches;
                        self.reached.push(to);
                    }
                }
            }
            if self.reached.len() == end {
                return (depth, level);
            }
            (depth, level) = (depth + 1, end);
        }
    }
}
