//! The layer picture: which crate may depend on which.

use super::Finding;
use crate::workspace::{packages, text};
use serde_json::Value;

/// Each package of the workspace and the packages of the workspace that it may depend on:
/// the picture of ARCHITECTURE.md, in words.
const PICTURE: &[(&str, &[&str])] = &[
    ("nd-core", &[]),
    ("nd-ops", &["nd-core"]),
    ("nd-linalg", &["nd-core", "nd-ops"]),
    ("nd-random", &["nd-core", "nd-ops"]),
    ("nd-io-derive", &[]),
    ("nd-io", &["nd-core", "nd-ops", "nd-io-derive"]),
    ("nd-sparse", &["nd-core", "nd-ops", "nd-linalg", "nd-random", "nd-io"]),
    ("nd-image", &["nd-core", "nd-ops"]),
    ("nd-ooc-dask", &[]),
    (
        "nd-ooc",
        &[
            "nd-core",
            "nd-ops",
            "nd-linalg",
            "nd-random",
            "nd-io",
            "nd-sparse",
            "nd-image",
            "nd-ooc-dask",
        ],
    ),
    (
        "nd-rs",
        &[
            "nd-core",
            "nd-ops",
            "nd-linalg",
            "nd-random",
            "nd-io",
            "nd-sparse",
            "nd-image",
            "nd-ooc",
        ],
    ),
    ("nd-user", &["nd-rs"]),
    ("nd-bench", &["nd-rs", "nd-user"]),
    ("xtask", &[]),
];

/// Layers that tests may reach besides: fixtures are `.npy` files, so tests read them.
const TESTS_MAY_USE: &[&str] = &["nd-io"];

/// Third-party crates with one home (reason beside each); anyone else goes through that home.
const HOMES: &[(&str, &[&str])] = &[
    ("faer", &["nd-linalg", "nd-sparse"]), // two thirds of the build time of the core set
    ("png", &["nd-io"]),                   // codecs of pictures
    ("image-webp", &["nd-io"]),
    ("zune-jpeg", &["nd-io"]),
    ("libc", &["nd-core", "nd-io"]), // huge pages; atomic saving and memory maps
    ("memmap2", &["nd-io"]),         // maps are unsafe: one module owns them
    ("indicatif", &["nd-ooc", "nd-rs"]), // libraries do not draw on the terminal
    ("flate2", &["nd-io"]),          // formats of files
    ("sprs", &["nd-sparse", "nd-bench"]), // the bridge to its ecosystem; a peer
];

/// Every edge between packages is in the picture.
pub(super) fn edges(metadata: &Value) -> Vec<Finding> {
    packages(metadata).iter().flat_map(check_package).collect()
}

fn check_package(package: &Value) -> Vec<Finding> {
    let name = text(package, "name");
    let Some((_, allowed)) = PICTURE.iter().find(|(known, _)| *known == name) else {
        let message = "this package is not in the layer picture (xtask/src/tidy/layers.rs)";
        return vec![Finding::at(name, message.to_owned())];
    };
    let dependencies = package["dependencies"].as_array().map_or(&[][..], Vec::as_slice);
    dependencies.iter().filter_map(|dependency| forbidden(name, allowed, dependency)).collect()
}

fn forbidden(name: &str, allowed: &[&str], dependency: &Value) -> Option<Finding> {
    let other = text(dependency, "name");
    let for_tests = text(dependency, "kind") == "dev";
    if let Some((_, homes)) = HOMES.iter().find(|(known, _)| *known == other) {
        let homeless = !for_tests && !homes.contains(&name);
        let message = format!("depends on {other}, which only {} may do", homes.join(" and "));
        return homeless.then(|| Finding::at(name, message));
    }
    let ours = PICTURE.iter().any(|(known, _)| *known == other);
    let fine = allowed.contains(&other) || for_tests && TESTS_MAY_USE.contains(&other);
    let message = format!("depends on {other}: this edge is not in the layer picture");
    (ours && !fine).then(|| Finding::at(name, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(name: &str, kind: Option<&str>, on: &str) -> usize {
        let dependency = json!({"name": on, "kind": kind});
        edges(&json!({"packages": [{"name": name, "dependencies": [dependency]}]})).len()
    }

    #[test]
    fn edges_up_and_sideways_are_caught() {
        assert_eq!(check("nd-core", None, "nd-ops"), 1);
        assert_eq!(check("nd-image", None, "nd-io"), 1);
        assert_eq!(check("nd-image", Some("build"), "nd-io"), 1);
        assert_eq!(check("nd-ops", Some("dev"), "nd-rs"), 1);
        assert_eq!(check("xtask", None, "nd-core"), 1);
    }

    #[test]
    fn edges_of_the_picture_pass() {
        assert_eq!(check("nd-ops", None, "nd-core"), 0);
        assert_eq!(check("nd-io", None, "nd-core"), 0);
        assert_eq!(check("nd-ops", Some("dev"), "nd-io"), 0);
        assert_eq!(check("nd-ops", None, "rayon"), 0);
    }

    #[test]
    fn strangers_and_crates_away_from_home_are_caught() {
        assert_eq!(check("nd-extra", None, "rayon"), 1);
        assert_eq!(check("nd-image", None, "faer"), 1);
        assert_eq!(check("nd-linalg", None, "faer"), 0);
        assert_eq!(check("nd-image", Some("dev"), "memmap2"), 0);
    }
}
