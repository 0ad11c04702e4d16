//! Joining, repeating, rolling, padding: elements in other places, unchanged.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Number, PadMode, Padded};
use serde_json::json;

/// `roll`, `repeat`, `tile`, `concat`, `stack`, `rot90`, `array_split`.
pub(super) fn arranged(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[arranged_of::<bool>, arranged_of::<i16>, arranged_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn arranged_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let mut inputs = vec![recorder.input(&a)];
    match random.below(6) {
        0 => {
            let shift = random.below(60) as isize - 30;
            let parameters = json!({ "shift": shift, "axis": axis });
            recorder.case("roll", inputs, parameters, || a.view().roll(shift, axis));
        }
        1 => {
            let times = random.below(4);
            let parameters = json!({ "repeats": times, "axis": axis });
            recorder.case("repeat", inputs, parameters, || a.view().repeat(times, axis));
        }
        2 => {
            let reps: Vec<usize> = (0..random.below(4)).map(|_| random.below(4)).collect();
            recorder
                .case("tile", inputs, json!({ "reps": reps }), || a.view().tile(reps.as_slice()));
        }
        3 if shape.len() > 1 => {
            let axes = random.permutation(shape.len());
            let axes = [axes[0] as isize, axes[1] as isize - shape.len() as isize];
            let k = random.below(9) as isize - 4;
            recorder.case("rot90", inputs, json!({ "k": k, "axes": axes }), || {
                a.view().rot90(k, axes).to_array()
            });
        }
        4 => {
            let parts = 1 + random.below(4);
            let part = random.below(parts);
            let parameters = json!({ "parts": parts, "part": part, "axis": axis });
            recorder.case("array_split", inputs, parameters, || {
                a.view().array_split(parts, axis)[part].to_array()
            });
        }
        _ => {
            let mut other = shape.clone();
            if random.one_in(2) {
                other[axis.rem_euclid(shape.len() as isize) as usize] = random.below(5);
            }
            let b = Laid::<T>::with_shape(random, &other);
            inputs.push(recorder.input(&b));
            let stacked = random.one_in(2);
            let name = if stacked { "stacked" } else { "joined" };
            recorder.case(name, inputs, json!({ "axis": axis }), || {
                let both = [a.view(), b.view()];
                if stacked { nd::stack(&both, axis) } else { nd::concat(&both, axis) }
            });
        }
    }
}

/// `pad` in every mode.
pub(super) fn padded(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[padded_of::<i32>, padded_of::<f64>];
    random.pick(TYPES)(random, recorder);
}

fn padded_of<T: Value + Padded + Number>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    if shape.iter().product::<usize>() > 100_000 {
        return padded_of::<T>(random, recorder);
    }
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let width: Vec<(usize, usize)> =
        shape.iter().map(|_| (random.below(6), random.below(6))).collect();
    let modes: [(&str, PadMode<T>); 11] = [
        ("constant", PadMode::constant(T::zero())),
        ("edge", PadMode::Edge),
        ("linear_ramp", PadMode::linear_ramp(T::zero())),
        ("maximum", PadMode::Maximum(None)),
        ("mean", PadMode::Mean(None)),
        ("median", PadMode::Median(None)),
        ("minimum", PadMode::Minimum(None)),
        ("reflect", PadMode::Reflect),
        ("symmetric", PadMode::Symmetric),
        ("wrap", PadMode::Wrap),
        ("reflect odd", PadMode::ReflectOdd),
    ];
    let (name, mode) = random.pick(&modes).clone();
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "width": width, "mode": name });
    recorder.case("padded", inputs, parameters, || nd::pad(a.view(), &*width, mode));
}

/// `diff`, `ediff1d`, `gradient`.
pub(super) fn differences(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<f64>::filled(random, &shape, f64::ordinary);
    let axis = axis_of(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    match random.below(3) {
        0 => {
            let n = random.below(4);
            let parameters = json!({ "n": n, "axis": axis });
            recorder.case("diff", inputs, parameters, || nd::diff(a.view(), n, axis));
        }
        1 => recorder.case("ediff1d", inputs, json!({}), || nd::ediff1d(a.view(), &[], &[])),
        _ => recorder.case("gradient_axis", inputs, json!({ "axis": axis }), || {
            let one: Array<f64> = nd::gradient_axis(a.view(), axis, 1.0);
            one
        }),
    }
}
