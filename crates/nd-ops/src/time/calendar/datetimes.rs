//! Dates of calendars as points in time, and back.

use super::{Calendar, CalendarDate, CalendarError};
use nd_core::Datetime64;
use nd_core::time::{Microsecond, Unit};

impl CalendarDate {
    /// The same moment as a calendar has it, cut off to the microsecond; what is missing stays so.
    ///
    /// [`TryFrom`] has it of [`Calendar::ProlepticGregorian`], the calendar of every [`Datetime64`].
    ///
    /// # Errors
    /// [`CalendarError::Mixed`] for a calendar that people did not live by; [`CalendarError::Range`] for years before
    /// -280,000 or after 280,000.
    ///
    /// # cftime
    /// `cftime.datetime.fromordinal(…, calendar=calendar)`, through a Julian day.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate, Datetime64, Hour};
    ///
    /// let revolution: Datetime64<Hour> = "1917-11-07T21".parse()?;
    /// let julian = CalendarDate::from_datetime(revolution, Calendar::Julian)?;
    /// assert_eq!(julian.to_string(), "1917-10-25 21:00:00");
    /// assert_eq!(CalendarDate::try_from(revolution)?, julian);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_datetime<U: Unit>(
        time: Datetime64<U>,
        calendar: Calendar,
    ) -> Result<CalendarDate, CalendarError> {
        if !calendar.is_real() {
            let calendars = [Calendar::ProlepticGregorian, calendar];
            return Err(CalendarError::Mixed { calendars });
        }
        let time = time.to_unit::<Microsecond>().map_err(|_| CalendarError::Range { calendar })?;
        CalendarDate::from_microseconds(calendar, time.count())
    }

    /// The same moment as a point in time: the beginning of it, or the coarser unit that it lies in; no date is
    /// [`NAT`](Datetime64::NAT). [`TryFrom`] does the same.
    ///
    /// Before 1582-10-15 a date of [`Calendar::Standard`], and at all times one of [`Calendar::Julian`], is another
    /// one of a [`Datetime64`].
    ///
    /// # Errors
    /// [`CalendarError::Mixed`] for a date of a calendar that people did not live by; [`CalendarError::Overflow`] where
    /// 64 bits are too few for the unit.
    ///
    /// # xarray
    /// `to_datetimeindex`, which keeps year, month and day and not the moment, in every calendar.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate, Datetime64, Day, Second};
    ///
    /// let date = CalendarDate::parse("1917-10-25 21:40", Calendar::Julian)?;
    /// assert_eq!(date.to_datetime::<Day>()?.to_string(), "1917-11-07");
    /// let second: Datetime64<Second> = date.try_into()?;
    /// assert_eq!(second.to_string(), "1917-11-07T21:40:00");
    /// # Ok::<(), nd_ops::time::CalendarError>(())
    /// ```
    pub fn to_datetime<U: Unit>(self) -> Result<Datetime64<U>, CalendarError> {
        if self.is_nat() {
            return Ok(Datetime64::NAT);
        }
        if !self.calendar().is_real() {
            let calendars = [self.calendar(), Calendar::ProlepticGregorian];
            return Err(CalendarError::Mixed { calendars });
        }
        let time = Datetime64::<Microsecond>::new(self.microseconds());
        time.to_unit()
            .map_err(|_| CalendarError::Overflow { date: self.to_string(), unit: U::UNIT })
    }
}

impl<U: Unit> TryFrom<Datetime64<U>> for CalendarDate {
    type Error = CalendarError;

    /// The date of [`Calendar::ProlepticGregorian`]; see [`CalendarDate::from_datetime`].
    fn try_from(time: Datetime64<U>) -> Result<CalendarDate, CalendarError> {
        CalendarDate::from_datetime(time, Calendar::ProlepticGregorian)
    }
}

impl<U: Unit> TryFrom<CalendarDate> for Datetime64<U> {
    type Error = CalendarError;

    /// [`CalendarDate::to_datetime`].
    fn try_from(date: CalendarDate) -> Result<Datetime64<U>, CalendarError> {
        date.to_datetime()
    }
}
