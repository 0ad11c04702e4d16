//! Files whose elements stand in a row, as stored arrays: what `.npy` and raw files come down to.

use std::fs::File;

use super::contiguous::Contiguous;
use super::info::ArrayInfo;
use super::region::Region;
use super::{ReadBlocks, WriteBlocks};
use crate::atomic::AtomicFile;
use crate::error::{Error, Result};

/// An existing file.
pub(crate) struct PlainSource {
    pub(crate) file: File,
    /// Position of the first element.
    pub(crate) offset: u64,
    /// Whether the first axis varies fastest.
    pub(crate) fortran_order: bool,
    /// Size of the numbers whose bytes are to be reversed; 0 where they need not be.
    pub(crate) swap: usize,
    pub(crate) info: ArrayInfo,
}

impl ReadBlocks for PlainSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let array = Contiguous {
            source: &self.file,
            offset: self.offset,
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.fortran_order,
            swap: self.swap,
        };
        array.read(region, out)
    }
}

/// An existing file that is written into.
pub(crate) struct PlainEditor {
    pub(crate) file: File,
    /// Position of the first element.
    pub(crate) offset: u64,
    /// Whether the first axis varies fastest.
    pub(crate) fortran_order: bool,
    /// Size of the numbers whose bytes are to be reversed; 0 where they need not be.
    pub(crate) swap: usize,
    pub(crate) info: ArrayInfo,
}

impl WriteBlocks for PlainEditor {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        let array = Contiguous {
            source: &self.file,
            offset: self.offset,
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.fortran_order,
            swap: self.swap,
        };
        array.write(&self.file, region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.file.sync_all().map_err(Error::io("finish writing"))
    }
}

/// A file being written, beside the one it will replace; as long as it is going to be.
pub(crate) struct PlainSink {
    pub(crate) file: AtomicFile,
    /// Position of the first element.
    pub(crate) offset: u64,
    /// Whether the first axis varies fastest.
    pub(crate) fortran_order: bool,
    pub(crate) info: ArrayInfo,
}

impl WriteBlocks for PlainSink {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        let array = Contiguous {
            source: self.file.file(),
            offset: self.offset,
            shape: self.info.shape,
            itemsize: self.info.dtype.itemsize(),
            fortran_order: self.fortran_order,
            swap: 0,
        };
        array.write(self.file.file(), region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.file.commit().map_err(Error::io("finish writing"))
    }
}
