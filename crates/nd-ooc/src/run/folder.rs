//! [`RunFolder`]: what an interrupted run leaves for the next one; [`Scratch`]: what no run leaves.

use super::blocks::Blocks;
use super::fingerprint::{difference, without_files};
use super::journal::Journal;
use super::parts::Parts;
use crate::cx::Kept;
use crate::digest::Digest;
use crate::error::{ErrorKind, Result, on_file};
use crate::node::Node;
use nd_core::Shape;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file whose lock says that a process is there.
const LOCK: &str = "lock";
/// The name of the plan in words.
const PLAN: &str = "plan.txt";
/// The name of the file that says that every block is stored, and results are being given their names.
const COMPLETE: &str = "complete";
/// The name of the file that says that the results of a run with others are there.
pub(super) const FINISHED: &str = "finished";
/// How names of files end that are not whole yet.
const TEMPORARY: &str = ".nd-tmp";
/// How many scratch folders of one place are looked at.
const SLOTS: usize = 64;

/// The folder of a run that can be gone on with.
pub(crate) struct RunFolder {
    path: PathBuf,
    /// Of the process that leads.
    lock: Option<File>,
    durable: bool,
    /// Whether every block was stored by an earlier process.
    complete: bool,
}

impl RunFolder {
    /// Opens the folder of a run with this plan, or begins one.
    ///
    /// # Errors
    /// [`ErrorKind::Busy`] while another process is at it; [`ErrorKind::Changed`] if it is another plan's; the
    /// system's.
    pub(crate) fn open(path: &Path, plan: &str, durable: bool) -> Result<RunFolder> {
        // What a process left that died while it removed its folder; another one may be at it.
        let _ = fs::remove_dir_all(going(path));
        fs::create_dir_all(path).map_err(on_file("create", path))?;
        refuse_others(path)?;
        let lock = locked(path)?.ok_or_else(|| ErrorKind::Busy(path.to_owned()))?;
        let complete = path.join(COMPLETE).exists();
        let folder = RunFolder { path: path.to_owned(), lock: Some(lock), durable, complete };
        let file = path.join(PLAN);
        match fs::read_to_string(&file) {
            Ok(before) => folder.compare(&before, plan)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => folder.place(&file, plan)?,
            Err(error) => return Err(on_file("read", &file)(error)),
        }
        Ok(folder)
    }

    /// The folder of a run with this plan that another process leads.
    ///
    /// # Errors
    /// [`ErrorKind::Changed`] if it is another plan's; the system's.
    pub(crate) fn join(path: &Path, plan: &str, durable: bool) -> Result<RunFolder> {
        let file = path.join(PLAN);
        let driver = fs::read_to_string(&file).map_err(on_file("read", &file))?;
        if let Some(changed) = difference(&driver, plan) {
            let changed = changed.replace("\n  before:", "\n  driver:");
            let changed = changed.replace("\n  now:", "\n  worker:");
            let what = format!("this worker has another plan than the driver{changed}");
            return Err(ErrorKind::Changed(what).into());
        }
        Ok(RunFolder { path: path.to_owned(), lock: None, durable, complete: false })
    }

    /// Whether another process leads.
    pub(crate) fn is_joined(&self) -> bool {
        self.lock.is_none()
    }

    /// Where processes write what is not whole yet.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.path.join("temporary")
    }

    fn compare(&self, before: &str, now: &str) -> Result<()> {
        // A target that is a source has changed when it was replaced.
        let changed = match self.complete {
            true => difference(&without_files(before), &without_files(now)),
            false => difference(before, now),
        };
        let Some(changed) = changed else { return Ok(()) };
        let path = self.path.display();
        Err(ErrorKind::Changed(format!(
            "{path}: holds an interrupted run of another plan; delete the folder to begin anew{changed}"
        ))
        .into())
    }

    /// Writes a small file, whole or not at all.
    fn place(&self, file: &Path, text: &str) -> Result<()> {
        let write = || {
            let mut out = nd_io::AtomicFile::create(file)?;
            io::Write::write_all(&mut out, text.as_bytes())?;
            out.commit()
        };
        write().map_err(on_file("write", file))
    }

    /// Whether every block was stored by an earlier process.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether what is stored is to survive a power failure.
    pub(crate) fn is_durable(&self) -> bool {
        self.durable
    }

    /// Notes that every block is stored.
    pub(crate) fn set_complete(&self) -> Result<()> {
        self.place(&self.path.join(COMPLETE), "")
    }

    /// Where a result is kept until all of it is there.
    pub(crate) fn partial(&self, target: usize, extension: &str) -> PathBuf {
        self.path.join(format!("result-{target}.{extension}"))
    }

    /// Where a result of a stage is kept.
    pub(crate) fn stage(&self, pass: usize, stage: usize, output: usize) -> PathBuf {
        self.path.join(format!("stage-{pass}-{stage}-{output}.npy"))
    }

    /// Where a source is kept that was unpacked.
    pub(crate) fn unpacked(&self, source: &Node) -> PathBuf {
        let Node { shape, dtype, .. } = source;
        let text = format!("{} {shape:?} {dtype}", source.identity());
        self.path.join(format!("unpacked-{:016x}.npy", Digest::of(text.as_bytes())))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses a folder of which a result went missing that blocks were stored in.
    pub(crate) fn refuse_missing(&self, partial: &Path) -> Result<()> {
        let entries = fs::read_dir(&self.path).map_err(on_file("read", &self.path))?;
        let begun = entries
            .flatten()
            .any(|entry| entry.path().extension().is_some_and(|extension| extension == "journal"));
        if !begun {
            return Ok(());
        }
        let what = "is missing from an interrupted run; delete the folder to begin anew";
        Err(ErrorKind::Changed(format!("{}: {what}", partial.display())).into())
    }

    /// Passes that store are told apart by their first result: how many there are before depends on the budget.
    fn journal_path(&self, target: usize) -> PathBuf {
        self.path.join(format!("result-{target}.journal"))
    }

    /// The blocks in which a pass was begun, if it was.
    pub(crate) fn blocks(&self, target: usize, shape: &Shape) -> Result<Option<Blocks>> {
        Journal::blocks(&self.journal_path(target), shape)
    }

    /// Which blocks of a pass are done.
    pub(crate) fn journal(&self, target: usize, blocks: &Blocks) -> Result<Journal> {
        Journal::open(&self.journal_path(target), blocks, self.durable)
    }

    /// Which tasks of a pass are done that is cut into such blocks.
    pub(crate) fn parts(&self, pass: usize, blocks: &[usize], tasks: usize) -> Result<Parts> {
        Parts::open(&self.path, pass, blocks, tasks, self.durable)
    }

    /// What a pass of stages gave, by stage and output, if an earlier process finished it.
    pub(crate) fn kept(
        &self,
        pass: usize,
        outputs: &[usize],
        on_disk: &dyn Fn(usize) -> bool,
    ) -> Result<Option<Vec<Vec<Kept>>>> {
        let paths = |stage: usize| (0..outputs[stage]).map(move |at| self.stage(pass, stage, at));
        if !(0..outputs.len()).all(|stage| paths(stage).all(|path| path.exists())) {
            return Ok(None);
        }
        let load = |path: PathBuf, on_disk: bool| -> Result<Kept> {
            Ok(match on_disk {
                true => Kept::File(nd_io::open(path)?),
                false => Kept::Memory(nd_io::load_any(path)?.into()),
            })
        };
        let stage = |stage: usize| {
            paths(stage).map(|path| load(path, on_disk(stage))).collect::<Result<_>>()
        };
        (0..outputs.len()).map(stage).collect::<Result<Vec<Vec<Kept>>>>().map(Some)
    }

    /// Keeps what a pass of stages gave; what is in files is in the folder already.
    pub(crate) fn keep(&self, pass: usize, results: &[Vec<Kept>]) -> Result<()> {
        for (stage, outputs) in results.iter().enumerate() {
            for (at, kept) in outputs.iter().enumerate() {
                if let Kept::Memory(array) = kept {
                    nd_io::save_any(self.stage(pass, stage, at), array.view())?;
                }
            }
        }
        Ok(())
    }

    /// Notes that the run is done, and leaves nothing but the results that are in no other file, for processes that
    /// come to this compute later.
    pub(crate) fn finish(self, kept: &[PathBuf]) -> Result<()> {
        self.place(&self.path.join(FINISHED), "")?;
        let entries = fs::read_dir(&self.path).map_err(on_file("read", &self.path))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default();
            if name == LOCK || name == PLAN || name == FINISHED || kept.contains(&path) {
                continue;
            }
            // What stays is removed with the folder.
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
        Ok(())
    }

    /// Removes all of it: the run is done.
    ///
    /// It loses its name first, in one step: a program that dies here leaves the whole of it or nothing of it.
    pub(crate) fn remove(self) -> Result<()> {
        let Self { path, lock, .. } = self;
        let going = going(&path);
        let gone = match fs::rename(&path, &going) {
            Ok(()) => &going,
            // Some systems do not rename a folder of which a file is open.
            Err(_) => &path,
        };
        drop(lock);
        match fs::remove_dir_all(gone) {
            // The next run may have been at it already.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(on_file("remove", gone)),
        }
    }
}

/// The name of a folder that is being removed.
fn going(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".done");
    name.push(TEMPORARY);
    path.with_file_name(name)
}

/// Refuses a folder with other things in it: it is removed once the run is done.
fn refuse_others(path: &Path) -> Result<()> {
    if path.join(PLAN).exists() {
        return Ok(());
    }
    // A process may have died while it wrote the plan.
    let is_ours = |name: OsString| name == LOCK || name.to_string_lossy().ends_with(TEMPORARY);
    let mut entries = fs::read_dir(path).map_err(on_file("read", path))?.flatten();
    if entries.any(|entry| !is_ours(entry.file_name())) {
        let what = "is not empty, and no folder of an interrupted run";
        return Err(ErrorKind::Changed(format!("{}: {what}", path.display())).into());
    }
    Ok(())
}

/// The lock of a folder; `None` while another process has it.
fn locked(folder: &Path) -> Result<Option<File>> {
    let path = folder.join(LOCK);
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let file = open.map_err(on_file("open", &path))?;
    match file.try_lock() {
        // Whoever had it may have removed the folder in between.
        Ok(()) => Ok(path.exists().then_some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks: whoever shares a folder there has to see to it.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Some(file))
        }
        Err(TryLockError::Error(error)) => Err(on_file("lock", &path)(error)),
    }
}

/// A folder for what does not fit memory, removed after the run; what dead runs left is removed before.
pub(crate) struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// A fresh folder in `place`.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn new(place: &Path) -> Result<Scratch> {
        let (mut mine, mut free) = (None, 0);
        for slot in 0..SLOTS {
            let path = place.join(format!(".nd-ooc-{slot}.nd-tmp"));
            if !path.exists() {
                free += 1;
                if mine.is_some() && free > 4 {
                    break;
                }
                if mine.is_some() {
                    continue;
                }
                match fs::create_dir(&path) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    made => made.map_err(on_file("create", &path))?,
                }
            }
            // Of another user, or removed by another process since: not ours.
            let Ok(Some(lock)) = locked(&path) else { continue };
            if mine.is_none() {
                swept(&path)?;
                mine = Some(Scratch { path, _lock: lock });
            } else {
                remove_locked(&path);
            }
        }
        mine.ok_or_else(|| ErrorKind::Busy(place.to_owned()).into())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Removes all but the lock of a folder.
fn swept(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(on_file("read", folder))? {
        let path = entry.map_err(on_file("read", folder))?.path();
        if path.file_name().is_some_and(|name| name == LOCK) {
            continue;
        }
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(on_file("remove", &path))?;
    }
    Ok(())
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove_locked(&self.path);
    }
}

/// Removes a scratch folder whose lock is ours. The lock goes last, and the folder only while it is empty: by then it
/// may be another process's, which has a lock of its own in it.
///
/// Nothing is reported; what stays is removed by the next run.
fn remove_locked(folder: &Path) {
    if swept(folder).is_ok() && fs::remove_file(folder.join(LOCK)).is_ok() {
        let _ = fs::remove_dir(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> PathBuf {
        let place = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        fs::create_dir_all(&place).unwrap();
        place
    }

    #[test]
    fn scratch_of_dead_runs_is_swept_and_that_of_living_ones_stays() {
        let place = place("scratch");
        let dead: Vec<PathBuf> =
            [1, 2].map(|slot| place.join(format!(".nd-ooc-{slot}.nd-tmp"))).into();
        for folder in &dead {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("stage.npy"), "x").unwrap();
        }
        let (a, b) = (Scratch::new(&place).unwrap(), Scratch::new(&place).unwrap());
        fs::write(a.path().join("kept"), "x").unwrap();
        assert!(a.path != b.path && a.path().join("kept").exists());
        assert!(dead.iter().all(|folder| !folder.join("stage.npy").exists()));
        drop((a, b));
        assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
        fs::remove_dir(&place).unwrap();
    }

    #[test]
    fn a_folder_is_one_run_s() {
        let place = place("folder");
        let path = place.join("run");
        let run = RunFolder::open(&path, "a\nb\n", false).unwrap();
        let busy = RunFolder::open(&path, "a\nb\n", false).err().unwrap();
        assert!(matches!(busy.kind(), ErrorKind::Busy(_)));
        drop(run);
        let changed = RunFolder::open(&path, "a\nc\n", false).err().unwrap().to_string();
        assert!(changed.contains("before: b") && changed.contains("now: c"), "{changed}");
        RunFolder::open(&path, "a\nb\n", false).unwrap().remove().unwrap();
        assert!(!path.exists());
        // Died while it wrote its plan, or while it removed the folder.
        for left in [path.join(".plan.txt.nd-tmp"), going(&path).join("complete")] {
            fs::create_dir_all(left.parent().unwrap()).unwrap();
            fs::write(left, "a").unwrap();
            RunFolder::open(&path, "a\nc\n", false).unwrap().remove().unwrap();
            assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
        }
        fs::remove_dir(&place).unwrap();
    }
}
