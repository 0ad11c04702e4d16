//! Transforms along one axis, of real numbers and to real numbers.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, RealTransformable, Reals, Transformable};
use super::options::FftOptions;
use nd_core::ArrayLike;

const RFFT: Task = Task { op: "rfft", sides: Sides::ToHalf, inverse: false };

/// The transform of real numbers along the last axis, as far as it is not the mirror image of itself.
///
/// `a: (…, n)` → `(…, n / 2 + 1)`, complex: [`fft`](crate::fft::fft()) up to the highest frequency, in half the time.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # NumPy
/// `np.fft.rfft(a)`, in single precision for `f16` as SciPy has it; complex numbers are refused by the compiler.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::rfft(&[1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(a.map(|x| (x.re, x.im)), nd_core::array![(10.0, 0.0), (-2.0, 2.0), (-2.0, 0.0)]);
/// ```
#[track_caller]
pub fn rfft<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    rfft_with(a, &FftOptions::default())
}

/// As [`rfft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.rfft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, rfft_with};
///
/// assert_eq!(rfft_with(&[1.0, 2.0], &FftOptions::default().n(5)).shape(), [3]);
/// ```
#[track_caller]
pub fn rfft_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftOptions,
) -> Complexes<A> {
    try_rfft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`rfft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{rfft, try_rfft};
///
/// assert_eq!(try_rfft(&[1.0, 2.0]), Ok(rfft(&[1.0, 2.0])));
/// assert!(try_rfft(&[0.0; 0]).is_err());
/// ```
pub fn try_rfft<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_rfft_with(a, &FftOptions::default())
}

/// As [`rfft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_rfft_with};
///
/// let error = try_rfft_with(&[1.0], &FftOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "rfft: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_rfft_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::one(RFFT, a.shape(), options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}

const IRFFT: Task = Task { op: "irfft", sides: Sides::ToReal, inverse: true };

/// The real numbers whose [`rfft`] along the last axis this is.
///
/// `a: (…, m)` → `(…, 2 (m - 1))`, real: an odd length has to be given, `FftOptions::default().n(2 * m - 1)`. Of the first element,
/// and for even lengths of the last one, the imaginary part is not looked at.
///
/// # Panics
/// If there is no axis, or fewer than two elements along the last one.
///
/// # NumPy
/// `np.fft.irfft(a)`, in single precision for `f16` as SciPy has it.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::fft::{irfft, rfft};
///
/// assert_eq!(irfft(rfft(&[1.0, 2.0, 3.0, 4.0])), array![1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(irfft(&[6.0, 2.0]), array![4.0, 2.0]);
/// ```
#[track_caller]
pub fn irfft<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    irfft_with(a, &FftOptions::default())
}

/// As [`irfft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.irfft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, irfft_with, rfft};
///
/// let a = irfft_with(rfft(&[2.0, 2.0, 2.0]), &FftOptions::default().n(3)); // its length is odd
/// assert_eq!(a, nd_core::array![2.0, 2.0, 2.0]);
/// ```
#[track_caller]
pub fn irfft_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftOptions) -> Reals<A> {
    try_irfft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`irfft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or fewer than two elements along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{irfft, try_irfft};
///
/// assert_eq!(try_irfft(&[1.0, 2.0]), Ok(irfft(&[1.0, 2.0])));
/// assert!(try_irfft(&[1.0]).is_err());
/// ```
pub fn try_irfft<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_irfft_with(a, &FftOptions::default())
}

/// As [`irfft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_irfft_with};
///
/// let error = try_irfft_with(&[1.0], &FftOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "irfft: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_irfft_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::one(IRFFT, a.shape(), options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const HFFT: Task = Task { op: "hfft", sides: Sides::ToReal, inverse: false };

/// The real transform of a sequence that is its own mirror image, conjugated, of which half is given.
///
/// `a: (…, m)` → `(…, 2 (m - 1))`, real; an odd length has to be given. What [`irfft`] is to [`ifft`](super::ifft), this is to
/// [`fft`](super::fft).
///
/// # Panics
/// If there is no axis, or fewer than two elements along the last one.
///
/// # NumPy
/// `np.fft.hfft(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::fft::{hfft, ihfft};
///
/// assert_eq!(hfft(&[1.0, 2.0, 3.0]), array![8.0, -2.0, 0.0, -2.0]); // of 1, 2, 3, 2
/// assert_eq!(ihfft(hfft(&[1.0, 2.0, 3.0])).map(|x| x.re), array![1.0, 2.0, 3.0]);
/// ```
#[track_caller]
pub fn hfft<A: ArrayLike<Elem: Transformable>>(a: A) -> Reals<A> {
    hfft_with(a, &FftOptions::default())
}

/// As [`hfft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.hfft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, Norm, hfft_with};
///
/// let a = hfft_with(&[1.0, 2.0, 3.0], &FftOptions::default().norm(Norm::Forward));
/// assert_eq!(a, nd_core::array![2.0, -0.5, 0.0, -0.5]);
/// ```
#[track_caller]
pub fn hfft_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftOptions) -> Reals<A> {
    try_hfft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`hfft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or fewer than two elements along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{hfft, try_hfft};
///
/// assert_eq!(try_hfft(&[1.0, 2.0]), Ok(hfft(&[1.0, 2.0])));
/// assert!(try_hfft(&[1.0]).is_err());
/// ```
pub fn try_hfft<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Reals<A>, FftError> {
    try_hfft_with(a, &FftOptions::default())
}

/// As [`hfft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_hfft_with};
///
/// let error = try_hfft_with(&[1.0], &FftOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "hfft: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_hfft_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Reals<A>, FftError> {
    let a = a.view();
    let job = Job::one(HFFT, a.shape(), options)?;
    Ok(Precision::real_of(A::Elem::input(a), &job))
}

const IHFFT: Task = Task { op: "ihfft", sides: Sides::ToHalf, inverse: true };

/// The first half of the transform back of real numbers along the last axis: what [`hfft`] takes.
///
/// `a: (…, n)` → `(…, n / 2 + 1)`, complex.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # NumPy
/// `np.fft.ihfft(a)`; complex numbers are refused by the compiler.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ihfft(&[8.0, -2.0, 0.0, -2.0]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![1.0, 2.0, 3.0]);
/// ```
#[track_caller]
pub fn ihfft<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Complexes<A> {
    ihfft_with(a, &FftOptions::default())
}

/// As [`ihfft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.ihfft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, ihfft_with};
///
/// assert_eq!(ihfft_with(&[8.0, 4.0], &FftOptions::default().n(1))[[0]].re, 8.0);
/// ```
#[track_caller]
pub fn ihfft_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftOptions,
) -> Complexes<A> {
    try_ihfft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ihfft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ihfft, try_ihfft};
///
/// assert_eq!(try_ihfft(&[1.0, 2.0]), Ok(ihfft(&[1.0, 2.0])));
/// assert!(try_ihfft(&[0.0; 0]).is_err());
/// ```
pub fn try_ihfft<A: ArrayLike<Elem: RealTransformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ihfft_with(a, &FftOptions::default())
}

/// As [`ihfft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_ihfft_with};
///
/// let error = try_ihfft_with(&[1.0], &FftOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "ihfft: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_ihfft_with<A: ArrayLike<Elem: RealTransformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::one(IHFFT, a.shape(), options)?;
    Ok(Precision::half_of(A::Elem::real_input(a), &job))
}
