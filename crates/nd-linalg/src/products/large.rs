//! The kernel of products that are not small. Both factors are packed into panels that stay in
//! the caches, and tiles of the result stay in registers: Goto and van de Geijn, *Anatomy of
//! High-Performance Matrix Multiplication*, 2008.

use crate::par;
use crate::products::arithmetic::TILE;
use crate::products::panels::{Factor, Position, zeros};
use crate::products::split::Split;
use faer::Par;
use nd_core::simd::{Isa, Kernel, dispatch, dispatch_wide};
use std::hint::black_box;
use std::ops::Range;

/// The rows of a tile.
pub(super) const ROWS: usize = 6;
/// The rows of a tile in registers that are named, of which there are more.
const TWICE: usize = 2 * ROWS;
/// How many of a row's products are added up in one go. The more, the fewer times the result is
/// read and written again; panels so deep come from the second-level cache, which is in time.
pub(super) const DEEP: usize = 512;
/// Rows of the result that one thread takes at a time: their panels have to stay in the
/// second-level cache.
const TALL: usize = 4 * TWICE;
/// Panels of the right factor that one thread takes at a time.
const WIDE: usize = 8;

/// What becomes of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// It replaces what there was.
    Replace,
    /// It is added to what there was.
    Add,
    /// It is subtracted from what there was.
    Subtract,
}

/// `out = left · right`: `(m, k)`, `(k, n)` → `(m, n)`, none of them empty. `out` is row by
/// row; tiles have `C` columns. The bits do not depend on `par`.
pub(crate) fn product<T: Split<P>, const P: usize, const C: usize>(
    out: &mut [&mut [T]],
    update: Update,
    left: Factor<'_, T>,
    right: Factor<'_, T>,
    par: Par,
) {
    let (m, n, k) = (out.len(), out[0].len(), left.lines.shape()[1]);
    let largest = DEEP.min(k);
    let mut shared: Shared<T, P, C> = match m <= TALL {
        true => Shared::Left(vec![zeros::<T, P, ROWS>(); m.div_ceil(ROWS) * largest]),
        false => Shared::Right(vec![zeros::<T, P, C>(); n.div_ceil(C) * largest]),
    };
    for start in (0..k).step_by(DEEP) {
        let deep = start..k.min(start + DEEP);
        let update = if start > 0 && update == Update::Replace { Update::Add } else { update };
        match &mut shared {
            Shared::Left(panels) => {
                by_columns::<T, P, C>(out, update, [left, right], panels, deep, par)
            }
            Shared::Right(panels) => by_rows(out, update, [left, right], panels, deep, par),
        }
    }
}

/// The factor that is packed once for all threads.
enum Shared<T: Split<P>, const P: usize, const C: usize> {
    Left(Vec<Position<T, P, ROWS>>),
    Right(Vec<Position<T, P, C>>),
}

/// Of a result with many rows, each thread takes some; the right factor is packed for all.
fn by_rows<T: Split<P>, const P: usize, const C: usize>(
    out: &mut [&mut [T]],
    update: Update,
    [left, right]: [Factor<'_, T>; 2],
    panels: &mut [Position<T, P, C>],
    deep: Range<usize>,
    par: Par,
) {
    let (n, depth) = (out[0].len(), deep.len());
    let panels = &mut panels[..n.div_ceil(C) * depth];
    let tasks = panels.chunks_mut(WIDE * depth).zip((0..n).step_by(WIDE * C));
    par::each(tasks.collect(), par, &|(panels, start)| {
        right.pack::<P, C>(panels, start..n.min(start + WIDE * C), deep.clone());
    });
    let panels = &*panels;
    par::each(shares(out), par, &|(out, start)| {
        let mut a = vec![zeros::<T, P, ROWS>(); out.len().div_ceil(ROWS) * depth];
        left.pack::<P, ROWS>(&mut a, start..start + out.len(), deep.clone());
        Block { out, update, a: &a, b: panels, depth }.dispatched();
    });
}

/// The rows that are one task each, and where they begin: fewer towards the end, where threads
/// wait for the last of them.
fn shares<'t, 'o, T>(out: &'t mut [&'o mut [T]]) -> Vec<(&'t mut [&'o mut [T]], usize)> {
    let (mut shares, mut start, mut rest) = (Vec::new(), 0, out);
    while !rest.is_empty() {
        let rows = match rest.len() {
            left if left > 4 * TALL => TALL,
            left if left > TALL => 2 * TWICE,
            left => left.min(TWICE),
        };
        let (share, more) = rest.split_at_mut(rows);
        shares.push((share, start));
        (rest, start) = (more, start + rows);
    }
    shares
}

/// Of a result with few rows, each thread takes some columns; the left factor is packed for all.
fn by_columns<T: Split<P>, const P: usize, const C: usize>(
    out: &mut [&mut [T]],
    update: Update,
    [left, right]: [Factor<'_, T>; 2],
    panels: &mut [Position<T, P, ROWS>],
    deep: Range<usize>,
    par: Par,
) {
    let (m, n, depth) = (out.len(), out[0].len(), deep.len());
    let panels = &mut panels[..m.div_ceil(ROWS) * depth];
    left.pack::<P, ROWS>(panels, 0..m, deep.clone());
    let panels = &*panels;
    let mut rows: Vec<_> = out.iter_mut().map(|row| row.chunks_mut(WIDE * C)).collect();
    let tasks = (0..n).step_by(WIDE * C).map(|start| {
        let out: Vec<&mut [T]> = rows.iter_mut().filter_map(Iterator::next).collect();
        (out, start)
    });
    par::each(tasks.collect(), par, &|(mut out, start)| {
        let width = out[0].len();
        let mut b = vec![zeros::<T, P, C>(); width.div_ceil(C) * depth];
        right.pack::<P, C>(&mut b, start..start + width, deep.clone());
        Block { out: &mut out, update, a: panels, b: &b, depth }.dispatched();
    });
}

/// Some panels of one factor times some of the other.
struct Block<'t, 'o, T: Split<P>, const P: usize, const C: usize> {
    out: &'t mut [&'o mut [T]],
    update: Update,
    a: &'t [Position<T, P, ROWS>],
    b: &'t [Position<T, P, C>],
    depth: usize,
}

impl<T: Split<P>, const P: usize, const C: usize> Block<'_, '_, T, P, C> {
    /// Tiles wider than AVX2's are made where there is AVX-512.
    fn dispatched(self) {
        if const { C * size_of::<T>() > TILE } { dispatch_wide(self) } else { dispatch(self) }
    }
}

impl<T: Split<P>, const P: usize, const C: usize> Kernel for Block<'_, '_, T, P, C> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let n = self.out[0].len();
        for (b, col) in self.b.chunks_exact(self.depth).zip((0..n).step_by(C)) {
            let cols = col..n.min(col + C);
            for (out, a) in self.out.chunks_mut(TWICE).zip(self.a.chunks(2 * self.depth)) {
                let rows = tiles::<T, I, P, C>(isa, a, b);
                for (out, sums) in out.iter_mut().zip(&rows) {
                    write(&mut out[cols.clone()], self.update, sums);
                }
            }
        }
    }
}

/// One or two panels of rows times a panel of columns: the rows of what is not there are zeros.
#[inline(always)]
fn tiles<T: Split<P>, I: Isa, const P: usize, const C: usize>(
    isa: I,
    a: &[Position<T, P, ROWS>],
    b: &[Position<T, P, C>],
) -> [Position<T, P, C>; TWICE] {
    let mut rows = [zeros::<T, P, C>(); TWICE];
    let (first, second) = a.split_at(b.len());
    if second.is_empty() {
        if !T::named_tile(isa, [first], b, &mut rows) {
            rows[..ROWS].copy_from_slice(&tile::<T, I, P, C>(isa, first, b));
        }
    } else if !T::named_tile(isa, [first, second], b, &mut rows) {
        rows[..ROWS].copy_from_slice(&tile::<T, I, P, C>(isa, first, b));
        rows[ROWS..].copy_from_slice(&tile::<T, I, P, C>(isa, second, b));
    }
    rows
}

/// A panel of rows times a panel of columns.
#[inline(always)]
fn tile<T: Split<P>, I: Isa, const P: usize, const C: usize>(
    isa: I,
    a: &[Position<T, P, ROWS>],
    b: &[Position<T, P, C>],
) -> [Position<T, P, C>; ROWS] {
    let mut sums = [zeros::<T, P, C>(); ROWS];
    for (a, b) in a.iter().zip(b) {
        for r in 0..ROWS {
            sums[r] = T::plus_products(isa, sums[r], std::array::from_fn(|p| a[p][r]), b);
        }
    }
    // Without this the compiler mixes the writing of the result into the loop above, and the
    // sums leave their registers.
    black_box(sums)
}

/// A row of a tile to where it belongs; what is past the end is left out.
#[inline(always)]
fn write<T: Split<P>, const P: usize, const C: usize>(
    out: &mut [T],
    update: Update,
    sums: &Position<T, P, C>,
) {
    // Most rows are whole: a length that is known makes vector instructions of the loops.
    match <&mut [T; C]>::try_from(&mut *out) {
        Ok(out) => updated::<T, P, C>(out, update, sums),
        Err(_) => updated::<T, P, C>(out, update, sums),
    }
}

#[inline(always)]
fn updated<T: Split<P>, const P: usize, const C: usize>(
    out: &mut [T],
    update: Update,
    sums: &Position<T, P, C>,
) {
    let sum = |c: usize| T::join(std::array::from_fn(|p| sums[p][c]));
    match update {
        Update::Replace => out.iter_mut().enumerate().for_each(|(c, out)| *out = sum(c)),
        Update::Add => out.iter_mut().enumerate().for_each(|(c, out)| *out = out.plus(sum(c))),
        Update::Subtract => {
            out.iter_mut().enumerate().for_each(|(c, out)| *out = out.minus(sum(c)));
        }
    }
}
