//! Small dense problems, in double precision, by nd-linalg.

use crate::linalg::error::SolverError;
use crate::linalg::operator::Operator;
use crate::linalg::scalar::Scalar;
use nd_core::{Array, Complex};
use nd_linalg::LinalgError;

/// Eigenvalues and eigenvectors, a vector for each.
#[doc(hidden)]
pub struct Pairs<V, D> {
    pub(crate) values: Vec<V>,
    pub(crate) vectors: Vec<Vec<D>>,
}

/// What is asked of nd-linalg.
#[doc(hidden)]
pub trait Dense: Sized {
    fn hermitian(
        op: &'static str,
        a: &Array<Self>,
        b: Option<&Array<Self>>,
    ) -> Result<Pairs<f64, Self>, SolverError>;
    fn general(
        op: &'static str,
        a: &Array<Self>,
    ) -> Result<Pairs<Complex<f64>, Complex<f64>>, SolverError>;
    fn singular(op: &'static str, a: &Array<Self>) -> Result<Triplets<Self>, SolverError>;
}

/// Left vectors, singular values descending, right vectors.
#[doc(hidden)]
pub struct Triplets<D> {
    pub(crate) left: Vec<Vec<D>>,
    pub(crate) values: Vec<f64>,
    pub(crate) right: Vec<Vec<D>>,
}

fn failed(op: &'static str) -> impl Fn(LinalgError) -> SolverError {
    move |error| SolverError::Projected { op, why: error.to_string() }
}

/// The columns of a matrix.
fn columns<D: Scalar>(a: &Array<D>) -> Vec<Vec<D>> {
    let n = a.shape()[0];
    let all = a.t().flatten().into_vec();
    if n == 0 { Vec::new() } else { all.chunks(n).map(<[D]>::to_vec).collect() }
}

macro_rules! dense {
    ($($T:ty)*) => {$(
        impl Dense for $T {
            #[inline(never)]
            fn hermitian(
                op: &'static str,
                a: &Array<Self>,
                b: Option<&Array<Self>>,
            ) -> Result<Pairs<f64, Self>, SolverError> {
                let found = match b {
                    None => nd_linalg::eigh(a),
                    Some(b) => nd_linalg::eigh_pair(a, b),
                };
                let found = found.map_err(failed(op))?;
                let values = found.eigenvalues.into_vec();
                Ok(Pairs { values, vectors: columns(&found.eigenvectors) })
            }
            #[inline(never)]
            fn general(
                op: &'static str,
                a: &Array<Self>,
            ) -> Result<Pairs<Complex<f64>, Complex<f64>>, SolverError> {
                let found = nd_linalg::eig(a).map_err(failed(op))?;
                let values = found.eigenvalues.into_vec();
                Ok(Pairs { values, vectors: columns(&found.eigenvectors) })
            }
            #[inline(never)]
            fn singular(op: &'static str, a: &Array<Self>) -> Result<Triplets<Self>, SolverError> {
                let found = nd_linalg::svd(a).map_err(failed(op))?;
                let mut right = columns(&found.vh.into_transposed());
                right.iter_mut().flatten().for_each(|v| *v = v.conjugate());
                Ok(Triplets { left: columns(&found.u), values: found.s.into_vec(), right })
            }
        }
    )*};
}
dense!(f64 Complex<f64>);

/// All elements of an operator, column by column.
pub(crate) fn elements<T: Scalar>(a: &Operator<'_, T>) -> Array<T::Double> {
    let [rows, columns] = a.shape();
    let mut all = Vec::with_capacity(rows * columns);
    let (mut x, mut y) = (vec![T::ZERO; columns], vec![T::ZERO; rows]);
    for column in 0..columns {
        x[column] = T::ONE;
        a.apply(&x, &mut y);
        x[column] = T::ZERO;
        all.extend(y.iter().map(|y| y.to_double()));
    }
    Array::from_shape_vec([columns, rows], all).into_transposed()
}

/// Unknowns up to which problems are solved densely.
pub(crate) const SMALL: usize = 64;
