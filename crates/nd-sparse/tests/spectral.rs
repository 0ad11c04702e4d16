//! Eigenvalues, singular values and exponentials: residuals, order and signs, and what is refused.
#![cfg(feature = "linalg")]

mod systems;

use nd_core::{Array, Complex, View, array};
use nd_sparse::linalg::{
    EigenOptions, FromFn, HermitianEigenpairs, LinearOperator, LobpcgOptions, Multigrid, Norm,
    Scalar, SolverError, Spectral, Which, cholesky, eigs, eigs_near, eigs_with, eigsh, eigsh_near,
    eigsh_with, expm_multiply, lobpcg, lobpcg_with, norm as norm_of, onenormest, svds, svds_with,
};
use nd_sparse::{Csr, block_diag};
use systems::{distance, dot, laplacian, line, magnetic, norm, numbers, product, windy};

/// The column of a matrix.
fn column<T: Scalar>(a: View<'_, T>, at: usize) -> Vec<T> {
    let [n, k] = a.dims();
    let all = a.t().flatten().into_vec();
    assert!(at < k);
    all[at * n..(at + 1) * n].to_vec()
}

/// Orthonormal vectors with small residuals, in ascending order.
fn check<T: Scalar>(a: &impl LinearOperator<Elem = T>, found: &HermitianEigenpairs<T>, bound: f64) {
    let values = found.eigenvalues.as_slice().unwrap();
    assert!(values.is_sorted(), "{values:?}");
    let k = values.len();
    for (i, &value) in values.iter().enumerate() {
        let x = column(found.eigenvectors.view(), i);
        let scaled: Vec<T> = x.iter().map(|&x| x * T::from_f64(value)).collect();
        let off = distance(&product(a, &x), &scaled);
        assert!(off < bound, "{i}: {off:e}");
        let largest =
            x.iter().copied().max_by(|a, b| a.magnitude().total_cmp(&b.magnitude())).unwrap();
        assert!(largest.magnitude() > 0.0);
        for j in 0..k {
            let expected = if i == j { 1.0 } else { 0.0 };
            let inner = dot(&column(found.eigenvectors.view(), j), &x);
            assert!((inner - T::from_f64(expected)).magnitude() < bound, "{i} {j}");
        }
    }
}

/// 2 - 2·cos(π·j / (n + 1)), in sums of two.
fn of_laplacian(n: usize) -> Vec<f64> {
    let one = |j: usize| 2.0 - 2.0 * (std::f64::consts::PI * (j + 1) as f64 / (n + 1) as f64).cos();
    let mut all: Vec<f64> = (0..n * n).map(|at| one(at / n) + one(at % n)).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[test]
fn eigenvalues_of_a_laplacian() {
    let a = laplacian::<f64>(14);
    let all = of_laplacian(14);
    let options = EigenOptions::default();
    let largest = eigsh_with(&a, 5, &options.which(Which::Largest)).unwrap();
    check(&a, &largest, 1e-10);
    assert!(distance(largest.eigenvalues.as_slice().unwrap(), &all[191..]) < 1e-11);
    // The second and third are equal: both are found.
    let least = eigsh_with(&a, 5, &options.which(Which::Least)).unwrap();
    check(&a, &least, 1e-10);
    assert!(distance(least.eigenvalues.as_slice().unwrap(), &all[..5]) < 1e-11);
    let near = eigsh_near(&a, 6, 0.0).unwrap();
    check(&a, &near, 1e-10);
    assert!(distance(near.eigenvalues.as_slice().unwrap(), &all[..6]) < 1e-11);
    let inside = eigsh_near(&a, 4, 3.1).unwrap();
    check(&a, &inside, 1e-10);
    let mut by_distance = all.clone();
    by_distance.sort_by(|a, b| (a - 3.1).abs().total_cmp(&(b - 3.1).abs()));
    by_distance.truncate(4);
    by_distance.sort_by(f64::total_cmp);
    assert!(distance(inside.eigenvalues.as_slice().unwrap(), &by_distance) < 1e-10);
}

#[test]
fn other_element_types() {
    let a = magnetic(12);
    check(&a, &eigsh(&a, 4).unwrap(), 1e-10);
    check(&a, &eigsh_near(&a, 4, 0.0).unwrap(), 1e-10);
    let a = laplacian::<f32>(12);
    let found = eigsh(&a, 4).unwrap();
    check(&a, &found, 1e-4);
    let single = magnetic(10).map_stored(|z| Complex::new(z.re as f32, z.im as f32));
    check(&single, &eigsh(&single, 3).unwrap(), 1e-4);
}

/// diag(-10, 9, -8, …) of SciPy's example: without vectors its order is another.
#[test]
fn hermitian_eigenvalues_ascend() {
    let diagonal: Vec<f64> = (0..100)
        .map(|i| if i % 2 == 0 { -10.0 + 0.1 * i as f64 } else { 9.0 - 0.09 * i as f64 })
        .collect();
    let mut sorted = diagonal.clone();
    sorted.sort_by(f64::total_cmp);
    for size in [100, 40] {
        let a = Csr::<f64>::diags([size, size], &[(0, &diagonal[..size])]);
        let mut expected = diagonal[..size].to_vec();
        for which in [Which::Magnitude, Which::Largest, Which::Least, Which::Both] {
            let found = eigsh_with(&a, 5, &EigenOptions::default().which(which)).unwrap();
            check(&a, &found, 1e-9);
            expected.sort_by(f64::total_cmp);
            let mut wanted = match which {
                Which::Largest => expected[size - 5..].to_vec(),
                Which::Least => expected[..5].to_vec(),
                Which::Both => [&expected[..2], &expected[size - 3..]].concat(),
                _ => {
                    expected.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
                    expected[..5].to_vec()
                }
            };
            wanted.sort_by(f64::total_cmp);
            assert!(distance(found.eigenvalues.as_slice().unwrap(), &wanted) < 1e-10, "{which:?}");
        }
    }
    let a = Csr::<f64>::diags([5, 5], &[(0, &[-10.0, 9.0, -8.0, 0.5, -0.2])]);
    let smallest = eigsh_with(&a, 2, &EigenOptions::default().which(Which::Smallest)).unwrap();
    assert!(distance(smallest.eigenvalues.as_slice().unwrap(), &[-0.2, 0.5]) < 1e-14);
    // Near a number: the nearest, or with `Smallest` the farthest.
    let near = eigsh_near(&a, 2, 0.1).unwrap();
    assert!(distance(near.eigenvalues.as_slice().unwrap(), &[-0.2, 0.5]) < 1e-14);
    let options = EigenOptions::default().which(Which::Smallest);
    let far = nd_sparse::linalg::eigsh_near_with(&a, 2, 0.1, &options).unwrap();
    assert!(distance(far.eigenvalues.as_slice().unwrap(), &[-10.0, 9.0]) < 1e-12);
}

/// SciPy: wrong numbers, no error.
#[test]
fn a_matrix_that_is_not_hermitian_is_an_error() {
    for n in [4, 12] {
        let error = eigsh(&windy::<f64>(n), 2).unwrap_err();
        assert_eq!(error, SolverError::NotHermitian { op: "eigsh" });
        assert_eq!(error.to_string(), "eigsh: the operator is not Hermitian");
        assert!(matches!(
            eigsh_near(&windy::<f64>(n), 2, 0.0),
            Err(SolverError::NotHermitian { .. })
        ));
    }
    let symmetric = magnetic(4).map_stored(|z| z * Complex::new(0.0, 1.0));
    assert!(matches!(eigsh(&symmetric, 2), Err(SolverError::NotHermitian { .. })));
}

/// SciPy: no order at all.
#[test]
fn general_eigenvalues_come_by_descending_magnitude_with_their_conjugates() {
    let a = Csr::<f64>::from_dense([[9.0, 1.0, 0.0], [0.0, -10.0, 1.0], [0.0, 0.0, 8.0]]);
    let found = eigs(&a, 3).unwrap();
    let expected = [-10.0, 9.0, 8.0].map(Complex::from);
    assert!(distance(found.eigenvalues.as_slice().unwrap(), &expected) < 1e-12);
    // Rotations: pairs of conjugates, none torn apart but where the number that is wanted does so.
    let turn = |angle: f64, size: f64| {
        let (s, c) = angle.sin_cos();
        Csr::<f64>::from_dense([[size * c, -size * s], [size * s, size * c]])
    };
    let blocks: Vec<Csr<f64>> =
        (0..60).map(|i| turn(0.3 + 0.04 * i as f64, 5.0 - 0.05 * i as f64)).collect();
    let a = block_diag(&blocks.iter().collect::<Vec<_>>());
    for (k, which) in
        [(6, Which::Magnitude), (4, Which::Largest), (4, Which::Least), (5, Which::Magnitude)]
    {
        let found = eigs_with(&a, k, &EigenOptions::default().which(which)).unwrap();
        let values = found.eigenvalues.as_slice().unwrap();
        assert!(values.is_sorted_by(|a, b| a.norm() >= b.norm() - 1e-9));
        for pair in values.chunks_exact(2) {
            assert!((pair[0] - pair[1].conj()).norm() < 1e-9 && pair[0].im > 0.0, "{values:?}");
        }
        if which == Which::Magnitude {
            assert!(
                (values[0].norm() - 5.0).abs() < 1e-9 && (values[2].norm() - 4.95).abs() < 1e-9
            );
        }
        for (at, &value) in values.iter().enumerate() {
            let x = column(found.eigenvectors.view(), at);
            let (re, im): (Vec<f64>, Vec<f64>) = x.iter().map(|z| (z.re, z.im)).unzip();
            let (re, im) = (product(&a, &re), product(&a, &im));
            let ax: Vec<_> = re.into_iter().zip(im).map(|(re, im)| Complex::new(re, im)).collect();
            let scaled: Vec<_> = x.iter().map(|x| x * value).collect();
            assert!(distance(&ax, &scaled) < 1e-8 && (norm(&x) - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn general_eigenvalues_with_residuals() {
    let a = windy::<f64>(12);
    let found = eigs(&a, 5).unwrap();
    for at in 0..5 {
        let x = column(found.eigenvectors.view(), at);
        let (re, im): (Vec<f64>, Vec<f64>) = x.iter().map(|z| (z.re, z.im)).unzip();
        let (re, im) = (product(&a, &re), product(&a, &im));
        let off =
            re.iter().zip(im).zip(&x).map(|((&re, im), &x)| {
                (Complex::new(re, im) - found.eigenvalues[[at]] * x).norm_sqr()
            });
        assert!(off.sum::<f64>().sqrt() < 1e-8);
    }
    let complex = a.map_stored(|x| Complex::new(0.6, 0.8) * x);
    let turned = eigs(&complex, 5).unwrap();
    let expected: Vec<_> = found.eigenvalues.iter().map(|z| z * Complex::new(0.6, 0.8)).collect();
    let sizes = |z: &[Complex<f64>]| z.iter().map(|z| z.norm()).collect::<Vec<f64>>();
    assert!(distance(&sizes(turned.eigenvalues.as_slice().unwrap()), &sizes(&expected)) < 1e-8);
    let near = eigs_near(&a, 3, 2.0).unwrap();
    let dense = nd_linalg::eigvals(a.to_dense()).unwrap();
    let mut far: Vec<f64> = dense.iter().map(|z| (z - 2.0).norm()).collect();
    far.sort_by(f64::total_cmp);
    let mut found: Vec<f64> = near.eigenvalues.iter().map(|z| (z - 2.0).norm()).collect();
    found.sort_by(f64::total_cmp);
    assert!(distance(&found, &far[..3]) < 1e-8);
}

/// SciPy: ascending, other signs with each call; for rank 1 two values of 1e-31.
#[test]
fn singular_values_descend_and_signs_are_fixed() {
    let rank_one = Array::from_shape_vec([5, 6], vec![1.0; 30]);
    let found = svds(&rank_one, 3).unwrap();
    let s = found.s.as_slice().unwrap();
    assert!((s[0] - 30f64.sqrt()).abs() < 1e-14 && s[1] < 1e-14 && s[2] < 1e-14);
    assert!(s.is_sorted_by(|a, b| a >= b));
    let large = Csr::<f64>::from_dense(Array::from_shape_vec([90, 80], vec![1.0; 7200]));
    for a in [large.clone(), large.t().to_csr()] {
        let found = svds(&a, 4).unwrap();
        assert!((found.s[[0]] - 7200f64.sqrt()).abs() < 1e-10);
        assert!(found.s.iter().skip(1).all(|&s| s < 1e-6), "{:?}", found.s);
        orthonormal(&found.u, &found.vh.t().to_array());
    }
    let tall = windy::<f64>(12).take(&(0..90).collect::<Vec<isize>>(), 1);
    let expected = nd_linalg::svdvals(tall.to_dense()).unwrap();
    for a in [tall.clone(), tall.t().to_csr()] {
        let found = svds(&a, 6).unwrap();
        assert!(distance(found.s.as_slice().unwrap(), &expected.as_slice().unwrap()[..6]) < 1e-10);
        orthonormal(&found.u, &found.vh.t().to_array());
        for at in 0..6 {
            let v = column(found.vh.t(), at);
            let u = column(found.u.view(), at);
            let su: Vec<f64> = u.iter().map(|u| u * found.s[[at]]).collect();
            assert!(distance(&product(&a, &v), &su) < 1e-9);
            let largest =
                u.iter().fold(0.0f64, |m, x| if x.abs() > m.abs() * (1.0 + 1e-6) { *x } else { m });
            assert!(largest > 0.0);
        }
        let again = svds(&a, 6).unwrap();
        assert_eq!((again.u, again.s, again.vh), (found.u, found.s, found.vh));
        let least = svds_with(&a, 3, &EigenOptions::default().which(Which::Least)).unwrap();
        assert!(distance(least.s.as_slice().unwrap(), &expected.as_slice().unwrap()[87..]) < 1e-7);
    }
    let complex = magnetic(10).take(&(0..80).collect::<Vec<isize>>(), 1);
    let expected = nd_linalg::svdvals(complex.to_dense()).unwrap();
    let found = svds(&complex, 3).unwrap();
    assert!(distance(found.s.as_slice().unwrap(), &expected.as_slice().unwrap()[..3]) < 1e-10);
    for at in 0..3 {
        let v: Vec<_> = column(found.vh.t(), at).iter().map(|v| v.conj()).collect();
        let su: Vec<_> = column(found.u.view(), at).iter().map(|u| u * found.s[[at]]).collect();
        assert!(distance(&product(&complex, &v), &su) < 1e-9);
    }
}

fn orthonormal(u: &Array<f64>, v: &Array<f64>) {
    for vectors in [u, v] {
        let k = vectors.shape()[1];
        for i in 0..k {
            for j in 0..k {
                let inner = dot(&column(vectors.view(), i), &column(vectors.view(), j));
                assert!((inner - f64::from(u8::from(i == j))).abs() < 1e-10);
            }
        }
    }
}

#[test]
fn lobpcg_with_and_without_help() {
    let a = laplacian::<f64>(16);
    let all = of_laplacian(16);
    let start = Array::from_shape_vec([256, 4], numbers::<f64>(1024, 3));
    let multigrid = Multigrid::new(&a).unwrap();
    let least = LobpcgOptions::default().largest(false);
    let with = lobpcg_with(&a, &start, &least.preconditioner(&multigrid)).unwrap();
    check(&a, &with, 1e-6);
    assert!(distance(with.eigenvalues.as_slice().unwrap(), &all[..4]) < 1e-10);
    let without = lobpcg_with(&a, &start, &least).unwrap();
    assert!(distance(without.eigenvalues.as_slice().unwrap(), &all[..4]) < 1e-10);
    assert!(with.restarts < without.restarts, "{} {}", with.restarts, without.restarts);
    let largest = lobpcg(&a, &start).unwrap();
    assert!(distance(largest.eigenvalues.as_slice().unwrap(), &all[252..]) < 1e-10);
    let complex = magnetic(9);
    let start = Array::from_shape_vec([81, 2], numbers::<Complex<f64>>(162, 3));
    let expected = eigsh_with(&complex, 2, &EigenOptions::default().which(Which::Largest)).unwrap();
    let found = lobpcg(&complex, &start).unwrap();
    assert!(
        distance(found.eigenvalues.as_slice().unwrap(), expected.eigenvalues.as_slice().unwrap())
            < 1e-9
    );
    // With a mass: the pairs of A·x = λ·M·x.
    let mass = Csr::<f64>::diags(
        [256, 256],
        &[(0, &(0..256).map(|i| 1.0 + 0.01 * i as f64).collect::<Vec<_>>())],
    );
    let start = Array::from_shape_vec([256, 3], numbers::<f64>(768, 5));
    let found = lobpcg_with(&a, &start, &least.mass(&mass).preconditioner(&multigrid)).unwrap();
    let options = EigenOptions::default().mass(&mass);
    let expected = nd_sparse::linalg::eigsh_near_with(&a, 3, 0.0, &options).unwrap();
    assert!(
        distance(found.eigenvalues.as_slice().unwrap(), expected.eigenvalues.as_slice().unwrap())
            < 1e-9
    );
    // Factors are the best preconditioner.
    let factor = cholesky(&a).unwrap();
    let found = lobpcg_with(&a, &start, &least.preconditioner(&factor)).unwrap();
    assert!(distance(found.eigenvalues.as_slice().unwrap(), &all[..3]) < 1e-9);
}

#[test]
fn exponentials_are_those_of_dense_matrices() {
    fn check<T: Spectral>(a: &Csr<T>, expm: impl Fn(f64) -> Array<T>, bound: f64) {
        let n = a.shape()[0];
        let b = Array::from_shape_vec([n, 2], numbers::<T>(2 * n, 3));
        for t in [0.0, 1e-9, 0.1, 1.0, -0.7, 12.0] {
            let expected = product(&expm(t), &column(b.view(), 1));
            let found = expm_multiply(a, &b, t).unwrap();
            let off = distance(&column(found.view(), 1), &expected);
            assert!(off <= bound * norm(&expected), "{t}: {off:e}");
        }
    }
    let a = windy::<f64>(5);
    let dense = a.to_dense();
    check(&a, |t| nd_linalg::expm(dense.map(|x| t * x)).unwrap(), 1e-11);
    let a = magnetic(4).map_stored(|z| z * Complex::new(0.0, 1.0));
    let dense = a.to_dense();
    check(&a, |t| nd_linalg::expm(dense.map(|z| z * t)).unwrap(), 1e-11);
    let zero = Csr::<f64>::zeros([3, 3]);
    assert_eq!(expm_multiply(&zero, [1.0, 2.0, 3.0], 5.0).unwrap(), array![1.0, 2.0, 3.0]);
    let shift = Csr::<f64>::from_dense([[0.0, 1.0], [0.0, 0.0]]);
    assert_eq!(expm_multiply(&shift, [0.0, 1.0], 3.0).unwrap(), array![3.0, 1.0]);
}

#[test]
fn what_is_refused() {
    let (tall, nan) = (Csr::<f64>::zeros([70, 80]), Csr::<f64>::eye(70).map_stored(|_| f64::NAN));
    let square = laplacian::<f64>(9);
    let start = Array::<f64>::ones([70, 1]);
    assert!(matches!(eigsh(&tall, 2), Err(SolverError::NotSquare { .. })));
    assert!(matches!(eigs(&tall, 2), Err(SolverError::NotSquare { .. })));
    assert!(matches!(eigsh_near(&tall, 2, 0.0), Err(SolverError::NotSquare { .. })));
    assert!(matches!(eigs_near(&tall, 2, 0.0), Err(SolverError::NotSquare { .. })));
    assert!(matches!(lobpcg(&tall, &start), Err(SolverError::NotSquare { .. })));
    assert!(matches!(expm_multiply(&tall, [0.0; 80], 1.0), Err(SolverError::NotSquare { .. })));
    assert!(matches!(onenormest(&tall), Err(SolverError::NotSquare { .. })));
    for a in [&nan, &Csr::from_dense([[f64::NAN]])] {
        assert!(matches!(eigsh(a, 1), Err(SolverError::NotFinite { .. })));
        assert!(matches!(eigs(a, 1), Err(SolverError::NotFinite { .. })));
        assert!(matches!(svds(a, 1), Err(SolverError::NotFinite { .. })));
        assert!(matches!(eigsh_near(a, 1, 0.0), Err(SolverError::NotFinite { .. })));
    }
    assert!(matches!(lobpcg(&nan, &start), Err(SolverError::NotFinite { .. })));
    assert!(matches!(expm_multiply(&nan, [0.0; 70], 1.0), Err(SolverError::NotFinite { .. })));
    let most =
        SolverError::Option { op: "eigsh", what: "there are fewer eigenvalues than are wanted" };
    assert_eq!(eigsh(&square, 82).unwrap_err(), most);
    assert!(matches!(svds(&square, 82), Err(SolverError::Option { .. })));
    assert!(matches!(eigs(&square, 82), Err(SolverError::Option { .. })));
    assert!(matches!(
        eigsh_with(&square, 2, &EigenOptions::default().tolerance(f64::NAN)),
        Err(SolverError::Option { .. })
    ));
    assert!(matches!(
        eigsh_with(&square, 9, &EigenOptions::default().basis(10)),
        Err(SolverError::Option { .. })
    ));
    let few = EigenOptions::default().which(Which::Least).basis(6).restarts(1);
    assert!(matches!(
        eigsh_with(&square, 3, &few),
        Err(SolverError::NoConvergence { op: "eigsh", .. })
    ));
    assert!(matches!(
        eigs_with(&square, 3, &few),
        Err(SolverError::NoConvergence { op: "eigs", .. })
    ));
    assert!(matches!(
        svds_with(&square, 2, &EigenOptions::default().which(Which::Both)),
        Err(SolverError::Option { .. })
    ));
    assert!(matches!(eigsh_near(&Csr::<f64>::eye(70), 2, 1.0), Err(SolverError::Singular { .. })));
    let forward = FromFn::new([70, 70], |x: &[f64], y: &mut [f64]| y.copy_from_slice(x));
    assert!(matches!(svds(&forward, 2), Err(SolverError::NoAdjoint { .. })));
    assert!(matches!(onenormest(&forward), Err(SolverError::NoAdjoint { .. })));
    let twice = Array::<f64>::ones([81, 2]);
    assert!(matches!(lobpcg(&square, &twice), Err(SolverError::Option { .. })));
    assert!(matches!(
        lobpcg(&square, Array::<f64>::ones([81, 0])),
        Err(SolverError::Option { .. })
    ));
    assert!(matches!(lobpcg(&square, Array::<f64>::ones([80, 1])), Err(SolverError::Shape(_))));
    assert!(matches!(expm_multiply(&square, [0.0; 80], 1.0), Err(SolverError::Shape(_))));
    assert!(matches!(expm_multiply(&square, [0.0; 81], 1e12), Err(SolverError::Option { .. })));
}

#[test]
fn nothing_zero_and_parts_without_connection() {
    let nothing = Csr::<f64>::zeros([0, 0]);
    assert_eq!(eigsh(&nothing, 0).unwrap().eigenvectors.shape(), [0, 0]);
    assert_eq!(eigs(&nothing, 0).unwrap().eigenvalues.size(), 0);
    assert_eq!(svds(&Csr::<f64>::zeros([0, 3]), 0).unwrap().vh.shape(), [0, 3]);
    assert_eq!(onenormest(&nothing).unwrap(), 0.0);
    let empty: [f64; 0] = [];
    assert_eq!(expm_multiply(&nothing, empty, 1.0).unwrap().size(), 0);
    for n in [5, 90] {
        let zero = Csr::<f64>::zeros([n, n]);
        let found = eigsh(&zero, 3).unwrap();
        check(&zero, &found, 1e-10);
        assert_eq!(found.eigenvalues, array![0.0, 0.0, 0.0]);
        assert!(svds(&zero, 3).unwrap().s.iter().all(|&s| s == 0.0));
        assert!(eigs(&zero, 3).unwrap().eigenvalues.iter().all(|z| z.norm() == 0.0));
        let one = Csr::<f64>::eye(n);
        let found = eigsh(&one, 4).unwrap();
        check(&one, &found, 1e-10);
        assert!(distance(found.eigenvalues.as_slice().unwrap(), &[1.0; 4]) < 1e-12);
    }
    // All eigenvalues of a matrix that is too large to be solved densely.
    let a = line::<f64>(70);
    let found = eigsh(&a, 70).unwrap();
    check(&a, &found, 1e-9);
    let apart = block_diag(&[&laplacian::<f64>(9), &line::<f64>(7), &Csr::<f64>::eye(3)]);
    let found = eigsh_near(&apart, 4, 1.001).unwrap();
    check(&apart, &found, 1e-9);
    let ones = found.eigenvalues.iter().filter(|x| (**x - 1.0).abs() < 1e-12).count();
    assert!(ones >= 3, "the identity is a part: {:?}", found.eigenvalues);
}

#[test]
fn norms_by_definition() {
    let a = windy::<f64>(5);
    let sums = nd_ops::sum_axis(&a.map_stored(f64::abs).to_dense(), 0);
    let expected = sums.iter().copied().fold(0.0, f64::max);
    for found in [norm_of(&a, Norm::One), norm_of(&a.to_csc(), Norm::One)] {
        assert!((found - expected).abs() < 1e-13);
    }
    assert_eq!(norm_of(a.t(), Norm::One), norm_of(&a, Norm::Infinity));
    assert_eq!(norm_of(&Csr::<f64>::zeros([0, 3]), Norm::One), 0.0);
    for which in [Norm::One, Norm::Infinity, Norm::Frobenius, Norm::Largest] {
        assert!(norm_of(&Csr::<f64>::from_dense([[1.0, f64::NAN]]), which).is_nan());
    }
    assert!((onenormest(&a).unwrap() - norm_of(&a, Norm::One)).abs() < 1e-12);
    let large = laplacian::<f64>(30);
    assert_eq!(onenormest(&large).unwrap(), 8.0);
    // Of an inverse, which nobody has as a matrix.
    let small = laplacian::<f64>(6);
    let inverse = nd_linalg::inv(small.to_dense()).unwrap();
    let expected = norm_of(&Csr::<f64>::from_dense(&inverse), Norm::One);
    let estimate = onenormest(&nd_sparse::linalg::lu(&small).unwrap()).unwrap();
    assert!((estimate - expected).abs() < 1e-9 * expected, "{estimate} {expected}");
}

#[test]
fn the_number_of_threads_does_not_show() {
    let a = laplacian::<f64>(150);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let options = EigenOptions::default().tolerance(1e-2);
            let found = eigsh_with(&a, 3, &options).unwrap();
            let values = found.eigenvalues.into_vec();
            let vectors = found.eigenvectors.flatten().into_vec();
            values.into_iter().chain(vectors).map(f64::to_bits).collect::<Vec<u64>>()
        })
    };
    assert!(run(1) == run(3));
}
