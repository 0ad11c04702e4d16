//! Writing TIFF: one picture in strips, as it is or by Deflate.

use std::io::{Seek, SeekFrom, Write};

use nd_core::{DType, threads};

use crate::blocks::ByteOrder;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::packed::deflate::{Frame, encode};
use crate::picture::options::TiffCompression;

/// Above this many bytes of pixels the file is written as BigTIFF: places of 32 bits end at 4 GiB, and packed
/// strips and the directory need some room.
const STANDARD_MOST: usize = 4_000_000_000;

/// Bytes of a strip, about.
const STRIP: usize = 256 << 10;

/// Strips that are packed at once.
const AT_ONCE: usize = 64;

/// Whether a picture can hold elements of a type.
pub(in crate::picture) fn holds(dtype: DType) -> bool {
    dtype != DType::BF16
}

/// A picture to be written: its memory in C order, pixels interleaved.
struct Job<'a> {
    bytes: &'a [u8],
    width: usize,
    height: usize,
    channels: usize,
    dtype: DType,
    compression: TiffCompression,
    /// Rows of a strip.
    rows: usize,
}

/// Writes a picture from the beginning of `to`.
///
/// # Errors
/// The system's.
pub(in crate::picture) fn write<W: Write + Seek>(
    bytes: &[u8],
    [width, height]: [u32; 2],
    (channels, dtype): (usize, DType),
    compression: TiffCompression,
    to: &mut W,
) -> Result<()> {
    let (width, height) = (width as usize, height as usize);
    let row = (width * channels * dtype.itemsize()).max(1);
    let rows = (STRIP / row).clamp(1, height);
    let job = Job { bytes, width, height, channels, dtype, compression, rows };
    job.write(to)
}

impl Job<'_> {
    fn write<W: Write + Seek>(&self, to: &mut W) -> Result<()> {
        let big = self.bytes.len() > STANDARD_MOST;
        let fault = Error::io("write");
        let head = if big { 16 } else { 8 };
        to.write_all(&[0; 16][..head]).map_err(&fault)?;
        let mut at = head as u64;
        let (mut places, mut lengths) = (Vec::new(), Vec::new());
        let strips = self.height.div_ceil(self.rows);
        for first in (0..strips).step_by(AT_ONCE) {
            let count = AT_ONCE.min(strips - first);
            let packed = threads::collect(count, &|k| self.strip(first + k));
            for strip in packed {
                let strip = strip?;
                places.push(at);
                lengths.push(strip.len() as u64);
                to.write_all(&strip).map_err(&fault)?;
                at += strip.len() as u64;
            }
        }
        if at % 2 == 1 {
            to.write_all(&[0]).map_err(&fault)?;
            at += 1;
        }
        let directory = self.directory(big, at, &places, &lengths);
        to.write_all(&directory.bytes).map_err(&fault)?;
        to.seek(SeekFrom::Start(0)).map_err(&fault)?;
        let mut start = Vec::new();
        start.extend_from_slice(if ByteOrder::NATIVE == ByteOrder::Little { b"II" } else { b"MM" });
        if big {
            start.extend([43u16, 8, 0].iter().flat_map(|x| x.to_ne_bytes()));
            start.extend(directory.at.to_ne_bytes());
        } else {
            start.extend(42u16.to_ne_bytes());
            start.extend((directory.at as u32).to_ne_bytes());
        }
        to.write_all(&start).map_err(&fault)
    }

    /// A strip as it is stored.
    fn strip(&self, number: usize) -> Result<Vec<u8>> {
        let items = self.width * self.channels;
        let size = self.dtype.itemsize();
        let (first, last) = (number * self.rows, self.height.min((number + 1) * self.rows));
        let mut strip = if self.dtype == DType::Bool {
            let rows = self.bytes[first * items..last * items].chunks_exact(items);
            rows.flat_map(bits_of).collect()
        } else {
            self.bytes[first * items * size..last * items * size].to_vec()
        };
        if self.compression == TiffCompression::Uncompressed {
            return Ok(strip);
        }
        match self.predictor() {
            2 => strip
                .chunks_exact_mut(items * size)
                .for_each(|row| differ(row, size, self.channels)),
            3 => strip
                .chunks_exact_mut(items * size)
                .for_each(|row| planes(row, size, self.channels)),
            _ => {}
        }
        let mut packed = Vec::new();
        encode(&strip, 6, &mut packed, Frame::Zlib).map_err(|fault| fault.of(Format::Tiff))?;
        Ok(packed)
    }

    /// The predictor by its number; 1 for none.
    fn predictor(&self) -> u16 {
        match self.dtype {
            _ if self.compression == TiffCompression::Uncompressed => 1,
            dtype if dtype.is_float() => 3,
            dtype if dtype.is_integer() => 2,
            _ => 1,
        }
    }

    fn directory(&self, big: bool, at: u64, places: &[u64], lengths: &[u64]) -> Directory {
        let bits = if self.dtype == DType::Bool { 1 } else { 8 * self.dtype.itemsize() as u64 };
        let kind = match self.dtype {
            dtype if dtype.is_complex() => 6,
            dtype if dtype.is_float() => 3,
            dtype if dtype.is_integer() && dtype.is_signed() => 2,
            _ => 1,
        };
        let rgb = matches!(self.channels, 3 | 4);
        let packed = self.compression == TiffCompression::Deflate;
        let (n, extra) = (self.channels, self.channels - if rgb { 3 } else { 1 });
        // One channel beyond the colours is alpha, not multiplied into them; of more nobody knows.
        let extra = vec![if n == 2 || n == 4 { 2 } else { 0 }; extra];
        let mut directory = Directory { big, at, bytes: Vec::new(), entries: Vec::new() };
        directory.longs(256, &[self.width as u64]);
        directory.longs(257, &[self.height as u64]);
        directory.shorts(258, &vec![bits; n]);
        directory.shorts(259, &[if packed { 8 } else { 1 }]);
        directory.shorts(262, &[if rgb { 2 } else { 1 }]);
        directory.places(273, places);
        directory.shorts(277, &[n as u64]);
        directory.longs(278, &[self.rows as u64]);
        directory.places(279, lengths);
        directory.shorts(284, &[1]);
        if self.predictor() > 1 {
            directory.shorts(317, &[self.predictor().into()]);
        }
        if !extra.is_empty() {
            directory.shorts(338, &extra);
        }
        directory.shorts(339, &vec![kind; n]);
        directory.finish()
    }
}

/// Tags, and the values that do not fit into them, in front of them.
struct Directory {
    big: bool,
    /// Where `bytes` go, and in the end where the tags begin.
    at: u64,
    bytes: Vec<u8>,
    entries: Vec<u8>,
}

impl Directory {
    fn shorts(&mut self, tag: u16, values: &[u64]) {
        let bytes: Vec<u8> = values.iter().flat_map(|&x| (x as u16).to_ne_bytes()).collect();
        self.entry(tag, 3, values.len(), &bytes);
    }

    fn longs(&mut self, tag: u16, values: &[u64]) {
        let bytes: Vec<u8> = values.iter().flat_map(|&x| (x as u32).to_ne_bytes()).collect();
        self.entry(tag, 4, values.len(), &bytes);
    }

    fn places(&mut self, tag: u16, values: &[u64]) {
        if !self.big {
            return self.longs(tag, values);
        }
        let bytes: Vec<u8> = values.iter().flat_map(|x| x.to_ne_bytes()).collect();
        self.entry(tag, 16, values.len(), &bytes);
    }

    fn entry(&mut self, tag: u16, kind: u16, count: usize, values: &[u8]) {
        self.entries.extend([tag.to_ne_bytes(), kind.to_ne_bytes()].concat());
        self.word(count as u64);
        if values.len() <= self.width() {
            self.entries.extend_from_slice(values);
            self.entries.extend(vec![0; self.width() - values.len()]);
        } else {
            self.word(self.at + self.bytes.len() as u64);
            self.bytes.extend_from_slice(values);
            self.bytes.extend(vec![0; values.len() % 2]);
        }
    }

    fn width(&self) -> usize {
        if self.big { 8 } else { 4 }
    }

    /// A count or a place.
    fn word(&mut self, value: u64) {
        if self.big {
            self.entries.extend(value.to_ne_bytes());
        } else {
            self.entries.extend((value as u32).to_ne_bytes());
        }
    }

    fn finish(mut self) -> Self {
        let begin = self.at + self.bytes.len() as u64;
        let (count, none) = (self.entries.len() / (4 + 2 * self.width()), self.width());
        if self.big {
            self.bytes.extend((count as u64).to_ne_bytes());
        } else {
            self.bytes.extend((count as u16).to_ne_bytes());
        }
        self.bytes.append(&mut self.entries);
        self.bytes.extend(vec![0; none]);
        Self { at: begin, ..self }
    }
}

/// A row of booleans, eight in a byte.
fn bits_of(row: &[u8]) -> Vec<u8> {
    row.chunks(8)
        .map(|bits| bits.iter().zip(0..).fold(0, |byte, (&bit, k)| byte | (bit & 1) << (7 - k)))
        .collect()
}

/// Puts differences from the pixel to the left in the place of whole numbers.
fn differ(row: &mut [u8], size: usize, distance: usize) {
    let number = |bytes: &[u8]| {
        let mut whole = [0; 8];
        match ByteOrder::NATIVE {
            ByteOrder::Little => whole[..size].copy_from_slice(bytes),
            ByteOrder::Big => whole[8 - size..].copy_from_slice(bytes),
        }
        u64::from_ne_bytes(whole)
    };
    for at in (distance * size..row.len()).step_by(size).rev() {
        let left = number(&row[at - distance * size..][..size]);
        let difference = number(&row[at..][..size]).wrapping_sub(left).to_ne_bytes();
        row[at..at + size].copy_from_slice(match ByteOrder::NATIVE {
            ByteOrder::Little => &difference[..size],
            ByteOrder::Big => &difference[8 - size..],
        });
    }
}

/// Puts the bytes of floats in planes, the one with sign and exponent first, and differences in their place.
fn planes(row: &mut [u8], size: usize, distance: usize) {
    let items = row.len() / size;
    let floats = row.to_vec();
    for (i, float) in floats.chunks_exact(size).enumerate() {
        for (k, &byte) in float.iter().enumerate() {
            let plane = if ByteOrder::NATIVE == ByteOrder::Little { size - 1 - k } else { k };
            row[plane * items + i] = byte;
        }
    }
    for at in (distance..row.len()).rev() {
        row[at] = row[at].wrapping_sub(row[at - distance]);
    }
}
