//! Matrices to factor, and how far results are from what they should be.

use nd_core::{Array, Typed};
use nd_linalg::matmul;
use nd_ooc::{Chunked, ErrorKind, RunOptions};

/// Numbers with many digits from -1 to 1, without a pattern.
pub(crate) fn sample(shape: &[usize]) -> Array<f64> {
    let mut state = 12345u64;
    let numbers = (0..shape.iter().product()).map(|_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    });
    Array::from_shape_vec(shape, numbers.collect())
}

/// How far the farthest elements are apart.
pub(crate) fn far(a: &Array<f64>, b: &Array<f64>) -> f64 {
    assert_eq!(a.shape(), b.shape());
    let apart = a.iter().zip(b.iter()).map(|(a, b)| (a - b).abs());
    apart.fold(0.0, |most, far| if far > most || far.is_nan() { far } else { most })
}

/// A matrix with ones on its diagonal.
pub(crate) fn identity(n: usize) -> Array<f64> {
    Array::from_fn([n, n], |at| if at[0] == at[1] { 1.0 } else { 0.0 })
}

/// How far columns are from orthonormal.
#[allow(dead_code, reason = "not every test makes some")]
pub(crate) fn loss(q: &Array<f64>) -> f64 {
    far(&matmul(q.t(), q), &identity(q.shape()[1]))
}

/// The least budget that is enough, as a refusal says it.
fn least<T: Typed>(x: &Chunked<T>, options: &RunOptions) -> usize {
    match x.compute_with(&options.clone().budget(1)) {
        Err(error) => match *error.kind() {
            ErrorKind::OverBudget { needed, .. } => needed,
            _ => panic!("{error}"),
        },
        Ok(_) => 1,
    }
}

/// The one result on one thread and on several, within as little memory as can be and within much.
pub(crate) fn result<T: Typed + PartialEq>(what: &str, x: &Chunked<T>) -> Array<T> {
    let one = x.compute_with(&RunOptions::default().threads(1)).unwrap();
    let several = RunOptions::default().threads(5);
    let small = several.clone().budget(least(x, &several));
    for options in [several, small] {
        assert!(one == x.compute_with(&options).unwrap(), "{what}: other bits");
    }
    one
}
