//! What brings matrices to a form in which their spectrum is found, and back.

use super::spectral::with_stack;
use faer::dyn_stack::StackReq;
use faer::linalg::cholesky::llt::factor as llt;
use faer::linalg::evd::hessenberg::hessenberg_in_place_scratch;
use faer::linalg::evd::hessenberg::{HessenbergParams, hessenberg_in_place};
use faer::linalg::lu::partial_pivoting as lu;
use faer::linalg::qr::no_pivoting::factor as qr;
use faer::linalg::{householder, triangular_solve};
use faer::reborrow::*;
use faer::traits::ComplexField;
use faer::{Conj, Mat, MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Reductions to simpler matrices.
pub trait ReductionKernels: Sized {
    /// `a = q · h · qᴴ`: `a` becomes `h`, zero below the first subdiagonal.
    fn hessenberg(a: MatMut<'_, Self>, q: Option<MatMut<'_, Self>>, par: Par);

    /// `a = q · r`: `a: (m, n)` with `m ≥ n` becomes the orthonormal columns of `q`.
    fn orthonormalize(a: MatMut<'_, Self>, par: Par);

    /// `b` becomes `a⁻¹ · b`, destroying `a`. The first pivot that is zero is an error.
    ///
    /// # Errors
    /// The place of the pivot.
    fn divide(a: MatMut<'_, Self>, b: MatMut<'_, Self>, par: Par) -> Result<(), usize>;

    /// The lower triangle of `a` becomes `l`, `a = l · lᴴ`.
    ///
    /// # Errors
    /// The place on the diagonal where `a` is not positive definite.
    fn lower_root(a: MatMut<'_, Self>, par: Par) -> Result<(), usize>;

    /// `b` becomes `l⁻¹ · b`, `l` the lower triangle.
    fn divide_lower(l: MatRef<'_, Self>, b: MatMut<'_, Self>, par: Par);

    /// `b` becomes `l⁻ᴴ · b`, `l` the lower triangle.
    fn divide_lower_adjoint(l: MatRef<'_, Self>, b: MatMut<'_, Self>, par: Par);
}

macro_rules! reduction_kernels {
    ($($T:ty)*) => {$(
        impl ReductionKernels for $T {
            fn hessenberg(a: MatMut<'_, $T>, q: Option<MatMut<'_, $T>>, par: Par) {
                to_hessenberg(a, q, par);
            }
            fn orthonormalize(a: MatMut<'_, $T>, par: Par) {
                to_orthonormal(a, par);
            }
            fn divide(a: MatMut<'_, $T>, b: MatMut<'_, $T>, par: Par) -> Result<(), usize> {
                by_elimination(a, b, par)
            }
            fn lower_root(a: MatMut<'_, $T>, par: Par) -> Result<(), usize> {
                to_lower_root(a, par)
            }
            fn divide_lower(l: MatRef<'_, $T>, b: MatMut<'_, $T>, par: Par) {
                triangular_solve::solve_lower_triangular_in_place(l, b, par);
            }
            fn divide_lower_adjoint(l: MatRef<'_, $T>, b: MatMut<'_, $T>, par: Par) {
                triangular_solve::solve_upper_triangular_in_place(l.adjoint(), b, par);
            }
        }
    )*};
}
reduction_kernels!(f64 Complex<f64>);

fn to_hessenberg<T: ComplexField>(mut a: MatMut<'_, T>, q: Option<MatMut<'_, T>>, par: Par) {
    let n = a.nrows();
    if let Some(q) = &q {
        assert_eq!(q.shape(), (n, n), "vectors are as many as the matrix has rows");
    }
    let block = qr::recommended_block_size::<T>(n.saturating_sub(1), n.saturating_sub(1));
    let mut reflectors = Mat::<T>::zeros(block, n.saturating_sub(1));
    if n >= 2 {
        let params = Spec::<HessenbergParams, T>::default();
        with_stack(hessenberg_in_place_scratch::<T>(n, block, par, params), |stack| {
            hessenberg_in_place(a.rb_mut(), reflectors.as_mut(), par, stack, params);
        });
    }
    if let Some(mut q) = q {
        set_identity(q.rb_mut());
        if n >= 2 {
            let rest = q.submatrix_mut(1, 1, n - 1, n - 1);
            let below = a.rb().submatrix(1, 0, n - 1, n - 1);
            reflect(below, reflectors.as_ref(), rest, par);
        }
    }
    for j in 0..n {
        for i in j + 2..n {
            a[(i, j)] = faer::traits::math_utils::zero();
        }
    }
}

fn to_orthonormal<T: ComplexField>(mut a: MatMut<'_, T>, par: Par) {
    let (m, n) = a.shape();
    assert!(m >= n, "at most as many columns as rows can be orthonormal");
    if n == 0 {
        return;
    }
    let block = qr::recommended_block_size::<T>(m, n);
    let mut reflectors = Mat::<T>::zeros(block, n);
    let params = Spec::default();
    with_stack(qr::qr_in_place_scratch::<T>(m, n, block, par, params), |stack| {
        qr::qr_in_place(a.rb_mut(), reflectors.as_mut(), par, stack, params);
    });
    let mut q = Mat::<T>::zeros(m, n);
    set_identity(q.as_mut());
    reflect(a.rb(), reflectors.as_ref(), q.as_mut(), par);
    a.copy_from(q);
}

/// `m` becomes the product of the reflections, times `m`.
fn reflect<T: ComplexField>(
    basis: MatRef<'_, T>,
    factors: MatRef<'_, T>,
    m: MatMut<'_, T>,
    par: Par,
) {
    let request = householder::apply_block_householder_sequence_on_the_left_in_place_scratch::<T>(
        basis.nrows(),
        factors.nrows(),
        m.ncols(),
    );
    with_stack(request, |stack| {
        householder::apply_block_householder_sequence_on_the_left_in_place_with_conj(
            basis,
            factors,
            Conj::No,
            m,
            par,
            stack,
        );
    });
}

fn set_identity<T: ComplexField>(mut m: MatMut<'_, T>) {
    m.fill(faer::traits::math_utils::zero());
    m.diagonal_mut().fill(faer::traits::math_utils::one());
}

fn by_elimination<T: ComplexField>(
    mut a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    par: Par,
) -> Result<(), usize> {
    let n = a.nrows();
    let (mut forward, mut backward) = (vec![0usize; n], vec![0usize; n]);
    let params = Spec::default();
    let request = StackReq::any_of(&[
        lu::factor::lu_in_place_scratch::<usize, T>(n, n, par, params),
        lu::solve::solve_in_place_scratch::<usize, T>(n, b.ncols(), par),
    ]);
    with_stack(request, |stack| {
        let (_, rows) =
            lu::factor::lu_in_place(a.rb_mut(), &mut forward, &mut backward, par, stack, params);
        let zero = faer::traits::math_utils::zero();
        if let Some(pivot) = (0..n).find(|&i| a[(i, i)] == zero) {
            return Err(pivot);
        }
        lu::solve::solve_in_place(a.rb(), a.rb(), rows, b, par, stack);
        Ok(())
    })
}

fn to_lower_root<T: ComplexField>(a: MatMut<'_, T>, par: Par) -> Result<(), usize> {
    let params = Spec::default();
    with_stack(llt::cholesky_in_place_scratch::<T>(a.nrows(), par, params), |stack| {
        llt::cholesky_in_place(a, Default::default(), par, stack, params)
    })
    .map(|_| ())
    .map_err(|llt::LltError::NonPositivePivot { index }| index)
}
