//! Lists of the days of a frequency.

use super::days::Days;
use super::{Dated, Frequency, FrequencyError};
use crate::time::calendar::CalendarDate;
use nd_core::time::Day;
use nd_core::{Array, Datetime64};

/// The days of a frequency from `start` up to and with `end`; none if `end` is earlier.
///
/// → `(n,)`. Times at equal distances of any unit are [`arange`](crate::time::arange).
///
/// # Errors
/// [`FrequencyError::NotADate`] if an end is missing; [`FrequencyError::TooMany`] for more days than the memory holds;
/// [`FrequencyError::Overflow`] for months of years beyond 2^40.
///
/// # pandas
/// `pd.date_range(start, end, freq=frequency)`.
///
/// # Examples
/// ```
/// use nd_ops::time::{Frequency, date_range};
///
/// let ends = date_range("2024-01-01".parse()?, "2024-04-10".parse()?, &Frequency::month_end())?;
/// assert_eq!(ends.to_string(), "['2024-01-31' '2024-02-29' '2024-03-31']");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date_range(
    start: Datetime64<Day>,
    end: Datetime64<Day>,
    frequency: &Frequency,
) -> Result<Array<Datetime64<Day>>, FrequencyError> {
    if start.is_nat() || end.is_nat() {
        return Err(FrequencyError::NotADate);
    }
    between(&frequency.days(), start.count(), end.count()).map(Array::from_counts)
}

/// So many days of a frequency, the first of which is not before `start`.
///
/// → `(periods,)`.
///
/// # Errors
/// As [`date_range`]; [`FrequencyError::Overflow`] for days that do not fit 64 bits.
///
/// # pandas
/// `pd.date_range(start, periods=periods, freq=frequency)`.
///
/// # Examples
/// ```
/// use nd_ops::time::date_range_periods;
///
/// let days = date_range_periods("2024-03-01".parse()?, 3, &"B".parse()?)?;
/// assert_eq!(days.to_string(), "['2024-03-01' '2024-03-04' '2024-03-05']");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date_range_periods(
    start: Datetime64<Day>,
    periods: usize,
    frequency: &Frequency,
) -> Result<Array<Datetime64<Day>>, FrequencyError> {
    if start.is_nat() {
        return Err(FrequencyError::NotADate);
    }
    let days = frequency.days();
    listed(&days, days.ceil(start.count()), periods as u128).map(Array::from_counts)
}

/// The dates of a frequency from `start` up to and with `end` in their calendar, at the time of day of `start`.
///
/// → `(n,)`, none if `end` is earlier.
///
/// # Errors
/// [`FrequencyError::NotADate`] if an end is none; [`FrequencyError::Mixed`] for ends of two calendars;
/// [`FrequencyError::NoBusinessDays`]; [`FrequencyError::TooMany`] for more dates than the memory holds.
///
/// # xarray
/// `xr.date_range(start, end, freq=frequency, calendar=calendar, use_cftime=True)`.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CalendarDate, Frequency, calendar_range};
///
/// let [start, end] = [1, 3].map(|month| CalendarDate::new(Calendar::Day360, 2000, month, 1));
/// let ends = calendar_range(start?, end?, &Frequency::month_end())?;
/// assert_eq!(ends.shape(), [2]);
/// assert_eq!(ends[[1]].to_string(), "2000-02-30 00:00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn calendar_range(
    start: CalendarDate,
    end: CalendarDate,
    frequency: &Frequency,
) -> Result<Array<CalendarDate>, FrequencyError> {
    if start.is_nat() || end.is_nat() {
        return Err(FrequencyError::NotADate);
    }
    let calendars = [start.calendar(), end.calendar()];
    if calendars[0] != calendars[1] {
        return Err(FrequencyError::Mixed { index: Vec::new(), calendars });
    }
    let days = frequency.of_calendar(calendars[0])?;
    let (from, of_day) = (start.days(), start.microseconds_of_day());
    let last = end.days() - i64::from(end.microseconds_of_day() < of_day);
    Ok(at(of_day, CalendarDate::of_days(between(&days, from, last)?, calendars[0])?))
}

/// So many dates of a frequency in the calendar of `start`, the first of which is not before that, at its time of day.
///
/// → `(periods,)`.
///
/// # Errors
/// [`FrequencyError::NotADate`] if `start` is none; [`FrequencyError::NoBusinessDays`]; [`FrequencyError::TooMany`]
/// for more dates than the memory holds; [`FrequencyError::Overflow`] beyond the years of dates.
///
/// # xarray
/// `xr.date_range(start, periods=periods, freq=frequency, calendar=calendar, use_cftime=True)`.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CalendarDate, Frequency, calendar_range_periods};
///
/// let start = CalendarDate::parse("2000-02-27 12:00", Calendar::NoLeap)?;
/// let days = calendar_range_periods(start, 3, &Frequency::day())?;
/// assert_eq!(days[[2]].to_string(), "2000-03-01 12:00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn calendar_range_periods(
    start: CalendarDate,
    periods: usize,
    frequency: &Frequency,
) -> Result<Array<CalendarDate>, FrequencyError> {
    if start.is_nat() {
        return Err(FrequencyError::NotADate);
    }
    let calendar = start.calendar();
    let days = frequency.of_calendar(calendar)?;
    let found = listed(&days, days.ceil(start.days()), periods as u128)?;
    Ok(at(start.microseconds_of_day(), CalendarDate::of_days(found, calendar)?))
}

/// The same days at a time of day.
fn at(of_day: i64, dates: Array<CalendarDate>) -> Array<CalendarDate> {
    if of_day == 0 {
        return dates;
    }
    // A time of a day whose year has dates has one too.
    dates.map(|date| date.checked_add_microseconds(of_day).unwrap_or(CalendarDate::NAT))
}

#[inline(never)]
fn between(days: &Days<'_>, start: i64, end: i64) -> Result<Array<i64>, FrequencyError> {
    let (first, last) = (days.ceil(start), days.floor(end));
    let steps = (last - first).div_euclid(days.stride().into());
    listed(days, first, u128::try_from(steps + 1).unwrap_or(0))
}

fn listed(days: &Days<'_>, first: i128, count: u128) -> Result<Array<i64>, FrequencyError> {
    let limit = nd_core::memory_limit().unwrap_or(usize::MAX / 2) as u128 / 8;
    if count > limit {
        return Err(FrequencyError::TooMany { count });
    }
    let day = |i: usize| {
        let found = days.nth(first + i as i128 * i128::from(days.stride()));
        found.ok_or_else(|| FrequencyError::Overflow { index: vec![i] })
    };
    // The last one first: where it fits, all do, and nothing is asked for in vain.
    let count = count as usize;
    if let Some(last) = count.checked_sub(1) {
        day(last)?;
    }
    Ok(Array::from_vec((0..count).map(day).collect::<Result<Vec<i64>, _>>()?))
}
