//! What is counted: units, their lengths, and the names that files have for them.

use super::CfTimeError;
use crate::time::calendar::Calendar;
use nd_core::time::{
    Day, Hour, Microsecond, Millisecond, Minute, Nanosecond, Second, TimeUnit, Unit, Week,
};

/// Units of whole nanoseconds, in which times of files can be counted: `W` to `ns`. Closed.
///
/// Times of files are exact to the nanosecond. In finer units, and in months and years, they are counted by
/// [`to_unit`](nd_core::View::to_unit) of nanoseconds or days.
///
/// # Examples
/// ```
/// use nd_ops::time::{Minute, WholeNanoseconds};
///
/// assert_eq!(Minute::NANOSECONDS, 60_000_000_000);
/// ```
#[diagnostic::on_unimplemented(
    message = "times of files are not counted in units of `{Self}`",
    note = "those of whole nanoseconds are Week, Day, Hour, Minute, Second, Millisecond, Microsecond and Nanosecond",
    note = "`to_unit` makes others of them"
)]
pub trait WholeNanoseconds: Unit {
    /// How many nanoseconds it has.
    const NANOSECONDS: i64;
}

const DAY: i64 = 86_400_000_000_000;

macro_rules! lengths {
    ($($Unit:ident $nanoseconds:expr;)*) => {$(
        impl WholeNanoseconds for $Unit {
            const NANOSECONDS: i64 = $nanoseconds;
        }
    )*};
}
lengths! {
    Week 7 * DAY;
    Day DAY;
    Hour 3_600_000_000_000;
    Minute 60_000_000_000;
    Second 1_000_000_000;
    Millisecond 1_000_000;
    Microsecond 1000;
    Nanosecond 1;
}

/// A unit that has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) unit: TimeUnit,
    pub(super) nanoseconds: i64,
}

/// The units that files count in every calendar, the longest first; the name that is written, then the others that
/// are read.
const NAMES: [(Length, &[&str]); 7] = [
    (Length::of::<Day>(), &["days", "day", "d"]),
    (Length::of::<Hour>(), &["hours", "hour", "hrs", "hr", "h"]),
    (Length::of::<Minute>(), &["minutes", "minute", "mins", "min"]),
    (Length::of::<Second>(), &["seconds", "second", "secs", "sec", "s"]),
    (
        Length::of::<Millisecond>(),
        &["milliseconds", "millisecond", "millisecs", "millisec", "msecs", "msec", "ms"],
    ),
    (Length::of::<Microsecond>(), &["microseconds", "microsecond", "microsecs", "microsec", "us"]),
    (Length::of::<Nanosecond>(), &["nanoseconds", "nanosecond", "ns"]),
];

const MONTHS: [&str; 2] = ["months", "month"];
const YEARS: [&str; 2] = ["common_years", "common_year"];

impl Length {
    pub(super) const fn of<U: WholeNanoseconds>() -> Length {
        Length { unit: U::UNIT, nanoseconds: U::NANOSECONDS }
    }

    /// What files count, without a calendar or in one.
    pub(super) fn in_files(
        unit: TimeUnit,
        calendar: Option<Calendar>,
    ) -> Result<Length, CfTimeError> {
        if let Some((length, _)) = NAMES.iter().find(|(length, _)| length.unit == unit) {
            return Ok(*length);
        }
        let (even, days) = match unit {
            TimeUnit::Month => (Calendar::Day360, 30),
            TimeUnit::Year => (Calendar::NoLeap, 365),
            _ => return Err(CfTimeError::Unit { text: unit.code().to_owned() }),
        };
        match calendar {
            None => Err(CfTimeError::Unit { text: unit.code().to_owned() }),
            Some(calendar) if calendar == even => Ok(Length { unit, nanoseconds: days * DAY }),
            Some(calendar) => Err(CfTimeError::Uneven { unit, calendar }),
        }
    }

    /// The longest one that files count in every calendar and that divides so many nanoseconds.
    pub(super) fn dividing(nanoseconds: u128) -> Length {
        let divides = |length: &Length| nanoseconds.is_multiple_of(length.nanoseconds as u128);
        let all = NAMES.iter().map(|(length, _)| *length);
        all.clone().find(divides).unwrap_or(Length::of::<Nanosecond>())
    }
}

/// The unit of this name, in any case: months and common_years among them.
pub(super) fn named(text: &str) -> Option<TimeUnit> {
    let has = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(text));
    match NAMES.iter().find(|(_, names)| has(names)) {
        Some((length, _)) => Some(length.unit),
        None if has(&MONTHS) => Some(TimeUnit::Month),
        None if has(&YEARS) => Some(TimeUnit::Year),
        None => None,
    }
}

/// What files call a unit.
pub(super) fn written(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Month => MONTHS[0],
        TimeUnit::Year => YEARS[0],
        TimeUnit::Week => "weeks",
        _ => {
            let named = NAMES.iter().find(|(length, _)| length.unit == unit);
            named.map_or(unit.code(), |(_, names)| names[0])
        }
    }
}

/// The unit that a file names, in any case: days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds, or
/// a usual abbreviation (`d`, `hr`, `min`, `sec`, `ms`, …), of which `m` is none.
///
/// # Errors
/// [`CfTimeError::Unit`].
///
/// # xarray
/// The attribute `units` of a variable of spans.
///
/// # Examples
/// ```
/// use nd_ops::time::{TimeUnit, cf_unit};
///
/// assert_eq!(cf_unit("Hrs"), Ok(TimeUnit::Hour));
/// assert!(cf_unit("weeks").is_err());
/// ```
pub fn cf_unit(text: &str) -> Result<TimeUnit, CfTimeError> {
    let known = named(text).filter(|unit| !unit.is_calendar());
    known.ok_or_else(|| CfTimeError::Unit { text: text.to_owned() })
}
