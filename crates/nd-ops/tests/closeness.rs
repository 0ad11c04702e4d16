//! `isclose` and its kind against NumPy's answers, made by `golden/complex.py`.

use nd_core::{Array, Complex, array, bf16, f16, s};
use nd_ops::{
    ArrayMath, Close, CloseOptions, EqualOptions, allclose, allclose_with, array_equal,
    array_equal_with, array_equiv, isclose, isclose_with,
};
use proptest::prelude::*;

const NUMPY: &str = include_str!("golden/close.txt");

fn answer<T: Close>(a: T, b: T, options: &CloseOptions) -> bool {
    let close = isclose_with(&array![a], b, options)[[0]];
    assert_eq!(close, allclose_with(&array![a], &array![[b]], options));
    close
}

/// NumPy warns of an infinite tolerance and of NaN, and answers.
#[test]
fn closeness_is_numpys() {
    let mut lines = 0;
    for line in NUMPY.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (kind, words) = words.split_first().expect("a type");
        let (elements, words) = words.split_at(words.len() - 4);
        let x: Vec<f64> = elements.iter().map(|x| x.parse().expect("a float")).collect();
        let [rtol, atol] = [0, 1].map(|k: usize| words[k].parse().expect("a float"));
        let options = CloseOptions::default().rtol(rtol).atol(atol).equal_nan(words[2] == "1");
        let close = match *kind {
            "f8" => answer(x[0], x[1], &options),
            "f4" => answer(x[0] as f32, x[1] as f32, &options),
            "i1" => answer(x[0] as i8, x[1] as i8, &options),
            "c16" => answer(Complex::new(x[0], x[1]), Complex::new(x[2], x[3]), &options),
            other => panic!("{other}"),
        };
        assert_eq!(close, words[3] == "1", "{line}");
        lines += 1;
    }
    assert_eq!(lines, NUMPY.lines().count());
}

#[test]
fn differences_of_small_types_neither_wrap_nor_vanish() {
    assert!(!allclose(array![0u8], 255));
    assert!(!allclose(array![i64::MIN], i64::MAX));
    assert!(allclose(array![u64::MAX], u64::MAX - 1));
    assert!(!array_equal(&array![u64::MAX], &array![u64::MAX - 1]));
    assert!(!allclose(array![true], false));
    let thousandth = CloseOptions::default().rtol(1e-3);
    assert!(answer(f16::from_f32(1.0), f16::from_f32(1.000_976_6), &thousandth));
    assert!(!answer(bf16::from_f32(1.0), bf16::from_f32(1.007_812_5), &thousandth));
}

#[test]
fn whole_arrays_are_equal_or_equivalent() {
    let nan = EqualOptions::default().equal_nan(true);
    let a = array![[1.0, f64::NAN], [2.0, -0.0]];
    assert!(array_equal_with(&a, &a, &nan) && !array_equal(&a, &a));
    assert!(array_equal_with(a.t(), a.t().to_array(), &nan));
    assert!(!array_equal_with(&a, a.t(), &nan));
    assert!(!array_equal_with(&array![f64::NAN], &array![1.0], &nan));
    let z = [Complex::new(f64::NAN, 1.0), Complex::new(2.0, f64::NAN)];
    assert!(array_equal_with(&array![z[0]], &array![z[1]], &nan));
    assert!(array_equal(&array![0.0], &array![-0.0]));
    assert!(array_equal(&Array::<f32>::zeros([0, 3]), &Array::zeros([0, 3])));
    assert!(!array_equal(&Array::<f32>::zeros([0, 3]), &Array::zeros([3, 0])));
    assert!(array_equiv(&Array::<f32>::zeros([0]), &array![1.0]));
    assert!(array_equiv(&array![[1], [1]], &array![1, 1, 1]));
    assert!(!array_equiv(&array![1, 2], &array![1, 2, 3]));
    assert!(!array_equiv(array![f64::NAN], f64::NAN));
    assert!(array_equiv(array![3u8, 3], 3));
}

#[test]
fn shapes_that_do_not_fit_are_named() {
    for (name, call) in [
        ("isclose", (|| drop(isclose(&array![1.0, 2.0], &array![1.0, 2.0, 3.0]))) as fn()),
        ("allclose", || assert!(allclose(&array![1.0, 2.0], &array![1.0, 2.0, 3.0]))),
    ] {
        let panic = std::panic::catch_unwind(call).expect_err("the shapes do not fit");
        let said = panic.downcast_ref::<String>().expect("a formatted message");
        let expected = format!("{name}: shapes [2] and [3] do not broadcast together");
        assert_eq!(*said, expected);
    }
}

proptest! {
    /// Strided views, columns and single numbers give what their elements give.
    #[test]
    fn views_are_as_close_as_their_elements(
        x in prop::collection::vec(-4i32..4, 60),
        y in prop::collection::vec(-4i32..4, 60),
        rtol in 0.0..1.0f64,
    ) {
        let float = |x: Vec<i32>| Array::from_shape_vec([6, 10], x).map(|x| f64::from(x) / 3.0);
        let (a, b) = (float(x), float(y));
        let options = CloseOptions::default().rtol(rtol);
        let (a, b) = (a.slice(s![..;2, ..;-3]), b.slice(s![1..;2, ..4]));
        let close = isclose_with(a, b, &options);
        let one = |(x, y): (&f64, &f64)| (x - y).abs() <= 1e-8 + rtol * y.abs();
        let expected: Vec<bool> = a.iter().zip(b.iter()).map(one).collect();
        prop_assert_eq!(close.iter().copied().collect::<Vec<_>>(), expected);
        prop_assert_eq!(allclose_with(a, b, &options), close.iter().all(|&close| close));
        prop_assert_eq!(a.isclose(b[[0, 0]]), isclose(a, b[[0, 0]]));
    }
}
