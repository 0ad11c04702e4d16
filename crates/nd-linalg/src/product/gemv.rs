//! A matrix times a vector, and vectors times vectors: read once, so as fast as memory.

use crate::par;
use crate::product::element::Arithmetic;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{CowArray, View};

/// Elements of vectors that are added up in one go; the sums of such parts are merged in a
/// tree that depends on the length alone.
const PART: usize = 1 << 14;
/// Rows of a matrix in row-major order that one thread takes at a time.
const ROWS_TASK: usize = 64;
/// The same in column-major order: as many sums as stay in the first-level cache.
const COLS_TASK: usize = 2048;

/// Elements in one axis without gaps: copied if there are any.
pub(crate) fn packed<T: Arithmetic>(x: View<'_, T>) -> CowArray<'_, T> {
    match x.as_slice() {
        Some(_) => CowArray::View(x),
        None => CowArray::Owned(x.to_array()),
    }
}

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
    let k = x.len();
    let work = 2.0 * out.len() as f64 * k as f64;
    par::chunks(out, ROWS_TASK, work, |start, out| {
        let a = a.slice([nd_core::SliceItem::from(start..start + out.len())]);
        let rows: Vec<&[T]> = a.outer_iter().map(gapless).collect();
        dispatch(Rows { out, rows: &rows, x });
    });
}

fn gapless<T: Arithmetic>(row: View<'_, T>) -> &[T] {
    row.as_slice().expect("a row of stride 1")
}

/// By columns, each without gaps: `columns` is the transpose.
fn columns<T: Arithmetic>(out: &mut [T], columns: View<'_, T>, x: &[T]) {
    let columns: Vec<&[T]> = columns.outer_iter().map(gapless).collect();
    let work = 2.0 * out.len() as f64 * x.len() as f64;
    par::chunks(out, COLS_TASK, work, |start, out| {
        dispatch(Columns { out, start, columns: &columns, x });
    });
}

struct Rows<'t, T> {
    out: &'t mut [T],
    rows: &'t [&'t [T]],
    x: &'t [T],
}

impl<T: Arithmetic> Kernel for Rows<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (fours, rest) = self.rows.as_chunks::<4>();
        let (out_fours, out_rest) = self.out.as_chunks_mut::<4>();
        for (out, rows) in out_fours.iter_mut().zip(fours) {
            *out = dots::<T, I, 4, 8>(isa, rows, self.x);
        }
        for (out, &row) in out_rest.iter_mut().zip(rest) {
            [*out] = dots::<T, I, 1, 8>(isa, &[row], self.x);
        }
    }
}

/// `R` rows times `x`, in `L` interleaved sums each: an addition takes several cycles, and
/// several rows keep the adders busy while `x` is read once.
#[inline(always)]
fn dots<T: Arithmetic, I: Isa, const R: usize, const L: usize>(
    isa: I,
    rows: &[&[T]; R],
    x: &[T],
) -> [T; R] {
    let rows: [&[T]; R] = std::array::from_fn(|r| &rows[r][..x.len()]);
    let (blocks, rest) = x.as_chunks::<L>();
    let row_blocks: [&[[T; L]]; R] = rows.map(|row| &row.as_chunks::<L>().0[..blocks.len()]);
    let mut sums = [[T::ZERO; L]; R];
    for (i, x) in blocks.iter().enumerate() {
        for (sums, row) in sums.iter_mut().zip(row_blocks) {
            let row = &row[i];
            for l in 0..L {
                sums[l] = sums[l].plus_product(isa, row[l], x[l]);
            }
        }
    }
    let done = blocks.len() * L;
    std::array::from_fn(|r| {
        let tail = rows[r][done..].iter().zip(rest);
        tail.fold(total(sums[r]), |sum, (&a, &x)| sum.plus_product(isa, a, x))
    })
}

/// The lanes together, halves added to halves.
#[inline(always)]
fn total<T: Arithmetic, const L: usize>(mut sums: [T; L]) -> T {
    let mut half = L;
    while half > 1 {
        half /= 2;
        for l in 0..half {
            sums[l] = sums[l].plus(sums[l + half]);
        }
    }
    sums[0]
}

struct Columns<'t, T> {
    out: &'t mut [T],
    start: usize,
    columns: &'t [&'t [T]],
    x: &'t [T],
}

impl<T: Arithmetic> Kernel for Columns<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Columns { out, start, columns, x } = self;
        out.fill(T::ZERO);
        let len = out.len();
        let (fours, rest) = columns.as_chunks::<4>();
        let (x_fours, x_rest) = x.as_chunks::<4>();
        for (&four, &x) in fours.iter().zip(x_fours) {
            let [a, b, c, d] = four.map(|column| &column[start..start + len]);
            for i in 0..len {
                let sum = out[i].plus_product(isa, a[i], x[0]).plus_product(isa, b[i], x[1]);
                out[i] = sum.plus_product(isa, c[i], x[2]).plus_product(isa, d[i], x[3]);
            }
        }
        for (column, &x) in rest.iter().zip(x_rest) {
            for (out, &a) in out.iter_mut().zip(&column[start..]) {
                *out = out.plus_product(isa, a, x);
            }
        }
    }
}

/// `Σ x · y`, or `Σ x̄ · y` if `conjugated`, of vectors of one length without gaps.
pub(crate) fn dot<T: Arithmetic>(x: &[T], y: &[T], conjugated: bool) -> T {
    let conjugated = conjugated && T::IS_COMPLEX;
    if x.len() <= PART {
        return dispatch(Dot { x, y, conjugated });
    }
    let mut parts = vec![T::ZERO; x.len().div_ceil(PART)];
    par::chunks(&mut parts, 4, 2.0 * x.len() as f64, |start, parts| {
        let pairs = x.chunks(PART).zip(y.chunks(PART)).skip(start);
        for (part, (x, y)) in parts.iter_mut().zip(pairs) {
            *part = dispatch(Dot { x, y, conjugated });
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

struct Dot<'t, T> {
    x: &'t [T],
    y: &'t [T],
    conjugated: bool,
}

impl<T: Arithmetic> Kernel for Dot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> T {
        if self.conjugated {
            return conjugated_dot(isa, self.x, self.y);
        }
        // Complex numbers are two wide: fewer sums of them fill the registers.
        let [sum] = if T::IS_COMPLEX {
            dots::<T, I, 1, 8>(isa, &[self.x], self.y)
        } else {
            dots::<T, I, 1, 32>(isa, &[self.x], self.y)
        };
        sum
    }
}

/// The dot products of several pairs of vectors, each one after the other in memory.
pub(super) struct ManyDots<'t, T> {
    pub(super) out: &'t mut [T],
    pub(super) x: &'t [T],
    pub(super) y: &'t [T],
    pub(super) len: usize,
    /// Whether `x`, `y` are one vector for all of them.
    pub(super) same: [bool; 2],
}

impl<T: Arithmetic> Kernel for ManyDots<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (mut x, mut y) = (self.x, self.y);
        for out in self.out {
            [*out] = dots::<T, I, 1, 8>(isa, &[&x[..self.len]], &y[..self.len]);
            x = if self.same[0] { x } else { &x[self.len..] };
            y = if self.same[1] { y } else { &y[self.len..] };
        }
    }
}

#[inline(always)]
fn conjugated_dot<T: Arithmetic, I: Isa>(isa: I, x: &[T], y: &[T]) -> T {
    let ((x_blocks, x_rest), (y_blocks, y_rest)) = (x.as_chunks::<8>(), y.as_chunks::<8>());
    let mut sums = [T::ZERO; 8];
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for l in 0..8 {
            sums[l] = sums[l].plus_product(isa, x[l].conjugate(), y[l]);
        }
    }
    let tail = x_rest.iter().zip(y_rest);
    tail.fold(total(sums), |sum, (&x, &y)| sum.plus_product(isa, x.conjugate(), y))
}
