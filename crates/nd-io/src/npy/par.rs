//! Reading one large file from several threads: the copy out of the page cache, and the first touch
//! of the destination, are more than one core's work.

use std::fs::File;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::element::Codec;
use super::error::NpyErrorKind;
use super::header::NpyHeader;
use super::read::read_items;

/// Files are handed out in parts of this many bytes; smaller files are read by one thread.
const PART: usize = 16 << 20;

/// More threads than this only wait for memory.
const MAX_WORKERS: usize = 8;

/// Fills `items` with the elements of the file, whose length has been checked.
///
/// Parts are claimed in order, so that the error that is reported is that of
/// the first bad part, however the threads run.
pub(super) fn read_file<T: Codec>(
    file: &File,
    header: &NpyHeader,
    items: &mut [T],
) -> Result<(), NpyErrorKind> {
    let per_part = PART / size_of::<T>();
    let parts = Mutex::new(items.chunks_mut(per_part).enumerate());
    let work = &|| {
        loop {
            let claimed = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
            let (part, items) = claimed?;
            let first = part * per_part;
            let offset = header.data_offset() + (first * size_of::<T>()) as u64;
            if let Err(kind) = read_items(&mut ReadAt { file, offset }, header, items, first) {
                return Some((part, kind));
            }
        }
    };
    let count = header.nbytes().div_ceil(PART).min(MAX_WORKERS);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let first_error = thread::scope(|scope| {
        // A thread that cannot be started is work left to the others.
        let helpers: Vec<_> = (1..count.min(cores))
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok())
            .collect();
        let mine = work();
        let theirs = helpers.into_iter().filter_map(|helper| helper.join().expect("no panic"));
        theirs.chain(mine).min_by_key(|(part, _)| *part)
    });
    first_error.map_or(Ok(()), |(_, kind)| Err(kind))
}

/// Reads a file from a position of its own, so that threads do not share one.
struct ReadAt<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for ReadAt<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let got = std::os::unix::fs::FileExt::read_at(self.file, buffer, self.offset)?;
        #[cfg(windows)]
        let got = std::os::windows::fs::FileExt::seek_read(self.file, buffer, self.offset)?;
        self.offset += got as u64;
        Ok(got)
    }
}
