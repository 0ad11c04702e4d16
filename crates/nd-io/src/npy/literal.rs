//! Tokens of a Python literal: as much of the language as a `.npy` header can hold.
//!
//! The grammar is that of [the Python reference, "Lexical analysis"][lex],
//! without comments, byte strings and the number forms no header writer
//! emits. A cursor over the text hands out one token at a time and never
//! looks back; strings are the only tokens that allocate, and they are not
//! longer than the header itself.
//!
//! [lex]: https://docs.python.org/3/reference/lexical_analysis.html

use super::fault::{NpyFault, shortened};
use crate::error::{Error, Result};

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// One of `{ } ( ) [ ] , :`.
    Mark(char),
    /// A string, unescaped.
    Str(String),
    /// An integer of Python 2 or 3; `None` when it does not fit an `i128`.
    Int(Option<i128>),
    /// A float or an imaginary number: always a mistake here, so without its value.
    Float,
    /// `True`, `False`, `None` or any other name.
    Word(&'a str),
    /// End of the text.
    End,
}

impl Token<'_> {
    /// What the token is, for a message.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Token::Mark('(') => "a tuple",
            Token::Mark('[') => "a list",
            Token::Mark('{') => "a dict",
            Token::Mark(_) => "a punctuation mark",
            Token::Str(_) => "a string",
            Token::Int(Some(i)) if *i < 0 => "a negative integer",
            Token::Int(Some(_)) => "an integer",
            Token::Int(None) => "a huge integer",
            Token::Float => "a float",
            Token::Word("True" | "False") => "a bool",
            Token::Word("None") => "None",
            Token::Word(_) => "a name",
            Token::End => "the end of the header",
        }
    }

    /// The token itself, for a message.
    fn shown(&self) -> String {
        match self {
            Token::Mark(c) => format!("'{c}'"),
            Token::Word(word) => format!("'{}'", shortened(word)),
            other => other.what().to_owned(),
        }
    }
}

/// The cursor.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Start of the last token, for messages.
    start: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, start: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Consumes the longest run of characters that `keep` accepts.
    fn run(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// The error that `found` stands where `expected` should.
    fn wrong(&self, expected: &'static str, found: String) -> Error {
        Error::from(NpyFault::HeaderSyntax { offset: self.start, expected, found })
    }

    /// The error that the token just read is not what the grammar asks for.
    pub(super) fn unexpected(&self, expected: &'static str, token: &Token<'_>) -> Error {
        self.wrong(expected, token.shown())
    }

    /// Reads one token.
    pub(super) fn next(&mut self) -> Result<Token<'a>> {
        self.run(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c'));
        self.start = self.at;
        match self.peek() {
            None => Ok(Token::End),
            Some(c @ ('{' | '}' | '(' | ')' | '[' | ']' | ',' | ':')) => {
                self.at += 1;
                Ok(Token::Mark(c))
            }
            Some('\'' | '"') => self.string().map(Token::Str),
            Some(c) if c.is_ascii_digit() || matches!(c, '+' | '-' | '.') => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.word(),
            Some(c) => Err(self.wrong("a literal", format!("{c:?}"))),
        }
    }

    /// Reads one token, which must be the given mark.
    pub(super) fn mark(&mut self, mark: char, expected: &'static str) -> Result<()> {
        match self.next()? {
            Token::Mark(c) if c == mark => Ok(()),
            other => Err(self.unexpected(expected, &other)),
        }
    }

    /// A name, or the string behind Python 2's `u` prefix.
    fn word(&mut self) -> Result<Token<'a>> {
        let word = self.run(|c| c.is_alphanumeric() || c == '_');
        match (word, self.peek()) {
            ("u" | "U", Some('\'' | '"')) => self.string().map(Token::Str),
            (_, Some('\'' | '"')) => {
                Err(self
                    .wrong("a plain string", format!("the string prefix '{}'", shortened(word))))
            }
            _ => Ok(Token::Word(word)),
        }
    }

    /// A number: digits with an optional sign and Python 2's `L`, or something with a point or exponent.
    fn number(&mut self) -> Result<Token<'a>> {
        let sign = self.run(|c| matches!(c, '+' | '-'));
        let digits = self.run(|c| c.is_ascii_digit());
        if matches!(self.peek(), Some('.' | 'e' | 'E' | 'j' | 'J')) {
            self.run(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'));
            return Ok(Token::Float);
        }
        let suffix = self.run(|c| c.is_alphanumeric() || c == '_');
        let leading_zero = digits.len() > 1 && digits.starts_with('0');
        if digits.is_empty() || sign.len() > 1 || leading_zero || !matches!(suffix, "" | "L" | "l")
        {
            let found = format!("'{}'", shortened(&self.text[self.start..self.at]));
            return Err(self.wrong("a decimal integer", found));
        }
        let magnitude = digits.parse::<i128>().ok();
        Ok(Token::Int(if sign == "-" { magnitude.map(|m| -m) } else { magnitude }))
    }

    /// A quoted string with Python's escapes.
    fn string(&mut self) -> Result<String> {
        const CLOSED: &str = "a closing quote on the same line";
        let mut chars = self.rest().char_indices();
        let (_, quote) = chars.next().expect("the caller saw the quote");
        let mut out = String::new();
        while let Some((i, c)) = chars.next() {
            if c == quote {
                self.at += i + c.len_utf8();
                return Ok(out);
            }
            match c {
                '\n' | '\r' => return Err(self.wrong(CLOSED, "the end of the line".to_owned())),
                '\\' => match escape(chars.as_str()) {
                    Some((value, len)) => {
                        out.extend(value);
                        // An escape's text is ASCII, so `len` characters are `len` bytes.
                        chars.by_ref().take(len).for_each(drop);
                    }
                    None => {
                        let found = shortened(&chars.as_str().chars().take(4).collect::<String>());
                        return Err(self.wrong("a string escape", format!("'\\{found}'")));
                    }
                },
                _ => out.push(c),
            }
        }
        Err(self.wrong(CLOSED, Token::End.what().to_owned()))
    }
}

/// The escape whose text (after the backslash) `rest` begins with: its value and its length.
///
/// The value is `None` inside for a line continuation, which stands for nothing.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let numbered = |skip: usize, digits: usize| {
        let text = rest.get(skip..skip + digits)?;
        let hex = text.bytes().all(|b| b.is_ascii_hexdigit());
        let value = u32::from_str_radix(text, 16).ok().filter(|_| hex)?;
        Some((Some(char::from_u32(value)?), skip + digits))
    };
    let first = rest.chars().next()?;
    let simple = match first {
        '\n' => return Some((None, 1)),
        '\\' | '\'' | '"' => first,
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        'x' => return numbered(1, 2),
        'u' => return numbered(1, 4),
        'U' => return numbered(1, 8),
        '0'..='7' => {
            let len = rest.bytes().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
            let value = u32::from_str_radix(&rest[..len], 8).ok()?;
            return Some((char::from_u32(value), len));
        }
        _ => return None,
    };
    Some((Some(simple), 1))
}
