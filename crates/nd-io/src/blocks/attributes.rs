//! [`Attribute`]: a small value with a name, beside an array.

use std::collections::BTreeMap;
use std::fmt;

use nd_core::{AnyArray, Array, Typed};

/// Attributes by name, in the order of their names.
pub type Attributes = BTreeMap<String, Attribute>;

/// A small value stored beside an array: a number or an array of them, text, or a JSON document.
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
}

impl Clone for Attribute {
    /// Numbers are copied in C order: by a function that is compiled once, which a derived one is not.
    fn clone(&self) -> Self {
        match self {
            Self::Numbers(numbers) => Self::Numbers(numbers.view().to_array()),
            Self::Text(text) => Self::Text(text.clone()),
            Self::Texts(texts) => Self::Texts(texts.clone()),
            Self::Json(json) => Self::Json(json.clone()),
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
        }
    }
}
