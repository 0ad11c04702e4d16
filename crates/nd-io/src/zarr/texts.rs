//! Arrays of texts: of one length each, read as numbers with an axis more, or each as long as it is.

use nd_core::{AnyArray, Array, DType, Shape};

use super::codec::{Chain, resize};
use super::json::{self, Extension, Object};
use super::keys::ChunkKeys;
use super::metadata::extents;
use super::place::Place;
use super::store::Pool;
use super::{corrupt, read, unsupported, v2, v3};
use crate::blocks::{ChunkGrid, Region, filled};
use crate::error::{Error, ErrorKind};

/// The most bytes that a packed chunk of texts may have.
const MAX_CHUNK: usize = 1 << 30;

/// What the texts of an array are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// So many characters of four bytes; whether these are swapped.
    Wide { width: usize, swapped: bool },
    /// So many bytes.
    Bytes { width: usize },
    /// A length and the bytes of UTF-8.
    Lengths,
}

impl Texts {
    /// What they are as numbers, and how many of them.
    pub(super) fn numbers(self) -> Option<(DType, usize, bool)> {
        match self {
            Self::Wide { width, swapped } => Some((DType::U32, width, swapped)),
            Self::Bytes { width } => Some((DType::U8, width, false)),
            Self::Lengths => None,
        }
    }
}

/// Reads all texts of an array.
///
/// # Errors
/// `Unsupported` for an array of something else; `Corrupt` for bytes that are no text; as for numbers.
pub(crate) fn read(place: &Place) -> Result<Array<String>, Error> {
    let (key, version) = match place.document("zarr.json")? {
        Some(bytes) => (("zarr.json", bytes), 3),
        None => match place.document(".zarray")? {
            Some(bytes) => ((".zarray", bytes), 2),
            None => {
                let kind = ErrorKind::NoSuchArray { name: String::new(), there: Vec::new() };
                return Err(Error::from(kind).at(place.path("")));
            }
        },
    };
    let (name, bytes) = key;
    let read = || {
        let text = json::document(&bytes, name)?;
        let object = Object::parse(&text, name)?;
        let texts = if version == 3 { v3::texts(&object)? } else { v2::texts(&object)? };
        match texts.numbers() {
            Some(_) => of_one_length(place, &object, texts, version),
            None => of_any_length(place, &object, version),
        }
    };
    read().map_err(|error: Error| error.at(place.path(name)))
}

/// Texts that are numbers with an axis more.
fn of_one_length(
    place: &Place,
    object: &Object<'_>,
    texts: Texts,
    version: u8,
) -> Result<Array<String>, Error> {
    let metadata = if version == 3 {
        v3::array_of(object, Some(texts))?
    } else {
        v2::array_of(object, Some(texts))?
    };
    let all = metadata.info().shape;
    let dtype = metadata.info().dtype;
    let numbers = filled(dtype, all, &mut |out| {
        read::read(place, &metadata, &Pool::default(), &Region::all(all), out)
    })?;
    let width = all.last().copied().unwrap_or(1).max(1);
    let shape = Shape::from(&all[..all.len() - 1]);
    let count: usize = shape.iter().product();
    let mut found = Vec::new();
    found.try_reserve(count).map_err(|_| Error::no_memory(count.saturating_mul(24)))?;
    match numbers {
        AnyArray::U32(wide) => {
            let wide = wide.into_vec();
            for text in wide.chunks(width) {
                let end = text.iter().rposition(|&letter| letter != 0).map_or(0, |at| at + 1);
                let letters = text[..end].iter().map(|&letter| char::from_u32(letter));
                let letters: Option<String> = letters.collect();
                found.push(letters.ok_or_else(|| corrupt("a text that is not valid UTF-32"))?);
            }
        }
        AnyArray::U8(bytes) => {
            let bytes = bytes.into_vec();
            for text in bytes.chunks(width) {
                let end = text.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
                found.push(utf8(&text[..end])?);
            }
        }
        _ => {}
    }
    found.resize(count, String::new());
    Ok(Array::try_from_shape_vec(shape, found)?)
}

fn utf8(bytes: &[u8]) -> Result<String, Error> {
    let text = std::str::from_utf8(bytes).map(str::to_owned);
    text.map_err(|_| corrupt(format!("the bytes \"{}\" are no UTF-8", bytes.escape_ascii())))
}

/// Texts each as long as it is.
fn of_any_length(place: &Place, object: &Object<'_>, version: u8) -> Result<Array<String>, Error> {
    let shape = extents(object, "shape")?;
    let (chunks, keys, chain, fortran) = if version == 3 {
        let (chunks, keys, chain) = v3::of_any_length(object, shape.len())?;
        (chunks, keys, chain, false)
    } else {
        v2::of_any_length(object, &shape)?
    };
    chain.check_known()?;
    if chunks.len() != shape.len() || chunks.contains(&0) {
        let (chunks, shape) = (&chunks[..], &shape[..]);
        return Err(corrupt(format!("chunks of {chunks:?} for shape {shape:?}")));
    }
    let fill: String = object.value("fill_value").ok().flatten().unwrap_or_default();
    let count = shape.iter().try_fold(1_usize, |all, &n| all.checked_mul(n));
    let count = count.ok_or_else(|| corrupt(format!("shape {:?}", &shape[..])))?;
    let mut found: Vec<String> = Vec::new();
    found.try_reserve(count).map_err(|_| Error::no_memory(count.saturating_mul(24)))?;
    found.resize(count, fill);
    let grid = ChunkGrid::new(shape, chunks);
    for at in 0..grid.len() {
        let index = super::metadata::unravel(at, grid.counts());
        let key = keys.key(&index);
        let Some(mut source) = place.open(&key)? else { continue };
        let (mut held, len) = (Vec::new(), source.len());
        let stored = source.bytes(0..len, &mut held)?;
        let texts = unpacked(&chain, stored).and_then(|bytes| parted(&bytes, &chunks));
        let texts = texts.map_err(|error| error.at(place.path(&key)))?;
        put(&mut found, texts, &shape, &chunks, &index, fortran);
    }
    Ok(Array::try_from_shape_vec(shape, found)?)
}

/// A chunk of which nobody says how many bytes it has: in more and more memory.
fn unpacked(chain: &Chain, stored: &[u8]) -> Result<Vec<u8>, Error> {
    if chain.steps.is_empty() {
        return Ok(stored.to_vec());
    }
    let mut room = stored.len().saturating_mul(4).max(4096);
    loop {
        let mut out = Vec::new();
        resize(&mut out, room)?;
        match chain.decode_any(stored, &mut out) {
            Ok(len) => {
                out.truncate(len);
                return Ok(out);
            }
            Err(error) if room >= MAX_CHUNK.min(stored.len().saturating_mul(1 << 16)) => {
                return Err(error);
            }
            Err(_) => room = room.saturating_mul(8).min(MAX_CHUNK),
        }
    }
}

/// The texts of a chunk: how many, and each behind its length.
fn parted<'b>(bytes: &'b [u8], chunks: &[usize]) -> Result<Vec<String>, Error> {
    let short = || corrupt("a chunk of texts is cut off");
    let word = |at: usize| -> Result<usize, Error> {
        let word: Option<&'b [u8; 4]> = bytes.get(at..).and_then(<[u8]>::first_chunk);
        Ok(u32::from_le_bytes(*word.ok_or_else(short)?) as usize)
    };
    let count = word(0)?;
    let want: usize = chunks.iter().product();
    if count != want {
        return Err(corrupt(format!("a chunk of {want} texts has {count}")));
    }
    let (mut texts, mut at) = (Vec::new(), 4);
    for _ in 0..count {
        let len = word(at)?;
        let text = bytes.get(at + 4..).and_then(|rest| rest.get(..len)).ok_or_else(short)?;
        texts.push(utf8(text)?);
        at += 4 + len;
    }
    Ok(texts)
}

/// Puts the texts of a chunk where they belong.
fn put(
    all: &mut [String],
    texts: Vec<String>,
    shape: &Shape,
    chunks: &Shape,
    index: &Shape,
    fortran: bool,
) {
    let ndim = shape.len();
    let reversed: Vec<usize> = chunks.iter().rev().copied().collect();
    for (at, text) in texts.into_iter().enumerate() {
        let within = match fortran {
            true => {
                let mut within = super::metadata::unravel(at, &reversed).to_vec();
                within.reverse();
                within
            }
            false => super::metadata::unravel(at, chunks).to_vec(),
        };
        let place: Vec<usize> =
            (0..ndim).map(|axis| index[axis] * chunks[axis] + within[axis]).collect();
        if place.iter().zip(shape.iter()).all(|(at, n)| at < n) {
            let flat = place.iter().zip(shape.iter()).fold(0, |flat, (at, n)| flat * n + at);
            all[flat] = text;
        }
    }
}

/// What version 3 says of texts each as long as it is.
pub(super) type AnyLength = (Shape, ChunkKeys, Chain);

/// Fails unless the first codec makes bytes of texts; the rest are from bytes to bytes.
pub(super) fn without_vlen<'c, 'a>(
    codecs: &'c [Extension<'a>],
) -> Result<&'c [Extension<'a>], Error> {
    match codecs.split_first() {
        Some((first, rest)) if first.name == "vlen-utf8" => Ok(rest),
        Some((first, _)) => Err(unsupported(format!("texts by codec {:?}", first.name))),
        None => Err(corrupt("codecs: there are none")),
    }
}
