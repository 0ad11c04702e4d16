//! Writing TIFF through the `tiff` crate: uncompressed strips, any number of channels.

use std::io::{Seek, Write};

use bytemuck::Pod;
use nd_core::DType;
use tiff::TiffError;
use tiff::encoder::colortype::{
    ColorType, Gray8, Gray16, Gray32Float, RGB8, RGB16, RGB32Float, RGBA8, RGBA16, RGBA32Float,
};
use tiff::encoder::{TiffEncoder, TiffKind, TiffKindBig, TiffKindStandard, TiffValue};
use tiff::tags::ExtraSamples;

use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Above this many bytes of pixels the file is written as BigTIFF: offsets of 32 bits end at
/// 4 GiB, and the directory needs some room.
const STANDARD_MOST: usize = 4_000_000_000;

/// Writes the bytes of samples, pixels interleaved, as one TIFF picture.
pub(super) fn write<W: Write + Seek>(
    bytes: &[u8],
    size: [u32; 2],
    (channels, dtype): (usize, DType),
    to: &mut W,
) -> Result<()> {
    let written = if dtype == DType::U8 {
        by_channels::<u8, Gray8, RGB8, RGBA8, W>(bytes, size, channels, to)
    } else if dtype == DType::U16 {
        by_channels::<u16, Gray16, RGB16, RGBA16, W>(bytes, size, channels, to)
    } else {
        by_channels::<f32, Gray32Float, RGB32Float, RGBA32Float, W>(bytes, size, channels, to)
    };
    written.map_err(|error| match error {
        TiffError::IoError(source) => Error::io("write")(source),
        other => ErrorKind::unsupported(Format::Tiff, other.to_string()).into(),
    })
}

fn by_channels<S, Grey, Rgb, Rgba, W>(
    bytes: &[u8],
    size: [u32; 2],
    channels: usize,
    writer: &mut W,
) -> Result<(), TiffError>
where
    S: Pod,
    [S]: TiffValue,
    Grey: ColorType<Inner = S>,
    Rgb: ColorType<Inner = S>,
    Rgba: ColorType<Inner = S>,
    W: Write + Seek,
{
    // The bytes are those of an array of this type, so they are aligned for it.
    let samples = bytemuck::cast_slice::<u8, S>(bytes);
    match channels {
        3 => by_length::<Rgb, W>(samples, size, &[], writer),
        4 => by_length::<Rgba, W>(samples, size, &[], writer),
        2 => by_length::<Grey, W>(samples, size, &[ExtraSamples::UnassociatedAlpha], writer),
        n => by_length::<Grey, W>(samples, size, &vec![ExtraSamples::Unspecified; n - 1], writer),
    }
}

fn by_length<C: ColorType, W: Write + Seek>(
    samples: &[C::Inner],
    size: [u32; 2],
    extra: &[ExtraSamples],
    writer: &mut W,
) -> Result<(), TiffError>
where
    [C::Inner]: TiffValue,
{
    if size_of_val(samples) <= STANDARD_MOST {
        encode::<C, TiffKindStandard, W>(samples, size, extra, writer)
    } else {
        encode::<C, TiffKindBig, W>(samples, size, extra, writer)
    }
}

fn encode<C: ColorType, K: TiffKind, W: Write + Seek>(
    mut samples: &[C::Inner],
    [width, height]: [u32; 2],
    extra: &[ExtraSamples],
    writer: &mut W,
) -> Result<(), TiffError>
where
    [C::Inner]: TiffValue,
{
    let mut encoder = TiffEncoder::<_, K>::new_generic(writer)?;
    let mut picture = encoder.new_image::<C>(width, height)?;
    if !extra.is_empty() {
        picture.extra_samples(extra)?;
    }
    while picture.next_strip_sample_count() > 0 {
        let count = picture.next_strip_sample_count() as usize;
        let (strip, rest) = samples.split_at(count);
        picture.write_strip(strip)?;
        samples = rest;
    }
    picture.finish()
}
