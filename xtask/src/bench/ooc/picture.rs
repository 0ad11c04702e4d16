//! The figures of `--ooc` as a picture: of each workload, processor time and peak memory of every engine, by bars.

use super::super::chart::{STYLE, escape};
use super::figures::{Figure, Figures, Row};
use std::fmt::Write;

const WIDTH: f64 = 980.0;
const LEFT: f64 = 330.0;
/// Where the second column of bars starts, and how long the longest bar of each is.
const SECOND: f64 = 680.0;
const BAR: f64 = 250.0;
const TOP: f64 = 92.0;
const ROW: f64 = 17.0;
/// Space between workloads.
const GAP: f64 = 10.0;
const BOTTOM: f64 = 46.0;

/// Draws the rows of the first size.
pub(super) fn draw(figures: &Figures) -> String {
    let rows: Vec<&Row> =
        figures.rows.iter().filter(|row| row.gib == figures.rows[0].gib).collect();
    let mut bars = String::new();
    let (mut y, mut before) = (TOP, "");
    for row in &rows {
        if row.workload != before {
            y += if before.is_empty() { 0.0 } else { GAP };
            before = &row.workload;
            let _ =
                writeln!(bars, "<text x=\"16\" y=\"{:.1}\">{}</text>", y + 12.0, escape(&row.what));
        }
        let name = escape(&row.engine);
        let _ = writeln!(
            bars,
            "<text class=\"soft small end\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
            LEFT - 8.0,
            y + 11.5
        );
        bar(&mut bars, row, &rows, |run| run.cpu, [LEFT, y], "s");
        bar(&mut bars, row, &rows, |run| run.peak, [SECOND, y], "MiB");
        y += ROW;
    }
    let height = y + BOTTOM;
    let heading =
        |x: f64, text: &str| format!("<text class=\"soft\" x=\"{x}\" y=\"76\">{text}</text>\n");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Processor time and memory of arrays larger than memory\">\n\
         <style>{STYLE}</style>\n<text class=\"title\" x=\"16\" y=\"30\">Larger than memory: what it takes</text>\n\
         <text class=\"soft\" x=\"16\" y=\"49\">medians; bars are of the most of their workload</text>\n\
         {}{}{bars}<text class=\"soft small\" x=\"16\" y=\"{:.1}\">{}</text>\n\
         <text class=\"soft small\" x=\"16\" y=\"{:.1}\">{}</text>\n</svg>\n",
        heading(LEFT, "processor time, seconds"),
        heading(SECOND, "peak of anonymous memory, MiB"),
        height - 26.0,
        escape(&figures.memory()),
        height - 12.0,
        escape(&figures.conditions),
    )
}

/// One bar with its figure, as long as its share of the most beside it.
fn bar(svg: &mut String, row: &Row, rows: &[&Row], figure: Figure, [x, y]: [f64; 2], unit: &str) {
    let value = row.median(figure);
    if !value.is_finite() {
        return;
    }
    let beside = rows.iter().filter(|other| other.workload == row.workload);
    let most = beside.map(|other| other.median(figure)).fold(value, f64::max);
    let width = (BAR * value / most.max(f64::MIN_POSITIVE)).max(1.0);
    let class = match row.engine.as_str() {
        "nd" => "met",
        _ => "shown",
    };
    let digits = if unit == "s" { 2 } else { 0 };
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"12\" rx=\"2\"/>\
         <text class=\"value small\" x=\"{:.1}\" y=\"{:.1}\">{value:.digits$} {unit}</text>",
        y + 2.0,
        x + width + 5.0,
        y + 11.5
    );
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::row;
    use super::*;

    #[test]
    fn the_longest_bar_of_a_workload_is_full() {
        let rows = vec![row("nd", &[1.0], 1.0), row("dask", &[4.0], 1.0)];
        let svg = draw(&Figures { rows, ..Figures::default() });
        assert!(svg.contains("class=\"met\" x=\"330\" y=\"94.0\" width=\"62.5\""), "{svg}");
        assert!(svg.contains("class=\"shown\" x=\"330\" y=\"111.0\" width=\"250.0\""), "{svg}");
        assert!(svg.contains("mean &amp; more") && svg.ends_with("</svg>\n"));
    }
}
