//! The Laplacian of a graph.

use super::Graph;
use crate::compressed::Csr;
use crate::coordinates::Coo;
use crate::index::Index;

/// Which edges count for the degree of a node: their weights are added up.
///
/// # Examples
/// ```
/// use nd_sparse::graph::{Degree, LaplacianOptions};
///
/// assert_eq!(LaplacianOptions::default().degree, Degree::In);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Degree {
    /// Those that arrive.
    #[default]
    In,
    /// Those that leave.
    Out,
}

/// How a Laplacian is made.
///
/// # Examples
/// ```
/// use nd_sparse::graph::{Degree, LaplacianOptions};
///
/// let options = LaplacianOptions::default().normed(true).degree(Degree::Out);
/// assert!(options.normed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LaplacianOptions {
    /// Whether rows and columns are divided by the roots of the degrees; false by default.
    pub normed: bool,
    /// Which edges make the degree; those that arrive by default.
    pub degree: Degree,
}

impl LaplacianOptions {
    /// Sets whether it is normalised.
    #[must_use]
    pub fn normed(self, normed: bool) -> Self {
        LaplacianOptions { normed, ..self }
    }

    /// Sets which edges make the degree.
    #[must_use]
    pub fn degree(self, degree: Degree) -> Self {
        LaplacianOptions { degree, ..self }
    }
}

impl<I: Index> Graph<'_, I>
where
    f64: crate::SparseElement<I>,
{
    /// Degrees on the diagonal, less the weights. Loops do not count.
    ///
    /// Normalised, it is `1 - w / √(dᵢ dⱼ)`, with a diagonal of 0 for nodes whose degree is 0.
    ///
    /// # SciPy
    /// `laplacian(a, normed=normed, use_out_degree=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::{Graph, LaplacianOptions}};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 1.0, 2.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
    /// let laplacian = Graph::directed(&a)?.laplacian(&LaplacianOptions::default());
    /// assert_eq!(laplacian.to_dense(), nd_core::array![[0.0, -1.0, -2.0], [0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn laplacian(&self, options: &LaplacianOptions) -> Csr<f64, I> {
        let nodes = self.nodes();
        let mut degrees = vec![0.0; nodes];
        for from in 0..nodes {
            for (to, weight) in self.leaving(from).filter(|&(to, _)| to != from) {
                degrees[if options.degree == Degree::In { to } else { from }] += weight;
            }
        }
        let root = |node: usize| if degrees[node] == 0.0 { 1.0 } else { f64::sqrt(degrees[node]) };
        let mut laplacian: Coo<f64, I> = Coo::new([nodes, nodes]);
        for (from, &degree) in degrees.iter().enumerate() {
            for (to, weight) in self.leaving(from).filter(|&(to, _)| to != from) {
                let scale = if options.normed { root(from) * root(to) } else { 1.0 };
                laplacian.push([from, to], -weight / scale);
            }
            let own = match options.normed {
                true => f64::from(u8::from(degree != 0.0)),
                false => degree,
            };
            laplacian.push([from, from], own);
        }
        laplacian.to_csr()
    }
}
