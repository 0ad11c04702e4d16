//! Total variation by split Bregman iterations.

use super::window::picture;
use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike, threads};

/// How [`denoise_tv_bregman_with`] iterates.
///
/// # Examples
/// ```
/// assert!(nd_image::restoration::BregmanOptions::default().isotropic);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BregmanOptions {
    /// It ends when the root mean square of the change is not above this; 0.001 by default.
    pub eps: f64,
    /// The largest number of iterations; 100 by default.
    pub max_num_iter: usize,
    /// Whether slanted edges cost as much as upright ones, as by default.
    pub isotropic: bool,
}

impl Default for BregmanOptions {
    fn default() -> BregmanOptions {
        BregmanOptions { eps: 1e-3, max_num_iter: 100, isotropic: true }
    }
}

impl BregmanOptions {
    /// Sets the root mean square of the change at which it ends.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::BregmanOptions;
    /// assert_eq!(BregmanOptions::default().eps(0.1).eps, 0.1);
    /// ```
    #[must_use]
    pub fn eps(self, eps: f64) -> BregmanOptions {
        BregmanOptions { eps, ..self }
    }

    /// Sets the largest number of iterations.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::BregmanOptions;
    /// assert_eq!(BregmanOptions::default().max_num_iter(9).max_num_iter, 9);
    /// ```
    #[must_use]
    pub fn max_num_iter(self, max_num_iter: usize) -> BregmanOptions {
        BregmanOptions { max_num_iter, ..self }
    }

    /// Sets whether slanted edges cost as much as upright ones.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::BregmanOptions;
    /// assert!(!BregmanOptions::default().isotropic(false).isotropic);
    /// ```
    #[must_use]
    pub fn isotropic(self, isotropic: bool) -> BregmanOptions {
        BregmanOptions { isotropic, ..self }
    }
}

/// Takes noise away and leaves edges, by little total variation: `(h, w) -> (h, w)` or `(h, w, c) -> (h, w, c)`, channel
/// by channel (Goldstein and Osher, SIAM Journal on Imaging Sciences 2, 2009).
///
/// A smaller weight takes away more. NaN spreads. An empty array gives an empty array.
///
/// # Panics
/// If the array is neither `(h, w)` nor `(h, w, c)`, or the weight is not positive.
///
/// # scikit-image
/// `skimage.restoration.denoise_tv_bregman(a, weight)`; with `channel_axis`, each channel begins with what is left
/// of the one before.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::denoise_tv_bregman;
/// let noisy = Array::from_fn([16, 16], |i| if i[1] < 8 { 0.0 } else { 1.0 } + 0.1 * ((i[0] + i[1]) % 2) as f64);
/// let smooth = denoise_tv_bregman(&noisy, 5.0);
/// assert!((smooth[[8, 3]] - smooth[[8, 4]]).abs() < 0.05 && smooth[[8, 8]] - smooth[[8, 7]] > 0.5);
/// ```
#[track_caller]
pub fn denoise_tv_bregman<A: ArrayLike<Elem: FloatLevel>>(a: A, weight: f64) -> Array<A::Elem> {
    denoise_tv_bregman_with(a, weight, &BregmanOptions::default())
}

/// [`denoise_tv_bregman`] with another end, or another measure of edges.
///
/// # Panics
/// As [`denoise_tv_bregman`].
///
/// # scikit-image
/// `skimage.restoration.denoise_tv_bregman(a, weight, max_num_iter, eps, isotropic)`.
///
/// # Examples
/// ```
/// use nd_image::restoration::{BregmanOptions, denoise_tv_bregman_with};
/// let none = BregmanOptions::default().max_num_iter(0);
/// assert_eq!(denoise_tv_bregman_with([[0.0, 1.0]], 5.0, &none).into_vec(), [0.0, 1.0]);
/// ```
#[track_caller]
pub fn denoise_tv_bregman_with<A>(a: A, weight: f64, options: &BregmanOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    const OP: &str = "denoise_tv_bregman";
    let a = a.view();
    let shape = picture(OP, a.shape());
    assert!(weight > 0.0, "{OP}: weight is {weight}, must be positive");
    if a.is_empty() {
        return Array::zeros(a.shape());
    }
    A::Elem::narrowed(smoothed(A::Elem::wide(a), shape, weight, options))
}

#[inline(never)]
fn smoothed(
    mut a: Array<f64>,
    [h, w, c]: [usize; 3],
    weight: f64,
    options: &BregmanOptions,
) -> Array<f64> {
    let samples = a.as_slice_mut().expect("casts are contiguous");
    let channels = threads::collect(c, &|k| {
        let plane: Vec<f64> = samples.iter().skip(k).step_by(c).copied().collect();
        Split::new(&plane, [h, w], weight).run(&plane, options)
    });
    for (k, channel) in channels.into_iter().enumerate() {
        samples.iter_mut().skip(k).step_by(c).zip(channel).for_each(|(to, x)| *to = x);
    }
    a
}

/// The picture with a border of one pixel; the slopes that are asked for, right and down; and what they lack.
struct Split {
    h: usize,
    w: usize,
    weight: f64,
    u: Vec<f64>,
    d: [Vec<f64>; 2],
    b: [Vec<f64>; 2],
}

impl Split {
    fn new(plane: &[f64], [h, w]: [usize; 2], weight: f64) -> Split {
        let width = w + 2;
        let zeros = || vec![0.0; (h + 2) * width];
        let mut u = zeros();
        for (y, row) in plane.chunks(w).enumerate() {
            let to = &mut u[(y + 1) * width..][..width];
            to[1..=w].copy_from_slice(row);
            // Mirrored on one side, repeated on the other, as in scikit-image.
            (to[0], to[w + 1]) = (row[1.min(w - 1)], row[w - 1]);
        }
        u[1..=w].copy_from_slice(&plane[1.min(h - 1) * w..][..w]);
        u[(h + 1) * width + 1..][..w].copy_from_slice(&plane[(h - 1) * w..]);
        Split { h, w, weight, u, d: [zeros(), zeros()], b: [zeros(), zeros()] }
    }

    fn run(mut self, plane: &[f64], options: &BregmanOptions) -> Vec<f64> {
        for _ in 0..options.max_num_iter {
            let change = self.sweep(plane, options.isotropic);
            // Also at NaN.
            if (change / plane.len() as f64).sqrt() > options.eps {
                continue;
            }
            break;
        }
        let rows = self.u.chunks(self.w + 2).skip(1).take(self.h);
        rows.flat_map(|row| &row[1..=self.w]).copied().collect()
    }

    /// One pass over all pixels, each with what was just made of those before it; the sum of squared changes.
    fn sweep(&mut self, plane: &[f64], isotropic: bool) -> f64 {
        let (width, lam) = (self.w + 2, 2.0 * self.weight);
        let norm = self.weight + 4.0 * lam;
        let mut change = 0.0;
        for y in 1..=self.h {
            for x in 1..=self.w {
                let i = y * width + x;
                let (u, [dx, dy], [bx, by]) = (&mut self.u, &mut self.d, &mut self.b);
                let before = u[i];
                let (right, down) = (u[i + 1] - before, u[i + width] - before);
                let around = u[i + width] + u[i - width] + u[i + 1] + u[i - 1] + dx[i - 1] - dx[i]
                    + dy[i - width]
                    - dy[i]
                    - bx[i - 1]
                    + bx[i]
                    - by[i - width]
                    + by[i];
                let source = plane[(y - 1) * self.w + x - 1];
                let after = (lam * around + self.weight * source) / norm;
                u[i] = after;
                change += (after - before) * (after - before);
                let (tx, ty) = (right + bx[i], down + by[i]);
                let shrunk = |t: f64| t.signum() * (t.abs() - 1.0 / lam).max(0.0);
                (dx[i], dy[i]) = if isotropic {
                    let s = (tx * tx + ty * ty).sqrt() * lam;
                    (s * tx / (s + 1.0), s * ty / (s + 1.0))
                } else {
                    (shrunk(tx), shrunk(ty))
                };
                bx[i] += right - dx[i];
                by[i] += down - dy[i];
            }
        }
        change
    }
}
