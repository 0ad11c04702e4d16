//! The calendars of the CF conventions, and dates in them.
//!
//! `names.rs` says which there are, `days.rs` numbers their days, `date.rs` has a date with its time of day,
//! `spans.rs` what is added to dates, `datetimes.rs` leads to points in time and back, `text.rs` reads and writes.
//! Days are counted since 1970-01-01: in the three calendars that people lived by since the same day, which is that of
//! the Gregorian one; in others since their own.

mod date;
mod datetimes;
mod days;
mod error;
mod names;
mod spans;
mod text;

pub use date::CalendarDate;
pub(crate) use days::REFORM;
pub use error::CalendarError;
pub use names::Calendar;
pub(crate) use text::moment;
