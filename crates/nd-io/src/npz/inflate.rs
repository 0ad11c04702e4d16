//! A member's bytes, unpacked and summed as they are read.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};

use super::directory::{Entry, Method};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::packed;
use crate::position::Store;

/// Packed bytes read at a time.
const INPUT: usize = 256 << 10;

/// The bytes of a member. Damage is an error of kind `InvalidData` that holds a [`Damage`].
pub(super) struct MemberReader<'s> {
    store: &'s Store,
    /// Where the next packed bytes are, and how many are left.
    offset: u64,
    packed_left: u64,
    /// Unpacked bytes still to come.
    left: u64,
    crc: crc32fast::Hasher,
    want_crc: u32,
    inflate: Option<Inflate>,
    /// All of it, of packers that unpack at once, and how much was read.
    whole: Option<(Vec<u8>, usize)>,
}

struct Inflate {
    state: Decompress,
    input: Vec<u8>,
    /// What of `input` has not been used.
    from: usize,
    to: usize,
}

impl<'s> MemberReader<'s> {
    /// # Errors
    /// For what is unpacked at once: what is wrong with it, and [`ErrorKind::AllocFailed`].
    pub(super) fn new(store: &'s Store, entry: &Entry, data: u64) -> Result<Self> {
        let inflate = (entry.method == Method::Deflated).then(|| {
            let capacity = INPUT.min(usize::try_from(entry.packed).unwrap_or(INPUT)).max(1);
            Inflate { state: Decompress::new(false), input: vec![0; capacity], from: 0, to: 0 }
        });
        let whole = match entry.method {
            Method::Stored | Method::Deflated => None,
            _ => Some((unpacked(store, entry, data)?, 0)),
        };
        Ok(Self {
            store,
            offset: data,
            packed_left: entry.packed,
            left: entry.size,
            crc: crc32fast::Hasher::new(),
            want_crc: entry.crc,
            inflate,
            whole,
        })
    }

    /// Takes packed bytes, as many as fit.
    fn take(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(usize::try_from(self.packed_left).unwrap_or(usize::MAX));
        let got = self.store.read_at(&mut out[..count], self.offset)?;
        self.offset += got as u64;
        self.packed_left -= got as u64;
        Ok(got)
    }

    fn unpack(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some((bytes, at)) = &mut self.whole {
            let count = out.len().min(bytes.len() - *at);
            out[..count].copy_from_slice(&bytes[*at..*at + count]);
            *at += count;
            return Ok(count);
        }
        let Some(mut inflate) = self.inflate.take() else { return self.take(out) };
        let result = loop {
            if inflate.from == inflate.to {
                match self.take(&mut inflate.input) {
                    Ok(got) => (inflate.from, inflate.to) = (0, got),
                    Err(error) => break Err(error),
                }
            }
            let input = &inflate.input[inflate.from..inflate.to];
            let (used, made) = (inflate.state.total_in(), inflate.state.total_out());
            let status = inflate.state.decompress(input, out, FlushDecompress::None);
            inflate.from += (inflate.state.total_in() - used) as usize;
            let made = (inflate.state.total_out() - made) as usize;
            match status {
                Err(error) => break Err(Damage::Deflate(error.to_string()).into()),
                Ok(_) if made > 0 => break Ok(made),
                Ok(Status::StreamEnd) => break Ok(0),
                Ok(_) if inflate.from == inflate.to && self.packed_left == 0 => break Ok(0),
                Ok(_) => {}
            }
        };
        self.inflate = Some(inflate);
        result
    }
}

/// A member of a packer that unpacks at once.
fn unpacked(store: &Store, entry: &Entry, data: u64) -> Result<Vec<u8>> {
    let length = |bytes: u64| usize::try_from(bytes).map_err(|_| Error::no_memory(usize::MAX));
    let (mut stored, mut out) = (Vec::new(), Vec::new());
    packed::resize(&mut stored, length(entry.packed)?)?;
    store.read_exact_at(data, &mut stored)?;
    packed::resize(&mut out, length(entry.size)?)?;
    let refused = |what: &str| {
        let what = format!("member {:?}, packed by {what}, in this build of nd-io", entry.name);
        Err::<usize, _>(packed::Fault::Unsupported(what))
    };
    let made = match entry.method {
        #[cfg(any(feature = "hdf5", feature = "zarr"))]
        Method::Bzip2 => packed::bzip2::decode_to(&stored, &mut out),
        #[cfg(any(feature = "zarr", feature = "pictures"))]
        Method::Lzma => lzma(&stored, &mut out),
        #[cfg(any(feature = "hdf5", feature = "zarr", feature = "pictures"))]
        Method::Zstd => packed::zstd::Contexts::default().decode_to(&stored, &mut out),
        method => refused(&method.name()),
    };
    let made = made.map_err(|fault| match fault {
        packed::Fault::Corrupt(what) => {
            ErrorKind::corrupt(Format::Npz, format!("member {:?}: {what}", entry.name)).into()
        }
        fault => fault.of(Format::Npz),
    })?;
    out.truncate(made);
    Ok(out)
}

/// Behind a header of its own (application note, 5.8): a version, how long the properties are, and these.
#[cfg(any(feature = "zarr", feature = "pictures"))]
fn lzma(stored: &[u8], out: &mut [u8]) -> packed::Result<usize> {
    let head = stored.first_chunk::<9>().filter(|head| head[2..4] == [5, 0]);
    let Some(head) = head else { return Err(packed::Fault::Corrupt("no LZMA header".to_owned())) };
    packed::lzma::decode_to(&stored[9..], out, packed::lzma::Form::Bare1 { properties: head[4] })
}

impl Read for MemberReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let room = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if room == 0 {
            // One byte more than was announced is damage too.
            if (self.inflate.is_some() || self.whole.is_some()) && self.unpack(&mut [0])? > 0 {
                return Err(Damage::Long.into());
            }
            return match self.crc.clone().finalize() == self.want_crc {
                true => Ok(0),
                false => Err(Damage::Checksum.into()),
            };
        }
        let got = self.unpack(&mut out[..room])?;
        if got == 0 {
            return Err(Damage::Short(self.left).into());
        }
        self.crc.update(&out[..got]);
        self.left -= got as u64;
        Ok(got)
    }
}

/// What can be wrong with a member's bytes; inside the `io::Error`s of [`MemberReader`].
#[derive(Debug, thiserror::Error)]
pub(super) enum Damage {
    #[error("the checksum is another one: the data are damaged")]
    Checksum,
    #[error("it does not unpack: {0}")]
    Deflate(String),
    #[error("it unpacks to more than its size")]
    Long,
    #[error("it ends {0} bytes short of its size")]
    Short(u64),
}

impl From<Damage> for io::Error {
    fn from(damage: Damage) -> Self {
        Self::new(io::ErrorKind::InvalidData, damage)
    }
}
