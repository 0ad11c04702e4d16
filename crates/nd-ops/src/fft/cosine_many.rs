//! Cosine and sine transforms along several axes.

use super::cosine_job::{CosineJob, CosineTask};
use super::cosine_options::DctnOptions;
use super::error::FftError;
use super::numbers::{Kept, Transformable};
use nd_core::ArrayLike;

const DCTN: CosineTask = CosineTask { op: "dctn", sine: false, inverse: false };

/// The discrete cosine transform of type II along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`: [`dct`](super::dct) along one axis after the other. An array without axes is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # SciPy
/// `scipy.fft.dctn(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::dctn(&[[1.0, 1.0], [1.0, 1.0]]), nd_core::array![[16.0, 0.0], [0.0, 0.0]]);
/// ```
#[track_caller]
pub fn dctn<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    dctn_with(a, &DctnOptions::default())
}

/// As [`dctn`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, there is no element to transform, or one
/// element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.dctn(a, type, s, axes, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctnOptions, dctn_with};
///
/// let options = DctnOptions::default().kind(CosineType::I).axes([1]);
/// assert_eq!(dctn_with(&[[1.0, 2.0, 4.0]], &options), nd_core::array![[9.0, -3.0, 1.0]]);
/// ```
#[track_caller]
pub fn dctn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctnOptions) -> Kept<A> {
    try_dctn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`dctn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{dctn, try_dctn};
///
/// assert_eq!(try_dctn(&[[1.0, 2.0]]), Ok(dctn(&[[1.0, 2.0]])));
/// assert!(try_dctn(&[0.0; 0]).is_err());
/// ```
pub fn try_dctn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_dctn_with(a, &DctnOptions::default())
}

/// As [`dctn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`dctn_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctnOptions, try_dctn_with};
///
/// let error = try_dctn_with(&[[1.0]], &DctnOptions::default().s([0, 1])).unwrap_err();
/// assert_eq!(error.to_string(), "dctn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_dctn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctnOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::many(DCTN, a.shape(), options)?))
}

const IDCTN: CosineTask = CosineTask { op: "idctn", sine: false, inverse: true };

/// The transform back of [`dctn`] along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`: [`idct`](super::idct) along one axis after the other. An array without axes is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # SciPy
/// `scipy.fft.idctn(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::idctn(&[[16.0, 0.0], [0.0, 0.0]]), nd_core::array![[1.0, 1.0], [1.0, 1.0]]);
/// ```
#[track_caller]
pub fn idctn<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    idctn_with(a, &DctnOptions::default())
}

/// As [`idctn`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, there is no element to transform, or one
/// element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.idctn(a, type, s, axes, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctnOptions, idctn_with};
///
/// let options = DctnOptions::default().kind(CosineType::I).axes([1]);
/// assert_eq!(idctn_with(&[[9.0, -3.0, 1.0]], &options), nd_core::array![[1.0, 2.0, 4.0]]);
/// ```
#[track_caller]
pub fn idctn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctnOptions) -> Kept<A> {
    try_idctn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`idctn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{idctn, try_idctn};
///
/// assert_eq!(try_idctn(&[[1.0, 2.0]]), Ok(idctn(&[[1.0, 2.0]])));
/// assert!(try_idctn(&[0.0; 0]).is_err());
/// ```
pub fn try_idctn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_idctn_with(a, &DctnOptions::default())
}

/// As [`idctn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`idctn_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctnOptions, try_idctn_with};
///
/// let error = try_idctn_with(&[[1.0]], &DctnOptions::default().s([0, 1])).unwrap_err();
/// assert_eq!(error.to_string(), "idctn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_idctn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctnOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::many(IDCTN, a.shape(), options)?))
}

const DSTN: CosineTask = CosineTask { op: "dstn", sine: true, inverse: false };

/// The discrete sine transform of type II along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`: [`dst`](super::dst) along one axis after the other. An array without axes is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # SciPy
/// `scipy.fft.dstn(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::dstn(&[[1.0, -1.0]]), nd_core::array![[0.0, 8.0]]);
/// ```
#[track_caller]
pub fn dstn<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    dstn_with(a, &DctnOptions::default())
}

/// As [`dstn`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, there is no element to transform, or one
/// element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.dstn(a, type, s, axes, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctnOptions, dstn_with};
///
/// let options = DctnOptions::default().kind(CosineType::I);
/// assert_eq!(dstn_with(&[[3.0]], &options), nd_core::array![[12.0]]);
/// ```
#[track_caller]
pub fn dstn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctnOptions) -> Kept<A> {
    try_dstn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`dstn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{dstn, try_dstn};
///
/// assert_eq!(try_dstn(&[[1.0, 2.0]]), Ok(dstn(&[[1.0, 2.0]])));
/// assert!(try_dstn(&[0.0; 0]).is_err());
/// ```
pub fn try_dstn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_dstn_with(a, &DctnOptions::default())
}

/// As [`dstn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`dstn_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctnOptions, try_dstn_with};
///
/// let error = try_dstn_with(&[[1.0]], &DctnOptions::default().s([0, 1])).unwrap_err();
/// assert_eq!(error.to_string(), "dstn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_dstn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctnOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::many(DSTN, a.shape(), options)?))
}

const IDSTN: CosineTask = CosineTask { op: "idstn", sine: true, inverse: true };

/// The transform back of [`dstn`] along all axes.
///
/// `a: (l, …, n)` → `(l, …, n)`: [`idst`](super::idst) along one axis after the other. An array without axes is its own transform.
///
/// # Panics
/// If there is no element along an axis.
///
/// # SciPy
/// `scipy.fft.idstn(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::idstn(&[[0.0, 8.0]]), nd_core::array![[1.0, -1.0]]);
/// ```
#[track_caller]
pub fn idstn<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    idstn_with(a, &DctnOptions::default())
}

/// As [`idstn`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there are no such axes, one is named twice, lengths do not fit them, there is no element to transform, or one
/// element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.idstn(a, type, s, axes, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctnOptions, idstn_with};
///
/// let options = DctnOptions::default().kind(CosineType::I);
/// assert_eq!(idstn_with(&[[6.0]], &options), nd_core::array![[1.5]]);
/// ```
#[track_caller]
pub fn idstn_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctnOptions) -> Kept<A> {
    try_idstn_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`idstn`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no element along an axis.
///
/// # Examples
/// ```
/// use nd_ops::fft::{idstn, try_idstn};
///
/// assert_eq!(try_idstn(&[[1.0, 2.0]]), Ok(idstn(&[[1.0, 2.0]])));
/// assert!(try_idstn(&[0.0; 0]).is_err());
/// ```
pub fn try_idstn<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_idstn_with(a, &DctnOptions::default())
}

/// As [`idstn_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`idstn_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctnOptions, try_idstn_with};
///
/// let error = try_idstn_with(&[[1.0]], &DctnOptions::default().s([0, 1])).unwrap_err();
/// assert_eq!(error.to_string(), "idstn: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_idstn_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctnOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::many(IDSTN, a.shape(), options)?))
}
