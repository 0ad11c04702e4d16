//! Rules about the outer form of a file: its name, its length, its functions, loose ends.

use super::Finding;
use crate::source::{Source, block_end};

/// Lines a shipped file may have. Aim at 500; past 800 it holds more than one noun.
const MAX_LINES: usize = 800;
/// Lines a file of tests may have.
const MAX_TEST_LINES: usize = 1500;
/// Lines a shipped function may have, braces and signature included. Aim at 25.
const MAX_FUNCTION_LINES: usize = 60;
/// Names that say nothing about what is inside.
const FORBIDDEN_NAMES: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

/// A file or folder is named after the one thing in it.
pub(super) fn file_name(source: &Source) -> Vec<Finding> {
    let stems = source.path.split('/').map(|part| part.trim_end_matches(".rs"));
    stems
        .filter(|stem| FORBIDDEN_NAMES.contains(stem))
        .map(|stem| {
            let message = format!("a file or folder called `{stem}`; name the thing it holds");
            Finding::at(&source.path, message)
        })
        .collect()
}

/// The root of a folder of modules stands in it, as `mod.rs`: a folder moves as a whole, and its
/// tour is read first.
pub(super) fn module_roots(sources: &[Source]) -> Vec<Finding> {
    let beside_a_folder = |source: &&Source| {
        let folder = format!("{}/", source.path.trim_end_matches(".rs"));
        source.path.contains("/src/") && sources.iter().any(|other| other.path.starts_with(&folder))
    };
    let message =
        |path: &str| format!("beside its folder; it is {}/mod.rs", path.trim_end_matches(".rs"));
    sources.iter().filter(beside_a_folder).map(|s| Finding::at(&s.path, message(&s.path))).collect()
}

/// Long files are split by noun.
pub(super) fn file_length(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let limit = if source.is_test() { MAX_TEST_LINES } else { MAX_LINES };
    if lines <= limit {
        return Vec::new();
    }
    vec![Finding::at(&source.path, format!("{lines} lines; at most {limit}: split it by noun"))]
}

/// Long functions are split by step.
pub(super) fn function_length(source: &Source) -> Vec<Finding> {
    if source.is_test() {
        return Vec::new();
    }
    let shipped = source.end_of_shipped_code();
    let too_long = |&at: &usize| at < shipped && function_lines(source, at) > MAX_FUNCTION_LINES;
    source
        .words("fn")
        .filter(too_long)
        .map(|at| {
            let lines = function_lines(source, at);
            let message = format!("a function of {lines} lines; at most {MAX_FUNCTION_LINES}");
            Finding::in_source(source, at, &message)
        })
        .collect()
}

/// Lines from `fn` to its closing brace; 1 where it has no body or is a type (`fn(u8)`).
fn function_lines(source: &Source, at: usize) -> usize {
    let code = &source.code[at..];
    let named = code["fn".len()..].trim_start().starts_with(|c: char| c != '(');
    if !named {
        return 1;
    }
    block_end(code, 0).map_or(1, |end| code[..end].matches('\n').count() + 1)
}

/// No to-do marks, no stubs, no tests that are switched off: unfinished work goes to an issue.
pub(super) fn unfinished(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mark in ["TODO", "FIXME", "XXX"] {
        for (at, _) in source.comments.match_indices(mark) {
            findings.push(Finding::in_source(source, at, &format!("`{mark}`: file an issue")));
        }
    }
    for stub in ["todo!", "unimplemented!", "#[ignore"] {
        for (at, _) in source.code.match_indices(stub) {
            findings.push(Finding::in_source(source, at, &format!("`{stub}` is unfinished work")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing() {
        for bad in ["crates/nd-io/src/utils.rs", "xtask/src/common/mod.rs"] {
            assert_eq!(file_name(&Source::new(bad, "")).len(), 1, "{bad}");
        }
        assert_eq!(file_name(&Source::new("crates/nd-io/src/header.rs", "")), []);
    }

    #[test]
    fn a_module_beside_its_folder() {
        let files =
            |paths: &[&str]| paths.iter().map(|path| Source::new(path, "")).collect::<Vec<_>>();
        let beside =
            files(&["crates/a/src/bits.rs", "crates/a/src/bits/pcg.rs", "crates/a/src/bit.rs"]);
        assert_eq!(module_roots(&beside).len(), 1);
        let inside = files(&["crates/a/src/bits/mod.rs", "crates/a/src/bits/pcg.rs"]);
        assert_eq!(module_roots(&inside), []);
        let test = files(&["crates/a/tests/bits.rs", "crates/a/tests/bits/pcg.rs"]);
        assert_eq!(module_roots(&test), []);
    }

    #[test]
    fn long_files() {
        let lines = |n| "\n".repeat(n);
        assert_eq!(file_length(&Source::new("crates/a/src/b.rs", &lines(800))), []);
        assert_eq!(file_length(&Source::new("crates/a/src/b.rs", &lines(801))).len(), 1);
        assert_eq!(file_length(&Source::new("crates/a/tests/b.rs", &lines(801))), []);
        assert_eq!(file_length(&Source::new("crates/a/tests/b.rs", &lines(1501))).len(), 1);
    }

    #[test]
    fn long_functions() {
        let body = |n: usize| format!("fn f(x: [u8; 2]) -> u8 {{\n{}}}\n", "    g();\n".repeat(n));
        let check = |n| function_length(&Source::new("crates/a/src/b.rs", &body(n)));
        assert_eq!(check(58), []);
        assert_eq!(check(59).len(), 1);
        let pointer = format!("type F = fn(u8);\n{}", "struct A { x: u8 }\n".repeat(90));
        assert_eq!(function_length(&Source::new("crates/a/src/b.rs", &pointer)), []);
        let test = format!("#[cfg(test)]\nmod tests {{\n{}}}", body(90));
        assert_eq!(function_length(&Source::new("crates/a/src/b.rs", &test)), []);
    }

    #[test]
    fn loose_ends() {
        let planted = "// TODO: later\nfn f() { todo!() }\n#[ignore]\nfn g() { unimplemented!() }";
        assert_eq!(unfinished(&Source::new("a.rs", planted)).len(), 4);
        let clean = "fn f() { g(\"TODO\") } // nothing to do";
        assert_eq!(unfinished(&Source::new("a.rs", clean)), []);
    }
}
