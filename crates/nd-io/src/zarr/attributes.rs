//! Attributes: JSON to [`Attribute`] and back.

use nd_core::{AnyArray, Array, Kind, with_dtype};

use super::fill::number_json;
use super::json::Object;
use super::unsupported;
use crate::blocks::{Attribute, Attributes};
use crate::error::Error;

/// A list longer than this stays JSON: as numbers it would take several times its length.
const MAX_LIST: usize = 64 << 10;

/// The members of an object as attributes.
pub(super) fn parse(object: &Object<'_>) -> Attributes {
    object.members().map(|(name, text)| (name.to_owned(), attribute(text))).collect()
}

fn attribute(text: &str) -> Attribute {
    if let Ok(text) = serde_json::from_str::<String>(text) {
        return Attribute::Text(text);
    }
    if text == "true" || text == "false" {
        return Attribute::number(text == "true");
    }
    if let Ok(number) = serde_json::from_str::<i64>(text) {
        return Attribute::number(number);
    }
    if let Ok(number) = serde_json::from_str::<f64>(text) {
        return Attribute::number(number);
    }
    list(text).unwrap_or_else(|| Attribute::Json(text.to_owned()))
}

fn list(text: &str) -> Option<Attribute> {
    if text.len() > MAX_LIST || !text.starts_with('[') {
        return None;
    }
    if let Ok(texts) = serde_json::from_str::<Vec<String>>(text) {
        return (!texts.is_empty()).then_some(Attribute::Texts(texts));
    }
    if let Ok(numbers) = serde_json::from_str::<Vec<i64>>(text) {
        return Some(Attribute::Numbers(Array::from_vec(numbers).into()));
    }
    let numbers = serde_json::from_str::<Vec<f64>>(text).ok()?;
    Some(Attribute::Numbers(Array::from_vec(numbers).into()))
}

/// Attributes as a JSON object.
///
/// # Errors
/// `Unsupported` for complex numbers, and for JSON that is none.
pub(super) fn to_json(attributes: &Attributes) -> Result<String, Error> {
    let mut members = Vec::with_capacity(attributes.len());
    for (name, value) in attributes {
        members.push(format!("{}: {}", text_json(name), attribute_json(name, value)?));
    }
    Ok(format!("{{{}}}", members.join(", ")))
}

fn attribute_json(name: &str, value: &Attribute) -> Result<String, Error> {
    match value {
        Attribute::Text(text) => Ok(text_json(text)),
        Attribute::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| text_json(text)).collect();
            Ok(format!("[{}]", texts.join(", ")))
        }
        Attribute::Numbers(numbers) => numbers_json(name, numbers),
        Attribute::Json(json) => match serde_json::from_str::<&serde_json::value::RawValue>(json) {
            Ok(_) => Ok(json.clone()),
            Err(error) => Err(unsupported(format!("attribute {name:?} is no JSON: {error}"))),
        },
        other => {
            let what = other.what();
            Err(unsupported(format!("attribute {name:?}, which is {what}: JSON has none")))
        }
    }
}

fn numbers_json(name: &str, numbers: &AnyArray) -> Result<String, Error> {
    let texts: Vec<String> = match numbers.dtype().kind() {
        Kind::Complex => {
            return Err(unsupported(format!("attribute {name:?}: JSON has no complex numbers")));
        }
        Kind::Float => {
            let numbers = numbers.cast(nd_core::DType::F64);
            let numbers = Array::<f64>::try_from(numbers).map(|a| a.to_array().into_vec());
            numbers.unwrap_or_default().into_iter().map(number_json).collect()
        }
        _ => with_dtype!(numbers, |a| a.view().iter().map(|n| format!("{n:?}")).collect()),
    };
    Ok(nested(&texts, numbers.shape()))
}

/// Lists of lists, as deep as the shape is long.
fn nested(texts: &[String], shape: &[usize]) -> String {
    match shape {
        [] => texts.concat(),
        [_] => format!("[{}]", texts.join(", ")),
        [n, rest @ ..] => {
            let each = texts.len() / n.max(&1);
            let rows: Vec<String> =
                (0..*n).map(|row| nested(&texts[row * each..][..each], rest)).collect();
            format!("[{}]", rows.join(", "))
        }
    }
}

/// Text as JSON.
pub(super) fn text_json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
