//! [`TextEncoding`]: bytes that are letters; and UTF-16, which is UTF-8 before anything else looks at it.

use std::borrow::Cow;
use std::io::{self, Read};

/// What the bytes of a text mean.
///
/// Numbers are the same in both; names and columns of text are not. What begins with the mark of UTF-16 is
/// UTF-16, whatever is said here.
///
/// # Examples
/// ```
/// use nd_io::{TextEncoding, TextOptions, table_from_bytes};
///
/// let options = TextOptions::default().encoding(TextEncoding::Windows1252);
/// let table = table_from_bytes(b"city,n\nZ\xfcrich,1\n", &options)?;
/// assert_eq!(table.column("city").unwrap().as_text().unwrap().get(0), Some("Zürich"));
/// assert!(table_from_bytes(b"city,n\nZ\xfcrich,1\n", &TextOptions::default()).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TextEncoding {
    /// UTF-8; other bytes in a column of text are an error.
    #[default]
    Utf8,
    /// One byte a letter, as older spreadsheets write in Western Europe: Windows-1252, of which Latin-1
    /// (ISO 8859-1) is a part.
    Windows1252,
}

/// The letters of the bytes from 0x80 to 0x9f in Windows-1252; the five that have none are control
/// characters, as browsers have it.
const EIGHTIES: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl TextEncoding {
    /// The text of some bytes; `None` if they are none.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Windows1252 if bytes.is_ascii() => {
                std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
            }
            Self::Windows1252 => {
                let letter = |&byte: &u8| match byte {
                    0x80..=0x9f => EIGHTIES[usize::from(byte - 0x80)],
                    _ => char::from(byte),
                };
                Some(Cow::Owned(bytes.iter().map(letter).collect()))
            }
        }
    }
}

/// A stream of UTF-16 as UTF-8.
pub(super) struct Utf16<R> {
    inner: R,
    big_endian: bool,
    /// What was made and not read yet.
    made: Vec<u8>,
    at: usize,
    /// The first half of a pair.
    half: Option<u16>,
}

impl<R: Read> Utf16<R> {
    /// What comes behind the mark.
    pub(super) fn new(inner: R, big_endian: bool) -> Self {
        Self { inner, big_endian, made: Vec::new(), at: 0, half: None }
    }

    /// Makes more; nothing at the end.
    fn make(&mut self) -> io::Result<()> {
        let mut units = [0; 8 << 10];
        let mut got = 0;
        while got < units.len() {
            match self.inner.read(&mut units[got..]) {
                Ok(0) => break,
                Ok(count) => got += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let odd = || io::Error::new(io::ErrorKind::InvalidData, "the text is not valid UTF-16");
        if got % 2 == 1 || got == 0 && self.half.is_some() {
            return Err(odd());
        }
        self.made.clear();
        self.at = 0;
        let (pairs, _) = units[..got].as_chunks::<2>();
        let order = if self.big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
        let units = self.half.take().into_iter().chain(pairs.iter().map(|&pair| order(pair)));
        let mut letter = [0; 4];
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(decoded) => self.made.extend(decoded.encode_utf8(&mut letter).bytes()),
                Err(half)
                    if self.half.is_none()
                        && (0xd800..0xdc00).contains(&half.unpaired_surrogate()) =>
                {
                    self.half = Some(half.unpaired_surrogate());
                }
                Err(_) => return Err(odd()),
            }
        }
        // Only the last unit of a piece can wait for the next one.
        let last = pairs.last().map(|&pair| order(pair));
        if self.half.is_some() && self.half != last { Err(odd()) } else { Ok(()) }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.made.len() {
            self.make()?;
            if self.made.is_empty() && self.half.is_none() {
                return Ok(0);
            }
        }
        let count = out.len().min(self.made.len() - self.at);
        out[..count].copy_from_slice(&self.made[self.at..][..count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(units: &[u16], big_endian: bool) -> io::Result<String> {
        let order = if big_endian { u16::to_be_bytes } else { u16::to_le_bytes };
        let bytes: Vec<u8> = units.iter().flat_map(|&unit| order(unit)).collect();
        let mut text = String::new();
        Utf16::new(&bytes[..], big_endian).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn utf_16_becomes_utf_8() {
        for text in
            ["", "a,ü\n", "€ 😀\r\n", &"x😀".repeat(5000), &format!("y{}", "😀".repeat(6000))]
        {
            let units: Vec<u16> = text.encode_utf16().collect();
            for big_endian in [false, true] {
                assert_eq!(through(&units, big_endian).unwrap(), *text);
            }
        }
        for broken in [&[0xd800][..], &[0xdc00], &[0xd800, 0x61], &[0x61, 0xd83d, 0xd83d, 0xde00]] {
            assert!(through(broken, false).is_err(), "{broken:x?}");
        }
        assert!(Utf16::new(&b"a"[..], false).read(&mut [0; 4]).is_err());
    }

    #[test]
    fn older_letters() {
        let decode = |bytes| TextEncoding::Windows1252.decode(bytes).unwrap();
        assert_eq!(decode(b"Z\xfcrich \x80\x9f"), "Zürich €Ÿ");
        assert_eq!(TextEncoding::Utf8.decode(b"\xfc"), None);
    }
}
