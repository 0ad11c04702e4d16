//! Partial results of tiles in files: what of a fold is done, for whoever goes on with it.

use super::gathered::Gathered;
use super::parts;
use crate::digest::Digest;
use crate::error::{ErrorKind, Result, on_file};
use crate::fold::Stage;
use crate::wire::{get_count, get_number, put_number};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What of a tile is done: its number, how many of its cells, and what they gave, stage by stage.
pub(super) struct Tile {
    pub(super) number: usize,
    pub(super) seen: usize,
    pub(super) forests: Vec<Gathered>,
}

/// How a file begins.
const TITLE: &[u8] = b"nd-part 1\n";

/// Tiles as they are done, until all go into a file.
pub(super) struct TilesWriter<'s> {
    stages: &'s [Arc<Stage>],
    /// Under its own name, beside that which it gets.
    out: Mutex<BufWriter<File>>,
    path: PathBuf,
    temporary: PathBuf,
}

impl<'s> TilesWriter<'s> {
    /// Begins a file.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn create(path: &Path, stages: &'s [Arc<Stage>]) -> Result<TilesWriter<'s>> {
        let temporary = parts::beside(path);
        let file = File::create_new(&temporary).map_err(on_file("create", &temporary))?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        out.write_all(TITLE).map_err(on_file("write", &temporary))?;
        Ok(TilesWriter { stages, out: Mutex::new(out), path: path.to_owned(), temporary })
    }

    /// Adds a tile.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn add(&self, tile: &Tile) -> Result<()> {
        let mut bytes = Vec::new();
        put_number(tile.number as u64, &mut bytes);
        put_number(tile.seen as u64, &mut bytes);
        for (stage, forest) in self.stages.iter().zip(&tile.forests) {
            forest.write(&*stage.fold, &mut bytes);
        }
        let (length, digest) = (bytes.len() as u64, Digest::of_words(&bytes));
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let written = out
            .write_all(&length.to_le_bytes())
            .and_then(|()| out.write_all(&digest.to_le_bytes()))
            .and_then(|()| out.write_all(&bytes));
        written.map_err(on_file("write", &self.temporary))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn finish(self, durable: bool) -> Result<()> {
        let out = self.out.into_inner().unwrap_or_else(PoisonError::into_inner);
        let done = out.into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|file| {
            if durable {
                file.sync_all()?;
            }
            std::fs::rename(&self.temporary, &self.path)
        });
        done.map_err(on_file("write", &self.path))
    }
}

/// Reads the tiles of a file, one after the other.
///
/// # Errors
/// The system's; [`ErrorKind::Changed`] for a file that is none of these stages.
pub(super) fn read_tiles(
    path: &Path,
    stages: &[Arc<Stage>],
    leaves: usize,
    take: &mut dyn FnMut(Tile) -> Result<()>,
) -> Result<()> {
    let damaged = || {
        let what = "is no part of this run; delete it to have it made again";
        crate::error::Error::from(ErrorKind::Changed(format!("{}: {what}", path.display())))
    };
    let file = File::open(path).map_err(on_file("open", path))?;
    let mut rest = file.metadata().map_err(on_file("read", path))?.len();
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut read = |length: usize| -> Result<Vec<u8>> {
        rest = rest.checked_sub(length as u64).ok_or_else(damaged)?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).map_err(on_file("read", path))?;
        Ok(bytes)
    };
    if read(TITLE.len())? != TITLE {
        return Err(damaged());
    }
    while let Ok(head) = read(16) {
        let head = &mut &head[..];
        let (length, digest) = (get_number(head), get_number(head));
        let length = length.and_then(|length| usize::try_from(length).ok()).ok_or_else(damaged)?;
        let bytes = read(length)?;
        let tile = Some(&bytes[..]).filter(|bytes| digest == Some(Digest::of_words(bytes)));
        take(tile.and_then(|bytes| tile_of(bytes, stages, leaves)).ok_or_else(damaged)?)?;
    }
    Ok(())
}

fn tile_of(mut bytes: &[u8], stages: &[Arc<Stage>], leaves: usize) -> Option<Tile> {
    let from = &mut bytes;
    let number = usize::try_from(get_number(from)?).ok()?;
    let seen = usize::try_from(get_number(from)?).ok()?;
    let forests = stages.iter().map(|stage| Gathered::read(&*stage.fold, leaves, from));
    let forests = forests.collect::<Option<_>>()?;
    from.is_empty().then_some(Tile { number, seen, forests })
}

impl Gathered {
    fn write(&self, fold: &dyn crate::fold::Fold, out: &mut Vec<u8>) {
        let state = |state: &Option<crate::fold::State>, out: &mut Vec<u8>| {
            put_number(u64::from(state.is_some()), out);
            if let Some(state) = state {
                fold.put_state(state, out);
            }
        };
        match self {
            Gathered::One(one) => state(one, out),
            Gathered::Tree(forest) => {
                let waiting = forest.waiting();
                put_number(waiting.len() as u64, out);
                for ((level, number), one) in waiting {
                    put_number(u64::from(level), out);
                    put_number(number as u64, out);
                    state(one, out);
                }
            }
        }
    }

    fn read(fold: &dyn crate::fold::Fold, leaves: usize, from: &mut &[u8]) -> Option<Gathered> {
        let state = |from: &mut &[u8]| match get_number(from)? {
            0 => Some(None),
            _ => Some(Some(fold.get_state(from)?)),
        };
        let mut gathered = Gathered::new(fold, leaves);
        match &mut gathered {
            Gathered::One(one) => *one = state(from)?,
            Gathered::Tree(forest) => {
                for _ in 0..get_count(from)? {
                    let level = u32::try_from(get_number(from)?).ok()?;
                    let number = usize::try_from(get_number(from)?).ok()?;
                    forest.put(level, number, state(from)?, &mut |a, b| fold.merge(a, b));
                }
            }
        }
        Some(gathered)
    }
}
