//! Systems of equations, inverses, determinants, triangles, Cholesky and LDL factors.

use crate::matrices::{
    Sample, adjoint, bits, close, difference, dominant, each_layout, hilbert, identity, in_pools,
    largest, orthonormal, product, random, real, size, special_values, wilkinson_growth, zoo,
};
use nd_core::{Array, ArrayLike, Complex, View, array, s};
use nd_linalg::{
    Form, LinalgError, Triangle, TriangularOptions, cho_factor, cholesky_with, det, det_stack, inv,
    ldl, ldl_symmetric, lstsq, lu, matrix_power, qr_complete, qr_pivoted, qr_raw, slogdet, solve,
    solve_banded, solve_toeplitz_with, solve_triangular_with, try_lu, try_solve,
};
use proptest::prelude::*;

all_fields!(what_they_are lu_gives_back lu_of_layouts solve_residuals solve_layouts inv_is_one
    determinants stacks_are_their_matrices tiny_pivots same_bits);

/// The test matrices themselves: what they are said to be.
fn what_they_are<T: Sample>() {
    for (name, a) in zoo::<T>(7) {
        assert_eq!(a.shape(), [7, 7], "{name}");
        let mut layouts = 0;
        each_layout(&a, |layout, view| {
            assert_eq!(view, a, "{name}, {layout}");
            layouts += 1;
        });
        assert_eq!(layouts, 5);
    }
    let i: Array<T> = identity(4);
    orthonormal("identity", &i);
    assert_eq!(size(&i), 2.0);
}

/// Asserts that `A = P·L·U`, and that the factors look as they should.
fn check_lu<T: Sample, A: ArrayLike<Elem = T>>(name: &str, a: A) {
    let a = a.view().to_array();
    let lu = lu(&a).unwrap();
    let (p, l, u) = (lu.p(), lu.l(), lu.u());
    let [m, n] = a.view().dims();
    let k = m.min(n);
    assert_eq!((l.shape(), u.shape()), (&[m, k][..], &[k, n][..]));
    // Row i of P·L·U is the row of L·U that says so.
    assert_eq!(product(&adjoint(&p), &p), identity(m), "{name}");
    for (line, &row) in lu.perm().iter().enumerate() {
        assert_eq!(p[[row, line]], T::one());
    }
    for i in 0..m {
        for j in 0..k {
            assert!(i > j || l[[i, j]] == if i == j { T::one() } else { T::zero() });
            assert!(largest(l.view().slice(s![i, j])) <= if T::IS_COMPLEX { 1.5 } else { 1.0 });
        }
    }
    for i in 0..k {
        assert!((0..i.min(n)).all(|j| u[[i, j]] == T::zero()));
    }
    let scale = size(product(&l, &u)).max(size(&a)) + size(&l) * size(&u);
    close(name, &product(&p, &product(&l, &u)), &a, 2.0 + k as f64 / 4.0, scale);
}

fn lu_gives_back<T: Sample>() {
    for n in [1, 2, 5, 8, 9, 17, 40, 100] {
        zoo::<T>(n).into_iter().for_each(|(name, a)| check_lu(&format!("{name} {n}"), &a));
    }
    for (m, n) in [(1, 9), (9, 1), (30, 50), (50, 30), (33, 200), (200, 33), (300, 17)] {
        check_lu(&format!("{m} × {n}"), random::<T>(m as u64, &[m, n]));
    }
    for (m, n) in [(0, 0), (0, 3), (3, 0)] {
        check_lu("empty", Array::<T>::zeros([m, n]));
    }
}

fn lu_of_layouts<T: Sample>() {
    for shape in [[12, 12], [30, 20]] {
        let a = random::<T>(3, &shape);
        let plain = lu(&a).unwrap();
        each_layout(&a, |layout, view| {
            let lu = lu(view).unwrap();
            assert_eq!(lu.factors(), plain.factors(), "{layout}");
            assert_eq!(lu.swaps(), plain.swaps());
        });
    }
}

/// `‖A·x − b‖` in units of eps · ‖A‖ · ‖x‖, the backward error.
fn check_solution<T: Sample>(name: &str, a: &Array<T>, x: &Array<T>, b: &Array<T>) {
    let n = a.shape()[0] as f64;
    close(name, &product(a, x), b, 3.0 * n.sqrt() + 10.0, size(a) * size(x));
}

fn solve_residuals<T: Sample>() {
    // On both sides of the small matrices, the leaves and the panels.
    for n in [1, 2, 3, 4, 7, 16, 17, 31, 64, 100] {
        for (name, a) in zoo::<T>(n) {
            let n = a.shape()[0];
            let b = random::<T>(99, &[n, 3]);
            match solve(&a, &b) {
                Ok(x) if name == "Wilkinson's growth" && n > 8 => {
                    assert_eq!(x.shape(), [n, 3]); // 2^n is what it is known for
                }
                Ok(x) if name != "rank deficient" || n == 1 => {
                    check_solution(&format!("{name} {n}"), &a, &x, &b);
                }
                Ok(_) => {} // singular up to rounding
                Err(LinalgError::Singular { op: "solve", pivot, matrix }) => {
                    let singular =
                        ["zero", "nilpotent", "rank deficient", "companion", "Wilkinson's W+"];
                    assert!(singular.contains(&name) || n == 3 || n == 7, "{name} {n}");
                    assert!(pivot < n && matrix.is_empty());
                }
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
    for (n, k) in [(40, 1), (40, 300), (130, 257), (20, 0), (300, 5)] {
        let (a, b) = (random::<T>(5, &[n, n]), random::<T>(6, &[n, k]));
        check_solution("wide", &a, &solve(&a, &b).unwrap(), &b);
    }
}

fn solve_layouts<T: Sample>() {
    for n in [5, 24] {
        let (a, b) = (random::<T>(1, &[n, n]), random::<T>(2, &[n, 40]));
        let x = solve(&a, &b).unwrap();
        each_layout(&a, |layout, a| {
            each_layout(&b, |other, b| {
                assert_eq!(solve(a, b).unwrap(), x, "{layout}, {other}");
            });
        });
        let v = b.view().slice(s![.., 7]);
        let y = solve(&a, v).unwrap();
        assert_eq!(y.shape(), [n]);
        let column = x.view().slice(s![.., 7]).to_array();
        close("a vector", &y, &column, 100.0 * n as f64, size(&column) * 10.0);
    }
}

fn inv_is_one<T: Sample>() {
    for n in [1, 2, 3, 4, 9, 16, 17, 33, 100, 150, 300] {
        let a = dominant::<T>(n as u64, n);
        let x = inv(&a).unwrap();
        close("A·X", &product(&a, &x), &identity(n), 30.0, (n as f64).sqrt());
        close("X·A", &product(&x, &a), &identity(n), 30.0, (n as f64).sqrt());
        // The rows are exchanged here, which a dominant matrix does not ask for.
        let a = random::<T>(n as u64, &[n, n]);
        let x = inv(&a).unwrap();
        let off = size(difference(&product(&a, &x), &identity(n)));
        assert!(off <= 20.0 * n as f64 * T::eps() * size(&a) * size(&x), "{n}: {off}");
        each_layout(&a, |layout, a| assert_eq!(inv(a).unwrap(), x, "{layout}"));
        assert_eq!(lu(&a).unwrap().inv().unwrap().shape(), [n, n]);
    }
    assert_eq!(inv(Array::<T>::zeros([2, 0, 0])).unwrap().shape(), [2, 0, 0]);
}

fn determinants<T: Sample>() {
    let number = |x: f64| T::make(x, 0.0);
    // Known: Hilbert's of order 3 is 1/2160, Wilkinson's growth matrix 2^(n-1).
    let h = det(hilbert::<T>(3));
    assert!(largest([h - number(1.0 / 2160.0)]) < 1e3 * T::eps() / 2160.0);
    for n in [1, 5, 16, 17, 30] {
        let d = det(wilkinson_growth::<T>(n));
        assert_eq!(d, number(2f64.powi(n as i32 - 1)), "{n}");
        let s = slogdet(wilkinson_growth::<T>(n));
        assert_eq!(s.sign, T::one());
        let log = real(s.logabsdet);
        assert!((log - (n as f64 - 1.0) * 2f64.ln()).abs() < 30.0 * T::eps() * n as f64);
    }
    for n in [2, 3, 6, 20, 50] {
        let a = random::<T>(n as u64, &[n, n]);
        let (d, s) = (det(&a), slogdet(&a));
        let (re, im) = s.sign.parts();
        assert!((re.hypot(im) - 1.0).abs() < 100.0 * T::eps());
        let both = s.sign * number(real(s.logabsdet).exp());
        assert!(largest([both - d]) < 1e3 * n as f64 * T::eps() * largest([d]), "{n}");
        // Two rows exchanged change the sign, a factor of 2 in one doubles.
        let mut swapped = a.clone();
        for j in 0..n {
            (swapped[[0, j]], swapped[[1, j]]) = (a[[1, j]] + a[[1, j]], a[[0, j]]);
        }
        let t = det(&swapped);
        assert!(largest([t + d + d]) < 1e3 * n as f64 * T::eps() * largest([d]), "{n}");
    }
    for n in [0, 3, 20] {
        let expected = if n == 0 { T::one() } else { T::zero() };
        assert_eq!(det(Array::<T>::zeros([n, n])), expected);
        assert_eq!(slogdet(Array::<T>::zeros([n, n])).sign, expected);
    }
    // In range as a whole, though not in parts.
    for n in [12, 24] {
        let big = T::huge().sqrt();
        let a: Array<T> = Array::from_fn([n, n], |i| match i[0] == i[1] {
            true if i[0] % 6 < 3 => number(big),
            true => number(1.0 / big),
            false => T::zero(),
        });
        assert!(largest([det(&a) - T::one()]) < 100.0 * T::eps(), "{n}");
    }
}

fn stacks_are_their_matrices<T: Sample>() {
    for n in [1, 3, 4, 20] {
        let a = random::<T>(8, &[2, 3, n, n]);
        let b = random::<T>(9, &[3, n, 5]);
        let (x, y, d) = (solve(&a, &b).unwrap(), inv(&a).unwrap(), det_stack(&a));
        let (lu_all, v) = (lu(&a).unwrap(), random::<T>(10, &[n]));
        assert_eq!((x.shape(), d.shape()), (&[2, 3, n, 5][..], &[2, 3][..]));
        assert_eq!(lu_all.solve(&v).unwrap().shape(), [2, 3, n]);
        for i in 0..2 {
            for j in 0..3 {
                let (a, b) = (a.view().slice(s![i, j]), b.view().slice(s![j]));
                assert_eq!(x.view().slice(s![i, j]), solve(a, b).unwrap());
                assert_eq!(y.view().slice(s![i, j]), inv(a).unwrap());
                assert_eq!(d[[i, j]], det(a));
                assert_eq!(lu_all.l().view().slice(s![i, j]), lu(a).unwrap().l());
                assert_eq!(lu_all.u().view().slice(s![i, j]), lu(a).unwrap().u());
                assert_eq!(lu_all.p().view().slice(s![i, j]), lu(a).unwrap().p());
                let each = lu(a).unwrap().solve(&v).unwrap();
                assert_eq!(lu_all.solve(&v).unwrap().view().slice(s![i, j]), each);
            }
        }
        // One matrix, many right sides; many matrices of which one is singular.
        let one = a.view().slice(s![0, 0]);
        let many = random::<T>(11, &[6, n, 2]);
        let x = solve(one, &many).unwrap();
        check_solution(
            "one",
            &one.to_array(),
            &x.view().slice(s![4]).to_array(),
            &many.view().slice(s![4]).to_array(),
        );
        let mut bad = a.clone();
        bad.slice_mut(s![1, 2]).fill(T::zero());
        let at: Box<[usize]> = Box::new([1, 2]);
        let singular = |op| Err(LinalgError::Singular { op, pivot: 0, matrix: at.clone() });
        assert_eq!(solve(&bad, &b), singular("solve"));
        assert_eq!(inv(&bad), singular("inv"));
        assert_eq!(lu(&bad).unwrap().solve(&b), singular("solve"));
        assert_eq!(det_stack(&bad)[[1, 2]], T::zero());
    }
}

/// Pivots whose reciprocals overflow, at both ends of the range.
fn tiny_pivots<T: Sample>() {
    let least = T::tiny() * T::eps();
    for n in [2, 10, 20, 50] {
        for scale in [
            least * 4.0,
            T::tiny(),
            T::tiny() * 8.0,
            T::huge() / 8.0,
            T::huge().sqrt(),
            T::tiny().sqrt(),
        ] {
            let mut a = dominant::<T>(n as u64, n);
            let b = random::<T>(2, &[n, 2]);
            // The last row and column far away from the others.
            for i in 0..n - 1 {
                a[[i, n - 1]] = T::zero();
                a[[n - 1, i]] = T::zero();
            }
            a[[n - 1, n - 1]] = T::make(scale, 0.0);
            let mut c = b.clone();
            for j in 0..2 {
                c[[n - 1, j]] = T::make(scale, 0.0) * T::make(0.5, 0.0);
            }
            let x = solve(&a, &c).unwrap();
            assert!(x.iter().all(|x| x.is_finite()), "{n}, {scale:e}");
            let half = x[[n - 1, 0]] - T::make(0.5, 0.0);
            assert!(largest([half]) < 0.26, "{n}, {scale:e}: {:?}", x[[n - 1, 0]]);
            // The whole matrix at that scale, as far as sums of n stay in range.
            let whole = dominant::<T>(n as u64, n);
            let factor = T::make((scale * n as f64).min(T::huge() / 1e4) / n as f64, 0.0);
            let a = Array::from_fn([n, n], |i| whole[[i[0], i[1]]] * factor);
            let b = product(&a, &Array::ones([n, 1]));
            let x = solve(&a, &b).unwrap();
            assert!(x.iter().all(|x| x.is_finite()), "{n}, {scale:e}");
            if scale > T::tiny() / T::eps() {
                close("scaled", &x, &Array::ones([n, 1]), 100.0, n as f64);
            }
        }
    }
}

fn same_bits<T: Sample>() {
    for (n, k) in [(70, 3), (300, 300)] {
        let (a, b) = (random::<T>(1, &[n, n]), random::<T>(2, &[n, k]));
        let results = in_pools(|| {
            let x = solve(&a, &b).unwrap();
            (bits(&x), bits(&inv(&a).unwrap()), bits(&Array::scalar(det(&a))))
        });
        assert!(results.windows(2).all(|w| w[0] == w[1]), "{n}");
    }
    let (a, b) = (random::<T>(1, &[40, 30, 30]), random::<T>(2, &[40, 30, 3]));
    let results = in_pools(|| bits(&solve(&a, &b).unwrap()));
    assert!(results.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn integers_are_f64() {
    assert_eq!(solve([[2, 0], [0, 4]], [1, 1]).unwrap(), array![0.5, 0.25]);
    assert_eq!(det([[true, false], [true, true]]), 1.0);
    assert_eq!(inv([[2u8]]).unwrap(), array![[0.5]]);
}

#[test]
fn shapes_are_refused() {
    let panics = |f: &(dyn Fn() + std::panic::RefUnwindSafe)| {
        let error = std::panic::catch_unwind(f).unwrap_err();
        error.downcast_ref::<String>().cloned().expect("a message")
    };
    let message = panics(&|| drop(solve([[1.0, 2.0]], [1.0])));
    assert_eq!(message, "solve: the matrices of shape [1, 2] are not square");
    let message = panics(&|| drop(solve([[1.0, 2.0], [3.0, 4.0]], [1.0])));
    assert_eq!(message, "solve: shapes [2, 2] and [1] differ");
    let message = panics(&|| _ = det([1.0]));
    assert_eq!(message, "det: at least 2 axes are needed, and shape [1] has 1");
    let message = panics(&|| _ = lu([[1.0, 2.0]]).unwrap().det());
    assert_eq!(message, "det: the matrices of shape [1, 2] are not square");
    assert!(matches!(try_lu([1.0]), Err(LinalgError::Shape(_))));
    // A batch that does not broadcast.
    let a = Array::<f64>::ones([2, 3, 3]);
    assert!(matches!(try_solve(&a, Array::<f64>::ones([3, 3, 1])), Err(LinalgError::Shape(_))));
    // NumPy 2: two axes are a matrix, whatever its rows are.
    assert!(matches!(try_solve(&a, Array::<f64>::ones([2, 3])), Err(LinalgError::Shape(_))));
}

#[test]
fn nan_and_infinity() {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    for n in [3, 20] {
        for bad in [nan, inf, -inf] {
            for at in [[0, 0], [1, 2], [n - 1, n - 1]] {
                let mut a = random::<f64>(1, &[n, n]);
                a[at] = bad;
                let expected = |op| LinalgError::NonFinite { op, index: Box::new(at) };
                assert_eq!(solve(&a, Array::<f64>::ones([n])), Err(expected("solve")));
                assert_eq!(inv(&a), Err(expected("inv")));
                assert_eq!(lu(&a).unwrap_err(), expected("lu"));
                assert!(!det(&a).is_finite(), "{bad} {at:?}: {}", det(&a));
                assert!(!slogdet(&a).logabsdet.is_finite());
            }
        }
        // In b it stays in its column.
        let a = random::<f64>(1, &[n, n]);
        let b = random::<f64>(2, &[n, 2]);
        let mut c = b.clone();
        c[[1, 0]] = nan;
        let (x, y) = (solve(&a, &b).unwrap(), solve(&a, &c).unwrap());
        assert_eq!(x.view().slice(s![.., 1]), y.view().slice(s![.., 1]));
        assert!(y[[0, 0]].is_nan());
    }
    assert_eq!(det([[inf, 1.0], [1.0, 1.0]]), inf);
    // A zero column before the NaN does not hide it.
    assert!(det([[nan, 0.0], [nan, 0.0]]).is_nan());
}

#[test]
fn views_of_the_factors() {
    let a = random::<f64>(1, &[2, 20, 20]);
    let factors: View<'_, f64> = a.view();
    let lu = lu(factors).unwrap();
    assert_eq!(lu.factors().shape(), [2, 20, 20]);
    assert_eq!(lu.perm().shape(), [2, 20]);
    assert_eq!(lu.slogdet_stack().sign.shape(), [2]);
}

/// Calls everything here with a matrix and right sides; that it returns is all that is asked.
fn returns<T: Sample>(a: &Array<T>, b: &Array<T>) {
    let n = a.shape()[0];
    drop((solve(a, b), inv(a), det(a), slogdet(a).sign));
    if let Ok(lu) = lu(a) {
        drop((lu.p(), lu.l(), lu.u(), lu.inv(), lu.det(), lu.solve(b)));
    }
    let options = TriangularOptions::default();
    for options in [options, options.unit_diagonal(true), options.form(Form::Adjoint)] {
        drop(solve_triangular_with(a, b, Triangle::Lower, &options));
        drop(solve_triangular_with(a, b, Triangle::Upper, &options));
    }
    if let Ok(factor) = cho_factor(a) {
        drop((factor.solve(b), factor.inv(), factor.det(), factor.logdet()));
    }
    drop(cholesky_with(a, Triangle::Upper));
    for ldl in [ldl(a), ldl_symmetric(a)].into_iter().flatten() {
        drop(ldl.solve(b));
    }
    if let Ok(qr) = qr_complete(a) {
        // Finite in, orthogonal out: at any scale.
        orthonormal("special values", &qr.q);
    }
    drop((qr_raw(a), qr_pivoted(a)));
    drop((lstsq(a, b), lstsq(a.view().slice(s![..n / 2]), b.view().slice(s![..n / 2]))));
    drop((matrix_power(a, 3), matrix_power(a, -2)));
    if n > 0 {
        drop(solve_toeplitz_with(a.view().slice(s![0]), b, a.view().slice(s![n - 1])));
        drop(solve_banded(n / 2, (n - 1) / 2, a.view().slice(s![..n / 2 + (n - 1) / 2 + 1]), b));
    }
}

/// Matrices of special values among others: sizes on both sides of the small kernels.
fn special<T: Sample>() -> impl Strategy<Value = (Array<T>, Array<T>)> {
    let values = special_values::<T>();
    let number = prop_oneof![
        6 => -2.0..2.0f64,
        1 => prop::sample::select(values.clone()),
        1 => prop::sample::select(values.into_iter().filter(|x| x.is_finite()).collect::<Vec<_>>()),
    ];
    let size = prop_oneof![4 => 0..6usize, 1 => 17..36usize];
    (size, prop::collection::vec(number, 1..40)).prop_map(|(n, numbers)| {
        let mut next = numbers.iter().cycle().copied();
        let mut draw = |shape: [usize; 2]| {
            Array::from_fn(shape, |_| {
                let re = next.next().expect("a cycle");
                T::make(re, next.next().expect("a cycle"))
            })
        };
        (draw([n, n]), draw([n, 2]))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_function_returns_f64((a, b) in special::<f64>()) {
        returns(&a, &b);
    }

    #[test]
    fn every_function_returns_complex64((a, b) in special::<Complex<f32>>()) {
        returns(&a, &b);
    }
}

/// The matrices on which others are known to hang or fail.
#[test]
fn known_traps() {
    // LAPACK#1409: one infinity in a 3 × 3.
    for at in 0..9 {
        let mut a = random::<f64>(1, &[3, 3]);
        a[[at / 3, at % 3]] = f64::INFINITY;
        returns(&a, &Array::ones([3, 2]));
    }
    // nalgebra#1025: a Hankel matrix of zeros, ones and small numbers whose SVD did not end.
    let a = Array::from_fn([5, 5], |i| if i[0] + i[1] == 4 { 1e-308 } else { 0.0 });
    returns(&a, &Array::ones([5, 2]));
}
