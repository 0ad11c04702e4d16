//! Version 2 as it is written: `.zarray`.

use nd_core::{DType, Kind};

use super::codec::{Compressor, Shuffle, Step};
use super::metadata::ZarrMetadata;
use super::unsupported;
use crate::error::Error;

/// The text of `.zarray`.
///
/// # Errors
/// `Unsupported` for elements and packings that version 2 has not.
pub(super) fn array_json(metadata: &ZarrMetadata) -> Result<String, Error> {
    let ZarrMetadata { info, layout } = metadata;
    let step = match &layout.chain.steps[..] {
        [] => "null".to_owned(),
        [step] => compressor(step)?,
        _ => return Err(unsupported("checksums and several codecs in version 2")),
    };
    if layout.sharding.is_some() {
        return Err(unsupported("shards in version 2"));
    }
    let order = if layout.chain.transpose.is_some() { "F" } else { "C" };
    Ok(format!(
        "{{\n  \"zarr_format\": 2,\n  \"shape\": {:?},\n  \"chunks\": {:?},\n  \"dtype\": \"{}\",\n  \
         \"compressor\": {step},\n  \"fill_value\": {},\n  \"order\": \"{order}\",\n  \"filters\": null,\n  \
         \"dimension_separator\": \"{}\"\n}}\n",
        &info.shape[..],
        &layout.outer[..],
        name(info.dtype, layout.chain.swapped)?,
        layout.fill.to_json(info.dtype),
        layout.keys.separator,
    ))
}

/// NumPy's name of an element type.
fn name(dtype: DType, swapped: bool) -> Result<String, Error> {
    let kind = match dtype.kind() {
        _ if dtype == DType::BF16 => return Err(unsupported("bfloat16 in version 2")),
        Kind::Bool => 'b',
        Kind::Unsigned => 'u',
        Kind::Signed => 'i',
        Kind::Float => 'f',
        Kind::Complex => 'c',
    };
    let little = swapped == cfg!(target_endian = "big");
    let order = match dtype.itemsize() {
        1 => '|',
        _ if little => '<',
        _ => '>',
    };
    Ok(format!("{order}{kind}{}", dtype.itemsize()))
}

fn compressor(step: &Step) -> Result<String, Error> {
    Ok(match step {
        Step::Gzip { level } => format!("{{\"id\": \"gzip\", \"level\": {level}}}"),
        Step::Zlib { level } => format!("{{\"id\": \"zlib\", \"level\": {level}}}"),
        Step::Zstd { level, checksum } => {
            format!("{{\"id\": \"zstd\", \"level\": {level}, \"checksum\": {checksum}}}")
        }
        Step::Blosc(blosc) => {
            let shuffle = match blosc.shuffle {
                Shuffle::None => 0,
                Shuffle::Bytes => 1,
                Shuffle::Bits => 2,
            };
            let cname = match blosc.compressor {
                Compressor::Lz4 => "lz4",
                Compressor::Zlib => "zlib",
                Compressor::Zstd => "zstd",
                _ => return Err(unsupported("blosc of this kind in version 2")),
            };
            format!(
                "{{\"id\": \"blosc\", \"cname\": \"{cname}\", \"clevel\": {}, \"shuffle\": {shuffle}, \"blocksize\": 0}}",
                blosc.level
            )
        }
        _ => return Err(unsupported("this packing in version 2")),
    })
}
