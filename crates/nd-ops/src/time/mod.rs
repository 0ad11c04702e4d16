//! Dates at work: their parts, rounding, ranges, what is missing.
//!
//! The elements themselves, [`Datetime64`](nd_core::Datetime64) and [`Timedelta64`](nd_core::Timedelta64), with
//! parsing, printing and arithmetic, are nd-core's; sorting, extremes, sets and searches are the functions that other
//! elements have too. Everything here works on 64-bit counts and is compiled once for all units.
//!
//! ```
//! use nd_core::{Datetime64, array, time::Day};
//! use nd_ops::time::{month, weekday};
//!
//! let days = Datetime64::<Day>::parse_all(array!["2026-11-27", "2026-11-30"])?;
//! assert_eq!(month(&days), array![11, 11]);
//! assert_eq!(weekday(&days), array![4, 0]); // a Friday and a Monday
//! # Ok::<(), nd_core::time::TimeError>(())
//! ```

mod middles;
mod missing;
mod parts;
mod ranges;
mod rounding;
mod totals;

pub use middles::{median, median_axis, nanmedian, nanmedian_axis};
pub use missing::is_nat;
pub use parts::{
    day, day_of_year, days_of_month, hour, iso_week, iso_year, minute, month, nanosecond, quarter,
    second, weekday, year,
};
pub use ranges::arange;
pub use rounding::{add_months, ceil_to, floor_to, round_to};
pub use totals::{mean, mean_axis, nanmean, nanmean_axis, nansum, nansum_axis, sum, sum_axis};

use nd_core::time::{TimeError, TimeUnit};
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
