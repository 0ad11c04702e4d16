//! Whole numbers and truths: divisors, bits, packed bits, digits.

use super::{Kind, Random, Recorder, axis_of, pair, single};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, BitOrder, Bits, Truth, UnpackOptions, View, Whole};
use serde_json::json;

of_types! {
    /// `gcd`, `lcm`, shifts, `bitwise_count`.
    whole, whole_of: i8 i16 i32 i64 u8 u16 u32 u64;
    /// `bitwise_and` and its kind.
    bits, bits_of: bool i8 i16 i32 i64 u8 u16 u32 u64;
    /// `packbits`, and of bytes `unpackbits`.
    packed, packed_of: bool i8 u8 u8 i32 u64;
}

fn whole_of<T: Value + Whole>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(5) {
        return single::<T, Array<u8>>(
            random,
            recorder,
            &[("bitwise_count", |a| nd::bitwise_count(a))],
            T::random,
        );
    }
    pair::<T, Array<T>>(
        random,
        recorder,
        &[
            ("gcd", |a, b| nd::gcd(a, b)),
            ("lcm", |a, b| nd::lcm(a, b)),
            ("bitwise_left_shift", |a, b| nd::bitwise_left_shift(a, b)),
            ("bitwise_right_shift", |a, b| nd::bitwise_right_shift(a, b)),
        ],
        [T::random, T::random],
    );
}

fn bits_of<T: Value + Bits>(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(4) {
        return single::<T, Array<T>>(
            random,
            recorder,
            &[("bitwise_invert", |a| nd::bitwise_invert(a))],
            T::random,
        );
    }
    pair::<T, Array<T>>(
        random,
        recorder,
        &[
            ("bitwise_and", |a, b| nd::bitwise_and(a, b)),
            ("bitwise_or", |a, b| nd::bitwise_or(a, b)),
            ("bitwise_xor", |a, b| nd::bitwise_xor(a, b)),
        ],
        [T::random, T::random],
    );
}

/// `logical_and` and its kind, which are the operators of truths.
pub(super) fn logical(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(4) {
        return single::<bool, Array<bool>>(
            random,
            recorder,
            &[("logical_not", |a| !a)],
            bool::random,
        );
    }
    pair::<bool, Array<bool>>(
        random,
        recorder,
        &[
            ("logical_and", |a: View<'_, bool>, b: View<'_, bool>| a & b),
            ("logical_or", |a: View<'_, bool>, b: View<'_, bool>| a | b),
            ("logical_xor", |a: View<'_, bool>, b: View<'_, bool>| a ^ b),
        ],
        [bool::random, bool::random],
    );
}

fn packed_of<T: Value + Truth>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let axis = axis_of(random, shape.len());
    let order = *random.pick(&[BitOrder::Big, BitOrder::Little]);
    let bitorder = if order == BitOrder::Big { "big" } else { "little" };
    if random.one_in(2) {
        let a = Laid::<T>::with_shape(random, &shape);
        let inputs = vec![recorder.input(&a)];
        let parameters = json!({ "axis": axis, "bitorder": bitorder });
        return recorder
            .case("packbits", inputs, parameters, || nd::packbits_with(a.view(), axis, order));
    }
    let a = Laid::<u8>::with_shape(random, &shape);
    let n = 8 * shape[axis.rem_euclid(shape.len() as isize) as usize] as isize;
    let count = random.one_in(2).then(|| random.below(2 * n as usize + 9) as isize - n);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "axis": axis, "bitorder": bitorder, "count": count });
    recorder.case("unpackbits", inputs, parameters, || {
        let options = UnpackOptions::default().count(count).order(order);
        nd::unpackbits_with(a.view(), axis, &options)
    });
}

/// `binary_repr` and `base_repr`.
pub(super) fn digits(random: &mut Random, recorder: &mut Recorder) {
    let number = i32::random(random);
    let given = vec![recorder.array(Array::scalar(number).view())];
    if random.one_in(2) {
        let width = random.one_in(2).then(|| 32 + random.below(20));
        let parameters = json!({ "width": width });
        return recorder.case("binary_repr", given, parameters, || nd::binary_repr(number, width));
    }
    let (base, padding) = (2 + random.below(35) as u32, random.below(4));
    let parameters = json!({ "base": base, "padding": padding });
    recorder.case("base_repr", given, parameters, || nd::base_repr(number, base, padding));
}
