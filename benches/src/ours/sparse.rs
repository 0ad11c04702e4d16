//! Sparse matrices and graphs.

use super::vector;
use crate::data::{bits, f64s};
use crate::workload::{Digest, Prepared, Workload, digest_of};
use nd::s;
use nd::sparse::graph::{DijkstraOptions, Graph};
use nd::sparse::linalg::{Multigrid, SolverOptions, cg_with, cholesky, eigsh_near, lu, svds};
use nd::sparse::{Coo, Csc, Csr, kronsum};

/// As SciPy's in `peer_sparse.py`, on the same matrices.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/sparse_matvec", prepare: matvec },
    Workload { name: "nd/sparse_laplacian", prepare: laplacian_matvec },
    Workload { name: "nd/sparse_laplacian_t", prepare: laplacian_transposed },
    Workload { name: "nd/sparse_laplacian_16", prepare: laplacian_many },
    Workload { name: "nd/sparse_matmul", prepare: matmul },
    Workload { name: "nd/sparse_matmul_grid", prepare: matmul_grid },
    Workload { name: "nd/sparse_add", prepare: add },
    Workload { name: "nd/sparse_from_coo", prepare: from_coo },
    Workload { name: "nd/sparse_to_csc", prepare: to_csc },
    Workload { name: "nd/sparse_sum0", prepare: sum },
    Workload { name: "nd/sparse_every_second", prepare: every_second },
    Workload { name: "nd/solve_lu", prepare: solve_lu },
    Workload { name: "nd/solve_cholesky", prepare: solve_cholesky },
    Workload { name: "nd/solve_cg", prepare: solve_cg },
    Workload { name: "nd/solve_cg_multigrid", prepare: solve_cg_multigrid },
    Workload { name: "nd/eigsh_near", prepare: eigenvalues },
    Workload { name: "nd/svds_10", prepare: singular_values },
    Workload { name: "nd/graph_dijkstra_1", prepare: || dijkstra(1) },
    Workload { name: "nd/graph_dijkstra_8", prepare: || dijkstra(8) },
    Workload { name: "nd/graph_weak", prepare: weak },
    Workload { name: "nd/graph_strong", prepare: strong },
    Workload { name: "nd/graph_tree", prepare: tree },
    Workload { name: "nd/graph_bfs", prepare: bfs },
    Workload { name: "nd/graph_rcm", prepare: reverse_cuthill_mckee },
];

impl Digest for Csr<f64> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.values().iter().copied())
    }
}

impl Digest for Csc<f64> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.values().iter().copied())
    }
}

/// A square matrix with entries at random places, as `coo` of `peer_sparse.py`.
fn coo(seed: u64, side: usize, entries: usize) -> Coo<f64> {
    let axis = |seed| (0..entries as u64).map(|i| (bits(seed, i) % side as u64) as u32).collect();
    let values = f64s(seed + 2, entries, 0.0, 1.0);
    let coords = vec![axis(seed), axis(seed + 1)];
    Coo::from_coords([side, side], coords, values).expect("within the shape")
}

fn random() -> Csr<f64> {
    coo(1, 1_000_000, 10_000_000).to_csr()
}

fn smaller() -> Csr<f64> {
    coo(1, 100_000, 1_000_000).to_csr()
}

/// The Laplacian of a grid of 1000².
fn laplacian() -> Csr<f64> {
    grid(1000)
}

/// The Laplacian of a square grid.
fn grid(side: usize) -> Csr<f64> {
    let line = Csr::diags([side, side], &[(-1, &[-1.0]), (0, &[2.0]), (1, &[-1.0])]);
    kronsum(&line, &line)
}

fn network() -> Csr<f64> {
    coo(5, 200_000, 2_000_000).to_csr()
}

fn matvec() -> Prepared {
    let (a, x) = (random(), vector(9, 1_000_000));
    Prepared::new(move || a.matvec(&x))
}

fn laplacian_matvec() -> Prepared {
    let (a, x) = (laplacian(), vector(9, 1_000_000));
    Prepared::new(move || a.matvec(&x))
}

fn laplacian_transposed() -> Prepared {
    let (a, x) = (laplacian(), vector(9, 1_000_000));
    Prepared::new(move || a.t().matvec(&x))
}

fn laplacian_many() -> Prepared {
    let x = vector(9, 16_000_000).into_reshaped([1_000_000, 16]);
    let a = laplacian();
    Prepared::new(move || a.matmul_dense(&x))
}

fn matmul() -> Prepared {
    let a = smaller();
    Prepared::new(move || a.matmul(&a))
}

fn matmul_grid() -> Prepared {
    let a = laplacian();
    Prepared::new(move || a.matmul(&a))
}

fn add() -> Prepared {
    let a = smaller();
    let b = a.t().to_csr();
    Prepared::new(move || &a + &b)
}

fn from_coo() -> Prepared {
    let a = coo(1, 100_000, 1_000_000);
    Prepared::new(move || a.to_csr())
}

fn to_csc() -> Prepared {
    let a = random();
    Prepared::new(move || a.to_csc())
}

fn sum() -> Prepared {
    let a = random();
    Prepared::new(move || a.sum_axis(0))
}

fn every_second() -> Prepared {
    let a = smaller();
    Prepared::new(move || a.slice(s![..;2, ..]))
}

fn solve_lu() -> Prepared {
    let (a, b) = (grid(300), vector(9, 90_000));
    Prepared::new(move || lu(&a).and_then(|factors| factors.solve(&b)).expect("regular"))
}

fn solve_cholesky() -> Prepared {
    let (a, b) = (grid(300), vector(9, 90_000));
    Prepared::new(move || cholesky(&a).and_then(|factor| factor.solve(&b)).expect("definite"))
}

fn solve_cg() -> Prepared {
    let (a, b) = (grid(300), vector(9, 90_000));
    Prepared::new(move || {
        cg_with(&a, &b, &SolverOptions::default().rtol(1e-8)).expect("definite").x
    })
}

fn solve_cg_multigrid() -> Prepared {
    let (a, b) = (grid(300), vector(9, 90_000));
    Prepared::new(move || {
        let multigrid = Multigrid::new(&a).expect("definite");
        let options = SolverOptions::default().rtol(1e-8).preconditioner(&multigrid);
        cg_with(&a, &b, &options).expect("definite").x
    })
}

fn eigenvalues() -> Prepared {
    let a = grid(300);
    Prepared::comparing(
        move || eigsh_near(&a, 6, 0.0).expect("symmetric"),
        |found| found.eigenvalues,
    )
}

fn singular_values() -> Prepared {
    let a = smaller();
    Prepared::comparing(move || svds(&a, 10).expect("finite"), |found| found.s)
}

fn dijkstra(sources: usize) -> Prepared {
    let a = network();
    let list: Vec<usize> = (0..sources).collect();
    let distances = move || {
        let graph = Graph::directed(&a).expect("numbers");
        let options = DijkstraOptions::default().sources(&list);
        graph.dijkstra(&options).expect("no negative weight").distances
    };
    // Some nodes are not reached: a sum with infinities compares nothing.
    Prepared::comparing(distances, |all| all.map(|x| if x.is_finite() { x } else { 0.0 }))
}

fn weak() -> Prepared {
    let a = network();
    Prepared::new(move || Graph::directed(&a).expect("numbers").weak_components().count)
}

fn strong() -> Prepared {
    let a = network();
    Prepared::new(move || Graph::directed(&a).expect("numbers").strong_components().count)
}

fn tree() -> Prepared {
    let a = network();
    Prepared::comparing(
        move || Graph::directed(&a).expect("numbers").minimum_spanning_tree(),
        |tree| tree.iter().map(|edge| edge.weight).sum::<f64>(),
    )
}

fn bfs() -> Prepared {
    let a = network();
    let count = |reached: nd::sparse::graph::Traversal| reached.order.len();
    Prepared::comparing(
        move || Graph::directed(&a).expect("numbers").bfs(0).expect("node 0"),
        count,
    )
}

fn reverse_cuthill_mckee() -> Prepared {
    let a = shuffled();
    let spread = {
        let a = a.clone();
        move |order: Vec<usize>| usize::from(reach(&a, &order) <= 2 * SHUFFLED)
    };
    Prepared::comparing(
        move || Graph::undirected(&a).expect("symmetric").reverse_cuthill_mckee(),
        spread,
    )
}

/// The side of the grid whose points are numbered at random.
const SHUFFLED: usize = 300;

/// The Laplacian of a grid of 300² whose points are numbered at random.
fn shuffled() -> Csr<f64> {
    let count = SHUFFLED * SHUFFLED;
    let mut order: Vec<isize> = (0..count as isize).collect();
    order.sort_by_key(|&i| bits(7, i as u64));
    let a = grid(SHUFFLED).take(&order, 0).t().to_csr();
    a.take(&order, 0)
}

/// How far from the diagonal the entries lie when rows and columns are in that order.
fn reach(a: &Csr<f64>, order: &[usize]) -> usize {
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &node)| place[node] = at);
    a.iter().map(|(row, column, _)| place[row].abs_diff(place[column])).max().unwrap_or(0)
}
