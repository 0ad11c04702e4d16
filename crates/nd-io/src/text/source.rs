//! [`TextSource`]: a text file of which any rows can be read.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use nd_core::{DType, threads};

use super::dialect::{Fault, PAD, Stop, count_lines};
use super::kinds::Kinds;
use super::layout::{Layout, read_layout, shown, text_error, too_long};
use super::options::TextOptions;
use super::packed::unpacked_whole;
use super::par::{Job, in_order};
use super::pieces::{Piece, Pieces};
use super::read::{extension, few_rows};
use super::rows::{Progress, Trouble, Values, values};
use crate::blocks::{ArrayInfo, Attribute, ReadBlocks, Region};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::memory::{bytes_mut, zeroed};
use crate::position::Store;

/// About so many bytes of text are between the rows whose places are remembered.
const CHUNK: usize = 256 << 10;

/// A text file of numbers as a stored array: opened by reading through it once, on all threads, to
/// know its shape, its element type and where every so many rows begin; a region is then read from
/// there, and nothing but its rows. A file that gzip packed is unpacked into memory.
///
/// Chunks are the rows between two remembered places; names of columns are the attribute `columns`.
///
/// # Examples
/// ```
/// use nd_core::{DType, s};
/// use nd_io::{Dataset, TextOptions, TextSource};
///
/// let path = std::env::temp_dir().join(format!("nd-text-source-{}.csv", std::process::id()));
/// std::fs::write(&path, "x,y\n1,2\n3,4\n5,6\n")?;
/// let ds = Dataset::new(TextSource::open(&path, &TextOptions::default())?);
/// assert_eq!((ds.shape(), ds.dtype()), (&[3, 2][..], DType::I64));
/// assert_eq!(ds.read::<i64>(s![1.., 1])?.into_vec(), [4, 6]);
///
/// std::fs::write(&path, "1,2\n3,x\n")?;
/// let error = TextSource::open(&path, &TextOptions::default()).unwrap_err();
/// assert!(error.to_string().ends_with("line 2, column 2: \"x\" is not a number"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TextSource {
    store: Store,
    info: ArrayInfo,
    layout: Layout,
    /// Where every `stride`-th row begins, the first included.
    places: Vec<Place>,
    stride: usize,
    /// Where the last row ends.
    end: u64,
}

/// The beginning of a row.
#[derive(Debug, Clone, Copy)]
struct Place {
    offset: u64,
    /// Lines before it.
    lines: u64,
}

impl TextSource {
    /// Opens a file; its element type is the one that holds all its values: `i64`, `u64`, `f64`,
    /// `Complex<f64>` or `bool`, as the columns of a [`Table`](crate::Table) widen.
    ///
    /// # Errors
    /// As [`load_text`](crate::load_text); a field that is no number is an error also here.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{Dataset, TextOptions, TextSource};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-text-source-{}.txt", std::process::id()));
    /// std::fs::write(&path, "1 2\n3 4.5\n")?;
    /// let rows = Dataset::new(TextSource::open(&path, &TextOptions::default())?);
    /// assert_eq!((rows.shape(), rows.dtype()), (&[2, 2][..], DType::F64)); // because of 4.5
    /// assert_eq!(rows.read::<f64>(s![-1, ..])?.into_vec(), [3.0, 4.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>, options: &TextOptions) -> Result<Self> {
        let path = path.as_ref();
        Self::scan(path, options, None).map_err(|error| error.at(path))
    }

    /// Opens a file whose values are to be read as elements of a type.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for fields that are no numbers: these are errors when they are
    /// read, and so are those that are no `dtype`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{Dataset, TextOptions, TextSource};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-open-as-{}.txt", std::process::id()));
    /// std::fs::write(&path, "1 2\n3 4\n")?;
    /// let source = TextSource::open_as(&path, DType::F32, &TextOptions::default())?;
    /// assert_eq!(Dataset::new(source).read::<f32>(s![-1, ..])?.into_vec(), [3.0, 4.0]);
    /// assert!(TextSource::open_as("no-such.txt", DType::F32, &TextOptions::default()).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_as(path: impl AsRef<Path>, dtype: DType, options: &TextOptions) -> Result<Self> {
        let path = path.as_ref();
        Self::scan(path, options, Some(dtype)).map_err(|error| error.at(path))
    }

    fn scan(path: &Path, options: &TextOptions, dtype: Option<DType>) -> Result<Self> {
        Self::of_file(File::open(path).map_err(Error::io("open"))?, path, options, dtype)
    }

    /// A file that is open; one that gzip packed is unpacked into memory.
    pub(crate) fn of_file(
        file: File,
        path: &Path,
        options: &TextOptions,
        dtype: Option<DType>,
    ) -> Result<Self> {
        if !file.metadata().map_err(Error::io("open"))?.is_file() {
            let what = "reading parts of what is no regular file; load_text reads all of it";
            return Err(ErrorKind::unsupported(Format::Text, what).into());
        }
        let mut store = Store::File(file);
        let mut start = [0; 10];
        let got = store.reader().read(&mut start).map_err(Error::io("read"))?;
        if let Some(text) = unpacked_whole(Box::new(store.reader()), &start[..got], options)? {
            store = Store::Memory(text);
        }
        Self::of_store(store, path, options, dtype)
    }

    fn of_store(
        store: Store,
        path: &Path,
        options: &TextOptions,
        dtype: Option<DType>,
    ) -> Result<Self> {
        let stream = Box::new(store.reader());
        let mut pieces = Pieces::new(stream, 0, options.block_bytes, options.max_line);
        let layout = read_layout(&mut pieces, options, extension(path), true)?;
        let found = Found::scan(pieces, &layout, options, dtype.is_none())?;
        let dtype = match dtype {
            Some(dtype) => dtype,
            None => found.kinds.dtype(layout.missing.fill_value).ok_or_else(|| {
                text_error(0, 0, "numbers and booleans have no common type; load_table reads both")
            })?,
        };
        let mut info = ArrayInfo::new([found.rows, layout.columns], dtype);
        info.chunks = Some([found.stride.max(1), layout.columns].into());
        if !layout.names.is_empty() {
            let names = Attribute::Texts(layout.names.clone());
            info.attributes.insert("columns".to_owned(), names);
        }
        info.nbytes()?;
        let (places, stride, end) = (found.places, found.stride.max(1), found.end);
        Ok(Self { store, info, layout, places, stride, end })
    }

    /// The rows of one chunk, from the file.
    fn read_chunk(&self, chunk: usize) -> Result<Text> {
        let start = self.places[chunk];
        let end = self.places.get(chunk + 1).map_or(self.end, |place| place.offset);
        let len = (end - start.offset) as usize;
        let mut text = zeroed(len + 1 + PAD)?;
        let bytes = bytes_mut(&mut text);
        self.store.read_exact_at(start.offset, &mut bytes[..len])?;
        // The last line of a file may have no end.
        bytes[len] = b'\n';
        Ok(Text { text, len: len + 1, lines: start.lines })
    }

    /// The fields that make up the region's columns, as [`Layout::wanted`] has them.
    fn wanted(&self, region: &Region) -> Vec<(usize, usize)> {
        let mut fields: Vec<usize> = (0..self.layout.columns).collect();
        for &(field, slot) in self.layout.wanted.iter().flatten() {
            fields[slot] = field;
        }
        let (start, step) = (region.start()[1], region.step()[1]);
        let mut wanted: Vec<(usize, usize)> =
            (0..region.shape()[1]).map(|slot| (fields[start + slot * step], slot)).collect();
        wanted.sort_unstable();
        wanted
    }
}

impl ReadBlocks for TextSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let (start, step, count) = (region.start()[0], region.step()[0], region.shape()[0]);
        let wanted = self.wanted(region);
        let dtype = self.info.dtype;
        let row_bytes = wanted.len() * dtype.itemsize();
        // Each chunk's part of the output.
        let mut parts = Vec::new();
        let (mut row, mut left, mut rest) = (start, count, out);
        while left > 0 {
            let chunk = row / self.stride;
            let here = ((chunk + 1) * self.stride - row).div_ceil(step).min(left);
            let (part, others) = rest.split_at_mut(here * row_bytes);
            parts.push((chunk, row, Mutex::new(part)));
            (row, left, rest) = (row.saturating_add(here * step), left - here, others);
        }
        threads::try_run_scratch(parts.len(), &|| values(dtype), &|values, i| {
            let (chunk, row, part) = &parts[i];
            let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
            let text = self.read_chunk(*chunk)?;
            let rows = (row - chunk * self.stride, step, part.len() / row_bytes.max(1));
            values.clear();
            text.parse(&self.layout, rows, &wanted, &mut **values)?;
            part.copy_from_slice(values.bytes());
            Ok(())
        })
    }
}

impl std::fmt::Debug for TextSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextSource")
            .field("info", &self.info)
            .field("stride", &self.stride)
            .finish_non_exhaustive()
    }
}

/// The rows of one chunk.
struct Text {
    text: nd_core::Array<u8>,
    len: usize,
    lines: u64,
}

impl Text {
    /// Reads the wanted fields of some rows: the first, every so many, how many.
    fn parse(
        &self,
        layout: &Layout,
        (first, step, count): (usize, usize, usize),
        wanted: &[(usize, usize)],
        values: &mut dyn Values,
    ) -> Result<()> {
        let padded = self.text.as_slice().expect("fresh arrays are contiguous");
        let text = &padded[..self.len];
        values.reserve(count * wanted.len())?;
        let changed = || ErrorKind::corrupt(Format::Text, "it changed since it was opened");
        let (mut at, mut row, mut done) = (0, 0, 0);
        while done < count {
            let start = layout.dialect.next_record(text, at).ok_or_else(changed)?;
            if row < first || (row - first) % step != 0 {
                at = layout.dialect.record_end(padded, start).ok_or_else(changed)?;
            } else {
                at = values.pick(layout, padded, start, wanted).map_err(|fault| {
                    let line = self.lines + count_lines(&padded[..fault.at]) + 1;
                    text_error(line, fault.column, fault.what)
                })?;
                done += 1;
            }
            row += 1;
        }
        Ok(())
    }
}

/// A piece of the text, and where its rows are.
#[derive(Default)]
struct Scan {
    piece: Piece,
    kinds: Kinds,
    /// Where each row begins.
    rows: Vec<usize>,
    lines: u64,
    trouble: Option<Trouble>,
}

impl Job for Scan {
    fn weight(&self) -> usize {
        self.piece.len()
    }
}

impl Scan {
    /// Looks at the rows of the piece, at most so many.
    fn look(&mut self, layout: &Layout, numbers: bool, most: u64) {
        self.rows.clear();
        self.kinds = Kinds::default();
        self.trouble = self.rows_of(layout, numbers, most).err().map(Trouble::from);
        self.lines = count_lines(self.piece.text());
    }

    fn rows_of(&mut self, layout: &Layout, numbers: bool, most: u64) -> Result<(), Fault> {
        if self.piece.too_long {
            return Err(Fault { at: 0, column: 0, what: too_long(layout.max_line) });
        }
        let (text, padded) = (self.piece.text(), self.piece.padded());
        let mut line = 0;
        while (self.rows.len() as u64) < most
            && let Some(start) = layout.dialect.next_record(text, line)
        {
            let (mut at, mut next_wanted) = (start, 0);
            for column in 0..layout.width {
                let counts = !layout.slots(column, &mut next_wanted).is_empty();
                let (stop, next) = if counts && numbers {
                    let (kinds, stop, next) = layout.kind(padded, at, column)?;
                    if kinds.is_text() {
                        let field = layout.dialect.field(padded, at, column + 1)?;
                        let what = shown(&padded[field.start..field.end]);
                        let what = format!("{what} is not a number");
                        return Err(Fault { at: field.start, column: column + 1, what });
                    }
                    self.kinds.add(kinds);
                    (stop, next)
                } else {
                    let field = layout.dialect.field(padded, at, column + 1)?;
                    (field.stop, field.next)
                };
                if (stop == Stop::Record) != (column + 1 == layout.width) {
                    return Err(layout.ragged(padded, start));
                }
                at = next;
            }
            line = at;
            self.rows.push(start);
        }
        Ok(())
    }
}

/// What reading through a file found.
struct Found {
    kinds: Kinds,
    rows: usize,
    places: Vec<Place>,
    stride: usize,
    end: u64,
}

impl Found {
    fn scan(
        mut pieces: Pieces<'_>,
        layout: &Layout,
        options: &TextOptions,
        numbers: bool,
    ) -> Result<Self> {
        let max_rows = options.max_rows.unwrap_or(u64::MAX);
        let mut progress = Progress { lines: layout.lines, rows: 0, max_rows };
        let mut found =
            Self { kinds: Kinds::default(), rows: 0, places: Vec::new(), stride: 0, end: 0 };
        if max_rows == 0 {
            return Ok(found);
        }
        let most = few_rows(options.max_rows);
        in_order(
            options.block_bytes.saturating_mul(4),
            &Scan::default,
            &mut |scan| Ok(pieces.take(&layout.dialect, most, &mut scan.piece)?.is_some()),
            &|scan| scan.look(layout, numbers, u64::MAX),
            &mut |scan| {
                let left = progress.max_rows - progress.rows;
                let count = scan.rows.len() as u64;
                if count > left || count == left && scan.trouble.is_some() {
                    scan.look(layout, numbers, left);
                }
                let (first, lines) = (progress.rows, progress.lines);
                let count = scan.rows.len() as u64;
                let trouble = scan.trouble.take();
                let (_, flow) = progress.advance(&scan.piece, count, scan.lines, trouble)?;
                found.append(scan, first as usize, lines)?;
                Ok(flow)
            },
        )?;
        found.rows = progress.rows as usize;
        Ok(found)
    }

    /// Remembers where some of the rows of a piece are, of which `first` is the first.
    fn append(&mut self, scan: &Scan, first: usize, lines: u64) -> Result<()> {
        let text = scan.piece.text();
        self.kinds.add(scan.kinds);
        if self.stride == 0 {
            self.stride = scan.rows.len().saturating_mul(CHUNK).div_ceil(text.len().max(1));
        }
        if self.stride > 0 {
            let (mut before, mut counted) = (lines, 0);
            let next = first.next_multiple_of(self.stride) - first;
            for &start in scan.rows.iter().skip(next).step_by(self.stride) {
                before += count_lines(&text[counted..start]);
                counted = start;
                let bytes = (self.places.len() + 1) * size_of::<Place>();
                self.places.try_reserve(1).map_err(|_| ErrorKind::AllocFailed { bytes })?;
                self.places.push(Place { offset: scan.piece.offset + start as u64, lines: before });
            }
        }
        self.end = scan.piece.offset + scan.piece.taken() as u64;
        Ok(())
    }
}
