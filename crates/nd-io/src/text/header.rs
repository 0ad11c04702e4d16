//! Whether the first row of a text holds names: the rule, by what the first two rows look like.

use std::borrow::Cow;

use nd_core::Complex;

use super::dialect::{Dialect, Fault, Stop};
use super::element::{TextCodec, parse_word};
use super::layout::{Missing, content};

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Look {
    /// Nothing at all.
    Empty,
    /// A word for a missing value.
    Missing,
    Truth,
    /// A whole number, if it fits.
    Whole(Option<i64>),
    /// Any other number.
    Number,
    /// No number, and begins as one does: a date, `1st`.
    Begun,
    Word,
}

impl Look {
    fn of(field: &[u8], missing: &Missing) -> Self {
        let field = field.trim_ascii();
        if field.is_empty() {
            return Self::Empty;
        }
        if missing.contains(field) {
            return Self::Missing;
        }
        if parse_word(field).is_some() {
            return Self::Truth;
        }
        let digits = field.strip_prefix(b"-").or(field.strip_prefix(b"+")).unwrap_or(field);
        if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
            return Self::Whole(i64::parse(field).ok());
        }
        if Complex::<f64>::parse(&missing.point.plain(field)).is_ok() {
            return Self::Number;
        }
        match field[0] {
            // A question mark or a dash stands for a value that nobody has.
            _ if !field.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) => {
                Self::Missing
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => Self::Begun,
            _ => Self::Word,
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Whole(_) | Self::Number)
    }

    fn is_missing(self) -> bool {
        matches!(self, Self::Empty | Self::Missing)
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Begun | Self::Word)
    }

    /// Whether both can be values of one column.
    fn is_like(self, below: Self) -> bool {
        match (self, below) {
            _ if self.is_missing() || below.is_missing() => true,
            // 0 and 1 are truth values to whoever asks for them.
            (Self::Truth, Self::Whole(Some(0 | 1))) | (Self::Whole(Some(0 | 1)), Self::Truth) => {
                true
            }
            (Self::Truth, _) | (_, Self::Truth) => self == below,
            _ => self.is_text() == below.is_text(),
        }
    }
}

/// Whether the first row holds names, and how many fields a row has.
///
/// A first row without a word in it holds values. One with a word holds names, unless it has numbers too
/// and the second row is written alike: words below words, numbers below numbers. Even then whole numbers
/// are names where they count up by one, as years do, or stand above decimal numbers only. `second` is
/// the row below, if there is one.
pub(super) fn holds_names(
    first: &[Vec<u8>],
    second: Option<&[Vec<u8>]>,
    missing: &Missing,
) -> bool {
    let looks = |row: &[Vec<u8>]| -> Vec<Look> {
        row.iter().map(|field| Look::of(field, missing)).collect()
    };
    let first = looks(first);
    let second = second.map(looks).filter(|second| second.len() == first.len());
    if is_pandas_range(&first, second.as_deref()) {
        return true;
    }
    let alike = second
        .as_ref()
        .is_some_and(|second| first.iter().zip(second).all(|(look, below)| look.is_like(*below)));
    // What is true of whole columns below is enough for a row that is no row of the table.
    let impossible = second.is_some() && !alike && first.iter().any(|look| !look.is_number());
    match (first.contains(&Look::Word), first.contains(&Look::Begun)) {
        (false, false) => impossible && first.contains(&Look::Truth),
        (false, true) => impossible,
        (true, _) => {
            let values = |look: &Look| !look.is_missing() && *look != Look::Word;
            let names = |second: &[Look]| !alike || are_names(&first, second);
            !first.iter().any(values) || second.as_deref().is_some_and(names)
        }
    }
}

/// An empty name, then 0, 1, 2, …: what pandas writes above columns without names.
fn is_pandas_range(first: &[Look], second: Option<&[Look]>) -> bool {
    let unnamed = first.iter().take_while(|look| **look == Look::Empty).count();
    let indexed =
        second.is_none_or(|second| second[..unnamed].iter().all(|look| !look.is_missing()));
    let mut counted = first[unnamed..].iter().zip(0_i64..);
    unnamed > 0
        && unnamed < first.len()
        && indexed
        && counted.all(|(look, index)| *look == Look::Whole(Some(index)))
}

/// Whether the fields between the words of a row that looks like the next one are names all the same.
fn are_names(first: &[Look], second: &[Look]) -> bool {
    // The index of a table has no name, and every row of it has one.
    if first[0] == Look::Empty && second.first().is_some_and(|below| !below.is_missing()) {
        return true;
    }
    let whole = |row: &[Look]| -> Option<Vec<i64>> {
        let numbers = row.iter().filter(|look| !look.is_text() && !look.is_missing());
        numbers.map(|look| if let Look::Whole(value) = look { *value } else { None }).collect()
    };
    let counts_up = |values: &[i64]| {
        values.len() > 1 && values.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]))
    };
    let Some(values) = whole(first).filter(|values| !values.is_empty()) else { return false };
    if first.contains(&Look::Begun) {
        return false;
    }
    let decimals = first
        .iter()
        .zip(second)
        .all(|(look, below)| !look.is_number() || *below == Look::Number || below.is_missing());
    let some =
        first.iter().zip(second).any(|(look, below)| look.is_number() && *below == Look::Number);
    let below_counts = whole(second).is_some_and(|values| counts_up(&values));
    decimals && some || counts_up(&values) && !below_counts
}

/// What the fields of a record hold.
///
/// # Errors
/// Those of [`Dialect::field`].
pub(super) fn fields(dialect: &Dialect, record: &[u8], quote: u8) -> Result<Vec<Vec<u8>>, Fault> {
    let (mut fields, mut at) = (Vec::new(), 0);
    loop {
        let field = dialect.field(record, at, fields.len() + 1)?;
        fields.push(content(record, &field, quote).into_owned());
        if field.stop == Stop::Record {
            return Ok(fields);
        }
        at = field.next;
    }
}

/// The names of all columns of rows of another width than the line of names; `None` where no such row is
/// to be explained by that line.
///
/// A delimiter at the end of each row makes a column without a name, and so do the numbers of the rows
/// that R and older pandas write without a name above them; a delimiter at the end of the names alone
/// makes none.
pub(super) fn fitted(names: &[Vec<u8>], second: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    let (count, width) = (names.len(), second.len());
    if count == width {
        return Some(names.to_vec());
    }
    if width == count + 1 {
        let mut all = names.to_vec();
        let at = if second.last().is_some_and(Vec::is_empty) { count } else { 0 };
        all.insert(at, Vec::new());
        return Some(all);
    }
    let spare = count == width + 1 && names.last().is_some_and(Vec::is_empty);
    spare.then(|| names[..width].to_vec())
}

/// Names of several lines as one: their parts with points between them, empty ones left out.
pub(super) fn joined(lines: &[Vec<String>]) -> Vec<String> {
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let name = |column: usize| {
        let parts =
            lines.iter().filter_map(|line| line.get(column)).filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(".")
    };
    (0..width).map(name).collect()
}

/// How numbers are written but for the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) decimal: u8,
    pub(super) thousands: Option<u8>,
}

impl Point {
    pub(super) const USUAL: Self = Self { decimal: b'.', thousands: None };

    /// The number as it is usually written; what has a point of another kind in it becomes none.
    pub(super) fn plain<'a>(&self, field: &'a [u8]) -> Cow<'a, [u8]> {
        if *self == Self::USUAL {
            return Cow::Borrowed(field);
        }
        let mut plain = Vec::with_capacity(field.len());
        let mut whole = true;
        for (at, &byte) in field.iter().enumerate() {
            let digit = |at: usize| field.get(at).is_some_and(u8::is_ascii_digit);
            if byte == self.decimal {
                whole = false;
                plain.push(b'.');
            } else if Some(byte) == self.thousands {
                if !(whole && at > 0 && digit(at - 1) && digit(at + 1)) {
                    plain.push(0);
                }
            } else {
                plain.push(if byte == b'.' { 0 } else { byte });
            }
        }
        Cow::Owned(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::TextOptions;
    use super::*;

    fn row(line: &str) -> Vec<Vec<u8>> {
        line.split(',').map(|field| field.as_bytes().to_vec()).collect()
    }

    fn names(first: &str, second: &str) -> bool {
        let missing = Missing::new(&TextOptions::default());
        let below = row(second);
        let below = (!second.is_empty()).then_some(&below[..]);
        holds_names(&row(first), below, &missing)
    }

    #[test]
    fn the_first_row_holds_names_or_values() {
        for (first, second) in [
            ("a,b", "1,2"),
            ("a,b", ""),
            ("a,b", "c,d"),
            (",x,y", "0,1.5,2"),
            ("well,1,2,3", "A,0.1,0.2,0.3"),
            ("well,1,2,3", "A,1,2,5"),
            ("country,1960,1961", "Aruba,54211,55438"),
            ("a,,c", "1,2,3"),
            ("Na,K,NA", "1,2,3"),
            ("-1,+1,x", "1,2,3"),
            (",0,1,2", "0,0.5,0.25,1"),
            (",0", "a,0.5"),
            (",2024-01-01,2024-01-02", "0,1.5,2.5"),
            ("2019Q1,2019Q2", "1,2"),
            (",False,True", "0,1.5,2.5"),
            ("date,2", "2024-01-01,0.5"),
            (",name,1", "0,Ada,5"),
            ("a,1", "1,2"),
        ] {
            assert!(names(first, second), "{first} / {second}");
        }
        for (first, second) in [
            ("1,2", "3,4"),
            ("2019,2020,2021", "1.5,2.5,3.5"),
            ("0,1", "0.1,0.995"),
            (",1.5", "2,3"),
            (",0", ",1"),
            ("nan,inf", "1,2"),
            ("NA,NA", "1,2"),
            ("True,False", "False,True"),
            ("true,0", "1,False"),
            ("5.1,3.5,1.4,0.2,Iris-setosa", "4.9,3.0,1.4,0.2,Iris-setosa"),
            ("M,0.455,0.365,15", "F,0.53,0.42,9"),
            ("1,Ada", "2,Bob"),
            ("1,Ada", ""),
            ("2024-01-01,1.5", "2024-01-02,2.5"),
            ("2024-01-01,2024-01-02", "2025-01-01,2025-01-02"),
            ("2024-01-01 00:00,Ada", "2024-01-02 00:00,Bob"),
            ("39,State-gov,77516,13", "50,Self-emp,83311,13"),
            ("1,2", "x,3"),
            ("?,1", "2,3"),
        ] {
            assert!(!names(first, second), "{first} / {second}");
        }
    }

    #[test]
    fn names_fit_the_rows_or_do_not() {
        let fitted = |names: &str, second: &str| {
            fitted(&row(names), &row(second)).map(|names| names.join(&b','))
        };
        assert_eq!(fitted("a,b", "1,2").unwrap(), b"a,b");
        assert_eq!(fitted("a,b", "1,2,").unwrap(), b"a,b,");
        assert_eq!(fitted("a,b", "0,1,2").unwrap(), b",a,b");
        assert_eq!(fitted("a,b,", "1,2").unwrap(), b"a,b");
        assert_eq!(fitted("a,b,c", "1,2"), None);
        assert_eq!(fitted("a,b", "1,2,3,4"), None);
    }

    #[test]
    fn other_points() {
        let german = Point { decimal: b',', thousands: Some(b'.') };
        let plain = |field: &str| String::from_utf8(german.plain(field.as_bytes()).into()).unwrap();
        assert_eq!(plain("1.234.567,5"), "1234567.5");
        assert_eq!(plain("-1,5e3"), "-1.5e3");
        for odd in ["1,5.0", ".5", "1..2", "5."] {
            assert!(f64::parse(plain(odd).as_bytes()).is_err(), "{odd}");
        }
    }
}
