//! Picture files to arrays.

use std::fs::File;
use std::io::Seek;
use std::path::Path;

use nd_core::{AnyArray, Array, DType};

use super::metadata;
use super::options::PictureOptions;
use super::reader::Reader;
use super::tiff::load as load_tiff;
use crate::blocks::{StoredElement, filled};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::position::read_at;

/// Loads a picture with elements of type `T`: shape `(h, w)` if grey, else `(h, w, c)`.
///
/// The format is found from the file's contents, not its name. Samples are the file's, never
/// rescaled nor inverted: a 16-bit file asked for as `u8` is an error that names both types. (In PNG samples of
/// 1, 2 and 4 bits, which no element type holds, are spread over 0 to 255 as every PNG reader does; in
/// TIFF they are numbers, of `bool` if they have 1 bit.) Palettes are looked up. Orientation tags are applied
/// where [`PictureOptions::orient`] asks for it, and colour profiles never. Of a TIFF with several pictures the first is loaded: [`TiffFile`](crate::TiffFile)
/// has the others. At most 1 GiB is decoded: see
/// [`load_picture_with`].
///
/// Of a GIF the first frame is loaded, in colours, with alpha where anything is transparent ([`load_gif`](crate::load_gif)
/// has all). BMP gives grey where its palette has nothing else. PBM gives `bool`, true being white; samples of PGM, PPM and
/// PAM are numbers up to the file's own largest one.
///
/// [`load`](crate::load) does the same for a file of one of these formats.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`], [`ErrorKind::Corrupt`] for a damaged file or one cut short,
/// [`ErrorKind::Unsupported`] for features that are not read, with their name,
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
pub fn load_picture<T: StoredElement>(path: impl AsRef<Path>) -> Result<Array<T>> {
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
) -> Result<Array<T>> {
    let path = path.as_ref();
    load_at(path, Some(T::DTYPE), options).map(T::take)
}

/// Loads a picture of whatever element type the file holds: `u8` or `u16`, or any other in TIFF.
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
pub fn load_picture_any(path: impl AsRef<Path>) -> Result<AnyArray> {
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
pub fn load_picture_any_with(path: impl AsRef<Path>, options: &PictureOptions) -> Result<AnyArray> {
    load_at(path.as_ref(), None, options)
}

#[inline(never)]
fn load_at(path: &Path, wanted: Option<DType>, options: &PictureOptions) -> Result<AnyArray> {
    let file = File::open(path).map_err(Error::io("open"));
    let load = |file| match is_tiff(&file)? {
        true => load_tiff(file, "", wanted, options),
        false if options.orient => {
            let turned = metadata::of_file(&file)?.orientation;
            (&file).rewind().map_err(Error::io("read"))?;
            let picture = load_file(file, "", wanted, options)?;
            Ok(turned.applied(picture.view(), 0))
        }
        false => load_file(file, "", wanted, options),
    };
    file.and_then(load).map_err(|error| error.at(path))
}

/// Whether a file begins as TIFF does.
fn is_tiff(file: &File) -> Result<bool> {
    let mut start = [0; 4];
    match read_at(file, &mut start, 0) {
        Ok(got) => Ok(Format::from_signature(&start[..got]) == Some(Format::Tiff)),
        Err(error) => Err(Error::io("read")(error)),
    }
}

/// An open file's picture, which is not a TIFF, as a new array, of the element type `wanted` if that matters.
pub(crate) fn load_file(
    file: File,
    name: &str,
    wanted: Option<DType>,
    options: &PictureOptions,
) -> Result<AnyArray> {
    let reader = Reader::of_frame(file, name, options)?;
    let (stored, shape) = (reader.dtype, reader.shape);
    if let Some(requested) = wanted.filter(|wanted| *wanted != stored) {
        return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
    }
    let mut reader = Some(reader);
    filled(stored, shape, &mut |bytes| match reader.take() {
        Some(reader) => reader.decode(bytes),
        None => Ok(()),
    })
}
