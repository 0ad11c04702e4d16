//! Square matrices that are factored and solved in a folder for scratch: those of memory up to rounding, with one result
//! for any chunks, budget and number of threads.
#![cfg(feature = "linalg")]

use nd_core::{Array, Complex, array, s};
use nd_linalg::{Form, LinalgError, Triangle, TriangularOptions, matmul};
use nd_ooc::{Chunked, ErrorKind, RunOptions, SolveTriangularOptions};

mod samples;
mod stored;
use samples::{far, identity, result, sample};
use stored::{Folder, chunkings};

/// A positive definite matrix that is well conditioned.
fn definite(n: usize) -> Array<f64> {
    let a = sample(&[n, n]);
    matmul(&a, a.t()) + identity(n) * n as f64
}

/// Few bytes and threads, and the default.
fn options(folder: &Folder) -> [RunOptions; 3] {
    let own = RunOptions::default().scratch(folder.path(""));
    [own.clone(), own.clone().threads(1), own.threads(3).budget(16 << 20)]
}

/// An array in memory, in chunks, and in others.
fn everywhere(folder: &Folder, a: &Array<f64>) -> Vec<Chunked<f64>> {
    // Chunks of one element would be as many files.
    let stored = chunkings(a.shape()).into_iter().take(3).map(|chunks| folder.chunked(a, &chunks));
    [Chunked::from(a.clone())].into_iter().chain(stored).collect()
}

#[test]
fn cholesky_is_that_of_memory() {
    // One panel, two, several, of which the last is not full.
    for n in [1, 5, 64, 65, 300] {
        let a = definite(n);
        let want = nd_linalg::cholesky(&a).unwrap();
        let l = result("cholesky", &Chunked::from(a.clone()).cholesky().unwrap());
        assert!(far(&l, &want) < 1e-14 * n as f64, "{n}: {:e}", far(&l, &want));
        assert!(far(&matmul(&l, l.t()), &a) < 1e-14 * n as f64 * n as f64, "{n}");
        let factor = Chunked::from(a.clone()).cho_factor().unwrap();
        let logdet = nd_linalg::cho_factor(&a).unwrap().logdet();
        assert!((factor.logdet() - logdet).abs() < 1e-12 * logdet.abs().max(1.0));
        let b = sample(&[n, 3]);
        let x = result("solve", &factor.solve(&b).unwrap());
        assert!(far(&matmul(&a, &x), &b) < 1e-13, "{n}");
    }
}

#[test]
fn factors_do_not_depend_on_chunks_budget_and_threads() {
    let folder = Folder::new("dense-chunks");
    let (a, general) = (definite(150), sample(&[150, 150]));
    let b = sample(&[150, 70]);
    let l = Chunked::from(a.clone()).cholesky().unwrap().compute().unwrap();
    let x = Chunked::from(general.clone()).solve(&b).unwrap().compute().unwrap();
    let y = Chunked::from(a.clone()).cho_factor().unwrap().solve(&b).unwrap().compute().unwrap();
    let other = Folder::new("dense-chunks-general");
    for (a, general) in everywhere(&folder, &a).iter().zip(everywhere(&other, &general)) {
        for options in options(&folder) {
            assert_eq!(a.cholesky_with(&options).unwrap().compute_with(&options).unwrap(), l);
            assert_eq!(general.solve_with(&b, &options).unwrap().compute().unwrap(), x);
            let factor = a.cho_factor_with(&options).unwrap();
            assert_eq!(factor.solve_with(&b, &options).unwrap().compute().unwrap(), y);
        }
    }
}

#[test]
fn what_is_above_the_diagonal_is_not_looked_at() {
    let a = definite(150);
    let hidden =
        Array::from_fn([150, 150], |at| if at[1] > at[0] { f64::NAN } else { a[[at[0], at[1]]] });
    let want = Chunked::from(a).cholesky().unwrap().compute().unwrap();
    assert_eq!(Chunked::from(hidden).cholesky().unwrap().compute().unwrap(), want);
}

#[test]
fn the_minor_that_is_not_positive_is_named() {
    let mut a = definite(200);
    a[[130, 130]] = -1.0;
    let error = Chunked::from(a.clone()).cholesky().unwrap_err();
    assert!(
        matches!(
            error.kind(),
            ErrorKind::Linalg(LinalgError::NotPositiveDefinite { index: 130, .. })
        ),
        "{error}"
    );
    let text = "cholesky: the matrix is not positive definite: its leading minor of order 131 is not positive";
    assert_eq!(error.to_string(), text);
    a[[150, 20]] = f64::INFINITY;
    a[[130, 130]] = 1e3;
    let error = Chunked::from(a).cholesky().unwrap_err();
    assert!(error.to_string().contains("[150, 20] is NaN or infinite"), "{error}");
}

#[test]
fn elimination_is_that_of_memory() {
    for n in [1, 5, 64, 65, 300] {
        let a = sample(&[n, n]);
        let memory = nd_linalg::lu(&a).unwrap();
        let lu = Chunked::from(a.clone()).lu().unwrap();
        assert_eq!(lu.perm(), memory.perm(), "{n}");
        let (l, u) = (result("l", &lu.l()), result("u", &lu.u()));
        assert!(far(&l, &memory.l()) < 1e-12 && far(&u, &memory.u()) < 1e-11, "{n}");
        let rows = a.take(lu.perm().map(|row| row as i64), 0);
        assert!(far(&matmul(&l, &u), &rows) < 1e-13, "{n}: {:e}", far(&matmul(&l, &u), &rows));
        let (got, want) = (lu.slogdet(), nd_linalg::slogdet(&a));
        assert_eq!(got.sign, want.sign);
        assert!((got.logabsdet - want.logabsdet).abs() < 1e-11, "{n}");
        if n < 100 {
            assert!((lu.det() / nd_linalg::det(&a) - 1.0).abs() < 1e-11);
        }
        let b = sample(&[n, 2]);
        let x = result("solve", &Chunked::from(a.clone()).solve(&b).unwrap());
        let want = nd_linalg::solve(&a, &b).unwrap();
        assert!(far(&matmul(&a, &x), &b) < 1e-11, "{n}: {:e}", far(&matmul(&a, &x), &b));
        assert!(far(&x, &want) < 1e-9, "{n}");
    }
}

#[test]
fn parts_of_factors_are_those_of_the_whole() {
    let lu = Chunked::from(sample(&[200, 200])).lu().unwrap();
    for x in [lu.l(), lu.u()] {
        let whole = x.compute().unwrap();
        let part = s![20..150;3, 60..199;2];
        assert_eq!(x.slice(part).compute().unwrap(), whole.slice(part));
    }
}

#[test]
fn the_column_that_makes_a_matrix_singular_is_named() {
    let mut a = sample(&[150, 150]);
    for row in 0..150 {
        a[[row, 100]] = 0.0;
    }
    let x = Chunked::from(a.clone());
    let error = x.solve(sample(&[150])).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Linalg(LinalgError::Singular { pivot: 100, .. })),
        "{error}"
    );
    assert_eq!(error.to_string(), "solve: the matrix is singular: pivot 100 is zero");
    assert_eq!(x.det().unwrap(), 0.0);
    let det = x.slogdet().unwrap();
    assert!(det.sign == 0.0 && det.logabsdet == f64::NEG_INFINITY);
    a[[7, 130]] = f64::NAN;
    let error = Chunked::from(a).lu().err().unwrap();
    assert!(
        error.to_string().contains("lu: the element at [7, 130] is NaN or infinite"),
        "{error}"
    );
}

#[test]
fn triangles_are_solved_in_all_forms() {
    let n = 200;
    let square = sample(&[n, n]) / 20.0 + identity(n);
    let b = sample(&[n, 5]);
    let x = Chunked::from(square.clone());
    for triangle in [Triangle::Lower, Triangle::Upper] {
        for form in [Form::Plain, Form::Transposed, Form::Adjoint] {
            for is_unit in [false, true] {
                let options = SolveTriangularOptions::default().form(form).unit_diagonal(is_unit);
                let got = x.solve_triangular_with(&b, triangle, &options);
                let form = TriangularOptions::default().form(form).unit_diagonal(is_unit);
                let want = nd_linalg::solve_triangular_with(&square, &b, triangle, &form).unwrap();
                let got = got.unwrap().compute().unwrap();
                assert!(far(&got, &want) < 1e-12, "{triangle:?} {form:?}: {:e}", far(&got, &want));
            }
        }
    }
    let column = sample(&[n]);
    let got = x.solve_triangular(&column, Triangle::Lower).unwrap().compute().unwrap();
    let want = nd_linalg::solve_triangular(&square, &column, Triangle::Lower).unwrap();
    assert!(got.shape() == [n] && far(&got, &want) < 1e-12);
}

#[test]
fn triangles_name_what_they_cannot_be_solved_with() {
    let mut square = sample(&[150, 150]) / 20.0 + identity(150);
    square[[120, 120]] = 0.0;
    let error = Chunked::from(square.clone()).solve_triangular(sample(&[150]), Triangle::Upper);
    let error = error.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Linalg(LinalgError::Singular { pivot: 120, .. })),
        "{error}"
    );
    square[[120, 120]] = 1.0;
    square[[140, 3]] = f64::NAN;
    let x = Chunked::from(square);
    assert!(x.solve_triangular(sample(&[150]), Triangle::Upper).is_ok());
    let error = x.solve_triangular(sample(&[150]), Triangle::Lower).unwrap_err();
    assert!(error.to_string().contains("[140, 3] is NaN or infinite"), "{error}");
}

#[test]
fn factors_of_singles_and_of_complex_numbers() {
    let a = definite(130).cast::<f32>();
    let l = Chunked::from(a.clone()).cholesky().unwrap().compute().unwrap();
    assert!(far(&l.cast::<f64>(), &nd_linalg::cholesky(&a).unwrap().cast::<f64>()) < 1e-3);
    let (re, im) = (sample(&[130, 130]), sample(&[131, 130]));
    let a =
        Array::from_fn([130, 130], |at| Complex::new(re[[at[0], at[1]]], im[[at[0] + 1, at[1]]]));
    let most = |x: Array<Complex<f64>>| x.iter().map(|x| x.norm()).fold(0.0, f64::max);
    let adjoint = |x: &Array<Complex<f64>>| x.map(|x| x.conj()).view().t().to_array();
    let one = identity(130).map(|x| Complex::new(x * 130.0, 0.0));
    let definite = matmul(&a, adjoint(&a)) + one;
    let factor = Chunked::from(definite.clone()).cho_factor().unwrap();
    let l = factor.l().compute().unwrap();
    assert!(most(matmul(&l, adjoint(&l)) - &definite) < 1e-11);
    let b = a.slice(s![.., ..3]).to_array();
    let x = factor.solve(&b).unwrap().compute().unwrap();
    assert!(most(matmul(&definite, &x) - &b) < 1e-12);
    let x = Chunked::from(a.clone()).solve(&b).unwrap().compute().unwrap();
    assert!(most(matmul(&a, &x) - &b) < 1e-11);
}

#[test]
fn factors_of_nothing() {
    let none = nd_ooc::full([0, 0], 1.0);
    assert_eq!(none.cholesky().unwrap().compute().unwrap().shape(), [0, 0]);
    assert_eq!(none.det().unwrap(), 1.0);
    let b = Array::<f64>::zeros([0, 2]);
    assert_eq!(none.solve(&b).unwrap().compute().unwrap().shape(), [0, 2]);
    let a = Chunked::from(array![[2.0]]);
    assert_eq!(a.solve(Array::<f64>::zeros([1, 0])).unwrap().compute().unwrap().shape(), [1, 0]);
}

#[test]
fn scratch_goes_with_the_last_array() {
    let folder = Folder::new("dense-scratch");
    let own = RunOptions::default().scratch(folder.path(""));
    let there = || std::fs::read_dir(folder.path("")).unwrap().count();
    let factor = Chunked::from(definite(100)).cho_factor_with(&own).unwrap();
    assert_eq!(there(), 1);
    let half = factor.l() * 0.5;
    drop(factor);
    assert_eq!(there(), 1);
    assert!(half.compute().is_ok());
    drop(half);
    assert_eq!(there(), 0);
    assert!(Chunked::from(array![[-1.0]]).cholesky_with(&own).is_err());
    assert_eq!(there(), 0);
}

#[test]
fn a_budget_that_is_refused_names_one_that_is_enough() {
    let (a, b) = (Chunked::from(definite(300)), Chunked::from(sample(&[300, 40])));
    type Asked = fn(&Chunked<f64>, &Chunked<f64>, &RunOptions) -> nd_ooc::Result<Chunked<f64>>;
    let all: [(&str, Asked); 4] = [
        ("cholesky", |a, _, options| a.cholesky_with(options)),
        ("cholesky solve", |a, b, options| a.cho_factor()?.solve_with(b, options)),
        ("solve", |a, b, options| a.solve_with(b, options)),
        ("solve_triangular", |a, b, options| {
            let options = SolveTriangularOptions::default().run(options.clone());
            a.solve_triangular_with(b, Triangle::Lower, &options)
        }),
    ];
    for (what, asked) in all {
        for budget in [1, 100_000, 400_000] {
            let within = |bytes: usize| RunOptions::default().budget(bytes);
            let Err(error) = asked(&a, &b, &within(budget)) else { continue };
            let ErrorKind::OverBudget { needed, .. } = *error.kind() else { panic!("{error}") };
            assert!(needed > budget, "{what}");
            // What is solved with may need more than its factors.
            let mut enough = needed;
            while let Err(error) = asked(&a, &b, &within(enough)) {
                let ErrorKind::OverBudget { needed, .. } = *error.kind() else { panic!("{error}") };
                assert!(needed > enough && error.operation() != Some(what), "{what}: {error}");
                enough = needed;
            }
        }
    }
}

#[test]
#[should_panic(expected = "cholesky: shape [2, 3] is not that of a square matrix")]
fn matrices_that_are_not_square_are_refused() {
    let _ = nd_ooc::full([2, 3], 1.0).cholesky();
}

#[test]
#[should_panic(expected = "solve: right sides of shape [3] do not belong to a matrix of order 2")]
fn right_sides_of_another_length_are_refused() {
    let _ = nd_ooc::full([2, 2], 1.0).solve(nd_ooc::full([3], 1.0));
}
