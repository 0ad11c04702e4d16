//! What calendars and clocks on the wall show, as `jiff` has it.

use crate::time::clock::Clock;
use jiff::civil::DateTime;
use nd_core::time::{civil_from_days, days_from_civil};

/// Seconds in a day.
const DAY: i64 = 86_400;

/// What calendar and clock show at a count.
pub(super) fn shown(clock: Clock, count: i64) -> Option<DateTime> {
    at_second(clock.second(count)?, clock.nanosecond(count) as i32)
}

/// The count of what calendar and clock show, the unit that it lies in.
pub(super) fn counted(clock: Clock, shown: DateTime) -> Option<i64> {
    let year = i64::from(shown.year());
    let days = days_from_civil(year, shown.month() as u8, shown.day() as u8)?;
    let (hour, minute) = (i64::from(shown.hour()), i64::from(shown.minute()));
    let second = days * DAY + hour * 3600 + minute * 60 + i64::from(shown.second());
    clock.count_of(second, shown.subsec_nanosecond().into())
}

/// What calendar and clock show at a second; `None` beyond the years that `jiff` knows.
pub(super) fn at_second(second: i64, nanosecond: i32) -> Option<DateTime> {
    let (year, month, day) = civil_from_days(second.div_euclid(DAY));
    let of_day = second.rem_euclid(DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let (month, day) = (month as i8, day as i8);
    let year = i16::try_from(year).ok()?;
    let (hour, minute, second) = (hour as i8, minute as i8, second as i8);
    DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()
}
