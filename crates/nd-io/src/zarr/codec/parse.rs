//! The codecs of version 3 by name.

use nd_core::{DType, Shape};

use super::{Blosc, Chain, Compressor, Shuffle, Step, numcodec};
use crate::error::{Error, ErrorKind};
use crate::zarr::json::{Extension, Object};
use crate::zarr::{corrupt, unsupported};

/// The codecs of a chunk: transpositions, then `bytes`, then codecs from bytes to bytes.
///
/// # Errors
/// `Corrupt`, and `Unsupported` naming the codec.
pub(in crate::zarr) fn chain(
    codecs: &[Extension<'_>],
    dtype: DType,
    ndim: usize,
) -> Result<Chain, Error> {
    let mut chain = Chain::plain(false);
    let (mut serialized, mut dtype) = (false, dtype);
    for codec in codecs {
        let Extension { name, configuration } = codec;
        if chain.refused.is_some() {
            break;
        }
        match name.as_str() {
            "transpose" | "bytes" if serialized => {
                return Err(corrupt(format!("codecs: {name:?} after \"bytes\"")));
            }
            "transpose" if !chain.steps.is_empty() => {
                chain.refused = Some(format!("codec {name:?} after a filter"));
                serialized = true;
            }
            "transpose" => {
                chain.transpose = Some(transpose(configuration, chain.transpose, ndim)?);
            }
            "bytes" => {
                let swapped = is_swapped(configuration, dtype)?;
                match chain.steps.last_mut() {
                    // What the filter stores is swapped; what it gives back is not.
                    Some(Step::Numbers(numbers)) => numbers.stored.swapped = swapped,
                    Some(_) => {}
                    None => chain.swapped = swapped,
                }
                serialized = true;
            }
            _ => {
                let Some(step) = known(step(name, configuration, dtype), &mut chain)? else {
                    // What nobody knows may make bytes of elements.
                    serialized |= chain.refused.is_some();
                    continue;
                };
                if serialized == step.is_filter() && chain.refused.is_none() {
                    let side = if serialized { "after" } else { "before" };
                    return Err(corrupt(format!("codecs: {name:?} {side} \"bytes\"")));
                }
                let (step, stored) = native(step, dtype);
                dtype = stored;
                chain.steps.push(step);
            }
        }
    }
    if !serialized {
        return Err(corrupt("codecs: there is no \"bytes\""));
    }
    Ok(chain)
}

/// A codec that is known; of one that is not, the chain keeps what is to be said when chunks are read.
fn known(step: Result<Option<Step>, Error>, chain: &mut Chain) -> Result<Option<Step>, Error> {
    let error = match step {
        Ok(step) => return Ok(step),
        Err(error) => error,
    };
    let ErrorKind::Unsupported { what, .. } = error.kind() else { return Err(error) };
    chain.refused.get_or_insert(what.clone());
    Ok(None)
}

/// A filter over numbers in this machine's byte order, and the type of what comes behind it.
fn native(mut step: Step, dtype: DType) -> (Step, DType) {
    let stored = match &mut step {
        Step::Numbers(numbers) => {
            (numbers.stored.swapped, numbers.array.swapped) = (false, false);
            numbers.stored.dtype
        }
        Step::PackBits => DType::U8,
        _ => dtype,
    };
    (step, stored)
}

/// Adds one codec from bytes to bytes.
///
/// # Errors
/// `Corrupt`; one that is not known is said when chunks are read.
pub(in crate::zarr) fn add_step(chain: &mut Chain, codec: &Extension<'_>) -> Result<(), Error> {
    let step = step(&codec.name, &codec.configuration, DType::U8);
    if let Some(step) = known(step, chain)? {
        chain.steps.push(step);
    }
    Ok(())
}

/// The codecs of a shard's index: of a size that can be told, or the index could not be found.
///
/// Returns the chain, and how many bytes a checksum adds.
pub(in crate::zarr) fn index_chain(codecs: &[Extension<'_>]) -> Result<(Chain, usize), Error> {
    let chain = chain(codecs, DType::U64, 1)?;
    chain.check_known()?;
    if chain.transpose.is_some() || chain.steps.iter().any(|step| *step != Step::Crc32c) {
        return Err(unsupported("index_codecs other than \"bytes\" and \"crc32c\""));
    }
    let added = 4 * chain.steps.len();
    Ok((chain, added))
}

fn step(name: &str, configuration: &Object<'_>, dtype: DType) -> Result<Option<Step>, Error> {
    if let Some(id) = name.strip_prefix("numcodecs.") {
        return numcodec(id, configuration, dtype);
    }
    Ok(Some(match name {
        "gzip" => {
            configuration.only(&["level"])?;
            Step::Gzip { level: integer_option(configuration, "level", 0..=9, 5)? as u32 }
        }
        "zstd" => {
            configuration.only(&["level", "checksum"])?;
            let level = integer_option(configuration, "level", -131_072..=22, 0)?;
            let checksum = configuration.value("checksum")?.unwrap_or(false);
            Step::Zstd { level: level as i32, checksum }
        }
        "blosc" => blosc(configuration, dtype)?,
        "crc32c" => {
            configuration.only(&[])?;
            Step::Crc32c
        }
        "sharding_indexed" => {
            return Err(unsupported("\"sharding_indexed\" beside other codecs"));
        }
        _ => return Err(unsupported(format!("codec {name:?}"))),
    }))
}

fn is_swapped(configuration: &Object<'_>, dtype: DType) -> Result<bool, Error> {
    configuration.only(&["endian"])?;
    match configuration.value::<String>("endian")?.as_deref() {
        Some("little") => Ok(cfg!(target_endian = "big")),
        Some("big") => Ok(cfg!(target_endian = "little")),
        Some(other) => Err(corrupt(format!("{}: endian {other:?}", configuration.place()))),
        None if dtype.itemsize() == 1 => Ok(false),
        None => Err(corrupt(format!("{}: no endian for {dtype}", configuration.place()))),
    }
}

/// One transposition after another, as one.
fn transpose(
    configuration: &Object<'_>,
    before: Option<Shape>,
    ndim: usize,
) -> Result<Shape, Error> {
    configuration.only(&["order"])?;
    let place = configuration.place();
    let order: Vec<&str> = configuration
        .list("order", nd_core::MAX_NDIM)?
        .ok_or_else(|| corrupt(format!("{place}: no order")))?;
    let order: Option<Vec<usize>> = order.iter().map(|text| text.parse().ok()).collect();
    let order =
        order.ok_or_else(|| corrupt(format!("{place}: an order that is no list of axes")))?;
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if !sorted.into_iter().eq(0..ndim) {
        return Err(corrupt(format!("{place}: {order:?} is no order of {ndim} axes")));
    }
    Ok(match before {
        Some(before) => Shape::from(order.iter().map(|&i| before[i]).collect::<Vec<_>>()),
        None => Shape::from(order),
    })
}

fn blosc(configuration: &Object<'_>, dtype: DType) -> Result<Step, Error> {
    configuration.only(&["cname", "clevel", "shuffle", "typesize", "blocksize"])?;
    let place = configuration.place();
    let cname: String = configuration.need_value("cname")?;
    let shuffle: String = configuration.value("shuffle")?.unwrap_or_else(|| "noshuffle".to_owned());
    let shuffle = match shuffle.as_str() {
        "noshuffle" => Shuffle::None,
        "shuffle" => Shuffle::Bytes,
        "bitshuffle" => Shuffle::Bits,
        other => return Err(corrupt(format!("{place}: shuffle {other:?}"))),
    };
    let level = integer_option(configuration, "clevel", 0..=9, 5)? as i32;
    let typesize = integer_option(configuration, "typesize", 0..=255, dtype.itemsize() as i64)?;
    let compressor = compressor(&cname)?;
    Ok(Step::Blosc(Blosc { compressor, level, shuffle, typesize: typesize.max(1) as usize }))
}

/// What blosc packs with, by name.
pub(in crate::zarr) fn compressor(name: &str) -> Result<Compressor, Error> {
    Ok(match name {
        "blosclz" => Compressor::BloscLz,
        "lz4" => Compressor::Lz4,
        "lz4hc" => Compressor::Lz4Hc,
        "snappy" => Compressor::Snappy,
        "zlib" => Compressor::Zlib,
        "zstd" => Compressor::Zstd,
        other => return Err(unsupported(format!("blosc with {other:?}"))),
    })
}

/// A whole number within bounds, or what is meant where it is missing.
pub(in crate::zarr) fn integer_option(
    configuration: &Object<'_>,
    name: &str,
    bounds: std::ops::RangeInclusive<i64>,
    default: i64,
) -> Result<i64, Error> {
    let value = configuration.value::<i64>(name)?.unwrap_or(default);
    if bounds.contains(&value) {
        return Ok(value);
    }
    let place = configuration.place();
    Err(corrupt(format!(
        "{place}: {name} {value} is not from {} to {}",
        bounds.start(),
        bounds.end()
    )))
}
