//! The equation on a grid, and its solution.

use nd::prelude::*;
use nd::sparse::{Csr, kronsum};
use std::f64::consts::TAU;

/// `A·u = b` on `size × size` points inside of the square, and the exact solution at these points.
pub(crate) struct Problem {
    pub(crate) matrix: Csr<f64>,
    pub(crate) right: Array<f64>,
    pub(crate) exact: Array<f64>,
}

/// The solution is a product of a function of `x` and one of `y`; each with its second derivative. Neither is an
/// eigenvector of the matrix, which every method would find at once.
fn along_x(x: f64) -> (f64, f64) {
    let growth = x.exp();
    ((x - x * x) * growth, -(3.0 * x + x * x) * growth)
}

fn along_y(y: f64) -> (f64, f64) {
    let (wave, bump) = ((TAU * y).sin(), 2.0 * y * (1.0 - y));
    (wave + bump, -TAU * TAU * wave - 4.0)
}

impl Problem {
    pub(crate) fn new(size: usize) -> Problem {
        let distance = 1.0 / (size + 1) as f64;
        let place = |at: usize| (at + 1) as f64 * distance;
        let beside = vec![-1.0; size.saturating_sub(1)];
        let mut line = Csr::<f64>::eye(size).map_stored(|_| 2.0);
        for offset in [-1, 1].into_iter().filter(|_| size > 1) {
            line = line.with_diagonal(&beside, offset);
        }
        let points = |of: &dyn Fn(f64, f64) -> f64| {
            Array::from_fn([size * size], |at| of(place(at[0] % size), place(at[0] / size)))
        };
        let exact = points(&|x, y| along_x(x).0 * along_y(y).0);
        let right = points(&|x, y| {
            let ((p, p2), (q, q2)) = (along_x(x), along_y(y));
            -(p2 * q + p * q2) * distance * distance
        });
        Problem { matrix: kronsum(&line, &line), right, exact }
    }
}
