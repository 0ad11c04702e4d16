//! [`FrequencyError`]: why there are no such days.

use crate::time::calendar::Calendar;
use std::fmt;

/// Why there is no such frequency, or no such day.
///
/// # Examples
/// ```
/// use nd_ops::time::Frequency;
///
/// let error = "M".parse::<Frequency>().unwrap_err();
/// assert!(error.to_string().starts_with("\"M\" is no frequency"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrequencyError {
    /// A name that is no frequency.
    Text {
        /// The name.
        text: String,
    },
    /// An end of a range that is missing.
    NotADate,
    /// Dates of two calendars.
    Mixed {
        /// Where; empty for an end of a range.
        index: Vec<usize>,
        /// The calendar of the others, and that of this one.
        calendars: [Calendar; 2],
    },
    /// Business days of a calendar that people did not live by.
    NoBusinessDays {
        /// The calendar.
        calendar: Calendar,
    },
    /// More days than fit the memory.
    TooMany {
        /// How many.
        count: u128,
    },
    /// A day or time that does not fit 64 bits, lies in a year beyond 2^40, or beyond the years of dates of calendars.
    Overflow {
        /// Where; empty for a single date.
        index: Vec<usize>,
    },
}

impl fmt::Display for FrequencyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text } => write!(
                f,
                "{text:?} is no frequency like D, B, W-SUN, MS, ME, QS-JAN, QE-DEC, YS-JAN or YE-DEC, or a multiple \
                 like 2MS"
            ),
            Self::NotADate => f.write_str("date_range: an end is missing"),
            Self::TooMany { count } => write!(f, "date_range: {count} dates do not fit the memory"),
            Self::Mixed { index, calendars: [a, b] } => {
                write!(f, "dates of the {a} calendar, and of the {b} calendar")?;
                if index.is_empty() { Ok(()) } else { write!(f, " at index {index:?}") }
            }
            Self::NoBusinessDays { calendar } => {
                write!(f, "there are no business days in the {calendar} calendar")
            }
            Self::Overflow { index } if index.is_empty() => {
                f.write_str("the day does not fit 64 bits, or the years of a calendar")
            }
            Self::Overflow { index } => {
                write!(
                    f,
                    "the day at index {index:?} does not fit 64 bits, or the years of a calendar"
                )
            }
        }
    }
}

impl std::error::Error for FrequencyError {}
