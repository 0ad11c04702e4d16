//! How often each of a few words occurs among many, without sorting them.

use super::buckets::places;
use super::source::Source;
use super::word::Word;

/// Elements from which on counting may be faster than sorting.
const MANY: usize = 1 << 14;
/// Elements of a sample that tells whether there are few words.
const SAMPLE: usize = 1 << 11;
/// Slots of a table, as a power of two.
const SLOTS: u32 = 13;
/// Words of a table, at most: half of its slots.
const WORDS: usize = 1 << (SLOTS - 1);
/// Elements that one task counts.
const TASK: usize = 1 << 19;

/// Words and how often each was seen, each at the slot that its bits tell or behind it.
struct Table<W> {
    slots: Vec<(W, usize)>,
    filled: usize,
}

impl<W: Word> Table<W> {
    fn new() -> Self {
        Table { slots: vec![(W::default(), 0); 1 << SLOTS], filled: 0 }
    }

    /// Counts a word; whether there was room.
    #[inline(always)]
    fn count(&mut self, word: W) -> bool {
        let mixed = word.head().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = (mixed >> (u64::BITS - SLOTS)) as usize;
        loop {
            let (known, count) = &mut self.slots[at % (1 << SLOTS)];
            if *count > 0 && *known == word {
                *count += 1;
                return true;
            }
            if *count == 0 {
                (*known, *count) = (word, 1);
                self.filled += 1;
                return self.filled <= WORDS;
            }
            at += 1;
        }
    }
}

/// Words and how often each occurs, in order; `None` if there are not few of them among many.
#[inline(never)]
pub(super) fn of<W: Word>(words: Source<'_, W>) -> Option<Vec<(W, usize)>> {
    if !W::EXACT || words.len() < MANY {
        return None;
    }
    let mut sample: Vec<W> = places(words.len(), SAMPLE).map(|at| words.at(at)).collect();
    sample.sort_unstable();
    let taken = sample.len();
    sample.dedup();
    if sample.len() > taken / 2 {
        return None;
    }
    let tables = words.in_parts(TASK, &|range| {
        let (mut table, mut room) = (Table::new(), true);
        words.blocks(range, |block| {
            room = room && block.iter().all(|&word| table.count(word));
        });
        room.then_some(table.slots)
    });
    let mut found = Vec::new();
    for table in tables {
        found.extend(table?.into_iter().filter(|(_, count)| *count > 0));
    }
    found.sort_unstable();
    found.dedup_by(|(word, count), (first, all)| {
        let same = word == first;
        if same {
            *all += *count;
        }
        same
    });
    Some(found)
}
