//! Factorisations that solve: LU, Cholesky, QR, LDL, triangles.

use crate::solving::elimination;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{self as llt, LltError, LltParams, LltRegularization};
use faer::traits::ComplexField;
use faer::{MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Factorisations that solve.
pub trait SolveKernels: Sized {
    /// `L` and `U` in place: see [`elimination::lu`].
    fn lu(a: MatMut<'_, Self>, swaps: &mut [usize], par: Par);
    /// `X` in place of `B`, `L·X = B`: see [`elimination::lower`].
    fn solve_lower(l: MatRef<'_, Self>, unit: bool, b: MatMut<'_, Self>, par: Par);
    /// `X` in place of `B`, `U·X = B`: see [`elimination::upper`].
    fn solve_upper(u: MatRef<'_, Self>, unit: bool, b: MatMut<'_, Self>, par: Par);
    /// `L` in place of `L·Lᴴ`; only the lower half is read and written: `(n, n)`.
    ///
    /// # Errors
    /// The place of the first pivot that is not positive.
    fn cholesky(a: MatMut<'_, Self>, par: Par) -> Result<(), usize>;
}

fn cholesky<T: ComplexField>(a: MatMut<'_, T>, par: Par) -> Result<(), usize> {
    let params = Spec::<LltParams, T>::default();
    let mut buffer = MemBuffer::new(llt::cholesky_in_place_scratch::<T>(a.nrows(), par, params));
    let stack = MemStack::new(&mut buffer);
    match llt::cholesky_in_place(a, LltRegularization::default(), par, stack, params) {
        Ok(_) => Ok(()),
        Err(LltError::NonPositivePivot { index }) => Err(index),
    }
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
                cholesky(a, par)
            }
        }
    )*};
}
solve_kernels!(f32 f64 Complex<f32> Complex<f64>);
