//! Operators, comparisons and `zip` over broadcast, strided operands.

use super::{Kind, Random, Recorder, broadcastable};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Bits, Integer, Number, View, zip};
use num_complex::Complex;
use serde_json::json;

/// A binary function of views.
type Binary<T, R> = (&'static str, for<'a> fn(View<'a, T>, View<'a, T>) -> Array<R>);

fn run<T: Value, R: Value>(
    random: &mut Random,
    recorder: &mut Recorder,
    ops: &[Binary<T, R>],
    right: impl FnMut(&mut Random) -> T,
) {
    let (name, op) = *random.pick(ops);
    let [left_shape, right_shape] = broadcastable(random);
    let a = Laid::<T>::with_shape(random, &left_shape);
    let b = Laid::<T>::filled(random, &right_shape, right);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.case(name, inputs, json!({}), || op(a.view(), b.view()));
}

/// `+ - *`, wrapping for integers.
pub(super) fn binary(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        binary_of::<i8>,
        binary_of::<i16>,
        binary_of::<i32>,
        binary_of::<i64>,
        binary_of::<u8>,
        binary_of::<u16>,
        binary_of::<u32>,
        binary_of::<u64>,
        binary_of::<f32>,
        binary_of::<f64>,
        binary_of::<f64>,
        binary_of::<Complex<f32>>,
        binary_of::<Complex<f64>>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn binary_of<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, T>] =
        &[("add", |a, b| a + b), ("subtract", |a, b| a - b), ("multiply", |a, b| a * b)];
    run(random, recorder, ops, T::random);
}

/// `/`, rounded to zero for integers as C has it, and `%`, which is NumPy's.
pub(super) fn divide(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        divide_integers::<i8>,
        divide_integers::<i32>,
        divide_integers::<i64>,
        divide_integers::<u8>,
        divide_integers::<u64>,
        divide_floats::<f32>,
        divide_floats::<f64>,
        divide_complex,
    ];
    random.pick(TYPES)(random, recorder);
}

fn divide_integers<T: Value + Integer>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, T>] = &[("truncated_divide", |a, b| a / b), ("remainder", |a, b| a % b)];
    // Division by an integer zero panics, where NumPy warns and answers 0.
    let refused = random.one_in(8);
    let divisor = |random: &mut Random| {
        let x = T::random(random);
        if x == T::zero() && !refused { T::one() } else { x }
    };
    run(random, recorder, ops, divisor);
}

fn divide_floats<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, T>] = &[("divide", |a, b| a / b), ("remainder", |a, b| a % b)];
    run(random, recorder, ops, T::random);
}

fn divide_complex(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<Complex<f64>, Complex<f64>>] = &[("divide", |a, b| a / b)];
    // Large and small divisors too: they are where a careless formula overflows.
    let divisor = |random: &mut Random| {
        let mut scaled =
            || (random.unit() * 2.0 - 1.0) * 2.0_f64.powi(random.below(1200) as i32 - 600);
        Complex::new(scaled(), scaled())
    };
    run(random, recorder, ops, divisor);
}

/// `& | ^ << >> !`.
pub(super) fn bitwise(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] =
        &[bits_of::<bool>, bits_of::<i32>, bits_of::<u8>, shifts_of::<i16>, shifts_of::<u64>];
    random.pick(TYPES)(random, recorder);
}

fn bits_of<T: Value + Bits>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, T>] = &[
        ("bitwise_and", |a, b| a & b),
        ("bitwise_or", |a, b| a | b),
        ("bitwise_xor", |a, b| a ^ b),
    ];
    run(random, recorder, ops, T::random);
}

fn shifts_of<T: Value + Integer>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, T>] = &[("left_shift", |a, b| a << b), ("right_shift", |a, b| a >> b)];
    run(random, recorder, ops, T::random);
}

/// `-a` and `!a`.
pub(super) fn negate(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    if random.one_in(2) {
        let a = Laid::<f32>::with_shape(random, &shape);
        let inputs = vec![recorder.input(&a)];
        recorder.case("negative", inputs, json!({}), || -a.view());
    } else {
        let a = Laid::<u16>::with_shape(random, &shape);
        let inputs = vec![recorder.input(&a)];
        recorder.case("invert", inputs, json!({}), || !a.view());
    }
}

/// `a += b` and friends, which must not stretch `a`.
pub(super) fn in_place(random: &mut Random, recorder: &mut Recorder) {
    let [left_shape, right_shape] = broadcastable(random);
    let mut a = Array::from_fn(left_shape, |_| i32::random(random));
    let b = Laid::<i32>::with_shape(random, &right_shape);
    let inputs = vec![recorder.array(a.view()), recorder.input(&b)];
    let op = *random.pick(&["iadd", "isub", "imul"]);
    recorder.case(op, inputs, json!({}), || {
        match op {
            "iadd" => a += b.view(),
            "isub" => a -= b.view(),
            _ => a *= b.view(),
        }
        a
    });
}

/// A scalar on either side.
pub(super) fn with_scalar(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<f64>::with_shape(random, &shape);
    let x = f64::random(random);
    let scalar = Array::scalar(x);
    let op = *random.pick(&["add", "subtract", "multiply", "divide"]);
    let v = a.view();
    if random.one_in(2) {
        let inputs = vec![recorder.input(&a), recorder.array(scalar.view())];
        recorder.case(op, inputs, json!({}), || match op {
            "add" => v + x,
            "subtract" => v - x,
            "multiply" => v * x,
            _ => v / x,
        });
    } else {
        let inputs = vec![recorder.array(scalar.view()), recorder.input(&a)];
        recorder.case(op, inputs, json!({}), || match op {
            "add" => x + v,
            "subtract" => x - v,
            "multiply" => x * v,
            _ => x / v,
        });
    }
}

/// `== != < <= > >=`, element by element.
pub(super) fn compare(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        compare_of::<i8>,
        compare_of::<u32>,
        compare_of::<i64>,
        compare_of::<f32>,
        compare_of::<f64>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn compare_of<T: Value + PartialOrd>(random: &mut Random, recorder: &mut Recorder) {
    let ops: &[Binary<T, bool>] = &[
        ("equal", |a, b| nd::equal(a, b)),
        ("not_equal", |a, b| nd::not_equal(a, b)),
        ("less", |a, b| nd::less(a, b)),
        ("less_equal", |a, b| nd::less_equal(a, b)),
        ("greater", |a, b| nd::greater(a, b)),
        ("greater_equal", |a, b| nd::greater_equal(a, b)),
    ];
    run(random, recorder, ops, T::random);
}

/// One fused pass over three operands: the same roundings as NumPy's chain of temporaries.
pub(super) fn fused(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let third = if random.one_in(2) { left.clone() } else { Vec::new() };
    let [a, b, c] = [left, right, third].map(|shape| Laid::<f64>::with_shape(random, &shape));
    let inputs = vec![recorder.input(&a), recorder.input(&b), recorder.input(&c)];
    recorder.case("fused", inputs, json!({}), || {
        zip((a.view(), b.view(), c.view())).map(|(a, b, c)| 2.5 * a + b * b - c.abs().sqrt())
    });
}
