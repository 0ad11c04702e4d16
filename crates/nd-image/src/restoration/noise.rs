//! How much noise there is.

use crate::level::Level;
use crate::mode::Mode;
use nd_core::{Array, ArrayLike};

/// Daubechies' wavelet of two vanishing moments.
const WAVELET: [f64; 4] =
    [-0.482962913144690, 0.836516303737469, -0.224143868041857, -0.129409522550921];

/// The deviation of Gaussian noise: `(…) -> number`, from the median of the finest details along all axes (Donoho and
/// Johnstone, Biometrika 81, 1994).
///
/// Give one channel at a time. NaN if there are no details, or some are NaN.
///
/// # scikit-image
/// `skimage.restoration.estimate_sigma(a)`, which needs PyWavelets.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::estimate_sigma;
/// // Pictures that are all slopes have no noise.
/// let ramp = Array::from_fn([32, 32], |i| (3 * i[0] + i[1]) as f64);
/// let noisy = Array::from_fn([32, 32], |i| ((i[0] * 7919 + i[1] * i[1] * 104729) % 101) as f64);
/// assert!(estimate_sigma(&ramp).is_nan() || estimate_sigma(&ramp) < 1e-9);
/// assert!((estimate_sigma(&noisy) - 29.0).abs() < 12.0);
/// ```
pub fn estimate_sigma<A: ArrayLike<Elem: Level>>(a: A) -> f64 {
    deviation(A::Elem::wide(a.view()))
}

#[inline(never)]
fn deviation(a: Array<f64>) -> f64 {
    let mut out = a;
    for axis in 0..out.ndim() {
        out = details(&out, axis);
    }
    let mut sizes: Vec<f64> = out.iter().map(|x| x.abs()).filter(|&x| x != 0.0).collect();
    if sizes.is_empty() || sizes.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let middle = sizes.len() / 2;
    let even = sizes.len().is_multiple_of(2);
    let (below, &mut high, _) = sizes.select_nth_unstable_by(middle, f64::total_cmp);
    let low = below.iter().copied().fold(0.0, f64::max);
    let median = if even { (low + high) / 2.0 } else { high };
    // What half of a normal distribution lies within.
    median / 0.674_489_750_196_081_7
}

/// The details along an axis, at every other place; beyond the ends it is reflected.
fn details(a: &Array<f64>, axis: usize) -> Array<f64> {
    let n = a.shape()[axis];
    let step: usize = a.shape()[axis + 1..].iter().product();
    let count = if n == 0 { 0 } else { (n + 3) / 2 };
    let mut shape = a.shape().to_vec();
    shape[axis] = count;
    let from = a.as_slice().expect("casts are contiguous");
    let mut to = Vec::with_capacity(shape.iter().product());
    for block in from.chunks((n * step).max(1)) {
        for k in 0..count {
            for x in 0..step {
                let tap = |(j, weight): (usize, &f64)| {
                    let place = Mode::Reflect.index((2 * k + 1) as isize - j as isize, n);
                    weight * block[place.expect("reflected") * step + x]
                };
                to.push(WAVELET.iter().enumerate().map(tap).sum());
            }
        }
    }
    Array::from_shape_vec(shape, to)
}
