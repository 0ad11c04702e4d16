//! Amounts of bytes and time, as people read them.

use std::fmt;
use std::time::Duration;

/// Bytes, with three digits and a unit.
pub(super) struct Bytes(pub(super) u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        if self.0 < 1024 {
            return write!(f, "{} B", self.0);
        }
        let mut amount = self.0 as f64 / 1024.0;
        let mut unit = 0;
        while amount >= 999.5 && unit + 1 < UNITS.len() {
            amount /= 1024.0;
            unit += 1;
        }
        let digits = if amount < 9.95 { 2 } else { usize::from(amount < 99.95) };
        write!(f, "{amount:.digits$} {}", UNITS[unit])
    }
}

/// Bytes in some time.
pub(super) struct Rate(pub(super) u64, pub(super) Duration);

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.0 as f64 / self.1.as_secs_f64().max(1e-9);
        write!(f, "{}/s", Bytes(rate as u64))
    }
}

/// A time, with about three digits.
pub(super) struct Time(pub(super) Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        match self.0.as_secs() {
            0 if seconds < 0.0995 => write!(f, "{:.1} ms", seconds * 1e3),
            0..10 => write!(f, "{seconds:.2} s"),
            10..100 => write!(f, "{seconds:.1} s"),
            whole @ 100..6000 => write!(f, "{}:{:02} min", whole / 60, whole % 60),
            whole => write!(f, "{}:{:02} h", whole / 3600, whole / 60 % 60),
        }
    }
}

/// Extents, as a tuple.
pub(super) struct Extents<'a>(pub(super) &'a [usize]);

impl fmt::Display for Extents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths: Vec<String> = self.0.iter().map(usize::to_string).collect();
        match lengths.as_slice() {
            [] => f.write_str("()"),
            [one] => write!(f, "({one},)"),
            all => write!(f, "({})", all.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_unit() {
        let said = [0, 1023, 1024, 10 << 10, 1023 << 10, 1 << 20, 150 << 20, 5 << 30, u64::MAX];
        let said = said.map(|bytes| Bytes(bytes).to_string());
        let wanted = [
            "0 B", "1023 B", "1.00 KiB", "10.0 KiB", "1.00 MiB", "1.00 MiB", "150 MiB", "5.00 GiB",
            "16.0 EiB",
        ];
        assert_eq!(said, wanted);
        assert_eq!(Rate(1 << 30, Duration::from_millis(500)).to_string(), "2.00 GiB/s");
    }

    #[test]
    fn times_in_the_unit_that_fits() {
        let said = [3, 250, 12_340, 125_000, 7_260_000]
            .map(|ms| Time(Duration::from_millis(ms)).to_string());
        assert_eq!(said, ["3.0 ms", "0.25 s", "12.3 s", "2:05 min", "2:01 h"]);
    }

    #[test]
    fn extents_are_tuples() {
        assert_eq!(
            [Extents(&[]), Extents(&[3]), Extents(&[3, 4])].map(|e| e.to_string()),
            ["()", "(3,)", "(3, 4)"]
        );
    }
}
