//! Times of the CF conventions: numbers since a day, in one of several calendars.

/// How many days a year has.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Year {
    /// 365 or 366, by the rule of 1582, before that too.
    Gregorian,
    /// Always 365.
    NoLeap,
    /// Twelve months of 30.
    Short,
}

/// How numbers become dates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Calendar {
    year: Year,
    /// Days of a unit.
    unit: f64,
    /// Days from the year 0 to where the numbers start.
    origin: f64,
}

impl Calendar {
    /// From the attributes `units` (`hours since 1970-01-01 12:00`) and `calendar`; `None` for others than these
    /// calendars, or for units that vary.
    pub(crate) fn new(units: &str, calendar: &str) -> Option<Calendar> {
        let year = match calendar {
            "standard" | "gregorian" | "proleptic_gregorian" => Year::Gregorian,
            "noleap" | "365_day" => Year::NoLeap,
            "360_day" => Year::Short,
            _ => return None,
        };
        let (unit, since) = units.split_once(" since ")?;
        let unit = match unit.trim().trim_end_matches('s') {
            "day" => 1.0,
            "hour" | "hr" | "h" => 1.0 / 24.0,
            "minute" | "min" => 1.0 / 1440.0,
            "second" | "sec" | "" => 1.0 / 86400.0,
            _ => return None,
        };
        let mut parts = since.trim().split([' ', 'T']);
        let mut date = parts.next()?.split('-').map(|part| part.parse::<i64>().ok());
        let (y, m, d) = (date.next()??, date.next()??, date.next()??);
        let clock = parts.next().unwrap_or_default().trim_end_matches('Z');
        let clock = clock.split(':').map(|part| part.parse::<f64>().unwrap_or(0.0));
        let hours: f64 = clock.zip([1.0, 60.0, 3600.0]).map(|(part, of)| part / of).sum();
        let first = (1..=12).contains(&m).then(|| year.start(y, m as usize - 1))?;
        Some(Calendar { year, unit, origin: (first + d - 1) as f64 + hours / 24.0 })
    }

    /// The year and the month, from 0, of a time.
    pub(crate) fn month(&self, time: f64) -> (i64, i64) {
        let day = (self.origin + time * self.unit).floor() as i64;
        let mut y = day.div_euclid(366);
        while self.year.start(y, 0) > day {
            y -= 1;
        }
        while self.year.start(y + 1, 0) <= day {
            y += 1;
        }
        let later = (1..12).take_while(|&m| self.year.start(y, m) <= day).count();
        (y, later as i64)
    }

    /// A time in years.
    pub(crate) fn years(&self, time: f64) -> f64 {
        let days = match self.year {
            Year::Gregorian => 365.2425,
            Year::NoLeap => 365.0,
            Year::Short => 360.0,
        };
        (self.origin + time * self.unit) / days
    }
}

impl Year {
    /// Days before a month, from 0, of a year.
    fn start(self, y: i64, month: usize) -> i64 {
        const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let leaps = |y: i64| y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
        match self {
            Year::Short => 360 * y + 30 * month as i64,
            Year::NoLeap => 365 * y + BEFORE[month],
            Year::Gregorian => {
                let leap = leaps(y) - leaps(y - 1);
                365 * y + leaps(y - 1) + BEFORE[month] + if month > 1 { leap } else { 0 }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_each_calendar() {
        let gregorian = Calendar::new("days since 1900-01-01", "standard").unwrap();
        let found = [0.0, 58.0, 59.0, 36583.0, 36584.0, -1.0].map(|day| gregorian.month(day));
        assert_eq!(found, [(1900, 0), (1900, 1), (1900, 2), (2000, 1), (2000, 2), (1899, 11)]);
        let hours = Calendar::new("hours since 1970-01-01 12:00:00", "360_day").unwrap();
        assert_eq!([0.0, 11.9, 24.0 * 30.0 * 5.0].map(|time| hours.month(time).1), [0, 0, 5]);
        assert_eq!(hours.month(24.0 * (150.0 - 110.0 * 360.0)), (1860, 5));
        let same = Calendar::new("days since 2001-03-01T00:00Z", "noleap").unwrap();
        assert_eq!((same.month(-1.0), same.month(365.0)), ((2001, 1), (2002, 2)));
        assert!((same.years(365.0) - same.years(0.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_has_no_fixed_length_is_refused() {
        assert_eq!(Calendar::new("months since 1900-01-01", "standard"), None);
        assert_eq!(Calendar::new("days since 1900-01-01", "julian"), None);
        assert_eq!(Calendar::new("kelvin", "standard"), None);
    }
}
