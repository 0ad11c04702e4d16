//! Reductions over all, one or several axes of strided arrays, and cumulative sums.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Averaged, Ordered, Over, Summable, Truth, View, keepdims};
use serde_json::{Value as Json, json};

/// Which axes, as the case records them and as nd takes them.
pub(super) struct Axes {
    pub(super) json: Json,
    pub(super) over: Option<Over>,
}

impl Axes {
    /// All, one or several of `ndim` axes; kept or not.
    pub(super) fn random(random: &mut Random, ndim: usize) -> Self {
        if ndim == 0 || random.one_in(4) {
            return Self { json: json!({ "axis": null }), over: None };
        }
        let sign = |random: &mut Random, axis: usize| {
            if random.one_in(3) { axis as isize - ndim as isize } else { axis as isize }
        };
        let mut axes = random.permutation(ndim);
        axes.truncate(if random.one_in(3) { 1 + random.below(ndim) } else { 1 });
        let axes: Vec<isize> = axes.into_iter().map(|axis| sign(random, axis)).collect();
        let keep = random.one_in(3);
        let over = Over::from(axes.as_slice());
        let over = Some(if keep { keepdims(over) } else { over });
        Self { json: json!({ "axis": axes, "keepdims": keep }), over }
    }
}

/// A reduction of everything, and the same along axes.
type Reduction<T, R> =
    (&'static str, for<'a> fn(View<'a, T>) -> R, for<'a> fn(View<'a, T>, Over) -> Array<R>);

fn run<T: Value, R: Value>(
    random: &mut Random,
    recorder: &mut Recorder,
    reductions: &[Reduction<T, R>],
    element: fn(&mut Random) -> T,
) {
    let (name, all, along) = *random.pick(reductions);
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, element);
    let axes = Axes::random(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    recorder.case(name, inputs, axes.json, || match axes.over {
        None => Array::scalar(all(a.view())),
        Some(over) => along(a.view(), over),
    });
}

/// `sum` and `prod`, which widen small integers.
pub(super) fn sums(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        sums_of::<bool, i64>,
        sums_of::<i8, i64>,
        sums_of::<i32, i64>,
        sums_of::<i64, i64>,
        sums_of::<u8, u64>,
        sums_of::<u64, u64>,
        sums_of::<f32, f32>,
        sums_of::<f64, f64>,
        sums_of::<f64, f64>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn sums_of<T: Value + Summable<Sum = S>, S: Value>(random: &mut Random, recorder: &mut Recorder) {
    let reductions: &[Reduction<T, S>] = &[
        ("sum", |a| nd::sum(a), |a, over| nd::sum_axis(a, over)),
        ("sum", |a| nd::sum(a), |a, over| nd::sum_axis(a, over)),
        ("prod", |a| nd::prod(a), |a, over| nd::prod_axis(a, over)),
    ];
    run(random, recorder, reductions, T::ordinary);
}

/// `max` and `min`: NaN if there is one; an error where there is nothing.
pub(super) fn extremes(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] =
        &[extremes_of::<i16>, extremes_of::<u32>, extremes_of::<f32>, extremes_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn extremes_of<T: Value + Ordered>(random: &mut Random, recorder: &mut Recorder) {
    let reductions: &[Reduction<T, T>] = &[
        ("max", |a| nd::max(a), |a, over| nd::max_axis(a, over)),
        ("min", |a| nd::min(a), |a, over| nd::min_axis(a, over)),
    ];
    run(random, recorder, reductions, T::random);
}

/// `any`, `all`, `count_nonzero`.
pub(super) fn truths(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[truths_of::<bool>, truths_of::<i32>, truths_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn truths_of<T: Value + Truth>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(3) {
        let count: &[Reduction<T, i64>] = &[(
            "count_nonzero",
            |a| nd::count_nonzero(a) as i64,
            |a, over| nd::count_nonzero_axis(a, over).view().map(|n| n as i64),
        )];
        return run(random, recorder, count, T::random);
    }
    let reductions: &[Reduction<T, bool>] = &[
        ("any", |a| nd::any(a), |a, over| nd::any_axis(a, over)),
        ("all", |a| nd::all(a), |a, over| nd::all_axis(a, over)),
    ];
    run(random, recorder, reductions, T::random);
}

/// `mean`, `var`, `std`.
pub(super) fn moments(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        moments_of::<f32, f32>,
        moments_of::<f64, f64>,
        moments_of::<i32, f64>,
        moments_of::<u8, f64>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn moments_of<T, M>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Averaged<Mean = M, Spread = M>,
    M: Value,
{
    let reductions: &[Reduction<T, M>] = &[
        ("mean", |a| nd::mean(a), |a, over| nd::mean_axis(a, over)),
        ("var", |a| nd::var(a), |a, over| nd::var_axis(a, over)),
        ("std", |a| nd::std(a), |a, over| nd::std_axis(a, over)),
    ];
    run(random, recorder, reductions, T::ordinary);
}

/// `argmax` and `argmin` of everything or along one axis: the first of equals, or of NaN.
pub(super) fn positions(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[positions_of::<i8>, positions_of::<u64>, positions_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn positions_of<T: Value + Ordered>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = (!shape.is_empty() && !random.one_in(3)).then(|| random.below(shape.len()) as isize);
    let largest = random.one_in(2);
    let name = if largest { "argmax" } else { "argmin" };
    let inputs = vec![recorder.input(&a)];
    recorder.case(name, inputs, json!({ "axis": axis }), || {
        let positions = match (largest, axis) {
            (true, None) => Array::scalar(nd::argmax(a.view())),
            (false, None) => Array::scalar(nd::argmin(a.view())),
            (true, Some(axis)) => nd::argmax_axis(a.view(), axis),
            (false, Some(axis)) => nd::argmin_axis(a.view(), axis),
        };
        positions.view().map(|at| at as i64)
    });
}

/// `cumsum` of everything in C order or along one axis.
pub(super) fn cumulative(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        cumulative_of::<i8, i64>,
        cumulative_of::<u16, u64>,
        cumulative_of::<f32, f32>,
        cumulative_of::<f64, f64>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn cumulative_of<T, S>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Summable<Sum = S>,
    S: Value,
{
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axis = (!shape.is_empty() && !random.one_in(3)).then(|| random.below(shape.len()) as isize);
    let inputs = vec![recorder.input(&a)];
    recorder.case("cumsum", inputs, json!({ "axis": axis }), || match axis {
        None => nd::cumsum(a.view()),
        Some(axis) => nd::cumsum_axis(a.view(), axis),
    });
}
