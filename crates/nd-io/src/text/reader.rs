//! [`TextReader`]: a text, some rows at a time.

use std::io::Read;
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, DType};

use super::element::TextElement;
use super::layout::{Layout, read_layout};
use super::options::TextOptions;
use super::packed::unpacked;
use super::par::in_order;
use super::pieces::{Pieces, Stream};
use super::read::{extension, open};
use super::rows::{Collected, Progress, Rows};
use crate::error::Result;

/// A text being read some rows at a time, in memory that does not grow with it.
///
/// The rows of a block are parsed on all threads.
///
/// # NumPy
/// `pandas.read_csv(path, chunksize=rows)`; `np.loadtxt` with `max_rows` on an open file.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, TextReader};
///
/// let text = "a b\n1 2\n3 4\n5 6\n".as_bytes();
/// let mut reader = TextReader::new(text, &TextOptions::default())?;
/// assert_eq!(reader.names(), ["a", "b"]);
/// let sums: Vec<i64> = reader
///     .blocks::<i64>(2)
///     .map(|block| Ok(block?.iter().sum()))
///     .collect::<Result<_, nd_io::Error>>()?;
/// assert_eq!(sums, [10, 11]);
/// assert!(reader.next_block::<i64>(2)?.is_none());
/// # Ok::<(), nd_io::Error>(())
/// ```
pub struct TextReader<'r> {
    pieces: Pieces<'r>,
    layout: Layout,
    path: Option<PathBuf>,
    lines: u64,
    /// Rows that may still be read.
    left: u64,
    memory_limit: Option<usize>,
    block: usize,
}

impl TextReader<'static> {
    /// Opens a file, and reads its header.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text), for what comes before the first row.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TextReader::open("no-such.csv", &Default::default()).is_err());
    /// ```
    pub fn open(path: impl AsRef<Path>, options: &TextOptions) -> Result<Self> {
        let path = path.as_ref();
        let mut reader = open(path)
            .and_then(|file| Self::begin(file, options, extension(path)))
            .map_err(|error| error.at(path))?;
        reader.path = Some(path.to_owned());
        Ok(reader)
    }
}

impl<'r> TextReader<'r> {
    /// Reads a stream.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text), for what comes before the first row.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, TextReader};
    ///
    /// let mut reader = TextReader::new("a,b\n1,2\n".as_bytes(), &TextOptions::default())?;
    /// assert_eq!(reader.next_block::<u8>(9)?, Some(nd_core::array![[1, 2]]));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn new(reader: impl Read + Send + 'r, options: &TextOptions) -> Result<Self> {
        Self::begin(Box::new(reader), options, None)
    }

    fn begin(reader: Stream<'r>, options: &TextOptions, extension: Option<&str>) -> Result<Self> {
        let mut pieces =
            Pieces::new(unpacked(reader, options)?, 0, options.block_bytes, options.max_line);
        let layout = read_layout(&mut pieces, options, extension, true)?;
        Ok(Self {
            lines: layout.lines,
            left: options.max_rows.unwrap_or(u64::MAX),
            memory_limit: options.memory_limit,
            block: options.block_bytes,
            path: None,
            pieces,
            layout,
        })
    }

    /// Names of the columns that are read; empty without a header.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, TextReader};
    ///
    /// let reader = TextReader::new("a,b\n1,2\n".as_bytes(), &TextOptions::default())?;
    /// assert_eq!(reader.names(), ["a", "b"]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.layout.names
    }

    /// Number of columns that are read.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, TextReader};
    ///
    /// let reader = TextReader::new("1 2 3\n4 5 6\n".as_bytes(), &TextOptions::default())?;
    /// assert_eq!(reader.columns(), 3);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> usize {
        self.layout.columns
    }

    /// The next rows: as many as asked for, fewer at the end, `None` after it, and after an error.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, TextReader};
    ///
    /// let mut reader = TextReader::new("1\n2\n3\n".as_bytes(), &TextOptions::default())?;
    /// assert_eq!(reader.next_block::<u8>(2)?.unwrap().into_vec(), [1, 2]);
    /// assert_eq!(reader.next_block::<u8>(2)?.unwrap().into_vec(), [3]);
    /// assert!(reader.next_block::<u8>(2)?.is_none());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn next_block<T: TextElement>(&mut self, rows: usize) -> Result<Option<Array<T>>> {
        Ok(self.next_as(rows, T::DTYPE)?.map(T::take))
    }

    #[inline(never)]
    fn next_as(&mut self, rows: usize, dtype: DType) -> Result<Option<AnyArray>> {
        let wanted = (rows as u64).min(self.left);
        if wanted == 0 {
            return Ok(None);
        }
        match self.read_rows(wanted, dtype) {
            Ok(all) if all.progress.rows == 0 => {
                self.left = 0;
                Ok(None)
            }
            Ok(all) => {
                (self.lines, self.left) = (all.progress.lines, self.left - all.progress.rows);
                all.into_array(self.layout.columns).map(Some)
            }
            Err(error) => {
                self.left = 0;
                Err(match &self.path {
                    Some(path) => error.at(path),
                    None => error,
                })
            }
        }
    }

    /// All blocks of so many rows, the last of those that are left; ends after an error.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, TextReader};
    ///
    /// let mut reader = TextReader::new("1\n2\n3\n".as_bytes(), &TextOptions::default())?;
    /// let sizes: Result<Vec<usize>, nd_io::Error> =
    ///     reader.blocks::<u8>(2).map(|block| Ok(block?.size())).collect();
    /// assert_eq!(sizes?, [2, 1]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn blocks<T: TextElement>(
        &mut self,
        rows: usize,
    ) -> impl Iterator<Item = Result<Array<T>>> {
        std::iter::from_fn(move || self.next_block(rows).transpose())
    }

    fn read_rows(&mut self, wanted: u64, dtype: DType) -> Result<Collected> {
        let Self { pieces, layout, .. } = self;
        // One row more than wanted could be counted, so the last piece counts its lines too.
        let progress = Progress { lines: self.lines, rows: 0, max_rows: u64::MAX };
        let mut all = Collected::new(dtype, progress, self.memory_limit);
        loop {
            // No more records are taken than rows are wanted; some may turn out to be comments.
            let mut budget = wanted - all.progress.rows;
            let before = (all.progress.rows, pieces.offset());
            in_order(
                self.block.saturating_mul(4),
                &|| Rows::new(dtype),
                &mut |rows| {
                    if budget == 0 {
                        return Ok(false);
                    }
                    let taken = pieces.take(&layout.dialect, Some(budget), &mut rows.piece)?;
                    budget -= taken.unwrap_or(0).min(budget);
                    Ok(taken.is_some())
                },
                &|rows| rows.parse(layout),
                &mut |rows| all.append(rows, layout.columns),
            )?;
            if all.progress.rows == wanted || pieces.offset() == before.1 {
                return Ok(all);
            }
        }
    }
}

impl std::fmt::Debug for TextReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextReader")
            .field("path", &self.path)
            .field("names", &self.layout.names)
            .field("columns", &self.layout.columns)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}
