//! The Hessenberg form, in which eigenvalues are found.

use super::spectral::with_stack;
use faer::linalg::evd::hessenberg::hessenberg_in_place_scratch;
use faer::linalg::evd::hessenberg::{HessenbergParams, hessenberg_in_place};
use faer::linalg::householder;
use faer::linalg::qr::no_pivoting::factor as qr;
use faer::reborrow::*;
use faer::traits::ComplexField;
use faer::{Conj, Mat, MatMut, MatRef, Par, Spec};
use num_complex::Complex;

/// Reductions to simpler matrices.
pub trait ReductionKernels: Sized {
    /// `a = q · h · qᴴ`: `a` becomes `h`, zero below the first subdiagonal.
    fn hessenberg(a: MatMut<'_, Self>, q: Option<MatMut<'_, Self>>, par: Par);
}

macro_rules! reduction_kernels {
    ($($T:ty)*) => {$(
        impl ReductionKernels for $T {
            fn hessenberg(a: MatMut<'_, $T>, q: Option<MatMut<'_, $T>>, par: Par) {
                to_hessenberg(a, q, par);
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
