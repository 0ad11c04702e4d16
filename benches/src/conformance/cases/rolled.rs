//! Windows that roll along an axis, that grow, and exponential weights.

use super::gaps::holey;
use super::{Random, Recorder};
use crate::conformance::layout::Laid;
use nd::{Align, Array, Closed, Decay, EwmOptions, RankMethod, RollingOptions, View, Window, ddof};
use serde_json::{Value as Json, json};

type Rolled = fn(View<'_, f64>, View<'_, f64>, Window, isize, &RollingOptions) -> Array<f64>;

/// What a window is asked for, by pandas' name.
const MEASURES: &[(&str, Rolled)] = &[
    ("sum", |a, _, w, k, o| nd::rolling_nansum_with(a, w, k, o)),
    ("mean", |a, _, w, k, o| nd::rolling_nanmean_with(a, w, k, o)),
    ("min", |a, _, w, k, o| nd::rolling_nanmin_with(a, w, k, o)),
    ("max", |a, _, w, k, o| nd::rolling_nanmax_with(a, w, k, o)),
    ("var", |a, _, w, k, o| nd::rolling_nanvar_with(a, w, ddof(1, k), o)),
    ("std", |a, _, w, k, o| nd::rolling_nanstd_with(a, w, ddof(1, k), o)),
    ("skew", |a, _, w, k, o| nd::rolling_skew_with(a, w, k, o)),
    ("kurt", |a, _, w, k, o| nd::rolling_kurt_with(a, w, k, o)),
    ("count", |a, _, w, k, o| nd::rolling_count_with(a, w, k, o)),
    ("median", |a, _, w, k, o| nd::rolling_median_with(a, w, k, o)),
    ("quantile", |a, _, w, k, o| nd::rolling_quantile_with(a, w, 0.3, k, o)),
    ("rank", |a, _, w, k, o| nd::rolling_rank_with(a, w, k, o)),
    ("cov", |a, b, w, k, o| nd::rolling_cov_with(a, b, w, ddof(1, k), o)),
    ("corr", |a, b, w, k, o| nd::rolling_corr_with(a, b, w, k, o)),
];

fn closed_of(random: &mut Random) -> (Closed, &'static str) {
    *random.pick(&[
        (Closed::Right, "right"),
        (Closed::Right, "right"),
        (Closed::Left, "left"),
        (Closed::Both, "both"),
        (Closed::Neither, "neither"),
    ])
}

/// Numbers, of which some are missing, or equal, or all are there.
fn numbers(random: &mut Random) -> fn(&mut Random) -> f64 {
    *random.pick(&[
        holey as fn(&mut Random) -> f64,
        holey,
        |random| random.below(5) as f64,
        |random| if random.one_in(9) { f64::NAN } else { random.unit() * 8.0 },
    ])
}

/// Seconds that rise, or fall, or stay.
fn places(random: &mut Random, n: usize) -> Vec<i64> {
    let mut at: i64 = 1_000;
    let mut seconds: Vec<i64> = (0..n)
        .map(|_| {
            at += random.below(4) as i64;
            at
        })
        .collect();
    if random.one_in(4) {
        seconds.reverse();
    }
    seconds
}

/// Windows of a number of elements or of a width in seconds.
pub(super) fn windows(random: &mut Random, recorder: &mut Recorder) {
    let (name, f) = *random.pick(MEASURES);
    let most = *random.pick(&[8, 30, 30, 200]);
    let n = random.below(most);
    let two = random.one_in(3);
    let (shape, axis) = match two && !["cov", "corr"].contains(&name) {
        true => match random.one_in(2) {
            true => (vec![n, 1 + random.below(3)], 0),
            false => (vec![1 + random.below(3), n], 1),
        },
        false => (vec![n], 0),
    };
    let element = numbers(random);
    let [a, b] = [(); 2].map(|()| Laid::<f64>::filled(random, &shape, element));
    let (closed, told) = closed_of(random);
    let centred = random.one_in(3);
    let align = if centred { Align::Centred } else { Align::Trailing };
    let step = if random.one_in(5) { 1 + random.below(3) } else { 1 };
    let mut options = RollingOptions::default().align(align).closed(closed);
    if name == "rank" {
        let (method, _) = *random.pick(&[(RankMethod::Average, "average")]);
        options = options.rank_method(method);
    }
    let mut parameters =
        json!({ "name": name, "axis": axis, "closed": told, "center": centred, "step": null });
    let mut inputs = vec![recorder.input(&a), recorder.input(&b)];
    let window = if random.one_in(3) {
        let seconds = places(random, n);
        let width = 1 + random.below(9) as i64;
        if random.one_in(2) {
            let least = 1 + random.below(3);
            options = options.min_periods(least);
            parameters["min_periods"] = json!(least);
        }
        inputs.push(recorder.array(View::from_slice(&seconds)));
        parameters["width"] = json!(width);
        Window::width(&seconds, width).expect("sorted")
    } else {
        let window = 1 + random.below(10);
        if random.below(3) > 0 || told == "neither" {
            let least = random.below(window.min(4) + 1);
            options = options.min_periods(least);
            parameters["min_periods"] = json!(least);
        }
        parameters["window"] = json!(window);
        if !["cov", "corr"].contains(&name) {
            options = options.step(step);
            parameters["step"] = json!(step);
        }
        Window::from(window)
    };
    recorder.case(&format!("rolling.{name}"), inputs, parameters, || {
        f(a.view(), b.view(), window, axis, &options)
    });
}

/// Windows that grow from the beginning of an axis.
pub(super) fn expanding(random: &mut Random, recorder: &mut Recorder) {
    type Grown = fn(View<'_, f64>, View<'_, f64>) -> Array<f64>;
    const GROWN: &[(&str, Grown)] = &[
        ("sum", |a, _| nd::expanding_sum(a, 0)),
        ("mean", |a, _| nd::expanding_mean(a, 0)),
        ("min", |a, _| nd::expanding_min(a, 0)),
        ("max", |a, _| nd::expanding_max(a, 0)),
        ("var", |a, _| nd::expanding_var(a, ddof(1, 0))),
        ("std", |a, _| nd::expanding_std(a, ddof(1, 0))),
        ("skew", |a, _| nd::expanding_skew(a, 0)),
        ("kurt", |a, _| nd::expanding_kurt(a, 0)),
        ("count", |a, _| nd::expanding_count(a, 0)),
        ("median", |a, _| nd::expanding_median(a, 0)),
        ("quantile", |a, _| nd::expanding_quantile(a, 0.3, 0)),
        ("rank", |a, _| nd::expanding_rank(a, 0)),
        ("cov", |a, b| nd::expanding_cov(a, b, ddof(1, 0))),
        ("corr", |a, b| nd::expanding_corr(a, b, 0)),
    ];
    let (name, f) = *random.pick(GROWN);
    let n = [random.below(40)];
    let element = numbers(random);
    let [a, b] = [(); 2].map(|()| Laid::<f64>::filled(random, &n, element));
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.case(&format!("expanding.{name}"), inputs, json!({ "name": name }), || {
        f(a.view(), b.view())
    });
}

/// Exponential weights.
pub(super) fn decayed(random: &mut Random, recorder: &mut Recorder) {
    type Weighted = fn(View<'_, f64>, View<'_, f64>, Decay, &EwmOptions) -> Array<f64>;
    const WEIGHTED: &[(&str, Weighted)] = &[
        ("mean", |a, _, d, o| nd::ewm_mean_with(a, d, 0, o)),
        ("mean", |a, _, d, o| nd::ewm_mean_with(a, d, 0, o)),
        ("sum", |a, _, d, o| nd::ewm_sum_with(a, d, 0, o)),
        ("var", |a, _, d, o| nd::ewm_var_with(a, d, 0, o)),
        ("std", |a, _, d, o| nd::ewm_std_with(a, d, 0, o)),
        ("cov", |a, b, d, o| nd::ewm_cov_with(a, b, d, 0, o)),
        ("corr", |a, b, d, o| nd::ewm_corr_with(a, b, d, 0, o)),
    ];
    let (name, f) = *random.pick(WEIGHTED);
    let n = [random.below(60)];
    let element = numbers(random);
    let [a, b] = [(); 2].map(|()| Laid::<f64>::filled(random, &n, element));
    let (decay, told): (Decay, Json) = match random.below(4) {
        0 => {
            let span = 1.0 + random.below(20) as f64 / 2.0;
            (Decay::Span(span), json!({ "span": span }))
        }
        1 => {
            let half = 0.25 + random.below(20) as f64 / 4.0;
            (Decay::HalfLife(half), json!({ "halflife": half }))
        }
        2 => {
            let com = random.below(20) as f64 / 4.0;
            (Decay::CenterOfMass(com), json!({ "com": com }))
        }
        _ => {
            let alpha = (1 + random.below(16)) as f64 / 16.0;
            (Decay::Alpha(alpha), json!({ "alpha": alpha }))
        }
    };
    let (adjust, ignore) = (random.below(3) > 0 || name == "sum", random.one_in(3));
    let (least, bias) = (random.below(4), random.one_in(3));
    let options =
        EwmOptions::default().adjust(adjust).ignore_nan(ignore).min_periods(least).bias(bias);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let parameters = json!({
        "name": name, "decay": told, "adjust": adjust, "ignore_na": ignore, "min_periods": least,
        "bias": bias,
    });
    recorder.case(&format!("ewm.{name}"), inputs, parameters, || {
        f(a.view(), b.view(), decay, &options)
    });
}
