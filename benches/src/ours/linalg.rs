//! Products, solutions, factorisations.

use super::{matrix, vector};
use crate::data::{f32s, f64s};
use crate::workload::{Prepared, Workload};
use nd::{Array, Complex, linalg, s};

/// As NumPy's in `peer_linalg.py`, on the same matrices.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/matmul_2048", prepare: || matmul(2048) },
    Workload { name: "nd/matmul_2048_f32", prepare: matmul_f32 },
    Workload { name: "nd/matmul_1024_c128", prepare: matmul_complex },
    Workload { name: "nd/matmul_512", prepare: || matmul(512) },
    Workload { name: "nd/matmul_64", prepare: || matmul(64) },
    Workload { name: "nd/matmul_8", prepare: || matmul(8) },
    Workload { name: "nd/matmul_stack", prepare: matmul_stack },
    Workload { name: "nd/matmul_transposed", prepare: matmul_transposed },
    Workload { name: "nd/matmul_strided", prepare: matmul_strided },
    Workload { name: "nd/matvec_4096", prepare: matvec },
    Workload { name: "nd/matvec_transposed", prepare: matvec_transposed },
    Workload { name: "nd/solve_1024_many", prepare: || solve(&[1024, 1024]) },
    Workload { name: "nd/solve_1024_one", prepare: || solve(&[1024]) },
    Workload { name: "nd/solve_stack", prepare: solve_stack },
    Workload { name: "nd/det_stack", prepare: det_stack },
    Workload { name: "nd/inv_stack", prepare: inv_stack },
    Workload { name: "nd/cholesky_stack", prepare: cholesky_stack },
    Workload { name: "nd/cholesky_1024", prepare: cholesky },
    Workload { name: "nd/inv_1024", prepare: inv },
    Workload { name: "nd/qr_1024", prepare: qr },
    Workload { name: "nd/svd_1024", prepare: svd },
    Workload { name: "nd/svdvals_1024", prepare: svdvals },
    Workload { name: "nd/eigh_1024", prepare: eigh },
    Workload { name: "nd/eigvalsh_1024", prepare: eigvalsh },
    Workload { name: "nd/eig_512", prepare: eig },
    Workload { name: "nd/lstsq_4096", prepare: lstsq },
    Workload { name: "nd/einsum_chain", prepare: einsum_chain },
    Workload { name: "nd/einsum_batch", prepare: einsum_batch },
    Workload { name: "nd/einsum_diagonal", prepare: einsum_diagonal },
    Workload { name: "nd/einsum_pairs", prepare: einsum_pairs },
];

/// Numbers in `[-1, 1)`.
fn numbers(seed: u64, shape: &[usize]) -> Array<f64> {
    Array::from_shape_vec(shape, f64s(seed, shape.iter().product(), -1.0, 1.0))
}

/// A matrix whose diagonal outweighs the rest, as solving likes it.
fn heavy(side: usize) -> Array<f64> {
    matrix(1, side) + &Array::eye(side) * side as f64
}

fn symmetric(side: usize) -> Array<f64> {
    let a = matrix(1, side);
    &a + a.t()
}

fn matmul(side: usize) -> Prepared {
    let (a, b) = (matrix(1, side), matrix(2, side));
    Prepared::new(move || linalg::matmul(&a, &b))
}

fn matmul_f32() -> Prepared {
    let [a, b] =
        [1, 2].map(|seed| Array::from_shape_vec([2048, 2048], f32s(seed, 2048 * 2048, -1.0, 1.0)));
    Prepared::new(move || linalg::matmul(&a, &b))
}

fn matmul_complex() -> Prepared {
    let complex = |re: u64, im: u64| {
        nd::zip((&matrix(re, 1024), &matrix(im, 1024))).map(|(re, im)| Complex::new(re, im))
    };
    let (a, b) = (complex(1, 2), complex(3, 4));
    Prepared::comparing(move || linalg::matmul(&a, &b), |product| product.map(|z| z.re))
}

fn matmul_stack() -> Prepared {
    let [a, b] = [1, 2].map(|seed| numbers(seed, &[10_000, 16, 16]));
    Prepared::new(move || linalg::matmul(&a, &b))
}

fn matmul_transposed() -> Prepared {
    let (a, b) = (matrix(1, 1024), matrix(2, 1024));
    Prepared::new(move || linalg::matmul(a.t(), &b))
}

fn matmul_strided() -> Prepared {
    let (a, b) = (matrix(1, 2048), matrix(2, 2048));
    Prepared::new(move || linalg::matmul(a.slice(s![..;2, ..;2]), b.slice(s![..;2, ..;-2])))
}

fn matvec() -> Prepared {
    let (a, b) = (matrix(1, 4096), vector(2, 4096));
    Prepared::new(move || linalg::matmul(&a, &b))
}

fn matvec_transposed() -> Prepared {
    let (a, b) = (matrix(1, 4096), vector(2, 4096));
    Prepared::new(move || linalg::matmul(a.t(), &b))
}

fn solve(right: &[usize]) -> Prepared {
    let (a, b) = (heavy(right[0]), numbers(2, right));
    Prepared::new(move || linalg::solve(&a, &b).expect("a heavy diagonal"))
}

/// As [`heavy`], many of them.
fn heavy_stack() -> Array<f64> {
    numbers(1, &[10_000, 4, 4]) + &Array::eye(4) * 4.0
}

fn solve_stack() -> Prepared {
    let a = heavy_stack();
    let b = numbers(2, &[10_000, 4, 1]);
    Prepared::new(move || linalg::solve(&a, &b).expect("heavy diagonals"))
}

fn det_stack() -> Prepared {
    let a = numbers(1, &[10_000, 4, 4]);
    Prepared::new(move || linalg::det_stack(&a))
}

fn inv_stack() -> Prepared {
    let a = heavy_stack();
    Prepared::new(move || linalg::inv(&a).expect("heavy diagonals"))
}

fn cholesky_stack() -> Prepared {
    let a = heavy_stack();
    let a = linalg::matmul(&a, a.swapaxes(1, 2));
    Prepared::new(move || linalg::cholesky(&a).expect("positive definite"))
}

fn cholesky() -> Prepared {
    let a = matrix(1, 1024);
    let a = linalg::matmul(&a, a.t()) + &Array::eye(1024) * 1024.0;
    Prepared::new(move || linalg::cholesky(&a).expect("positive definite"))
}

fn inv() -> Prepared {
    let a = heavy(1024);
    Prepared::new(move || linalg::inv(&a).expect("a heavy diagonal"))
}

fn qr() -> Prepared {
    let a = matrix(1, 1024);
    Prepared::comparing(move || linalg::qr(&a).expect("finite"), |qr| qr.r.map(|x| x.abs()))
}

fn svd() -> Prepared {
    let a = matrix(1, 1024);
    Prepared::comparing(move || linalg::svd(&a).expect("finite"), |svd| svd.s)
}

fn svdvals() -> Prepared {
    let a = matrix(1, 1024);
    Prepared::new(move || linalg::svdvals(&a).expect("finite"))
}

fn eigh() -> Prepared {
    let a = symmetric(1024);
    Prepared::comparing(move || linalg::eigh(&a).expect("finite"), |eigh| eigh.eigenvalues)
}

fn eigvalsh() -> Prepared {
    let a = symmetric(1024);
    Prepared::new(move || linalg::eigvalsh(&a).expect("finite"))
}

fn eig() -> Prepared {
    let a = matrix(1, 512);
    Prepared::comparing(
        move || linalg::eig(&a).expect("finite"),
        |eig| {
            let mut sizes: Vec<f64> = eig.eigenvalues.iter().map(|z| z.norm()).collect();
            sizes.sort_by(f64::total_cmp);
            Array::from_vec(sizes)
        },
    )
}

fn lstsq() -> Prepared {
    let (a, b) = (numbers(1, &[4096, 512]), vector(2, 4096));
    Prepared::comparing(move || linalg::lstsq(&a, &b).expect("finite"), |lstsq| lstsq.x)
}

fn einsum_chain() -> Prepared {
    let [a, b, c] = [1, 2, 3].map(|seed| matrix(seed, 400));
    Prepared::new(move || linalg::einsum("ij,jk,kl->il", (&a, &b, &c)))
}

fn einsum_batch() -> Prepared {
    let [a, b] = [1, 2].map(|seed| numbers(seed, &[200, 64, 64]));
    Prepared::new(move || linalg::einsum("bij,bjk->bik", (&a, &b)))
}

fn einsum_diagonal() -> Prepared {
    let a = matrix(1, 1000);
    Prepared::new(move || linalg::einsum("ii->i", (&a,)))
}

fn einsum_pairs() -> Prepared {
    let [a, b] = [1, 2].map(|seed| numbers(seed, &[60, 60, 60]));
    Prepared::new(move || linalg::einsum("ijk,ikl->jl", (&a, &b)))
}
