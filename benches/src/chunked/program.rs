//! What a program says: accessors for its JSON, which fail with the name of what is missing.

use super::Result;
use nd::{Slice, SliceItem};
use serde_json::Value as Json;

/// A list of JSON values.
pub(super) fn list<'a>(json: &'a Json, name: &str) -> Result<&'a [Json]> {
    json[name].as_array().map(Vec::as_slice).ok_or_else(|| format!("no list {name}: {json}").into())
}

/// A list of whole numbers.
pub(super) fn sizes(json: &Json, name: &str) -> Result<Vec<usize>> {
    list(json, name)?.iter().map(size_of).collect()
}

/// A whole number.
pub(super) fn size(json: &Json, name: &str) -> Result<usize> {
    size_of(&json[name]).map_err(|error| format!("{name}: {error}").into())
}

fn size_of(json: &Json) -> Result<usize> {
    let number = json.as_u64().and_then(|n| usize::try_from(n).ok());
    number.ok_or_else(|| format!("not a size: {json}").into())
}

/// A whole number of either sign.
pub(super) fn integer(json: &Json, name: &str) -> Result<isize> {
    integer_of(&json[name]).map_err(|error| format!("{name}: {error}").into())
}

fn integer_of(json: &Json) -> Result<isize> {
    let number = json.as_i64().and_then(|n| isize::try_from(n).ok());
    number.ok_or_else(|| format!("not an integer: {json}").into())
}

/// A list of whole numbers of either sign.
pub(super) fn integers(json: &Json, name: &str) -> Result<Vec<isize>> {
    list(json, name)?.iter().map(integer_of).collect()
}

/// Text.
pub(super) fn text<'a>(json: &'a Json, name: &str) -> Result<&'a str> {
    json[name].as_str().ok_or_else(|| format!("no text {name}: {json}").into())
}

/// A number, exactly as Python has it.
pub(super) fn float(json: &Json, name: &str) -> Result<f64> {
    json[name].as_f64().ok_or_else(|| format!("no number {name}: {json}").into())
}

/// A list of numbers.
pub(super) fn floats(json: &Json, name: &str) -> Result<Vec<f64>> {
    let number = |json: &Json| json.as_f64().ok_or_else(|| format!("no number: {json}").into());
    list(json, name)?.iter().map(number).collect()
}

/// What stands between the brackets of a slice.
pub(super) fn items(json: &Json, name: &str) -> Result<Vec<SliceItem>> {
    let end = |json: &Json| match json {
        Json::Null => Ok(None),
        number => integer_of(number).map(Some),
    };
    let item = |json: &Json| match json {
        Json::String(word) if word == "newaxis" => Ok(SliceItem::NewAxis),
        Json::String(word) if word == "ellipsis" => Ok(SliceItem::Ellipsis),
        Json::Array(three) if three.len() == 3 => {
            let step = integer_of(&three[2])?;
            Ok(SliceItem::Range(Slice { start: end(&three[0])?, stop: end(&three[1])?, step }))
        }
        position => integer_of(position).map(SliceItem::Index),
    };
    list(json, name)?.iter().map(item).collect()
}

/// A number or a truth as an element.
pub(super) fn number<T: FromJson>(json: &Json) -> Option<T> {
    T::from_json(json)
}

/// An element type that scalars of programs can be of.
pub(super) trait FromJson: Sized {
    /// The element, if the JSON is one of its kind.
    fn from_json(json: &Json) -> Option<Self>;
}

impl FromJson for bool {
    fn from_json(json: &Json) -> Option<Self> {
        json.as_bool()
    }
}

macro_rules! from_json {
    ($($T:ty)*) => {$(
        impl FromJson for $T {
            fn from_json(json: &Json) -> Option<Self> {
                json.as_f64().map(|number| number as $T)
            }
        }
    )*};
}
from_json!(u8 i32 i64 f32 f64);
