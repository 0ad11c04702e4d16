//! Files replaced whole: a reader, or a crash, sees the old file or the new one.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file through `write` and puts it in the place of `path`.
///
/// The data goes to a temporary file beside the target, is flushed to the disk, and renamed. If
/// anything fails the target is untouched and the temporary file is gone; one that a killed
/// process left is removed by the next save to the same target.
pub(super) fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    // A symbolic link keeps pointing where it did; its target is what is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    sweep(directory, name);
    let mut temporary = Temporary { path: directory.join(temporary_name(name)), renamed: false };
    let file = OpenOptions::new().write(true).create_new(true).open(&temporary.path)?;
    if let Ok(old) = fs::metadata(&target) {
        file.set_permissions(old.permissions())?;
    }
    let mut writer = BufWriter::with_capacity(1 << 18, file);
    write(&mut writer)?;
    writer.flush()?;
    let file = writer.into_inner().map_err(|e| e.into_error())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary.path, &target)?;
    temporary.renamed = true;
    sync_directory(directory)?;
    Ok(())
}

/// A file to be removed unless it was renamed.
struct Temporary {
    path: PathBuf,
    renamed: bool,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // Nothing more can be done about a file that cannot be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `.name.PID-COUNT.nd-tmp`
fn temporary_name(name: &OsStr) -> OsString {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}-{count}.nd-tmp", std::process::id()));
    temporary
}

/// Removes temporary files of `name` whose process is gone (known on Linux only).
fn sweep(directory: &Path, name: &OsStr) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let file_name = entry.file_name();
        let owner = (|| {
            let middle = file_name.to_str()?.strip_prefix('.')?.strip_prefix(name.to_str()?)?;
            let middle = middle.strip_prefix('.')?.strip_suffix(".nd-tmp")?;
            middle.split_once('-')?.0.parse::<u32>().ok()
        })();
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid.to_string()).exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the rename itself durable, where directories can be synced.
fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
