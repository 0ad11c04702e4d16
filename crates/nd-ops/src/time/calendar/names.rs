//! [`Calendar`]: which there are.

use super::CalendarError;
use std::fmt;
use std::str::FromStr;

/// A calendar of the CF conventions.
///
/// `parse` reads the names of the conventions, in any case; `gregorian`, `365_day` and `366_day` are other names of
/// three of them. [`Display`](fmt::Display) writes one name each.
///
/// # xarray
/// The attribute `calendar`; `cftime`'s calendars but `tai`.
///
/// # Examples
/// ```
/// use nd_ops::time::Calendar;
///
/// assert_eq!("NoLeap".parse(), Ok(Calendar::NoLeap));
/// assert_eq!("gregorian".parse(), Ok(Calendar::Standard));
/// assert_eq!(Calendar::Day360.to_string(), "360_day");
/// assert!("lunar".parse::<Calendar>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Calendar {
    /// Julian up to 1582-10-04, Gregorian from 1582-10-15, the day after; without a year 0.
    #[default]
    Standard,
    /// Gregorian at all times, with a year 0: ISO 8601's, and that of every `datetime64`.
    ProlepticGregorian,
    /// Julian at all times, without a year 0.
    Julian,
    /// 365 days in every year.
    NoLeap,
    /// 366 days in every year.
    AllLeap,
    /// 30 days in every month.
    Day360,
}

/// The name of each calendar, then others that it has.
const NAMES: [(&str, Calendar); 9] = [
    ("standard", Calendar::Standard),
    ("proleptic_gregorian", Calendar::ProlepticGregorian),
    ("julian", Calendar::Julian),
    ("noleap", Calendar::NoLeap),
    ("all_leap", Calendar::AllLeap),
    ("360_day", Calendar::Day360),
    ("gregorian", Calendar::Standard),
    ("365_day", Calendar::NoLeap),
    ("366_day", Calendar::AllLeap),
];

/// The days of each month.
const LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The first year with the leap years of the Gregorian calendar.
const REFORM_YEAR: i64 = 1582;

impl Calendar {
    /// All of them.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert!(Calendar::ALL.iter().all(|calendar| calendar.to_string().parse() == Ok(*calendar)));
    /// ```
    pub const ALL: [Calendar; 6] = [
        Calendar::Standard,
        Calendar::ProlepticGregorian,
        Calendar::Julian,
        Calendar::NoLeap,
        Calendar::AllLeap,
        Calendar::Day360,
    ];

    /// Whether people lived by it, so that its days are those of the other such calendars.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert!(Calendar::Julian.is_real() && !Calendar::NoLeap.is_real());
    /// ```
    pub fn is_real(self) -> bool {
        matches!(self, Calendar::Standard | Calendar::ProlepticGregorian | Calendar::Julian)
    }

    /// Whether there is a year 0 between the years -1 and 1.
    ///
    /// # cftime
    /// The default of `has_year_zero`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert!(Calendar::ProlepticGregorian.has_year_zero() && !Calendar::Standard.has_year_zero());
    /// ```
    pub fn has_year_zero(self) -> bool {
        !matches!(self, Calendar::Standard | Calendar::Julian)
    }

    /// The year in a count that has a year 0.
    pub(crate) fn astronomical(self, year: i64) -> i64 {
        year + i64::from(year < 0 && !self.has_year_zero())
    }

    /// The year as the calendar has it, from a count that has a year 0.
    #[inline(always)]
    pub(crate) fn labelled(self, year: i64) -> i64 {
        year - i64::from(year <= 0 && !self.has_year_zero())
    }

    /// Whether the year has a 29th of February. Years -1, -5, … have one where there is no year 0.
    ///
    /// # cftime
    /// `cftime.is_leap_year(year, calendar)`; the 360_day calendar has no leap years, but that day.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert!(!Calendar::Standard.is_leap_year(1900) && Calendar::Julian.is_leap_year(1900));
    /// assert!(Calendar::Standard.is_leap_year(1500) && Calendar::AllLeap.is_leap_year(2001));
    /// ```
    pub fn is_leap_year(self, year: i64) -> bool {
        let counted = self.astronomical(year);
        let julian = counted % 4 == 0;
        let gregorian = julian && (counted % 100 != 0 || counted % 400 == 0);
        match self {
            Calendar::ProlepticGregorian => gregorian,
            Calendar::Standard if year >= REFORM_YEAR => gregorian,
            Calendar::Standard | Calendar::Julian => julian,
            Calendar::AllLeap => true,
            Calendar::NoLeap | Calendar::Day360 => false,
        }
    }

    /// The last day of the month; 0 for a month that is none of 1 to 12.
    ///
    /// In [`Calendar::Standard`] October 1582 ends with the 31st, though it had 21 days.
    ///
    /// # cftime
    /// `date.daysinmonth`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert_eq!(Calendar::Standard.days_in_month(2000, 2), 29);
    /// assert_eq!(Calendar::Day360.days_in_month(2000, 2), 30);
    /// ```
    pub fn days_in_month(self, year: i64, month: u8) -> u8 {
        match (self, month) {
            (_, 0 | 13..) => 0,
            (Calendar::Day360, _) => 30,
            (_, 2) if self.is_leap_year(year) => 29,
            _ => LENGTHS[usize::from(month) - 1],
        }
    }

    /// How many days the year has.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::Calendar;
    ///
    /// assert_eq!(Calendar::Standard.days_in_year(1582), 355);
    /// assert_eq!(Calendar::Day360.days_in_year(2000), 360);
    /// ```
    pub fn days_in_year(self, year: i64) -> u16 {
        match self {
            Calendar::Day360 => 360,
            Calendar::Standard if year == REFORM_YEAR => 355,
            _ => 365 + u16::from(self.is_leap_year(year)),
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _) =
            NAMES.iter().find(|(_, calendar)| calendar == self).expect("each is listed");
        f.write_str(name)
    }
}

impl FromStr for Calendar {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Calendar, CalendarError> {
        let found = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        found
            .map(|(_, calendar)| *calendar)
            .ok_or_else(|| CalendarError::Name { text: text.into() })
    }
}
