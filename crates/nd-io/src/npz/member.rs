//! [`Member`]: a `.npy` file in an archive, to be read as a whole or by regions.

use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use nd_core::{AnyArray, DType};

use super::directory::{Entry, Method, data_offset};
use super::inflate::{Damage, MemberReader};
use crate::blocks::{
    ArrayInfo, Contiguous, ReadBlocks, Region, Strided, bytes_of, copy_strided, swap_size,
};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npy::{NpyHeader, check_dtype, read_data};
use crate::position::Store;

/// A member, found but not read.
pub(crate) struct Member<'s> {
    pub(crate) store: &'s Store,
    pub(crate) entry: &'s Entry,
    /// The most that it may unpack to.
    pub(crate) limit: u64,
}

impl<'s> Member<'s> {
    /// Its bytes, unpacked.
    pub(super) fn open(&self) -> Result<MemberReader<'s>> {
        let Entry { method, size, .. } = self.entry;
        if *method != Method::Stored && *size > self.limit {
            let (asked, limit) = (*size, self.limit);
            return Err(
                ErrorKind::LimitExceeded { what: "an unpacked member", asked, limit }.into()
            );
        }
        MemberReader::new(self.store, self.entry, data_offset(self.store, self.entry)?)
    }

    /// Its bytes, whatever they are.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        self.read_all(|reader| {
            let mut bytes = Vec::new();
            // The size was checked against the file, but for packers whose output has no bound.
            let room = self.entry.size.min(self.entry.packed.saturating_mul(64)) as usize;
            bytes.try_reserve_exact(room).map_err(|_| Error::no_memory(room))?;
            reader.take(self.entry.size).read_to_end(&mut bytes).map_err(Error::io("read"))?;
            Ok(bytes)
        })
    }

    /// The header of the array, from the first bytes.
    pub(super) fn header(&self) -> Result<NpyHeader> {
        NpyHeader::read(&mut self.open()?).map_err(|kind| self.error(kind))
    }

    /// Reads the array, whose element type must be `wanted` if that is given.
    pub(super) fn read(&self, wanted: Option<DType>) -> Result<AnyArray> {
        self.read_all(|reader| {
            let header = NpyHeader::read(reader)?;
            check_dtype(&header, wanted)?;
            // The directory's sizes have been checked against the file: what fits them can be asked for.
            let (want, got) =
                (header.nbytes() as u64, self.entry.size.saturating_sub(header.data_offset()));
            if got < want {
                return Err(Error::cut_off("data", want, got));
            }
            read_data(reader, &header, want <= self.entry.packed.saturating_mul(64))
        })
    }

    /// Reads an array of any kind, and checks that the member ends behind it, undamaged.
    pub(super) fn read_all<A>(
        &self,
        read: impl FnOnce(&mut MemberReader<'s>) -> Result<A>,
    ) -> Result<A> {
        let mut reader = self.open()?;
        let array = read(&mut reader).map_err(|kind| self.error(kind))?;
        match reader.read(&mut [0; 64]) {
            Ok(0) => Ok(array),
            Ok(extra) => Err(self.error(ErrorKind::TrailingBytes { extra: extra as u64 }.into())),
            Err(source) => Err(self.error(Error::io("read")(source))),
        }
    }

    /// Damage found while unpacking comes as a system error; it is the archive's.
    pub(super) fn error(&self, error: Error) -> Error {
        let ErrorKind::Io { source, .. } = error.kind() else { return error };
        match source.get_ref().and_then(|inner| inner.downcast_ref::<Damage>()) {
            Some(Damage::Checksum) => {
                ErrorKind::Checksum { what: format!("member {:?}", self.entry.name) }.into()
            }
            Some(damage) => {
                let what = format!("member {:?}: {damage}", self.entry.name);
                ErrorKind::corrupt(Format::Npz, what).into()
            }
            None => error,
        }
    }
}

/// A member as a stored array: regions of a stored one are read where they are, a deflated one is
/// unpacked when something of it is first asked for, and kept.
pub(super) struct MemberSource {
    store: Arc<Store>,
    entry: Entry,
    limit: u64,
    header: NpyHeader,
    data: u64,
    info: ArrayInfo,
    unpacked: OnceLock<AnyArray>,
    /// Held while unpacking, so that it is done once.
    unpacking: Mutex<()>,
}

impl MemberSource {
    pub(super) fn open(store: &Arc<Store>, entry: &Entry, limit: u64) -> Result<Self> {
        let member = Member { store, entry, limit };
        let header = member.header()?;
        let want = header.nbytes() as u64;
        let got = entry.size.saturating_sub(header.data_offset());
        if got != want {
            return Err(match got < want {
                true => Error::cut_off("data", want, got),
                false => ErrorKind::TrailingBytes { extra: got - want }.into(),
            });
        }
        let data = data_offset(store, entry)? + header.data_offset();
        let mut info = ArrayInfo::new(header.shape(), header.dtype());
        if entry.method != Method::Stored {
            // It can only be unpacked as a whole.
            info.chunks = Some(info.shape);
            info.compression = entry.method.name();
        }
        let (store, entry, unpacked) = (Arc::clone(store), entry.clone(), OnceLock::new());
        let unpacking = Mutex::new(());
        Ok(Self { store, entry, limit, header, data, info, unpacked, unpacking })
    }

    fn unpack(&self) -> Result<&AnyArray> {
        let _held = self.unpacking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(array) = self.unpacked.get() {
            return Ok(array);
        }
        let member = Member { store: &self.store, entry: &self.entry, limit: self.limit };
        let array = member.read(None)?;
        Ok(self.unpacked.get_or_init(|| array))
    }
}

impl ReadBlocks for MemberSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let itemsize = self.info.dtype.itemsize();
        if self.entry.method == Method::Stored {
            let array = Contiguous {
                source: &*self.store,
                offset: self.data,
                shape: self.info.shape,
                itemsize,
                fortran_order: self.header.fortran_order(),
                swap: swap_size(self.info.dtype, self.header.byte_order()),
            };
            return array.read(region, out);
        }
        let array = self.unpack()?;
        let fortran = self.header.fortran_order();
        let items = if fortran { array.t() } else { array.view() };
        let from = Strided::of_order(&self.info.shape, region, itemsize, fortran);
        let to = Strided::dense(region.shape(), itemsize);
        let bytes = bytes_of(items).expect("read into memory of its own");
        copy_strided(bytes, from, out, to, region.shape(), itemsize);
        Ok(())
    }
}
