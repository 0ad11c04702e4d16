//! Rechunking of packed sources: whether they are better unpacked once than read again and again.

use super::map::MapPass;
use super::meter::Staging;
use crate::cx::{Id, id};
use crate::node::Node;
use crate::source::stored;
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A source that would be read more than so many times over is unpacked first.
const TIMES: usize = 2;
/// How many blocks are looked at to tell what all of them read.
const LOOKED_AT: usize = 64;

/// A packed source that would be read several times over, as it lies across the blocks of a pass.
pub(super) struct ReadAgain {
    pub(super) node: Arc<Node>,
    /// How many times over.
    pub(super) times: usize,
}

/// The packed sources of a pass that are better unpacked first.
pub(super) fn read_again(pass: &MapPass, copied: &HashSet<Id>) -> Vec<ReadAgain> {
    let blocks = pass.blocks.len();
    let looked_at = blocks.min(LOOKED_AT);
    let mut read: HashMap<Id, (Arc<Node>, usize)> = HashMap::new();
    for at in 0..looked_at {
        let region = pass.blocks.region(at * blocks / looked_at);
        for (node, part) in Staging::of(&pass.whole(&region), copied).parts {
            let bytes = chunk_bytes(&node, &part);
            let entry = read.entry(id(&node)).or_insert_with(|| (node, 0));
            entry.1 = entry.1.saturating_add(bytes);
        }
    }
    let mut again: Vec<ReadAgain> = read
        .into_values()
        .filter_map(|(node, bytes)| {
            let all = node.nbytes(&Region::all(node.shape)).max(1);
            let times = bytes.saturating_mul(blocks) / looked_at.max(1) / all;
            (times > TIMES).then_some(ReadAgain { node, times })
        })
        .collect();
    again.sort_by_key(|again| again.node.name());
    again
}

/// Bytes of the chunks that a region lies in, unpacked.
fn chunk_bytes(node: &Arc<Node>, part: &Region) -> usize {
    let chunks = stored(node).and_then(|source| source.dataset.info().chunks);
    let along = |axis: usize| match &chunks {
        Some(chunks) => {
            let extent = chunks[axis].max(1);
            let end = (part.stop(axis).div_ceil(extent) * extent).min(node.shape[axis]);
            end - part.start()[axis] / extent * extent
        }
        None => part.shape()[axis],
    };
    (0..part.ndim())
        .map(along)
        .fold(node.dtype.itemsize(), |bytes, along| bytes.saturating_mul(along))
}
