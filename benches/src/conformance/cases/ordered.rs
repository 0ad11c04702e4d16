//! Sorting, searching, sets: exact, with NaN last and signed zeros as equals.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Sortable};
use num_complex::Complex;
use serde_json::json;

/// Runs one of the functions here on elements of any type.
macro_rules! of_any_type {
    ($name:ident, $of:ident) => {
        pub(super) fn $name(random: &mut Random, recorder: &mut Recorder) {
            const TYPES: &[Kind] = &[
                $of::<bool>,
                $of::<i8>,
                $of::<u16>,
                $of::<i32>,
                $of::<i64>,
                $of::<u64>,
                $of::<half::f16>,
                $of::<f32>,
                $of::<f64>,
                $of::<f64>,
                $of::<Complex<f64>>,
            ];
            random.pick(TYPES)(random, recorder);
        }
    };
}

of_any_type!(sorted, sorted_of);
of_any_type!(partitioned, partitioned_of);
of_any_type!(distinct, distinct_of);
of_any_type!(members, members_of);

/// `sort`, `argsort` (stable), `topk` along an axis.
fn sorted_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = repetitive::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    match random.below(3) {
        0 => {
            recorder.case("sort", inputs, json!({ "axis": axis }), || nd::sort_axis(a.view(), axis))
        }
        1 => recorder.case("argsort_stable", inputs, json!({ "axis": axis }), || {
            nd::argsort_axis(a.view(), axis).map(|at| at as i64)
        }),
        _ => {
            let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
            let k = random.below(n + 1);
            recorder.case("topk", inputs, json!({ "k": k, "axis": axis }), || {
                nd::topk_axis(a.view(), k as isize, axis)
            });
        }
    }
}

/// What stands at the place, and that no smaller element follows and no greater one precedes.
fn partitioned_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = repetitive::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize].max(1);
    let kth = random.below(2 * n) as isize - n as isize;
    let inputs = vec![recorder.input(&a)];
    // Both halves sorted: all that is promised of them.
    recorder.case("partition_halves", inputs, json!({ "kth": kth, "axis": axis }), || {
        let parts = nd::partition_axis(a.view(), kth, axis);
        let at = kth.rem_euclid(n as isize) as usize;
        let halves = parts.split_at_indices(&[at, at + 1], axis);
        let halves: Vec<Array<T>> = halves.iter().map(|half| nd::sort_axis(half, axis)).collect();
        nd::concat(&halves, axis)
    });
}

/// `unique` and what goes with it, of all elements.
fn distinct_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = repetitive::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let place = |places: Array<usize>| places.map(|at| at as i64);
    match random.below(4) {
        0 => recorder.case("unique", inputs, json!({}), || nd::unique(a.view())),
        1 => recorder
            .case("unique_counts", inputs, json!({}), || place(nd::unique_counts(a.view()).counts)),
        2 => recorder.case("unique_inverse", inputs, json!({}), || {
            place(nd::unique_inverse(a.view()).inverse_indices)
        }),
        _ => recorder
            .case("unique_first", inputs, json!({}), || place(nd::unique_all(a.view()).indices)),
    }
}

/// `isin`, `searchsorted` from either side.
fn members_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let (shape, test) = (random.shape(), [random.below(50)]);
    let a = repetitive::<T>(random, &shape);
    let test = repetitive::<T>(random, &test);
    if random.one_in(3) {
        let inputs = vec![recorder.input(&a), recorder.input(&test)];
        return recorder.case("isin", inputs, json!({}), || nd::isin(a.view(), test.view()));
    }
    let sorted = Laid { base: nd::sort(test.view()), steps: Vec::new() };
    let right = random.one_in(2);
    let inputs = vec![recorder.input(&sorted), recorder.input(&a)];
    recorder.case("searched", inputs, json!({ "right": right }), || {
        let found = match right {
            true => nd::searchsorted_right(sorted.view(), a.view()),
            false => nd::searchsorted(sorted.view(), a.view()),
        };
        found.map(|at| at as i64)
    });
}

/// Elements of which many are equal, or none.
pub(super) fn repetitive<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    if random.one_in(3) {
        return Laid::with_shape(random, shape);
    }
    let few: Vec<T> = (0..1 + random.below(12)).map(|_| T::random(random)).collect();
    Laid::filled(random, shape, |random| *random.pick(&few))
}
