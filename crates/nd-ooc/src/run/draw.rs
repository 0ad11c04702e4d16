//! [`Report::to_svg`]: stages as frames from left to right, arrays as boxes from top to bottom.

use super::amounts::{Bytes, Extents, Time};
use super::layers::{Layers, Slot};
use super::report::{Report, StageReport};
use super::steps::{Role, Step};
use std::collections::HashMap;
use std::fmt::Write;

const WIDTH: f64 = 216.0;
const HEIGHT: f64 = 46.0;
/// Between boxes, across and down; between frames; inside a frame.
const ACROSS: f64 = 20.0;
const DOWN: f64 = 34.0;
const BETWEEN: f64 = 56.0;
const INSIDE: f64 = 20.0;
/// Room for the words at the top and the bottom of a frame.
const HEAD: f64 = 74.0;
const FOOT: f64 = 22.0;
/// How wide the place is where an edge passes a row.
const PASS: f64 = 24.0;
/// Letters that fit a box.
const LETTERS: usize = 31;

const STYLE: &str = "
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f }
  .title { font-size: 14px; font-weight: 600 }
  .name { font-weight: 600 }
  .soft { fill: #6b7280; font-size: 11px }
  .page { fill: #ffffff }
  .frame { fill: #f6f8fa; stroke: #c8cdd4 }
  .edge { fill: none; stroke: #8b949e; stroke-width: 1.3 }
  .between { fill: none; stroke: #6a57c9; stroke-width: 1.3; stroke-dasharray: 5 4 }
  .operation { fill: #ffffff; stroke: #8b949e }
  .source { fill: #d8efec; stroke: #0f8b7d }
  .earlier { fill: #ebe8f8; stroke: #6a57c9; stroke-dasharray: 5 4 }
  .fold { fill: #ebe8f8; stroke: #6a57c9 }
  .goal { fill: #fbe8d6; stroke: #d9730d }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e9ee } .soft { fill: #9aa3af } .page { fill: #0d1117 }
    .frame { fill: #161b22; stroke: #4a515b } .operation { fill: #21262d }
    .source { fill: #12403b } .earlier, .fold { fill: #2d2654 } .goal { fill: #55320f }
  }
";

/// A stage, laid out.
struct Frame<'a> {
    stage: &'a StageReport,
    layers: Layers,
    /// Left upper corners of boxes, and places where edges pass, within the frame.
    at: HashMap<Slot, (f64, f64)>,
    width: f64,
    height: f64,
}

impl Report {
    /// The stages as a picture in SVG: a frame for each pass over the data, with what it reads, makes and has in
    /// memory; in it a box for each array. Dashed lines lead from results to the passes that need them.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let frames: Vec<Frame<'_>> = self.stages.iter().map(Frame::new).collect();
        let tallest = frames.iter().map(|frame| frame.height).fold(0.0, f64::max);
        let channels = channels(&frames);
        let mut lefts = Vec::new();
        let mut width = INSIDE;
        for frame in &frames {
            lefts.push(width);
            width += frame.width + BETWEEN;
        }
        width += INSIDE - BETWEEN;
        let height = INSIDE + tallest + 12.0 * channels as f64 + INSIDE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n\
             <rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n"
        );
        for (frame, left) in frames.iter().zip(&lefts) {
            frame.draw(&mut svg, *left);
        }
        between(&mut svg, &frames, &lefts, INSIDE + tallest);
        svg + "</svg>\n"
    }
}

impl<'a> Frame<'a> {
    fn new(stage: &'a StageReport) -> Frame<'a> {
        let inputs: Vec<Vec<usize>> = stage.steps.iter().map(|step| step.inputs.clone()).collect();
        let layers = Layers::new(&inputs);
        let wide = |slot: &Slot| if let Slot::Box(_) = slot { WIDTH } else { PASS };
        let row_width =
            |row: &Vec<Slot>| row.iter().map(|slot| wide(slot) + ACROSS).sum::<f64>() - ACROSS;
        let widest = layers.rows.iter().map(row_width).fold(WIDTH + 60.0, f64::max);
        let mut at = HashMap::new();
        for (number, row) in layers.rows.iter().enumerate() {
            let mut left = INSIDE + (widest - row_width(row)) / 2.0;
            for slot in row {
                at.insert(*slot, (left, HEAD + (HEIGHT + DOWN) * number as f64));
                left += wide(slot) + ACROSS;
            }
        }
        let rows = layers.rows.len() as f64;
        let height = HEAD + rows * (HEIGHT + DOWN) - DOWN + FOOT;
        Frame { stage, layers, at, width: widest + 2.0 * INSIDE, height }
    }

    fn draw(&self, svg: &mut String, left: f64) {
        let (width, height) = (self.width, self.height);
        let _ = writeln!(svg, "<g transform=\"translate({left:.1} {INSIDE})\">");
        let _ =
            writeln!(svg, "<rect class=\"frame\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>");
        for (line, text) in self.head().iter().enumerate() {
            let (class, y) =
                if line == 0 { ("title", 22.0) } else { ("soft", 24.0 + 16.0 * line as f64) };
            let text = escaped(text);
            let _ = writeln!(svg, "<text class=\"{class}\" x=\"{INSIDE}\" y=\"{y}\">{text}</text>");
        }
        for edge in &self.layers.edges {
            let _ = writeln!(svg, "<path class=\"edge\" d=\"{}\"/>", self.way(edge));
        }
        for (number, step) in self.stage.steps.iter().enumerate() {
            let (x, y) = self.at[&Slot::Box(number)];
            boxed(svg, step, x, y);
        }
        let _ = writeln!(svg, "</g>");
    }

    /// The lines above the boxes.
    fn head(&self) -> [String; 3] {
        let stage = self.stage;
        let s = if stage.threads == 1 { "" } else { "s" };
        let took = match stage.elapsed.is_zero() {
            true => String::new(),
            false => format!(" · took {}", Time(stage.elapsed)),
        };
        let pieces = if stage.pieces == 1 { "piece" } else { "pieces" };
        [
            format!("stage {} of {}{took}", stage.number + 1, stage.stages),
            format!(
                "reads {} · makes {} · {} {pieces}",
                Bytes(stage.to_read.max(stage.read)),
                Bytes(stage.written),
                stage.pieces
            ),
            format!("{} thread{s} · {} of memory", stage.threads, Bytes(stage.projected as u64)),
        ]
    }

    /// An edge: down through every place that it passes.
    fn way(&self, edge: &[Slot]) -> String {
        let mut way = String::new();
        for (number, slot) in edge.iter().enumerate() {
            let (x, y) = self.at[slot];
            let (middle, is_box) = match slot {
                Slot::Box(_) => (x + WIDTH / 2.0, true),
                Slot::Pass(..) => (x + PASS / 2.0, false),
            };
            if number == 0 {
                let _ = write!(way, "M{middle:.1} {:.1}", y + HEIGHT);
                continue;
            }
            let (before, half) = (y - DOWN, y - DOWN / 2.0);
            let from = self.middle(edge[number - 1]);
            let _ = write!(way, "C{from:.1} {half:.1} {middle:.1} {half:.1} {middle:.1} {y:.1}");
            debug_assert!(before < y);
            if !is_box {
                let _ = write!(way, "V{:.1}", y + HEIGHT);
            }
        }
        way
    }

    fn middle(&self, slot: Slot) -> f64 {
        let (x, _) = self.at[&slot];
        x + if let Slot::Box(_) = slot { WIDTH / 2.0 } else { PASS / 2.0 }
    }
}

/// How many lines there are below the frames.
fn channels(frames: &[Frame<'_>]) -> usize {
    frames.iter().map(|frame| earlier(frame).count()).sum()
}

fn earlier<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = (usize, (usize, usize))> + 'a {
    let steps = frame.stage.steps.iter().enumerate();
    steps.filter_map(|(at, step)| Some((at, step.earlier?)))
}

/// Lines from the results of stages to where they are needed: down and below the frames, up between two, and down into
/// the box.
fn between(svg: &mut String, frames: &[Frame<'_>], lefts: &[f64], bottom: f64) {
    let mut lane = 0;
    for (number, frame) in frames.iter().enumerate() {
        let into = earlier(frame).count();
        for (nth, (step, (stage, fold))) in earlier(frame).enumerate() {
            let source = &frames[stage];
            let (x, y) = source.at[&Slot::Box(fold)];
            // Several lines out of one box leave it side by side.
            let out = lefts[stage]
                + x
                + WIDTH / 2.0
                + 8.0 * (nth as f64 + number as f64 - stage as f64 - 1.0);
            let start = INSIDE + y + HEIGHT;
            lane += 1;
            let below = bottom + 12.0 * lane as f64;
            let gap =
                lefts[number] - BETWEEN / 2.0 - 14.0 + 28.0 * (nth as f64 + 0.5) / into as f64;
            let (x, y) = frame.at[&Slot::Box(step)];
            let (target, above) =
                (lefts[number] + x + WIDTH / 2.0, INSIDE + y - 6.0 - 5.0 * (nth % 3) as f64);
            let end = INSIDE + y;
            let _ = writeln!(
                svg,
                "<path class=\"between\" d=\"M{out:.1} {start:.1}V{below:.1}H{gap:.1}V{above:.1}H{target:.1}V{end:.1}\"/>"
            );
        }
    }
}

/// A box with two lines of words.
fn boxed(svg: &mut String, step: &Step, x: f64, y: f64) {
    let outline = match step.role {
        Role::Source => cylinder(x, y, "source"),
        Role::Earlier => rounded(x, y, "earlier", 23),
        Role::Fold => rounded(x, y, "fold", 23),
        Role::Operation => rounded(x, y, "operation", 4),
        Role::Kept => rounded(x, y, "goal", 4),
        Role::Saved => cylinder(x, y, "goal"),
    };
    let middle = x + WIDTH / 2.0;
    let name = escaped(&shortened(&step.name, LETTERS));
    let size = format!("{} {} · {}", Extents(&step.shape), step.dtype, Bytes(step.nbytes() as u64));
    let size = escaped(&shortened(&size, LETTERS + 6));
    let _ = writeln!(
        svg,
        "{outline}<text class=\"name\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{name}</text>\
         <text class=\"soft\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{size}</text>",
        y + 21.0,
        y + 37.0
    );
}

fn rounded(x: f64, y: f64, class: &str, radius: usize) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"{radius}\"/>"
    )
}

/// What holds data.
fn cylinder(x: f64, y: f64, class: &str) -> String {
    let (half, side) = (WIDTH / 2.0, HEIGHT - 8.0);
    format!(
        "<path class=\"{class}\" d=\"M{x:.1} {:.1}v{side}a{half} 4 0 0 0 {WIDTH} 0v-{side}a{half} 4 0 0 0 -{WIDTH} 0\
         a{half} 4 0 0 0 {WIDTH} 0\"/>",
        y + 4.0
    )
}

/// The end of a long text, where names of files are.
fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let (head, tail) = (most / 3, most - most / 3 - 1);
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(count - tail).collect();
    format!("{first}…{last}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_their_ends_and_signs_are_escaped() {
        assert_eq!(shortened("read /a/very/long/path/to/x.npy", 13), "read…to/x.npy");
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }

    #[test]
    fn boxes_of_a_frame_do_not_overlap() {
        let step = |inputs: &[usize]| Step {
            name: "add".into(),
            role: Role::Operation,
            shape: vec![4, 5],
            dtype: nd_core::DType::F32,
            chunks: None,
            inputs: inputs.to_vec(),
            earlier: None,
        };
        let inputs: [&[usize]; 8] = [&[], &[], &[0, 1], &[0], &[2, 3], &[1, 4], &[0, 5], &[6]];
        let steps = inputs.map(step).to_vec();
        let stage = StageReport { steps, ..StageReport::default() };
        let frame = Frame::new(&stage);
        let corners: Vec<(f64, f64)> = (0..8).map(|at| frame.at[&Slot::Box(at)]).collect();
        for (at, a) in corners.iter().enumerate() {
            assert!(a.0 >= 0.0 && a.0 + WIDTH <= frame.width && a.1 + HEIGHT <= frame.height);
            for b in &corners[at + 1..] {
                let apart = (a.0 - b.0).abs() >= WIDTH || (a.1 - b.1).abs() >= HEIGHT;
                assert!(apart, "{corners:?}");
            }
        }
    }
}
