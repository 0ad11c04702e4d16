//! New members of groups that exist: their headers stay where they are and go on at the end of the file.
//!
//! An object header is a list of messages in pieces, and a message may say where it goes on. So one
//! message of the group, large enough for that, makes way and stands in the new piece, and behind it what
//! is new. Members that the group keeps in a tree or in a heap become messages too, which every version
//! since 1.8 reads; nobody would find the new ones otherwise.

use super::super::checksum::lookup3;
use super::super::link::{self, Link};
use super::super::object::{MAX_PIECES, Message, Object, kind};
use super::super::store::Walk;
use super::super::{Result, corrupt, unsupported};
use super::encode::{self, NOWHERE};
use super::tail::Tail;
use crate::error::{Error, ErrorKind};

/// Bytes of a message that says where a header goes on.
const CONTINUATION: usize = 16;

/// What a group's header becomes.
pub(super) struct Relinked {
    /// Whether its members were in a symbol table, of which others may keep a copy.
    pub(super) had_table: bool,
}

/// Gives a group members, new ones or in place of old ones.
///
/// `walk` reads the file as it was; `tail` is its copy, in which the group's header is at `at`.
pub(super) fn relink(
    walk: &Walk<'_>,
    tail: &Tail,
    at: u64,
    members: &[(String, Link)],
) -> Result<Relinked> {
    let group = Object::read(walk, at)?;
    let form = Form::of(walk, &group, at)?;
    let mut more = Vec::new();
    let mut slot = group.all(kind::LINK_INFO).next();
    let mut order = None;
    if let Some(info) = slot {
        let mut data = info.data.clone();
        order = lift(walk, &mut data, members, &mut more)?;
        more.insert(0, (kind::LINK_INFO, data));
    }
    let table = group.find(walk, kind::SYMBOL_TABLE)?;
    if table.is_some() {
        slot = group.all(kind::SYMBOL_TABLE).next();
        more = vec![(kind::LINK_INFO, link_info()), (GROUP_INFO, vec![0, 0])];
        for (name, link) in link::members(walk, &group)? {
            if members.iter().all(|(new, _)| *new != name) {
                more.push((kind::LINK, encoded(whole(&name)?, &link, None)?));
            }
        }
    }
    for (name, link) in members {
        let old = group.all(kind::LINK).find(|message| named(walk, message, name));
        match (old, link) {
            // Where it is, the address alone is another.
            (Some(old), Link::Hard(to)) if is_hard(walk, old) => {
                tail.write_at(old.at + address_in(&old.data)?, &to.to_le_bytes())?;
            }
            (Some(_), _) => return Err(unsupported(format!("another \"{name}\" for a soft link"))),
            (None, link) => {
                let mine = order.map(|first| first + more.len() as u64);
                more.push((kind::LINK, encoded(name, link, mine)?));
            }
        }
    }
    // Where all members stay in their places, there is nothing but the link info as it was: another
    // piece of the header for each array that is replaced would make it too long to be read.
    if table.is_some() || more.len() != 1 {
        if group.pieces.len() >= MAX_PIECES {
            let what = "another addition to a group that has had thousands; write the file anew";
            return Err(unsupported(what));
        }
        let slot =
            slot.filter(|message| !message.is_shared() && message.data.len() >= CONTINUATION);
        let slot =
            slot.ok_or_else(|| unsupported("adding to a group whose description is shared"))?;
        form.extend(tail, slot, &more)?;
    }
    if form.version == 2 {
        group.pieces.iter().try_for_each(|piece| sum(tail, piece.at, piece.len))?;
    }
    Ok(Relinked { had_table: table.is_some() })
}

/// The message of a group that says nothing but that it is one.
const GROUP_INFO: u16 = 0x0a;

/// The message that says that members are messages.
fn link_info() -> Vec<u8> {
    let mut info = vec![0, 0];
    info.extend([NOWHERE.to_le_bytes(); 2].as_flattened());
    info
}

/// Takes the members of a group out of its heap, but those that are replaced, and makes its link info say
/// so; returns the number of the next member, where they are numbered.
fn lift(
    walk: &Walk<'_>,
    info: &mut [u8],
    replaced: &[(String, Link)],
    more: &mut Vec<(u16, Vec<u8>)>,
) -> Result<Option<u64>> {
    for (name, message) in link::dense_messages(walk, info)? {
        if replaced.iter().all(|(new, _)| *new != name) {
            more.push((kind::LINK, message));
        }
    }
    let flags = info.get(1).copied().unwrap_or(0);
    let numbered = flags & 1 != 0;
    let mut next = None;
    let addresses = if numbered { 10 } else { 2 };
    if info.len() < addresses + 16 {
        return Err(corrupt("link info: cut off"));
    }
    if numbered {
        let mut number = [0; 8];
        number.copy_from_slice(&info[2..10]);
        let first = u64::from_le_bytes(number);
        let count = (replaced.len() + more.len() + 1) as u64;
        info[2..10].copy_from_slice(&first.saturating_add(count).to_le_bytes());
        next = Some(first);
    }
    // The heap, the tree of names, and perhaps one of numbers.
    info[addresses..].fill(0xff);
    Ok(next)
}

/// A link as a message; with its number where a group numbers its members.
fn encoded(name: &str, link: &Link, number: Option<u64>) -> Result<Vec<u8>> {
    let mut message = match link {
        Link::Hard(at) => encode::link(name, *at),
        Link::Soft(target) => encode::soft_link(name, target)?,
        Link::External { .. } | Link::Foreign(_) => {
            return Err(unsupported(format!("the link \"{name}\" out of the file")));
        }
    };
    if let Some(number) = number {
        // Behind the flags, and the kind where there is one.
        let place = if message[1] & 8 != 0 { 3 } else { 2 };
        message[1] |= 4;
        message.splice(place..place, number.to_le_bytes());
    }
    Ok(message)
}

/// A name that stands in the file as it does here: of others the bytes are not known any more.
fn whole(name: &str) -> Result<&str> {
    match name.contains(char::REPLACEMENT_CHARACTER) {
        true => Err(unsupported(format!("adding to a group with \"{name}\", not UTF-8"))),
        false => Ok(name),
    }
}

fn named(walk: &Walk<'_>, message: &Message, name: &str) -> bool {
    link::parse(walk, &message.data).is_ok_and(|(other, _)| other == name)
}

fn is_hard(walk: &Walk<'_>, message: &Message) -> bool {
    matches!(link::parse(walk, &message.data), Ok((_, Link::Hard(_))))
}

/// Where in the message of a hard link its address is: behind the name; padding may follow.
fn address_in(message: &[u8]) -> Result<u64> {
    let cut = || corrupt("link: cut off");
    let flags = *message.get(1).ok_or_else(cut)?;
    // The kind, the number and the encoding, where there are some.
    let optional = [(8, 1), (4, 8), (16, 1)];
    let before: usize = optional.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, n)| n).sum();
    let (start, width) = (2 + before, 1 << (flags & 3));
    let mut len = [0; 8];
    let field = message.get(start..start + width).ok_or_else(cut)?;
    len[..width].copy_from_slice(field);
    let at = u64::from_le_bytes(len).saturating_add((start + width) as u64);
    match at.checked_add(8) {
        Some(end) if end <= message.len() as u64 => Ok(at),
        _ => Err(cut()),
    }
}

/// How the messages of an object header are laid out.
struct Form {
    at: u64,
    /// 1 or 2.
    version: u8,
    /// Bytes before a message's data.
    head: usize,
    /// Messages there are, as the first version counts them.
    count: usize,
}

impl Form {
    fn of(walk: &Walk<'_>, object: &Object, at: u64) -> Result<Self> {
        let (version, count) = (object.version, object.messages.len());
        let head = match version {
            1 => 8,
            _ if walk.read(at, 6, "object header")?[5] & 4 != 0 => 6,
            _ => 4,
        };
        Ok(Self { at, version, head, count })
    }

    /// Puts messages into a new piece, to which the message at `slot` points from now on.
    fn extend(&self, tail: &Tail, slot: &Message, more: &[(u16, Vec<u8>)]) -> Result<()> {
        let mut piece = if self.version == 2 { b"OCHK".to_vec() } else { Vec::new() };
        for (kind, data) in more {
            self.push(&mut piece, *kind, data)?;
        }
        if self.version == 2 {
            piece.extend(lookup3(&piece).to_le_bytes());
        }
        let place = tail.append(&piece)?;
        let mut data = place.to_le_bytes().to_vec();
        data.extend((piece.len() as u64).to_le_bytes());
        let rest = slot.data.len() - CONTINUATION;
        let mut added = more.len();
        let mut changed = Vec::new();
        if rest >= self.head {
            self.push(&mut changed, kind::CONTINUATION, &data)?;
            self.push(&mut changed, 0, &vec![0; rest - self.head])?;
            added += 1;
        } else {
            // Too little for a message of nothing: the continuation has it.
            data.resize(slot.data.len(), 0);
            self.push(&mut changed, kind::CONTINUATION, &data)?;
        }
        tail.write_at(slot.at - self.head as u64, &changed)?;
        if self.version == 1 {
            let count = u16::try_from(self.count + added);
            let count = count.map_err(|_| unsupported("more than 65,535 members of a group"))?;
            tail.write_at(self.at + 2, &count.to_le_bytes())?;
        }
        Ok(())
    }

    fn push(&self, out: &mut Vec<u8>, kind: u16, data: &[u8]) -> Result<()> {
        let (asked, limit) = (data.len() as u64, u64::from(u16::MAX) - 7);
        if asked > limit {
            return Err(ErrorKind::LimitExceeded { what: "a name", asked, limit }.into());
        }
        if self.version == 1 {
            let len = data.len().next_multiple_of(8);
            out.extend(kind.to_le_bytes());
            out.extend((len as u16).to_le_bytes());
            out.extend([0; 4]);
            out.extend(data);
            out.resize(out.len() + len - data.len(), 0);
            return Ok(());
        }
        out.push(kind as u8);
        out.extend((data.len() as u16).to_le_bytes());
        out.resize(out.len() + self.head - 3, 0);
        out.extend(data);
        Ok(())
    }
}

/// Makes the checksum at the end of a structure fit again.
pub(super) fn sum(tail: &Tail, at: u64, len: u64) -> Result<()> {
    let len = usize::try_from(len).ok().filter(|&len| len >= 4);
    let mut bytes = vec![0; len.ok_or_else(|| corrupt("object header: its size"))? - 4];
    tail.read_at(at, &mut bytes)?;
    tail.write_at(at + bytes.len() as u64, &lookup3(&bytes).to_le_bytes())
}

/// The error of a path that leads through something that is no group.
pub(super) fn no_group(name: &str) -> Error {
    super::group::taken(format!("\"{name}\" is no group"))
}
