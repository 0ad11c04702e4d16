//! Numbers of labelled regions.

use super::*;
use nd::image::{Measured, labels};

of_types! {
    /// Sums, means, extremes, medians.
    columns, columns_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64;
    /// Where extremes are, and centres of mass.
    places, places_of: u8 i16 i32 u64 f32 f64;
    /// `histogram`, `labeled_comprehension`.
    groups, groups_of: u8 i16 i32 f32 f64;
}

/// Labels, some of them negative or zero, and those that are asked about: some are missing, or all positive ones.
fn asked(random: &mut Random, shape: &[usize]) -> (Laid<i32>, Option<Vec<i32>>) {
    let labels = 1 + random.below(5);
    let least = random.below(3) as i32;
    let a = Laid::filled(random, shape, |random| random.below(labels + 2) as i32 - least);
    let index = (!random.one_in(6))
        .then(|| (0..random.below(6)).map(|_| random.below(labels + 3) as i32 - 1).collect());
    (a, index)
}

fn index(index: &Option<Vec<i32>>) -> labels::LabelIndex<i32> {
    index.as_ref().map_or((..).into(), Into::into)
}

/// The elements that there are, and NaN for what is missing.
fn known<T: Value + nd::CastTo<f64>>(found: &Array<Option<T>>) -> Array<f64> {
    let flat = found.iter().map(|x| x.map_or(f64::NAN, nd::CastTo::<f64>::cast_to)).collect();
    Array::from_vec(flat)
}

fn columns_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Measured + nd::CastTo<f64>,
    <T as Measured>::Sum: Value,
{
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let (l, asked) = asked(random, &shape);
    let inputs = vec![recorder.input(&a), recorder.input(&l)];
    let told = json!({ "index": asked });
    let index = index(&asked);
    let (a, l) = (a.view(), l.view());
    match random.below(7) {
        0 => recorder.case("sum_labels", inputs, told, || labels::sum_labels(a, l, index)),
        1 => recorder.case("labels.mean", inputs, told, || labels::mean(a, l, index)),
        2 => recorder.case("labels.variance", inputs, told, || labels::variance(a, l, index)),
        3 => recorder.case("labels.standard_deviation", inputs, told, || {
            labels::standard_deviation(a, l, index)
        }),
        4 => recorder.case("labels.minimum", inputs, told, || known(&labels::minimum(a, l, index))),
        5 => recorder.case("labels.maximum", inputs, told, || known(&labels::maximum(a, l, index))),
        _ => recorder.case("labels.median", inputs, told, || labels::median(a, l, index)),
    }
}

fn places_of<T: Value + Measured>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let (l, asked) = asked(random, &shape);
    let inputs = vec![recorder.input(&a), recorder.input(&l)];
    let told = json!({ "index": asked });
    let index = index(&asked);
    let (a, l, ndim) = (a.view(), l.view(), shape.len());
    match random.below(4) {
        0 => recorder.case("minimum_position", inputs, told, || {
            super::places(&labels::minimum_position(a, l, index), ndim)
        }),
        1 => recorder.case("maximum_position", inputs, told, || {
            super::places(&labels::maximum_position(a, l, index), ndim)
        }),
        2 => recorder.case("extrema", inputs, told, || {
            let found = labels::extrema(a, l, index);
            let place = |pick: fn(&labels::Extrema<T>) -> &Vec<usize>| -> Vec<Option<Vec<usize>>> {
                found.iter().map(|one| one.as_ref().map(|one| pick(one).clone())).collect()
            };
            [
                super::places(&place(|one| &one.minimum_position), ndim),
                super::places(&place(|one| &one.maximum_position), ndim),
            ]
        }),
        _ => recorder.case("center_of_mass", inputs, told, || labels::center_of_mass(a, l, index)),
    }
}

fn groups_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Measured + nd::CastTo<f64>,
{
    let shape = shape(random, 1..=3);
    let a = small::<T>(random, &shape);
    let (l, asked) = asked(random, &shape);
    let asked = asked.unwrap_or_else(|| vec![1, 2]);
    let inputs = vec![recorder.input(&a), recorder.input(&l)];
    let index: Vec<i32> = asked.clone();
    if random.one_in(2) {
        let (low, bins) = (random.below(7) as f64 - 6.0, 1 + random.below(7));
        let high = low + 1.0 + random.below(12) as f64;
        let told = json!({ "min": low, "max": high, "bins": bins, "index": asked });
        recorder.case("labels.histogram", inputs, told, || {
            let counts = labels::histogram(a.view(), low, high, bins, l.view(), index);
            shaped(counts.iter().map(|&n| n as i64).collect(), counts.shape())
        });
    } else {
        recorder.case("labeled_comprehension", inputs, json!({ "index": asked }), || {
            let each = |values: &[T], at: &[usize]| -> f64 {
                let pairs = values.iter().zip(at);
                pairs.map(|(&x, &k)| nd::CastTo::<f64>::cast_to(x) + k as f64).last().unwrap_or(0.0)
            };
            let found = labels::labeled_comprehension(a.view(), l.view(), index, each);
            Array::from_vec(found.into_iter().map(|x| x.unwrap_or(-1.0)).collect::<Vec<f64>>())
        });
    }
}
