//! Dates as text: ISO 8601 as NumPy reads and writes it.

use super::civil::{wide_civil, wide_days};
use super::convert::Conversion;
use super::{NAT, TimeError, TimeUnit, days_from_civil, days_in_month};
use std::fmt::Write;

/// A date as far as its unit goes.
pub(crate) fn written(count: i64, unit: TimeUnit) -> String {
    let mut text = String::new();
    if count == NAT {
        text.push_str("NaT");
        return text;
    }
    match unit {
        TimeUnit::Year => year(&mut text, i128::from(count) + 1970),
        TimeUnit::Month => {
            year(&mut text, i128::from(count.div_euclid(12)) + 1970);
            put(&mut text, format_args!("-{:02}", count.rem_euclid(12) + 1));
        }
        _ => days_and_less(&mut text, count, unit),
    }
    text
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a String takes everything");
}

/// At least four characters, the sign among them, as NumPy writes years.
fn year(text: &mut String, year: i128) {
    put(text, format_args!("{year:04}"));
}

fn days_and_less(text: &mut String, count: i64, unit: TimeUnit) {
    let (days, attoseconds) = split(count, unit);
    let (of_year, month, day) = wide_civil(days);
    year(text, of_year);
    put(text, format_args!("-{month:02}-{day:02}"));
    if unit <= TimeUnit::Day {
        return;
    }
    let seconds = attoseconds / TimeUnit::Second.attoseconds();
    put(text, format_args!("T{:02}", seconds / 3600));
    if unit >= TimeUnit::Minute {
        put(text, format_args!(":{:02}", seconds / 60 % 60));
    }
    if unit >= TimeUnit::Second {
        put(text, format_args!(":{:02}", seconds % 60));
    }
    if unit > TimeUnit::Second {
        let rest = attoseconds % TimeUnit::Second.attoseconds() / unit.attoseconds();
        put(text, format_args!(".{rest:0width$}", width = unit.decimals()));
    }
}

/// Whole days, and what is left of the last one. Weeks have more days than 64 bits count.
fn split(count: i64, unit: TimeUnit) -> (i128, i128) {
    let count = i128::from(count);
    if unit == TimeUnit::Week {
        return (count * 7, 0);
    }
    let in_day = unit.in_day();
    (count.div_euclid(in_day), count.rem_euclid(in_day) * unit.attoseconds())
}

/// Texts of a column of dates: in quotes, right-aligned.
pub(crate) fn quoted(texts: Vec<String>) -> Vec<String> {
    crate::print::right_aligned(texts.into_iter().map(|text| format!("'{text}'")).collect())
}

/// A span in a column: what is missing stands in quotes, as with NumPy.
pub(crate) fn counted(count: i64) -> String {
    if count == NAT { "'NaT'".into() } else { count.to_string() }
}

/// What is left to read of a text.
struct Rest<'a> {
    left: &'a [u8],
}

impl Rest<'_> {
    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        match self.left.split_first() {
            Some((&first, left)) if first == byte => {
                self.left = left;
                true
            }
            _ => false,
        }
    }

    /// Two digits, up to `most`.
    #[inline]
    fn two(&mut self, least: u8, most: u8, why: &'static str) -> Result<u8, &'static str> {
        let [a @ b'0'..=b'9', b @ b'0'..=b'9', left @ ..] = self.left else { return Err(why) };
        let value = (a - b'0') * 10 + (b - b'0');
        self.left = left;
        if value < least || value > most { Err(why) } else { Ok(value) }
    }

    /// Digits, however many: their value, and how many they are.
    fn digits(&mut self) -> (Option<i128>, usize) {
        let many = self.left.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, left) = self.left.split_at(many);
        self.left = left;
        let add = |value: Option<i128>, digit: &u8| {
            value?.checked_mul(10)?.checked_add(i128::from(digit - b'0'))
        };
        (digits.iter().fold(Some(0), add), many)
    }
}

/// What a text says.
#[derive(Clone, Copy, Default)]
struct Said {
    /// The last years of 64 bits are counted from 1970.
    year: i128,
    month: u8,
    day: u8,
    seconds: i64,
    attoseconds: i64,
}

/// Reads a date; see [`Datetime64::from_str`](super::Datetime64).
///
/// # Errors
/// [`TimeError::Text`] and [`TimeError::Overflow`].
pub(crate) fn read(text: &[u8], unit: TimeUnit) -> Result<i64, TimeError> {
    let trimmed = text.trim_ascii();
    if text.is_empty() || trimmed.eq_ignore_ascii_case(b"nat") {
        return Ok(NAT);
    }
    let said = date(trimmed, unit).map_err(|why| TimeError::Text {
        text: String::from_utf8_lossy(trimmed).chars().take(60).collect(),
        why: why.into(),
        index: Box::default(),
    })?;
    said.count(unit).ok_or_else(|| TimeError::Overflow {
        op: "parse",
        what: String::from_utf8_lossy(trimmed).chars().take(60).collect(),
        unit,
        index: Box::default(),
    })
}

fn date(text: &[u8], unit: TimeUnit) -> Result<Said, &'static str> {
    let mut rest = Rest { left: text };
    let mut said = Said { month: 1, day: 1, ..Said::default() };
    let negative = rest.take(b'-');
    let signed = negative || rest.take(b'+');
    let (year, digits) = rest.digits();
    if digits == 0 {
        return Err("a year comes first, as in 2005-02-25");
    }
    if digits == 8 && !signed && rest.left.is_empty() && unit != TimeUnit::Year {
        return Err("a year of eight digits; days are written with hyphens, as in 2005-02-25");
    }
    let year =
        year.filter(|&year| year < 1 << 64).ok_or("the year has more digits than 64 bits")?;
    said.year = if negative { -year } else { year };
    if rest.left.is_empty() {
        return Ok(said);
    }
    hyphen(&mut rest, "a hyphen is missing behind the year")?;
    said.month = rest.two(1, 12, "months are 01 to 12")?;
    if rest.left.is_empty() {
        return Ok(said);
    }
    hyphen(&mut rest, "a hyphen is missing behind the month")?;
    said.day = rest.two(1, 31, "days are 01 to 31")?;
    if said.day > 28 && said.day > days_in_month(said.year.rem_euclid(400) as i64, said.month) {
        return Err("the month has fewer days");
    }
    if rest.left.is_empty() {
        return Ok(said);
    }
    if !(rest.take(b'T') || rest.take(b' ')) {
        return Err("behind the day comes a T and the time");
    }
    clock(&mut rest, &mut said)?;
    if rest.left.is_empty() { Ok(said) } else { Err("there is more behind the time") }
}

fn hyphen(rest: &mut Rest<'_>, why: &'static str) -> Result<(), &'static str> {
    if rest.take(b'-') { Ok(()) } else { Err(why) }
}

/// Hours, minutes, seconds, decimals and the offset.
fn clock(rest: &mut Rest<'_>, said: &mut Said) -> Result<(), &'static str> {
    said.seconds = 3600 * i64::from(rest.two(0, 23, "hours are 00 to 23")?);
    if rest.take(b':') {
        said.seconds += 60 * i64::from(rest.two(0, 59, "minutes are 00 to 59")?);
        if rest.take(b':') {
            said.seconds += i64::from(rest.two(0, 59, "seconds are 00 to 59")?);
            if rest.take(b'.') {
                said.attoseconds = decimals(rest)?;
            }
        }
    }
    if rest.take(b'Z') {
        return Ok(());
    }
    let east = rest.take(b'+');
    if east || rest.take(b'-') {
        let why = "an offset is hours and minutes, as in +05:30";
        let mut offset = 3600 * i64::from(rest.two(0, 23, why)?);
        if rest.take(b':') || !rest.left.is_empty() {
            offset += 60 * i64::from(rest.two(0, 59, why)?);
        }
        said.seconds += if east { -offset } else { offset };
    }
    Ok(())
}

fn decimals(rest: &mut Rest<'_>) -> Result<i64, &'static str> {
    let (value, digits) = rest.digits();
    match digits {
        0..=18 => Ok(value.expect("18 digits fit") as i64 * 10i64.pow(18 - digits as u32)),
        _ => Err("seconds have at most 18 decimals"),
    }
}

impl Said {
    /// In that unit, rounded down.
    fn count(&self, unit: TimeUnit) -> Option<i64> {
        let count = match unit {
            TimeUnit::Year if self.seconds == 0 => i64::try_from(self.year - 1970).ok()?,
            TimeUnit::Month if self.seconds == 0 => {
                let months = (self.year - 1970) * 12 + i128::from(self.month) - 1;
                i64::try_from(months).ok()?
            }
            _ => self.count_by_days(unit)?,
        };
        (count != NAT).then_some(count)
    }

    fn count_by_days(&self, unit: TimeUnit) -> Option<i64> {
        let year = i64::try_from(self.year).ok()?;
        if unit == TimeUnit::Week {
            let days = wide_days(year, self.month, self.day);
            let days = days + i128::from(self.seconds.div_euclid(86_400));
            return i64::try_from(days.div_euclid(7)).ok();
        }
        let days = days_from_civil(year, self.month, self.day)?;
        if unit <= TimeUnit::Day {
            // An offset may lead into another day.
            let days = days.checked_add(self.seconds.div_euclid(86_400))?;
            return Conversion::of_dates(TimeUnit::Day, unit).count(days);
        }
        let second = TimeUnit::Second;
        let of_day = if unit <= second {
            i128::from(self.seconds.div_euclid(second.in_one(unit)))
        } else {
            let decimals = self.attoseconds / TimeUnit::Attosecond.in_one(unit);
            i128::from(self.seconds) * i128::from(unit.in_one(second)) + i128::from(decimals)
        };
        // The sum alone has to fit: the beginning of the first day may lie beyond.
        i64::try_from(i128::from(days) * unit.in_day() + of_day).ok()
    }
}
