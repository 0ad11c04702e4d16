//! Other shapes, other axes, elements put in and taken out.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, IndexItem, Slice, SliceItem, Trim};
use num_complex::Complex;
use serde_json::{Value as Json, json};

of_types! {
    /// `insert`, `delete`, `resize`, `trim_zeros`, `repeat` of each.
    edited, edited_of: bool i8 u16 i32 f16 f32 f64 Complex<f64>;
    /// `moveaxis`, `squeeze`, `atleast_1d` and their kind.
    turned, turned_of: bool i64 f32 Complex<f64>;
    /// Windows and lanes.
    seen, seen_of: u8 f64;
}

fn edited_of<T: Value + Default>(random: &mut Random, recorder: &mut Recorder) {
    match random.below(6) {
        0 | 1 => deleted::<T>(random, recorder),
        2 | 3 => inserted::<T>(random, recorder),
        4 => trimmed::<T>(random, recorder),
        _ => repeated::<T>(random, recorder),
    }
}

/// Places of an axis of length `n`: one, a range, several, a mask; as nd and NumPy are told.
fn places(random: &mut Random, n: usize, ends: usize) -> (IndexItem, Json) {
    let beyond = usize::from(random.one_in(25));
    let one = |random: &mut Random| random.below(2 * n + ends + beyond) as isize - n as isize;
    match random.below(4) {
        0 if n + ends > 0 => {
            let at = one(random);
            (IndexItem::from(at), json!({ "at": at }))
        }
        1 => {
            let step = *random.pick(&[1, 2, -1]);
            let [start, stop] = [(); 2]
                .map(|()| random.one_in(2).then(|| random.below(2 * n + 3) as isize - n as isize));
            let range = SliceItem::Range(Slice { start, stop, step });
            (IndexItem::from(range), json!({ "range": [start, stop, step] }))
        }
        2 => {
            let mask = Array::from_fn([n], |_| bool::random(random));
            let told: Vec<bool> = mask.iter().copied().collect();
            (IndexItem::from(&mask), json!({ "mask": told }))
        }
        _ => {
            let count = if n + ends > 0 { 2 + random.below(4) } else { 0 };
            let all: Vec<isize> = (0..count).map(|_| one(random)).collect();
            (IndexItem::from(&Array::from_vec(all.clone())), json!({ "places": all }))
        }
    }
}

fn deleted<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let (what, told) = places(random, n, 0);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "what": told, "axis": axis });
    recorder.case("delete", inputs, parameters, || a.view().delete(what, axis));
}

fn inserted<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    let (what, told) = places(random, shape[at], 1);
    // One value, or one for each place of a sub-array.
    let rest = &shape[at + 1..];
    let of = if random.one_in(2) { rest } else { &[] };
    let values = Laid::<T>::with_shape(random, of);
    let inputs = vec![recorder.input(&a), recorder.input(&values)];
    let parameters = json!({ "what": told, "axis": axis });
    recorder.case("insert", inputs, parameters, || a.view().insert(what, values.view(), axis));
}

fn trimmed<T: Value + Default>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let few = 1 + random.below(30);
    let a = Laid::<T>::filled(random, &shape, |random| match random.one_in(few) {
        true => T::random(random),
        false => T::default(),
    });
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        let to: Vec<usize> = (0..random.below(4)).map(|_| random.below(7)).collect();
        return recorder
            .case("resize", inputs, json!({ "new_shape": to }), || a.view().resize(to.as_slice()));
    }
    let (trim, name) = *random.pick(&[(Trim::Front, "f"), (Trim::Back, "b"), (Trim::Both, "fb")]);
    if random.one_in(2) {
        let axis = axis_of(random, shape.len());
        let parameters = json!({ "trim": name, "axis": axis });
        return recorder
            .case("trim_zeros", inputs, parameters, || a.view().trim_zeros_axes(trim, &[axis]));
    }
    recorder.case("trim_zeros", inputs, json!({ "trim": name }), || a.view().trim_zeros(trim));
}

fn repeated<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let counts: Vec<usize> =
        (0..n + usize::from(random.one_in(20))).map(|_| random.below(4)).collect();
    let inputs = vec![recorder.input(&a)];
    if n > 1000 {
        return recorder.case("copy", inputs, json!({}), || a.view());
    }
    let parameters = json!({ "repeats": counts, "axis": axis });
    recorder.case("repeat", inputs, parameters, || a.view().repeat_each(&counts, axis));
}

fn turned_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::any(random);
    let (laid, ndim) = match random.one_in(2) {
        true => (Laid::<T>::with_shape(random, &shape), shape.len()),
        false => {
            let ndim = a.view().ndim();
            (a, ndim)
        }
    };
    let inputs = vec![recorder.input(&laid)];
    let v = laid.view();
    let none = json!({});
    match random.below(10) {
        0 => recorder.case("atleast_1d", inputs, none, || v.atleast_1d()),
        1 => recorder.case("atleast_2d", inputs, none, || v.atleast_2d()),
        2 => recorder.case("atleast_3d", inputs, none, || v.atleast_3d()),
        3 => recorder.case("squeeze", inputs, none, || v.squeeze()),
        4 if ndim > 0 => {
            let axis = axis_of(random, ndim);
            recorder.case("squeeze", inputs, json!({ "axis": axis }), || v.squeeze_axes(&[axis]));
        }
        5 if ndim > 0 => {
            let [from, to] = [(); 2].map(|()| axis_of(random, ndim));
            let parameters = json!({ "source": from, "destination": to });
            recorder.case("moveaxis", inputs, parameters, || v.moveaxis(from, to));
        }
        6 if ndim > 0 => {
            let [from, to] = [(); 2].map(|()| axis_of(random, ndim));
            let parameters = json!({ "source": from, "destination": to });
            recorder.case("rolled_axis", inputs, parameters, || v.moveaxis(from, to));
        }
        7 => recorder.case("flipud", inputs, none, || v.flipud()),
        8 => recorder.case("fliplr", inputs, none, || v.fliplr()),
        _ => recorder.case("ravel", inputs, none, || v.ravel()),
    }
}

fn seen_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) || shape.contains(&0) {
        let window: Vec<usize> = shape.iter().map(|&n| 1 + random.below(n.clamp(1, 5))).collect();
        return recorder.case("sliding_window_view", inputs, json!({ "window": window }), || {
            a.view().sliding_window_view(window.as_slice())
        });
    }
    let axis = axis_of(random, shape.len());
    recorder.case("along_axis", inputs, json!({ "axis": axis }), || {
        let at = axis.rem_euclid(shape.len() as isize) as usize;
        let rest = [&shape[..at], &shape[at + 1..]].concat();
        let lasts = a.view().lanes(axis).map(|lane| *lane.iter().last().expect("not empty"));
        Array::from_shape_vec(rest, lasts.collect())
    });
}
