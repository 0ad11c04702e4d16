//! Communities: nodes that have more to do with each other than with the rest.

mod linked;
mod louvain;
mod propagation;
mod shuffled;

pub use louvain::LouvainOptions;
pub use propagation::PropagationOptions;

use super::{Graph, GraphError};
use crate::SparseElement;
use crate::index::Index;
use linked::Linked;

/// Which nodes belong together, and how well.
///
/// # Examples
/// ```
/// use nd_sparse::{Coo, graph::{Graph, LouvainOptions}};
///
/// // Two triangles and an edge between them.
/// let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
/// let a = Coo::<f64>::from_triplets([6, 6], edges.map(|(i, j)| (i, j, 1.0))).unwrap().to_csr();
/// let found = Graph::undirected(&a)?.louvain_communities(&LouvainOptions::default())?;
/// assert_eq!((found.count, found.labels), (2, vec![0, 0, 0, 1, 1, 1]));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Communities {
    /// How many communities there are.
    pub count: usize,
    /// The community of each node; numbered by their lowest nodes.
    pub labels: Vec<usize>,
    /// The [modularity](Graph::modularity), for the resolution that was asked for.
    pub modularity: f64,
}

impl<I: Index> Graph<'_, I>
where
    f64: SparseElement<I>,
{
    /// How much more weight lies within communities than would by chance, as a share of all: `labels` says which node
    /// belongs to which; any numbers will do. (M. E. J. Newman and M. Girvan, 2004; of directed graphs E. A. Leicht and
    /// M. E. J. Newman, 2008.)
    ///
    /// `Σ (w(i, j) - resolution · out(i) · in(j) / W) / W` over all pairs with one label, where `W` is the sum of all
    /// weights. A loop of an undirected graph counts twice, at its node there and back. Without weights it is 0.
    ///
    /// # Errors
    /// [`GraphError::Negative`]; [`GraphError::Option`] if there is not one label for each node, or the resolution is
    /// negative, infinite or NaN.
    ///
    /// # SciPy
    /// None; `networkx.community.modularity(g, communities, resolution=resolution)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let pairs = Coo::<f64>::from_triplets([4, 4], [(0, 1, 1.0), (2, 3, 1.0)]).unwrap().to_csr();
    /// let graph = Graph::undirected(&pairs)?;
    /// assert_eq!(graph.modularity(&[7, 7, 9, 9], 1.0)?, 0.5);
    /// assert_eq!(graph.modularity(&[0, 0, 0, 0], 1.0)?, 0.0);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn modularity(&self, labels: &[usize], resolution: f64) -> Result<f64, GraphError> {
        const OP: &str = "modularity";
        self.check_communities(OP, resolution)?;
        if labels.len() != self.nodes() {
            return Err(GraphError::Option { op: OP, what: "there is one label for each node" });
        }
        let (count, labels) = numbered(labels);
        Ok(self.modularity_of(count, &labels, resolution))
    }

    fn check_communities(&self, op: &'static str, resolution: f64) -> Result<(), GraphError> {
        self.check_weights(op)?;
        if (0.0..f64::INFINITY).contains(&resolution) {
            return Ok(());
        }
        Err(GraphError::Option { op, what: "the resolution is a finite number, from 0 on" })
    }

    fn modularity_of(&self, count: usize, labels: &[usize], resolution: f64) -> f64 {
        let (mut within, mut total) = (0.0, 0.0);
        let (mut leaving, mut arriving) = (vec![0.0; count], vec![0.0; count]);
        for from in 0..self.nodes() {
            for (to, weight) in self.leaving(from) {
                let weight = self.there_and_back(from, to, weight);
                total += weight;
                within += if labels[from] == labels[to] { weight } else { 0.0 };
                leaving[labels[from]] += weight;
                arriving[labels[to]] += weight;
            }
        }
        if total == 0.0 {
            return 0.0;
        }
        let chance = |(out, into): (&f64, &f64)| (out / total) * (into / total);
        within / total - resolution * leaving.iter().zip(&arriving).map(chance).sum::<f64>()
    }

    /// The weight of an edge in sums over both directions: a loop of an undirected graph is stored once.
    fn there_and_back(&self, from: usize, to: usize, weight: f64) -> f64 {
        if from == to && !self.directed { 2.0 * weight } else { weight }
    }

    /// Labels as they are given to people, with their modularity.
    fn communities(&self, labels: &[usize], resolution: f64) -> Communities {
        let (count, labels) = numbered(labels);
        let modularity = self.modularity_of(count, &labels, resolution);
        Communities { count, labels, modularity }
    }

    fn linked(&self) -> Linked<I> {
        let out = self.out();
        let both = if self.directed {
            let back = <f64 as SparseElement<I>>::transposed(out);
            crate::kernels::merge::union(out, back.view(), (0.0, 0.0), &|a, b| a + b, &|_| true)
        } else {
            out.with_values(out.values.iter().map(|weight| 2.0 * weight).collect())
        };
        let nodes = self.nodes();
        let (mut leaving, mut arriving) = (vec![0.0; nodes], vec![0.0; nodes]);
        for (from, leaves) in leaving.iter_mut().enumerate() {
            for (to, weight) in self.leaving(from) {
                let weight = self.there_and_back(from, to, weight);
                *leaves += weight;
                arriving[to] += weight;
            }
        }
        Linked::new(both, leaving, arriving)
    }
}

/// The same partition, numbered by lowest nodes; how many parts it has.
fn numbered(labels: &[usize]) -> (usize, Vec<usize>) {
    let mut numbers = std::collections::HashMap::new();
    let mut number = |label: &usize| {
        let next = numbers.len();
        *numbers.entry(*label).or_insert(next)
    };
    let labels: Vec<usize> = labels.iter().map(&mut number).collect();
    (numbers.len(), labels)
}
