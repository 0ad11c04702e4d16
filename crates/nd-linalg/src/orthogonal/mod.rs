//! Orthonormal columns, and what is nearest to solving.

pub(crate) mod householder;
pub(crate) mod lstsq;
pub(crate) mod qr;

pub use lstsq::{Lstsq, lstsq, lstsq_with, try_lstsq, try_lstsq_with};
pub use qr::{
    PivotedQr, Qr, RawQr, qr, qr_complete, qr_pivoted, qr_r, qr_raw, try_qr, try_qr_complete,
    try_qr_pivoted, try_qr_r, try_qr_raw,
};

use crate::compiled::compiled;
use crate::{LinalgError, Tolerance};
use nd_core::{Array, Complex, View};

compiled! {
    /// Orthogonal factors of a field, compiled here.
    trait Orthogonal of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn qr(op: &'static str, a: View<'_, Self>, complete: bool)
            -> Result<Qr<Self>, LinalgError> = qr::factored;
        fn qr_r(a: View<'_, Self>) -> Result<Array<Self>, LinalgError> = qr::triangles;
        fn qr_raw(a: View<'_, Self>) -> Result<RawQr<Self>, LinalgError> = qr::raw;
        fn qr_pivoted(a: View<'_, Self>) -> Result<PivotedQr<Self>, LinalgError> = qr::pivoted;
        fn lstsq(a: View<'_, Self>, b: View<'_, Self>, tolerance: Tolerance)
            -> Result<Lstsq<Self>, LinalgError> = lstsq::nearest;
    }
}
