//! Arrays as sets, orders by several keys, places of partitions.

use super::ordered::repetitive;
use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, Sortable};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `intersect1d`, `union1d`, `setdiff1d`, `setxor1d`.
    sets, sets_of: bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 Complex<f64>;
    /// `lexsort`, `argpartition`, `unique_values`.
    orders, orders_of: bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 Complex<f64>;
}

fn sets_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let [a, b] = [(); 2].map(|()| {
        let shape = random.shape();
        repetitive::<T>(random, &shape)
    });
    // Elements of both, so that there are some.
    let few = a.view().ravel().slice(nd::s![..random.below(9) as isize]).to_array();
    let b = match random.one_in(2) {
        true => Laid { base: nd::concat(&[few, b.view().ravel().into_array()], 0), steps: vec![] },
        false => b,
    };
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let none = json!({});
    match random.below(5) {
        0 => recorder.case("intersect1d", inputs, none, || nd::intersect1d(a.view(), b.view())),
        1 => recorder.case("union1d", inputs, none, || nd::union1d(a.view(), b.view())),
        2 => recorder.case("setdiff1d", inputs, none, || nd::setdiff1d(a.view(), b.view())),
        3 => recorder.case("setxor1d", inputs, none, || nd::setxor1d(a.view(), b.view())),
        _ => recorder.case("intersection", inputs, none, || {
            let found = nd::intersect1d_indices(a.view(), b.view());
            (found.values, (found.a_indices, found.b_indices))
        }),
    }
}

fn orders_of<T: Value + Sortable>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = repetitive::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    match random.below(4) {
        0 | 1 => {
            let second = Laid::<u8>::filled(random, &shape, |random| random.below(3) as u8);
            let third = Laid::<f32>::filled(random, &shape, |random| random.below(2) as f32);
            let inputs = vec![recorder.input(&a), recorder.input(&second), recorder.input(&third)];
            recorder.case("lexsort", inputs, json!({ "axis": axis }), || {
                nd::lexsort_axis(&[&a.view(), &second.view(), &third.view()], axis)
            });
        }
        2 => {
            let inputs = vec![recorder.input(&a)];
            recorder.case("unique_values", inputs, json!({}), || nd::unique_values(a.view()));
        }
        _ => {
            let n = shape[axis.rem_euclid(shape.len() as isize) as usize].max(1);
            let kth = random.below(2 * n) as isize - n as isize;
            let inputs = vec![recorder.input(&a)];
            let parameters = json!({ "kth": kth, "axis": axis });
            // What the places name, either side sorted: all that is promised of them.
            recorder.case("argpartition_halves", inputs, parameters, || {
                let places = nd::argpartition_axis(a.view(), kth, axis);
                let parts = a.view().take_along_axis(&places, axis);
                let at = kth.rem_euclid(n as isize) as usize;
                let halves = parts.split_at_indices(&[at, at + 1], axis);
                let halves: Vec<Array<T>> =
                    halves.iter().map(|half| nd::sort_axis(half, axis)).collect();
                nd::concat(&halves, axis)
            });
        }
    }
}
