//! Version 2: `.zarray`, reading only.

use nd_core::{DType, Kind, Shape};

use super::codec::{Chain, numcodec};
use super::fill::Fill;
use super::json::{self, Object};
use super::keys::ChunkKeys;
use super::metadata::{Layout, ZarrMetadata, ZarrVersion, extents};
use super::{corrupt, unsupported, v3};
use crate::blocks::ArrayInfo;
use crate::error::{Error, ErrorKind};

/// Reads an array's metadata; its attributes are in another file.
///
/// # Errors
/// As [`ZarrMetadata::from_json`].
pub(super) fn array(object: &Object<'_>) -> Result<ZarrMetadata, Error> {
    let (dtype, swapped) = dtype(object)?;
    let shape = extents(object, "shape")?;
    let mut outer = extents(object, "chunks")?;
    if outer.len() == shape.len() {
        // An axis of no elements may have chunks of none.
        let extents = outer.iter().zip(shape.iter());
        let extents: Vec<usize> =
            extents.map(|(&chunk, &n)| if n == 0 { chunk.max(1) } else { chunk }).collect();
        outer = Shape::from(extents);
    }
    let fill = match object.get("fill_value") {
        Some(text) => Fill::parse(text, dtype)?,
        None => Fill::zero(dtype),
    };
    let transpose = match object.need_value::<String>("order")?.as_str() {
        "C" => None,
        "F" if shape.len() < 2 => None,
        "F" => Some(Shape::from((0..shape.len()).rev().collect::<Vec<_>>())),
        other => return Err(corrupt(format!("order {other:?}"))),
    };
    let mut chain = Chain { transpose, ..Chain::plain(swapped) };
    let filters = object.list("filters", 16)?.unwrap_or_default().into_iter();
    for (text, what) in filters
        .map(|text| (text, "filters"))
        .chain(object.get("compressor").map(|text| (text, "compressor")))
    {
        let config = Object::parse(text, what)?;
        let id: String = config.need_value("id")?;
        match numcodec(&id, &config, dtype) {
            Ok(step) => chain.steps.extend(step),
            // The array is known all the same; its chunks are not.
            Err(error) => match error.kind() {
                ErrorKind::Unsupported { what, .. } => {
                    drop(chain.refused.get_or_insert(what.clone()))
                }
                _ => return Err(error),
            },
        }
    }
    let separator: Option<String> = object.value("dimension_separator")?;
    let separator = ChunkKeys::separator(separator.as_deref().unwrap_or("."))?;
    let mut info = ArrayInfo::new(shape, dtype);
    info.chunks = Some(outer);
    info.compression = v3::words(&chain.steps);
    let layout = Layout {
        version: ZarrVersion::V2,
        outer,
        keys: ChunkKeys { prefixed: false, separator },
        fill,
        chain,
        sharding: None,
    };
    ZarrMetadata::new(info, layout)
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
