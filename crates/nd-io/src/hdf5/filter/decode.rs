//! Chunks as they are stored, to their elements.

use super::super::checksum::fletcher32;
use super::super::store::resize;
use super::super::{Result, corrupt, unsupported};
use super::id::*;
use super::{Filter, Growth, Pipeline, describe, nbit, plugins, scale_offset};
use crate::error::{Error, ErrorKind};
use crate::packed::blosc::Blosc;
use crate::packed::deflate::Frame;
use crate::packed::shuffle::unshuffle;
use crate::packed::{Contexts, Fault, blosc2, bzip2, lzf, szip};

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
    /// [`ErrorKind::Checksum`], [`ErrorKind::Corrupt`], [`ErrorKind::UnexpectedEof`];
    /// [`ErrorKind::Unsupported`] for filters that are not ours.
    pub(in crate::hdf5) fn decode(
        &self,
        scratch: &mut Scratch,
        skipped: u32,
        out: &mut [u8],
    ) -> Result<()> {
        self.check(scratch.stored.len() as u64, out.len() as u64, skipped)?;
        let steps = self.steps(out.len(), skipped);
        if steps.is_empty() {
            return copy_whole(&scratch.stored, out);
        }
        for (k, (filter, before)) in steps.iter().enumerate().rev() {
            let Scratch { stored, spare, codecs, .. } = scratch;
            if filter.id == FLETCHER32 {
                let sums = stored.split_last_chunk::<4>();
                if !sums.is_some_and(|(data, sum)| matches(data, *sum)) {
                    return Err(ErrorKind::Checksum { what: "a chunk".into() }.into());
                }
                stored.truncate(stored.len() - 4);
                if k == 0 {
                    copy_whole(stored, out)?;
                }
                continue;
            }
            if k == 0 {
                let len = filter.undo(stored, out, codecs).map_err(fault)?;
                check_len(len, out.len())?;
                continue;
            }
            resize(spare, before.room())?;
            let len = filter.undo(stored, spare, codecs).map_err(fault)?;
            if let Before::Exactly(want) = *before {
                check_len(len, want)?;
            }
            spare.truncate(len);
            std::mem::swap(stored, spare);
        }
        Ok(())
    }

    /// The filters that were applied, each with how many bytes there were before it was.
    fn steps(&self, whole: usize, skipped: u32) -> Vec<(&Filter, Before)> {
        let mut before = Before::Exactly(whole);
        let mut steps = Vec::with_capacity(self.0.len());
        for filter in self.applied(skipped) {
            steps.push((filter, before));
            before = match (filter.growth(), before) {
                (Growth::By(more), Before::Exactly(bytes)) => Before::Exactly(bytes + more),
                (Growth::By(more), Before::AtMost(bytes)) => Before::AtMost(bytes + more),
                // Of what cannot be packed, packers make a little more.
                (_, Before::Exactly(bytes) | Before::AtMost(bytes)) => {
                    Before::AtMost(bytes + bytes / 8 + 4096)
                }
            };
        }
        steps
    }
}

/// What is known of the bytes that a filter was given.
#[derive(Clone, Copy)]
enum Before {
    Exactly(usize),
    /// Another packer had them first.
    AtMost(usize),
}

impl Before {
    /// Bytes to make room for.
    fn room(self) -> usize {
        let (Self::Exactly(bytes) | Self::AtMost(bytes)) = self;
        bytes
    }
}

fn check_len(len: usize, want: usize) -> Result<()> {
    if len == want {
        return Ok(());
    }
    Err(corrupt(format!("chunk: it unpacks to {len} bytes, not to {want}")))
}

fn copy_whole(from: &[u8], to: &mut [u8]) -> Result<()> {
    check_len(from.len(), to.len())?;
    to.copy_from_slice(from);
    Ok(())
}

/// What is wrong with a chunk.
fn fault(fault: Fault) -> Error {
    match fault {
        Fault::Corrupt(what) => corrupt(format!("chunk: {what}")),
        Fault::Unsupported(what) => unsupported(format!("chunks packed by {what}")),
        Fault::Other(error) => error,
    }
}

impl Filter {
    /// Undoes the filter, and says how much of `to` that filled.
    fn undo(
        &self,
        from: &[u8],
        to: &mut [u8],
        codecs: &mut Contexts,
    ) -> crate::packed::Result<usize> {
        let parameters = &self.parameters[..];
        match self.id {
            // What follows the end of the stream was never looked at by the library.
            DEFLATE => codecs.inflate.one(from, to, Frame::Zlib).map(|(_, written)| written),
            SHUFFLE => {
                let to = to.get_mut(..from.len());
                let to = to.ok_or_else(|| Fault::Corrupt("longer than a chunk".to_owned()))?;
                unshuffle(from, to, parameters.first().copied().unwrap_or(1) as usize);
                Ok(from.len())
            }
            SZIP => {
                let parameters = szip::Parameters::new(parameters)?;
                szip::decode_to(from, parameters, &mut codecs.block, to)
            }
            NBIT => nbit::decode_to(parameters, from, to),
            SCALE_OFFSET => scale_offset::decode_to(parameters, from, to),
            BZIP2 => bzip2::decode_to(from, to),
            LZF => lzf::decode_to(from, to),
            BLOSC => Blosc::decode_to(from, to, codecs),
            LZ4 => plugins::lz4_to(from, to),
            BITSHUFFLE => plugins::bits_to(parameters, from, to, codecs),
            ZSTD => codecs.zstd.decode_to(from, to),
            BLOSC2 => blosc2::decode_to(from, to, codecs),
            id if lossy_only(id) => {
                let to = to.get_mut(..from.len());
                to.ok_or_else(|| Fault::Corrupt("longer than a chunk".to_owned()))?
                    .copy_from_slice(from);
                Ok(from.len())
            }
            id => Err(Fault::Unsupported(format!("the {}", describe(id, &self.name)))),
        }
    }
}

/// Whether a checksum is that of the data; an old library's had its halves' bytes exchanged.
fn matches(data: &[u8], sum: [u8; 4]) -> bool {
    let [a, b, c, d] = sum;
    let computed = fletcher32(data);
    computed == u32::from_le_bytes(sum) || computed == u32::from_le_bytes([b, a, d, c])
}
