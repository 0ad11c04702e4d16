//! Time zones, and dates in formats other than ISO 8601: the everyday part of the crate `jiff` over arrays.
//!
//! A [`Datetime64`] has no zone. What one calls UTC becomes the time on the clocks of a [`TimeZone`] by [`to_local`],
//! and the other way round by [`to_utc`]; both are `Datetime64` again. The zones are those of the IANA database: the
//! system's, or where it has none the one that is built in.
//!
//! ```
//! use nd_core::{Datetime64, array, time::Minute};
//! use nd_ops::time::{TimeZone, parse_format, to_utc};
//!
//! let texts = array!["03/29/2026 01:30", "03/29/2026 03:30"];
//! let berlin: TimeZone = "Europe/Berlin".parse()?;
//! let times = to_utc(parse_format::<Minute, _>(texts, "%m/%d/%Y %H:%M")?, &berlin)?;
//! // Between the two clocks go forward: one hour and not two.
//! assert_eq!(times.to_string(), "['2026-03-29T00:30' '2026-03-29T01:30']");
//! # Ok::<(), nd_ops::time::ZoneError>(())
//! ```

mod error;
mod format;
mod shown;
mod zone;

pub use error::ZoneError;
pub use format::{format_times, parse_format};
pub use zone::{Ambiguous, TimeZone, to_local, to_utc, to_utc_with, utc_offsets};
