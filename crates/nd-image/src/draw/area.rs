//! Filled ellipses and rectangles.

/// How [`ellipse_with`] lies.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::draw::EllipseOptions::default().rotation, 0.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EllipseOptions {
    /// By how many radians it is turned, counter-clockwise; 0 by default.
    pub rotation: f64,
}

impl EllipseOptions {
    /// Sets by how many radians it is turned, counter-clockwise.
    ///
    /// # Examples
    /// ```
    /// use nd_image::draw::{EllipseOptions, ellipse_with};
    /// let turned = EllipseOptions::default().rotation(std::f64::consts::FRAC_PI_2);
    /// let pixels = ellipse_with([5.0, 5.0], [0.5, 3.5], [11, 11], &turned);
    /// assert_eq!(pixels.first(), Some(&[2, 5]));
    /// ```
    #[must_use]
    pub fn rotation(self, rotation: f64) -> EllipseOptions {
        EllipseOptions { rotation }
    }
}

/// The pixels of a picture of shape `(h, w)` whose centres lie within a circle, row by row.
///
/// A NaN gives no pixels.
///
/// # scikit-image
/// `skimage.draw.disk(center, radius, shape=shape)`.
///
/// # Examples
/// ```
/// use nd_image::draw::disk;
/// assert_eq!(disk([1.0, 1.0], 1.1, [9, 9]), [[0, 1], [1, 0], [1, 1], [1, 2], [2, 1]]);
/// ```
pub fn disk(center: [f64; 2], radius: f64, shape: [usize; 2]) -> Vec<[isize; 2]> {
    ellipse(center, [radius, radius], shape)
}

/// The pixels of a picture of shape `(h, w)` whose centres lie within an ellipse, row by row.
///
/// `radii` are those along the rows and along the columns. A NaN gives no pixels.
///
/// # scikit-image
/// `skimage.draw.ellipse(r, c, r_radius, c_radius, shape)`.
///
/// # Examples
/// ```
/// use nd_image::draw::ellipse;
/// assert_eq!(ellipse([1.0, 1.0], [0.5, 1.5], [9, 9]), [[1, 0], [1, 1], [1, 2]]);
/// ```
pub fn ellipse(center: [f64; 2], radii: [f64; 2], shape: [usize; 2]) -> Vec<[isize; 2]> {
    ellipse_with(center, radii, shape, &EllipseOptions::default())
}

/// [`ellipse`], turned.
///
/// # scikit-image
/// `skimage.draw.ellipse(r, c, r_radius, c_radius, shape, rotation)`.
///
/// # Examples
/// ```
/// use nd_image::draw::{EllipseOptions, ellipse_with};
/// let eighth = EllipseOptions::default().rotation(std::f64::consts::FRAC_PI_4);
/// let pixels = ellipse_with([2.0, 2.0], [0.5, 3.0], [5, 5], &eighth);
/// assert_eq!(pixels, [[0, 4], [1, 3], [2, 2], [3, 1], [4, 0]]);
/// ```
pub fn ellipse_with(
    center: [f64; 2],
    radii: [f64; 2],
    shape: [usize; 2],
    options: &EllipseOptions,
) -> Vec<[isize; 2]> {
    let (sin, cos) = options.rotation.rem_euclid(std::f64::consts::PI).sin_cos();
    let [b, a] = radii;
    let reach = [(b * cos).abs() + a * sin, b * sin + (a * cos).abs()];
    let range = |k: usize| {
        // Casts stop at the ends of the type, and make 0 of NaN.
        let start = (center[k] - reach[k]).ceil().max(0.0) as usize;
        let end = ((center[k] + reach[k]).floor() + 1.0).max(0.0) as usize;
        start..end.min(shape[k])
    };
    let mut pixels = Vec::new();
    for row in range(0) {
        let r = row as f64 - center[0];
        for column in range(1) {
            let c = column as f64 - center[1];
            let (y, x) = ((r * cos + c * sin) / b, (r * sin - c * cos) / a);
            if y * y + x * x < 1.0 {
                pixels.push([row as isize, column as isize]);
            }
        }
    }
    pixels
}

/// The pixels of a picture of shape `(h, w)` that lie in the rectangle between two corners, which belong to it,
/// row by row.
///
/// # scikit-image
/// `skimage.draw.rectangle(start, end, shape=shape)`, which gives two grids.
///
/// # Examples
/// ```
/// use nd_image::draw::rectangle;
/// assert_eq!(rectangle([1, 3], [0, 2], [9, 9]), [[0, 2], [0, 3], [1, 2], [1, 3]]);
/// assert_eq!(rectangle([-5, -5], [0, 0], [9, 9]), [[0, 0]]);
/// ```
pub fn rectangle(from: [isize; 2], to: [isize; 2], shape: [usize; 2]) -> Vec<[isize; 2]> {
    let range = |k: usize| {
        let last = (shape[k] as isize - 1).min(from[k].max(to[k]));
        from[k].min(to[k]).max(0)..=last
    };
    range(0).flat_map(|r| range(1).map(move |c| [r, c])).collect()
}
