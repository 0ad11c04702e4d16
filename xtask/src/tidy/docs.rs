//! Rules about documentation: the headings a public function owes its reader.

use super::Finding;
use crate::source::{Source, returned, signature};
use std::fmt;

/// Share of public functions, in per cent, that must carry a runnable example.
///
/// Set just below what was measured; raise it when the share rises.
const MIN_EXAMPLES_PERCENT: usize = 54;

/// A public function with what stands above and after its name.
struct PublicFn<'a> {
    offset: usize,
    /// Attributes and doc comments, as written.
    head: String,
    /// From `fn` to the body or the semicolon, comments and literals blanked.
    signature: &'a str,
}

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

/// How many public functions have an example.
pub(super) struct Examples {
    with: usize,
    of: usize,
}

impl Examples {
    pub(super) fn count(sources: &[Source]) -> Self {
        let mut count = Self { with: 0, of: 0 };
        for source in sources.iter().filter(|s| s.path.starts_with("crates/")) {
            for function in public_functions(source) {
                count.of += 1;
                count.with += usize::from(function.head.contains("```"));
            }
        }
        count
    }

    fn percent(&self) -> usize {
        (100 * self.with).checked_div(self.of).unwrap_or(100)
    }

    pub(super) fn shortfall(&self) -> Option<Finding> {
        let short = self.percent() < MIN_EXAMPLES_PERCENT;
        let message = format!("{self}; at least {MIN_EXAMPLES_PERCENT} % are asked for");
        short.then(|| Finding::at("crates", message))
    }
}

impl fmt::Display for Examples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (with, of, percent) = (self.with, self.of, self.percent());
        write!(f, "{with} of {of} public functions have an example ({percent} %)")
    }
}

/// The `pub fn`s of shipped code, hidden ones left out.
fn public_functions(source: &Source) -> Vec<PublicFn<'_>> {
    if source.is_test() {
        return Vec::new();
    }
    let shipped = source.end_of_shipped_code();
    let starts = source.words("pub").filter(|&at| at < shipped && declares_fn(&source.code[at..]));
    let functions = starts.map(|offset| PublicFn {
        offset,
        head: head_above(source, offset),
        signature: signature(&source.code[offset..]),
    });
    // A macro that forwards passes the documentation on with `$(#[…])*`: it stands elsewhere.
    let stands_here =
        |f: &PublicFn<'_>| !f.head.contains("#[doc(hidden)]") && !f.head.contains("$(#[");
    functions.filter(stands_here).collect()
}

/// `pub fn`, `pub const fn`, `pub unsafe fn`…; not `pub(crate) fn`.
fn declares_fn(code: &str) -> bool {
    let Some(after) = code.strip_prefix("pub ") else {
        return false;
    };
    let mut words = after.split_whitespace();
    words.find(|word| !matches!(*word, "const" | "unsafe" | "async")) == Some("fn")
}

/// The contiguous lines of attributes and comments above an offset.
fn head_above(source: &Source, offset: usize) -> String {
    let line = source.line_of(offset) - 1;
    let code: Vec<&str> = source.code.lines().take(line).collect();
    let text: Vec<&str> = source.text.lines().take(line).collect();
    let mut first = line;
    // Lines of an attribute that spans several close with `)]`; go up to where it opens.
    let mut inside = false;
    while first > 0 {
        let above = code[first - 1].trim();
        inside = (inside || above.ends_with(")]")) && !above.starts_with("#[");
        let belongs = inside
            || above.starts_with("#[")
            || above.starts_with("$(#[")
            || above.is_empty() && text[first - 1].trim().starts_with("//");
        if !belongs {
            break;
        }
        first -= 1;
    }
    text[first..].join("\n")
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
    fn examples_are_counted() {
        let text = "/// ```\n/// f()\n/// ```\npub fn f() {}\npub fn g() {}\nfn h() {}";
        let count = Examples::count(&[Source::new("crates/a/src/b.rs", text)]);
        assert_eq!((count.with, count.of, count.percent()), (1, 2, 50));
    }
}
