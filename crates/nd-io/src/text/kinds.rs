//! [`Kinds`]: what sorts of values a column holds, and the type that holds them all.

use nd_core::{Complex, DType};

use super::dialect::{Fault, Stop};
use super::element::{Misfit, TextCodec, parse_word};
use super::layout::{Layout, content};

/// The sorts of values seen in a column, as bits: the order in which they were seen is of no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds(u8);

impl Kinds {
    const MISSING: Self = Self(1);
    const BOOL: Self = Self(2);
    /// An integer that fits `i64`.
    const INTEGER: Self = Self(4);
    /// A negative one.
    const NEGATIVE: Self = Self(8);
    /// One that fits only `u64`.
    const LARGE: Self = Self(16);
    const FLOAT: Self = Self(32);
    const COMPLEX: Self = Self(64);
    const TEXT: Self = Self(128);

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn is_text(self) -> bool {
        self.has(Self::TEXT)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The type for all of them; `None` is text.
    ///
    /// Numbers widen from integers over floats to complex numbers; whatever has no common type is
    /// text. A missing value makes integers floats, and booleans text, unless it counts as one.
    pub(super) fn dtype(self, fill_value: Option<f64>) -> Option<DType> {
        let missing = self.has(Self::MISSING);
        let number = self.0 & (Self::INTEGER.0 | Self::LARGE.0 | Self::FLOAT.0 | Self::COMPLEX.0);
        if self.has(Self::TEXT) || self.has(Self::BOOL) && number != 0 {
            return None;
        }
        if self.has(Self::BOOL) {
            let filled = !missing || bool::missing(fill_value).is_some();
            return filled.then_some(DType::Bool);
        }
        if self.has(Self::COMPLEX) {
            return Some(DType::C128);
        }
        if number == 0 || self.has(Self::FLOAT) || self.has(Self::LARGE) && self.has(Self::NEGATIVE)
        {
            return Some(DType::F64);
        }
        let (dtype, filled) = match self.has(Self::LARGE) {
            true => (DType::U64, u64::missing(fill_value).is_some()),
            false => (DType::I64, i64::missing(fill_value).is_some()),
        };
        Some(if missing && !filled { DType::F64 } else { dtype })
    }

    /// Whether other values that fit the type cannot change it.
    ///
    /// Floats for want of anything else are not settled: integers fit them, and would be integers.
    pub(super) fn is_settled(self, fill_value: Option<f64>) -> bool {
        self.dtype(fill_value) != Some(DType::F64)
            || self.has(Self::FLOAT)
            || self.has(Self::LARGE) && self.has(Self::NEGATIVE)
            || self.has(Self::MISSING) && fill_value.is_none()
    }

    /// What the content of a field is.
    fn of(content: &[u8]) -> Self {
        match i64::parse(content) {
            Ok(value) => return Self::integer(value),
            Err(Misfit::Range) => {
                return if u64::parse(content).is_ok() { Self::LARGE } else { Self::FLOAT };
            }
            Err(Misfit::Form) => {}
        }
        if f64::parse(content).is_ok() {
            Self::FLOAT
        } else if parse_word(content).is_some() {
            Self::BOOL
        } else if Complex::<f64>::parse(content).is_ok() {
            Self::COMPLEX
        } else {
            Self::TEXT
        }
    }

    fn integer(value: i64) -> Self {
        if value < 0 { Self(Self::INTEGER.0 | Self::NEGATIVE.0) } else { Self::INTEGER }
    }
}

impl Layout {
    /// What the field is that begins here.
    ///
    /// # Errors
    /// A quote that is not closed, or text that is not UTF-8.
    #[inline]
    pub(super) fn kind(
        &self,
        text: &[u8],
        at: usize,
        column: usize,
    ) -> Result<(Kinds, Stop, usize), Fault> {
        if !self.missing.like_numbers {
            if let Some((value, stop, next)) = self.plain::<i64>(text, at) {
                return Ok((Kinds::integer(value), stop, next));
            }
            if let Some((_, stop, next)) = self.plain::<f64>(text, at)
                // Many digits and no point: an integer beyond `i64`.
                && text[at..next].iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
            {
                return Ok((Kinds::FLOAT, stop, next));
            }
        }
        let field = self.dialect.field(text, at, column + 1)?;
        let content = content(text, &field, text[field.start.saturating_sub(1)]);
        let trimmed = content.trim_ascii();
        let kinds = match self.missing.contains(trimmed) {
            true => Kinds::MISSING,
            false => Kinds::of(&self.missing.point.plain(trimmed)),
        };
        if kinds == Kinds::TEXT && self.decoded(&content).is_none() {
            return Err(not_utf8(field.start, column));
        }
        Ok((kinds, field.stop, field.next))
    }
}

const NOT_UTF8: &str = "the text is not valid UTF-8; TextOptions::encoding reads older letters";

/// The fault of a text that is not UTF-8.
pub(super) fn not_utf8(at: usize, column: usize) -> Fault {
    Fault { at, column: column + 1, what: NOT_UTF8.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dtype(fields: &[&str], fill_value: Option<f64>) -> Option<DType> {
        let mut kinds = Kinds::default();
        for field in fields {
            kinds.add(if field.is_empty() { Kinds::MISSING } else { Kinds::of(field.as_bytes()) });
        }
        kinds.dtype(fill_value)
    }

    #[test]
    fn columns_widen_as_little_as_they_must() {
        use DType::{Bool, C128, F64, I64, U64};
        for (fields, expected) in [
            (&[][..], Some(F64)),
            (&["1", "-2"], Some(I64)),
            (&["1", "9223372036854775808"], Some(U64)),
            (&["-1", "9223372036854775808"], Some(F64)),
            (&["18446744073709551616"], Some(F64)),
            (&["1", ""], Some(F64)),
            (&[""], Some(F64)),
            (&["1", "2.0", "inf"], Some(F64)),
            (&["1", "2j"], Some(C128)),
            (&["True", "false"], Some(Bool)),
            (&["True", ""], None),
            (&["True", "1"], None),
            (&["1", "x"], None),
        ] {
            assert_eq!(dtype(fields, None), expected, "{fields:?}");
        }
        assert_eq!(dtype(&["1", ""], Some(-1.0)), Some(I64));
        assert_eq!(dtype(&["1", ""], Some(0.5)), Some(F64));
        assert_eq!(dtype(&["9223372036854775808", ""], Some(-1.0)), Some(F64));
        assert_eq!(dtype(&["true", ""], Some(0.0)), Some(Bool));
    }
}
