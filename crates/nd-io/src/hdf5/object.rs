//! [`Object`]: an object header, which is a list of messages about a group or a data set.

use std::rc::Rc;

use super::cursor::checked;
use super::datatype::Datatype;
use super::store::{Seen, Walk};
use super::{Result, corrupt};

/// Kinds of messages.
pub(super) mod kind {
    pub(crate) const DATASPACE: u16 = 0x01;
    pub(crate) const LINK_INFO: u16 = 0x02;
    pub(crate) const DATATYPE: u16 = 0x03;
    pub(crate) const OLD_FILL: u16 = 0x04;
    pub(crate) const FILL: u16 = 0x05;
    pub(crate) const LINK: u16 = 0x06;
    pub(crate) const EXTERNAL_FILES: u16 = 0x07;
    pub(crate) const LAYOUT: u16 = 0x08;
    pub(crate) const PIPELINE: u16 = 0x0b;
    pub(crate) const ATTRIBUTE: u16 = 0x0c;
    pub(crate) const SHARED_TABLE: u16 = 0x0f;
    pub(crate) const CONTINUATION: u16 = 0x10;
    pub(crate) const SYMBOL_TABLE: u16 = 0x11;
    pub(crate) const ATTRIBUTE_INFO: u16 = 0x15;
}

/// More pieces than this no library makes.
pub(super) const MAX_PIECES: usize = 4096;

/// One message.
pub(super) struct Message {
    pub(super) kind: u16,
    flags: u8,
    pub(super) data: Vec<u8>,
    /// Where the data are in the file.
    pub(super) at: u64,
}

/// A piece of an object header: the header itself, or what continues it.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    /// Position of its first byte, the signature's if it has one.
    pub(super) at: u64,
    /// Length, with the checksum if it has one.
    pub(super) len: u64,
}

/// The messages of an object header.
pub(super) struct Object {
    /// 1 or 2; pieces of version 2 have checksums.
    pub(super) version: u8,
    pub(super) pieces: Vec<Piece>,
    pub(super) messages: Vec<Message>,
    seen: Seen,
}

impl Object {
    /// Reads the header at a position, and all that continues it.
    pub(super) fn read(walk: &Walk<'_>, at: u64) -> Result<Self> {
        let start = walk.read(at, 16, "object header")?;
        if start.starts_with(b"OHDR") {
            second_kind(walk, at, &start)
        } else {
            first_kind(walk, at, &start)
        }
    }

    /// The data of the only message of a kind, those of another object that shares them included.
    pub(super) fn find(&self, walk: &Walk<'_>, kind: u16) -> Result<Option<Vec<u8>>> {
        match self.messages.iter().find(|message| message.kind == kind) {
            Some(message) => resolve(walk, message).map(Some),
            None => Ok(None),
        }
    }

    /// As [`find`](Self::find), for messages that must be there.
    pub(super) fn expect(&self, walk: &Walk<'_>, kind: u16, what: &str) -> Result<Vec<u8>> {
        self.find(walk, kind)?.ok_or_else(|| corrupt(format!("object header: no {what} message")))
    }

    /// The type of the elements.
    pub(super) fn datatype(&self, walk: &Walk<'_>) -> Result<Rc<Datatype>> {
        let message = self.all(kind::DATATYPE).next();
        let message = message.ok_or_else(|| corrupt("object header: no datatype message"))?;
        walk.datatype(&message.data, message.is_shared())
    }

    /// All messages of a kind.
    pub(super) fn all(&self, kind: u16) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |message| message.kind == kind)
    }

    pub(super) fn has(&self, kind: u16) -> bool {
        self.all(kind).next().is_some()
    }
}

impl Message {
    /// Whether the data are only a pointer to another object's.
    pub(super) fn is_shared(&self) -> bool {
        self.flags & 2 != 0
    }
}

/// A message's data, from where they are.
pub(super) fn resolve(walk: &Walk<'_>, message: &Message) -> Result<Vec<u8>> {
    if message.is_shared() {
        return shared(walk, &message.data, message.kind);
    }
    Ok(message.data.clone())
}

/// The data of a message that is elsewhere: in another object (a type with a name), or in a heap.
pub(super) fn shared(walk: &Walk<'_>, pointer: &[u8], kind: u16) -> Result<Vec<u8>> {
    let mut cursor = walk.cursor(pointer, "shared message");
    let version = cursor.u8()?;
    let place = cursor.u8()?;
    match (version, place) {
        (1, _) => cursor.skip(6)?,
        (2, _) | (3, 2) => {}
        (3, 1) => return walk.messages()?.get(walk, kind, cursor.take(8)?),
        _ => return Err(corrupt(format!("shared message: version {version}, place {place}"))),
    }
    let at = cursor.address_of("the object that holds it")?;
    let object = Object::read(walk, at)?;
    match object.messages.into_iter().find(|message| message.kind == kind) {
        Some(message) if !message.is_shared() => Ok(message.data),
        _ => Err(corrupt(format!("shared message: none of kind {kind} at {at}"))),
    }
}

fn first_kind(walk: &Walk<'_>, at: u64, start: &[u8]) -> Result<Object> {
    let mut cursor = walk.cursor(start, "object header");
    cursor.version(1)?;
    cursor.skip(1)?;
    let count = usize::from(cursor.u16()?);
    cursor.skip(4)?;
    let len = u64::from(cursor.u32()?);
    let mut object = Object::new(1, Piece { at: at.saturating_add(16), len });
    let first = walk.first_visit(at);
    let mut next = 0;
    while let Some(&piece) = object.pieces.get(next) {
        object.enter(walk, piece, first)?;
        let bytes = walk.read(piece.at, piece.len, "object header")?;
        let mut cursor = walk.cursor(&bytes, "object header");
        while cursor.left() >= 8 && object.messages.len() < count {
            let kind = cursor.u16()?;
            let size = usize::from(cursor.u16()?);
            let flags = cursor.u8()?;
            cursor.skip(3)?;
            let at = piece.at + cursor.position() as u64;
            object.push(walk, Message { kind, flags, data: cursor.take(size)?.to_vec(), at })?;
        }
        next += 1;
    }
    if object.messages.len() < count {
        let found = object.messages.len();
        return Err(corrupt(format!("object header: {found} of {count} messages")));
    }
    Ok(object)
}

fn second_kind(walk: &Walk<'_>, at: u64, start: &[u8]) -> Result<Object> {
    let mut cursor = walk.cursor(start, "object header");
    cursor.signature(b"OHDR")?;
    cursor.version(2)?;
    let flags = cursor.u8()?;
    let before = 6 + if flags & 0x20 != 0 { 16 } else { 0 } + if flags & 0x10 != 0 { 4 } else { 0 };
    let width = 1 << (flags & 3);
    let size = walk.read(at + before, width, "object header")?;
    let size = walk.cursor(&size, "object header").uint(width as usize)?;
    let skip = before + width;
    let len = size.checked_add(skip + 4).ok_or_else(|| corrupt("object header: its size"))?;
    let mut object = Object::new(2, Piece { at, len });
    let first = walk.first_visit(at);
    let mut next = 0;
    while let Some(&piece) = object.pieces.get(next) {
        object.enter(walk, piece, first)?;
        let bytes = walk.read(piece.at, piece.len, "object header")?;
        let body = checked(&bytes, "object header")?;
        let mut cursor = walk.cursor(body, "object header");
        if next == 0 {
            cursor.skip(skip as usize)?;
        } else {
            cursor.signature(b"OCHK")?;
        }
        object.parse_second(walk, piece, &mut cursor, flags & 4 != 0)?;
        next += 1;
    }
    Ok(object)
}

impl Object {
    fn new(version: u8, piece: Piece) -> Self {
        Self { version, pieces: vec![piece], messages: Vec::new(), seen: Seen::default() }
    }

    /// Notes a piece, before it is read: it is part of no other, of this header or of another one.
    fn enter(&mut self, walk: &Walk<'_>, piece: Piece, first: bool) -> Result<()> {
        self.seen.take(piece.at, piece.len, "object header")?;
        if first { walk.header_piece(piece.at, piece.len) } else { Ok(()) }
    }

    /// The messages of one piece; fewer bytes than a message's head are a gap.
    fn parse_second(
        &mut self,
        walk: &Walk<'_>,
        piece: Piece,
        cursor: &mut super::cursor::Cursor<'_>,
        ordered: bool,
    ) -> Result<()> {
        let head = if ordered { 6 } else { 4 };
        while cursor.left() >= head {
            let kind = u16::from(cursor.u8()?);
            let size = usize::from(cursor.u16()?);
            let flags = cursor.u8()?;
            if ordered {
                cursor.skip(2)?;
            }
            let at = piece.at + cursor.position() as u64;
            self.push(walk, Message { kind, flags, data: cursor.take(size)?.to_vec(), at })?;
        }
        Ok(())
    }

    /// Adds a message, and notes where the header goes on.
    fn push(&mut self, walk: &Walk<'_>, message: Message) -> Result<()> {
        if message.kind == kind::CONTINUATION {
            let mut cursor = walk.cursor(&message.data, "continuation of an object header");
            let at = cursor.address_of("the continuation")?;
            let len = cursor.length()?;
            if self.pieces.len() >= MAX_PIECES {
                return Err(corrupt(format!("object header: more than {MAX_PIECES} pieces")));
            }
            self.pieces.push(Piece { at, len });
        }
        self.messages.push(message);
        Ok(())
    }
}
