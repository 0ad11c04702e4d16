//! Writing arrays: [`save_text`], [`write_text`].

use std::io::Write;
use std::path::Path;

use nd_core::{AnyView, ArrayLike, ShapeError, SliceItem};

use super::element::TextElement;
use super::number::FloatStyle;
use super::options::Delimiter;
use super::writer::TextWriter;
use crate::blocks::part_of;
use crate::error::Result;

/// How text is written; the default is a comma-separated file that reads back as it was.
///
/// # NumPy
/// The arguments of `np.savetxt`: `fmt`, `delimiter`, `newline`, `header`, `footer`, `comments`.
///
/// # Examples
/// ```
/// use nd_io::{Delimiter, FloatStyle, TextWriteOptions, write_text};
///
/// // As np.savetxt does by default.
/// let options = TextWriteOptions::default()
///     .delimiter(Delimiter::Whitespace)
///     .float_style(FloatStyle::Scientific(18))
///     .header("x y");
/// let mut text = Vec::new();
/// write_text(&mut text, &[[1.0, 2.5]], &options)?;
/// assert_eq!(text, b"# x y\n1.000000000000000000e+00 2.500000000000000000e+00\n");
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextWriteOptions {
    /// What stands between fields; a comma by default, and what a file's extension says.
    pub delimiter: Delimiter,
    /// How floats are written; as few digits as read back the same by default.
    pub float_style: FloatStyle,
    /// Names of the columns, for a first line; none by default. They are quoted where they must.
    pub names: Vec<String>,
    /// Lines of comment before everything else.
    pub header: Option<String>,
    /// Lines of comment after everything else.
    pub footer: Option<String>,
    /// What stands before each line of comment; `# ` by default.
    pub comments: String,
    /// What ends a line; `\n` by default.
    pub newline: String,
}

impl Default for TextWriteOptions {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::Auto,
            float_style: FloatStyle::Shortest,
            names: Vec::new(),
            header: None,
            footer: None,
            comments: "# ".to_owned(),
            newline: "\n".to_owned(),
        }
    }
}

impl TextWriteOptions {
    /// Sets what stands between fields.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Delimiter, TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1, 2]], &TextWriteOptions::default().delimiter(Delimiter::Char(b';')))?;
    /// assert_eq!(text, b"1;2\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(self, delimiter: Delimiter) -> Self {
        Self { delimiter, ..self }
    }

    /// Sets how floats are written.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{FloatStyle, TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[0.5]], &TextWriteOptions::default().float_style(FloatStyle::Scientific(2)))?;
    /// assert_eq!(text, b"5.00e-01\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn float_style(self, float_style: FloatStyle) -> Self {
        Self { float_style, ..self }
    }

    /// Sets the names of the columns.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1, 2]], &TextWriteOptions::default().names(["a", "b c"]))?;
    /// assert_eq!(text, b"a,\"b c\"\n1,2\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn names<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        Self { names: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets the lines of comment before everything else.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1]], &TextWriteOptions::default().header("two\nlines"))?;
    /// assert_eq!(text, b"# two\n# lines\n1\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn header(self, header: impl Into<String>) -> Self {
        Self { header: Some(header.into()), ..self }
    }

    /// Sets the lines of comment after everything else.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1]], &TextWriteOptions::default().footer("end"))?;
    /// assert_eq!(text, b"1\n# end\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn footer(self, footer: impl Into<String>) -> Self {
        Self { footer: Some(footer.into()), ..self }
    }

    /// Sets what stands before each line of comment.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1]], &TextWriteOptions::default().header("made by nd").comments("% "))?;
    /// assert_eq!(text, b"% made by nd\n1\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn comments(self, comments: impl Into<String>) -> Self {
        Self { comments: comments.into(), ..self }
    }

    /// Sets what ends a line.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextWriteOptions, write_text};
    ///
    /// let mut text = Vec::new();
    /// write_text(&mut text, &[[1]], &TextWriteOptions::default().newline("\r\n"))?;
    /// assert_eq!(text, b"1\r\n");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn newline(self, newline: impl Into<String>) -> Self {
        Self { newline: newline.into(), ..self }
    }
}

/// Saves an array as text, whole or not at all.
///
/// A row of the array is a line; an array of rank 1 is one column, one of rank 0 one number. Reading
/// it back gives the same bits by default, but that all NaNs are one. Rows are put into words on
/// all threads. The file replaces the old one when it is complete, as [`AtomicFile`](crate::AtomicFile)
/// says.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: [`ErrorKind::Shape`](crate::ErrorKind::Shape) for a rank above 2
/// or a wrong number of names, [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for a
/// delimiter that is part of numbers, and the system's. The target then has its old content.
///
/// # NumPy
/// `np.savetxt(path, a, delimiter=",")`; NumPy writes 18 decimals of every float by default, see
/// [`FloatStyle::Scientific`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{TextOptions, TextWriteOptions, load_text, save_text};
///
/// let path = std::env::temp_dir().join(format!("nd-save-{}.csv", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![0.1, -0.0, 1e300, f64::INFINITY]);
/// save_text(&path, &a, &TextWriteOptions::default().names(["a", "b"]))?;
/// assert_eq!(std::fs::read_to_string(&path)?, "a,b\n0.1,-0.0\n1e+300,inf\n");
/// assert_eq!(load_text::<f64>(&path, &TextOptions::default())?, a);
///
/// let cube = Array::<u8>::zeros([2, 2, 2]);
/// assert!(save_text(&path, &cube, &TextWriteOptions::default()).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_text<A>(path: impl AsRef<Path>, a: A, options: &TextWriteOptions) -> Result<()>
where
    A: ArrayLike<Elem: TextElement>,
{
    save_view(path.as_ref(), a.view().into(), options)
}

/// Saves an array of any type.
#[inline(never)]
pub(crate) fn save_view(path: &Path, view: AnyView<'_>, options: &TextWriteOptions) -> Result<()> {
    let rows = as_rows(view).map_err(|error| error.at(path))?;
    let mut writer = TextWriter::create(path, rows.shape()[1], options)?;
    writer.write_view(rows)?;
    writer.finish()
}

/// Writes an array as text to a stream, as [`save_text`] does.
///
/// # Errors
/// As [`save_text`], without a file name; what was written before an error stays written.
///
/// # NumPy
/// `np.savetxt(file, a, delimiter=",")`.
///
/// # Examples
/// ```
/// use nd_io::{TextWriteOptions, write_text};
///
/// let mut text = Vec::new();
/// write_text(&mut text, &[1u8, 2], &TextWriteOptions::default())?;
/// assert_eq!(text, b"1\n2\n");
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_text<A>(writer: impl Write + Send, a: A, options: &TextWriteOptions) -> Result<()>
where
    A: ArrayLike<Elem: TextElement>,
{
    let rows = as_rows(a.view().into())?;
    let mut writer = TextWriter::new(writer, rows.shape()[1], options)?;
    writer.write_view(rows)?;
    writer.into_inner().map(drop)
}

/// The array as rows and columns.
pub(super) fn as_rows(view: AnyView<'_>) -> Result<AnyView<'_>> {
    match view.ndim() {
        0 => part_of(view, &[SliceItem::NewAxis, SliceItem::NewAxis]),
        1 => part_of(view, &[SliceItem::Ellipsis, SliceItem::NewAxis]),
        2 => Ok(view),
        _ => {
            let (op, shape) = ("save_text, of rows and columns", view.shape().into());
            Err(ShapeError::IndexCount { op, given: 2, shape }.into())
        }
    }
}
