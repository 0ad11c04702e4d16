//! [`TextReader`]: a text, some rows at a time.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use nd_core::Array;

use super::element::TextElement;
use super::layout::{Layout, read_layout};
use super::options::TextOptions;
use super::par::in_order;
use super::pieces::Pieces;
use super::read::{extension, open, to_array};
use super::rows::{Collected, Progress, Rows};
use crate::error::Error;

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
pub struct TextReader<R> {
    pieces: Pieces<R>,
    layout: Layout,
    path: Option<PathBuf>,
    lines: u64,
    /// Rows that may still be read.
    left: u64,
    memory_limit: Option<usize>,
    block: usize,
}

impl TextReader<File> {
    /// Opens a file, and reads its header.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text), for what comes before the first row.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TextReader::open("no-such.csv", &Default::default()).is_err());
    /// ```
    pub fn open(path: impl AsRef<Path>, options: &TextOptions) -> Result<Self, Error> {
        let path = path.as_ref();
        let mut reader = open(path)
            .and_then(|file| Self::begin(file, options, extension(path)))
            .map_err(|error| error.at(path))?;
        reader.path = Some(path.to_owned());
        Ok(reader)
    }
}

impl<R: Read + Send> TextReader<R> {
    /// Reads a stream.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text), for what comes before the first row.
    pub fn new(reader: R, options: &TextOptions) -> Result<Self, Error> {
        Self::begin(reader, options, None)
    }

    fn begin(reader: R, options: &TextOptions, extension: Option<&str>) -> Result<Self, Error> {
        let mut pieces = Pieces::new(reader, 0, options.block_bytes, options.max_line);
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
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.layout.names
    }

    /// Number of columns that are read.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.layout.columns
    }

    /// The next rows: as many as asked for, fewer at the end, `None` after it, and after an error.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text).
    pub fn next_block<T: TextElement>(&mut self, rows: usize) -> Result<Option<Array<T>>, Error> {
        let wanted = (rows as u64).min(self.left);
        if wanted == 0 {
            return Ok(None);
        }
        let result = self.read_rows::<T>(wanted);
        match result {
            Ok(all) if all.progress.rows == 0 => {
                self.left = 0;
                Ok(None)
            }
            Ok(all) => {
                (self.lines, self.left) = (all.progress.lines, self.left - all.progress.rows);
                to_array(all, self.layout.columns).map(Some)
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
    pub fn blocks<T: TextElement>(
        &mut self,
        rows: usize,
    ) -> impl Iterator<Item = Result<Array<T>, Error>> {
        std::iter::from_fn(move || self.next_block(rows).transpose())
    }

    fn read_rows<T: TextElement>(&mut self, wanted: u64) -> Result<Collected<T>, Error> {
        let Self { pieces, layout, .. } = self;
        // One row more than wanted could be counted, so the last piece counts its lines too.
        let progress = Progress { lines: self.lines, rows: 0, max_rows: u64::MAX };
        let mut all = Collected::<T>::new(progress, self.memory_limit);
        loop {
            // No more records are taken than rows are wanted; some may turn out to be comments.
            let mut budget = wanted - all.progress.rows;
            let before = (all.progress.rows, pieces.offset());
            in_order(
                self.block.saturating_mul(4),
                |rows: &mut Rows<T>| {
                    if budget == 0 {
                        return Ok(false);
                    }
                    let taken = pieces.take(&layout.dialect, Some(budget), &mut rows.piece)?;
                    budget -= taken.unwrap_or(0).min(budget);
                    Ok(taken.is_some())
                },
                |rows| rows.parse(layout),
                |rows| all.append(rows, layout.columns),
            )?;
            if all.progress.rows == wanted || pieces.offset() == before.1 {
                return Ok(all);
            }
        }
    }
}

impl<R> std::fmt::Debug for TextReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextReader")
            .field("path", &self.path)
            .field("names", &self.layout.names)
            .field("columns", &self.layout.columns)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}
