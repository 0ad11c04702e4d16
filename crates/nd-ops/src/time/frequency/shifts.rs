//! Days moved by steps of a frequency.

use super::bins::labelled;
use super::{Frequency, FrequencyError};
use crate::time::calendar::CalendarDate;
use nd_core::time::Day;
use nd_core::{Array, ArrayLike, Datetime64, View};

/// Each day so many steps of a frequency later, as [`Frequency::shift`]; what is missing stays so.
///
/// `days`: any shape → the same.
///
/// # Errors
/// [`FrequencyError::Overflow`] for the first day that does not fit 64 bits.
///
/// # pandas
/// `index + steps * offset`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Datetime64, Frequency, shift_dates};
///
/// let days = Datetime64::parse_all(array!["2024-01-30", "2024-01-31", "NaT"])?;
/// let ends = shift_dates(&days, 1, &Frequency::month_end())?;
/// assert_eq!(ends.to_string(), "['2024-01-31' '2024-02-29'        'NaT']");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn shift_dates(
    days: impl ArrayLike<Elem = Datetime64<Day>>,
    steps: i64,
    frequency: &Frequency,
) -> Result<Array<Datetime64<Day>>, FrequencyError> {
    shifted(days.view().counts(), steps, frequency).map(Array::from_counts)
}

#[inline(never)]
fn shifted(
    days: View<'_, i64>,
    steps: i64,
    frequency: &Frequency,
) -> Result<Array<i64>, FrequencyError> {
    let of = frequency.days();
    labelled(days, &|day| of.shifted(day, steps))
}

impl CalendarDate {
    /// The date so many steps of a frequency later, in its calendar and at the same time of day; see
    /// [`Frequency::shift`]. No date stays none.
    ///
    /// # Errors
    /// [`FrequencyError::Overflow`] beyond the years of dates; [`FrequencyError::NoBusinessDays`].
    ///
    /// # xarray
    /// `date + steps * offset`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CalendarDate, Frequency};
    ///
    /// let date = CalendarDate::parse("2000-02-01 12:00", Calendar::Day360)?;
    /// let end = date.checked_shift(1, &Frequency::month_end())?;
    /// assert_eq!(end.to_string(), "2000-02-30 12:00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn checked_shift(
        self,
        steps: i64,
        frequency: &Frequency,
    ) -> Result<CalendarDate, FrequencyError> {
        let days = frequency.of_calendar(self.calendar())?;
        if self.is_nat() {
            return Ok(self);
        }
        let beyond = || FrequencyError::Overflow { index: Vec::new() };
        let from = self.days();
        let by = days.shifted(from, steps).and_then(|day| day.checked_sub(from));
        self.checked_add_days(by.ok_or_else(beyond)?).map_err(|_| beyond())
    }
}
