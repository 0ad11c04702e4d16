//! A picture as a stored array: decoded whole when a part is first asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use nd_core::Array;

use super::options::PictureOptions;
use super::reader::Reader;
use crate::blocks::{ArrayInfo, ReadBlocks, Region, Strided, copy_strided};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::memory::{bytes_mut, zeroed};

/// A picture file whose header was read.
pub(crate) struct PictureSource {
    path: PathBuf,
    format: Format,
    options: PictureOptions,
    info: ArrayInfo,
    /// The samples, once they were decoded: codecs give all or nothing.
    samples: Mutex<Option<Arc<Array<u8>>>>,
}

/// Opens a picture to read regions of it.
///
/// # Errors
/// As [`load_picture`](super::load_picture).
pub(crate) fn open_picture(path: &Path, options: &PictureOptions) -> Result<PictureSource, Error> {
    let reader = Reader::open(path, options)?;
    let mut info = ArrayInfo::new(reader.shape, reader.dtype);
    info.chunks = Some(reader.shape);
    let (path, format, options) = (path.to_owned(), reader.format, *options);
    Ok(PictureSource { path, format, options, info, samples: Mutex::new(None) })
}

impl PictureSource {
    fn samples(&self) -> Result<Arc<Array<u8>>, Error> {
        let mut kept = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(samples) = &*kept {
            return Ok(samples.clone());
        }
        let reader = Reader::open(&self.path, &self.options)?;
        if (reader.shape, reader.dtype) != (self.info.shape, self.info.dtype) {
            let what = "the file was replaced by another picture since it was opened";
            return Err(ErrorKind::corrupt(self.format, what).into());
        }
        let mut samples = zeroed(reader.nbytes())?;
        reader.decode(bytes_mut(&mut samples))?;
        Ok(kept.insert(Arc::new(samples)).clone())
    }
}

impl ReadBlocks for PictureSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.info.check(region, out.len())?;
        let samples = self.samples()?;
        let samples = samples.as_slice().expect("fresh arrays are contiguous");
        let itemsize = self.info.dtype.itemsize();
        let from = Strided::of(&self.info.shape, region, itemsize);
        let to = Strided::dense(region.shape(), itemsize);
        copy_strided(samples, from, out, to, region.shape(), itemsize);
        Ok(())
    }
}
