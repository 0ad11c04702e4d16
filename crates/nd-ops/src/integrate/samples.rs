//! Areas from first to last point: Simpson's rule and Romberg's.

use super::{Rows, distance};
use crate::Binned;
use crate::Spacing;
use crate::bins::wide;
use nd_core::{Array, ArrayLike};

/// The area under the parabolas through each three elements along `axis`.
///
/// `y: (…, n, …)` → `(…, …)` of `f64`. Of an even number of elements the last interval has the parabola through the last three
/// (Cartwright 2017); 2 elements have a line. 0 for fewer.
///
/// # Panics
/// If there is no such axis, or coordinates are not one for each element.
///
/// # SciPy
/// `scipy.integrate.simpson(y, x, dx=dx, axis=axis)`, whose `x` may have more axes.
///
/// # Examples
/// ```
/// use nd_ops::integrate::simpson;
///
/// assert_eq!(simpson(&[0.0, 3.0, 12.0], 1.0, 0)[[]], 8.0); // 3 x²
/// assert_eq!(simpson(&[0.0, 3.0, 27.0], [0.0, 1.0, 3.0], 0)[[]], 27.0);
/// ```
#[track_caller]
pub fn simpson(
    y: impl ArrayLike<Elem: Binned>,
    spacing: impl Into<Spacing>,
    axis: isize,
) -> Array<f64> {
    let (y, spacing) = (wide(y.view()), spacing.into());
    let rows = Rows::new("simpson", y.view(), axis, &spacing);
    rows.total(&|y| area(y, &spacing))
}

fn area(y: &[f64], spacing: &Spacing) -> f64 {
    let (n, h) = (y.len(), |i| distance(spacing, i));
    if n < 2 {
        return 0.0;
    }
    if n == 2 {
        return 0.5 * h(0) * (y[0] + y[1]);
    }
    // One past the middle of the last whole pair of intervals.
    let pairs = (1..n - 1).step_by(2);
    let whole = match spacing {
        Spacing::Uniform(h) => {
            h / 3.0 * pairs.map(|i| y[i - 1] + 4.0 * y[i] + y[i + 1]).sum::<f64>()
        }
        Spacing::Coordinates(_) => pairs.map(|i| pair([h(i - 1), h(i)], &y[i - 1..])).sum(),
    };
    if n % 2 == 1 {
        return whole;
    }
    let (before, last) = (h(n - 3), h(n - 2));
    let ratio = |a: f64, b: f64| if b == 0.0 { 0.0 } else { a / b };
    let alpha = ratio(2.0 * last * last + 3.0 * before * last, 6.0 * (last + before));
    let beta = ratio(last * last + 3.0 * before * last, 6.0 * before);
    let eta = ratio(last * last * last, 6.0 * before * (before + last));
    whole + alpha * y[n - 1] + beta * y[n - 2] - eta * y[n - 3]
}

/// The area of two intervals under the parabola through their three points; 0 weights where they have no length.
fn pair([h0, h1]: [f64; 2], y: &[f64]) -> f64 {
    let ratio = |a: f64, b: f64| if b == 0.0 { 0.0 } else { a / b };
    let (sum, quotient) = (h0 + h1, ratio(h0, h1));
    let first = 2.0 - ratio(1.0, quotient);
    sum / 6.0 * (y[0] * first + y[1] * (sum * ratio(sum, h0 * h1)) + y[2] * (2.0 - quotient))
}

/// The area by Romberg's method: trapezoids of ever half the width, extrapolated to none.
///
/// `y: (…, 2^k + 1, …)`, elements `dx` apart → `(…, …)` of `f64`.
///
/// # Panics
/// If there is no such axis, or the number of elements along it is not one plus a power of 2.
///
/// # SciPy
/// `scipy.integrate.romb(y, dx, axis)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::integrate::romb(&[0.0, 1.0, 4.0, 9.0, 16.0], 1.0, 0)[[]], 64.0 / 3.0);
/// ```
/// ```should_panic
/// nd_ops::integrate::romb(&[0.0, 1.0, 4.0, 9.0], 1.0, 0);
/// ```
#[track_caller]
pub fn romb(y: impl ArrayLike<Elem: Binned>, dx: f64, axis: isize) -> Array<f64> {
    let y = wide(y.view());
    let rows = Rows::new("romb", y.view(), axis, &Spacing::Uniform(dx));
    assert!(
        rows.n > 1 && (rows.n - 1).is_power_of_two(),
        "romb: axis {} of shape {:?} is not one longer than a power of 2",
        rows.axis,
        rows.shape
    );
    rows.total(&|y| romberg(y, dx))
}

fn romberg(y: &[f64], dx: f64) -> f64 {
    let intervals = y.len() - 1;
    let mut h = intervals as f64 * dx;
    let mut row = vec![(y[0] + y[intervals]) / 2.0 * h];
    let mut step = intervals;
    while step > 1 {
        let between: f64 = y[step / 2..].iter().step_by(step).sum();
        let mut next = vec![0.5 * (row[0] + h * between)];
        let mut power = 1.0;
        for (j, before) in row.iter().enumerate() {
            power *= 4.0;
            next.push(next[j] + (next[j] - before) / (power - 1.0));
        }
        (row, step, h) = (next, step / 2, h / 2.0);
    }
    row[row.len() - 1]
}
