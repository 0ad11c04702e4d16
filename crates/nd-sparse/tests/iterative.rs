//! Systems solved by iteration: residuals, what is refused, and how iterations end that have no solution.

mod systems;

use nd_core::{Array, Complex, array, threads};
use nd_sparse::linalg::{
    Adjoint, FromFn, Ilu, Jacobi, LinearOperator, Product, Scalar, Scaled, Shifted, Solution,
    SolverError, SolverOptions, Sum, Unsolved, bicgstab_with, cg, cg_with, cgs_with, gmres,
    gmres_with, lgmres_with, lsmr, lsmr_with, lsqr, lsqr_with, minres, minres_with, qmr, qmr_with,
    tfqmr_with,
};
use nd_sparse::{Bsr, Csc, Csr, Dia};
use std::cell::RefCell;
use std::ops::ControlFlow;
use systems::{
    distance, dot, laplacian, line, magnetic, norm, numbers, product, product_adjoint, windy,
};

type Solver<T> = fn(&Csr<T>, &[T], &SolverOptions<'_, T>) -> Result<Solution<T>, Unsolved<T>>;

/// Every method for square systems, by name.
fn general<T: Scalar>() -> Vec<(&'static str, Solver<T>)> {
    vec![
        ("bicgstab", |a, b, o| bicgstab_with(a, b, o)),
        ("cgs", |a, b, o| cgs_with(a, b, o)),
        ("tfqmr", |a, b, o| tfqmr_with(a, b, o)),
        ("qmr", |a, b, o| qmr_with(a, b, o)),
        ("gmres", |a, b, o| gmres_with(a, b, o)),
        ("lgmres", |a, b, o| lgmres_with(a, b, o)),
    ]
}

fn hermitian<T: Scalar>() -> Vec<(&'static str, Solver<T>)> {
    let mut all = general();
    all.push(("cg", |a, b, o| cg_with(a, b, o)));
    all.push(("minres", |a, b, o| minres_with(a, b, o)));
    all
}

fn least_squares<T: Scalar>() -> Vec<(&'static str, Solver<T>)> {
    vec![("lsqr", |a, b, o| lsqr_with(a, b, o)), ("lsmr", |a, b, o| lsmr_with(a, b, o))]
}

fn solves<T: Scalar>(a: &Csr<T>, solvers: &[(&str, Solver<T>)], rtol: f64) {
    let expected = numbers::<T>(a.shape()[1], 5);
    let b = product(a, &expected);
    let jacobi = Jacobi::new(a).unwrap();
    let ilu = Ilu::new(a).unwrap();
    for (name, solve) in solvers {
        let plain = SolverOptions::default().rtol(rtol).max_iterations(2000);
        for options in [plain, plain.preconditioner(&jacobi), plain.preconditioner(&ilu)] {
            let found = solve(a, &b, &options).unwrap_or_else(|e| panic!("{name}: {e}"));
            let residual = distance(&product(a, found.x.as_slice().unwrap()), &b);
            assert!(residual <= 1.01 * rtol * norm(&b), "{name}: {residual:e}");
            assert!((found.residual - residual).abs() <= 0.02 * rtol * norm(&b), "{name}");
            assert_eq!(found.history.len(), found.iterations + 1, "{name}");
        }
        let start: Vec<T> = expected.clone();
        let there = solve(a, &b, &plain.x0(&start)).unwrap();
        assert_eq!(there.iterations, 0, "{name}: from the solution");
    }
}

#[test]
fn systems_are_solved_by_all_methods() {
    solves::<f64>(&laplacian(20), &hermitian(), 1e-9);
    solves::<f32>(&laplacian(12), &hermitian(), 1e-4);
    solves::<Complex<f64>>(&magnetic(15), &hermitian(), 1e-9);
    let single = |z: Complex<f64>| Complex::new(z.re as f32, z.im as f32);
    solves::<Complex<f32>>(&magnetic(10).map_stored(single), &hermitian(), 1e-4);
    solves::<f64>(&windy(20), &general(), 1e-9);
    solves::<f32>(&windy(12), &general(), 1e-4);
    let phase = Complex::new(0.8, 0.6);
    let complex = windy::<f64>(15).map_stored(|x| phase * x);
    solves::<Complex<f64>>(&complex, &general(), 1e-9);
}

#[test]
fn shifted_systems_that_are_not_definite() {
    let a = laplacian::<f64>(10).subtract(&Csr::<f64>::eye(100).map_stored(|x| 1.3 * x));
    let expected = numbers::<f64>(100, 9);
    let b = product(&a, &expected);
    let options = SolverOptions::default().rtol(1e-10);
    for solve in [minres_with::<Csr<f64>>, gmres_with, lgmres_with] {
        let found = solve(&a, &b[..], &options);
        let found =
            found.unwrap_or_else(|e| panic!("{e}: {:?}", e.best.as_ref().map(|b| b.residual)));
        assert!(distance(found.x.as_slice().unwrap(), &expected) < 1e-6);
    }
}

#[test]
fn least_squares_of_more_and_of_fewer_equations() {
    let (tall, columns) = (windy::<f64>(8), (0..20).collect::<Vec<isize>>());
    let tall = tall.take(&columns, 1);
    let b = numbers::<f64>(64, 3);
    let options = SolverOptions::default().rtol(1e-12).max_iterations(500);
    for (name, solve) in least_squares() {
        let found = solve(&tall, &b, &options).unwrap_or_else(|e| panic!("{name}: {e}"));
        let x = found.x.into_vec();
        let rest: Vec<f64> = b.iter().zip(product(&tall, &x)).map(|(b, ax)| b - ax).collect();
        assert!(norm(&product_adjoint(&tall, &rest)) < 1e-9, "{name}");
        assert!((found.residual - norm(&rest)).abs() < 1e-12, "{name}");
        // Fewer equations than unknowns: the shortest of all solutions, a combination of rows.
        let wide = tall.t().to_csr();
        let b = numbers::<f64>(20, 4);
        let found = solve(&wide, &b, &options).unwrap();
        let x = found.x.into_vec();
        assert!(distance(&product(&wide, &x), &b) < 1e-9, "{name}");
        let rows = solve(&tall, &x, &options).unwrap();
        assert!(rows.residual < 1e-8, "{name}: x is a combination of rows");
    }
}

#[test]
fn damped_least_squares_are_those_of_the_longer_system() {
    let a = windy::<f64>(6);
    let b = numbers::<f64>(36, 8);
    let damp = 0.7;
    let longer = nd_sparse::vstack(&[&a, &Csr::<f64>::eye(36).map_stored(|x| damp * x)]);
    let mut longer_b = b.clone();
    longer_b.resize(72, 0.0);
    let options = SolverOptions::default().rtol(1e-12);
    for (name, solve) in least_squares::<f64>() {
        let damped = solve(&a, &b, &options.damp(damp)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let expected = solve(&longer, &longer_b, &options).unwrap();
        assert!(
            distance(damped.x.as_slice().unwrap(), expected.x.as_slice().unwrap()) < 1e-8,
            "{name}"
        );
    }
}

#[test]
fn complex_least_squares() {
    let a = magnetic(6).take(&(0..15).collect::<Vec<isize>>(), 1);
    let b = numbers::<Complex<f64>>(36, 3);
    for (name, solve) in least_squares() {
        let found = solve(&a, &b, &SolverOptions::default().rtol(1e-11)).unwrap();
        let ax = product(&a, found.x.as_slice().unwrap());
        let rest: Vec<_> = b.iter().zip(ax).map(|(b, ax)| b - ax).collect();
        assert!(norm(&product_adjoint(&a, &rest)) < 1e-8, "{name}");
    }
}

/// SciPy: `cg(a, 0)` is `(0, 0)`.
#[test]
fn zero_is_solved_by_zero() {
    let a = laplacian::<f64>(3);
    let nowhere = [5.0; 9];
    for (name, solve) in hermitian().into_iter().chain(least_squares()) {
        let options = SolverOptions::default();
        let options = if name.starts_with("ls") { options } else { options.x0(&nowhere) };
        let found = solve(&a, &[0.0; 9], &options).unwrap();
        assert_eq!((found.x, found.iterations, found.residual), (Array::<f64>::zeros([9]), 0, 0.0));
    }
}

/// SciPy: NaN, and info 20.
#[test]
fn an_indefinite_matrix_is_an_error_and_not_nan() {
    let a = Csr::<f64>::diags([2, 2], &[(0, &[1.0, -1.0])]);
    let unsolved = cg(&a, &[1.0, 1.0]).unwrap_err();
    assert!(matches!(unsolved.reason, SolverError::Breakdown { op: "cg", iteration: 0, .. }));
    assert_eq!(
        unsolved.to_string(),
        "cg: breakdown in iteration 0: a direction has no curvature: the matrix is not definite"
    );
    assert_eq!(unsolved.best.expect("the start").x, array![0.0, 0.0]);
    let found = minres(&a, &[1.0, 1.0]).unwrap();
    assert!(distance(found.x.as_slice().unwrap(), &[1.0, -1.0]) < 1e-14);
}

/// SciPy: x[1] is 3.2e15, and info 0.
#[test]
fn minres_of_an_inconsistent_singular_system_is_an_error() {
    let a = Csr::<f64>::diags([2, 2], &[(0, &[1.0, 0.0])]);
    let unsolved = minres(&a, &[1.0, 1.0]).unwrap_err();
    let best = unsolved.best.expect("an approximation");
    assert!((best.residual - 1.0).abs() < 1e-9 && best.x[[1]].abs() < 10.0, "{best:?}");
    assert!(matches!(
        unsolved.reason,
        SolverError::Breakdown { .. } | SolverError::NoConvergence { .. }
    ));
    // What is within its range is solved.
    let found = minres(&a, &[2.0, 0.0]).unwrap();
    assert_eq!(found.x, array![2.0, 0.0]);
}

/// SciPy: the number of iterations instead of 0.
#[test]
fn too_few_iterations_are_an_error_that_has_the_best_approximation() {
    let a = laplacian::<f64>(20);
    let b = numbers::<f64>(400, 1);
    for (name, solve) in hermitian() {
        let options = SolverOptions::default().rtol(1e-12).max_iterations(7);
        let unsolved = solve(&a, &b, &options).unwrap_err();
        let SolverError::NoConvergence { op, iterations, residual, tolerance } = unsolved.reason
        else {
            panic!("{name}: {unsolved}");
        };
        assert_eq!((op, iterations), (name, 7));
        assert!((tolerance - 1e-12 * norm(&b)).abs() < 1e-20);
        let best = unsolved.best.expect("an approximation");
        assert_eq!((best.iterations, best.history.len()), (7, 8));
        let of_best = distance(&product(&a, best.x.as_slice().unwrap()), &b);
        assert!((of_best - residual).abs() < 1e-12 && residual < norm(&b), "{name}");
    }
}

#[test]
fn singular_systems_end() {
    let zero = Csr::<f64>::zeros([3, 3]);
    let rank_one = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]]);
    for (name, solve) in hermitian() {
        let options = SolverOptions::default();
        assert!(solve(&zero, &[1.0, 2.0, 3.0], &options).is_err(), "{name}");
        let unsolved = solve(&rank_one, &[1.0, 0.0], &options).unwrap_err();
        assert!(unsolved.best.is_some_and(|best| best.residual <= 1.0), "{name}");
        let found =
            solve(&rank_one, &[1.0, 2.0], &options).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            distance(&product(&rank_one, found.x.as_slice().unwrap()), &[1.0, 2.0]) < 1e-4,
            "{name}"
        );
    }
    for (name, solve) in least_squares() {
        let found = solve(&zero, &[1.0, 2.0, 3.0], &SolverOptions::default()).unwrap();
        assert_eq!(found.x, Array::<f64>::zeros([3]), "{name}");
        let found = solve(&rank_one, &[1.0, 0.0], &SolverOptions::default().rtol(1e-10)).unwrap();
        assert!(
            distance(found.x.as_slice().unwrap(), &[0.04, 0.08]) < 1e-8,
            "{name}: the shortest"
        );
    }
}

#[test]
fn disconnected_systems_are_solved() {
    let a = nd_sparse::block_diag(&[&line::<f64>(5), &line::<f64>(7), &Csr::<f64>::eye(2)]);
    for (name, solve) in hermitian() {
        let b = numbers::<f64>(14, 2);
        let found = solve(&a, &b, &SolverOptions::default().rtol(1e-9))
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            distance(&product(&a, found.x.as_slice().unwrap()), &b) <= 1e-9 * norm(&b),
            "{name}"
        );
    }
}

#[test]
fn what_is_not_finite_is_an_error() {
    let a = laplacian::<f64>(2);
    for (name, solve) in hermitian().into_iter().chain(least_squares()) {
        for bad in [f64::NAN, f64::INFINITY] {
            let options = SolverOptions::default();
            let of_b = solve(&a, &[1.0, bad, 0.0, 0.0], &options).unwrap_err().reason;
            assert_eq!(of_b, SolverError::NotFinite { op: name, what: "the right side" });
            let start = [0.0, 0.0, bad, 0.0];
            let of_x = solve(&a, &[1.0; 4], &options.x0(&start)).unwrap_err().reason;
            assert_eq!(of_x, SolverError::NotFinite { op: name, what: "the start" });
            let mut broken = a.clone();
            broken.values_mut()[0] = bad;
            let of_a = solve(&broken, &[1.0; 4], &options).unwrap_err();
            assert_eq!(
                of_a.reason,
                SolverError::NotFinite { op: name, what: "the iteration" },
                "{name}"
            );
            assert!(
                of_a.best.is_none_or(|best| best
                    .x
                    .as_slice()
                    .unwrap()
                    .iter()
                    .all(|x| x.is_finite()))
            );
        }
    }
    let overflow = Csr::<f64>::diags([2, 2], &[(0, &[1e300, 1e-300])]);
    for (name, solve) in hermitian() {
        let found = solve(&overflow, &[1e200, 1.0], &SolverOptions::default());
        let right = |x: &Solution<f64>| {
            distance(&product(&overflow, x.x.as_slice().unwrap()), &[1e200, 1.0]) <= 1e195
        };
        assert!(found.as_ref().is_ok_and(right) || found.is_err(), "{name}");
    }
}

#[test]
fn shapes_that_do_not_fit_are_errors() {
    let (tall, square) = (Csr::<f64>::zeros([3, 2]), Csr::<f64>::eye(3));
    let options = SolverOptions::default();
    for (name, solve) in hermitian() {
        let error = solve(&tall, &[1.0; 3], &options).unwrap_err().reason;
        assert_eq!(error, SolverError::NotSquare { op: name, shape: [3, 2] });
    }
    for (_, solve) in hermitian().into_iter().chain(least_squares()) {
        let short = solve(&square, &[1.0; 2], &options).unwrap_err().reason;
        assert!(matches!(short, SolverError::Shape(_)));
        let short = solve(&square, &[1.0; 3], &options.x0(&[1.0])).unwrap_err().reason;
        assert!(matches!(short, SolverError::Shape(_)));
    }
    let other = Jacobi::new(&Csr::<f64>::eye(4)).unwrap();
    let error = cg_with(&square, &[1.0; 3], &options.preconditioner(&other)).unwrap_err();
    assert!(matches!(error.reason, SolverError::Shape(_)));
    let error = cg(&square, array![[1.0], [1.0], [1.0]]).unwrap_err();
    assert_eq!(error.to_string(), "cg: shape [3, 1] has 2 axes, and 1 are needed");
    assert_eq!(
        cg(&tall, &[1.0; 3]).unwrap_err().to_string(),
        "cg: the matrix has to be square, and its shape is [3, 2]"
    );
}

#[test]
fn options_without_meaning_are_errors() {
    let a = Csr::<f64>::eye(2);
    let wrong =
        |options: SolverOptions<'_, f64>| gmres_with(&a, &[1.0, 1.0], &options).unwrap_err().reason;
    let options = SolverOptions::default();
    assert!(matches!(wrong(options.rtol(-1.0)), SolverError::Option { .. }));
    assert!(matches!(wrong(options.atol(f64::NAN)), SolverError::Option { .. }));
    assert!(matches!(wrong(options.restart(0)), SolverError::Option { .. }));
    let jacobi = Jacobi::new(&a).unwrap();
    let error = lsqr_with(&a, &[1.0, 1.0], &options.preconditioner(&jacobi)).unwrap_err();
    assert_eq!(error.to_string(), "lsqr: least squares take no preconditioner");
    let error = lsmr_with(&a, &[1.0, 1.0], &options.damp(1.0).x0(&[1.0, 1.0])).unwrap_err();
    assert!(matches!(error.reason, SolverError::Option { op: "lsmr", .. }));
}

#[test]
fn nothing_is_solved_by_nothing() {
    let a = Csr::<f64>::zeros([0, 0]);
    for (name, solve) in hermitian().into_iter().chain(least_squares()) {
        let found = solve(&a, &[], &SolverOptions::default()).unwrap();
        assert_eq!((found.x.size(), found.iterations), (0, 0), "{name}");
    }
    let found = lsqr(&Csr::<f64>::zeros([3, 0]), &[1.0, 2.0, 2.0]).unwrap();
    assert_eq!((found.x.size(), found.residual), (0, 3.0));
    let one = gmres(&Csr::<f64>::from_dense([[4.0]]), &[2.0]).unwrap();
    assert_eq!(one.x, array![0.5]);
}

#[test]
fn callbacks_see_every_iteration_and_may_stop() {
    let a = laplacian::<f64>(10);
    let seen = RefCell::new(Vec::new());
    let watch = |iteration, residual| {
        seen.borrow_mut().push((iteration, residual));
        ControlFlow::Continue(())
    };
    let b = [1.0; 100];
    let found = cg_with(&a, &b, &SolverOptions::default().callback(&watch)).unwrap();
    let seen = seen.into_inner();
    assert_eq!(seen.len(), found.iterations);
    assert!(seen.iter().zip(&found.history[1..]).all(|(&(_, seen), &kept)| seen == kept));
    let stop = |iteration, _| {
        if iteration == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    for (name, solve) in hermitian().into_iter().chain(least_squares()) {
        let unsolved =
            solve(&a, &numbers(100, 1), &SolverOptions::default().callback(&stop)).unwrap_err();
        assert_eq!(unsolved.reason, SolverError::Stopped { op: name, iteration: 3 });
        assert!(unsolved.best.is_some(), "{name}");
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let a = laplacian::<f64>(230); // more than one part of every sum and product
    let b = numbers::<f64>(230 * 230, 6);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert_eq!(threads::count(), threads);
            let options = SolverOptions::default().rtol(1e-14).max_iterations(12);
            let all = hermitian().into_iter().chain(least_squares());
            let xs = all.map(|(_, solve)| solve(&a, &b, &options).unwrap_err().best.unwrap().x);
            xs.flat_map(|x| x.into_vec()).map(f64::to_bits).collect::<Vec<u64>>()
        })
    };
    let one = run(1);
    assert!(one == run(2) && one == run(5));
}

#[test]
fn every_kind_of_matrix_is_an_operator() {
    let rows = windy::<f64>(4);
    let (x, expected) = (numbers::<f64>(16, 1), numbers::<f64>(16, 2));
    let (ax, adjoint) = (product(&rows, &x), product_adjoint(&rows, &x));
    assert!((dot(&expected, &ax) - dot(&product_adjoint(&rows, &expected), &x)).abs() < 1e-12);
    let dense = rows.to_dense();
    let fortran = dense.t().to_array().into_transposed();
    let columns: Csc<f64> = rows.to_csc();
    let (bsr, dia) = (Bsr::from_csr(&rows, [2, 2]), Dia::from_csr(&rows));
    let all: [&dyn LinearOperator<Elem = f64>; 6] =
        [&rows.view(), &dense, &fortran, &columns, &bsr, &dia];
    for a in all {
        assert_eq!(a.shape(), [16, 16]);
        assert!(distance(&product(&a, &x), &ax) < 1e-13);
        assert!(distance(&product_adjoint(&a, &x), &adjoint) < 1e-13);
        let found = gmres(&a, &ax[..]).unwrap();
        assert!(distance(found.x.as_slice().unwrap(), &x) < 1e-3);
    }
    let tall = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    assert_eq!(product(&tall, &[1.0, 10.0]), [21.0, 43.0, 65.0]);
    assert_eq!(product_adjoint(&tall, &[1.0, 0.0, 1.0]), [6.0, 8.0]);
}

#[test]
fn complex_operators_have_adjoints_that_conjugate() {
    let a = magnetic(3).map_stored(|z| z * Complex::new(0.3, 0.8));
    let (x, y) = (numbers::<Complex<f64>>(9, 1), numbers::<Complex<f64>>(9, 2));
    let expected = dot(&y, &product(&a, &x));
    let columns = a.to_csc();
    let (dense, bsr, dia) = (a.to_dense(), Bsr::from_csr(&a, [3, 3]), Dia::from_csr(&a));
    let all: [&dyn LinearOperator<Elem = Complex<f64>>; 5] = [&a, &columns, &dense, &bsr, &dia];
    for a in all {
        assert!((dot(&product_adjoint(&a, &y), &x) - expected).norm() < 1e-12);
    }
    let scaled = Scaled::new(&a, Complex::new(0.0, 2.0));
    let shifted = Shifted::new(&scaled, Complex::new(1.0, 1.0));
    let product_of = Product::new(&shifted, &a).unwrap();
    let sum = Sum::new(&product_of, Adjoint::new(&a)).unwrap();
    let left = dot(&y, &product(&sum, &x));
    assert!((dot(&product_adjoint(&sum, &y), &x) - left).norm() < 1e-11);
    // (2i·A - (1+i))·A·x + Aᴴ·x, by hand.
    let ax = product(&a, &x);
    let mut by_hand = product(&a, &ax);
    for (at, z) in by_hand.iter_mut().enumerate() {
        *z = Complex::new(0.0, 2.0) * *z - Complex::new(1.0, 1.0) * ax[at];
    }
    let by_hand: Vec<_> = by_hand.iter().zip(product_adjoint(&a, &x)).map(|(a, b)| a + b).collect();
    assert!(distance(&product(&sum, &x), &by_hand) < 1e-12);
}

#[test]
fn operators_without_an_adjoint_are_refused_where_it_is_needed() {
    let halves = FromFn::new([2, 2], |x: &[f64], y: &mut [f64]| {
        y[0] = 0.5 * x[0];
        y[1] = 0.5 * x[1];
    });
    assert_eq!(gmres(&halves, &[1.0, 2.0]).unwrap().x, array![2.0, 4.0]);
    for error in [qmr(&halves, &[1.0, 2.0]), lsqr(&halves, &[1.0, 2.0]), lsmr(&halves, &[1.0, 2.0])]
    {
        assert!(matches!(error.unwrap_err().reason, SolverError::NoAdjoint { .. }));
    }
    let whole = halves.with_adjoint(|x: &[f64], y: &mut [f64]| {
        y[0] = 0.5 * x[0];
        y[1] = 0.5 * x[1];
    });
    assert!(qmr(&whole, &[1.0, 2.0]).is_ok() && lsqr(&whole, &[1.0, 2.0]).is_ok());
}

#[test]
#[should_panic(expected = "shifted: the operator is 2 by 3, not square")]
fn only_square_operators_are_shifted() {
    let _ = Shifted::new(Csr::<f64>::zeros([2, 3]), 1.0);
}
