//! Non-local means.

use super::window::{Bordered, exp_minus, picture};
use crate::level::{FloatLevel, Level};
use crate::mode::Mode;
use nd_core::simd::{Isa, Kernel, dispatch_wide};
use nd_core::{Array, ArrayLike, threads};

/// The distance of patches, over the cut-off, beyond which they count nothing.
const FAR: f64 = 5.0;

/// Rows that one task makes, so that sums over patches are carried on from row to row.
const BAND: usize = 32;

/// How [`denoise_nl_means_with`] compares patches.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::NlMeansOptions::default().patch_size, 7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NlMeansOptions {
    /// The side of patches, made odd; 7 by default.
    pub patch_size: usize,
    /// How far away patches are looked for; 11 by default.
    pub patch_distance: usize,
    /// The deviation of the noise, by whose effect distances are made less; 0 by default.
    pub sigma: f64,
    /// Whether all pixels of a patch count the same, as by default, which is much faster, or less towards its
    /// edge.
    pub fast: bool,
}

impl Default for NlMeansOptions {
    fn default() -> NlMeansOptions {
        NlMeansOptions { patch_size: 7, patch_distance: 11, sigma: 0.0, fast: true }
    }
}

impl NlMeansOptions {
    /// Sets the side of patches.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::NlMeansOptions;
    /// assert_eq!(NlMeansOptions::default().patch_size(5).patch_size, 5);
    /// ```
    #[must_use]
    pub fn patch_size(self, patch_size: usize) -> NlMeansOptions {
        NlMeansOptions { patch_size, ..self }
    }

    /// Sets how far away patches are looked for.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::NlMeansOptions;
    /// assert_eq!(NlMeansOptions::default().patch_distance(6).patch_distance, 6);
    /// ```
    #[must_use]
    pub fn patch_distance(self, patch_distance: usize) -> NlMeansOptions {
        NlMeansOptions { patch_distance, ..self }
    }

    /// Sets the deviation of the noise.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::NlMeansOptions;
    /// assert_eq!(NlMeansOptions::default().sigma(0.05).sigma, 0.05);
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: f64) -> NlMeansOptions {
        NlMeansOptions { sigma, ..self }
    }

    /// Sets whether all pixels of a patch count the same.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::NlMeansOptions;
    /// assert!(!NlMeansOptions::default().fast(false).fast);
    /// ```
    #[must_use]
    pub fn fast(self, fast: bool) -> NlMeansOptions {
        NlMeansOptions { fast, ..self }
    }
}

/// Makes each pixel the mean of pixels whose surroundings are alike: `(h, w) -> (h, w)` or `(h, w, c) -> (h, w, c)`
/// (Buades, Coll and Morel, Conference on Computer Vision and Pattern Recognition, 2005).
///
/// `h` is the difference of levels at which patches count 1/e; those that differ by more than √5 of it count
/// nothing. The picture is mirrored beyond its edges. A NaN or an infinity makes NaN of all that is compared with it.
///
/// # Panics
/// If the array is neither `(h, w)` nor `(h, w, c)`, or `h` is not positive.
///
/// # scikit-image
/// `skimage.restoration.denoise_nl_means(a, h=h)`, whose exponentials are off by some per cent. As there, patches
/// that count evenly are one row and column smaller than said, on the upper left.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::denoise_nl_means;
/// let noisy = Array::from_fn([20, 20], |i| 0.5 + 0.02 * (((7 * i[0] + 5 * i[1] * i[1]) % 11) as f64 - 5.0) / 5.0);
/// let smooth = denoise_nl_means(&noisy, 0.1);
/// let spread = |a: &Array<f64>| a.iter().map(|x| (x - 0.5).powi(2)).sum::<f64>();
/// assert!(spread(&smooth) < 0.05 * spread(&noisy));
/// ```
#[track_caller]
pub fn denoise_nl_means<A: ArrayLike<Elem: FloatLevel>>(a: A, h: f64) -> Array<A::Elem> {
    denoise_nl_means_with(a, h, &NlMeansOptions::default())
}

/// [`denoise_nl_means`] with other patches, or weights within them.
///
/// # Panics
/// As [`denoise_nl_means`]; if a patch has no size, a size or distance is above 1000, or the deviation is negative or
/// NaN.
///
/// # scikit-image
/// `skimage.restoration.denoise_nl_means(a, patch_size, patch_distance, h, fast_mode, sigma)`.
///
/// # Examples
/// ```
/// use nd_image::restoration::{NlMeansOptions, denoise_nl_means_with};
/// let options = NlMeansOptions::default().patch_size(3).patch_distance(2).fast(false);
/// let same = denoise_nl_means_with([[0.5f32; 6]; 5], 0.1, &options);
/// assert!(same.iter().all(|x| (x - 0.5).abs() < 1e-6));
/// ```
#[track_caller]
pub fn denoise_nl_means_with<A>(a: A, h: f64, options: &NlMeansOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    const OP: &str = "denoise_nl_means";
    let a = a.view();
    let shape = picture(OP, a.shape());
    assert!(h > 0.0, "{OP}: h is {h}, must be positive");
    let NlMeansOptions { patch_size, patch_distance, sigma, .. } = *options;
    let fits = (1..=1000).contains(&patch_size) && patch_distance <= 1000 && sigma >= 0.0;
    assert!(fits, "{OP}: patches of {patch_size} within {patch_distance}, sigma {sigma}");
    if a.is_empty() {
        return Array::zeros(a.shape());
    }
    let wide = A::Elem::wide(a);
    let out =
        if options.fast { even(wide, shape, h, options) } else { weighed(wide, shape, h, options) };
    A::Elem::narrowed(out)
}

/// All pixels of a patch count the same.
#[inline(never)]
fn even(mut a: Array<f64>, shape: [usize; 3], h: f64, options: &NlMeansOptions) -> Array<f64> {
    let [_, w, c] = shape;
    let (offset, distance) = (options.patch_size / 2, options.patch_distance);
    let samples = a.as_slice_mut().expect("casts are contiguous");
    let source = Bordered::new(samples, shape, offset + distance, Mode::Mirror);
    let side = (2 * offset + 1) as f64;
    let scale = 1.0 / (c as f64 * h * h * side * side);
    let noise = 2.0 * c as f64 * options.sigma * options.sigma;
    threads::chunks(samples, BAND * w * c, &|start, out| {
        let (top, rows) = (start / (w * c), out.len() / (w * c));
        let (mut sums, mut total) = (vec![0.0; rows * w * c], vec![0.0; rows * w]);
        let band = Band { source: &source, top, rows, w, offset, distance, scale, noise };
        dispatch_wide(Shifts { band, sums: &mut sums, total: &mut total });
        for (i, pixel) in out.chunks_mut(c).enumerate() {
            let (y, x) = (i / w, i % w);
            for (k, out) in pixel.iter_mut().enumerate() {
                *out = sums[(k * rows + y) * w + x] / total[i];
            }
        }
    });
    a
}

/// Rows of the picture that are made together.
#[derive(Clone, Copy)]
struct Band<'a> {
    source: &'a Bordered,
    top: usize,
    rows: usize,
    w: usize,
    offset: usize,
    distance: usize,
    scale: f64,
    noise: f64,
}

/// Adds what all shifts give to the sums of a band, channel by channel, and to the sums of weights.
struct Shifts<'a> {
    band: Band<'a>,
    sums: &'a mut [f64],
    total: &'a mut [f64],
}

impl Kernel for Shifts<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Shifts { band, sums, total } = self;
        let Band { source, top, rows, w, offset, distance, .. } = band;
        // Columns that windows of the row reach, the first one not among them.
        let reach = w + 2 * offset;
        let ring = 2 * offset.max(1);
        let mut squares = vec![0.0; ring * reach];
        let (mut columns, mut weights) = (vec![0.0; reach], vec![0.0; w]);
        for i in 0..=2 * distance {
            for j in 0..=2 * distance {
                columns.fill(0.0);
                squares.fill(0.0);
                for y in 0..rows + 2 * offset {
                    let row = &mut squares[y % ring * reach..][..reach];
                    band.roll([i, j], top + y, row, &mut columns);
                    // The row whose window ends here.
                    let Some(y) = y.checked_sub(2 * offset) else { continue };
                    band.weigh(&columns, &mut weights);
                    let total = &mut total[y * w..][..w];
                    for (total, weight) in total.iter_mut().zip(&weights) {
                        *total += *weight;
                    }
                    for k in 0..source.channels() {
                        let there = source.row(k, top + y + offset + i, offset + j, w);
                        let sums = &mut sums[(k * rows + y) * w..][..w];
                        for ((sum, &weight), &q) in sums.iter_mut().zip(&weights).zip(there) {
                            *sum += weight * q;
                        }
                    }
                }
            }
        }
    }
}

impl Band<'_> {
    /// Replaces the squares of a row in the ring by those of a new one, in the sums of columns, too.
    #[inline(always)]
    fn roll(&self, [i, j]: [usize; 2], y: usize, squares: &mut [f64], columns: &mut [f64]) {
        let (distance, reach) = (self.distance, squares.len());
        for (column, square) in columns.iter_mut().zip(squares.iter_mut()) {
            *column -= *square;
            *square = -self.noise;
        }
        for k in 0..self.source.channels() {
            let here = self.source.row(k, y + distance, distance, reach);
            let there = self.source.row(k, y + i, j, reach);
            for ((square, &p), &q) in squares.iter_mut().zip(here).zip(there) {
                *square += (p - q) * (p - q);
            }
        }
        columns.iter_mut().zip(squares.iter()).for_each(|(column, square)| *column += square);
    }

    /// The weights of a row from the sums of columns.
    #[inline(always)]
    fn weigh(&self, columns: &[f64], weights: &mut [f64]) {
        weights.fill(0.0);
        let w = weights.len();
        for k in 1..=2 * self.offset {
            let part = &columns[k..][..w];
            weights.iter_mut().zip(part).for_each(|(weight, column)| *weight += column);
        }
        for weight in weights.iter_mut() {
            let distance = if *weight < 0.0 { 0.0 } else { *weight * self.scale };
            let near = exp_minus(distance) + distance * 0.0;
            *weight = if distance > FAR { 0.0 } else { near };
        }
    }
}

/// Pixels of a patch count less towards its edge.
#[inline(never)]
fn weighed(mut a: Array<f64>, shape: [usize; 3], h: f64, options: &NlMeansOptions) -> Array<f64> {
    let [height, w, c] = shape;
    let (offset, distance) = (options.patch_size / 2, options.patch_distance);
    let samples = a.as_slice_mut().expect("casts are contiguous");
    let source = Bordered::new(samples, shape, offset, Mode::Mirror);
    let kernel = kernel(offset, c as f64 * h * h);
    let patch =
        Patch { source: &source, kernel, offset, noise: 2.0 * options.sigma * options.sigma };
    threads::chunks(samples, w * c, &|start, out| {
        let y = start / (w * c);
        for (x, pixel) in out.chunks_mut(c).enumerate() {
            let (mut sums, mut total) = (vec![0.0; c], 0.0);
            for i in y.saturating_sub(distance)..(y + distance + 1).min(height) {
                for j in x.saturating_sub(distance)..(x + distance + 1).min(w) {
                    let weight = patch.weight([y, x], [i, j]);
                    total += weight;
                    for (k, sum) in sums.iter_mut().enumerate() {
                        *sum += weight * source.row(k, i + offset, j + offset, 1)[0];
                    }
                }
            }
            pixel.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum / total);
        }
    });
    a
}

/// A Gaussian over a patch, of deviation a quarter of its side, that sums to 1 over `scale`.
fn kernel(offset: usize, scale: f64) -> Vec<f64> {
    let side = 2 * offset + 1;
    let deviation = offset as f64 / 2.0;
    let far = |k: usize| (k as f64 - offset as f64).powi(2);
    let weight = |i: usize, j: usize| match offset {
        0 => 1.0,
        _ => (-(far(i) + far(j)) / (2.0 * deviation * deviation)).exp(),
    };
    let all: Vec<f64> = (0..side * side).map(|k| weight(k / side, k % side)).collect();
    let sum: f64 = all.iter().sum();
    all.into_iter().map(|weight| weight / (sum * scale)).collect()
}

struct Patch<'a> {
    source: &'a Bordered,
    kernel: Vec<f64>,
    offset: usize,
    noise: f64,
}

impl Patch<'_> {
    /// How alike two patches are; 0 as soon as they are far apart.
    fn weight(&self, [y, x]: [usize; 2], [i, j]: [usize; 2]) -> f64 {
        let side = 2 * self.offset + 1;
        let mut distance = 0.0;
        for (r, weights) in self.kernel.chunks(side).enumerate() {
            if distance > FAR {
                return 0.0;
            }
            for k in 0..self.source.channels() {
                let (here, there) =
                    (self.source.row(k, y + r, x, side), self.source.row(k, i + r, j, side));
                for ((weight, p), q) in weights.iter().zip(here).zip(there) {
                    distance += weight * ((p - q) * (p - q) - self.noise);
                }
            }
        }
        (-if distance < 0.0 { 0.0 } else { distance }).exp()
    }
}
