//! [`cholesky`]: the triangular square root of positive definite matrices.

use crate::LinalgError;
use crate::Triangle;
use crate::error::{ok, shaped};
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::to_faer;
use crate::matrices::dense::{self, conjugate};
use crate::matrices::prepare::{packed, slice};
use crate::matrices::quotient;
use crate::matrices::stack::{Stack, the_one};
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::elimination::{MAX_SMALL, roots};
use crate::solving::right_side::RightSide;
use crate::solving::triangular::finite_triangle;
use faer::Par;
use nd_core::{Array, ArrayLike, View, ViewMut};
use num_traits::{Float, Zero};

/// The Cholesky factors of matrices, from [`cho_factor`]: `A = L·Lᴴ`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let factor = nd_linalg::cho_factor([[4.0, 2.0], [2.0, 5.0]])?;
/// assert_eq!(factor.l(), array![[2.0, 0.0], [1.0, 2.0]]);
/// assert_eq!(factor.solve([8.0, 8.0])?, array![1.5, 1.0]);
/// assert_eq!(factor.det(), 16.0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cholesky<T> {
    l: Array<T>,
}

/// The lower triangle `L` with `A = L·Lᴴ`, of positive definite matrices.
///
/// `a: (…, n, n)` → `(…, n, n)`, zeros above the diagonal, which is positive. What is above the
/// diagonal of `a` is not read. n³/3 operations.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// [`LinalgError::NotPositiveDefinite`], with the first leading minor that is not positive;
/// [`LinalgError::NonFinite`] for a NaN or an infinity on or below the diagonal.
///
/// # NumPy
/// `np.linalg.cholesky(a)`. For `upper=True` see [`cholesky_with`].
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::cholesky;
///
/// assert_eq!(cholesky([[4.0, 2.0], [2.0, 5.0]])?, array![[2.0, 0.0], [1.0, 2.0]]);
/// let error = cholesky([[1.0, 2.0], [2.0, 1.0]]).unwrap_err();
/// assert!(error.to_string().contains("its leading minor of order 2 is not positive"));
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cholesky<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_cholesky(a))
}

/// As [`cholesky`], for shapes that come from users.
///
/// # Errors
/// As [`cholesky`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_cholesky([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_cholesky<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::cholesky_root(
        "cholesky",
        LinalgElement::promoted(a.view()).view(),
        Triangle::Lower,
    )
}

/// As [`cholesky`], from the triangle that is named: the upper one gives `U` with `A = Uᴴ·U`.
///
/// `a: (…, n, n)` → `(…, n, n)`, zeros in the other triangle, which is not read.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// As [`cholesky`], with NaN and infinities in the triangle that is read.
///
/// # NumPy
/// `np.linalg.cholesky(a, upper=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Triangle, cholesky_with};
///
/// let u = cholesky_with([[4.0, 2.0], [2.0, 5.0]], Triangle::Upper)?;
/// assert_eq!(u, array![[2.0, 1.0], [0.0, 2.0]]);
/// assert!(cholesky_with([[-1.0]], Triangle::Upper).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cholesky_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_cholesky_with(a, triangle))
}

/// As [`cholesky_with`], for shapes that come from users.
///
/// # Errors
/// As [`cholesky_with`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, try_cholesky_with};
///
/// assert!(try_cholesky_with([[1.0, 2.0]], Triangle::Upper).is_err()); // not square
/// ```
pub fn try_cholesky_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::cholesky_root("cholesky", LinalgElement::promoted(a.view()).view(), triangle)
}

/// The Cholesky factors as a value, to solve with again and again.
///
/// `a: (…, n, n)`, of which only the lower triangle is read. n³/3 operations: half of what
/// [`lu`](crate::lu) takes.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// As [`cholesky`].
///
/// # NumPy
/// `scipy.linalg.cho_factor(a, lower=True)`.
///
/// # Examples
/// ```
/// let factor = nd_linalg::cho_factor([[4.0]])?;
/// assert_eq!(factor.solve([2.0])?, nd_core::array![0.5]);
/// assert!(nd_linalg::cho_factor([[0.0]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cho_factor<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Cholesky<FieldOf<A>>, LinalgError> {
    shaped(try_cho_factor(a))
}

/// As [`cho_factor`], for shapes that come from users.
///
/// # Errors
/// As [`cho_factor`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_cho_factor([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_cho_factor<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Cholesky<FieldOf<A>>, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    let l = FieldOf::<A>::cholesky_root("cho_factor", a.view(), Triangle::Lower)?;
    Ok(Cholesky { l })
}

/// Matrices up to this order are factored where they are to be.
const SMALL: usize = 32;
/// The body of [`cholesky_with`].
pub(crate) fn factored<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    triangle: Triangle,
) -> Result<Array<T>, LinalgError> {
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    if n <= MAX_SMALL && stack.count() > 1 {
        return many(op, &stack, triangle);
    }
    Walk::free(&stack, (n as f64).powi(3) / 3.0)
        .one(&[n, n], &|i, out, par| one(op, &stack, i, triangle, out, par))
}

/// Small matrices, block by block: in lanes as far as these go.
fn many<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    triangle: Triangle,
) -> Result<Array<T>, LinalgError> {
    let n = stack.rows();
    let len = n * n;
    let a = packed(stack.view());
    let a = slice(&a);
    let upper = triangle == Triangle::Upper;
    Walk::free(stack, (n * len) as f64 / 3.0 + 50.0).blocks(&[n, n], &|range, out| {
        let mut i = range.start;
        while i < range.end {
            let rest = &mut out[(i - range.start) * len..];
            i += roots(rest, &a[i * len..range.end * len], n, upper);
            // What lanes stop at.
            for i in i..range.end.min(i + 8) {
                let out = &mut out[(i - range.start) * len..][..len];
                one(op, stack, i, triangle, out, Par::Seq)?;
            }
            i += 8;
        }
        Ok(())
    })
}

/// The root of matrix number `i`, into zeros.
fn one<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    i: usize,
    triangle: Triangle,
    out: &mut [T],
    par: Par,
) -> Result<(), LinalgError> {
    let n = stack.rows();
    finite_triangle(op, stack, i, triangle, false)?;
    let failed = match triangle {
        Triangle::Lower => root(stack.get(i), out, par),
        // The upper triangle of A is the lower one of its transpose, whose root is the
        // transpose of the root: the conjugates fall out.
        Triangle::Upper => root(stack.get(i).t(), out, par),
    };
    let not = |index| LinalgError::NotPositiveDefinite { op, index, matrix: stack.index(i) };
    failed.map_err(not)?;
    // A small root is there row by row, a larger one column by column.
    if (n <= SMALL) == (triangle == Triangle::Upper) {
        dense::transpose(out, n);
    }
    Ok(())
}

/// `L` from the lower half of `a`, into zeros: `(n, n)`, row by row if [small](SMALL), else
/// column by column.
fn root<T: Field>(a: View<'_, T>, out: &mut [T], par: Par) -> Result<(), usize> {
    let n = a.shape()[0];
    if n <= SMALL {
        for i in 0..n {
            let (done, rest) = out.split_at_mut(i * n);
            root_row(done, &mut rest[..n], a, i)?;
        }
        return Ok(());
    }
    let a = to_faer(a);
    dense::write_fn(n, n, out, |j, i| match i.cmp(&j) {
        std::cmp::Ordering::Less => T::zero(),
        std::cmp::Ordering::Equal => T::from_real(a[(i, i)].re()),
        std::cmp::Ordering::Greater => a[(i, j)],
    });
    let l = dense::rows(out, n, n).transpose_mut();
    T::cholesky(l, par)?;
    // What is above the diagonal has no meaning, nor have imaginary parts on it.
    for (j, column) in out.chunks_exact_mut(n).enumerate() {
        column[..j].fill(T::zero());
        column[j] = T::from_real(column[j].re());
    }
    Ok(())
}

/// Row `i` of `L` from the rows above it.
fn root_row<T: Field>(done: &[T], row: &mut [T], a: View<'_, T>, i: usize) -> Result<(), usize> {
    let n = row.len();
    for (j, other) in done.chunks_exact(n).enumerate() {
        let sum = (0..j).fold(a[[i, j]], |sum, k| sum - row[k] * other[k].conj());
        row[j] = quotient::quotient(sum, other[j]);
    }
    let square = |x: T| x.re() * x.re() + x.im() * x.im();
    let rest = row[..i].iter().fold(a[[i, i]].re(), |sum, &x| sum - square(x));
    // Not true of a NaN either, which an overflow can make.
    if !(rest > T::R::zero() && Float::is_finite(rest)) {
        return Err(i);
    }
    row[i] = T::from_real(Float::sqrt(rest));
    Ok(())
}

impl<T: Field> Cholesky<T> {
    /// The lower triangles, zeros above: `(…, n, n)`.
    pub fn l(&self) -> View<'_, T> {
        self.l.view()
    }

    /// Solves `A·x = b` with the factors.
    ///
    /// `b: (n)` or `(…, n, k)` → the same shape, the leading axes broadcast. A NaN or an
    /// infinity in `b` reaches its own column alone. 2 n² k operations.
    ///
    /// # Panics
    /// If `b` does not have as many rows as the matrices.
    ///
    /// # Errors
    /// None that is not a panic here: factors that exist can be solved with.
    ///
    /// # NumPy
    /// `scipy.linalg.cho_solve((c, True), b)`.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor([[4.0, 0.0], [0.0, 1.0]])?;
    /// assert_eq!(factor.solve([[4.0], [1.0]])?, nd_core::array![[1.0], [1.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn solve<B: ArrayLike<Elem: LinalgElement<Field = T>>>(
        &self,
        b: B,
    ) -> Result<Array<T>, LinalgError> {
        shaped(self.try_solve(b))
    }

    /// As [`solve`](Self::solve), for shapes that come from users.
    ///
    /// # Errors
    /// [`LinalgError::Shape`] where [`solve`](Self::solve) panics.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor([[4.0]])?;
    /// assert!(factor.try_solve([1.0, 2.0]).is_err());
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn try_solve<B: ArrayLike<Elem: LinalgElement<Field = T>>>(
        &self,
        b: B,
    ) -> Result<Array<T>, LinalgError> {
        T::cholesky_solve(self, LinalgElement::promoted(b.view()).view())
    }

    /// The determinant of a single matrix: real, though of the field's type.
    ///
    /// # Panics
    /// If these are the factors of a stack.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor([[4.0, 2.0], [2.0, 5.0]])?;
    /// assert_eq!(factor.det(), 16.0);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn det(&self) -> T {
        the_one("det", self.det_stack())
    }

    /// The determinants of a stack: shape `(…)`.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor(nd_core::array![[[4.0]], [[9.0]]])?;
    /// assert_eq!(factor.det_stack(), nd_core::array![4.0, 9.0]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn det_stack(&self) -> Array<T> {
        T::cholesky_det(self)
    }

    /// The logarithm of a single matrix's determinant, which does not overflow.
    ///
    /// # Panics
    /// If these are the factors of a stack.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor([[1e-300_f64, 0.0], [0.0, 1e-300]])?;
    /// assert!((factor.logdet() + 600.0 * 10f64.ln()).abs() < 1e-10);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn logdet(&self) -> T::R {
        the_one("logdet", self.logdet_stack())
    }

    /// The logarithms of a stack's determinants: shape `(…)`.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor(nd_core::array![[[1.0]], [[1.0]]])?;
    /// assert_eq!(factor.logdet_stack(), nd_core::array![0.0, 0.0]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn logdet_stack(&self) -> Array<T::R> {
        T::cholesky_logdet(self)
    }

    /// The inverses: `(…, n, n)`.
    ///
    /// # Panics
    /// If memory for them cannot be had.
    ///
    /// # Examples
    /// ```
    /// let factor = nd_linalg::cho_factor([[4.0_f64, 0.0], [0.0, 0.5]])?;
    /// let inv = factor.inv();
    /// assert!((inv[[0, 0]] - 0.25).abs() < 1e-15 && (inv[[1, 1]] - 2.0).abs() < 1e-15);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn inv(&self) -> Array<T> {
        T::cholesky_inv(self)
    }
}

/// The solutions for right sides: the body of [`Cholesky::solve`].
pub(crate) fn solutions<T: Field>(
    factor: &Cholesky<T>,
    b: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    const OP: &str = "cho_solve";
    let b = RightSide::new(OP, factor.l.shape(), b)?;
    let stack = Stack::square(OP, factor.l.view())?.broadcast(&b.batch)?;
    let (n, k) = (stack.rows(), b.columns());
    let x = Walk::free(&stack, 2.0 * (n * n) as f64 * k as f64).one(&[n, k], &|i, x, par| {
        ViewMut::try_from_shape_slice([n, k], &mut *x)?.assign(b.stack.get(i));
        let l = to_faer(stack.get(i));
        T::solve_lower(l, false, dense::rows(x, n, k), par);
        // Lᴴ·x = y is Lᵀ·conj(x) = conj(y).
        conjugate(x);
        T::solve_upper(l.transpose(), false, dense::rows(x, n, k), par);
        conjugate(x);
        Ok(())
    })?;
    Ok(b.shaped(x))
}

/// The inverses.
pub(crate) fn inverses<T: Field>(factor: &Cholesky<T>) -> Array<T> {
    let n = factor.l.shape()[factor.l.ndim() - 1];
    let one: Array<T> = nd_core::eye(n);
    match solutions(factor, one.view()) {
        Ok(inverse) => inverse,
        Err(LinalgError::Shape(error)) => ok(Err(error)),
        Err(error) => unreachable!("factors that exist can be solved with: {error}"),
    }
}

/// The determinants.
pub(crate) fn determinants<T: Field>(factor: &Cholesky<T>) -> Array<T> {
    // Each square is of two factors, so that none overflows before the product does.
    of_each(factor, |l| {
        let n = l.shape()[0];
        quotient::product((0..2 * n).map(move |i| l[[i / 2, i / 2]]))
    })
}

/// The logarithms of the determinants.
pub(crate) fn logarithms<T: Field>(factor: &Cholesky<T>) -> Array<T::R> {
    of_each(factor, |l| {
        let logs = (0..l.shape()[0]).map(|i| Float::ln(l[[i, i]].re()));
        let sum = logs.fold(T::R::zero(), |sum, log| sum + log);
        sum + sum
    })
}

fn of_each<T: Field, R>(factor: &Cholesky<T>, value: fn(View<'_, T>) -> R) -> Array<R> {
    let stack = Stack::square("cholesky", factor.l.view()).expect("factors are square");
    let shape = ok(stack.shape_of(&[]));
    Array::from_shape_vec(shape, (0..stack.count()).map(|i| value(stack.get(i))).collect())
}
