//! [`Pipeline`]: what is done to a chunk before it is stored, and undone when it is read.

mod decode;
mod encode;
mod nbit;
mod plugins;
mod scale_offset;

pub(super) use decode::Scratch;
pub(super) use encode::Packer;

use super::store::Walk;
use super::{Result, corrupt, unsupported};

/// The numbers of filters, as the HDF Group keeps them.
mod id {
    pub(crate) const DEFLATE: u16 = 1;
    pub(crate) const SHUFFLE: u16 = 2;
    pub(crate) const FLETCHER32: u16 = 3;
    pub(crate) const SZIP: u16 = 4;
    pub(crate) const NBIT: u16 = 5;
    pub(crate) const SCALE_OFFSET: u16 = 6;
    pub(crate) const BZIP2: u16 = 307;
    pub(crate) const LZF: u16 = 32000;
    pub(crate) const BLOSC: u16 = 32001;
    pub(crate) const LZ4: u16 = 32004;
    pub(crate) const BITSHUFFLE: u16 = 32008;
    pub(crate) const ZSTD: u16 = 32015;
    pub(crate) const BLOSC2: u16 = 32026;

    /// Whether a filter only takes precision away, when a chunk is written: there is nothing to undo.
    pub(crate) fn lossy_only(id: u16) -> bool {
        matches!(id, 32022 | 32023) // BitGroom, Granular BitRound
    }
}

pub(super) use id::{DEFLATE, FLETCHER32, LZF, SHUFFLE};

/// What a filter makes of the length of its input.
enum Growth {
    /// So many bytes more.
    By(usize),
    /// Less, if it can: at best by this factor.
    Packed(u64),
    /// Less, without an end: all of a chunk may be one value.
    Unbounded,
}

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
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt);
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for filters that are not ours.
    pub(super) fn check(&self, len: u64, whole: u64, skipped: u32) -> Result<()> {
        let mut most = Some(whole);
        let mut ratio: u64 = 1;
        for filter in self.applied(skipped) {
            if !filter.is_known() {
                return Err(unsupported(format!("the {}", describe(filter.id, &filter.name))));
            }
            match filter.growth() {
                Growth::By(more) => most = most.map(|bytes| bytes.saturating_add(more as u64)),
                Growth::Packed(by) => (most, ratio) = (None, ratio.saturating_mul(by)),
                Growth::Unbounded => (most, ratio) = (None, u64::MAX),
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

impl Filter {
    fn is_known(&self) -> bool {
        matches!(
            self.id,
            id::DEFLATE
                | id::SHUFFLE
                | id::FLETCHER32
                | id::SZIP
                | id::NBIT
                | id::SCALE_OFFSET
                | id::BZIP2
                | id::LZF
                | id::BLOSC
                | id::LZ4
                | id::BITSHUFFLE
                | id::ZSTD
                | id::BLOSC2
        ) || id::lossy_only(self.id)
    }

    fn growth(&self) -> Growth {
        let packer = self.parameters.get(4).copied().unwrap_or(0);
        match self.id {
            id::FLETCHER32 => Growth::By(4),
            id::SHUFFLE => Growth::By(0),
            id if id::lossy_only(id) => Growth::By(0),
            id::BITSHUFFLE if !plugins::packs(packer) => Growth::By(0),
            // 258 bytes into two bits at best, 264 into three bytes, 255 into one.
            id::DEFLATE => Growth::Packed(1032),
            id::LZF => Growth::Packed(88),
            id::LZ4 => Growth::Packed(256),
            // A block of 128 KiB in four bytes.
            id::ZSTD | id::BLOSC | id::BITSHUFFLE => Growth::Packed(32 << 10),
            // 64 blocks of 32 samples of 32 bits in a byte.
            id::SZIP => Growth::Packed(64 << 10),
            _ => Growth::Unbounded,
        }
    }
}

impl std::fmt::Display for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What packs first, as one says it.
        let packs = |filter: &Filter| !matches!(filter.id, id::SHUFFLE | id::FLETCHER32);
        let (first, then): (Vec<_>, Vec<_>) = self.0.iter().partition(|filter| packs(filter));
        for (i, filter) in first.into_iter().chain(then).enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            filter.fmt(f)?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parameter = |i: usize| self.parameters.get(i).copied();
        let shuffle = match parameter(5) {
            Some(1) => ", shuffle",
            Some(2) => ", bitshuffle",
            _ => "",
        };
        match (self.id, parameter(0)) {
            (id::DEFLATE, Some(level)) => write!(f, "gzip {level}"),
            (id::DEFLATE, None) => f.write_str("gzip"),
            (id::SHUFFLE, _) => f.write_str("shuffle"),
            (id::FLETCHER32, _) => f.write_str("fletcher32"),
            (id::SZIP, _) => f.write_str("szip"),
            (id::NBIT, _) => f.write_str("n-bit"),
            (id::SCALE_OFFSET, _) => f.write_str("scale-offset"),
            (id::LZF, _) => f.write_str("lzf"),
            (id::LZ4, _) => f.write_str("lz4"),
            (id::BZIP2, level) => write!(f, "bzip2 {}", level.unwrap_or(9)),
            (id::ZSTD, level) => write!(f, "zstd {}", level.unwrap_or(3) as i32),
            (id::BLOSC | id::BLOSC2, _) => {
                let name = if self.id == id::BLOSC { "blosc" } else { "blosc2" };
                let codecs = ["blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"];
                let codec = codecs.get(parameter(6).unwrap_or(0) as usize).unwrap_or(&"another");
                write!(f, "{name} {codec} {}{shuffle}", parameter(4).unwrap_or(5))
            }
            (id::BITSHUFFLE, _) => f.write_str(match parameter(4) {
                Some(2) => "lz4, bitshuffle",
                Some(3) => "zstd, bitshuffle",
                _ => "bitshuffle",
            }),
            (id, _) => f.write_str(&describe(id, &self.name)),
        }
    }
}

/// A filter that is not ours, in words.
fn describe(id: u16, name: &str) -> String {
    let known = match id {
        305 => "lzo",
        32013 => "zfp",
        32014 => "fpzip",
        32017 => "sz",
        32018 => "fcidecomp",
        32019 => "jpeg",
        32022 => "bitgroom",
        32023 => "granular bitround",
        32024 => "sz3",
        32028 => "sperr",
        32029 => "terse",
        _ => name,
    };
    format!("filter {id} ({known})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// Chunks that h5py and its plugins stored (`golden/real_hdf5_storage.py`).
    const CHUNKS: &str = include_str!("../../../tests/cases/h5/storage/chunks.tsv");

    fn bytes_of(hex: &str) -> Vec<u8> {
        (0..hex.len() / 2)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    }

    fn chunks() -> Vec<(Pipeline, Vec<u8>, Vec<u8>)> {
        let filter = |words: &str| {
            let mut numbers = words.split(' ').map(|number| number.parse::<u32>().unwrap());
            let id = numbers.next().unwrap() as u16;
            Filter { id, optional: false, name: String::new(), parameters: numbers.collect() }
        };
        let chunk = |line: &str| {
            let fields: Vec<&str> = line.split('\t').collect();
            let pipeline = Pipeline(fields[0].split(';').map(filter).collect());
            (pipeline, bytes_of(fields[1]), bytes_of(fields[2]))
        };
        CHUNKS.lines().map(chunk).collect()
    }

    fn decode(
        pipeline: &Pipeline,
        stored: &[u8],
        scratch: &mut Scratch,
        out: &mut [u8],
    ) -> Result<()> {
        scratch.stored.clear();
        scratch.stored.extend_from_slice(stored);
        pipeline.decode(scratch, 0, out)
    }

    #[test]
    fn what_plugins_stored() {
        let mut scratch = Scratch::new();
        let all = chunks();
        assert!(all.len() >= 50, "{}", all.len());
        for (pipeline, stored, elements) in &all {
            let mut out = vec![0xa5; elements.len()];
            decode(pipeline, stored, &mut scratch, &mut out)
                .unwrap_or_else(|error| panic!("{pipeline}: {error}"));
            assert!(out == *elements, "{pipeline}");
            // No chunk is another length than its array says.
            for len in [elements.len() - 1, elements.len() + 1] {
                let mut out = vec![0; len];
                assert!(decode(pipeline, stored, &mut scratch, &mut out).is_err(), "{pipeline}");
            }
        }
    }

    #[test]
    fn cut_anywhere_it_is_an_error_or_right() {
        let mut scratch = Scratch::new();
        for (pipeline, stored, elements) in chunks() {
            let mut out = vec![0; elements.len()];
            for len in 0..stored.len() {
                out.fill(0xa5);
                // The last bytes may hold nothing but what fills them up, or what nobody reads.
                let cut = decode(&pipeline, &stored[..len], &mut scratch, &mut out);
                assert!(cut.is_err() || out == elements, "{pipeline}: {len}");
            }
        }
    }

    #[test]
    fn damage_ends_in_an_error_or_in_other_elements_soon() {
        let mut scratch = Scratch::new();
        for (pipeline, stored, elements) in chunks() {
            let start = Instant::now();
            let mut out = vec![0; elements.len()];
            for at in 0..stored.len() {
                for bits in [0x01, 0x80, 0xff, stored[at]] {
                    let mut damaged = stored.clone();
                    damaged[at] ^= bits;
                    let _ = decode(&pipeline, &damaged, &mut scratch, &mut out);
                }
            }
            for k in 0..pipeline.0.len() {
                for i in 0..pipeline.0[k].parameters.len() {
                    for value in [0, 1, 7, 0x7fff_ffff, u32::MAX] {
                        let mut other = pipeline.clone();
                        other.0[k].parameters[i] = value;
                        let _ = decode(&other, &stored, &mut scratch, &mut out);
                    }
                }
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{pipeline}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn a_bomb_is_refused_before_memory_is_asked_for() {
        for (pipeline, stored, elements) in chunks() {
            if pipeline.0.iter().all(|filter| !matches!(filter.growth(), Growth::Unbounded)) {
                let whole = (elements.len() as u64) << 40;
                assert!(pipeline.check(stored.len() as u64, whole, 0).is_err(), "{pipeline}");
            }
        }
    }
}
