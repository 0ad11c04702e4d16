//! [`Table`]: where the chunks of a picture are.

use super::codec::Compression;
use super::directory::{Directory, tag};
use super::input::Input;
use super::layout::Layout;
use super::{Result, corrupt};

/// Where a chunk is, and how many bytes it takes; 0 for one that is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) len: u64,
}

/// Where the chunks of a picture are.
#[derive(Debug)]
pub(super) struct Table {
    at: Vec<u64>,
    /// Empty where nothing is said of lengths.
    len: Vec<u64>,
}

impl Table {
    /// Reads what the tags say, and no more of it than there are chunks.
    ///
    /// # Errors
    /// `Corrupt` for tables beyond the file's end or without any place, the system's.
    pub(super) fn read(input: &Input, tags: &Directory, layout: &Layout) -> Result<Self> {
        let chunks = layout.chunks();
        let mut either = |first, second| -> Result<Option<Vec<u64>>> {
            match tags.numbers(input, first, chunks)? {
                Some(numbers) => Ok(Some(numbers)),
                None => tags.numbers(input, second, chunks),
            }
        };
        // Some writers call tiles strips in these two.
        let at = either(tag::TILE_OFFSETS, tag::STRIP_OFFSETS)?;
        let at = at.ok_or_else(|| corrupt("nothing says where its pixels are"))?;
        let len = either(tag::TILE_COUNTS, tag::STRIP_COUNTS)?.unwrap_or_default();
        Ok(Self { at, len })
    }

    /// All chunks one after the other from a place, as they lie in files that do not list them all.
    pub(super) fn in_a_row(at: u64) -> Self {
        Self { at: vec![at], len: Vec::new() }
    }

    /// The place of the first chunk.
    pub(super) fn first(&self) -> u64 {
        self.at.first().copied().unwrap_or(0)
    }

    /// The place of a chunk, which is `whole` bytes before it is packed.
    ///
    /// # Errors
    /// `Corrupt` for a chunk that the table has not, or whose bytes the file has not.
    pub(super) fn place(
        &self,
        input: &Input,
        layout: &Layout,
        number: u64,
        whole: u64,
    ) -> Result<Place> {
        let what = || name(layout, number);
        let plain = layout.compression == Compression::None;
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        if plain && !layout.tiled && self.at.len() == 1 && self.at[0] > 0 {
            // Of one place for all strips only the place is believed.
            let at = self.at[0].saturating_add(number.saturating_mul(whole));
            input.check(at, whole, &what())?;
            return Ok(Place { at, len: whole });
        }
        let Some(&at) = self.at.get(index) else {
            return Err(corrupt(format!(
                "{}: there are places for {} only",
                what(),
                self.at.len()
            )));
        };
        let len = match self.len.get(index) {
            _ if at == 0 => 0,
            Some(&0) if matches!(layout.compression, Compression::Fax(_)) && self.at.len() == 1 => {
                self.up_to_the_next(at, input)
            }
            Some(&len) => len,
            None if !self.len.is_empty() => {
                return Err(corrupt(format!("{}: nothing says how long it is", what())));
            }
            None if plain => whole,
            None => self.up_to_the_next(at, input),
        };
        if len == 0 {
            return Ok(Place { at: 0, len: 0 });
        }
        if plain && len < whole {
            let what = what();
            return Err(corrupt(format!("{what}: {len} bytes, {whole} are needed")));
        }
        // A length beyond the file's end is tried as far as it goes: what is cut off is missed later.
        let len = len.min(input.len.saturating_sub(at));
        if len == 0 || plain && len < whole {
            input.check(at, whole, &what())?;
        }
        Ok(Place { at, len: if plain { whole } else { len } })
    }

    /// The bytes from a chunk to what comes behind it.
    fn up_to_the_next(&self, at: u64, input: &Input) -> u64 {
        let next = self.at.iter().copied().filter(|&other| other > at).min();
        next.unwrap_or(input.len).min(input.len).saturating_sub(at)
    }

    /// Whether strips that are not packed follow each other without a gap, up to the last.
    pub(super) fn is_in_a_row(&self, input: &Input, layout: &Layout) -> bool {
        let row = layout.row_bytes(layout.chunk) as u64;
        let (rows, height) = (layout.chunk[1] as u64, layout.size[1] as u64);
        let mut at = self.first();
        let strips = layout.counts()[1] as u64;
        at > 0
            && self.at.len() as u64 == layout.chunks()
            && (self.at.iter().enumerate()).all(|(number, &place)| {
                let begins = place == at;
                let first = number as u64 % strips * rows;
                let whole = rows.min(height - first) * row;
                at = at.saturating_add(whole);
                begins && at <= input.len && self.len.get(number).is_none_or(|&len| len >= whole)
            })
    }
}

/// A chunk in words.
pub(super) fn name(layout: &Layout, number: u64) -> String {
    format!("{} {number} of {}", if layout.tiled { "tile" } else { "strip" }, layout.chunks())
}
