//! Writing: [`save_npy`], [`save_npy_with`], [`write_npy`], [`write_npy_with`].

use std::io::Write;
use std::path::Path;

use nd_core::{AnyView, ArrayLike};

use super::header::{NpyHeader, NpyVersion};
use crate::atomic::AtomicFile;
use crate::blocks::{ByteOrder, StoredElement, each_part, swap_bytes, swap_size};
use crate::error::{Error, Result};

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
///     let options = NpyOptions::default().order(order);
///     nd_io::write_npy_with(&mut file, &[[1, 2], [3, 4]], &options)?;
///     let header = NpyHeader::read(&mut file.as_slice())?;
///     assert_eq!(header.fortran_order(), expected);
/// }
/// # Ok::<(), nd_io::Error>(())
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
/// let options = NpyOptions::default().byte_order(ByteOrder::Big);
/// let mut file = Vec::new();
/// nd_io::write_npy_with(&mut file, &[1u16], &options)?;
/// assert_eq!(file[128..], [0, 1]);
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct NpyOptions {
    /// Byte order of the elements; this machine's by default.
    pub byte_order: ByteOrder,
    /// Order of the elements; [`FileOrder::Keep`] by default.
    pub order: FileOrder,
    /// Format version; 1.0 by default.
    pub version: NpyVersion,
}

impl NpyOptions {
    /// Sets which end of a number comes first.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ByteOrder, NpyOptions};
    ///
    /// let mut file = Vec::new();
    /// nd_io::write_npy_with(&mut file, &[1u16], &NpyOptions::default().byte_order(ByteOrder::Big))?;
    /// assert_eq!(file[128..], [0, 1]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn byte_order(self, byte_order: ByteOrder) -> Self {
        Self { byte_order, ..self }
    }

    /// Sets the order of the elements.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{FileOrder, NpyOptions};
    ///
    /// let mut file = Vec::new();
    /// nd_io::write_npy_with(&mut file, &[[1u8, 2], [3, 4]], &NpyOptions::default().order(FileOrder::Fortran))?;
    /// assert_eq!(file[128..], [1, 3, 2, 4]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn order(self, order: FileOrder) -> Self {
        Self { order, ..self }
    }

    /// Sets the version of the format.
    ///
    /// # NumPy
    /// `version` of `np.lib.format.write_array`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{NpyHeader, NpyOptions, NpyVersion};
    ///
    /// let mut file = Vec::new();
    /// nd_io::write_npy_with(&mut file, &[1u8], &NpyOptions::default().version(NpyVersion::V2))?;
    /// assert_eq!(NpyHeader::read(&mut file.as_slice())?.version(), NpyVersion::V2);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn version(self, version: NpyVersion) -> Self {
        Self { version, ..self }
    }
}

/// Saves an array as a `.npy` file, whatever the file's name, whole or not at all.
///
/// The file is written beside its target and takes its place when it is
/// complete and on disk, so that a crash, a full disk or a kill leaves the
/// old file or the new one; [`AtomicFile`] says what that means for links,
/// permissions and devices. Nothing is copied on the way: a contiguous array is
/// written as it is (a Fortran-contiguous one with `fortran_order` set), any
/// other through a small buffer in C order. [`save`](crate::save) writes every format.
///
/// # Errors
/// An [`Error`] that names the file: the system's error, with what was
/// being done, or [`ErrorKind::Locked`](crate::ErrorKind::Locked) where a memory map is open for
/// writing; [`NpyFault::NoDescr`](crate::NpyFault::NoDescr) for bfloat16, of which NumPy has no code.
/// The target then has its old content.
///
/// # NumPy
/// `np.save`, byte for byte; but `.npy` is not appended to the name, and NumPy
/// overwrites in place, where a crash loses both the old and the new array.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-save-npy-{}", std::process::id()));
/// nd_io::save_npy(&path, &[1i64, 2, 3])?;
/// assert_eq!(nd_io::load_npy::<i64>(&path)?.into_vec(), [1, 2, 3]);
///
/// let error = nd_io::save_npy("no/such/directory/a", &[1i64]).unwrap_err();
/// assert!(error.to_string().starts_with("no/such/directory/a: cannot create"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_npy<A>(path: impl AsRef<Path>, a: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_view(path.as_ref(), a.view().into(), &NpyOptions::default(), true)
}

/// [`save_npy`] with a chosen byte order, element order or format version.
///
/// # Errors
/// As [`save_npy`].
///
/// # Examples
/// ```
/// use nd_io::{NpyOptions, NpyVersion};
///
/// let path = std::env::temp_dir().join(format!("nd-save-with-{}.npy", std::process::id()));
/// nd_io::save_npy_with(&path, &[1u8], &NpyOptions::default().version(NpyVersion::V3))?;
/// assert_eq!(nd_io::load_header(&path)?.version(), NpyVersion::V3);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_npy_with<A>(path: impl AsRef<Path>, a: A, options: &NpyOptions) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_view(path.as_ref(), a.view().into(), options, true)
}

/// Saves an array of any type.
#[inline(never)]
/// `durable`: whether a new file is waited for.
pub(crate) fn save_view(
    path: &Path,
    view: AnyView<'_>,
    options: &NpyOptions,
    durable: bool,
) -> Result<()> {
    let save = || {
        let mut file = AtomicFile::create(path).map_err(Error::io("create"))?.durable(durable);
        write_view(&mut file, view, options)?;
        file.commit().map_err(Error::io("finish writing"))
    };
    save().map_err(|error| error.at(path))
}

/// Writes an array to a stream in the `.npy` format.
///
/// A `BufWriter` is of no use: writes are large. The stream is not flushed.
///
/// # Errors
/// The stream's; [`NpyFault::NoDescr`](crate::NpyFault::NoDescr) for bfloat16.
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
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_npy<A>(mut writer: impl Write, a: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    write_view(&mut writer, a.view().into(), &NpyOptions::default())
}

/// [`write_npy`] with a chosen byte order, element order or format version.
///
/// # Errors
/// As [`write_npy`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{FileOrder, NpyOptions};
///
/// let a = Array::from_shape_vec([2, 3], vec![1u8, 2, 3, 4, 5, 6]);
/// let mut file = Vec::new();
/// nd_io::write_npy_with(&mut file, &a, &NpyOptions::default().order(FileOrder::Fortran))?;
/// assert_eq!(file[128..], [1, 4, 2, 5, 3, 6]);
/// assert_eq!(nd_io::npy_from_bytes::<u8>(&file)?, a);
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_npy_with<A>(mut writer: impl Write, a: A, options: &NpyOptions) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    write_view(&mut writer, a.view().into(), options)
}

/// Writes an array whose element type is known at run time to a stream in the `.npy` format.
///
/// # Errors
/// As [`write_npy`].
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
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_npy_any<'a>(mut writer: impl Write, array: impl Into<AnyView<'a>>) -> Result<()> {
    write_view(&mut writer, array.into(), &NpyOptions::default())
}

#[inline(never)]
pub(crate) fn write_view(
    writer: &mut dyn Write,
    view: AnyView<'_>,
    options: &NpyOptions,
) -> Result<()> {
    let fortran = match options.order {
        FileOrder::C => false,
        FileOrder::Fortran => true,
        FileOrder::Keep => view.is_f_contiguous() && !view.is_c_contiguous(),
    };
    let (order, shape) = (options.byte_order, view.shape());
    let header = NpyHeader::render(view.dtype(), order, shape, fortran, options.version)?;
    writer.write_all(&header).map_err(Error::io("write"))?;
    // What C order is to a view, Fortran order is to its transpose.
    write_elements(writer, if fortran { view.t() } else { view }, order)
}

/// Writes the elements in C order.
pub(crate) fn write_elements(
    writer: &mut dyn Write,
    view: AnyView<'_>,
    byte_order: ByteOrder,
) -> Result<()> {
    let word = swap_size(view.dtype(), byte_order);
    if word <= 1 {
        return each_part(view, BLOCK, &mut |bytes| {
            writer.write_all(bytes).map_err(Error::io("write"))
        });
    }
    let mut block = Vec::new();
    each_part(view, BLOCK, &mut |bytes| {
        bytes.chunks(BLOCK).try_for_each(|part| {
            block.clear();
            block.extend_from_slice(part);
            swap_bytes(&mut block, word);
            writer.write_all(&block).map_err(Error::io("write"))
        })
    })
}
