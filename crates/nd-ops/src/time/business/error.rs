//! [`BusinessError`]: why a calendar or a date is refused.

use nd_core::Datetime64;
use nd_core::time::Day;
use std::fmt;

/// Why there is no calendar, or no answer for a date.
///
/// # NumPy
/// The `ValueError`s of `busdaycalendar`, `busday_count` and `busday_offset`, which do not say where.
///
/// # Examples
/// ```
/// use nd_ops::time::WeekMask;
///
/// let error = "0000000".parse::<WeekMask>().unwrap_err();
/// assert_eq!(error.to_string(), "week mask: no day of the week is a business day");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BusinessError {
    /// No day of the week is a business day.
    NoBusinessDay,
    /// A text that is no week mask.
    WeekMask {
        /// The text.
        text: String,
    },
    /// A name that is no way to roll.
    Roll {
        /// The name.
        text: String,
    },
    /// A date is missing where one is needed.
    NotADate {
        /// The function.
        op: &'static str,
        /// Where, in the broadcast shape; empty for a single date.
        index: Vec<usize>,
    },
    /// A date that is no business day, and was not to be rolled to one.
    NotABusinessDay {
        /// Where, in the broadcast shape; empty for a single date.
        index: Vec<usize>,
        /// The date.
        date: Datetime64<Day>,
    },
    /// A date or a number of days that does not fit 64 bits.
    Overflow {
        /// The function.
        op: &'static str,
        /// Where, in the broadcast shape; empty for a single date.
        index: Vec<usize>,
    },
}

impl fmt::Display for BusinessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBusinessDay => f.write_str("week mask: no day of the week is a business day"),
            Self::WeekMask { text } => write!(
                f,
                "week mask: {text:?} is neither seven of 0 and 1, Monday first, nor names like Mon Tue"
            ),
            Self::Roll { text } => write!(
                f,
                "roll: {text:?} is none of raise, nat, forward, following, backward, preceding, \
                 modifiedfollowing, modifiedpreceding"
            ),
            Self::NotADate { op, index } => write!(f, "{op}: a date is missing{}", At(index)),
            Self::NotABusinessDay { index, date } => write!(
                f,
                "busday_offset: {date}{} is no business day, and not to be rolled to one",
                At(index)
            ),
            Self::Overflow { op, index } => {
                write!(f, "{op}: the result{} does not fit 64 bits", At(index))
            }
        }
    }
}

/// A place in an array; nothing of a single date.
struct At<'a>(&'a [usize]);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => Ok(()),
            index => write!(f, " at index {index:?}"),
        }
    }
}

impl std::error::Error for BusinessError {}
