//! Circles and ellipses along the axes.

use super::{near, once};

/// The pixels of a circle's outline, each once, row by row (Bresenham's).
///
/// A radius of 0 gives the centre.
///
/// # Panics
/// If the centre or the radius is farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.circle_perimeter(r, c, radius)`, which repeats pixels.
///
/// # Examples
/// ```
/// use nd_image::draw::circle_perimeter;
/// assert_eq!(circle_perimeter([5, 5], 1), [[4, 5], [5, 4], [5, 6], [6, 5]]);
/// ```
#[track_caller]
pub fn circle_perimeter(center: [isize; 2], radius: usize) -> Vec<[isize; 2]> {
    let radius = radius.min(isize::MAX as usize) as isize;
    near("circle_perimeter", &[center[0], center[1], radius]);
    let (mut x, mut y, mut error) = (0, radius, 3 - 2 * radius);
    let mut pixels = Vec::new();
    while y >= x {
        for [a, b] in [[y, x], [-y, x], [y, -x], [-y, -x], [x, y], [-x, y], [x, -y], [-x, -y]] {
            pixels.push([center[0] + a, center[1] + b]);
        }
        if error < 0 {
            error += 4 * x + 6;
        } else {
            error += 4 * (x - y) + 10;
            y -= 1;
        }
        x += 1;
    }
    once(pixels)
}

/// The pixels of a circle's smooth outline, each once, row by row, and how much of each the outline covers,
/// from 0 to 1 (Wu, Computer Graphics 25, 1991).
///
/// # Panics
/// If the centre or the radius is farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.circle_perimeter_aa(r, c, radius)`, which repeats pixels.
///
/// # Examples
/// ```
/// use nd_image::draw::circle_perimeter_aa;
/// let pixels = circle_perimeter_aa([5, 5], 3);
/// assert!(pixels.contains(&([2, 5], 1.0)));
/// ```
#[track_caller]
pub fn circle_perimeter_aa(center: [isize; 2], radius: usize) -> Vec<([isize; 2], f64)> {
    let radius = radius.min(isize::MAX as usize) as isize;
    near("circle_perimeter_aa", &[center[0], center[1], radius]);
    let (mut x, mut y, mut before) = (0, radius, 0.0);
    let mut pixels = Vec::new();
    let mut eight = |y: isize, x: isize, cover: f64| {
        for [a, b] in [[y, x], [-y, x], [y, -x], [-y, -x], [x, y], [-x, y], [x, -y], [-x, -y]] {
            pixels.push(([center[0] + a, center[1] + b], cover));
        }
    };
    eight(y, x, 1.0);
    while y > x + 1 {
        x += 1;
        let edge = ((radius * radius - x * x) as f64).sqrt();
        let room = edge.ceil() - edge;
        if room < before {
            y -= 1;
        }
        eight(y, x, 1.0 - room);
        eight(y - 1, x, room);
        before = room;
    }
    // Of pixels that come more than once, what came last.
    pixels.reverse();
    pixels.sort_by_key(|pixel| pixel.0);
    pixels.dedup_by_key(|pixel| pixel.0);
    pixels
}

/// The pixels of the outline of an ellipse along the axes, each once, row by row (Zingl's).
///
/// `radii` are those along the rows and along the columns. Radii of 0 give a line, or the centre.
///
/// # Panics
/// If the centre is farther than 2²⁴ from 0, or a radius than 2²⁰.
///
/// # scikit-image
/// `skimage.draw.ellipse_perimeter(r, c, r_radius, c_radius)`, which repeats pixels.
/// [`rotated_ellipse_perimeter`](super::rotated_ellipse_perimeter) has an orientation.
///
/// # Examples
/// ```
/// use nd_image::draw::ellipse_perimeter;
/// assert_eq!(ellipse_perimeter([0, 0], [0, 2]), [[0, -2], [0, -1], [0, 0], [0, 1], [0, 2]]);
/// ```
#[track_caller]
pub fn ellipse_perimeter(center: [isize; 2], radii: [usize; 2]) -> Vec<[isize; 2]> {
    near("ellipse_perimeter", &center);
    let fits = radii.iter().all(|&radius| radius <= 1 << 20);
    assert!(fits, "ellipse_perimeter: radii {radii:?}, must be at most {}", 1 << 20);
    let [b, a] = radii.map(|radius| radius as i128);
    let (aa, bb) = (a * a, b * b);
    let (mut x, mut y) = (-a, 0);
    let mut error = x * (2 * bb + x) + bb;
    let mut pixels = Vec::new();
    let mut four = |y: i128, x: i128| {
        let (y, x) = (y as isize, x as isize);
        for [y, x] in [[y, x], [-y, x], [y, -x], [-y, -x]] {
            pixels.push([center[0] + y, center[1] + x]);
        }
    };
    while x <= 0 {
        four(y, x);
        let twice = 2 * error;
        if twice >= (2 * x + 1) * bb {
            x += 1;
            error += (2 * x + 1) * bb;
        }
        if twice <= (2 * y + 1) * aa {
            y += 1;
            error += (2 * y + 1) * aa;
        }
    }
    // Ellipses a pixel wide end early.
    while y < b {
        y += 1;
        four(y, 0);
    }
    once(pixels)
}
