//! [`Attribute`]: a small value with a name, beside an array.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use nd_core::{AnyArray, Array, Typed};

/// Attributes by name, in the order of their names.
pub type Attributes = BTreeMap<String, Attribute>;

/// A small value stored beside an array: a number or an array of them, text, or a JSON document; in
/// HDF5 files also records, lists and references.
///
/// Every attribute of an object is there. One that cannot be read is [`Unreadable`](Self::Unreadable) and
/// says why.
///
/// # Examples
/// ```
/// use nd_io::Attribute;
///
/// assert_eq!(Attribute::from(2.5).to_string(), "2.5");
/// assert_eq!(Attribute::from("kelvin").as_text(), Some("kelvin"));
/// assert_eq!(Attribute::from(2.5).as_text(), None);
/// ```
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "attributes are few, and made once")]
#[non_exhaustive]
pub enum Attribute {
    /// Numbers; a single one has rank 0.
    Numbers(AnyArray),
    /// One text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A JSON document that is none of the above, as its text (Zarr).
    Json(String),
    /// One text that is not UTF-8, as it is stored: see [`as_text_lossy`](Self::as_text_lossy) (HDF5).
    Bytes(Vec<u8>),
    /// Several texts, of which one at least is not UTF-8 (HDF5).
    ManyBytes(Vec<Vec<u8>>),
    /// Values by name, in order; of several records, the values of all under each name (HDF5).
    Record(Vec<(String, Attribute)>),
    /// Lists, each of any length (HDF5).
    Lists(Vec<Attribute>),
    /// Positions of objects in the file, 0 for none: `Hdf5File::path_of` tells their paths (HDF5).
    References(Vec<u64>),
    /// A name without a value (HDF5: `h5py.Empty`).
    Empty,
    /// A value that cannot be read, and why.
    Unreadable {
        /// What is wrong, in words.
        why: String,
    },
}

impl Attribute {
    /// One number, of rank 0.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// assert_eq!(Attribute::number(7u8).to_string(), "7");
    /// ```
    #[must_use]
    pub fn number<T: Typed>(number: T) -> Self
    where
        AnyArray: From<Array<T>>,
    {
        Self::Numbers(AnyArray::from(Array::from_shape_vec((), vec![number])))
    }

    /// The text, if it is one.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// assert_eq!(Attribute::from("kelvin").as_text(), Some("kelvin"));
    /// assert_eq!(Attribute::from(1.0).as_text(), None);
    /// ```
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, if it is one, with marks (U+FFFD) for what is not UTF-8.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// let latin = Attribute::Bytes(b"\xb0C".to_vec()); // °C in Latin-1
    /// assert_eq!(latin.as_text(), None);
    /// assert_eq!(latin.as_text_lossy().as_deref(), Some("\u{fffd}C"));
    /// ```
    #[must_use]
    pub fn as_text_lossy(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes)),
            _ => None,
        }
    }

    /// The numbers, if it is some.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// assert_eq!(Attribute::from(2.5).as_numbers().map(|numbers| numbers.ndim()), Some(0));
    /// assert!(Attribute::from("2.5").as_numbers().is_none());
    /// ```
    #[must_use]
    pub fn as_numbers(&self) -> Option<&AnyArray> {
        match self {
            Self::Numbers(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// The value of a name, if it is a record that has it.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// let range = Attribute::Record(vec![("low".into(), 1.0.into()), ("high".into(), 2.0.into())]);
    /// assert_eq!(range.member("high"), Some(&2.0.into()));
    /// assert_eq!(range.member("width"), None);
    /// ```
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Attribute> {
        match self {
            Self::Record(members) => {
                members.iter().find(|(mine, _)| mine == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Why it cannot be read, if it cannot.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Attribute;
    ///
    /// assert_eq!(Attribute::from(1.0).why_unreadable(), None);
    /// ```
    #[must_use]
    pub fn why_unreadable(&self) -> Option<&str> {
        match self {
            Self::Unreadable { why } => Some(why),
            _ => None,
        }
    }

    /// What it is, in words, for an error of a format that cannot hold it.
    #[cfg(any(feature = "hdf5", feature = "zarr"))]
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Numbers(_) => "numbers",
            Self::Text(_) | Self::Texts(_) => "texts",
            Self::Json(_) => "a JSON document",
            Self::Bytes(_) | Self::ManyBytes(_) => "texts that are not UTF-8",
            Self::Record(_) => "a record",
            Self::Lists(_) => "lists",
            Self::References(_) => "references to objects",
            Self::Empty => "an empty value",
            Self::Unreadable { .. } => "a value that cannot be read",
        }
    }
}

impl Clone for Attribute {
    /// Numbers are copied in C order: by a function that is compiled once, which a derived one is not.
    fn clone(&self) -> Self {
        match self {
            Self::Numbers(numbers) => Self::Numbers(numbers.view().to_array()),
            Self::Text(text) => Self::Text(text.clone()),
            Self::Texts(texts) => Self::Texts(texts.clone()),
            Self::Json(json) => Self::Json(json.clone()),
            Self::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Self::ManyBytes(all) => Self::ManyBytes(all.clone()),
            Self::Record(members) => Self::Record(members.clone()),
            Self::Lists(lists) => Self::Lists(lists.clone()),
            Self::References(at) => Self::References(at.clone()),
            Self::Empty => Self::Empty,
            Self::Unreadable { why } => Self::Unreadable { why: why.clone() },
        }
    }
}

impl From<&str> for Attribute {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Attribute {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Attribute {
    fn from(number: f64) -> Self {
        Self::number(number)
    }
}

impl From<i64> for Attribute {
    fn from(number: i64) -> Self {
        Self::number(number)
    }
}

impl From<AnyArray> for Attribute {
    fn from(numbers: AnyArray) -> Self {
        Self::Numbers(numbers)
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbers(numbers) => numbers.fmt(f),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Texts(texts) => write!(f, "{texts:?}"),
            Self::Json(json) => f.write_str(json),
            Self::Bytes(bytes) => write!(f, "b\"{}\"", bytes.escape_ascii()),
            Self::ManyBytes(all) => {
                listed(f, "[", all, "]", &|bytes, f| write!(f, "b\"{}\"", bytes.escape_ascii()))
            }
            Self::Record(members) => {
                listed(f, "{", members, "}", &|(name, value), f| write!(f, "{name}: {value}"))
            }
            Self::Lists(lists) => listed(f, "[", lists, "]", &|list, f| list.fmt(f)),
            Self::References(at) => listed(f, "[", at, "]", &|at, f| write!(f, "object at {at}")),
            Self::Empty => f.write_str("(empty)"),
            Self::Unreadable { why } => write!(f, "(unreadable: {why})"),
        }
    }
}

/// Values between brackets, with commas.
fn listed<T>(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    all: &[T],
    close: &str,
    one: &dyn Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (i, item) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        one(item, f)?;
    }
    f.write_str(close)
}
