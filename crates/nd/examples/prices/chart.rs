//! Panels of lines, areas, bars and points, one above the other, as SVG: readable on light and dark pages.

use crate::axis::Axis;
use nd::prelude::*;
use std::fmt::Write;

/// How wide a picture is, and what is between the axes of a panel.
const PAGE: f64 = 760.0;
const WIDTH: f64 = PAGE - LEFT - RIGHT;
/// Room for numbers, for a title, and for numbers below.
const LEFT: f64 = 62.0;
const RIGHT: f64 = 22.0;
const ABOVE: f64 = 44.0;
const BELOW: f64 = 30.0;
/// And for what is counted below.
const NAMED: f64 = 20.0;
/// Pieces of a line, of each of which the lowest and the highest point are drawn: more are not to be seen.
const PIECES: usize = 330;

/// Colours are numbered: three for what is compared, grey, that of words, and red and blue for what is above zero and below.
const STYLE: &str = "
text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#24292f}
.title{font-size:14px;font-weight:600}
.soft{fill:#5f6875;font-size:11.5px}
.name{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.page{fill:#fff}
.frame{fill:none;stroke:#c8cdd4}
.grid{stroke:#e6e9ed;fill:none}
.line{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linejoin:round}
.area{fill:currentColor;fill-opacity:.25}
.bar,.cell{fill:currentColor}
.point{fill:currentColor;stroke:#fff}
.c0{color:#0f8b7d}.c1{color:#d9730d}.c2{color:#6a57c9}.c3{color:#a3abb6}.c4{color:#24292f}.c5{color:#d0604c}.c6{color:#4a88c0}
@media (prefers-color-scheme:dark){
text{fill:#e6e9ee}.soft{fill:#9aa3af}.page{fill:#0d1117}.frame{stroke:#3d444d}.grid{stroke:#21262d}
.name,.point{stroke:#0d1117}
.c0{color:#35b8a6}.c1{color:#f0964a}.c2{color:#9d8df1}.c3{color:#68717d}.c4{color:#e6e9ee}.c5{color:#d9695a}.c6{color:#6ba6da}
}
";
/// From one line of words to the next.
const LINE: f64 = 14.0;

/// Axes, and what is drawn between them.
pub(crate) struct Panel {
    title: &'static str,
    height: f64,
    x: Axis,
    y: Axis,
    /// Names of lines and their colours.
    names: Vec<(&'static str, usize)>,
    body: String,
    /// What is written between the axes, above all lines.
    words: String,
    /// Where that stands: left, right and base.
    taken: Vec<[f64; 3]>,
}

impl Panel {
    /// An empty one.
    pub(crate) fn new(title: &'static str, height: f64, x: Axis, y: Axis) -> Panel {
        Panel {
            title,
            height,
            x,
            y,
            names: Vec::new(),
            body: String::new(),
            words: String::new(),
            taken: Vec::new(),
        }
    }

    /// A line through points, named if it has a name; it is interrupted where a value is no number.
    pub(crate) fn line(
        mut self,
        name: &'static str,
        colour: usize,
        x: &Array<f64>,
        values: impl ArrayLike<Elem = f64>,
    ) -> Panel {
        for part in self.places(x, values.view()) {
            let path = path(&straightened(&thinned(part)));
            let _ = writeln!(self.body, "<path class=\"line c{colour}\" d=\"{path}\"/>");
        }
        self.names.extend((!name.is_empty()).then_some((name, colour)));
        self
    }

    /// What lies between a line and zero.
    pub(crate) fn area(
        mut self,
        colour: usize,
        x: &Array<f64>,
        values: impl ArrayLike<Elem = f64>,
    ) -> Panel {
        let zero = self.up(0.0);
        for part in self.places(x, values.view()) {
            let (first, last) = (part[0], part[part.len() - 1]);
            let around =
                [vec![[first[0], zero]], straightened(&thinned(part)), vec![[last[0], zero]]]
                    .concat();
            let path = path(&around);
            let _ = writeln!(self.body, "<path class=\"area c{colour}\" d=\"{path}Z\"/>");
        }
        self
    }

    /// A bar from zero for each value, with one colour above and another one below.
    pub(crate) fn bars(
        mut self,
        [above, below]: [usize; 2],
        x: &Array<f64>,
        values: impl ArrayLike<Elem = f64>,
    ) -> Panel {
        let zero = self.up(0.0);
        let wide = 0.76 * WIDTH / x.size() as f64;
        for colour in [above, below] {
            let mut path = String::new();
            let pairs = x.iter().zip(values.view().iter().copied());
            for (&x, value) in pairs.filter(|&(_, value)| (value > 0.0) == (colour == above)) {
                let (left, to) = (self.across(x) - wide / 2.0, self.up(value) - zero);
                let _ = write!(path, "M{left:.1},{zero:.1}v{to:.1}h{wide:.1}v{:.1}Z", -to);
            }
            let _ = writeln!(self.body, "<path class=\"bar c{colour}\" d=\"{path}\"/>");
        }
        self
    }

    /// A point with words above it, as far as it takes to stand free of those of points before.
    pub(crate) fn point(mut self, colour: usize, [x, y]: [f64; 2], words: &str) -> Panel {
        let (x, y) = (self.across(x), self.up(y));
        let half = wide(words) / 2.0;
        let middle = x.min(WIDTH - half);
        let (left, right) = (middle - half, middle + half);
        let is_free = |base: &f64| {
            let apart = |t: &[f64; 3]| right < t[0] || t[1] < left || (base - t[2]).abs() >= LINE;
            self.taken.iter().all(apart)
        };
        let mut bases = (0..).map(|line| y - 9.0 - LINE * f64::from(line));
        let base = bases.find(is_free).unwrap_or(y);
        self.taken.push([left, right, base]);
        if base < y - 10.0 {
            let _ = writeln!(self.body, "<path class=\"line c3\" d=\"M{x:.1} {y:.1}V{base:.1}\"/>");
        }
        let _ = writeln!(
            self.words,
            "<circle class=\"point c{colour}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>\
             <text class=\"name\" x=\"{middle:.1}\" y=\"{base:.1}\" text-anchor=\"middle\">{}</text>",
            escaped(words)
        );
        self
    }

    fn across(&self, x: f64) -> f64 {
        WIDTH * self.x.place(x)
    }

    fn up(&self, y: f64) -> f64 {
        self.height * (1.0 - self.y.place(y))
    }

    /// Where points are, in runs of those that are somewhere.
    fn places(&self, x: &Array<f64>, values: View<'_, f64>) -> Vec<Vec<[f64; 2]>> {
        let all: Vec<[f64; 2]> = x
            .iter()
            .zip(values.iter())
            .map(|(&x, &value)| [self.across(x), self.up(value)])
            .collect();
        let runs = all.split(|[x, y]| !x.is_finite() || !y.is_finite());
        runs.filter(|run| !run.is_empty()).map(<[_]>::to_vec).collect()
    }

    /// The height of all of it, with what is around.
    fn whole(&self) -> f64 {
        let named = if self.x.label.is_empty() { 0.0 } else { NAMED };
        ABOVE + self.height + BELOW + named
    }

    fn draw(&self, svg: &mut String) {
        let (title, height) = (escaped(self.title), self.height);
        let _ = writeln!(svg, "<text class=\"title\" y=\"-15\">{title}</text>");
        for (value, words) in self.x.named() {
            let (x, below) = (self.across(*value), height + 17.0);
            let _ = writeln!(
                svg,
                "<path class=\"grid\" d=\"M{x:.1} 0V{height}\"/><text class=\"soft\" x=\"{x:.1}\" y=\"{below}\" \
                 text-anchor=\"middle\">{words}</text>"
            );
        }
        for (value, words) in self.y.named() {
            let y = self.up(*value);
            let _ = writeln!(
                svg,
                "<path class=\"grid\" d=\"M0 {y:.1}H{WIDTH}\"/><text class=\"soft\" x=\"-8\" y=\"{:.1}\" \
                 text-anchor=\"end\">{words}</text>",
                y + 4.0
            );
        }
        *svg += &self.body;
        *svg += &self.words;
        let _ = writeln!(
            svg,
            "<rect class=\"frame\" width=\"{WIDTH}\" height=\"{height}\"/>\n\
             <text class=\"soft\" transform=\"translate(-46 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n\
             <text class=\"soft\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            height / 2.0,
            self.y.label,
            WIDTH / 2.0,
            height + BELOW + 6.0,
            self.x.label
        );
        self.draw_names(svg);
    }

    /// Names of lines, on the right above.
    fn draw_names(&self, svg: &mut String) {
        let mut right = WIDTH;
        for (name, colour) in self.names.iter().rev() {
            let left = right - wide(name) - 22.0;
            let name = escaped(name);
            let _ = writeln!(
                svg,
                "<path class=\"line c{colour}\" d=\"M{left:.1} -19h16\"/><text class=\"soft\" x=\"{right:.1}\" \
                 y=\"-15\" text-anchor=\"end\">{name}</text>"
            );
            right = left - 16.0;
        }
    }
}

/// A picture of panels.
pub(crate) fn page(panels: &[Panel]) -> String {
    let height = panels.iter().map(Panel::whole).sum::<f64>() + 8.0;
    let mut svg = begun(height);
    let mut top = ABOVE;
    for panel in panels {
        let _ = writeln!(svg, "<g transform=\"translate({LEFT} {top})\">");
        panel.draw(&mut svg);
        svg += "</g>\n";
        top += panel.whole();
    }
    svg + "</svg>\n"
}

/// The beginning of a picture of a height, to be ended by `</svg>`.
pub(crate) fn begun(height: f64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {PAGE} {height}\" width=\"{PAGE}\" \
         height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n\
         <rect class=\"page\" width=\"{PAGE}\" height=\"{height}\" rx=\"6\"/>\n"
    )
}

/// How wide words are, at most, in the fonts that there may be.
fn wide(words: &str) -> f64 {
    let letter = |letter: char| match letter {
        ' ' | ',' | '.' => 3.8,
        'm' | 'w' => 10.4,
        'A'..='Z' | '&' => 8.2,
        '0'..='9' => 7.6,
        _ => 6.7,
    };
    words.chars().map(letter).sum()
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Of each piece of a long line the lowest and the highest point.
fn thinned(points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let by = points.len().div_ceil(PIECES);
    if by < 3 {
        return points;
    }
    let ends = |piece: &[[f64; 2]]| {
        let order = |a: &usize, b: &usize| piece[*a][1].total_cmp(&piece[*b][1]);
        let (low, high) = ((0..piece.len()).min_by(order), (0..piece.len()).max_by(order));
        let (low, high) = (low.unwrap_or(0), high.unwrap_or(0));
        [piece[low.min(high)], piece[low.max(high)]]
    };
    points.chunks(by).flat_map(ends).collect()
}

/// Without points that lie on the line through the others, but for a fifth of a pixel (Douglas and Peucker, 1973).
fn straightened(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let [first, .., last] = points else { return points.to_vec() };
    let slope = (last[1] - first[1]) / (last[0] - first[0]);
    let away = |at: usize| {
        let [x, y] = points[at];
        (y - first[1] - slope * (x - first[0])).abs()
    };
    match (1..points.len() - 1).max_by(|&a, &b| away(a).total_cmp(&away(b))) {
        Some(far) if away(far) > 0.2 => {
            let mut all = straightened(&points[..=far]);
            all.extend_from_slice(&straightened(&points[far..])[1..]);
            all
        }
        _ => vec![*first, *last],
    }
}

/// A path through points, in steps of tenths of a pixel.
fn path(points: &[[f64; 2]]) -> String {
    let tenths = |[x, y]: [f64; 2]| [(x * 10.0).round() as i64, (y * 10.0).round() as i64];
    let mut path = String::new();
    let mut last = None;
    for point in points.iter().map(|&point| tenths(point)) {
        let [x, y] = last.map_or(point, |[x, y]: [i64; 2]| [point[0] - x, point[1] - y]);
        let [x, y] = [x, y].map(number);
        let between = if y.starts_with('-') { "" } else { "," };
        let _ = write!(path, "{}{x}{between}{y}", if last.is_none() { 'M' } else { 'l' });
        last = Some(point);
    }
    path
}

/// As short as it can be written.
fn number(tenths: i64) -> String {
    let text = format!("{}", tenths as f64 / 10.0);
    if text.contains('.') { text.replacen("0.", ".", usize::from(tenths.abs() < 10)) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Panel {
        let axis = || Axis::new(0.0, 10.0, "");
        Panel::new("A < B", 100.0, axis(), axis())
    }

    #[test]
    fn paths_are_short_and_end_where_they_should() {
        assert_eq!(path(&[[0.04, 1.0], [0.52, 0.0], [10.52, 0.26]]), "M0,1l.5-1l10,.3");
        assert_eq!([0, -3, 5, 10, -104].map(number), ["0", "-.3", ".5", "1", "-10.4"]);
    }

    #[test]
    fn long_lines_keep_their_peaks() {
        let mut points: Vec<[f64; 2]> = (0..9000).map(|at| [f64::from(at), 0.0]).collect();
        points[4321][1] = 7.0;
        points[4322][1] = -7.0;
        let thin = thinned(points.clone());
        assert!(thin.len() <= 2 * PIECES && thin.is_sorted_by(|a, b| a[0] <= b[0]));
        assert!(thin.contains(&points[4321]) && thin.contains(&points[4322]));
    }

    #[test]
    fn straight_lines_need_no_points() {
        let points: Vec<[f64; 2]> = (0..100)
            .map(|at| [f64::from(at), f64::from((at - 30).max(0)) + 0.1 * f64::from(at % 2)])
            .collect();
        assert_eq!(straightened(&points), [points[0], points[30], points[99]]);
        assert_eq!(straightened(&points[..2]), points[..2]);
    }

    #[test]
    fn words_stand_above_each_other() {
        let panel = panel().point(0, [5.0, 5.0], "abc").point(0, [5.2, 5.0], "def").point(
            0,
            [0.0, 5.0],
            "g",
        );
        let bases: Vec<f64> = panel.taken.iter().map(|taken| taken[2]).collect();
        assert_eq!(bases, [41.0, 27.0, 41.0]);
    }

    #[test]
    fn lines_stop_where_there_is_no_number() {
        let x = nd::arange(0.0, 10.0, 1.0);
        let values = x.map(|x| if x == 4.0 { f64::NAN } else { x });
        let svg = page(&[panel().line("a & b", 1, &x, &values)]);
        assert_eq!(svg.matches("<path class=\"line c1\" d=\"M0,100l").count(), 1);
        assert_eq!(svg.matches("class=\"line c1\"").count(), 3, "two parts, and beside its name");
        assert!(svg.contains(">a &amp; b<") && svg.contains(">A &lt; B<"));
    }

    #[test]
    fn bars_begin_at_zero() {
        let axis = Axis::new(-5.0, 5.0, "K");
        let panel = Panel::new("", 100.0, Axis::new(0.0, 2.0, ""), axis);
        let svg = page(&[panel.bars([0, 1], &array![0.5, 1.5], array![5.0, -2.5])]);
        assert!(svg.contains(",50.0v-50.0h") && svg.contains(",50.0v25.0h"), "{svg}");
    }
}
