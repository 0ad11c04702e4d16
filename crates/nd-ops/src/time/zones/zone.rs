//! [`TimeZone`]: what the clocks of a place show.

use super::error::ZoneError;
use super::shown::at_second;
use crate::time::NAT;
use crate::time::clock::Clock;
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset};
use nd_core::time::{Second, TimeElement, Unit};
use nd_core::{Array, ArrayLike, Datetime64, Timedelta64, View, threads};
use std::fmt;
use std::str::FromStr;

/// A time zone of the IANA database, or a fixed offset from UTC.
///
/// Parsed from names like `Europe/Berlin`, `UTC`, `Etc/GMT+5`, and from offsets like `+05:30`.
///
/// # NumPy
/// None; pandas has `tz_localize` and `tz_convert`.
///
/// # Examples
/// ```
/// use nd_ops::time::TimeZone;
///
/// let india: TimeZone = "+05:30".parse()?;
/// assert_eq!(india, TimeZone::fixed(19_800)?);
/// assert_eq!("Asia/Kolkata".parse::<TimeZone>()?.to_string(), "Asia/Kolkata");
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone {
    zone: jiff::tz::TimeZone,
}

impl TimeZone {
    /// So many seconds east of UTC.
    ///
    /// # Errors
    /// [`ZoneError::Unknown`] from 26 hours on.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::time::TimeZone::fixed(-3600).is_ok());
    /// ```
    pub fn fixed(seconds_east: i32) -> Result<TimeZone, ZoneError> {
        let offset = Offset::from_seconds(seconds_east)
            .map_err(|error| unknown(&seconds_east.to_string(), &error))?;
        Ok(TimeZone { zone: offset.to_time_zone() })
    }

    /// The zone that this machine is set to.
    ///
    /// # Errors
    /// [`ZoneError::Unknown`] where it does not say.
    ///
    /// # Examples
    /// ```
    /// if let Ok(zone) = nd_ops::time::TimeZone::system() {
    ///     println!("{zone}");
    /// }
    /// ```
    pub fn system() -> Result<TimeZone, ZoneError> {
        let zone =
            jiff::tz::TimeZone::try_system().map_err(|error| unknown("the system's", &error))?;
        Ok(TimeZone { zone })
    }
}

fn unknown(name: &str, why: &dyn fmt::Display) -> ZoneError {
    let name = name.chars().take(60).collect();
    ZoneError::Unknown { name, why: why.to_string().into() }
}

impl FromStr for TimeZone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<TimeZone, ZoneError> {
        if let Some(seconds) = offset(name) {
            return TimeZone::fixed(seconds);
        }
        let zone = jiff::tz::TimeZone::get(name).map_err(|error| unknown(name, &error))?;
        Ok(TimeZone { zone })
    }
}

/// `+05:30`, `-03`, `+0530`.
fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes() {
        [b'+', ..] => (1, &text[1..]),
        [b'-', ..] => (-1, &text[1..]),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|&c| c != ':').collect();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let marks = matches!((rest.len(), rest.find(':')), (2 | 4, None) | (5, Some(2)));
    if !plain || !marks {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

impl fmt::Display for TimeZone {
    /// Its name; for a fixed offset that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.zone.iana_name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.zone.to_offset(Timestamp::UNIX_EPOCH)),
        }
    }
}

/// Which time is meant by one that the clocks show twice, or skip.
///
/// # NumPy
/// `ambiguous` and `nonexistent` of pandas' `tz_localize`, which refuses both.
///
/// # Examples
/// ```
/// use nd_ops::time::Ambiguous;
///
/// assert_eq!(Ambiguous::default(), Ambiguous::Compatible);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ambiguous {
    /// The earlier of two; of those that are skipped as many minutes after the gap as they are in it. As in
    /// iCalendar (RFC 5545).
    #[default]
    Compatible,
    /// By the offset that makes the earlier time.
    Earlier,
    /// By the offset that makes the later time.
    Later,
    /// None: an error.
    Refuse,
}

/// The offset that is in force, and how long: most times that follow each other share one.
struct Offsets<'a> {
    zone: &'a jiff::tz::TimeZone,
    from: i64,
    until: i64,
    offset: i64,
}

/// No two changes of a zone's clocks and no offset are further apart from what they are about than this.
const MARGIN: i64 = 2 * 86_400;

impl<'a> Offsets<'a> {
    fn new(zone: &'a TimeZone) -> Offsets<'a> {
        Offsets { zone: &zone.zone, from: 0, until: 0, offset: 0 }
    }

    /// At a second of UTC; `None` beyond the years that are known.
    fn at(&mut self, second: i64) -> Option<i64> {
        if second < self.from || second >= self.until {
            let here = Timestamp::from_second(second).ok()?;
            let next = self.zone.following(here).next();
            self.until = next.map_or(i64::MAX, |next| next.timestamp().as_second());
            let after = Timestamp::from_second(second + 1).unwrap_or(here);
            let last = self.zone.preceding(after).next();
            let last = last.map_or(Timestamp::MIN.as_second(), |last| last.timestamp().as_second());
            self.from = last.min(second);
            self.offset = self.zone.to_offset(here).seconds().into();
            // Where nothing follows, the end is that of what can be asked.
            self.until = self.until.min(Timestamp::MAX.as_second() + 1);
        }
        Some(self.offset)
    }

    /// The offset by which a second on the clocks is meant.
    fn meant(&mut self, second: i64, by: Ambiguous) -> Result<i64, Why> {
        let guess = second - self.offset;
        if guess >= self.from.saturating_add(MARGIN) && guess < self.until.saturating_sub(MARGIN) {
            return Ok(self.offset);
        }
        let shown = at_second(second, 0).ok_or(Why::Far)?;
        let offset = match (self.zone.to_ambiguous_timestamp(shown).offset(), by) {
            (AmbiguousOffset::Unambiguous { offset }, _) => offset,
            (AmbiguousOffset::Gap { .. }, Ambiguous::Refuse) => return Err(Why::Skipped),
            (AmbiguousOffset::Fold { .. }, Ambiguous::Refuse) => return Err(Why::Twice),
            (AmbiguousOffset::Gap { before, .. }, Ambiguous::Compatible | Ambiguous::Later) => {
                before
            }
            (AmbiguousOffset::Gap { after, .. }, Ambiguous::Earlier) => after,
            (AmbiguousOffset::Fold { before, .. }, Ambiguous::Compatible | Ambiguous::Earlier) => {
                before
            }
            (AmbiguousOffset::Fold { after, .. }, Ambiguous::Later) => after,
        };
        // So that times that follow are found to be far from the next change.
        self.at(second - i64::from(offset.seconds())).ok_or(Why::Far)?;
        Ok(offset.seconds().into())
    }
}

/// Why a time has no other.
enum Why {
    Far,
    Skipped,
    Twice,
    Unit(i64),
    Overflow,
}

/// Times of one task.
const TASK: usize = 1 << 14;

/// All counts by `f`, each task with offsets of its own, and the place of the first that has none.
fn converted(
    times: View<'_, i64>,
    zone: &TimeZone,
    f: &(dyn Fn(&mut Offsets<'_>, i64) -> Result<i64, Why> + Sync),
) -> Result<Array<i64>, (usize, Why)> {
    let flat = times.ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let parts = threads::collect(flat.len().div_ceil(TASK), &|task| {
        let from = task * TASK;
        let part = &flat[from..flat.len().min(from + TASK)];
        let mut offsets = Offsets::new(zone);
        let mut made = Vec::with_capacity(part.len());
        for (k, &count) in part.iter().enumerate() {
            made.push(match count {
                NAT => NAT,
                count => f(&mut offsets, count).map_err(|why| (from + k, why))?,
            });
        }
        Ok(made)
    });
    let mut all = Vec::with_capacity(flat.len());
    for part in parts {
        all.extend(part?);
    }
    Ok(Array::from_shape_vec(times.shape(), all))
}

/// The error of the time at a place in C order.
fn error<T: TimeElement>(times: View<'_, T>, place: usize, why: Why) -> ZoneError {
    let (index, time) = times.indexed_iter().nth(place).expect("the place of a time");
    let (what, index): (Box<str>, Box<[usize]>) =
        (time.to_string().into(), index.as_slice().into());
    match why {
        Why::Far => ZoneError::Far { what, index },
        Why::Skipped => ZoneError::Ambiguous { what, skipped: true, index },
        Why::Twice => ZoneError::Ambiguous { what, skipped: false, index },
        Why::Unit(offset) => ZoneError::Unit { unit: T::UNIT, offset, index },
        Why::Overflow => {
            let op = "to_utc or to_local";
            ZoneError::Time(nd_core::time::TimeError::Overflow { op, what, unit: T::UNIT, index })
        }
    }
}

/// A count moved by an offset in seconds.
fn moved(clock: Clock, count: i64, offset: i64) -> Result<i64, Why> {
    let by = clock.offset(offset).ok_or(Why::Unit(offset))?;
    count.checked_add(by).filter(|&count| count != NAT).ok_or(Why::Overflow)
}

/// What the clocks of a zone show at times of UTC.
///
/// `utc`: any shape → the same shape; what is missing stays missing.
///
/// # Errors
/// [`ZoneError::Far`] beyond the years ±9999; [`ZoneError::Unit`] where the zone's offset is no whole number of the
/// unit, as half an hour in hours.
///
/// # NumPy
/// None; pandas has `t.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)`.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Hour};
/// use nd_ops::time::to_local;
///
/// let utc = Datetime64::<Hour>::parse_all(array!["2026-01-01T12", "2026-07-01T12"])?;
/// let berlin = to_local(&utc, &"Europe/Berlin".parse()?)?;
/// assert_eq!(berlin.to_string(), "['2026-01-01T13' '2026-07-01T14']");
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn to_local<U: Unit>(
    utc: impl ArrayLike<Elem = Datetime64<U>>,
    zone: &TimeZone,
) -> Result<Array<Datetime64<U>>, ZoneError> {
    let (utc, clock) = (utc.view(), Clock::of(U::UNIT));
    let made = converted(utc.counts(), zone, &|offsets, count| {
        let second = clock.second(count).ok_or(Why::Far)?;
        moved(clock, count, offsets.at(second).ok_or(Why::Far)?)
    });
    made.map(Array::from_counts).map_err(|(place, why)| error(utc, place, why))
}

/// The times of UTC at which the clocks of a zone show these; where they show them twice or not at all, as
/// [`Ambiguous::Compatible`] says.
///
/// `local`: any shape → the same shape; what is missing stays missing.
///
/// # Errors
/// As [`to_local`].
///
/// # NumPy
/// None; pandas has `t.dt.tz_localize(zone).dt.tz_convert("UTC").dt.tz_localize(None)`, which refuses times that clocks
/// show twice or skip.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Minute};
/// use nd_ops::time::to_utc;
///
/// // In that night clocks in New York went back from 02:00 to 01:00.
/// let local = Datetime64::<Minute>::parse_all(array!["2026-11-01T00:30", "2026-11-01T01:30"])?;
/// let utc = to_utc(&local, &"America/New_York".parse()?)?;
/// assert_eq!(utc.to_string(), "['2026-11-01T04:30' '2026-11-01T05:30']");
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn to_utc<U: Unit>(
    local: impl ArrayLike<Elem = Datetime64<U>>,
    zone: &TimeZone,
) -> Result<Array<Datetime64<U>>, ZoneError> {
    to_utc_with(local, zone, Ambiguous::default())
}

/// As [`to_utc`], told which time is meant.
///
/// # Errors
/// As [`to_local`]; [`ZoneError::Ambiguous`] by [`Ambiguous::Refuse`].
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Minute};
/// use nd_ops::time::{Ambiguous, to_utc_with};
///
/// let local = Datetime64::<Minute>::parse_all(array!["2026-11-01T01:30"])?;
/// let zone = "America/New_York".parse()?;
/// let later = to_utc_with(&local, &zone, Ambiguous::Later)?;
/// assert_eq!(later.to_string(), "['2026-11-01T06:30']");
/// assert!(to_utc_with(&local, &zone, Ambiguous::Refuse).is_err());
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn to_utc_with<U: Unit>(
    local: impl ArrayLike<Elem = Datetime64<U>>,
    zone: &TimeZone,
    ambiguous: Ambiguous,
) -> Result<Array<Datetime64<U>>, ZoneError> {
    let (local, clock) = (local.view(), Clock::of(U::UNIT));
    let made = converted(local.counts(), zone, &|offsets, count| {
        let second = clock.second(count).ok_or(Why::Far)?;
        moved(clock, count, -offsets.meant(second, ambiguous)?)
    });
    made.map(Array::from_counts).map_err(|(place, why)| error(local, place, why))
}

/// How far the clocks of a zone are ahead of UTC, at times of UTC.
///
/// `utc`: any shape → seconds of the same shape; missing where the time is.
///
/// # Errors
/// [`ZoneError::Far`] beyond the years ±9999.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Day};
/// use nd_ops::time::utc_offsets;
///
/// let utc = Datetime64::<Day>::parse_all(array!["2026-01-01", "2026-07-01"])?;
/// assert_eq!(utc_offsets(&utc, &"Europe/Berlin".parse()?)?.counts(), array![3600, 7200]);
/// # Ok::<(), nd_ops::time::ZoneError>(())
/// ```
pub fn utc_offsets<U: Unit>(
    utc: impl ArrayLike<Elem = Datetime64<U>>,
    zone: &TimeZone,
) -> Result<Array<Timedelta64<Second>>, ZoneError> {
    let (utc, clock) = (utc.view(), Clock::of(U::UNIT));
    let made = converted(utc.counts(), zone, &|offsets, count| {
        let second = clock.second(count).ok_or(Why::Far)?;
        offsets.at(second).ok_or(Why::Far)
    });
    made.map(Array::from_counts).map_err(|(place, why)| error(utc, place, why))
}
