//! [`Table`]: columns of different types; [`load_table`] and how their types are found.

use std::fs;
use std::ops::Range;
use std::path::Path;

use nd_core::{AnyArray, Array, Casting, DType, Shape, can_cast};

use super::column::{Column, Refused, Values};
use super::dialect::{Fault, Stop, count_lines};
use super::element::TextElement;
use super::kinds::Kinds;
use super::layout::{Layout, read_layout, too_long};
use super::options::{ColumnRef, TextOptions};
use super::packed::unpacked;
use super::par::{Flow, Job, in_order};
use super::pieces::{Piece, Pieces, Stream};
use super::read::{extension, few_rows, open};
use super::rows::{Progress, Trouble, check_limit};
use crate::blocks::{Region, Strided, bytes_of, copy_strided, filled};
use crate::error::{Error, ErrorKind, Result};

/// Columns of equal length, each with a type of its own, and perhaps with names.
///
/// The type of a column is found from all its values, whatever their order: `true` and `false` make
/// `bool`; integers `i64`, or `u64` if one is too large for that and none negative; other numbers
/// `f64`, or `Complex<f64>`; anything else, and mixtures of these with `bool`, text. Numbers are
/// read as what the column is, never by way of another type. A missing value is NaN, and makes
/// integers floats, unless a fill value is given; among booleans it makes text of them. Texts are
/// kept as they stand, missing ones too, blanks included; only the quotes go.
///
/// # NumPy
/// `np.genfromtxt(path, dtype=None, names=True)`, `pandas.read_csv(path)`.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::{TextOptions, table_from_bytes};
///
/// let text = b"id,mass,name\n1,0.5,\"Smith, A\"\n2,,B\n";
/// let table = table_from_bytes(text, &TextOptions::default())?;
/// assert_eq!((table.rows(), table.names()), (2, &["id".into(), "mass".into(), "name".into()][..]));
/// assert_eq!(table.column("id").unwrap().dtype(), Some(DType::I64));
/// assert_eq!(table.column(1).unwrap().dtype(), Some(DType::F64));
/// assert_eq!(table.column(-1).unwrap().as_text().unwrap().get(0), Some("Smith, A"));
/// assert!(table.to_array::<f64>().is_err()); // a column of text
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// Number of rows.
    ///
    /// # NumPy
    /// `len(frame)` of pandas.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n2,Grace\n", &TextOptions::default())?;
    /// assert_eq!(table.rows(), 2); // without the header
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in order.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n2,Grace\n", &TextOptions::default())?;
    /// assert_eq!(table.columns().len(), 2);
    /// assert!(table.columns()[1].dtype().is_none()); // text
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns' names; empty without a header.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// assert_eq!(table_from_bytes(b"a,b\n1,2\n", &TextOptions::default())?.names(), ["a", "b"]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// One column, by position (negative ones from the last) or by name (the first of that name).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"a,b\n1,2\n", &TextOptions::default())?;
    /// assert_eq!(table.column("b"), table.column(-1));
    /// assert!(table.column("c").is_none() && table.column(2).is_none());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn column(&self, column: impl Into<ColumnRef>) -> Option<&Column> {
        let position = match column.into() {
            ColumnRef::Position(index) if index < 0 => {
                self.columns.len().checked_sub(index.unsigned_abs())?
            }
            ColumnRef::Position(index) => index.unsigned_abs(),
            ColumnRef::Name(name) => self.names.iter().position(|other| *other == name)?,
        };
        self.columns.get(position)
    }

    /// All columns, one by one.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Column, TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n", &TextOptions::default())?;
    /// let mut columns = table.into_columns();
    /// assert!(matches!(columns.pop(), Some(Column::Text(names)) if names.get(0) == Some("Ada")));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }

    /// All columns as one array of rows and columns.
    ///
    /// # Errors
    /// [`ErrorKind::Text`] for a column of text; [`ErrorKind::DtypeMismatch`] for one of a kind that
    /// `T` does not hold, as floats for integers; [`ErrorKind::AllocFailed`].
    ///
    /// # NumPy
    /// `DataFrame.to_numpy(dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"1,0.5\n2,1.5\n", &TextOptions::default())?;
    /// assert_eq!(table.to_array::<f64>()?.into_vec(), [1.0, 0.5, 2.0, 1.5]);
    /// assert!(table.to_array::<i64>().is_err()); // floats do not become integers
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn to_array<T: TextElement>(&self) -> Result<Array<T>> {
        self.to_any(T::DTYPE).map(T::take)
    }

    #[inline(never)]
    fn to_any(&self, requested: DType) -> Result<AnyArray> {
        let (itemsize, columns) = (requested.itemsize(), self.columns.len());
        let mut cast = Vec::with_capacity(columns);
        for (at, column) in self.columns.iter().enumerate() {
            let Column::Numbers(numbers) = column else {
                let (column, what) = ((at + 1) as u64, "the column holds text".to_owned());
                return Err(ErrorKind::Text { line: 0, column, what }.into());
            };
            let stored = numbers.dtype();
            if !can_cast(stored, requested, Casting::SameKind) {
                return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
            }
            cast.push(numbers.cast(requested));
        }
        let shape = Shape::from([self.rows, columns]);
        // Bytes of booleans are those of numbers here.
        filled(requested, shape, &mut |out| {
            for (at, column) in cast.iter().enumerate() {
                let bytes = bytes_of(column.view()).unwrap_or_default();
                let from = Strided::dense(&[self.rows], itemsize);
                let to = Region::new([0, at], [self.rows, 1]);
                let to = Strided::of(&shape, &to, itemsize);
                let to = Strided { offset: to.offset, strides: Shape::from(to.strides[0]) };
                copy_strided(bytes, from, out, to, &[self.rows], itemsize);
            }
            Ok(())
        })
    }
}

/// Loads a text file as a table of columns, whose types are found from their values.
///
/// The file is read once where the types of the first block hold for all of it, otherwise again
/// from the start: once to find them, once to read the values. What is not a regular file is kept
/// in memory for that.
///
/// # Errors
/// An [`Error`] that names the file, as [`load_text`](crate::load_text); in columns of text, what is
/// not UTF-8.
///
/// # NumPy
/// `pandas.read_csv(path)`, `np.genfromtxt(path, dtype=None, names=True)`.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, load_table};
///
/// let path = std::env::temp_dir().join(format!("nd-table-{}.csv", std::process::id()));
/// std::fs::write(&path, "n,x\n1,0.5\n2,1\n")?;
/// let table = load_table(&path, &TextOptions::default())?;
/// assert_eq!(table.to_array::<f64>()?.into_vec(), [1.0, 0.5, 2.0, 1.0]);
///
/// std::fs::write(&path, "n,x\n1\n")?;
/// assert!(load_table(&path, &TextOptions::default()).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_table(path: impl AsRef<Path>, options: &TextOptions) -> Result<Table> {
    let path = path.as_ref();
    let load = || {
        let mut file = open(path)?;
        if fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
            return read(&|| open(path), options, extension(path));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(Error::io("read"))?;
        read(&|| Ok(Box::new(&*bytes)), options, extension(path))
    };
    load().map_err(|error| error.at(path))
}

/// Reads a table from text in memory, as [`load_table`] does.
///
/// # Errors
/// As [`load_table`], without a file name.
///
/// # Examples
/// ```
/// use nd_io::{TextOptions, table_from_bytes};
///
/// let table = table_from_bytes(b"1 a\n2 b\n", &TextOptions::default())?;
/// assert_eq!((table.rows(), table.columns().len()), (2, 2));
/// assert!(table_from_bytes(b"a,\"b\n", &TextOptions::default()).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn table_from_bytes(bytes: &[u8], options: &TextOptions) -> Result<Table> {
    read(&|| Ok(Box::new(bytes)), options, None)
}

/// Reads a table from a text that can be read again.
fn read<'r>(
    open: &dyn Fn() -> Result<Stream<'r>>,
    options: &TextOptions,
    extension: Option<&str>,
) -> Result<Table> {
    let begin = || {
        let mut pieces =
            Pieces::new(unpacked(open()?, options)?, 0, options.block_bytes, options.max_line);
        let layout = read_layout(&mut pieces, options, extension, false)?;
        Ok::<_, Error>(Pass { pieces, layout, options })
    };
    let guess = begin()?.kinds(true)?;
    if guess.iter().all(|kinds| kinds.is_settled(options.fill_value))
        && let Some(table) = begin()?.values(&guess)?
    {
        return Ok(table);
    }
    let kinds = begin()?.kinds(false)?;
    let changed = || ErrorKind::corrupt(crate::Format::Text, "it changed while it was read").into();
    begin()?.values(&kinds)?.ok_or_else(changed)
}

/// One reading of a text.
struct Pass<'a, 'r> {
    pieces: Pieces<'r>,
    layout: Layout,
    options: &'a TextOptions,
}

/// A piece of the text and what was found in it.
#[derive(Default)]
struct Part {
    piece: Piece,
    kinds: Vec<Kinds>,
    values: Vec<Values>,
    /// The most rows to look at.
    limit: Option<u64>,
    count: u64,
    lines: u64,
    trouble: Option<Trouble>,
    /// A value that its column cannot hold.
    misfit: bool,
}

/// Does something with a field: part, padded text, position, column of the file, places among what is
/// read; returns what ends the field, and where the next one begins.
type Visit<'a> = &'a mut dyn FnMut(
    &mut Part,
    &[u8],
    usize,
    usize,
    Range<usize>,
) -> Result<(Stop, usize), Refused>;

impl Job for Part {
    fn weight(&self) -> usize {
        self.piece.len()
    }
}

impl Part {
    /// Calls `field(self, padded text, position, file column, slots)` for every field.
    fn each_field(&mut self, layout: &Layout, field: Visit<'_>) {
        self.count = 0;
        (self.trouble, self.misfit) = (None, false);
        let piece = std::mem::take(&mut self.piece);
        self.lines = count_lines(piece.text());
        let result = self.walk(layout, &piece, field);
        match result {
            Ok(()) => {}
            Err(Refused::Fault(fault)) => self.trouble = Some(Trouble::Fault(fault)),
            Err(Refused::Memory(bytes)) => self.trouble = Some(Trouble::Memory(bytes)),
            Err(Refused::Misfit) => self.misfit = true,
        }
        self.piece = piece;
    }

    fn walk(&mut self, layout: &Layout, piece: &Piece, field: Visit<'_>) -> Result<(), Refused> {
        if piece.too_long {
            return Err(Fault { at: 0, column: 0, what: too_long(layout.max_line) }.into());
        }
        let (text, padded) = (piece.text(), piece.padded());
        let mut line = 0;
        while self.limit.is_none_or(|limit| self.count < limit)
            && let Some(start) = layout.dialect.next_record(text, line)
        {
            let (mut at, mut next_wanted) = (start, 0);
            for column in 0..layout.width {
                let slots = layout.slots(column, &mut next_wanted);
                let (stop, next) = if slots.is_empty() {
                    let skipped = layout.dialect.field(padded, at, column + 1)?;
                    (skipped.stop, skipped.next)
                } else {
                    field(self, padded, at, column, slots)?
                };
                if (stop == Stop::Record) != (column + 1 == layout.width) {
                    return Err(layout.ragged(padded, start).into());
                }
                at = next;
            }
            line = at;
            self.count += 1;
        }
        Ok(())
    }
}

impl Layout {
    /// The places, in the order of fields, among what is read of one field; `next` is the first of
    /// them that is not given out yet.
    #[inline]
    pub(super) fn slots(&self, column: usize, next: &mut usize) -> Range<usize> {
        let start = *next;
        match &self.wanted {
            None => *next += 1,
            Some(wanted) => {
                while wanted.get(*next).is_some_and(|&(field, _)| field == column) {
                    *next += 1;
                }
            }
        }
        start..*next
    }
}

impl Pass<'_, '_> {
    fn progress(&self) -> Progress {
        let max_rows = self.options.max_rows.unwrap_or(u64::MAX);
        Progress { lines: self.layout.lines, rows: 0, max_rows }
    }

    /// What the columns hold, in the order of fields: in the first piece, or in all.
    fn kinds(self, first_only: bool) -> Result<Vec<Kinds>> {
        let mut progress = self.progress();
        let Self { mut pieces, layout, options } = self;
        let columns = layout.columns;
        let mut all = vec![Kinds::default(); columns];
        if progress.max_rows == 0 {
            return Ok(all);
        }
        let most = few_rows(options.max_rows);
        let sample = |part: &mut Part| {
            part.kinds = vec![Kinds::default(); columns];
            part.each_field(&layout, &mut |part, text, at, column, slots| {
                let (kinds, stop, next) = layout.kind(text, at, column)?;
                part.kinds[slots].iter_mut().for_each(|slot| slot.add(kinds));
                Ok((stop, next))
            });
        };
        if first_only {
            let mut part = Part { limit: options.max_rows, ..Part::default() };
            if pieces.take(&layout.dialect, most, &mut part.piece)?.is_some() {
                sample(&mut part); // what is wrong in it, the next pass finds
            }
            part.kinds.resize(columns, Kinds::default());
            return Ok(part.kinds);
        }
        in_order(
            options.block_bytes.saturating_mul(4),
            &Part::default,
            &mut |part| Ok(pieces.take(&layout.dialect, most, &mut part.piece)?.is_some()),
            &sample,
            &mut |part| {
                let left = progress.max_rows - progress.rows;
                if part.count > left || part.count == left && part.trouble.is_some() {
                    // Nothing counts behind the last row that is wanted, the first fields of a
                    // faulty row neither: the piece is read again.
                    part.limit = Some(left);
                    sample(part);
                }
                let trouble = part.trouble.take();
                let (_, flow) = progress.advance(&part.piece, part.count, part.lines, trouble)?;
                all.iter_mut().zip(&part.kinds).for_each(|(all, kinds)| all.add(*kinds));
                Ok(flow)
            },
        )?;
        Ok(all)
    }

    /// The table, if its values are of these kinds.
    fn values(self, kinds: &[Kinds]) -> Result<Option<Table>> {
        let mut progress = self.progress();
        let Self { mut pieces, layout, options } = self;
        let types: Vec<Option<DType>> =
            kinds.iter().map(|kinds| kinds.dtype(layout.missing.fill_value)).collect();
        let new = || -> Vec<Values> { types.iter().map(|&dtype| Values::new(dtype)).collect() };
        let mut all = new();
        let mut misfit = false;
        let limit = options.memory_limit.unwrap_or(usize::MAX);
        let most = few_rows(options.max_rows);
        if progress.max_rows > 0 {
            in_order(
                options.block_bytes.saturating_mul(4),
                &Part::default,
                &mut |part| Ok(pieces.take(&layout.dialect, most, &mut part.piece)?.is_some()),
                &|part| {
                    part.values = new();
                    part.each_field(&layout, &mut |part, text, at, column, slots| {
                        let mut end = Err(Refused::Misfit);
                        for slot in slots {
                            end = Ok(part.values[slot].read(&layout, text, at, column)?);
                        }
                        end
                    });
                },
                &mut |part| {
                    let (rows, left) = (part.count, progress.max_rows - progress.rows);
                    if part.misfit && rows < left {
                        misfit = true;
                        return Ok(Flow::Enough);
                    }
                    let trouble = part.trouble.take();
                    let (rows, flow) = progress.advance(&part.piece, rows, part.lines, trouble)?;
                    part.values.iter_mut().for_each(|values| values.truncate(rows as usize));
                    let held: usize = all.iter().chain(&part.values).map(Values::bytes).sum();
                    check_limit(held, limit)?;
                    for (all, values) in all.iter_mut().zip(&part.values) {
                        all.append(values)?;
                    }
                    Ok(flow)
                },
            )?;
        }
        if misfit {
            return Ok(None);
        }
        Ok(Some(layout.table(all, progress.rows as usize)))
    }
}

impl Layout {
    /// The table of values in the order of fields.
    fn table(self, values: Vec<Values>, rows: usize) -> Table {
        let mut columns: Vec<(usize, Column)> = match &self.wanted {
            None => values.into_iter().map(Values::into_column).enumerate().collect(),
            Some(wanted) => {
                let slots = wanted.iter().map(|&(_, slot)| slot);
                slots.zip(values.into_iter().map(Values::into_column)).collect()
            }
        };
        columns.sort_by_key(|(slot, _)| *slot);
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        Table { names: self.names, columns, rows }
    }
}
