//! Dates in formats of `strftime`.

use super::error::ZoneError;
use super::shown::{counted, shown};
use crate::time::NAT;
use crate::time::clock::Clock;
use jiff::fmt::strtime;
use nd_core::time::{TimeUnit, Unit};
use nd_core::{Array, ArrayLike, Datetime64, View, threads};

/// Reads dates in a format of `strptime`, as `%d.%m.%Y %H:%M`.
///
/// `texts`: any shape → the same shape. `%Y %m %d %H %M %S %f %b %B %a %A %j %p %y %z %s` and the others of `jiff`'s
/// `strtime`. Where the text has an offset (`%z`), the time is that of UTC; else it is as it stands. An empty text and
/// `NaT` are missing. What is finer than the unit is cut off towards the past.
///
/// # Errors
/// [`ZoneError::Format`] with the place of the first text that is not in the format, or names no day.
///
/// # NumPy
/// None; pandas has `pd.to_datetime(texts, format=format)`.
///
/// # Examples
/// ```
/// use nd_core::{array, time::Day};
/// use nd_ops::time::parse_format;
///
/// let days = parse_format::<Day, _>(array!["13.07.2007", ""], "%d.%m.%Y")?;
/// assert_eq!(days.to_string(), "['2007-07-13'        'NaT']");
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn parse_format<U: Unit, A: ArrayLike<Elem: AsRef<str> + Sync>>(
    texts: A,
    format: &str,
) -> Result<Array<Datetime64<U>>, ZoneError> {
    let texts = texts.view();
    let flat: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let counts = read_all(&flat, format, U::UNIT).map_err(|(place, why)| {
        let index = texts.indexed_iter().nth(place).map(|(index, _)| index.as_slice().into());
        let what = flat[place].chars().take(60).collect();
        ZoneError::Format { what, why, index: index.unwrap_or_default() }
    })?;
    Ok(Array::from_counts(Array::from_shape_vec(texts.shape(), counts)))
}

/// Texts of one task.
const TASK: usize = 1 << 12;

fn read_all(texts: &[&str], format: &str, unit: TimeUnit) -> Result<Vec<i64>, (usize, Box<str>)> {
    let clock = Clock::of(unit);
    let parts = threads::collect(texts.len().div_ceil(TASK), &|task| {
        let from = task * TASK;
        let part = &texts[from..texts.len().min(from + TASK)];
        let mut counts = Vec::with_capacity(part.len());
        for (k, text) in part.iter().enumerate() {
            counts.push(read(text, format, clock).map_err(|why| (from + k, why))?);
        }
        Ok(counts)
    });
    let mut all = Vec::with_capacity(texts.len());
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}

fn read(text: &str, format: &str, clock: Clock) -> Result<i64, Box<str>> {
    if text.is_empty() || text.trim().eq_ignore_ascii_case("nat") {
        return Ok(NAT);
    }
    let said = |error: jiff::Error| Box::from(error.to_string());
    let broken = strtime::parse(format, text).map_err(said)?;
    let count = if broken.offset().is_some() || broken.timestamp().is_some() {
        let utc = broken.to_timestamp().map_err(said)?;
        let (second, nanosecond) = (utc.as_second(), i64::from(utc.subsec_nanosecond()));
        // Before 1970 both are counted towards 0.
        match nanosecond < 0 {
            true => clock.count_of(second - 1, nanosecond + 1_000_000_000),
            false => clock.count_of(second, nanosecond),
        }
    } else {
        counted(clock, broken.to_datetime().map_err(said)?)
    };
    let far = || format!("it has no count of {} in 64 bits", clock.unit());
    count.ok_or_else(|| far().into())
}

/// Writes dates in a format of `strftime`.
///
/// `times`: any shape → the same shape; what is missing is `NaT`.
///
/// # Errors
/// [`ZoneError::Format`] for a format that there is not, and for dates beyond the years ±9999.
///
/// # NumPy
/// None; pandas has `t.dt.strftime(format)`.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Day};
/// use nd_ops::time::format_times;
///
/// let days = Datetime64::<Day>::parse_all(array!["2007-07-13"])?;
/// let texts = format_times(&days, "%A, %-d %B %Y")?;
/// assert_eq!(texts, array!["Friday, 13 July 2007".to_string()]);
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn format_times<U: Unit>(
    times: impl ArrayLike<Elem = Datetime64<U>>,
    format: &str,
) -> Result<Array<String>, ZoneError> {
    let times = times.view();
    let texts = write_all(times.counts(), format, Clock::of(U::UNIT));
    let texts = texts.map_err(|(place, why)| unwritten(times, place, why))?;
    Ok(Array::from_shape_vec(times.shape(), texts))
}

/// The error of the time at a place in C order.
fn unwritten<U: Unit>(times: View<'_, Datetime64<U>>, place: usize, why: Box<str>) -> ZoneError {
    let (index, time) = times.indexed_iter().nth(place).expect("the place of a time");
    let (what, index) = (time.to_string().into(), index.as_slice().into());
    ZoneError::Format { what, why, index }
}

fn write_all(
    times: View<'_, i64>,
    format: &str,
    clock: Clock,
) -> Result<Vec<String>, (usize, Box<str>)> {
    let mut texts = Vec::with_capacity(times.size());
    for (place, &count) in times.iter().enumerate() {
        if count == NAT {
            texts.push("NaT".into());
            continue;
        }
        let far = || (place, "formats are for the years -9999 to 9999".into());
        let shown = shown(clock, count).ok_or_else(far)?;
        let text =
            strtime::format(format, shown).map_err(|error| (place, error.to_string().into()));
        texts.push(text?);
    }
    Ok(texts)
}
