//! Triangles, and how clustered neighbours are.

use super::Graph;
use crate::index::Index;
use nd_core::threads;

impl<I: Index> Graph<'_, I> {
    /// How many triangles each node is a corner of, for graphs whose edges go both ways; loops do not count.
    ///
    /// # SciPy
    /// None; `networkx.triangles(g)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)];
    /// let a = Coo::<f64>::from_triplets([4, 4], edges).unwrap().to_csr();
    /// assert_eq!(Graph::undirected(&a)?.triangles(), [1, 1, 1, 0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn triangles(&self) -> Vec<u64> {
        let mut counts = vec![0; self.nodes()];
        threads::chunks(&mut counts, 256, &|start, counts| {
            for (at, count) in counts.iter_mut().enumerate() {
                *count = self.triangles_at(start + at);
            }
        });
        counts
    }

    fn triangles_at(&self, node: usize) -> u64 {
        let own = self.out().lane(node).0;
        let mut found = 0;
        for neighbour in own.iter().map(|to| to.position()).filter(|&to| to != node) {
            let theirs = self.out().lane(neighbour).0;
            let (mut p, mut q) = (0, 0);
            while p < own.len() && q < theirs.len() {
                let (i, j) = (own[p].position(), theirs[q].position());
                found += u64::from(i == j && i != node && i != neighbour);
                p += usize::from(i <= j);
                q += usize::from(j <= i);
            }
        }
        found / 2
    }

    /// For each node the share of the pairs of its neighbours that are neighbours themselves; 0 where there are no
    /// pairs. For graphs whose edges go both ways; loops do not count.
    ///
    /// # SciPy
    /// None; `networkx.clustering(g)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)];
    /// let a = Coo::<f64>::from_triplets([4, 4], edges).unwrap().to_csr();
    /// assert_eq!(Graph::undirected(&a)?.clustering(), [1.0, 1.0, 1.0 / 3.0, 0.0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn clustering(&self) -> Vec<f64> {
        let share = |(node, triangles): (usize, u64)| {
            let degree = self.leaving(node).filter(|&(to, _)| to != node).count() as f64;
            if degree < 2.0 { 0.0 } else { 2.0 * triangles as f64 / (degree * (degree - 1.0)) }
        };
        self.triangles().into_iter().enumerate().map(share).collect()
    }
}
