//! Text that was packed: gzip is unpacked on the way, UTF-16 becomes UTF-8, other packers are named.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::GzDecoder;

use super::encoding::Utf16;
use super::options::TextOptions;
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

/// What a stream begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    Text,
    Utf16 {
        big_endian: bool,
    },
    Gzip,
    /// The program that packed it.
    Other(&'static str),
}

/// The text inside a stream.
///
/// # Errors
/// The system's; [`ErrorKind::Unsupported`] for what another packer than gzip made;
/// [`ErrorKind::LimitExceeded`] while it is read.
pub(super) fn unpacked<'r>(stream: Stream<'r>, options: &TextOptions) -> Result<Stream<'r>> {
    let (begin, whole) = look(stream)?;
    match begin {
        Begin::Text => Ok(whole),
        Begin::Utf16 { big_endian } => Ok(decoded(whole, big_endian)),
        Begin::Gzip => {
            let (begin, text) = look(Box::new(Gunzip::new(whole, options.unpack_limit)))?;
            match begin {
                Begin::Utf16 { big_endian } => Ok(decoded(text, big_endian)),
                _ => Ok(text),
            }
        }
        Begin::Other(packer) => {
            let what = format!("text packed by {packer}; unpack it first (gzip is read as it is)");
            Err(ErrorKind::unsupported(Format::Text, what).into())
        }
    }
}

/// What a stream begins with, and all of it.
fn look(mut stream: Stream<'_>) -> Result<(Begin, Stream<'_>)> {
    let mut start = [0; 10];
    let got = read_full(&mut *stream, &mut start)?;
    let whole = Cursor::new(start).take(got as u64).chain(stream);
    Ok((begin(&start[..got]), Box::new(whole)))
}

/// UTF-16 behind its mark.
fn decoded(mut stream: Stream<'_>, big_endian: bool) -> Stream<'_> {
    let mut mark = [0; 2];
    // It was seen already.
    let _ = stream.read_exact(&mut mark);
    Box::new(Utf16::new(stream, big_endian))
}

fn begin(start: &[u8]) -> Begin {
    match start {
        [0xff, 0xfe, ..] => return Begin::Utf16 { big_endian: false },
        [0xfe, 0xff, ..] => return Begin::Utf16 { big_endian: true },
        _ if start.starts_with(GZIP) => return Begin::Gzip,
        _ => {}
    }
    let other = OTHERS.iter().find(|(magic, _)| start.starts_with(magic));
    // Letters could be a table's; the number behind them, and the digits of pi, hardly.
    let other = other.filter(|(_, name)| *name != "bzip2" || start.get(4..10) == Some(b"1AY&SY"));
    other.map_or(Begin::Text, |(_, name)| Begin::Other(name))
}

/// All of a text that is not in its file as it is read; `None` for one that is.
///
/// # Errors
/// Those of [`unpacked`]; [`ErrorKind::LimitExceeded`], [`ErrorKind::AllocFailed`].
pub(super) fn unpacked_whole(
    stream: Stream<'_>,
    start: &[u8],
    options: &TextOptions,
) -> Result<Option<Vec<u8>>> {
    const STEP: usize = 1 << 20;
    if begin(start) == Begin::Text {
        return Ok(None);
    }
    let limit = options.memory_limit.unwrap_or(usize::MAX);
    let mut text = unpacked(stream, options)?;
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

/// How many times its packed size a text may have, and what it may have in any case: tables of zeros get
/// a thousand times smaller, and files that are made to fill a memory as well.
const MOST_TIMES: u64 = 200;
const ALWAYS: u64 = 1 << 30;

/// A stream that counts what was read of it.
struct Counted<'r> {
    inner: Stream<'r>,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.count += count as u64;
        Ok(count)
    }
}

/// What gzip packed, in one piece or several, with zeros behind it or none: what the program `gzip`
/// unpacks.
struct Gunzip<'r> {
    /// `None` at the end.
    member: Option<GzDecoder<BufReader<Counted<'r>>>>,
    limit: Option<u64>,
    count: u64,
}

impl<'r> Gunzip<'r> {
    fn new(inner: Stream<'r>, limit: Option<u64>) -> Self {
        let packed = BufReader::with_capacity(1 << 16, Counted { inner, count: 0 });
        Self { member: Some(GzDecoder::new(packed)), limit, count: 0 }
    }

    /// Counts what was unpacked.
    fn check(&mut self, more: usize) -> io::Result<()> {
        let read = self.member.as_ref().map_or(0, |member| member.get_ref().get_ref().count);
        self.count += more as u64;
        let limit = self.limit.unwrap_or_else(|| ALWAYS.max(read.saturating_mul(MOST_TIMES)));
        if self.count <= limit {
            return Ok(());
        }
        let what = "the unpacked text (see unpack_limit)";
        let error = Error::from(ErrorKind::LimitExceeded { what, asked: self.count, limit });
        Err(io::Error::other(error))
    }

    /// Goes on to the next piece, if there is one.
    fn next_member(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut packed = member.into_inner();
        loop {
            let ahead = packed.fill_buf()?;
            let zeros = ahead.iter().take_while(|&&byte| byte == 0).count();
            let all = zeros == ahead.len();
            if ahead.is_empty() {
                return Ok(());
            }
            packed.consume(zeros);
            if !all {
                self.member = Some(GzDecoder::new(packed));
                return Ok(());
            }
        }
    }
}

impl Read for Gunzip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member
            && !out.is_empty()
        {
            match member.read(out)? {
                0 => self.next_member()?,
                count => return self.check(count).map(|()| count),
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packers_are_told_from_text() {
        assert_eq!(begin(b"\x1f\x8b\x08"), Begin::Gzip);
        assert_eq!(begin(b"BZh91AY&SY"), Begin::Other("bzip2"));
        assert_eq!(begin(b"\xff\xfe1\0"), Begin::Utf16 { big_endian: false });
        for text in [&b""[..], b"B", b"BZh,b\n1,2", b"PK\n", b"1,2\n"] {
            assert_eq!(begin(text), Begin::Text, "{text:?}");
        }
    }
}
