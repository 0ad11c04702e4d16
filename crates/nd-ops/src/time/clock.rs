//! [`Clock`]: counts of a unit as days, as seconds, and what is left of them.

use nd_core::time::{TimeUnit, days_from_civil};

/// Seconds in a day.
const DAY: i64 = 86_400;

/// Parts of a second that clocks are read in.
const NANO: i64 = 1_000_000_000;

/// How counts of a unit are days and seconds.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    unit: TimeUnit,
    /// Counts in a day, for units finer than one; 0 where that is more than 64 bits.
    in_day: i64,
    /// Counts in a second, for units as fine or finer.
    in_second: i64,
    /// Seconds in a count, of units as coarse or coarser; 0 for months and years.
    seconds: i64,
}

impl Clock {
    pub(super) fn of(unit: TimeUnit) -> Clock {
        let decimals = (unit as usize).saturating_sub(TimeUnit::Second as usize) as u32 * 3;
        let in_second = 10i64.pow(decimals);
        let seconds = match unit {
            TimeUnit::Year | TimeUnit::Month => 0,
            TimeUnit::Week => 7 * DAY,
            TimeUnit::Day => DAY,
            TimeUnit::Hour => 3600,
            TimeUnit::Minute => 60,
            _ => 1,
        };
        let in_day = match unit {
            TimeUnit::Hour | TimeUnit::Minute => DAY / seconds,
            _ => in_second.checked_mul(DAY).unwrap_or(0),
        };
        Clock { unit, in_day, in_second, seconds }
    }

    /// How many of the unit a day has; 1 of longer ones.
    pub(super) fn in_day(self) -> i128 {
        match self.unit {
            unit if unit <= TimeUnit::Day => 1,
            TimeUnit::Hour | TimeUnit::Minute => self.in_day.into(),
            _ => i128::from(self.in_second) * i128::from(DAY),
        }
    }

    /// The day that a count lies in; `None` where 64 bits are too few.
    #[inline(always)]
    pub(super) fn days(self, count: i64) -> Option<i64> {
        match self.unit {
            TimeUnit::Year => days_from_civil(count.checked_add(1970)?, 1, 1),
            TimeUnit::Month => {
                days_from_civil(count.div_euclid(12) + 1970, count.rem_euclid(12) as u8 + 1, 1)
            }
            TimeUnit::Week => count.checked_mul(7),
            TimeUnit::Day => Some(count),
            // All that 64 bits count of such units is less than a day.
            _ if self.in_day == 0 => Some(if count < 0 { -1 } else { 0 }),
            _ => Some(count.div_euclid(self.in_day)),
        }
    }

    /// Whole seconds since midnight.
    #[inline(always)]
    pub(super) fn of_day(self, count: i64) -> i64 {
        match self.unit {
            unit if unit <= TimeUnit::Day => 0,
            TimeUnit::Hour | TimeUnit::Minute => count.rem_euclid(self.in_day) * self.seconds,
            _ => count.div_euclid(self.in_second).rem_euclid(DAY),
        }
    }

    /// What is left of the last second, in its 10⁻⁹ parts, cut off.
    #[inline(always)]
    pub(super) fn nanosecond(self, count: i64) -> i64 {
        let rest = count.rem_euclid(self.in_second);
        match self.in_second {
            parts if parts > NANO => rest / (parts / NANO),
            parts => rest * (NANO / parts),
        }
    }
}

/// Counts as seconds since 1970, and back: what zones and formats go by.
#[cfg(feature = "zones")]
impl Clock {
    pub(super) fn unit(self) -> TimeUnit {
        self.unit
    }

    /// The second that a count lies in; `None` where 64 bits are too few.
    pub(super) fn second(self, count: i64) -> Option<i64> {
        match self.unit {
            unit if unit >= TimeUnit::Second => Some(count.div_euclid(self.in_second)),
            _ => self.days(count)?.checked_mul(DAY)?.checked_add(self.of_day(count)),
        }
    }

    /// The count that a second and its 10⁻⁹ parts lie in.
    pub(super) fn count_of(self, second: i64, nanosecond: i64) -> Option<i64> {
        let (year, month, _) = nd_core::time::civil_from_days(second.div_euclid(DAY));
        match self.unit {
            TimeUnit::Year => Some(year - 1970),
            TimeUnit::Month => Some((year - 1970) * 12 + i64::from(month) - 1),
            unit if unit <= TimeUnit::Second => Some(second.div_euclid(self.seconds)),
            _ => {
                let parts = i128::from(nanosecond) * i128::from(self.in_second) / i128::from(NANO);
                i64::try_from(i128::from(second) * i128::from(self.in_second) + parts).ok()
            }
        }
    }

    /// An offset in seconds as counts; `None` where it is no whole number of them.
    pub(super) fn offset(self, seconds: i64) -> Option<i64> {
        match self.seconds {
            0 => (seconds == 0).then_some(0),
            1 => Some(seconds * self.in_second),
            unit => (seconds % unit == 0).then_some(seconds / unit),
        }
    }
}
