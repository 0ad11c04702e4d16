//! Finding a picture in another one.

use crate::level::Level;
use crate::mode::Mode;
use nd_core::{Array, ArrayLike};
use nd_ops::fft::{FftnOptions, irfftn_with, next_fast_len, rfftn_with};

/// How [`match_template_with`] treats edges.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::TemplateOptions::default().beyond, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TemplateOptions {
    /// What lies beyond the edges, if the template may reach there; it may not by default.
    pub beyond: Option<Mode>,
}

impl TemplateOptions {
    /// Lets the template reach beyond the edges, and says what lies there: the result has the shape of the
    /// picture, and is where the middle of the template is.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, feature::{TemplateOptions, match_template_with}};
    /// let options = TemplateOptions::default().beyond(Mode::Constant(0.0));
    /// let r = match_template_with([0.0, 0.0, 1.0, 9.0, 1.0], [1.0, 9.0, 1.0], &options);
    /// assert_eq!(r.size(), 5);
    /// assert!((r[[3]] - 1.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn beyond(self, mode: Mode) -> TemplateOptions {
        TemplateOptions { beyond: Some(mode) }
    }
}

/// How much each part of a picture is like a template, whatever their brightness and contrast:
/// `(n, …), (m, …) -> (n - m + 1, …)`, from -1 to 1 (normalised cross-correlation: Lewis, Vision Interface, 1995).
///
/// The result stands where the first sample of the template does. Where the picture, or the template, is flat, it is
/// 0. Products are sums in the Fourier domain: a NaN or an infinity makes all of it NaN.
///
/// # Panics
/// If the template has another rank or is larger than the picture, or is empty.
///
/// # scikit-image
/// `skimage.feature.match_template(a, template)`, for arrays of two or three axes.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{crop, feature::match_template};
/// let a = Array::from_fn([20, 20], |i| ((7 * i[0] * i[0] + 3 * i[1] * i[0] + i[1]) % 11) as f64);
/// let found = match_template(&a, crop(&a, 5, 8, 6, 4));
/// assert_eq!(found.shape(), [15, 17]);
/// assert!((found[[5, 8]] - 1.0).abs() < 1e-9 && found[[0, 0]] < 0.9);
/// ```
#[track_caller]
pub fn match_template<A, T>(a: A, template: T) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
    T: ArrayLike<Elem = A::Elem>,
{
    match_template_with(a, template, &TemplateOptions::default())
}

/// [`match_template`] with templates that reach beyond the edges.
///
/// # Panics
/// As [`match_template`].
///
/// # scikit-image
/// `skimage.feature.match_template(a, template, pad_input=True, mode=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, feature::{TemplateOptions, match_template_with}};
/// let options = TemplateOptions::default().beyond(Mode::Reflect);
/// let r = match_template_with([[1u8, 5, 2, 8]], [[5u8, 2]], &options);
/// assert_eq!(r.shape(), [1, 4]);
/// ```
#[track_caller]
pub fn match_template_with<A, T>(a: A, template: T, options: &TemplateOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
    T: ArrayLike<Elem = A::Elem>,
{
    let (a, template) = (a.view(), template.view());
    let (whole, part) = (a.shape(), template.shape());
    let fits =
        whole.len() == part.len() && part.iter().zip(whole).all(|(m, n)| (1..=*n).contains(m));
    assert!(fits, "match_template: a template of shape {part:?} in a picture of shape {whole:?}");
    let (a, template) = (A::Elem::wide(a), A::Elem::wide(template));
    match options.beyond {
        None => matched(a, template),
        Some(mode) => matched(padded(&a, template.shape(), mode), template),
    }
}

/// The picture with room for the template around its middle.
fn padded(a: &Array<f64>, template: &[usize], mode: Mode) -> Array<f64> {
    let mut out = a.clone();
    for (axis, &m) in template.iter().enumerate() {
        let (before, n) = (m / 2, out.shape()[axis]);
        let step: usize = out.shape()[axis + 1..].iter().product();
        let mut shape = out.shape().to_vec();
        shape[axis] = n + m - 1;
        let from = out.as_slice().expect("fresh arrays are contiguous");
        let mut to = Vec::with_capacity(shape.iter().product());
        for block in from.chunks(n * step) {
            for i in 0..n + m - 1 {
                match mode.index(i as isize - before as isize, n) {
                    Some(i) => to.extend_from_slice(&block[i * step..][..step]),
                    None => to.extend(std::iter::repeat_n(mode.outside(), step)),
                }
            }
        }
        out = Array::from_shape_vec(shape, to);
    }
    out
}

#[inline(never)]
fn matched(mut a: Array<f64>, mut template: Array<f64>) -> Array<f64> {
    // Without their means, so that fewer digits are lost.
    let middle = a.iter().sum::<f64>() / a.size() as f64;
    a.iter_mut().for_each(|x| *x -= middle);
    let volume = template.size() as f64;
    let mean = template.iter().sum::<f64>() / volume;
    template.iter_mut().for_each(|x| *x -= mean);
    let energy: f64 = template.iter().map(|x| x * x).sum();
    let size = template.shape().to_vec();
    let products = correlated(&a, &template);
    let squares = a.map(|x| x * x);
    // What roundings leave of flat windows.
    let flat = squares.iter().sum::<f64>() * 1e-14;
    let (sums, squares) = (window_sums(a, &size), window_sums(squares, &size));
    let mut out = products;
    for ((x, &sum), &square) in out.iter_mut().zip(sums.iter()).zip(squares.iter()) {
        let spread = square - sum * sum / volume;
        *x = if spread <= flat || energy == 0.0 { 0.0 } else { *x / (spread * energy).sqrt() };
    }
    out
}

/// The sums of products of the template with each part of the picture.
fn correlated(a: &Array<f64>, template: &Array<f64>) -> Array<f64> {
    let shape: Vec<usize> = a.shape().iter().map(|&n| next_fast_len(n, true)).collect();
    if shape.is_empty() {
        return a.map(|x| x * template.iter().sum::<f64>());
    }
    let lengths: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let options = FftnOptions::default().s(&lengths[..]);
    let product = rfftn_with(a, &options) * rfftn_with(template, &options).map(|z| z.conj());
    let circular = irfftn_with(product, &options);
    let ends = a.shape().iter().zip(template.shape());
    let part: Vec<_> = ends.map(|(&n, &m)| (0..n - m + 1).into()).collect();
    circular.view().slice(part).to_array()
}

/// The sums of windows, axis by axis.
fn window_sums(a: Array<f64>, size: &[usize]) -> Array<f64> {
    let mut out = a;
    for (axis, &m) in size.iter().enumerate() {
        let n = out.shape()[axis];
        let step: usize = out.shape()[axis + 1..].iter().product();
        let mut shape = out.shape().to_vec();
        shape[axis] = n - m + 1;
        let from = out.into_vec();
        let mut to = Vec::with_capacity(shape.iter().product());
        for block in from.chunks(n * step) {
            let mut sums = vec![0.0; step];
            for i in 0..n {
                let row = &block[i * step..][..step];
                sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
                if i + 1 >= m {
                    to.extend_from_slice(&sums);
                    let first = &block[(i + 1 - m) * step..][..step];
                    sums.iter_mut().zip(first).for_each(|(sum, x)| *sum -= x);
                }
            }
        }
        out = Array::from_shape_vec(shape, to);
    }
    out
}
