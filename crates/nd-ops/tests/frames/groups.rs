//! Groups by keys of all kinds, with options; and joins. Values are pandas 3.1.1's unless said otherwise.

use nd_core::{Array, array};
use nd_ops::{
    AsofOptions, GroupOptions, JoinError, QuantileMethod, RegularBinError, RegularBinOptions,
    RegularBins, ddof, digitize, group_indices, grouped_any_with, grouped_argmin_with,
    grouped_cumcount, grouped_cumsum, grouped_first_with, grouped_last_with, grouped_max_with,
    grouped_mean, grouped_mean_with, grouped_median, grouped_min_with, grouped_ngroup, grouped_nth,
    grouped_nth_with, grouped_nunique, grouped_prod_with, grouped_quantile, grouped_reduce,
    grouped_sem, grouped_std_with, grouped_sum, grouped_sum_with, grouped_transform, grouped_var,
    grouped_var_with, join_asof, join_asof_with, join_inner, join_outer, label_columns,
};

const NAN: f64 = f64::NAN;

fn pandas() -> GroupOptions {
    GroupOptions::pandas()
}

/// G1.
#[test]
fn a_group_without_numbers_has_what_nothing_has() {
    let (v, k) = ([NAN, NAN], [1, 1]);
    assert_eq!(grouped_sum_with(&v, &k, 0, &pandas()).values, array![0.0]);
    assert_eq!(grouped_prod_with(&v, &k, 0, &pandas()).values, array![1.0]);
    assert!(grouped_mean_with(&v, &k, 0, &pandas()).values[[0]].is_nan());
    assert!(grouped_min_with(&v, &k, 0, &pandas()).values[[0]].is_nan());
    assert!(grouped_sum_with(&v, &k, 0, &pandas().min_count(1)).values[[0]].is_nan());
    assert_eq!(grouped_any_with(v, k, 0, &pandas()).values, array![false]);
    assert_eq!(nd_ops::grouped_all_with(v, k, 0, &pandas()).values, array![true]);
    assert_eq!(grouped_argmin_with(v, k, 0, &pandas()).values, array![None]); // pandas raises
}

/// G2.
#[test]
fn keys_are_in_order_or_as_met_and_missing_ones_dropped_or_last() {
    let (v, k) = ([1.0, 2.0, 4.0, 8.0, 16.0], [0.5, NAN, -1.0, 0.5, NAN]);
    let sums = grouped_sum(&v, &k, 0);
    assert_eq!((sums.labels, sums.values), (vec![-1.0, 0.5], array![4.0, 9.0]));
    let all = grouped_sum_with(&v, &k, 0, &GroupOptions::default().keep_missing(true));
    assert!(all.labels[..2] == [-1.0, 0.5] && all.labels[2].is_nan());
    assert_eq!(all.values, array![4.0, 9.0, 18.0]);
    let met = GroupOptions::default().keep_missing(true).sort(false);
    let met = grouped_sum_with(&v, &k, 0, &met);
    assert!(met.labels[0] == 0.5 && met.labels[1].is_nan() && met.labels[2] == -1.0);
    assert_eq!(met.values, array![9.0, 18.0, 4.0]);
    assert_eq!(grouped_sum(&[1, 2], &[-0.0, 0.0], 0).labels, [0.0]);
    let texts = vec![Some("b"), None, Some("a")];
    assert_eq!(group_indices(&texts), [(Some("a"), vec![2]), (Some("b"), vec![0])]);
    let pairs = label_columns((&[1.0, NAN, 1.0], &["x", "x", "a"][..]));
    assert_eq!(grouped_sum(&[1, 2, 4], &pairs, 0).labels, [(1.0, "a"), (1.0, "x")]);
}

/// G3: numbers of groups stay integers, with −1 for none.
#[test]
fn a_missing_key_has_no_number() {
    let k = [1.0, NAN, 0.0, NAN];
    assert_eq!(grouped_ngroup(k), array![1, -1, 0, -1]);
    assert_eq!(grouped_cumcount([1.0, NAN, 1.0]), array![0, -1, 1]);
    let sums = grouped_cumsum(&[1f64, 2.0, 4.0], &[7.0, NAN, 7.0], 0);
    assert!(sums[[0]] == 1.0 && sums[[1]].is_nan() && sums[[2]] == 5.0);
    let means = grouped_mean(&[1.0, 2.0, 4.0], &[7.0, NAN, 7.0], 0);
    let back = means.spread_back(&[7.0, NAN, 7.0], 0, NAN);
    assert!(back[[0]] == 2.5 && back[[1]].is_nan() && back[[2]] == 2.5);
}

/// G4.
#[test]
fn labels_that_do_not_occur_have_a_value_of_choice() {
    let sums = grouped_sum(&[1i64, 2], &["c", "a"][..], 0).for_labels(&["a", "b", "c"][..], 0, 0);
    assert_eq!(sums.values, array![2, 0, 1]);
    let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let most = nd_ops::grouped_max(&a, &[3, 1, 3], 1).for_labels(&[1, 2, 3], 1, -1.0);
    assert_eq!(most.values, array![[2.0, -1.0, 3.0], [5.0, -1.0, 6.0]]);
    let bins = digitize([0.5, 2.5, 0.1, 9.0], &[0.0, 1.0, 2.0, 3.0]).unwrap();
    let counts = nd_ops::grouped_count(&bins).for_labels([1, 2, 3, 4], 0, 0);
    assert_eq!(counts.values, array![2, 0, 1, 1]);
}

/// G5, G6: sums are wide, and of one type whatever the values are.
#[test]
fn sums_have_one_type() {
    assert_eq!(grouped_sum(&[1i8, 2], &[0, 0], 0).values, array![3i64]);
    assert_eq!(grouped_sum_with(&[100i8, 100], &[0, 0], 0, &pandas()).values, array![200i64]);
    let large = grouped_mean_with(&[3e38f32, 3e38, 3e38], &[1, 0, 1], 0, &pandas());
    assert_eq!(large.values, array![3e38f32, 3e38]);
    let big = [i64::MAX - 1, 1, -5];
    assert_eq!(grouped_sum_with(&big, &[0, 0, 0], 0, &pandas()).values, array![i64::MAX - 5]);
    assert_eq!(grouped_max_with(&big, &[0, 0, 0], 0, &pandas()).values, array![i64::MAX - 1]);
}

/// G8.
#[test]
fn spreads_of_one_value() {
    let (v, k) = ([1f64, 3.0, 4.0], [7, 7, 8]);
    let spread = grouped_std_with(&v, &k, ddof(1, 0), &pandas()).values;
    assert!(spread[[0]] == 2f64.sqrt() && spread[[1]].is_nan());
    let error = grouped_sem(&v, &k, ddof(1, 0)).values;
    assert!(error[[0]] == 1.0 && error[[1]].is_nan());
    assert_eq!(grouped_var_with(&[1e15 + 0.5; 9], &[0; 9], 0, &pandas()).values, array![0.0]);
    let near = grouped_var_with(&[u64::MAX, u64::MAX - 2], &[0, 0], 0, &pandas());
    assert_eq!(near.values, grouped_var(&[u64::MAX, u64::MAX - 2], &[0, 0], 0).values);
    assert_eq!(near.values, array![1.0]);
}

/// G9.
#[test]
fn the_first_is_a_number_and_number_zero_is_whatever_it_is() {
    let (v, k) = ([NAN, 2.0], [7, 7]);
    assert_eq!(grouped_first_with(&v, &k, 0, &pandas()).values, array![2.0]);
    assert!(grouped_nth(&v, &k, 0, 0).values[[0]].unwrap().is_nan());
    assert_eq!(grouped_nth_with(&v, &k, 0, 0, &pandas()).values, array![Some(2.0)]);
    assert_eq!(grouped_nth(&v, &k, -1, 0).values, array![Some(2.0)]);
    assert_eq!(grouped_nth(&v, &k, -3, 0).values, array![None]);
    assert_eq!(grouped_nth(&[true, false], &k, 0, 0).values, array![Some(true)]);
    // Too few count.
    let two = pandas().min_count(2);
    let (v, k) = ([NAN, 2.0, 3.0, 5.0], [7, 7, 8, 8]);
    let first = grouped_first_with(&v, &k, 0, &two).values;
    assert!(first[[0]].is_nan() && first[[1]] == 3.0);
    let last = grouped_last_with(&v, &k, 0, &two).values;
    assert!(last[[0]].is_nan() && last[[1]] == 5.0);
    assert_eq!(grouped_nth_with(&v, &k, 0, 0, &two).values, array![None, Some(3.0)]);
}

/// Weights, by `np.average` and repeated values.
#[test]
fn a_weight_counts_as_so_many_values() {
    let (v, k) = ([2f64, 6.0, 7.0, NAN], [1, 1, 0, 1]);
    let weighted = pandas().weights([1.0, 3.0, 2.0, 9.0]);
    assert_eq!(grouped_sum_with(&v, &k, 0, &weighted).values, array![14.0, 20.0]);
    assert_eq!(grouped_mean_with(&v, &k, 0, &weighted).values, array![7.0, 5.0]);
    let repeated = grouped_var(&[2f64, 6.0, 6.0, 6.0], &[1; 4], ddof(1, 0)).values[[0]];
    let found = grouped_var_with(&v, &k, ddof(1, 0), &weighted).values;
    assert!((found[[1]] - repeated).abs() < 1e-15 && found[[0]] == 0.0);
}

#[test]
#[should_panic(
    expected = "grouped_median: weights have a meaning for sums, means and variances only"
)]
fn weights_have_no_order() {
    let weighted = GroupOptions::default().weights([1.0]);
    nd_ops::grouped_median_with(&[1.0], &[1], 0, &weighted);
}

#[test]
#[should_panic(expected = "grouped_sum: a group has fewer than 2 values, and integers have no NaN")]
fn integers_have_no_nan() {
    grouped_sum_with(&[1, 2, 3], &[1, 1, 2], 0, &GroupOptions::default().min_count(2));
}

#[test]
#[should_panic(expected = "grouped_sum: weights of shape [2] for an axis of length 1")]
fn weights_are_one_for_each_position() {
    grouped_sum_with(&[1.0], &[1], 0, &GroupOptions::default().weights([1.0, 2.0]));
}

#[test]
fn keys_of_every_type_name_the_same_groups() {
    let v = [1i64, 2, 4, 8];
    let expected = array![10, 1, 4];
    macro_rules! check {
        ($($labels:expr),*) => {$( assert_eq!(grouped_sum(&v, $labels, 0).values, expected); )*};
    }
    check!(&[5i8, -1, 7, -1], &[5u8, 1, 7, 1], &[5i64, i64::MIN, i64::MAX, i64::MIN]);
    check!(
        &[1u64 << 63, 0, u64::MAX, 0],
        &[0.5f32, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY]
    );
    check!(
        &['b', 'a', 'c', 'a'],
        &["b", "", "c", ""][..],
        &["b", "a", "c", "a"].map(String::from)[..]
    );
    check!(&[Some(false), None, Some(true), None].map(|x| x.map_or(0, |y| 1 + i32::from(y))));
    assert_eq!(grouped_sum(&v, &[true, false, true, false], 0).values, array![10, 5]);
    let triples = label_columns((&[1, 1, 2, 1], &["b", "a", "a", "a"][..], &[0.0; 4]));
    let sums = grouped_sum(&v, &triples, 0);
    assert_eq!(sums.labels, [(1, "a", 0.0), (1, "b", 0.0), (2, "a", 0.0)]);
    assert_eq!(sums.values, expected);
}

#[test]
fn what_needs_all_values_of_a_group_works_along_any_axis() {
    let a = Array::from_fn([3, 6, 4], |at| ((at[0] * 31 + at[1] * 17 + at[2] * 7) % 13) as i64);
    let labels = [2, 0, 2, 1, 0, 2];
    let medians = grouped_median(&a, &labels, 1);
    let widths = grouped_reduce(&a, &labels, 1, |group| nd_ops::ptp(group));
    let thirds = grouped_quantile(&a, &labels, QuantileMethod::Higher.at(0.3), 1);
    let sums = grouped_sum_with(&a, &labels, 1, &GroupOptions::default());
    assert_eq!(sums, grouped_sum(&a, &labels, 1));
    for i in 0..3 {
        for j in 0..4 {
            for (k, label) in medians.labels.iter().enumerate() {
                let of: Vec<i64> =
                    (0..6).filter(|&m| labels[m] == *label).map(|m| a[[i, m, j]]).collect();
                assert_eq!(medians.values[[i, k, j]], nd_ops::median(&of));
                assert_eq!(widths.values[[i, k, j]], nd_ops::ptp(&of));
                assert_eq!(
                    thirds.values[[i, k, j]],
                    nd_ops::quantile(&of, QuantileMethod::Higher.at(0.3))
                );
            }
        }
    }
    let shares = grouped_transform(&a, &labels, 1, -1, |group| group - nd_ops::min(group));
    assert_eq!(shares[[2, 1, 3]], a[[2, 1, 3]] - a[[2, 1, 3]].min(a[[2, 4, 3]]));
    assert_eq!(grouped_nunique(&a, &[0; 6], 1).values.shape(), [3, 1, 4]);
}

#[test]
fn long_lanes_have_the_sums_of_short_ones() {
    let n = 1 << 20;
    let v = Array::from_fn([n], |at| ((at[0] * 7919) % 1000) as f64 / 8.0); // eighths: exact
    for groups in [3usize, 1000, 200_000] {
        let labels: Vec<i64> = (0..n).map(|k| ((k * 48_271) % groups) as i64 * 3 - 5).collect();
        let found = grouped_sum(&v, &labels, 0);
        let mut expected = vec![0.0; groups];
        labels.iter().zip(&v).for_each(|(label, x)| expected[((label + 5) / 3) as usize] += x);
        assert_eq!(found.values.into_vec(), expected);
        assert_eq!(found.labels.len(), groups);
        let spread: Vec<i64> = labels.iter().map(|label| label * 1_000_000_007).collect();
        assert_eq!(grouped_sum_with(&v, &spread, 0, &pandas()).values.into_vec(), expected);
        let most = nd_ops::grouped_max(&v, &labels, 0).values;
        assert_eq!(most, grouped_max_with(&v, &labels, 0, &pandas()).values);
    }
}

#[test]
fn nothing_is_in_no_group() {
    let none = grouped_median(Array::<f64>::zeros([2, 0]), Vec::<f64>::new(), 1);
    assert_eq!(none.values.shape(), [2, 0]);
    let dropped = grouped_sum(&array![[1.0], [2.0]], &[NAN], 1);
    assert_eq!((dropped.labels.len(), dropped.values.shape()), (0, &[2, 0][..]));
    assert_eq!(grouped_cumsum(&[1.0], &[NAN], 0).shape(), [1]);
    assert!(group_indices(Vec::<String>::new()).is_empty());
    assert_eq!(grouped_sum_with(&[1.0], &[NAN], 0, &pandas()).values.shape(), [0]);
}

#[test]
fn missing_keys_are_equal_in_joins() {
    let (left, right) = join_inner([3.0, 1.0, NAN, 2.0, 1.0], [1.0, NAN, 1.0, 4.0, 3.0]);
    assert_eq!(left, array![0, 1, 1, 2, 4, 4]);
    assert_eq!(right, array![4, 0, 2, 1, 0, 2]);
    let (left, right) = join_outer(&["b", "a"][..], &["c"][..]);
    assert_eq!((left, right), (array![Some(1), Some(0), None], array![None, None, Some(0)]));
    let (left, right) = join_inner(Vec::<i64>::new(), [1]);
    assert_eq!((left.size(), right.size()), (0, 0));
}

#[test]
fn keys_out_of_order_are_errors_in_joins_by_distance() {
    let error = join_asof(&[1, 3, 2], &[1]).unwrap_err();
    assert_eq!(error, JoinError::Unsorted { side: "left", place: 2 });
    assert_eq!(error.to_string(), "join_asof: the left key at 2 is not in rising order");
    assert!(join_asof(&[1.0], &[NAN]).is_err());
    let far = join_asof_with(&[i64::MAX], &[i64::MIN], &AsofOptions::default().tolerance(1e19));
    assert_eq!(far.unwrap(), array![None]);
    assert_eq!(join_asof(&[u64::MAX], &[0, u64::MAX]).unwrap(), array![Some(1)]);
}

#[test]
fn bins_are_never_more_than_allowed() {
    let error = RegularBins::new([0, i64::MAX], 1, &RegularBinOptions::default()).unwrap_err();
    assert_eq!(error, RegularBinError::TooMany { bins: 1 << 63, most: 1 << 24 });
    let error = RegularBins::new([i64::MAX], 2, &RegularBinOptions::default()).unwrap_err();
    assert_eq!(error, RegularBinError::Overflow);
    let low = RegularBins::new([i64::MIN, i64::MIN + 3], 2, &RegularBinOptions::default()).unwrap();
    assert_eq!((low.start, low.codes), (i64::MIN, array![0, 1]));
    let none = RegularBins::new(Vec::<i64>::new(), 2, &RegularBinOptions::default()).unwrap();
    assert!(none.edges().is_empty() && none.labels().is_empty() && none.keys().is_empty());
}
