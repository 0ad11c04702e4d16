//! Transforms along any number of axes.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, Transformable};
use super::options::FftnOptions;
use nd_core::ArrayLike;

const FFTN: Task = Task { op: "fftn", sides: Sides::Complex, inverse: false };

/// The discrete Fourier transform along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`, complex, in the precision of [`Transformable`]: [`fft`](super::fft) along one axis after the other. An array without axes
/// is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # NumPy
/// `np.fft.fftn(a)`, in single precision for `f16` and `f32` as SciPy has it.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::fftn(&[[1, 2], [3, 4]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[10.0, -2.0], [-4.0, 0.0]]);
/// ```
#[track_caller]
pub fn fftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    fftn_with(a, &FftnOptions::default())
}

/// As [`fftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.fftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, fftn_with};
///
/// let a = fftn_with(&[[1, 2], [3, 4]], &FftnOptions::default().s([1, 2]));
/// assert_eq!(a.map(|x| x.re), nd_core::array![[3.0, -1.0]]);
/// ```
#[track_caller]
pub fn fftn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Complexes<A> {
    try_fftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`fftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{fftn, try_fftn};
///
/// assert_eq!(try_fftn(&[[1.0, 2.0]]), Ok(fftn(&[[1.0, 2.0]])));
/// assert!(try_fftn(&[0.0; 0]).is_err());
/// ```
pub fn try_fftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_fftn_with(a, &FftnOptions::default())
}

/// As [`fftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_fftn_with};
///
/// let error = try_fftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "fftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_fftn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(FFTN, a.shape(), None, options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}

const IFFTN: Task = Task { op: "ifftn", sides: Sides::Complex, inverse: true };

/// The transform back along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`, complex: [`ifft`](super::ifft) along one axis after the other. An array without axes
/// is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # NumPy
/// `np.fft.ifftn(a)`, in single precision for `f16` and `f32` as SciPy has it.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ifftn(&[[10.0, -2.0], [-4.0, 0.0]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[1.0, 2.0], [3.0, 4.0]]);
/// ```
#[track_caller]
pub fn ifftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    ifftn_with(a, &FftnOptions::default())
}

/// As [`ifftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.ifftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, Norm, ifftn_with};
///
/// let unscaled = FftnOptions::default().norm(Norm::Forward);
/// assert_eq!(ifftn_with(&[[1.0, 0.0], [0.0, 0.0]], &unscaled)[[1, 1]].re, 1.0);
/// ```
#[track_caller]
pub fn ifftn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Complexes<A> {
    try_ifftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ifftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ifftn, try_ifftn};
///
/// assert_eq!(try_ifftn(&[[1.0, 2.0]]), Ok(ifftn(&[[1.0, 2.0]])));
/// assert!(try_ifftn(&[0.0; 0]).is_err());
/// ```
pub fn try_ifftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ifftn_with(a, &FftnOptions::default())
}

/// As [`ifftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_ifftn_with};
///
/// let error = try_ifftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "ifftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_ifftn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(IFFTN, a.shape(), None, options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}
