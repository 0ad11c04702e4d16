//! The pictures of the page "Signals": what days do to the S&P 500.

use crate::Result;
use crate::axis::{Axis, days};
use crate::chart::{Panel, page};
use crate::real::Real;
use nd::prelude::*;
use nd::signal::{
    Band, DesignOptions, PeakOptions, SpectrumOptions, butter_with, find_peaks_with, savgol_filter,
    sosfiltfilt, welch_with,
};
use nd::time::{Day, format_times};
use nd::{Align, Datetime64, RollingOptions};

/// Trading days of a year, by convention.
const YEAR: f64 = 252.0;

/// Days, and the closing prices of the S&P 500.
fn closes() -> Result<(Array<Datetime64<Day>>, Array<f64>)> {
    let Real { dates, closes } = Real::read()?;
    Ok((dates, closes.slice(s![.., 0]).to_array()))
}

/// Logarithms of what a price is of the day before's.
fn returns(closes: &Array<f64>) -> Array<f64> {
    nd::diff(nd::log(closes), 1, 0)
}

/// How returns, and their sizes, vary with which frequency.
pub(crate) fn spectrum() -> Result<String> {
    let returns = returns(&closes()?.1);
    let yearly = SpectrumOptions::default().fs(YEAR).nperseg(504);
    let density = |x: &Array<f64>| welch_with(x / x.std(), 0, &yearly);
    let (signed, sizes) = (density(&returns), density(&nd::abs(&returns)));

    let x = Axis::logarithmic(
        0.42,
        YEAR / 2.0,
        "period",
        &[
            (0.5, "2 years"),
            (1.0, "a year"),
            (4.0, "a quarter"),
            (12.0, "a month"),
            (YEAR / 5.0, "a week"),
            (YEAR / 2.0, "2 days"),
        ],
    );
    let ticks = [(0.003, "0.003"), (0.01, "0.01"), (0.03, "0.03"), (0.1, "0.1")];
    let y = Axis::logarithmic(0.0013, 0.2, "share of the variance per cycle a year", &ticks);
    let panel = Panel::new("Spectra of daily returns of the S&P 500", 250.0, x, y);
    // The mean is taken off, and what is left at frequency 0 is on no logarithmic axis.
    let after = |of: &Array<f64>| of.slice(s![1..]).to_array();
    let frequencies = after(&signed.frequencies);
    let panel = panel.line("their sizes", 1, &frequencies, after(&sizes.values)).line(
        "returns",
        0,
        &frequencies,
        after(&signed.values),
    );
    Ok(page(&[panel]))
}

/// The same prices behind a mean of half a year, and behind a filter that runs both ways.
pub(crate) fn lowpass() -> Result<String> {
    let (dates, closes) = closes()?;
    let trailing = RollingOptions::default().align(Align::Trailing);
    let mean = nd::rolling_mean_with(&closes, 126, 0, &trailing);
    let sections = butter_with(4, Band::Lowpass(2.0), &DesignOptions::default().fs(YEAR)).sos();
    let smooth = sosfiltfilt(&sections, &closes, 0)?;

    let [first, last] = ["2007-01-01", "2012-01-01"].map(|day| day.parse::<Datetime64<Day>>());
    let (first, last) = (first?, last?);
    let shown = dates.map(|day| first <= day && day < last);
    let dates = dates.select(&shown);
    let x = days(&dates);
    let y = Axis::new(620.0, 1620.0, "points");
    let panel = Panel::new("S&P 500", 250.0, Axis::dates(&dates, 1)?, y)
        .line("close", 3, &x, closes.select(&shown))
        .line("mean of 126 days", 1, &x, mean.select(&shown))
        .line("low-pass, both ways", 0, &x, smooth.select(&shown));
    Ok(page(&[panel]))
}

/// Volatility over a month, smoothed, and its peaks.
pub(crate) fn peaks() -> Result<String> {
    let (dates, closes) = closes()?;
    let volatility = nd::rolling_std(returns(&closes), 21, nd::ddof(1, 0)) * YEAR.sqrt() * 100.0;
    let smooth = savgol_filter(&volatility, 63, 3, 0)?;
    let found = find_peaks_with(&smooth, &PeakOptions::default().prominence(10.0)).peaks;

    let dates = dates.slice(s![21..]).to_array();
    let names = format_times(dates.take(&found, 0), "%b %Y")?;
    let x = days(&dates);
    let y = Axis::around(&volatility, "% a year");
    let mut panel = Panel::new("Volatility of the S&P 500", 270.0, Axis::dates(&dates, 2)?, y)
        .line("of 21 days", 3, &x, &volatility)
        .line("smoothed, with its peaks", 2, &x, &smooth);
    for (&at, name) in found.iter().zip(names.iter()) {
        panel = panel.point(2, [x[[at]], smooth[[at]]], name);
    }
    Ok(page(&[panel]))
}
