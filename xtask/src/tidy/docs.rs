//! Rules about documentation: the headings a public function owes its reader.

use super::Finding;
use super::functions::{PublicFn, public_functions};
use crate::source::{Source, returned};
use std::fmt;

/// Share of public functions, in per cent, that must carry an example: each crate's, and of all.
///
/// A ratchet: set just below what was measured, raised when the share rises, never lowered. A crate
/// that has reached 100 is held whole: its functions without an example are named one by one.
const MIN_EXAMPLES: &[(&str, usize)] = &[
    ("crates/nd-core/", 100),
    ("crates/nd-ops/", 100),
    ("crates/nd-linalg/", 97),
    ("crates/nd-random/", 100),
    ("crates/nd-io/", 100),
    ("crates/nd-image/", 100),
    ("crates/nd-sparse/", 94),
    ("crates/", 93),
];

/// `# Panics` where the caller is tracked, `# Errors` where a `Result` comes back.
pub(super) fn headings(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for function in public_functions(source) {
        let owed = [
            (function.head.contains("#[track_caller]"), "# Panics"),
            (names_result(returned(function.signature)), "# Errors"),
        ];
        for (_, heading) in owed.iter().filter(|(owes, h)| *owes && !function.head.contains(h)) {
            let message = format!("public function without `{heading}`");
            findings.push(Finding::in_source(source, function.offset, &message));
        }
    }
    findings
}

fn names_result(returned: &str) -> bool {
    let path = returned.split('<').next().unwrap_or_default();
    path == "Result" || path.ends_with("::Result")
}

/// Whether an example stands above a function.
fn has_example(function: &PublicFn<'_>) -> bool {
    function.head.contains("```")
}

/// How many public functions below a folder have an example.
struct Examples {
    with: usize,
    of: usize,
}

impl Examples {
    fn count(sources: &[Source], folder: &str) -> Self {
        let mut count = Self { with: 0, of: 0 };
        for source in sources.iter().filter(|source| source.path.starts_with(folder)) {
            for function in public_functions(source) {
                count.of += 1;
                count.with += usize::from(has_example(&function));
            }
        }
        count
    }

    fn percent(&self) -> usize {
        (100 * self.with).checked_div(self.of).unwrap_or(100)
    }
}

impl fmt::Display for Examples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (with, of, percent) = (self.with, self.of, self.percent());
        write!(f, "{with} of {of} public functions have an example ({percent} %)")
    }
}

/// Each crate, and all of them, keep their share of examples.
pub(super) fn examples(sources: &[Source]) -> Vec<Finding> {
    let short = MIN_EXAMPLES.iter().flat_map(|(folder, least)| {
        if *least == 100 {
            return without_example(sources, folder);
        }
        let count = Examples::count(sources, folder);
        let message = format!("{count}; at least {least} % are asked for");
        Vec::from_iter((count.percent() < *least).then(|| Finding::at(folder, message)))
    });
    short.collect()
}

/// The public functions below a folder that have no example.
pub(super) fn without_example(sources: &[Source], folder: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with(folder)) {
        for function in public_functions(source).iter().filter(|f| !has_example(f)) {
            let name = Some(function.name()).filter(|name| !name.is_empty());
            let name = name.unwrap_or("of a macro");
            let message = format!("public function `{name}` without an example");
            findings.push(Finding::in_source(source, function.offset, &message));
        }
    }
    findings
}

/// The shares as a line to read.
pub(super) fn shares(sources: &[Source]) -> String {
    let one = |(folder, _): &(&str, usize)| {
        let name = folder.trim_end_matches('/').trim_start_matches("crates/");
        format!("{name} {} %", Examples::count(sources, folder).percent())
    };
    let crates = &MIN_EXAMPLES[..MIN_EXAMPLES.len() - 1];
    let each: Vec<String> = crates.iter().map(one).collect();
    format!("{} ({})", Examples::count(sources, "crates/"), each.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> usize {
        headings(&Source::new("crates/a/src/b.rs", text)).len()
    }

    #[test]
    fn missing_headings() {
        assert_eq!(findings("/// Cuts.\n#[track_caller]\npub fn cut(n: [u8; 2]) {}"), 1);
        assert_eq!(findings("/// Reads.\npub const fn read(x: &str) -> Result<u8, E> {}"), 1);
        assert_eq!(findings("/// Reads.\npub fn read()\n    -> std::io::Result<()>\n{}"), 1);
    }

    #[test]
    fn headings_in_place() {
        assert_eq!(findings("/// Cuts.\n///\n/// # Panics\n#[track_caller]\npub fn cut() {}"), 0);
        assert_eq!(findings("/// Reads.\n///\n/// # Errors\npub fn r() -> Result<u8, E> {}"), 0);
        assert_eq!(findings("#[track_caller]\npub(crate) fn cut() -> Result<u8, E> {}"), 0);
        assert_eq!(findings("#[doc(hidden)]\n#[track_caller]\npub fn cut() {}"), 0);
        assert_eq!(findings("$(#[$doc])*\n#[track_caller]\npub fn $name() {}"), 0);
        assert_eq!(findings("pub fn f(g: fn() -> R) -> Option<Result<u8, E>> {}"), 0);
    }

    #[test]
    fn an_attribute_of_several_lines_belongs_to_the_head() {
        let text = "/// # Errors\n#[expect(\n    x,\n    reason = \"y\"\n)]\npub fn r() -> Result<u8, E> {}";
        assert_eq!(findings(text), 0);
    }

    #[test]
    fn examples_are_counted_crate_by_crate() {
        let text = "/// ```\n/// f()\n/// ```\npub fn f() {}\npub fn g() {}\nfn h() {}";
        let sources = [
            Source::new("crates/a/src/b.rs", text),
            Source::new("crates/c/src/d.rs", "pub fn i() {}"),
        ];
        let count = |folder| {
            let count = Examples::count(&sources, folder);
            (count.with, count.of, count.percent())
        };
        assert_eq!((count("crates/a/"), count("crates/")), ((1, 2, 50), (1, 3, 33)));
    }

    #[test]
    fn a_crate_without_examples_is_short_of_them() {
        let bare = Source::new("crates/nd-sparse/src/b.rs", "pub fn f() {}\npub fn g() {}");
        let places: Vec<String> = examples(&[bare]).into_iter().map(|f| f.place).collect();
        assert_eq!(places, ["crates/nd-sparse/", "crates/"]);
        let good = Source::new("crates/nd-sparse/src/b.rs", "/// ```\npub fn f() {}");
        assert_eq!(examples(&[good]), []);
    }

    #[test]
    fn a_crate_that_is_held_whole_names_each_function_without_one() {
        let mut text = "/// ```\n/// f()\n/// ```\npub fn f() {}\n".repeat(300);
        text.push_str("pub fn bare() {}\n/// ```\npub fn g() {}\n#[doc(hidden)]\npub fn h() {}");
        let found = examples(&[Source::new("crates/nd-core/src/b.rs", &text)]);
        let bare = "public function `bare` without an example".to_owned();
        assert_eq!(found, [Finding::at("crates/nd-core/src/b.rs:1201", bare)]);
        let listed = [Source::new("crates/nd-io/src/b.rs", "pub fn i() {}\nfn j() {}")];
        assert_eq!(without_example(&listed, "crates/nd-io/").len(), 1);
        assert_eq!(without_example(&listed, "crates/nd-ops/"), []);
    }
}
