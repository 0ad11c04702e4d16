//! [`Chain`]: what a chunk goes through between memory and file.

mod numbers;
mod numcodecs;
mod parse;
mod step;

pub(super) use crate::packed::blosc::{Blosc, Compressor, Shuffle};
pub(super) use crate::packed::{reserve, resize};
pub(super) use numcodecs::numcodec;
pub(super) use parse::{add_step, chain, index_chain};
pub(super) use step::Step;

use nd_core::Shape;

use super::nested::Nested;
use super::{corrupt, unsupported};
use crate::blocks::{Strided, copy_strided, swap_bytes};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::packed::{self, Contexts};

/// Whether this build writes Zstandard.
///
/// # Errors
/// `Unsupported`, with what to do about it.
pub(super) fn check_zstd() -> Result<(), Error> {
    packed::zstd::check_writable().map_err(fault)
}

/// What is wrong with a chunk of a Zarr array.
fn fault(fault: packed::Fault) -> Error {
    fault.of(Format::Zarr)
}

/// What elements go through on their way into a file, and back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    /// Axis `i` of what is stored is axis `transpose[i]` of the array.
    pub(super) transpose: Option<Shape>,
    /// Whether numbers are stored in the byte order that this machine has not.
    pub(super) swapped: bool,
    /// What the bytes go through then, in the order of writing.
    pub(super) steps: Vec<Step>,
    /// How the chunk is a shard, in place of all that.
    pub(super) nested: Option<Box<Nested>>,
    /// Why chunks cannot be read though the array is known.
    pub(super) refused: Option<String>,
}

/// What is to be decoded: how many elements, and of what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) shape: &'a [usize],
    pub(super) itemsize: usize,
    /// Bytes of a number: half an item where items are complex.
    pub(super) word: usize,
}

/// Buffers and contexts that one thread uses again and again.
#[derive(Default)]
pub(super) struct Scratch {
    /// What came from the file, or goes there.
    pub(super) stored: Vec<u8>,
    /// A decoded chunk.
    pub(super) chunk: Vec<u8>,
    pub(super) buffers: Buffers,
}

/// What a [`Chain`] needs between two steps.
#[derive(Default)]
pub(super) struct Buffers {
    array: Vec<u8>,
    between: [Vec<u8>; 2],
    codecs: Contexts,
}

/// The part of a [`Scratch`] that outlives a call, and may go to another thread.
#[derive(Default)]
pub(super) struct Memory([Vec<u8>; 6]);

impl Scratch {
    pub(super) fn of(memory: Memory) -> Self {
        let [stored, chunk, array, from, to, block] = memory.0;
        let codecs = Contexts { block, ..Contexts::default() };
        Self { stored, chunk, buffers: Buffers { array, between: [from, to], codecs } }
    }

    pub(super) fn into_memory(self) -> Memory {
        let Buffers { array, between: [from, to], codecs } = self.buffers;
        Memory([self.stored, self.chunk, array, from, to, codecs.block])
    }
}

impl Chain {
    /// Elements as they are, in some byte order.
    pub(super) fn plain(swapped: bool) -> Self {
        Self { transpose: None, swapped, steps: Vec::new(), nested: None, refused: None }
    }

    /// Fails where a codec is not known.
    ///
    /// # Errors
    /// `Unsupported`, with its name.
    pub(super) fn check_known(&self) -> Result<(), Error> {
        self.refused.as_ref().map_or(Ok(()), |what| Err(unsupported(what)))
    }

    /// Whether a chunk's bytes are its elements, at the same places.
    pub(super) fn is_plain(&self) -> bool {
        self.steps.is_empty()
            && self.transpose.is_none()
            && self.nested.is_none()
            && self.refused.is_none()
    }

    /// Bytes that a stored chunk can decode to at most.
    fn reach(&self, stored: u64) -> u64 {
        self.steps.iter().rev().fold(stored, |bytes, step| step.reach(bytes))
    }

    /// Checks, before memory is asked for, that so many stored bytes can be a chunk.
    ///
    /// # Errors
    /// `UnexpectedEof`, `Corrupt`.
    pub(super) fn check_size(&self, stored: u64, nbytes: usize) -> Result<(), Error> {
        self.check_known()?;
        let want = nbytes as u64;
        if self.nested.is_some() {
            // Chunks that are not there cost nothing in the file; the index is checked first of all.
            return Ok(());
        }
        if self.steps.is_empty() && stored != want {
            return Err(wrong_size(stored, want));
        }
        if self.reach(stored) < want {
            return Err(corrupt(format!("a chunk of {want} bytes cannot be packed in {stored}")));
        }
        Ok(())
    }

    /// Decodes a stored chunk into `out`, in C order and this machine's byte order.
    ///
    /// # Errors
    /// `UnexpectedEof`, `Corrupt`, `Checksum`, `AllocFailed`.
    pub(super) fn decode(
        &self,
        stored: &[u8],
        out: &mut [u8],
        form: Form<'_>,
        buffers: &mut Buffers,
    ) -> Result<(), Error> {
        self.check_size(stored.len() as u64, out.len())?;
        if let Some(nested) = &self.nested {
            return nested.decode(stored, out, form);
        }
        let Some(order) = &self.transpose else {
            self.unpack(stored, out, buffers)?;
            self.swap(out, form.word);
            return Ok(());
        };
        let mut array = std::mem::take(&mut buffers.array);
        resize(&mut array, out.len())?;
        let unpacked = self.unpack(stored, &mut array, buffers);
        if unpacked.is_ok() {
            let from = permuted(form.shape, order, form.itemsize);
            let to = Strided::dense(form.shape, form.itemsize);
            copy_strided(&array, from, out, to, form.shape, form.itemsize);
            self.swap(out, form.word);
        }
        buffers.array = array;
        unpacked
    }

    /// Decodes bytes of which nobody says how many there are, and says how much of `out` they fill.
    ///
    /// # Errors
    /// As [`decode`](Self::decode), also where `out` is too short.
    pub(super) fn decode_any(&self, stored: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        self.check_known()?;
        let mut contexts = Contexts::default();
        let mut from = stored.to_vec();
        for (left, step) in self.steps.iter().enumerate().rev() {
            if left == 0 {
                return step.decode(&from, out, &mut contexts);
            }
            let mut to = Vec::new();
            resize(&mut to, out.len())?;
            let len = step.decode(&from, &mut to, &mut contexts)?;
            to.truncate(len);
            from = to;
        }
        Ok(0)
    }

    /// Undoes the steps, the last first.
    fn unpack(&self, stored: &[u8], out: &mut [u8], buffers: &mut Buffers) -> Result<(), Error> {
        let Some((first, later)) = self.steps.split_first() else {
            if stored.len() != out.len() {
                return Err(wrong_size(stored.len() as u64, out.len() as u64));
            }
            out.copy_from_slice(stored);
            return Ok(());
        };
        // How long a step's input may have been when it was written.
        let mut bounds = vec![out.len() as u64];
        for step in &self.steps {
            bounds.push(step.longest(*bounds.last().expect("not empty")));
        }
        let [mut from, mut to] = std::mem::take(&mut buffers.between);
        let mut stored = stored;
        let mut held = false; // whether `from` is what comes next, not `stored`
        for (i, step) in later.iter().enumerate().rev() {
            let input = if held { &from[..] } else { stored };
            match step.borrow(input) {
                // A checksum: what it sums stands before it.
                Some(inside) => {
                    let len = inside?.len();
                    if held { from.truncate(len) } else { stored = &stored[..len] }
                }
                None => {
                    let room = bounds[i + 1].min(step.reach(input.len() as u64));
                    resize(&mut to, usize::try_from(room).unwrap_or(usize::MAX))?;
                    let len = step.decode(input, &mut to, &mut buffers.codecs)?;
                    to.truncate(len);
                    std::mem::swap(&mut from, &mut to);
                    held = true;
                }
            }
        }
        let input = if held { &from[..] } else { stored };
        let filled = first.decode(input, out, &mut buffers.codecs);
        buffers.between = [from, to];
        match filled? {
            len if len == out.len() => Ok(()),
            len => Err(wrong_size(len as u64, out.len() as u64)),
        }
    }

    pub(super) fn swap(&self, bytes: &mut [u8], word: usize) {
        if self.swapped && word > 1 {
            swap_bytes(bytes, word);
        }
    }

    /// Appends a chunk as it is stored.
    ///
    /// # Errors
    /// `AllocFailed`, and `Unsupported` for codecs that are read only.
    pub(super) fn encode(
        &self,
        chunk: &[u8],
        form: Form<'_>,
        stored: &mut Vec<u8>,
        buffers: &mut Buffers,
    ) -> Result<(), Error> {
        self.check_known()?;
        if self.nested.is_some() {
            return Err(unsupported("writing shards within shards"));
        }
        let mut array = std::mem::take(&mut buffers.array);
        let mut input = chunk;
        let reordered = self.transpose.is_some() || (self.swapped && form.word > 1);
        if reordered {
            resize(&mut array, chunk.len())?;
            match &self.transpose {
                Some(order) => {
                    let from = Strided::dense(form.shape, form.itemsize);
                    let to = permuted(form.shape, order, form.itemsize);
                    copy_strided(chunk, from, &mut array, to, form.shape, form.itemsize);
                }
                None => array.copy_from_slice(chunk),
            }
            self.swap(&mut array, form.word);
            input = &array;
        }
        let done = pack(&self.steps, input, stored, &mut buffers.between, &mut buffers.codecs);
        buffers.array = array;
        done
    }
}

fn pack(
    steps: &[Step],
    input: &[u8],
    stored: &mut Vec<u8>,
    between: &mut [Vec<u8>; 2],
    codecs: &mut Contexts,
) -> Result<(), Error> {
    let Some((last, earlier)) = steps.split_last() else {
        reserve(stored, input.len())?;
        stored.extend_from_slice(input);
        return Ok(());
    };
    let [mut from, mut to] = std::mem::take(between);
    let mut held = false;
    // A checksum at the end only adds to what the step before it appends.
    if let (Step::Crc32c, [.., before]) = (last, earlier)
        && earlier.len() == 1
    {
        let start = stored.len();
        before.encode(input, stored, codecs)?;
        let sum = crc32c::crc32c(&stored[start..]);
        stored.extend_from_slice(&sum.to_le_bytes());
        *between = [from, to];
        return Ok(());
    }
    for step in earlier {
        to.clear();
        step.encode(if held { &from } else { input }, &mut to, codecs)?;
        std::mem::swap(&mut from, &mut to);
        held = true;
    }
    let done = last.encode(if held { &from } else { input }, stored, codecs);
    *between = [from, to];
    done
}

/// Where the elements of an array of `shape` lie when its axes are stored in another order.
fn permuted(shape: &[usize], order: &[usize], itemsize: usize) -> Strided {
    let mut strides = vec![itemsize; shape.len()];
    let mut unit = itemsize;
    for &axis in order.iter().rev() {
        strides[axis] = unit;
        unit *= shape[axis];
    }
    Strided { offset: 0, strides: Shape::from(strides) }
}

fn wrong_size(got: u64, want: u64) -> Error {
    if got < want {
        return ErrorKind::UnexpectedEof { what: "a chunk".to_owned(), want, got }.into();
    }
    corrupt(format!("a chunk of {want} bytes has {got}"))
}
