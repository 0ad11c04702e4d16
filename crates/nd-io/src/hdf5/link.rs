//! Links: the members of a group, in whichever of three ways it keeps them.

use std::cmp::Ordering;
use std::sync::Arc;

use super::checksum::lookup3;
use super::fractal::FractalHeap;
use super::heap::LocalHeap;
use super::object::{Object, kind};
use super::store::{Seen, Store, Walk};
use super::tree1::{self, Keys};
use super::tree2::Tree2;
use super::{Result, corrupt, elsewhere, unsupported};

/// Soft links followed on one way; more are a circle.
const MAX_SOFT: usize = 40;
/// Files on one way.
const MAX_FILES: usize = 16;
/// Names on one way.
const MAX_STEPS: usize = 4096;

/// What a name in a group stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Link {
    /// An object, by the position of its header.
    Hard(u64),
    /// Another name.
    Soft(String),
    /// A name in another file.
    External { file: String, path: String },
    /// Of a kind that an application made up, by its number.
    Foreign(u8),
}

/// Visits the members of a group; those of one name only, where that saves reading.
fn visit(
    walk: &Walk<'_>,
    group: &Object,
    name: Option<&str>,
    visit: &mut dyn FnMut(&str, Link) -> Result<()>,
) -> Result<()> {
    if let Some(table) = group.find(walk, kind::SYMBOL_TABLE)? {
        return symbols(walk, &table, name, visit);
    }
    for message in group.all(kind::LINK) {
        let (name, link) = parse(walk, &message.data)?;
        visit(&name, link)?;
    }
    match group.find(walk, kind::LINK_INFO)? {
        Some(info) => dense(walk, &info, name, visit),
        None => Ok(()),
    }
}

/// The members of a group, in the order of their names.
pub(super) fn members(walk: &Walk<'_>, group: &Object) -> Result<Vec<(String, Link)>> {
    let mut all = Vec::new();
    visit(walk, group, None, &mut |name, link| {
        all.push((name.to_owned(), link));
        Ok(())
    })?;
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all)
}

/// A member of a group.
pub(super) fn find(walk: &Walk<'_>, group: &Object, wanted: &str) -> Result<Option<Link>> {
    let mut found = None;
    let mut look = |by_name| {
        visit(walk, group, by_name, &mut |name, link| {
            if name == wanted {
                found.get_or_insert(link);
            }
            Ok(())
        })
    };
    // A name that is not UTF-8 is listed with marks for what cannot be read, by which no index finds it.
    look(Some(wanted).filter(|name| !name.contains(char::REPLACEMENT_CHARACTER)))?;
    Ok(found)
}

/// Whether an object is a group.
pub(super) fn is_group(object: &Object) -> bool {
    object.has(kind::SYMBOL_TABLE) || object.has(kind::LINK_INFO) || object.has(kind::LINK)
}

/// The file and the header that a path leads to from a group, or `None` where a name does not exist.
///
/// # Errors
/// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) for links in circles;
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for links of an application's own, and those
/// to files that are not below this one's folder; what is wrong with a file on the way.
pub(super) fn resolve(
    store: &Arc<Store>,
    from: u64,
    path: &str,
) -> Result<Option<(Arc<Store>, u64)>> {
    // Names still to go, the next one last.
    let mut names: Vec<String> = Vec::new();
    let push = |names: &mut Vec<String>, path: &str| {
        let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
        names.extend(parts.rev().map(str::to_owned));
        path.starts_with('/')
    };
    let mut store = Arc::clone(store);
    let mut at = if push(&mut names, path) { store.root() } else { from };
    let (mut soft, mut files, mut steps) = (0, 0, 0);
    while let Some(name) = names.pop() {
        steps += 1;
        if steps > MAX_STEPS || names.len() > MAX_STEPS {
            return Err(corrupt(format!("links: more than {MAX_STEPS} names on the way")));
        }
        let walk = Walk::new(&store);
        let group = Object::read(&walk, at)?;
        if !is_group(&group) {
            return Ok(None);
        }
        match find(&walk, &group, &name)? {
            None => return Ok(None),
            Some(Link::Hard(header)) => at = header,
            Some(Link::Foreign(kind)) => {
                return Err(unsupported(format!(
                    "the link \"{name}\", of a kind {kind} of its own"
                )));
            }
            Some(Link::External { file, path }) => {
                files += 1;
                if files > MAX_FILES {
                    return Err(corrupt(format!("links: more than {MAX_FILES} files on the way")));
                }
                let Some(other) = elsewhere::store(&store, &file)? else { return Ok(None) };
                push(&mut names, &path);
                (at, store) = (other.root(), other);
            }
            Some(Link::Soft(target)) => {
                soft += 1;
                if soft > MAX_SOFT {
                    return Err(corrupt(format!(
                        "links: more than {MAX_SOFT} soft links on the way"
                    )));
                }
                if push(&mut names, &target) {
                    at = store.root();
                }
            }
        }
    }
    Ok(Some((store, at)))
}

/// Members in a symbol table: a B-tree of nodes of entries, whose names are in a heap.
fn symbols(
    walk: &Walk<'_>,
    table: &[u8],
    name: Option<&str>,
    visit: &mut dyn FnMut(&str, Link) -> Result<()>,
) -> Result<()> {
    let mut cursor = walk.cursor(table, "symbol table");
    let tree = cursor.address_of("the B-tree")?;
    let heap = LocalHeap::read(walk, cursor.address_of("the heap")?)?;
    let wanted = |mut left: super::cursor::Cursor<'_>, mut right: super::cursor::Cursor<'_>| {
        let Some(name) = name else { return Ok(true) };
        let (left, right) = (heap.bytes_at(left.length()?)?, heap.bytes_at(right.length()?)?);
        Ok(left < name.as_bytes() && name.as_bytes() <= right)
    };
    let mut seen = Seen::default();
    tree1::visit(walk, tree, Keys::Names, &wanted, &mut |_, at| {
        let head = walk.read(at, 8, "symbol table node")?;
        let mut cursor = walk.cursor(&head, "symbol table node");
        cursor.signature(b"SNOD")?;
        cursor.version(1)?;
        cursor.skip(1)?;
        let count = usize::from(cursor.u16()?);
        // The name's place in the heap takes what a length takes.
        let width = walk.store.sizes.length + walk.store.sizes.offset + 4 + 4 + 16;
        seen.take(at, (8 + count * width) as u64, "symbol table node")?;
        let entries = walk.read(at + 8, (count * width) as u64, "symbol table node")?;
        for entry in entries.chunks_exact(width) {
            let mut cursor = walk.cursor(entry, "symbol table entry");
            let name_at = cursor.length()?;
            let header = cursor.address()?;
            let soft = cursor.u32()? == 2;
            cursor.skip(4)?;
            let link = match header {
                _ if soft => {
                    let target = u64::from(cursor.u32()?);
                    Link::Soft(heap.name_at(target)?)
                }
                Some(header) => Link::Hard(header),
                None => return Err(cursor.bad("a member nowhere".into())),
            };
            visit(&heap.name_at(name_at)?, link)?;
        }
        Ok(())
    })
}

/// Members in a heap, found by a hash of their names.
fn dense(
    walk: &Walk<'_>,
    info: &[u8],
    name: Option<&str>,
    visit: &mut dyn FnMut(&str, Link) -> Result<()>,
) -> Result<()> {
    each_dense(walk, info, name, &mut |bytes| {
        let (name, link) = parse(walk, &bytes)?;
        visit(&name, link)
    })
}

/// Visits the messages of members in a heap; of one name, or of another with the same hash.
fn each_dense(
    walk: &Walk<'_>,
    info: &[u8],
    name: Option<&str>,
    visit: &mut dyn FnMut(Vec<u8>) -> Result<()>,
) -> Result<()> {
    let mut cursor = walk.cursor(info, "link info");
    cursor.version(0)?;
    if cursor.u8()? & 1 != 0 {
        cursor.skip(8)?;
    }
    let (Some(heap), Some(names)) = (cursor.address()?, cursor.address()?) else { return Ok(()) };
    let heap = FractalHeap::open(walk, heap)?;
    let tree = Tree2::open(walk, names)?;
    if tree.kind() != 5 || tree.record < 5 {
        return Err(corrupt(format!("link info: a tree of kind {}", tree.kind())));
    }
    let wanted = name.map(|name| lookup3(name.as_bytes()));
    let place = |mut record: super::cursor::Cursor<'_>| -> Result<Ordering> {
        let hash = record.u32()?;
        Ok(wanted.map_or(Ordering::Equal, |wanted| hash.cmp(&wanted)))
    };
    tree.visit(walk, &place, &mut |mut record| {
        record.skip(4)?;
        visit(heap.get(walk, record.rest())?)
    })
}

/// The messages of all members of a group that keeps them in a heap, with their names.
pub(super) fn dense_messages(walk: &Walk<'_>, info: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    each_dense(walk, info, None, &mut |bytes| {
        let (name, _) = parse(walk, &bytes)?;
        all.push((name, bytes));
        Ok(())
    })?;
    Ok(all)
}

/// A link message.
pub(super) fn parse(walk: &Walk<'_>, bytes: &[u8]) -> Result<(String, Link)> {
    let mut cursor = walk.cursor(bytes, "link");
    cursor.version(1)?;
    let flags = cursor.u8()?;
    let kind = if flags & 8 != 0 { cursor.u8()? } else { 0 };
    if flags & 4 != 0 {
        cursor.skip(8)?; // when it was made
    }
    if flags & 16 != 0 {
        cursor.skip(1)?; // how it is encoded: ASCII is UTF-8
    }
    let len = cursor.uint(1 << (flags & 3))?;
    let name = cursor.take(usize::try_from(len).unwrap_or(usize::MAX))?;
    let name = String::from_utf8_lossy(name).into_owned();
    let link = match kind {
        0 => Link::Hard(cursor.address_of("a member")?),
        1 => {
            let len = usize::from(cursor.u16()?);
            let target = cursor.take(len)?;
            Link::Soft(String::from_utf8_lossy(target).into_owned())
        }
        64 => {
            let len = usize::from(cursor.u16()?);
            let value = cursor.take(len)?;
            external(walk, value)?
        }
        kind => Link::Foreign(kind),
    };
    Ok((name, link))
}

/// Where a link into another file leads: the file's name, and a path in it.
fn external(walk: &Walk<'_>, value: &[u8]) -> Result<Link> {
    let mut cursor = walk.cursor(value, "link into another file");
    match cursor.u8()? {
        0 => {}
        version => return Err(cursor.bad(format!("version and flags {version}"))),
    }
    let mut name =
        || -> Result<String> { Ok(String::from_utf8_lossy(cursor.text_bytes()?).into_owned()) };
    let (file, path) = (name()?, name()?);
    Ok(Link::External { file, path })
}
