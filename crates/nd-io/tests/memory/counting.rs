//! An allocator that counts, for tests of how much memory something takes.
//!
//! It counts for the whole process: a program that uses it has one test only.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
/// The size from which on requests fail.
static REFUSE_FROM: AtomicUsize = AtomicUsize::new(usize::MAX);

struct Counting;

fn taken(bytes: usize) {
    let now = NOW.fetch_add(bytes, Relaxed).wrapping_add(bytes);
    PEAK.fetch_max(now, Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged, or returns null, which is allowed.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= REFUSE_FROM.load(Relaxed) {
            return std::ptr::null_mut();
        }
        taken(layout.size());
        // SAFETY: the caller's promise about the layout.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size >= REFUSE_FROM.load(Relaxed) {
            return std::ptr::null_mut();
        }
        // Large blocks are not copied: their pages move.
        NOW.fetch_sub(layout.size(), Relaxed);
        taken(size);
        // SAFETY: the caller's promise about the block and the layout.
        unsafe { System.realloc(start, layout, size) }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the block came from `System` with this layout.
        unsafe { System.dealloc(start, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most that was allocated at once during `work`, beyond what was before.
pub(crate) fn peak<R>(work: impl FnOnce() -> R) -> (R, usize) {
    let before = NOW.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = work();
    (result, PEAK.load(Relaxed).saturating_sub(before))
}

/// Runs `work` while no block of `bytes` or more can be had.
#[allow(dead_code, reason = "not all programs that count also refuse")]
pub(crate) fn refusing<R>(bytes: usize, work: impl FnOnce() -> R) -> R {
    REFUSE_FROM.store(bytes, Relaxed);
    let result = work();
    REFUSE_FROM.store(usize::MAX, Relaxed);
    result
}
