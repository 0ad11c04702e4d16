//! [`TiffTileWriter`] behind the one door: what [`CreateOptions`] mean for TIFF.

use std::path::Path;

use nd_core::{DType, Shape};

use super::super::bits::element;
use super::options::{TiffOptions, TiffPageOptions};
use super::plan::Plan;
use super::tiles::TiffTileWriter;
use super::{Result, unsupported};
use crate::options::{Compression, CreateOptions};
use crate::picture::TiffCompression;

/// A picture to be written part by part.
///
/// # Errors
/// Those of [`TiffTileWriter`] without the path; `Unsupported` for options that TIFF has not.
pub(crate) fn create_tiles(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<TiffTileWriter> {
    let page = page_options(&shape, options)?;
    let fill = fill(dtype, options.fill_value)?;
    let tiff = TiffOptions::default().durable(options.durable);
    TiffTileWriter::create_filled(path, shape, dtype, &tiff, &page, fill)
}

/// The extents of the tiles of a picture that is written part by part.
///
/// # Errors
/// `Unsupported` for what TIFF has no place for.
pub(crate) fn tile_shape(shape: &Shape, dtype: DType, options: &CreateOptions) -> Result<Shape> {
    let mut page = page_options(shape, options)?;
    page.tile.get_or_insert_with(|| super::tiles::usual_tile(shape));
    let plan = Plan::new(shape, dtype, &page)?;
    let mut chunks = *shape;
    (chunks[0], chunks[1]) = (plan.chunk[0], plan.chunk[1]);
    Ok(chunks)
}

fn page_options(shape: &Shape, options: &CreateOptions) -> Result<TiffPageOptions> {
    let refused = [
        (options.shards.is_some(), "shards"),
        (options.shuffle, "shuffled bytes: predictors are chosen by themselves"),
        (options.checksum, "checksums"),
        (options.extendible, "axes that grow"),
        (options.fortran_order, "Fortran order"),
        (options.dimension_names.is_some(), "names of axes; see OmeImage"),
        (!options.attributes.is_empty(), "attributes; see TiffPageOptions::tag"),
    ];
    if let Some((_, what)) = refused.iter().find(|(asked, _)| *asked) {
        return Err(unsupported(*what));
    }
    let page = TiffPageOptions::default().levels(options.levels);
    let page = match options.compression {
        Compression::None => page,
        Compression::Gzip(level) => page.compression(TiffCompression::Deflate).level(level),
        Compression::Zstd(level) => match u32::try_from(level) {
            Ok(level) => page.compression(TiffCompression::Zstd).level(level),
            Err(_) => return Err(unsupported(format!("Zstandard of level {level}: 0 to 22"))),
        },
        other => return Err(unsupported(format!("compression by {other}: gzip or zstd"))),
    };
    match options.chunks {
        Some(chunks) => Ok(page.tile(tile(shape, &chunks)?)),
        None => Ok(page),
    }
}

/// Chunks as tiles.
fn tile(shape: &[usize], chunks: &[usize]) -> Result<[usize; 2]> {
    let channels = shape.get(2..).unwrap_or_default();
    match *chunks {
        [rows, columns, ref rest @ ..]
            if rest == channels && [rows, columns].iter().all(|n| n % 16 == 0 && *n > 0) =>
        {
            Ok([rows, columns])
        }
        _ => {
            let sixteen = |axis: usize| {
                let n = chunks.get(axis).or(shape.get(axis)).copied().unwrap_or(1);
                n.max(1).checked_next_multiple_of(16).unwrap_or(16)
            };
            let suited = [&[sixteen(0), sixteen(1)], channels].concat();
            Err(unsupported(format!(
                "chunks {chunks:?} of a picture {shape:?}: sides of tiles are multiples of 16, and \
                 have all channels, e.g. {suited:?}"
            )))
        }
    }
}

/// An element that was never written; `None` for zeros.
fn fill(dtype: DType, value: Option<f64>) -> Result<Option<Vec<u8>>> {
    match value.filter(|&value| value != 0.0) {
        None => Ok(None),
        Some(value) => match element(&super::tags::number(value), dtype) {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(unsupported(format!("{value} as the fill value of {dtype}"))),
        },
    }
}
