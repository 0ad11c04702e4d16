//! The codecs of numcodecs by name: all of version 2, and in version 3 those called `numcodecs.…`.

use std::ops::RangeInclusive;

use nd_core::DType;

use super::numbers::{Meaning, Numbers, Side};
use super::parse::{compressor, integer_option};
use super::step::{Sum, Summed};
use super::{Blosc, Compressor, Shuffle, Step};
use crate::error::Error;
use crate::packed::lzma::Form;
use crate::zarr::json::Object;
use crate::zarr::v2::numpy_dtype;
use crate::zarr::{corrupt, unsupported};

/// The codec of a name and its configuration, for chunks of an element type; `None` for one that changes
/// nothing when it is read.
///
/// # Errors
/// `Corrupt`, and `Unsupported` naming the codec.
pub(in crate::zarr) fn numcodec(
    id: &str,
    config: &Object<'_>,
    dtype: DType,
) -> Result<Option<Step>, Error> {
    let level = |bounds: RangeInclusive<i64>| integer_option(config, "level", bounds, 1);
    Ok(Some(match id {
        "zlib" => Step::Zlib { level: level(-1..=9)?.max(0) as u32 },
        "gzip" => Step::Gzip { level: level(0..=9)? as u32 },
        "bz2" => Step::Bzip2,
        "lzma" => Step::Lzma(lzma(config)?),
        "zstd" => {
            let checksum = config.value("checksum")?.unwrap_or(false);
            Step::Zstd { level: level(-131_072..=22)? as i32, checksum }
        }
        "lz4" => Step::Lz4,
        "blosc" => blosc(config, dtype)?,
        "shuffle" => {
            Step::Shuffle { itemsize: integer_option(config, "elementsize", 1..=255, 4)? as usize }
        }
        "crc32" => Step::Summed(Summed { sum: Sum::Crc32, first: is_first(config, true)? }),
        "adler32" => Step::Summed(Summed { sum: Sum::Adler32, first: is_first(config, true)? }),
        "crc32c" if is_first(config, false)? => {
            Step::Summed(Summed { sum: Sum::Crc32c, first: true })
        }
        "crc32c" => Step::Crc32c,
        "packbits" => Step::PackBits,
        "delta" => numbers(Meaning::Delta, config, ["astype", "dtype"], dtype)?,
        "fixedscaleoffset" => {
            let number = |name| config.need_value::<f64>(name);
            let scaled = Meaning::Scaled { scale: number("scale")?, offset: number("offset")? };
            numbers(scaled, config, ["astype", "dtype"], dtype)?
        }
        "quantize" => numbers(Meaning::Same, config, ["astype", "dtype"], dtype)?,
        "astype" => numbers(Meaning::Same, config, ["encode_dtype", "decode_dtype"], dtype)?,
        "bitround" => return Ok(None),
        other => return Err(unsupported(format!("codec {other:?} of numcodecs"))),
    }))
}

/// A filter over numbers: their type as it is stored, and in the array.
fn numbers(
    meaning: Meaning,
    config: &Object<'_>,
    [stored, array]: [&str; 2],
    dtype: DType,
) -> Result<Step, Error> {
    let side = |name: &str| -> Result<Option<Side>, Error> {
        let Some(name) = config.value::<String>(name)? else { return Ok(None) };
        // Version 3 has names of its own for types too.
        if let Some(dtype) = DType::ALL.into_iter().find(|dtype| dtype.name() == name) {
            return Ok(Some(Side { dtype, swapped: false }));
        }
        let (dtype, swapped) = numpy_dtype(&name)?;
        Ok(Some(Side { dtype, swapped }))
    };
    let array = side(array)?.unwrap_or(Side { dtype, swapped: false });
    let stored = side(stored)?.unwrap_or(array);
    Ok(Step::Numbers(Numbers::new(meaning, stored, array)?))
}

/// Whether a checksum stands in front of what it sums.
fn is_first(config: &Object<'_>, usual: bool) -> Result<bool, Error> {
    match config.value::<String>("location")?.as_deref() {
        None => Ok(usual),
        Some("start") => Ok(true),
        Some("end") => Ok(false),
        Some(other) => Err(corrupt(format!("{}: location {other:?}", config.place()))),
    }
}

fn lzma(config: &Object<'_>) -> Result<Form, Error> {
    const RAW: i64 = 3;
    if integer_option(config, "format", 0..=RAW, 1)? != RAW {
        return Ok(Form::Framed);
    }
    let filters = config.list("filters", 4)?.unwrap_or_default();
    let [filter] = filters[..] else {
        return Err(unsupported(format!("lzma without a frame, with {} filters", filters.len())));
    };
    let filter = Object::parse(filter, config.place())?;
    let option = |name, most, usual| integer_option(&filter, name, 0..=most, usual);
    match filter.need_value::<u64>("id")? {
        0x21 => Ok(Form::Bare2),
        0x4000_0000_0000_0001 => {
            let (lc, lp, pb) = (option("lc", 4, 3)?, option("lp", 4, 0)?, option("pb", 4, 2)?);
            Ok(Form::Bare1 { properties: ((pb * 5 + lp) * 9 + lc) as u8 })
        }
        id => Err(unsupported(format!("lzma without a frame, with filter {id:#x}"))),
    }
}

fn blosc(config: &Object<'_>, dtype: DType) -> Result<Step, Error> {
    let cname: Option<String> = config.value("cname")?;
    let compressor = cname.as_deref().map_or(Ok(Compressor::Lz4), compressor)?;
    let shuffle = match integer_option(config, "shuffle", -1..=2, 1)? {
        0 => Shuffle::None,
        1 => Shuffle::Bytes,
        2 => Shuffle::Bits,
        _ if dtype.itemsize() == 1 => Shuffle::Bits,
        _ => Shuffle::Bytes,
    };
    let level = integer_option(config, "clevel", 0..=9, 5)? as i32;
    Ok(Step::Blosc(Blosc { compressor, level, shuffle, typesize: dtype.itemsize() }))
}
