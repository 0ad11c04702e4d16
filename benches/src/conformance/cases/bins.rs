//! Histograms, counts, places between edges, covariance.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, BinRule, Binned, Bins};
use serde_json::json;

/// `histogram` of numbers in equal bins, by edges and by rules.
pub(super) fn histograms(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[histograms_of::<u8>, histograms_of::<i32>, histograms_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn histograms_of<T: Value + Binned>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = finite::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let counts = |bins: Bins| {
        let found = nd::histogram(a.view(), bins).unwrap_or_else(|error| panic!("{error}"));
        found.counts.map(|n| n as i64)
    };
    match random.below(4) {
        0 => {
            let mut edges: Vec<f64> =
                (0..2 + random.below(6)).map(|_| random.below(41) as f64 - 20.0).collect();
            edges.sort_by(f64::total_cmp);
            recorder.array_case("histogram", inputs, json!({ "bins": edges }), || {
                counts(Bins::from(edges.clone()))
            });
        }
        1 => {
            // What these choose depends on sums that are rounded in an order of one's own.
            let (name, rule) = *random.pick(RULES);
            recorder.array_case("histogram", inputs, json!({ "bins": name }), || {
                counts(Bins::from(rule))
            });
        }
        2 => {
            let bins = 1 + random.below(20);
            recorder.array_case("histogram_bin_edges", inputs, json!({ "bins": bins }), || {
                nd::histogram_bin_edges(a.view(), bins).unwrap_or_else(|error| panic!("{error}"))
            });
        }
        _ => {
            let bins = 1 + random.below(20);
            recorder
                .array_case("histogram", inputs, json!({ "bins": bins }), || counts(bins.into()));
        }
    }
}

const RULES: &[(&str, BinRule)] =
    &[("rice", BinRule::Rice), ("sturges", BinRule::Sturges), ("sqrt", BinRule::Sqrt)];

/// Numbers without NaN and infinities, which a range cannot be found of.
fn finite<T: Value + Binned>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    Laid::filled(random, shape, |random| {
        loop {
            let x = T::ordinary(random);
            let is_finite = nd::histogram(Array::scalar(x), 1).is_ok();
            if is_finite {
                return x;
            }
        }
    })
}

/// `digitize` with edges that rise and that fall, `bincount`.
pub(super) fn places(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    if random.one_in(3) {
        let shape = [random.below(60)];
        let a = Laid::<i64>::filled(random, &shape, |random| {
            random.below(30) as i64 - i64::from(random.one_in(500))
        });
        let least = random.below(40);
        let inputs = vec![recorder.input(&a)];
        return recorder.array_case("bincount", inputs, json!({ "minlength": least }), || {
            let found = nd::bincount(a.view(), least).unwrap_or_else(|error| panic!("{error}"));
            found.map(|n| n as i64)
        });
    }
    let a = Laid::<f64>::with_shape(random, &shape);
    let mut edges: Vec<f64> =
        (0..1 + random.below(6)).map(|_| random.below(41) as f64 - 20.0).collect();
    edges.sort_by(f64::total_cmp);
    if random.one_in(2) {
        edges.reverse();
    }
    let right = random.one_in(2);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "bins": edges, "right": right });
    recorder.array_case("digitize", inputs, parameters, || {
        let found = match right {
            true => nd::digitize_right(a.view(), &edges),
            false => nd::digitize(a.view(), &edges),
        };
        found.unwrap_or_else(|error| panic!("{error}")).map(|at| at as i64)
    });
}
