//! Filters of numcodecs that keep numbers as other ones: differences, scaled and rounded, of another type.

use half::{bf16, f16};
use nd_core::{DType, Kind};

use crate::error::Error;
use crate::packed;
use crate::zarr::{corrupt, unsupported};

/// Numbers on one side of a filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::zarr) struct Side {
    pub(in crate::zarr) dtype: DType,
    /// Whether they are in the byte order that this machine has not.
    pub(in crate::zarr) swapped: bool,
}

/// What stored numbers stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::zarr) enum Meaning {
    /// Differences from the one before; the first as it is.
    Delta,
    /// `stored / scale + offset`.
    Scaled { scale: f64, offset: f64 },
    /// Themselves.
    Same,
}

/// A filter: what is stored, what it means, and as what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::zarr) struct Numbers {
    pub(in crate::zarr) meaning: Meaning,
    pub(in crate::zarr) stored: Side,
    pub(in crate::zarr) array: Side,
}

/// One number, of any type but complex.
#[derive(Clone, Copy)]
enum Value {
    Whole(i128),
    Float(f64),
}

impl Value {
    fn float(self) -> f64 {
        match self {
            Self::Whole(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl Numbers {
    /// # Errors
    /// `Unsupported` for complex numbers.
    pub(in crate::zarr) fn new(meaning: Meaning, stored: Side, array: Side) -> Result<Self, Error> {
        match [stored, array].iter().any(|side| side.dtype.kind() == Kind::Complex) {
            true => Err(unsupported("a filter over complex numbers")),
            false => Ok(Self { meaning, stored, array }),
        }
    }

    /// Decodes, and says how much of `out` was filled.
    pub(super) fn decode(&self, stored: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let (from, to) = (self.stored.dtype.itemsize(), self.array.dtype.itemsize());
        let (items, rest) = (stored.chunks_exact(from), stored.len() % from);
        let bytes = items.len() * to;
        let room = out.len();
        let out = out.get_mut(..bytes).filter(|_| rest == 0);
        let out = out.ok_or_else(|| {
            corrupt(format!("a filter: {} bytes of {from} for {room} of {to}", stored.len()))
        })?;
        let float = self.array.dtype.kind() == Kind::Float;
        let (mut whole, mut sum) = (0_u64, 0.0_f64);
        for (item, out) in items.zip(out.chunks_exact_mut(to)) {
            let value = self.stored.get(item);
            let value = match self.meaning {
                Meaning::Same => value,
                Meaning::Delta if float => {
                    // As it was added up: each sum rounded to the type.
                    sum = self.array.dtype.rounded(sum + self.array.dtype.rounded(value.float()));
                    Value::Float(sum)
                }
                Meaning::Delta => {
                    let step = match value {
                        Value::Whole(value) => value as u64,
                        Value::Float(value) => value as i64 as u64,
                    };
                    whole = whole.wrapping_add(step);
                    Value::Whole(i128::from(whole))
                }
                Meaning::Scaled { scale, offset } => {
                    // Floats are divided as what they are, whole numbers as f64, as NumPy does.
                    let dtype = match self.stored.dtype.kind() {
                        Kind::Float => self.stored.dtype,
                        _ => DType::F64,
                    };
                    let quotient = dtype.rounded(value.float() / dtype.rounded(scale));
                    Value::Float(dtype.rounded(quotient + dtype.rounded(offset)))
                }
            };
            self.array.put(value, out);
        }
        Ok(bytes)
    }

    /// Bytes of the array for so many stored ones.
    pub(super) fn unpacked(&self, stored: u64) -> u64 {
        (stored / self.stored.dtype.itemsize() as u64)
            .saturating_mul(self.array.dtype.itemsize() as u64)
    }

    /// Bytes stored for so many of the array.
    pub(super) fn packed(&self, bytes: u64) -> u64 {
        (bytes / self.array.dtype.itemsize() as u64)
            .saturating_mul(self.stored.dtype.itemsize() as u64)
    }
}

/// A float as a type has it.
trait Rounded {
    fn rounded(self, value: f64) -> f64;
}

impl Rounded for DType {
    fn rounded(self, value: f64) -> f64 {
        match self {
            Self::F16 => f16::from_f64(value).to_f64(),
            Self::BF16 => bf16::from_f64(value).to_f64(),
            Self::F32 => f64::from(value as f32),
            _ => value,
        }
    }
}

impl Side {
    fn get(self, item: &[u8]) -> Value {
        let mut bytes = [0; 8];
        // Least significant first.
        let little = self.swapped == cfg!(target_endian = "big");
        for (to, at) in bytes.iter_mut().zip(0..item.len()) {
            *to = item[if little { at } else { item.len() - 1 - at }];
        }
        let bits = u64::from_le_bytes(bytes);
        let unused = 64 - 8 * item.len() as u32;
        match (self.dtype.kind(), item.len()) {
            (Kind::Float, 2) if self.dtype == DType::BF16 => {
                Value::Float(bf16::from_bits(bits as u16).to_f64())
            }
            (Kind::Float, 2) => Value::Float(f16::from_bits(bits as u16).to_f64()),
            (Kind::Float, 4) => Value::Float(f64::from(f32::from_bits(bits as u32))),
            (Kind::Float, _) => Value::Float(f64::from_bits(bits)),
            (Kind::Signed, _) => Value::Whole(i128::from(((bits << unused) as i64) >> unused)),
            _ => Value::Whole(i128::from(bits)),
        }
    }

    fn put(self, value: Value, out: &mut [u8]) {
        let bits = match (self.dtype.kind(), out.len()) {
            (Kind::Float, 2) if self.dtype == DType::BF16 => {
                u64::from(bf16::from_f64(value.float()).to_bits())
            }
            (Kind::Float, 2) => u64::from(f16::from_f64(value.float()).to_bits()),
            (Kind::Float, 4) => u64::from(match value {
                Value::Whole(value) => (value as f32).to_bits(),
                Value::Float(value) => (value as f32).to_bits(),
            }),
            (Kind::Float, _) => value.float().to_bits(),
            (Kind::Bool, _) => u64::from(value.float() != 0.0),
            (kind, _) => match value {
                Value::Whole(value) => value as u64,
                Value::Float(value) if kind == Kind::Signed => value as i64 as u64,
                Value::Float(value) => value as u64,
            },
        };
        let (bytes, len) = (bits.to_le_bytes(), out.len());
        let little = self.swapped == cfg!(target_endian = "big");
        for (at, byte) in bytes.into_iter().take(len).enumerate() {
            out[if little { at } else { len - 1 - at }] = byte;
        }
    }
}

/// Booleans of which eight are a byte, the first in its highest bit, behind a byte that says how many bits
/// of the last one mean nothing.
pub(super) fn unpack_bits(stored: &[u8], out: &mut [u8]) -> Result<usize, Error> {
    let Some((&padded, bits)) = stored.split_first() else {
        return Err(packed::Fault::cut_off("packbits", 1, 0).of(crate::Format::Zarr));
    };
    let count = (8 * bits.len()).checked_sub(usize::from(padded)).filter(|_| padded < 8);
    let room = out.len();
    let out = count.and_then(|count| out.get_mut(..count));
    let out = out.ok_or_else(|| {
        corrupt(format!("packbits: {} bytes, {padded} bits of padding for {room}", bits.len()))
    })?;
    for (at, bit) in out.iter_mut().enumerate() {
        *bit = bits[at / 8] >> (7 - at % 8) & 1;
    }
    Ok(out.len())
}

/// Adler-32 (RFC 1950).
pub(super) fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (mut low, mut high) = (1_u32, 0_u32);
    // So many sums of bytes stay below 2^32.
    for part in bytes.chunks(5552) {
        for &byte in part {
            low += u32::from(byte);
            high += low;
        }
        (low, high) = (low % PRIME, high % PRIME);
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_of_numcodecs_are_undone() {
        let side = |dtype| Side { dtype, swapped: false };
        let delta = Numbers::new(Meaning::Delta, side(DType::I8), side(DType::U16)).unwrap();
        let mut out = [0; 6];
        assert_eq!(delta.decode(&[5, 0xff, 2], &mut out).unwrap(), 6);
        assert_eq!(out, [5, 0, 4, 0, 6, 0]);
        assert!(delta.decode(&[1, 2, 3, 4], &mut out).is_err());
        let big = Side { dtype: DType::F64, swapped: true };
        let scaled = Meaning::Scaled { scale: 10.0, offset: 1.0 };
        let scaled = Numbers::new(scaled, side(DType::U8), big).unwrap();
        let mut out = [0; 8];
        scaled.decode(&[15], &mut out).unwrap();
        assert_eq!(f64::from_be_bytes(out), 2.5);
        let mut out = [9; 10];
        assert_eq!(unpack_bits(&[6, 0b1010_0001, 0b0100_0000], &mut out).unwrap(), 10);
        assert_eq!(out, [1, 0, 1, 0, 0, 0, 0, 1, 0, 1]);
        for bad in [&[][..], &[8, 1], &[9], &[0, 1, 2]] {
            assert!(unpack_bits(bad, &mut out).is_err());
        }
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
        assert!(Numbers::new(Meaning::Delta, side(DType::C64), side(DType::C64)).is_err());
    }
}
