//! [`Peak`]: the most memory that the process had while a plan ran, where the system says it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Asking the system takes some 20 microseconds; this often, it is nothing.
const EVERY: u64 = 5_000_000;

/// The process's anonymous memory beyond what it had before, looked at when pieces end.
pub(super) struct Peak {
    begun: Instant,
    before: Option<u64>,
    most: AtomicU64,
    /// When it was last looked at, in nanoseconds.
    looked: AtomicU64,
}

impl Peak {
    /// Beyond what the process has now.
    pub(super) fn new() -> Peak {
        let (most, looked) = (AtomicU64::new(0), AtomicU64::new(0));
        Peak { begun: Instant::now(), before: anonymous(), most, looked }
    }

    /// Looks, unless it was done just before.
    pub(super) fn look(&self) {
        let now = self.begun.elapsed().as_nanos() as u64;
        let last = self.looked.load(Ordering::Relaxed);
        let due = last == 0 || now > last + EVERY;
        let mine = || {
            let (ordering, now) = (Ordering::Relaxed, now.max(1));
            self.looked.compare_exchange(last, now, ordering, ordering).is_ok()
        };
        if self.before.is_some() && due && mine() {
            let bytes = anonymous().unwrap_or(0).saturating_sub(self.before.unwrap_or(0));
            self.most.fetch_max(bytes, Ordering::Relaxed);
        }
    }

    /// The most since this was last asked.
    pub(super) fn take(&self) -> Option<usize> {
        self.before?;
        self.looked.store(0, Ordering::Relaxed);
        self.look();
        Some(self.most.swap(0, Ordering::Relaxed) as usize)
    }
}

/// Bytes of the process that are no file's, where the system says so.
fn anonymous() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_that_is_touched_is_seen() {
        let peak = Peak::new();
        let touched = std::hint::black_box(vec![1u8; 64 << 20]);
        let seen = peak.take().unwrap();
        assert!(seen >= 48 << 20, "{seen}");
        drop(touched);
    }
}
