//! [`open`] and [`create`]: one door to every format.

#[cfg(feature = "hdf5")]
mod hdf5;
#[cfg(feature = "zarr")]
mod zarr;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use nd_core::{DType, Shape};

use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::npy::{create_npy, open_npy};
use crate::npz::Npz;
use crate::options::CreateOptions;
#[cfg(feature = "pictures")]
use crate::picture::{PictureOptions, open_picture};
use crate::raw::create_raw;
use crate::text::{TextOptions, TextSource};

/// Opens an array in a file of any format, reading nothing but what it says of itself.
///
/// The format is recognised by the first bytes, and by the extension where they say nothing (text, raw).
/// Where a file holds several arrays the path goes on inside it: `run.h5/detector/image`,
/// `model.npz/weights`, `store.zarr/level/2`. A file of one array needs no name.
///
/// Raw files do not say what they hold: they are bytes (`u8`) here; see
/// [`open_raw`](crate::open_raw). Text is read through once, to know its rows and element type.
///
/// # Errors
/// An [`Error`] that names the file: the system's; [`ErrorKind::UnknownFormat`];
/// [`ErrorKind::NoSuchArray`], with the names there are, also when there are several and none is named;
/// [`ErrorKind::Unsupported`] for a format whose feature is not compiled in; and whatever is wrong with
/// the file.
///
/// # NumPy
/// `np.load(path, mmap_mode='r')`, `h5py.File(path)[name]`, `zarr.open_array(path)`.
///
/// # Examples
/// ```
/// use nd_core::s;
///
/// let path = std::env::temp_dir().join(format!("nd-open-{}.npz", std::process::id()));
/// let mut archive = nd_io::NpzWriter::create(&path)?;
/// archive.add("x", &[1.0, 2.0, 3.0])?;
/// archive.add("y", &[4_u8, 5])?;
/// archive.finish()?;
///
/// assert_eq!(nd_io::list(&path)?, ["x", "y"]);
/// let x = nd_io::open(path.join("x"))?;
/// assert_eq!(x.read::<f64>(s![1..])?.into_vec(), [2.0, 3.0]);
/// assert!(nd_io::open(&path).unwrap_err().to_string().ends_with(r#"there are "x", "y""#));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(path: impl AsRef<Path>) -> Result<Dataset, Error> {
    let path = path.as_ref();
    let found = Found::new(path).map_err(|error| error.at(path))?;
    open_found(&found, path).map_err(|error| error.at(path))
}

fn open_found(found: &Found, path: &Path) -> Result<Dataset, Error> {
    let Found { format, file, name } = found;
    found.refuse_inner_name()?;
    match format {
        Format::Npy => Ok(Dataset::of_file(open_npy(file)?, *format, path)),
        Format::Npz => {
            let archive = Npz::open(file)?;
            let names: Vec<&str> = archive.names().collect();
            archive.dataset(only(name, &names)?)
        }
        Format::Raw => crate::raw::open_raw(file, DType::U8, &crate::RawOptions::default()),
        Format::Text => {
            Ok(Dataset::of_file(TextSource::open(file, &TextOptions::default())?, *format, path))
        }
        #[cfg(feature = "pictures")]
        format if format.is_picture() => {
            let picture = open_picture(file, &PictureOptions::default())?;
            Ok(Dataset::of_file(picture, *format, path))
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => hdf5::open(file, name, path),
        #[cfg(feature = "zarr")]
        Format::Zarr => zarr::open(&inside(file, name)),
        #[allow(unreachable_patterns, reason = "with all features there is none")]
        _ => Err(not_compiled(*format)),
    }
}

/// The arrays in a file, as their paths go on inside it; one empty name where it is the array itself.
///
/// # Errors
/// As [`open`].
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-list-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1u8, 2])?;
/// assert_eq!(nd_io::list(&path)?, [""]);
/// assert!(nd_io::list("no-such.npy").is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn list(path: impl AsRef<Path>) -> Result<Vec<String>, Error> {
    let path = path.as_ref();
    let names = || -> Result<Vec<String>, Error> {
        let found = Found::new(path)?;
        found.refuse_inner_name()?;
        #[allow(unused_variables, reason = "not every format has names inside")]
        let Found { format, file, name } = found;
        match format {
            Format::Npy | Format::Raw | Format::Text => Ok(vec![String::new()]),
            Format::Npz => Ok(Npz::open(file)?.names().map(str::to_owned).collect()),
            format if format.is_picture() => Ok(vec![String::new()]),
            #[cfg(feature = "hdf5")]
            Format::Hdf5 => hdf5::list(&file, &name),
            #[cfg(feature = "zarr")]
            Format::Zarr => zarr::list(&inside(&file, &name)),
            #[allow(unreachable_patterns, reason = "with all features there is none")]
            _ => Err(not_compiled(format)),
        }
    };
    names().map_err(|error| error.at(path))
}

/// Creates a file for an array of any size, to be written block by block; the extension tells the format.
///
/// Blocks come in any order and from many threads; what is not written reads as zero or as the fill
/// value. The file appears when the writer is [finished](DatasetWriter::finish).
///
/// | extension | format | options |
/// |---|---|---|
/// | `.npy`, `.raw`, `.bin` | one file | `fortran_order` |
/// | `.h5`, `.hdf5` | HDF5 of one data set, `run.h5/name` (`data` if not named); [`Hdf5FileWriter`](crate::Hdf5FileWriter) makes files of several | chunks, gzip, lzf, shuffle, checksum, extendible, fill value, attributes |
/// | `.zarr` | a Zarr 3 directory, or with `store.zarr/name` an array in one | chunks, shards, gzip, zstd, checksum, fill value, names of axes, attributes |
///
/// What is there under the same name is replaced. An HDF5 file that holds other arrays is left alone, with
/// an error; the other arrays of a Zarr store are not touched.
///
/// `.npz` archives are written by [`NpzWriter`](crate::NpzWriter), tables by
/// [`save_text`](crate::save_text): their parts have an order.
///
/// # Errors
/// An [`Error`] that names the file: the system's; [`ErrorKind::Unsupported`] for options that the format
/// has not; [`ErrorKind::UnknownFormat`]; [`ErrorKind::Locked`].
///
/// # NumPy
/// `np.lib.format.open_memmap(path, 'w+', …)`, `h5py.File.create_dataset`, `zarr.create_array`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType};
/// use nd_io::{CreateOptions, Region};
///
/// let path = std::env::temp_dir().join(format!("nd-create-{}.npy", std::process::id()));
/// let out = nd_io::create(&path, [100, 100], DType::F32, &CreateOptions::default())?;
/// out.write_region(&Region::new([50, 0], [50, 100]), &Array::full([50, 100], 1.0f32))?;
/// out.finish()?;
/// assert_eq!(nd_io::load::<f32>(&path)?.iter().sum::<f32>(), 5000.0);
///
/// let chunked = CreateOptions::default().chunks([10, 10]);
/// assert!(nd_io::create(&path, [100, 100], DType::F32, &chunked).is_err()); // .npy has none
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn create(
    path: impl AsRef<Path>,
    shape: impl Into<Shape>,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter, Error> {
    let path = path.as_ref();
    create_at(path, shape.into(), dtype, options).map_err(|error| error.at(path))
}

fn create_at(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter, Error> {
    #[allow(unused_variables, reason = "not every format has names inside")]
    let (format, file, name) = by_extension(path).ok_or_else(|| ErrorKind::UnknownFormat {
        found: "nothing: a new file needs an extension, like .npy, .h5 or .zarr".to_owned(),
    })?;
    match format {
        Format::Npy => Ok(DatasetWriter::to_file(create_npy(path, shape, dtype, options)?, path)),
        Format::Raw => Ok(DatasetWriter::to_file(create_raw(path, shape, dtype, options)?, path)),
        Format::Npz => {
            Err(ErrorKind::unsupported(format, "blocks in any order; use NpzWriter").into())
        }
        Format::Text => {
            Err(ErrorKind::unsupported(format, "blocks in any order; use TextWriter").into())
        }
        format if format.is_picture() => {
            Err(ErrorKind::unsupported(format, "blocks in any order; use save").into())
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => hdf5::create((path, file, &inner_name(name)?), shape, dtype, options),
        #[cfg(feature = "zarr")]
        Format::Zarr => zarr::create((path, file, &inner_name(name)?), shape, dtype, options),
        #[allow(unreachable_patterns, reason = "with all features there is none")]
        _ => Err(not_compiled(format)),
    }
}

#[allow(dead_code, reason = "with all features there is none")]
fn not_compiled(format: Format) -> Error {
    let what = "this build of nd-io was made without it; see its Cargo features";
    ErrorKind::unsupported(format, what).into()
}

/// The array that is meant: the one named, or the only one.
fn only<'n>(name: &'n str, names: &[&'n str]) -> Result<&'n str, Error> {
    match (name, names) {
        ("", [one]) => Ok(one),
        ("", _) => Err(ErrorKind::NoSuchArray {
            name: String::new(),
            there: names.iter().map(|&name| name.to_owned()).collect(),
        }
        .into()),
        _ => Ok(name),
    }
}

/// A path, taken apart.
struct Found {
    format: Format,
    /// The file, or the directory that is one.
    file: PathBuf,
    /// How the path goes on inside, with `/` between its parts.
    name: String,
}

impl Found {
    /// Files of one array have nothing inside that could be named.
    fn refuse_inner_name(&self) -> Result<(), Error> {
        match self.format {
            Format::Hdf5 | Format::Zarr | Format::Npz => Ok(()),
            _ if !self.name.is_empty() => {
                let name = self.name.clone();
                Err(ErrorKind::NoSuchArray { name, there: vec![String::new()] }.into())
            }
            _ => Ok(()),
        }
    }

    /// Finds where the file ends and what it is.
    fn new(path: &Path) -> Result<Self, Error> {
        let mut missing = None;
        // A store that was being replaced when its writer died may stand under another name.
        #[cfg(feature = "zarr")]
        crate::zarr::recover(path);
        for file in path.ancestors() {
            let metadata = match fs::metadata(file) {
                Ok(metadata) => metadata,
                Err(error) => {
                    missing.get_or_insert(error);
                    continue;
                }
            };
            let rest = path.strip_prefix(file).expect("an ancestor");
            if metadata.is_file() {
                let name = inner_name(rest)?;
                return Ok(Self { format: recognise(file)?, file: file.to_owned(), name });
            }
            // A directory that is no store may be in one: further up.
            if metadata.is_dir()
                && let Some(store) = store_of(file)
            {
                let name = inner_name(path.strip_prefix(&store).expect("an ancestor"))?;
                return Ok(Self { format: Format::Zarr, file: store, name });
            }
            break;
        }
        match missing {
            Some(error) => Err(ErrorKind::io("open")(error).into()),
            None => {
                Err(ErrorKind::UnknownFormat { found: "a directory, no Zarr store".to_owned() }
                    .into())
            }
        }
    }
}

/// The outermost directory around this one that is part of the same Zarr hierarchy.
fn store_of(directory: &Path) -> Option<PathBuf> {
    let store = directory.ancestors().take_while(|directory| is_node(directory)).last();
    store.map(Path::to_owned)
}

/// Whether a directory is an array or a group of Zarr.
fn is_node(directory: &Path) -> bool {
    ["zarr.json", ".zarray", ".zgroup"].iter().any(|name| directory.join(name).is_file())
}

/// A path inside a directory; the directory itself where there is no name.
#[cfg(feature = "zarr")]
fn inside(directory: &Path, name: &str) -> PathBuf {
    if name.is_empty() { directory.to_owned() } else { directory.join(name) }
}

/// The part of a path inside a file.
fn inner_name(rest: &Path) -> Result<String, Error> {
    let mut parts = Vec::new();
    for part in rest.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            _ => {
                let found = format!("{} after the file", rest.display());
                return Err(ErrorKind::UnknownFormat { found }.into());
            }
        }
    }
    Ok(parts.join("/"))
}

/// The format of a file by its first bytes, and by its extension where they say nothing.
fn recognise(file: &Path) -> Result<Format, Error> {
    const HDF5: &[u8] = b"\x89HDF\r\n\x1a\n";
    let mut start = [0; 12];
    let mut opened = File::open(file).map_err(ErrorKind::io("open"))?;
    let mut got = 0;
    while got < start.len() {
        match opened.read(&mut start[got..]).map_err(ErrorKind::io("read"))? {
            0 => break,
            more => got += more,
        }
    }
    let start = &start[..got];
    if start.starts_with(b"\x93NUMPY") {
        return Ok(Format::Npy);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Format::Npz);
    }
    if start.starts_with(HDF5) {
        return Ok(Format::Hdf5);
    }
    if let Some(format) = Format::of_picture(start) {
        return Ok(format);
    }
    match Format::from_extension(file) {
        // HDF5 allows something else in front of it, at most half a megabyte or so.
        Some(Format::Hdf5) => Ok(Format::Hdf5),
        Some(format @ (Format::Text | Format::Raw)) => Ok(format),
        // The extension promises what the bytes are not; that format's reader says how.
        Some(format @ (Format::Npy | Format::Npz)) => Ok(format),
        _ => Err(ErrorKind::UnknownFormat {
            found: start[..start.len().min(8)].escape_ascii().to_string(),
        }
        .into()),
    }
}

/// The format of a path to be created, the file in it, and the name inside.
fn by_extension(path: &Path) -> Option<(Format, &Path, &Path)> {
    // Outside in, so that `a.zarr/b.npy` is an array called `b.npy` in a store.
    let mut ancestors: Vec<&Path> = path.ancestors().collect();
    ancestors.reverse();
    ancestors.into_iter().find_map(|file| {
        let format = Format::from_extension(file)?;
        let inner = path.strip_prefix(file).ok()?;
        let whole = inner.as_os_str() == OsStr::new("");
        // A directory on the way is a store if it is one already, whatever it is called.
        let on_the_way = file.is_dir() && !whole;
        let can_hold = match format {
            Format::Zarr => !on_the_way || is_node(file),
            Format::Hdf5 | Format::Npz => !on_the_way,
            _ => false,
        };
        (can_hold || whole).then_some((format, file, inner))
    })
}
