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
    /// Whether it should have more bytes than the file has.
    pub(super) cut: bool,
}

impl Place {
    const NONE: Self = Self { at: 0, len: 0, cut: false };
}

/// Bytes in a packed chunk that are no pixels: a JPEG file's profile of colours, say.
const MOST_BESIDE_PIXELS: u64 = 1 << 20;

/// Where the chunks of a picture are.
#[derive(Debug)]
pub(super) struct Table {
    at: Vec<u64>,
    /// Empty where nothing is said of lengths, or 0 of all.
    len: Vec<u64>,
    /// The places in order, where lengths have to be guessed from them.
    sorted: Vec<u64>,
    /// Whether strips that are not packed follow each other without a gap, up to the last.
    pub(super) in_a_row: bool,
}

impl Table {
    /// Reads what the tags say, and no more of it than there are chunks.
    ///
    /// # Errors
    /// `Corrupt` for tables beyond the file's end or without any place, the system's.
    pub(super) fn read(input: &Input, tags: &Directory, layout: &Layout) -> Result<Self> {
        let chunks = layout.chunks();
        let first_of = |names: [u16; 3]| -> Result<Option<Vec<u64>>> {
            let there = names.into_iter().find(|&name| tags.get(name).is_some());
            there.map_or(Ok(None), |name| tags.numbers(input, name, chunks))
        };
        // Some writers call tiles strips, and old-style JPEG has a place of its own.
        let at = first_of([tag::TILE_OFFSETS, tag::STRIP_OFFSETS, tag::JPEG_PLACE])?;
        let at = at.ok_or_else(|| corrupt("nothing says where its pixels are"))?;
        let len = first_of([tag::TILE_COUNTS, tag::STRIP_COUNTS, tag::JPEG_COUNT])?;
        Ok(Self::new(input, layout, at, len.unwrap_or_default()))
    }

    /// One strip at a place.
    pub(super) fn of_one(input: &Input, layout: &Layout, at: u64) -> Self {
        Self::new(input, layout, vec![at], Vec::new())
    }

    fn new(input: &Input, layout: &Layout, at: Vec<u64>, mut len: Vec<u64>) -> Self {
        let mut sorted = Vec::new();
        // A writer that did not know them, as libtiff guesses too: what is not stored at all has no place either.
        if len.iter().all(|&len| len == 0) {
            len.clear();
            sorted.clone_from(&at);
            sorted.sort_unstable();
        }
        let mut table = Self { at, len, sorted, in_a_row: false };
        table.in_a_row = layout.compression == Compression::None
            && !layout.tiled
            && layout.sample.bits.is_multiple_of(8)
            && table.is_in_a_row(input, layout);
        table
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
            return Ok(Place { at, len: whole, cut: false });
        }
        let Some(&at) = self.at.get(index) else {
            return Err(corrupt(format!(
                "{}: there are places for {} only",
                what(),
                self.at.len()
            )));
        };
        let len = match self.len.get(index) {
            Some(0) => return Ok(Place::NONE),
            _ if at == 0 => return Ok(Place::NONE),
            Some(&len) => len,
            None if !self.len.is_empty() => {
                return Err(corrupt(format!("{}: nothing says how long it is", what())));
            }
            None if plain => whole,
            // A place behind the end is none, and no hole either.
            None => self.up_to_the_next(at, input).max(1),
        };
        if plain && len < whole {
            let what = what();
            return Err(corrupt(format!("{what}: {len} bytes, {whole} are needed")));
        }
        // A length beyond the file's end is tried as far as it goes: what is cut off is missed later.
        let there = len.min(input.len.saturating_sub(at));
        if there == 0 || plain && there < whole {
            input.check(at, len, &what())?;
        }
        // Nothing that is packed takes several times its pixels: a length may be that of all the file.
        let there = there.min(whole.saturating_mul(8).saturating_add(MOST_BESIDE_PIXELS));
        Ok(Place { at, len: if plain { whole } else { there }, cut: there < len })
    }

    /// The bytes from a chunk to what comes behind it.
    fn up_to_the_next(&self, at: u64, input: &Input) -> u64 {
        let next = self.sorted.partition_point(|&other| other <= at);
        let next = self.sorted.get(next).copied().unwrap_or(input.len);
        next.min(input.len).saturating_sub(at)
    }

    fn is_in_a_row(&self, input: &Input, layout: &Layout) -> bool {
        let row = layout.row_bytes(layout.chunk) as u64;
        let (rows, height) = (layout.chunk[1] as u64, layout.size[1] as u64);
        let mut at = self.first();
        let strips = layout.counts()[1] as u64;
        if self.at.len() == 1 {
            // One place for all.
            let planes = layout.chunks() / strips;
            let all = planes.saturating_mul(height).saturating_mul(row);
            return at > 0 && at.checked_add(all).is_some_and(|end| end <= input.len);
        }
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
