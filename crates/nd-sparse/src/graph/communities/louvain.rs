//! Communities by moving nodes to neighbours', level by level.

use super::linked::{Linked, Tally};
use super::{Communities, numbered, shuffled};
use crate::SparseElement;
use crate::graph::{Graph, GraphError};
use crate::index::Index;

/// How communities are looked for.
///
/// # Examples
/// ```
/// use nd_sparse::graph::LouvainOptions;
///
/// let options = LouvainOptions::default().resolution(2.0).seed(7);
/// assert_eq!((options.threshold, options.seed), (1e-7, Some(7)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct LouvainOptions {
    /// More than 1 for smaller communities, less for larger ones; 1 by default.
    pub resolution: f64,
    /// By how much one round over all nodes has to raise the modularity to be followed by another; 1e-7 by default.
    pub threshold: f64,
    /// What the order in which nodes are looked at is made from; ascending by default.
    pub seed: Option<u64>,
}

impl Default for LouvainOptions {
    fn default() -> Self {
        LouvainOptions { resolution: 1.0, threshold: 1e-7, seed: None }
    }
}

impl LouvainOptions {
    /// Sets how small communities are.
    #[must_use]
    pub fn resolution(self, resolution: f64) -> Self {
        LouvainOptions { resolution, ..self }
    }

    /// Sets what a round has to bring.
    #[must_use]
    pub fn threshold(self, threshold: f64) -> Self {
        LouvainOptions { threshold, ..self }
    }

    /// Sets the order in which nodes are looked at.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        LouvainOptions { seed: Some(seed), ..self }
    }
}

impl<I: Index> Graph<'_, I>
where
    f64: SparseElement<I>,
{
    /// Communities of high [modularity](Self::modularity): nodes move to the communities of neighbours while that
    /// raises it, then communities become nodes, and so on. (V. D. Blondel, J.-L. Guillaume, R. Lambiotte and
    /// E. Lefebvre, "Fast unfolding of communities in large networks", 2008.)
    ///
    /// The same ones each time: by the seed, not by chance. Other seeds find others, and the highest modularity there is
    /// need not be among them. Nodes without weight are communities of their own.
    ///
    /// # Errors
    /// [`GraphError::Negative`]; [`GraphError::Option`] if the resolution is negative, infinite or NaN, or the threshold
    /// is negative or NaN.
    ///
    /// # SciPy
    /// None; `networkx.community.louvain_communities(g, seed=seed)`, whose orders are others.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::{Graph, LouvainOptions}};
    ///
    /// let pairs = Coo::<f64>::from_triplets([4, 4], [(0, 3, 1.0), (2, 1, 1.0)]).unwrap().to_csr();
    /// let found = Graph::directed(&pairs)?.louvain_communities(&LouvainOptions::default())?;
    /// assert_eq!((found.labels, found.modularity), (vec![0, 1, 1, 0], 0.5));
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn louvain_communities(&self, options: &LouvainOptions) -> Result<Communities, GraphError> {
        const OP: &str = "louvain_communities";
        self.check_communities(OP, options.resolution)?;
        if options.threshold.is_nan() || options.threshold < 0.0 {
            return Err(GraphError::Option {
                op: OP,
                what: "the threshold is a number, from 0 on",
            });
        }
        let mut labels: Vec<usize> = (0..self.nodes()).collect();
        let mut linked = self.linked();
        while linked.total > 0.0 {
            let (count, joined) = numbered(&moved(&linked, options));
            labels.iter_mut().for_each(|label| *label = joined[*label]);
            if count == linked.nodes() {
                break;
            }
            linked = linked.condensed(count, &joined);
        }
        Ok(self.communities(&labels, options.resolution))
    }
}

/// The community of each node when no move is worth one any more.
fn moved<I: Index>(linked: &Linked<I>, options: &LouvainOptions) -> Vec<usize> {
    let nodes = linked.nodes();
    let mut labels: Vec<usize> = (0..nodes).collect();
    // What leaves and arrives at the nodes of each community.
    let (mut leaving, mut arriving) = (linked.leaving.clone(), linked.arriving.clone());
    let mut tally = Tally::new(nodes);
    let order = shuffled::order(nodes, options.seed);
    let factor = options.resolution / linked.total;
    // Above what rounding makes, so that rounds come to an end.
    let enough = options.threshold.max(1e-12) * linked.total;
    let mut raised = f64::INFINITY;
    while raised > enough {
        raised = 0.0;
        for &node in &order {
            let own = labels[node];
            let (out, into) = (linked.leaving[node], linked.arriving[node]);
            leaving[own] -= out;
            arriving[own] -= into;
            tally.clear();
            tally.add_links(linked.links(), node, &labels);
            let worth = |community: usize| {
                let chance = out * arriving[community] + into * leaving[community];
                tally.weight(community) - factor * chance
            };
            let stays = worth(own);
            let (mut best, mut most) = (own, stays);
            for &community in &tally.met {
                let would = worth(community);
                // Of communities that are worth as much, and more than the own one, the lowest.
                if would > most || would == most && best != own && community < best {
                    (best, most) = (community, would);
                }
            }
            raised += most - stays;
            labels[node] = best;
            leaving[best] += out;
            arriving[best] += into;
        }
    }
    labels
}
