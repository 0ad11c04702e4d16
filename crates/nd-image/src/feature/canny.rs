//! Edges.

use super::tensor::{derivative, smoothed};
use crate::level::{Level, plane, same_shape};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike, threads};

/// How [`canny_with`] finds edges.
///
/// # Examples
/// ```
/// assert!(!nd_image::feature::CannyOptions::default().quantiles);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CannyOptions {
    /// Where edges may be; everywhere but in the outermost pixels by default.
    pub mask: Option<Array<bool>>,
    /// Whether thresholds are quantiles of the gradients, from 0 to 1.
    pub quantiles: bool,
}

impl CannyOptions {
    /// Sets where edges may be: pixels whose eight neighbours are in the mask, too.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::feature::{CannyOptions, canny_with};
    /// let a = Array::from_fn([9, 9], |i| if i[1] < 4 { 0.0 } else { 1.0 });
    /// let nowhere = CannyOptions::default().mask(Array::full([9, 9], false));
    /// assert!(canny_with(&a, 1.0, 0.1, 0.2, &nowhere).iter().all(|&edge| !edge));
    /// ```
    #[must_use]
    pub fn mask(self, mask: Array<bool>) -> CannyOptions {
        CannyOptions { mask: Some(mask), ..self }
    }

    /// Sets whether thresholds are quantiles of the gradients, from 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::feature::{CannyOptions, canny_with};
    /// let a = Array::from_fn([9, 9], |i| if i[1] < 4 { 0.0 } else { 1.0 });
    /// let options = CannyOptions::default().quantiles(true);
    /// assert!(canny_with(&a, 1.0, 0.5, 0.8, &options)[[4, 4]]);
    /// ```
    #[must_use]
    pub fn quantiles(self, quantiles: bool) -> CannyOptions {
        CannyOptions { quantiles, ..self }
    }
}

/// The edges of a picture, one pixel wide: `(h, w) -> (h, w)` (Canny, IEEE Transactions on Pattern Analysis and
/// Machine Intelligence 8, 1986).
///
/// The picture is smoothed by a Gaussian; where Sobel's gradient is the largest across the edge and not below
/// `low`, there is an edge, if it is connected to a pixel whose gradient is not below `high`. Thresholds are in
/// the picture's levels, times 4, which is what Sobel's filter makes of a slope of one level a pixel, twice.
/// What is smoothed is normalised by what the Gaussian sees of the picture. NaN has no edges, nor an empty
/// picture.
///
/// # Panics
/// If the picture is not `(h, w)`, `sigma` is negative or NaN, or `high` is below `low`.
///
/// # scikit-image
/// `skimage.feature.canny(a, sigma, low, high)`, whose thresholds are fractions of white by default.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let a = Array::from_fn([9, 9], |i| if i[1] < 4 { 10u8 } else { 200 });
/// let edges = nd_image::feature::canny(&a, 1.0, 20.0, 40.0);
/// assert_eq!(edges.iter().filter(|&&edge| edge).count(), 7);
/// ```
#[track_caller]
pub fn canny<A: ArrayLike<Elem: Level>>(a: A, sigma: f64, low: f64, high: f64) -> Array<bool> {
    canny_with(a, sigma, low, high, &CannyOptions::default())
}

/// [`canny`] within a mask, or with quantiles for thresholds.
///
/// # Panics
/// As [`canny`]; if the mask has another shape, or a quantile is not within 0 and 1.
///
/// # scikit-image
/// `skimage.feature.canny(a, sigma, low, high, mask, use_quantiles)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{CannyOptions, canny_with};
/// let a = Array::from_fn([9, 9], |i| if i[1] < 4 { 0.0 } else { 1.0 });
/// let all = CannyOptions::default().mask(Array::full([9, 9], true));
/// assert!(canny_with(&a, 1.0, 0.1, 0.2, &all)[[4, 4]]);
/// ```
#[track_caller]
pub fn canny_with<A>(a: A, sigma: f64, low: f64, high: f64, options: &CannyOptions) -> Array<bool>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    plane("canny", a.shape());
    assert!((0.0..1e6).contains(&sigma), "canny: sigma is {sigma}");
    assert!(low <= high, "canny: thresholds {low} and {high} must rise");
    let quantiles = !options.quantiles || (low >= 0.0 && high <= 1.0);
    assert!(quantiles, "canny: quantiles {low} and {high}");
    if let Some(mask) = &options.mask {
        same_shape("canny", a.shape(), mask.shape());
    }
    if a.is_empty() {
        return Array::full(a.shape(), false);
    }
    edges(A::Elem::wide(a), sigma, [low, high], options)
}

#[inline(never)]
fn edges(a: Array<f64>, sigma: f64, thresholds: [f64; 2], options: &CannyOptions) -> Array<bool> {
    let [h, w] = a.view().dims();
    let outside = Mode::Constant(0.0);
    let (seen, weights) = match &options.mask {
        None => (a, None),
        Some(mask) => {
            let pairs = a.iter().zip(mask.iter());
            let seen = pairs.map(|(&x, &there)| if there { x } else { 0.0 }).collect();
            (Array::from_shape_vec([h, w], seen), Some(mask.cast()))
        }
    };
    let weights = match weights {
        Some(mask) => smoothed(&mask, sigma, outside),
        None => share_seen([h, w], sigma),
    };
    let mut smooth = smoothed(&seen, sigma, outside);
    smooth.iter_mut().zip(weights.iter()).for_each(|(x, weight)| *x /= weight + f64::EPSILON);
    let slopes = [0, 1].map(|axis| derivative(&smooth, axis, Mode::Reflect));
    let slopes = slopes.each_ref().map(|slope| slope.as_slice().expect("fresh"));
    let mut steepness = vec![0.0; h * w];
    threads::chunks(&mut steepness, 1 << 15, &|start, part| {
        for (i, m) in part.iter_mut().enumerate() {
            let [y, x] = slopes.map(|slope| slope[start + i]);
            *m = (y * y + x * x).sqrt();
        }
    });
    let [low, high] = match options.quantiles {
        true => thresholds.map(|q| quantile(&mut steepness.clone(), q)),
        false => thresholds,
    };
    // So that flat parts are never edges.
    let low = if low == 0.0 { 1e-14 } else { low };
    let ridges = ridges(&steepness, slopes, [h, w], low, options.mask.as_ref());
    let connected = connected(&ridges, &steepness, w, high);
    Array::from_shape_vec([h, w], connected)
}

/// How much of a Gaussian lies within the picture: the same away from its edges, so a small one is enough.
fn share_seen(shape: [usize; 2], sigma: f64) -> Array<f64> {
    let reach = (4.0 * sigma + 0.5) as usize;
    let [p, q] = shape.map(|n| n.min(4 * reach + 3));
    let small = smoothed(&Array::full([p, q], 1.0), sigma, Mode::Constant(0.0)).into_vec();
    let places = |n: usize, m: usize| -> Vec<usize> {
        let place = |i: usize| match (i <= m / 2, n - i <= m / 2) {
            (true, _) => i,
            (_, true) => m - (n - i),
            _ => m / 2,
        };
        (0..n).map(place).collect()
    };
    let (rows, columns) = (places(shape[0], p), places(shape[1], q));
    let row = |&y: &usize| columns.iter().map(|x| small[y * q + x]).collect::<Vec<_>>();
    Array::from_shape_vec(shape, rows.iter().flat_map(row).collect())
}

fn quantile(samples: &mut [f64], q: f64) -> f64 {
    let place = q * (samples.len() - 1) as f64;
    let (_, &mut low, above) = samples.select_nth_unstable_by(place as usize, f64::total_cmp);
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    if place.fract() == 0.0 { low } else { low + (high - low) * place.fract() }
}

/// Where the gradient is not below the threshold, nor below what it is on both sides across the edge.
fn ridges(
    steepness: &[f64],
    [down, right]: [&[f64]; 2],
    [h, w]: [usize; 2],
    low: f64,
    mask: Option<&Array<bool>>,
) -> Vec<bool> {
    let mut ridges = vec![false; h * w];
    threads::chunks(&mut ridges, 64 * w, &|start, part| {
        for (y, part) in (start / w..).zip(part.chunks_mut(w)) {
            if y == 0 || y + 1 == h {
                continue;
            }
            for (x, ridge) in part.iter_mut().enumerate().take(w - 1).skip(1) {
                let i = y * w + x;
                let m = steepness[i];
                // Also false for NaN.
                if m >= low && mask.is_none_or(|mask| inside(mask, y, x)) {
                    *ridge = is_ridge(steepness, w, i, m, down[i], right[i]);
                }
            }
        }
    });
    ridges
}

/// Whether a pixel that has eight neighbours and all of these are in the mask.
fn inside(mask: &Array<bool>, y: usize, x: usize) -> bool {
    (y - 1..=y + 1).all(|y| (x - 1..=x + 1).all(|x| mask[[y, x]]))
}

#[inline(always)]
fn is_ridge(steepness: &[f64], w: usize, i: usize, m: f64, down: f64, right: f64) -> bool {
    let (v, u) = (down.abs(), right.abs());
    let same_sign = (down > 0.0) == (right > 0.0);
    // Across the edge, the nearest neighbour and the diagonal one, and how far it is to that.
    let vertical = if same_sign { v > u } else { v >= u };
    let share = if vertical { u / v } else { v / u };
    let (near, far) = match (vertical, same_sign) {
        (true, true) => (w as isize, w as isize + 1),
        (true, false) => (-(w as isize), 1 - w as isize),
        (false, true) => (1, w as isize + 1),
        (false, false) => (1, 1 - w as isize),
    };
    let at = |step: isize| steepness[i.wrapping_add_signed(step)];
    at(far) * share + at(near) * (1.0 - share) <= m
        && at(-far) * share + at(-near) * (1.0 - share) <= m
}

/// What is connected, by eight neighbours, to a ridge that is steep.
fn connected(ridges: &[bool], steepness: &[f64], w: usize, high: f64) -> Vec<bool> {
    let mut found = vec![false; ridges.len()];
    let mut todo = Vec::new();
    for start in 0..ridges.len() {
        if !ridges[start] || found[start] || steepness[start] < high {
            continue;
        }
        found[start] = true;
        todo.push(start);
        while let Some(i) = todo.pop() {
            // Ridges are never in the outermost pixels.
            for j in [i - w - 1, i - w, i - w + 1, i - 1, i + 1, i + w - 1, i + w, i + w + 1] {
                if ridges[j] && !found[j] {
                    found[j] = true;
                    todo.push(j);
                }
            }
        }
    }
    found
}
