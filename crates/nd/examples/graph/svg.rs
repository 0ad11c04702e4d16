//! Drawing: points, lines and words, as SVG.

use std::fmt::Write;

/// Colours of communities, the largest first; those that follow have the last one.
pub(crate) const COLOURS: [&str; 11] = [
    "#4cc9f0", "#ff5d8f", "#ffd166", "#06d6a0", "#ff8c42", "#b794f6", "#9ef01a", "#f15bb5",
    "#5390d9", "#e9c46a", "#7d8597",
];
const STYLE: &str = "
  text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #e6edf3 }
  .title { font-size: 26px; font-weight: 600 }
  .head { font-size: 15px; font-weight: 600 }
  .soft { fill: #8b98a9 }
  .label { font-size: 11px; paint-order: stroke; stroke: #0b1220; stroke-width: 3px; stroke-linejoin: round }
  .edges { fill: none; stroke-width: .5 }
  .far { stroke: #3b4a60; stroke-opacity: .35 }
  .journey { fill: none; stroke: #ffffff; stroke-width: 1.8; stroke-linejoin: round }
  .dashed { stroke-dasharray: 5 4 }
  .stop { fill: #0b1220; stroke: #ffffff; stroke-width: 1.6 }
  .frame { fill: none; stroke: #1f2c40 }
";
/// Width of a letter of a label, about, and its height.
const LETTER: f64 = 6.3;
const LINE: f64 = 12.0;

/// The colour of a community, by its place among those of its kind.
pub(crate) fn colour(community: usize) -> &'static str {
    COLOURS[community.min(COLOURS.len() - 1)]
}

/// A picture that grows.
pub(crate) struct Svg {
    text: String,
    /// Where words stand: left, top, right, bottom.
    taken: Vec<[f64; 4]>,
}

impl Svg {
    pub(crate) fn new(width: f64, height: f64) -> Svg {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#0b1220\"/>\n"
        );
        Svg { text, taken: Vec::new() }
    }

    pub(crate) fn end(self) -> String {
        self.text + "</svg>\n"
    }

    pub(crate) fn frame(&mut self, [x, y]: [f64; 2], [width, height]: [f64; 2]) {
        let _ = writeln!(
            self.text,
            "<rect class=\"frame\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"
        );
    }

    pub(crate) fn words(&mut self, class: &str, [x, y]: [f64; 2], words: &str) {
        let words = escaped(words);
        let _ =
            writeln!(self.text, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
    }

    /// Words beside a point, on whichever side there is room; if there is none, they are left out.
    pub(crate) fn label(&mut self, [x, y]: [f64; 2], words: &str, right: f64) {
        let width = LETTER * words.chars().count() as f64;
        let sides = [[x + 6.0, y + 4.0], [x - 6.0 - width, y + 4.0], [x - width / 2.0, y - LINE]];
        let free = sides.into_iter().find(|&[left, base]| {
            let own = [left, base - LINE, left + width, base + 3.0];
            let apart =
                |b: &[f64; 4]| own[2] < b[0] || b[2] < own[0] || own[3] < b[1] || b[3] < own[1];
            left > 4.0 && left + width < right && self.taken.iter().all(apart)
        });
        if let Some([left, base]) = free {
            self.taken.push([left, base - LINE, left + width, base + 3.0]);
            self.words("label", [left, base], words);
        }
    }

    /// Keeps a place free of labels.
    pub(crate) fn keep(&mut self, [x, y]: [f64; 2], far: f64) {
        self.taken.push([x - far, y - far, x + far, y + far]);
    }

    pub(crate) fn dot(&mut self, [x, y]: [f64; 2], radius: f64, community: usize) {
        let colour = colour(community);
        let _ = writeln!(
            self.text,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\"/>"
        );
    }

    pub(crate) fn stop(&mut self, [x, y]: [f64; 2]) {
        let _ = writeln!(self.text, "<circle class=\"stop\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }

    /// Lines of one class, and of a colour if there is one.
    pub(crate) fn lines(
        &mut self,
        class: &str,
        community: Option<usize>,
        lines: impl IntoIterator<Item = Vec<[f64; 2]>>,
    ) {
        let mut path = String::new();
        for line in lines {
            for (at, [x, y]) in line.into_iter().enumerate() {
                let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
            }
        }
        let stroke = community.map_or(String::new(), |community| {
            format!(" stroke=\"{}\" stroke-opacity=\".16\"", colour(community))
        });
        let _ = writeln!(self.text, "<path class=\"{class}\"{stroke} d=\"{path}\"/>");
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_lie_on_each_other() {
        let mut svg = Svg::new(300.0, 100.0);
        (0..4).for_each(|_| svg.label([150.0, 50.0], "A & B", 300.0));
        assert_eq!(svg.taken.len(), 3);
        svg.label([296.0, 90.0], "edge", 300.0);
        assert!(svg.taken[3][2] < 296.0);
        assert_eq!(svg.end().matches("A &amp; B").count(), 3);
    }

    #[test]
    fn lines_and_colours() {
        let mut svg = Svg::new(10.0, 10.0);
        svg.lines("edges", Some(99), [vec![[0.0, 1.0], [2.0, 3.04]], vec![[4.0, 4.0]]]);
        let text = svg.end();
        assert!(text.contains("d=\"M0.0 1.0L2.0 3.0M4.0 4.0\""), "{text}");
        assert!(text.contains(COLOURS[10]) && text.ends_with("</svg>\n"));
    }
}
