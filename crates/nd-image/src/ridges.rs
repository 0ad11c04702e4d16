//! Ridges: vessels, fibres, wrinkles, found by how a picture bends at several scales.

use crate::Mode;
use crate::feature::{HessianOptions, hessian_matrix_with, symmetric_eigenvalues};
use crate::level::Level;
use nd_core::{Array, ArrayLike};

/// Which ridges [`sato_with`], [`meijering_with`] and [`frangi_with`] look for.
///
/// # Examples
/// ```
/// assert!(nd_image::RidgeOptions::default().black_ridges);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RidgeOptions {
    /// Whether ridges are darker than what is around them, as by default, or brighter.
    pub black_ridges: bool,
    /// What lies beyond the edges; the picture mirrored by default.
    pub mode: Mode,
    /// How far [`frangi`] tells sheets from tubes in volumes; 0.5 by default.
    pub alpha: f64,
    /// How far [`frangi`] tells blobs from tubes; 0.5 by default.
    pub beta: f64,
    /// How much a picture bends that [`frangi`] takes for more than noise; by default half of the most that it bends at the
    /// same scale.
    pub gamma: Option<f64>,
}

impl Default for RidgeOptions {
    fn default() -> RidgeOptions {
        let mode = Mode::Reflect;
        RidgeOptions { black_ridges: true, mode, alpha: 0.5, beta: 0.5, gamma: None }
    }
}

impl RidgeOptions {
    /// Sets whether ridges are dark.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_image::RidgeOptions::default().black_ridges(false).black_ridges);
    /// ```
    #[must_use]
    pub fn black_ridges(self, black_ridges: bool) -> RidgeOptions {
        RidgeOptions { black_ridges, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, RidgeOptions};
    /// assert_eq!(RidgeOptions::default().mode(Mode::Nearest).mode, Mode::Nearest);
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> RidgeOptions {
        RidgeOptions { mode, ..self }
    }

    /// Sets how far sheets are told from tubes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::RidgeOptions::default().alpha(0.2).alpha, 0.2);
    /// ```
    #[must_use]
    pub fn alpha(self, alpha: f64) -> RidgeOptions {
        RidgeOptions { alpha, ..self }
    }

    /// Sets how far blobs are told from tubes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::RidgeOptions::default().beta(0.2).beta, 0.2);
    /// ```
    #[must_use]
    pub fn beta(self, beta: f64) -> RidgeOptions {
        RidgeOptions { beta, ..self }
    }

    /// Sets how much bending is more than noise.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::RidgeOptions::default().gamma(15.0).gamma, Some(15.0));
    /// ```
    #[must_use]
    pub fn gamma(self, gamma: f64) -> RidgeOptions {
        RidgeOptions { gamma: Some(gamma), ..self }
    }
}

/// How much of a dark ridge there is at each place: `(h, w) -> (h, w)` or `(d, h, w) -> (d, h, w)`. See [`sato_with`].
///
/// # Panics
/// If the array has not 2 or 3 axes, or a sigma is negative, NaN or above 100,000.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let line = Array::from_fn([15, 15], |i| f64::from(i[0] != 7));
/// let found = nd_image::sato(&line, &[1.0, 2.0]);
/// assert!(found[[7, 7]] > 0.3 && found[[2, 7]] < 0.05);
/// ```
#[track_caller]
pub fn sato<A: ArrayLike<Elem: Level>>(a: A, sigmas: &[f64]) -> Array<f64> {
    sato_with(a, sigmas, &RidgeOptions::default())
}

/// How much of a ridge there is at each place, the most of all scales: how the picture bends across the ridge, times `sigma²`
/// (Y. Sato et al.: Three-dimensional multi-scale line filter, 1998). No sigmas give zeros. NaN spreads as far as the Gaussians.
///
/// # Panics
/// As [`sato`].
///
/// # scikit-image
/// `skimage.filters.sato(a, sigmas, black_ridges, mode)`, whose sigmas are 1, 3, 5, 7 and 9.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{RidgeOptions, sato_with};
/// let bright = RidgeOptions::default().black_ridges(false);
/// let line = Array::from_fn([15, 15], |i| f64::from(i[0] == 7));
/// assert!(sato_with(&line, &[1.0], &bright)[[7, 7]] > 0.3);
/// ```
#[track_caller]
pub fn sato_with<A>(a: A, sigmas: &[f64], options: &RidgeOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = dark("sato", A::Elem::wide(a.view()), sigmas, options);
    strongest(&a, sigmas, options, &mut |bends, sigma| {
        let across = bends.len() - 1;
        let tube = |k: usize| {
            let product: f64 = bends[..across].iter().map(|bend| positive(bend[k])).product();
            sigma * sigma * product.powf(1.0 / across as f64)
        };
        (0..bends[0].len()).map(tube).collect()
    })
}

/// How much of a dark ridge there is at each place, as a share of the most: `(h, w) -> (h, w)` or `(d, h, w) -> (d, h, w)`. See
/// [`meijering_with`].
///
/// # Panics
/// As [`sato`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let line = Array::from_fn([15, 15], |i| f64::from(i[0] != 7));
/// assert!(nd_image::meijering(&line, &[1.0])[[7, 7]] > 0.9);
/// ```
#[track_caller]
pub fn meijering<A: ArrayLike<Elem: Level>>(a: A, sigmas: &[f64]) -> Array<f64> {
    meijering_with(a, sigmas, &RidgeOptions::default())
}

/// How much of a ridge there is at each place, as a share of the most of its scale, the most of all scales (E. Meijering et
/// al.: Design and validation of a tool for neurite tracing, 2004). No sigmas give zeros. NaN spreads as far as the Gaussians,
/// and leaves its scale without a share.
///
/// # Panics
/// As [`sato`].
///
/// # scikit-image
/// `skimage.filters.meijering(a, sigmas, None, black_ridges, mode)`, of two and three axes, whose sigmas are 1, 3, 5, 7 and 9.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{RidgeOptions, meijering_with};
/// let bright = RidgeOptions::default().black_ridges(false);
/// let line = Array::from_fn([15, 15], |i| f64::from(i[0] == 7));
/// assert!(meijering_with(&line, &[1.0], &bright)[[7, 7]] > 0.9);
/// ```
#[track_caller]
pub fn meijering_with<A>(a: A, sigmas: &[f64], options: &RidgeOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = dark("meijering", A::Elem::wide(a.view()), sigmas, options);
    strongest(&a, sigmas, options, &mut |bends, _| {
        let share = 1.0 / (bends.len() + 1) as f64;
        let largest = |k: usize| {
            let sum: f64 = bends.iter().map(|bend| bend[k]).sum();
            let each = bends.iter().map(|bend| bend[k] + share * (sum - bend[k]));
            let further =
                |most: f64, x: f64| if x.abs() > most.abs() || x.is_nan() { x } else { most };
            positive(each.fold(0.0, further))
        };
        let mut all: Vec<f64> = (0..bends[0].len()).map(largest).collect();
        let most = all.iter().copied().fold(0.0, larger);
        if most > 0.0 {
            all.iter_mut().for_each(|x| *x /= most);
        }
        all
    })
}

/// How likely each place lies on a dark vessel, from 0 to 1: `(h, w) -> (h, w)` or `(d, h, w) -> (d, h, w)`. See [`frangi_with`].
///
/// # Panics
/// As [`sato`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let line = Array::from_fn([15, 15], |i| f64::from(i[0] != 7));
/// let found = nd_image::frangi(&line, &[1.0, 2.0]);
/// assert!(found[[7, 7]] > 0.8 && found[[1, 7]] < 0.05);
/// ```
#[track_caller]
pub fn frangi<A: ArrayLike<Elem: Level>>(a: A, sigmas: &[f64]) -> Array<f64> {
    frangi_with(a, sigmas, &RidgeOptions::default())
}

/// How likely each place lies on a vessel, from 0 to 1, the most of all scales: it bends, and neither like a blob nor, in
/// volumes, like a sheet (A. Frangi et al.: Multiscale vessel enhancement filtering, 1998). No sigmas give zeros. NaN spreads as
/// far as the Gaussians, and everywhere if `gamma` is found of them.
///
/// # Panics
/// As [`sato`].
///
/// # scikit-image
/// `skimage.filters.frangi(a, sigmas, alpha=…, beta=…, gamma=…, black_ridges=…, mode=…)`, whose sigmas are 1, 3, 5, 7 and 9.
/// There, without `gamma`, that of the first scale is used for all others, so that their order changes the result.
///
/// # Examples
/// ```
/// use nd_image::{RidgeOptions, frangi_with};
/// let strict = RidgeOptions::default().beta(0.1).gamma(15.0);
/// assert!(frangi_with([[3.0; 9]; 9], &[1.0], &strict).iter().all(|&x| x < 1e-9));
/// ```
#[track_caller]
pub fn frangi_with<A>(a: A, sigmas: &[f64], options: &RidgeOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = dark("frangi", A::Elem::wide(a.view()), sigmas, options);
    let (alpha, beta) = (options.alpha, options.beta);
    strongest(&a, sigmas, options, &mut |bends, _| {
        let places = bends[0].len();
        let at = |k: usize| bends.iter().map(move |bend| bend[k]);
        let size = |k: usize| at(k).map(|x| x * x).sum::<f64>().sqrt();
        let noise = options.gamma.unwrap_or_else(|| {
            let half = (0..places).map(size).fold(0.0, larger) / 2.0;
            if half == 0.0 { 1.0 } else { half }
        });
        let gauss = |x: f64, width: f64| (-(x * x) / (2.0 * width * width)).exp();
        let vessel = |k: usize| {
            let mut each = [0.0; 3];
            let each = &mut each[..bends.len()];
            each.iter_mut().zip(at(k)).for_each(|(x, bend)| *x = bend);
            each.sort_by(|x, y| x.abs().total_cmp(&y.abs()));
            let along = each[0].abs();
            let across = |i: usize| if each[i] < 1e-10 { 1e-10 } else { each[i] };
            let (sheet, blob) = match each.len() {
                2 => (1.0, along / across(1)),
                _ => (
                    1.0 - gauss(across(1) / across(2), alpha),
                    along / (across(1) * across(2)).sqrt(),
                ),
            };
            sheet * gauss(blob, beta) * (1.0 - gauss(size(k), noise))
        };
        (0..places).map(vessel).collect()
    })
}

/// The picture with dark ridges.
#[track_caller]
fn dark(op: &str, a: Array<f64>, sigmas: &[f64], options: &RidgeOptions) -> Array<f64> {
    const MOST: f64 = 1e5;
    let shape = a.shape();
    let fits = sigmas.iter().all(|sigma| (0.0..=MOST).contains(sigma));
    assert!(fits, "{op}: sigmas {sigmas:?}, must be from 0 to {MOST}");
    assert!(matches!(shape.len(), 2 | 3), "{op}: shape {shape:?}, must have 2 or 3 axes");
    if options.black_ridges { a } else { a.map(|x| -x) }
}

/// What is found of the eigenvalues of a picture's second derivatives, the largest first, at some scale.
type Found<'a> = dyn FnMut(&[&[f64]], f64) -> Vec<f64> + 'a;

/// The most that is found at each place.
#[track_caller]
fn strongest(
    a: &Array<f64>,
    sigmas: &[f64],
    options: &RidgeOptions,
    found: &mut Found<'_>,
) -> Array<f64> {
    let mut most = vec![0.0; a.size()];
    let mode = HessianOptions::default().mode(options.mode);
    for &sigma in sigmas {
        let bends = symmetric_eigenvalues(&hessian_matrix_with(a, sigma, &mode)).into_vec();
        if a.is_empty() {
            continue;
        }
        let bends: Vec<&[f64]> = bends.chunks(a.size()).collect();
        most.iter_mut().zip(found(&bends, sigma)).for_each(|(most, x)| *most = larger(*most, x));
    }
    Array::from_shape_vec(a.shape(), most)
}

/// The larger of two numbers, or NaN.
fn larger(a: f64, b: f64) -> f64 {
    if b > a || b.is_nan() { b } else { a }
}

/// 0 for what is below; NaN stays.
fn positive(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}
