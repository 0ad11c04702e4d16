//! Products with sparse matrices, beside those in memory.
#![cfg(feature = "sparse")]

use nd_core::{Array, Typed, s};
use nd_ooc::{Chunked, RunOptions};
use nd_sparse::{Csc, Csr, SparseElement};

/// About a quarter of the entries are stored.
fn matrix<T: Typed + SparseElement<u32>>(shape: [usize; 2], element: fn(u64) -> T) -> Csr<T> {
    let entry = |at: &[usize]| {
        let mixed = ((at[0] * 1009 + at[1]) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        element(if mixed.is_multiple_of(4) { mixed } else { 0 })
    };
    Csr::from_dense(Array::from_fn(shape, entry))
}

fn products_of<T: Typed + SparseElement<u32>>(element: fn(u64) -> T) {
    for [n, p, k] in [[1200, 37, 5], [3, 900, 700], [1, 1, 1], [64, 8, 1], [500, 3, 0], [0, 3, 2]] {
        let x = Array::from_fn([n, p], |at| element((at[0] * 31 + at[1] * 7) as u64 % 1000));
        let (right, left) = (matrix([p, k], element), matrix([k, n], element));
        let (rows, columns) = (right.dense_matmul(&x), left.matmul_dense(&x));
        for (chunks, budget, threads) in
            [([7, 5], 1 << 30, 2), ([1000, 1], 24 << 20, 1), ([1, 1000], 24 << 20, 4)]
        {
            let options = RunOptions::default().budget(budget).threads(threads);
            let x = Chunked::from(x.clone()).rechunk(chunks);
            let got = x.matmul_sparse(&right).compute_with(&options).unwrap();
            assert_eq!(got, rows, "{} {n} {p} {k}", T::DTYPE);
            assert_eq!(x.matmul_sparse(&right.to_csc()).compute().unwrap(), rows);
            let got = x.sparse_matmul(&left).compute_with(&options).unwrap();
            assert_eq!(got, columns, "{} {n} {p} {k}", T::DTYPE);
            let part = s![..;2, ..;-1];
            assert_eq!(
                x.sparse_matmul(&left.to_csc()).slice(part).compute().unwrap(),
                columns.slice(part)
            );
            assert_eq!(x.matmul_sparse(&right).slice(part).compute().unwrap(), rows.slice(part));
        }
    }
}

#[test]
fn products_are_those_in_memory() {
    products_of(|x| x as f64 / 7.0);
    products_of(|x| x as f32 / 7.0);
    products_of(|x| x as i16);
    products_of(|x| x % 2 == 1);
}

#[test]
fn shapes_that_do_not_match_are_refused() {
    let x = nd_ooc::full([4, 3], 1.0);
    let said = x.try_matmul_sparse(&Csr::<f64>::eye(4)).unwrap_err().to_string();
    assert!(
        said.contains("matmul_sparse") && said.contains("[4, 3]") && said.contains("[4, 4]"),
        "{said}"
    );
    let said = x.try_sparse_matmul(&Csc::<f64>::eye(3)).unwrap_err().to_string();
    assert!(
        said.contains("sparse_matmul") && said.contains("[4, 3]") && said.contains("[3, 3]"),
        "{said}"
    );
    assert!(nd_ooc::full([4], 1.0).try_matmul_sparse(&Csr::<f64>::eye(4)).is_err());
}
