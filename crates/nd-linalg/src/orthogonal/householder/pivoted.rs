//! QR with column pivoting: the longest remaining column is next.

use super::reflection::{Reflection, norm, reflect, slice};
use crate::field::Field;
use crate::par;
use faer::prelude::ReborrowMut;
use faer::{MatMut, Par};
use num_traits::{Float, Zero};

/// So many columns are one thread's at a time.
const CHUNK: usize = 64;

/// `R` in place of `A·P`, on and above the diagonal, the reflections below it. Returns their `τ`
/// and which column of `A` each column is. `a`: `(m, n)`, columns contiguous.
///
/// As LAPACK's `xLAQP2`: the lengths of what is left of columns are kept up to date, and
/// measured again where that has lost half of the digits (Drmač and Bujanović 2008).
pub(crate) fn pivoted<T: Field>(mut a: MatMut<'_, T>, par: Par) -> (Vec<T>, Vec<usize>) {
    let (m, n) = a.shape();
    let mut perm: Vec<usize> = (0..n).collect();
    let mut now: Vec<T::R> = (0..n).map(|j| norm(slice(a.rb_mut(), j))).collect();
    let mut measured = now.clone();
    let mut taus = Vec::with_capacity(m.min(n));
    for k in 0..m.min(n) {
        let longest = (k..n).fold(k, |best, j| if now[j] > now[best] { j } else { best });
        if longest != k {
            perm.swap(k, longest);
            let (mut left, mut right) = a.rb_mut().split_at_col_mut(longest);
            slice(left.rb_mut(), k).swap_with_slice(slice(right.rb_mut(), 0));
            now[longest] = now[k];
            measured[longest] = measured[k];
        }
        let (mut left, right) = a.rb_mut().split_at_col_mut(k + 1);
        let column = slice(left.rb_mut(), k);
        let reflection = Reflection::make(&mut column[k..]);
        taus.push(reflection.tau);
        let tail = &column[k + 1..];
        let lengths = now[k + 1..].chunks_mut(CHUNK).zip(measured[k + 1..].chunks_mut(CHUNK));
        let par = if (m - k) * (n - k) < 1 << 16 { Par::Seq } else { par };
        let work = chunks(right).into_iter().zip(lengths).collect();
        par::each(work, par, &|(mut columns, (now, measured)): (MatMut<'_, T>, _)| {
            let now: &mut [T::R] = now;
            let measured: &mut [T::R] = measured;
            for (j, (now, measured)) in now.iter_mut().zip(measured).enumerate() {
                let c = &mut slice(columns.rb_mut(), j)[k..];
                reflect(num_complex::ComplexFloat::conj(reflection.tau), tail, c);
                shorten(now, measured, &c[0], &c[1..]);
            }
        });
    }
    (taus, perm)
}

fn chunks<T>(a: MatMut<'_, T>) -> Vec<MatMut<'_, T>> {
    let mut chunks = Vec::new();
    let mut rest = a;
    while rest.ncols() > 0 {
        let (chunk, more) = {
            let width = rest.ncols().min(CHUNK);
            rest.split_at_col_mut(width)
        };
        chunks.push(chunk);
        rest = more;
    }
    chunks
}

/// The length of a column without its first element.
fn shorten<T: Field>(now: &mut T::R, measured: &mut T::R, head: &T, tail: &[T]) {
    if now.is_zero() {
        return;
    }
    let one = <T::R as num_traits::One>::one();
    let part = num_complex::ComplexFloat::abs(*head) / *now;
    let left = Float::max(one - part * part, T::R::zero());
    let ratio = *now / *measured;
    if left * ratio * ratio <= Float::sqrt(T::R::epsilon()) {
        *now = norm(tail);
        *measured = *now;
    } else {
        *now *= Float::sqrt(left);
    }
}
