//! Licences and known-bad versions of every locked package, offline.
//!
//! A small stand-in for cargo-deny that needs nothing installed: it reads the same `deny.toml`.
//! The advisories are a short list kept by hand (`xtask/advisories.txt`), not the RustSec
//! database, and the output says so.

use crate::shell::{Outcome, cargo, run, works};
use crate::workspace::{self, packages, text};
use serde_json::Value;

const ADVISORIES: &str = "xtask/advisories.txt";

/// Checks licences, sources and versions of everything in Cargo.lock.
pub(crate) fn check() -> Outcome {
    let rules = Rules::read(&workspace::read("deny.toml")?)?;
    let advisories = parse_advisories(&workspace::read(ADVISORIES)?)?;
    let metadata = workspace::metadata(true)?;
    let locked: Vec<&Value> =
        packages(&metadata).iter().filter(|package| package["source"].is_string()).collect();
    let problems: Vec<String> =
        locked.iter().flat_map(|package| problems(package, &rules, &advisories)).collect();
    println!(
        "{} locked packages: licences and sources against deny.toml, versions against the {} \
         entries of {ADVISORIES} (not the full advisory database)",
        locked.len(),
        advisories.len()
    );
    if works("cargo", &["deny", "--version"]) {
        let checks = ["deny", "check", "licenses", "bans", "sources"];
        run(cargo().current_dir(workspace::root()).args(checks))?;
    } else {
        println!(
            "not run: cargo-deny (not installed; the check above covers licences and sources)"
        );
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn problems(package: &Value, rules: &Rules, advisories: &[Advisory]) -> Vec<String> {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut problems = Vec::new();
    let licence = text(package, "license");
    if !rules.allow(name, licence) {
        let licence = if licence.is_empty() { "none stated" } else { licence };
        problems.push(format!("{name} {version}: licence not allowed by deny.toml: {licence}"));
    }
    let source = text(package, "source");
    if !rules.registries.iter().any(|registry| source.ends_with(registry.as_str())) {
        problems
            .push(format!("{name} {version}: from a source not allowed by deny.toml: {source}"));
    }
    for advisory in advisories.iter().filter(|a| a.name == name && a.covers(version)) {
        if !rules.ignored.contains(&advisory.id) {
            problems.push(format!("{name} {version}: {} {}", advisory.id, advisory.what));
        }
    }
    problems
}

/// The parts of `deny.toml` that we check ourselves.
struct Rules {
    licences: Vec<String>,
    exceptions: Vec<(String, Vec<String>)>,
    registries: Vec<String>,
    ignored: Vec<String>,
}

impl Rules {
    fn read(toml: &str) -> Outcome<Self> {
        let toml: Value = basic_toml::from_str(toml).map_err(|e| format!("deny.toml: {e}"))?;
        let exceptions = toml["licenses"]["exceptions"].as_array().into_iter().flatten();
        let ignored = toml["advisories"]["ignore"].as_array().into_iter().flatten();
        Ok(Self {
            licences: strings(&toml["licenses"]["allow"]),
            exceptions: exceptions
                .map(|entry| (text(entry, "crate").to_owned(), strings(&entry["allow"])))
                .collect(),
            registries: strings(&toml["sources"]["allow-registry"]),
            ignored: ignored.map(|entry| text(entry, "id").to_owned()).collect(),
        })
    }

    fn allow(&self, package: &str, licence: &str) -> bool {
        let own = self.exceptions.iter().filter(|(name, _)| name == package);
        let own: Vec<&String> = own.flat_map(|(_, licences)| licences).collect();
        let allowed = |id: &str| self.licences.iter().chain(own.iter().copied()).any(|l| l == id);
        satisfied(licence, &allowed)
    }
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|v| Some(v.as_str()?.to_owned())).collect()
}

/// Whether an SPDX expression can be met with allowed licences alone.
///
/// `OR` binds weaker than `AND`; `a/b` is the old spelling of `a OR b`; `x WITH y` counts as
/// one licence named `x WITH y`.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut tokens: Vec<String> = Vec::new();
    for word in spaced.split_whitespace() {
        match tokens.last_mut() {
            Some(last) if word == "WITH" || last.ends_with(" WITH") => {
                last.push(' ');
                last.push_str(word);
            }
            _ => tokens.push(word.to_owned()),
        }
    }
    let mut rest = tokens.as_slice();
    let met = any_of(&mut rest, allowed);
    met && rest.is_empty()
}

fn any_of(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all_of(rest, allowed);
    while rest.first().is_some_and(|token| token == "OR") {
        *rest = &rest[1..];
        met |= all_of(rest, allowed);
    }
    met
}

fn all_of(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(rest, allowed);
    while rest.first().is_some_and(|token| token == "AND") {
        *rest = &rest[1..];
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some((token, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if token != "(" {
        return allowed(token);
    }
    let met = any_of(rest, allowed);
    match rest.split_first() {
        Some((close, after)) if close == ")" => *rest = after,
        _ => return false,
    }
    met
}

/// One line of the list: versions of one crate that must not be locked.
struct Advisory {
    name: String,
    /// Half-open ranges, `from..below`.
    ranges: Vec<(Version, Version)>,
    id: String,
    what: String,
}

/// Major, minor, patch. A pre-release counts as its release: near enough for a block list.
type Version = [u64; 3];

impl Advisory {
    fn covers(&self, version: &str) -> bool {
        let Some(version) = parse_version(version) else {
            return true;
        };
        self.ranges.iter().any(|(from, below)| (from..below).contains(&&version))
    }
}

fn parse_version(text: &str) -> Option<Version> {
    let release = text.split(['-', '+']).next()?;
    let parts: Option<Vec<u64>> = release.split('.').map(|part| part.parse().ok()).collect();
    parts?.try_into().ok()
}

/// Reads `name | from..below from..below | id | what is wrong` lines; `#` starts a comment.
fn parse_advisories(text: &str) -> Outcome<Vec<Advisory>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            parse_advisory(line).ok_or_else(|| format!("{ADVISORIES}: cannot read: {line}"))
        })
        .collect()
}

fn parse_advisory(line: &str) -> Option<Advisory> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, ranges, id, what] = fields.try_into().ok()?;
    let range = |range: &str| {
        let (from, below) = range.split_once("..")?;
        Some((parse_version(from)?, parse_version(below)?))
    };
    let ranges: Option<Vec<_>> = ranges.split_whitespace().map(range).collect();
    let [name, id, what] = [name, id, what].map(str::to_owned);
    Some(Advisory { name, ranges: ranges?, id, what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DENY: &str = r#"
[licenses]
allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
exceptions = [{ allow = ["Zlib"], crate = "small" }]
[sources]
allow-registry = ["https://example.org/index"]
[advisories]
ignore = [{ id = "KNOWN-1", reason = "cannot happen here" }]
"#;
    const LIST: &str = "# comment\nmap | 0.0.0..0.9.11 0.10.0..0.10.2 | BAD-1 | range\nmap | 0.0.0..9.0.0 | KNOWN-1 | x\n";

    fn found(name: &str, version: &str, licence: &str, source: &str) -> usize {
        let package =
            json!({"name": name, "version": version, "license": licence, "source": source});
        problems(&package, &Rules::read(DENY).unwrap(), &parse_advisories(LIST).unwrap()).len()
    }

    #[test]
    fn licence_expressions() {
        let allowed = |id: &str| matches!(id, "MIT" | "Apache-2.0 WITH LLVM-exception");
        for fine in [
            "MIT",
            "GPL-3.0 OR MIT",
            "Apache-2.0/MIT",
            "(MIT OR X) AND MIT",
            "Apache-2.0 WITH LLVM-exception OR X",
            "X AND Y OR MIT",
        ] {
            assert!(satisfied(fine, &allowed), "{fine}");
        }
        for bad in ["", "GPL-3.0", "MIT AND X", "Apache-2.0", "(MIT", "MIT MIT", "X OR (MIT AND Y)"]
        {
            assert!(!satisfied(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn planted_licences_sources_and_versions_are_caught() {
        let index = "registry+https://example.org/index";
        assert_eq!(found("a", "1.0.0", "GPL-3.0-only", index), 1);
        assert_eq!(found("a", "1.0.0", "", index), 1);
        assert_eq!(found("a", "1.0.0", "MIT", "git+https://example.org/a.git"), 1);
        assert_eq!(found("map", "0.9.10", "MIT", index), 1);
        assert_eq!(found("map", "0.10.1", "MIT", index), 1);
    }

    #[test]
    fn clean_packages_pass() {
        let index = "registry+https://example.org/index";
        assert_eq!(found("a", "1.0.0", "MIT OR Apache-2.0", index), 0);
        assert_eq!(found("small", "1.0.0", "Zlib", index), 0);
        assert_eq!(found("map", "0.9.11", "MIT", index), 0);
        assert_eq!(found("map", "0.10.2-rc.1", "MIT", index), 0);
    }

    #[test]
    fn the_committed_lists_can_be_read() {
        assert!(!parse_advisories(&workspace::read(ADVISORIES).unwrap()).unwrap().is_empty());
        assert!(!Rules::read(&workspace::read("deny.toml").unwrap()).unwrap().licences.is_empty());
    }
}
