//! Business days: NumPy's `busdaycalendar`, `busday_count`, `busday_offset` and `is_busday`.
//!
//! `calendar.rs` numbers the business days of all time, so that every
//! question is one binary search among the holidays, however far dates are apart; `weekmask.rs` does so
//! for weeks without holidays; `arrays.rs` are the functions of arrays.

mod arrays;
mod calendar;
mod error;
mod roll;
mod weekmask;

pub use arrays::{busday_count, busday_offset, busday_offset_with, is_busday};
pub use calendar::BusinessCalendar;
pub use error::BusinessError;
pub use roll::{BusdayOffsetOptions, Roll};
pub use weekmask::WeekMask;
