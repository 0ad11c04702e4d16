//! How much a factorisation fills in, from patterns alone.

/// No node.
const NONE: usize = usize::MAX;

/// Hands on the neighbours of a node, by their places in the elimination.
pub(super) type Neighbours<'a> = dyn Fn(usize, &mut dyn FnMut(usize)) + 'a;

/// How many entries Cholesky's factor has of a symmetric pattern that is eliminated in order (J. W. H. Liu, 1990): each
/// row of the factor is a part of the elimination tree, which is walked once.
pub(super) fn entries(n: usize, neighbours: &Neighbours<'_>) -> usize {
    let parents = tree(n, neighbours);
    let mut seen = vec![NONE; n];
    let mut entries = n;
    for row in 0..n {
        seen[row] = row;
        neighbours(row, &mut |mut at| {
            while at < row && seen[at] != row {
                seen[at] = row;
                entries += 1;
                at = parents[at];
            }
        });
    }
    entries
}

/// The parent of each node in the elimination tree.
fn tree(n: usize, neighbours: &Neighbours<'_>) -> Vec<usize> {
    let (mut parents, mut ancestors) = (vec![NONE; n], vec![NONE; n]);
    for row in 0..n {
        neighbours(row, &mut |mut at| {
            while at < row {
                let next = std::mem::replace(&mut ancestors[at], row);
                if next == NONE {
                    parents[at] = row;
                }
                at = next;
            }
        });
    }
    parents
}
