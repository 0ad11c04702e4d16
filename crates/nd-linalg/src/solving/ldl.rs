//! [`ldl`]: factors of symmetric and Hermitian matrices that need not be positive definite.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::{from_faer, to_faer};
use crate::matrices::dense::{self, conjugate};
use crate::matrices::quotient::quotient;
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::right_side::RightSide;
use crate::solving::triangular::finite_triangle;
use crate::{LinalgError, Triangle};
use faer::Mat;
use faer::prelude::ReborrowMut;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, Inexact, View};
use num_traits::{Float, One, Zero};

/// `A = L·D·Lᴴ`, from [`ldl`], or `A = L·D·Lᵀ`, from [`ldl_symmetric`].
#[derive(Clone, Debug)]
pub struct Ldl<T> {
    /// `L`, whose rows `perm` puts into a lower triangle with ones on its diagonal:
    /// `(…, n, n)`.
    pub l: Array<T>,
    /// Blocks of order 1 and 2 on the diagonal: `(…, n, n)`.
    pub d: Array<T>,
    /// Which row of `L` each row of the triangle is: `(…, n)`.
    pub perm: Array<usize>,
    hermitian: bool,
}

/// The factors `A = L·D·Lᴴ` of Hermitian matrices, which for real ones is symmetric.
///
/// `a: (…, n, n)` → all of that shape. Only the lower triangle is read, and only the real parts
/// of the diagonal. Pivots after Bunch and Kaufman (1977). The matrix may be singular or
/// indefinite: `D` has as many positive and negative eigenvalues as `A`. n³/3 operations.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity on or below the diagonal.
///
/// # NumPy
/// `lu, d, perm = scipy.linalg.ldl(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let ldl = nd_linalg::ldl([[0.0, 1.0], [1.0, 0.0]])?; // no pivot on the diagonal
/// assert_eq!(ldl.d, array![[0.0, 1.0], [1.0, 0.0]]);
/// assert_eq!(ldl.solve([2.0, 3.0])?, array![3.0, 2.0]);
/// assert!(nd_linalg::ldl([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn ldl<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Ldl<FieldOf<A>>, LinalgError> {
    shaped(try_ldl(a))
}

/// As [`ldl`], for shapes that come from users.
///
/// # Errors
/// As [`ldl`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_ldl([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_ldl<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Ldl<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::ldl("ldl", LinalgElement::promoted(a.view()).view(), true)
}

/// The factors `A = L·D·Lᵀ` of symmetric matrices, complex ones too. Else as [`ldl`].
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// As [`ldl`].
///
/// # NumPy
/// `scipy.linalg.ldl(a, hermitian=False)`.
///
/// # Examples
/// ```
/// use nd_core::Complex;
///
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(nd_linalg::ldl_symmetric([[i]])?.d[[0, 0]], i);
/// assert_eq!(nd_linalg::ldl([[i]])?.d[[0, 0]], 0.0.into()); // a Hermitian diagonal is real
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn ldl_symmetric<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Ldl<FieldOf<A>>, LinalgError> {
    shaped(try_ldl_symmetric(a))
}

/// As [`ldl_symmetric`], for shapes that come from users.
///
/// # Errors
/// As [`ldl`], and [`LinalgError::Shape`] where [`ldl_symmetric`] panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_ldl_symmetric([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_ldl_symmetric<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Ldl<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::ldl("ldl_symmetric", LinalgElement::promoted(a.view()).view(), false)
}

pub(crate) fn factored<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    hermitian: bool,
) -> Result<Ldl<T>, LinalgError> {
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    let walk = Walk::free(&stack, (n as f64).powi(3) / 3.0);
    let factor = |i: usize, l: &mut [T], d: &mut [T], perm: &mut [usize], _| {
        finite_triangle(op, &stack, i, Triangle::Lower, false)?;
        let a = to_faer(stack.get(i));
        let lower = dense::from_fn(n, n, |i, j| if i >= j { a[(i, j)] } else { T::zero() });
        let lower = from_faer(lower.as_ref());
        let scale = Scale::without_squares(lower);
        let mut work = Elimination::new(scale.matrix(lower), hermitian);
        work.run();
        work.write(scale, l, d);
        perm.copy_from_slice(&work.perm);
        Ok(())
    };
    let (l, d, perm) = walk.three([&[n, n], &[n, n], &[n]], &factor)?;
    Ok(Ldl { l, d, perm, hermitian })
}

/// A matrix on its way to `L` and `D`, in its lower half.
struct Elimination<T> {
    a: Mat<T>,
    hermitian: bool,
    /// Which row of the matrix each row is now.
    perm: Vec<usize>,
    /// For each column, whether it is the first of a block of order 2.
    pairs: Vec<bool>,
}

impl<T: Field> Elimination<T> {
    fn new(mut a: Mat<T>, hermitian: bool) -> Elimination<T> {
        let n = a.nrows();
        if hermitian {
            (0..n).for_each(|i| a[(i, i)] = T::from_real(a[(i, i)].re()));
        }
        Elimination { a, hermitian, perm: (0..n).collect(), pairs: vec![false; n] }
    }

    fn star(&self, x: T) -> T {
        if self.hermitian { x.conj() } else { x }
    }

    fn run(&mut self) {
        let n = self.a.nrows();
        let mut k = 0;
        while k < n {
            let (pivot, pair) = self.pivot(k);
            let last = k + usize::from(pair);
            if pivot != last {
                self.exchange(k, last, pivot);
            }
            self.pairs[k] = pair;
            if pair {
                self.eliminate_pair(k);
            } else if !self.a[(k, k)].is_zero() {
                self.eliminate_one(k);
            }
            k = last + 1;
        }
    }

    /// Which row is to be the pivot, and whether as a block of order 2.
    fn pivot(&self, k: usize) -> (usize, bool) {
        let n = self.a.nrows();
        let size = |i: usize, j: usize| self.a[(i.max(j), i.min(j))].abs();
        let largest = |rows: &mut dyn Iterator<Item = usize>, j: usize| {
            rows.fold((k, T::R::zero()), |(row, most), i| match size(i, j) {
                x if x > most => (i, x),
                _ => (row, most),
            })
        };
        let (row, most) = largest(&mut (k + 1..n), k);
        let here = size(k, k);
        let alpha = (T::R::one() + Float::sqrt(T::R::from_count(17))).shared(8);
        if here >= alpha * most {
            return (k, false); // a column of zeros too
        }
        let (_, other) = largest(&mut (k..n).filter(|&i| i != row), row);
        if here >= alpha * most * (most / other) {
            (k, false)
        } else {
            (row, size(row, row) < alpha * other)
        }
    }

    /// Exchanges rows and columns `i < j`, from column `k` on in the matrix, before it in `L`.
    fn exchange(&mut self, k: usize, i: usize, j: usize) {
        let n = self.a.nrows();
        self.perm.swap(i, j);
        let swap = |a: &mut Mat<T>, x: (usize, usize), y: (usize, usize)| {
            (a[x], a[y]) = (a[y], a[x]);
        };
        (0..k).for_each(|c| swap(&mut self.a, (i, c), (j, c)));
        (k..i).for_each(|c| swap(&mut self.a, (i, c), (j, c)));
        (j + 1..n).for_each(|r| swap(&mut self.a, (r, i), (r, j)));
        for m in i + 1..j {
            let (x, y) = (self.a[(m, i)], self.a[(j, m)]);
            self.a[(m, i)] = self.star(y);
            self.a[(j, m)] = self.star(x);
        }
        self.a[(j, i)] = self.star(self.a[(j, i)]);
        swap(&mut self.a, (i, i), (j, j));
    }

    fn eliminate_one(&mut self, k: usize) {
        let (n, hermitian) = (self.a.nrows(), self.hermitian);
        let pivot = self.a[(k, k)];
        let (left, mut right) = self.a.as_mut().split_at_col_mut(k + 1);
        let column = &mut slice(left, k)[k + 1..];
        let plain = column.to_vec();
        column.iter_mut().for_each(|x| *x = quotient(*x, pivot));
        for j in 0..n - k - 1 {
            let factor = if hermitian { plain[j].conj() } else { plain[j] };
            let c = &mut slice(right.rb_mut(), j)[k + 1 + j..];
            dispatch(Subtract { c, x: &column[j..], factor });
            real_head(c, hermitian);
        }
    }

    fn eliminate_pair(&mut self, k: usize) {
        let (n, hermitian) = (self.a.nrows(), self.hermitian);
        let (d11, d21, d22) = (self.a[(k, k)], self.a[(k + 1, k)], self.a[(k + 1, k + 1)]);
        let d12 = self.star(d21);
        // Divided by the largest of the block, which is off its diagonal.
        let size = T::from_real(d21.abs());
        let [e11, e21, e12, e22] = [d11, d21, d12, d22].map(|x| quotient(x, size));
        let det = e11 * e22 - e21 * e12;
        let (left, mut right) = self.a.as_mut().split_at_col_mut(k + 2);
        let (first, second) = left.split_at_col_mut(k + 1);
        let first = &mut slice(first, k)[k + 2..];
        let second = &mut slice(second, 0)[k + 2..];
        let plain: Vec<(T, T)> = first.iter().copied().zip(second.iter().copied()).collect();
        for (i, &(c1, c2)) in plain.iter().enumerate() {
            let (c1, c2) = (quotient(c1, size), quotient(c2, size));
            first[i] = quotient(c1 * e22 - c2 * e21, det);
            second[i] = quotient(c2 * e11 - c1 * e12, det);
        }
        for (j, &(c1, c2)) in plain.iter().enumerate().take(n - k - 2) {
            let (f1, f2) = if hermitian { (c1.conj(), c2.conj()) } else { (c1, c2) };
            let c = &mut slice(right.rb_mut(), j)[k + 2 + j..];
            dispatch(Subtract { c, x: &first[j..], factor: f1 });
            dispatch(Subtract { c, x: &second[j..], factor: f2 });
            real_head(c, hermitian);
        }
    }

    /// `L`, its rows where they came from, and `D`: row by row, into zeros.
    fn write(&self, scale: Scale, l: &mut [T], d: &mut [T]) {
        let n = self.a.nrows();
        for (i, &row) in self.perm.iter().enumerate() {
            l[row * n + i] = T::one();
            for j in 0..i {
                // What is just below the diagonal of a block of order 2 is D's.
                if !(i == j + 1 && self.pairs[j]) {
                    l[row * n + j] = self.a[(i, j)];
                }
            }
            d[i * n + i] = scale.up(self.a[(i, i)]);
            if self.pairs[i] {
                d[(i + 1) * n + i] = scale.up(self.a[(i + 1, i)]);
                d[i * n + i + 1] = scale.up(self.star(self.a[(i + 1, i)]));
            }
        }
    }
}

/// Rounding leaves an imaginary part where a Hermitian matrix has none.
fn real_head<T: Field>(column: &mut [T], hermitian: bool) {
    if let (true, Some(head)) = (hermitian && T::IS_COMPLEX, column.first_mut()) {
        *head = T::from_real(head.re());
    }
}

fn slice<T>(a: faer::MatMut<'_, T>, j: usize) -> &mut [T] {
    let column = a.col_mut(j).try_as_col_major_mut();
    column.expect("the columns of a `Mat` are contiguous").as_slice_mut()
}

/// `c -= factor · x`.
struct Subtract<'a, T> {
    c: &'a mut [T],
    x: &'a [T],
    factor: T,
}

impl<T: Field> Kernel for Subtract<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (c, &x) in self.c.iter_mut().zip(self.x) {
            *c -= self.factor * x;
        }
    }
}

impl<T: Field> Ldl<T> {
    /// Solves `A·x = b` with the factors.
    ///
    /// `b: (n)` or `(…, n, k)` → the same shape, the leading axes broadcast. 2 n² k operations.
    ///
    /// # Panics
    /// If `b` does not have as many rows as the matrices.
    ///
    /// # Errors
    /// [`LinalgError::Singular`] if a block of `D` is.
    ///
    /// # Examples
    /// ```
    /// let ldl = nd_linalg::ldl([[-2.0]])?;
    /// assert_eq!(ldl.solve([1.0])?, nd_core::array![-0.5]);
    /// assert!(nd_linalg::ldl([[0.0]])?.solve([1.0]).is_err());
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
    /// As [`solve`](Self::solve), and [`LinalgError::Shape`] where it panics.
    ///
    /// # Examples
    /// ```
    /// let ldl = nd_linalg::ldl([[-2.0]])?;
    /// assert!(ldl.try_solve([1.0, 2.0]).is_err());
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn try_solve<B: ArrayLike<Elem: LinalgElement<Field = T>>>(
        &self,
        b: B,
    ) -> Result<Array<T>, LinalgError> {
        T::ldl_solve(self, LinalgElement::promoted(b.view()).view())
    }
}

/// The solutions for right sides: the body of [`Ldl::solve`].
pub(crate) fn solutions<T: Field>(ldl: &Ldl<T>, b: View<'_, T>) -> Result<Array<T>, LinalgError> {
    const OP: &str = "ldl_solve";
    let right = RightSide::new(OP, ldl.l.shape(), b)?;
    let stack = Stack::square(OP, ldl.l.view())?.broadcast(&right.batch)?;
    let blocks_of_d = Stack::square(OP, ldl.d.view())?.broadcast(&right.batch)?;
    let perm = Stack::matrices(OP, ldl.perm.view().expand_dims(-1))?.broadcast(&right.batch)?;
    let (n, k) = (stack.rows(), right.columns());
    let x = Walk::free(&stack, 2.0 * (n * n) as f64 * k as f64).one(&[n, k], &|i, x, par| {
        let perm: Vec<usize> = perm.get(i).iter().copied().collect();
        let (l, b) = (to_faer(stack.get(i)), to_faer(right.stack.get(i)));
        let l = dense::from_fn(n, n, |i, j| l[(perm[i], j)]);
        let mut y = dense::from_fn(n, k, |i, j| b[(perm[i], j)]);
        T::solve_lower(l.as_ref(), true, y.as_mut(), par);
        let singular = |pivot| LinalgError::Singular { op: OP, pivot, matrix: stack.index(i) };
        divide(blocks_of_d.get(i), &mut y).map_err(singular)?;
        let conjugate_all = |y: &mut Mat<T>| {
            (0..if ldl.hermitian { k } else { 0 }).for_each(|j| conjugate(slice(y.as_mut(), j)));
        };
        conjugate_all(&mut y);
        T::solve_upper(l.transpose(), true, y.as_mut(), par);
        conjugate_all(&mut y);
        let mut placed = dense::rows(x, n, k);
        for (i, &row) in perm.iter().enumerate() {
            (0..k).for_each(|j| placed[(row, j)] = y[(i, j)]);
        }
        Ok(())
    })?;
    Ok(right.shaped(x))
}

/// `D⁻¹·Y` in place of `Y`; the place of a block that is singular is an error.
fn divide<T: Field>(d: View<'_, T>, y: &mut Mat<T>) -> Result<(), usize> {
    let n = y.nrows();
    let mut i = 0;
    while i < n {
        let pair = i + 1 < n && !d[[i + 1, i]].is_zero();
        if !pair {
            if d[[i, i]].is_zero() {
                return Err(i);
            }
            (0..y.ncols()).for_each(|j| y[(i, j)] = quotient(y[(i, j)], d[[i, i]]));
            i += 1;
            continue;
        }
        let size = T::from_real(d[[i + 1, i]].abs());
        let e = |r: usize, c: usize| quotient(d[[i + r, i + c]], size);
        let (e11, e12, e21, e22) = (e(0, 0), e(0, 1), e(1, 0), e(1, 1));
        let det = e11 * e22 - e21 * e12;
        if det.is_zero() {
            return Err(i + 1);
        }
        for j in 0..y.ncols() {
            let (b1, b2) = (quotient(y[(i, j)], size), quotient(y[(i + 1, j)], size));
            y[(i, j)] = quotient(b1 * e22 - b2 * e12, det);
            y[(i + 1, j)] = quotient(b2 * e11 - b1 * e21, det);
        }
        i += 2;
    }
    Ok(())
}
