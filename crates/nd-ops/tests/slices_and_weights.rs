//! Distinct slices and quantiles with weights: values of NumPy 2.5.

use nd_core::{Array, Complex, array};
use nd_ops::{
    WeightError, quantile_weighted, quantile_weighted_axis, unique_all_axis, unique_axis,
};

#[test]
fn slices_that_differ_are_numpys() {
    let all = unique_all_axis(&array![[1, 2], [0, 5], [1, 2], [0, 3]], 0);
    assert_eq!(all.values, array![[0, 3], [0, 5], [1, 2]]);
    assert_eq!(all.indices, array![3, 1, 0]);
    assert_eq!(all.inverse_indices, array![2, 1, 2, 0]);
    assert_eq!(all.counts, array![1, 1, 2]);
    let nan = f64::NAN;
    let all = unique_all_axis(&array![[2.0, 0.0, -0.0, 2.0], [nan, 1.0, 1.0, nan]], -1);
    assert_eq!(all.values.shape(), [2, 3]);
    assert_eq!((all.indices, all.counts), (array![1, 0, 3], array![2, 1, 1]));
    assert_eq!(all.inverse_indices, array![1, 0, 0, 2]);
    assert!(all.values[[0, 0]].is_sign_positive());
    let [i, one] = [Complex::new(1.0, 2.0), Complex::new(1.0, 0.0)];
    let rows = array![[i, one], [one, i], [i, one]];
    assert_eq!(unique_axis(&rows, 0), array![[one, i], [i, one]]);
    let cube = Array::from_fn([2, 3, 4], |at| at[2] / 2);
    assert_eq!(unique_axis(&cube, 1).shape(), [2, 1, 4]);
    assert_eq!(unique_all_axis(&cube, 2).counts, array![2, 2]);
    assert_eq!(unique_axis(&Array::<i8>::zeros([0, 2]), 0).shape(), [0, 2]);
    assert_eq!(unique_axis(&Array::<i8>::zeros([3, 0]), 0).shape(), [1, 0]);
    assert_eq!(unique_axis(&array![3, 1, 3], 0), array![1, 3]);
}

#[test]
fn quantiles_with_weights_are_numpys() {
    let a = [3.0, 1.0, 2.0, 5.0];
    let quantiles = |weights: [f64; 4]| {
        [0.0, 0.1, 0.25, 0.5, 0.75, 1.0].map(|q| quantile_weighted(a, q, weights).unwrap())
    };
    assert_eq!(quantiles([1.0; 4]), [1.0, 1.0, 1.0, 2.0, 3.0, 5.0]);
    assert_eq!(quantiles([0.0, 1.0, 1.0, 2.0]), [1.0, 1.0, 1.0, 2.0, 5.0, 5.0]);
    assert_eq!(quantiles([1.0, 0.0, 0.0, 0.0]), [3.0; 6]);
    assert_eq!(quantiles([0.5, 0.25, 0.25, 3.0]), [1.0, 2.0, 3.0, 5.0, 5.0, 5.0]);
    assert!(quantile_weighted([1.0, f64::NAN, 2.0], 0.5, [1.0, 0.0, 1.0]).unwrap().is_nan());
    for (weights, total) in [([0.0; 4], 0.0), ([1.0, f64::INFINITY, 1.0, 1.0], f64::INFINITY)] {
        assert_eq!(quantile_weighted(a, 0.5, weights), Err(WeightError::Total { total }));
    }
    let error = quantile_weighted(a, 0.5, [1.0, f64::NAN, 1.0, 1.0]).unwrap_err();
    assert_eq!(error.to_string(), "quantile: weights that add up to NaN");
    let negative = quantile_weighted(a, 0.5, [1.0, 1.0, -1.0, 1.0]).unwrap_err();
    assert_eq!(negative.to_string(), "quantile: the weight at 2 is negative");
    let rows = array![[1u8, 2], [3, 4], [5, 6]];
    let weights = array![0.0, 1.0, 1.0];
    assert_eq!(quantile_weighted_axis(&rows, 0.5, &weights, 0), Ok(array![3.0, 4.0]));
    let each = array![[1.0, 9.0], [1.0, 1.0], [0.0, 1.0]];
    assert_eq!(quantile_weighted_axis(rows.t(), 0.5, each.t(), 1), Ok(array![1.0, 2.0]));
    let none = Array::<f64>::zeros([0, 3]);
    assert_eq!(quantile_weighted_axis(&none, 0.5, array![1.0, 1.0, 1.0], 1), Ok(array![]));
}
