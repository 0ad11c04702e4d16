//! Points in a square, as SVG: readable on light and dark pages.

use std::fmt::Write;

/// A picture of points.
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) points: Vec<Point>,
    /// Whether both axes are the same, with the line on which they are equal.
    pub(crate) diagonal: bool,
}

/// A point and the class that colours it.
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) class: usize,
}

/// The side of a chart's square, in pixels.
const SIDE: f64 = 380.0;
/// Room for titles and numbers.
const LEFT: f64 = 64.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 64.0;
const NAMES: [&str; 3] = ["cultivar 1", "cultivar 2", "cultivar 3"];

const STYLE: &str = "
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 }
  .soft { fill: #6b7280; font-size: 11px }
  .frame { fill: none; stroke: #c8cdd4 }
  .grid { stroke: #e3e6ea }
  .equal { stroke: #6b7280; stroke-dasharray: 5 4 }
  circle { fill-opacity: 0.75; stroke-width: 0.8 }
  .c0 { fill: #0f8b7d; stroke: #0a6359 }
  .c1 { fill: #d9730d; stroke: #9c5209 }
  .c2 { fill: #6a57c9; stroke: #4a3a99 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e9ee } .soft { fill: #9aa3af }
    .frame { stroke: #4a515b } .grid { stroke: #30363d } .equal { stroke: #9aa3af }
  }
";

/// Charts side by side.
pub(crate) fn page(charts: &[Chart]) -> String {
    let step = LEFT + SIDE + 24.0;
    let (width, height) = (step * charts.len() as f64, TOP + SIDE + BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n"
    );
    for (i, chart) in charts.iter().enumerate() {
        let _ = writeln!(svg, "<g transform=\"translate({} {TOP})\">", LEFT + step * i as f64);
        chart.draw(&mut svg);
        svg += "</g>\n";
    }
    svg + "</svg>\n"
}

impl Chart {
    fn draw(&self, svg: &mut String) {
        let (mut across, mut up) = (self.axis(|p| p.x), self.axis(|p| p.y));
        if self.diagonal {
            (across, up) = (across.with(&up), across.with(&up));
        }
        let _ = writeln!(svg, "<text class=\"title\" y=\"-28\">{}</text>", self.title);
        for (at, label) in across.ticks() {
            let _ = writeln!(
                svg,
                "<path class=\"grid\" d=\"M{at:.1} 0V{SIDE}\"/><text class=\"soft\" x=\"{at:.1}\" \
                 y=\"{}\" text-anchor=\"middle\">{label}</text>",
                SIDE + 18.0
            );
        }
        for (at, label) in up.ticks() {
            let y = SIDE - at;
            let _ = writeln!(
                svg,
                "<path class=\"grid\" d=\"M0 {y:.1}H{SIDE}\"/><text class=\"soft\" x=\"-8\" \
                 y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
                y + 4.0
            );
        }
        if self.diagonal {
            let _ = writeln!(svg, "<path class=\"equal\" d=\"M0 {SIDE}L{SIDE} 0\"/>");
        }
        for point in &self.points {
            let (x, y) = (across.place(point.x), SIDE - up.place(point.y));
            let class = point.class;
            let _ =
                writeln!(svg, "<circle class=\"c{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
        }
        self.frame(svg);
    }

    fn frame(&self, svg: &mut String) {
        let _ = writeln!(svg, "<rect class=\"frame\" width=\"{SIDE}\" height=\"{SIDE}\"/>");
        let middle = SIDE / 2.0;
        let below = SIDE + 42.0;
        let _ = writeln!(
            svg,
            "<text x=\"{middle}\" y=\"{below}\" text-anchor=\"middle\">{}</text>",
            self.x
        );
        let _ = writeln!(
            svg,
            "<text transform=\"translate(-44 {middle}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            self.y
        );
        for (class, name) in NAMES.iter().enumerate() {
            let x = 8.0 + 104.0 * class as f64;
            let _ = writeln!(
                svg,
                "<circle class=\"c{class}\" cx=\"{x}\" cy=\"-11\" r=\"4\"/>\
                 <text class=\"soft\" x=\"{}\" y=\"-7\">{name}</text>",
                x + 8.0
            );
        }
    }

    fn axis(&self, value: impl Fn(&Point) -> f64) -> Axis {
        let values = self.points.iter().map(value);
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        let margin = 0.06 * (high - low);
        Axis { low: low - margin, high: high + margin }
    }
}

/// From numbers to pixels.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn with(&self, other: &Axis) -> Axis {
        Axis { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    fn place(&self, x: f64) -> f64 {
        SIDE * (x - self.low) / (self.high - self.low)
    }

    /// Round numbers, five or so, and where they are.
    fn ticks(&self) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / 5.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|&s| s >= rough);
        let step = step.unwrap_or(10.0 * power);
        let (first, last) = ((self.low / step).ceil() as i64, (self.high / step).floor() as i64);
        let decimals = usize::from(step < 1.0);
        (first..=last)
            .map(|i| (self.place(i as f64 * step), format!("{:.decimals$}", i as f64 * step)))
            .collect()
    }
}
