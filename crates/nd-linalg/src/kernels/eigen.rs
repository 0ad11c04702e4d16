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

/// For a field: which functions real and complex numbers have instead of each other.
macro_rules! eigen_kernels {
    ($($T:ty, $eig:ident, $eig_pair:ident, $schur:ident;)*) => {$(
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
eigen_kernels! {
    f64, eig_real, eig_pair_real, schur_real;
    Complex<f64>, eig_complex, eig_pair_complex, schur_complex;
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
