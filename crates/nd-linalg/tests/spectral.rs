//! Singular values, eigenvalues, norms.

mod matrices;

use matrices::*;
use nd_core::{Array, Complex, View, s};
use nd_linalg::{
    LinalgError, Svd, Tolerance, matrix_rank, null_space, orth, pinv, svd, svd_full, svdvals,
};
use proptest::prelude::*;

macro_rules! for_each_field {
    ($($check:ident)*) => {$(
        #[test]
        fn $check() {
            run::$check::<f32>();
            run::$check::<f64>();
            run::$check::<Complex<f32>>();
            run::$check::<Complex<f64>>();
        }
    )*};
}
for_each_field! {
    svd_is_one
    svd_of_any_scale
    svd_full_is_square
    svd_of_stacks_and_layouts
    svd_has_the_same_bits_on_any_threads
    svd_refuses_what_is_not_finite
    spaces_and_pseudo_inverses
}

mod run {
    use super::*;

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
    pub(super) fn check_svd<T: Sample>(what: &str, a: &Array<T>, svd: &Svd<T>) {
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

    pub(super) fn svd_is_one<T: Sample>() {
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

    pub(super) fn svd_of_any_scale<T: Sample>() {
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

    pub(super) fn svd_full_is_square<T: Sample>() {
        for (m, n) in [(0, 0), (0, 2), (2, 0), (4, 4), (9, 2), (2, 9), (40, 6)] {
            let a = random::<T>(5, &[m, n]);
            let full = svd_full(&a).unwrap();
            assert_eq!((full.u.shape(), full.vh.shape()), (&[m, m][..], &[n, n][..]));
            orthonormal("u", &full.u);
            orthonormal("v", &full.vh);
            close("full", &full.reconstruct(), &a, 100.0, size(&a).max(1.0));
        }
    }

    pub(super) fn svd_of_stacks_and_layouts<T: Sample>() {
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
        assert_eq!(matrix_rank(repeated).unwrap(), Array::from_vec(vec![1, 1, 1]));
    }

    pub(super) fn svd_has_the_same_bits_on_any_threads<T: Sample>() {
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

    pub(super) fn svd_refuses_what_is_not_finite<T: Sample>() {
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

    pub(super) fn spaces_and_pseudo_inverses<T: Sample>() {
        for (m, n, r) in [(6, 4, 2), (4, 6, 3), (5, 5, 5), (3, 3, 0), (0, 3, 0), (3, 0, 0)] {
            let a = of_rank::<T>(11, m, n, r);
            assert_eq!(matrix_rank(&a).unwrap()[[]], r, "{m} {n}");
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
        assert_eq!(coarse[[]], 3); // 1.8, 0.38, 0.045, 0.0037…
    }
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
