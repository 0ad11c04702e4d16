//! Writing: [`save`], [`save_with`], [`write_npy`], [`write_npy_with`].

use std::io::Write;
use std::path::Path;

use nd_core::{AnyView, ArrayLike, View, with_dtype};

use super::descr::ByteOrder;
use super::element::{Codec, NpyElement};
use super::error::{NpyError, NpyErrorKind};
use super::header::{NpyHeader, NpyVersion};
use crate::atomic::AtomicFile;

/// Elements that are not contiguous, or are to be swapped, go through a buffer of this many bytes.
const BLOCK: usize = 256 << 10;

/// How elements are laid out in a file.
///
/// # NumPy
/// The header's `fortran_order`.
///
/// # Examples
/// ```
/// use nd_io::{FileOrder, NpyHeader, NpyOptions};
///
/// for (order, expected) in [(FileOrder::Keep, false), (FileOrder::Fortran, true)] {
///     let mut file = Vec::new();
///     let options = NpyOptions { order, ..NpyOptions::default() };
///     nd_io::write_npy_with(&mut file, &[[1, 2], [3, 4]], &options)?;
///     let header = NpyHeader::read(&mut file.as_slice())?;
///     assert_eq!(header.fortran_order(), expected);
/// }
/// # Ok::<(), nd_io::NpyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FileOrder {
    /// As in memory if the array is contiguous either way, else C order: no copy where none is needed.
    #[default]
    Keep,
    /// The last axis varies fastest.
    C,
    /// The first axis varies fastest.
    Fortran,
}

/// How to write a `.npy` file; the default is what NumPy does.
///
/// # Examples
/// ```
/// use nd_io::{ByteOrder, NpyHeader, NpyOptions};
///
/// let options = NpyOptions { byte_order: ByteOrder::Big, ..NpyOptions::default() };
/// let mut file = Vec::new();
/// nd_io::write_npy_with(&mut file, &[1u16], &options)?;
/// assert_eq!(file[128..], [0, 1]);
/// # Ok::<(), nd_io::NpyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NpyOptions {
    /// Byte order of the elements; this machine's by default.
    pub byte_order: ByteOrder,
    /// Order of the elements; [`FileOrder::Keep`] by default.
    pub order: FileOrder,
    /// Format version; 1.0 by default.
    pub version: NpyVersion,
}

/// Saves an array as a `.npy` file, whole or not at all.
///
/// The file is written beside its target and takes its place when it is
/// complete and on disk, so that a crash, a full disk or a kill leaves the
/// old file or the new one; [`AtomicFile`] says what that means for links,
/// permissions and devices. Nothing is copied on the way: a contiguous array is
/// written as it is (a Fortran-contiguous one with `fortran_order` set), any
/// other through a small buffer in C order.
///
/// # Errors
/// An [`NpyError`] that names the file: the system's error, with what was
/// being done, or [`NpyErrorKind::Locked`] where a memory map is open for
/// writing. The target then has its old content.
///
/// # NumPy
/// `np.save`, byte for byte; but `.npy` is not appended to the name, and NumPy
/// overwrites in place, where a crash loses both the old and the new array.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-save-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1i64, 2, 3])?;
/// assert_eq!(nd_io::load::<i64>(&path)?.into_vec(), [1, 2, 3]);
///
/// let error = nd_io::save("no/such/directory/a.npy", &[1i64]).unwrap_err();
/// assert!(error.to_string().starts_with("no/such/directory/a.npy: cannot create"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save<A>(path: impl AsRef<Path>, array: &A) -> Result<(), NpyError>
where
    A: ArrayLike<Elem: NpyElement> + ?Sized,
{
    save_with(path, array, &NpyOptions::default())
}

/// [`save`] with a chosen byte order, element order or format version.
///
/// # Errors
/// As [`save`].
///
/// # Examples
/// ```
/// use nd_io::{NpyOptions, NpyVersion};
///
/// let path = std::env::temp_dir().join(format!("nd-save-with-{}.npy", std::process::id()));
/// let options = NpyOptions { version: NpyVersion::V3, ..NpyOptions::default() };
/// nd_io::save_with(&path, &[1u8], &options)?;
/// assert_eq!(nd_io::load_header(&path)?.version(), NpyVersion::V3);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_with<A>(path: impl AsRef<Path>, array: &A, options: &NpyOptions) -> Result<(), NpyError>
where
    A: ArrayLike<Elem: NpyElement> + ?Sized,
{
    let path = path.as_ref();
    save_view(path, array.view(), options).map_err(|kind| NpyError::at(kind, path))
}

/// Saves an array whose element type is known at run time as a `.npy` file, whole or not at all.
///
/// # Errors
/// As [`save`], and [`NpyErrorKind::NoDescr`] for bfloat16; nothing is written then.
///
/// # NumPy
/// `np.save`; see [`save`] for the differences.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, array};
///
/// let path = std::env::temp_dir().join(format!("nd-save-any-{}.npy", std::process::id()));
/// let any = AnyArray::from(array![1u16, 2]);
/// nd_io::save_any(&path, &any)?;
/// assert_eq!(nd_io::load::<u16>(&path)?.into_vec(), [1, 2]);
///
/// let brief = AnyArray::from(array![half::bf16::ONE]);
/// assert!(nd_io::save_any(&path, &brief).unwrap_err().to_string().contains("bfloat16"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_any<'a>(path: impl AsRef<Path>, array: impl Into<AnyView<'a>>) -> Result<(), NpyError> {
    let path = path.as_ref();
    let view: AnyView<'a> = array.into();
    with_dtype!(view, |view| save_view(path, view, &NpyOptions::default()))
        .map_err(|kind| NpyError::at(kind, path))
}

/// Writes an array whose element type is known at run time to a stream in the `.npy` format.
///
/// # Errors
/// The stream's, and [`NpyErrorKind::NoDescr`] for bfloat16.
///
/// # NumPy
/// `np.save` to an open file.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, array};
///
/// let any = AnyArray::from(array![1u16, 2]);
/// let mut file = Vec::new();
/// nd_io::write_npy_any(&mut file, &any)?;
/// assert_eq!(nd_io::npy_from_bytes::<u16>(&file)?.into_vec(), [1, 2]);
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn write_npy_any<'a>(
    mut writer: impl Write,
    array: impl Into<AnyView<'a>>,
) -> Result<(), NpyError> {
    let view: AnyView<'a> = array.into();
    Ok(with_dtype!(view, |view| write_view(&mut writer, view, &NpyOptions::default()))?)
}

/// Saves an array as [`save`] does.
pub(super) fn save_npy<T: Codec>(path: &Path, view: View<'_, T>) -> Result<(), NpyErrorKind> {
    save_view(path, view, &NpyOptions { order: FileOrder::C, ..NpyOptions::default() })
}

fn save_view<T: Codec>(
    path: &Path,
    view: View<'_, T>,
    options: &NpyOptions,
) -> Result<(), NpyErrorKind> {
    let mut file = AtomicFile::create(path).map_err(NpyErrorKind::io("create"))?;
    write_view(&mut file, view, options)?;
    file.commit().map_err(NpyErrorKind::io("finish writing"))
}

/// Writes an array to a stream in the `.npy` format.
///
/// A `BufWriter` is of no use: writes are large. The stream is not flushed.
///
/// # Errors
/// The stream's.
///
/// # NumPy
/// `np.save` to an open file, byte for byte.
///
/// # Examples
/// ```
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1u8, 2])?;
/// assert_eq!(file.len(), 128 + 2);
/// assert!(file.starts_with(b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }"));
///
/// let mut full: &mut [u8] = &mut [0; 100];
/// assert!(nd_io::write_npy(&mut full, &[1u8, 2]).is_err());
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn write_npy<A>(writer: impl Write, array: &A) -> Result<(), NpyError>
where
    A: ArrayLike<Elem: NpyElement> + ?Sized,
{
    write_npy_with(writer, array, &NpyOptions::default())
}

/// [`write_npy`] with a chosen byte order, element order or format version.
///
/// # Errors
/// The stream's.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{FileOrder, NpyHeader, NpyOptions};
///
/// let a = Array::from_shape_vec([2, 3], vec![1u8, 2, 3, 4, 5, 6]);
/// let options = NpyOptions { order: FileOrder::Fortran, ..NpyOptions::default() };
/// let mut file = Vec::new();
/// nd_io::write_npy_with(&mut file, &a, &options)?;
/// assert_eq!(file[128..], [1, 4, 2, 5, 3, 6]);
/// assert_eq!(nd_io::npy_from_bytes::<u8>(&file)?, a);
/// # Ok::<(), nd_io::NpyError>(())
/// ```
pub fn write_npy_with<A>(
    mut writer: impl Write,
    array: &A,
    options: &NpyOptions,
) -> Result<(), NpyError>
where
    A: ArrayLike<Elem: NpyElement> + ?Sized,
{
    Ok(write_view(&mut writer, array.view(), options)?)
}

pub(crate) fn write_view<T: Codec>(
    writer: &mut dyn Write,
    view: View<'_, T>,
    options: &NpyOptions,
) -> Result<(), NpyErrorKind> {
    let fortran = match options.order {
        FileOrder::C => false,
        FileOrder::Fortran => true,
        FileOrder::Keep => view.is_f_contiguous() && !view.is_c_contiguous(),
    };
    let header =
        NpyHeader::render(T::DTYPE, options.byte_order, view.shape(), fortran, options.version)?;
    writer.write_all(&header).map_err(NpyErrorKind::io("write"))?;
    // What C order is to a view, Fortran order is to its transpose.
    write_elements(writer, if fortran { view.t() } else { view }, options.byte_order)
}

/// Writes the elements in C order.
pub(crate) fn write_elements<T: Codec>(
    writer: &mut dyn Write,
    view: View<'_, T>,
    byte_order: ByteOrder,
) -> Result<(), NpyErrorKind> {
    let swap = !byte_order.is_native() && size_of::<T>() > 1;
    match view.as_slice() {
        Some(items) if !swap => write_items(writer, items),
        Some(items) => {
            let mut block = Vec::with_capacity((BLOCK / size_of::<T>()).min(items.len()));
            for part in items.chunks(BLOCK / size_of::<T>()) {
                block.clear();
                block.extend_from_slice(part);
                T::swap(&mut block);
                write_items(writer, &block)?;
            }
            Ok(())
        }
        None => write_strided(writer, view, swap),
    }
}

fn write_items<T: Codec>(writer: &mut dyn Write, items: &[T]) -> Result<(), NpyErrorKind> {
    writer.write_all(T::as_bytes(items)).map_err(NpyErrorKind::io("write"))
}

/// Writes the elements in C order through a small buffer.
fn write_strided<T: Codec>(
    writer: &mut dyn Write,
    view: View<'_, T>,
    swap: bool,
) -> Result<(), NpyErrorKind> {
    let capacity = BLOCK / size_of::<T>();
    let mut block: Vec<T> = Vec::with_capacity(capacity.min(view.size()));
    let mut items = view.iter().copied();
    loop {
        block.clear();
        block.extend(items.by_ref().take(capacity));
        if block.is_empty() {
            return Ok(());
        }
        if swap {
            T::swap(&mut block);
        }
        write_items(writer, &block)?;
    }
}
