//! Reading: [`load_npy`], [`load_header`], [`read_npy`], [`npy_from_bytes`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nd_core::{AnyArray, Array, DType, Shape};

use super::header::{NpyHeader, read_full};
use crate::blocks::{
    Contiguous, Region, StoredElement, bools, bytes_of, filled, filled_parts, swap_bytes, swap_size,
};
use crate::error::{Error, ErrorKind, Result};

/// Elements are read, and swapped if need be, this many bytes at a time, so that
/// the second step finds them in cache.
const BLOCK: usize = 1 << 20;

/// The first allocation for a stream of unknown length.
const FIRST: usize = 64 << 10;

/// How many times larger each further allocation is. Pages not written yet cost nothing, pages
/// copied into the next allocation do.
const GROWTH: usize = 4;

/// Loads the array in a `.npy` file, whatever the file's name.
///
/// The element type must be the file's: nothing is cast silently. Files in
/// Fortran order give a Fortran-contiguous array, foreign byte order is
/// swapped, and every value keeps its bits. The header is checked against the
/// size of the file before memory for the array is asked for, so a small
/// file cannot ask for much. Pipes and devices are read as
/// [`read_npy`] reads them. [`load`](crate::load) takes files of every format.
///
/// # Errors
/// An [`Error`] that names the file: the system's errors, everything
/// [`NpyHeader::read`] refuses, [`ErrorKind::DtypeMismatch`],
/// [`ErrorKind::UnexpectedEof`] for a file shorter than its header says,
/// [`ErrorKind::TrailingBytes`] for a longer one,
/// [`ErrorKind::BadBool`] and [`ErrorKind::AllocFailed`].
///
/// # NumPy
/// `np.load`, of one `.npy` file, without pickle. NumPy ignores what follows
/// the array; here that is an error, since it means a file that was not written
/// as one. Read arrays that stand one after another with [`read_npy`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::ErrorKind;
///
/// let path = std::env::temp_dir().join(format!("nd-load-npy-{}", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![1.0, 2.0, 3.0, 4.0]);
/// nd_io::save_npy(&path, &a)?;
/// assert_eq!(nd_io::load_npy::<f64>(&path)?, a);
///
/// let error = nd_io::load_npy::<f32>(&path).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_npy<T: StoredElement>(path: impl AsRef<Path>) -> Result<Array<T>> {
    load_at(path.as_ref(), T::DTYPE).map(T::take)
}

#[inline(never)]
fn load_at(path: &Path, wanted: DType) -> Result<AnyArray> {
    let open = || File::open(path).map_err(Error::io("open"));
    open().and_then(|file| load_file(file, Some(wanted))).map_err(|error| error.at(path))
}

/// Loads an open file, whose element type must be `wanted` if that is given.
pub(crate) fn load_file(mut file: File, wanted: Option<DType>) -> Result<AnyArray> {
    let metadata = file.metadata().map_err(Error::io("open"))?;
    let length = metadata.is_file().then_some(metadata.len());
    let header = NpyHeader::read(&mut file)?;
    check_dtype(&header, wanted)?;
    let Some(length) = length else {
        let array = read_stream(&mut file, &header)?;
        // Not counted to its end: a device may have none.
        return match read_full(&mut file, &mut [0; 64])? {
            0 => Ok(array),
            extra => Err(ErrorKind::TrailingBytes { extra: extra as u64 }.into()),
        };
    };
    check_length(&header, length)?;
    // As one row, so that threads can share it out whatever its axes.
    let row = Shape::from(header.size());
    let itemsize = header.dtype().itemsize();
    let elements = Contiguous {
        source: &file,
        offset: header.data_offset(),
        shape: row,
        itemsize,
        fortran_order: false,
        swap: swap_size(header.dtype(), header.byte_order()),
    };
    let (all, shape) = (Region::all(row), stored_shape(&header));
    let array = if header.nbytes() <= nd_core::cache_limit() {
        filled_parts(header.dtype(), shape, &|start, bytes| {
            elements.read(&all.rows(start, bytes.len() / itemsize), bytes)
        })?
    } else {
        filled(header.dtype(), shape, &mut |bytes| elements.read(&all, bytes))?
    };
    Ok(logical(array, &header))
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
pub fn load_header(path: impl AsRef<Path>) -> Result<NpyHeader> {
    let path = path.as_ref();
    let read = || NpyHeader::read(&mut File::open(path).map_err(Error::io("open"))?);
    read().map_err(|error| error.at(path))
}

/// Reads one array from a stream, and leaves the stream right behind it.
///
/// Memory is asked for as bytes arrive, at most four times as much, so a
/// header that lies costs nothing. A `BufReader` is of no use: reads are large.
///
/// # Errors
/// As [`load_npy`], without a file name, and without an error for what follows
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
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_npy<T: StoredElement>(mut reader: impl Read) -> Result<Array<T>> {
    read_as(&mut reader, Some(T::DTYPE)).map(T::take)
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
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_npy_any(mut reader: impl Read) -> Result<AnyArray> {
    read_as(&mut reader, None)
}

/// Reads the array of a `.npy` file that is in memory.
///
/// # Errors
/// As [`load_npy`], without a file name.
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
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn npy_from_bytes<T: StoredElement>(bytes: &[u8]) -> Result<Array<T>> {
    from_bytes(bytes, T::DTYPE).map(T::take)
}

#[inline(never)]
fn from_bytes(bytes: &[u8], wanted: DType) -> Result<AnyArray> {
    let mut rest = bytes;
    let header = NpyHeader::read(&mut rest)?;
    check_dtype(&header, Some(wanted))?;
    check_length(&header, bytes.len() as u64)?;
    read_data(&mut rest, &header, true)
}

#[inline(never)]
fn read_as(reader: &mut dyn Read, wanted: Option<DType>) -> Result<AnyArray> {
    let header = NpyHeader::read(reader)?;
    check_dtype(&header, wanted)?;
    read_stream(reader, &header)
}

/// Reads what follows a header; memory is asked for at once if the data are `likely` all there, and
/// else as they arrive.
pub(crate) fn read_data(
    reader: &mut dyn Read,
    header: &NpyHeader,
    likely: bool,
) -> Result<AnyArray> {
    if !likely {
        return read_stream(reader, header);
    }
    let array = filled(header.dtype(), stored_shape(header), &mut |bytes| {
        read_bytes(reader, header, bytes, 0)
    })?;
    Ok(logical(array, header))
}

/// Compares a file's length with what its header says, before anything is allocated.
pub(crate) fn check_length(header: &NpyHeader, length: u64) -> Result<()> {
    let want = header.nbytes() as u64;
    let got = length.saturating_sub(header.data_offset());
    if got < want {
        return Err(Error::cut_off("data", want, got));
    }
    // What an interrupted append left is not the array's.
    if got > want && !header.is_appending() {
        return Err(ErrorKind::TrailingBytes { extra: got - want }.into());
    }
    Ok(())
}

pub(crate) fn check_dtype(header: &NpyHeader, wanted: Option<DType>) -> Result<()> {
    match wanted {
        Some(requested) if requested != header.dtype() => {
            Err(ErrorKind::DtypeMismatch { stored: header.dtype(), requested }.into())
        }
        _ => Ok(()),
    }
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
fn logical(stored: AnyArray, header: &NpyHeader) -> AnyArray {
    if header.fortran_order() { transposed(stored) } else { stored }
}

/// The transpose, without a copy.
fn transposed(array: AnyArray) -> AnyArray {
    nd_core::with_dtype!(array, |a| AnyArray::from(a.into_transposed()))
}

/// Reads the data into memory that grows with them.
pub(super) fn read_stream(reader: &mut dyn Read, header: &NpyHeader) -> Result<AnyArray> {
    let total = header.size();
    // Booleans are looked at when all of them are there.
    let is_bool = header.dtype() == DType::Bool;
    let dtype = if is_bool { DType::U8 } else { header.dtype() };
    let itemsize = dtype.itemsize();
    let mut stored = AnyArray::zeros(dtype, 0);
    let mut done = 0_usize;
    loop {
        let room = done.saturating_mul(GROWTH).max(FIRST / itemsize).min(total);
        let shape = if room == total { stored_shape(header) } else { Shape::from(room) };
        let larger = filled(dtype, shape, &mut |bytes| {
            let old = bytes_of(stored.view()).unwrap_or_default();
            bytes[..old.len()].copy_from_slice(old);
            read_bytes(reader, header, &mut bytes[old.len()..], old.len())
        })?;
        if room == total {
            let array = if is_bool { bools(larger)? } else { larger };
            return Ok(logical(array, header));
        }
        (stored, done) = (larger, room);
    }
}

/// Fills `out`, of which `before` bytes came before, with the next elements of the file.
fn read_bytes(
    reader: &mut dyn Read,
    header: &NpyHeader,
    out: &mut [u8],
    before: usize,
) -> Result<()> {
    let word = swap_size(header.dtype(), header.byte_order());
    let mut done = before as u64;
    for block in out.chunks_mut(BLOCK) {
        let got = read_full(reader, block)?;
        done += got as u64;
        if got < block.len() {
            return Err(Error::cut_off("data", header.nbytes() as u64, done));
        }
        swap_bytes(block, word);
    }
    Ok(())
}
