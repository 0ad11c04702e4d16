//! [`Dialect`]: where fields, lines and records begin and end.

/// Bytes of zeros that stand behind every text that is parsed, so that numbers at its end can be
/// read in groups too.
pub(super) const PAD: usize = 32;

/// What is wrong with a piece of text, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Byte of the piece.
    pub(super) at: usize,
    /// Column of the table, from 1; 0 for the whole line.
    pub(super) column: usize,
    pub(super) what: String,
}

/// What a byte can be at the end of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Ordinary,
    /// The delimiter, or a blank where blanks are delimiters.
    Separator,
    /// A blank that delimits nothing.
    Blank,
    LineFeed,
    Return,
    /// The first byte of the comment prefix.
    Comment,
}

/// What follows a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Another field.
    Field,
    /// The end of the record.
    Record,
}

/// One field of a text, as byte positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// What it holds, without quotes and the blanks around it.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What it holds with the blanks around it; the same where it is quoted.
    pub(super) outer: (usize, usize),
    /// Whether there are doubled quotes in it.
    pub(super) doubled: bool,
    pub(super) stop: Stop,
    /// Where the next field or record begins.
    pub(super) next: usize,
}

/// Where comments may begin but at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    /// Anywhere behind a value: a number has no such byte in it.
    Loose,
    /// Behind a blank: `C#` is a text.
    AfterBlank,
    /// Nowhere: `Flat #5` is a text.
    Lines,
}

/// How fields, lines and records end in one file.
///
/// Texts that are parsed end with a line end and [`PAD`] zeros, so that no field runs out of them.
#[derive(Debug, Clone)]
pub(super) struct Dialect {
    class: [Class; 256],
    /// `None` for blanks.
    pub(super) delimiter: Option<u8>,
    comment: Vec<u8>,
    quote: Option<u8>,
    comments: Comments,
    /// Fields of a row, by which a row that begins as comments do is told from one; 0 while nobody knows.
    width: usize,
}

impl Dialect {
    pub(super) fn new(
        delimiter: Option<u8>,
        comment: Option<&str>,
        quote: Option<u8>,
        comments: Comments,
    ) -> Self {
        let comment = comment.unwrap_or("").as_bytes().to_vec();
        let mut class = [Class::Ordinary; 256];
        if let Some(&first) = comment.first() {
            class[usize::from(first)] = Class::Comment;
        }
        let blank = if delimiter.is_none() { Class::Separator } else { Class::Blank };
        class[usize::from(b' ')] = blank;
        class[usize::from(b'\t')] = blank;
        if let Some(delimiter) = delimiter {
            class[usize::from(delimiter)] = Class::Separator;
        }
        class[usize::from(b'\n')] = Class::LineFeed;
        class[usize::from(b'\r')] = Class::Return;
        Self { class, delimiter, comment, quote, comments, width: 0 }
    }

    /// The same with a delimiter that was found out.
    pub(super) fn with_delimiter(&self, delimiter: u8) -> Self {
        let mut found = self.clone();
        for blank in *b" \t" {
            found.class[usize::from(blank)] = Class::Blank;
        }
        found.class[usize::from(delimiter)] = Class::Separator;
        Self { delimiter: Some(delimiter), ..found }
    }

    /// Whether the comment prefix stands here, whatever it means.
    pub(super) fn begins_comment(&self, text: &[u8], at: usize) -> bool {
        !self.comment.is_empty() && text[at..].starts_with(&self.comment)
    }

    /// The same for a text that begins with a row, also where that begins as a comment does.
    pub(super) fn with_row(&self, text: &[u8]) -> Self {
        let first = self.skip_blanks(text, 0);
        match self.delimiter.is_some() && self.begins_comment(text, first) {
            true => self.with_width(self.line_fields(text, first).unwrap_or(0)),
            false => self.clone(),
        }
    }

    /// The same for rows of so many fields.
    pub(super) fn with_width(&self, width: usize) -> Self {
        Self { width, ..self.clone() }
    }

    /// The same for names, which may have in them what begins a comment behind a number.
    pub(super) fn with_names(&self) -> Self {
        match (self.delimiter, self.comments) {
            (Some(_), Comments::Loose) => self.with_comments(Comments::AfterBlank),
            _ => self.clone(),
        }
    }

    /// The same with comments somewhere else.
    pub(super) fn with_comments(&self, comments: Comments) -> Self {
        Self { comments, ..self.clone() }
    }

    /// The same with everything as a delimiter that may be found out to be one, for a text that begins with
    /// a row, also where that begins as a comment does.
    pub(super) fn with_any_delimiter(&self, text: &[u8]) -> Self {
        let mut any = self.clone();
        if let Some(&first) = self.comment.first()
            && self.begins_comment(text, self.skip_blanks(text, 0))
        {
            any.class[usize::from(first)] = Class::Ordinary;
        }
        for delimiter in *b",;\t " {
            any.class[usize::from(delimiter)] = Class::Separator;
        }
        any
    }

    #[inline(always)]
    pub(super) fn class(&self, byte: u8) -> Class {
        self.class[usize::from(byte)]
    }

    /// Whether a byte stands around fields without meaning.
    #[inline(always)]
    pub(super) fn is_blank(&self, byte: u8) -> bool {
        match self.class(byte) {
            Class::Blank => true,
            Class::Separator => self.delimiter.is_none(),
            _ => false,
        }
    }

    #[inline(always)]
    pub(super) fn skip_blanks(&self, text: &[u8], mut at: usize) -> usize {
        while text.get(at).is_some_and(|&byte| self.is_blank(byte)) {
            at += 1;
        }
        at
    }

    /// Whether a comment begins here, in a line of which something was read; `start` is where the field
    /// begins.
    #[cold]
    fn is_comment(&self, text: &[u8], start: usize, at: usize) -> bool {
        if !text[at..].starts_with(&self.comment) {
            return false;
        }
        let fresh = at == start;
        let after_blank = !fresh && self.is_blank(text[at - 1]);
        match self.comments {
            _ if self.delimiter.is_none() && (fresh || after_blank) => {
                !self.is_error_word(text, at)
            }
            // Instead of a field that a delimiter promised: a value that begins so.
            _ if fresh => false,
            Comments::Loose => true,
            Comments::AfterBlank => after_blank,
            Comments::Lines => false,
        }
    }

    /// Whether the line is a comment whose first byte but blanks stands here; `None` if that is not to
    /// be seen in this text.
    ///
    /// Not one that begins with a spreadsheet's word for an error, and in a delimited text not one that
    /// has as many fields as a row, unless a blank or another sign follows: no row is lost to a comment.
    #[cold]
    pub(super) fn is_comment_line(&self, text: &[u8], at: usize) -> Option<bool> {
        if !text[at..].starts_with(&self.comment) {
            return (text.len() - at >= self.comment.len()).then_some(false);
        }
        let behind = *text.get(at + self.comment.len())?;
        if self.is_plain_comment(behind) {
            return Some(true);
        }
        if self.delimiter.is_none() || self.width < 2 {
            let whole = text[at..].iter().any(|byte| matches!(byte, b'\n' | b'\r'));
            return whole.then(|| !self.is_error_word(text, at));
        }
        let fields = self.line_fields(text, at)?;
        Some(fields != self.width && !self.is_error_word(text, at))
    }

    /// Whether what follows the prefix makes it a comment without another look.
    fn is_plain_comment(&self, behind: u8) -> bool {
        self.comment.last() == Some(&behind)
            || matches!(behind, b' ' | b'!')
            || matches!(self.class(behind), Class::Blank | Class::LineFeed | Class::Return)
    }

    /// Whether one of the words begins here that spreadsheets write for an error, as `#N/A` and `#DIV/0!`.
    pub(super) fn is_error_word(&self, text: &[u8], at: usize) -> bool {
        let Some(word) = text[at..].strip_prefix(b"#") else { return false };
        let letter =
            |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"/_".contains(byte);
        let len = word.iter().take_while(|byte| letter(byte)).count();
        let marked = matches!(word.get(len), Some(b'!' | b'?'));
        let end = len + usize::from(marked);
        let ends = word.get(end).is_none_or(|&byte| {
            matches!(
                self.class(byte),
                Class::Separator | Class::Blank | Class::LineFeed | Class::Return
            ) || byte == 0
        });
        let known = marked && len > 0 || matches!(&word[..len], b"N/A" | b"NA" | b"GETTING_DATA");
        known && ends
    }

    /// How many fields the record would have that begins here; `None` where its end is not to be seen, 0
    /// where it is too far away to be one.
    pub(super) fn line_fields(&self, text: &[u8], start: usize) -> Option<usize> {
        const FAR: usize = 64 << 10;
        let (mut at, mut fields, mut fresh, mut quoted) = (start, 1, true, false);
        loop {
            let byte = *text.get(at)?;
            at += 1;
            match self.class(byte) {
                Class::LineFeed | Class::Return if !quoted => return Some(fields),
                Class::LineFeed | Class::Return if at - start > FAR => return Some(0),
                _ if Some(byte) == self.quote => {
                    let doubled = at - start > 1 && text[at - 2] == byte;
                    quoted = !quoted && (fresh || doubled);
                }
                Class::Separator if !quoted => {
                    (fields, fresh) = (fields + 1, true);
                    continue;
                }
                Class::Blank => continue,
                _ => {}
            }
            fresh = false;
        }
    }

    /// The start of the first record at or after the start of a line; `None` at the end.
    #[inline]
    pub(super) fn next_record(&self, text: &[u8], mut at: usize) -> Option<usize> {
        while at < text.len() {
            let first = self.skip_blanks(text, at);
            match text.get(first).map(|&byte| self.class(byte)) {
                None => return None,
                Some(Class::LineFeed | Class::Return) => at = after_line_end(text, first),
                // A last line without an end is whole.
                Some(Class::Comment)
                    if self.is_comment_line(text, first).unwrap_or_else(|| {
                        self.is_comment_line(&[&text[first..], b"\n"].concat(), 0).unwrap_or(true)
                    }) =>
                {
                    at = next_line(text, first);
                }
                Some(_) => return Some(at),
            }
        }
        None
    }

    /// The field that begins here.
    ///
    /// # Errors
    /// A quote that is not closed, or is followed by more. `column` is for the message.
    #[inline]
    pub(super) fn field(&self, text: &[u8], at: usize, column: usize) -> Result<Field, Fault> {
        let start = self.skip_blanks(text, at);
        if self.quote.is_some() && text.get(start).copied() == self.quote {
            return self.quoted_field(text, start, column);
        }
        let mut end = start;
        while let Some(&byte) = text.get(end) {
            match self.class(byte) {
                Class::Ordinary | Class::Blank => end += 1,
                Class::Comment if !self.is_comment(text, start, end) => end += 1,
                _ => break,
            }
        }
        let (stop, next) = self.after_field(text, start, end);
        let outer = if self.delimiter.is_none() { (start, end) } else { (at, end) };
        while end > start && self.is_blank(text[end - 1]) {
            end -= 1;
        }
        Ok(Field { start, end, outer, doubled: false, stop, next })
    }

    fn quoted_field(&self, text: &[u8], open: usize, column: usize) -> Result<Field, Fault> {
        let fault = |at, what: &str| Err(Fault { at, column, what: what.to_owned() });
        let Some((close, doubled)) = closing_quote(text, open) else {
            return fault(open, "the quote that opens here is never closed");
        };
        let end = self.skip_blanks(text, close + 1);
        let (start, outer) = (open + 1, (open + 1, close));
        let field = |(stop, next)| Field { start, end: close, outer, doubled, stop, next };
        let class = text.get(end).map_or(Class::LineFeed, |&byte| self.class(byte));
        match class {
            Class::Separator | Class::LineFeed | Class::Return => {}
            // Blanks were skipped: one that delimits stands before another field.
            _ if self.delimiter.is_none() && end > close + 1 => {}
            Class::Comment if self.is_comment(text, open, end) => {}
            _ => return fault(end, "there is more behind the closing quote"),
        }
        Ok(field(self.after_field(text, open, end)))
    }

    /// What follows the end of a field, and where it begins.
    #[inline]
    fn after_field(&self, text: &[u8], start: usize, end: usize) -> (Stop, usize) {
        let at = if self.delimiter.is_none() { self.skip_blanks(text, end) } else { end };
        match text.get(at).map(|&byte| self.class(byte)) {
            None => (Stop::Record, at),
            Some(Class::LineFeed | Class::Return) => (Stop::Record, after_line_end(text, at)),
            Some(Class::Comment) if self.is_comment(text, start, at) => {
                (Stop::Record, next_line(text, at))
            }
            Some(Class::Separator) => (Stop::Field, at + 1),
            Some(_) => (Stop::Field, at),
        }
    }

    /// Where the record that begins here ends; `None` if that is not to be seen in this text.
    pub(super) fn record_end(&self, text: &[u8], start: usize) -> Option<usize> {
        let mut at = self.skip_blanks(text, start);
        if self.class(*text.get(at)?) == Class::Comment && self.is_comment_line(text, at)? {
            return self.plain_line_end(text, at);
        }
        loop {
            at = self.skip_blanks(text, at);
            let field = at;
            if self.quote.is_some() && text.get(at).copied() == self.quote {
                let (close, _) = closing_quote(text, at)?;
                at = close + 1;
            }
            loop {
                match self.class(*text.get(at)?) {
                    Class::Separator => break,
                    Class::LineFeed => return Some(at + 1),
                    // What comes next decides whether this is half of a line end.
                    Class::Return => return text.get(at + 1).map(|_| after_line_end(text, at)),
                    Class::Comment if self.is_comment(text, field, at) => {
                        return self.plain_line_end(text, at);
                    }
                    _ => at += 1,
                }
            }
            at += 1;
        }
    }

    /// Where the line ends that has no quotes from here on.
    fn plain_line_end(&self, text: &[u8], at: usize) -> Option<usize> {
        let end = next_line(text, at);
        let last = *text.get(end.checked_sub(1)?)?;
        // A CR at the very end may be half of a line end.
        (end > at && (last == b'\n' || last == b'\r' && end < text.len())).then_some(end)
    }

    /// Where the last whole record of a text that begins with one ends; 0 if there is none.
    pub(super) fn last_record_end(&self, text: &[u8]) -> usize {
        let mut at = 0;
        while let Some(quote) = self.quote
            && let Some(found) = find_byte(&text[at..], quote)
        {
            // Lines before that of the quote have none, whatever that one makes of it.
            let start = at + last_line_end(&text[at..at + found]);
            match self.record_end(text, start) {
                Some(end) => at = end,
                None => return start,
            }
        }
        at + last_line_end(&text[at..])
    }

    /// Where the `count`-th record ends, or the last whole one, and how many there are up to it.
    pub(super) fn count_records(&self, text: &[u8], count: u64) -> (usize, u64) {
        let (mut at, mut seen) = (0, 0);
        while seen < count
            && let Some(end) = self.record_end(text, at)
        {
            (at, seen) = (end, seen + 1);
        }
        (at, seen)
    }
}

/// The quote that closes the one at `open`, and whether there are doubled ones between them. A quote
/// that ends the text might be half of a doubled one, and closes nothing.
fn closing_quote(text: &[u8], open: usize) -> Option<(usize, bool)> {
    let quote = text[open];
    let (mut at, mut doubled) = (open + 1, false);
    loop {
        at += find_byte(text.get(at..)?, quote)?;
        if *text.get(at + 1)? != quote {
            return Some((at, doubled));
        }
        (at, doubled) = (at + 2, true);
    }
}

/// Where the next line begins.
pub(super) fn next_line(text: &[u8], at: usize) -> usize {
    match text[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(found) => after_line_end(text, at + found),
        None => text.len(),
    }
}

/// The position after the line end that stands here.
#[inline(always)]
pub(super) fn after_line_end(text: &[u8], at: usize) -> usize {
    let two = text[at] == b'\r' && text.get(at + 1) == Some(&b'\n');
    at + 1 + usize::from(two)
}

/// The position after the last line end; 0 if there is none. A CR at the end is none yet.
fn last_line_end(text: &[u8]) -> usize {
    if let Some(at) = text.iter().rposition(|&byte| byte == b'\n') {
        return at + 1;
    }
    let known = &text[..text.len().saturating_sub(1)];
    known.iter().rposition(|&byte| byte == b'\r').map_or(0, |at| at + 1)
}

/// Number of line ends: LF, CR LF and CR.
pub(super) fn count_lines(text: &[u8]) -> u64 {
    let (feeds, returns) = (count_byte(text, b'\n'), count_byte(text, b'\r'));
    if returns == 0 {
        return feeds;
    }
    let pairs = text.windows(2).filter(|pair| *pair == b"\r\n").count() as u64;
    feeds + returns - pairs
}

/// Bytes that are looked at together: the loops over them become vector instructions.
const GROUP: usize = 64;

/// The first place of a byte.
fn find_byte(text: &[u8], byte: u8) -> Option<usize> {
    let (groups, _) = text.as_chunks::<GROUP>();
    let has = |group: &[u8; GROUP]| group.iter().fold(0, |any, &b| any | u8::from(b == byte)) != 0;
    let start = GROUP * groups.iter().position(has).unwrap_or(groups.len());
    text[start..].iter().position(|&b| b == byte).map(|found| start + found)
}

/// How often a byte occurs.
fn count_byte(text: &[u8], byte: u8) -> u64 {
    let mut total = 0;
    // As many groups as counters of one byte can count.
    for block in text.chunks(GROUP * 255) {
        let (groups, rest) = block.as_chunks::<GROUP>();
        let mut counters = [0_u8; GROUP];
        for group in groups {
            for (counter, &b) in counters.iter_mut().zip(group) {
                *counter += u8::from(b == byte);
            }
        }
        total += counters.iter().map(|&counter| u64::from(counter)).sum::<u64>();
        total += rest.iter().filter(|&&b| b == byte).count() as u64;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_and_counted_wherever_they_are() {
        let mut text = vec![b'x'; 40_000];
        assert_eq!((find_byte(&text, b','), count_byte(&text, b',')), (None, 0));
        assert_eq!(count_byte(&text, b'x'), 40_000);
        for at in [39_999, 20_001, 16_320, 64, 63, 1, 0] {
            text[at] = b',';
            assert_eq!(find_byte(&text, b','), Some(at));
        }
        assert_eq!(count_byte(&text, b','), 7);
        assert_eq!(count_lines(b"\r\n\r\r\n\n\rx"), 5);
    }

    #[test]
    fn records_end_where_their_fields_do() {
        let dialect = Dialect::new(Some(b','), Some("#"), Some(b'"'), Comments::Loose);
        for (text, end) in [
            ("a,b\nc", Some(4)),
            ("\"a\nb\",c\r\nd", Some(9)),
            ("a\"\nb\"", Some(3)),
            ("# \"\nx", Some(4)),
            ("a,b # \"\r\nx", Some(9)),
            ("a\r", None),
            ("a\rb", Some(2)),
            ("\"a\n", None),
            ("\"a\"", None),
            ("a", None),
        ] {
            assert_eq!(dialect.record_end(text.as_bytes(), 0), end, "{text:?}");
        }
        assert_eq!(dialect.last_record_end(b"1,2\n\"3\n\"\n4,\"\n"), 9);
        assert_eq!(dialect.last_record_end(b"1\r2\r"), 2);
        assert_eq!(dialect.last_record_end(b"1"), 0);
        assert_eq!(dialect.count_records(b"1\n2\n3\n", 2), (4, 2));
    }
}
