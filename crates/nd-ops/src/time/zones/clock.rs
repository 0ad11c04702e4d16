//! Counts as seconds and what is left of them, and what calendars on the wall show.

use jiff::civil::DateTime;
use nd_core::time::{TimeUnit, civil_from_days, days_from_civil};

/// The count of what is missing.
pub(super) const NAT: i64 = i64::MIN;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// How counts of a unit are seconds.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    unit: TimeUnit,
    /// Counts in a second, of units as fine or finer.
    in_second: i64,
    /// Seconds in a count, of units as coarse or coarser; 0 for months and years.
    seconds: i64,
}

impl Clock {
    pub(super) fn of(unit: TimeUnit) -> Clock {
        let decimals = (unit as usize).saturating_sub(TimeUnit::Second as usize) as u32 * 3;
        let seconds = match unit {
            TimeUnit::Year | TimeUnit::Month => 0,
            TimeUnit::Week => 7 * DAY,
            TimeUnit::Day => DAY,
            TimeUnit::Hour => 3600,
            TimeUnit::Minute => 60,
            _ => 1,
        };
        Clock { unit, in_second: 10i64.pow(decimals), seconds }
    }

    pub(super) fn unit(self) -> TimeUnit {
        self.unit
    }

    /// The second that a count lies in; `None` where 64 bits are too few.
    pub(super) fn second(self, count: i64) -> Option<i64> {
        let months = |months: i64| {
            let year = months.div_euclid(12) + 1970;
            days_from_civil(year, months.rem_euclid(12) as u8 + 1, 1)?.checked_mul(DAY)
        };
        match self.unit {
            TimeUnit::Year => months(count.checked_mul(12)?),
            TimeUnit::Month => months(count),
            _ if self.in_second > 1 => Some(count.div_euclid(self.in_second)),
            _ => count.checked_mul(self.seconds),
        }
    }

    /// What is left of the second, in its 10⁻⁹ parts, cut off.
    pub(super) fn nanosecond(self, count: i64) -> i32 {
        let rest = count.rem_euclid(self.in_second);
        let parts = match self.in_second {
            n if n > 1_000_000_000 => rest / (n / 1_000_000_000),
            n => rest * (1_000_000_000 / n),
        };
        parts as i32
    }

    /// An offset in seconds as counts; `None` where it is no whole number of them.
    pub(super) fn offset(self, seconds: i64) -> Option<i64> {
        match self.seconds {
            0 => (seconds == 0).then_some(0),
            1 => Some(seconds * self.in_second),
            unit => (seconds % unit == 0).then_some(seconds / unit),
        }
    }

    /// What calendar and clock show at a count.
    pub(super) fn shown(self, count: i64) -> Option<DateTime> {
        let second = self.second(count)?;
        at_second(second, self.nanosecond(count))
    }

    /// The count of what calendar and clock show, the unit that it lies in.
    pub(super) fn counted(self, shown: DateTime) -> Option<i64> {
        let year = i64::from(shown.year());
        let days = days_from_civil(year, shown.month() as u8, shown.day() as u8)?;
        let (hour, minute) = (i64::from(shown.hour()), i64::from(shown.minute()));
        let second = days * DAY + hour * 3600 + minute * 60 + i64::from(shown.second());
        self.count_of(second, shown.subsec_nanosecond())
    }

    /// The count that a second and its 10⁻⁹ parts lie in.
    pub(super) fn count_of(self, second: i64, nanosecond: i32) -> Option<i64> {
        if self.seconds == 0 {
            let (year, month, _) = civil_from_days(second.div_euclid(DAY));
            let years = year - 1970;
            let months = years * 12 + i64::from(month) - 1;
            return Some(if self.unit == TimeUnit::Year { years } else { months });
        }
        if self.in_second == 1 {
            return Some(second.div_euclid(self.seconds));
        }
        let parts = i128::from(nanosecond) * i128::from(self.in_second) / 1_000_000_000;
        i64::try_from(i128::from(second) * i128::from(self.in_second) + parts).ok()
    }
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
