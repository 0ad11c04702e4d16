//! [`Plan`]: how the samples of a picture are cut, stored and packed.

use nd_core::DType;

use super::super::{Result, unsupported};
use super::options::TiffPageOptions;
use crate::error::ErrorKind;
use crate::picture::TiffCompression;

/// Bytes of a strip, about.
const STRIP: usize = 256 << 10;

/// Bytes that are packed at once, about: enough for all threads to have some.
const BAND: usize = 8 << 20;

/// Everything about a picture that is known before its samples are.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Rows and columns.
    pub(super) size: [usize; 2],
    /// Samples of a pixel.
    pub(super) samples: usize,
    pub(super) dtype: DType,
    /// Bits that a sample takes in the file.
    pub(super) bits: u32,
    /// Rows and columns of tiles, or of strips.
    pub(super) chunk: [usize; 2],
    pub(super) tiled: bool,
    /// Whether each sample has chunks of its own.
    pub(super) separate: bool,
    pub(super) compression: TiffCompression,
    pub(super) level: u32,
    pub(super) quality: u8,
    /// By its number in the file; 1 for none.
    pub(super) predictor: u16,
    pub(super) rgb: bool,
}

impl Plan {
    /// Plans a picture `(h, w)` or `(h, w, c)`.
    ///
    /// # Errors
    /// `Unsupported` for what TIFF, or the compression, does not hold.
    pub(super) fn new(shape: &[usize], dtype: DType, options: &TiffPageOptions) -> Result<Self> {
        let (size, samples) = match *shape {
            [h, w] => ([h, w], 1),
            [h, w, c] => ([h, w], c),
            _ => return Err(refused(format!("shape {shape:?} is neither (h, w) nor (h, w, c)"))),
        };
        if shape.contains(&0) {
            return Err(refused(format!("shape {shape:?} has no pixels")));
        }
        if size[0].max(size[1]) > u32::MAX as usize || samples > usize::from(u16::MAX) {
            return Err(refused(format!("shape {shape:?} has a side longer than TIFF's")));
        }
        if dtype == DType::BF16 {
            return Err(refused("bfloat16: cast it first, e.g. `a.cast::<f32>()`".to_owned()));
        }
        crate::blocks::checked_nbytes(shape, dtype.itemsize())?;
        let whole = if dtype == DType::Bool { 1 } else { 8 * dtype.itemsize() as u32 };
        let bits = options.bits.unwrap_or(whole);
        if bits != whole && (!dtype.is_integer() || bits == 0 || bits > whole.min(31)) {
            return Err(refused(format!("{dtype} in {bits} bits")));
        }
        let words = matches!(dtype, DType::U8 | DType::U16);
        let rgb =
            options.rgb.unwrap_or(words) && samples >= 3 && (options.rgb.is_some() || samples <= 4);
        let mut plan = Self {
            size,
            samples,
            dtype,
            bits,
            chunk: size,
            tiled: options.tile.is_some(),
            separate: options.separate && samples > 1,
            compression: options.compression,
            level: 0,
            quality: options.jpeg_quality,
            predictor: 1,
            rgb,
        };
        plan.level = plan.checked_level(options.level)?;
        plan.predictor = plan.suited_predictor(options.predictor);
        plan.check_codec()?;
        plan.cut(options)?;
        Ok(plan)
    }

    /// Sets the extents of the chunks.
    fn cut(&mut self, options: &TiffPageOptions) -> Result<()> {
        if let Some(tile) = options.tile {
            let most = match self.compression {
                TiffCompression::Jpeg => 65_520,
                TiffCompression::WebP => 16_368,
                _ => 1 << 24,
            };
            if tile.iter().any(|&n| n == 0 || n % 16 != 0 || n > most) {
                return Err(refused(format!(
                    "tiles of {tile:?}: both are multiples of 16, at most {most}"
                )));
            }
            self.chunk = tile;
        } else {
            let suited = STRIP / self.line_bytes().max(1);
            let mut rows = options.rows_per_strip.unwrap_or(suited).clamp(1, self.size[0]);
            if self.compression == TiffCompression::Jpeg && rows < self.size[0] {
                // Blocks of eight rows: libtiff wants whole ones.
                rows = (rows / 8).max(1) * 8;
            }
            self.chunk = [rows.min(self.size[0]), self.size[1]];
            let most = match self.compression {
                TiffCompression::Jpeg => 65_535,
                TiffCompression::WebP => 16_383,
                _ => usize::MAX,
            };
            if self.chunk.iter().any(|&n| n > most) {
                let [rows, columns] = self.chunk;
                return Err(refused(format!(
                    "strips of {rows} × {columns} pixels by {}, which ends at {most}: use tiles",
                    self.compression
                )));
            }
        }
        // All places in a chunk fit into 32 bits, as other readers take them.
        let bytes = [self.chunk[0], self.chunk[1], self.chunk_samples(), self.dtype.itemsize()]
            .iter()
            .try_fold(1usize, |all, &n| all.checked_mul(n));
        if bytes.is_none_or(|bytes| bytes > i32::MAX as usize) {
            return Err(refused(format!("strips or tiles of {:?} pixels", self.chunk)));
        }
        Ok(())
    }

    fn checked_level(&self, level: Option<u32>) -> Result<u32> {
        let (usual, most) = match self.compression {
            TiffCompression::Deflate | TiffCompression::Lzma => (6, 9),
            TiffCompression::Zstd => (3, 22),
            _ => return Ok(0),
        };
        match level {
            None => Ok(usual),
            Some(level) if level <= most => Ok(level),
            Some(level) => Err(refused(format!(
                "{} of level {level}: {most} is the highest",
                self.compression
            ))),
        }
    }

    fn suited_predictor(&self, wanted: bool) -> u16 {
        let packs = matches!(
            self.compression,
            TiffCompression::Deflate
                | TiffCompression::Lzw
                | TiffCompression::Zstd
                | TiffCompression::Lzma
        );
        match self.dtype {
            _ if !wanted || !packs || self.bits as usize != 8 * self.dtype.itemsize() => 1,
            dtype if dtype.is_float() => 3,
            dtype if dtype.is_integer() => 2,
            _ => 1,
        }
    }

    /// Refuses samples that the compression cannot hold.
    fn check_codec(&self) -> Result<()> {
        let bytes = self.dtype == DType::U8 && self.bits == 8;
        let n = self.chunk_samples();
        let what = match self.compression {
            TiffCompression::Jpeg if !bytes => "u8",
            TiffCompression::Jpeg if !(n == 1 || n == 3 && self.rgb) => {
                "one channel, or red, green and blue, unless they are separate"
            }
            TiffCompression::WebP if !bytes => "u8",
            TiffCompression::WebP if !((n == 3 || n == 4) && self.rgb) => "RGB and RGBA",
            TiffCompression::Group4 if self.bits != 1 => "bool",
            TiffCompression::Group4 if n > 1 => "one channel",
            TiffCompression::Zstd => {
                return crate::packed::zstd::check_writable()
                    .map_err(|fault| fault.of(crate::Format::Tiff));
            }
            _ => return Ok(()),
        };
        Err(refused(format!(
            "{} holds {what}; the picture is {} with {} channels",
            self.compression, self.dtype, self.samples
        )))
    }

    /// The same for a picture of another size.
    ///
    /// # Errors
    /// Those of its strips.
    pub(super) fn of_size(&self, size: [usize; 2], options: &TiffPageOptions) -> Result<Self> {
        let mut plan = Self { size, ..self.clone() };
        plan.cut(options)?;
        Ok(plan)
    }

    /// Samples of a pixel in one chunk.
    pub(super) fn chunk_samples(&self) -> usize {
        if self.separate { 1 } else { self.samples }
    }

    /// Bytes of a row of the picture.
    pub(super) fn row_bytes(&self) -> usize {
        self.size[1] * self.samples * self.dtype.itemsize()
    }

    /// Bytes of a row of a strip as it is stored, before it is packed.
    fn line_bytes(&self) -> usize {
        (self.size[1] * self.chunk_samples() * self.bits as usize).div_ceil(8)
    }

    /// Rows and columns of chunks.
    pub(super) fn counts(&self) -> [usize; 2] {
        [0, 1].map(|axis| self.size[axis].div_ceil(self.chunk[axis]))
    }

    /// How often the chunks are there: once, or for each sample.
    pub(super) fn planes(&self) -> usize {
        if self.separate { self.samples } else { 1 }
    }

    /// How many chunks there are.
    ///
    /// # Errors
    /// `Unsupported` for more than there is memory to say where they are.
    pub(super) fn chunks(&self) -> Result<usize> {
        let [rows, columns] = self.counts();
        let all = rows.checked_mul(columns).and_then(|n| n.checked_mul(self.planes()));
        all.filter(|&n| n <= u32::MAX as usize)
            .ok_or_else(|| refused(format!("{rows} × {columns} strips or tiles: make them larger")))
    }

    /// Rows that are packed together: whole rows of chunks.
    pub(super) fn band_rows(&self) -> usize {
        let bytes = self.row_bytes().saturating_mul(self.chunk[0]).max(1);
        self.chunk[0].saturating_mul((BAND / bytes).max(1)).min(self.size[0])
    }
}

fn refused(what: String) -> crate::Error {
    unsupported(what)
}

/// A value that an option of ours has and a file has no place for.
pub(super) fn wrong_shape(given: &[usize], wanted: &str) -> crate::Error {
    ErrorKind::unsupported(
        crate::Format::Tiff,
        format!("rows of shape {given:?} where {wanted} belong"),
    )
    .into()
}
