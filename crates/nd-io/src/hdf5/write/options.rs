//! What [`CreateOptions`] mean for an HDF5 file.

use nd_core::{AnyArray, Array, DType, Shape};

use super::super::filter::{self, Filter, Pipeline};
use super::super::{Result, unsupported};
use crate::blocks::bytes_of;
use crate::options::{Compression, CreateOptions};

/// Bytes that a chunk should have, when nobody says.
const CHUNK: usize = 1 << 20;
/// Extent of a chunk along an axis that has none yet.
const GROWING: usize = 1024;

/// Extents of the chunks; `None` for an array in one piece.
pub(crate) fn chunks(
    shape: &[usize],
    dtype: DType,
    options: &CreateOptions,
) -> Result<Option<Shape>> {
    let packed = options.compression != Compression::None || options.shuffle || options.checksum;
    if options.chunks.is_none() && !packed && !options.extendible {
        return Ok(None);
    }
    if shape.is_empty() {
        return Err(unsupported("chunks, filters and growth of an array without axes"));
    }
    if shape.contains(&0) && !options.extendible {
        return Ok(None); // nothing to store
    }
    let chunk = match options.chunks {
        Some(chunk) if chunk.len() != shape.len() || chunk.contains(&0) => {
            return Err(unsupported(format!("chunks of {:?} for {shape:?}", &chunk[..])));
        }
        // A chunk larger than an array that cannot grow is refused by every library.
        Some(chunk) if options.extendible => chunk,
        Some(chunk) => {
            let cut: Vec<usize> = chunk.iter().zip(shape).map(|(&c, &n)| c.min(n)).collect();
            Shape::from(cut)
        }
        None => guess(shape, dtype.itemsize()),
    };
    let bytes = chunk.iter().try_fold(dtype.itemsize(), |all, &n| all.checked_mul(n));
    match bytes.filter(|&bytes| bytes <= 2 << 30) {
        Some(_) => Ok(Some(chunk)),
        None => Err(unsupported(format!("chunks of {:?} elements, over 2 GiB", &chunk[..]))),
    }
}

/// The longest axis halved until a chunk is of handy size.
fn guess(shape: &[usize], itemsize: usize) -> Shape {
    let mut chunk: Vec<usize> = shape.iter().map(|&n| if n == 0 { GROWING } else { n }).collect();
    let bytes = |chunk: &[usize]| chunk.iter().fold(itemsize, |all, &n| all.saturating_mul(n));
    while bytes(&chunk) > CHUNK {
        let Some(longest) = chunk.iter_mut().max() else { break };
        *longest = longest.div_ceil(2);
    }
    Shape::from(chunk)
}

/// The filters, in the order in which h5py applies them.
pub(super) fn pipeline(dtype: DType, chunk: &[usize], options: &CreateOptions) -> Result<Pipeline> {
    let mut filters = Vec::new();
    let mut add = |id, optional, name: &str, parameters: &[u32]| {
        let (name, parameters) = (name.to_owned(), parameters.to_vec());
        filters.push(Filter { id, optional, name, parameters });
    };
    let itemsize = dtype.itemsize();
    if options.shuffle {
        add(filter::SHUFFLE, true, "shuffle", &[itemsize as u32]);
    }
    let bytes = chunk.iter().product::<usize>() * itemsize;
    match options.compression {
        Compression::None => {}
        Compression::Gzip(level) if level <= 9 => add(filter::DEFLATE, true, "deflate", &[level]),
        // Its own version, that of the library it is in, and the size of a chunk.
        Compression::Lzf => add(filter::LZF, true, "lzf", &[4, 261, bytes as u32]),
        other => return Err(unsupported(format!("{other} (gzip 0 to 9 and lzf are)"))),
    }
    if options.checksum {
        add(filter::FLETCHER32, false, "fletcher32", &[]);
    }
    Ok(Pipeline(filters))
}

/// What cannot be done is said, not ignored.
pub(super) fn check(options: &CreateOptions) -> Result<()> {
    if options.shards.is_some() {
        return Err(unsupported("shards (Zarr has them)"));
    }
    if options.fortran_order {
        return Err(unsupported("Fortran order"));
    }
    if options.levels > 0 {
        return Err(unsupported("smaller levels (TIFF has them)"));
    }
    Ok(())
}

/// A fill value as an element's bytes; `None` for zeros.
pub(super) fn fill(dtype: DType, value: Option<f64>) -> Option<Vec<u8>> {
    let value = AnyArray::from(Array::full((), value?)).cast(dtype);
    let bytes = bytes_of(value.view()).unwrap_or_default().to_vec();
    bytes.iter().any(|&byte| byte != 0).then_some(bytes)
}
