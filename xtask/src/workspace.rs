//! Where the workspace is, which files are in it, and what cargo knows about it.

use crate::shell::{Outcome, capture, cargo};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The top directory of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies one level below the workspace")
        .to_path_buf()
}

/// `cargo metadata`, with the whole locked graph or with the workspace members alone.
///
/// The whole graph needs every locked package on this machine, so it may download.
pub(crate) fn metadata(whole_graph: bool) -> Outcome<Value> {
    let mut command = cargo();
    command.current_dir(root()).args(["metadata", "--format-version", "1", "--locked"]);
    if !whole_graph {
        command.arg("--no-deps");
    }
    let text = capture(&mut command)?;
    serde_json::from_str(&text).map_err(|e| format!("cargo metadata printed bad JSON: {e}"))
}

/// The packages of a [`metadata`] answer.
pub(crate) fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().map_or(&[], Vec::as_slice)
}

/// The members of the workspace that have features, and these.
pub(crate) fn features() -> Outcome<Vec<(String, Vec<String>)>> {
    let metadata = metadata(false)?;
    let with_features = packages(&metadata).iter().filter_map(|package| {
        let features = package["features"].as_object().filter(|features| !features.is_empty())?;
        Some((text(package, "name").to_owned(), features.keys().cloned().collect()))
    });
    Ok(with_features.collect())
}

/// The text at `value[key]`, or the empty string.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Every file below `dir` (relative to the root) that `keep` accepts, as paths relative to the
/// root with forward slashes, sorted. Build products and version control are left out.
pub(crate) fn files(dir: &str, keep: fn(&Path) -> bool) -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut pending = vec![root.join(dir)];
    while let Some(dir) = pending.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !matches!(path.file_name().and_then(|n| n.to_str()), Some("target" | ".git")) {
                    pending.push(path);
                }
            } else if keep(&path) {
                let relative = path.strip_prefix(&root).unwrap_or(&path);
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// Reads a file named relative to the root.
pub(crate) fn read(path: &str) -> Outcome<String> {
    std::fs::read_to_string(root().join(path)).map_err(|e| format!("cannot read {path}: {e}"))
}
