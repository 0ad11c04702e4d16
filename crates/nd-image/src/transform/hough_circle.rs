//! Circles in pictures, by votes of their pixels.

use nd_core::{Array, ArrayLike, threads};

/// What [`hough_circle_with`] counts, and how far out.
///
/// # Examples
/// ```
/// let options = nd_image::HoughCircleOptions::default();
/// assert_eq!((options.normalize, options.full_output), (true, false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HoughCircleOptions {
    /// Whether votes are divided by the number of pixels of the circle; true by default.
    pub normalize: bool,
    /// Whether centres outside the picture, as far as the largest radius, count; false by default.
    pub full_output: bool,
}

impl Default for HoughCircleOptions {
    fn default() -> HoughCircleOptions {
        HoughCircleOptions { normalize: true, full_output: false }
    }
}

impl HoughCircleOptions {
    /// Sets whether votes are divided by the number of pixels of the circle.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_image::HoughCircleOptions::default().normalize(false).normalize);
    /// ```
    #[must_use]
    pub fn normalize(self, normalize: bool) -> HoughCircleOptions {
        HoughCircleOptions { normalize, ..self }
    }

    /// Sets whether centres outside the picture count.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{HoughCircleOptions, hough_circle_with};
    /// let options = HoughCircleOptions::default().full_output(true);
    /// assert_eq!(hough_circle_with([[true; 4]; 3], &[2, 5], &options).shape(), [2, 13, 14]);
    /// ```
    #[must_use]
    pub fn full_output(self, full_output: bool) -> HoughCircleOptions {
        HoughCircleOptions { full_output, ..self }
    }
}

/// For each radius and pixel, which share of the circle around it the true pixels of a picture are:
/// `(h, w) -> (radii, h, w)`.
///
/// # Panics
/// If the picture has not 2 axes.
///
/// # scikit-image
/// `skimage.transform.hough_circle(a, radii)`, whose circles count the four pixels on the axes, and those
/// on the diagonals, twice; so do these.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::hough_circle;
///
/// let ring = Array::from_fn([11, 11], |i| {
///     let (y, x) = (i[0] as f64 - 5.0, i[1] as f64 - 5.0);
///     y.hypot(x).round() == 3.0
/// });
/// let votes = hough_circle(&ring, &[3]);
/// assert!(votes[[0, 5, 5]] > 0.99);
/// assert!(votes[[0, 2, 5]] < 0.6);
/// ```
#[track_caller]
pub fn hough_circle<A>(a: A, radii: &[usize]) -> Array<f64>
where
    A: ArrayLike<Elem = bool>,
{
    hough_circle_with(a, radii, &HoughCircleOptions::default())
}

/// [`hough_circle`] in plain counts, or with centres outside the picture.
///
/// # Panics
/// As [`hough_circle`], and if the result would be larger than memory.
///
/// # scikit-image
/// `skimage.transform.hough_circle(a, radii, normalize, full_output)`.
///
/// # Examples
/// ```
/// use nd_image::{HoughCircleOptions, hough_circle_with};
/// let counts = HoughCircleOptions::default().normalize(false);
/// assert_eq!(hough_circle_with([[true, false, true]], &[1], &counts)[[0, 0, 1]], 4.0);
/// ```
#[track_caller]
pub fn hough_circle_with<A>(a: A, radii: &[usize], options: &HoughCircleOptions) -> Array<f64>
where
    A: ArrayLike<Elem = bool>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "hough_circle: shape {:?} is no picture (h, w)", a.shape());
    let margin = if options.full_output { radii.iter().copied().max().unwrap_or(0) } else { 0 };
    let longer = |n: usize| margin.checked_mul(2).and_then(|twice| twice.checked_add(n));
    let sizes = (longer(a.shape()[0]), longer(a.shape()[1]));
    let fits = |h: usize, w: usize| h.checked_mul(w)?.checked_mul(radii.len().max(1) * 8);
    let (Some(h), Some(w)) = sizes else { panic!("hough_circle: radii {radii:?} are too large") };
    let size = fits(h, w).filter(|&bytes| isize::try_from(bytes).is_ok());
    assert!(size.is_some(), "hough_circle: radii {radii:?} are too large");
    let width = a.shape()[1].max(1);
    let set = a.iter().enumerate().filter(|(_, set)| **set);
    let pixels: Vec<[usize; 2]> =
        set.map(|(at, _)| [at / width + margin, at % width + margin]).collect();
    let planes = threads::collect(radii.len(), &|k| {
        // A circle that reaches over all of the picture has no centre in it.
        let mut votes = vec![0.0; h * w];
        if margin > 0 || radii[k] <= h + w {
            vote(&pixels, &circle(radii[k]), [h, w], options.normalize, &mut votes);
        }
        votes
    });
    Array::from_shape_vec([radii.len(), h, w], planes.into_iter().flatten().collect())
}

fn vote(
    pixels: &[[usize; 2]],
    circle: &[[isize; 2]],
    [h, w]: [usize; 2],
    normalize: bool,
    votes: &mut [f64],
) {
    for [y, x] in pixels {
        for [down, right] in circle {
            let place = (y.checked_add_signed(*down), x.checked_add_signed(*right));
            if let (Some(y), Some(x)) = place
                && y < h
                && x < w
            {
                votes[y * w + x] += 1.0;
            }
        }
    }
    if normalize {
        votes.iter_mut().for_each(|votes| *votes /= circle.len() as f64);
    }
}

/// The pixels of a circle around zero (J. Bresenham: A linear algorithm for incremental digital display
/// of circular arcs, Comm. ACM 20 (1977) 100-106), an eighth at a time.
fn circle(radius: usize) -> Vec<[isize; 2]> {
    let (mut x, mut y) = (0isize, radius as isize);
    let mut error = 3 - 2 * y;
    let mut all = Vec::new();
    while y >= x {
        for (a, b) in [(x, y), (y, x)] {
            all.extend([[a, b], [-a, b], [a, -b], [-a, -b]]);
        }
        if error < 0 {
            error += 4 * x + 6;
        } else {
            error += 4 * (x - y) + 10;
            y -= 1;
        }
        x += 1;
    }
    all
}
