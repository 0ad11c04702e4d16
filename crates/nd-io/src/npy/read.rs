//! Reading: [`load`], [`load_header`], [`read_npy`], [`npy_from_bytes`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nd_core::{AnyArray, Array, Shape, with_dtype};

use super::element::{Codec, NpyElement};
use super::error::{NpyError, NpyErrorKind};
use super::header::{NpyHeader, read_full};
use super::par::read_file;

/// Elements are read, and swapped if need be, this many bytes at a time, so that
/// the second step finds them in cache.
const BLOCK: usize = 1 << 20;

/// The first allocation for a stream of unknown length.
const FIRST: usize = 64 << 10;

/// How many times larger each further allocation is. Pages not written yet cost nothing, pages
/// copied into the next allocation do.
const GROWTH: usize = 4;

/// Loads the array in a `.npy` file.
///
/// The element type must be the file's: nothing is cast silently. Files in
/// Fortran order give a Fortran-contiguous array, foreign byte order is
/// swapped, and every value keeps its bits. The header is checked against the
/// size of the file before memory for the array is asked for, so a small
/// file cannot ask for much. Pipes and devices are read as
/// [`read_npy`] reads them.
///
/// # Errors
/// An [`NpyError`] that names the file: the system's errors, everything
/// [`NpyHeader::read`] refuses, [`NpyErrorKind::DtypeMismatch`],
/// [`NpyErrorKind::UnexpectedEof`] for a file shorter than its header says,
/// [`NpyErrorKind::TrailingBytes`] for a longer one,
/// [`NpyErrorKind::BadBool`] and [`NpyErrorKind::AllocFailed`].
///
/// # NumPy
/// `np.load`, of one `.npy` file, without pickle. NumPy ignores what follows
/// the array; here that is an error, since it means a file that was not written
/// as one. Read arrays that stand one after another with [`read_npy`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::NpyErrorKind;
///
/// let path = std::env::temp_dir().join(format!("nd-load-{}.npy", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![1.0, 2.0, 3.0, 4.0]);
/// nd_io::save(&path, &a)?;
/// assert_eq!(nd_io::load::<f64>(&path)?, a);
///
/// let error = nd_io::load::<f32>(&path).unwrap_err();
/// assert!(matches!(error.kind(), NpyErrorKind::DtypeMismatch { .. }));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load<T: NpyElement>(path: impl AsRef<Path>) -> Result<Array<T>, NpyError> {
    let path = path.as_ref();
    load_kind(path).map_err(|kind| NpyError::at(kind, path))
}

fn load_kind<T: Codec>(path: &Path) -> Result<Array<T>, NpyErrorKind> {
    let (mut file, length) = open(path)?;
    let header = NpyHeader::read_kind(&mut file)?;
    check_dtype::<T>(&header)?;
    load_data(file, length, &header)
}

/// Loads the array in a `.npy` file, whatever its element type.
///
/// # Errors
/// As [`load`], but for the element type.
///
/// # NumPy
/// `np.load`.
///
/// # Examples
/// ```
/// use nd_core::DType;
///
/// let path = std::env::temp_dir().join(format!("nd-load-any-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1u16, 2, 3])?;
/// let any = nd_io::load_any(&path)?;
/// assert_eq!((any.dtype(), any.shape()), (DType::U16, &[3][..]));
///
/// assert!(nd_io::load_any("no-such.npy").is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_any(path: impl AsRef<Path>) -> Result<AnyArray, NpyError> {
    let path = path.as_ref();
    let load = || {
        let (mut file, length) = open(path)?;
        let header = NpyHeader::read_kind(&mut file)?;
        with_dtype!(header.dtype(), T => load_data::<T>(file, length, &header).map(AnyArray::from))
    };
    load().map_err(|kind| NpyError::at(kind, path))
}

/// Loads what follows the header.
fn load_data<T: Codec>(
    mut file: File,
    length: Option<u64>,
    header: &NpyHeader,
) -> Result<Array<T>, NpyErrorKind> {
    match length {
        Some(length) => {
            check_length(header, length)?;
            read_sized(header, |items| read_file(&file, header, items))
        }
        None => {
            let array = read_stream(&mut file, header)?;
            // Not counted to its end: a device may have none.
            match read_full(&mut file, &mut [0; 64])? {
                0 => Ok(array),
                extra => Err(NpyErrorKind::TrailingBytes { extra: extra as u64 }),
            }
        }
    }
}

/// Reads the header of a `.npy` file, and nothing else of it.
///
/// # Errors
/// The system's errors and everything [`NpyHeader::read`] refuses; the
/// error names the file. That the data are all there is not checked.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-header-{}.npy", std::process::id()));
/// nd_io::save(&path, &[0u8; 5])?;
/// let header = nd_io::load_header(&path)?;
/// assert_eq!((header.dtype().name(), header.shape()), ("uint8", &[5][..]));
///
/// std::fs::write(&path, b"")?;
/// assert!(nd_io::load_header(&path).unwrap_err().to_string().contains("truncated"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_header(path: impl AsRef<Path>) -> Result<NpyHeader, NpyError> {
    let path = path.as_ref();
    open(path)
        .and_then(|(mut file, _)| NpyHeader::read_kind(&mut file))
        .map_err(|kind| NpyError::at(kind, path))
}

/// Reads one array from a stream, and leaves the stream right behind it.
///
/// Memory is asked for as bytes arrive, at most four times as much, so a
/// header that lies costs nothing. A `BufReader` is of no use: reads are large.
///
/// # Errors
/// As [`load`], without a file name, and without an error for what follows
/// the array: that can be the next one.
///
/// # NumPy
/// `np.load` of an open file.
///
/// # Examples
/// ```
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1i32, 2])?;
/// nd_io::write_npy(&mut file, &[true])?;
///
/// let mut stream = file.as_slice();
/// assert_eq!(nd_io::read_npy::<i32>(&mut stream)?.into_vec(), [1, 2]);
/// assert_eq!(nd_io::read_npy::<bool>(&mut stream)?.into_vec(), [true]);
/// assert!(nd_io::read_npy::<bool>(&mut stream).is_err()); // at the end
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn read_npy<T: NpyElement>(mut reader: impl Read) -> Result<Array<T>, NpyError> {
    let header = NpyHeader::read_kind(&mut reader)?;
    check_dtype::<T>(&header)?;
    Ok(read_stream(&mut reader, &header)?)
}

/// Reads one array from a stream, whatever its element type, and leaves the stream right behind it.
///
/// # Errors
/// As [`read_npy`], but for the element type.
///
/// # NumPy
/// `np.load` of an open file.
///
/// # Examples
/// ```
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1i32, 2])?;
/// assert_eq!(nd_io::read_npy_any(file.as_slice())?.dtype().name(), "int32");
/// assert!(nd_io::read_npy_any(&file[1..]).is_err());
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn read_npy_any(mut reader: impl Read) -> Result<AnyArray, NpyError> {
    let header = NpyHeader::read_kind(&mut reader)?;
    Ok(
        with_dtype!(header.dtype(), T => read_stream::<T, _>(&mut reader, &header).map(AnyArray::from))?,
    )
}

/// Reads the array of a `.npy` file that is in memory.
///
/// # Errors
/// As [`load`], without a file name.
///
/// # NumPy
/// `np.load(io.BytesIO(bytes))`, and bytes after the array are an error.
///
/// # Examples
/// ```
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1.5f32])?;
/// assert_eq!(nd_io::npy_from_bytes::<f32>(&file)?.into_vec(), [1.5]);
///
/// file.push(0);
/// let error = nd_io::npy_from_bytes::<f32>(&file).unwrap_err();
/// assert!(error.to_string().starts_with("trailing bytes: 1 behind the array"));
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn npy_from_bytes<T: NpyElement>(bytes: &[u8]) -> Result<Array<T>, NpyError> {
    let mut rest = bytes;
    let header = NpyHeader::read_kind(&mut rest)?;
    check_dtype::<T>(&header)?;
    check_length(&header, bytes.len() as u64)?;
    Ok(read_sized(&header, |items| read_items(&mut rest, &header, items, 0))?)
}

/// Reads what follows a header; memory is asked for at once if the data are `likely` all there, and
/// else as they arrive.
pub(crate) fn read_known<T: Codec, R: Read>(
    reader: &mut R,
    header: &NpyHeader,
    likely: bool,
) -> Result<Array<T>, NpyErrorKind> {
    match likely {
        true => read_sized(header, |items| read_items(reader, header, items, 0)),
        false => read_stream(reader, header),
    }
}

/// Opens for reading; the length is known for regular files.
fn open(path: &Path) -> Result<(File, Option<u64>), NpyErrorKind> {
    let file = File::open(path).map_err(NpyErrorKind::io("open"))?;
    let metadata = file.metadata().map_err(NpyErrorKind::io("open"))?;
    let length = metadata.is_file().then_some(metadata.len());
    Ok((file, length))
}

/// Compares a file's length with what its header says, before anything is allocated.
pub(crate) fn check_length(header: &NpyHeader, length: u64) -> Result<(), NpyErrorKind> {
    let want = header.nbytes() as u64;
    let got = length.saturating_sub(header.data_offset());
    if got < want {
        return Err(NpyErrorKind::UnexpectedEof { field: "data", want, got });
    }
    // What an interrupted append left is not the array's.
    if got > want && !header.is_appending() {
        return Err(NpyErrorKind::TrailingBytes { extra: got - want });
    }
    Ok(())
}

pub(crate) fn check_dtype<T: Codec>(header: &NpyHeader) -> Result<(), NpyErrorKind> {
    if header.dtype() == T::DTYPE {
        return Ok(());
    }
    Err(NpyErrorKind::DtypeMismatch { file: header.dtype(), requested: T::DTYPE })
}

/// The shape to allocate in C order: the header's, reversed for Fortran order.
fn stored_shape(header: &NpyHeader) -> Shape {
    let mut shape = Shape::from(header.shape());
    if header.fortran_order() {
        shape.reverse();
    }
    shape
}

/// Turns an array of [`stored_shape`] into what the header describes.
fn logical<T>(stored: Array<T>, header: &NpyHeader) -> Array<T> {
    if header.fortran_order() { stored.into_transposed() } else { stored }
}

/// Reads the data into memory allocated at once; the length has been checked.
fn read_sized<T: Codec>(
    header: &NpyHeader,
    read: impl FnOnce(&mut [T]) -> Result<(), NpyErrorKind>,
) -> Result<Array<T>, NpyErrorKind> {
    let mut stored = allocate::<T>(stored_shape(header))?;
    read(stored.as_slice_mut().expect("fresh arrays are contiguous"))?;
    Ok(logical(stored, header))
}

/// Reads the data into memory that grows with them.
fn read_stream<T: Codec, R: Read>(
    reader: &mut R,
    header: &NpyHeader,
) -> Result<Array<T>, NpyErrorKind> {
    let total = header.size();
    let mut stored = Array::<T>::zeros(0);
    let mut done = 0_usize;
    loop {
        let room = done.saturating_mul(GROWTH).max(FIRST / size_of::<T>()).min(total);
        let shape = if room == total { stored_shape(header) } else { Shape::from(room) };
        let mut larger = allocate::<T>(shape)?;
        let items = larger.as_slice_mut().expect("fresh arrays are contiguous");
        items[..done].copy_from_slice(stored.as_slice().expect("as above"));
        read_items(reader, header, &mut items[done..], done)?;
        if room == total {
            return Ok(logical(larger, header));
        }
        (stored, done) = (larger, room);
    }
}

/// Zeros whose pages are not touched yet, or an error.
fn allocate<T: Codec>(shape: Shape) -> Result<Array<T>, NpyErrorKind> {
    let bytes = shape.size() * size_of::<T>();
    Array::try_zeros(shape).map_err(|_| NpyErrorKind::AllocFailed { bytes })
}

/// Fills `items`, of which `first` came before, with the next elements of the file.
pub(super) fn read_items<T: Codec, R: Read>(
    reader: &mut R,
    header: &NpyHeader,
    items: &mut [T],
    first: usize,
) -> Result<(), NpyErrorKind> {
    let mut done = (first * size_of::<T>()) as u64;
    let mut source = |bytes: &mut [u8]| {
        let got = read_full(reader, bytes)?;
        done += got as u64;
        if got == bytes.len() {
            return Ok(());
        }
        Err(NpyErrorKind::UnexpectedEof { field: "data", want: header.nbytes() as u64, got: done })
    };
    let per_block = BLOCK / size_of::<T>();
    for (i, block) in items.chunks_mut(per_block).enumerate() {
        T::fill(block, first + i * per_block, &mut source)?;
        if !header.byte_order().is_native() {
            T::swap(block);
        }
    }
    Ok(())
}
