//! Public functions as the rules see them: what stands above one, its name, its parameters.

use crate::source::{Source, block_end, signature};
use std::ops::Range;

/// A public function with what stands above and after its name.
pub(super) struct PublicFn<'a> {
    pub(super) offset: usize,
    /// Attributes and doc comments, as written.
    pub(super) head: String,
    /// From `fn` to the body or the semicolon, comments and literals blanked.
    pub(super) signature: &'a str,
}

impl PublicFn<'_> {
    /// The name; empty where a macro makes it.
    pub(super) fn name(&self) -> &str {
        let after = self.signature.split_once("fn ").map_or("", |(_, after)| after.trim_start());
        let end = after.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
        &after[..end.unwrap_or(after.len())]
    }

    /// The parameters as written, in one line each; without `mut`, which is the body's business.
    pub(super) fn parameters(&self) -> Vec<String> {
        let after = self.signature.split_once("fn ").map_or("", |(_, after)| after);
        let Some(open) = opening(after) else {
            return Vec::new();
        };
        split_at_commas(&after[open + 1..])
    }
}

/// Where the parameters open: behind the generic ones.
fn opening(after_fn: &str) -> Option<usize> {
    let (mut depth, mut before) = (0_i32, ' ');
    for (at, c) in after_fn.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth -= 1,
            '(' if depth == 0 => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// What stands between commas up to the closing bracket, each with single spaces.
fn split_at_commas(text: &str) -> Vec<String> {
    let (mut depth, mut before) = (0_i32, ' ');
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' if depth == 0 => {
                parts.push(&text[from..at]);
                break;
            }
            ')' | ']' => depth -= 1,
            '>' if before != '-' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    let words = |part: &str| {
        let words = part.split_whitespace().skip_while(|&word| word == "mut");
        words.collect::<Vec<_>>().join(" ")
    };
    parts.into_iter().map(words).filter(|part| !part.is_empty()).collect()
}

/// The `pub fn`s of shipped code; what is hidden, by itself or with all of its block, left out.
pub(super) fn public_functions(source: &Source) -> Vec<PublicFn<'_>> {
    if source.is_test() {
        return Vec::new();
    }
    let shipped = source.end_of_shipped_code();
    let hidden = hidden_blocks(source);
    let shown = |at: usize| at < shipped && !hidden.iter().any(|block| block.contains(&at));
    let starts = source.words("pub").filter(|&at| shown(at) && declares_fn(&source.code[at..]));
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

/// The `impl`s and modules below `#[doc(hidden)]`, whose functions nobody reads about either.
fn hidden_blocks(source: &Source) -> Vec<Range<usize>> {
    let starts = source.words("impl").chain(source.words("mod"));
    let hidden = starts.filter(|&at| head_above(source, at).contains("#[doc(hidden)]"));
    hidden.filter_map(|at| Some(at..block_end(&source.code, at)?)).collect()
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
pub(super) fn head_above(source: &Source, offset: usize) -> String {
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

    #[test]
    fn names_and_parameters_of_generic_functions() {
        let text = "pub fn try_map<F: Fn(&T, u8) -> R, R>(\n    self,\n    f: F,\n    at: [(u8, u8); 2],\n) -> R {}";
        let source = Source::new("crates/a/src/b.rs", text);
        let function = &public_functions(&source)[0];
        assert_eq!(function.name(), "try_map");
        assert_eq!(function.parameters(), ["self", "f: F", "at: [(u8, u8); 2]"]);
    }

    #[test]
    fn whether_a_body_changes_a_parameter_is_its_own_business() {
        let source = Source::new("crates/a/src/b.rs", "pub fn f(mut self, mut out: &mut u8) {}");
        assert_eq!(public_functions(&source)[0].parameters(), ["self", "out: &mut u8"]);
    }

    #[test]
    fn a_function_without_parameters() {
        let source = Source::new("crates/a/src/b.rs", "pub const fn zero() -> u8 { 0 }");
        assert_eq!(public_functions(&source)[0].parameters(), Vec::<String>::new());
    }

    #[test]
    fn a_hidden_block_hides_its_functions_and_no_others() {
        let text = "#[doc(hidden)]\nimpl A {\n    pub fn f() { g() }\n    pub fn g() {}\n}\nimpl A {\n    pub fn h() {}\n}\n\
                    /// As `array!` calls it.\n#[doc(hidden)]\npub mod m {\n    pub fn i() {}\n}\n#[doc(hidden)]\nmod n;\npub fn j() {}";
        let source = Source::new("crates/a/src/b.rs", text);
        let functions = public_functions(&source);
        let names: Vec<&str> = functions.iter().map(PublicFn::name).collect();
        assert_eq!(names, ["h", "j"]);
    }
}
