//! Triangles, Cholesky, LDL and QR factors, least squares, and systems of special form.

use crate::matrices::{
    Sample, adjoint, bits, close, difference, dominant, each_layout, graded, hermitian, hilbert,
    identity, in_pools, largest, of_rank, orthonormal, positive_definite, product, random, real,
    size, symmetric, triangle, wilkinson, zoo,
};
use nd_core::{Array, s};
use nd_linalg::{
    Form, Ldl, LinalgError, PivotedQr, Qr, Tolerance, Triangle, TriangularOptions, cho_factor,
    cholesky, cholesky_with, det, ldl, ldl_symmetric, lstsq, lstsq_with, matrix_power, pinv_with,
    qr, qr_complete, qr_pivoted, qr_r, qr_raw, slogdet, solve_triangular, solve_triangular_with,
    svdvals,
};

all_fields!(triangles cholesky_roots cholesky_refuses ldl_gives_back ldl_solves qr_gives_back
    qr_pivots qr_scales least_squares least_squares_of_low_rank same_bits stacks);

fn triangles<T: Sample>() {
    for (n, k) in [(1, 1), (5, 2), (16, 5), (17, 40), (50, 300), (100, 1)] {
        let (a, b) = (dominant::<T>(n as u64, n), random::<T>(2, &[n, k]));
        let plain = |lower: bool, unit: bool| {
            let mut t = triangle(&a, lower);
            (0..if unit { n } else { 0 }).for_each(|i| t[[i, i]] = T::one());
            // Off the diagonal smaller, so that the unit triangle is harmless too.
            for i in 0..n {
                for j in 0..n {
                    t[[i, j]] *= T::make(if i == j { 1.0 } else { 1.0 / n as f64 }, 0.0);
                }
            }
            t
        };
        for lower in [true, false] {
            for unit in [true, false] {
                let t = plain(lower, unit);
                // Nothing of the other triangle is read, nor a unit diagonal.
                let nan = T::make(f64::NAN, 1.0);
                let given: Array<T> =
                    Array::from_fn([n, n], |i| match (i[0] == i[1], i[0] > i[1]) {
                        (true, _) if unit => nan,
                        (true, _) => t[[i[0], i[1]]],
                        (_, below) if below == lower => t[[i[0], i[1]]],
                        _ => nan,
                    });
                let which = if lower { Triangle::Lower } else { Triangle::Upper };
                let options = TriangularOptions::default().unit_diagonal(unit);
                let transpose = t.t().to_array();
                let forms = [
                    (options, t.clone()),
                    (options.form(Form::Transposed), transpose.clone()),
                    (options.form(Form::Adjoint), adjoint(&t)),
                ];
                for (options, matrix) in forms {
                    let x = solve_triangular_with(&given, &b, which, &options).unwrap();
                    let scale = size(&matrix) * size(&x);
                    close("triangle", &product(&matrix, &x), &b, 10.0, scale);
                    each_layout(&given, |layout, a| {
                        let y = solve_triangular_with(a, &b, which, &options).unwrap();
                        close(layout, &x, &y, 50.0, size(&x));
                    });
                }
            }
        }
    }
    let mut a = identity::<T>(20);
    a[[7, 7]] = T::zero();
    let b = Array::<T>::ones([20]);
    let unit = TriangularOptions::default().unit_diagonal(true);
    let singular = solve_triangular(&a, &b, Triangle::Upper).unwrap_err();
    assert!(matches!(singular, LinalgError::Singular { pivot: 7, .. }));
    assert_eq!(solve_triangular_with(&a, &b, Triangle::Upper, &unit).unwrap(), b);
    a[[3, 9]] = T::make(f64::INFINITY, 0.0);
    assert_eq!(solve_triangular_with(&a, &b, Triangle::Lower, &unit).unwrap(), b);
    let at: Box<[usize]> = Box::new([3, 9]);
    let refused = solve_triangular(&a, &b, Triangle::Upper).unwrap_err();
    assert_eq!(refused, LinalgError::NonFinite { op: "solve_triangular", index: at });
}

fn cholesky_roots<T: Sample>() {
    for n in [0, 1, 2, 3, 10, 32, 33, 64, 100, 150] {
        let a = positive_definite::<T>(n as u64, n);
        let l = cholesky(&a).unwrap();
        close("L·Lᴴ", &product(&l, &adjoint(&l)), &a, 2.0 + n as f64 / 4.0, size(&a));
        let u = cholesky_with(&a, Triangle::Upper).unwrap();
        close("Uᴴ·U", &product(&adjoint(&u), &u), &a, 2.0 + n as f64 / 4.0, size(&a));
        for i in 0..n {
            assert!(l[[i, i]].parts().0 > 0.0 && l[[i, i]].parts().1 == 0.0);
            assert!((i + 1..n).all(|j| l[[i, j]] == T::zero() && u[[j, i]] == T::zero()));
        }
        // What is not read may be anything.
        let nan = T::make(f64::NAN, f64::NAN);
        let lower = Array::from_fn([n, n], |i| if i[0] < i[1] { nan } else { a[[i[0], i[1]]] });
        let upper = Array::from_fn([n, n], |i| if i[0] > i[1] { nan } else { a[[i[0], i[1]]] });
        assert_eq!(cholesky(&lower).unwrap(), l);
        assert_eq!(cholesky_with(&upper, Triangle::Upper).unwrap(), u);
        each_layout(&a, |layout, a| assert_eq!(cholesky(a).unwrap(), l, "{layout}"));

        let factor = cho_factor(&a).unwrap();
        let b = random::<T>(3, &[n, 3]);
        let x = factor.solve(&b).unwrap();
        close("solve", &product(&a, &x), &b, 10.0 + n as f64, size(&a) * size(&x));
        if n > 0 {
            let inverse = factor.inv();
            let scale = size(&a) * size(&inverse);
            close("inv", &product(&a, &inverse), &identity(n), 10.0 + n as f64, scale);
            let log = real(factor.logdet());
            let expected = real(slogdet(&a).logabsdet);
            assert!((log - expected).abs() < 1e3 * T::eps() * (n as f64 + expected.abs()));
        }
        if n <= 10 {
            let (d, e) = (factor.det(), det(&a));
            assert!(largest([d - e]) <= 1e3 * T::eps() * largest([d]));
        }
    }
    // Any scale.
    for n in [3, 50] {
        for scale in [T::tiny() * 1e4, T::huge() / 1e4] {
            let a = positive_definite::<T>(1, n);
            let factor = T::make(scale / largest(&a), 0.0);
            let a = Array::from_fn([n, n], |i| a[[i[0], i[1]]] * factor);
            let l = cholesky(&a).unwrap();
            // Halves, as the squares of what is summed are near the ends.
            let root = T::make(2f64.powi(-(scale.log2() / 2.0) as i32), 0.0);
            let (l, a) = (
                Array::from_fn([n, n], |i| l[[i[0], i[1]]] * root),
                Array::from_fn([n, n], |i| a[[i[0], i[1]]] * root * root),
            );
            close("scaled", &product(&l, &adjoint(&l)), &a, 2.0 + n as f64, size(&a));
        }
    }
}

fn cholesky_refuses<T: Sample>() {
    for n in [2, 5, 20, 60] {
        for at in [0, 1, n - 1] {
            let mut a = identity::<T>(n);
            for bad in [0.0, -1.0, -T::huge()] {
                a[[at, at]] = T::make(bad, 0.0);
                let error = cholesky(&a).unwrap_err();
                assert!(
                    matches!(error, LinalgError::NotPositiveDefinite { index, .. } if index == at)
                );
            }
            a[[at, at]] = T::make(f64::NAN, 0.0);
            assert!(matches!(cholesky(&a), Err(LinalgError::NonFinite { .. })));
        }
        let mut a = hermitian::<T>(1, n);
        a[[0, 0]] = T::make(-1.0, 0.0);
        assert!(cho_factor(&a).is_err());
        let huge = Array::from_fn([n, n], |_| T::make(T::huge() / 4.0, 0.0));
        assert!(cholesky(&huge).is_err()); // of rank 1, and no overflow hides it
    }
}

/// `A = L·D·Lᴴ` or `Lᵀ`, and the forms of its parts.
fn check_ldl<T: Sample>(name: &str, a: &Array<T>, ldl: &Ldl<T>, hermitian: bool) {
    let n = a.shape()[0];
    let star = if hermitian { adjoint(&ldl.l) } else { ldl.l.t().to_array() };
    let whole = product(&product(&ldl.l, &ldl.d), &star);
    let scale = size(a) + size(&ldl.l) * size(&ldl.l) * size(&ldl.d) / n.max(1) as f64;
    close(name, &whole, a, 5.0 + n as f64 / 4.0, scale);
    for (i, &row) in ldl.perm.iter().enumerate() {
        assert_eq!(ldl.l[[row, i]], T::one());
        assert!((i + 1..n).all(|j| ldl.l[[row, j]] == T::zero()), "{name}");
        assert!((0..n).all(|j| i.abs_diff(j) < 2 || ldl.d[[i, j]] == T::zero()));
        assert!(i < 2 || ldl.d[[i, i - 1]] == T::zero() || ldl.d[[i - 1, i - 2]] == T::zero());
    }
}

fn ldl_gives_back<T: Sample>() {
    for n in [0, 1, 2, 3, 4, 10, 40, 90] {
        let mut zeros_on_diagonal = hermitian::<T>(5, n);
        (0..n).for_each(|i| zeros_on_diagonal[[i, i]] = T::zero());
        let cases = [
            ("Hermitian", hermitian::<T>(1, n)),
            ("definite", positive_definite::<T>(2, n)),
            ("zeros on the diagonal", zeros_on_diagonal),
            ("zero", Array::zeros([n, n])),
            ("Hilbert", hilbert::<T>(n)),
            ("Wilkinson", wilkinson::<T>(n)),
        ];
        for (name, a) in cases {
            check_ldl(name, &a, &ldl(&a).unwrap(), true);
        }
        let a = symmetric::<T>(3, n);
        check_ldl("symmetric", &a, &ldl_symmetric(&a).unwrap(), false);
        for scale in [T::tiny() * 1e3, T::huge() / 1e3] {
            let factor = T::make(scale, 0.0);
            let a = Array::from_fn([n, n], |i| hermitian::<T>(1, n)[[i[0], i[1]]] * factor);
            let back = T::make(1.0 / scale, 0.0);
            let mut found = ldl(&a).unwrap();
            found.d = Array::from_fn([n, n], |i| found.d[[i[0], i[1]]] * back);
            let a = Array::from_fn([n, n], |i| a[[i[0], i[1]]] * back);
            check_ldl("scaled", &a, &found, true);
            if n > 10 {
                break;
            }
        }
    }
}

fn ldl_solves<T: Sample>() {
    for n in [1, 2, 5, 30, 60] {
        let b = random::<T>(9, &[n, 2]);
        for (a, f) in [
            (hermitian::<T>(1, n), ldl(hermitian::<T>(1, n)).unwrap()),
            (symmetric::<T>(1, n), ldl_symmetric(symmetric::<T>(1, n)).unwrap()),
        ] {
            let x = f.solve(&b).unwrap();
            close("ldl", &product(&a, &x), &b, 20.0 + 4.0 * n as f64, size(&a) * size(&x));
        }
    }
    assert!(ldl(Array::<T>::zeros([3, 3])).unwrap().solve(Array::<T>::ones([3])).is_err());
}

/// `A = Q·R`, column by column relative to the column.
fn check_qr<T: Sample>(name: &str, a: &Array<T>, q: &Array<T>, r: &Array<T>) {
    let [m, n] = a.view().dims();
    orthonormal(name, q);
    let off = difference(&product(q, r), a);
    for j in 0..n {
        let (off, column) = (off.view().slice(s![.., j]), a.view().slice(s![.., j]));
        let limit = (10.0 + 2.0 * m.max(n) as f64) * T::eps() * size(column);
        assert!(size(off) <= limit, "{name} {m} × {n}, column {j}: {} > {limit}", size(off));
        assert!((j + 1..r.shape()[0]).all(|i| r[[i, j]] == T::zero()), "{name}");
        assert!(j >= r.shape()[0] || r[[j, j]].parts().1 == 0.0, "a real diagonal");
    }
}

fn qr_gives_back<T: Sample>() {
    for (m, n) in [
        (0, 0),
        (3, 0),
        (0, 3),
        (1, 1),
        (1, 5),
        (5, 1),
        (8, 8),
        (9, 8),
        (20, 20),
        (50, 33),
        (33, 50),
        (150, 70),
        (300, 20),
    ] {
        let a = random::<T>(m as u64, &[m, n]);
        let k = m.min(n);
        let Qr { q, r } = qr(&a).unwrap();
        assert_eq!((q.shape(), r.shape()), (&[m, k][..], &[k, n][..]));
        check_qr("random", &a, &q, &r);
        assert_eq!(qr_r(&a).unwrap(), r);
        let complete = qr_complete(&a).unwrap();
        assert_eq!((complete.q.shape(), complete.r.shape()), (&[m, m][..], &[m, n][..]));
        check_qr("complete", &a, &complete.q, &complete.r);
        let raw = qr_raw(&a).unwrap();
        assert_eq!((raw.h.shape(), raw.tau.shape()), (&[n, m][..], &[k][..]));
        for i in 0..k {
            assert!((i..n).all(|j| raw.h[[j, i]] == r[[i, j]]));
        }
        each_layout(&a, |layout, a| assert_eq!(qr(a).unwrap().q, q, "{layout}"));
    }
    for n in [1, 7, 20, 70] {
        for (name, a) in zoo::<T>(n) {
            let Qr { q, r } = qr(&a).unwrap();
            check_qr(name, &a, &q, &r);
        }
    }
    // No column is given up for being small, however far the others are away.
    let a = graded::<T>(1, 12, T::tiny().sqrt());
    let Qr { q, r } = qr(&a).unwrap();
    check_qr("far graded", &a, &q, &r);
}

fn qr_pivots<T: Sample>() {
    for (m, n) in [(0, 0), (1, 1), (5, 9), (9, 5), (40, 40), (100, 70), (70, 150)] {
        for (name, a) in [
            ("random", random::<T>(m as u64, &[m, n])),
            ("of low rank", of_rank::<T>(1, m, n, m.min(n) / 2)),
            ("zero", Array::zeros([m, n])),
        ] {
            let PivotedQr { q, r, perm } = qr_pivoted(&a).unwrap();
            let permuted = Array::from_fn([m, n], |i| a[[i[0], perm[[i[1]]]]]);
            check_qr(name, &permuted, &q, &r);
            let size_of = |i: usize| largest([r[[i, i]]]);
            for i in 1..m.min(n) {
                let limit = size_of(i - 1) * (1.0 + 100.0 * T::eps());
                assert!(size_of(i) <= limit + 100.0 * T::eps() * size(&a), "{name} {i}");
            }
            if name == "of low rank" && m > 5 {
                let rank = m.min(n) / 2;
                assert!(size_of(rank) < 1e3 * T::eps() * size(&a) && size_of(rank - 1) > 0.0);
            }
        }
    }
}

fn qr_scales<T: Sample>() {
    for (m, n) in [(3, 2), (40, 40)] {
        for scale in [
            T::tiny() * T::eps() * 16.0,
            T::tiny(),
            T::tiny().sqrt(),
            T::huge().sqrt(),
            T::huge() / 100.0,
        ] {
            let factor = T::make(scale, 0.0);
            let unit = random::<T>(1, &[m, n]);
            let a = Array::from_fn([m, n], |i| unit[[i[0], i[1]]] * factor);
            let Qr { q, r } = qr(&a).unwrap();
            orthonormal("scaled", &q);
            assert!(r.iter().all(|x| x.is_finite()));
            if scale > T::tiny() / T::eps() {
                let back = T::make(1.0 / scale.max(1.0 / T::huge()), 0.0);
                let up =
                    |a: &Array<T>| Array::from_fn([a.shape()[0], n], |i| a[[i[0], i[1]]] * back);
                check_qr("scaled", &up(&a), &q, &up(&r));
            }
        }
    }
}

fn least_squares<T: Sample>() {
    for (m, n, k) in [(1, 1, 1), (5, 3, 2), (40, 40, 3), (100, 30, 4), (3, 5, 2), (30, 100, 4)] {
        let (a, b) = (random::<T>(m as u64, &[m, n]), random::<T>(2, &[m, k]));
        let fit = lstsq(&a, &b).unwrap();
        assert_eq!((fit.rank, fit.x.shape()), (m.min(n), &[n, k][..]));
        let off = difference(&product(&a, &fit.x), &b);
        let scale = size(&a) * (size(&a) * size(&fit.x) + size(&b));
        // What is left is orthogonal to the columns.
        let zero = Array::zeros([n, k]);
        close("normal equations", &product(&adjoint(&a), &off), &zero, 20.0, scale);
        if m > n {
            for j in 0..k {
                let left = size(off.view().slice(s![.., j])).powi(2);
                assert!((left - real(fit.residuals[[j]])).abs() <= 100.0 * T::eps() * scale);
            }
        } else {
            assert!(fit.residuals.is_empty());
            // The shortest: in the span of the rows, x = Aᴴ·y.
            let y = lstsq(adjoint(&a), &fit.x).unwrap();
            let back = product(&adjoint(&a), &y.x);
            let condition = real(fit.singular_values[[0]]) / real(fit.singular_values[[m - 1]]);
            close("shortest", &back, &fit.x, 50.0 * condition, size(&fit.x) * 10.0);
        }
        let values = svdvals(&a).unwrap();
        for (x, y) in fit.singular_values.iter().zip(values.iter()) {
            assert!((real(*x) - real(*y)).abs() <= 50.0 * T::eps() * size(&a));
        }
        each_layout(&a, |layout, a| assert_eq!(lstsq(a, &b).unwrap().x, fit.x, "{layout}"));
        let v = b.view().slice(s![.., 0]);
        let one = lstsq(&a, v).unwrap();
        assert_eq!(one.x.shape(), [n]);
        assert_eq!(one.residuals.shape(), [usize::from(m > n)]);
    }
    for (m, n) in [(0, 3), (3, 0), (0, 0)] {
        let fit = lstsq(Array::<T>::zeros([m, n]), Array::<T>::ones([m, 2])).unwrap();
        assert_eq!((fit.x.shape(), fit.rank), (&[n, 2][..], 0));
        assert_eq!(fit.x, Array::<T>::zeros([n, 2]));
    }
    // Both sides at scales whose squares do not exist.
    for (x, y) in [(1e-30, 1e30), (1e30, 1e-5), (1e-30, 1e-36)] {
        let unit = random::<T>(1, &[9, 4]);
        let a = Array::from_fn([9, 4], |i| unit[[i[0], i[1]]] * T::make(x, 0.0));
        let b = product(&unit, &Array::ones([4, 1]));
        let b = Array::from_fn([9, 1], |i| b[[i[0], 0]] * T::make(y, 0.0));
        if y / x < T::huge() {
            let fit = lstsq(&a, &b).unwrap();
            let ones = Array::from_fn([4, 1], |i| fit.x[[i[0], 0]] * T::make(x / y, 0.0));
            close("scaled", &ones, &Array::ones([4, 1]), 300.0, 1.0);
        }
    }
}

fn least_squares_of_low_rank<T: Sample>() {
    for (m, n, rank) in [(6, 4, 2), (4, 6, 2), (40, 30, 10), (30, 40, 10), (20, 20, 0)] {
        let a = if rank == 0 { Array::zeros([m, n]) } else { of_rank::<T>(3, m, n, rank) };
        let b = random::<T>(4, &[m, 2]);
        let fit = lstsq_with(&a, &b, Tolerance::Relative(1e3 * T::eps())).unwrap();
        assert_eq!(fit.rank, rank);
        assert!(fit.residuals.is_empty());
        let expected = product(&pinv_with(&a, Tolerance::Relative(1e3 * T::eps())).unwrap(), &b);
        close("shortest", &fit.x, &expected, 5e3, size(&expected).max(1.0));
    }
    let mut a = random::<T>(1, &[5, 3]);
    a[[2, 1]] = T::make(f64::NAN, 0.0);
    let b = Array::<T>::ones([5]);
    assert!(matches!(lstsq(&a, &b), Err(LinalgError::NonFinite { .. })));
    assert!(matches!(
        lstsq(Array::<T>::ones([1, 5]), [T::make(f64::INFINITY, 0.0)]),
        Err(LinalgError::NonFinite { .. })
    ));
}

fn same_bits<T: Sample>() {
    for (m, n) in [(80, 50), (300, 260)] {
        let (a, b) = (random::<T>(1, &[m, n]), random::<T>(2, &[m, 3]));
        let p = positive_definite::<T>(3, n);
        let results = in_pools(|| {
            let Qr { q, r } = qr(&a).unwrap();
            let pivoted = qr_pivoted(&a).unwrap();
            let x = lstsq(&a, &b).unwrap().x;
            let l = cholesky(&p).unwrap();
            (bits(&q), bits(&r), bits(&pivoted.r), bits(&x), bits(&l))
        });
        assert!(results.windows(2).all(|w| w[0] == w[1]), "{m} × {n}");
    }
}

fn stacks<T: Sample>() {
    let a = random::<T>(1, &[2, 2, 6, 6]);
    let p = Array::from_fn([3, 5, 5], |i| positive_definite::<T>(i[0] as u64, 5)[[i[1], i[2]]]);
    let (qr_all, pivoted, power) =
        (qr(&a).unwrap(), qr_pivoted(&a).unwrap(), matrix_power(&a, 3).unwrap());
    for i in 0..2 {
        for j in 0..2 {
            let one = a.view().slice(s![i, j]);
            assert_eq!(qr_all.q.view().slice(s![i, j]), qr(one).unwrap().q);
            assert_eq!(qr_all.r.view().slice(s![i, j]), qr(one).unwrap().r);
            assert_eq!(pivoted.perm.view().slice(s![i, j]), qr_pivoted(one).unwrap().perm);
            assert_eq!(power.view().slice(s![i, j]), matrix_power(one, 3).unwrap());
        }
    }
    let (l, d) = (cholesky(&p).unwrap(), ldl(&p).unwrap());
    let b = random::<T>(5, &[5, 2]);
    let (x, y) = (cho_factor(&p).unwrap().solve(&b).unwrap(), d.solve(&b).unwrap());
    for i in 0..3 {
        let one = p.view().slice(s![i]);
        assert_eq!(l.view().slice(s![i]), cholesky(one).unwrap());
        assert_eq!(d.l.view().slice(s![i]), ldl(one).unwrap().l);
        assert_eq!(x.view().slice(s![i]), cho_factor(one).unwrap().solve(&b).unwrap());
        assert_eq!(y.view().slice(s![i]), ldl(one).unwrap().solve(&b).unwrap());
    }
    let mut bad = p.clone();
    bad[[1, 2, 2]] = T::make(-1.0, 0.0);
    let matrix: Box<[usize]> = Box::new([1]);
    let expected = LinalgError::NotPositiveDefinite { op: "cholesky", index: 2, matrix };
    assert_eq!(cholesky(&bad), Err(expected));
}
