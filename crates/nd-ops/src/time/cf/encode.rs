//! Numbers of times.

use super::lengths::Length;
use super::plan::{Encoding, place};
use super::{CfTimeError, CfUnits, TimeNumber, WholeNanoseconds};
use crate::time::NAT;
use crate::time::calendar::{Calendar, CalendarDate};
use nd_core::time::Microsecond;
use nd_core::{Array, ArrayLike, Datetime64, View, zip};

/// A time coordinate as a file has it.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Datetime64, EncodedTimes, Hour, encode_times};
///
/// let times = array!["2024-02-28T10", "2024-02-29T10", "2024-03-02T10"];
/// let times = Datetime64::<Hour>::parse_all(times)?;
/// let EncodedTimes { values, units } = encode_times(&times)?;
/// assert_eq!(values, array![0, 1, 3]);
/// assert_eq!(units.to_string(), "days since 2024-02-28 10:00:00");
/// assert_eq!(units.calendar().to_string(), "proleptic_gregorian");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedTimes {
    /// The numbers; [`i64::MIN`] for what is missing.
    pub values: Array<i64>,
    /// What they count, since when, in which calendar.
    pub units: CfUnits,
}

/// Whether [`encode_times_in_with`] and [`encode_dates_in_with`] round.
///
/// # Examples
/// ```
/// assert!(!nd_ops::time::EncodeTimesOptions::default().rounded);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodeTimesOptions {
    /// Whether times between two integers become the nearer one.
    pub rounded: bool,
}

impl EncodeTimesOptions {
    /// Whether times between two integers become the nearer one, half to even, and are no error.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    /// use nd_ops::time::{
    ///     Calendar, CfUnits, Datetime64, EncodeTimesOptions, Hour, encode_times_in_with,
    /// };
    ///
    /// let days = CfUnits::parse("days since 1970-01-01", Calendar::Standard)?;
    /// let times = array![13, 36, 60].map(Datetime64::<Hour>::new);
    /// let rounded = EncodeTimesOptions::default().rounded(true);
    /// let found: Array<i32> = encode_times_in_with(&times, &days, &rounded)?;
    /// assert_eq!(found, array![1, 2, 2]);
    /// # Ok::<(), nd_ops::time::CfTimeError>(())
    /// ```
    pub fn rounded(self, rounded: bool) -> Self {
        EncodeTimesOptions { rounded }
    }
}

/// Times as whole numbers of the longest unit, from days to nanoseconds, that they are whole numbers of, since the
/// first of them.
///
/// `times`: any shape → the same. What is missing is [`i64::MIN`]. Of no time at all: days since 1970-01-01.
///
/// # Errors
/// [`CfTimeError::Overflow`] if the first time is before the year -280,000 or after the year 280,000, and for the
/// first number that does not fit 64 bits.
///
/// # xarray
/// What `to_netcdf` makes of a `datetime64` without `encoding`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Datetime64, Second, encode_times};
///
/// let times = array!["NaT", "2024-03-01T00:00:00", "2024-03-01T01:30:00"];
/// let encoded = encode_times(Datetime64::<Second>::parse_all(times)?)?;
/// assert_eq!(encoded.values, array![i64::MIN, 0, 90]);
/// assert_eq!(encoded.units.to_string(), "minutes since 2024-03-01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode_times<U: WholeNanoseconds>(
    times: impl ArrayLike<Elem = Datetime64<U>>,
) -> Result<EncodedTimes, CfTimeError> {
    encoded(times.view().counts(), Length::of::<U>(), Calendar::ProlepticGregorian)
}

/// Times as numbers of given units.
///
/// `times`: any shape → the same, of the type `T` that is named or inferred. Floats are the nearest ones. What is
/// missing becomes NaN, or [`i64::MIN`] in `i64`.
///
/// # Errors
/// [`CfTimeError::NoTimeline`] if the calendar is neither [`Calendar::Standard`] nor
/// [`Calendar::ProlepticGregorian`]; for the first time: [`CfTimeError::BeforeReform`] in the former; of integers
/// [`CfTimeError::Inexact`] for what is between two, [`CfTimeError::Overflow`] for what does not fit the type, and
/// [`CfTimeError::NotATime`] for what is missing.
///
/// # xarray
/// `encoding` with `units`, `calendar` and `dtype`. There integers wrap, and times between two are rounded, or change
/// the units.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::time::{Calendar, CfUnits, Datetime64, Hour, encode_times_in};
///
/// let units = CfUnits::parse("days since 2024-03-01", Calendar::Standard)?;
/// let times = Datetime64::<Hour>::parse_all(array!["2024-03-01T06", "2024-03-02T12"])?;
/// let days: Array<f32> = encode_times_in(&times, &units)?;
/// assert_eq!(days, array![0.25, 1.5]);
/// assert!(encode_times_in::<i16, _>(&times, &units).is_err()); // between two days
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode_times_in<T: TimeNumber, U: WholeNanoseconds>(
    times: impl ArrayLike<Elem = Datetime64<U>>,
    units: &CfUnits,
) -> Result<Array<T>, CfTimeError> {
    encode_times_in_with(times, units, &EncodeTimesOptions::default())
}

/// As [`encode_times_in`], rounded if the options say so.
///
/// # Errors
/// As [`encode_times_in`]; rounded, [`CfTimeError::Inexact`] is none.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::time::{
///     Calendar, CfUnits, Datetime64, EncodeTimesOptions, Second, encode_times_in_with,
/// };
///
/// let units = CfUnits::parse("minutes since 1970-01-01", Calendar::Standard)?;
/// let times = array![30, 90, 100].map(Datetime64::<Second>::new);
/// let rounded = EncodeTimesOptions::default().rounded(true);
/// let minutes: Array<i64> = encode_times_in_with(&times, &units, &rounded)?;
/// assert_eq!(minutes, array![0, 2, 2]);
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_times_in_with<T: TimeNumber, U: WholeNanoseconds>(
    times: impl ArrayLike<Elem = Datetime64<U>>,
    units: &CfUnits,
    options: &EncodeTimesOptions,
) -> Result<Array<T>, CfTimeError> {
    numbers(times.view().counts(), Length::of::<U>(), units, options)
}

fn numbers<T: TimeNumber>(
    counts: View<'_, i64>,
    unit: Length,
    units: &CfUnits,
    options: &EncodeTimesOptions,
) -> Result<Array<T>, CfTimeError> {
    let calendar = units.calendar();
    if !matches!(calendar, Calendar::Standard | Calendar::ProlepticGregorian) {
        return Err(CfTimeError::NoTimeline { calendar });
    }
    let plan = Encoding::new(units, unit, options.rounded).on_timeline(calendar);
    T::encoded(counts, &plan)
}

/// Dates as whole numbers of the longest unit that they are whole numbers of, since the first of them.
///
/// Any shape → the same, in the calendar of the first date. [`CalendarDate::NAT`] becomes [`i64::MIN`].
///
/// # Errors
/// [`CfTimeError::Mixed`] for the first date of another calendar.
///
/// # xarray
/// What `to_netcdf` makes of `cftime` dates without `encoding`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Calendar, CalendarDate, encode_dates};
///
/// let [a, b] = [(2, 30), (3, 1)].map(|(m, d)| CalendarDate::new(Calendar::Day360, 2000, m, d));
/// let encoded = encode_dates([a?, b?])?;
/// assert_eq!(encoded.values, array![0, 1]);
/// assert_eq!(encoded.units.to_string(), "days since 2000-02-30");
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_dates(
    dates: impl ArrayLike<Elem = CalendarDate>,
) -> Result<EncodedTimes, CfTimeError> {
    let dates = dates.view();
    let first = dates.iter().find(|date| !date.is_nat());
    let calendar = first.map_or(Calendar::Standard, |date| date.calendar());
    let counts = microseconds(dates, calendar, |other| other == calendar)?;
    encoded(counts.view(), Length::of::<Microsecond>(), calendar)
}

/// Dates as numbers of given units.
///
/// Any shape → the same, of the type that is named. Floats are the nearest ones. [`CalendarDate::NAT`] becomes NaN,
/// or [`i64::MIN`] in `i64`.
///
/// # Errors
/// [`CfTimeError::Mixed`] for the first date of another calendar, unless people lived by both; of integers
/// [`CfTimeError::Inexact`], [`CfTimeError::Overflow`] and [`CfTimeError::NotATime`] as of [`encode_times_in`].
///
/// # cftime
/// `cftime.date2num(dates, units, calendar)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Calendar, CalendarDate, CfUnits, encode_dates_in};
///
/// let units = CfUnits::parse("months since 2000-01-01", Calendar::Day360)?;
/// let date = CalendarDate::new(Calendar::Day360, 2001, 3, 16)?;
/// assert_eq!(encode_dates_in::<f64>([date], &units)?, array![14.5]);
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_dates_in<T: TimeNumber>(
    dates: impl ArrayLike<Elem = CalendarDate>,
    units: &CfUnits,
) -> Result<Array<T>, CfTimeError> {
    encode_dates_in_with(dates, units, &EncodeTimesOptions::default())
}

/// As [`encode_dates_in`], rounded if the options say so.
///
/// # Errors
/// As [`encode_dates_in`]; rounded, [`CfTimeError::Inexact`] is none.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{
///     Calendar, CalendarDate, CfUnits, EncodeTimesOptions, encode_dates_in_with,
/// };
///
/// let units = CfUnits::parse("months since 2000-01-01", Calendar::Day360)?;
/// let date = CalendarDate::new(Calendar::Day360, 2000, 3, 20)?;
/// let rounded = EncodeTimesOptions::default().rounded(true);
/// assert_eq!(encode_dates_in_with::<i32>([date], &units, &rounded)?, array![3]);
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_dates_in_with<T: TimeNumber>(
    dates: impl ArrayLike<Elem = CalendarDate>,
    units: &CfUnits,
    options: &EncodeTimesOptions,
) -> Result<Array<T>, CfTimeError> {
    let calendar = units.calendar();
    let fits = |other: Calendar| other == calendar || (other.is_real() && calendar.is_real());
    let counts = microseconds(dates.view(), calendar, fits)?;
    let plan = Encoding::new(units, Length::of::<Microsecond>(), options.rounded);
    T::encoded(counts.view(), &plan)
}

/// Dates as counts of the calendar, if it has the same days as theirs.
fn microseconds(
    dates: View<'_, CalendarDate>,
    calendar: Calendar,
    fits: impl Fn(Calendar) -> bool + Sync,
) -> Result<Array<i64>, CfTimeError> {
    let stranger = |date: CalendarDate| !date.is_nat() && !fits(date.calendar());
    if let Some(index) = place(dates, stranger) {
        let other = dates.get(&index).map_or(calendar, |date| date.calendar());
        return Err(CfTimeError::Mixed { index, calendars: [calendar, other] });
    }
    Ok(zip((&dates,)).map(|(date,)| date.microseconds()))
}

/// Counts as numbers of the longest unit, since the first.
#[inline(never)]
fn encoded(
    counts: View<'_, i64>,
    unit: Length,
    calendar: Calendar,
) -> Result<EncodedTimes, CfTimeError> {
    let first = counts.indexed_iter().find(|&(_, &count)| count != NAT);
    let (index, first) = first.map_or((Vec::new(), 0), |(index, &count)| (index.to_vec(), count));
    let length = i128::from(unit.nanoseconds);
    let apart = zip((&counts,)).fold(
        || 0,
        |apart, (count,)| if count == NAT { apart } else { divisor(apart, count.abs_diff(first)) },
        divisor,
    );
    let apart = u128::from(apart) * length as u128;
    let step = Length::dividing(apart);
    let reference = i128::from(first) * length;
    let units = CfUnits::since(step, calendar, reference);
    let units = units.ok_or(CfTimeError::Overflow { index })?;
    let plan = Encoding::new(&units, unit, false);
    Ok(EncodedTimes { values: plan.to_whole(counts)?, units })
}

/// The greatest common divisor; of 0 and another number it is that one.
fn divisor(mut a: u64, mut b: u64) -> u64 {
    while a != 0 {
        (a, b) = (b % a, a);
    }
    b
}
