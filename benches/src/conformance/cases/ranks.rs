//! Quantiles by every method, medians, ranges; what leaves NaN out.

use super::reductions::Axes;
use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Averaged, Ordered, Over, QuantileMethod, Ranked, Summable};
use serde_json::json;

pub(super) const METHODS: &[(&str, QuantileMethod)] = &[
    ("linear", QuantileMethod::Linear),
    ("lower", QuantileMethod::Lower),
    ("higher", QuantileMethod::Higher),
    ("midpoint", QuantileMethod::Midpoint),
    ("nearest", QuantileMethod::Nearest),
    ("inverted_cdf", QuantileMethod::InvertedCdf),
    ("averaged_inverted_cdf", QuantileMethod::AveragedInvertedCdf),
    ("closest_observation", QuantileMethod::ClosestObservation),
    ("interpolated_inverted_cdf", QuantileMethod::InterpolatedInvertedCdf),
    ("hazen", QuantileMethod::Hazen),
    ("weibull", QuantileMethod::Weibull),
    ("median_unbiased", QuantileMethod::MedianUnbiased),
    ("normal_unbiased", QuantileMethod::NormalUnbiased),
];

/// `quantile`, `median`, `ptp`, with NaN and without.
pub(super) fn quantiles(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] =
        &[quantiles_of::<i16, f64>, quantiles_of::<u8, f64>, quantiles_of::<f64, f64>];
    random.pick(TYPES)(random, recorder);
}

fn quantiles_of<T, M>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Ranked + Averaged<Mean = M>,
    M: Value,
{
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axes = Axes::random(random, shape.len());
    let over = axes.over.unwrap_or_else(|| Over::from(..));
    let inputs = vec![recorder.input(&a)];
    let mut parameters = axes.json;
    match random.below(6) {
        0 => recorder.case("median", inputs, parameters, || nd::median_axis(a.view(), over)),
        1 => recorder.case("nanmedian", inputs, parameters, || nd::nanmedian_axis(a.view(), over)),
        2 => recorder.case("ptp", inputs, parameters, || nd::ptp_axis(a.view(), over)),
        which => {
            let (name, method) = *random.pick(METHODS);
            let q = *random.pick(&[0.0, 0.25, 0.5, 1.0, 1.0 / 3.0, 0.9, 0.1]);
            (parameters["q"], parameters["method"]) = (json!(q), json!(name));
            let q = method.at(q);
            match which {
                3 => recorder.case("nanquantile", inputs, parameters, || {
                    nd::nanquantile_axis(a.view(), q, over)
                }),
                _ => recorder
                    .case("quantile", inputs, parameters, || nd::quantile_axis(a.view(), q, over)),
            }
        }
    }
}

/// A reduction along axes, by its name in NumPy.
type Along<T, R> = (&'static str, fn(nd::View<'_, T>, Over) -> Array<R>);

/// Sums, means and extremes of what is a number.
pub(super) fn without_nan(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[without_nan_of::<f32>, without_nan_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn without_nan_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + From<f32>,
    T: Summable<Sum = T> + Averaged<Mean = T, Spread = T> + Ordered,
{
    let reductions: &[Along<T, T>] = &[
        ("nansum", |a, over| nd::nansum_axis(a, over)),
        ("nanprod", |a, over| nd::nanprod_axis(a, over)),
        ("nanmean", |a, over| nd::nanmean_axis(a, over)),
        ("nanvar", |a, over| nd::nanvar_axis(a, over)),
        ("nanstd", |a, over| nd::nanstd_axis(a, over)),
        ("nanmax", |a, over| nd::nanmax_axis(a, over)),
        ("nanmin", |a, over| nd::nanmin_axis(a, over)),
    ];
    let (name, along) = *random.pick(reductions);
    let shape = random.shape();
    let holes = [2, 5, 100][random.below(3)];
    let element = |random: &mut Random| {
        if random.one_in(holes) { T::from(f32::NAN) } else { T::ordinary(random) }
    };
    let a = Laid::<T>::filled(random, &shape, element);
    let axes = Axes::random(random, shape.len());
    let over = axes.over.unwrap_or_else(|| Over::from(..));
    let inputs = vec![recorder.input(&a)];
    recorder.case(name, inputs, axes.json, || along(a.view(), over));
}
