//! [`CfTimeError`]: why a time coordinate cannot be read or written.

use super::lengths::written;
use crate::time::calendar::{Calendar, CalendarError};
use nd_core::time::TimeUnit;
use std::fmt;

/// Why a time coordinate cannot be read or written.
///
/// # Examples
/// ```
/// use nd_ops::time::{Calendar, CfUnits};
///
/// let error = CfUnits::parse("months since 2000-01-01", Calendar::Standard).unwrap_err();
/// assert_eq!(error.to_string(), "the standard calendar has no months of one length to count");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CfTimeError {
    /// A text that is not like "days since 2000-01-01".
    Units {
        /// The text.
        text: String,
    },
    /// A name that is no unit that files count in.
    Unit {
        /// The name.
        text: String,
    },
    /// Months or years where they are not all of one length.
    Uneven {
        /// What was to be counted.
        unit: TimeUnit,
        /// The calendar.
        calendar: Calendar,
    },
    /// A date that the calendar does not have.
    Calendar(CalendarError),
    /// A calendar whose dates are not those of a `datetime64`.
    NoTimeline {
        /// The calendar.
        calendar: Calendar,
    },
    /// A time before 1582-10-15 in the standard calendar, which a `datetime64` would give another date.
    BeforeReform {
        /// Where.
        index: Vec<usize>,
    },
    /// A time that is not whole in the unit asked for.
    Inexact {
        /// Where.
        index: Vec<usize>,
        /// The unit.
        unit: TimeUnit,
    },
    /// A time or number that does not fit the type, infinities among them.
    Overflow {
        /// Where.
        index: Vec<usize>,
    },
    /// No time where the type of numbers has nothing to say so.
    NotATime {
        /// Where.
        index: Vec<usize>,
    },
    /// A date of another calendar.
    Mixed {
        /// Where.
        index: Vec<usize>,
        /// The calendar that is written, and that of the date.
        calendars: [Calendar; 2],
    },
}

impl fmt::Display for CfTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Units { text } => {
                write!(f, "{text:?} is not like \"days since 2000-01-01 00:00:00\"")
            }
            Self::Unit { text } => write!(
                f,
                "{text:?} is no unit that files count in; those are days, hours, minutes, seconds, milliseconds, \
                 microseconds, nanoseconds, and months and common_years of calendars where all are as long"
            ),
            Self::Uneven { unit, calendar } => {
                let unit = written(*unit);
                write!(f, "the {calendar} calendar has no {unit} of one length to count")
            }
            Self::Calendar(error) => error.fmt(f),
            Self::NoTimeline { calendar } => write!(
                f,
                "dates of the {calendar} calendar are none of a datetime64; decode_dates keeps them"
            ),
            Self::BeforeReform { index } => write!(
                f,
                "the time at index {index:?} is before 1582-10-15, where the standard calendar is not that of a \
                 datetime64; decode_dates keeps its date"
            ),
            Self::Inexact { index, unit } => {
                write!(f, "the time at index {index:?} is no whole number of {}", written(*unit))
            }
            Self::Overflow { index } => {
                write!(f, "the time at index {index:?} does not fit the type asked for")
            }
            Self::NotATime { index } => {
                write!(f, "there is no time at index {index:?}, and no number to say so")
            }
            Self::Mixed { index, calendars: [written, other] } => write!(
                f,
                "the date at index {index:?} is of the {other} calendar and not of {written}, which is written"
            ),
        }
    }
}

impl std::error::Error for CfTimeError {}

impl From<CalendarError> for CfTimeError {
    fn from(error: CalendarError) -> CfTimeError {
        CfTimeError::Calendar(error)
    }
}

/// Why one number is refused, before it is known where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    BeforeReform,
    Inexact(TimeUnit),
    Overflow,
}

impl Why {
    pub(super) fn at(self, index: Vec<usize>) -> CfTimeError {
        match self {
            Why::BeforeReform => CfTimeError::BeforeReform { index },
            Why::Inexact(unit) => CfTimeError::Inexact { index, unit },
            Why::Overflow => CfTimeError::Overflow { index },
        }
    }
}
