//! Bilateral filters.

use super::window::{Bordered, exp_minus, picture};
use crate::level::{FloatLevel, Level};
use crate::mode::Mode;
use nd_core::simd::{Isa, Kernel, dispatch_wide};
use nd_core::{Array, ArrayLike, threads};

/// How [`denoise_bilateral_with`] filters.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::BilateralOptions::default().win_size, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BilateralOptions {
    /// The side of the window, odd; by default what three deviations need, at least 5.
    pub win_size: Option<usize>,
    /// What lies beyond the edges; the nearest sample by default.
    pub mode: Mode,
}

impl Default for BilateralOptions {
    fn default() -> BilateralOptions {
        BilateralOptions { win_size: None, mode: Mode::Nearest }
    }
}

impl BilateralOptions {
    /// Sets the side of the window, odd.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::{BilateralOptions, denoise_bilateral_with};
    /// let alone = BilateralOptions::default().win_size(1);
    /// let b = denoise_bilateral_with([[0.0, 1.0]], 0.1, 1.0, &alone);
    /// assert_eq!(b.into_vec(), [0.0, 1.0]);
    /// ```
    #[must_use]
    pub fn win_size(self, win_size: usize) -> BilateralOptions {
        BilateralOptions { win_size: Some(win_size), ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, restoration::BilateralOptions};
    /// assert_eq!(BilateralOptions::default().mode(Mode::Wrap).mode, Mode::Wrap);
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> BilateralOptions {
        BilateralOptions { mode, ..self }
    }
}

/// Smooths a picture but not its edges: `(h, w) -> (h, w)` or `(h, w, c) -> (h, w, c)` (Tomasi and Manduchi, International
/// Conference on Computer Vision, 1998).
///
/// Each pixel becomes a mean of those around it, weighed by Gaussians of how far they are, of deviation
/// `sigma_spatial`, and how different, of deviation `sigma_color` in the picture's levels. The difference of colours
/// is their Euclidean distance over the number of channels. A NaN or an infinity makes NaN of all within the window.
///
/// # Panics
/// If the array is neither `(h, w)` nor `(h, w, c)`, or a deviation is not positive or that in space not below 1000.
///
/// # scikit-image
/// `skimage.restoration.denoise_bilateral(a, sigma_color=..., sigma_spatial=..., mode="edge")`, which looks weights up
/// in tables, the spatial one by wrong rows, so that its windows are skewed.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::denoise_bilateral;
/// let step = Array::from_fn([9, 10], |i| if i[1] < 5 { 0.1 } else { 0.9 } + 0.01 * ((i[0] + i[1]) % 2) as f64);
/// let smooth = denoise_bilateral(&step, 0.1, 2.0);
/// assert!((smooth[[4, 4]] - 0.105).abs() < 2e-3 && (smooth[[4, 5]] - 0.905).abs() < 2e-3);
/// ```
#[track_caller]
pub fn denoise_bilateral<A>(a: A, sigma_color: f64, sigma_spatial: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    denoise_bilateral_with(a, sigma_color, sigma_spatial, &BilateralOptions::default())
}

/// [`denoise_bilateral`] with another window or another rule for what lies beyond the edges.
///
/// # Panics
/// As [`denoise_bilateral`]; if the window is even or 10,000 or more.
///
/// # scikit-image
/// `skimage.restoration.denoise_bilateral(a, win_size, sigma_color, sigma_spatial, mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, restoration::{BilateralOptions, denoise_bilateral_with}};
/// let options = BilateralOptions::default().win_size(3).mode(Mode::Reflect);
/// assert_eq!(denoise_bilateral_with([[1.0f32, 1.0]], 0.1, 1.0, &options).into_vec(), [1.0, 1.0]);
/// ```
#[track_caller]
pub fn denoise_bilateral_with<A>(
    a: A,
    sigma_color: f64,
    sigma_spatial: f64,
    options: &BilateralOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    const OP: &str = "denoise_bilateral";
    let a = a.view();
    let shape = picture(OP, a.shape());
    let fits = sigma_color > 0.0 && sigma_spatial > 0.0 && sigma_spatial < 1000.0;
    assert!(fits, "{OP}: deviations {sigma_color} and {sigma_spatial}");
    let side = options.win_size.unwrap_or((2 * (3.0 * sigma_spatial).ceil() as usize + 1).max(5));
    assert!(side % 2 == 1 && side < 10_000, "{OP}: a window of {side}, must be odd");
    if a.is_empty() {
        return Array::zeros(a.shape());
    }
    let window = Window { reach: side / 2, sigma_color, sigma_spatial };
    let out = filtered(A::Elem::wide(a), shape, &window, options.mode);
    A::Elem::narrowed(out)
}

struct Window {
    reach: usize,
    sigma_color: f64,
    sigma_spatial: f64,
}

#[inline(never)]
fn filtered(mut a: Array<f64>, shape: [usize; 3], window: &Window, mode: Mode) -> Array<f64> {
    let [_, w, c] = shape;
    let samples = a.as_slice_mut().expect("casts are contiguous");
    let source = Bordered::new(samples, shape, window.reach, mode);
    threads::chunks(samples, w * c, &|start, out| {
        let y = start / (w * c);
        let mut sums = vec![vec![0.0; w]; c];
        let mut total = vec![0.0; w];
        dispatch_wide(Row { source: &source, window, y, sums: &mut sums, total: &mut total });
        for (x, pixel) in out.chunks_mut(c).enumerate() {
            pixel.iter_mut().zip(&sums).for_each(|(out, sum)| *out = sum[x] / total[x]);
        }
    });
    a
}

/// The weighted sums of the windows of a row, channel by channel.
struct Row<'a> {
    source: &'a Bordered,
    window: &'a Window,
    y: usize,
    sums: &'a mut [Vec<f64>],
    total: &'a mut [f64],
}

impl Kernel for Row<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Row { source, window, y, sums, total } = self;
        let (reach, w, channels) = (window.reach, total.len(), source.channels());
        let colour = 0.5 / (window.sigma_color * channels as f64).powi(2);
        let space = 0.5 / window.sigma_spatial.powi(2);
        let mut weights = vec![0.0; w];
        for i in 0..=2 * reach {
            for j in 0..=2 * reach {
                weights.fill(0.0);
                for k in 0..channels {
                    let (here, there) =
                        (source.row(k, y + reach, reach, w), source.row(k, y + i, j, w));
                    for ((weight, &p), &q) in weights.iter_mut().zip(here).zip(there) {
                        *weight += (p - q) * (p - q);
                    }
                }
                let (down, along) = (i.abs_diff(reach) as f64, j.abs_diff(reach) as f64);
                let far = (down * down + along * along) * space;
                for (weight, total) in weights.iter_mut().zip(total.iter_mut()) {
                    let distance = *weight * colour + far;
                    // NaN would be lost in comparisons.
                    *weight = exp_minus(distance) + distance * 0.0;
                    *total += *weight;
                }
                for (k, sums) in sums.iter_mut().enumerate() {
                    let there = source.row(k, y + i, j, w);
                    for ((sum, &weight), &q) in sums.iter_mut().zip(&weights).zip(there) {
                        *sum += weight * q;
                    }
                }
            }
        }
    }
}
