//! The inputs of a program, in memory or in files, as a run wants them.

use super::Result;
use super::program::{list, size, sizes, text};
use nd::io::{Compression, CreateOptions};
use nd::ooc::AnyChunked;
use nd::{AnyArray, Array, with_dtype};
use serde_json::Value as Json;
use std::path::Path;

/// An element type that can be made of the bytes that NumPy writes.
trait FromBytes: nd::Typed {
    fn from_bytes(bytes: &[u8]) -> Self;
}

impl FromBytes for bool {
    fn from_bytes(bytes: &[u8]) -> Self {
        bytes[0] != 0
    }
}

macro_rules! from_bytes {
    ($($T:ty)*) => {$(
        impl FromBytes for $T {
            fn from_bytes(bytes: &[u8]) -> Self {
                <$T>::from_le_bytes(bytes.try_into().expect("as many bytes as the type has"))
            }
        }
    )*};
}
from_bytes!(u8 i32 i64 f32 f64);

/// The arrays that a program starts from, out of the file of all arrays.
pub(super) fn inputs(program: &Json, bytes: &[u8]) -> Result<Vec<AnyArray>> {
    let input = |input: &Json| {
        let (shape, at) = (sizes(input, "shape")?, size(input, "at")?);
        let bytes = bytes.get(at..).ok_or("an array past the end of the file")?;
        Ok(match text(input, "dtype")? {
            "bool" => array::<bool>(&shape, bytes).into(),
            "uint8" => array::<u8>(&shape, bytes).into(),
            "int32" => array::<i32>(&shape, bytes).into(),
            "int64" => array::<i64>(&shape, bytes).into(),
            "float32" => array::<f32>(&shape, bytes).into(),
            "float64" => array::<f64>(&shape, bytes).into(),
            other => return Err(format!("elements of {other}").into()),
        })
    };
    list(program, "inputs")?.iter().map(input).collect()
}

fn array<T: FromBytes>(shape: &[usize], bytes: &[u8]) -> Array<T> {
    let count: usize = shape.iter().product();
    let elements = bytes.chunks_exact(size_of::<T>()).take(count).map(T::from_bytes).collect();
    Array::from_shape_vec(shape, elements)
}

/// The layout that a source or a target is to have.
pub(super) fn layout(json: &Json) -> Result<CreateOptions> {
    let mut options = CreateOptions::default();
    if !json["chunks"].is_null() {
        options = options.chunks(&sizes(json, "chunks")?[..]);
    }
    if json["gzip"] == true {
        options = options.compression(Compression::Gzip(1));
    }
    Ok(options)
}

/// An input as a run wants it: in memory, or in a file of the folder.
pub(super) fn source(
    array: &AnyArray,
    json: &Json,
    folder: &Path,
    number: usize,
) -> Result<AnyChunked> {
    let kind = text(json, "kind")?;
    if kind == "memory" {
        return Ok(AnyChunked::from(array.clone()));
    }
    let path = folder.join(format!("input{number}.{kind}"));
    let layout = layout(json)?;
    with_dtype!(array, |a| nd::io::save_with(&path, a, &layout))?;
    Ok(nd::ooc::open_any(&path)?)
}
