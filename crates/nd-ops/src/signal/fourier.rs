//! Fourier transforms of the rows of signals.

use crate::fft::{
    FftOptions, FftnOptions, fft_with, fftn_with, ifft_with, ifftn_with, irfft_with, irfftn_with,
    rfft_with, rfftn_with,
};
use nd_core::{Array, Complex, Element, View};

type C = Complex<f64>;

fn of_length(n: usize) -> FftOptions {
    FftOptions::default().n(n)
}

/// The half spectra of rows of `n` elements, cropped or filled with zeros to `len`: rows of `len / 2 + 1`.
pub(crate) fn half_spectra(rows: &[f64], n: usize, len: usize) -> Vec<C> {
    let rows = View::from_shape_slice([rows.len() / n, n], rows);
    rfft_with(rows, &of_length(len)).into_vec()
}

/// The spectra of complex rows of `n` elements, cropped or filled to `len`.
pub(crate) fn spectra(rows: &[C], n: usize, len: usize) -> Vec<C> {
    let rows = View::from_shape_slice([rows.len() / n, n], rows);
    fft_with(rows, &of_length(len)).into_vec()
}

/// Real rows of `len` elements from half spectra of `bins`.
pub(crate) fn of_half_spectra(spectra: &[C], bins: usize, len: usize) -> Vec<f64> {
    let spectra = View::from_shape_slice([spectra.len() / bins, bins], spectra);
    irfft_with(spectra, &of_length(len)).into_vec()
}

/// Complex rows of `len` elements from spectra of as many.
pub(crate) fn of_spectra(spectra: &[C], len: usize) -> Vec<C> {
    let spectra = View::from_shape_slice([spectra.len() / len, len], spectra);
    ifft_with(spectra, &of_length(len)).into_vec()
}

/// Numbers whose transforms over several axes are taken: real ones have half spectra.
pub(crate) trait Whole: Element {
    /// The spectrum over `axes`, filled to the lengths `s`.
    fn spectrum(a: View<'_, Self>, s: &[usize], axes: &[usize]) -> Array<C>;
    /// The numbers that have it.
    fn of_spectrum(a: Array<C>, s: &[usize], axes: &[usize]) -> Array<Self>;
}

fn over(s: &[usize], axes: &[usize]) -> FftnOptions {
    let s: Vec<isize> = s.iter().map(|&n| n as isize).collect();
    let axes: Vec<isize> = axes.iter().map(|&axis| axis as isize).collect();
    FftnOptions::default().s(&s[..]).axes(&axes[..])
}

impl Whole for f64 {
    fn spectrum(a: View<'_, f64>, s: &[usize], axes: &[usize]) -> Array<C> {
        rfftn_with(a, &over(s, axes))
    }
    fn of_spectrum(a: Array<C>, s: &[usize], axes: &[usize]) -> Array<f64> {
        irfftn_with(a, &over(s, axes))
    }
}

impl Whole for C {
    fn spectrum(a: View<'_, C>, s: &[usize], axes: &[usize]) -> Array<C> {
        fftn_with(a, &over(s, axes))
    }
    fn of_spectrum(a: Array<C>, s: &[usize], axes: &[usize]) -> Array<C> {
        ifftn_with(a, &over(s, axes))
    }
}
