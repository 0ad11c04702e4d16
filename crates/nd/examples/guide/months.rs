//! A table of months, coloured by what is in them.

use crate::chart::begun;
use nd::prelude::*;
use nd::time::{Month, month, year};
use nd::{Datetime64, Grouped};
use std::collections::BTreeMap;
use std::fmt::Write;

const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Where the first cell is, and from one to the next.
const LEFT: f64 = 66.0;
const TOP: f64 = 66.0;
const STEP: [f64; 2] = [51.0, 21.0];
/// Between months and years.
const GAP: f64 = 14.0;
/// What has the full colour, in percent: of a month, of a mean of months, of a year.
const FULL: [f64; 3] = [11.0, 2.2, 38.0];

/// Returns of months, with the mean of each month below and the return of each year on the right, in percent.
pub(crate) fn table(
    months: &Array<Datetime64<Month>>,
    returns: &Array<f64>,
    by_month: &Grouped<i64, f64>,
    by_year: &Grouped<i64, f64>,
) -> String {
    let (years, months) = (year(months), month(months));
    let (first, last) = (years.min(), years.max());
    let across = |month: i64| LEFT + STEP[0] * (month - 1) as f64;
    let down = |year: i64| TOP + STEP[1] * (year - first) as f64;
    let (right, below) = (across(13) + GAP, down(last + 1) + GAP);
    let mut cells = Cells::default();
    for ((&year, &month), &value) in years.iter().zip(months.iter()).zip(returns.iter()) {
        cells.add([across(month), down(year)], value, FULL[0]);
    }
    for (&month, &mean) in by_month.labels.iter().zip(by_month.values.iter()) {
        cells.add([across(month), below], mean, FULL[1]);
    }
    for (&year, &value) in by_year.labels.iter().zip(by_year.values.iter()) {
        cells.add([right, down(year)], value, FULL[2]);
    }
    let mut svg = begun(below + STEP[1] + 18.0);
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{LEFT}\" y=\"29\">S&amp;P 500: return of each month, %</text>"
    );
    let above = (1..).zip(NAMES).map(|(month, name)| (across(month), name));
    for (left, name) in above.chain([(right, "year")]) {
        let (x, y) = (left + STEP[0] / 2.0 - 1.0, TOP - 9.0);
        let _ = writeln!(
            svg,
            "<text class=\"soft\" text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{name}</text>"
        );
    }
    let beside = (first..=last).map(|year| (down(year), year.to_string()));
    for (top, name) in beside.chain([(below, "mean".to_owned())]) {
        let (x, y) = (LEFT - 10.0, top + 14.0);
        let _ = writeln!(
            svg,
            "<text class=\"soft\" text-anchor=\"end\" x=\"{x}\" y=\"{y}\">{name}</text>"
        );
    }
    cells.draw(&mut svg);
    svg + "</svg>\n"
}

/// Numbers on their colours.
#[derive(Default)]
struct Cells {
    /// Of each colour and its strength in twentieths, where it is.
    paths: BTreeMap<(usize, u32), String>,
    numbers: String,
}

impl Cells {
    /// A number: the larger, the stronger its colour.
    fn add(&mut self, [left, top]: [f64; 2], value: f64, full: f64) {
        let strength = (15.0 * (value.abs() / full).min(1.0).sqrt()).round() as u32;
        let path = self.paths.entry((usize::from(value < 0.0), strength)).or_default();
        let [width, height] = STEP.map(|step| step - 2.0);
        let _ = write!(path, "M{left},{top}h{width}v{height}h-{width}z");
        let (x, y) = (left + width / 2.0, top + 14.0);
        let number = match format!("{value:+.1}").replace('-', "−") {
            zero if zero.ends_with("0.0") && value.abs() < 1.0 => "0.0".to_owned(),
            number => number,
        };
        let _ = writeln!(self.numbers, "<text x=\"{x}\" y=\"{y}\">{number}</text>");
    }

    fn draw(&self, svg: &mut String) {
        for ((colour, strength), path) in &self.paths {
            let opacity = f64::from(*strength) / 20.0;
            let _ = writeln!(
                svg,
                "<path class=\"cell c{colour}\" fill-opacity=\"{opacity}\" d=\"{path}\"/>"
            );
        }
        let _ = writeln!(svg, "<g text-anchor=\"middle\">\n{}</g>", self.numbers);
    }
}
