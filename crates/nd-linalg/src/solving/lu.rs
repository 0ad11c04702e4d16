//! [`lu`]: the factors of Gaussian elimination, as a value to solve with again and again.

use crate::LinalgError;
use crate::error::{ok, shaped};
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat;
use crate::matrices::dense;
use crate::matrices::output::elements;
use crate::matrices::prepare::finite;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::elimination::permute_rows;
use crate::solving::right_side::RightSide;
use nd_core::{Array, ArrayLike, ShapeError, View, ViewMut};

/// The factors of matrices: `A = P·L·U`, from [`lu`].
///
/// `P` is a permutation of rows, `L` a lower triangle with ones on its diagonal, `U` an upper
/// triangle. With `k = min(m, n)` they are `(…, m, m)`, `(…, m, k)` and `(…, k, n)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let lu = nd_linalg::lu([[0.0, 2.0], [4.0, 2.0]])?;
/// assert_eq!(lu.u(), array![[4.0, 2.0], [0.0, 2.0]]);
/// assert_eq!(lu.solve([2.0, 6.0])?, array![1.0, 1.0]);
/// assert_eq!(lu.solve([4.0, 4.0])?, array![0.0, 2.0]);
/// assert_eq!(lu.det(), -8.0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lu<T> {
    /// `L` below the diagonal and `U` on and above it, column by column: `(…, n, m)`.
    factors: Array<T>,
    /// With which row each was exchanged, one after the other: `(…, k)`.
    swaps: Array<usize>,
}

/// The LU factors of matrices, with partial pivoting.
///
/// `a: (…, m, n)`. A singular matrix has factors too: a zero stands on the diagonal of `U`.
/// An empty matrix has empty ones. About 2/3 n³ operations; recursive (Toledo 1997).
///
/// # Panics
/// If `a` has less than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity.
///
/// # NumPy
/// `scipy.linalg.lu_factor(a)`, `scipy.linalg.lu(a)`: the same factors, for stacks too.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let lu = nd_linalg::lu([[1.0, 2.0], [2.0, 4.0]])?;
/// assert_eq!(lu.u(), array![[2.0, 4.0], [0.0, 0.0]]); // singular
/// assert!(lu.solve([1.0, 1.0]).is_err());
/// assert!(nd_linalg::lu([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn lu<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Lu<FieldOf<A>>, LinalgError> {
    shaped(try_lu(a))
}

/// As [`lu`], for shapes that come from users.
///
/// # Errors
/// As [`lu`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_lu([1.0, 2.0]).is_err()); // one axis
/// ```
pub fn try_lu<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Lu<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::lu_factors("lu", LinalgElement::promoted(a.view()).view())
}

/// The factors of finite matrices.
pub(crate) fn of_finite<T: Field>(op: &'static str, a: View<'_, T>) -> Result<Lu<T>, LinalgError> {
    Stack::matrices(op, a)?;
    finite(op, a)?;
    factored(op, a)
}

/// The factors, whatever the values are.
pub(crate) fn factored<T: Field>(op: &'static str, a: View<'_, T>) -> Result<Lu<T>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let (factors, swaps) = Walk::free(&stack, operations(m, n)).two(
        [&[n, m], &[m.min(n)]],
        &|i, factors, swaps, par| {
            let mut factors = ViewMut::try_from_shape_slice_f([m, n], factors)?;
            factors.assign(stack.get(i));
            T::lu(mat::to_faer_mut(factors), swaps, par);
            Ok(())
        },
    )?;
    Ok(Lu { factors, swaps })
}

/// About how many operations the factors take.
fn operations(m: usize, n: usize) -> f64 {
    let (long, short) = (m.max(n) as f64, m.min(n) as f64);
    short * short * (long - short / 3.0)
}

impl<T: Field> Lu<T> {
    /// `L` and `U` in one array, `(…, m, n)`: `L` below the diagonal, without its ones.
    ///
    /// # NumPy
    /// The first value of `scipy.linalg.lu_factor(a)`.
    pub fn factors(&self) -> View<'_, T> {
        let last = self.factors.shape().len() as isize - 1;
        self.factors.view().swapaxes(last - 1, last)
    }

    /// With which row each row was exchanged, one after the other: `(…, k)`.
    ///
    /// # NumPy
    /// The second value of `scipy.linalg.lu_factor(a)`.
    pub fn swaps(&self) -> View<'_, usize> {
        self.swaps.view()
    }

    /// Which row of `A` each row of `L·U` is: `(…, m)`.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[0.0, 2.0], [4.0, 2.0]])?;
    /// assert_eq!(lu.perm(), nd_core::array![1, 0]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn perm(&self) -> Array<usize> {
        let stack = self.stack();
        let mut perm = Vec::with_capacity(stack.count() * stack.rows());
        for i in 0..stack.count() {
            let mut rows: Vec<usize> = (0..stack.rows()).collect();
            self.swaps_of(i).iter().enumerate().for_each(|(k, &with)| rows.swap(k, with));
            perm.extend(rows);
        }
        let shape = ok(stack.shape_of(&[stack.rows()]));
        Array::from_shape_vec(shape, perm)
    }

    /// The permutation as matrices of zeros and ones: `(…, m, m)`, with `A = P·L·U`.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[0.0, 2.0], [4.0, 2.0]])?;
    /// assert_eq!(lu.p(), nd_core::array![[0.0, 1.0], [1.0, 0.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn p(&self) -> Array<T> {
        T::lu_p(self)
    }

    /// The lower triangles, with ones on their diagonals: `(…, m, k)`.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[0.0, 2.0], [4.0, 2.0]])?;
    /// assert_eq!(lu.l(), nd_core::array![[1.0, 0.0], [0.0, 1.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn l(&self) -> Array<T> {
        T::lu_triangles(self, true)
    }

    /// The upper triangles: `(…, k, n)`.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[0.0, 2.0], [4.0, 2.0]])?;
    /// assert_eq!(lu.u(), nd_core::array![[4.0, 2.0], [0.0, 2.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn u(&self) -> Array<T> {
        T::lu_triangles(self, false)
    }

    /// Solves `A·x = b` with the factors.
    ///
    /// `b: (n)` or `(…, n, k)` → the same shape, the leading axes broadcast. A NaN or an
    /// infinity in `b` reaches its own column alone. 2 n² k operations.
    ///
    /// # Panics
    /// If the matrices are not square, or `b` does not have as many rows.
    ///
    /// # Errors
    /// [`LinalgError::Singular`] if a pivot is zero.
    ///
    /// # NumPy
    /// `scipy.linalg.lu_solve((lu, piv), b)`; a `b` of more than one axis is a stack of
    /// matrices, as for `np.linalg.solve`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let lu = nd_linalg::lu([[2.0, 0.0], [0.0, 4.0]])?;
    /// assert_eq!(lu.solve([[2.0, 1.0], [4.0, 2.0]])?, array![[1.0, 0.5], [1.0, 0.5]]);
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
    /// let lu = nd_linalg::lu([[2.0, 0.0], [0.0, 4.0]])?;
    /// assert!(lu.try_solve([1.0, 2.0, 3.0]).is_err());
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn try_solve<B: ArrayLike<Elem: LinalgElement<Field = T>>>(
        &self,
        b: B,
    ) -> Result<Array<T>, LinalgError> {
        T::lu_solve("solve", self, LinalgElement::promoted(b.view()).view())
    }

    /// The factors as matrices, column by column in memory.
    pub(crate) fn stack(&self) -> Stack<'_, T> {
        Stack::matrices("lu", self.factors()).expect("factors are matrices")
    }

    /// The exchanges of one matrix.
    pub(crate) fn swaps_of(&self, i: usize) -> &[usize] {
        let k = self.stack().rows().min(self.stack().cols());
        let swaps = self.swaps.view().as_slice().expect("made contiguous, and never changed");
        &swaps[i * k..(i + 1) * k]
    }

    /// The diagonal of one matrix's `U`.
    pub(crate) fn pivots(&self, i: usize) -> impl Iterator<Item = T> + Clone + '_ {
        let factors = self.stack().get(i);
        (0..factors.shape()[0].min(factors.shape()[1])).map(move |k| factors[[k, k]])
    }

    /// Whether the rows of one matrix were exchanged an odd number of times.
    pub(crate) fn odd(&self, i: usize) -> bool {
        let moved = self.swaps_of(i).iter().enumerate().filter(|(k, with)| k != *with);
        moved.count() % 2 == 1
    }

    /// An error if a pivot is zero.
    pub(crate) fn refuse_singular(&self, op: &'static str, i: usize) -> Result<(), LinalgError> {
        match self.pivots(i).position(|x| x.is_zero()) {
            Some(pivot) => Err(LinalgError::Singular { op, pivot, matrix: self.stack().index(i) }),
            None => Ok(()),
        }
    }

    pub(crate) fn check_square(&self, op: &'static str) -> Result<(), ShapeError> {
        Stack::square(op, self.factors()).map(drop)
    }
}

/// The solutions for right sides: the body of [`Lu::solve`], under another name in errors.
pub(crate) fn solutions<T: Field>(
    op: &'static str,
    lu: &Lu<T>,
    b: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    lu.check_square(op)?;
    let b = RightSide::new(op, lu.factors().shape(), b)?;
    let (n, k) = (lu.stack().rows(), b.columns());
    (0..lu.stack().count()).try_for_each(|i| lu.refuse_singular(op, i))?;
    let factors = lu.stack().broadcast(&b.batch)?;
    let swaps = lu.swaps.view().expand_dims(-1);
    let swaps = Stack::matrices(op, swaps)?.broadcast(&b.batch)?;
    let x = Walk::free(&factors, 2.0 * (n * n) as f64 * k as f64).one(&[n, k], &|i, x, par| {
        let mut x = ViewMut::try_from_shape_slice([n, k], x)?;
        x.assign(b.stack.get(i));
        let mut x = mat::to_faer_mut(x);
        let swaps: Vec<usize> = swaps.get(i).iter().copied().collect();
        let factors = mat::to_faer(factors.get(i));
        permute_rows(x.as_mut(), &swaps);
        T::solve_lower(factors, true, x.as_mut(), par);
        T::solve_upper(factors, false, x, par);
        Ok(())
    })?;
    Ok(b.shaped(x))
}

/// `P` as matrices: `(…, m, m)`.
pub(crate) fn permutations<T: Field>(lu: &Lu<T>) -> Array<T> {
    let stack = lu.stack();
    let m = stack.rows();
    let mut p = Array::zeros(ok(stack.shape_of(&[m, m])));
    let places = elements(&mut p);
    for (line, &row) in lu.perm().iter().enumerate() {
        // Line `line % m` of L·U is row `row` of A.
        places[(line / m.max(1) * m + row) * m + line % m.max(1)] = T::one();
    }
    p
}

/// `L`, `(…, m, k)`, or else `U`, `(…, k, n)`.
pub(crate) fn triangles<T: Field>(lu: &Lu<T>, lower: bool) -> Array<T> {
    let stack = lu.stack();
    let (m, n) = (stack.rows(), stack.cols());
    let (rows, cols) = if lower { (m, m.min(n)) } else { (m.min(n), n) };
    let triangles = Walk::free(&stack, (rows * cols) as f64).one(&[rows, cols], &|i, out, _| {
        let factors = mat::to_faer(stack.get(i));
        dense::write_fn(rows, cols, out, |i, j| match (lower, i.cmp(&j)) {
            (true, std::cmp::Ordering::Equal) => T::one(),
            (true, std::cmp::Ordering::Less) | (false, std::cmp::Ordering::Greater) => T::zero(),
            _ => factors[(i, j)],
        });
        Ok(())
    });
    triangles.unwrap_or_else(|error| panic!("the factors had room: {error}"))
}
