//! The curves as a picture: a panel a task, both axes logarithmic.

use super::figures::Figures;
use super::page::title;
use super::table::{Line, TASKS, Task};
use crate::bench::chart::{STYLE, escape};
use std::fmt::Write;

const WIDTH: f64 = 980.0;
const TOP: f64 = 66.0;
/// A panel with its captions, and the plot within.
const PANEL: [f64; 2] = [490.0, 300.0];
const PLOT: [f64; 4] = [58.0, 34.0, 380.0, 210.0];
/// From one line of small print to the next, and how many letters fit into one.
const LEADING: f64 = 14.0;
const LONGEST: usize = 160;
const LINES: &str = "
  path { fill: none; stroke-width: 2; stroke-linejoin: round }
  .nd { stroke: #0f8b7d } .numpy { stroke: #d9730d } .ndarray { stroke: #7d8ba1 }
  circle { stroke: none } circle.nd { fill: #0f8b7d } circle.numpy { fill: #d9730d } circle.ndarray { fill: #7d8ba1 }
  .thin { stroke-width: 1.4; stroke-dasharray: 5 3 }
  @media (prefers-color-scheme: dark) {
    .nd { stroke: #35b8a6 } .numpy { stroke: #f0964a } circle.nd { fill: #35b8a6 } circle.numpy { fill: #f0964a }
  }
";

/// Draws all panels.
pub(super) fn draw(figures: &Figures) -> String {
    let rows = TASKS.len().div_ceil(2);
    let conditions = broken(&figures.conditions);
    let height = TOP + PANEL[1] * rows as f64 + 10.0 + LEADING * conditions.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Time of an element over the size\">\n\
         <style>{STYLE}{LINES}</style>\n\
         <text class=\"title\" x=\"16\" y=\"30\">From one element to a hundred million</text>\n\
         <text class=\"soft\" x=\"16\" y=\"49\">time of one element over the size; lower is faster; fastest of the \
         rounds</text>\n"
    );
    for (at, task) in TASKS.iter().enumerate() {
        let corner = [PANEL[0] * (at % 2) as f64, TOP + PANEL[1] * (at / 2) as f64];
        panel(&mut svg, figures, task, corner);
    }
    for (at, line) in conditions.iter().rev().enumerate() {
        let y = height - 10.0 - LEADING * at as f64;
        let _ = writeln!(
            svg,
            "<text class=\"soft small\" x=\"16\" y=\"{y:.0}\">{}</text>",
            escape(line)
        );
    }
    svg + "</svg>\n"
}

/// Lines of small print as long as the picture is wide.
fn broken(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line from the start");
        if line.is_empty() {
            *line += word;
        } else if line.len() + word.len() < LONGEST {
            *line += " ";
            *line += word;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A logarithmic axis over whole powers of ten.
struct Axis {
    low: i32,
    high: i32,
    from: f64,
    to: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::MAX, f64::MIN);
        for value in values.filter(|value| value.is_finite() && *value > 0.0) {
            (low, high) = (low.min(value.log10()), high.max(value.log10()));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let (low, high) = (low.floor() as i32, high.ceil() as i32);
        Self { low, high: high.max(low + 1), from, to }
    }

    fn at(&self, value: f64) -> f64 {
        let part = (value.log10() - f64::from(self.low)) / f64::from(self.high - self.low);
        self.from + part * (self.to - self.from)
    }
}

fn panel(svg: &mut String, figures: &Figures, task: &Task, corner: [f64; 2]) {
    let [left, top] = [corner[0] + PLOT[0], corner[1] + PLOT[1]];
    let lines: Vec<(Line, Vec<(f64, f64)>)> = task
        .lines
        .iter()
        .map(|&line| {
            let points = figures.line(task, line).into_iter();
            (line, points.map(|(n, ns)| (n as f64, ns / (task.work)(n))).collect())
        })
        .collect();
    let points = || lines.iter().flat_map(|(_, points)| points);
    let x = Axis::over(task.sizes.iter().map(|&n| n as f64), left, left + PLOT[2]);
    let y = Axis::over(points().map(|point| point.1), top + PLOT[3], top);
    let what = escape(task.what);
    let _ = writeln!(
        svg,
        "<text class=\"value\" x=\"{left:.1}\" y=\"{:.1}\">{what}</text>\
         <text class=\"soft small end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        top - 10.0,
        left + PLOT[2],
        top - 10.0,
        task.unit
    );
    grid(svg, &x, &y);
    for (line, points) in lines.iter().rev() {
        curve(svg, *line, &class(*line, task), points, &x, &y);
    }
    legend(svg, task, left, top + PLOT[3] + 36.0);
}

/// A line a power of ten; every second one named where there are many.
fn grid(svg: &mut String, x: &Axis, y: &Axis) {
    for power in x.low..=x.high {
        let at = x.at(10f64.powi(power));
        let (top, bottom) = (y.to, y.from);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>\
             <text class=\"soft small middle\" x=\"{at:.1}\" y=\"{:.1}\">{}</text>",
            bottom + 15.0,
            power_of_ten(power)
        );
    }
    for power in y.low..=y.high {
        let at = y.at(10f64.powi(power));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text class=\"soft small end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x.from,
            x.to,
            x.from - 6.0,
            at + 4.0,
            power_of_ten(power)
        );
    }
}

fn curve(svg: &mut String, line: Line, class: &str, points: &[(f64, f64)], x: &Axis, y: &Axis) {
    let mut path = String::new();
    for (at, &(n, cost)) in points.iter().enumerate() {
        let step = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{step}{:.1} {:.1}", x.at(n), y.at(cost));
    }
    if !path.is_empty() {
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{path}\"/>");
    }
    if !class.ends_with(THIN) {
        for &(n, cost) in points {
            let (x, y, library) = (x.at(n), y.at(cost), line.library);
            let _ =
                write!(svg, "<circle class=\"{library}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.2\"/>");
        }
        svg.push('\n');
    }
}

const THIN: &str = " thin";

/// On one thread where there is a line on several: thin.
fn class(line: Line, task: &Task) -> String {
    let several = |other: &Line| other.library == line.library && other.threads > line.threads;
    let thin = if task.lines.iter().any(several) { THIN } else { "" };
    format!("{}{thin}", line.library)
}

fn legend(svg: &mut String, task: &Task, left: f64, y: f64) {
    let (mut x, mut y) = (left, y);
    for line in task.lines {
        let (title, class) = (title(*line, task), class(*line, task));
        let width = 34.0 + 5.6 * title.len() as f64;
        if x + width > left + PLOT[2] + 20.0 {
            (x, y) = (left, y + LEADING);
        }
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{x:.1} {:.1}h18\"/>\
             <text class=\"small\" x=\"{:.1}\" y=\"{y:.1}\">{title}</text>",
            y - 4.0,
            x + 23.0
        );
        x += width;
    }
}

/// `10⁻³`.
fn power_of_ten(power: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = power.unsigned_abs().to_string();
    let high = digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]);
    let sign = if power < 0 { "⁻" } else { "" };
    format!("10{sign}{}", high.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::figures;
    use super::*;

    #[test]
    fn axes_cover_whole_powers() {
        let axis = Axis::over([0.02, 300.0].into_iter(), 0.0, 50.0);
        assert_eq!((axis.low, axis.high, axis.at(1.0)), (-2, 3, 20.0));
        let empty = Axis::over([f64::NAN].into_iter(), 0.0, 1.0);
        assert_eq!((empty.low, empty.high), (0, 1));
        assert_eq!([power_of_ten(-3), power_of_ten(12)], ["10⁻³", "10¹²"]);
    }

    #[test]
    fn small_print_is_broken_between_words() {
        let words = ["word"; 70].join(" ");
        let lines = broken(&words);
        assert_eq!(lines.join(" "), words);
        assert!(lines.len() == 3 && lines.iter().all(|line| line.len() <= LONGEST));
    }

    #[test]
    fn a_line_has_a_path_and_a_panel_its_names() {
        let svg = draw(&figures("add", &[(1, 40.0), (10, 60.0)]));
        assert_eq!(svg.matches("class=\"nd thin\" d=\"M58.0").count(), 1, "{svg}");
        assert!(svg.contains(">a @ b of side n</text>") && svg.ends_with("</svg>\n"));
    }
}
