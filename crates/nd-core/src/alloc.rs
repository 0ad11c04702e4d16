//! Where big buffers come from: huge pages, and a bounded cache of freed ones.
//!
//! The first touch of a fresh 4 KiB page costs more than the arithmetic done on it: `a + b`
//! of ten million `f64` takes 52 ms into fresh small pages, 17 ms into fresh 2 MiB pages and
//! 9 ms into memory that was used before. So blocks from [`MAPPED_FROM`] on are mapped by
//! us, aligned and advised for huge pages, and freed blocks are kept for the next array
//! while they total at most [`cache_limit`] bytes.

use std::alloc::Layout;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

/// Buffers of at least this many bytes are mapped; smaller ones come from the global
/// allocator, which is faster for them.
pub(crate) const MAPPED_FROM: usize = 256 << 10;

/// Every mapped block is aligned to at least this (a cache line, an AVX-512 vector).
pub(crate) const MAPPED_ALIGN: usize = 4096;

const HUGE_PAGE: usize = 2 << 20;
const DEFAULT_LIMIT: usize = 512 << 20;
const MAX_BLOCKS: usize = 64;

/// A mapped piece of memory; whoever holds the value owns it.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) start: NonNull<u8>,
    pub(crate) bytes: usize,
}

// SAFETY: a block is plain memory with one owner.
unsafe impl Send for Block {}

/// Blocks that were freed and may be used again, oldest first.
struct Cache {
    blocks: Vec<Block>,
    total: usize,
}

static CACHE: Mutex<Cache> = Mutex::new(Cache { blocks: Vec::new(), total: 0 });
static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);

/// The most bytes of freed buffers that are kept for reuse; 512 MiB unless set.
///
/// # Examples
/// ```
/// assert!(nd_core::cache_limit() > 0);
/// ```
pub fn cache_limit() -> usize {
    LIMIT.load(Ordering::Relaxed)
}

/// Sets [`cache_limit`] and frees what is over it; 0 turns the cache off and empties it.
///
/// # Examples
/// ```
/// let before = nd_core::cache_limit();
/// nd_core::set_cache_limit(0); // give everything back to the system
/// nd_core::set_cache_limit(before);
/// ```
pub fn set_cache_limit(bytes: usize) {
    LIMIT.store(bytes, Ordering::Relaxed);
    let surplus = lock().shrink_to(bytes);
    surplus.into_iter().for_each(unmap);
}

fn lock() -> MutexGuard<'static, Cache> {
    // A panic while the lock is held is impossible here, so poison carries no news.
    CACHE.lock().unwrap_or_else(|poison| poison.into_inner())
}

impl Cache {
    /// Takes the smallest block that fits and wastes at most a quarter.
    fn take(&mut self, bytes: usize) -> Option<Block> {
        let most = bytes + bytes / 4 + HUGE_PAGE;
        let fitting = |b: &Block| (bytes..=most).contains(&b.bytes);
        let best = (0..self.blocks.len())
            .filter(|&i| fitting(&self.blocks[i]))
            .min_by_key(|&i| self.blocks[i].bytes)?;
        let block = self.blocks.remove(best);
        self.total -= block.bytes;
        Some(block)
    }

    /// Evicts the oldest blocks until at most `limit` bytes are kept.
    fn shrink_to(&mut self, limit: usize) -> Vec<Block> {
        let mut evicted = Vec::new();
        while self.total > limit || self.blocks.len() > MAX_BLOCKS {
            let block = self.blocks.remove(0);
            self.total -= block.bytes;
            evicted.push(block);
        }
        evicted
    }
}

/// A block of at least `bytes` bytes with unspecified content, preferably one used before.
pub(crate) fn take(bytes: usize) -> Option<Block> {
    let rounded = round_up(bytes)?;
    let cached = lock().take(rounded);
    cached.or_else(|| map(rounded))
}

/// A block of at least `bytes` zero bytes whose pages have not been touched.
pub(crate) fn take_zeroed(bytes: usize) -> Option<Block> {
    map(round_up(bytes)?)
}

/// Keeps `block` for reuse, or gives it back to the system.
pub(crate) fn give_back(block: Block) {
    let limit = cache_limit();
    if block.bytes > limit {
        return unmap(block);
    }
    let evicted = {
        let mut cache = lock();
        cache.total += block.bytes;
        cache.blocks.push(block);
        cache.shrink_to(limit)
    };
    evicted.into_iter().for_each(unmap);
}

/// Whole huge pages for blocks of at least one, whole 64 KiB below.
fn round_up(bytes: usize) -> Option<usize> {
    let unit = if bytes >= HUGE_PAGE { HUGE_PAGE } else { 64 << 10 };
    bytes.checked_next_multiple_of(unit).filter(|&b| b <= isize::MAX as usize - HUGE_PAGE)
}

#[cfg(target_os = "linux")]
fn map(bytes: usize) -> Option<Block> {
    // Huge pages need 2 MiB alignment: map one more and cut off what sticks out.
    let slack = if bytes >= HUGE_PAGE { HUGE_PAGE } else { 0 };
    // SAFETY: an anonymous private mapping at an address of the kernel's choice touches
    // nothing that exists.
    let raw = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes + slack,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if raw == libc::MAP_FAILED {
        return None;
    }
    let before = if slack > 0 { raw.cast::<u8>().align_offset(HUGE_PAGE) } else { 0 };
    // SAFETY: `before <= slack`, so the result and `bytes` after it lie in the mapping; the
    // pages cut off at either end are ours, whole, and not used by anybody. A failed unmap
    // or advice costs memory or speed, not correctness.
    unsafe {
        let start = raw.cast::<u8>().add(before);
        if before > 0 {
            libc::munmap(raw, before);
        }
        if slack > before {
            libc::munmap(start.add(bytes).cast(), slack - before);
        }
        if slack > 0 {
            libc::madvise(start.cast(), bytes, libc::MADV_HUGEPAGE);
        }
        Some(Block { start: NonNull::new_unchecked(start), bytes })
    }
}

#[cfg(target_os = "linux")]
fn unmap(block: Block) {
    // SAFETY: the block was mapped by `map` with exactly this start and length, and its owner
    // gives it up.
    unsafe {
        libc::munmap(block.start.as_ptr().cast(), block.bytes);
    }
}

#[cfg(not(target_os = "linux"))]
fn block_layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes, MAPPED_ALIGN).ok()
}

#[cfg(not(target_os = "linux"))]
fn map(bytes: usize) -> Option<Block> {
    let layout = block_layout(bytes)?;
    // SAFETY: `bytes` is not zero: it was rounded up from at least `MAPPED_FROM`.
    let start = unsafe { std::alloc::alloc_zeroed(layout) };
    Some(Block { start: NonNull::new(start)?, bytes })
}

#[cfg(not(target_os = "linux"))]
fn unmap(block: Block) {
    let layout = block_layout(block.bytes).expect("the layout was valid when mapped");
    // SAFETY: the block was allocated by `map` with exactly this layout.
    unsafe { std::alloc::dealloc(block.start.as_ptr(), layout) }
}

/// The layout of `len` elements of `T`, or `None` where it overflows.
pub(crate) fn elements<T>(len: usize) -> Option<Layout> {
    Layout::array::<T>(len).ok()
}
