//! [`Traffic`]: how many bytes a pass will read: its pieces, gone through with sizes instead of elements.

use super::meter::{Meter, Staging};
use crate::cx::Id;
use crate::node::Node;
use crate::source::stored;
use nd_io::Region;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// At most so many pieces are gone through, spread evenly, and so many strips of each: a plan of ten million
/// pieces is explained in the time of one of a hundred. Plans of fewer are counted to the byte.
const LOOKED_AT: usize = 32;

/// Bytes that a pass reads.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(super) struct Traffic {
    /// Bytes of elements that come out of sources.
    pub(super) read: u64,
    /// Bytes of whole chunks that are unpacked for those of packed sources.
    pub(super) unpacked: u64,
    /// Bytes of elements among [`read`](Self::read) that come out of packed sources.
    pub(super) packed: u64,
}

/// Regions of nodes.
pub(super) type Pulled = Vec<(Arc<Node>, Region)>;

/// A pass, as pieces of strips.
pub(super) trait Pieces {
    fn pieces(&self) -> usize;
    /// What a piece pulls in all.
    fn whole(&self, piece: usize) -> Pulled;
    /// How many strips a piece has.
    fn strips(&self, piece: usize) -> usize;
    /// What one of them pulls.
    fn strip(&self, piece: usize, strip: usize) -> Pulled;
    /// Nodes that several others pull.
    fn uses(&self) -> &HashMap<Id, usize>;
}

impl Traffic {
    /// What a pass reads.
    pub(super) fn of(pass: &dyn Pieces, on_disk: &HashSet<Id>) -> Traffic {
        let (mut all, mut seen, mut total) = (Traffic::default(), 0.0, 0.0);
        for (piece, weight) in spread(pass.pieces()) {
            let traffic = Traffic::of_piece(pass, piece, on_disk);
            all.read += traffic.read;
            all.unpacked += traffic.unpacked;
            all.packed += traffic.packed;
            seen += 1.0;
            total += weight;
        }
        let scale = if seen == 0.0 { 0.0 } else { total / seen };
        let scaled = |bytes: u64| (bytes as f64 * scale).round() as u64;
        Traffic {
            read: scaled(all.read),
            unpacked: scaled(all.unpacked),
            packed: scaled(all.packed),
        }
    }

    fn of_piece(pass: &dyn Pieces, piece: usize, on_disk: &HashSet<Id>) -> Traffic {
        let staging = Staging::of(&pass.whole(piece), on_disk);
        let mut meter = Meter::new(pass.uses(), on_disk, &staging);
        meter.begin();
        let ahead = meter.read();
        let (mut seen, mut total) = (0.0, 0.0);
        for (strip, weight) in spread(pass.strips(piece)) {
            for (node, region) in pass.strip(piece, strip).iter().filter(|pull| pull.1.size() > 0) {
                let held = meter.pull(node, region);
                meter.give(held);
            }
            meter.next();
            seen += 1.0;
            total += weight;
        }
        let strips = if seen == 0.0 { 0.0 } else { (meter.read() - ahead) as f64 * total / seen };
        let packed = staging.parts.iter().map(|(node, region)| node.nbytes(region) as u64).sum();
        let unpacked = staging.parts.iter().map(|(node, region)| chunks(node, region)).sum();
        Traffic { read: ahead + strips.round() as u64 + packed, unpacked, packed }
    }
}

/// Some of so many, spread evenly, and how many each stands for.
fn spread(count: usize) -> impl Iterator<Item = (usize, f64)> {
    let some = count.min(LOOKED_AT);
    (0..some).map(move |at| {
        let number = (at as u128 * count as u128 / some as u128) as usize;
        (number, count as f64 / some as f64)
    })
}

/// Bytes of the chunks that hold something of a region.
fn chunks(node: &Arc<Node>, region: &Region) -> u64 {
    let Some(info) = stored(node).map(|source| source.dataset.info()) else { return 0 };
    let grid = info.grid();
    let sizes = grid.overlapping(region).map(|at| grid.block(&at).size());
    sizes.sum::<usize>() as u64 * node.dtype.itemsize() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_few_and_some_of_many() {
        let few: Vec<_> = spread(3).collect();
        assert_eq!(few, [(0, 1.0), (1, 1.0), (2, 1.0)]);
        let many: Vec<_> = spread(1000).collect();
        assert_eq!((many.len(), many[0].0, many[31].0), (32, 0, 968));
        assert_eq!(many.iter().map(|some| some.1).sum::<f64>(), 1000.0);
        assert_eq!(spread(0).count(), 0);
    }
}
