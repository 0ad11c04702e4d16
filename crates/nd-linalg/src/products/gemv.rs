//! A matrix times a vector, and vectors times vectors: what is read, in which order, by whom.

use crate::par;
use crate::products::Arithmetic;
use nd_core::View;

/// Elements of vectors that are added up in one go; the sums of such parts are merged in a
/// tree that depends on the length alone.
const PART: usize = 1 << 14;
/// Rows of a matrix in row-major order that one thread takes at a time.
const ROWS_TASK: usize = 64;
/// The same in column-major order: as many sums as stay in the first-level cache.
const COLS_TASK: usize = 2048;

/// `out = a · x`: `(m, k)`, `(k)` → `(m)`, whatever the strides of `a`.
pub(super) fn product<T: Arithmetic>(out: &mut [T], a: View<'_, T>, x: &[T]) {
    let [m, k] = a.dims();
    if m == 0 || k == 0 {
        out.fill(T::ZERO);
        return;
    }
    let [down, right] = [a.strides()[0], a.strides()[1]];
    if right == 1 || k == 1 {
        return rows(out, a, x);
    }
    if right == -1 {
        let x: Vec<T> = x.iter().rev().copied().collect();
        return rows(out, a.flip(1), &x);
    }
    if down == 1 || m == 1 {
        return columns(out, a.t(), x);
    }
    if down == -1 {
        columns(out, a.flip(0).t(), x);
        return out.reverse();
    }
    rows(out, a.to_array().view(), x);
}

/// By rows, each without gaps.
fn rows<T: Arithmetic>(out: &mut [T], a: View<'_, T>, x: &[T]) {
    let work = 2.0 * out.len() as f64 * x.len() as f64;
    let rows = gapless(&a);
    par::chunks(out, ROWS_TASK, work, &|start, out| {
        T::rows(out, &rows[start..start + out.len()], x);
    });
}

/// By columns, each without gaps: `columns` is the transpose.
fn columns<T: Arithmetic>(out: &mut [T], columns: View<'_, T>, x: &[T]) {
    let columns = gapless(&columns);
    let work = 2.0 * out.len() as f64 * x.len() as f64;
    par::chunks(out, COLS_TASK, work, &|start, out| {
        let part = start..start + out.len();
        let columns: Vec<&[T]> = columns.iter().map(|column| &column[part.clone()]).collect();
        T::columns(out, &columns, x);
    });
}

/// The rows of a matrix whose last axis has stride 1.
pub(super) fn gapless<'a, T>(a: &View<'a, T>) -> Vec<&'a [T]> {
    match a.as_slice() {
        Some(all) => all.chunks_exact(a.shape()[1]).collect(),
        None => a.outer_iter().map(|row| row.as_slice().expect("a row of stride 1")).collect(),
    }
}

/// `Σ x · y`, or `Σ x̄ · y` if `conjugated`, of vectors of one length without gaps.
pub(crate) fn dot<T: Arithmetic>(x: &[T], y: &[T], conjugated: bool) -> T {
    if x.len() <= PART {
        return T::sum_of_products(x, y, conjugated);
    }
    let mut parts = vec![T::ZERO; x.len().div_ceil(PART)];
    par::chunks(&mut parts, 4, 2.0 * x.len() as f64, &|start, parts| {
        let pairs = x.chunks(PART).zip(y.chunks(PART)).skip(start);
        for (part, (x, y)) in parts.iter_mut().zip(pairs) {
            *part = T::sum_of_products(x, y, conjugated);
        }
    });
    tree(&parts)
}

/// The sum of parts: halves first, so that rounding errors grow with the logarithm.
fn tree<T: Arithmetic>(parts: &[T]) -> T {
    match parts {
        [] => T::ZERO,
        [part] => *part,
        _ => {
            let (left, right) = parts.split_at(parts.len() / 2);
            tree(left).plus(tree(right))
        }
    }
}
