//! How much memory a step took, where the system tells (Linux).

use std::fs;

/// From when on it is measured.
pub(crate) struct Meter {
    before: Option<u64>,
}

impl Meter {
    /// Begins: what the process had at most so far is forgotten.
    pub(crate) fn new() -> Meter {
        let reset = fs::write("/proc/self/clear_refs", "5").is_ok();
        Meter { before: if reset { bytes("VmRSS:") } else { None } }
    }

    /// The most since then, more than at the beginning.
    pub(crate) fn more(&self) -> Option<u64> {
        Some(bytes("VmHWM:")?.saturating_sub(self.before?))
    }
}

fn bytes(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_is_seen() {
        let meter = Meter::new();
        let filled = vec![1u8; 128 << 20];
        let more = meter.more();
        assert_eq!(filled.iter().map(|&x| u64::from(x)).sum::<u64>(), 128 << 20);
        assert!(more.is_none_or(|more| more > 64 << 20), "{more:?}");
    }
}
