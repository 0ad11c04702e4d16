//! Preconditioners: what they are near to, that they help, and what they refuse.

mod systems;

use nd_core::{Complex, Triangle, array};
use nd_sparse::linalg::{
    Ilu, IlutOptions, IncompleteCholesky, Jacobi, LinearOperator, Multigrid, MultigridOptions,
    Scalar, Smoother, SolverError, SolverOptions, Ssor, TriangularOptions, cg_with, gmres_with,
    minres_with, solve_triangular, solve_triangular_with,
};
use nd_sparse::{Csr, block_diag, kronsum};
use systems::{
    distance, dot, laplacian, line, magnetic, norm, numbers, product, product_adjoint, windy,
};

/// `M` is Hermitian and positive definite, and its adjoint is its adjoint.
fn is_hermitian<T: Scalar>(m: &dyn LinearOperator<Elem = T>, positive: bool) {
    let n = m.shape()[0];
    for seed in 0..3 {
        let (x, y) = (numbers::<T>(n, seed), numbers::<T>(n, seed + 10));
        let (left, right) = (dot(&y, &product(&m, &x)), dot(&product_adjoint(&m, &y), &x));
        let scale = norm(&product(&m, &x)) * norm(&y);
        assert!((left - right).magnitude() < 1e3 * T::EPSILON * scale, "the adjoint");
        if positive {
            let swapped = dot(&product(&m, &y), &x);
            assert!((left - swapped).magnitude() < 1e3 * T::EPSILON * scale, "Hermitian");
            assert!(dot(&x, &product(&m, &x)).real() > 0.0, "positive");
        }
    }
}

#[test]
fn preconditioners_of_hermitian_matrices_are_hermitian() {
    fn check<T: Scalar>(a: &Csr<T>) {
        is_hermitian(&Jacobi::new(a).unwrap(), true);
        is_hermitian(&Ssor::new(a, 1.3).unwrap(), true);
        is_hermitian(&IncompleteCholesky::new(a).unwrap(), true);
        for smoother in [Smoother::GaussSeidel, Smoother::Jacobi, Smoother::Chebyshev(3)] {
            let options = MultigridOptions::default().smoother(smoother).coarsest(20);
            is_hermitian(&Multigrid::new_with(a, &options).unwrap(), true);
        }
    }
    check(&laplacian::<f64>(13));
    check(&laplacian::<f32>(9));
    check(&magnetic(10));
}

#[test]
fn adjoints_of_preconditioners() {
    let a = windy::<f64>(9);
    let complex = a.map_stored(|x| Complex::new(0.6, 0.8) * x);
    is_hermitian(&Jacobi::new(&complex).unwrap(), false);
    is_hermitian(&Ssor::new(&complex, 0.9).unwrap(), false);
    is_hermitian(&Ilu::new(&complex).unwrap(), false);
    is_hermitian(&Ilu::threshold(&a, &IlutOptions::default()).unwrap(), false);
}

#[test]
fn they_save_iterations() {
    let a = laplacian::<f64>(40);
    let b = numbers::<f64>(1600, 2);
    let plain = SolverOptions::default().rtol(1e-8);
    let count = |m: &dyn LinearOperator<Elem = f64>| {
        let found = cg_with(&a, &b, &plain.preconditioner(m)).unwrap();
        assert!(distance(&product(&a, found.x.as_slice().unwrap()), &b) <= 1e-8 * norm(&b));
        found.iterations
    };
    let without = cg_with(&a, &b, &plain).unwrap().iterations;
    let jacobi = count(&Jacobi::new(&a).unwrap());
    let ssor = count(&Ssor::new(&a, 1.6).unwrap());
    let cholesky = count(&IncompleteCholesky::new(&a).unwrap());
    let multigrid = count(&Multigrid::new(&a).unwrap());
    assert_eq!(jacobi, without, "a constant diagonal changes nothing");
    assert!(ssor < without / 2 && cholesky < without / 2, "{without} {ssor} {cholesky}");
    assert!(multigrid < cholesky && multigrid < 20, "{multigrid}");
    let minres = minres_with(&a, &b, &plain.preconditioner(&Multigrid::new(&a).unwrap())).unwrap();
    assert!(minres.iterations < 25, "{}", minres.iterations);
    let c = windy::<f64>(40);
    let without = gmres_with(&c, &b, &plain).unwrap().iterations;
    let with = |m: &dyn LinearOperator<Elem = f64>| {
        gmres_with(&c, &b, &plain.preconditioner(m)).unwrap().iterations
    };
    let (zero, threshold) =
        (with(&Ilu::new(&c).unwrap()), with(&Ilu::threshold(&c, &IlutOptions::default()).unwrap()));
    assert!(threshold < zero && zero < without / 2, "{without} {zero} {threshold}");
}

#[test]
fn multigrid_hardly_minds_the_size() {
    let iterations = |n: usize, smoother| {
        let a = laplacian::<f64>(n);
        let options = MultigridOptions::default().smoother(smoother);
        let multigrid = Multigrid::new_with(&a, &options).unwrap();
        assert!(multigrid.complexity() < 1.8, "{multigrid:?}");
        let b = numbers::<f64>(n * n, 3);
        let options = SolverOptions::default().rtol(1e-8).preconditioner(&multigrid);
        cg_with(&a, &b, &options).unwrap().iterations
    };
    for smoother in [Smoother::GaussSeidel, Smoother::Chebyshev(2), Smoother::Jacobi] {
        let (small, large) = (iterations(25, smoother), iterations(150, smoother));
        assert!(large <= small + 12, "{smoother:?}: {small} {large}");
    }
}

#[test]
fn multigrid_of_uneven_diffusion() {
    // A thousandfold stronger along one axis: only strong couplings are coarsened.
    let a = kronsum(&line::<f64>(60), &line::<f64>(60).map_stored(|x| 1000.0 * x));
    let b = numbers::<f64>(3600, 3);
    let multigrid = Multigrid::new(&a).unwrap();
    let options = SolverOptions::default().rtol(1e-8);
    let with = cg_with(&a, &b, &options.preconditioner(&multigrid)).unwrap().iterations;
    let without = cg_with(&a, &b, &options).unwrap().iterations;
    assert!(with < without / 4, "{with} {without}");
}

#[test]
fn multigrid_of_a_graph_whose_laplacian_is_singular() {
    // Two rings without a way between them, and a node alone: constants on each are the null space.
    let ring = |n: usize| {
        let mut a = nd_sparse::Coo::<f64>::new([n, n]);
        for i in 0..n {
            let next = (i + 1) % n;
            for (row, column, value) in
                [(i, next, -1.0), (next, i, -1.0), (i, i, 1.0), (next, next, 1.0)]
            {
                a.push([row, column], value);
            }
        }
        a.to_csr()
    };
    let a: Csr<f64> = block_diag(&[&ring(300), &ring(200)]);
    let b = product(&a, &numbers::<f64>(500, 4));
    for coarsest in [1, 50, 200] {
        let multigrid =
            Multigrid::new_with(&a, &MultigridOptions::default().coarsest(coarsest)).unwrap();
        let options = SolverOptions::default().rtol(1e-8).preconditioner(&multigrid);
        let found = cg_with(&a, &b, &options).unwrap_or_else(|e| panic!("{coarsest}: {e}"));
        assert!(distance(&product(&a, found.x.as_slice().unwrap()), &b) <= 1e-8 * norm(&b));
    }
}

#[test]
fn multigrid_of_what_does_not_coarsen() {
    for a in [Csr::<f64>::eye(500), Csr::<f64>::eye(5000), Csr::<f64>::zeros([0, 0])] {
        let multigrid = Multigrid::new(&a).unwrap();
        assert_eq!(multigrid.levels(), 1);
        let x = numbers::<f64>(a.shape()[0], 1);
        assert!(distance(&product(&multigrid, &x), &x) <= 1e-14 * norm(&x));
    }
}

#[test]
fn multigrid_has_the_same_bits_on_any_number_of_threads() {
    let a = laplacian::<f64>(200);
    let b = numbers::<f64>(40_000, 7);
    let run = |threads: usize, smoother| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let options = MultigridOptions::default().smoother(smoother);
            let multigrid = Multigrid::new_with(&a, &options).unwrap();
            product(&multigrid, &b).into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        })
    };
    for smoother in [Smoother::GaussSeidel, Smoother::Chebyshev(2)] {
        assert!(run(1, smoother) == run(4, smoother));
    }
}

#[test]
fn incomplete_factors_without_loss_are_factors() {
    let a = windy::<f64>(6);
    let b = numbers::<f64>(36, 1);
    let exact = IlutOptions::default().drop(0.0).fill(100.0);
    let ilu = Ilu::threshold(&a, &exact).unwrap();
    assert!(distance(&product(&a, &product(&ilu, &b)), &b) < 1e-12);
    let factors = ilu.factors();
    let unit = factors.tril(-1).add(&Csr::<f64>::eye(36));
    assert!(
        distance(
            unit.matmul(&factors.triu(0)).to_dense().as_slice().unwrap(),
            a.to_dense().as_slice().unwrap()
        ) < 1e-12
    );
    // Within the pattern of the matrix the product of ILU(0) is the matrix.
    let factors = Ilu::new(&a).unwrap().factors();
    let unit = factors.tril(-1).add(&Csr::<f64>::eye(36));
    let close = unit.matmul(&factors.triu(0));
    for (row, column, value) in a.view().iter() {
        assert!((close.get(row, column) - value).abs() < 1e-12);
    }
    let l = IncompleteCholesky::new(&laplacian::<f64>(6)).unwrap().factor();
    let close = l.matmul(l.t());
    for (row, column, value) in laplacian::<f64>(6).view().iter() {
        assert!((close.get(row, column) - value).abs() < 1e-12);
    }
}

#[test]
fn what_preconditioners_refuse() {
    let (tall, hole) =
        (Csr::<f64>::zeros([3, 2]), Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 0.0]]));
    let nan = Csr::<f64>::from_dense([[1.0, f64::NAN], [0.0, 1.0]]);
    type Made = fn(&Csr<f64>) -> Result<(), SolverError>;
    let all: [Made; 6] = [
        |a| Jacobi::new(a).map(drop),
        |a| Ssor::new(a, 1.0).map(drop),
        |a| Ilu::new(a).map(drop),
        |a| Ilu::threshold(a, &IlutOptions::default()).map(drop),
        |a| IncompleteCholesky::new(a).map(drop),
        |a| Multigrid::new(a).map(drop),
    ];
    for (at, made) in all.iter().enumerate() {
        assert!(matches!(made(&tall), Err(SolverError::NotSquare { .. })), "{at}");
        assert!(matches!(made(&nan), Err(SolverError::NotFinite { .. })), "{at}");
        assert!(made(&Csr::zeros([0, 0])).is_ok(), "{at}");
        // An elimination that may fill in fills the hole; nothing else can divide by it.
        assert_eq!(made(&hole).is_ok(), at == 3, "{at}");
        assert!(made(&Csr::zeros([2, 2])).is_err(), "{at}");
    }
    let error = Jacobi::new(&hole).unwrap_err();
    assert_eq!(error.to_string(), "jacobi: the diagonal element of row 1 is zero");
    let singular = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]]);
    assert_eq!(Ilu::new(&singular).unwrap_err(), SolverError::ZeroDiagonal { op: "ilu", row: 1 });
    assert_eq!(
        IncompleteCholesky::new(&singular).unwrap_err().to_string(),
        "incomplete_cholesky: the matrix is not positive definite: the pivot of row 1 is not positive"
    );
    let negative = Csr::<f64>::diags([2, 2], &[(0, &[1.0, -1.0])]);
    assert_eq!(
        Multigrid::new(&negative).unwrap_err(),
        SolverError::NotPositiveDefinite { op: "multigrid", row: 1 }
    );
    assert!(Ssor::new(&singular, f64::NAN).is_err() && Ssor::new(&singular, 0.0).is_err());
    assert!(Ilu::threshold(&singular, &IlutOptions::default().drop(-1.0)).is_err());
    assert!(Multigrid::new_with(&singular, &MultigridOptions::default().strength(-1.0)).is_err());
}

/// SciPy: `[-4, 5]` by rows and `[1, 0]` by columns: entries of the other triangle take part.
#[test]
fn triangular_systems_ignore_the_other_triangle() {
    let a = Csr::<f64>::from_dense([[1.0, 5.0], [1.0, 1.0]]);
    let b = [1.0, 1.0];
    assert_eq!(solve_triangular(&a, b, Triangle::Lower).unwrap(), array![1.0, 0.0]);
    assert_eq!(solve_triangular(&a.to_csc(), b, Triangle::Lower).unwrap(), array![1.0, 0.0]);
    assert_eq!(solve_triangular(&a, b, Triangle::Upper).unwrap(), array![-4.0, 1.0]);
    assert_eq!(solve_triangular(&a.to_csc(), b, Triangle::Upper).unwrap(), array![-4.0, 1.0]);
    assert_eq!(solve_triangular(a.t(), b, Triangle::Upper).unwrap(), array![0.0, 1.0]);
    // NaN in the other triangle is ignored as well.
    let nan = Csr::<f64>::from_dense([[2.0, f64::NAN], [1.0, 1.0]]);
    assert_eq!(solve_triangular(&nan, b, Triangle::Lower).unwrap(), array![0.5, 0.5]);
    assert!(matches!(
        solve_triangular(&nan, b, Triangle::Upper),
        Err(SolverError::NotFinite { .. })
    ));
}

#[test]
fn triangular_systems_of_several_right_sides_and_long_indices() {
    let a = windy::<f64>(8);
    let b = nd_core::Array::from_shape_vec([64, 5], numbers::<f64>(320, 3));
    let x = solve_triangular(&a, &b, Triangle::Lower).unwrap();
    assert_eq!(x.shape(), [64, 5]);
    let back = a.tril(0).matmul_dense(&x);
    assert!(distance(&back.flatten().into_vec(), &b.flatten().into_vec()) < 1e-12);
    let long = a.with_indices::<usize>().unwrap();
    assert_eq!(solve_triangular(&long, &b, Triangle::Lower).unwrap(), x);
    let none = nd_core::Array::<f64>::zeros([64, 0]);
    assert_eq!(solve_triangular(&a, &none, Triangle::Upper).unwrap().shape(), [64, 0]);
    let complex = magnetic(5);
    let b = numbers::<Complex<f64>>(25, 3);
    let x = solve_triangular(&complex, &b, Triangle::Upper).unwrap();
    assert!(distance(&complex.triu(0).matvec(&x).into_vec(), &b) < 1e-12);
}

/// SciPy: LinAlgError.
#[test]
fn a_zero_on_the_diagonal_is_an_error_that_names_the_row() {
    let a = Csr::<f64>::from_dense([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]]);
    let error = solve_triangular(&a, [1.0; 3], Triangle::Lower).unwrap_err();
    assert_eq!(error, SolverError::ZeroDiagonal { op: "solve_triangular", row: 1 });
    let unit = TriangularOptions::default().unit_diagonal(true);
    let x = solve_triangular_with(&a, [1.0; 3], Triangle::Lower, &unit).unwrap();
    assert_eq!(x, array![1.0, 0.0, 0.0]);
    assert!(matches!(
        solve_triangular(&Csr::<f64>::zeros([2, 3]), [1.0; 2], Triangle::Lower),
        Err(SolverError::NotSquare { shape: [2, 3], .. })
    ));
    let short = solve_triangular(&Csr::<f64>::eye(3), [1.0; 2], Triangle::Lower);
    assert!(matches!(short, Err(SolverError::Shape(_))));
    assert_eq!(
        solve_triangular(&Csr::<f64>::zeros([0, 0]), &[] as &[f64], Triangle::Lower)
            .unwrap()
            .size(),
        0
    );
}
