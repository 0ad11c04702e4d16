//! Communities by taking over the label that most neighbours have.

use super::linked::Tally;
use super::{Communities, shuffled};
use crate::SparseElement;
use crate::graph::{Graph, GraphError};
use crate::index::Index;

/// How labels spread.
///
/// # Examples
/// ```
/// use nd_sparse::graph::PropagationOptions;
///
/// let options = PropagationOptions::default().seed(7).rounds(20);
/// assert_eq!(options.seed, Some(7));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropagationOptions {
    /// What the order in which nodes are looked at is made from; ascending by default.
    pub seed: Option<u64>,
    /// The most rounds over all nodes; 1000 by default.
    pub rounds: usize,
}

impl Default for PropagationOptions {
    fn default() -> Self {
        PropagationOptions { seed: None, rounds: 1000 }
    }
}

impl PropagationOptions {
    /// Sets the order in which nodes are looked at.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        PropagationOptions { seed: Some(seed), ..self }
    }

    /// Sets the most rounds.
    #[must_use]
    pub fn rounds(self, rounds: usize) -> Self {
        PropagationOptions { rounds, ..self }
    }
}

impl<I: Index> Graph<'_, I>
where
    f64: SparseElement<I>,
{
    /// Communities in which every node has the label that has the greatest weight among its neighbours, whichever way
    /// edges go: each begins with a label of its own, and takes over others', one after the other, until none changes.
    /// (U. N. Raghavan, R. Albert and S. Kumara, "Near linear time algorithm to detect community structures in
    /// large-scale networks", 2007.)
    ///
    /// Of labels with the same weight a node keeps its own, or takes that which comes first in the order of nodes. The
    /// same ones each time: by the seed, not by chance.
    ///
    /// # Errors
    /// [`GraphError::Negative`]; [`GraphError::NoConvergence`] if labels still change in the last round.
    ///
    /// # SciPy
    /// None; `networkx.community.asyn_lpa_communities(g, weight="weight", seed=seed)`, whose orders are others.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::{Graph, PropagationOptions}};
    ///
    /// let pairs = Coo::<f64>::from_triplets([4, 4], [(0, 3, 1.0), (2, 1, 1.0)]).unwrap().to_csr();
    /// let graph = Graph::undirected(&pairs)?;
    /// let found = graph.label_propagation_communities(&PropagationOptions::default())?;
    /// assert_eq!(found.labels, [0, 1, 1, 0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn label_propagation_communities(
        &self,
        options: &PropagationOptions,
    ) -> Result<Communities, GraphError> {
        const OP: &str = "label_propagation_communities";
        self.check_weights(OP)?;
        let (nodes, linked) = (self.nodes(), self.linked());
        let order = shuffled::order(nodes, options.seed);
        // Labels are places in the order.
        let mut labels = vec![0; nodes];
        order.iter().enumerate().for_each(|(place, &node)| labels[node] = place);
        let mut tally = Tally::new(nodes);
        let mut changed = usize::from(nodes > 0);
        for _ in 0..options.rounds {
            changed = 0;
            for &node in &order {
                tally.clear();
                tally.add_links(linked.links(), node, &labels);
                let (mut best, mut most) = (labels[node], tally.weight(labels[node]));
                for &label in &tally.met {
                    let weight = tally.weight(label);
                    if weight > most || weight == most && best != labels[node] && label < best {
                        (best, most) = (label, weight);
                    }
                }
                changed += usize::from(best != labels[node]);
                labels[node] = best;
            }
            if changed == 0 {
                break;
            }
        }
        if changed > 0 {
            let (iterations, change) = (options.rounds, changed as f64);
            return Err(GraphError::NoConvergence { op: OP, iterations, change });
        }
        Ok(self.communities(&labels, 1.0))
    }
}
