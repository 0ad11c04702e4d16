//! Arrays joined and taken apart.

use super::{Kind, Random, Recorder, axis_of, broadcastable};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, View, broadcast_shapes};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `vstack`, `hstack`, `dstack`, `column_stack`, `append`.
    stacked, stacked_of: bool i8 u16 i32 f16 f32 f64 Complex<f64>;
    /// `block`.
    blocks, blocks_of: bool i16 u64 f64;
    /// `split` and its kind.
    split, split_of: bool i8 u16 i32 f16 f32 f64 Complex<f64>;
    /// `broadcast_arrays`, `broadcast_shapes`.
    broadcast, broadcast_of: u8 f64;
}

fn stacked_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let arrays: Vec<Laid<T>> = (0..1 + random.below(3))
        .map(|_| {
            let mut one = shape.clone();
            if let (false, true) = (one.is_empty(), random.one_in(2)) {
                let axis = random.below(one.len().min(2));
                one[axis] = random.below(4);
            }
            if random.one_in(6) && one.len() == 2 {
                one.truncate(1);
            }
            Laid::with_shape(random, &one)
        })
        .collect();
    let inputs: Vec<_> = arrays.iter().map(|a| recorder.input(a)).collect();
    let views: Vec<_> = arrays.iter().map(Laid::view).collect();
    match random.below(6) {
        0 => recorder.case("vstack", inputs, json!({}), || nd::vstack(&views)),
        1 => recorder.case("hstack", inputs, json!({}), || nd::hstack(&views)),
        2 => recorder.case("dstack", inputs, json!({}), || nd::dstack(&views)),
        3 => recorder.case("column_stack", inputs, json!({}), || nd::column_stack(&views)),
        4 => {
            let both = [inputs[0].clone(), inputs[inputs.len() - 1].clone()].to_vec();
            recorder.case("append", both, json!({}), || {
                nd::concat(&[views[0].ravel(), views[views.len() - 1].ravel()], 0)
            });
        }
        _ => recorder.case("concatenate", inputs, json!({}), || nd::concat(&views, 0)),
    }
}

/// Blocks that fit, now and then not.
fn blocks_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let ahead: Vec<usize> = (0..random.below(2)).map(|_| 1 + random.below(3)).collect();
    let rows: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(3)).collect();
    let columns: Vec<usize> = (0..1 + random.below(3)).map(|_| random.below(4)).collect();
    let odd = random.one_in(12);
    let mut blocks: Vec<Vec<Laid<T>>> = Vec::new();
    for &m in &rows {
        let row = columns.iter().map(|&n| {
            let mut shape = [ahead.as_slice(), &[m, n]].concat();
            if ahead.is_empty() && m == 1 && random.one_in(2) {
                shape = vec![n];
            }
            if odd && random.one_in(3) {
                shape.push(2);
            }
            Laid::with_shape(random, &shape)
        });
        blocks.push(row.collect());
    }
    let inputs = blocks.iter().flatten().map(|block| recorder.input(block)).collect();
    let views: Vec<Vec<View<'_, T>>> =
        blocks.iter().map(|row| row.iter().map(Laid::view).collect()).collect();
    let parameters = json!({ "columns": columns.len() });
    recorder.case("block", inputs, parameters, || nd::block(&views));
}

fn split_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let few = 1 + random.below(4);
    let parts = *random.pick(&[1, few, n.max(1)]);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "sections": parts, "axis": axis });
    let given = json!({ "sections": parts });
    match random.below(7) {
        0 => recorder.case("split", inputs, parameters, || a.view().split(parts, axis)),
        1 => recorder
            .case("array_split_all", inputs, parameters, || a.view().array_split(parts, axis)),
        2 => recorder.case("vsplit", inputs, given, || a.view().vsplit(parts)),
        3 => recorder.case("hsplit", inputs, given, || a.view().hsplit(parts)),
        4 => recorder.case("dsplit", inputs, given, || a.view().dsplit(parts)),
        5 => recorder.case("unstack", inputs, json!({ "axis": axis }), || a.view().unstack(axis)),
        _ => {
            let mut at: Vec<usize> = (0..random.below(4)).map(|_| random.below(n + 2)).collect();
            at.sort_unstable();
            let parameters = json!({ "sections": at, "axis": axis });
            recorder.case("split", inputs, parameters, || a.view().split_at_indices(&at, axis));
        }
    }
}

fn broadcast_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    if random.one_in(2) {
        let [a, b] = [&left, &right].map(|shape| Laid::<T>::with_shape(random, shape));
        let inputs = vec![recorder.input(&a), recorder.input(&b)];
        return recorder.case("broadcast_arrays", inputs, json!({}), || {
            nd::broadcast_arrays([&a.view(), &b.view()]).map(|view| view.to_array())
        });
    }
    let shapes = if random.one_in(4) { vec![left] } else { vec![left, right] };
    recorder.case("broadcast_shapes", vec![], json!({ "shapes": shapes }), || {
        let views: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
        broadcast_shapes(&views).map(|shape| Array::from_vec(shape.as_slice().to_vec()))
    });
}
