//! Products of vectors, matrices and arrays of any rank.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::Number;
use nd::linalg::ProductElement;
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `dot`, `vdot`, `outer`, `matmul`, `einsum` and their kind.
    products, products_of:
        bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 f64 Complex<f32> Complex<f64>;
    /// `cross`.
    crossed, crossed_of: i8 i64 u16 f32 f64 Complex<f64>;
}

const SUMS: &[(&str, &[usize], &[usize])] = &[
    ("ij,jk->ik", &[3, 4], &[4, 2]),
    ("ij,ij->", &[3, 4], &[3, 4]),
    ("ij,kj->ik", &[5, 2], &[3, 2]),
    ("ij,jk->ki", &[2, 6], &[6, 3]),
    ("bij,bjk->bik", &[2, 3, 4], &[2, 4, 2]),
    ("...ij,...jk->...ik", &[2, 2, 3], &[3, 4]),
    ("ii,ij->j", &[4, 4], &[4, 3]),
    ("i,j->ij", &[5], &[4]),
    ("ij,j", &[3, 7], &[7]),
];

fn products_of<T: Value + ProductElement>(random: &mut Random, recorder: &mut Recorder) {
    let length = |random: &mut Random| match random.below(12) {
        0 => 0,
        1 => 1 + random.below(70),
        _ => 1 + random.below(6),
    };
    let [m, k, n] = [(); 3].map(|()| length(random));
    let odd = usize::from(random.one_in(25));
    let stack: Vec<usize> = (0..random.below(3)).map(|_| 1 + random.below(3)).collect();
    let (spec, first, second) = *random.pick(SUMS);
    let stacked = |last: &[usize]| [stack.as_slice(), last].concat();
    let kind = random.below(12);
    let (left, right) = match kind {
        0 | 1 => (vec![k], vec![k + odd]),
        2 => (vec![m], vec![n]),
        3 => (stacked(&[m, k]), vec![n, k + odd]),
        4 => (stacked(&[m, k]), stacked(&[k + odd, n])),
        5 => (stacked(&[m, k]), stacked(&[k + odd])),
        6 => (stacked(&[k]), stacked(&[k + odd, n])),
        7 => (stacked(&[k]), vec![k + odd]),
        8 => (vec![m, 1 + k % 4], vec![n.min(5), 2]),
        9 => (vec![m, k, n], vec![k, m, 2]),
        10 => (vec![m, k], vec![k, n]),
        _ => (first.to_vec(), second.to_vec()),
    };
    let [a, b] = [left, right].map(|shape| Laid::<T>::filled(random, &shape, T::ordinary));
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let (v, w, none) = (a.view(), b.view(), json!({}));
    match kind {
        0 => recorder.case("dot", inputs, none, || nd::dot(v, w)),
        1 => recorder.case("vdot", inputs, none, || nd::vdot(v, w)),
        2 => recorder.case("outer", inputs, none, || nd::outer(v, w)),
        3 => recorder.case("inner", inputs, none, || nd::inner(v, w)),
        4 => recorder.case("matmul", inputs, none, || nd::matmul(v, w)),
        5 => recorder.case("matvec", inputs, none, || nd::matvec(v, w)),
        6 => recorder.case("vecmat", inputs, none, || nd::vecmat(v, w)),
        7 => recorder.case("vecdot", inputs, none, || nd::vecdot(v, w)),
        8 => recorder.case("kron", inputs, none, || nd::kron(v, w)),
        9 => {
            let axes = json!({ "axes": [[1, 0], [0, 1]] });
            recorder.case("tensordot", inputs, axes, || nd::tensordot(v, w, ([1, 0], [0, 1])));
        }
        10 => recorder
            .case("tensordot", inputs, json!({ "axes": 1 }), || nd::tensordot(v, w, 1_usize)),
        _ => recorder.case("einsum", inputs, json!({ "spec": spec }), || nd::einsum(spec, (v, w))),
    }
}

fn crossed_of<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    let mut shape = random.shape_with_axis();
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    shape[at] = 3;
    let [a, b] = [(); 2].map(|()| Laid::<T>::filled(random, &shape, T::ordinary));
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.case("crossed", inputs, json!({ "axis": axis }), || {
        nd::linalg::cross_axis(a.view(), b.view(), axis)
    });
}
