//! Ellipses in pictures, by votes of their pixels.

use nd_core::{Array, ArrayLike, threads};
use std::f64::consts::{FRAC_PI_2, PI};

/// Which ellipses [`hough_ellipse_with`] looks for.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::HoughEllipseOptions::default().threshold, 4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HoughEllipseOptions {
    /// Ellipses have more votes than that; 4 by default.
    pub threshold: usize,
    /// How exactly the short axis is told; 1 by default.
    pub accuracy: f64,
    /// The least length of the long axis; 4 by default.
    pub min_size: f64,
    /// The largest half of the short axis; by default half of the picture's shorter side.
    pub max_size: Option<f64>,
}

impl Default for HoughEllipseOptions {
    fn default() -> HoughEllipseOptions {
        HoughEllipseOptions { threshold: 4, accuracy: 1.0, min_size: 4.0, max_size: None }
    }
}

impl HoughEllipseOptions {
    /// Sets the votes that ellipses have more than.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughEllipseOptions::default().threshold(9).threshold, 9);
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: usize) -> HoughEllipseOptions {
        HoughEllipseOptions { threshold, ..self }
    }

    /// Sets how exactly the short axis is told.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughEllipseOptions::default().accuracy(2.0).accuracy, 2.0);
    /// ```
    #[must_use]
    pub fn accuracy(self, accuracy: f64) -> HoughEllipseOptions {
        HoughEllipseOptions { accuracy, ..self }
    }

    /// Sets the least length of the long axis.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughEllipseOptions::default().min_size(9.0).min_size, 9.0);
    /// ```
    #[must_use]
    pub fn min_size(self, min_size: f64) -> HoughEllipseOptions {
        HoughEllipseOptions { min_size, ..self }
    }

    /// Sets the largest half of the short axis.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughEllipseOptions::default().max_size(9.0).max_size, Some(9.0));
    /// ```
    #[must_use]
    pub fn max_size(self, max_size: f64) -> HoughEllipseOptions {
        HoughEllipseOptions { max_size: Some(max_size), ..self }
    }
}

/// An ellipse with many votes: see [`hough_ellipse`].
///
/// # Examples
/// ```
/// assert!(nd_image::hough_ellipse([[true; 3]; 3]).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct EllipseVotes {
    /// How many pixels lie on it.
    pub votes: usize,
    /// The centre, `[row, column]`.
    pub center: [f64; 2],
    /// Half the lengths of its axes, in the order that [`draw`](crate::draw) takes them with the orientation.
    pub axes: [f64; 2],
    /// The direction of its axes, in radians.
    pub orientation: f64,
}

/// The ellipses on which many true pixels of a picture `(h, w)` lie: see [`hough_ellipse_with`].
///
/// # Panics
/// If the picture has not 2 axes.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{draw, hough_ellipse};
/// let mut picture = Array::<u8>::zeros([25, 25]);
/// draw::set_color(picture.view_mut(), &draw::ellipse_perimeter([10, 10], [6, 8]), &[1]);
/// let found = hough_ellipse(picture.map(|x| x > 0));
/// let best = found.iter().max_by_key(|ellipse| ellipse.votes).unwrap();
/// assert_eq!(best.center, [10.0, 10.0]);
/// ```
#[track_caller]
pub fn hough_ellipse<A: ArrayLike<Elem = bool>>(a: A) -> Vec<EllipseVotes> {
    hough_ellipse_with(a, &HoughEllipseOptions::default())
}

/// The ellipses on which many true pixels of a picture `(h, w)` lie: each pair of pixels is taken for the ends of a long
/// axis, and all others vote for the short one (Y. Xie, Q. Ji: A new efficient ellipse detection method, 2002).
///
/// The time grows with the third power of the number of pixels.
///
/// # Panics
/// As [`hough_ellipse`]; if the accuracy is not positive, or so small that its square is 0.
///
/// # scikit-image
/// `skimage.transform.hough_ellipse(a, threshold, accuracy, min_size, max_size)`, the same list, but for votes at the end of its
/// last bin, which rounding may leave out there.
///
/// # Examples
/// ```
/// use nd_image::{HoughEllipseOptions, hough_ellipse_with};
/// let many = HoughEllipseOptions::default().threshold(1000);
/// assert!(hough_ellipse_with([[true; 9]; 9], &many).is_empty());
/// ```
#[track_caller]
pub fn hough_ellipse_with<A>(a: A, options: &HoughEllipseOptions) -> Vec<EllipseVotes>
where
    A: ArrayLike<Elem = bool>,
{
    let a = a.view();
    let shape = a.shape();
    assert!(shape.len() == 2, "hough_ellipse: shape {shape:?} is no picture (h, w)");
    let fits = options.accuracy * options.accuracy > 0.0 && options.accuracy > 0.0;
    assert!(fits, "hough_ellipse: accuracy is {}, must be positive", options.accuracy);
    let half = (0.5 * shape[0].min(shape[1]) as f64).round_ties_even();
    let most = options.max_size.unwrap_or(half).powi(2);
    found(&a.to_array(), options, most)
}

fn found(a: &Array<bool>, options: &HoughEllipseOptions, most: f64) -> Vec<EllipseVotes> {
    let width = a.shape()[1].max(1);
    let set = a.iter().enumerate().filter(|(_, set)| **set);
    let pixels: Vec<[f64; 2]> =
        set.map(|(at, _)| [(at / width) as f64, (at % width) as f64]).collect();
    let each = threads::collect(pixels.len(), &|first| {
        let (mut squares, mut found) = (Vec::new(), Vec::new());
        let p = pixels[first];
        for &q in &pixels[..first] {
            let a = 0.5 * ((p[1] - q[1]).powi(2) + (p[0] - q[0]).powi(2)).sqrt();
            if a > 0.5 * options.min_size {
                let center = [0.5 * (p[0] + q[0]), 0.5 * (p[1] + q[1])];
                squares.clear();
                let voted = pixels.iter().filter_map(|&r| vote(p, r, center, a, options.min_size));
                squares.extend(voted.filter(|&square| square <= most));
                let (votes, square) = fullest(&mut squares, options.accuracy * options.accuracy);
                if votes > options.threshold {
                    found.push(ellipse(votes, center, [a, square.sqrt()], [p, q]));
                }
            }
        }
        found
    });
    each.into_iter().flatten().collect()
}

/// The square of the short axis for which a pixel votes, given an end of the long one.
fn vote(p: [f64; 2], r: [f64; 2], center: [f64; 2], a: f64, least: f64) -> Option<f64> {
    let square = |x: f64, y: f64| x * x + y * y;
    let d = square(r[1] - center[1], r[0] - center[0]).sqrt();
    if d <= least {
        return None;
    }
    let (dx, dy) = (r[1] - p[1], r[0] - p[0]);
    let cos = (a * a + d * d - dx * dx - dy * dy) / (2.0 * a * d);
    let cos = cos * cos;
    let rest = a * a - d * d * cos;
    (rest > 0.0 && cos < 1.0).then(|| a * a * d * d * (1.0 - cos) / rest)
}

/// How many values the fullest bin of a width has, of those the first, and where it begins.
fn fullest(values: &mut [f64], width: f64) -> (usize, f64) {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.last().copied() else { return (0, 0.0) };
    let bin = |x: f64| {
        let k = (x / width).floor();
        if k * width > x {
            k - 1.0
        } else if (k + 1.0) * width <= x {
            k + 1.0
        } else {
            k
        }
    };
    // The last edge belongs to the last bin.
    let end = ((last + width) / width).ceil() - 2.0;
    let bin = |x: f64| bin(x).min(end);
    let runs = values.chunk_by(|&x, &y| bin(x) == bin(y));
    runs.fold(
        (0, 0.0),
        |best, run| {
            if run.len() > best.0 { (run.len(), bin(run[0]) * width) } else { best }
        },
    )
}

fn ellipse(votes: usize, center: [f64; 2], axes: [f64; 2], [p, q]: [[f64; 2]; 2]) -> EllipseVotes {
    let turned = (p[1] - q[1]).atan2(p[0] - q[0]);
    let (mut axes, mut orientation) = (axes, turned);
    if turned != 0.0 {
        orientation = PI - turned;
        if orientation > PI {
            // Within half a turn, with the axes the other way round.
            orientation -= FRAC_PI_2;
            axes.swap(0, 1);
        }
    }
    EllipseVotes { votes, center, axes, orientation }
}
