//! [`TimeError`]: what can be wrong with times.

use super::TimeUnit;
use crate::error::ShapeError;
use std::fmt;

/// Why there is no such time.
///
/// # NumPy
/// `ValueError` for texts, `OverflowError` for arithmetic and casts (where a text is read with a unit, NumPy wraps
/// around in silence), `TypeError` for months that become days.
///
/// # Examples
/// ```
/// use nd_core::Datetime64;
/// use nd_core::time::{Day, Nanosecond};
///
/// let far: Datetime64<Day> = "3000-01-01".parse()?;
/// let error = far.to_unit::<Nanosecond>().unwrap_err();
/// assert_eq!(error.to_string(), "to_unit: 3000-01-01 has no count of nanoseconds in 64 bits");
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TimeError {
    /// A text is no date.
    Text {
        /// The text, shortened.
        text: Box<str>,
        /// What is wrong with it.
        why: Box<str>,
        /// Where it stood in an array; empty for a single one.
        index: Box<[usize]>,
    },
    /// A time does not fit into 64 bits.
    Overflow {
        /// The operation.
        op: &'static str,
        /// What it was to be done with, printed.
        what: Box<str>,
        /// What the result would be counted in.
        unit: TimeUnit,
        /// Where in an array; empty for a single one.
        index: Box<[usize]>,
    },
    /// Months or years as a unit with a length, or the other way round: how long they are depends on which they are.
    NoLength {
        /// The unit there is.
        from: TimeUnit,
        /// The unit asked for.
        to: TimeUnit,
    },
    /// No whole number is how often a span has room in one that is missing, or that is 0.
    NoQuotient {
        /// The operation.
        op: &'static str,
        /// What it was to be done with, printed.
        what: Box<str>,
        /// Where in an array; empty for a single one.
        index: Box<[usize]>,
    },
    /// The shapes do not fit.
    Shape(ShapeError),
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |f: &mut fmt::Formatter<'_>, index: &[usize]| match index {
            [] => Ok(()),
            index => write!(f, ", at index {index:?}"),
        };
        match self {
            TimeError::Text { text, why, index } => {
                write!(f, "{text:?} is no date: {why}")?;
                at(f, index)
            }
            TimeError::Overflow { op, what, unit, index } => {
                write!(f, "{op}: {what} has no count of {} in 64 bits", unit.plural())?;
                at(f, index)
            }
            TimeError::NoLength { from, to } => write!(
                f,
                "to_unit: {} are of different lengths: their number says nothing about that of {}",
                if from.is_calendar() { from.plural() } else { to.plural() },
                if from.is_calendar() { to.plural() } else { from.plural() },
            ),
            TimeError::NoQuotient { op, what, index } => {
                write!(f, "{op}: {what} is no whole number")?;
                at(f, index)
            }
            TimeError::Shape(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TimeError {}

impl From<ShapeError> for TimeError {
    fn from(error: ShapeError) -> TimeError {
        TimeError::Shape(error)
    }
}

impl TimeError {
    /// The same of an element of an array.
    #[must_use]
    pub(crate) fn at(mut self, place: &[usize]) -> TimeError {
        match &mut self {
            TimeError::Text { index, .. }
            | TimeError::Overflow { index, .. }
            | TimeError::NoQuotient { index, .. } => *index = place.into(),
            TimeError::NoLength { .. } | TimeError::Shape(_) => {}
        }
        self
    }
}
