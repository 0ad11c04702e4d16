//! [`Number`]: how a number is stored, and how it becomes one of this machine's.

use half::f16;
use nd_core::DType;

use crate::blocks::{ByteOrder, swap_bytes, swap_size};

/// A number, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) dtype: DType,
    pub(super) form: Form,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// As this machine has it, perhaps in the other byte order.
    Plain { big_endian: bool },
    /// Some bits of some bytes.
    Odd(Odd),
}

/// A number in some bits of some bytes; of a complex one, a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Odd {
    /// Bytes it takes.
    pub(super) size: usize,
    pub(super) order: Order,
    /// Where its bits begin, from the lowest.
    pub(super) offset: usize,
    /// Number of bits, at most 64.
    pub(super) precision: usize,
    pub(super) meaning: Meaning,
}

/// Orders of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
    /// Words of two bytes, the highest first, each with its low byte first.
    Vax,
}

/// What the bits mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    Integer {
        signed: bool,
    },
    Float(FloatBits),
    /// FALSE is 0 and TRUE 1.
    Bool,
}

/// How a float with an implied leading bit is made up; positions count from the lowest bit stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FloatBits {
    pub(super) sign: u8,
    /// Position and width of the exponent, then of the mantissa.
    pub(super) fields: [u8; 4],
    /// What is added to the exponent.
    pub(super) bias: u32,
}

/// How a float is made up.
pub(super) struct Float {
    pub(super) dtype: DType,
    /// Position and width of the exponent, then of the mantissa.
    pub(super) fields: [u8; 4],
    /// What is added to the exponent.
    pub(super) bias: u32,
}

/// The floats that there are.
pub(super) const FLOATS: [Float; 4] = [
    Float { dtype: DType::F16, fields: [10, 5, 0, 10], bias: 15 },
    Float { dtype: DType::BF16, fields: [7, 8, 0, 7], bias: 127 },
    Float { dtype: DType::F32, fields: [23, 8, 0, 23], bias: 127 },
    Float { dtype: DType::F64, fields: [52, 11, 0, 52], bias: 1023 },
];

impl Number {
    pub(super) fn plain(dtype: DType, big_endian: bool) -> Self {
        Self { dtype, form: Form::Plain { big_endian } }
    }

    /// Bytes it takes in the file.
    pub(super) fn stored_size(self) -> usize {
        match self.form {
            Form::Plain { .. } => self.dtype.itemsize(),
            Form::Odd(odd) => self.parts() * odd.size,
        }
    }

    /// Whether its bytes are this machine's.
    pub(super) fn is_native(self) -> bool {
        match self.form {
            Form::Plain { .. } => self.swap().is_none(),
            Form::Odd(_) => false,
        }
    }

    /// Bytes of a word whose order has to be turned, or `None` if it is this machine's.
    pub(super) fn swap(self) -> Option<usize> {
        let Form::Plain { big_endian } = self.form else { return None };
        let order = if big_endian { ByteOrder::Big } else { ByteOrder::Little };
        Some(swap_size(self.dtype, order)).filter(|&word| word > 1)
    }

    fn parts(self) -> usize {
        if self.dtype.is_complex() { 2 } else { 1 }
    }

    /// One of the parts of a complex number, by the name that its record may have for it: which one, and
    /// what it is.
    pub(super) fn part(self, name: &str) -> Option<(usize, Self)> {
        let which = match name {
            "r" | "real" => 0,
            "i" | "imag" => 1,
            _ => return None,
        };
        let dtype = if self.dtype == DType::C64 { DType::F32 } else { DType::F64 };
        self.dtype.is_complex().then_some((which, Self { dtype, ..self }))
    }

    /// The value of an integer, if it is one that is not negative.
    pub(super) fn whole(self, stored: &[u8]) -> Option<u64> {
        let odd = match self.form {
            Form::Plain { big_endian } => {
                let order = if big_endian { Order::Big } else { Order::Little };
                let (size, precision) = (self.dtype.itemsize(), 8 * self.dtype.itemsize());
                let meaning = Meaning::Integer { signed: false };
                Odd { size, order, offset: 0, precision, meaning }
            }
            Form::Odd(odd) => odd,
        };
        matches!(odd.meaning, Meaning::Integer { .. }).then(|| odd.bits(stored))
    }

    /// Makes numbers of this machine's of stored ones.
    pub(super) fn convert(self, stored: &[u8], out: &mut [u8]) {
        match self.form {
            Form::Plain { .. } => {
                out.copy_from_slice(stored);
                swap_bytes(out, self.swap().unwrap_or(0));
            }
            Form::Odd(odd) => {
                let width = self.dtype.itemsize() / self.parts();
                for (stored, out) in stored.chunks_exact(odd.size).zip(out.chunks_exact_mut(width))
                {
                    odd.convert(stored, out);
                }
            }
        }
    }
}

impl Odd {
    /// Makes a number of `out.len()` bytes.
    fn convert(&self, stored: &[u8], out: &mut [u8]) {
        let bits = self.bits(stored);
        let word = match self.meaning {
            Meaning::Bool => bits.min(2), // which is no bool, and found to be none
            Meaning::Integer { signed } => {
                let shift = 64 - self.precision.clamp(1, 64);
                if signed { ((bits << shift) as i64 >> shift) as u64 } else { bits }
            }
            Meaning::Float(float) => {
                let value = float.value(bits);
                match out.len() {
                    2 => u64::from(f16::from_f64(value).to_bits()),
                    4 => u64::from((value as f32).to_bits()),
                    _ => value.to_bits(),
                }
            }
        };
        let len = out.len();
        if cfg!(target_endian = "big") {
            out.copy_from_slice(&word.to_be_bytes()[8 - len..]);
        } else {
            out.copy_from_slice(&word.to_le_bytes()[..len]);
        }
    }

    /// The bits of one, moved to the lowest place.
    fn bits(&self, stored: &[u8]) -> u64 {
        let byte = |i: usize| -> u128 {
            let at = match self.order {
                Order::Little => i,
                Order::Big => stored.len().wrapping_sub(1 + i),
                Order::Vax => (stored.len() - 2).wrapping_sub(i & !1) + (i & 1),
            };
            stored.get(at).copied().unwrap_or(0).into()
        };
        let first = self.offset / 8;
        let word = (0..9).fold(0, |word, i| word | byte(first + i) << (8 * i));
        let word = (word >> (self.offset % 8)) as u64;
        if self.precision < 64 { word & ((1 << self.precision) - 1) } else { word }
    }
}

impl FloatBits {
    /// The smallest of nd's floats that has all of its values.
    pub(super) fn dtype(&self) -> Option<DType> {
        let [_, exponent, _, mantissa] = self.fields.map(i64::from);
        // Of numbers without a subnormal's leading zeros; those go down by as many as the mantissa has.
        let bias = i64::from(self.bias);
        let (least, most) = (1 - bias, (1_i64 << exponent.min(40)) - 2 - bias);
        let holds = |float: &&Float| {
            let [_, e, _, m] = float.fields.map(i64::from);
            let its = i64::from(float.bias);
            mantissa <= m && 1 - its <= least && most <= (1 << e) - 2 - its
        };
        let known = FLOATS.iter().filter(|float| float.dtype != DType::BF16);
        known.filter(holds).map(|float| float.dtype).next()
    }

    /// The value, which an `f64` has.
    fn value(self, bits: u64) -> f64 {
        let field = |at: u8, len: u8| (bits >> at.min(63)) & ((1_u64 << len.min(63)) - 1);
        let [e_at, e_len, m_at, m_len] = self.fields;
        let (exponent, mantissa) = (field(e_at, e_len), field(m_at, m_len));
        let m_len = i32::from(m_len);
        let bias = self.bias as i32;
        let most = (1_u64 << e_len.min(63)) - 1;
        let magnitude = if exponent == most && mantissa == 0 {
            f64::INFINITY
        } else if exponent == most {
            f64::NAN
        } else if exponent == 0 {
            scaled(mantissa, 1 - bias - m_len)
        } else {
            scaled(mantissa | 1 << m_len, exponent as i32 - bias - m_len)
        };
        if field(self.sign, 1) == 1 { -magnitude } else { magnitude }
    }
}

/// A whole number times a power of two, exactly where an `f64` has it.
fn scaled(whole: u64, power: i32) -> f64 {
    let two = |power: i32| f64::from_bits(((power + 1023) as u64) << 52);
    let half = power.clamp(-1000, 1000);
    let rest = (power - half).clamp(-1000, 1000);
    whole as f64 * two(half) * two(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(size: usize, order: Order, offset: usize, precision: usize, meaning: Meaning) -> Odd {
        Odd { size, order, offset, precision, meaning }
    }

    #[test]
    fn bits_are_found_in_every_order() {
        let signed = Meaning::Integer { signed: true };
        let twelve = odd(2, Order::Little, 2, 12, signed);
        let mut out = [0; 2];
        twelve.convert(&((-5_i16 << 2) as u16 & 0x3fff).to_le_bytes(), &mut out);
        assert_eq!(i16::from_ne_bytes(out), -5);
        let three = odd(3, Order::Big, 0, 24, signed);
        let mut out = [0; 4];
        three.convert(&[0xff, 0xff, 0xfe], &mut out);
        assert_eq!(i32::from_ne_bytes(out), -2);
        let words = odd(4, Order::Vax, 0, 32, Meaning::Integer { signed: false });
        words.convert(&[0x02, 0x01, 0x04, 0x03], &mut out);
        assert_eq!(u32::from_ne_bytes(out), 0x0102_0304);
    }

    /// Every `f16`, taken to be an unusual float, is what it was.
    #[test]
    fn floats_are_made_of_their_fields() {
        let float = FloatBits { sign: 15, fields: [10, 5, 0, 10], bias: 15 };
        assert_eq!(float.dtype(), Some(DType::F16));
        for bits in 0..=u16::MAX {
            let (value, right) = (float.value(bits.into()), f16::from_bits(bits).to_f64());
            assert!(
                value == right || value.is_nan() && right.is_nan(),
                "{bits:#x}: {value} {right}"
            );
        }
        let wide = FloatBits { sign: 63, fields: [52, 11, 0, 52], bias: 1023 };
        for value in [1.5, -0.0, f64::MAX, f64::MIN_POSITIVE, 5e-324, -2e-310] {
            assert_eq!(wide.value(value.to_bits()).to_bits(), value.to_bits());
        }
        let eight = FloatBits { sign: 7, fields: [3, 4, 0, 3], bias: 7 };
        assert_eq!((eight.dtype(), eight.value(0b0111_0111)), (Some(DType::F16), 240.0));
        let large = FloatBits { sign: 31, fields: [23, 8, 0, 23], bias: 129 };
        assert_eq!(large.dtype(), Some(DType::F64)); // its least number is none of f32's
    }
}
