//! Transforms along any number of axes, of real numbers and to real numbers.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, RealTransformable, Reals, Transformable};
use super::options::FftnOptions;
use nd_core::ArrayLike;

const RFFTN: Task = Task { op: "rfftn", sides: Sides::ToHalf, inverse: false };

/// The transform of real numbers along all axes, as far as it is not the mirror image of itself.
///
/// `a: (l, …, n)` → `(l, …, n / 2 + 1)`, complex: [`rfft`](super::rfft) along the last axis, then [`fft`](super::fft) along the others.
///
/// # Panics
/// If there is no axis, or no element along one.
///
/// # NumPy
/// `np.fft.rfftn(a)`.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::rfftn(&[[1, 2, 3, 4], [5, 6, 7, 8]]);
/// assert_eq!(a.shape(), [2, 3]);
/// assert_eq!((a[[0, 0]].re, a[[0, 1]].im, a[[1, 0]].re), (36.0, 4.0, -16.0));
/// ```
#[track_caller]
pub fn rfftn<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    rfftn_with(a, &FftnOptions::default())
}

/// As [`rfftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.rfftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, rfftn_with};
///
/// let a = rfftn_with(&[[1, 2], [3, 4]], &FftnOptions::default().axes([1, 0]));
/// assert_eq!(a.map(|x| x.re), nd_core::array![[10.0, -2.0], [-4.0, 0.0]]);
/// ```
#[track_caller]
pub fn rfftn_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Complexes<A> {
    try_rfftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`rfftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{rfftn, try_rfftn};
///
/// assert_eq!(try_rfftn(&[[1.0, 2.0]]), Ok(rfftn(&[[1.0, 2.0]])));
/// assert!(try_rfftn(&[0.0; 0]).is_err());
/// ```
pub fn try_rfftn<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_rfftn_with(a, &FftnOptions::default())
}

/// As [`rfftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_rfftn_with};
///
/// let error = try_rfftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "rfftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_rfftn_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(RFFTN, a.shape(), None, options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}

const IRFFTN: Task = Task { op: "irfftn", sides: Sides::ToReal, inverse: true };

/// The real numbers whose [`rfftn`] this is.
///
/// `a: (l, …, n)` → `(l, …, 2 (n - 1))`, real; an odd length of the last axis has to be given.
///
/// # Panics
/// If there is no axis, no element along one, or fewer than two along the last one.
///
/// # NumPy
/// `np.fft.irfftn(a)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{irfftn, rfftn};
///
/// let a = nd_core::array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(irfftn(rfftn(&a)), a);
/// ```
#[track_caller]
pub fn irfftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    irfftn_with(a, &FftnOptions::default())
}

/// As [`irfftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `np.fft.irfftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, irfftn_with};
///
/// assert_eq!(irfftn_with(&[[6.0, 0.0]], &FftnOptions::default().s([1, 3])), nd_core::array![[2.0, 2.0, 2.0]]);
/// ```
#[track_caller]
pub fn irfftn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Reals<A> {
    try_irfftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`irfftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, no element along one, or fewer than two along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{irfftn, try_irfftn};
///
/// assert_eq!(try_irfftn(&[[1.0, 2.0]]), Ok(irfftn(&[[1.0, 2.0]])));
/// assert!(try_irfftn(&[[1.0]]).is_err());
/// ```
pub fn try_irfftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_irfftn_with(a, &FftnOptions::default())
}

/// As [`irfftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_irfftn_with};
///
/// let error = try_irfftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "irfftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_irfftn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::many(IRFFTN, a.shape(), None, options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const HFFTN: Task = Task { op: "hfftn", sides: Sides::ToReal, inverse: false };

/// The real transform along all axes of what is its own mirror image, conjugated, of which half is given.
///
/// `a: (l, …, n)` → `(l, …, 2 (n - 1))`, real; an odd length of the last axis has to be given.
///
/// # Panics
/// If there is no axis, no element along one, or fewer than two along the last one.
///
/// # NumPy
/// `scipy.fft.hfftn(a)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::hfftn;
///
/// assert_eq!(hfftn(&[[1.0, 2.0]]), nd_core::array![[3.0, -1.0]]);
/// ```
#[track_caller]
pub fn hfftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    hfftn_with(a, &FftnOptions::default())
}

/// As [`hfftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `scipy.fft.hfftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, Norm, hfftn_with};
///
/// let mean = FftnOptions::default().norm(Norm::Forward);
/// assert_eq!(hfftn_with(&[[1.0, 3.0]], &mean), nd_core::array![[2.0, -1.0]]);
/// ```
#[track_caller]
pub fn hfftn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftnOptions) -> Reals<A> {
    try_hfftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`hfftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, no element along one, or fewer than two along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{hfftn, try_hfftn};
///
/// assert_eq!(try_hfftn(&[[1.0, 2.0]]), Ok(hfftn(&[[1.0, 2.0]])));
/// assert!(try_hfftn(&[[1.0]]).is_err());
/// ```
pub fn try_hfftn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_hfftn_with(a, &FftnOptions::default())
}

/// As [`hfftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_hfftn_with};
///
/// let error = try_hfftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "hfftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_hfftn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::many(HFFTN, a.shape(), None, options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const IHFFTN: Task = Task { op: "ihfftn", sides: Sides::ToHalf, inverse: true };

/// The first half of the transform back of real numbers along all axes: what [`hfftn`] takes.
///
/// `a: (l, …, n)` → `(l, …, n / 2 + 1)`, complex.
///
/// # Panics
/// If there is no axis, or no element along one.
///
/// # NumPy
/// `scipy.fft.ihfftn(a)`.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ihfftn(&[[3.0, -1.0]]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![[1.0, 2.0]]);
/// ```
#[track_caller]
pub fn ihfftn<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    ihfftn_with(a, &FftnOptions::default())
}

/// As [`ihfftn`], along some axes, of other numbers of elements, or scaled otherwise.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, or there is no element to transform.
///
/// # NumPy
/// `scipy.fft.ihfftn(a, s, axes, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, ihfftn_with};
///
/// assert_eq!(ihfftn_with(&[[8.0, 4.0]], &FftnOptions::default().s([1, 1]))[[0, 0]].re, 8.0);
/// ```
#[track_caller]
pub fn ihfftn_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Complexes<A> {
    try_ihfftn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ihfftn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ihfftn, try_ihfftn};
///
/// assert_eq!(try_ihfftn(&[[1.0, 2.0]]), Ok(ihfftn(&[[1.0, 2.0]])));
/// assert!(try_ihfftn(&[0.0; 0]).is_err());
/// ```
pub fn try_ihfftn<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ihfftn_with(a, &FftnOptions::default())
}

/// As [`ihfftn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there are no such axes, one is named twice, lengths do not fit them, or there is no element to
/// transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, try_ihfftn_with};
///
/// let error = try_ihfftn_with(&[[1.0, 2.0]], &FftnOptions::default().s([0, 2])).unwrap_err();
/// assert_eq!(error.to_string(), "ihfftn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_ihfftn_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftnOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::many(IHFFTN, a.shape(), None, options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}
