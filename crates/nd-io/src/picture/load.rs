//! Picture files to arrays.

use std::path::Path;

use nd_core::{AnyArray, Array, with_dtype};

use super::options::PictureOptions;
use super::reader::Reader;
use crate::error::{Error, ErrorKind};
use crate::npy::StoredElement;

/// Loads a picture with elements of type `T`: shape `(h, w)` if grey, else `(h, w, c)`.
///
/// The format is found from the file's contents, not its name. Samples are the file's, never
/// rescaled: a 16-bit file asked for as `u8` is an error that names both types. (Samples of 1, 2
/// and 4 bits, which no element type holds, are spread over 0 to 255 as every PNG reader does,
/// and palettes are looked up.) Orientation tags and colour profiles are not applied. Of a file
/// with several pictures the first is loaded. At most 1 GiB is decoded: see
/// [`load_picture_with`].
///
/// [`load`](crate::load) does the same for a file of one of these formats.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`], [`ErrorKind::Corrupt`] for a damaged file or one cut short,
/// [`ErrorKind::Unsupported`] for features that arrays of `u8`, `u16` and `f32` have no place for,
/// [`ErrorKind::LimitExceeded`], [`ErrorKind::DtypeMismatch`], [`ErrorKind::AllocFailed`], the system's.
///
/// # NumPy
/// `np.asarray(PIL.Image.open(path))`, but a truncated file is always an error, and palettes
/// are looked up.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::ErrorKind;
///
/// let path = std::env::temp_dir().join(format!("nd-load-picture-{}.png", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![0u16, 1, 256, 65535]);
/// nd_io::save_picture(&path, &a)?;
/// assert_eq!(nd_io::load_picture::<u16>(&path)?, a);
///
/// let error = nd_io::load_picture::<u8>(&path).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_picture<T: StoredElement>(path: impl AsRef<Path>) -> Result<Array<T>, Error> {
    load_picture_with(path, &PictureOptions::default())
}

/// [`load_picture`] with a limit of one's own.
///
/// # Errors
/// As [`load_picture`].
///
/// # NumPy
/// `PIL.Image.MAX_IMAGE_PIXELS`, but in bytes, per call, and an error rather than a warning.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{ErrorKind, PictureOptions};
///
/// let path = std::env::temp_dir().join(format!("nd-picture-limit-{}.png", std::process::id()));
/// nd_io::save_picture(&path, &Array::<u8>::zeros([100, 100]))?;
/// let tight = PictureOptions::default().max_bytes(9_999);
/// let error = nd_io::load_picture_with::<u8>(&path, &tight).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::LimitExceeded { asked: 10_000, limit: 9_999, .. }));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_picture_with<T: StoredElement>(
    path: impl AsRef<Path>,
    options: &PictureOptions,
) -> Result<Array<T>, Error> {
    let path = path.as_ref();
    Reader::open(path, options).and_then(read::<T>).map_err(|error| error.at(path))
}

/// Loads a picture of whatever element type the file holds: `u8`, `u16` or `f32`.
///
/// # Errors
/// As [`load_picture`], but for the element type.
///
/// # NumPy
/// `np.asarray(PIL.Image.open(path))`.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, Array};
///
/// let path = std::env::temp_dir().join(format!("nd-picture-any-{}.tif", std::process::id()));
/// nd_io::save_picture(&path, &Array::<f32>::zeros([2, 3]))?;
/// let picture = nd_io::load_picture_any(&path)?;
/// assert_eq!((picture.dtype().name(), picture.shape()), ("float32", &[2, 3][..]));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_picture_any(path: impl AsRef<Path>) -> Result<AnyArray, Error> {
    load_picture_any_with(path, &PictureOptions::default())
}

/// [`load_picture_any`] with a limit of one's own.
///
/// # Errors
/// As [`load_picture_any`].
///
/// # Examples
/// ```
/// use nd_io::PictureOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-picture-any-{}.png", std::process::id()));
/// nd_io::save_picture(&path, &[[1u8, 2], [3, 4]])?;
/// let enough = PictureOptions::default().max_bytes(4);
/// assert_eq!(nd_io::load_picture_any_with(&path, &enough)?.shape(), [2, 2]);
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_picture_any_with(
    path: impl AsRef<Path>,
    options: &PictureOptions,
) -> Result<AnyArray, Error> {
    let path = path.as_ref();
    let reader = Reader::open(path, options).map_err(|error| error.at(path))?;
    let picture = with_dtype!(reader.dtype, T => read::<T>(reader).map(AnyArray::from));
    picture.map_err(|error| error.at(path))
}

/// The picture as a new array.
fn read<T: StoredElement>(reader: Reader) -> Result<Array<T>, Error> {
    if reader.dtype != T::DTYPE {
        let (stored, requested) = (reader.dtype, T::DTYPE);
        return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
    }
    let bytes = reader.nbytes();
    let mut array = Array::<T>::try_zeros(reader.shape)
        .map_err(|_| Error::from(ErrorKind::AllocFailed { bytes }))?;
    let items = array.as_slice_mut().expect("fresh arrays are contiguous");
    T::fill_block(items, |bytes| reader.decode(bytes))?;
    Ok(array)
}
