//! Eigenvalues of matrices of any kind, and of pairs of them.
//!
//! Every matrix that comes here is finite, and its numbers can be squared: see
//! `prepare::finite` and `scale`.

use super::spectral::{vectors, with_stack};
use super::{schur_complex, schur_real};
use faer::diag::DiagMut;
use faer::dyn_stack::StackReq;
use faer::linalg::evd::{self, ComputeEigenvectors, EvdParams};
use faer::linalg::gevd::{self, GevdParams};
use faer::linalg::temp_mat_scratch;
use faer::traits::{ComplexField, RealField};
use faer::{MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Eigenvalues of matrices of any kind.
pub trait EigenKernels: Sized {
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

    /// A Hessenberg matrix `h: (n, n)`, column by column, becomes its Schur form: triangular,
    /// for real numbers but for two by two blocks. `z` is multiplied by the same rotations.
    ///
    /// # Errors
    /// How many iterations were made when no eigenvalue came out any more.
    fn schur(h: &mut [Self], z: &mut [Self], n: usize) -> Result<(), usize>;
}

/// For a field: which functions real and complex numbers have instead of each other.
macro_rules! eigen_kernels {
    ($($T:ty, $eig:ident, $schur:ident;)*) => {$(
        impl EigenKernels for $T {
            fn eig(
                a: MatRef<'_, $T>,
                re: &mut [$T],
                im: &mut [$T],
                u: Option<MatMut<'_, $T>>,
                par: Par,
            ) {
                $eig(a, re, im, u, par);
            }
            fn schur(h: &mut [$T], z: &mut [$T], n: usize) -> Result<(), usize> {
                $schur::iterate(h, z, n)
            }
        }
    )*};
}
eigen_kernels! {
    f64, eig_real, schur_real;
    Complex<f64>, eig_complex, schur_complex;
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

/// `a · u · diag(beta) = b · u · diag(alpha)`. Destroys `a` and `b`.
///
/// Over the complex numbers alone: faer's real algorithm is wrong for some pairs of two by two
/// matrices.
pub(crate) fn eig_pair(
    a: MatMut<'_, Complex<f64>>,
    b: MatMut<'_, Complex<f64>>,
    alpha: &mut [Complex<f64>],
    beta: &mut [Complex<f64>],
    u: MatMut<'_, Complex<f64>>,
    par: Par,
) {
    let params = Spec::<GevdParams, Complex<f64>>::default();
    let request = pair_scratch(a.nrows(), ComputeEigenvectors::Yes, par, params);
    let [alpha, beta] = [alpha, beta].map(DiagMut::from_slice_mut);
    let done = with_stack(request, |stack| {
        gevd::gevd_cplx(a, b, alpha, beta, None, Some(u), par, stack, params)
    });
    done.expect("the matrices are finite");
}
