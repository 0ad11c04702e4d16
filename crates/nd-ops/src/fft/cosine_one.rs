//! Cosine and sine transforms along one axis.

use super::cosine_job::{CosineJob, CosineTask};
use super::cosine_options::DctOptions;
use super::error::FftError;
use super::numbers::{Kept, Transformable};
use nd_core::ArrayLike;

const DCT: CosineTask = CosineTask { op: "dct", sine: false, inverse: false };

/// The discrete cosine transform of type II along the last axis: `out[k] = 2 Σⱼ a[j] cos(π k (2j + 1) / 2n)`.
///
/// `a: (…, n)` → `(…, n)`, real for real elements. Type I is `a[0] + (-1)ᵏ a[n-1] + 2 Σ a[j] cos(π j k / (n - 1))` over the others, III is
/// `a[0] + 2 Σ a[j] cos(π j (2k + 1) / 2n)` over the others, and IV `2 Σⱼ a[j] cos(π (2j + 1) (2k + 1) / 4n)`. NaN and infinities spread.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.dct(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::dct(&[1.0, 1.0]), nd_core::array![4.0, 0.0]);
/// ```
#[track_caller]
pub fn dct<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    dct_with(a, &DctOptions::default())
}

/// As [`dct`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there is no such axis, no element to transform, or one element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.dct(a, type, n, axis, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctOptions, dct_with};
///
/// let options = DctOptions::default().kind(CosineType::I);
/// assert_eq!(dct_with(&[1.0, 2.0, 4.0], &options), nd_core::array![9.0, -3.0, 1.0]);
/// ```
#[track_caller]
pub fn dct_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctOptions) -> Kept<A> {
    try_dct_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`dct`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{dct, try_dct};
///
/// assert_eq!(try_dct(&[1.0, 2.0]), Ok(dct(&[1.0, 2.0])));
/// assert!(try_dct(&[0.0; 0]).is_err());
/// ```
pub fn try_dct<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_dct_with(a, &DctOptions::default())
}

/// As [`dct_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`dct_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctOptions, try_dct_with};
///
/// let error = try_dct_with(&[1.0], &DctOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "dct: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_dct_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::one(DCT, a.shape(), options)?))
}

const IDCT: CosineTask = CosineTask { op: "idct", sine: false, inverse: true };

/// The transform back of [`dct`] along the last axis: type III divided by 2n.
///
/// `a: (…, n)` → `(…, n)`, real for real elements.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.idct(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::idct(&[4.0, 0.0]), nd_core::array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn idct<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    idct_with(a, &DctOptions::default())
}

/// As [`idct`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there is no such axis, no element to transform, or one element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.idct(a, type, n, axis, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctOptions, idct_with};
///
/// let options = DctOptions::default().kind(CosineType::I);
/// assert_eq!(idct_with(&[9.0, -3.0, 1.0], &options), nd_core::array![1.0, 2.0, 4.0]);
/// ```
#[track_caller]
pub fn idct_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctOptions) -> Kept<A> {
    try_idct_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`idct`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{idct, try_idct};
///
/// assert_eq!(try_idct(&[1.0, 2.0]), Ok(idct(&[1.0, 2.0])));
/// assert!(try_idct(&[0.0; 0]).is_err());
/// ```
pub fn try_idct<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_idct_with(a, &DctOptions::default())
}

/// As [`idct_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`idct_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctOptions, try_idct_with};
///
/// let error = try_idct_with(&[1.0], &DctOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "idct: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_idct_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::one(IDCT, a.shape(), options)?))
}

const DST: CosineTask = CosineTask { op: "dst", sine: true, inverse: false };

/// The discrete sine transform of type II along the last axis: `out[k] = 2 Σⱼ a[j] sin(π (k + 1) (2j + 1) / 2n)`.
///
/// `a: (…, n)` → `(…, n)`, real for real elements. Type I is `2 Σ a[j] sin(π (j + 1) (k + 1) / (n + 1))`, III is
/// `(-1)ᵏ a[n-1] + 2 Σ a[j] sin(π (j + 1) (2k + 1) / 2n)` over the others, and IV `2 Σⱼ a[j] sin(π (2j + 1) (2k + 1) / 4n)`. NaN and
/// infinities spread.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.dst(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::dst(&[1.0, -1.0]), nd_core::array![0.0, 4.0]);
/// ```
#[track_caller]
pub fn dst<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    dst_with(a, &DctOptions::default())
}

/// As [`dst`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there is no such axis, no element to transform, or one element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.dst(a, type, n, axis, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctOptions, dst_with};
///
/// let options = DctOptions::default().kind(CosineType::I);
/// assert_eq!(dst_with(&[3.0], &options), nd_core::array![6.0]);
/// ```
#[track_caller]
pub fn dst_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctOptions) -> Kept<A> {
    try_dst_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`dst`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{dst, try_dst};
///
/// assert_eq!(try_dst(&[1.0, 2.0]), Ok(dst(&[1.0, 2.0])));
/// assert!(try_dst(&[0.0; 0]).is_err());
/// ```
pub fn try_dst<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_dst_with(a, &DctOptions::default())
}

/// As [`dst_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`dst_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctOptions, try_dst_with};
///
/// let error = try_dst_with(&[1.0], &DctOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "dst: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_dst_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::one(DST, a.shape(), options)?))
}

const IDST: CosineTask = CosineTask { op: "idst", sine: true, inverse: true };

/// The transform back of [`dst`] along the last axis: type III divided by 2n.
///
/// `a: (…, n)` → `(…, n)`, real for real elements.
///
/// # Panics
/// If there is no axis, or no element along the last one.
///
/// # SciPy
/// `scipy.fft.idst(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::idst(&[0.0, 4.0]), nd_core::array![1.0, -1.0]);
/// ```
#[track_caller]
pub fn idst<A: ArrayLike<Elem: Transformable>>(a: A) -> Kept<A> {
    idst_with(a, &DctOptions::default())
}

/// As [`idst`], of another type, along other axes, of other lengths, or scaled.
///
/// # Panics
/// If there is no such axis, no element to transform, or one element for cosines of type I.
///
/// # SciPy
/// `scipy.fft.idst(a, type, n, axis, norm, orthogonalize=…)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctOptions, idst_with};
///
/// let options = DctOptions::default().kind(CosineType::I);
/// assert_eq!(idst_with(&[6.0], &options), nd_core::array![3.0]);
/// ```
#[track_caller]
pub fn idst_with<A: ArrayLike<Elem: Transformable>>(a: A, options: &DctOptions) -> Kept<A> {
    try_idst_with(a, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`idst`], where shapes come from elsewhere.
///
/// # Errors
/// [`FftError`] if there is no axis, or no element along the last one.
///
/// # Examples
/// ```
/// use nd_ops::fft::{idst, try_idst};
///
/// assert_eq!(try_idst(&[1.0, 2.0]), Ok(idst(&[1.0, 2.0])));
/// assert!(try_idst(&[0.0; 0]).is_err());
/// ```
pub fn try_idst<A: ArrayLike<Elem: Transformable>>(a: A) -> Result<Kept<A>, FftError> {
    try_idst_with(a, &DctOptions::default())
}

/// As [`idst_with`], where shapes and options come from elsewhere.
///
/// # Errors
/// [`FftError`]: as [`idst_with`] panics.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctOptions, try_idst_with};
///
/// let error = try_idst_with(&[1.0], &DctOptions::default().n(0)).unwrap_err();
/// assert_eq!(error.to_string(), "idst: there is no transform of 0 elements, along axis 0");
/// ```
pub fn try_idst_with<A: ArrayLike<Elem: Transformable>>(
    a: A,
    options: &DctOptions,
) -> Result<Kept<A>, FftError> {
    let a = a.view();
    Ok(<A::Elem as Transformable>::cosine_of(a, &CosineJob::one(IDST, a.shape(), options)?))
}
