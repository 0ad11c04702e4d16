//! One door to every format: [`open`], [`load`], [`create`], [`save`].
//!
//! [`path`] finds the file in a path and says what it is; each format has a few lines here, and its own
//! module behind them. What a file is called stands in one table, in `format.rs`.

mod path;

mod records;

#[cfg(feature = "hdf5")]
mod hdf5;
mod netcdf;
mod text;
#[cfg(feature = "zarr")]
mod zarr;

use std::path::Path;

use nd_core::{AnyArray, AnyView, Array, ArrayLike, DType, Shape};

pub use self::records::{load_records, load_strings, load_times};

use self::path::{Found, Target};
use crate::blocks::{Region, StoredElement};
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{ErrorKind, Result};
use crate::format::Format;
use crate::npy::{FileOrder, NpyOptions, create_npy, edit_npy, load_file, open_npy, refuse_extras};
use crate::npz::{Npz, NpzSink, save_member};
use crate::options::CreateOptions;
#[cfg(feature = "pictures")]
use crate::picture::{
    PictureOptions, PictureWriteOptions, create_tiles, list_gif, list_tiff, load_tiff,
    open_picture, open_tiff, tile_shape,
};
use crate::raw::{RawOptions, create_raw, open_source};
use crate::text::{TextOptions, TextSource, TextWriteOptions};

/// Opens an array in a file of any format, reading nothing but what it says of itself.
///
/// The format is recognised by the first bytes, and by the extension where they say nothing (text, raw).
/// Where a file holds several arrays the path goes on inside it: `run.h5/detector/image`,
/// `model.npz/weights`, `store.zarr/level/2`, `stack.tif/2`. A file of one array needs no name, and of a TIFF
/// without one the first page is opened. Nothing is written, and
/// nothing repaired: see [`repair`].
///
/// Raw files do not say what they hold: they are bytes (`u8`) here; [`load`] and
/// [`open_raw`](crate::open_raw) are told. Text is read through once, to know its rows and element type.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: the system's; [`ErrorKind::UnknownFormat`];
/// [`ErrorKind::NoSuchArray`], with the names there are, also when there are several and none is named;
/// [`ErrorKind::Unsupported`] for a format whose feature is not compiled in; [`ErrorKind::Interrupted`];
/// and whatever is wrong with the file.
///
/// # NumPy
/// `np.load(path, mmap_mode='r')`, `h5py.File(path)[name]`, `zarr.open_array(path)`.
///
/// # Examples
/// ```
/// use nd_core::s;
///
/// let path = std::env::temp_dir().join(format!("nd-open-{}.npz", std::process::id()));
/// nd_io::save(path.join("x"), &[1.0, 2.0, 3.0])?;
/// nd_io::save(path.join("y"), &[4_u8, 5])?;
///
/// assert_eq!(nd_io::list(&path)?, ["x", "y"]);
/// let x = nd_io::open(path.join("x"))?;
/// assert_eq!(x.read::<f64>(s![1..])?.into_vec(), [2.0, 3.0]);
/// assert!(nd_io::open(&path).unwrap_err().to_string().ends_with(r#"there are "x", "y""#));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(path: impl AsRef<Path>) -> Result<Dataset> {
    open_at(path.as_ref())
}

#[inline(never)]
fn open_at(path: &Path) -> Result<Dataset> {
    Found::new(path).and_then(|found| open_found(found, path, None)).map_err(|error| error.at(path))
}

/// Opens what was found, as elements of a type where the file does not say which.
fn open_found(mut found: Found, path: &Path, wanted: Option<DType>) -> Result<Dataset> {
    let format = found.format;
    match format {
        Format::Npy => Ok(Dataset::of_file(open_npy(found.take_file()?)?, format, path)),
        Format::Npz => {
            let archive = Npz::of_file(found.take_file()?, &found.path)?;
            let name = only(&found.name, archive.names())?;
            archive.dataset(&name)
        }
        Format::Raw => {
            let (dtype, options) = (wanted.unwrap_or(DType::U8), RawOptions::default());
            Ok(Dataset::of_file(open_source(found.take_file()?, dtype, &options)?, format, path))
        }
        Format::Text => {
            let (file, options) = (found.take_file()?, TextOptions::default());
            Ok(Dataset::of_file(TextSource::of_file(file, path, &options, wanted)?, format, path))
        }
        #[cfg(feature = "pictures")]
        Format::Tiff => open_tiff(found.take_file()?, &found.name, path),
        #[cfg(feature = "pictures")]
        _ if format.is_picture() => {
            let picture =
                open_picture(found.take_file()?, &found.name, &PictureOptions::default())?;
            Ok(Dataset::of_file(picture, format, path))
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => {
            let ours = hdf5::open(&mut found, path);
            #[cfg(feature = "libhdf5")]
            let ours = ours.or_else(|refusal| hdf5::by_library(&found, path, refusal));
            ours
        }
        Format::NetCdf => netcdf::open(found.take_file()?, &found.name, path),
        #[cfg(feature = "zarr")]
        Format::Zarr => match found.archive()? {
            Some(place) => zarr::open_archived(&place, &found.name, path),
            None => zarr::open(&inside(&found.path, &found.name)),
        },
        #[allow(unreachable_patterns, reason = "with all features there is none")]
        _ => Err(not_compiled(format)),
    }
}

/// Loads an array from a file of any format.
///
/// The path goes on inside files of several arrays, as for [`open`]: `load::<f64>("run.h5/x")`. The element
/// type must be the file's: nothing is cast silently. Raw files and text have no element type of their
/// own: they are read as what is asked for, a raw file as one row, text always as `[rows, columns]`.
/// Pictures are `(h, w)` or `(h, w, c)` (see `load_picture`).
/// A `.npy` file in Fortran order gives a Fortran-contiguous array. Sizes that a file claims are checked
/// before memory is asked for.
///
/// # Errors
/// As [`open`]; [`ErrorKind::DtypeMismatch`]; and what is wrong with the file.
///
/// # NumPy
/// `np.load(path)`, `np.load(path)[name]`, `np.loadtxt(path, ndmin=2)`, `np.fromfile(path)`,
/// `h5py.File(path)[name][...]`, `zarr.open_array(path)[...]`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::ErrorKind;
///
/// let path = std::env::temp_dir().join(format!("nd-load-{}.npy", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![1.0, 2.0, 3.0, 4.0]);
/// nd_io::save(&path, &a)?;
/// assert_eq!(nd_io::load::<f64>(&path)?, a);
///
/// let error = nd_io::load::<f32>(&path).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load<T: StoredElement>(path: impl AsRef<Path>) -> Result<Array<T>> {
    load_at(path.as_ref(), Some(T::DTYPE)).map(T::take)
}

/// Loads an array from a file of any format, whatever its element type.
///
/// Raw files are bytes (`u8`); text is what holds all its values, as for [`open`].
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
pub fn load_any(path: impl AsRef<Path>) -> Result<AnyArray> {
    load_at(path.as_ref(), None)
}

#[inline(never)]
fn load_at(path: &Path, wanted: Option<DType>) -> Result<AnyArray> {
    let load = || -> Result<AnyArray> {
        let mut found = Found::new(path)?;
        match (found.format, wanted) {
            // These have faster ways to all of an array than by regions.
            (Format::Npy, _) => load_file(found.take_file()?, wanted),
            (Format::Npz, _) => {
                let archive = Npz::of_file(found.take_file()?, &found.path)?;
                let name = only(&found.name, archive.names())?;
                archive.load_as(&name, wanted)
            }
            (Format::Text, Some(dtype)) => {
                crate::text::load_file(found.take_file()?, path, dtype, &TextOptions::default())
            }
            #[cfg(feature = "pictures")]
            (Format::Tiff, _) => {
                load_tiff(found.take_file()?, &found.name, wanted, &PictureOptions::default())
            }
            #[cfg(feature = "pictures")]
            (format, _) if format.is_picture() => {
                let (file, name) = (found.take_file()?, &found.name);
                crate::picture::load_file(file, name, wanted, &PictureOptions::default())
            }
            _ => open_found(found, path, wanted)?.read_as(&[], wanted),
        }
    };
    load().map_err(|error| error.at(path))
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
pub fn list(path: impl AsRef<Path>) -> Result<Vec<String>> {
    let path = path.as_ref();
    let names = || -> Result<Vec<String>> {
        let mut found = Found::new(path)?;
        match found.format {
            Format::Npy | Format::Raw | Format::Text => Ok(vec![String::new()]),
            #[cfg(feature = "pictures")]
            Format::Tiff => list_tiff(found.take_file()?, &found.name),
            #[cfg(feature = "pictures")]
            Format::Gif => list_gif(found.take_file()?, &found.name),
            format if format.is_picture() => Ok(vec![String::new()]),
            Format::Npz => {
                let archive = Npz::of_file(found.take_file()?, &found.path)?;
                match found.name.as_str() {
                    "" => Ok(archive.names().map(str::to_owned).collect()),
                    name => archive.header(name).map(|_| vec![String::new()]),
                }
            }
            #[cfg(feature = "hdf5")]
            Format::Hdf5 => hdf5::list(&mut found),
            Format::NetCdf => netcdf::list(found.take_file()?, &found.name),
            #[cfg(feature = "zarr")]
            Format::Zarr => match found.archive()? {
                Some(place) => zarr::list_archived(&place, &found.name),
                None => zarr::list(&inside(&found.path, &found.name)),
            },
            #[allow(unreachable_patterns, reason = "with all features there is none")]
            format => Err(not_compiled(format)),
        }
    };
    names().map_err(|error| error.at(path))
}

/// Creates an array of any size in a file, to be written block by block; the extension tells the format.
///
/// Blocks come in any order and from many threads; what is not written reads as zero or as the fill
/// value. The array appears when the writer is [finished](DatasetWriter::finish).
///
/// | extension | format | options |
/// |---|---|---|
/// | `.npy`, `.raw`, `.bin` | one file | `fortran_order` |
/// | `.npz/name` | a member of an archive, not packed | `fortran_order` |
/// | `.csv`, `.tsv`, `.txt`, `.dat` | text; kept in memory until it is finished | |
/// | `.h5/name`, `.hdf5`, `.nc` | a data set in an HDF5 file | chunks, gzip, lzf, shuffle, checksum, extendible, fill value, names of axes, attributes |
/// | `.tif`, `.tiff` | a picture `(h, w)` or `(h, w, c)` in tiles | chunks (multiples of 16), gzip, zstd, smaller levels, fill value |
/// | `.zarr`, `.zarr/name` | a Zarr 3 directory, or an array in one | chunks, shards, gzip, zstd, checksum, fill value, names of axes, attributes |
///
/// What is there under the same name is replaced; other arrays of an archive, an HDF5 file or a Zarr
/// store are not touched. The file of an archive or HDF5 is copied for that, and takes its name in one
/// step; meanwhile it is locked for other writers. In HDF5 the room of an array that was replaced is not
/// used again.
///
/// # Errors
/// An [`Error`](crate::Error) that names the file: the system's; [`ErrorKind::Unsupported`] for options
/// that the format has not; [`ErrorKind::UnknownFormat`], with the extensions there are;
/// [`ErrorKind::NameNeeded`] for a bare `.npz` or `.h5`; [`ErrorKind::Locked`].
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
) -> Result<DatasetWriter> {
    create_at(path.as_ref(), shape.into(), dtype, options)
}

#[inline(never)]
fn create_at(
    path: &Path,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter> {
    Target::new(path)
        .and_then(|target| create_in(&target, shape, dtype, options))
        .map_err(|error| error.at(path))
}

/// The extents of the chunks in which [`create`] would store an array; `None` for one in one piece.
///
/// # Errors
/// [`ErrorKind::Unsupported`] for extensions that are none and for chunks that the format cannot have.
///
/// # NumPy
/// h5py's `chunks=True` and Zarr's `chunks="auto"` say it once the array is there.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::{CreateOptions, chunks_for};
///
/// let options = CreateOptions::default();
/// assert_eq!(chunks_for("run.npy", [4096, 4096], DType::F64, &options)?, None);
/// let some = CreateOptions::default().chunks([64, 64]);
/// assert_eq!(chunks_for("run.zarr", [4096, 4096], DType::F64, &some)?, Some([64, 64].into()));
/// assert!(chunks_for("run.zarr", [4096, 4096], DType::F64, &options)?.is_some());
/// assert!(chunks_for("run.npy", [4096, 4096], DType::F64, &some).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn chunks_for(
    path: impl AsRef<Path>,
    shape: impl Into<Shape>,
    dtype: DType,
    options: &CreateOptions,
) -> Result<Option<Shape>> {
    let (path, shape) = (path.as_ref(), shape.into());
    let chunks = Target::new(path).and_then(|target| match target.format {
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => crate::hdf5::chunks_to_write(&shape, dtype, options),
        #[cfg(feature = "zarr")]
        Format::Zarr => Ok(Some(crate::zarr::chunks(&shape, dtype, options))),
        #[cfg(feature = "pictures")]
        Format::Tiff => tile_shape(&shape, dtype, options).map(Some),
        format => match options.chunks {
            None => Ok(None),
            Some(chunks) => {
                let what = format!("chunks {:?} of {dtype} {:?}", &chunks[..], &shape[..]);
                Err(ErrorKind::unsupported(format, what).into())
            }
        },
    });
    chunks.map_err(|error| error.at(path))
}

/// Opens an array to write into it, in place: a `.npy` file, or a Zarr array of version 3.
///
/// What was written is there at once, and stays if the process dies: of a Zarr array every chunk is old or new, of
/// a `.npy` file any part may be either. Nobody else can write meanwhile.
///
/// # Errors
/// As [`open`]; [`ErrorKind::Locked`] while another writer, or a memory map, has it, and
/// [`ErrorKind::Unsupported`] for other formats.
///
/// # NumPy
/// `np.load(path, mmap_mode='r+')`, `zarr.open_array(path, mode='r+')`.
///
/// # Examples
/// ```
/// use nd_core::s;
///
/// let path = std::env::temp_dir().join(format!("nd-edit-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1.0, 2.0, 3.0])?;
/// let out = nd_io::edit(&path)?;
/// out.write(s![1..2], &[20.0])?;
/// out.finish()?;
/// assert_eq!(nd_io::load::<f64>(&path)?.into_vec(), [1.0, 20.0, 3.0]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn edit(path: impl AsRef<Path>) -> Result<DatasetWriter> {
    let path = path.as_ref();
    edit_at(path).map_err(|error| error.at(path))
}

#[inline(never)]
fn edit_at(path: &Path) -> Result<DatasetWriter> {
    let found = Found::new(path)?;
    match found.format {
        Format::Npy => Ok(DatasetWriter::to_file(edit_npy(&found.path, true)?, path)),
        #[cfg(feature = "zarr")]
        Format::Zarr => Ok(crate::zarr::ZarrWriter::open(path)?.into_writer()),
        format => Err(ErrorKind::unsupported(format, "writing into a file that is there").into()),
    }
}

/// As [`edit`], for several processes that write into one array at the same time, each of them other parts: of a Zarr
/// array other chunks (or shards), of a `.npy` file other bytes. A part that is written twice has to be the same.
///
/// Nothing is locked: whoever leads the others holds [`edit`]'s lock meanwhile, so that nobody else writes. Chunks
/// are written in the folder `temporary` first, which has to be there, on the same file system; those of a process that died stay
/// there.
///
/// # Errors
/// As [`edit`], but for [`ErrorKind::Locked`].
///
/// # Examples
/// ```
/// use nd_core::s;
///
/// let folder = std::env::temp_dir().join(format!("nd-together-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let path = folder.join("x.npy");
/// nd_io::save(&path, &[0.0, 0.0])?;
/// let _leader = nd_io::edit(&path)?;
/// let (a, b) = (nd_io::edit_together(&path, &folder)?, nd_io::edit_together(&path, &folder)?);
/// a.write(s![..1], &[1.0])?;
/// b.write(s![1..], &[2.0])?;
/// assert_eq!(nd_io::load::<f64>(&path)?.into_vec(), [1.0, 2.0]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn edit_together(path: impl AsRef<Path>, temporary: impl AsRef<Path>) -> Result<DatasetWriter> {
    let path = path.as_ref();
    together_at(path, temporary.as_ref()).map_err(|error| error.at(path))
}

#[cfg_attr(not(feature = "zarr"), allow(unused_variables, reason = "only stores need it"))]
fn together_at(path: &Path, temporary: &Path) -> Result<DatasetWriter> {
    let found = Found::new(path)?;
    match found.format {
        Format::Npy => Ok(DatasetWriter::to_file(edit_npy(&found.path, false)?, path)),
        #[cfg(feature = "zarr")]
        Format::Zarr => Ok(crate::zarr::ZarrWriter::open_together(path, temporary)?.into_writer()),
        format => Err(ErrorKind::unsupported(format, "writing into a file that is there").into()),
    }
}

fn create_in(
    target: &Target<'_>,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter> {
    let path = target.path;
    match target.format {
        Format::Npy => Ok(DatasetWriter::to_file(create_npy(path, shape, dtype, options)?, path)),
        Format::Raw => Ok(DatasetWriter::to_file(create_raw(path, shape, dtype, options)?, path)),
        Format::Npz => {
            let sink = NpzSink::create(target.file, target.named()?, shape, dtype, options)?;
            Ok(DatasetWriter::to_file(sink, path))
        }
        Format::Text => text::create(path, shape, dtype, options),
        Format::NetCdf => Err(netcdf::refuse_writing()),
        #[cfg(feature = "pictures")]
        Format::Tiff => {
            refuse_page(target)?;
            Ok(DatasetWriter::to_file(create_tiles(path, shape, dtype, options)?, path))
        }
        #[cfg(feature = "pictures")]
        format if format.is_picture() => {
            let what = "parts written one by one: a picture is saved whole, by save";
            Err(ErrorKind::unsupported(format, what).into())
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => hdf5::create(target, shape, dtype, options),
        #[cfg(feature = "zarr")]
        Format::Zarr => zarr::create(target, shape, dtype, options),
        #[allow(unreachable_patterns, reason = "with all features there is none")]
        format => Err(not_compiled(format)),
    }
}

/// Saves an array in a file, whole or not at all; the extension tells the format.
///
/// `.npy`, `.raw`, text and pictures (`.png`, `.jpg`, `.tif`, `.webp`, `.bmp`, `.pgm`, `.gif`, `.qoi`; see
/// `save_picture`, which has options) are files of one array; `model.npz/weights`, `run.h5/detector/image` and
/// `store.zarr/level/2` add an array to a file, which is made if it is missing, and replace the one of
/// that name: see [`create`]. The file is written beside its target and takes its place when it is
/// complete and on disk, so that a crash, a full disk or a kill leaves the old file or the new one;
/// [`AtomicFile`](crate::AtomicFile) says what that means for links and permissions.
///
/// # Errors
/// As [`create`]; [`NpyFault::NoDescr`](crate::NpyFault::NoDescr) for bfloat16 in `.npy` and `.npz`;
/// [`ErrorKind::Shape`] for more than two axes in text. The target then has its old content.
///
/// # NumPy
/// `np.save`, byte for byte; `np.savetxt(path, a, delimiter=',')`; `a.tofile(path)`;
/// `h5py.File(path, 'a')[name] = a`; `zarr.save_array(path, a)`. NumPy appends `.npy` to a name without it,
/// and writes `.npy` into a file of any other extension, which is an error here.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let folder = std::env::temp_dir().join(format!("nd-save-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// nd_io::save(folder.join("a.npy"), &[1i64, 2, 3])?;
/// assert_eq!(nd_io::load::<i64>(folder.join("a.npy"))?.into_vec(), [1, 2, 3]);
///
/// let run = folder.join("run.h5");
/// nd_io::save(run.join("x"), &array![[1.0, 2.0], [3.0, 4.0]])?;
/// nd_io::save(run.join("y"), &[true, false])?; // x is still there
/// assert_eq!(nd_io::list(&run)?, ["x", "y"]);
///
/// let error = nd_io::save(&run, &[1.0]).unwrap_err();
/// assert!(error.to_string().ends_with("run.h5/NAME"));
/// assert!(nd_io::save(folder.join("a.docx"), &[1.0]).is_err());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save<A>(path: impl AsRef<Path>, a: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_at(path.as_ref(), a.view().into(), &CreateOptions::default())
}

/// [`save`] with a chosen layout in the file: chunks, compression, attributes, ….
///
/// # Errors
/// As [`save`]; [`ErrorKind::Unsupported`] for options that the format has not.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{Compression, CreateOptions};
///
/// let path = std::env::temp_dir().join(format!("nd-save-with-{}.h5", std::process::id()));
/// let options = CreateOptions::default().compression(Compression::Gzip(4)).attribute("units", "K");
/// nd_io::save_with(path.join("t"), &Array::<f64>::zeros([100, 100]), &options)?;
/// assert!(std::fs::metadata(&path)?.len() < 10_000);
/// assert_eq!(nd_io::open(&path)?.attributes()["units"].as_text(), Some("K"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_with<A>(path: impl AsRef<Path>, a: A, options: &CreateOptions) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_at(path.as_ref(), a.view().into(), options)
}

/// Saves an array whose element type is known at run time only, as [`save`] does.
///
/// # Errors
/// As [`save`].
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
pub fn save_any<'a>(path: impl AsRef<Path>, array: impl Into<AnyView<'a>>) -> Result<()> {
    save_at(path.as_ref(), array.into(), &CreateOptions::default())
}

#[inline(never)]
fn save_at(path: &Path, view: AnyView<'_>, options: &CreateOptions) -> Result<()> {
    let save = || -> Result<()> {
        let target = Target::new(path)?;
        let format = target.format;
        match format {
            Format::Npy => {
                refuse_extras(format, options)?;
                let order =
                    if options.fortran_order { FileOrder::Fortran } else { FileOrder::Keep };
                let npy = NpyOptions::default().order(order);
                crate::npy::save_view(path, view, &npy, options.durable)
            }
            Format::Npz => save_member(target.file, target.named()?, view, options),
            Format::Raw => {
                refuse_extras(format, options)?;
                let view = if options.fortran_order { view.t() } else { view };
                crate::raw::save_view(path, view, options.durable)
            }
            Format::Text => {
                text::refuse(options)?;
                crate::text::save_view(path, view, &TextWriteOptions::default())
            }
            #[cfg(feature = "pictures")]
            _ if format.is_picture()
                && (format != Format::Tiff || *options == CreateOptions::default()) =>
            {
                refuse_extras(format, options)?;
                refuse_fortran(format, options)?;
                refuse_page(&target)?;
                crate::picture::save_view(path, view, &PictureWriteOptions::default())
            }
            _ => {
                let shape = Shape::try_new(view.shape())?;
                let out = create_in(&target, shape, view.dtype(), options)?;
                out.write_region_view(&Region::all(shape), view)?;
                out.finish()
            }
        }
    };
    save().map_err(|error| error.at(path))
}

/// Brings back what a writer left that died while it put a new array in the place of an old one, and
/// removes what it began; returns whether there was something to bring back.
///
/// Only Zarr arrays need it, which are directories and cannot take a name in one step: between the two
/// renames the old array stands under a hidden name, whole. Opening says so and changes nothing;
/// writing does this by itself.
///
/// # Errors
/// The system's; [`ErrorKind::Locked`] while a writer is alive.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-repair-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1.0])?;
/// assert!(!nd_io::repair(&path)?); // nothing is wrong with it
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn repair(path: impl AsRef<Path>) -> Result<bool> {
    let path = path.as_ref();
    #[cfg(feature = "zarr")]
    return crate::zarr::repair(path).map_err(|error| error.at(path));
    #[cfg(not(feature = "zarr"))]
    return std::fs::metadata(path)
        .map(|_| false)
        .map_err(|error| crate::Error::io("open")(error).at(path));
}

/// Rows of pixels have one order.
#[cfg(feature = "pictures")]
fn refuse_fortran(format: Format, options: &CreateOptions) -> Result<()> {
    match options.fortran_order {
        true => Err(ErrorKind::unsupported(format, "Fortran order").into()),
        false => Ok(()),
    }
}

/// A file is written with one picture.
#[cfg(feature = "pictures")]
fn refuse_page(target: &Target<'_>) -> Result<()> {
    if target.name.is_empty() {
        return Ok(());
    }
    let what = "writing pages: save each array as a file of its own";
    Err(ErrorKind::unsupported(target.format, what).into())
}

#[allow(dead_code, reason = "with all features there is none")]
fn not_compiled(format: Format) -> crate::Error {
    let what = "this build of nd-io was made without it; see its Cargo features";
    ErrorKind::unsupported(format, what).into()
}

/// The array that is meant: the one named, or the only one.
fn only<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Result<String> {
    if !name.is_empty() {
        return Ok(name.to_owned());
    }
    let mut there: Vec<String> = names.map(str::to_owned).collect();
    match there.len() {
        1 => Ok(there.remove(0)),
        _ => Err(ErrorKind::NoSuchArray { name: String::new(), there }.into()),
    }
}

/// A path inside a directory; the directory itself where there is no name.
#[cfg(feature = "zarr")]
fn inside(directory: &Path, name: &str) -> std::path::PathBuf {
    if name.is_empty() { directory.to_owned() } else { directory.join(name) }
}
