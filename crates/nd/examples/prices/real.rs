//! [`Real`]: closing prices of two indices, day by day.

use crate::Result;
use nd::io::{Header, TextOptions, load_table};
use nd::prelude::*;
use nd::time::{Day, parse_format};
use nd::{Datetime64, Typed};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
/// What the series are called.
pub(crate) const NAMES: [&str; 2] = ["S&P 500", "NASDAQ"];

/// Closing prices of real series.
pub(crate) struct Real {
    /// The trading days.
    pub(crate) dates: Array<Datetime64<Day>>,
    /// `(days, 2)`.
    pub(crate) closes: Array<f64>,
}

impl Real {
    /// Reads both series, whose days are the same.
    pub(crate) fn read() -> Result<Real> {
        let (dates, sp500) = series("sp500")?;
        let (days, nasdaq) = series("nasdaq")?;
        if dates != days {
            Err("the series are of other days")?;
        }
        Ok(Real { dates, closes: nd::stack(&[&sp500, &nasdaq], 1) })
    }
}

/// Dates and closing prices of a file.
fn series(name: &str) -> Result<(Array<Datetime64<Day>>, Array<f64>)> {
    let path = format!("{FOLDER}/{name}.csv.gz");
    let table = load_table(&path, &TextOptions::default().header(Header::FirstLine))?;
    let missing = |column: &str| format!("{path}: no column {column}");
    let dates = table.column("Date").and_then(|column| column.as_text());
    let dates: Vec<&str> = dates.ok_or_else(|| missing("Date"))?.iter().collect();
    let closes = table.column("Close").and_then(|column| column.as_numbers());
    let closes = closes.ok_or_else(|| missing("Close"))?.cast(f64::DTYPE);
    Ok((parse_format(dates, "%m/%d/%Y")?, closes.try_into()?))
}
