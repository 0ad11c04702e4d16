//! A picture as a stored array: decoded whole when a part is first asked for.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use nd_core::Array;

use super::options::PictureOptions;
use super::reader::Reader;
use crate::blocks::{ArrayInfo, ReadBlocks, Region, Strided, copy_strided};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::memory::{bytes_mut, zeroed};

/// A picture file whose header was read.
pub(crate) struct PictureSource {
    format: Format,
    info: ArrayInfo,
    state: Mutex<State>,
}

/// Codecs give all or nothing, so all is kept once a part was read.
enum State {
    Header(Box<Reader>),
    Samples(Arc<Array<u8>>),
    /// What was wrong when it was decoded, which it is again.
    Failed(String),
}

/// Opens a picture, of a GIF the frame of that name, to read regions of it.
///
/// # Errors
/// As [`load_picture`](super::load_picture).
pub(crate) fn open_picture(
    file: File,
    name: &str,
    options: &PictureOptions,
) -> Result<PictureSource> {
    let reader = Box::new(Reader::of_frame(file, name, options)?);
    let mut info = ArrayInfo::new(reader.shape, reader.dtype);
    info.chunks = Some(reader.shape);
    Ok(PictureSource { format: reader.format, info, state: Mutex::new(State::Header(reader)) })
}

impl PictureSource {
    fn samples(&self) -> Result<Arc<Array<u8>>, Error> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *state, State::Failed("it was given up".to_owned()));
        let samples = match before {
            State::Samples(samples) => Ok(samples),
            State::Header(reader) => decoded(*reader).map(Arc::new),
            State::Failed(what) => Err(ErrorKind::corrupt(self.format, what).into()),
        };
        *state = match &samples {
            Ok(samples) => State::Samples(samples.clone()),
            Err(error) => State::Failed(match error.kind() {
                ErrorKind::Corrupt { what, .. } => what.clone(),
                other => other.to_string(),
            }),
        };
        samples
    }
}

fn decoded(reader: Reader) -> Result<Array<u8>> {
    let mut samples = zeroed(reader.nbytes())?;
    reader.decode(bytes_mut(&mut samples))?;
    Ok(samples)
}

impl ReadBlocks for PictureSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
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
