//! Attributes: JSON to [`Attribute`] and back.

use nd_core::{AnyArray, Array, Kind, MAX_NDIM, with_dtype};

use super::fill::number_json;
use super::json::{self, Object};
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
        return match json::constant(&text) {
            Some(number) => Attribute::number(number),
            None => Attribute::Text(text),
        };
    }
    let found = if text.starts_with('[') { list(text) } else { numbers(&[text], &[]) };
    found.unwrap_or_else(|| Attribute::Json(json::tamed(text)))
}

fn list(text: &str) -> Option<Attribute> {
    if text.len() > MAX_LIST {
        return None;
    }
    if let Ok(texts) = serde_json::from_str::<Vec<String>>(text)
        && !texts.iter().any(|text| json::constant(text).is_some())
    {
        return (!texts.is_empty()).then_some(Attribute::Texts(texts));
    }
    let (mut items, mut shape) = (vec![text], Vec::new());
    while items.first().is_some_and(|item| item.starts_with('[')) && shape.len() < MAX_NDIM {
        let lists: Option<Vec<Vec<&str>>> =
            items.iter().map(|item| json::items(item, "", MAX_LIST).ok()).collect();
        let lists = lists?;
        let each = lists[0].len();
        if lists.iter().any(|list| list.len() != each) {
            return None;
        }
        shape.push(each);
        items = lists.concat();
    }
    numbers(&items, &shape)
}

/// Numbers, or booleans, of one shape: as `i64` or `u64` where all are whole and fit, and as `f64` where
/// nothing is lost by that.
fn numbers(items: &[&str], shape: &[usize]) -> Option<Attribute> {
    let array = |array: AnyArray| Some(Attribute::Numbers(array));
    let all = |fits: &dyn Fn(&str) -> bool| items.iter().all(|item| fits(item));
    if items.is_empty() {
        return None;
    }
    if all(&|item| matches!(item, "true" | "false")) {
        let values = items.iter().map(|item| *item == "true").collect();
        return array(Array::<bool>::try_from_shape_vec(shape, values).ok()?.into());
    }
    if let Ok(values) = items.iter().map(|item| item.parse::<i64>()).collect() {
        return array(Array::<i64>::try_from_shape_vec(shape, values).ok()?.into());
    }
    if let Ok(values) = items.iter().map(|item| item.parse::<u64>()).collect() {
        return array(Array::<u64>::try_from_shape_vec(shape, values).ok()?.into());
    }
    let values: Option<Vec<f64>> = items.iter().map(|item| float(item)).collect();
    array(Array::<f64>::try_from_shape_vec(shape, values?).ok()?.into())
}

/// A float; `None` for a whole number that no float is.
fn float(text: &str) -> Option<f64> {
    if let Ok(text) = serde_json::from_str::<String>(text) {
        return json::constant(&text);
    }
    let number = serde_json::from_str::<f64>(text).ok()?;
    let whole = !text.contains(['.', 'e', 'E']);
    let exact = || text.parse::<i64>().is_ok_and(|whole| whole.unsigned_abs() <= 1 << 53);
    (!whole || exact()).then_some(number)
}

/// The names of axes that xarray keeps as an attribute, for want of a place in version 2.
pub(super) fn dimension_names(attributes: &Attributes, ndim: usize) -> Option<Vec<Option<String>>> {
    let names = match attributes.get("_ARRAY_DIMENSIONS")? {
        Attribute::Texts(names) => names,
        _ => return None,
    };
    (names.len() == ndim).then(|| names.iter().cloned().map(Some).collect())
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
