//! A Rust file as the rules of [`tidy`](crate::tidy) see it: code and comments told apart.
//!
//! Not a parser. One pass over the bytes blanks out what is not code (or not comment) and
//! keeps every offset and line break, so a rule can search one text and look into the others
//! at the same place.

/// One Rust file in three texts of equal length.
pub(crate) struct Source {
    /// Path relative to the root, forward slashes.
    pub(crate) path: String,
    /// As it is on disk.
    pub(crate) text: String,
    /// Comments and the insides of string and character literals are spaces.
    pub(crate) code: String,
    /// Everything but comments is spaces.
    pub(crate) comments: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Code,
    Comment,
    Literal,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let parts = classify(text.as_bytes());
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: keep(text, &parts, Part::Code),
            comments: keep(text, &parts, Part::Comment),
        }
    }

    /// The 1-based line of a byte offset.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        1 + self.text.as_bytes()[..offset].iter().filter(|&&b| b == b'\n').count()
    }

    /// Offsets at which `word` stands in the code as a whole identifier.
    pub(crate) fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let bytes = self.code.as_bytes();
        let part_of_word = |b: u8| b == b'_' || b.is_ascii_alphanumeric();
        self.code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
            let before = at.checked_sub(1).map(|i| bytes[i]);
            let after = bytes.get(at + word.len()).copied();
            !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
        })
    }

    /// Whether this is a test, bench or example rather than what ships.
    pub(crate) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let folder = |dir: &str| self.path.contains(dir);
        folder("/tests/")
            || folder("/benches/")
            || folder("/examples/")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
    }

    /// The text without `#[cfg(test)]` modules written inline: everything before the first.
    pub(crate) fn end_of_shipped_code(&self) -> usize {
        self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len())
    }
}

/// From the start of `code` to the body or the semicolon of the function declared there.
///
/// A `;` or `{` inside brackets belongs to a type such as `[T; N]`.
pub(crate) fn signature(code: &str) -> &str {
    let mut depth = 0_i32;
    let end = code.find(|c| {
        depth += bracket(c);
        depth == 0 && matches!(c, ';' | '{')
    });
    &code[..end.unwrap_or(code.len())]
}

/// Where the block closes that opens next; `None` if a `;` is first, as of a module in a file of its own.
pub(crate) fn block_end(code: &str, at: usize) -> Option<usize> {
    let open = at + signature(&code[at..]).len();
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (byte == b'}').then_some(offset);
        }
    }
    None
}

/// What a function of this signature returns, without its `where` clause.
pub(crate) fn returned(signature: &str) -> &str {
    let declared = signature.split("where").next().unwrap_or_default();
    let (mut depth, mut from) = (0_i32, declared.len());
    for (at, c) in declared.char_indices() {
        depth += bracket(c);
        if depth == 0 && declared[at..].starts_with("->") {
            from = at + 2;
        }
    }
    declared[from..].trim()
}

fn bracket(c: char) -> i32 {
    match c {
        '[' | '(' => 1,
        ']' | ')' => -1,
        _ => 0,
    }
}

fn keep(text: &str, parts: &[Part], part: Part) -> String {
    let kept = text.bytes().zip(parts).map(
        |(byte, &p)| {
            if p == part || byte == b'\n' { byte } else { b' ' }
        },
    );
    // A multi-byte character is wholly of one part, so it stays or goes as a whole.
    String::from_utf8(kept.collect()).expect("characters are kept or blanked whole")
}

/// Says of each byte what it is part of.
fn classify(bytes: &[u8]) -> Vec<Part> {
    let mut parts = vec![Part::Code; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (end, part) = if rest.starts_with(b"//") {
            (at + line_end(rest), Part::Comment)
        } else if rest.starts_with(b"/*") {
            (at + block_comment_end(rest), Part::Comment)
        } else if let Some(length) = literal_length(bytes, at) {
            (at + length, Part::Literal)
        } else {
            (at + 1, Part::Code)
        };
        let end = end.min(bytes.len());
        parts[at..end].fill(part);
        at = end;
    }
    parts
}

fn line_end(rest: &[u8]) -> usize {
    rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())
}

fn block_comment_end(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// The length of the string or character literal that starts at `at`, if one does.
fn literal_length(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'"' => Some(quoted_length(&bytes[at..], b'"')),
        b'\'' => character_length(&bytes[at..]),
        b'r' if !follows_word(bytes, at) => raw_length(&bytes[at..]),
        _ => None,
    }
}

fn follows_word(bytes: &[u8], at: usize) -> bool {
    // `br"…"` and `cr"…"` are raw strings too; any other letter makes it an identifier.
    let before = |n: usize| at.checked_sub(n).map_or(b' ', |i| bytes[i]);
    let word = |b: u8| b == b'_' || b.is_ascii_alphanumeric();
    if matches!(before(1), b'b' | b'c') { word(before(2)) } else { word(before(1)) }
}

fn quoted_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b if b == quote => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// `'x'`, `'\n'`, `'é'` are literals; `'a` is a lifetime.
fn character_length(rest: &[u8]) -> Option<usize> {
    if rest.get(1) == Some(&b'\\') {
        return Some(quoted_length(rest, b'\''));
    }
    let width = match rest.get(1)? {
        0..0x80 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    (rest.get(1 + width) == Some(&b'\'')).then_some(width + 2)
}

fn raw_length(rest: &[u8]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&b| b == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.resize(1 + hashes, b'#');
    let body = &rest[2 + hashes..];
    let end = body.windows(close.len()).position(|w| w == close);
    Some(end.map_or(rest.len(), |end| 2 + hashes + end + close.len()))
}

#[cfg(test)]
mod tests {
    use super::{Source, returned, signature};

    #[test]
    fn code_and_comments_are_told_apart() {
        let s = Source::new("a.rs", "a = \"// no\"; // yes\n/* a /* b */ c */ unsafe");
        assert_eq!(s.code, "a =        ;       \n                  unsafe");
        assert_eq!(s.comments, "             // yes\n/* a /* b */ c */       ");
    }

    #[test]
    fn literals_of_every_kind_are_blanked() {
        let s = Source::new("a.rs", r##"(r#"unsafe "q" "#, '"', '\'', b"\"x", 'é', "unsafe")"##);
        assert!(!s.code.contains("unsafe") && !s.code.contains('q') && !s.code.contains('x'));
        assert!(s.code.ends_with(')'), "{}", s.code);
    }

    #[test]
    fn lifetimes_and_identifiers_in_r_stay() {
        let s = Source::new("a.rs", "fn bar<'a>(for_r: &'a str, r#type: u8) { unsafe {} }");
        assert_eq!(s.code, s.text);
    }

    #[test]
    fn words_are_whole_words() {
        let s = Source::new("a.rs", "unsafe_op; not_unsafe; unsafe {}\nunsafe");
        assert_eq!(s.words("unsafe").map(|at| s.line_of(at)).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn signatures_end_at_the_body_and_name_what_is_returned() {
        let sig = |code| returned(signature(code)).to_owned();
        assert_eq!(sig("fn f(x: [u8; 2]) -> [u8; 3] { g() }"), "[u8; 3]");
        assert_eq!(sig("fn f<F: Fn(u8) -> R>(f: F, g: fn() -> S) -> T where F: Fn() -> U;"), "T");
        assert_eq!(sig("fn f(x: u8) { g(|x| -> u8 { x }) }"), "");
    }
}
