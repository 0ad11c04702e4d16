//! Variances against exact rational arithmetic: of constants, and far from zero.

use nd_core::{Array, CastTo, Complex, Element, View, bf16, f16, s};
use nd_ops::{Averaged, ddof, keepdims, std, std_axis, std_ddof, var, var_axis, var_ddof};
use num_traits::ToPrimitive;

/// Runs in which a mean was once multiplied out of a rounded reciprocal, blocks of 128 rows,
/// leaves, and tasks.
const LENGTHS: [usize; 9] = [1, 2, 3, 49, 127, 1000, 1025, 4097, 140_000];

fn all_zero<T>(what: &str, value: T)
where
    T: Averaged + Element + std::fmt::Debug,
    T::Spread: ToPrimitive,
{
    let zero = |x: T::Spread, at: &str| {
        assert_eq!(x.to_f64(), Some(0.0), "{what}: {value:?} {at}");
    };
    for n in LENGTHS {
        let long = Array::full([n], value);
        zero(var(&long), &format!("var of {n}"));
        zero(std(&long), &format!("std of {n}"));
        zero(std(long.slice(s![..;-1])), &format!("std of {n} backwards"));
        if n > 1 {
            zero(std_ddof(&long, 1), &format!("std of {n} with ddof"));
        }
    }
    let cube = Array::full([49, 7, 131], value);
    for a in [cube.view(), cube.permute_dims(&[2, 0, 1]), cube.slice(s![..;-2, .., ..;3])] {
        for axis in 0..3 {
            let spread = std_axis(a, axis);
            assert!(spread.size() > 0);
            spread
                .iter()
                .copied()
                .for_each(|x| zero(x, &format!("std along {axis} of {:?}", a.shape())));
        }
        var_axis(a, [0, 2]).iter().copied().for_each(|x| zero(x, "var over two axes"));
        var_axis(a, ..).iter().copied().for_each(|x| zero(x, "var over all"));
    }
}

#[test]
fn a_constant_has_no_variance() {
    all_zero("bool", true);
    all_zero("i8", -77i8);
    all_zero("i16", 12_345i16);
    all_zero("i32", i32::MAX);
    all_zero("i64", i64::MAX);
    all_zero("isize", isize::MIN + 1);
    all_zero("u8", 201u8);
    all_zero("u16", 54_321u16);
    all_zero("u32", u32::MAX);
    all_zero("u64", u64::MAX - 1);
    all_zero("usize", usize::MAX);
    for x in [0.1, -3.3, 777.0, 60_000.0] {
        all_zero("f16", f16::from_f64(x));
        all_zero("bf16", bf16::from_f64(x * 1e30));
    }
    for x in [1.0f32, 0.1, 1e6, -1e-42, 3e38, f32::MAX] {
        all_zero("f32", x);
        all_zero("complex64", Complex::new(x, x / 3.0));
    }
    for x in [1.0, 0.1, -1e16, 5e-324, 1e200, f64::MAX] {
        all_zero("f64", x);
        all_zero("complex128", Complex::new(0.7, x));
    }
}

fn noise(n: usize, width: u64) -> Vec<i64> {
    let mut state = 7u64;
    let step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((state >> 33) % width) as i64
    };
    std::iter::repeat_with(step).take(n).collect()
}

/// The variance of integers, rounded once: `(n Σx² - (Σx)²) / (n (n - ddof))`.
fn exact(x: View<'_, i64>, ddof: i128) -> f64 {
    let n = x.size() as i128;
    let first = i128::from(*x.iter().next().expect("there are elements"));
    let shifted = x.iter().map(|&x| i128::from(x) - first);
    let (sum, squares) = shifted.fold((0, 0), |(s, q), x| (s + x, q + x * x));
    (n * squares - sum * sum) as f64 / (n * (n - ddof)) as f64
}

fn near(got: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (got - expected).abs() / expected;
    assert!(error <= tolerance, "{what}: {got} instead of {expected}, off by {error:e}");
}

/// Variances of integers moved by `offset`, which is exact in `T`, over all and both axes.
fn far<T>(what: &str, offset: i64, width: u64, tolerance: f64)
where
    i64: CastTo<T>,
    T: Averaged + Element,
    T::Spread: ToPrimitive,
{
    let (rows, columns) = (3000, 37);
    let whole = Array::from_shape_vec([rows, columns], noise(rows * columns, width)) + offset;
    let a = whole.cast::<T>();
    let number = |x: T::Spread| x.to_f64().expect("a float");
    near(number(var(&a)), exact(whole.view(), 0), tolerance, what);
    near(number(var_ddof(&a, 1)), exact(whole.view(), 1), tolerance, what);
    let lane = |axis: isize, i: usize| -> View<'_, i64> {
        if axis == 0 { whole.slice(s![.., i]) } else { whole.slice(s![i, ..]) }
    };
    for axis in [0, 1] {
        for a in [a.view(), a.t()] {
            let axis_of_a = if a.shape()[0] == rows { axis } else { 1 - axis };
            for (i, x) in var_axis(a, ddof(1, axis_of_a)).iter().copied().enumerate() {
                near(number(x), exact(lane(axis, i), 1), tolerance, what);
            }
        }
    }
}

#[test]
fn data_far_from_zero_keep_their_digits() {
    far::<f64>("f64 at 0", 0, 1000, 1e-14);
    far::<f64>("f64 at 1e15", 1_000_000_000_000_000, 100, 1e-14);
    far::<f64>("f64 at 9e15", 9_007_199_254_740_000, 900, 1e-14);
    far::<f32>("f32 at 1.6e7", 16_777_000, 200, 2e-6);
    far::<f32>("f32 at 0", 0, 1000, 2e-6);
    far::<i32>("i32 at 2e9", 2_000_000_000, 50, 1e-14);
    far::<i64>("i64 at 9e18", 9_223_372_036_854_775_000, 700, 1e-14);
    far::<i64>("i64 at -9e18", -9_223_372_036_854_775_807, 700, 1e-14);
    far::<u64>("u64 at 9e18", 9_223_372_036_854_775_000, 700, 1e-14);
    far::<isize>("isize at 4e18", 4_000_000_000_000_000_000, 10, 1e-14);
    far::<f16>("f16 at 1e3", 1000, 40, 5e-4);
}

#[test]
fn integers_at_both_ends_are_far_apart() {
    let a = nd_core::array![i64::MIN, i64::MAX];
    assert_eq!(std(&a), 2f64.powi(63));
    assert_eq!(std(&nd_core::array![u64::MIN, u64::MAX]), 2f64.powi(63));
}

#[test]
fn infinities_and_nans_have_no_variance() {
    for x in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        for place in [0, 1, 500, 1999] {
            let mut a = Array::full([2000], 1.5);
            a[[place]] = x;
            assert!(var(&a).is_nan(), "{x} at {place}");
            let rows = a.reshape([2000, 1]).into_array();
            let wide = nd_core::concat(&[rows.view(), rows.view()], 1);
            assert!(var_axis(&wide, 0).iter().all(|x| x.is_nan()), "{x} at {place}, columns");
            assert!(var_axis(wide.t(), 1).iter().all(|x| x.is_nan()), "{x} at {place}, lanes");
        }
    }
    assert!(var(&nd_core::array![f64::INFINITY]).is_nan());
    assert!(var_axis(&Array::full([1, 40], f64::INFINITY), 0).iter().all(|x| x.is_nan()));
}

#[test]
fn kept_axes_and_ddof_live_together() {
    let a = nd_core::array![[1.0, 3.0, 5.0], [2.0, 4.0, 9.0]];
    let both = std_axis(&a, keepdims(ddof(1, -1)));
    assert_eq!(both, std_axis(&a, ddof(1, keepdims(1))));
    assert_eq!(both, nd_core::array![[2.0], [13f64.sqrt()]]);
    assert_eq!(var_axis(&a, keepdims(..)).shape(), [1, 1]);
    assert_eq!(var_axis(&a, ddof(2, ..))[[]], var_ddof(&a, 2));
    // 0 / 0 where nothing is left to divide by, as NumPy's; not 0.
    assert!(std_axis(&nd_core::array![[1f64]], ddof(1, 0))[[0]].is_nan());
}

/// Values of NumPy 2.5: `np.var([1, 2, 4, 8], ddof=…)` and `np.std`.
#[test]
fn fractions_may_be_taken_off_the_count() {
    let a = nd_core::array![1.0, 2.0, 4.0, 8.0];
    for (taken_off, want) in [(0.5, 8.214285714285714f64), (1.5, 11.5), (-1.0, 5.75), (3.75, 115.0)]
    {
        assert_eq!(nd_ops::var_ddof(&a, taken_off), want);
        assert_eq!(nd_ops::var_axis(&a, nd_ops::ddof(taken_off, 0))[[]], want);
        assert_eq!(nd_ops::nanstd_ddof(&a, taken_off), want.sqrt());
    }
    assert_eq!(nd_ops::var_ddof(&a, 4.5), f64::INFINITY);
    assert_eq!(nd_ops::var_ddof(&nd_core::array![1.0f32, 2.0, 4.0, 8.0], 0.5), 8.214286f32);
}
