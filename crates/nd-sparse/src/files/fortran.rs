//! Formats of Fortran, as far as tables of numbers are written with them: `(13I6)`, `(1P,4D20.12)`, `(3(F10.4,1X))`.

/// A field of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// `Iw`.
    Integer { width: usize },
    /// `Fw.d`, `Ew.d`, `Dw.d`, `Gw.d`, with the scale factor that `kP` has set.
    Real { width: usize, decimals: i32, scale: i32 },
    /// `nX`.
    Skip { width: usize },
}

/// The longest line that a format may describe: repetitions multiply.
const LONGEST: usize = 1 << 12;

/// The fields of a line, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    edits: Vec<Edit>,
}

impl Format {
    /// Reads a format with its brackets; `None` where it is none, or has something else than numbers.
    pub(super) fn parse(text: &str) -> Option<Format> {
        let upper = text.to_ascii_uppercase();
        let mut parser = Parser { rest: upper.trim().as_bytes(), scale: 0 };
        parser.take(b'(')?;
        let edits = parser.group(0)?;
        let numbers = edits.iter().any(|edit| !matches!(edit, Edit::Skip { .. }));
        (parser.rest.is_empty() && numbers).then_some(Format { edits })
    }

    /// The fields of a line that hold numbers, with how each is written; those past its end are left out.
    pub(super) fn fields<'t>(&self, line: &'t str) -> impl Iterator<Item = (&'t str, Edit)> {
        let mut at = 0;
        self.edits.iter().filter_map(move |&edit| {
            let (Edit::Integer { width } | Edit::Real { width, .. } | Edit::Skip { width }) = edit;
            let from = at;
            at += width;
            let field = line.get(from..at.min(line.len()))?;
            let number = !matches!(edit, Edit::Skip { .. }) && from < line.len();
            number.then_some((field, edit))
        })
    }
}

impl Edit {
    /// A number in a field as Rust writes it: without blanks around it, with an `e` in front of its exponent, and
    /// with the point and the powers of ten that the format puts where the field has none. `None` for what is no
    /// number.
    pub(super) fn number(self, field: &str) -> Option<String> {
        let text = field.trim();
        let Edit::Real { decimals, scale, .. } = self else {
            let text = text.strip_prefix('+').unwrap_or(text);
            let digits = text.strip_prefix('-').unwrap_or(text);
            let integer = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            return integer.then(|| text.to_owned());
        };
        if matches!(text.to_ascii_lowercase().as_str(), "nan" | "inf" | "-inf" | "infinity") {
            return Some(text.to_owned());
        }
        // The exponent begins at its letter, or at a sign behind the digits.
        let end = text.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit() && *c != '.');
        let (mantissa, exponent) = text.split_at(end.map_or(text.len(), |(at, _)| at));
        let digits = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
        if !digits.bytes().any(|b| b.is_ascii_digit()) || digits.matches('.').count() > 1 {
            return None;
        }
        let implied = if digits.contains('.') { 0 } else { decimals };
        let power = if exponent.is_empty() {
            -scale
        } else {
            let number = exponent.strip_prefix(['E', 'e', 'D', 'd', 'Q', 'q']);
            let number = number.or_else(|| exponent.starts_with(['+', '-']).then_some(exponent));
            number?.trim_start().parse::<i32>().ok()?
        };
        Some(format!("{mantissa}e{}", power.saturating_sub(implied)))
    }
}

/// What is left of a format.
struct Parser<'t> {
    rest: &'t [u8],
    scale: i32,
}

impl Parser<'_> {
    fn skip_blanks(&mut self) {
        while let [b' ', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_blanks();
        let (&first, rest) = self.rest.split_first()?;
        self.rest = if first == byte { rest } else { return None };
        Some(())
    }

    fn number(&mut self) -> Option<usize> {
        self.skip_blanks();
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        let number = std::str::from_utf8(number).ok()?.parse().ok()?;
        self.rest = rest;
        Some(number)
    }

    /// What stands up to the closing bracket.
    fn group(&mut self, depth: usize) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        loop {
            self.skip_blanks();
            match *self.rest.first()? {
                b')' => {
                    self.rest = &self.rest[1..];
                    return Some(edits);
                }
                b',' => self.rest = &self.rest[1..],
                _ => self.item(depth, &mut edits)?,
            }
            let length: usize = edits.iter().map(Edit::width).sum();
            if length > LONGEST {
                return None;
            }
        }
    }

    /// One item: how often, and what.
    fn item(&mut self, depth: usize, edits: &mut Vec<Edit>) -> Option<()> {
        let negative = self.take(b'-').is_some();
        let count = self.number();
        self.skip_blanks();
        let (&kind, rest) = self.rest.split_first()?;
        self.rest = rest;
        let times = count.unwrap_or(1);
        match kind {
            b'P' => {
                let scale = i32::try_from(count?).ok()?;
                self.scale = if negative { -scale } else { scale };
                return Some(());
            }
            _ if negative => return None,
            b'X' => edits.push(Edit::Skip { width: times }),
            b'(' if depth < 4 => {
                let inner = self.group(depth + 1)?;
                let width: usize = inner.iter().map(Edit::width).sum();
                repeat(edits, &inner, times, width)?;
            }
            b'I' => {
                let width = self.number()?;
                if self.take(b'.').is_some() {
                    self.number()?; // digits that are written at least
                }
                repeat(edits, &[Edit::Integer { width }], times, width)?;
            }
            b'F' | b'E' | b'D' | b'G' => {
                let width = self.number()?;
                self.take(b'.')?;
                let decimals = i32::try_from(self.number()?).ok()?;
                if self.take(b'E').is_some() {
                    self.number()?; // digits of the exponent
                }
                let edit = Edit::Real { width, decimals, scale: self.scale };
                repeat(edits, &[edit], times, width)?;
            }
            _ => return None,
        }
        Some(())
    }
}

impl Edit {
    fn width(&self) -> usize {
        let (Edit::Integer { width } | Edit::Real { width, .. } | Edit::Skip { width }) = *self;
        width.min(LONGEST + 1)
    }
}

/// Repeats fields, unless the line would be too long, or they have no width and would go on for ever.
fn repeat(edits: &mut Vec<Edit>, inner: &[Edit], times: usize, width: usize) -> Option<()> {
    if width == 0 || width.checked_mul(times)? > LONGEST {
        return None;
    }
    edits.extend(std::iter::repeat_n(inner, times).flatten());
    Some(())
}
