//! Blosc 1: blocks, shuffled and packed one by one, in a container with a header of 16 bytes.

use super::bitshuffle::unshuffle_bits;
use super::deflate::{self, Frame};
use super::shuffle::{shuffle, unshuffle};
use super::{
    Contexts, Fault, Result, blosclz, corrupt, exactly, filled, lz4, reserve, resize, snappy,
    unsupported,
};

const HEADER: usize = 16;
/// Blocks this crate writes: the second cache's size, and a multiple of every item's.
const BLOCK: usize = 256 << 10;
/// Streams of split blocks are not made of less than this.
const MIN_SPLIT: usize = 128;
const MAX_SPLITS: usize = 16;

/// What blosc packs its blocks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compressor {
    BloscLz,
    Lz4,
    Lz4Hc,
    Snappy,
    Zlib,
    Zstd,
}

/// What blosc does before it packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shuffle {
    None,
    Bytes,
    Bits,
}

/// How blosc packs; a stored chunk says it of itself again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blosc {
    pub(crate) compressor: Compressor,
    pub(crate) level: i32,
    pub(crate) shuffle: Shuffle,
    pub(crate) typesize: usize,
}

/// What a stored chunk says of itself.
struct Header {
    version: u8,
    flags: u8,
    typesize: usize,
    nbytes: usize,
    blocksize: usize,
    stored: usize,
}

impl Header {
    fn parse(bytes: &[u8]) -> Result<Self> {
        let Some(header) = bytes.first_chunk::<HEADER>() else {
            return Err(short(HEADER, bytes.len()));
        };
        let word = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
                as usize
        };
        let this = Self {
            version: header[0],
            flags: header[2],
            typesize: usize::from(header[3]).max(1),
            nbytes: word(4),
            blocksize: word(8),
            stored: word(12),
        };
        if this.version != 2 && this.version != 1 {
            return Err(unsupported(format!("blosc of format version {}", this.version)));
        }
        if this.stored > bytes.len() {
            return Err(short(this.stored, bytes.len()));
        }
        if this.stored < bytes.len() {
            return Err(corrupt("blosc: bytes after its end"));
        }
        Ok(this)
    }

    fn is_copied(&self) -> bool {
        self.flags & 2 != 0
    }
}

impl Blosc {
    /// Decodes a container, and says how much of `out` it filled.
    pub(crate) fn decode_to(
        stored: &[u8],
        out: &mut [u8],
        contexts: &mut Contexts,
    ) -> Result<usize> {
        let header = Header::parse(stored)?;
        let out = exactly(out, header.nbytes)?;
        if header.is_copied() {
            if stored.len() != HEADER + out.len() {
                return Err(corrupt("blosc: another length than its header says"));
            }
            out.copy_from_slice(&stored[HEADER..]);
            return Ok(out.len());
        }
        if out.is_empty() {
            return Ok(0);
        }
        if header.blocksize == 0 || header.blocksize > out.len() {
            return Err(corrupt(format!("blosc: blocks of {} bytes", header.blocksize)));
        }
        let mut block = std::mem::take(&mut contexts.block);
        resize(&mut block, header.blocksize)?;
        let count = out.len().div_ceil(header.blocksize);
        if stored.len() < HEADER + 4 * count {
            return Err(short(HEADER + 4 * count, stored.len()));
        }
        for (i, piece) in out.chunks_mut(header.blocksize).enumerate() {
            let at = word(stored, HEADER + 4 * i)?;
            let packed = stored
                .get(at..)
                .filter(|_| at >= HEADER + 4 * count)
                .ok_or_else(|| corrupt(format!("blosc: block {i} begins at byte {at}")))?;
            header.decode_block(packed, piece, &mut block, contexts)?;
        }
        contexts.block = block;
        Ok(out.len())
    }

    /// Appends a container: whole blocks, shuffled, one stream each.
    pub(crate) fn encode(
        &self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        contexts: &mut Contexts,
    ) -> Result<()> {
        let (code, version) = match self.compressor {
            Compressor::Lz4 => (1u8, 1u8),
            Compressor::Zlib => (3, 1),
            Compressor::Zstd => (4, 1),
            other => return Err(unsupported(format!("writing blosc with {other:?}"))),
        };
        if self.shuffle == Shuffle::Bits || bytes.len() > i32::MAX as usize - BLOCK {
            return Err(unsupported("writing blosc with bits shuffled, or above 2 GiB"));
        }
        let typesize = self.typesize.clamp(1, 255);
        let blocksize = bytes.len().clamp(1, BLOCK / typesize * typesize);
        let shuffled = self.shuffle == Shuffle::Bytes && typesize > 1;
        let start = out.len();
        let count = bytes.len().div_ceil(blocksize);
        reserve(out, HEADER + 4 * count + bytes.len() + bytes.len() / 64)?;
        let flags = code << 5 | 0x10 | u8::from(shuffled); // one stream a block
        out.extend_from_slice(&[2, version, flags, typesize as u8]);
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out.extend_from_slice(&(blocksize as u32).to_le_bytes());
        resize(out, start + HEADER + 4 * count)?;
        let mut block = std::mem::take(&mut contexts.block);
        for (i, piece) in bytes.chunks(blocksize).enumerate() {
            let at = (out.len() - start) as u32;
            out[start + HEADER + 4 * i..][..4].copy_from_slice(&at.to_le_bytes());
            let mut input = piece;
            if shuffled {
                resize(&mut block, piece.len())?;
                shuffle(piece, &mut block, typesize);
                input = &block;
            }
            self.encode_stream(input, out, contexts)?;
        }
        contexts.block = block;
        let stored = (out.len() - start) as u32;
        out[start + 12..][..4].copy_from_slice(&stored.to_le_bytes());
        Ok(())
    }

    /// Appends a length and a packed stream; a stream that would grow as it is.
    fn encode_stream(
        &self,
        input: &[u8],
        out: &mut Vec<u8>,
        contexts: &mut Contexts,
    ) -> Result<()> {
        let start = out.len();
        out.extend_from_slice(&[0; 4]);
        match self.compressor {
            Compressor::Zlib => {
                deflate::encode(input, self.level.clamp(0, 9) as u32, out, Frame::Zlib)?;
            }
            Compressor::Zstd => contexts.zstd.encode(input, self.level, false, out)?,
            _ => lz4::encode(input, out)?,
        }
        if out.len() - start - 4 >= input.len() {
            out.truncate(start + 4);
            out.extend_from_slice(input);
        }
        let len = (out.len() - start - 4) as u32;
        out[start..][..4].copy_from_slice(&len.to_le_bytes());
        Ok(())
    }
}

impl Header {
    /// Decodes one block; the last may be shorter than the others.
    fn decode_block(
        &self,
        packed: &[u8],
        out: &mut [u8],
        block: &mut [u8],
        contexts: &mut Contexts,
    ) -> Result<()> {
        let (len, size) = (out.len(), self.typesize);
        let bytes = self.flags & 1 != 0 && size > 1;
        let bits = self.flags & 4 != 0 && len >= size && (len / size).is_multiple_of(8);
        if !bytes && !bits {
            return self.decode_streams(packed, out, contexts);
        }
        let block = &mut block[..len];
        self.decode_streams(packed, block, contexts)?;
        if bytes {
            unshuffle(block, out, size);
        } else {
            let whole = len / size * size;
            unshuffle_bits(&block[..whole], &mut out[..whole], size, &mut contexts.planes)?;
            out[whole..].copy_from_slice(&block[whole..]);
        }
        Ok(())
    }

    /// A block's streams: one, or one for each byte of an item.
    fn decode_streams(&self, packed: &[u8], out: &mut [u8], contexts: &mut Contexts) -> Result<()> {
        let size = self.typesize;
        let split = self.flags & 0x10 == 0
            && out.len() == self.blocksize
            && size <= MAX_SPLITS
            && self.blocksize / size >= MIN_SPLIT;
        let streams = if split { size } else { 1 };
        if !out.len().is_multiple_of(streams) {
            return Err(corrupt("blosc: a block that cannot be split into its streams"));
        }
        let each = out.len() / streams;
        let mut at = 0;
        for stream in out.chunks_exact_mut(each) {
            let len = word(packed, at)?;
            let got = packed.len() - at - 4;
            let data = packed.get(at + 4..).and_then(|rest| rest.get(..len));
            let data = data.ok_or_else(|| short(len, got))?;
            at += 4 + len;
            if len == each {
                stream.copy_from_slice(data); // would have grown
            } else {
                decode_stream(self.flags >> 5, data, stream, contexts)?;
            }
        }
        Ok(())
    }
}

/// Decodes a stream, which must fill `out`, by the compressor of a number.
pub(super) fn decode_stream(
    code: u8,
    data: &[u8],
    out: &mut [u8],
    contexts: &mut Contexts,
) -> Result<()> {
    let len = match code {
        0 => return blosclz::decode(data, out),
        1 => return lz4::decode(data, out),
        2 => return snappy::decode(data, out),
        3 => contexts.inflate.decode_to(data, out, Frame::Zlib)?,
        4 => contexts.zstd.decode_to(data, out)?,
        code => return Err(unsupported(format!("blosc with compressor {code}"))),
    };
    filled("blosc", len, out)
}

fn word(bytes: &[u8], at: usize) -> Result<usize> {
    let word = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    let word = word.ok_or_else(|| short(at + 4, bytes.len()))?;
    Ok(u32::from_le_bytes(*word) as usize)
}

fn short(want: usize, got: usize) -> Fault {
    Fault::cut_off("a blosc container", want, got)
}
