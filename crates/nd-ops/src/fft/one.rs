//! Transforms along one axis.

use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::{Complexes, Precision, Transformable};
use super::options::FftOptions;
use nd_core::ArrayLike;

const FFT: Task = Task { op: "fft", sides: Sides::Complex, inverse: false };

/// The discrete Fourier transform along the last axis: `out[k] = Σⱼ a[j] exp(-2πi j k / n)`.
///
/// `a: (…, n)` → `(…, n)`, complex, in the precision of [`Transformable`]. Any `n` takes time n log n. The error is a few units in the
/// last place of the lane's root mean square. A lane with NaN or an infinity becomes NaN as far as it depends on it.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # NumPy
/// `np.fft.fft(a)`, in single precision for `f16` and `f32` as SciPy has it; the last bits differ.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// let [zero, i] = [Complex::new(0.0, 0.0), Complex::i()];
/// assert_eq!(nd_ops::fft::fft(&[1, 0, 0, 0]), array![i / i, i / i, i / i, i / i]);
/// assert_eq!(nd_ops::fft::fft(&[i, -1.0 + zero, -i, 1.0 + zero]), array![zero, 4.0 * i, zero, zero]);
/// ```
#[track_caller]
pub fn fft<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    fft_with(a, &FftOptions::default())
}

/// As [`fft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.fft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, Norm, fft_with};
///
/// let padded = FftOptions::default().n(4).norm(Norm::Forward);
/// assert_eq!(fft_with(&[1.0, 3.0], &padded)[[2]].re, -0.5);
/// ```
#[track_caller]
pub fn fft_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftOptions) -> Complexes<A> {
    try_fft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`fft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{fft, try_fft};
///
/// assert_eq!(try_fft(&[1.0, 2.0]), Ok(fft(&[1.0, 2.0])));
/// assert!(try_fft(&[0.0; 0]).is_err());
/// ```
pub fn try_fft<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_fft_with(a, &FftOptions::default())
}

/// As [`fft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_fft_with};
///
/// let error = try_fft_with(&[1.0], &FftOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "fft: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_fft_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::one(FFT, a.shape(), options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}

const IFFT: Task = Task { op: "ifft", sides: Sides::Complex, inverse: true };

/// The transform back along the last axis: `out[j] = 1/n Σₖ a[k] exp(2πi j k / n)`.
///
/// `a: (…, n)` → `(…, n)`, complex, in the precision of [`Transformable`]. NaN and infinities as in [`fft`].
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # NumPy
/// `np.fft.ifft(a)`, in single precision for `f16` and `f32` as SciPy has it; the last bits differ.
///
/// # Examples
/// ```
/// let a = nd_ops::fft::ifft(&[4.0, 0.0, 0.0, 0.0]);
/// assert_eq!(a.map(|x| x.re), nd_core::array![1.0, 1.0, 1.0, 1.0]);
/// ```
#[track_caller]
pub fn ifft<A: ArrayLike<Elem: Transformable>>(a: A) -> Complexes<A> {
    ifft_with(a, &FftOptions::default())
}

/// As [`ifft`], along another axis, of another number of elements, or scaled otherwise.
///
/// # Panics
/// If there is no such axis, or no element to transform.
///
/// # NumPy
/// `np.fft.ifft(a, n, axis, norm)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, ifft_with};
///
/// let a = ifft_with(&[[4.0, 2.0], [0.0, 2.0]], &FftOptions::default().axis(0));
/// assert_eq!(a.map(|x| x.re), nd_core::array![[2.0, 2.0], [2.0, 0.0]]);
/// ```
#[track_caller]
pub fn ifft_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &FftOptions) -> Complexes<A> {
    try_ifft_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`ifft`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{ifft, try_ifft};
///
/// assert_eq!(try_ifft(&[1.0, 2.0]), Ok(ifft(&[1.0, 2.0])));
/// assert!(try_ifft(&[0.0; 0]).is_err());
/// ```
pub fn try_ifft<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Complexes<A>, FftError> {
    try_ifft_with(a, &FftOptions::default())
}

/// As [`ifft_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no such axis, or no element to transform.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftOptions, try_ifft_with};
///
/// let error = try_ifft_with(&[1.0], &FftOptions::default().axis(1)).unwrap_err();
/// assert_eq!(error.to_string(), "ifft: axis 1 is out of bounds for 1 dimensions");
/// ```
pub fn try_ifft_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &FftOptions,
) -> Result<Complexes<A>, FftError> {
    let a = a.view();
    let job = Job::one(IFFT, a.shape(), options)?;
    Ok(Precision::complex_of(A::Elem::input(a), &job))
}
