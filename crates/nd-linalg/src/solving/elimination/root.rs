//! Cholesky's root of one matrix, by halves: our own, because faer's threads wait for each other
//! longer than they work unless the matrix is large.

use super::lower;
use super::substitute::LEAF;
use crate::field::Field;
use crate::par;
use crate::products::{Update, multiply_by_adjoint};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{MatMut, MatRef, Par};
use num_traits::{Float, Zero};

/// What is on the right is updated in strips of so many columns, each of which is one thread's.
const STRIP: usize = 128;

/// `L` in place of `A = L·Lᴴ`; only the lower half is read, and what is above the diagonal has
/// no meaning afterwards. `a`: `(n, n)`, columns contiguous. The bits do not depend on `par`.
///
/// # Errors
/// The place of the first pivot that is not positive and finite.
pub(crate) fn root<T: Field>(mut a: MatMut<'_, T>, par: Par) -> Result<(), usize> {
    let n = a.nrows();
    if n <= LEAF {
        return leaf(a);
    }
    let first = if n > 2 * STRIP { STRIP } else { (n / 2).next_multiple_of(LEAF) };
    for start in (0..n).step_by(first) {
        let size = first.min(n - start);
        let rest = a.rb_mut().submatrix_mut(start, start, n - start, n - start);
        let (left, right) = rest.split_at_col_mut(size);
        let (mut top, mut below) = left.split_at_row_mut(size);
        root(top.rb_mut(), Par::Seq).map_err(|place| start + place)?;
        if start + size < n {
            divide(top.rb(), below.rb_mut(), par);
            subtract_square(right.subrows_mut(size, n - start - size), below.rb(), par);
        }
    }
    Ok(())
}

/// `B·L⁻ᴴ` in place of `B`: its conjugate is the transpose of a solution.
fn divide<T: Field>(l: MatRef<'_, T>, mut b: MatMut<'_, T>, par: Par) {
    conjugate(b.rb_mut());
    lower(l, false, b.rb_mut().transpose_mut(), par);
    conjugate(b);
}

fn conjugate<T: Field>(mut b: MatMut<'_, T>) {
    if !T::IS_COMPLEX {
        return;
    }
    for j in 0..b.ncols() {
        (0..b.nrows()).for_each(|i| b[(i, j)] = b[(i, j)].conj());
    }
}

/// `A − B·Bᴴ` in place of the lower half of `A`, and of some of what is above.
fn subtract_square<T: Field>(a: MatMut<'_, T>, b: MatRef<'_, T>, par: Par) {
    let n = a.nrows();
    let mut strips = Vec::with_capacity(n.div_ceil(STRIP));
    let mut rest = a;
    for start in (0..n).step_by(STRIP) {
        let (strip, more) = rest.split_at_col_mut(STRIP.min(n - start));
        strips.push((start, strip.subrows_mut(start, n - start)));
        rest = more;
    }
    par::each(strips, par, &|(start, strip)| {
        let right = b.subrows(start, strip.ncols());
        let left = b.subrows(start, n - start);
        multiply_by_adjoint(strip, Update::Subtract, left, right, Par::Seq);
    });
}

/// Column by column.
fn leaf<T: Field>(mut a: MatMut<'_, T>) -> Result<(), usize> {
    let n = a.nrows();
    for j in 0..n {
        let pivot = a[(j, j)].re();
        // Not true of a NaN either, which an overflow can make.
        if !(pivot > T::R::zero() && Float::is_finite(pivot)) {
            return Err(j);
        }
        let root = T::from_real(Float::sqrt(pivot));
        a[(j, j)] = root;
        for i in j + 1..n {
            a[(i, j)] /= root;
        }
        for k in j + 1..n {
            let factor = a[(k, j)].conj();
            for i in k..n {
                let product = a[(i, j)] * factor;
                a[(i, k)] -= product;
            }
        }
    }
    Ok(())
}
