//! LU factors with partial pivoting, in place.

use super::substitute::{Divisor, panels};
use crate::field::Field;
use crate::par;
use crate::products::{Update, multiply};
use crate::solving::elimination::lower;
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{MatMut, Par};
use nd_core::simd::{Isa, Kernel, dispatch_wide};
use num_traits::Zero;

/// So many columns are eliminated one by one.
const LEAF: usize = 8;

/// `L` and `U` in place of `A`, `P·A = L·U`: row `k` was exchanged with row `swaps[k]`, for
/// `k` from 0 on. `a`: `(m, n)`, columns contiguous; `swaps`: `min(m, n)`.
///
/// A zero pivot is passed over: `U` has it on its diagonal.
pub(crate) fn lu<T: Field>(a: MatMut<'_, T>, swaps: &mut [usize], par: Par) {
    let k = a.nrows().min(a.ncols());
    let (mut left, right) = a.split_at_col_mut(k);
    halves(left.rb_mut(), swaps, par);
    if right.ncols() > 0 {
        swap_and_solve(left.rb(), swaps, right, par);
    }
}

/// Exchanges rows: the `k`-th with the one that `swaps[k]` says, one after the other.
pub(crate) fn permute_rows<T: Copy>(mut a: MatMut<'_, T>, swaps: &[usize]) {
    for j in 0..a.ncols() {
        let mut column = a.rb_mut().col_mut(j);
        if let Some(column) = column.rb_mut().try_as_col_major_mut() {
            let column = column.as_slice_mut();
            swaps.iter().enumerate().for_each(|(k, &with)| column.swap(k, with));
            continue;
        }
        for (k, &with) in swaps.iter().enumerate() {
            let (x, y) = (column[k], column[with]);
            column[k] = y;
            column[with] = x;
        }
    }
}

/// The rows of the right part exchanged and solved by the unit triangle on top of the left.
fn swap_and_solve<T: Field>(
    left: faer::MatRef<'_, T>,
    swaps: &[usize],
    right: MatMut<'_, T>,
    par: Par,
) {
    let k = left.ncols();
    let triangle = left.subrows(0, k);
    par::each(panels(right), par, &|mut panel| {
        permute_rows(panel.rb_mut(), swaps);
        lower(triangle, true, panel.subrows_mut(0, k), Par::Seq);
    });
}

fn halves<T: Field>(a: MatMut<'_, T>, swaps: &mut [usize], par: Par) {
    let n = a.ncols();
    if n <= LEAF {
        return leaf(a, swaps);
    }
    let half = (n / 2).next_multiple_of(LEAF);
    let (mut left, mut right) = a.split_at_col_mut(half);
    let (first, second) = swaps.split_at_mut(half);
    // Small parts are not worth a second thread.
    let par = if left.nrows() * half < 64 * 64 { Par::Seq } else { par };
    halves(left.rb_mut(), first, par);
    swap_and_solve(left.rb(), first, right.rb_mut(), par);
    let (_, below) = left.split_at_row_mut(half);
    let (top, mut rest) = right.split_at_row_mut(half);
    multiply(rest.rb_mut(), Update::Subtract, below.rb(), top.rb(), par);
    halves(rest, second, par);
    par::each(panels(below), par, &|panel| permute_rows(panel, second));
    second.iter_mut().for_each(|with| *with += half);
}

fn leaf<T: Field>(a: MatMut<'_, T>, swaps: &mut [usize]) {
    let mut columns: [&mut [T]; LEAF] = Default::default();
    let n = a.ncols();
    let mut rest = a;
    for slot in &mut columns[..n] {
        let (column, more) = rest.split_at_col_mut(1);
        let column = column.col_mut(0).try_as_col_major_mut();
        *slot = column.expect("the caller has contiguous columns").as_slice_mut();
        rest = more;
    }
    dispatch_wide(Leaf { columns: &mut columns[..n], swaps });
}

/// A few columns, eliminated one after the other.
struct Leaf<'a, 'c, T> {
    columns: &'a mut [&'c mut [T]],
    swaps: &'a mut [usize],
}

impl<T: Field> Kernel for Leaf<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Leaf { columns, swaps } = self;
        for k in 0..columns.len() {
            let pivot = k + pivot(&columns[k][k..]);
            swaps[k] = pivot;
            if pivot != k {
                columns.iter_mut().for_each(|column| column.swap(k, pivot));
            }
            let (done, later) = columns.split_at_mut(k + 1);
            let (above, below) = done[k].split_at_mut(k + 1);
            if above[k].is_zero() {
                continue;
            }
            if T::IS_COMPLEX {
                Divisor::new(above[k]).divide(below);
            } else {
                // Divided, not multiplied by the reciprocal: no factor is above 1.
                below.iter_mut().for_each(|x| *x /= above[k]);
            }
            for column in later {
                let factor = column[k];
                for (x, &l) in column[k + 1..].iter_mut().zip(&*below) {
                    *x -= factor * l;
                }
            }
        }
    }
}

/// Where the largest element of a column is, complex ones by the sum of their parts. A NaN
/// counts as one only if all others are zero.
#[inline(always)]
fn pivot<T: Field>(column: &[T]) -> usize {
    let mut most = [T::R::zero(); 8];
    let (chunks, rest) = column.as_chunks::<8>();
    for chunk in chunks {
        for (most, &x) in most.iter_mut().zip(chunk) {
            let size = x.l1_norm();
            *most = if size > *most { size } else { *most };
        }
    }
    let all = most.into_iter().chain(rest.iter().map(|x| x.l1_norm()));
    let most = all.fold(T::R::zero(), |most, size| if size > most { size } else { most });
    let found = if most.is_zero() {
        column.iter().position(|x| !x.is_zero())
    } else {
        column.iter().position(|x| x.l1_norm() == most)
    };
    found.unwrap_or(0)
}
