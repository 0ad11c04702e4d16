//! The largest singular values of matrices with two long axes: near those of memory, with one result for any chunks,
//! budget and number of threads.
#![cfg(all(feature = "linalg", feature = "random"))]

use nd_core::{Array, Complex};
use nd_linalg::matmul;
use nd_ooc::{Chunked, ChunkedSvd, ErrorKind, LowRankOptions, OnePassOptions, Plan};

mod samples;
mod stored;
use samples::{far, loss, result, sample};
use stored::{Folder, chunkings};

/// A matrix whose singular values are these.
fn with_values(n: usize, p: usize, values: &[f64]) -> Array<f64> {
    let k = values.len();
    let left = nd_linalg::qr(sample(&[n, k])).unwrap().q;
    let right = nd_linalg::qr(sample(&[p, k])).unwrap().q;
    matmul(Array::from_fn([n, k], |at| left[[at[0], at[1]]] * values[at[1]]), right.t())
}

/// Values that fall by a half each.
fn falling(k: usize) -> Vec<f64> {
    (0..k).map(|at| 0.5f64.powi(at as i32)).collect()
}

/// The matrix that the factors give, and how far vectors are from orthonormal.
fn product(what: &str, svd: &ChunkedSvd<f64>) -> (Array<f64>, f64) {
    let (u, s, vh) = (result(what, &svd.u), result(what, &svd.s), result(what, &svd.vh));
    let lost = loss(&u).max(loss(&vh.view().t().to_array()));
    (matmul(u * s, vh), lost)
}

#[test]
fn a_matrix_of_low_rank_is_found_to_rounding() {
    for (n, p) in [(230, 200), (90, 230), (2300, 20)] {
        let a = with_values(n, p, &falling(6));
        let x = Chunked::from(a.clone());
        for (what, svd, most) in [
            ("lowrank", x.svd_lowrank(6), 1e-15),
            ("one pass", x.svd_one_pass(6), 1e-12),
            (
                "no power",
                x.svd_lowrank_with(6, &LowRankOptions::default().power_iterations(0)),
                1e-14,
            ),
        ] {
            let (got, lost) = product(what, &svd);
            assert!(far(&got, &a) < most, "{what} {n} {p}: {:e}", far(&got, &a));
            assert!(lost < 1e-13, "{what}: {lost:e}");
        }
    }
}

#[test]
fn values_that_are_left_out_bound_the_error() {
    let values: Vec<f64> = (0..60).map(|at| 0.8f64.powi(at)).collect();
    let a = with_values(260, 200, &values);
    let x = Chunked::from(a.clone());
    let k = 10;
    let svd = x.svd_lowrank(k);
    let s = svd.s.compute().unwrap();
    for at in 0..k {
        assert!((s[[at]] / values[at] - 1.0).abs() < 1e-3, "{at}: {} of {}", s[[at]], values[at]);
        assert!(s[[at]] <= values[at] * (1.0 + 1e-14));
    }
    let error = nd_linalg::svdvals(product("falling", &svd).0 - &a).unwrap()[[0]];
    assert!(error < 1.1 * values[k], "{error} of {}", values[k]);
    // All of the error, in one pass.
    let rest: f64 = values[k..].iter().map(|v| v * v).sum::<f64>().sqrt();
    let error = nd_linalg::norm(product("one pass", &x.svd_one_pass(k)).0 - &a);
    assert!(error < 1.5 * rest, "{error} of {rest}");
    let wide = OnePassOptions::default().sketch(80);
    let error = nd_linalg::norm(product("wide", &x.svd_one_pass_with(k, &wide)).0 - &a);
    assert!(error < 1.001 * rest, "{error} of {rest}");
}

#[test]
fn low_rank_does_not_depend_on_chunks() {
    let folder = Folder::new("lowrank-chunks");
    let a = with_values(150, 130, &falling(30));
    let one = Chunked::from(a.clone());
    let made = |x: &Chunked<f64>| {
        let (exact, fast) = (x.svd_lowrank(3), x.svd_one_pass(3));
        [&exact.u, &exact.vh, &fast.u, &fast.vh].map(|x| result("low rank", x))
    };
    let want = made(&one);
    for chunks in &chunkings(a.shape())[..3] {
        assert!(made(&folder.chunked(&a, chunks)) == want, "{chunks:?}");
    }
    let other = one.svd_lowrank_with(3, &LowRankOptions::default().seed(9));
    assert_ne!(result("seed", &other.u), want[0]);
}

#[test]
fn more_values_than_there_are_and_none() {
    let a = sample(&[12, 9]);
    let memory = nd_linalg::svdvals(&a).unwrap();
    for svd in [Chunked::from(a.clone()).svd_lowrank(50), Chunked::from(a.clone()).svd_one_pass(50)]
    {
        assert_eq!((svd.u.shape(), svd.vh.shape()), (&[12, 9][..], &[9, 9][..]));
        assert!(far(&svd.s.compute().unwrap(), &memory) < 1e-12);
    }
    for (n, p, k) in [(5, 4, 0), (0, 4, 2), (3, 0, 1)] {
        let x = nd_ooc::full([n, p], 1.0);
        for svd in [x.svd_lowrank(k), x.svd_one_pass(k)] {
            assert_eq!(svd.u.compute().unwrap().shape(), [n, 0]);
            assert_eq!(svd.s.compute().unwrap().shape(), [0]);
            assert_eq!(svd.vh.compute().unwrap().shape(), [0, p]);
        }
    }
}

#[test]
fn low_rank_of_singles_and_of_complex_numbers() {
    let a = with_values(160, 120, &falling(4)).cast::<f32>();
    let svd = Chunked::from(a.clone()).svd_lowrank(4);
    let (u, s, vh) = (result("u", &svd.u), result("s", &svd.s), result("vh", &svd.vh));
    assert!(far(&matmul(u * s, vh).cast::<f64>(), &a.cast::<f64>()) < 1e-6);
    let (re, im) = (with_values(160, 120, &falling(3)), with_values(160, 120, &[0.3]));
    let a = nd_core::zip((&re, &im)).map(|(re, im)| Complex::new(re, im));
    let x = Chunked::from(a.clone());
    for svd in [x.svd_lowrank(4), x.svd_one_pass(4)] {
        let (u, s, vh) = (result("u", &svd.u), result("s", &svd.s), result("vh", &svd.vh));
        let got = matmul(u * s.map(|s| Complex::new(s, 0.0)), vh);
        let most = (got - &a).iter().map(|x| x.norm()).fold(0.0, f64::max);
        assert!(most < 1e-12, "{most:e}");
    }
}

#[test]
fn low_rank_names_what_is_not_finite() {
    let mut a = sample(&[30, 20]);
    a[[3, 4]] = f64::NAN;
    let x = Chunked::from(a);
    for svd in [x.svd_lowrank(2), x.svd_one_pass(2)] {
        let error = svd.s.compute().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Linalg(_) | ErrorKind::Values(_)), "{error}");
    }
}

#[test]
fn passes_over_the_data_are_as_many_as_was_said() {
    let folder = Folder::new("lowrank-passes");
    let a = sample(&[2000, 1100]);
    nd_io::save(folder.path("a.npy"), &a).unwrap();
    let x: Chunked<f64> = nd_ooc::open(folder.path("a.npy")).unwrap();
    let read = |svd: &ChunkedSvd<f64>| {
        let mut plan = Plan::new();
        let _ = (plan.compute(&svd.u), plan.compute(&svd.s), plan.compute(&svd.vh));
        let read: u64 = plan.run().unwrap().report().stages.iter().map(|stage| stage.read).sum();
        read as f64 / a.nbytes() as f64
    };
    let times = read(&x.svd_lowrank_with(5, &LowRankOptions::default().power_iterations(1)));
    assert!((4.0..4.3).contains(&times), "{times}");
    let times = read(&x.svd_one_pass(5));
    assert!((1.0..1.3).contains(&times), "{times}");
}
