//! How far apart two colours are.

use super::step::three;
use crate::level::{FloatLevel, same_shape};
use nd_core::{Array, ArrayLike, View};
use std::f64::consts::{PI, TAU};

/// The distance of colours in CIE L\*a\*b\*, by CIE's formula of 1976: `(…, 3), (…, 3) -> (…)`.
///
/// About 2.3 is just noticeable. NaN gives NaN.
///
/// # Panics
/// If the shapes differ or the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.deltaE_cie76`.
///
/// # Examples
/// ```
/// let d = nd_image::color::deltae_cie76([[50.0, 0.0, 0.0]], [[53.0, 4.0, 0.0]]);
/// assert_eq!(d.into_vec(), [5.0]);
/// ```
#[track_caller]
pub fn deltae_cie76<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    between("deltae_cie76", a.view(), b.view(), &|p, q| {
        (0..3).map(|k| (p[k] - q[k]).powi(2)).sum::<f64>().sqrt()
    })
}

/// How the three parts of a difference of colours are weighed: lightness, chroma and hue, each divided by its factor.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::DifferenceOptions::default().lightness, 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct DifferenceOptions {
    /// The factor of lightness, `kL`; 1 by default.
    pub lightness: f64,
    /// The factor of chroma, `kC`; 1 by default.
    pub chroma: f64,
    /// The factor of hue, `kH`; 1 by default. CMC's formula has none.
    pub hue: f64,
}

impl Default for DifferenceOptions {
    fn default() -> DifferenceOptions {
        DifferenceOptions { lightness: 1.0, chroma: 1.0, hue: 1.0 }
    }
}

impl DifferenceOptions {
    /// Sets the factor of lightness: 2 for textiles.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::color::DifferenceOptions::default().lightness(2.0).lightness, 2.0);
    /// ```
    #[must_use]
    pub fn lightness(self, lightness: f64) -> DifferenceOptions {
        DifferenceOptions { lightness, ..self }
    }

    /// Sets the factor of chroma.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::color::DifferenceOptions::default().chroma(2.0).chroma, 2.0);
    /// ```
    #[must_use]
    pub fn chroma(self, chroma: f64) -> DifferenceOptions {
        DifferenceOptions { chroma, ..self }
    }

    /// Sets the factor of hue.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::color::DifferenceOptions::default().hue(2.0).hue, 2.0);
    /// ```
    #[must_use]
    pub fn hue(self, hue: f64) -> DifferenceOptions {
        DifferenceOptions { hue, ..self }
    }
}

/// The difference of colours in CIE L\*a\*b\*, by CIE's formula of 1994 for graphic arts; the first colour is the
/// standard: `(…, 3), (…, 3) -> (…)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the shapes differ or the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.deltaE_ciede94(a, b)`, which of colours that are nearly the same keeps half of the digits.
///
/// # Examples
/// ```
/// let d = nd_image::color::deltae_ciede94([[50.0f64, 2.6772, -79.7751]], [[50.0, 0.0, -82.7485]]);
/// assert!((d[[0]] - 1.3950).abs() < 1e-4);
/// ```
#[track_caller]
pub fn deltae_ciede94<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    deltae_ciede94_with(a, b, &DifferenceOptions::default())
}

/// [`deltae_ciede94`] with factors of one's own.
///
/// # Panics
/// As [`deltae_ciede94`].
///
/// # scikit-image
/// `skimage.color.deltaE_ciede94(a, b, kL=…, kC=…, kH=…)`.
///
/// # Examples
/// ```
/// use nd_image::color::{DifferenceOptions, deltae_ciede94_with};
/// let options = DifferenceOptions::default().lightness(2.0);
/// let grey = |l: f64| [l, 0.0, 0.0];
/// let (whole, half) = (deltae_ciede94_with(grey(60.0), grey(50.0), &DifferenceOptions::default()), deltae_ciede94_with(grey(60.0), grey(50.0), &options));
/// assert!((whole[[]] - 2.0 * half[[]]).abs() < 1e-12);
/// ```
#[track_caller]
pub fn deltae_ciede94_with<A, B>(a: A, b: B, options: &DifferenceOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    between("deltae_ciede94", a.view(), b.view(), &|p, q| ciede94(p, q, options))
}

/// The difference of colours in CIE L\*a\*b\*, by CIE's formula of 2000 (G. Sharma, W. Wu, E. Dalal: The CIEDE2000
/// color-difference formula, 2005): `(…, 3), (…, 3) -> (…)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the shapes differ or the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.deltaE_ciede2000(a, b)`.
///
/// # Examples
/// ```
/// let d = nd_image::color::deltae_ciede2000([[50.0f64, 2.6772, -79.7751]], [[50.0, 0.0, -82.7485]]);
/// assert!((d[[0]] - 2.0425).abs() < 1e-4);
/// ```
#[track_caller]
pub fn deltae_ciede2000<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    deltae_ciede2000_with(a, b, &DifferenceOptions::default())
}

/// [`deltae_ciede2000`] with factors of one's own.
///
/// # Panics
/// As [`deltae_ciede2000`].
///
/// # scikit-image
/// `skimage.color.deltaE_ciede2000(a, b, kL=…, kC=…, kH=…)`.
///
/// # Examples
/// ```
/// use nd_image::color::{DifferenceOptions, deltae_ciede2000_with};
/// let options = DifferenceOptions::default().lightness(2.0);
/// let grey = |l: f64| [l, 0.0, 0.0];
/// let (whole, half) = (deltae_ciede2000_with(grey(60.0), grey(50.0), &DifferenceOptions::default()), deltae_ciede2000_with(grey(60.0), grey(50.0), &options));
/// assert!((whole[[]] - 2.0 * half[[]]).abs() < 1e-12);
/// ```
#[track_caller]
pub fn deltae_ciede2000_with<A, B>(a: A, b: B, options: &DifferenceOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    between("deltae_ciede2000", a.view(), b.view(), &|p, q| ciede2000(p, q, options))
}

/// The difference of colours in CIE L\*a\*b\*, by the formula of the Colour Measurement Committee of 1984; the first
/// colour is the standard: `(…, 3), (…, 3) -> (…)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the shapes differ or the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.deltaE_cmc(a, b)`, which of colours that are nearly the same keeps half of the digits.
///
/// # Examples
/// ```
/// let d = nd_image::color::deltae_cmc([[50.0f64, 2.6772, -79.7751]], [[50.0, 0.0, -82.7485]]);
/// assert!((d[[0]] - 1.7387).abs() < 1e-4);
/// ```
#[track_caller]
pub fn deltae_cmc<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    deltae_cmc_with(a, b, &DifferenceOptions::default())
}

/// [`deltae_cmc`] with factors of one's own.
///
/// # Panics
/// As [`deltae_cmc`].
///
/// # scikit-image
/// `skimage.color.deltaE_cmc(a, b, kL=…, kC=…)`.
///
/// # Examples
/// ```
/// use nd_image::color::{DifferenceOptions, deltae_cmc_with};
/// let options = DifferenceOptions::default().lightness(2.0);
/// let grey = |l: f64| [l, 0.0, 0.0];
/// let (whole, half) = (deltae_cmc_with(grey(60.0), grey(50.0), &DifferenceOptions::default()), deltae_cmc_with(grey(60.0), grey(50.0), &options));
/// assert!((whole[[]] - 2.0 * half[[]]).abs() < 1e-12);
/// ```
#[track_caller]
pub fn deltae_cmc_with<A, B>(a: A, b: B, options: &DifferenceOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    between("deltae_cmc", a.view(), b.view(), &|p, q| cmc(p, q, options))
}

#[track_caller]
fn between<T: FloatLevel>(
    op: &str,
    a: View<'_, T>,
    b: View<'_, T>,
    of: &dyn Fn([f64; 3], [f64; 3]) -> f64,
) -> Array<T> {
    same_shape(op, a.shape(), b.shape());
    three(op, a.shape());
    T::narrowed(each_pair(T::wide(a), T::wide(b), of))
}

fn each_pair(a: Array<f64>, b: Array<f64>, of: &dyn Fn([f64; 3], [f64; 3]) -> f64) -> Array<f64> {
    let shape = a.shape()[..a.ndim() - 1].to_vec();
    let (x, y) = (a.into_vec(), b.into_vec());
    let pairs = x.as_chunks::<3>().0.iter().zip(y.as_chunks::<3>().0);
    Array::from_shape_vec(shape, pairs.map(|(p, q)| of(*p, *q)).collect())
}

/// Twice what two vectors `(a, b)` lack to point the same way: the square of the difference of hue.
fn hue_square(p: [f64; 3], q: [f64; 3]) -> f64 {
    let (product, along) = (p[1].hypot(p[2]) * q[1].hypot(q[2]), p[1] * q[1] + p[2] * q[2]);
    if along > 0.0 {
        // The same without cancellation: colours that are equal are 0 apart.
        let across = p[1] * q[2] - p[2] * q[1];
        return 2.0 * across * across / (product + along);
    }
    2.0 * (product - along)
}

/// The root of a sum of squares that rounding may have taken below 0; NaN stays.
fn root(square: f64) -> f64 {
    if square < 0.0 { 0.0 } else { square.sqrt() }
}

fn ciede94(p: [f64; 3], q: [f64; 3], k: &DifferenceOptions) -> f64 {
    let chroma = p[1].hypot(p[2]);
    let light = (p[0] - q[0]) / k.lightness;
    let strong = (chroma - q[1].hypot(q[2])) / (k.chroma * (1.0 + 0.045 * chroma));
    let hue = hue_square(p, q) / (k.hue * (1.0 + 0.015 * chroma)).powi(2);
    root(light * light + strong * strong + hue)
}

fn ciede2000(p: [f64; 3], q: [f64; 3], k: &DifferenceOptions) -> f64 {
    let share = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25f64.powi(7))).sqrt();
    let scale = 1.5 - 0.5 * share(0.5 * (p[1].hypot(p[2]) + q[1].hypot(q[2])));
    let polar = |c: [f64; 3]| {
        let angle = c[2].atan2(c[1] * scale);
        ((c[1] * scale).hypot(c[2]), if angle < 0.0 { angle + TAU } else { angle })
    };
    let ((c1, h1), (c2, h2)) = (polar(p), polar(q));
    let off = (0.5 * (p[0] + q[0]) - 50.0).powi(2);
    let light = (q[0] - p[0]) / (k.lightness * (1.0 + 0.015 * off / (20.0 + off).sqrt()));
    let mean = 0.5 * (c1 + c2);
    let strong = (c2 - c1) / (k.chroma * (1.0 + 0.045 * mean));
    let (turn, sum) = (h2 - h1, h1 + h2);
    let (turn, middle) = if c1 * c2 == 0.0 {
        (0.0, sum)
    } else if turn.abs() <= PI {
        (turn, 0.5 * sum)
    } else {
        (turn - TAU * turn.signum(), 0.5 * (if sum < TAU { sum + TAU } else { sum - TAU }))
    };
    let wave = |times: f64, degrees: f64| (times * middle + degrees.to_radians()).cos();
    let t = 1.0 - 0.17 * wave(1.0, -30.0) + 0.24 * wave(2.0, 0.0) + 0.32 * wave(3.0, 6.0)
        - 0.2 * wave(4.0, -63.0);
    let hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).sin() / (k.hue * (1.0 + 0.015 * mean * t));
    let blue = (-((middle.to_degrees() - 275.0) / 25.0).powi(2)).exp();
    let mixed = -(2.0 * 30f64.to_radians() * blue).sin() * 2.0 * share(mean) * strong * hue;
    root(light * light + strong * strong + hue * hue + mixed)
}

fn cmc(p: [f64; 3], q: [f64; 3], k: &DifferenceOptions) -> f64 {
    let chroma = p[1].hypot(p[2]);
    let hue = p[2].atan2(p[1]).rem_euclid(TAU);
    let t = if (164.0..=345.0).contains(&hue.to_degrees()) {
        0.56 + 0.2 * (hue + 168f64.to_radians()).cos().abs()
    } else {
        0.36 + 0.4 * (hue + 35f64.to_radians()).cos().abs()
    };
    let f = (chroma.powi(4) / (chroma.powi(4) + 1900.0)).sqrt();
    let sl = if p[0] < 16.0 { 0.511 } else { 0.040975 * p[0] / (1.0 + 0.01765 * p[0]) };
    let sc = 0.638 + 0.0638 * chroma / (1.0 + 0.0131 * chroma);
    let sh = sc * (f * t + 1.0 - f);
    let light = (p[0] - q[0]) / (k.lightness * sl);
    let strong = (chroma - q[1].hypot(q[2])) / (k.chroma * sc);
    root(light * light + strong * strong + hue_square(p, q) / (sh * sh))
}
