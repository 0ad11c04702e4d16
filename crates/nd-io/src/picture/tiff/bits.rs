//! Samples of any number of bits made elements.

use half::f16;
use nd_core::DType;

use super::layout::{Sample, SampleKind};
use super::predictor::put_native;
use crate::blocks::{ByteOrder, swap_bytes};

/// Whether samples lie in the file as elements do in memory, but for their byte order.
pub(super) fn is_plain(sample: Sample) -> bool {
    match sample.kind {
        SampleKind::ComplexWhole => false,
        _ => sample.dtype != DType::Bool && sample.bits as usize == 8 * sample.dtype.itemsize(),
    }
}

/// The size of the numbers whose bytes the file's byte order says something of: of one part of a complex one.
/// 0 for samples of other widths, which are bits one after the other in any order of bytes. So are
/// whole ones of 24 bits, as tifffile has them and GraphicsMagick writes them; libtiff turns them round.
pub(super) fn word_to_swap(sample: Sample) -> usize {
    match (sample.kind, sample.bits) {
        (SampleKind::Complex | SampleKind::ComplexWhole, bits) => bits as usize / 16,
        (SampleKind::Float, bits) | (_, bits @ (8 | 16 | 32 | 64)) => bits as usize / 8,
        _ => 0,
    }
}

/// Big-endian numbers as this machine has them.
pub(super) fn swap_to_native(bytes: &mut [u8], size: usize) {
    if ByteOrder::NATIVE == ByteOrder::Little {
        swap_bytes(bytes, size);
    }
}

/// Turns round the bits of every byte.
pub(super) fn reverse(bytes: &mut [u8]) {
    bytes.iter_mut().for_each(|byte| *byte = byte.reverse_bits());
}

/// Makes elements of the samples of one row. Floats of 24 and all of 8, 16, 32 or 64 bits are numbers of this
/// machine's byte order, others stand one behind the other from each byte's high bit on.
pub(super) fn unpack(row: &[u8], sample: Sample, out: &mut [u8]) {
    match (sample.kind, sample.bits) {
        (SampleKind::Float, 24) => {
            for (out, bytes) in out.chunks_exact_mut(4).zip(row.chunks_exact(3)) {
                out.copy_from_slice(&float24([bytes[0], bytes[1], bytes[2]]).to_ne_bytes());
            }
        }
        (SampleKind::ComplexWhole, bits) => complex(row, bits as usize / 16, out),
        (_, 1) => bools(row, out),
        (SampleKind::Signed, bits) => whole(row, bits, sample.dtype.itemsize(), true, out),
        (_, bits) => whole(row, bits, sample.dtype.itemsize(), false, out),
    }
}

fn bools(row: &[u8], out: &mut [u8]) {
    for (out, &byte) in out.chunks_mut(8).zip(row) {
        for (k, out) in out.iter_mut().enumerate() {
            *out = byte >> (7 - k) & 1;
        }
    }
}

/// Numbers of `bits` bits as elements of `size` bytes.
fn whole(row: &[u8], bits: u32, size: usize, signed: bool, out: &mut [u8]) {
    let mut bytes = row.iter();
    let (mut held, mut count) = (0u128, 0);
    let mask = u64::MAX >> (64 - bits);
    for out in out.chunks_exact_mut(size) {
        while count < bits {
            held = held << 8 | u128::from(*bytes.next().unwrap_or(&0));
            count += 8;
        }
        count -= bits;
        let mut number = (held >> count) as u64 & mask;
        if signed && number >> (bits - 1) == 1 {
            number |= !mask;
        }
        match (size, ByteOrder::NATIVE) {
            (1, _) => out[0] = number as u8,
            (2, _) => out.copy_from_slice(&(number as u16).to_ne_bytes()),
            (4, _) => out.copy_from_slice(&(number as u32).to_ne_bytes()),
            _ => out.copy_from_slice(&number.to_ne_bytes()),
        }
    }
}

/// Whole numbers of `size` bytes, this machine's, as the parts of complex ones: floats of twice the size, or four
/// times it.
fn complex(row: &[u8], size: usize, out: &mut [u8]) {
    match size {
        1 => {
            for (out, &part) in out.chunks_exact_mut(4).zip(row) {
                out.copy_from_slice(&f32::from(part as i8).to_ne_bytes());
            }
        }
        2 => {
            for (out, part) in out.chunks_exact_mut(4).zip(row.chunks_exact(2)) {
                let part = i16::from_ne_bytes([part[0], part[1]]);
                out.copy_from_slice(&f32::from(part).to_ne_bytes());
            }
        }
        _ => {
            for (out, part) in out.chunks_exact_mut(8).zip(row.chunks_exact(4)) {
                let part = i32::from_ne_bytes([part[0], part[1], part[2], part[3]]);
                out.copy_from_slice(&f64::from(part).to_ne_bytes());
            }
        }
    }
}

/// A float of a sign, 7 bits of exponent and 16 of fraction.
fn float24(bytes: [u8; 3]) -> f32 {
    let [high, middle, low] = match ByteOrder::NATIVE {
        ByteOrder::Little => [bytes[2], bytes[1], bytes[0]],
        ByteOrder::Big => bytes,
    };
    let sign = if high & 0x80 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(high & 0x7f);
    let fraction = u32::from(middle) << 8 | u32::from(low);
    match exponent {
        0 => sign * fraction as f32 * f32::from_bits((127 - 62 - 16) << 23),
        0x7f if fraction == 0 => sign * f32::INFINITY,
        0x7f => f32::from_bits(0x7fc0_0000 | u32::from(high & 0x80) << 24),
        _ => {
            let bits = ((exponent - 63 + 127) as u32) << 23 | fraction << 7;
            sign * f32::from_bits(bits)
        }
    }
}

/// The bytes of an element that stands for a value where nothing is stored; `None` for 0, and for a value that
/// is no such element.
pub(super) fn element(text: &str, dtype: DType) -> Option<Vec<u8>> {
    let text = text.trim().replace(',', ".");
    let bits = dtype.bits() as u32;
    let number = if dtype.is_integer() {
        let whole = text.parse::<i128>().ok()?;
        let (low, high) = match dtype.is_signed() {
            true => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
            false => (0, (1 << bits) - 1),
        };
        (low..=high).contains(&whole).then_some(whole as u64)?
    } else if dtype.is_float() && dtype != DType::BF16 {
        let float = text.parse::<f64>().ok()?;
        // Larger than all of them is none of them.
        let (found, number) = match bits {
            16 => (f16::from_f64(float).to_f64(), f16::from_f64(float).to_bits().into()),
            32 => ((float as f32).into(), (float as f32).to_bits().into()),
            _ => (float, float.to_bits()),
        };
        (found.is_finite() || !float.is_finite()).then_some(number)?
    } else {
        return None;
    };
    let mut bytes = vec![0; dtype.itemsize()];
    put_native(number, &mut bytes);
    bytes.iter().any(|&byte| byte != 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_become_numbers() {
        let sample = |bits, kind, dtype| Sample { bits, kind, dtype };
        let mut out = [0; 6];
        unpack(&[0b1010_0101, 0b1100_0000], sample(1, SampleKind::Unsigned, DType::Bool), &mut out);
        assert_eq!(out, [1, 0, 1, 0, 0, 1]);
        unpack(&[0x12, 0x34, 0x56], sample(4, SampleKind::Unsigned, DType::U8), &mut out);
        assert_eq!(out, [1, 2, 3, 4, 5, 6]);
        unpack(&[0xf1, 0x80, 0x00], sample(4, SampleKind::Signed, DType::I8), &mut out);
        assert_eq!(out.map(|x| x as i8), [-1, 1, -8, 0, 0, 0]);
        let mut words = [0; 4];
        unpack(&[0xab, 0xcd, 0xef], sample(12, SampleKind::Unsigned, DType::U16), &mut words);
        let word = |k: usize| u16::from_ne_bytes([words[k], words[k + 1]]);
        assert_eq!((word(0), word(2)), (0xabc, 0xdef));
        let mut long = [0; 8];
        unpack(&[0xff; 8], sample(63, SampleKind::Unsigned, DType::U64), &mut long);
        assert_eq!(u64::from_ne_bytes(long), u64::MAX >> 1);
    }

    #[test]
    fn short_floats() {
        let at = |bits: u32| {
            let [_, a, b, c] = bits.to_be_bytes();
            float24(if ByteOrder::NATIVE == ByteOrder::Little { [c, b, a] } else { [a, b, c] })
        };
        assert_eq!(at(0x3f_0000), 1.0);
        assert_eq!(at(0xc0_8000), -3.0);
        assert_eq!(at(0x00_0001), 2f32.powi(-78));
        assert_eq!(at(0x7f_0000), f32::INFINITY);
        assert!(at(0x7f_0001).is_nan());
    }

    #[test]
    fn values_that_stand_for_nothing_stored() {
        assert_eq!(element("-9999", DType::I16), Some((-9999i16).to_ne_bytes().to_vec()));
        assert_eq!(element("-9999", DType::U8), None);
        assert_eq!(element(" 255 ", DType::U8), Some(vec![255]));
        assert_eq!(element("0", DType::U8), None);
        let nan = element("nan", DType::F32).unwrap();
        assert!(f32::from_ne_bytes(nan.try_into().unwrap()).is_nan());
        assert_eq!(element("1e300", DType::F32), None);
        assert_eq!(element("1.5", DType::U16), None);
    }
}
