//! `.npy` files as stored arrays: any region read, or written in any order.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;

use nd_core::{DType, Shape};

use super::header::{NpyHeader, NpyVersion};
use super::read::check_length;
use crate::atomic::AtomicFile;
use crate::blocks::{
    ArrayInfo, ByteOrder, PlainEditor, PlainSink, PlainSource, checked_nbytes, swap_size,
};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::options::{Compression, CreateOptions};

/// Opens a `.npy` file to read regions of it.
pub(crate) fn open_npy(mut file: File) -> Result<PlainSource> {
    let header = NpyHeader::read(&mut file)?;
    let length = file.metadata().map_err(Error::io("open"))?.len();
    check_length(&header, length)?;
    Ok(PlainSource {
        file,
        offset: header.data_offset(),
        fortran_order: header.fortran_order(),
        swap: swap_size(header.dtype(), header.byte_order()),
        info: ArrayInfo::new(header.shape(), header.dtype()),
    })
}

/// Opens a `.npy` file to write into it, which nobody else may do or have mapped meanwhile.
pub(crate) fn edit_npy(path: &Path, is_alone: bool) -> Result<PlainEditor> {
    let open = File::options().read(true).write(true).open(path);
    let mut file = open.map_err(Error::io("open"))?;
    if is_alone && let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Err(ErrorKind::Locked.into());
    }
    let header = NpyHeader::read(&mut file)?;
    check_length(&header, file.metadata().map_err(Error::io("open"))?.len())?;
    Ok(PlainEditor {
        file,
        offset: header.data_offset(),
        fortran_order: header.fortran_order(),
        swap: swap_size(header.dtype(), header.byte_order()),
        info: ArrayInfo::new(header.shape(), header.dtype()),
    })
}

/// Begins a `.npy` file of which regions are to be written.
pub(crate) fn create_npy(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<PlainSink> {
    refuse_extras(Format::Npy, options)?;
    let fortran_order = options.fortran_order;
    let nbytes = checked_nbytes(&shape, dtype.itemsize())?;
    let header =
        NpyHeader::render(dtype, ByteOrder::NATIVE, &shape, fortran_order, NpyVersion::V1)?;
    let length = (nbytes as u64).checked_add(header.len() as u64).ok_or_else(|| {
        Error::from(ErrorKind::ShapeOverflow { shape: shape.to_vec(), itemsize: dtype.itemsize() })
    })?;
    let file = AtomicFile::create_exclusive(path).map_err(Error::io("create"))?;
    let mut file = file.durable(options.durable);
    file.write_all(&header).map_err(Error::io("write"))?;
    file.file().set_len(length).map_err(Error::io("extend"))?;
    let (offset, info) = (header.len() as u64, ArrayInfo::new(shape, dtype));
    Ok(PlainSink { file, offset, fortran_order, info })
}

/// Refuses what plain numbers in a row cannot have.
pub(crate) fn refuse_extras(format: Format, options: &CreateOptions) -> Result<()> {
    let refused = [
        (options.chunks.is_some(), "chunks"),
        (options.shards.is_some(), "shards"),
        (options.compression != Compression::None, "compression"),
        (options.levels > 0, "smaller levels"),
        (options.shuffle, "shuffled bytes"),
        (options.checksum, "checksums"),
        (options.extendible, "axes that grow; see append_npy"),
        (options.fill_value.is_some_and(|value| value != 0.0), "a fill value other than 0"),
        (options.dimension_names.is_some(), "names of axes"),
        (!options.attributes.is_empty(), "attributes"),
    ];
    match refused.iter().find(|(asked, _)| *asked) {
        Some((_, what)) => Err(ErrorKind::unsupported(format, *what).into()),
        None => Ok(()),
    }
}
