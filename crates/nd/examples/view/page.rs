//! The page: what is said of the picture, and its tiles as text.

use super::Result;
use super::levels::{self, Picture};
use super::tiles::{self, Level, Packed, SIDE};
use nd::io::Format;
use std::fmt::Write;
use std::path::Path;

/// Bytes of all tiles of a page, and those of its labels among them.
const ROOM: usize = 28_000_000;
const LABELS: usize = 8_000_000;

const PAGE: &str = include_str!("page.html");

/// The page of a picture, and of labels over it.
pub(crate) fn of_files(file: &Path, labels: Option<&Path>) -> Result<String> {
    let named =
        |path: &Path, error: Box<dyn std::error::Error>| format!("{}: {error}", path.display());
    let source = nd::io::open(file)?;
    let picture = Picture::read(&source).map_err(|error| named(file, error))?;
    let over = match labels {
        None => None,
        Some(path) => {
            let levels = levels::labels(&nd::io::open(path)?, picture.size, &picture);
            let levels = levels.map_err(|error| named(path, error))?;
            Some(tiles::labels(&levels, LABELS)?)
        }
    };
    let packed = tiles::picture(&picture.levels, ROOM - over.as_ref().map_or(0, |over| over.room))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(page(&name, &picture, &packed, over.as_ref()))
}

fn page(name: &str, picture: &Picture, packed: &Packed, labels: Option<&Packed>) -> String {
    let [h, w] = picture.size;
    let channels = if picture.channels < 3 { 1 } else { picture.channels };
    let mut data = format!(
        r#"{{"name":{},"note":{},"width":{w},"height":{h},"channels":{channels},"tile":{SIDE}"#,
        quoted(name),
        quoted(&note(picture, packed))
    );
    if let Some([low, high]) = picture.range {
        let _ = write!(data, r#","low":{low},"high":{high}"#);
    }
    layer(&mut data, "picture", packed, picture.range.is_none());
    if let Some(labels) = labels {
        layer(&mut data, "labels", labels, true);
    }
    data.push('}');
    PAGE.replacen("{{TITLE}}", &escaped(name), 1).replacen("{{DATA}}", &data, 1)
}

/// What is shown, in words.
fn note(picture: &Picture, packed: &Packed) -> String {
    let [h, w] = picture.size;
    let mut text = format!("{w} × {h}, {}", picture.dtype);
    if picture.channels > 1 {
        let _ = write!(text, ", {} channels", picture.channels);
    }
    if let Some([low, high]) = picture.range {
        let _ = write!(text, ", {low} to {high} as black to white");
    }
    let largest = &packed.levels[0];
    if largest.size != picture.size {
        let _ = write!(text, "; here {} × {}", largest.size[1], largest.size[0]);
    }
    if largest.format == Format::Jpeg {
        text.push_str("; with the loss of JPEG");
    }
    text
}

fn layer(data: &mut String, name: &str, packed: &Packed, exact: bool) {
    let exact = exact && packed.levels[0].format == Format::Png;
    let _ = write!(data, r#","{name}":{{"exact":{exact},"levels":["#);
    data.reserve(packed.room);
    for (k, Level { size: [h, w], format, tiles }) in packed.levels.iter().enumerate() {
        let comma = if k > 0 { "," } else { "" };
        let kind = if *format == Format::Png { "png" } else { "jpeg" };
        let _ =
            write!(data, r#"{comma}{{"width":{w},"height":{h},"type":"image/{kind}","tiles":["#);
        for (k, tile) in tiles.iter().enumerate() {
            data.push_str(if k > 0 { ",\"" } else { "\"" });
            base64(tile, data);
            data.push('"');
        }
        data.push_str("]}");
    }
    data.push_str("]}");
}

/// Bytes as text, six bits a letter (RFC 4648).
fn base64(bytes: &[u8], out: &mut String) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let at = |k: usize| u32::from(three.get(k).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for k in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * k)) as usize & 63];
            out.push(if k <= three.len() { char::from(letter) } else { '=' });
        }
    }
}

/// Text in JSON, inside HTML.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' | '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// Text in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd::prelude::*;

    #[test]
    fn bytes_become_letters() {
        let text = |bytes: &[u8]| {
            let mut out = String::new();
            base64(bytes, &mut out);
            out
        };
        // The standard's own examples.
        let known =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        assert!(known.iter().all(|(bytes, letters)| text(bytes.as_bytes()) == *letters));
    }

    #[test]
    fn a_page_has_everything_in_it() {
        let folder = std::env::temp_dir().join(format!("nd-view-page-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, labels) = (folder.join("a<b>.png"), folder.join("labels.npy"));
        nd::save(&file, Array::from_fn([700, 20, 3], |i| (i[0] + i[2]) as u8)).unwrap();
        nd::save(&labels, Array::from_fn([700, 20], |i| (i[0] / 100) as u16)).unwrap();
        let html = of_files(&file, Some(&labels)).unwrap();
        assert!(html.contains("<title>a&lt;b&gt;.png</title>"));
        assert!(
            html.contains(r#""name":"a\u003cb\u003e.png","note":"20 × 700, uint8, 3 channels""#)
        );
        assert!(html.contains(r#""picture":{"exact":true,"levels":[{"width":20,"height":700"#));
        assert!(html.contains(r#""labels":{"exact":true"#));
        // Nothing is fetched from anywhere.
        assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("src="));
        let error = of_files(&file, Some(&file)).unwrap_err().to_string();
        assert!(error.contains("labels are integers [700, 20], not uint8 [700, 20, 3]"), "{error}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_script_is_whole() {
        let count = |what: char| PAGE.matches(what).count();
        assert_eq!((count('('), count('['), count('{')), (count(')'), count(']'), count('}')));
        assert_eq!(PAGE.matches("{{DATA}}").count(), 1);
    }
}
