//! What masked arrays do where `numpy.ma` surprises, and what is refused.

use nd_core::{Array, Complex, array, f16, s};
use nd_ops::ma::{self, MaskedArray};
use nd_ops::{ddof, keepdims};
use std::panic::{AssertUnwindSafe, catch_unwind};

const INF: f64 = f64::INFINITY;

fn text<T: nd_core::Element + nd_core::PrintElement>(a: &MaskedArray<T>) -> String {
    a.to_string()
}

/// What a panic says.
fn said<R>(f: impl FnOnce() -> R) -> String {
    let error = catch_unwind(AssertUnwindSafe(f)).err().expect("it should be refused");
    match error.downcast::<String>() {
        Ok(text) => *text,
        Err(error) => error.downcast_ref::<&str>().expect("a text").to_string(),
    }
}

#[test]
fn masks_are_owned() {
    let a = MaskedArray::new([1, 2, 3], [false, true, false]);
    let mut b = a.clone();
    b.set(&[0], None).unwrap();
    assert_eq!((text(&a), text(&b)), ("[1 -- 3]".into(), "[-- -- 3]".into()));
    let mut part = a.slice(s![1..]).to_owned();
    part.set(&[1], None).unwrap();
    assert_eq!(text(&a), "[1 -- 3]");
}

#[test]
fn domains_mask_and_nothing_else_does() {
    assert_eq!(text(&(MaskedArray::from(array![INF, 1.0, f64::NAN]) / 2.0)), "[inf 0.5 nan]");
    assert_eq!(text(&(MaskedArray::from(array![1e300]) / 1e-300)), "[inf]");
    assert_eq!(text(&(MaskedArray::from(array![1.0, 0.0]) / 0.0)), "[-- --]");
    assert_eq!(text(&ma::log([INF, 1.0, f64::NAN, 0.0])), "[inf 0.0 nan --]");
    assert_eq!(text(&ma::exp([f64::NAN, 1000.0])), "[nan inf]");
    assert_eq!(
        text(&ma::pow([1e300, -8.0, 0.0, 0.0], [2.0, 1.0 / 3.0, -1.0, 0.0])),
        "[inf -- -- 1.0]"
    );
    assert_eq!(text(&ma::pow([f64::NAN, 2.0], [1.0, f64::NAN])), "[nan nan]");
    assert_eq!(
        text(&ma::atanh([1.0 - 1e-16, 1.0, -2.0])),
        format!("[{:?} -- --]", (1.0f64 - 1e-16).atanh())
    );
    assert_eq!(text(&ma::sqrt([-0.0, -1e-300])), "[-0.0 --]");
}

#[test]
fn integers_are_divided_where_they_can_be() {
    let a = MaskedArray::new([7, 7, i32::MIN, 5], [false, false, false, true]);
    assert_eq!(text(&(&a / [2, 0, -1, 0])), "[3 -- -2147483648 --]");
    assert_eq!(text(&(&a % [-2, 0, 3, 0])), "[-1 -- 1 --]");
    let mut b = a.clone();
    b /= [0, 7, 1, 1];
    assert_eq!(text(&b), "[-- 1 -2147483648 --]");
    assert_eq!(text(&ma::pow([2, 3], MaskedArray::new([-1, 2], [true, false]))), "[-- 9]");
    assert_eq!(text(&(10_i32 / &MaskedArray::new([5, 0], [false, true]))), "[2 --]");
}

#[test]
fn all_masked_is_nothing() {
    let none: MaskedArray<f64> = ma::masked_all([2, 2]);
    assert_eq!(
        (ma::sum(&none), ma::mean(&none), ma::median(&none), ma::std(&none)),
        (None, None, None, None)
    );
    assert_eq!(
        (ma::min(&none), ma::ptp(&none), ma::argmin(&none), ma::all(&none)),
        (None, None, None, None)
    );
    assert_eq!(ma::count(&none), 0);
    assert_eq!(text(&ma::mean_axis(&none, 0)), "[-- --]");
    assert_eq!(ma::average(&none, [[1.0, 2.0], [3.0, 4.0]]), None);
}

#[test]
fn no_elements_are_not_masked_elements() {
    let empty: MaskedArray<f64> = ma::masked_all([0, 2]);
    assert_eq!(
        (ma::sum(&empty), ma::prod(&empty), ma::any(&empty)),
        (Some(0.0), Some(1.0), Some(false))
    );
    assert!(ma::mean(&empty).is_some_and(f64::is_nan));
    assert_eq!(text(&ma::sum_axis(&empty, 0)), "[0. 0.]");
    assert_eq!(ma::sum_axis(&empty, 1).shape(), [0]);
    assert_eq!(ma::var(&empty), None);
    assert_eq!(text(&ma::dot(empty.view().t(), [0.0; 0])), "[0. 0.]");
    assert_eq!(ma::max_axis(&empty, 1).shape(), [0]);
    assert!(said(|| ma::max(&empty)).contains("max: shape [0, 2] has no elements"));
    assert!(said(|| ma::argmin_axis(&empty, 0)).contains("argmin: shape [0, 2] has no elements"));
}

#[test]
fn places_of_extremes_are_never_masked() {
    assert_eq!(ma::argmin(MaskedArray::new([1.0, INF], [true, false])), Some(1));
    assert_eq!(ma::argmax(MaskedArray::new([1i8, -128], [true, false])), Some(1));
    assert_eq!(ma::argmax(MaskedArray::new([1.0, 2.0, f64::NAN], [true, false, false])), Some(2));
    let a = MaskedArray::new([[9, 127], [3, 127]], [[true, false], [true, true]]);
    assert_eq!(text(&ma::argmin_axis(&a, 1)), "[1 --]");
    assert_eq!(text(&ma::argmin_axis(&a, keepdims([0, 1]))), "[[1]]");
}

#[test]
fn masked_is_last_in_any_order() {
    let a = MaskedArray::new([1.0, INF, f64::NAN, 5.0], [true, false, false, false]);
    assert_eq!(text(&ma::sort(&a)), "[5.0 inf nan --]");
    assert_eq!(
        text(&ma::sort(MaskedArray::new([1i8, 127, 3], [true, false, false]))),
        "[3 127 --]"
    );
    assert_eq!(
        ma::argsort(MaskedArray::new([1i8, 127, 3, 127], [true, false, false, false])),
        array![2, 1, 3, 0]
    );
    assert_eq!(text(&ma::sort(MaskedArray::from(Array::scalar(3)))), "3");
}

#[test]
fn fill_values_fit_their_type() {
    assert_eq!(MaskedArray::new([1u8], true).filled(), array![255]);
    assert_eq!(MaskedArray::new([f16::ONE], true).filled()[[0]], f16::MAX);
    assert_eq!(
        MaskedArray::new([Complex::new(1.0, 1.0)], true).filled(),
        array![Complex::new(1e20, 0.0)]
    );
    let a = MaskedArray::new([1, 2], [false, true]).with_fill_value(7);
    assert_eq!((&a + &a).fill_value(), 7);
    assert_eq!((1_i32 - &a).fill_value(), 7);
    assert_eq!(ma::sum_axis(&a, 0).fill_value(), 999_999);
    assert_eq!(a.cast::<f64>().fill_value(), 1e20);
    assert!(ma::equal(&a, 1).fill_value());
    assert_eq!(ma::masked_equal(&a, 1).fill_value(), 7);
    assert_eq!(ma::concat(&[a.view(), a.view()], 0).fill_value(), 7);
}

#[test]
fn assignments_say_what_they_unmask() {
    let mut a = MaskedArray::new([1, 2, 3], [false, true, false]);
    a.assign_unmasked(s![..], MaskedArray::new([7, 8, 9], [true, false, false]));
    assert_eq!(text(&a), "[-- -- 9]");
    a.assign(s![..2], [4, 5]);
    assert_eq!(text(&a), "[4 5 9]");
    a.mask_where([false, false, true]);
    a.assign_where([false, true, true], 0);
    assert_eq!(text(&a), "[4 0 0]");
    a.put_flat([0, -1], MaskedArray::new([1, 2], [true, false]));
    assert_eq!(text(&a), "[-- 0 2]");
    assert_eq!(a.set(&[3], 1).unwrap_err().to_string(), a.item(&[3]).unwrap_err().to_string());
    a += 1;
    assert_eq!(text(&a), "[-- 1 3]");
    a += MaskedArray::new([0, 0, 0], [false, false, true]);
    assert_eq!(text(&a), "[-- 1 --]");
}

#[test]
fn refusals_say_what_was_given() {
    let a = MaskedArray::new([1, 2, 3], [false, true, false]);
    let both = "[2] does not broadcast to [3]";
    assert!(said(|| MaskedArray::new([1, 2, 3], [true, false])).contains(both));
    let parts = said(|| MaskedArray::from_parts(array![1, 2], Some(array![true])));
    assert_eq!(parts, "from_parts: a mask of shape [1] for [2]");
    assert!(said(|| a.clone().set_mask([true, false])).contains(both));
    assert!(said(|| a.clone().mask_where([true, false])).contains(both));
    assert!(said(|| ma::masked_where([true, false], &a)).contains(both));
    assert!(said(|| a.clone().assign_unmasked(s![..], [1, 2])).contains(both));
    assert!(said(|| &a + [1, 2]).contains("[3] and [2] do not broadcast"));
    let longer = said(|| {
        let mut one = a.slice(s![0]).to_owned();
        one += [1, 2, 3];
    });
    assert_eq!(longer, "add_assign: shape [] would become [3]");
    assert_eq!(said(|| ma::dot(&a, [1, 2])), "dot: shapes [3] and [2] do not fit");
    assert!(said(|| ma::sum_axis(&a, 1)).contains("axis 1"));
    assert!(said(|| ma::sum_axis(&a, ddof(1, 0))).contains("ddof"));
    assert!(said(|| ma::cov(ma::masked_all::<f64>([1, 1, 1]))).starts_with("cov: 3 axes"));
    assert!(said(|| ma::compress_rows(&a)).contains("[3] has 1 axes, and 2 are needed"));
    assert!(
        said(|| ma::average(&a, [1.0])).contains("weights of shape [1] for elements of shape [3]")
    );
    assert!(said(|| ma::apply(&a, |a| a.repeat(2, 0))).contains("makes shape [6] of [3]"));
    assert!(said(|| ma::choose([2], &[[1], [2]])).contains('2'));
}

#[test]
fn variances_keep_their_digits() {
    let far = MaskedArray::new([1e9 + 1.0, 0.0, 1e9 + 3.0], [false, true, false]);
    assert_eq!(ma::var(&far), Some(1.0));
    assert_eq!(
        ma::std(MaskedArray::new([0.1, 0.1, 7.0, 0.1], [false, false, true, false])),
        Some(0.0)
    );
    assert_eq!(ma::var_ddof(MaskedArray::new([1.0, 5.0, 9.0], [false, false, true]), 3), None);
    let large = MaskedArray::new([i64::MAX, 0, i64::MAX - 2], [false, true, false]);
    assert_eq!(ma::var(&large), Some(1.0));
    let z = MaskedArray::new(
        [Complex::new(1.0, 1.0), Complex::new(0.0, 0.0), Complex::new(3.0, 1.0)],
        [false, true, false],
    );
    assert_eq!((ma::var(&z), ma::mean(&z)), (Some(1.0), Some(Complex::new(2.0, 1.0))));
}

#[test]
fn types_of_results() {
    let a = MaskedArray::new([100i8, 100, 1], [false, false, true]);
    assert_eq!(ma::sum(&a), Some(200i64));
    assert_eq!(ma::dot(&a, &a).item(&[]), Ok(Some(20_000i64)));
    assert_eq!(ma::mean(&a), Some(100.0f64));
    assert_eq!(ma::mean(MaskedArray::new([1f32, 2.0], [false, true])), Some(1f32));
    assert_eq!(ma::anom(&a, ..).item(&[0]), Ok(Some(0.0f64)));
    assert_eq!(text(&(!&MaskedArray::new([true, false], [false, true]))), "[False --]");
    assert_eq!(text(&(MaskedArray::new([6, 3], [false, true]) & 3)), "[2 --]");
    let halves = MaskedArray::new([1.0, 9.0, 2.0].map(f16::from_f32), [false, true, false]);
    assert_eq!(ma::sum(&halves), Some(f16::from_f32(3.0)));
    assert_eq!(
        (ma::mean(&halves), ma::var(&halves)),
        (Some(f16::from_f32(1.5)), Some(f16::from_f32(0.25)))
    );
    let truths = MaskedArray::new([true, false, true], [false, false, true]);
    assert_eq!(
        (ma::sum(&truths), ma::any(&truths), ma::all(&truths)),
        (Some(1i64), Some(true), Some(false))
    );
    assert_eq!(
        (ma::max(&truths), ma::min(&truths), ma::argmin(&truths)),
        (Some(true), Some(false), Some(1))
    );
}

#[test]
fn sets_have_one_masked_element() {
    let a = MaskedArray::new([1, 3, 3, 0, 0], [false, false, false, true, true]);
    let b = MaskedArray::new([3, 1, 1, 7], [false, false, false, true]);
    assert_eq!(text(&ma::intersect1d(&a, &b)), "[1 3 --]");
    assert_eq!(text(&ma::setdiff1d(&a, [1])), "[3 --]");
    assert_eq!(text(&ma::setdiff1d(&a, &b)), "[]");
    assert_eq!(text(&ma::setxor1d(&a, [9])), "[1 3 9 --]");
    assert_eq!(ma::isin(&a, &b), array![true, true, true, true, true]);
}

#[test]
fn printed_as_numpy_does() {
    let a = MaskedArray::new([[1.5, 2.0], [3.0, 4.0]], [[true, false], [false, false]]);
    assert_eq!(text(&a), "[[-- 2.0]\n [3.0 4.0]]");
    assert_eq!(
        text(&MaskedArray::new([1.25, 2.0, 300.0], [false, true, false])),
        "[1.25 -- 300.0]"
    );
    assert_eq!(text(&MaskedArray::new([true, false], [false, true])), "[True --]");
    assert_eq!(text(&MaskedArray::new([1.5, 2.0], [false, false])), "[1.5 2. ]");
    assert_eq!(text(&MaskedArray::new(Array::scalar(1.5), true)), "--");
    let long = ma::masked_equal(Array::from_vec((0..2000).map(|x| x % 3).collect()), 0);
    assert_eq!(text(&long), "[-- 1 2 ... 2 -- 1]");
    assert_eq!(
        format!("{a:?}"),
        "masked_array([[--, 2.0],\n              [3.0, 4.0]], shape=[2, 2], dtype=f64)"
    );
}

#[test]
fn edges_and_stretches() {
    let a = MaskedArray::new([[1, 2, 3], [4, 5, 6]], [[true, false, false], [true, true, true]]);
    let columns = ma::notmasked_contiguous(&a, 0);
    assert_eq!(columns.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!((&columns[1][0], &columns[2][0]), (&(0..1), &(0..1)));
    let [first, last] = ma::notmasked_edges(&a, 0);
    assert_eq!((text(&first), text(&last)), ("[-- 0 0]".into(), "[-- 0 0]".into()));
    assert_eq!(ma::flatnotmasked_edges(ma::masked_all::<i32>([3])), None);
    assert_eq!(ma::clump_masked([1, 2]), []);
    assert_eq!(ma::compress_nd(&a, 1).shape(), [2, 0]);
    assert_eq!(ma::compress_rowcols(&a).shape(), [0, 0]);
}
