//! [`TextElement`]: the element types as text.

use half::{bf16, f16};
use nd_core::CastTo;
use num_complex::Complex;

use super::digits::{SAFE_DIGITS, read_digits};
use super::float::{parse_bf16, parse_f16, parse_f32, parse_f64, scan_decimal};
use super::number::WriteElement;
use crate::blocks::StoredElement;

/// An element type that can be read from text and written as it: every one that a
/// [`DType`](nd_core::DType) names. Closed.
///
/// | type | is read from |
/// |---|---|
/// | `bool` | `0`, `1`, `true`, `false` in upper or lower case |
/// | integers | digits with a sign; out of range is an error, and so is `1.0` |
/// | floats | `1`, `-1.5`, `.5`, `1.`, `1e-5`, `inf`, `infinity`, `nan` in upper or lower case, rounded correctly; what is too large is infinite |
/// | complex | a float, `2j`, `1+2j`, `(1+2j)`; `+-` counts as `-` |
///
/// # Examples
/// ```
/// fn first<T: nd_io::TextElement>(text: &str) -> Option<T> {
///     let a = nd_io::text_from_bytes::<T>(text.as_bytes(), &Default::default()).ok()?;
///     Some(a[[0, 0]])
/// }
/// assert_eq!(first::<u8>("255"), Some(255));
/// assert_eq!(first::<u8>("256"), None);
/// ```
pub trait TextElement: TextCodec {}

impl<T: TextCodec> TextElement for T {}

/// Why a field is not an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It is written in another way.
    Form,
    /// It is a number, and too large or too small.
    Range,
}

/// How elements become text and back. Closed: nobody outside can name it.
pub trait TextCodec: StoredElement + WriteElement {
    /// The element that a text begins with, and its length, if it is written in the usual way.
    fn scan(text: &[u8]) -> Option<(Self, usize)>;

    /// The element that a whole text stands for.
    ///
    /// # Errors
    /// The reason why there is none.
    fn parse(text: &[u8]) -> Result<Self, Misfit>;

    /// What a missing field counts as.
    fn missing(fill_value: Option<f64>) -> Option<Self>;
}

macro_rules! integers {
    ($($T:ty)*) => {$(
        impl TextCodec for $T {
            #[inline(always)]
            fn scan(text: &[u8]) -> Option<(Self, usize)> {
                let first = *text.first()?;
                let negative = first == b'-';
                let start = usize::from(negative || first == b'+');
                let (value, end) = read_digits(text, start, 0);
                if end == start || end - start > SAFE_DIGITS {
                    return None;
                }
                if Self::MIN == 0 {
                    let signed = negative && value != 0;
                    return Self::try_from(value).ok().filter(|_| !signed).map(|value| (value, end));
                }
                // Without a branch: signs are often as good as random.
                let sign = i64::from(negative);
                if value > i64::MAX as u64 + u64::from(negative) {
                    return None;
                }
                let value = (value as i64 ^ -sign).wrapping_add(sign);
                Some((Self::try_from(value).ok()?, end))
            }

            fn parse(text: &[u8]) -> Result<Self, Misfit> {
                let digits = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
                if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                    return Err(Misfit::Form);
                }
                let text = std::str::from_utf8(text).map_err(|_| Misfit::Form)?;
                match text.parse() {
                    Ok(value) => Ok(value),
                    // The standard library takes no sign where there can be none.
                    Err(_) if digits.iter().all(|&digit| digit == b'0') => Ok(0),
                    Err(_) => Err(Misfit::Range),
                }
            }

            fn missing(fill_value: Option<f64>) -> Option<Self> {
                let fill = fill_value?;
                let value = fill as Self;
                // Compared as integers: the largest 64-bit ones have no `f64` of their own.
                (fill.trunc() == fill && i128::from(value) == fill as i128).then_some(value)
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl TextCodec for bool {
    #[inline]
    fn scan(text: &[u8]) -> Option<(Self, usize)> {
        match text {
            [bit @ (b'0' | b'1'), ..] => Some((*bit == b'1', 1)),
            _ => None,
        }
    }

    fn parse(text: &[u8]) -> Result<Self, Misfit> {
        match text {
            b"0" => Ok(false),
            b"1" => Ok(true),
            _ => parse_word(text).ok_or(match i64::parse(text) {
                Ok(_) | Err(Misfit::Range) => Misfit::Range,
                Err(Misfit::Form) => Misfit::Form,
            }),
        }
    }

    fn missing(fill_value: Option<f64>) -> Option<Self> {
        match fill_value? {
            0.0 => Some(false),
            1.0 => Some(true),
            _ => None,
        }
    }
}

/// `true` or `false`.
pub(super) fn parse_word(text: &[u8]) -> Option<bool> {
    if text.eq_ignore_ascii_case(b"true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case(b"false").then_some(false)
}

impl TextCodec for f64 {
    #[inline(always)]
    fn scan(text: &[u8]) -> Option<(Self, usize)> {
        let (decimal, end) = scan_decimal(text)?;
        Some((decimal.to_f64()?, end))
    }

    fn parse(text: &[u8]) -> Result<Self, Misfit> {
        parse_f64(text).ok_or(Misfit::Form)
    }

    fn missing(fill_value: Option<f64>) -> Option<Self> {
        Some(fill_value.unwrap_or(f64::NAN))
    }
}

impl TextCodec for f32 {
    #[inline(always)]
    fn scan(text: &[u8]) -> Option<(Self, usize)> {
        let (decimal, end) = scan_decimal(text)?;
        Some((decimal.to_f32()?, end))
    }

    fn parse(text: &[u8]) -> Result<Self, Misfit> {
        parse_f32(text).ok_or(Misfit::Form)
    }

    fn missing(fill_value: Option<f64>) -> Option<Self> {
        Some(fill_value.unwrap_or(f64::NAN) as f32)
    }
}

macro_rules! narrow_floats {
    ($($T:ty, $parse:ident;)*) => {$(
        impl TextCodec for $T {
            #[inline]
            fn scan(text: &[u8]) -> Option<(Self, usize)> {
                let (_, end) = scan_decimal(text)?;
                Some(($parse(&text[..end])?, end))
            }

            fn parse(text: &[u8]) -> Result<Self, Misfit> {
                $parse(text).ok_or(Misfit::Form)
            }

            fn missing(fill_value: Option<f64>) -> Option<Self> {
                Some(fill_value.unwrap_or(f64::NAN).cast_to())
            }
        }
    )*};
}

narrow_floats! {
    f16, parse_f16;
    bf16, parse_bf16;
}

macro_rules! complex_numbers {
    ($($T:ty)*) => {$(
        impl TextCodec for Complex<$T> {
            #[inline]
            fn scan(text: &[u8]) -> Option<(Self, usize)> {
                let opened = usize::from(text.first() == Some(&b'('));
                let (re, end) = <$T>::scan(&text[opened..])?;
                let mut at = opened + end;
                // The plain sign that Python writes, not the `+-` of np.savetxt.
                let Some(b'+' | b'-') = text.get(at) else {
                    return (opened == 0 && text.get(at) != Some(&b'j'))
                        .then_some((Complex::new(re, 0.0), at));
                };
                let (im, end) = <$T>::scan(&text[at..])?;
                at += end;
                if text.get(at) != Some(&b'j') || opened == 1 && text.get(at + 1) != Some(&b')') {
                    return None;
                }
                Some((Complex::new(re, im), at + 1 + opened))
            }

            fn parse(text: &[u8]) -> Result<Self, Misfit> {
                let (re, im) = complex_parts(text);
                let im = match im {
                    Some(im) => <$T>::parse(im)?,
                    None => 0.0,
                };
                let re = match re {
                    Some(re) => <$T>::parse(re)?,
                    None => 0.0,
                };
                Ok(Complex::new(re, im))
            }

            fn missing(fill_value: Option<f64>) -> Option<Self> {
                let nan = Complex::new(<$T>::NAN, 0.0);
                Some(fill_value.map_or(nan, |fill| Complex::new(fill as $T, 0.0)))
            }
        }
    )*};
}

complex_numbers!(f32 f64);

/// The real and the imaginary part of a complex number as it is written, without `j` and brackets.
fn complex_parts(text: &[u8]) -> (Option<&[u8]>, Option<&[u8]>) {
    let inner = text.strip_prefix(b"(").and_then(|text| text.strip_suffix(b")")).unwrap_or(text);
    let Some(number) = inner.strip_suffix(b"j").or(inner.strip_suffix(b"J")) else {
        return (Some(inner), None);
    };
    // The sign between the parts is the last that is neither an exponent's nor the first byte.
    let is_sign = |byte: u8| matches!(byte, b'+' | b'-');
    let between = (1..number.len())
        .rev()
        .find(|&at| is_sign(number[at]) && !matches!(number[at - 1], b'e' | b'E'));
    match between {
        None => (None, Some(number)),
        // np.savetxt writes `1+-2j`.
        Some(at) if number[at] == b'-' && number[at - 1] == b'+' && at > 1 => {
            (Some(&number[..at - 1]), Some(&number[at..]))
        }
        Some(at) => (Some(&number[..at]), Some(&number[at..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `scan` reads is what `parse` reads.
    fn agree<T: TextCodec>(text: &str) -> Result<T, Misfit> {
        let parsed = T::parse(text.as_bytes());
        if let Some((value, end)) = T::scan(format!("{text},").as_bytes())
            && end == text.len()
        {
            let parsed = parsed.expect("it was scanned");
            assert_eq!(T::as_bytes(&[value]), T::as_bytes(&[parsed]), "{text}");
        }
        parsed
    }

    #[test]
    fn integers_know_their_range() {
        assert_eq!(agree::<u8>("255"), Ok(255));
        assert_eq!(agree::<u8>("+0255"), Ok(255));
        assert_eq!(agree::<u8>("256"), Err(Misfit::Range));
        assert_eq!(agree::<u8>("-0"), Ok(0));
        assert_eq!(agree::<u8>("-1"), Err(Misfit::Range));
        assert_eq!(agree::<i8>("-128"), Ok(-128));
        assert_eq!(agree::<i8>("-129"), Err(Misfit::Range));
        assert_eq!(agree::<i64>("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(agree::<i64>("9223372036854775808"), Err(Misfit::Range));
        assert_eq!(agree::<i64>("-9223372036854775809"), Err(Misfit::Range));
        assert_eq!(agree::<u64>("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(agree::<u64>("18446744073709551616"), Err(Misfit::Range));
        assert_eq!(agree::<u64>(&format!("{:0>1000}", 7)), Ok(7));
        for text in ["", "-", "+", "1.0", "1e3", "0x1", "1_0", " 1", "--1", "١"] {
            assert_eq!(agree::<i32>(text), Err(Misfit::Form), "{text}");
        }
    }

    #[test]
    fn complex_numbers_are_read_as_numpy_and_python_write_them() {
        let c = |re: f64, im: f64| Ok(Complex::new(re, im));
        assert_eq!(agree("(1+2j)"), c(1.0, 2.0));
        assert_eq!(agree("1-2j"), c(1.0, -2.0));
        assert_eq!(agree("1e-3-2E+4J"), c(1e-3, -2e4));
        assert_eq!(agree("(1+-2j)"), c(1.0, -2.0));
        assert_eq!(agree("-2j"), c(0.0, -2.0));
        assert_eq!(agree("-1.5"), c(-1.5, 0.0));
        assert_eq!(agree("(3)"), c(3.0, 0.0));
        assert_eq!(agree("-inf-infj"), c(f64::NEG_INFINITY, f64::NEG_INFINITY));
        assert!(agree::<Complex<f64>>("(nan+1j)").unwrap().re.is_nan());
        for text in ["", "j", "(1+2j", "1+2j)", "1+j2", "1+2", "1++2j", "+-2j", "()", "1 +2j"] {
            assert!(agree::<Complex<f64>>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn booleans_are_bits_or_words() {
        assert_eq!(agree("1"), Ok(true));
        assert_eq!(agree("FALSE"), Ok(false));
        assert_eq!(agree::<bool>("2"), Err(Misfit::Range));
        assert_eq!(agree::<bool>("yes"), Err(Misfit::Form));
    }

    #[test]
    fn a_fill_value_must_fit() {
        assert_eq!(u8::missing(Some(-1.0)), None);
        assert_eq!(i8::missing(Some(-1.0)), Some(-1));
        assert_eq!(i32::missing(Some(0.5)), None);
        assert_eq!(u64::missing(None), None);
        assert_eq!(bool::missing(Some(1.0)), Some(true));
        assert!(f32::missing(None).unwrap().is_nan());
    }
}
