//! Linear algebra in nalgebra and ndarray (over the crate matrixmultiply), as their documentation
//! suggests.

use crate::data::f64s;
use crate::workload::{Digest, Prepared, Workload, digest_of};
use nalgebra::{DMatrix, DVector};
use ndarray::{Array1, Array2};

/// What they can do of the table.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "ndarray/matmul_2048", prepare: || ndarray_matmul(2048) },
    Workload { name: "ndarray/matmul_512", prepare: || ndarray_matmul(512) },
    Workload { name: "ndarray/matmul_64", prepare: || ndarray_matmul(64) },
    Workload { name: "ndarray/matmul_8", prepare: || ndarray_matmul(8) },
    Workload { name: "ndarray/matvec_4096", prepare: ndarray_matvec },
    Workload { name: "nalgebra/matmul_2048", prepare: || nalgebra_matmul(2048) },
    Workload { name: "nalgebra/matmul_512", prepare: || nalgebra_matmul(512) },
    Workload { name: "nalgebra/matmul_64", prepare: || nalgebra_matmul(64) },
    Workload { name: "nalgebra/matmul_8", prepare: || nalgebra_matmul(8) },
    Workload { name: "nalgebra/solve_1024_one", prepare: nalgebra_solve },
    Workload { name: "nalgebra/cholesky_1024", prepare: nalgebra_cholesky },
    Workload { name: "nalgebra/inv_1024", prepare: nalgebra_inv },
];

impl Digest for DMatrix<f64> {
    fn digest(&self) -> Vec<f64> {
        // Its elements are in columns; ours are compared in rows.
        digest_of(self.transpose().iter().copied())
    }
}

impl Digest for DVector<f64> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().copied())
    }
}

fn ndarray_matrix(seed: u64, side: usize) -> Array2<f64> {
    let elements = f64s(seed, side * side, -1.0, 1.0);
    Array2::from_shape_vec((side, side), elements).expect("side² elements")
}

fn ndarray_matmul(side: usize) -> Prepared {
    let (a, b) = (ndarray_matrix(1, side), ndarray_matrix(2, side));
    Prepared::new(move || a.dot(&b))
}

fn ndarray_matvec() -> Prepared {
    let (a, b) = (ndarray_matrix(1, 4096), Array1::from_vec(f64s(2, 4096, -1.0, 1.0)));
    Prepared::new(move || a.dot(&b))
}

fn matrix(seed: u64, side: usize) -> DMatrix<f64> {
    DMatrix::from_row_slice(side, side, &f64s(seed, side * side, -1.0, 1.0))
}

fn nalgebra_matmul(side: usize) -> Prepared {
    let (a, b) = (matrix(1, side), matrix(2, side));
    Prepared::new(move || &a * &b)
}

fn heavy() -> DMatrix<f64> {
    matrix(1, 1024) + DMatrix::identity(1024, 1024) * 1024.0
}

fn nalgebra_solve() -> Prepared {
    let (a, b) = (heavy(), DVector::from_vec(f64s(2, 1024, -1.0, 1.0)));
    Prepared::new(move || a.clone().lu().solve(&b).expect("a heavy diagonal"))
}

fn nalgebra_cholesky() -> Prepared {
    let a = matrix(1, 1024);
    let a = &a * a.transpose() + DMatrix::identity(1024, 1024) * 1024.0;
    Prepared::new(move || a.clone().cholesky().expect("positive definite").l())
}

fn nalgebra_inv() -> Prepared {
    let a = heavy();
    Prepared::new(move || a.clone().try_inverse().expect("a heavy diagonal"))
}
