//! [`Step`]: one codec from bytes to bytes.

use super::numbers::{Meaning, Numbers, adler32, unpack_bits};
use super::{Blosc, fault, reserve, resize};
use crate::error::{Error, ErrorKind};
use crate::packed::deflate::{self, Frame};
use crate::packed::shuffle::{shuffle, unshuffle};
use crate::packed::{Contexts, bzip2, lz4, lzma};
use crate::zarr::{corrupt, unsupported};

/// One codec from bytes to bytes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::zarr) enum Step {
    Gzip {
        level: u32,
    },
    Zlib {
        level: u32,
    },
    Zstd {
        level: i32,
        checksum: bool,
    },
    Blosc(Blosc),
    /// LZ4 as numcodecs frames it: the length in four bytes, then one block.
    Lz4,
    /// Bytes of equal significance together, as numcodecs' filter does it.
    Shuffle {
        itemsize: usize,
    },
    Crc32c,
    Bzip2,
    Lzma(lzma::Form),
    /// Booleans as bits.
    PackBits,
    Numbers(Numbers),
    Summed(Summed),
}

/// A checksum of numcodecs, of four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::zarr) struct Summed {
    pub(super) sum: Sum,
    /// Whether it stands in front of what it sums.
    pub(super) first: bool,
}

/// How bytes are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::zarr) enum Sum {
    Crc32,
    Crc32c,
    Adler32,
}

impl Summed {
    /// What it sums, once that is checked.
    fn inside(self, stored: &[u8]) -> Result<&[u8], Error> {
        let split = match self.first {
            true => stored.split_first_chunk::<4>().map(|(sum, inside)| (inside, sum)),
            false => stored.split_last_chunk::<4>(),
        };
        let Some((inside, sum)) = split else {
            return Err(Error::cut_off("a checksum", 4, stored.len() as u64));
        };
        let found = match self.sum {
            Sum::Crc32 => crc32fast::hash(inside),
            Sum::Crc32c => crc32c::crc32c(inside),
            Sum::Adler32 => adler32(inside),
        };
        if found != u32::from_le_bytes(*sum) {
            let what = format!("the {:?} of a chunk", self.sum);
            return Err(ErrorKind::Checksum { what }.into());
        }
        Ok(inside)
    }
}

impl Step {
    /// Whether it changes an array, and stands before its bytes are what is stored.
    pub(super) fn is_filter(&self) -> bool {
        matches!(self, Self::PackBits | Self::Numbers(_))
    }

    /// Bytes that a stored length can decode to at most.
    pub(super) fn reach(&self, stored: u64) -> u64 {
        let ratio = match self {
            Self::Gzip { .. } | Self::Zlib { .. } => 1032,
            // A block of 128 KiB in four bytes; blosc may hold such.
            Self::Zstd { .. } | Self::Blosc(_) => 32 << 10,
            Self::Lz4 => 255,
            // A block of runs of runs; a match of 273 bytes may cost a hundredth of a bit.
            Self::Bzip2 | Self::Lzma(_) => 4 << 20,
            Self::PackBits => 8,
            Self::Numbers(numbers) => return numbers.unpacked(stored),
            Self::Summed(_) => 1,
            Self::Shuffle { .. } | Self::Crc32c => 1,
        };
        stored.saturating_mul(ratio)
    }

    /// Bytes that so many can become, when nothing can be packed and the packer is clumsy.
    pub(super) fn longest(&self, bytes: u64) -> u64 {
        match self {
            Self::Shuffle { .. } => bytes,
            Self::Crc32c | Self::Summed(_) => bytes.saturating_add(4),
            Self::PackBits => bytes / 8 + 2,
            Self::Numbers(numbers) => numbers.packed(bytes),
            _ => bytes.saturating_add(bytes / 8).saturating_add(4096),
        }
    }

    /// What a checksum protects, which lies in the stored bytes as it is; `None` for other codecs.
    pub(super) fn borrow<'a>(&self, stored: &'a [u8]) -> Option<Result<&'a [u8], Error>> {
        matches!(self, Self::Crc32c).then(|| summed(stored))
    }

    /// Decodes into `out`, and says how much of it was filled.
    pub(super) fn decode(
        &self,
        stored: &[u8],
        out: &mut [u8],
        contexts: &mut Contexts,
    ) -> Result<usize, Error> {
        match self {
            Self::Gzip { .. } => {
                contexts.inflate.decode_to(stored, out, Frame::Gzip).map_err(fault)
            }
            Self::Zlib { .. } => {
                contexts.inflate.decode_to(stored, out, Frame::Zlib).map_err(fault)
            }
            Self::Zstd { .. } => contexts.zstd.decode_to(stored, out).map_err(fault),
            Self::Blosc(_) => Blosc::decode_to(stored, out, contexts).map_err(fault),
            Self::Lz4 => lz4_decode(stored, out),
            Self::Bzip2 => bzip2::decode_to(stored, out).map_err(fault),
            Self::Lzma(form) => lzma::decode_to(stored, out, *form).map_err(fault),
            Self::PackBits => unpack_bits(stored, out),
            Self::Numbers(numbers) => numbers.decode(stored, out),
            Self::Summed(summed) => {
                let inside = summed.inside(stored)?;
                exactly(out, inside.len())?.copy_from_slice(inside);
                Ok(inside.len())
            }
            Self::Shuffle { itemsize } => {
                let out = exactly(out, stored.len())?;
                unshuffle(stored, out, *itemsize);
                Ok(stored.len())
            }
            Self::Crc32c => {
                let inside = summed(stored)?;
                exactly(out, inside.len())?.copy_from_slice(inside);
                Ok(inside.len())
            }
        }
    }

    /// Appends the encoded bytes.
    pub(super) fn encode(
        &self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        contexts: &mut Contexts,
    ) -> Result<(), Error> {
        match self {
            Self::Gzip { level } => deflate::encode(bytes, *level, out, Frame::Gzip).map_err(fault),
            Self::Zlib { level } => deflate::encode(bytes, *level, out, Frame::Zlib).map_err(fault),
            Self::Zstd { level, checksum } => {
                contexts.zstd.encode(bytes, *level, *checksum, out).map_err(fault)
            }
            Self::Blosc(blosc) => blosc.encode(bytes, out, contexts).map_err(fault),
            Self::Lz4
            | Self::Bzip2
            | Self::Lzma(_)
            | Self::PackBits
            | Self::Numbers(_)
            | Self::Summed(_) => Err(unsupported(format!("writing {}", self.word()))),
            Self::Shuffle { itemsize } => {
                let start = out.len();
                resize(out, start + bytes.len())?;
                shuffle(bytes, &mut out[start..], *itemsize);
                Ok(())
            }
            Self::Crc32c => {
                reserve(out, bytes.len() + 4)?;
                out.extend_from_slice(bytes);
                out.extend_from_slice(&crc32c::crc32c(bytes).to_le_bytes());
                Ok(())
            }
        }
    }
}

impl Step {
    /// What it is called.
    pub(in crate::zarr) fn word(&self) -> String {
        match self {
            Self::Gzip { level } => format!("gzip {level}"),
            Self::Zlib { level } => format!("zlib {level}"),
            Self::Zstd { level, .. } => format!("zstd {level}"),
            Self::Blosc(blosc) => {
                let shuffle = match blosc.shuffle {
                    super::Shuffle::None => "",
                    super::Shuffle::Bytes => ", shuffle",
                    super::Shuffle::Bits => ", bitshuffle",
                };
                let name = format!("{:?}", blosc.compressor).to_lowercase();
                format!("blosc {name} {}{shuffle}", blosc.level)
            }
            Self::Lz4 => "lz4".to_owned(),
            Self::Shuffle { .. } => "shuffle".to_owned(),
            Self::Crc32c => "crc32c".to_owned(),
            Self::Bzip2 => "bz2".to_owned(),
            Self::Lzma(_) => "lzma".to_owned(),
            Self::PackBits => "packbits".to_owned(),
            Self::Numbers(numbers) => match numbers.meaning {
                Meaning::Delta => "delta".to_owned(),
                Meaning::Scaled { .. } => "fixedscaleoffset".to_owned(),
                Meaning::Same => "astype".to_owned(),
            },
            Self::Summed(summed) => format!("{:?}", summed.sum).to_lowercase(),
        }
    }
}

/// The first `len` bytes of a buffer, where it has so many.
fn exactly(out: &mut [u8], len: usize) -> Result<&mut [u8], Error> {
    let room = out.len();
    out.get_mut(..len).ok_or_else(|| corrupt(format!("a chunk of {room} bytes has {len}")))
}

/// What stands before a CRC-32C, once that is checked.
fn summed(stored: &[u8]) -> Result<&[u8], Error> {
    let Some((inside, sum)) = stored.split_last_chunk::<4>() else {
        let (want, got) = (4, stored.len() as u64);
        return Err(ErrorKind::UnexpectedEof { what: "a checksum".to_owned(), want, got }.into());
    };
    if crc32c::crc32c(inside) != u32::from_le_bytes(*sum) {
        return Err(ErrorKind::Checksum { what: "the CRC-32C of a chunk".to_owned() }.into());
    }
    Ok(inside)
}

fn lz4_decode(stored: &[u8], out: &mut [u8]) -> Result<usize, Error> {
    let Some((len, block)) = stored.split_first_chunk::<4>() else {
        let (want, got) = (4, stored.len() as u64);
        return Err(ErrorKind::UnexpectedEof { what: "lz4".to_owned(), want, got }.into());
    };
    let len = u32::from_le_bytes(*len) as usize;
    let out = exactly(out, len)?;
    lz4::decode(block, out).map_err(fault)?;
    Ok(len)
}
