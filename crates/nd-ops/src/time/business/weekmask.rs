//! [`WeekMask`]: which days of the week are business days.

use super::BusinessError;
use std::str::FromStr;

/// The names of the days, as week masks have them.
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Which days of the week are business days, Monday first; at least one is.
///
/// # NumPy
/// The argument `weekmask`. Texts are read by `parse`.
///
/// # Examples
/// ```
/// use nd_ops::time::WeekMask;
///
/// let week: WeekMask = "1111100".parse().unwrap();
/// assert_eq!("Mon Tue Wed Thu Fri".parse(), Ok(week));
/// assert_eq!(WeekMask::new([true, true, true, true, true, false, false]), Ok(week));
/// assert_eq!(week, WeekMask::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekMask {
    days: [bool; 7],
    /// How many business days of the week come before each day, and how many it has.
    before: [u8; 8],
    /// Which day of the week each business day is.
    nth: [u8; 7],
}

impl Default for WeekMask {
    /// Monday to Friday.
    fn default() -> WeekMask {
        WeekMask::of([true, true, true, true, true, false, false])
    }
}

impl WeekMask {
    /// The week with these business days, Monday first.
    ///
    /// # Errors
    /// [`BusinessError::NoBusinessDay`] if there is none.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{BusinessError, WeekMask};
    ///
    /// assert_eq!(WeekMask::new([false; 7]), Err(BusinessError::NoBusinessDay));
    /// ```
    pub fn new(days: [bool; 7]) -> Result<WeekMask, BusinessError> {
        if days == [false; 7] { Err(BusinessError::NoBusinessDay) } else { Ok(WeekMask::of(days)) }
    }

    fn of(days: [bool; 7]) -> WeekMask {
        let (mut before, mut nth) = ([0; 8], [0; 7]);
        for (day, &works) in days.iter().enumerate() {
            if works {
                nth[usize::from(before[day])] = day as u8;
            }
            before[day + 1] = before[day] + u8::from(works);
        }
        WeekMask { days, before, nth }
    }

    /// Which days are business days, Monday first.
    ///
    /// # NumPy
    /// `busdaycalendar.weekmask`.
    ///
    /// # Examples
    /// ```
    /// let week: nd_ops::time::WeekMask = "Sat Sun".parse().unwrap();
    /// assert_eq!(week.days(), [false, false, false, false, false, true, true]);
    /// ```
    pub fn days(&self) -> [bool; 7] {
        self.days
    }

    /// Which week since that of 1970-01-01, and which day of the week, the date is.
    #[inline(always)]
    fn place(date: i64) -> (i64, usize) {
        let (week, day) = (date.div_euclid(7), date.rem_euclid(7) + 3); // that was a Thursday
        if day < 7 { (week, day as usize) } else { (week + 1, day as usize - 7) }
    }

    /// Whether the date, holiday or not, is on such a day of the week.
    #[inline(always)]
    pub(super) fn works(&self, date: i64) -> bool {
        self.days[WeekMask::place(date).1]
    }

    /// How many such days lie between the Monday before 1970-01-01 and the date, which is itself counted
    /// if `with` says so; negative for dates before.
    #[inline(always)]
    pub(super) fn rank(&self, date: i64, with: bool) -> i128 {
        let (week, day) = WeekMask::place(date);
        let before = self.before[day + usize::from(with)];
        i128::from(week) * i128::from(self.before[7]) + i128::from(before)
    }

    /// The day whose [rank](Self::rank) this is, of the days that are counted.
    #[inline(always)]
    pub(super) fn date(&self, rank: i128) -> i128 {
        let per_week = self.before[7];
        let (week, day) = match i64::try_from(rank) {
            Ok(rank) => {
                let per_week = i64::from(per_week);
                (rank.div_euclid(per_week).into(), rank.rem_euclid(per_week) as usize)
            }
            Err(_) => {
                let per_week = i128::from(per_week);
                (rank.div_euclid(per_week), rank.rem_euclid(per_week) as usize)
            }
        };
        week * 7 + i128::from(self.nth[day]) - 3
    }
}

impl FromStr for WeekMask {
    type Err = BusinessError;

    fn from_str(text: &str) -> Result<WeekMask, BusinessError> {
        if text.len() == 7 && text.bytes().all(|c| matches!(c, b'0' | b'1')) {
            let mut days = [false; 7];
            days.iter_mut().zip(text.bytes()).for_each(|(day, c)| *day = c == b'1');
            return WeekMask::new(days);
        }
        let refused = || BusinessError::WeekMask { text: text.to_owned() };
        let mut days = [false; 7];
        for word in text.split_ascii_whitespace() {
            let mut rest = word;
            while !rest.is_empty() {
                let day = NAMES.iter().position(|name| rest.starts_with(name));
                days[day.ok_or_else(refused)?] = true;
                rest = &rest[3..];
            }
        }
        WeekMask::new(days)
    }
}
