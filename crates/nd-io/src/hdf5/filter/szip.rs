//! Szip: differences between neighbours, each block in the code that suits it best.
//!
//! The code is that of CCSDS 121.0-B; lines that are no multiple of a block, and pixels of four and eight
//! bytes byte by byte, are what the library szip (and libaec in its place) adds.

use crate::packed::bits::Bits;
use crate::packed::shuffle::unshuffle;
use crate::packed::{Contexts, Fault, resize};

/// Blocks between two samples that are stored as they are.
const MAX_INTERVAL: usize = 4096;

/// Decodes, and says how much of `out` was filled.
///
/// Parameters: options, samples of a block, bits of a sample, samples of a line.
pub(super) fn decode_to(
    parameters: &[u32],
    stored: &[u8],
    out: &mut [u8],
    codecs: &mut Contexts,
) -> Result<usize, Fault> {
    let corrupt = |what: String| Fault::Corrupt(format!("szip: {what}"));
    let &[options, block, bits, line, ..] = parameters else {
        return Err(corrupt(format!("{} parameters", parameters.len())));
    };
    let Some((len, packed)) = stored.split_first_chunk::<4>() else {
        return Err(Fault::cut_off("a chunk packed by szip", 4, stored.len()));
    };
    let len = u32::from_le_bytes(*len) as usize;
    let room = out.len();
    let out = out.get_mut(..len).ok_or_else(|| corrupt(format!("{len} bytes where {room} fit")))?;
    let (block, line) = (block as usize, line as usize);
    if block == 0 || block > 64 || !block.is_multiple_of(2) || line == 0 {
        return Err(corrupt(format!("blocks of {block} samples, lines of {line}")));
    }
    let interval = line.div_ceil(block);
    if interval > MAX_INTERVAL {
        return Err(corrupt(format!("lines of {line} samples")));
    }
    let bytewise = bits == 32 || bits == 64;
    let coder = match if bytewise { 8 } else { bits } {
        bits @ 1..=24 => Coder {
            bits,
            block,
            interval,
            line,
            differences: options & 32 != 0,
            big_endian: options & 16 != 0,
        },
        _ => return Err(corrupt(format!("samples of {bits} bits"))),
    };
    if !bytewise {
        coder.decode(packed, out)?;
        return Ok(len);
    }
    let mut planes = std::mem::take(&mut codecs.block);
    resize(&mut planes, len)?;
    coder.decode(packed, &mut planes)?;
    unshuffle(&planes, out, bits as usize / 8);
    codecs.block = planes;
    Ok(len)
}

/// How samples are coded.
struct Coder {
    bits: u32,
    block: usize,
    /// Blocks from one sample that is stored as it is to the next.
    interval: usize,
    /// Samples of those that are meant; the rest fills the last block up.
    line: usize,
    differences: bool,
    big_endian: bool,
}

impl Coder {
    /// Fills `out` with samples of one, two or four bytes.
    fn decode(&self, packed: &[u8], out: &mut [u8]) -> Result<(), Fault> {
        let width = match self.bits {
            ..=8 => 1,
            9..=16 => 2,
            _ => 4,
        };
        if !out.len().is_multiple_of(width) {
            return Err(Fault::Corrupt(format!("szip: {} bytes of samples of {width}", out.len())));
        }
        let mut bits = Bits::new(packed);
        let mut samples = Vec::with_capacity(self.interval * self.block);
        for out in out.chunks_mut(self.line * width) {
            samples.clear();
            self.line(&mut bits, out.len() / width, &mut samples).ok_or_else(|| {
                Fault::Corrupt("szip: a line that is cut off or leads out".to_owned())
            })?;
            if self.differences {
                self.add_up(&mut samples);
            }
            for (out, sample) in out.chunks_exact_mut(width).zip(&samples) {
                out.copy_from_slice(&sample.to_le_bytes()[..width]);
                if self.big_endian {
                    out.reverse();
                }
            }
        }
        Ok(())
    }

    /// The blocks of a line, at least until so many samples are there.
    fn line(&self, bits: &mut Bits<'_>, wanted: usize, samples: &mut Vec<u32>) -> Option<()> {
        let all = self.interval * self.block;
        let id_bits = match self.bits {
            ..=8 => 3,
            9..=16 => 4,
            _ => 5,
        };
        // Lines are stored to their end, the last too; an old encoder may have left its end out.
        while samples.len() < all {
            let first = self.differences && samples.is_empty();
            let Some(id) = bits.get(id_bits) else {
                return (samples.len() >= wanted).then_some(());
            };
            if id == 0 {
                self.low_entropy(bits, first, samples)?;
            } else if id == (1 << id_bits) - 1 {
                for _ in 0..self.block {
                    samples.push(bits.get(self.bits)?);
                }
            } else {
                self.split(bits, id - 1, first, samples)?;
            }
            if samples.len() > all {
                return None;
            }
        }
        Some(())
    }

    /// The high bits of each sample in unary, then the low ones of all.
    fn split(
        &self,
        bits: &mut Bits<'_>,
        low: u32,
        first: bool,
        samples: &mut Vec<u32>,
    ) -> Option<()> {
        if first {
            samples.push(bits.get(self.bits)?);
        }
        let start = samples.len();
        for _ in usize::from(first)..self.block {
            samples.push(bits.zeros()?.wrapping_shl(low));
        }
        for sample in &mut samples[start..] {
            *sample = sample.wrapping_add(bits.get(low)?);
        }
        Some(())
    }

    /// Blocks of zeros, or two small samples in one number.
    fn low_entropy(&self, bits: &mut Bits<'_>, first: bool, samples: &mut Vec<u32>) -> Option<()> {
        let pairs = bits.get(1)? == 1;
        let begun = samples.len() / self.block;
        if first {
            samples.push(bits.get(self.bits)?);
        }
        if pairs {
            let mut i = usize::from(first);
            while i < self.block {
                let (sum, second) = pair(bits.zeros()?)?;
                if i.is_multiple_of(2) {
                    samples.push(sum - second);
                    i += 1;
                }
                samples.push(second);
                i += 1;
            }
            return Some(());
        }
        let blocks = match bits.zeros()?.checked_add(1)? as usize {
            // All that is left of 64.
            5 => (self.interval - begun).min(64 - begun % 64),
            blocks @ 6.. => blocks - 1,
            blocks => blocks,
        };
        let blocks = blocks.min(self.interval + 1); // too many lead out all the same
        samples.resize((begun + blocks) * self.block, 0);
        Some(())
    }

    /// From differences to samples: even numbers are up, odd ones down, and what would lead out of the
    /// range on one side is counted on the other.
    fn add_up(&self, samples: &mut [u32]) {
        let most = u32::MAX >> (32 - self.bits);
        let Some((&mut first, rest)) = samples.split_first_mut() else { return };
        let mut sample = first;
        for value in rest {
            let difference = *value;
            let side = if sample & (most / 2 + 1) != 0 { most } else { 0 };
            if (difference >> 1) + (difference & 1) <= side ^ sample {
                let half = difference >> 1;
                let step = if difference & 1 == 1 { !half } else { half };
                sample = sample.wrapping_add(step);
            } else {
                sample = side ^ difference;
            }
            *value = sample;
        }
    }
}

/// Two numbers from one: their sum and the second.
fn pair(number: u32) -> Option<(u32, u32)> {
    if number > 90 {
        return None;
    }
    // Sums of 0, 1, 1, 2, 2, 2, …: the numbers before are 1 + 2 + … + sum.
    let sum = (0..13u32).rev().find(|sum| sum * (sum + 1) / 2 <= number)?;
    Some((sum, number - sum * (sum + 1) / 2))
}
