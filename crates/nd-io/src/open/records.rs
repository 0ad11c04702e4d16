//! Records and texts behind the door.

use std::path::Path;

use nd_core::Array;

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
use crate::npy::{Record, load_records_file, load_strings_file};
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
