//! [`Pipeline`]: what is done to a chunk before it is stored, and undone when it is read.

mod decode;
mod encode;

pub(super) use decode::Scratch;
pub(super) use encode::Packer;

use super::store::Walk;
use super::{Result, corrupt, unsupported};

pub(super) const DEFLATE: u16 = 1;
pub(super) const SHUFFLE: u16 = 2;
pub(super) const FLETCHER32: u16 = 3;
pub(super) const LZF: u16 = 32000;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter {
    pub(super) id: u16,
    /// Whether a chunk may be stored without it.
    pub(super) optional: bool,
    pub(super) name: String,
    pub(super) parameters: Vec<u32>,
}

/// Steps in the order in which they are done when a chunk is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Pipeline(pub(super) Vec<Filter>);

impl Pipeline {
    pub(super) fn parse(walk: &Walk<'_>, bytes: &[u8]) -> Result<Self> {
        let mut cursor = walk.cursor(bytes, "filters");
        let version = cursor.u8()?;
        let count = cursor.u8()?;
        match version {
            1 => cursor.skip(6)?,
            2 => {}
            version => return Err(cursor.bad(format!("version {version}"))),
        }
        if count > 32 {
            return Err(cursor.bad(format!("{count} filters (32 are allowed)")));
        }
        let mut filters = Vec::new();
        for _ in 0..count {
            let id = cursor.u16()?;
            // The library's own need no name any more.
            let named = version == 1 || id >= 256;
            let name_len = if named { usize::from(cursor.u16()?) } else { 0 };
            let optional = cursor.u16()? & 1 != 0;
            let values = usize::from(cursor.u16()?);
            let name = cursor.take(name_len)?;
            if version == 1 {
                cursor.skip(name_len.next_multiple_of(8) - name_len)?;
            }
            let name = String::from_utf8_lossy(name).trim_end_matches('\0').to_owned();
            let parameters = (0..values).map(|_| cursor.u32()).collect::<Result<_>>()?;
            if version == 1 && values % 2 == 1 {
                cursor.skip(4)?;
            }
            filters.push(Filter { id, optional, name, parameters });
        }
        Ok(Self(filters))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The filters that were applied to a chunk, each with its place.
    fn applied(&self, skipped: u32) -> impl DoubleEndedIterator<Item = &Filter> {
        self.0.iter().enumerate().filter(move |(i, _)| skipped >> i & 1 == 0).map(|(_, f)| f)
    }

    /// Checks that a chunk stored in `len` bytes can be `whole` bytes, before memory is asked for.
    pub(super) fn check(&self, len: u64, whole: u64, skipped: u32) -> Result<()> {
        // Deflate packs 258 bytes into two bits at best, LZF 264 bytes into three.
        let mut most = Some(whole);
        let mut ratio: u64 = 1;
        for filter in self.applied(skipped) {
            match filter.id {
                DEFLATE => (most, ratio) = (None, ratio.saturating_mul(1032)),
                LZF => (most, ratio) = (None, ratio.saturating_mul(88)),
                FLETCHER32 => most = most.map(|bytes| bytes.saturating_add(4)),
                SHUFFLE => {}
                id => return Err(unsupported(format!("the {}", describe(id, &filter.name)))),
            }
        }
        let possible = match most {
            Some(exact) => len == exact,
            None => whole <= len.saturating_mul(ratio).saturating_add(64),
        };
        if possible {
            return Ok(());
        }
        Err(corrupt(format!("chunk: {len} bytes cannot hold the {whole} of a chunk")))
    }
}

impl std::fmt::Display for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What packs first, as one says it.
        let packs = |filter: &Filter| matches!(filter.id, DEFLATE | LZF) || filter.id > FLETCHER32;
        let (first, then): (Vec<_>, Vec<_>) = self.0.iter().partition(|filter| packs(filter));
        for (i, filter) in first.into_iter().chain(then).enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            match (filter.id, filter.parameters.first()) {
                (DEFLATE, Some(level)) => write!(f, "gzip {level}")?,
                (DEFLATE, None) => f.write_str("gzip")?,
                (SHUFFLE, _) => f.write_str("shuffle")?,
                (FLETCHER32, _) => f.write_str("fletcher32")?,
                (LZF, _) => f.write_str("lzf")?,
                (id, _) => write!(f, "{}", describe(id, &filter.name))?,
            }
        }
        Ok(())
    }
}

/// A filter that is not ours, in words.
fn describe(id: u16, name: &str) -> String {
    let known = match id {
        4 => "szip",
        5 => "n-bit",
        6 => "scale-offset",
        307 => "bzip2",
        32001 => "blosc",
        32004 => "lz4",
        32008 => "bitshuffle",
        32015 => "zstd",
        _ => name,
    };
    format!("filter {id} ({known})")
}
