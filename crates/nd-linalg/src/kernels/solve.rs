//! Factorisations that solve: LU, Cholesky, QR, LDL, triangles.

use crate::solving::elimination;
use faer::{MatMut, MatRef, Par};
use num_complex::Complex;

/// Factorisations that solve.
pub trait SolveKernels: Sized {
    /// `L` and `U` in place: see [`elimination::lu`].
    fn lu(a: MatMut<'_, Self>, swaps: &mut [usize], par: Par);
    /// `X` in place of `B`, `L·X = B`: see [`elimination::lower`].
    fn solve_lower(l: MatRef<'_, Self>, unit: bool, b: MatMut<'_, Self>, par: Par);
    /// `X` in place of `B`, `U·X = B`: see [`elimination::upper`].
    fn solve_upper(u: MatRef<'_, Self>, unit: bool, b: MatMut<'_, Self>, par: Par);
    /// `L` in place of `L·Lᴴ`, in the lower half: see [`elimination::root`].
    ///
    /// # Errors
    /// The place of the first pivot that is not positive.
    fn cholesky(a: MatMut<'_, Self>, par: Par) -> Result<(), usize>;
}

macro_rules! solve_kernels {
    ($($T:ty)*) => {$(
        impl SolveKernels for $T {
            fn lu(a: MatMut<'_, $T>, swaps: &mut [usize], par: Par) {
                elimination::lu(a, swaps, par);
            }
            fn solve_lower(l: MatRef<'_, $T>, unit: bool, b: MatMut<'_, $T>, par: Par) {
                elimination::lower(l, unit, b, par);
            }
            fn solve_upper(u: MatRef<'_, $T>, unit: bool, b: MatMut<'_, $T>, par: Par) {
                elimination::upper(u, unit, b, par);
            }
            fn cholesky(a: MatMut<'_, $T>, par: Par) -> Result<(), usize> {
                elimination::root(a, par)
            }
        }
    )*};
}
solve_kernels!(f32 f64 Complex<f32> Complex<f64>);
