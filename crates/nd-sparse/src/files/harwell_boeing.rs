//! Harwell–Boeing files: compressed columns in the formats of Fortran.

use super::element::{Field, MarketElement};
use super::entries::{Entries, Symmetry};
use super::error::SparseFileError;
use super::fortran::{Edit, Format};
use super::lines::{Lines, TRUSTED};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use std::io::BufRead;

const NAME: &str = "Harwell–Boeing";

/// What stands in front of the numbers.
struct Header {
    field: Field,
    symmetry: Symmetry,
    shape: [usize; 2],
    entries: usize,
    pointers: Format,
    rows: Format,
    /// None where there are no values.
    values: Option<Format>,
}

/// The lines of a file.
struct Source<R>(Lines<R>);

impl<R: BufRead> Source<R> {
    fn wrong<T>(&self, what: impl Into<String>) -> Result<T, SparseFileError> {
        Err(SparseFileError::line(NAME, self.0.line, what))
    }

    /// The next line, or that it is missing.
    fn next(&mut self, what: &str) -> Result<String, SparseFileError> {
        let line = self.0.line + 1;
        match self.0.next() {
            Ok(Some(text)) if text.is_ascii() => Ok(text.to_owned()),
            Ok(Some(_)) => self.wrong("a line that is not ASCII"),
            Ok(None) => self.wrong(format!("the end before {what}")),
            Err(fault) => Err(SparseFileError::of_line(NAME, line, fault)),
        }
    }

    /// A whole number in columns of a line of the header.
    fn count(&self, line: &str, from: usize, what: &str) -> Result<usize, SparseFileError> {
        let field = line.get(from..line.len().min(from + 14)).unwrap_or("").trim();
        field.parse().or_else(|_| self.wrong(format!("{field:?} is not the number of {what}")))
    }

    fn format(&self, line: &str, from: usize, to: usize) -> Result<Format, SparseFileError> {
        let text = line.get(from..line.len().min(to)).unwrap_or("").trim();
        let format = Format::parse(text);
        format.map_or_else(|| self.wrong(format!("{text:?} is not a format of numbers")), Ok)
    }

    fn header(&mut self) -> Result<Header, SparseFileError> {
        self.next("the title")?;
        let cards = self.next("the numbers of lines")?;
        let sides = match cards.get(56..).unwrap_or("").trim() {
            "" => 0,
            _ => self.count(&cards, 56, "lines with right-hand sides")?,
        };
        let sizes = self.next("the sizes")?;
        let (field, symmetry) = self.kind(sizes.get(..3).unwrap_or(""))?;
        let rows = self.count(&sizes, 14, "rows")?;
        let columns = self.count(&sizes, 28, "columns")?;
        let entries = self.count(&sizes, 42, "entries")?;
        if symmetry != Symmetry::General && rows != columns {
            return self.wrong(format!("a matrix with a symmetry that is {rows} by {columns}"));
        }
        let formats = self.next("the formats")?;
        let pointers = self.format(&formats, 0, 16)?;
        let row_numbers = self.format(&formats, 16, 32)?;
        let values = match field {
            Field::Pattern => None,
            _ => Some(self.format(&formats, 32, 52)?),
        };
        if sides > 0 {
            self.next("what the right-hand sides are")?;
        }
        let shape = [rows, columns];
        Ok(Header { field, symmetry, shape, entries, pointers, rows: row_numbers, values })
    }

    /// The three letters of a matrix.
    fn kind(&self, letters: &str) -> Result<(Field, Symmetry), SparseFileError> {
        let letters: Vec<char> = letters.to_ascii_uppercase().chars().collect();
        let [values, symmetry, assembled] = letters[..] else {
            return self.wrong("no kind of a matrix: three letters");
        };
        let field = match values {
            'R' => Field::Real,
            'C' => Field::Complex,
            'P' => Field::Pattern,
            'I' => Field::Integer,
            other => return self.wrong(format!("values of the kind {other:?}")),
        };
        let symmetry = match symmetry {
            'U' | 'R' => Symmetry::General,
            'S' => Symmetry::Symmetric,
            'H' => Symmetry::Hermitian,
            'Z' => Symmetry::Skew,
            other => return self.wrong(format!("the symmetry {other:?}")),
        };
        match assembled {
            'A' => Ok((field, symmetry)),
            'E' => {
                let what = "finite elements that are not assembled".to_owned();
                Err(SparseFileError::Unsupported { format: NAME, what })
            }
            other => self.wrong(format!("{other:?}, which is neither assembled nor elements")),
        }
    }
}

/// Numbers one after the other, as a format has them: each list begins on a line of its own.
struct Numbers<'f> {
    format: &'f Format,
    what: &'static str,
    /// Those of a line that are not used yet, the last one first.
    ahead: Vec<(String, Edit)>,
}

impl<'f> Numbers<'f> {
    fn new(format: &'f Format, what: &'static str) -> Self {
        Numbers { format, what, ahead: Vec::new() }
    }

    fn next<R: BufRead>(&mut self, source: &mut Source<R>) -> Result<String, SparseFileError> {
        while self.ahead.is_empty() {
            let line = source.next(self.what)?;
            let line = line.trim_end();
            if line.is_empty() {
                return source.wrong(format!("an empty line among {}", self.what));
            }
            let fields = self.format.fields(line);
            self.ahead = fields.map(|(field, edit)| (field.to_owned(), edit)).collect();
            self.ahead.reverse();
        }
        let Some((field, edit)) = self.ahead.pop() else {
            return source.wrong(format!("no numbers among {}", self.what));
        };
        match edit.number(&field) {
            Some(number) => Ok(number),
            None => source.wrong(format!("{field:?} among {} is no number", self.what)),
        }
    }

    /// A number that counts from 1, as one that counts from 0.
    fn position<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        below: usize,
    ) -> Result<usize, SparseFileError> {
        let number = self.next(source)?;
        match number.parse::<usize>() {
            Ok(at) if at > 0 && at <= below => Ok(at - 1),
            _ => source.wrong(format!("{number} among {}: 1 to {below}", self.what)),
        }
    }
}

/// Reads a matrix in the Harwell–Boeing format: real, complex, whole or no values, of every symmetry, in any format of
/// Fortran's for numbers.
///
/// Fields are cut by their columns, so that numbers may touch; exponents may begin with `D`, or with their sign
/// alone. Both halves of a symmetric matrix are in the result. Right-hand sides are left out. Nothing is believed
/// that the file says of its size: room is made as numbers come. Packed files:
/// [`load_harwell_boeing`](crate::load_harwell_boeing) unpacks them.
///
/// # Errors
/// [`SparseFileError`]: [`Syntax`](SparseFileError::Syntax), which names the line;
/// [`Unsupported`](SparseFileError::Unsupported) for finite elements that are not assembled;
/// [`Field`](SparseFileError::Field), as the table of [`MarketElement`] says; [`Io`](SparseFileError::Io);
/// [`Sparse`](SparseFileError::Sparse).
///
/// # SciPy
/// `scipy.io.hb_read(path)`, which reads matrices without symmetry, of whole numbers or of `E` formats, and none whose
/// numbers touch.
///
/// # Examples
/// ```
/// use nd_sparse::read_harwell_boeing;
///
/// let text = "\
/// a matrix of two entries                                                 KEY     
///              3             1             1             1             0
/// RUA                        2             2             2             0
/// (3I4)           (2I4)           (2E12.4)            
///    1   2   3
///    1   2
///   2.5000E+00 -1.0000D+00
/// ";
/// let a = read_harwell_boeing::<f64, u32>(text.as_bytes())?;
/// assert_eq!(a.to_dense(), nd_core::array![[2.5, 0.0], [0.0, -1.0]]);
/// # Ok::<(), nd_sparse::SparseFileError>(())
/// ```
pub fn read_harwell_boeing<T: SparseElement<I> + MarketElement, I: Index>(
    from: impl BufRead,
) -> Result<Coo<T, I>, SparseFileError> {
    let mut source = Source(Lines::new(from));
    let header = source.header()?;
    if header.field > Field::of::<T>() {
        let (field, wanted) = (header.field.name(), std::any::type_name::<T>());
        return Err(SparseFileError::Field { format: NAME, field, wanted });
    }
    SparseError::check_axes::<I>("read_harwell_boeing", &header.shape)?;
    let starts = starts(&mut source, &header)?;
    let rows: Vec<I> = rows(&mut source, &header)?;
    let mut values = header.values.as_ref().map(|format| Numbers::new(format, "the values"));
    let mut entries = Entries::new(header.symmetry, rows.len().min(TRUSTED));
    for (column, ends) in starts.windows(2).enumerate() {
        for &row in &rows[ends[0]..ends[1]] {
            let value = match &mut values {
                None => T::read([None, None]),
                Some(numbers) => value(&mut source, numbers, header.field)?,
            };
            let Some(value) = value else {
                return source.wrong(format!("not a value of {}", T::FIELD));
            };
            entries.push(row.position(), column, value);
        }
    }
    Ok(entries.into_coo(header.shape)?)
}

/// Where the entries of each column start.
fn starts<R: BufRead>(
    source: &mut Source<R>,
    header: &Header,
) -> Result<Vec<usize>, SparseFileError> {
    let mut numbers = Numbers::new(&header.pointers, "the starts of columns");
    let mut starts = Vec::with_capacity(header.shape[1].min(TRUSTED) + 1);
    for _ in 0..=header.shape[1] {
        let start = numbers.position(source, header.entries.saturating_add(1))?;
        let before = starts.last().copied().unwrap_or(0);
        if start < before || starts.is_empty() && start > 0 {
            return source.wrong(format!("a column that starts at {}", start + 1));
        }
        starts.push(start);
    }
    match starts.last() {
        Some(&end) if end == header.entries => Ok(starts),
        _ => source.wrong(format!("the columns do not end at {} entries", header.entries)),
    }
}

/// The row of each entry.
fn rows<I: Index, R: BufRead>(
    source: &mut Source<R>,
    header: &Header,
) -> Result<Vec<I>, SparseFileError> {
    let mut numbers = Numbers::new(&header.rows, "the rows");
    let mut rows = Vec::with_capacity(header.entries.min(TRUSTED));
    for _ in 0..header.entries {
        rows.push(I::from_position(numbers.position(source, header.shape[0])?));
    }
    Ok(rows)
}

/// The next value; two numbers of complex ones. `None` where the type does not hold it.
fn value<T: MarketElement, R: BufRead>(
    source: &mut Source<R>,
    numbers: &mut Numbers<'_>,
    field: Field,
) -> Result<Option<T>, SparseFileError> {
    let re = numbers.next(source)?;
    let im = if field == Field::Complex { Some(numbers.next(source)?) } else { None };
    Ok(T::read([Some(&re), im.as_deref()]))
}
