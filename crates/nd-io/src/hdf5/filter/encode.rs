//! Elements of a chunk, to what is stored.

use flate2::{Compress, Compression, FlushCompress, Status};

use super::super::checksum::fletcher32;
use super::super::store::resize;
use super::super::{Result, unsupported};
use super::shuffle::shuffle;
use super::{DEFLATE, FLETCHER32, LZF, Pipeline, SHUFFLE, describe, lzf};
use crate::error::ErrorKind;

/// Memory that a thread uses chunk after chunk.
pub(in crate::hdf5) struct Packer {
    /// The chunk so far; in the end, as it is stored.
    pub(in crate::hdf5) bytes: Vec<u8>,
    spare: Vec<u8>,
    deflate: Option<(u32, Box<Compress>)>,
}

impl Packer {
    pub(in crate::hdf5) fn new() -> Self {
        Self { bytes: Vec::new(), spare: Vec::new(), deflate: None }
    }

    /// Applies the filters to a chunk; what is to be stored is in `bytes` then. Returns a bit for
    /// each filter that was left out, as it made the chunk no shorter.
    pub(in crate::hdf5) fn pack(&mut self, pipeline: &Pipeline, chunk: &[u8]) -> Result<u32> {
        resize(&mut self.bytes, chunk.len())?;
        self.bytes.copy_from_slice(chunk);
        let mut skipped = 0;
        for (k, filter) in pipeline.0.iter().enumerate() {
            let parameter = filter.parameters.first().copied().unwrap_or(0);
            match filter.id {
                SHUFFLE => {
                    resize(&mut self.spare, self.bytes.len())?;
                    shuffle(&self.bytes, &mut self.spare, parameter as usize);
                    std::mem::swap(&mut self.bytes, &mut self.spare);
                }
                FLETCHER32 => {
                    let sum = fletcher32(&self.bytes);
                    self.bytes.extend_from_slice(&sum.to_le_bytes());
                }
                DEFLATE => self.deflate(parameter)?,
                LZF => match lzf::compress(&self.bytes, &mut self.spare) {
                    Some(()) => std::mem::swap(&mut self.bytes, &mut self.spare),
                    None => skipped |= 1 << k,
                },
                id => return Err(unsupported(format!("the {}", describe(id, &filter.name)))),
            }
        }
        Ok(skipped)
    }

    fn deflate(&mut self, level: u32) -> Result<()> {
        if self.deflate.as_ref().is_none_or(|(made_for, _)| *made_for != level) {
            let compress = Compress::new(Compression::new(level.min(9)), true);
            self.deflate = Some((level, Box::new(compress)));
        }
        let Some((_, deflate)) = &mut self.deflate else { return Ok(()) };
        deflate.reset();
        // What cannot be packed takes a few bytes for every 16 KiB more than it is.
        let len = self.bytes.len();
        resize(&mut self.spare, len + len / 1000 + 256)?;
        let status = deflate
            .compress(&self.bytes, &mut self.spare, FlushCompress::Finish)
            .map_err(|error| ErrorKind::io("pack")(std::io::Error::other(error)))?;
        if status != Status::StreamEnd {
            let message = "a packed chunk is longer than it can be";
            return Err(ErrorKind::io("pack")(std::io::Error::other(message)).into());
        }
        self.spare.truncate(deflate.total_out() as usize);
        std::mem::swap(&mut self.bytes, &mut self.spare);
        Ok(())
    }
}
