//! Days that come again and again: beginnings and ends of weeks, months, quarters and years, business days.
//!
//! `paces.rs` says which there are, `days.rs` numbers the days of one in a calendar: everything else asks it for the
//! number of a day and for the day of a number. `text.rs` reads pandas' names, `range.rs` lists the days, `bins.rs`
//! says in which bin of a resampling a time falls, of what `dated.rs` says, `shifts.rs` moves days.

mod bins;
mod dated;
mod days;
mod error;
mod paces;
mod range;
mod shifts;
mod text;

pub use bins::{bin_labels, fixed_bin_labels};
pub use dated::Dated;
pub use error::FrequencyError;
pub use paces::{Frequency, Weekday};
pub use range::{calendar_range, calendar_range_periods, date_range, date_range_periods};
pub use shifts::shift_dates;
