//! [`Dated`]: what lies in a day.

use super::FrequencyError;
use crate::time::NAT;
use crate::time::calendar::{Calendar, CalendarDate};
use nd_core::time::{Day, TimeElement, TimeError, Unit};
use nd_core::{Array, Datetime64, Element, View, zip};

/// What [`bin_labels`](super::bin_labels) takes: a [`Datetime64`] of any unit, or a [`CalendarDate`]. Closed.
///
/// # Examples
/// ```
/// use nd_ops::time::{CalendarDate, Dated, Datetime64, Second};
///
/// fn known<T: Dated>() {}
/// known::<Datetime64<Second>>();
/// known::<CalendarDate>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no time that lies in a day",
    note = "those are `Datetime64<U>` and `CalendarDate`"
)]
pub trait Dated: Element + sealed::Sealed {
    /// The days that they lie in.
    type Day: Element;

    #[doc(hidden)]
    fn days(times: View<'_, Self>) -> Result<(Array<i64>, Calendar), FrequencyError>;

    #[doc(hidden)]
    fn of_days(days: Array<i64>, calendar: Calendar) -> Result<Array<Self::Day>, FrequencyError>;
}

mod sealed {
    pub trait Sealed {}
    impl<U: nd_core::time::Unit> Sealed for nd_core::Datetime64<U> {}
    impl Sealed for crate::time::calendar::CalendarDate {}
}

impl<U: Unit> Dated for Datetime64<U> {
    type Day = Datetime64<Day>;

    fn days(times: View<'_, Self>) -> Result<(Array<i64>, Calendar), FrequencyError> {
        match Datetime64::<Day>::of_unit(times.counts(), U::UNIT) {
            Ok(days) => Ok((days.into_counts(), Calendar::ProlepticGregorian)),
            Err(TimeError::Overflow { index, .. }) => {
                Err(FrequencyError::Overflow { index: index.into() })
            }
            // Dates of all units have days: nothing else can be wrong.
            Err(_) => Err(FrequencyError::Overflow { index: Vec::new() }),
        }
    }

    fn of_days(days: Array<i64>, _: Calendar) -> Result<Array<Self::Day>, FrequencyError> {
        Ok(Array::from_counts(days))
    }
}

impl Dated for CalendarDate {
    type Day = CalendarDate;

    fn days(times: View<'_, Self>) -> Result<(Array<i64>, Calendar), FrequencyError> {
        let first = times.iter().find(|date| !date.is_nat());
        let calendar = first.map_or(Calendar::Standard, |date| date.calendar());
        let strange = |date: &CalendarDate| !date.is_nat() && date.calendar() != calendar;
        match times.indexed_iter().find(|(_, date)| strange(date)) {
            None => Ok((zip((&times,)).map(|(date,)| date.days()), calendar)),
            Some((index, date)) => Err(FrequencyError::Mixed {
                index: index.to_vec(),
                calendars: [calendar, date.calendar()],
            }),
        }
    }

    fn of_days(days: Array<i64>, calendar: Calendar) -> Result<Array<Self::Day>, FrequencyError> {
        let date = |day| CalendarDate::from_days(calendar, day);
        match days.indexed_iter().find(|&(_, &day)| day != NAT && date(day).is_err()) {
            None => Ok(zip((&days,)).map(|(day,)| date(day).unwrap_or(CalendarDate::NAT))),
            Some((index, _)) => Err(FrequencyError::Overflow { index: index.to_vec() }),
        }
    }
}
