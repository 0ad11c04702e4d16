//! Eigenvalues and singular values.

use num_complex::Complex;

/// Eigenvalues and singular values.
pub trait SpectralKernels: Sized {}

macro_rules! spectral_kernels {
    ($($T:ty)*) => {$(
        impl SpectralKernels for $T {}
    )*};
}
spectral_kernels!(f32 f64 Complex<f32> Complex<f64>);
