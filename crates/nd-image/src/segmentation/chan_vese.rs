//! Two regions without edges, by a level set.

use crate::level::{Level, plane};
use nd_core::{Array, ArrayLike};
use std::f64::consts::PI;

/// How [`chan_vese_with`] moves its contour.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().mu, 0.25);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChanVeseOptions {
    /// The weight of the contour's length; 0.25 by default.
    pub mu: f64,
    /// The weight of what is inside; 1 by default.
    pub lambda1: f64,
    /// The weight of what is outside; 1 by default.
    pub lambda2: f64,
    /// It ends when the level set changes by less, in the mean square; 0.001 by default.
    pub tol: f64,
    /// The largest number of steps; 500 by default.
    pub max_num_iter: usize,
    /// The length of a step; 0.5 by default.
    pub dt: f64,
    /// The level set to begin with; by default waves of 5 pixels.
    pub level_set: Option<Array<f64>>,
}

impl Default for ChanVeseOptions {
    fn default() -> ChanVeseOptions {
        ChanVeseOptions {
            mu: 0.25,
            lambda1: 1.0,
            lambda2: 1.0,
            tol: 1e-3,
            max_num_iter: 500,
            dt: 0.5,
            level_set: None,
        }
    }
}

impl ChanVeseOptions {
    /// Sets the weight of the contour's length.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().mu(0.5).mu, 0.5);
    /// ```
    #[must_use]
    pub fn mu(self, mu: f64) -> ChanVeseOptions {
        ChanVeseOptions { mu, ..self }
    }

    /// Sets the weight of what is inside.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().lambda1(2.0).lambda1, 2.0);
    /// ```
    #[must_use]
    pub fn lambda1(self, lambda1: f64) -> ChanVeseOptions {
        ChanVeseOptions { lambda1, ..self }
    }

    /// Sets the weight of what is outside.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().lambda2(2.0).lambda2, 2.0);
    /// ```
    #[must_use]
    pub fn lambda2(self, lambda2: f64) -> ChanVeseOptions {
        ChanVeseOptions { lambda2, ..self }
    }

    /// Sets the change of the level set below which it ends.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().tol(0.1).tol, 0.1);
    /// ```
    #[must_use]
    pub fn tol(self, tol: f64) -> ChanVeseOptions {
        ChanVeseOptions { tol, ..self }
    }

    /// Sets the largest number of steps.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().max_num_iter(9).max_num_iter, 9);
    /// ```
    #[must_use]
    pub fn max_num_iter(self, max_num_iter: usize) -> ChanVeseOptions {
        ChanVeseOptions { max_num_iter, ..self }
    }

    /// Sets the length of a step.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ChanVeseOptions::default().dt(0.1).dt, 0.1);
    /// ```
    #[must_use]
    pub fn dt(self, dt: f64) -> ChanVeseOptions {
        ChanVeseOptions { dt, ..self }
    }

    /// Sets the level set to begin with.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::segmentation::ChanVeseOptions::default().level_set([[1.0]]).level_set.is_some());
    /// ```
    #[must_use]
    pub fn level_set(self, level_set: impl ArrayLike<Elem = f64>) -> ChanVeseOptions {
        ChanVeseOptions { level_set: Some(level_set.view().to_array()), ..self }
    }
}

/// What [`chan_vese`] finds.
///
/// # Examples
/// ```
/// let found = nd_image::segmentation::chan_vese([[0.0, 1.0]; 2]);
/// assert_eq!(found.phi.shape(), [2, 2]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChanVese {
    /// What is inside: where the level set is positive.
    pub segmentation: Array<bool>,
    /// The level set.
    pub phi: Array<f64>,
    /// The energy before each step.
    pub energies: Vec<f64>,
}

/// Cuts a picture `(h, w)` in two regions, each of much the same values, with a short contour: see [`chan_vese_with`].
///
/// # Panics
/// If the picture has not 2 axes.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::segmentation::chan_vese;
/// let square = Array::from_fn([16, 16], |i| f64::from((4..12).contains(&i[0]) && (4..12).contains(&i[1])));
/// let inside = chan_vese(&square).segmentation;
/// assert_eq!(inside[[8, 8]], !inside[[1, 1]]);
/// ```
#[track_caller]
pub fn chan_vese<A: ArrayLike<Elem: Level>>(a: A) -> ChanVese {
    chan_vese_with(a, &ChanVeseOptions::default())
}

/// Cuts a picture `(h, w)`, scaled to 0 to 1, in two regions: a level set is moved so that values differ little from the means
/// of their sides and the contour is short (T. Chan, L. Vese: An active contour model without edges, 1999; P. Getreuer:
/// Chan-Vese segmentation, 2012). A picture with NaN has none inside after a step.
///
/// # Panics
/// As [`chan_vese`]; if the level set to begin with has another shape.
///
/// # scikit-image
/// `skimage.segmentation.chan_vese(a, mu, lambda1, lambda2, tol, max_num_iter, dt, init_level_set, extended_output=True)`, in
/// `f64`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{ChanVeseOptions, chan_vese_with};
/// let none = ChanVeseOptions::default().max_num_iter(0).level_set([[1.0, -1.0]]);
/// assert_eq!(chan_vese_with([[5.0, 6.0]], &none).segmentation.into_vec(), [true, false]);
/// ```
#[track_caller]
pub fn chan_vese_with<A: ArrayLike<Elem: Level>>(a: A, options: &ChanVeseOptions) -> ChanVese {
    let a = a.view();
    let shape = plane("chan_vese", a.shape());
    let given = options.level_set.as_ref().map_or(&shape[..], |set| set.shape());
    assert!(given == shape, "chan_vese: level set {given:?} of a {shape:?}");
    evolved(A::Elem::wide(a).into_vec(), shape, options)
}

fn evolved(mut image: Vec<f64>, [h, w]: [usize; 2], options: &ChanVeseOptions) -> ChanVese {
    let wave = |k: usize| (k as f64 * (PI / 5.0)).sin();
    let waves = || Array::from_fn([h, w], |i| wave(i[0]) * wave(i[1]));
    let begin = options.level_set.clone().unwrap_or_else(waves);
    let mut phi: Vec<f64> = begin.iter().copied().collect();
    let low = image.iter().copied().fold(f64::INFINITY, f64::min);
    image.iter_mut().for_each(|x| *x -= low);
    let high = image.iter().copied().fold(0.0, f64::max);
    if high != 0.0 {
        image.iter_mut().for_each(|x| *x /= high);
    }
    let mut energies = Vec::new();
    let mut energy = total(&image, &phi, [h, w], options);
    let mut change = f64::INFINITY;
    while change > options.tol && energies.len() < options.max_num_iter && !image.is_empty() {
        let next = step(&image, &phi, [h, w], options);
        let squares: f64 = next.iter().zip(&phi).map(|(a, b)| (a - b) * (a - b)).sum();
        change = (squares / phi.len() as f64).sqrt();
        phi = next;
        energies.push(energy);
        energy = total(&image, &phi, [h, w], options);
    }
    let segmentation = phi.iter().map(|&x| x > 0.0).collect();
    ChanVese {
        segmentation: Array::from_shape_vec([h, w], segmentation),
        phi: Array::from_shape_vec([h, w], phi),
        energies,
    }
}

/// The neighbours of an element, itself at the edges: above, below, left, right.
#[inline(always)]
fn around(phi: &[f64], [h, w]: [usize; 2], k: usize) -> [f64; 4] {
    let (i, j) = (k / w, k % w);
    let up = if i > 0 { k - w } else { k };
    let down = if i + 1 < h { k + w } else { k };
    let left = if j > 0 { k - 1 } else { k };
    let right = if j + 1 < w { k + 1 } else { k };
    [phi[up], phi[down], phi[left], phi[right]]
}

fn delta(x: f64) -> f64 {
    1.0 / (1.0 + x * x)
}

/// The means of a picture where weights are and where they are not.
fn means(image: &[f64], weight: &dyn Fn(usize) -> f64) -> [f64; 2] {
    let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
    for (k, x) in image.iter().enumerate() {
        let inside = weight(k);
        sums = [sums[0] + x * inside, sums[1] + x * (1.0 - inside)];
        counts = [counts[0] + inside, counts[1] + (1.0 - inside)];
    }
    [0, 1].map(|side| if counts[side] == 0.0 { sums[side] } else { sums[side] / counts[side] })
}

fn step(image: &[f64], phi: &[f64], shape: [usize; 2], options: &ChanVeseOptions) -> Vec<f64> {
    const ETA: f64 = 1e-16;
    let [inner, outer] = means(image, &|k| f64::from(phi[k] > 0.0));
    let next = |k: usize| {
        let here = phi[k];
        let [up, down, left, right] = around(phi, shape, k);
        let (x0, y0) = ((right - left) / 2.0, (down - up) / 2.0);
        let factor = |a: f64, b: f64| 1.0 / (ETA + a * a + b * b).sqrt();
        let c = [
            factor(right - here, y0),
            factor(here - left, y0),
            factor(x0, down - here),
            factor(x0, here - up),
        ];
        let bend = right * c[0] + left * c[1] + down * c[2] + up * c[3];
        let fit = -options.lambda1 * (image[k] - inner).powi(2)
            + options.lambda2 * (image[k] - outer).powi(2);
        let (dt, delta) = (options.dt, delta(here));
        let moved = here + dt * delta * (options.mu * bend + fit);
        moved / (1.0 + options.mu * dt * delta * (c[0] + c[1] + c[2] + c[3]))
    };
    (0..phi.len()).map(next).collect()
}

/// The energy: squares of differences from the means, and the length of the contour.
fn total(image: &[f64], phi: &[f64], shape: [usize; 2], options: &ChanVeseOptions) -> f64 {
    let inside = |k: usize| 0.5 * (1.0 + 2.0 / PI * phi[k].atan());
    let [inner, outer] = means(image, &inside);
    let part = |k: usize| {
        let [up, down, left, right] = around(phi, shape, k);
        let slope = ((down - up) / 2.0).hypot((right - left) / 2.0);
        let fit = options.lambda1 * (image[k] - inner).powi(2) * inside(k)
            + options.lambda2 * (image[k] - outer).powi(2) * (1.0 - inside(k));
        fit + options.mu * delta(phi[k]) * slope
    };
    (0..phi.len()).map(part).sum()
}
