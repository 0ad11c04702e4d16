//! Products of matrices, trends and principal components: those of memory, with one result for any chunks, budget and
//! number of threads.
#![cfg(feature = "linalg")]

use nd_core::{Array, Typed, array, s};
use nd_linalg::matmul;
use nd_ooc::{Chunked, RunOptions};

mod stored;
use stored::{Folder, chunkings};

/// Numbers with many digits from -1 to 1, without a pattern.
fn sample(shape: &[usize]) -> Array<f64> {
    let mut state = 12345u64;
    let numbers = (0..shape.iter().product()).map(|_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    });
    Array::from_shape_vec(shape, numbers.collect())
}

fn close(what: &str, got: &Array<f64>, want: &Array<f64>, most: f64) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    let far = got.iter().zip(want.iter()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(far <= most, "{what}: {far:e} apart");
}

/// The one result on one thread and on all.
fn result<T: Typed + PartialEq>(what: &str, x: &Chunked<T>) -> Array<T> {
    let one = x.compute_with(&RunOptions::default().threads(1)).unwrap();
    for options in [RunOptions::default(), RunOptions::default().threads(5)] {
        assert!(one == x.compute_with(&options).unwrap(), "{what}: other bits");
    }
    one
}

/// What an operation makes of an array in all chunkings: the same bits.
fn one_result<T: Typed + PartialEq>(
    name: &str,
    a: &Array<f64>,
    made: impl Fn(&Chunked<f64>) -> Chunked<T>,
) -> Array<T> {
    let folder = Folder::new(name);
    let one = result(name, &made(&Chunked::from(a.clone())));
    // Chunks of one element would be as many files.
    for chunks in &chunkings(a.shape())[..3] {
        let x = folder.chunked(a, chunks);
        assert!(one == result(name, &made(&x)), "{name}: other bits in chunks of {chunks:?}");
    }
    one
}

#[test]
fn gram_is_the_product_of_memory_and_symmetric() {
    for shape in [[1, 1], [7, 3], [300, 40], [9001, 5], [20_000, 3]] {
        let a = sample(&shape);
        let what = format!("gram-{}-{}", shape[0], shape[1]);
        let got = one_result(&what, &a, |x| x.gram());
        close(&what, &got, &matmul(a.t(), &a), 1e-14 * shape[0] as f64);
        assert_eq!(got.view().t(), got, "{what}");
    }
}

#[test]
fn gram_of_integers_wraps_and_of_half_floats_is_rounded_once() {
    let a = sample(&[9000, 3]).map(|v| (v * 1e6) as i32);
    assert_eq!(result("i32", &Chunked::from(a.clone()).gram()), matmul(a.t(), &a));
    let a = a.map(|v| v as i8);
    assert_eq!(result("i8", &Chunked::from(a.clone()).gram()), matmul(a.t(), &a));
    let a = sample(&[9000, 3]).map(|v| nd_core::f16::from_f32((v * 4.0).round() as f32));
    // Sums of whole numbers are exact.
    assert_eq!(result("f16", &Chunked::from(a.clone()).gram()), matmul(a.t(), &a));
}

#[test]
fn gram_without_rows_or_columns() {
    assert_eq!(nd_ooc::full([0, 2], 1.0).gram().compute().unwrap(), Array::<f64>::zeros([2, 2]));
    assert_eq!(nd_ooc::full([3, 0], 1.0).gram().compute().unwrap().shape(), [0, 0]);
}

#[test]
fn products_are_those_of_memory() {
    for (n, k, m) in
        [(1, 1, 1), (5, 4, 3), (700, 33, 9), (6000, 20, 4), (40, 9000, 2), (3, 70_000, 1)]
    {
        let (a, b) = (sample(&[n, k]), sample(&[k, m]) * 0.5);
        let what = format!("product-{n}-{k}-{m}");
        let want = matmul(&a, &b);
        close(&what, &one_result(&what, &a, |x| x.matmul(&b)), &want, 1e-14 * k as f64);
        let what = format!("right-{what}");
        let left = Chunked::from(a.clone());
        close(&what, &one_result(&what, &b, |x| left.matmul(x)), &want, 1e-14 * k as f64);
    }
}

#[test]
fn large_right_factors_go_by_blocks() {
    // Too many columns for blocks of rows: two blocks of up to 512 along k, and two along m.
    let (a, b) = (sample(&[40, 900]), sample(&[900, 1200]));
    let right = Chunked::from(b.clone());
    let got = one_result("large", &a, |x| x.matmul(&right));
    close("large", &got, &matmul(&a, &b), 1e-11);
    let small = RunOptions::default().budget(8 << 20);
    assert_eq!(Chunked::from(a).matmul(&right).compute_with(&small).unwrap(), got);
}

#[test]
fn vectors_are_rows_and_columns() {
    let (a, b) = (array![[1, 2, 3], [4, 5, 6]], array![1, 10, 100]);
    let (x, y) = (Chunked::from(a.clone()), Chunked::from(b.clone()));
    assert_eq!(x.matmul(&y).compute().unwrap(), matmul(&a, &b));
    assert_eq!(y.matmul(x.t()).compute().unwrap(), matmul(&b, a.t()));
    assert_eq!(y.matmul(&y).value().unwrap(), 10_101);
    let none = nd_ooc::full([3, 0], 1i64).matmul(nd_ooc::full([0, 2], 1));
    assert_eq!(none.compute().unwrap(), Array::<i64>::zeros([3, 2]));
}

#[test]
fn products_go_on_as_expressions() {
    let a = sample(&[5000, 6]);
    let x = Chunked::from(a.clone());
    let y = (&x - x.mean_axis(0)).matmul(array![1.0, 0.0, 0.0, 0.0, 0.0, 1.0]) * 2.0;
    let means = nd_ops::mean_axis(&a, 0);
    let want = Array::from_fn([5000], |at| {
        2.0 * (a[[at[0], 0]] - means[[0]] + a[[at[0], 5]] - means[[5]])
    });
    close("expression", &result("expression", &y), &want, 1e-14);
    let tail = y.slice(s![-7..;2]).compute().unwrap();
    close("tail", &tail, &want.slice(s![-7..;2]).to_array(), 1e-14);
}

#[test]
#[should_panic(expected = "matmul: shapes [2, 3] and [2, 3] do not fit: 3 and 2 should be equal")]
fn factors_that_do_not_fit_are_refused_at_once() {
    let x = nd_ooc::full([2, 3], 1.0);
    let _ = x.matmul(&x);
}

#[test]
fn tensordot_is_that_of_memory() {
    let (a, b) = (sample(&[4, 5, 6]), sample(&[6, 7, 5]));
    let y = Chunked::from(b.clone());
    let got = one_result("tensordot", &a, |x| x.tensordot(&y, ([1, -1], [2, 0])));
    close("named", &got, &nd_linalg::tensordot(&a, &b, ([1, -1], [2, 0])), 1e-13);
    let got = one_result("tensordot-1", &a, |x| x.tensordot(&y, 1));
    close("1", &got, &nd_linalg::tensordot(&a, &b, 1), 1e-13);
    let (c, d) = (array![1, 2], array![[1, 10]]);
    let got = Chunked::from(c.clone()).tensordot(&d, 0).compute().unwrap();
    assert_eq!(got, nd_linalg::tensordot(&c, &d, 0));
}

#[test]
fn trends_are_least_squares() {
    let n = 500;
    let at = Array::from_fn([n], |at| 1900.0 + at[0] as f64 / 12.0 + (at[0] % 3) as f64);
    let noise = sample(&[n, 4, 3]);
    let a =
        Array::from_fn([n, 4, 3], |i| 280.0 + at[[i[0]]] * i[2] as f64 + noise[[i[0], i[1], i[2]]]);
    let design = Array::from_fn([n, 2], |i| if i[1] == 0 { at[[i[0]]] } else { 1.0 });
    let columns = a.reshape([n, 12]).to_array();
    let want = nd_linalg::lstsq(&design, &columns).unwrap().x;
    let slope = one_result("slope", &a, |x| x.trend_axis(&at, 0).0);
    let intercept = one_result("intercept", &a, |x| x.trend_axis(&at, 0).1);
    close("slope", &slope, &want.slice(s![0]).reshape([4, 3]).to_array(), 1e-9);
    close("intercept", &intercept, &want.slice(s![1]).reshape([4, 3]).to_array(), 1e-6);
    let turned = Chunked::from(a).permute_dims(&[1, 2, 0]).trend_axis(&at, -1).0;
    close("last axis", &result("last axis", &turned), &slope, 1e-11);
}

#[test]
fn trends_of_nan_and_of_one_coordinate_are_nan() {
    let x = Chunked::from(array![[1.0f32, f32::NAN], [2.0, 3.0]]);
    let (slope, intercept) = x.trend_axis([0.0, 1.0], 0);
    let (slope, intercept) = nd_ooc::compute((&slope, &intercept)).unwrap();
    assert_eq!((slope[[0]], intercept[[0]]), (1.0, 1.0));
    assert!(slope[[1]].is_nan() && intercept[[1]].is_nan());
    assert!(x.trend_axis([3.0, 3.0], 0).0.compute().unwrap().iter().all(|v| v.is_nan()));
    let none = nd_ooc::full([0, 2], 1.0).trend_axis(Array::<f64>::zeros([0]), 0);
    assert!(none.0.compute().unwrap().iter().all(|v| v.is_nan()));
    assert!(none.1.compute().unwrap().iter().all(|v| v.is_nan()));
}

/// Samples of `rank` patterns of different strengths, a mean and a little noise.
fn patterns(n: usize, p: usize) -> Array<f64> {
    let (times, maps) = (sample(&[n, 4]), sample(&[4, p]));
    let strong = Array::from_fn([n, 4], |at| times[[at[0], at[1]]] * [9.0, 4.0, 2.0, 1.0][at[1]]);
    matmul(&strong, &maps) + sample(&[n, p]) * 0.01 + 100.0
}

#[test]
fn principal_components_are_singular_vectors() {
    for (n, p) in [(400, 12), (12, 400), (30, 30), (9000, 3)] {
        let what = format!("pca-{n}-{p}");
        let a = patterns(n, p);
        let k = 3;
        let centred = &a - nd_ops::mean_axis(&a, 0);
        let svd = nd_linalg::svd(&centred).unwrap();
        let variances = svd.s.map(|s| s * s / (n - 1) as f64);
        let total = nd_ops::sum(&variances);
        let pca = Chunked::from(a.clone()).pca(k).unwrap();
        let want = variances.slice(s![..3]).to_array();
        close(&what, &pca.explained_variance, &want, 1e-9 * want[[0]]);
        close(&what, &pca.explained_variance_ratio, &(want / total), 1e-9);
        let components = result(&what, &pca.components);
        let vt = svd.vh.slice(s![..3]).to_array();
        let want = Array::from_fn([k, p], |at| {
            let row = vt.slice(s![at[0] as isize]);
            let largest =
                row.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
            row[[at[1]]] * largest.signum()
        });
        close(&what, &components, &want, 1e-7);
        let scores = result(&what, &pca.scores());
        close(&what, &scores, &matmul(&centred, want.t()), 1e-5);
        close(&what, &result(&what, &pca.mean), &nd_ops::mean_axis(&a, 0), 1e-11);
    }
}

#[test]
fn principal_components_do_not_depend_on_chunks() {
    for (n, p) in [(300, 8), (8, 300)] {
        let a = patterns(n, p);
        let name = format!("pca-chunks-{n}");
        one_result(&name, &a, |x| x.pca(2).unwrap().components);
        one_result(&name, &a, |x| x.pca(2).unwrap().scores());
        one_result(&name, &a, |x| Chunked::from(x.pca(2).unwrap().explained_variance));
    }
}

#[test]
fn principal_components_of_what_has_none() {
    let nan = Chunked::from(array![[1.0, f64::NAN], [2.0, 3.0], [4.0, 4.0]]).pca(1);
    assert!(matches!(nan.unwrap_err().kind(), nd_ooc::ErrorKind::Values(_)));
    assert!(nd_ooc::full([1, 1], 1.0).pca(1).is_err());
    let pca = nd_ooc::full([2, 5], 1.0).pca(2).unwrap();
    assert_eq!(pca.explained_variance, array![0.0, 0.0]);
    assert_eq!(pca.components.compute().unwrap(), Array::<f64>::zeros([2, 5]));
    // One direction, and no other.
    let line = Chunked::from(array![[0.0, 0.0, 0.0], [3.0, 0.0, 4.0]]).pca(2).unwrap();
    let far = line.components.compute().unwrap() - array![[0.6, 0.0, 0.8], [0.0, 0.0, 0.0]];
    assert!(far.iter().all(|far| far.abs() < 1e-14), "{far:?}");
}

#[test]
#[should_panic(expected = "pca: shape [5, 2] has no 3 components")]
fn more_components_than_features_are_refused() {
    let _ = nd_ooc::full([5, 2], 1.0).pca(3);
}

/// Bytes that are read for results together.
fn read(results: &[&Chunked<f64>]) -> u64 {
    let mut plan = nd_ooc::Plan::new();
    for &result in results {
        let _ = plan.compute(result);
    }
    plan.run().unwrap().report().stages.iter().map(|stage| stage.read).sum()
}

#[test]
fn one_pass_is_enough() {
    let folder = Folder::new("passes");
    let a = sample(&[20_000, 8]);
    nd_io::save(folder.path("a.npy"), &a).unwrap();
    let x: Chunked<f64> = nd_ooc::open(folder.path("a.npy")).unwrap();
    let once = a.nbytes() as u64;
    assert_eq!(read(&[&x.gram()]), once);
    assert_eq!(read(&[&x.matmul(sample(&[8, 3]))]), once);
    let (slope, intercept) = x.trend_axis(sample(&[20_000]), 0);
    assert_eq!(read(&[&slope, &intercept]), once);
    // The means first.
    assert_eq!(read(&[&x.pca(2).unwrap().scores()]), 2 * once);
}
