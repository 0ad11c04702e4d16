//! [`Column`]: the values of one column of a table.

use nd_core::{AnyArray, Array, Complex, DType};

use super::dialect::{Fault, Stop};
use super::element::TextElement;
use super::kinds::not_utf8;
use super::layout::{Layout, undoubled};
use crate::error::{Error, ErrorKind};

/// The values of one column of a [`Table`](crate::Table).
///
/// # Examples
/// ```
/// use nd_io::{Column, TextOptions, table_from_bytes};
///
/// let table = table_from_bytes(b"n,name\n1,Ada\n2,Grace\n", &TextOptions::default())?;
/// let Column::Text(names) = table.column("name").unwrap() else { panic!() };
/// assert_eq!(names.get(1), Some("Grace"));
/// assert!(matches!(table.column(0), Some(Column::Numbers(numbers)) if numbers.size() == 2));
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a table has few columns")]
pub enum Column {
    /// Numbers or booleans, of rank 1: `bool`, `i64`, `u64`, `f64` or `Complex<f64>`.
    Numbers(AnyArray),
    /// Texts.
    Text(TextColumn),
}

impl Column {
    /// Number of values.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n2,Grace\n", &TextOptions::default())?;
    /// assert_eq!(table.column("name").unwrap().len(), 2);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.size(),
            Self::Text(texts) => texts.len(),
        }
    }

    /// Whether there are none.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n", &TextOptions::default())?;
    /// assert!(table.columns().iter().all(|column| column.is_empty())); // a header and no rows
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element type; `None` for text.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"1,0.5,x\n", &TextOptions::default().header(nd_io::Header::None))?;
    /// let types: Vec<Option<DType>> = table.columns().iter().map(|column| column.dtype()).collect();
    /// assert_eq!(types, [Some(DType::I64), Some(DType::F64), None]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> Option<DType> {
        match self {
            Self::Numbers(numbers) => Some(numbers.dtype()),
            Self::Text(_) => None,
        }
    }

    /// The numbers, if it is some.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n", &TextOptions::default())?;
    /// assert_eq!(table.column("n").unwrap().as_numbers().unwrap().size(), 1);
    /// assert!(table.column("name").unwrap().as_numbers().is_none());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn as_numbers(&self) -> Option<&AnyArray> {
        match self {
            Self::Numbers(numbers) => Some(numbers),
            Self::Text(_) => None,
        }
    }

    /// The texts, if it is some.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TextOptions, table_from_bytes};
    ///
    /// let table = table_from_bytes(b"n,name\n1,Ada\n2,Grace\n", &TextOptions::default())?;
    /// assert_eq!(table.column("name").unwrap().as_text().unwrap().get(1), Some("Grace"));
    /// assert!(table.column("n").unwrap().as_text().is_none());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn as_text(&self) -> Option<&TextColumn> {
        match self {
            Self::Numbers(_) => None,
            Self::Text(texts) => Some(texts),
        }
    }
}

/// Texts, one behind the other in one piece of memory.
///
/// # Examples
/// ```
/// let texts: nd_io::TextColumn = ["a", "", "bc"].into_iter().collect();
/// assert_eq!((texts.len(), texts.get(2), texts.get(3)), (3, Some("bc"), None));
/// assert_eq!(texts.iter().map(str::len).sum::<usize>(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextColumn {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl TextColumn {
    /// Number of texts.
    ///
    /// # Examples
    /// ```
    /// let texts: nd_io::TextColumn = ["a", "", "bc"].into_iter().collect();
    /// assert_eq!(texts.len(), 3);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TextColumn::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of the texts.
    ///
    /// # Examples
    /// ```
    /// let texts: nd_io::TextColumn = ["a", "b"].into_iter().collect();
    /// assert_eq!((texts.get(1), texts.get(2)), (Some("b"), None));
    /// ```
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(&self.text[start..end])
    }

    /// All of them, in order.
    ///
    /// # Examples
    /// ```
    /// let texts: nd_io::TextColumn = ["a", "", "bc"].into_iter().collect();
    /// assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "", "bc"]);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    fn append(&mut self, other: &Self) -> Result<(), Error> {
        let base = self.text.len();
        let bytes = base + other.text.len();
        let refused = |_| ErrorKind::AllocFailed { bytes };
        self.text.try_reserve(other.text.len()).map_err(refused)?;
        let bytes = (self.ends.len() + other.ends.len()) * size_of::<usize>();
        let refused = |_| ErrorKind::AllocFailed { bytes };
        self.ends.try_reserve(other.ends.len()).map_err(refused)?;
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| base + end));
        Ok(())
    }
}

impl<S: AsRef<str>> FromIterator<S> for TextColumn {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut column = Self::default();
        for text in texts {
            column.push(text.as_ref());
        }
        column
    }
}

/// A column being read.
#[derive(Debug)]
pub(super) enum Values {
    Bool(Vec<bool>),
    I64(Vec<i64>),
    U64(Vec<u64>),
    F64(Vec<f64>),
    C128(Vec<Complex<f64>>),
    Text(TextColumn),
}

/// Calls a method of the column inside.
macro_rules! on_values {
    ($values:expr, $inside:ident => $body:expr) => {
        match $values {
            Values::Bool($inside) => $body,
            Values::I64($inside) => $body,
            Values::U64($inside) => $body,
            Values::F64($inside) => $body,
            Values::C128($inside) => $body,
            Values::Text($inside) => $body,
        }
    };
}

/// Why a field was not read.
pub(super) enum Refused {
    Fault(Fault),
    /// The column is of another type after all.
    Misfit,
    Memory(usize),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Values {
    /// An empty column; `None` is text.
    pub(super) fn new(dtype: Option<DType>) -> Self {
        match dtype {
            None => Self::Text(TextColumn::default()),
            Some(DType::Bool) => Self::Bool(Vec::new()),
            Some(DType::I64) => Self::I64(Vec::new()),
            Some(DType::U64) => Self::U64(Vec::new()),
            Some(DType::C128) => Self::C128(Vec::new()),
            Some(_) => Self::F64(Vec::new()),
        }
    }

    pub(super) fn truncate(&mut self, len: usize) {
        on_values!(self, inside => inside.truncate(len));
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::I64(values) => values.len() * 8,
            Self::U64(values) => values.len() * 8,
            Self::F64(values) => values.len() * 8,
            Self::C128(values) => values.len() * 16,
            Self::Text(texts) => texts.text.len() + texts.len() * size_of::<usize>(),
        }
    }

    /// Reads the field that begins here.
    #[inline]
    pub(super) fn read(
        &mut self,
        layout: &Layout,
        text: &[u8],
        at: usize,
        column: usize,
    ) -> Result<(Stop, usize), Refused> {
        match self {
            Self::Bool(values) => read_number(values, layout, text, at, column),
            Self::I64(values) => read_number(values, layout, text, at, column),
            Self::U64(values) => read_number(values, layout, text, at, column),
            Self::F64(values) => read_number(values, layout, text, at, column),
            Self::C128(values) => read_number(values, layout, text, at, column),
            Self::Text(texts) => read_text(texts, layout, text, at, column),
        }
    }

    /// Appends the values of a column of the same type.
    pub(super) fn append(&mut self, other: &Self) -> Result<(), Error> {
        match (self, other) {
            (Self::Bool(values), Self::Bool(more)) => extend(values, more),
            (Self::I64(values), Self::I64(more)) => extend(values, more),
            (Self::U64(values), Self::U64(more)) => extend(values, more),
            (Self::F64(values), Self::F64(more)) => extend(values, more),
            (Self::C128(values), Self::C128(more)) => extend(values, more),
            (Self::Text(texts), Self::Text(more)) => texts.append(more),
            _ => unreachable!("pieces of a column have its type"),
        }
    }

    pub(super) fn into_column(self) -> Column {
        match self {
            Self::Bool(values) => Column::Numbers(numbers(values)),
            Self::I64(values) => Column::Numbers(numbers(values)),
            Self::U64(values) => Column::Numbers(numbers(values)),
            Self::F64(values) => Column::Numbers(numbers(values)),
            Self::C128(values) => Column::Numbers(numbers(values)),
            Self::Text(mut texts) => {
                texts.text.shrink_to_fit();
                texts.ends.shrink_to_fit();
                Column::Text(texts)
            }
        }
    }
}

fn numbers<T: TextElement>(mut values: Vec<T>) -> AnyArray
where
    AnyArray: From<Array<T>>,
{
    values.shrink_to_fit();
    AnyArray::from(Array::from_vec(values))
}

fn extend<T: Copy>(values: &mut Vec<T>, more: &[T]) -> Result<(), Error> {
    let bytes = (values.len() + more.len()).saturating_mul(size_of::<T>());
    values.try_reserve(more.len()).map_err(|_| ErrorKind::AllocFailed { bytes })?;
    values.extend_from_slice(more);
    Ok(())
}

#[inline(always)]
fn read_number<T: TextElement>(
    values: &mut Vec<T>,
    layout: &Layout,
    text: &[u8],
    at: usize,
    column: usize,
) -> Result<(Stop, usize), Refused> {
    // `plain` takes 0 and 1 for booleans, which in a table are numbers.
    let plain = layout.plain::<T>(text, at).filter(|_| T::DTYPE != DType::Bool);
    let (value, stop, next) = match plain {
        Some(plain) if !layout.missing.like_numbers => plain,
        _ => slow_number(layout, text, at, column)?,
    };
    if values.try_reserve(1).is_err() {
        return Err(Refused::Memory((values.len() + 1) * size_of::<T>()));
    }
    values.push(value);
    Ok((stop, next))
}

#[cold]
#[inline(never)]
fn slow_number<T: TextElement>(
    layout: &Layout,
    text: &[u8],
    at: usize,
    column: usize,
) -> Result<(T, Stop, usize), Refused> {
    let field = layout.dialect.field(text, at, column + 1)?;
    let content = super::layout::content(text, &field, text[field.start.saturating_sub(1)]);
    if T::DTYPE == DType::Bool && matches!(&*content, b"0" | b"1") {
        return Err(Refused::Misfit);
    }
    match layout.value(&content) {
        Ok(value) => Ok((value, field.stop, field.next)),
        Err(_) if layout.decoded(&content).is_none() => Err(not_utf8(field.start, column).into()),
        Err(_) => Err(Refused::Misfit),
    }
}

fn read_text(
    texts: &mut TextColumn,
    layout: &Layout,
    text: &[u8],
    at: usize,
    column: usize,
) -> Result<(Stop, usize), Refused> {
    let field = layout.dialect.field(text, at, column + 1)?;
    let raw = &text[field.outer.0..field.outer.1];
    let single;
    let content = if field.doubled {
        single = undoubled(raw, text[field.start - 1]);
        &*single
    } else {
        raw
    };
    let Some(content) = layout.decoded(content) else {
        return Err(not_utf8(field.start, column).into());
    };
    let bytes = texts.text.len() + content.len();
    if texts.text.try_reserve(content.len()).is_err() || texts.ends.try_reserve(1).is_err() {
        return Err(Refused::Memory(bytes));
    }
    texts.push(&content);
    Ok((field.stop, field.next))
}
