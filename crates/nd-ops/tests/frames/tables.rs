//! Groups, windows, exponential weights, bins and joins against pandas' results, made by `golden/frames.py`.

use nd_core::Array;
use nd_ops::{
    Align, AsofDirection, AsofOptions, BinEnd, BinOrigin, Closed, Decay, EwmOptions, GroupOptions,
    RankMethod, RegularBinOptions, RegularBins, RollingOptions, Window, ddof,
};
use std::str::FromStr;

const FRAMES: &str = include_str!("../golden/frames.txt");

fn list<T: FromStr<Err: std::fmt::Debug>>(word: &str) -> Vec<T> {
    let words = word.split(',').filter(|number| *number != "-");
    words.map(|number| number.parse().expect("a number")).collect()
}

fn lines(kind: &str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let all = FRAMES.lines().map(|line| (line, line.split(' ').collect::<Vec<_>>()));
    let chosen: Vec<_> = all.filter(|(_, words)| words[0] == kind).collect();
    assert!(chosen.len() >= 9, "{kind}");
    chosen.into_iter()
}

fn assert_same(found: &Array<f64>, expected: &str, tolerance: f64, line: &str) {
    let expected: Vec<f64> = list(expected);
    assert_eq!(found.shape(), [expected.len()], "{line}");
    for (&found, expected) in found.iter().zip(expected) {
        let close = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
        let same = found == expected || close || (found.is_nan() && expected.is_nan());
        assert!(same, "{found} is not {expected}: {line}");
    }
}

fn flag(word: &str) -> bool {
    word == "1"
}

fn truth(values: Array<bool>) -> Array<f64> {
    values.map(|yes| f64::from(u8::from(yes)))
}

fn counts(values: Array<usize>) -> Array<f64> {
    values.map(|count| count as f64)
}

fn grouped(f: &str, v: &[f64], k: &[i64]) -> Array<f64> {
    let all = &GroupOptions::pandas();
    match f {
        "sum" => nd_ops::grouped_sum_with(v, k, 0, all).values,
        "prod" => nd_ops::grouped_prod_with(v, k, 0, all).values,
        "mean" => nd_ops::grouped_mean_with(v, k, 0, all).values,
        "min" => nd_ops::grouped_min_with(v, k, 0, all).values,
        "max" => nd_ops::grouped_max_with(v, k, 0, all).values,
        "var" => nd_ops::grouped_var_with(v, k, ddof(1, 0), all).values,
        "std" => nd_ops::grouped_std_with(v, k, ddof(1, 0), all).values,
        "sem" => nd_ops::grouped_sem_with(v, k, ddof(1, 0), all).values,
        "median" => nd_ops::grouped_median_with(v, k, 0, all).values,
        "quantile" => nd_ops::grouped_quantile_with(v, k, 0.3, 0, all).values,
        "first" => nd_ops::grouped_first_with(v, k, 0, all).values,
        "last" => nd_ops::grouped_last_with(v, k, 0, all).values,
        "count" => counts(nd_ops::grouped_count_with(v, k, 0, all).values),
        "nunique" => counts(nd_ops::grouped_nunique_with(v, k, 0, all).values),
        "any" => truth(nd_ops::grouped_any_with(v, k, 0, all).values),
        "all" => truth(nd_ops::grouped_all_with(v, k, 0, all).values),
        "cumsum" => nd_ops::grouped_cumsum_with(v, k, 0, all),
        "cumprod" => nd_ops::grouped_cumprod_with(v, k, 0, all),
        "cummax" => nd_ops::grouped_cummax_with(v, k, 0, all),
        "cummin" => nd_ops::grouped_cummin_with(v, k, 0, all),
        _ => {
            let method = method(f.strip_prefix("rank_").unwrap());
            nd_ops::grouped_rank_with(v, k, 0, &GroupOptions::pandas().rank_method(method))
        }
    }
}

fn method(name: &str) -> RankMethod {
    match name {
        "average" => RankMethod::Average,
        "min" => RankMethod::Min,
        "max" => RankMethod::Max,
        "dense" => RankMethod::Dense,
        "first" => RankMethod::First,
        other => panic!("{other}"),
    }
}

#[test]
fn groups_with_options_are_those_of_pandas() {
    for (line, words) in lines("group") {
        let found = grouped(words[1], &list::<f64>(words[2]), &list::<i64>(words[3]));
        assert_same(&found, words[4], 1e-13, line);
    }
}

fn rolled(f: &str, (v, w): (&[f64], &[f64]), window: Window, all: &RollingOptions) -> Array<f64> {
    match f {
        "sum" => nd_ops::rolling_nansum_with(v, window, 0, all),
        "mean" => nd_ops::rolling_nanmean_with(v, window, 0, all),
        "min" => nd_ops::rolling_nanmin_with(v, window, 0, all),
        "max" => nd_ops::rolling_nanmax_with(v, window, 0, all),
        "var" => nd_ops::rolling_nanvar_with(v, window, ddof(1, 0), all),
        "std" => nd_ops::rolling_nanstd_with(v, window, ddof(1, 0), all),
        "skew" => nd_ops::rolling_skew_with(v, window, 0, all),
        "kurt" => nd_ops::rolling_kurt_with(v, window, 0, all),
        "count" => nd_ops::rolling_count_with(v, window, 0, all),
        "median" => nd_ops::rolling_median_with(v, window, 0, all),
        "quantile" => nd_ops::rolling_quantile_with(v, window, 0.3, 0, all),
        "rank" => nd_ops::rolling_rank_with(v, window, 0, all),
        "cov" => nd_ops::rolling_cov_with(v, w, window, ddof(1, 0), all),
        "corr" => nd_ops::rolling_corr_with(v, w, window, 0, all),
        other => panic!("{other}"),
    }
}

fn closed(word: &str) -> Closed {
    match word {
        "right" => Closed::Right,
        "left" => Closed::Left,
        "both" => Closed::Both,
        "neither" => Closed::Neither,
        other => panic!("{other}"),
    }
}

#[test]
fn windows_of_any_kind_are_those_of_pandas() {
    for (line, words) in lines("roll") {
        let (v, w) = (list::<f64>(words[2]), list::<f64>(words[3]));
        let window = match words[4] {
            "elements" => Window::Elements(words[5].parse().unwrap()),
            "width" => Window::width(list::<i64>(words[6]), words[5].parse().unwrap()).unwrap(),
            _ => Window::Expanding,
        };
        let align = if flag(words[8]) { Align::Centred } else { Align::Trailing };
        let options = RollingOptions::default().align(align).closed(closed(words[9]));
        let options = options.step(words[10].parse().unwrap());
        let options = match words[7] {
            "-" => options,
            least => options.min_periods(least.parse().unwrap()),
        };
        let found = rolled(words[1], (&v, &w), window, &options);
        // Those of pandas take off what they added, and divide twice.
        let tolerance = if matches!(words[1], "skew" | "kurt") { 1e-8 } else { 1e-12 };
        assert_same(&found, words[11], tolerance, line);
    }
}

#[test]
fn exponential_weights_are_those_of_pandas() {
    for (line, words) in lines("ewm") {
        let (v, w) = (list::<f64>(words[2]), list::<f64>(words[3]));
        let decay = Decay::Alpha(words[4].parse().unwrap());
        let options = EwmOptions::default().adjust(flag(words[5])).ignore_nan(flag(words[6]));
        let options = options.min_periods(words[7].parse().unwrap()).bias(flag(words[8]));
        let found = match words[1] {
            "mean" => nd_ops::ewm_mean_with(&v, decay, 0, &options),
            "sum" => nd_ops::ewm_sum_with(&v, decay, 0, &options),
            "var" => nd_ops::ewm_var_with(&v, decay, 0, &options),
            "std" => nd_ops::ewm_std_with(&v, decay, 0, &options),
            "cov" => nd_ops::ewm_cov_with(&v, &w, decay, 0, &options),
            "corr" => nd_ops::ewm_corr_with(&v, &w, decay, 0, &options),
            other => panic!("{other}"),
        };
        assert_same(&found, words[9], 1e-12, line);
    }
}

#[test]
fn bins_of_one_width_are_those_of_pandas() {
    let end = |word| if word == "left" { BinEnd::Left } else { BinEnd::Right };
    for (line, words) in lines("bins") {
        let origin = match words[4] {
            "epoch" => BinOrigin::At(0),
            "start" => BinOrigin::First,
            _ => BinOrigin::Multiple(86400),
        };
        let options = RegularBinOptions::default().origin(origin);
        let options = options.closed(end(words[5])).label(end(words[6]));
        let coordinate = list::<i64>(words[1]);
        let bins = RegularBins::new(&coordinate, words[3].parse().unwrap(), &options).unwrap();
        assert_eq!(bins.labels(), list::<i64>(words[7]), "{line}");
        let values = list::<f64>(words[2]);
        let sums = nd_ops::grouped_sum(&values, bins.keys(), 0).for_labels(bins.labels(), 0, 0.0);
        assert_same(&sums.values, words[8], 1e-14, line);
        let means = nd_ops::grouped_mean(&values, bins.keys(), 0);
        let means = means.for_labels(bins.labels(), 0, f64::NAN);
        assert_same(&means.values, words[9], 1e-14, line);
    }
}

fn places(word: &str) -> Vec<Option<usize>> {
    let words = word.split(',').filter(|word| *word != "-");
    words.map(|word| word.parse().ok()).collect()
}

#[test]
fn joins_are_those_of_pandas() {
    for (line, words) in lines("join") {
        let (a, b) = (list::<i64>(words[2]), list::<i64>(words[3]));
        let all = |left: Array<usize>| left.map(Some).into_vec();
        let (left, right) = match words[1] {
            "inner" => {
                let (left, right) = nd_ops::join_inner(&a, &b);
                (all(left), all(right))
            }
            "left" => {
                let (left, right) = nd_ops::join_left(&a, &b);
                (all(left), right.into_vec())
            }
            _ => {
                let (left, right) = nd_ops::join_outer(&a, &b);
                (left.into_vec(), right.into_vec())
            }
        };
        assert_eq!((left, right), (places(words[4]), places(words[5])), "{line}");
    }
    for (line, words) in lines("asof") {
        let direction = match words[3] {
            "backward" => AsofDirection::Backward,
            "forward" => AsofDirection::Forward,
            _ => AsofDirection::Nearest,
        };
        let options = AsofOptions::default().direction(direction).exact(flag(words[5]));
        let options = match words[4] {
            "-" => options,
            tolerance => options.tolerance(tolerance.parse().unwrap()),
        };
        let (a, b) = (list::<i64>(words[1]), list::<i64>(words[2]));
        let found = nd_ops::join_asof_with(&a, &b, &options).unwrap();
        assert_eq!(found.into_vec(), places(words[6]), "{line}");
    }
}
