//! [`CalendarError`]: why there is no such date.

use super::Calendar;
use nd_core::time::TimeUnit;
use std::fmt;

/// Why there is no such calendar, date or span.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CalendarDate};
///
/// let error = CalendarDate::new(Calendar::NoLeap, 2000, 2, 29).unwrap_err();
/// assert_eq!(error.to_string(), "there is no 2000-02-29 in the noleap calendar");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CalendarError {
    /// No calendar has that name.
    Name {
        /// The name.
        text: String,
    },
    /// The calendar has no such day.
    Date {
        /// The calendar.
        calendar: Calendar,
        /// The year, month and day.
        date: [i64; 3],
    },
    /// No day has such a time.
    Time {
        /// The hour, minute, second and microsecond.
        time: [u32; 4],
    },
    /// A date before the year -280,000 or after the year 280,000, or a span that does not fit 64 bits.
    Range {
        /// The calendar.
        calendar: Calendar,
    },
    /// Dates of two calendars of which one is no calendar that people lived by.
    Mixed {
        /// Both.
        calendars: [Calendar; 2],
    },
    /// A date that a unit has no count of.
    Overflow {
        /// The date, written.
        date: String,
        /// The unit.
        unit: TimeUnit,
    },
    /// A text that is no date.
    Text {
        /// The text.
        text: String,
    },
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { text } => write!(
                f,
                "there is no calendar {text:?}; there are standard, proleptic_gregorian, julian, noleap, \
                 all_leap and 360_day"
            ),
            Self::Date { calendar, date: [year, month, day] } => {
                write!(f, "there is no {year:04}-{month:02}-{day:02} in the {calendar} calendar")
            }
            Self::Time { time: [hour, minute, second, microsecond] } => {
                write!(f, "there is no time {hour:02}:{minute:02}:{second:02}.{microsecond:06}")
            }
            Self::Range { calendar } => {
                write!(f, "a date of the {calendar} calendar beyond the years -280000 to 280000")
            }
            Self::Mixed { calendars: [a, b] } => {
                write!(f, "dates of the {a} and the {b} calendar lie in no common time")
            }
            Self::Overflow { date, unit } => {
                write!(f, "{date} has no count of the unit {unit} in 64 bits")
            }
            Self::Text { text } => write!(f, "{text:?} is no date like 2000-01-31 12:30:00"),
        }
    }
}

impl std::error::Error for CalendarError {}
