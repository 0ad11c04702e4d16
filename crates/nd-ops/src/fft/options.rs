//! What transforms are asked for beside their elements.

use nd_core::PerAxis;

/// What transforms and those back are multiplied by.
///
/// # NumPy
/// `norm`: `"backward"`, `"ortho"` and `"forward"`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use nd_ops::fft::{FftOptions, Norm, fft_with};
///
/// let mean_first = fft_with(&[1.0, 3.0], &FftOptions::default().norm(Norm::Forward));
/// assert_eq!(mean_first, array![Complex::new(2.0, 0.0), Complex::new(-1.0, 0.0)]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Norm {
    /// The transform back by 1/n.
    #[default]
    Backward,
    /// Both by 1/√n, so that both keep lengths.
    Ortho,
    /// The transform by 1/n.
    Forward,
}

impl Norm {
    /// The factor of a transform of so many elements.
    pub(super) fn scale(self, n: f64, back: bool) -> f64 {
        match (self, back) {
            (Norm::Ortho, _) => 1.0 / n.sqrt(),
            (Norm::Backward, true) | (Norm::Forward, false) => 1.0 / n,
            _ => 1.0,
        }
    }
}

/// Which axis is transformed, how many of its elements, and how the result is scaled.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::fft::{FftOptions, rfft_with};
///
/// let columns = FftOptions::default().axis(0);
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(rfft_with(&a, &columns).map(|x| x.re), array![[4.0, 6.0], [-2.0, -2.0]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FftOptions {
    /// How many elements along the axis the transform has: the first ones of those there are, or those there are and
    /// zeros after them; of transforms to real numbers how many the result has. As many as there are unless it is given.
    pub n: Option<usize>,
    /// The axis, the last one unless it is given; negative ones count from the end.
    pub axis: isize,
    /// What the result is multiplied by.
    pub norm: Norm,
}

impl Default for FftOptions {
    /// All elements of the last axis, and [`Norm::Backward`].
    fn default() -> FftOptions {
        FftOptions { n: None, axis: -1, norm: Norm::Backward }
    }
}

impl FftOptions {
    /// How many elements along the axis are transformed.
    ///
    /// # NumPy
    /// `n`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftOptions, fft_with};
    ///
    /// assert_eq!(fft_with(&[1.0, 2.0, 4.0], &FftOptions::default().n(2))[[0]].re, 3.0); // cut off
    /// assert_eq!(fft_with(&[1.0, 2.0, 4.0], &FftOptions::default().n(8)).shape(), [8]); // zeros added
    /// ```
    pub fn n(self, n: usize) -> FftOptions {
        FftOptions { n: Some(n), ..self }
    }

    /// The axis that is transformed.
    ///
    /// # NumPy
    /// `axis`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftOptions, fft_with};
    ///
    /// assert_eq!(fft_with(&[[1, 2], [3, 4]], &FftOptions::default().axis(0))[[0, 1]].re, 6.0);
    /// ```
    pub fn axis(self, axis: isize) -> FftOptions {
        FftOptions { axis, ..self }
    }

    /// What the result is multiplied by.
    ///
    /// # NumPy
    /// `norm`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftOptions, Norm, fft_with};
    ///
    /// let ortho = FftOptions::default().norm(Norm::Ortho);
    /// assert_eq!(fft_with(&[1.0; 4], &ortho)[[0]].re, 2.0);
    /// ```
    pub fn norm(self, norm: Norm) -> FftOptions {
        FftOptions { norm, ..self }
    }
}

/// Which axes are transformed, how many elements of each, and how the result is scaled.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftnOptions, fftn_with};
///
/// let padded = FftnOptions::default().s([4, 4]);
/// assert_eq!(fftn_with(&[[1.0, 2.0], [3.0, 4.0]], &padded).shape(), [4, 4]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FftnOptions {
    /// How many elements each axis has, as [`FftOptions::n`]; -1 means as many as there are.
    pub s: Option<PerAxis<isize>>,
    /// The axes; unless they are given the last ones, as many as `s` has, or all (two for the functions of two axes).
    pub axes: Option<PerAxis<isize>>,
    /// What the result is multiplied by.
    pub norm: Norm,
}

impl FftnOptions {
    /// How many elements each axis has.
    ///
    /// # NumPy
    /// `s`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftnOptions, rfftn_with};
    ///
    /// let whole_rows = FftnOptions::default().s([5, -1]);
    /// assert_eq!(rfftn_with(&[[1.0, 2.0], [3.0, 4.0]], &whole_rows).shape(), [5, 2]);
    /// ```
    pub fn s(self, s: impl Into<PerAxis<isize>>) -> FftnOptions {
        FftnOptions { s: Some(s.into()), ..self }
    }

    /// The axes that are transformed.
    ///
    /// # NumPy
    /// `axes`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftnOptions, fftn_with};
    ///
    /// let columns = FftnOptions::default().axes([0]);
    /// assert_eq!(fftn_with(&[[1, 2], [3, 4]], &columns)[[1, 0]].re, -2.0);
    /// ```
    pub fn axes(self, axes: impl Into<PerAxis<isize>>) -> FftnOptions {
        FftnOptions { axes: Some(axes.into()), ..self }
    }

    /// What the result is multiplied by.
    ///
    /// # NumPy
    /// `norm`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::fft::{FftnOptions, Norm, fftn_with};
    ///
    /// let mean = FftnOptions::default().norm(Norm::Forward);
    /// assert_eq!(fftn_with(&[[1, 2], [3, 4]], &mean)[[0, 0]].re, 2.5);
    /// ```
    pub fn norm(self, norm: Norm) -> FftnOptions {
        FftnOptions { norm, ..self }
    }
}
