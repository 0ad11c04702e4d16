//! [`Parts`]: which tasks of a pass are done, told by the files that those who did them left.

use crate::digest::Digest;
use crate::error::{Result, on_file};
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// How the names of such files end.
const PART: &str = "part";

/// The files of a pass, `FIRST-LAST.part` each, of tasks from `FIRST` to before `LAST`.
///
/// A file is there once its tasks are done, whole. Whoever does tasks twice writes the same file.
pub(crate) struct Parts {
    folder: PathBuf,
    tasks: usize,
    durable: bool,
    /// In order, none with tasks of another.
    done: Vec<Range<usize>>,
}

impl Parts {
    /// Those of a pass that is cut into such blocks, in the folder of a run.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn open(
        run: &Path,
        pass: usize,
        blocks: &[usize],
        tasks: usize,
        durable: bool,
    ) -> Result<Parts> {
        // Other blocks are other tasks.
        let digest = Digest::of(format!("{blocks:?} {tasks}").as_bytes());
        let folder = run.join(format!("pass-{pass}-{digest:016x}"));
        let mut parts = Parts { folder, tasks, durable, done: Vec::new() };
        fs::create_dir_all(&parts.folder).map_err(on_file("create", &parts.folder))?;
        parts.look()?;
        Ok(parts)
    }

    /// Looks again which there are.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn look(&mut self) -> Result<()> {
        let entries = fs::read_dir(&self.folder).map_err(on_file("read", &self.folder))?;
        let mut found: Vec<Range<usize>> =
            entries.flatten().filter_map(|entry| range_of(&entry.path())).collect();
        found.retain(|range| range.start < range.end && range.end <= self.tasks);
        // Of several that begin with the same task the longest.
        found.sort_by_key(|range| (range.start, self.tasks - range.end));
        self.done.clear();
        for range in found {
            if self.done.last().is_none_or(|last| last.end <= range.start) {
                self.done.push(range);
            }
        }
        Ok(())
    }

    /// The file of some tasks.
    pub(crate) fn path(&self, tasks: &Range<usize>) -> PathBuf {
        self.folder.join(format!("{}-{}.{PART}", tasks.start, tasks.end))
    }

    /// The files that there are, in the order of their tasks.
    pub(crate) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.done.iter().map(|tasks| self.path(tasks))
    }

    /// How many tasks are done.
    pub(crate) fn count(&self) -> usize {
        self.done.iter().map(ExactSizeIterator::len).sum()
    }

    /// The tasks that are not done, in order.
    pub(crate) fn todo(&self) -> Vec<Range<usize>> {
        let ends = self.done.iter().map(|range| range.end);
        let starts = self.done.iter().map(|range| range.start);
        let gaps = [0].into_iter().chain(ends).zip(starts.chain([self.tasks]));
        gaps.map(|(start, end)| start..end).filter(|range| !range.is_empty()).collect()
    }

    /// Whether what is written is to survive a power failure.
    pub(crate) fn is_durable(&self) -> bool {
        self.durable
    }

    /// Writes the file of tasks that left nothing but their results in place.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn mark(&self, tasks: &Range<usize>) -> Result<()> {
        let path = self.path(tasks);
        place(&path, self.durable, |_| Ok(())).map_err(on_file("write", &path))
    }

    /// Removes all of them: what they were for is done.
    pub(crate) fn remove(self) {
        // What stays is removed with the folder of the run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes a file, whole or not at all, whoever else writes it.
pub(crate) fn place(
    path: &Path,
    durable: bool,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let temporary = beside(path);
    let written = File::create_new(&temporary).and_then(|mut file| {
        write(&mut file)?;
        if durable { file.sync_all() } else { Ok(()) }
    });
    let placed = written.and_then(|()| fs::rename(&temporary, path));
    if placed.is_err() {
        let _ = fs::remove_file(&temporary); // the first error is the one to tell
    }
    placed
}

/// Where a file is written before it gets its name.
pub(crate) fn beside(path: &Path) -> PathBuf {
    path.with_extension(only())
}

/// An ending that no other process gives a name, and this one no other name.
fn only() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}-{}.nd-tmp", process(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A number that tells this process from all others, also of other machines.
pub(crate) fn process() -> u64 {
    static PROCESS: OnceLock<u64> = OnceLock::new();
    // What std hashes with is random.
    *PROCESS.get_or_init(|| RandomState::new().build_hasher().finish())
}

/// The tasks that a file's name says.
fn range_of(path: &Path) -> Option<Range<usize>> {
    if path.extension()? != PART {
        return None;
    }
    let (first, last) = path.file_stem()?.to_str()?.split_once('-')?;
    Some(first.parse().ok()?..last.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_and_what_is_left_make_all_tasks() {
        let run = std::env::temp_dir().join(format!("nd-ooc-parts-{}", std::process::id()));
        let mut parts = Parts::open(&run, 0, &[4], 100, false).unwrap();
        assert_eq!(parts.todo(), vec![0..100]);
        for tasks in [10..20, 10..15, 18..30, 90..100, 0..5, 95..120, 40..40] {
            parts.mark(&tasks).unwrap();
        }
        std::fs::write(parts.folder.join("5-6.0-1.nd-tmp"), "").unwrap();
        parts.look().unwrap();
        assert_eq!(parts.done, [0..5, 10..20, 90..100]);
        assert_eq!(parts.todo(), [5..10, 20..90]);
        assert_eq!(parts.count(), 25);
        // Cut in another way.
        assert_eq!(Parts::open(&run, 0, &[5], 80, false).unwrap().todo(), vec![0..80]);
        parts.remove();
        std::fs::remove_dir_all(&run).unwrap();
    }
}
