//! [`Axis`]: where values lie along a side of a panel, and which of them are named.

use nd::Datetime64;
use nd::prelude::*;
use nd::time::{Day, Frequency, date_range, year};

/// One side of a panel.
pub(crate) struct Axis {
    low: f64,
    high: f64,
    is_logarithmic: bool,
    /// What is counted, in which unit; nothing if it goes without saying.
    pub(crate) label: &'static str,
    /// Values that have names.
    ticks: Vec<(f64, String)>,
}

impl Axis {
    /// From a value to another one, with round numbers, five or so.
    pub(crate) fn new(low: f64, high: f64, label: &'static str) -> Axis {
        let step = step((high - low) / 5.0);
        let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        let places = (-step.log10().floor()).max(0.0) as usize;
        let tick = |at: i64| (at as f64 * step, format!("{:.places$}", at as f64 * step));
        let ticks = (first..=last).map(tick).map(|(at, text)| (at, text.replace('-', "−")));
        Axis { low, high, is_logarithmic: false, label, ticks: ticks.collect() }
    }

    /// Around all values that are numbers, with zero among them.
    pub(crate) fn around(values: impl ArrayLike<Elem = f64>, label: &'static str) -> Axis {
        let all = || values.view().iter().copied();
        let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
        let more = 0.04 * (high - low);
        let low = if low < 0.0 { low - more } else { low };
        Axis::new(low, high + more, label)
    }

    /// Equal ratios at equal distances.
    pub(crate) fn logarithmic(
        low: f64,
        high: f64,
        label: &'static str,
        ticks: &[(f64, &str)],
    ) -> Axis {
        let ticks = ticks.iter().map(|&(value, name)| (value, name.to_owned())).collect();
        Axis { low, high, is_logarithmic: true, label, ticks }
    }

    /// From the first day to the last one, with so many years from one that is named to the next.
    ///
    /// # Errors
    /// If a day is missing.
    pub(crate) fn dates(days: &Array<Datetime64<Day>>, years: u32) -> crate::Result<Axis> {
        let (first, last) = (nd::min(days), nd::max(days));
        let begins = date_range(first, last, &Frequency::year_start(1).times(years))?;
        let names = begins.iter().zip(year(&begins).into_vec());
        let ticks = names.map(|(day, year)| (day.count() as f64, year.to_string())).collect();
        let [low, high] = [first, last].map(|day| day.count() as f64);
        Ok(Axis { low, high, is_logarithmic: false, label: "", ticks })
    }

    /// What has a name, and the name, from one end to the other.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&f64, &str)> {
        let ends = self.low..=self.high;
        let within = self.ticks.iter().filter(move |(value, _)| ends.contains(value));
        within.map(|(value, name)| (value, name.as_str()))
    }

    /// Where a value lies, between 0 and 1.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let at = |value: f64| if self.is_logarithmic { value.ln() } else { value };
        (at(value) - at(self.low)) / (at(self.high) - at(self.low))
    }
}

/// Where days lie on an axis of dates.
pub(crate) fn days(dates: &Array<Datetime64<Day>>) -> Array<f64> {
    dates.map(|day| day.count() as f64)
}

/// The least of 1, 2, 5, 10, … that is not less.
fn step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0].map(|digit| digit * power);
    steps.into_iter().find(|&step| step >= rough).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(axis: &Axis) -> Vec<&str> {
        axis.named().map(|(_, name)| name).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(names(&Axis::new(0.0, 9000.0, "")), ["0", "2000", "4000", "6000", "8000"]);
        assert_eq!(names(&Axis::new(-57.0, 0.0, "")), ["−40", "−20", "0"]);
        assert_eq!(names(&Axis::new(0.0, 0.5, "")), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
    }

    #[test]
    fn years_begin_where_they_do() {
        let days = array!["1999-01-04", "2003-12-31"];
        let days = Datetime64::<Day>::parse_all(days).unwrap();
        let axis = Axis::dates(&days, 2).unwrap();
        assert_eq!(names(&axis), ["2000", "2002"]);
        assert_eq!((axis.place(axis.low), axis.place(axis.high)), (0.0, 1.0));
        assert_eq!(axis.ticks[0].0, 10957.0);
    }

    #[test]
    fn ratios_are_distances() {
        let axis = Axis::logarithmic(1.0, 100.0, "", &[(0.1, "a tenth"), (10.0, "ten")]);
        assert_eq!(names(&axis), ["ten"]);
        assert!((axis.place(10.0) - 0.5).abs() < 1e-15);
    }
}
