//! The most memory that a task holds beside its data.

use std::fs;

/// A task's memory is being watched.
pub struct Peak {
    before: u64,
}

impl Peak {
    /// From now on; `None` where the system does not tell, which only Linux does.
    ///
    /// What nd and the allocator keep of freed memory goes back first: taken again, it would not be seen.
    pub fn start() -> Option<Self> {
        let limit = nd::cache_limit();
        nd::set_cache_limit(0);
        nd::set_cache_limit(limit);
        // Sets the high-water mark to what is resident (proc(5)).
        fs::write("/proc/self/clear_refs", "5").ok()?;
        Some(Self { before: resident("VmRSS:")? })
    }

    /// Bytes above those at the start, at the worst moment since.
    pub fn bytes(&self) -> Option<u64> {
        Some(resident("VmHWM:")?.saturating_sub(self.before))
    }
}

/// A line of the process's own status, in bytes.
fn resident(key: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_freed_again_is_counted() {
        let Some(peak) = Peak::start() else { return };
        let filled = std::hint::black_box(vec![1_u8; 64 << 20]);
        drop(filled);
        let bytes = peak.bytes().expect("what could be read before can be read again");
        assert!(bytes >= 60 << 20, "{bytes}");
    }
}
