//! Version 2: `.zarray`, reading only.

use nd_core::{DType, Kind, Shape};

use super::codec::{Blosc, Chain, Compressor, Shuffle, Step, compressor, integer_option};
use super::fill::Fill;
use super::json::{self, Object};
use super::keys::ChunkKeys;
use super::metadata::{Layout, ZarrMetadata, ZarrVersion, extents};
use super::{corrupt, unsupported, v3};
use crate::blocks::ArrayInfo;
use crate::error::Error;

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
    let mut steps = Vec::new();
    for filter in object.list("filters", 16)?.unwrap_or_default() {
        steps.push(filter_step(filter)?);
    }
    if let Some(text) = object.get("compressor") {
        steps.push(compressor_step(text, dtype)?);
    }
    let separator: Option<String> = object.value("dimension_separator")?;
    let separator = ChunkKeys::separator(separator.as_deref().unwrap_or("."))?;
    let mut info = ArrayInfo::new(shape, dtype);
    info.chunks = Some(outer);
    info.compression = v3::words(&steps);
    info.fill = object.get("fill_value").map(|_| fill.attribute(dtype)).transpose()?;
    let layout = Layout {
        version: ZarrVersion::V2,
        outer,
        keys: ChunkKeys { prefixed: false, separator },
        fill,
        chain: Chain { transpose, swapped, steps },
        sharding: None,
    };
    ZarrMetadata::new(info, layout)
}

/// The element type of a NumPy type string, and whether its byte order is the other one.
fn dtype(object: &Object<'_>) -> Result<(DType, bool), Error> {
    let text = object.need("dtype")?;
    let Ok(name) = serde_json::from_str::<String>(text) else {
        return Err(unsupported("records (structured dtypes)"));
    };
    let none = || unsupported(format!("dtype {name:?}"));
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

fn filter_step(text: &str) -> Result<Step, Error> {
    let filter = Object::parse(text, "filters")?;
    match filter.need_value::<String>("id")?.as_str() {
        "shuffle" => {
            let itemsize = integer_option(&filter, "elementsize", 1..=255, 4)? as usize;
            Ok(Step::Shuffle { itemsize })
        }
        other => Err(unsupported(format!("filter {other:?}"))),
    }
}

fn compressor_step(text: &str, dtype: DType) -> Result<Step, Error> {
    let config = Object::parse(text, "compressor")?;
    match config.need_value::<String>("id")?.as_str() {
        "zlib" => {
            Ok(Step::Zlib { level: integer_option(&config, "level", -1..=9, 1)?.max(0) as u32 })
        }
        "gzip" => Ok(Step::Gzip { level: integer_option(&config, "level", 0..=9, 1)? as u32 }),
        "zstd" => {
            let level = integer_option(&config, "level", -131_072..=22, 1)? as i32;
            Ok(Step::Zstd { level, checksum: config.value("checksum")?.unwrap_or(false) })
        }
        "lz4" => Ok(Step::Lz4),
        "blosc" => {
            let cname: Option<String> = config.value("cname")?;
            let compressor = cname.as_deref().map_or(Ok(Compressor::Lz4), compressor)?;
            let shuffle = match integer_option(&config, "shuffle", -1..=2, 1)? {
                0 => Shuffle::None,
                1 => Shuffle::Bytes,
                2 => Shuffle::Bits,
                _ if dtype.itemsize() == 1 => Shuffle::Bits,
                _ => Shuffle::Bytes,
            };
            let level = integer_option(&config, "clevel", 0..=9, 5)? as i32;
            Ok(Step::Blosc(Blosc { compressor, level, shuffle, typesize: dtype.itemsize() }))
        }
        other => Err(unsupported(format!("compressor {other:?}"))),
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
