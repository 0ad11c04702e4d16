//! Transforms along two axes.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, Transformable};
use super::options::FftnOptions;
use nd_core::ArrayLike;

const FFT2: Task = Task { op: "fft2", sides: Sides::Complex, inverse: false };

/// The discrete Fourier transform along the last two axes.
///
/// `a: (…, m, n)` → `(…, m, n)`, complex, in the precision of [`Transformable`]: [`fft`](super::fft) along one axis after the other.
///
/// # Panics
/// If there are fewer than two axes, or no element along one of the last two.
///
/// # NumPy
/// `np.fft.fft2(a)`, in single precision for `f16` and `f32` as SciPy has it.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::fft2(&[[1, 2], [3, 4]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[10.0, -2.0], [-4.0, 0.0]]);
/// ```
#[track_caller]
pub fn fft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    fft2_with(a, &FftnOptions::default())
}

/// As [`fft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.fft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, fft2_with};
///
/// let a = fft2_with(&[[1, 2], [3, 4]], &FftnOptions::default().s([1, 2]));
/// assert_eq!(a.map(|x| x.re), nd_core::array![[3.0, -1.0]]);
/// ```
#[track_caller]
pub fn fft2_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Complexes<A> {
    try_fft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`fft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, or no element along one of the last two.
///
/// # Examples
/// ```
/// use nd_ops::fft::{fft2, try_fft2};
///
/// assert_eq!(try_fft2(&[[1.0, 2.0]]), Ok(fft2(&[[1.0, 2.0]])));
/// assert!(try_fft2(&[1.0]).is_err());
/// ```
pub fn try_fft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_fft2_with(a, &FftnOptions::default())
}

/// As [`fft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_fft2_with};
///
/// let error = try_fft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "fft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_fft2_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(FFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}

const IFFT2: Task = Task { op: "ifft2", sides: Sides::Complex, inverse: true };

/// The transform back along the last two axes.
///
/// `a: (…, m, n)` → `(…, m, n)`, complex: [`ifft`](super::ifft) along one axis after the other.
///
/// # Panics
/// If there are fewer than two axes, or no element along one of the last two.
///
/// # NumPy
/// `np.fft.ifft2(a)`, in single precision for `f16` and `f32` as SciPy has it.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ifft2(&[[10.0, -2.0], [-4.0, 0.0]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[1.0, 2.0], [3.0, 4.0]]);
/// ```
#[track_caller]
pub fn ifft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    ifft2_with(a, &FftnOptions::default())
}

/// As [`ifft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.ifft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, Norm, ifft2_with};
///
/// let unscaled = FftnOptions::default().norm(Norm::Forward);
/// assert_eq!(ifft2_with(&[[1.0, 0.0], [0.0, 0.0]], &unscaled)[[1, 1]].re, 1.0);
/// ```
#[track_caller]
pub fn ifft2_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Complexes<A> {
    try_ifft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ifft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, or no element along one of the last two.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ifft2, try_ifft2};
///
/// assert_eq!(try_ifft2(&[[1.0, 2.0]]), Ok(ifft2(&[[1.0, 2.0]])));
/// assert!(try_ifft2(&[1.0]).is_err());
/// ```
pub fn try_ifft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ifft2_with(a, &FftnOptions::default())
}

/// As [`ifft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_ifft2_with};
///
/// let error = try_ifft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "ifft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_ifft2_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(IFFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}
