//! [`TextOptions`]: how text is to be read.

use super::encoding::TextEncoding;

/// What stands between the fields of a line.
///
/// # Examples
/// ```
/// use nd_io::{Delimiter, TextOptions, text_from_bytes};
///
/// let options = TextOptions::default().delimiter(Delimiter::Char(b'|'));
/// assert_eq!(text_from_bytes::<i32>(b"1|2\n3|4\n", &options)?.shape(), [2, 2]);
/// assert!(text_from_bytes::<i32>(b"1,2\n", &options).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Delimiter {
    /// When reading: the first of comma, tab and semicolon that the first line with content has outside
    /// quotes, of several the first by which it has as many fields as the second; otherwise blanks; a `.tsv` file has tabs, a `.csv` file never blanks. When
    /// writing: a comma, in a `.tsv` file a tab, in a `.txt` or `.dat` file a blank.
    #[default]
    Auto,
    /// Any number of blanks and tabs; those at the ends of a line do not count.
    Whitespace,
    /// One ASCII character. Two of them have an empty field between them. No letter, digit, sign,
    /// point or line end.
    Char(u8),
}

/// Whether the first line holds the names of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Header {
    /// It does if there is a word in it, unless it has numbers or dates too and the second row is written
    /// alike: words below words, numbers below numbers.
    ///
    /// In detail: whole numbers beside words are names even then where they count up by one (`country,
    /// 2019, 2020`) or stand above decimal numbers only. Words that begin as numbers do (dates, `1st`),
    /// and truth values, are names where they stand above numbers. A row of numbers holds values, years
    /// too: say [`FirstLine`](Self::FirstLine). The one exception is what pandas writes above columns
    /// without names: nothing, then 0, 1, 2, …. A table of nothing but words has names, as for pandas.
    ///
    /// Names may be one fewer than the columns: rows that end with a delimiter have a last column without
    /// a name, other rows a first one, which is how R writes. A delimiter behind the last name is no name.
    #[default]
    Auto,
    /// It does not: columns have no names.
    None,
    /// It does, whatever it looks like.
    FirstLine,
    /// The first so many lines do, as for a table of pandas whose columns have names on several levels: the
    /// name of a column is what the lines have above it, with points between.
    Lines(usize),
}

impl From<bool> for Header {
    /// Whether there is a line of names.
    fn from(there: bool) -> Self {
        if there { Self::FirstLine } else { Self::None }
    }
}

/// One column of a text file.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, text_from_bytes};
///
/// let text = b"a,b,c\n1,2,3\n4,5,6\n";
/// let a = text_from_bytes::<i32>(text, &TextOptions::default().columns([-1, 0]))?;
/// assert_eq!(a.into_vec(), [3, 1, 6, 4]);
/// let b = text_from_bytes::<i32>(text, &TextOptions::default().columns(["b"]))?;
/// assert_eq!(b.into_vec(), [2, 5]);
/// assert!(text_from_bytes::<i32>(text, &TextOptions::default().columns(["d"])).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ColumnRef {
    /// By position from 0; negative ones count from the last.
    Position(isize),
    /// By name; the file needs a header.
    Name(String),
}

impl From<isize> for ColumnRef {
    fn from(position: isize) -> Self {
        Self::Position(position)
    }
}

impl From<i32> for ColumnRef {
    fn from(position: i32) -> Self {
        Self::Position(position as isize)
    }
}

impl From<&str> for ColumnRef {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for ColumnRef {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

/// How text is to be read; the default takes what `np.savetxt` and `DataFrame.to_csv` write.
///
/// In every file, whatever the options: lines end with LF, CR LF or CR, the last one need not;
/// lines without content and lines of comment are skipped; a byte order mark of UTF-8 is skipped;
/// blanks around a number do not count.
///
/// # NumPy
/// The arguments of `np.loadtxt` and `np.genfromtxt`, and some of `pandas.read_csv`.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, text_from_bytes};
///
/// let text = b"% made by hand\n1;2;-\n3;4;5\n";
/// let options = TextOptions::default().comments("%").missing(["-"]).fill_value(0.0);
/// assert_eq!(text_from_bytes::<i32>(text, &options)?.into_vec(), [1, 2, 0, 3, 4, 5]);
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TextOptions {
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// What begins a comment, up to the end of the line; `#` by default, `None` for nothing. At the start
    /// of a line it does, unless the line has as many fields as the rows, two or more, and no blank follows
    /// (`#ff0000,1` is a row), or it begins one of the words of spreadsheets for an error, as `#N/A` and `#DIV/0!`.
    /// Within a line it does behind the value of an array; in a [`Table`](crate::Table), where it could be
    /// part of a text, only in text without delimiters but blanks, and behind a blank.
    pub comments: Option<String>,
    /// Lines to skip at the start, whatever is in them; 0 by default.
    pub skip_rows: u64,
    /// The most rows to read; all by default. What comes after them is not looked at.
    pub max_rows: Option<u64>,
    /// Whether the first line holds names.
    pub header: Header,
    /// The columns to read, in this order; all by default.
    pub columns: Option<Vec<ColumnRef>>,
    /// Fields that count as missing, blanks around them removed. By default those of pandas: the empty
    /// field, `NA`, `N/A`, `n/a`, `NaN`, `nan`, `-NaN`, `-nan`, `NULL`, `null`, `None`, `<NA>`, `#NA`,
    /// `#N/A`, `#N/A N/A`, `1.#IND`, `1.#QNAN`, `-1.#IND`, `-1.#QNAN`; and what spreadsheets write for an
    /// error: `#DIV/0!`, `#NAME?`, `#NULL!`, `#NUM!`, `#REF!`, `#VALUE!`.
    pub missing: Vec<String>,
    /// What a missing field counts as. By default floats and complex numbers are NaN, and for
    /// integers and booleans a missing field is an error.
    pub fill_value: Option<f64>,
    /// What a field may be enclosed in, so that it can hold delimiters, line ends and, doubled, the
    /// quote itself; `"` by default. It counts at the start of a field only.
    pub quote: Option<u8>,
    /// What stands before the decimals of a number; a point by default. A comma is no delimiter then, unless
    /// it is asked for.
    pub decimal: u8,
    /// What stands between the thousands of a number, if it is something.
    pub thousands: Option<u8>,
    /// What the bytes of names and texts mean; UTF-8 by default.
    pub encoding: TextEncoding,
    /// The longest line in bytes, quoted line ends included; 64 MiB by default.
    pub max_line: usize,
    /// The most bytes that the values may take in memory; by default as many as there are. Beside
    /// them each thread has a few times [`block_bytes`](Self::block_bytes), or once the longest line.
    pub memory_limit: Option<usize>,
    /// The most bytes that a packed text may have when it is unpacked; by default 200 times what was read
    /// of the packed one, and a gibibyte in any case.
    pub unpack_limit: Option<u64>,
    /// Bytes of text that one thread parses at once; 1 MiB by default. The result is the same for any.
    pub block_bytes: usize,
}

impl Default for TextOptions {
    fn default() -> Self {
        const MISSING: [&str; 25] = [
            "", "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "<NA>",
            "#NA", "#N/A", "#N/A N/A", "1.#IND", "1.#QNAN", "-1.#IND", "-1.#QNAN", "#DIV/0!",
            "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
        ];
        Self {
            delimiter: Delimiter::Auto,
            comments: Some("#".to_owned()),
            skip_rows: 0,
            max_rows: None,
            header: Header::Auto,
            columns: None,
            missing: MISSING.map(str::to_owned).to_vec(),
            fill_value: None,
            quote: Some(b'"'),
            decimal: b'.',
            thousands: None,
            encoding: TextEncoding::Utf8,
            max_line: 64 << 20,
            memory_limit: None,
            unpack_limit: None,
            block_bytes: 1 << 20,
        }
    }
}

impl TextOptions {
    /// Sets what stands between fields.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Delimiter, TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().delimiter(Delimiter::Char(b'|'));
    /// assert_eq!(text_from_bytes::<i32>(b"1|2\n", &options)?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(self, delimiter: Delimiter) -> Self {
        Self { delimiter, ..self }
    }

    /// Sets what begins a comment; `None`, or an empty text, for nothing.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().comments("%");
    /// assert_eq!(text_from_bytes::<i32>(b"% old\n1 2\n", &options)?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn comments<'a>(self, prefix: impl Into<Option<&'a str>>) -> Self {
        let comments = prefix.into().filter(|prefix| !prefix.is_empty()).map(str::to_owned);
        Self { comments, ..self }
    }

    /// Sets how many lines are skipped at the start.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().skip_rows(2);
    /// assert_eq!(text_from_bytes::<i32>(b"made by hand\n\n1 2\n", &options)?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn skip_rows(self, skip_rows: u64) -> Self {
        Self { skip_rows, ..self }
    }

    /// Sets the most rows to read.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().max_rows(1);
    /// assert_eq!(text_from_bytes::<i32>(b"1 2\nnot looked at\n", &options)?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn max_rows(self, max_rows: impl Into<Option<u64>>) -> Self {
        Self { max_rows: max_rows.into(), ..self }
    }

    /// Sets whether the first line holds names.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Header, TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().header(Header::FirstLine);
    /// assert_eq!(text_from_bytes::<i32>(b"2024,2025\n1,2\n", &options)?.into_vec(), [1, 2]);
    /// assert_eq!(text_from_bytes::<i32>(b"2024,2025\n1,2\n", &options.header(false))?.shape(), [2, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn header(self, header: impl Into<Header>) -> Self {
        Self { header: header.into(), ..self }
    }

    /// Sets the columns to read, by position or by name.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().columns(["b"]);
    /// assert_eq!(text_from_bytes::<i32>(b"a,b\n1,2\n", &options)?.into_vec(), [2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn columns<C: Into<ColumnRef>>(self, columns: impl IntoIterator<Item = C>) -> Self {
        Self { columns: Some(columns.into_iter().map(Into::into).collect()), ..self }
    }

    /// Sets the fields that count as missing.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().missing(["-"]).fill_value(-1.0);
    /// assert_eq!(text_from_bytes::<i32>(b"1,-\n", &options)?.into_vec(), [1, -1]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn missing<S: Into<String>>(self, missing: impl IntoIterator<Item = S>) -> Self {
        Self { missing: missing.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets what a missing field counts as.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().fill_value(0.0);
    /// assert_eq!(text_from_bytes::<i32>(b"1,\n", &options)?.into_vec(), [1, 0]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn fill_value(self, fill_value: impl Into<Option<f64>>) -> Self {
        Self { fill_value: fill_value.into(), ..self }
    }

    /// Sets what a field may be enclosed in.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().quote(b'\'');
    /// assert_eq!(text_from_bytes::<i32>(b"'1',2\n", &options)?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn quote(self, quote: impl Into<Option<u8>>) -> Self {
        Self { quote: quote.into(), ..self }
    }

    /// Sets what stands before the decimals of a number.
    ///
    /// # NumPy
    /// `pandas.read_csv(path, decimal=',')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().decimal(b',').thousands(b'.');
    /// assert_eq!(text_from_bytes::<f64>(b"1,5;1.000,25\n", &options)?.into_vec(), [1.5, 1000.25]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn decimal(self, decimal: u8) -> Self {
        Self { decimal, ..self }
    }

    /// Sets what stands between the thousands of a number.
    ///
    /// # NumPy
    /// `pandas.read_csv(path, thousands=',')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().thousands(b',');
    /// assert_eq!(text_from_bytes::<i32>(b"\"1,000\";2\n", &options)?.into_vec(), [1000, 2]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn thousands(self, thousands: impl Into<Option<u8>>) -> Self {
        Self { thousands: thousands.into(), ..self }
    }

    /// Sets what the bytes of names and texts mean.
    ///
    /// # NumPy
    /// `pandas.read_csv(path, encoding='cp1252')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextEncoding, TextOptions, table_from_bytes};
    ///
    /// let options = TextOptions::default().encoding(TextEncoding::Windows1252);
    /// assert_eq!(table_from_bytes(b"\xe9,b\n1,2\n", &options)?.names(), ["é", "b"]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn encoding(self, encoding: TextEncoding) -> Self {
        Self { encoding, ..self }
    }

    /// Sets the longest line in bytes.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().max_line(10);
    /// assert!(text_from_bytes::<i32>(b"1 2 3 4 5 6 7 8 9\n", &options).is_err());
    /// ```
    #[must_use]
    pub fn max_line(self, max_line: usize) -> Self {
        Self { max_line, ..self }
    }

    /// Sets the most bytes that the values may take.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ErrorKind, TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().memory_limit(8);
    /// let error = text_from_bytes::<f64>(b"1\n2\n", &options).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }));
    /// ```
    #[must_use]
    pub fn memory_limit(self, memory_limit: impl Into<Option<usize>>) -> Self {
        Self { memory_limit: memory_limit.into(), ..self }
    }

    /// Sets the most bytes that a packed text may have when it is unpacked.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let options = TextOptions::default().unpack_limit(u64::MAX); // of a file that one trusts
    /// assert_eq!(text_from_bytes::<u8>(b"1\n", &options)?.into_vec(), [1]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn unpack_limit(self, unpack_limit: impl Into<Option<u64>>) -> Self {
        Self { unpack_limit: unpack_limit.into(), ..self }
    }

    /// Sets how many bytes of text one thread parses at once.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, text_from_bytes};
    ///
    /// let small = TextOptions::default().block_bytes(2); // a line that is longer is parsed as a whole
    /// assert_eq!(text_from_bytes::<i32>(b"1,20\n3,400\n", &small)?, nd_core::array![[1, 20], [3, 400]]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn block_bytes(self, block_bytes: usize) -> Self {
        Self { block_bytes, ..self }
    }
}
