//! Dates as text.

use super::date::LAST_YEAR;
use super::{Calendar, CalendarDate, CalendarError};
use std::fmt;

/// The parts of a date as a text has them; nothing is known of whether there is such a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) year: i64,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// Hour, minute and second.
    pub(crate) time: [u8; 3],
    pub(crate) nanosecond: u32,
    /// How many minutes its clock is before UTC.
    pub(crate) ahead: i32,
}

impl Moment {
    /// Nanoseconds since 1970-01-01 UTC of the calendar.
    pub(crate) fn nanoseconds(&self, calendar: Calendar) -> Result<i128, CalendarError> {
        let date = CalendarDate::new(calendar, self.year, self.month, self.day)?;
        let [hour, minute, second] = self.time.map(u32::from);
        let date = date.with_time(hour, minute, second, 0)?;
        let seconds = date.microseconds() / 1_000_000 - 60 * i64::from(self.ahead);
        Ok(i128::from(seconds) * 1_000_000_000 + i128::from(self.nanosecond))
    }
}

/// What is left of a text that is read from its beginning.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let found = self.peek().filter(|&c| wanted(c))?;
        self.0 = &self.0[1..];
        Some(found)
    }

    fn blanks(&mut self) -> bool {
        let mut any = false;
        while self.take(|c| c.is_ascii_whitespace()).is_some() {
            any = true;
        }
        any
    }

    /// How many digits come next.
    fn digits(&self) -> usize {
        self.0.iter().take_while(|c| c.is_ascii_digit()).count()
    }

    /// A number of 1 to `most` digits; more are none.
    fn number(&mut self, most: usize) -> Option<u32> {
        let len = self.digits();
        if !(1..=most).contains(&len) {
            return None;
        }
        Some(self.exactly(len))
    }

    /// The number that these digits are; at most nine.
    fn exactly(&mut self, len: usize) -> u32 {
        let (digits, rest) = self.0.split_at(len);
        self.0 = rest;
        digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    }
}

/// Reads a date, with a time of day and a time zone or without.
///
/// `2000-1-31`, `2000/1/31`, `20000131`, `2000-01` and `2000`; then, after `T` or blanks, `6`, `6:30`, `6:30:15` or
/// `6:30:15.25`; then `Z`, `UTC`, `+5`, `+05:30`, `-0530` or, with no sign, a zero.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let mut rest = Rest(text.trim_ascii().as_bytes());
    let (year, month, day) = date(&mut rest)?;
    let mut found = Moment { year, month, day, time: [0; 3], nanosecond: 0, ahead: 0 };
    let parted = rest.take(|c| matches!(c, b'T' | b't')).is_some();
    let blanks = !parted && rest.blanks();
    if parted || (blanks && rest.digits() > 0) {
        time(&mut rest, &mut found)?;
    }
    rest.blanks();
    if !rest.0.is_empty() {
        found.ahead = zone(&mut rest)?;
    }
    rest.0.is_empty().then_some(found)
}

fn date(rest: &mut Rest<'_>) -> Option<(i64, u8, u8)> {
    let sign = rest.take(|c| matches!(c, b'+' | b'-'));
    if sign.is_none() && rest.digits() == 8 {
        let year = rest.exactly(4).into();
        return Some((year, rest.exactly(2) as u8, rest.exactly(2) as u8));
    }
    let year = i64::from(rest.number(6)?);
    let year = if sign == Some(b'-') { -year } else { year };
    let Some(between) = rest.take(|c| matches!(c, b'-' | b'/')) else {
        return Some((year, 1, 1));
    };
    let month = rest.number(2)? as u8;
    if rest.take(|c| c == between).is_none() {
        return Some((year, month, 1));
    }
    Some((year, month, rest.number(2)? as u8))
}

fn time(rest: &mut Rest<'_>, found: &mut Moment) -> Option<()> {
    found.time[0] = rest.number(2)? as u8;
    for part in &mut found.time[1..] {
        if rest.take(|c| c == b':').is_none() {
            return Some(());
        }
        *part = rest.number(2)? as u8;
    }
    if rest.take(|c| c == b'.').is_some() {
        let len = rest.digits();
        if len == 0 {
            return None;
        }
        let kept = len.min(9);
        found.nanosecond = rest.exactly(kept) * 10u32.pow(9 - kept as u32);
        rest.0 = &rest.0[len - kept..];
    }
    Some(())
}

/// How many minutes the clock of a time zone is before UTC.
fn zone(rest: &mut Rest<'_>) -> Option<i32> {
    for name in ["z", "utc", "gmt"] {
        let (start, end) = rest.0.split_at_checked(name.len()).unwrap_or((b"", rest.0));
        if start.eq_ignore_ascii_case(name.as_bytes()) {
            rest.0 = end;
            return Some(0);
        }
    }
    let sign = rest.take(|c| matches!(c, b'+' | b'-'));
    let (hours, minutes) = if rest.digits() == 4 {
        (rest.exactly(2), rest.exactly(2))
    } else {
        let hours = rest.number(2)?;
        (hours, if rest.take(|c| c == b':').is_some() { rest.number(2)? } else { 0 })
    };
    let ahead = (hours * 60 + minutes) as i32;
    match sign {
        _ if minutes > 59 => None,
        Some(b'-') => Some(-ahead),
        Some(_) => Some(ahead),
        None => (ahead == 0).then_some(0), // which way another one would go is not said
    }
}

impl CalendarDate {
    /// Reads a date of a calendar, with a time of day and a time zone or without.
    ///
    /// The date is `2000-01-31`, `2000/1/31`, `20000131`, `2000-01` or `2000`, with up to six digits and a sign of
    /// the year; then may come `T` or blanks and `6`, `6:30`, `6:30:15` or `6:30:15.25`, then `Z`, `UTC`, `+5`,
    /// `+05:30` or `-0530`. The result is UTC.
    ///
    /// # Errors
    /// [`CalendarError::Text`] for anything else, and for parts of microseconds; as [`new`](Self::new) and
    /// [`with_time`](Self::with_time) for what there is not.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("2000-03-01 02:00 +05:00", Calendar::NoLeap)?;
    /// assert_eq!(date.to_string(), "2000-02-28 21:00:00");
    /// assert!(CalendarDate::parse("2000-02-29", Calendar::NoLeap).is_err());
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn parse(text: &str, calendar: Calendar) -> Result<CalendarDate, CalendarError> {
        let unread = || CalendarError::Text { text: text.to_owned() };
        let moment = moment(text).filter(|m| m.nanosecond % 1000 == 0).ok_or_else(unread)?;
        let microseconds = moment.nanoseconds(calendar)? / 1000;
        let fits = i64::try_from(microseconds).map_err(|_| CalendarError::Range { calendar })?;
        CalendarDate::from_microseconds(calendar, fits)
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nat() {
            return f.write_str("NaT");
        }
        debug_assert!(self.year().abs() <= LAST_YEAR);
        let sign = if self.year() < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year().abs(), self.month(), self.day())?;
        write!(f, " {:02}:{:02}:{:02}", self.hour(), self.minute(), self.second())?;
        if self.microsecond() > 0 {
            write!(f, ".{:06}", self.microsecond())?;
        }
        Ok(())
    }
}

impl fmt::Debug for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nat() { f.write_str("NaT") } else { write!(f, "{self} ({})", self.calendar()) }
    }
}
