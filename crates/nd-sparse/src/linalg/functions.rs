//! Functions of sparse matrices: inverses, powers, exponentials, and what others make of vectors.

use super::direct::lu;
use super::error::SolverError;
use super::norms::{Norm, norm};
use super::operator::{LinearOperator, Operator};
use super::scalar::Scalar;
use super::spectral::Spectral;
use super::vectors::{add_scaled, all_finite, dot, norm as length, scale, zeros};
use crate::compressed::{Compressed, CompressedView, Csc, Csr};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, s};

/// Columns of the identity that are solved for at once.
const BLOCK: usize = 64;

/// The inverse of a square matrix `(n, n)`, which most often has an entry in every place: to solve systems, keep the
/// factors of [`lu`](super::lu()). Zeros that the solution has are not stored.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::NotFinite`], [`SolverError::Singular`], [`SolverError::Memory`].
///
/// # SciPy
/// `scipy.sparse.linalg.inv(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::inv};
///
/// let inverse = inv(&Csr::<f64>::from_dense([[2.0, 0.0], [1.0, 4.0]]))?;
/// assert_eq!(inverse.to_dense(), nd_core::array![[0.5, 0.0], [-0.125, 0.25]]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn inv<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Csc<T>, SolverError> {
    let a = a.into();
    let n = a.shape()[0];
    let factors = lu(a)?;
    let mut inverse = Coo::<T>::new([n, n]);
    for first in (0..n).step_by(BLOCK) {
        let width = BLOCK.min(n - first);
        let unit = |at: &[usize]| if at[0] == first + at[1] { T::ONE } else { T::ZERO };
        let x = factors.solve(Array::from_fn([n, width], unit))?;
        for (at, value) in x.indexed_iter().filter(|(_, value)| **value != T::ZERO) {
            inverse.push([at[0], first + at[1]], *value);
        }
    }
    Ok(inverse.to_csc())
}

/// A whole power of a square matrix `(n, n)`, by squaring; the identity for 0. Integers wrap.
///
/// # Errors
/// [`SolverError::NotSquare`].
///
/// # SciPy
/// `scipy.sparse.linalg.matrix_power(a, n)`; negative powers are those of [`inv`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::matrix_power};
///
/// let a = Csr::<i64>::from_dense([[1, 1], [0, 1]]);
/// assert_eq!(matrix_power(&a, 5)?.to_dense(), nd_core::array![[1, 5], [0, 1]]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn matrix_power<T: SparseElement<I>, I: Index, O: Orientation>(
    a: &Compressed<T, I, O>,
    n: u32,
) -> Result<Compressed<T, I, O>, SolverError> {
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: "matrix_power", shape });
    }
    let (mut power, mut square, mut left) = (None, a.clone(), n);
    while left > 0 {
        if left & 1 == 1 {
            power = Some(power.map_or_else(
                || square.clone(),
                |power: Compressed<T, I, O>| power.matmul(&square),
            ));
        }
        left >>= 1;
        if left > 0 {
            square = square.matmul(&square);
        }
    }
    Ok(power.unwrap_or_else(|| Compressed::eye(shape[0])))
}

/// The numerator of the approximant of degree 13 to the exponential (N. J. Higham, 2005).
const PADE: [f64; 14] = [
    64_764_752_532_480_000.0,
    32_382_376_266_240_000.0,
    7_771_770_303_897_600.0,
    1_187_353_796_428_800.0,
    129_060_195_264_000.0,
    10_559_470_521_600.0,
    670_442_572_800.0,
    33_522_128_640.0,
    1_323_241_920.0,
    40_840_800.0,
    960_960.0,
    16_380.0,
    182.0,
    1.0,
];
/// The norm up to which it is exact to double precision.
const REACH: f64 = 5.371_920_351_148_152;

/// The exponential of a square matrix `(n, n)`, which most often has an entry in every place: what it does to vectors
/// is [`expm_multiply`](super::expm_multiply). By a rational approximant, scaled and squared.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::NotFinite`]; [`SolverError::Option`] if the 1-norm is more than 1e9;
/// [`SolverError::Memory`]. What overflows is infinite or NaN.
///
/// # SciPy
/// `scipy.sparse.linalg.expm(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::expm};
///
/// let e = expm(&Csr::<f64>::from_dense([[0.0, 1.0], [0.0, 0.0]]))?;
/// assert_eq!(e.to_dense(), nd_core::array![[1.0, 1.0], [0.0, 1.0]]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn expm<'a, T: Spectral, O: Orientation>(
    a: impl Into<CompressedView<'a, T, u32, O>>,
) -> Result<Csr<T>, SolverError> {
    const OP: &str = "expm";
    let a: Csr<T> = a.into().to_csr();
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    if !all_finite(a.values()) {
        return Err(SolverError::NotFinite { op: OP, what: "the matrix" });
    }
    let size = norm(&a, Norm::One);
    if size > 1e9 {
        return Err(SolverError::Option {
            op: OP,
            what: "the norm of the matrix is more than 1e9",
        });
    }
    let halvings = (size / REACH).log2().ceil().max(0.0) as i32;
    let a = &a * T::from_f64(0.5f64.powi(halvings));
    let (odd, even) = halves(&a);
    let right = (&even + &odd).to_dense();
    let mut e = Csr::from_dense(lu(&(&even - &odd))?.solve(&right)?);
    for _ in 0..halvings {
        e = e.matmul(&e);
    }
    Ok(e)
}

/// The odd and the even terms of the numerator.
fn halves<T: Scalar>(a: &Csr<T>) -> (Csr<T>, Csr<T>) {
    let unit = Csr::<T>::eye(a.shape()[0]);
    let two = a.matmul(a);
    let four = two.matmul(&two);
    let six = four.matmul(&two);
    let sum = |from: usize, of: &[&Csr<T>]| {
        let term = |at: usize| of[at] * T::from_f64(PADE[from + 2 * at]);
        (1..of.len()).fold(term(0), |sum, at| &sum + &term(at))
    };
    let whole = |from: usize| {
        let high = six.matmul(&sum(from + 8, &[&two, &four, &six]));
        &high + &sum(from, &[&unit, &two, &four, &six])
    };
    (a.matmul(&whole(1)), whole(0))
}

/// How often a function of the projected matrix is asked for.
const EVERY: usize = 4;

/// A function of a square matrix `(n, n)` times a vector `(n)`, from the vectors `b, A·b, A²·b, …`: `function` is
/// given small dense matrices, and returns that function of them. Ends when the result changes by less than `rtol`.
///
/// It keeps all the vectors, up to `n` of them.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::Shape`]; [`SolverError::NotFinite`] if `b`, a product or a function has
/// NaN or infinity; [`SolverError::Option`] if `rtol` is negative or NaN, or a function has another shape.
///
/// # SciPy
/// `scipy.sparse.linalg.funm_multiply_krylov(f, a, b)`, which starts anew and keeps fewer vectors.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::funm_multiply_krylov};
///
/// let a = Csr::<f64>::from_dense([[2.0, 1.0], [1.0, 2.0]]);
/// // The square, as a function of the projected matrix.
/// let square = |h: &nd_core::Array<f64>| Csr::<f64>::from_dense(h).matmul_dense(h);
/// let y = funm_multiply_krylov(&a, [1.0, 0.0], square, 1e-12)?;
/// assert!((y[[0]] - 5.0).abs() < 1e-12 && (y[[1]] - 4.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn funm_multiply_krylov<A: LinearOperator>(
    a: &A,
    b: impl ArrayLike<Elem = A::Elem>,
    function: impl Fn(&Array<A::Elem>) -> Array<A::Elem>,
    rtol: f64,
) -> Result<Array<A::Elem>, SolverError> {
    const OP: &str = "funm_multiply_krylov";
    let (shape, b) = (a.shape(), b.view());
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    crate::products::check_vector(OP, shape, b.shape())?;
    if rtol.is_nan() || rtol < 0.0 {
        return Err(SolverError::Option { op: OP, what: "the tolerance is not negative" });
    }
    let b = b.flatten().into_vec();
    if !all_finite(&b) {
        return Err(SolverError::NotFinite { op: OP, what: "the vector" });
    }
    let size = length(&b);
    if size == 0.0 {
        return Ok(Array::from_vec(b));
    }
    projected(a, b, size, &function, rtol).map(Array::from_vec)
}

fn projected<T: Scalar>(
    a: &Operator<'_, T>,
    mut b: Vec<T>,
    size: f64,
    function: &dyn Fn(&Array<T>) -> Array<T>,
    rtol: f64,
) -> Result<Vec<T>, SolverError> {
    const OP: &str = "funm_multiply_krylov";
    let n = b.len();
    scale(&mut b, T::from_f64(1.0 / size));
    let (mut basis, mut columns): (Vec<Vec<T>>, Vec<Vec<T>>) = (vec![b], Vec::new());
    let mut last: Option<Vec<T>> = None;
    loop {
        let steps = basis.len();
        let mut w = zeros(n);
        a.apply(&basis[steps - 1], &mut w);
        let before = length(&w);
        if !before.is_finite() {
            return Err(SolverError::NotFinite { op: OP, what: "a product" });
        }
        let mut column = vec![T::ZERO; steps];
        for _ in 0..2 {
            for (part, v) in column.iter_mut().zip(&basis) {
                let along = dot(v, &w);
                add_scaled(&mut w, -along, v);
                *part += along;
            }
        }
        let rest = length(&w);
        column.push(T::from_f64(rest));
        columns.push(column);
        let full = steps == n || rest <= T::EPSILON * before;
        if full || steps % EVERY == 0 {
            let y = combined(&basis, &columns, size, function)?;
            let changed = last.as_ref().map(|last| {
                let mut change = y.clone();
                add_scaled(&mut change, -T::ONE, last);
                length(&change)
            });
            if full || changed.is_some_and(|changed| changed <= rtol * length(&y)) {
                return Ok(y);
            }
            last = Some(y);
        }
        scale(&mut w, T::from_f64(1.0 / rest));
        basis.push(w);
    }
}

/// The first column of the function of the projected matrix, in the basis.
fn combined<T: Scalar>(
    basis: &[Vec<T>],
    columns: &[Vec<T>],
    size: f64,
    function: &dyn Fn(&Array<T>) -> Array<T>,
) -> Result<Vec<T>, SolverError> {
    const OP: &str = "funm_multiply_krylov";
    let m = basis.len();
    let entry = |at: &[usize]| columns[at[1]].get(at[0]).copied().unwrap_or(T::ZERO);
    let f = function(&Array::from_fn([m, m], entry));
    if f.shape() != [m, m] {
        return Err(SolverError::Option { op: OP, what: "the function has another shape" });
    }
    let first = f.slice(s![.., 0]).to_array().into_vec();
    if !all_finite(&first) {
        return Err(SolverError::NotFinite { op: OP, what: "the function" });
    }
    let mut y = zeros(basis[0].len());
    for (v, &factor) in basis.iter().zip(&first) {
        add_scaled(&mut y, factor * T::from_f64(size), v);
    }
    Ok(y)
}
