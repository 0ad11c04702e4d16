//! `cargo xtask parity`: NumPy's public functions, and where they are here.
//!
//! The names are NumPy's own (`golden/numpy_names.py`). A name that the compiler finds in the facade is done;
//! `xtask/parity.txt` says what is called otherwise, what differs, and what Rust does without a
//! function. Everything else is absent, and the table says so.

use crate::shell::{Args, Outcome, cargo};
use crate::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const USAGE: &str = "usage: cargo xtask parity [--check]

Writes crates/nd/guide/parity.md: NumPy's public functions, and for each whether it is done, differs,
is Rust's own, or absent. Fails if numpy.linalg has an absent one, or if xtask/parity.txt has a line
for nothing. With --check the page is compared and not written.";

const PAGE: &str = "crates/nd/guide/parity.md";
const NAMES: &str = "xtask/numpy/names.txt";
const NOTES: &str = "xtask/parity.txt";

/// A module of NumPy, and where its functions are here: free ones, or methods of a type.
const MODULES: &[(&str, Home)] = &[
    ("numpy", Home { free: "nd", methods: "nd::Array<f64>" }),
    ("numpy.linalg", Home { free: "nd::linalg", methods: "nd::Array<f64>" }),
    ("numpy.fft", Home { free: "nd::fft", methods: "nd::Array<f64>" }),
    ("numpy.random", Home { free: "nd::random", methods: "nd::random::Generator" }),
];

struct Home {
    free: &'static str,
    methods: &'static str,
}

/// Modules of which no function may be absent.
const COMPLETE: &[&str] = &["numpy.linalg"];

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let check = args.flag("--check");
    args.finish(USAGE)?;
    let (page, absent) = page()?;
    if check {
        if workspace::read(PAGE)? != page {
            return Err(format!("{PAGE} is out of date: run `cargo xtask parity`"));
        }
    } else {
        std::fs::write(workspace::root().join(PAGE), &page).map_err(|e| format!("{PAGE}: {e}"))?;
        println!("wrote {PAGE}");
    }
    page.lines().filter(|line| line.starts_with("**")).for_each(|line| println!("{line}"));
    if absent.is_empty() { Ok(()) } else { Err(format!("absent: {}", absent.join(", "))) }
}

/// The page, and what is absent that may not be.
fn page() -> Outcome<(String, Vec<String>)> {
    let names = workspace::read(NAMES)?;
    let notes = notes(&workspace::read(NOTES)?)?;
    let mut unused: BTreeSet<&str> = notes.keys().map(String::as_str).collect();
    let mut page = String::from(HEAD);
    let mut missing = Vec::new();
    for (module, home) in MODULES {
        let theirs = names.lines().filter_map(|line| line.strip_prefix(*module)?.strip_prefix(' '));
        let theirs: Vec<&str> = theirs.collect();
        let ours = found(home, &theirs)?;
        let mut rows = String::new();
        let mut absent = Vec::new();
        let mut counts = BTreeMap::new();
        for name in theirs {
            let full = format!("{module}.{name}");
            let status = match notes.get(&full) {
                Some(note) => {
                    unused.remove(full.as_str());
                    note.clone()
                }
                None => match ours.get(name) {
                    Some(place) => ("done".to_owned(), place.clone()),
                    None => {
                        absent.push(name);
                        ("absent".to_owned(), String::new())
                    }
                },
            };
            if status.0 != "absent" {
                let _ = writeln!(rows, "| `{name}` | {} | {} |", status.0, status.1);
            }
            *counts.entry(status.0).or_insert(0) += 1;
        }
        let counts: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
        let _ = writeln!(page, "\n## {module}\n\n**`{module}`: {}.**", counts.join(", "));
        if !rows.is_empty() {
            let _ = write!(page, "\n| NumPy | here | where, how |\n|---|---|---|\n{rows}");
        }
        if !absent.is_empty() {
            let list: Vec<String> = absent.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(page, "\nAbsent: {}.", list.join(", "));
        }
        if COMPLETE.contains(module) {
            missing.extend(absent.iter().map(|name| format!("{module}.{name}")));
        }
    }
    if unused.is_empty() {
        return Ok((page, missing));
    }
    let unused: Vec<&str> = unused.into_iter().collect();
    Err(format!("{NOTES}: NumPy has no {}", unused.join(", ")))
}

const HEAD: &str = "# NumPy's functions, and where they are here

Made by `cargo xtask parity` from NumPy's own list of names and from what the compiler finds in `nd`. *done*: the
same function. *differs*: it is there with a difference that the row names. *not in Rust*: the language
or another function does it, as the row says.
";

/// `module.name | status | text`, a line each.
fn notes(text: &str) -> Outcome<BTreeMap<String, (String, String)>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
            match parts[..] {
                [names, status @ ("done" | "differs" | "not in Rust"), text] => {
                    Ok((names, status, text))
                }
                _ => Err(format!("{NOTES}: `{line}` is not `names | status | text`")),
            }
        })
        .try_fold(BTreeMap::new(), |mut all, line| {
            let (names, status, text) = line?;
            let (module, names) = names.rsplit_once('.').unwrap_or(("numpy", names));
            for name in names.split_whitespace() {
                all.insert(format!("{module}.{name}"), (status.to_owned(), text.to_owned()));
            }
            Ok(all)
        })
}

/// Where the compiler finds each of the names, of those it finds: a function, or else a method.
fn found(home: &Home, names: &[&str]) -> Outcome<BTreeMap<String, String>> {
    let uses =
        names.iter().map(|name| format!("#[allow(unused)] use {}::{name} as _;\n", home.free));
    let missing = refused(&uses.collect::<String>(), names, |name| {
        let (free, module) = (home.free, format!("unresolved import `{}`", home.free));
        vec![format!("`{free}::{name}`"), format!("no `{name}` in `"), module]
    })?;
    let (methods, head) = (home.methods, "use nd::prelude::*;\npub fn probe() {\n");
    let lines = missing.iter().map(|name| format!("let _ = <{methods}>::{name};\n"));
    let body = format!("#[allow(unused)] {head}{}}}\n", lines.collect::<String>());
    let absent = refused(&body, &missing, |name| vec![format!("named `{name}` found for")])?;
    let place = |name: &&str| {
        let home = if missing.contains(name) { home.methods } else { home.free };
        ((*name).to_owned(), format!("`{home}::{name}`"))
    };
    Ok(names.iter().filter(|name| !absent.contains(name)).map(place).collect())
}

/// The names for which the compiler's messages about `source` have one of the `complaints`.
fn refused<'n>(
    source: &str,
    names: &[&'n str],
    complaints: impl Fn(&str) -> Vec<String>,
) -> Outcome<Vec<&'n str>> {
    let folder = workspace::root().join("target/parity");
    let manifest = format!(
        "[package]\nname = \"probe\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies.nd]\npackage = \"nd-rs\"\npath = {:?}\n",
        workspace::root().join("crates/nd")
    );
    let lock = workspace::root().join("Cargo.lock");
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("Cargo.toml"), manifest)?;
        std::fs::copy(lock, folder.join("Cargo.lock"))?;
        std::fs::write(folder.join("src/lib.rs"), source)
    };
    write().map_err(|e| format!("{}: {e}", folder.display()))?;
    let output = cargo()
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", workspace::root().join("target"))
        .args(["check", "--message-format", "short"])
        .output()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && !report.contains("could not compile `probe`") {
        return Err(format!("the probe was not compiled:\n{report}"));
    }
    let refused = |name: &&&str| {
        let complaints = complaints(name);
        report.lines().any(|line| complaints.iter().any(|text| line.contains(text.as_str())))
    };
    Ok(names.iter().filter(refused).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_a_status() {
        let notes = notes("# a comment\nfabs abs2 | differs | `abs`\nnumpy.fft.fft | done | x\n");
        assert_eq!(notes.unwrap()["numpy.abs2"].0, "differs");
        assert!(super::notes("numpy.fabs | perhaps | x").is_err());
    }
}
