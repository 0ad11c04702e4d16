//! Areas up to each point.

use super::{Rows, distance};
use crate::Binned;
use crate::Spacing;
use crate::bins::wide;
use nd_core::{Array, ArrayLike};

/// Where cumulative areas begin.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::integrate::CumulativeOptions::default().initial, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CumulativeOptions {
    /// What stands at the first point, and is added to the areas at all others; none by default, and nothing stands there.
    pub initial: Option<f64>,
}

impl CumulativeOptions {
    /// What stands at the first point: there are as many areas as points then.
    ///
    /// # SciPy
    /// `initial`; of `cumulative_trapezoid` it may only be 0 there.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::integrate::{CumulativeOptions, cumulative_trapezoid_with};
    ///
    /// let from_zero = CumulativeOptions::default().initial(0.0);
    /// let areas = cumulative_trapezoid_with(&[1, 1, 3], 1.0, 0, &from_zero);
    /// assert_eq!(areas, nd_core::array![0.0, 1.0, 3.0]);
    /// ```
    #[must_use]
    pub fn initial(self, initial: f64) -> CumulativeOptions {
        CumulativeOptions { initial: Some(initial) }
    }
}

/// The areas under the lines through the elements, from the first to each other one.
///
/// `y: (…, n, …)` → `(…, n - 1, …)` of `f64`. Coordinates may descend. NaN from the first NaN on.
///
/// # Panics
/// If there is no such axis, it is empty, or coordinates are not one for each element.
///
/// # SciPy
/// `scipy.integrate.cumulative_trapezoid(y, x, dx, axis)`, whose `x` may have more axes.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::integrate::cumulative_trapezoid;
///
/// assert_eq!(cumulative_trapezoid(&[1, 2, 3], 2.0, 0), array![3.0, 8.0]);
/// assert_eq!(cumulative_trapezoid(&[[1.0, 3.0, 3.0]], [0.0, 1.0, 3.0], -1), array![[2.0, 8.0]]);
/// ```
/// ```should_panic
/// nd_ops::integrate::cumulative_trapezoid(&[0.0; 0], 1.0, 0);
/// ```
#[track_caller]
pub fn cumulative_trapezoid(
    y: impl ArrayLike<Elem: Binned>,
    spacing: impl Into<Spacing>,
    axis: isize,
) -> Array<f64> {
    cumulative_trapezoid_with(y, spacing, axis, &CumulativeOptions::default())
}

/// As [`cumulative_trapezoid`], with an area at the first element.
///
/// # Panics
/// As [`cumulative_trapezoid`].
///
/// # SciPy
/// `scipy.integrate.cumulative_trapezoid(y, x, dx, axis, initial)`.
///
/// # Examples
/// ```
/// use nd_ops::integrate::{CumulativeOptions, cumulative_trapezoid_with};
///
/// let areas = cumulative_trapezoid_with(&[4.0], 1.0, 0, &CumulativeOptions::default().initial(0.0));
/// assert_eq!(areas, nd_core::array![0.0]);
/// ```
#[track_caller]
pub fn cumulative_trapezoid_with(
    y: impl ArrayLike<Elem: Binned>,
    spacing: impl Into<Spacing>,
    axis: isize,
    options: &CumulativeOptions,
) -> Array<f64> {
    let (y, spacing) = (wide(y.view()), spacing.into());
    let rows = Rows::new("cumulative_trapezoid", y.view(), axis, &spacing);
    assert!(
        rows.n > 0,
        "cumulative_trapezoid: axis {} of shape {:?} is empty",
        rows.axis,
        rows.shape
    );
    summed(&rows, options, &|y, parts| trapezoids(y, &spacing, parts))
}

/// The areas under the parabolas through each three elements, from the first to each other one.
///
/// `y: (…, n, …)` → `(…, n - 1, …)` of `f64`: that between two elements is of the parabola through them and, in turn, the
/// next and the one before (Cartwright 2017). Fewer than 3 elements have lines. Where coordinates are equal it is NaN.
///
/// # Panics
/// If there is no such axis, it is empty, or coordinates are not one for each element.
///
/// # SciPy
/// `scipy.integrate.cumulative_simpson(y, x, dx, axis)`, whose `x` may have more axes, and has to increase.
///
/// # Examples
/// ```
/// use nd_ops::integrate::cumulative_simpson;
///
/// let areas = cumulative_simpson(&[0.0, 3.0, 12.0], 1.0, 0); // 3 x²
/// assert_eq!(areas, nd_core::array![1.0, 8.0]);
/// ```
#[track_caller]
pub fn cumulative_simpson(
    y: impl ArrayLike<Elem: Binned>,
    spacing: impl Into<Spacing>,
    axis: isize,
) -> Array<f64> {
    cumulative_simpson_with(y, spacing, axis, &CumulativeOptions::default())
}

/// As [`cumulative_simpson`], with an area at the first element.
///
/// # Panics
/// As [`cumulative_simpson`].
///
/// # SciPy
/// `scipy.integrate.cumulative_simpson(y, x, dx, axis, initial)`.
///
/// # Examples
/// ```
/// use nd_ops::integrate::{CumulativeOptions, cumulative_simpson_with};
///
/// let options = CumulativeOptions::default().initial(10.0);
/// let areas = cumulative_simpson_with(&[0.0, 3.0, 12.0], 1.0, 0, &options);
/// assert_eq!(areas, nd_core::array![10.0, 11.0, 18.0]);
/// ```
#[track_caller]
pub fn cumulative_simpson_with(
    y: impl ArrayLike<Elem: Binned>,
    spacing: impl Into<Spacing>,
    axis: isize,
    options: &CumulativeOptions,
) -> Array<f64> {
    let (y, spacing) = (wide(y.view()), spacing.into());
    let rows = Rows::new("cumulative_simpson", y.view(), axis, &spacing);
    assert!(
        rows.n > 0,
        "cumulative_simpson: axis {} of shape {:?} is empty",
        rows.axis,
        rows.shape
    );
    summed(&rows, options, &|y, parts| match y.len() {
        0..3 => trapezoids(y, &spacing, parts),
        _ => parabolas(y, &spacing, parts),
    })
}

/// The sums of the areas between elements that `parts` writes.
fn summed(
    rows: &Rows,
    options: &CumulativeOptions,
    parts: &dyn Fn(&[f64], &mut [f64]),
) -> Array<f64> {
    let before = usize::from(options.initial.is_some());
    rows.each(rows.n - 1 + before, &|y, out| {
        let (start, rest) = out.split_at_mut(before);
        parts(y, rest);
        let initial = options.initial.unwrap_or(0.0);
        start.fill(initial);
        let mut sum = 0.0;
        for area in rest {
            sum += *area;
            *area = sum + initial;
        }
    })
}

fn trapezoids(y: &[f64], spacing: &Spacing, parts: &mut [f64]) {
    for (i, part) in parts.iter_mut().enumerate() {
        *part = distance(spacing, i) * (y[i] + y[i + 1]) / 2.0;
    }
}

fn parabolas(y: &[f64], spacing: &Spacing, parts: &mut [f64]) {
    let last = parts.len() - 1;
    for (i, part) in parts.iter_mut().enumerate() {
        // The interval with the next one, or, seen from behind, with the one before.
        let h = |i| distance(spacing, i);
        *part = if i % 2 == 0 && i < last {
            first_half([h(i), h(i + 1)], [y[i], y[i + 1], y[i + 2]])
        } else {
            first_half([h(i), h(i - 1)], [y[i + 1], y[i], y[i - 1]])
        };
    }
}

/// The area of the first of two intervals under the parabola through three points.
fn first_half([h, next]: [f64; 2], y: [f64; 3]) -> f64 {
    if h == next {
        return h / 3.0 * (5.0 * y[0] / 4.0 + 2.0 * y[1] - y[2] / 4.0);
    }
    let share = h / (h + next);
    let turn = share * (h / next);
    h / 6.0 * ((3.0 - share) * y[0] + (3.0 + turn + share) * y[1] - turn * y[2])
}
