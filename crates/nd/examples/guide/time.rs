//! The pictures of the page "Time".

use crate::Result;
use crate::axis::{Axis, days};
use crate::chart::{Panel, page};
use crate::months::table;
use crate::real::{NAMES, Real};
use nd::prelude::*;
use nd::time::{CalendarDate, CfUnits, Month, decode_dates, month, year};
use nd::{Align, Datetime64, Grouped, RollingOptions, Window};

const FIELD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/a1b_north_america.nc");

/// Years, and how much warmer each is than 1961 to 1990 were, over North America.
fn warmer() -> Result<(Array<i64>, Array<f64>)> {
    let years = dates()?.map(|date| date.year());
    let kelvin = nd::load::<f32>(format!("{FIELD}/air_temperature"))?.cast::<f64>();
    let latitude = nd::load::<f32>(format!("{FIELD}/latitude"))?.cast::<f64>();
    // Cells shrink towards the pole.
    let areas = latitude.map(|degrees| degrees.to_radians().cos());
    let mean = nd::average_axis(kelvin.mean_axis(2), 1, &areas)?;
    let base = mean.select(years.map(|year| (1961..=1990).contains(&year))).mean();
    Ok((years, mean - base))
}

/// The same, and the mean of eleven years.
pub(crate) fn warming() -> Result<String> {
    let (years, warmer) = warmer()?;
    let centred = RollingOptions::default().align(Align::Centred);
    let smooth = nd::rolling_mean_with(&warmer, 11, 0, &centred);

    let x = Axis::new(1858.0, 2101.0, "year");
    let panel = Panel::new(
        "Air temperature over North America in a climate model's run",
        230.0,
        x,
        Axis::around(&warmer, "K above the mean of 1961–1990"),
    );
    let years = years.cast::<f64>();
    let panel = panel.bars([5, 6], &years, &warmer).line("mean of 11 years", 4, &years, &smooth);
    Ok(page(&[panel]))
}

/// The date of each time of the field, in the calendar of the file.
fn dates() -> Result<Array<CalendarDate>> {
    let time = nd::io::open(format!("{FIELD}/time"))?;
    let text = |name| time.attributes().get(name).and_then(|text| text.as_text()).unwrap_or("");
    let units = CfUnits::parse(text("units"), text("calendar").parse()?)?;
    Ok(decode_dates(time.read::<f64>(s![..])?, &units)?)
}

/// Closing prices and their means over the year before, and what was lost since the highest price.
pub(crate) fn prices() -> Result<String> {
    let Real { dates, closes } = Real::read()?;
    let year = Window::width(dates.view().counts(), 365)?;
    let whole = RollingOptions::default().align(Align::Trailing).min_periods(240);
    let means = nd::rolling_nanmean_with(&closes, year, 0, &whole);
    let lost = (&closes / nd::cummax_axis(&closes, 0) - 1.0) * 100.0;

    let x = days(&dates);
    let ticks =
        [(500.0, "500"), (1000.0, "1000"), (2000.0, "2000"), (4000.0, "4000"), (8000.0, "8000")];
    let scale = Axis::logarithmic(500.0, 10_000.0, "points, logarithmic", &ticks);
    let mut above = Panel::new(
        "Closing prices, and their means over a year",
        210.0,
        Axis::dates(&dates, 2)?,
        scale,
    );
    let scale = Axis::around(&lost, "%");
    let mut below =
        Panel::new("Lost since the highest price", 140.0, Axis::dates(&dates, 2)?, scale);
    for (at, name) in NAMES.into_iter().enumerate().rev() {
        let of = |values: &Array<f64>| values.slice(s![.., at as isize]).to_array();
        above = above.line("", 3, &x, of(&closes)).line(name, at, &x, of(&means));
        below = below.area(at, &x, of(&lost)).line(name, at, &x, of(&lost));
    }
    Ok(page(&[above, below]))
}

/// The return of each month and year.
pub(crate) fn months() -> Result<String> {
    let Real { dates, closes } = Real::read()?;
    let closes = closes.slice(s![.., 0]).to_array();
    let months: Array<Datetime64<Month>> = dates.to_unit()?;
    let Grouped { labels, values } = nd::grouped_last(&closes, &months, 0);
    let labels = Array::from(labels).slice(s![1..]).to_array();
    let returns = growth(&values);
    let by_month = nd::grouped_mean(&returns, &month(&labels), 0);
    let years = nd::grouped_last(&closes, &year(&dates), 0);
    Ok(table(
        &labels,
        &returns,
        &by_month,
        &Grouped { values: growth(&years.values), labels: years.labels[1..].to_vec() },
    ))
}

/// By how much each price is above the one before, in percent.
fn growth(prices: &Array<f64>) -> Array<f64> {
    (prices.slice(s![1..]) / prices.slice(s![..-1]) - 1.0) * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gets_as_warm_as_numpy_finds() {
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/climate/golden/anomaly.npy");
        let far = warmer().unwrap().1 - nd::load::<f64>(golden).unwrap();
        assert!(far.abs().max() < 1e-8);
    }
}
