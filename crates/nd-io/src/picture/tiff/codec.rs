//! [`Compression`]: what a chunk is packed with, and unpacking it.

use super::fax::{self, Fax};
use super::{Result, corrupt, lzw};
use crate::format::Format;
use crate::packed::{Contexts, deflate::Frame, lzma, packbits};

/// What a chunk is packed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Lzw,
    Deflate,
    PackBits,
    Zstd,
    Lzma,
    Fax(Fax),
    Jpeg,
    WebP,
    /// One that is not read.
    Other(u64),
}

impl Compression {
    /// By its number; what fax options say matters for facsimiles.
    pub(super) fn of(code: u64, fax_options: u64, bits: u32) -> Self {
        let fax = |fax| if bits == 1 { Self::Fax(fax) } else { Self::Other(code) };
        match code {
            1 => Self::None,
            2 => fax(Fax::Rows { words: false }),
            3 => fax(Fax::Group3 { two: fax_options & 1 == 1 }),
            4 => fax(Fax::Group4),
            5 => Self::Lzw,
            6 | 7 | 33007 | 34892 => Self::Jpeg,
            8 | 32946 | 50013 => Self::Deflate,
            32771 => fax(Fax::Rows { words: true }),
            32773 => Self::PackBits,
            34925 => Self::Lzma,
            34926 | 50000 => Self::Zstd,
            34927 | 50001 => Self::WebP,
            other => Self::Other(other),
        }
    }

    /// Whether a chunk is a picture file of its own, which knows its size and byte order.
    pub(super) fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::WebP)
    }

    /// In words, as info has them.
    pub(super) fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Lzw => "lzw".to_owned(),
            Self::Deflate => "deflate".to_owned(),
            Self::PackBits => "packbits".to_owned(),
            Self::Zstd => "zstd".to_owned(),
            Self::Lzma => "lzma".to_owned(),
            Self::Fax(fax) => fax.words().to_owned(),
            Self::Jpeg => "jpeg".to_owned(),
            Self::WebP => "webp".to_owned(),
            Self::Other(code) => format!("compression {code}, {}", super::names::compression(code)),
        }
    }

    /// The most bytes of pixels, in rows of so many bits, that a byte stored can stand for: what claims more lies.
    pub(super) fn most(self, columns: usize) -> u64 {
        match self {
            Self::None => 1,
            Self::Deflate => 1032,
            // The longest string of a code of twelve bits, nearly.
            Self::Lzw => 2730,
            Self::PackBits => 64,
            // A byte repeated 128 KiB, in four bytes; the rest is less.
            Self::Zstd => 1 << 15,
            // 273 bytes by some bits, each of which costs a fiftieth of one.
            Self::Lzma => 1 << 14,
            // Runs of 2560 pixels in twelve bits; or a row like the one above in a bit.
            Self::Fax(Fax::Rows { .. } | Fax::Group3 { two: false }) => 214,
            Self::Fax(_) => (columns as u64).max(214),
            // Ten blocks of 64 for as many bits, blown up by three colours.
            Self::Jpeg => 1 << 11,
            // A picture of one colour takes no bits at all for its pixels; tiles of 4096² are allowed to.
            Self::WebP => 1 << 21,
            Self::Other(_) => u64::MAX,
        }
    }
}

/// Unpacks a chunk and says how much of `out` it filled. What is packed beyond that is not looked at: rows below
/// the picture, mostly.
///
/// # Errors
/// `Corrupt` for what is not packed so; `Unsupported`; `AllocFailed`.
pub(super) fn unpack(
    compression: Compression,
    stored: &[u8],
    out: &mut [u8],
    columns: usize,
    contexts: &mut Contexts,
) -> Result<usize> {
    let fault = |fault: crate::packed::Fault| fault.of(Format::Tiff);
    match compression {
        Compression::Lzw => lzw::decode_to(stored, out).map_err(corrupt),
        Compression::Deflate => {
            let (_, filled) = contexts.inflate.part(stored, out, Frame::Zlib).map_err(fault)?;
            Ok(filled)
        }
        Compression::PackBits => packbits::part(stored, out).map_err(fault),
        Compression::Zstd => contexts.zstd.decode_to(stored, out).map_err(fault),
        Compression::Lzma => lzma::decode_to(stored, out, lzma::Form::Framed).map_err(fault),
        Compression::Fax(kind) => fax::decode(stored, kind, columns, out).map_err(corrupt),
        other => Err(super::unsupported(other.words())),
    }
}
