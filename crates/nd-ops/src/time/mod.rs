//! Dates at work: their parts, rounding, ranges, what is missing; business days, calendars, frequencies, and what
//! files say of time.
//!
//! The elements themselves, [`Datetime64`] and [`Timedelta64`] of the [units](Unit) [`Day`], [`Second`], …, with
//! parsing, printing and arithmetic, are nd-core's, and all of [`nd_core::time`] is here too; sorting, extremes, sets
//! and searches are the functions that other elements have. Everything here works on 64-bit counts and is compiled
//! once for all units.
//!
//! - [`year`], [`month`], [`weekday`], …: what dates consist of; [`floor_to`], [`ceil_to`], [`round_to`] and
//!   [`add_months`] move them, [`is_nat`], [`median`] and [`arange`] are those of other elements;
//! - [`busday_count`], [`busday_offset`], [`is_busday`], by a [`BusinessCalendar`]: days on which is worked;
//! - [`date_range`], [`shift_dates`], [`bin_labels`], by a [`Frequency`]: beginnings and ends of weeks, months,
//!   quarters and years, and the groups of a resampling;
//! - [`Calendar`] and [`CalendarDate`]: the six calendars of the CF conventions, and dates in them;
//! - [`decode_times`], [`encode_times`], [`decode_dates`], …, by [`CfUnits`]: numbers and "days since 2000-01-01"
//!   of files to times, and back.
//!
//! ```
//! use nd_core::array;
//! use nd_ops::time::{BusinessCalendar, Datetime64, Day, busday_offset, month, weekday};
//!
//! let days = Datetime64::<Day>::parse_all(array!["2026-11-27", "2026-11-30"])?;
//! assert_eq!(month(&days), array![11, 11]);
//! assert_eq!(weekday(&days), array![4, 0]); // a Friday and a Monday
//! let next = busday_offset(&days, 1, &BusinessCalendar::default())?;
//! assert_eq!(next.to_string(), "['2026-11-30' '2026-12-01']");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod business;
mod calendar;
mod cf;
mod clock;
mod frequency;
mod middles;
mod missing;
mod parts;
mod ranges;
mod rounding;
mod totals;
#[cfg(feature = "zones")]
mod zones;

pub use business::{
    BusdayOffsetOptions, BusinessCalendar, BusinessError, Roll, WeekMask, busday_count,
    busday_offset, busday_offset_with, is_busday,
};
pub use calendar::{Calendar, CalendarDate, CalendarError};
pub use cf::{
    CfTimeError, CfUnits, DecodeTimesOptions, EncodeTimesOptions, EncodedTimes, TimeNumber,
    WholeNanoseconds, cf_unit, decode_dates, decode_dates_with, decode_spans, decode_spans_with,
    decode_times, decode_times_with, encode_dates, encode_dates_in, encode_dates_in_with,
    encode_spans_in, encode_spans_in_with, encode_times, encode_times_in, encode_times_in_with,
};
pub use frequency::{
    Dated, Frequency, FrequencyError, Weekday, bin_labels, calendar_range, calendar_range_periods,
    date_range, date_range_periods, fixed_bin_labels, shift_dates,
};
pub use middles::{median, median_axis, nanmedian, nanmedian_axis};
pub use missing::is_nat;
#[doc(no_inline)]
pub use nd_core::time::*;
pub use parts::{
    day, day_of_year, days_of_month, hour, iso_week, iso_year, minute, month, nanosecond, quarter,
    second, weekday, year,
};
pub use ranges::arange;
pub use rounding::{add_months, ceil_to, floor_to, round_to};
pub use totals::{mean, mean_axis, nanmean, nanmean_axis, nansum, nansum_axis, sum, sum_axis};
#[cfg(feature = "zones")]
pub use zones::{
    Ambiguous, TimeZone, ZoneError, format_times, parse_format, to_local, to_utc, to_utc_with,
    utc_offsets,
};

use nd_core::{Array, View, zip};

/// The count of what is missing.
const NAT: i64 = i64::MIN;

/// What is not missing, by `f`.
fn mapped(times: View<'_, i64>, f: impl Fn(i64) -> i64 + Sync) -> Array<i64> {
    zip((&times,)).map(move |(count,)| if count == NAT { NAT } else { f(count) })
}

/// As [`mapped`], where there may be no result.
fn checked(
    op: &'static str,
    times: View<'_, i64>,
    unit: TimeUnit,
    f: impl Fn(i64) -> Option<i64> + Sync,
) -> Result<Array<i64>, TimeError> {
    let made = mapped(times, |count| f(count).unwrap_or(NAT));
    if !zip((&made, &times)).any(|(made, count)| made == NAT && count != NAT) {
        return Ok(made);
    }
    let all = times.indexed_iter().find(|(_, count)| **count != NAT && f(**count).is_none());
    match all {
        // A result that is missing by right.
        None => Ok(made),
        Some((place, count)) => {
            let what = count.to_string().into();
            Err(TimeError::Overflow { op, what, unit, index: place.as_slice().into() })
        }
    }
}
