//! Functions of matrices, Laplacians on grids, and what patterns say.
#![cfg(feature = "linalg")]

use nd_core::{Array, Complex, array};
use nd_sparse::linalg::{
    Boundary, LaplacianNd, LinearOperator, Norm, SolverError, bandwidth, bicg, expm, expm_multiply,
    funm_multiply_krylov, inv, is_triangular, matrix_power, norm, qmr,
};
use nd_sparse::{Csc, Csr, SparseElement, kronsum};

/// A matrix that is neither symmetric nor small.
fn shifted(n: usize) -> Csr<f64> {
    let line = Csr::<f64>::diags([n, n], &[(-1, &[-1.0]), (0, &[3.0]), (1, &[-0.5])]);
    kronsum(&line, &line)
}

fn far<T: nd_sparse::linalg::Scalar>(x: &Array<T>, y: &Array<T>) -> f64 {
    assert_eq!(x.shape(), y.shape());
    x.iter().zip(y).fold(0.0, |m: f64, (&x, &y)| m.max((x - y).magnitude()))
}

#[test]
fn an_inverse_times_its_matrix_is_the_identity() {
    let a = shifted(9);
    let product = a.matmul(&inv(&a).unwrap()).to_dense();
    assert!(far(&product, &Csr::<f64>::eye(81).to_dense()) < 1e-13);
    let error = inv(&Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]])).unwrap_err();
    assert!(matches!(error, SolverError::Singular { .. }), "{error}");
    assert!(matches!(inv(&Csr::<f64>::zeros([2, 3])), Err(SolverError::NotSquare { .. })));
    assert_eq!(inv(&Csr::<f64>::zeros([0, 0])).unwrap().shape(), [0, 0]);
    // Zeros that the solution has are not stored.
    assert_eq!(inv(&Csr::<f64>::eye(100)).unwrap().nnz(), 100);
}

#[test]
fn powers_are_products() {
    let a = Csr::<i8>::from_dense([[1, 2], [0, 1]]);
    assert_eq!(matrix_power(&a, 0).unwrap().to_dense(), array![[1, 0], [0, 1]]);
    assert_eq!(matrix_power(&a, 3).unwrap().to_dense(), array![[1, 6], [0, 1]]);
    assert_eq!(matrix_power(&a, 64).unwrap().get(0, 1), -128);
    let truth = Csc::<bool>::from_dense([[false, true], [true, false]]);
    assert_eq!(matrix_power(&truth, 2).unwrap().to_dense(), array![[true, false], [false, true]]);
    let error = matrix_power(&Csr::<f64>::zeros([2, 3]), 2).unwrap_err();
    assert_eq!(
        error.to_string(),
        "matrix_power: the matrix has to be square, and its shape is [2, 3]"
    );
}

#[test]
fn exponentials_agree_with_what_they_do_to_vectors() {
    let a = shifted(6);
    let e = expm(&a).unwrap().to_dense();
    let unit = Csr::<f64>::eye(36).to_dense();
    assert!(far(&e, &expm_multiply(&a, &unit, 1.0).unwrap()) < 1e-11 * norm(&a, Norm::One).exp());
    let turn = Complex::new(0.0, std::f64::consts::PI);
    let whole = expm(&Csr::<Complex<f64>>::eye(2).map_stored(|x| x * turn)).unwrap();
    assert!((whole.get(0, 0) + 1.0).norm() < 1e-14 && whole.get(0, 1) == Complex::new(0.0, 0.0));
    assert_eq!(expm(&Csr::<f64>::zeros([3, 3])).unwrap().to_dense(), Csr::<f64>::eye(3).to_dense());
    assert_eq!(expm(&Csr::<f64>::zeros([0, 0])).unwrap().shape(), [0, 0]);
    assert!(matches!(expm(&Csr::<f64>::zeros([1, 2])), Err(SolverError::NotSquare { .. })));
    let wrong = |x: f64| expm(&Csr::<f64>::from_dense([[x]])).unwrap_err().to_string();
    assert_eq!(wrong(f64::NAN), "expm: the matrix has an element that is NaN or infinite");
    assert_eq!(wrong(2e9), "expm: the norm of the matrix is more than 1e9");
}

#[test]
fn functions_of_the_projected_matrix() {
    let a = shifted(8);
    let b: Vec<f64> = (0..64).map(|at| f64::from(at % 5) - 1.5).collect();
    let e = |h: &Array<f64>| expm(&Csr::<f64>::from_dense(h)).unwrap().to_dense();
    let y = funm_multiply_krylov(&a, &b, e, 1e-13).unwrap();
    let expected = expm_multiply(&a, &b, 1.0).unwrap();
    assert!(far(&y, &expected) < 1e-10 * expected.iter().fold(0.0, |m: f64, x| m.max(x.abs())));
    // Of the identity the space is one vector.
    let same = |h: &Array<f64>| h.clone();
    let y = funm_multiply_krylov(&Csr::<f64>::eye(3), [0.0, 3.0, 4.0], same, 0.0).unwrap();
    assert!(far(&y, &array![0.0, 3.0, 4.0]) < 1e-15 * 5.0);
    assert_eq!(funm_multiply_krylov(&a, vec![0.0; 64], e, 0.0).unwrap(), Array::<f64>::zeros([64]));
    let error = |f: fn(&Array<f64>) -> Array<f64>, rtol: f64| {
        funm_multiply_krylov(&Csr::<f64>::eye(3), [1.0, 2.0, 3.0], f, rtol).unwrap_err().to_string()
    };
    const OP: &str = "funm_multiply_krylov";
    assert_eq!(
        error(|_| Array::zeros([0, 0]), 0.0),
        format!("{OP}: the function has another shape")
    );
    assert_eq!(
        error(|h| h.map(|_| f64::NAN), 0.0),
        format!("{OP}: the function has an element that is NaN or infinite")
    );
    assert_eq!(error(Clone::clone, -1.0), format!("{OP}: the tolerance is not negative"));
    let wrong = funm_multiply_krylov(&a, [1.0], e, 0.0).unwrap_err();
    assert!(matches!(wrong, SolverError::Shape(_)), "{wrong}");
}

#[test]
fn biconjugate_gradients_solve() {
    let a = shifted(20);
    let x: Array<f64> = Array::from_fn([400], |at| (at[0] % 7) as f64 - 3.0);
    let b = a.matvec(&x);
    let solution = bicg(&a, &b).unwrap();
    assert!(solution.residual <= 1e-5 * b.iter().map(|b| b * b).sum::<f64>().sqrt());
    assert!(far(&solution.x, &x) < 1e-3);
    // Both take the same products, and neither needs many more than the other.
    assert!(solution.iterations <= 2 * qmr(&a, &b).unwrap().iterations);
    let error = bicg(&Csr::<f64>::from_dense([[0.0, 1.0], [-1.0, 0.0]]), [1.0, 0.0]).unwrap_err();
    assert!(matches!(error.reason, SolverError::Breakdown { op: "bicg", .. }), "{error}");
}

#[test]
fn laplacians_on_grids() {
    for boundary in [Boundary::Dirichlet, Boundary::Neumann, Boundary::Periodic] {
        for shape in [vec![1], vec![2], vec![5], vec![3, 4], vec![2, 1, 3], vec![], vec![0, 3]] {
            let laplacian = LaplacianNd::new(&shape[..], boundary).unwrap();
            let a = laplacian.to_csr();
            assert_eq!(LinearOperator::shape(&laplacian), a.shape());
            assert!(a.view().is_symmetric(), "{boundary:?} {shape:?}");
            let x: Vec<f64> = (0..a.shape()[0]).map(|at| (at * at % 11) as f64).collect();
            let (mut y, mut z) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            laplacian.apply(&x, &mut y);
            laplacian.apply_adjoint(&x, &mut z);
            assert_eq!(Array::from_vec(y.clone()), a.matvec(&x), "{boundary:?} {shape:?}");
            assert_eq!(y, z);
            let trace: f64 = laplacian.eigenvalues().iter().sum();
            assert!((trace - a.trace()).abs() < 1e-12, "{boundary:?} {shape:?}");
        }
    }
    let error = LaplacianNd::new([1 << 17, 1 << 17], Boundary::Neumann).unwrap_err();
    assert!(error.to_string().contains("needs indices of more than 32 bits"), "{error}");
}

#[test]
fn what_patterns_say() {
    fn both<T: SparseElement>(a: &Csr<T>) -> ([usize; 2], [bool; 2]) {
        assert_eq!(bandwidth(a), bandwidth(&a.to_csc()));
        (bandwidth(a), is_triangular(&a.to_csc()))
    }
    let a = Csr::<i32>::from_dense([[0, 0, 5], [0, 0, 0], [0, 7, 0], [1, 0, 0]]);
    assert_eq!(both(&a), ([3, 2], [false, false]));
    assert_eq!(both(&a.tril(0)), ([3, 0], [true, false]));
    assert_eq!(both(&a.triu(0)), ([0, 2], [false, true]));
    assert_eq!(both(&Csr::<bool>::zeros([0, 4])), ([0, 0], [true, true]));
    // A stored zero is an entry.
    assert_eq!(both(&a.map_stored(|_| 0)), ([3, 2], [false, false]));
}
