//! Reading arrays: [`load_text`], [`read_text`], [`text_from_bytes`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nd_core::{AnyArray, Array, DType};

use super::element::TextElement;
use super::layout::read_layout;
use super::options::TextOptions;
use super::packed::unpacked;
use super::par::in_order;
use super::pieces::{Pieces, Stream};
use super::rows::{Collected, Progress, Rows};
use crate::error::{Error, Result};

/// With fewer rows than this asked for, pieces hold no more than that many.
const FEW_ROWS: u64 = 1 << 12;

/// Loads a text file as an array of rows and columns.
///
/// Numbers are read exactly: floats are rounded correctly, integers that do not fit are an error.
/// The shape is always `[rows, columns]`; a file without rows gives `[0, columns]`, with the
/// number of columns of its header, or 0. What gzip packed is unpacked on the way. Parts of the file are parsed on all threads; the result,
/// and the error if there is one, are those of reading line by line. Memory is taken as bytes
/// arrive: for the array, and once or twice for the longest line.
///
/// # Errors
/// An [`Error`] that names the file: [`ErrorKind::Text`](crate::ErrorKind::Text) with line and column for a field that is
/// no `T`, a missing one without a value to count as, a quote that is not closed, a line over
/// [`max_line`](TextOptions::max_line), a name that no column has; with the line for a row that has
/// not as many fields as the first; [`ErrorKind::Shape`](crate::ErrorKind::Shape) for a column position that is not there,
/// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded), [`ErrorKind::AllocFailed`](crate::ErrorKind::AllocFailed), [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for options
/// that contradict each other and for UTF-16, and the system's.
///
/// # NumPy
/// `np.loadtxt(path, ndmin=2)` and, with `missing` and `fill_value`, `np.genfromtxt`. Differences
/// by default: the delimiter is found out, a header is skipped, quotes are understood, an empty
/// field of a float column is NaN, `float32` is rounded once.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, load_text};
///
/// let path = std::env::temp_dir().join(format!("nd-text-{}.csv", std::process::id()));
/// std::fs::write(&path, "time,volt\n0.5,1\n1.0,\n")?;
/// let a = load_text::<f64>(&path, &TextOptions::default())?;
/// assert_eq!(a.shape(), [2, 2]);
/// assert!(a[[1, 1]].is_nan());
///
/// let error = load_text::<i64>(&path, &TextOptions::default()).unwrap_err();
/// assert!(error.to_string().ends_with("line 2, column 1: \"0.5\" is not an int64"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_text<T: TextElement>(
    path: impl AsRef<Path>,
    options: &TextOptions,
) -> Result<Array<T>> {
    load_as(path.as_ref(), T::DTYPE, options).map(T::take)
}

#[inline(never)]
fn load_as(path: &Path, dtype: DType, options: &TextOptions) -> Result<AnyArray> {
    let open = || File::open(path).map_err(Error::io("open"));
    open().and_then(|file| load_file(file, path, dtype, options)).map_err(|error| error.at(path))
}

/// Loads an open file as elements of a type.
pub(crate) fn load_file(
    file: File,
    path: &Path,
    dtype: DType,
    options: &TextOptions,
) -> Result<AnyArray> {
    read_array(Box::new(file), dtype, options, extension(path))
}

/// Reads text from a stream, to its end, as [`load_text`] does.
///
/// # Errors
/// As [`load_text`], without a file name.
///
/// # NumPy
/// `np.loadtxt(file, ndmin=2)`.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, read_text};
///
/// let stream = "1 2\n3 4 # comment\n".as_bytes();
/// let a = read_text::<u8>(stream, &TextOptions::default())?;
/// assert_eq!(a.into_vec(), [1, 2, 3, 4]);
///
/// let error = read_text::<u8>("1 2\n3\n".as_bytes(), &TextOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "line 2: 1 fields, the first row has 2");
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_text<T: TextElement>(
    reader: impl Read + Send,
    options: &TextOptions,
) -> Result<Array<T>> {
    read_array(Box::new(reader), T::DTYPE, options, None).map(T::take)
}

/// Reads text in memory, as [`load_text`] does.
///
/// # Errors
/// As [`load_text`], without a file name.
///
/// # NumPy
/// `np.loadtxt(io.BytesIO(bytes), ndmin=2)`.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, text_from_bytes};
///
/// let a = text_from_bytes::<bool>(b"true,0\n1,False\n", &TextOptions::default())?;
/// assert_eq!(a.into_vec(), [true, false, true, false]);
/// assert!(text_from_bytes::<bool>(b"2\n", &TextOptions::default()).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn text_from_bytes<T: TextElement>(bytes: &[u8], options: &TextOptions) -> Result<Array<T>> {
    read_array(Box::new(bytes), T::DTYPE, options, None).map(T::take)
}

/// Opens a file of text to be read as a stream: what gzip packed is unpacked on the way, UTF-16 is UTF-8.
///
/// For formats of your own that consist of lines. While it is read, an error of this crate is inside the
/// [`std::io::Error`]: packed text that grows to more than [`TextOptions::unpack_limit`] allows by default.
///
/// # Errors
/// The system's, with the name of the file; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for what
/// another program than gzip packed.
///
/// # NumPy
/// `np.lib.npyio.DataSource().open(path)`, which tells packed files by their names.
///
/// # Examples
/// ```
/// use std::io::Read;
///
/// let path = std::env::temp_dir().join(format!("nd-open-text-{}.txt", std::process::id()));
/// std::fs::write(&path, "1 2\n")?;
/// let mut text = String::new();
/// nd_io::open_text(&path)?.read_to_string(&mut text)?;
/// assert_eq!(text, "1 2\n");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open_text(path: impl AsRef<Path>) -> Result<impl Read + Send> {
    let path = path.as_ref();
    open(path)
        .and_then(|file| unpacked(file, &TextOptions::default()))
        .map_err(|error| error.at(path))
}

pub(super) fn open(path: &Path) -> Result<Stream<'static>> {
    Ok(Box::new(File::open(path).map_err(Error::io("open"))?))
}

/// The extension of a file's name, for its hint on the delimiter; that in front of `.gz`.
pub(super) fn extension(path: &Path) -> Option<&str> {
    let extension = path.extension()?.to_str()?;
    match extension.eq_ignore_ascii_case("gz") {
        true => Path::new(path.file_stem()?).extension()?.to_str(),
        false => Some(extension),
    }
}

/// The limit on the records of a piece that a limit on rows gives.
pub(super) fn few_rows(max_rows: Option<u64>) -> Option<u64> {
    max_rows.filter(|&rows| rows <= FEW_ROWS).map(|rows| rows.max(1))
}

#[inline(never)]
fn read_array(
    reader: Stream<'_>,
    dtype: DType,
    options: &TextOptions,
    extension: Option<&str>,
) -> Result<AnyArray> {
    let mut pieces =
        Pieces::new(unpacked(reader, options)?, 0, options.block_bytes, options.max_line);
    let layout = read_layout(&mut pieces, options, extension, true)?;
    let most = few_rows(options.max_rows);
    let max_rows = options.max_rows.unwrap_or(u64::MAX);
    let progress = Progress { lines: layout.lines, rows: 0, max_rows };
    let mut all = Collected::new(dtype, progress, options.memory_limit);
    if max_rows > 0 {
        in_order(
            options.block_bytes.saturating_mul(4),
            &|| Rows::new(dtype),
            &mut |rows| Ok(pieces.take(&layout.dialect, most, &mut rows.piece)?.is_some()),
            &|rows| rows.parse(&layout),
            &mut |rows| all.append(rows, layout.columns),
        )?;
    }
    all.into_array(layout.columns)
}
