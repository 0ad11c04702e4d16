//! Giving a finished result the name of what was there before.

use crate::error::{Result, on_file};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What a path stands for, and whether something is there.
fn resolved(target: &Path) -> PathBuf {
    fs::canonicalize(target).unwrap_or_else(|_| target.to_owned())
}

/// Refuses a target that is not to be replaced: a file where a folder is to be, or the other way round, a folder
/// that is no array, a file that may not be written.
///
/// # Errors
/// The reason, as the system would say it.
pub(super) fn check(target: &Path) -> Result<()> {
    let refuse = |kind: io::ErrorKind, what: &str| {
        Err(on_file("create", target)(io::Error::new(kind, what.to_owned())))
    };
    let is_folder = nd_io::Format::from_extension(target) == Some(nd_io::Format::Zarr);
    let meta = match fs::metadata(target) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = target.parent().filter(|parent| *parent != Path::new(""));
            // Zarr makes the folders that it is in.
            return match parent.is_none_or(Path::is_dir) || is_folder {
                true => Ok(()),
                false => Err(on_file("create", target)(error)),
            };
        }
        Err(error) => return Err(on_file("create", target)(error)),
    };
    if !is_folder {
        return match (meta.is_file(), meta.permissions().readonly()) {
            (true, false) => Ok(()),
            (true, true) => refuse(io::ErrorKind::PermissionDenied, "write-protected"),
            _ => refuse(io::ErrorKind::AlreadyExists, "something that is no file has that name"),
        };
    }
    if !meta.is_dir() {
        return refuse(io::ErrorKind::AlreadyExists, "a file has that name");
    }
    let is_array = target.join(".zarray").exists()
        || fs::read_to_string(target.join("zarr.json")).is_ok_and(|text| {
            let dense: String = text.split_whitespace().collect();
            dense.contains("\"node_type\":\"array\"")
        });
    let is_empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if is_array || is_empty() {
        return Ok(());
    }
    refuse(io::ErrorKind::AlreadyExists, "a directory that is no Zarr array has that name")
}

/// Puts what is at `from` in the place of what is at `target`.
///
/// A file is replaced in one step. A folder is moved aside first, to the name from which
/// [`nd_io::repair`] brings it back.
///
/// # Errors
/// The system's; what was there before is there then.
pub(super) fn replace(from: &Path, target: &Path, durable: bool) -> Result<()> {
    check(target)?;
    let target = resolved(target);
    if let Ok(meta) = fs::metadata(&target) {
        // Else a power failure could take both.
        sync(from).map_err(on_file("sync", from))?;
        fs::set_permissions(from, meta.permissions()).map_err(on_file("rename", from))?;
    }
    let mut fetched = None;
    if !same_disk(from, &target) {
        let beside = beside(&target);
        copy(from, &beside).map_err(on_file("copy", &beside))?;
        fetched = Some(beside);
    }
    let nearby = fetched.as_deref().unwrap_or(from);
    if from.is_dir() {
        replace_folder(nearby, &target)?;
    } else {
        fs::rename(nearby, &target).map_err(on_file("rename", &target))?;
    }
    if durable && cfg!(unix) {
        let parent = target.parent().filter(|parent| *parent != Path::new(""));
        let parent = parent.unwrap_or(Path::new("."));
        File::open(parent).and_then(|file| file.sync_all()).map_err(on_file("sync", parent))?;
    }
    Ok(())
}

/// Waits until a file, or a folder and all that is in it, is on the disk.
fn sync(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        fs::read_dir(path)?.try_for_each(|entry| sync(&entry?.path()))?;
        if !cfg!(unix) {
            return Ok(());
        }
    }
    File::open(path)?.sync_all()
}

/// Whether a name of the target can be given to what is at `from`.
#[cfg(unix)]
fn same_disk(from: &Path, target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| path.ancestors().find_map(|path| fs::metadata(path).ok());
    let parent = target.parent().filter(|parent| *parent != Path::new(""));
    match (disk(from), disk(parent.unwrap_or(Path::new(".")))) {
        (Some(from), Some(to)) => from.dev() == to.dev(),
        _ => true,
    }
}

#[cfg(not(unix))]
fn same_disk(_: &Path, _: &Path) -> bool {
    true
}

/// Where a copy of what is on another disk is made.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".new.nd-tmp");
    target.with_file_name(name)
}

/// Copies a file, or a folder and all that is in it; a copy that was begun before is replaced.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        fs::copy(from, to)?;
        return File::open(to)?.sync_all();
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn replace_folder(from: &Path, target: &Path) -> Result<()> {
    let moved = aside(target);
    if target.exists() {
        if moved.exists() {
            fs::remove_dir_all(&moved).map_err(on_file("remove", &moved))?;
        }
        fs::rename(target, &moved).map_err(on_file("rename", target))?;
    }
    if let Err(error) = fs::rename(from, target) {
        let _ = fs::rename(&moved, target); // the first error is the one to tell
        return Err(on_file("rename", target)(error));
    }
    if moved.exists() {
        let _ = fs::remove_dir_all(&moved); // what stays is swept by the next writer
    }
    Ok(())
}

/// Where nd-io looks for an array that was being replaced.
fn aside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".old.nd-tmp");
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_aside_is_what_nd_io_brings_back() {
        let place = std::env::temp_dir().join(format!("nd-ooc-swap-{}", std::process::id()));
        let target = place.join("a.zarr");
        fs::create_dir_all(&place).unwrap();
        nd_io::save(&target, [1.0, 2.0]).unwrap();
        fs::rename(&target, aside(&target)).unwrap(); // died here
        assert!(nd_io::open(&target).is_err());
        assert!(nd_io::repair(&target).unwrap());
        assert_eq!(nd_io::load::<f64>(&target).unwrap().into_vec(), [1.0, 2.0]);
        fs::remove_dir_all(&place).unwrap();
    }

    #[test]
    fn only_arrays_are_replaced() {
        let place = std::env::temp_dir().join(format!("nd-ooc-check-{}", std::process::id()));
        fs::create_dir_all(place.join("photos.zarr/holiday")).unwrap();
        assert!(check(&place.join("photos.zarr")).is_err());
        fs::write(place.join("b.zarr"), "x").unwrap();
        assert!(check(&place.join("b.zarr")).is_err());
        fs::create_dir(place.join("c.npy")).unwrap();
        assert!(check(&place.join("c.npy")).is_err());
        assert!(check(&place.join("new.npy")).is_ok() && check(&place.join("new.zarr")).is_ok());
        fs::remove_dir_all(&place).unwrap();
    }
}
