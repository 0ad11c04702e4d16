//! Days by their numbers: year, month and day of a count, and back.

use super::Calendar;

/// 1582-10-15, the first day of the Gregorian part of [`Calendar::Standard`].
pub(crate) const REFORM: i64 = -141_427;

/// The days before the 1st of each month of a year that starts in January.
const BEFORE: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const BEFORE_LEAP: [i64; 13] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366];

/// How leap years come round.
///
/// Years are counted from March, so that leap days are at their ends; after E. G. Richards, *Mapping Time*, and
/// H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*.
#[derive(Clone, Copy)]
struct Rule {
    /// After how many years and days they come round.
    years: i64,
    days: i64,
    /// 1970-01-01 in days since the 1st of March of year 0.
    epoch: i64,
    /// Whether years at the ends of centuries have no leap day.
    centuries: bool,
}

const GREGORIAN: Rule = Rule { years: 400, days: 146_097, epoch: 719_468, centuries: true };
const JULIAN: Rule = Rule { years: 4, days: 1461, epoch: 719_470, centuries: false };

impl Rule {
    #[inline(always)]
    fn fields(self, days: i64) -> (i64, u8, u8) {
        // The epoch is added to a part of the count, which then cannot overflow.
        let since = days.rem_euclid(self.days) + self.epoch;
        let rounds = days.div_euclid(self.days) + since / self.days;
        let day = since % self.days;
        let leaps =
            if self.centuries { day / 1460 - day / 36_524 + day / 146_096 } else { day / 1460 };
        let year = (day - leaps) / 365;
        let skipped = if self.centuries { year / 100 } else { 0 };
        let of_year = day - (365 * year + year / 4 - skipped);
        let march = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = rounds * self.years + year + i64::from(march >= 10);
        (year, month as u8, of_month as u8)
    }

    /// The count of a date that exists, of a year between -2^40 and 2^40.
    #[inline(always)]
    fn days(self, year: i64, month: u8, day: u8) -> i64 {
        let (month, day) = (i64::from(month), i64::from(day));
        let year = year - i64::from(month <= 2);
        let (rounds, of_round) = (year.div_euclid(self.years), year.rem_euclid(self.years));
        let march = if month > 2 { month - 3 } else { month + 9 };
        let skipped = if self.centuries { of_round / 100 } else { 0 };
        let of_year = (153 * march + 2) / 5 + day - 1;
        rounds * self.days + 365 * of_round + of_round / 4 - skipped + of_year - self.epoch
    }
}

impl Calendar {
    /// The year, month and day of a count of days since 1970-01-01, whatever it is.
    #[inline(always)]
    pub(crate) fn fields(self, days: i64) -> (i64, u8, u8) {
        let (year, month, day) = match self {
            Calendar::ProlepticGregorian => GREGORIAN.fields(days),
            Calendar::Standard if days >= REFORM => GREGORIAN.fields(days),
            Calendar::Standard | Calendar::Julian => JULIAN.fields(days),
            Calendar::NoLeap => even_years(days, &BEFORE),
            Calendar::AllLeap => even_years(days, &BEFORE_LEAP),
            Calendar::Day360 => {
                let day = days.rem_euclid(360);
                (days.div_euclid(360) + 1970, (day / 30 + 1) as u8, (day % 30 + 1) as u8)
            }
        };
        (self.labelled(year), month, day)
    }

    /// The count of a date, in days since 1970-01-01; `None` if there is no such date, or if its year is not between
    /// -2^40 and 2^40.
    pub(crate) fn days_of(self, year: i64, month: u8, day: u8) -> Option<i64> {
        let exists = year.abs() < 1 << 40
            && (year != 0 || self.has_year_zero())
            && (1..=self.days_in_month(year, month)).contains(&day);
        if !exists {
            return None;
        }
        let counted = self.astronomical(year);
        let before = |table: &[i64; 13]| table[usize::from(month) - 1] + i64::from(day) - 1;
        let since = year - 1970;
        Some(match self {
            Calendar::ProlepticGregorian => GREGORIAN.days(counted, month, day),
            Calendar::Julian => JULIAN.days(counted, month, day),
            Calendar::Standard if (year, month, day) >= (1582, 10, 15) => {
                GREGORIAN.days(counted, month, day)
            }
            Calendar::Standard if (year, month, day) > (1582, 10, 4) => return None,
            Calendar::Standard => JULIAN.days(counted, month, day),
            Calendar::NoLeap => since * 365 + before(&BEFORE),
            Calendar::AllLeap => since * 366 + before(&BEFORE_LEAP),
            Calendar::Day360 => since * 360 + 30 * (i64::from(month) - 1) + i64::from(day) - 1,
        })
    }

    /// The day of the week of day 0, 0 for a Monday.
    pub(crate) fn first_weekday(self) -> i64 {
        match self {
            Calendar::NoLeap => 1970 * 365 % 7,
            Calendar::AllLeap => 1970 * 366 % 7,
            Calendar::Day360 => 1970 * 360 % 7,
            Calendar::Standard | Calendar::ProlepticGregorian | Calendar::Julian => 3,
        }
    }

    /// Which day of its year a date that exists is, from 1 on, as if no days had been left out in 1582.
    pub(crate) fn day_of_year(self, year: i64, month: u8, day: u8) -> u16 {
        let month = usize::from(month) - 1;
        let before = match self {
            Calendar::Day360 => 30 * month as i64,
            _ if self.is_leap_year(year) => BEFORE_LEAP[month],
            _ => BEFORE[month],
        };
        before as u16 + u16::from(day)
    }
}

/// The date of a count where all years have the same length.
#[inline(always)]
fn even_years(days: i64, before: &[i64; 13]) -> (i64, u8, u8) {
    let (year, day) = (days.div_euclid(before[12]), days.rem_euclid(before[12]));
    let month = before.partition_point(|&start| start <= day);
    (year + 1970, month as u8, (day - before[month - 1] + 1) as u8)
}
