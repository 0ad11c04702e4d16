//! [`TextWriter`]: text, some rows at a time.

use std::io::Write;
use std::path::{Path, PathBuf};

use nd_core::{ArrayLike, ShapeError, View};

use super::element::TextElement;
use super::layout::check_delimiter;
use super::number::FloatStyle;
use super::options::Delimiter;
use super::par::{Flow, Job, in_order};
use super::read::extension;
use super::write::{TextWriteOptions, as_rows};
use crate::atomic::AtomicFile;
use crate::error::{Error, ErrorKind};

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
    pub fn create(
        path: impl AsRef<Path>,
        columns: usize,
        options: &TextWriteOptions,
    ) -> Result<Self, Error> {
        let path = path.as_ref();
        let create = || {
            // What the options get wrong is said before there is a file.
            begin(columns, options)?;
            let file = AtomicFile::create(path).map_err(ErrorKind::io("create"))?;
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
    pub fn finish(mut self) -> Result<(), Error> {
        let path = self.path.take();
        let named = |error: Error| match &path {
            Some(path) => error.at(path),
            None => error,
        };
        self.end().map_err(named)?;
        self.writer.commit().map_err(|error| named(ErrorKind::io("write")(error).into()))
    }
}

impl<W: Write + Send> TextWriter<W> {
    /// Begins to write to a stream.
    ///
    /// # Errors
    /// As [`save_text`](crate::save_text).
    pub fn new(writer: W, columns: usize, options: &TextWriteOptions) -> Result<Self, Error> {
        Self::begin(writer, columns, options, None)
    }

    fn begin(
        writer: W,
        columns: usize,
        options: &TextWriteOptions,
        extension: Option<&str>,
    ) -> Result<Self, Error> {
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
    /// [`ErrorKind::Shape`] for another number of columns or a rank above 2, and the system's.
    pub fn write_rows<A>(&mut self, rows: &A) -> Result<(), Error>
    where
        A: ArrayLike<Elem: TextElement> + ?Sized,
    {
        let path = self.path.clone();
        self.write_view(rows.view()).map_err(|error| match &path {
            Some(path) => error.at(path),
            None => error,
        })
    }

    fn write_view<T: TextElement>(&mut self, view: View<'_, T>) -> Result<(), Error> {
        let view = as_rows(view)?;
        let [rows, columns] = view.dims();
        if columns != self.columns {
            let (op, left) = (Box::from("TextWriter::write_rows"), [rows, self.columns].into());
            return Err(ShapeError::Mismatch { op, left, right: [rows, columns].into() }.into());
        }
        let per_block = (BLOCK / columns.max(1)).max(1);
        let mut next = 0;
        let Self { writer, delimiter, float_style, newline, .. } = self;
        let (delimiter, style, newline) = (*delimiter, *float_style, newline.as_bytes());
        in_order(
            usize::MAX,
            |words: &mut Words| {
                (words.first, words.count) = (next, per_block.min(rows - next));
                next += words.count;
                Ok(words.count > 0)
            },
            |words| {
                words.text.clear();
                for row in words.first..words.first + words.count {
                    words.append_row(view, row, delimiter, style, newline);
                }
            },
            |words| {
                writer.write_all(&words.text).map_err(ErrorKind::io("write"))?;
                Ok(Flow::More)
            },
        )
    }

    /// Writes the footer and flushes; returns the stream.
    fn end(&mut self) -> Result<(), Error> {
        let footer = std::mem::take(&mut self.footer);
        self.write(footer.as_bytes())?;
        Ok(self.writer.flush().map_err(ErrorKind::io("write"))?)
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Error> {
        Ok(self.writer.write_all(text).map_err(ErrorKind::io("write"))?)
    }
}

impl<W: Write + Send> TextWriter<W> {
    /// Writes the footer, and hands back the stream, which is not a file of ours.
    ///
    /// # Errors
    /// The stream's.
    pub fn into_inner(mut self) -> Result<W, Error> {
        self.end()?;
        Ok(self.writer)
    }
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

impl Words {
    #[inline]
    fn append_row<T: TextElement>(
        &mut self,
        view: View<'_, T>,
        row: usize,
        delimiter: u8,
        style: FloatStyle,
        newline: &[u8],
    ) {
        let columns = view.shape()[1];
        for column in 0..columns {
            view[[row, column]].write(style, &mut self.text);
            if column + 1 < columns {
                self.text.push(delimiter);
            }
        }
        self.text.extend_from_slice(newline);
    }
}

/// Checks the options.
fn begin(columns: usize, options: &TextWriteOptions) -> Result<(), Error> {
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
