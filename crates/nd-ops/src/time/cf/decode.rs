//! Times of numbers.

use super::lengths::Length;
use super::plan::{Decoding, place};
use super::{CfTimeError, CfUnits, TimeNumber, WholeNanoseconds};
use crate::time::NAT;
use crate::time::calendar::{Calendar, CalendarDate, CalendarError};
use nd_core::time::Microsecond;
use nd_core::{Array, ArrayLike, Datetime64, View, zip};

/// What [`decode_times_with`] makes of numbers that are missing or no whole counts.
///
/// # Examples
/// ```
/// let options = nd_ops::time::DecodeTimesOptions::default();
/// assert!(options.missing.is_none() && !options.rounded);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeTimesOptions {
    /// A number that stands for no time.
    pub missing: Option<i64>,
    /// Whether times between two counts become the nearer one.
    pub rounded: bool,
}

impl DecodeTimesOptions {
    /// A number that stands for no time: `_FillValue`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits, Day, DecodeTimesOptions, decode_times_with};
    ///
    /// let units = CfUnits::parse("days since 2024-03-01", Calendar::Standard)?;
    /// let filled = DecodeTimesOptions::default().missing(-999);
    /// let days = decode_times_with::<Day>([5i32, -999], &units, &filled)?;
    /// assert_eq!(days.to_string(), "['2024-03-06'        'NaT']");
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn missing(self, missing: i64) -> Self {
        DecodeTimesOptions { missing: Some(missing), ..self }
    }

    /// Whether times between two counts become the nearer one, half to even, and are no error.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{Calendar, CfUnits, Day, DecodeTimesOptions, decode_times_with};
    ///
    /// let units = CfUnits::parse("hours since 2024-03-01", Calendar::Standard)?;
    /// let options = DecodeTimesOptions::default();
    /// assert!(decode_times_with::<Day>([13], &units, &options).is_err());
    /// let days = decode_times_with::<Day>([13, 25], &units, &options.rounded(true))?;
    /// assert_eq!(days.to_string(), "['2024-03-02' '2024-03-02']");
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn rounded(self, rounded: bool) -> Self {
        DecodeTimesOptions { rounded, ..self }
    }
}

/// The times that numbers stand for, in a unit `U` of whole nanoseconds, which is named or inferred.
///
/// `values`: any shape → the same. NaN, and the least `i64`, are missing. Whole numbers are exact. Of floats the
/// product with the unit of the file is rounded once, to the nanosecond; where the neighbours of a float are farther
/// away than that, it is the roundest time that the float stands for: whole seconds that were written as days come
/// back as they were. `f32` is converted to `f64`, exactly, first.
///
/// # Errors
/// [`CfTimeError::NoTimeline`] if the calendar is neither [`Calendar::Standard`] nor [`Calendar::ProlepticGregorian`]
/// ([`decode_dates`] is for all); for the first number: [`CfTimeError::BeforeReform`] in the former,
/// [`CfTimeError::Inexact`] for a time, to the nanosecond, that is no whole count of `U`, [`CfTimeError::Overflow`]
/// for times that do not fit 64 bits (1677 to 2262 in nanoseconds) and for infinities.
///
/// # xarray
/// `CFDatetimeCoder(time_unit=U)`, which takes a finer unit for times that need it, and objects for dates that do not
/// fit; floats are multiplied in `f64` and truncated there, which may be some hundred nanoseconds off.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_ops::time::{Calendar, CfUnits, Datetime64, Day, Hour, decode_times};
///
/// let units = CfUnits::parse("days since 2024-03-01", Calendar::Standard)?;
/// let hours = decode_times::<Hour>([0.0, 1.0 / 3.0, f64::NAN], &units)?;
/// assert_eq!(hours.to_string(), "['2024-03-01T00' '2024-03-01T08'           'NaT']");
/// let days: Array<Datetime64<Day>> = decode_times([-1i16, 1], &units)?;
/// assert_eq!(days.to_string(), "['2024-02-29' '2024-03-02']");
/// assert!(decode_times::<Day>([0.5], &units).is_err());
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_times<U: WholeNanoseconds>(
    values: impl ArrayLike<Elem: TimeNumber>,
    units: &CfUnits,
) -> Result<Array<Datetime64<U>>, CfTimeError> {
    decode_times_with(values, units, &DecodeTimesOptions::default())
}

/// As [`decode_times`], with numbers for missing times, or rounded.
///
/// # Errors
/// As [`decode_times`]; rounded, [`CfTimeError::Inexact`] is none.
///
/// # xarray
/// The attribute `_FillValue`.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CfUnits, Day, DecodeTimesOptions, decode_times_with};
///
/// let units = CfUnits::parse("days since 0001-01-01", Calendar::Standard)?;
/// let options = DecodeTimesOptions::default().missing(0);
/// let days = decode_times_with::<Day>([719164, 0], &units, &options)?; // counted as the calendar was
/// assert_eq!(days.to_string(), "['1970-01-01'        'NaT']");
/// assert!(decode_times_with::<Day>([1], &units, &options).is_err()); // a Julian date
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_times_with<U: WholeNanoseconds>(
    values: impl ArrayLike<Elem: TimeNumber>,
    units: &CfUnits,
    options: &DecodeTimesOptions,
) -> Result<Array<Datetime64<U>>, CfTimeError> {
    counts(values.view(), units, Length::of::<U>(), options).map(Array::from_counts)
}

fn counts<T: TimeNumber>(
    values: View<'_, T>,
    units: &CfUnits,
    unit: Length,
    options: &DecodeTimesOptions,
) -> Result<Array<i64>, CfTimeError> {
    let calendar = units.calendar();
    if !matches!(calendar, Calendar::Standard | Calendar::ProlepticGregorian) {
        return Err(CfTimeError::NoTimeline { calendar });
    }
    let plan = Decoding::new(units, unit, options.missing, options.rounded);
    T::decoded(values, &plan.on_timeline(calendar))
}

/// The dates that numbers stand for, in the calendar of the units.
///
/// `values`: any shape → the same. NaN, and the least `i64`, are [`CalendarDate::NAT`]. Numbers are multiplied as by
/// [`decode_times`], then rounded to the microsecond, half to even.
///
/// # Errors
/// [`CfTimeError::Overflow`] for the first date before the year -280,000 or after the year 280,000, or infinity.
///
/// # cftime
/// `cftime.num2date(values, units, calendar)`, which has no missing dates: NaN becomes the reference date in
/// xarray. It moves microseconds next to whole seconds to those.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CfUnits, decode_dates};
///
/// let units = CfUnits::parse("days since 2000-01-01", Calendar::Day360)?;
/// let dates = decode_dates([59.0, f64::NAN], &units)?;
/// assert_eq!(dates[[0]].to_string(), "2000-02-30 00:00:00");
/// assert!(dates[[1]].is_nat());
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_dates(
    values: impl ArrayLike<Elem: TimeNumber>,
    units: &CfUnits,
) -> Result<Array<CalendarDate>, CfTimeError> {
    decode_dates_with(values, units, &DecodeTimesOptions::default())
}

/// As [`decode_dates`], with numbers for missing dates; they are rounded in any case.
///
/// # Errors
/// As [`decode_dates`].
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CfUnits, DecodeTimesOptions, decode_dates_with};
///
/// let units = CfUnits::parse("days since 2000-01-01", Calendar::NoLeap)?;
/// let filled = DecodeTimesOptions::default().missing(-1);
/// assert!(decode_dates_with([-1i8], &units, &filled)?[[0]].is_nat());
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_dates_with(
    values: impl ArrayLike<Elem: TimeNumber>,
    units: &CfUnits,
    options: &DecodeTimesOptions,
) -> Result<Array<CalendarDate>, CfTimeError> {
    let plan = Decoding::new(units, Length::of::<Microsecond>(), options.missing, true);
    dates(decoded(values.view(), &plan)?.view(), units.calendar())
}

/// The counts of numbers of any type.
pub(super) fn decoded<T: TimeNumber>(
    values: View<'_, T>,
    plan: &Decoding,
) -> Result<Array<i64>, CfTimeError> {
    T::decoded(values, plan)
}

#[inline(never)]
fn dates(
    microseconds: View<'_, i64>,
    calendar: Calendar,
) -> Result<Array<CalendarDate>, CfTimeError> {
    let date =
        |x| -> Result<CalendarDate, CalendarError> { CalendarDate::from_microseconds(calendar, x) };
    if let Some(index) = place(microseconds, |x| x != NAT && beyond(x) && date(x).is_err()) {
        return Err(CfTimeError::Overflow { index });
    }
    let walk = zip((&microseconds,)).parallel_from(32_768);
    Ok(walk.map(|(x,)| date(x).unwrap_or(CalendarDate::NAT)))
}

/// Whether a year may be beyond those of dates: the quick question.
fn beyond(microseconds: i64) -> bool {
    microseconds.unsigned_abs() > 270_000 * 360 * 86_400_000_000
}
