//! Zstandard: read by a small decoder, with the feature `zstd` read and written in Rust, with `zstd-c`
//! by the C library.

#[cfg(feature = "zstd-c")]
use c_library as backend;
#[cfg(not(any(feature = "zstd", feature = "zstd-c")))]
use reading as backend;
#[cfg(all(feature = "zstd", not(feature = "zstd-c")))]
use rust as backend;

use super::{Fault, Result, corrupt, unsupported};

/// Whether this build writes Zstandard.
///
/// # Errors
/// `Unsupported`, with what to do about it.
pub(crate) fn check_writable() -> Result<()> {
    if cfg!(any(feature = "zstd", feature = "zstd-c")) {
        return Ok(());
    }
    Err(unsupported(
        "writing zstd in this build: enable the feature `zstd` (or `zstd-c`), or choose gzip, or shuffle, \
         which packs with LZ4",
    ))
}

/// How every frame begins.
const MAGIC: u32 = 0xFD2F_B528;

/// The largest window a frame may ask for: what level 22 of the reference takes.
const MAX_WINDOW_LOG: u32 = 27;

/// Bytes that are packed twice to find out what a level is worth.
const SAMPLE: usize = 64 << 10;

/// A decoder and an encoder, made when they are first needed.
#[derive(Default)]
pub(crate) struct Contexts {
    decoder: Option<backend::Decoder>,
    encoder: Option<(i32, bool, backend::Encoder)>,
    sample: Vec<u8>,
}

impl Contexts {
    /// Decodes one frame, and says how much of `out` it filled.
    pub(crate) fn decode_to(&mut self, stored: &[u8], out: &mut [u8]) -> Result<usize> {
        check_header(stored, out.len())?;
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(backend::Decoder::new()?),
        };
        decoder.decode(stored, out).map_err(|error| corrupt(format!("zstd: {error}")))
    }

    /// Appends one frame.
    ///
    /// A level is an effort, not a format. Where it gains next to nothing over level 1, as on noise
    /// in the low bits of floats, its search costs three times the time for nothing: a sample
    /// tells, and level 1 is used then.
    pub(crate) fn encode(
        &mut self,
        bytes: &[u8],
        level: i32,
        checksum: bool,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let level = if level == 0 { 3 } else { level };
        let effort =
            if level > 1 && bytes.len() >= 8 * SAMPLE { self.effort(bytes, level)? } else { level };
        self.append(bytes, effort, checksum, out)
    }

    /// The level that is worth its time.
    fn effort(&mut self, bytes: &[u8], level: i32) -> Result<i32> {
        let middle = bytes.len() / 2;
        let sample = &bytes[middle..middle + SAMPLE];
        let mut packed = std::mem::take(&mut self.sample);
        let mut lengths = [0; 2];
        for (length, level) in lengths.iter_mut().zip([level, 1]) {
            packed.clear();
            self.append(sample, level, false, &mut packed)?;
            *length = packed.len();
        }
        self.sample = packed;
        // Less than one part in a hundred.
        Ok(if lengths[0] + lengths[0] / 100 >= lengths[1] { 1 } else { level })
    }

    fn append(
        &mut self,
        bytes: &[u8],
        level: i32,
        checksum: bool,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        if !matches!(&self.encoder, Some((l, c, _)) if (*l, *c) == (level, checksum)) {
            self.encoder = Some((level, checksum, backend::Encoder::new(level, checksum)?));
        }
        match &mut self.encoder {
            Some((_, _, encoder)) => encoder.append(bytes, out),
            None => Ok(()),
        }
    }
}

/// Looks at a frame's header before any memory is asked for: what it declares must fit.
fn check_header(stored: &[u8], want: usize) -> Result<()> {
    let short = |need: usize| Fault::cut_off("a zstd frame", need, stored.len());
    let Some((magic, rest)) = stored.split_first_chunk::<4>() else { return Err(short(5)) };
    if u32::from_le_bytes(*magic) != MAGIC {
        return Err(corrupt("zstd: no frame begins here"));
    }
    let Some((&descriptor, rest)) = rest.split_first() else { return Err(short(5)) };
    let single = descriptor & 0x20 != 0;
    if descriptor & 0x08 != 0 {
        return Err(corrupt("zstd: a reserved bit is set"));
    }
    if descriptor & 0x03 != 0 {
        return Err(unsupported("zstd with a dictionary"));
    }
    let window = usize::from(!single);
    let size_bytes = match (descriptor >> 6, single) {
        (0, false) => 0,
        (0, true) => 1,
        (1, _) => 2,
        (2, _) => 4,
        _ => 8,
    };
    let Some(size) = rest.get(window..window + size_bytes) else {
        return Err(short(5 + window + size_bytes));
    };
    if !single && 10 + u32::from(rest[0] >> 3) > MAX_WINDOW_LOG {
        return Err(unsupported("zstd with a window above 128 MiB"));
    }
    let declared = size.iter().rev().fold(0u64, |value, &byte| value << 8 | u64::from(byte));
    let declared = if size_bytes == 2 { declared + 256 } else { declared };
    if size_bytes > 0 && declared > want as u64 {
        return Err(corrupt(format!("zstd: declares {declared} bytes where {want} fit")));
    }
    Ok(())
}

#[allow(dead_code, reason = "of several backends one is used; the tests compare them")]
mod reading {
    use ruzstd::decoding::FrameDecoder;

    use super::super::Fault;

    pub(super) struct Decoder(FrameDecoder);

    impl Decoder {
        pub(super) fn new() -> Result<Self, Fault> {
            Ok(Self(FrameDecoder::new()))
        }

        pub(super) fn decode(&mut self, stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
            let filled = self.0.decode_all(stored, out).map_err(|error| error.to_string())?;
            // The crate computes the checksum and leaves it to others to compare.
            match (self.0.get_checksum_from_data(), self.0.get_calculated_checksum()) {
                (Some(stored), Some(found)) if stored != found => {
                    Err("checksum mismatch".to_owned())
                }
                _ => Ok(filled),
            }
        }
    }

    /// Nothing: what would make one has said so.
    pub(super) enum Encoder {}

    impl Encoder {
        pub(super) fn new(_: i32, _: bool) -> Result<Self, Fault> {
            super::check_writable()?;
            unreachable!("this build writes no zstd")
        }

        pub(super) fn append(&mut self, _: &[u8], _: &mut Vec<u8>) -> Result<(), Fault> {
            match *self {}
        }
    }
}

#[cfg(feature = "zstd")]
#[allow(dead_code, reason = "of several backends one is used; the tests compare them")]
mod rust {
    use structured_zstd::decoding::{ContentChecksum, FrameDecoder};
    use structured_zstd::encoding::{CompressionLevel, compress_slice_to_vec};

    use super::super::Fault;
    use super::super::reserve;
    use super::super::xxh64::xxh64;

    pub(super) struct Decoder(FrameDecoder);

    impl Decoder {
        pub(super) fn new() -> Result<Self, Fault> {
            let mut decoder = FrameDecoder::new();
            decoder.set_content_checksum(ContentChecksum::Verify);
            Ok(Self(decoder))
        }

        pub(super) fn decode(&mut self, stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
            self.0.decode_all(stored, out).map_err(|error| error.to_string())
        }
    }

    /// One frame after another, each by a function that is compiled in its own crate: the compressor that
    /// could be used again is generic, and would be compiled once more here, in more time than all the
    /// rest. What it would save, its tables, costs about one part in a hundred of packing a chunk.
    pub(super) struct Encoder {
        level: CompressionLevel,
        checksum: bool,
    }

    impl Encoder {
        pub(super) fn new(level: i32, checksum: bool) -> Result<Self, Fault> {
            Ok(Self { level: CompressionLevel::from_level(level), checksum })
        }

        pub(super) fn append(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
            let mut frame = compress_slice_to_vec(bytes, self.level);
            if self.checksum {
                // The descriptor says that the low half of a hash follows the blocks.
                frame[4] |= 4;
                frame.extend((xxh64(bytes) as u32).to_le_bytes());
            }
            if out.is_empty() {
                *out = frame;
                return Ok(());
            }
            reserve(out, frame.len())?;
            out.extend_from_slice(&frame);
            Ok(())
        }
    }
}

#[cfg(feature = "zstd-c")]
mod c_library {
    use zstd::bulk::{Compressor, Decompressor};
    use zstd::zstd_safe::CParameter;

    use super::super::{Fault, resize};
    use crate::error::Error;

    pub(super) struct Decoder(Decompressor<'static>);

    impl Decoder {
        pub(super) fn new() -> Result<Self, Fault> {
            let decoder = Decompressor::new().map_err(Error::io("begin zstd"))?;
            Ok(Self(decoder))
        }

        pub(super) fn decode(&mut self, stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
            self.0.decompress_to_buffer(stored, out).map_err(|error| error.to_string())
        }
    }

    pub(super) struct Encoder(Compressor<'static>);

    impl Encoder {
        pub(super) fn new(level: i32, checksum: bool) -> Result<Self, Fault> {
            let mut encoder = Compressor::new(level).map_err(Error::io("begin zstd"))?;
            let flag = CParameter::ChecksumFlag(checksum);
            encoder.set_parameter(flag).map_err(Error::io("begin zstd"))?;
            Ok(Self(encoder))
        }

        pub(super) fn append(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
            let start = out.len();
            resize(out, start + zstd::zstd_safe::compress_bound(bytes.len()))?;
            let packed = self
                .0
                .compress_to_buffer(bytes, &mut out[start..])
                .map_err(Error::io("pack with zstd"))?;
            out.truncate(start + packed);
            Ok(())
        }
    }
}

/// Every reader reads what every writer wrote: only with all features are they all here.
#[cfg(all(test, feature = "zstd", feature = "zstd-c"))]
mod tests {
    use super::{c_library, reading, rust};

    /// Constant, smooth, and noise that changes its kind on the way; empty and longer than a block.
    fn inputs() -> Vec<Vec<u8>> {
        let mut state = 1u64;
        let mut noise = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        };
        let mixed = (0..300_000).map(|i| if i / 7_000 % 2 == 0 { noise() } else { (i / 9) as u8 });
        vec![
            vec![],
            vec![7; 200_000],
            (0..70_000).map(|i| (i >> 5) as u8).collect(),
            mixed.collect(),
        ]
    }

    fn read_by_all(frame: &[u8], bytes: &[u8]) {
        let mut out = vec![0; bytes.len()];
        assert_eq!(reading::Decoder::new().unwrap().decode(frame, &mut out), Ok(bytes.len()));
        assert!(out == bytes);
        out.fill(0);
        assert_eq!(rust::Decoder::new().unwrap().decode(frame, &mut out), Ok(bytes.len()));
        assert!(out == bytes);
        out.fill(0);
        assert_eq!(c_library::Decoder::new().unwrap().decode(frame, &mut out), Ok(bytes.len()));
        assert!(out == bytes);
    }

    #[test]
    fn readers_and_writers_agree() {
        for bytes in inputs() {
            for level in [1, 3, 9, 19] {
                for checksum in [false, true] {
                    let mut frame = Vec::new();
                    rust::Encoder::new(level, checksum)
                        .unwrap()
                        .append(&bytes, &mut frame)
                        .unwrap();
                    read_by_all(&frame, &bytes);
                    frame.clear();
                    let mut library = c_library::Encoder::new(level, checksum).unwrap();
                    library.append(&bytes, &mut frame).unwrap();
                    read_by_all(&frame, &bytes);
                }
            }
        }
    }

    #[test]
    fn a_wrong_checksum_is_noticed_by_all() {
        let bytes = vec![1, 2, 3, 4, 5, 6, 7, 8];
        let mut frame = Vec::new();
        rust::Encoder::new(3, true).unwrap().append(&bytes, &mut frame).unwrap();
        *frame.last_mut().unwrap() ^= 1;
        let mut out = vec![0; 8];
        assert!(reading::Decoder::new().unwrap().decode(&frame, &mut out).is_err());
        assert!(rust::Decoder::new().unwrap().decode(&frame, &mut out).is_err());
        assert!(c_library::Decoder::new().unwrap().decode(&frame, &mut out).is_err());
    }
}
