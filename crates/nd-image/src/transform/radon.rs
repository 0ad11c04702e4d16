//! Projections of a picture, and pictures made of projections.

use crate::interpolation::Intensity;
use nd_core::{Array, ArrayLike, threads};
use std::f64::consts::{PI, SQRT_2};

/// Whether [`radon_with`] projects a disc or all of a picture.
///
/// # Examples
/// ```
/// assert!(nd_image::RadonOptions::default().circle);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RadonOptions {
    /// Whether only the disc in the middle counts; true by default. What is outside should be zero.
    pub circle: bool,
}

impl Default for RadonOptions {
    fn default() -> RadonOptions {
        RadonOptions { circle: true }
    }
}

impl RadonOptions {
    /// Sets whether only the disc in the middle counts.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{RadonOptions, radon_with};
    /// let whole = RadonOptions::default().circle(false);
    /// assert_eq!(radon_with([[1.0; 10]; 10], [0.0, 45.0], &whole).shape(), [15, 2]);
    /// ```
    #[must_use]
    pub fn circle(self, circle: bool) -> RadonOptions {
        RadonOptions { circle }
    }
}

/// The sums of a picture along parallel lines, for angles in degrees: `(n, n), (k) -> (n, k)`.
///
/// Column `i` has the sums over the rows of the picture turned by angle `i`. The picture should be zero
/// outside the disc in its middle; a longer side is cut to the shorter.
///
/// # Panics
/// If the picture has not 2 axes or is empty, or `theta` not one.
///
/// # scikit-image
/// `skimage.transform.radon(a, theta, preserve_range=True)`, within rounding.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::radon;
///
/// let mut a = Array::<f64>::zeros([5, 5]);
/// a[[2, 2]] = 3.0;
/// let sinogram = radon(&a, [0.0, 90.0]);
/// assert_eq!(sinogram.shape(), [5, 2]);
/// assert_eq!(sinogram[[2, 0]], 3.0);
/// assert!((sinogram[[2, 1]] - 3.0).abs() < 1e-14);
/// ```
#[track_caller]
pub fn radon<A, C>(a: A, theta: C) -> Array<f64>
where
    A: ArrayLike<Elem: Intensity>,
    C: ArrayLike<Elem = f64>,
{
    radon_with(a, theta, &RadonOptions::default())
}

/// [`radon`] of all of a picture: without the disc, lines are as long as the diagonal, rounded up.
///
/// # Panics
/// As [`radon`].
///
/// # scikit-image
/// `skimage.transform.radon(a, theta, circle, preserve_range=True)`.
///
/// # Examples
/// ```
/// use nd_image::{RadonOptions, radon_with};
/// let sums = radon_with([[1.0; 4]; 4], [0.0], &RadonOptions::default().circle(false));
/// assert_eq!(sums.as_slice().unwrap(), [0.0, 4.0, 4.0, 4.0, 4.0, 0.0]);
/// ```
#[track_caller]
pub fn radon_with<A, C>(a: A, theta: C, options: &RadonOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Intensity>,
    C: ArrayLike<Elem = f64>,
{
    let (a, theta) = (a.view(), theta.view());
    let good = a.ndim() == 2 && !a.is_empty();
    assert!(good, "radon: shape {:?} is no picture (h, w)", a.shape());
    assert!(theta.ndim() == 1, "radon: angles of shape {:?}, a list is needed", theta.shape());
    let square = Square::new(&Intensity::doubles(a), options.circle);
    let theta: Vec<f64> = theta.iter().copied().collect();
    project(&square, &theta)
}

/// A square picture.
struct Square {
    n: usize,
    pixels: Vec<f64>,
}

impl Square {
    /// The square in the middle of a picture, or one that it fits into at any angle.
    fn new(a: &Array<f64>, circle: bool) -> Square {
        let shape: [usize; 2] = a.view().dims();
        let [least, most] = [shape[0].min(shape[1]), shape[0].max(shape[1])];
        let n = if circle { least } else { (SQRT_2 * most as f64).ceil() as usize };
        // Middles go to middles; a cut starts after half of what is left over, rounded up.
        let offset = |len: usize| {
            if circle { -((len - n).div_ceil(2) as isize) } else { (n / 2 - len / 2) as isize }
        };
        let [down, right] = shape.map(offset);
        let mut pixels = vec![0.0; n * n];
        for (y, row) in a.view().outer_iter().enumerate() {
            for (x, &pixel) in row.iter().enumerate() {
                let (y, x) = (y as isize + down, x as isize + right);
                let inside = 0..n as isize;
                if inside.contains(&y) && inside.contains(&x) {
                    pixels[y as usize * n + x as usize] = pixel;
                }
            }
        }
        Square { n, pixels }
    }

    /// The pixel, zero outside.
    fn at(&self, y: isize, x: isize) -> f64 {
        let inside = 0..self.n as isize;
        if inside.contains(&y) && inside.contains(&x) {
            self.pixels[y as usize * self.n + x as usize]
        } else {
            0.0
        }
    }

    fn between(&self, y: f64, x: f64) -> f64 {
        let (top, left) = (y.floor(), x.floor());
        let (down, right) = (y - top, x - left);
        let (y, x) = (top as isize, left as isize);
        let upper = (1.0 - right) * self.at(y, x) + right * self.at(y, x + 1);
        let lower = (1.0 - right) * self.at(y + 1, x) + right * self.at(y + 1, x + 1);
        (1.0 - down) * upper + down * lower
    }
}

fn project(square: &Square, theta: &[f64]) -> Array<f64> {
    let (n, middle) = (square.n, (square.n / 2) as f64);
    let columns = threads::collect(theta.len(), &|angle| {
        let (s, c) = theta[angle].to_radians().sin_cos();
        let mut sums = vec![0.0; n];
        for y in 0..n {
            let down = y as f64 - middle;
            for (x, sum) in sums.iter_mut().enumerate() {
                let right = x as f64 - middle;
                *sum +=
                    square.between(c * down - s * right + middle, c * right + s * down + middle);
            }
        }
        sums
    });
    let all = columns.into_iter().flatten().collect();
    Array::from_shape_vec([theta.len(), n], all).view().t().to_array()
}

/// How [`iradon_with`] sharpens projections before it smears them back: the ramp of frequencies makes
/// the answer exact, a window on it quietens noise.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::RadonFilter::default(), nd_image::RadonFilter::Ramp);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum RadonFilter {
    /// The ramp itself.
    #[default]
    Ramp,
    /// The ramp times a sinc.
    SheppLogan,
    /// The ramp times a cosine.
    Cosine,
    /// The ramp times a Hamming window.
    Hamming,
    /// The ramp times a Hann window.
    Hann,
    /// Nothing: a blurred picture.
    None,
}

/// How [`iradon_with`] reconstructs.
///
/// # Examples
/// ```
/// let options = nd_image::IradonOptions::default();
/// assert_eq!((options.size, options.circle), (None, true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IradonOptions {
    /// The height and width of the picture; by default the length of the projections, or of the square
    /// within a circle of that diameter if not only the disc was projected.
    pub size: Option<usize>,
    /// How projections are sharpened; by the ramp by default.
    pub filter: RadonFilter,
    /// Whether only the disc in the middle was projected; true by default. The rest becomes zero.
    pub circle: bool,
}

impl Default for IradonOptions {
    fn default() -> IradonOptions {
        IradonOptions { size: None, filter: RadonFilter::Ramp, circle: true }
    }
}

impl IradonOptions {
    /// Sets the height and width of the picture.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{IradonOptions, iradon_with};
    /// let options = IradonOptions::default().size(4);
    /// assert_eq!(iradon_with([[0.0]; 9], [0.0], &options).shape(), [4, 4]);
    /// ```
    #[must_use]
    pub fn size(self, size: usize) -> IradonOptions {
        IradonOptions { size: Some(size), ..self }
    }

    /// Sets how projections are sharpened.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{IradonOptions, RadonFilter};
    /// let options = IradonOptions::default().filter(RadonFilter::Hann);
    /// assert_eq!(options.filter, RadonFilter::Hann);
    /// ```
    #[must_use]
    pub fn filter(self, filter: RadonFilter) -> IradonOptions {
        IradonOptions { filter, ..self }
    }

    /// Sets whether only the disc in the middle was projected.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_image::IradonOptions::default().circle(false).circle);
    /// ```
    #[must_use]
    pub fn circle(self, circle: bool) -> IradonOptions {
        IradonOptions { circle, ..self }
    }
}

/// The picture of which projections at angles in degrees are given: `(n, k), (k) -> (n, n)`, by filtered
/// back projection.
///
/// # Panics
/// If the projections have not 2 axes or have no samples, or there is not one angle for each.
///
/// # scikit-image
/// `skimage.transform.iradon(sinogram, theta)`, within rounding; linear interpolation. The filters are
/// applied as convolutions, which is what the padded Fourier transform there comes to.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{iradon, radon};
///
/// let a = Array::from_fn([32, 32], |i| {
///     let (y, x) = (i[0] as f64 - 16.0, i[1] as f64 - 16.0);
///     if y * y + x * x < 64.0 { 1.0 } else { 0.0 }
/// });
/// let theta: Vec<f64> = (0..60).map(|k| k as f64 * 3.0).collect();
/// let again = iradon(radon(&a, &theta), &theta);
/// assert!((again[[16, 16]] - 1.0).abs() < 0.1 && again[[16, 30]].abs() < 0.1);
/// ```
#[track_caller]
pub fn iradon<A, C>(sinogram: A, theta: C) -> Array<f64>
where
    A: ArrayLike<Elem: Intensity>,
    C: ArrayLike<Elem = f64>,
{
    iradon_with(sinogram, theta, &IradonOptions::default())
}

/// [`iradon`] with another filter or to another size.
///
/// # Panics
/// As [`iradon`].
///
/// # scikit-image
/// `skimage.transform.iradon(sinogram, theta, output_size, filter_name, circle=...)`.
///
/// # Examples
/// ```
/// use nd_image::{IradonOptions, RadonFilter, iradon_with};
/// let options = IradonOptions::default().filter(RadonFilter::None).circle(false);
/// let smeared = iradon_with([[0.0], [2.0], [2.0], [0.0]], [0.0], &options);
/// assert_eq!(smeared.shape(), [2, 2]);
/// ```
#[track_caller]
pub fn iradon_with<A, C>(sinogram: A, theta: C, options: &IradonOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Intensity>,
    C: ArrayLike<Elem = f64>,
{
    let (sinogram, theta) = (sinogram.view(), theta.view());
    let shape = sinogram.shape().to_vec();
    assert!(
        shape.len() == 2 && shape[0] > 0 && theta.shape() == [shape[1]],
        "iradon: projections {shape:?} for angles {:?}, (n, k) and (k) are needed",
        theta.shape()
    );
    let size = options.size.unwrap_or_else(|| {
        let n = shape[0] as f64;
        if options.circle { shape[0] } else { (n * n / 2.0).sqrt().floor() as usize }
    });
    let theta: Vec<f64> = theta.iter().copied().collect();
    back_project(&Intensity::doubles(sinogram.t()), &theta, size, options)
}

/// Projections as rows, smeared back over a square.
fn back_project(
    lines: &Array<f64>,
    theta: &[f64],
    size: usize,
    options: &IradonOptions,
) -> Array<f64> {
    let given = lines.shape()[1];
    // A disc is projected to lines as long as its diameter; the square around it has longer ones.
    let n = if options.circle { (SQRT_2 * given as f64).ceil() as usize } else { given };
    let before = n / 2 - given / 2;
    let response = response(n, options.filter);
    let lines: Vec<&[f64]> = (0..theta.len())
        .map(|k| &lines.as_slice().expect("fresh arrays are contiguous")[k * given..][..given])
        .collect();
    let filtered = threads::collect(lines.len(), &|k| convolve(lines[k], before, n, &response));
    let turns: Vec<_> = theta.iter().map(|degrees| degrees.to_radians().sin_cos()).collect();
    let radius = (size / 2) as f64;
    let mut out = vec![0.0; size * size];
    let scale = PI / (2.0 * theta.len() as f64);
    crate::blocks::for_each_block(&mut out, size.max(1), usize::MAX, &|row, out| {
        let x = row as f64 - radius;
        for (line, (s, c)) in filtered.iter().zip(&turns) {
            for (column, sum) in out.iter_mut().enumerate() {
                *sum += at(line, (column as f64 - radius) * c - x * s + (n / 2) as f64);
            }
        }
        for (column, sum) in out.iter_mut().enumerate() {
            let y = column as f64 - radius;
            let outside = options.circle && x * x + y * y > radius * radius;
            *sum = if outside { 0.0 } else { *sum * scale };
        }
    });
    Array::from_shape_vec([size, size], out)
}

/// A line between its samples, zero outside.
fn at(line: &[f64], x: f64) -> f64 {
    let left = x.floor();
    if !(0.0..=(line.len() - 1) as f64).contains(&x) {
        return 0.0;
    }
    let (i, part) = (left as usize, x - left);
    let next = line.get(i + 1).copied().unwrap_or(line[i]);
    line[i] + part * (next - line[i])
}

/// The line, put into `n` samples, convolved with a response to `-n < lag < n`.
fn convolve(line: &[f64], before: usize, n: usize, response: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; n];
    for (k, &x) in line.iter().enumerate().filter(|(_, x)| **x != 0.0) {
        let lags = &response[n - 1 - (before + k)..][..n];
        out.iter_mut().zip(lags).for_each(|(o, h)| *o += x * h);
    }
    out
}

/// What a filter makes of a single sample, at the lags `-n + 1 .. n`.
///
/// Filters are given by their values at the frequencies of a padded transform (A. Kak, M. Slaney:
/// Principles of Computerized Tomographic Imaging, chapter 3, equation 61 for the ramp, so that it has
/// the right mean).
fn response(n: usize, filter: RadonFilter) -> Vec<f64> {
    let size = (2 * n).next_power_of_two().max(64);
    let ramp: Vec<f64> = (0..size)
        .map(|k| match k.min(size - k) {
            0 => 0.25,
            lag if lag % 2 == 1 => -1.0 / (PI * lag as f64).powi(2),
            _ => 0.0,
        })
        .collect();
    let lags = (1 - n as isize..n as isize).map(|lag| lag.rem_euclid(size as isize) as usize);
    match filter {
        RadonFilter::None => lags.map(|lag| f64::from(u8::from(lag == 0))).collect(),
        RadonFilter::Ramp => lags.map(|lag| 2.0 * ramp[lag]).collect(),
        _ => {
            let waves: Vec<f64> =
                (0..size).map(|k| (2.0 * PI * k as f64 / size as f64).cos()).collect();
            let transform = |values: &[f64]| {
                threads::collect(size, &|j| {
                    let each = values.iter().enumerate();
                    each.map(|(k, x)| x * waves[j * k % size]).sum::<f64>()
                })
            };
            let mut values = transform(&ramp);
            for (j, value) in values.iter_mut().enumerate() {
                *value *= 2.0 * window(filter, j, size) / size as f64;
            }
            let all = transform(&values);
            lags.map(|lag| all[lag]).collect()
        }
    }
}

/// The factor of the frequency `j`.
fn window(filter: RadonFilter, j: usize, size: usize) -> f64 {
    let shifted = ((j + size / 2) % size) as f64;
    let raised = |a: f64| a - (1.0 - a) * (2.0 * PI * shifted / (size as f64 - 1.0)).cos();
    match filter {
        RadonFilter::SheppLogan if j > 0 => {
            let signed = if j < size / 2 { j as f64 } else { j as f64 - size as f64 };
            let omega = PI * signed / size as f64;
            omega.sin() / omega
        }
        RadonFilter::Cosine => (PI * shifted / size as f64).sin(),
        RadonFilter::Hamming => raised(0.54),
        RadonFilter::Hann => raised(0.5),
        _ => 1.0,
    }
}
