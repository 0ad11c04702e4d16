//! Spans: what is added to dates, and what lies between them.

use super::date::{DAY, LAST_YEAR};
use super::{Calendar, CalendarDate, CalendarError};
use nd_core::Timedelta64;
use nd_core::time::Microsecond;

impl CalendarDate {
    /// The date so many days later, at the same time of day.
    ///
    /// # Errors
    /// [`CalendarError::Range`] for years before -280,000 or after 280,000.
    ///
    /// # cftime
    /// `date + timedelta(days)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let reform = CalendarDate::new(Calendar::Standard, 1582, 10, 15)?;
    /// assert_eq!(reform.checked_add_days(-1)?.day(), 4);
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn checked_add_days(self, days: i64) -> Result<CalendarDate, CalendarError> {
        let beyond = CalendarError::Range { calendar: self.calendar() };
        self.checked_add_microseconds(days.checked_mul(DAY).ok_or(beyond)?)
    }

    /// The moment so many microseconds later.
    ///
    /// # Errors
    /// [`CalendarError::Range`] for years before -280,000 or after 280,000.
    ///
    /// # cftime
    /// `date + timedelta(microseconds=microseconds)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let new_year = CalendarDate::new(Calendar::Day360, 2001, 1, 1)?;
    /// let before = new_year.checked_add_microseconds(-1)?;
    /// assert_eq!(before.to_string(), "2000-12-30 23:59:59.999999");
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn checked_add_microseconds(
        self,
        microseconds: i64,
    ) -> Result<CalendarDate, CalendarError> {
        if self.is_nat() {
            return Ok(self);
        }
        let beyond = CalendarError::Range { calendar: self.calendar() };
        let sum = self.microseconds().checked_add(microseconds).ok_or(beyond)?;
        CalendarDate::from_microseconds(self.calendar(), sum)
    }

    /// The same day of the month so many months later, or the last day of that month if it is shorter.
    ///
    /// # Errors
    /// [`CalendarError::Range`] for years before -280,000 or after 280,000; [`CalendarError::Date`] for 1582-10-05 to
    /// 14 in [`Calendar::Standard`].
    ///
    /// # pandas
    /// `date + pd.DateOffset(months=months)`, which there is for one calendar.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let january = CalendarDate::new(Calendar::Standard, 2000, 1, 31)?;
    /// assert_eq!(january.checked_add_months(1)?.to_string(), "2000-02-29 00:00:00");
    /// assert_eq!(january.checked_add_months(-2)?.to_string(), "1999-11-30 00:00:00");
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn checked_add_months(self, months: i64) -> Result<CalendarDate, CalendarError> {
        if self.is_nat() {
            return Ok(self);
        }
        let calendar = self.calendar();
        let (year, month) = calendar.months_later(self.year(), self.month(), months);
        if !(-LAST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(CalendarError::Range { calendar });
        }
        let day = self.day().min(calendar.days_in_month(year, month));
        CalendarDate::new(calendar, year, month, day)?.with_time(
            self.hour().into(),
            self.minute().into(),
            self.second().into(),
            self.microsecond(),
        )
    }

    /// How much later it is than another date; missing if one of them is none.
    ///
    /// # Errors
    /// [`CalendarError::Mixed`] for dates of two calendars of which people did not live by one;
    /// [`CalendarError::Range`] if the number of microseconds does not fit 64 bits.
    ///
    /// # cftime
    /// `date - other`, which has to be of the same calendar there.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate, Day};
    ///
    /// let [january, march] = [1, 3].map(|month| CalendarDate::new(Calendar::Day360, 2000, month, 1));
    /// assert_eq!(march?.since(january?)?.to_unit::<Day>()?.to_string(), "60 days");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn since(self, other: CalendarDate) -> Result<Timedelta64<Microsecond>, CalendarError> {
        if self.is_nat() || other.is_nat() {
            return Ok(Timedelta64::NAT);
        }
        let calendars = [self.calendar(), other.calendar()];
        if calendars[0] != calendars[1] && !calendars.iter().all(|calendar| calendar.is_real()) {
            return Err(CalendarError::Mixed { calendars });
        }
        let beyond = CalendarError::Range { calendar: self.calendar() };
        let apart = self.microseconds().checked_sub(other.microseconds()).ok_or(beyond)?;
        Ok(Timedelta64::new(apart))
    }

    /// The same moment as another calendar has it.
    ///
    /// # Errors
    /// [`CalendarError::Mixed`] if people did not live by one of both, unless they are the same.
    ///
    /// # cftime
    /// `date.change_calendar(calendar)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate};
    ///
    /// let revolution = CalendarDate::new(Calendar::Julian, 1917, 10, 25)?;
    /// assert_eq!(revolution.to_calendar(Calendar::Standard)?.to_string(), "1917-11-07 00:00:00");
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn to_calendar(self, calendar: Calendar) -> Result<CalendarDate, CalendarError> {
        if self.is_nat() || self.calendar() == calendar {
            return Ok(self);
        }
        if !(self.calendar().is_real() && calendar.is_real()) {
            return Err(CalendarError::Mixed { calendars: [self.calendar(), calendar] });
        }
        CalendarDate::from_microseconds(calendar, self.microseconds())
    }
}

impl Calendar {
    /// The year and month so many months after a month.
    pub(crate) fn months_later(self, year: i64, month: u8, months: i64) -> (i64, u8) {
        let from = i128::from(self.astronomical(year)) * 12 + i128::from(month) - 1;
        let to = from + i128::from(months);
        let year = to.div_euclid(12) as i64; // a twelfth of 2^64 months fits
        (self.labelled(year), to.rem_euclid(12) as u8 + 1)
    }
}
