//! Bins of resampling.

use super::days::Days;
use super::{Dated, Frequency, FrequencyError};
use crate::time::NAT;
use crate::time::clock::Clock;
use nd_core::time::{TimeUnit, Unit};
use nd_core::{Array, ArrayLike, Datetime64, Timedelta64, View, zip};

/// The label of the bin of a resampling that each time falls in; what is missing stays so.
///
/// `times`, dates of any unit or of a calendar, in any order: any shape → days of the same shape. A bin is named by
/// the day of the frequency at which it begins, or, for weeks and ends of months, quarters and years, ends; that day
/// belongs to it. With several steps, bins are counted from the earliest day. The [counts](nd_core::View::counts) of
/// the labels are keys for `grouped_sum` and its like; those of bins without a day are in
/// [`date_range`](super::date_range) from the first label to the last one.
///
/// # Errors
/// [`FrequencyError::Overflow`] for times whose day, or label, does not fit 64 bits or lies beyond the years of a
/// [`CalendarDate`](crate::time::CalendarDate); of such dates [`FrequencyError::Mixed`] for the first one of another
/// calendar, and [`FrequencyError::NoBusinessDays`].
///
/// # pandas
/// The index of `series.resample(frequency)`, with its defaults of `closed` and `label`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Datetime64, Frequency, Hour, bin_labels};
///
/// let hours = array!["2024-01-31T23", "2024-02-01T00", "2024-02-29T12"];
/// let hours = Datetime64::<Hour>::parse_all(hours)?;
/// let months = bin_labels(&hours, &Frequency::month_start())?;
/// assert_eq!(months.to_string(), "['2024-01-01' '2024-02-01' '2024-02-01']");
/// let weeks = bin_labels(&hours, &"W".parse()?)?;
/// assert_eq!(weeks.to_string(), "['2024-02-04' '2024-02-04' '2024-03-03']"); // Sundays
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bin_labels<D: Dated>(
    times: impl ArrayLike<Elem = D>,
    frequency: &Frequency,
) -> Result<Array<D::Day>, FrequencyError> {
    let (days, calendar) = D::days(times.view())?;
    let labels = calendar_bins(days.view(), &frequency.of_calendar(calendar)?)?;
    D::of_days(labels, calendar)
}

#[inline(never)]
fn calendar_bins(times: View<'_, i64>, days: &Days<'_>) -> Result<Array<i64>, FrequencyError> {
    let (first, stride, end) = (earliest(times), i128::from(days.stride()), days.is_end());
    let number = |day: i64| if end { days.ceil(day) } else { days.floor(day) };
    let first = number(first);
    let label = |day: i64| {
        let past = number(day) - first;
        let bin = if end { -(-past).div_euclid(stride) } else { past.div_euclid(stride) };
        days.nth(first + bin * stride)
    };
    labelled(times, &label)
}

/// The label of the bin of a fixed length that each time falls in; what is missing stays so.
///
/// `times`, in any order: any shape → the same. A bin is named by the time at which it begins; the first one begins
/// with the day of the earliest time, or with that time itself where the unit is longer than a day.
///
/// # Errors
/// [`FrequencyError::Overflow`] for labels that do not fit 64 bits.
///
/// # Panics
/// If `every` is missing, 0 or negative.
///
/// # pandas
/// The index of `series.resample("7min")`, with its defaults of `closed`, `label` and `origin`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{Datetime64, Minute, Timedelta64, fixed_bin_labels};
///
/// let times = array!["2024-03-01T00:03", "2024-03-01T00:05", "2024-03-01T00:17"];
/// let times = Datetime64::<Minute>::parse_all(times)?;
/// let bins = fixed_bin_labels(&times, Timedelta64::new(7))?;
/// assert_eq!(bins.to_string(), "['2024-03-01T00:00' '2024-03-01T00:00' '2024-03-01T00:14']");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn fixed_bin_labels<U: Unit>(
    times: impl ArrayLike<Elem = Datetime64<U>>,
    every: Timedelta64<U>,
) -> Result<Array<Datetime64<U>>, FrequencyError> {
    assert!(every.count() > 0, "fixed_bin_labels: bins are longer than nothing, and not {every}");
    fixed_bins(times.view().counts(), every.count(), U::UNIT).map(Array::from_counts)
}

#[inline(never)]
fn fixed_bins(
    counts: View<'_, i64>,
    every: i64,
    unit: TimeUnit,
) -> Result<Array<i64>, FrequencyError> {
    let per_day = Clock::of(unit).in_day();
    let origin = i128::from(earliest(counts)).div_euclid(per_day) * per_day;
    let label = |count: i64| {
        let past = (i128::from(count) - origin) as u128; // no count is before the origin
        let bin = past / every as u128 * every as u128;
        i64::try_from(origin + bin as i128).ok().filter(|&label| label != NAT)
    };
    labelled(counts, &label)
}

/// The earliest time; 0 if there is none.
fn earliest(counts: View<'_, i64>) -> i64 {
    let least = |a: i64, b: i64| if b == NAT { a } else { a.min(b) };
    let found = zip((&counts,)).fold(|| i64::MAX, |a, (b,)| least(a, b), i64::min);
    if found == i64::MAX { 0 } else { found }
}

/// What `label` says of each time, or where it says nothing first.
pub(super) fn labelled(
    counts: View<'_, i64>,
    label: &(dyn Fn(i64) -> Option<i64> + Sync),
) -> Result<Array<i64>, FrequencyError> {
    let of = |count: i64| if count == NAT { Some(NAT) } else { label(count) };
    let found = zip((&counts,)).parallel_from(32_768).map(|(count,)| of(count).unwrap_or(NAT));
    if zip((&found,)).any(|(x,)| x == NAT) {
        let lost = counts.indexed_iter().find(|&(_, &count)| of(count).is_none());
        if let Some((index, _)) = lost {
            return Err(FrequencyError::Overflow { index: index.to_vec() });
        }
    }
    Ok(found)
}
