//! By how much a picture has moved.

use crate::level::{Level, same_shape};
use nd_core::{Array, ArrayLike, Complex};
use nd_ops::fft::{fftn, ifftn};
use std::f64::consts::TAU;

/// How [`phase_cross_correlation_with`] compares.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::RegistrationOptions::default().upsample_factor, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationOptions {
    /// Into how many parts of a sample the shift is resolved; 1 by default.
    pub upsample_factor: usize,
    /// Whether all frequencies count the same, as by default, or as much as there is of them.
    pub normalized: bool,
}

impl Default for RegistrationOptions {
    fn default() -> RegistrationOptions {
        RegistrationOptions { upsample_factor: 1, normalized: true }
    }
}

impl RegistrationOptions {
    /// Sets into how many parts of a sample the shift is resolved.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{RegistrationOptions, phase_cross_correlation_with};
    /// let wave = |shift: f64| -> Vec<f64> { (0..32).map(|i| (i as f64 * 0.3 - shift).sin()).collect() };
    /// let options = RegistrationOptions::default().upsample_factor(10);
    /// let shift = phase_cross_correlation_with(wave(0.0), wave(0.0), &options).shift;
    /// assert_eq!(shift, [0.0]);
    /// ```
    #[must_use]
    pub fn upsample_factor(self, upsample_factor: usize) -> RegistrationOptions {
        RegistrationOptions { upsample_factor, ..self }
    }

    /// Sets whether all frequencies count the same.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::RegistrationOptions;
    /// assert!(!RegistrationOptions::default().normalized(false).normalized);
    /// ```
    #[must_use]
    pub fn normalized(self, normalized: bool) -> RegistrationOptions {
        RegistrationOptions { normalized, ..self }
    }
}

/// What [`phase_cross_correlation`] finds.
///
/// # Examples
/// ```
/// use nd_image::feature::phase_cross_correlation;
/// let found = phase_cross_correlation([0.0, 5.0, 1.0, 0.0], [5.0, 1.0, 0.0, 0.0]);
/// assert_eq!(found.shift, [1.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Shift {
    /// By how many samples along each axis the second picture has to be moved to lie on the first.
    pub shift: Vec<f64>,
    /// The normalised error of the moved picture, for frequencies that count as much as there is of them.
    pub error: f64,
    /// The phase between the pictures, 0 of those that are not negative.
    pub phase: f64,
}

/// By how many samples the second picture has to be moved to lie on the first: `(…), (…) -> shift`, from the phases
/// of their frequencies (Guizar-Sicairos, Thurman and Fienup, Optics Letters 33, 2008).
///
/// Pictures are periodic: a shift of more than half of an axis comes back as one the other way. A NaN or an
/// infinity makes all results NaN.
///
/// # Panics
/// If the shapes differ, or an axis has no length.
///
/// # scikit-image
/// `skimage.registration.phase_cross_correlation(a, b)`, which refuses NaN.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::phase_cross_correlation;
/// let spot = |r: usize, c: usize| Array::from_fn([16, 16], |i| u8::from(i[0] == r && i[1] == c));
/// assert_eq!(phase_cross_correlation(spot(5, 9), spot(7, 4)).shift, [-2.0, 5.0]);
/// ```
#[track_caller]
pub fn phase_cross_correlation<A, B>(a: A, b: B) -> Shift
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    phase_cross_correlation_with(a, b, &RegistrationOptions::default())
}

/// [`phase_cross_correlation`] to parts of a sample, or with frequencies that count as much as there is of them.
///
/// # Panics
/// As [`phase_cross_correlation`]; if the factor is 0 or above 1000.
///
/// # scikit-image
/// `skimage.registration.phase_cross_correlation(a, b, upsample_factor=..., normalization=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{RegistrationOptions, phase_cross_correlation_with};
/// let hill = |c: f64| Array::from_fn([32], |i| (-(i[0] as f64 - c).powi(2) / 9.0).exp());
/// let options = RegistrationOptions::default().upsample_factor(100).normalized(false);
/// let found = phase_cross_correlation_with(hill(15.25), hill(16.0), &options);
/// assert!((found.shift[0] + 0.75).abs() < 0.011);
/// ```
#[track_caller]
pub fn phase_cross_correlation_with<A, B>(a: A, b: B, options: &RegistrationOptions) -> Shift
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("phase_cross_correlation", a.shape(), b.shape());
    assert!(!a.is_empty(), "phase_cross_correlation: shape {:?}, is empty", a.shape());
    let factor = options.upsample_factor;
    assert!((1..=1000).contains(&factor), "phase_cross_correlation: upsample_factor is {factor}");
    registered(&A::Elem::wide(a), &A::Elem::wide(b), options)
}

#[inline(never)]
fn registered(a: &Array<f64>, b: &Array<f64>, options: &RegistrationOptions) -> Shift {
    let shape = a.shape();
    if a.iter().chain(b.iter()).any(|x| !x.is_finite()) {
        return Shift { shift: vec![f64::NAN; shape.len()], error: f64::NAN, phase: f64::NAN };
    }
    let (one, two) = (fftn(a), fftn(b));
    let product = |(x, y): (&Complex<f64>, &Complex<f64>)| {
        let product = x * y.conj();
        let length =
            if options.normalized { product.norm().max(100.0 * f64::EPSILON) } else { 1.0 };
        product / length
    };
    let product: Vec<_> = one.iter().zip(two.iter()).map(product).collect();
    let energy = |f: &Array<Complex<f64>>| f.iter().map(|z| z.norm_sqr()).sum::<f64>();
    let mut energies = [energy(&one), energy(&two)];
    let correlation = ifftn(Array::from_shape_vec(shape, product.clone()));
    let (place, mut peak) = highest(correlation.as_slice().expect("fresh arrays are contiguous"));
    let mut shift = centred(place, shape);
    if options.upsample_factor == 1 {
        energies = energies.map(|energy| energy / a.size() as f64);
    } else {
        peak = refined(product, shape, &mut shift, options.upsample_factor as f64);
    }
    let axes = shift.iter_mut().zip(shape).filter(|(_, n)| **n == 1);
    axes.for_each(|(shift, _)| *shift = 0.0);
    let error = 1.0 - peak.norm_sqr() / (energies[0] * energies[1]);
    Shift { shift, error: error.abs().sqrt(), phase: peak.im.atan2(peak.re) }
}

/// The first of the largest values, and where it is.
fn highest(values: &[Complex<f64>]) -> (usize, Complex<f64>) {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if value.norm() > values[best].norm() {
            best = i;
        }
    }
    (best, values[best])
}

/// A position in C order as a shift: beyond the middle of an axis it is a shift back.
fn centred(mut place: usize, shape: &[usize]) -> Vec<f64> {
    let mut shift = vec![0.0; shape.len()];
    for (shift, &n) in shift.iter_mut().zip(shape).rev() {
        let i = place % n;
        place /= n;
        *shift = if i > n / 2 { i as f64 - n as f64 } else { i as f64 };
    }
    shift
}

/// Resolves the shift further, by transforms around it that are as fine as the factor says; the peak there.
fn refined(
    product: Vec<Complex<f64>>,
    shape: &[usize],
    shift: &mut [f64],
    factor: f64,
) -> Complex<f64> {
    shift.iter_mut().for_each(|x| *x = (*x * factor).round_ties_even() / factor);
    let size = (factor * 1.5).ceil();
    let middle = (size / 2.0).trunc();
    let mut data: Vec<_> = product.iter().map(|z| z.conj()).collect();
    // The last axis goes, and the one of the results comes first: after all of them the order is the old one.
    for (axis, &n) in shape.iter().enumerate().rev() {
        let offset = middle - shift[axis] * factor;
        data = transformed(&data, n, size as usize, offset, factor);
    }
    let (mut place, peak) = highest(&data);
    for shift in shift.iter_mut().rev() {
        let i = place % size as usize;
        place /= size as usize;
        *shift += (i as f64 - middle) / factor;
    }
    peak.conj()
}

/// `size` values of a fine transform along the last axis, of length `n`, which becomes the first.
fn transformed(
    data: &[Complex<f64>],
    n: usize,
    size: usize,
    offset: f64,
    factor: f64,
) -> Vec<Complex<f64>> {
    let frequency = |j: usize| if j < n.div_ceil(2) { j as f64 } else { j as f64 - n as f64 };
    let mut out = Vec::with_capacity(data.len() / n * size);
    for k in 0..size {
        let step = (k as f64 - offset) / (n as f64 * factor);
        let kernel: Vec<_> =
            (0..n).map(|j| Complex::from_polar(1.0, -TAU * step * frequency(j))).collect();
        let sum = |lane: &[Complex<f64>]| lane.iter().zip(&kernel).map(|(x, y)| x * y).sum();
        out.extend(data.chunks(n).map(sum).map(|z: Complex<f64>| z));
    }
    out
}
