//! [`Packer`]: rows of elements to a strip or tile as it is stored.

use std::ops::Range;

use nd_core::DType;

use super::super::{Result, fax_out, lzw_out};
use super::plan::Plan;
use crate::blocks::ByteOrder;
use crate::format::Format;
use crate::packed::{Contexts, deflate, lzma, packbits, resize};
use crate::picture::{PictureMetadata, PictureWriteOptions, TiffCompression, jpeg_out, webp};

/// What a thread needs to pack chunks, used again for the next.
#[derive(Default)]
pub(super) struct Packer {
    contexts: Contexts,
    deflate: deflate::Packer,
    /// A row of the chunk as elements.
    line: Vec<u8>,
    /// The chunk before it is packed.
    raw: Vec<u8>,
}

/// A chunk of a band of rows.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Rows of the band.
    pub(super) rows: Range<usize>,
    /// The number of the chunk in its row.
    pub(super) column: usize,
    /// The sample, if each has chunks of its own.
    pub(super) plane: usize,
}

impl Packer {
    /// Packs one chunk of a band, whose rows stand one after the other.
    ///
    /// # Errors
    /// `AllocFailed`, those of the codec.
    pub(super) fn pack(&mut self, plan: &Plan, band: &[u8], part: &Part) -> Result<Vec<u8>> {
        self.gather(plan, band, part)?;
        let height = self.height(plan, part);
        let size = [plan.chunk[1] as u32, height as u32];
        let samples = plan.chunk_samples();
        let of_tiff = |fault: crate::packed::Fault| fault.of(Format::Tiff);
        let mut out = Vec::new();
        match plan.compression {
            TiffCompression::Uncompressed => return Ok(std::mem::take(&mut self.raw)),
            TiffCompression::Deflate => {
                self.deflate.zlib(&self.raw, plan.level, &mut out).map_err(of_tiff)?;
            }
            TiffCompression::Zstd => {
                let zstd = &mut self.contexts.zstd;
                zstd.encode(&self.raw, plan.level as i32, false, &mut out).map_err(of_tiff)?;
            }
            TiffCompression::Lzw => lzw_out::encode(&self.raw, &mut out),
            TiffCompression::PackBits => {
                let row = self.raw.len() / height.max(1);
                self.raw.chunks(row.max(1)).for_each(|row| packbits::encode(row, &mut out));
            }
            TiffCompression::Lzma => {
                lzma::encode_xz(&self.raw, plan.level, &mut out).map_err(of_tiff)?;
            }
            TiffCompression::Group4 => fax_out::group4(&self.raw, plan.chunk[1], &mut out),
            TiffCompression::Jpeg => {
                let options = PictureWriteOptions::default().jpeg_quality(plan.quality);
                jpeg_out::write(&self.raw, size, samples, &options, &mut out)?;
            }
            TiffCompression::WebP => {
                webp::write(&self.raw, size, samples, &PictureMetadata::default(), &mut out)?;
            }
        }
        Ok(out)
    }

    /// Rows of the chunk as it is stored: of a tile all, beyond the picture too.
    fn height(&self, plan: &Plan, part: &Part) -> usize {
        if plan.tiled { plan.chunk[0] } else { part.rows.len() }
    }

    /// Puts the rows of a chunk into `raw`, ready to be packed. Beyond the picture its last row and column go on.
    fn gather(&mut self, plan: &Plan, band: &[u8], part: &Part) -> Result<()> {
        let itemsize = plan.dtype.itemsize();
        let (row_bytes, pixel) = (plan.row_bytes(), plan.samples * itemsize);
        let first = part.column * plan.chunk[1];
        let columns = first..plan.size[1].min(first + plan.chunk[1]);
        let items = plan.chunk[1] * plan.chunk_samples();
        let stored = (items * plan.bits as usize).div_ceil(8);
        let height = self.height(plan, part);
        self.raw.clear();
        resize(&mut self.raw, height * stored)?;
        let here = &band[columns.start * pixel..];
        let direct = columns.len() == plan.chunk[1] && !plan.separate;
        for (k, out) in self.raw.chunks_exact_mut(stored).enumerate() {
            let row = (part.rows.start + k).min(part.rows.end - 1);
            let row = &here[row * row_bytes..][..columns.len() * pixel];
            let line = if direct {
                row
            } else {
                self.line.clear();
                match plan.separate {
                    true => pick(row, plan.samples, part.plane, itemsize, &mut self.line),
                    false => self.line.extend_from_slice(row),
                }
                let pixel = plan.chunk_samples() * itemsize;
                while self.line.len() < items * itemsize {
                    self.line.extend_from_within(self.line.len() - pixel..);
                }
                &self.line
            };
            store(plan, line, out);
        }
        Ok(())
    }
}

/// One sample of every pixel.
fn pick(row: &[u8], samples: usize, plane: usize, itemsize: usize, out: &mut Vec<u8>) {
    for pixel in row.chunks_exact(samples * itemsize) {
        out.extend_from_slice(&pixel[plane * itemsize..][..itemsize]);
    }
}

/// Makes of a row of elements what stands in the file before it is packed.
fn store(plan: &Plan, line: &[u8], out: &mut [u8]) {
    let (size, distance) = (plan.dtype.itemsize(), plan.chunk_samples());
    match plan.predictor {
        2 => differences(line, size, distance, out),
        3 => planes(line, size, distance, out),
        _ if plan.dtype == DType::Bool => bits(line, out),
        _ if plan.bits as usize != 8 * size => narrow(line, size, plan.bits, out),
        _ => out.copy_from_slice(line),
    }
}

/// Booleans, eight in a byte.
fn bits(line: &[u8], out: &mut [u8]) {
    for (out, bits) in out.iter_mut().zip(line.chunks(8)) {
        *out = bits.iter().zip(0..).fold(0, |byte, (&bit, k)| byte | (bit & 1) << (7 - k));
    }
}

/// Whole numbers of fewer bits, the high bit first.
fn narrow(line: &[u8], size: usize, bits: u32, out: &mut [u8]) {
    let mut out = out.iter_mut();
    let (mut held, mut count) = (0u64, 0u32);
    for number in line.chunks_exact(size) {
        let number = number_of(number);
        held = held << bits | number & ((1 << bits) - 1);
        count += bits;
        while count >= 8 {
            count -= 8;
            if let Some(out) = out.next() {
                *out = (held >> count) as u8;
            }
        }
    }
    if let Some(out) = out.next().filter(|_| count > 0) {
        *out = (held << (8 - count)) as u8;
    }
}

/// Differences from the pixel to the left in the place of whole numbers.
fn differences(line: &[u8], size: usize, distance: usize, out: &mut [u8]) {
    macro_rules! run {
        ($T:ty, $n:literal) => {{
            let (line, out) = (line.as_chunks::<$n>().0, out.as_chunks_mut::<$n>().0);
            let first = distance.min(line.len());
            out[..first].copy_from_slice(&line[..first]);
            let pairs = line[first..].iter().zip(line);
            for (out, (here, left)) in out[first..].iter_mut().zip(pairs) {
                let (here, left) = (<$T>::from_ne_bytes(*here), <$T>::from_ne_bytes(*left));
                *out = here.wrapping_sub(left).to_ne_bytes();
            }
        }};
    }
    match size {
        1 => run!(u8, 1),
        2 => run!(u16, 2),
        4 => run!(u32, 4),
        _ => run!(u64, 8),
    }
}

/// The bytes of floats in planes, the one with sign and exponent first, and differences in their place.
fn planes(line: &[u8], size: usize, distance: usize, out: &mut [u8]) {
    let items = line.len() / size;
    for (k, plane) in out.chunks_exact_mut(items.max(1)).enumerate() {
        let byte = if ByteOrder::NATIVE == ByteOrder::Little { size - 1 - k } else { k };
        for (out, item) in plane.iter_mut().zip(line.chunks_exact(size)) {
            *out = item[byte];
        }
    }
    for at in (distance..out.len()).rev() {
        out[at] = out[at].wrapping_sub(out[at - distance]);
    }
}

/// Refuses numbers that do not fit into the bits they are to have.
///
/// # Errors
/// `Unsupported`, with the first number that does not.
pub(super) fn check_bits(plan: &Plan, bytes: &[u8]) -> Result<()> {
    let (size, bits) = (plan.dtype.itemsize(), plan.bits as usize);
    if bits == 8 * size || plan.dtype == DType::Bool {
        return Ok(());
    }
    let signed = plan.dtype.is_signed();
    for number in bytes.chunks_exact(size) {
        // The number at the top of 64 bits, brought down with its sign or without.
        let high = number_of(number) << (64 - 8 * size);
        let (number, fits) = if signed {
            let number = high as i64 >> (64 - 8 * size);
            (i128::from(number), (-(1 << (bits - 1))..1 << (bits - 1)).contains(&number))
        } else {
            let number = high >> (64 - 8 * size);
            (i128::from(number), number < 1 << bits)
        };
        if !fits {
            return Err(super::super::unsupported(format!("{number} in {bits} bits a sample")));
        }
    }
    Ok(())
}

/// A number of this machine's byte order in the low bits.
fn number_of(bytes: &[u8]) -> u64 {
    let mut whole = [0; 8];
    match ByteOrder::NATIVE {
        ByteOrder::Little => {
            whole[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(whole)
        }
        ByteOrder::Big => {
            whole[8 - bytes.len()..].copy_from_slice(bytes);
            u64::from_be_bytes(whole)
        }
    }
}
