//! Scale-offset: numbers as their distance from the smallest of a chunk, in as few bits as that takes;
//! floats after they were multiplied by a power of ten and rounded.
//!
//! After `H5Zscaleoffset.c` of the HDF5 library, whose floating-point steps are kept.

use crate::packed::Fault;
use crate::packed::bits::Bits;

/// Bytes before the bits.
const HEAD: usize = 21;

/// Decodes, and says how much of `out` was filled.
pub(super) fn decode_to(parameters: &[u32], stored: &[u8], out: &mut [u8]) -> Result<usize, Fault> {
    let corrupt = |what: String| Fault::Corrupt(format!("scale-offset: {what}"));
    let &[kind, scale, count, class, size, _sign, order, filled, ref fill @ ..] = parameters else {
        return Err(corrupt(format!("{} parameters", parameters.len())));
    };
    let size = size as usize;
    let whole = (count as usize).checked_mul(size).filter(|&len| len <= out.len());
    let whole = whole.ok_or_else(|| corrupt(format!("{count} elements of {size} bytes")))?;
    let out = &mut out[..whole];
    if !matches!((class, size), (0, 1 | 2 | 4 | 8) | (1, 4 | 8)) || class == 1 && kind > 1 {
        return Err(corrupt(format!("elements of class {class}, {size} bytes and scale {kind}")));
    }
    if kind == 1 {
        return Err(Fault::Unsupported(
            "scale-offset by powers of two (the library neither)".into(),
        ));
    }
    if class == 0 && scale as usize == 8 * size {
        let stored = stored.get(..whole).filter(|_| stored.len() == whole);
        out.copy_from_slice(stored.ok_or_else(|| corrupt("another length".into()))?);
        return Ok(whole);
    }
    let Some((head, packed)) = stored.split_first_chunk::<HEAD>() else {
        return Err(Fault::cut_off("a chunk packed by scale-offset", HEAD, stored.len()));
    };
    let bits = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
    let smallest = &head[5..5 + usize::from(head[4]).min(8)];
    let smallest = smallest.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte));
    if bits as usize > 8 * size {
        return Err(corrupt(format!("{bits} bits of {size} bytes")));
    }
    let need = (u64::from(count) * u64::from(bits)).div_ceil(8);
    if (packed.len() as u64) < need {
        return Err(Fault::cut_off("a chunk packed by scale-offset", need as usize, packed.len()));
    }
    if bits as usize == 8 * size {
        out.copy_from_slice(&packed[..whole]);
    } else {
        let fill = (filled == 1).then(|| {
            let word = |i: usize| u64::from(fill.get(i).copied().unwrap_or(0));
            word(0) | word(1) << 32
        });
        let restore = Restore { bits, smallest, fill, scale: scale as i32, size };
        let restored = match (class, size) {
            (0, _) => restore.each(packed, out, |value| value.wrapping_add(smallest)),
            (_, 4) => restore.singles(packed, out),
            _ => restore.doubles(packed, out),
        };
        restored.ok_or_else(|| corrupt("too few bits".into()))?;
    }
    if order == 1 {
        out.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }
    Ok(whole)
}

/// How numbers of a few bits become what they were.
struct Restore {
    bits: u32,
    smallest: u64,
    /// What stands for the largest number of so many bits.
    fill: Option<u64>,
    scale: i32,
    size: usize,
}

impl Restore {
    fn each(&self, packed: &[u8], out: &mut [u8], value: impl Fn(u64) -> u64) -> Option<()> {
        let mut bits = Bits::new(packed);
        let none = (1u64 << self.bits) - 1;
        for out in out.chunks_exact_mut(self.size) {
            let stored = bits.get_wide(self.bits)? as u64;
            let element = match self.fill {
                Some(fill) if stored == none => fill,
                _ => value(stored),
            };
            out.copy_from_slice(&element.to_le_bytes()[..self.size]);
        }
        Some(())
    }

    fn singles(&self, packed: &[u8], out: &mut [u8]) -> Option<()> {
        let unit = 10f32.powf(self.scale as f32);
        let smallest = f32::from_bits(self.smallest as u32);
        let value = |stored: u64| u64::from((stored as i32 as f32 / unit + smallest).to_bits());
        self.each(packed, out, value)
    }

    fn doubles(&self, packed: &[u8], out: &mut [u8]) -> Option<()> {
        let unit = 10f64.powf(f64::from(self.scale));
        let smallest = f64::from_bits(self.smallest);
        self.each(packed, out, |stored| (stored as i64 as f64 / unit + smallest).to_bits())
    }
}
