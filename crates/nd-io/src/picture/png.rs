//! PNG, through the crate `png`.

use std::fs::File;
use std::io::{BufReader, Write};

use nd_core::DType;
use png::{BitDepth, ColorType, DecodingError, EncodingError, Filter, Transformations};

use super::metadata::PictureMetadata;
use super::options::{PictureWriteOptions, PngCompression};
use super::reader::{About, Header, greedy, read_error, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// A PNG file up to its pixels.
pub(super) struct Png {
    reader: png::Reader<BufReader<File>>,
    words: bool,
}

impl Png {
    pub(super) fn open(about: &About, file: BufReader<File>) -> Result<(Header, Self)> {
        // Twice the picture and what the file may hold beside it.
        let bytes = about.limit.saturating_mul(2).saturating_add(4 << 20);
        let limits = png::Limits { bytes: usize::try_from(bytes).unwrap_or(usize::MAX) };
        let mut decoder = png::Decoder::new_with_limits(file, limits);
        // Not used here, and packed they may be a thousand times larger than the file.
        decoder.set_ignore_iccp_chunk(true);
        decoder.set_ignore_text_chunk(true);
        // Samples of 1, 2 and 4 bits are spread over a byte, palettes looked up, transparency made
        // a channel; without this 16 bits would become 8.
        decoder.set_transformations(Transformations::EXPAND);
        let reader = decoder.read_info().map_err(translate)?;
        let (width, height) = reader.info().size();
        let (color, depth) = reader.output_color_type();
        let channels = match color {
            ColorType::Grayscale => 1,
            ColorType::GrayscaleAlpha => 2,
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            ColorType::Indexed => return Err(about.unsupported("a palette that is not looked up")),
        };
        let dtype = match depth {
            BitDepth::Eight => DType::U8,
            BitDepth::Sixteen => DType::U16,
            other => return Err(about.unsupported(format!("samples of {} bits", other as u8))),
        };
        let header = Header { shape: shape(height, width, channels), dtype };
        Ok((header, Self { reader, words: dtype == DType::U16 }))
    }

    pub(super) fn is_interlaced(&self) -> bool {
        self.reader.info().interlaced
    }

    /// Decodes the next row of a picture that is not interlaced.
    pub(super) fn read_row(&mut self, out: &mut [u8]) -> Result<()> {
        let row = self.reader.next_row().map_err(translate)?;
        let row =
            row.ok_or_else(|| Error::from(ErrorKind::corrupt(Format::Png, "a row is missing")))?;
        let wrong = || ErrorKind::corrupt(Format::Png, "rows of another length").into();
        out.copy_from_slice(row.data().get(..out.len()).ok_or_else(|| -> Error { wrong() })?);
        if self.words && cfg!(target_endian = "little") {
            out.as_chunks_mut::<2>().0.iter_mut().for_each(|word| word.reverse());
        }
        Ok(())
    }

    pub(super) fn decode(mut self, out: &mut [u8]) -> Result<()> {
        self.reader.next_frame(out).map_err(translate)?;
        if self.words && cfg!(target_endian = "little") {
            out.as_chunks_mut::<2>().0.iter_mut().for_each(|word| word.reverse());
        }
        Ok(())
    }
}

fn translate(error: DecodingError) -> Error {
    match error {
        DecodingError::IoError(source) => read_error(Format::Png, source),
        DecodingError::LimitsExceeded => greedy(Format::Png),
        other => ErrorKind::corrupt(Format::Png, other.to_string()).into(),
    }
}

/// Writes samples of one or two bytes, pixels interleaved.
pub(super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    (channels, itemsize): (usize, usize),
    options: &PictureWriteOptions,
    to: &mut dyn Write,
) -> Result<()> {
    let mut encoder = encoder([width, height], &options.metadata, to)?;
    encoder.set_color(colour(channels));
    let narrow = options.png_bits.map(|bits| narrow(bytes, width, (channels, itemsize), bits));
    let narrow = narrow.transpose()?;
    encoder.set_depth(match (&narrow, itemsize) {
        (Some((depth, _)), _) => *depth,
        (None, 1) => BitDepth::Eight,
        _ => BitDepth::Sixteen,
    });
    let bytes = narrow.as_ref().map_or(bytes, |(_, packed)| packed);
    set_compression(&mut encoder, options.png);
    let mut writer = begin(encoder, &options.metadata)?;
    if itemsize == 1 || cfg!(target_endian = "big") {
        writer.write_image_data(bytes).map_err(refusal)?;
    } else {
        let mut swapped = Vec::new();
        let refused = |_| ErrorKind::AllocFailed { bytes: bytes.len() };
        swapped.try_reserve_exact(bytes.len()).map_err(refused)?;
        swapped.extend(bytes.as_chunks::<2>().0.iter().flat_map(|&[low, high]| [high, low]));
        writer.write_image_data(&swapped).map_err(refusal)?;
    }
    writer.finish().map_err(refusal)
}

/// Numbers of fewer bits than eight, the high bits of a byte first and rows in whole bytes.
///
/// # Errors
/// `Unsupported` for other bits and samples, and for numbers that do not fit.
fn narrow(
    bytes: &[u8],
    width: u32,
    (channels, itemsize): (usize, usize),
    bits: u8,
) -> Result<(BitDepth, Vec<u8>)> {
    let refused = |what: String| Error::from(ErrorKind::unsupported(Format::Png, what));
    let depth = match bits {
        1 => BitDepth::One,
        2 => BitDepth::Two,
        4 => BitDepth::Four,
        other => return Err(refused(format!("{other} bits a sample as an option: 1, 2 and 4"))),
    };
    if channels > 1 || itemsize > 1 {
        let what = format!("{bits} bits a sample of {channels} channels of {itemsize} bytes");
        return Err(refused(format!("{what}: they are for grey pictures of u8")));
    }
    if let Some(number) = bytes.iter().find(|&&number| number >> bits > 0) {
        return Err(refused(format!("{number} in {bits} bits a sample")));
    }
    let each = usize::from(8 / bits);
    let rows = bytes.chunks_exact(width as usize).flat_map(|row| {
        row.chunks(each).map(|some| {
            let place = |k: usize| 8 - bits as usize * (k + 1);
            some.iter().enumerate().fold(0, |byte, (k, &number)| byte | number << place(k))
        })
    });
    Ok((depth, rows.collect()))
}

pub(super) fn colour(channels: usize) -> ColorType {
    match channels {
        1 => ColorType::Grayscale,
        2 => ColorType::GrayscaleAlpha,
        3 => ColorType::Rgb,
        _ => ColorType::Rgba,
    }
}

/// An encoder that knows what is said of the picture.
pub(super) fn encoder<'a, W: Write>(
    [width, height]: [u32; 2],
    metadata: &PictureMetadata,
    to: W,
) -> Result<png::Encoder<'a, W>> {
    let mut info = png::Info::with_size(width, height);
    info.icc_profile = metadata.icc_profile.clone().map(Into::into);
    let per = |both: [f64; 2], unit| {
        let [xppu, yppu] = both.map(|n| n.round().clamp(0.0, f64::from(i32::MAX)) as u32);
        png::PixelDimensions { xppu, yppu, unit }
    };
    info.pixel_dims = match (metadata.per_metre(), metadata.resolution) {
        (Some(both), _) => Some(per(both, png::Unit::Meter)),
        (None, both) => both.map(|both| per(both, png::Unit::Unspecified)),
    };
    png::Encoder::with_info(to, info).map_err(refusal)
}

/// Writes the header, and EXIF behind it.
pub(super) fn begin<W: Write>(
    encoder: png::Encoder<'_, W>,
    metadata: &PictureMetadata,
) -> Result<png::Writer<W>> {
    let mut writer = encoder.write_header().map_err(refusal)?;
    if let Some(exif) = metadata.exif() {
        writer.write_chunk(png::chunk::ChunkType(*b"eXIf"), &exif).map_err(refusal)?;
    }
    Ok(writer)
}

pub(super) fn set_compression<W: Write>(
    encoder: &mut png::Encoder<'_, W>,
    compression: PngCompression,
) {
    let (compression, filter) = match compression {
        PngCompression::Uncompressed => (png::Compression::NoCompression, Filter::NoFilter),
        // One filter for every row: choosing per row costs more than the compression.
        PngCompression::Fast => (png::Compression::Fast, Filter::Up),
        PngCompression::Balanced => (png::Compression::Balanced, Filter::Adaptive),
        PngCompression::Best => (png::Compression::High, Filter::Adaptive),
    };
    encoder.set_compression(compression);
    encoder.set_filter(filter);
}

pub(super) fn refusal(error: EncodingError) -> Error {
    match error {
        EncodingError::IoError(source) => Error::io("write")(source),
        other => ErrorKind::unsupported(Format::Png, other.to_string()).into(),
    }
}
