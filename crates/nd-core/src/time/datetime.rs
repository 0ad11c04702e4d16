//! [`Datetime64`]: a point in time.

use super::convert::Conversion;
use super::{NAT, TimeError, Unit, civil_from_days, days_from_civil, text};
use crate::print::{PrintElement, PrintStyle};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// A point in time: so many units `U` after 1970-01-01 00:00, in 64 bits, or missing.
///
/// The calendar is the Gregorian one, carried on in both directions, with a year 0 and without leap seconds or time
/// zones. What is missing is [`NAT`](Self::NAT), "not a time": as NaN, it is not equal to itself, neither before nor
/// after anything, and what is calculated from it is missing too.
///
/// The unit is part of the type, so that times of different units meet only where [`to_unit`](Self::to_unit) says so.
/// Arithmetic that leaves the 64 bits panics, and names the place in the array; [`try_add`](super::try_add) and its
/// kind return the error.
///
/// # NumPy
/// `np.datetime64` and an element of `datetime64[U]`. A multiple of a unit (`datetime64[25s]`) has no type here: files
/// with one are read in the unit itself.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, Month};
/// use nd_core::{Array, Datetime64, Timedelta64, array};
///
/// let leap: Datetime64<Day> = "2004-02-29".parse()?;
/// assert_eq!(leap.count(), 12_477);
/// assert_eq!((leap + Timedelta64::new(1)).to_string(), "2004-03-01");
/// assert_eq!(leap.to_unit::<Month>()?.to_string(), "2004-02");
///
/// let days: Array<Datetime64<Day>> = array![0, 365, 11_016].map(Datetime64::new);
/// assert_eq!(days.to_string(), "['1970-01-01' '1971-01-01' '2000-02-29']");
/// assert_eq!(&days - days[[0]], array![0, 365, 11_016].map(Timedelta64::<Day>::new));
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
#[repr(transparent)]
pub struct Datetime64<U> {
    count: i64,
    unit: PhantomData<U>,
}

impl<U: Unit> Datetime64<U> {
    /// What is missing: "not a time".
    pub const NAT: Datetime64<U> = Datetime64::new(NAT);

    /// So many units after the beginning of 1970; [`i64::MIN`] is [`NAT`](Self::NAT).
    ///
    /// # NumPy
    /// `np.datetime64(count, unit)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Datetime64;
    /// use nd_core::time::Hour;
    ///
    /// assert_eq!(Datetime64::<Hour>::new(-1).to_string(), "1969-12-31T23");
    /// ```
    #[inline(always)]
    pub const fn new(count: i64) -> Datetime64<U> {
        Datetime64 { count, unit: PhantomData }
    }

    /// The units since the beginning of 1970; [`i64::MIN`] if it is missing.
    ///
    /// # NumPy
    /// `t.astype("i8")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Datetime64;
    /// use nd_core::time::Year;
    ///
    /// assert_eq!("2024".parse::<Datetime64<Year>>()?.count(), 54);
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    #[inline(always)]
    pub const fn count(self) -> i64 {
        self.count
    }

    /// Whether it is missing.
    ///
    /// # NumPy
    /// `np.isnat(t)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, time::Day};
    ///
    /// assert!(Datetime64::<Day>::NAT.is_nat());
    /// ```
    #[inline(always)]
    pub const fn is_nat(self) -> bool {
        self.count == NAT
    }

    /// The beginning of a day of the calendar, months and days from 1; in units of weeks, months and years that in
    /// which it lies. `None` if there is no such day, or no count of it in 64 bits.
    ///
    /// # NumPy
    /// `np.datetime64(datetime.date(year, month, day), unit)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, time::Second};
    ///
    /// let day = Datetime64::<Second>::from_ymd(2005, 2, 25).unwrap();
    /// assert_eq!(day.to_string(), "2005-02-25T00:00:00");
    /// assert!(Datetime64::<Second>::from_ymd(2005, 2, 29).is_none());
    /// ```
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Datetime64<U>> {
        let month_is = (1..=12).contains(&month);
        if !month_is || day == 0 || day > super::days_in_month(year, month) {
            return None;
        }
        let days = days_from_civil(year, month, day)?;
        let convert = Conversion::of_dates(super::TimeUnit::Day, U::UNIT);
        convert.count(days).map(Datetime64::new)
    }

    /// Year, month and day, `None` if it is missing, or so far off that its days cannot be counted.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, time::Nanosecond};
    ///
    /// assert_eq!(Datetime64::<Nanosecond>::new(-1).to_ymd(), Some((1969, 12, 31)));
    /// ```
    pub fn to_ymd(self) -> Option<(i64, u8, u8)> {
        let days = Conversion::of_dates(U::UNIT, super::TimeUnit::Day).count(self.count)?;
        (days != NAT).then(|| civil_from_days(days))
    }

    /// The same point in time in another unit: the beginning of what was counted, or the coarser unit that it lies in.
    ///
    /// # Errors
    /// [`TimeError::Overflow`] where 64 bits are too few.
    ///
    /// # NumPy
    /// `t.astype("datetime64[V]")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Datetime64;
    /// use nd_core::time::{Day, Second, Week};
    ///
    /// let day: Datetime64<Day> = "1969-12-31".parse()?;
    /// assert_eq!(day.to_unit::<Second>()?.count(), -86_400);
    /// assert_eq!(day.to_unit::<Week>()?.to_string(), "1969-12-25");
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    pub fn to_unit<V: Unit>(self) -> Result<Datetime64<V>, TimeError> {
        let count = Conversion::of_dates(U::UNIT, V::UNIT).count(self.count);
        let overflow = || TimeError::Overflow {
            op: "to_unit",
            what: self.to_string().into(),
            unit: V::UNIT,
            index: Box::default(),
        };
        count.map(Datetime64::new).ok_or_else(overflow)
    }

    /// The present, by the system's clock in UTC; missing if 64 bits are too few for it.
    ///
    /// # NumPy
    /// `np.datetime64("now", unit)`, where units finer than seconds have zeros.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, time::Year};
    ///
    /// assert!(Datetime64::<Year>::now().count() >= 55);
    /// ```
    pub fn now() -> Datetime64<U> {
        let now = std::time::SystemTime::now();
        let nanoseconds = match now.duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()),
            Err(before) => i64::try_from(before.duration().as_nanos()).map(|n| -n),
        };
        let convert = Conversion::of_dates(super::TimeUnit::Nanosecond, U::UNIT);
        let count = nanoseconds.ok().and_then(|count| convert.count(count));
        count.map_or(Datetime64::NAT, Datetime64::new)
    }
}

impl<U: Unit> fmt::Display for Datetime64<U> {
    /// ISO 8601 as far as the unit goes, `NaT` for what is missing.
    ///
    /// # NumPy
    /// `str(t)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text::written(self.count, U::UNIT))
    }
}

impl<U: Unit> PrintElement for Datetime64<U> {
    fn column(elements: &[&Self], _: PrintStyle) -> Vec<String> {
        text::quoted(elements.iter().map(|t| t.to_string()).collect())
    }

    fn alone(&self) -> String {
        self.to_string()
    }
}

impl<U: Unit> FromStr for Datetime64<U> {
    type Err = TimeError;

    /// Reads a date of ISO 8601: `2005`, `2005-02`, `2005-02-25`, and behind a `T` or a space `03`, `03:30`,
    /// `03:30:15` with up to 18 decimals. `Z` and offsets like `+01:00` lead to UTC. Spaces around it are nothing, and
    /// an empty text, or `NaT` in any case, is missing. What is finer than the unit is cut off towards the past.
    ///
    /// # NumPy
    /// `np.datetime64(text, unit)`. Differs: where the 64 bits are too few it is an error and not another date, and
    /// eight digits without hyphens are no year of 20 million but an error that says what to write.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        text::read(text.as_bytes(), U::UNIT).map(Datetime64::new)
    }
}
