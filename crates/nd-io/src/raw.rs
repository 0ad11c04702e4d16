//! Raw files: numbers with nothing around them, so the caller says what they are.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use nd_core::{AnyView, Array, ArrayLike, DType, Shape, s};

use crate::atomic::AtomicFile;
use crate::blocks::{
    ArrayInfo, ByteOrder, PlainSink, PlainSource, StoredElement, check_room, checked_nbytes,
    swap_size,
};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::npy::{refuse_extras, write_elements};
use crate::options::CreateOptions;

/// What a raw file does not say of itself.
///
/// # Examples
/// ```
/// use nd_io::{ByteOrder, RawOptions};
///
/// let options = RawOptions::default().shape([480, 640]);
/// assert_eq!((options.offset, options.byte_order), (0, ByteOrder::NATIVE));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RawOptions {
    /// The extents; `None` for one axis of all the whole elements from `offset` to the end.
    pub shape: Option<Shape>,
    /// Bytes before the first element.
    pub offset: u64,
    /// Which end of a number comes first.
    pub byte_order: ByteOrder,
    /// Whether the first axis varies fastest.
    pub fortran_order: bool,
}

impl RawOptions {
    /// Sets the extents.
    ///
    /// # Examples
    /// ```
    /// use nd_io::RawOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-raw-shape-{}.raw", std::process::id()));
    /// std::fs::write(&path, [1, 2, 3, 4])?;
    /// let options = RawOptions::default().shape([2, 2]);
    /// assert_eq!(nd_io::load_raw::<u8>(&path, &options)?.shape(), [2, 2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(self, shape: impl Into<Shape>) -> Self {
        Self { shape: Some(shape.into()), ..self }
    }

    /// Sets how many bytes stand before the first element.
    ///
    /// # Examples
    /// ```
    /// use nd_io::RawOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-raw-offset-{}.raw", std::process::id()));
    /// std::fs::write(&path, b"HDR\x01\x02")?;
    /// let options = RawOptions::default().offset(3);
    /// assert_eq!(nd_io::load_raw::<u8>(&path, &options)?.into_vec(), [1, 2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn offset(self, offset: u64) -> Self {
        Self { offset, ..self }
    }

    /// Sets which end of a number comes first.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ByteOrder, RawOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-raw-order-{}.raw", std::process::id()));
    /// std::fs::write(&path, [1, 0])?;
    /// let options = RawOptions::default().byte_order(ByteOrder::Big);
    /// assert_eq!(nd_io::load_raw::<u16>(&path, &options)?.into_vec(), [256]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn byte_order(self, byte_order: ByteOrder) -> Self {
        Self { byte_order, ..self }
    }

    /// Sets whether the first axis varies fastest.
    ///
    /// # Examples
    /// ```
    /// use nd_io::RawOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-raw-fortran-{}.raw", std::process::id()));
    /// std::fs::write(&path, [1, 2, 3, 4])?;
    /// let options = RawOptions::default().shape([2, 2]).fortran_order(true);
    /// assert_eq!(nd_io::load_raw::<u8>(&path, &options)?.into_vec(), [1, 3, 2, 4]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fortran_order(self, fortran_order: bool) -> Self {
        Self { fortran_order, ..self }
    }
}

/// Reads numbers from a raw file.
///
/// Bytes after the array are not looked at; with `shape: None` there are fewer than one element's.
///
/// # Errors
/// The system's; [`ErrorKind::UnexpectedEof`](crate::ErrorKind::UnexpectedEof) when the file is too short for the shape;
/// [`ErrorKind::BadBool`](crate::ErrorKind::BadBool); [`ErrorKind::AllocFailed`](crate::ErrorKind::AllocFailed).
///
/// # NumPy
/// `np.fromfile(path, dtype, offset=…).reshape(…)`, which gives what there is when the file is too
/// short; that is an error here.
///
/// # Examples
/// ```
/// use nd_io::{ByteOrder, RawOptions};
///
/// let path = std::env::temp_dir().join(format!("nd-raw-{}.raw", std::process::id()));
/// std::fs::write(&path, [0, 1, 0, 2, 0, 3])?;
/// let big = RawOptions::default().byte_order(ByteOrder::Big);
/// assert_eq!(nd_io::load_raw::<u16>(&path, &big)?.into_vec(), [1, 2, 3]);
///
/// let four = RawOptions::default().shape([2, 2]);
/// assert!(nd_io::load_raw::<u16>(&path, &four).is_err()); // three are there
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_raw<T: StoredElement>(
    path: impl AsRef<Path>,
    options: &RawOptions,
) -> Result<Array<T>> {
    open_raw(path, T::DTYPE, options)?.read(s![])
}

/// Writes the elements of an array in C order, and nothing else; replaces the file whole.
///
/// # Errors
/// The system's; the old file is then as it was.
///
/// # NumPy
/// `a.tofile(path)`, which truncates first.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-save-raw-{}.raw", std::process::id()));
/// nd_io::save_raw(&path, &[[1u8, 2], [3, 4]])?;
/// assert_eq!(std::fs::read(&path)?, [1, 2, 3, 4]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_raw<A>(path: impl AsRef<Path>, a: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_view(path.as_ref(), a.view().into(), true)
}

/// Saves an array of any type.
#[inline(never)]
/// `durable`: whether a new file is waited for.
pub(crate) fn save_view(path: &Path, view: AnyView<'_>, durable: bool) -> Result<()> {
    let save = || {
        let mut file = AtomicFile::create(path).map_err(Error::io("create"))?.durable(durable);
        write_elements(&mut file, view, ByteOrder::NATIVE)?;
        file.flush().map_err(Error::io("write"))?;
        file.commit().map_err(Error::io("finish writing"))
    };
    save().map_err(|error| error.at(path))
}

/// Opens a raw file to read slices of it.
///
/// # Errors
/// As [`load_raw`].
///
/// # NumPy
/// `np.memmap(path, dtype, 'r', offset, shape, order)`, without a map: nothing that happens to the
/// file can end the process.
///
/// # Examples
/// ```
/// use nd_core::{DType, s};
/// use nd_io::RawOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-open-raw-{}.raw", std::process::id()));
/// nd_io::save_raw(&path, &[[1u8, 2], [3, 4]])?;
/// let options = RawOptions::default().shape([2, 2]);
/// let ds = nd_io::open_raw(&path, DType::U8, &options)?;
/// assert_eq!(ds.read::<u8>(s![.., 1])?.into_vec(), [2, 4]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open_raw(path: impl AsRef<Path>, dtype: DType, options: &RawOptions) -> Result<Dataset> {
    let path = path.as_ref();
    let open = || open_source(File::open(path).map_err(Error::io("open"))?, dtype, options);
    Ok(Dataset::of_file(open().map_err(|error| error.at(path))?, Format::Raw, path))
}

/// A raw file that is open, as a stored array.
pub(crate) fn open_source(file: File, dtype: DType, options: &RawOptions) -> Result<PlainSource> {
    let length = file.metadata().map_err(Error::io("open"))?.len();
    let shape = match options.shape {
        Some(shape) => shape,
        None => {
            let items = length.saturating_sub(options.offset) / dtype.itemsize() as u64;
            Shape::from(usize::try_from(items).unwrap_or(usize::MAX))
        }
    };
    let nbytes = checked_nbytes(&shape, dtype.itemsize())?;
    check_room("the array", length, options.offset, nbytes)?;
    Ok(PlainSource {
        file,
        offset: options.offset,
        fortran_order: options.fortran_order,
        swap: swap_size(dtype, options.byte_order),
        info: ArrayInfo::new(shape, dtype),
    })
}

/// Begins a raw file of which regions are to be written.
pub(crate) fn create_raw(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<PlainSink> {
    refuse_extras(Format::Raw, options)?;
    let nbytes = checked_nbytes(&shape, dtype.itemsize())?;
    let file = AtomicFile::create_exclusive(path).map_err(Error::io("create"))?;
    let file = file.durable(options.durable);
    file.file().set_len(nbytes as u64).map_err(Error::io("extend"))?;
    let (fortran_order, info) = (options.fortran_order, ArrayInfo::new(shape, dtype));
    Ok(PlainSink { file, offset: 0, fortran_order, info })
}
