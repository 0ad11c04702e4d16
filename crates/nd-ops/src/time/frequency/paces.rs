//! [`Frequency`]: which there are.

use super::FrequencyError;
use super::days::Days;
use crate::time::business::BusinessCalendar;
use crate::time::calendar::Calendar;
use nd_core::Datetime64;
use nd_core::time::Day;

/// A day of the week.
///
/// # Examples
/// ```
/// use nd_ops::time::{Frequency, Weekday};
///
/// assert!(Frequency::week(Weekday::Friday).is_on("2024-03-01".parse()?));
/// # Ok::<(), nd_ops::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// What its days are, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pace {
    Days,
    Business(BusinessCalendar),
    Weeks(Weekday),
    /// The first or last days of every so many months, among which the month `phase` is, from 0 on.
    Months {
        every: i64,
        phase: i64,
        end: bool,
    },
}

/// Days that come again and again, or every so many of them.
///
/// pandas' names are read by `parse`: `D`, `B`, `W` and `W-MON`, `MS`, `ME`, `QS` and `QS-FEB`, `QE`, `YS`,
/// `YE-JUN`, with a number before them or without.
///
/// # pandas
/// `pd.tseries.offsets`, as far as they are days.
///
/// # Examples
/// ```
/// use nd_ops::time::Frequency;
///
/// assert_eq!("ME".parse(), Ok(Frequency::month_end()));
/// assert_eq!("2QS-FEB".parse(), Ok(Frequency::quarter_start(2).times(2)));
/// let ends = Frequency::month_end();
/// assert!(ends.is_on("2024-02-29".parse()?) && !ends.is_on("2024-02-28".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    pub(super) pace: Pace,
    pub(super) times: i64,
}

impl Frequency {
    fn of(pace: Pace) -> Frequency {
        Frequency { pace, times: 1 }
    }

    #[track_caller]
    fn months(every: i64, month: u8, end: bool) -> Frequency {
        assert!((1..=12).contains(&month), "frequency: month {month} is none of 1 to 12");
        let phase = i64::from(month - 1) % every;
        Frequency::of(Pace::Months { every, phase, end })
    }

    /// Every day: `D`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::time::Frequency::day().is_on("2024-03-02".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn day() -> Frequency {
        Frequency::of(Pace::Days)
    }

    /// The business days of a calendar: `B` for the default one.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{BusinessCalendar, Frequency};
    ///
    /// let days = Frequency::business_day(BusinessCalendar::default());
    /// assert!(days.is_on("2024-03-01".parse()?) && !days.is_on("2024-03-02".parse()?)); // a Friday
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn business_day(calendar: BusinessCalendar) -> Frequency {
        Frequency::of(Pace::Business(calendar))
    }

    /// One day of every week, the last one of its week: `W-SUN` for Sundays.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Frequency, Weekday};
    ///
    /// let next = Frequency::week(Weekday::Sunday).rollforward("2024-03-01".parse()?);
    /// assert_eq!(next, Some("2024-03-03".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn week(day: Weekday) -> Frequency {
        Frequency::of(Pace::Weeks(day))
    }

    /// The first day of every month: `MS`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::month_start().rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2024-03-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn month_start() -> Frequency {
        Frequency::months(1, 1, false)
    }

    /// The last day of every month: `ME`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::month_end().rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2024-02-29".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn month_end() -> Frequency {
        Frequency::months(1, 1, true)
    }

    /// The first day of every quarter, if one begins with this month: `QS-JAN` for 1, which is `QS`.
    ///
    /// # Panics
    /// If the month is none of 1 to 12.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::quarter_start(1).rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2024-04-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    #[track_caller]
    pub fn quarter_start(month: u8) -> Frequency {
        Frequency::months(3, month, false)
    }

    /// The last day of every quarter, if one ends with this month: `QE-DEC` for 12, which is `QE`.
    ///
    /// # Panics
    /// If the month is none of 1 to 12.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::quarter_end(12).rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2024-03-31".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    #[track_caller]
    pub fn quarter_end(month: u8) -> Frequency {
        Frequency::months(3, month, true)
    }

    /// The first day of every year, if it begins with this month: `YS-JAN` for 1, which is `YS`.
    ///
    /// # Panics
    /// If the month is none of 1 to 12.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::year_start(1).rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2025-01-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    #[track_caller]
    pub fn year_start(month: u8) -> Frequency {
        Frequency::months(12, month, false)
    }

    /// The last day of every year, if it ends with this month: `YE-DEC` for 12, which is `YE`.
    ///
    /// # Panics
    /// If the month is none of 1 to 12.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let next = Frequency::year_end(12).rollforward("2024-02-02".parse()?);
    /// assert_eq!(next, Some("2024-12-31".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    #[track_caller]
    pub fn year_end(month: u8) -> Frequency {
        Frequency::months(12, month, true)
    }

    /// Only every so many of its days, from where a range or a resampling begins.
    ///
    /// # Panics
    /// If the number is 0.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Frequency, date_range};
    ///
    /// let days = date_range("2024-02-27".parse()?, "2024-03-07".parse()?, &Frequency::day().times(4))?;
    /// assert_eq!(days.to_string(), "['2024-02-27' '2024-03-02' '2024-03-06']");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn times(self, times: u32) -> Frequency {
        assert!(times > 0, "frequency: every 0 days is none");
        Frequency { times: times.into(), ..self }
    }

    /// Its days in a calendar.
    pub(super) fn of_calendar(&self, calendar: Calendar) -> Result<Days<'_>, FrequencyError> {
        if matches!(self.pace, Pace::Business(_)) && !calendar.is_real() {
            return Err(FrequencyError::NoBusinessDays { calendar });
        }
        Ok(Days { frequency: self, calendar })
    }

    /// Its days in the calendar of every [`Datetime64`].
    pub(super) fn days(&self) -> Days<'_> {
        Days { frequency: self, calendar: Calendar::ProlepticGregorian }
    }

    /// Whether it has this day. What is missing is none.
    ///
    /// # pandas
    /// `offset.is_on_offset(day)`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::time::Frequency::year_start(1).is_on("2024-01-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn is_on(&self, day: Datetime64<Day>) -> bool {
        !day.is_nat() && self.days().is_on(day.count())
    }

    /// Its last day that is not after this one; `None` for what is missing and beyond all days.
    ///
    /// # pandas
    /// `offset.rollback(day)`.
    ///
    /// # Examples
    /// ```
    /// let month = nd_ops::time::Frequency::month_start().rollback("2024-02-10".parse()?);
    /// assert_eq!(month, Some("2024-02-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn rollback(&self, day: Datetime64<Day>) -> Option<Datetime64<Day>> {
        let days = self.days();
        let found = if day.is_nat() { None } else { days.nth(days.floor(day.count())) };
        found.map(Datetime64::new)
    }

    /// Its first day that is not before this one; `None` for what is missing and beyond all days.
    ///
    /// # pandas
    /// `offset.rollforward(day)`.
    ///
    /// # Examples
    /// ```
    /// let month = nd_ops::time::Frequency::month_start().rollforward("2024-02-01".parse()?);
    /// assert_eq!(month, Some("2024-02-01".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn rollforward(&self, day: Datetime64<Day>) -> Option<Datetime64<Day>> {
        let days = self.days();
        let found = if day.is_nat() { None } else { days.nth(days.ceil(day.count())) };
        found.map(Datetime64::new)
    }

    /// Its day so many steps later; a day that it does not have takes the first step to the next, or the last, one
    /// that it has. `None` for what is missing and beyond all days.
    ///
    /// # pandas
    /// `day + steps * offset`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Frequency;
    ///
    /// let ends = Frequency::month_end();
    /// assert_eq!(ends.shift("2024-01-30".parse()?, 1), Some("2024-01-31".parse()?));
    /// assert_eq!(ends.shift("2024-01-31".parse()?, 1), Some("2024-02-29".parse()?));
    /// assert_eq!(ends.shift("2024-01-30".parse()?, -1), Some("2023-12-31".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn shift(&self, day: Datetime64<Day>, steps: i64) -> Option<Datetime64<Day>> {
        let found = if day.is_nat() { None } else { self.days().shifted(day.count(), steps) };
        found.map(Datetime64::new)
    }
}
