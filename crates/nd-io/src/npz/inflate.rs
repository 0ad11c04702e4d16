//! A member's bytes, unpacked and summed as they are read.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};

use super::directory::{Entry, Method};
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
}

struct Inflate {
    state: Decompress,
    input: Vec<u8>,
    /// What of `input` has not been used.
    from: usize,
    to: usize,
}

impl<'s> MemberReader<'s> {
    pub(super) fn new(store: &'s Store, entry: &Entry, data: u64) -> Self {
        let inflate = (entry.method == Method::Deflated).then(|| {
            let capacity = INPUT.min(usize::try_from(entry.packed).unwrap_or(INPUT)).max(1);
            Inflate { state: Decompress::new(false), input: vec![0; capacity], from: 0, to: 0 }
        });
        Self {
            store,
            offset: data,
            packed_left: entry.packed,
            left: entry.size,
            crc: crc32fast::Hasher::new(),
            want_crc: entry.crc,
            inflate,
        }
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

impl Read for MemberReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let room = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if room == 0 {
            // One byte more than was announced is damage too.
            if self.inflate.is_some() && self.unpack(&mut [0])? > 0 {
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
