//! What cargo has built, from its own messages: the files of a library.

use crate::shell::{Outcome, capture};
use crate::workspace::text;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a cargo command that builds, and finds the file of the library `name` that ends in
/// `extension`. Costs next to nothing where all is fresh.
pub(crate) fn library(command: &mut Command, name: &str, extension: &str) -> Outcome<PathBuf> {
    command.args(["--message-format", "json-render-diagnostics"]);
    let messages = capture(command)?;
    let found = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    found
        .filter_map(|message: Value| file_of(&message, name, extension))
        .next_back()
        .ok_or_else(|| format!("cargo built no .{extension} of `{name}`"))
}

/// The file, if this message is about the library itself (and not about its unit tests).
fn file_of(message: &Value, name: &str, extension: &str) -> Option<PathBuf> {
    let target = &message["target"];
    let is_library = target["kind"].as_array()?.iter().any(|kind| kind == "lib");
    let wanted = text(message, "reason") == "compiler-artifact"
        && text(target, "name") == name
        && is_library
        && message["profile"]["test"] == false;
    if !wanted {
        return None;
    }
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str).map(Path::new);
    files.filter(|file| file.extension().is_some_and(|e| e == extension)).map(Path::to_owned).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_library_and_not_its_tests() {
        let message = |test: bool, kind: &str| {
            json!({
                "reason": "compiler-artifact",
                "target": { "name": "nd", "kind": [kind] },
                "profile": { "test": test },
                "filenames": ["/t/libnd-1.rlib", "/t/libnd-1.rmeta"],
            })
        };
        let file = |message: &Value, extension| file_of(message, "nd", extension);
        assert_eq!(file(&message(false, "lib"), "rmeta"), Some("/t/libnd-1.rmeta".into()));
        assert_eq!(file(&message(false, "lib"), "rlib"), Some("/t/libnd-1.rlib".into()));
        assert_eq!(file(&message(true, "lib"), "rlib"), None);
        assert_eq!(file(&message(false, "bin"), "rlib"), None);
        assert_eq!(file_of(&message(false, "lib"), "nd_core", "rlib"), None);
    }
}
