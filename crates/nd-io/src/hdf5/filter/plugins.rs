//! Frames that plugins of HDF5 put around LZ4 and around shuffled bits.

use crate::packed::bitshuffle::unshuffle_bits;
use crate::packed::{Contexts, Fault, lz4, resize};

type Result<T> = std::result::Result<T, Fault>;

fn corrupt(what: impl Into<String>) -> Fault {
    Fault::Corrupt(what.into())
}

/// Numbers with the high byte first, and parts of what is stored.
struct Stored<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Stored<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(len)
            .ok_or_else(|| Fault::cut_off(self.what, len, self.rest.len()))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn number(&mut self, width: usize) -> Result<u64> {
        Ok(self.take(width)?.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)))
    }

    /// How much of `out` is filled, and the length of the blocks it is cut into.
    fn head(&mut self, out: &[u8]) -> Result<(usize, usize)> {
        let (len, block) = (self.number(8)?, self.number(4)?);
        match usize::try_from(len) {
            Ok(len) if len <= out.len() => Ok((len, block as usize)),
            _ => Err(corrupt(format!("{}: {len} bytes where {} fit", self.what, out.len()))),
        }
    }
}

/// LZ4: the length of the whole and of a block, then each block behind its own length; one that would
/// have grown as it is.
pub(super) fn lz4_to(stored: &[u8], out: &mut [u8]) -> Result<usize> {
    let mut stored = Stored { rest: stored, what: "lz4" };
    let (len, block) = stored.head(out)?;
    if block == 0 && len > 0 {
        return Err(corrupt("lz4: blocks of no bytes"));
    }
    for out in out[..len].chunks_mut(block.max(1)) {
        let packed = stored.number(4)? as usize;
        let packed = stored.take(packed)?;
        if packed.len() == out.len() {
            out.copy_from_slice(packed);
        } else {
            lz4::decode(packed, out)?;
        }
    }
    Ok(len)
}

/// What the blocks of shuffled bits are packed with.
const LZ4: u32 = 2;
const ZSTD: u32 = 3;

/// Whether the number of a packer is that of one.
pub(super) fn packs(packer: u32) -> bool {
    packer == LZ4 || packer == ZSTD
}

/// Bits of equal significance together, block by block, each perhaps packed.
///
/// Parameters: two of a version, bytes of an element, elements of a block (0: some 8 KiB), the packer.
pub(super) fn bits_to(
    parameters: &[u32],
    stored: &[u8],
    out: &mut [u8],
    codecs: &mut Contexts,
) -> Result<usize> {
    let parameter = |i: usize| parameters.get(i).copied().unwrap_or(0);
    // Another number is none, as for the plugin.
    let packer = Some(parameter(4)).filter(|&packer| packs(packer));
    let size = parameter(2) as usize;
    if size == 0 {
        return Err(corrupt("bitshuffle: elements of no bytes"));
    }
    let mut stored = Stored { rest: stored, what: "bitshuffle" };
    let (len, block) = if packer.is_none() {
        let block = match parameter(3) as usize {
            0 => ((8192 / size).max(128)) / 8 * 8,
            block => block,
        };
        (stored.rest.len().min(out.len()), block)
    } else {
        let (len, block) = stored.head(out)?;
        (len, block / size)
    };
    if block == 0 || !block.is_multiple_of(8) {
        return Err(corrupt(format!("bitshuffle: blocks of {block} elements")));
    }
    let (out, after) = out.split_at_mut(len);
    if packer.is_none() && !after.is_empty() && stored.rest.len() != len {
        return Err(corrupt("bitshuffle: another length than the chunk's"));
    }
    // Whole blocks, one of as many groups of eight elements as are left, and the rest as it is.
    let grouped = len / (8 * size) * (8 * size);
    let (grouped, rest) = out.split_at_mut(grouped);
    let mut between = std::mem::take(&mut codecs.block);
    for out in grouped.chunks_mut(block.saturating_mul(size)) {
        let input = if let Some(packer) = packer {
            let packed = stored.number(4)? as usize;
            let packed = stored.take(packed)?;
            resize(&mut between, out.len())?;
            unpack(packer, packed, &mut between, codecs)?;
            &between[..]
        } else {
            stored.take(out.len())?
        };
        unshuffle_bits(input, out, size, &mut codecs.planes)?;
    }
    codecs.block = between;
    rest.copy_from_slice(stored.take(rest.len())?);
    Ok(len)
}

fn unpack(packer: u32, packed: &[u8], out: &mut [u8], codecs: &mut Contexts) -> Result<()> {
    if packer == LZ4 {
        return lz4::decode(packed, out);
    }
    let len = codecs.zstd.decode_to(packed, out)?;
    crate::packed::filled("zstd", len, out)
}
