//! Reading and writing a file at a position, so that threads need not share one.

use std::fs::File;
use std::io::{self, Read};

use crate::error::{Error, ErrorKind};

/// Bytes that can be read at any position, by many threads.
pub(crate) trait ReadAt: Sync {
    /// Fills `out` with the bytes at `offset`.
    ///
    /// # Errors
    /// The system's, and one for a part that is not there.
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<(), Error>;
}

impl ReadAt for File {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        read_exact_at(self, offset, out)
    }
}

impl ReadAt for Store {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        self.read_exact_at(offset, out)
    }
}

/// Fills `out` with the bytes at `offset`.
///
/// # Errors
/// The system's, and [`ErrorKind::UnexpectedEof`] at the end of the file.
pub(crate) fn read_exact_at(file: &File, offset: u64, out: &mut [u8]) -> Result<(), Error> {
    fill(out, offset, |out, offset| read_at(file, out, offset))
}

/// Fills `out` by reads at positions, each of which may give less than asked for.
fn fill(
    out: &mut [u8],
    offset: u64,
    mut read: impl FnMut(&mut [u8], u64) -> io::Result<usize>,
) -> Result<(), Error> {
    let mut done = 0;
    while done < out.len() {
        match read(&mut out[done..], offset.saturating_add(done as u64)) {
            Ok(0) => {
                let (want, got) = (out.len() as u64, done as u64);
                let what = format!("the part at byte {offset}");
                return Err(ErrorKind::UnexpectedEof { what, want, got }.into());
            }
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ErrorKind::io("read")(error).into()),
        }
    }
    Ok(())
}

/// Writes all bytes at `offset`.
///
/// # Errors
/// The system's.
pub(crate) fn write_all_at(file: &File, offset: u64, bytes: &[u8]) -> Result<(), Error> {
    let mut done = 0;
    while done < bytes.len() {
        match write_at(file, &bytes[done..], offset + done as u64) {
            Ok(0) => {
                let error = io::Error::from(io::ErrorKind::WriteZero);
                return Err(ErrorKind::io("write")(error).into());
            }
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ErrorKind::io("write")(error).into()),
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
    pub(crate) fn len(&self) -> Result<u64, Error> {
        match self {
            Self::File(file) => Ok(file.metadata().map_err(ErrorKind::io("open"))?.len()),
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
    pub(crate) fn read_exact_at(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        fill(out, offset, |out, offset| self.read_at(out, offset))
    }
}
