//! [`CalendarDate`]: a date of a calendar, with its time of day.

use super::{Calendar, CalendarError};
use crate::time::NAT;
use nd_core::{Element, PrintElement};
use std::cmp::Ordering;

/// The microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// The last year of a date; the first one is the same before year 0. Microseconds since 1970 fit 64 bits so.
pub(super) const LAST_YEAR: i64 = 280_000;

/// A date of a calendar with its time of day, to the microsecond; or [none](CalendarDate::NAT).
///
/// Dates of the three calendars that people lived by are equal, or one is earlier, as the moments are that they name;
/// dates of the others are compared within their calendar only. No date is equal to [`NAT`](CalendarDate::NAT), nor
/// that to itself.
///
/// # cftime
/// `cftime.datetime`; missing dates do not exist there.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CalendarDate};
///
/// let date = CalendarDate::new(Calendar::Day360, 2000, 2, 30)?.with_time(12, 30, 0, 0)?;
/// assert_eq!(date.to_string(), "2000-02-30 12:30:00");
/// assert_eq!(date.checked_add_days(1)?.month(), 3);
///
/// let julian = CalendarDate::new(Calendar::Standard, 1582, 10, 4)?;
/// let gregorian = CalendarDate::new(Calendar::ProlepticGregorian, 1582, 10, 14)?;
/// assert_eq!(julian, gregorian);
/// # Ok::<(), nd_ops::time::CalendarError>(())
/// ```
#[derive(Clone, Copy)]
pub struct CalendarDate {
    /// Those of its calendar, so that it exists; month 0 for none.
    year: i32,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    calendar: Calendar,
    microsecond: u32,
}

impl Element for CalendarDate {}
impl PrintElement for CalendarDate {}

impl CalendarDate {
    /// No date.
    ///
    /// Its [`calendar`](Self::calendar) is the standard one and its other parts are 0; what is added to it is none
    /// either.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::CalendarDate;
    ///
    /// assert!(CalendarDate::NAT.is_nat() && CalendarDate::NAT != CalendarDate::NAT);
    /// assert_eq!(CalendarDate::NAT.to_string(), "NaT");
    /// ```
    pub const NAT: CalendarDate = CalendarDate {
        year: 0,
        month: 0,
        day: 0,
        hour: 0,
        minute: 0,
        second: 0,
        calendar: Calendar::Standard,
        microsecond: 0,
    };

    /// The beginning of a day.
    ///
    /// # Errors
    /// [`CalendarError::Date`] if the calendar has no such day: no such month, no such day in the month, a year 0
    /// where there is none, 1582-10-05 to 14 in [`Calendar::Standard`]; [`CalendarError::Range`] for years before
    /// -280,000 or after 280,000.
    ///
    /// # cftime
    /// `cftime.datetime(year, month, day, calendar=calendar)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// assert!(CalendarDate::new(Calendar::Standard, 1582, 10, 10).is_err());
    /// assert!(CalendarDate::new(Calendar::Julian, 1582, 10, 10).is_ok());
    /// assert!(CalendarDate::new(Calendar::Julian, 0, 1, 1).is_err());
    /// ```
    pub fn new(
        calendar: Calendar,
        year: i64,
        month: u8,
        day: u8,
    ) -> Result<CalendarDate, CalendarError> {
        if !(-LAST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(CalendarError::Range { calendar });
        }
        if calendar.days_of(year, month, day).is_none() {
            let date = [year, month.into(), day.into()];
            return Err(CalendarError::Date { calendar, date });
        }
        Ok(CalendarDate { year: year as i32, month, day, calendar, ..CalendarDate::NAT })
    }

    /// The same day at another time.
    ///
    /// # Errors
    /// [`CalendarError::Time`] for an hour above 23, a minute or second above 59, or a microsecond above 999,999:
    /// there are no leap seconds.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let day = CalendarDate::new(Calendar::NoLeap, 2000, 3, 1)?;
    /// assert_eq!(day.with_time(23, 59, 59, 250_000)?.to_string(), "2000-03-01 23:59:59.250000");
    /// assert!(day.with_time(24, 0, 0, 0).is_err());
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn with_time(
        self,
        hour: u32,
        minute: u32,
        second: u32,
        microsecond: u32,
    ) -> Result<CalendarDate, CalendarError> {
        if hour > 23 || minute > 59 || second > 59 || microsecond > 999_999 {
            return Err(CalendarError::Time { time: [hour, minute, second, microsecond] });
        }
        if self.is_nat() {
            return Ok(self);
        }
        let [hour, minute, second] = [hour, minute, second].map(|part| part as u8);
        Ok(CalendarDate { hour, minute, second, microsecond, ..self })
    }

    /// The day of a count of days since 1970-01-01 (see [`days`](Self::days)); [`NAT`](Self::NAT) for
    /// [`i64::MIN`].
    ///
    /// # Errors
    /// [`CalendarError::Range`] for years before -280,000 or after 280,000.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::from_days(Calendar::Day360, 59)?;
    /// assert_eq!((date.year(), date.month(), date.day()), (1970, 2, 30));
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn from_days(calendar: Calendar, days: i64) -> Result<CalendarDate, CalendarError> {
        if days == NAT {
            return Ok(CalendarDate::NAT);
        }
        let (year, month, day) = calendar.fields(days);
        if !(-LAST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(CalendarError::Range { calendar });
        }
        Ok(CalendarDate { year: year as i32, month, day, calendar, ..CalendarDate::NAT })
    }

    /// The moment of a count of microseconds since 1970-01-01 (see [`days`](Self::days)); [`NAT`](Self::NAT) for
    /// [`i64::MIN`].
    ///
    /// # Errors
    /// [`CalendarError::Range`] for years before -280,000 or after 280,000.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::from_microseconds(Calendar::Standard, -1)?;
    /// assert_eq!(date.to_string(), "1969-12-31 23:59:59.999999");
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn from_microseconds(
        calendar: Calendar,
        microseconds: i64,
    ) -> Result<CalendarDate, CalendarError> {
        if microseconds == NAT {
            return Ok(CalendarDate::NAT);
        }
        let date = CalendarDate::from_days(calendar, microseconds.div_euclid(DAY))?;
        let of_day = microseconds.rem_euclid(DAY);
        let (seconds, microsecond) = (of_day / 1_000_000, (of_day % 1_000_000) as u32);
        let (hour, minute) = ((seconds / 3600) as u8, (seconds / 60 % 60) as u8);
        Ok(CalendarDate { hour, minute, second: (seconds % 60) as u8, microsecond, ..date })
    }

    /// Days since 1970-01-01; [`i64::MIN`] for none.
    ///
    /// In the three calendars that people lived by the same count is the same day, and so since the Gregorian date:
    /// the Julian one is that of day 13. The others have a 1970-01-01 of their own.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// assert_eq!(CalendarDate::new(Calendar::NoLeap, 1973, 1, 1)?.days(), 3 * 365);
    /// assert_eq!(CalendarDate::new(Calendar::Standard, 1973, 1, 1)?.days(), 3 * 365 + 1);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn days(self) -> i64 {
        self.calendar.days_of(self.year(), self.month, self.day).unwrap_or(NAT)
    }

    /// Microseconds since 1970-01-01 (see [`days`](Self::days)); [`i64::MIN`] for none.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let noon = CalendarDate::new(Calendar::Julian, 1970, 1, 1)?.with_time(12, 0, 0, 0)?;
    /// assert_eq!(noon.microseconds(), (13 * 24 + 12) * 3_600_000_000);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn microseconds(self) -> i64 {
        if self.is_nat() {
            return NAT;
        }
        self.days() * DAY + self.microseconds_of_day()
    }

    /// Microseconds since midnight.
    pub(crate) fn microseconds_of_day(self) -> i64 {
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(i64::from);
        (hour * 3600 + minute * 60 + second) * 1_000_000 + i64::from(self.microsecond)
    }

    /// Whether it is none.
    ///
    /// # NumPy
    /// `np.isnat(date)`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::time::CalendarDate::NAT.is_nat());
    /// ```
    pub fn is_nat(self) -> bool {
        self.month == 0
    }

    /// The calendar.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.calendar(), Calendar::Day360);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn calendar(self) -> Calendar {
        self.calendar
    }

    /// The year.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.year(), -4);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn year(self) -> i64 {
        self.year.into()
    }

    /// The month, 1 to 12.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.month(), 2);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1 on.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.day(), 30);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn day(self) -> u8 {
        self.day
    }

    /// The hour, 0 to 23.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.hour(), 23);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.minute(), 59);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.second(), 58);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn second(self) -> u8 {
        self.second
    }

    /// The microsecond, 0 to 999,999.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let date = CalendarDate::parse("-0004-02-30 23:59:58.5", Calendar::Day360)?;
    /// assert_eq!(date.microsecond(), 500_000);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn microsecond(self) -> u32 {
        self.microsecond
    }

    /// Which day of the year it is, from 1 on; 0 for none.
    ///
    /// After October 1582 of [`Calendar::Standard`] it is as if no days had been left out, as in cftime.
    ///
    /// # cftime
    /// `date.dayofyr`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// assert_eq!(CalendarDate::new(Calendar::AllLeap, 2001, 3, 1)?.day_of_year(), 61);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn day_of_year(self) -> u16 {
        if self.is_nat() { 0 } else { self.calendar.day_of_year(self.year(), self.month, self.day) }
    }

    /// Which day of the week it is, 0 for a Monday; 0 for none.
    ///
    /// Where people did not live by the calendar, weeks begin with the year 0 as cftime has them.
    ///
    /// # cftime
    /// `date.dayofwk`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// assert_eq!(CalendarDate::new(Calendar::Standard, 1970, 1, 1)?.day_of_week(), 3); // Thursday
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn day_of_week(self) -> u8 {
        if self.is_nat() {
            return 0;
        }
        (self.days() + self.calendar.first_weekday()).rem_euclid(7) as u8
    }

    /// The last day of its month; 0 for none. See [`Calendar::days_in_month`].
    ///
    /// # cftime
    /// `date.daysinmonth`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// assert_eq!(CalendarDate::new(Calendar::NoLeap, 2000, 2, 1)?.days_in_month(), 28);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn days_in_month(self) -> u8 {
        self.calendar.days_in_month(self.year(), self.month)
    }
}

impl PartialEq for CalendarDate {
    fn eq(&self, other: &CalendarDate) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for CalendarDate {
    fn partial_cmp(&self, other: &CalendarDate) -> Option<Ordering> {
        let common = self.calendar == other.calendar
            || (self.calendar.is_real() && other.calendar.is_real());
        let comparable = common && !self.is_nat() && !other.is_nat();
        comparable.then(|| self.microseconds().cmp(&other.microseconds()))
    }
}
