//! A level of a multigrid, and the cycle over the levels.

use super::coarse::Coarse;
use super::multigrid::Smoother;
use crate::compressed::Csr;
use crate::kernels::multiply::rows_by_vector_into;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::Split;
use crate::linalg::vectors::{add_scaled, norm, scale, update, zeros};
use crate::packed::PackedRef;

/// A matrix with what smooths it and what leads to the next coarser level.
#[derive(Clone)]
pub(super) struct Level<T> {
    pub(super) a: Split<T>,
    pub(super) inverse: Vec<T>,
    /// The largest eigenvalue of the matrix divided by its diagonal, from above.
    pub(super) radius: f64,
    pub(super) prolongation: Csr<T>,
    pub(super) restriction: Csr<T>,
}

/// What the last level is solved by.
#[derive(Clone)]
pub(super) enum Last<T> {
    Dense(Coarse<T>),
    /// Where coarsening came to an end early: smoothing alone.
    Smoothed {
        a: Split<T>,
        inverse: Vec<T>,
        radius: f64,
    },
}

/// `y = A·x`.
fn product<T: Scalar>(a: PackedRef<'_, T, u32>, x: &[T]) -> Vec<T> {
    let mut y = zeros(a.lanes());
    rows_by_vector_into(a, x, &mut y);
    y
}

/// `b - A·x`.
fn residual<T: Scalar>(a: PackedRef<'_, T, u32>, b: &[T], x: &[T]) -> Vec<T> {
    let mut r = product(a, x);
    update(&mut r, b, |ax, b| b - ax);
    r
}

/// The largest eigenvalue of the matrix divided by its diagonal: twenty steps of the power method, and some room, but
/// no more than the largest sum of a row.
pub(super) fn radius<T: Scalar>(a: &Split<T>, inverse: &[T]) -> f64 {
    let view = a.view();
    let row_sum = |row: usize| {
        let (_, values) = view.lane(row);
        values.iter().map(|value| value.magnitude()).sum::<f64>() * inverse[row].magnitude()
    };
    let bound = (0..a.n()).map(row_sum).fold(0.0, f64::max);
    // Whatever it starts from: not smooth, and not the same for neighbours.
    let start = |i: usize| T::from_f64(((i as f64 + 1.0) * 0.618_033_988_749_895).fract() - 0.5);
    let mut x: Vec<T> = (0..a.n()).map(start).collect();
    let mut size = 0.0;
    for _ in 0..20 {
        let before = norm(&x);
        if before == 0.0 {
            break;
        }
        scale(&mut x, T::from_f64(1.0 / before));
        x = product(view, &x);
        update(&mut x, inverse, |x, d| x * d);
        size = norm(&x);
    }
    if size > 0.0 && size.is_finite() { (1.1 * size).min(bound) } else { bound.max(1.0) }
}

/// Makes the rough part of an error smaller: `x` is nearer to the solution of `A·x = b`.
fn smooth<T: Scalar>(
    how: Smoother,
    (a, inverse, radius): (&Split<T>, &[T], f64),
    b: &[T],
    x: &mut [T],
    down: bool,
) {
    match how {
        Smoother::GaussSeidel => a.sweep(inverse, b, x, down),
        Smoother::Jacobi => {
            let mut r = residual(a.view(), b, x);
            update(&mut r, inverse, |r, d| r * d);
            add_scaled(x, T::from_f64(4.0 / (3.0 * radius)), &r);
        }
        Smoother::Chebyshev(degree) => chebyshev(a, inverse, radius, b, x, degree.max(1)),
    }
}

/// Damps all eigenvalues between a quarter of the largest and the largest.
fn chebyshev<T: Scalar>(
    a: &Split<T>,
    inverse: &[T],
    radius: f64,
    b: &[T],
    x: &mut [T],
    degree: usize,
) {
    let (centre, half) = (0.625 * radius, 0.375 * radius);
    let mut r = residual(a.view(), b, x);
    let mut d = r.clone();
    update(&mut d, inverse, |r, d| r * d);
    scale(&mut d, T::from_f64(1.0 / centre));
    let mut rho = half / centre;
    for step in 0..degree {
        add_scaled(x, T::ONE, &d);
        if step + 1 == degree {
            return;
        }
        add_scaled(&mut r, -T::ONE, &product(a.view(), &d));
        let next = 1.0 / (2.0 * centre / half - rho);
        scale(&mut d, T::from_f64(next * rho));
        let mut z = r.clone();
        update(&mut z, inverse, |r, d| r * d);
        add_scaled(&mut d, T::from_f64(2.0 * next / half), &z);
        rho = next;
    }
}

/// What one cycle makes of `b`, from zero.
pub(super) fn cycle<T: Scalar>(
    how: Smoother,
    levels: &[Level<T>],
    last: &Last<T>,
    b: &[T],
) -> Vec<T> {
    let Some((level, coarser)) = levels.split_first() else {
        return match last {
            Last::Dense(coarse) => coarse.solve(b),
            Last::Smoothed { a, inverse, radius } => {
                let mut x = zeros(b.len());
                for down in [true, true, false, false] {
                    smooth(how, (a, inverse, *radius), b, &mut x, down);
                }
                x
            }
        };
    };
    let smoothing = (&level.a, &level.inverse[..], level.radius);
    let mut x = zeros(b.len());
    smooth(how, smoothing, b, &mut x, true);
    let r = residual(level.a.view(), b, &x);
    let correction = cycle(how, coarser, last, &product(level.restriction.packed(), &r));
    add_scaled(&mut x, T::ONE, &product(level.prolongation.packed(), &correction));
    smooth(how, smoothing, b, &mut x, false);
    x
}
