//! The tree of an array's chunks.

use super::super::Result;
use super::encode::NOWHERE;
use super::tail::Tail;

/// Children of a node, unless a file says otherwise.
const CHILDREN: usize = 64;

/// A chunk, as a tree knows it.
pub(super) struct Leaf {
    /// Position of its first element.
    pub(super) start: Vec<u64>,
    pub(super) at: u64,
    pub(super) len: u32,
    pub(super) skipped: u32,
}

/// What is below a node: the first chunk's key, and where it is.
struct Child {
    key: Vec<u8>,
    at: u64,
}

/// Writes the tree of chunks, which are in C order, and returns where it is; nowhere for none.
pub(super) fn write(tail: &Tail, leaves: &[Leaf], chunk: &[usize]) -> Result<u64> {
    let Some(last) = leaves.last() else { return Ok(NOWHERE) };
    let key = |len: u32, skipped: u32, start: &[u64]| {
        let mut key = [len.to_le_bytes(), skipped.to_le_bytes()].concat();
        key.extend(start.iter().chain([&0]).flat_map(|position| position.to_le_bytes()));
        key
    };
    // After the last chunk along every axis: where no chunk is.
    let end: Vec<u64> = last.start.iter().zip(chunk).map(|(at, &n)| at + n as u64).collect();
    let end = key(0, 0, &end);
    let child = |leaf: &Leaf| Child { key: key(leaf.len, leaf.skipped, &leaf.start), at: leaf.at };
    let mut children: Vec<Child> = leaves.iter().map(child).collect();
    let mut level = 0;
    loop {
        children = write_level(tail, &children, level, &end)?;
        if let [root] = &children[..] {
            return Ok(root.at);
        }
        level += 1;
    }
}

/// Writes the nodes of a level, and returns them as children of the next.
fn write_level(tail: &Tail, children: &[Child], level: u8, end: &[u8]) -> Result<Vec<Child>> {
    // Nodes take the room of full ones, as readers expect.
    let node_len = 24 + CHILDREN * 8 + (CHILDREN + 1) * end.len();
    let count = children.len().div_ceil(CHILDREN);
    let places: Vec<u64> = (0..count).map(|_| tail.room(node_len as u64)).collect();
    let place = |i: Option<usize>| i.and_then(|i| places.get(i).copied()).unwrap_or(NOWHERE);
    let mut parents = Vec::with_capacity(count);
    for (i, group) in children.chunks(CHILDREN).enumerate() {
        let mut node = b"TREE\x01".to_vec();
        node.push(level);
        node.extend((group.len() as u16).to_le_bytes());
        node.extend(place(i.checked_sub(1)).to_le_bytes());
        node.extend(place(Some(i + 1)).to_le_bytes());
        for child in group {
            node.extend(&child.key);
            node.extend(child.at.to_le_bytes());
        }
        let next = children.get((i + 1) * CHILDREN).map_or(end, |child| &child.key);
        node.extend(next);
        node.resize(node_len, 0);
        tail.write_at(places[i], &node)?;
        parents.push(Child { key: group[0].key.clone(), at: places[i] });
    }
    Ok(parents)
}
