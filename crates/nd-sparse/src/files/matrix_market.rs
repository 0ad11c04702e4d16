//! Matrix Market exchange files: text, every field and symmetry.

use super::element::{Field, MarketElement};
use super::entries::{Entries, Symmetry};
use super::lines::{LineFault, TRUSTED};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use std::io::{BufRead, Write};

/// What is wrong with a Matrix Market file.
///
/// # Examples
/// ```
/// use nd_sparse::{MarketError, read_matrix_market};
///
/// let text = "%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 5.0\n";
/// let error = read_matrix_market::<f64, u32>(text.as_bytes()).unwrap_err();
/// assert_eq!(error.to_string(), "MatrixMarket, line 3: row 3 of a matrix with 2 rows");
/// assert!(matches!(error, MarketError::Syntax { line: 3, .. }));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MarketError {
    /// The system's.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The text breaks the rules of the format.
    #[error("MatrixMarket, line {line}: {what}")]
    Syntax {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The values are of a kind that the element type does not have.
    #[error("MatrixMarket: values are {field}, which {wanted} does not hold")]
    Field {
        /// The kind in the file.
        field: &'static str,
        /// The element type that was asked for.
        wanted: &'static str,
    },
    /// The matrix is too large for the indices.
    #[error(transparent)]
    Sparse(#[from] SparseError),
}

/// Lines that are no comments.
struct Lines<R>(super::lines::Lines<R>);

impl<R: BufRead> Lines<R> {
    fn wrong<T>(&self, what: impl Into<String>) -> Result<T, MarketError> {
        Err(MarketError::Syntax { line: self.0.line, what: what.into() })
    }

    /// The next line; `None` at the end.
    fn next(&mut self) -> Result<Option<&str>, MarketError> {
        let line = self.0.line + 1;
        match self.0.next() {
            Ok(text) => Ok(text.map(str::trim)),
            Err(LineFault::Io(error)) => Err(error.into()),
            Err(LineFault::Wrong(what)) => Err(MarketError::Syntax { line, what: what.into() }),
        }
    }

    /// The words of the next line that is no comment and not empty; `None` at the end.
    fn words(&mut self) -> Result<Option<Vec<String>>, MarketError> {
        while let Some(line) = self.next()? {
            if !line.is_empty() && !line.starts_with('%') {
                return Ok(Some(line.split_whitespace().map(String::from).collect()));
            }
        }
        Ok(None)
    }

    fn count(&self, word: &str) -> Result<usize, MarketError> {
        word.parse().or_else(|_| self.wrong(format!("{word:?} is not a number of something")))
    }
}

/// What the first line says.
struct Header {
    coordinates: bool,
    field: Field,
    symmetry: Symmetry,
}

fn header<R: BufRead>(lines: &mut Lines<R>) -> Result<Header, MarketError> {
    let line = lines.next()?.unwrap_or_default().to_ascii_lowercase();
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["%%matrixmarket", "matrix", format, field, symmetry] = words[..] else {
        return lines
            .wrong("the first line is not \"%%MatrixMarket matrix …\" with three more words");
    };
    let coordinates = match format {
        "coordinate" => true,
        "array" => false,
        other => return lines.wrong(format!("the format {other:?}")),
    };
    let field = if field == "double" { "real" } else { field };
    let known = Field::ALL.into_iter().find(|known| known.name() == field);
    let Some(field) = known.filter(|&field| coordinates || field != Field::Pattern) else {
        return lines.wrong(format!("values that are {field:?}"));
    };
    let known = Symmetry::ALL.into_iter().find(|(name, _)| *name == symmetry);
    let Some((_, symmetry)) = known else {
        return lines.wrong(format!("the symmetry {symmetry:?}"));
    };
    Ok(Header { coordinates, field, symmetry })
}

/// Reads a matrix in the Matrix Market format: coordinates or a dense array, of every kind of values and every
/// symmetry.
///
/// Both halves of a symmetric matrix are in the result, whichever is in the file. Entries at one place add up.
/// Nothing is believed that the file says of its size: room is made as entries come.
///
/// # Errors
/// [`MarketError`]: [`Syntax`](MarketError::Syntax), which names the line; [`Field`](MarketError::Field), as the
/// table of [`MarketElement`] says; [`Io`](MarketError::Io); [`Sparse`](MarketError::Sparse).
///
/// # SciPy
/// `scipy.io.mmread(path)`.
///
/// # Examples
/// ```
/// use nd_sparse::read_matrix_market;
///
/// let text = "%%MatrixMarket matrix coordinate real symmetric\n% a comment\n2 2 2\n1 1 2.5\n2 1 -1\n";
/// let a = read_matrix_market::<f64, u32>(text.as_bytes())?;
/// assert_eq!(a.to_dense(), nd_core::array![[2.5, -1.0], [-1.0, 0.0]]);
/// # Ok::<(), nd_sparse::MarketError>(())
/// ```
pub fn read_matrix_market<T: SparseElement<I> + MarketElement, I: Index>(
    from: impl BufRead,
) -> Result<Coo<T, I>, MarketError> {
    let mut lines = Lines(super::lines::Lines::new(from));
    let header = header(&mut lines)?;
    if header.field > Field::of::<T>() {
        let wanted = std::any::type_name::<T>();
        return Err(MarketError::Field { field: header.field.name(), wanted });
    }
    let Some(sizes) = lines.words()? else {
        return lines.wrong("no line with the size of the matrix");
    };
    let sizes = sizes.iter().map(|word| lines.count(word)).collect::<Result<Vec<_>, _>>()?;
    let (shape, entries) = match (&sizes[..], header.coordinates) {
        (&[rows, columns, entries], true) => ([rows, columns], entries),
        (&[rows, columns], false) => ([rows, columns], 0),
        _ => return lines.wrong("sizes are rows, columns and, of coordinates, entries"),
    };
    if header.symmetry != Symmetry::General && shape[0] != shape[1] {
        return lines
            .wrong(format!("a matrix with a symmetry that is {} by {}", shape[0], shape[1]));
    }
    SparseError::check_axes::<I>("read_matrix_market", &shape)?;
    let mut made = Made { entries: Entries::new(header.symmetry, entries.min(TRUSTED)), header };
    if made.header.coordinates {
        made.coordinates(&mut lines, shape, entries)?;
    } else {
        made.array(&mut lines, shape)?;
    }
    if lines.words()?.is_some() {
        return lines.wrong("more lines than the matrix has values");
    }
    Ok(made.entries.into_coo(shape)?)
}

/// Entries that are read.
struct Made<T, I> {
    entries: Entries<T, I>,
    header: Header,
}

impl<T: MarketElement, I: Index> Made<T, I> {
    /// A value from the words of a line.
    fn value<R>(&self, lines: &Lines<R>, words: &[String]) -> Result<T, MarketError>
    where
        R: BufRead,
    {
        let expected = match self.header.field {
            Field::Pattern => 0,
            Field::Integer | Field::Real => 1,
            Field::Complex => 2,
        };
        if words.len() != expected {
            return lines.wrong(format!("{} words for a value of {expected}", words.len()));
        }
        let value = T::read([words.first().map(String::as_str), words.get(1).map(String::as_str)]);
        match value {
            Some(value) => Ok(value),
            None => lines.wrong(format!("{:?} is not a value of {}", words.join(" "), T::FIELD)),
        }
    }

    fn coordinates<R: BufRead>(
        &mut self,
        lines: &mut Lines<R>,
        shape: [usize; 2],
        entries: usize,
    ) -> Result<(), MarketError> {
        for read in 0..entries {
            let Some(words) = lines.words()? else {
                return lines.wrong(format!("the end after {read} of {entries} entries"));
            };
            let [row, column, value @ ..] = &words[..] else {
                return lines.wrong("an entry without row and column");
            };
            let (row, column) = (lines.count(row)?, lines.count(column)?);
            for (at, name, len) in [(row, "row", shape[0]), (column, "column", shape[1])] {
                if at == 0 || at > len {
                    return lines.wrong(format!("{name} {at} of a matrix with {len} {name}s"));
                }
            }
            let value = self.value(lines, value)?;
            if self.header.symmetry == Symmetry::Skew && row == column && !value.is_zero() {
                return lines.wrong("an entry on the diagonal of a skew-symmetric matrix");
            }
            self.entries.push(row - 1, column - 1, value);
        }
        Ok(())
    }

    /// Elements column by column; of a symmetric matrix those on and below the diagonal.
    fn array<R: BufRead>(
        &mut self,
        lines: &mut Lines<R>,
        shape: [usize; 2],
    ) -> Result<(), MarketError> {
        // Of no rows there are no elements, however many columns are promised.
        for column in 0..if shape[0] == 0 { 0 } else { shape[1] } {
            let first = match self.header.symmetry {
                Symmetry::General => 0,
                Symmetry::Symmetric | Symmetry::Hermitian => column,
                Symmetry::Skew => column + 1,
            };
            for row in first..shape[0] {
                let Some(words) = lines.words()? else {
                    return lines.wrong(format!("the end before row {row} of column {column}"));
                };
                let value = self.value(lines, &words)?;
                if !value.is_zero() {
                    self.entries.push(row, column, value);
                }
            }
        }
        Ok(())
    }
}

/// Writes a matrix in the Matrix Market format, as coordinates without symmetry: numbers with the fewest digits
/// that say which they are.
///
/// # Errors
/// The system's. [`std::io::ErrorKind::InvalidInput`] if the array does not have two axes.
///
/// # SciPy
/// `scipy.io.mmwrite(path, a, symmetry="general")`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, write_matrix_market};
///
/// let mut text = Vec::new();
/// write_matrix_market(&mut text, &Csr::<i32>::from_dense([[0, 7]]).to_coo())?;
/// assert_eq!(text, b"%%MatrixMarket matrix coordinate integer general\n1 2 1\n1 2 7\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_matrix_market<T: SparseElement<I> + MarketElement, I: Index>(
    mut to: impl Write,
    a: &Coo<T, I>,
) -> std::io::Result<()> {
    let &[rows, columns] = a.shape() else {
        let what = format!("write_matrix_market: a matrix is needed, not shape {:?}", a.shape());
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, what));
    };
    writeln!(to, "%%MatrixMarket matrix coordinate {} general", T::FIELD)?;
    writeln!(to, "{rows} {columns} {}", a.nnz())?;
    for ((row, column), &value) in a.coords(0).iter().zip(a.coords(1)).zip(a.values()) {
        let line = format!("{} {} {}", row.position() + 1, column.position() + 1, value.write());
        writeln!(to, "{}", line.trim_end())?;
    }
    Ok(())
}
