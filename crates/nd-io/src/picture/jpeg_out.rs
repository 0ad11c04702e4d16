//! Writing JPEG: baseline, Huffman tables of the standard's annex K, no subsampling.
//!
//! The transform is the one of Arai, Agui and Nakajima (1988) in floats, as in libjpeg's
//! `jfdctflt.c`, and the quality scales the quantisation tables as libjpeg's does. Colours are kept at
//! full resolution: what a file grows by is less than what sharp edges between colours lose.

use std::io::{self, Write};

use super::jpeg_tables::{AC_CHROMA, AC_LUMA, CHROMA, Code, DC_CHROMA, DC_LUMA, LUMA, ZIGZAG};
use super::metadata::PictureMetadata;
use super::options::PictureWriteOptions;
use super::tiff::ResolutionUnit;
use crate::error::{Error, Result};

/// What the transform leaves each coefficient multiplied by, along either axis; with another 8 in
/// all.
const SCALE: [f32; 8] =
    [1.0, 1.387_039_8, 1.306_563, 1.175_875_6, 1.0, 0.785_694_96, 0.541_196_1, 0.275_899_38];

/// A block of 8 × 8 samples or coefficients.
type Block = [[f32; 8]; 8];

/// Writes bytes, pixels interleaved: one channel, grey, or three, RGB.
///
/// The sides are at most 65,535, which the caller has checked.
pub(super) fn write(
    pixels: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    options: &PictureWriteOptions,
    to: &mut dyn Write,
) -> Result<()> {
    let tables = [LUMA, CHROMA].map(|table| Quantiser::new(&table, options.jpeg_quality));
    let mut bits = Bits { to, pending: 0, count: 0 };
    (|| {
        about(bits.to, &options.metadata)?;
        head(bits.to, [width as u16, height as u16], channels, &tables)?;
        scan(pixels, [width as usize, height as usize], channels, &tables, &mut bits)?;
        bits.to.write_all(&[0xff, 0xd9])
    })()
    .map_err(|source: io::Error| Error::io("write")(source))
}

/// How coefficients are rounded, in C order.
struct Quantiser {
    steps: [u8; 64],
    /// Of a coefficient as the transform leaves it.
    factors: Block,
}

impl Quantiser {
    fn new(table: &[u8; 64], quality: u8) -> Self {
        let quality = u32::from(quality.clamp(1, 100));
        let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
        let steps = table.map(|step| ((u32::from(step) * percent + 50) / 100).clamp(1, 255) as u8);
        let factor =
            |y: usize, x: usize| 1.0 / (f32::from(steps[8 * y + x]) * SCALE[y] * SCALE[x] * 8.0);
        let factors = std::array::from_fn(|y| std::array::from_fn(|x| factor(y, x)));
        Self { steps, factors }
    }
}

/// The beginning, and what is said of the picture: JFIF 1.2 (no thumbnail), EXIF, the ICC profile in pieces.
fn about(to: &mut dyn Write, metadata: &PictureMetadata) -> io::Result<()> {
    to.write_all(&[0xff, 0xd8])?;
    let both = metadata.resolution.map(|both| both.map(|n| n.round().clamp(1.0, 65_535.0) as u16));
    let ([x0, x1], [y0, y1]) =
        both.map_or(([0, 1], [0, 1]), |[x, y]| (x.to_be_bytes(), y.to_be_bytes()));
    let unit = match metadata.resolution_unit {
        _ if both.is_none() => 0,
        ResolutionUnit::None => 0,
        ResolutionUnit::Inch => 1,
        ResolutionUnit::Centimetre => 2,
    };
    segment(to, 0xe0, &[&b"JFIF\0\x01\x02"[..], &[unit, x0, x1, y0, y1, 0, 0]].concat())?;
    if let Some(exif) = metadata.exif() {
        segment(to, 0xe1, &[b"Exif\0\0", &exif[..]].concat())?;
    }
    let pieces = metadata.icc_profile.as_deref().unwrap_or_default().chunks(65_519);
    let count = pieces.len();
    if count > 255 {
        let what = "an ICC profile of more than 16 MB in a JPEG file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    for (k, piece) in pieces.enumerate() {
        let numbers = [k as u8 + 1, count as u8];
        segment(to, 0xe2, &[&b"ICC_PROFILE\0"[..], &numbers, piece].concat())?;
    }
    Ok(())
}

/// Everything else in front of the coded blocks.
fn head(
    to: &mut dyn Write,
    [width, height]: [u16; 2],
    channels: usize,
    tables: &[Quantiser; 2],
) -> io::Result<()> {
    let planes = if channels == 1 { 1 } else { 2 };
    for (id, table) in tables[..planes].iter().enumerate() {
        let steps = ZIGZAG.map(|k| table.steps[k]);
        segment(to, 0xdb, &[&[id as u8][..], &steps].concat())?;
    }
    let components = if channels == 1 { 1 } else { 3 };
    let ([h0, h1], [w0, w1]) = (height.to_be_bytes(), width.to_be_bytes());
    let mut frame = vec![8, h0, h1, w0, w1, components];
    let mut scan = vec![components];
    for id in 1..=components {
        let table = u8::from(id > 1);
        frame.extend([id, 0x11, table]);
        scan.extend([id, table * 0x11]);
    }
    scan.extend([0, 63, 0]);
    segment(to, 0xc0, &frame)?;
    for (id, codes) in [(0x00, &DC_LUMA), (0x10, &AC_LUMA), (0x01, &DC_CHROMA), (0x11, &AC_CHROMA)]
    {
        if id & 1 < planes {
            segment(to, 0xc4, &[&[id as u8][..], &codes.lengths, codes.values].concat())?;
        }
    }
    segment(to, 0xda, &scan)
}

fn segment(to: &mut dyn Write, marker: u8, data: &[u8]) -> io::Result<()> {
    let [high, low] = (data.len() as u16 + 2).to_be_bytes();
    to.write_all(&[0xff, marker, high, low])?;
    to.write_all(data)
}

/// The coded blocks, row by row.
fn scan(
    pixels: &[u8],
    [width, height]: [usize; 2],
    channels: usize,
    tables: &[Quantiser; 2],
    bits: &mut Bits<'_>,
) -> io::Result<()> {
    let codes = [(DC_LUMA.codes(), AC_LUMA.codes()), (DC_CHROMA.codes(), AC_CHROMA.codes())];
    let mut before = [0; 3];
    for top in (0..height).step_by(8) {
        for left in (0..width).step_by(8) {
            let mut blocks = [[[0.0; 8]; 8]; 3];
            for y in 0..8 {
                // Beyond the edges the last row and column go on.
                let row = &pixels[(top + y).min(height - 1) * width * channels..];
                for x in 0..8 {
                    let pixel = &row[(left + x).min(width - 1) * channels..][..channels];
                    place(pixel, &mut blocks, y, x);
                }
            }
            let used = if channels == 1 { 1 } else { 3 };
            for (i, block) in blocks[..used].iter().enumerate() {
                let table = usize::from(i > 0);
                let coefficients = quantised(block, &tables[table].factors);
                let (dc, ac) = &codes[table];
                bits.block(&coefficients, before[i], dc, ac)?;
                before[i] = coefficients[0];
            }
        }
    }
    bits.finish()
}

/// Puts a pixel into its blocks, centred about zero: grey, or luma and two differences of colour
/// (JFIF's, ITU-R BT.601 at full range).
#[inline(always)]
fn place(pixel: &[u8], blocks: &mut [Block; 3], y: usize, x: usize) {
    match *pixel {
        [r, g, b] => {
            let (r, g, b) = (f32::from(r), f32::from(g), f32::from(b));
            blocks[0][y][x] = 0.299 * r + 0.587 * g + 0.114 * b - 128.0;
            blocks[1][y][x] = -0.168_735_9 * r - 0.331_264_1 * g + 0.5 * b;
            blocks[2][y][x] = 0.5 * r - 0.418_687_6 * g - 0.081_312_4 * b;
        }
        _ => blocks[0][y][x] = f32::from(pixel[0]) - 128.0,
    }
}

/// The block's coefficients, rounded, in the order of [`ZIGZAG`].
fn quantised(block: &Block, factors: &Block) -> [i32; 64] {
    let columns = transformed(block);
    let both = transformed(&transposed(&columns));
    // Transposed now: rows of `both` are columns.
    ZIGZAG.map(|k| (both[k % 8][k / 8] * factors[k / 8][k % 8]).round() as i32)
}

fn transposed(block: &Block) -> Block {
    std::array::from_fn(|y| std::array::from_fn(|x| block[x][y]))
}

/// The transform down the columns, all eight at once.
fn transformed(d: &Block) -> Block {
    let mut out = [[0.0; 8]; 8];
    for x in 0..8 {
        let column: [f32; 8] = std::array::from_fn(|y| d[y][x]);
        for (y, value) in transformed_column(column).into_iter().enumerate() {
            out[y][x] = value;
        }
    }
    out
}

/// Eight samples to eight coefficients, each times its [`SCALE`].
#[inline(always)]
fn transformed_column(d: [f32; 8]) -> [f32; 8] {
    use std::f32::consts::FRAC_1_SQRT_2;
    let sum: [f32; 4] = std::array::from_fn(|i| d[i] + d[7 - i]);
    let difference: [f32; 4] = std::array::from_fn(|i| d[i] - d[7 - i]);

    let (outer, inner) = (sum[0] + sum[3], sum[1] + sum[2]);
    let (outer_slope, inner_slope) = (sum[0] - sum[3], sum[1] - sum[2]);
    let z1 = (inner_slope + outer_slope) * FRAC_1_SQRT_2;

    let (t0, t1) = (difference[3] + difference[2], difference[2] + difference[1]);
    let t2 = difference[1] + difference[0];
    let z5 = (t0 - t2) * 0.382_683_43;
    let (z2, z4) = (0.541_196_1 * t0 + z5, 1.306_563 * t2 + z5);
    let z3 = t1 * FRAC_1_SQRT_2;
    let (z11, z13) = (difference[0] + z3, difference[0] - z3);

    [
        outer + inner,
        z11 + z4,
        outer_slope + z1,
        z13 - z2,
        outer - inner,
        z13 + z2,
        outer_slope - z1,
        z11 - z4,
    ]
}

/// Bits on their way into a file.
struct Bits<'a> {
    to: &'a mut dyn Write,
    /// The lowest `count` bits are to be written, the highest of them first.
    pending: u64,
    count: u32,
}

impl Bits<'_> {
    fn push(&mut self, bits: u32, count: u32) -> io::Result<()> {
        self.pending = self.pending << count | u64::from(bits);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.pending >> self.count) as u8;
            self.to.write_all(&[byte])?;
            if byte == 0xff {
                // Or it would begin a marker.
                self.to.write_all(&[0])?;
            }
        }
        Ok(())
    }

    /// One block: its first coefficient as the step from that of the block before, the others with the
    /// number of zeros in front of each.
    fn block(
        &mut self,
        coefficients: &[i32; 64],
        before: i32,
        dc: &[Code],
        ac: &[Code],
    ) -> io::Result<()> {
        self.coded(0, coefficients[0] - before, dc)?;
        let mut zeros = 0;
        for &coefficient in &coefficients[1..] {
            if coefficient == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 {
                let Code { bits, count } = ac[0xf0];
                self.push(bits.into(), count.into())?;
                zeros -= 16;
            }
            self.coded(zeros, coefficient, ac)?;
            zeros = 0;
        }
        if zeros > 0 {
            let Code { bits, count } = ac[0];
            self.push(bits.into(), count.into())?;
        }
        Ok(())
    }

    /// The code of a number of zeros and of how many bits `value` has, then those bits: of a
    /// negative value the complement of its magnitude's.
    fn coded(&mut self, zeros: usize, value: i32, codes: &[Code]) -> io::Result<()> {
        let size = 32 - value.unsigned_abs().leading_zeros();
        let Code { bits, count } = codes[zeros << 4 | size as usize];
        self.push(bits.into(), count.into())?;
        let low = if value < 0 { value - 1 } else { value } as u32 & ((1 << size) - 1);
        self.push(low, size)
    }

    /// Fills the last byte with ones.
    fn finish(&mut self) -> io::Result<()> {
        match self.count {
            0 => Ok(()),
            count => self.push((1 << (8 - count)) - 1, 8 - count),
        }
    }
}
