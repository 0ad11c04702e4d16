//! [`NpzSink`]: a member of an archive, written block by block; [`save_member`]: one written at once.

use std::path::Path;

use nd_core::{AnyView, DType, Shape};

use super::write::NpzWriter;
use crate::atomic::LockFile;
use crate::blocks::{ArrayInfo, ByteOrder, Contiguous, Region, WriteBlocks, checked_nbytes};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npy::{FileOrder, NpyHeader, NpyOptions, NpyVersion, refuse_extras};
use crate::options::{Compression, CreateOptions};

/// Adds an array to an archive, or replaces the one of that name; makes the archive if there is none.
pub(crate) fn save_member(
    archive: &Path,
    name: &str,
    view: AnyView<'_>,
    options: &CreateOptions,
) -> Result<()> {
    let level = match options.compression {
        Compression::Gzip(level) if level <= 9 => Some(level),
        _ => None,
    };
    let mut others = options.clone();
    if level.is_some() {
        others.compression = Compression::None;
    }
    refuse_extras(Format::Npz, &others)?;
    let _lock = LockFile::of_edits(archive).map_err(Error::io("create"))?;
    let mut writer = NpzWriter::open_without(archive, name)?;
    if let Some(level) = level {
        writer = writer.deflate(level);
    }
    let order = if options.fortran_order { FileOrder::Fortran } else { FileOrder::Keep };
    writer.add_view(name, view, &NpyOptions::default().order(order))?;
    writer.finish()
}

/// A member being written: as it is, at the end of a copy of the archive.
pub(crate) struct NpzSink {
    archive: NpzWriter,
    name: String,
    /// Where the member's `.npy` file begins.
    start: u64,
    header: Vec<u8>,
    fortran_order: bool,
    info: ArrayInfo,
    /// Keeps others from changing the archive meanwhile.
    _lock: LockFile,
}

impl NpzSink {
    pub(crate) fn create(
        archive: &Path,
        name: &str,
        shape: Shape,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self> {
        if options.compression != Compression::None {
            let what =
                "compression of blocks in any order; save_with and NpzWriter pack whole arrays";
            return Err(ErrorKind::unsupported(Format::Npz, what).into());
        }
        refuse_extras(Format::Npz, options)?;
        let fortran_order = options.fortran_order;
        let nbytes = checked_nbytes(&shape, dtype.itemsize())? as u64;
        let order = ByteOrder::NATIVE;
        let header = NpyHeader::render(dtype, order, &shape, fortran_order, NpyVersion::V1)?;
        let lock = LockFile::of_edits(archive).map_err(Error::io("create"))?;
        let mut archive = NpzWriter::open_without(archive, name)?;
        let start = archive.begin_stored(name, header.len() as u64 + nbytes)?;
        let (name, info) = (name.to_owned(), ArrayInfo::new(shape, dtype));
        Ok(Self { archive, name, start, header, fortran_order, info, _lock: lock })
    }
}

impl WriteBlocks for NpzSink {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        let file = self.archive.file();
        let array = Contiguous {
            source: file,
            offset: self.start + self.header.len() as u64,
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.fortran_order,
            swap: 0,
        };
        array.write(file, region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let this = *self;
        crate::position::write_all_at(this.archive.file(), this.start, &this.header)?;
        let mut archive = this.archive;
        archive.end_stored(&this.name, this.start)?;
        archive.finish()
    }
}
