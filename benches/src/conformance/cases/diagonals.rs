//! Diagonals and triangles of matrices.

use super::{Kind, Random, Recorder, strides::Strided};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Summable, ZeroBits};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `tril`, `triu`, `diag`, `diagflat`, `diagonal`, `fill_diagonal`.
    matrices, matrices_of:
        bool i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64 Complex<f32> Complex<f64>;
    /// `trace`, which adds up.
    traces, traces_of: i8 i32 i64 u8 u64 f64;
}

/// A shape of two axes at least.
fn matrix(random: &mut Random) -> Vec<usize> {
    loop {
        let shape = random.shape();
        if shape.len() >= 2 {
            return shape;
        }
    }
}

fn matrices_of<T: Value + ZeroBits>(random: &mut Random, recorder: &mut Recorder) {
    let k = random.below(15) as isize - 7;
    let kind = random.below(7);
    let shape = match kind {
        2 | 3 => {
            let n = random.below(2) + 1;
            matrix(random)[..n].to_vec()
        }
        _ => matrix(random),
    };
    let a = Laid::<T>::with_shape(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "k": k });
    match kind {
        0 => recorder.case("tril", inputs, parameters, || nd::tril(a.view(), k)),
        1 => recorder.case("triu", inputs, parameters, || nd::triu(a.view(), k)),
        2 => recorder.case("diag", inputs, parameters, || nd::diag(a.view(), k)),
        3 => recorder.case("diagflat", inputs, parameters, || nd::diagflat(a.view(), k)),
        4 => recorder.case("diagonal", inputs, json!({ "offset": k }), || a.view().diagonal(k)),
        _ => filled::<T>(random, recorder),
    }
}

/// `fill_diagonal`, of matrices also wrapped.
fn filled<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = match random.below(3) {
        0 => {
            let n = random.below(5);
            vec![n; 2 + random.below(3)]
        }
        1 => vec![1 + random.below(20), 1 + random.below(5)],
        _ => matrix(random),
    };
    let a = Laid::<T>::with_shape(random, &shape);
    let count: Vec<usize> = (0..random.below(2)).map(|_| 1 + random.below(6)).collect();
    let values = Laid::<T>::with_shape(random, &count);
    let wrap = random.one_in(2);
    let strided = Strided::random(random, &a.view());
    let inputs = vec![recorder.input(&a), recorder.input(&values)];
    recorder.case("fill_diagonal", inputs, json!({ "wrap": wrap }), || {
        strided.write(a.view(), |mut a| match wrap {
            true => a.fill_diagonal_wrapped(values.view()),
            false => a.fill_diagonal(values.view()),
        })
    });
}

/// Places on diagonals and in triangles.
pub(super) fn places(random: &mut Random, recorder: &mut Recorder) {
    let [rows, columns] = [(); 2].map(|()| random.below(8));
    let k = random.below(15) as isize - 7;
    let of = json!({ "n": rows, "k": k, "m": columns });
    let shape = match random.one_in(2) {
        true => vec![rows; 2],
        false => random.shape(),
    };
    let a = Laid::<u8>::with_shape(random, &shape);
    let from = vec![recorder.input(&a)];
    match random.below(6) {
        0 => {
            let ndim = 1 + random.below(4);
            recorder.case("diag_indices", vec![], json!({ "n": rows, "ndim": ndim }), || {
                nd::diag_indices(rows, ndim)
            });
        }
        1 => {
            recorder.case("diag_indices_from", from, json!({}), || nd::diag_indices_from(a.view()))
        }
        2 => recorder.case("tril_indices", vec![], of, || nd::tril_indices(rows, columns, k)),
        3 => recorder.case("triu_indices", vec![], of, || nd::triu_indices(rows, columns, k)),
        4 => recorder.case("tril_indices_from", from, json!({ "k": k }), || {
            nd::tril_indices_from(a.view(), k)
        }),
        _ => recorder.case("triu_indices_from", from, json!({ "k": k }), || {
            nd::triu_indices_from(a.view(), k)
        }),
    }
}

fn traces_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Summable<Sum: Value>,
{
    let shape = matrix(random);
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let inputs = vec![recorder.input(&a)];
    match random.below(3) {
        0 => recorder.case("matrix_transpose", inputs, json!({}), || {
            nd::matrix_transpose(&a.view()).to_array()
        }),
        1 if shape.len() == 2 => recorder.case("trace", inputs, json!({}), || nd::trace(a.view())),
        _ => {
            let k = random.below(9) as isize - 4;
            recorder.case("matrix_trace", inputs, json!({ "offset": k }), || {
                nd::linalg::trace_stack(a.view(), k)
            });
        }
    }
}
