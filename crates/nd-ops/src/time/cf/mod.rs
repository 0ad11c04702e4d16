//! Time coordinates of the CF conventions: numbers, "days since 2000-01-01" and a calendar.
//!
//! `lengths.rs` has the units and their names, `units.rs` reads the text, once for an array; `decode.rs` makes times
//! of numbers and `encode.rs` numbers of times, through the plans of `plan.rs`, over counts; `exact.rs` is what floats
//! need so that no digit gets lost; `spans.rs` is the same without a date; `number.rs` is the list of the types that
//! files have.

mod decode;
mod encode;
mod error;
mod exact;
mod lengths;
mod number;
mod plan;
mod spans;
mod units;

pub use decode::{
    DecodeTimesOptions, decode_dates, decode_dates_with, decode_times, decode_times_with,
};
pub use encode::{
    EncodeTimesOptions, EncodedTimes, encode_dates, encode_dates_in, encode_dates_in_with,
    encode_times, encode_times_in, encode_times_in_with,
};
pub use error::CfTimeError;
pub use lengths::{WholeNanoseconds, cf_unit};
pub use number::TimeNumber;
pub use spans::{decode_spans, decode_spans_with, encode_spans_in, encode_spans_in_with};
pub use units::CfUnits;
