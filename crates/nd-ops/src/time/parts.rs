//! What a date consists of: its year, its weekday, its hour.

use super::clock::Clock;
use super::{NAT, mapped};
use nd_core::time::{TimeUnit, Unit, civil_from_days, days_from_civil, days_in_month};
use nd_core::{Array, ArrayLike, Datetime64, View};

/// A part that the calendar names, of each element.
fn of_civil(
    times: View<'_, i64>,
    unit: TimeUnit,
    part: impl Fn(i64, (i64, u8, u8)) -> i64 + Sync,
) -> Array<i64> {
    let clock = Clock::of(unit);
    mapped(times, move |count| match clock.days(count) {
        Some(days) => part(days, civil_from_days(days)),
        None => NAT,
    })
}

/// The week of ISO 8601 that a day lies in, and the year that it is a week of; of the first and the last week of all there
/// is none.
fn iso(days: i64) -> (i64, i64) {
    // Weeks belong to the year of their Thursday.
    let Some(thursday) = days.checked_add(3 - weekday_of(days)) else { return (NAT, NAT) };
    let date = civil_from_days(thursday);
    (date.0, (day_of_year_of(thursday, date) - 1) / 7 + 1)
}

/// From Monday, 0.
fn weekday_of(days: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (days.rem_euclid(7) + 3) % 7
}

fn day_of_year_of(days: i64, (year, month, day): (i64, u8, u8)) -> i64 {
    days_from_civil(year, 1, 1).map_or_else(
        // The first year of 64 bits begins before them.
        || {
            (1..month).map(|month| i64::from(days_in_month(year, month))).sum::<i64>()
                + i64::from(day)
        },
        |first| days - first + 1,
    )
}

macro_rules! parts {
    ($($name:ident $said:literal, $pandas:literal, $example:literal, |$times:ident, $unit:ident| $body:expr;)*) => {$(
        #[doc = concat!($said, " of each date.")]
        ///
        /// `times`: any shape → `i64` of the same shape; [`i64::MIN`], the count of NaT, for what is missing (and for
        /// dates whose days 64 bits cannot count).
        ///
        /// # NumPy
        #[doc = concat!("None; pandas has `", $pandas, "`, with floats where something is missing.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::time::", stringify!($name), ";")]
        /// use nd_core::{Datetime64, array, time::Second};
        ///
        /// let times = Datetime64::<Second>::parse_all(array!["2004-02-29T13:05:59", "NaT"])?;
        #[doc = concat!("assert_eq!(", stringify!($name), "(&times), array![", $example, ", i64::MIN]);")]
        /// # Ok::<(), nd_core::time::TimeError>(())
        /// ```
        pub fn $name<U: Unit>(times: impl ArrayLike<Elem = Datetime64<U>>) -> Array<i64> {
            fn counted($times: View<'_, i64>, $unit: TimeUnit) -> Array<i64> {
                $body
            }
            counted(times.view().counts(), U::UNIT)
        }
    )*};
}
parts! {
    year "The year", "t.dt.year", "2004", |times, unit| of_civil(times, unit, |_, (year, _, _)| year);
    quarter "The quarter, from 1,", "t.dt.quarter", "1",
        |times, unit| of_civil(times, unit, |_, (_, month, _)| i64::from(month - 1) / 3 + 1);
    month "The month, from 1,", "t.dt.month", "2",
        |times, unit| of_civil(times, unit, |_, (_, month, _)| month.into());
    day "The day of the month, from 1,", "t.dt.day", "29",
        |times, unit| of_civil(times, unit, |_, (_, _, day)| day.into());
    weekday "The weekday, from Monday, which is 0,", "t.dt.weekday", "6",
        |times, unit| of_civil(times, unit, |days, _| weekday_of(days));
    day_of_year "The day of the year, from 1,", "t.dt.dayofyear", "60",
        |times, unit| of_civil(times, unit, day_of_year_of);
    days_of_month "The number of days in the month", "t.dt.days_in_month", "29",
        |times, unit| of_civil(times, unit, |_, (year, month, _)| days_in_month(year, month).into());
    iso_year "The year that the week of ISO 8601 belongs to,", "t.dt.isocalendar().year", "2004",
        |times, unit| of_civil(times, unit, |days, _| iso(days).0);
    iso_week "The week of ISO 8601, from 1,", "t.dt.isocalendar().week", "9",
        |times, unit| of_civil(times, unit, |days, _| iso(days).1);
    hour "The hour", "t.dt.hour", "13",
        |times, unit| of_clock(times, unit, |clock, count| clock.of_day(count) / 3600);
    minute "The minute", "t.dt.minute", "5",
        |times, unit| of_clock(times, unit, |clock, count| clock.of_day(count) / 60 % 60);
    second "The second", "t.dt.second", "59",
        |times, unit| of_clock(times, unit, |clock, count| clock.of_day(count) % 60);
    nanosecond "What is behind the second, in its 10⁻⁹ parts,", "1000 * t.dt.microsecond + t.dt.nanosecond", "0",
        |times, unit| of_clock(times, unit, Clock::nanosecond);
}

/// A part of the clock of each element.
fn of_clock(
    times: View<'_, i64>,
    unit: TimeUnit,
    part: impl Fn(Clock, i64) -> i64 + Sync,
) -> Array<i64> {
    let clock = Clock::of(unit);
    mapped(times, move |count| part(clock, count))
}
