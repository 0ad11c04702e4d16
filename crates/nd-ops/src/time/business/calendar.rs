//! [`BusinessCalendar`]: all business days, numbered.

use super::{BusinessError, Roll, WeekMask};
use crate::time::NAT;
use nd_core::time::{Day, civil_from_days};
use nd_core::{Array, ArrayLike, Datetime64};

/// Which days of the week are business days, and which of those are holidays all the same.
///
/// A question about a date takes one binary search among the holidays.
///
/// # NumPy
/// `np.busdaycalendar(weekmask, holidays)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{BusinessCalendar, Datetime64};
///
/// let holidays = Datetime64::parse_all(array!["2024-12-25", "2024-01-01", "2024-12-25"])?;
/// let calendar = BusinessCalendar::default().holidays(&holidays);
/// assert_eq!(calendar.holiday_dates().to_string(), "['2024-01-01' '2024-12-25']");
/// assert!(!calendar.is_busday("2024-01-01".parse()?) && calendar.is_busday("2024-01-02".parse()?));
/// # Ok::<(), nd_ops::time::TimeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessCalendar {
    week: WeekMask,
    /// In order, each once, each on a day of the week that counts.
    holidays: Vec<i64>,
    /// How many business days come before each holiday; these numbers rise or stay.
    ranks: Vec<i128>,
}

/// Why there is no business day for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    NotADate,
    NotABusinessDay,
    Overflow,
}

impl BusinessCalendar {
    /// The calendar of this week, without holidays.
    ///
    /// # NumPy
    /// `np.busdaycalendar(weekmask)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::BusinessCalendar;
    ///
    /// let weekend = BusinessCalendar::new("Sat Sun".parse()?);
    /// assert!(weekend.is_busday("2024-03-02".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(week: WeekMask) -> BusinessCalendar {
        BusinessCalendar { week, ..BusinessCalendar::default() }
    }

    /// The same week, with these holidays in any order.
    ///
    /// What is missing, and days of the week that are no business days anyway, are left out.
    ///
    /// # NumPy
    /// The argument `holidays`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::time::{BusinessCalendar, Datetime64};
    ///
    /// let dates = Datetime64::parse_all(array!["NaT", "2024-03-03", "2024-03-01"])?; // the 3rd is a Sunday
    /// let calendar = BusinessCalendar::default().holidays(&dates);
    /// assert_eq!(calendar.holiday_dates().to_string(), "['2024-03-01']");
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn holidays(self, dates: impl ArrayLike<Elem = Datetime64<Day>>) -> BusinessCalendar {
        self.with_holidays(dates.view().iter().map(|date| date.count()).collect())
    }

    fn with_holidays(mut self, mut holidays: Vec<i64>) -> BusinessCalendar {
        holidays.retain(|&date| date != NAT && self.week.works(date));
        holidays.sort_unstable();
        holidays.dedup();
        let rank = |(i, &date): (usize, &i64)| self.week.rank(date, false) - i as i128;
        self.ranks = holidays.iter().enumerate().map(rank).collect();
        self.holidays = holidays;
        self
    }

    /// The days of the week that count.
    ///
    /// # NumPy
    /// `busdaycalendar.weekmask`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{BusinessCalendar, WeekMask};
    ///
    /// assert_eq!(BusinessCalendar::default().week_mask(), WeekMask::default());
    /// ```
    pub fn week_mask(&self) -> WeekMask {
        self.week
    }

    /// The holidays, in order, each once, without those on days that do not count anyway.
    ///
    /// # NumPy
    /// `busdaycalendar.holidays`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::time::{BusinessCalendar, Datetime64};
    ///
    /// let calendar = BusinessCalendar::default().holidays([8, 1, 8].map(Datetime64::new));
    /// assert_eq!(calendar.holiday_dates(), array![1, 8].map(Datetime64::new));
    /// ```
    pub fn holiday_dates(&self) -> Array<Datetime64<Day>> {
        Array::from_counts(Array::from_vec(self.holidays.clone()))
    }

    /// Whether the date is a business day; what is missing is none.
    ///
    /// # NumPy
    /// `np.is_busday(date)`; of arrays [`is_busday`](super::is_busday).
    ///
    /// # Examples
    /// ```
    /// let week = nd_ops::time::BusinessCalendar::default();
    /// assert!(week.is_busday("2024-03-04".parse()?) && !week.is_busday("2024-03-03".parse()?));
    /// # Ok::<(), nd_ops::time::TimeError>(())
    /// ```
    pub fn is_busday(&self, date: Datetime64<Day>) -> bool {
        self.works(date.count())
    }

    #[inline]
    pub(super) fn works(&self, date: i64) -> bool {
        date != NAT && self.week.works(date) && self.holidays.binary_search(&date).is_err()
    }

    /// How many business days there are from `begin` on and before `end`; see [`busday_count`](super::busday_count).
    ///
    /// # Errors
    /// [`BusinessError::NotADate`] if one is missing; [`BusinessError::Overflow`].
    ///
    /// # NumPy
    /// `np.busday_count(begin, end, busdaycal=calendar)` of two dates.
    ///
    /// # Examples
    /// ```
    /// let week = nd_ops::time::BusinessCalendar::default();
    /// assert_eq!(week.count("2024-03-01".parse()?, "2024-04-01".parse()?)?, 21);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count(
        &self,
        begin: Datetime64<Day>,
        end: Datetime64<Day>,
    ) -> Result<i64, BusinessError> {
        let (begin, end) = (begin.count(), end.count());
        self.between(begin, end).map_err(|why| why.at("busday_count", Vec::new(), begin))
    }

    /// The business day `steps` business days after the date; see [`busday_offset_with`](super::busday_offset_with).
    ///
    /// # Errors
    /// With [`Roll::Raise`], for what is missing and for a date that is no business day; [`BusinessError::Overflow`].
    ///
    /// # NumPy
    /// `np.busday_offset(date, steps, roll, busdaycal=calendar)` of one date.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{BusinessCalendar, Roll};
    ///
    /// let (saturday, week) = ("2024-03-02".parse()?, BusinessCalendar::default());
    /// let tuesday = week.offset(saturday, 1, Roll::Forward)?; // it becomes Monday, then Tuesday
    /// assert_eq!(tuesday.to_string(), "2024-03-05");
    /// assert!(week.offset(saturday, 1, Roll::Raise).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn offset(
        &self,
        date: Datetime64<Day>,
        steps: i64,
        roll: Roll,
    ) -> Result<Datetime64<Day>, BusinessError> {
        let date = date.count();
        let found = self.after(date, steps, roll).map(Datetime64::new);
        found.map_err(|why| why.at("busday_offset", Vec::new(), date))
    }

    /// How many business days come before the date, from a fixed one on; `with` counts the date too.
    #[inline(always)]
    pub(crate) fn rank(&self, date: i64, with: bool) -> i128 {
        let passed = |&holiday: &i64| holiday < date || (with && holiday == date);
        self.week.rank(date, with) - self.holidays.partition_point(passed) as i128
    }

    /// The business day that this many come before.
    #[inline(always)]
    pub(crate) fn date(&self, rank: i128) -> i128 {
        // A holiday is passed on the way if no more business days come before it than before the
        // day that is looked for.
        let passed = self.ranks.partition_point(|&before| before <= rank);
        self.week.date(rank + passed as i128)
    }

    /// The business days from `begin` on and before `end`; from `end` exclusively to `begin` inclusively, and
    /// negative, if `end` is earlier.
    #[inline]
    pub(super) fn between(&self, begin: i64, end: i64) -> Result<i64, Why> {
        if begin == NAT || end == NAT {
            return Err(Why::NotADate);
        }
        let with = begin > end;
        let count = self.rank(end, with) - self.rank(begin, with);
        i64::try_from(count).map_err(|_| Why::Overflow)
    }

    /// The business day `offset` business days after the date, which is rolled to one first.
    #[inline]
    pub(super) fn after(&self, date: i64, offset: i64, roll: Roll) -> Result<i64, Why> {
        if date == NAT {
            return if roll == Roll::Raise { Err(Why::NotADate) } else { Ok(NAT) };
        }
        let first = self.works(date);
        if !first && roll == Roll::Raise {
            return Err(Why::NotABusinessDay);
        }
        if !first && roll == Roll::Nat {
            return Ok(NAT);
        }
        // The rank of a day that is none is that of the first business day after it.
        let rank = self.rank(date, false) - i128::from(!first && self.rolls_back(date, roll));
        let found = self.date(rank + i128::from(offset));
        match i64::try_from(found) {
            Ok(NAT) | Err(_) => Err(Why::Overflow),
            Ok(found) => Ok(found),
        }
    }

    /// Whether a date that is no business day becomes the one before it.
    fn rolls_back(&self, date: i64, roll: Roll) -> bool {
        let in_month = |other: i128| {
            let month = |days| {
                let (year, month, _) = civil_from_days(days);
                (year, month)
            };
            i64::try_from(other).is_ok_and(|other| month(other) == month(date))
        };
        let rank = self.rank(date, false);
        match roll {
            Roll::Backward => true,
            Roll::ModifiedFollowing => !in_month(self.date(rank)),
            Roll::ModifiedPreceding => in_month(self.date(rank - 1)),
            Roll::Raise | Roll::Nat | Roll::Forward => false,
        }
    }
}

impl Why {
    /// The error of that place.
    pub(super) fn at(self, op: &'static str, index: Vec<usize>, date: i64) -> BusinessError {
        match self {
            Why::NotADate => BusinessError::NotADate { op, index },
            Why::NotABusinessDay => {
                BusinessError::NotABusinessDay { index, date: Datetime64::new(date) }
            }
            Why::Overflow => BusinessError::Overflow { op, index },
        }
    }
}
