//! Frequencies as text.

use super::{Frequency, FrequencyError, Weekday};
use crate::time::business::BusinessCalendar;
use std::str::FromStr;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MON", Weekday::Monday),
    ("TUE", Weekday::Tuesday),
    ("WED", Weekday::Wednesday),
    ("THU", Weekday::Thursday),
    ("FRI", Weekday::Friday),
    ("SAT", Weekday::Saturday),
    ("SUN", Weekday::Sunday),
];

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

impl FromStr for Frequency {
    type Err = FrequencyError;

    fn from_str(text: &str) -> Result<Frequency, FrequencyError> {
        read(text).ok_or_else(|| FrequencyError::Text { text: text.to_owned() })
    }
}

fn read(text: &str) -> Option<Frequency> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (times, name) = text.split_at(digits);
    let times = if digits == 0 { 1 } else { times.parse().ok().filter(|&times| times > 0)? };
    let (kind, anchor) = match name.split_once('-') {
        Some((kind, anchor)) => (kind, Some(anchor)),
        None => (name, None),
    };
    let month = |unless: u8| match anchor {
        None => Some(unless),
        Some(name) => MONTHS.iter().position(|month| *month == name).map(|month| month as u8 + 1),
    };
    let frequency = match (kind, anchor) {
        ("D", None) => Frequency::day(),
        ("B", None) => Frequency::business_day(BusinessCalendar::default()),
        ("W", None) => Frequency::week(Weekday::Sunday),
        ("W", Some(day)) => Frequency::week(WEEKDAYS.iter().find(|(name, _)| *name == day)?.1),
        ("MS", None) => Frequency::month_start(),
        ("ME", None) => Frequency::month_end(),
        ("QS", _) => Frequency::quarter_start(month(1)?),
        ("QE", _) => Frequency::quarter_end(month(12)?),
        ("YS", _) => Frequency::year_start(month(1)?),
        ("YE", _) => Frequency::year_end(month(12)?),
        _ => return None,
    };
    Some(frequency.times(times))
}
