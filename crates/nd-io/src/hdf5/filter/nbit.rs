//! N-bit: of every number only the bits that count, one behind the other.
//!
//! After `H5Znbit.c` of the HDF5 library. The filter's parameters describe the element: numbers, arrays,
//! records, and what is stored as it is.

use crate::packed::Fault;
use crate::packed::bits::Bits;

/// Types inside types inside types.
const MAX_DEPTH: usize = 16;

/// An element, or a part of one.
#[derive(Debug)]
enum Part {
    /// A number of so many bytes, of which `precision` bits from `offset` on count.
    Number { size: usize, big_endian: bool, precision: u32, offset: u32 },
    /// Some parts in a row.
    Row { size: usize, each: usize, part: Box<Part> },
    /// Parts at offsets.
    Record { size: usize, parts: Vec<(usize, Part)> },
    /// Bytes as they are.
    Bytes(usize),
}

/// Decodes, and says how much of `out` was filled.
pub(super) fn decode_to(parameters: &[u32], stored: &[u8], out: &mut [u8]) -> Result<usize, Fault> {
    let corrupt = |what: &str| Fault::Corrupt(format!("n-bit: {what}"));
    let &[_, plain, count, ref description @ ..] = parameters else {
        return Err(corrupt("too few parameters"));
    };
    if plain != 0 {
        let out = out.get_mut(..stored.len()).ok_or_else(|| corrupt("longer than the chunk"))?;
        out.copy_from_slice(stored);
        return Ok(stored.len());
    }
    let mut description = description.iter().copied();
    let part = Part::parse(&mut description, 0).ok_or_else(|| corrupt("no type it could have"))?;
    let size = part.size();
    let whole = (count as usize).checked_mul(size).filter(|&len| len <= out.len());
    let whole = whole.ok_or_else(|| corrupt("more elements than the chunk has"))?;
    let out = &mut out[..whole];
    out.fill(0);
    let mut bits = Bits::new(stored);
    for element in out.chunks_exact_mut(size) {
        part.decode(&mut bits, element).ok_or_else(|| corrupt("too few bits"))?;
    }
    Ok(whole)
}

impl Part {
    /// Reads a description: the class, then what belongs to it.
    fn parse(numbers: &mut impl Iterator<Item = u32>, depth: usize) -> Option<Self> {
        let class = numbers.next()?;
        let size = numbers.next()? as usize;
        if size == 0 || depth > MAX_DEPTH {
            return None;
        }
        match class {
            1 => {
                let (order, precision, offset) =
                    (numbers.next()?, numbers.next()?, numbers.next()?);
                let fits = size <= 16
                    && precision > 0
                    && precision as usize <= 8 * size
                    && precision.checked_add(offset)? as usize <= 8 * size;
                fits.then_some(Self::Number { size, big_endian: order == 1, precision, offset })
            }
            2 => {
                let part = Self::parse(numbers, depth + 1)?;
                let each = part.size();
                // What is stored as it is tells the size of one, and stands for all.
                let part = if matches!(part, Self::Bytes(_)) { Self::Bytes(size) } else { part };
                let each = if matches!(part, Self::Bytes(_)) { size } else { each };
                size.is_multiple_of(each).then(|| Self::Row { size, each, part: Box::new(part) })
            }
            3 => {
                let count = numbers.next()?;
                let mut parts = Vec::new();
                for _ in 0..count {
                    let offset = numbers.next()? as usize;
                    let part = Self::parse(numbers, depth + 1)?;
                    if offset.checked_add(part.size())? > size {
                        return None;
                    }
                    parts.push((offset, part));
                }
                Some(Self::Record { size, parts })
            }
            4 => Some(Self::Bytes(size)),
            _ => None,
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Number { size, .. } | Self::Row { size, .. } | Self::Record { size, .. } => *size,
            Self::Bytes(size) => *size,
        }
    }

    /// Takes the bits of one element.
    fn decode(&self, bits: &mut Bits<'_>, out: &mut [u8]) -> Option<()> {
        match self {
            Self::Number { size, big_endian, precision, offset } => {
                let value = bits.get_wide(*precision)? << offset;
                out.copy_from_slice(&value.to_le_bytes()[..*size]);
                if *big_endian {
                    out.reverse();
                }
            }
            Self::Row { each, part, .. } => {
                for out in out.chunks_exact_mut(*each) {
                    part.decode(bits, out)?;
                }
            }
            Self::Record { parts, .. } => {
                for (offset, part) in parts {
                    part.decode(bits, &mut out[*offset..offset + part.size()])?;
                }
            }
            Self::Bytes(_) => {
                for byte in out {
                    *byte = bits.get(8)? as u8;
                }
            }
        }
        Some(())
    }
}
