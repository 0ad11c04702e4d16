//! Chunks as they are stored, to their elements.

use super::super::checksum::fletcher32;
use super::super::store::resize;
use super::super::{Result, corrupt, unsupported};
use super::{DEFLATE, FLETCHER32, Filter, LZF, Pipeline, SHUFFLE, describe};
use crate::error::ErrorKind;
use crate::packed::deflate::Frame;
use crate::packed::shuffle::unshuffle;
use crate::packed::{Contexts, Fault, lzf};

/// Memory that a thread uses chunk after chunk.
pub(in crate::hdf5) struct Scratch {
    /// A chunk as it is stored; what was undone last.
    pub(in crate::hdf5) stored: Vec<u8>,
    spare: Vec<u8>,
    /// A chunk's elements.
    pub(in crate::hdf5) chunk: Vec<u8>,
    codecs: Contexts,
}

impl Scratch {
    pub(in crate::hdf5) fn new() -> Self {
        Self {
            stored: Vec::new(),
            spare: Vec::new(),
            chunk: Vec::new(),
            codecs: Contexts::default(),
        }
    }
}

impl Pipeline {
    /// Undoes the filters: from `scratch.stored` to `out`, which is as long as a chunk.
    ///
    /// # Errors
    /// [`ErrorKind::Checksum`], [`ErrorKind::Corrupt`]; [`ErrorKind::Unsupported`] for filters that
    /// are not ours.
    pub(in crate::hdf5) fn decode(
        &self,
        scratch: &mut Scratch,
        skipped: u32,
        out: &mut [u8],
    ) -> Result<()> {
        self.check(scratch.stored.len() as u64, out.len() as u64, skipped)?;
        let steps = self.steps(out.len(), skipped)?;
        if steps.is_empty() {
            out.copy_from_slice(&scratch.stored);
            return Ok(());
        }
        for (k, &(filter, size)) in steps.iter().enumerate().rev() {
            if filter.id == FLETCHER32 {
                let sums = scratch.stored.split_last_chunk::<4>();
                let fits = sums.filter(|(data, sum)| matches(data, **sum));
                if fits.is_none() {
                    return Err(ErrorKind::Checksum { what: "a chunk".into() }.into());
                }
                let len = scratch.stored.len() - 4;
                scratch.stored.truncate(len);
                if k == 0 {
                    copy_whole(&scratch.stored, out)?;
                }
                continue;
            }
            let Scratch { stored, spare, codecs, .. } = scratch;
            if k == 0 {
                undo(filter, codecs, stored, out)?;
            } else {
                resize(spare, size.unwrap_or(stored.len()))?;
                undo(filter, codecs, stored, spare)?;
                std::mem::swap(stored, spare);
            }
        }
        Ok(())
    }

    /// The filters that were applied, each with the number of bytes before it was, if that is known:
    /// what follows a filter that packs has the length it has.
    fn steps(&self, whole: usize, skipped: u32) -> Result<Vec<(&Filter, Option<usize>)>> {
        let mut steps = Vec::with_capacity(self.0.len());
        let mut size = Some(whole);
        for filter in self.applied(skipped) {
            steps.push((filter, size));
            size = match filter.id {
                DEFLATE | LZF if size.is_none() => {
                    return Err(unsupported("chunks that are packed twice"));
                }
                DEFLATE | LZF => None,
                SHUFFLE => size,
                FLETCHER32 => size.map(|size| size + 4),
                id => return Err(unsupported(format!("the {}", describe(id, &filter.name)))),
            };
        }
        Ok(steps)
    }
}

fn copy_whole(from: &[u8], to: &mut [u8]) -> Result<()> {
    if from.len() != to.len() {
        return Err(corrupt(format!("chunk: {} bytes, not {}", from.len(), to.len())));
    }
    to.copy_from_slice(from);
    Ok(())
}

fn undo(filter: &Filter, codecs: &mut Contexts, from: &[u8], to: &mut [u8]) -> Result<()> {
    match filter.id {
        SHUFFLE if from.len() == to.len() => {
            unshuffle(from, to, filter.parameters.first().copied().unwrap_or(1) as usize);
            Ok(())
        }
        DEFLATE => unpack(codecs, from, to),
        LZF => lzf::decompress(from, to).ok_or_else(|| corrupt("chunk: not what LZF makes")),
        _ => Err(corrupt(format!("chunk: {} bytes to shuffle, not {}", from.len(), to.len()))),
    }
}

/// Inflates to exactly as many bytes as there are to be.
fn unpack(codecs: &mut Contexts, from: &[u8], to: &mut [u8]) -> Result<()> {
    let bad = |what: String| corrupt(format!("chunk: {what}"));
    match codecs.inflate.one(from, to, Frame::Zlib) {
        Ok((_, written)) if written == to.len() => Ok(()),
        Ok((_, written)) => Err(bad(format!("it unpacks to {written} bytes, not to {}", to.len()))),
        Err(Fault::Corrupt(what) | Fault::Unsupported(what)) => Err(bad(what)),
        Err(Fault::Other(error)) => Err(error),
    }
}

/// Whether a checksum is that of the data; an old library's had its halves' bytes exchanged.
fn matches(data: &[u8], sum: [u8; 4]) -> bool {
    let [a, b, c, d] = sum;
    let computed = fletcher32(data);
    computed == u32::from_le_bytes(sum) || computed == u32::from_le_bytes([b, a, d, c])
}
