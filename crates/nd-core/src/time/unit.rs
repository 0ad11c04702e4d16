//! [`TimeUnit`]: what times are counted in, as a value, and [`Unit`], the same as a type.

use std::fmt;
use std::str::FromStr;

/// What times are counted in.
///
/// # NumPy
/// The letters in brackets of `datetime64[D]` and `timedelta64[ms]`.
///
/// # Examples
/// ```
/// use nd_core::time::TimeUnit;
///
/// let unit: TimeUnit = "ms".parse()?;
/// assert_eq!(unit, TimeUnit::Millisecond);
/// assert_eq!(unit.to_string(), "ms");
/// assert!(TimeUnit::Day < TimeUnit::Hour); // finer units are later
/// # Ok::<(), nd_core::time::UnknownUnit>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// Years of the Gregorian calendar, `Y`.
    Year,
    /// Months, `M`.
    Month,
    /// Weeks, from Thursday to Wednesday as 1970-01-01 was one, `W`.
    Week,
    /// Days, `D`.
    Day,
    /// Hours, `h`.
    Hour,
    /// Minutes, `m`.
    Minute,
    /// Seconds, without leap seconds, `s`.
    Second,
    /// 10⁻³ s, `ms`.
    Millisecond,
    /// 10⁻⁶ s, `us`.
    Microsecond,
    /// 10⁻⁹ s, `ns`.
    Nanosecond,
    /// 10⁻¹² s, `ps`.
    Picosecond,
    /// 10⁻¹⁵ s, `fs`.
    Femtosecond,
    /// 10⁻¹⁸ s, `as`.
    Attosecond,
}

/// No unit has that name.
///
/// # Examples
/// ```
/// let error = "fortnight".parse::<nd_core::time::TimeUnit>().unwrap_err();
/// let said = "\"fortnight\" is no unit of time; those are Y M W D h m s ms us ns ps fs as";
/// assert_eq!(error.to_string(), said);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is no unit of time; those are Y M W D h m s ms us ns ps fs as")]
pub struct UnknownUnit {
    /// What was given.
    pub name: Box<str>,
}

impl TimeUnit {
    /// All of them, the coarsest first.
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::TimeUnit;
    ///
    /// assert_eq!(TimeUnit::ALL.map(TimeUnit::code).join(" "), "Y M W D h m s ms us ns ps fs as");
    /// ```
    pub const ALL: [TimeUnit; 13] = [
        TimeUnit::Year,
        TimeUnit::Month,
        TimeUnit::Week,
        TimeUnit::Day,
        TimeUnit::Hour,
        TimeUnit::Minute,
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
        TimeUnit::Picosecond,
        TimeUnit::Femtosecond,
        TimeUnit::Attosecond,
    ];

    /// NumPy's letters for it.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::time::TimeUnit::Month.code(), "M");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            TimeUnit::Year => "Y",
            TimeUnit::Month => "M",
            TimeUnit::Week => "W",
            TimeUnit::Day => "D",
            TimeUnit::Hour => "h",
            TimeUnit::Minute => "m",
            TimeUnit::Second => "s",
            TimeUnit::Millisecond => "ms",
            TimeUnit::Microsecond => "us",
            TimeUnit::Nanosecond => "ns",
            TimeUnit::Picosecond => "ps",
            TimeUnit::Femtosecond => "fs",
            TimeUnit::Attosecond => "as",
        }
    }

    /// Its name in a sentence about several.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            TimeUnit::Year => "years",
            TimeUnit::Month => "months",
            TimeUnit::Week => "weeks",
            TimeUnit::Day => "days",
            TimeUnit::Hour => "hours",
            TimeUnit::Minute => "minutes",
            TimeUnit::Second => "seconds",
            TimeUnit::Millisecond => "milliseconds",
            TimeUnit::Microsecond => "microseconds",
            TimeUnit::Nanosecond => "nanoseconds",
            TimeUnit::Picosecond => "picoseconds",
            TimeUnit::Femtosecond => "femtoseconds",
            TimeUnit::Attosecond => "attoseconds",
        }
    }

    /// Whether the length of one depends on which it is.
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::TimeUnit;
    ///
    /// assert!(TimeUnit::Month.is_calendar() && !TimeUnit::Week.is_calendar());
    /// ```
    pub const fn is_calendar(self) -> bool {
        matches!(self, TimeUnit::Year | TimeUnit::Month)
    }

    /// Decimal digits of a second that it counts.
    pub(crate) const fn decimals(self) -> usize {
        (self as usize).saturating_sub(TimeUnit::Second as usize) * 3
    }

    /// How many of `self` a coarser unit has, or 0 where that depends on which, or is too many.
    pub(crate) const fn in_one(self, coarser: TimeUnit) -> i64 {
        if coarser.is_calendar() {
            let both = self.is_calendar();
            let year = if coarser as usize == self as usize { 1 } else { 12 };
            return if both { year } else { 0 };
        }
        let (coarse, fine) = (coarser.attoseconds(), self.attoseconds());
        let many = coarse / fine;
        if many > i64::MAX as i128 { 0 } else { many as i64 }
    }

    /// How many there are in a day, of a unit that is no longer than one.
    pub(crate) const fn in_day(self) -> i128 {
        const ALL: [i128; 13] = {
            let (mut all, mut k) = ([0; 13], TimeUnit::Day as usize);
            while k < 13 {
                all[k] = TimeUnit::Day.attoseconds() / TimeUnit::ALL[k].attoseconds();
                k += 1;
            }
            all
        };
        ALL[self as usize]
    }

    /// The length of a unit that has one.
    pub(crate) const fn attoseconds(self) -> i128 {
        let second = 1_000_000_000_000_000_000;
        match self {
            TimeUnit::Year | TimeUnit::Month => 0,
            TimeUnit::Week => 604_800 * second,
            TimeUnit::Day => 86_400 * second,
            TimeUnit::Hour => 3_600 * second,
            TimeUnit::Minute => 60 * second,
            _ => second / 10i128.pow(self.decimals() as u32),
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for TimeUnit {
    type Err = UnknownUnit;

    fn from_str(name: &str) -> Result<TimeUnit, UnknownUnit> {
        let found = TimeUnit::ALL.into_iter().find(|unit| unit.code() == name);
        found.ok_or_else(|| UnknownUnit { name: name.chars().take(40).collect() })
    }
}

/// A [`TimeUnit`] as a type: what [`Datetime64`](super::Datetime64) and
/// [`Timedelta64`](super::Timedelta64) are counted in. Closed.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, TimeUnit, Unit};
///
/// assert_eq!(Day::UNIT, TimeUnit::Day);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no unit of time",
    note = "those are Year, Month, Week, Day, Hour, Minute, Second and Millisecond to Attosecond, of `nd_core::time`"
)]
pub trait Unit: Copy + Send + Sync + fmt::Debug + sealed::Sealed + 'static {
    /// The unit as a value.
    const UNIT: TimeUnit;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! units {
    ($($Name:ident)*) => {$(
        #[doc = concat!("[`TimeUnit::", stringify!($Name), "`] as a type.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_core::time::{", stringify!($Name), ", TimeUnit, Unit};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($Name), "::UNIT, TimeUnit::", stringify!($Name), ");")]
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name {}
        impl sealed::Sealed for $Name {}
        impl Unit for $Name {
            const UNIT: TimeUnit = TimeUnit::$Name;
        }
    )*};
}
units!(Year Month Week Day Hour Minute Second Millisecond Microsecond Nanosecond);
units!(Picosecond Femtosecond Attosecond);
