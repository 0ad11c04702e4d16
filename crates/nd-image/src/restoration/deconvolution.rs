//! Deconvolution: a known blur taken away.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike, Complex};
use nd_ops::fft::{FftnOptions, irfftn_with, next_fast_len, rfftn, rfftn_with};

/// Takes a known blur away where the noise lets it: `(…), (…) -> (…)`, by Wiener's filter with a Laplacian for what
/// pictures are not.
///
/// `psf` is the image of a point, its middle at half its shape; `balance` is how much smoothness counts against
/// the data. Pictures are periodic. Nothing is clipped. A NaN or an infinity makes all of it NaN.
///
/// # Panics
/// If the arrays have another rank or no axes, the point's image is larger than the picture or an axis is shorter
/// than 3, or `balance` is negative or NaN.
///
/// # scikit-image
/// `skimage.restoration.wiener(a, psf, balance, clip=False)`; by default it clips to -1 and 1.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::wiener;
/// let a = Array::from_fn([16, 16], |i| if i[0] / 4 == 2 && i[1] / 4 == 1 { 1.0 } else { 0.0 });
/// let blur = Array::full([1, 3], 1.0 / 3.0);
/// let blurred = Array::from_fn([16, 16], |i| (0..3).map(|k| a[[i[0], (i[1] + k + 15) % 16]]).sum::<f64>() / 3.0);
/// let sharp = wiener(&blurred, &blur, 1e-9);
/// assert!(sharp.iter().zip(a.iter()).all(|(x, y)| (x - y).abs() < 1e-3));
/// ```
#[track_caller]
pub fn wiener<A, P>(a: A, psf: P, balance: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    P: ArrayLike<Elem = A::Elem>,
{
    let (a, psf) = (a.view(), psf.view());
    checked("wiener", a.shape(), psf.shape());
    assert!(balance >= 0.0, "wiener: balance is {balance}, must not be negative");
    let room = a.shape().iter().all(|&n| n >= 3);
    assert!(room, "wiener: shape {:?}, axes must be at least 3 long", a.shape());
    A::Elem::narrowed(filtered(&A::Elem::wide(a), &A::Elem::wide(psf), balance))
}

#[track_caller]
fn checked(op: &str, a: &[usize], psf: &[usize]) {
    let fits = !a.is_empty() && a.len() == psf.len();
    let fits = fits && psf.iter().zip(a).all(|(m, n)| (1..=*n).contains(m));
    assert!(fits, "{op}: a point's image of shape {psf:?} in a picture of shape {a:?}");
}

#[inline(never)]
fn filtered(a: &Array<f64>, psf: &Array<f64>, balance: f64) -> Array<f64> {
    let shape = a.shape();
    let laplacian = Array::from_fn(vec![3; shape.len()], |index| {
        match index.iter().filter(|&&i| i != 1).count() {
            0 => 2.0 * shape.len() as f64,
            1 => -1.0,
            _ => 0.0,
        }
    });
    let (blur, rough) = (response(psf, shape), response(&laplacian, shape));
    let mut spectrum = rfftn(a);
    let responses = blur.iter().zip(rough.iter());
    for (z, (blur, rough)) in spectrum.iter_mut().zip(responses) {
        *z *= blur.conj() / (blur.norm_sqr() + balance * rough.norm_sqr());
    }
    let lengths: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    irfftn_with(spectrum, &FftnOptions::default().s(&lengths[..]))
}

/// The transform of a point's image whose middle is at the origin.
fn response(psf: &Array<f64>, shape: &[usize]) -> Array<Complex<f64>> {
    let mut whole = Array::<f64>::zeros(shape);
    let samples = whole.as_slice_mut().expect("fresh arrays are contiguous");
    for (index, &x) in psf.indexed_iter() {
        let places = (0..shape.len()).map(|k| {
            let n = shape[k];
            (index[k] + n - psf.shape()[k] / 2) % n
        });
        let place = places.zip(shape).fold(0, |at, (i, &n)| at * n + i);
        samples[place] = x;
    }
    rfftn(&whole)
}

/// How [`richardson_lucy_with`] treats the dark.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::RichardsonLucyOptions::default().filter_epsilon, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RichardsonLucyOptions {
    /// Where the blurred estimate is below this, nothing is made of the quotient.
    pub filter_epsilon: Option<f64>,
}

impl RichardsonLucyOptions {
    /// Sets the level of the blurred estimate below which nothing is made of the quotient.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::RichardsonLucyOptions;
    /// assert_eq!(RichardsonLucyOptions::default().filter_epsilon(1e-6).filter_epsilon, Some(1e-6));
    /// ```
    #[must_use]
    pub fn filter_epsilon(self, filter_epsilon: f64) -> RichardsonLucyOptions {
        RichardsonLucyOptions { filter_epsilon: Some(filter_epsilon) }
    }
}

/// Takes a known blur away by iterations that keep levels positive: `(…), (…) -> (…)` (Richardson, Journal of the Optical
/// Society of America 62, 1972; Lucy, Astronomical Journal 79, 1974).
///
/// `psf` is the image of a point, which sums to 1. It begins with 0.5 everywhere; beyond the edges all is dark.
/// Nothing is clipped. A NaN or an infinity makes all of it NaN.
///
/// # Panics
/// If the arrays have another rank or no axes, or the point's image is larger than the picture.
///
/// # scikit-image
/// `skimage.restoration.richardson_lucy(a, psf, num_iter, clip=False)`; by default it clips to -1 and 1.
///
/// # Examples
/// ```
/// use nd_image::restoration::richardson_lucy;
/// let blurred = [0.0, 0.25, 0.5, 0.25, 0.0];
/// let sharp = richardson_lucy(blurred, [0.25, 0.5, 0.25], 100);
/// assert!(sharp[[2]] > 0.9 && sharp[[1]] < 0.1);
/// ```
#[track_caller]
pub fn richardson_lucy<A, P>(a: A, psf: P, num_iter: usize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    P: ArrayLike<Elem = A::Elem>,
{
    richardson_lucy_with(a, psf, num_iter, &RichardsonLucyOptions::default())
}

/// [`richardson_lucy`] that leaves the dark alone.
///
/// # Panics
/// As [`richardson_lucy`].
///
/// # scikit-image
/// `skimage.restoration.richardson_lucy(a, psf, num_iter, clip=False, filter_epsilon=...)`.
///
/// # Examples
/// ```
/// use nd_image::restoration::{RichardsonLucyOptions, richardson_lucy_with};
/// let options = RichardsonLucyOptions::default().filter_epsilon(1e-3);
/// let sharp = richardson_lucy_with([0.0, 1.0f64, 0.0], [1.0], 5, &options);
/// assert!((sharp[[1]] - 1.0).abs() < 1e-9);
/// ```
#[track_caller]
pub fn richardson_lucy_with<A, P>(
    a: A,
    psf: P,
    num_iter: usize,
    options: &RichardsonLucyOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    P: ArrayLike<Elem = A::Elem>,
{
    let (a, psf) = (a.view(), psf.view());
    checked("richardson_lucy", a.shape(), psf.shape());
    let (a, psf) = (A::Elem::wide(a), A::Elem::wide(psf));
    A::Elem::narrowed(iterated(&a, &psf, num_iter, options.filter_epsilon.unwrap_or(0.0)))
}

#[inline(never)]
fn iterated(a: &Array<f64>, psf: &Array<f64>, num_iter: usize, least: f64) -> Array<f64> {
    let mut mirrored = psf.view();
    for axis in 0..psf.ndim() {
        mirrored = mirrored.flip(axis as isize);
    }
    let blur = Convolution::new(a.shape(), psf);
    let back = Convolution::new(a.shape(), &mirrored.to_array());
    let mut out = Array::full(a.shape(), 0.5);
    for _ in 0..num_iter {
        let mut quotient = blur.run(&out);
        for (x, &source) in quotient.iter_mut().zip(a.iter()) {
            let blurred = *x + 1e-12;
            *x = if blurred < least { 0.0 } else { source / blurred };
        }
        let factors = back.run(&quotient);
        out.iter_mut().zip(factors.iter()).for_each(|(x, factor)| *x *= factor);
    }
    out
}

/// Convolutions with one kernel, of pictures of one shape, of which the middle is kept.
struct Convolution {
    spectrum: Array<Complex<f64>>,
    options: FftnOptions,
    starts: Vec<usize>,
}

impl Convolution {
    fn new(shape: &[usize], kernel: &Array<f64>) -> Convolution {
        let sizes = shape.iter().zip(kernel.shape());
        let lengths: Vec<isize> =
            sizes.map(|(&n, &m)| next_fast_len(n + m - 1, true) as isize).collect();
        let options = FftnOptions::default().s(&lengths[..]);
        let starts = kernel.shape().iter().map(|&m| (m - 1) / 2).collect();
        Convolution { spectrum: rfftn_with(kernel, &options), options, starts }
    }

    fn run(&self, a: &Array<f64>) -> Array<f64> {
        let product = rfftn_with(a, &self.options) * &self.spectrum;
        let whole = irfftn_with(product, &self.options);
        let part = self.starts.iter().zip(a.shape()).map(|(&start, &n)| (start..start + n).into());
        whole.view().slice(part.collect::<Vec<_>>()).to_array()
    }
}
