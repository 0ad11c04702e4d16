//! [`CfUnits`]: "days since 2000-01-01" of a calendar.

use super::CfTimeError;
use super::lengths::{Length, named, written};
use crate::time::calendar::{Calendar, CalendarDate, CalendarError, moment};
use nd_core::time::TimeUnit;
use std::fmt;

const DAY: i128 = 86_400_000_000_000;

/// What the numbers of a time coordinate mean: what they count, since when, in which calendar.
///
/// Written with [`Display`](fmt::Display) as files have it; what is written is read again as the same.
///
/// # xarray
/// The attributes `units` and `calendar`.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CfUnits};
///
/// let units = CfUnits::parse("Hours since 1970-1-1 06:00 +05:00", Calendar::Standard)?;
/// assert_eq!(units.to_string(), "hours since 1970-01-01 01:00:00");
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CfUnits {
    step: Length,
    calendar: Calendar,
    /// Nanoseconds since 1970-01-01 of the calendar.
    reference: i128,
}

impl CfUnits {
    /// Reads what a file says, of a unit, "since" and a date.
    ///
    /// Units are days, hours, minutes, seconds, milliseconds, microseconds and nanoseconds, in any case, and their
    /// usual abbreviations (`d`, `h`, `hr`, `min`, `s`, `sec`, `ms`, `msec`, `us`, `ns`, …); months in
    /// [`Calendar::Day360`] and common_years in [`Calendar::NoLeap`]. Dates are read as by [`CalendarDate::parse`],
    /// to the nanosecond.
    ///
    /// # Errors
    /// [`CfTimeError::Units`], [`CfTimeError::Unit`], [`CfTimeError::Uneven`] for months and years of other
    /// calendars (and weeks are no unit), [`CfTimeError::Calendar`] for a date that is none, or none of the
    /// calendar.
    ///
    /// # xarray
    /// As `decode_cf`, through pandas and cftime: those ignore what they cannot read behind a date, and guess at
    /// dates in words; here both are errors.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits};
    ///
    /// let units = CfUnits::parse("months since 2000-01-30", Calendar::Day360)?;
    /// assert_eq!(units.reference().day(), 30);
    /// assert!(CfUnits::parse("days after 2000-01-01", Calendar::Standard).is_err());
    /// assert!(CfUnits::parse("weeks since 2000-01-01", Calendar::Standard).is_err());
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn parse(text: &str, calendar: Calendar) -> Result<CfUnits, CfTimeError> {
        let split = |text: &str| -> Option<(String, String)> {
            let (word, rest) = text.trim_ascii().split_once(|c: char| c.is_ascii_whitespace())?;
            Some((word.to_owned(), rest.trim_ascii().to_owned()))
        };
        let parts = split(text).and_then(|(unit, rest)| {
            let (since, date) = split(&rest)?;
            since.eq_ignore_ascii_case("since").then_some((unit, date))
        });
        let (unit, date) = parts.ok_or_else(|| CfTimeError::Units { text: text.to_owned() })?;
        let step = named(&unit).ok_or(CfTimeError::Unit { text: unit })?;
        let step = Length::in_files(step, Some(calendar))?;
        let moment = moment(&date).ok_or(CalendarError::Text { text: date })?;
        let units = CfUnits::since(step, calendar, moment.nanoseconds(calendar)?);
        Ok(units.ok_or(CalendarError::Range { calendar })?)
    }

    /// Units that count since a date: days to nanoseconds, months in [`Calendar::Day360`], years in
    /// [`Calendar::NoLeap`].
    ///
    /// # Errors
    /// [`CfTimeError::Uneven`] for months and years of other calendars; [`CfTimeError::Unit`] for units that files do
    /// not count in; [`CfTimeError::NotATime`] for [`CalendarDate::NAT`].
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate, CfUnits, TimeUnit};
    ///
    /// let reference = CalendarDate::new(Calendar::NoLeap, 1850, 1, 1)?;
    /// let units = CfUnits::new(TimeUnit::Day, reference)?;
    /// assert_eq!(units.to_string(), "days since 1850-01-01");
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn new(step: TimeUnit, reference: CalendarDate) -> Result<CfUnits, CfTimeError> {
        if reference.is_nat() {
            return Err(CfTimeError::NotATime { index: Vec::new() });
        }
        let calendar = reference.calendar();
        let step = Length::in_files(step, Some(calendar))?;
        Ok(CfUnits { step, calendar, reference: i128::from(reference.microseconds()) * 1000 })
    }

    /// Units whose reference is known in nanoseconds, if it is within the years of a date.
    pub(super) fn since(step: Length, calendar: Calendar, reference: i128) -> Option<CfUnits> {
        let microseconds = i64::try_from(reference.div_euclid(1000)).ok()?;
        CalendarDate::from_microseconds(calendar, microseconds)
            .ok()
            .filter(|date| !date.is_nat())?;
        Some(CfUnits { step, calendar, reference })
    }

    /// Units of spans, which are times since a date that does not matter.
    pub(super) fn of_spans(unit: TimeUnit) -> Result<CfUnits, CfTimeError> {
        let step = Length::in_files(unit, None)?;
        Ok(CfUnits { step, calendar: Calendar::ProlepticGregorian, reference: 0 })
    }

    /// What is counted; years are common_years of 365 days.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits, TimeUnit};
    ///
    /// let units = CfUnits::parse("months since 2000-01-01", Calendar::Day360)?;
    /// assert_eq!(units.step(), TimeUnit::Month);
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn step(&self) -> TimeUnit {
        self.step.unit
    }

    /// The unit with its length.
    pub(super) fn length(&self) -> Length {
        self.step
    }

    /// The calendar.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits};
    ///
    /// let units = CfUnits::parse("months since 2000-01-01", Calendar::Day360)?;
    /// assert_eq!(units.calendar(), Calendar::Day360);
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Since when is counted, without parts of microseconds.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits};
    ///
    /// let units = CfUnits::parse("days since 1-1-1", Calendar::Standard)?;
    /// assert_eq!(units.reference().to_string(), "0001-01-01 00:00:00");
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn reference(&self) -> CalendarDate {
        let microseconds = self.reference.div_euclid(1000) as i64;
        let date = CalendarDate::from_microseconds(self.calendar, microseconds);
        date.unwrap_or(CalendarDate::NAT) // never: a reference lies within the years of dates
    }

    /// Nanoseconds from 1970-01-01 of the calendar to the reference.
    pub(super) fn nanoseconds(&self) -> i128 {
        self.reference
    }
}

impl fmt::Display for CfUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, of_day) =
            (self.reference.div_euclid(DAY), self.reference.rem_euclid(DAY) as u64);
        let (year, month, day) = self.calendar.fields(days as i64);
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{} since {sign}{:04}-{month:02}-{day:02}", written(self.step.unit), year.abs())?;
        let (seconds, part) = (of_day / 1_000_000_000, of_day % 1_000_000_000);
        if of_day > 0 {
            write!(f, " {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        }
        match part {
            0 => Ok(()),
            _ if part % 1000 == 0 => write!(f, ".{:06}", part / 1000),
            _ => write!(f, ".{part:09}"),
        }
    }
}
