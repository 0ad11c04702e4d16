//! [`Journal`]: which blocks of a pass are done, kept in a file that only grows.

use super::blocks::Blocks;
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result, on_file};
use nd_core::Shape;
use nd_io::ChunkGrid;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How a journal begins, before the extents of its blocks.
const TITLE: &str = "blocks of ";

/// Which blocks of a pass are done.
///
/// The first line has the extents of the blocks, and each other line the number of one that is stored and a digest
/// of that number, so that a line that was cut off is told from a whole one.
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// By the block's number.
    done: Vec<bool>,
    durable: bool,
}

impl Journal {
    /// The blocks in which a pass was begun, if it was.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn blocks(path: &Path, shape: &Shape) -> Result<Option<Blocks>> {
        let mut text = String::new();
        match File::open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => {
                let read = other.and_then(|file| file.take(4096).read_to_string(&mut text));
                read.map_err(on_file("read", path))?;
            }
        }
        let Some((title, _)) = text.split_once('\n') else { return Ok(None) };
        let numbers = title.strip_prefix(TITLE).unwrap_or_default().split_whitespace();
        let extents: Vec<usize> = numbers.map_while(|number| number.parse().ok()).collect();
        if extents.len() != shape.ndim() || extents.contains(&0) {
            return Err(damaged(path));
        }
        Ok(Some(Blocks { grid: ChunkGrid::new(*shape, &extents[..]) }))
    }

    /// Opens the journal of a pass in such blocks, or begins one.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn open(path: &Path, blocks: &Blocks, durable: bool) -> Result<Journal> {
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.map_err(on_file("open", path))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(on_file("read", path))?;
        let extents: Vec<String> = blocks.extents().iter().map(ToString::to_string).collect();
        let title = format!("{TITLE}{}\n", extents.join(" "));
        let mut done = vec![false; blocks.len()];
        let mut whole = 0;
        if text.starts_with(title.as_bytes()) {
            whole = title.len();
            for line in text[whole..].split_inclusive(|&byte| byte == b'\n') {
                let Some(number) = number_of(line).filter(|&number| number < done.len()) else {
                    break;
                };
                done[number] = true;
                whole += line.len();
            }
        }
        // What was cut off, or of other blocks, goes.
        file.set_len(whole as u64).map_err(on_file("truncate", path))?;
        file.seek(SeekFrom::End(0)).map_err(on_file("read", path))?;
        if whole == 0 {
            file.write_all(title.as_bytes()).map_err(on_file("write", path))?;
        }
        Ok(Journal { path: path.to_owned(), file: Mutex::new(file), done, durable })
    }

    /// Whether a block was done before.
    pub(crate) fn has(&self, number: usize) -> bool {
        self.done[number]
    }

    /// How many were done before.
    pub(crate) fn count(&self) -> usize {
        self.done.iter().filter(|&&done| done).count()
    }

    /// Notes that a block is stored.
    ///
    /// # Errors
    /// The system's.
    pub(crate) fn add(&self, number: usize) -> Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(&line_of(number));
        let synced = written.and_then(|()| if self.durable { file.sync_data() } else { Ok(()) });
        synced.map_err(on_file("write", &self.path))
    }
}

fn damaged(path: &Path) -> Error {
    ErrorKind::Changed(format!("{}: is no journal of this pass", path.display())).into()
}

fn line_of(number: usize) -> Vec<u8> {
    let digits = format!("{number:x}");
    format!("{digits} {:016x}\n", Digest::of(digits.as_bytes())).into_bytes()
}

/// The number in a line, if it is whole.
fn number_of(line: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (digits, _) = text.split_once(' ')?;
    let number = usize::from_str_radix(digits, 16).ok()?;
    (line_of(number) == line).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_count_and_others_do_not() {
        let path = std::env::temp_dir().join(format!("nd-ooc-journal-{}", std::process::id()));
        let blocks = Blocks { grid: ChunkGrid::new([100, 7], [10, 4]) };
        let journal = Journal::open(&path, &blocks, false).unwrap();
        [3, 0, 19].into_iter().for_each(|number| journal.add(number).unwrap());
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..=whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let journal = Journal::open(&path, &blocks, false).unwrap();
            let lines = whole[..cut].iter().filter(|&&byte| byte == b'\n').count();
            assert_eq!(journal.count(), lines.saturating_sub(1), "{cut}");
            journal.add(5).unwrap();
            drop(journal);
            let again = Journal::open(&path, &blocks, false).unwrap();
            assert!(again.has(5) && again.count() == lines.max(1), "{cut}");
        }
        assert_eq!(Journal::blocks(&path, &Shape::from([100, 7])).unwrap().unwrap().len(), 20);
        assert!(Journal::blocks(&path, &Shape::from([100])).is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(Journal::blocks(&path, &Shape::from([100])).unwrap().is_none());
    }
}
