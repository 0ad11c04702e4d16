//! Hessian matrices: how a picture bends.

use super::tensor::{gaussian, pairs, sigmas, two};
use crate::axiswise::Axiswise;
use crate::canvas::each;
use crate::level::{Level, plane};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike};

/// How [`hessian_matrix_with`] derives.
///
/// # Examples
/// ```
/// assert!(nd_image::feature::HessianOptions::default().gaussian_derivatives);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HessianOptions {
    /// What lies beyond the edges; zeros by default.
    pub mode: Mode,
    /// Whether derivatives are those of Gaussians, as by default, or differences of what is smoothed.
    pub gaussian_derivatives: bool,
}

impl Default for HessianOptions {
    fn default() -> HessianOptions {
        HessianOptions { mode: Mode::Constant(0.0), gaussian_derivatives: true }
    }
}

impl HessianOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, feature::HessianOptions};
    /// assert_eq!(HessianOptions::default().mode(Mode::Wrap).mode, Mode::Wrap);
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> HessianOptions {
        HessianOptions { mode, ..self }
    }

    /// Sets whether derivatives are those of Gaussians, or differences of what is smoothed.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::HessianOptions;
    /// assert!(!HessianOptions::default().gaussian_derivatives(false).gaussian_derivatives);
    /// ```
    #[must_use]
    pub fn gaussian_derivatives(self, gaussian_derivatives: bool) -> HessianOptions {
        HessianOptions { gaussian_derivatives, ..self }
    }
}

/// The second derivatives along each two axes of a picture smoothed by a Gaussian:
/// `(…) -> n (n + 1) / 2 of (…)` for `n` axes, in the order of rows of a triangular matrix.
///
/// Each derivative is that of a Gaussian of `sigma / √2`, two of which make one of `sigma`. Beyond the edges all
/// is 0. NaN spreads as far as the kernels reach.
///
/// # Panics
/// If a deviation is negative or NaN, or there are not as many as axes.
///
/// # scikit-image
/// `skimage.feature.hessian_matrix(a, sigma, use_gaussian_derivatives=True)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let bowl = Array::from_fn([33, 33], |i| (i[1] * i[1]) as f64);
/// let matrix = nd_image::feature::hessian_matrix(&bowl, 1.0);
/// assert!((matrix[2][[16, 16]] - 2.0).abs() < 0.05);
/// ```
#[track_caller]
pub fn hessian_matrix<A>(a: A, sigma: impl Into<Axiswise<f64>>) -> Vec<Array<f64>>
where
    A: ArrayLike<Elem: Level>,
{
    hessian_matrix_with(a, sigma, &HessianOptions::default())
}

/// [`hessian_matrix`] with another rule for what lies beyond the edges, or by differences.
///
/// # Panics
/// As [`hessian_matrix`].
///
/// # scikit-image
/// `skimage.feature.hessian_matrix(a, sigma, mode, cval, use_gaussian_derivatives=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{HessianOptions, hessian_matrix_with};
/// let bowl = Array::from_fn([33, 33], |i| (i[1] * i[1]) as f64);
/// let options = HessianOptions::default().gaussian_derivatives(false);
/// assert!((hessian_matrix_with(&bowl, 1.0, &options)[2][[16, 16]] - 2.0).abs() < 1e-3);
/// ```
#[track_caller]
pub fn hessian_matrix_with<A>(
    a: A,
    sigma: impl Into<Axiswise<f64>>,
    options: &HessianOptions,
) -> Vec<Array<f64>>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    let sigma = sigmas("hessian_matrix", sigma.into(), a.ndim());
    hessian(&A::Elem::wide(a), &sigma, options)
}

#[inline(never)]
fn hessian(a: &Array<f64>, sigma: &[f64], options: &HessianOptions) -> Vec<Array<f64>> {
    let (ndim, mode) = (a.ndim(), options.mode);
    if !options.gaussian_derivatives {
        let smooth = gaussian(a, sigma, &vec![0; ndim], 4.0, mode);
        let slopes: Vec<_> = (0..ndim).map(|axis| difference(&smooth, axis)).collect();
        return pairs(ndim).into_iter().map(|(i, j)| difference(&slopes[i], j)).collect();
    }
    // Narrow kernels are cut off late, where their derivatives are exact.
    let truncate = if sigma.iter().all(|&s| s > 1.0) { 8.0 } else { 100.0 };
    let sigma: Vec<f64> = sigma.iter().map(|s| s * (1.0 / 2f64.sqrt())).collect();
    let order = |axis: usize| (0..ndim).map(|k| usize::from(k == axis)).collect::<Vec<_>>();
    let derived = |a: &Array<f64>, axis: usize| gaussian(a, &sigma, &order(axis), truncate, mode);
    let slopes: Vec<_> = (0..ndim).map(|axis| derived(a, axis)).collect();
    pairs(ndim).into_iter().map(|(i, j)| derived(&slopes[i], j)).collect()
}

/// The slope between the neighbours along an axis, at the ends that to the only one.
fn difference(a: &Array<f64>, axis: usize) -> Array<f64> {
    let n = a.shape()[axis];
    let step: usize = a.shape()[axis + 1..].iter().product();
    let from = a.as_slice().expect("results are contiguous");
    let slope = |i: usize| {
        let at = i / step % n;
        let (before, behind) = (at > 0, at + 1 < n);
        let (low, high) = (i - step * usize::from(before), i + step * usize::from(behind));
        let places = usize::from(before) + usize::from(behind);
        if places == 0 { 0.0 } else { (from[high] - from[low]) / places as f64 }
    };
    Array::from_shape_vec(a.shape(), (0..from.len()).map(slope).collect())
}

/// How cups, saddles and caps differ: `(h, w) -> (h, w)`, from -1 to 1 (Koenderink and van Doorn, Image and Vision
/// Computing 10, 1992).
///
/// -1 is a cup, 0 a saddle, 1 a cap; NaN where the picture is flat.
///
/// # Panics
/// If the picture is not `(h, w)`, or `sigma` is negative or NaN.
///
/// # scikit-image
/// `skimage.feature.shape_index(a, sigma)`, which takes differences for derivatives, as this does, and
/// calls round caps cups.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let hill = Array::from_fn([9, 9], |i| {
///     let (y, x) = (i[0] as f64 - 4.0, i[1] as f64 - 4.0);
///     -(y * y + x * x)
/// });
/// assert!((nd_image::feature::shape_index(&hill, 0.1)[[4, 4]] - 1.0).abs() < 1e-6);
/// ```
#[track_caller]
pub fn shape_index<A: ArrayLike<Elem: Level>>(a: A, sigma: f64) -> Array<f64> {
    let a = a.view();
    plane("shape_index", a.shape());
    let sigma = sigmas("shape_index", sigma.into(), 2);
    index(&A::Elem::wide(a), &sigma)
}

fn index(a: &Array<f64>, sigma: &[f64]) -> Array<f64> {
    let options = HessianOptions::default().gaussian_derivatives(false);
    let matrix = hessian(a, sigma, &options);
    each([&matrix[0], &matrix[1], &matrix[2]], &|elements| {
        let [large, small] = two(elements);
        // Of equal eigenvalues, too, a cap is 1 and a cup -1.
        let angle = (-(small + large)).atan2(large - small);
        let flat = small == 0.0 && large == 0.0;
        if flat { f64::NAN } else { std::f64::consts::FRAC_2_PI * angle }
    })
}
