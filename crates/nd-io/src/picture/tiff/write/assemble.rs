//! The end of a file: where everything is, in directories.

use std::fs::File;

use super::super::directory::tag;
use super::super::{Result, unsupported};
use super::directory::{Tags, Value, head};
use super::level::{Output, Stored};
use crate::position::{read_exact_at, write_all_at};

/// Bytes at the beginning that are left for the head, of either kind.
pub(super) const HEAD: u64 = 16;

/// The most bytes of a file whose places have 32 bits.
const STANDARD_MOST: u64 = u32::MAX as u64;

/// Bytes that are copied at once.
const COPY: usize = 4 << 20;

/// A page that is complete: its levels, the largest first, each with what is said of it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) levels: Vec<(Stored, Tags)>,
}

/// The tags of a level, with its places.
fn complete(stored: &Stored, tags: &Tags, big: bool) -> Tags {
    let mut tags = tags.clone();
    let numbers = if stored.plan.tiled {
        [tag::TILE_OFFSETS, tag::TILE_COUNTS]
    } else {
        [tag::STRIP_OFFSETS, tag::STRIP_COUNTS]
    };
    tags.set(numbers[0], Value::places(big, &stored.places));
    tags.set(numbers[1], Value::places(big, &stored.lengths));
    tags
}

/// Whether places need 64 bits.
///
/// # Errors
/// `Unsupported` where they may not have them.
fn needs_big(end: u64, wanted: Option<bool>) -> Result<bool> {
    let needed = end > STANDARD_MOST;
    match wanted {
        Some(false) if needed => Err(unsupported(format!(
            "a file of {end} bytes whose places have 32 bits: leave `big` out"
        ))),
        wanted => Ok(wanted.unwrap_or(needed)),
    }
}

/// Writes all directories behind the pixels, smaller levels hanging on their pages, and the head.
pub(super) fn behind(pages: &[Page], wanted: Option<bool>, out: &mut Output) -> Result<()> {
    let levels = || pages.iter().flat_map(|page| &page.levels);
    let small: u64 = levels().map(|(stored, tags)| complete(stored, tags, false).len(false)).sum();
    let hanging = 32 * levels().count() as u64;
    let big = needs_big(out.end() + small + hanging + 8, wanted)?;
    let pad = out.end().next_multiple_of(8) - out.end();
    out.append(&[0; 8][..pad as usize])?;
    let mut at = out.end();
    let mut directories: Vec<(u64, Tags)> = Vec::new();
    for page in pages {
        let mut all: Vec<Tags> =
            page.levels.iter().map(|(stored, tags)| complete(stored, tags, big)).collect();
        let hanging = vec![0; all.len() - 1];
        if !hanging.is_empty() {
            // To know how long it is.
            all[0].set(tag::SUB_PAGES, Value::places(big, &hanging));
        }
        let mut places = Vec::new();
        for tags in &all {
            places.push(at);
            at += tags.len(big);
        }
        if !hanging.is_empty() {
            all[0].set(tag::SUB_PAGES, Value::places(big, &places[1..]));
        }
        directories.extend(places.into_iter().zip(all));
    }
    // Only pages are a chain.
    let mut starts = Vec::new();
    let mut k = 0;
    for page in pages {
        starts.push(k);
        k += page.levels.len();
    }
    for (i, &(at, ref tags)) in directories.iter().enumerate() {
        let next = starts.binary_search(&i).ok().and_then(|page| starts.get(page + 1));
        let next = next.map_or(0, |&next| directories[next].0);
        out.append(&tags.write(big, at, next))?;
    }
    out.flush()?;
    let first = directories.first().map_or(0, |(at, _)| *at);
    write_all_at(out.handle(), 0, &head(big, first))
}

/// What GDAL looks for behind the head: that nothing in the file is where a reader over the network would not
/// expect it.
fn promise() -> Vec<u8> {
    let text = concat!(
        "LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n",
        "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ",
    );
    format!("GDAL_STRUCTURAL_METADATA_SIZE={:06} bytes\n{text}", text.len()).into_bytes()
}

/// Bytes that stand in front of a chunk and behind it.
const LEADER: u64 = 4;

/// Writes a Cloud-optimised file: directories, then the pixels from `spool`, the smallest level first.
pub(super) fn in_front(
    page: &Page,
    wanted: Option<bool>,
    spool: &File,
    out: &mut Output,
) -> Result<()> {
    let bytes = |stored: &Stored| stored.lengths.iter().map(|n| n + 2 * LEADER).sum::<u64>();
    let data: u64 = page.levels.iter().map(|(stored, _)| bytes(stored)).sum();
    let promise = promise();
    let front = |big: bool| {
        let behind = (if big { 16 } else { 8 } + promise.len() as u64).next_multiple_of(8);
        let each = page.levels.iter().map(|(stored, tags)| complete(stored, tags, big).len(big));
        (behind, behind + each.sum::<u64>())
    };
    let big = needs_big(front(false).1 + data, wanted)?;
    let (first, mut at) = front(big);
    let mut placed: Vec<Stored> = Vec::new();
    for (stored, _) in page.levels.iter().rev() {
        let places = stored.lengths.iter().map(|&n| {
            let place = at + LEADER;
            at = place + n + LEADER;
            place
        });
        let places = places.collect();
        placed.push(Stored { plan: stored.plan.clone(), places, lengths: stored.lengths.clone() });
    }
    placed.reverse();
    let mut start = head(big, first);
    start.extend_from_slice(&promise);
    start.resize(first as usize, 0);
    out.append(&start)?;
    let mut at = first;
    for (i, (stored, (_, tags))) in placed.iter().zip(&page.levels).enumerate() {
        let tags = complete(stored, tags, big);
        let behind = at + tags.len(big);
        let next = if i + 1 < placed.len() { behind } else { 0 };
        out.append(&tags.write(big, at, next))?;
        at = behind;
    }
    for (stored, _) in page.levels.iter().rev() {
        copy(stored, spool, out)?;
    }
    out.flush()
}

/// Copies the chunks of a level in the order of their numbers, those together that stand together.
fn copy(stored: &Stored, spool: &File, out: &mut Output) -> Result<()> {
    let mut buffer = Vec::new();
    let mut pending: Option<(u64, u64)> = None;
    let spans = stored.places.iter().zip(&stored.lengths);
    let spans = spans.map(|(&at, &n)| (at - LEADER, at + n + LEADER));
    for (start, end) in spans.chain([(u64::MAX, 0)]) {
        match pending {
            Some((_, behind)) if behind == start => {}
            Some((mut from, to)) => {
                while from < to {
                    let n = (to - from).min(COPY as u64) as usize;
                    crate::packed::resize(&mut buffer, n)?;
                    read_exact_at(spool, from, &mut buffer)?;
                    out.append(&buffer)?;
                    from += n as u64;
                }
                pending = None;
            }
            None => {}
        }
        if end > 0 {
            pending = Some((pending.map_or(start, |(from, _)| from), end));
        }
    }
    Ok(())
}
