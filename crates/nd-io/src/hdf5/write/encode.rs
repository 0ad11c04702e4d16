//! Messages and object headers, as bytes.

use nd_core::{DType, Kind};

use super::super::checksum::lookup3;
use super::super::filter::Pipeline;
use super::super::number::{FLOATS, Float};
use super::super::object::kind;
use super::super::superblock::SIGNATURE;
use super::super::{Result, unsupported};
use crate::error::ErrorKind;

/// An address that is none.
pub(super) const NOWHERE: u64 = u64::MAX;

/// Bytes of the superblock.
pub(super) const SUPERBLOCK: u64 = 48;

/// The superblock of a file.
pub(super) fn superblock(end: u64, root: u64) -> Vec<u8> {
    let mut out = SIGNATURE.to_vec();
    out.extend([2, 8, 8, 0]);
    for address in [0, NOWHERE, end, root] {
        out.extend(address.to_le_bytes());
    }
    checksum(out)
}

fn checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = lookup3(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// An object header.
pub(super) struct Header(Vec<u8>);

impl Header {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a message.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`] for more than 64 KiB.
    pub(super) fn add(&mut self, kind: u16, what: &'static str, data: &[u8]) -> Result<()> {
        let limit = u64::from(u16::MAX);
        let len = u16::try_from(data.len()).map_err(|_| ErrorKind::LimitExceeded {
            what,
            asked: data.len() as u64,
            limit,
        })?;
        // What never changes is marked, as other writers do.
        let constant = kind == self::kind::DATATYPE;
        self.0.push(kind as u8);
        self.0.extend(len.to_le_bytes());
        self.0.push(u8::from(constant));
        self.0.extend(data);
        Ok(())
    }

    /// The header as it stands in a file.
    pub(super) fn finish(self) -> Result<Vec<u8>> {
        let limit = u64::from(u32::MAX);
        let asked = self.0.len() as u64;
        let len = u32::try_from(asked).map_err(|_| ErrorKind::LimitExceeded {
            what: "one group",
            asked,
            limit,
        })?;
        let mut out = b"OHDR\x02\x02".to_vec();
        out.extend(len.to_le_bytes());
        out.extend(self.0);
        Ok(checksum(out))
    }
}

/// The messages that make an object a group.
pub(super) fn group(header: &mut Header) -> Result<()> {
    let mut info = vec![0, 0];
    info.extend([NOWHERE.to_le_bytes(); 2].as_flattened());
    header.add(kind::LINK_INFO, "link info", &info)?;
    header.add(0x0a, "group info", &[0, 0])
}

/// That attributes are in the header itself. Without it the C library counts none, though it finds each by its name.
pub(super) fn attribute_info(header: &mut Header) -> Result<()> {
    let mut info = vec![0, 0];
    info.extend([NOWHERE.to_le_bytes(); 2].as_flattened());
    header.add(kind::ATTRIBUTE_INFO, "attribute info", &info)
}

/// A link to an object.
pub(super) fn link(name: &str, header: u64) -> Vec<u8> {
    // The name is UTF-8, its length takes two bytes.
    let mut out = vec![1, 0x10 | 1, 1];
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(name.as_bytes());
    out.extend(header.to_le_bytes());
    out
}

/// Extents, which may grow or not.
pub(super) fn dataspace(shape: &[usize], extendible: bool) -> Vec<u8> {
    let simple = u8::from(!shape.is_empty());
    let grows = extendible && simple == 1;
    let mut out = vec![2, shape.len() as u8, u8::from(grows), simple];
    for &extent in shape {
        out.extend((extent as u64).to_le_bytes());
    }
    if grows {
        out.resize(out.len() + 8 * shape.len(), 0xff);
    }
    out
}

/// An element type.
pub(super) fn datatype(dtype: DType) -> Vec<u8> {
    match dtype.kind() {
        Kind::Bool => {
            let mut out = vec![0x38, 2, 0, 0, 1, 0, 0, 0];
            out.extend(integer(1, true));
            out.extend(b"FALSE\0TRUE\0\x00\x01");
            out
        }
        Kind::Signed => integer(dtype.itemsize(), true),
        Kind::Unsigned => integer(dtype.itemsize(), false),
        Kind::Float => {
            let float = FLOATS.iter().find(|float| float.dtype == dtype);
            float.map(encode_float).unwrap_or_default()
        }
        Kind::Complex => {
            complex(&datatype(if dtype == DType::C64 { DType::F32 } else { DType::F64 }))
        }
    }
}

/// Text of any length.
pub(super) fn text_type() -> Vec<u8> {
    let mut out = vec![0x19, 1, 1, 0, 16, 0, 0, 0];
    out.extend(integer(1, false));
    out
}

const BIG_ENDIAN: u8 = cfg!(target_endian = "big") as u8;

fn integer(size: usize, signed: bool) -> Vec<u8> {
    let mut out = vec![0x10, BIG_ENDIAN | u8::from(signed) << 3, 0, 0];
    out.extend((size as u32).to_le_bytes());
    out.extend([0, 0]);
    out.extend((8 * size as u16).to_le_bytes());
    out
}

fn encode_float(float: &Float) -> Vec<u8> {
    let size = float.dtype.itemsize() as u8;
    let mut out = vec![0x11, 0x20 | BIG_ENDIAN, 8 * size - 1, 0, size, 0, 0, 0, 0, 0, 8 * size, 0];
    out.extend(float.fields);
    out.extend(float.bias.to_le_bytes());
    out
}

/// h5py's complex numbers: a record of r and i.
fn complex(part: &[u8]) -> Vec<u8> {
    let half = part[4];
    let mut out = vec![0x36, 2, 0, 0, 2 * half, 0, 0, 0];
    for (name, offset) in [(b'r', 0), (b'i', half)] {
        out.extend([name, 0, offset]);
        out.extend(part);
    }
    out
}

/// What an element is that was never written.
pub(super) fn fill(element: Option<&[u8]>, chunked: bool) -> Vec<u8> {
    // Room is made when something is written; the value is written when there is one.
    let times = if chunked { 3 } else { 2 } | 2 << 2;
    let Some(element) = element else { return vec![3, times] };
    let mut out = vec![3, times | 0x20];
    out.extend((element.len() as u32).to_le_bytes());
    out.extend(element);
    out
}

pub(super) fn contiguous(at: u64, len: u64) -> Vec<u8> {
    let mut out = vec![3, 1];
    out.extend(at.to_le_bytes());
    out.extend(len.to_le_bytes());
    out
}

pub(super) fn chunked(tree: u64, chunk: &[usize], itemsize: usize) -> Vec<u8> {
    let mut out = vec![3, 2, chunk.len() as u8 + 1];
    out.extend(tree.to_le_bytes());
    for &extent in chunk.iter().chain([&itemsize]) {
        out.extend((extent as u32).to_le_bytes());
    }
    out
}

pub(super) fn pipeline(pipeline: &Pipeline) -> Vec<u8> {
    let mut out = vec![2, pipeline.0.len() as u8];
    for filter in &pipeline.0 {
        out.extend(filter.id.to_le_bytes());
        if filter.id >= 256 {
            out.extend((filter.name.len() as u16 + 1).to_le_bytes());
        }
        out.extend(u16::from(filter.optional).to_le_bytes());
        out.extend((filter.parameters.len() as u16).to_le_bytes());
        if filter.id >= 256 {
            out.extend(filter.name.as_bytes());
            out.push(0);
        }
        out.extend(filter.parameters.iter().flat_map(|value| value.to_le_bytes()));
    }
    out
}

/// An attribute of a type and extents.
pub(super) fn attribute(
    name: &str,
    datatype: &[u8],
    shape: &[usize],
    value: &[u8],
) -> Result<Vec<u8>> {
    let space = dataspace(shape, false);
    let name_len = u16::try_from(name.len() + 1)
        .map_err(|_| unsupported("names of attributes over 64 KiB"))?;
    let mut out = vec![3, 0];
    for len in [name_len, datatype.len() as u16, space.len() as u16] {
        out.extend(len.to_le_bytes());
    }
    out.push(1); // the name is UTF-8
    out.extend(name.as_bytes());
    out.push(0);
    out.extend(datatype);
    out.extend(space);
    out.extend(value);
    Ok(out)
}

/// A link to another name.
pub(super) fn soft_link(name: &str, target: &str) -> Result<Vec<u8>> {
    let len = u16::try_from(target.len()).map_err(|_| unsupported("links over 64 KiB"))?;
    let mut out = vec![1, 0x18 | 1, 1, 1];
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(name.as_bytes());
    out.extend(len.to_le_bytes());
    out.extend(target.as_bytes());
    Ok(out)
}
