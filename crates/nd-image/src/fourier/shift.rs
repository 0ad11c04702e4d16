//! Shifts of a picture by its spectrum.

use super::{ComplexSpectral, FourierOptions, frequencies};
use crate::axiswise::Axiswise;
use nd_core::{Array, ArrayLike, Complex};

/// Shifts the array whose complex Fourier transform this is by `shift` samples, one number for all axes or
/// one for each: round the edges, by fractions too.
///
/// The highest frequency of an even number of samples is turned as a negative one. An empty array gives
/// an empty array.
///
/// # Panics
/// If there are not as many shifts as axes.
///
/// # NumPy
/// `scipy.ndimage.fourier_shift(a, shift)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, Complex};
///
/// // The transform of an impulse at 0 becomes that of an impulse at 1.
/// let a = nd_image::fourier_shift(&Array::full([4], Complex::new(1.0, 0.0)), 1.0);
/// assert!((a[[1]] - Complex::new(0.0, -1.0)).norm() < 1e-15);
/// ```
/// ```should_panic
/// use nd_core::Complex;
/// nd_image::fourier_shift([Complex::new(1.0, 0.0)], [1.0, 2.0]);
/// ```
#[track_caller]
pub fn fourier_shift<A>(a: A, shift: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ComplexSpectral>,
{
    fourier_shift_with(a, shift, &FourierOptions::default())
}

/// [`fourier_shift`] of the spectrum of a real transform.
///
/// # Panics
/// As [`fourier_shift`]; also if the axis of the real transform does not exist, or does not have the
/// frequencies of `n` samples.
///
/// # NumPy
/// `scipy.ndimage.fourier_shift(a, shift, n=..., axis=...)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, Complex};
/// use nd_image::{FourierOptions, fourier_shift_with};
///
/// let half = FourierOptions::default().real(4, 0);
/// let a = fourier_shift_with(&Array::full([3], Complex::new(1.0, 0.0)), 1.0, &half);
/// assert!((a[[2]] - Complex::new(-1.0, 0.0)).norm() < 1e-15);
/// ```
/// ```should_panic
/// use nd_core::Complex;
/// use nd_image::{FourierOptions, fourier_shift_with};
/// fourier_shift_with([Complex::new(1.0, 0.0)], 1.0, &FourierOptions::default().real(9, 0));
/// ```
#[track_caller]
pub fn fourier_shift_with<A>(
    a: A,
    shift: impl Into<Axiswise<f64>>,
    options: &FourierOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ComplexSpectral>,
{
    const OP: &str = "fourier_shift";
    let a = a.view();
    let shifts = shift.into().expand(OP, "shift", a.ndim());
    let mut phases = Vec::new();
    for (shift, frequencies) in shifts.iter().zip(frequencies(OP, a.shape(), options)) {
        let turn = |f: f64| Complex::from_polar(1.0, -2.0 * shift * f);
        phases.push(frequencies.into_iter().map(turn).collect());
    }
    ComplexSpectral::turned(a, &phases)
}

/// The product of the axes' phases for each element.
pub(super) fn turns(shape: &[usize], phases: &[Vec<Complex<f64>>]) -> Array<Complex<f64>> {
    let mut out = Array::full(shape, Complex::new(1.0, 0.0));
    let Some((row, leading)) = phases.split_last() else { return out };
    if out.is_empty() {
        return out;
    }
    let places = out.as_slice_mut().expect("fresh arrays are contiguous");
    let work = places.len().saturating_mul(8);
    crate::blocks::for_each_block(places, row.len(), work, &|y, places| {
        let (mut rest, mut outer) = (y, Complex::new(1.0, 0.0));
        for table in leading.iter().rev() {
            outer *= table[rest % table.len()];
            rest /= table.len();
        }
        places.iter_mut().zip(row).for_each(|(place, x)| *place = outer * x);
    });
    out
}
