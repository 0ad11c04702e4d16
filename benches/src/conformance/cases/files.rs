//! `.npy` both ways, and printing.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::Array;
use nd::io::{StoredElement, write_npy};
use num_complex::Complex;
use serde_json::json;

/// What nd writes, for NumPy to load.
pub(super) fn written(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        written_of::<bool>,
        written_of::<i8>,
        written_of::<u16>,
        written_of::<i32>,
        written_of::<u64>,
        written_of::<f16>,
        written_of::<f32>,
        written_of::<f64>,
        written_of::<Complex<f32>>,
        written_of::<Complex<f64>>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn written_of<T: Value + StoredElement>(random: &mut Random, recorder: &mut Recorder) {
    let a = Laid::<T>::any(random);
    let inputs = vec![recorder.input(&a)];
    recorder.file_case("npy_written", inputs, || {
        let mut bytes = Vec::new();
        write_npy(&mut bytes, &a.view()).expect("memory can be written");
        bytes
    });
}

/// What NumPy is to write, in either order and endianness, for nd to load: see
/// [`read_back`](mod@crate::conformance::read_back).
pub(super) fn to_read(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        to_read_of::<bool>,
        to_read_of::<i16>,
        to_read_of::<u8>,
        to_read_of::<i64>,
        to_read_of::<f16>,
        to_read_of::<f32>,
        to_read_of::<f64>,
        to_read_of::<Complex<f64>>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn to_read_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Array::from_fn(shape, |_| T::random(random));
    let inputs = vec![recorder.array(a.view())];
    let parameters = json!({
        "fortran": random.one_in(2),
        "big_endian": random.one_in(3),
        "version": random.pick(&[json!([1, 0]), json!([2, 0]), json!([3, 0])]),
    });
    recorder.deferred_case("npy_to_read", inputs, parameters);
}

/// `{}` against `str`.
pub(super) fn printed(random: &mut Random, recorder: &mut Recorder) {
    match random.below(6) {
        0 => printed_of::<bool>(random, recorder),
        1 => printed_of::<i64>(random, recorder),
        2 => printed_of::<u8>(random, recorder),
        3 => printed_of::<f32>(random, recorder),
        4 => printed_of::<Complex<f64>>(random, recorder),
        _ => printed_of::<f64>(random, recorder),
    }
}

fn printed_of<T: Value + nd::PrintElement>(random: &mut Random, recorder: &mut Recorder) {
    let a = Laid::<T>::any(random);
    let inputs = vec![recorder.input(&a)];
    recorder.case("str", inputs, json!({}), || format!("{}", a.view()));
}
