//! Packing on all threads: the data are cut into blocks, each of which is deflated by itself with
//! the end of the one before as its dictionary, so that the parts follow each other as one stream.
//! That is pigz's method (<https://zlib.net/pigz/>).

use std::io::{self, Write};
use std::sync::Mutex;

use flate2::{Compress, Compression, FlushCompress};
use nd_core::threads;

/// Bytes of one block.
const BLOCK: usize = 512 << 10;

/// Blocks packed at a time.
const BATCH: usize = 16;

/// How far back deflate refers.
const WINDOW: usize = 32 << 10;

/// A sink that deflates what it is given, and sums it.
pub(super) struct Deflate<W: Write> {
    out: W,
    level: Compression,
    /// The window's worth before, then what is not packed yet.
    pending: Vec<u8>,
    /// How much of `pending` is the window.
    window: usize,
    crc: crc32fast::Hasher,
    /// Bytes taken and bytes made.
    taken: u64,
    made: u64,
}

impl<W: Write> Deflate<W> {
    pub(super) fn new(out: W, level: u32) -> Self {
        Self {
            out,
            level: Compression::new(level.min(9)),
            pending: Vec::with_capacity(WINDOW + BATCH * BLOCK),
            window: 0,
            crc: crc32fast::Hasher::new(),
            taken: 0,
            made: 0,
        }
    }

    /// Packs what is left; returns the checksum, and the bytes taken and made.
    pub(super) fn finish(mut self) -> io::Result<(u32, u64, u64)> {
        self.pack(true)?;
        Ok((self.crc.finalize(), self.taken, self.made))
    }

    /// Packs everything pending.
    fn pack(&mut self, last: bool) -> io::Result<()> {
        let data = self.pending.len() - self.window;
        let blocks = data.div_ceil(BLOCK).max(usize::from(last));
        let packed: Vec<Mutex<(Vec<u8>, crc32fast::Hasher)>> =
            (0..blocks).map(|_| Mutex::default()).collect();
        let (level, pending, window) = (self.level, &self.pending, self.window);
        let state = || Compress::new(level, false);
        let result: io::Result<()> = threads::try_run_scratch(blocks, &state, &|state, i| {
            let start = window + i * BLOCK;
            let block = &pending[start..pending.len().min(start + BLOCK)];
            let dictionary = &pending[start.saturating_sub(WINDOW)..start];
            let flush =
                if last && i + 1 == blocks { FlushCompress::Finish } else { FlushCompress::Sync };
            let bytes = deflate(state, block, dictionary, flush)?;
            let mut crc = crc32fast::Hasher::new();
            crc.update(block);
            *packed[i].lock().expect("nobody panics with it") = (bytes, crc);
            Ok(())
        });
        result?;
        for packed in packed {
            let (bytes, crc) = packed.into_inner().expect("nobody panics with it");
            self.crc.combine(&crc);
            self.made += bytes.len() as u64;
            self.out.write_all(&bytes)?;
        }
        let keep = self.pending.len().saturating_sub(WINDOW);
        self.pending.drain(..keep);
        self.window = self.pending.len();
        Ok(())
    }
}

/// One block as a part of a stream.
fn deflate(
    state: &mut Compress,
    block: &[u8],
    dictionary: &[u8],
    flush: FlushCompress,
) -> io::Result<Vec<u8>> {
    state.reset();
    if !dictionary.is_empty() {
        state.set_dictionary(dictionary).map_err(io::Error::other)?;
    }
    let mut packed = Vec::with_capacity(block.len() / 2 + 64);
    loop {
        let used = state.total_in() as usize;
        let status =
            state.compress_vec(&block[used..], &mut packed, flush).map_err(io::Error::other)?;
        let done = match flush {
            FlushCompress::Finish => status == flate2::Status::StreamEnd,
            // Room left over means that everything came out.
            _ => state.total_in() as usize == block.len() && packed.len() < packed.capacity(),
        };
        if done {
            return Ok(packed);
        }
        packed.reserve(packed.capacity().max(4096));
    }
}

impl<W: Write> Write for Deflate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.window + BATCH * BLOCK - self.pending.len();
        let count = bytes.len().min(room);
        self.pending.extend_from_slice(&bytes[..count]);
        self.taken += count as u64;
        if count == room {
            self.pack(false)?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // only the end can be flushed, by `finish`
    }
}
