//! Functions of elements whose result is determined to the bit.

use super::{Kind, Random, Recorder, broadcastable, pair, single};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, Classified, Floating, Magnitude, Number, Ordered, Root, Rounded, Signed};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `sign`, `abs`, `square`, `positive` of all numbers.
    numbers, numbers_of:
        i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 Complex<f32> Complex<f64>;
    /// `isnan` and its kind, of all types.
    classes, classes_of:
        bool i8 u32 i64 f16 f32 f64 f64 Complex<f32> Complex<f64>;
    /// Rounding to whole numbers and to decimals.
    rounded, rounded_of: i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 f64;
    /// Division with a whole quotient, and what it leaves.
    quotients, quotients_of: i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 f64;
    /// `maximum`, `minimum`, `fmax`, `fmin`, `clip`.
    extremes, extremes_of: bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 f64;
    /// `where` of all types.
    choices, choices_of:
        bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 Complex<f32> Complex<f64>;
    /// Square roots, which are rounded correctly.
    roots, roots_of: f16 f32 f64;
    /// Reciprocals, of integers cut off.
    reciprocals, reciprocals_of: i8 i32 u16 u64 f16 f32 f64;
    /// Floats as they are stored: one array.
    stored, stored_of: f16 f32 f64;
    /// Floats as they are stored: two arrays.
    stored_pairs, stored_pairs_of: f16 f32 f64;
}

fn numbers_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Signed + Magnitude<Size: Value>,
{
    match random.below(5) {
        0 => single::<T, _>(random, recorder, &[("abs", |a| nd::abs(a))], T::random),
        _ => single::<T, _>(
            random,
            recorder,
            &[
                ("sign", |a| nd::sign(a)),
                ("square", |a| nd::square(a)),
                ("positive", |a| nd::positive(a)),
                ("negative", |a| -a),
            ],
            T::random,
        ),
    }
}

fn classes_of<T: Value + Classified>(random: &mut Random, recorder: &mut Recorder) {
    single::<T, Array<bool>>(
        random,
        recorder,
        &[
            ("isnan", |a| nd::isnan(a)),
            ("isinf", |a| nd::isinf(a)),
            ("isfinite", |a| nd::isfinite(a)),
        ],
        T::random,
    );
}

fn rounded_of<T: Value + Rounded>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(3) {
        let shape = random.shape();
        let a = Laid::<T>::with_shape(random, &shape);
        let decimals = *random.pick(&[0, 1, 2, 3, -1, -2, 5, 12, -6]);
        let inputs = vec![recorder.input(&a)];
        let parameters = json!({ "decimals": decimals });
        return recorder.case("round_to", inputs, parameters, || nd::round_to(a.view(), decimals));
    }
    single::<T, Array<T>>(
        random,
        recorder,
        &[
            ("floor", |a| nd::floor(a)),
            ("ceil", |a| nd::ceil(a)),
            ("trunc", |a| nd::trunc(a)),
            ("fix", |a| nd::trunc(a)),
            ("round", |a| nd::round(a)),
        ],
        T::random,
    );
}

fn quotients_of<T: Value + Rounded>(random: &mut Random, recorder: &mut Recorder) {
    // Integers are not divided by 0: NumPy warns and says 0. Now and then they are.
    let integers = T::one().divided(T::one().plus(T::one())) == T::zero();
    let divisor = if integers && !random.one_in(8) { not_zero } else { T::random };
    if random.one_in(8) {
        let refusing: &[super::Binary<T, Result<Array<T>, _>>] = &[
            ("floor_divide", |a, b| nd::try_floor_divide(a, b)),
            ("remainder", |a, b| nd::try_remainder(a, b)),
            ("fmod", |a, b| nd::try_fmod(a, b)),
        ];
        return pair(random, recorder, refusing, [T::random, divisor]);
    }
    if random.one_in(4) {
        let divmod: super::Binary<T, (Array<T>, Array<T>)> = ("divmod", |a, b| nd::divmod(a, b));
        return pair::<T, _>(random, recorder, &[divmod], [T::random, divisor]);
    }
    pair::<T, Array<T>>(
        random,
        recorder,
        &[
            ("floor_divide", |a, b| nd::floor_divide(a, b)),
            ("remainder", |a, b| nd::remainder(a, b)),
            ("fmod", |a, b| nd::fmod(a, b)),
        ],
        [T::random, divisor],
    );
}

/// Any number but 0.
fn not_zero<T: Value + Number>(random: &mut Random) -> T {
    let x = T::random(random);
    if x == T::zero() { T::one() } else { x }
}

fn extremes_of<T: Value + Ordered>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(4) {
        let [left, right] = broadcastable(random);
        let a = Laid::<T>::with_shape(random, &left);
        let [low, high] = [(); 2].map(|()| Laid::<T>::with_shape(random, &right));
        let inputs = vec![recorder.input(&a), recorder.input(&low), recorder.input(&high)];
        return recorder
            .case("clip", inputs, json!({}), || nd::clip(a.view(), low.view(), high.view()));
    }
    pair::<T, Array<T>>(
        random,
        recorder,
        &[
            ("maximum", |a, b| nd::maximum(a, b)),
            ("minimum", |a, b| nd::minimum(a, b)),
            ("fmax", |a, b| nd::fmax(a, b)),
            ("fmin", |a, b| nd::fmin(a, b)),
        ],
        [T::random, T::random],
    );
}

fn choices_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let a = Laid::<T>::with_shape(random, &left);
    let b = Laid::<T>::with_shape(random, &right);
    let of = if random.one_in(2) { &left } else { &right };
    let condition = Laid::<bool>::with_shape(random, of);
    let inputs = vec![recorder.input(&condition), recorder.input(&a), recorder.input(&b)];
    recorder.case("where", inputs, json!({}), || nd::where_(condition.view(), a.view(), b.view()));
}

fn roots_of<T: Value + Root>(random: &mut Random, recorder: &mut Recorder) {
    single::<T, Array<T>>(random, recorder, &[("sqrt", |a| nd::sqrt(a))], T::random);
}

fn reciprocals_of<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    // Division of integers by 0 panics, where NumPy warns and has what the machine leaves.
    single::<T, Array<T>>(random, recorder, &[("reciprocal", |a| nd::reciprocal(a))], not_zero);
}

fn stored_of<T: Value + Floating + nd::Replaced<Part = T>>(
    random: &mut Random,
    recorder: &mut Recorder,
) {
    match random.below(8) {
        0 => single::<T, _>(random, recorder, &[("frexp", |a| nd::frexp(a))], T::random),
        1 => single::<T, _>(random, recorder, &[("modf", |a| nd::modf(a))], T::random),
        2 => single::<T, _>(random, recorder, &[("spacing", |a| nd::spacing(a))], T::random),
        3 => single::<T, _>(random, recorder, &[("nan_to_num", |a| nd::nan_to_num(a))], T::random),
        4 => replaced(random, recorder, T::random),
        _ => single::<T, Array<bool>>(
            random,
            recorder,
            &[
                ("signbit", |a| nd::signbit(a)),
                ("isneginf", |a| nd::isneginf(a)),
                ("isposinf", |a| nd::isposinf(a)),
            ],
            T::random,
        ),
    }
}

/// `nan_to_num` with all three numbers.
fn replaced<T: Value + Floating + nd::Replaced<Part = T>>(
    random: &mut Random,
    recorder: &mut Recorder,
    element: fn(&mut Random) -> T,
) {
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, element);
    let [nan, posinf, neginf] = [(); 3].map(|()| T::random(random));
    let mut inputs = vec![recorder.input(&a)];
    inputs.extend([nan, posinf, neginf].map(|x| recorder.array(Array::scalar(x).view())));
    recorder.case("replaced", inputs, json!({}), || {
        let options = nd::NanToNumOptions::default().nan(nan).posinf(posinf).neginf(neginf);
        nd::nan_to_num_with(a.view(), &options)
    });
}

fn stored_pairs_of<T: Value + Floating>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(4) {
        let [left, right] = broadcastable(random);
        let a = Laid::<T>::with_shape(random, &left);
        let exponents = Laid::<i32>::filled(random, &right, |random| {
            let reach = *random.pick(&[10, 200, 2200]);
            random.below(2 * reach) as i32 - reach as i32
        });
        let inputs = vec![recorder.input(&a), recorder.input(&exponents)];
        return recorder.case("ldexp", inputs, json!({}), || nd::ldexp(a.view(), exponents.view()));
    }
    pair::<T, Array<T>>(
        random,
        recorder,
        &[
            ("copysign", |a, b| nd::copysign(a, b)),
            ("heaviside", |a, b| nd::heaviside(a, b)),
            ("nextafter", |a, b| nd::nextafter(a, b)),
        ],
        [T::random, T::random],
    );
}
