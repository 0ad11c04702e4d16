//! Orthonormal factors, singular values and least squares of matrices with any number of rows: those of memory up to
//! rounding, with one result for any chunks, budget and number of threads.
#![cfg(feature = "linalg")]

use nd_core::{Array, Complex, array, s};
use nd_linalg::{LinalgError, Tolerance, matmul};
use nd_ooc::{Chunked, ErrorKind, LstsqOptions, Plan, RunOptions};

mod samples;
mod stored;
use samples::{far, loss, result, sample};
use stored::{Folder, chunkings};

/// Columns whose singular values fall from 1 to `1 / condition`.
fn bad(n: usize, p: usize, condition: f64) -> Array<f64> {
    let left = nd_linalg::qr(sample(&[n, p])).unwrap().q;
    let right = nd_linalg::qr(sample(&[p, p])).unwrap().q;
    let step = condition.powf(-1.0 / (p - 1) as f64);
    let scaled = Array::from_fn([n, p], |at| left[[at[0], at[1]]] * step.powi(at[1] as i32));
    matmul(&scaled, right.t())
}

/// An array in memory, in chunks, and in others.
fn everywhere(folder: &Folder, a: &Array<f64>) -> Vec<Chunked<f64>> {
    // Chunks of one element would be as many files.
    let stored = chunkings(a.shape()).into_iter().take(3).map(|chunks| folder.chunked(a, &chunks));
    [Chunked::from(a.clone())].into_iter().chain(stored).collect()
}

#[test]
fn factors_are_those_of_memory_up_to_signs() {
    // One panel, one that is not full, hardly more rows than columns, three levels.
    for (n, p) in [(1, 1), (7, 3), (40, 40), (5, 9), (9001, 3), (1500, 70), (8500, 12)] {
        let what = format!("qr {n} {p}");
        let a = sample(&[n, p]);
        let qr = Chunked::from(a.clone()).qr();
        let (q, r) = (result(&what, &qr.q), result(&what, &qr.r));
        let memory = nd_linalg::qr_r(&a).unwrap();
        let sign = |row: usize| if memory[[row, row]] < 0.0 { -1.0 } else { 1.0 };
        let want = Array::from_fn(memory.shape(), |at| memory[[at[0], at[1]]] * sign(at[0]));
        let scale = (n as f64).sqrt();
        assert!(far(&r, &want) < 1e-12 * scale, "{what}: {:e}", far(&r, &want));
        for row in 0..r.shape()[0] {
            assert!(
                r[[row, row]] >= 0.0 && (0..row).all(|column| r[[row, column]] == 0.0),
                "{what}"
            );
        }
        assert!(loss(&q) < 1e-14, "{what}: {:e}", loss(&q));
        assert!(far(&matmul(&q, &r), &a) < 2e-15 * scale, "{what}: {:e}", far(&matmul(&q, &r), &a));
    }
}

#[test]
fn factors_do_not_depend_on_chunks() {
    let folder = Folder::new("qr-chunks");
    let a = sample(&[9001, 5]);
    let all: Vec<_> = everywhere(&folder, &a).iter().map(Chunked::qr).collect();
    let (q, r) = (result("q", &all[0].q), result("r", &all[0].r));
    for other in &all[1..] {
        assert!(q == result("q", &other.q) && r == result("r", &other.r));
    }
    let part = all[1].q.slice(s![4000..9000;7, 1..]).compute().unwrap();
    assert_eq!(part, q.slice(s![4000..9000;7, 1..]));
    let both = nd_ooc::concat(&[all[1].q.clone(), all[2].q.clone()], 1);
    assert_eq!(result("both", &both).slice(s![.., 5..]), q);
    assert_eq!(result("turned", &all[3].q.t()), q.view().t());
    let sums = result("sums", &all[3].q.sum_axis(0));
    assert!(far(&sums, &nd_ops::sum_axis(&q, 0)) < 1e-12);
}

#[test]
fn bad_columns_are_orthonormal_all_the_same() {
    for condition in [1e3, 1e12, 1e15] {
        let a = bad(9000, 12, condition);
        let qr = Chunked::from(a.clone()).qr();
        let (q, r) = nd_ooc::compute((&qr.q, &qr.r)).unwrap();
        assert!(loss(&q) < 1e-14, "{condition:e}: {:e}", loss(&q));
        assert!(far(&matmul(&q, &r), &a) < 2e-15, "{condition:e}: {:e}", far(&matmul(&q, &r), &a));
    }
    // What products of columns cannot do at the second of these.
    let gram = matmul(bad(9000, 12, 1e12).t(), bad(9000, 12, 1e12));
    assert!(nd_linalg::svdvals(&gram).unwrap()[[11]] > 1e-20);
}

#[test]
fn columns_that_depend_on_others_have_factors() {
    // The third is the sum of the first two, the fourth zero; columns of scales that have no squares.
    let base = sample(&[9000, 5]);
    let a = Array::from_fn([9000, 5], |at| {
        let x = |column: usize| base[[at[0], column]];
        [x(0), x(1), x(0) + x(1), 0.0, x(4)][at[1]]
    });
    let qr = Chunked::from(a.clone()).qr();
    let (q, r) = nd_ooc::compute((&qr.q, &qr.r)).unwrap();
    assert!(loss(&q) < 1e-14, "{:e}", loss(&q));
    assert!(r[[2, 2]] < 1e-12 && r[[3, 3]] < 1e-12, "{r}");
    assert!(far(&matmul(&q, &r), &a) < 1e-14);
    let scales = Array::from_fn([5000, 3], |at| base[[at[0], 0]] * [1e200, 1.0, 1e-200][at[1]]);
    let qr = Chunked::from(scales).qr();
    assert!(loss(&qr.q.compute().unwrap()) < 1e-14);
}

#[test]
fn factors_of_nothing() {
    for (n, p) in [(0, 3), (4, 0), (0, 0)] {
        let k = n.min(p);
        let x = nd_ooc::full([n, p], 1.0);
        let qr = x.qr();
        assert_eq!((qr.q.shape(), qr.r.shape()), (&[n, k][..], &[k, p][..]));
        assert_eq!(qr.q.compute().unwrap().shape(), [n, k]);
        assert_eq!(qr.r.compute().unwrap().shape(), [k, p]);
        let svd = x.svd();
        assert_eq!(svd.s.compute().unwrap().shape(), [k]);
        assert_eq!(svd.u.compute().unwrap().shape(), [n, k]);
        assert_eq!(svd.vh.compute().unwrap().shape(), [k, p]);
        assert_eq!(x.svdvals().compute().unwrap().shape(), [k]);
    }
}

#[test]
fn factors_of_singles_and_of_complex_numbers() {
    let a = sample(&[9000, 6]).cast::<f32>();
    let qr = Chunked::from(a.clone()).qr();
    let (q, r) = (result("q", &qr.q), result("r", &qr.r));
    assert!(loss(&q.cast::<f64>()) < 1e-5);
    assert!(far(&matmul(&q, &r).cast::<f64>(), &a.cast::<f64>()) < 1e-5);
    let (re, im) = (sample(&[9000, 4]), sample(&[9001, 4]));
    let a =
        Array::from_fn([9000, 4], |at| Complex::new(re[[at[0], at[1]]], im[[at[0] + 1, at[1]]]));
    let qr = Chunked::from(a.clone()).qr();
    let (q, r) = (result("q", &qr.q), result("r", &qr.r));
    let most = |x: &Array<Complex<f64>>| x.iter().map(|x| x.norm()).fold(0.0, f64::max);
    assert!((0..4).all(|at| r[[at, at]].im == 0.0 && r[[at, at]].re > 0.0));
    assert!(most(&(matmul(&q, &r) - &a)) < 1e-13);
    let square = matmul(q.map(|x| x.conj()).t(), &q);
    assert!(
        (0..4).all(|at| (square[[at, at]] - 1.0).norm() < 1e-14
            && square[[at, (at + 1) % 4]].norm() < 1e-14)
    );
    // Both ways round.
    for a in [a.clone(), a.view().t().to_array()] {
        let svd = Chunked::from(a.clone()).svd();
        let (u, s, vh) = nd_ooc::compute((&svd.u, &svd.s, &svd.vh)).unwrap();
        let scaled = u * s.map(|s| Complex::new(s, 0.0));
        assert!(most(&(matmul(scaled, vh) - &a)) < 1e-12);
    }
}

#[test]
fn what_is_not_finite_is_named() {
    let mut a = sample(&[9000, 3]);
    a[[5001, 2]] = f64::NAN;
    let x = Chunked::from(a.clone());
    let error = x.qr().r.compute().unwrap_err();
    let index = [5001, 2].into();
    assert!(
        matches!(error.kind(), ErrorKind::Linalg(LinalgError::NonFinite { index: at, .. }) if *at == index),
        "{error}"
    );
    assert!(
        error.to_string().contains("qr: the element at [5001, 2] is NaN or infinite"),
        "{error}"
    );
    assert!(x.qr().q.compute().is_err() && x.svdvals().compute().is_err());
    a[[5001, 2]] = f64::INFINITY;
    assert!(Chunked::from(a).svd().s.compute().is_err());
    // Whose length is too large, of one panel and of several.
    for n in [5, 9000] {
        let error = nd_ooc::full([n, 1], 1.7e308).qr().r.compute().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Values(_)), "{error}");
        assert!(error.to_string().ends_with("too large for their type"), "{error}");
    }
}

#[test]
#[should_panic(expected = "qr")]
fn factors_want_two_axes() {
    let _ = nd_ooc::full([3], 1.0).qr();
}

#[test]
fn singular_values_are_those_of_memory() {
    for (n, p) in [(9001, 4), (4, 9001), (30, 30), (6, 1), (1100, 60)] {
        let what = format!("svd {n} {p}");
        let a = sample(&[n, p]);
        let memory = nd_linalg::svd(&a).unwrap();
        let svd = Chunked::from(a.clone()).svd();
        let (u, s, vh) = (result(&what, &svd.u), result(&what, &svd.s), result(&what, &svd.vh));
        assert!(far(&s, &memory.s) < 1e-13 * memory.s[[0]], "{what}");
        let lost = loss(&u).max(loss(&vh.view().t().to_array()));
        assert!(lost < 1e-13, "{what}: {lost:e}");
        assert!(far(&matmul(&u * &s, &vh), &a) < 1e-13 * memory.s[[0]], "{what}");
        let values = result(&what, &Chunked::from(a).svdvals());
        assert!(far(&values, &memory.s) < 1e-13 * memory.s[[0]], "{what}");
    }
}

#[test]
fn singular_values_do_not_depend_on_chunks() {
    let folder = Folder::new("svd-chunks");
    let a = sample(&[5000, 7]);
    let one = Chunked::from(a.clone()).svd();
    let (u, s) = (result("u", &one.u), result("s", &one.s));
    for x in everywhere(&folder, &a) {
        assert!(result("u", &x.svd().u) == u && result("s", &x.svd().s) == s);
        assert!(result("s", &x.t().svd().s) == s && result("u", &x.t().svd().vh.t()) == u);
    }
}

#[test]
fn small_singular_values_keep_their_digits() {
    let a = bad(9000, 7, 1e12);
    let s = Chunked::from(a).svdvals().compute().unwrap();
    for (at, s) in s.iter().enumerate() {
        let want = 1e-2f64.powi(at as i32);
        assert!((s - want).abs() < 1e-14, "{at}: {s:e}"); // and not 1e-8
    }
}

#[test]
fn least_squares_are_those_of_memory() {
    let folder = Folder::new("lstsq");
    let (a, b) = (sample(&[9001, 5]), sample(&[9001, 2]));
    let want = nd_linalg::lstsq(&a, &b).unwrap();
    let mut first = None;
    for x in everywhere(&folder, &a) {
        let got = x.lstsq(&b).unwrap();
        assert!(far(&got.x, &want.x) < 1e-15, "{:e}", far(&got.x, &want.x));
        assert!(far(&got.residuals, &want.residuals) < 1e-11);
        assert!(far(&got.singular_values, &want.singular_values) < 1e-12);
        assert_eq!((got.rank, want.rank), (5, 5));
        let first = first.get_or_insert_with(|| got.x.clone());
        assert_eq!(*first, got.x);
        let small = RunOptions::default().budget(8 << 20).threads(3);
        let within = x.lstsq_with(&b, &LstsqOptions::default().run(small)).unwrap();
        assert_eq!((&within.x, &within.residuals), (&got.x, &got.residuals));
    }
    let column = b.slice(s![.., 0]).to_array();
    let one = Chunked::from(a.clone()).lstsq(&column).unwrap();
    assert_eq!((one.x.shape(), one.residuals.shape()), (&[5][..], &[1][..]));
    assert!(far(&one.x, &nd_linalg::lstsq(&a, &column).unwrap().x) < 1e-15);
}

#[test]
fn least_squares_of_few_rows_and_of_low_rank() {
    for (n, p) in [(3, 5), (5, 5), (6, 5), (9000, 5)] {
        let mut a = sample(&[n, p]);
        let b = sample(&[n, 2]);
        for low in [false, true] {
            if low {
                let column = a.slice(s![.., 0]).map(|x| 2.0 * x);
                a.slice_mut(s![.., 1]).assign(&column);
            }
            let (got, want) =
                (Chunked::from(a.clone()).lstsq(&b).unwrap(), nd_linalg::lstsq(&a, &b).unwrap());
            assert!(far(&got.x, &want.x) < 1e-13, "{n}: {:e}", far(&got.x, &want.x));
            assert_eq!(got.residuals.shape(), want.residuals.shape(), "{n} {low}");
            assert!(far(&got.residuals, &want.residuals) < 1e-11, "{n}");
            assert_eq!(got.rank, want.rank);
        }
    }
}

#[test]
fn least_squares_that_products_of_columns_lose() {
    let a = bad(9000, 6, 1e10);
    let want = array![1.0, -2.0, 3.0, 0.5, 1.0, 4.0];
    let got = Chunked::from(a.clone()).lstsq(matmul(&a, &want)).unwrap();
    assert!(far(&got.x, &want) < 1e-5, "{:e}", far(&got.x, &want)); // 1e10 · 1e-16
    assert_eq!(got.rank, 6);
    let few = Chunked::from(a.clone());
    let options = LstsqOptions::default().tolerance(Tolerance::Relative(1e-5));
    let few = few.lstsq_with(matmul(&a, &want), &options).unwrap();
    assert_eq!(few.rank, 3);
}

#[test]
fn least_squares_refuse_what_they_cannot_do() {
    let a = nd_ooc::full([3, 2], 1.0);
    assert!(matches!(a.try_lstsq(nd_ooc::full([2], 1.0)).unwrap_err().kind(), ErrorKind::Shape(_)));
    let error = a.lstsq(array![1.0, f64::NAN, 0.0]).unwrap_err();
    assert!(error.to_string().contains("[1, 2] is NaN or infinite"), "{error}");
    let none = nd_ooc::full([0, 2], 1.0).lstsq(nd_ooc::full([0], 1.0)).unwrap();
    assert_eq!((none.x, none.rank), (array![0.0, 0.0], 0));
}

/// Bytes that are read for results together.
fn read(results: &[&Chunked<f64>]) -> u64 {
    let mut plan = Plan::new();
    for &result in results {
        let _ = plan.compute(result);
    }
    plan.run().unwrap().report().stages.iter().map(|stage| stage.read).sum()
}

#[test]
fn one_pass_is_enough_for_triangles_and_two_for_columns() {
    let folder = Folder::new("factors-passes");
    let a = sample(&[20_000, 8]);
    nd_io::save(folder.path("a.npy"), &a).unwrap();
    let x: Chunked<f64> = nd_ooc::open(folder.path("a.npy")).unwrap();
    let once = a.nbytes() as u64;
    assert_eq!(read(&[&x.qr().r]), once);
    assert_eq!(read(&[&x.svdvals()]), once);
    let qr = x.qr();
    assert_eq!(read(&[&qr.q, &qr.r]), 2 * once);
    let svd = x.svd();
    assert_eq!(read(&[&svd.s, &svd.vh]), once);
}
