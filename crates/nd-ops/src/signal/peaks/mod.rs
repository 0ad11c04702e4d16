//! Peaks of signals: where they are, how high, how prominent and how wide.

mod extremes;
mod find;
mod local;
mod prominence;

pub use extremes::{
    EndMode, ExtremaOptions, argrelextrema, argrelextrema_with, argrelmax, argrelmax_with,
    argrelmin, argrelmin_with,
};
pub use find::{Limits, PeakOptions, Peaks, find_peaks, find_peaks_with};
pub use prominence::{
    PeakWidths, Prominences, WidthOptions, peak_prominences, peak_prominences_with, peak_widths,
    peak_widths_with,
};

use super::sampled::Sampled;
use nd_core::{ArrayLike, CowArray, ShapeError};

/// A signal with one axis, of real numbers.
#[track_caller]
fn signal<'a, A: ArrayLike<Elem: Sampled>>(op: &'static str, x: &'a A) -> CowArray<'a, f64> {
    let x = x.view();
    if x.ndim() != 1 {
        panic!("{}", ShapeError::Rank { op, expected: "one axis", shape: x.shape().into() });
    }
    if A::Elem::COMPLEX {
        panic!("{op}: complex numbers have no order");
    }
    A::Elem::parts_of(x).swap_remove(0)
}
