//! Reading and writing a file at a position, so that threads need not share one.

use std::fs::File;
use std::io::{self, Read};

use crate::error::{Error, Result};

/// Bytes that can be read at any position, by many threads.
pub(crate) trait ReadAt: Sync {
    /// Fills `out` with the bytes at `offset`.
    ///
    /// # Errors
    /// The system's, and one for a part that is not there.
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()>;
}

impl ReadAt for File {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        read_exact_at(self, offset, out)
    }
}

impl ReadAt for Store {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        self.read_exact_at(offset, out)
    }
}

/// Fills `out` with the bytes at `offset`.
///
/// # Errors
/// The system's, and [`ErrorKind::UnexpectedEof`] at the end of the file.
pub(crate) fn read_exact_at(file: &File, offset: u64, out: &mut [u8]) -> Result<()> {
    fill(out, offset, &mut |out, offset| read_at(file, out, offset))
}

/// Fills as much of `out` as there is at `offset`; returns how much.
///
/// # Errors
/// The system's.
#[cfg(feature = "hdf5")]
pub(crate) fn read_up_to(file: &File, offset: u64, out: &mut [u8]) -> Result<usize> {
    some(out, offset, &mut |out, offset| read_at(file, out, offset))
}

/// Reads at a position, perhaps less than asked for.
type Read1<'a> = &'a mut dyn FnMut(&mut [u8], u64) -> io::Result<usize>;

/// Fills `out` by reads at positions.
fn fill(out: &mut [u8], offset: u64, read: Read1<'_>) -> Result<()> {
    let got = some(out, offset, read)?;
    if got < out.len() {
        let what = format!("the part at byte {offset}");
        return Err(Error::cut_off(what, out.len() as u64, got as u64));
    }
    Ok(())
}

/// Fills as much of `out` as there is.
fn some(out: &mut [u8], offset: u64, read: Read1<'_>) -> Result<usize> {
    let mut done = 0;
    while done < out.len() {
        match read(&mut out[done..], offset.saturating_add(done as u64)) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read")(error)),
        }
    }
    Ok(done)
}

/// Writes all bytes at `offset`.
///
/// # Errors
/// The system's.
pub(crate) fn write_all_at(file: &File, offset: u64, bytes: &[u8]) -> Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match write_at(file, &bytes[done..], offset + done as u64) {
            Ok(0) => {
                let error = io::Error::from(io::ErrorKind::WriteZero);
                return Err(Error::io("write")(error));
            }
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("write")(error)),
        }
    }
    Ok(())
}

#[cfg(unix)]
pub(crate) fn read_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, out, offset)
}

#[cfg(windows)]
pub(crate) fn read_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, out, offset)
}

#[cfg(unix)]
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, offset)
}

#[cfg(windows)]
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, offset)
}

/// Bytes to read at any position: a file's, or some in memory.
#[derive(Debug)]
pub(crate) enum Store {
    /// A file's.
    File(File),
    /// In memory.
    Memory(Vec<u8>),
}

impl Store {
    /// How many there are.
    pub(crate) fn len(&self) -> Result<u64> {
        match self {
            Self::File(file) => Ok(file.metadata().map_err(Error::io("open"))?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Reads some of the bytes at `offset`; none at the end.
    pub(crate) fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Self::File(file) => read_at(file, out, offset),
            Self::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[start..]).read(out)
            }
        }
    }

    /// Fills `out` with the bytes at `offset`.
    pub(crate) fn read_exact_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        fill(out, offset, &mut |out, offset| self.read_at(out, offset))
    }

    /// The bytes one after the other, from the first on.
    pub(crate) fn reader(&self) -> impl Read + Send + '_ {
        Reader { store: self, at: 0 }
    }
}

/// Reads on from a position of its own.
struct Reader<'s> {
    store: &'s Store,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.store.read_at(out, self.at)?;
        self.at += got as u64;
        Ok(got)
    }
}
