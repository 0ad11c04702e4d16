//! [`GraphError`]: weights and nodes that an algorithm has no answer for.

/// What is wrong with a graph, or with what is asked of it.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph, GraphError}};
///
/// let a = Csr::<f64>::from_dense([[0.0, -1.0], [0.0, 0.0]]);
/// let error = Graph::directed(&a)?.dijkstra(&DijkstraOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "dijkstra: the edge from 0 to 1 has the negative weight -1");
/// assert!(matches!(error, GraphError::Negative { from: 0, to: 1, .. }));
/// # Ok::<(), GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The matrix of a graph has as many columns as rows.
    #[error("a graph's matrix is square, and shape {shape:?} is not")]
    NotSquare {
        /// The shape.
        shape: [usize; 2],
    },
    /// A weight is NaN.
    #[error("the weight of the edge from {from} to {to} is NaN")]
    Nan {
        /// Where the edge starts.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// A weight is negative, where that has no meaning.
    #[error("{op}: the edge from {from} to {to} has the negative weight {weight}")]
    Negative {
        /// The algorithm.
        op: &'static str,
        /// Where the edge starts.
        from: usize,
        /// Where it ends.
        to: usize,
        /// Its weight.
        weight: f64,
    },
    /// A cycle with a negative sum: there is no shortest path along it.
    #[error(
        "{op}: the edge from {from} to {to} is part of a cycle of negative weight, or follows one"
    )]
    NegativeCycle {
        /// The algorithm.
        op: &'static str,
        /// Where the edge starts.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// There is no such node.
    #[error("node {node} of a graph with {nodes} nodes")]
    NoSuchNode {
        /// The node asked for.
        node: usize,
        /// How many there are.
        nodes: usize,
    },
    /// An iteration did not end within its limit.
    #[error("{op}: no convergence in {iterations} iterations: the last change was {change:e}")]
    NoConvergence {
        /// The algorithm.
        op: &'static str,
        /// How many iterations were made.
        iterations: usize,
        /// By how much the last one changed the result.
        change: f64,
    },
    /// A row or a column for which there is no partner, whatever partners the others have.
    #[error("{op}: no full matching: none that has the other {line}s has {line} {at} too")]
    Unmatched {
        /// The algorithm.
        op: &'static str,
        /// `"row"` or `"column"`.
        line: &'static str,
        /// Which one.
        at: usize,
    },
    /// An option that has no meaning.
    #[error("{op}: {what}")]
    Option {
        /// The algorithm.
        op: &'static str,
        /// What is wrong.
        what: &'static str,
    },
}
