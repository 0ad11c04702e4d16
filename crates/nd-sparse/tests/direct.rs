//! Systems solved by factors.
#![cfg(feature = "linalg")]

mod systems;

use nd_core::{Array, Complex};
use nd_sparse::linalg::{
    CholeskySymbolic, LinearOperator, LuOptions, LuSymbolic, Ordering, Scalar, SolverError,
    cholesky, ldl, lu, lu_with, qr, solve,
};
use nd_sparse::{Coo, Csc, Csr, block_diag};
use systems::{distance, laplacian, line, magnetic, norm, numbers, product, windy};

/// A matrix with entries anywhere, and a diagonal that keeps it regular.
fn scattered<T: Scalar>(n: usize, each: usize, seed: u64) -> Csr<T> {
    let mut entries = Coo::new([n, n]);
    let places = numbers::<f64>(n * each, seed);
    let values = numbers::<T>(n * each, seed + 1);
    for (at, (place, value)) in places.iter().zip(values).enumerate() {
        let column = ((place + 1.0) * 0.5 * n as f64) as usize;
        entries.push([at / each, column.min(n - 1)], value);
    }
    for i in 0..n {
        // Not on the diagonal: rows have to be exchanged.
        entries.push([i, (i * 7 + 3) % n], T::from_f64(4.0));
    }
    entries.to_csr()
}

fn close<T: Scalar>(a: &impl LinearOperator<Elem = T>, x: &Array<T>, b: &[T], bound: f64) {
    let x = x.as_slice().expect("one axis");
    let residual = distance(&product(a, x), b);
    assert!(residual <= bound * (norm(b) + norm(x)), "{residual:e}");
}

fn check<T: Scalar>(a: &Csr<T>, bound: f64) {
    let n = a.shape()[0];
    let b = numbers::<T>(n, 3);
    for ordering in [Ordering::Auto, Ordering::Natural, Ordering::Colamd, Ordering::Amd] {
        let factors = lu_with(a, &LuOptions::default().ordering(ordering)).unwrap();
        close(a, &factors.solve(&b).unwrap(), &b, bound);
        let x = factors.solve_adjoint(&b).unwrap();
        let back = systems::product_adjoint(a, x.as_slice().unwrap());
        assert!(distance(&back, &b) <= bound * (norm(&b) + norm(x.as_slice().unwrap())));
    }
    close(a, &solve(a, &b).unwrap(), &b, bound);
    close(a, &solve(&a.to_csc(), &b).unwrap(), &b, bound);
    close(a, &qr(a).unwrap().solve(&b).unwrap(), &b, 10.0 * bound);
}

#[test]
fn systems_are_solved_by_factors() {
    check::<f64>(&windy(15), 1e-13);
    check::<f64>(&scattered(83, 3, 5), 1e-12);
    check::<f32>(&scattered(59, 3, 7), 1e-5);
    check::<Complex<f64>>(&scattered(47, 4, 9), 1e-12);
    check::<Complex<f32>>(&scattered(31, 2, 11), 1e-5);
    check::<f64>(&laplacian(20), 1e-13);
    check::<f64>(&Csr::from_dense([[3.0]]), 1e-15);
}

/// SciPy: `(L @ U)[perm_r[i], perm_c[j]] = A[i, j]`, L with a diagonal of ones.
#[test]
fn factors_in_their_order_are_the_matrix() {
    for seed in 0..5 {
        let a = scattered::<f64>(40, 3, seed);
        let factors = lu(&a).unwrap();
        let (l, u) = (factors.l(), factors.u());
        assert_eq!(factors.nnz(), l.nnz() + u.nnz());
        assert!(factors.bytes() >= 16 * factors.nnz());
        for i in 0..40 {
            assert_eq!(l.get(i, i), 1.0);
        }
        assert!(l.view().iter().all(|(i, j, v)| i >= j && v.abs() <= 1.0 + 1e-15));
        assert!(u.view().iter().all(|(i, j, _)| i <= j));
        let product = l.matmul(&u);
        for i in 0..40 {
            for j in 0..40 {
                let place = (factors.row_order()[i], factors.column_order()[j]);
                assert!((product.get(place.0, place.1) - a.get(i, j)).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn hermitian_systems_are_solved_by_cholesky() {
    fn check<T: Scalar>(a: &Csr<T>, bound: f64) {
        let b = numbers::<T>(a.shape()[0], 4);
        for factor in [cholesky(a).unwrap(), ldl(a).unwrap(), cholesky(&a.to_csc()).unwrap()] {
            close(a, &factor.solve(&b).unwrap(), &b, bound);
        }
        let symbolic = CholeskySymbolic::new(a).unwrap();
        let factor = symbolic.cholesky(a).unwrap();
        assert_eq!(symbolic.nnz(), factor.nnz());
        assert_eq!(symbolic.bytes(), factor.nnz() * size_of::<T::Double>());
    }
    check::<f64>(&laplacian(8), 1e-13);
    check::<f64>(&laplacian(70), 1e-12); // large enough for blocks
    check::<f32>(&laplacian(20), 1e-5);
    check::<Complex<f64>>(&magnetic(9), 1e-13);
    check::<Complex<f64>>(&magnetic(60), 1e-12);
    // The upper triangle is not read.
    let a = laplacian::<f64>(5);
    let nan = a.add(&Csr::<f64>::eye_of(25, 25, 1).map_stored(|_| f64::NAN));
    let b = numbers::<f64>(25, 1);
    assert_eq!(
        cholesky(&nan).unwrap().solve(&b).unwrap(),
        cholesky(&a).unwrap().solve(&b).unwrap()
    );
}

#[test]
fn indefinite_systems_are_solved_by_ldl() {
    for n in [10, 60] {
        let shifted = laplacian::<f64>(n).subtract(&Csr::<f64>::eye(n * n).map_stored(|x| 1.3 * x));
        let b = numbers::<f64>(n * n, 4);
        let factor = ldl(&shifted).unwrap();
        close(&shifted, &factor.solve(&b).unwrap(), &b, 1e-8);
        assert!(matches!(cholesky(&shifted), Err(SolverError::NotPositiveDefinite { .. })));
        // One sign for each negative eigenvalue, as those of dense elimination.
        let plain = lu(&shifted).unwrap().slogdet();
        let of_ldl = factor.slogdet();
        assert_eq!(plain.sign, of_ldl.sign);
        assert!((plain.logabsdet - of_ldl.logabsdet).abs() < 1e-8 * plain.logabsdet.abs());
        // And `solve` comes to the right answer by itself.
        close(&shifted, &solve(&shifted, &b).unwrap(), &b, 1e-9);
    }
}

#[test]
fn determinants_are_those_of_dense_matrices() {
    for seed in 0..4 {
        let a = scattered::<f64>(12, 3, seed);
        let expected = nd_linalg::det(a.to_dense());
        let found = lu(&a).unwrap();
        assert!((found.det() - expected).abs() < 1e-11 * expected.abs());
        let slogdet = found.slogdet();
        assert_eq!(slogdet.sign, expected.signum());
        assert!((slogdet.logabsdet - expected.abs().ln()).abs() < 1e-11);
        let a = scattered::<Complex<f64>>(9, 2, seed);
        let expected = nd_linalg::det(a.to_dense());
        assert!((lu(&a).unwrap().det() - expected).norm() < 1e-11 * expected.norm());
    }
    let a = laplacian::<f64>(4);
    let expected = nd_linalg::det(a.to_dense());
    for det in [cholesky(&a).unwrap().det(), ldl(&a).unwrap().det(), lu(&a).unwrap().det()] {
        assert!((det - expected).abs() < 1e-11 * expected);
    }
    let large = laplacian::<f64>(60);
    let (by_lu, by_cholesky) = (lu(&large).unwrap().slogdet(), cholesky(&large).unwrap().slogdet());
    assert!((by_lu.logabsdet - by_cholesky.logabsdet).abs() < 1e-9 * by_lu.logabsdet);
    let tiny = lu(&Csr::<f64>::eye(400).map_stored(|x| 0.1 * x)).unwrap();
    assert_eq!(tiny.det(), 0.0);
    assert!((tiny.slogdet().logabsdet + 400.0 * 10f64.ln()).abs() < 1e-9);
}

/// SciPy: NaN with a warning for one right side, RuntimeError for two or by `splu`.
#[test]
fn singular_matrices_are_errors_that_name_a_column() {
    let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]]);
    let singular = |error| matches!(error, Err(SolverError::Singular { .. }));
    assert!(singular(solve(&a, [1.0, 2.0])));
    assert!(singular(solve(&a, [[1.0, 2.0], [3.0, 4.0]])));
    assert!(singular(lu(&a).map(|_| Array::zeros([0]))));
    let natural = LuOptions::default().ordering(Ordering::Natural);
    let error = lu_with(&a, &natural).unwrap_err();
    assert_eq!(error.to_string(), "lu: the matrix is singular: column 1 depends on others");
    // Structurally: a row and a column without entries, at the beginning, in the middle, at the end.
    for hole in 0..4 {
        let a = windy::<f64>(2).filter(|_, column, _| column != hole);
        let error = lu_with(&a, &natural).unwrap_err();
        assert_eq!(error, SolverError::Singular { op: "lu", column: hole });
        let a = windy::<f64>(2).filter(|row, _, _| row != hole);
        assert!(matches!(lu(&a), Err(SolverError::Singular { .. })), "{hole}");
        assert!(matches!(qr(&a), Err(SolverError::Singular { .. })), "{hole}");
        let a = line::<f64>(4).filter(|row, column, _| row != hole && column != hole);
        assert!(matches!(solve(&a, [1.0; 4]), Err(SolverError::Singular { .. })));
        assert_eq!(
            cholesky(&a).unwrap_err(),
            SolverError::NotPositiveDefinite { op: "cholesky", row: hole }
        );
        assert_eq!(ldl(&a).unwrap_err(), SolverError::Singular { op: "ldl", column: hole });
    }
    assert!(matches!(lu(&Csr::<f64>::zeros([3, 3])), Err(SolverError::Singular { .. })));
}

#[test]
fn rows_that_are_not_positive_are_named_in_blocks_too() {
    for n in [5, 70] {
        for row in [0, n, n * n - 1] {
            let mut a = laplacian::<f64>(n);
            a.set(row, row, -1e6);
            let error = cholesky(&a).unwrap_err();
            assert_eq!(error, SolverError::NotPositiveDefinite { op: "cholesky", row }, "{n}");
        }
    }
}

/// SciPy: `[nan, nan]`, and 'exactly singular'.
#[test]
fn what_is_not_finite_is_an_error() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, bad]]);
        let errors = [
            solve(&a, [1.0, 2.0]).unwrap_err(),
            lu(&a).unwrap_err(),
            cholesky(&a).unwrap_err(),
            ldl(&a).unwrap_err(),
            qr(&a).unwrap_err(),
            CholeskySymbolic::new(&a).unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, SolverError::NotFinite { what: "the matrix", .. }), "{error}");
        }
    }
    let overflow = Csr::<f64>::from_dense([[1e-300, 1e300], [1.0, 1e300]]);
    let of_b = solve(&overflow, [f64::NAN, 1.0]);
    assert!(of_b.is_ok_and(|x| x.iter().any(|x| x.is_nan())), "NaN in b spreads");
    let overflow = Csr::<f64>::from_dense([[1e-200, 1e200], [1e-200, -1e300]]);
    let found = lu(&overflow).and_then(|factors| factors.solve(&[1.0, 1.0]));
    assert!(found.is_err() || found.is_ok_and(|x| x.iter().all(|x| x.is_finite())));
}

/// SciPy: ValueError.
#[test]
fn rectangular_matrices_are_errors() {
    let a = Csr::<f64>::zeros([2, 3]);
    let errors = [
        solve(&a, [1.0, 2.0]).unwrap_err(),
        lu(&a).unwrap_err(),
        cholesky(&a).unwrap_err(),
        ldl(&a).unwrap_err(),
        CholeskySymbolic::new(&a).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, SolverError::NotSquare { shape: [2, 3], .. }), "{error}");
    }
    assert!(matches!(qr(&a), Err(SolverError::Singular { .. })));
}

/// SciPy: `spsolve` gives `(n)` for `(n, 1)`.
#[test]
fn solutions_have_the_shape_of_the_right_side() {
    let a = windy::<f64>(4);
    let b = Array::from_shape_vec([16, 3], numbers::<f64>(48, 2));
    let factors = lu(&a).unwrap();
    let x = factors.solve(&b).unwrap();
    assert_eq!(x.shape(), [16, 3]);
    assert!(distance(&a.matmul_dense(&x).flatten().into_vec(), &b.flatten().into_vec()) < 1e-12);
    for shape in [&[16, 1][..], &[16, 0]] {
        let b = Array::<f64>::ones(shape);
        assert_eq!(solve(&a, &b).unwrap().shape(), shape);
        assert_eq!(cholesky(&laplacian(4)).unwrap().solve(&b).unwrap().shape(), shape);
        assert_eq!(qr(&a).unwrap().solve(&b).unwrap().shape(), shape);
    }
    let strided = Array::from_shape_vec([3, 16], numbers::<f64>(48, 2));
    let of_view = factors.solve(strided.t()).unwrap();
    assert_eq!(of_view.shape(), [16, 3]);
    for wrong in [&[15][..], &[3, 16], &[16, 1, 1], &[]] {
        let b = Array::<f64>::ones(wrong);
        assert!(matches!(factors.solve(&b), Err(SolverError::Shape(_))), "{wrong:?}");
        assert!(matches!(solve(&a, &b), Err(SolverError::Shape(_))), "{wrong:?}");
    }
}

#[test]
fn nothing_and_parts_without_connection() {
    let nothing = Csr::<f64>::zeros([0, 0]);
    let empty: [f64; 0] = [];
    assert_eq!(solve(&nothing, empty).unwrap().size(), 0);
    let factors = lu(&nothing).unwrap();
    assert_eq!((factors.nnz(), factors.det(), factors.l().shape()), (0, 1.0, [0, 0]));
    assert_eq!(cholesky(&nothing).unwrap().solve(&empty).unwrap().size(), 0);
    assert_eq!(ldl(&nothing).unwrap().det(), 1.0);
    assert_eq!(qr(&nothing).unwrap().solve(&empty).unwrap().size(), 0);
    assert_eq!(qr(&Csr::<f64>::zeros([3, 0])).unwrap().solve(&[1.0; 3]).unwrap().size(), 0);
    let apart = block_diag(&[&line::<f64>(4), &windy::<f64>(3), &Csr::<f64>::eye(2)]);
    check(&apart, 1e-13);
    let dense = Csr::<f64>::from_dense(Array::from_shape_vec([9, 9], numbers::<f64>(81, 3)));
    check(&dense, 1e-11);
}

#[test]
fn other_numbers_at_the_same_places() {
    let a = scattered::<f64>(50, 3, 1);
    let b = numbers::<f64>(50, 2);
    let other = a.map_stored(|x| x.sin() + 3.0 * x);
    let factors = lu(&a).unwrap();
    let again = factors.refactor(&other).unwrap();
    close(&other, &again.solve(&b).unwrap(), &b, 1e-11);
    close(&a, &factors.solve(&b).unwrap(), &b, 1e-11);
    assert_eq!(factors.column_order(), again.column_order());
    assert_eq!(again.refactor(&a).unwrap().solve(&b).unwrap(), factors.solve(&b).unwrap());
    let error = factors.refactor(&scattered(50, 3, 2)).unwrap_err();
    assert_eq!(error, SolverError::OtherPattern { op: "refactor" });
    let (a, b) = (laplacian::<f64>(30), numbers::<f64>(900, 2));
    let symbolic = CholeskySymbolic::new(&a).unwrap();
    for scale in [1.0, 2.0] {
        let scaled = a.map_stored(|x| scale * x);
        close(&scaled, &symbolic.cholesky(&scaled).unwrap().solve(&b).unwrap(), &b, 1e-12);
        close(&scaled, &symbolic.ldl(&scaled).unwrap().solve(&b).unwrap(), &b, 1e-12);
        let again = cholesky(&a).unwrap().refactor(&scaled).unwrap();
        close(&scaled, &again.solve(&b).unwrap(), &b, 1e-12);
    }
    assert_eq!(
        symbolic.cholesky(&Csr::<f64>::eye(900)).unwrap_err(),
        SolverError::OtherPattern { op: "cholesky" }
    );
}

#[test]
fn the_size_of_factors_is_known_before() {
    // Nothing is exchanged where the diagonal dominates.
    let a = laplacian::<f64>(12);
    let symbolic = LuSymbolic::new(&a).unwrap();
    let factors = symbolic.lu(&a).unwrap();
    assert_eq!(symbolic.nnz_without_exchanges(), factors.nnz());
    assert!(factors.nnz() <= symbolic.nnz_bound().unwrap());
    for seed in 0..6 {
        let a = scattered::<f64>(60, 3, seed);
        for ordering in [Ordering::Natural, Ordering::Colamd, Ordering::Amd] {
            let symbolic =
                LuSymbolic::new_with(&a, &LuOptions::default().ordering(ordering)).unwrap();
            let bound = symbolic.nnz_bound().unwrap();
            assert!(symbolic.lu(&a).unwrap().nnz() <= bound && bound <= 60 * 61);
            assert!(symbolic.lu(&Csr::<f64>::eye(60)).is_err());
        }
    }
    // By definition: the pattern of Cholesky's factor of what is eliminated as it stands.
    let natural = LuOptions::default().ordering(Ordering::Natural);
    let arrow = Csr::<f64>::from_dense([
        [4.0, 1.0, 1.0, 1.0],
        [1.0, 4.0, 0.0, 0.0],
        [1.0, 0.0, 4.0, 0.0],
        [1.0, 0.0, 0.0, 4.0],
    ]);
    assert_eq!(LuSymbolic::new_with(&arrow, &natural).unwrap().nnz_without_exchanges(), 20);
    assert_eq!(LuSymbolic::new(&arrow).unwrap().nnz_without_exchanges(), 14);
    let full_row = Csr::<f64>::eye(2000).filter(|row, _, _| row > 0);
    let full_row = full_row.add(&Csr::from_dense(Array::ones([1, 2000])).resize([2000, 2000]));
    assert_eq!(LuSymbolic::new(&full_row).unwrap().nnz_bound(), None);
    assert_eq!(LuSymbolic::new(&Csr::<f64>::zeros([0, 0])).unwrap().nnz_bound(), Some(0));
}

#[test]
fn least_squares_by_rotations() {
    let columns: Vec<isize> = (0..40).collect();
    let tall = scattered::<f64>(90, 3, 6).take(&columns, 1);
    let b = numbers::<f64>(90, 3);
    let x = qr(&tall).unwrap().solve(&b).unwrap();
    let rest: Vec<f64> =
        b.iter().zip(product(&tall, x.as_slice().unwrap())).map(|(b, ax)| b - ax).collect();
    assert!(norm(&systems::product_adjoint(&tall, &rest)) < 1e-11);
    let complex = scattered::<Complex<f64>>(60, 3, 6).take(&(0..20).collect::<Vec<isize>>(), 1);
    let b = numbers::<Complex<f64>>(60, 3);
    let x = qr(&complex).unwrap().solve(&b).unwrap();
    let ax = product(&complex, x.as_slice().unwrap());
    let rest: Vec<_> = b.iter().zip(ax).map(|(b, ax)| b - ax).collect();
    assert!(norm(&systems::product_adjoint(&complex, &rest)) < 1e-11);
    let r = qr(&tall).unwrap();
    assert!(r.nnz() >= 40 && r.nnz() <= 40 * 41 / 2);
}

#[test]
fn long_indices_and_views() {
    let a = windy::<f64>(5);
    let b = numbers::<f64>(25, 1);
    let long = a.with_indices::<usize>().unwrap();
    let x = lu(&a).unwrap().solve(&b).unwrap();
    assert_eq!(lu(&long).unwrap().solve(&b).unwrap(), x);
    assert_eq!(lu(a.t()).unwrap().solve_adjoint(&b).unwrap().shape(), [25]);
    let columns: Csc<f64> = a.to_csc();
    assert_eq!(lu(&columns).unwrap().solve(&b).unwrap(), x);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let a = laplacian::<f64>(60);
    let b = Array::from_shape_vec([3600, 4], numbers::<f64>(14_400, 2));
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let xs = [
                lu(&a).unwrap().solve(&b).unwrap(),
                cholesky(&a).unwrap().solve(&b).unwrap(),
                ldl(&a).unwrap().solve(&b).unwrap(),
            ];
            xs.map(|x| x.flatten().into_vec().into_iter().map(f64::to_bits).collect::<Vec<u64>>())
        })
    };
    let one = run(1);
    assert!(one == run(2) && one == run(4));
}
