//! Lines through the years, one panel above the other, as SVG: readable on light and dark pages.

use nd::prelude::*;
use std::fmt::Write;

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 170.0;
/// Room for numbers, and for a title.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const ABOVE: f64 = 44.0;
const BELOW: f64 = 34.0;
/// Points of a line, at most: more are not to be seen.
const POINTS: usize = 1400;

const STYLE: &str = "
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 }
  .soft { fill: #6b7280; font-size: 11px }
  .frame { fill: none; stroke: #c8cdd4 }
  .grid { stroke: #e3e6ea }
  .line { fill: none; stroke-width: 1.3; stroke-linejoin: round }
  .c0 { stroke: #0f8b7d } .c1 { stroke: #d9730d } .c2 { stroke: #6a57c9 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e9ee } .soft { fill: #9aa3af }
    .frame { stroke: #4a515b } .grid { stroke: #30363d }
  }
";

/// A line, what it is called, and the number of its colour.
pub(crate) struct Line {
    name: &'static str,
    colour: usize,
    values: Vec<f64>,
}

impl Line {
    pub(crate) fn new(name: &'static str, colour: usize, values: View<'_, f64>) -> Line {
        Line { name, colour, values: values.iter().copied().collect() }
    }
}

/// Panels with their titles. Lines that are shorter than there are dates end with the last one.
pub(crate) fn page(dates: &[String], panels: &[(&str, Vec<Line>)]) -> String {
    let step = ABOVE + HEIGHT + BELOW;
    let (width, height) = (LEFT + WIDTH + RIGHT, step * panels.len() as f64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n"
    );
    for (at, (title, lines)) in panels.iter().enumerate() {
        let top = step * at as f64 + ABOVE;
        let _ = writeln!(svg, "<g transform=\"translate({LEFT} {top})\">");
        let _ = writeln!(svg, "<text class=\"title\" y=\"-14\">{title}</text>");
        years(&mut svg, dates);
        panel(&mut svg, dates.len(), lines);
        svg += "</g>\n";
    }
    svg + "</svg>\n"
}

/// A line and a number where every second year begins.
fn years(svg: &mut String, dates: &[String]) {
    for (day, pair) in dates.windows(2).enumerate() {
        let (before, year) = (&pair[0][..4], &pair[1][..4]);
        if before == year || year.parse().is_ok_and(|year: u32| year % 2 == 1) {
            continue;
        }
        let x = WIDTH * (day + 1) as f64 / (dates.len() - 1) as f64;
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{x:.1} 0V{HEIGHT}\"/><text class=\"soft\" x=\"{x:.1}\" y=\"{}\" \
             text-anchor=\"middle\">{year}</text>",
            HEIGHT + 16.0
        );
    }
}

fn panel(svg: &mut String, days: usize, lines: &[Line]) {
    let all = || lines.iter().flat_map(|line| line.values.iter().copied());
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let y = |value: f64| HEIGHT * (high - value) / (high - low);
    for tick in ticks(low, high) {
        let at = y(tick);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M0 {at:.1}H{WIDTH}\"/><text class=\"soft\" x=\"-8\" y=\"{:.1}\" \
             text-anchor=\"end\">{tick}</text>",
            at + 4.0
        );
    }
    let mut right = WIDTH;
    for Line { name, colour, values } in lines.iter().rev() {
        let first = days - values.len();
        let by = values.len().div_ceil(POINTS);
        let mut path = String::new();
        for (at, &value) in values.iter().enumerate().step_by(by) {
            let x = WIDTH * (first + at) as f64 / (days - 1) as f64;
            let _ = write!(path, "{}{x:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, y(value));
        }
        let _ = writeln!(svg, "<path class=\"line c{colour}\" d=\"{path}\"/>");
        right -= 8.0 * name.len() as f64 + 34.0;
        let _ = writeln!(
            svg,
            "<path class=\"line c{colour}\" d=\"M{right:.1} -18h18\"/><text class=\"soft\" x=\"{:.1}\" \
             y=\"-14\">{}</text>",
            right + 24.0,
            name.replace('&', "&amp;")
        );
    }
    let _ = writeln!(svg, "<rect class=\"frame\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>");
}

/// Round numbers, four or so.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|&s| s >= rough);
    let step = step.unwrap_or(10.0 * power);
    let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (first..=last).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 9000.0), [0.0, 5000.0]);
        assert_eq!(ticks(-57.0, 0.0), [-40.0, -20.0, 0.0]);
    }

    #[test]
    fn lines_lie_in_their_panel() {
        let dates: Vec<String> =
            (0..600).map(|day| format!("{}-01-02", 2000 + day / 250)).collect();
        let values = Array::from_fn([580], |at| (at[0] as f64 / 50.0).sin() * 30.0);
        let svg = page(&dates, &[("A", vec![Line::new("a & b", 0, values.view())])]);
        assert!(
            svg.contains(">a &amp; b<")
                && svg.contains(">2002<")
                && !svg.contains(">2001<")
                && svg.contains(">-20<")
        );
        let line = svg.split("class=\"line c0\" d=\"M").nth(1).unwrap().split('"').next().unwrap();
        let points: Vec<f64> =
            line.split(['L', ' ']).map(|number| number.parse().unwrap()).collect();
        assert_eq!(points.len(), 2 * 580);
        assert!(points.iter().skip(1).step_by(2).all(|y| (0.0..=HEIGHT).contains(y)));
        assert!(points[1158] == WIDTH && points[0] > 0.0);
    }
}
