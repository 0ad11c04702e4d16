//! The only file of this crate that knows rayon.

use rayon::prelude::*;

/// Elementary operations below which waking the pool costs more than it gains.
const SEQUENTIAL_BELOW: usize = 1 << 17;

/// Calls `body(i, block)` for the blocks of `block` elements of `out`, the last one shorter,
/// on the pool if the `work` (elementary operations in all) is worth it.
///
/// Blocks are the caller's and depend on shapes only, so results do not depend on threads.
pub(crate) fn for_each_block<T: Send>(
    out: &mut [T],
    block: usize,
    work: usize,
    body: impl Fn(usize, &mut [T]) + Sync,
) {
    if out.is_empty() {
        return;
    }
    if work < SEQUENTIAL_BELOW || block >= out.len() {
        out.chunks_mut(block).enumerate().for_each(|(i, chunk)| body(i, chunk));
    } else {
        out.par_chunks_mut(block).enumerate().for_each(|(i, chunk)| body(i, chunk));
    }
}
