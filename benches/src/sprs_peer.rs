//! Sparse matrices in sprs, as its documentation suggests.

use crate::data::{bits, f64s};
use crate::workload::{Digest, Prepared, Workload, digest_of};
use ndarray::Array1;
use sprs::{CsMatI, TriMatI};

/// What it can do of the table.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "sprs/sparse_matvec", prepare: matvec },
    Workload { name: "sprs/sparse_matmul", prepare: matmul },
    Workload { name: "sprs/sparse_add", prepare: add },
    Workload { name: "sprs/sparse_to_csc", prepare: to_csc },
];

type Matrix = CsMatI<f64, u32, usize>;

impl Digest for Matrix {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.data().iter().copied())
    }
}

fn matrix(side: usize, entries: usize) -> Matrix {
    let axis = |seed| (0..entries as u64).map(|i| (bits(seed, i) % side as u64) as u32).collect();
    let values = f64s(3, entries, 0.0, 1.0);
    TriMatI::from_triplets((side, side), axis(1), axis(2), values).to_csr()
}

fn matvec() -> Prepared {
    let a = matrix(1_000_000, 10_000_000);
    let x = Array1::from_vec(f64s(9, 1_000_000, -1.0, 1.0));
    Prepared::new(move || &a * &x)
}

fn matmul() -> Prepared {
    let a = matrix(100_000, 1_000_000);
    Prepared::new(move || &a * &a)
}

fn add() -> Prepared {
    let a = matrix(100_000, 1_000_000);
    let b = a.transpose_view().to_csr();
    Prepared::new(move || &a + &b)
}

fn to_csc() -> Prepared {
    let a = matrix(1_000_000, 10_000_000);
    Prepared::new(move || a.to_csc())
}
