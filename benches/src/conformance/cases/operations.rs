//! Operations as values: outer products, folds, scatters, masks.

use super::reductions::Axes;
use super::{Kind, Random, Recorder, axis_of, broadcastable, strides::Strided};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::binary::{self, BinaryOp};
use nd::{Array, Over, broadcast_shapes};
use num_complex::Complex;
use serde_json::json;

/// Lists kinds: an operation, NumPy's name of it, its types.
macro_rules! kinds {
    ($of:ident: $($Op:ident $name:literal $($T:ty)*;)*) => {
        &[$($(|random, recorder| $of::<$T, _>(random, recorder, ($name, binary::$Op)),)*)*]
    };
}

/// What can be done with operations whose result is of the type of the elements.
pub(super) fn folds(random: &mut Random, recorder: &mut Recorder) {
    const KINDS: &[Kind] = kinds! { folds_of:
        Add "add" i8 i64 u16 u64 f32 f64 Complex<f64>;
        Multiply "multiply" i32 u8 f64 Complex<f32>;
        Subtract "subtract" i16 f64;
        Maximum "maximum" bool i32 u8 f32 f64;
        Minimum "minimum" i64 f64;
        Fmax "fmax" i32 f64;
        Fmin "fmin" u16 f32;
        Hypot "hypot" f32 f64;
        LogAddExp "logaddexp" f64;
        LogAddExp2 "logaddexp2" f32;
        Gcd "gcd" i32 u64;
        Lcm "lcm" i64;
        BitwiseAnd "bitwise_and" bool i8 u32;
        BitwiseOr "bitwise_or" bool i64;
        BitwiseXor "bitwise_xor" bool u16;
        LogicalAnd "logical_and" bool;
        LogicalOr "logical_or" bool;
        LogicalXor "logical_xor" bool;
    };
    random.pick(KINDS)(random, recorder);
}

/// What can be done with all operations.
pub(super) fn tables(random: &mut Random, recorder: &mut Recorder) {
    const KINDS: &[Kind] = kinds! { tables_of:
        Add "add" i32 f64;
        Subtract "subtract" u8 f32;
        Multiply "multiply" i64 f64;
        FloorDivide "floor_divide" i16 f64;
        Remainder "remainder" u32 f64;
        Fmod "fmod" i8 f32;
        Maximum "maximum" u64 f64;
        Fmin "fmin" i32 f64;
        Hypot "hypot" f64;
        Gcd "gcd" u8;
        LeftShift "left_shift" i32 u64;
        RightShift "right_shift" i64 u8;
        LogicalAnd "logical_and" bool i8 f64 Complex<f64>;
        LogicalOr "logical_or" bool u16 f32;
        LogicalXor "logical_xor" bool i64 f64;
        Equal "equal" bool i32 f64 Complex<f64>;
        NotEqual "not_equal" bool u8 f32;
        Less "less" bool i64 f64;
        LessEqual "less_equal" bool u32 f32;
        Greater "greater" bool i8 f64;
        GreaterEqual "greater_equal" bool u64 f64;
    };
    random.pick(KINDS)(random, recorder);
}

fn folds_of<T: Value, O: BinaryOp<T, Out = T> + Copy>(
    random: &mut Random,
    recorder: &mut Recorder,
    (name, op): (&str, O),
) {
    match random.below(6) {
        0 => tables_of(random, recorder, (name, op)),
        1 => {
            let shape = random.shape();
            let a = Laid::<T>::filled(random, &shape, T::ordinary);
            let axes = Axes::random(random, shape.len());
            let over = axes.over.unwrap_or_else(|| Over::from(..));
            let inputs = vec![recorder.input(&a)];
            let op_name = format!("{name}.reduce");
            recorder.case(&op_name, inputs, axes.json, || binary::reduce(op, a.view(), over));
        }
        2 => {
            let shape = random.shape_with_axis();
            let a = Laid::<T>::filled(random, &shape, T::ordinary);
            let axis = axis_of(random, shape.len());
            let inputs = vec![recorder.input(&a)];
            let op_name = format!("{name}.accumulate");
            recorder.case(&op_name, inputs, json!({ "axis": axis }), || {
                binary::accumulate(op, a.view(), axis)
            });
        }
        3 | 4 => segments(random, recorder, (name, op)),
        _ => scattered(random, recorder, (name, op)),
    }
}

fn segments<T: Value, O: BinaryOp<T, Out = T> + Copy>(
    random: &mut Random,
    recorder: &mut Recorder,
    (name, op): (&str, O),
) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let beyond = usize::from(random.one_in(30));
    let count = [random.below(6)];
    let mut starts: Vec<i64> =
        (0..count[0]).map(|_| random.below((n + beyond).max(1)) as i64).collect();
    if random.one_in(2) {
        starts.sort_unstable();
    }
    let starts = Array::from_vec(starts);
    let inputs = vec![recorder.input(&a), recorder.array(starts.view())];
    recorder.case(&format!("{name}.reduceat"), inputs, json!({ "axis": axis }), || {
        binary::reduceat(op, a.view(), &starts, axis)
    });
}

/// `np.add.at(a, indices, b)` for places of the first axis.
fn scattered<T: Value, O: BinaryOp<T, Out = T> + Copy>(
    random: &mut Random,
    recorder: &mut Recorder,
    (name, op): (&str, O),
) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let n = shape[0].max(1);
    let beyond = random.one_in(30);
    let count = [random.below(9)];
    let indices = Laid::<i64>::filled(random, &count, |random| match beyond {
        true => n as i64,
        false => random.below(2 * n) as i64 - n as i64,
    });
    let whole = [&count, &shape[1..]].concat();
    let cut = random.below(whole.len() + 1);
    let b = Laid::<T>::filled(random, &whole[cut..], T::ordinary);
    let strided = Strided::random(random, &a.view());
    let inputs = vec![recorder.input(&a), recorder.input(&indices), recorder.input(&b)];
    recorder.case(&format!("{name}.at"), inputs, json!({}), || {
        strided.write(a.view(), |a| binary::at(op, a, indices.view(), b.view()))
    });
}

fn tables_of<T: Value, O: BinaryOp<T, Out: Value> + Copy>(
    random: &mut Random,
    recorder: &mut Recorder,
    (name, op): (&str, O),
) {
    if random.one_in(2) {
        let mut short = || loop {
            let shape = random.shape();
            if shape.len() < 4 && shape.iter().product::<usize>() < 200 {
                return shape;
            }
        };
        let shapes = [short(), short()];
        let [a, b] = shapes.map(|shape| Laid::<T>::with_shape(random, &shape));
        let inputs = vec![recorder.input(&a), recorder.input(&b)];
        return recorder.case(&format!("{name}.outer"), inputs, json!({}), || {
            binary::outer(op, a.view(), b.view())
        });
    }
    let [left, right] = broadcastable(random);
    let [a, b] = [&left, &right].map(|shape| Laid::<T>::with_shape(random, shape));
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let both = broadcast_shapes(&[&left, &right]).map(|shape| shape.as_slice().to_vec());
    let Ok(shape) = both else {
        return recorder.case(name, inputs, json!({}), || binary::apply(op, a.view(), b.view()));
    };
    let kept = random.below(shape.len() + 1);
    let mask = Laid::<bool>::with_shape(random, &shape[kept..]);
    let out = Laid::<O::Out>::with_shape(random, &shape);
    let strided = Strided::random(random, &out.view());
    let inputs = [inputs, vec![recorder.input(&mask), recorder.input(&out)]].concat();
    recorder.case(&format!("{name}.where"), inputs, json!({}), || {
        strided.write(out.view(), |out| {
            binary::apply_where(op, a.view(), b.view(), mask.view(), out);
        })
    });
}
