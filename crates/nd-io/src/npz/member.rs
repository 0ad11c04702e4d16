//! [`Member`]: a `.npy` file in an archive, to be read as a whole or by regions.

use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use nd_core::{AnyArray, AnyView, Array, with_dtype};

use super::directory::{Entry, Method, data_offset};
use super::inflate::{Damage, MemberReader};
use crate::blocks::{ArrayInfo, Contiguous, ReadBlocks, Region, Strided, copy_strided};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::npy::{Codec, NpyErrorKind, NpyHeader, StoredElement, read_known, swap_size};
use crate::position::Store;

/// A member, found but not read.
pub(super) struct Member<'s> {
    pub(super) store: &'s Store,
    pub(super) entry: &'s Entry,
    /// The most that it may unpack to.
    pub(super) limit: u64,
}

impl<'s> Member<'s> {
    /// Its bytes, unpacked.
    pub(super) fn open(&self) -> Result<MemberReader<'s>, Error> {
        let Entry { method, size, .. } = self.entry;
        if *method == Method::Deflated && *size > self.limit {
            let (asked, limit) = (*size, self.limit);
            return Err(
                ErrorKind::LimitExceeded { what: "an unpacked member", asked, limit }.into()
            );
        }
        Ok(MemberReader::new(self.store, self.entry, data_offset(self.store, self.entry)?))
    }

    /// The header of the array, from the first bytes.
    pub(super) fn header(&self) -> Result<NpyHeader, Error> {
        NpyHeader::read_kind(&mut self.open()?).map_err(|kind| self.error(kind))
    }

    pub(super) fn read<T: StoredElement>(&self) -> Result<Array<T>, Error> {
        self.read_all(|reader| {
            let header = NpyHeader::read_kind(reader)?;
            if header.dtype() != T::DTYPE {
                let (file, requested) = (header.dtype(), T::DTYPE);
                return Err(NpyErrorKind::DtypeMismatch { file, requested });
            }
            self.read_data(reader, &header)
        })
    }

    pub(super) fn read_any(&self) -> Result<AnyArray, Error> {
        self.read_all(|reader| {
            let header = NpyHeader::read_kind(reader)?;
            with_dtype!(header.dtype(), T => self.read_data::<T>(reader, &header).map(AnyArray::from))
        })
    }

    fn read_data<T: StoredElement>(
        &self,
        reader: &mut MemberReader<'_>,
        header: &NpyHeader,
    ) -> Result<Array<T>, NpyErrorKind> {
        // The directory's sizes have been checked against the file: what fits them can be asked for.
        let room = self.entry.size.saturating_sub(header.data_offset());
        if room < header.nbytes() as u64 {
            let (want, got) = (header.nbytes() as u64, room);
            return Err(NpyErrorKind::UnexpectedEof { field: "data", want, got });
        }
        let likely = header.nbytes() as u64 <= self.entry.packed.saturating_mul(64);
        read_known(reader, header, likely)
    }

    /// Reads an array of any kind, and checks that the member ends behind it, undamaged.
    pub(super) fn read_all<A>(
        &self,
        read: impl FnOnce(&mut MemberReader<'s>) -> Result<A, NpyErrorKind>,
    ) -> Result<A, Error> {
        let mut reader = self.open()?;
        let array = read(&mut reader).map_err(|kind| self.error(kind))?;
        match reader.read(&mut [0; 64]) {
            Ok(0) => Ok(array),
            Ok(extra) => Err(self.error(NpyErrorKind::TrailingBytes { extra: extra as u64 })),
            Err(source) => Err(self.error(NpyErrorKind::Io { action: "read", source })),
        }
    }

    /// Damage found while unpacking comes as a system error; it is the archive's.
    pub(super) fn error(&self, kind: NpyErrorKind) -> Error {
        let NpyErrorKind::Io { source, .. } = &kind else { return kind.into() };
        match source.get_ref().and_then(|inner| inner.downcast_ref::<Damage>()) {
            Some(Damage::Checksum) => {
                ErrorKind::Checksum { what: format!("member {:?}", self.entry.name) }.into()
            }
            Some(damage) => {
                let what = format!("member {:?}: {damage}", self.entry.name);
                ErrorKind::corrupt(Format::Npz, what).into()
            }
            None => kind.into(),
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
    pub(super) fn open(store: &Arc<Store>, entry: &Entry, limit: u64) -> Result<Self, Error> {
        let member = Member { store, entry, limit };
        let header = member.header()?;
        let want = header.nbytes() as u64;
        let got = entry.size.saturating_sub(header.data_offset());
        if got != want {
            let kind = match got < want {
                true => NpyErrorKind::UnexpectedEof { field: "data", want, got },
                false => NpyErrorKind::TrailingBytes { extra: got - want },
            };
            return Err(kind.into());
        }
        let data = data_offset(store, entry)? + header.data_offset();
        let mut info = ArrayInfo::new(header.shape(), header.dtype());
        if entry.method == Method::Deflated {
            // It can only be unpacked as a whole.
            info.chunks = Some(info.shape);
            info.compression = "deflate".to_owned();
        }
        let (store, entry, unpacked) = (Arc::clone(store), entry.clone(), OnceLock::new());
        let unpacking = Mutex::new(());
        Ok(Self { store, entry, limit, header, data, info, unpacked, unpacking })
    }

    fn unpack(&self) -> Result<&AnyArray, Error> {
        let _held = self.unpacking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(array) = self.unpacked.get() {
            return Ok(array);
        }
        let member = Member { store: &self.store, entry: &self.entry, limit: self.limit };
        let array = member.read_any()?;
        Ok(self.unpacked.get_or_init(|| array))
    }
}

impl ReadBlocks for MemberSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.info.check(region, out.len())?;
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
        let view = AnyView::from(array);
        with_dtype!(view, |view| {
            let fortran = self.header.fortran_order();
            let items = if fortran { view.t() } else { view };
            let from = Strided::of_order(&self.info.shape, region, itemsize, fortran);
            let to = Strided::dense(region.shape(), itemsize);
            let bytes = Codec::as_bytes(items.as_slice().expect("read into memory of its own"));
            copy_strided(bytes, from, out, to, region.shape(), itemsize);
        });
        Ok(())
    }
}
