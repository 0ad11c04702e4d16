//! [`ZoneError`]: what can be wrong with zones and formats.

use nd_core::time::{TimeError, TimeUnit};
use std::fmt;

/// Why there is no such time in a zone, or no such text.
///
/// # Examples
/// ```
/// let error = "Europe/Atlantis".parse::<nd_ops::time::TimeZone>().unwrap_err();
/// assert!(error.to_string().starts_with("no time zone is called \"Europe/Atlantis\""));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ZoneError {
    /// The database has no zone of that name.
    Unknown {
        /// What was given, shortened.
        name: Box<str>,
        /// What the database says.
        why: Box<str>,
    },
    /// A time before the year -9999 or after 9999, where no zone is known.
    Far {
        /// The time.
        what: Box<str>,
        /// Where it stood in the array.
        index: Box<[usize]>,
    },
    /// A time that the clocks show twice or not at all, where that was to be refused.
    Ambiguous {
        /// The time.
        what: Box<str>,
        /// Whether the clocks skip it; else they show it twice.
        skipped: bool,
        /// Where it stood in the array.
        index: Box<[usize]>,
    },
    /// The offset from UTC is no whole number of the unit.
    Unit {
        /// The unit.
        unit: TimeUnit,
        /// The offset in seconds.
        offset: i64,
        /// Where the time stood in the array.
        index: Box<[usize]>,
    },
    /// A text that is not in the format, or a format that there is not.
    Format {
        /// The text or the time, shortened.
        what: Box<str>,
        /// What is wrong with it.
        why: Box<str>,
        /// Where it stood in the array.
        index: Box<[usize]>,
    },
    /// A time that 64 bits cannot count.
    Time(TimeError),
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZoneError::Unknown { name, why } => write!(f, "no time zone is called {name:?}: {why}"),
            ZoneError::Far { what, index } => {
                write!(f, "{what}, at index {index:?}: zones are known from the year -9999 to 9999")
            }
            ZoneError::Ambiguous { what, skipped, index } => {
                let how = if *skipped { "skip it" } else { "show it twice" };
                write!(f, "{what}, at index {index:?}: the clocks of the zone {how}")
            }
            ZoneError::Unit { unit, offset, index } => {
                write!(
                    f,
                    "an offset of {offset} s, at index {index:?}, is no whole number of {unit}"
                )
            }
            ZoneError::Format { what, why, index } => {
                write!(f, "{what:?}, at index {index:?}: {why}")
            }
            ZoneError::Time(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ZoneError {}

impl From<TimeError> for ZoneError {
    fn from(error: TimeError) -> ZoneError {
        ZoneError::Time(error)
    }
}
