//! Eigenvalues and singular values.
//!
//! Every matrix that comes here is finite, and its largest element is near 1: see
//! `prepare::finite` and `scale`. An iteration that does not end is `Err` with its limit.

use faer::diag::DiagMut;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::svd::{self, ComputeSvdVectors, SvdParams};
use faer::traits::ComplexField;
use faer::{MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Eigenvalues and singular values.
pub trait SpectralKernels: Sized {
    /// `a = u · diag(s) · vᴴ`, the singular values descending: `a: (m, n)`, `s: (k)`,
    /// `u: (m, k)` or `(m, m)`, `v: (n, k)` or `(n, n)`, both best in columns.
    ///
    /// # Errors
    /// The number of iterations for one value after which it was given up.
    fn svd(
        a: MatRef<'_, Self>,
        s: &mut [Self],
        u: Option<MatMut<'_, Self>>,
        v: Option<MatMut<'_, Self>>,
        par: Par,
    ) -> Result<(), usize>;
}

macro_rules! spectral_kernels {
    ($($T:ty)*) => {$(
        impl SpectralKernels for $T {
            fn svd(
                a: MatRef<'_, $T>,
                s: &mut [$T],
                u: Option<MatMut<'_, $T>>,
                v: Option<MatMut<'_, $T>>,
                par: Par,
            ) -> Result<(), usize> {
                singular(a, s, u, v, par)
            }
        }
    )*};
}
spectral_kernels!(f32 f64 Complex<f32> Complex<f64>);

fn singular<T: ComplexField>(
    a: MatRef<'_, T>,
    s: &mut [T],
    u: Option<MatMut<'_, T>>,
    v: Option<MatMut<'_, T>>,
    par: Par,
) -> Result<(), usize> {
    let (m, n) = a.shape();
    let wanted = |side: &Option<MatMut<'_, T>>, len: usize| match side {
        None => ComputeSvdVectors::No,
        Some(side) if side.ncols() == len && m != n => ComputeSvdVectors::Full,
        Some(_) => ComputeSvdVectors::Thin,
    };
    let params = Spec::<SvdParams, T>::default();
    let request = svd::svd_scratch::<T>(m, n, wanted(&u, m), wanted(&v, n), par, params);
    with_stack(request, |stack| svd::svd(a, DiagMut::from_slice_mut(s), u, v, par, stack, params))
        .map_err(|_| bits::<T>())
}

/// How often faer shifts for one eigenvalue or singular value: each shift gains a bit of it
/// at the least.
fn bits<T: ComplexField>() -> usize {
    (size_of::<T::Real>() * 8 / 2).max(30)
}

fn with_stack<R>(request: StackReq, work: impl FnOnce(&mut MemStack) -> R) -> R {
    let mut buffer = MemBuffer::new(request);
    work(MemStack::new(&mut buffer))
}
