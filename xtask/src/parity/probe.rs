//! What the compiler finds in the facade.
//!
//! A probe is a line of a crate that names one thing. The compiler's complaint about that line, by
//! its code and not by its words, is the answer: a function that wants its types told exists.

use crate::shell::{Outcome, cargo};
use crate::{built, ci, workspace};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Complaints that say nothing about whether a thing is there: a generic function that is named
/// and not called leaves types open.
const OPEN_TYPES: &[&str] = &["E0282", "E0283", "E0284", "E0790"];

/// Rust's words that NumPy uses as names.
const KEYWORDS: &[&str] = &["in", "mod", "move", "type", "where", "yield"];

/// One thing that may be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Probe {
    /// A function or a method: something that can be called.
    Function(String),
    /// A type, a trait or a macro.
    Item(String),
}

impl Probe {
    /// The line that the compiler sees. Each function stands alone, so that an error in one hides
    /// none in another.
    fn line(&self, at: usize) -> String {
        match self {
            Self::Function(path) => {
                format!("fn p{at}() {{ use ::nd::prelude::*; let _ = {path}; }}")
            }
            Self::Item(path) => format!("mod p{at} {{ use {path} as it; }}"),
        }
    }

    /// Whether a path has a word in it that cannot be a name.
    fn is_nonsense(&self) -> bool {
        let (Self::Function(path) | Self::Item(path)) = self;
        path.split("::").any(|word| KEYWORDS.contains(&word))
    }
}

/// The facade as the compiler sees it.
pub(super) struct Facade {
    metadata: PathBuf,
}

impl Facade {
    /// Checks the libraries, as `cargo xtask ci` does for the documentation.
    pub(super) fn check() -> Outcome<Self> {
        let mut command = cargo();
        command.current_dir(workspace::root()).arg("check").args(ci::libraries()?);
        Ok(Self { metadata: built::library(&mut command, "nd", "rmeta")? })
    }

    /// For each probe whether it is there.
    pub(super) fn knows(&self, probes: &[Probe]) -> Outcome<Vec<bool>> {
        let nonsense = (0..probes.len()).filter(|&at| probes[at].is_nonsense());
        let mut refused: BTreeSet<usize> = nonsense.collect();
        // Names are resolved before types are looked at: what one pass refuses is left out of the
        // next, until there is nothing new.
        loop {
            let before = refused.len();
            refused.extend(self.refused(&source(probes, &refused))?);
            if refused.len() == before {
                return Ok((0..probes.len()).map(|at| !refused.contains(&at)).collect());
            }
        }
    }

    /// The probes that the compiler complains about.
    fn refused(&self, source: &str) -> Outcome<BTreeSet<usize>> {
        let folder = workspace::root().join("target/parity");
        let file = folder.join("probe.rs");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, source))
            .map_err(|e| format!("{}: {e}", file.display()))?;
        let dependencies = self.metadata.parent().unwrap_or(Path::new("."));
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc)
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--error-format=json"])
            .arg("-L")
            .arg(format!("dependency={}", dependencies.display()))
            .arg("--extern")
            .arg(format!("nd={}", self.metadata.display()))
            .arg("--out-dir")
            .arg(&folder)
            .arg(&file)
            .output()
            .map_err(|e| format!("cannot start rustc: {e}"))?;
        let messages = String::from_utf8_lossy(&output.stderr);
        messages.lines().map(refused_line).try_fold(BTreeSet::new(), |mut all, refused| {
            all.extend(refused?);
            Ok(all)
        })
    }
}

/// Standard's prelude stays out: its traits give arrays methods that are not ours.
const HEAD: &str = "#![allow(unused)]\n#![no_implicit_prelude]\n";

/// A line a probe below the head; those that were refused are empty.
fn source(probes: &[Probe], refused: &BTreeSet<usize>) -> String {
    let line = |(at, probe): (usize, &Probe)| {
        if refused.contains(&at) { "\n".to_owned() } else { probe.line(at) + "\n" }
    };
    HEAD.to_owned() + &probes.iter().enumerate().map(line).collect::<String>()
}

/// The probe that one message of the compiler refuses, if it is an error about one.
fn refused_line(message: &str) -> Outcome<Option<usize>> {
    let Ok(message) = serde_json::from_str::<Value>(message) else {
        return Err(format!("the probe was not compiled: {message}"));
    };
    let code = message["code"]["code"].as_str();
    let words = message["message"].as_str().unwrap_or_default();
    let open = code.is_some_and(|code| OPEN_TYPES.contains(&code));
    if message["level"] != "error" || open || words.starts_with("aborting due to") {
        return Ok(None);
    }
    let spans = message["spans"].as_array().map_or(&[][..], Vec::as_slice);
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let line = primary.and_then(|span| span["line_start"].as_u64()).map(|line| line as usize);
    match line.and_then(|line| line.checked_sub(1 + HEAD.lines().count())) {
        Some(at) => Ok(Some(at)),
        None => Err(format!("the probe was not compiled: {words}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(path: &str) -> Probe {
        Probe::Function(path.to_owned())
    }

    #[test]
    fn a_line_a_probe() {
        let probes =
            [function("::nd::sum"), function("::nd::nothing"), Probe::Item("::nd::array".into())];
        let text = source(&probes, &BTreeSet::from([1]));
        let lines: Vec<&str> = text.lines().skip(HEAD.lines().count()).collect();
        assert!(
            lines[0].contains("let _ = ::nd::sum;") && lines[2].contains("use ::nd::array as it;")
        );
        assert_eq!(lines[1], "");
    }

    #[test]
    fn keywords_are_no_names() {
        assert!(function("::nd::mod").is_nonsense() && function("::nd::where").is_nonsense());
        assert!(!function("::nd::modf").is_nonsense());
    }

    #[test]
    fn complaints_by_their_code() {
        let message = |level: &str, code: &str, line: u64| {
            serde_json::json!({
                "level": level, "code": { "code": code }, "message": "m",
                "spans": [{ "is_primary": true, "line_start": line }],
            })
            .to_string()
        };
        assert_eq!(refused_line(&message("error", "E0425", 5)), Ok(Some(2)));
        assert_eq!(refused_line(&message("error", "E0599", 3)), Ok(Some(0)));
        assert_eq!(refused_line(&message("error", "E0283", 5)), Ok(None));
        assert_eq!(refused_line(&message("warning", "dead_code", 5)), Ok(None));
        assert!(refused_line(&message("error", "E0463", 1)).is_err());
        assert!(refused_line("error: no such file").is_err());
    }
}
