//! Singular values, and eigenvalues of Hermitian matrices.
//!
//! Every matrix that comes here is finite, and its numbers can be squared: see
//! `prepare::finite` and `scale`. An iteration that does not end is `Err` with its limit.

use faer::diag::DiagMut;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::evd::{self, ComputeEigenvectors, SelfAdjointEvdParams};
use faer::linalg::svd::{self, ComputeSvdVectors, SvdParams};
use faer::traits::ComplexField;
use faer::{Mat, MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Singular values, and eigenvalues of Hermitian matrices.
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

    /// `a = u · diag(w) · uᴴ` of the Hermitian matrix in the lower triangle of `a`, ascending.
    ///
    /// # Errors
    /// As for `svd`.
    fn eigh(
        a: MatRef<'_, Self>,
        w: &mut [Self],
        u: Option<MatMut<'_, Self>>,
        par: Par,
    ) -> Result<(), usize>;
}

/// By faer, compiled for the field.
macro_rules! itself {
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
            fn eigh(
                a: MatRef<'_, $T>,
                w: &mut [$T],
                u: Option<MatMut<'_, $T>>,
                par: Par,
            ) -> Result<(), usize> {
                self_adjoint(a, w, u, par)
            }
        }
    )*};
}
itself!(f32 f64 Complex<f64>);

/// Complex numbers of single precision are the rarest, and pass through those of double.
impl SpectralKernels for Complex<f32> {
    fn svd(
        a: MatRef<'_, Self>,
        s: &mut [Self],
        mut u: Option<MatMut<'_, Self>>,
        mut v: Option<MatMut<'_, Self>>,
        par: Par,
    ) -> Result<(), usize> {
        let mut values = vec![Complex::default(); s.len()];
        let (mut wide_u, mut wide_v) = (room(&u), room(&v));
        let (left, right) = (wide_u.as_mut().map(Mat::as_mut), wide_v.as_mut().map(Mat::as_mut));
        singular(widened(a).as_ref(), &mut values, left, right, par)?;
        s.iter_mut().zip(&values).for_each(|(s, value)| *s = rounded(value));
        narrow(&wide_u, &mut u);
        narrow(&wide_v, &mut v);
        Ok(())
    }

    fn eigh(
        a: MatRef<'_, Self>,
        w: &mut [Self],
        mut u: Option<MatMut<'_, Self>>,
        par: Par,
    ) -> Result<(), usize> {
        let mut values = vec![Complex::default(); w.len()];
        let mut wide = room(&u);
        let vectors = wide.as_mut().map(Mat::as_mut);
        self_adjoint(widened(a).as_ref(), &mut values, vectors, par)?;
        w.iter_mut().zip(&values).for_each(|(w, value)| *w = rounded(value));
        narrow(&wide, &mut u);
        Ok(())
    }
}

fn rounded(x: &Complex<f64>) -> Complex<f32> {
    Complex::new(x.re as f32, x.im as f32)
}

fn widened(a: MatRef<'_, Complex<f32>>) -> Mat<Complex<f64>> {
    let wide = |x: Complex<f32>| Complex::new(f64::from(x.re), f64::from(x.im));
    Mat::from_fn(a.nrows(), a.ncols(), |i, j| wide(a[(i, j)]))
}

/// A matrix of the same shape.
fn room(m: &Option<MatMut<'_, Complex<f32>>>) -> Option<Mat<Complex<f64>>> {
    m.as_ref().map(|m| Mat::from_fn(m.nrows(), m.ncols(), |_, _| Complex::default()))
}

fn narrow(from: &Option<Mat<Complex<f64>>>, to: &mut Option<MatMut<'_, Complex<f32>>>) {
    if let (Some(from), Some(to)) = (from, to) {
        for j in 0..from.ncols() {
            (0..from.nrows()).for_each(|i| to[(i, j)] = rounded(&from[(i, j)]));
        }
    }
}

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

pub(super) fn vectors<M>(u: &Option<M>) -> ComputeEigenvectors {
    if u.is_some() { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No }
}

fn self_adjoint<T: ComplexField>(
    a: MatRef<'_, T>,
    w: &mut [T],
    u: Option<MatMut<'_, T>>,
    par: Par,
) -> Result<(), usize> {
    if a.nrows() == 0 {
        return Ok(());
    }
    let params = Spec::<SelfAdjointEvdParams, T>::default();
    let request = evd::self_adjoint_evd_scratch::<T>(a.nrows(), vectors(&u), par, params);
    with_stack(request, |stack| {
        evd::self_adjoint_evd(a, DiagMut::from_slice_mut(w), u, par, stack, params)
    })
    .map_err(|_| bits::<T>())
}

pub(super) fn with_stack<R>(request: StackReq, work: impl FnOnce(&mut MemStack) -> R) -> R {
    let mut buffer = MemBuffer::new(request);
    work(MemStack::new(&mut buffer))
}
