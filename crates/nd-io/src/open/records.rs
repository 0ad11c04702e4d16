//! Records and texts behind the door.

use std::path::Path;

use nd_core::Array;
use nd_core::time::TimeElement;

#[cfg(feature = "hdf5")]
use super::hdf5;
#[cfg(feature = "zarr")]
use super::inside;
use super::only;
use super::path::Found;
#[cfg(feature = "zarr")]
use super::zarr;
#[cfg(feature = "zarr")]
use crate::error::ErrorKind;
use crate::error::Result;
use crate::format::Format;
use crate::npy::{Record, load_records_file, load_strings_file, load_times_file};
use crate::npz::Npz;

/// Loads an array of records from a `.npy` file, a member of an archive or an HDF5 file.
///
/// The path goes on inside files of several arrays, as for [`open`](crate::open): `run.h5/table`.
/// The file's fields must be the struct's: in `.npy` the same names in the same order, of the same types at
/// the same places; in HDF5 the same names in any order (see `Hdf5Group::records`). Foreign byte order is
/// swapped; Fortran order is kept.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: as [`load`](crate::load), and
/// [`NpyFault::RecordMismatch`](crate::NpyFault::RecordMismatch) (in HDF5
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported)) naming the first difference.
///
/// # NumPy
/// `np.load` of a structured array, `h5py.File(path)[name][...]`.
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
/// let path = std::env::temp_dir().join(format!("nd-load-records-{}.npy", std::process::id()));
/// nd_io::save_records(&path, &points)?;
/// assert_eq!(nd_io::load_records::<Point>(&path)?, points);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_records<R: Record>(path: impl AsRef<Path>) -> Result<Array<R>> {
    let path = path.as_ref();
    let load = || match Holder::of(path) {
        Holder::Npz(mut found) => {
            let archive = Npz::of_file(found.take_file()?, &found.path)?;
            archive.load_records(&only(&found.name, archive.names())?)
        }
        #[cfg(feature = "hdf5")]
        Holder::Hdf5(mut found) => hdf5::load_records(&mut found),
        #[cfg(feature = "zarr")]
        Holder::Zarr(_) => {
            let what = "records: read them by zarr-python and save them as .npy";
            Err(ErrorKind::unsupported(Format::Zarr, what).into())
        }
        Holder::Npy => load_records_file(path),
    };
    load().map_err(|error| error.at(path))
}

/// Loads an array of strings.
///
/// Also those of an HDF5 file and of a Zarr store: the path goes on inside. Byte strings (`S`) must be UTF-8; zeros at the end of a string are padding, as NumPy sees it.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: as [`load`](crate::load); [`NpyFault::BadText`](crate::NpyFault::BadText) for
/// bytes that are not UTF-8 and numbers that are no characters.
///
/// # NumPy
/// `np.load` of an array of `S` or `U`; a `StringDType` array cannot be saved without pickle.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let path = std::env::temp_dir().join(format!("nd-strings-{}.npy", std::process::id()));
/// nd_io::save_strings(&path, &Array::from_vec(vec!["één", "two"]))?;
/// assert_eq!(nd_io::load_strings(&path)?.into_vec(), ["één", "two"]);
///
/// nd_io::save(&path, &[1.0])?;
/// assert!(nd_io::load_strings(&path).is_err()); // numbers
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_strings(path: impl AsRef<Path>) -> Result<Array<String>> {
    let path = path.as_ref();
    let load = || match Holder::of(path) {
        Holder::Npz(mut found) => {
            let archive = Npz::of_file(found.take_file()?, &found.path)?;
            archive.load_strings(&only(&found.name, archive.names())?)
        }
        #[cfg(feature = "hdf5")]
        Holder::Hdf5(mut found) => hdf5::load_strings(&mut found),
        #[cfg(feature = "zarr")]
        Holder::Zarr(mut found) => match found.archive()? {
            Some(place) => zarr::texts_archived(&place, &found.name),
            None => zarr::texts(&inside(&found.path, &found.name)),
        },
        Holder::Npy => load_strings_file(path),
    };
    load().map_err(|error| error.at(path))
}

/// Loads an array of dates or spans of time.
///
/// What the file counts in another unit is converted; multiples of a unit, which have no type here, become it.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: as [`load`](crate::load);
/// [`NpyFault::RecordMismatch`](crate::NpyFault::RecordMismatch) for a file of anything else, spans instead of dates
/// among it; [`NpyFault::Times`](crate::NpyFault::Times) where 64 bits are too few for the unit, or months and years
/// would have to have a length; [`ErrorKind::Unsupported`] in HDF5 files and Zarr stores, whose times are numbers with
/// `units` as attributes.
///
/// # NumPy
/// `np.load` of an array of `datetime64` or `timedelta64`.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, Second};
/// use nd_core::{Datetime64, array};
///
/// let path = std::env::temp_dir().join(format!("nd-load-times-{}.npy", std::process::id()));
/// nd_io::save_times(&path, array![1, -1].map(Datetime64::<Day>::new))?;
/// let seconds = nd_io::load_times::<Datetime64<Second>>(&path)?;
/// assert_eq!(seconds.counts(), array![86_400, -86_400]);
///
/// nd_io::save(&path, &[1.0])?;
/// assert!(nd_io::load_times::<Datetime64<Second>>(&path).is_err()); // numbers
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_times<T: TimeElement>(path: impl AsRef<Path>) -> Result<Array<T>> {
    let path = path.as_ref();
    let load = || match Holder::of(path) {
        Holder::Npz(mut found) => {
            let archive = Npz::of_file(found.take_file()?, &found.path)?;
            archive.load_times(&only(&found.name, archive.names())?)
        }
        #[cfg(feature = "hdf5")]
        Holder::Hdf5(_) => Err(ErrorKind::unsupported(Format::Hdf5, NUMBERS).into()),
        #[cfg(feature = "zarr")]
        Holder::Zarr(_) => Err(ErrorKind::unsupported(Format::Zarr, NUMBERS).into()),
        Holder::Npy => load_times_file(path),
    };
    load().map_err(|error| error.at(path))
}

/// What times are in files with attributes.
#[cfg(any(feature = "hdf5", feature = "zarr"))]
const NUMBERS: &str =
    "times of its own: load the numbers, and decode them by the attributes `units` and `calendar`";

/// The formats that have records and texts.
enum Holder {
    /// Whatever its name is: what is wrong with it its reader says.
    Npy,
    Npz(Found),
    #[cfg(feature = "hdf5")]
    Hdf5(Found),
    #[cfg(feature = "zarr")]
    Zarr(Found),
}

impl Holder {
    fn of(path: &Path) -> Self {
        match Found::new(path) {
            Ok(found) if found.format == Format::Npz => Self::Npz(found),
            #[cfg(feature = "hdf5")]
            Ok(found) if found.format == Format::Hdf5 => Self::Hdf5(found),
            #[cfg(feature = "zarr")]
            Ok(found) if found.format == Format::Zarr => Self::Zarr(found),
            _ => Self::Npy,
        }
    }
}
