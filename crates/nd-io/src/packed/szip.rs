//! Szip, the adaptive Rice coder of CCSDS 121.0-B, as HDF5 and netCDF-4 store it: reading only.
//!
//! Samples come in blocks, each coded in the way that was shortest for it; so many blocks (here: one scan
//! line) begin with a sample as it is, and the others are differences to the one before, folded so that small
//! ones of either sign are small numbers. Samples of 32 and 64 bits are coded byte by byte, all first bytes first.

use super::bits::Bits;
use super::shuffle::unshuffle;
use super::{Fault, Result, corrupt, exactly, resize};

/// Bits of the option mask: big-endian samples, and differences instead of samples.
const MSB: u32 = 16;
const DIFFERENCES: u32 = 32;

/// How a chunk is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameters {
    /// The option mask.
    mask: u32,
    /// Samples of a block.
    block: usize,
    /// Bits of a sample, as it is coded.
    bits: u32,
    /// Samples of a scan line.
    line: usize,
    /// Bytes that belong together, where samples are coded byte by byte; else 1.
    apart: usize,
}

impl Parameters {
    /// From the four numbers that HDF5 keeps of the filter.
    pub(crate) fn new(numbers: &[u32]) -> Result<Self> {
        let &[mask, block, pixel_bits, line] = numbers else {
            return Err(corrupt(format!("szip: {} parameters, not 4", numbers.len())));
        };
        let known = matches!(pixel_bits, 1..=32 | 64) && matches!(block, 2..=64) && block % 2 == 0;
        if !known || line == 0 || line.div_ceil(block) > 4096 {
            return Err(corrupt(format!("szip: parameters {numbers:?}")));
        }
        let (bits, apart) = match pixel_bits {
            32 | 64 => (8, pixel_bits as usize / 8),
            bits => (bits, 1),
        };
        Ok(Self { mask, block: block as usize, bits, line: line as usize, apart })
    }

    /// Bytes that a sample takes when it is decoded.
    fn width(self) -> usize {
        match self.bits {
            1..=8 => 1,
            9..=16 => 2,
            _ => 4,
        }
    }

    /// Blocks of a scan line, which begins with a sample as it is.
    fn blocks(self) -> usize {
        self.line.div_ceil(self.block)
    }
}

/// Decodes a chunk of HDF5, which begins with its length, and says how much of `out` it filled; `spare` is
/// room to use again.
pub(crate) fn decode_to(
    stored: &[u8],
    parameters: Parameters,
    spare: &mut Vec<u8>,
    out: &mut [u8],
) -> Result<usize> {
    let Some((len, stored)) = stored.split_first_chunk::<4>() else {
        return Err(Fault::cut_off("the length of an szip chunk", 4, stored.len()));
    };
    let out = exactly(out, u32::from_le_bytes(*len) as usize)?;
    if !out.len().is_multiple_of(parameters.width() * parameters.apart) {
        return Err(corrupt(format!("szip: {} bytes are no whole samples", out.len())));
    }
    if parameters.apart == 1 {
        lines(stored, parameters, out)?;
    } else {
        resize(spare, out.len())?;
        lines(stored, parameters, spare)?;
        unshuffle(spare, out, parameters.apart);
    }
    Ok(out.len())
}

/// Decodes scan lines until `out` is full.
fn lines(stored: &[u8], parameters: Parameters, out: &mut [u8]) -> Result<()> {
    let width = parameters.width();
    let whole = parameters.blocks() * parameters.block;
    let mut bits = Bits::new(stored);
    let mut samples = Vec::with_capacity(whole);
    // A line that is no whole number of blocks is filled up to one.
    for line in out.chunks_mut(parameters.line * width) {
        samples.clear();
        let wanted = match parameters.line == whole {
            true => line.len() / width,
            false => whole,
        };
        while samples.len() < wanted {
            block(&mut bits, parameters, &mut samples)?;
        }
        if parameters.mask & DIFFERENCES != 0 {
            add_up(&mut samples, parameters.bits);
        }
        store(&samples, parameters, line);
    }
    Ok(())
}

fn store(samples: &[u32], parameters: Parameters, line: &mut [u8]) {
    let width = parameters.width();
    for (bytes, sample) in line.chunks_exact_mut(width).zip(samples) {
        if parameters.mask & MSB != 0 {
            bytes.copy_from_slice(&sample.to_be_bytes()[4 - width..]);
        } else {
            bytes.copy_from_slice(&sample.to_le_bytes()[..width]);
        }
    }
}

/// Samples from folded differences, the first sample being as it is.
fn add_up(samples: &mut [u32], bits: u32) {
    let largest = u32::MAX >> (32 - bits);
    let Some((first, rest)) = samples.split_first_mut() else { return };
    let mut last = *first & largest;
    *first = last;
    for sample in rest {
        let folded = *sample;
        // What is nearer to the end of the range folds; beyond it all differences have one sign.
        let mirror = if last > largest / 2 { largest } else { 0 };
        let half = (folded >> 1) + (folded & 1);
        last = match half <= mirror ^ last {
            true if folded & 1 == 0 => last.wrapping_add(folded >> 1),
            true => last.wrapping_sub(half),
            false => mirror ^ folded,
        } & largest;
        *sample = last;
    }
}

/// Decodes a block, or a run of blocks of zeros.
fn block(bits: &mut Bits<'_>, parameters: Parameters, samples: &mut Vec<u32>) -> Result<()> {
    let id_bits = match parameters.bits {
        1..=8 => 3,
        9..=16 => 4,
        _ => 5,
    };
    let end = samples.len() + parameters.block;
    let id = take(bits, id_bits)?;
    let plain = (1 << id_bits) - 1;
    let low_entropy = id == 0 && take(bits, 1)? == 1;
    let first = samples.is_empty() && parameters.mask & DIFFERENCES != 0;
    if first && id != plain {
        samples.push(take(bits, parameters.bits)?);
    }
    match id {
        0 if low_entropy => pairs(bits, end, parameters.block, samples),
        0 => zeros(bits, parameters, samples),
        id if id == plain => {
            while samples.len() < end {
                samples.push(take(bits, parameters.bits)?);
            }
            Ok(())
        }
        id => split(bits, id - 1, end, samples),
    }
}

/// Upper parts in unary, then the lower `low` bits of each.
fn split(bits: &mut Bits<'_>, low: u32, end: usize, samples: &mut Vec<u32>) -> Result<()> {
    let start = samples.len();
    while samples.len() < end {
        let upper = u64::from(unary(bits)?) << low;
        let upper = u32::try_from(upper).map_err(|_| corrupt("szip: a sample too large"))?;
        samples.push(upper);
    }
    for sample in &mut samples[start..] {
        *sample |= take(bits, low)?;
    }
    Ok(())
}

/// Two samples in one number: their sum's triangular number, and the second.
fn pairs(bits: &mut Bits<'_>, end: usize, block: usize, samples: &mut Vec<u32>) -> Result<()> {
    /// Sums of pairs that are coded so.
    const SUMS: u32 = 13;
    while samples.len() < end {
        let code = unary(bits)?;
        let sum = (0..SUMS).rfind(|sum| sum * (sum + 1) / 2 <= code).unwrap_or(0);
        let second = code - sum * (sum + 1) / 2;
        if second > sum {
            return Err(corrupt(format!("szip: no pair of samples is {code}")));
        }
        // The sample as it is has taken the first place of its pair.
        if (end - samples.len()) % 2 == block % 2 {
            samples.push(sum - second);
        }
        samples.push(second);
    }
    Ok(())
}

/// So many blocks of zeros; 5 stands for the rest of a segment of 64.
fn zeros(bits: &mut Bits<'_>, parameters: Parameters, samples: &mut Vec<u32>) -> Result<()> {
    const REST: usize = 5;
    const SEGMENT: usize = 64;
    let done = samples.len() / parameters.block;
    let blocks = match unary(bits)? as usize + 1 {
        REST => (parameters.blocks() - done).min(SEGMENT - done % SEGMENT),
        more if more > REST => more - 1,
        few => few,
    };
    let end = (done + blocks) * parameters.block;
    if end > parameters.blocks() * parameters.block {
        return Err(corrupt("szip: zeros beyond the end of a scan line"));
    }
    samples.resize(end, 0);
    Ok(())
}

/// A number of up to 32 bits.
fn take(bits: &mut Bits<'_>, count: u32) -> Result<u32> {
    bits.get(count).ok_or_else(|| Fault::cut_off("szip", count as usize, 0))
}

/// Zeros up to a one.
fn unary(bits: &mut Bits<'_>) -> Result<u32> {
    bits.zeros().ok_or_else(|| Fault::cut_off("szip", 1, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chunks of the HDF5 library (`golden/real_szip.py`).
    const CHUNKS: &str = include_str!("../../tests/cases/packed/szip.tsv");

    fn bytes_of(hex: &str) -> Vec<u8> {
        (0..hex.len() / 2)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    }

    fn chunks() -> impl Iterator<Item = (Parameters, Vec<u8>, Vec<u8>)> {
        CHUNKS.lines().map(|line| {
            let mut fields = line.split('\t');
            let numbers = fields.next().unwrap().split(' ');
            let numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
            let parameters = Parameters::new(&numbers).unwrap();
            (parameters, bytes_of(fields.next().unwrap()), bytes_of(fields.next().unwrap()))
        })
    }

    #[test]
    fn what_the_library_packed() {
        let mut count = 0;
        for (parameters, stored, elements) in chunks() {
            let mut out = vec![0; elements.len()];
            let len = decode_to(&stored, parameters, &mut Vec::new(), &mut out)
                .unwrap_or_else(|fault| panic!("{parameters:?}: {fault:?}"));
            assert!(len == elements.len() && out == elements, "{parameters:?}");
            count += 1;
        }
        assert!(count > 40, "{count}");
    }

    #[test]
    fn cut_and_damaged_chunks_end_in_a_fault_or_in_other_elements() {
        for (parameters, stored, elements) in chunks().step_by(3) {
            let mut out = vec![0; elements.len()];
            for end in 0..stored.len() - 1 {
                let cut = decode_to(&stored[..end], parameters, &mut Vec::new(), &mut out);
                // The last byte or two may hold nothing but what fills it up.
                assert!(cut.is_err() || end + 4 >= stored.len(), "{parameters:?}: {end}");
            }
            for at in 4..stored.len() {
                let mut damaged = stored.clone();
                damaged[at] ^= 0x5a;
                let _ = decode_to(&damaged, parameters, &mut Vec::new(), &mut out);
            }
            assert!(decode_to(&stored, parameters, &mut Vec::new(), &mut out[1..]).is_err());
        }
    }

    #[test]
    fn parameters_that_no_library_writes_are_refused() {
        assert!(Parameters::new(&[32, 8, 8]).is_err());
        for numbers in [[32, 0, 8, 64], [32, 7, 8, 64], [32, 8, 0, 64], [32, 8, 40, 64]] {
            assert!(Parameters::new(&numbers).is_err(), "{numbers:?}");
        }
        assert!(Parameters::new(&[32, 8, 8, 0]).is_err());
        assert!(Parameters::new(&[32, 2, 8, u32::MAX]).is_err());
    }
}
