//! [`schur`]: `a = z · t · zᴴ` with a triangular `t`.

use crate::LinalgError;
use crate::eigen::Eigen;
use crate::error::shaped;
use crate::field::{ComplexOf, Double, Field, FieldOf, LinalgElement};
use crate::mat::to_faer;
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, View};
use num_traits::{Float, Zero};

/// A Schur form, `a = z · t · zᴴ`, of each matrix of a stack.
#[derive(Clone, Debug)]
pub struct Schur<T: Field> {
    /// `(…, n, n)`: upper triangular. For real numbers, pairs of conjugate eigenvalues stand as
    /// two by two blocks `[a, b; c, a]` with `b·c < 0`.
    pub t: Array<T>,
    /// `(…, n, n)`: unitary (orthogonal).
    pub z: Array<T>,
}

/// The Schur form: of real matrices the real one, with two by two blocks, of complex matrices
/// the complex one.
///
/// `a: (…, n, n)` → `t: (…, n, n)`, `z: (…, n, n)`. Exists for every matrix, defective or not;
/// unique only up to the order of the eigenvalues and to phases. Matrices are scaled by a power
/// of two first. About `25n³` operations.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.schur(a)`.
///
/// # Examples
/// ```
/// use nd_linalg::schur;
///
/// let s = schur([[0.0f64, 1.0], [-4.0, 0.0]])?; // eigenvalues ±2i
/// assert_eq!(s.t[[0, 0]], s.t[[1, 1]]);
/// assert!((s.t[[0, 1]] * s.t[[1, 0]] + 4.0).abs() < 1e-14);
/// let t = s.to_complex().t;
/// assert_eq!(t[[1, 0]], nd_core::Complex::new(0.0, 0.0));
/// assert!((t[[0, 0]].im.abs() - 2.0).abs() < 1e-14);
/// assert!(schur([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn schur<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Schur<FieldOf<A>>, LinalgError> {
    shaped(try_schur(a))
}

/// As [`schur`], for shapes that come from users.
///
/// # Errors
/// As [`schur`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_schur([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_schur<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Schur<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::schur_factors(LinalgElement::promoted(a.view()).view())
}

/// The complex Schur form, of real matrices too: `t` is triangular, its diagonal the
/// eigenvalues.
///
/// `a: (…, n, n)` → `t: (…, n, n)`, `z: (…, n, n)`, complex; otherwise as [`schur`].
///
/// # Panics
/// As [`schur`].
///
/// # Errors
/// As [`schur`].
///
/// # NumPy
/// `scipy.linalg.schur(a, output="complex")`.
///
/// # Examples
/// ```
/// use nd_linalg::schur_complex;
///
/// let s = schur_complex([[0.0f64, 1.0], [-1.0, 0.0]])?;
/// assert!((s.t[[0, 0]] * s.t[[1, 1]] - 1.0).norm() < 1e-15); // i · -i
/// let one = schur_complex([[7.0f64]])?;
/// assert_eq!(one.t[[0, 0]].re, 7.0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn schur_complex<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Schur<ComplexOf<A>>, LinalgError> {
    shaped(try_schur(a)).map(|schur| schur.to_complex())
}

/// The body of [`schur`].
pub(crate) fn form<T: Field>(a: View<'_, T>) -> Result<Schur<T>, LinalgError> {
    let (t, z) = factor(T::widened(a).view())?;
    Ok(Schur { t: T::narrowed(t), z: T::narrowed(z) })
}

fn factor<T: Double>(a: View<'_, T>) -> Result<(Array<T>, Array<T>), LinalgError> {
    let op = "schur";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let flops = 25.0 * (n * n * n) as f64 + 100.0;
    Walk::pinned(&stack, flops).two([&[n, n], &[n, n]], &|i, t_out: &mut [T], z_out, par| {
        let found = at_scale(stack.get(i), |a| decompose(a, par));
        let ((t, z), scale) = found.map_err(|iterations| stack.stopped(op, iterations, i))?;
        dense::write(t.as_ref(), t_out);
        dense::write(z.as_ref(), z_out);
        if !scale.is_one() {
            t_out.iter_mut().for_each(|x| *x = scale.up(*x));
        }
        Ok(())
    })
}

/// What `form` makes of a finite matrix at a scale that loses nothing of it, or, if its iteration
/// does not end there because squares vanish, of the matrix near 1; and that scale, a power of
/// four.
pub(crate) fn at_scale<T: Double, R>(
    a: View<'_, T>,
    form: impl Fn(Mat<T>) -> Result<R, usize>,
) -> Result<(R, Scale), usize> {
    let [wide, near] = [Scale::of(a).even(), Scale::near_one(a).even()];
    match form(wide.matrix(a)) {
        Err(_) if near != wide => form(near.matrix(a)).map(|found| (found, near)),
        found => found.map(|found| (found, wide)),
    }
}

/// `(t, z)` of a finite matrix near 1.
pub(crate) fn decompose<T: Double>(mut a: Mat<T>, par: Par) -> Result<(Mat<T>, Mat<T>), usize> {
    let n = a.nrows();
    let mut q = dense::zeros(n, n);
    T::hessenberg(a.as_mut(), Some(q.as_mut()), par);
    let columns = |m: &Mat<T>| -> Vec<T> {
        (0..n).flat_map(|j| (0..n).map(move |i| (i, j))).map(|at| m[at]).collect()
    };
    let (mut t, mut z) = (columns(&a), columns(&q));
    T::schur(&mut t, &mut z, n)?;
    let matrix = |m: &[T]| Mat::from_fn(n, n, |i, j| m[j * n + i]);
    Ok((matrix(&t), matrix(&z)))
}

/// `(t, z)` with a triangular `t`, of a finite matrix near 1. The eigenvalues of a real one are
/// real or in pairs of exactly conjugate ones.
pub(crate) fn decompose_complex<T: Double>(
    a: Mat<T>,
    par: Par,
) -> Result<[Mat<T::Complex>; 2], usize> {
    let (t, z) = decompose(a, par)?;
    let widen = |m: &Mat<T>| Mat::from_fn(m.nrows(), m.ncols(), |i, j| m[(i, j)].to_complex());
    let (mut t, mut z) = (widen(&t), widen(&z));
    split_blocks::<T::Complex>(&mut t, &mut z);
    Ok([t, z])
}

/// Rotates the two by two blocks of a real Schur form away, as `rsf2csf` does: the block
/// `[a, b; c, a]` has the eigenvalues `a ± i·√(-b·c)`.
fn split_blocks<C: Field>(t: &mut Mat<C>, z: &mut Mat<C>) {
    let n = t.nrows();
    for k in 0..n.saturating_sub(1) {
        if t[(k + 1, k)].is_zero() {
            continue;
        }
        let (a, b, c) = (t[(k, k)].re(), t[(k, k + 1)].re(), t[(k + 1, k)].re());
        let root = Float::sqrt(Float::abs(b)) * Float::sqrt(Float::abs(c));
        // The eigenvector of `a + i·root` is `(i·root, c)`: the first column of the rotation.
        let length = Float::hypot(root, c);
        let zero = C::R::zero();
        let (x, y) = (C::from_parts(zero, root / length), C::from_real(c / length));
        for j in k..n {
            let (up, down) = (t[(k, j)], t[(k + 1, j)]);
            t[(k, j)] = x.conj() * up + y.conj() * down;
            t[(k + 1, j)] = x * down - y * up;
        }
        for (m, rows) in [(&mut *t, k + 2), (&mut *z, n)] {
            for i in 0..rows {
                let (left, right) = (m[(i, k)], m[(i, k + 1)]);
                m[(i, k)] = left * x + right * y;
                m[(i, k + 1)] = right * x.conj() - left * y.conj();
            }
        }
        t[(k + 1, k)] = C::zero();
        t[(k, k)] = C::from_parts(a, root);
        t[(k + 1, k + 1)] = C::from_parts(a, -root);
    }
}

impl<T: Field> Schur<T> {
    /// The complex Schur form: two by two blocks become their pairs of eigenvalues.
    ///
    /// # Panics
    /// If the fields were replaced by matrices that are not square.
    ///
    /// # NumPy
    /// `scipy.linalg.rsf2csf(t, z)`.
    ///
    /// # Examples
    /// ```
    /// let s = nd_linalg::schur([[3.0f64, 1.0], [-1.0, 3.0]])?.to_complex();
    /// assert_eq!(s.t[[0, 0]], nd_core::Complex::new(3.0, 1.0));
    /// assert_eq!(s.t[[1, 1]], nd_core::Complex::new(3.0, -1.0));
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn to_complex(&self) -> Schur<T::Complex> {
        T::schur_to_complex(self)
    }

    /// The eigenvalues, `(…, n)`, in the order in which they stand on the diagonal.
    ///
    /// # Panics
    /// If the fields were replaced by matrices that are not square.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Complex, array};
    ///
    /// let s = nd_linalg::schur([[3.0f64, 1.0], [-1.0, 3.0]])?;
    /// assert_eq!(s.eigenvalues(), array![Complex::new(3.0, 1.0), Complex::new(3.0, -1.0)]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn eigenvalues(&self) -> Array<T::Complex> {
        T::schur_eigenvalues(self)
    }
}

/// The body of [`Schur::to_complex`].
pub(crate) fn complex<T: Field>(schur: &Schur<T>) -> Schur<T::Complex> {
    let stack = |a| Stack::square("schur", a).expect("square matrices");
    let (ts, zs) = (stack(schur.t.view()), stack(schur.z.view()));
    let n = ts.rows();
    let widened = |i: usize, t_out: &mut [T::Complex], z_out: &mut [T::Complex], _| {
        let widen = |m: View<'_, T>| {
            let m = to_faer(m);
            Mat::from_fn(n, n, |i, j| m[(i, j)].to_complex())
        };
        let (mut t, mut z) = (widen(ts.get(i)), widen(zs.get(i)));
        if !T::IS_COMPLEX {
            split_blocks::<T::Complex>(&mut t, &mut z);
        }
        dense::write(t.as_ref(), t_out);
        dense::write(z.as_ref(), z_out);
        Ok(())
    };
    let walk = Walk::free(&ts, 6.0 * (n * n * n) as f64);
    match walk.two([&[n, n], &[n, n]], &widened) {
        Ok((t, z)) => Schur { t, z },
        Err(error) => panic!("rotations fail for want of memory alone: {error}"),
    }
}

/// The body of [`Schur::eigenvalues`].
pub(crate) fn eigenvalues<T: Field>(schur: &Schur<T>) -> Array<T::Complex> {
    let complex = complex(schur);
    let stack = Stack::square("schur", complex.t.view()).expect("square matrices");
    let n = stack.rows();
    let diagonal = |i: usize| {
        let t = to_faer(stack.get(i));
        (0..n).map(move |k| t[(k, k)])
    };
    let values = (0..stack.count()).flat_map(diagonal).collect();
    Array::from_shape_vec([stack.batch(), &[n]].concat(), values)
}
