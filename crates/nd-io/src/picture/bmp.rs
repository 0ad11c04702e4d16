//! BMP, Windows' bitmaps: every header and depth, palettes, bit fields and runs.
//! <https://learn.microsoft.com/windows/win32/gdi/bitmap-storage>

use std::io::Write;

use nd_core::DType;

use super::bytes::{Bytes, Decode, cut, whole};
use super::reader::{About, Header, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Bytes in front of the header that tells the size.
const FILE_HEAD: usize = 14;

/// How pixels stand in the file.
enum Pixels {
    /// Numbers of so many bits, of colours.
    Numbers { bits: usize, palette: Vec<[u8; 3]> },
    /// Runs of such numbers.
    Runs { bits: usize, palette: Vec<[u8; 3]> },
    /// Words of so many bytes with a field for each channel.
    Fields { bytes: usize, masks: [u32; 4] },
}

/// A BMP file in memory.
pub(super) struct Bmp {
    file: Vec<u8>,
    start: usize,
    pixels: Pixels,
    width: usize,
    height: usize,
    channels: usize,
    /// Whether the first row comes first; usually it comes last.
    down: bool,
}

/// What the header says.
struct Info {
    width: i64,
    height: i64,
    bits: usize,
    packing: u32,
    colours: usize,
    /// Whether colours of the palette have three bytes.
    old: bool,
    masks: Option<[u32; 4]>,
}

impl Bmp {
    pub(super) fn open(about: &About, file: impl std::io::Read) -> Result<(Header, Self)> {
        let file = whole(about, file)?;
        let mut bytes = Bytes { rest: &file };
        let early = || cut(about);
        let head: [u8; FILE_HEAD] = bytes.array().ok_or_else(early)?;
        let start = u32::from_le_bytes([head[10], head[11], head[12], head[13]]) as usize;
        let len = bytes.u32().ok_or_else(early)? as usize;
        let block = bytes.take(len.saturating_sub(4)).ok_or_else(early)?;
        let Some(mut info) = Info::read(Bytes { rest: block }) else {
            return Err(about.unsupported(format!("a header of {len} bytes")));
        };
        if info.masks.is_none() && matches!(info.packing, 3 | 6) {
            let mut word = || bytes.u32().ok_or_else(early);
            let [r, g, b] = [word()?, word()?, word()?];
            info.masks = Some([r, g, b, if info.packing == 6 { word()? } else { 0 }]);
        }
        let sizes = [info.width, info.height.abs()].map(u32::try_from);
        let [Ok(width), Ok(height)] = sizes else {
            return Err(about.corrupt(format!("{} × {} pixels", info.width, info.height)));
        };
        let (pixels, channels) = info.pixels(about, &mut bytes)?;
        about.admit(&shape(height, width, channels), 1)?;
        let down = info.height < 0;
        let (width, height) = (width as usize, height as usize);
        let this = Self { file, start, pixels, width, height, channels, down };
        if this.least() > this.stored().len() {
            return Err(cut(about));
        }
        let header =
            Header { shape: shape(height as u32, width as u32, channels), dtype: DType::U8 };
        Ok((header, this))
    }

    fn stored(&self) -> &[u8] {
        self.file.get(self.start..).unwrap_or_default()
    }

    /// Bytes of a row, which are a multiple of four.
    fn row_bytes(&self) -> usize {
        let bits = match self.pixels {
            Pixels::Numbers { bits, .. } => bits,
            Pixels::Fields { bytes, .. } => 8 * bytes,
            Pixels::Runs { .. } => 0,
        };
        (self.width.saturating_mul(bits)).div_ceil(32).saturating_mul(4)
    }

    /// The least bytes that pixels take.
    fn least(&self) -> usize {
        self.row_bytes().saturating_mul(self.height)
    }

    /// Where a row of the file goes.
    fn place(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let row = if self.down { row } else { self.height.checked_sub(row + 1)? };
        let bytes = self.width * self.channels;
        Some(row * bytes..(row + 1) * bytes)
    }

    /// The rows of the file, and where each goes.
    fn rows(&self, out: &mut [u8], mut each: impl FnMut(&[u8], &mut [u8])) {
        for (k, row) in self.stored().chunks_exact(self.row_bytes()).take(self.height).enumerate() {
            if let Some(out) = self.place(k).and_then(|place| out.get_mut(place)) {
                each(row, out);
            }
        }
    }
}

impl Info {
    /// Takes what follows the length of a header.
    fn read(mut bytes: Bytes<'_>) -> Option<Self> {
        if bytes.rest.len() == 8 {
            let [width, height, _, bits] = [bytes.u16()?, bytes.u16()?, bytes.u16()?, bytes.u16()?];
            let (width, height) = (width.into(), height.into());
            let (bits, colours) = (bits.into(), 0);
            return Some(Self { width, height, bits, packing: 0, colours, old: true, masks: None });
        }
        let [width, height] = [bytes.u32()?, bytes.u32()?].map(|n| i64::from(n as i32));
        let [_, bits] = [bytes.u16()?, bytes.u16()?];
        let packing = bytes.u32()?;
        let _size_and_resolution = bytes.take(12)?;
        let colours = bytes.u32()? as usize;
        let _important = bytes.u32()?;
        let mut masks = None;
        if let [Some(r), Some(g), Some(b)] = [bytes.u32(), bytes.u32(), bytes.u32()]
            && matches!(packing, 3 | 6)
        {
            masks = Some([r, g, b, bytes.u32().unwrap_or(0)]);
        }
        Some(Self { width, height, bits: bits.into(), packing, colours, old: false, masks })
    }

    /// How pixels stand in the file, and how many channels they have.
    fn pixels(&self, about: &About, bytes: &mut Bytes<'_>) -> Result<(Pixels, usize)> {
        let fields = |bytes, masks: [u32; 4]| {
            let channels = if masks[3] == 0 { 3 } else { 4 };
            (Pixels::Fields { bytes, masks }, channels)
        };
        let bits = self.bits;
        match (self.packing, bits, self.masks) {
            (0, 16, _) => Ok(fields(2, [0x7c00, 0x3e0, 0x1f, 0])),
            (0, 24, _) => Ok(fields(3, [0xff_0000, 0xff00, 0xff, 0])),
            (0, 32, _) => Ok(fields(4, [0xff_0000, 0xff00, 0xff, 0])),
            (3 | 6, 16 | 32, Some(masks)) => Ok(fields(bits / 8, masks)),
            (0, 1 | 2 | 4 | 8, _) | (1, 8, _) | (2, 4, _) => {
                let palette = self.palette(bytes).ok_or_else(|| cut(about))?;
                let grey = palette.iter().all(|[r, g, b]| r == g && g == b);
                let pixels = match self.packing {
                    0 => Pixels::Numbers { bits, palette },
                    _ => Pixels::Runs { bits, palette },
                };
                Ok((pixels, if grey { 1 } else { 3 }))
            }
            (packing, ..) => {
                Err(about.unsupported(format!("{bits} bits a pixel, packed as number {packing}")))
            }
        }
    }

    /// The colours; those that a file does not have are black.
    fn palette(&self, bytes: &mut Bytes<'_>) -> Option<Vec<[u8; 3]>> {
        let all = 1 << self.bits;
        let count = if self.colours == 0 { all } else { self.colours.min(all) };
        let mut palette = vec![[0; 3]; all];
        for colour in &mut palette[..count] {
            let [b, g, r] = bytes.array()?;
            *colour = [r, g, b];
            if !self.old {
                bytes.byte()?;
            }
        }
        Some(palette)
    }
}

impl Decode for Bmp {
    fn decode(self: Box<Self>, out: &mut [u8]) -> Result<()> {
        let channels = self.channels;
        match &self.pixels {
            Pixels::Numbers { bits, palette } => self.rows(out, |row, out| {
                for (k, out) in out.chunks_exact_mut(channels).enumerate() {
                    let byte = row[k * bits / 8];
                    let shift = 8 - bits - k * bits % 8;
                    let number = usize::from(byte >> shift) & ((1 << bits) - 1);
                    out.copy_from_slice(&palette[number][..channels]);
                }
            }),
            Pixels::Fields { bytes, masks } => {
                let fields = masks.map(Field::new);
                self.rows(out, |row, out| {
                    let words = row.chunks_exact(*bytes);
                    for (out, word) in out.chunks_exact_mut(channels).zip(words) {
                        let add = |all: u32, &byte: &u8| all << 8 | u32::from(byte);
                        let word = word.iter().rev().fold(0, add);
                        for (out, field) in out.iter_mut().zip(&fields) {
                            *out = field.of(word);
                        }
                    }
                });
            }
            Pixels::Runs { bits, palette } => {
                let first = &palette[0][..channels];
                out.chunks_exact_mut(channels).for_each(|out| out.copy_from_slice(first));
                let put = |[row, column]: [usize; 2], number: u8| {
                    let Some(row) = self.place(row).filter(|_| column < self.width) else { return };
                    if let Some(out) = out.get_mut(row.start + column * channels..) {
                        let colour = &palette[usize::from(number)][..channels];
                        out[..channels].copy_from_slice(colour);
                    }
                };
                let early = || ErrorKind::corrupt(Format::Bmp, "the file ends too early");
                runs(Bytes { rest: self.stored() }, *bits, self.width, put).ok_or_else(early)?;
            }
        }
        Ok(())
    }
}

/// Unpacks runs of numbers; `None` where the file ends before they do.
fn runs(
    mut bytes: Bytes<'_>,
    bits: usize,
    width: usize,
    mut put: impl FnMut([usize; 2], u8),
) -> Option<()> {
    let [mut row, mut column] = [0usize; 2];
    // Numbers of four bits come in pairs.
    let number = |byte: u8, k: usize| match (bits, k % 2) {
        (8, _) => byte,
        (_, 0) => byte >> 4,
        _ => byte & 15,
    };
    loop {
        let [count, second] = bytes.array()?;
        match (count, second) {
            (0, 0) => [row, column] = [row + 1, 0],
            (0, 1) => return Some(()),
            (0, 2) => {
                let [right, down] = bytes.array()?;
                [row, column] = [row + usize::from(down), column + usize::from(right)];
            }
            (0, n) => {
                let n = usize::from(n);
                // Padded to whole words.
                let taken = bytes.take((n * bits).div_ceil(16) * 2)?;
                for k in 0..n {
                    put([row, column], number(taken[k * bits / 8], k));
                    column += 1;
                }
            }
            (n, byte) => {
                for k in 0..usize::from(n).min(width.saturating_sub(column)) {
                    put([row, column + k], number(byte, k));
                }
                column += usize::from(n);
            }
        }
    }
}

/// The bits of a channel in a word.
struct Field {
    shift: u32,
    most: u32,
}

impl Field {
    fn new(mask: u32) -> Self {
        let shift = mask.trailing_zeros() % 32;
        Self { shift, most: mask >> shift }
    }

    /// The channel, from 0 to 255, rounded down as Pillow does.
    fn of(&self, word: u32) -> u8 {
        let (value, most) = (u64::from(word >> self.shift & self.most), u64::from(self.most));
        (value * 255 / most.max(1)) as u8
    }
}

/// Writes bytes, pixels interleaved: grey with a palette of greys, four channels with alpha.
pub(super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    to: &mut dyn Write,
) -> Result<()> {
    let head = if channels == 4 { 108 } else { 40 };
    let colours: Vec<u8> = match channels {
        1 => (0..=255).flat_map(|grey| [grey, grey, grey, 0]).collect(),
        _ => Vec::new(),
    };
    let row = (width as u64 * channels as u64).next_multiple_of(4);
    let start = FILE_HEAD as u64 + head + colours.len() as u64;
    let Ok(len) = u32::try_from(start + row * u64::from(height)) else {
        let what = "a picture of more than 4 GiB: save as PNG or TIFF";
        return Err(ErrorKind::unsupported(Format::Bmp, what).into());
    };
    let mut out = b"BM".to_vec();
    let mut words = |words: &[u32]| out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    words(&[len, 0, start as u32, head as u32, width, height]);
    // One plane, and the bits of a pixel.
    words(&[1 | ((8 * (channels as u32)) << 16), if channels == 4 { 3 } else { 0 }]);
    words(&[len - start as u32, 0, 0, if channels == 1 { 256 } else { 0 }, 0]);
    if channels == 4 {
        words(&[0xff_0000, 0xff00, 0xff, 0xff00_0000, 0x7352_4742]); // sRGB
        words(&[0; 12]);
    }
    out.extend(colours);
    let mut put = |bytes: &[u8]| to.write_all(bytes).map_err(Error::io("write"));
    put(&out)?;
    let mut line = Vec::new();
    for pixels in bytes.chunks_exact(width as usize * channels).rev() {
        line.clear();
        for pixel in pixels.chunks_exact(channels) {
            match *pixel {
                [grey] => line.push(grey),
                [r, g, b, ref rest @ ..] => line.extend([&[b, g, r], rest].concat()),
                _ => {}
            }
        }
        line.resize(row as usize, 0);
        put(&line)?;
    }
    Ok(())
}
