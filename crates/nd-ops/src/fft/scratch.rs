//! Buffers that are used again.

use super::numbers::Precision;
use nd_core::huge;

/// The longest buffer that a thread keeps.
const KEPT_BYTES: usize = 8 << 20;
/// How many it keeps.
const KEPT: usize = 4;

/// Real and imaginary parts.
pub(super) type Planes<'p, T> = [&'p mut [T]; 2];

/// Calls `with` with two pairs of planes, each plane of `len` elements that may have any value.
pub(super) fn planes<T: Precision, R>(
    len: usize,
    with: impl for<'p> FnOnce(Planes<'p, T>, Planes<'p, T>) -> R,
) -> R {
    let mut buffer = taken::<T>(4 * len);
    let (a, b) = buffer[..4 * len].split_at_mut(2 * len);
    let (a_re, a_im) = a.split_at_mut(len);
    let (b_re, b_im) = b.split_at_mut(len);
    let result = with([a_re, a_im], [b_re, b_im]);
    give_back(buffer);
    result
}

fn taken<T: Precision>(len: usize) -> Vec<T> {
    let found = T::spare(|spare| {
        let mut spare = spare.borrow_mut();
        let at = spare.iter().position(|buffer| buffer.len() >= len)?;
        Some(spare.swap_remove(at))
    });
    found.unwrap_or_else(|| huge::advised(vec![T::zero(); len]))
}

fn give_back<T: Precision>(buffer: Vec<T>) {
    if size_of_val(&buffer[..]) > KEPT_BYTES {
        return;
    }
    T::spare(|spare| {
        let mut spare = spare.borrow_mut();
        if spare.len() == KEPT {
            // The shortest one is the easiest to make anew.
            spare.sort_by_key(|buffer| std::cmp::Reverse(buffer.len()));
            spare.pop();
        }
        spare.push(buffer);
    });
}
