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
    match random.below(6) {
        0 => {
            let mut edges: Vec<f64> =
                (0..2 + random.below(6)).map(|_| random.below(41) as f64 - 20.0).collect();
            edges.sort_by(f64::total_cmp);
            recorder.case("histogram", inputs, json!({ "bins": edges }), || {
                counts(Bins::from(edges.clone()))
            });
        }
        // Of a few small numbers and a large one rules make millions of bins.
        1 if size_of::<T>() != 4 => {
            let (name, rule) = *random.pick(RULES);
            recorder.case("histogram_bin_edges", inputs, json!({ "bins": name }), || {
                nd::histogram_bin_edges(a.view(), rule)
            });
        }
        3 => {
            let weights = Laid::<f64>::filled(random, &shape, |random| random.unit() * 4.0);
            let inputs = vec![inputs[0].clone(), recorder.input(&weights)];
            let bins = 1 + random.below(20);
            let range = random.one_in(2).then(|| (-5.0, random.unit() * 9.0));
            let parameters = json!({ "bins": bins, "range": range });
            recorder.case("histogram_weighted", inputs, parameters, || {
                let mut bins = Bins::from(bins);
                if let Some((low, high)) = range {
                    bins = bins.range(low, high);
                }
                nd::histogram_weighted(a.view(), bins, weights.view()).map(|found| found.counts)
            });
        }
        4 => {
            let bins = 1 + random.below(20);
            recorder.case("histogram_density", inputs, json!({ "bins": bins }), || {
                nd::histogram(a.view(), bins).map(|found| found.density())
            });
        }
        2 => {
            let bins = 1 + random.below(20);
            recorder.case("histogram_bin_edges", inputs, json!({ "bins": bins }), || {
                nd::histogram_bin_edges(a.view(), bins).unwrap_or_else(|error| panic!("{error}"))
            });
        }
        _ => {
            let bins = 1 + random.below(20);
            recorder.case("histogram", inputs, json!({ "bins": bins }), || counts(bins.into()));
        }
    }
}

const RULES: &[(&str, BinRule)] = &[
    ("auto", BinRule::Auto),
    ("doane", BinRule::Doane),
    ("fd", BinRule::FreedmanDiaconis),
    ("rice", BinRule::Rice),
    ("scott", BinRule::Scott),
    ("sqrt", BinRule::Sqrt),
    ("stone", BinRule::Stone),
    ("sturges", BinRule::Sturges),
];

/// `histogram2d`, `histogramdd`, with weights and as densities.
pub(super) fn points(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[points_of::<i16>, points_of::<f64>, points_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn points_of<T: Value + Binned>(random: &mut Random, recorder: &mut Recorder) {
    let n = random.below(80);
    let coordinates = if random.one_in(2) { 2 } else { 1 + random.below(3) };
    let a = finite::<T>(random, &[n, coordinates]);
    let bins: Vec<usize> = (0..coordinates).map(|_| 1 + random.below(6)).collect();
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "bins": bins });
    let counted = |found: nd::HistogramDd<usize>| (found.counts.map(|n| n as f64), found.edges);
    match random.below(4) {
        0 if coordinates == 2 => {
            let [x, y] = [0, 1].map(|at| a.view().slice(nd::s![.., at]));
            recorder.case("points_2d", inputs, parameters, || {
                nd::histogram2d(x, y, [bins[0], bins[1]]).map(counted)
            });
        }
        1 => {
            let weights = Laid::<f64>::filled(random, &[n], |random| random.unit() * 4.0);
            let inputs = vec![inputs[0].clone(), recorder.input(&weights)];
            recorder.case("points_weighted", inputs, parameters, || {
                nd::histogramdd_weighted(a.view(), bins, weights.view())
                    .map(|found| (found.counts, found.edges))
            });
        }
        2 => recorder.case("points_density", inputs, parameters, || {
            nd::histogramdd(a.view(), bins).map(|found| (found.density(), found.edges))
        }),
        _ => recorder
            .case("points", inputs, parameters, || nd::histogramdd(a.view(), bins).map(counted)),
    }
}

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
        return recorder.case("bincount", inputs, json!({ "minlength": least }), || {
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
    recorder.case("digitize", inputs, parameters, || {
        let found = match right {
            true => nd::digitize_right(a.view(), &edges),
            false => nd::digitize(a.view(), &edges),
        };
        found.unwrap_or_else(|error| panic!("{error}")).map(|at| at as i64)
    });
}
