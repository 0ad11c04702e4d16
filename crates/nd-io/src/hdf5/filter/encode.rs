//! Elements of a chunk, to what is stored.

use flate2::{Compress, Compression, FlushCompress, Status};

use super::super::checksum::fletcher32;
use super::super::store::resize;
use super::super::{Result, unsupported};
use super::{DEFLATE, FLETCHER32, LZF, Pipeline, SHUFFLE, describe};
use crate::error::Error;
use crate::packed::lzf;
use crate::packed::shuffle::shuffle;

/// Memory that a thread uses chunk after chunk.
pub(in crate::hdf5) struct Packer {
    /// The chunk so far.
    bytes: Vec<u8>,
    spare: Vec<u8>,
    deflate: Option<(u32, Box<Compress>)>,
}

impl Packer {
    pub(in crate::hdf5) fn new() -> Self {
        Self { bytes: Vec::new(), spare: Vec::new(), deflate: None }
    }

    /// Applies the filters to a chunk. Returns what is to be stored, and a bit for each filter that
    /// was left out, as it made the chunk no shorter.
    pub(in crate::hdf5) fn pack<'a>(
        &'a mut self,
        pipeline: &Pipeline,
        chunk: &'a [u8],
    ) -> Result<(&'a [u8], u32)> {
        let mut skipped = 0;
        // Whether `bytes` is the chunk so far; before the first filter it is what was given.
        let mut begun = false;
        for (k, filter) in pipeline.0.iter().enumerate() {
            let parameter = filter.parameters.first().copied().unwrap_or(0);
            let from = if begun { &self.bytes[..] } else { chunk };
            match filter.id {
                SHUFFLE => {
                    resize(&mut self.spare, from.len())?;
                    shuffle(from, &mut self.spare, parameter as usize);
                }
                FLETCHER32 => {
                    let sum = fletcher32(from).to_le_bytes();
                    resize(&mut self.spare, from.len() + 4)?;
                    let (data, end) = self.spare.split_at_mut(from.len());
                    data.copy_from_slice(from);
                    end.copy_from_slice(&sum);
                }
                DEFLATE => {
                    deflate(&mut self.deflate, parameter, from, &mut self.spare)?;
                    if self.spare.len() >= from.len() {
                        skipped |= 1 << k;
                        continue;
                    }
                }
                LZF => {
                    if lzf::compress(from, &mut self.spare).is_none() {
                        skipped |= 1 << k;
                        continue;
                    }
                }
                id => return Err(unsupported(format!("the {}", describe(id, &filter.name)))),
            }
            std::mem::swap(&mut self.bytes, &mut self.spare);
            begun = true;
        }
        Ok((if begun { &self.bytes } else { chunk }, skipped))
    }
}

fn deflate(
    kept: &mut Option<(u32, Box<Compress>)>,
    level: u32,
    from: &[u8],
    to: &mut Vec<u8>,
) -> Result<()> {
    if kept.as_ref().is_none_or(|(made_for, _)| *made_for != level) {
        let compress = Compress::new(Compression::new(level.min(9)), true);
        *kept = Some((level, Box::new(compress)));
    }
    let Some((_, deflate)) = kept else { return Ok(()) };
    deflate.reset();
    // The fastest level gives a byte that repeats nothing nine bits.
    resize(to, from.len() + from.len() / 8 + 1024)?;
    let status = deflate
        .compress(from, to, FlushCompress::Finish)
        .map_err(|error| Error::io("pack")(std::io::Error::other(error)))?;
    if status != Status::StreamEnd {
        let message = "a packed chunk is longer than it can be";
        return Err(Error::io("pack")(std::io::Error::other(message)));
    }
    to.truncate(deflate.total_out() as usize);
    Ok(())
}
