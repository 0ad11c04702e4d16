//! The inverse from LU factors.

use super::substitute::{lower, panels, upper};
use crate::field::Field;
use crate::par;
use faer::prelude::ReborrowMut;
use faer::{MatMut, MatRef, Par};

/// `U⁻¹·L⁻¹·P` from factors `P·A = L·U` as [`lu`](super::lu) leaves them. `out`: `(n, n)`, rows
/// contiguous. 4/3 n³ operations: what is zero in `L⁻¹` is not calculated with.
pub(crate) fn inverse<T: Field>(
    factors: MatRef<'_, T>,
    swaps: &[usize],
    mut out: MatMut<'_, T>,
    par: Par,
) {
    let n = factors.nrows();
    let mut start = 0;
    let mut parts = Vec::new();
    for panel in panels(out.rb_mut()) {
        let width = panel.ncols();
        parts.push((start, panel));
        start += width;
    }
    par::each(parts, par, &|(start, mut panel)| {
        panel.fill(T::zero());
        for j in 0..panel.ncols() {
            panel[(start + j, j)] = T::one();
        }
        let square = factors.submatrix(start, start, n - start, n - start);
        lower(square, true, panel.rb_mut().subrows_mut(start, n - start), Par::Seq);
        upper(factors, false, panel, Par::Seq);
    });
    let rows = out.row_iter_mut().map(|row| {
        let row = row.try_as_row_major_mut().expect("the caller has contiguous rows");
        row.as_slice_mut()
    });
    for row in rows {
        for (k, &with) in swaps.iter().enumerate().rev() {
            row.swap(k, with);
        }
    }
}
