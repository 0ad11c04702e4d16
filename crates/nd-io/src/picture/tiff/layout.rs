//! [`Layout`]: what the samples of a picture are and how they are cut into strips or tiles, as its tags say.

use nd_core::{DType, Shape};

use super::codec::Compression;
use super::directory::{Directory, tag};
use super::input::Input;
use super::predictor::Predictor;
use super::{Result, corrupt, unsupported};
use crate::blocks::checked_nbytes;
use crate::error::ErrorKind;

/// How a sample is stored, and the element it becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    pub(super) bits: u32,
    pub(super) kind: SampleKind,
    pub(super) dtype: DType,
}

/// What a sample is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SampleKind {
    Unsigned,
    Signed,
    Float,
    /// Two whole numbers, real and imaginary.
    ComplexWhole,
    Complex,
}

/// The extents of a picture or a chunk: planes, rows, columns, samples.
pub(super) type Extents = [usize; 4];

/// A picture's samples, as far as its tags say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Planes (volumes have several), rows, columns, samples a pixel.
    pub(super) size: Extents,
    /// The same of a whole chunk; of a strip the rows are those of all but the last.
    pub(super) chunk: Extents,
    pub(super) tiled: bool,
    /// Whether each sample has chunks of its own.
    pub(super) separate: bool,
    pub(super) sample: Sample,
    pub(super) compression: Compression,
    pub(super) predictor: Predictor,
    /// Whether the bits of a byte stand the other way round.
    pub(super) reversed: bool,
    pub(super) photometric: Option<u64>,
    /// Whether colours have fewer samples than grey, which only JPEG may.
    subsampled: bool,
}

/// A compression in which a chunk may be a JPEG file, or a part of one.
const OLD_JPEG: u64 = 6;

/// Photometric interpretations that reading depends on.
pub(super) mod photometric {
    pub(in super::super) const RGB: u64 = 2;
    pub(in super::super) const PALETTE: u64 = 3;
    pub(in super::super) const CMYK: u64 = 5;
    pub(in super::super) const YCBCR: u64 = 6;
}

impl Layout {
    /// Reads the tags.
    ///
    /// # Errors
    /// `Corrupt` for tags that contradict each other, `Unsupported` for samples that are no elements.
    pub(super) fn read(input: &Input, tags: &Directory) -> Result<Self> {
        let number = |tag| tags.number(input, tag);
        let side = |tag, name: &str| {
            let missing = || corrupt(format!("it has no {name}"));
            number(tag)?.ok_or_else(missing).and_then(|n| extent(n, name))
        };
        let (width, height) = (side(tag::WIDTH, "width")?, side(tag::LENGTH, "height")?);
        let depth = extent(number(tag::DEPTH)?.unwrap_or(1), "depth")?;
        let code = number(tag::COMPRESSION)?.unwrap_or(1);
        let mut photometric = number(tag::PHOTOMETRIC)?;
        // Old-style JPEG may say nothing of samples, and RGB where it means YCbCr.
        let old =
            code == OLD_JPEG && matches!(photometric, None | Some(0..=2 | photometric::YCBCR));
        if old && matches!(photometric, None | Some(photometric::RGB)) {
            photometric = Some(photometric::YCBCR);
        }
        let default = if old { 3 } else { 1 };
        let samples = extent(number(tag::SAMPLES)?.unwrap_or(default), "number of samples")?;
        if samples > usize::from(u16::MAX) {
            return Err(corrupt(format!("{samples} samples a pixel")));
        }
        let sample = sample(input, tags, samples, if code == OLD_JPEG { 8 } else { 1 })?;
        let fax_options = number(tag::T4_OPTIONS)?.unwrap_or(0);
        let compression = Compression::of(code, fax_options, sample.bits);
        let separate = number(tag::PLANAR)?.unwrap_or(1) == 2 && samples > 1;
        let tiled = tags.get(tag::TILE_WIDTH).is_some();
        let chunk_samples = if separate { 1 } else { samples };
        let chunk = if tiled {
            let tile_depth = extent(number(tag::TILE_DEPTH)?.unwrap_or(1), "depth of tiles")?;
            let rows = side(tag::TILE_LENGTH, "height of tiles")?;
            [tile_depth, rows, side(tag::TILE_WIDTH, "width of tiles")?, chunk_samples]
        } else {
            [1, rows_per_strip(input, tags, height, compression)?, width, chunk_samples]
        };
        // Each colour of YCbCr is shared by two by two pixels, unless told otherwise; picture files know it themselves.
        let subsampling = tags.numbers(input, tag::SUBSAMPLING, 2)?;
        let shared = subsampling.map(|of| of.iter().any(|&n| n != 1));
        let subsampled = photometric == Some(photometric::YCBCR)
            && samples > 1
            && shared.unwrap_or(!compression.is_picture());
        // Zeiss's LSM files claim one, and have none.
        let none = compression == Compression::None && tags.get(tag::LSM_INFO).is_some();
        let predictor = if none { 1 } else { number(tag::PREDICTOR)?.unwrap_or(1) };
        let layout = Self {
            size: [depth, height, width, samples],
            chunk,
            tiled,
            separate,
            sample,
            compression,
            predictor: Predictor::of(predictor),
            reversed: number(tag::FILL_ORDER)?.unwrap_or(1) == 2,
            photometric,
            subsampled,
        };
        layout.check()?;
        Ok(layout)
    }

    /// Refuses sizes that no memory has.
    fn check(&self) -> Result<()> {
        let most = isize::MAX as u64;
        checked_nbytes(&self.size, self.sample.dtype.itemsize()).map_err(|_| {
            let what = "the picture";
            ErrorKind::LimitExceeded { what, asked: u64::MAX, limit: most }
        })?;
        let wide = self.sample.dtype.itemsize() * 8;
        let chunk = self.chunk.iter().try_fold(wide, |all, &n| all.checked_mul(n));
        if chunk.is_none_or(|bits| bits > isize::MAX as usize) {
            return Err(corrupt(format!("strips or tiles of {:?}", self.chunk)));
        }
        Ok(())
    }

    /// Why the chunks cannot be read, though it is known what they hold; `None` if they can.
    pub(super) fn obstacle(&self) -> Option<String> {
        if let Compression::Other(code) = self.compression {
            let (name, cure) =
                (super::names::compression(code), "save it with another one, e.g. deflate");
            return Some(format!("compression {code} ({name}): {cure}"));
        }
        if self.subsampled && self.compression != Compression::Jpeg {
            return Some("YCbCr with fewer colours than pixels, other than in JPEG".to_owned());
        }
        if self.compression.is_picture() && self.chunk[0] > 1 {
            return Some(format!("{} in tiles of several planes", self.compression.words()));
        }
        if self.compression.is_picture() {
            let bytes = self.sample.bits == 8 && self.sample.kind == SampleKind::Unsigned;
            return (!bytes)
                .then(|| format!("{} of {} bits", self.compression.words(), self.sample.bits));
        }
        self.predictor.obstacle(self.sample)
    }

    /// The shape of the array: `(h, w)` or `(h, w, c)`, with planes in front if there are several.
    pub(super) fn shape(&self) -> Shape {
        self.outer(self.size)
    }

    /// The extents of a chunk as those of the array.
    pub(super) fn chunk_shape(&self) -> Shape {
        self.outer(self.chunk)
    }

    /// Extents without the axes that the array has not.
    pub(super) fn outer(&self, extents: Extents) -> Shape {
        let first = if self.size[0] > 1 { 0 } else { 1 };
        let last = if self.size[3] > 1 { 4 } else { 3 };
        Shape::from(&extents[first..last])
    }

    /// How many chunks there are along each axis.
    pub(super) fn counts(&self) -> Extents {
        std::array::from_fn(|axis| self.size[axis].div_ceil(self.chunk[axis]))
    }

    /// How many chunks there are, saturating.
    pub(super) fn chunks(&self) -> u64 {
        self.counts().iter().fold(1, |all: u64, &n| all.saturating_mul(n as u64))
    }

    /// The number of a chunk by its place in the grid of the array.
    pub(super) fn number(&self, place: &[usize]) -> u64 {
        let counts = self.counts();
        let first = if self.size[0] > 1 { 0 } else { 1 };
        let mut at = [0; 4];
        at[first..first + place.len()].copy_from_slice(place);
        let axes = if self.separate { [3, 0, 1, 2] } else { [0, 1, 2, 3] };
        axes.iter().fold(0, |number, &axis| number * counts[axis] as u64 + at[axis] as u64)
    }

    /// What is stored of the chunk at a place: of a strip that is the last, no more rows than there are.
    pub(super) fn stored(&self, block_rows: usize) -> Extents {
        let [depth, rows, width, samples] = self.chunk;
        [depth, if self.tiled { rows } else { rows.min(block_rows) }, width, samples]
    }

    /// Bytes that a row of a chunk takes before it is packed, rows being whole bytes.
    pub(super) fn row_bytes(&self, extents: Extents) -> usize {
        (extents[2] * extents[3] * self.sample.bits as usize).div_ceil(8)
    }
}

/// A number of tags as an extent.
fn extent(number: u64, name: &str) -> Result<usize> {
    match usize::try_from(number) {
        Ok(number) if number > 0 && number <= u32::MAX as usize => Ok(number),
        _ => Err(corrupt(format!("its {name} is {number}"))),
    }
}

/// Rows of all strips but the last; all rows where nothing is said.
fn rows_per_strip(
    input: &Input,
    tags: &Directory,
    height: usize,
    compression: Compression,
) -> Result<usize> {
    // One strip that is said to be several: sloppy, and not ambiguous.
    let one = tags.get(tag::STRIP_OFFSETS).is_some_and(|entry| entry.count == 1);
    let sole = tags.get(tag::ROWS_PER_STRIP).is_some_and(|entry| entry.count == 1);
    let rows = tags.number(input, tag::ROWS_PER_STRIP)?.filter(|&rows| rows > 0 && sole);
    match rows.and_then(|rows| usize::try_from(rows).ok()) {
        Some(rows) if !(one && compression == Compression::None) => Ok(rows.min(height)),
        _ => Ok(height),
    }
}

/// What the samples are, all being alike.
fn sample(input: &Input, tags: &Directory, samples: usize, default: u64) -> Result<Sample> {
    let alike = |tag: u16, default: u64, what: &str| -> Result<u64> {
        let Some(values) = tags.numbers(input, tag, samples as u64)? else { return Ok(default) };
        match values.iter().all(|value| *value == values[0]) {
            true => Ok(values[0]),
            false => Err(unsupported(format!("samples that differ in {what}: {values:?}"))),
        }
    };
    let bits = alike(tag::BITS, default, "their bits")?;
    let format = alike(tag::SAMPLE_FORMAT, 1, "their kind")?;
    let (kind, dtype) = match (format, bits) {
        (1 | 4, 1) => (SampleKind::Unsigned, DType::Bool),
        (1 | 4, 2..=8) => (SampleKind::Unsigned, DType::U8),
        (1 | 4, 9..=16) => (SampleKind::Unsigned, DType::U16),
        (1 | 4, 17..=32) => (SampleKind::Unsigned, DType::U32),
        (1 | 4, 33..=64) => (SampleKind::Unsigned, DType::U64),
        (2, 2..=8) => (SampleKind::Signed, DType::I8),
        (2, 9..=16) => (SampleKind::Signed, DType::I16),
        (2, 17..=32) => (SampleKind::Signed, DType::I32),
        (2, 33..=64) => (SampleKind::Signed, DType::I64),
        (3, 16) => (SampleKind::Float, DType::F16),
        (3, 24 | 32) => (SampleKind::Float, DType::F32),
        (3, 64) => (SampleKind::Float, DType::F64),
        (5, 16 | 32) => (SampleKind::ComplexWhole, DType::C64),
        (5, 64) => (SampleKind::ComplexWhole, DType::C128),
        (6, 64) => (SampleKind::Complex, DType::C64),
        (6, 128) => (SampleKind::Complex, DType::C128),
        _ => {
            let kind = super::names::sample_format(format);
            return Err(unsupported(format!("samples of {bits} bits that are {kind}")));
        }
    };
    Ok(Sample { bits: bits as u32, kind, dtype })
}
