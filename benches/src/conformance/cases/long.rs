//! Arrays of hundreds of thousands of elements, for which sorting, selecting and counting have ways of their own.

use super::ordered::repetitive;
use super::ranks::METHODS;
use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, Binned, Ranked, Sortable};
use serde_json::json;

of_types! {
    /// Orders, sets, places, masks.
    ordered, ordered_of: i8 u8 i16 u16 i32 u32 i64 u64 f16 f32 f32 f64 f64 f64;
    /// Medians, quantiles, histograms.
    ranked, ranked_of: u8 i16 i32 u64 f64 f64;
}

/// How many.
fn length(random: &mut Random) -> usize {
    100_000 + random.below(200_000)
}

/// All different, few different, many of them equal, or mostly of one.
fn elements<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    let pick: fn(&mut Random) -> T = if random.one_in(2) { T::random } else { T::ordinary };
    if random.one_in(4) {
        return Laid::filled(random, shape, pick);
    }
    if random.one_in(4) {
        return repetitive(random, shape);
    }
    let few: Vec<T> = (0..1 + random.below(2000)).map(|_| pick(random)).collect();
    let skew = 1 + random.below(3) as i32;
    let alone = random.below(4) * 5;
    Laid::filled(random, shape, |random| {
        // The higher the power the more are the first ones; now and then one that is not among them.
        let at = random.unit().powi(skew) * few.len() as f64;
        if alone > 0 && random.one_in(alone) { pick(random) } else { few[at as usize] }
    })
}

/// As many elements as fit into some number of bits, at most.
fn some(random: &mut Random) -> usize {
    let most = 1 << random.below(17);
    random.below(most)
}

fn ordered_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let n = length(random);
    let (shape, axis) = match random.below(6) {
        0 => (vec![3, n / 3], 1),
        1 => (vec![n / 3, 3], 0),
        _ => (vec![n], 0),
    };
    let a = elements::<T>(random, &shape);
    let v = a.view();
    let mut inputs = vec![recorder.input(&a)];
    let along = json!({ "axis": axis });
    match random.below(9) {
        0 => recorder.case("sort", inputs, along, || nd::sort_axis(v, axis)),
        1 => recorder.case("argsort_stable", inputs, along, || nd::argsort_axis(v, axis)),
        2 => {
            let long = shape[axis as usize];
            let kth = *random.pick(&[0, long / 2, long - 1, long / 97]);
            let parameters = json!({ "kth": kth, "axis": axis });
            recorder.case("partition_halves", inputs, parameters, || {
                let parts = nd::partition_axis(v, kth as isize, axis);
                let halves = parts.split_at_indices(&[kth, kth + 1], axis);
                let halves: Vec<Array<T>> =
                    halves.iter().map(|half| nd::sort_axis(half, axis)).collect();
                nd::concat(&halves, axis)
            });
        }
        3 => recorder.case("unique_counts", inputs, json!({}), || nd::unique_counts(v).counts),
        4 => recorder.case("unique", inputs, json!({}), || nd::unique(v)),
        5 => {
            let m = [some(random)];
            let test = elements::<T>(random, &m);
            inputs.push(recorder.input(&test));
            recorder.case("isin", inputs, json!({}), || nd::isin(v, test.view()));
        }
        6 => {
            let m = [some(random)];
            let sorted = nd::sort(elements::<T>(random, &m).view());
            let inputs = vec![recorder.array(sorted.view()), inputs.remove(0)];
            recorder.case("searched", inputs, json!({ "right": false }), || {
                nd::searchsorted(&sorted, v)
            });
        }
        7 => {
            let share = 1 + random.below(40);
            let mask = Laid::<bool>::filled(random, &shape, |random| random.one_in(share));
            inputs.push(recorder.input(&mask));
            recorder.case("mask", inputs, json!({}), || v.select(mask.view()));
        }
        _ => {
            let long = shape[axis as usize];
            let m = [length(random) / (shape.iter().product::<usize>() / long)];
            let places = Laid::<i64>::filled(random, &m, |random| {
                random.below(2 * long) as i64 - long as i64
            });
            inputs.push(recorder.input(&places));
            recorder.case("take", inputs, along, || v.take(places.view(), axis));
        }
    }
}

fn ranked_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Ranked<Mean: Value> + Binned,
{
    let shape = [length(random)];
    let a = elements::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    match random.below(4) {
        0 => recorder.case("median", inputs, json!({ "axis": null }), || nd::median(a.view())),
        1 => {
            let (name, method) = *random.pick(METHODS);
            let q = *random.pick(&[0.0, 0.25, 0.5, 1.0, 1.0 / 3.0, 0.999, 0.1]);
            let parameters = json!({ "axis": null, "q": q, "method": name });
            recorder.case("quantile", inputs, parameters, || nd::quantile(a.view(), method.at(q)));
        }
        2 => {
            let below = 1 << random.below(18);
            let places = elements::<u16>(random, &shape);
            let places = Laid::<i64> {
                base: places.view().map(|x| i64::from(x) % below),
                steps: Vec::new(),
            };
            let inputs = vec![recorder.input(&places)];
            recorder.case("bincount", inputs, json!({ "minlength": 0 }), || {
                nd::bincount(places.view(), 0)
            });
        }
        _ => {
            let mut edges: Vec<f64> =
                (0..2 + random.below(300)).map(|_| random.unit() * 40.0 - 20.0).collect();
            edges.sort_by(f64::total_cmp);
            recorder.case("histogram", inputs, json!({ "bins": edges }), || {
                nd::histogram(a.view(), edges.clone()).map(|found| found.counts)
            });
        }
    }
}
