//! Rules about the manifests: one place for versions, a reason for each dependency.

use super::Finding;
use crate::shell::Outcome;
use crate::workspace;

/// Checks every `Cargo.toml` of the workspace.
pub(super) fn check() -> Outcome<Vec<Finding>> {
    let mut findings = reasons(&workspace::read("Cargo.toml")?);
    let manifests = |path: &std::path::Path| path.file_name().is_some_and(|n| n == "Cargo.toml");
    for path in workspace::files(".", manifests) {
        // The fuzz targets are a workspace of their own: they are built with other flags.
        if path != "Cargo.toml" && !path.ends_with("/fuzz/Cargo.toml") {
            findings.extend(member(&path, &workspace::read(&path)?));
        }
    }
    Ok(findings)
}

/// Each third-party line of `[workspace.dependencies]` says what the crate is for.
fn reasons(manifest: &str) -> Vec<Finding> {
    let section = manifest.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    let entries = section.take_while(|line| !line.starts_with('['));
    let third_party = entries.filter(|line| line.contains('=') && !line.starts_with('#'));
    third_party
        .filter(|line| !line.contains("path =") && !line.contains(" # "))
        .map(|line| {
            let name = line.split([' ', '=']).next().unwrap_or_default();
            Finding::at("Cargo.toml", format!("{name}: no comment says what it is for"))
        })
        .collect()
}

/// A member takes its lints and the versions of its dependencies from the workspace.
fn member(path: &str, manifest: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !manifest.contains("[lints]\nworkspace = true") {
        findings.push(Finding::at(path, "no `[lints] workspace = true`".to_owned()));
    }
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
            let name = line.split([' ', '=', '.']).next().unwrap_or_default();
            let inherited = line.contains("workspace = true");
            if !inherited {
                let message =
                    format!("{name}: not `workspace = true`; versions stand in one place");
                findings.push(Finding::at(path, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_reason() {
        let manifest =
            |line: &str| format!("[workspace.dependencies]\n# Ours.\n{line}\n[profile.dev]\na = 1");
        assert_eq!(reasons(&manifest("rayon = \"1\"")).len(), 1);
        assert_eq!(reasons(&manifest("rayon = \"1\" # threads")), []);
        assert_eq!(reasons(&manifest("nd-core = { path = \"crates/nd-core\" }")), []);
    }

    #[test]
    fn a_member_with_its_own_version_or_lints() {
        let manifest = |dep: &str| format!("[lints]\nworkspace = true\n[dependencies]\n{dep}\n");
        assert_eq!(member("a", &manifest("rayon = \"1\"")).len(), 1);
        assert_eq!(member("a", &manifest("rayon.workspace = true")), []);
        assert_eq!(member("a", &manifest("serde = { workspace = true, optional = true }")), []);
        assert_eq!(member("a", "[dependencies]\n").len(), 1);
    }
}
