//! Straight lines.

use super::{LIMIT, near};

/// The pixels of a straight line, from its start to its end (Bresenham's).
///
/// # Panics
/// If an end is farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.line(r0, c0, r1, c1)`.
///
/// # Examples
/// ```
/// use nd_image::draw::line;
/// assert_eq!(line([0, 0], [1, 3]), [[0, 0], [0, 1], [1, 2], [1, 3]]);
/// ```
#[track_caller]
pub fn line(from: [isize; 2], to: [isize; 2]) -> Vec<[isize; 2]> {
    near("line", &[from[0], from[1], to[0], to[1]]);
    let steep = (to[0] - from[0]).abs() > (to[1] - from[1]).abs();
    // Along the axis on which the line is longer.
    let turn = |[r, c]: [isize; 2]| if steep { [c, r] } else { [r, c] };
    let ([mut across, mut along], [to_across, to_along]) = (turn(from), turn(to));
    let (long, short) = ((to_along - along).abs(), (to_across - across).abs());
    let sign = |x: isize| if x > 0 { 1 } else { -1 };
    let (step_along, step_across) = (sign(to_along - along), sign(to_across - across));
    let mut error = 2 * short - long;
    let mut pixels = Vec::with_capacity(long as usize + 1);
    for _ in 0..long {
        pixels.push(turn([across, along]));
        if error >= 0 {
            across += step_across;
            error -= 2 * long;
        }
        along += step_along;
        error += 2 * short;
    }
    pixels.push(to);
    pixels
}

/// The pixels of a smooth line, and how much of each the line covers, from 0 to 1 (Zingl, A Rasterizing
/// Algorithm for Drawing Curves, 2012).
///
/// # Panics
/// If an end is farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.line_aa(r0, c0, r1, c1)`.
///
/// # Examples
/// ```
/// use nd_image::draw::line_aa;
/// assert_eq!(line_aa([0, 0], [0, 1]), [([0, 0], 1.0), ([0, 1], 1.0)]);
/// ```
#[track_caller]
pub fn line_aa(from: [isize; 2], to: [isize; 2]) -> Vec<([isize; 2], f64)> {
    near("line_aa", &[from[0], from[1], to[0], to[1]]);
    let [mut y, mut x] = from;
    let (dx, dy) = ((x - to[1]).abs(), (y - to[0]).abs());
    let (sign_x, sign_y) = (if x < to[1] { 1 } else { -1 }, if y < to[0] { 1 } else { -1 });
    let mut error = dx - dy;
    let length = if dx + dy == 0 { 1.0 } else { ((dx * dx + dy * dy) as f64).sqrt() };
    let cover = |distance: isize| 1.0 - distance.abs() as f64 / length;
    let mut pixels = Vec::new();
    loop {
        pixels.push(([y, x], cover(error - dx + dy)));
        let e = error;
        if 2 * e >= -dx {
            if x == to[1] {
                break;
            }
            if ((e + dy) as f64) < length {
                pixels.push(([y + sign_y, x], cover(e + dy)));
            }
            error -= dy;
            x += sign_x;
        }
        if 2 * e <= dy {
            if y == to[0] {
                break;
            }
            if ((dx - e) as f64) < length {
                // Beside the pixel before the step.
                let before = if 2 * e >= -dx { x - sign_x } else { x };
                pixels.push(([y, before + sign_x], cover(dx - e)));
            }
            error += dx;
            y += sign_y;
        }
    }
    pixels
}

/// The pixels of a line in space of any number of axes, one for each step along its longest: from `start` on, and up to
/// `stop` with `endpoint`.
///
/// A line without length has no pixels, or with `endpoint` one.
///
/// # Panics
/// If a coordinate is not finite or farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.line_nd(start, stop, endpoint=endpoint)`.
///
/// # Examples
/// ```
/// let line = nd_image::draw::line_nd([1.0, 1.0, 0.0], [5.0, 2.5, 4.0], true);
/// assert_eq!(line, [[1, 1, 0], [2, 1, 1], [3, 2, 2], [4, 2, 3], [5, 2, 4]]);
/// ```
#[must_use]
#[track_caller]
pub fn line_nd<const N: usize>(start: [f64; N], stop: [f64; N], endpoint: bool) -> Vec<[isize; N]> {
    let near = |x: &f64| x.abs() <= LIMIT as f64;
    let fits = start.iter().chain(&stop).all(near);
    assert!(fits, "line_nd: {start:?} and {stop:?}, must lie within {LIMIT} of 0");
    let longest = (0..N).map(|k| (stop[k] - start[k]).abs()).fold(0.0, f64::max);
    let steps = longest.ceil() as usize;
    let points = steps + usize::from(endpoint);
    let parts = if endpoint { points - 1 } else { points }.max(1) as f64;
    let at = |axis: usize, k: usize| {
        if endpoint && k > 0 && k == points - 1 {
            return stop[axis];
        }
        start[axis] + k as f64 * ((stop[axis] - start[axis]) / parts)
    };
    // Halves a step apart would meet at the even number between them.
    let down = |axis: usize| {
        points > 1 && at(axis, 0).rem_euclid(1.0) == 0.5 && at(axis, 1) - at(axis, 0) == 1.0
    };
    let floors: [bool; N] = std::array::from_fn(down);
    let whole = |axis: usize, x: f64| if floors[axis] { x.floor() } else { x.round_ties_even() };
    let pixel = |k| std::array::from_fn(|axis| whole(axis, at(axis, k)) as isize);
    (0..points).map(pixel).collect()
}
