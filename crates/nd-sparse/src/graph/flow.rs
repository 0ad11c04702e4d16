//! The most that flows through a network.

use super::GraphError;
use crate::compressed::Csr;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::index::Index;

/// A flow from a source to a sink.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::maximum_flow};
///
/// let pipes = Csr::<i64>::from_dense([[0, 3, 2], [0, 0, 5], [0, 0, 0]]);
/// let flow = maximum_flow(&pipes, 0, 2)?;
/// assert_eq!((flow.value, flow.edges.get(0, 1), flow.edges.get(1, 2)), (5, 3, 3));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Flow<I: Index = u32> {
    /// How much flows.
    pub value: i64,
    /// How much flows along each edge: at most its capacity, and never backwards.
    pub edges: Csr<i64, I>,
}

/// The most that flows from a source to a sink along edges with capacities. (E. A. Dinic, "Algorithm for solution
/// of a problem of maximum flow in networks with power estimation", 1970.)
///
/// # Errors
/// [`GraphError::NotSquare`], [`GraphError::NoSuchNode`]; [`GraphError::Negative`] if a capacity is negative;
/// [`GraphError::Option`] if source and sink are one node, or all that leaves the source is more than an `i64`.
///
/// # SciPy
/// `maximum_flow(a, source, sink)`, whose flow has the negative value in the other direction too.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::maximum_flow};
///
/// let cut_off = Csr::<i64>::zeros([2, 2]);
/// assert_eq!(maximum_flow(&cut_off, 0, 1)?.value, 0);
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
pub fn maximum_flow<I: Index>(
    capacities: &Csr<i64, I>,
    source: usize,
    sink: usize,
) -> Result<Flow<I>, GraphError>
where
    i64: SparseElement<I>,
{
    const OP: &str = "maximum_flow";
    let shape = capacities.shape();
    if shape[0] != shape[1] {
        return Err(GraphError::NotSquare { shape });
    }
    for node in [source, sink] {
        if node >= shape[0] {
            return Err(GraphError::NoSuchNode { node, nodes: shape[0] });
        }
    }
    if source == sink {
        return Err(GraphError::Option { op: OP, what: "source and sink are two nodes" });
    }
    if let Some((from, to, capacity)) = capacities.iter().find(|edge| edge.2 < 0) {
        return Err(GraphError::Negative { op: OP, from, to, weight: capacity as f64 });
    }
    let leaving = capacities.row(source).values().iter();
    if leaving.copied().try_fold(0i64, i64::checked_add).is_none() {
        let what = "the capacities that leave the source add up to more than 64 bits";
        return Err(GraphError::Option { op: OP, what });
    }
    let mut network = Network::new(capacities);
    let mut value = 0;
    while network.levels(source, sink) {
        network.next.clone_from(&network.starts);
        while let Some(pushed) = network.push(source, sink) {
            value += pushed;
        }
    }
    let mut edges: Coo<i64, I> = Coo::new(shape);
    for (at, (from, to, capacity)) in capacities.iter().enumerate() {
        let flow = capacity - network.left[network.forward[at]];
        if flow > 0 {
            edges.push([from, to], flow);
        }
    }
    Ok(Flow { value, edges: edges.to_csr() })
}

/// Every edge and its way back, by the node that it leaves.
struct Network {
    starts: Vec<usize>,
    to: Vec<usize>,
    /// What still fits.
    left: Vec<i64>,
    /// Where the other direction of an edge stands.
    back: Vec<usize>,
    /// Where each edge of the matrix stands.
    forward: Vec<usize>,
    level: Vec<usize>,
    /// The first edge of each node that is not used up in this round.
    next: Vec<usize>,
}

impl Network {
    fn new<I: Index>(capacities: &Csr<i64, I>) -> Network {
        let nodes = capacities.shape()[0];
        let mut starts = vec![0; nodes + 1];
        for (from, to, _) in capacities.iter() {
            starts[from + 1] += 1;
            starts[to + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut free = starts.clone();
        let edges = starts[nodes];
        let (mut to, mut left, mut back) = (vec![0; edges], vec![0; edges], vec![0; edges]);
        let mut forward = Vec::with_capacity(capacities.nnz());
        for (a, b, capacity) in capacities.iter() {
            let there = free[a];
            free[a] += 1;
            let home = free[b];
            free[b] += 1;
            (to[there], left[there], back[there]) = (b, capacity, home);
            (to[home], back[home]) = (a, there);
            forward.push(there);
        }
        let (level, next) = (vec![0; nodes], Vec::new());
        Network { starts, to, left, back, forward, level, next }
    }

    /// How far each node is from the source along edges with room; whether the sink is reached.
    fn levels(&mut self, source: usize, sink: usize) -> bool {
        self.level.fill(usize::MAX);
        self.level[source] = 0;
        let mut queue = vec![source];
        let mut at = 0;
        while at < queue.len() {
            let node = queue[at];
            at += 1;
            for edge in self.starts[node]..self.starts[node + 1] {
                let to = self.to[edge];
                if self.left[edge] > 0 && self.level[to] == usize::MAX {
                    self.level[to] = self.level[node] + 1;
                    queue.push(to);
                }
            }
        }
        self.level[sink] < usize::MAX
    }

    /// Sends what fits along one path down the levels.
    fn push(&mut self, source: usize, sink: usize) -> Option<i64> {
        let (mut node, mut path) = (source, Vec::new());
        while node != sink {
            let edge = self.next[node];
            if edge == self.starts[node + 1] {
                // A dead end: the edge that led here is used up.
                let last: usize = path.pop()?;
                node = self.to[self.back[last]];
                self.next[node] += 1;
                continue;
            }
            let to = self.to[edge];
            if self.left[edge] > 0 && self.level[to] == self.level[node] + 1 {
                path.push(edge);
                node = to;
            } else {
                self.next[node] += 1;
            }
        }
        let fits = path.iter().map(|&edge| self.left[edge]).min()?;
        for edge in path {
            self.left[edge] -= fits;
            self.left[self.back[edge]] += fits;
        }
        Some(fits)
    }
}
