//! Products.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use num_complex::Complex;

/// Products of matrices.
pub trait ProductKernels: Sized {
    /// `out = a · b`: `(m, k)`, `(k, n)` → `(m, n)`.
    fn matmul(out: MatMut<'_, Self>, a: MatRef<'_, Self>, b: MatRef<'_, Self>, par: Par);
}

macro_rules! product_kernels {
    ($($T:ty)*) => {$(
        impl ProductKernels for $T {
            fn matmul(out: MatMut<'_, $T>, a: MatRef<'_, $T>, b: MatRef<'_, $T>, par: Par) {
                matmul(out, Accum::Replace, a, b, 1.0.into(), par);
            }
        }
    )*};
}
product_kernels!(f32 f64 Complex<f32> Complex<f64>);
