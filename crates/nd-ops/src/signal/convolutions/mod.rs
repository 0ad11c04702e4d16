//! Convolutions and correlations in any number of dimensions.

mod choice;
mod direct;
mod elements;
mod planes;
mod spectral;

pub use choice::{
    ConvolveMethod, ConvolveOptions, choose_conv_method, convolve, convolve_with, correlate,
    correlate_with, correlation_lags,
};
pub use elements::Convolved;
pub use planes::{PlaneBoundary, convolve2d, convolve2d_with, correlate2d, correlate2d_with};
pub use spectral::{FftConvolveOptions, fftconvolve, fftconvolve_with, oaconvolve};

use crate::ConvolveMode;
use nd_core::{Slice, SliceItem, View};

/// The places of a full result, along each axis, that a mode has: where they start, and how many they are.
fn places(mode: ConvolveMode, a: &[usize], b: &[usize]) -> Vec<(usize, usize)> {
    let along = |(&n, &m): (&usize, &usize)| match mode {
        ConvolveMode::Full => (0, n + m - 1),
        ConvolveMode::Same => ((m - 1) / 2, n),
        ConvolveMode::Valid => (n.min(m) - 1, n.abs_diff(m) + 1),
    };
    a.iter().zip(b).map(along).collect()
}

/// The part of a full result at these places.
fn cropped<'a, T>(a: View<'a, T>, places: &[(usize, usize)]) -> View<'a, T> {
    let item = |&(start, len): &(usize, usize)| {
        let at = |k: usize| Some(k as isize);
        SliceItem::Range(Slice { start: at(start), stop: at(start + len), step: 1 })
    };
    a.slice(places.iter().map(item).collect::<Vec<_>>())
}

/// Refuses shapes that have no result.
#[track_caller]
fn check(op: &'static str, a: &[usize], b: &[usize], mode: ConvolveMode) {
    if a.len() != b.len() {
        panic!("{op}: shapes {a:?} and {b:?} have different numbers of axes");
    }
    let pairs = || a.iter().zip(b);
    if mode == ConvolveMode::Valid && pairs().any(|(n, m)| n < m) && pairs().any(|(n, m)| n > m) {
        panic!("{op}: shapes {a:?} and {b:?}, of which neither lies within the other");
    }
    if pairs().any(|(n, m)| n.checked_add(*m).is_none()) {
        panic!(
            "{op}: the result of shapes {a:?} and {b:?} is too long for this machine's address space"
        );
    }
}
