//! Room on the disk.

use std::path::Path;
use std::process::Command;

/// Bytes that are free where a folder is, if the system's `df` says it.
pub(crate) fn free(folder: &Path) -> Option<u64> {
    let said = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    parse(&String::from_utf8_lossy(&said.stdout))
}

/// The fourth column of the line after the heading, in KiB.
fn parse(said: &str) -> Option<u64> {
    let kib: u64 = said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_free_blocks_are_found() {
        let said = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    /dev/vda 263174212 65012900 29876543 69% /\n";
        assert_eq!(super::parse(said), Some(29_876_543 << 10));
        assert_eq!(super::parse("df: no such file\n"), None);
    }
}
