//! Transforms along two axes, of real numbers and to real numbers.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, RealTransformable, Reals, Transformable};
use super::options::FftnOptions;
use nd_core::ArrayLike;

const RFFT2: Task = Task { op: "rfft2", sides: Sides::ToHalf, inverse: false };

/// The transform of real numbers along the last two axes, as far as it is not the mirror image of itself.
///
/// `a: (…, m, n)` → `(…, m, n / 2 + 1)`, complex: [`rfft`](super::rfft) along the last axis, then [`fft`](super::fft) along the other.
///
/// # Panics
/// If there are fewer than two axes, or no element along one of the last two.
///
/// # NumPy
/// `np.fft.rfft2(a)`.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::rfft2(&[[1, 2, 3, 4], [5, 6, 7, 8]]);
/// assert_eq!(a.shape(), [2, 3]);
/// assert_eq!((a[[0, 0]].re, a[[0, 1]].im, a[[1, 0]].re), (36.0, 4.0, -16.0));
/// ```
#[track_caller]
pub fn rfft2<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    rfft2_with(a, &FftnOptions::default())
}

/// As [`rfft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.rfft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, rfft2_with};
///
/// let a = rfft2_with(&[[1, 2], [3, 4]], &FftnOptions::default().axes([1, 0]));
/// assert_eq!(a.map(|x| x.re), nd_core::array![[10.0, -2.0], [-4.0, 0.0]]);
/// ```
#[track_caller]
pub fn rfft2_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Complexes<A> {
    try_rfft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`rfft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, or no element along one of the last two.
///
/// # Examples
/// ```
/// use nd_ops::fft::{rfft2, try_rfft2};
///
/// assert_eq!(try_rfft2(&[[1.0, 2.0]]), Ok(rfft2(&[[1.0, 2.0]])));
/// assert!(try_rfft2(&[1.0]).is_err());
/// ```
pub fn try_rfft2<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_rfft2_with(a, &FftnOptions::default())
}

/// As [`rfft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_rfft2_with};
///
/// let error = try_rfft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "rfft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_rfft2_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(RFFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}

const IRFFT2: Task = Task { op: "irfft2", sides: Sides::ToReal, inverse: true };

/// The real numbers whose [`rfft2`] this is.
///
/// `a: (…, m, n)` → `(…, m, 2 (n - 1))`, real; an odd length of the last axis has to be given.
///
/// # Panics
/// If there are fewer than two axes, no element along the last but one, or fewer than two along the last one.
///
/// # NumPy
/// `np.fft.irfft2(a)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{irfft2, rfft2};
///
/// let a = nd_core::array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(irfft2(rfft2(&a)), a);
/// ```
#[track_caller]
pub fn irfft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    irfft2_with(a, &FftnOptions::default())
}

/// As [`irfft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.irfft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, irfft2_with};
///
/// assert_eq!(irfft2_with(&[[6.0, 0.0]], &FftnOptions::default().s([1, 3])), nd_core::array![[2.0, 2.0, 2.0]]);
/// ```
#[track_caller]
pub fn irfft2_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Reals<A> {
    try_irfft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`irfft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, no element along the last but one, or fewer than two along the last
/// one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{irfft2, try_irfft2};
///
/// assert_eq!(try_irfft2(&[[1.0, 2.0]]), Ok(irfft2(&[[1.0, 2.0]])));
/// assert!(try_irfft2(&[1.0]).is_err());
/// ```
pub fn try_irfft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_irfft2_with(a, &FftnOptions::default())
}

/// As [`irfft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_irfft2_with};
///
/// let error = try_irfft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "irfft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_irfft2_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::many(IRFFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const HFFT2: Task = Task { op: "hfft2", sides: Sides::ToReal, inverse: false };

/// The real transform along the last two axes of what is its own mirror image, conjugated, of which half is given.
///
/// `a: (…, m, n)` → `(…, m, 2 (n - 1))`, real; an odd length of the last axis has to be given.
///
/// # Panics
/// If there are fewer than two axes, no element along the last but one, or fewer than two along the last one.
///
/// # NumPy
/// `scipy.fft.hfft2(a)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::hfft2;
///
/// assert_eq!(hfft2(&[[1.0, 2.0]]), nd_core::array![[3.0, -1.0]]);
/// ```
#[track_caller]
pub fn hfft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    hfft2_with(a, &FftnOptions::default())
}

/// As [`hfft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `scipy.fft.hfft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, Norm, hfft2_with};
///
/// let mean = FftnOptions::default().norm(Norm::Forward);
/// assert_eq!(hfft2_with(&[[1.0, 3.0]], &mean), nd_core::array![[2.0, -1.0]]);
/// ```
#[track_caller]
pub fn hfft2_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Reals<A> {
    try_hfft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`hfft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, no element along the last but one, or fewer than two along the last
/// one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{hfft2, try_hfft2};
///
/// assert_eq!(try_hfft2(&[[1.0, 2.0]]), Ok(hfft2(&[[1.0, 2.0]])));
/// assert!(try_hfft2(&[1.0]).is_err());
/// ```
pub fn try_hfft2<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_hfft2_with(a, &FftnOptions::default())
}

/// As [`hfft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_hfft2_with};
///
/// let error = try_hfft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "hfft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_hfft2_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::many(HFFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const IHFFT2: Task = Task { op: "ihfft2", sides: Sides::ToHalf, inverse: true };

/// The first half of the transform back of real numbers along the last two axes: what [`hfft2`] takes.
///
/// `a: (…, m, n)` → `(…, m, n / 2 + 1)`, complex.
///
/// # Panics
/// If there are fewer than two axes, or no element along one of the last two.
///
/// # NumPy
/// `scipy.fft.ihfft2(a)`.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ihfft2(&[[3.0, -1.0]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[1.0, 2.0]]);
/// ```
#[track_caller]
pub fn ihfft2<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    ihfft2_with(a, &FftnOptions::default())
}

/// As [`ihfft2`], along other axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `scipy.fft.ihfft2(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, ihfft2_with};
///
/// assert_eq!(ihfft2_with(&[[8.0, 4.0]], &FftnOptions::default().s([1, 1]))[[0, 0]].re, 8.0);
/// ```
#[track_caller]
pub fn ihfft2_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Complexes<A> {
    try_ihfft2_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ihfft2`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are fewer than two axes, or no element along one of the last two.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ihfft2, try_ihfft2};
///
/// assert_eq!(try_ihfft2(&[[1.0, 2.0]]), Ok(ihfft2(&[[1.0, 2.0]])));
/// assert!(try_ihfft2(&[1.0]).is_err());
/// ```
pub fn try_ihfft2<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ihfft2_with(a, &FftnOptions::default())
}

/// As [`ihfft2_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_ihfft2_with};
///
/// let error = try_ihfft2_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "ihfft2: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_ihfft2_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(IHFFT2, a.shape(), Some(&[-2, -1]), options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}
