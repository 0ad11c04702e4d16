//! Slicing, transposing, reversing, broadcasting, reshaping: moving no values, or all of them.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::NewShape;
use num_complex::Complex;
use serde_json::json;

/// A random chain of views, copied out.
pub(super) fn chain(random: &mut Random, recorder: &mut Recorder) {
    const TYPES: &[Kind] = &[
        chain_of::<bool>,
        chain_of::<i8>,
        chain_of::<u16>,
        chain_of::<i32>,
        chain_of::<u64>,
        chain_of::<f16>,
        chain_of::<f32>,
        chain_of::<f64>,
        chain_of::<Complex<f64>>,
    ];
    random.pick(TYPES)(random, recorder);
}

fn chain_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let a = Laid::<T>::any(random);
    let inputs = vec![recorder.input(&a)];
    recorder.case("copy", inputs, json!({}), || a.view().to_array());
}

/// `reshape` of a strided view, with one length left to be found.
pub(super) fn reshape(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let a = Laid::<i32>::with_shape(random, &shape);
    let to = regrouped(random, &shape);
    let inputs = vec![recorder.input(&a)];
    recorder.case("reshape", inputs, json!({ "shape": to }), || {
        a.view().reshape(new_shape(&to)).into_array()
    });
}

/// Another shape of as many elements: neighbours merged, ones put in, one length as -1.
fn regrouped(random: &mut Random, shape: &[usize]) -> Vec<isize> {
    let mut to: Vec<isize> = Vec::new();
    for &n in shape {
        match to.last_mut() {
            Some(last) if random.one_in(2) => *last *= n as isize,
            _ => to.push(n as isize),
        }
        if random.one_in(5) {
            to.push(1);
        }
    }
    let free = random.below(to.len() + 1);
    if free < to.len() && to.len() <= 3 && random.one_in(2) {
        to[free] = -1;
    }
    to
}

fn new_shape(to: &[isize]) -> NewShape {
    match *to {
        [a] => NewShape::from(a),
        [a, b] => NewShape::from([a, b]),
        [a, b, c] => NewShape::from([a, b, c]),
        _ => NewShape::from(&to.iter().map(|&n| n as usize).collect::<Vec<_>>()[..]),
    }
}
