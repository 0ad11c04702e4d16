//! Where big buffers come from: huge pages, and a bounded cache of freed ones.
//!
//! The first touch of a fresh 4 KiB page costs more than the arithmetic done on it: `a + b`
//! of ten million `f64` takes 52 ms into fresh small pages, 17 ms into fresh 2 MiB pages and
//! 9 ms into memory that was used before. So blocks from [`MAPPED_FROM`] on are mapped by
//! us, aligned and advised for huge pages, and freed blocks are kept for the next array
//! while they total at most [`cache_limit`] bytes: enough for the temporaries of an expression
//! over arrays of the size at which fresh pages hurt most, not for a whole working set. Whoever
//! promises a budget counts [`cached_bytes`] as well.

use std::alloc::Layout;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock};

/// Buffers of at least this many bytes are mapped; smaller ones come from the global
/// allocator, which is faster for them. Just above 256 KiB: what streams through the cache in
/// pieces of that size stays with the allocator.
pub(crate) const MAPPED_FROM: usize = 260 << 10;

/// Every mapped block is aligned to at least this (a cache line, an AVX-512 vector).
pub(crate) const MAPPED_ALIGN: usize = 4096;

const HUGE_PAGE: usize = 2 << 20;
/// One result of sixteen million `f64` stays: the largest for which fresh pages were measured to cost
/// as much as the arithmetic.
const MOST: usize = 128 << 20;
/// The part of the memory that this process may use which freed buffers may keep.
const SHARE: usize = 16;
const MAX_BLOCKS: usize = 6;
/// No limit has been set.
const UNSET: usize = usize::MAX;

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
static LIMIT: AtomicUsize = AtomicUsize::new(UNSET);

/// The most bytes of freed buffers that are kept for reuse.
///
/// Unless set: 128 MiB, or a sixteenth of the memory of the machine or of this process's control
/// group if that is less.
///
/// # Examples
/// ```
/// assert!(nd_core::cache_limit() <= 128 << 20);
/// ```
pub fn cache_limit() -> usize {
    match LIMIT.load(Ordering::Relaxed) {
        UNSET => default_limit(),
        set => set,
    }
}

/// Sets [`cache_limit`] and frees what is over it; 0 turns the cache off, empties it, and has
/// glibc's allocator give back what it keeps as well.
///
/// # Examples
/// ```
/// let before = nd_core::cache_limit();
/// nd_core::set_cache_limit(0); // give everything back to the system
/// assert_eq!(nd_core::cached_bytes(), 0);
/// nd_core::set_cache_limit(before);
/// ```
pub fn set_cache_limit(bytes: usize) {
    LIMIT.store(bytes.min(UNSET - 1), Ordering::Relaxed);
    let surplus = lock().shrink_to(bytes);
    surplus.into_iter().for_each(unmap);
    if bytes == 0 {
        trim();
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn trim() {
    // SAFETY: may be called at any time, from any thread; gives back memory that nobody has.
    unsafe { libc::malloc_trim(0) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}

/// How many bytes of freed buffers are kept for reuse now: memory that the process has and no
/// array uses.
///
/// # Examples
/// ```
/// drop(nd_core::Array::<u8>::full([1 << 20], 7));
/// assert!(nd_core::cached_bytes() <= nd_core::cache_limit());
/// ```
pub fn cached_bytes() -> usize {
    lock().total
}

/// Found once: it does not change while a process runs, or not so that it matters.
fn default_limit() -> usize {
    static DEFAULT: OnceLock<usize> = OnceLock::new();
    *DEFAULT.get_or_init(|| match memory() {
        Some(bytes) => MOST.min(bytes / SHARE),
        None => MOST,
    })
}

/// How much memory this process may use: the machine's, or less if its control group, or one
/// above it, has less. `None` where the system does not say.
///
/// # Examples
/// ```
/// assert!(nd_core::memory_limit().is_none_or(|bytes| bytes > 1 << 20));
/// ```
pub fn memory_limit() -> Option<usize> {
    memory()
}

#[cfg(target_os = "linux")]
fn memory() -> Option<usize> {
    let number = |path: &str| std::fs::read_to_string(path).ok()?.trim().parse::<usize>().ok();
    let mut least = number("/sys/fs/cgroup/memory/memory.limit_in_bytes");
    let groups = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let mut group = groups.lines().find_map(|line| line.strip_prefix("0::")).unwrap_or("/");
    loop {
        let limit = number(&format!("/sys/fs/cgroup{}/memory.max", group.trim_end_matches('/')));
        least = least.into_iter().chain(limit).min();
        match group.rfind('/') {
            Some(end) if group.len() > 1 => group = &group[..end.max(1)],
            _ => break,
        }
    }
    // SAFETY: asks for two numbers.
    let [pages, page] =
        unsafe { [libc::sysconf(libc::_SC_PHYS_PAGES), libc::sysconf(libc::_SC_PAGESIZE)] };
    let machine = usize::try_from(pages).ok().zip(usize::try_from(page).ok());
    let machine = machine.map(|(pages, page)| pages.saturating_mul(page));
    least.into_iter().chain(machine).min()
}

#[cfg(not(target_os = "linux"))]
fn memory() -> Option<usize> {
    None
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

/// A block of at least `bytes` zero bytes; the pages of a big one have not been touched.
pub(crate) fn take_zeroed(bytes: usize) -> Option<Block> {
    let rounded = round_up(bytes)?;
    let used = lock().take(rounded);
    if rounded < HUGE_PAGE
        && let Some(block) = used
    {
        // Zeroing takes a tenth of the time of the first touch of as many small pages.
        // SAFETY: the block has at least that many bytes and one owner.
        unsafe { block.start.write_bytes(0, rounded) };
        return Some(block);
    }
    // One that was used before is given back for it: else a loop over arrays of zeros would
    // fill the cache, each of them adding a block and none taking one.
    used.into_iter().for_each(unmap);
    map(rounded)
}

/// Keeps `block` for reuse, or gives it back to the system.
pub(crate) fn give_back(block: Block) {
    let evicted = {
        let mut cache = lock();
        // Asked for under the lock: whoever lowers it shrinks the cache afterwards.
        let limit = cache_limit();
        if block.bytes > limit {
            drop(cache);
            return unmap(block);
        }
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

/// Asks for huge pages where whole ones fit into a piece of memory.
#[cfg(target_os = "linux")]
pub(crate) fn advise(start: *const u8, bytes: usize) {
    let before = start.align_offset(HUGE_PAGE);
    let whole = bytes.saturating_sub(before) & !(HUGE_PAGE - 1);
    if whole > 0 {
        // SAFETY: advice about how memory is to be backed leaves its contents as they are; where the range is not
        // mapped, or not wholly so, the call fails, which costs speed only.
        unsafe {
            libc::madvise(start.wrapping_add(before).cast_mut().cast(), whole, libc::MADV_HUGEPAGE);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn advise(_start: *const u8, _bytes: usize) {}

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
