//! Matrix Market exchange files: text, every field and symmetry.

use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use nd_core::Complex;
use std::io::{BufRead, Read, Write};

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

/// What the values of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Pattern,
    Integer,
    Real,
    Complex,
}

impl Field {
    const ALL: [Field; 4] = [Field::Pattern, Field::Integer, Field::Real, Field::Complex];

    fn name(self) -> &'static str {
        match self {
            Field::Pattern => "pattern",
            Field::Integer => "integer",
            Field::Real => "real",
            Field::Complex => "complex",
        }
    }
}

/// What stands on the other side of the diagonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Symmetry {
    General,
    Symmetric,
    Skew,
    Hermitian,
}

impl Symmetry {
    const ALL: [(&'static str, Symmetry); 4] = [
        ("general", Symmetry::General),
        ("symmetric", Symmetry::Symmetric),
        ("skew-symmetric", Symmetry::Skew),
        ("hermitian", Symmetry::Hermitian),
    ];
}

/// Elements that Matrix Market files are read as and written from.
///
/// | elements | read from | written as |
/// |---|---|---|
/// | `bool` | pattern | pattern |
/// | integers | pattern, integer | integer |
/// | `f32`, `f64` | pattern, integer, real | real |
/// | complex | all | complex |
///
/// # Examples
/// ```
/// fn reads<T: nd_sparse::MarketElement>() {}
/// reads::<f64>();
/// ```
pub trait MarketElement: crate::Entry {
    #[doc(hidden)]
    const FIELD: &'static str;
    /// A value from its words: none, one, or two; `None` where they are no such number.
    #[doc(hidden)]
    fn read(words: [Option<&str>; 2]) -> Option<Self>;
    /// The value as a file has it.
    #[doc(hidden)]
    fn write(self) -> String;
    #[doc(hidden)]
    fn negated(self) -> Self;
    #[doc(hidden)]
    fn conjugated(self) -> Self {
        self
    }
}

macro_rules! market_integers {
    ($($T:ty)*) => {$(
        impl MarketElement for $T {
            const FIELD: &'static str = "integer";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                words[0].map_or(Some(1), |word| word.parse().ok())
            }
            fn write(self) -> String {
                self.to_string()
            }
            fn negated(self) -> Self {
                self.wrapping_neg()
            }
        }
    )*};
}
market_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl MarketElement for bool {
    const FIELD: &'static str = "pattern";
    fn read(words: [Option<&str>; 2]) -> Option<Self> {
        words[0].is_none().then_some(true)
    }
    fn write(self) -> String {
        String::new()
    }
    fn negated(self) -> Self {
        self
    }
}

macro_rules! market_floats {
    ($($T:ty)*) => {$(
        impl MarketElement for $T {
            const FIELD: &'static str = "real";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                words[0].map_or(Some(1.0), |word| word.parse().ok())
            }
            fn write(self) -> String {
                format!("{self:e}")
            }
            fn negated(self) -> Self {
                -self
            }
        }
        impl MarketElement for Complex<$T> {
            const FIELD: &'static str = "complex";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                let re = <$T as MarketElement>::read([words[0], None])?;
                let im = words[1].map_or(Some(0.0), |word| word.parse().ok())?;
                Some(Complex::new(re, im))
            }
            fn write(self) -> String {
                format!("{:e} {:e}", self.re, self.im)
            }
            fn negated(self) -> Self {
                -self
            }
            fn conjugated(self) -> Self {
                self.conj()
            }
        }
    )*};
}
market_floats!(f32 f64);

/// The longest line that is read: the format's own limit is 1024 characters.
const LONGEST_LINE: u64 = 1 << 16;

/// Entries that room is made for before they are seen.
const TRUSTED: usize = 1 << 16;

/// Lines with their numbers.
struct Lines<R> {
    from: R,
    line: u64,
    text: String,
}

impl<R: BufRead> Lines<R> {
    fn wrong<T>(&self, what: impl Into<String>) -> Result<T, MarketError> {
        Err(MarketError::Syntax { line: self.line, what: what.into() })
    }

    /// The next line; `None` at the end.
    fn next(&mut self) -> Result<Option<&str>, MarketError> {
        self.line += 1;
        let mut bytes = Vec::new();
        (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() as u64 == LONGEST_LINE {
            return self.wrong("a line of more than 65535 characters");
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.text = text,
            Err(_) => return self.wrong("not text"),
        }
        Ok(Some(self.text.trim()))
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
    let mut lines = Lines { from, line: 0, text: String::new() };
    let header = header(&mut lines)?;
    let holds = match T::FIELD {
        "pattern" => Field::Pattern,
        "integer" => Field::Integer,
        "real" => Field::Real,
        _ => Field::Complex,
    };
    if header.field as u8 > holds as u8 {
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
    let mut made = Made { coords: [Vec::new(), Vec::new()], values: Vec::new(), header };
    SparseError::check_axes::<I>("read_matrix_market", &shape)?;
    if made.header.coordinates {
        made.coordinates(&mut lines, shape, entries)?;
    } else {
        made.array(&mut lines, shape)?;
    }
    if lines.words()?.is_some() {
        return lines.wrong("more lines than the matrix has values");
    }
    Ok(Coo::from_coords(shape, made.coords.into(), made.values)?)
}

/// Entries that are read.
struct Made<T, I> {
    coords: [Vec<I>; 2],
    values: Vec<T>,
    header: Header,
}

impl<T: MarketElement, I: Index> Made<T, I> {
    /// Adds an entry, and the one across the diagonal.
    fn push(&mut self, row: usize, column: usize, value: T) {
        self.put(row, column, value);
        if row != column {
            match self.header.symmetry {
                Symmetry::General => {}
                Symmetry::Symmetric => self.put(column, row, value),
                Symmetry::Skew => self.put(column, row, value.negated()),
                Symmetry::Hermitian => self.put(column, row, value.conjugated()),
            }
        }
    }

    fn put(&mut self, row: usize, column: usize, value: T) {
        self.coords[0].push(I::from_position(row));
        self.coords[1].push(I::from_position(column));
        self.values.push(value);
    }

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
        self.values.reserve(entries.min(TRUSTED));
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
            self.push(row - 1, column - 1, value);
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
                    self.push(row, column, value);
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
