//! Elementary functions of real numbers, within the bounds that are documented.

use super::{Kind, Random, Recorder, broadcastable, pair, single};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, CastTo, Floating, Real};
use serde_json::json;

of_types! {
    /// Functions of one array.
    real, real_of: f32 f64 f64;
    /// Functions of two arrays.
    real_pairs, real_pairs_of: f32 f64 f64;
    /// Powers in `f64`, whatever the elements are.
    float_powers, float_powers_of: bool i8 i32 u16 u64 f32 f64;
}

fn real_of<T: Value + Real + Floating>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[super::Unary<T, Array<T>>] = analytic_and![cbrt deg2rad rad2deg sinc i0];
    single(random, recorder, functions, spread::<T>);
}

fn real_pairs_of<T: Value + Real + Floating>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[super::Binary<T, Array<T>>] = &[
        ("atan2", |a, b| nd::atan2(a, b)),
        ("hypot", |a, b| nd::hypot(a, b)),
        ("logaddexp", |a, b| nd::logaddexp(a, b)),
        ("logaddexp2", |a, b| nd::logaddexp2(a, b)),
        ("pow", |a, b| nd::pow(a, b)),
    ];
    let elements: [fn(&mut Random) -> T; 2] = match random.below(3) {
        0 => [T::random, T::random],
        1 => [spread, T::random],
        _ => [spread, spread],
    };
    pair(random, recorder, functions, elements);
}

fn float_powers_of<T: Value + CastTo<f64>>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let a = Laid::<T>::with_shape(random, &left);
    let b = Laid::<T>::with_shape(random, &right);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.case("float_power", inputs, json!({}), || nd::float_power(a.view(), b.view()));
}

/// Numbers of every magnitude, and many near 0 and ±1, where functions begin and end.
fn spread<T: Value + Floating>(random: &mut Random) -> T {
    let reach = [0, 0, 26, 0, 150, 0, 0, 0, 1080][size_of::<T>()];
    let sign = if random.one_in(2) { 1.0 } else { -1.0 };
    match random.below(8) {
        0 => T::nearest(2.0 * random.unit() - 1.0),
        1 => {
            let exponent = random.below(2 * reach) as i32 - reach as i32;
            T::nearest(sign * (1.0 + random.unit())).scaled(exponent)
        }
        2 => {
            let off = 2.0_f64.powi(-(random.below(52) as i32));
            T::nearest(sign * (1.0 + if random.one_in(2) { off } else { -off }))
        }
        3 => T::nearest(sign * 800.0 * random.unit()),
        _ => T::random(random),
    }
}
