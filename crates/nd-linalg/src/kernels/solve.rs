//! Factorisations that solve: LU, Cholesky, QR, LDL, triangles.

use num_complex::Complex;

/// Factorisations that solve.
pub trait SolveKernels: Sized {}

macro_rules! solve_kernels {
    ($($T:ty)*) => {$(
        impl SolveKernels for $T {}
    )*};
}
solve_kernels!(f32 f64 Complex<f32> Complex<f64>);
