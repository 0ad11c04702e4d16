//! [`Directory`]: what a file says of one picture, as numbered tags with typed values.

use std::collections::BTreeMap;

use nd_core::{Array, DType, Shape};

use super::input::Input;
use super::{Result, corrupt};
use crate::blocks::{Attribute, filled, swap_bytes};

/// The numbers of the tags that pixels depend on, and of those that become attributes.
pub(super) mod tag {
    pub(in super::super) const SUBFILE: u16 = 254;
    pub(in super::super) const OLD_SUBFILE: u16 = 255;
    pub(in super::super) const WIDTH: u16 = 256;
    pub(in super::super) const LENGTH: u16 = 257;
    pub(in super::super) const BITS: u16 = 258;
    pub(in super::super) const COMPRESSION: u16 = 259;
    pub(in super::super) const PHOTOMETRIC: u16 = 262;
    pub(in super::super) const FILL_ORDER: u16 = 266;
    pub(in super::super) const DESCRIPTION: u16 = 270;
    pub(in super::super) const STRIP_OFFSETS: u16 = 273;
    pub(in super::super) const ORIENTATION: u16 = 274;
    pub(in super::super) const SAMPLES: u16 = 277;
    pub(in super::super) const ROWS_PER_STRIP: u16 = 278;
    pub(in super::super) const STRIP_COUNTS: u16 = 279;
    pub(in super::super) const PLANAR: u16 = 284;
    pub(in super::super) const T4_OPTIONS: u16 = 292;
    pub(in super::super) const PREDICTOR: u16 = 317;
    pub(in super::super) const COLOR_MAP: u16 = 320;
    pub(in super::super) const TILE_WIDTH: u16 = 322;
    pub(in super::super) const TILE_LENGTH: u16 = 323;
    pub(in super::super) const TILE_OFFSETS: u16 = 324;
    pub(in super::super) const TILE_COUNTS: u16 = 325;
    pub(in super::super) const SUB_PAGES: u16 = 330;
    pub(in super::super) const EXTRA_SAMPLES: u16 = 338;
    pub(in super::super) const SAMPLE_FORMAT: u16 = 339;
    pub(in super::super) const JPEG_TABLES: u16 = 347;
    pub(in super::super) const JPEG_PLACE: u16 = 513;
    pub(in super::super) const JPEG_COUNT: u16 = 514;
    pub(in super::super) const SUBSAMPLING: u16 = 530;
    pub(in super::super) const DEPTH: u16 = 32997;
    pub(in super::super) const TILE_DEPTH: u16 = 32998;
    pub(in super::super) const LSM_INFO: u16 = 34412;
    pub(in super::super) const ICC_PROFILE: u16 = 34675;
    pub(in super::super) const NODATA: u16 = 42113;
}

/// More tags than this no honest picture has.
const MOST_TAGS: u64 = 4096;

/// One tag: what its values are, how many, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    kind: Kind,
    pub(super) count: u64,
    /// Where the values are: in the directory itself if they fit there.
    at: u64,
}

/// What the values of a tag are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number(DType),
    /// Two whole numbers, one over the other; signed or not.
    Ratio(DType),
}

impl Kind {
    /// By its number; `None` for one that is not known, which readers are to skip.
    fn of(code: u16) -> Option<Self> {
        Some(match code {
            1 | 7 => Self::Number(DType::U8),
            2 => Self::Text,
            3 => Self::Number(DType::U16),
            4 | 13 => Self::Number(DType::U32),
            5 => Self::Ratio(DType::U32),
            6 => Self::Number(DType::I8),
            8 => Self::Number(DType::I16),
            9 => Self::Number(DType::I32),
            10 => Self::Ratio(DType::I32),
            11 => Self::Number(DType::F32),
            12 => Self::Number(DType::F64),
            16 | 18 => Self::Number(DType::U64),
            17 => Self::Number(DType::I64),
            _ => return None,
        })
    }

    fn size(self) -> u64 {
        match self {
            Self::Text => 1,
            Self::Number(dtype) => dtype.itemsize() as u64,
            Self::Ratio(_) => 8,
        }
    }
}

/// The tags of one picture.
#[derive(Debug)]
pub(super) struct Directory {
    /// Where it is: two pictures at one place are one.
    pub(super) at: u64,
    entries: BTreeMap<u16, Entry>,
    /// Its own bytes, in which values stand that fit there, and where they begin.
    own: Vec<u8>,
    own_at: u64,
}

/// How long a directory is, and where the next one is; 0 for none.
///
/// # Errors
/// `Corrupt`, the system's.
pub(super) fn next(input: &Input, at: u64) -> Result<u64> {
    let (count, first, each) = size(input, at)?;
    let width = if input.big { 8 } else { 4 };
    let mut bytes = [0; 8];
    let at = first.saturating_add(count * each);
    // Some writers end the file with the last tag.
    if at == input.len {
        return Ok(0);
    }
    input.read(at, &mut bytes[..width], "the place of the next directory")?;
    Ok(input.number(&bytes[..width]))
}

/// The number of tags in a directory, where the first is, and how many bytes each takes.
fn size(input: &Input, at: u64) -> Result<(u64, u64, u64)> {
    let (width, each) = if input.big { (8, 20) } else { (2, 12) };
    let mut bytes = [0; 8];
    input.read(at, &mut bytes[..width], "a directory")?;
    let count = input.number(&bytes[..width]);
    if count == 0 || count > MOST_TAGS {
        return Err(corrupt(format!("a directory of {count} tags at byte {at}")));
    }
    Ok((count, at + width as u64, each))
}

impl Directory {
    /// Reads the tags, and not yet their values.
    ///
    /// # Errors
    /// `Corrupt` for a directory that leads out of the file, the system's.
    pub(super) fn read(input: &Input, at: u64) -> Result<Self> {
        let (count, first, each) = size(input, at)?;
        let bytes = input.bytes(first, count * each, "a directory")?;
        let mut entries = BTreeMap::new();
        for (i, bytes) in bytes.chunks_exact(each as usize).enumerate() {
            let Some(kind) = Kind::of(input.u16(&bytes[2..])) else { continue };
            let (count, value) = bytes[4..].split_at((each as usize - 4) / 2);
            let count = input.number(count);
            let inside = count.checked_mul(kind.size()).is_some_and(|n| n <= value.len() as u64);
            let here = first + i as u64 * each + (each - value.len() as u64);
            let at = if inside { here } else { input.number(value) };
            // Of a tag that comes twice the first counts.
            entries.entry(input.u16(bytes)).or_insert(Entry { kind, count, at });
        }
        Ok(Self { at, entries, own: bytes, own_at: first })
    }

    /// The numbers of the tags there are.
    pub(super) fn tags(&self) -> impl Iterator<Item = u16> {
        self.entries.keys().copied()
    }

    /// A tag, if it is there and has values.
    pub(super) fn get(&self, tag: u16) -> Option<&Entry> {
        self.entries.get(&tag).filter(|entry| entry.count > 0)
    }

    /// Bytes that the values of some tags take together.
    pub(super) fn length(&self, tags: impl IntoIterator<Item = u16>) -> u64 {
        tags.into_iter()
            .filter_map(|tag| self.get(tag))
            .fold(0, |all, entry| all.saturating_add(entry.count.saturating_mul(entry.kind.size())))
    }

    /// The first value of a tag of whole numbers; `None` without it.
    ///
    /// # Errors
    /// `Corrupt` for another value than a whole number, the system's.
    pub(super) fn number(&self, input: &Input, tag: u16) -> Result<Option<u64>> {
        Ok(self.numbers(input, tag, 1)?.map(|numbers| numbers[0]))
    }

    /// The values of a tag of whole numbers, at most so many; `None` without it.
    ///
    /// # Errors
    /// As [`number`](Self::number).
    pub(super) fn numbers(&self, input: &Input, tag: u16, most: u64) -> Result<Option<Vec<u64>>> {
        let Some(entry) = self.get(tag) else { return Ok(None) };
        let wrong =
            |what: &str| corrupt(format!("tag {tag}: {what} where a count or place belongs"));
        let Kind::Number(dtype) = entry.kind else { return Err(wrong("text or a fraction")) };
        let bytes = self.values(input, tag, entry, most)?;
        let size = dtype.itemsize();
        let signed = dtype.is_integer() && dtype.is_signed();
        let mut numbers = Vec::new();
        numbers
            .try_reserve_exact(bytes.len() / size)
            .map_err(|_| crate::Error::no_memory(8 * (bytes.len() / size)))?;
        for bytes in bytes.chunks_exact(size) {
            let number = input.number(bytes);
            let number = match (dtype.is_float(), size) {
                (true, 4) => whole(f32::from_bits(number as u32).into()),
                (true, _) => whole(f64::from_bits(number)),
                _ if signed && number >> (8 * size - 1) == 1 => None,
                _ => Some(number),
            };
            numbers.push(number.ok_or_else(|| wrong("a fraction or a number below 0"))?);
        }
        Ok(Some(numbers))
    }

    /// The bytes of a tag; `None` without it.
    ///
    /// # Errors
    /// `Corrupt` for values beyond the end of the file, the system's.
    pub(super) fn bytes(&self, input: &Input, tag: u16) -> Result<Option<Vec<u8>>> {
        self.get(tag).map(|entry| self.values(input, tag, entry, u64::MAX)).transpose()
    }

    /// The text of a tag; `None` without it.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub(super) fn text(&self, input: &Input, tag: u16) -> Result<Option<String>> {
        Ok(self.bytes(input, tag)?.map(|bytes| text(&bytes)))
    }

    /// The values of a tag of numbers, whole ones or not; none without it.
    ///
    /// # Errors
    /// `Corrupt` for text, the system's.
    pub(super) fn doubles(&self, input: &Input, tag: u16) -> Result<Vec<f64>> {
        let numbers = match self.attribute(input, tag)? {
            None => return Ok(Vec::new()),
            Some(Attribute::Numbers(numbers)) => Array::try_from(numbers.cast(DType::F64)).ok(),
            Some(_) => None,
        };
        let wrong = || corrupt(format!("tag {tag}: no numbers"));
        numbers.map(Array::into_vec).ok_or_else(wrong)
    }

    /// The values of a tag, whatever they are; `None` without it.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub(super) fn attribute(&self, input: &Input, tag: u16) -> Result<Option<Attribute>> {
        let Some(entry) = self.entries.get(&tag) else { return Ok(None) };
        let bytes = self.values(input, tag, entry, u64::MAX)?;
        entry.attribute(input, bytes).map(Some)
    }

    /// The bytes of the values, of at most so many of them.
    fn values(&self, input: &Input, tag: u16, entry: &Entry, most: u64) -> Result<Vec<u8>> {
        let len = entry.count.min(most).saturating_mul(entry.kind.size());
        let here = entry.at.checked_sub(self.own_at).and_then(|at| usize::try_from(at).ok());
        let own = here.and_then(|at| self.own.get(at..at.checked_add(usize::try_from(len).ok()?)?));
        match own {
            Some(bytes) => Ok(bytes.to_vec()),
            None => input.bytes(entry.at, len, &format!("tag {tag}")),
        }
    }
}

impl Entry {
    fn attribute(&self, input: &Input, mut bytes: Vec<u8>) -> Result<Attribute> {
        let shape =
            if self.count == 1 { Shape::from(()) } else { Shape::from([self.count as usize]) };
        let dtype = match self.kind {
            Kind::Text => return Ok(Attribute::Text(text(&bytes))),
            Kind::Number(dtype) => dtype,
            Kind::Ratio(dtype) => {
                for pair in bytes.chunks_exact_mut(8) {
                    let part = |bytes: &[u8]| match (input.number(bytes) as u32, dtype) {
                        (number, DType::U32) => f64::from(number),
                        (number, _) => f64::from(number as i32),
                    };
                    let ratio = part(&pair[..4]) / part(&pair[4..]);
                    pair.copy_from_slice(&ratio.to_ne_bytes());
                }
                DType::F64
            }
        };
        if !input.order.is_native() && matches!(self.kind, Kind::Number(_)) {
            swap_bytes(&mut bytes, dtype.itemsize());
        }
        let numbers = filled(dtype, shape, &mut |out| {
            out.copy_from_slice(&bytes);
            Ok(())
        })?;
        Ok(Attribute::Numbers(numbers))
    }
}

/// A whole number that some writers store as a float.
fn whole(number: f64) -> Option<u64> {
    ((0.0..1e18).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

/// Text in UTF-8, as most writers have it, or else in Latin-1; without the zeros at its end.
fn text(bytes: &[u8]) -> String {
    let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    match std::str::from_utf8(&bytes[..len]) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes[..len].iter().map(|&byte| char::from(byte)).collect(),
    }
}
