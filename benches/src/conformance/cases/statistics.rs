//! Averages, covariances, percentiles, histograms of points; what else is reduced or accumulated.

use super::ranks::METHODS;
use super::reductions::Axes;
use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Averaged, Binned, CovOptions, CumulativeOptions, Ordered, Over, Ranked, Summable, ddof};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `average` with weights.
    averages, averages_of: u8 i32 i64 f32 f64 f64 Complex<f64>;
    /// `cov`, `corrcoef`.
    covariances, covariances_of: i16 u32 f64 f64;
    /// `percentile`, and several quantiles at once.
    percentiles, percentiles_of: i8 i16 i32 i64 u8 u16 u32 u64 f64 f64;
    /// `cumsum`, `cumprod` and their kind.
    accumulated, accumulated_of: bool i8 i32 i64 u16 u64 f32 f64 f64 Complex<f64>;
    /// `var` and `std` with a correction.
    spreads, spreads_of: i8 i32 u64 f32 f64 f64 Complex<f64>;
    /// `sum`, `prod`, `mean` of the types that are not in `reductions`.
    other_sums, other_sums_of: i16 u16 u32 Complex<f32> Complex<f64>;
    /// `nanargmax`, `nanargmin`.
    nan_places, nan_places_of: i16 u64 f16 f32 f64 f64;
    /// `max`, `argmax` and their kind, of all types.
    ordered, ordered_of: bool i8 i32 i64 u8 u16 u64 f16;
}

fn averages_of<T: Value + Averaged<Mean: Value, Work: Value>>(
    random: &mut Random,
    recorder: &mut Recorder,
) {
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    if shape.is_empty() || random.one_in(3) {
        let weights = Laid::<T::Work>::filled(random, &shape, T::Work::ordinary);
        let inputs = vec![recorder.input(&a), recorder.input(&weights)];
        return recorder.case("averaged", inputs, json!({ "axis": null }), || {
            nd::average(a.view(), weights.view())
        });
    }
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    let of = if random.one_in(2) { &shape[..] } else { &shape[at..=at] };
    let weights = Laid::<T::Work>::filled(random, of, T::Work::ordinary);
    let inputs = vec![recorder.input(&a), recorder.input(&weights)];
    recorder.case("averaged", inputs, json!({ "axis": axis }), || {
        nd::average_axis(a.view(), axis, weights.view())
    });
}

fn covariances_of<T: Value + Binned>(random: &mut Random, recorder: &mut Recorder) {
    let rows = random.below(6);
    let shape = if random.one_in(6) { vec![rows * 3] } else { vec![rows, random.below(40)] };
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let inputs = vec![recorder.input(&a)];
    let (rowvar, correction) = (random.one_in(2), random.below(3));
    let options = CovOptions::default().rowvar(rowvar);
    if random.one_in(3) {
        return recorder.case("corrcoef", inputs, json!({ "rowvar": rowvar }), || {
            nd::corrcoef_with(a.view(), &options)
        });
    }
    let parameters = json!({ "rowvar": rowvar, "ddof": correction });
    let options = options.ddof(correction);
    recorder.case("cov", inputs, parameters, || nd::cov_with(a.view(), &options));
}

fn percentiles_of<T: Value + Ranked<Mean: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axes = Axes::random(random, shape.len());
    let over = axes.over.unwrap_or_else(|| Over::from(..));
    let inputs = vec![recorder.input(&a)];
    let mut parameters = axes.json;
    let (name, method) = *random.pick(METHODS);
    // Those who select an element have one for each percentage, whatever rounding makes of it.
    let whole: Vec<f64> = (0..1 + random.below(3)).map(|_| random.below(101) as f64).collect();
    let fractions: Vec<f64> = whole.iter().map(|q| q / 100.0).collect();
    parameters["method"] = json!(name);
    let of = |q: &[f64]| q.iter().map(|&q| method.at(q)).collect::<Vec<_>>();
    match random.below(6) {
        0 => {
            parameters["q"] = json!(fractions);
            recorder.case("quantile", inputs, parameters, || {
                nd::quantiles_axis(a.view(), of(&fractions), over)
            });
        }
        1 => {
            parameters["q"] = json!(fractions);
            recorder.case("nanquantile", inputs, parameters, || {
                nd::nanquantiles_axis(a.view(), of(&fractions), over)
            });
        }
        which => {
            parameters["q"] = if which < 4 { json!(whole) } else { json!(whole[0]) };
            parameters["method"] = json!("linear");
            match which {
                2 => recorder.case("percentile", inputs, parameters, || {
                    nd::percentiles_axis(a.view(), whole, over)
                }),
                3 => recorder.case("nanpercentile", inputs, parameters, || {
                    nd::nanpercentiles_axis(a.view(), whole, over)
                }),
                4 => recorder.case("percentile", inputs, parameters, || {
                    nd::percentile_axis(a.view(), whole[0], over)
                }),
                _ => recorder.case("nanpercentile", inputs, parameters, || {
                    nd::nanpercentile_axis(a.view(), whole[0], over)
                }),
            }
        }
    }
}

fn accumulated_of<T: Value + Summable<Sum: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::random);
    let axis = axis_of(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    let v = a.view();
    let (along, flat) = (json!({ "axis": axis }), json!({ "axis": null }));
    let initial = random.one_in(2);
    let options = CumulativeOptions::default().include_initial(initial);
    let with = json!({ "axis": axis, "include_initial": initial });
    match random.below(10) {
        0 => recorder.case("cumsum", inputs, along, || nd::cumsum_axis(v, axis)),
        1 => recorder.case("cumprod", inputs, along, || nd::cumprod_axis(v, axis)),
        2 => recorder.case("nancumsum", inputs, along, || nd::nancumsum_axis(v, axis)),
        3 => recorder.case("nancumprod", inputs, along, || nd::nancumprod_axis(v, axis)),
        4 => recorder.case("cumprod", inputs, flat, || nd::cumprod(v)),
        5 => recorder.case("nancumsum", inputs, flat, || nd::nancumsum(v)),
        6 => recorder.case("nancumprod", inputs, flat, || nd::nancumprod(v)),
        7 | 8 => recorder
            .case("cumulative_sum", inputs, with, || nd::cumulative_sum_with(v, axis, &options)),
        _ => recorder
            .case("cumulative_prod", inputs, with, || nd::cumulative_prod_with(v, axis, &options)),
    }
}

fn spreads_of<T: Value + Averaged<Spread: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axes = Axes::random(random, shape.len());
    let correction = random.below(3);
    let over = ddof(correction, axes.over.unwrap_or_else(|| Over::from(..)));
    let inputs = vec![recorder.input(&a)];
    let mut parameters = axes.json;
    parameters["ddof"] = json!(correction);
    match random.below(2) {
        0 => recorder.case("var", inputs, parameters, || nd::var_axis(a.view(), over)),
        _ => recorder.case("std", inputs, parameters, || nd::std_axis(a.view(), over)),
    }
}

fn other_sums_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Summable<Sum: Value> + Averaged<Mean: Value>,
{
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axes = Axes::random(random, shape.len());
    let over = axes.over.unwrap_or_else(|| Over::from(..));
    let inputs = vec![recorder.input(&a)];
    match random.below(3) {
        0 => recorder.case("sum", inputs, axes.json, || nd::sum_axis(a.view(), over)),
        1 => recorder.case("prod", inputs, axes.json, || nd::prod_axis(a.view(), over)),
        _ => recorder.case("mean", inputs, axes.json, || nd::mean_axis(a.view(), over)),
    }
}

fn nan_places_of<T: Value + Ordered>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    let (along, flat) = (json!({ "axis": axis }), json!({ "axis": null }));
    match random.below(4) {
        0 => recorder.case("nanargmax", inputs, along, || nd::nanargmax_axis(a.view(), axis)),
        1 => recorder.case("nanargmin", inputs, along, || nd::nanargmin_axis(a.view(), axis)),
        2 => recorder.case("nanargmax", inputs, flat, || nd::nanargmax(a.view())),
        _ => recorder.case("nanargmin", inputs, flat, || nd::nanargmin(a.view())),
    }
}

fn ordered_of<T: Value + Ordered>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let axes = Axes::random(random, shape.len());
    let over = axes.over.unwrap_or_else(|| Over::from(..));
    let inputs = vec![recorder.input(&a)];
    let along = json!({ "axis": axis });
    match random.below(6) {
        0 => recorder.case("max", inputs, axes.json, || nd::max_axis(a.view(), over)),
        1 => recorder.case("min", inputs, axes.json, || nd::min_axis(a.view(), over)),
        2 => recorder.case("nanmax", inputs, axes.json, || nd::nanmax_axis(a.view(), over)),
        3 => recorder.case("nanmin", inputs, axes.json, || nd::nanmin_axis(a.view(), over)),
        4 => recorder.case("argmax", inputs, along, || nd::argmax_axis(a.view(), axis)),
        _ => recorder.case("argmin", inputs, along, || nd::argmin_axis(a.view(), axis)),
    }
}

/// `bincount` with weights.
pub(super) fn weighed(random: &mut Random, recorder: &mut Recorder) {
    let n = [random.below(60)];
    let places = Laid::<i64>::filled(random, &n, |random| random.below(20) as i64);
    let weights = Laid::<f64>::filled(random, &n, f64::ordinary);
    let least = random.below(30);
    let inputs = vec![recorder.input(&places), recorder.input(&weights)];
    recorder.case("bincount", inputs, json!({ "minlength": least }), || {
        nd::bincount_weighted(places.view(), weights.view(), least)
    });
}
