//! What bytes are packed with: the codecs that several formats share, one a file.
//!
//! They are functions over bytes. One that decodes is given the whole of what is stored and a buffer, and
//! either fills the buffer (`decode`) or says how much of it (`decode_to`); what does not fit is a
//! [`Fault`], never memory. A format says with [`Fault::of`] whose fault it is.

#![cfg_attr(
    not(all(feature = "hdf5", feature = "zarr", feature = "pictures")),
    allow(dead_code, reason = "each format uses some of them")
)]

#[cfg(any(feature = "hdf5", feature = "zarr", feature = "pictures"))]
pub(crate) mod deflate;
#[cfg(feature = "zstd")]
mod xxh64;
#[cfg(any(feature = "hdf5", feature = "zarr", feature = "pictures"))]
pub(crate) mod zstd;

#[cfg(any(feature = "hdf5", feature = "zarr"))]
pub(crate) mod lz4;

#[cfg(any(feature = "hdf5", feature = "zarr"))]
pub(crate) mod bitshuffle;
#[cfg(any(feature = "hdf5", feature = "zarr"))]
pub(crate) mod blosc;
#[cfg(feature = "hdf5")]
pub(crate) mod blosc2;
#[cfg(any(feature = "hdf5", feature = "zarr"))]
mod blosclz;
#[cfg(any(feature = "hdf5", feature = "zarr"))]
pub(crate) mod shuffle;
#[cfg(any(feature = "hdf5", feature = "zarr"))]
mod snappy;

#[cfg(feature = "hdf5")]
pub(crate) mod bits;
#[cfg(any(feature = "hdf5", feature = "zarr"))]
pub(crate) mod bzip2;
#[cfg(feature = "hdf5")]
pub(crate) mod lzf;
#[cfg(any(feature = "zarr", feature = "pictures"))]
pub(crate) mod lzma;
#[cfg(feature = "pictures")]
pub(crate) mod packbits;
#[cfg(feature = "hdf5")]
pub(crate) mod szip;

use crate::error::{Error, ErrorKind};
use crate::format::Format;

/// What is wrong with packed bytes, before it is known whose they are.
#[derive(Debug)]
pub(crate) enum Fault {
    /// They are not what the codec makes, or make another number of bytes.
    Corrupt(String),
    /// They are right, and this build does not read them.
    Unsupported(String),
    /// They end too soon, memory is short, or the system says no.
    Other(Error),
}

impl Fault {
    /// They end before their end.
    pub(crate) fn cut_off(what: &str, want: usize, got: usize) -> Self {
        Self::Other(Error::cut_off(what, want as u64, got as u64))
    }

    /// The fault as one of a file of this format.
    pub(crate) fn of(self, format: Format) -> Error {
        match self {
            Self::Corrupt(what) => ErrorKind::corrupt(format, what).into(),
            Self::Unsupported(what) => ErrorKind::unsupported(format, what).into(),
            Self::Other(error) => error,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// What a codec returns.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

fn corrupt(what: impl Into<String>) -> Fault {
    Fault::Corrupt(what.into())
}

fn unsupported(what: impl Into<String>) -> Fault {
    Fault::Unsupported(what.into())
}

/// State of the codecs, which costs more to make than a small chunk to decode: one a thread.
#[derive(Default)]
#[cfg(any(feature = "hdf5", feature = "zarr", feature = "pictures"))]
pub(crate) struct Contexts {
    pub(crate) zstd: zstd::Contexts,
    pub(crate) inflate: deflate::Inflate,
    /// A block between two steps of a codec.
    pub(crate) block: Vec<u8>,
    /// Another, and what bits are put together in.
    pub(crate) spare: Vec<u8>,
    pub(crate) planes: Vec<u8>,
}

/// The first `len` bytes of a buffer, where it has so many.
fn exactly(out: &mut [u8], len: usize) -> Result<&mut [u8]> {
    let room = out.len();
    out.get_mut(..len).ok_or_else(|| corrupt(format!("a chunk of {room} bytes has {len}")))
}

/// Fails unless a buffer was filled to its end.
pub(crate) fn filled(name: &str, len: usize, out: &[u8]) -> Result<()> {
    if len == out.len() {
        return Ok(());
    }
    Err(corrupt(format!("{name}: it unpacks to {len} bytes, not to {}", out.len())))
}

/// Makes a buffer exactly so long; what it holds then is anything.
///
/// # Errors
/// [`ErrorKind::AllocFailed`].
pub(crate) fn resize(buffer: &mut Vec<u8>, len: usize) -> Result<(), Error> {
    if len > buffer.len() {
        reserve(buffer, len - buffer.len())?;
    }
    buffer.resize(len, 0);
    Ok(())
}

/// Room for so many more bytes.
///
/// # Errors
/// [`ErrorKind::AllocFailed`].
pub(crate) fn reserve(buffer: &mut Vec<u8>, more: usize) -> Result<(), Error> {
    buffer.try_reserve(more).map_err(|_| Error::no_memory(more))
}
