//! What SciPy's solvers answer, and ours.
#![cfg(feature = "linalg")]

mod fixtures;
mod systems;

use fixtures::{Fixture, Given, Value};
use nd_core::{Complex, Triangle};
use nd_sparse::Csr;
use nd_sparse::linalg::{
    EigenOptions, Norm, Scalar, SolverOptions, Spectral, Which, eigs, eigs_near, eigsh_near,
    eigsh_near_with, eigsh_with, expm_multiply, lsmr_with, lsqr_with, lu, norm, onenormest, qr,
    solve, solve_triangular, svds,
};
use systems::{distance, norm as length};

#[track_caller]
fn near<T: Scalar>(op: &str, found: &[T], expected: &[T]) {
    let bound = 1e-9 * length(expected);
    let off = distance(found, expected);
    assert!(off <= bound, "{op}: {off:e}\n{found:?}\nSciPy:\n{expected:?}");
}

fn systems_of<T: Spectral + Value>(given: &Given<'_>) {
    let a: Csr<T> = given.cases.csr(given.case, "a");
    let b: Vec<T> = given.list("b");
    near("solve", &solve(&a, &b).unwrap().into_vec(), &given.list("spsolve"));
    let factors = lu(&a).unwrap();
    near("adjoint", &factors.solve_adjoint(&b).unwrap().into_vec(), &given.list("solve_adjoint"));
    near("qr", &qr(&a).unwrap().solve(&b).unwrap().into_vec(), &given.list("spsolve"));
    let slogdet = factors.slogdet();
    near("slogdet", &[slogdet.sign, T::from_f64(slogdet.logabsdet)], &given.list::<T>("slogdet"));
    let lower = a.add(&Csr::<T>::eye(a.shape()[0]).map_stored(|x| x * T::from_f64(4.0)));
    let found = solve_triangular(&lower, &b, Triangle::Lower).unwrap();
    near("solve_triangular", &found.into_vec(), &given.list("lower"));
    let found = expm_multiply(&a, &b, 0.25).unwrap();
    near("expm_multiply", &found.into_vec(), &given.list("expm_multiply"));
    let norms: Vec<f64> = given.list("norms");
    let found = [Norm::Frobenius, Norm::One, Norm::Infinity].map(|which| norm(&a, which));
    near("norm", &found, &norms);
    let estimate = onenormest(&a).unwrap();
    assert!(
        estimate <= norms[1] * (1.0 + 1e-12) && estimate >= 0.6 * norms[1],
        "{estimate} {norms:?}"
    );
}

fn spectra_of<T: Spectral + Value>(given: &Given<'_>) {
    let a: Csr<T> = given.cases.csr(given.case, "a");
    let mut adjoint = a.t().to_csr();
    adjoint.values_mut().iter_mut().for_each(|x| *x = x.conjugate());
    let h = a.add(&adjoint);
    let mass: Csr<T> = given.cases.csr(given.case, "mass");
    let options = EigenOptions::<T>::default();
    let ends = [
        ("eigsh.LM", Which::Magnitude),
        ("eigsh.LA", Which::Largest),
        ("eigsh.SA", Which::Least),
        ("eigsh.BE", Which::Both),
    ];
    for (op, which) in ends {
        if given.has(op) {
            let found = eigsh_with(&h, 6, &options.which(which)).unwrap();
            near(op, &found.eigenvalues.into_vec(), &given.list(op));
        }
    }
    near(
        "near",
        &eigsh_near(&h, 5, 0.3).unwrap().eigenvalues.into_vec(),
        &given.list("eigsh.near"),
    );
    let with_mass = options.mass(&mass);
    let found = eigsh_with(&h, 5, &with_mass.which(Which::Largest)).unwrap();
    near("mass", &found.eigenvalues.into_vec(), &given.list("eigsh.mass"));
    let found = eigsh_near_with(&h, 5, 0.3, &with_mass).unwrap();
    near("mass near", &found.eigenvalues.into_vec(), &given.list("eigsh.mass.near"));
    let expected: Vec<Complex<f64>> = given.list("eigs.LM");
    near("eigs", &eigs(&a, expected.len()).unwrap().eigenvalues.into_vec(), &expected);
    let expected: Vec<Complex<f64>> = given.list("eigs.near");
    let found = eigs_near(&a, expected.len(), T::from_f64(0.25)).unwrap();
    near("eigs near", &found.eigenvalues.into_vec(), &expected);
}

fn rectangles_of<T: Spectral + Value>(given: &Given<'_>) {
    let a: Csr<T> = given.cases.csr(given.case, "a");
    let expected: Vec<f64> = given.list("svds");
    near("svds", &svds(&a, 6).unwrap().s.into_vec(), &expected);
    near("svds of the transpose", &svds(&a.t(), 6).unwrap().s.into_vec(), &expected);
    let b: Vec<T> = given.list("b");
    let expected: Vec<T> = given.list("lsqr");
    let options = SolverOptions::default().rtol(1e-13);
    near("qr", &qr(&a).unwrap().solve(&b).unwrap().into_vec(), &expected);
    near("lsqr", &lsqr_with(&a, &b, &options).unwrap().x.into_vec(), &expected);
    near("lsmr", &lsmr_with(&a, &b, &options).unwrap().x.into_vec(), &expected);
    let damped: Vec<T> = given.list("damped");
    near("lsqr", &lsqr_with(&a, &b, &options.damp(1.5)).unwrap().x.into_vec(), &damped);
    near("lsmr", &lsmr_with(&a, &b, &options.damp(1.5)).unwrap().x.into_vec(), &damped);
}

#[test]
fn systems_are_those_of_scipy() {
    let cases = Fixture::solvers();
    systems_of::<f64>(&Given { cases: &cases, case: "float64.square" });
    systems_of::<Complex<f64>>(&Given { cases: &cases, case: "complex128.square" });
}

#[test]
fn eigenvalues_are_those_of_scipy() {
    let cases = Fixture::solvers();
    spectra_of::<f64>(&Given { cases: &cases, case: "float64.square" });
    spectra_of::<Complex<f64>>(&Given { cases: &cases, case: "complex128.square" });
}

#[test]
fn singular_values_and_least_squares_are_those_of_scipy() {
    let cases = Fixture::solvers();
    rectangles_of::<f64>(&Given { cases: &cases, case: "float64.tall" });
    rectangles_of::<Complex<f64>>(&Given { cases: &cases, case: "complex128.tall" });
}
