//! Blocks of an output shared out among threads.

use nd_core::threads;

/// Elementary operations below which waking the pool costs more than it gains.
const SEQUENTIAL_BELOW: usize = 1 << 17;

/// Calls `body(i, block)` for the blocks of `block` elements of `out`, the last one shorter,
/// on all threads if the `work` (elementary operations in all) is worth it.
///
/// Blocks are the caller's and depend on shapes only, so results do not depend on threads.
pub(crate) fn for_each_block<T: Send>(
    out: &mut [T],
    block: usize,
    work: usize,
    body: &(dyn Fn(usize, &mut [T]) + Sync),
) {
    if out.is_empty() {
        return;
    }
    if work < SEQUENTIAL_BELOW || block >= out.len() {
        out.chunks_mut(block).enumerate().for_each(|(i, chunk)| body(i, chunk));
    } else {
        threads::chunks(out, block, &|start, chunk| body(start / block, chunk));
    }
}
