//! The picture as SVG: a path for each shade, a rectangle for each run of pixels.

use super::pixels::Pixels;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What lies between two shades that are told apart: there are fifteen, with a path each.
const STEP: u8 = 17;

/// The text of a file.
pub(super) fn text(pixels: &Pixels, title: &str) -> String {
    let zoom = pixels.zoom;
    let [height, width] = [pixels.height * zoom, pixels.width * zoom];
    let mut paths: BTreeMap<u8, String> = BTreeMap::new();
    let shades = pixels.shades();
    for row in 0..pixels.height {
        let shades = &shades[row * pixels.width..][..pixels.width];
        let mut from = 0;
        for run in shades.chunk_by(|a, b| level(*a) == level(*b)) {
            if run[0] > 0 {
                let path = paths.entry(level(run[0])).or_default();
                let (x, y, length) = (from * zoom, row * zoom, run.len() * zoom);
                // Writing to a String does not fail.
                let _ = write!(path, "M{x} {y}h{length}v{zoom}h-{length}z");
            }
            from += run.len();
        }
    }
    let (outer, frame) = ([width + 2, height + 2], [width + 1, height + 1]);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"-1 -1 {0} {1}\" \
         shape-rendering=\"crispEdges\">\n<title>{title}</title>\n\
         <rect x=\"-0.5\" y=\"-0.5\" width=\"{2}\" height=\"{3}\" fill=\"#fff\" stroke=\"#888\"/>\n",
        outer[0], outer[1], frame[0], frame[1]
    );
    for (level, path) in paths {
        let grey = 255 - level * STEP;
        let _ = writeln!(text, "<path fill=\"#{grey:02x}{grey:02x}{grey:02x}\" d=\"{path}\"/>");
    }
    text + "</svg>\n"
}

/// One of the shades, 0 for nothing.
fn level(shade: u8) -> u8 {
    shade.div_ceil(STEP)
}

/// Writes the text of a file, whole or not at all.
#[cfg(feature = "pictures")]
pub(super) fn save(path: &std::path::Path, text: &str) -> Result<(), nd_io::Error> {
    use std::io::Write;

    let failed =
        |action| move |source| nd_io::Error::from(nd_io::ErrorKind::Io { action, source }).at(path);
    let mut file = nd_io::AtomicFile::create(path).map_err(failed("create"))?;
    file.write_all(text.as_bytes()).map_err(failed("write"))?;
    file.commit().map_err(failed("write"))
}
