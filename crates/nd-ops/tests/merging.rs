//! Partial results that are merged: moments, sums and counts of parts against those of the whole.

use nd_core::{Array, Complex, array, s};
use nd_ops::{Averaged, Moments, Over, ddof, keepdims, mean_axis, std_axis, var, var_axis};

fn noise(shape: [usize; 2]) -> Array<f64> {
    let mut state = 11u64;
    Array::from_fn(shape, |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f64 / 1e4 + 1e6
    })
}

fn near(a: &Array<f64>, b: &Array<f64>) {
    assert_eq!(a.shape(), b.shape());
    for (x, y) in a.iter().zip(b.iter()) {
        assert!((x - y).abs() <= 1e-12 * y.abs() || x.is_nan() && y.is_nan(), "{x} for {y}");
    }
}

#[test]
fn moments_of_parts_are_merged_to_those_of_the_whole() {
    let a = noise([700, 9]);
    let over: Over = keepdims(0);
    let mut merged = Array::full([1, 9], Moments::default());
    for part in [a.slice(s![..1]), a.slice(s![1..1]), a.slice(s![1..450]), a.slice(s![450..])] {
        let moments = f64::moments_axis_of("var", part, &over);
        f64::merge_moments_of(merged.view_mut(), moments.view());
    }
    assert!(merged.iter().all(|moments| moments.count() == 700));
    let finish = |ddof, finish| f64::finish_variances_of(merged.view(), ddof, finish);
    near(&finish(0.0, Moments::var), &var_axis(&a, keepdims(0)));
    near(&finish(1.0, Moments::var), &var_axis(&a, keepdims(ddof(1, 0))));
    near(&finish(2.0, Moments::std), &std_axis(&a, keepdims(ddof(2, 0))));
    near(&f64::finish_means_of(merged.view()), &mean_axis(&a, keepdims(0)));
    let all = merged.iter().fold(Moments::default(), |a, &b| Moments::merge(a, b));
    assert!((all.var(0.0) / var(&a) - 1.0).abs() < 1e-12);
}

#[test]
fn parts_without_a_number_change_nothing() {
    let mut a = noise([300, 4]);
    a.slice_mut(s![..150, 1]).fill(f64::NAN);
    a.slice_mut(s![.., 2]).fill(f64::NAN);
    a.slice_mut(s![7..;3, 3]).fill(f64::NAN);
    let over = Over::from(0);
    let mut merged = Array::full([4], Moments::default());
    let mut sums = Array::<f64>::zeros([4]);
    let mut counts = Array::<usize>::zeros([4]);
    for part in [a.slice(s![..100]), a.slice(s![100..])] {
        let moments = f64::number_moments_axis_of("nanvar", part, &over);
        f64::merge_moments_of(merged.view_mut(), moments.view());
        sums += &<f64 as nd_ops::AddedIn<f64>>::nansum_axis_of("nanmean", part, &over);
        counts += &<f64 as nd_ops::AddedIn<f64>>::count_numbers_axis_of("nanmean", part, &over);
    }
    assert_eq!(counts, array![300, 150, 0, 202]);
    let columns = a.axis_iter(1);
    for ((column, moments), (&sum, &count)) in
        columns.zip(merged.iter()).zip(sums.iter().zip(counts.iter()))
    {
        let numbers: Vec<f64> = column.iter().copied().filter(|x| !x.is_nan()).collect();
        assert_eq!((moments.count(), count), (numbers.len(), numbers.len()));
        let expected = (var(&numbers), nd_ops::mean(&numbers));
        if count == 0 {
            assert!(moments.nanvar(0.0).is_nan() && moments.mean().is_nan() && sum == 0.0);
            continue;
        }
        assert!((moments.nanvar(0.0) / expected.0 - 1.0).abs() < 1e-12);
        assert!((moments.mean() / expected.1 - 1.0).abs() < 1e-12);
        assert!((sum / count as f64 / expected.1 - 1.0).abs() < 1e-12);
    }
}

#[test]
fn too_few_elements() {
    let one = i32::moments_of(array![5].view());
    assert_eq!((one.mean(), one.var(0.0)), (5.0, 0.0));
    assert!(one.var(1.0).is_nan() && one.nanvar(1.0).is_nan());
    let two = f64::moments_of(array![1.0, 3.0].view());
    assert!(two.var(2.0).is_infinite() && two.nanvar(2.0).is_nan() && two.nanstd(3.0).is_nan());
    // Integers are never NaN, and NumPy takes `np.var` for them.
    let two = i32::moments_of(array![1, 3].view());
    assert!(two.nanvar(2.0).is_infinite() && two.nanstd(3.0).is_infinite());
    let none = Moments::<Complex<f64>>::default();
    assert!(none.mean().re.is_nan() && none.var(0.0).is_nan());
    let halves = nd_core::f16::moments_of(array![1.0, 4.0].cast::<nd_core::f16>().view());
    assert_eq!((halves.mean().to_f64(), halves.std(0.0).to_f64()), (2.5, 1.5));
}
