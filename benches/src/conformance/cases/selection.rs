//! Integer arrays, masks and casts.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, CastTo, IndexItem, s};
use num_complex::Complex;
use serde_json::json;

/// `take`, a mask of the array's shape, a mask along an axis, two integer arrays at once.
pub(super) fn select(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<f32>::with_shape(random, &shape);
    match random.below(4) {
        0 if !shape.is_empty() => take(random, recorder, &a, &shape),
        1 if !shape.is_empty() => compress(random, recorder, &a, &shape),
        2 if shape.len() >= 2 => pairs(random, recorder, &a, &shape),
        _ => {
            let mask = Laid::<bool>::with_shape(random, &shape);
            let inputs = vec![recorder.input(&a), recorder.input(&mask)];
            let select = || a.view().select(mask.view());
            recorder.case("mask", inputs, json!({}), select);
        }
    }
}

fn take(random: &mut Random, recorder: &mut Recorder, a: &Laid<f32>, shape: &[usize]) {
    let axis = random.below(shape.len());
    let (which, rank) = ([3, random.below(4)], random.below(2));
    let indices = positions(random, &which[rank..], shape[axis]);
    let inputs = vec![recorder.input(a), recorder.input(&indices)];
    recorder.case("take", inputs, json!({ "axis": axis }), || {
        a.view().take(indices.view(), axis as isize)
    });
}

fn compress(random: &mut Random, recorder: &mut Recorder, a: &Laid<f32>, shape: &[usize]) {
    let axis = random.below(shape.len());
    let mask = Laid::<bool>::with_shape(random, &shape[axis..=axis]);
    let inputs = vec![recorder.input(a), recorder.input(&mask)];
    recorder.case("compress", inputs, json!({ "axis": axis }), || {
        a.view().compress(mask.view(), axis as isize)
    });
}

/// `a[i, j]`, and `a[:, i, j]` where there are axes enough, with `i` and `j` stretched.
fn pairs(random: &mut Random, recorder: &mut Recorder, a: &Laid<f32>, shape: &[usize]) {
    let first = usize::from(shape.len() > 2 && random.one_in(2));
    let i = positions(random, &[2, 1], shape[first]);
    let j = positions(random, &[3], shape[first + 1]);
    let inputs = vec![recorder.input(a), recorder.input(&i), recorder.input(&j)];
    recorder.case("pairs", inputs, json!({ "first": first }), || {
        let picks = [IndexItem::from(i.view()), IndexItem::from(j.view())];
        let leading = s![..].map(IndexItem::from);
        let items: Vec<IndexItem> = leading.into_iter().take(first).chain(picks).collect();
        a.view().index(items)
    });
}

/// Positions on an axis of length `n`, from either end; now and then one past it.
fn positions(random: &mut Random, shape: &[usize], n: usize) -> Laid<i64> {
    let beyond = random.one_in(30);
    Laid::filled(random, shape, |random| {
        let n = n.max(1);
        if beyond { n as i64 } else { random.below(2 * n) as i64 - n as i64 }
    })
}

/// `astype`, where C and NumPy define it: between integers, and from what a float type holds.
pub(super) fn cast(random: &mut Random, recorder: &mut Recorder) {
    const PAIRS: &[Kind] = &[
        cast_between::<i64, i8>,
        cast_between::<i32, u16>,
        cast_between::<u8, i64>,
        cast_between::<i64, u64>,
        cast_between::<f64, f32>,
        cast_between::<f32, f64>,
        cast_between::<f64, bool>,
        cast_between::<bool, f32>,
        cast_between::<i64, f32>,
        cast_between::<u64, f64>,
        cast_between::<f32, half::f16>,
        cast_between::<f64, half::f16>,
        cast_between::<half::f16, f32>,
        cast_between::<f32, Complex<f64>>,
        cast_between::<Complex<f64>, bool>,
    ];
    random.pick(PAIRS)(random, recorder);
}

fn cast_between<T: Value + CastTo<U>, U: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<T>::with_shape(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let compute = || -> Array<U> { a.view().cast::<U>() };
    recorder.case("cast", inputs, json!({ "dtype": U::NUMPY }), compute);
}
