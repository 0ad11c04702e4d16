//! Eigenvalues and singular values.
//!
//! Every matrix that comes here is finite, and its largest element is near 1: see
//! `prepare::finite` and `scale`. An iteration that does not end is `Err` with its limit.

use super::{schur_complex, schur_real};
use faer::diag::DiagMut;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::evd::{self, ComputeEigenvectors, EvdParams, SelfAdjointEvdParams};
use faer::linalg::gevd::{self, GevdParams};
use faer::linalg::svd::{self, ComputeSvdVectors, SvdParams};
use faer::linalg::temp_mat_scratch;
use faer::traits::{ComplexField, RealField};
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

    /// `a · u = u · diag(w)`. Eigenvalues of real matrices are `re + i·im`, and a pair of
    /// conjugate ones shares two columns of `u`: `u[j] ± i·u[j + 1]`. Complex ones are in
    /// `re` alone.
    ///
    /// An iteration that did not end is *not* found here, but by the sums of eigenvalues.
    fn eig(
        a: MatRef<'_, Self>,
        re: &mut [Self],
        im: &mut [Self],
        u: Option<MatMut<'_, Self>>,
        par: Par,
    );

    /// `a · u · diag(beta) = b · u · diag(alpha)`, `alpha` in two parts as for `eig`.
    /// Destroys `a` and `b`.
    fn eig_pair(
        a: MatMut<'_, Self>,
        b: MatMut<'_, Self>,
        alpha: [&mut [Self]; 2],
        beta: &mut [Self],
        u: Option<MatMut<'_, Self>>,
        par: Par,
    );

    /// A Hessenberg matrix `h: (n, n)`, column by column, becomes its Schur form: triangular,
    /// for real numbers but for two by two blocks. `z` is multiplied by the same rotations.
    ///
    /// # Errors
    /// How many iterations were made when no eigenvalue came out any more.
    fn schur(h: &mut [Self], z: &mut [Self], n: usize) -> Result<(), usize>;
}

/// What the four fields do alike, and `eig`, which real and complex numbers do not.
macro_rules! spectral_kernels {
    ($($T:ty, $eig:ident, $eig_pair:ident, $schur:ident;)*) => {$(
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
            fn eig(
                a: MatRef<'_, $T>,
                re: &mut [$T],
                im: &mut [$T],
                u: Option<MatMut<'_, $T>>,
                par: Par,
            ) {
                $eig(a, re, im, u, par);
            }
            fn eig_pair(
                a: MatMut<'_, $T>,
                b: MatMut<'_, $T>,
                alpha: [&mut [$T]; 2],
                beta: &mut [$T],
                u: Option<MatMut<'_, $T>>,
                par: Par,
            ) {
                $eig_pair(a, b, alpha, beta, u, par);
            }
            fn schur(h: &mut [$T], z: &mut [$T], n: usize) -> Result<(), usize> {
                $schur::iterate(h, z, n)
            }
        }
    )*};
}
spectral_kernels! {
    f32, eig_real, eig_pair_real, schur_real;
    f64, eig_real, eig_pair_real, schur_real;
    Complex<f32>, eig_complex, eig_pair_complex, schur_complex;
    Complex<f64>, eig_complex, eig_pair_complex, schur_complex;
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

fn vectors<M>(u: &Option<M>) -> ComputeEigenvectors {
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

fn eig_real<T: RealField>(
    a: MatRef<'_, T>,
    re: &mut [T],
    im: &mut [T],
    u: Option<MatMut<'_, T>>,
    par: Par,
) {
    let params = Spec::<EvdParams, T>::default();
    let request =
        evd::evd_scratch::<T>(a.nrows(), ComputeEigenvectors::No, vectors(&u), par, params);
    let (re, im) = (DiagMut::from_slice_mut(re), DiagMut::from_slice_mut(im));
    let done = with_stack(request, |stack| evd::evd_real(a, re, im, None, u, par, stack, params));
    done.expect("the matrix is finite");
}

fn eig_complex<R: RealField>(
    a: MatRef<'_, Complex<R>>,
    re: &mut [Complex<R>],
    _: &mut [Complex<R>],
    u: Option<MatMut<'_, Complex<R>>>,
    par: Par,
) {
    let params = Spec::<EvdParams, Complex<R>>::default();
    let (n, no) = (a.nrows(), ComputeEigenvectors::No);
    let request = evd::evd_scratch::<Complex<R>>(n, no, vectors(&u), par, params);
    let re = DiagMut::from_slice_mut(re);
    let done = with_stack(request, |stack| evd::evd_cplx(a, re, None, u, par, stack, params));
    done.expect("the matrix is finite");
}

fn eig_pair_real<T: RealField>(
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    [re, im]: [&mut [T]; 2],
    beta: &mut [T],
    u: Option<MatMut<'_, T>>,
    par: Par,
) {
    let params = Spec::<GevdParams, T>::default();
    let n = a.nrows();
    let request = pair_scratch::<T>(n, vectors(&u), par, params);
    let [re, im, beta] = [re, im, beta].map(|values| DiagMut::from_slice_mut(values));
    let done = with_stack(request, |stack| {
        gevd::gevd_real(a, b, re, im, beta, None, u, par, stack, params)
    });
    done.expect("the matrices are finite");
}

/// faer's own request leaves out the vectors that eigenvectors are made with: less than twelve.
fn pair_scratch<T: ComplexField>(
    n: usize,
    vectors: ComputeEigenvectors,
    par: Par,
    params: Spec<GevdParams, T>,
) -> StackReq {
    let no = ComputeEigenvectors::No;
    let own = gevd::gevd_scratch::<T>(n, no, vectors, par, params);
    own.and(temp_mat_scratch::<T>(n.max(4), 1).array(16))
}

fn eig_pair_complex<T: ComplexField>(
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    [alpha, _]: [&mut [T]; 2],
    beta: &mut [T],
    u: Option<MatMut<'_, T>>,
    par: Par,
) {
    let params = Spec::<GevdParams, T>::default();
    let n = a.nrows();
    let request = pair_scratch::<T>(n, vectors(&u), par, params);
    let [alpha, beta] = [alpha, beta].map(|values| DiagMut::from_slice_mut(values));
    let done = with_stack(request, |stack| {
        gevd::gevd_cplx(a, b, alpha, beta, None, u, par, stack, params)
    });
    done.expect("the matrices are finite");
}

pub(super) fn with_stack<R>(request: StackReq, work: impl FnOnce(&mut MemStack) -> R) -> R {
    let mut buffer = MemBuffer::new(request);
    work(MemStack::new(&mut buffer))
}
