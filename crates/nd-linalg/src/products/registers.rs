//! The kernel of small products of floats: tiles of the result in registers that are named, so
//! that none of them leaves for memory, whatever the compiler thinks of loops over arrays. No closure
//! may hold them: it would be compiled without the instruction set.

use crate::mat::{parts, parts_mut};
use crate::products::Arithmetic;
use crate::products::large::ROWS;
use crate::products::tile::{self, Many};
use nd_core::Complex;
use nd_core::simd::{FusedMulAdd, Isa, Kernel, Register, dispatch, dispatch_wide};

/// A register of the instruction set.
type Of<T, I> = <T as FusedMulAdd>::Register<I>;

/// The bytes of the widest register.
const WIDEST: usize = 64;

/// Small products of real numbers.
pub(super) fn real<T: Arithmetic + FusedMulAdd>(products: Many<'_, T>) {
    by_width(products.cols * size_of::<T>(), Real(products));
}

/// Small products of complex numbers.
pub(super) fn complex<T: Arithmetic + FusedMulAdd>(products: Many<'_, Complex<T>>)
where
    Complex<T>: Arithmetic,
{
    by_width(products.cols * size_of::<Complex<T>>(), Parts(products));
}

/// Registers that a row does not fill are of no use.
fn by_width<K: Kernel<Output = ()>>(bytes: usize, kernel: K) {
    if bytes < WIDEST { dispatch(kernel) } else { dispatch_wide(kernel) }
}

/// `out + Σ x · by`, in the place of `out`: all of one length.
#[inline(always)]
pub(super) fn add_multiples<T: Arithmetic + FusedMulAdd, I: Isa, const M: usize>(
    isa: I,
    out: &mut [T],
    x: [&[T]; M],
    by: [T; M],
) {
    let whole = out.len() / Of::<T, I>::LEN;
    for i in 0..whole {
        let mut sum = Of::<T, I>::load(isa, &Of::<T, I>::pieces(out)[i]);
        for m in 0..M {
            let x = Of::<T, I>::load(isa, &Of::<T, I>::pieces(x[m])[i]);
            sum = x.mul_add(Of::<T, I>::splat(isa, by[m]), sum);
        }
        sum.store(&mut Of::<T, I>::pieces_mut(out)[i]);
    }
    for i in whole * Of::<T, I>::LEN..out.len() {
        for m in 0..M {
            out[i] = out[i].plus_product(isa, x[m][i], by[m]);
        }
    }
}

/// The dot product of vectors of one length.
#[inline(always)]
pub(super) fn inner<T: Arithmetic + FusedMulAdd, I: Isa>(isa: I, x: &[T], y: &[T]) -> T {
    let len = Of::<T, I>::LEN;
    let mut sums = Of::<T, I>::splat(isa, T::ZERO);
    for (x, y) in Of::<T, I>::pieces(x).iter().zip(Of::<T, I>::pieces(y)) {
        sums = Of::<T, I>::load(isa, x).mul_add(Of::<T, I>::load(isa, y), sums);
    }
    let mut lanes = [T::ZERO; WIDEST / 4];
    sums.store(&mut Of::<T, I>::pieces_mut(&mut lanes[..len])[0]);
    let mut half = WIDEST / 8;
    while half > 0 {
        for l in 0..half {
            lanes[l] = lanes[l].plus(lanes[l + half]);
        }
        half /= 2;
    }
    for i in x.len() / len * len..x.len() {
        lanes[0] = lanes[0].plus_product(isa, x[i], y[i]);
    }
    lanes[0]
}

/// Rows of `A` panels times `C` columns of one, for [`large`](crate::products::large): whether
/// there are registers enough for so many sums.
#[inline(always)]
pub(super) fn tile<T: Arithmetic + FusedMulAdd, I: Isa, const A: usize, const C: usize>(
    isa: I,
    a: [&[[T; ROWS]]; A],
    b: &[[T; C]],
    out: &mut [[T; C]],
) -> bool {
    let len = Of::<T, I>::LEN;
    if len * size_of::<T>() < WIDEST || C != 2 * len {
        return false;
    }
    let mut panels = a;
    for k in 0..A {
        panels[k] = &a[k][..b.len()];
    }
    let mut sums = [[[Of::<T, I>::splat(isa, T::ZERO); 2]; ROWS]; A];
    for (p, b) in b.iter().enumerate() {
        let b = Of::<T, I>::pieces(b);
        let (low, high) = (Of::<T, I>::load(isa, &b[0]), Of::<T, I>::load(isa, &b[1]));
        for k in 0..A {
            for r in 0..ROWS {
                let x = Of::<T, I>::splat(isa, panels[k][p][r]);
                sums[k][r][0] = x.mul_add(low, sums[k][r][0]);
                sums[k][r][1] = x.mul_add(high, sums[k][r][1]);
            }
        }
    }
    for k in 0..A {
        for r in 0..ROWS {
            let out = Of::<T, I>::pieces_mut(&mut out[k * ROWS + r]);
            sums[k][r][0].store(&mut out[0]);
            sums[k][r][1].store(&mut out[1]);
        }
    }
    true
}

struct Real<'t, T>(Many<'t, T>);

impl<T: Arithmetic + FusedMulAdd> Kernel for Real<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let (k, n) = (self.0.inner, self.0.cols);
        while let Some((out, a, b)) = self.0.next() {
            product(isa, out, Pair { a, b, k, n });
        }
    }
}

/// One product: `(m, k)`, `(k, n)`, in C order.
#[derive(Clone, Copy)]
struct Pair<'t, A, B> {
    a: &'t [A],
    b: &'t [B],
    k: usize,
    n: usize,
}

#[inline(always)]
fn product<T: Arithmetic + FusedMulAdd, I: Isa>(isa: I, out: &mut [T], pair: Pair<'_, T, T>) {
    let (n, len) = (pair.n, Of::<T, I>::LEN);
    if n < len {
        return tile::product(isa, out, pair.a, pair.b, pair.k, n);
    }
    let mut col = 0;
    while col + 2 * len <= n {
        rows::<T, I, 4, 2>(isa, out, pair, col);
        col += 2 * len;
    }
    // What is left over begins earlier than it must: sums that are made twice are the same.
    while col < n {
        let start = col.min(n - len);
        if out.len() >= 8 * n {
            rows::<T, I, 8, 1>(isa, out, pair, start);
        } else {
            rows::<T, I, 4, 1>(isa, out, pair, start);
        }
        col += len;
    }
}

/// All rows of `W` registers' columns, from `col` on.
#[inline(always)]
fn rows<T: Arithmetic + FusedMulAdd, I: Isa, const R: usize, const W: usize>(
    isa: I,
    out: &mut [T],
    pair: Pair<'_, T, T>,
    col: usize,
) {
    let m = out.len() / pair.n;
    if m < R {
        for row in 0..m {
            columns::<T, I, 1, W>(isa, out, pair, [row, col]);
        }
        return;
    }
    for row in (0..m).step_by(R) {
        columns::<T, I, R, W>(isa, out, pair, [row.min(m - R), col]);
    }
}

/// A tile of `R` rows and `W` registers' columns.
#[inline(always)]
fn columns<T: Arithmetic + FusedMulAdd, I: Isa, const R: usize, const W: usize>(
    isa: I,
    out: &mut [T],
    pair: Pair<'_, T, T>,
    [row, col]: [usize; 2],
) {
    let Pair { a, b, k, n } = pair;
    let width = W * Of::<T, I>::LEN;
    let a: [&[T]; R] = std::array::from_fn(|r| &a[(row + r) * k..][..k]);
    let mut sums = [[Of::<T, I>::splat(isa, T::ZERO); W]; R];
    for p in 0..k {
        let b = Of::<T, I>::pieces(&b[p * n + col..][..width]);
        for w in 0..W {
            let b = Of::<T, I>::load(isa, &b[w]);
            for r in 0..R {
                sums[r][w] = Of::<T, I>::splat(isa, a[r][p]).mul_add(b, sums[r][w]);
            }
        }
    }
    for (out, sums) in out[row * n..].chunks_exact_mut(n).zip(sums) {
        let out = Of::<T, I>::pieces_mut(&mut out[col..][..width]);
        for w in 0..W {
            sums[w].store(&mut out[w]);
        }
    }
}

struct Parts<'t, T>(Many<'t, Complex<T>>);

impl<T: Arithmetic + FusedMulAdd> Kernel for Parts<'_, T>
where
    Complex<T>: Arithmetic,
{
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let (k, n, len) = (self.0.inner, self.0.cols, Of::<T, I>::LEN);
        while let Some((out, a, b)) = self.0.next() {
            if 2 * n < len {
                tile::product(isa, out, a, b, k, n);
                continue;
            }
            let pair = Pair { a, b: parts(b), k, n: 2 * n };
            for col in (0..2 * n).step_by(len) {
                turned_rows::<T, I, 4>(isa, parts_mut(out), pair, col.min(2 * n - len));
            }
        }
    }
}

/// As [`rows`], of complex numbers times the parts of complex numbers.
#[inline(always)]
fn turned_rows<T: Arithmetic + FusedMulAdd, I: Isa, const R: usize>(
    isa: I,
    out: &mut [T],
    pair: Pair<'_, Complex<T>, T>,
    col: usize,
) {
    let m = out.len() / pair.n;
    if m < R {
        for row in 0..m {
            turned::<T, I, 1>(isa, out, pair, [row, col]);
        }
        return;
    }
    for row in (0..m).step_by(R) {
        turned::<T, I, R>(isa, out, pair, [row.min(m - R), col]);
    }
}

/// The parts of the right factor times the real parts of the left one, and times its imaginary
/// parts: two sums, the second of which is turned by 90 degrees at the end.
#[inline(always)]
fn turned<T: Arithmetic + FusedMulAdd, I: Isa, const R: usize>(
    isa: I,
    out: &mut [T],
    pair: Pair<'_, Complex<T>, T>,
    [row, col]: [usize; 2],
) {
    let Pair { a, b, k, n } = pair;
    let len = Of::<T, I>::LEN;
    let a: [&[Complex<T>]; R] = std::array::from_fn(|r| &a[(row + r) * k..][..k]);
    let zero = Of::<T, I>::splat(isa, T::ZERO);
    let (mut straight, mut crossed) = ([zero; R], [zero; R]);
    for p in 0..k {
        let b = Of::<T, I>::load(isa, &Of::<T, I>::pieces(&b[p * n + col..][..len])[0]);
        for r in 0..R {
            let (re, im) = (Of::<T, I>::splat(isa, a[r][p].re), Of::<T, I>::splat(isa, a[r][p].im));
            straight[r] = re.mul_add(b, straight[r]);
            crossed[r] = im.mul_add(b, crossed[r]);
        }
    }
    let rows = out[row * n..].chunks_exact_mut(n);
    for (out, (straight, crossed)) in rows.zip(straight.into_iter().zip(crossed)) {
        let out = &mut out[col..][..len];
        let mut aside = [T::ZERO; WIDEST / 4];
        straight.store(&mut Of::<T, I>::pieces_mut(out)[0]);
        crossed.store(&mut Of::<T, I>::pieces_mut(&mut aside[..len])[0]);
        let ((pairs, _), (aside, _)) = (out.as_chunks_mut::<2>(), aside.as_chunks::<2>());
        for ([re, im], &[x, y]) in pairs.iter_mut().zip(aside) {
            *re = re.minus(y);
            *im = im.plus(x);
        }
    }
}
