//! [`TextWriter`]: text, some rows at a time.

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use nd_core::{AnyView, ArrayLike, ShapeError, View, with_dtype};

use super::element::TextElement;
use super::layout::check_delimiter;
use super::number::FloatStyle;
use super::options::Delimiter;
use super::par::{Flow, Job, in_order};
use super::read::extension;
use super::write::{TextWriteOptions, as_rows};
use crate::atomic::AtomicFile;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Elements that one thread puts into words at once.
const BLOCK: usize = 1 << 15;

/// Text being written, some rows at a time; of the rows no more than a few blocks are in memory.
///
/// # NumPy
/// `np.savetxt` to an open file, again and again.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_io::{TextWriteOptions, TextWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-text-writer-{}.csv", std::process::id()));
/// let mut writer = TextWriter::create(&path, 2, &TextWriteOptions::default())?;
/// writer.write_rows(&[[1, 2], [3, 4]])?;
/// writer.write_rows(&[[0.5, 1.0]])?;
/// assert!(writer.write_rows(&[[1, 2, 3]]).is_err()); // other columns
/// writer.finish()?; // only now there is a file
/// assert_eq!(std::fs::read_to_string(&path)?, "1,2\n3,4\n0.5,1.0\n");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TextWriter<W> {
    writer: W,
    path: Option<PathBuf>,
    columns: usize,
    delimiter: u8,
    float_style: FloatStyle,
    newline: String,
    footer: String,
}

impl TextWriter<AtomicFile> {
    /// Begins a file that appears when it is [finished](Self::finish).
    ///
    /// # Errors
    /// As [`save_text`](crate::save_text).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, TextWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-text-create-{}.csv", std::process::id()));
    /// let mut writer = TextWriter::create(&path, 2, &TextWriteOptions::default())?;
    /// writer.write_rows(&[[1, 2]])?;
    /// assert!(!path.exists()); // not before it is finished
    /// writer.finish()?;
    /// assert_eq!(std::fs::read_to_string(&path)?, "1,2\n");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        columns: usize,
        options: &TextWriteOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        let create = || {
            if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz")) {
                let what = "packing text by gzip; leave out \".gz\"";
                return Err(ErrorKind::unsupported(Format::Text, what).into());
            }
            // What the options get wrong is said before there is a file.
            begin(columns, options)?;
            let file = AtomicFile::create(path).map_err(Error::io("create"))?;
            Self::begin(file, columns, options, extension(path))
        };
        let mut this = create().map_err(|error: Error| error.at(path))?;
        this.path = Some(path.to_owned());
        Ok(this)
    }

    /// Writes the footer, and puts the file in its place.
    ///
    /// # Errors
    /// The system's; the old file is then still there.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, TextWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-text-finish-{}.csv", std::process::id()));
    /// std::fs::write(&path, "old\n")?;
    /// let mut writer = TextWriter::create(&path, 1, &TextWriteOptions::default())?;
    /// writer.write_rows(&[1, 2])?;
    /// assert_eq!(std::fs::read_to_string(&path)?, "old\n");
    /// writer.finish()?;
    /// assert_eq!(std::fs::read_to_string(&path)?, "1\n2\n");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(mut self) -> Result<()> {
        let path = self.path.take();
        let named = |error: Error| match &path {
            Some(path) => error.at(path),
            None => error,
        };
        self.end().map_err(named)?;
        self.writer.commit().map_err(|error| named(Error::io("write")(error)))
    }
}

impl<W: Write + Send> TextWriter<W> {
    /// Begins to write to a stream.
    ///
    /// # Errors
    /// As [`save_text`](crate::save_text).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, TextWriter};
    ///
    /// let mut writer = TextWriter::new(Vec::new(), 2, &TextWriteOptions::default())?;
    /// writer.write_rows(&[[1, 2]])?;
    /// assert_eq!(writer.into_inner()?, b"1,2\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn new(writer: W, columns: usize, options: &TextWriteOptions) -> Result<Self> {
        Self::begin(writer, columns, options, None)
    }

    fn begin(
        writer: W,
        columns: usize,
        options: &TextWriteOptions,
        extension: Option<&str>,
    ) -> Result<Self> {
        begin(columns, options)?;
        let mut this = Self {
            writer,
            path: None,
            columns,
            delimiter: delimiter(options.delimiter, extension),
            float_style: options.float_style,
            newline: options.newline.clone(),
            footer: comment(options, options.footer.as_deref()),
        };
        let mut text = comment(options, options.header.as_deref()).into_bytes();
        if !options.names.is_empty() {
            for (i, name) in options.names.iter().enumerate() {
                if i > 0 {
                    text.push(this.delimiter);
                }
                text.extend_from_slice(quoted(name, this.delimiter).as_bytes());
            }
            text.extend_from_slice(this.newline.as_bytes());
        }
        this.write(&text)?;
        Ok(this)
    }

    /// Appends rows, of any element type: an array of rank 2, or one of rank 1 as one column.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) for another number of columns or a rank above 2, and the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, TextWriter};
    ///
    /// let mut writer = TextWriter::new(Vec::new(), 1, &TextWriteOptions::default())?;
    /// writer.write_rows(&[1.5, 2.0])?; // one column
    /// writer.write_rows(&[[true]])?;
    /// assert_eq!(writer.into_inner()?, b"1.5\n2.0\n1\n"); // booleans are 0 and 1
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn write_rows<A>(&mut self, rows: A) -> Result<()>
    where
        A: ArrayLike<Elem: TextElement>,
    {
        self.write_view(rows.view().into())
    }

    pub(super) fn write_view(&mut self, view: AnyView<'_>) -> Result<()> {
        let form = (self.delimiter, self.float_style, self.newline.as_bytes());
        write_view(&mut self.writer, view, self.columns, form).map_err(|error| match &self.path {
            Some(path) => error.at(path),
            None => error,
        })
    }

    /// Writes the footer and flushes; returns the stream.
    fn end(&mut self) -> Result<()> {
        let footer = std::mem::take(&mut self.footer);
        self.write(footer.as_bytes())?;
        self.writer.flush().map_err(Error::io("write"))
    }

    fn write(&mut self, text: &[u8]) -> Result<()> {
        self.writer.write_all(text).map_err(Error::io("write"))
    }
}

impl<W: Write + Send> TextWriter<W> {
    /// Writes the footer, and hands back the stream, which is not a file of ours.
    ///
    /// # Errors
    /// The stream's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, TextWriter};
    ///
    /// let mut writer = TextWriter::new(Vec::new(), 2, &TextWriteOptions::default())?;
    /// writer.write_rows(&[[1, 2]])?;
    /// assert_eq!(writer.into_inner()?, b"1,2\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn into_inner(mut self) -> Result<W> {
        self.end()?;
        Ok(self.writer)
    }
}

/// What stands between fields, how floats are written, and what ends a line.
type Form<'a> = (u8, FloatStyle, &'a [u8]);

/// Writes rows of so many columns.
#[inline(never)]
fn write_view(
    writer: &mut (dyn Write + Send),
    view: AnyView<'_>,
    columns: usize,
    form: Form<'_>,
) -> Result<()> {
    let view = as_rows(view)?;
    let (rows, found) = (view.shape()[0], view.shape()[1]);
    if found != columns {
        let (op, left) = (Box::from("TextWriter::write_rows"), [rows, columns].into());
        return Err(ShapeError::Mismatch { op, left, right: [rows, found].into() }.into());
    }
    let per_block = (BLOCK / columns.max(1)).max(1);
    let mut next = 0;
    in_order(
        usize::MAX,
        &Words::default,
        &mut |words| {
            (words.first, words.count) = (next, per_block.min(rows - next));
            next += words.count;
            Ok(words.count > 0)
        },
        &|words| {
            words.text.clear();
            let rows = words.first..words.first + words.count;
            with_dtype!(view, |view| append_rows(&mut words.text, view, rows, form));
        },
        &mut |words| {
            writer.write_all(&words.text).map_err(Error::io("write"))?;
            Ok(Flow::More)
        },
    )
}

/// Some rows in words.
#[derive(Default)]
struct Words {
    first: usize,
    count: usize,
    text: Vec<u8>,
}

impl Job for Words {
    fn weight(&self) -> usize {
        0
    }
}

/// Puts rows into words.
fn append_rows<T: TextElement>(
    text: &mut Vec<u8>,
    view: View<'_, T>,
    rows: Range<usize>,
    (delimiter, style, newline): Form<'_>,
) {
    let columns = view.shape()[1];
    for row in rows {
        for column in 0..columns {
            view[[row, column]].write(style, text);
            if column + 1 < columns {
                text.push(delimiter);
            }
        }
        text.extend_from_slice(newline);
    }
}

/// Checks the options.
fn begin(columns: usize, options: &TextWriteOptions) -> Result<()> {
    if let Delimiter::Char(delimiter) = options.delimiter {
        check_delimiter(delimiter)?;
    }
    if !options.names.is_empty() && options.names.len() != columns {
        let (given, shape) = (options.names.len(), Box::from([columns]));
        return Err(ShapeError::Size { op: "names of columns", given, shape }.into());
    }
    Ok(())
}

fn delimiter(delimiter: Delimiter, extension: Option<&str>) -> u8 {
    let extension = extension.map(str::to_ascii_lowercase);
    match (delimiter, extension.as_deref()) {
        (Delimiter::Char(delimiter), _) => delimiter,
        (Delimiter::Whitespace, _) | (Delimiter::Auto, Some("txt" | "dat")) => b' ',
        (Delimiter::Auto, Some("tsv")) => b'\t',
        (Delimiter::Auto, _) => b',',
    }
}

/// A text as lines of comment.
fn comment(options: &TextWriteOptions, text: Option<&str>) -> String {
    let Some(text) = text else { return String::new() };
    let lines = text.split('\n');
    lines.map(|line| format!("{}{line}{}", options.comments, options.newline)).collect()
}

/// A name in quotes, if it could be taken for anything else without.
fn quoted(name: &str, delimiter: u8) -> String {
    let special =
        |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r' | b'#' | b' ' | b'\t');
    if name.is_empty() || name.bytes().any(special) {
        return format!("\"{}\"", name.replace('"', "\"\""));
    }
    name.to_owned()
}
