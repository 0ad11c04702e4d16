//! `cargo xtask tidy`: the rules of the house that a program can check.
//!
//! A rule is a function over one [`Source`] (or over the manifests) that returns what it
//! found; its tests show that it catches a planted violation and passes clean text. The lists
//! that say who is exempt are constants at the top of each rule's file.

mod docs;
mod fixtures;
mod functions;
mod homes;
mod layers;
mod manifests;
mod names;
mod shape;
mod unsafety;

use crate::shell::{Args, Outcome};
use crate::source::Source;
use crate::workspace;

const USAGE: &str = "usage: cargo xtask tidy [--examples CRATE]

Checks the layer picture of ARCHITECTURE.md, the manifests, the fixtures' hashes, and every
Rust file: length, names, the law of `f`, `f_with` and `try_f`, unsafe code, doc headings and
examples, where rayon and DType matches may stand, unfinished work. The exemptions are constants
in xtask/src/tidy/.

  --examples CRATE   only the public functions of the crate that have no example";

/// One thing to mend.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Where: a path, or a path and a line.
    place: String,
    /// What is wrong and what to do.
    message: String,
}

impl Finding {
    /// A finding about a whole file or package.
    fn at(place: &str, message: String) -> Self {
        Self { place: place.to_owned(), message }
    }

    /// A finding at a byte offset of a source file.
    fn in_source(source: &Source, offset: usize, message: &str) -> Self {
        let place = format!("{}:{}", source.path, source.line_of(offset));
        Self { place, message: message.to_owned() }
    }
}

/// A rule over one Rust file.
type Rule = fn(&Source) -> Vec<Finding>;

const RULES: &[Rule] = &[
    shape::file_name,
    shape::file_length,
    shape::function_length,
    shape::unfinished,
    unsafety::home,
    unsafety::safety_comment,
    unsafety::crate_forbids,
    docs::headings,
    homes::threads,
    homes::dtype_match,
    names::options,
    names::triangles,
];

/// A rule over all files at once.
type RuleOfAll = fn(&[Source]) -> Vec<Finding>;

const RULES_OF_ALL: &[RuleOfAll] =
    &[shape::module_roots, unsafety::few_files, docs::examples, names::twins, names::with_options];

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let listed = args.value("--examples")?;
    args.finish(USAGE)?;
    let Some(name) = listed else {
        return check();
    };
    report(docs::without_example(&sources(&format!("crates/{name}"))?, ""))
}

/// The Rust files below a folder.
fn sources(folder: &str) -> Outcome<Vec<Source>> {
    let paths = workspace::files(folder, |path| path.extension().is_some_and(|e| e == "rs"));
    if paths.is_empty() {
        return Err(format!("tidy: no Rust files below {folder}"));
    }
    paths.iter().map(|path| Ok(Source::new(path, &workspace::read(path)?))).collect()
}

/// Runs every rule over the workspace.
pub(crate) fn check() -> Outcome {
    let sources = sources(".")?;
    let mut findings: Vec<Finding> =
        sources.iter().flat_map(|source| RULES.iter().flat_map(move |rule| rule(source))).collect();
    let metadata = workspace::metadata(false)?;
    findings.extend(layers::edges(&metadata));
    findings.extend(manifests::check()?);
    findings.extend(fixtures::check()?);
    findings.extend(RULES_OF_ALL.iter().flat_map(|rule| rule(&sources)));
    println!("tidy: {} Rust files, {}", sources.len(), docs::shares(&sources));
    report(findings)
}

fn report(mut findings: Vec<Finding>) -> Outcome {
    findings.sort();
    for Finding { place, message } in &findings {
        println!("{place}: {message}");
    }
    match findings.len() {
        0 => Ok(()),
        n => Err(format!("tidy: {n} finding{}", if n == 1 { "" } else { "s" })),
    }
}
