//! Functions of elements: exact ones, and elementary ones within a few units in the last place.

use super::{Kind, Random, Recorder, broadcastable};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Number, Ordered, Real, Rounded, View};
use serde_json::json;

/// A function of one array.
type Unary<T, R> = (&'static str, for<'a> fn(View<'a, T>) -> Array<R>);

fn run<T: Value, R: Value>(
    random: &mut Random,
    recorder: &mut Recorder,
    functions: &[Unary<T, R>],
) {
    let (name, f) = *random.pick(functions);
    let shape = random.shape();
    let a = Laid::<T>::with_shape(random, &shape);
    let inputs = vec![recorder.input(&a)];
    recorder.array_case(name, inputs, json!({}), || f(a.view()));
}

/// Functions whose result is determined to the bit.
pub(super) fn exact(random: &mut Random, recorder: &mut Recorder) {
    match random.below(4) {
        0 => run::<f32, f32>(random, recorder, EXACT_F32),
        1 => run::<f64, bool>(random, recorder, CLASSES),
        2 => run::<i32, i32>(random, recorder, &[("square", |a| nd::square(a))]),
        _ => run::<f64, f64>(random, recorder, EXACT_F64),
    }
}

const EXACT_F64: &[Unary<f64, f64>] = &[
    ("sqrt", |a| nd::sqrt(a)),
    ("abs", |a| nd::abs(a)),
    ("sign", |a| nd::sign(a)),
    ("floor", |a| nd::floor(a)),
    ("ceil", |a| nd::ceil(a)),
    ("trunc", |a| nd::trunc(a)),
    ("round", |a| nd::round(a)),
    ("square", |a| nd::square(a)),
    ("reciprocal", |a| nd::reciprocal(a)),
];

const EXACT_F32: &[Unary<f32, f32>] = &[
    ("sqrt", |a| nd::sqrt(a)),
    ("abs", |a| nd::abs(a)),
    ("round", |a| nd::round(a)),
    ("reciprocal", |a| nd::reciprocal(a)),
];

const CLASSES: &[Unary<f64, bool>] =
    &[("isnan", |a| nd::isnan(a)), ("isinf", |a| nd::isinf(a)), ("isfinite", |a| nd::isfinite(a))];

/// Elementary functions.
pub(super) fn elementary(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[elementary_of::<f32>, elementary_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn elementary_of<T: Value + Real>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[Unary<T, T>] = &[
        ("exp", |a| nd::exp(a)),
        ("log", |a| nd::log(a)),
        ("sin", |a| nd::sin(a)),
        ("cos", |a| nd::cos(a)),
        ("tanh", |a| nd::tanh(a)),
        ("exp2", |a| nd::exp2(a)),
        ("expm1", |a| nd::expm1(a)),
        ("log2", |a| nd::log2(a)),
        ("log10", |a| nd::log10(a)),
        ("log1p", |a| nd::log1p(a)),
        ("sinh", |a| nd::sinh(a)),
        ("cosh", |a| nd::cosh(a)),
        ("tan", |a| nd::tan(a)),
    ];
    run(random, recorder, functions);
}

/// `maximum`, `minimum`, `clip`, `where`.
pub(super) fn choices(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] =
        &[choices_of::<i16>, choices_of::<u64>, choices_of::<f32>, choices_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn choices_of<T: Value + Ordered + Number>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let a = Laid::<T>::with_shape(random, &left);
    let b = Laid::<T>::with_shape(random, &right);
    let mut inputs = vec![recorder.input(&a), recorder.input(&b)];
    match random.below(4) {
        0 => recorder.array_case("maximum", inputs, json!({}), || nd::maximum(a.view(), b.view())),
        1 => recorder.array_case("minimum", inputs, json!({}), || nd::minimum(a.view(), b.view())),
        2 => {
            let high = Laid::<T>::with_shape(random, &right);
            inputs.push(recorder.input(&high));
            let clip = || nd::clip(a.view(), b.view(), high.view());
            recorder.array_case("clip", inputs, json!({}), clip);
        }
        _ => {
            let condition = Laid::<bool>::with_shape(random, &left);
            inputs.insert(0, recorder.input(&condition));
            let choose = || nd::where_(condition.view(), a.view(), b.view());
            recorder.array_case("where", inputs, json!({}), choose);
        }
    }
}

/// Functions of two arrays: powers, hypotenuses, quotients and what is left of them.
pub(super) fn pairs(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        real_pairs::<f32>,
        real_pairs::<f64>,
        quotients::<i8>,
        quotients::<u32>,
        quotients::<f64>,
    ];
    random.pick(TYPES)(random, recorder);
}

/// A function of two arrays.
type Binary<T> = (&'static str, for<'a> fn(View<'a, T>, View<'a, T>) -> Array<T>);

fn run_pair<T: Value>(random: &mut Random, recorder: &mut Recorder, functions: &[Binary<T>]) {
    let (name, f) = *random.pick(functions);
    let [left, right] = broadcastable(random);
    let a = Laid::<T>::with_shape(random, &left);
    let b = Laid::<T>::with_shape(random, &right);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.array_case(name, inputs, json!({}), || f(a.view(), b.view()));
}

fn real_pairs<T: Value + Real>(random: &mut Random, recorder: &mut Recorder) {
    run_pair::<T>(
        random,
        recorder,
        &[("pow", |a, b| nd::pow(a, b)), ("hypot", |a, b| nd::hypot(a, b))],
    );
}

fn quotients<T: Value + Rounded>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[Binary<T>] = &[
        ("floor_divide", |a, b| nd::floor_divide(a, b)),
        ("remainder", |a, b| nd::remainder(a, b)),
        ("fmod", |a, b| nd::fmod(a, b)),
    ];
    run_pair(random, recorder, functions);
}
