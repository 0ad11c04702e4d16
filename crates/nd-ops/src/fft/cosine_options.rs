//! What cosine and sine transforms are asked for.

use super::options::Norm;
use nd_core::PerAxis;

/// The types of cosine and sine transforms: where the sequence, continued, is its own mirror image.
///
/// # SciPy
/// `type`: 1 to 4.
///
/// # Examples
/// ```
/// use nd_ops::fft::{CosineType, DctOptions, dct_with};
///
/// let first = DctOptions::default().kind(CosineType::I);
/// assert_eq!(dct_with(&[1.0, 2.0, 4.0], &first), nd_core::array![9.0, -3.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CosineType {
    /// About the first and the last element (sines: the places before and after them). Its own inverse.
    I,
    /// Half way between elements.
    #[default]
    II,
    /// The inverse of II.
    III,
    /// Half way between elements, on either side. Its own inverse.
    IV,
}

impl CosineType {
    /// That of the inverse.
    pub(super) fn inverse(self) -> CosineType {
        match self {
            CosineType::II => CosineType::III,
            CosineType::III => CosineType::II,
            own => own,
        }
    }
}

macro_rules! setters {
    ($Options:ident, $fn_with:ident) => {
        impl $Options {
            /// The type.
            ///
            /// # SciPy
            /// `type`.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::fft::{CosineType, ", stringify!($Options), "};")]
            ///
            #[doc = concat!("let third = ", stringify!($Options), "::default().kind(CosineType::III);")]
            /// assert_eq!(third.kind, CosineType::III);
            /// ```
            pub fn kind(self, kind: CosineType) -> Self {
                Self { kind, ..self }
            }

            /// What the result is multiplied by.
            ///
            /// # SciPy
            /// `norm`.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::fft::{Norm, ", stringify!($Options), "};")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($Options), "::default().norm(Norm::Ortho).norm, Norm::Ortho);")]
            /// ```
            pub fn norm(self, norm: Norm) -> Self {
                Self { norm, ..self }
            }

            /// Whether the first and last elements are scaled so that the matrix of the transform is orthogonal up to a factor.
            ///
            /// # SciPy
            /// `orthogonalize`.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_ops::fft::{", stringify!($Options), ", ", stringify!($fn_with), "};")]
            ///
            #[doc = concat!("let options = ", stringify!($Options), "::default().orthogonalize(true);")]
            #[doc = concat!("assert!((", stringify!($fn_with), "(&[2.0f64, 2.0], &options)[[0]] - 32f64.sqrt()).abs() < 1e-14);")]
            /// ```
            pub fn orthogonalize(self, orthogonalize: bool) -> Self {
                Self { orthogonalize: Some(orthogonalize), ..self }
            }
        }
    };
}

/// Type, axis, number of elements and scale of cosine and sine transforms.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctOptions, Norm, dct_with};
///
/// let ortho = DctOptions::default().norm(Norm::Ortho);
/// assert_eq!(dct_with(&[3.0; 4], &ortho), nd_core::array![6.0, 0.0, 0.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DctOptions {
    /// The type, II unless it is given.
    pub kind: CosineType,
    /// How many elements along the axis are transformed: the first ones, or all and zeros after them.
    pub n: Option<usize>,
    /// The axis, the last one unless it is given.
    pub axis: isize,
    /// What the result is multiplied by: 1/N, 1/√N or not, where N is twice the number of elements (type I of cosines: less 2;
    /// of sines: and 2).
    pub norm: Norm,
    /// Whether the first and last elements are scaled so that the matrix is orthogonal; as [`Norm::Ortho`] needs it unless it is given.
    pub orthogonalize: Option<bool>,
}

impl Default for DctOptions {
    /// Type II of all elements of the last axis, unscaled.
    fn default() -> DctOptions {
        DctOptions {
            kind: CosineType::II,
            n: None,
            axis: -1,
            norm: Norm::Backward,
            orthogonalize: None,
        }
    }
}

impl DctOptions {
    /// How many elements along the axis are transformed.
    ///
    /// # SciPy
    /// `n`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{DctOptions, dct_with};
    ///
    /// assert_eq!(dct_with(&[1.0, 2.0], &DctOptions::default().n(1)), nd_core::array![2.0]);
    /// ```
    pub fn n(self, n: usize) -> DctOptions {
        DctOptions { n: Some(n), ..self }
    }

    /// The axis that is transformed.
    ///
    /// # SciPy
    /// `axis`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{DctOptions, dct_with};
    ///
    /// assert_eq!(dct_with(&[[1.0], [2.0]], &DctOptions::default().axis(0))[[0, 0]], 6.0);
    /// ```
    pub fn axis(self, axis: isize) -> DctOptions {
        DctOptions { axis, ..self }
    }
}

setters!(DctOptions, dct_with);

/// Type, axes, numbers of elements and scale of cosine and sine transforms along several axes.
///
/// # Examples
/// ```
/// use nd_ops::fft::{DctnOptions, dctn_with};
///
/// let first = DctnOptions::default().axes([0]);
/// assert_eq!(dctn_with(&[[1.0, 2.0], [1.0, 2.0]], &first), nd_core::array![[4.0, 8.0], [0.0, 0.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DctnOptions {
    /// The type, II unless it is given.
    pub kind: CosineType,
    /// How many elements each axis has; -1 means as many as there are.
    pub s: Option<PerAxis<isize>>,
    /// The axes; unless they are given the last ones, as many as `s` has, or all.
    pub axes: Option<PerAxis<isize>>,
    /// As [`DctOptions::norm`], for each axis.
    pub norm: Norm,
    /// As [`DctOptions::orthogonalize`].
    pub orthogonalize: Option<bool>,
}

impl DctnOptions {
    /// How many elements each axis has.
    ///
    /// # SciPy
    /// `s`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{DctnOptions, dctn_with};
    ///
    /// assert_eq!(dctn_with(&[[1.0, 2.0]], &DctnOptions::default().s([3, -1])).shape(), [3, 2]);
    /// ```
    pub fn s(self, s: impl Into<PerAxis<isize>>) -> DctnOptions {
        DctnOptions { s: Some(s.into()), ..self }
    }

    /// The axes that are transformed.
    ///
    /// # SciPy
    /// `axes`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{DctnOptions, dctn_with};
    ///
    /// assert_eq!(dctn_with(&[[1.0, 2.0]], &DctnOptions::default().axes([1]))[[0, 0]], 6.0);
    /// ```
    pub fn axes(self, axes: impl Into<PerAxis<isize>>) -> DctnOptions {
        DctnOptions { axes: Some(axes.into()), ..self }
    }
}

setters!(DctnOptions, dctn_with);
