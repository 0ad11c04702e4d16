//! Products of matrices as the factorisations have them: columns without gaps, more often than
//! rows.

use crate::field::Field;
use crate::mat::from_faer;
use crate::products::{Factor, Update};
use faer::prelude::ReborrowMut;
use faer::{MatMut, MatRef, Par};

/// `out = a · b`, or added to it, or subtracted from it: `(m, k)`, `(k, n)` → `(m, n)`.
pub(crate) fn multiply<T: Field>(
    out: MatMut<'_, T>,
    update: Update,
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    par: Par,
) {
    updated(out, update, Factor::plain(from_faer(a)), Factor::plain(from_faer(b.transpose())), par);
}

/// `out = aᴴ · b`: `(k, m)`, `(k, n)` → `(m, n)`.
pub(crate) fn multiply_adjoint<T: Field>(
    out: MatMut<'_, T>,
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    par: Par,
) {
    let left = Factor { lines: from_faer(a.transpose()), conjugated: T::IS_COMPLEX };
    updated(out, Update::Replace, left, Factor::plain(from_faer(b.transpose())), par);
}

/// `out += aᴴ · b`: `(k, m)`, `(k, n)` → `(m, n)`.
pub(crate) fn add_adjoint<T: Field>(
    out: MatMut<'_, T>,
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    par: Par,
) {
    let left = Factor { lines: from_faer(a.transpose()), conjugated: T::IS_COMPLEX };
    updated(out, Update::Add, left, Factor::plain(from_faer(b.transpose())), par);
}

/// `out = a · bᴴ`, or added to it, or subtracted from it: `(m, k)`, `(n, k)` → `(m, n)`.
pub(crate) fn multiply_by_adjoint<T: Field>(
    out: MatMut<'_, T>,
    update: Update,
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    par: Par,
) {
    let right = Factor { lines: from_faer(b), conjugated: T::IS_COMPLEX };
    updated(out, update, Factor::plain(from_faer(a)), right, par);
}

fn updated<T: Field>(
    out: MatMut<'_, T>,
    update: Update,
    left: Factor<'_, T>,
    right: Factor<'_, T>,
    par: Par,
) {
    if out.nrows() == 0 || out.ncols() == 0 {
        return;
    }
    match (out.row_stride(), out.col_stride()) {
        (1, _) => by_columns(out, update, left, right, par),
        (-1, _) => {
            let left = Factor { lines: left.lines.flip(0), ..left };
            by_columns(out.reverse_rows_mut(), update, left, right, par);
        }
        (_, 1) => by_columns(out.transpose_mut(), update, right, left, par),
        (_, -1) => {
            let right = Factor { lines: right.lines.flip(0), ..right };
            by_columns(out.reverse_cols_mut().transpose_mut(), update, right, left, par);
        }
        _ => unreachable!("the factorisations' matrices have columns or rows without gaps"),
    }
}

/// Columns of `out` are rows of its transpose, which has the factors exchanged.
fn by_columns<T: Field>(
    mut out: MatMut<'_, T>,
    update: Update,
    left: Factor<'_, T>,
    right: Factor<'_, T>,
    par: Par,
) {
    if left.lines.shape()[1] == 0 {
        if update == Update::Replace {
            out.fill(T::ZERO);
        }
        return;
    }
    let columns = out
        .rb_mut()
        .col_iter_mut()
        .map(|column| column.try_as_col_major_mut().expect("columns without gaps").as_slice_mut());
    T::large(&mut columns.collect::<Vec<_>>(), update, right, left, par);
}
