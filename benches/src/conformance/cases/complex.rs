//! Complex numbers: elementary functions, parts, powers, quotients.

use super::{Kind, Random, Recorder, pair, single};
use crate::conformance::value::{Value, extreme};
use nd::{Analytic, Array, Magnitude, Number, Parts, Root, Signed};
use num_complex::Complex;

of_types! {
    /// Elementary functions.
    analytic, analytic_of: f32 f64;
    /// `angle`, `real` and their kind, of real numbers too.
    parts, parts_of: i32 u8 f32 f64 Complex<f32> Complex<f64> Complex<f64>;
    /// Arithmetic with parts from the whole range.
    wide, wide_of: f32 f64;
}

fn analytic_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value,
    Complex<T>: Value + Analytic + Root + Magnitude<Size = T>,
{
    let functions: &[super::Unary<Complex<T>, Array<Complex<T>>>] = analytic_and![sqrt];
    let element = if random.one_in(3) { extreme::<T> } else { Complex::<T>::random };
    match random.below(12) {
        0 => {
            let powers: &[super::Binary<Complex<T>, Array<Complex<T>>>] =
                &[("pow", |a, b| nd::pow(a, b))];
            pair(random, recorder, powers, [Complex::<T>::random, exponent::<Complex<T>>]);
        }
        1 => single(random, recorder, &[("abs", |a| nd::abs(a))], element),
        _ => single(random, recorder, functions, element),
    }
}

/// Exponents of which many are whole.
fn exponent<C: Value + Number>(random: &mut Random) -> C {
    if random.one_in(2) {
        return C::random(random);
    }
    let size = (0..random.below(12)).fold(C::zero(), |sum, _| sum.plus(C::one()));
    if random.one_in(3) { size.negated() } else { size }
}

fn parts_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Parts<Part: Value, Angle: Value, Complex: Value>,
{
    match random.below(8) {
        0 => single::<T, _>(random, recorder, &[("angle", |a| nd::angle(a))], T::random),
        1 | 2 => single::<T, _>(
            random,
            recorder,
            &[("real", |a| nd::real(a)), ("imag", |a| nd::imag(a))],
            T::random,
        ),
        3 => single::<T, _>(random, recorder, &[("conj", |a| nd::conj(a))], T::random),
        4 => single::<T, _>(
            random,
            recorder,
            &[("sort_complex", |a| nd::sort_complex(a))],
            T::random,
        ),
        5 => single::<T, _>(
            random,
            recorder,
            &[("nearly_real", |a| nd::real_if_close(a).map_or_else(Vec::new, |a| vec![a]))],
            T::random,
        ),
        _ => single::<T, Array<bool>>(
            random,
            recorder,
            &[("isreal", |a| nd::isreal(a)), ("iscomplex", |a| nd::iscomplex(a))],
            T::random,
        ),
    }
}

fn wide_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value,
    Complex<T>: Value + Signed,
{
    let of_one: &[super::Unary<Complex<T>, Array<Complex<T>>>] = &[
        ("sign", |a| nd::sign(a)),
        ("square", |a| nd::square(a)),
        ("reciprocal", |a| nd::reciprocal(a)),
    ];
    let of_two: &[super::Binary<Complex<T>, Array<Complex<T>>>] = &[
        ("add", |a, b| a + b),
        ("subtract", |a, b| a - b),
        ("multiply", |a, b| a * b),
        ("divide", |a, b| a / b),
    ];
    let element = if random.one_in(3) { extreme::<T> } else { Complex::<T>::random };
    if random.one_in(2) {
        single(random, recorder, of_one, element);
    } else {
        pair(random, recorder, of_two, [element, element]);
    }
}
