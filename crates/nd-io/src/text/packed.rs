//! Text that was packed: gzip is unpacked on the way, other packers are named.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::pieces::Stream;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npy::read_full;

/// First bytes of a gzip stream (RFC 1952).
pub(crate) const GZIP: &[u8] = b"\x1f\x8b";

/// First bytes of what other programs make, and what they are.
const OTHERS: [(&[u8], &str); 5] = [
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"PK\x03\x04", "zip"),
    (b"BZh", "bzip2"),
];

/// The text inside a stream.
///
/// # Errors
/// The system's; [`ErrorKind::Unsupported`] for what another packer than gzip made.
pub(super) fn unpacked(mut stream: Stream<'_>) -> Result<Stream<'_>> {
    let mut start = [0; 10];
    let got = read_full(&mut *stream, &mut start)?;
    let packer = packer(&start[..got]);
    let whole = Cursor::new(start).take(got as u64).chain(stream);
    match packer {
        None => Ok(Box::new(whole)),
        Some("gzip") => Ok(Box::new(MultiGzDecoder::new(whole))),
        Some(packer) => {
            let what = format!("text packed by {packer}; unpack it first (gzip is read as it is)");
            Err(ErrorKind::unsupported(Format::Text, what).into())
        }
    }
}

/// The program that made a stream, if it is one that packs.
fn packer(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(GZIP) {
        return Some("gzip");
    }
    let (_, name) = OTHERS.iter().find(|(magic, _)| start.starts_with(magic))?;
    // Letters could be a table's; the number behind them, and the digits of pi, hardly.
    (*name != "bzip2" || start.get(4..10) == Some(b"1AY&SY")).then_some(*name)
}

/// All of a packed text, unpacked; `None` for one that is not packed.
///
/// # Errors
/// Those of [`unpacked`]; [`ErrorKind::LimitExceeded`], [`ErrorKind::AllocFailed`].
pub(super) fn unpacked_whole(
    stream: Stream<'_>,
    start: &[u8],
    limit: usize,
) -> Result<Option<Vec<u8>>> {
    const STEP: usize = 1 << 20;
    if packer(start).is_none() {
        return Ok(None);
    }
    let mut text = unpacked(stream)?;
    let mut bytes = Vec::new();
    loop {
        let done = bytes.len();
        bytes.try_reserve(STEP).map_err(|_| Error::no_memory(done + STEP))?;
        bytes.resize(done + STEP, 0);
        let got = read_full(&mut *text, &mut bytes[done..])?;
        bytes.truncate(done + got);
        super::rows::check_limit(bytes.len(), limit)?;
        if got < STEP {
            return Ok(Some(bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packers_are_told_from_text() {
        assert_eq!(packer(b"\x1f\x8b\x08"), Some("gzip"));
        assert_eq!(packer(b"BZh91AY&SY"), Some("bzip2"));
        for text in [&b""[..], b"B", b"BZh,b\n1,2", b"PK\n", b"1,2\n"] {
            assert_eq!(packer(text), None, "{text:?}");
        }
    }
}
