//! [`Number`]: a number in an attribute, whatever its type.

use nd_core::{AnyArray, Array, DType};

use crate::blocks::{Attribute, filled};
use crate::error::Result;

/// A number in an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Int(i128),
    Float(f64),
}

impl Number {
    pub(super) fn to_f64(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }

    pub(super) fn is_nan(self) -> bool {
        matches!(self, Self::Float(float) if float.is_nan())
    }

    /// The whole number that it is.
    fn whole(self) -> Option<i128> {
        match self {
            Self::Int(int) => Some(int),
            // Beyond 2^100 no element has a value.
            Self::Float(float) if float.fract() == 0.0 && float.abs() < 1e30 => Some(float as i128),
            Self::Float(_) => None,
        }
    }

    /// The numbers of an attribute; `None` if it is no list of real ones. Texts count that say numbers.
    pub(super) fn all(attribute: &Attribute, in_zarr: bool) -> Option<Vec<Self>> {
        match attribute {
            Attribute::Numbers(numbers) => Self::of_array(numbers),
            Attribute::Text(text) => {
                let number = Self::of_text(text).or_else(|| in_base64(text).filter(|_| in_zarr));
                number.map(|number| vec![number])
            }
            Attribute::Texts(texts) => texts.iter().map(|text| Self::of_text(text)).collect(),
            _ => None,
        }
    }

    fn of_array(numbers: &AnyArray) -> Option<Vec<Self>> {
        let dtype = numbers.dtype();
        if dtype.is_complex() {
            return None;
        }
        if dtype.is_float() {
            let floats = Array::<f64>::try_from(numbers.cast(DType::F64)).ok()?;
            return Some(floats.iter().map(|&float| Self::Float(float)).collect());
        }
        if dtype.is_signed() {
            let ints = Array::<i64>::try_from(numbers.cast(DType::I64)).ok()?;
            return Some(ints.iter().map(|&int| Self::Int(i128::from(int))).collect());
        }
        let ints = Array::<u64>::try_from(numbers.cast(DType::U64)).ok()?;
        Some(ints.iter().map(|&int| Self::Int(i128::from(int))).collect())
    }

    fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let int = text.parse().map(Self::Int);
        int.or_else(|_| text.parse().map(Self::Float)).ok()
    }

    /// The bytes of an element of a type that is equal to it, as a word; `None` if there is none.
    pub(super) fn word(self, dtype: DType) -> Result<Option<u64>> {
        if dtype.is_float() {
            return self.float_word(dtype);
        }
        let Some(whole) = self.whole() else { return Ok(None) };
        let bits = 8 * dtype.itemsize() as u32;
        let (low, high) = match dtype.is_signed() {
            true => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            false => (0, (1_i128 << bits) - 1),
        };
        let there = (low..=high).contains(&whole);
        Ok(there.then_some(whole as u64 & (u64::MAX >> (64 - bits))))
    }

    /// Rounded to a float type; what becomes zero or infinite by that is no element's value.
    fn float_word(self, dtype: DType) -> Result<Option<u64>> {
        let wanted = self.to_f64();
        let one = filled(DType::F64, ().into(), &mut |out| {
            out.copy_from_slice(&wanted.to_ne_bytes());
            Ok(())
        })?;
        let rounded = one.into_cast(dtype);
        let back = Self::of_array(&rounded).map_or(f64::NAN, |back| back[0].to_f64());
        let same = !back.is_nan() && back.is_finite() == wanted.is_finite();
        let same = same && (back == 0.0) == (wanted == 0.0);
        let word = crate::blocks::bytes_of(rounded.view()).map(word_of);
        Ok(word.filter(|_| same))
    }
}

/// The bytes of an element as a number, whichever end comes first.
pub(super) fn word_of(bytes: &[u8]) -> u64 {
    let next = |word: u64, byte: &u8| word << 8 | u64::from(*byte);
    match cfg!(target_endian = "little") {
        true => bytes.iter().rev().fold(0, next),
        false => bytes.iter().fold(0, next),
    }
}

/// A number of eight bytes in base 64: how xarray writes a float's fill value into a JSON document.
fn in_base64(text: &str) -> Option<Number> {
    let digits = text.strip_suffix('=').filter(|digits| digits.len() == 11)?;
    let mut bits = 0_u128;
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u128::from(value);
    }
    // Eleven digits are 66 bits: the last two are not used.
    let bytes = ((bits >> 2) as u64).to_be_bytes();
    Some(Number::Float(f64::from_le_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_equals_a_number_in_each_type() {
        let word = |number: Number, dtype| number.word(dtype).unwrap();
        assert_eq!(word(Number::Int(-1), DType::I8), Some(0xff));
        assert_eq!(word(Number::Int(255), DType::I8), None);
        assert_eq!(word(Number::Int(255), DType::U8), Some(0xff));
        assert_eq!(word(Number::Float(-999.0), DType::I16), Some(0xfc19));
        assert_eq!(word(Number::Float(1.5), DType::I16), None);
        assert_eq!(word(Number::Float(f64::NAN), DType::I16), None);
        assert_eq!(word(Number::Float(f64::INFINITY), DType::I64), None);
        assert_eq!(word(Number::Int(i128::from(i64::MIN)), DType::I64), Some(1 << 63));
        assert_eq!(word(Number::Int(i128::from(u64::MAX)), DType::U64), Some(u64::MAX));
        assert_eq!(word(Number::Float(1e20), DType::F32), Some(u64::from(1e20_f32.to_bits())));
        assert_eq!(word(Number::Float(0.1), DType::F64), Some(0.1_f64.to_bits()));
        assert_eq!(word(Number::Float(1e20), DType::F16), None); // not infinity
        assert_eq!(word(Number::Float(1e-60), DType::F32), None); // not zero
        assert_eq!(word(Number::Float(f64::NAN), DType::F32), None);
        assert_eq!(word(Number::Float(f64::INFINITY), DType::F32), Some(0x7f80_0000));
    }

    #[test]
    fn texts_that_say_numbers() {
        let of = |text: &str| Number::all(&Attribute::from(text), true);
        assert_eq!(of("-999"), Some(vec![Number::Int(-999)]));
        assert_eq!(of(" 1e20 "), Some(vec![Number::Float(1e20)]));
        assert_eq!(of("none"), None);
        assert_eq!(of("AAAAAACI48A="), Some(vec![Number::Float(-40000.0)]));
        assert_eq!(Number::all(&Attribute::from("AAAAAACI48A="), false), None);
    }
}
