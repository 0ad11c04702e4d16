//! Draws the pictures of the guide's pages "Time" and "Signals", of the data of the examples `climate` and `prices`: a
//! climate model's run from 1860 to 2099 and two stock indices from 1999 to 2018.
//!
//! ```sh
//! cargo run --release --example guide    # writes crates/nd/guide/pictures
//! ```
//!
//! A page in the repository shows the files; rustdoc, which copies none, is given the same pictures as text: the
//! definitions in `NAME.txt` come before those of the page, and the first one of a name holds.

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

#[path = "../prices/axis.rs"]
mod axis;
#[path = "../prices/chart.rs"]
mod chart;
mod months;
#[path = "../prices/real.rs"]
mod real;
mod signals;
mod time;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Files and dates that are not understood.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A name, and what draws it.
type Picture = (&'static str, fn() -> Result<String>);

const OUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guide/pictures");
/// Pages and their pictures.
const PAGES: [(&str, [Picture; 3]); 2] = [
    ("time", [("warming", time::warming), ("prices", time::prices), ("months", time::months)]),
    (
        "signals",
        [("spectrum", signals::spectrum), ("lowpass", signals::lowpass), ("peaks", signals::peaks)],
    ),
];

fn main() -> ExitCode {
    let written = files().and_then(|files| {
        std::fs::create_dir_all(OUT)?;
        files.iter().try_for_each(|(path, text)| {
            println!("{}, {} bytes", path.display(), text.len());
            Ok(std::fs::write(path, text)?)
        })
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("guide: {error}");
            ExitCode::FAILURE
        }
    }
}

/// All files, and what is in them.
fn files() -> Result<Vec<(PathBuf, String)>> {
    let at = |name: String| Path::new(OUT).join(name);
    let mut files = Vec::new();
    for (page, pictures) in PAGES {
        let mut definitions = String::new();
        for (name, draw) in pictures {
            let svg = draw()?;
            writeln!(definitions, "[{name}]: data:image/svg+xml,{}", encoded(&svg))?;
            files.push((at(format!("{name}.svg")), svg));
        }
        files.push((at(format!("{page}.txt")), definitions));
    }
    Ok(files)
}

/// A text as a part of an address: what addresses, or Markdown, give a meaning is escaped.
fn encoded(text: &str) -> String {
    let mut all = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b','
            | b':'
            | b';'
            | b'/'
            | b'=' => {
                all.push(char::from(byte));
            }
            _ => {
                let _ = write!(all, "%{byte:02X}");
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_of_the_guide_are_these() {
        for (path, text) in files().unwrap() {
            let there = std::fs::read_to_string(&path).unwrap();
            assert!(there == text, "{}: cargo run --example guide", path.display());
        }
    }

    #[test]
    fn what_markdown_understands_is_escaped() {
        assert_eq!(encoded("<a b=\"(é&)\">\n"), "%3Ca%20b=%22%28%C3%A9%26%29%22%3E%0A");
    }
}
