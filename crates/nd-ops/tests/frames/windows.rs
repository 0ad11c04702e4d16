//! Windows of any kind. Values are pandas 3.1.1's unless said otherwise.

use nd_core::{Array, array};
use nd_ops::{
    Align, Closed, QuantileMethod, RankMethod, RollingOptions, Window, WindowError, ddof,
    rolling_argmax_with, rolling_argmin, rolling_corr, rolling_count_with, rolling_cov,
    rolling_kurt, rolling_median, rolling_median_with, rolling_nanmean_with, rolling_nanmin,
    rolling_nanstd, rolling_nansum, rolling_nansum_with, rolling_nanvar, rolling_quantile,
    rolling_rank_with, rolling_skew, rolling_sum_with, rolling_var_with,
};

const NAN: f64 = f64::NAN;

fn trailing() -> RollingOptions {
    RollingOptions::default().align(Align::Trailing)
}

fn assert_same(found: &Array<f64>, expected: &[f64]) {
    assert_eq!(found.shape(), [expected.len()]);
    for (&a, &b) in found.iter().zip(expected) {
        assert!(a == b || (a.is_nan() && b.is_nan()), "{found:?} is not {expected:?}");
    }
}

/// R1.
#[test]
fn windows_are_whole_unless_asked_for() {
    assert_same(&rolling_nansum_with(&[1.0, 2.0], 3, 0, &trailing()), &[NAN, NAN]);
    assert_same(&rolling_nansum_with(&[1.0, 2.0], 0, 0, &trailing()), &[0.0, 0.0]);
    let none = trailing().min_periods(0);
    assert_same(&rolling_nansum_with(&[NAN, NAN], 2, 0, &none), &[0.0, 0.0]);
    assert_same(&rolling_nanmean_with(&[NAN, NAN], 2, 0, &none), &[NAN, NAN]);
}

#[test]
#[should_panic(expected = "rolling_nansum: 3 elements at least, of windows of 2")]
fn windows_have_no_more_than_all() {
    rolling_nansum_with(&[1.0, 2.0], 2, 0, &trailing().min_periods(3));
}

#[test]
#[should_panic(expected = "rolling: a window of -1 elements")]
fn windows_have_no_negative_length() {
    rolling_nansum(&[1.0, 2.0], -1, 0);
}

/// R2, of both families.
#[test]
fn ends_of_windows_of_elements() {
    let a = [1.0, 2.0, 4.0, 8.0, 16.0];
    let sums = |closed, least: Option<usize>| {
        let options =
            least.map_or(trailing(), |least| trailing().min_periods(least)).closed(closed);
        let (old, new) =
            (rolling_sum_with(&a, 3, 0, &options), rolling_nansum_with(&a, 3, 0, &options));
        assert_same(&old, new.view().as_slice().unwrap());
        new
    };
    assert_same(&sums(Closed::Left, None), &[NAN, NAN, NAN, 7.0, 14.0]);
    assert_same(&sums(Closed::Both, None), &[NAN, NAN, 7.0, 15.0, 30.0]);
    assert_same(&sums(Closed::Neither, None), &[NAN; 5]);
    assert_same(&sums(Closed::Neither, Some(1)), &[NAN, 1.0, 3.0, 6.0, 12.0]);
    // The first window is of no element, and its sum is 0 where so few will do.
    assert_same(&sums(Closed::Left, Some(0)), &[0.0, 1.0, 3.0, 7.0, 14.0]);
}

/// R3, R4, R5.
#[test]
fn ends_of_windows_of_a_width() {
    let sums = |t: &[i64], width, closed| {
        let v: Vec<f64> = (1..=t.len()).map(|k| k as f64).collect();
        let window = Window::width(t, width).unwrap();
        rolling_nansum_with(&v, window, 0, &RollingOptions::default().closed(closed))
    };
    let (apart, ties) = ([0, 1, 3, 4], [0, 0, 1, 1, 3]);
    assert_same(&sums(&apart, 2, Closed::Right), &[1.0, 3.0, 3.0, 7.0]);
    assert_same(&sums(&apart, 2, Closed::Left), &[NAN, 1.0, 2.0, 3.0]);
    assert_same(&sums(&apart, 2, Closed::Both), &[1.0, 3.0, 5.0, 7.0]);
    assert_same(&sums(&apart, 2, Closed::Neither), &[NAN, 1.0, NAN, 3.0]);
    assert_same(&sums(&ties, 1, Closed::Right), &[1.0, 3.0, 3.0, 7.0, 5.0]);
    assert_same(&sums(&ties, 1, Closed::Left), &[NAN, NAN, 3.0, 3.0, NAN]);
    assert_same(&sums(&ties, 2, Closed::Left), &[NAN, NAN, 3.0, 3.0, 7.0]);
    assert_same(&sums(&[4, 3, 1, 0], 2, Closed::Right), &[1.0, 3.0, 3.0, 7.0]);
    let error = Window::width([0, 2, 1], 5).unwrap_err();
    assert_eq!(error, WindowError::Unsorted { place: 2 });
    assert_eq!(error.to_string(), "rolling: the coordinate at 2 is out of order");
    let far = Window::width([i64::MIN, i64::MAX], i64::MAX).unwrap();
    assert_eq!(rolling_nansum(&[1.0, 2.0], far, 0), array![1.0, 2.0]);
}

#[test]
#[should_panic(expected = "rolling_nansum: 2 coordinates for an axis of length 3")]
fn a_coordinate_is_as_long_as_its_axis() {
    rolling_nansum(&[1.0, 2.0, 3.0], Window::width([0, 1], 1).unwrap(), 0);
}

/// R6.
#[test]
fn windows_around_a_position() {
    let a = [1.0, 2.0, 3.0, 4.0, 5.0];
    let options = RollingOptions::default().align(Align::Centred).min_periods(1);
    let expected = [3.0, 6.0, 10.0, 14.0, 12.0];
    assert_same(&rolling_nansum_with(&a, 4, 0, &options), &expected);
    assert_same(&rolling_sum_with(&a, 4, 0, &options), &expected);
}

/// R7: infinities are numbers here.
#[test]
fn infinities_stay_in_their_windows() {
    let sums = rolling_nansum_with(&[1.0, f64::INFINITY, 2.0, 3.0], 2, 0, &trailing());
    assert_same(&sums, &[NAN, f64::INFINITY, f64::INFINITY, 5.0]);
    let spread = rolling_nanvar(&[1.0, f64::INFINITY, 2.0, 3.0], 2, 0);
    assert_same(&spread, &[NAN, NAN, 0.25]);
}

/// R8.
#[test]
fn the_fewest_are_numbers_or_positions() {
    let a = [1.0, NAN, 2.0, 3.0, 4.0];
    assert_same(&rolling_count_with(&a, 2, 0, &trailing()), &[NAN, 1.0, 1.0, 2.0, 2.0]);
    assert_same(&rolling_nansum_with(&a, 2, 0, &trailing()), &[NAN, NAN, NAN, 5.0, 7.0]);
    let one = trailing().min_periods(1);
    assert_same(&rolling_nansum_with(&a, 2, 0, &one), &[1.0, 1.0, 2.0, 5.0, 7.0]);
    assert_same(&rolling_median_with(&a, 2, 0, &one), &[1.0, 1.0, 2.0, 2.5, 3.5]);
    assert_eq!(rolling_argmax_with(a, 2, 0, &one), array![0, 0, 2, 3, 4].map(Some));
}

/// R10.
#[test]
fn equal_numbers_do_not_vary() {
    let a = [1e15 + 0.5; 6];
    assert_eq!(rolling_nanstd(&a, 4, ddof(1, 0)), array![0.0, 0.0, 0.0]);
    assert_same(&rolling_skew(&a, 4, 0), &[NAN; 3]);
    assert_same(&rolling_kurt(&a, 4, 0), &[NAN; 3]);
    let b = [1.0, 2.0, 4.0, 3.0, 5.0, 6.0];
    assert_same(&rolling_corr(&a, &b, 4, 0), &[NAN; 3]);
    assert_eq!(rolling_cov(&a, &b, 4, ddof(1, 0)), array![0.0, 0.0, 0.0]);
}

/// R11; pandas' own variance keeps a part of the large one for a while.
#[test]
fn nothing_is_left_of_old_numbers() {
    let a = [1e16, 1.0, 2.0, 3.0];
    assert_eq!(nd_ops::rolling_nanmean(&a, 2, 0), array![5e15, 1.5, 2.5]);
    assert_eq!(nd_ops::rolling_mean(&a, 2, 0), array![5e15, 1.5, 2.5]);
    let spread = rolling_nanvar(&a, 2, ddof(1, 0));
    assert_eq!((spread[[1]], spread[[2]]), (0.5, 0.5));
    let mut long = vec![0.1f64; 400];
    long[17] = 1e300;
    let (sums, powers) = (rolling_nansum(&long, 3, 0), rolling_kurt(&long, 5, 0));
    assert!(sums.iter().skip(18).all(|&sum| (sum - 0.3).abs() < 1e-15));
    assert!(powers.iter().skip(18).all(|kurt| kurt.is_nan()));
}

#[test]
fn steps_leave_windows_out() {
    let a: Vec<f64> = (1..=7).map(f64::from).collect();
    let options = trailing().min_periods(1).step(2);
    let expected = [1.0, 6.0, 12.0, 18.0];
    assert_same(&rolling_nansum_with(&a, 3, 0, &options), &expected);
    assert_same(&rolling_sum_with(&a, 3, 0, &options), &expected);
    let wide = RollingOptions::default().step(4);
    assert_same(&rolling_sum_with(&a, 2, 0, &wide), &[3.0, 11.0]);
    assert_same(&rolling_var_with(&a, 2, 0, &wide), &[0.25, 0.25]);
}

/// A plain sorted slice of each window.
fn by_sorting(a: &[f64], span: std::ops::Range<usize>, q: f64) -> f64 {
    let numbers: Vec<f64> = a[span].iter().copied().filter(|x| !x.is_nan()).collect();
    nd_ops::quantile(&numbers, q)
}

#[test]
fn order_is_kept_over_long_lanes() {
    let mut state = 1u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    for (kinds, n) in [(1u64 << 30, 9000), (5, 9000), (1, 300)] {
        let number = |k: u64| if k % 11 == 3 { NAN } else { (k % kinds) as f64 - 2.0 };
        let a: Vec<f64> = (0..n).map(|_| number(next())).collect();
        for window in [1, 2, 37, 300] {
            let options = trailing().min_periods(1);
            let medians = rolling_median_with(&a, window, 0, &options);
            let least = nd_ops::rolling_nanmin_with(&a, window, 0, &options);
            let options = options.rank_method(RankMethod::Max);
            let ranks = rolling_rank_with(&a, window, 0, &options);
            for k in (0..n).step_by(13) {
                let span = (k + 1usize).saturating_sub(window)..k + 1;
                let of: Vec<f64> =
                    a[span.clone()].iter().copied().filter(|x| !x.is_nan()).collect();
                if of.is_empty() {
                    assert!(medians[[k]].is_nan() && least[[k]].is_nan());
                    continue;
                }
                assert_eq!(medians[[k]], by_sorting(&a, span.clone(), 0.5));
                assert_eq!(least[[k]], by_sorting(&a, span, 0.0));
                let below = of.iter().filter(|&&x| x <= a[k]).count() as f64;
                assert!(ranks[[k]] == below || (a[k].is_nan() && ranks[[k]].is_nan()));
            }
        }
    }
}

#[test]
fn windows_move_along_any_axis() {
    let a = Array::from_fn([3, 50, 4], |at| ((at[0] * 31 + at[1] * 17 + at[2] * 7) % 23) as i32);
    let medians = rolling_median(&a, 5, 1);
    let thirds = rolling_quantile(&a, 5, QuantileMethod::Lower.at(0.3), -2);
    let places = rolling_argmin(&a, 5, 1);
    assert_eq!(medians.shape(), [3, 46, 4]);
    for (i, k, j) in [(0, 0, 0), (1, 20, 3), (2, 45, 1)] {
        let of: Vec<i32> = (k..k + 5).map(|m| a[[i, m, j]]).collect();
        assert_eq!(medians[[i, k, j]], nd_ops::median(&of));
        assert_eq!(thirds[[i, k, j]], nd_ops::quantile(&of, QuantileMethod::Lower.at(0.3)));
        assert_eq!(places[[i, k, j]], Some(k + nd_ops::argmin(&of)));
    }
    assert_eq!(rolling_median(Array::<f32>::zeros([0, 4]), 2, 1).shape(), [0, 3]);
    let none = rolling_nansum_with(Array::<f64>::zeros([2, 0]), 2, 1, &trailing());
    assert_eq!(none.shape(), [2, 0]);
    assert_eq!(
        nd_ops::ewm_mean(Array::<f64>::zeros([0, 3]), nd_ops::Decay::Span(2.0), 0).shape(),
        [0, 3]
    );
}

#[test]
fn blocks_side_by_side_have_the_bits_of_columns() {
    let n = 40_000;
    let wave = |k: usize| ((k * 7919) % 100_003) as f64 * 1e-3 - 40.0;
    let lane = Array::from_fn([n], |at| wave(at[0]));
    let table = Array::from_fn([n, 2], |at| wave(at[0]));
    for window in [2, 7, 100, 1500] {
        for options in [RollingOptions::default(), trailing().min_periods(1)] {
            let column = |all: Array<f64>| all.view().take([0], 1).into_vec();
            assert_eq!(
                rolling_sum_with(&lane, window, 0, &options).into_vec(),
                column(rolling_sum_with(&table, window, 0, &options))
            );
            assert_eq!(
                rolling_var_with(&lane, window, 0, &options).into_vec(),
                column(rolling_var_with(&table, window, 0, &options))
            );
            let most = nd_ops::rolling_max_with(&lane, window, 0, &options);
            assert_eq!(most, nd_ops::rolling_nanmax_with(&lane, window, 0, &options));
        }
    }
    assert_eq!(rolling_nanmin(&lane, 5000, 0), nd_ops::rolling_min(&lane, 5000, 0));
}

/// R12. Without adjustment weights are 0.25 and 0.5 there; pandas has 2.5 for an alpha of exactly 0.5 (where it takes
/// the way of irregular times), and 2.3333 for one next to it.
#[test]
fn exponential_weights_fall_over_missing_numbers() {
    use nd_ops::{Decay, EwmOptions, ewm_mean_with};
    let last = |options| ewm_mean_with(&[1.0, NAN, 3.0], Decay::Alpha(0.5), 0, &options)[[2]];
    assert!((last(EwmOptions::default()) - 2.6).abs() < 1e-15);
    assert!((last(EwmOptions::default().ignore_nan(true)) - 7.0 / 3.0).abs() < 1e-15);
    assert!((last(EwmOptions::default().adjust(false)) - 7.0 / 3.0).abs() < 1e-15);
    assert_eq!(nd_ops::ewm_var(&[1e15 + 0.5; 4], Decay::Span(3.0), 0)[[3]], 0.0);
}

/// Windows whose ends are not among them are never of as many as their number says.
#[test]
fn windows_without_ends_have_too_few_elements_everywhere() {
    let a: Vec<f64> = (0..5000).map(f64::from).collect();
    for window in [3, 50, 1500] {
        let options = trailing().closed(Closed::Neither);
        let all_nan = |found: Array<f64>| found.iter().all(|x| x.is_nan());
        assert!(all_nan(rolling_sum_with(&a, window, 0, &options)));
        assert!(all_nan(rolling_var_with(&a, window, 0, &options)));
        let fewer = options.min_periods(window - 1);
        let found = rolling_sum_with(&a, window, 0, &fewer);
        assert_same(&found, rolling_nansum_with(&a, window, 0, &fewer).view().as_slice().unwrap());
        assert!(found[[window - 2]].is_nan() && found[[window - 1]] > 0.0);
    }
}

#[test]
fn results_have_the_same_bits_on_any_number_of_threads() {
    let n = 1 << 20;
    let wave = |k: usize| ((k * 48_271) % 65_537) as f64 * 1e-3 - 30.0;
    let a = Array::from_fn([n], |at| wave(at[0]));
    let labels: Vec<i64> = (0..n).map(|k| (k * 7919 % 997) as i64).collect();
    let all = || {
        let mut all = nd_ops::grouped_sum(&a, &labels, 0).values.into_vec();
        all.extend(nd_ops::grouped_var(&a, &labels, 0).values.into_vec());
        all.extend(nd_ops::rolling_sum(&a, 100, 0).into_vec());
        all.extend(nd_ops::rolling_var(&a, 100, 0).into_vec());
        all.extend(rolling_kurt(&a, 100, 0).into_vec());
        all.extend(rolling_median(&a, 100, 0).into_vec());
        all.extend(nd_ops::rolling_nanmean(&a, 3000, 0).into_vec());
        all.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(all)
    };
    assert!(on(1) == on(3));
}
