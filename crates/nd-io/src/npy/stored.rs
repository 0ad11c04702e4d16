//! `.npy` files as stored arrays: any region read, or written in any order.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use nd_core::{DType, Shape};

use super::descr::ByteOrder;
use super::error::NpyErrorKind;
use super::header::{NpyHeader, NpyVersion};
use super::read::check_length;
use crate::atomic::AtomicFile;
use crate::blocks::{ArrayInfo, Contiguous, ReadBlocks, Region, WriteBlocks};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::options::{Compression, CreateOptions};

/// Size of the numbers to be reversed: an element, or a part of a complex one; 0 for none.
pub(crate) fn swap_size(dtype: DType, order: ByteOrder) -> usize {
    match dtype {
        _ if order.is_native() => 0,
        DType::C64 => 4,
        DType::C128 => 8,
        _ => dtype.itemsize(),
    }
}

/// An existing `.npy` file.
pub(crate) struct NpySource {
    file: File,
    header: NpyHeader,
    info: ArrayInfo,
}

impl NpySource {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let mut file = File::open(path).map_err(ErrorKind::io("open"))?;
        let header = NpyHeader::read_kind(&mut file)?;
        let length = file.metadata().map_err(ErrorKind::io("open"))?.len();
        check_length(&header, length)?;
        let info = ArrayInfo::new(header.shape(), header.dtype());
        Ok(Self { file, header, info })
    }
}

impl ReadBlocks for NpySource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.info.check(region, out.len())?;
        let array = Contiguous {
            file: &self.file,
            offset: self.header.data_offset(),
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.header.fortran_order(),
            swap: swap_size(self.info.dtype, self.header.byte_order()),
        };
        array.read(region, out)
    }
}

/// A `.npy` file being written, beside the one it will replace.
pub(crate) struct NpySink {
    file: AtomicFile,
    data_offset: u64,
    fortran_order: bool,
    info: ArrayInfo,
}

impl NpySink {
    pub(crate) fn create(
        path: &Path,
        shape: Shape,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self, Error> {
        refuse_extras(Format::Npy, options)?;
        let fortran_order = options.fortran_order;
        let nbytes = super::checked_nbytes(&shape, dtype.itemsize())?;
        let header =
            NpyHeader::render(dtype, ByteOrder::NATIVE, &shape, fortran_order, NpyVersion::V1)?;
        let length = (nbytes as u64).checked_add(header.len() as u64).ok_or_else(|| {
            NpyErrorKind::ShapeOverflow { shape: shape.to_vec(), itemsize: dtype.itemsize() }
        })?;
        let mut file = AtomicFile::create_exclusive(path).map_err(ErrorKind::create())?;
        file.write_all(&header).map_err(ErrorKind::io("write"))?;
        file.file().set_len(length).map_err(ErrorKind::io("extend"))?;
        let (data_offset, info) = (header.len() as u64, ArrayInfo::new(shape, dtype));
        Ok(Self { file, data_offset, fortran_order, info })
    }
}

impl WriteBlocks for NpySink {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<(), Error> {
        self.info.check(region, bytes.len())?;
        let array = Contiguous {
            file: self.file.file(),
            offset: self.data_offset,
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.fortran_order,
            swap: 0,
        };
        array.write(region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(self.file.commit().map_err(ErrorKind::io("finish writing"))?)
    }
}

/// Refuses what plain numbers in a row cannot have.
pub(crate) fn refuse_extras(format: Format, options: &CreateOptions) -> Result<(), Error> {
    let refused = [
        (options.chunks.is_some(), "chunks"),
        (options.shards.is_some(), "shards"),
        (options.compression != Compression::None, "compression"),
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
