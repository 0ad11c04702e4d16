//! Eigenvalues and eigenvectors of one matrix of any kind.

use crate::eigen::balance::Balance;
use crate::eigen::schur;
use crate::field::Double;
use crate::matrices::dense;
use crate::matrices::exponents::part;
use faer::{Mat, MatRef, Par};
use nd_core::{Inexact, View};
use num_traits::{Float, One, Zero};

/// Eigenvalues, and unit eigenvectors or an empty matrix.
type Decomposed<C> = (Vec<C>, Mat<C>);

/// Eigenvalues and, if wanted, unit eigenvectors of one finite matrix.
pub(crate) fn decompose<T: Double>(
    a: View<'_, T>,
    vectors: bool,
    par: Par,
) -> Result<Decomposed<T::Complex>, usize> {
    let n = a.shape()[0];
    if n == 0 {
        return Ok((Vec::new(), dense::zeros(0, 0)));
    }
    let form = |mut a: Mat<T>| {
        let balance = Balance::of(&mut a);
        let found = match by_kernel(&a, vectors, par) {
            Some(found) => found,
            None => by_schur(&a, vectors, par)?,
        };
        Ok((balance, found))
    };
    let ((balance, (mut w, mut u)), scale) = schur::at_scale(a, form)?;
    w.iter_mut().for_each(|w| *w = scale.up(*w));
    if vectors {
        balance.undo(&mut u);
        normalize(&mut u);
    }
    Ok((w, u))
}

/// By faer's blocked algorithm, unless what it finds is not right: it does not say whether it
/// came to an end, and its vectors may overflow, or be wrong where eigenvalues are small.
fn by_kernel<T: Double>(a: &Mat<T>, vectors: bool, par: Par) -> Option<Decomposed<T::Complex>> {
    let n = a.nrows();
    // What is not reached stays NaN, and is noticed.
    let nan = T::from_real(T::R::nan());
    let (mut re, mut im) = (vec![nan; n], vec![nan; n]);
    if T::IS_COMPLEX {
        im.fill(T::zero());
    }
    let mut u = if vectors { dense::zeros(n, n) } else { dense::zeros(0, 0) };
    T::eig(a.as_ref(), &mut re, &mut im, vectors.then(|| u.as_mut()), par);
    let w = joined(&re, &im);
    if !plausible(a, &w) {
        return None;
    }
    if !vectors {
        return Some((w, dense::zeros(0, 0)));
    }
    solves(a, &u, &re, &im, par).then(|| (w, unpacked(&u, &im)))
}

/// Whether `a·u = u·w` to rounding, for each eigenvector.
fn solves<T: Double>(a: &Mat<T>, u: &Mat<T>, re: &[T], im: &[T], par: Par) -> bool {
    let n = a.nrows();
    let size = dense::length((0..n).flat_map(|j| (0..n).map(move |i| a[(i, j)])));
    let limit = T::R::epsilon() * <T::R as Inexact>::from_count(n) * 10.0 * size;
    let image = dense::product(a.as_ref(), u.as_ref(), par);
    let column = |m: &Mat<T>, j: usize| dense::length((0..n).map(|i| m[(i, j)]));
    let mut j = 0;
    while j < n {
        let pair = !T::IS_COMPLEX && !im[j].is_zero() && j + 1 < n;
        let mut length = column(u, j);
        if pair {
            length = Float::max(length, column(u, j + 1));
        }
        let off = |k: usize, sign: T| {
            dense::length((0..n).map(|i| {
                let turned = if pair { u[(i, 2 * j + 1 - k)] * im[j] * sign } else { T::zero() };
                image[(i, k)] - u[(i, k)] * re[j] - turned
            }))
        };
        // Written so that NaN is not right.
        let right = |off: T::R| off <= limit * length && Float::is_normal(length);
        if !right(off(j, -T::one())) || pair && !right(off(j + 1, T::one())) {
            return false;
        }
        j += if pair { 2 } else { 1 };
    }
    true
}

/// Eigenvalues from the two parts that kernels write.
pub(crate) fn joined<T: Double>(re: &[T], im: &[T]) -> Vec<T::Complex> {
    let join = |(&re, &im): (&T, &T)| {
        if T::IS_COMPLEX { re.to_complex() } else { T::complex(re.re(), im.re()) }
    };
    re.iter().zip(im).map(join).collect()
}

/// Eigenvectors from columns of which a conjugate pair shares two.
pub(crate) fn unpacked<T: Double>(u: &Mat<T>, im: &[T]) -> Mat<T::Complex> {
    let n = u.nrows();
    let mut out = Mat::from_fn(n, n, |i, j| u[(i, j)].to_complex());
    if T::IS_COMPLEX {
        return out;
    }
    let mut j = 0;
    while j < n {
        if im[j].is_zero() || j + 1 == n {
            j += 1;
            continue;
        }
        for i in 0..n {
            let (re, im) = (u[(i, j)].re(), u[(i, j + 1)].re());
            out[(i, j)] = T::complex(re, im);
            out[(i, j + 1)] = T::complex(re, -im);
        }
        j += 2;
    }
    out
}

/// Whether the eigenvalues and their squares sum up to what the matrix says, `tr a` and
/// `tr a²`: those of an iteration that did not end do not.
fn plausible<T: Double>(a: &Mat<T>, w: &[T::Complex]) -> bool {
    let n = a.nrows();
    let size = dense::length((0..n).flat_map(|j| (0..n).map(move |i| a[(i, j)])));
    let (mut one, mut two) = (T::Complex::zero(), T::Complex::zero());
    for i in 0..n {
        one += a[(i, i)].to_complex();
        let square = (0..n).fold(T::zero(), |sum, j| sum + a[(i, j)] * a[(j, i)]);
        two += square.to_complex();
    }
    let (mut first, mut second) = (T::Complex::zero(), T::Complex::zero());
    for &w in w {
        first += w;
        second += w * w;
    }
    let units = T::R::epsilon() * <T::R as Inexact>::from_count(n) * 1000.0;
    let near = |x: T::Complex, y: T::Complex, scale: T::R| part(x - y) <= units * scale;
    near(one, first, size) && near(two, second, size * size)
}

/// By the algorithm of this crate: slower, with an end that is known, and with vectors that
/// cannot overflow.
fn by_schur<T: Double>(
    a: &Mat<T>,
    vectors: bool,
    par: Par,
) -> Result<Decomposed<T::Complex>, usize> {
    let [t, z] = schur::decompose_complex(dense::copy(a.as_ref()), par)?;
    let w = (0..t.nrows()).map(|i| t[(i, i)]).collect();
    if !vectors {
        return Ok((w, dense::zeros(0, 0)));
    }
    let x = triangular_vectors(t.as_ref());
    Ok((w, dense::product(z.as_ref(), x.as_ref(), par)))
}

/// The eigenvectors of a triangular matrix, by substitution. Where two eigenvalues agree, the
/// difference is taken as rounding: the vector then is all but that of the first.
fn triangular_vectors<C: Double>(t: MatRef<'_, C>) -> Mat<C> {
    let n = t.nrows();
    let smallest = C::R::min_positive_value() / C::R::epsilon();
    let least = Float::max(dense::norm_one(t) * C::R::epsilon(), smallest);
    let large = C::R::one() / Float::sqrt(C::R::min_positive_value());
    let mut x = dense::zeros::<C>(n, n);
    for k in 0..n {
        x[(k, k)] = C::one();
        for i in (0..k).rev() {
            let sum = (i + 1..=k).fold(C::zero(), |sum, j| sum + t[(i, j)] * x[(j, k)]);
            let mut difference = t[(k, k)] - t[(i, i)];
            if part(difference) < least {
                difference = C::from_real(least);
            }
            x[(i, k)] = sum.divided(difference);
            let size = part(x[(i, k)]);
            if size > large {
                (i..=k).for_each(|j| x[(j, k)] = dense::shortened(x[(j, k)], size));
            }
        }
    }
    x
}

/// Makes every vector as long as 1 and its largest element real: a real vector stays real, and
/// conjugate ones stay so.
pub(crate) fn normalize<C: Double>(u: &mut Mat<C>) {
    let n = u.nrows();
    for j in 0..u.ncols() {
        let length = dense::length((0..n).map(|i| u[(i, j)]));
        if length.is_zero() || !Float::is_finite(length) {
            continue;
        }
        (0..n).for_each(|i| u[(i, j)] = dense::shortened(u[(i, j)], length));
        let real = (0..n).all(|i| u[(i, j)].im().is_zero());
        if real {
            continue;
        }
        let larger = |&a: &usize, &b: &usize| {
            let size = |i: usize| u[(i, j)].abs();
            size(a).partial_cmp(&size(b)).unwrap_or(std::cmp::Ordering::Equal)
        };
        let Some(largest) = (0..n).rev().max_by(larger) else { continue };
        let phase = dense::shortened(u[(largest, j)], u[(largest, j)].abs());
        (0..n).for_each(|i| u[(i, j)] *= phase.conj());
        u[(largest, j)] = C::from_real(u[(largest, j)].re());
    }
}
