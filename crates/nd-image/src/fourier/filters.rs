//! The transforms of a Gaussian, a box and an ellipsoid.

use super::bessel::jinc;
use super::{Factors, FourierOptions, Spectral, frequencies};
use crate::axiswise::Axiswise;
use nd_core::{Array, ArrayLike};

/// Multiplies a spectrum by that of a Gaussian of standard deviation `sigma`, one number for all axes or one for each.
///
/// The spectrum is that of a complex Fourier transform along all axes, frequency 0 first; its inverse
/// transform is then the filtered array, with edges that meet. An empty array gives an empty array.
///
/// # Panics
/// If there are not as many numbers as axes.
///
/// # NumPy
/// `scipy.ndimage.fourier_gaussian(a, sigma)`: the same to a few units in the last place.
///
/// # Examples
/// ```
/// let a = nd_image::fourier_gaussian([1.0, 1.0, 1.0, 1.0], 1.0);
/// assert_eq!(a[[0]], 1.0);
/// assert!((a[[1]] - (-2.0 * (std::f64::consts::PI / 4.0).powi(2)).exp()).abs() < 1e-15);
/// assert_eq!(a[[1]], a[[3]]);
/// ```
/// ```should_panic
/// nd_image::fourier_gaussian([1.0, 1.0], [1.0, 1.0]);
/// ```
#[track_caller]
pub fn fourier_gaussian<A>(a: A, sigma: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    fourier_gaussian_with(a, sigma, &FourierOptions::default())
}

/// [`fourier_gaussian`] of the spectrum of a real transform.
///
/// # Panics
/// As [`fourier_gaussian`]; also if the axis of the real transform does not exist, or does not have the
/// frequencies of `n` samples.
///
/// # NumPy
/// `scipy.ndimage.fourier_gaussian(a, sigma, n=..., axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::{FourierOptions, fourier_gaussian, fourier_gaussian_with};
///
/// let half = fourier_gaussian_with([1.0; 3], 1.5, &FourierOptions::default().real(4, 0));
/// assert_eq!(half.into_vec(), fourier_gaussian([1.0; 4], 1.5).into_vec()[..3]);
/// ```
/// ```should_panic
/// use nd_image::{FourierOptions, fourier_gaussian_with};
/// fourier_gaussian_with([1.0; 3], 1.5, &FourierOptions::default().real(3, 0));
/// ```
#[track_caller]
pub fn fourier_gaussian_with<A>(
    a: A,
    sigma: impl Into<Axiswise<f64>>,
    options: &FourierOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    let a = a.view();
    Spectral::scaled(a, &gaussian(a.shape(), &sigma.into(), options))
}

#[track_caller]
fn gaussian(shape: &[usize], sigma: &Axiswise<f64>, options: &FourierOptions) -> Factors {
    let factor = |f: f64, sigma: f64| {
        let exponent = -2.0 * (sigma * f) * (sigma * f);
        if exponent < -50.0 { 0.0 } else { exponent.exp() }
    };
    tables("fourier_gaussian", shape, sigma, options, &factor)
}

/// Multiplies a spectrum by that of a box of `size` samples, one number for all axes or one for each.
///
/// The spectrum is that of a complex Fourier transform along all axes, frequency 0 first; its inverse
/// transform is then the filtered array, with edges that meet. An empty array gives an empty array.
///
/// # Panics
/// If there are not as many numbers as axes.
///
/// # NumPy
/// `scipy.ndimage.fourier_uniform(a, size)`: the same to a few units in the last place.
///
/// # Examples
/// ```
/// let a = nd_image::fourier_uniform([1.0, 1.0, 1.0, 1.0], 2.0);
/// assert_eq!(a[[0]], 1.0);
/// assert!((a[[1]] - 2.0 / std::f64::consts::PI).abs() < 1e-15);
/// assert!(a[[2]].abs() < 1e-15);
/// ```
/// ```should_panic
/// nd_image::fourier_uniform([1.0, 1.0], [1.0, 1.0]);
/// ```
#[track_caller]
pub fn fourier_uniform<A>(a: A, size: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    fourier_uniform_with(a, size, &FourierOptions::default())
}

/// [`fourier_uniform`] of the spectrum of a real transform.
///
/// # Panics
/// As [`fourier_uniform`]; also if the axis of the real transform does not exist, or does not have the
/// frequencies of `n` samples.
///
/// # NumPy
/// `scipy.ndimage.fourier_uniform(a, size, n=..., axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::{FourierOptions, fourier_uniform, fourier_uniform_with};
///
/// let half = fourier_uniform_with([1.0; 3], 1.5, &FourierOptions::default().real(4, 0));
/// assert_eq!(half.into_vec(), fourier_uniform([1.0; 4], 1.5).into_vec()[..3]);
/// ```
/// ```should_panic
/// use nd_image::{FourierOptions, fourier_uniform_with};
/// fourier_uniform_with([1.0; 3], 1.5, &FourierOptions::default().real(3, 0));
/// ```
#[track_caller]
pub fn fourier_uniform_with<A>(
    a: A,
    size: impl Into<Axiswise<f64>>,
    options: &FourierOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    let a = a.view();
    Spectral::scaled(a, &uniform(a.shape(), &size.into(), options))
}

#[track_caller]
fn uniform(shape: &[usize], size: &Axiswise<f64>, options: &FourierOptions) -> Factors {
    let factor = |f: f64, size: f64| match size * f {
        _ if f == 0.0 => 1.0,
        x if size > 0.0 => x.sin() / x,
        _ => 0.0,
    };
    tables("fourier_uniform", shape, size, options, &factor)
}

/// Multiplies a spectrum by that of an ellipsoid of `size` samples across: one number for all axes or one for
/// each. Arrays of 1 axis have segments, of 2 ellipses, of 3 ellipsoids.
///
/// Else as [`fourier_uniform`].
///
/// # Panics
/// If there are not as many sizes as axes, or more than three axes.
///
/// # NumPy
/// `scipy.ndimage.fourier_ellipsoid(a, size)`: the same to 1e-14. Along one axis SciPy leaves negative frequencies
/// as they are; here they are multiplied as the positive ones.
///
/// # Examples
/// ```
/// let a = nd_image::fourier_ellipsoid([[1.0, 1.0], [1.0, 1.0]], 1.0);
/// assert_eq!(a[[0, 0]], 1.0);
/// assert!((a[[0, 1]] - 0.7217f64).abs() < 1e-4); // 2 J1(π / 2) / (π / 2)
/// ```
/// ```should_panic
/// nd_image::fourier_ellipsoid([[[[1.0]]]], 1.0);
/// ```
#[track_caller]
pub fn fourier_ellipsoid<A>(a: A, size: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    fourier_ellipsoid_with(a, size, &FourierOptions::default())
}

/// [`fourier_ellipsoid`] of the spectrum of a real transform.
///
/// # Panics
/// As [`fourier_ellipsoid`]; also if the axis of the real transform does not exist, or does not have the
/// frequencies of `n` samples.
///
/// # NumPy
/// `scipy.ndimage.fourier_ellipsoid(a, size, n=..., axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::{FourierOptions, fourier_ellipsoid, fourier_ellipsoid_with};
///
/// let half = fourier_ellipsoid_with([1.0; 3], 1.5, &FourierOptions::default().real(4, 0));
/// assert_eq!(half.into_vec(), fourier_ellipsoid([1.0; 4], 1.5).into_vec()[..3]);
/// ```
/// ```should_panic
/// use nd_image::{FourierOptions, fourier_ellipsoid_with};
/// fourier_ellipsoid_with([1.0; 3], 1.5, &FourierOptions::default().real(4, 1));
/// ```
#[track_caller]
pub fn fourier_ellipsoid_with<A>(
    a: A,
    size: impl Into<Axiswise<f64>>,
    options: &FourierOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Spectral>,
{
    const OP: &str = "fourier_ellipsoid";
    let a = a.view();
    let ndim = a.ndim();
    let transform: fn(f64) -> f64 = match ndim {
        0 | 1 => |r| if r == 0.0 { 1.0 } else { r.sin() / r },
        2 => jinc,
        3 => ball,
        _ => panic!("{OP}: an array of {ndim} axes, at most 3"),
    };
    let sizes = size.into().expand(OP, "size", ndim);
    let squares = |(f, size): (Vec<f64>, f64)| f.iter().map(|f| (f * size) * (f * size)).collect();
    let squares = frequencies(OP, a.shape(), options).into_iter().zip(sizes).map(squares);
    Spectral::scaled(a, &Factors::Radial(squares.collect(), transform))
}

/// The transform of a ball: `3 (sin r - r cos r) / r³`, by its series where that cancels.
fn ball(r: f64) -> f64 {
    if r < 0.05 {
        let r2 = r * r;
        return 1.0 - r2 / 10.0 * (1.0 - r2 / 28.0 * (1.0 - r2 / 54.0));
    }
    let (sin, cos) = r.sin_cos();
    3.0 * (sin - r * cos) / (r * r * r)
}

/// One factor for each frequency of each axis; of a single sample 1.
#[track_caller]
fn tables(
    op: &'static str,
    shape: &[usize],
    parameter: &Axiswise<f64>,
    options: &FourierOptions,
    factor: &dyn Fn(f64, f64) -> f64,
) -> Factors {
    let what = if op == "fourier_gaussian" { "sigma" } else { "size" };
    let parameters = parameter.expand(op, what, shape.len());
    let table = |(f, p): (Vec<f64>, f64)| f.iter().map(|&f| factor(f, p)).collect();
    let frequencies = frequencies(op, shape, options);
    Factors::Product(frequencies.into_iter().zip(parameters).map(table).collect())
}
