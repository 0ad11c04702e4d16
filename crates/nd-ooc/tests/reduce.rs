//! Reductions of chunked arrays beside those of arrays in memory.

use nd_core::{Array, Shape, Typed};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{Chunked, ErrorKind, Keyed, RunOptions};
use nd_ops::{Averaged, Ordered, Over, QuantileMethod, Summable, Truth, keepdims};
use std::path::PathBuf;

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("nd-ooc-reduce-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The same array in memory, in a plain file, and in files whose chunks divide it, do not, are one element, are all.
fn forms<T: Typed>(folder: &Folder, a: &Array<T>) -> Vec<(String, Chunked<T>)> {
    let mut all = vec![("memory".to_owned(), Chunked::from(a.clone()))];
    if a.ndim() == 0 || a.is_empty() {
        return all;
    }
    let shape = a.shape();
    let part = |by: usize| shape.iter().map(|n| n.div_ceil(by)).collect::<Vec<usize>>();
    let odd: Vec<usize> = shape.iter().map(|n| (n / 3 + 1).min(*n)).collect();
    let mut chunks =
        vec![("halves.zarr", part(2)), ("odd.h5/x", odd), ("whole.zarr", shape.to_vec())];
    if a.size() < 200 {
        chunks.push(("ones.zarr", vec![1; shape.len()]));
    }
    save(&Chunked::from(a.clone()), &folder.0.join("plain.npy"), CreateOptions::default());
    all.push(("npy".into(), open(&folder.0.join("plain.npy"))));
    for (name, chunks) in chunks {
        let path = folder.0.join(name);
        let layout = CreateOptions::default().chunks(&chunks[..]).compression(Compression::Gzip(1));
        save(&Chunked::from(a.clone()), &path, layout);
        all.push((name.into(), open(&path)));
    }
    all
}

fn save<T: Typed>(x: &Chunked<T>, path: &std::path::Path, layout: CreateOptions) {
    x.save_with(path, &RunOptions::default().layout(layout)).unwrap();
}

fn open<T: Typed>(path: &std::path::Path) -> Chunked<T> {
    nd_ooc::open_any(path).unwrap().try_into().unwrap()
}

/// Equal, NaN being equal to NaN.
#[track_caller]
fn same<T: Typed>(got: &Array<T>, want: &Array<T>, what: &str) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for (i, (a, b)) in got.iter().zip(want.iter()).enumerate() {
        let both_nan = a.ne(a) && b.ne(b);
        assert!(a == b || both_nan, "{what}: {a:?} is not {b:?} at {i}");
    }
}

/// As near as sums in another order are.
#[track_caller]
fn near(got: &Array<f64>, want: &Array<f64>, what: &str) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for (a, b) in got.iter().zip(want.iter()) {
        let both_nan = a.is_nan() && b.is_nan();
        assert!(
            a == b || both_nan || (a - b).abs() <= 1e-12 * (1.0 + b.abs()),
            "{what}: {a:?} is not {b:?}"
        );
    }
}

/// The same results on one thread and on all.
#[track_caller]
fn computed<T: Typed>(x: &Chunked<T>, what: &str) -> Array<T> {
    let all = x.compute().unwrap_or_else(|error| panic!("{what}: {error}"));
    let one = x.compute_with(&RunOptions::default().threads(1)).unwrap();
    same(&all, &one, what);
    all
}

/// Axes of an array of three: one, several, all, from the back, kept.
fn overs() -> Vec<Over> {
    let mut all: Vec<Over> = vec![0.into(), 1.into(), (-1).into(), [0, 2].into(), [-1, -2].into()];
    all.push((..).into());
    let kept: Vec<Over> = all.iter().map(|&over| keepdims(over)).collect();
    all.extend(kept);
    all
}

fn one_or_all() -> Vec<Over> {
    vec![0.into(), (-2).into(), 2.into(), (..).into(), keepdims(-1), keepdims(..)]
}

/// Elements of a type, some of them equal.
fn sample<T: Typed>(shape: &[usize], of: impl Fn(i64) -> T) -> Array<T> {
    Array::from_fn(shape, |at| {
        let flat = at.iter().zip(shape).fold(0, |flat, (at, n)| flat * n + at);
        of(((flat * 7919 + 13) % 61) as i64)
    })
}

/// Every exact reduction of elements with an order.
fn ordered<T: Typed + Ordered + Truth>(name: &str, a: &Array<T>) {
    let folder = Folder::new(&format!("ordered-{name}"));
    for (form, x) in forms(&folder, a) {
        for over in overs() {
            let what = format!("{name} {form} {over:?}");
            same(&computed(&x.max_axis(over), &what), &nd_ops::max_axis(a, over), &what);
            same(&computed(&x.min_axis(over), &what), &nd_ops::min_axis(a, over), &what);
            same(&computed(&x.nanmax_axis(over), &what), &nd_ops::nanmax_axis(a, over), &what);
            same(&computed(&x.nanmin_axis(over), &what), &nd_ops::nanmin_axis(a, over), &what);
            same(&computed(&x.any_axis(over), &what), &nd_ops::any_axis(a, over), &what);
            same(&computed(&x.all_axis(over), &what), &nd_ops::all_axis(a, over), &what);
            let count = nd_ops::count_nonzero_axis(a, over).map(|n| n as i64);
            same(&computed(&x.count_nonzero_axis(over), &what), &count, &what);
        }
        for over in one_or_all() {
            let what = format!("{name} {form} {over:?}");
            let places = |at: Array<usize>| at.map(|at| at as i64);
            let want = places(nd_ops::argmax_axis(a, over));
            same(&computed(&x.argmax_axis(over), &what), &want, &what);
            let want = places(nd_ops::argmin_axis(a, over));
            same(&computed(&x.argmin_axis(over), &what), &want, &what);
            match (nd_ops::nanargmax_axis(a, over), x.nanargmax_axis(over).compute()) {
                (Ok(want), Ok(got)) => same(&got, &places(want), &what),
                (Err(_), Err(error)) => {
                    assert!(matches!(error.kind(), ErrorKind::Values(_)), "{what}: {error}");
                }
                (want, got) => panic!("{what}: {got:?} is not {want:?}"),
            }
            if let Ok(want) = nd_ops::nanargmin_axis(a, over) {
                same(&computed(&x.nanargmin_axis(over), &what), &places(want), &what);
            }
        }
        for axis in [0, 1, -1] {
            let what = format!("{name} {form} {axis}");
            same(&computed(&x.cummax_axis(axis), &what), &nd_ops::cummax_axis(a, axis), &what);
            same(&computed(&x.cummin_axis(axis), &what), &nd_ops::cummin_axis(a, axis), &what);
        }
    }
}

/// Every exact reduction that adds or multiplies.
fn summed<T>(name: &str, a: &Array<T>, exact: bool)
where
    T: Typed + Summable<Sum: Typed>,
    T: Summable<Work: Typed + Summable<Work = <T as Summable>::Work, Sum = <T as Summable>::Work>>,
{
    let folder = Folder::new(&format!("summed-{name}"));
    for (form, x) in forms(&folder, a) {
        for axis in [0, 1, -1] {
            let what = format!("{name} {form} {axis}");
            same(&computed(&x.cumsum_axis(axis), &what), &nd_ops::cumsum_axis(a, axis), &what);
            same(&computed(&x.cumprod_axis(axis), &what), &nd_ops::cumprod_axis(a, axis), &what);
            let want = nd_ops::nancumsum_axis(a, axis);
            same(&computed(&x.nancumsum_axis(axis), &what), &want, &what);
            let want = nd_ops::nancumprod_axis(a, axis);
            same(&computed(&x.nancumprod_axis(axis), &what), &want, &what);
        }
        for over in if exact { overs() } else { Vec::new() } {
            let what = format!("{name} {form} {over:?}");
            same(&computed(&x.sum_axis(over), &what), &nd_ops::sum_axis(a, over), &what);
            same(&computed(&x.prod_axis(over), &what), &nd_ops::prod_axis(a, over), &what);
            same(&computed(&x.nansum_axis(over), &what), &nd_ops::nansum_axis(a, over), &what);
            same(&computed(&x.nanprod_axis(over), &what), &nd_ops::nanprod_axis(a, over), &what);
        }
    }
}

/// Every method, several at once, of all elements and over axes.
fn ranked<T: Keyed + Averaged<Mean: Typed>>(name: &str, a: &Array<T>, overs: &[Over]) {
    use QuantileMethod::*;
    let folder = Folder::new(&format!("ranked-{name}"));
    let methods = [
        Linear,
        Lower,
        Higher,
        Midpoint,
        Nearest,
        InvertedCdf,
        AveragedInvertedCdf,
        ClosestObservation,
        InterpolatedInvertedCdf,
        Hazen,
        Weibull,
        MedianUnbiased,
        NormalUnbiased,
    ];
    for (form, x) in forms(&folder, a) {
        for &over in overs {
            let what = format!("{name} {form} {over:?}");
            same(&computed(&x.median_axis(over), &what), &nd_ops::median_axis(a, over), &what);
            let want = nd_ops::nanmedian_axis(a, over);
            same(&computed(&x.nanmedian_axis(over), &what), &want, &what);
            let q: Vec<_> = methods.iter().zip([0.3, 0.0, 0.9, 1.0, 0.5].iter().cycle()).collect();
            let q = || q.iter().map(|&(method, &q)| method.at(q));
            let got = computed(&x.quantiles_axis(q(), over), &what);
            same(&got, &nd_ops::quantiles_axis(a, q(), over), &what);
            let got = computed(&x.nanpercentiles_axis([12.5, 99.0], over), &what);
            same(&got, &nd_ops::nanpercentiles_axis(a, [12.5, 99.0], over), &what);
            let got = computed(&x.percentile_axis(75.0, over), &what);
            same(&got, &nd_ops::percentile_axis(a, 75.0, over), &what);
        }
    }
}

const SHAPE: [usize; 3] = [5, 6, 4];

#[test]
fn integers_and_truth_are_those_of_memory() {
    let a = sample(&SHAPE, |n| n as i32 - 30);
    ordered("i32", &a);
    summed("i32", &a, true);
    let a = sample(&SHAPE, |n| n as u8);
    ordered("u8", &a);
    summed("u8", &a, true);
    ordered("bool", &sample(&SHAPE, |n| n % 3 == 0));
    summed("i64", &sample(&SHAPE, |n| n << 40), true);
}

#[test]
fn floats_with_nan_and_infinities_are_those_of_memory() {
    let float = |n: i64| match n {
        7 => f64::NAN,
        8 => f64::INFINITY,
        9 => f64::NEG_INFINITY,
        n => n as f64 / 7.0,
    };
    ordered("f64", &sample(&SHAPE, float));
    summed("f64", &sample(&SHAPE, float), false);
    ordered("f32", &sample(&SHAPE, |n| float(n) as f32));
    summed("f32", &sample(&[3, 40, 7], |n| float(n) as f32), false);
    ordered("nan", &Array::full([2, 3, 4], f32::NAN));
}

#[test]
fn large_arrays_are_those_of_memory() {
    for shape in [[700, 300, 2], [3, 50_000, 2], [2, 3, 70_001]] {
        let a = sample(&shape, |n| n as f32 - 30.5);
        let x = Chunked::from(a.clone());
        for over in overs() {
            let what = format!("{shape:?} {over:?}");
            same(&computed(&x.max_axis(over), &what), &nd_ops::max_axis(&a, over), &what);
        }
        for over in one_or_all() {
            let what = format!("{shape:?} {over:?}");
            let want = nd_ops::argmin_axis(&a, over).map(|at| at as i64);
            same(&computed(&x.argmin_axis(over), &what), &want, &what);
        }
        for axis in 0..3 {
            let what = format!("{shape:?} {axis}");
            let got = computed(&x.cumsum_axis(axis), &what);
            same(&got, &nd_ops::cumsum_axis(&a, axis), &what);
        }
    }
}

#[test]
fn cumulative_sums_of_packed_chunks_are_those_of_memory() {
    let folder = Folder::new("packed");
    let a = sample(&[1000, 301], |n| n as f32 / 3.0);
    for (form, x) in forms(&folder, &a) {
        for axis in 0..2 {
            let what = format!("{form} {axis}");
            let got = computed(&x.cumsum_axis(axis), &what);
            same(&got, &nd_ops::cumsum_axis(&a, axis), &what);
            let part = nd_core::s![900..;7, ..;-2];
            let part_of = x.cumsum_axis(axis).slice(part).compute().unwrap();
            same(&part_of, &got.slice(part).to_array(), &what);
        }
    }
}

#[test]
fn quantiles_of_short_lanes_are_those_of_memory() {
    let all = overs();
    ranked("i16", &sample(&SHAPE, |n| n as i16 - 30), &all);
    ranked("f64", &sample(&SHAPE, |n| n as f64 / 3.0), &all);
    ranked("f32", &sample(&SHAPE, |n| if n == 5 { f32::NAN } else { n as f32 }), &all);
}

/// Spread out numbers of all magnitudes.
fn spread(n: usize) -> f64 {
    let x = (n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((x >> 11) as f64 / (1u64 << 53) as f64 - 0.5) * f64::from((x % 40) as i32 - 20).exp2()
}

#[test]
fn quantiles_of_long_lanes_are_those_of_memory() {
    let whole: [Over; 2] = [(..).into(), keepdims(..)];
    let n = 300_011;
    ranked("long f64", &Array::from_fn([n], |at| spread(at[0])), &whole);
    ranked("long f32", &Array::from_fn([n], |at| spread(at[0]) as f32), &whole);
    ranked("long i64", &Array::from_fn([n], |at| (at[0] as i64 * 7919) % 100_003 - 50_000), &whole);
    ranked("long u16", &Array::from_fn([2 * n], |at| (at[0] * 7919 % 60_001) as u16), &whole);
    ranked("long i8", &Array::from_fn([4 * n], |at| (at[0] * 7919 % 251) as u8 as i8), &whole);
}

#[test]
fn quantiles_of_long_lanes_with_nan_and_infinities_are_those_of_memory() {
    let whole: [Over; 1] = [(..).into()];
    let special = |n: usize| match n % 5 {
        0 => f32::INFINITY,
        1 if n.is_multiple_of(7) => f32::from_bits(0x7f80_0001 + n as u32 % 9),
        2 => f32::NEG_INFINITY,
        3 if n.is_multiple_of(11) => -f32::NAN,
        _ => spread(n) as f32,
    };
    ranked("special", &Array::from_fn([300_000], |at| special(at[0])), &whole);
    ranked("all nan", &Array::full([300_000], f32::NAN), &whole);
    let a = Array::from_fn([300_000], |at| if at[0] % 3 == 0 { f64::INFINITY } else { 1.0 });
    ranked("two values", &a, &whole);
}

#[test]
fn equal_keys_that_are_too_many_to_collect_are_counted() {
    // All begin in the same way, in the second digit too.
    let a = Array::from_fn([1_500_000], |at| 1.0 + (at[0] * 7919 % 1013) as f64 * 1e-13);
    let x = Chunked::from(a.clone());
    let q = [0.0, 0.25, 0.5, 1.0];
    same(&x.quantiles(q).compute().unwrap(), &nd_ops::quantiles(&a, q), "many");
}

#[test]
fn long_lanes_along_axes_are_counted_together() {
    let a = Array::from_fn([140_000, 3], |at| spread(at[0] * 3 + at[1]));
    let x = Chunked::from(a.clone());
    same(&computed(&x.median_axis(0), "0"), &nd_ops::median_axis(&a, 0), "0");
    let q = [0.1, 0.9];
    let got = computed(&x.quantiles_axis(q, keepdims(0)), "0");
    same(&got, &nd_ops::quantiles_axis(&a, q, keepdims(0)), "0");
    let (x, a) = (x.permute_dims(&[1, 0]), a.view().permute_dims(&[1, 0]).to_array());
    same(&computed(&x.median_axis(1), "1"), &nd_ops::median_axis(&a, 1), "1");
}

#[test]
fn results_without_elements_are_those_of_memory() {
    let a = Array::<f32>::zeros([3, 0, 2]);
    let x = Chunked::from(a.clone());
    for over in overs() {
        let what = format!("{over:?}");
        same(&computed(&x.prod_axis(over), &what), &nd_ops::prod_axis(&a, over), &what);
        same(&computed(&x.nansum_axis(over), &what), &nd_ops::nansum_axis(&a, over), &what);
        same(&computed(&x.nanmean_axis(over), &what), &nd_ops::nanmean_axis(&a, over), &what);
        same(&computed(&x.nanvar_axis(over), &what), &nd_ops::nanvar_axis(&a, over), &what);
        same(&computed(&x.any_axis(over), &what), &nd_ops::any_axis(&a, over), &what);
        same(&computed(&x.all_axis(over), &what), &nd_ops::all_axis(&a, over), &what);
        same(&computed(&x.median_axis(over), &what), &nd_ops::median_axis(&a, over), &what);
    }
    same(&computed(&x.max_axis(0), "max"), &nd_ops::max_axis(&a, 0), "max");
    same(&computed(&x.cumsum_axis(1), "cumsum"), &nd_ops::cumsum_axis(&a, 1), "cumsum");
}

#[test]
#[should_panic(expected = "max: shape [3, 0] has no elements there to choose from")]
fn the_largest_of_nothing_is_refused_when_it_is_asked_for() {
    let _ = Chunked::from(Array::<f32>::zeros([3, 0])).max_axis(1);
}

#[test]
#[should_panic(expected = "positions go along one axis or over all")]
fn positions_over_some_axes_are_refused() {
    let _ = Chunked::from(Array::<f32>::zeros([3, 2, 2])).argmax_axis([0, 1]);
}

#[test]
#[should_panic(expected = "1.5 is not in the range from 0 to 1")]
fn quantiles_out_of_range_are_refused() {
    let _ = nd_ooc::arange(0.0, 5.0, 1.0).quantile(1.5);
}

#[test]
fn the_first_of_equal_elements_is_found_whatever_the_chunks() {
    let a = nd_core::array![[1, 2, 3], [3, 2, 3]];
    let folder = Folder::new("first");
    for (form, x) in forms(&folder, &a) {
        assert_eq!(x.argmax().value().unwrap(), 2, "{form}");
    }
}

#[test]
fn averages_and_moments_are_those_of_memory() {
    let folder = Folder::new("averages");
    let a = sample(&SHAPE, |n| if n == 7 { f64::NAN } else { n as f64 / 7.0 });
    let b = sample(&SHAPE, |n| n as f64 / 7.0);
    let weights = sample(&SHAPE, |n| 1.0 + n as f64);
    for (form, x) in forms(&folder, &a) {
        for over in overs() {
            let what = format!("{form} {over:?}");
            near(&computed(&x.nanmean_axis(over), &what), &nd_ops::nanmean_axis(&a, over), &what);
            near(&computed(&x.nanvar_axis(over), &what), &nd_ops::nanvar_axis(&a, over), &what);
            near(&computed(&x.nanstd_axis(over), &what), &nd_ops::nanstd_axis(&a, over), &what);
            near(&computed(&x.nansum_axis(over), &what), &nd_ops::nansum_axis(&a, over), &what);
            near(&computed(&x.nanprod_axis(over), &what), &nd_ops::nanprod_axis(&a, over), &what);
        }
    }
    let folder = Folder::new("weighted");
    for (form, x) in forms(&folder, &b) {
        let w = Chunked::from(weights.clone());
        for over in overs() {
            let what = format!("{form} {over:?}");
            let want = nd_ops::average_axis(&b, over, &weights).unwrap();
            near(&computed(&x.average_axis(over, &w), &what), &want, &what);
        }
        let along = Array::from_fn([6], |at| at[0] as f64);
        let want = nd_ops::average_axis(&b, 1, &along).unwrap();
        near(&computed(&x.average_axis(1, &Chunked::from(along)), &form), &want, &form);
        same(&computed(&x.ptp_axis([0, 2]), &form), &nd_ops::ptp_axis(&b, [0, 2]), &form);
    }
    let zero = Chunked::from(Array::<f64>::zeros([3]));
    let error = nd_ooc::arange(0.0, 3.0, 1.0).average(&zero).compute().unwrap_err();
    assert!(error.to_string().contains("add up to zero"), "{error}");
}

#[test]
fn one_axis_has_the_bits_of_memory() {
    for len in [1usize, 100, 65_537, 300_001] {
        let a = Array::from_fn(Shape::from([len]), |at| 1.0 + spread(at[0]) as f32 * 1e-4);
        let x = Chunked::from(a.clone());
        let bits = |x: f32| x.to_bits();
        assert_eq!(bits(x.nansum().value().unwrap()), bits(nd_ops::nansum(&a)), "{len}");
        assert_eq!(bits(x.nanmean().value().unwrap()), bits(nd_ops::nanmean(&a)), "{len}");
        assert_eq!(bits(x.nanvar().value().unwrap()), bits(nd_ops::nanvar(&a)), "{len}");
        assert_eq!(bits(x.prod().value().unwrap()), bits(nd_ops::prod(&a)), "{len}");
    }
}

#[test]
fn histograms_are_those_of_memory() {
    use nd_ops::{BinRule, Bins};
    let folder = Folder::new("histogram");
    let a = sample(&SHAPE, |n| (n as f32).sqrt());
    let weights = sample(&SHAPE, |n| n as f64);
    let bins: [Bins; 6] = [
        7.into(),
        Bins::from(5).range(1.0, 6.5),
        [0.0, 2.0, 2.5, 9.0].into(),
        BinRule::Sturges.into(),
        BinRule::Scott.into(),
        Bins::from(BinRule::Rice).range(2.0, 5.0),
    ];
    for (form, x) in forms(&folder, &a) {
        for bins in &bins {
            let what = format!("{form} {bins:?}");
            let want = nd_ops::histogram(&a, bins.clone()).unwrap();
            let got = x.histogram(bins.clone()).unwrap();
            same(&computed(&got.counts, &what), &want.counts.map(|n| n as i64), &what);
            same(&computed(&got.edges, &what), &want.edges, &what);
            let want = nd_ops::histogram_weighted(&a, bins.clone(), &weights).unwrap();
            let got = x.histogram_weighted(bins.clone(), &Chunked::from(weights.clone())).unwrap();
            near(&computed(&got.counts, &what), &want.counts, &what);
        }
    }
    let x = Chunked::from(nd_core::array![1.0, f64::NAN]);
    let error = x.histogram(3).unwrap().counts.compute().unwrap_err();
    assert!(error.to_string().contains("not finite"), "{error}");
    assert!(x.histogram(0).is_err());
    assert!(x.histogram([2.0, 1.0]).is_err());
    assert!(x.histogram(BinRule::Auto).is_err());
    let none = Chunked::from(Array::<f64>::zeros([0])).histogram(2).unwrap();
    same(&computed(&none.counts, "none"), &nd_core::array![0, 0], "none");
}

#[test]
fn histograms_of_points_are_those_of_memory() {
    use nd_ops::{BinRule, Bins};
    let folder = Folder::new("histogramdd");
    let a = Array::from_fn([70_000, 2], |at| (spread(at[0] * 2 + at[1]) / 1e4) as f32);
    let weights = Array::from_fn([70_000], |at| (at[0] % 7) as f64);
    let all: [[Bins; 2]; 3] = [
        [3.into(), Bins::from(4).range(-1.0, 1.0)],
        [[-1.0, 0.0, 2.0].into(), BinRule::Sturges.into()],
        [Bins::from(2).range(0.0, 1.0), [0.0, 0.5].into()],
    ];
    for (form, x) in forms(&folder, &a) {
        for bins in &all {
            let what = format!("{form} {bins:?}");
            let want = nd_ops::histogramdd(&a, bins.clone()).unwrap();
            let got = x.histogramdd(bins.clone()).unwrap();
            same(&computed(&got.counts, &what), &want.counts.map(|n| n as i64), &what);
            for (got, want) in got.edges.iter().zip(&want.edges) {
                same(&computed(got, &what), want, &what);
            }
            let want = nd_ops::histogramdd_weighted(&a, bins.clone(), &weights).unwrap();
            let w = Chunked::from(weights.clone());
            let got = x.histogramdd_weighted(bins.clone(), &w).unwrap();
            near(&computed(&got.counts, &what), &want.counts, &what);
        }
    }
}

#[test]
fn whole_numbers_are_counted_as_in_memory() {
    let folder = Folder::new("bincount");
    let a = sample(&SHAPE, |n| n as u16 % 23);
    let weights = sample(&SHAPE, |n| n as f64);
    for (form, x) in forms(&folder, &a) {
        for least in [0, 40] {
            let want = nd_ops::bincount(&a, least).unwrap().map(|n| n as i64);
            same(&computed(&x.bincount(least).unwrap(), &form), &want, &form);
            let want = nd_ops::bincount_weighted(&a, &weights, least).unwrap();
            let got = x.bincount_weighted(&Chunked::from(weights.clone()), least).unwrap();
            same(&computed(&got, &form), &want, &form);
        }
    }
    assert!(Chunked::from(nd_core::array![1, -1]).bincount(0).is_err());
    assert_eq!(Chunked::from(Array::<u8>::zeros([0])).bincount(2).unwrap().shape(), [2]);
}

#[test]
fn covariances_are_those_of_memory() {
    let folder = Folder::new("cov");
    let a = Array::from_fn([5, 40_001], |at| 1e3 + spread(at[0] * 50_000 + at[1]));
    let columns = nd_ops::CovOptions::default().rowvar(false).ddof(0);
    let t = a.view().permute_dims(&[1, 0]).to_array();
    let close = |got: &Array<f64>, want: &Array<f64>, what: &str| {
        assert_eq!(got.shape(), want.shape(), "{what}");
        let scale = nd_ops::max(nd_ops::abs(want));
        for (a, b) in got.iter().zip(want.iter()) {
            assert!((a - b).abs() <= 1e-11 * scale, "{what}: {a} is not {b}");
        }
    };
    for (form, x) in forms(&folder, &a) {
        close(&computed(&x.cov(), &form), &nd_ops::cov(&a), &form);
        close(&computed(&x.corrcoef(), &form), &nd_ops::corrcoef(&a), &form);
        let got = computed(&x.permute_dims(&[1, 0]).cov_with(&columns), &form);
        close(&got, &nd_ops::cov_with(&t, &columns), &form);
    }
    let one = Array::from_fn([100], |at| spread(at[0]));
    close(&computed(&Chunked::from(one.clone()).cov(), "one"), &nd_ops::cov(&one), "one");
    let none = Chunked::from(Array::<f64>::zeros([2, 0])).cov();
    same(&computed(&none, "none"), &nd_ops::cov(Array::<f64>::zeros([2, 0])), "none");
}

#[test]
fn histograms_of_elements_that_are_one_or_lie_apart() {
    let found = nd_ooc::full([20], 2.0).histogram(4).unwrap().counts.compute().unwrap();
    assert_eq!(found.into_vec(), [0, 0, 20, 0]);
    let a = Array::from_fn([20, 3], |at| (at[0] * (at[1] + 1) % 7) as f64);
    let column = a.slice(nd_core::s![.., 1]).to_array();
    let found = Chunked::from(a).slice(nd_core::s![.., 1]).histogram(4).unwrap();
    let want = nd_ops::histogram(&column, 4).unwrap();
    assert_eq!(found.counts.compute().unwrap(), want.counts.map(|n| n as i64));
}

/// Sums of half floats are kept in single precision: NumPy's mean is 60000, Dask's infinite.
#[test]
fn means_of_half_floats_do_not_overflow() {
    let a = Array::full([4], nd_core::f16::from_f32(60_000.0));
    assert_eq!(Chunked::from(a).mean().value().unwrap().to_f32(), 60_000.0);
}

#[test]
fn running_sums_may_begin_with_an_array_without_elements() {
    let (none, some) = (nd_ooc::full([0, 2], 1i64), nd_ooc::full([3, 2], 1i64));
    let sums = nd_ooc::concat(&[&none, &some], 0).cumsum_axis(0).compute().unwrap();
    assert_eq!(sums, nd_core::array![[1i64, 1], [2, 2], [3, 3]]);
}
