//! Times as elements: [`Datetime64`], points in time, and [`Timedelta64`], spans, each counted in a
//! [unit](TimeUnit) that is part of its type.
//!
//! They are 64-bit counts and nothing else: arrays of them are compared, joined, sliced, masked and printed as all
//! arrays, and [`counts`](crate::View::counts) sees them as `i64` without a copy. What arithmetic they have is said
//! at [`Timedelta64`]; calendars, business days and the parts of dates are functions of `nd-ops`.
//!
//! `unit` names the units, `civil` knows the calendar, `convert` goes from unit to unit, `text` reads and writes;
//! `datetime` and `timedelta` are the elements, `arithmetic` has the loops, `operators` and `arrays` what arrays of
//! them can do. Nothing here knows of files, zones or weeks of work.

mod arithmetic;
mod arrays;
mod civil;
mod convert;
mod datetime;
mod element;
mod error;
mod operators;
mod text;
mod timedelta;
mod unit;

pub use arithmetic::{
    floor_divide, try_add, try_divide, try_multiply, try_remainder, try_subtract,
};
pub use civil::{civil_from_days, days_from_civil, days_in_month, is_leap_year};
pub use datetime::Datetime64;
pub use element::TimeElement;
pub use error::TimeError;
pub use operators::{TimeDivide, TimeMinus, TimeOperand, TimePlus, TimeRemainder, TimeTimes};
pub use timedelta::Timedelta64;
pub use unit::{
    Attosecond, Day, Femtosecond, Hour, Microsecond, Millisecond, Minute, Month, Nanosecond,
    Picosecond, Second, TimeUnit, Unit, UnknownUnit, Week, Year,
};

/// The count of what is missing.
const NAT: i64 = i64::MIN;

/// A float as a count, cut off towards 0; missing if there is none.
fn cut(x: f64) -> i64 {
    // The ends are powers of two, so that floats meet them exactly.
    let end = -(i64::MIN as f64);
    if x > -end && x < end { x as i64 } else { NAT }
}
