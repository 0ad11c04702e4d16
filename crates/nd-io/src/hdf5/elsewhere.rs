//! Files that a file names: which are opened, and elements that lie in them as they are.
//!
//! A name in a file is somebody else's word. It is followed down from the file's own folder, and nowhere else;
//! what a symbolic link there leads to is the word of whoever put it there.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::heap::LocalHeap;
use super::store::{Store, Walk};
use super::{Result, corrupt, superblock, unsupported};
use crate::error::Error;
use crate::position::{ReadAt, read_up_to};

/// Slots of a list of files; more would be longer than the list itself.
const UNLIMITED: u64 = u64::MAX;

/// Where a name in a file leads: down from the folder that the file is in.
///
/// # Errors
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for names that lead elsewhere, and for files in
/// memory, which are in no folder.
pub(super) fn follow(folder: Option<&Path>, name: &str) -> Result<PathBuf> {
    let Some(folder) = folder else {
        return Err(unsupported(format!(
            "\"{name}\", another file, of a file that is in no folder"
        )));
    };
    let path = Path::new(name);
    let down = |path: &Path| {
        path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    };
    if down(path) && !name.is_empty() {
        return Ok(folder.join(path));
    }
    // A full path to a place below the folder is the same thing, said otherwise.
    let whole = std::path::absolute(folder).ok();
    if let Some(below) = whole.as_ref().and_then(|whole| path.strip_prefix(whole).ok())
        && down(below)
        && below != Path::new("")
    {
        return Ok(folder.join(below));
    }
    Err(unsupported(format!(
        "\"{name}\", a file that is not below the folder of the one that names it: put them together \
         and name it without the folder"
    )))
}

/// Opens a file that a file names; `None` if it is not there.
///
/// # Errors
/// The system's; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for a directory or a device.
pub(super) fn open(path: &Path) -> Result<Option<File>> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    // Opening a pipe would wait for somebody to write into it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|error| Error::io("open")(error).at(path))?,
    };
    let metadata = file.metadata().map_err(|error| Error::io("open")(error).at(path))?;
    if !metadata.is_file() {
        return Err(unsupported(format!("\"{}\", which is no file", path.display())));
    }
    Ok(Some(file))
}

/// Opens an HDF5 file that another one names; `None` if it is not there.
///
/// # Errors
/// Those of [`follow`] and [`open`]; what is wrong with the file.
pub(super) fn store(from: &Store, name: &str) -> Result<Option<Arc<Store>>> {
    let path = follow(from.folder(), name)?;
    let Some(file) = open(&path)? else { return Ok(None) };
    let store = || -> Result<Store> {
        let mut store = Store::locked(file)?.at(&path);
        let root = superblock::read(&mut store)?.root;
        store.set_root(root);
        Ok(store)
    };
    store().map(|store| Some(Arc::new(store))).map_err(|error| error.at(&path))
}

/// Elements in other files, one part after the other.
#[derive(Debug)]
pub(super) struct Outside(Vec<Part>);

#[derive(Debug)]
struct Part {
    /// Where the file should be.
    name: String,
    /// Where the elements begin in it.
    offset: u64,
    /// Which bytes of the array are there.
    from: u64,
    to: u64,
}

impl Outside {
    /// Reads the list of files.
    pub(super) fn parse(walk: &Walk<'_>, bytes: &[u8], nbytes: u64) -> Result<Self> {
        let mut cursor = walk.cursor(bytes, "list of files");
        cursor.version(1)?;
        cursor.skip(3)?;
        let (room, count) = (cursor.u16()?, cursor.u16()?);
        if count > room {
            return Err(cursor.bad(format!("{count} files in {room} places")));
        }
        let heap = LocalHeap::read(walk, cursor.address_of("the names")?)?;
        let mut parts = Vec::new();
        let mut from = 0u64;
        for _ in 0..count {
            let name = heap.bytes_at(cursor.length()?)?;
            let name = String::from_utf8_lossy(name).into_owned();
            let offset = cursor.length()?;
            let len = cursor.length_or_unlimited()?.unwrap_or(UNLIMITED);
            let to = from.saturating_add(len);
            parts.push(Part { name, offset, from, to });
            from = to;
        }
        if from < nbytes {
            return Err(corrupt(format!("list of files: room for {from} bytes of {nbytes}")));
        }
        Ok(Self(parts))
    }

    /// The elements, where the files are opened for them.
    pub(super) fn reader<'a>(&'a self, folder: Option<&'a Path>) -> impl ReadAt + 'a {
        Reader { parts: &self.0, folder }
    }
}

struct Reader<'a> {
    parts: &'a [Part],
    folder: Option<&'a Path>,
}

impl ReadAt for Reader<'_> {
    /// What the files end before is zeros, as for the library.
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        let end = offset.saturating_add(out.len() as u64);
        for part in self.parts.iter().filter(|part| part.from < end && offset < part.to) {
            let (from, to) = (part.from.max(offset), part.to.min(end));
            let out = &mut out[(from - offset) as usize..(to - offset) as usize];
            let path = follow(self.folder, &part.name)?;
            let file = match open(&path)? {
                Some(file) => file,
                // The system says in its own words that there is none.
                None => File::open(&path).map_err(|error| Error::io("open")(error).at(&path))?,
            };
            let at = part.offset.saturating_add(from - part.from);
            let got = read_up_to(&file, at, out).map_err(|error| error.at(&path))?;
            out[got..].fill(0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_down_only() {
        let folder = Some(Path::new("/data/run"));
        for (name, want) in [
            ("a.h5", "/data/run/a.h5"),
            ("./sub/a.h5", "/data/run/./sub/a.h5"),
            ("/data/run/sub/a.h5", "/data/run/sub/a.h5"),
        ] {
            assert_eq!(follow(folder, name).unwrap(), Path::new(want), "{name}");
        }
        for name in
            ["", "..", "../a.h5", "sub/../../a.h5", "/etc/passwd", "/data/run", "/data/run/../x"]
        {
            assert!(follow(folder, name).is_err(), "{name}");
        }
        assert!(follow(None, "a.h5").is_err());
    }
}
