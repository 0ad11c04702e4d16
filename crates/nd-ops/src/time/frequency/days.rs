//! The days of a frequency, numbered.

use super::Frequency;
use super::paces::Pace;
use crate::time::NAT;
use crate::time::calendar::Calendar;

/// The days that a frequency has in a calendar, as counts since 1970-01-01. None of those given is missing.
#[derive(Clone, Copy)]
pub(super) struct Days<'a> {
    pub(super) frequency: &'a Frequency,
    pub(super) calendar: Calendar,
}

impl Days<'_> {
    /// Every how many of the days there is one.
    pub(super) fn stride(&self) -> i64 {
        self.frequency.times
    }

    /// Whether the days are the last ones of what they stand for.
    pub(super) fn is_end(&self) -> bool {
        matches!(self.frequency.pace, Pace::Weeks(_) | Pace::Months { end: true, .. })
    }

    /// The number of the last day that is not after a day.
    pub(super) fn floor(&self, day: i64) -> i128 {
        let calendar = self.calendar;
        match &self.frequency.pace {
            Pace::Days => day.into(),
            Pace::Business(business) => business.rank(day, true) - 1,
            Pace::Weeks(weekday) => (i128::from(day) + self.apart(*weekday as i64)).div_euclid(7),
            Pace::Months { every, phase, end } => {
                let (year, month, of_month) = calendar.fields(day);
                let last = of_month == calendar.days_in_month(year, month);
                let month = calendar.astronomical(year) * 12 + i64::from(month) - 1;
                let month = month - i64::from(*end && !last);
                (month - phase).div_euclid(*every).into()
            }
        }
    }

    /// How many days before day 0 the day of the week was.
    fn apart(&self, weekday: i64) -> i128 {
        (self.calendar.first_weekday() - weekday).into()
    }

    /// The day of a number.
    pub(super) fn nth(&self, number: i128) -> Option<i64> {
        let calendar = self.calendar;
        let day = match &self.frequency.pace {
            Pace::Days => number,
            Pace::Business(business) => business.date(number),
            Pace::Weeks(weekday) => number.checked_mul(7)? - self.apart(*weekday as i64),
            Pace::Months { every, phase, end } => {
                let number = i64::try_from(number).ok()?;
                let month = number.checked_mul(*every)?.checked_add(phase + i64::from(*end))?;
                let year = calendar.labelled(month.div_euclid(12));
                let first = calendar.days_of(year, month.rem_euclid(12) as u8 + 1, 1)?;
                (first - i64::from(*end)).into()
            }
        };
        i64::try_from(day).ok().filter(|&day| day != NAT)
    }

    /// The number of the first day that is not before a day.
    pub(super) fn ceil(&self, day: i64) -> i128 {
        let floor = self.floor(day);
        floor + i128::from(self.nth(floor) != Some(day))
    }

    /// Whether the day is one of them.
    pub(super) fn is_on(&self, day: i64) -> bool {
        self.nth(self.floor(day)) == Some(day)
    }

    /// The day so many steps later; see [`Frequency::shift`].
    pub(super) fn shifted(&self, day: i64, steps: i64) -> Option<i64> {
        let from = if steps > 0 { self.floor(day) } else { self.ceil(day) };
        self.nth(from + i128::from(steps) * i128::from(self.stride()))
    }
}
