//! Singular values, eigenvalues, norms.

use crate::matrices::*;
use nd_core::{Array, Complex, View, s};
use nd_linalg::{
    LinalgError, MatrixNorm, Svd, Tolerance, Triangle, VectorNorm, cond, cond_with, eig_pair,
    eigh_pair, eigvals, eigvalsh, eigvalsh_with, expm, logm, matrix_norm, matrix_norm_axis,
    matrix_rank, matrix_rank_stack, norm, null_space, orth, pinv, polar, sqrtm, svd, svd_full,
    svdvals, vector_norm, vector_norm_axis,
};
use nd_ops::keepdims;
use proptest::prelude::*;

all_fields! {
    svd_is_one
    svd_of_any_scale
    svd_full_is_square
    svd_of_stacks_and_layouts
    svd_has_the_same_bits_on_any_threads
    svd_refuses_what_is_not_finite
    spaces_and_pseudo_inverses
    norms_by_their_definitions
    norms_of_any_scale
    condition_numbers
}

/// Divides by the largest element, so that squares are harmless, and gives it back.
fn near_one<T: Sample>(a: &Array<T>) -> (Array<T>, f64) {
    let by = largest(a);
    if by == 0.0 {
        return (a.clone(), 1.0);
    }
    // In halves: the quotient of a number by a denormal one has no inverse to go by.
    let part = |x: f64| x / by;
    let scaled = a.iter().map(|x| x.parts()).map(|(re, im)| T::make(part(re), part(im)));
    (Array::from_shape_vec(a.shape(), scaled.collect()), by)
}

/// `a = u·diag(s)·vh` to rounding, orthonormal, descending.
#[track_caller]
fn check_svd<T: Sample>(what: &str, a: &Array<T>, svd: &Svd<T>) {
    let [m, n] = a.view().dims();
    let k = m.min(n);
    assert_eq!(svd.s.shape(), [k], "{what}");
    let values: Vec<f64> = svd.s.iter().map(|&s| real(s)).collect();
    assert!(values.windows(2).all(|w| w[0] >= w[1]), "{what}: {values:?}");
    assert!(values.iter().all(|&s| s >= 0.0), "{what}: {values:?}");
    orthonormal(what, &svd.u);
    orthonormal(what, &adjoint(&svd.vh));
    let (scaled, by) = near_one(a);
    let us = Array::from_fn([m, k], |i| svd.u[[i[0], i[1]]] * T::make(values[i[1]] / by, 0.0));
    let back = product(&us, &svd.vh.slice(s![..k, ..]).to_array());
    close(what, &back, &scaled, 10.0 * (m.max(n).max(1)) as f64, size(&scaled));
}

fn svd_is_one<T: Sample>() {
    for n in [1, 2, 3, 5, 16, 40, 150] {
        for (name, a) in zoo::<T>(n) {
            check_svd(&format!("{name} {n}"), &a, &svd(&a).unwrap());
        }
    }
    for (m, n) in [(0, 0), (0, 3), (3, 0), (1, 7), (7, 1), (20, 3), (3, 20), (150, 40)] {
        let a = random::<T>(9, &[m, n]);
        check_svd(&format!("{m} × {n}"), &a, &svd(&a).unwrap());
        let values = svdvals(&a).unwrap();
        assert_eq!(values.shape(), [m.min(n)]);
        for (a, b) in values.iter().zip(svd(&a).unwrap().s.iter()) {
            assert!((real(*a) - real(*b)).abs() <= 100.0 * T::eps() * 20.0);
        }
    }
}

fn svd_of_any_scale<T: Sample>() {
    let denormal = T::tiny() * T::eps() * 1000.0;
    let scales = [T::huge() / 64.0, T::huge().sqrt(), T::tiny().sqrt(), T::tiny(), denormal];
    for scale in scales {
        for n in [1, 2, 3, 8, 30] {
            let a = random::<T>(n as u64, &[n, n]);
            let a = Array::from_fn([n, n], |i| a[[i[0], i[1]]] * T::make(scale, 0.0));
            let found = svd(&a).unwrap();
            if scale > denormal {
                check_svd(&format!("{n} at {scale:e}"), &a, &found);
            }
            orthonormal("u", &found.u);
        }
    }
    let mixed = Array::from_shape_vec(
        [2, 2],
        [T::huge() / 4.0, T::tiny(), 0.0, 1.0].map(|x| T::make(x, 0.0)).to_vec(),
    );
    check_svd("mixed", &mixed, &svd(&mixed).unwrap());
}

fn svd_full_is_square<T: Sample>() {
    for (m, n) in [(0, 0), (0, 2), (2, 0), (4, 4), (9, 2), (2, 9), (40, 6)] {
        let a = random::<T>(5, &[m, n]);
        let full = svd_full(&a).unwrap();
        assert_eq!((full.u.shape(), full.vh.shape()), (&[m, m][..], &[n, n][..]));
        orthonormal("u", &full.u);
        orthonormal("v", &full.vh);
        close("full", &full.reconstruct(), &a, 100.0, size(&a).max(1.0));
    }
}

fn svd_of_stacks_and_layouts<T: Sample>() {
    let stack = random::<T>(4, &[2, 3, 5, 4]);
    let whole = svd(&stack).unwrap();
    assert_eq!(whole.u.shape(), [2, 3, 5, 4]);
    close("stack", &whole.reconstruct(), &stack, 100.0, size(&stack));
    for i in 0..2 {
        for j in 0..3 {
            let one = svd(stack.slice(s![i, j])).unwrap();
            assert_eq!(one.u, whole.u.slice(s![i, j]));
            assert_eq!(one.s, whole.s.slice(s![i, j]));
            assert_eq!(one.vh, whole.vh.slice(s![i, j]));
        }
    }
    each_layout(&stack, |layout, view| {
        assert_eq!(bits(&svd(view).unwrap().u), bits(&whole.u), "{layout}");
    });
    let one = [T::one()];
    let repeated = View::from_slice(&one).broadcast_to([3, 2, 2]);
    assert_eq!(
        matrix_rank_stack(repeated, Tolerance::Rounding).unwrap(),
        Array::from_vec(vec![1, 1, 1])
    );
}

fn svd_has_the_same_bits_on_any_threads<T: Sample>() {
    for shape in [&[150, 130][..], &[200, 6, 6], &[3, 70, 70]] {
        let a = random::<T>(8, shape);
        let all = in_pools(|| svd(&a).unwrap());
        for other in &all[1..] {
            assert_eq!(bits(&all[0].u), bits(&other.u));
            assert_eq!(bits(&all[0].vh), bits(&other.vh));
            assert_eq!(all[0].s, other.s);
        }
    }
}

fn svd_refuses_what_is_not_finite<T: Sample>() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for at in 0..9 {
            let mut a = random::<T>(3, &[3, 3]);
            a[[at / 3, at % 3]] = T::make(bad, 0.0);
            let index = Box::from([at / 3, at % 3]);
            let error = LinalgError::NonFinite { op: "svd", index };
            assert_eq!(svd(&a).unwrap_err(), error);
        }
    }
}

fn spaces_and_pseudo_inverses<T: Sample>() {
    for (m, n, r) in [(6, 4, 2), (4, 6, 3), (5, 5, 5), (3, 3, 0), (0, 3, 0), (3, 0, 0)] {
        let a = of_rank::<T>(11, m, n, r);
        assert_eq!(matrix_rank(&a).unwrap(), r, "{m} {n}");
        let (zero, reached) = (null_space(&a).unwrap(), orth(&a).unwrap());
        assert_eq!((zero.shape(), reached.shape()), (&[n, n - r][..], &[m, r][..]));
        orthonormal("null space", &zero);
        orthonormal("range", &reached);
        let nothing = Array::zeros([m, n - r]);
        close("a · null", &product(&a, &zero), &nothing, 100.0, size(&a));
        let inside = product(&reached, &product(&adjoint(&reached), &a));
        close("range", &inside, &a, 100.0, size(&a));
        // Penrose's four conditions.
        let b = pinv(&a).unwrap();
        let (ab, ba) = (product(&a, &b), product(&b, &a));
        close("aba", &product(&ab, &a), &a, 1000.0, size(&a));
        close("bab", &product(&ba, &b), &b, 1000.0, size(&b) * size(&a).max(1.0));
        close("ab", &adjoint(&ab), &ab, 1000.0, 1.0 + size(&a) * size(&b));
        close("ba", &adjoint(&ba), &ba, 1000.0, 1.0 + size(&a) * size(&b));
    }
    let hilbert = hilbert::<T>(12);
    let coarse = svd(&hilbert).unwrap().rank_with(Tolerance::Relative(1e-2));
    assert_eq!(coarse, 3); // 1.8, 0.38, 0.045, 0.0037…
}

const ORDERS: [VectorNorm; 9] = [
    VectorNorm::Two,
    VectorNorm::One,
    VectorNorm::Inf,
    VectorNorm::NegInf,
    VectorNorm::Zero,
    VectorNorm::P(3.0),
    VectorNorm::P(0.5),
    VectorNorm::P(-1.0),
    VectorNorm::P(-2.5),
];

/// The norm of absolute values, by its definition.
fn expected(order: VectorNorm, values: &[f64]) -> f64 {
    let sum = |p: f64| values.iter().map(|x| x.powf(p)).sum::<f64>().powf(1.0 / p);
    match order {
        VectorNorm::Two => sum(2.0),
        VectorNorm::One => values.iter().sum(),
        VectorNorm::Inf => values.iter().copied().fold(0.0, f64::max),
        VectorNorm::NegInf => values.iter().copied().fold(f64::INFINITY, f64::min),
        VectorNorm::Zero => values.iter().filter(|&&x| x != 0.0).count() as f64,
        VectorNorm::P(p) => sum(p),
    }
}

fn near<T: Sample>(what: &str, found: f64, expected: f64) {
    let off = (found - expected).abs();
    let same = found == expected || off <= 100.0 * T::eps() * expected.abs();
    assert!(same, "{what} ({}): {found} {expected}", T::NAME);
}

fn sizes<T: Sample>(a: View<'_, T>) -> Vec<f64> {
    a.iter().map(|x| x.parts()).map(|(re, im)| re.hypot(im)).collect()
}

fn norms_by_their_definitions<T: Sample>() {
    for shape in [&[1][..], &[7], &[1000], &[3, 4], &[2, 3, 4], &[5, 1, 6]] {
        let a = random::<T>(3, shape);
        near::<T>("norm", real(norm(&a)), expected(VectorNorm::Two, &sizes(a.view())));
        for order in ORDERS {
            let what = format!("{order:?} of {shape:?}");
            let right = expected(order, &sizes(a.view()));
            near::<T>(&what, real(vector_norm(&a, order)), right);
            near::<T>(&what, real(vector_norm(a.view().t(), order)), right);
            let last = vector_norm_axis(&a, order, -1);
            assert_eq!(last.shape(), &shape[..shape.len() - 1]);
            let kept = vector_norm_axis(&a, order, keepdims(0));
            assert_eq!((kept.shape()[0], kept.ndim()), (1, shape.len()));
            if shape.len() == 2 {
                for i in 0..shape[0] {
                    let row = sizes(a.slice(s![i]));
                    near::<T>(&what, real(last[[i]]), expected(order, &row));
                }
            }
        }
    }
    let a = random::<T>(4, &[2, 3, 4]);
    for i in 0..2 {
        let one = a.slice(s![i]);
        let columns: Vec<f64> = (0..4).map(|j| sizes(one.slice(s![.., j])).iter().sum()).collect();
        let rows: Vec<f64> = (0..3).map(|j| sizes(one.slice(s![j])).iter().sum()).collect();
        let s: Vec<f64> = svdvals(one).unwrap().iter().map(|&s| real(s)).collect();
        let most = |x: &[f64]| expected(VectorNorm::Inf, x);
        let least = |x: &[f64]| expected(VectorNorm::NegInf, x);
        for (order, right) in [
            (MatrixNorm::Frobenius, expected(VectorNorm::Two, &sizes(one))),
            (MatrixNorm::Nuclear, s.iter().sum()),
            (MatrixNorm::Two, most(&s)),
            (MatrixNorm::NegTwo, least(&s)),
            (MatrixNorm::One, most(&columns)),
            (MatrixNorm::NegOne, least(&columns)),
            (MatrixNorm::Inf, most(&rows)),
            (MatrixNorm::NegInf, least(&rows)),
        ] {
            let found = matrix_norm_axis(&a, order, [-2, -1]).unwrap();
            near::<T>(&format!("{order:?}"), real(found[[i]]), right);
            let moved = a.view().moveaxis(0, 2).to_array(); // (3, 4, 2)
            let found = matrix_norm_axis(&moved, order, keepdims([0, 1])).unwrap();
            near::<T>(&format!("{order:?}"), real(found[[0, 0, i]]), right);
        }
    }
    let empty = Array::<T>::zeros([0, 3]);
    assert_eq!(real(norm(&empty)), 0.0);
    assert_eq!(real(matrix_norm(&empty, MatrixNorm::Two).unwrap()), 0.0);
    let large = random::<T>(5, &[300, 700]);
    let all = in_pools(|| (norm(&large), vector_norm_axis(&large, VectorNorm::P(3.0), 0)));
    assert!(all.windows(2).all(|two| two[0] == two[1]));
}

fn norms_of_any_scale<T: Sample>() {
    for scale in [T::huge() / 100.0, T::tiny() * 4.0] {
        let three = [3.0, 4.0].map(|x| T::make(x * scale, 0.0));
        near::<T>("two", real(norm(three)), 5.0 * scale);
        for p in [3.0, 0.5, -2.0] {
            let right = expected(VectorNorm::P(p), &[3.0, 4.0]) * scale;
            near::<T>("p", real(vector_norm(three, VectorNorm::P(p))), right);
        }
        let rows = [three, [T::one(), T::zero()]];
        let found = vector_norm_axis(rows, VectorNorm::Two, 1);
        near::<T>("row", real(found[[0]]), 5.0 * scale);
        assert_eq!(real(found[[1]]), 1.0);
    }
    for order in ORDERS {
        let bad = [T::one(), T::make(f64::NAN, 0.0), T::one()];
        let found = real(vector_norm(bad, order));
        assert_eq!(found.is_nan(), order != VectorNorm::Zero, "{order:?}");
    }
    let inf = [T::one(), T::make(f64::INFINITY, 0.0)];
    assert_eq!(real(norm(inf)), f64::INFINITY);
}

fn condition_numbers<T: Sample>() {
    let a = dominant::<T>(5, 6);
    let s: Vec<f64> = svdvals(&a).unwrap().iter().map(|&s| real(s)).collect();
    near::<T>("cond", real(cond(&a).unwrap()), s[0] / s[5]);
    near::<T>("-2", real(cond_with(&a, MatrixNorm::NegTwo).unwrap()), s[5] / s[0]);
    let inverse = pinv(&a).unwrap();
    for order in [MatrixNorm::One, MatrixNorm::Inf, MatrixNorm::Frobenius, MatrixNorm::Nuclear] {
        let norm = |a: &Array<T>| real(matrix_norm(a, order).unwrap());
        let right = norm(&a) * norm(&inverse);
        near::<T>("cond", real(cond_with(&a, order).unwrap()), right);
        let singular = cond_with(Array::full([2, 2], T::one()), order).unwrap();
        assert_eq!(real(singular), f64::INFINITY);
    }
    assert_eq!(real(cond(Array::<T>::zeros([2, 2])).unwrap()), f64::INFINITY);
    assert_eq!(real(cond(Array::<T>::zeros([0, 0])).unwrap()), 0.0);
}

/// Numbers of every kind, in matrices of up to four rows and columns.
fn special() -> impl Strategy<Value = (usize, usize, Vec<(usize, usize)>)> {
    (0..5usize, 0..5usize).prop_flat_map(|(m, n)| {
        (Just(m), Just(n), prop::collection::vec((0..17usize, 0..17usize), m * n))
    })
}

fn special_matrix<T: Sample>(m: usize, n: usize, picks: &[(usize, usize)]) -> Array<T> {
    let values = special_values::<T>();
    let pick = |&(re, im): &(usize, usize)| T::make(values[re], values[im]);
    Array::from_shape_vec([m, n], picks.iter().map(pick).collect())
}

fn has_answers<T: Sample>(m: usize, n: usize, picks: &[(usize, usize)]) {
    let a = special_matrix::<T>(m, n, picks);
    let finite = a.iter().all(|x| x.parts().0.is_finite() && x.parts().1.is_finite());
    match svd(&a) {
        Ok(found) => {
            assert!(finite);
            orthonormal("u", &found.u);
            assert!(found.s.iter().all(|&s| !real(s).is_nan()));
        }
        Err(error) => assert!(matches!(error, LinalgError::NonFinite { .. }) && !finite, "{error}"),
    }
    assert_eq!(svdvals(&a).is_ok(), finite);
    assert_eq!(pinv(&a).is_ok(), finite);
    assert_eq!(null_space(&a).is_ok(), finite);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn every_matrix_has_an_answer((m, n, picks) in special()) {
        has_answers::<f32>(m, n, &picks);
        has_answers::<f64>(m, n, &picks);
        has_answers::<Complex<f32>>(m, n, &picks);
        has_answers::<Complex<f64>>(m, n, &picks);
    }
}

/// Eigenvalues in the order of the golden file.
fn by_size(w: Array<Complex<f64>>) -> Vec<(f64, f64)> {
    let mut all: Vec<_> = w.iter().map(|w| w.parts()).collect();
    all.sort_by(|x, y| {
        // Real parts that agree but for rounding are in the order of the imaginary ones.
        let near = (x.0 - y.0).abs() < 1e-9;
        if near { x.1.total_cmp(&y.1) } else { x.0.total_cmp(&y.0) }
    });
    all
}

/// Whether two lists hold the same eigenvalues, whatever their order: each takes the nearest of
/// those that are left.
fn same_numbers(name: &str, mut found: Vec<(f64, f64)>, right: &[f64]) {
    assert_eq!(2 * found.len(), right.len(), "{name}");
    let scale = right.iter().fold(1e-300, |most: f64, x| most.max(x.abs()));
    for pair in right.chunks(2) {
        let off = |w: &(f64, f64)| (w.0 - pair[0]).hypot(w.1 - pair[1]);
        let nearest = (0..found.len()).min_by(|&i, &j| off(&found[i]).total_cmp(&off(&found[j])));
        let nearest = found.swap_remove(nearest.expect("as many as there are"));
        assert!(off(&nearest) <= 1e4 * f64::EPSILON * scale, "{name}: {nearest:?} {pair:?}");
    }
}

/// Compares everything that NumPy and SciPy say about one matrix.
fn as_golden<T: Sample<R = f64, Complex = Complex<f64>>>(
    name: &str,
    all: &std::collections::BTreeMap<String, (Vec<usize>, Vec<f64>)>,
) {
    let (shape, values) = &all[&format!("{name}.a")];
    let n = shape[0];
    let parts = values.len() / (n * n);
    let at =
        |i: usize| T::make(values[parts * i], if parts == 2 { values[parts * i + 1] } else { 0.0 });
    let a = Array::from_shape_vec([n, n], (0..n * n).map(at).collect());
    let compare = |what: &str, found: Vec<f64>, units: f64| {
        let (_, right) = &all[&format!("{name}.{what}")];
        assert_eq!(found.len(), right.len(), "{name} {what}");
        let scale = right.iter().fold(1e-300, |most: f64, x| most.max(x.abs()));
        for (x, y) in found.iter().zip(right) {
            let off = (x - y).abs();
            assert!(off <= units * f64::EPSILON * scale, "{name} {what}: {x} {y}");
        }
    };
    let flat = |a: &Array<T>| -> Vec<f64> {
        let both = a.iter().map(|x| x.parts());
        if parts == 2 {
            both.flat_map(|(re, im)| [re, im]).collect()
        } else {
            both.map(|x| x.0).collect()
        }
    };
    // What is complex here and may be real there.
    let wide = |a: &Array<Complex<f64>>| -> Vec<f64> {
        if parts == 2 {
            a.iter().flat_map(|x| [x.re, x.im]).collect()
        } else {
            a.iter().map(|x| x.re).collect()
        }
    };
    let reals = |a: Array<f64>| a.iter().copied().collect::<Vec<_>>();
    let pairs =
        |w: Vec<(f64, f64)>| w.into_iter().flat_map(|(re, im)| [re, im]).collect::<Vec<_>>();
    let condition = real(cond(&a).unwrap());
    compare("svdvals", reals(svdvals(&a).unwrap()), 1e2);
    compare("eigvals", pairs(by_size(eigvals(&a).unwrap())), 1e4);
    compare("eigvalsh", reals(eigvalsh(&a).unwrap()), 1e2);
    compare("eigvalsh_upper", reals(eigvalsh_with(&a, Triangle::Upper).unwrap()), 1e2);
    compare("pinv", flat(&pinv(&a).unwrap()), 1e2 * condition);
    compare("expm", flat(&expm(&a).unwrap()), 1e3);
    let mut definite = product(&a, &adjoint(&a));
    (0..n).for_each(|i| definite[[i, i]] += T::one());
    compare("sqrtm", wide(&sqrtm(&definite).unwrap()), 1e3);
    compare("logm", wide(&logm(&definite).unwrap()), 1e3);
    compare("polar", flat(&polar(&a).unwrap().u), 1e2 * condition);
    let adjoint = adjoint(&a);
    let hermitian = Array::from_fn([n, n], |i| a[[i[0], i[1]]] + adjoint[[i[0], i[1]]]);
    compare("eigh_pair", reals(eigh_pair(&hermitian, &definite).unwrap().eigenvalues), 1e3);
    let (_, b) = &all[&format!("complex{n}.a")];
    let b = Array::from_fn([n, n], |i| {
        let three = if i[0] == i[1] { 3.0 } else { 0.0 };
        T::make(b[2 * (i[0] * n + i[1]) + 1] + three, 0.0)
    });
    let found = eig_pair(&a, &b).unwrap().eigenvalues().iter().map(|w| w.parts()).collect();
    same_numbers(name, found, &all[&format!("{name}.eig_pair")].1);
    let kinds = [
        MatrixNorm::Frobenius,
        MatrixNorm::Nuclear,
        MatrixNorm::Two,
        MatrixNorm::NegTwo,
        MatrixNorm::One,
        MatrixNorm::NegOne,
        MatrixNorm::Inf,
        MatrixNorm::NegInf,
    ];
    let norms = kinds.map(|kind| matrix_norm(&a, kind).unwrap());
    compare("matrix_norms", norms.to_vec(), 1e2);
    let orders = [
        VectorNorm::Two,
        VectorNorm::One,
        VectorNorm::Inf,
        VectorNorm::NegInf,
        VectorNorm::Zero,
        VectorNorm::P(3.0),
        VectorNorm::P(0.5),
        VectorNorm::P(-1.0),
    ];
    compare("vector_norms", orders.map(|order| vector_norm(&a, order)).to_vec(), 1e2);
    let kinds = [
        MatrixNorm::Two,
        MatrixNorm::NegTwo,
        MatrixNorm::One,
        MatrixNorm::Inf,
        MatrixNorm::Frobenius,
    ];
    let conds = kinds.map(|kind| cond_with(&a, kind).unwrap());
    compare("conds", conds.to_vec(), 1e3 * condition);
}

#[test]
fn numpy_and_scipy_say_the_same() {
    let all = golden(include_str!("../golden/spectral.txt"));
    for n in [1, 2, 3, 6, 12] {
        as_golden::<f64>(&format!("real{n}"), &all);
        as_golden::<Complex<f64>>(&format!("complex{n}"), &all);
    }
}
