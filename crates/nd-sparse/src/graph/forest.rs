//! [`Forest`]: which nodes belong together, while edges are looked at one by one.

use crate::index::Index;

/// A tree for each set of nodes that belong together; its root is the lowest of them.
pub(super) struct Forest<I> {
    /// Never above the node, which is why one ascending pass makes all trees flat.
    parent: Vec<I>,
}

impl<I: Index> Forest<I> {
    pub(super) fn new(nodes: usize) -> Forest<I> {
        Forest { parent: (0..nodes).map(I::from_position).collect() }
    }

    /// The root of a node, which the nodes on the way are then nearer to.
    #[inline(always)]
    fn root(&mut self, mut node: I) -> I {
        loop {
            let parent = self.parent[node.position()];
            if parent == node {
                return node;
            }
            let above = self.parent[parent.position()];
            self.parent[node.position()] = above;
            node = above;
        }
    }

    /// Puts two nodes together; whether they were apart.
    #[inline(always)]
    pub(super) fn join(&mut self, a: I, b: I) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b).position()] = a.min(b);
        a != b
    }

    /// Makes every parent a root.
    pub(super) fn flatten(&mut self) {
        for node in 0..self.parent.len() {
            self.parent[node] = self.parent[self.parent[node].position()];
        }
    }

    /// The parents, which are roots after [`flatten`](Self::flatten).
    pub(super) fn parents(&self) -> &[I] {
        &self.parent
    }
}
