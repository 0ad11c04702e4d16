//! Blosc 2: frames of one chunk, whose blocks may be blocks of an array of several axes.
//!
//! After the documents of c-blosc2, `README_CFRAME_FORMAT.rst`, `README_CHUNK_FORMAT.rst` and
//! `README_B2ND_METALAYER.rst`. Reading only, and without what only the library's own programs make: frames of
//! several chunks, dictionaries, codecs and filters that an application adds.

use nd_core::{MAX_NDIM, Shape};

use super::bitshuffle::unshuffle_bits;
use super::blosc::decode_stream;
use super::shuffle::unshuffle;
use super::{Contexts, Fault, Result, corrupt, exactly, resize, unsupported};
use crate::blocks::{Strided, copy_strided};

/// The part of a frame's header whose length does not change.
const FRAME: usize = 0x57;
/// A chunk's header.
const HEADER: usize = 32;
const FILTERS: usize = 6;

/// Decodes a frame, and says how much of `out` it filled.
pub(crate) fn decode_to(stored: &[u8], out: &mut [u8], contexts: &mut Contexts) -> Result<usize> {
    let frame = Frame::parse(stored)?;
    let size = match &frame.array {
        Some(array) => array.size(frame.typesize)?,
        None => frame.nbytes,
    };
    let out = exactly(out, size)?;
    if out.is_empty() {
        return Ok(0);
    }
    let at = frame.first_chunk(contexts)?;
    let chunk = match at {
        Place::At(chunk) => Chunk::parse(chunk)?,
        Place::Special(kind) => return special(kind, frame.typesize, &[], out),
    };
    match &frame.array {
        Some(array) => array.decode(&chunk, out, contexts),
        None => chunk.decode(out, contexts),
    }
}

/// A frame, its numbers checked against its length.
struct Frame<'a> {
    /// Chunks, and what tells where they are.
    body: &'a [u8],
    /// Where that is.
    index: usize,
    nbytes: usize,
    chunk: usize,
    typesize: usize,
    array: Option<Array>,
}

/// Where a chunk is, or what it is all over.
enum Place<'a> {
    At(&'a [u8]),
    Special(u8),
}

impl<'a> Frame<'a> {
    fn parse(stored: &'a [u8]) -> Result<Self> {
        let short = |want| Fault::cut_off("a blosc2 frame", want, stored.len());
        let head = stored.get(..FRAME).ok_or_else(|| short(FRAME))?;
        if head[1..10] != *b"\xa8b2frame\0" {
            return Err(corrupt("blosc2: no frame begins here"));
        }
        let number = |at: usize, width: usize| -> u64 {
            head[at..at + width].iter().fold(0, |all, &byte| all << 8 | u64::from(byte))
        };
        let size =
            |at: usize, width: usize| usize::try_from(number(at, width)).unwrap_or(usize::MAX);
        let (header, length) = (size(0x0b, 4), size(0x10, 8));
        let (nbytes, cbytes) = (size(0x1e, 8), size(0x27, 8));
        let (typesize, chunk) = (size(0x30, 4), size(0x3a, 4));
        if head[0x19] & 15 > 3 || head[0x1a] & 15 != 0 {
            return Err(unsupported("blosc2 frames of a later version, or in directories"));
        }
        if length > stored.len() {
            return Err(short(length));
        }
        let index = header.checked_add(cbytes).filter(|&end| header >= FRAME && end <= length);
        let index = index.ok_or_else(|| corrupt("blosc2: a frame longer than itself"))?;
        if typesize == 0 || nbytes > i32::MAX as usize {
            return Err(corrupt(format!("blosc2: {nbytes} bytes in items of {typesize}")));
        }
        let array = Array::find(&stored[..header])?;
        let body = &stored[header..length];
        Ok(Self { body, index: index - header, nbytes, chunk, typesize, array })
    }

    /// The only chunk of the frame.
    fn first_chunk(&self, contexts: &mut Contexts) -> Result<Place<'a>> {
        if self.chunk < self.nbytes {
            return Err(unsupported("blosc2 frames of several chunks"));
        }
        let mut offset = [0; 8];
        let index = Chunk::parse(&self.body[self.index..])?;
        if index.nbytes != offset.len() {
            return Err(corrupt(format!("blosc2: {} bytes tell where a chunk is", index.nbytes)));
        }
        index.decode(&mut offset, contexts)?;
        let offset = u64::from_le_bytes(offset);
        if offset >> 63 != 0 {
            return Ok(Place::Special((offset >> 56) as u8 & 7));
        }
        let at = usize::try_from(offset).ok().filter(|&at| at < self.index);
        let at = at.ok_or_else(|| corrupt(format!("blosc2: a chunk at byte {offset}")))?;
        Ok(Place::At(&self.body[at..self.index]))
    }
}

/// A chunk's header, and the bytes from there on.
struct Chunk<'a> {
    bytes: &'a [u8],
    version: u8,
    flags: u8,
    /// 2 where blosc's second flags are.
    second: u8,
    typesize: usize,
    nbytes: usize,
    blocksize: usize,
    filters: [u8; FILTERS],
    meta: [u8; FILTERS],
}

impl<'a> Chunk<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self> {
        let short = |want| Fault::cut_off("a blosc2 chunk", want, bytes.len());
        let head = bytes.first_chunk::<HEADER>().ok_or_else(|| short(HEADER))?;
        let word = |at: usize| {
            u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize
        };
        let (nbytes, blocksize, cbytes) = (word(4), word(8), word(12));
        let [version, _, flags, typesize, ..] = *head;
        if flags & 5 != 5 {
            return Err(unsupported("chunks of blosc 1 in frames of blosc 2"));
        }
        if head[30] & 1 != 0 {
            return Err(unsupported("blosc2 with blocks of different lengths"));
        }
        if head[31] & 1 != 0 {
            return Err(unsupported("blosc2 with a dictionary"));
        }
        if head[31] & 0x88 != 0 || version > 6 && head[30] != 0 {
            return Err(unsupported(format!(
                "blosc2 chunks of version {version}, flags {}",
                head[31]
            )));
        }
        if cbytes > bytes.len() {
            return Err(short(cbytes));
        }
        if cbytes < HEADER || blocksize == 0 || typesize == 0 || nbytes > i32::MAX as usize {
            return Err(corrupt(format!("blosc2: blocks of {blocksize} bytes of {nbytes}")));
        }
        let mut filters = std::array::from_fn(|i| head[16 + i]);
        if version == 3 {
            filters[5] = 0;
        }
        Ok(Self {
            bytes: &bytes[..cbytes],
            version,
            flags,
            second: head[31],
            typesize: usize::from(typesize),
            nbytes,
            blocksize: blocksize.min(nbytes.max(1)),
            filters,
            meta: std::array::from_fn(|i| head[24 + i]),
        })
    }

    /// Decodes all blocks in a row; `out` is as long as they are.
    fn decode(&self, out: &mut [u8], contexts: &mut Contexts) -> Result<usize> {
        if self.nbytes != out.len() {
            let want = out.len();
            return Err(corrupt(format!("blosc2: a chunk of {} bytes, not {want}", self.nbytes)));
        }
        if self.is_special() {
            return self.special(out);
        }
        let mut done = 0;
        for i in 0..out.len().div_ceil(self.blocksize) {
            let (before, rest) = out.split_at_mut(done);
            let len = self.blocksize.min(rest.len());
            let first = before.get(..self.blocksize.min(before.len())).filter(|b| !b.is_empty());
            self.block(i, first, &mut rest[..len], contexts)?;
            done += len;
        }
        Ok(done)
    }

    fn is_special(&self) -> bool {
        self.second >> 4 & 7 != 0
    }

    fn special(&self, out: &mut [u8]) -> Result<usize> {
        special(self.second >> 4 & 7, self.typesize, &self.bytes[HEADER..], out)
    }

    /// Decodes a block of a number; differences are to the first, which is decoded before.
    fn block(
        &self,
        number: usize,
        first: Option<&[u8]>,
        out: &mut [u8],
        contexts: &mut Contexts,
    ) -> Result<()> {
        if self.flags & 2 != 0 {
            let at = HEADER + number * self.blocksize;
            let stored = self.bytes.get(at..at + out.len());
            let stored = stored
                .filter(|_| self.bytes.len() == HEADER + self.nbytes)
                .ok_or_else(|| corrupt("blosc2: another length than its header says"))?;
            out.copy_from_slice(stored);
            return Ok(());
        }
        let starts = HEADER + 4 * self.nbytes.div_ceil(self.blocksize);
        let at = self.word(HEADER + 4 * number)?;
        if at < starts || at > self.bytes.len() {
            return Err(corrupt(format!("blosc2: block {number} begins at byte {at}")));
        }
        // Filters that change nothing on the way back are left out.
        let active = (0..FILTERS).rev().filter(|&i| !matches!(self.filters[i], 0 | 4));
        self.streams(at, out, contexts)?;
        for i in active {
            self.undo(i, number, first, out, contexts)?;
        }
        Ok(())
    }

    /// Undoes one filter of a block.
    fn undo(
        &self,
        i: usize,
        number: usize,
        first: Option<&[u8]>,
        out: &mut [u8],
        contexts: &mut Contexts,
    ) -> Result<()> {
        let size = self.typesize;
        if self.filters[i] == 3 {
            undo_differences(number, first, out, size);
            return Ok(());
        }
        resize(&mut contexts.spare, out.len())?;
        contexts.spare.copy_from_slice(out);
        match self.filters[i] {
            1 => {
                let group = if self.meta[i] == 0 { size } else { usize::from(self.meta[i]) };
                unshuffle(&contexts.spare, out, group);
            }
            2 => {
                let items = out.len() / size / 8 * 8;
                if self.version == 2 && out.len() / size != items {
                    return Ok(());
                }
                let whole = items * size;
                let Contexts { spare, planes, .. } = contexts;
                unshuffle_bits(&spare[..whole], &mut out[..whole], size, planes)?;
            }
            id => return Err(unsupported(format!("blosc2 with filter {id}"))),
        }
        Ok(())
    }

    /// A block's streams: one, or one for each byte of an item.
    fn streams(&self, at: usize, out: &mut [u8], contexts: &mut Contexts) -> Result<()> {
        let split = self.flags & 0x10 == 0 && out.len() == self.blocksize;
        let streams = if split { self.typesize } else { 1 };
        if !out.len().is_multiple_of(streams) {
            return Err(corrupt("blosc2: a block that cannot be split into its streams"));
        }
        let each = out.len() / streams;
        let mut at = at;
        for stream in out.chunks_exact_mut(each.max(1)) {
            let len = self.word(at)? as u32 as i32;
            at += 4;
            if len == 0 {
                stream.fill(0);
                continue;
            }
            if len < 0 {
                let token = self.bytes.get(at).copied().unwrap_or(0);
                if len < -255 || token & 1 == 0 {
                    return Err(corrupt(format!("blosc2: a stream of kind {token}")));
                }
                stream.fill(len.unsigned_abs() as u8);
                at += 1;
                continue;
            }
            let len = len as usize;
            let data = self.bytes.get(at..).and_then(|rest| rest.get(..len));
            let data =
                data.ok_or_else(|| Fault::cut_off("a blosc2 stream", at + len, self.bytes.len()))?;
            at += len;
            if len == each {
                stream.copy_from_slice(data);
            } else {
                decode_stream(self.flags >> 5, data, stream, contexts)?;
            }
        }
        Ok(())
    }

    fn word(&self, at: usize) -> Result<usize> {
        let word = self.bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
        let word =
            word.ok_or_else(|| Fault::cut_off("a blosc2 chunk", at + 4, self.bytes.len()))?;
        Ok(u32::from_le_bytes(*word) as usize)
    }
}

/// Fills a chunk with what it is all over; says how much that is.
fn special(kind: u8, typesize: usize, value: &[u8], out: &mut [u8]) -> Result<usize> {
    let nan4 = f32::NAN.to_le_bytes();
    let nan8 = f64::NAN.to_le_bytes();
    let value = match (kind, typesize) {
        // Values that were never set are whatever they are: zeros.
        (1 | 4, _) => &[0],
        (2, 4) => &nan4[..],
        (2, 8) => &nan8[..],
        (3, _) if !value.is_empty() => value,
        _ => return Err(corrupt(format!("blosc2: a run of kind {kind}"))),
    };
    if !out.len().is_multiple_of(value.len()) {
        return Err(corrupt("blosc2: a run that ends inside a value"));
    }
    match value {
        [byte] => out.fill(*byte),
        _ => out.chunks_exact_mut(value.len()).for_each(|out| out.copy_from_slice(value)),
    }
    Ok(out.len())
}

/// Undoes differences, as exclusive or: of the first block to itself, of the others to the first.
fn undo_differences(number: usize, first: Option<&[u8]>, out: &mut [u8], size: usize) {
    let width = match size {
        1 | 2 | 4 | 8 => size,
        _ if size.is_multiple_of(8) => 8,
        _ => 1,
    };
    let whole = out.len() / width * width;
    match first {
        Some(first) if number > 0 => {
            for (out, first) in out[..whole].iter_mut().zip(first) {
                *out ^= first;
            }
        }
        _ => (width..whole).for_each(|i| out[i] ^= out[i - width]),
    }
}

/// What a frame says of the array that it holds.
#[derive(Debug, Clone, PartialEq)]
struct Array {
    shape: Vec<usize>,
    chunk: Vec<usize>,
    block: Vec<usize>,
}

impl Array {
    /// Finds the description of an array in a frame's header: `None` where it has none.
    fn find(header: &[u8]) -> Result<Option<Self>> {
        let bad = || corrupt("blosc2: a broken header");
        let mut reader = Reader(header.get(FRAME..).unwrap_or(&[]));
        if header.get(0x43) == Some(&0) || reader.0.is_empty() {
            return Ok(None);
        }
        // The layers' content follows a map of their names and places.
        reader.expect(0x93).ok_or_else(bad)?;
        reader.expect(0xcd).ok_or_else(bad)?;
        reader.number(2).ok_or_else(bad)?;
        reader.expect(0xde).ok_or_else(bad)?;
        let count = reader.number(2).ok_or_else(bad)?;
        for _ in 0..count {
            let name = reader.name().ok_or_else(bad)?;
            reader.expect(0xd2).ok_or_else(bad)?;
            let at = usize::try_from(reader.number(4).ok_or_else(bad)?).map_err(|_| bad())?;
            if name == b"b2nd" || name == b"caterva" {
                let mut layer = Reader(header.get(at..).ok_or_else(bad)?);
                layer.expect(0xc6).ok_or_else(bad)?;
                layer.number(4).ok_or_else(bad)?;
                return Self::parse(layer).ok_or_else(bad).map(Some);
            }
        }
        Ok(None)
    }

    fn parse(mut layer: Reader<'_>) -> Option<Self> {
        layer.number(2)?; // an array of values, the first of which is a version
        let ndim = usize::try_from(layer.number(1)?).ok().filter(|&ndim| ndim <= MAX_NDIM)?;
        let mut axes = |mark: u8, width: usize| -> Option<Vec<usize>> {
            layer.expect(0x90 + ndim as u8)?;
            (0..ndim)
                .map(|_| {
                    layer.expect(mark)?;
                    usize::try_from(layer.number(width)?).ok()
                })
                .collect()
        };
        let this = Self { shape: axes(0xd3, 8)?, chunk: axes(0xd2, 4)?, block: axes(0xd2, 4)? };
        let fits = |i: usize| {
            this.shape[i] <= this.chunk[i]
                && (1..=this.chunk[i].max(1)).contains(&this.block[i])
                && this.chunk[i] <= i32::MAX as usize
        };
        (0..ndim).all(fits).then_some(this)
    }

    fn size(&self, itemsize: usize) -> Result<usize> {
        let bytes = self.shape.iter().try_fold(itemsize, |all, &n| all.checked_mul(n));
        bytes.ok_or_else(|| corrupt("blosc2: an array of too many elements"))
    }

    /// Decodes block after block, each to its place in the array.
    fn decode(&self, chunk: &Chunk<'_>, out: &mut [u8], contexts: &mut Contexts) -> Result<usize> {
        let itemsize = out.len() / self.shape.iter().product::<usize>().max(1);
        let counts: Vec<usize> =
            self.chunk.iter().zip(&self.block).map(|(n, block)| n.div_ceil(*block)).collect();
        let block = self.block.iter().try_fold(itemsize, |all, &n| all.checked_mul(n));
        let all = counts.iter().try_fold(block.unwrap_or(usize::MAX), |all, &n| all.checked_mul(n));
        if chunk.is_special() && all == Some(chunk.nbytes) {
            return chunk.special(out);
        }
        if all != Some(chunk.nbytes) || block != Some(chunk.blocksize) {
            return Err(corrupt("blosc2: blocks of another size than the array's"));
        }
        let mut buffer = std::mem::take(&mut contexts.block);
        let mut first = Vec::new();
        resize(&mut buffer, chunk.blocksize)?;
        let mut place = vec![0; counts.len()];
        for number in 0..counts.iter().product::<usize>() {
            let before = (number > 0).then_some(&first[..]);
            chunk.block(number, before, &mut buffer, contexts)?;
            if number == 0 && chunk.filters.contains(&3) {
                resize(&mut first, buffer.len())?;
                first.copy_from_slice(&buffer);
            }
            self.put(&place, &buffer, out, itemsize);
            for axis in (0..place.len()).rev() {
                place[axis] += 1;
                if place[axis] < counts[axis] {
                    break;
                }
                place[axis] = 0;
            }
        }
        contexts.block = buffer;
        Ok(out.len())
    }

    /// Copies what a block has of the array.
    fn put(&self, place: &[usize], block: &[u8], out: &mut [u8], itemsize: usize) {
        let start: Vec<usize> = place.iter().zip(&self.block).map(|(at, n)| at * n).collect();
        let extents = (0..place.len())
            .map(|axis| self.block[axis].min(self.shape[axis].saturating_sub(start[axis])));
        let extents: Vec<usize> = extents.collect();
        if extents.contains(&0) {
            return;
        }
        let mut to = Strided::dense(&self.shape, itemsize);
        to.offset +=
            start.iter().zip(to.strides.iter()).map(|(at, stride)| at * stride).sum::<usize>();
        let from = Strided::dense(&self.block, itemsize);
        copy_strided(block, from, out, to, &Shape::from(extents), itemsize);
    }
}

/// What is left of a header in msgpack.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.take(1)? == [byte]).then_some(())
    }

    fn number(&mut self, width: usize) -> Option<u64> {
        Some(self.take(width)?.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)))
    }

    fn name(&mut self) -> Option<&'a [u8]> {
        let head = self.number(1)?;
        (head & 0xe0 == 0xa0).then_some(())?;
        self.take(head as usize & 31)
    }
}
