//! [`Record`]: arrays of structs, as NumPy's structured dtypes.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use half::f16;
use nd_core::{Array, ArrayLike, DType, Shape};
use zerocopy::{FromBytes, Immutable, IntoBytes};

use super::fault::NpyFault;
use super::header::{NpyHeader, NpyVersion, Parts, read_full};
use super::kind::{NpyField, NpyType};
use crate::atomic::AtomicFile;
use crate::blocks::{ByteOrder, swap_bytes, swap_size};
use crate::error::{Error, ErrorKind, Result};

/// A struct that is NumPy's structured dtype: derive it.
///
/// The derive lists the fields; `zerocopy`'s derives prove that the struct has no padding and that
/// any bytes are a value of it. So no field may be a `bool`, a reference or a `char`; padding that
/// NumPy's `align=True` adds is a field of bytes, marked `#[record(padding)]`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
/// use nd_io::{FixedBytes, Record};
///
/// #[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
/// #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Star {
///     name: FixedBytes<8>,
///     magnitude: f32,
///     #[record(padding)]
///     gap: [u8; 4],
///     position: [f64; 2],
/// }
///
/// let path = std::env::temp_dir().join(format!("nd-record-{}.npy", std::process::id()));
/// let sirius = Star { name: "Sirius".into(), magnitude: -1.46, gap: [0; 4], position: [101.3, -16.7] };
/// nd_io::save_records(&path, &Array::from_vec(vec![sirius]))?;
/// // np.load(path)['magnitude'] is array([-1.46], dtype=float32)
/// assert_eq!(nd_io::load_records::<Star>(&path)?[[0]], sirius);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
/// Another struct is refused, whatever its size:
/// ```
/// # use nd_core::Array;
/// # use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
/// # use nd_io::Record;
/// #[derive(Debug, Clone, Copy, Record, FromBytes, IntoBytes, Immutable)]
/// # #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Cartesian { x: f32, y: f32 }
///
/// #[derive(Debug, Clone, Copy, Record, FromBytes, IntoBytes, Immutable)]
/// # #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Polar { r: f32, phi: f32 }
///
/// let mut file = Vec::new();
/// nd_io::write_records(&mut file, &Array::from_vec(vec![Cartesian { x: 1.0, y: 2.0 }]))?;
/// let error = nd_io::read_records::<Polar>(file.as_slice()).unwrap_err();
/// assert!(error.to_string().ends_with("field 0 is 'x' in the file, 'r' in the struct"));
/// # Ok::<(), nd_io::Error>(())
/// ```
pub trait Record: Copy + FromBytes + IntoBytes + Immutable + Send + Sync + 'static {
    /// The fields in order, [`NpyType::Record`].
    fn npy_type() -> NpyType;
}

/// A type that a field of a [`Record`] can have.
///
/// Every number of NumPy's but complex ones, [`FixedBytes`], arrays of them, and records.
pub trait RecordField {
    /// The type in the file.
    fn npy_type() -> NpyType;
}

/// Text of at most `N` bytes, padded with zeros: NumPy's `S`.
///
/// # Examples
/// ```
/// use nd_io::FixedBytes;
///
/// let name = FixedBytes::<8>::from("Sirius");
/// assert_eq!((name.to_str(), name.as_bytes().len()), (Ok("Sirius"), 6));
/// assert_eq!(FixedBytes::<3>::from("Sirius").to_str(), Ok("Sir")); // cut, as NumPy does
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, FromBytes, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct FixedBytes<const N: usize>(
    /// The bytes with their padding.
    pub [u8; N],
);

impl<const N: usize> FixedBytes<N> {
    /// The bytes without the zeros at the end.
    ///
    /// # Examples
    /// ```
    /// use nd_io::FixedBytes;
    ///
    /// assert_eq!(FixedBytes(*b"a\0b\0\0").as_bytes(), b"a\0b"); // zeros inside stay
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        let end = self.0.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        &self.0[..end]
    }

    /// The text.
    ///
    /// # Errors
    /// The bytes are not UTF-8.
    ///
    /// # Examples
    /// ```
    /// use nd_io::FixedBytes;
    ///
    /// assert_eq!(FixedBytes::<8>::from("Vega").to_str(), Ok("Vega"));
    /// assert!(FixedBytes([0xff, 0, 0]).to_str().is_err());
    /// ```
    pub fn to_str(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(self.as_bytes())
    }
}

impl<const N: usize> From<&str> for FixedBytes<N> {
    fn from(text: &str) -> Self {
        let mut bytes = [0; N];
        for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Self(bytes)
    }
}

impl<const N: usize> Default for FixedBytes<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> std::fmt::Debug for FixedBytes<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.as_bytes().escape_ascii())
    }
}

macro_rules! number_fields {
    ($($ty:ty, $dtype:ident;)*) => {$(
        impl RecordField for $ty {
            fn npy_type() -> NpyType {
                NpyType::Number(DType::$dtype, ByteOrder::NATIVE)
            }
        }
    )*};
}

number_fields! {
    i8, I8; i16, I16; i32, I32; i64, I64; u8, U8; u16, U16; u32, U32; u64, U64;
    f16, F16; f32, F32; f64, F64;
}

impl<const N: usize> RecordField for FixedBytes<N> {
    fn npy_type() -> NpyType {
        NpyType::Bytes(N)
    }
}

impl<T: RecordField, const N: usize> RecordField for [T; N] {
    fn npy_type() -> NpyType {
        match T::npy_type() {
            // Arrays of arrays are one of more axes.
            NpyType::Array(kind, mut shape) => {
                shape.insert(0, N);
                NpyType::Array(kind, shape)
            }
            kind => NpyType::Array(Box::new(kind), vec![N]),
        }
    }
}

/// Loads all of a `.npy` file.
pub(crate) fn load_file<R: Record>(path: &Path) -> Result<Array<R>> {
    let mut file = File::open(path).map_err(Error::io("open"))?;
    let parts = Parts::<NpyType>::read(&mut file)?;
    let metadata = file.metadata().map_err(Error::io("open"))?;
    let (want, got) = (parts.nbytes as u64, metadata.len().saturating_sub(parts.data_offset));
    if metadata.is_file() && got < want {
        return Err(Error::from(ErrorKind::UnexpectedEof { what: "data".into(), want, got }));
    }
    if metadata.is_file() && got > want && !parts.appending {
        return Err(Error::from(ErrorKind::TrailingBytes { extra: got - want }));
    }
    read_data(&mut file, &parts)
}

/// Reads an array of records from a stream, and leaves the stream right behind it.
///
/// # Errors
/// As [`load_records`](crate::load_records).
///
/// # NumPy
/// `np.load(stream)` of a record array.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::Record;
///
/// # use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
/// #[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
/// # #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Point { x: f32, y: f32 }
///
/// let points = Array::from_vec(vec![Point { x: 1.0, y: 2.0 }]);
/// let mut file = Vec::new();
/// nd_io::write_records(&mut file, &points)?;
/// assert_eq!(nd_io::read_records::<Point>(file.as_slice())?, points);
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_records<R: Record>(mut reader: impl Read) -> Result<Array<R>> {
    read_data_of(&mut reader)
}

/// Reads a whole array of records.
pub(crate) fn read_data_of<R: Record>(reader: &mut dyn Read) -> Result<Array<R>> {
    let parts = Parts::<NpyType>::read(reader)?;
    read_data(reader, &parts)
}

fn read_data<R: Record>(reader: &mut dyn Read, parts: &Parts<NpyType>) -> Result<Array<R>> {
    let ours = R::npy_type();
    if let Err(what) = same(&parts.descr, &ours) {
        let (file, requested) = (parts.descr.to_string().into(), ours.to_string().into());
        return Err(Error::from(NpyFault::RecordMismatch { file, requested, what }));
    }
    debug_assert_eq!(ours.itemsize(), size_of::<R>(), "the derive lists every byte");
    // Grown as data arrive: a stream's header may lie.
    const STEP: usize = 8 << 20;
    let (mut records, total) = (Vec::<R>::new(), parts.shape.iter().product::<usize>());
    while records.len() < total {
        let done = records.len();
        let room = (STEP / size_of::<R>().max(1)).max(done).max(1).min(total - done);
        let bytes = (done + room).saturating_mul(size_of::<R>());
        records
            .try_reserve_exact(room)
            .map_err(|_| Error::from(ErrorKind::AllocFailed { bytes }))?;
        records.resize(done + room, R::new_zeroed());
        let fresh = records[done..].as_mut_bytes();
        let got = read_full(reader, fresh)?;
        if got < fresh.len() {
            let (want, got) = (parts.nbytes as u64, (done * size_of::<R>() + got) as u64);
            return Err(Error::from(ErrorKind::UnexpectedEof { what: "data".into(), want, got }));
        }
        for record in records[done..].as_mut_bytes().chunks_exact_mut(size_of::<R>().max(1)) {
            swap_fields(&parts.descr, record);
        }
    }
    let mut shape = parts.shape;
    if parts.fortran_order {
        shape.reverse();
    }
    let stored = Array::from_shape_vec(shape, records);
    Ok(if parts.fortran_order { stored.into_transposed() } else { stored })
}

/// The first difference between a file's type and a struct's, byte order aside.
fn same(file: &NpyType, ours: &NpyType) -> Result<(), String> {
    match (file, ours) {
        (NpyType::Record(file), NpyType::Record(ours)) => {
            for (i, (theirs, mine)) in file.iter().zip(ours).enumerate() {
                if theirs.name != mine.name {
                    return Err(format!(
                        "field {i} is '{}' in the file, '{}' in the struct",
                        theirs.name, mine.name
                    ));
                }
                same(&theirs.kind, &mine.kind)
                    .map_err(|what| format!("field '{}': {what}", mine.name))?;
            }
            match file.len() == ours.len() {
                true => Ok(()),
                false => {
                    Err(format!("{} fields in the file, {} in the struct", file.len(), ours.len()))
                }
            }
        }
        (NpyType::Array(file, a), NpyType::Array(ours, b)) if a == b => same(file, ours),
        // A bool's byte is read as the number it is.
        (NpyType::Number(DType::Bool, _), NpyType::Number(DType::U8, _)) => Ok(()),
        (NpyType::Number(a, _), NpyType::Number(b, _)) if a == b => Ok(()),
        (NpyType::Bytes(a) | NpyType::Void(a), NpyType::Bytes(b) | NpyType::Void(b)) if a == b => {
            Ok(())
        }
        // Bytes that mean nothing can be any bytes.
        (NpyType::Bytes(a) | NpyType::Void(a), NpyType::Array(kind, n))
            if n[..] == [*a] && matches!(**kind, NpyType::Number(DType::U8, _)) =>
        {
            Ok(())
        }
        _ => Err(format!("{file} in the file, {ours} in the struct")),
    }
}

/// Brings the numbers of one record into this machine's byte order.
fn swap_fields(kind: &NpyType, bytes: &mut [u8]) {
    match kind {
        NpyType::Number(dtype, order) => swap_bytes(bytes, swap_size(*dtype, *order)),
        NpyType::Text(_, order) if !order.is_native() => swap_bytes(bytes, 4),
        NpyType::Array(kind, _) => {
            let size = kind.itemsize().max(1);
            bytes.chunks_exact_mut(size).for_each(|item| swap_fields(kind, item));
        }
        NpyType::Record(fields) => {
            let mut rest = bytes;
            for NpyField { kind, .. } in fields {
                let (field, others) = rest.split_at_mut(kind.itemsize());
                swap_fields(kind, field);
                rest = others;
            }
        }
        _ => {}
    }
}

/// Saves an array of records; the file is replaced whole, or not at all.
///
/// # Errors
/// An [`Error`] that names the file: as [`save`](crate::save), and
/// [`NpyFault::HeaderTooLong`] for more fields than a header holds.
///
/// # NumPy
/// `np.save` of a structured array.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
/// use nd_io::Record;
///
/// #[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
/// #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Point { x: f64, y: f64 }
///
/// let points = Array::from_vec(vec![Point { x: 1.0, y: 2.0 }]);
/// let path = std::env::temp_dir().join(format!("nd-save-records-{}.npy", std::process::id()));
/// nd_io::save_records(&path, &points)?; // np.load(path)['x'] is array([1.])
/// assert!(nd_io::load::<f64>(&path).is_err()); // no numbers
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_records<A>(path: impl AsRef<Path>, array: A) -> Result<()>
where
    A: ArrayLike<Elem: Record>,
{
    let path = path.as_ref();
    let save = || {
        let mut file = AtomicFile::create(path).map_err(Error::io("create"))?;
        write_data(&mut file, &array)?;
        file.commit().map_err(Error::io("finish writing"))
    };
    save().map_err(|error| error.at(path))
}

/// Writes an array of records to a stream.
///
/// # Errors
/// The stream's; [`NpyFault::HeaderTooLong`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
/// use nd_io::Record;
///
/// #[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
/// #[zerocopy(crate = "nd_io::zerocopy")]
/// #[repr(C)]
/// struct Point { x: f64, y: f64 }
///
/// let points = Array::from_vec(vec![Point { x: 1.0, y: 2.0 }]);
/// let mut file = Vec::new();
/// nd_io::write_records(&mut file, &points)?;
/// assert_eq!(nd_io::read_records::<Point>(file.as_slice())?, points);
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_records<A>(mut writer: impl Write, array: A) -> Result<()>
where
    A: ArrayLike<Elem: Record>,
{
    write_data(&mut writer, &array)
}

pub(crate) fn write_data<A>(writer: &mut dyn Write, array: A) -> Result<()>
where
    A: ArrayLike<Elem: Record>,
{
    let view = array.view();
    let descr = A::Elem::npy_type().to_string();
    writer.write_all(&render(&descr, view.shape())?).map_err(Error::io("write"))?;
    let packed: Vec<A::Elem>;
    let records = match view.as_slice() {
        Some(records) => records,
        None => {
            packed = view.iter().copied().collect();
            &packed
        }
    };
    writer.write_all(records.as_bytes()).map_err(Error::io("write"))
}

/// A header in C order, in the first version that can hold it.
pub(super) fn render(descr: &str, shape: &[usize]) -> Result<Vec<u8>> {
    let shape = Shape::from(shape);
    if descr.chars().any(|c| u32::from(c) > 255) {
        return NpyHeader::render_descr(descr, &shape, false, NpyVersion::V3);
    }
    NpyHeader::render_descr(descr, &shape, false, NpyVersion::V1)
        .or_else(|_| NpyHeader::render_descr(descr, &shape, false, NpyVersion::V2))
}
