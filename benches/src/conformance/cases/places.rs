//! Places of elements: found, numbered, read from, written to.

use super::{Kind, Random, Recorder, axis_of, broadcastable, strides::Strided};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, IndexMode};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `nonzero`, `argwhere`, `flatnonzero`.
    found, found_of: bool i8 i64 u16 f16 f32 f64 Complex<f64>;
    /// `place`, `putmask`, `copyto`, `put`.
    masked, masked_of: bool u8 i16 i64 f32 f64 Complex<f64>;
    /// `take_along_axis`, `put_along_axis`.
    along, along_of: bool u8 i16 i32 f64 Complex<f64>;
    /// `choose`, `select`, `extract`, `take` of all elements.
    chosen, chosen_of: bool u8 i16 i32 f64 Complex<f64>;
}

fn found_of<T: Value + Default>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, |random| match random.below(3) {
        0 => T::random(random),
        _ => T::default(),
    });
    let inputs = vec![recorder.input(&a)];
    match random.below(3) {
        0 => recorder.case("nonzero", inputs, json!({}), || a.view().nonzero()),
        1 => recorder.case("argwhere", inputs, json!({}), || a.view().argwhere()),
        _ => recorder.case("flatnonzero", inputs, json!({}), || a.view().flatnonzero()),
    }
}

fn masked_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::with_shape(random, &shape);
    let strided = Strided::random(random, &a.view());
    let mask = Laid::<bool>::with_shape(random, &shape);
    let count = [1 + random.below(12) - usize::from(random.one_in(12))];
    let values = Laid::<T>::with_shape(random, &count);
    let cut = random.below(shape.len() + 1);
    let source = Laid::<T>::with_shape(random, &shape[cut..]);
    let mut inputs = vec![recorder.input(&a), recorder.input(&mask), recorder.input(&values)];
    match random.below(4) {
        0 => recorder.case("place", inputs, json!({}), || {
            strided.write(a.view(), |mut a| a.place(mask.view(), values.view()))
        }),
        1 => recorder.case("putmask", inputs, json!({}), || {
            strided.write(a.view(), |mut a| a.putmask(mask.view(), values.view()))
        }),
        2 => {
            inputs[2] = recorder.input(&source);
            recorder.case("copyto", inputs, json!({}), || {
                strided.write(a.view(), |mut a| a.assign_where(mask.view(), source.view()))
            });
        }
        _ => {
            let size: usize = shape.iter().product::<usize>().max(1);
            let beyond = usize::from(random.one_in(20));
            let indices = Laid::<i64>::filled(random, &count, |random| {
                random.below(2 * size + beyond) as i64 - size as i64
            });
            inputs[1] = recorder.input(&indices);
            recorder.case("put", inputs, json!({}), || {
                strided.write(a.view(), |mut a| a.put_flat(indices.view(), values.view()))
            });
        }
    }
}

fn along_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    let n = shape[at].max(1);
    let beyond = usize::from(random.one_in(30));
    let mut wanted: Vec<usize> =
        shape.iter().map(|&n| if random.one_in(6) { 1 } else { n }).collect();
    wanted[at] = random.below(5);
    let indices = Laid::<i64>::filled(random, &wanted, |random| {
        random.below(2 * n + beyond) as i64 - n as i64
    });
    let inputs = vec![recorder.input(&a), recorder.input(&indices)];
    if random.one_in(2) {
        return recorder.case("take_along_axis", inputs, json!({ "axis": axis }), || {
            a.view().take_along_axis(indices.view(), axis)
        });
    }
    // In which order places that are named twice are written to is left open.
    let order = random.permutation(n);
    wanted[at] = wanted[at].min(shape[at]);
    let indices = Array::from_fn(wanted.as_slice(), |index| {
        order[index[at]] as i64 - if index[at] % 2 == 0 { 0 } else { n as i64 }
    });
    let inputs = vec![inputs[0].clone(), recorder.array(indices.view())];
    let cut = random.below(wanted.len() + 1);
    let values = Laid::<T>::with_shape(random, &wanted[cut..]);
    let strided = Strided::random(random, &a.view());
    let inputs = [inputs, vec![recorder.input(&values)]].concat();
    recorder.case("put_along_axis", inputs, json!({ "axis": axis }), || {
        strided.write(a.view(), |mut a| a.put_along_axis(indices.view(), values.view(), axis))
    });
}

/// What an index beyond its axis means, as nd and NumPy are told.
fn mode(random: &mut Random) -> (IndexMode, &'static str) {
    *random.pick(&[
        (IndexMode::Raise, "raise"),
        (IndexMode::Wrap, "wrap"),
        (IndexMode::Clip, "clip"),
    ])
}

fn chosen_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let count = 1 + random.below(4);
    let choices: Vec<Laid<T>> = (0..count)
        .map(|_| {
            let of = if random.one_in(2) { &left } else { &right };
            Laid::<T>::with_shape(random, of)
        })
        .collect();
    let views: Vec<_> = choices.iter().map(Laid::view).collect();
    let stored: Vec<_> = choices.iter().map(|choice| recorder.input(choice)).collect();
    match random.below(4) {
        0 => {
            let (mode, name) = mode(random);
            let beyond = if random.one_in(8) { 3 } else { 0 };
            let indices = Laid::<i64>::filled(random, &right, |random| {
                random.below(count + 2 * beyond) as i64 - beyond as i64
            });
            let inputs = [vec![recorder.input(&indices)], stored].concat();
            recorder.case("choose", inputs, json!({ "mode": name }), || {
                nd::choose_with(indices.view(), &views, mode)
            });
        }
        1 => {
            let conditions: Vec<Laid<bool>> =
                (0..count).map(|_| Laid::with_shape(random, &left)).collect();
            let default = T::random(random);
            let mut inputs = vec![recorder.array(Array::scalar(default).view())];
            inputs.extend(conditions.iter().map(|condition| recorder.input(condition)));
            inputs.extend(stored);
            let conditions: Vec<_> = conditions.iter().map(Laid::view).collect();
            recorder.case("select", inputs, json!({}), || {
                nd::select_where(&conditions, &views, default)
            });
        }
        2 => {
            let mask = Laid::<bool>::with_shape(random, views[0].shape());
            let inputs = vec![recorder.input(&mask), stored[0].clone()];
            recorder.case("extract", inputs, json!({}), || views[0].select(mask.view()));
        }
        _ => {
            let size = views[0].size().max(1);
            let beyond = usize::from(random.one_in(30));
            let shape = [random.below(4), 1 + random.below(3)];
            let indices = Laid::<i64>::filled(random, &shape, |random| {
                random.below(2 * size + beyond) as i64 - size as i64
            });
            let inputs = vec![stored[0].clone(), recorder.input(&indices)];
            recorder.case("take_flat", inputs, json!({}), || views[0].take_flat(indices.view()));
        }
    }
}

/// `ravel_multi_index` and `unravel_index`.
pub(super) fn numbered(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let size = shape.iter().product::<usize>().max(1);
    let [left, right] = broadcastable(random);
    let beyond = random.one_in(8);
    if random.one_in(2) {
        let places = Laid::<i64>::filled(random, &left, |random| {
            random.below(size + usize::from(beyond)) as i64
        });
        let inputs = vec![recorder.input(&places)];
        return recorder.case("unravel_index", inputs, json!({ "shape": shape }), || {
            nd::unravel_index(places.view(), shape.as_slice())
        });
    }
    let (mode, name) = mode(random);
    let indices: Vec<Laid<i64>> = shape
        .iter()
        .map(|&n| {
            let at = if random.one_in(2) { &left } else { &right };
            let off = if beyond { n } else { 0 };
            Laid::filled(random, at, |random| random.below(n.max(1) + 2 * off) as i64 - off as i64)
        })
        .collect();
    let inputs = indices.iter().map(|one| recorder.input(one)).collect();
    let views: Vec<_> = indices.iter().map(Laid::view).collect();
    let parameters = json!({ "dims": shape, "mode": name });
    recorder.case("ravel_multi_index", inputs, parameters, || {
        nd::ravel_multi_index_with(&views, shape.as_slice(), &[mode])
    });
}
