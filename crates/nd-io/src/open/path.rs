//! Paths taken apart: where a file ends, what it is, and how the path goes on inside it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::format::{Format, SIGNATURE};
use crate::npy::read_full;
use crate::position::Store;
use crate::text::GZIP;
#[cfg(feature = "zarr")]
use crate::zarr::Place;

/// What there is at a path.
pub(super) struct Found {
    pub(super) format: Format,
    /// The file, or the directory that is one.
    pub(super) path: PathBuf,
    /// The file, opened once and for all; nothing of it was read as far as its position tells.
    pub(super) file: Option<File>,
    /// How the path goes on inside, with `/` between its parts.
    pub(super) name: String,
}

impl Found {
    /// Finds where the file ends and what it is.
    pub(super) fn new(path: &Path) -> Result<Self> {
        let mut missing = None;
        for file in path.ancestors() {
            let metadata = match fs::metadata(file) {
                Ok(metadata) => metadata,
                Err(error) => {
                    #[cfg(feature = "zarr")]
                    crate::zarr::refuse_interrupted(file)?;
                    missing.get_or_insert(error);
                    continue;
                }
            };
            let rest = path.strip_prefix(file).expect("an ancestor");
            if metadata.is_dir() {
                // A directory that is no store may be in one: further up.
                let Some(store) = store_of(file) else {
                    match by_name(file).filter(|&format| format != Format::Zarr) {
                        Some(format) => return Err(no_file(file, format)),
                        None => break,
                    }
                };
                let name = inner_name(path.strip_prefix(&store).expect("an ancestor"))?;
                return Ok(Self { format: Format::Zarr, path: store, file: None, name });
            }
            return Self::of_file(file, metadata.is_file(), inner_name(rest)?);
        }
        match missing {
            Some(error) => Err(Error::io("open")(error)),
            None => Err(unknown("a directory that is no Zarr store")),
        }
    }

    fn of_file(path: &Path, regular: bool, name: String) -> Result<Self> {
        let file = File::open(path).map_err(Error::io("open"))?;
        // Of a pipe nothing can be put back.
        let (format, file) = match regular {
            true => recognise(file, path)?,
            false => (by_name(path).ok_or_else(|| unknown("no regular file"))?, file),
        };
        #[cfg(feature = "zarr")]
        let format = match format {
            Format::Npz if is_zip(path) && is_store(&file, path)? => Format::Zarr,
            format => format,
        };
        if !format.has_names() && !name.is_empty() {
            return Err(ErrorKind::NoSuchArray { name, there: vec![String::new()] }.into());
        }
        Ok(Self { format, path: path.to_owned(), file: Some(file), name })
    }

    /// The store in a ZIP archive; `None` for a directory.
    #[cfg(feature = "zarr")]
    pub(super) fn archive(&mut self) -> Result<Option<Place>> {
        match self.file.take() {
            Some(file) => super::zarr::archived(file, &self.path),
            None => Ok(None),
        }
    }

    /// The file, which all formats but Zarr are.
    pub(super) fn take_file(&mut self) -> Result<File> {
        self.file.take().ok_or_else(|| unknown("a directory that is no Zarr store"))
    }
}

/// Whether a file is called as an archive of no kind in particular.
#[cfg(feature = "zarr")]
fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Whether an archive is a Zarr store.
#[cfg(feature = "zarr")]
fn is_store(file: &File, path: &Path) -> Result<bool> {
    let file = file.try_clone().map_err(Error::io("open"))?;
    Ok(super::zarr::archived(file, path)?.is_some())
}

/// An error of a format that nobody knows.
pub(super) fn unknown(why: impl Into<String>) -> Error {
    ErrorKind::UnknownFormat { why: why.into() }.into()
}

/// An error of a directory that is called as a file is.
fn no_file(directory: &Path, format: Format) -> Error {
    unknown(format!("{} is a directory, and no {format} file", directory.display()))
}

fn by_name(path: &Path) -> Option<Format> {
    Format::from_extension(path)
}

/// The format of a file by its first bytes, and by its extension where they say nothing.
fn recognise(file: File, path: &Path) -> Result<(Format, File)> {
    let mut start = [0; SIGNATURE];
    let store = Store::File(file);
    let got = read_full(&mut store.reader(), &mut start)?;
    let behind = Format::from_signature(&start[..got]).is_none()
        && by_name(path) != Some(Format::Raw)
        && has_user_block(&store);
    let Store::File(file) = store else { unreachable!("it was put there") };
    let start = &start[..got];
    let format = match (Format::from_signature(start), by_name(path)) {
        _ if behind => Format::Hdf5,
        // Numbers begin with any bytes, and the signatures of pictures are as short as two.
        (Some(format), Some(Format::Raw)) if format.is_picture() => Format::Raw,
        // A column that is called P1 is no picture.
        (Some(Format::Pnm), Some(Format::Text)) => Format::Text,
        (Some(format), _) => format,
        // A netCDF file of a version that nobody knows; its reader says so.
        (None, Some(Format::Hdf5)) if start.starts_with(b"CDF") => Format::NetCdf,
        // The extension promises what the bytes are not; that format's reader says how.
        (None, Some(format)) if format != Format::Zarr => format,
        _ => return Err(unrecognised(start)),
    };
    Ok((format, file))
}

/// Whether HDF5 begins behind a block of somebody else's, of 512 bytes or a power of two times that, as
/// in files of MATLAB.
fn has_user_block(store: &Store) -> bool {
    let mut start = [0; SIGNATURE];
    let blocks = (9..u64::BITS).map(|power| 1 << power);
    blocks
        .map_while(|at| store.read_exact_at(at, &mut start).ok().map(|()| start))
        .any(|start| Format::from_signature(&start) == Some(Format::Hdf5))
}

/// What is wrong with a file that neither its bytes nor its name tell.
fn unrecognised(start: &[u8]) -> Error {
    let packed = start.starts_with(GZIP);
    let begins = match start {
        [] => "the file is empty".to_owned(),
        _ if packed => {
            "the file is packed by gzip; unpack it first, only text is read so".to_owned()
        }
        _ => format!("the file begins with \"{}\", which is no signature", start.escape_ascii()),
    };
    unknown(format!("{begins}, and its name ends in none of {}", Format::known()))
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

/// Whether there is nothing in a directory but what writers of stores hide there.
fn is_begun(directory: &Path) -> bool {
    let hidden = |entry: std::io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().as_encoded_bytes().starts_with(b"."))
    };
    fs::read_dir(directory).is_ok_and(|mut entries| entries.all(hidden))
}

/// The part of a path inside a file.
fn inner_name(rest: &Path) -> Result<String> {
    let mut parts = Vec::new();
    for part in rest.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            _ => {
                let what = format!("{} behind the file is no name in it", rest.display());
                return Err(unknown(what));
            }
        }
    }
    Ok(parts.join("/"))
}

/// Where a new array is to go.
pub(super) struct Target<'p> {
    pub(super) format: Format,
    /// All of the path.
    pub(super) path: &'p Path,
    /// The file in it.
    pub(super) file: &'p Path,
    /// The name inside; empty where there is none.
    pub(super) name: String,
}

impl<'p> Target<'p> {
    /// Takes apart a path to be written: the extension tells the format.
    pub(super) fn new(path: &'p Path) -> Result<Self> {
        // Outside in, so that `a.zarr/b.npy` is an array called `b.npy` in a store.
        let mut ancestors: Vec<&Path> = path.ancestors().collect();
        ancestors.reverse();
        let found = ancestors.into_iter().find_map(|file| {
            let format = by_name(file)?;
            let inner = path.strip_prefix(file).ok()?;
            let whole = inner.as_os_str() == OsStr::new("");
            // A directory on the way is a store if it is one already, whatever it is called.
            let on_the_way = file.is_dir() && !whole;
            // Or if another writer is about to make it one, and what follows is called as no file is.
            let begun = || by_name(path).is_none() && is_begun(file) || is_node(file);
            let can_hold = match format {
                Format::Zarr => !on_the_way || is_node(file) || begun(),
                _ => format.has_names() && !on_the_way,
            };
            (can_hold || whole).then_some((format, file, inner))
        });
        let Some((format, file, inner)) = found else {
            let named =
                |file: &&Path| file.is_dir() && by_name(file).is_some_and(Format::has_names);
            if let Some(directory) = path.ancestors().find(named)
                && let Some(format) = by_name(directory).filter(|&format| format != Format::Zarr)
            {
                return Err(no_file(directory, format));
            }
            let what = match path.extension() {
                Some(extension) => format!("\".{}\" is no extension", extension.display()),
                None => "a file to be written needs an extension".to_owned(),
            };
            return Err(unknown(format!(
                "{what} that tells one: {}; save_npy writes .npy under any name",
                Format::known()
            )));
        };
        Ok(Self { format, path, file, name: inner_name(inner)? })
    }

    /// The name inside, which files of arrays by name need.
    pub(super) fn named(&self) -> Result<&str> {
        if self.name.is_empty() {
            let example = format!("{}/NAME", self.file.display());
            return Err(ErrorKind::NameNeeded { format: self.format, example }.into());
        }
        Ok(&self.name)
    }
}
