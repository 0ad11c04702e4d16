//! Curves, followed from pixel to pixel.

use super::{LIMIT, near};

/// Pieces that a curve is cut into at first, so that no loop is overlooked.
const PIECES: usize = 32;

/// How often a piece is halved: enough for any length within the limit.
const DEPTH: usize = 40;

/// The pixels of a curve given by its position at parameters from 0 to 1, each next to the one before.
fn followed(curve: &dyn Fn(f64) -> [f64; 2]) -> Vec<[isize; 2]> {
    let pixel = |t: f64| curve(t).map(|x| x.round() as isize);
    let mut pixels = vec![pixel(0.0)];
    for piece in 0..PIECES {
        let end = |k: usize| k as f64 / PIECES as f64;
        between(&pixel, [end(piece), end(piece + 1)], DEPTH, &mut pixels);
    }
    pixels
}

/// Appends what follows the last pixel, at the first parameter, up to that at the second.
fn between(
    pixel: &dyn Fn(f64) -> [isize; 2],
    [from, to]: [f64; 2],
    depth: usize,
    pixels: &mut Vec<[isize; 2]>,
) {
    let (last, next) = (*pixels.last().expect("a curve begins"), pixel(to));
    if last == next {
        return;
    }
    if depth == 0 || (last[0] - next[0]).abs().max((last[1] - next[1]).abs()) <= 1 {
        return pixels.push(next);
    }
    let middle = 0.5 * (from + to);
    between(pixel, [from, middle], depth - 1, pixels);
    between(pixel, [middle, to], depth - 1, pixels);
}

/// The pixels of a rational quadratic Bézier curve from its start to its end, drawn towards `middle` with
/// `weight`: 1 gives a parabola, 0 a straight line.
///
/// Each pixel is next to the one before, and the curve passes through it.
///
/// # Panics
/// If a point is farther than 2²⁴ from 0, or the weight is negative or not finite.
///
/// # scikit-image
/// `skimage.draw.bezier_curve(r0, c0, r1, c1, r2, c2, weight)`, whose pixels may differ by one.
///
/// # Examples
/// ```
/// use nd_image::draw::bezier_curve;
/// let arc = bezier_curve([0, 0], [0, 4], [4, 4], 1.0);
/// assert_eq!((arc[0], arc[arc.len() - 1]), ([0, 0], [4, 4]));
/// assert!(arc.contains(&[1, 3]));
/// ```
#[track_caller]
pub fn bezier_curve(
    from: [isize; 2],
    middle: [isize; 2],
    to: [isize; 2],
    weight: f64,
) -> Vec<[isize; 2]> {
    near("bezier_curve", &[from[0], from[1], middle[0], middle[1], to[0], to[1]]);
    let fits = weight >= 0.0 && weight.is_finite();
    assert!(fits, "bezier_curve: weight is {weight}, must be finite and not negative");
    followed(&|t| {
        let shares = [(1.0 - t) * (1.0 - t), 2.0 * weight * t * (1.0 - t), t * t];
        let sum: f64 = shares.iter().sum();
        std::array::from_fn(|k| {
            let points = [from[k] as f64, middle[k] as f64, to[k] as f64];
            points.iter().zip(shares).map(|(point, share)| point * share).sum::<f64>() / sum
        })
    })
}

/// The pixels of the outline of a turned ellipse, each next to the one before.
///
/// `radii` are those along the rows and along the columns before it is turned, by `orientation` in radians,
/// clockwise.
///
/// # Panics
/// If the centre or a radius is farther than 2²⁴ from 0, or the orientation is not finite.
///
/// # scikit-image
/// `skimage.draw.ellipse_perimeter(r, c, r_radius, c_radius, orientation)`, whose pixels may differ by one.
///
/// # Examples
/// ```
/// use nd_image::draw::rotated_ellipse_perimeter;
/// let up = rotated_ellipse_perimeter([0, 0], [1, 9], std::f64::consts::FRAC_PI_2);
/// assert!(up.contains(&[9, 0]) && up.contains(&[0, 1]));
/// ```
#[track_caller]
pub fn rotated_ellipse_perimeter(
    center: [isize; 2],
    radii: [usize; 2],
    orientation: f64,
) -> Vec<[isize; 2]> {
    near("rotated_ellipse_perimeter", &center);
    let fits = radii.iter().all(|&r| r <= LIMIT as usize) && orientation.is_finite();
    assert!(fits, "rotated_ellipse_perimeter: radii {radii:?}, orientation {orientation}");
    let (sin, cos) = orientation.sin_cos();
    let [b, a] = radii.map(|radius| radius as f64);
    let mut pixels = followed(&|t| {
        let (y, x) = (t * std::f64::consts::TAU).sin_cos();
        let (y, x) = (b * y, a * x);
        [center[0] as f64 + x * sin + y * cos, center[1] as f64 + x * cos - y * sin]
    });
    if pixels.len() > 1 && pixels[0] == pixels[pixels.len() - 1] {
        pixels.pop();
    }
    pixels
}
