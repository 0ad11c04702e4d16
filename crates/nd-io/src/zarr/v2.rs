//! Version 2: `.zarray`, reading only.

use nd_core::{DType, Kind, Shape};

use super::codec::{Chain, numcodec};
use super::fill::Fill;
use super::json::{self, Object};
use super::keys::ChunkKeys;
use super::metadata::{Layout, ZarrMetadata, ZarrVersion, extents};
use super::texts::Texts;
use super::{corrupt, unsupported, v3};
use crate::blocks::ArrayInfo;
use crate::error::{Error, ErrorKind};

/// Reads an array's metadata; its attributes are in another file.
///
/// # Errors
/// As [`ZarrMetadata::from_json`].
pub(super) fn array(object: &Object<'_>) -> Result<ZarrMetadata, Error> {
    array_of(object, None)
}

/// As [`array`], of numbers or of texts, which are numbers with an axis more.
pub(super) fn array_of(object: &Object<'_>, texts: Option<Texts>) -> Result<ZarrMetadata, Error> {
    let numbers = texts.and_then(Texts::numbers);
    let (dtype, swapped) = match numbers {
        Some((dtype, _, swapped)) => (dtype, swapped),
        None => dtype(object)?,
    };
    let shape = extents(object, "shape")?;
    let ndim = shape.len();
    let mut outer = extents(object, "chunks")?;
    if outer.len() == shape.len() {
        // An axis of no elements may have chunks of none.
        let extents = outer.iter().zip(shape.iter());
        let extents: Vec<usize> =
            extents.map(|(&chunk, &n)| if n == 0 { chunk.max(1) } else { chunk }).collect();
        outer = Shape::from(extents);
    }
    let fill = match object.get("fill_value") {
        Some(text) if numbers.is_none() => Fill::parse_loosely(text, dtype)?,
        Some(text) if !matches!(text, "\"\"" | "0" | "\"0\"") && !is_zeros(text) => {
            return Err(unsupported(format!("texts with the fill value {text}")));
        }
        _ => Fill::zero(dtype),
    };
    let (mut shape, mut axes) = (shape, (0..ndim).rev().collect::<Vec<_>>());
    if let Some((_, width, _)) = numbers {
        shape = v3::with_axis(&shape, width)?;
        outer = v3::with_axis(&outer, width.max(1))?;
        axes.push(ndim);
    }
    let transpose = match object.need_value::<String>("order")?.as_str() {
        "C" => None,
        "F" if ndim < 2 => None,
        "F" => Some(Shape::from(axes)),
        other => return Err(corrupt(format!("order {other:?}"))),
    };
    let mut chain = Chain { transpose, ..Chain::plain(swapped) };
    steps(object, dtype, None, &mut chain)?;
    let keys = ChunkKeys { uncounted: usize::from(numbers.is_some()), ..keys(object)? };
    let mut info = ArrayInfo::new(shape, dtype);
    info.chunks = Some(outer);
    info.compression = v3::words(&chain.steps);
    if numbers.is_none() {
        info.fill = object.get("fill_value").map(|_| fill.attribute(dtype)).transpose()?;
    }
    let layout = Layout { version: ZarrVersion::V2, outer, keys, fill, chain, sharding: None };
    ZarrMetadata::new(info, layout)
}

fn keys(object: &Object<'_>) -> Result<ChunkKeys, Error> {
    let separator: Option<String> = object.value("dimension_separator")?;
    let separator = ChunkKeys::separator(separator.as_deref().unwrap_or("."))?;
    Ok(ChunkKeys { prefixed: false, separator, uncounted: 0 })
}

/// Adds the filters and the compressor to a chain, but a first filter that is named.
fn steps(
    object: &Object<'_>,
    dtype: DType,
    but: Option<&str>,
    chain: &mut Chain,
) -> Result<(), Error> {
    let filters = object.list("filters", 16)?.unwrap_or_default().into_iter();
    let filters = filters.map(|text| (text, "filters"));
    let compressor = object.get("compressor").map(|text| (text, "compressor"));
    for (at, (text, what)) in filters.chain(compressor).enumerate() {
        let config = Object::parse(text, what)?;
        let id: String = config.need_value("id")?;
        if at == 0 && but == Some(&*id) {
            continue;
        }
        match numcodec(&id, &config, dtype) {
            Ok(step) => chain.steps.extend(step),
            // The array is known all the same; its chunks are not.
            Err(error) => match error.kind() {
                ErrorKind::Unsupported { what, .. } => {
                    chain.refused.get_or_insert(what.clone());
                }
                _ => return Err(error),
            },
        }
    }
    Ok(())
}

/// Whether a fill value is zeros in base 64.
fn is_zeros(text: &str) -> bool {
    let inside = text.trim_matches('"').trim_end_matches('=');
    inside.bytes().all(|byte| byte == b'A')
}

/// What the texts of an array are.
///
/// # Errors
/// `Unsupported` for an array of something else.
pub(super) fn texts(object: &Object<'_>) -> Result<Texts, Error> {
    let name: Option<String> = serde_json::from_str(object.need("dtype")?).ok();
    let name = name.ok_or_else(|| unsupported("records (structured dtypes)"))?;
    let width = || name.get(2..).and_then(|digits| digits.parse().ok());
    let found = match (name.as_bytes(), width()) {
        ([order @ (b'<' | b'>'), b'U', ..], Some(width)) => {
            Some(Texts::Wide { width, swapped: (*order == b'>') != cfg!(target_endian = "big") })
        }
        ([_, b'S', ..], Some(width)) => Some(Texts::Bytes { width }),
        (b"|O", _) => {
            let filters = object.list("filters", 16)?.unwrap_or_default();
            let first = filters.first().and_then(|text| Object::parse(text, "filters").ok());
            let id: Option<String> = first.and_then(|first| first.value("id").ok().flatten());
            match id.as_deref() {
                Some("vlen-utf8") => Some(Texts::Lengths),
                Some(other) => {
                    let what =
                        format!("objects by codec {other:?}; texts by \"vlen-utf8\" are read");
                    return Err(unsupported(what));
                }
                None => None,
            }
        }
        _ => None,
    };
    found.ok_or_else(|| unsupported(format!("texts of dtype {name:?}")))
}

/// What is said of texts each as long as it is: chunks, names, codecs, and whether in Fortran order.
pub(super) fn of_any_length(
    object: &Object<'_>,
    shape: &Shape,
) -> Result<(Shape, ChunkKeys, Chain, bool), Error> {
    let chunks = extents(object, "chunks")?;
    let mut chain = Chain::plain(false);
    steps(object, DType::U8, Some("vlen-utf8"), &mut chain)?;
    let fortran = object.need_value::<String>("order")? == "F" && shape.len() > 1;
    Ok((chunks, keys(object)?, chain, fortran))
}

/// The element type of an array, and whether its byte order is the other one.
fn dtype(object: &Object<'_>) -> Result<(DType, bool), Error> {
    let text = object.need("dtype")?;
    match serde_json::from_str::<String>(text) {
        Ok(name) => numpy_dtype(&name),
        Err(_) => Err(unsupported("records (structured dtypes)")),
    }
}

/// What a NumPy type string is that names no numbers.
fn no_number(name: &str) -> String {
    let what = match name.as_bytes().get(1) {
        Some(b'U' | b'S' | b'O') => ": texts, which ZarrGroup::texts reads",
        Some(b'M' | b'm') => ": dates, of which nd has none",
        Some(b'V') => ": bytes of no type",
        _ => "",
    };
    format!("dtype {name:?}{what}")
}

/// The element type of a NumPy type string, and whether its byte order is the other one.
pub(super) fn numpy_dtype(name: &str) -> Result<(DType, bool), Error> {
    let none = || unsupported(no_number(name));
    let (order, kind, digits) = match name.as_bytes() {
        [order, kind, digits @ ..] => (*order, *kind, digits),
        _ => return Err(none()),
    };
    let kind = match kind {
        b'b' => Kind::Bool,
        b'i' => Kind::Signed,
        b'u' => Kind::Unsigned,
        b'f' => Kind::Float,
        b'c' => Kind::Complex,
        _ => return Err(none()),
    };
    let size = match digits {
        [digit @ b'1'..=b'8'] => usize::from(digit - b'0'),
        b"16" => 16,
        _ => return Err(none()),
    };
    let dtype = DType::ALL
        .into_iter()
        .find(|d| d.kind() == kind && d.itemsize() == size && *d != DType::BF16)
        .ok_or_else(none)?;
    match order {
        b'<' => Ok((dtype, cfg!(target_endian = "big"))),
        b'>' => Ok((dtype, cfg!(target_endian = "little"))),
        b'|' if size == 1 => Ok((dtype, false)),
        _ => Err(none()),
    }
}

/// Whether a document is a group's `.zgroup`.
pub(super) fn check_group(bytes: &[u8]) -> Result<(), Error> {
    let text = json::document(bytes, ".zgroup")?;
    match Object::parse(&text, ".zgroup")?.need_value::<u64>("zarr_format")? {
        2 => Ok(()),
        other => Err(unsupported(format!("zarr_format {other} in .zgroup"))),
    }
}
