//! Deflate in a gzip or a zlib frame.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::{reserve, resize};
use crate::error::{Error, ErrorKind};
use crate::zarr::corrupt;

/// The largest window, which decodes smaller ones too.
const WINDOW_BITS: u8 = 15;

/// What stands around the deflated data: with its checksum, which is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Gzip,
    Zlib,
}

impl Frame {
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
        }
    }
}

/// Decodes one frame, and says how much of `out` it filled.
pub(super) fn decode(stored: &[u8], out: &mut [u8], frame: Frame) -> Result<usize, Error> {
    let name = frame.name();
    let mut decoder = match frame {
        Frame::Gzip => Decompress::new_gzip(WINDOW_BITS),
        Frame::Zlib => Decompress::new(true),
    };
    let status = decoder
        .decompress(stored, out, FlushDecompress::Finish)
        .map_err(|error| corrupt(format!("{name}: {error}")))?;
    let (read, written) = (decoder.total_in(), decoder.total_out());
    match status {
        Status::StreamEnd if read == stored.len() as u64 => {
            Ok(usize::try_from(written).unwrap_or(usize::MAX))
        }
        Status::StreamEnd => Err(corrupt(format!("{name}: bytes after its end"))),
        _ if read == stored.len() as u64 => {
            let what = format!("a chunk in a {name} frame");
            Err(ErrorKind::UnexpectedEof { what, want: read + 1, got: read }.into())
        }
        _ => Err(corrupt(format!("{name}: a chunk of {} bytes has more", out.len()))),
    }
}

/// Appends one frame.
pub(super) fn encode(
    bytes: &[u8],
    level: u32,
    out: &mut Vec<u8>,
    frame: Frame,
) -> Result<(), Error> {
    let level = Compression::new(level.min(9));
    let mut encoder = match frame {
        Frame::Gzip => Compress::new_gzip(level, WINDOW_BITS),
        Frame::Zlib => Compress::new(level, true),
    };
    let start = out.len();
    // Stored blocks add 5 bytes in 16 KiB at worst; level 1 may take 9 bits for 8.
    reserve(out, bytes.len() + bytes.len() / 7 + 4096)?;
    let room = out.capacity().min(start + bytes.len() + bytes.len() / 7 + 4096);
    resize(out, room)?;
    loop {
        let read = usize::try_from(encoder.total_in()).unwrap_or(usize::MAX);
        let written = start + usize::try_from(encoder.total_out()).unwrap_or(usize::MAX);
        if written == out.len() {
            let more = out.len() + (64 << 10);
            resize(out, more)?;
        }
        let status = encoder
            .compress(&bytes[read..], &mut out[written..], FlushCompress::Finish)
            .map_err(|error| corrupt(format!("{}: {error}", frame.name())))?;
        if status == Status::StreamEnd {
            out.truncate(start + usize::try_from(encoder.total_out()).unwrap_or(usize::MAX));
            return Ok(());
        }
    }
}
