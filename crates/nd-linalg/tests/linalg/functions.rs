//! Functions of matrices, Hessenberg and polar forms, pairs, partial decompositions.

use crate::matrices::*;
use nd_core::{Array, Complex, s};
use nd_linalg::{
    EigPair, LinalgError, Side, Svd, eig_pair, expm, hessenberg, logm, polar_with, randomized_svd,
    sqrtm, svd, svds,
};
use proptest::prelude::*;

all_fields! {
    hessenberg_is_one
    polar_is_one
    roots_squared
    exponentials
    logarithms
    pairs
    pairs_of_known_eigenvalues
    hard_pairs
    singular_pairs_are_refused
    partial_decompositions
    functions_have_the_same_bits_on_any_threads
}

fn wide<T: Sample>(a: &Array<T>) -> Array<T::Complex>
where
    T::Complex: Sample,
{
    let elements = a.iter().map(|x| x.parts()).map(|(r, i)| T::Complex::make(r, i));
    Array::from_shape_vec(a.shape(), elements.collect())
}

fn times<T: Sample>(a: &Array<T>, by: f64) -> Array<T> {
    let elements = a.iter().map(|x| x.parts()).map(|(re, im)| T::make(re * by, im * by));
    Array::from_shape_vec(a.shape(), elements.collect())
}

fn hessenberg_is_one<T: Sample>() {
    for n in [0, 1, 2, 3, 8, 40, 130] {
        for (name, a) in zoo::<T>(n) {
            let f = hessenberg(&a).unwrap();
            orthonormal(name, &f.q);
            let n = a.shape()[0];
            let back = product(&product(&f.q, &f.h), &adjoint(&f.q));
            close(name, &back, &a, 20.0 * n.max(1) as f64, size(&a));
            for i in 0..n {
                (0..i.saturating_sub(1)).for_each(|j| assert_eq!(f.h[[i, j]], T::zero()));
            }
        }
    }
}

fn polar_is_one<T: Sample>() {
    for (m, n) in [(0, 0), (3, 0), (1, 1), (4, 4), (7, 3), (3, 7)] {
        for a in [random::<T>(4, &[m, n]), of_rank::<T>(5, m, n, m.min(n) / 2)] {
            for side in [Side::Right, Side::Left] {
                let f = polar_with(&a, side).unwrap();
                let back = match side {
                    Side::Right => product(&f.u, &f.p),
                    Side::Left => product(&f.p, &f.u),
                };
                close("polar", &back, &a, 200.0, size(&a).max(1.0));
                close("p", &adjoint(&f.p), &f.p, 200.0, size(&a).max(1.0));
                let values = nd_linalg::eigvalsh(&f.p).unwrap();
                let least = values.iter().map(|&w| real(w)).fold(0.0, f64::min);
                assert!(least >= -200.0 * T::eps() * size(&a).max(1.0));
                if m >= n {
                    orthonormal("u", &f.u);
                } else {
                    orthonormal("u", &adjoint(&f.u));
                }
            }
        }
    }
}

fn roots_squared<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in [0, 1, 2, 5, 20, 60] {
        let kinds = [
            ("random", random::<T>(1, &[n, n])),
            ("definite", positive_definite::<T>(2, n)),
            ("dominant", dominant::<T>(3, n)),
            ("triangular", triangle(&dominant::<T>(4, n), false)),
            ("zero", Array::zeros([n, n])),
            ("growth", wilkinson_growth::<T>(n)),
        ];
        for (name, a) in kinds {
            let r = sqrtm(&a).unwrap();
            let units = 100.0 * n.max(1) as f64 * size(&r).powi(2).max(1.0);
            close(&format!("{name} {n}"), &product(&r, &r), &wide(&a), units, 1.0);
        }
    }
    let definite = sqrtm(positive_definite::<T>(2, 6)).unwrap();
    if !T::IS_COMPLEX {
        assert!(definite.iter().all(|x| x.parts().1 == 0.0));
    }
    let far =
        times(&positive_definite::<T>(2, 6), 2f64.powi(if T::huge() > 1e60 { 900 } else { 100 }));
    let root = sqrtm(&far).unwrap();
    let half = 2f64.powi(if T::huge() > 1e60 { -450 } else { -50 });
    close("far", &times(&root, half), &definite, 1000.0, size(&definite));
    let error = sqrtm(jordan::<T>(3, 0.0)).unwrap_err();
    assert!(matches!(error, LinalgError::Singular { op: "sqrtm", .. }), "{error}");
}

fn exponentials<T: Sample>() {
    // Of a nilpotent matrix the series ends.
    let n = 5;
    let factorial = [1.0, 1.0, 2.0, 6.0, 24.0];
    let e = expm(jordan::<T>(n, 0.0)).unwrap();
    let series = Array::from_fn([n, n], |i| {
        T::make(if i[1] >= i[0] { 1.0 / factorial[i[1] - i[0]] } else { 0.0 }, 0.0)
    });
    close("nilpotent", &e, &series, 10.0, 1.0);
    // exp(v·diag(w)·v⁻¹), at norms for which each approximant is used.
    for norm in [1e-3, 0.1, 0.5, 1.5, 4.0, 30.0] {
        let a = hermitian::<T>(7, 12);
        let a = times(&a, norm / size(&a));
        let e = nd_linalg::eigh(&a).unwrap();
        let w = Array::from_fn([12, 12], |i| {
            let w = if i[0] == i[1] { real(e.eigenvalues[[i[0]]]).exp() } else { 0.0 };
            T::make(w, 0.0)
        });
        let expected = product(&product(&e.eigenvectors, &w), &adjoint(&e.eigenvectors));
        let found = expm(&a).unwrap();
        close(&format!("norm {norm}"), &found, &expected, 300.0, size(&expected));
        let back = product(&found, &expm(times(&a, -1.0)).unwrap());
        let both = size(&found) * size(expm(times(&a, -1.0)).unwrap());
        close("inverse", &back, &identity(12), 300.0, both);
    }
    // Upper and lower triangles, of eigenvalues near and far.
    for gap in [0.0, 1e-5, 1.0, 60.0] {
        let mut a = triangle(&random::<T>(3, &[6, 6]), false);
        (0..6).for_each(|i| a[[i, i]] = T::make(-gap * i as f64, 0.0));
        let upper = expm(&a).unwrap();
        let lower = expm(a.view().t()).unwrap();
        assert_eq!(bits(&upper), bits(&lower.view().t().to_array()));
        let half = expm(times(&a, 0.5)).unwrap();
        close(&format!("gap {gap}"), &product(&half, &half), &upper, 300.0, size(&upper));
        for i in 0..6 {
            let (re, _) = upper[[i, i]].parts();
            assert!((re - (-gap * i as f64).exp()).abs() <= 4.0 * T::eps() * re.max(T::tiny()));
        }
    }
    let zero: Array<T> = Array::zeros([4, 4]);
    assert_eq!(expm(&zero).unwrap(), identity::<T>(4));
    assert_eq!(expm(times(&identity::<T>(2), -1e30)).unwrap(), Array::<T>::zeros([2, 2]));
    let stack = random::<T>(2, &[3, 4, 4]);
    let one = expm(stack.slice(s![1])).unwrap();
    assert_eq!(bits(&one), bits(&expm(&stack).unwrap().slice(s![1]).to_array()));
}

fn logarithms<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in [0, 1, 2, 5, 20] {
        let kinds = [
            ("random", random::<T>(1, &[n, n])),
            ("definite", positive_definite::<T>(2, n)),
            ("dominant", dominant::<T>(3, n)),
            ("triangular", triangle(&dominant::<T>(4, n), true)),
            ("Jordan", jordan::<T>(n, 1.5)),
            ("near 1", {
                let a = times(&random::<T>(5, &[n, n]), 1e-3);
                Array::from_fn([n, n], |i| a[[i[0], i[1]]] + T::make(f64::from(i[0] == i[1]), 0.0))
            }),
        ];
        for (name, a) in kinds {
            let log = logm(&a).unwrap();
            let back = expm(&log).unwrap();
            let units = 1000.0 * n.max(1) as f64 * size(&log).max(1.0);
            close(&format!("{name} {n}"), &back, &wide(&a), units, size(&a).max(1.0));
        }
    }
    let log = logm(positive_definite::<T>(2, 6)).unwrap();
    if !T::IS_COMPLEX {
        assert!(log.iter().all(|x| x.parts().1 == 0.0));
    }
    let error = logm(Array::<T>::zeros([2, 2])).unwrap_err();
    assert_eq!(error, LinalgError::Singular { op: "logm", pivot: 0, matrix: [].into() });
}

/// `a·vectors·beta = b·vectors·alpha`, vector by vector, and all of them of length 1.
#[track_caller]
fn check_pair<T: Sample>(what: &str, a: &Array<T>, b: &Array<T>) -> EigPair<T::Complex>
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    let e = eig_pair(a, b).unwrap_or_else(|e| panic!("{what} ({}): {e}", T::NAME));
    let (a, b) = (wide(a), wide(b));
    let n = a.shape()[0];
    let (left, right) = (product(&a, &e.eigenvectors), product(&b, &e.eigenvectors));
    for j in 0..n {
        let column =
            |c: &Array<T::Complex>, by: T::Complex| Array::from_fn([n, 1], |i| c[[i[0], j]] * by);
        let (p, q) = (e.alpha[[j]], e.beta[[j]]);
        let scale = size(&a) * largest([q]) + size(&b) * largest([p]);
        assert!(largest([p]) + largest([q]) > 0.0, "{what}: 0 / 0");
        close(what, &column(&left, q), &column(&right, p), 100.0 * n as f64, scale);
        let length = size(&column(&e.eigenvectors, T::Complex::make(1.0, 0.0)));
        assert!((length - 1.0).abs() <= 100.0 * T::eps(), "{what}: length {length}");
    }
    e
}

/// Numerators and denominators.
type Quotients = Vec<[Complex<f64>; 2]>;

fn quotients<T: Sample>(e: &EigPair<T>) -> Quotients {
    let complex = |x: &T| Complex::new(x.parts().0, x.parts().1);
    e.alpha.iter().zip(e.beta.iter()).map(|(p, q)| [complex(p), complex(q)]).collect()
}

/// Asserts that eigenvalues are the same, by their distances on the sphere: each takes the
/// nearest of those that are left.
#[track_caller]
fn same_quotients(what: &str, mut found: Quotients, right: &Quotients, limit: f64) {
    assert_eq!(found.len(), right.len());
    for &[p, q] in right {
        let off = |&[a, b]: &[Complex<f64>; 2]| {
            (a * q - b * p).norm() / (a.norm().hypot(b.norm()) * p.norm().hypot(q.norm()))
        };
        let nearest = (0..found.len()).min_by(|&i, &j| off(&found[i]).total_cmp(&off(&found[j])));
        let nearest = found.swap_remove(nearest.expect("as many as there are"));
        assert!(off(&nearest) <= limit, "{what}: {nearest:?} is not {p} / {q}");
    }
}

fn pairs<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in 0..=30 {
        let a = random::<T>(3 * n as u64 + 1, &[n, n]);
        let kinds = [
            ("random", random::<T>(3 * n as u64 + 2, &[n, n])),
            ("identity", identity(n)),
            ("zero", Array::zeros([n, n])),
            ("graded", graded::<T>(6, n, 1e-4)),
            ("nilpotent", jordan(n, 0.0)),
        ];
        for (name, b) in kinds {
            check_pair(&format!("{name} {n}"), &a, &b);
            check_pair(&format!("{name} {n}, exchanged"), &b, &a);
        }
        // Every rank; of the larger sizes only two, for the time it takes.
        let ranks = if n <= 12 || n == 19 || n == 30 { 0..n } else { n / 2..n / 2 + 2 };
        for rank in ranks {
            let b = of_rank::<T>(4, n, n, rank);
            check_pair(&format!("rank {rank} of {n}"), &a, &b);
            check_pair(&format!("rank {rank} of {n}, exchanged"), &b, &a);
        }
    }
    let e = check_pair("60", &random::<T>(1, &[60, 60]), &random::<T>(2, &[60, 60]));
    assert_eq!(e.eigenvalues().shape(), [60]);
}

/// Pairs whose eigenvalues are known, some infinite, some 0, some equal.
fn pairs_of_known_eigenvalues<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in 1..=16 {
        for rank in 0..=n {
            let known: Vec<[f64; 2]> = (0..n)
                .map(|i| if i < rank { [(i % 5) as f64 - 1.0, 2.0] } else { [1.0, 0.0] })
                .collect();
            let (p, q) = (dominant::<T>(7, n), dominant::<T>(8, n));
            let [a, b] = [0, 1].map(|k| {
                let middle = Array::from_fn([n, n], |i| {
                    T::make(if i[0] == i[1] { known[i[0]][k] } else { 0.0 }, 0.0)
                });
                product(&product(&p, &middle), &q)
            });
            let what = format!("rank {rank} of {n}");
            let e = check_pair(&what, &a, &b);
            let known = known.iter().map(|x| x.map(|x| Complex::new(x, 0.0))).collect();
            let name = format!("{what} {}", T::NAME);
            same_quotients(&name, quotients(&e), &known, 1e4 * T::eps());
            let infinite = e.eigenvalues().iter().filter(|w| !w.parts().0.is_finite()).count();
            assert_eq!(infinite, n - rank, "{what} ({})", T::NAME);
        }
    }
}

/// Pairs of which every combination is nearly singular, or far from 1.
fn hard_pairs<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in 2..=(if T::eps() > 1e-10 { 4 } else { 6 }) {
        for rank in 0..=n {
            let [a, b] = [n, rank].map(|rank| of_rank::<T>(9 + rank as u64, n, n, rank));
            let [left, right] = [&a, &b].map(|m| product(&hilbert(n), m));
            check_pair(&format!("rows of rank {rank} of {n}"), &left, &right);
            let [left, right] = [&a, &b].map(|m| product(m, &hilbert(n)));
            check_pair(&format!("columns of rank {rank} of {n}"), &left, &right);
        }
    }
    // Rows and columns of every size.
    let far = if T::huge() > 1e60 { 900 } else { 100 };
    for n in 2..=8 {
        let power = |i: usize| 2f64.powi(far / 2 - far * i as i32 / (n as i32 - 1));
        let [a, b] = [3, 4].map(|seed| random::<T>(seed, &[n, n]));
        for by_row in [true, false] {
            let [a, b] = [&a, &b].map(|m| {
                Array::from_fn([n, n], |i| {
                    m[[i[0], i[1]]] * T::make(power(i[usize::from(by_row)]), 0.0)
                })
            });
            let found = eig_pair(&a, &b).unwrap_or_else(|e| panic!("{n} {by_row}: {e}"));
            assert!(found.eigenvectors.iter().all(|x| x.parts().0.is_finite()));
        }
    }
}

/// Every matrix of a singular pair is singular, whatever the combination.
fn singular_pairs_are_refused<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    for n in 1..=8 {
        // The last column of both is 0.
        let [a, b] = [1, 2].map(|seed| {
            let m = random::<T>(seed, &[n, n]);
            Array::from_fn([n, n], |i| if i[1] + 1 == n { T::zero() } else { m[[i[0], i[1]]] })
        });
        let error = eig_pair(&a, &b).unwrap_err();
        assert_eq!(error, LinalgError::SingularPair { op: "eig_pair", matrix: [].into() });
    }
}

fn check_leading<T: Sample>(what: &str, a: &Array<T>, part: &Svd<T>, k: usize, units: f64) {
    let whole = svd(a).unwrap();
    assert_eq!(part.s.shape(), [k]);
    orthonormal(what, &part.u);
    orthonormal(what, &adjoint(&part.vh));
    let largest = whole.s.iter().next().map_or(0.0, |&s| real(s));
    for (x, y) in part.s.iter().zip(whole.s.iter()) {
        let off = (real(*x) - real(*y)).abs();
        assert!(off <= units * T::eps() * largest, "{what}: {x:?} {y:?}");
    }
    // a·v = u·s.
    let left = product(a, &adjoint(&part.vh));
    let [m, _] = a.view().dims();
    let right =
        Array::from_fn([m, k], |i| part.u[[i[0], i[1]]] * T::make(real(part.s[[i[1]]]), 0.0));
    close(what, &left, &right, units, largest.max(1.0));
}

fn partial_decompositions<T: Sample>() {
    for (m, n, k) in [(0, 0, 0), (5, 3, 2), (60, 90, 3), (200, 120, 5), (130, 130, 0)] {
        let a = random::<T>(7, &[m, n]);
        check_leading("random", &a, &svds(&a, k).unwrap(), k, 2000.0);
        // Singular values 1, 1/2, 1/4…
        let (q, r) = (svd(&a).unwrap(), m.min(n));
        let mut falling = q.clone();
        (0..r).for_each(|i| falling.s[[i]] = to_real::<T>(2f64.powi(-(i as i32).min(60))));
        let a = falling.reconstruct();
        check_leading("falling", &a, &svds(&a, k).unwrap(), k, 2000.0);
        let omega = random::<T>(8, &[n, k + 6]);
        let found = randomized_svd(&a, k, &omega, 3).unwrap();
        check_leading("falling, randomized", &a, &found, k, 1e4);
        // Equal ones do not hide each other.
        (0..r).for_each(|i| falling.s[[i]] = to_real::<T>(if i < 4 { 1.0 } else { 0.5 }));
        let a = falling.reconstruct();
        check_leading("equal", &a, &svds(&a, k).unwrap(), k, 2000.0);
    }
    let a = of_rank::<T>(3, 100, 80, 2);
    check_leading("rank 2", &a, &svds(&a, 5).unwrap(), 5, 2000.0);
    check_leading(
        "zero",
        &Array::zeros([90, 90]),
        &svds(Array::<T>::zeros([90, 90]), 2).unwrap(),
        2,
        1.0,
    );
    assert!(svds(Array::full([3, 3], T::make(f64::NAN, 0.0)), 1).is_err());
}

fn functions_have_the_same_bits_on_any_threads<T: Sample>()
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    let a = dominant::<T>(3, 110);
    let all = in_pools(|| {
        let log = bits(&logm(&a).unwrap());
        let partial = bits(&svds(&a, 3).unwrap().u);
        (bits(&expm(times(&a, 0.01)).unwrap()), log, bits(&sqrtm(&a).unwrap()), partial)
    });
    assert!(all.windows(2).all(|two| two[0] == two[1]));
}

fn has_answers<T: Sample>(n: usize, picks: &[(usize, usize)])
where
    T::Complex: Sample<R = T::R, Complex = T::Complex>,
{
    let values = special_values::<T>();
    let pick = |&(re, im): &(usize, usize)| T::make(values[re], values[im]);
    let a = Array::from_shape_vec([n, n], picks.iter().map(pick).collect());
    let finite = a.iter().all(|x| x.parts().0.is_finite() && x.parts().1.is_finite());
    assert_eq!(expm(&a).is_ok(), finite, "{a}");
    let refused = |result: Result<Array<T::Complex>, LinalgError>| match result {
        Ok(_) => assert!(finite),
        Err(LinalgError::NonFinite { .. }) => assert!(!finite),
        Err(LinalgError::Singular { .. } | LinalgError::NoConvergence { .. }) => assert!(finite),
        Err(error) => panic!("{a}: {error}"),
    };
    refused(sqrtm(&a));
    refused(logm(&a));
    assert_eq!(hessenberg(&a).is_ok(), finite);
    assert_eq!(polar_with(&a, Side::Left).is_ok(), finite);
    assert_eq!(svds(&a, 2).is_ok(), finite);
    let b = a.view().flip(0).to_array();
    match eig_pair(&a, &b) {
        Ok(e) => assert!(e.eigenvectors.iter().all(|x| !x.parts().0.is_nan())),
        Err(LinalgError::NonFinite { .. }) => assert!(!finite),
        Err(LinalgError::SingularPair { .. }) => assert!(finite),
        Err(error) => panic!("{a}: {error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn every_matrix_has_an_answer(
        (n, picks) in (0..5usize).prop_flat_map(|n| {
            (Just(n), prop::collection::vec((0..17usize, 0..17usize), n * n))
        })
    ) {
        has_answers::<f32>(n, &picks);
        has_answers::<f64>(n, &picks);
        has_answers::<Complex<f32>>(n, &picks);
        has_answers::<Complex<f64>>(n, &picks);
    }
}
