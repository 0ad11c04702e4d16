//! Text behind the door: an array in any order becomes rows when it is finished.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use nd_core::{Array, DType, Shape, ShapeError};

use crate::blocks::{
    ArrayInfo, Region, Strided, WriteBlocks, checked_nbytes, copy_strided, filled,
};
use crate::dataset::DatasetWriter;
use crate::error::{ErrorKind, Result};
use crate::format::Format;
use crate::memory::{bytes_mut, zeroed};
use crate::npy::refuse_extras;
use crate::options::CreateOptions;
use crate::text::{TextWriteOptions, save_view};

/// Refuses what text cannot have.
pub(super) fn refuse(options: &CreateOptions) -> Result<()> {
    refuse_extras(Format::Text, options)?;
    match options.fortran_order {
        true => Err(ErrorKind::unsupported(Format::Text, "Fortran order").into()),
        false => Ok(()),
    }
}

pub(super) fn create(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter> {
    refuse(options)?;
    if shape.len() > 2 {
        let (op, shape) = ("text, of rows and columns", shape[..].into());
        return Err(ShapeError::IndexCount { op, given: 2, shape }.into());
    }
    let bytes = zeroed(checked_nbytes(&shape, dtype.itemsize())?)?;
    let (bytes, path_of) = (Mutex::new(bytes), path.to_owned());
    let sink = TextSink { bytes, info: ArrayInfo::new(shape, dtype), path: path_of };
    Ok(DatasetWriter::to_file(sink, path))
}

/// An array in memory, to become text.
struct TextSink {
    bytes: Mutex<Array<u8>>,
    info: ArrayInfo,
    path: PathBuf,
}

impl WriteBlocks for TextSink {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        let itemsize = self.info.dtype.itemsize();
        let from = Strided::dense(region.shape(), itemsize);
        let to = Strided::of(&self.info.shape, region, itemsize);
        let mut all = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        copy_strided(bytes, from, bytes_mut(&mut all), to, region.shape(), itemsize);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let mut bytes = self.bytes.into_inner().unwrap_or_else(PoisonError::into_inner);
        let array = filled(self.info.dtype, self.info.shape, &mut |out| {
            out.copy_from_slice(bytes_mut(&mut bytes));
            Ok(())
        })?;
        drop(bytes);
        save_view(&self.path, array.view(), &TextWriteOptions::default())
    }
}
