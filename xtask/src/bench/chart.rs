//! The table as a picture: one bar a row from 1 to the ratio, on a logarithmic axis.
//!
//! Plain SVG, readable on light and dark pages: the colours follow the reader's scheme where
//! the viewer says it, and are middle tones where it does not.

use super::report::{Report, Result, Verdict};
use std::fmt::Write;

const WIDTH: f64 = 980.0;
const LEFT: f64 = 390.0;
const RIGHT: f64 = 64.0;
const TOP: f64 = 96.0;
const ROW: f64 = 19.0;
/// Space between tasks.
const GAP: f64 = 7.0;
const BOTTOM: f64 = 54.0;

// No custom properties: renderers outside browsers do not know them.
pub(super) const STYLE: &str = "
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f }
  .title { font-size: 17px; font-weight: 600 }
  .soft { fill: #6b7280 }
  .small { font-size: 10.5px }
  .value { font-weight: 600; font-variant-numeric: tabular-nums }
  .end { text-anchor: end }
  .middle { text-anchor: middle }
  .grid { stroke: #d4d8de }
  .one { stroke: #24292f; stroke-width: 1.5 }
  .floor { stroke: #24292f; stroke-width: 2 }
  .met { fill: #0f8b7d }
  .below { fill: #d9730d }
  .shown { fill: #7d8ba1 }
  .noisy { fill: none; stroke: #7d8ba1; stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e9ee }
    .soft { fill: #9aa3af }
    .grid { stroke: #3a414b }
    .one, .floor { stroke: #e6e9ee }
    .met { fill: #35b8a6 }
    .below { fill: #f0964a }
  }
";

/// Draws the report.
pub(super) fn draw(report: &Report) -> String {
    let axis = Axis::over(&report.results);
    let (rows, bottom) = rows(&report.results, &axis);
    let height = bottom + BOTTOM + 14.0 * report.conditions().len().saturating_sub(1) as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         aria-label=\"Speed of nd relative to other libraries\">\n<style>{STYLE}</style>\n"
    );
    heading(&mut svg);
    axis.draw(&mut svg, bottom);
    svg += &rows;
    let conditions = report.conditions();
    for (at, line) in conditions.iter().rev().enumerate() {
        let (y, line) = (height - 12.0 - 14.0 * at as f64, escape(line));
        let _ = writeln!(svg, "<text class=\"soft small\" x=\"16\" y=\"{y}\">{line}</text>");
    }
    svg + "</svg>\n"
}

fn heading(svg: &mut String) {
    *svg += "<text class=\"title\" x=\"16\" y=\"30\">How many times faster nd is</text>\n";
    *svg += "<text class=\"soft\" x=\"16\" y=\"49\">the other library's time / nd's time, same \
             data, same run, logarithmic axis</text>\n";
    let legend = [
        ("met", "floor met"),
        ("below", "below its floor"),
        ("shown", "no floor set"),
        ("noisy", "noisy"),
    ];
    let mut x = LEFT;
    for (class, words) in legend {
        let _ = writeln!(
            svg,
            "<rect class=\"{class}\" x=\"{x}\" y=\"63\" width=\"12\" height=\"10\" rx=\"2\"/>\
             <text class=\"small\" x=\"{}\" y=\"72\">{words}</text>",
            x + 17.0
        );
        x += 112.0;
    }
    let _ = writeln!(
        svg,
        "<line class=\"floor\" x1=\"{0}\" x2=\"{0}\" y1=\"61\" y2=\"75\"/>\
         <text class=\"small\" x=\"{1}\" y=\"72\">the floor</text>",
        x + 4.0,
        x + 12.0
    );
}

/// Ratio → horizontal position.
struct Axis {
    /// Powers of two at the two ends.
    low: i32,
    high: i32,
}

impl Axis {
    /// Wide enough for every bar and floor, and for a factor of two to either side of 1.
    fn over(results: &[Result]) -> Self {
        let values = results.iter().flat_map(|r| [Some(r.ratio()), r.floor]).flatten();
        let (mut low, mut high) = (-1, 1);
        for value in values.filter(|value| value.is_finite() && *value > 0.0) {
            low = low.min(value.log2().floor() as i32);
            high = high.max(value.log2().ceil() as i32);
        }
        Self { low: low.max(-6), high: high.min(10) }
    }

    fn x(&self, ratio: f64) -> f64 {
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let part = (ratio.log2().clamp(low, high) - low) / (high - low);
        LEFT + part * (WIDTH - LEFT - RIGHT)
    }

    fn draw(&self, svg: &mut String, bottom: f64) {
        for power in self.low..=self.high {
            let ratio = 2.0_f64.powi(power);
            let (x, class) = (self.x(ratio), if power == 0 { "one" } else { "grid" });
            let label = if power < 0 { format!("1/{}", 1 << -power) } else { format!("{ratio}×") };
            let _ = writeln!(
                svg,
                "<line class=\"{class}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{bottom:.1}\"/>\
                 <text class=\"soft small middle\" x=\"{x:.1}\" y=\"{:.1}\">{label}</text>",
                TOP - 6.0,
                bottom + 15.0
            );
        }
    }
}

/// The bars with their labels, and where they end.
fn rows(results: &[Result], axis: &Axis) -> (String, f64) {
    let mut svg = String::new();
    let (mut y, mut task) = (TOP, "");
    for result in results {
        if result.task != task {
            y += if task.is_empty() { 0.0 } else { GAP };
            task = &result.task;
            let what = escape(&result.what);
            let _ = writeln!(svg, "<text x=\"16\" y=\"{:.1}\">{what}</text>", y + 13.0);
        }
        bar(&mut svg, result, axis, y);
        y += ROW;
    }
    (svg, y + 4.0)
}

fn bar(svg: &mut String, result: &Result, axis: &Axis, y: f64) {
    let (one, end) = (axis.x(1.0), axis.x(result.ratio()));
    let (x, width) = (one.min(end), (end - one).abs().max(1.0));
    let class = match result.verdict() {
        Verdict::Met => "met",
        Verdict::Below => "below",
        Verdict::Shown => "shown",
        Verdict::Noisy => "noisy",
    };
    let _ = writeln!(
        svg,
        "<text class=\"soft small end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\
         <rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"13\" rx=\"2\"/>",
        LEFT - 10.0,
        y + 12.5,
        escape(&result.peer),
        y + 2.0
    );
    // Right of the bar and of the floor's tick, whichever reaches farther.
    let mut label = one.max(end);
    if let Some(floor) = result.floor {
        let tick = axis.x(floor);
        if (tick - label).abs() < 46.0 {
            label = label.max(tick);
        }
        let _ = writeln!(
            svg,
            "<line class=\"floor\" x1=\"{tick:.1}\" x2=\"{tick:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            y,
            y + 17.0
        );
    }
    let _ = writeln!(
        svg,
        "<text class=\"value small\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        label + 6.0,
        y + 12.5,
        ratio(result.ratio())
    );
}

/// Two decimals below 10, one below 100.
fn ratio(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$}×")
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_is_logarithmic() {
        let axis = Axis { low: -1, high: 3 };
        let step = axis.x(2.0) - axis.x(1.0);
        assert!((axis.x(8.0) - axis.x(4.0) - step).abs() < 1e-9);
        assert_eq!(axis.x(0.5), LEFT);
        assert_eq!(axis.x(1e9), axis.x(8.0));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("fixed::<2>() & a"), "fixed::&lt;2&gt;() &amp; a");
        assert_eq!([ratio(3.456), ratio(12.34), ratio(123.4)], ["3.46×", "12.3×", "123×"]);
    }
}
