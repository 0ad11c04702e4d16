//! Eigenvalues, Schur forms.

use crate::matrices::*;
use nd_core::{Array, Complex, s};
use nd_linalg::{
    Eig, Eigh, LinalgError, Schur, Triangle, eig, eigh, eigh_pair, eigh_with, eigvals, eigvalsh,
    eigvalsh_with, schur, schur_complex,
};
use proptest::prelude::*;

all_fields! {
    eigh_is_one
    eigh_reads_one_half
    eigh_of_any_scale
    eigh_of_stacks_layouts_and_threads
    eigh_pair_is_one
    eig_is_one
    eig_of_any_scale
    eig_of_stacks_layouts_and_threads
    eig_knows_what_is_exact
    schur_is_one
}

fn units(n: usize) -> f64 {
    20.0 * n.max(1) as f64
}

/// A matrix times a power of two.
fn scaled<T: Sample>(a: &Array<T>, by: f64) -> Array<T> {
    let elements = a.iter().map(|x| x.parts()).map(|(re, im)| T::make(re * by, im * by));
    Array::from_shape_vec(a.shape(), elements.collect())
}

fn diagonal<T: Sample, R: Copy>(values: &Array<R>, f: impl Fn(R) -> f64) -> Array<T> {
    let n = values.size();
    Array::from_fn([n, n], |i| T::make(if i[0] == i[1] { f(values[[i[0]]]) } else { 0.0 }, 0.0))
}

#[track_caller]
fn check_eigh<T: Sample>(what: &str, a: &Array<T>, e: &Eigh<T>, by: f64) {
    let n = a.shape()[0];
    assert_eq!((e.eigenvalues.shape(), e.eigenvectors.shape()), (&[n][..], &[n, n][..]));
    let values: Vec<f64> = e.eigenvalues.iter().map(|&w| real(w) / by).collect();
    assert!(values.windows(2).all(|w| w[0] <= w[1]), "{what}: {values:?}");
    orthonormal(what, &e.eigenvectors);
    let w = diagonal::<T, _>(&e.eigenvalues, |w| real(w) / by);
    let back = product(&product(&e.eigenvectors, &w), &adjoint(&e.eigenvectors));
    let a = scaled(a, 1.0 / by);
    close(what, &back, &a, units(n), size(&a));
}

fn hermitian_zoo<T: Sample>(n: usize) -> Vec<(&'static str, Array<T>)> {
    let fold = |a: Array<T>| {
        let n = a.shape()[0];
        Array::from_fn([n, n], |i| {
            let (row, col) = (i[0].max(i[1]), i[0].min(i[1]));
            let x = a[[row, col]];
            match i[0].cmp(&i[1]) {
                std::cmp::Ordering::Equal => T::from_real(x.re()),
                std::cmp::Ordering::Less => x.conj(),
                std::cmp::Ordering::Greater => x,
            }
        })
    };
    zoo::<T>(n).into_iter().map(|(name, a)| (name, fold(a))).collect()
}

fn eigh_is_one<T: Sample>() {
    for n in [0, 1, 2, 3, 7, 30, 140] {
        for (name, a) in hermitian_zoo::<T>(n) {
            let e = eigh(&a).unwrap();
            check_eigh(&format!("{name} {n}"), &a, &e, 1.0);
            let values = eigvalsh(&a).unwrap();
            for (x, y) in values.iter().zip(e.eigenvalues.iter()) {
                let off = (real(*x) - real(*y)).abs();
                assert!(off <= units(n) * T::eps() * size(&a), "{name} {n}: {off:e}");
            }
        }
    }
}

fn eigh_reads_one_half<T: Sample>() {
    let a = hermitian::<T>(5, 9);
    let (lower, upper) = (triangle(&a, true), triangle(&a, false));
    check_eigh("lower", &a, &eigh(&lower).unwrap(), 1.0);
    check_eigh("upper", &a, &eigh_with(&upper, Triangle::Upper).unwrap(), 1.0);
    let mut other = a.clone();
    other[[0, 5]] = T::make(f64::NAN, 0.0);
    assert_eq!(eigvalsh(&other).unwrap(), eigvalsh(&a).unwrap());
    let error = eigvalsh_with(&other, Triangle::Upper).unwrap_err();
    assert_eq!(error, LinalgError::NonFinite { op: "eigvalsh", index: [0, 5].into() });
    let stack = nd_core::stack(&[a.view(), other.view()], 0);
    let error = eigh_with(&stack, Triangle::Upper).unwrap_err();
    assert_eq!(error, LinalgError::NonFinite { op: "eigh", index: [1, 0, 5].into() });
}

/// Powers of two near the ends of the numbers there are.
fn extremes<T: Sample>() -> [f64; 4] {
    let exponent = |x: f64| 2f64.powi(x.log2() as i32);
    [T::huge() / 1e3, T::huge().sqrt(), T::tiny().sqrt(), T::tiny() * 4.0].map(exponent)
}

fn eigh_of_any_scale<T: Sample>() {
    for by in extremes::<T>() {
        for n in [1, 2, 5, 20] {
            let a = scaled(&hermitian::<T>(n as u64, n), by);
            check_eigh(&format!("{n} at {by:e}"), &a, &eigh(&a).unwrap(), by);
        }
    }
}

fn eigh_of_stacks_layouts_and_threads<T: Sample>() {
    let parts: Vec<_> = (0..6).map(|seed| hermitian::<T>(seed, 4)).collect();
    let stack = nd_core::stack(&parts, 0).into_reshaped([2, 3, 4, 4]);
    let whole = eigh(&stack).unwrap();
    for (i, part) in parts.iter().enumerate() {
        let eigenvectors = whole.eigenvectors.slice(s![i / 3, i % 3]).to_array();
        let eigenvalues = whole.eigenvalues.slice(s![i / 3, i % 3]).to_array();
        check_eigh("part", part, &Eigh { eigenvalues, eigenvectors }, 1.0);
    }
    each_layout(&stack, |layout, view| {
        assert_eq!(bits(&eigh(view).unwrap().eigenvectors), bits(&whole.eigenvectors), "{layout}");
    });
    let large = hermitian::<T>(9, 170);
    for a in [&stack, &large] {
        let all = in_pools(|| eigh(a).unwrap());
        for other in &all[1..] {
            assert_eq!(bits(&all[0].eigenvectors), bits(&other.eigenvectors));
            assert_eq!(all[0].eigenvalues, other.eigenvalues);
        }
    }
}

fn eigh_pair_is_one<T: Sample>() {
    for n in [0, 1, 2, 6, 25] {
        let (a, b) = (hermitian::<T>(1, n), positive_definite::<T>(2, n));
        for (of_a, of_b) in [(1.0, 1.0), (extremes::<T>()[0], 1.0), (1.0, extremes::<T>()[2])] {
            let e = eigh_pair(scaled(&a, of_a), scaled(&b, of_b)).unwrap();
            let by = of_b.sqrt();
            let x = scaled(&e.eigenvectors, by);
            let metric = product(&adjoint(&x), &product(&b, &x));
            close("xᴴbx", &metric, &identity(n), 100.0 * units(n), 1.0);
            let w = diagonal::<T, _>(&e.eigenvalues, |w| real(w) / of_a * of_b);
            let (left, right) = (product(&a, &x), product(&product(&b, &x), &w));
            close("ax = bxw", &left, &right, 100.0 * units(n), size(&left).max(1.0));
        }
    }
    let mut b = positive_definite::<T>(3, 4);
    b[[2, 2]] = T::make(-1.0, 0.0);
    let stack = nd_core::stack(&[identity::<T>(4), b], 0);
    let error = eigh_pair(identity::<T>(4), &stack).unwrap_err();
    let matrix = Box::from([1]);
    let expected = LinalgError::NotPositiveDefinite { op: "eigh_pair", index: 2, matrix };
    assert_eq!(error, expected);
}

/// `a·v = v·w` for complex `v`, each vector of length 1, its largest element real.
#[track_caller]
fn check_eig<T, C>(what: &str, a: &Array<T>, e: &Eig<C>, by: f64)
where
    T: Sample<Complex = C>,
    C: Sample,
{
    let n = a.shape()[0];
    let wide = |a: &Array<T>| {
        let elements = a.iter().map(|x| x.parts()).map(|(r, i)| C::make(r / by, i / by));
        Array::from_shape_vec([n, n], elements.collect())
    };
    let a = wide(a);
    let w = Array::from_fn([n, n], |i| {
        let (re, im) = e.eigenvalues[[i[1]]].parts();
        if i[0] == i[1] { C::make(re / by, im / by) } else { C::zero() }
    });
    let (left, right) = (product(&a, &e.eigenvectors), product(&e.eigenvectors, &w));
    close(what, &left, &right, 10.0 * units(n), size(&a).max(T::tiny()));
    for j in 0..n {
        let column = e.eigenvectors.slice(s![.., j]).to_array();
        let length = size(&column);
        assert!((length - 1.0).abs() < 10.0 * units(n) * T::eps(), "{what}: {length}");
        let most = largest(&column);
        let real = column
            .iter()
            .map(|x| x.parts())
            .any(|(re, im)| im == 0.0 && re.abs() >= most * (1.0 - 10.0 * T::eps()));
        assert!(real, "{what}: {column}");
    }
}

fn eig_is_one<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in [0, 1, 2, 3, 7, 30, 76, 120] {
        for (name, a) in zoo::<T>(n) {
            let e = eig(&a).unwrap();
            check_eig(&format!("{name} {n}"), &a, &e, 1.0);
            let sum = |w: &Array<T::Complex>| {
                w.iter().fold((0.0, 0.0), |(r, i), x| (r + x.parts().0, i + x.parts().1))
            };
            let (alone, with) = (sum(&eigvals(&a).unwrap()), sum(&e.eigenvalues));
            let off = (alone.0 - with.0).abs() + (alone.1 - with.1).abs();
            assert!(off <= 100.0 * units(n) * T::eps() * size(&a), "{name} {n}: {off:e}");
        }
    }
}

fn eig_of_any_scale<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for by in extremes::<T>() {
        for n in [1, 2, 5, 20] {
            let a = scaled(&random::<T>(n as u64, &[n, n]), by);
            check_eig(&format!("{n} at {by:e}"), &a, &eig(&a).unwrap(), by);
        }
    }
}

fn eig_of_stacks_layouts_and_threads<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    let stack = random::<T>(6, &[2, 3, 5, 5]);
    let whole = eig(&stack).unwrap();
    for i in 0..6 {
        let eigenvectors = whole.eigenvectors.slice(s![i / 3, i % 3]).to_array();
        let eigenvalues = whole.eigenvalues.slice(s![i / 3, i % 3]).to_array();
        let a = stack.slice(s![i / 3, i % 3]).to_array();
        check_eig("part", &a, &Eig { eigenvalues, eigenvectors }, 1.0);
    }
    each_layout(&stack, |layout, view| {
        assert_eq!(bits(&eig(view).unwrap().eigenvectors), bits(&whole.eigenvectors), "{layout}");
    });
    let large = random::<T>(9, &[110, 110]);
    for a in [&stack, &large] {
        let all = in_pools(|| eig(a).unwrap());
        for other in &all[1..] {
            assert_eq!(bits(&all[0].eigenvectors), bits(&other.eigenvectors));
            assert_eq!(bits(&all[0].eigenvalues), bits(&other.eigenvalues));
        }
    }
}

fn eig_knows_what_is_exact<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    // Triangular matrices, permuted: their eigenvalues can be read off.
    let n = 9;
    for lower in [true, false] {
        let mut a = triangle(&random::<T>(3, &[n, n]), lower);
        (0..n).for_each(|i| a[[i, i]] = T::make(i as f64, 0.0));
        let mixed = Array::from_fn([n, n], |i| a[[i[0] * 4 % n, i[1] * 4 % n]]);
        for a in [a, mixed] {
            let mut values: Vec<_> = eigvals(&a).unwrap().iter().map(|w| w.parts()).collect();
            values.sort_by(|x, y| x.0.total_cmp(&y.0));
            let expected: Vec<_> = (0..n).map(|i| (i as f64, 0.0)).collect();
            assert_eq!(values, expected);
        }
    }
    // Rows and columns of very different sizes: balanced first.
    let a = random::<T>(8, &[4, 4]);
    let scale = [1.0, 1024.0, 1.0 / 4096.0, 1048576.0];
    let skew =
        Array::from_fn([4, 4], |i| a[[i[0], i[1]]] * T::make(scale[i[0]] / scale[i[1]], 0.0));
    let sorted = |a: &Array<T>| {
        let mut w: Vec<_> = eigvals(a).unwrap().iter().map(|w| w.parts()).collect();
        w.sort_by(|x, y| (x.0 + 10.0 * x.1).total_cmp(&(y.0 + 10.0 * y.1)));
        w
    };
    for (x, y) in sorted(&a).into_iter().zip(sorted(&skew)) {
        assert!((x.0 - y.0).hypot(x.1 - y.1) < 200.0 * T::eps(), "{x:?} {y:?}");
    }
    if !T::IS_COMPLEX {
        let w = eigvals(random::<T>(2, &[40, 40])).unwrap();
        let mut i = 0;
        while i < 40 {
            let (re, im) = w[[i]].parts();
            if im != 0.0 {
                assert!(im > 0.0);
                assert_eq!(w[[i + 1]].parts(), (re, -im));
                i += 1;
            }
            i += 1;
        }
    }
}

#[track_caller]
fn check_schur<T: Sample>(what: &str, a: &Array<T>, s: &Schur<T>) {
    let n = a.shape()[0];
    orthonormal(what, &s.z);
    let back = product(&product(&s.z, &s.t), &adjoint(&s.z));
    close(what, &back, a, units(n), size(a));
    let mut blocks = 0;
    for i in 0..n {
        for j in 0..i {
            let x = s.t[[i, j]].parts();
            if x == (0.0, 0.0) {
                continue;
            }
            assert!(!T::IS_COMPLEX && i == j + 1, "{what}: {i} {j} {x:?}");
            assert_eq!(s.t[[i, i]], s.t[[j, j]], "{what}: blocks are in standard form");
            assert!(x.0 * s.t[[j, i]].parts().0 < 0.0, "{what}: a block has no real values");
            assert!(j == 0 || s.t[[j, j - 1]].parts().0 == 0.0, "{what}: blocks do not touch");
            blocks += 1;
        }
    }
    assert!(blocks <= n / 2);
}

fn schur_is_one<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in [0, 1, 2, 3, 4, 7, 30, 90] {
        for (name, a) in zoo::<T>(n) {
            let what = format!("{name} {n}");
            let s = schur(&a).unwrap();
            check_schur(&what, &a, &s);
            let wide = a.iter().map(|x| x.parts()).map(|(r, i)| T::Complex::make(r, i));
            let wide = Array::from_shape_vec(a.shape(), wide.collect());
            check_schur(&what, &wide, &schur_complex(&a).unwrap());
            assert_eq!(s.eigenvalues().size(), a.shape()[0]);
        }
    }
    for by in extremes::<T>() {
        let a = random::<T>(5, &[6, 6]);
        let s = schur(scaled(&a, by)).unwrap();
        check_schur("scaled", &a, &Schur { t: scaled(&s.t, 1.0 / by), z: s.z });
    }
    let stack = random::<T>(6, &[3, 5, 5]);
    let s = schur(&stack).unwrap();
    let one = schur(stack.slice(s![2])).unwrap();
    assert_eq!(bits(&one.t), bits(&s.t.slice(s![2]).to_array()));
}

/// Numbers of every kind, in square matrices of up to four rows.
fn special() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (0..5usize).prop_flat_map(|n| (Just(n), prop::collection::vec((0..17usize, 0..17usize), n * n)))
}

/// Balancing shrinks a row by 2^60: a vector of the balanced matrix, brought back, is longer
/// than the largest number.
#[test]
fn vectors_longer_than_numbers_are_made_unit_first() {
    let (huge, tiny) = (f32::MAX, f32::MIN_POSITIVE);
    let a = nd_core::array![[tiny, 0.5, huge], [-huge, 0.0, huge], [tiny, f32::EPSILON, -1.0]];
    let e = eig(&a).unwrap();
    for j in 0..3 {
        let length = size(&e.eigenvectors.slice(s![.., j]).to_array());
        assert!((length - 1.0).abs() < 1e-6, "{}", e.eigenvectors);
    }
}

fn has_answers<T: Sample>(n: usize, picks: &[(usize, usize)])
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    let values = special_values::<T>();
    let pick = |&(re, im): &(usize, usize)| T::make(values[re], values[im]);
    let a = Array::from_shape_vec([n, n], picks.iter().map(pick).collect());
    let finite = a.iter().all(|x| x.parts().0.is_finite() && x.parts().1.is_finite());
    match eig(&a) {
        Ok(e) => {
            assert!(finite);
            assert!(e.eigenvalues.iter().all(|w| !w.parts().0.is_nan()), "{a} {}", e.eigenvalues);
            assert!(largest(&e.eigenvectors) <= 1.1, "{a} {}", e.eigenvectors);
        }
        Err(error) => assert!(matches!(error, LinalgError::NonFinite { .. }) && !finite),
    }
    assert_eq!(eigvals(&a).is_ok(), finite);
    assert_eq!(schur(&a).is_ok(), finite, "{a}");
    match eigh(&a) {
        Ok(e) => {
            orthonormal("eigh", &e.eigenvectors);
            assert!(e.eigenvalues.iter().all(|&w| !real(w).is_nan()));
        }
        Err(error) => assert!(matches!(error, LinalgError::NonFinite { .. }) && !finite),
    }
    if let Ok(e) = eigh_pair(&a, &a) {
        assert!(e.eigenvalues.iter().all(|&w| !real(w).is_nan()), "{a}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn every_matrix_has_an_answer((n, picks) in special()) {
        has_answers::<f32>(n, &picks);
        has_answers::<f64>(n, &picks);
        has_answers::<Complex<f32>>(n, &picks);
        has_answers::<Complex<f64>>(n, &picks);
    }
}
